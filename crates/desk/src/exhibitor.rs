//! Exhibitors of an event: listed by hand or from a table, told to be hosts, made hosts.

use std::collections::BTreeMap;

use model::{
    EXHIBITORS_MAX, EventId, Exhibitor, Fact, Host, HostId, HostName, Noun, PostId, Refusal, Thing, Verb, sentence,
};
use store::{Deed, Statement, Writer};

use crate::event::{held, keeper, no_event};
use crate::host::no_host;
use crate::review::Turn;
use crate::{Failure, Office, Officer};

/// Exhibitors on one page.
pub const EXHIBITORS_PAGE: usize = 50;

/// A page of the exhibitors of an event.
#[derive(Clone, Debug)]
pub struct ExhibitorList {
    /// Those of this page, in order of name.
    pub list: Vec<Exhibitor>,
    /// How many fit.
    pub n_found: usize,
    /// How many there are in all.
    pub n_all: usize,
    /// The hosts that they are, by name.
    pub hosts: BTreeMap<HostId, String>,
}

/// What a list that was taken in did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExhibitorsTaken {
    /// Exhibitors that were not known.
    pub n_new: usize,
    /// Exhibitors of which it says something else than before.
    pub n_changed: usize,
    /// Exhibitors that stood there already.
    pub n_unchanged: usize,
}

pub(crate) fn no_exhibitor(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "exhibitor",
        text: text.to_owned(),
        next: sentence!("next-look-exhibitors", "look for it in the list of exhibitors of the event"),
    }
}

/// The exhibitor with this number that stands on the list.
pub(crate) fn numbered(deed: &Deed<'_>, event: EventId, number: u32) -> Result<Exhibitor, Failure> {
    let found = ever_numbered(deed, event, number)?;
    if found.off { Err(no_exhibitor(&number.to_string()).into()) } else { Ok(found) }
}

/// The same, also where it was taken off the list: visits to its stand stay.
pub(crate) fn ever_numbered(deed: &Deed<'_>, event: EventId, number: u32) -> Result<Exhibitor, Failure> {
    let found = deed.exhibitors(event)?.into_iter().find(|one| one.number == number);
    Ok(found.ok_or_else(|| no_exhibitor(&number.to_string()))?)
}

/// An exhibitor as the officer sees it: a host that they do not see is not named.
fn as_seen(deed: &Deed<'_>, officer: &Officer, exhibitor: Exhibitor) -> Result<Exhibitor, Failure> {
    let host = match exhibitor.host {
        Some(host) if deed.host(&officer.scope, host)?.is_some() => Some(host),
        _ => None,
    };
    Ok(Exhibitor { host, ..exhibitor })
}

/// How many stand on the list.
fn n_listed(all: &[Exhibitor]) -> usize {
    all.iter().filter(|one| !one.off).count()
}

/// The number of the next one. Whoever was taken off the list keeps theirs, so none is given twice.
fn next_number(all: &[Exhibitor]) -> u32 {
    all.iter().map(|one| one.number).max().unwrap_or(0) + 1
}

fn fact(deed: &Deed<'_>, event: EventId, words: String) -> Fact {
    deed.fact(Verb::Revised, Thing::new(Noun::Event, event)).with(words)
}

fn many() -> Failure {
    Failure::said(sentence!(
        "exhibitors-many",
        "An event has up to {max} exhibitors; list those that somebody might visit",
        max = EXHIBITORS_MAX
    ))
}

fn twice(name: &str) -> Failure {
    Failure::said(sentence!("exhibitor-twice", "“{name}” stands on the list already; change what it says there", name))
}

/// Holds a list against what is held: what each line says, and what stands there afterwards. Who was taken off is new once more.
fn held_against(held: &[Exhibitor], listed: &[Exhibitor]) -> Vec<(Statement, Exhibitor)> {
    let standing = held.iter().filter(|one| !one.off);
    let known: BTreeMap<(String, String), &Exhibitor> = standing.map(|one| (one.key(), one)).collect();
    let mut next = next_number(held);
    let mut found = Vec::new();
    for line in listed {
        found.push(match known.get(&line.key()) {
            None => {
                let number = next;
                next += 1;
                (Statement::New, Exhibitor { number, host: None, off: false, revision: 0, ..line.clone() })
            }
            Some(before) => {
                let after = before.restated(line);
                if after == **before {
                    (Statement::Unchanged, after)
                } else {
                    (Statement::Changed, Exhibitor { revision: before.revision + 1, ..after })
                }
            }
        });
    }
    found
}

/// The host that is meant, as far as the officer sees it. One that they do not see was not on their form, and stays.
fn host_of(
    deed: &Deed<'_>,
    officer: &Officer,
    given: Option<HostId>,
    before: Option<HostId>,
) -> Result<Option<HostId>, Failure> {
    match given {
        Some(host) => {
            deed.host(&officer.scope, host)?.ok_or_else(|| no_host(&host.to_string()))?;
            Ok(Some(host))
        }
        None => match before {
            Some(host) if deed.host(&officer.scope, host)?.is_none() => Ok(Some(host)),
            _ => Ok(None),
        },
    }
}

