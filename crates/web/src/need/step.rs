//! The steps of a need, as forms on its page, and what takes them.

use axum::extract::Path;
use axum::http::StatusCode;
use desk::{Office, Officer, Step, take_step};
use maud::{Markup, html};
use model::{Date, Need, NeedId, UnitTree};

use super::page::{Shown, draw, load};
use super::panel::similar_list;
use crate::caller::Caller;
use crate::component::{Button, Field, Form, Slips, Trouble, disclosure};
use crate::failed::{Answer, failed, page, see_other, sentence, trouble};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// The steps that an officer may take with a need now, in the order of the page. What they are taken with is still empty.
pub fn possible(office: &Office, officer: &Officer, need: &Need, tree: &UnitTree, today: Date) -> Vec<Step> {
    let nobody = need.id.clone();
    let all = [
        Step::Submit,
        Step::Accept(today),
        Step::AskBack(String::new()),
        Step::Join(nobody),
        Step::Decline(String::new()),
        Step::Part,
        Step::Confirm(today),
        Step::Meet(String::new()),
        Step::Withdraw(String::new()),
    ];
    all.into_iter().filter(|step| office.may_take(officer, need, step, tree)).collect()
}

/// The word of a step in forms and catalogues.
pub fn word(step: &Step) -> &'static str {
    match step {
        Step::Submit => "submit",
        Step::AskBack(_) => "ask",
        Step::Accept(_) => "accept",
        Step::Decline(_) => "decline",
        Step::Join(_) => "join",
        Step::Part => "part",
        Step::Confirm(_) => "confirm",
        Step::Meet(_) => "meet",
        Step::Withdraw(_) => "withdraw",
    }
}

/// The field of a step, which stands on the page beside those of the others.
fn field_of(step: &str) -> Option<&'static str> {
    Some(match step {
        "ask" => "ask-question",
        "accept" => "accept-until",
        "decline" => "decline-reason",
        "join" => "join-need",
        "confirm" => "confirm-until",
        "meet" => "meet-how",
        "withdraw" => "withdraw-reason",
        _ => return None,
    })
}

/// Reads which step is asked for; a slip when its field does not say it.
fn read(speech: Speech, typed: &Typed, slips: &mut Slips) -> Option<Step> {
    let step = typed.get("step");
    let field = field_of(step).unwrap_or_default();
    let said = || typed.get(field).replace("\r\n", "\n");
    let mut day = || {
        let day = Date::parse(typed.get(field));
        if day.is_none() {
            slips.note(field, speech.say("need-slip-until"));
        }
        day
    };
    Some(match step {
        "submit" => Step::Submit,
        "part" => Step::Part,
        "ask" => Step::AskBack(said()),
        "decline" => Step::Decline(said()),
        "meet" => Step::Meet(said()),
        "withdraw" => Step::Withdraw(said()),
        "accept" => Step::Accept(day()?),
        "confirm" => Step::Confirm(day()?),
        "join" => match need_named(typed.get(field)) {
            Some(need) => Step::Join(need),
            None => {
                slips.note(field, speech.say("need-slip-join"));
                return None;
            }
        },
        _ => return None,
    })
}

/// A need as people name it: its name, or the address of its page.
fn need_named(text: &str) -> Option<NeedId> {
    let name = text.trim().trim_end_matches('/').rsplit('/').next()?;
    NeedId::new(name.split(['#', '?']).next()?).ok()
}

/// Takes a step.
pub async fn take(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let speech = caller.speech();
    let Ok(need) = NeedId::new(&id) else { return Err(trouble(&caller.visit, &Trouble::Missing)) };
    let revision = typed.get("revision").parse().unwrap_or_default();
    let mut slips = Slips::new();
    let Some(step) = read(speech, &typed, &mut slips) else {
        if slips.is_empty() {
            return Err(trouble(&caller.visit, &Trouble::Unreadable));
        }
        return again(&caller, id, &typed, &slips, None, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let taken = caller.act(move |writer, turn, _| take_step(writer, turn, &need, revision, &step)).await;
    match taken {
        Ok(need) => Ok(see_other(&format!("/needs/{}", need.id))),
        Err(failure) => {
            // A need that is not there is a slip where somebody typed its name, and a missing page else.
            let typed_name = typed.get("step") == "join";
            match (sentence(&caller.visit, &failure), field_of(typed.get("step"))) {
                (None, Some(field)) if typed_name && matches!(failure, desk::Failure::Refused(_)) => {
                    slips.note(field, speech.say("need-slip-join"));
                    again(&caller, id, &typed, &slips, None, StatusCode::UNPROCESSABLE_ENTITY).await
                }
                (None, _) => Err(failed(&caller.visit, &failure)),
                (Some(sentence), Some(field)) if typed.some(field).is_none() => {
                    slips.note(field, sentence);
                    again(&caller, id, &typed, &slips, None, StatusCode::UNPROCESSABLE_ENTITY).await
                }
                (Some(sentence), _) => again(&caller, id, &typed, &slips, Some(&sentence), StatusCode::CONFLICT).await,
            }
        }
    }
}

/// The page again, with what was typed.
async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    slips: &Slips,
    refused: Option<&str>,
    status: StatusCode,
) -> Answer {
    let shown = load(caller, id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(&caller.visit, &shown, typed, slips, refused)))
}

