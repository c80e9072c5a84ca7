//! Visits of inspections: listed, given to posts, noted, photographed, closed, answered.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::{
    EvidenceClass, InspectionId, Rung, SiteVisit, Verdict, VisitFound, VisitId, VisitNote, VisitPhoto, VisitState,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::VisitFilter;

use super::answer::{Found, Reply, Sent, problem_of};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::mission_answer::edit_named;
use super::sample::post_named;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A visit of an inspection.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VisitView {
    /// Its name.
    pub id: String,
    /// The programme for which it was drawn.
    pub inspection: String,
    /// The adoption that is looked at.
    pub adoption: String,
    /// Of what.
    pub technology: String,
    /// By which unit.
    pub unit: String,
    /// The post that owned the claim when it was drawn.
    pub owner: String,
    /// The rung that was claimed.
    pub rung: Word<Rung>,
    /// How well it was shown.
    pub class: Word<EvidenceClass>,
    /// The stratum in which it was drawn.
    pub stratum: String,
    /// The post that goes.
    pub inspector: Option<String>,
    /// The day by which it is to be closed.
    pub due: Day,
    /// Where it stands.
    pub state: Word<VisitState>,
    /// What was found.
    pub verdict: Option<Word<Verdict>>,
    /// The rung that was found.
    pub found: Option<Word<Rung>>,
    /// In words.
    pub words: String,
    /// The day on which somebody was there.
    pub on: Option<Day>,
    /// Who closed it, as the ledger writes it.
    pub by: String,
    /// When.
    pub at: Option<Moment>,
    /// What the owner says to it.
    pub answer: String,
    /// The number of its last change.
    pub revision: u32,
}

impl From<&SiteVisit> for VisitView {
    fn from(visit: &SiteVisit) -> VisitView {
        VisitView {
            id: visit.id.to_string(),
            inspection: visit.inspection.to_string(),
            adoption: visit.adoption.to_string(),
            technology: visit.technology.to_string(),
            unit: visit.unit.to_string(),
            owner: visit.owner.to_string(),
            rung: Word(visit.rung),
            class: Word(visit.class),
            stratum: visit.stratum.clone(),
            inspector: visit.inspector.as_ref().map(ToString::to_string),
            due: Day(visit.due),
            state: Word(visit.state),
            verdict: visit.verdict.map(Word),
            found: visit.found.map(Word),
            words: visit.words.clone(),
            on: visit.on.map(Day),
            by: visit.by.clone(),
            at: visit.at.map(Moment),
            answer: visit.answer.clone(),
            revision: visit.revision,
        }
    }
}

/// Which visits are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitQuery {
    /// Of this programme.
    inspection: Option<String>,
    /// That stand so.
    state: Option<Word<VisitState>>,
}

async fn list(caller: Caller, _: Way, query: VisitQuery) -> Outcome<Listed<VisitView>> {
    let inspection = match query.inspection.as_deref() {
        Some(name) => Some(InspectionId::parse(name).ok_or_else(|| missing(&caller))?),
        None => None,
    };
    let filter = VisitFilter { inspection, ..VisitFilter::default() };
    let state = query.state.map(|state| state.0);
    let lines = read(&caller, move |office| office.visit_lines(&filter)).await?;
    let fits = |visit: &SiteVisit| state.is_none_or(|state| visit.state == state);
    let found = lines.iter().map(|line| &line.visit).filter(|visit| fits(visit));
    Ok(Found::listed(Listed::whole(found.map(VisitView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<VisitView> {
    let id = way.get("visit").to_owned();
    let visit = read(&caller, move |office| office.site_visit(&id)).await?;
    Ok(Found::versioned(VisitView::from(&visit), u64::from(visit.revision)))
}

pub(super) fn named(caller: &Caller, way: &Way) -> Result<VisitId, Problem> {
    VisitId::parse(way.get("visit")).ok_or_else(|| missing(caller))
}

/// Who makes a visit.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InspectorBody {
    /// The revision of the visit that was seen.
    revision: u32,
    /// The post that goes.
    post: String,
}

async fn assign(caller: Caller, sent: Sent<InspectorBody>) -> Done<VisitView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let post = post_named(&caller, "#/post", &body.post)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::assign_visit(writer, turn, (id, body.revision), &post).map_err(as_a_rule)?;
        Ok(Reply::of(VisitView::from(&done)))
    });
    kept.await
}

/// A note from a visit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VisitNoteView {
    /// Its name.
    pub id: String,
    /// The question, by its place in the checklist from 1.
    pub question: u16,
    /// What was noted: `yes`, `no` or words. The last one of each question counts.
    pub value: String,
    /// When, by the clock of the phone.
    pub made_at: Moment,
    /// Who, as the ledger writes it.
    pub by: String,
}

