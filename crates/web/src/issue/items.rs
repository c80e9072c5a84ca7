//! What stands in an issue, changed by hand.

use std::sync::Arc;

use axum::extract::Path;
use desk::{Edit, Failure, Way};
use model::{Issue, IssueId, RecordId, Refusal};

use super::page::{at_field, ended};
use crate::caller::Caller;
use crate::component::Trouble;
use crate::failed::{Answer, failed, see_other, trouble};
use crate::typed::Typed;

/// The change that a form asks for.
fn edit_of(typed: &Typed) -> Option<Edit> {
    let number = |field: &str| typed.some(field).and_then(|number| number.parse::<u32>().ok());
    if let Some(number) = number("up") {
        return Some(Edit::Move(number, Way::Up));
    }
    if let Some(number) = number("down") {
        return Some(Edit::Move(number, Way::Down));
    }
    if let Some(number) = number("back") {
        return Some(Edit::PutBack(number));
    }
    number("out").map(|number: u32| Edit::LeaveOut(number, typed.get(&format!("why-{number}")).to_owned()))
}

pub async fn edit(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let id = name.clone();
    // A record is added by any of its identifiers, which the office looks up.
    if typed.has("record") {
        let Some(record) = typed.some("record").map(str::to_owned) else {
            let said = caller.speech().say("issue-add-missing");
            return at_field(&caller, name, &typed, "record", said).await;
        };
        let done = caller
            .act(move |writer, turn, office| {
                let (issue, record) = (office.issue(&id)?.0.id, office.record(&record)?.id);
                desk::edit_issue(writer, turn, office, issue, Edit::Add(record))
            })
            .await;
        return match &done {
            // That there is no such record is said where its number was typed; an issue that is gone has the page of what is.
            Err(Failure::Refused(refusal @ Refusal::NotFound { noun: "record", .. })) => {
                at_field(&caller, name, &typed, "record", caller.speech().refusal(refusal)).await
            }
            _ => ended(&caller, name, &typed, done).await,
        };
    }
    if typed.some("anew").is_some() {
        let done = taken_anew(&caller, id).await;
        return ended(&caller, name, &typed, done).await;
    }
    let Some(edit) = edit_of(&typed) else { return Err(trouble(&caller.visit, &Trouble::Unreadable)) };
    let done = caller
        .act(move |writer, turn, office| {
            let issue = office.issue(&id)?.0.id;
            desk::edit_issue(writer, turn, office, issue, edit)
        })
        .await;
    ended(&caller, name, &typed, done).await
}

/// Takes everything anew from what came in on the days of an issue.
pub async fn taken_anew(caller: &Caller, id: String) -> Result<Issue, Failure> {
    let officer = Arc::clone(&caller.officer);
    let read = caller.read(move |office| {
        let (issue, bulletin) = office.issue(&id)?;
        Ok((issue.id, office.composition(&officer, &bulletin.id.to_string(), (issue.since, issue.until))?))
    });
    let (issue, composed) = read.await?;
    caller
        .act(move |writer, turn, office| desk::edit_issue(writer, turn, office, issue, Edit::Anew(Box::new(composed))))
        .await
}

pub async fn note(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (id, note) = (name.clone(), typed.get("note").to_owned());
    let done = caller
        .act(move |writer, turn, office| {
            let issue = office.issue(&id)?.0.id;
            desk::edit_issue(writer, turn, office, issue, Edit::Note(note))
        })
        .await;
    ended(&caller, name, &typed, done).await
}

/// From the page of a record into an issue that is filled.
pub async fn add_record(caller: Caller, Path(record): Path<String>, typed: Typed) -> Answer {
    let (Some(record), Some(issue)) = (RecordId::parse(&record), IssueId::parse(typed.get("issue"))) else {
        return Err(trouble(&caller.visit, &Trouble::Missing));
    };
    let done =
        caller.act(move |writer, turn, office| desk::edit_issue(writer, turn, office, issue, Edit::Add(record))).await;
    match done {
        Ok(_) => Ok(see_other(&format!("/records/{record}#issues"))),
        Err(Failure::Refused(refusal)) if !matches!(refusal, model::Refusal::NotFound { .. }) => {
            ended::<()>(&caller, issue.to_string(), &typed, Err(Failure::Refused(refusal))).await
        }
        Err(failure) => Err(failed(&caller.visit, &failure)),
    }
}
