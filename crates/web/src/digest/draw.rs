//! What the office itself says of a record, as it stands on pages.

use std::collections::BTreeMap;

use desk::{Failure, Office, Officer, OwnAbstract};
use maud::{Markup, html};
use model::{Digest, DigestText, Grade, PassReason, PersonId, Power, SubjectScheme};
use store::{Abstracted, Drawing};

use crate::component::{SummaryRow, Tone, link_button, summary_list, tag};
use crate::delivery::decision;
use crate::history::when;
use crate::marking;
use crate::record::search_address;
use crate::speech::Speech;

/// What a page shows of it.
pub struct Own {
    pub(super) abstracted: Abstracted,
    pub(super) names: BTreeMap<PersonId, String>,
    /// Schemes whose codes the reader is not shown, because they may be the second person.
    pub(super) blind: Vec<SubjectScheme>,
    pub(super) may_document: bool,
}

impl Own {
    /// Looks it up. Runs where waiting is allowed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn of(office: &Office, officer: &Officer, record: model::RecordId) -> Result<Own, Failure> {
        let abstracted = office.abstracted(record)?;
        let may_document = officer.with_power(Power::Document).is_some();
        let mut blind = if may_document { office.blind_schemes(record)? } else { Vec::new() };
        blind.retain(|scheme| {
            let of_other = |one: &&model::Indexing| one.scheme == *scheme && one.person != officer.person.id;
            abstracted.codes.iter().any(|one| of_other(&one))
        });
        let mut names = BTreeMap::new();
        let persons = abstracted.digests.iter().map(|digest| &digest.person);
        for person in persons.chain(abstracted.grade.iter().map(|held| &held.person)) {
            if !names.contains_key(person) {
                names.insert(person.clone(), name_of(office, person)?);
            }
        }
        Ok(Own { abstracted, names, blind, may_document })
    }
}

/// What a person is called.
pub(super) fn name_of(office: &Office, person: &PersonId) -> Result<String, Failure> {
    Ok(office.person(person)?.map_or_else(|| person.to_string(), |person| person.name))
}

/// A language as it is called in the language of the page.
pub fn language(speech: Speech, tag: &str) -> String {
    match tag {
        "en" | "ru" | "de" => speech.say(&format!("digest-language-{tag}")),
        other => other.to_owned(),
    }
}

/// What the office itself says, on the page of the record.
pub fn own(speech: Speech, record: model::RecordId, own: &Own) -> Markup {
    let Own { abstracted, .. } = own;
    if *abstracted == Abstracted::default() && !own.may_document {
        return html! {};
    }
    html! {
        section aria-labelledby="own" {
            h2 id="own" { (speech.say("digest-title")) }
            @if abstracted.digests.is_empty() { p class="quiet" { (speech.say("digest-none")) } }
            @for digest in &abstracted.digests { (one(speech, digest, own.names.get(&digest.person))) }
            @if let Some(held) = &abstracted.grade {
                p {
                    (grade(speech, held.grade)) " "
                    span class="quiet" {
                        (speech.with("digest-graded-by", &[
                            ("person", own.names.get(&held.person).cloned().unwrap_or_default().into()),
                            ("when", when(speech, held.given_at).into()),
                        ]))
                    }
                }
            }
            (codes(speech, own))
            @if own.may_document {
                div class="actions" {
                    @let key = if abstracted.digests.is_empty() { "digest-write" } else { "digest-change" };
                    (link_button(&speech.say(key), &format!("/records/{record}/abstract"), false))
                    (link_button(&speech.say("excerpt-new"), &format!("/records/{record}/excerpts"), false))
                    (link_button(&speech.say("join-link"), &format!("/records/{record}/duplicates"), false))
                }
            }
        }
    }
}

/// An own abstract with who wrote it, and a link to its page.
fn one(speech: Speech, digest: &Digest, person: Option<&String>) -> Markup {
    html! {
        div class="own-abstract" lang=(digest.language.tag()) {
            (text(speech, &digest.text))
        }
        p class="quiet" {
            (language(speech, digest.language.tag())) " · "
            (speech.with("digest-by", &[
                ("person", person.cloned().unwrap_or_else(|| digest.person.to_string()).into()),
                ("when", when(speech, digest.written_at).into()),
            ]))
            " · " a href={ "/abstracts/" (digest.id) } { (speech.say("digest-follow")) } " "
            (marking::tags(speech, &digest.marking))
        }
    }
}

