//! What is done with a mission: its steps, questions, members and decisions.

use std::sync::Arc;

use desk::{LookupGiven, MissionStep, QuestionEdit, Wanted};
use model::{HeldLook, HostId, MissionId, QuestionId, RecordId, SpecialistId, Thing, VettingRuleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::mission_view::MissionView;
use super::thing::ThingView;
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

fn named(caller: &Caller, way: &Way) -> Result<MissionId, Problem> {
    MissionId::parse(way.get("mission")).ok_or_else(|| missing(caller))
}

/// What stands at a place of the body and names nothing.
fn unnamed(caller: &Caller, pointer: &str) -> Problem {
    slip(caller, pointer, caller.speech().say("failure-missing"))
}

/// What the caller may do with a mission now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MissionRightsView {
    /// Change what it says and whom it names.
    pub change: bool,
    /// Change its questions.
    pub ask: bool,
    /// Hand it in.
    pub propose: bool,
    /// Review it.
    pub review: bool,
    /// Decline it.
    pub decline: bool,
    /// Lay it before those who decide.
    pub lay_before: bool,
    /// Take it back from them.
    pub take_back: bool,
    /// Say that its members left.
    pub depart: bool,
    /// Hand in its report.
    pub hand_in: bool,
    /// Write down answers.
    pub answer: bool,
    /// Say what it recommends.
    pub recommend: bool,
    /// Close it.
    pub close: bool,
    /// Cancel it.
    pub cancel: bool,
    /// Rules of the decisions that the caller may make.
    pub decide: Vec<String>,
}

async fn rights(caller: Caller, way: Way, _: Nothing) -> Outcome<MissionRightsView> {
    let (id, officer) = (way.get("mission").to_owned(), Arc::clone(&caller.officer));
    let found = read(&caller, move |office| {
        let page = office.mission_page(&id)?;
        let rights = office.mission_rights(&officer, &page.mission)?;
        Ok((rights, office.may_vet(&officer, &page.mission, &page.vetting)?))
    });
    let (rights, decide) = found.await?;
    Ok(Found::one(MissionRightsView {
        change: rights.change,
        ask: rights.ask,
        propose: rights.propose,
        review: rights.review,
        decline: rights.decline,
        lay_before: rights.lay_before,
        take_back: rights.take_back,
        depart: rights.depart,
        hand_in: rights.hand_in,
        answer: rights.answer,
        recommend: rights.recommend,
        close: rights.close,
        cancel: rights.cancel,
        decide: decide.iter().map(ToString::to_string).collect(),
    }))
}

/// A step of a mission.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepName {
    /// Hand it in for review.
    Propose,
    /// Give it back with a question.
    AskBack,
    /// Find it worth going for.
    Accept,
    /// Find it not worth going for.
    Decline,
    /// Lay it before those who decide.
    LayBefore,
    /// Take it back from them.
    TakeBack,
    /// Its members leave.
    Depart,
    /// Hand in its report.
    HandIn,
    /// Close it.
    Close,
    /// It does not take place.
    Cancel,
}

/// The records that are held, looked through for what a mission asks, before the decision is written.
async fn looked(caller: &Caller, id: MissionId) -> Result<HeldLook, Problem> {
    read(caller, move |office| office.look_through(&office.mission_page(&id.to_string())?.questions)).await
}

/// A step, from the state that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissionStepBody {
    /// Which.
    step: StepName,
    /// The number of the last change that was seen.
    revision: u32,
    /// The question with which it is given back, or why it is declined or cancelled.
    #[serde(default)]
    reason: String,
    /// The record that is the report.
    record: Option<String>,
}

async fn step(caller: Caller, sent: Sent<MissionStepBody>) -> Done<MissionView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let step = match body.step {
        StepName::Propose => MissionStep::Propose,
        StepName::AskBack => MissionStep::AskBack(body.reason),
        StepName::Accept => MissionStep::Accept,
        StepName::Decline => MissionStep::Decline(body.reason),
        StepName::LayBefore => MissionStep::LayBefore,
        StepName::TakeBack => MissionStep::TakeBack,
        StepName::Depart => MissionStep::Depart,
        StepName::HandIn => {
            let record = body.record.as_deref().and_then(RecordId::parse);
            MissionStep::HandIn(record.ok_or_else(|| unnamed(&caller, "#/record"))?)
        }
        StepName::Close => MissionStep::Close,
        StepName::Cancel => MissionStep::Cancel(body.reason),
    };
    let look = if step.wants_look().is_some() { looked(&caller, id).await? } else { HeldLook::default() };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let seen = (id, body.revision);
        let mission = desk::take_mission_step(writer, turn, seen, &step, &look).map_err(as_a_rule)?;
        Ok(Reply::of(MissionView::from(&mission)))
    });
    kept.await
}