async fn notes(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<VisitNoteView>> {
    let id = way.get("visit").to_owned();
    let page = read(&caller, move |office| office.visit_page(&id)).await?;
    let view = |note: &VisitNote| VisitNoteView {
        id: note.id.to_string(),
        question: note.question,
        value: note.value.clone(),
        made_at: Moment(note.made_at),
        by: note.by.clone(),
    };
    Ok(Found::listed(Listed::whole(page.notes.iter().map(view).collect())))
}

/// A note as it is sent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitNoteBody {
    /// Its name: 32 digits. Under the same name it is kept once.
    id: String,
    /// The question, by its place in the checklist from 1.
    question: u16,
    /// What was noted: `yes`, `no` or words.
    value: String,
    /// When, in microseconds since 1970; left out, now. The last note of a question counts.
    made_at: Option<i64>,
}

/// Notes as they are sent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitNotesBody {
    /// The notes.
    notes: Vec<VisitNoteBody>,
}

/// A note that was not taken.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RefusedNoteView {
    /// Its name.
    pub note: String,
    /// Why.
    pub reason: String,
}

/// What became of notes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NotesTakenView {
    /// Those that are held now.
    pub kept: Vec<String>,
    /// Those that are not.
    pub refused: Vec<RefusedNoteView>,
}

async fn take_notes(caller: Caller, sent: Sent<VisitNotesBody>) -> Done<NotesTakenView> {
    let id = named(&caller, &sent.way)?;
    let mut notes = Vec::new();
    for (at, body) in sent.body.notes.iter().enumerate() {
        notes.push(VisitNote {
            id: edit_named(&caller, &format!("#/notes/{at}/id"), &body.id)?,
            question: body.question,
            value: body.value.clone(),
            made_at: body.made_at.unwrap_or_else(|| caller.app.now()),
            by: String::new(),
        });
    }
    let speech = caller.speech();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let taken = desk::take_notes(writer, turn, id, &notes).map_err(as_a_rule)?;
        let refused = |(note, refusal): &(model::EditId, model::Refusal)| RefusedNoteView {
            note: note.to_string(),
            reason: speech.refusal(refusal),
        };
        Ok(Reply::of(NotesTakenView {
            kept: taken.kept.iter().map(ToString::to_string).collect(),
            refused: taken.refused.iter().map(refused).collect(),
        }))
    });
    kept.await
}

/// A photograph from a visit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VisitPhotoView {
    /// Its name.
    pub id: String,
    /// The question, by its place in the checklist from 1.
    pub question: u16,
    /// What the file is called.
    pub name: String,
    /// Its size in bytes.
    pub n_bytes: u64,
    /// When it was taken, as the phone says it.
    pub taken: String,
    /// Where, as the phone says it; empty where it would not say.
    pub place: String,
    /// The hash that was made as it was taken, of its bytes, time and place; empty where none was made.
    pub seal: String,
}

impl From<&VisitPhoto> for VisitPhotoView {
    fn from(photo: &VisitPhoto) -> VisitPhotoView {
        VisitPhotoView {
            id: photo.id.to_string(),
            question: photo.question,
            name: photo.name.clone(),
            n_bytes: photo.n_bytes,
            taken: photo.taken.clone(),
            place: photo.place.clone(),
            seal: photo.seal.clone(),
        }
    }
}

async fn photos(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<VisitPhotoView>> {
    let id = way.get("visit").to_owned();
    let page = read(&caller, move |office| office.visit_page(&id)).await?;
    Ok(Found::listed(Listed::whole(page.photos.iter().map(VisitPhotoView::from).collect())))
}

/// A photograph with what is in it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VisitPhotoBytesView {
    /// The photograph.
    pub photo: VisitPhotoView,
    /// Its bytes, in base 64.
    pub base64: String,
}

async fn photo(caller: Caller, way: Way, _: Nothing) -> Outcome<VisitPhotoBytesView> {
    let (id, now) = (way.get("visit").to_owned(), caller.app.now());
    let photo = model::EditId::parse(way.get("photo")).ok_or_else(|| missing(&caller))?;
    let (photo, bytes) = read(&caller, move |office| office.visit_photo(&id, photo, now)).await?;
    Ok(Found::one(VisitPhotoBytesView { photo: VisitPhotoView::from(&photo), base64: STANDARD.encode(bytes) }))
}