/// What each part of an own abstract is called, with what it says, where it says something.
fn parts(text: &DigestText) -> impl Iterator<Item = (&'static str, &String)> {
    let parts = [
        ("digest-purpose", &text.purpose),
        ("digest-advantage", &text.advantage),
        ("digest-conditions", &text.conditions),
    ];
    parts.into_iter().filter(|(_, said)| !said.is_empty())
}

/// The office's own abstract before a reader: use, advantage, conditions, who wrote it, and in which language where it is
/// not that of the page.
pub fn reaching(speech: Speech, own: &OwnAbstract) -> Markup {
    let other = own.other_language(speech.tongue().tag());
    let rows = parts(&own.digest.text)
        .map(|(key, said)| SummaryRow::new(speech.say(key), html! { bdi class="lines" lang=[other] { (said) } }));
    html! {
        div class="own-abstract" { (summary_list(&rows.collect::<Vec<_>>())) }
        p class="quiet" {
            @if let Some(other) = other { (tag(Tone::Faint, &language(speech, other))) " " }
            bdi { (own.abstractor) }
        }
    }
}

/// The same as lines of text. The first says the language where it is not that of the reader.
pub fn said_by_office(speech: Speech, own: &OwnAbstract) -> Vec<String> {
    let other = own.other_language(speech.tongue().tag()).map(|other| language(speech, other));
    let line = |(at, (key, said)): (usize, (&'static str, &String))| {
        let language = other.as_ref().filter(|_| at == 0).map_or_else(String::new, |other| format!("[{other}] "));
        format!("{language}{}: {}", speech.say(key), said.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    parts(&own.digest.text).enumerate().map(line).collect()
}

/// The parts of an own abstract, and what was translated, which is said.
pub(super) fn text(speech: Speech, text: &DigestText) -> Markup {
    let rows: Vec<SummaryRow> =
        parts(text).map(|(key, part)| SummaryRow::new(speech.say(key), html! { bdi { (part) } })).collect();
    html! {
        @if text.is_translated() {
            p { (tag(Tone::Faint, &speech.say("digest-derived"))) }
            @if !text.title.is_empty() { p class="title" { bdi { (text.title) } } }
            @for paragraph in text.translation.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
        }
        @if !rows.is_empty() { (summary_list(&rows)) }
    }
}

/// A grade with what its two halves mean.
pub(super) fn grade(speech: Speech, grade: Grade) -> Markup {
    html! {
        (tag(Tone::Accent, &grade.to_string())) " "
        (speech.say(&format!("source-reliability-{}", grade.reliability.word()))) "; "
        (speech.say(&format!("credibility-{}", grade.credibility.word())))
    }
}

fn codes(speech: Speech, own: &Own) -> Markup {
    html! {
        @for indexing in &own.abstracted.codes {
            p {
                (speech.with("digest-codes", &[("scheme", scheme(indexing.scheme).into())])) " "
                @if own.blind.contains(&indexing.scheme) {
                    span class="quiet" { (speech.say("digest-blind")) }
                } @else {
                    @for (at, code) in indexing.codes.iter().enumerate() {
                        @if at > 0 { ", " }
                        a href=(search_address(&format!("class:\"{}\"", code.replace('"', " ")), 1)) { bdi { (code) } }
                    }
                }
            }
        }
    }
}

/// A scheme as it is written.
pub(super) fn scheme(scheme: SubjectScheme) -> String {
    scheme.word().to_uppercase()
}

/// What people call a sample: the scheme and the month.
pub fn sample_name(drawing: &Drawing) -> String {
    format!("{}, {}", scheme(drawing.scheme), drawing.month)
}

/// What was decided, and for which reason it was passed over.
pub(super) fn decided(speech: Speech, choice: model::Choice, reason: Option<PassReason>) -> String {
    let said = decision(speech, choice);
    match reason {
        Some(reason) => format!("{said} · {}", speech.say(&format!("pass-{}", reason.word()))),
        None => said,
    }
}
