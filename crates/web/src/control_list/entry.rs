//! An entry of a control list: its words with those above and below it, its thresholds and notes, and what was classified so.

use std::sync::Arc;

use axum::extract::Path;
use desk::{ControlListLine, Failure, Office};
use matching::ItemHelp;
use maud::{Markup, html};
use model::{Classification, ControlEntry, ControlNoteKind, ControlText, Refusal, sentence};

use super::{HERE, crumbs, entry_address, invented, notes, threshold};
use crate::caller::Caller;
use crate::classification::{of_thing, state};
use crate::component::{Column, Crumb, Page, Table, Tone, banner};
use crate::failed::{Answer, failed, shown};
use crate::speech::Speech;

/// Floors below an entry that are drawn within each other. Published lists have seven.
const DEPTH_MAX: usize = 12;

struct Loaded {
    line: ControlListLine,
    help: Arc<ItemHelp>,
    code: String,
    classified: Vec<(Classification, String)>,
}

fn load(office: &Office, name: &str, code: &str) -> Result<Loaded, Failure> {
    let line = office.control_list(name)?;
    let missing = || {
        Failure::Refused(Refusal::NotFound {
            noun: "control-entry",
            text: code.to_owned(),
            next: sentence!("next-look-control-list", "look for it on the page of the list"),
        })
    };
    let current = line.current.as_ref().ok_or_else(missing)?;
    let help = office.item_help(&line.head.id, current.number)?;
    if help.text().entry(code).is_none() {
        return Err(missing());
    }
    let mut classified = Vec::new();
    for one in office.classified_by(&line.head.id, Some(code))? {
        if let Some((title, _)) = office.classifiable(&one.about)? {
            classified.push((one, title));
        }
    }
    Ok(Loaded { line, help, code: code.to_owned(), classified })
}

pub async fn show(caller: Caller, Path((name, code)): Path<(String, String)>) -> Answer {
    let loaded = caller.read(move |office| load(office, &name, &code)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let (head, text) = (&loaded.line.head, loaded.help.text());
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(head.title.clone(), format!("/control-lists/{}", head.id)));
    for above in text.above(&loaded.code) {
        crumbs.push(Crumb::new(above.code.clone(), entry_address(head.id.as_str(), &above.code)));
    }
    let Some(entry) = text.entry(&loaded.code) else { return html! {} };
    let above = text.above(&loaded.code);
    let excepts: Vec<_> = above
        .iter()
        .copied()
        .flat_map(|entry| &entry.notes)
        .filter(|note| note.kind == ControlNoteKind::Except)
        .cloned()
        .collect();
    Page::new(&caller.visit, loaded.code.clone())
        .here(HERE)
        .crumbs(crumbs)
        .lead(html! { bdi { (head.title) } (invented(speech, head.invented)) })
        .draw(html! {
            @for one in &above { p class="quiet" { bdi { (one.code) } " " bdi { (one.text) } } }
            @if entry.is_unused() { (banner(Tone::Plain, &speech.say("control-entry-unused"), html! {})) }
            p { bdi { (entry.text) } }
            (notes(speech, &entry.notes))
            @if !excepts.is_empty() { h2 { (speech.say("control-entry-excepts")) } (notes(speech, &excepts)) }
            (thresholds(speech, text, entry))
            @if text.below(&entry.code).next().is_some() {
                h2 { (speech.say("control-entry-below")) }
                (below(speech, head.id.as_str(), text, &entry.code, 0))
            }
            (terms(speech, text, entry))
            h2 { (speech.say("control-entry-classified")) }
            @if loaded.classified.is_empty() { p { (speech.say("control-entry-classified-none")) } }
            ul class="plain" {
                @for (one, title) in &loaded.classified {
                    li { a href=(of_thing(&one.about)) { bdi { (title) } } " " bdi { (one.code().unwrap_or_default()) } " " (state(speech, one.state)) }
                }
            }
        })
}

/// The thresholds in the words of an entry and of those above it.
fn thresholds(speech: Speech, text: &ControlText, entry: &ControlEntry) -> Markup {
    let way = text.above(&entry.code).into_iter().chain([entry]);
    let found: Vec<_> = way.flat_map(|one| one.thresholds().into_iter().map(move |read| (&one.code, read))).collect();
    if found.is_empty() {
        return html! {};
    }
    let columns = vec![Column::new(speech.say("control-entry")), Column::new(speech.say("control-threshold"))];
    let table = Table::new(speech.say("control-list-thresholds"), columns).caption_unseen();
    let rows = found.iter().map(|(code, read)| vec![html! { bdi { (code) } }, threshold(read)]);
    html! {
        h2 { (speech.say("control-list-thresholds")) }
        p class="quiet" { (speech.say("control-threshold-read")) }
        (rows.fold(table, Table::row).draw(speech))
    }
}

fn below(speech: Speech, list: &str, text: &ControlText, code: &str, depth: usize) -> Markup {
    html! {
        ul {
            @for entry in text.below(code) {
                li {
                    a href=(entry_address(list, &entry.code)) { bdi { (entry.code) } } " " bdi { (entry.text) }
                    (notes(speech, &entry.notes))
                    @if depth < DEPTH_MAX && text.below(&entry.code).next().is_some() { (below(speech, list, text, &entry.code, depth + 1)) }
                }
            }
        }
    }
}

/// The terms of the list that an entry names, with what they mean.
fn terms(speech: Speech, text: &ControlText, entry: &ControlEntry) -> Markup {
    let words = entry.text.to_lowercase();
    let named = text.general().iter().filter(|note| {
        note.kind == ControlNoteKind::Definition && words.contains(&format!("\"{}\"", note.term.to_lowercase()))
    });
    let named: Vec<_> = named.collect();
    html! {
        @if !named.is_empty() {
            h2 { (speech.say("control-entry-terms")) }
            dl { @for note in named { dt { bdi { (note.term) } } dd { bdi { (note.text) } } } }
        }
    }
}
