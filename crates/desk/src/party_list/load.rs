//! Reading a version of a list and bringing it into force: a job, in small writes.
//!
//! A version is seen by nobody until the list points at it. So its entries are written some at a time while others write as well, and
//! what an interruption left is undone first.

use std::collections::{HashMap, HashSet};

use formats::parties::PartyReading;
use model::{
    Date, Duty, DutyId, DutyKind, JobKind, ListVersion, ListVersionState, Listed, PartyForm, PartyList, PartyListId,
    Verb,
};
use store::{Scope, Writer, content_of};

use super::{files_in_order, lay_down, no_party_list, overtake, thing};
use crate::intake::short;
use crate::job::{Ids, OFFICE};
use crate::work_calendar::charge;
use crate::{Clerk, Failure, Office, WritableOffice};

/// Entries that are written at once: some milliseconds.
const WRITTEN_AT_ONCE: usize = 500;

/// What a new version changes.
struct Difference {
    /// Entries that are new, or stand otherwise than before.
    put: Vec<Listed>,
    /// Keys of those that are gone.
    gone: Vec<String>,
    n_added: u64,
    n_changed: u64,
}

fn difference(reading: Vec<Listed>, before: &HashMap<String, String>) -> Difference {
    let mut found = Difference { put: Vec::new(), gone: Vec::new(), n_added: 0, n_changed: 0 };
    let keys: HashSet<&str> = reading.iter().map(|one| one.key.as_str()).collect();
    found.gone = before.keys().filter(|key| !keys.contains(key.as_str())).cloned().collect();
    found.gone.sort();
    for one in reading {
        match before.get(&one.key) {
            Some(content) if *content == content_of(&one) => continue,
            Some(_) => found.n_changed += 1,
            None => found.n_added += 1,
        }
        found.put.push(one);
    }
    found
}

/// The job: reads a version, and brings it into force or holds it back. Interrupted, it begins anew.
pub(crate) fn load_parties(
    clerk: &Clerk,
    office: &Office,
    argument: &str,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<(), Failure> {
    let Some((id, number)) = argument.split_once('/') else { return Ok(()) };
    let (Ok(id), Ok(number)) = (PartyListId::new(id), number.parse::<u32>()) else { return Ok(()) };
    let scope = Scope::office();
    let (list, version) = (office.reader.party_list(&scope, &id)?, office.reader.list_version(&scope, &id, number)?);
    let (Some(list), Some(version)) = (list, version) else { return Ok(()) };
    if version.state != ListVersionState::Waiting {
        return Ok(());
    }
    if list.version.is_some_and(|in_force| in_force > number) {
        return keep(clerk, ListVersion { state: ListVersionState::Refused, ..version }, Vec::new(), now);
    }
    let files = office.reader.list_files(&scope, &id, number)?;
    let reading = match office.parser.read_parties(&files, version.form)? {
        Ok(reading) if reading.form.is_some() => reading,
        // Nothing can be let in that is no list: it is turned away, with what the reader says.
        Ok(reading) => {
            let doubts = reading.doubts.iter().map(|doubt| short(&doubt.to_string())).collect();
            return keep(clerk, ListVersion { state: ListVersionState::Refused, ..version }, doubts, now);
        }
        Err(why) => {
            return keep(clerk, ListVersion { state: ListVersionState::Refused, ..version }, vec![short(&why)], now);
        }
    };
    let before = match list.version {
        Some(in_force) => office.reader.listed_contents(&scope, &id, in_force)?,
        None => HashMap::new(),
    };
    let n_before = list.version.map(|_| before.len() as u64);
    let PartyReading { form, listed, doubts, is_truncated } = reading;
    let doubts: Vec<String> = doubts.iter().map(|doubt| short(&doubt.to_string())).collect();
    let (n_entries, n_names) = (listed.len() as u64, listed.iter().map(|one| one.names.len() as u64).sum());
    let found = difference(listed, &before);
    let counted = ListVersion {
        form,
        n_entries,
        n_names,
        n_added: found.n_added,
        n_changed: found.n_changed,
        n_removed: found.gone.len() as u64,
        n_doubts: doubts.len() as u64,
        ..version
    };
    if let Some(why) = ListVersion::odd(n_entries, n_before, is_truncated)
        && counted.second.is_none()
    {
        let duty = DutyId::from_bits(ids());
        return hold(clerk, office, &list, counted.hold(why), doubts, (now, today), duty);
    }
    write(clerk, &id, number, &found, now)?;
    put_in_force(clerk, &id, counted, doubts, now)
}

/// Keeps a version with its doubts; where it was turned away its files go.
fn keep(clerk: &Clerk, version: ListVersion, doubts: Vec<String>, now: i64) -> Result<(), Failure> {
    let version = ListVersion { n_doubts: doubts.len() as u64, ..version };
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            deed.keep_list_version(&version)?;
            deed.keep_list_doubts(&version.list, version.number, &doubts)?;
            deed.drop_list_files(&version.list, version.number)?;
            let fact = deed.fact(Verb::HeldBackList, thing(&version.list));
            Ok(deed.note(&fact.with(format!("version:{} turned-away", version.number)))?)
        })
    })
}

