//! Figures: where technologies are lost, when and why, as numbers; the cases behind each number; and a figure on paper.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::WALKED_MAX;
use model::{CaseStage, FigureCase};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, problem_of};
use super::attachment::FileView;
use super::entry::{Api, Outcome, Way};
use super::figure_view::{DelayView, FunnelView, ShownView};
use super::read;
use super::thing::ThingView;
use super::word::{Day, Word};
use crate::caller::Caller;
use crate::figure::{Asked, QUARTERS, behind_of, laid_before_nobody, load, printed};
use crate::route::Policy;
use crate::typed::Typed;

/// Which figure is asked for, and of which cases. What is left out narrows nothing.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FiguresQuery {
    /// Which figure: `funnel`, `silo` for what passes between departments, `radar`, `growth`, `process`, or `ladder` for the time from the day on which a technology was laid before a unit.
    figure: Option<String>,
    /// Cases that serve this need.
    need: Option<String>,
    /// Cases that this source brought.
    source: Option<String>,
    /// Cases that this mission brought.
    mission: Option<String>,
    /// Cases that came from this host.
    partner: Option<String>,
    /// Cases in this unit and those below it.
    unit: Option<String>,
    /// Cases of this class, `scheme code`, or of those that begin so.
    class: Option<String>,
    /// Cases that began on this day or later.
    since: Option<String>,
    /// Cases that began on this day or earlier.
    until: Option<String>,
    /// Figures also for each group: `department` or `origin`.
    group: Option<String>,
}

/// Which cases behind a number are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureCasesQuery {
    /// Which: `all`, `reached`, `seen`, `open`, `lost`, `rework` or `verified`.
    set: Option<String>,
    /// At which stage.
    stage: Option<String>,
    /// Lost for this reason, as the figures write it.
    reason: Option<String>,
    /// Taken by units of this department.
    to: Option<String>,
    /// Given by units of this department.
    from: Option<String>,
    /// Of this technology.
    technology: Option<String>,
    /// Cases that serve this need.
    need: Option<String>,
    /// Cases that this source brought.
    source: Option<String>,
    /// Cases that this mission brought.
    mission: Option<String>,
    /// Cases that came from this host.
    partner: Option<String>,
    /// Cases in this unit and those below it.
    unit: Option<String>,
    /// Cases of this class, `scheme code`, or of those that begin so.
    class: Option<String>,
    /// Cases that began on this day or later.
    since: Option<String>,
    /// Cases that began on this day or earlier.
    until: Option<String>,
}

/// The words of a query that are given.
fn typed(words: [(&'static str, &Option<String>); 10]) -> Typed {
    Typed::of(words.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))))
}

impl FiguresQuery {
    fn typed(&self) -> Typed {
        typed([
            ("figure", &self.figure),
            ("need", &self.need),
            ("source", &self.source),
            ("mission", &self.mission),
            ("partner", &self.partner),
            ("unit", &self.unit),
            ("class", &self.class),
            ("since", &self.since),
            ("until", &self.until),
            ("group", &self.group),
        ])
    }
}

impl FigureCasesQuery {
    fn typed(&self) -> (Typed, Typed) {
        let none = None;
        let search = typed([
            ("need", &self.need),
            ("source", &self.source),
            ("mission", &self.mission),
            ("partner", &self.partner),
            ("unit", &self.unit),
            ("class", &self.class),
            ("since", &self.since),
            ("until", &self.until),
            ("figure", &none),
            ("group", &none),
        ]);
        let which = typed([
            ("set", &self.set),
            ("stage", &self.stage),
            ("reason", &self.reason),
            ("to", &self.to),
            ("from", &self.from),
            ("technology", &self.technology),
            ("need", &none),
            ("source", &none),
            ("mission", &none),
            ("unit", &none),
        ]);
        (search, which)
    }
}

/// Figures of the cases that the caller may see.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FiguresView {
    /// The day until which cases are followed.
    pub as_of: Day,
    /// Cases that are counted: a technology in a unit each.
    pub n_cases: usize,
    /// Of these, cases whose production stands on evidence that is measured or inspected.
    pub n_verified: usize,
    /// Of these, cases that are invented, for a demonstration or a simulation.
    pub n_invented: usize,
    /// Records that were laid before nobody; they count as collected.
    pub n_undelivered: usize,
    /// Cases that ended without a loss before anything was decided; they are in no figure.
    pub n_elsewhere: usize,
    /// Deliveries and adoptions whose facts were written before facts named what figures need; they are in no figure.
    pub n_unnamed: u64,
    /// The numbers of the funnel, or of the ladder where that is asked for; null where there is no case.
    pub funnel: Option<FunnelView>,
    /// The calendar of delays over the last eight quarters.
    pub delays: Vec<DelayView>,
    /// What else the figure shows.
    pub shown: ShownView,
}

