//! The steps of a visit: somebody is named, it is closed, its owner answers, findings are written.

use axum::extract::Path;
use axum::response::Response;
use desk::{BrokenCondition, Failure};
use model::{
    CaseId, Date, Finding, FindingId, FindingState, PostId, Rung, Severity, SiteVisit, Verdict, VisitFound, VisitId,
};

use super::step::status_of;
use super::visit;
use crate::caller::Caller;
use crate::component::Slips;
use crate::failed::{Answer, failed, see_other, sentence};
use crate::post_offer::named_post;
use crate::typed::Typed;

/// The visit of an address, in the revision that the form saw: without its number, as it stands now.
async fn seen(caller: &Caller, name: &str, typed: &Typed) -> Result<(VisitId, u32), Response> {
    let read = name.to_owned();
    let held = caller.read(move |office| office.site_visit(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok((held.id, typed.get("revision").parse().unwrap_or(held.revision)))
}

async fn slipped(caller: &Caller, name: String, typed: &Typed, at: &str, failure: &Failure) -> Answer {
    let Some(sentence) = sentence(&caller.visit, failure) else { return Err(failed(&caller.visit, failure)) };
    let mut slips = Slips::new();
    slips.note(at, sentence);
    visit::again(caller, name, typed, &slips, status_of(failure)).await
}

/// The page again because something of a form cannot be read.
async fn unread(caller: &Caller, name: String, typed: &Typed, at: &str, key: &str) -> Answer {
    let mut slips = Slips::new();
    slips.note(at, caller.visit.speech.say(key));
    visit::again(caller, name, typed, &slips, axum::http::StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn ended(caller: &Caller, name: String, typed: &Typed, at: &str, done: Result<SiteVisit, Failure>) -> Answer {
    match done {
        Ok(visit) => Ok(see_other(&format!("/visits/{}", visit.id))),
        Err(failure) => slipped(caller, name, typed, at, &failure).await,
    }
}

pub async fn assign(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    if typed.has("look") {
        return visit::again(&caller, name, &typed, &Slips::new(), axum::http::StatusCode::OK).await;
    }
    let Ok(post) = PostId::new(typed.get("to")) else {
        return unread(&caller, name, &typed, "to", "visit-no-inspector").await;
    };
    let done = caller.act(move |writer, turn, _| desk::assign_visit(writer, turn, seen, &post)).await;
    ended(&caller, name, &typed, "to", done).await
}

pub async fn close(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let Some(verdict) = Verdict::from_word(typed.get("verdict")) else {
        return unread(&caller, name, &typed, "verdict", "visit-no-verdict").await;
    };
    let Some(on) = Date::parse(typed.get("on")) else {
        return unread(&caller, name, &typed, "on", "mission-day-unread").await;
    };
    let words = typed.get("words").replace("\r\n", "\n");
    let found = VisitFound { verdict, rung: Rung::from_word(typed.get("rung")), words, on };
    let done = caller.act(move |writer, turn, _| desk::close_visit(writer, turn, seen, &found)).await;
    ended(&caller, name, &typed, "verdict", done).await
}

pub async fn answer(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let words = typed.get("answer").replace("\r\n", "\n");
    let done = caller.act(move |writer, turn, _| desk::answer_visit(writer, turn, seen, &words)).await;
    ended(&caller, name, &typed, "answer", done).await
}

pub async fn raise(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (visit, _) = seen(&caller, &name, &typed).await?;
    let owner = typed.get("owner").to_owned();
    let owner: Option<PostId> = caller
        .read(move |office| Ok(named_post(&office.posts()?, &owner)))
        .await
        .map_err(|failure: Failure| failed(&caller.visit, &failure))?;
    let Some(owner) = owner else { return unread(&caller, name, &typed, "owner", "finding-owner-unread").await };
    let Some(due) = Date::parse(typed.get("due")) else {
        return unread(&caller, name, &typed, "due", "mission-day-unread").await;
    };
    let broken = match (typed.some("case"), typed.some("condition")) {
        (None, None) => None,
        (case, condition) => {
            let case = case.and_then(CaseId::parse);
            let number =
                condition.and_then(|number| number.parse::<usize>().ok()).and_then(|number| number.checked_sub(1));
            let (Some(case), Some(position)) = (case, number) else {
                return unread(&caller, name, &typed, "case", "finding-case-unread").await;
            };
            Some(BrokenCondition { case, position })
        }
    };
    let id = FindingId::parse(typed.get("once")).unwrap_or_else(|| FindingId::from_bits(caller.app.ids()()));
    let finding = Finding {
        id,
        visit,
        text: typed.get("text").replace("\r\n", "\n"),
        severity: Severity::from_word(typed.get("severity")).unwrap_or(Severity::Minor),
        action: typed.get("action").replace("\r\n", "\n"),
        owner,
        due,
        state: FindingState::Open,
        steps: Vec::new(),
        revision: 0,
    };
    let done = caller.act(move |writer, turn, _| desk::raise_finding(writer, turn, finding, broken.as_ref())).await;
    match done {
        Ok(finding) => Ok(see_other(&format!("/findings/{}", finding.id))),
        Err(failure) => slipped(&caller, name, &typed, "text", &failure).await,
    }
}