/// The steps that the officer may take, each as a form.
pub fn forms(visit: &Visit, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    html! {
        @if !shown.steps.is_empty() {
            section class="steps" aria-labelledby="steps" {
                h2 id="steps" { (speech.say("need-steps")) }
                (crate::component::slip_summary(speech, slips))
                @for (at, step) in shown.steps.iter().enumerate() { (form(visit, shown, step, at == 0, typed, slips)) }
            }
        }
    }
}

fn form(visit: &Visit, shown: &Shown, step: &Step, first: bool, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let (word, need) = (word(step), &shown.need);
    let action = format!("/needs/{}/step", need.id);
    let label = speech.say(&format!("need-step-{word}"));
    let button = match step {
        Step::Decline(_) | Step::Withdraw(_) => Button::grave(&label),
        // An expired need has its button at the top of the page.
        Step::Accept(_) | Step::Submit if first => Button::primary(&label),
        _ => Button::plain(&label),
    };
    let field = field_of(word);
    // No longer than the need is of use.
    let longest = shown.today.plus_days(i64::from(shown.valid_days));
    let until = need.deadline.filter(|day| *day >= shown.today).map_or(longest, |day| day.min(longest)).to_string();
    let drawn = field.map(|name| {
        let label = speech.say(&format!("need-step-{word}-field"));
        let held = typed.get(name);
        let field = match step {
            Step::Accept(_) | Step::Confirm(_) => {
                Field::date(name, label).value(if held.is_empty() { &until } else { held })
            }
            Step::Join(_) => Field::text(name, label).hint(speech.say("need-step-join-hint")).value(held),
            _ => Field::lines(name, label, 3).value(held),
        };
        field.slips(slips).draw(speech)
    });
    let body = html! {
        @if matches!(step, Step::Join(_)) { p { (speech.say("need-join-stops")) } }
        @if matches!(step, Step::Join(_)) && !shown.similar.is_empty() { (similar(visit, shown, &action)) }
        (Form::new(visit, &action).around(html! {
            input type="hidden" name="step" value=(word);
            input type="hidden" name="revision" value=(need.revision);
            @if let Some(drawn) = &drawn { (drawn) }
            div class="actions" { (button) }
        }))
    };
    // What needs no words, and what the reader is here for, stands open.
    let is_open = matches!(step, Step::Submit | Step::Accept(_) | Step::Part);
    let has_slip = field.is_some_and(|field| slips.of(field).is_some());
    let shows_similar = matches!(step, Step::Join(_)) && !shown.similar.is_empty();
    html! {
        @if is_open { (body) } @else {
            (disclosure(&speech.say(&format!("need-step-{word}-title")), has_slip || shows_similar, body))
        }
    }
}

/// Needs that resemble this one, each with a button that joins it to that one.
fn similar(visit: &Visit, shown: &Shown, action: &str) -> Markup {
    let speech = visit.speech;
    let join = |one: &desk::Similar| {
        let (text, about) =
            (speech.say("need-join-to-this"), speech.with("need-join-to", &[("title", one.need.title.clone().into())]));
        html! {
            @if matches!(one.need.stage, model::Stage::Accepted | model::Stage::Submitted) {
                (Form::new(visit, action).inline().around(html! {
                    input type="hidden" name="step" value="join";
                    input type="hidden" name="revision" value=(shown.need.revision);
                    input type="hidden" name="join-need" value=(one.need.id);
                    (Button::plain(&text).about(&about))
                }))
            }
        }
    };
    similar_list(speech, "need-similar-review", (&shown.similar, &shown.units), shown.today, &join)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[track_caller]
    fn check(typed: &str, expected: Option<&str>, slip: Option<&str>) {
        let mut slips = Slips::new();
        let step = read(Speech::of(Tongue::English), &Typed::parse(typed.as_bytes()), &mut slips);
        assert_eq!(step.as_ref().map(word), expected, "{typed}");
        assert_eq!(slips.iter().next().map(|(field, _)| field), slip, "{typed}");
    }

    #[test]
    fn a_step_is_read_with_its_field() {
        check("step=submit", Some("submit"), None);
        check("step=accept&accept-until=2026-03-12", Some("accept"), None);
        check("step=accept&accept-until=next+year", None, Some("accept-until"));
        check("step=join&join-need=http://localhost/needs/diesel%23deliveries", Some("join"), None);
        check("step=join&join-need=The+diesel+need", None, Some("join-need"));
        check("step=decline&decline-reason=", Some("decline"), None);
        check("step=nothing", None, None);
        check("", None, None);
    }
}
