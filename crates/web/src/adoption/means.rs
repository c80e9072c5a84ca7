//! What an adoption needs, where it runs and what it cost: with the forms for each.

use axum::extract::Path;
use axum::http::StatusCode;
use maud::{Markup, html};
use model::{
    ADOPTION_LINE_CHARS_MAX, ADOPTION_TEXT_CHARS_MAX, AdoptionCost, AdoptionPlace, Date, MEASURE_CHARS_MAX, Money,
    Resource, ResourceKind, ResourceState,
};

use super::crumbs_to;
use super::page::{Said, Shown, Which, again};
use super::step::{ended, seen, unread};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Field, Form, Page, Section, Slips, Table, Tone, link_button, slip_summary, tag,
};
use crate::failed::Answer;
use crate::speech::Speech;
use crate::typed::Typed;

const AT: Which = Which::Means;

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    again(&caller, name, AT, Said::default(), StatusCode::OK).await
}

/// The day of a field that may be empty; `None` where something is written that is no day.
fn day(typed: &Typed, field: &str) -> Option<Option<Date>> {
    match typed.some(field) {
        None => Some(None),
        Some(text) => Date::parse(text).map(Some),
    }
}

pub async fn place(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let (Some(since), Some(until)) = (Date::parse(typed.get("place-since")), day(&typed, "place-until")) else {
        return unread(&caller, name, &typed, (AT, "place-since"), "mission-day-unread").await;
    };
    let number = typed.get("place").parse().unwrap_or(0);
    let place = AdoptionPlace { number, name: typed.get("place-name").to_owned(), since, until };
    let done = caller.act(move |writer, turn, _| desk::adoption::write_place(writer, turn, seen, place)).await;
    ended(&caller, name, &typed, (AT, "place-name"), done).await
}

pub async fn resource(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let number: u32 = typed.get("resource").parse().unwrap_or(0);
    let read = name.clone();
    let today = caller.app.today();
    // Where the table moves a line on, all the rest of it stays.
    let held = caller.read(move |office| office.adoption_page(&read, today)).await;
    let held = held.ok().and_then(|page| page.resources.into_iter().find(|one| one.number == number));
    let state = ResourceState::from_word(typed.get("resource-state")).unwrap_or(ResourceState::Missing);
    let resource = match held {
        Some(held) => Resource { state, ..held },
        None => {
            let Some(needed_by) = day(&typed, "resource-by") else {
                return unread(&caller, name, &typed, (AT, "resource-by"), "mission-day-unread").await;
            };
            Resource {
                number,
                kind: ResourceKind::from_word(typed.get("resource-kind")).unwrap_or(ResourceKind::Material),
                name: typed.get("resource-name").to_owned(),
                amount: typed.get("resource-amount").to_owned(),
                measure: typed.get("resource-measure").to_owned(),
                needed_by,
                state,
                remark: typed.get("resource-remark").to_owned(),
            }
        }
    };
    let done = caller.act(move |writer, turn, _| desk::adoption::write_resource(writer, turn, seen, resource)).await;
    ended(&caller, name, &typed, (AT, "resource-name"), done).await
}

pub async fn cost(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (seen, _) = seen(&caller, &name, &typed).await?;
    let Some(on) = Date::parse(typed.get("cost-on")) else {
        return unread(&caller, name, &typed, (AT, "cost-on"), "mission-day-unread").await;
    };
    let spent = match Money::parse(typed.get("cost-spent")) {
        Ok(spent) => spent,
        Err(refusal) => {
            let refused = Err::<(), _>(desk::Failure::Refused(refusal));
            return ended(&caller, name, &typed, (AT, "cost-spent"), refused).await;
        }
    };
    let what = typed.get("cost-what").to_owned();
    let cost = AdoptionCost { number: 0, spent, what, on, by: String::new(), at: 0 };
    let done = caller.act(move |writer, turn, _| desk::adoption::note_adoption_cost(writer, turn, seen, cost)).await;
    ended(&caller, name, &typed, (AT, "cost-spent"), done).await
}

fn resource_state(speech: Speech, resource: &Resource, today: Date) -> Markup {
    let tone = match resource.state {
        ResourceState::There => Tone::Good,
        ResourceState::OnOrder => Tone::Accent,
        ResourceState::Missing => Tone::Warn,
    };
    html! {
        (tag(tone, &speech.say(&format!("resource-state-{}", resource.state.word()))))
        @if resource.is_late(today) { " " (tag(Tone::Bad, &speech.say("resource-late"))) }
    }
}