/// A question that is wanted on the list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedBody {
    /// The need or request.
    thing: ThingView,
    /// The question of the need, in its words there.
    #[serde(default)]
    text: String,
    /// The host that shall be asked.
    host: Option<String>,
}

/// A change to the questions of a mission: one of these.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "do", deny_unknown_fields)]
pub enum EditBody {
    /// Take these along; nearly the same become one.
    Ask {
        /// What is wanted.
        wanted: Vec<WantedBody>,
    },
    /// Make one of two; the first stays in its words.
    Join {
        /// The first.
        question: String,
        /// The other.
        other: String,
    },
    /// Make a question of its own of what one asker asks.
    Split {
        /// The question.
        question: String,
        /// The place of the asker, from 0.
        asker: usize,
    },
    /// Put it in other words, and say which host is asked.
    Reword {
        /// The question.
        question: String,
        /// In these words.
        text: String,
        /// The host that shall be asked; left out, any.
        host: Option<String>,
    },
    /// Move it one place up.
    Lift {
        /// The question.
        question: String,
    },
    /// Leave it out.
    LeaveOut {
        /// The question.
        question: String,
    },
}

/// A change to the questions, from the state that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionsBody {
    /// The number of the last change that was seen.
    revision: u32,
    /// What is to be done.
    edit: EditBody,
}

fn host_of(caller: &Caller, pointer: &str, host: Option<&String>) -> Result<Option<HostId>, Problem> {
    host.map(|host| HostId::parse(host).ok_or_else(|| unnamed(caller, pointer))).transpose()
}

fn edit_of(caller: &Caller, body: &EditBody) -> Result<QuestionEdit, Problem> {
    let question = |text: &String, pointer: &str| QuestionId::parse(text).ok_or_else(|| unnamed(caller, pointer));
    Ok(match body {
        EditBody::Ask { wanted } => {
            let mut all = Vec::new();
            for (at, one) in wanted.iter().enumerate() {
                let host = host_of(caller, &format!("#/edit/wanted/{at}/host"), one.host.as_ref())?;
                let thing = Thing { noun: one.thing.noun.0, name: one.thing.name.clone() };
                all.push(Wanted { thing, text: one.text.clone(), host });
            }
            QuestionEdit::Ask(all)
        }
        EditBody::Join { question: one, other } => {
            QuestionEdit::Join(question(one, "#/edit/question")?, question(other, "#/edit/other")?)
        }
        EditBody::Split { question: one, asker } => QuestionEdit::Split(question(one, "#/edit/question")?, *asker),
        EditBody::Reword { question: one, text, host } => QuestionEdit::Reword(
            question(one, "#/edit/question")?,
            text.clone(),
            host_of(caller, "#/edit/host", host.as_ref())?,
        ),
        EditBody::Lift { question: one } => QuestionEdit::Lift(question(one, "#/edit/question")?),
        EditBody::LeaveOut { question: one } => QuestionEdit::LeaveOut(question(one, "#/edit/question")?),
    })
}

async fn questions(caller: Caller, sent: Sent<QuestionsBody>) -> Done<MissionView> {
    let id = named(&caller, &sent.way)?;
    let (revision, edit) = (sent.body.revision, edit_of(&caller, &sent.body.edit)?);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let mission = desk::edit_questions(writer, turn, office, id, revision, &edit).map_err(as_a_rule)?;
        Ok(Reply::of(MissionView::from(&mission)))
    });
    kept.await
}

/// What a reviewer says of the records that are held: a record, or a reason.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupBody {
    /// The number of the last change that was seen.
    revision: u32,
    /// The question.
    question: String,
    /// The record that answers it: whoever asks is given it.
    record: Option<String>,
    /// Why it is asked all the same.
    #[serde(default)]
    reason: String,
}

