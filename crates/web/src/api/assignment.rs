//! Assignments: listed, shown, proposed, changed. To those whose affair they are.

use std::sync::Arc;

use desk::{AssignmentGiven, AssignmentPage};
use model::{
    Assignment, AssignmentId, AssignmentSide, AssignmentStage, Criterion, Evaluation, Evidence, Grievance,
    GrievanceState, GrievanceTopic, Money, Promise, PromiseState, SkillStayed, SpecialistId, SpecialistRequestId,
    Transfer, VettingState,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::marking_of;
use super::marking::MarkingView;
use super::specialist_request::{ConflictView, LackView};
use super::word::{Day, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A condition that was promised.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PromiseView {
    /// Its number.
    pub number: u32,
    /// What was promised.
    pub text: String,
    /// By when.
    pub due: Option<Day>,
    /// Where it stands.
    pub state: Word<PromiseState>,
    /// The day on which that was so.
    pub day: Option<Day>,
    /// What is to be said of it.
    pub remark: String,
}

/// Something that is passed on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TransferView {
    /// Its number.
    pub number: u32,
    /// What shall be known.
    pub what: String,
    /// By whom.
    pub learner: String,
    /// How they show it.
    pub how: String,
    /// On what it rests that they do; null while nothing was shown.
    pub evidence: Option<Word<Evidence>>,
    /// The day on which it was shown.
    pub day: Option<Day>,
    /// What was seen.
    pub note: String,
}

/// What a post of control says.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AssignmentControlView {
    /// The rule that asks for it.
    pub rule: String,
    /// Who decides.
    pub post: String,
    /// Where it stands.
    pub state: Word<VettingState>,
    /// What was said with it.
    pub reason: String,
}

/// An answer to whether the skill stayed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SkillCheckView {
    /// What is found.
    pub stayed: Word<SkillStayed>,
    /// On what that rests.
    pub evidence: Word<Evidence>,
    /// What is to be said of it.
    pub remark: String,
    /// The day.
    pub day: Day,
}

/// An assignment of a specialist.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AssignmentView {
    /// Its name.
    pub id: String,
    /// The request that it answers.
    pub request: String,
    /// Who comes.
    pub specialist: String,
    /// Where they work.
    pub unit: String,
    /// The post that asked, and keeps what was promised.
    pub post: String,
    /// The post of the personnel officer, who speaks for the guest.
    pub officer: String,
    /// The post that works beside them and keeps the skill.
    pub counterpart: String,
    /// The first day.
    pub since: Day,
    /// The last one.
    pub until: Day,
    /// The terms of the contract in words.
    pub terms: String,
    /// What is paid for a month, such as `800.00 RUB`.
    pub pay: Option<String>,
    /// Whether somebody has to interpret.
    pub needs_interpreter: bool,
    /// Who interprets.
    pub interpreter: Option<String>,
    /// What was promised.
    pub promises: Vec<PromiseView>,
    /// What shall be known by whom when they leave.
    pub transfers: Vec<TransferView>,
    /// What was missing when they were proposed, or signed on.
    pub lacks: Vec<LackView>,
    /// Why they are signed on although something is missing.
    pub mismatch_reason: String,
    /// Ties to hosts of the request.
    pub conflicts: Vec<ConflictView>,
    /// Whether another person said that they may be signed on in spite of them; null before.
    pub conflict_allowed: Option<bool>,
    /// Why.
    pub conflict_reason: String,
    /// What posts of control say.
    pub control: Vec<AssignmentControlView>,
    /// Where it stands.
    pub stage: Word<AssignmentStage>,
    /// Why it was dropped or broken off.
    pub reason: String,
    /// The day on which it was signed.
    pub signed: Option<Day>,
    /// The day on which they came.
    pub arrived: Option<Day>,
    /// The day on which they left.
    pub left: Option<Day>,
    /// Whether the skill stayed: when it was closed, and a year after they left.
    pub checks: Vec<SkillCheckView>,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of the last change.
    pub revision: u32,
}

