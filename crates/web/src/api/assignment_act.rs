//! What is done with an assignment: its steps, decisions, promises, transfers, grievances and months.

use desk::AssignmentStep;
use model::{
    AssignmentId, AssignmentSide, Criterion, Evidence, GrievanceTopic, PromiseState, SkillStayed, VettingRuleId,
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::answer::{Reply, Sent};
use super::assignment::{
    AssignmentView, EvaluationView, GradeGivenView, GrievanceView, PromiseBody, TransferBody, promises, transfers,
};
use super::entry::{Api, Done, Way};
use super::word::{Day, Word};
use super::{as_a_rule, missing, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

fn named(caller: &Caller, way: &Way) -> Result<AssignmentId, Problem> {
    AssignmentId::parse(way.get("assignment")).ok_or_else(|| missing(caller))
}

/// A step, from the state that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "step", deny_unknown_fields)]
pub enum AssignmentStepBody {
    /// It is signed.
    Sign {
        /// The number of the last change that was seen.
        revision: u32,
        /// Why, where something is missing.
        #[serde(default)]
        reason: String,
    },
    /// It is not signed.
    Drop {
        /// The number of the last change that was seen.
        revision: u32,
        /// Why.
        reason: String,
    },
    /// They came.
    Arrive {
        /// The number of the last change that was seen.
        revision: u32,
        /// The day.
        day: Day,
    },
    /// Its time is over.
    End {
        /// The number of the last change that was seen.
        revision: u32,
    },
    /// They left before its time was over.
    BreakOff {
        /// The number of the last change that was seen.
        revision: u32,
        /// The day.
        day: Day,
        /// Why.
        reason: String,
    },
    /// Whether the skill stayed: once when it is closed, and again a year after they left.
    Check {
        /// The number of the last change that was seen.
        revision: u32,
        /// What is found.
        stayed: Word<SkillStayed>,
        /// On what that rests.
        evidence: Word<Evidence>,
        /// What is to be said of it.
        #[serde(default)]
        remark: String,
    },
}

impl AssignmentStepBody {
    fn read(self) -> (u32, AssignmentStep) {
        match self {
            AssignmentStepBody::Sign { revision, reason } => (revision, AssignmentStep::Sign(reason)),
            AssignmentStepBody::Drop { revision, reason } => (revision, AssignmentStep::Drop(reason)),
            AssignmentStepBody::Arrive { revision, day } => (revision, AssignmentStep::Arrive(day.0)),
            AssignmentStepBody::End { revision } => (revision, AssignmentStep::End),
            AssignmentStepBody::BreakOff { revision, day, reason } => {
                (revision, AssignmentStep::BreakOff(day.0, reason))
            }
            AssignmentStepBody::Check { revision, stayed, evidence, remark } => {
                (revision, AssignmentStep::Check(stayed.0, evidence.0, remark))
            }
        }
    }
}

async fn step(caller: Caller, sent: Sent<AssignmentStepBody>) -> Done<AssignmentView> {
    let id = named(&caller, &sent.way)?;
    let (revision, step) = sent.body.clone().read();
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let one = desk::take_assignment_step(writer, turn, office, (id, revision), &step).map_err(as_a_rule)?;
        Ok(Reply::of(AssignmentView::from(&one)))
    });
    kept.await
}

/// Whether somebody who is tied to a host may be signed on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentConflictBody {
    /// The number of the last change that was seen.
    revision: u32,
    /// Whether they may.
    allowed: bool,
    /// Why.
    reason: String,
}

async fn weigh(caller: Caller, sent: Sent<AssignmentConflictBody>) -> Done<AssignmentView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let seen = (id, body.revision);
        let one = desk::weigh_conflict(writer, turn, seen, body.allowed, &body.reason).map_err(as_a_rule)?;
        Ok(Reply::of(AssignmentView::from(&one)))
    });
    kept.await
}

/// What a post of control says.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentControlBody {
    /// The number of the last change that was seen.
    revision: u32,
    /// The rule that asks for it.
    rule: String,
    /// Whether they may come.
    yes: bool,
    /// Why; for a no it has to be there.
    #[serde(default)]
    reason: String,
}

async fn control(caller: Caller, sent: Sent<AssignmentControlBody>) -> Done<AssignmentView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let unnamed = || slip(&caller, "#/rule", caller.speech().say("failure-missing"));
    let rule = VettingRuleId::parse(&body.rule).ok_or_else(unnamed)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let seen = (id, body.revision);
        let one = desk::decide_assignment_control(writer, turn, seen, rule, body.yes, &body.reason);
        Ok(Reply::of(AssignmentView::from(&one.map_err(as_a_rule)?)))
    });
    kept.await
}

/// Whether a promise was kept.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseKeptBody {
    /// The number of the last change that was seen.
    revision: u32,
    /// The number of the promise.
    number: u32,
    /// Where it stands.
    state: Word<PromiseState>,
    /// The day on which that was so.
    day: Day,
    /// What is to be said of it.
    #[serde(default)]
    remark: String,
}

async fn promise(caller: Caller, sent: Sent<PromiseKeptBody>) -> Done<AssignmentView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let (seen, said) = ((id, body.revision), (body.state.0, body.day.0));
        let one = desk::keep_promise(writer, turn, seen, body.number, said, &body.remark).map_err(as_a_rule)?;
        Ok(Reply::of(AssignmentView::from(&one)))
    });
    kept.await
}

