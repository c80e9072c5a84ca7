//! Places where it runs, what it needs, and what it cost.

use model::{
    ADOPTION_COSTS_MAX, ADOPTION_PLACES_MAX, Adoption, AdoptionCost, AdoptionId, AdoptionPlace, Duty, DutyKind,
    RESOURCES_MAX, Refusal, Resource, ResourceState, Verb, sentence,
};
use store::{AdoptionLine, Deed, Writer};

use super::{change, keep_on, no_adoption, thing};
use crate::Failure;
use crate::review::Turn;

fn not_full(n: usize, max: usize) -> Result<(), Refusal> {
    if n < max {
        return Ok(());
    }
    Err(Refusal::Said(sentence!(
        "adoption-part-full",
        "This adoption has {max} of these lines; change one that is there, or put several into one",
        max
    )))
}

/// The number of a line: that of one that is held, or the next where it is zero.
fn numbered(number: u32, held: impl Iterator<Item = u32>, max: usize, id: AdoptionId) -> Result<u32, Failure> {
    let numbers: Vec<u32> = held.collect();
    if number == 0 {
        not_full(numbers.len(), max)?;
        return Ok(numbers.into_iter().max().unwrap_or(0) + 1);
    }
    if numbers.contains(&number) {
        return Ok(number);
    }
    Err(no_adoption(&format!("{id}/{number}")).into())
}

fn kept(deed: &mut Deed<'_>, before: Adoption, words: &str, verb: Verb) -> Result<Adoption, Failure> {
    let after = Adoption { revision: before.revision + 1, ..before };
    keep_on(deed, &after, verb, words)?;
    Ok(after)
}

/// Notes where it runs: a new place for the number zero, otherwise in place of the one of that number.
///
/// # Errors
/// Refused to whoever does not keep the adoption, once it was ended, when somebody wrote in between, without a name, or for days to come.
pub fn write_place(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (AdoptionId, u32),
    place: AdoptionPlace,
) -> Result<AdoptionLine, Failure> {
    change(writer, turn, at, |deed, turn, before, _| {
        before.is_open()?;
        let held = deed.adoption_places(before.id)?;
        let numbers = held.iter().map(|one| one.number);
        let number = numbered(place.number, numbers, ADOPTION_PLACES_MAX, before.id)?;
        let place = AdoptionPlace { number, ..place }.tidied(turn.today)?;
        if held.contains(&place) {
            return Ok(before);
        }
        deed.keep_adoption_place(before.id, &place)?;
        kept(deed, before, &format!("place {number}"), Verb::Revised)
    })
}

/// Notes what is needed: a new line for the number zero, otherwise in place of the one of that number. Once nothing is late any more, what
/// asked for it is done.
///
/// # Errors
/// Refused to whoever does not keep the adoption, once it was ended, when somebody wrote in between, without a name, or for an amount that
/// is none.
pub fn write_resource(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (AdoptionId, u32),
    resource: Resource,
) -> Result<AdoptionLine, Failure> {
    change(writer, turn, at, |deed, turn, before, _| {
        before.is_open()?;
        let held = deed.resources(before.id)?;
        let numbers = held.iter().map(|one| one.number);
        let number = numbered(resource.number, numbers, RESOURCES_MAX, before.id)?;
        let resource = Resource { number, ..resource }.tidied()?;
        if held.contains(&resource) {
            return Ok(before);
        }
        deed.keep_resource(before.id, &resource)?;
        let words = format!("resource {number}: {}", resource.state);
        if !deed.resources(before.id)?.iter().any(|one| one.is_late(turn.today)) {
            let there = resource.state == ResourceState::There;
            deed.done(&thing(before.id), DutyKind::GetResource, if there { "there" } else { "moved" })?;
        }
        kept(deed, before, &words, Verb::Revised)
    })
}

/// Notes what was spent beside what stands on the thread.
///
/// # Errors
/// Refused to whoever does not keep the adoption, when somebody wrote in between, without words, or for an amount that is not above zero.
pub fn note_adoption_cost(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (AdoptionId, u32),
    cost: AdoptionCost,
) -> Result<AdoptionLine, Failure> {
    change(writer, turn, at, |deed, turn, before, actor| {
        let held = deed.adoption_costs(before.id)?;
        not_full(held.len(), ADOPTION_COSTS_MAX)?;
        let number = u32::try_from(held.len() + 1).unwrap_or(u32::MAX);
        let cost = AdoptionCost { number, by: actor.to_string(), at: turn.now, ..cost }.tidied(turn.today)?;
        deed.keep_adoption_cost(before.id, &cost)?;
        kept(deed, before, &cost.spent.to_string(), Verb::Costed)
    })
}

/// Asks the post for what is missing and past its day, once at a time.
pub(super) fn ask_for_missing(deed: &mut Deed<'_>, adoption: &Adoption, duty: &Duty) -> Result<(), Failure> {
    let open = deed.open_duties(&thing(adoption.id))?;
    if open.iter().any(|one| one.kind == DutyKind::GetResource) {
        return Ok(());
    }
    crate::work_calendar::charge(deed, duty)?;
    Ok(())
}
