//! Deliverables of agreements: listed, written in, taken through their course, noted as used.

use axum::http::Method;
use desk::DeliverableLine;
use model::{
    AgreementId, Deliverable, DeliverableId, DeliverableKind, DeliverableMove, DeliverableSide, DeliverableState,
    DeliverableStep, Marking, Thing, UseNote,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::agreement::page_of;
use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::missing;
use super::read;
use super::thing::ThingView;
use super::word::{Day, Moment, Word};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// One step of the course of a deliverable.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeliverableStepView {
    /// What was done.
    pub made: Word<DeliverableMove>,
    /// On which day.
    pub on: Day,
    /// Until when the next step is expected.
    pub until: Option<Day>,
    /// What was said.
    pub words: String,
    /// The evidence; its name is empty where it may not be seen.
    pub evidence: Option<ThingView>,
    /// Who wrote it in: post and person.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// That something delivered is used.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UseNoteView {
    /// Since or on which day.
    pub on: Day,
    /// What shows it; null where it is told only, and with an empty name where it may not be seen.
    pub evidence: Option<ThingView>,
    /// In words.
    pub words: String,
    /// Who wrote it in: post and person.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// Something that one side owes the other.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeliverableView {
    /// Its name.
    pub id: String,
    /// The agreement that it belongs to.
    pub agreement: String,
    /// Its number within the agreement.
    pub number: u32,
    /// What it is.
    pub title: String,
    /// What sort of thing it is.
    pub kind: Word<DeliverableKind>,
    /// Who owes it.
    pub side: Word<DeliverableSide>,
    /// How much of it; empty where it is one whole.
    pub quantity: String,
    /// In which measure.
    pub measure: String,
    /// The day until which it is owed.
    pub due: Option<Day>,
    /// Where it stands.
    pub state: Word<DeliverableState>,
    /// The day of its last delivery.
    pub delivered_on: Option<Day>,
    /// The day on which it was accepted.
    pub accepted_on: Option<Day>,
    /// Until when the next step in a contest is expected.
    pub answer_by: Option<Day>,
    /// The number of its last change.
    pub revision: u32,
}

impl From<&Deliverable> for DeliverableView {
    fn from(one: &Deliverable) -> DeliverableView {
        DeliverableView {
            id: one.id.to_string(),
            agreement: one.agreement.to_string(),
            number: one.number,
            title: one.title.clone(),
            kind: Word(one.kind),
            side: Word(one.side),
            quantity: one.quantity.clone(),
            measure: one.measure.clone(),
            due: one.due.map(Day),
            state: Word(one.state),
            delivered_on: one.delivered_on.map(Day),
            accepted_on: one.accepted_on.map(Day),
            answer_by: one.answer_by.map(Day),
            revision: one.revision,
        }
    }
}

/// A deliverable with its course and what is known of its use.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeliverableCourseView {
    /// The deliverable.
    pub deliverable: DeliverableView,
    /// The steps of its course, in their order.
    pub steps: Vec<DeliverableStepView>,
    /// What was noted of its use.
    pub uses: Vec<UseNoteView>,
}

