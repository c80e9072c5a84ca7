//! Records that may be one work: side by side, joined with a reason, and parted again.

use std::collections::BTreeMap;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Alike, Failure, Likeness, Office};
use maud::{Markup, html};
use model::{JOINING_REASON_CHARS_MAX, Joining, PersonId, Record, RecordId};
use store::{HeldItem, HeldRecord};

use super::{details, title};
use crate::caller::Caller;
use crate::component::{Button, Column, Crumb, Field, Form, Page, Section, Slips, Table, Tone, empty, tag};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::when;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// Letters of an abstract that are shown beside each other.
const OPENING_BYTES: usize = 400;

/// What the page shows.
struct Loaded {
    record: HeldRecord,
    alike: Vec<Alike>,
    /// The one that is laid beside it.
    beside: Option<Alike>,
    joinings: Vec<Joining>,
    /// What each source said, the longest held first.
    items: Vec<HeldItem>,
    names: BTreeMap<PersonId, String>,
}

fn load(office: &Office, record: &str, other: &str) -> Result<Loaded, Failure> {
    let shown = office.show(record)?;
    let (record, items) = (shown.record, shown.items);
    let alike = office.alike(&record)?;
    let beside = match (other, alike.first()) {
        ("", first) => first.cloned(),
        (other, _) => {
            let other = office.record(other)?;
            (other.id != record.id).then(|| office.compared(&record, other))
        }
    };
    let joinings = office.joinings(record.id)?;
    let mut names = BTreeMap::new();
    for person in
        joinings.iter().map(|one| &one.person).chain(joinings.iter().filter_map(|one| Some(&one.undone.as_ref()?.0)))
    {
        let name = office.person(person)?.map_or_else(|| person.to_string(), |person| person.name);
        names.insert(person.clone(), name);
    }
    Ok(Loaded { record, alike, beside, joinings, items, names })
}

pub async fn show(caller: Caller, Path(record): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, record, &typed, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    record: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (name, other) = (record.clone(), typed.get("other").to_owned());
    let loaded = match caller.read(move |office| load(office, &name, &other)).await {
        // The record is there, and what was typed to lie beside it is not, or is not seen: the two are one answer.
        Err(failure) if !typed.get("other").is_empty() && slips.is_empty() => {
            let bare = caller.read(move |office| load(office, &record, "")).await;
            let bare = bare.map_err(|_| failed(&caller.visit, &failure))?;
            let mut slips = Slips::new();
            slips.note("other", caller.speech().say("join-other-missing"));
            let drawn = draw(&caller.visit, &bare, typed, &slips);
            return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, drawn));
        }
        loaded => loaded.map_err(|failure| failed(&caller.visit, &failure))?,
    };
    Ok(page(status, draw(&caller.visit, &loaded, typed, slips)))
}

pub async fn join(caller: Caller, Path(record): Path<String>, typed: Typed) -> Answer {
    let (name, other, reason) = (record.clone(), typed.get("other").to_owned(), typed.get("join-reason").to_owned());
    let done = caller
        .act(move |writer, turn, office| {
            let (record, gone) = (office.record(&name)?.id, office.record(&other)?.id);
            desk::join_records(writer, turn, record, gone, &reason)?;
            Ok(record)
        })
        .await;
    ended(&caller, record, &typed, "join-reason", done).await
}

pub async fn unjoin(caller: Caller, Path(record): Path<String>, typed: Typed) -> Answer {
    let (name, reason) = (record.clone(), typed.get("unjoin-reason").to_owned());
    let gone = RecordId::parse(typed.get("gone"));
    let done = caller
        .act(move |writer, turn, office| {
            let record = office.record(&name)?.id;
            let gone = gone.unwrap_or(record);
            desk::undo_joining(writer, turn, gone, &reason)
        })
        .await;
    ended(&caller, record, &typed, "unjoin-reason", done).await
}

