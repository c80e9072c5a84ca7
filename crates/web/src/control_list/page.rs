//! A control list: its versions, its entries, and a search in their words.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{CANDIDATES_MAX, ControlListLine, Failure, Office};
use matching::{ItemHelp, ItemQuestion};
use maud::{Markup, html};
use model::{ControlEntry, ControlNoteKind, ControlText, ControlVersion, ListStage, Power};

use super::{HERE, crumbs, entry_address, invented, notes, number, stage};
use crate::caller::Caller;
use crate::component::{
    Button, Column, ControlRoom, Field, Form, Page, Slips, SummaryRow, Table, Tone, banner, control_tabs, disclosure,
    highlight, link_button, summary_list, timeline,
};
use crate::failed::{Answer, failed, page as answered};
use crate::history::{Told, tell, timeline_of, when};
use crate::speech::Speech;
use crate::typed::Typed;

/// Entries at the top that are shown at once. Who looks for another searches.
const SHOWN: usize = 1_000;

/// Definitions that are shown.
const DEFINED_SHOWN: usize = 600;

struct Loaded {
    line: ControlListLine,
    help: Option<Arc<ItemHelp>>,
    question: ItemQuestion,
    found: Vec<String>,
    history: Vec<Told>,
}

fn load(office: &Office, name: &str, words: &str) -> Result<Loaded, Failure> {
    let line = office.control_list(name)?;
    let help = match &line.current {
        Some(version) => Some(office.item_help(&line.head.id, version.number)?),
        None => None,
    };
    let question = ItemQuestion { text: words.to_owned(), ..ItemQuestion::default() };
    let found = help.as_ref().map(|help| find(help, words, &question)).unwrap_or_default();
    let history = tell(office, office.history(&model::Thing::new(model::Noun::ControlList, &line.head.id))?)?;
    Ok(Loaded { line, help, question, found, history })
}

/// Provisions by the beginning of a code, or else by words.
fn find(help: &ItemHelp, words: &str, question: &ItemQuestion) -> Vec<String> {
    if words.is_empty() {
        return Vec::new();
    }
    let wanted = words.to_lowercase();
    let by_code = help.text().entries().iter().filter(|entry| entry.code.to_lowercase().starts_with(&wanted));
    let by_code: Vec<String> = by_code.take(CANDIDATES_MAX).map(|entry| entry.code.clone()).collect();
    if !by_code.is_empty() {
        return by_code;
    }
    help.candidates(question, CANDIDATES_MAX).into_iter().map(|candidate| candidate.code).collect()
}

