//! The numbers of figures, as the API gives them: the same as on the page, each with where it lies.

use desk::{Delay, FlowBarrier, Growth, RadarEntry, Silo};
use measure::funnel::{Bounds, Conversion, Incidence, LevelFigures, Occupation, Report, StageWaiting};
use model::{CaseStage, Rung};
use schemars::JsonSchema;
use serde::Serialize;

use super::thing::ThingView;
use super::word::Word;
use crate::figure::Shown;

/// A share or another number, with where it lies, 19 times in 20.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct WithinView {
    /// The number.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A share after so many days.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct AfterView {
    /// Days.
    pub days: f64,
    /// The share by then.
    pub share: WithinView,
}

/// How many cases came to a stage.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StageCountView {
    /// The stage.
    pub stage: Word<CaseStage>,
    /// Cases of which it or a later one was seen.
    pub reached: u64,
    /// Cases of which it was seen.
    pub seen: u64,
    /// Cases that stand there and are open.
    pub open: u64,
    /// Cases that were lost there.
    pub lost: u64,
    /// Of those that reached it, the share that reached the next; null after production, or where none reached it.
    pub went_on: Option<WithinView>,
    /// The share that has reached the next stage so many days after it entered this one.
    pub went_on_after: Vec<AfterView>,
}

/// What was lost at a stage for a reason.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LossView {
    /// The stage.
    pub stage: Word<CaseStage>,
    /// The reason, as `passed: off-topic`.
    pub reason: String,
    /// Cases.
    pub n: u64,
    /// Share of all that was lost.
    pub share: f64,
}

/// Where those who entered a stage are some days later.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct TripleView {
    /// Days.
    pub days: f64,
    /// Moved on.
    pub forward: f64,
    /// Lost.
    pub lost: f64,
    /// Still there.
    pub there: f64,
}

/// How long cases wait at a stage.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StageWaitingView {
    /// The stage.
    pub stage: Word<CaseStage>,
    /// Cases that were seen entering it.
    pub n: u64,
    /// Days after which half had left; null where half have not.
    pub median_days: Option<f64>,
    /// The lower end of it.
    pub median_low: Option<f64>,
    /// The upper end of it.
    pub median_high: Option<f64>,
    /// Mean days, those beyond a year cut off.
    pub mean_days_of_a_year: f64,
    /// Where they are after 30, 90, 180 and 365 days.
    pub after: Vec<TripleView>,
    /// The share of the stage in all waiting.
    pub share_of_waiting: Option<f64>,
}

/// What became of cases after so many days.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct CurvePointView {
    /// Days.
    pub days: f64,
    /// In production.
    pub production: WithinView,
    /// Lost.
    pub lost: WithinView,
}

/// A way out, by days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExitView {
    /// `production`, or a reason of loss.
    pub exit: String,
    /// Its share.
    pub after: Vec<AfterView>,
}

/// The figures of a group.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FigureGroupView {
    /// The group.
    pub label: String,
    /// Cases.
    pub n_cases: u64,
    /// In production.
    pub n_production: u64,
    /// Lost.
    pub n_lost: u64,
    /// Open.
    pub n_open: u64,
    /// What became of them by days.
    pub curve: Vec<CurvePointView>,
}

/// The funnel or the ladder.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FunnelView {
    /// Cases by stage.
    pub stages: Vec<StageCountView>,
    /// Technologies by stage: ever at it anywhere.
    pub technologies: Vec<StageCountView>,
    /// Losses, those of nought left out.
    pub losses: Vec<LossView>,
    /// Waiting.
    pub waiting: Vec<StageWaitingView>,
    /// What became of cases by days.
    pub curve: Vec<CurvePointView>,
    /// Ways out by days.
    pub exits: Vec<ExitView>,
    /// Cases by group, where groups are asked for.
    pub groups: Vec<FigureGroupView>,
    /// What has to be known beside the numbers, in English.
    pub cautions: Vec<String>,
}

fn within(value: f64, bounds: &Bounds) -> WithinView {
    WithinView { value, low: bounds.low, high: bounds.high }
}

fn after(one: &Incidence) -> AfterView {
    AfterView { days: one.days, share: within(one.probability, &one.interval) }
}

fn stage(of: measure::funnel::Stage) -> Word<CaseStage> {
    Word(CaseStage::ALL.get(of.place()).copied().unwrap_or(CaseStage::Collected))
}

fn stages(level: &LevelFigures) -> Vec<StageCountView> {
    let went = |conversion: &Conversion| Some(within(conversion.rate?, conversion.wilson.as_ref()?));
    let view = |one: &measure::funnel::StageCount| {
        let conversion = level.conversions.iter().find(|conversion| conversion.from == one.stage);
        StageCountView {
            stage: stage(one.stage),
            reached: one.reached,
            seen: one.seen,
            open: one.open,
            lost: one.abandoned,
            went_on: conversion.and_then(went),
            went_on_after: conversion.map(|one| one.within.iter().map(after).collect()).unwrap_or_default(),
        }
    };
    level.stages.iter().map(view).collect()
}