impl From<&Assignment> for AssignmentView {
    fn from(one: &Assignment) -> AssignmentView {
        let promise = |promise: &Promise| PromiseView {
            number: promise.number,
            text: promise.text.clone(),
            due: promise.due.map(Day),
            state: Word(promise.state),
            day: promise.day.map(Day),
            remark: promise.remark.clone(),
        };
        let transfer = |transfer: &Transfer| TransferView {
            number: transfer.number,
            what: transfer.what.clone(),
            learner: transfer.learner.clone(),
            how: transfer.how.clone(),
            evidence: transfer.evidence.map(Word),
            day: transfer.day.map(Day),
            note: transfer.note.clone(),
        };
        let control = |step: &model::VettingStep| AssignmentControlView {
            rule: step.rule.to_string(),
            post: step.post.to_string(),
            state: Word(step.state),
            reason: step.reason.clone(),
        };
        let check = |check: &model::SkillCheck| SkillCheckView {
            stayed: Word(check.stayed),
            evidence: Word(check.evidence),
            remark: check.remark.clone(),
            day: Day(check.day),
        };
        let conflict = |one: &model::ConflictOfInterest| ConflictView { kind: Word(one.kind), with: one.with.clone() };
        let ruling = one.ruling.as_ref();
        AssignmentView {
            id: one.id.to_string(),
            request: one.request.to_string(),
            specialist: one.specialist.to_string(),
            unit: one.unit.to_string(),
            post: one.post.to_string(),
            officer: one.officer.to_string(),
            counterpart: one.counterpart.to_string(),
            since: Day(one.since),
            until: Day(one.until),
            terms: one.terms.clone(),
            pay: one.pay.map(|pay| pay.to_string()),
            needs_interpreter: one.needs_interpreter,
            interpreter: one.interpreter.map(|one| one.to_string()),
            promises: one.promises.iter().map(promise).collect(),
            transfers: one.transfers.iter().map(transfer).collect(),
            lacks: one.lacks.iter().map(LackView::from).collect(),
            mismatch_reason: one.mismatch_reason.clone(),
            conflicts: one.conflicts.iter().map(conflict).collect(),
            conflict_allowed: ruling.map(|ruling| ruling.allowed),
            conflict_reason: ruling.map_or_else(String::new, |ruling| ruling.reason.clone()),
            control: one.control.steps().iter().map(control).collect(),
            stage: Word(one.stage),
            reason: one.reason.clone(),
            signed: one.signed.map(Day),
            arrived: one.arrived.map(Day),
            left: one.left.map(Day),
            checks: one.checks.iter().map(check).collect(),
            marking: MarkingView::from(&one.marking),
            revision: one.revision,
        }
    }
}

/// A grievance.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrievanceView {
    /// Its number within the assignment.
    pub number: u32,
    /// Who laid it.
    pub side: Word<AssignmentSide>,
    /// What it is about.
    pub topic: Word<GrievanceTopic>,
    /// What is wrong.
    pub text: String,
    /// The day on which it was laid.
    pub day: Day,
    /// The last day for an answer.
    pub due: Day,
    /// What the other side answered.
    pub answer: String,
    /// When.
    pub answered: Option<Day>,
    /// Where it stands.
    pub state: Word<GrievanceState>,
    /// What came of it.
    pub outcome: String,
}

impl From<&Grievance> for GrievanceView {
    fn from(one: &Grievance) -> GrievanceView {
        GrievanceView {
            number: one.number,
            side: Word(one.side),
            topic: Word(one.topic),
            text: one.text.clone(),
            day: Day(one.day),
            due: Day(one.due),
            answer: one.answer.clone(),
            answered: one.answered.map(Day),
            state: Word(one.state),
            outcome: one.outcome.clone(),
        }
    }
}

/// A grade of a month.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeGivenView {
    /// What is graded.
    pub criterion: Word<Criterion>,
    /// From 1 to 5, the higher the better.
    pub grade: u8,
}

/// What one side says of one month.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvaluationView {
    /// The first day of the month.
    pub month: Day,
    /// Who says it.
    pub side: Word<AssignmentSide>,
    /// The grades.
    pub grades: Vec<GradeGivenView>,
    /// What is said beside them.
    pub words: String,
}

impl From<&Evaluation> for EvaluationView {
    fn from(one: &Evaluation) -> EvaluationView {
        let grade =
            |(criterion, grade): &(Criterion, u8)| GradeGivenView { criterion: Word(*criterion), grade: *grade };
        EvaluationView {
            month: Day(one.month),
            side: Word(one.side),
            grades: one.grades.iter().map(grade).collect(),
            words: one.words.clone(),
        }
    }
}

/// An assignment with what both sides said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AssignmentPageView {
    /// The assignment.
    pub assignment: AssignmentView,
    /// Its grievances, in their order.
    pub grievances: Vec<GrievanceView>,
    /// What both sides said, month by month.
    pub evaluations: Vec<EvaluationView>,
    /// Months of which the guest has not been heard.
    pub guest_owes: Vec<Day>,
    /// Months of which the unit has not spoken.
    pub unit_owes: Vec<Day>,
}

impl From<&AssignmentPage> for AssignmentPageView {
    fn from(page: &AssignmentPage) -> AssignmentPageView {
        AssignmentPageView {
            assignment: AssignmentView::from(&page.assignment),
            grievances: page.grievances.iter().map(GrievanceView::from).collect(),
            evaluations: page.evaluations.iter().map(EvaluationView::from).collect(),
            guest_owes: page.guest_owes.iter().copied().map(Day).collect(),
            unit_owes: page.unit_owes.iter().copied().map(Day).collect(),
        }
    }
}

/// Which assignments are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentQuery {
    /// At this stage.
    stage: Option<Word<AssignmentStage>>,
}

