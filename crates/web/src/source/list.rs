//! The register: every source with its health.

use axum::extract::RawQuery;
use desk::{Failure, Office, SOURCES_PAGE, SourceAsk};
use maud::{Markup, html};
use model::{Health, Power, SourceId, SourceKind, SourceOrder};
use store::SourceLine;

use super::{coverage, health};
use crate::caller::Caller;
use crate::component::{Choice, Column, Crumb, Field, Page, Section, Table, disclosure, empty, link_button, pager};
use crate::failed::{Answer, failed, shown};
use crate::history::when;
use crate::speech::Speech;
use crate::typed::Typed;

/// Sources that are looked through for a part of the register. A larger one is not narrowed to its end, and says so.
const LOOKED_THROUGH_MAX: usize = 5_000;

fn asked(typed: &Typed) -> SourceAsk {
    SourceAsk {
        kind: SourceKind::from_word(typed.get("kind")),
        health: Health::from_word(typed.get("health")),
        territory: typed.get("territory").to_owned(),
        order: SourceOrder::from_word(typed.get("order")),
    }
}

fn order_of(ask: &SourceAsk) -> SourceOrder {
    ask.order.unwrap_or(SourceOrder::Title)
}

/// The address of a page of what is asked.
fn address(ask: &SourceAsk, page: usize) -> String {
    let begins = "/sources?".to_owned();
    let length = begins.len();
    let mut query = form_urlencoded::Serializer::for_suffix(begins, length);
    for (name, value) in [
        ("kind", ask.kind.map_or("", SourceKind::word)),
        ("health", ask.health.map_or("", Health::word)),
        ("territory", ask.territory.as_str()),
        ("order", order_of(ask).word()),
    ] {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    query.append_pair("page", &page.to_string());
    query.finish()
}

/// What the page shows.
struct Loaded {
    ask: SourceAsk,
    lines: Vec<(SourceLine, String)>,
    earlier: Option<String>,
    later: Option<String>,
    /// Whether the register is longer than is looked through.
    is_cut: bool,
    now: i64,
    may_register: bool,
}

fn load(office: &Office, typed: &Typed, now: i64, may_register: bool) -> Result<Loaded, Failure> {
    let ask = asked(typed);
    let named = |line: SourceLine| -> Result<_, Failure> {
        let post = office.post(&line.source.post)?.map_or_else(|| line.source.post.to_string(), |post| post.title);
        Ok((line, post))
    };
    let (mut earlier, mut later, mut is_cut) = (None, None, false);
    let lines = if ask.narrows() {
        let all;
        (all, is_cut) = office.sources_asked(&ask, LOOKED_THROUGH_MAX, now)?;
        let page: usize = typed.get("page").parse().unwrap_or(1).clamp(1, LOOKED_THROUGH_MAX);
        earlier = (page > 1).then(|| address(&ask, page - 1));
        later = (all.len() > page * SOURCES_PAGE).then(|| address(&ask, page + 1));
        all.into_iter().skip((page - 1) * SOURCES_PAGE).take(SOURCES_PAGE).collect()
    } else {
        let after = typed.some("after").and_then(SourceId::parse).map(|id| (typed.get("title"), id));
        let mut lines = office.sources(after, SOURCES_PAGE + 1)?;
        if lines.len() > SOURCES_PAGE {
            lines.truncate(SOURCES_PAGE);
            later = lines.last().map(|line| {
                let title: String = form_urlencoded::byte_serialize(line.source.title.as_bytes()).collect();
                format!("/sources?after={}&title={title}", line.source.id)
            });
        }
        lines
    };
    let lines = lines.into_iter().map(named).collect::<Result<_, _>>()?;
    Ok(Loaded { ask, lines, earlier, later, is_cut, now, may_register })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let may_register = caller.officer.with_power(Power::Document).is_some();
    let now = caller.app.now();
    let loaded = caller.read(move |office| load(office, &typed, now, may_register)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let register = || link_button(&speech.say("source-new"), "/sources/new", true);
    let narrows = loaded.ask.narrows();
    Page::new(&caller.visit, speech.say("nav-sources"))
        .here(Section::Sources)
        .crumbs(vec![Crumb::of(speech, Section::Sources)])
        .lead(html! { (speech.say("sources-lead")) })
        .draw(html! {
            @if loaded.lines.is_empty() && !narrows {
                (empty(&speech.say("sources-none"), &speech.say("sources-none-body"), html! { @if loaded.may_register { (register()) } }))
            } @else {
                div class="actions" {
                    @if loaded.may_register { (register()) }
                    (link_button(&speech.say("yield-title"), "/sources/worth", false))
                    (link_button(&speech.say("coverage-title"), "/sources/coverage", false))
                }
                (disclosure(&speech.say("sources-narrow"), narrows, narrow(speech, &loaded.ask)))
                @if loaded.is_cut { p class="quiet" { (speech.with("sources-cut", &[("count", i64::try_from(LOOKED_THROUGH_MAX).unwrap_or(i64::MAX).into())])) } }
                @if loaded.lines.is_empty() {
                    (empty(&speech.say("sources-none-such"), &speech.say("sources-none-such-body"), html! { a href="/sources" { (speech.say("sources-all")) } }))
                } @else { (table(caller, loaded)) }
                (pager(speech, None, loaded.earlier.as_deref(), loaded.later.as_deref()))
            }
        })
}

/// By what the register is narrowed, and in which order it stands.
fn narrow(speech: Speech, ask: &SourceAsk) -> Markup {
    let any = || std::iter::once(Choice::new("", speech.say("sources-any")));
    let kinds = SourceKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), speech.say(&format!("source-kind-{}", kind.word()))));
    let healths = Health::ALL
        .iter()
        .map(|health| Choice::new(health.word(), speech.say(&format!("source-health-{}", health.word()))));
    let orders = SourceOrder::ALL.iter();
    let orders = orders.map(|order| Choice::new(order.word(), speech.say(&format!("sources-by-{order}"))));
    html! {
        form class="form form-find" method="get" action="/sources" {
            (Field::select("kind", speech.say("source-kind"), any().chain(kinds).collect()).value(ask.kind.map_or("", SourceKind::word)).draw(speech))
            (Field::select("health", speech.say("source-health"), any().chain(healths).collect()).value(ask.health.map_or("", Health::word)).draw(speech))
            (Field::text("territory", speech.say("source-territory")).value(ask.territory.clone()).optional().draw(speech))
            (Field::select("order", speech.say("sources-order"), orders.collect()).value(order_of(ask).word()).draw(speech))
            div class="actions" {
                button type="submit" class="button button-plain" { span { (speech.say("sources-narrow-go")) } }
                @if ask.narrows() { a href="/sources" { (speech.say("sources-all")) } }
            }
        }
    }
}

fn table(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let columns =
        ["source-title", "source-covers", "source-reliability", "source-post", "source-last", "source-health"];
    let mut table = Table::new(speech.say("nav-sources"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (line, post) in &loaded.lines {
        let source = &line.source;
        table = table.row(vec![
            html! { a href={ "/sources/" (source.id) } { bdi { (source.title) } } " " (crate::marking::tags(speech, &source.marking)) },
            coverage(source),
            html! { (source.reliability.word()) },
            html! { bdi { (post) } },
            html! { @match line.brought.last_at { Some(at) => (when(speech, at)), None => "–" } },
            health(speech, line, loaded.now),
        ]);
    }
    table.draw(speech)
}
