//! What comes of a study: decided, or stopped before.

use axum::extract::Path;
use axum::http::StatusCode;
use desk::Failure;
use maud::{Markup, html};
use model::{Date, Outcome, OutcomeKind, SAMPLE_TEXT_CHARS_MAX, Sample, StudyState};

use super::step::{seen, status_of};
use super::study::{Shown, again};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Slips, disclosure};
use crate::failed::{Answer, failed, see_other, sentence};
use crate::typed::Typed;

/// Goes back to the page of the study; refused, with what was typed and the refusal at its field.
pub(super) async fn ended(
    caller: &Caller,
    (name, number): (String, u32),
    typed: &Typed,
    at: &str,
    done: Result<Sample, Failure>,
) -> Answer {
    match done {
        Ok(sample) => Ok(see_other(&format!("/samples/{}/studies/{number}", sample.id))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(at, sentence);
            again(caller, name, number, typed, &slips, status_of(&failure)).await
        }
    }
}

pub async fn decide(caller: Caller, Path((name, number)): Path<(String, u32)>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let Some(kind) = OutcomeKind::from_word(typed.get("outcome")) else {
        let mut slips = Slips::new();
        slips.note("outcome", caller.visit.speech.say("outcome-missing"));
        return again(&caller, name, number, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let outcome = Outcome {
        kind,
        reason: typed.get("outcome-reason").replace("\r\n", "\n"),
        value: typed.get("value").to_owned(),
        look_again: Date::parse(typed.get("look-again")),
        by: String::new(),
        at: 0,
    };
    let done = caller.act(move |writer, turn, _| desk::decide_outcome(writer, turn, seen, number, outcome)).await;
    ended(&caller, (name, number), &typed, "outcome-reason", done).await
}

pub async fn stop(caller: Caller, Path((name, number)): Path<(String, u32)>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let reason = typed.get("stop-reason").to_owned();
    let done = caller.act(move |writer, turn, _| desk::stop_study(writer, turn, seen, number, &reason)).await;
    ended(&caller, (name, number), &typed, "stop-reason", done).await
}

/// The forms that decide and that stop, for those who may.
pub(super) fn forms(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let study = &shown.study;
    html! {
        @if shown.decides && study.state == StudyState::Reported { (deciding(caller, shown, typed, slips)) }
        @if shown.makes && study.state == StudyState::Running { (stopping(caller, shown, typed, slips)) }
    }
}

fn deciding(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let action = format!("/samples/{}/studies/{}/outcome", sample.id, shown.study.number);
    let kinds = OutcomeKind::ALL.iter().map(|kind| {
        let word = kind.word();
        let hint = speech.say(&format!("outcome-kind-{word}-hint"));
        Choice::new(word, speech.say(&format!("outcome-kind-{word}"))).hint(hint)
    });
    html! {
        section aria-labelledby="deciding" {
            h2 id="deciding" { (speech.say("outcome-decide")) }
            p class="hint" { (speech.say("outcome-decide-hint")) }
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(sample.revision);
                (Field::radios("outcome", speech.say("study-outcome"), kinds.collect()).value(typed.get("outcome")).slips(slips).draw(speech))
                (Field::lines("outcome-reason", speech.say("sample-reason"), 3).value(typed.get("outcome-reason")).length_max(SAMPLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
                (Field::text("value", speech.say("outcome-value")).hint(speech.say("outcome-value-hint")).value(typed.get("value")).optional().narrow().length_max(80).slips(slips).draw(speech))
                (Field::date("look-again", speech.say("outcome-look-again")).hint(speech.say("outcome-look-again-hint")).value(typed.get("look-again")).optional().slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("outcome-decide-it"))) }
            }))
        }
    }
}

fn stopping(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let sample = &shown.page.line.sample;
    let action = format!("/samples/{}/studies/{}/stop", sample.id, shown.study.number);
    disclosure(
        &speech.say("study-stop"),
        slips.of("stop-reason").is_some(),
        html! {
            (Form::new(&caller.visit, &action).around(html! {
                input type="hidden" name="revision" value=(sample.revision);
                (Field::text("stop-reason", speech.say("sample-reason")).value(typed.get("stop-reason")).length_max(SAMPLE_TEXT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::grave(&speech.say("study-stop-it"))) }
            }))
        },
    )
}
