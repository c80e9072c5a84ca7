//! Adoptions: technologies that units take over, rung by rung and on evidence; what they make, need and cost; how they end and who hears.

mod begin;
mod claim;
mod page;
mod rung;
mod technology;

use model::{Actor, Adoption, AdoptionId, Noun, Power, Refusal, Thing, Verb, sentence};
use store::{Deed, Writer};

use crate::review::{Turn, tree};
use crate::{Failure, Officer};

pub use begin::{AdoptionBegun, begin_adoption, change_adoption};
pub use begin::{NewAdoption, open};
pub use claim::{Claim, claims, claims_of};
pub use rung::{reach, say_rung};
pub use technology::keep_technology;

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

/// Changes an adoption of the revision that was seen: loads it, looks whether the officer may, and lets the change decide.
fn change<T>(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (AdoptionId, u32),
    decide: impl FnOnce(&mut Deed<'_>, &mut Turn<'_>, Adoption, &Actor) -> Result<T, Failure>,
) -> Result<T, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn.officer, id)?;
        before.from_revision(revision)?;
        let actor = keeper(deed, turn.officer, &before)?;
        decide(deed, turn, before, &actor)
    })
}
