//! What became of the provisions of an older version in a newer one, word by word.

use axum::extract::{Path, RawQuery};
use desk::{ControlListLine, Failure, Office};
use maud::{Markup, html};
use model::{ControlChange, ControlChangeKind, ListStage, Threshold, WordRun};

use super::{HERE, crumbs, entry_address, number, threshold};
use crate::caller::Caller;
use crate::component::{Crumb, Page, SummaryRow, Tone, summary_list, tag};
use crate::failed::{Answer, failed, shown};
use crate::speech::Speech;
use crate::typed::Typed;

/// Changes that are shown. The API has all of them.
const SHOWN: usize = 1_000;

struct Loaded {
    line: ControlListLine,
    from: u32,
    to: u32,
    changes: Vec<ControlChange>,
}

fn load(office: &Office, name: &str, typed: &Typed) -> Result<Loaded, Failure> {
    let line = office.control_list(name)?;
    // Without numbers: the two newest that are or were in force.
    let mut kept = line.versions.iter().filter(|one| one.stage == ListStage::Kept).map(|one| one.number);
    let (newest, before) = (kept.next().unwrap_or(0), kept.next());
    let to = typed.get("to").parse().unwrap_or(newest);
    let from = typed.get("from").parse().unwrap_or_else(|_| before.unwrap_or(newest));
    let changes = office.control_difference(name, from, to)?;
    Ok(Loaded { line, from, to, changes })
}

pub async fn show(caller: Caller, Path(name): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let loaded = caller.read(move |office| load(office, &name, &typed)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let head = &loaded.line.head;
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(head.title.clone(), format!("/control-lists/{}", head.id)));
    let counted = |kind: ControlChangeKind| loaded.changes.iter().filter(|change| change.kind == kind).count() as u64;
    let rows: Vec<SummaryRow> = ControlChangeKind::ALL
        .iter()
        .map(|kind| SummaryRow::new(said(speech, *kind), html! { (speech.number(number(counted(*kind)))) }))
        .collect();
    let values = [("from", i64::from(loaded.from).into()), ("to", i64::from(loaded.to).into())];
    let left_out = loaded.changes.len().saturating_sub(SHOWN);
    Page::new(&caller.visit, speech.with("control-difference-title", &values))
        .here(HERE)
        .crumbs(crumbs)
        .lead(html! { bdi { (head.title) } })
        .aside(summary_list(&rows))
        .draw(html! {
            @if loaded.changes.is_empty() { p { (speech.say("control-difference-none")) } }
            @for change in loaded.changes.iter().take(SHOWN) { (one(speech, head.id.as_str(), change)) }
            @if left_out > 0 { p class="quiet" { (speech.with("control-difference-left-out", &[("count", number(left_out as u64).into())])) } }
        })
}

fn said(speech: Speech, kind: ControlChangeKind) -> String {
    speech.say(&format!("control-change-{}", kind.word()))
}

fn one(speech: Speech, list: &str, change: &ControlChange) -> Markup {
    let tone = match change.kind {
        ControlChangeKind::Added => Tone::Good,
        ControlChangeKind::Removed => Tone::Warn,
        ControlChangeKind::Renumbered | ControlChangeKind::Reworded => Tone::Accent,
    };
    html! {
        section {
            h2 {
                @if change.kind == ControlChangeKind::Removed { bdi { (change.code) } }
                @else { a href=(entry_address(list, &change.code)) { bdi { (change.code) } } }
                " " (tag(tone, &said(speech, change.kind)))
                @if let Some(from) = &change.from { " " span class="quiet" { (speech.with("control-change-from", &[("code", from.clone().into())])) } }
            }
            p { (runs(&change.words)) }
            @if change.notes_changed {
                p class="quiet" { (speech.say("control-change-notes")) }
                @for note in &change.notes { p { (runs(note)) } }
            }
            @if let Some((before, now)) = &change.thresholds {
                p { (speech.say("control-change-thresholds")) " " del { (listed(before)) } " " ins { (listed(now)) } }
            }
        }
    }
}

/// What stayed, went and came.
fn runs(words: &[WordRun]) -> Markup {
    html! {
        @for run in words {
            @match run {
                WordRun::Same(words) => bdi { (words) },
                WordRun::Gone(words) => del { bdi { (words) } },
                WordRun::New(words) => ins { bdi { (words) } },
            }
            " "
        }
    }
}

fn listed(thresholds: &[Threshold]) -> Markup {
    html! { @for (at, one) in thresholds.iter().enumerate() { @if at > 0 { "; " } (threshold(one)) } }
}
