//! What is done on the page of an assignment.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{AssignmentStep, Failure};
use model::{
    Assignment, AssignmentSide, Criterion, Date, Evidence, GrievanceTopic, Promise, PromiseState, SkillStayed,
    Transfer, VettingRuleId,
};

use super::assignment_page::again;
use crate::caller::Caller;
use crate::component::Slips;
use crate::failed::{Answer, failed, see_other, sentence};
use crate::typed::Typed;

/// The assignment, where it is the caller's affair: whether it is there is said before anything else.
async fn held(caller: &Caller, id: &str) -> Result<Assignment, Failure> {
    let (id, officer) = (id.to_owned(), Arc::clone(&caller.officer));
    caller.read(move |office| office.assignment(&officer, &id)).await
}

/// The revision that was seen.
fn seen(held: &Assignment, typed: &Typed) -> (model::AssignmentId, u32) {
    (held.id, typed.get("revision").parse().unwrap_or(held.revision))
}

/// Back to the page: to the part where it was done, or with why it was not.
async fn ended<T>(
    caller: &Caller,
    (id, typed): (String, &Typed),
    (at, part): (&str, &str),
    done: Result<T, Failure>,
) -> Result<Response, Response> {
    match done {
        Ok(_) => Ok(see_other(&format!("/specialists/assignments/{id}{part}"))),
        Err(failure) => {
            let Some(said) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            slipped(caller, (id, typed), at, said).await
        }
    }
}

