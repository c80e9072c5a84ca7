//! Output: planned by quarter, told by quarter, and as a share of all that is made. What is behind its plan is noted with the adoption.

use model::{
    Adoption, AdoptionId, Date, Duty, DutyKind, DutyState, Intensity, OUTPUT_LINES_MAX, OutputPlan, OutputSaid,
    Quarter, QuarterLine, Refusal, Rung, Thing, Verb, quarter_lines, sentence,
};
use store::{AdoptionLine, Deed, Writer};

use super::rung::are_there;
use super::{change, keep_on, thing};
use crate::Failure;
use crate::review::Turn;

/// Quarters that are asked for afterwards: a year. What is older is history, and may be told but is not asked.
const ASKED_QUARTERS: usize = 4;

fn not_many(n: usize) -> Result<(), Refusal> {
    if n < OUTPUT_LINES_MAX {
        return Ok(());
    }
    Err(Refusal::Said(sentence!(
        "output-lines-many",
        "This adoption has {max} such lines, changes included; end it and take it up again for what is new",
        max = OUTPUT_LINES_MAX
    )))
}

/// Plan and actual of an adoption by quarter.
pub(super) fn lines_of(deed: &Deed<'_>, id: AdoptionId, today: Date) -> Result<Vec<QuarterLine>, Failure> {
    Ok(quarter_lines(&deed.output_plans(id)?, &deed.output_said(id)?, &deed.readings(id)?, today))
}

/// The quarters of which it has to be said what was made: since it ran beside the work, over, and nothing was said.
pub(super) fn owed(adoption: &Adoption, lines: &[QuarterLine], today: Date) -> Vec<Quarter> {
    let running = adoption.reached.iter().filter(|reached| reached.rung >= Rung::Pilot).map(|reached| reached.on).min();
    let Some(since) = running.filter(|_| adoption.end.is_none()).map(Quarter::of) else { return Vec::new() };
    let mut quarter = Quarter::of(today);
    let mut owed = Vec::new();
    for _ in 0..ASKED_QUARTERS {
        quarter = quarter.before();
        if quarter < since {
            break;
        }
        if !lines.iter().any(|line| line.quarter == quarter && line.actual.is_some()) {
            owed.push(quarter);
        }
    }
    owed.reverse();
    owed
}

/// Notes whether the adoption is behind its plan, and ends what asked for output once nothing is owed any more.
pub(super) fn weigh(deed: &mut Deed<'_>, adoption: &Adoption, today: Date) -> Result<(), Failure> {
    let lines = lines_of(deed, adoption.id, today)?;
    // The last quarter of which both are known says where it stands.
    let known = lines.iter().rev().find(|line| line.is_over && line.planned.is_some() && line.actual.is_some());
    let behind = known.filter(|line| line.shortfall().is_some()).map(|line| line.quarter);
    deed.keep_behind(adoption.id, behind)?;
    if owed(adoption, &lines, today).is_empty() {
        deed.done(&thing(adoption.id), DutyKind::SayOutput, "said")?;
    }
    Ok(())
}

/// Says how much shall be made in a quarter. The last word on a quarter counts.
///
/// # Errors
/// Refused to whoever does not keep the adoption, once it was ended, when somebody wrote in between, or where a number or quarter is none.
pub fn plan_output(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (AdoptionId, u32),
    plan: OutputPlan,
) -> Result<AdoptionLine, Failure> {
    change(writer, turn, at, |deed, turn, before, actor| {
        before.is_open()?;
        let plan = OutputPlan { by: actor.to_string(), at: turn.now, ..plan }.tidied(turn.today)?;
        let held = deed.output_plans(before.id)?;
        not_many(held.len())?;
        let last = held.iter().rev().find(|one| one.quarter == plan.quarter);
        if last.is_some_and(|last| last.amount == plan.amount && last.note == plan.note) {
            return Ok(before);
        }
        deed.keep_output_plan(before.id, &plan)?;
        let after = Adoption { revision: before.revision + 1, ..before };
        keep_on(deed, &after, Verb::PlannedOutput, &format!("{} {}", plan.quarter, plan.amount))?;
        weigh(deed, &after, turn.today)?;
        Ok(after)
    })
}

/// Says how much was made in a quarter, or that nothing was. Who answers what is asked by the quarter is done with it.
///
/// # Errors
/// As [`plan_output`]; and when the evidence is not there, or the quarter has not begun.
pub fn tell_output(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (AdoptionId, u32),
    said: OutputSaid,
) -> Result<AdoptionLine, Failure> {
    change(writer, turn, at, |deed, turn, before, actor| {
        let said = OutputSaid { by: actor.to_string(), at: turn.now, ..said }.tidied(turn.today)?;
        shown(deed, turn, said.evidence.as_ref())?;
        let held = deed.output_said(before.id)?;
        not_many(held.len())?;
        let is_same = |one: &OutputSaid| {
            (one.quarter, &one.amount, &one.evidence, &one.note)
                == (said.quarter, &said.amount, &said.evidence, &said.note)
        };
        if held.last().is_some_and(is_same) {
            return Ok(before);
        }
        deed.keep_output_said(before.id, &said)?;
        let after = Adoption { revision: before.revision + 1, ..before };
        keep_on(deed, &after, Verb::ToldOutput, &format!("{} {}, {}", said.quarter, said.amount, said.class))?;
        weigh(deed, &after, turn.today)?;
        Ok(after)
    })
}

/// Says of how much of all that is made the output of a quarter is a part.
///
/// # Errors
/// As [`tell_output`]; and where the part is more than the whole.
pub fn tell_share(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (AdoptionId, u32),
    share: Intensity,
) -> Result<AdoptionLine, Failure> {
    change(writer, turn, at, |deed, turn, before, actor| {
        let share = Intensity { by: actor.to_string(), at: turn.now, ..share }.tidied(turn.today)?;
        shown(deed, turn, share.evidence.as_ref())?;
        let held = deed.intensities(before.id)?;
        not_many(held.len())?;
        if held.last().is_some_and(|last| Intensity { at: share.at, by: share.by.clone(), ..last.clone() } == share) {
            return Ok(before);
        }
        deed.keep_intensity(before.id, &share)?;
        let after = Adoption { revision: before.revision + 1, ..before };
        let words = format!("{} {} of {}, {}", share.quarter, share.made, share.total, share.class);
        keep_on(deed, &after, Verb::ToldOutput, &words)?;
        Ok(after)
    })
}

fn shown(deed: &Deed<'_>, turn: &Turn<'_>, evidence: Option<&Thing>) -> Result<(), Failure> {
    are_there(deed, turn, evidence.map(std::slice::from_ref).unwrap_or_default())
}

/// Asks the post for the output of quarters that are over, once at a time.
pub(super) fn ask(deed: &mut Deed<'_>, adoption: &Adoption, duty: &Duty, today: Date) -> Result<(), Failure> {
    let lines = lines_of(deed, adoption.id, today)?;
    let open = deed.open_duties(&thing(adoption.id))?;
    let is_asked = open.iter().any(|one| one.kind == DutyKind::SayOutput && one.state == DutyState::Open);
    if owed(adoption, &lines, today).is_empty() || is_asked {
        return Ok(());
    }
    crate::work_calendar::charge(deed, duty)?;
    Ok(())
}