/// Puts somebody on the list of an event, or, with a number, changes what it says of them: then `exhibitor.revision` is that of the
/// state which was seen.
///
/// # Errors
/// Refused when it is not in order, when the officer may not change the event, when it stands there already, when the host is not
/// there, when somebody changed it in between, or when there are too many.
pub fn keep_exhibitor(
    writer: &mut Writer,
    turn: &Turn<'_>,
    event: EventId,
    exhibitor: Exhibitor,
) -> Result<Exhibitor, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        keeper(officer, &held(deed, officer, event)?)?;
        let exhibitor = exhibitor.tidied()?;
        let all = deed.exhibitors(event)?;
        let before = match exhibitor.number {
            0 => None,
            number => Some(numbered(deed, event, number)?),
        };
        if all.iter().any(|one| !one.off && one.key() == exhibitor.key() && one.number != exhibitor.number) {
            return Err(twice(&exhibitor.name));
        }
        if before.is_none() && n_listed(&all) >= EXHIBITORS_MAX {
            return Err(many());
        }
        let number = if before.is_some() { exhibitor.number } else { next_number(&all) };
        let host = host_of(deed, officer, exhibitor.host, before.as_ref().and_then(|one| one.host))?;
        let revision = before.as_ref().map_or(0, |before| before.revision);
        let wanted = Exhibitor { number, host, off: false, revision, ..exhibitor.clone() };
        if before.as_ref() == Some(&wanted) {
            return as_seen(deed, officer, wanted);
        }
        if let Some(before) = &before {
            before.from_revision(exhibitor.revision)?;
        }
        let wanted = Exhibitor { revision: before.map_or(0, |before| before.revision + 1), ..wanted };
        let note = fact(deed, event, format!("exhibitor {number} kept"));
        deed.keep_exhibitors(event, std::slice::from_ref(&wanted), &note)?;
        as_seen(deed, officer, wanted)
    })
}

/// Takes somebody off the list. Visits to their stand stay, and whether there are any makes no difference: it would tell of those that
/// the officer does not see.
///
/// # Errors
/// Refused when the officer may not change the event, or when there is no such exhibitor.
pub fn remove_exhibitor(writer: &mut Writer, turn: &Turn<'_>, event: EventId, number: u32) -> Result<(), Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        keeper(officer, &held(deed, officer, event)?)?;
        let before = numbered(deed, event, number)?;
        let gone = Exhibitor { off: true, revision: before.revision + 1, ..before };
        let note = fact(deed, event, format!("exhibitor {number} taken off"));
        Ok(deed.keep_exhibitors(event, &[gone], &note)?)
    })
}

/// Takes a list in: whoever is not on it yet is added, what it says anew of others is changed, and nobody is taken off.
///
/// # Errors
/// Refused when the officer may not change the event, or when there would be too many.
pub fn take_exhibitors(
    writer: &mut Writer,
    turn: &Turn<'_>,
    event: EventId,
    listed: &[Exhibitor],
) -> Result<ExhibitorsTaken, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        keeper(officer, &held(deed, officer, event)?)?;
        let all = deed.exhibitors(event)?;
        let found = held_against(&all, listed);
        let taken = tally(found.iter().map(|(statement, _)| *statement));
        if n_listed(&all) + taken.n_new > EXHIBITORS_MAX {
            return Err(many());
        }
        let told = found.into_iter().filter(|(statement, _)| *statement != Statement::Unchanged);
        let told: Vec<Exhibitor> = told.map(|(_, one)| one).collect();
        if !told.is_empty() {
            let note = fact(deed, event, format!("{} exhibitors kept", told.len()));
            deed.keep_exhibitors(event, &told, &note)?;
        }
        Ok(taken)
    })
}

/// How many lines say what.
pub fn tally(statements: impl Iterator<Item = Statement>) -> ExhibitorsTaken {
    let mut taken = ExhibitorsTaken::default();
    for statement in statements {
        match statement {
            Statement::New => taken.n_new += 1,
            Statement::Changed => taken.n_changed += 1,
            Statement::Unchanged => taken.n_unchanged += 1,
        }
    }
    taken
}

