//! Schemes that are brought: looked at, then kept or let go.

use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request};
use axum::http::StatusCode;
use desk::{ClassChange, Failure, SCHEME_BYTES_MAX, SchemeForesight};
use maud::{Markup, html};
use model::{ConceptCode, Refusal, SCHEME_SAID_CHARS_MAX, SchemeHead, Text};
use store::SchemeLine;

use super::{ADDRESS, class_address, crumbs, number};
use crate::caller::Caller;
use crate::component::{
    Button, Column, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, Trouble, banner, disclosure,
    link_button, summary_list,
};
use crate::failed::{Answer, failed, page, see_other, sentence, trouble};
use crate::history::when;
use crate::speech::Speech;
use crate::typed::Typed;

/// The address of the form.
const LOOKS: &str = "/office/scheme-looks";

/// The field with the edition that a look compared with.
const REPLACES: &str = "replaces";

/// Longest text of a field, in bytes; the rule behind it counts characters.
const FIELD_BYTES_MAX: usize = 4 * SCHEME_SAID_CHARS_MAX;

/// What was sent: a file, and what is said of it.
#[derive(Default)]
pub struct Sent {
    name: String,
    bytes: Vec<u8>,
    typed: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = StatusCode;

    async fn from_request(mut request: Request, state: &S) -> Result<Sent, StatusCode> {
        // The guard has measured the body already, by the limit of this route.
        DefaultBodyLimit::disable().apply(&mut request);
        let unreadable = |_| StatusCode::BAD_REQUEST;
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| StatusCode::BAD_REQUEST)?;
        let mut sent = Sent::default();
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            let field = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(name) => (sent.name, sent.bytes) = (name, part.bytes().await.map_err(unreadable)?.to_vec()),
                None => {
                    let bytes = part.bytes().await.map_err(unreadable)?;
                    let bytes = &bytes[..bytes.len().min(FIELD_BYTES_MAX)];
                    sent.typed.push((field, String::from_utf8_lossy(bytes).into_owned()));
                }
            }
        }
        Ok(sent)
    }
}

