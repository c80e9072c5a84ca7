//! The steps of a programme: its frame is fixed, it is drawn, it is reported.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Failure;
use model::{Inspection, InspectionId};

use super::page;
use crate::caller::Caller;
use crate::component::Slips;
use crate::failed::{Answer, failed, see_other, sentence, was_changed};
use crate::typed::Typed;

/// The programme of an address, in the revision that the form saw: without its number, as it stands now.
async fn seen(caller: &Caller, name: &str, typed: &Typed) -> Result<(InspectionId, u32), Response> {
    let read = name.to_owned();
    let held = caller.read(move |office| office.inspection(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok((held.id, typed.get("revision").parse().unwrap_or(held.revision)))
}

/// The status of a refusal.
pub(super) fn status_of(failure: &Failure) -> StatusCode {
    if was_changed(failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }
}

async fn ended(caller: &Caller, name: String, typed: &Typed, at: &str, done: Result<Inspection, Failure>) -> Answer {
    match done {
        Ok(inspection) => Ok(see_other(&format!("/inspections/{}", inspection.id))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(at, sentence);
            page::again(caller, name, typed, &slips, status_of(&failure)).await
        }
    }
}

pub async fn fix(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    // Who claims what is gathered here, and not while others wait to write.
    let read = name.clone();
    let frame = caller.read(move |office| office.frame_now(&office.inspection(&read)?)).await;
    let frame = frame.map_err(|failure| failed(&caller.visit, &failure))?;
    let done = caller.act(move |writer, turn, _| desk::fix_frame(writer, turn, seen, &frame)).await;
    ended(&caller, name, &typed, "frame", done).await
}

pub async fn draw(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let figure = typed.get("figure").to_owned();
    let done = caller.act(move |writer, turn, _| desk::draw_visits(writer, turn, seen, &figure)).await;
    ended(&caller, name, &typed, "figure", done).await
}

pub async fn report(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let report = typed.get("report").replace("\r\n", "\n");
    let done = caller.act(move |writer, turn, _| desk::report_inspection(writer, turn, seen, &report)).await;
    ended(&caller, name, &typed, "report", done).await
}
