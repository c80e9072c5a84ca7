//! The queue of records that need an own abstract.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Learnt, Office, Officer, QueueAsk, SOURCES_PAGE};
use maud::{Markup, html};
use model::{Date, PersonId, Taking};
use store::{HeldRecord, NeedTitle, QUEUE_LOOKED_MAX, Queue, QueueLine};

use super::draw::name_of;
use super::step::form_of;
use super::{View, measures, views};
use crate::caller::Caller;
use crate::component::{
    Button, CLASSES_SCRIPT, Choice, ClassWritten, Classes, ClassesOf, Column, Crumb, Field, Form, Page, Section, Slips,
    Table, Tone, disclosure, empty, tag,
};
use crate::failed::{Answer, failed, page, sentence};
use crate::record::{details, title};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// Records on the page.
const QUEUE_SHOWN: usize = 40;

/// Second indexings that are counted beside their tab.
const SECONDS_COUNTED: usize = 100;

/// Needs to choose from.
const NEEDS_OFFERED: usize = 200;

/// What the page shows.
struct Loaded {
    queue: Queue,
    mine: Vec<(HeldRecord, Taking)>,
    names: BTreeMap<PersonId, String>,
    learnt: Vec<Learnt>,
    sources: Vec<(String, String)>,
    needs: Vec<NeedTitle>,
    n_second: u64,
    today: Date,
}

/// What narrows the queue, as the fields of a form or an address name it.
pub(super) fn asked(typed: &Typed) -> QueueAsk {
    QueueAsk {
        class: typed.get("class").to_owned(),
        language: typed.get("lang").to_owned(),
        source: typed.get("source").to_owned(),
        need: typed.get("need").to_owned(),
    }
}

/// The same as the query of an address; empty where nothing narrows.
pub(super) fn query_of(ask: &QueueAsk) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("class", &ask.class), ("lang", &ask.language), ("source", &ask.source), ("need", &ask.need)]
    {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    query.finish()
}

/// The same as hidden fields of a form.
pub(super) fn carried(ask: &QueueAsk) -> Markup {
    html! {
        @for (name, value) in [("class", &ask.class), ("lang", &ask.language), ("source", &ask.source), ("need", &ask.need)] {
            @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
        }
    }
}

fn load(office: &Office, officer: &Officer, ask: &QueueAsk, today: Date) -> Result<Loaded, Failure> {
    let queue = office.queue(ask, None, QUEUE_SHOWN)?;
    let mut names = BTreeMap::new();
    for person in queue.lines.iter().filter_map(|line| line.taken.as_ref()).map(|taken| &taken.person) {
        if !names.contains_key(person) {
            names.insert(person.clone(), name_of(office, person)?);
        }
    }
    let sources = office.sources(None, SOURCES_PAGE)?;
    Ok(Loaded {
        queue,
        names,
        mine: office.taken_by(&officer.person.id, today)?,
        learnt: office.learnt()?,
        sources: sources.into_iter().map(|line| (line.source.id.to_string(), line.source.title)).collect(),
        needs: office.needs_to_choose(&officer.post_ids(), NEEDS_OFFERED)?,
        n_second: office.awaiting_second(&officer.person.id, SECONDS_COUNTED)?.len() as u64,
        today,
    })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let ask = asked(&typed);
    match read(&caller, ask.clone()).await {
        Ok(loaded) => Ok(page(StatusCode::OK, draw(&caller.visit, &loaded, &ask, &Slips::new()))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            again(&caller, &ask, sentence).await
        }
    }
}

/// The whole queue, with why it could not be narrowed.
async fn again(caller: &Caller, ask: &QueueAsk, sentence: String) -> Result<Response, Response> {
    let mut slips = Slips::new();
    slips.note("lang", sentence);
    let loaded = read(caller, QueueAsk::default()).await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, draw(&caller.visit, &loaded, ask, &slips)))
}

async fn read(caller: &Caller, ask: QueueAsk) -> Result<Loaded, Failure> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    caller.read(move |office| load(office, &officer, &ask, today)).await
}

