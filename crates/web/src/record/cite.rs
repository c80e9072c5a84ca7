//! Records cited in a style: on the page of a record, and as a list of what a search found.

use axum::extract::RawQuery;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use desk::{Cited, Failure, Office, Style};
use formats::{Citation, CitationStyle};
use maud::{Markup, PreEscaped, html};
use model::KeptStyle;

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

/// The styles that may be meant, by their words: the one that is asked for, then the one chosen last.
pub(super) fn wanted(typed: &Typed, headers: &HeaderMap) -> Vec<String> {
    let kept = cookie::read(headers, STYLE_COOKIE).map(str::to_owned);
    typed.some("style").map(str::to_owned).into_iter().chain(kept).collect()
}

/// The first of those that there is, else the first that is offered; with the styles that the office keeps.
pub(super) fn chosen(office: &Office, wanted: &[String]) -> Result<Styles, Failure> {
    let kept = office.kept_styles()?;
    for word in wanted {
        match office.style(word) {
            Ok(Some(chosen)) => return Ok(Styles { chosen, kept }),
            // One that a newer program does not take any more is passed over like one that is gone.
            Ok(None) | Err(Failure::Refused(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(Styles { chosen: Style::default(), kept })
}

/// The style in which is cited, and those of the office beside it.
pub(super) struct Styles {
    pub(super) chosen: Style,
    kept: Vec<KeptStyle>,
}

/// Keeps the style for the next time, where one was asked for by its own word.
pub(super) fn kept(mut answer: Response, typed: &Typed, style: &str) -> Response {
    // Words with other letters than ours fit in no cookie; such a style is chosen anew each time.
    if typed.get("style") == style
        && style.is_ascii()
        && let Ok(line) = HeaderValue::try_from(cookie::choice(STYLE_COOKIE, style))
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

fn choice(speech: Speech, styles: &Styles) -> Markup {
    let chosen = styles.chosen.word();
    let first = CitationStyle::first();
    let others: Vec<CitationStyle> = CitationStyle::all().into_iter().filter(|style| !first.contains(style)).collect();
    let group = |label: &str, styles: &[CitationStyle]| {
        html! {
            optgroup label=(speech.say(label)) {
                @for style in styles { option value=(style.word()) selected[style.word() == chosen] { (style.title()) } }
            }
        }
    };
    html! {
        div class="field" {
            label for="style" { (speech.say("cite-style")) }
            select id="style" name="style" class="line" {
                @if !styles.kept.is_empty() {
                    optgroup label=(speech.say("cite-styles-own")) {
                        @for style in &styles.kept { option value=(style.word) selected[style.word == chosen] { (style.title) } }
                    }
                }
                (group("cite-styles-first", &first))
                (group("cite-styles-others", &others))
            }
        }
    }
}

/// The part of a record's page: the citation, and another style.
pub(super) fn section(speech: Speech, record: &str, styles: &Styles, citation: &Citation) -> Markup {
    html! {
        section aria-labelledby="cite" {
            h2 id="cite" { (speech.say("cite-title")) }
            p { (drawn(citation)) }
            form class="form" method="get" action={ "/records/" (record) "#cite" } {
                (choice(speech, styles))
                div class="actions" { (Button::plain(&speech.say("cite-go"))) }
            }
        }
    }
}

/// What a search finds, as a list in a style.
pub async fn show(caller: Caller, headers: HeaderMap, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let words = typed.get("q").to_owned();
    let (styles, cited) = cited(&caller, words.clone(), wanted(&typed, &headers)).await?;
    Ok(kept(shown(draw(&caller, &words, &styles, &cited)), &typed, styles.chosen.word()))
}

async fn cited(caller: &Caller, words: String, wanted: Vec<String>) -> Result<(Styles, Cited), Response> {
    let language = caller.speech().tongue().tag();
    let cited = caller
        .read(move |office| {
            let styles = chosen(office, &wanted)?;
            let cited = office.cite_found(&words, &styles.chosen, language)?;
            Ok((styles, cited))
        })
        .await;
    cited.map_err(|failure| failed(&caller.visit, &failure))
}

fn draw(caller: &Caller, words: &str, styles: &Styles, cited: &Cited) -> Markup {
    let speech = caller.speech();
    let n_more = cited.citations.len().saturating_sub(SHOWN);
    Page::new(&caller.visit, speech.say("cite-list-title"))
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records), Crumb::new(speech.say("cite-search"), search_address(words, 1))])
        .lead(html! { (speech.with("cite-list-lead", &[("count", cited.citations.len().into())])) })
        .draw(html! {
            form class="form" method="get" action="/records/cite" {
                input type="hidden" name="q" value=(words);
                (choice(speech, styles))
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
                    input type="hidden" name="style" value=(styles.chosen.word());
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
    let (_, cited) = cited(&caller, typed.get("q").to_owned(), wanted(&typed, &headers)).await?;
    let (name, kind, text) = match typed.get("as") {
        "html" => ("citations.html", "text/html; charset=utf-8", formats::citations_html(&cited.citations)),
        _ => ("citations.txt", "text/plain; charset=utf-8", formats::citations_text(&cited.citations)),
    };
    Ok(attachment(name, kind, text.into_bytes()))
}
