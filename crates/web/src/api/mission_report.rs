//! The report of a mission: handed in, cut into records, sent to who should have it; what it recommends.

use model::{
    EditId, Ending, MissionId, PostId, QuestionEnd, QuestionId, Recommendation, RecommendationId, ReportGiven,
    ReportPiece,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::marking::MarkingView;
use super::mission_view::MissionView;
use super::word::{Day, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A record that a report was cut into, and a question that it answers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReportRecordView {
    /// The record.
    pub record: String,
    /// The question.
    pub question: String,
}

/// What was done with a question that was refused.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionEndView {
    /// The question.
    pub question: String,
    /// What is done with it.
    pub ending: Word<Ending>,
    /// Why it is given up, or where it is asked.
    #[serde(default)]
    pub reason: String,
}

/// What a mission recommends.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RecommendationView {
    /// Its name.
    pub id: String,
    /// What is to be done.
    pub text: String,
    /// The post that has to do it.
    pub owner: Option<String>,
    /// By when.
    pub due: Option<Day>,
    /// What came of it; empty until its owner says so.
    pub outcome: String,
}

impl From<&Recommendation> for RecommendationView {
    fn from(one: &Recommendation) -> RecommendationView {
        RecommendationView {
            id: one.id.to_string(),
            text: one.text.clone(),
            owner: one.owner.as_ref().map(|(post, _)| post.to_string()),
            due: one.owner.as_ref().map(|(_, due)| Day(*due)),
            outcome: one.outcome.clone(),
        }
    }
}

/// Somebody who should have the report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReportRecipientView {
    /// The post.
    pub post: String,
    /// Whether it asked something; otherwise the plan names it or its unit.
    pub asks: bool,
    /// Whether somebody there may see the report.
    pub may_see: bool,
    /// Records of the report that were laid before it.
    pub n_got: usize,
    /// Of these it looked at so many.
    pub n_read: usize,
}

/// What became of a report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReportView {
    /// The records that it was cut into.
    pub records: Vec<ReportRecordView>,
    /// What was done with questions that were refused.
    pub ends: Vec<QuestionEndView>,
    /// What it recommends.
    pub recommendations: Vec<RecommendationView>,
    /// Who should have it.
    pub recipients: Vec<ReportRecipientView>,
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<ReportView> {
    let (id, today) = (way.get("mission").to_owned(), caller.app.today());
    let found = read(&caller, move |office| {
        let mission = office.mission(&id)?;
        Ok((office.report_page(mission.id)?, office.recipients(&mission, today)?))
    });
    let (page, recipients) = found.await?;
    let record = |line: &store::ReportRecord| ReportRecordView {
        record: line.record.to_string(),
        question: line.question.to_string(),
    };
    let end = |end: &QuestionEnd| QuestionEndView {
        question: end.question.to_string(),
        ending: Word(end.ending),
        reason: end.reason.clone(),
    };
    let recipient = |one: &desk::Recipient| ReportRecipientView {
        post: one.post.to_string(),
        asks: one.asks,
        may_see: one.may_see,
        n_got: one.n_got,
        n_read: one.n_read,
    };
    Ok(Found::one(ReportView {
        records: page.records.iter().map(record).collect(),
        ends: page.ends.iter().map(end).collect(),
        recommendations: page.recommendations.iter().map(RecommendationView::from).collect(),
        recipients: recipients.iter().map(recipient).collect(),
    }))
}

/// A record that a report is cut into.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PieceBody {
    /// The questions that it answers: one, or several whose answers are joined.
    questions: Vec<String>,
    /// Its title.
    title: String,
    /// What was learned.
    text: String,
    /// Who may see it, beside what the mission is marked with; never more people than those.
    marking: Option<MarkingView>,
    /// The edits whose files go with it.
    #[serde(default)]
    files: Vec<String>,
}

/// A report.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBody {
    /// The number of the last change of the mission that was seen.
    revision: u32,
    /// The title of the whole.
    title: String,
    /// The whole: what was asked and what became of each question.
    text: String,
    /// The records that it is cut into: every answer goes into one at least.
    pieces: Vec<PieceBody>,
    /// What is done with each question that was refused.
    #[serde(default)]
    ends: Vec<QuestionEndView>,
    /// The number of the last edit of its answers that was seen. Where another came since, nothing is done.
    #[serde(default)]
    edits: u64,
}

fn named(caller: &Caller, way: &Way) -> Result<MissionId, Problem> {
    MissionId::parse(way.get("mission")).ok_or_else(|| missing(caller))
}

/// What stands at a place of the body and names nothing.
fn unnamed(caller: &Caller, pointer: &str) -> Problem {
    slip(caller, pointer, caller.speech().say("failure-missing"))
}

