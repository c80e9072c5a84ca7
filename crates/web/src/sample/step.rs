//! What the forms on the page of a sample have in common; the decision whether it may come; answers to what is asked about it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Failure;
use model::{DutyKind, Sample, SampleId, VettingRuleId};

use super::page;
use crate::caller::Caller;
use crate::component::Slips;
use crate::failed::{Answer, failed, see_other, sentence, was_changed};
use crate::typed::Typed;

/// The sample of an address, in the revision that the form saw: without its number, as it stands now.
pub(super) async fn seen(caller: &Caller, name: &str, typed: &Typed) -> Result<(SampleId, u32), Response> {
    let read = name.to_owned();
    let held = caller.read(move |office| office.sample(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?.sample;
    Ok((held.id, typed.get("revision").parse().unwrap_or(held.revision)))
}

/// The status of a refusal.
pub(super) fn status_of(failure: &Failure) -> StatusCode {
    if was_changed(failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// Goes back to the page of the sample; refused, with what was typed and the refusal at the field that it concerns.
pub(super) async fn ended(
    caller: &Caller,
    name: String,
    typed: &Typed,
    at: &str,
    done: Result<Sample, Failure>,
) -> Answer {
    match done {
        Ok(sample) => Ok(see_other(&format!("/samples/{}", sample.id))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(at, sentence);
            page::again(caller, name, typed, &slips, status_of(&failure)).await
        }
    }
}

/// The page again because something of a form cannot be read.
pub(super) async fn unread(caller: &Caller, name: String, typed: &Typed, at: &str, key: &str) -> Answer {
    let mut slips = Slips::new();
    slips.note(at, caller.visit.speech.say(key));
    page::again(caller, name, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

pub async fn control(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let Some(rule) = VettingRuleId::parse(typed.get("rule")) else {
        return unread(&caller, name, &typed, "control-reason", "sample-control-unread").await;
    };
    let (yes, reason) = (typed.get("decision") == "yes", typed.get("control-reason").to_owned());
    let done =
        caller.act(move |writer, turn, _| desk::decide_sample_control(writer, turn, seen, rule, (yes, &reason))).await;
    ended(&caller, name, &typed, "control-reason", done).await
}

pub async fn settle(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let Some(kind) = DutyKind::from_word(typed.get("kind")) else {
        return unread(&caller, name, &typed, "duty-words", "sample-duty-unread").await;
    };
    let words = typed.get("duty-words").to_owned();
    let done = caller.act(move |writer, turn, _| desk::settle_sample_duty(writer, turn, seen.0, kind, &words)).await;
    ended(&caller, name, &typed, "duty-words", done).await
}
