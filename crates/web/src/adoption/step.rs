//! What the forms of an adoption have in common: the revision that was seen, and the page again with what was refused.

use axum::http::StatusCode;
use axum::response::Response;
use desk::Failure;
use model::{Adoption, AdoptionId};

use super::page::{Said, Which, again};
use crate::caller::Caller;
use crate::component::Slips;
use crate::failed::{Answer, failed, see_other, sentence, was_changed};
use crate::typed::Typed;

/// The adoption of an address, in the revision that the form saw. A form without its number saw none that is held.
pub(super) async fn seen(
    caller: &Caller,
    name: &str,
    typed: &Typed,
) -> Result<((AdoptionId, u32), Adoption), Response> {
    let read = name.to_owned();
    let held = caller.read(move |office| office.adoption(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?.adoption;
    Ok(((held.id, typed.get("revision").parse().unwrap_or(u32::MAX)), held))
}

/// Where a form of one of the pages leads when it was kept.
fn address(name: &str, which: Which) -> String {
    let part = match which {
        Which::Whole => "",
        Which::Output => "/output",
        Which::Means => "/means",
    };
    format!("/adoptions/{name}{part}")
}

/// Goes back to the page; refused, with what was typed and the refusal at the field that it concerns.
pub(super) async fn ended<T>(
    caller: &Caller,
    name: String,
    typed: &Typed,
    (which, at): (Which, &str),
    done: Result<T, Failure>,
) -> Answer {
    let failure = match done {
        Ok(_) => return Ok(see_other(&address(&name, which))),
        Err(failure) => failure,
    };
    let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
    let mut slips = Slips::new();
    slips.note(at, sentence);
    let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let said = Said { typed: Some(typed), slips: Some(&slips), ..Said::default() };
    again(caller, name, which, said, status).await
}

/// The page again because something of a form cannot be read.
pub(super) async fn unread(
    caller: &Caller,
    name: String,
    typed: &Typed,
    (which, at): (Which, &str),
    key: &str,
) -> Answer {
    let mut slips = Slips::new();
    slips.note(at, caller.visit.speech.say(key));
    let said = Said { typed: Some(typed), slips: Some(&slips), ..Said::default() };
    again(caller, name, which, said, StatusCode::UNPROCESSABLE_ENTITY).await
}
