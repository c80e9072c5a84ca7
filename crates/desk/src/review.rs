//! The life of a need: written, handed in, reviewed, accepted, joined, confirmed, closed.
//!
//! Each step loads what is held inside the write, lets the need decide, and keeps the need, the fact, the duties and
//! the jobs that follow in one transaction.

use model::{
    Actor, Date, Duty, DutyId, DutyKind, Fact, JobKind, Need, NeedId, Noun, Power, Refusal, Stage, Thing, UnitTree,
    sentence,
};
use store::{Deed, Scope, Writer};

use crate::configuration::Work;
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

/// What an operation needs besides its subject: who, when, and where names come from.
pub struct Turn<'a> {
    /// Who acts.
    pub officer: &'a Officer,
    /// Now, in microseconds since 1970.
    pub now: i64,
    /// Today.
    pub today: Date,
    /// How the work is paced.
    pub work: Work,
    /// Random numbers.
    pub ids: &'a mut dyn FnMut() -> u64,
}

impl Turn<'_> {
    /// A new duty.
    pub(crate) fn duty(&mut self, post: &model::PostId, kind: DutyKind, subject: Thing, days: u16) -> Duty {
        let due = self.today.plus_days(i64::from(days));
        Duty::new(DutyId::from_bits((self.ids)()), post.clone(), kind, subject, self.now, due)
    }
}

/// A step that a need can take.
#[derive(Clone, Debug)]
pub enum Step {
    /// Handed in by its post.
    Submit,
    /// Given back with a question.
    AskBack(String),
    /// Taken into the programme until a day.
    Accept(Date),
    /// Not taken, for a reason.
    Decline(String),
    /// Joined to another need.
    Join(NeedId),
    /// Parted from the need it was joined to.
    Part,
    /// Said to stand until a day.
    Confirm(Date),
    /// Closed because this met it.
    Meet(String),
    /// Taken back, for a reason.
    Withdraw(String),
}

pub(crate) fn not_found(id: &str) -> Refusal {
    Refusal::NotFound {
        noun: "need",
        text: id.to_owned(),
        next: sentence!("next-look-needs", "look for it in the list of needs"),
    }
}

fn thing(need: &Need) -> Thing {
    Thing::new(Noun::Need, &need.id)
}

/// The tree and the posts as they are inside the write.
pub(crate) fn tree(deed: &Deed<'_>) -> Result<UnitTree, Failure> {
    Ok(UnitTree::new(deed.units()?))
}

/// Takes a step with a need. `revision` is that of the need which the officer saw.
///
/// # Errors
/// Refused when there is none, when the officer may not, or when the need does not stand so.
pub fn take_step(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: &NeedId,
    revision: u32,
    step: &Step,
) -> Result<Need, Failure> {
    let now = turn.now;
    // Who acts is known only once the need is: the facts name the post by whose power it was done.
    let who = turn.officer.person.id.to_string();
    writer.transact(&who, now, |deed| {
        let held = deed.need(&turn.officer.scope, id)?.ok_or_else(|| not_found(id.as_str()))?;
        held.from_revision(revision)?;
        let tree = tree(deed)?;
        let actor = actor(turn.officer, &held, step, &tree)?;
        let (need, fact) = decide(deed, turn, &held, step, &actor.to_string())?;
        deed.keep_step(&need, &fact)?;
        follow(deed, turn, &held, &need, step, &tree)?;
        Ok(need)
    })
}

/// Who may take the step: the need's own post, or a coordinator over its unit.
fn actor(officer: &Officer, need: &Need, step: &Step, tree: &UnitTree) -> Result<Actor, Refusal> {
    match step {
        Step::Submit | Step::Confirm(_) | Step::Meet(_) | Step::Withdraw(_) => officer.acting_for(&need.post),
        Step::AskBack(_) | Step::Accept(_) | Step::Decline(_) | Step::Join(_) | Step::Part => {
            officer.empowered(Power::Coordinate, &need.unit, tree)
        }
    }
}

fn decide(deed: &Deed<'_>, turn: &Turn<'_>, held: &Need, step: &Step, by: &str) -> Result<(Need, Fact), Failure> {
    let decided = match step {
        Step::Submit => held.submit(by)?,
        Step::AskBack(question) => held.ask_back(by, question)?,
        Step::Accept(until) => held.accept(by, *until, turn.today)?,
        Step::Decline(reason) => held.decline(by, reason)?,
        Step::Join(leading) => {
            let leading = deed.need(&turn.officer.scope, leading)?.ok_or_else(|| not_found(leading.as_str()))?;
            held.join(by, &leading)?
        }
        Step::Part => held.part(by)?,
        Step::Confirm(until) => held.confirm(by, *until, turn.today)?,
        Step::Meet(how) => held.meet(by, how)?,
        Step::Withdraw(reason) => held.withdraw(by, reason)?,
    };
    Ok(decided)
}

