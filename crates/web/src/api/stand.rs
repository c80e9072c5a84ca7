//! Visits to stands: planned, noted, dropped, with their files.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk::StandLine;
use model::{
    EventId, Evidence, MissionId, PostId, QuestionId, SpecialistId, Stand, StandContact, StandId, StandNote,
    StandState, Visitor,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent, problem_of};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// Somebody met at a stand.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandContactView {
    /// Their name.
    pub name: String,
    /// What they are there.
    #[serde(default)]
    pub position: String,
    /// How they are reached.
    #[serde(default)]
    pub reach: String,
}

/// A question of a mission.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandQuestionView {
    /// The mission.
    pub mission: String,
    /// The question.
    pub question: String,
}

/// A visit to the stand of an exhibitor.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StandView {
    /// Its name.
    pub id: String,
    /// The event.
    pub event: String,
    /// The number of the exhibitor.
    pub exhibitor: u32,
    /// The post that goes there; null where a member of the roster does.
    pub visiting_post: Option<String>,
    /// The member of the roster who goes there.
    pub visiting_member: Option<String>,
    /// What for.
    pub purpose: String,
    /// A question that is asked there.
    pub question: Option<StandQuestionView>,
    /// Where it stands.
    pub state: Word<StandState>,
    /// The day on which it was made.
    pub day: Option<Day>,
    /// Who noted it, as the ledger writes it.
    pub by: String,
    /// What the note is called.
    pub title: String,
    /// What was seen and heard.
    pub notes: String,
    /// On what it rests.
    pub evidence: Option<Word<Evidence>>,
    /// Who was met.
    pub contacts: Vec<StandContactView>,
    /// The record that its note became.
    pub record: Option<String>,
    /// Why it is not made.
    pub reason: String,
    /// The post that answers for it.
    pub post: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of its last change.
    pub revision: u32,
    /// When it was planned.
    pub made_at: Moment,
}

impl From<&Stand> for StandView {
    fn from(stand: &Stand) -> StandView {
        let (visiting_post, visiting_member) = match &stand.visitor {
            Visitor::Post(post) => (Some(post.to_string()), None),
            Visitor::Member(member) => (None, Some(member.to_string())),
        };
        let contact = |one: &StandContact| StandContactView {
            name: one.name.clone(),
            position: one.position.clone(),
            reach: one.reach.clone(),
        };
        StandView {
            id: stand.id.to_string(),
            event: stand.event.to_string(),
            exhibitor: stand.exhibitor,
            visiting_post,
            visiting_member,
            purpose: stand.purpose.clone(),
            question: stand.question.map(|(mission, question)| StandQuestionView {
                mission: mission.to_string(),
                question: question.to_string(),
            }),
            state: Word(stand.state),
            day: stand.day.map(Day),
            by: stand.by.clone(),
            title: stand.title.clone(),
            notes: stand.notes.clone(),
            evidence: stand.evidence.map(Word),
            contacts: stand.contacts.iter().map(contact).collect(),
            record: stand.record.map(|record| record.to_string()),
            reason: stand.reason.clone(),
            post: stand.post.to_string(),
            marking: MarkingView::from(&stand.marking),
            revision: stand.revision,
            made_at: Moment(stand.made_at),
        }
    }
}

/// A visit with what became of its note.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StandLineView {
    /// The visit.
    pub stand: StandView,
    /// What the exhibitor is called.
    pub exhibitor: String,
    /// Who goes, as people write it.
    pub visitor: String,
    /// Posts before which its record was laid.
    pub n_delivered: u64,
    /// Of these, those that put it to use.
    pub n_used: u64,
}