/// How it was shown that something was passed on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferShownBody {
    /// The number of the last change that was seen.
    revision: u32,
    /// The number of what is passed on.
    number: u32,
    /// On what it rests.
    evidence: Word<Evidence>,
    /// The day.
    day: Day,
    /// What was seen.
    #[serde(default)]
    note: String,
}

async fn transfer(caller: Caller, sent: Sent<TransferShownBody>) -> Done<AssignmentView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let (seen, shown) = ((id, body.revision), (body.evidence.0, body.day.0));
        let one = desk::show_transfer(writer, turn, seen, body.number, shown, &body.note).map_err(as_a_rule)?;
        Ok(Reply::of(AssignmentView::from(&one)))
    });
    kept.await
}

/// What more is promised, or passed on, than was signed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentAdditionBody {
    /// The number of the last change that was seen.
    revision: u32,
    /// What more is promised.
    #[serde(default)]
    promises: Vec<PromiseBody>,
    /// What else shall be known by whom when they leave.
    #[serde(default)]
    transfers: Vec<TransferBody>,
}

async fn add(caller: Caller, sent: Sent<AssignmentAdditionBody>) -> Done<AssignmentView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let (seen, lines) = ((id, body.revision), (promises(&body.promises), transfers(&body.transfers)));
        let one = desk::add_to_assignment(writer, turn, seen, lines.0, lines.1).map_err(as_a_rule)?;
        Ok(Reply::of(AssignmentView::from(&one)))
    });
    kept.await
}

/// A grievance that is laid.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrievanceBody {
    /// The number that it gets: one more than there are.
    number: u32,
    /// Who lays it.
    side: Word<AssignmentSide>,
    /// What it is about.
    topic: Word<GrievanceTopic>,
    /// What is wrong.
    text: String,
}

async fn lay(caller: Caller, sent: Sent<GrievanceBody>) -> Done<GrievanceView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let of = (id, body.number);
        let one = desk::lay_grievance(writer, turn, of, body.side.0, body.topic.0, &body.text).map_err(as_a_rule)?;
        Ok(Reply::of(GrievanceView::from(&one)))
    });
    kept.await
}

/// The answer to a grievance.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrievanceAnswerBody {
    /// The number of the grievance.
    number: u32,
    /// What is answered.
    text: String,
}

async fn answer(caller: Caller, sent: Sent<GrievanceAnswerBody>) -> Done<GrievanceView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::answer_grievance(writer, turn, (id, body.number), &body.text).map_err(as_a_rule)?;
        Ok(Reply::of(GrievanceView::from(&one)))
    });
    kept.await
}

/// What came of a grievance.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrievanceEndBody {
    /// The number of the grievance.
    number: u32,
    /// Whether it is settled.
    settled: bool,
    /// What came of it; where it is not settled it has to be there.
    #[serde(default)]
    outcome: String,
}

async fn end(caller: Caller, sent: Sent<GrievanceEndBody>) -> Done<GrievanceView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let of = (id, body.number);
        let one = desk::end_grievance(writer, turn, of, body.settled, &body.outcome).map_err(as_a_rule)?;
        Ok(Reply::of(GrievanceView::from(&one)))
    });
    kept.await
}

/// What a side says of a month.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvaluationBody {
    /// Who says it.
    side: Word<AssignmentSide>,
    /// A day of the month.
    month: Day,
    /// A grade for each thing that the side grades.
    grades: Vec<GradeGivenView>,
    /// What is said beside them; with a grade of 1 or 2 it has to be there.
    #[serde(default)]
    words: String,
}

async fn evaluate(caller: Caller, sent: Sent<EvaluationBody>) -> Done<EvaluationView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let grades: Vec<(Criterion, u8)> = body.grades.iter().map(|one| (one.criterion.0, one.grade)).collect();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let of = (body.side.0, body.month.0);
        let one = desk::evaluate(writer, turn, id, of, &grades, &body.words).map_err(as_a_rule)?;
        Ok(Reply::of(EvaluationView::from(&one)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.act("/api/v1/assignments/{assignment}/step", open, "step_assignment", "Takes a step with an assignment", step)
        .act(
            "/api/v1/assignments/{assignment}/conflict",
            open,
            "weigh_conflict",
            "Decides whether somebody who is tied to a host of the request may be signed on",
            weigh,
        )
        .act(
            "/api/v1/assignments/{assignment}/control",
            open,
            "decide_assignment_control",
            "Says as a post of control whether somebody may come",
            control,
        )
        .act(
            "/api/v1/assignments/{assignment}/promise",
            open,
            "say_promise",
            "Says whether a promise was kept",
            promise,
        )
        .act(
            "/api/v1/assignments/{assignment}/transfer",
            open,
            "show_transfer",
            "Says how it was shown that something was passed on",
            transfer,
        )
        .act(
            "/api/v1/assignments/{assignment}/additions",
            open,
            "add_to_assignment",
            "Adds what more is promised or passed on once it is signed",
            add,
        )
        .act("/api/v1/assignments/{assignment}/grievances", open, "lay_grievance", "Lays a grievance", lay)
        .act(
            "/api/v1/assignments/{assignment}/grievance-answer",
            open,
            "answer_grievance",
            "Answers a grievance",
            answer,
        )
        .act(
            "/api/v1/assignments/{assignment}/grievance-end",
            open,
            "end_grievance",
            "Says whether a grievance is settled",
            end,
        )
        .act(
            "/api/v1/assignments/{assignment}/months",
            open,
            "evaluate_month",
            "Says of a month how it went, for one of the two sides",
            evaluate,
        )
}
