//! The versions of the terms of an agreement, and what changed from one to another.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use maud::{Markup, html};
use model::{TermsChange, TermsPart, TermsVersion, terms_changes};

use super::{Loaded, address, load, page, part_page};
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Field, Slips, SummaryRow, Table, summary_list};
use crate::failed::{Answer, failed, shown};
use crate::history::when;
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn show(caller: Caller, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded, &typed)))
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed) -> Markup {
    let speech = caller.visit.speech;
    let versions = &loaded.page.versions;
    let last = versions.last().map_or(1, |version| version.number);
    let of = |field: &str, usual: u32| -> Option<&TermsVersion> {
        let number = typed.get(field).parse().unwrap_or(usual);
        versions.iter().find(|version| version.number == number)
    };
    let (before, after) = (of("from", last.saturating_sub(1).max(1)), of("to", last));
    part_page(caller, loaded, speech.say("versions-title"), &Slips::new()).draw(html! {
        @if versions.len() > 1 { (compared(speech, loaded, before, after)) }
        @for version in versions.iter().rev() { (one(speech, loaded, version)) }
    })
}

fn compared(speech: Speech, loaded: &Loaded, before: Option<&TermsVersion>, after: Option<&TermsVersion>) -> Markup {
    let choices = || {
        let numbers = loaded.page.versions.iter().map(|version| version.number.to_string());
        numbers.map(|number| Choice::new(number.clone(), number)).collect::<Vec<_>>()
    };
    let chosen = |version: Option<&TermsVersion>| version.map(|version| version.number.to_string()).unwrap_or_default();
    html! {
        section aria-labelledby="compare" {
            h2 id="compare" { (speech.say("versions-compare")) }
            form method="get" action=(address(&loaded.page.agreement, "/versions")) class="form" {
                (Field::select("from", speech.say("versions-from"), choices()).value(chosen(before)).draw(speech))
                (Field::select("to", speech.say("versions-to"), choices()).value(chosen(after)).draw(speech))
                div class="actions" { (Button::plain(&speech.say("versions-show"))) }
            }
            @if let (Some(before), Some(after)) = (before, after) {
                @let changes = terms_changes(&before.terms, &after.terms);
                @if changes.is_empty() { p class="quiet" { (speech.say("versions-same")) } } @else { (table(speech, &changes)) }
            }
        }
    }
}

fn table(speech: Speech, changes: &[TermsChange]) -> Markup {
    let columns = ["versions-part", "versions-before", "versions-after"];
    let mut table = Table::new(speech.say("versions-compare"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for change in changes {
        let cell =
            |text: &str| html! { @if text.is_empty() { "–" } @else { bdi { (said(speech, change.part, text)) } } };
        table = table.row(vec![html! { (part(speech, change.part)) }, cell(&change.before), cell(&change.after)]);
    }
    table.draw(speech)
}

/// What a part of terms is called.
fn part(speech: Speech, part: TermsPart) -> String {
    match part {
        TermsPart::Technologies => speech.say("terms-technologies"),
        TermsPart::Field => speech.say("terms-field"),
        TermsPart::Territory => speech.say("terms-territory"),
        TermsPart::Exclusivity => speech.say("terms-exclusivity"),
        TermsPart::Since => speech.say("terms-since"),
        TermsPart::Until => speech.say("terms-until"),
        TermsPart::Renewal => speech.say("terms-renewal"),
        TermsPart::Notice => speech.say("terms-notice"),
        TermsPart::Clause(subject) => speech.say(&format!("clause-subject-{subject}")),
    }
}

/// What a version says of a part: words of closed lists in the language of the reader.
fn said(speech: Speech, part: TermsPart, text: &str) -> String {
    match part {
        TermsPart::Exclusivity => speech.say(&format!("exclusivity-{text}")),
        TermsPart::Renewal => speech.say(&format!("renewal-{text}")),
        TermsPart::Since | TermsPart::Until => model::Date::parse(text).map_or(text.to_owned(), |day| speech.date(day)),
        TermsPart::Clause(_) => {
            let lines = text.lines().map(|line| {
                let (ruling, rest) = line.split_at(line.find([':', ' ']).unwrap_or(line.len()));
                match model::Ruling::from_word(ruling) {
                    Some(ruling) => format!("{}{rest}", speech.say(&format!("ruling-{ruling}"))),
                    None => line.to_owned(),
                }
            });
            lines.collect::<Vec<_>>().join("\n")
        }
        _ => text.to_owned(),
    }
}

fn one(speech: Speech, loaded: &Loaded, version: &TermsVersion) -> Markup {
    let id = format!("version-{}", version.number);
    let rows: Vec<SummaryRow> = page::term_rows(speech, &version.terms)
        .into_iter()
        .map(|(name, value)| SummaryRow::new(name, html! { bdi { (value) } }))
        .collect();
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (speech.with("version-number", &[("number", i64::from(version.number).into())])) }
            p class="quiet" {
                @if let Some(on) = version.agreed_on { (speech.say("version-agreed-on")) " " (speech.date(on)) " · " }
                (loaded.who(speech, &version.by)) ", " (when(speech, version.at))
            }
            @if !version.reason.is_empty() { p { bdi { (version.reason) } } }
            (summary_list(&rows))
            (page::clauses(speech, &version.terms))
        }
    }
}
