//! Records: searched, shown, explained.

mod cite;
mod excerpt;
mod issues;
mod join;
mod list;
mod mark;
pub(crate) mod page;
mod query;
mod reason;
mod source;
mod why;

use maud::{Markup, html};
use model::{Contributor, Identifier, Record, Role, Scheme, Status, Text};

use crate::app::App;
use crate::component::{Tone, highlight, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

pub use query::search_address;
pub(crate) use source::attachment;

/// Makers that are named in one line.
const NAMED_MAX: usize = 3;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/records", Policy::SignedIn, list::show)
        .page("/records/export", Policy::SignedIn, source::export_found)
        .page("/records/cite", Policy::SignedIn, cite::show)
        .page("/records/cite/file", Policy::SignedIn, cite::file)
        .page("/search", Policy::SignedIn, list::show)
        .page("/records/{record}", Policy::SignedIn, page::show)
        .form("/records/{record}/marking", Policy::Document, mark::mark)
        .page("/records/{record}/excerpts", Policy::Document, excerpt::show)
        .form("/records/{record}/excerpts", Policy::Document, excerpt::take)
        .page("/records/{record}/duplicates", Policy::Document, join::show)
        .form("/records/{record}/join", Policy::Document, join::join)
        .form("/records/{record}/unjoin", Policy::Document, join::unjoin)
        .form("/records/{record}/part", Policy::Document, join::part)
        .page("/records/{record}/export", Policy::SignedIn, source::export)
        .page("/records/{record}/sources/{item}", Policy::SignedIn, source::raw)
        .page("/why", Policy::SignedIn, why::show)
}

/// What a record is called, or what stands for it.
pub fn title(speech: Speech, record: &Record) -> String {
    record.title().filter(|title| !title.is_empty()).map_or_else(|| speech.say("record-untitled"), str::to_owned)
}

/// Its language, for the `lang` attribute of a text.
pub fn lang(text: &Text) -> Option<&str> {
    text.language.as_ref().map(model::Language::tag)
}

/// Kind, and state where it is not the usual one.
pub fn tags(speech: Speech, record: &Record) -> Markup {
    html! {
        (tag(Tone::Plain, &speech.say(&format!("kind-{}", record.kind.word()))))
        @if record.status != Status::Current { " " (status(speech, record.status)) }
    }
}

/// The state of a work: what no longer stands is said in the tone of what is bad.
pub fn status(speech: Speech, status: Status) -> Markup {
    let tone = if status.stands() { Tone::Warn } else { Tone::Bad };
    tag(tone, &speech.say(&format!("status-{}", status.word())))
}

/// Who, where, when, in one line.
pub fn details(speech: Speech, record: &Record) -> Markup {
    let makers: Vec<&Contributor> = record.contributors.iter().filter(|one| one.role != Role::Contributor).collect();
    let named = makers.len().min(NAMED_MAX);
    let left = makers.len() - named;
    let mut parts: Vec<Markup> = Vec::new();
    if named > 0 {
        parts.push(html! {
            @for (at, maker) in makers.iter().take(named).enumerate() {
                @if at > 0 { ", " }
                bdi { (maker.name.display()) }
            }
            @if left > 0 { " " (speech.with("record-and-others", &[("count", left.into())])) }
        });
    }
    if let Some(source) = &record.source.title {
        parts.push(html! { bdi { (source) } });
    }
    if let Some(published) = record.published {
        parts.push(html! { (speech.partial_date(published)) });
    }
    html! { @for (at, part) in parts.iter().enumerate() { @if at > 0 { " · " } (part) } }
}

/// The address that the world has for what an identifier names.
pub fn address_of(identifier: &Identifier) -> Option<String> {
    match identifier.scheme() {
        Scheme::Doi => Some(format!("https://doi.org/{}", identifier.value())),
        Scheme::Arxiv => Some(format!("https://arxiv.org/abs/{}", identifier.value())),
        Scheme::Pmid => Some(format!("https://pubmed.ncbi.nlm.nih.gov/{}/", identifier.value())),
        _ => None,
    }
}

/// An identifier, with a link where the world has an address for it.
pub fn identifier(identifier: &Identifier) -> Markup {
    html! {
        @match address_of(identifier) {
            Some(address) => a href=(address) rel="noreferrer" { bdi { (identifier) } },
            None => bdi { (identifier) },
        }
    }
}

/// A piece of a text with its words marked, and signs where the text goes on.
pub fn snippet(piece: &desk::Snippet) -> Markup {
    html! {
        @if piece.cut_before { "… " }
        (highlight(&piece.text, &piece.ranges))
        @if piece.cut_behind { " …" }
    }
}

#[cfg(test)]
mod tests {
    use model::{Name, PartialDate};

    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn one_line_names_the_first_makers_and_counts_the_others() {
        let person = |family: &str| Contributor {
            name: Name::Person { family: family.to_owned(), given: None },
            role: model::Role::Author,
            orcid: None,
            affiliations: Vec::new(),
        };
        let record = Record {
            contributors: ["A", "B", "C", "D", "E"].map(person).into(),
            published: PartialDate::parse("1962"),
            ..Record::default()
        };
        let line = details(Speech::of(Tongue::English), &record).into_string();
        assert!(line.contains("<bdi>C</bdi>") && !line.contains("<bdi>D</bdi>"), "{line}");
        assert!(line.contains('2') && line.ends_with("1962"), "{line}");
    }

    #[test]
    fn what_is_retracted_is_said_to_be_bad() {
        let drawn = status(Speech::of(Tongue::English), Status::Retracted).into_string();
        assert!(drawn.contains("tag-bad"), "{drawn}");
    }

    #[test]
    fn only_known_addresses_become_links() {
        let doi = Identifier::parse("doi:10.1000/182").unwrap();
        assert!(identifier(&doi).into_string().contains("href=\"https://doi.org/10.1000/182\" rel=\"noreferrer\""));
        let url = Identifier::parse("https://example.org/x").unwrap();
        assert!(!identifier(&url).into_string().contains("href"));
    }
}