/// The duties and jobs that follow from a step.
fn follow(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    held: &Need,
    need: &Need,
    step: &Step,
    tree: &UnitTree,
) -> Result<(), Failure> {
    let subject = thing(need);
    let days = turn.work.review_days;
    match step {
        Step::Submit | Step::Part => {
            deed.done(&subject, DutyKind::Revise, "revised")?;
            charge_review(deed, turn, need, tree)?;
        }
        Step::AskBack(_) => {
            deed.done(&subject, DutyKind::Review, "asked-back")?;
            let duty = turn.duty(&need.post, DutyKind::Revise, subject, days);
            charge(deed, &duty)?;
        }
        Step::Accept(_) => {
            deed.done(&subject, DutyKind::Review, "accepted")?;
            deed.enqueue(JobKind::MatchNeed, need.id.as_str(), turn.now)?;
        }
        Step::Decline(_) => {
            deed.done(&subject, DutyKind::Review, "declined")?;
        }
        Step::Join(leading) => {
            deed.done(&subject, DutyKind::Review, "joined")?;
            deed.lapse(&subject, "joined")?;
            // What was joined to this one follows it.
            for other in deed.joined_to(&need.id)? {
                let moved = Need { joined_to: Some(leading.clone()), revision: other.revision + 1, ..other };
                let fact = deed.fact(model::Verb::Joined, thing(&moved)).to(format!("need:{leading}"));
                deed.keep_step(&moved, &fact)?;
            }
            deed.enqueue(JobKind::MatchNeed, leading.as_str(), turn.now)?;
        }
        Step::Confirm(_) => {
            deed.done(&subject, DutyKind::Reconfirm, "confirmed")?;
            if held.is_expired(turn.today) {
                // What came in while it was silent is matched now.
                deed.enqueue(JobKind::MatchNeed, need.id.as_str(), turn.now)?;
            }
        }
        Step::Meet(_) | Step::Withdraw(_) => {
            let outcome = if need.stage == Stage::Met { "met" } else { "withdrawn" };
            deed.lapse(&subject, outcome)?;
        }
    }
    Ok(())
}

/// Lays the review of a need on the post that coordinates nearest above it.
fn charge_review(deed: &mut Deed<'_>, turn: &mut Turn<'_>, need: &Need, tree: &UnitTree) -> Result<(), Failure> {
    let posts = deed.posts()?;
    let reviewer = tree.nearest(&need.unit, Power::Coordinate, &posts).ok_or_else(|| {
        Refusal::Said(sentence!(
            "need-no-coordinator",
            "No post coordinates {unit} or a unit above it, so nobody could review the need; ask an administrator to give a post that power",
            unit = need.unit
        ))
    })?;
    let days = turn.work.review_days;
    let duty = turn.duty(&reviewer.id, DutyKind::Review, thing(need), days);
    charge(deed, &duty)?;
    Ok(())
}

/// Keeps what was written of a need: a new draft, a changed draft, or a change to a need that is live.
/// Changed profiles of a live need are matched again over what is held.
///
/// A new need that is there already, because its form was sent twice, is answered as it is held.
///
/// # Errors
/// Refused when the officer does not act for the need's post, when somebody else changed it, or when it is closed.
pub fn write_need(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    written: &Need,
    revision: Option<u32>,
) -> Result<Need, Failure> {
    let actor = turn.officer.acting_for(&written.post)?;
    let now = turn.now;
    if !turn.officer.clearance.may_see(&written.marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-need",
            "You could not see the need any more once it is so marked; choose a marking that you are cleared for"
        )));
    }
    writer.transact(&actor.to_string(), now, |deed| {
        let post = deed.post(&written.post)?;
        let post = post.ok_or_else(|| {
            Failure::said(sentence!("post-gone-reload", "The post is not there any more; reload the page"))
        })?;
        let need = match revision {
            None => match deed.need(&Scope::office(), &written.id)? {
                None => Need { unit: post.unit, stage: Stage::Draft, ..written.clone() },
                Some(held) if held.post == written.post && turn.officer.clearance.may_see(&held.marking) => {
                    return Ok(held);
                }
                Some(_) => {
                    return Err(Failure::said(sentence!(
                        "need-form-sent",
                        "This form was sent before; open a new one to state a further need"
                    )));
                }
            },
            Some(revision) => {
                let held =
                    deed.need(&turn.officer.scope, &written.id)?.ok_or_else(|| not_found(written.id.as_str()))?;
                turn.officer.acting_for(&held.post)?;
                held.from_revision(revision)?;
                if matches!(held.stage, Stage::Declined | Stage::Met | Stage::Withdrawn | Stage::Joined) {
                    return Err(Failure::said(sentence!(
                        "need-unchangeable",
                        "The need stands at “{stage}” and cannot be changed; state a new one",
                        stage = held.stage
                    )));
                }
                if !written.marking.covers(&held.marking) {
                    return Err(Failure::said(sentence!(
                        "marking-wider-need",
                        "More people could see it than before; keep the marking or make it narrower, and ask for a wider one with “Widen the marking” on its page"
                    )));
                }
                let changed = held.profiles != written.profiles;
                if held.stage == Stage::Accepted && changed {
                    deed.enqueue(JobKind::MatchNeed, held.id.as_str(), now)?;
                }
                Need {
                    unit: held.unit,
                    post: held.post,
                    stage: held.stage,
                    expires: held.expires,
                    joined_to: held.joined_to,
                    remark: held.remark,
                    revision: held.revision + 1,
                    ..written.clone()
                }
            }
        };
        deed.keep_need(&need)?;
        Ok(need)
    })
}

impl Office {
    /// Whether an officer may take a step with a need as it stands today, as far as can be told before the step's own
    /// words are there.
    pub fn may_take(&self, officer: &Officer, need: &Need, step: &Step, tree: &UnitTree) -> bool {
        let fits = match step {
            Step::Submit => need.stage == Stage::Draft,
            Step::AskBack(_) | Step::Accept(_) | Step::Decline(_) => need.stage == Stage::Submitted,
            Step::Join(_) => matches!(need.stage, Stage::Submitted | Stage::Accepted),
            Step::Part => need.stage == Stage::Joined,
            Step::Confirm(_) => need.stage == Stage::Accepted,
            Step::Meet(_) => matches!(need.stage, Stage::Accepted | Stage::Joined),
            Step::Withdraw(_) => {
                matches!(need.stage, Stage::Draft | Stage::Submitted | Stage::Accepted | Stage::Joined)
            }
        };
        fits && actor(officer, need, step, tree).is_ok()
    }
}
