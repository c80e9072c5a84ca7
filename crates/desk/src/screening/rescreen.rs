//! Holding parties against the lists again: a job, after a version came into force or a host changed.

use model::{Date, Host, JobKind, Marking, Noun, Party, PartyKind, PostId, Screening, ScreeningId, Thing};
use store::{Deed, Scope, ScreeningFilter, Writer};

use super::parties::host_parties;
use super::search::{FoundHits, print_of_party};
use super::{Charging, is_current, keep_found};
use crate::control::weigh_later;
use crate::job::{Ids, OFFICE};
use crate::{Clerk, Failure, Office};

/// Screenings that are kept by one write: others come in between.
const KEPT_AT_ONCE: usize = 50;

/// What is held against the lists: a screening that is there, or a party of a host that has none yet.
enum Wanted {
    Held(ScreeningId),
    New(Box<Screening>),
    /// A screening whose party is called otherwise now.
    Changed(ScreeningId, Box<Party>),
    /// One whose party is nobody of the host any more.
    Over(ScreeningId),
}

/// Lets every host be held against the lists soon, where any is in force. Called when one was registered or changed.
pub(crate) fn let_be_screened(deed: &mut Deed<'_>) -> Result<(), Failure> {
    if deed.party_lists()?.iter().any(|list| list.version.is_some() && !list.closed) {
        let at = deed.at();
        deed.enqueue(JobKind::Screen, "", at)?;
    }
    Ok(())
}

/// The job: holds one screening against the lists in force, or all that are not over and every host. Safe to run twice.
pub(crate) fn screen(
    clerk: &Clerk,
    office: &Office,
    argument: &str,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<(), Failure> {
    let lists = office.lists_in_force()?;
    let wanted = match ScreeningId::parse(argument) {
        Some(id) => vec![Wanted::Held(id)],
        None => all_wanted(office, !lists.is_empty(), now, ids)?,
    };
    let search = office.search_of(&lists);
    let days = office.configuration.work().route_days;
    let mut wanted = wanted.into_iter();
    loop {
        let mut found: Vec<(Wanted, Option<FoundHits>)> = Vec::new();
        for one in wanted.by_ref().take(KEPT_AT_ONCE) {
            let hits = match &one {
                Wanted::Held(id) => office.reader.screening(&office.scope, *id)?.map(|line| line.screening.party),
                Wanted::New(screening) => Some(screening.party.clone()),
                Wanted::Changed(_, party) => Some((**party).clone()),
                Wanted::Over(_) => None,
            };
            found.push((one, hits.map(|party| search(&party))));
        }
        if found.is_empty() {
            // What was found may be what somebody votes on.
            return clerk.write(move |writer: &mut Writer| writer.transact(OFFICE, now, weigh_later));
        }
        let mut own: Vec<u64> = Vec::new();
        // Chance for the duties that may arise: one for each hit at most.
        let n_most = found.iter().map(|(_, hits)| hits.as_ref().map_or(0, |one| one.hits.len() * 2)).sum();
        own.resize_with(n_most, &mut *ids);
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                let mut ids = || own.pop().unwrap_or_default();
                let mut charging = Charging { now, today, days, ids: &mut ids };
                found.iter().try_for_each(|(one, hits)| keep(deed, &mut charging, one, hits.as_ref()))
            })
        })?;
    }
}

fn keep(
    deed: &mut Deed<'_>,
    charging: &mut Charging<'_>,
    wanted: &Wanted,
    found: Option<&FoundHits>,
) -> Result<(), Failure> {
    let screening = match wanted {
        Wanted::New(screening) => {
            deed.keep_screening(screening, None)?;
            Some((**screening).clone())
        }
        Wanted::Held(id) | Wanted::Changed(id, _) | Wanted::Over(id) => deed.screening(&Scope::office(), *id)?,
    };
    let Some(mut screening) = screening else { return Ok(()) };
    match wanted {
        Wanted::Changed(_, party) => {
            screening.print = print_of_party(party);
            screening.party = (**party).clone();
            screening.revision += 1;
        }
        Wanted::Over(_) => {
            screening = Screening { ended: true, revision: screening.revision + 1, ..screening };
            let fact = deed.fact(model::Verb::Closed, super::thing(screening.id));
            deed.keep_screening(&screening, Some(&fact))?;
            let hits = deed.hits(screening.id)?;
            return super::ask_owners(deed, charging, &screening, &hits, model::DutyState::Lapsed);
        }
        Wanted::Held(_) | Wanted::New(_) => {}
    }
    let Some(found) = found.filter(|_| !screening.ended) else { return Ok(()) };
    // Searched before another version came into force: the job that this caused finds it.
    if is_current(deed, found)? {
        keep_found(deed, charging, screening, found)?;
    }
    Ok(())
}

/// Every screening that is not over, and every host and its people; what is said of hosts now goes before what was said.
fn all_wanted(office: &Office, has_lists: bool, now: i64, ids: &mut Ids) -> Result<Vec<Wanted>, Failure> {
    let mut wanted = Vec::new();
    let mut of_hosts: std::collections::HashMap<String, Vec<Screening>> = std::collections::HashMap::new();
    for line in office.reader.screenings(&office.scope, &ScreeningFilter::default())? {
        let screening = line.screening;
        match &screening.about {
            _ if screening.ended => {}
            // One that somebody asked for by hand goes on as it is.
            Some(about) if about.noun == Noun::Host && screening.asked_by == OFFICE => {
                of_hosts.entry(about.name.clone()).or_default().push(screening);
            }
            _ => wanted.push(Wanted::Held(screening.id)),
        }
    }
    for host in office.reader.hosts(&office.scope)? {
        let mut held = of_hosts.remove(&host.id.to_string()).unwrap_or_default();
        for party in host_parties(&host) {
            let is_it = |one: &Screening| {
                one.party.kind == party.kind && (party.kind == PartyKind::Organisation || one.party.name == party.name)
            };
            match held.iter().position(is_it) {
                Some(at) => {
                    let one = held.remove(at);
                    wanted.push(if one.party == party {
                        Wanted::Held(one.id)
                    } else {
                        Wanted::Changed(one.id, Box::new(party))
                    });
                }
                None if has_lists => wanted.push(Wanted::New(Box::new(new_of_host(&host, party, now, ids())))),
                None => {}
            }
        }
        wanted.extend(held.into_iter().map(|one| Wanted::Over(one.id)));
    }
    Ok(wanted)
}

fn new_of_host(host: &Host, party: Party, now: i64, id: u64) -> Screening {
    let (post, marking): (PostId, Marking) = (host.post.clone(), host.marking.clone());
    Screening {
        id: ScreeningId::from_bits(id),
        about: Some(Thing::new(Noun::Host, host.id)),
        print: print_of_party(&party),
        party,
        post,
        asked_by: OFFICE.to_owned(),
        purpose: String::new(),
        ended: false,
        screened_at: None,
        algorithm: String::new(),
        threshold: 0.0,
        marking,
        revision: 0,
        made_at: now,
    }
}