fn waiting(level: &LevelFigures, one: &StageWaiting) -> StageWaitingView {
    let sojourn = level.sojourn.iter().find(|sojourn| sojourn.stage == Some(one.stage));
    let triple = |of: &measure::funnel::Triple| TripleView {
        days: of.days,
        forward: of.forward.probability,
        lost: of.abandoned.probability,
        there: of.still_there.probability,
    };
    StageWaitingView {
        stage: stage(one.stage),
        n: one.n,
        median_days: one.median_days,
        median_low: one.median_interval.0,
        median_high: one.median_interval.1,
        mean_days_of_a_year: one.restricted_mean_days,
        after: one.triples.iter().map(triple).collect(),
        share_of_waiting: sojourn.and_then(|sojourn| sojourn.bottleneck_index),
    }
}

/// Places of production and of what was lost among the states of an occupation.
const STATES: (usize, usize) = (6, 7);

fn curve(all: &[Occupation]) -> Vec<CurvePointView> {
    let of = |one: &Occupation, state: usize| {
        let whole = Bounds { low: 0.0, high: 1.0 };
        within(one.probability.get(state).copied().unwrap_or(0.0), one.interval.get(state).unwrap_or(&whole))
    };
    let point =
        |one: &Occupation| CurvePointView { days: one.days, production: of(one, STATES.0), lost: of(one, STATES.1) };
    all.iter().map(point).collect()
}

impl From<&Report> for FunnelView {
    fn from(report: &Report) -> FunnelView {
        let group = |group: &measure::funnel::GroupFigures| FigureGroupView {
            label: group.label.clone(),
            n_cases: group.figures.n_cases,
            n_production: group.figures.n_production,
            n_lost: group.figures.n_abandoned,
            n_open: group.figures.n_open,
            curve: curve(&group.figures.occupation),
        };
        let losses = report.losses.iter().filter(|loss| loss.n > 0);
        let loss = |loss: &measure::funnel::Loss| LossView {
            stage: stage(loss.stage),
            reason: loss.reason.clone(),
            n: loss.n,
            share: loss.share,
        };
        let exit = |one: &measure::funnel::ReasonIncidence| ExitView {
            exit: one.exit.clone(),
            after: one.at.iter().map(after).collect(),
        };
        FunnelView {
            stages: stages(&report.pairs),
            technologies: stages(&report.technologies),
            losses: losses.map(loss).collect(),
            waiting: report.pairs.waiting.iter().map(|one| waiting(&report.pairs, one)).collect(),
            curve: curve(&report.pairs.occupation),
            exits: report.exits.iter().map(exit).collect(),
            groups: report.groups.iter().filter(|one| !one.label.is_empty()).map(group).collect(),
            cautions: report.cautions.iter().map(|one| one.text.clone()).collect(),
        }
    }
}

/// How long what left a stage in a quarter had waited there.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DelayView {
    /// The stage.
    pub stage: Word<CaseStage>,
    /// The quarter.
    pub quarter: String,
    /// Cases that left it then.
    pub n: usize,
    /// The median of their days.
    pub median_days: i64,
}

impl From<&Delay> for DelayView {
    fn from(one: &Delay) -> DelayView {
        DelayView { stage: Word(one.stage), quarter: one.quarter.to_string(), n: one.n, median_days: one.median_days }
    }
}

/// What came from one department to another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SiloCellView {
    /// The department from which technologies came.
    pub from: String,
    /// The department to which they came.
    pub to: String,
    /// Cases.
    pub n_cases: usize,
    /// Of these, decided upon.
    pub n_decided: usize,
    /// Of these, in production.
    pub n_production: usize,
}

/// A unit that stands between others, and how often in which role.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SiloBrokerView {
    /// The unit.
    pub unit: String,
    /// Its department.
    pub department: String,
    /// Within one department.
    pub coordinator: u64,
    /// Between two of another department.
    pub itinerant: u64,
    /// Lets into its own department.
    pub gatekeeper: u64,
    /// Speaks for its own department.
    pub representative: u64,
    /// Between two other departments.
    pub liaison: u64,
}

/// What passes between departments.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SiloView {
    /// Pairs of departments.
    pub cells: Vec<SiloCellView>,
    /// The E-I index of who takes over from whom.
    pub ei_index: Option<f64>,
    /// The barrier index.
    pub barrier_index: Option<f64>,
    /// The flow barrier.
    pub flow: Option<WithinView>,
    /// The logarithm of the yields, own against other department.
    pub stages: Option<WithinView>,
    /// Units that stand between others.
    pub brokers: Vec<SiloBrokerView>,
}