async fn list(caller: Caller, _: Way, query: AssignmentQuery) -> Outcome<Listed<AssignmentView>> {
    let officer = Arc::clone(&caller.officer);
    let found = read(&caller, move |office| office.assignments(&officer, query.stage.map(|word| word.0))).await?;
    Ok(Found::listed(Listed::whole(found.iter().map(|(one, _)| AssignmentView::from(one)).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<AssignmentPageView> {
    let (id, officer, today) = (way.get("assignment").to_owned(), Arc::clone(&caller.officer), caller.app.today());
    let page = read(&caller, move |office| office.assignment_page(&officer, &id, today)).await?;
    Ok(Found::one(AssignmentPageView::from(&page)))
}

/// A condition that shall be promised.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseBody {
    /// What is promised.
    text: String,
    /// By when.
    due: Option<Day>,
}

/// Something that shall be passed on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferBody {
    /// What shall be known.
    what: String,
    /// By whom.
    learner: String,
    /// How they show it.
    #[serde(default)]
    how: String,
}

/// What is agreed with somebody who is proposed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentBody {
    /// The revision that was seen: of the request where somebody is proposed, of the assignment where it is changed.
    revision: u32,
    /// Who comes. Where it is changed, nobody else.
    specialist: String,
    /// The first day.
    since: Day,
    /// The last one.
    until: Day,
    /// The terms of the contract in words.
    #[serde(default)]
    terms: String,
    /// What is paid for a month, such as `800 RUB`.
    pay: Option<String>,
    /// Whether somebody has to interpret.
    #[serde(default)]
    needs_interpreter: bool,
    /// Who interprets.
    interpreter: Option<String>,
    /// What is promised.
    #[serde(default)]
    promises: Vec<PromiseBody>,
    /// What shall be known by whom when they leave.
    #[serde(default)]
    transfers: Vec<TransferBody>,
    /// Who may see it, beside what it is drawn from.
    marking: Option<MarkingView>,
}

/// The promises of a body.
pub(super) fn promises(bodies: &[PromiseBody]) -> Vec<Promise> {
    bodies.iter().map(|one| Promise::given(&one.text, one.due.map(|day| day.0))).collect()
}

/// What is passed on, by a body.
pub(super) fn transfers(bodies: &[TransferBody]) -> Vec<Transfer> {
    bodies.iter().map(|one| Transfer::planned(&one.what, &one.learner, &one.how)).collect()
}

fn given(caller: &Caller, body: &AssignmentBody) -> Result<AssignmentGiven, Problem> {
    let unnamed = |pointer: &str| slip(caller, pointer, caller.speech().say("failure-missing"));
    let pay = body.pay.as_deref().map(Money::parse).transpose();
    let interpreter = body.interpreter.as_deref().map(SpecialistId::parse);
    Ok(AssignmentGiven {
        specialist: SpecialistId::parse(&body.specialist).ok_or_else(|| unnamed("#/specialist"))?,
        since: body.since.0,
        until: body.until.0,
        terms: body.terms.clone(),
        pay: pay.map_err(|refusal| slip(caller, "#/pay", caller.speech().refusal(&refusal)))?,
        needs_interpreter: body.needs_interpreter,
        interpreter: interpreter.map(|one| one.ok_or_else(|| unnamed("#/interpreter"))).transpose()?,
        promises: promises(&body.promises),
        transfers: transfers(&body.transfers),
        marking: marking_of(caller, body.marking.as_ref())?.unwrap_or_default(),
    })
}

async fn propose(caller: Caller, sent: Sent<AssignmentBody>) -> Done<AssignmentView> {
    let request = SpecialistRequestId::parse(sent.way.get("specialist_request")).ok_or_else(|| missing(&caller))?;
    let given = given(&caller, &sent.body)?;
    let (id, seen) = (AssignmentId::from_bits(caller.app.ids()()), (request, sent.body.revision));
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let one = desk::propose_assignment(writer, turn, office, seen, id, given).map_err(as_a_rule)?;
        Ok(Reply::of(AssignmentView::from(&one)).at(format!("/api/v1/assignments/{}", one.id)))
    });
    kept.await
}

async fn revise(caller: Caller, sent: Sent<AssignmentBody>) -> Done<AssignmentView> {
    let id = AssignmentId::parse(sent.way.get("assignment")).ok_or_else(|| missing(&caller))?;
    let (given, seen) = (given(&caller, &sent.body)?, (id, sent.body.revision));
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let one = desk::revise_assignment(writer, turn, office, seen, given).map_err(as_a_rule)?;
        Ok(Reply::of(AssignmentView::from(&one)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read(
        "/api/v1/assignments",
        open,
        "list_assignments",
        "Assignments that are the caller's affair, the latest first",
        list,
    )
    .read(
        "/api/v1/assignments/{assignment}",
        open,
        "show_assignment",
        "One assignment with its grievances and what both sides said of each month",
        show,
    )
    .create(
        "/api/v1/specialist-requests/{specialist_request}/assignments",
        open,
        "propose_assignment",
        "Proposes somebody for a request",
        propose,
    )
    .act("/api/v1/assignments/{assignment}/revise", open, "revise_assignment", "Changes what is proposed", revise)
}