/// The lines of what is needed; for those who keep the adoption each with what moves it on.
fn resources(speech: Speech, shown: &Shown, actions: impl Fn(&Resource) -> Option<Markup>) -> Markup {
    let columns = ["resource-name", "resource-kind", "resource-amount", "resource-by", "resource-state"];
    let mut columns: Vec<Column> = columns.map(|key| Column::new(speech.say(key))).into();
    let has_actions = shown.page.resources.iter().any(|one| actions(one).is_some());
    if has_actions {
        columns.push(Column::new(speech.say("account-actions")));
    }
    let mut table = Table::new(speech.say("resources-title"), columns).caption_unseen().cards_on_phone();
    for one in &shown.page.resources {
        let amount = format!("{} {}", speech.written(&one.amount), one.measure);
        let mut cells = vec![
            html! { bdi { (one.name) } @if !one.remark.is_empty() { br; span class="quiet" { bdi { (one.remark) } } } },
            html! { (speech.say(&format!("resource-kind-{}", one.kind.word()))) },
            html! { @if one.amount.is_empty() { "–" } @else { bdi { (amount.trim()) } } },
            html! { @match one.needed_by { Some(day) => (speech.date(day)), None => "–" } },
            resource_state(speech, one, shown.today),
        ];
        if has_actions {
            cells.push(actions(one).unwrap_or_default());
        }
        table = table.row(cells);
    }
    table.draw(speech)
}

fn places(speech: Speech, shown: &Shown) -> Markup {
    html! {
        @if shown.page.places.is_empty() { p class="quiet" { (speech.say("places-none")) } }
        ul class="plain" {
            @for place in &shown.page.places {
                li {
                    bdi { (place.name) } ", " (speech.date(place.since))
                    @if let Some(until) = place.until { " – " (speech.date(until)) }
                }
            }
        }
    }
}

fn costs(speech: Speech, shown: &Shown) -> Markup {
    html! {
        @if shown.page.costs.is_empty() { p class="quiet" { (speech.say("costs-none")) } }
        ul class="plain" {
            @for cost in &shown.page.costs {
                li { (speech.written(&cost.spent.to_string())) ", " bdi { (cost.what) } ", " (speech.date(cost.on)) }
            }
        }
        p { a href={ "/technologies/" (shown.page.technology.id) "#cost" } { (speech.say("cost-of-technology")) } }
    }
}

/// What is needed, where it runs and what it cost, on the page of the adoption.
pub(super) fn summary(speech: Speech, shown: &Shown) -> Markup {
    html! {
        section aria-labelledby="resources" {
            h2 id="resources" { (speech.say("resources-title")) }
            @if shown.page.resources.is_empty() { p class="quiet" { (speech.say("resources-none")) } }
            @else { (resources(speech, shown, |_| None)) }
            (barrier(speech, shown))
        }
        section aria-labelledby="places" { h2 id="places" { (speech.say("places-title")) } (places(speech, shown)) }
        section aria-labelledby="costs" { h2 id="costs" { (speech.say("costs-title")) } (costs(speech, shown)) }
    }
}

/// What stands in the way is logged against whoever can remove it.
fn barrier(speech: Speech, shown: &Shown) -> Markup {
    let is_late = shown.page.resources.iter().any(|one| one.is_late(shown.today));
    html! {
        @if shown.rights.keeps && is_late {
            div class="actions" {
                (link_button(&speech.say("adoption-log-barrier"), &format!("/barriers/new?on=adoption:{}", shown.page.line.adoption.id), false))
            }
        }
    }
}

pub(super) fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let page = &shown.page;
    let adoption = &page.line.adoption;
    let keeps = shown.rights.keeps && adoption.end.is_none();
    let address = format!("/adoptions/{}/resources", adoption.id);
    let moves = |one: &Resource| {
        let open = keeps && one.state != ResourceState::There;
        open.then(|| {
            let about = speech.with("resource-there-about", &[("name", one.name.as_str().into())]);
            let order = speech.with("resource-order-about", &[("name", one.name.as_str().into())]);
            Form::new(visit, &address).inline().around(html! {
                input type="hidden" name="revision" value=(adoption.revision);
                input type="hidden" name="resource" value=(one.number);
                (Button::quiet(&speech.say("resource-there")).sends("resource-state", "there").about(&about))
                @if one.state == ResourceState::Missing {
                    (Button::quiet(&speech.say("resource-order")).sends("resource-state", "on-order").about(&order))
                }
            })
        })
    };
    Page::new(visit, speech.say("means-title"))
        .here(Section::Adoption)
        .crumbs(crumbs_to(speech, adoption, &page.technology))
        .slips(slips)
        .lead(html! { bdi { (page.technology.name) } " · " bdi { (page.unit) } })
        .draw(html! {
            (slip_summary(speech, slips))
            section aria-labelledby="resources" {
                h2 id="resources" { (speech.say("resources-title")) }
                @if page.resources.is_empty() { p class="quiet" { (speech.say("resources-none")) } }
                @else { (resources(speech, shown, moves)) }
                (barrier(speech, shown))
                @if keeps { (resource_form(caller, shown, typed, slips)) }
            }
            section aria-labelledby="places" {
                h2 id="places" { (speech.say("places-title")) }
                (places(speech, shown))
                @if keeps { (place_form(caller, shown, typed, slips)) }
            }
            section aria-labelledby="costs" {
                h2 id="costs" { (speech.say("costs-title")) }
                (costs(speech, shown))
                @if shown.rights.keeps { (cost_form(caller, shown, typed, slips)) }
            }
        })
}

