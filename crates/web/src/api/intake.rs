//! What comes from sources: looked at, then kept or let go.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::{Became, Intake, IntakeId, IntakeLine, IntakeStage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent, problem_of};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::source::TallyView;
use super::word::{Moment, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::route::Policy;

/// One time that something came from a source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IntakeView {
    /// Its name.
    pub id: String,
    /// Where it came from.
    pub source: String,
    /// The name of the file.
    pub name: String,
    /// Its size, in bytes.
    pub n_bytes: u64,
    /// Who brought it; nobody where the office fetched it.
    pub person: Option<String>,
    /// When it came.
    pub came_at: Moment,
    /// When it was kept, let go or found broken.
    pub ended_at: Option<Moment>,
    /// Where it stands.
    pub stage: Word<IntakeStage>,
    /// While it is looked at: what it holds, and what would become of the readings that were tried. Then: what is kept.
    pub tally: TallyView,
    /// While it is looked at: how many readings were tried.
    pub n_tried: u64,
    /// While an answer of a source is looked at: how much its host says that there is in all.
    pub n_in_all: Option<u64>,
    /// Why it could not be read to its end.
    pub fault: Option<String>,
}

impl From<&Intake> for IntakeView {
    fn from(intake: &Intake) -> IntakeView {
        IntakeView {
            id: intake.id.to_string(),
            source: intake.source.to_string(),
            name: intake.name.clone(),
            n_bytes: intake.n_bytes,
            person: intake.by.as_ref().map(|by| by.person.to_string()),
            came_at: Moment(intake.came_at),
            ended_at: intake.ended_at.map(Moment),
            stage: Word(intake.stage),
            tally: TallyView::from(&intake.tally),
            n_tried: intake.n_tried,
            n_in_all: intake.n_in_all,
            fault: intake.fault.clone(),
        }
    }
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<IntakeView>> {
    let id = way.get("source").to_owned();
    let intakes = read(&caller, move |office| office.intakes(office.source(&id)?.source.id)).await?;
    Ok(Found::listed(Listed::whole(intakes.iter().map(IntakeView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<IntakeView> {
    let id = way.get("intake").to_owned();
    let intake = read(&caller, move |office| office.intake(&id)).await?;
    Ok(Found::one(IntakeView::from(&intake)))
}

/// What a look showed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LookView {
    /// The first readings.
    pub readings: Vec<TriedView>,
    /// What the reader doubted.
    pub doubts: Vec<String>,
}

/// A reading and what would become of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TriedView {
    /// Its title; empty when it has none.
    pub title: String,
    /// What would become of it.
    pub becomes: Word<Became>,
}

async fn look(caller: Caller, way: Way, _: Nothing) -> Outcome<LookView> {
    let id = way.get("intake").to_owned();
    let lines = read(&caller, move |office| office.intake_lines(office.intake(&id)?.id)).await?;
    let mut view = LookView { readings: Vec::new(), doubts: Vec::new() };
    for line in lines {
        match line {
            IntakeLine::Reading(became, title) => view.readings.push(TriedView { title, becomes: Word(became) }),
            IntakeLine::Doubt(text) => view.doubts.push(text),
        }
    }
    Ok(Found::one(view))
}

/// A file that is brought: as text or, whatever it is, in base64. The form of a page takes larger ones than a call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadBody {
    /// The name of the file.
    name: String,
    /// What is in it, as text.
    text: Option<String>,
    /// What is in it, in base64.
    base64: Option<String>,
}

async fn bring(caller: Caller, sent: Sent<UploadBody>) -> Done<IntakeView> {
    let UploadBody { name, text, base64 } = sent.body.clone();
    let bytes = match (text, base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(text)) => STANDARD
            .decode(text.trim())
            .map_err(|_| slip(&caller, "#/base64", caller.speech().say("intake-not-base64")))?,
        _ => return Err(slip(&caller, "#", caller.speech().say("intake-text-or-base64"))),
    };
    let id = sent.way.get("source").to_owned();
    let source = read(&caller, move |office| Ok(office.source(&id)?.source.id)).await?;
    let upload = caller.app.parse(move |parser| desk::read_upload(parser, &name, bytes)).await;
    let upload = upload.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let intake = desk::look_at(writer, turn, office, source, upload)?;
        Ok(Reply::of(IntakeView::from(&intake)).at(format!("/api/v1/intakes/{}", intake.id)))
    });
    kept.await
}

async fn keep(caller: Caller, sent: Sent<Nothing>) -> Done<IntakeView> {
    let id = IntakeId::parse(sent.way.get("intake")).ok_or_else(|| missing(&caller))?;
    let kept = sent
        .keep(&caller, move |writer, turn, _| Ok(Reply::of(IntakeView::from(&desk::keep_intake(writer, turn, id)?))));
    kept.await
}

async fn drop(caller: Caller, sent: Sent<Nothing>) -> Done<IntakeView> {
    let id = IntakeId::parse(sent.way.get("intake")).ok_or_else(|| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        Ok(Reply::of(IntakeView::from(&desk::drop_intake(writer, turn, office, id)?)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, power) = (Policy::SignedIn, Policy::Document);
    api.read(
        "/api/v1/sources/{source}/intakes",
        open,
        "list_intakes",
        "What came from a source, the newest first",
        list,
    )
    .create(
        "/api/v1/sources/{source}/intakes",
        power,
        "bring",
        "Brings a file of a source: says what would become of it, and keeps nothing yet",
        bring,
    )
    .read("/api/v1/intakes/{intake}", open, "show_intake", "One time that something came from a source", show)
    .read("/api/v1/intakes/{intake}/look", open, "look", "What the look at it showed, until it is decided on", look)
    .act("/api/v1/intakes/{intake}/keep", power, "keep_intake", "Takes it in", keep)
    .act("/api/v1/intakes/{intake}/drop", power, "drop_intake", "Lets it go", drop)
}
