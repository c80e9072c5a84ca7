//! What is done with a request: routed, answered, given back, declined, taken back.

use axum::extract::Path;
use axum::http::StatusCode;
use desk::{Closing, Failure, Office};
use model::{PostId, RecordId, Request};

use super::page::again;
use crate::caller::Caller;
use crate::failed::{Answer, failed, see_other, sentence};
use crate::marking;
use crate::typed::Typed;

/// The form of the page that was sent, for what is to be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Hand it to a post.
    Route,
    /// Answer it.
    Answer,
    /// Give it back.
    Back,
    /// Close it without an answer.
    Decline,
    /// Take it back.
    Withdraw,
}

impl Act {
    /// The field beside which a refusal stands.
    pub fn field(self) -> &'static str {
        match self {
            Act::Route => "to",
            Act::Answer => "answer-title",
            Act::Back => "back-reason",
            Act::Decline => "decline-reason",
            Act::Withdraw => "withdraw",
        }
    }
}

pub async fn route(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    // The list of posts is searched before one is chosen: the page again, with those that fit.
    if typed.some("look").is_some() {
        return again(&caller, id, &typed, Act::Route, None, StatusCode::OK).await;
    }
    let Some(to) = typed.some("to").and_then(|to| PostId::new(to).ok()) else {
        let missing = caller.visit.speech.say("request-to-missing");
        return again(&caller, id, &typed, Act::Route, Some(missing), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let (name, remark) = (id.clone(), typed.get("remark").to_owned());
    let done = caller
        .act(move |writer, turn, office| {
            let request = office.request(&name)?;
            desk::route(writer, turn, office, request.id, &to, &remark)
        })
        .await;
    ended(&caller, id, &typed, Act::Route, done).await
}

pub async fn answer(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let fields = typed.clone();
    let name = id.clone();
    let done = caller
        .act(move |writer, turn, office| {
            let request = office.request(&name)?;
            let given = desk::Answer {
                title: fields.get("answer-title").to_owned(),
                text: fields.get("answer-text").to_owned(),
                cites: cited(office, fields.get("answer-cites"))?,
                marking: marking::chosen(&fields),
                language: fields.some("answer-language").map(str::to_owned),
            };
            Ok(desk::answer(writer, turn, office, request.id, &given)?.0)
        })
        .await;
    ended(&caller, id, &typed, Act::Answer, done).await
}

/// The records that were named, a line each: by their number or any identifier.
fn cited(office: &Office, text: &str) -> Result<Vec<RecordId>, Failure> {
    let names = text.split(['\n', ',', ';']).map(str::trim).filter(|name| !name.is_empty());
    // A whole address of a page of ours names its record too.
    let name = |name: &str| {
        name.rsplit_once("/records/").map_or(name, |(_, id)| id).split(['?', '#']).next().unwrap_or(name).to_owned()
    };
    names
        .map(|text| match office.record(&name(text)) {
            Ok(held) => Ok(held.id),
            // On this form the missing record is a slip to be corrected, not a page that is not there.
            Err(Failure::Refused(refusal)) => Err(model::Refusal::Several(vec![refusal]).into()),
            Err(failure) => Err(failure),
        })
        .collect()
}

pub async fn send_back(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, reason) = (id.clone(), typed.get("back-reason").to_owned());
    let done = caller
        .act(move |writer, turn, office| {
            let request = office.request(&name)?;
            desk::send_back(writer, turn, office, request.id, &reason)
        })
        .await;
    ended(&caller, id, &typed, Act::Back, done).await
}

pub async fn decline(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let closing = Closing::Decline(typed.get("decline-reason").to_owned());
    close(caller, id, typed, Act::Decline, closing).await
}

pub async fn withdraw(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    close(caller, id, typed, Act::Withdraw, Closing::Withdraw).await
}

async fn close(caller: Caller, id: String, typed: Typed, act: Act, closing: Closing) -> Answer {
    let name = id.clone();
    let done = caller
        .act(move |writer, turn, office| {
            let request = office.request(&name)?;
            desk::close(writer, turn, request.id, &closing)
        })
        .await;
    ended(&caller, id, &typed, act, done).await
}

async fn ended(caller: &Caller, id: String, typed: &Typed, act: Act, done: Result<Request, Failure>) -> Answer {
    match done {
        Ok(request) => Ok(see_other(&format!("/requests/{}", request.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => again(caller, id, typed, act, Some(sentence), StatusCode::UNPROCESSABLE_ENTITY).await,
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}
