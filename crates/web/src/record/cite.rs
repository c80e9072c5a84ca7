//! Records cited in a style: on the page of a record, and as a list of what a search found.

use axum::extract::RawQuery;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use desk::Cited;
use formats::{Citation, CitationStyle};
use maud::{Markup, PreEscaped, html};

use super::search_address;
use super::source::attachment;
use crate::caller::Caller;
use crate::component::{Button, Crumb, Page, Section, empty};
use crate::cookie;
use crate::failed::{Answer, failed, shown};
use crate::speech::Speech;
use crate::typed::Typed;

/// The cookie that keeps the style of a reader.
const STYLE_COOKIE: &str = "uptake-citation";

/// Citations on the page; the file holds all.
const SHOWN: usize = 50;

/// The style that is asked for, else the one chosen last, else the first that is offered.
pub(super) fn style(typed: &Typed, headers: &HeaderMap) -> CitationStyle {
    let kept = || cookie::read(headers, STYLE_COOKIE).and_then(CitationStyle::from_word);
    CitationStyle::from_word(typed.get("style")).or_else(kept).unwrap_or_default()
}

/// Keeps the style for the next time, where one was asked for by its own word.
pub(super) fn kept(mut answer: Response, typed: &Typed, style: CitationStyle) -> Response {
    // Words with other letters than ours fit in no cookie; such a style is chosen anew each time.
    if typed.get("style") == style.word()
        && let Ok(line) = HeaderValue::try_from(cookie::choice(STYLE_COOKIE, style.word()))
        && style.word().is_ascii()
    {
        answer.headers_mut().append(SET_COOKIE, line);
    }
    answer
}

/// A citation, as it is pasted. The number stands apart, so that it need not be taken along.
fn drawn(citation: &Citation) -> Markup {
    html! {
        @if let Some(number) = &citation.number { span class="quiet" { (number) } " " }
        // Made harmless where it is made: five elements without attributes, and text.
        bdi { (PreEscaped(&citation.html)) }
    }
}

fn choice(speech: Speech, chosen: CitationStyle) -> Markup {
    let first = CitationStyle::first();
    let others: Vec<CitationStyle> = CitationStyle::all().into_iter().filter(|style| !first.contains(style)).collect();
    let group = |label: &str, styles: &[CitationStyle]| {
        html! {
            optgroup label=(speech.say(label)) {
                @for style in styles { option value=(style.word()) selected[*style == chosen] { (style.title()) } }
            }
        }
    };
    html! {
        div class="field" {
            label for="style" { (speech.say("cite-style")) }
            select id="style" name="style" class="line" {
                (group("cite-styles-first", &first))
                (group("cite-styles-others", &others))
            }
        }
    }
}

/// The part of a record's page: the citation, and another style.
pub(super) fn section(speech: Speech, record: &str, style: CitationStyle, citation: &Citation) -> Markup {
    html! {
        section aria-labelledby="cite" {
            h2 id="cite" { (speech.say("cite-title")) }
            p { (drawn(citation)) }
            form class="form" method="get" action={ "/records/" (record) "#cite" } {
                (choice(speech, style))
                div class="actions" { (Button::plain(&speech.say("cite-go"))) }
            }
        }
    }
}

/// What a search finds, as a list in a style.
pub async fn show(caller: Caller, headers: HeaderMap, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let (style, words) = (style(&typed, &headers), typed.get("q").to_owned());
    let cited = cited(&caller, words.clone(), style).await?;
    Ok(kept(shown(draw(&caller, &words, style, &cited)), &typed, style))
}

async fn cited(caller: &Caller, words: String, style: CitationStyle) -> Result<Cited, Response> {
    let language = caller.speech().tongue().tag();
    let cited = caller.read(move |office| office.cite_found(&words, style, language)).await;
    cited.map_err(|failure| failed(&caller.visit, &failure))
}

fn draw(caller: &Caller, words: &str, style: CitationStyle, cited: &Cited) -> Markup {
    let speech = caller.speech();
    let n_more = cited.citations.len().saturating_sub(SHOWN);
    Page::new(&caller.visit, speech.say("cite-list-title"))
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records), Crumb::new(speech.say("cite-search"), search_address(words, 1))])
        .lead(html! { (speech.with("cite-list-lead", &[("count", cited.citations.len().into())])) })
        .draw(html! {
            form class="form" method="get" action="/records/cite" {
                input type="hidden" name="q" value=(words);
                (choice(speech, style))
                div class="actions" { (Button::primary(&speech.say("cite-go"))) }
            }
            @if cited.citations.is_empty() {
                (empty(&speech.say("records-nothing"), &speech.say("records-nothing-body"), html! {}))
            } @else {
                ol class="plain" { @for one in cited.citations.iter().take(SHOWN) { li { p { (drawn(one)) } } } }
                @if n_more > 0 { p class="quiet" { (speech.with("cite-more", &[("count", n_more.into())])) } }
                @if cited.n_withheld > 0 { p class="quiet" { (speech.with("cite-withheld", &[("count", cited.n_withheld.into())])) } }
                form class="form form-inline" method="get" action="/records/cite/file" {
                    input type="hidden" name="q" value=(words);
                    input type="hidden" name="style" value=(style.word());
                    div class="actions" {
                        (Button::plain(&speech.say("cite-save-text")).sends("as", "text"))
                        (Button::plain(&speech.say("cite-save-html")).sends("as", "html"))
                    }
                }
            }
        })
}

/// The list as a file.
pub async fn file(caller: Caller, headers: HeaderMap, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let style = style(&typed, &headers);
    let cited = cited(&caller, typed.get("q").to_owned(), style).await?;
    let (name, kind, text) = match typed.get("as") {
        "html" => ("citations.html", "text/html; charset=utf-8", formats::citations_html(&cited.citations)),
        _ => ("citations.txt", "text/plain; charset=utf-8", formats::citations_text(&cited.citations)),
    };
    Ok(attachment(name, kind, text.into_bytes()))
}
