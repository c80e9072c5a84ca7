//! Motions: what one person proposes of a case and a second person answers. Conditions, that no case is needed, national discretion.

use model::{
    Actor, BasisHash, CONDITIONS_MAX, CaseCondition, CaseId, CaseMember, CaseState, ControlCase, DutyKind, DutyState,
    ExemptGround, Motion, MotionKind, MotionState, PostId, Power, Refusal, Verb, sentence,
};
use store::{Deed, Writer};

use super::basis::over;
use super::breach::breaches;
use super::gate::is_last;
use super::opening::ask_members;
use super::{Pace, charge_once, counsel, decided, hear, keeper, seen, speaker, thing};
use crate::review::{Turn, tree};
use crate::{Failure, Officer};

/// What somebody proposes of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MotionMade {
    /// What is proposed.
    pub kind: MotionKind,
    /// The number of the member that lets its own through; for discretion alone.
    pub member: Option<u16>,
    /// The ground on which no case is needed; for an exemption alone.
    pub ground: Option<ExemptGround>,
    /// Why.
    pub reason: String,
    /// The conditions; for conditions alone.
    pub conditions: Vec<CaseCondition>,
}

/// Proposes something of a case. `over` is what the officer saw.
///
/// # Errors
/// Refused when there is no such case, when it does not stand so that this can be proposed, when somebody asked for the case or may not
/// speak of it, while something else waits for an answer, without a reason, and where the rule knows no national discretion.
pub fn make_motion(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    seen_as: (CaseId, BasisHash),
    made: MotionMade,
) -> Result<ControlCase, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let case = seen(deed, officer, seen_as)?;
        let actor = mover(deed, officer, &case, &made)?;
        let motions = deed.motions(case.id)?;
        if motions.iter().any(|motion| motion.state == MotionState::Open) {
            return Err(Failure::said(sentence!(
                "motion-waiting",
                "Something else was proposed and waits for a second person; have that answered first"
            )));
        }
        let post = actor.post.clone().unwrap_or_else(|| case.proposal.post.clone());
        let motion = Motion {
            number: motions.last().map_or(1, |last| last.number.saturating_add(1)),
            kind: made.kind,
            member: made.member.filter(|_| made.kind == MotionKind::Discretion),
            ground: made.ground.filter(|_| made.kind == MotionKind::Exempt),
            reason: made.reason,
            conditions: if made.kind == MotionKind::Conditions { made.conditions } else { Vec::new() },
            post,
            person: actor.person.clone(),
            at: turn.now,
            over: case.over,
            state: MotionState::Open,
            answered_by: None,
            answer: String::new(),
        };
        let motion = motion.tidied()?;
        conditions_fit(deed, &case, &motion)?;
        deed.keep_motion(case.id, &motion)?;
        note(deed, &actor, &case, &format!("{} proposed", motion.kind))?;
        let posts = seconders(deed, &case, &motion)?;
        let mut pace = Pace::of(turn);
        let due = pace.today.plus_days(i64::from(pace.days));
        for post in &posts {
            charge_once(deed, &mut pace, (post, DutyKind::Second), (&thing(case.id), due))?;
        }
        Ok(case)
    })
}

fn note(deed: &mut Deed<'_>, actor: &Actor, case: &ControlCase, change: &str) -> Result<(), Failure> {
    let fact = model::Fact::new(&actor.to_string(), Verb::Moved, thing(case.id).to_string());
    Ok(deed.note(&fact.with(change.to_owned()))?)
}

