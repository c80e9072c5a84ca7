//! The list of samples: its views with counts, narrowed by kind and words; as a table and as a file.

use std::collections::BTreeMap;

use axum::extract::RawQuery;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use desk::{Failure, Office, SampleCounts, SampleSearch};
use maud::{Markup, html};
use model::{Date, PostId, Sample, SampleKind, SampleView};
use store::SampleLine;

use super::samples_table;
use crate::caller::Caller;
use crate::component::{
    AcquisitionRoom, Button, Choice, Field, Page, Section, Tab, acquisition_tabs, empty, link_button, tabs,
};
use crate::failed::{Answer, failed, shown};
use crate::speech::Speech;
use crate::typed::Typed;

/// Samples that are shown. Who looks for another narrows the list; the file has all of them.
const SHOWN: usize = 200;

/// Most days after which a sample can be asked for as idle: ten years.
const DAYS_MAX: u16 = 3_653;

struct Loaded {
    typed: Typed,
    search: SampleSearch,
    days: u16,
    counts: SampleCounts,
    lines: Vec<SampleLine>,
    posts: BTreeMap<PostId, String>,
}

fn load(office: &Office, typed: Typed, today: Date) -> Result<Loaded, Failure> {
    let days = typed.get("days").parse().ok().filter(|days| (1..=DAYS_MAX).contains(days));
    let days = days.unwrap_or_else(|| office.idle_days());
    let search = SampleSearch {
        words: typed.get("q").to_owned(),
        view: SampleView::from_word(typed.get("view")),
        kind: SampleKind::from_word(typed.get("kind")),
        idle_days: Some(days),
    };
    Ok(Loaded {
        counts: office.sample_counts(days, today)?,
        lines: office.samples(&search, today)?,
        posts: office.posts()?.into_iter().map(|post| (post.id, post.title)).collect(),
        search,
        days,
        typed,
    })
}

async fn loaded(caller: &Caller, query: Option<String>) -> Result<Loaded, axum::response::Response> {
    let (typed, today) = (Typed::parse(query.unwrap_or_default().as_bytes()), caller.app.today());
    let loaded = caller.read(move |office| load(office, typed, today)).await;
    loaded.map_err(|failure| failed(&caller.visit, &failure))
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let loaded = loaded(&caller, query).await?;
    Ok(shown(draw(&caller, &loaded)))
}

/// What the list shows, as a file for a spreadsheet (RFC 4180).
pub async fn download(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let loaded = loaded(&caller, query).await?;
    let file = desk::samples_file(&loaded.lines).map_err(|failure| failed(&caller.visit, &failure))?;
    let headers =
        [(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, "attachment; filename=\"samples.csv\"")];
    Ok((headers, file).into_response())
}

/// The samples that the list shows.
pub(super) async fn listed(caller: &Caller, query: Option<String>) -> Result<Vec<Sample>, axum::response::Response> {
    Ok(loaded(caller, query).await?.lines.into_iter().map(|line| line.sample).collect())
}

/// The parts of a query that narrow the list, as they stand in an address.
fn query(typed: &Typed) -> String {
    let parts = ["view", "days", "kind", "q"].into_iter().filter_map(|name| Some((name, typed.some(name)?)));
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parts);
    let query = query.finish();
    if query.is_empty() { query } else { format!("?{query}") }
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let left_out = loaded.lines.len().saturating_sub(SHOWN);
    let shown = &loaded.lines[..loaded.lines.len().min(SHOWN)];
    let post = |post: &PostId| loaded.posts.get(post).cloned().unwrap_or_else(|| post.to_string());
    Page::new(&caller.visit, speech.say("samples-title"))
        .here(Section::Acquisition)
        .lead(html! { (speech.say("samples-lead")) })
        .draw(html! {
            (acquisition_tabs(speech, AcquisitionRoom::Samples))
            div class="actions" {
                (link_button(&speech.say("sample-new"), "/samples/new", true))
                (link_button(&speech.say("samples-alike"), "/samples/alike", false))
                (link_button(&speech.say("samples-labels"), &format!("/samples/labels.pdf{}", query(&loaded.typed)), false))
                (link_button(&speech.say("samples-csv"), &format!("/samples/list.csv{}", query(&loaded.typed)), false))
            }
            (views(speech, loaded))
            (narrow(speech, loaded))
            @if shown.is_empty() {
                (empty(&speech.say("samples-none"), &speech.say("samples-none-body"), html! {}))
            } @else { (samples_table(speech, &speech.say("samples-title"), shown, post)) }
            @if left_out > 0 { p class="quiet" { (speech.with("samples-left-out", &[("count", left_out.into())])) } }
        })
}

fn views(speech: Speech, loaded: &Loaded) -> Markup {
    let here = loaded.search.view.unwrap_or(SampleView::All);
    let tab = |view: &SampleView| Tab {
        text: speech.say(&format!("sample-view-{}", view.word())),
        href: format!("/samples?view={view}"),
        count: loaded.counts.get(view).map(|count| *count as u64),
        here: *view == here,
    };
    tabs(speech, &speech.say("sample-views"), &SampleView::ALL.iter().map(tab).collect::<Vec<_>>())
}

fn narrow(speech: Speech, loaded: &Loaded) -> Markup {
    let any = std::iter::once(Choice::new("", speech.say("sources-any")));
    let kinds = SampleKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), speech.say(&format!("sample-kind-{}", kind.word()))));
    let view = loaded.search.view.unwrap_or(SampleView::All);
    html! {
        form method="get" action="/samples" class="form form-find" {
            input type="hidden" name="view" value=(view.word());
            (Field::search("q", speech.say("samples-search")).value(loaded.search.words.clone()).optional().draw(speech))
            (Field::select("kind", speech.say("sample-kind"), any.chain(kinds).collect()).value(loaded.search.kind.map_or("", SampleKind::word)).draw(speech))
            @if view == SampleView::Idle {
                (Field::number("days", speech.say("sample-idle-days")).value(loaded.days.to_string()).narrow().draw(speech))
            }
            div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
        }
    }
}
