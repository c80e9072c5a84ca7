//! Drawdowns: asked for, decided by a second person, paid out.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{CreditPage, DrawdownLine, Failure};
use maud::{Markup, html};
use model::{
    CREDIT_LINE_CHARS_MAX, CREDIT_TEXT_CHARS_MAX, Credit, CreditId, CreditMilestone, Date, Deliverable, DeliverableId,
    Drawdown, DrawdownState, PersonId,
};

use super::page::conditions;
use super::terms::Reading;
use super::{amount, crumbs_to, drawdown_state};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Page, Section, Slips, SummaryRow, summary_list};
use crate::failed::{Answer, failed, page, see_other, sentence, was_changed};
use crate::typed::Typed;

/// What the form of a new drawdown offers.
struct Offered {
    credit: Credit,
    deliverables: Vec<Deliverable>,
    milestones: Vec<CreditMilestone>,
    may_keep: bool,
}

pub async fn show_new(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let offered = caller.read(move |office| {
        let CreditPage { credit, milestones, .. } = office.credit_page(&id, today, today)?;
        let deliverables = office.deliverables_for_credit(&credit)?;
        let may_keep = office.may_keep_credit(&officer, &credit);
        Ok(Offered { credit, deliverables, milestones, may_keep })
    });
    let offered = offered.await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw_new(caller, &offered, typed, slips)))
}

