//! What comes due by itself: months of which nobody spoke, times that are over, years that have passed, requests that lapsed.

use model::{
    Assignment, AssignmentId, AssignmentSide, AssignmentStage, Date, Duty, DutyId, DutyKind, SpecialistRequestStage,
    Verb,
};
use store::{AssignmentFilter, Deed, Scope, SpecialistRequestFilter, Writer};

use super::evaluation::duty_of;
use super::step::STILL_THERE_DAYS;
use super::thing;
use crate::job::{Ids, OFFICE};
use crate::specialist_request::thing as request_thing;
use crate::work_calendar::charge;
use crate::{Clerk, Failure};

/// Days for the word on a month.
const MONTH_DAYS: i64 = 10;

/// Days for the word on whether the skill stayed, where the office ends an assignment by itself.
const STAYED_DAYS: i64 = 14;

/// Opens the duties of assignments that have come due, ends those whose last day is over, and lets requests lapse whose time passed.
/// Safe to run twice.
pub(crate) fn follow_assignments(clerk: &Clerk, now: i64, today: Date, ids: &mut Ids) -> Result<(), Failure> {
    // As many names as can be needed, drawn here: chance is not taken to the writer.
    let stages =
        vec![AssignmentStage::UnderWay, AssignmentStage::Ended, AssignmentStage::BrokenOff, AssignmentStage::Closed];
    let due = clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<Vec<Assignment>, Failure> {
            lapse(deed, today)?;
            Ok(deed.assignments(&AssignmentFilter { stages, ..AssignmentFilter::default() })?)
        })
    })?;
    for assignment in due {
        let names = [ids(), ids(), ids()];
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| follow(deed, assignment.id, (now, today), names))
        })?;
    }
    Ok(())
}

fn lapse(deed: &mut Deed<'_>, today: Date) -> Result<(), Failure> {
    let stages = vec![SpecialistRequestStage::Open];
    for request in
        deed.specialist_requests(&SpecialistRequestFilter { stages, ..SpecialistRequestFilter::default() })?
    {
        let Some(lapsed) = request.lapsed(today) else { continue };
        let note = deed.fact(Verb::Lapsed, request_thing(request.id));
        deed.keep_specialist_request(&lapsed, &note)?;
        deed.lapse(&request_thing(request.id), "its time passed")?;
    }
    Ok(())
}

fn follow(deed: &mut Deed<'_>, id: AssignmentId, (now, today): (i64, Date), names: [u64; 3]) -> Result<(), Failure> {
    // Read anew: somebody may have changed it since they were listed.
    let Some(mut after) = deed.assignment(&Scope::office(), id)? else { return Ok(()) };
    let about = thing(id);
    let open = deed.open_duties(&about)?;
    let is_asked = |kind: DutyKind| open.iter().any(|duty| duty.kind == kind);
    let duty = |name: u64, post: &model::PostId, kind: DutyKind, days: i64| {
        Duty::new(DutyId::from_bits(name), post.clone(), kind, about.clone(), now, today.plus_days(days))
    };
    if after.stage == AssignmentStage::UnderWay && after.until < today {
        after = after.end(today)?;
        let note = deed.fact(Verb::Ended, about.clone()).with(after.stage.word().to_owned());
        deed.keep_assignment(&after, &note)?;
        if !is_asked(DutyKind::SayStayed) {
            charge(deed, &duty(names[2], &after.counterpart, DutyKind::SayStayed, STAYED_DAYS))?;
        }
    }
    let said = deed.evaluations(after.id)?;
    let sides = [(AssignmentSide::Unit, &after.counterpart), (AssignmentSide::Guest, &after.officer)];
    for ((side, post), name) in sides.into_iter().zip(names) {
        let kind = duty_of(side);
        if after.stage != AssignmentStage::Closed
            && !is_asked(kind)
            && !after.months_owed(&said, side, today).is_empty()
        {
            charge(deed, &duty(name, post, kind, MONTH_DAYS))?;
        }
    }
    if after.stage == AssignmentStage::Closed
        && !after.asked_again
        && after.checks.len() < 2
        && after.asked_again_on().is_some_and(|day| day <= today)
    {
        let days = i64::from(STILL_THERE_DAYS);
        charge(deed, &duty(names[2], &after.counterpart, DutyKind::SayStillThere, days))?;
        let asked = Assignment { asked_again: true, ..after };
        deed.keep_assignment(&asked, &deed.fact(Verb::Asked, about.clone()))?;
    }
    Ok(())
}
