//! Where the office stands with a source that it asks by itself, and what somebody can have it do.

use axum::extract::Path;
use desk::Failure;
use maud::{Markup, html};
use model::{Found, Health, Source, SourceId, SourceKind};
use store::SourceLine;

use super::page;
use crate::caller::Caller;
use crate::component::{Button, Form, SummaryRow, Tone, banner, summary_list};
use crate::failed::Answer;
use crate::history::when;
use crate::speech::Speech;
use crate::visit::Visit;

/// Asks the source, and shows what it would bring.
pub async fn look(caller: Caller, Path(name): Path<String>) -> Answer {
    let done = look_at(&caller, &name).await;
    page::looked(&caller, name, done).await
}

async fn look_at(caller: &Caller, name: &str) -> Result<model::Intake, Failure> {
    let read = name.to_owned();
    let source = caller.read(move |office| office.source(&read)).await?.source;
    let (id, today) = (source.id, caller.app.today());
    let outlook = caller.app.reach_out(move |office| desk::look_out(office, &source, today)).await?;
    let upload = caller.app.parse(move |parser| outlook.read(parser)).await?;
    caller.act(move |writer, turn, office| desk::look_at(writer, turn, office, id, upload)).await
}

/// Has the source asked at once.
pub async fn now(caller: Caller, Path(name): Path<String>) -> Answer {
    let id = name.clone();
    let done = caller.act(move |writer, turn, office| desk::harvest_now(writer, turn, named(office, &id)?)).await;
    page::ended(&caller, name, done).await
}

/// Has the source asked for all that it holds.
pub async fn anew(caller: Caller, Path(name): Path<String>) -> Answer {
    let id = name.clone();
    let done = caller.act(move |writer, turn, office| desk::harvest_anew(writer, turn, named(office, &id)?)).await;
    page::ended(&caller, name, done).await
}

fn named(office: &desk::Office, id: &str) -> Result<SourceId, Failure> {
    Ok(office.source(id)?.source.id)
}

/// How the source stands, and what to do.
pub(super) fn standing(speech: Speech, line: &SourceLine, now: i64) -> Markup {
    let health = line.health(now);
    let key = format!("source-health-{}", health.word());
    // Asked for the first time, nothing is missing yet.
    let is_first = line.harvest.as_ref().is_some_and(|harvest| {
        harvest.answered_at.is_none() || (harvest.found == Some(Found::Something) && line.brought.last_at.is_none())
    });
    if health == Health::Empty && is_first {
        let (title, body) = (speech.say("source-asked-first"), speech.say("source-asked-first-body"));
        return banner(Tone::Accent, &title, html! { p { (body) } });
    }
    let setback = line.harvest.as_ref().and_then(|harvest| harvest.setback.as_ref());
    let body = match setback {
        Some((setback, _)) if health == Health::Failing => speech.sentence(&setback.sentence()),
        // A file that broke is said to be one, whoever brought it.
        _ if line.source.kind.is_fetched() && health != Health::Failing => {
            speech.say(&format!("source-asked-{}", health.word()))
        }
        _ if line.source.kind == SourceKind::Mail && matches!(health, Health::Empty | Health::Late) => {
            speech.say(&format!("source-mailed-{}", health.word()))
        }
        _ if line.source.kind.is_human() && matches!(health, Health::Fresh | Health::Empty | Health::Late) => {
            speech.say(&format!("source-written-{}", health.word()))
        }
        _ => speech.say(&format!("{key}-body")),
    };
    let detail =
        setback.map(|(_, detail)| detail.as_str()).filter(|detail| !detail.is_empty() && health == Health::Failing);
    banner(
        super::tone_of(health),
        &speech.say(&key),
        html! {
            p { (body) }
            // In the words of the other side, or of the network: in whichever language those are.
            @if let Some(detail) = detail { p class="quiet" { (speech.say("source-setback-detail")) " " bdi class="long" { (detail) } } }
        },
    )
}

/// What the office asks, how often, and how that went.
pub(super) fn panel(visit: &Visit, line: &SourceLine, may_document: bool) -> Markup {
    let speech = visit.speech;
    let source = &line.source;
    let at = |at: Option<i64>| html! { @match at { Some(at) => (when(speech, at)), None => "–" } };
    let mut rows = vec![
        SummaryRow::new(speech.say("source-address"), html! { bdi class="long" { (source.address) } }),
        SummaryRow::new(
            speech.say("source-schedule"),
            html! { (speech.say(&format!("source-schedule-{}", source.schedule.word()))) },
        ),
    ];
    if let Some(harvest) = &line.harvest {
        rows.push(SummaryRow::new(speech.say("harvest-asked"), at(harvest.asked_at)));
        rows.push(SummaryRow::new(speech.say("harvest-answered"), at(harvest.answered_at)));
        if !source.paused {
            rows.push(SummaryRow::new(speech.say("harvest-next"), at(Some(harvest.due_at))));
        }
        if harvest.n_answers > 0 {
            let n = i64::from(harvest.n_answers);
            rows.push(SummaryRow::new(
                speech.say("harvest-round"),
                html! { (speech.with("harvest-answers", &[("count", n.into())])) },
            ));
        }
        if harvest.n_failures > 0 {
            rows.push(SummaryRow::new(
                speech.say("harvest-failures"),
                html! { (speech.number(i64::from(harvest.n_failures))) },
            ));
        }
    }
    html! {
        h2 { (speech.say("harvest-title")) }
        (summary_list(&rows))
        @if may_document { (actions(visit, source)) }
    }
}

fn actions(visit: &Visit, source: &Source) -> Markup {
    let speech = visit.speech;
    let form = |what: &str, button: Button<'_>| {
        Form::new(visit, &format!("/sources/{}/{what}", source.id)).inline().around(button)
    };
    html! {
        @if source.paused { p class="hint" { (speech.say("harvest-look-hint")) } }
        div class="actions" {
            @if source.paused {
                (form("pause", Button::primary(&speech.say("source-resume")).sends("paused", "no")))
                (form("look", Button::plain(&speech.say("harvest-look"))))
            } @else {
                (form("look", Button::plain(&speech.say("harvest-look"))))
                (form("harvest", Button::plain(&speech.say("harvest-now"))))
                (form("harvest-anew", Button::plain(&speech.say("harvest-anew"))))
            }
        }
    }
}

/// Why something was refused, above all else.
pub(super) fn above(sentence: Option<&str>) -> Markup {
    html! { @if let Some(sentence) = sentence { (banner(Tone::Bad, sentence, html! {})) } }
}
