//! The schemes that are kept, and a search for classes in all of them.

use axum::extract::RawQuery;
use desk::{Failure, Office, SCHEME_FOUND_MAX};
use maud::{Markup, html};
use model::{Concept, ConceptCode};
use store::SchemeLine;

use super::{ADDRESS, class_address, number};
use crate::caller::Caller;
use crate::component::{Column, Field, Page, Section, Table, empty, link_button};
use crate::failed::{Answer, failed, shown};
use crate::history::when;
use crate::office::{crumbs, views};
use crate::route::Policy;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    schemes: Vec<SchemeLine>,
    words: String,
    found: Vec<(ConceptCode, Concept)>,
    /// Whether needs are still to be matched again.
    awaits: bool,
}

fn load(office: &Office, words: &str) -> Result<Loaded, Failure> {
    Ok(Loaded {
        schemes: office.schemes()?,
        found: office.find_classes(None, words, SCHEME_FOUND_MAX)?,
        words: words.to_owned(),
        awaits: office.awaits_rematch()?,
    })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let words = Typed::parse(query.unwrap_or_default().as_bytes()).get("q").to_owned();
    let loaded = caller.read(move |office| load(office, &words)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let may_document = caller.visit.visitor.may(Policy::Document);
    let bring = || link_button(&speech.say("scheme-bring"), "/office/scheme-looks", true);
    Page::new(&caller.visit, speech.say("office-schemes"))
        .here(Section::Office)
        .crumbs(crumbs(speech))
        .lead(html! { (speech.say("schemes-lead")) })
        .draw(html! {
            (views(caller, ADDRESS))
            @if loaded.awaits { p class="quiet" { (speech.say("rematch-awaits")) } }
            @if loaded.schemes.is_empty() {
                (empty(&speech.say("schemes-none"), &speech.say("schemes-none-body"), html! { @if may_document { (bring()) } }))
            } @else {
                div class="actions" {
                    @if may_document { (bring()) }
                    (link_button(&speech.say("rematches-title"), "/office/rematches", false))
                }
                (table(speech, &loaded.schemes))
                h2 { (speech.say("class-find")) }
                (search_form(speech, ADDRESS, &loaded.words))
                (found(speech, &loaded.words, &loaded.found))
            }
        })
}

fn table(speech: Speech, schemes: &[SchemeLine]) -> Markup {
    let columns = vec![
        Column::new(speech.say("scheme-title")),
        Column::new(speech.say("scheme-word")),
        Column::numeric(speech.say("scheme-classes")),
        Column::new(speech.say("scheme-version")),
        Column::new(speech.say("scheme-source")),
        Column::new(speech.say("scheme-rights")),
        Column::new(speech.say("scheme-kept")),
    ];
    let text = |said: &Option<String>| html! { @match said { Some(said) => bdi { (said) }, None => "–" } };
    let table = Table::new(speech.say("office-schemes"), columns).caption_unseen().cards_on_phone();
    let rows = schemes.iter().map(|line| {
        let head = &line.head;
        vec![
            html! { a href={ (ADDRESS) "/" (head.word) } { bdi { (head.title(speech.tongue().tag())) } } },
            html! { code { (head.word) } },
            html! { (speech.number(i64::try_from(line.n_concepts).unwrap_or(i64::MAX))) },
            text(&head.version),
            text(&head.source),
            text(&head.rights),
            html! { @match line.kept_at { Some(at) => (when(speech, at)), None => "–" } },
        ]
    });
    rows.fold(table, Table::row).draw(speech)
}

/// A field for words, with its button.
pub fn search_form(speech: Speech, address: &str, words: &str) -> Markup {
    html! {
        form method="get" action=(address) class="form form-find" role="search" {
            (Field::search("q", speech.say("class-find-words")).hint(speech.say("class-find-hint")).value(words).draw(speech))
            div class="actions" { button type="submit" class="button button-plain" { span { (speech.say("class-find-do")) } } }
        }
    }
}

/// Classes that were found, the best first.
pub fn found(speech: Speech, words: &str, found: &[(ConceptCode, Concept)]) -> Markup {
    html! {
        @if !words.is_empty() {
            @if found.is_empty() { p { (speech.say("class-find-none")) } }
            @if found.len() >= SCHEME_FOUND_MAX {
                p class="quiet" { (speech.with("class-find-most", &[("count", number(SCHEME_FOUND_MAX).into())])) }
            }
            ul class="plain" data-walk {
                @for (code, concept) in found {
                    li {
                        a href=(class_address(code)) { bdi { (code) } " " bdi { (concept.label(speech.tongue().tag()).unwrap_or_default()) } }
                    }
                }
            }
        }
    }
}