/// Holds a version back, and asks the owner of the list to look at it.
fn hold(
    clerk: &Clerk,
    office: &Office,
    list: &PartyList,
    version: ListVersion,
    doubts: Vec<String>,
    (now, today): (i64, Date),
    duty: DutyId,
) -> Result<(), Failure> {
    // What is screened today rests on the version before: that is a matter of days.
    let due = today.plus_days(i64::from(office.configuration.work().route_days));
    let duty = Duty::new(duty, list.post.clone(), DutyKind::LookAtList, thing(&list.id), now, due);
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            deed.keep_list_version(&version)?;
            deed.keep_list_doubts(&version.list, version.number, &doubts)?;
            let why = version.held.map_or_else(String::new, |held| held.to_string());
            let fact = deed.fact(Verb::HeldBackList, thing(&version.list));
            deed.note(&fact.with(format!("version:{} {why}", version.number)))?;
            if deed.open_duties(&duty.subject)?.iter().all(|open| open.kind != DutyKind::LookAtList) {
                charge(deed, &duty)?;
            }
            Ok(())
        })
    })
}

/// Writes the entries of a version, some at a time.
fn write(clerk: &Clerk, id: &PartyListId, number: u32, found: &Difference, now: i64) -> Result<(), Failure> {
    loop {
        let list = id.clone();
        let goes_on = clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<bool, Failure> {
                Ok(deed.undo_listed(&list, number, WRITTEN_AT_ONCE)?)
            })
        })?;
        if !goes_on {
            break;
        }
    }
    for some in found.put.chunks(WRITTEN_AT_ONCE) {
        let (list, some) = (id.clone(), some.to_vec());
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> { Ok(deed.put_listed(&list, number, &some)?) })
        })?;
    }
    for some in found.gone.chunks(WRITTEN_AT_ONCE) {
        let (list, some) = (id.clone(), some.to_vec());
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                Ok(deed.end_listed(&list, number, some.iter().map(String::as_str))?)
            })
        })?;
    }
    Ok(())
}

/// Lets the list point at a version, and everything that is held against it be held against it anew.
fn put_in_force(
    clerk: &Clerk,
    id: &PartyListId,
    version: ListVersion,
    doubts: Vec<String>,
    now: i64,
) -> Result<(), Failure> {
    let id = id.clone();
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            let Some(list) = deed.party_list(&Scope::office(), &id)? else { return Ok(()) };
            let number = version.number;
            let (n_added, n_changed, n_removed) = (version.n_added, version.n_changed, version.n_removed);
            deed.keep_list_version(&ListVersion {
                state: ListVersionState::InForce,
                in_force_at: Some(now),
                ..version
            })?;
            deed.keep_list_doubts(&id, number, &doubts)?;
            deed.drop_list_files(&id, number)?;
            overtake(deed, &id, number)?;
            let change = format!("version:{number} added:{n_added} changed:{n_changed} removed:{n_removed}");
            let fact = deed.fact(Verb::LoadedList, thing(&id)).with(change);
            deed.keep_party_list(&PartyList { version: Some(number), revision: list.revision + 1, ..list }, &fact)?;
            Ok(deed.enqueue(JobKind::Screen, "", now)?)
        })
    })
}

/// Lays files down as a version of a list, as the operator at the command line: a served office reads it, and so does
/// [`import_party_list`].
///
/// # Errors
/// Refused when there is no such list, and as [`super::load_party_list`].
pub fn lay_party_list(
    writer: &mut Writer,
    id: &PartyListId,
    form: Option<PartyForm>,
    files: Vec<(String, Vec<u8>)>,
    (who, now): (&str, i64),
) -> Result<ListVersion, Failure> {
    let files = files_in_order(files)?;
    writer.transact(who, now, |deed| {
        let list = deed.party_list(&Scope::office(), id)?.ok_or_else(|| no_party_list(id.as_str()))?;
        lay_down(deed, &list, &files, form, who.to_owned())
    })
}

/// Reads a file or several as a version of a list at once, brings it into force or holds it back, and holds against it whoever is
/// screened. The office is closed afterwards.
///
/// # Errors
/// As [`lay_party_list`].
pub fn import_party_list(
    mut writable: WritableOffice,
    (id, form): (&PartyListId, Option<PartyForm>),
    files: Vec<(String, Vec<u8>)>,
    who: &str,
    (now, today): (i64, Date),
    mut ids: Ids,
) -> Result<ListVersion, Failure> {
    let laid = lay_party_list(&mut writable.writer, id, form, files, (who, now))?;
    let office = writable.office.clone();
    let clerk = Clerk::start(writable, Box::new(|| {}));
    let loaded = load_parties(&clerk, &office, &format!("{id}/{}", laid.number), (now, today), &mut ids)
        .and_then(|()| crate::screening::screen(&clerk, &office, "", (now, today), &mut ids));
    clerk.close();
    loaded?;
    let held = office.reader.list_version(&Scope::office(), id, laid.number)?;
    Ok(held.unwrap_or(laid))
}
