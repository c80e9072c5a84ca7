//! Lists of parties: put into the register, loaded in versions, let in or turned away where one looks wrong.

mod load;
mod page;

use model::{
    Actor, DutyKind, DutyState, JobKind, ListVersion, ListVersionState, Noun, PartyForm, PartyList, PartyListId, Power,
    Refusal, Thing, Verb, sentence,
};
use sha2::{Digest, Sha256};
use store::{Deed, Scope, Writer};

use crate::duty::may_act;
use crate::review::Turn;
use crate::{Failure, Officer};

pub(crate) use load::load_parties;
pub use load::{import_party_list, lay_party_list};
pub use page::{LISTED_PAGE, ListDifference, ListPage, PartyListLine};

/// Largest file of a list that is brought in a page, in bytes; it may be compressed. The largest published one has 30 MB as XML.
pub const LIST_FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Files of one version. The list of the OFAC has three.
pub const LIST_FILES_MAX: usize = 6;

/// Longest name of a file that is kept, in characters.
const NAME_CHARS_MAX: usize = 80;

pub(crate) fn no_party_list(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "party-list",
        text: text.to_owned(),
        next: sentence!("next-look-party-lists", "look for it in the register of lists"),
    }
}

pub(crate) fn thing(id: &PartyListId) -> Thing {
    Thing::new(Noun::PartyList, id)
}

/// A list as it is held, within what the officer sees.
fn held(deed: &Deed<'_>, officer: &Officer, id: &PartyListId) -> Result<PartyList, Failure> {
    Ok(deed.party_list(&officer.scope, id)?.ok_or_else(|| no_party_list(id.as_str()))?)
}

/// Who may change a list and load it: the post that owns it, and who administers.
fn keeper(officer: &Officer, list: &PartyList) -> Result<Actor, Refusal> {
    officer.acting_for(&list.post).or_else(|_| officer.by_power(Power::Administer)).map_err(|_| {
        Refusal::Said(sentence!(
            "party-list-not-keeper",
            "This list is owned by {post}; ask who acts for that post, or an administrator",
            post = list.post
        ))
    })
}

/// Puts a list into the register, or changes what the register says of it: then `list.revision` is that of the state which was seen.
///
/// # Errors
/// Refused when it is not in order, when the officer may not, when its name is taken, when somebody changed it in between, or when its
/// marking would become wider.
pub fn keep_party_list(
    writer: &mut Writer,
    turn: &Turn<'_>,
    list: PartyList,
    is_new: bool,
) -> Result<PartyList, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = if is_new { None } else { Some(held(deed, officer, &list.id)?) };
        let list = list.tidied()?;
        if !officer.clearance.may_see(&list.marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-party-list",
                "You could not see the list once it is so marked; choose a marking that you are cleared for"
            )));
        }
        if deed.post(&list.post)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!(
                "party-list-post-gone",
                "There is no post {post} any more; choose another one to own the list",
                post = list.post
            )));
        }
        let Some(before) = before else {
            officer.by_power(Power::Administer)?;
            if deed.party_list(&Scope::office(), &list.id)?.is_some() {
                return Err(Failure::said(sentence!(
                    "party-list-taken",
                    "The name `{name}` is taken; choose another one",
                    name = list.id.as_str()
                )));
            }
            let list = PartyList { version: None, revision: 0, made_at: turn.now, ..list };
            deed.keep_party_list(&list, &deed.fact(Verb::Registered, thing(&list.id)))?;
            return Ok(list);
        };
        keeper(officer, &before)?;
        let list = PartyList { version: before.version, made_at: before.made_at, ..list };
        if list == before {
            return Ok(before);
        }
        if list.revision != before.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "party-list-changed",
                "Somebody changed this list in between; open it again, and change what is still to be changed"
            ))));
        }
        if !list.marking.covers(&before.marking) {
            return Err(Failure::said(sentence!(
                "party-list-wider",
                "More people could see it than before, and widening a marking takes the control room; keep the marking or make it narrower"
            )));
        }
        let list = PartyList { revision: before.revision + 1, ..list };
        deed.keep_party_list(&list, &deed.fact(Verb::Revised, thing(&list.id)))?;
        if list.closed != before.closed || list.post != before.post {
            // What is found on it, or who is asked, is another from now on.
            deed.enqueue(JobKind::Screen, "", turn.now)?;
        }
        Ok(list)
    })
}

/// Files in order: named, not empty, not too many and not too long.
fn files_in_order(files: Vec<(String, Vec<u8>)>) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    let files: Vec<(String, Vec<u8>)> = files.into_iter().filter(|(_, bytes)| !bytes.is_empty()).collect();
    if files.is_empty() {
        return Err(Refusal::Said(sentence!("intake-no-file", "Choose a file that is not empty")));
    }
    if files.len() > LIST_FILES_MAX {
        return Err(Refusal::Said(sentence!(
            "party-list-files",
            "A version of a list has up to {max} files; bring those of one list alone",
            max = LIST_FILES_MAX
        )));
    }
    if files.iter().any(|(_, bytes)| bytes.len() > LIST_FILE_BYTES_MAX) {
        return Err(Refusal::Said(sentence!(
            "party-list-large",
            "The file has more than {max} MiB; compress it with gzip or zstd",
            max = LIST_FILE_BYTES_MAX / (1024 * 1024)
        )));
    }
    let named = |(at, (name, bytes)): (usize, (String, Vec<u8>))| {
        let name: String = name.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
        (if name.trim().is_empty() { format!("file {}", at + 1) } else { name }, bytes)
    };
    Ok(files.into_iter().enumerate().map(named).collect())
}

