//! What a mission learns: answers read, edits taken as they come.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::{Answer, AnswerEdit, EditId, Evidence, MissionId, QuestionId, QuestionState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent, problem_of};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// Notes as somebody wrote them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AnswerNoteView {
    /// The edit that wrote them.
    pub edit: String,
    /// What they say.
    pub text: String,
    /// Who wrote them, as the ledger writes it.
    pub by: String,
    /// When, by the clock of the device.
    pub made_at: Moment,
}

/// A file of an answer that belongs to no record yet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AnswerFileView {
    /// The edit that brought it.
    pub edit: String,
    /// The name of the file.
    pub name: String,
    /// Who brought it, as the ledger writes it.
    pub by: String,
}

/// What the edits of an answer come to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AnswerView {
    /// The question.
    pub question: String,
    /// How it ended, or that it did not yet.
    pub state: Word<QuestionState>,
    /// On what it rests.
    pub evidence: Option<Word<Evidence>>,
    /// What was refused or not asked, and why.
    pub reason: String,
    /// The notes. More than one were written beside each other, and wait to be joined.
    pub notes: Vec<AnswerNoteView>,
    /// Its files.
    pub files: Vec<AnswerFileView>,
    /// The greatest clock of its edits: the next edit has one more.
    pub clock: u64,
}

impl From<&Answer> for AnswerView {
    fn from(answer: &Answer) -> AnswerView {
        let note = |note: &model::AnswerNote| AnswerNoteView {
            edit: note.edit.to_string(),
            text: note.text.clone(),
            by: note.by.clone(),
            made_at: Moment(note.made_at),
        };
        let file = |file: &model::AnswerFile| AnswerFileView {
            edit: file.edit.to_string(),
            name: file.name.clone(),
            by: file.by.clone(),
        };
        AnswerView {
            question: answer.question.to_string(),
            state: Word(answer.state),
            evidence: answer.evidence.map(Word),
            reason: answer.reason.clone(),
            notes: answer.notes.iter().map(note).collect(),
            files: answer.files.iter().map(file).collect(),
            clock: answer.clock,
        }
    }
}

/// The answers of a mission.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AnswersView {
    /// One for each question, in no order that says anything.
    pub answers: Vec<AnswerView>,
    /// Whether they may be kept on a phone, by the marking of the mission and the setting of the office.
    pub on_phones: bool,
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<AnswersView> {
    let id = way.get("mission").to_owned();
    let found = read(&caller, move |office| {
        let mission = office.mission(&id)?;
        Ok((office.mission_answers(mission.id)?, office.may_be_kept_on_phones(&mission)))
    });
    let (answers, on_phones) = found.await?;
    Ok(Found::one(AnswersView { answers: answers.values().map(AnswerView::from).collect(), on_phones }))
}

/// An edit of an answer. What it does not set stays as it is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditBody {
    /// Its name: 128 random bits, drawn where it was made, as 32 digits. Under the same name it is kept once.
    id: String,
    /// The question.
    question: String,
    /// One more than the greatest clock that its writer had seen of this answer.
    clock: u64,
    /// When it was made, in microseconds since 1970.
    #[serde(default)]
    made_at: i64,
    /// How it ended.
    state: Option<Word<QuestionState>>,
    /// On what it rests.
    evidence: Option<Word<Evidence>>,
    /// What was refused or not asked, and why.
    reason: Option<String>,
    /// What was noted down.
    notes: Option<String>,
    /// The edits whose notes its writer had before them: these take their place.
    #[serde(default)]
    seen: Vec<String>,
    /// The edit whose file is taken away.
    taken: Option<String>,
}

/// Edits of answers, in any order, also such as were sent before.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditsBody {
    /// The edits.
    edits: Vec<EditBody>,
    /// The number up to which the sender knows the edits of others; 0 or left out, none.
    #[serde(default)]
    after: u64,
}

/// An edit that somebody else made.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EditView {
    /// Its number among the edits of the mission.
    pub number: u64,
    /// Its name.
    pub id: String,
    /// The question.
    pub question: String,
    /// Its clock.
    pub clock: u64,
    /// Who made it, as the ledger writes it.
    pub by: String,
    /// When, by the clock of the device.
    pub made_at: Moment,
    /// How it ended.
    pub state: Option<Word<QuestionState>>,
    /// On what it rests.
    pub evidence: Option<Word<Evidence>>,
    /// What was refused or not asked, and why.
    pub reason: Option<String>,
    /// What was noted down.
    pub notes: Option<String>,
    /// The edits whose notes its writer had before them.
    pub seen: Vec<String>,
    /// The name of the file that it brought.
    pub file: Option<String>,
    /// The edit whose file it took away.
    pub taken: Option<String>,
}

/// An edit that is not taken.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RefusedEditView {
    /// Its name.
    pub edit: String,
    /// Why.
    pub reason: String,
}

/// What became of edits that were sent, and what others wrote meanwhile.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EditsTakenView {
    /// Those that are kept, now or before.
    pub kept: Vec<String>,
    /// Those that are not taken. The others are kept all the same.
    pub refused: Vec<RefusedEditView>,
    /// Edits that the sender did not know.
    pub news: Vec<EditView>,
    /// The number up to which the sender knows all edits now.
    pub upto: u64,
}

