//! Saying that a rung was reached, and noticing when that is verified use.

use model::{Adoption, AdoptionId, EvidenceClass, RungReached, Thing, Verb, quarter_lines, readings_show, sentence};
use store::{AdoptionLine, Deed, Writer};

use super::{change, held, keep_on, thing};
use crate::Failure;
use crate::review::Turn;

/// Says that a rung was reached, on what evidence. For the page of an adoption and for rooms that see a technology run: a visit of
/// inspection brings its own evidence and is not looked at here.
///
/// # Errors
/// As [`Adoption::reach`]; when what is named is not there, or readings do not show what they are said to.
pub fn reach(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    adoption: AdoptionId,
    reached: RungReached,
) -> Result<(), Failure> {
    let before = held(deed, turn.officer, adoption)?;
    said(deed, turn, &before, reached)?;
    Ok(())
}

fn said(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    before: &Adoption,
    reached: RungReached,
) -> Result<Adoption, Failure> {
    let reached = shown(deed, turn, before, reached)?;
    let (rung, class) = (reached.rung, reached.class);
    let (after, step) = before.reach(reached, turn.today)?;
    keep_on(deed, &after, Verb::Reached, &format!("{rung}, {class}, {step}"))?;
    if after.is_verified_use() && !before.is_verified_use() {
        // From here on it is worth telling others, and counted.
        let fact = deed.fact(Verb::VerifiedUse, thing(after.id));
        deed.note(&fact.with(format!("{rung}, {class}")))?;
        crate::diffusion::spread(deed, turn, after.id)?;
    }
    Ok(after)
}

/// The rung with its evidence looked at.
fn shown(deed: &Deed<'_>, turn: &Turn<'_>, adoption: &Adoption, reached: RungReached) -> Result<RungReached, Failure> {
    match reached.class {
        EvidenceClass::Measured => {
            let (plans, mut told) = (deed.output_plans(adoption.id)?, deed.output_said(adoption.id)?);
            // What was made before an end shows nothing of the start after it.
            let ended = adoption.last_end();
            told.retain(|one| ended.is_none_or(|end| one.quarter.first_day() > end));
            let readings = deed.readings(adoption.id)?.since(ended);
            let lines = quarter_lines(&plans, &told, &readings, turn.today);
            let places = deed.adoption_places(adoption.id)?;
            let n_places = places.iter().filter(|place| place.until.is_none()).count();
            readings_show(reached.rung, reached.on, &lines, n_places)?;
            let mut evidence = reached.evidence;
            if !evidence.contains(&thing(adoption.id)) {
                evidence.push(thing(adoption.id));
            }
            are_there(deed, turn, &evidence)?;
            Ok(RungReached { evidence, ..reached })
        }
        EvidenceClass::Told | EvidenceClass::Document => {
            are_there(deed, turn, &reached.evidence)?;
            Ok(reached)
        }
        EvidenceClass::Inspected => Ok(reached),
    }
}

/// Refuses evidence that is not there for whoever names it.
pub(super) fn are_there(deed: &Deed<'_>, turn: &Turn<'_>, evidence: &[Thing]) -> Result<(), Failure> {
    for one in evidence {
        if !deed.shows_thing(&turn.officer.scope, one)? {
            return Err(Failure::said(sentence!(
                "evidence-gone",
                "There is no {thing} here; write it as record:R0… or attachment:F0…, as its own page calls it",
                thing = one.to_string()
            )));
        }
    }
    Ok(())
}

/// Says on the page that a rung was reached.
///
/// # Errors
/// As [`reach`]; to whoever does not keep the adoption, when somebody wrote in between, and for evidence of an inspection: that is written
/// by its visit alone.
pub fn say_rung(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (AdoptionId, u32),
    reached: RungReached,
) -> Result<AdoptionLine, Failure> {
    change(writer, turn, at, |deed, turn, before, actor| {
        if reached.class == EvidenceClass::Inspected {
            return Err(Failure::said(sentence!(
                "rung-inspected-by-visit",
                "Inspected is what somebody independent saw; it is written when the visit of an inspection is handed in"
            )));
        }
        let by = actor.post.clone().unwrap_or_else(|| before.post.clone());
        said(deed, turn, &before, RungReached { by, ..reached })
    })
}
