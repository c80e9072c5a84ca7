//! Control: the one gate that every act passes which moves know-how. Regimes say what has to be decided and by which rule; cases are laid
//! before their members, voted on over exactly what is asked, and void as soon as that changes.

mod ask;
mod ballot;
mod basis;
mod breach;
mod change;
mod condition;
mod door;
mod gate;
mod line;
mod motion;
mod opening;
mod page;
mod proposal;
mod regime;
mod regime_page;
mod watch;
mod widening;

use model::{
    Actor, Ballot, BasisHash, CaseId, CaseState, ControlCase, Date, Duty, DutyId, DutyKind, DutyState, Fact, JobKind,
    MotionState, Noun, PostId, Refusal, RegimeId, Speaker, Thing, Verb, sentence,
};
use store::Deed;

use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Officer};

pub use ask::{AskedCase, ask_again, ask_case, note_case, withdraw_case};
pub use ballot::{BallotCast, cast_ballot};
pub use basis::hex;
pub use breach::Breach;
pub use change::CaseChange;
pub(crate) use condition::say_found;
pub use condition::{ConditionSaid, say_condition};
pub(crate) use door::{countries_asked, flat, go, opens, through, was_asked};
pub use gate::{lay_before, pass, reweigh};
pub use line::ControlLine;
pub use motion::{MotionMade, answer_motion, make_motion};
pub use page::{CASES_PAGE, CaseEntry, CaseLine, CasePage, CaseRights, CaseSearch};
pub(crate) use proposal::{
    agreement_proposal, assignment_proposal, exchange_proposal, mission_proposal, release_proposal,
    sample_leaves_proposal, sample_proposal,
};
pub use regime::{answer_regime, keep_regime, review_regime};
pub use regime_page::{RegimeLine, RegimePage};
pub(crate) use watch::{watch_cases, weigh_cases};
pub use widening::{
    WIDENINGS_LISTED, WideningPage, WideningRights, ask_widening, carry_out_widening, decide_widening,
    withdraw_widening,
};

pub(crate) fn no_case(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "case",
        text: text.to_owned(),
        next: sentence!("next-look-cases", "look for it in the list of cases"),
    }
}

pub(crate) fn no_regime(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "regime",
        text: text.to_owned(),
        next: sentence!("next-look-regimes", "look for it in the list of regimes"),
    }
}

pub(crate) fn thing(id: CaseId) -> Thing {
    Thing::new(Noun::Case, id)
}

pub(crate) fn regime_thing(id: RegimeId) -> Thing {
    Thing::new(Noun::Regime, id)
}

/// Lets every case be weighed again by a job, since what it was voted over may have changed.
///
/// # Errors
/// When the store fails.
pub(crate) fn weigh_later(deed: &mut Deed<'_>) -> Result<(), Failure> {
    let at = deed.at();
    Ok(deed.enqueue(JobKind::WeighCases, "", at)?)
}

/// Day, time and pace of a piece of work, whoever does it.
pub(crate) struct Pace<'a> {
    pub(crate) today: Date,
    pub(crate) now: i64,
    /// Days in which what is laid on a post is to be answered.
    pub(crate) days: u16,
    pub(crate) ids: &'a mut dyn FnMut() -> u64,
}

impl<'a> Pace<'a> {
    pub(crate) fn of(turn: &'a mut Turn<'_>) -> Pace<'a> {
        Pace { today: turn.today, now: turn.now, days: turn.work.review_days, ids: turn.ids }
    }

    /// A new duty on a post, due on a day.
    fn duty(&mut self, post: &PostId, kind: DutyKind, subject: Thing, due: Date) -> Duty {
        Duty::new(DutyId::from_bits((self.ids)()), post.clone(), kind, subject, self.now, due)
    }
}

fn held(deed: &Deed<'_>, officer: &Officer, id: CaseId) -> Result<ControlCase, Failure> {
    Ok(deed.case(&officer.scope, id)?.ok_or_else(|| no_case(&id.to_string()))?)
}

/// A case over what the officer saw: what was changed since is not decided on unseen.
fn seen(deed: &Deed<'_>, officer: &Officer, (id, over): (CaseId, BasisHash)) -> Result<ControlCase, Failure> {
    let case = held(deed, officer, id)?;
    if case.over != over {
        return Err(Failure::Refused(Refusal::Changed(sentence!(
            "case-changed",
            "What is decided on changed since you saw it; reload the page, and look at it again"
        ))));
    }
    Ok(case)
}

/// Whoever wants to speak in a case.
fn speaker<'a>(officer: &'a Officer, case: &ControlCase) -> Speaker<'a> {
    Speaker { person: &officer.person.id, acts_for_asker: officer.acts_for(&case.proposal.post) }
}

/// An officer, acting for a post or for one to which its duty about a thing was raised.
fn acting(
    deed: &Deed<'_>,
    officer: &Officer,
    post: &PostId,
    (subject, kind): (&Thing, DutyKind),
) -> Result<Actor, Failure> {
    match officer.acting_for(post) {
        Ok(actor) => Ok(actor),
        Err(refusal) => {
            let duties = deed.open_duties(subject)?;
            let raised = duties.iter().filter(|duty| duty.post == *post && duty.kind == kind);
            let above = raised.filter_map(|duty| duty.raised_to.as_ref()).find(|above| officer.acts_for(above));
            Ok(above.map_or(Err(refusal), |above| officer.acting_for(above))?)
        }
    }
}

