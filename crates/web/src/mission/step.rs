//! What is done with a mission: its steps, and the decisions of those who say whether it may go.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, MissionStep, Office};
use model::{HeldLook, Mission, RecordId, Refusal, VettingRuleId};

use super::page::again;
use crate::caller::Caller;
use crate::component::Trouble;
use crate::failed::{Answer, failed, see_other, sentence, trouble};
use crate::typed::Typed;

/// The record that was named: by its number, any identifier, or the address of its page. One that is not there is a slip.
pub fn record_named(office: &Office, text: &str) -> Result<RecordId, Failure> {
    let name = text.trim();
    let name = name.rsplit_once("/records/").map_or(name, |(_, id)| id).split(['?', '#']).next().unwrap_or(name);
    match office.record(name) {
        Ok(held) => Ok(held.id),
        Err(Failure::Refused(refusal)) => Err(Refusal::Several(vec![refusal]).into()),
        Err(failure) => Err(failure),
    }
}

/// After a step: the page of the mission, or the page again with what is to be corrected.
pub async fn ended(caller: &Caller, id: String, typed: &Typed, done: Result<Mission, Failure>) -> Answer {
    match done {
        Ok(mission) => Ok(see_other(&format!("/missions/{}", mission.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                again(caller, id, typed, Some(("step", sentence)), StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

/// The revision that the form was drawn from.
pub fn revision(typed: &Typed) -> u32 {
    typed.get("revision").parse().unwrap_or_default()
}

/// The records that are held, looked through for what the mission asks: each question takes a search, so it is done before the writer
/// is held up by the decision.
async fn looked(caller: &Caller, id: &str) -> Result<HeldLook, Response> {
    let id = id.to_owned();
    let look = caller.read(move |office| office.look_through(&office.mission_page(&id)?.questions)).await;
    look.map_err(|failure| failed(&caller.visit, &failure))
}

pub async fn take(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let look = match typed.get("step") {
        "accept" | "lay-before" => looked(&caller, &id).await?,
        _ => HeldLook::default(),
    };
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller
        .act(move |writer, turn, office| {
            let mission = office.mission(&name)?;
            let reason = |step: &str| fields.get(&format!("reason-{step}")).to_owned();
            let step = match fields.get("step") {
                "propose" => MissionStep::Propose,
                "ask-back" => MissionStep::AskBack(reason("ask-back")),
                "accept" => MissionStep::Accept,
                "decline" => MissionStep::Decline(reason("decline")),
                "lay-before" => MissionStep::LayBefore,
                "take-back" => MissionStep::TakeBack,
                "depart" => MissionStep::Depart,
                "close" => MissionStep::Close,
                "cancel" => MissionStep::Cancel(reason("cancel")),
                _ => return Ok(mission),
            };
            desk::take_mission_step(writer, turn, (mission.id, revision(&fields)), &step, &look)
        })
        .await;
    ended(&caller, id, &typed, done).await
}

pub async fn decide(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let Some(rule) = VettingRuleId::parse(typed.get("rule")) else {
        let held = id.clone();
        let seen = caller.read(move |office| office.mission(&held)).await;
        return match seen {
            Ok(mission) => Ok(see_other(&format!("/missions/{}", mission.id))),
            Err(Failure::Refused(_)) => Err(trouble(&caller.visit, &Trouble::Missing)),
            Err(failure) => Err(failed(&caller.visit, &failure)),
        };
    };
    let yes = typed.get("answer") == "yes";
    let look = if yes { looked(&caller, &id).await? } else { HeldLook::default() };
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller
        .act(move |writer, turn, office| {
            let mission = office.mission(&name)?;
            let reason = fields.get(&format!("reason-{rule}"));
            desk::decide_vetting(writer, turn, (mission.id, revision(&fields)), rule, (yes, reason), &look)
        })
        .await;
    ended(&caller, id, &typed, done).await
}