/// Lays a new version of a list down, to be read by a job.
fn lay_down(
    deed: &mut Deed<'_>,
    list: &PartyList,
    files: &[(String, Vec<u8>)],
    form: Option<PartyForm>,
    by: String,
) -> Result<ListVersion, Failure> {
    let mut hash = Sha256::new();
    files.iter().for_each(|(_, bytes)| hash.update(bytes));
    let version = ListVersion {
        list: list.id.clone(),
        number: deed.next_list_version(&list.id)?,
        form,
        files: files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", "),
        checksum: hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect(),
        n_bytes: files.iter().map(|(_, bytes)| bytes.len() as u64).sum(),
        n_entries: 0,
        n_names: 0,
        n_added: 0,
        n_removed: 0,
        n_changed: 0,
        n_doubts: 0,
        state: ListVersionState::Waiting,
        held: None,
        by,
        at: deed.at(),
        in_force_at: None,
        second: None,
        reason: String::new(),
    };
    if let Some(number) = list.version
        && deed.list_version(&list.id, number)?.is_some_and(|before| before.checksum == version.checksum)
    {
        return Err(Failure::said(sentence!(
            "party-list-same",
            "These are the very files of version {number}, which is in force; nothing has to be loaded",
            number
        )));
    }
    deed.keep_list_version(&version)?;
    deed.keep_list_files(&list.id, version.number, files)?;
    deed.enqueue(JobKind::LoadParties, &format!("{}/{}", list.id, version.number), deed.at())?;
    let fact = deed.fact(Verb::LoadedList, thing(&list.id));
    deed.note(&fact.with(format!("version:{} sha256:{}", version.number, version.checksum)))?;
    Ok(version)
}

/// Brings a new version of a list: it is laid aside and read by a job, which brings it into force or holds it back.
///
/// # Errors
/// Refused without files, when they are too long, when the officer may not, or when they are those of the version in force.
pub fn load_party_list(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: &PartyListId,
    form: Option<PartyForm>,
    files: Vec<(String, Vec<u8>)>,
) -> Result<ListVersion, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let list = held(deed, officer, id)?;
        let by = keeper(officer, &list)?;
        let files = files_in_order(files)?;
        lay_down(deed, &list, &files, form, by.to_string())
    })
}

/// What a second person does with a version that was held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldStep {
    /// Lets it in all the same.
    LetIn,
    /// Turns it away.
    TurnAway,
}

/// Lets a version in that was held back, or turns it away.
///
/// # Errors
/// Refused when it is not held back, by whoever brought it, without a reason, when the officer may not, or when a later version is in
/// force.
pub fn decide_list_version(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (id, number): (&PartyListId, u32),
    step: HeldStep,
    reason: &str,
) -> Result<ListVersion, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let list = held(deed, officer, id)?;
        let version = deed.list_version(id, number)?.ok_or_else(|| no_party_list(&format!("{id}/{number}")))?;
        let is_raised = deed.open_duties(&thing(id))?.iter().any(|duty| may_act(officer, duty));
        let who = match keeper(officer, &list) {
            Ok(actor) => actor.to_string(),
            Err(_) if is_raised => officer.person.id.to_string(),
            Err(refusal) => return Err(refusal.into()),
        };
        let person = officer.person.id.as_str();
        let decided = match step {
            HeldStep::LetIn => {
                if list.version.is_some_and(|in_force| in_force > number) {
                    return Err(Failure::said(sentence!(
                        "party-list-overtaken",
                        "A later version is in force; turn this one away"
                    )));
                }
                version.let_in(person, &who, reason)?
            }
            HeldStep::TurnAway => version.turn_away(person, &who, reason)?,
        };
        deed.keep_list_version(&decided)?;
        match step {
            HeldStep::LetIn => deed.enqueue(JobKind::LoadParties, &format!("{id}/{number}"), deed.at())?,
            HeldStep::TurnAway => deed.drop_list_files(id, number)?,
        }
        let said = if step == HeldStep::LetIn { "let-in" } else { "turned-away" };
        let fact = deed.fact(Verb::HeldBackList, thing(id));
        deed.note(&fact.with(format!("version:{number} {said}")))?;
        deed.done(&thing(id), DutyKind::LookAtList, said)?;
        Ok(decided)
    })
}

/// Ends what is asked about versions of a list that came before one which is in force now.
fn overtake(deed: &mut Deed<'_>, list: &PartyListId, number: u32) -> Result<(), Failure> {
    for before in (1..number).rev().take(VERSIONS_LOOKED_AT) {
        let Some(version) = deed.list_version(list, before)? else { continue };
        let state = match version.state {
            ListVersionState::InForce => ListVersionState::Past,
            ListVersionState::Held => {
                deed.drop_list_files(list, before)?;
                ListVersionState::Refused
            }
            ListVersionState::Waiting | ListVersionState::Past | ListVersionState::Refused => continue,
        };
        deed.keep_list_version(&ListVersion { state, ..version })?;
    }
    for duty in deed.open_duties(&thing(list))?.iter().filter(|duty| duty.kind == DutyKind::LookAtList) {
        let closed = duty.close(DutyState::Lapsed, "overtaken", None, deed.at())?;
        deed.keep_duty(&closed)?;
    }
    Ok(())
}

/// Versions before a new one that are looked through for what is over now; nobody holds more back at once.
const VERSIONS_LOOKED_AT: usize = 200;
