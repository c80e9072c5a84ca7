//! The steps of a need: handed in, asked back, accepted, joined, confirmed, closed.

use std::sync::Arc;

use axum::http::Method;
use desk::{Step, take_step};
use model::{NeedId, Noun, Thing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::inbox::DutyView;
use super::need::NeedView;
use super::word::Day;
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::need::step::{possible, word};
use crate::problem::{Problem, ProblemKind};
use crate::route::Policy;

/// A step, with what it is taken with.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub enum StepBody {
    /// Hands it in for review.
    Submit {},
    /// Gives it back with a question.
    Ask {
        /// What is to be answered.
        question: String,
    },
    /// Takes it into the programme.
    Accept {
        /// The last day on which it is matched.
        until: Day,
    },
    /// Does not take it.
    Decline {
        /// Why.
        reason: String,
    },
    /// Joins it to another need, through which it is served.
    Join {
        /// The other.
        need: String,
    },
    /// Parts it from the need that it was joined to.
    Part {},
    /// Says that it still stands.
    Confirm {
        /// The last day on which it is matched.
        until: Day,
    },
    /// Closes it, because what was wanted is there.
    Meet {
        /// What met it.
        how: String,
    },
    /// Takes it back.
    Withdraw {
        /// Why.
        reason: String,
    },
}

impl StepBody {
    fn read(self, caller: &Caller) -> Result<Step, Problem> {
        Ok(match self {
            StepBody::Submit {} => Step::Submit,
            StepBody::Ask { question } => Step::AskBack(question),
            StepBody::Accept { until } => Step::Accept(until.0),
            StepBody::Decline { reason } => Step::Decline(reason),
            StepBody::Join { need } => Step::Join(
                NeedId::new(&need).map_err(|refusal| slip(caller, "#/need", caller.speech().refusal(&refusal)))?,
            ),
            StepBody::Part {} => Step::Part,
            StepBody::Confirm { until } => Step::Confirm(until.0),
            StepBody::Meet { how } => Step::Meet(how),
            StepBody::Withdraw { reason } => Step::Withdraw(reason),
        })
    }
}

/// The steps that the caller may take with a need now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepsView {
    /// Their words, as the body of a step names them.
    pub steps: Vec<String>,
    /// Whether the caller may change what is said of it.
    pub may_change: bool,
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<StepsView> {
    let (id, officer, today) = (way.get("need").to_owned(), Arc::clone(&caller.officer), caller.app.today());
    let view = read(&caller, move |office| {
        let need = office.need(&id)?;
        let tree = office.tree()?;
        let steps = possible(office, &officer, &need, &tree, today);
        let closed = matches!(
            need.stage,
            model::Stage::Declined | model::Stage::Met | model::Stage::Withdrawn | model::Stage::Joined
        );
        Ok(StepsView {
            steps: steps.iter().map(|step| word(step).to_owned()).collect(),
            may_change: !closed && officer.acts_for(&need.post),
        })
    });
    Ok(Found::one(view.await?))
}

async fn take(caller: Caller, sent: Sent<StepBody>) -> Done<NeedView> {
    let id = NeedId::new(sent.way.get("need")).map_err(|_| missing(&caller))?;
    let step = sent.body.clone().read(&caller)?;
    let revision = u32::try_from(sent.version).map_err(|_| Problem::new(caller.speech(), ProblemKind::Changed))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let need = take_step(writer, turn, &id, revision, &step)?;
        let revision = u64::from(need.revision);
        Ok(Reply::of(NeedView::from(&need)).versioned(revision))
    });
    kept.await
}

async fn duties(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<DutyView>> {
    let id = way.get("need").to_owned();
    let duties = read(&caller, move |office| office.duties_about(&Thing::new(Noun::Need, office.need(&id)?.id)));
    Ok(Found::listed(Listed::whole(duties.await?.iter().map(DutyView::from).collect())))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/needs/{need}/steps", open, "need_steps", "The steps that the caller may take now", list)
        .change((Method::POST, "/api/v1/needs/{need}/steps"), open, "take_step", "Takes a step with a need", take)
        .read("/api/v1/needs/{need}/duties", open, "need_duties", "The duties about a need", duties)
}