fn draw(visit: &Visit, loaded: &Loaded, ask: &QueueAsk, slips: &Slips) -> Markup {
    let speech = visit.speech;
    Page::new(visit, speech.say("abstracts-title"))
        .script(CLASSES_SCRIPT)
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records)])
        .slips(slips)
        .lead(html! { (speech.say("abstracts-lead")) })
        .aside(html! {
            h2 { (speech.say("abstracts-codes")) }
            (measures::short(speech, &loaded.learnt))
            p { a href="/abstracts/codes" { (speech.say("codes-how")) } }
        })
        .draw(html! {
            (views(speech, View::Queue, Some(loaded.n_second)))
            (mine(speech, loaded, ask))
            (disclosure(&speech.say("queue-narrow"), ask.narrows() || !slips.is_empty(), narrow(speech, loaded, ask, slips)))
            @if loaded.queue.lines.is_empty() {
                (empty(&speech.say("queue-empty"), &speech.say("queue-empty-body"), html! {}))
            } @else {
                p class="quiet" { (speech.say("queue-order")) }
                (Form::new(visit, "/abstracts/next").inline().around(html! {
                    (carried(ask))
                    (Button::primary(&speech.say("queue-next")).key("n"))
                }))
                (table(visit, loaded, ask))
                @if loaded.queue.more { p class="quiet" { (speech.with("queue-more", &[("count", QUEUE_SHOWN.into())])) } }
            }
            @if loaded.queue.cut { p class="quiet" { (speech.with("queue-cut", &[("count", QUEUE_LOOKED_MAX.into())])) } }
        })
}

fn mine(speech: Speech, loaded: &Loaded, ask: &QueueAsk) -> Markup {
    html! {
        @if !loaded.mine.is_empty() {
            h2 { (speech.say("queue-mine")) }
            ul {
                @for (held, taken) in &loaded.mine {
                    li {
                        a href=(form_of(held.id, ask)) { bdi { (title(speech, &held.record)) } } " "
                        span class="quiet" { (speech.with("queue-until", &[("day", speech.date(taken.until).into())])) }
                    }
                }
            }
        }
    }
}

fn narrow(speech: Speech, loaded: &Loaded, ask: &QueueAsk, slips: &Slips) -> Markup {
    let any = || std::iter::once(Choice::new("", speech.say("queue-any")));
    let sources = any().chain(loaded.sources.iter().map(|(id, title)| Choice::new(id.clone(), title.clone())));
    let needs = any().chain(loaded.needs.iter().map(|need| Choice::new(need.id.as_str(), need.title.clone())));
    html! {
        form class="form form-find" method="get" action="/abstracts" {
            (Field::text("class", speech.say("queue-class")).hint(speech.say("queue-class-hint")).value(ask.class.clone())
                .classes(Classes { of: ClassesOf::All, written: ClassWritten::Code, several: false }).narrow().optional().draw(speech))
            (Field::text("lang", speech.say("queue-language")).hint(speech.say("queue-language-hint")).value(ask.language.clone()).narrow().optional().slips(slips).draw(speech))
            (Field::select("source", speech.say("queue-source"), sources.collect()).value(ask.source.clone()).draw(speech))
            (Field::select("need", speech.say("queue-need"), needs.collect()).value(ask.need.clone()).draw(speech))
            div class="actions" {
                button type="submit" class="button button-plain" { span { (speech.say("queue-narrow-go")) } }
                @if ask.narrows() { a href="/abstracts" { (speech.say("queue-all")) } }
            }
        }
    }
}

fn table(visit: &Visit, loaded: &Loaded, ask: &QueueAsk) -> Markup {
    let speech = visit.speech;
    let columns = vec![
        Column::new(speech.say("queue-record")),
        Column::numeric(speech.say("queue-waiting")),
        Column::numeric(speech.say("queue-delivered")),
        Column::new(speech.say("queue-state")),
    ];
    let mut table = Table::new(speech.say("abstracts-queue"), columns).caption_unseen().cards_on_phone();
    for line in &loaded.queue.lines {
        let name = title(speech, &line.record.record);
        table = table.row(vec![
            html! {
                a href={ "/records/" (line.record.id) } { bdi { (name) } }
                div class="quiet" { (details(speech, &line.record.record)) }
            },
            html! { (line.n_open) },
            html! { (line.n_delivered) },
            state(visit, loaded, ask, line, &name),
        ]);
    }
    table.draw(speech)
}

fn state(visit: &Visit, loaded: &Loaded, ask: &QueueAsk, line: &QueueLine, name: &str) -> Markup {
    let speech = visit.speech;
    let taken = line.taken.as_ref().filter(|taken| taken.holds(loaded.today));
    html! {
        @if let Some(taken) = taken {
            @let person = loaded.names.get(&taken.person).cloned().unwrap_or_default();
            (tag(Tone::Plain, &speech.with("queue-taken", &[("person", person.into())]))) " "
            span class="quiet" { (speech.with("queue-until", &[("day", speech.date(taken.until).into())])) }
        } @else {
            (Form::new(visit, &format!("/records/{}/abstract/take", line.record.id)).inline().around(html! {
                (carried(ask))
                @let take = speech.say("queue-take");
                (Button::plain(&take).about(&format!("{take}: {name}")))
            }))
        }
    }
}