impl From<&DeliverableLine> for DeliverableCourseView {
    fn from(line: &DeliverableLine) -> DeliverableCourseView {
        let step = |step: &DeliverableStep| DeliverableStepView {
            made: Word(step.made),
            on: Day(step.on),
            until: step.until.map(Day),
            words: step.words.clone(),
            evidence: step.evidence.as_ref().map(ThingView::from),
            by: step.by.clone(),
            at: Moment(step.at),
        };
        let used = |note: &UseNote| UseNoteView {
            on: Day(note.on),
            evidence: note.evidence.as_ref().map(ThingView::from),
            words: note.words.clone(),
            by: note.by.clone(),
            at: Moment(note.at),
        };
        DeliverableCourseView {
            deliverable: DeliverableView::from(&line.deliverable),
            steps: line.steps.iter().map(step).collect(),
            uses: line.uses.iter().map(used).collect(),
        }
    }
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<DeliverableCourseView>> {
    let page = page_of(&caller, &way).await?;
    Ok(Found::listed(Listed::whole(page.deliverables.iter().map(DeliverableCourseView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<DeliverableView> {
    let id = way.get("deliverable").to_owned();
    let one = read(&caller, move |office| office.deliverable(&id)).await?;
    Ok(Found::versioned(DeliverableView::from(&one), u64::from(one.revision)))
}

/// What is owed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverableBody {
    /// What it is, in one line.
    title: String,
    /// What sort of thing it is.
    kind: Word<DeliverableKind>,
    /// Who owes it.
    side: Word<DeliverableSide>,
    /// How much of it, as a decimal number; left out where it is one whole.
    #[serde(default)]
    quantity: String,
    /// In which measure.
    #[serde(default)]
    measure: String,
    /// The day until which it is owed.
    due: Option<Day>,
}

impl DeliverableBody {
    fn deliverable(&self, id: DeliverableId, agreement: AgreementId) -> Deliverable {
        Deliverable {
            id,
            agreement,
            number: 0,
            title: self.title.clone(),
            kind: self.kind.0,
            side: self.side.0,
            quantity: self.quantity.clone(),
            measure: self.measure.clone(),
            due: self.due.map(|day| day.0),
            state: DeliverableState::Awaited,
            delivered_on: None,
            accepted_on: None,
            answer_by: None,
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        }
    }
}

fn reply(one: &Deliverable) -> Reply<DeliverableView> {
    Reply::of(DeliverableView::from(one)).versioned(u64::from(one.revision))
}

async fn add(caller: Caller, sent: Sent<DeliverableBody>) -> Done<DeliverableView> {
    let agreement = AgreementId::parse(sent.way.get("agreement")).ok_or_else(|| missing(&caller))?;
    let one = sent.body.deliverable(DeliverableId::from_bits(caller.app.ids()()), agreement);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::write_deliverable(writer, turn, one, None)?;
        Ok(reply(&one).at(format!("/api/v1/deliverables/{}", one.id)))
    });
    kept.await
}

fn seen<B>(caller: &Caller, sent: &Sent<B>) -> Result<(DeliverableId, u32), Problem> {
    let id = DeliverableId::parse(sent.way.get("deliverable")).ok_or_else(|| missing(caller))?;
    Ok((id, u32::try_from(sent.version).unwrap_or(u32::MAX)))
}

async fn change(caller: Caller, sent: Sent<DeliverableBody>) -> Done<DeliverableView> {
    let (id, version) = seen(&caller, &sent)?;
    let body = sent.body.clone();
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.deliverable(&id.to_string())?;
        let one = body.deliverable(id, held.agreement);
        Ok(reply(&desk::write_deliverable(writer, turn, one, Some(version))?))
    });
    kept.await
}

/// A step in the course of a deliverable.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverableStepBody {
    /// What was done.
    made: Word<DeliverableMove>,
    /// On which day.
    on: Day,
    /// Until when the next step is expected; needed to contest, answer or settle.
    until: Option<Day>,
    /// What was seen, or why.
    #[serde(default)]
    words: String,
    /// The record, attachment or mission that shows it.
    evidence: Option<ThingView>,
}

/// A thing that is named.
pub fn thing_of(view: &ThingView) -> Thing {
    Thing { noun: view.noun.0, name: view.name.clone() }
}

async fn step(caller: Caller, sent: Sent<DeliverableStepBody>) -> Done<DeliverableView> {
    let (seen, body) = (seen(&caller, &sent)?, sent.body.clone());
    let step = DeliverableStep {
        made: body.made.0,
        on: body.on.0,
        until: body.until.map(|day| day.0),
        words: body.words,
        evidence: body.evidence.as_ref().map(thing_of),
        by: String::new(),
        at: 0,
    };
    let kept =
        sent.keep(&caller, move |writer, turn, _| Ok(reply(&desk::take_deliverable_step(writer, turn, seen, step)?)));
    kept.await
}

/// That something is used.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UseNoteBody {
    /// Since or on which day.
    on: Day,
    /// In words.
    #[serde(default)]
    words: String,
    /// What shows it; left out where it is told only.
    evidence: Option<ThingView>,
}

async fn note(caller: Caller, sent: Sent<UseNoteBody>) -> Done<DeliverableView> {
    let id = DeliverableId::parse(sent.way.get("deliverable")).ok_or_else(|| missing(&caller))?;
    let body = sent.body.clone();
    let evidence = body.evidence.as_ref().map(thing_of);
    let note = UseNote { on: body.on.0, evidence, words: body.words, by: String::new(), at: 0 };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        Ok(Reply::of(DeliverableView::from(&desk::note_use(writer, turn, id, note)?)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, all) = (Policy::SignedIn, "/api/v1/agreements/{agreement}/deliverables");
    let one = "/api/v1/deliverables/{deliverable}";
    api.read(all, open, "list_deliverables", "What each side of an agreement owes, with its course", list)
        .create(all, open, "add_deliverable", "Writes in a deliverable", add)
        .read(one, open, "show_deliverable", "One deliverable", show)
        .change((Method::PUT, one), open, "change_deliverable", "Changes what was agreed of a deliverable", change)
        .change(
            (Method::POST, "/api/v1/deliverables/{deliverable}/steps"),
            open,
            "step_deliverable",
            "Takes a step in the course of a deliverable",
            step,
        )
        .act(
            "/api/v1/deliverables/{deliverable}/uses",
            open,
            "note_use",
            "Notes that something that was accepted is used",
            note,
        )
}