/// An officer who may speak of a case beside voting: for the post that keeps its regime, or for a member. Who asked may not.
fn counsel(deed: &Deed<'_>, officer: &Officer, case: &ControlCase) -> Result<Actor, Failure> {
    case.is_another(speaker(officer, case))?;
    let keeper = keeper(deed, case)?;
    let posts = keeper.iter().chain(case.members.iter().map(|member| &member.post));
    for post in posts {
        if let Ok(actor) = officer.acting_for(post) {
            return Ok(actor);
        }
    }
    Err(Failure::said(sentence!(
        "case-not-counsel",
        "This is for the members of the regime and for the post that keeps it; ask one of them"
    )))
}

/// The post that keeps the regime of a case.
fn keeper(deed: &Deed<'_>, case: &ControlCase) -> Result<Option<PostId>, Failure> {
    let regime = deed.regime(&store::Scope::office(), case.regime)?;
    Ok(regime.map(|regime| regime.keeper))
}

/// Lays a duty about a thing on a post, unless it has one of that kind already.
fn charge_once(
    deed: &mut Deed<'_>,
    pace: &mut Pace<'_>,
    (post, kind): (&PostId, DutyKind),
    (subject, due): (&Thing, Date),
) -> Result<(), Failure> {
    let open = deed.open_duties(subject)?;
    if open.iter().any(|duty| duty.kind == kind && duty.post == *post) {
        return Ok(());
    }
    // A post that was closed in between has nobody who could do it.
    if deed.post(post)?.is_none_or(|post| post.closed) {
        return Ok(());
    }
    let duty = pace.duty(post, kind, subject.clone(), due);
    charge(deed, &duty)?;
    Ok(())
}

/// Ends the open duties of some kinds about a case.
fn lapse_kinds(deed: &mut Deed<'_>, id: CaseId, kinds: &[DutyKind], outcome: &str) -> Result<(), Failure> {
    for duty in deed.open_duties(&thing(id))?.iter().filter(|duty| kinds.contains(&duty.kind)) {
        let closed = duty.close(DutyState::Lapsed, outcome, None, deed.at())?;
        deed.keep_duty(&closed)?;
    }
    Ok(())
}

/// Lets what was proposed of a case and not answered fall.
fn void_motions(deed: &mut Deed<'_>, id: CaseId) -> Result<(), Failure> {
    for motion in deed.motions(id)?.into_iter().filter(|motion| motion.state == MotionState::Open) {
        deed.keep_motion(id, &model::Motion { state: MotionState::Void, ..motion })?;
    }
    Ok(())
}

/// Looks whether a case is decided by now, and does what follows: the duties that are left fall, conditions become duties, who asked is
/// told.
fn settle(
    deed: &mut Deed<'_>,
    pace: &mut Pace<'_>,
    case: ControlCase,
    ballots: &[Ballot],
) -> Result<ControlCase, Failure> {
    let next = case.as_of(ballots, pace.today);
    if next.state == case.state {
        return Ok(case);
    }
    if next.state == CaseState::Expired {
        let fact = deed.fact(Verb::Expired, thing(next.id));
        deed.keep_case(&next, &fact)?;
        lapse_kinds(deed, next.id, &[DutyKind::KeepCondition], "expired")?;
        hear(deed, pace, &next, std::slice::from_ref(&next.proposal.post))?;
        return Ok(next);
    }
    let fact = deed.fact(Verb::Ruled, thing(next.id)).with(next.state.to_string());
    decided(deed, pace, &next, &fact)?;
    Ok(next)
}

/// Keeps a case that was decided, and does what follows.
fn decided(deed: &mut Deed<'_>, pace: &mut Pace<'_>, case: &ControlCase, fact: &Fact) -> Result<(), Failure> {
    deed.keep_case(case, fact)?;
    void_motions(deed, case.id)?;
    lapse_kinds(deed, case.id, &[DutyKind::Ballot, DutyKind::Second, DutyKind::SeatMember], "decided")?;
    if case.state.lets_through() {
        for condition in &case.conditions {
            let due = condition.due.max(pace.today);
            let post = condition::charged(deed, case, &condition.post)?;
            charge_once(deed, pace, (&post, DutyKind::KeepCondition), (&thing(case.id), due))?;
        }
    }
    hear(deed, pace, case, std::slice::from_ref(&case.proposal.post))?;
    // What waited for nothing but this goes on by itself.
    if case.state.lets_through() { door::resume(deed, pace.today, &case.proposal.about) } else { Ok(()) }
}

/// Tells posts what became of a case.
fn hear(deed: &mut Deed<'_>, pace: &mut Pace<'_>, case: &ControlCase, posts: &[PostId]) -> Result<(), Failure> {
    let due = pace.today.plus_days(i64::from(pace.days));
    for post in posts {
        charge_once(deed, pace, (post, DutyKind::HearCase), (&thing(case.id), due))?;
    }
    Ok(())
}
