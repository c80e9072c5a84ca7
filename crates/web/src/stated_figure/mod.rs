//! Figures that others state of a programme: as they state them, with what nobody states shown as not known.

mod form;
mod list;
mod page;
mod paper;
mod picture;

use maud::Markup;
use model::{CaseStage, Rational, StatedFigure, StatedKind, StatedStage, StatedStatus, stated_funnel};

use crate::app::App;
use crate::component::{Crumb, Section, Tone, tag};
use crate::figure::stage as stage_name;
use crate::plan::{ended, invented, read};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

pub(crate) use list::load;
pub(crate) use paper::printed;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/figures/stated", open, list::show)
        .page("/figures/stated.pdf", open, paper::pdf)
        .page("/figures/stated/new", open, form::show)
        .form("/figures/stated/new", open, form::add)
        .page("/figures/stated/{stated_figure}", open, page::show)
        .form("/figures/stated/{stated_figure}", open, page::change)
}

/// The way back to the figures as stated.
fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Figures), Crumb::new(speech.say("figure-kind-stated"), "/figures/stated")]
}

/// A number as people write it, in percent where it is a share.
fn number(speech: Speech, kind: StatedKind, measure: &str, value: Rational) -> String {
    let written = speech.written(&value.to_string());
    if kind.is_share() || kind == StatedKind::Fulfilment {
        return speech.with("number-percent", &[("number", written.into())]);
    }
    if measure.is_empty() { written } else { format!("{written} {measure}") }
}

/// What is stated, in words: the number as the source gives it, its word for it, or that it is not known.
fn said(speech: Speech, figure: &StatedFigure) -> String {
    match (figure.status, figure.value) {
        (StatedStatus::About, Some(value)) => {
            let value = number(speech, figure.kind, &figure.measure, value);
            speech.with("stated-about", &[("value", value.into())])
        }
        (_, Some(value)) => number(speech, figure.kind, &figure.measure, value),
        (StatedStatus::Vague, None) => speech.with("stated-vague", &[("wording", figure.wording.as_str().into())]),
        _ => speech.say("stated-not-known"),
    }
}

/// How sure the source is, as a tag.
fn status(speech: Speech, status: StatedStatus) -> Markup {
    let tone = match status {
        StatedStatus::Given | StatedStatus::Derived | StatedStatus::About => Tone::Plain,
        _ => Tone::Warn,
    };
    tag(tone, &speech.say(&format!("stated-status-{status}")))
}

/// The figures of one programme, parted as they are shown.
pub(crate) struct Programme<'f> {
    /// All stages with what is stated of each; empty where nothing is stated of any.
    pub funnel: Vec<StatedStage<'f>>,
    /// Fulfilment and shares.
    pub shares: Vec<&'f StatedFigure>,
    /// All the rest.
    pub others: Vec<&'f StatedFigure>,
}

impl<'f> Programme<'f> {
    /// Parts the figures of a programme.
    pub fn of(figures: &'f [StatedFigure]) -> Programme<'f> {
        let is_share = |one: &&StatedFigure| one.kind.is_share() || one.kind == StatedKind::Fulfilment;
        let funnel = if figures.iter().any(|one| one.stage.is_some()) { stated_funnel(figures) } else { Vec::new() };
        Programme {
            funnel,
            shares: figures.iter().filter(is_share).collect(),
            others: figures.iter().filter(|one| !is_share(one) && one.stage.is_none()).collect(),
        }
    }
}

/// What is stated of a stage, in words: each source's number, or that it is not known.
fn of_stage(speech: Speech, stage: &StatedStage<'_>) -> String {
    if stage.figures.is_empty() {
        return speech.say("stated-not-known");
    }
    stage.figures.iter().map(|one| said(speech, one)).collect::<Vec<_>>().join("; ")
}

/// What part of the stage before it is, in words.
fn part(speech: Speech, stage: &StatedStage<'_>) -> String {
    match stage.part {
        Some(part) => speech.percent(part.nearest()),
        None if stage.stage == CaseStage::Collected => "–".to_owned(),
        None => speech.say("stated-not-known"),
    }
}

/// Where a figure that was kept is shown.
fn place(kept: &StatedFigure) -> String {
    format!("/figures/stated/{}", kept.id)
}