async fn slipped(caller: &Caller, (id, typed): (String, &Typed), at: &str, said: String) -> Answer {
    let mut slips = Slips::new();
    slips.note(at, said);
    again(caller, id, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn no_day(caller: &Caller, of: (String, &Typed), at: &str) -> Answer {
    slipped(caller, of, at, caller.visit.speech.say("noting-day-missing")).await
}

pub async fn step(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let held = held(&caller, &id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let at = typed.get("do").to_owned();
    let day = |name: &str| Date::parse(typed.get(name));
    let step = match at.as_str() {
        "sign" => Some(AssignmentStep::Sign(typed.get("sign-reason").to_owned())),
        "arrive" => day("arrive-day").map(AssignmentStep::Arrive),
        "end" => Some(AssignmentStep::End),
        "break-off" => {
            let reason = typed.get("break-off-reason").to_owned();
            day("break-off-day").map(|day| AssignmentStep::BreakOff(day, reason))
        }
        "check" => {
            let evidence = Evidence::from_word(typed.get("stayed-evidence")).unwrap_or(Evidence::Told);
            let stayed = SkillStayed::from_word(typed.get("stayed")).unwrap_or(SkillStayed::Lost);
            Some(AssignmentStep::Check(stayed, evidence, typed.get("stayed-remark").replace("\r\n", "\n")))
        }
        _ => Some(AssignmentStep::Drop(typed.get("drop-reason").to_owned())),
    };
    let Some(step) = step else { return no_day(&caller, (id, &typed), &at).await };
    let seen = seen(&held, &typed);
    let done = caller.act(move |writer, turn, office| desk::take_assignment_step(writer, turn, office, seen, &step));
    let done = done.await;
    ended(&caller, (id, &typed), (at.as_str(), ""), done).await
}

pub async fn weigh(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let held = held(&caller, &id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let (seen, allowed, reason) =
        (seen(&held, &typed), typed.get("do") == "yes", typed.get("conflict-reason").to_owned());
    let done = caller.act(move |writer, turn, _| desk::weigh_conflict(writer, turn, seen, allowed, &reason)).await;
    ended(&caller, (id, &typed), ("conflict-reason", "#conflicts"), done).await
}

pub async fn control(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let held = held(&caller, &id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let at = format!("control-reason-{}", typed.get("at"));
    let (seen, yes, reason) = (seen(&held, &typed), typed.get("do") == "yes", typed.get(&at).to_owned());
    let rule = VettingRuleId::parse(typed.get("rule")).unwrap_or_else(|| VettingRuleId::from_bits(0));
    let done =
        caller.act(move |writer, turn, _| desk::decide_assignment_control(writer, turn, seen, rule, yes, &reason));
    let done = done.await;
    ended(&caller, (id, &typed), (at.as_str(), "#control"), done).await
}

fn number(typed: &Typed) -> u32 {
    typed.get("number").parse().unwrap_or_default()
}

pub async fn promise(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let held = held(&caller, &id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let (seen, n) = (seen(&held, &typed), number(&typed));
    let at = format!("promise-{n}");
    let state = PromiseState::from_word(typed.get("do")).unwrap_or(PromiseState::Unmet);
    let Some(day) = Date::parse(typed.get(&format!("promise-day-{n}"))) else {
        return no_day(&caller, (id, &typed), &at).await;
    };
    let remark = typed.get(&format!("promise-remark-{n}")).to_owned();
    let done =
        caller.act(move |writer, turn, _| desk::keep_promise(writer, turn, seen, n, (state, day), &remark)).await;
    ended(&caller, (id, &typed), (at.as_str(), "#promises"), done).await
}

pub async fn transfer(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let held = held(&caller, &id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let (seen, n) = (seen(&held, &typed), number(&typed));
    let at = format!("transfer-{n}");
    let evidence = Evidence::from_word(typed.get(&format!("transfer-evidence-{n}"))).unwrap_or(Evidence::Told);
    let Some(day) = Date::parse(typed.get(&format!("transfer-day-{n}"))) else {
        return no_day(&caller, (id, &typed), &at).await;
    };
    let note = typed.get(&format!("transfer-note-{n}")).replace("\r\n", "\n");
    let done =
        caller.act(move |writer, turn, _| desk::show_transfer(writer, turn, seen, n, (evidence, day), &note)).await;
    ended(&caller, (id, &typed), (at.as_str(), "#transfers"), done).await
}

/// One line more: what is promised, or what is passed on.
pub async fn add(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let held = held(&caller, &id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let seen = seen(&held, &typed);
    let due = typed.some("add-promise-due").map(Date::parse);
    if due == Some(None) {
        return no_day(&caller, (id, &typed), "add-promise").await;
    }
    let (mut promises, mut transfers) = (Vec::new(), Vec::new());
    let (at, part) = if typed.get("do") == "transfer" {
        let text = |name: &str| typed.get(&format!("add-transfer-{name}"));
        transfers.push(Transfer::planned(text("what"), text("learner"), text("how")));
        ("add-transfer", "#transfers")
    } else {
        promises.push(Promise::given(typed.get("add-promise-text"), due.flatten()));
        ("add-promise", "#promises")
    };
    let done =
        caller.act(move |writer, turn, _| desk::add_to_assignment(writer, turn, seen, promises, transfers)).await;
    ended(&caller, (id, &typed), (at, part), done).await
}

pub async fn lay(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let held = held(&caller, &id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let (assignment, n) = (held.id, number(&typed));
    let side = AssignmentSide::from_word(typed.get("grievance-side")).unwrap_or(AssignmentSide::Guest);
    let topic = GrievanceTopic::from_word(typed.get("grievance-topic")).unwrap_or(GrievanceTopic::Other);
    let text = typed.get("grievance-text").to_owned();
    let done =
        caller.act(move |writer, turn, _| desk::lay_grievance(writer, turn, (assignment, n), side, topic, &text));
    let done = done.await;
    ended(&caller, (id, &typed), ("grievance", "#grievances"), done).await
}

pub async fn answer(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let held = held(&caller, &id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let (assignment, n) = (held.id, number(&typed));
    let text = typed.get(&format!("answer-text-{n}")).to_owned();
    let done = caller.act(move |writer, turn, _| desk::answer_grievance(writer, turn, (assignment, n), &text)).await;
    ended(&caller, (id, &typed), (format!("answer-{n}").as_str(), "#grievances"), done).await
}

pub async fn end_grievance(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let held = held(&caller, &id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let (assignment, n, settled) = (held.id, number(&typed), typed.get("do") == "settled");
    let text = typed.get(&format!("outcome-text-{n}")).to_owned();
    let done = caller.act(move |writer, turn, _| desk::end_grievance(writer, turn, (assignment, n), settled, &text));
    let done = done.await;
    ended(&caller, (id, &typed), (format!("outcome-{n}").as_str(), "#grievances"), done).await
}

pub async fn months(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let held = held(&caller, &id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let side = AssignmentSide::from_word(typed.get("side")).unwrap_or(AssignmentSide::Unit);
    let at = format!("months-{}", side.word());
    let Some(month) = Date::parse(typed.get(&format!("month-{}", side.word()))) else {
        return no_day(&caller, (id, &typed), &at).await;
    };
    let grades: Vec<(Criterion, u8)> = Criterion::of(side)
        .filter_map(|one| Some((one, typed.get(&format!("grade-{}", one.word())).parse().ok()?)))
        .collect();
    let (assignment, words) = (held.id, typed.get(&format!("words-{}", side.word())).to_owned());
    let done =
        caller.act(move |writer, turn, _| desk::evaluate(writer, turn, assignment, (side, month), &grades, &words));
    let done = done.await;
    ended(&caller, (id, &typed), (at.as_str(), "#months"), done).await
}
