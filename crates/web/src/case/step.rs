//! What the forms on the page of a case have in common; a case taken back, asked for again, taken note of.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Failure;
use model::{BasisHash, CaseId, ControlCase};

use super::{page, read_hash};
use crate::caller::Caller;
use crate::component::Slips;
use crate::failed::{Answer, failed, see_other, sentence, was_changed};
use crate::typed::Typed;

/// The case of an address.
pub(super) async fn held(caller: &Caller, name: &str) -> Result<ControlCase, Response> {
    let read = name.to_owned();
    caller.read(move |office| office.case(&read)).await.map_err(|failure| failed(&caller.visit, &failure))
}

/// The case of an address, in the revision that the form saw: without its number, as it stands now.
pub(super) async fn seen(caller: &Caller, name: &str, typed: &Typed) -> Result<(CaseId, u32), Response> {
    let held = held(caller, name).await?;
    Ok((held.id, typed.get("revision").parse().unwrap_or(held.revision)))
}

/// The case of an address, over what the form showed. One that says nothing of it saw nothing that is decided on now.
pub(super) async fn over(caller: &Caller, name: &str, typed: &Typed) -> Result<(CaseId, BasisHash), Response> {
    let held = held(caller, name).await?;
    Ok((held.id, read_hash(typed.get("over")).unwrap_or_default()))
}

/// Goes to the page of the case; refused, with what was typed and the refusal at the field that it concerns.
pub(super) async fn ended(
    caller: &Caller,
    name: String,
    typed: &Typed,
    at: &str,
    done: Result<ControlCase, Failure>,
) -> Answer {
    match done {
        Ok(case) => Ok(see_other(&format!("/cases/{}", case.id))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(at, sentence);
            let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            page::again(caller, name, typed, &slips, status).await
        }
    }
}

/// The page again because something of a form cannot be read.
pub(super) async fn unread(caller: &Caller, name: String, typed: &Typed, at: &str, key: &str) -> Answer {
    let mut slips = Slips::new();
    slips.note(at, caller.visit.speech.say(key));
    page::again(caller, name, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

pub async fn withdraw(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let reason = typed.get("withdraw-reason").to_owned();
    let done = caller.act(move |writer, turn, _| desk::withdraw_case(writer, turn, seen, &reason)).await;
    ended(&caller, name, &typed, "withdraw-reason", done).await
}

pub async fn again(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let done = caller.act(move |writer, turn, _| desk::ask_again(writer, turn, seen)).await;
    ended(&caller, name, &typed, "again", done).await
}

pub async fn note(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (id, _) = seen(&caller, &name, &typed).await?;
    let done = caller.act(move |writer, turn, _| desk::note_case(writer, turn, id)).await;
    ended(&caller, name, &typed, "note", done).await
}
