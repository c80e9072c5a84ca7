//! Somebody proposed for a request: days, terms, promises, and what shall be known by whom when they leave.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{AssignmentGiven, Failure, Office, Officer, RosterFit};
use maud::{Markup, html};
use model::{
    ASSIGNMENT_TEXT_CHARS_MAX, Assignment, AssignmentId, Date, Marking, Money, Promise, Specialist, SpecialistId,
    SpecialistRequest, Transfer,
};

use super::{assignment_crumbs, fit, requests_crumbs};
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::host::form::{chosen_marking, rows};
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

const PROMISE_COLUMNS: &[&str] = &["text", "due"];
const TRANSFER_COLUMNS: &[&str] = &["what", "learner", "how"];

/// Interpreters that are offered: those of the roster who interpret at least one language.
const INTERPRETERS_OFFERED: usize = 300;

struct Offered {
    request: SpecialistRequest,
    /// Who comes, with how they fit the whole request.
    of: RosterFit,
    interpreters: Vec<Specialist>,
    marks: MarkingChoices,
    before: Option<Assignment>,
}

/// The form of a proposal: for a request, or that of an assignment which is changed.
#[derive(Clone)]
enum Which {
    Request(String, String),
    Assignment(String),
}

fn load(office: &Office, officer: &Officer, which: &Which) -> Result<Offered, Failure> {
    let (request, specialist, before) = match which {
        Which::Request(request, specialist) => {
            (office.specialist_request(request)?, office.specialist(specialist)?, None)
        }
        Which::Assignment(id) => {
            let held = office.assignment(officer, id)?;
            let request = office.specialist_request(&held.request.to_string())?;
            (request, office.specialist(&held.specialist.to_string())?, Some(held))
        }
    };
    let fit = office.fit(&request, &specialist, before.as_ref().map(|before| before.id))?;
    let interprets = |one: &Specialist| {
        one.id != specialist.id && one.languages.iter().any(|spoken| one.interprets(&spoken.language))
    };
    let interpreters = office.specialists("")?.into_iter().filter(interprets).take(INTERPRETERS_OFFERED);
    let unit = office.unit_name(specialist.unit.as_str())?.unwrap_or_else(|| specialist.unit.to_string());
    Ok(Offered {
        interpreters: interpreters.collect(),
        of: RosterFit { specialist, unit, fit },
        marks: MarkingChoices::of(office, officer)?,
        request,
        before,
    })
}

pub async fn show_new(caller: Caller, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    if !typed.has("specialist") {
        // Who is proposed is chosen on the page of the request.
        let held = caller.read(move |office| office.specialist_request(&id)).await;
        let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
        return Ok(see_other(&format!("/specialists/requests/{}", held.id)));
    }
    let once = AssignmentId::from_bits(caller.app.ids()()).to_string();
    let which = Which::Request(id, typed.get("specialist").to_owned());
    again(&caller, which, None, &once, &Slips::new(), StatusCode::OK).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, Which::Assignment(id), None, "", &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    which: Which,
    typed: Option<Typed>,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let offered = caller.read(move |office| load(office, &officer, &which)).await;
    let offered = offered.map_err(|failure| failed(&caller.visit, &failure))?;
    let typed = typed.unwrap_or_else(|| as_typed(&offered));
    Ok(page(status, draw(caller, &offered, &typed, once, slips)))
}

