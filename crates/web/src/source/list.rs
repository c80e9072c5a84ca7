//! The register: every source with its health.

use axum::extract::RawQuery;
use desk::{Failure, Office, SOURCES_PAGE};
use maud::{Markup, html};
use model::{Power, SourceId};
use store::SourceLine;

use super::{coverage, health};
use crate::caller::Caller;
use crate::component::{Column, Crumb, Page, Section, Table, empty, link_button, pager};
use crate::failed::{Answer, failed, shown};
use crate::history::when;
use crate::typed::Typed;

/// What the page shows.
struct Loaded {
    lines: Vec<(SourceLine, String)>,
    next: Option<(String, SourceId)>,
    now: i64,
    may_register: bool,
}

fn load(office: &Office, typed: &Typed, now: i64, may_register: bool) -> Result<Loaded, Failure> {
    let after = typed.some("after").and_then(SourceId::parse).map(|id| (typed.get("title"), id));
    let mut lines = office.sources(after, SOURCES_PAGE + 1)?;
    let mut next = None;
    if lines.len() > SOURCES_PAGE {
        lines.truncate(SOURCES_PAGE);
        next = lines.last().map(|line| (line.source.title.clone(), line.source.id));
    }
    let named = |line: SourceLine| -> Result<_, Failure> {
        let post = office.post(&line.source.post)?.map_or_else(|| line.source.post.to_string(), |post| post.title);
        Ok((line, post))
    };
    Ok(Loaded { lines: lines.into_iter().map(named).collect::<Result<_, _>>()?, next, now, may_register })
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
    let later = loaded.next.as_ref().map(|(title, id)| {
        let title: String = form_urlencoded::byte_serialize(title.as_bytes()).collect();
        format!("/sources?after={id}&title={title}")
    });
    Page::new(&caller.visit, speech.say("nav-sources"))
        .here(Section::Sources)
        .crumbs(vec![Crumb::of(speech, Section::Sources)])
        .lead(html! { (speech.say("sources-lead")) })
        .draw(html! {
            @if loaded.lines.is_empty() {
                (empty(&speech.say("sources-none"), &speech.say("sources-none-body"), html! { @if loaded.may_register { (register()) } }))
            } @else {
                div class="actions" {
                    @if loaded.may_register { (register()) }
                    (link_button(&speech.say("yield-title"), "/sources/worth", false))
                    (link_button(&speech.say("coverage-title"), "/sources/coverage", false))
                }
                (table(caller, loaded))
                (pager(speech, None, None, later.as_deref()))
            }
        })
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