fn named(caller: &Caller, way: &Way) -> Result<MissionId, Problem> {
    MissionId::parse(way.get("mission")).ok_or_else(|| missing(caller))
}

/// The name of an edit at a place of the body.
pub(super) fn edit_named(caller: &Caller, pointer: &str, text: &str) -> Result<EditId, Problem> {
    EditId::parse(text).ok_or_else(|| slip(caller, pointer, caller.speech().say("abroad-edit-unread")))
}

fn edit_of(caller: &Caller, at: usize, body: &EditBody) -> Result<AnswerEdit, Problem> {
    let place = |field: &str| format!("#/edits/{at}/{field}");
    let question = QuestionId::parse(&body.question)
        .ok_or_else(|| slip(caller, &place("question"), caller.speech().say("failure-missing")))?;
    let id = edit_named(caller, &place("id"), &body.id)?;
    let mut edit = AnswerEdit::new(id, question, body.clock, "", body.made_at);
    (edit.state, edit.evidence) = (body.state.map(|word| word.0), body.evidence.map(|word| word.0));
    (edit.reason, edit.notes) = (body.reason.clone(), body.notes.clone());
    for seen in &body.seen {
        edit.seen.insert(edit_named(caller, &place("seen"), seen)?);
    }
    edit.taken = body.taken.as_ref().map(|taken| edit_named(caller, &place("taken"), taken)).transpose()?;
    Ok(edit)
}

fn edit_view(number: u64, edit: &AnswerEdit) -> EditView {
    EditView {
        number,
        id: edit.id.to_string(),
        question: edit.question.to_string(),
        clock: edit.clock,
        by: edit.by.clone(),
        made_at: Moment(edit.made_at),
        state: edit.state.map(Word),
        evidence: edit.evidence.map(Word),
        reason: edit.reason.clone(),
        notes: edit.notes.clone(),
        seen: edit.seen.iter().map(ToString::to_string).collect(),
        file: edit.file.clone(),
        taken: edit.taken.map(|taken| taken.to_string()),
    }
}

async fn take(caller: Caller, sent: Sent<EditsBody>) -> Done<EditsTakenView> {
    let id = named(&caller, &sent.way)?;
    let after = sent.body.after;
    let edits = sent.body.edits.iter().enumerate().map(|(at, body)| edit_of(&caller, at, body));
    let edits = edits.collect::<Result<Vec<_>, _>>()?;
    let speech = caller.speech();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let taken = desk::take_answers(writer, turn, id, &edits, after).map_err(as_a_rule)?;
        let refused = |(edit, refusal): &(EditId, model::Refusal)| RefusedEditView {
            edit: edit.to_string(),
            reason: speech.refusal(refusal),
        };
        Ok(Reply::of(EditsTakenView {
            kept: taken.kept.iter().map(ToString::to_string).collect(),
            refused: taken.refused.iter().map(refused).collect(),
            news: taken.news.iter().map(|(number, edit)| edit_view(*number, edit)).collect(),
            upto: taken.upto,
        }))
    });
    kept.await
}

/// A file of an answer. The form of a page takes larger ones than a call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerFileBody {
    /// The name of the edit that brings it. Under the same name it is kept once.
    edit: String,
    /// The question.
    question: String,
    /// One more than the greatest clock that its writer had seen of this answer.
    clock: u64,
    /// When it was made, in microseconds since 1970.
    #[serde(default)]
    made_at: i64,
    /// The name of the file.
    name: String,
    /// What is in it, in base 64.
    base64: String,
}

async fn take_file(caller: Caller, sent: Sent<AnswerFileBody>) -> Done<AnswerView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let question = QuestionId::parse(&body.question)
        .ok_or_else(|| slip(&caller, "#/question", caller.speech().say("failure-missing")))?;
    let edit = edit_named(&caller, "#/edit", &body.edit)?;
    let edit = AnswerEdit::new(edit, question, body.clock, "", body.made_at);
    let bytes = STANDARD
        .decode(body.base64.trim())
        .map_err(|_| slip(&caller, "#/base64", caller.speech().say("intake-not-base64")))?;
    let (name, now) = (body.name, caller.app.now());
    // What is not seen takes no file.
    let seen = id.to_string();
    read(&caller, move |office| office.mission(&seen).map(|_| ())).await?;
    let brought = caller.app.reach_out(move |office| desk::bring(office, &name, &bytes, now)).await;
    let brought = brought.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let answer = desk::take_answer_file(writer, turn, id, &edit, &brought).map_err(as_a_rule)?;
        Ok(Reply::of(AnswerView::from(&answer)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/missions/{mission}/answers", open, "list_answers", "What a mission learned", list)
        .act(
            "/api/v1/missions/{mission}/answers",
            open,
            "edit_answers",
            "Takes edits of answers, also such as were made without a network, and tells those of others",
            take,
        )
        .act(
            "/api/v1/missions/{mission}/answer-files",
            open,
            "bring_answer_file",
            "Brings a file of an answer; it is given out once the report is cut into records",
            take_file,
        )
}