/// Makes a host of an exhibitor: registered with what the list says of it, marked as the event, kept by a post of the officer. Where it is
/// one already, that one is answered; one that the officer does not see makes no difference, and gives way.
///
/// # Errors
/// Refused when the officer may not change the event or does not act for the post, or when its country is not known.
pub fn make_host(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (event, number): (EventId, u32),
    post: PostId,
) -> Result<Host, Failure> {
    let officer = turn.officer;
    let id = HostId::from_bits((turn.ids)());
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let held = held(deed, officer, event)?;
        keeper(officer, &held)?;
        let exhibitor = numbered(deed, event, number)?;
        officer.acting_for(&post)?;
        if let Some(host) = exhibitor.host
            && let Some(host) = deed.host(&officer.scope, host)?
        {
            // A form that is sent twice makes one host.
            return Ok(host);
        }
        if exhibitor.country.is_empty() {
            return Err(Failure::said(sentence!(
                "exhibitor-no-country",
                "Write the country of the exhibitor first; the register of hosts wants it"
            )));
        }
        let host = Host {
            id,
            names: vec![HostName { text: exhibitor.name.clone(), language: None }],
            aliases: Vec::new(),
            country: exhibitor.country.clone(),
            place: String::new(),
            languages: Vec::new(),
            makes: exhibitor.shows.clone(),
            classes: Vec::new(),
            address: String::new(),
            contacts: Vec::new(),
            remark: String::new(),
            post,
            marking: held.marking,
            revision: 0,
            made_at: turn.now,
        };
        let host = host.tidied()?;
        deed.keep_host(&host, Verb::Registered)?;
        let note = fact(deed, event, format!("exhibitor {number} made a host"));
        let revision = exhibitor.revision + 1;
        deed.keep_exhibitors(event, &[Exhibitor { host: Some(id), revision, ..exhibitor }], &note)?;
        Ok(host)
    })
}

impl Office {
    /// The exhibitors of an event with each of these words in name, country, stand or what they show: behind so many of them, so many at the
    /// most.
    ///
    /// # Errors
    /// Refused when there is no such event.
    pub fn exhibitors(
        &self,
        event: &str,
        words: &str,
        (before, most): (usize, usize),
    ) -> Result<ExhibitorList, Failure> {
        let event = self.event(event)?;
        let words: Vec<String> = words.split_whitespace().map(matching::analysis::fold).collect();
        let mut list = self.reader.exhibitors(&self.scope, event.id)?;
        list.retain(|one| !one.off);
        let n_all = list.len();
        list.retain(|one| {
            let texts = [&one.name, &one.country, &one.stand, &one.shows].map(String::as_str);
            let text = matching::analysis::fold(&texts.join("\n"));
            words.iter().all(|word| text.contains(word.as_str()))
        });
        let n_found = list.len();
        let list: Vec<Exhibitor> = list.into_iter().skip(before).take(most).collect();
        let mut hosts = BTreeMap::new();
        for host in list.iter().filter_map(|one| one.host) {
            if let Some(held) = self.reader.host(&self.scope, host)? {
                hosts.insert(host, held.name().to_owned());
            }
        }
        Ok(ExhibitorList { list, n_found, n_all, hosts })
    }

    /// One exhibitor of an event.
    ///
    /// # Errors
    /// Refused when there is no such event or exhibitor.
    pub fn exhibitor(&self, event: &str, number: &str) -> Result<(model::Event, Exhibitor), Failure> {
        let event = self.event(event)?;
        let wanted: u32 = number.parse().map_err(|_| no_exhibitor(number))?;
        let mut list = self.reader.exhibitors(&self.scope, event.id)?.into_iter();
        let found = list.find(|one| one.number == wanted && !one.off);
        Ok((event, found.ok_or_else(|| no_exhibitor(number))?))
    }

    /// What a list would do to the exhibitors of an event, line by line.
    ///
    /// # Errors
    /// Refused when there is no such event.
    pub fn foresee_exhibitors(&self, event: EventId, listed: &[Exhibitor]) -> Result<Vec<Statement>, Failure> {
        self.reader.event(&self.scope, event)?.ok_or_else(|| no_event(&event.to_string()))?;
        let held = self.reader.exhibitors(&self.scope, event)?;
        Ok(held_against(&held, listed).into_iter().map(|(statement, _)| statement).collect())
    }

    /// Where a host shows something, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn shown_by(&self, host: HostId) -> Result<Vec<(model::Event, Exhibitor)>, Failure> {
        Ok(self.reader.shown_by(&self.scope, host)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exhibitor(number: u32, name: &str, stand: &str) -> Exhibitor {
        Exhibitor { number, name: name.to_owned(), stand: stand.to_owned(), ..Exhibitor::default() }
    }

    #[test]
    fn who_was_taken_off_keeps_their_number_and_is_new_when_listed_again() {
        let off = Exhibitor { off: true, ..exhibitor(7, "AEG", "11") };
        let (statement, one) = held_against(&[off], &[exhibitor(0, "AEG", "12")]).remove(0);
        assert_eq!((statement, one.number, one.off), (Statement::New, 8, false));
    }

    #[test]
    fn a_list_that_is_taken_in_twice_says_nothing_new_the_second_time() {
        let listed = [exhibitor(0, "AEG", "12"), exhibitor(0, "Siemens", "14")];
        let first = held_against(&[exhibitor(3, "aeg", "11")], &listed);
        let said: Vec<Statement> = first.iter().map(|(statement, _)| *statement).collect();
        assert_eq!(said, [Statement::Changed, Statement::New]);
        let held: Vec<Exhibitor> = first.into_iter().map(|(_, one)| one).collect();
        assert_eq!(held.iter().map(|one| one.number).collect::<Vec<_>>(), [3, 4], "numbers stay, new ones follow");
        assert_eq!(tally(held_against(&held, &listed).into_iter().map(|(statement, _)| statement)).n_unchanged, 2);
    }
}
