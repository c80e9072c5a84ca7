//! Records taken out of the queue, given back, passed over.

use std::sync::Arc;

use axum::extract::Path;
use desk::{Failure, QueueAsk};
use model::RecordId;

use super::queue::{asked, query_of};
use crate::caller::Caller;
use crate::failed::{Answer, failed, see_other};
use crate::typed::Typed;

/// Where somebody goes on: at the form of a record, with what narrowed the queue.
pub(super) fn form_of(record: RecordId, ask: &QueueAsk) -> String {
    let query = query_of(ask);
    if query.is_empty() { format!("/records/{record}/abstract") } else { format!("/records/{record}/abstract?{query}") }
}

fn queue_of(ask: &QueueAsk) -> String {
    let query = query_of(ask);
    if query.is_empty() { "/abstracts".to_owned() } else { format!("/abstracts?{query}") }
}

/// Takes the first record of the queue that nobody else has. The address of its form, or of the queue where it is empty.
pub(super) async fn take_next(caller: &Caller, ask: QueueAsk) -> Result<String, Failure> {
    let officer = Arc::clone(&caller.officer);
    let (today, part) = (caller.app.today(), ask.clone());
    let person = officer.person.id.clone();
    let found = caller.read(move |office| office.queue(&part, Some((person, today)), 1)).await?;
    let Some(line) = found.lines.into_iter().next() else { return Ok(queue_of(&ask)) };
    let record = line.record.id;
    caller.act(move |writer, turn, _| desk::take_record(writer, turn, record)).await?;
    Ok(form_of(record, &ask))
}

pub async fn next(caller: Caller, typed: Typed) -> Answer {
    let address = take_next(&caller, asked(&typed)).await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(see_other(&address))
}

pub async fn take(caller: Caller, Path(record): Path<String>, typed: Typed) -> Answer {
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.record(&record)?.id;
            desk::take_record(writer, turn, id)?;
            Ok(id)
        })
        .await;
    let id = done.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(see_other(&form_of(id, &asked(&typed))))
}

pub async fn give_back(caller: Caller, Path(record): Path<String>, typed: Typed) -> Answer {
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.record(&record)?.id;
            desk::give_back(writer, turn, id)
        })
        .await;
    done.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(see_other(&queue_of(&asked(&typed))))
}

pub async fn skip(caller: Caller, Path(record): Path<String>, typed: Typed) -> Answer {
    let (name, reason) = (record.clone(), typed.get("skip-reason").to_owned());
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.record(&name)?.id;
            desk::pass_over(writer, turn, id, &reason)
        })
        .await;
    match done {
        Ok(_) => Ok(see_other(&queue_of(&asked(&typed)))),
        Err(failure) => super::form::refused(&caller, record, &typed, "skip-reason", &failure).await,
    }
}

pub async fn unskip(caller: Caller, Path(record): Path<String>) -> Answer {
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.record(&record)?.id;
            desk::return_to_queue(writer, turn, id)?;
            Ok(id)
        })
        .await;
    let id = done.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(see_other(&format!("/records/{id}/abstract")))
}