/// A day on which a stage of a case was seen.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseStageView {
    /// The stage.
    pub stage: Word<CaseStage>,
    /// The first day.
    pub on: Day,
}

/// A technology in a unit, from its collection to production or its end.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FigureCaseView {
    /// The technology; a record that became none so far.
    pub technology: ThingView,
    /// The unit.
    pub unit: String,
    /// Its department.
    pub department: String,
    /// The stages that were seen.
    pub seen: Vec<CaseStageView>,
    /// The furthest stage.
    pub stage: Word<CaseStage>,
    /// How it ended: `passed`, `declined`, `abandoned` or `dis-adopted`; null while it is open.
    pub end: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// On which day.
    pub ended: Option<Day>,
    /// Whether production is verified.
    pub verified: bool,
    /// Whether it is invented.
    pub invented: bool,
    /// The unit from which it came.
    pub giver: Option<String>,
    /// From where it came: `own`, `same-department` or `other-department`.
    pub origin: String,
    /// The deliveries, offers and adoptions of which it is made.
    pub items: Vec<ThingView>,
}

impl From<&FigureCase> for FigureCaseView {
    fn from(case: &FigureCase) -> FigureCaseView {
        let seen = CaseStage::ALL.iter().filter_map(|stage| {
            case.seen[*stage as usize].map(|on| CaseStageView { stage: Word(*stage), on: Day(on) })
        });
        FigureCaseView {
            technology: ThingView::from(&case.technology),
            unit: case.unit.to_string(),
            department: case.department.to_string(),
            seen: seen.collect(),
            stage: Word(case.stage()),
            end: case.end.as_ref().map(|end| end.kind.to_string()),
            reason: case.end.as_ref().map(|end| end.reason.clone()),
            ended: case.end.as_ref().map(|end| Day(end.on)),
            verified: case.is_verified,
            invented: case.is_invented,
            giver: case.giver.as_ref().map(ToString::to_string),
            origin: case.origin.to_string(),
            items: case.items.iter().map(ThingView::from).collect(),
        }
    }
}

/// The cases behind a number.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FigureCasesView {
    /// How many there are.
    pub n_cases: usize,
    /// The first of them.
    pub cases: Vec<FigureCaseView>,
    /// How many records were laid before nobody, where the number counts them too.
    pub n_undelivered: usize,
    /// The first of these.
    pub undelivered: Vec<ThingView>,
}

async fn figures(caller: Caller, _: Way, query: FiguresQuery) -> Outcome<FiguresView> {
    let (today, words) = (caller.app.today(), query.typed());
    let loaded = read(&caller, move |office| load(office, Asked::read(&words)?, today)).await?;
    let figures = &loaded.figures;
    Ok(Found::one(FiguresView {
        as_of: Day(figures.as_of),
        n_cases: figures.cases.len(),
        n_verified: figures.n_verified(),
        n_invented: figures.n_invented,
        n_undelivered: figures.undelivered.len(),
        n_elsewhere: figures.n_elsewhere,
        n_unnamed: figures.n_unnamed,
        funnel: loaded.funnel.as_ref().ok().map(FunnelView::from),
        delays: figures.delays(QUARTERS).iter().map(DelayView::from).collect(),
        shown: ShownView::from(&loaded.shown),
    }))
}

async fn cases(caller: Caller, _: Way, query: FigureCasesQuery) -> Outcome<FigureCasesView> {
    let (today, (search, which)) = (caller.app.today(), query.typed());
    let found = read(&caller, move |office| {
        let figures = office.figures(&Asked::read(&search)?.search, today)?;
        let all = figures.behind(&behind_of(&which));
        let cases = all.iter().take(WALKED_MAX).map(|case| FigureCaseView::from(*case)).collect();
        let alone = laid_before_nobody(&figures, &behind_of(&which));
        let undelivered = alone.iter().take(WALKED_MAX).map(ThingView::from).collect();
        Ok(FigureCasesView { n_cases: all.len(), cases, n_undelivered: alone.len(), undelivered })
    });
    Ok(Found::one(found.await?))
}

async fn print(caller: Caller, way: Way, query: FiguresQuery) -> Outcome<FileView> {
    let printed = printed(&caller, query.typed()).await;
    let bytes = printed.map_err(|failure| problem_of(&caller, &way, &failure))?;
    Ok(Found::one(FileView {
        name: "figures.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        base64: STANDARD.encode(bytes),
    }))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read(
        "/api/v1/figures",
        open,
        "show_figures",
        "Where technologies are lost on their way to production, when and why",
        figures,
    )
    .read("/api/v1/figures/cases", open, "list_figure_cases", "The cases behind a number of a figure", cases)
    .read("/api/v1/figures/figures.pdf", open, "print_figures", "A figure, printed", print)
}
