//! Parts of the form of an abstractor: what the author wrote, the grade, the codes.

use desk::QueueAsk;
use maud::{Markup, html};
use model::{Credibility, PAGE_LANGUAGES, Reliability, SubjectScheme};
use store::HeldRecord;

use super::draw::{language, scheme};
use super::form::{Loaded, is_coded};
use super::queue::query_of;
use crate::component::{Button, Choice, ClassWritten, Classes, ClassesOf, Field, Slips, Tab, tabs};
use crate::record::lang;
use crate::speech::Speech;
use crate::typed::Typed;

/// What the author wrote.
pub(super) fn authors(speech: Speech, held: &HeldRecord) -> Markup {
    let record = &held.record;
    html! {
        section aria-labelledby="authors" {
            h2 id="authors" { (speech.say("digest-authors")) }
            @for text in &record.titles { p class="title" lang=[lang(text)] { bdi { (text.text) } } }
            @for text in &record.abstracts {
                div lang=[lang(text)] {
                    @for paragraph in text.text.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
                }
            }
            @if record.abstracts.is_empty() { p class="quiet" { (speech.say("record-no-abstract")) } }
            @let words: Vec<&str> = record.subjects.iter().filter_map(|subject| subject.term.as_deref()).collect();
            @if !words.is_empty() { p class="quiet" { bdi { (words.join(", ")) } } }
            p { a href={ "/records/" (held.id) } { (speech.say("digest-record")) } }
        }
    }
}

/// The languages of the office: each has its own abstract.
pub(super) fn languages(speech: Speech, loaded: &Loaded, ask: &QueueAsk) -> Markup {
    let query = query_of(ask);
    let all: Vec<Tab> = PAGE_LANGUAGES
        .iter()
        .map(|tag| Tab {
            text: language(speech, tag),
            href: format!("/records/{}/abstract?language={tag}&{query}", loaded.record.id)
                .trim_end_matches('&')
                .to_owned(),
            count: None,
            here: loaded.language.tag() == *tag,
        })
        .collect();
    tabs(speech, &speech.say("digest-language"), &all)
}

/// Source and information, each with its scale.
pub(super) fn grade_fields(speech: Speech, proposed: Option<Reliability>, stands: &Typed, slips: &Slips) -> Markup {
    let hint = match proposed {
        Some(proposed) => {
            let grade = speech.say(&format!("source-reliability-{}", proposed.word()));
            speech.with("digest-reliability-proposed", &[("grade", grade.into())])
        }
        None => speech.say("digest-reliability-hint"),
    };
    let none = || std::iter::once(Choice::new("", speech.say("digest-ungraded")));
    let sources = none().chain(
        Reliability::ALL
            .iter()
            .map(|one| Choice::new(one.word(), speech.say(&format!("source-reliability-{}", one.word())))),
    );
    let says = none().chain(
        Credibility::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("credibility-{}", one.word())))),
    );
    html! {
        (Field::select("reliability", speech.say("digest-reliability"), sources.collect()).hint(hint)
            .value(stands.get("reliability")).optional().slips(slips).draw(speech))
        (Field::select("credibility", speech.say("digest-credibility"), says.collect()).hint(speech.say("digest-credibility-hint"))
            .value(stands.get("credibility")).optional().slips(slips).draw(speech))
    }
}

/// The codes of a scheme: kept, given by the source, proposed, and room for others.
pub(super) fn code_fields(speech: Speech, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let schemes = SubjectScheme::ALL.iter().filter(|one| is_coded(**one));
    let schemes = schemes.map(|one| Choice::new(one.word(), scheme(*one))).collect();
    let held = loaded.own.abstracted.codes.iter().find(|indexing| indexing.scheme == loaded.scheme);
    if loaded.own.blind.contains(&loaded.scheme) {
        return html! { p class="quiet" { (speech.say("digest-blind")) } };
    }
    let kept: Vec<String> = held.map(|indexing| indexing.codes.clone()).unwrap_or_default();
    let mut choices: Vec<Choice> = Vec::new();
    for code in &kept {
        choices.push(Choice::new(code.clone(), code.clone()).hint(speech.say("codes-kept")));
    }
    for code in loaded.codes.given.iter().filter(|code| !kept.contains(code)) {
        choices.push(Choice::new(code.clone(), code.clone()).hint(speech.say("codes-of-source")));
    }
    for one in loaded.codes.proposed.iter().filter(|one| !kept.contains(&one.code)) {
        let because = speech.with("codes-because", &[("words", one.words.join(", ").into())]);
        choices.push(Choice::new(one.code.clone(), one.code.clone()).hint(because));
    }
    let chosen = if typed.some("seen").is_some() { typed.all("code") } else { kept };
    html! {
        (Field::select("scheme", speech.say("codes-scheme"), schemes).value(loaded.scheme.word()).slips(slips).draw(speech))
        div class="actions" { (Button::quiet(&speech.say("codes-look")).sends("look", "yes").skips_checks()) }
        @if !choices.is_empty() {
            (Field::checks("code", speech.say("codes-proposed"), choices).values(chosen).optional().draw(speech))
        } @else {
            p class="quiet" { (speech.say("codes-no-proposal")) }
        }
        (Field::text("codes", speech.say("codes-further")).hint(speech.say("codes-further-hint")).value(typed.codes("codes").join(", "))
            .classes(Classes { of: ClassesOf::Field("scheme"), written: ClassWritten::Code, several: true }).optional().slips(slips).draw(speech))
    }
}
