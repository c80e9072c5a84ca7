//! What happened to a line is booked: paid, repaid early, a rate, a fee, a rescheduling, a mistake.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use model::{CREDIT_TEXT_CHARS_MAX, Credit, CreditEvent, CreditEventKind, CreditId};

use super::crumbs_to;
use super::terms::{Reading, plan_as_typed, plan_fields};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Page, Section, Slips, Tab, tabs};
use crate::failed::{Answer, failed, page, see_other, sentence, was_changed};
use crate::typed::Typed;

/// What is booked here. Drawdowns are paid out on pages of their own.
const KINDS: [CreditEventKind; 6] = [
    CreditEventKind::Repayment,
    CreditEventKind::Prepayment,
    CreditEventKind::Fee,
    CreditEventKind::RateFixed,
    CreditEventKind::Rescheduling,
    CreditEventKind::Correction,
];

fn kind(typed: &Typed) -> CreditEventKind {
    CreditEventKind::from_word(typed.get("kind"))
        .filter(|kind| KINDS.contains(kind))
        .unwrap_or(CreditEventKind::Repayment)
}

struct Loaded {
    credit: Credit,
    events: Vec<CreditEvent>,
    may_keep: bool,
}

pub async fn show(caller: Caller, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, id, typed, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    typed: Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| {
        let credit = office.credit(&id)?;
        let (events, may_keep) = (office.credit_events(credit.id)?, office.may_keep_credit(&officer, &credit));
        Ok(Loaded { credit, events, may_keep })
    });
    let loaded = loaded.await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, &typed, slips)))
}

fn event(caller: &Caller, typed: &Typed, credit: &Credit, slips: &mut Slips) -> Option<CreditEvent> {
    let kind = kind(typed);
    let mut reading = Reading { typed, speech: caller.visit.speech, slips };
    let day = reading.day("day");
    let mut event = CreditEvent { note: typed.get("note").to_owned(), ..CreditEvent::new(kind, day?, 0) };
    match kind {
        CreditEventKind::RateFixed => event.rate = Some(reading.rate("rate")?),
        CreditEventKind::Rescheduling => {
            event.plan = Some(reading.plan(Some(credit.currency))?);
            event.rate = if typed.get("rate").is_empty() { None } else { Some(reading.rate("rate")?) };
        }
        CreditEventKind::Correction => event.counters = Some(reading.count("counters")?),
        _ => {
            event.minor = reading.amount("amount", Some(credit.currency), true)?;
            event.shortens = typed.get("effect") == "shortens";
        }
    }
    Some(event)
}

pub async fn book(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let read = id.clone();
    let credit = caller.read(move |office| office.credit(&read)).await;
    let credit = credit.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    let event = event(&caller, &typed, &credit, &mut slips);
    let Some(event) = event.filter(|_| slips.is_empty()) else {
        return again(&caller, id, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let seen: (CreditId, u32) = (credit.id, typed.get("revision").parse().unwrap_or(credit.revision));
    match caller.act(move |writer, turn, _| desk::book_credit_event(writer, turn, seen, event)).await {
        Ok((credit, _)) => Ok(see_other(&format!("/credits/{}", credit.id))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            slips.note("day", sentence);
            let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            again(&caller, id, typed, &slips, status).await
        }
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let credit = &loaded.credit;
    let (kind, address) = (kind(typed), format!("/credits/{}/bookings", credit.id));
    let views = KINDS.map(|one| Tab {
        text: speech.say(&format!("credit-event-{}", one.word())),
        href: format!("{address}?kind={}", one.word()),
        count: None,
        here: one == kind,
    });
    let today = caller.app.today().to_string();
    let text =
        |name: &'static str, key: &str| Field::text(name, speech.say(key)).value(typed.get(name)).slips(slips).narrow();
    let amount = text("amount", "credit-amount")
        .hint(speech.with("credit-amount-hint", &[("currency", credit.currency.code().to_owned().into())]));
    let effects = ["reduces", "shortens"].map(|word| Choice::new(word, speech.say(&format!("prepayment-{word}"))));
    let is_open = |event: &&CreditEvent| {
        event.kind != CreditEventKind::Correction && loaded.events.iter().all(|one| one.counters != Some(event.number))
    };
    let open = loaded.events.iter().rev().filter(is_open).map(|event| {
        let what = speech.say(&format!("credit-event-{}", event.kind.word()));
        Choice::new(event.number.to_string(), format!("{}: {what}, {}", event.number, speech.date(event.day)))
    });
    let open: Vec<Choice> = open.collect();
    // A new plan begins with the words of the one before.
    let plan = Typed::of(
        plan_as_typed(&credit.terms.plan, credit.currency).into_iter().filter(|(name, _)| *name != "first-due"),
    );
    let plan = if typed.some("repayment").is_some() { typed } else { &plan };
    let optional = kind != CreditEventKind::Rescheduling && kind != CreditEventKind::Correction;
    let note = Field::lines("note", speech.say("credit-event-note"), 3)
        .value(typed.get("note"))
        .length_max(CREDIT_TEXT_CHARS_MAX)
        .slips(slips);
    let note = if optional { note.optional() } else { note };
    let form = Form::new(visit, &address).slips(slips).guarded();
    Page::new(visit, speech.say("credit-book")).here(Section::Acquisition).crumbs(crumbs_to(speech, credit)).slips(slips).draw(html! {
        (tabs(speech, &speech.say("credit-event-kind"), &views))
        p class="hint" { (speech.say(&format!("credit-event-{}-hint", kind.word()))) }
        @if loaded.may_keep {
            (form.around(html! {
                input type="hidden" name="kind" value=(kind);
                input type="hidden" name="revision" value=(credit.revision);
                (Field::date("day", speech.say("credit-day")).value(typed.some("day").unwrap_or(&today)).slips(slips).draw(speech))
                @match kind {
                    CreditEventKind::RateFixed => { (text("rate", "credit-base-rate").draw(speech)) }
                    CreditEventKind::Rescheduling => {
                        (plan_fields(speech, plan, slips))
                        (text("rate", "credit-new-rate").hint(speech.say("credit-new-rate-hint")).optional().draw(speech))
                    }
                    CreditEventKind::Correction => {
                        (Field::select("counters", speech.say("credit-event-counters"), open).value(typed.get("counters")).slips(slips).draw(speech))
                    }
                    CreditEventKind::Prepayment => {
                        (amount.draw(speech))
                        (Field::radios("effect", speech.say("credit-prepayment-effect"), effects.into()).value(typed.some("effect").unwrap_or("reduces")).slips(slips).draw(speech))
                    }
                    _ => { (amount.draw(speech)) }
                }
                (note.draw(speech))
                div class="actions" { (Button::primary(&speech.say("credit-book-it"))) }
            }))
        } @else { p class="quiet" { (speech.say("credit-read-only")) } }
    })
}
