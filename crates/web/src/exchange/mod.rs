//! What passed with a host: given, received, bought, asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Date, EXCHANGE_CHARS_MAX, Exchange, ExchangeId, ExchangeKind, ExchangeWay, Marking, Money, PostId};

use crate::app::App;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Field, Form, Page, Section, Slips, Table, Tone, disclosure, empty, tag,
};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::host::noting::{Noting, noted};
use crate::marking;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/hosts/{host}/exchanges", Policy::SignedIn, show)
        .form("/hosts/{host}/exchanges", Policy::SignedIn, note)
        .form("/exchanges/{exchange}/strike", Policy::SignedIn, strike)
}

/// What the page shows.
struct Loaded {
    noting: Noting,
    /// With whether the reader may strike it.
    exchanges: Vec<(Exchange, bool)>,
    posts: BTreeMap<PostId, String>,
}

fn load(office: &Office, officer: &Officer, host: &str, today: Date) -> Result<Loaded, Failure> {
    let noting = Noting::load(office, officer, host, today)?;
    let exchanges = office.exchanges(noting.host.id)?;
    let mut posts = BTreeMap::new();
    for exchange in &exchanges {
        if !posts.contains_key(&exchange.post) {
            let title = office.post(&exchange.post)?.map_or_else(|| exchange.post.to_string(), |post| post.title);
            posts.insert(exchange.post.clone(), title);
        }
    }
    let exchanges = exchanges.into_iter().map(|one| (office.may_strike_exchange(officer, &one), one));
    Ok(Loaded { noting, exchanges: exchanges.map(|(may, one)| (one, may)).collect(), posts })
}

async fn show(caller: Caller, Path(host): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let once = ExchangeId::from_bits(caller.app.ids()()).to_string();
    again(&caller, host, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    host: String,
    typed: &Typed,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &host, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, once, slips)))
}

/// What was typed, and what cannot be read of it.
fn typed_exchange(caller: &Caller, host: &str, typed: &Typed, id: ExchangeId, slips: &mut Slips) -> Option<Exchange> {
    let speech = caller.visit.speech;
    let noted = noted(caller, typed, slips);
    if typed.get("what").is_empty() {
        slips.note("what", speech.say("exchange-what-missing"));
    }
    let worth = typed.some("worth").map(Money::parse).transpose();
    if let Err(refusal) = &worth {
        slips.note("worth", speech.refusal(refusal));
    }
    let (way, kind) = (ExchangeWay::from_word(typed.get("way")), ExchangeKind::from_word(typed.get("kind")));
    if way.is_none() {
        slips.note("way", speech.say("exchange-way-missing"));
    }
    if kind.is_none() {
        slips.note("kind", speech.say("exchange-kind-missing"));
    }
    if !slips.is_empty() {
        return None;
    }
    let noted = noted?;
    Some(Exchange {
        id,
        host: model::HostId::parse(host)?,
        way: way?,
        kind: kind?,
        day: noted.day,
        what: typed.get("what").to_owned(),
        worth: worth.ok()?,
        mission: noted.mission,
        answers: typed.some("answers").and_then(ExchangeId::parse),
        post: noted.post,
        struck: None,
        marking: marking::chosen(typed),
        made_at: 0,
    })
}