fn piece_of(caller: &Caller, at: usize, body: &PieceBody) -> Result<ReportPiece, Problem> {
    let place = |field: &str| format!("#/pieces/{at}/{field}");
    let questions = body.questions.iter().map(|text| QuestionId::parse(text));
    let files = body.files.iter().map(|text| EditId::parse(text));
    let marking = body.marking.as_ref().map(MarkingView::read).transpose().map_err(|(within, refusal)| {
        slip(caller, &format!("{}{within}", place("marking")), caller.speech().refusal(&refusal))
    })?;
    Ok(ReportPiece {
        questions: questions.collect::<Option<_>>().ok_or_else(|| unnamed(caller, &place("questions")))?,
        title: body.title.clone(),
        text: body.text.clone(),
        marking: marking.unwrap_or_default(),
        files: files.collect::<Option<_>>().ok_or_else(|| unnamed(caller, &place("files")))?,
    })
}

async fn hand_in(caller: Caller, sent: Sent<ReportBody>) -> Done<MissionView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let pieces = body.pieces.iter().enumerate().map(|(at, piece)| piece_of(&caller, at, piece));
    let mut ends = Vec::new();
    for (at, end) in body.ends.iter().enumerate() {
        let question = QuestionId::parse(&end.question);
        let question = question.ok_or_else(|| unnamed(&caller, &format!("#/ends/{at}/question")))?;
        ends.push(QuestionEnd { question, ending: end.ending.0, reason: end.reason.clone() });
    }
    let pieces = pieces.collect::<Result<_, _>>()?;
    let (revision, given) =
        (body.revision, ReportGiven { title: body.title, text: body.text, pieces, ends, seen: body.edits });
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let mission = desk::hand_in_report(writer, turn, office, (id, revision), given).map_err(as_a_rule)?;
        Ok(Reply::of(MissionView::from(&mission)))
    });
    kept.await
}

/// To whom a report is sent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CopyBody {
    /// The post.
    post: String,
}

async fn send(caller: Caller, sent: Sent<CopyBody>) -> Done<MissionView> {
    let id = named(&caller, &sent.way)?;
    let post = PostId::new(&sent.body.post).map_err(|_| unnamed(&caller, "#/post"))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let mission = office.mission(&id.to_string())?;
        desk::send_report(writer, turn, office, id, &post).map_err(as_a_rule)?;
        Ok(Reply::of(MissionView::from(&mission)))
    });
    kept.await
}

/// Something that is recommended.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecommendationBody {
    /// What is to be done.
    text: String,
}

async fn recommend(caller: Caller, sent: Sent<RecommendationBody>) -> Done<RecommendationView> {
    let id = named(&caller, &sent.way)?;
    let text = sent.body.text.clone();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let new = RecommendationId::from_bits((turn.ids)());
        let one = desk::recommend(writer, turn, id, new, &text).map_err(as_a_rule)?;
        Ok(Reply::of(RecommendationView::from(&one)))
    });
    kept.await
}

/// Who has to do what is recommended.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnerBody {
    /// The recommendation.
    recommendation: String,
    /// The post.
    post: String,
    /// By when.
    due: Day,
}

async fn give(caller: Caller, sent: Sent<OwnerBody>) -> Done<RecommendationView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let one = RecommendationId::parse(&body.recommendation);
    let one = one.ok_or_else(|| unnamed(&caller, "#/recommendation"))?;
    let post = PostId::new(&body.post).map_err(|_| unnamed(&caller, "#/post"))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let given = desk::give_recommendation(writer, turn, office, (id, one), &post, body.due.0).map_err(as_a_rule)?;
        Ok(Reply::of(RecommendationView::from(&given)))
    });
    kept.await
}

/// What came of a recommendation.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeBody {
    /// The recommendation.
    recommendation: String,
    /// What came of it.
    outcome: String,
}

async fn follow(caller: Caller, sent: Sent<OutcomeBody>) -> Done<RecommendationView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let one = RecommendationId::parse(&body.recommendation);
    let one = one.ok_or_else(|| unnamed(&caller, "#/recommendation"))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::follow_recommendation(writer, turn, (id, one), &body.outcome).map_err(as_a_rule)?;
        Ok(Reply::of(RecommendationView::from(&done)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/missions/{mission}/report", open, "show_report", "What became of the report of a mission", show)
        .act(
            "/api/v1/missions/{mission}/report",
            open,
            "hand_in_report",
            "Hands in the report of a mission, cut into records that go to who asked",
            hand_in,
        )
        .act(
            "/api/v1/missions/{mission}/report/copies",
            open,
            "send_report",
            "Sends the report to a post that should have it",
            send,
        )
        .act(
            "/api/v1/missions/{mission}/recommendations",
            open,
            "recommend",
            "Says what a mission recommends",
            recommend,
        )
        .act(
            "/api/v1/missions/{mission}/recommendations/owner",
            open,
            "give_recommendation",
            "Says which post does what is recommended, and by when",
            give,
        )
        .act(
            "/api/v1/missions/{mission}/recommendations/outcome",
            open,
            "follow_recommendation",
            "Says what came of what is recommended",
            follow,
        )
}
