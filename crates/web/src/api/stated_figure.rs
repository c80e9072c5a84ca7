//! Figures that others state of a programme: listed with their funnel, written down, changed, printed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::{
    CaseStage, Marking, PostId, Rational, StatedFigure, StatedFigureId, StatedKind, StatedStage, StatedStatus,
    stated_funnel,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent, problem_of};
use super::attachment::FileView;
use super::cursor::{Listed, Part};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::marking_of;
use super::marking::MarkingView;
use super::word::{Limit, Moment, Word};
use super::{read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;
use crate::stated_figure::{load, printed};

/// One figure as a source states it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatedFigureView {
    /// Its name.
    pub id: String,
    /// Of what it is.
    pub programme: String,
    /// What is stated.
    pub parameter: String,
    /// Of what sort it is.
    pub kind: Word<StatedKind>,
    /// The stage of the funnel at which so many were counted.
    pub stage: Option<Word<CaseStage>>,
    /// How sure the source is.
    pub status: Word<StatedStatus>,
    /// The number; shares and fulfilment in percent. Null where the source gives none.
    pub value: Option<String>,
    /// How the source words it, where it gives no number.
    pub wording: String,
    /// In what it is measured.
    pub measure: String,
    /// Of what time.
    pub period: String,
    /// Who states it.
    pub source: String,
    /// Where in the source.
    pub place: String,
    /// What else is to be known.
    pub note: String,
    /// The post that wrote it down.
    pub post: String,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Who may see it.
    pub marking: MarkingView,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was written down.
    pub made_at: Moment,
}

impl From<&StatedFigure> for StatedFigureView {
    fn from(figure: &StatedFigure) -> StatedFigureView {
        StatedFigureView {
            id: figure.id.to_string(),
            programme: figure.programme.clone(),
            parameter: figure.parameter.clone(),
            kind: Word(figure.kind),
            stage: figure.stage.map(Word),
            status: Word(figure.status),
            value: figure.value.map(|value| value.to_string()),
            wording: figure.wording.clone(),
            measure: figure.measure.clone(),
            period: figure.period.clone(),
            source: figure.source.clone(),
            place: figure.place.clone(),
            note: figure.note.clone(),
            post: figure.post.to_string(),
            invented: figure.invented,
            marking: MarkingView::from(&figure.marking),
            revision: figure.revision,
            made_at: Moment(figure.made_at),
        }
    }
}

/// One stage of the funnel of a programme.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatedStageView {
    /// The stage.
    pub stage: Word<CaseStage>,
    /// The number, where one source stands for one; null where it is not known.
    pub value: Option<String>,
    /// What part it is of the stage before, as a fraction of one; null where it is not known.
    pub part: Option<f64>,
    /// The figures that are stated of it.
    pub figures: Vec<String>,
}

impl From<&StatedStage<'_>> for StatedStageView {
    fn from(stage: &StatedStage<'_>) -> StatedStageView {
        StatedStageView {
            stage: Word(stage.stage),
            value: stage.value().map(|value| value.to_string()),
            part: stage.part.map(Rational::nearest),
            figures: stage.figures.iter().map(|one| one.id.to_string()).collect(),
        }
    }
}

/// Which figures are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedFiguresQuery {
    /// Of this programme.
    programme: Option<String>,
    /// Figures on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: StatedFiguresQuery) -> Outcome<Listed<StatedFigureView>> {
    let part = Part::of(caller.speech(), "stated", (query.limit, query.cursor.as_deref()))?;
    let found = read(&caller, |office| office.stated_figures()).await?;
    let fits = |one: &&StatedFigure| query.programme.as_ref().is_none_or(|programme| one.programme == *programme);
    Ok(Found::listed(part.cut(found.iter().filter(fits).map(StatedFigureView::from).collect())))
}

/// Of which programme.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedProgrammeQuery {
    /// The programme; left out, the first.
    programme: Option<String>,
}

async fn funnel(caller: Caller, _: Way, query: StatedProgrammeQuery) -> Outcome<Listed<StatedStageView>> {
    let found = read(&caller, move |office| load(office, query.programme.as_deref())).await?;
    Ok(Found::one(Listed::whole(stated_funnel(&found.figures).iter().map(StatedStageView::from).collect())))
}