pub async fn part(caller: Caller, Path(record): Path<String>, typed: Typed) -> Answer {
    let (name, source) = (record.clone(), typed.get("item").parse().unwrap_or(0));
    let done = caller.act(move |writer, turn, office| desk::part_source(writer, turn, office, &name, source)).await;
    ended(&caller, record, &typed, "item", done).await
}

async fn ended(caller: &Caller, record: String, typed: &Typed, field: &str, done: Result<RecordId, Failure>) -> Answer {
    match done {
        Ok(id) => Ok(see_other(&format!("/records/{id}/duplicates"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) => {
                let mut slips = Slips::new();
                slips.note(field, said);
                again(caller, record, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(visit: &Visit, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let record = &loaded.record;
    let name = title(speech, &record.record);
    Page::new(visit, speech.say("join-title"))
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records), Crumb::new(name, format!("/records/{}", record.id))])
        .slips(slips)
        .lead(html! { (speech.say("join-lead")) })
        .draw(html! {
            (others(speech, loaded, typed, slips))
            @if let Some(beside) = &loaded.beside { (side_by_side(visit, record, beside, typed, slips)) }
            (sources(visit, loaded, slips))
            (history(visit, loaded, typed, slips))
        })
}

fn likeness(speech: Speech, likeness: Likeness) -> Markup {
    match likeness {
        Likeness::Same => tag(Tone::Good, &speech.say("join-same")),
        Likeness::Related(kind) => tag(Tone::Plain, &speech.say(&format!("relation-{}", kind.word()))),
        Likeness::Different => tag(Tone::Faint, &speech.say("join-different")),
    }
}

fn others(speech: Speech, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let id = loaded.record.id;
    html! {
        @if loaded.alike.is_empty() {
            (empty(&speech.say("join-none"), &speech.say("join-none-body"), html! {}))
        } @else {
            ul {
                @for one in &loaded.alike {
                    li {
                        a href={ "/records/" (id) "/duplicates?other=" (one.record.id) } { bdi { (title(speech, &one.record.record)) } } " "
                        (likeness(speech, one.likeness)) " "
                        span class="quiet" { (details(speech, &one.record.record)) }
                    }
                }
            }
        }
        form class="form" method="get" action={ "/records/" (id) "/duplicates" } {
            (Field::text("other", speech.say("join-other")).hint(speech.say("join-other-hint")).value(typed.get("other")).slips(slips).draw(speech))
            div class="actions" { button type="submit" class="button button-plain" { span { (speech.say("join-lay")) } } }
        }
    }
}

/// What two records say, field by field; where they differ it is said.
fn side_by_side(visit: &Visit, record: &HeldRecord, beside: &Alike, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let other = &beside.record;
    let columns = vec![
        Column::new(speech.say("join-field")),
        Column::new(speech.say("join-this")),
        Column::new(speech.say("join-that")),
    ];
    let mut table = Table::new(speech.say("join-beside"), columns).cards_on_phone();
    for (key, one, that) in fields(speech, &record.record, &other.record) {
        let differs = one != that;
        table = table.row(vec![
            html! { (speech.say(key)) @if differs { " " (tag(Tone::Warn, &speech.say("join-differs"))) } },
            html! { bdi { (if one.is_empty() { "–" } else { &one }) } },
            html! { bdi { (if that.is_empty() { "–" } else { &that }) } },
        ]);
    }
    html! {
        p { (likeness(speech, beside.likeness)) " " a href={ "/records/" (other.id) } { bdi { (title(speech, &other.record)) } } }
        (table.draw(speech))
        (Form::new(visit, &format!("/records/{}/join", record.id)).slips(slips).around(html! {
            input type="hidden" name="other" value=(other.id);
            (Field::text("join-reason", speech.say("join-reason")).hint(speech.say("join-reason-hint"))
                .value(typed.get("join-reason")).length_max(JOINING_REASON_CHARS_MAX).slips(slips).draw(speech))
            div class="actions" { (Button::grave(&speech.say("join-go"))) }
        }))
    }
}

fn fields(speech: Speech, one: &Record, other: &Record) -> Vec<(&'static str, String, String)> {
    type Read = fn(Speech, &Record) -> String;
    let makers: Read = |_, record| {
        let names: Vec<String> = record.contributors.iter().map(|one| one.name.display()).collect();
        names.join("; ")
    };
    let names: Read = |_, record| {
        let names: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
        names.join(" ")
    };
    let opening: Read = |_, record| {
        let text = record.abstracts.first().map(|text| desk::opening(&text.text, OPENING_BYTES).text);
        text.unwrap_or_default()
    };
    let read: [(&'static str, Read); 8] = [
        ("join-name", |_, record| record.title().unwrap_or_default().to_owned()),
        ("record-makers", makers),
        ("record-published", |speech, record| {
            record.published.map_or_else(String::new, |day| speech.partial_date(day))
        }),
        ("record-in", |_, record| record.source.title.clone().unwrap_or_default()),
        ("join-kind", |speech, record| speech.say(&format!("kind-{}", record.kind.word()))),
        ("record-work-language", |_, record| {
            record.language.as_ref().map_or_else(String::new, |one| one.tag().to_owned())
        }),
        ("record-identifiers", names),
        ("join-abstract", opening),
    ];
    read.into_iter().map(|(key, read)| (key, read(speech, one), read(speech, other))).collect()
}

/// The sources that are one in this record, and what each gave; whoever does not belong there is taken out.
fn sources(visit: &Visit, loaded: &Loaded, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let live: Vec<(usize, &HeldItem)> = (1..).zip(&loaded.items).filter(|(_, item)| item.live).collect();
    let columns = vec![
        Column::new(speech.say("record-source")),
        Column::new(speech.say("record-source-gave")),
        Column::new(speech.say("join-part")),
    ];
    let mut table = Table::new(speech.say("join-sources"), columns).cards_on_phone();
    for (number, item) in &live {
        let origin = &item.record.origin;
        let name = format!("{}, {}", origin.source, item.record.title().unwrap_or_default());
        let take_out = speech.say("join-part-go");
        table = table.row(vec![
            html! { bdi { (name) } },
            html! { @if item.gave.is_empty() { (speech.say("record-source-nothing")) } @else { bdi { (item.gave.join(", ")) } } },
            Form::new(visit, &format!("/records/{}/part", loaded.record.id)).inline().around(html! {
                input type="hidden" name="item" value=(number);
                (Button::plain(&take_out).about(&format!("{take_out}: {name}")))
            }),
        ]);
    }
    html! {
        @if live.len() > 1 {
            (table.draw(speech))
            @if let Some(slip) = slips.of("item") { p class="slip" { (slip) } }
            p class="hint" { (speech.say("join-part-hint")) }
        }
    }
}

fn history(visit: &Visit, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let name = |person: &PersonId| loaded.names.get(person).cloned().unwrap_or_else(|| person.to_string());
    html! {
        @if !loaded.joinings.is_empty() {
            h2 { (speech.say("join-history")) }
            @for one in &loaded.joinings {
                @let values = [("gone", one.gone.to_string().into()), ("person", name(&one.person).into()), ("when", when(speech, one.joined_at).into())];
                p { (speech.with("join-joined", &values)) " " bdi class="quiet" { (one.reason) } }
                @match &one.undone {
                    Some((person, at, reason)) => {
                        @let values = [("person", name(person).into()), ("when", when(speech, *at).into())];
                        p { (speech.with("join-undone", &values)) " " bdi class="quiet" { (reason) } }
                    },
                    None => (Form::new(visit, &format!("/records/{}/unjoin", loaded.record.id)).slips(slips).around(html! {
                        input type="hidden" name="gone" value=(one.gone);
                        (Field::text("unjoin-reason", speech.say("join-undo-reason")).value(typed.get("unjoin-reason")).length_max(JOINING_REASON_CHARS_MAX).slips(slips).draw(speech))
                        div class="actions" { (Button::grave(&speech.say("join-undo"))) }
                    })),
                }
            }
            @if loaded.joinings.iter().any(|one| one.undone.is_none()) { p class="hint" { (speech.say("join-undo-hint")) } }
        }
    }
}