/// What the form shows at first: what is proposed, or the first days on which they are free.
fn as_typed(offered: &Offered) -> Typed {
    let Some(one) = &offered.before else {
        let (since, until) = match offered.of.fit.stretch {
            Some(stretch) => (stretch.since, stretch.until),
            None => (offered.request.since, offered.request.until),
        };
        let plain = [("since", since.to_string()), ("until", until.to_string())];
        let learns = [("transfers-1-what", offered.request.leaves.lines().next().unwrap_or_default().to_owned())];
        return Typed::of(plain.into_iter().chain(learns));
    };
    let promises = one.promises.iter().zip(1..).flat_map(|(promise, row)| {
        let due = promise.due.map_or_else(String::new, |day| day.to_string());
        [(format!("promises-{row}-text"), promise.text.clone()), (format!("promises-{row}-due"), due)]
    });
    let transfers = one.transfers.iter().zip(1..).flat_map(|(transfer, row)| {
        [
            (format!("transfers-{row}-what"), transfer.what.clone()),
            (format!("transfers-{row}-learner"), transfer.learner.clone()),
            (format!("transfers-{row}-how"), transfer.how.clone()),
        ]
    });
    let rows: Vec<(String, String)> = promises.chain(transfers).collect();
    let interpreter = match (one.needs_interpreter, one.interpreter) {
        (false, _) => "none".to_owned(),
        (true, None) => String::new(),
        (true, Some(one)) => one.to_string(),
    };
    let plain = [
        ("since", one.since.to_string()),
        ("until", one.until.to_string()),
        ("terms", one.terms.clone()),
        ("pay", one.pay.map_or_else(String::new, |pay| pay.to_string())),
        ("interpreter", interpreter),
        ("level", one.marking.level.word().to_owned()),
        ("revision", one.revision.to_string()),
    ];
    let compartments = one.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let rows = rows.iter().map(|(name, value)| (name.as_str(), value.clone()));
    Typed::of(plain.into_iter().chain(compartments).chain(rows))
}

fn given(
    caller: &Caller,
    typed: &Typed,
    (specialist, marking): (SpecialistId, Marking),
    slips: &mut Slips,
) -> Option<AssignmentGiven> {
    let speech = caller.visit.speech;
    let mut day = |name: &str| {
        let day = Date::parse(typed.get(name));
        if day.is_none() {
            slips.note(name, speech.say("noting-day-missing"));
        }
        day
    };
    let (since, until) = (day("since"), day("until"));
    let pay = typed.some("pay").map(Money::parse);
    if let Some(Err(refusal)) = &pay {
        slips.note("pay", speech.refusal(refusal));
    }
    let mut promises = Vec::new();
    for (at, row) in (1..).zip(typed.rows("promises", PROMISE_COLUMNS)) {
        let [text, due] = row.as_slice() else { continue };
        if text.is_empty() && due.is_empty() {
            continue;
        }
        let day = Date::parse(due);
        if day.is_none() && !due.is_empty() {
            slips.note(format!("promises-{at}-due"), speech.say("noting-day-missing"));
        }
        promises.push(Promise::given(text, day));
    }
    let transfers = typed.rows("transfers", TRANSFER_COLUMNS).into_iter().filter_map(|row| match row.as_slice() {
        [what, learner, how] if row.iter().any(|text| !text.is_empty()) => Some(Transfer::planned(what, learner, how)),
        _ => None,
    });
    let transfers = transfers.collect();
    if !slips.is_empty() {
        return None;
    }
    Some(AssignmentGiven {
        specialist,
        since: since?,
        until: until?,
        terms: typed.get("terms").replace("\r\n", "\n"),
        pay: pay.and_then(Result::ok),
        needs_interpreter: typed.get("interpreter") != "none",
        interpreter: SpecialistId::parse(typed.get("interpreter")),
        promises,
        transfers,
        marking,
    })
}