pub async fn home(caller: Caller) -> Answer {
    draw_form(&caller, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn draw_form(caller: &Caller, typed: &Typed, slips: &Slips, status: StatusCode) -> Answer {
    let waiting = caller.read(|office| office.schemes_looked_at()).await;
    let waiting = waiting.map_err(|failure| failed(&caller.visit, &failure))?;
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let max = i64::try_from(SCHEME_BYTES_MAX / (1024 * 1024)).unwrap_or(i64::MAX);
    let text =
        |name: &str, label: &str| Field::text(name, speech.say(label)).value(typed.get(name)).slips(slips).optional();
    let drawn = Page::new(visit, speech.say("scheme-bring")).here(Section::Office).crumbs(crumbs(speech)).slips(slips).narrow().draw(html! {
        p { (speech.say("scheme-bring-body")) }
        (Form::new(visit, LOOKS).with_files().slips(slips).around(html! {
            (Field::file("file", speech.say("scheme-file")).hint(speech.with("scheme-file-hint", &[("max", max.into())])).slips(slips).draw(speech))
            (text("word", "scheme-word").hint(speech.say("scheme-word-hint")).narrow().draw(speech))
            (text("title", "scheme-title").hint(speech.say("scheme-said-hint")).draw(speech))
            (text("version", "scheme-version").draw(speech))
            (text("source", "scheme-source").draw(speech))
            (text("rights", "scheme-rights").draw(speech))
            div class="actions" { (Button::primary(&speech.say("scheme-look"))) }
        }))
        @if !waiting.is_empty() {
            h2 { (speech.say("scheme-waiting")) }
            ul class="plain" { @for line in &waiting { li { a href={ (LOOKS) "/" (line.id) } { bdi { (called(speech, line)) } } " " span class="quiet" { (when(speech, line.came_at)) } } } }
        }
    });
    Ok(page(status, drawn))
}

/// What somebody who looks at it calls it.
fn called(speech: Speech, line: &SchemeLine) -> String {
    if line.head.word.is_empty() {
        return speech.with("scheme-crosswalk-of", &[("file", line.file.clone().into())]);
    }
    line.head.title(speech.tongue().tag()).to_owned()
}

/// What the form says of a scheme, in the language of the page.
fn head(typed: &Typed, speech: Speech) -> SchemeHead {
    let said = |name: &str| typed.some(name).map(str::to_owned);
    let language = model::Language::parse(speech.tongue().tag());
    let titles = said("title").into_iter().map(|text| Text { language: language.clone(), text }).collect();
    SchemeHead {
        word: typed.get("word").to_owned(),
        uri: None,
        titles,
        version: said("version"),
        source: said("source"),
        rights: said("rights"),
    }
}

/// Reads what was brought, in a cell, and lays it down to be looked at.
pub async fn look(caller: Caller, sent: Sent) -> Answer {
    let typed = Typed::sent(&sent.typed);
    let head = head(&typed, caller.visit.speech);
    let looked = looked(&caller, sent, head).await;
    match looked {
        Ok(id) => Ok(see_other(&format!("{LOOKS}/{id}"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) => {
                let mut slips = Slips::new();
                slips.note("file", said);
                draw_form(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

async fn looked(caller: &Caller, sent: Sent, head: SchemeHead) -> Result<i64, Failure> {
    let read = caller.app.read_in_turn(move |office| office.read_scheme(&sent.name, &sent.bytes, head)).await?;
    caller.act(move |writer, turn, _| desk::look_at_scheme(writer, turn, &read)).await
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let Ok(number) = id.parse::<i64>() else { return Err(trouble(&caller.visit, &Trouble::Missing)) };
    again(&caller, number, None, StatusCode::OK).await
}

async fn again(caller: &Caller, id: i64, refused: Option<String>, status: StatusCode) -> Answer {
    let language = caller.visit.speech.tongue().tag();
    let foresight = caller.read(move |office| office.foresee_scheme(id, language)).await;
    match foresight {
        Ok(foresight) => Ok(page(status, draw(caller, &foresight, refused.as_deref()))),
        Err(Failure::Refused(Refusal::NotFound { .. })) => decided(caller, id).await,
        Err(failure) => Err(failed(&caller.visit, &failure)),
    }
}

/// The page of a file that nobody looks at any more: what became of it, as far as that is known, and where to go on. Whoever
/// keeps schemes sees every look, so that nothing is given away.
async fn decided(caller: &Caller, id: i64) -> Answer {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let kept = caller.read(move |office| office.scheme_of_look(id)).await;
    let kept = kept.map_err(|failure| failed(visit, &failure))?;
    let drawn = Page::new(visit, speech.say("scheme-decided")).here(Section::Office).crumbs(crumbs(speech)).narrow();
    let drawn = drawn.draw(html! {
        @match &kept {
            Some(line) => {
                p class="failure" { (speech.say("scheme-decided-kept")) }
                p { a href={ (ADDRESS) "/" (line.head.word) } { bdi { (line.head.title(speech.tongue().tag())) } } }
            }
            None => p class="failure" { (speech.say("scheme-decided-gone")) }
        }
        div class="actions" {
            (link_button(&speech.say("office-schemes"), ADDRESS, kept.is_none()))
            (link_button(&speech.say("scheme-bring"), LOOKS, false))
        }
    });
    Ok(page(if kept.is_some() { StatusCode::CONFLICT } else { StatusCode::NOT_FOUND }, drawn))
}

fn draw(caller: &Caller, foresight: &SchemeForesight, refused: Option<&str>) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let line = &foresight.held.line;
    let address = format!("{LOOKS}/{}", line.id);
    let is_scheme = !line.head.word.is_empty();
    let told = |key: &str, n: usize| SummaryRow::new(speech.say(key), html! { (speech.number(number(n))) });
    let mut rows = Vec::new();
    if is_scheme {
        rows.push(SummaryRow::new(speech.say("scheme-word"), html! { code { (line.head.word) } }));
        rows.push(told("scheme-classes", foresight.held.scheme.concepts().len()));
        rows.push(told("scheme-new", foresight.new.n));
    }
    if let Some(before) = &foresight.before {
        let said = html! { (before.head.version.as_deref().unwrap_or("–")) };
        rows.push(SummaryRow::new(speech.say("scheme-before"), said));
        rows.push(told("scheme-gone", foresight.gone.n));
        rows.push(told("scheme-changed", foresight.changed.n));
    }
    rows.push(told("scheme-mappings", foresight.held.mappings.len()));
    rows.push(told("scheme-mappings-new", foresight.n_mappings_new));
    if foresight.n_mappings_gone > 0 {
        rows.push(told("scheme-mappings-gone", foresight.n_mappings_gone));
    }
    rows.push(told("scheme-doubts", foresight.held.doubts.len()));
    let mut crumbs = crumbs(speech);
    crumbs.push(crate::component::Crumb::new(speech.say("scheme-bring"), LOOKS));
    let title = speech.with("scheme-look-title", &[("scheme", called(speech, line).into())]);
    let keep = speech.say(if foresight.before.is_some() { "scheme-replace" } else { "scheme-keep" });
    Page::new(visit, title)
        .here(Section::Office)
        .crumbs(crumbs)
        .lead(html! { (speech.with("scheme-look-lead", &[("file", line.file.clone().into())])) })
        .aside(summary_list(&rows))
        .draw(html! {
            @if let Some(sentence) = refused { (banner(Tone::Bad, sentence, html! {})) }
            @if let Some(before) = &foresight.before {
                p { (speech.say("scheme-replaces")) " " a href={ (ADDRESS) "/" (before.head.word) } { bdi { (before.head.title(speech.tongue().tag())) } } }
            }
            (needs(speech, foresight))
            (doubts(speech, foresight))
            (change(speech, "scheme-gone", &foresight.gone, true))
            (change(speech, "scheme-changed", &foresight.changed, true))
            (change(speech, "scheme-new", &foresight.new, false))
            (change(speech, "scheme-astray", &foresight.astray, false))
            (mappings(speech, foresight))
            div class="actions" {
                (Form::new(visit, &format!("{address}/keep")).inline().around(html! {
                    @if let Some(before) = &foresight.before { input type="hidden" name=(REPLACES) value=(before.edition()); }
                    (Button::primary(&keep))
                }))
                (Form::new(visit, &format!("{address}/drop")).inline().around(Button::plain(&speech.say("scheme-drop"))))
            }
        })
}

/// The needs whose profiles ask for classes that go away.
fn needs(speech: Speech, foresight: &SchemeForesight) -> Markup {
    html! {
        @if !foresight.needs.is_empty() {
            (banner(Tone::Warn, &speech.with("scheme-needs-lose", &[("count", number(foresight.needs.len()).into())]), html! {
                ul {
                    @for (need, codes) in &foresight.needs {
                        li { a href={ "/needs/" (need.id) } { bdi { (need.title) } } " " bdi { (codes.join(", ")) } }
                    }
                }
            }))
        }
    }
}

fn doubts(speech: Speech, foresight: &SchemeForesight) -> Markup {
    let doubts = &foresight.held.doubts;
    let told = speech.with("scheme-doubts-count", &[("count", number(doubts.len()).into())]);
    html! {
        @if !doubts.is_empty() {
            (disclosure(&told, doubts.len() < 10, html! { ul { @for doubt in doubts { li { bdi { (doubt) } } } } }))
        }
    }
}

/// Classes of one sort, as far as they are listed. Those that are kept now lead to their pages.
fn change(speech: Speech, key: &str, change: &ClassChange, links: bool) -> Markup {
    let said = |code: &ConceptCode, label: &Option<String>| {
        html! { bdi { (code) } @if let Some(label) = label { " " bdi { (label) } } }
    };
    let told = format!("{}: {}", speech.say(key), speech.number(number(change.n)));
    html! {
        @if change.n > 0 {
            (disclosure(&told, false, html! {
                ul class="plain" {
                    @for (code, label) in &change.first {
                        li { @if links { a href=(class_address(code)) { (said(code, label)) } } @else { (said(code, label)) } }
                    }
                }
                @if change.n > change.first.len() {
                    p class="quiet" { (speech.with("class-level-more", &[("count", number(change.n - change.first.len()).into())])) }
                }
            }))
        }
    }
}

/// Mappings that are listed; those behind are counted.
const MAPPINGS_LISTED: usize = 50;

fn mappings(speech: Speech, foresight: &SchemeForesight) -> Markup {
    let mappings = &foresight.held.mappings;
    let columns = ["mapping-from", "mapping-relation", "mapping-to"].map(|key| Column::new(speech.say(key))).into();
    let table = Table::new(speech.say("scheme-mappings"), columns).caption_unseen().cards_on_phone();
    let rows = mappings.iter().take(MAPPINGS_LISTED).map(|own| {
        vec![
            html! { bdi { (own.from) } },
            html! { (super::relation(speech, own.relation)) },
            html! { bdi { (own.to) } },
        ]
    });
    let told = format!("{}: {}", speech.say("scheme-mappings"), speech.number(number(mappings.len())));
    html! {
        @if !mappings.is_empty() {
            (disclosure(&told, mappings.len() < 10, html! {
                (rows.fold(table, Table::row).draw(speech))
                @if mappings.len() > MAPPINGS_LISTED {
                    p class="quiet" { (speech.with("class-level-more", &[("count", number(mappings.len() - MAPPINGS_LISTED).into())])) }
                }
            }))
        }
    }
}

pub async fn keep(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let Ok(number) = id.parse::<i64>() else { return Err(trouble(&caller.visit, &Trouble::Missing)) };
    let replaces = Some(typed.get(REPLACES).to_owned()).filter(|edition| !edition.is_empty());
    let done = caller.act(move |writer, turn, _| desk::keep_scheme(writer, turn, number, replaces.as_deref())).await;
    match done {
        Ok(line) if line.head.word.is_empty() => Ok(see_other(ADDRESS)),
        Ok(line) => Ok(see_other(&format!("{ADDRESS}/{}", line.head.word))),
        Err(failure) => refused(&caller, number, &failure).await,
    }
}

pub async fn drop(caller: Caller, Path(id): Path<String>) -> Answer {
    let Ok(number) = id.parse::<i64>() else { return Err(trouble(&caller.visit, &Trouble::Missing)) };
    let done = caller.act(move |writer, turn, _| desk::drop_scheme(writer, turn, number)).await;
    match done {
        Ok(()) => Ok(see_other(ADDRESS)),
        Err(failure) => refused(&caller, number, &failure).await,
    }
}

/// The look anew, with what was refused above it; what is not looked at any more has a page that says so.
async fn refused(caller: &Caller, id: i64, failure: &Failure) -> Answer {
    match failure {
        Failure::Broken(_) => Err(failed(&caller.visit, failure)),
        Failure::Refused(_) => again(caller, id, sentence(&caller.visit, failure), StatusCode::CONFLICT).await,
    }
}
