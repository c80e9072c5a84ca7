//! Biographies: the whole thread of a thing as data, and on paper.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::{Gap, LifeEvent, LifeStage, Tie};
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Found, problem_of};
use super::attachment::FileView;
use super::entry::{Api, Nothing, Outcome, Way};
use super::history::FactThing;
use super::marking::MarkingView;
use super::read;
use super::thing::ThingView;
use super::word::{Day, Word};
use crate::biography::{Told, gap_said, printed, tell};
use crate::caller::Caller;
use crate::route::Policy;
use crate::speech::Speech;

/// Something that happened on a thread.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LifeEventView {
    /// The day on which it happened, as the office states it; where it states none, the day on which it was written down.
    pub on: Day,
    /// The stage to which it belongs.
    pub stage: Word<LifeStage>,
    /// What happened: a verb of the ledger, `matched`, `laid-before-post`, a rung of the ladder, or how an adoption ended.
    pub happened: String,
    /// To what.
    pub thing: FactThing,
    /// The post that did it or had to do it; null where the office did it by itself.
    pub post: Option<String>,
    /// The papers and files that came with it.
    pub documents: Vec<FactThing>,
    /// What else is said of it, in a word of the ledger.
    pub note: String,
    /// How well a rung is shown: `told`, `document`, `measured` or `inspected`; null for all else.
    pub class: Option<String>,
}

/// Something that a thread should have and has not.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GapView {
    /// What sort of gap: `missing` stages, a time in which it `waited`, one in which it still does (`waits`), or `weak` evidence.
    pub kind: &'static str,
    /// The first stage that is missing, or the stage of what happened last before it waited.
    pub first: Option<Word<LifeStage>>,
    /// The last stage that is missing.
    pub last: Option<Word<LifeStage>>,
    /// Since when it waited.
    pub from: Option<Day>,
    /// Until when it waited, or today.
    pub until: Option<Day>,
    /// The adoption of which more is claimed than is shown.
    pub thing: Option<ThingView>,
    /// In one sentence, in the language of the caller.
    pub sentence: String,
}

/// That two things of a thread hang together.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TieView {
    /// The one that came of the other.
    pub later: ThingView,
    /// The one before it.
    pub earlier: ThingView,
}

/// The whole thread of a thing, as far as the caller sees it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BiographyView {
    /// The thing that was asked for.
    pub start: FactThing,
    /// All things on the thread, the nearer the earlier.
    pub things: Vec<FactThing>,
    /// What happened, the earliest first.
    pub events: Vec<LifeEventView>,
    /// How the things hang together.
    pub ties: Vec<TieView>,
    /// What is missing.
    pub gaps: Vec<GapView>,
    /// Things that hang on the thread and are beyond what one biography tells.
    pub n_beyond: u64,
    /// Happenings beyond it.
    pub n_events_beyond: u64,
    /// Deliveries that led to nothing, counted and not told one by one.
    pub n_passed: u64,
    /// Facts that are housekeeping; the history of each thing has them.
    pub n_quiet: u64,
    /// Who may see it: the markings of all things together.
    pub marking: MarkingView,
}

fn thing(told: &Told, thing: &model::Thing) -> FactThing {
    FactThing { thing: Some(ThingView::from(thing)), title: told.name(thing).to_owned() }
}

fn event(told: &Told, event: &LifeEvent) -> LifeEventView {
    LifeEventView {
        on: Day(event.on),
        stage: Word(event.stage),
        happened: event.happened.word().to_owned(),
        thing: thing(told, &event.thing),
        post: event.post.as_ref().map(ToString::to_string),
        documents: event.documents.iter().map(|document| thing(told, document)).collect(),
        note: event.note.clone(),
        class: event.class.map(|class| class.word().to_owned()),
    }
}

fn gap(speech: Speech, told: &Told, gap: &Gap) -> GapView {
    let view = GapView {
        kind: "missing",
        first: None,
        last: None,
        from: None,
        until: None,
        thing: None,
        sentence: gap_said(speech, told, gap),
    };
    match gap {
        Gap::Missing { first, last } => GapView { first: Some(Word(*first)), last: Some(Word(*last)), ..view },
        Gap::Waited { from, until, stage, still } => GapView {
            kind: if *still { "waits" } else { "waited" },
            first: Some(Word(*stage)),
            from: Some(Day(*from)),
            until: Some(Day(*until)),
            ..view
        },
        Gap::Weak { thing, .. } => GapView { kind: "weak", thing: Some(ThingView::from(thing)), ..view },
    }
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<BiographyView> {
    let (lived, today) = (way.get("lived").to_owned(), caller.app.today());
    let told = read(&caller, move |office| tell(office, &lived, today)).await?;
    let (speech, biography) = (caller.speech(), &told.biography);
    let tie = |tie: &Tie| TieView { later: ThingView::from(&tie.later), earlier: ThingView::from(&tie.earlier) };
    Ok(Found::one(BiographyView {
        start: thing(&told, &biography.start),
        things: biography.things.iter().map(|one| thing(&told, one)).collect(),
        events: biography.events.iter().map(|one| event(&told, one)).collect(),
        ties: biography.ties.iter().map(tie).collect(),
        gaps: biography.gaps.iter().map(|one| gap(speech, &told, one)).collect(),
        n_beyond: biography.n_beyond,
        n_events_beyond: biography.n_events_beyond,
        n_passed: biography.n_passed,
        n_quiet: biography.n_quiet,
        marking: MarkingView::from(&biography.marking),
    }))
}

async fn print(caller: Caller, way: Way, _: Nothing) -> Outcome<FileView> {
    let printed = printed(&caller, way.get("lived").to_owned()).await;
    let bytes = printed.map_err(|failure| problem_of(&caller, &way, &failure))?;
    Ok(Found::one(FileView {
        name: "biography.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        base64: STANDARD.encode(bytes),
    }))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read(
        "/api/v1/biographies/{lived}",
        open,
        "show_biography",
        "The whole thread of a thing (`need:diesel`), with what is missing",
        show,
    )
    .read("/api/v1/biographies/{lived}/biography.pdf", open, "print_biography", "The same, printed", print)
}