pub async fn propose(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (of, who) = (name.clone(), typed.get("specialist").to_owned());
    let held = caller.read(move |office| Ok((office.specialist_request(&of)?, office.specialist(&who)?))).await;
    let (request, specialist) = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let id = AssignmentId::parse(typed.get("once"));
    let id = id.unwrap_or_else(|| AssignmentId::from_bits(caller.app.ids()()));
    let (once, which) = (id.to_string(), Which::Request(name, specialist.id.to_string()));
    if typed.asks_for_rows() {
        return again(&caller, which, Some(typed), &once, &Slips::new(), StatusCode::OK).await;
    }
    let mut slips = Slips::new();
    let Some(given) = given(&caller, &typed, (specialist.id, marking::chosen(&typed)), &mut slips) else {
        return again(&caller, which, Some(typed), &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let seen = (request.id, typed.get("request-revision").parse().unwrap_or(request.revision));
    let done = caller.act(move |writer, turn, office| desk::propose_assignment(writer, turn, office, seen, id, given));
    ended(&caller, which, typed, &once, done.await).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (read, officer) = (name.clone(), Arc::clone(&caller.officer));
    let held = caller.read(move |office| office.assignment(&officer, &read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let which = Which::Assignment(name);
    if typed.asks_for_rows() {
        return again(&caller, which, Some(typed), "", &Slips::new(), StatusCode::OK).await;
    }
    let mut slips = Slips::new();
    let marking = chosen_marking(&typed, &held.marking);
    let Some(given) = given(&caller, &typed, (held.specialist, marking), &mut slips) else {
        return again(&caller, which, Some(typed), "", &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let seen = (held.id, typed.get("revision").parse().unwrap_or(held.revision));
    let done = caller.act(move |writer, turn, office| desk::revise_assignment(writer, turn, office, seen, given));
    ended(&caller, which, typed, "", done.await).await
}

async fn ended(
    caller: &Caller,
    which: Which,
    typed: Typed,
    once: &str,
    done: Result<Assignment, Failure>,
) -> Result<Response, Response> {
    match done {
        Ok(one) => Ok(see_other(&format!("/specialists/assignments/{}", one.id))),
        Err(failure) => {
            let Some(said) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note("since", said);
            again(caller, which, Some(typed), once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let of_request = format!("/specialists/requests/{}", offered.request.id);
    let name = offered.of.specialist.name.as_str();
    let (title, action, mut crumbs) = match &offered.before {
        None => {
            let title = speech.with("assignment-propose-title", &[("name", name.into())]);
            (title, format!("{of_request}/propose"), requests_crumbs(speech))
        }
        Some(before) => {
            let address = format!("/specialists/assignments/{}", before.id);
            let mut crumbs = assignment_crumbs(speech);
            crumbs.push(Crumb::new(name, address.clone()));
            (speech.say("assignment-change"), format!("{address}/change"), crumbs)
        }
    };
    if offered.before.is_none() {
        crumbs.push(Crumb::new(offered.request.title.clone(), of_request));
    }
    let promises = rows(
        speech,
        "promises",
        "assignment-promises",
        &[("text", "promise-text"), ("due", "promise-due")],
        typed.rows("promises", PROMISE_COLUMNS),
    );
    let transfers = rows(
        speech,
        "transfers",
        "assignment-transfers",
        &[("what", "transfer-what"), ("learner", "transfer-learner"), ("how", "transfer-how")],
        typed.rows("transfers", TRANSFER_COLUMNS),
    );
    let interpreters = [("none", "interpreter-none"), ("", "interpreter-wanted")];
    let interpreters = interpreters.into_iter().map(|(value, key)| Choice::new(value, speech.say(key)));
    let called = |one: &Specialist| format!("{} ({})", one.name, super::languages(speech, one));
    let named = offered.interpreters.iter().map(|one| Choice::new(one.id.to_string(), called(one)));
    let interpreters = interpreters.chain(named).collect();
    let interpreter = if typed.has("interpreter") { typed.get("interpreter") } else { "none" };
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    Page::new(visit, title).here(Section::Acquisition).crumbs(crumbs).slips(slips).draw(html! {
        section aria-labelledby="fit" {
            h2 id="fit" { (speech.say("fit-title")) }
            (fit::parts(speech, &offered.of.fit))
            (fit::conflicts(speech, &offered.of.fit.conflicts))
            (fit::lacks(speech, offered.of.fit.lacks()))
        }
        (form.around(html! {
            (Field::date("since", speech.say("mission-since")).value(typed.get("since")).slips(slips).draw(speech))
            (Field::date("until", speech.say("mission-until")).value(typed.get("until")).slips(slips).draw(speech))
            (Field::lines("terms", speech.say("assignment-terms"), 4).value(typed.get("terms")).length_max(ASSIGNMENT_TEXT_CHARS_MAX).optional().slips(slips).draw(speech))
            (Field::text("pay", speech.say("assignment-pay")).hint(speech.say("assignment-pay-hint")).value(typed.get("pay")).optional().slips(slips).draw(speech))
            (Field::select("interpreter", speech.say("assignment-interpreter"), interpreters).value(interpreter).slips(slips).draw(speech))
            p class="hint" { (speech.say("assignment-promises-hint")) }
            (promises.draw(speech, slips))
            p class="hint" { (speech.say("assignment-transfers-hint")) }
            (transfers.draw(speech, slips))
            (offered.marks.fields(speech, typed, slips))
            input type="hidden" name="specialist" value=(offered.of.specialist.id);
            input type="hidden" name="request-revision" value=(offered.request.revision);
            @if offered.before.is_some() { input type="hidden" name="revision" value=(typed.get("revision")); }
            div class="actions" { (Button::primary(&speech.say("host-save"))) }
        }))
    })
}
