//! Adoptions: technologies that units take over, rung by rung and on evidence; what they make, need and cost; how they end and who hears.

mod begin;
mod claim;
mod cost;
mod end;
mod output;
mod page;
mod part;
mod reading;
mod rung;
mod technology;
mod tend;

use model::{Actor, Adoption, AdoptionId, Noun, Power, Refusal, SiteVisit, Thing, Verb, sentence};
use store::{AdoptionFilter, AdoptionLine, Deed, VisitFilter, Writer};

use crate::review::{Turn, tree};
use crate::{Failure, Officer};

pub use begin::{AdoptionBegun, NewAdoption, begin_adoption, change_adoption, open};
pub use claim::{Claim, claims, claims_of};
pub use end::{EndSaid, end_adoption, hear_end, resume_adoption};
pub use output::{plan_output, tell_output, tell_share};
pub use page::{AdoptionPage, AdoptionRights, AdoptionRow, AdoptionSearch, MostUsed, TechnologyPage, TechnologyRow};
pub use part::{note_adoption_cost, write_place, write_resource};
pub use reading::{READING_TOKEN_CHARS_MAX, issue_reading_token, revoke_reading_token, take_metered, take_readings};
pub use rung::{reach, say_rung};
pub use technology::keep_technology;
pub(crate) use technology::no_technology;
pub(crate) use tend::tend_adoptions;

pub(crate) fn no_adoption(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "adoption",
        text: text.to_owned(),
        next: sentence!("next-look-adoptions", "look for it in the list of adoptions"),
    }
}

pub(crate) fn thing(id: AdoptionId) -> Thing {
    Thing::new(Noun::Adoption, id)
}

/// An adoption as it is held, within what an officer sees.
pub(crate) fn held(deed: &Deed<'_>, officer: &Officer, id: AdoptionId) -> Result<Adoption, Failure> {
    Ok(deed.adoption(&officer.scope, id)?.ok_or_else(|| no_adoption(&id.to_string()))?)
}

/// An adoption as it is answered to whoever changed it: evidence, visits and the adoption before it as far as they see them. It is never
/// kept so.
fn as_seen(deed: &Deed<'_>, officer: &Officer, id: AdoptionId) -> Result<AdoptionLine, Failure> {
    let scope = &officer.scope;
    let found = deed.adoptions(&AdoptionFilter { id: Some(id), ..AdoptionFilter::default() })?.pop();
    let mut line = found.ok_or_else(|| no_adoption(&id.to_string()))?;
    let one = &mut line.adoption;
    for reached in one.past.iter_mut().flat_map(|past| &mut past.reached).chain(&mut one.reached) {
        let mut seen = Vec::new();
        for thing in std::mem::take(&mut reached.evidence) {
            if deed.shows_thing(scope, &thing)? {
                seen.push(thing);
            }
        }
        reached.evidence = seen;
    }
    one.from = match one.from {
        Some(from) if deed.adoption(scope, from)?.is_some() => Some(from),
        _ => None,
    };
    let mut last: Option<SiteVisit> = None;
    for visit in deed.site_visits(&VisitFilter { adoption: Some(id), ..VisitFilter::default() })? {
        let is_later = last.as_ref().is_none_or(|before| before.at <= visit.at);
        if visit.was_seen() && is_later && deed.shows_thing(scope, &Thing::new(Noun::Visit, visit.id))? {
            last = Some(visit);
        }
    }
    line.contradicted = last.is_some_and(|visit| visit.contradicts());
    Ok(line)
}

/// Keeps an adoption one revision on, with what was done to it.
fn keep_on(deed: &mut Deed<'_>, adoption: &Adoption, verb: Verb, change: &str) -> Result<(), Failure> {
    let fact = deed.fact(verb, thing(adoption.id));
    let fact = if change.is_empty() { fact } else { fact.with(change.to_owned()) };
    Ok(deed.keep_adoption(adoption, &fact)?)
}

/// Who may say what becomes of an adoption: who acts for its post, and who coordinates over its unit.
pub(crate) fn keeper(deed: &Deed<'_>, officer: &Officer, adoption: &Adoption) -> Result<Actor, Failure> {
    if officer.acts_for(&adoption.post) {
        return Ok(officer.acting_for(&adoption.post)?);
    }
    Ok(officer.empowered(Power::Coordinate, &adoption.unit, &tree(deed)?).map_err(|_| not_keeper(adoption))?)
}

fn not_keeper(adoption: &Adoption) -> Refusal {
    Refusal::Said(sentence!(
        "adoption-not-keeper",
        "This adoption is kept by {post}; ask who acts for that post, or who coordinates over its unit",
        post = adoption.post
    ))
}

/// Changes an adoption of the revision that was seen: loads it, looks whether the officer may, and lets the change decide. Answers it as the
/// officer sees it then.
fn change(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (AdoptionId, u32),
    decide: impl FnOnce(&mut Deed<'_>, &mut Turn<'_>, Adoption, &Actor) -> Result<Adoption, Failure>,
) -> Result<AdoptionLine, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn.officer, id)?;
        before.from_revision(revision)?;
        let actor = keeper(deed, turn.officer, &before)?;
        let after = decide(deed, turn, before, &actor)?;
        as_seen(deed, turn.officer, after.id)
    })
}