pub async fn show(caller: Caller, Path(name): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let words = Typed::parse(query.unwrap_or_default().as_bytes()).get("q").to_owned();
    again(&caller, name, words, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

pub(super) async fn again(
    caller: &Caller,
    name: String,
    words: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let loaded = caller.read(move |office| load(office, &name, &words)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(answered(status, draw(caller, &loaded, typed, slips)))
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let head = &loaded.line.head;
    let mut rows = vec![SummaryRow::new(speech.say("control-list-name"), html! { code { (head.id) } })];
    if let Some(current) = &loaded.line.current {
        let told = |key: &str, n: u64| SummaryRow::new(speech.say(key), html! { (speech.number(number(n))) });
        rows.push(SummaryRow::new(speech.say("control-list-edition"), html! { bdi { (current.edition) } }));
        rows.push(told("control-list-top", current.n_top));
        rows.push(told("control-list-entries", current.n_entries));
        rows.push(told("control-list-notes", current.n_notes));
        rows.push(told("control-list-thresholds", current.n_thresholds));
    }
    for (key, text) in [("control-list-source", &head.source), ("control-list-rights", &head.rights)] {
        if !text.is_empty() {
            rows.push(SummaryRow::new(speech.say(key), html! { bdi class="long" { (text) } }));
        }
    }
    Page::new(&caller.visit, head.title.clone())
        .here(HERE)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! { (speech.say("control-list-lead")) (invented(speech, head.invented)) })
        .aside(summary_list(&rows))
        .draw(html! {
            (control_tabs(speech, ControlRoom::Items))
            (held(caller, loaded, typed, slips))
            div class="actions" { (link_button(&speech.say("classify-title"), &format!("/classify?list={}", head.id), true)) }
            (search(speech, loaded))
            @if let Some(help) = &loaded.help { (entries(speech, head.id.as_str(), help.text())) }
            h2 { (speech.say("control-list-versions")) }
            (versions(speech, &loaded.line.versions))
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

/// A version that waits for a second person, and what they can do.
fn held(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let Some(held) = loaded.line.versions.iter().find(|version| version.stage == ListStage::Held) else {
        return html! {};
    };
    let officer = &caller.officer;
    let may = officer.with_power(Power::Document).or_else(|| officer.with_power(Power::Administer)).is_some();
    let may = may && held.person.as_ref() != Some(&officer.person.id);
    let values = [("number", i64::from(held.number).into()), ("lost", number(held.n_lost).into())];
    let before = loaded.line.current.as_ref().map(|current| current.number);
    html! {
        (banner(Tone::Warn, &speech.with("control-list-held", &values), html! {
            p { (speech.with("control-list-held-body", &[("by", held.by.clone().into())])) }
            @if let Some(before) = before {
                p { a href={ "/control-lists/" (held.list) "/difference?from=" (before) "&to=" (held.number) } { (speech.say("control-difference")) } }
            }
        }))
        @if may {
            (Form::new(visit, &format!("/control-lists/{}/versions/{}", held.list, held.number)).slips(slips).around(html! {
                (Field::lines("reason", speech.say("control-list-reason"), 2).value(typed.get("reason")).slips(slips).draw(speech))
                div class="actions" {
                    (Button::plain(&speech.say("control-list-let-in")).sends("decision", "yes"))
                    (Button::grave(&speech.say("control-list-turn-down")).sends("decision", "no"))
                }
            }))
        }
    }
}

fn search(speech: Speech, loaded: &Loaded) -> Markup {
    let id = &loaded.line.head.id;
    let words = &loaded.question.text;
    html! {
        form method="get" action={ "/control-lists/" (id) } class="form" role="search" {
            (Field::search("q", speech.say("control-list-search")).hint(speech.say("control-list-search-hint")).value(words.clone()).draw(speech))
            div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
        }
        @if let (Some(help), false) = (&loaded.help, words.is_empty()) {
            @if loaded.found.is_empty() { p { (speech.say("control-list-found-none")) } }
            ul class="plain" data-walk {
                @for code in &loaded.found {
                    @let text = help.text().entry(code).map_or("", |entry| entry.text.as_str());
                    li {
                        a href=(entry_address(id.as_str(), code)) { bdi { (code) } } " "
                        (highlight(text, &help.marked(&loaded.question, text).iter().map(|(from, to)| *from..*to).collect::<Vec<_>>()))
                    }
                }
            }
        }
    }
}

/// The first line of an entry.
fn first_line(entry: &ControlEntry) -> String {
    const CHARS_MAX: usize = 160;
    let mut line: String = entry.text.chars().take(CHARS_MAX).collect();
    if entry.text.chars().count() > CHARS_MAX {
        line.push('…');
    }
    line
}

fn entries(speech: Speech, list: &str, text: &ControlText) -> Markup {
    let defined = |kind: ControlNoteKind| text.general().iter().filter(move |note| note.kind == kind);
    let n_defined = defined(ControlNoteKind::Definition).count();
    let general: Vec<_> = defined(ControlNoteKind::General).cloned().collect();
    html! {
        h2 { (speech.say("control-list-top")) }
        ul class="plain" {
            @for entry in text.top().take(SHOWN) {
                li { a href=(entry_address(list, &entry.code)) { bdi { (entry.code) } } " " bdi { (first_line(entry)) } }
            }
        }
        @if n_defined > 0 {
            (disclosure(&speech.with("control-list-defined", &[("count", number(n_defined as u64).into())]), false, html! {
                dl { @for note in defined(ControlNoteKind::Definition).take(DEFINED_SHOWN) { dt { bdi { (note.term) } } dd { bdi { (note.text) } } } }
            }))
        }
        @if !general.is_empty() {
            (disclosure(&speech.say("control-list-general"), false, html! {
                @for note in &general { h3 { bdi { (note.term) } } (notes(speech, std::slice::from_ref(note))) }
            }))
        }
    }
}

fn versions(speech: Speech, versions: &[ControlVersion]) -> Markup {
    let columns = vec![
        Column::numeric(speech.say("control-list-version")),
        Column::new(speech.say("control-list-stage")),
        Column::new(speech.say("control-list-edition")),
        Column::numeric(speech.say("control-list-entries")),
        Column::new(speech.say("control-list-loaded")),
        Column::new(speech.say("control-list-checksum")),
        Column::new(speech.say("control-difference")),
    ];
    let table = Table::new(speech.say("control-list-versions"), columns).caption_unseen().cards_on_phone();
    let kept_before = |at: usize| versions.iter().skip(at + 1).find(|one| one.stage == ListStage::Kept);
    let rows = versions.iter().enumerate().map(|(at, one)| {
        vec![
            html! { (one.number) },
            html! { (stage(speech, one)) @if !one.reason.is_empty() { " " bdi { (one.reason) } } },
            html! { bdi { (one.edition) } },
            html! { (speech.number(number(one.n_entries))) },
            html! { (when(speech, one.at)) " " bdi { (one.by) } },
            html! { code class="long" { (one.checksum.get(..16).unwrap_or_default()) } },
            html! {
                @match kept_before(at) {
                    Some(before) => a href={ "/control-lists/" (one.list) "/difference?from=" (before.number) "&to=" (one.number) } {
                        (speech.with("control-difference-of", &[("from", i64::from(before.number).into()), ("to", i64::from(one.number).into())]))
                    },
                    None => "–",
                }
            },
        ]
    });
    rows.fold(table, Table::row).draw(speech)
}