/// A photograph as it is sent. The form of a page takes larger ones than a call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitPhotoBody {
    /// Its name: 32 digits. Under the same name it is kept once.
    id: String,
    /// The question, by its place in the checklist from 1.
    question: u16,
    /// What the file is called.
    name: String,
    /// When it was taken.
    #[serde(default)]
    taken: String,
    /// Where.
    #[serde(default)]
    place: String,
    /// The hash of its bytes, a line feed, the time, a line feed and the place (SHA-256, hexadecimal), made as it was taken.
    #[serde(default)]
    seal: String,
    /// What is in it, in base 64.
    base64: String,
}

async fn take_photo(caller: Caller, sent: Sent<VisitPhotoBody>) -> Done<VisitPhotoView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let bytes = STANDARD
        .decode(body.base64.trim())
        .map_err(|_| slip(&caller, "#/base64", caller.speech().say("intake-not-base64")))?;
    let photo = VisitPhoto {
        id: edit_named(&caller, "#/id", &body.id)?,
        question: body.question,
        name: body.name.clone(),
        n_bytes: 0,
        taken: body.taken.clone(),
        place: body.place.clone(),
        seal: body.seal.to_lowercase(),
        by: String::new(),
        at: 0,
    };
    let seal = desk::photo_seal(&bytes, &photo.taken, &photo.place);
    let (name, now) = (body.name, caller.app.now());
    // What is not seen takes no file.
    let seen = id.to_string();
    read(&caller, move |office| office.site_visit(&seen).map(|_| ())).await?;
    let brought = caller.app.reach_out(move |office| desk::bring(office, &name, &bytes, now)).await;
    let brought = brought.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let photo = desk::take_photo(writer, turn, id, &photo, (&brought, &seal)).map_err(as_a_rule)?;
        Ok(Reply::of(VisitPhotoView::from(&photo)))
    });
    kept.await
}

/// What a visit found.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerdictBody {
    /// The revision of the visit that was seen.
    revision: u32,
    /// What was found of the claim.
    verdict: Word<Verdict>,
    /// The rung that was seen, where it is lower.
    rung: Option<Word<Rung>>,
    /// What was seen, or why nothing could be.
    words: String,
    /// The day on which somebody was there; left out, today.
    on: Option<Day>,
}

async fn close(caller: Caller, sent: Sent<VerdictBody>) -> Done<VisitView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let on = body.on.map_or(turn.today, |day| day.0);
        let rung = body.rung.map(|rung| rung.0);
        let found = VisitFound { verdict: body.verdict.0, rung, words: body.words, on };
        let done = desk::close_visit(writer, turn, (id, body.revision), &found).map_err(as_a_rule)?;
        Ok(Reply::of(VisitView::from(&done)))
    });
    kept.await
}

/// What the owner says to what was found.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitAnswerBody {
    /// The revision of the visit that was seen.
    revision: u32,
    /// What the owner says.
    words: String,
}

async fn answer(caller: Caller, sent: Sent<VisitAnswerBody>) -> Done<VisitView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::answer_visit(writer, turn, (id, body.revision), &body.words).map_err(as_a_rule)?;
        Ok(Reply::of(VisitView::from(&done)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/visits", open, "list_visits", "Visits of inspections, by the day on which they are due", list)
        .read("/api/v1/visits/{visit}", open, "show_visit", "One visit of an inspection", show)
        .act("/api/v1/visits/{visit}/inspector", open, "assign_visit", "Gives a visit to a post", assign)
        .read("/api/v1/visits/{visit}/notes", open, "list_visit_notes", "What was noted on a visit", notes)
        .act("/api/v1/visits/{visit}/notes", open, "take_visit_notes", "Notes answers to a checklist", take_notes)
        .read("/api/v1/visits/{visit}/photos", open, "list_visit_photos", "The photographs of a visit", photos)
        .act("/api/v1/visits/{visit}/photos", open, "take_visit_photo", "Brings a photograph of a visit", take_photo)
        .read("/api/v1/visits/{visit}/photos/{photo}", open, "show_visit_photo", "A photograph with its bytes", photo)
        .act("/api/v1/visits/{visit}/verdict", open, "close_visit", "Closes a visit by what it found", close)
        .act(
            "/api/v1/visits/{visit}/answer",
            open,
            "answer_visit",
            "Says what the owner has to say to what was found",
            answer,
        )
}