async fn note(caller: Caller, Path(host): Path<String>, typed: Typed) -> Answer {
    let id = ExchangeId::parse(typed.get("once")).unwrap_or_else(|| ExchangeId::from_bits(caller.app.ids()()));
    let once = id.to_string();
    let read = host.clone();
    let held = caller.read(move |office| office.host(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    let Some(exchange) = typed_exchange(&caller, &held.id.to_string(), &typed, id, &mut slips) else {
        return again(&caller, host, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match caller.act(move |writer, turn, _| desk::note_exchange(writer, turn, exchange)).await {
        Ok(exchange) => Ok(see_other(&format!("/hosts/{host}/exchanges#{}", exchange.id))),
        Err(failure) => refused(&caller, host, &typed, &once, "what", &failure).await,
    }
}

async fn strike(caller: Caller, Path(exchange): Path<String>, typed: Typed) -> Answer {
    let read = exchange.clone();
    let held = caller.read(move |office| office.exchange(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let field = format!("reason-{exchange}");
    let (host, reason) = (held.host.to_string(), typed.get(&field).to_owned());
    match caller.act(move |writer, turn, _| desk::strike_exchange(writer, turn, held.id, &reason)).await {
        Ok(struck) => Ok(see_other(&format!("/hosts/{host}/exchanges#{}", struck.id))),
        Err(failure) => {
            let once = ExchangeId::from_bits(caller.app.ids()()).to_string();
            refused(&caller, host, &typed, &once, &field, &failure).await
        }
    }
}

/// The page again, with the sentence of what was refused at a field.
async fn refused(
    caller: &Caller,
    host: String,
    typed: &Typed,
    once: &str,
    field: &str,
    failure: &Failure,
) -> Result<Response, Response> {
    let Some(sentence) = sentence(&caller.visit, failure) else { return Err(failed(&caller.visit, failure)) };
    let mut slips = Slips::new();
    slips.note(field, sentence);
    again(caller, host, typed, once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Which way it went, as a tag.
pub fn way(speech: Speech, way: ExchangeWay) -> Markup {
    let tone = match way {
        ExchangeWay::Given | ExchangeWay::Bought => Tone::Good,
        ExchangeWay::Received => Tone::Accent,
        ExchangeWay::Wanted => Tone::Warn,
    };
    tag(tone, &speech.say(&format!("exchange-way-{}", way.word())))
}

/// What it was, with what it was worth.
pub fn what(speech: Speech, exchange: &Exchange) -> Markup {
    html! {
        bdi { (exchange.what) }
        div class="quiet" {
            (speech.say(&format!("exchange-kind-{}", exchange.kind.word())))
            @if let Some(worth) = exchange.worth { " · " (worth) }
        }
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let host = &loaded.noting.host;
    let title = speech.with("exchanges-title", &[("host", host.name().to_owned().into())]);
    Page::new(visit, title).here(Section::Missions).crumbs(loaded.noting.crumbs(speech)).slips(slips).draw(html! {
        p class="lead" { (speech.say("exchanges-lead")) }
        @if loaded.exchanges.is_empty() {
            (empty(&speech.say("exchanges-none"), &speech.say("exchanges-none-body"), html! {}))
        } @else { (listed(caller, loaded, typed, slips)) }
        @if loaded.noting.may_note() {
            section aria-labelledby="note" {
                h2 id="note" { (speech.say("exchange-new")) }
                (form(caller, loaded, typed, once, slips))
            }
        }
    })
}

fn listed(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["noting-day", "exchange-way", "exchange-what", "exchange-noted-by"];
    let mut table = Table::new(speech.say("exchanges-table"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (one, may_strike) in &loaded.exchanges {
        let post = loaded.posts.get(&one.post).map_or(one.post.as_str(), String::as_str);
        table = table.anchored_row(
            one.id.to_string(),
            vec![
                html! { (speech.date(one.day)) },
                way(speech, one.way),
                html! {
                    (what(speech, one)) (marking_of(speech, &one.marking))
                    @if let Some(mission) = one.mission && let Some(title) = loaded.noting.mission(mission) {
                        div { a href={ "/missions/" (mission) } { bdi { (title) } } }
                    }
                    @if let Some(struck) = &one.struck {
                        p { (tag(Tone::Bad, &speech.say("exchange-struck-tag"))) " " bdi { (struck.reason) } }
                    }
                    @if *may_strike { (strike_form(caller, one, typed, slips)) }
                },
                html! { a href={ "/office/posts/" (one.post) } { bdi { (post) } } },
            ],
        );
    }
    table.draw(speech)
}

fn marking_of(speech: Speech, marking: &Marking) -> Markup {
    html! { " " (marking::tags(speech, marking)) }
}

fn strike_form(caller: &Caller, one: &Exchange, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let field = format!("reason-{}", one.id);
    let is_open = slips.of(&field).is_some();
    let action = format!("/exchanges/{}/strike", one.id);
    let reason = Field::text(&field, speech.say("exchange-strike-why")).length_max(EXCHANGE_CHARS_MAX);
    let reason = reason.value(typed.get(&field)).slips(slips);
    let about = speech.with("exchange-strike-of", &[("what", one.what.clone().into())]);
    disclosure(
        &speech.say("exchange-strike"),
        is_open,
        Form::new(&caller.visit, &action).around(html! {
            (reason.draw(speech))
            (Button::plain(&speech.say("exchange-strike")).about(&about))
        }),
    )
}

fn form(caller: &Caller, loaded: &Loaded, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let ways = ExchangeWay::ALL.iter().map(|way| {
        Choice::new(way.word(), speech.say(&format!("exchange-way-{}", way.word())))
            .hint(speech.say(&format!("exchange-way-{}-hint", way.word())))
    });
    let kinds = ExchangeKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), speech.say(&format!("exchange-kind-{}", kind.word()))));
    let none = Choice::new("", speech.say("exchange-no-wish-choice"));
    let wishes = loaded.exchanges.iter().map(|(one, _)| one);
    let wishes = wishes.filter(|one| one.way == ExchangeWay::Wanted && one.struck.is_none());
    let wishes: Vec<Choice> =
        std::iter::once(none).chain(wishes.map(|one| Choice::new(one.id.to_string(), one.what.clone()))).collect();
    let action = format!("/hosts/{}/exchanges", loaded.noting.host.id);
    Form::new(&caller.visit, &action).slips(slips).guarded().once(once).around(html! {
        (Field::radios("way", speech.say("exchange-way"), ways.collect()).value(typed.get("way")).slips(slips).draw(speech))
        (Field::text("what", speech.say("exchange-what")).value(typed.get("what")).length_max(EXCHANGE_CHARS_MAX).slips(slips).draw(speech))
        (Field::select("kind", speech.say("exchange-kind"), kinds.collect()).value(typed.get("kind")).slips(slips).draw(speech))
        (Field::text("worth", speech.say("exchange-worth")).hint(speech.say("exchange-worth-hint")).value(typed.get("worth")).optional().slips(slips).draw(speech))
        @if wishes.len() > 1 {
            (Field::select("answers", speech.say("exchange-answers"), wishes).value(typed.get("answers")).slips(slips).draw(speech))
        }
        (loaded.noting.fields(speech, typed, slips))
        div class="actions" { (Button::primary(&speech.say("exchange-keep"))) }
    })
}
