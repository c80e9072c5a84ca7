//! A change of a regime answered by the second person; a regime that was looked through.

use axum::extract::Path;
use axum::http::StatusCode;
use desk::Failure;
use model::{Date, Regime};

use super::page;
use crate::caller::Caller;
use crate::component::Slips;
use crate::failed::{Answer, failed, see_other, sentence, was_changed};
use crate::typed::Typed;

async fn ended(caller: &Caller, name: String, typed: &Typed, at: &str, done: Result<Regime, Failure>) -> Answer {
    match done {
        Ok(regime) => Ok(see_other(&format!("/regimes/{}", regime.id))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(at, sentence);
            let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            page::again(caller, name, typed, &slips, status).await
        }
    }
}

/// The regime of an address.
pub(super) async fn held(caller: &Caller, name: &str) -> Result<Regime, axum::response::Response> {
    let read = name.to_owned();
    caller.read(move |office| office.regime(&read)).await.map_err(|failure| failed(&caller.visit, &failure))
}

pub async fn answer(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let id = held(&caller, &name).await?.id;
    // A number that cannot be read is that of no version.
    let version = typed.get("version").parse().unwrap_or(0);
    let yes = typed.get("answer") == "yes";
    let done = caller.act(move |writer, turn, _| desk::answer_regime(writer, turn, (id, version), yes)).await;
    ended(&caller, name, &typed, "answer", done).await
}

pub async fn review(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let held = held(&caller, &name).await?;
    let Some(next) = Date::parse(typed.get("next")) else {
        let mut slips = Slips::new();
        slips.note("next", caller.visit.speech.say("mission-day-unread"));
        return page::again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let seen = (held.id, typed.get("revision").parse().unwrap_or(held.revision));
    let done = caller.act(move |writer, turn, _| desk::review_regime(writer, turn, seen, next)).await;
    ended(&caller, name, &typed, "next", done).await
}