pub async fn request(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let read = id.clone();
    let credit = caller.read(move |office| office.credit(&read)).await;
    let credit = credit.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    let mut reading = Reading { typed: &typed, speech: caller.visit.speech, slips: &mut slips };
    let (minor, planned) = (reading.amount("amount", Some(credit.currency), true), reading.day("planned"));
    let (Some(minor), Some(planned)) = (minor, planned) else {
        return again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let drawdown = Drawdown {
        number: 0,
        minor,
        purpose: typed.get("purpose").to_owned(),
        planned,
        deliverables: typed.all("deliverable").iter().filter_map(|id| DeliverableId::parse(id)).collect(),
        milestones: typed.all("milestone").iter().filter_map(|number| number.parse().ok()).collect(),
        state: DrawdownState::Requested,
        asked_by: String::new(),
        decided_by: String::new(),
        reason: String::new(),
        revision: 0,
    };
    let of = credit.id;
    match caller.act(move |writer, turn, _| desk::request_drawdown(writer, turn, of, drawdown)).await {
        Ok(drawdown) => Ok(see_other(&format!("/credits/{of}/drawdowns/{}", drawdown.number))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            slips.note("amount", sentence);
            again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

fn draw_new(caller: &Caller, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let credit = &offered.credit;
    let action = format!("/credits/{}/drawdowns", credit.id);
    let deliverables = offered
        .deliverables
        .iter()
        .map(|one| Choice::new(one.id.to_string(), format!("{}. {}", one.number, one.title)));
    let deliverables: Vec<Choice> = deliverables.collect();
    let milestones: Vec<Choice> =
        offered.milestones.iter().map(|one| Choice::new(one.number.to_string(), one.title.clone())).collect();
    let hint = speech.with("credit-amount-hint", &[("currency", credit.currency.code().to_owned().into())]);
    let today = caller.app.today().to_string();
    let form = Form::new(visit, &action).slips(slips).guarded();
    Page::new(visit, speech.say("drawdown-new")).here(Section::Acquisition).crumbs(crumbs_to(speech, credit)).slips(slips).draw(html! {
        @if offered.may_keep {
            (form.around(html! {
                (Field::text("amount", speech.say("drawdown-amount")).hint(hint).value(typed.get("amount")).narrow().slips(slips).draw(speech))
                (Field::text("purpose", speech.say("drawdown-purpose")).value(typed.get("purpose")).length_max(CREDIT_LINE_CHARS_MAX).slips(slips).draw(speech))
                (Field::date("planned", speech.say("drawdown-planned")).value(typed.some("planned").unwrap_or(&today)).slips(slips).draw(speech))
                @if !deliverables.is_empty() {
                    (Field::checks("deliverable", speech.say("drawdown-deliverables"), deliverables).values(typed.all("deliverable")).optional().draw(speech))
                } @else { p class="hint" { (speech.say("drawdown-no-deliverables")) } }
                @if !milestones.is_empty() {
                    (Field::checks("milestone", speech.say("drawdown-milestones"), milestones).values(typed.all("milestone")).optional().draw(speech))
                }
                p class="hint" { (speech.say("drawdown-second-person")) }
                div class="actions" { (Button::primary(&speech.say("drawdown-request"))) }
            }))
        } @else { p class="quiet" { (speech.say("credit-read-only")) } }
    })
}

/// What the page of a drawdown shows.
struct Loaded {
    credit: Credit,
    line: DrawdownLine,
    asked_by: String,
    decided_by: String,
    may_keep: bool,
    may_decide: bool,
}

type Address = Path<(String, String)>;

pub async fn show(caller: Caller, Path(id): Address) -> Answer {
    shown_again(&caller, id, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn load(caller: &Caller, (id, number): (String, String)) -> Result<Loaded, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| {
        let CreditPage { credit, drawdowns, .. } = office.credit_page(&id, today, today)?;
        let found = drawdowns.into_iter().find(|line| line.drawdown.number.to_string() == number);
        let line = found.ok_or_else(|| desk::no_drawdown(&number))?;
        let name = |person: &str| -> Result<String, Failure> {
            let found = PersonId::new(person).ok().map(|person| office.person(&person)).transpose()?.flatten();
            Ok(found.map_or_else(|| person.to_owned(), |person| person.name))
        };
        let asks = line.drawdown.asked_by == officer.person.id.as_str();
        Ok(Loaded {
            asked_by: name(&line.drawdown.asked_by)?,
            decided_by: name(&line.drawdown.decided_by)?,
            may_keep: office.may_keep_credit(&officer, &credit),
            may_decide: office.may_decide_drawdown(&officer, &credit) && !asks,
            credit,
            line,
        })
    });
    loaded.await.map_err(|failure| failed(&caller.visit, &failure))
}

async fn shown_again(
    caller: &Caller,
    id: (String, String),
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let loaded = load(caller, id).await?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

async fn ended(
    caller: &Caller,
    id: (String, String),
    typed: &Typed,
    (of, field): (CreditId, &str),
    done: Result<Drawdown, Failure>,
) -> Answer {
    match done {
        Ok(drawdown) => Ok(see_other(&format!("/credits/{of}/drawdowns/{}", drawdown.number))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(field, sentence);
            let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            shown_again(caller, id, typed, &slips, status).await
        }
    }
}

/// Number and revision that were seen.
fn seen(typed: &Typed, held: &Drawdown) -> (u32, u32) {
    (held.number, typed.get("revision").parse().unwrap_or(held.revision))
}

pub async fn decide(caller: Caller, Path(id): Address, typed: Typed) -> Answer {
    let loaded = load(&caller, id.clone()).await?;
    let (of, seen) = (loaded.credit.id, seen(&typed, &loaded.line.drawdown));
    let (grants, reason) = (typed.get("do") == "grant", typed.get("reason").to_owned());
    let done = caller.act(move |writer, turn, _| desk::decide_drawdown(writer, turn, of, seen, grants, &reason)).await;
    ended(&caller, id, &typed, (of, "reason"), done).await
}

pub async fn withdraw(caller: Caller, Path(id): Address, typed: Typed) -> Answer {
    let loaded = load(&caller, id.clone()).await?;
    let (of, seen) = (loaded.credit.id, seen(&typed, &loaded.line.drawdown));
    let reason = typed.get("why").to_owned();
    let done = caller.act(move |writer, turn, _| desk::withdraw_drawdown(writer, turn, of, seen, &reason)).await;
    ended(&caller, id, &typed, (of, "why"), done).await
}

pub async fn pay(caller: Caller, Path(id): Address, typed: Typed) -> Answer {
    let loaded = load(&caller, id.clone()).await?;
    let (of, seen) = (loaded.credit.id, seen(&typed, &loaded.line.drawdown));
    let day = Date::parse(typed.get("day")).unwrap_or_else(|| caller.app.today());
    let note = typed.get("note").to_owned();
    let done = caller.act(move |writer, turn, _| {
        desk::pay_out_drawdown(writer, turn, of, seen, day, &note).map(|(drawdown, _)| drawdown)
    });
    let done = done.await;
    ended(&caller, id, &typed, (of, "day"), done).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let (credit, one) = (&loaded.credit, &loaded.line.drawdown);
    let address = format!("/credits/{}/drawdowns/{}", credit.id, one.number);
    let row = |key: &str, value: Markup| SummaryRow::new(speech.say(key), value);
    let mut rows = vec![
        row("drawdown-amount", html! { (amount(speech, one.minor, credit.currency)) }),
        row("drawdown-state", drawdown_state(speech, one.state)),
        row("drawdown-planned", html! { (speech.date(one.planned)) }),
        row("drawdown-waits", conditions(speech, &loaded.line)),
        row("drawdown-asked-by", html! { bdi { (loaded.asked_by) } }),
    ];
    if !one.decided_by.is_empty() {
        rows.push(row("drawdown-decided-by", html! { bdi { (loaded.decided_by) } }));
    }
    if !one.reason.is_empty() {
        rows.push(row("drawdown-reason", html! { bdi { (one.reason) } }));
    }
    let hidden = html! { input type="hidden" name="revision" value=(one.revision); };
    let today = caller.app.today().to_string();
    let words = |name: &'static str, key: &str| {
        Field::lines(name, speech.say(key), 2).value(typed.get(name)).length_max(CREDIT_TEXT_CHARS_MAX).slips(slips)
    };
    let (decision, payment, withdrawal) =
        (format!("{address}/decision"), format!("{address}/payment"), format!("{address}/withdrawal"));
    // Each form shows what is to be corrected in it.
    let none = Slips::new();
    let of = |field: &str| if slips.of(field).is_some() { slips } else { &none };
    Page::new(visit, format!("{} {}", speech.say("drawdown-title"), one.number))
        .here(Section::Acquisition)
        .crumbs(crumbs_to(speech, credit))
        .slips(slips)
        .lead(html! { bdi { (one.purpose) } })
        .draw(html! {
            (summary_list(&rows))
            @if one.state == DrawdownState::Requested && loaded.may_decide {
                section aria-labelledby="decision" {
                    h2 id="decision" { (speech.say("drawdown-decision")) }
                    (Form::new(visit, &decision).slips(of("reason")).around(html! {
                        (hidden)
                        (words("reason", "drawdown-reason").hint(speech.say("drawdown-reason-hint")).optional().draw(speech))
                        div class="actions" {
                            (Button::primary(&speech.say("drawdown-grant")).sends("do", "grant"))
                            (Button::plain(&speech.say("drawdown-refuse")).sends("do", "refuse"))
                        }
                    }))
                }
            } @else if one.state == DrawdownState::Requested { p class="hint" { (speech.say("drawdown-second-person")) } }
            @if one.state == DrawdownState::Granted && loaded.may_keep {
                section aria-labelledby="payment" {
                    h2 id="payment" { (speech.say("drawdown-payment")) }
                    (Form::new(visit, &payment).slips(of("day")).around(html! {
                        (hidden)
                        (Field::date("day", speech.say("credit-day")).value(typed.some("day").unwrap_or(&today)).slips(slips).draw(speech))
                        (words("note", "credit-event-note").optional().draw(speech))
                        div class="actions" { (Button::primary(&speech.say("drawdown-pay"))) }
                    }))
                }
            }
            @if one.is_open() && loaded.may_keep {
                section aria-labelledby="withdrawal" {
                    h2 id="withdrawal" { (speech.say("drawdown-withdrawal")) }
                    (Form::new(visit, &withdrawal).slips(of("why")).around(html! {
                        (hidden)
                        (words("why", "drawdown-reason").draw(speech))
                        div class="actions" { (Button::plain(&speech.say("drawdown-withdraw"))) }
                    }))
                }
            }
        })
}