/// Who proposes it, where they may and where the case stands so.
fn mover(deed: &Deed<'_>, officer: &Officer, case: &ControlCase, made: &MotionMade) -> Result<Actor, Failure> {
    let is_open = case.state == CaseState::Open;
    if made.kind != MotionKind::Discretion {
        if !is_open {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "case-over",
                "This case is not open any more; reload the page"
            ))));
        }
        if made.kind == MotionKind::Exempt && made.ground.is_none() {
            return Err(Failure::said(sentence!("motion-no-ground", "Say on which ground no case is needed")));
        }
        return counsel(deed, officer, case);
    }
    if !case.rule.discretion {
        return Err(Failure::said(sentence!(
            "discretion-none",
            "The rule of this regime knows no national discretion; the case is decided by vote"
        )));
    }
    if !(is_open || case.state == CaseState::Refused) || !is_last(deed, case)? {
        return Err(Failure::Refused(Refusal::Changed(sentence!(
            "discretion-late",
            "A member lets its own through while the case is open or refused; reload the page"
        ))));
    }
    let member = made.member.and_then(|number| case.member(number)).ok_or_else(|| {
        Refusal::Said(sentence!(
            "case-no-member",
            "No such member votes in this case; choose one of those that it names"
        ))
    })?;
    case.is_another(speaker(officer, case))?;
    if !is_own(deed, case, member)? {
        return Err(Failure::said(sentence!(
            "discretion-other",
            "A member lets through its own alone: what comes from or goes to its country, or what a unit of its post asks for"
        )));
    }
    Ok(officer.acting_for(&member.post)?)
}

/// Whether what is asked for is a member's own.
fn is_own(deed: &Deed<'_>, case: &ControlCase, member: &CaseMember) -> Result<bool, Failure> {
    if let Some(country) = &member.country {
        return Ok(case.proposal.countries.contains(country));
    }
    let Some(post) = deed.post(&member.post)? else { return Ok(false) };
    Ok(tree(deed)?.is_within(&case.proposal.unit, &post.unit))
}

/// Refuses conditions for posts that are not there, and more of them than a case takes.
fn conditions_fit(deed: &Deed<'_>, case: &ControlCase, motion: &Motion) -> Result<(), Failure> {
    for condition in &motion.conditions {
        if deed.post(&condition.post)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!("post-gone", "That post is not there any more; choose another")));
        }
    }
    if case.conditions.len() + motion.conditions.len() > CONDITIONS_MAX {
        return Err(Failure::said(sentence!(
            "condition-many",
            "A case has up to {max} conditions; leave some out",
            max = CONDITIONS_MAX
        )));
    }
    Ok(())
}

/// The posts that are asked for the second word: for discretion who answers for the member, otherwise who keeps the regime, or the
/// members where the keeper proposed it.
fn seconders(deed: &Deed<'_>, case: &ControlCase, motion: &Motion) -> Result<Vec<PostId>, Failure> {
    if let Some(member) = motion.member.and_then(|number| case.member(number)) {
        let above = match deed.post(&member.post)? {
            Some(post) => tree(deed)?.ladder(&post, &deed.posts()?).into_iter().next(),
            None => None,
        };
        return Ok(std::iter::once(member.post.clone()).chain(above).collect());
    }
    let keeper = keeper(deed, case)?;
    if keeper.as_ref().is_some_and(|keeper| *keeper != motion.post) {
        return Ok(keeper.into_iter().collect());
    }
    Ok(case.members.iter().map(|member| member.post.clone()).filter(|post| *post != motion.post).collect())
}

/// Who answers a motion, where they may.
fn seconder(deed: &Deed<'_>, officer: &Officer, case: &ControlCase, motion: &Motion) -> Result<Actor, Failure> {
    let Some(member) = motion.member.and_then(|number| case.member(number)) else {
        return counsel(deed, officer, case);
    };
    case.is_another(speaker(officer, case))?;
    if let Ok(actor) = officer.acting_for(&member.post) {
        return Ok(actor);
    }
    let post = deed.post(&member.post)?.ok_or_else(|| super::no_case(&case.id.to_string()))?;
    Ok(officer.empowered(Power::Lead, &post.unit, &tree(deed)?)?)
}

