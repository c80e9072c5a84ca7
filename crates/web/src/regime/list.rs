//! The list of regimes.

use std::sync::Arc;

use desk::{Failure, Office, Officer, RegimeLine};
use maud::{Markup, html};
use model::Date;

use crate::caller::Caller;
use crate::component::{Column, ControlRoom, Page, Section, Table, Tone, control_tabs, empty, link_button, tag};
use crate::failed::{Answer, failed, shown};
use crate::marking;
use crate::speech::Speech;

struct Loaded {
    lines: Vec<RegimeLine>,
    may_found: bool,
    today: Date,
}

fn load(office: &Office, officer: &Officer, today: Date) -> Result<Loaded, Failure> {
    Ok(Loaded { lines: office.regimes()?, may_found: office.may_change_regimes(officer), today })
}

pub async fn show(caller: Caller) -> Answer {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    Page::new(&caller.visit, speech.say("regimes-title"))
        .here(Section::Control)
        .lead(html! { (speech.say("regimes-lead")) })
        .draw(html! {
            (control_tabs(speech, ControlRoom::Regimes))
            @if loaded.may_found && !loaded.lines.is_empty() { div class="actions" { (link_button(&speech.say("regime-new"), "/regimes/new", true)) } }
            @if loaded.lines.is_empty() {
                @let next = html! { @if loaded.may_found { (link_button(&speech.say("regime-new"), "/regimes/new", true)) } };
                (empty(&speech.say("regimes-none"), &speech.say("regimes-none-body"), next))
            } @else { (table(speech, loaded)) }
        })
}

fn table(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = ["regime-name", "regime-kind", "regime-decision", "members-title", "regime-force", "regime-cases"];
    let mut table = Table::new(speech.say("regimes-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for line in &loaded.lines {
        let regime = &line.regime;
        let cases = [("open", line.n_open.into()), ("all", line.n_cases.into())];
        table = table.row(vec![
            html! {
                a href={ "/regimes/" (regime.id) } { bdi { (regime.name) } } " " (marking::tags(speech, &regime.marking))
                @if regime.invented { " " (tag(Tone::Plain, &speech.say("regime-invented"))) }
            },
            html! {
                (speech.say(&format!("regime-kind-{}", regime.kind.word())))
                @if regime.binding { ", " (speech.say("regime-is-binding")) }
            },
            html! { (speech.say(&format!("decision-{}", regime.rule.decision.word()))) },
            html! { (speech.number(i64::try_from(regime.seats(loaded.today).len()).unwrap_or(i64::MAX))) },
            force(speech, regime, loaded.today),
            html! { a href={ "/cases?view=all&regime=" (regime.id) } { (speech.with("regime-case-counts", &cases)) } },
        ]);
    }
    table.draw(speech)
}

/// Whether a regime holds, with its days.
pub(super) fn force(speech: Speech, regime: &model::Regime, today: Date) -> Markup {
    let (tone, key) = if regime.is_in_force(today) {
        (Tone::Good, "regime-in-force")
    } else if regime.since > today {
        (Tone::Plain, "regime-to-come")
    } else {
        (Tone::Faint, "regime-over")
    };
    html! {
        (tag(tone, &speech.say(key))) " "
        span class="quiet" {
            (speech.date(regime.since)) " –" @if let Some(until) = regime.until { " " (speech.date(until)) }
        }
    }
}
