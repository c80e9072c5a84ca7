//! Conditions: kept by their posts, each shown by words or evidence. One that is broken shuts the gate, and the case is decided anew.

use std::collections::BTreeSet;

use model::{
    Actor, CaseId, CaseState, ConditionState, ControlCase, DutyKind, DutyState, Noun, PostId, Refusal, Thing, Verb,
    sentence,
};
use store::{Deed, Writer};

use super::gate::{lapse_all, open_anew};
use super::{Pace, acting, counsel, held, keeper, thing};
use crate::review::Turn;
use crate::{Failure, Officer};

/// What somebody says of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionSaid {
    /// Its place among the conditions of the case, from 0.
    pub position: usize,
    /// Whether it was kept or broken.
    pub state: ConditionState,
    /// What shows it, in words.
    pub words: String,
    /// What shows it: a record, an attachment, a mission, a sample, an agreement.
    pub evidence: Option<Thing>,
}

/// Says of a condition that it was kept, or that it was broken. A broken one shuts the gate: the case is decided anew, by another case,
/// which is answered.
///
/// # Errors
/// Refused when there is no such condition in force, when the officer may not say it, without words, or with evidence that is not there.
pub fn say_condition(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (CaseId, u32),
    said: ConditionSaid,
) -> Result<ControlCase, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let case = held(deed, officer, id)?;
        case.from_revision(revision)?;
        let condition = in_force(&case, said.position)?;
        if let Some(evidence) = &said.evidence
            && !(can_show(evidence.noun) && deed.shows_thing(&officer.scope, evidence)?)
        {
            return Err(Failure::said(sentence!(
                "condition-evidence",
                "{thing} is not there; name a record, an attachment, a mission, a sample or an agreement that you see",
                thing = evidence.to_string()
            )));
        }
        let actor = match said.state {
            ConditionState::Broken => counsel(deed, officer, &case)?,
            _ => keeps(deed, officer, &case, &condition.post)?,
        };
        say(deed, &mut Pace::of(turn), &case, (&actor, said))
    })
}

/// The posts that keep a condition which was laid on a post: that post itself, and whoever took over from it since, the last one last.
/// Where none of them is there any more, the post that keeps the regime.
fn keepers(deed: &Deed<'_>, case: &ControlCase, post: &PostId) -> Result<Vec<PostId>, Failure> {
    let mut posts = vec![post.clone()];
    posts.extend(deed.heirs(post, case.made_at)?);
    let mut is_kept = false;
    for one in &posts {
        is_kept |= is_there(deed, one)?;
    }
    if !is_kept {
        posts.extend(keeper(deed, case)?);
    }
    Ok(posts)
}

fn is_there(deed: &Deed<'_>, post: &PostId) -> Result<bool, Failure> {
    Ok(deed.post(post)?.is_some_and(|post| !post.closed))
}

/// The post on which the duty to keep a condition is laid now: its own, or the last that took over from it.
pub(super) fn charged(deed: &Deed<'_>, case: &ControlCase, post: &PostId) -> Result<PostId, Failure> {
    if !is_there(deed, post)? {
        for heir in keepers(deed, case, post)?.into_iter().rev() {
            if is_there(deed, &heir)? {
                return Ok(heir);
            }
        }
    }
    Ok(post.clone())
}

/// An officer who says that a condition was kept.
fn keeps(deed: &Deed<'_>, officer: &Officer, case: &ControlCase, post: &PostId) -> Result<Actor, Failure> {
    let as_of = |post: &PostId| acting(deed, officer, post, (&thing(case.id), DutyKind::KeepCondition));
    for one in keepers(deed, case, post)? {
        if let Ok(actor) = as_of(&one) {
            return Ok(actor);
        }
    }
    as_of(&charged(deed, case, post)?)
}

/// The condition at a place of a case, as long as it holds.
fn in_force(case: &ControlCase, position: usize) -> Result<&model::CaseCondition, Refusal> {
    let condition = case.conditions.get(position).filter(|_| case.state.lets_through());
    condition.ok_or_else(|| {
        Refusal::Changed(sentence!("condition-none", "That condition does not hold any more; reload the page"))
    })
}

/// Records that an inspection found a condition broken: whoever inspects says so by what they saw, and needs no post of the regime for it.
pub(crate) fn say_found(
    deed: &mut Deed<'_>,
    pace: &mut Pace<'_>,
    (officer, id): (&crate::Officer, model::CaseId),
    (actor, said): (&Actor, ConditionSaid),
) -> Result<(), Failure> {
    let case = held(deed, officer, id)?;
    in_force(&case, said.position)?;
    say(deed, pace, &case, (actor, said)).map(|_| ())
}

fn can_show(noun: Noun) -> bool {
    matches!(noun, Noun::Record | Noun::Attachment | Noun::Mission | Noun::Sample | Noun::Agreement)
}

/// Keeps what is said of a condition, whoever found it out.
pub(crate) fn say(
    deed: &mut Deed<'_>,
    pace: &mut Pace<'_>,
    case: &ControlCase,
    (actor, said): (&Actor, ConditionSaid),
) -> Result<ControlCase, Failure> {
    let by = actor.to_string();
    let mut conditions = case.conditions.clone();
    let condition = conditions.get_mut(said.position).ok_or_else(|| super::no_case(&case.id.to_string()))?;
    *condition = condition.said(&by, said.state, (&said.words, said.evidence.clone()))?;
    let words = condition.words.clone();
    let next = ControlCase { conditions, revision: case.revision + 1, ..case.clone() };
    let verb = if said.state == ConditionState::Broken { Verb::Breached } else { Verb::Kept };
    let mut fact = model::Fact::new(&by, verb, thing(case.id).to_string());
    if let Some(evidence) = &said.evidence {
        fact = fact.to(evidence.to_string());
    }
    let fact = fact.with(format!("condition {}", said.position + 1));
    if said.state == ConditionState::Broken {
        let broken = next.ended(CaseState::Reopened, &words, pace.today);
        deed.keep_case(&broken, &fact)?;
        lapse_all(deed, &broken)?;
        return open_anew(deed, pace, &broken);
    }
    deed.keep_case(&next, &fact)?;
    let mut left = BTreeSet::new();
    for one in next.conditions.iter().filter(|one| one.state == ConditionState::Open) {
        left.extend(keepers(deed, &next, &one.post)?);
    }
    let duties = deed.open_duties(&thing(case.id))?;
    for duty in duties.iter().filter(|duty| duty.kind == DutyKind::KeepCondition && !left.contains(&duty.post)) {
        let closed = duty.close(DutyState::Done, "kept", None, deed.at())?;
        deed.keep_duty(&closed)?;
    }
    Ok(next)
}