/// Answers, as the second person, what was proposed of a case. Conditions then belong to what is voted on, so that the votes before fall;
/// where no case is needed, and where a member lets its own through, the case is decided.
///
/// # Errors
/// Refused to who proposed it, to whoever asked for the case or may not speak of it, and when it is answered or the case changed.
pub fn answer_motion(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    seen_as: (CaseId, BasisHash),
    number: u16,
    (yes, words): (bool, &str),
) -> Result<ControlCase, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let case = seen(deed, officer, seen_as)?;
        let motion = deed.motions(case.id)?.into_iter().find(|motion| motion.number == number);
        let motion = motion.ok_or_else(|| super::no_case(&format!("{}/{number}", case.id)))?;
        let actor = seconder(deed, officer, &case, &motion)?;
        let by = actor.to_string();
        let motion = motion.answer((&by, &officer.person.id), &case.over, (yes, words))?;
        deed.keep_motion(case.id, &motion)?;
        for duty in deed.open_duties(&thing(case.id))?.iter().filter(|duty| duty.kind == DutyKind::Second) {
            let closed = duty.close(DutyState::Done, motion.state.word(), None, deed.at())?;
            deed.keep_duty(&closed)?;
        }
        note(deed, &actor, &case, &format!("{} {}", motion.kind, motion.state))?;
        if !yes {
            return Ok(case);
        }
        let mut pace = Pace::of(turn);
        match motion.kind {
            MotionKind::Conditions => put_conditions(deed, &mut pace, &case, &motion),
            MotionKind::Exempt => {
                let ground = motion.ground.map_or("", ExemptGround::word);
                let next = case.ended(CaseState::Exempt, &motion.reason, pace.today);
                let fact = model::Fact::new(&by, Verb::Ruled, thing(case.id).to_string());
                decided(deed, &mut pace, &next, &fact.with(format!("{} {ground}", next.state)))?;
                Ok(next)
            }
            MotionKind::Discretion => override_rule(deed, &mut pace, &case, (&motion, &by)),
        }
    })
}

/// Puts conditions to a case: it is over something else then, and its members vote anew.
fn put_conditions(
    deed: &mut Deed<'_>,
    pace: &mut Pace<'_>,
    case: &ControlCase,
    motion: &Motion,
) -> Result<ControlCase, Failure> {
    let conditions: Vec<CaseCondition> = case.conditions.iter().chain(&motion.conditions).cloned().collect();
    let over = over(&case.proposal, &case.basis, (&conditions, &breaches(deed, case.follows)?));
    let next = case.under(conditions, over);
    let next = ControlCase { due: pace.today.plus_days(i64::from(next.rule.deadline_days)), ..next };
    // Whoever was silent so far was silent about something else.
    let told = |member: &CaseMember| CaseMember { told: member.told.map(|_| pace.today), ..member.clone() };
    let next = ControlCase { members: next.members.iter().map(told).collect(), ..next };
    let fact = deed.fact(Verb::Voided, thing(case.id)).with("conditions".to_owned());
    deed.keep_case(&next, &fact)?;
    let keeper = keeper(deed, &next)?;
    ask_members(deed, pace, &next, keeper.as_ref())?;
    Ok(next)
}

/// Lets a member's own through against the rule: recorded with its ground, and told to all members and to who keeps the regime.
fn override_rule(
    deed: &mut Deed<'_>,
    pace: &mut Pace<'_>,
    case: &ControlCase,
    (motion, by): (&Motion, &str),
) -> Result<ControlCase, Failure> {
    let next = case.ended(CaseState::Discretion, &motion.reason, pace.today);
    let next = ControlCase { until: case.let_through(next.state, pace.today).until, ..next };
    let fact = model::Fact::new(by, Verb::Overrode, thing(case.id).to_string());
    decided(deed, pace, &next, &fact)?;
    let own = motion.member.and_then(|number| case.member(number)).map(|member| member.post.clone());
    let others = case.members.iter().map(|member| member.post.clone()).filter(|post| Some(post) != own.as_ref());
    let told: Vec<PostId> = others.chain(keeper(deed, case)?).collect();
    hear(deed, pace, &next, &told)?;
    Ok(next)
}