async fn look_up(caller: Caller, sent: Sent<LookupBody>) -> Done<MissionView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let question = QuestionId::parse(&body.question).ok_or_else(|| unnamed(&caller, "#/question"))?;
    let given = match body.record {
        Some(record) => LookupGiven::Known(RecordId::parse(&record).ok_or_else(|| unnamed(&caller, "#/record"))?),
        None => LookupGiven::StillAsked(body.reason),
    };
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let seen = (id, body.revision);
        let mission = desk::look_up(writer, turn, office, seen, question, &given).map_err(as_a_rule)?;
        Ok(Reply::of(MissionView::from(&mission)))
    });
    kept.await
}

/// Somebody who shall go.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberBody {
    /// Who, of the roster.
    specialist: String,
    /// What they do there.
    #[serde(default)]
    part: String,
}

/// Who goes, from the state that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MembersBody {
    /// The number of the last change that was seen.
    revision: u32,
    /// All who go.
    members: Vec<MemberBody>,
}

async fn members(caller: Caller, sent: Sent<MembersBody>) -> Done<MissionView> {
    let id = named(&caller, &sent.way)?;
    let revision = sent.body.revision;
    let mut all = Vec::new();
    for (at, one) in sent.body.members.iter().enumerate() {
        let specialist = SpecialistId::parse(&one.specialist);
        let specialist = specialist.ok_or_else(|| unnamed(&caller, &format!("#/members/{at}/specialist")))?;
        all.push((specialist, one.part.clone()));
    }
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let mission = desk::name_members(writer, turn, id, revision, &all).map_err(as_a_rule)?;
        Ok(Reply::of(MissionView::from(&mission)))
    });
    kept.await
}

/// Why somebody may go although a report of theirs is overdue.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportWaiverBody {
    /// The number of the last change that was seen.
    revision: u32,
    /// Who.
    specialist: String,
    /// Why.
    reason: String,
}

async fn waive(caller: Caller, sent: Sent<ReportWaiverBody>) -> Done<MissionView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let specialist = SpecialistId::parse(&body.specialist).ok_or_else(|| unnamed(&caller, "#/specialist"))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let seen = (id, body.revision);
        let mission = desk::waive_report(writer, turn, seen, specialist, &body.reason).map_err(as_a_rule)?;
        Ok(Reply::of(MissionView::from(&mission)))
    });
    kept.await
}

/// A decision whether a mission may go.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    /// The number of the last change that was seen: it is decided of that and of nothing else.
    revision: u32,
    /// The rule that asked for it.
    rule: String,
    /// Whether it may go.
    yes: bool,
    /// What is to be said with it; for a no it is needed.
    #[serde(default)]
    reason: String,
}

async fn decide(caller: Caller, sent: Sent<DecisionBody>) -> Done<MissionView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let rule = VettingRuleId::parse(&body.rule).ok_or_else(|| unnamed(&caller, "#/rule"))?;
    let look = if body.yes { looked(&caller, id).await? } else { HeldLook::default() };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let (seen, said) = ((id, body.revision), (body.yes, body.reason.as_str()));
        let mission = desk::decide_vetting(writer, turn, seen, rule, said, &look).map_err(as_a_rule)?;
        Ok(Reply::of(MissionView::from(&mission)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read(
        "/api/v1/missions/{mission}/rights",
        open,
        "mission_rights",
        "What the caller may do with a mission",
        rights,
    )
    .act("/api/v1/missions/{mission}/step", open, "mission_step", "Takes a step with a mission", step)
    .act("/api/v1/missions/{mission}/questions", open, "edit_questions", "Edits what a mission asks", questions)
    .act(
        "/api/v1/missions/{mission}/lookup",
        open,
        "look_up_question",
        "Says whether a record that is held answers a question",
        look_up,
    )
    .act("/api/v1/missions/{mission}/members", open, "name_members", "Names who goes", members)
    .act(
        "/api/v1/missions/{mission}/waiver",
        open,
        "waive_report",
        "Lets somebody go although a report of theirs is overdue",
        waive,
    )
    .act("/api/v1/missions/{mission}/decision", open, "decide_vetting", "Says whether a mission may go", decide)
}
