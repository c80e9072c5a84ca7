//! A version that was held back: let in, or turned down, by a second person.

use axum::extract::Path;
use axum::http::StatusCode;

use super::page;
use crate::caller::Caller;
use crate::component::{Slips, Trouble};
use crate::failed::{Answer, failed, see_other, sentence, trouble, was_changed};
use crate::typed::Typed;

pub async fn decide(caller: Caller, Path((name, number)): Path<(String, String)>, typed: Typed) -> Answer {
    let Ok(number) = number.parse::<u32>() else { return Err(trouble(&caller.visit, &Trouble::Missing)) };
    let read = name.clone();
    // What it would change is compared before the write, which only sees to it that nothing came in between.
    let foresight = caller.read(move |office| office.foresee_held_version(&read, number)).await;
    let foresight = foresight.map_err(|failure| failed(&caller.visit, &failure))?;
    let (yes, reason) = (typed.get("decision") == "yes", typed.get("reason").to_owned());
    let done = caller
        .act(move |writer, turn, _| desk::decide_control_version(writer, turn, &foresight, number, (yes, &reason)));
    match done.await {
        Ok(version) => Ok(see_other(&format!("/control-lists/{}", version.list))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note("reason", sentence);
            let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            page::again(&caller, name, String::new(), &typed, &slips, status).await
        }
    }
}
