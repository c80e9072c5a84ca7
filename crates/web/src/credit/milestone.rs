//! Milestones of a line: what has to be reached before money is drawn, and the evidence that it was.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{CreditPage, Failure};
use maud::{Markup, html};
use model::{CREDIT_LINE_CHARS_MAX, CREDIT_TEXT_CHARS_MAX, Credit, CreditId, CreditMilestone, Date};

use super::crumbs_to;
use super::page::milestone_state;
use super::terms::Reading;
use crate::caller::Caller;
use crate::component::{Button, Field, Form, Page, Section, Slips, disclosure, empty};
use crate::failed::{Answer, failed, page, see_other, sentence, was_changed};
use crate::typed::Typed;

struct Loaded {
    credit: Credit,
    milestones: Vec<CreditMilestone>,
    may_keep: bool,
    may_confirm: bool,
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
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
    let loaded = caller.read(move |office| {
        let CreditPage { credit, milestones, .. } = office.credit_page(&id, today, today)?;
        Ok(Loaded {
            may_keep: office.may_keep_credit(&officer, &credit),
            may_confirm: office.may_decide_drawdown(&officer, &credit),
            credit,
            milestones,
        })
    });
    let loaded = loaded.await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

pub async fn add(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let read = id.clone();
    let credit = caller.read(move |office| office.credit(&read)).await;
    let credit = credit.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    let due = Reading { typed: &typed, speech: caller.visit.speech, slips: &mut slips }.day("due");
    let Some(due) = due else { return again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await };
    let milestone = CreditMilestone {
        number: 0,
        title: typed.get("title").to_owned(),
        due,
        evidence: String::new(),
        confirmed: None,
        revision: 0,
    };
    let of = credit.id;
    match caller.act(move |writer, turn, _| desk::keep_credit_milestone(writer, turn, of, milestone)).await {
        Ok(_) => Ok(see_other(&format!("/credits/{of}/milestones"))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            slips.note("title", sentence);
            again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// The milestone of an address, with its line.
async fn held(caller: &Caller, id: &str, number: String) -> Result<(CreditId, CreditMilestone), Response> {
    let (read, today) = (id.to_owned(), caller.app.today());
    let found = caller.read(move |office| {
        let page = office.credit_page(&read, today, today)?;
        let held = page.milestones.into_iter().find(|one| one.number.to_string() == number);
        Ok((page.credit.id, held.ok_or_else(|| desk::no_milestone(&number))?))
    });
    found.await.map_err(|failure| failed(&caller.visit, &failure))
}

/// Goes back to the milestones; refused, with what was typed and the refusal at a field.
async fn ended(
    caller: &Caller,
    id: String,
    (typed, at): (&Typed, String),
    done: Result<CreditMilestone, Failure>,
) -> Answer {
    match done {
        Ok(_) => Ok(see_other(&format!("/credits/{id}/milestones"))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(at, sentence);
            let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            again(caller, id, typed, &slips, status).await
        }
    }
}

pub async fn change(caller: Caller, Path((id, number)): Path<(String, String)>, typed: Typed) -> Answer {
    let (of, held) = held(&caller, &id, number).await?;
    let (title, due) = (format!("title-{}", held.number), format!("due-{}", held.number));
    let mut slips = Slips::new();
    let day = Reading { typed: &typed, speech: caller.visit.speech, slips: &mut slips }.day(&due);
    let Some(day) = day else { return again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await };
    let revision = typed.get("revision").parse().unwrap_or(held.revision);
    let milestone = CreditMilestone { title: typed.get(&title).to_owned(), due: day, revision, ..held };
    let done = caller.act(move |writer, turn, _| desk::keep_credit_milestone(writer, turn, of, milestone)).await;
    ended(&caller, id, (&typed, title), done).await
}

pub async fn confirm(caller: Caller, Path((id, number)): Path<(String, String)>, typed: Typed) -> Answer {
    let (today, (of, held)) = (caller.app.today(), held(&caller, &id, number).await?);
    let seen = (held.number, typed.get("revision").parse().unwrap_or(held.revision));
    let field = |name: &str| typed.get(&format!("{name}-{}", held.number)).to_owned();
    let (on, evidence) = (Date::parse(&field("on")).unwrap_or(today), field("evidence"));
    let done = caller.act(move |writer, turn, _| desk::confirm_credit_milestone(writer, turn, of, seen, on, &evidence));
    ended(&caller, id, (&typed, format!("evidence-{}", held.number)), done.await).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let credit = &loaded.credit;
    let address = format!("/credits/{}/milestones", credit.id);
    let today = caller.app.today().to_string();
    Page::new(visit, speech.say("milestones-title"))
        .here(Section::Acquisition)
        .crumbs(crumbs_to(speech, credit))
        .slips(slips)
        .lead(html! { (speech.say("milestones-lead")) })
        .draw(html! {
            @if loaded.milestones.is_empty() {
                (empty(&speech.say("milestones-none"), &speech.say("milestones-none-body"), html! {}))
            }
            @for one in &loaded.milestones {
                @let heading = format!("milestone-{}", one.number);
                section aria-labelledby=(heading) {
                    h2 id=(heading) { (one.number) ". " bdi { (one.title) } }
                    p { (speech.date(one.due)) " " (milestone_state(speech, one)) }
                    @if !one.evidence.is_empty() { p { bdi { (one.evidence) } } }
                    @if one.confirmed.is_none() && loaded.may_confirm {
                        @let action = format!("{address}/{}/confirmation", one.number);
                        @let (evidence, on) = (format!("evidence-{}", one.number), format!("on-{}", one.number));
                        (confirmation(visit, &action, one, (&evidence, &on), (typed, slips), &today))
                    }
                    @if one.confirmed.is_none() && loaded.may_keep {
                        (correction(visit, &format!("{address}/{}", one.number), one, (typed, slips)))
                    }
                }
            }
            @if loaded.may_keep {
                section aria-labelledby="new" {
                    h2 id="new" { (speech.say("milestone-new")) }
                    (Form::new(visit, &address).around(html! {
                        (Field::text("title", speech.say("milestone-title")).value(typed.get("title")).length_max(CREDIT_LINE_CHARS_MAX).slips(slips).draw(speech))
                        (Field::date("due", speech.say("milestone-due")).value(typed.get("due")).slips(slips).draw(speech))
                        div class="actions" { (Button::primary(&speech.say("milestone-add"))) }
                    }))
                }
            }
        })
}

/// The form that changes one that is not confirmed.
fn correction(
    visit: &crate::visit::Visit,
    action: &str,
    one: &CreditMilestone,
    (typed, slips): (&Typed, &Slips),
) -> Markup {
    let speech = visit.speech;
    let summary = format!("{}: {}", speech.say("milestone-change"), one.title);
    let about = format!("{}: {}", speech.say("milestone-keep"), one.title);
    let (title, due) = (format!("title-{}", one.number), format!("due-{}", one.number));
    // A form that is shown again keeps what was typed.
    let is_typed = typed.has(&title);
    let (title_now, due_now) = match is_typed {
        true => (typed.get(&title).to_owned(), typed.get(&due).to_owned()),
        false => (one.title.clone(), one.due.to_string()),
    };
    disclosure(
        &summary,
        is_typed,
        html! {
            (Form::new(visit, action).around(html! {
                input type="hidden" name="revision" value=(one.revision);
                (Field::text(title.as_str(), speech.say("milestone-title")).value(title_now).length_max(CREDIT_LINE_CHARS_MAX).slips(slips).draw(speech))
                (Field::date(due.as_str(), speech.say("milestone-due")).value(due_now).slips(slips).draw(speech))
                div class="actions" { (Button::plain(&speech.say("milestone-keep")).about(&about)) }
            }))
        },
    )
}

/// The form that confirms one. Its fields are numbered, so that several stand on one page.
fn confirmation(
    visit: &crate::visit::Visit,
    action: &str,
    one: &CreditMilestone,
    (evidence, on): (&str, &str),
    (typed, slips): (&Typed, &Slips),
    today: &str,
) -> Markup {
    let speech = visit.speech;
    let about = format!("{}: {}", speech.say("milestone-confirm"), one.title);
    Form::new(visit, action).around(html! {
        input type="hidden" name="revision" value=(one.revision);
        (Field::lines(evidence, speech.say("milestone-evidence"), 2).value(typed.get(evidence)).length_max(CREDIT_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (Field::date(on, speech.say("milestone-reached")).value(today).draw(speech))
        div class="actions" { (Button::primary(&speech.say("milestone-confirm")).about(&about)) }
    })
}
