//! The figures of a programme as stated: its funnel with what is not known, fulfilment and shares, and all the rest.

use axum::extract::RawQuery;
use desk::{Failure, Office};
use maud::{Markup, html};
use model::{StatedFigure, StatedStatus};

use super::{Programme, invented, of_stage, part, picture, read, said, stage_name, status};
use crate::caller::Caller;
use crate::component::plot::{NARROW, WIDE};
use crate::component::{Column, Page, Section, Tab, Table, empty, link_button, picture_as, tabs};
use crate::failed::{Answer, shown};
use crate::figure::figure_tabs;
use crate::speech::Speech;
use crate::typed::Typed;

/// Programmes beside each other. Whoever looks for another writes its name into the address.
const PROGRAMMES: usize = 30;

pub(crate) struct Loaded {
    /// All programmes that are seen, in their order.
    pub programmes: Vec<String>,
    /// The one that is shown.
    pub programme: String,
    pub figures: Vec<StatedFigure>,
}

/// Loads a programme: the one that is asked for, or the first.
pub(crate) fn load(office: &Office, asked: Option<&str>) -> Result<Loaded, Failure> {
    let all = office.stated_figures()?;
    let mut programmes: Vec<String> = all.iter().map(|one| one.programme.clone()).collect();
    programmes.dedup();
    let programme = asked.map(str::to_owned).or_else(|| programmes.first().cloned()).unwrap_or_default();
    let figures = all.into_iter().filter(|one| one.programme == programme).collect();
    Ok(Loaded { programmes, programme, figures })
}

/// The address of a programme.
pub(super) fn address(path: &str, programme: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("programme", programme).finish();
    format!("{path}?{query}")
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let loaded = read(&caller, move |office| load(office, typed.some("programme"))).await?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let may_write = caller.officer.may_state_figures();
    let tab = |programme: &String| Tab {
        text: programme.clone(),
        href: address("/figures/stated", programme),
        count: None,
        here: *programme == loaded.programme,
    };
    let programmes: Vec<Tab> = loaded.programmes.iter().take(PROGRAMMES).map(tab).collect();
    Page::new(visit, speech.say("figures-title"))
        .here(Section::Figures)
        .lead(html! { (speech.say("stated-lead")) })
        .draw(html! {
            (figure_tabs(speech, None))
            @if programmes.len() > 1 { (tabs(speech, &speech.say("stated-programme"), &programmes)) }
            div class="actions" {
                @if may_write { (link_button(&speech.say("stated-new"), &address("/figures/stated/new", &loaded.programme), true)) }
                @if !loaded.figures.is_empty() {
                    (link_button(&speech.say("figures-pdf"), &address("/figures/stated.pdf", &loaded.programme), false))
                }
            }
            @if loaded.figures.is_empty() {
                (empty(&speech.say("stated-none"), &speech.say("stated-none-body"), html! {}))
            } @else { (parts(speech, loaded)) }
        })
}

fn parts(speech: Speech, loaded: &Loaded) -> Markup {
    let programme = Programme::of(&loaded.figures);
    let n_unknown = loaded.figures.iter().filter(|one| one.status == StatedStatus::NotKnown).count();
    html! {
        h2 { bdi { (loaded.programme) } }
        p { (speech.with("stated-counted", &[("count", loaded.figures.len().into()), ("unknown", n_unknown.into())])) }
        @if !programme.funnel.is_empty() {
            section aria-labelledby="stated-funnel" {
                h3 id="stated-funnel" { (speech.say("stated-funnel")) }
                p { (speech.say("stated-funnel-lead")) }
                figure class="plot" {
                    (picture_as(&picture::funnel(speech, &programme.funnel, WIDE), &speech.say("stated-funnel"), "stated-funnel-wide", "lying"))
                    (picture_as(&picture::funnel(speech, &programme.funnel, NARROW), &speech.say("stated-funnel"), "stated-funnel-narrow", "upright"))
                }
                (funnel(speech, &programme))
            }
        }
        @if !programme.shares.is_empty() {
            section aria-labelledby="stated-shares" {
                h3 id="stated-shares" { (speech.say("stated-shares")) }
                p { (speech.say("stated-shares-lead")) }
                @if programme.shares.iter().any(|one| one.value.is_some()) {
                    figure class="plot" {
                        (picture_as(&picture::shares(speech, &programme.shares, WIDE), &speech.say("stated-shares"), "stated-shares-wide", "lying"))
                        (picture_as(&picture::shares(speech, &programme.shares, NARROW), &speech.say("stated-shares"), "stated-shares-narrow", "upright"))
                    }
                }
                (table(speech, "stated-shares", &programme.shares))
            }
        }
        @if !programme.others.is_empty() {
            section aria-labelledby="stated-others" {
                h3 id="stated-others" { (speech.say("stated-others")) }
                (table(speech, "stated-others", &programme.others))
            }
        }
    }
}

fn link(figure: &StatedFigure, text: &str) -> Markup {
    html! { a href={ "/figures/stated/" (figure.id) } { bdi { (text) } } }
}

fn funnel(speech: Speech, programme: &Programme<'_>) -> Markup {
    let columns = ["figure-stage", "stated-value", "stated-part", "stated-parameter", "stated-source"];
    let columns = columns.iter().map(|key| Column::new(speech.say(key))).collect();
    let mut table = Table::new(speech.say("stated-funnel"), columns).caption_unseen().cards_on_phone();
    for stage in &programme.funnel {
        let values = html! {
            @if stage.figures.is_empty() { (of_stage(speech, stage)) }
            @for (at, one) in stage.figures.iter().enumerate() {
                @if at > 0 { br; }
                (link(one, &said(speech, one)))
                // What is not known says so itself.
                @if one.status != StatedStatus::NotKnown { " " (status(speech, one.status)) }
                (invented(speech, one.invented))
            }
        };
        let lines = |of: fn(&StatedFigure) -> String| {
            html! {
                @if stage.figures.is_empty() { "–" }
                @for (at, one) in stage.figures.iter().enumerate() { @if at > 0 { br; } bdi { (of(one)) } }
            }
        };
        let what = |one: &StatedFigure| match one.period.as_str() {
            "" => one.parameter.clone(),
            period => format!("{} ({period})", one.parameter),
        };
        table = table.row(vec![
            html! { (stage_name(speech, stage.stage)) },
            values,
            html! { (part(speech, stage)) },
            lines(what),
            lines(source),
        ]);
    }
    table.draw(speech)
}

/// Who states it, and where.
pub(super) fn source(figure: &StatedFigure) -> String {
    let parts = [figure.source.as_str(), figure.place.as_str()];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if said.is_empty() { "–".to_owned() } else { said.join(", ") }
}

fn table(speech: Speech, caption: &str, figures: &[&StatedFigure]) -> Markup {
    let columns = vec![
        Column::new(speech.say("stated-parameter")),
        Column::numeric(speech.say("stated-value")),
        Column::new(speech.say("stated-status")),
        Column::new(speech.say("stated-period")),
        Column::new(speech.say("stated-source")),
    ];
    let mut table = Table::new(speech.say(caption), columns).caption_unseen().cards_on_phone();
    for one in figures {
        table = table.row(vec![
            html! { (link(one, &one.parameter)) (invented(speech, one.invented)) },
            html! { (said(speech, one)) },
            status(speech, one.status),
            html! { @if one.period.is_empty() { "–" } @else { bdi { (one.period) } } },
            html! { bdi { (source(one)) } },
        ]);
    }
    table.draw(speech)
}