async fn print(caller: Caller, way: Way, query: StatedProgrammeQuery) -> Outcome<FileView> {
    let printed = printed(&caller, query.programme).await;
    let bytes = printed.map_err(|failure| problem_of(&caller, &way, &failure))?;
    Ok(Found::one(FileView {
        name: "stated.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        base64: STANDARD.encode(bytes),
    }))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<StatedFigureView> {
    let id = way.get("stated_figure").to_owned();
    let figure = read(&caller, move |office| office.stated_figure(&id)).await?;
    Ok(Found::versioned(StatedFigureView::from(&figure), u64::from(figure.revision)))
}

/// What a source states.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedFigureBody {
    /// Of what it is.
    programme: String,
    /// What is stated.
    parameter: String,
    /// Of what sort it is.
    kind: Word<StatedKind>,
    /// The stage of the funnel at which so many were counted.
    stage: Option<Word<CaseStage>>,
    /// How sure the source is.
    status: Word<StatedStatus>,
    /// The number; shares and fulfilment in percent. Left out where the source gives none.
    value: Option<String>,
    /// How the source words it, where it gives no number.
    #[serde(default)]
    wording: String,
    /// In what it is measured.
    #[serde(default)]
    measure: String,
    /// Of what time.
    #[serde(default)]
    period: String,
    /// Who states it; left out only where it is not known.
    #[serde(default)]
    source: String,
    /// Where in the source.
    #[serde(default)]
    place: String,
    /// What else is to be known.
    #[serde(default)]
    note: String,
    /// Who may see it; left out, everybody, or of one that is there, as before.
    marking: Option<MarkingView>,
}

fn figure(
    caller: &Caller,
    body: &StatedFigureBody,
    (id, revision): (StatedFigureId, u32),
) -> Result<StatedFigure, Problem> {
    let value = body.value.as_deref().map(|text| {
        Rational::parse(text.trim()).ok_or_else(|| slip(caller, "#/value", caller.speech().say("stated-value-none")))
    });
    Ok(StatedFigure {
        id,
        programme: body.programme.clone(),
        parameter: body.parameter.clone(),
        kind: body.kind.0,
        stage: body.stage.map(|stage| stage.0),
        status: body.status.0,
        value: value.transpose()?,
        wording: body.wording.clone(),
        measure: body.measure.clone(),
        period: body.period.clone(),
        source: body.source.clone(),
        place: body.place.clone(),
        note: body.note.clone(),
        // Who writes it down is known by who calls.
        post: PostId::new("office").map_err(|_| slip(caller, "#", caller.speech().say("failure-missing")))?,
        marking: marking_of(caller, body.marking.as_ref())?.unwrap_or_default(),
        invented: false,
        revision,
        made_at: 0,
    })
}

async fn add(caller: Caller, sent: Sent<StatedFigureBody>) -> Done<StatedFigureView> {
    let figure = figure(&caller, &sent.body, (StatedFigureId::from_bits(caller.app.ids()()), 0))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let figure = desk::keep_stated_figure(writer, turn, figure, true)?;
        let at = format!("/api/v1/figures/stated/{}", figure.id);
        Ok(Reply::of(StatedFigureView::from(&figure)).at(at).versioned(u64::from(figure.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<StatedFigureBody>) -> Done<StatedFigureView> {
    let name = sent.way.get("stated_figure").to_owned();
    let held = read(&caller, move |office| office.stated_figure(&name)).await?;
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let figure = figure(&caller, &sent.body, (held.id, version))?;
    let marking: Marking = if sent.body.marking.is_some() { figure.marking.clone() } else { held.marking };
    let figure = StatedFigure { marking, ..figure };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let figure = desk::keep_stated_figure(writer, turn, figure, false)?;
        Ok(Reply::of(StatedFigureView::from(&figure)).versioned(u64::from(figure.revision)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, all, one) = (Policy::SignedIn, "/api/v1/figures/stated", "/api/v1/figures/stated/{stated_figure}");
    api.read(all, open, "list_stated_figures", "Figures that others state, by programme, sort and time", list)
        .create(all, open, "write_stated_figure", "Writes a figure down as a source states it", add)
        .read(one, open, "show_stated_figure", "One figure as it is stated", show)
        .change(
            (axum::http::Method::PUT, one),
            open,
            "change_stated_figure",
            "Changes what is written down of it",
            change,
        )
        .read(
            "/api/v1/figures/stated-funnel",
            open,
            "show_stated_funnel",
            "The funnel of a programme out of what is stated, with what is not known",
            funnel,
        )
        .read("/api/v1/figures/stated.pdf", open, "print_stated_figures", "The figures of a programme, printed", print)
}
