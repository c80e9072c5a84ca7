//! A new version of a list is brought, and one that was held back is let in or turned away.

use axum::extract::Path;
use axum::http::StatusCode;
use desk::{Failure, HeldStep};
use model::{ListVersion, PartyForm, PartyListId};

use super::page;
use crate::caller::Caller;
use crate::component::Slips;
use crate::failed::{Answer, failed, see_other, sentence};
use crate::typed::Typed;
use crate::upload::UploadedFiles;

/// The name of a list in an address. One that cannot be a name is of no list.
async fn named(caller: &Caller, name: &str) -> Result<PartyListId, axum::response::Response> {
    let read = name.to_owned();
    let held = caller.read(move |office| office.party_list(&read)).await;
    Ok(held.map_err(|failure| failed(&caller.visit, &failure))?.id)
}

pub async fn take(caller: Caller, Path(name): Path<String>, sent: UploadedFiles) -> Answer {
    let id = named(&caller, &name).await?;
    let typed = Typed::sent(&sent.fields);
    let form = PartyForm::from_word(typed.get("form"));
    let files = sent.files.into_iter().map(|file| (file.name, file.bytes)).collect();
    let done = caller.act(move |writer, turn, _| desk::load_party_list(writer, turn, &id, form, files)).await;
    ended(&caller, name, &typed, "files", done).await
}

pub async fn decide(caller: Caller, Path((name, version)): Path<(String, u32)>, typed: Typed) -> Answer {
    let id = named(&caller, &name).await?;
    let step = if typed.get("step") == "let-in" { HeldStep::LetIn } else { HeldStep::TurnAway };
    let reason = typed.get("version-reason").to_owned();
    let done =
        caller.act(move |writer, turn, _| desk::decide_list_version(writer, turn, (&id, version), step, &reason)).await;
    ended(&caller, name, &typed, "version-reason", done).await
}

async fn ended(caller: &Caller, name: String, typed: &Typed, at: &str, done: Result<ListVersion, Failure>) -> Answer {
    match done {
        Ok(version) => Ok(see_other(&format!("/party-lists/{}", version.list))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(at, sentence);
            page::again(caller, name, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}