fn resource_form(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let adoption = &shown.page.line.adoption;
    let kinds = ResourceKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), speech.say(&format!("resource-kind-{}", kind.word()))));
    let states = ResourceState::ALL
        .iter()
        .map(|state| Choice::new(state.word(), speech.say(&format!("resource-state-{}", state.word()))));
    Form::new(&caller.visit, &format!("/adoptions/{}/resources", adoption.id)).around(html! {
        input type="hidden" name="revision" value=(adoption.revision);
        (Field::text("resource-name", speech.say("resource-name")).value(typed.get("resource-name")).length_max(ADOPTION_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::select("resource-kind", speech.say("resource-kind"), kinds.collect()).value(typed.some("resource-kind").unwrap_or("material")).draw(speech))
        (Field::text("resource-amount", speech.say("resource-amount")).value(typed.get("resource-amount")).optional().narrow().length_max(40).slips(slips).draw(speech))
        (Field::text("resource-measure", speech.say("resource-measure")).hint(speech.say("resource-measure-hint")).value(typed.get("resource-measure")).optional().narrow().length_max(MEASURE_CHARS_MAX).slips(slips).draw(speech))
        (Field::date("resource-by", speech.say("resource-by")).value(typed.get("resource-by")).optional().slips(slips).draw(speech))
        (Field::select("resource-state", speech.say("resource-state"), states.collect()).value(typed.some("resource-state").unwrap_or("missing")).draw(speech))
        (Field::text("resource-remark", speech.say("host-remark")).value(typed.get("resource-remark")).optional().length_max(ADOPTION_TEXT_CHARS_MAX).slips(slips).draw(speech))
        div class="actions" { (Button::primary(&speech.say("resource-write"))) }
    })
}

fn place_form(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let adoption = &shown.page.line.adoption;
    let none = std::iter::once(Choice::new("", speech.say("place-new")));
    let held = shown.page.places.iter().map(|place| Choice::new(place.number.to_string(), place.name.clone()));
    let today = shown.today.to_string();
    Form::new(&caller.visit, &format!("/adoptions/{}/places", adoption.id)).around(html! {
        input type="hidden" name="revision" value=(adoption.revision);
        @if !shown.page.places.is_empty() {
            (Field::select("place", speech.say("place-which"), none.chain(held).collect()).value(typed.get("place")).draw(speech))
        }
        (Field::text("place-name", speech.say("place-name")).hint(speech.say("place-name-hint")).value(typed.get("place-name")).length_max(ADOPTION_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::date("place-since", speech.say("place-since")).value(typed.some("place-since").unwrap_or(&today)).slips(slips).draw(speech))
        (Field::date("place-until", speech.say("place-until")).value(typed.get("place-until")).optional().slips(slips).draw(speech))
        div class="actions" { (Button::plain(&speech.say("place-write"))) }
    })
}

fn cost_form(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let adoption = &shown.page.line.adoption;
    let today = shown.today.to_string();
    Form::new(&caller.visit, &format!("/adoptions/{}/costs", adoption.id)).around(html! {
        input type="hidden" name="revision" value=(adoption.revision);
        (Field::text("cost-spent", speech.say("adoption-cost-spent")).hint(speech.say("adoption-cost-spent-hint")).value(typed.get("cost-spent")).narrow().length_max(40).slips(slips).draw(speech))
        (Field::text("cost-what", speech.say("cost-what")).value(typed.get("cost-what")).length_max(ADOPTION_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::date("cost-on", speech.say("cost-on")).value(typed.some("cost-on").unwrap_or(&today)).slips(slips).draw(speech))
        div class="actions" { (Button::plain(&speech.say("cost-write"))) }
    })
}