impl From<&StandLine> for StandLineView {
    fn from(line: &StandLine) -> StandLineView {
        let became = line.became.clone().unwrap_or_default();
        StandLineView {
            stand: StandView::from(&line.stand),
            exhibitor: line.exhibitor.name.clone(),
            visitor: line.visitor.clone(),
            n_delivered: became.n_delivered as u64,
            n_used: became.n_used as u64,
        }
    }
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<StandLineView>> {
    let id = way.get("event").to_owned();
    let page = read(&caller, move |office| office.event_page(&id)).await?;
    Ok(Found::listed(Listed::whole(page.stands.iter().map(StandLineView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<StandView> {
    let id = way.get("stand").to_owned();
    let stand = read(&caller, move |office| office.stand(&id)).await?;
    Ok(Found::one(StandView::from(&stand)))
}

/// A visit that is to be planned.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandBody {
    /// The number of the exhibitor.
    exhibitor: u32,
    /// What for.
    #[serde(default)]
    purpose: String,
    /// The member of the roster who goes; left out, whoever acts for the visiting post.
    visiting_member: Option<String>,
    /// The post that goes; left out, the one that answers for it.
    visiting_post: Option<String>,
    /// A question of a mission that goes there.
    question: Option<StandQuestionView>,
    /// The post that answers for it; left out, the first of the caller's posts.
    post: Option<String>,
    /// Who may see it; left out, whoever may see the event, the member and the mission.
    marking: Option<MarkingView>,
}

fn visitor(caller: &Caller, body: &StandBody, post: &PostId) -> Result<Visitor, Problem> {
    let said = |pointer: &str| slip(caller, pointer, caller.speech().say("failure-missing"));
    if let Some(member) = &body.visiting_member {
        return Ok(Visitor::Member(SpecialistId::parse(member).ok_or_else(|| said("#/visiting_member"))?));
    }
    let named = body.visiting_post.as_ref().map(|post| PostId::new(post)).transpose();
    let named = named.map_err(|refusal| slip(caller, "#/visiting_post", caller.speech().refusal(&refusal)))?;
    Ok(Visitor::Post(named.unwrap_or_else(|| post.clone())))
}

fn question(caller: &Caller, view: &StandQuestionView) -> Result<(MissionId, QuestionId), Problem> {
    let ids = MissionId::parse(&view.mission).zip(QuestionId::parse(&view.question));
    ids.ok_or_else(|| slip(caller, "#/question", caller.speech().say("failure-missing")))
}

async fn plan(caller: Caller, sent: Sent<StandBody>) -> Done<StandView> {
    let event = EventId::parse(sent.way.get("event")).ok_or_else(|| missing(&caller))?;
    let body = sent.body.clone();
    let post = post_of(&caller, body.post.as_ref())?;
    let stand = Stand {
        id: StandId::from_bits(caller.app.ids()()),
        event,
        exhibitor: body.exhibitor,
        visitor: visitor(&caller, &body, &post)?,
        purpose: body.purpose,
        question: body.question.as_ref().map(|one| question(&caller, one)).transpose()?,
        state: StandState::Planned,
        day: None,
        by: String::new(),
        title: String::new(),
        notes: String::new(),
        evidence: None,
        contacts: Vec::new(),
        record: None,
        reason: String::new(),
        post,
        marking: marking_of(&caller, body.marking.as_ref())?.unwrap_or_default(),
        revision: 0,
        made_at: 0,
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let stand = desk::plan_stand(writer, turn, stand)?;
        Ok(Reply::of(StandView::from(&stand)).at(format!("/api/v1/stands/{}", stand.id)))
    });
    kept.await
}

/// A note of a visit.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandNoteBody {
    /// The revision of the visit that was seen.
    revision: u32,
    /// The day of the visit.
    day: Day,
    /// What the note is called, in one line.
    title: String,
    /// What was seen and heard.
    notes: String,
    /// On what it rests.
    evidence: Option<Word<Evidence>>,
    /// Who was met.
    #[serde(default)]
    contacts: Vec<StandContactView>,
    /// Who may see it; it becomes no wider than it is.
    marking: Option<MarkingView>,
}

fn named(caller: &Caller, way: &Way) -> Result<StandId, Problem> {
    StandId::parse(way.get("stand")).ok_or_else(|| missing(caller))
}

async fn visit(caller: Caller, sent: Sent<StandNoteBody>) -> Done<StandView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let wanted = marking_of(&caller, body.marking.as_ref())?.unwrap_or_default();
    let contact = |one: StandContactView| StandContact { name: one.name, position: one.position, reach: one.reach };
    let note = StandNote {
        day: body.day.0,
        title: body.title,
        notes: body.notes,
        evidence: body.evidence.map(|word| word.0),
        contacts: body.contacts.into_iter().map(contact).collect(),
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let stand = desk::visit_stand(writer, turn, (id, body.revision), note, &wanted, &[]).map_err(as_a_rule)?;
        Ok(Reply::of(StandView::from(&stand)))
    });
    kept.await
}

/// A file of a visit. The form of a page takes larger ones than a call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandFileBody {
    /// The name of the file.
    name: String,
    /// What is in it, in base 64.
    base64: String,
}

async fn bring(caller: Caller, sent: Sent<StandFileBody>) -> Done<StandView> {
    let id = named(&caller, &sent.way)?;
    let StandFileBody { name, base64 } = sent.body.clone();
    let bytes = STANDARD
        .decode(base64.trim())
        .map_err(|_| slip(&caller, "#/base64", caller.speech().say("intake-not-base64")))?;
    let now = caller.app.now();
    // What is not seen takes no file.
    let seen = id.to_string();
    read(&caller, move |office| office.stand(&seen).map(|_| ())).await?;
    let brought = caller.app.reach_out(move |office| desk::bring(office, &name, &bytes, now)).await;
    let brought = brought.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let stand = desk::bring_to_stand(writer, turn, id, std::slice::from_ref(&brought))?;
        Ok(Reply::of(StandView::from(&stand)))
    });
    kept.await
}

/// That a stand is not visited.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandDropBody {
    /// The revision of the visit that was seen.
    revision: u32,
    /// Why.
    #[serde(default)]
    reason: String,
}

async fn drop(caller: Caller, sent: Sent<StandDropBody>) -> Done<StandView> {
    let id = named(&caller, &sent.way)?;
    let body = sent.body.clone();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let stand = desk::drop_stand(writer, turn, (id, body.revision), &body.reason).map_err(as_a_rule)?;
        Ok(Reply::of(StandView::from(&stand)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, of_event) = (Policy::SignedIn, "/api/v1/events/{event}/stands");
    api.read(
        of_event,
        open,
        "list_stands",
        "Visits to stands of an event, in the order in which they were planned",
        list,
    )
    .create(of_event, open, "plan_stand", "Plans the visit to a stand", plan)
    .read("/api/v1/stands/{stand}", open, "show_stand", "One visit to a stand", show)
    .act(
        "/api/v1/stands/{stand}/visit",
        open,
        "visit_stand",
        "Notes a visit; the note becomes a record, and noted again it corrects that record",
        visit,
    )
    .act("/api/v1/stands/{stand}/files", open, "bring_stand_file", "Brings a file of a visit to its record", bring)
    .act("/api/v1/stands/{stand}/drop", open, "drop_stand", "Writes down that a stand is not visited", drop)
}
