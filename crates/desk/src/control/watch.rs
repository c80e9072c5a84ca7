//! What the office sees to by itself: silence that counts, decisions whose time is over, members that cannot vote, regimes to be looked
//! through.

use model::{CaseId, CaseMember, CaseState, ControlCase, Date, DutyKind, REGIME_MEMBERS_MAX, RegimeId, Verb};
use store::{CaseFilter, Deed, Scope, Writer};

use super::gate::{weigh, weighed_states};
use super::opening::{Electorate, ask_members};
use super::{Pace, charge_once, keeper, lapse_kinds, regime_thing, settle, thing};
use crate::{Clerk, Failure, Ids, OFFICE, Office};

/// Days before the review of a regime in which its keeper is asked.
const REVIEW_DAYS: i64 = 30;

/// Sees to every case that is open or lets something through, and to every regime. Safe to run twice.
pub(crate) fn watch_cases(clerk: &Clerk, office: &Office, now: i64, today: Date, ids: &mut Ids) -> Result<(), Failure> {
    let days = office.configuration.work().review_days;
    let filter = CaseFilter { states: weighed_states(), ..CaseFilter::default() };
    for case in office.reader.cases(&office.scope, &filter)? {
        // Most of them have nothing to be seen to: those take no turn of the one who writes.
        if case.state != CaseState::Open && case.until.is_none_or(|until| today <= until) {
            continue;
        }
        // A duty for each member and for who keeps each condition, one for the keeper, one for who asked.
        let mut random = batch(ids, case.members.len() + case.conditions.len() + 8);
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                tend(deed, &mut Pace { today, now, days, ids: &mut random }, case.id)
            })
        })?;
    }
    for regime in office.reader.regimes(&office.scope)? {
        let is_due = regime.review.is_some_and(|day| day <= today.plus_days(REVIEW_DAYS));
        if !is_due || !regime.is_in_force(today) {
            continue;
        }
        let mut random = batch(ids, 1);
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                ask_review(deed, &mut Pace { today, now, days, ids: &mut random }, regime.id)
            })
        })?;
    }
    Ok(())
}

/// Weighs every case again that is open or lets something through, one after the other, so that nobody waits for all of them. Asked for
/// when a list of parties or of items changed.
pub(crate) fn weigh_cases(clerk: &Clerk, office: &Office, now: i64, today: Date, ids: &mut Ids) -> Result<(), Failure> {
    let days = office.configuration.work().review_days;
    let filter = CaseFilter { states: weighed_states(), ..CaseFilter::default() };
    for case in office.reader.cases(&office.scope, &filter)? {
        // A case that is opened anew has a name, and a duty for each member of its regime and for its keeper.
        let mut random = batch(ids, REGIME_MEMBERS_MAX + 8);
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                // It may have been decided since it was read.
                let Some(case) = deed.case(&Scope::office(), case.id)? else { return Ok(()) };
                if weighed_states().contains(&case.state) {
                    weigh(deed, &mut Pace { today, now, days, ids: &mut random }, &case)?;
                }
                Ok(())
            })
        })?;
    }
    Ok(())
}

/// So many random numbers, taken before the one who writes has its turn.
fn batch(ids: &mut Ids, n: usize) -> impl FnMut() -> u64 + Send + use<> {
    let mut drawn: Vec<u64> = (0..n).map(|_| ids()).collect();
    move || drawn.pop().unwrap_or_default()
}

fn tend(deed: &mut Deed<'_>, pace: &mut Pace<'_>, id: CaseId) -> Result<(), Failure> {
    // It may have been decided since it was read.
    let Some(case) = deed.case(&Scope::office(), id)? else { return Ok(()) };
    if case.state != CaseState::Open {
        settle(deed, pace, case, &[])?;
        return Ok(());
    }
    let case = seat(deed, pace, case)?;
    let ballots = deed.ballots(id)?;
    settle(deed, pace, case, &ballots)?;
    Ok(())
}

/// Looks which members can see a case by now, and asks those that can since today.
fn seat(deed: &mut Deed<'_>, pace: &mut Pace<'_>, case: ControlCase) -> Result<ControlCase, Failure> {
    let mut members: Vec<CaseMember> = Vec::new();
    let electorate = Electorate::of(deed, &case, pace.today)?;
    for member in &case.members {
        let told =
            electorate.can_vote(deed, &case, &member.post, pace.today)?.then(|| member.told.unwrap_or(pace.today));
        members.push(CaseMember { told, ..member.clone() });
    }
    if members == case.members {
        return Ok(case);
    }
    let next = ControlCase { members, revision: case.revision + 1, ..case };
    let able = next.members.iter().filter(|member| member.told.is_some()).count();
    let fact = deed.fact(Verb::Revised, thing(next.id)).with(format!("{able} of {} can vote", next.members.len()));
    deed.keep_case(&next, &fact)?;
    let keeper = keeper(deed, &next)?;
    ask_members(deed, pace, &next, keeper.as_ref())?;
    if able == next.members.len() {
        lapse_kinds(deed, next.id, &[DutyKind::SeatMember], "seated")?;
    }
    Ok(next)
}

fn ask_review(deed: &mut Deed<'_>, pace: &mut Pace<'_>, id: RegimeId) -> Result<(), Failure> {
    let Some(regime) = deed.regime(&Scope::office(), id)? else { return Ok(()) };
    let Some(review) = regime.review else { return Ok(()) };
    let due = review.max(pace.today);
    charge_once(deed, pace, (&regime.keeper, DutyKind::ReviewRegime), (&regime_thing(id), due))
}