impl From<&Silo> for SiloView {
    fn from(silo: &Silo) -> SiloView {
        let cell = |cell: &desk::SiloCell| SiloCellView {
            from: cell.from.to_string(),
            to: cell.to.to_string(),
            n_cases: cell.n_cases,
            n_decided: cell.n_decided,
            n_production: cell.n_production,
        };
        let broker = |one: &desk::SiloBroker| SiloBrokerView {
            unit: one.unit.to_string(),
            department: one.department.to_string(),
            coordinator: one.roles.coordinator,
            itinerant: one.roles.itinerant,
            gatekeeper: one.roles.gatekeeper,
            representative: one.roles.representative,
            liaison: one.roles.liaison,
        };
        let structure = silo.structure.as_ref().ok();
        let flow = |one: &FlowBarrier| within(one.value, &one.interval);
        SiloView {
            cells: silo.cells.iter().map(cell).collect(),
            ei_index: structure.and_then(|one| one.ei_index),
            barrier_index: structure.and_then(|one| one.barrier_index),
            flow: silo.flow.as_ref().map(flow),
            stages: silo.stages.as_ref().ok().map(|one| within(one.log_ratio_total, &one.interval)),
            brokers: silo.brokers.iter().map(broker).collect(),
        }
    }
}

/// A technology by its furthest verified rung.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RadarView {
    /// The technology.
    pub technology: ThingView,
    /// The rung.
    pub rung: Word<Rung>,
    /// Units whose production is verified.
    pub n_verified: usize,
    /// Units in which production is claimed.
    pub n_claimed: usize,
    /// The departments of the units that reached the rung.
    pub departments: Vec<String>,
    /// Whether it is invented.
    pub invented: bool,
}

impl From<&RadarEntry> for RadarView {
    fn from(entry: &RadarEntry) -> RadarView {
        RadarView {
            technology: ThingView::from(&entry.technology),
            rung: Word(entry.rung),
            n_verified: entry.n_verified,
            n_claimed: entry.n_claimed,
            departments: entry.departments.iter().map(ToString::to_string).collect(),
            invented: entry.is_invented,
        }
    }
}

/// A quarter of growth, seen or expected.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GrowthView {
    /// The quarter.
    pub quarter: String,
    /// Cases in production by its end; a number with a fraction where it is expected.
    pub n_all: f64,
    /// The lower end of what is expected; null where it was seen, or no interval can be given.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// Whether it is expected.
    pub expected: bool,
}

/// Every quarter of growth, those seen first.
fn growth(of: &Growth) -> Vec<GrowthView> {
    let seen = of.points.iter().map(|point| GrowthView {
        quarter: point.quarter.to_string(),
        n_all: point.n_all as f64,
        low: None,
        high: None,
        expected: false,
    });
    let ahead = of.forecast().into_iter().map(|(quarter, n_all, band)| GrowthView {
        quarter: quarter.to_string(),
        n_all,
        low: band.map(|(low, _)| low),
        high: band.map(|(_, high)| high),
        expected: true,
    });
    seen.chain(ahead).collect()
}

/// The time before a step.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StepWaitView {
    /// The step: a stage, or `lost`.
    pub step: String,
    /// How often it was taken after another.
    pub n: u64,
    /// Mean days before it.
    pub mean_days: f64,
    /// Share in the time of all steps.
    pub share: f64,
}

/// What a figure shows beside the funnel; each part is null where another figure is asked for.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct ShownView {
    /// What passes between departments.
    pub silo: Option<SiloView>,
    /// Technologies by their furthest verified rung.
    pub radar: Option<Vec<RadarView>>,
    /// How use grows.
    pub growth: Option<Vec<GrowthView>>,
    /// Where the time goes between steps.
    pub process: Option<Vec<StepWaitView>>,
}

impl From<&Shown> for ShownView {
    fn from(shown: &Shown) -> ShownView {
        let none = ShownView::default();
        match shown {
            Shown::Funnel => none,
            Shown::Silo(silo) => ShownView { silo: Some(SiloView::from(&**silo)), ..none },
            Shown::Radar(entries) => ShownView { radar: Some(entries.iter().map(RadarView::from).collect()), ..none },
            Shown::Growth(of) => ShownView { growth: Some(growth(of)), ..none },
            Shown::Process(report) => {
                let wait = |one: &measure::process::Waiting| StepWaitView {
                    step: one.activity.clone(),
                    n: one.n,
                    mean_days: one.mean,
                    share: one.share,
                };
                ShownView { process: Some(report.waiting.iter().map(wait).collect()), ..none }
            }
        }
    }
}
