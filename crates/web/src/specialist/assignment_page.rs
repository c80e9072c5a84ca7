//! The page of an assignment: how it stands, what is missing, what was promised, said and passed on.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{AssignmentPage, Failure, Office, Officer};
use maud::{Markup, html};
use model::{ASSIGNMENT_TEXT_CHARS_MAX, AssignmentStage, Date, Evidence, PostId, SkillStayed, VettingState};

use super::{assignment_crumbs, assignment_parts as parts, assignment_stage, fit, paragraphs};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Field, Form, Page, Section, Slips, SummaryRow, Tone, banner, control_line, disclosure, link_button,
    slip_summary, summary_list, tag, timeline,
};
use crate::failed::{Answer, failed, page};
use crate::history::{Told, tell, timeline_of};
use crate::marking;
use crate::screening::parties_line;
use crate::speech::Speech;
use crate::typed::Typed;

/// What the page is drawn from.
pub struct Loaded {
    /// The assignment with what hangs on it.
    pub page: AssignmentPage,
    /// The day that it is.
    pub today: Date,
    history: Vec<Told>,
    /// What is decided of it by cases of control.
    control: Vec<desk::ControlLine>,
    /// How who comes stands to the lists.
    standing: Vec<desk::PartyStanding>,
}

fn load(office: &Office, officer: &Officer, id: &str, today: Date) -> Result<Loaded, Failure> {
    let page = office.assignment_page(officer, id, today)?;
    let history = tell(office, office.assignment_history(&page.assignment)?)?;
    let about = model::Thing::new(model::Noun::Assignment, page.assignment.id);
    let standing = super::standing(office, page.assignment.specialist)?;
    Ok(Loaded { standing, control: office.control_lines(&about)?, page, today, history })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

/// The page with what was typed and why it was not kept.
pub async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// Grounds to choose from.
pub fn evidence_choices(speech: Speech) -> Vec<Choice> {
    Evidence::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("evidence-{}", one.word())))).collect()
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let one = &loaded.page.assignment;
    let address = format!("/specialists/assignments/{}", one.id);
    Page::new(visit, speech.with("assignment-title", &[("name", loaded.page.specialist.as_str().into())]))
        .here(Section::Acquisition)
        .crumbs(assignment_crumbs(speech))
        .slips(slips)
        .lead(html! { (assignment_stage(speech, one.stage)) " " (marking::tags(speech, &one.marking)) })
        .aside(aside(speech, &loaded.page))
        .draw(html! {
            // Once for the whole page: most of its forms are folded away.
            (slip_summary(speech, slips))
            (steps(caller, loaded, typed, slips, &address))
            @if one.stage == AssignmentStage::Proposed { (proposal(caller, loaded, typed, slips, &address)) }
            @else if !one.mismatch_reason.is_empty() {
                (banner(Tone::Warn, &speech.say("assignment-against-mismatch"), html! {
                    (fit::lacks(speech, loaded.page.mismatches.iter()))
                    p { bdi { (one.mismatch_reason) } }
                }))
            }
            @if !one.reason.is_empty() { (banner(Tone::Warn, &speech.say(&format!("assignment-stage-{}", one.stage.word())), html! { p { bdi { (one.reason) } } })) }
            (control_line(speech, &loaded.control))
            (parties_line(speech, &loaded.standing))
            (paragraphs("terms", &speech.say("assignment-terms"), &one.terms))
            (parts::promises(caller, loaded, typed, slips, &address))
            (parts::transfers(caller, loaded, typed, slips, &address))
            (parts::grievances(caller, loaded, typed, slips, &address))
            (parts::months(caller, loaded, typed, slips, &address))
            (stayed(caller, loaded, typed, slips, &address))
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn aside(speech: Speech, page: &AssignmentPage) -> Markup {
    let one = &page.assignment;
    let [asks, officer, counterpart] = &page.posts;
    let post = |id: &PostId, title: &str| html! { a href={ "/office/posts/" (id) } { bdi { (title) } } };
    let mut rows = vec![
        SummaryRow::new(
            speech.say("specialist-name"),
            html! { a href={ "/specialists/" (one.specialist) } { bdi { (page.specialist) } } },
        ),
        SummaryRow::new(
            speech.say("specialist-request-title"),
            html! { a href={ "/specialists/requests/" (one.request) } { bdi { (page.request.title) } } },
        ),
        SummaryRow::new(
            speech.say("specialist-unit"),
            html! { a href={ "/office/units/" (one.unit) } { bdi { (page.unit) } } },
        ),
        SummaryRow::new(speech.say("specialist-request-post"), post(&one.post, asks)),
        SummaryRow::new(speech.say("specialist-request-officer"), post(&one.officer, officer)),
        SummaryRow::new(speech.say("specialist-request-counterpart"), post(&one.counterpart, counterpart)),
        SummaryRow::new(speech.say("mission-days"), html! { (speech.date(one.since)) " – " (speech.date(one.until)) }),
    ];
    if let Some(pay) = one.pay {
        rows.push(SummaryRow::new(speech.say("assignment-pay"), html! { (pay) }));
    }
    let interpreter = match (one.needs_interpreter, &page.interpreter) {
        (false, _) => speech.say("interpreter-none"),
        (true, None) => speech.say("interpreter-wanted"),
        (true, Some(name)) => name.clone(),
    };
    rows.push(SummaryRow::new(speech.say("assignment-interpreter"), html! { bdi { (interpreter) } }));
    for (day, key) in
        [(one.signed, "assignment-signed"), (one.arrived, "assignment-arrived"), (one.left, "assignment-left")]
    {
        if let Some(day) = day {
            rows.push(SummaryRow::new(speech.say(key), html! { (speech.date(day)) }));
        }
    }
    summary_list(&rows)
}

/// A form that sends one step, with the revision that was seen.
fn step_form(
    caller: &Caller,
    loaded: &Loaded,
    slips: &Slips,
    address: &str,
    (step, key): (&str, &str),
    fields: &Markup,
) -> Markup {
    let speech = caller.visit.speech;
    disclosure(
        &speech.say(&format!("assignment-{key}")),
        slips.of(step).is_some(),
        html! {
            @if let Some(said) = slips.of(step) { p class="slip" id=(step) { (said) } }
            (Form::new(&caller.visit, &format!("{address}/step")).around(html! {
                input type="hidden" name="revision" value=(loaded.page.assignment.revision);
                (fields)
                div class="actions" { (Button::plain(&speech.say(&format!("assignment-{key}-it"))).sends("do", step)) }
            }))
        },
    )
}

fn reason(speech: Speech, typed: &Typed, name: &str, key: &str) -> Field {
    Field::lines(name, speech.say(key), 3).value(typed.get(name)).length_max(ASSIGNMENT_TEXT_CHARS_MAX)
}

fn steps(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, address: &str) -> Markup {
    let speech = caller.visit.speech;
    let may = &loaded.page.may;
    let day = |name: &str| {
        let held = typed.some(name).map_or_else(|| loaded.today.to_string(), str::to_owned);
        Field::date(name, speech.say("noting-day")).value(held).draw(speech)
    };
    let form = |step: (&str, &str), fields: Markup| step_form(caller, loaded, slips, address, step, &fields);
    html! {
        @if may.revise { div class="actions" { (link_button(&speech.say("assignment-change"), &format!("{address}/change"), false)) } }
        @if may.sign {
            (form(("sign", "sign"), html! {
                (reason(speech, typed, "sign-reason", "assignment-sign-reason").optional().draw(speech))
            }))
        }
        @if may.arrive { (form(("arrive", "arrive"), html! { (day("arrive-day")) })) }
        @if may.end { (form(("end", "end"), html! {})) }
        @if may.break_off {
            (form(("break-off", "break-off"), html! {
                (day("break-off-day"))
                (reason(speech, typed, "break-off-reason", "assignment-reason").draw(speech))
            }))
        }
        @if may.drop {
            (form(("drop", "drop"), html! { (reason(speech, typed, "drop-reason", "assignment-reason").draw(speech)) }))
        }
    }
}

/// What is missing, ties with the word of another person on them, and what control says.
fn proposal(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, address: &str) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let AssignmentPage { assignment: one, may, mismatches, .. } = &loaded.page;
    let decide = |name: &str| {
        html! {
            (reason(speech, typed, name, "assignment-reason").optional().slips(slips).draw(speech))
            div class="actions" {
                (Button::plain(&speech.say("decision-yes")).sends("do", "yes"))
                (Button::plain(&speech.say("decision-no")).sends("do", "no"))
            }
        }
    };
    html! {
        section aria-labelledby="lacks" {
            h2 id="lacks" { (speech.say("fit-lacks")) }
            (fit::lacks(speech, one.lacks.iter()))
            @if !mismatches.is_empty() { p class="quiet" { (speech.say("assignment-mismatch-hint")) } }
        }
        @if !one.conflicts.is_empty() {
            section aria-labelledby="conflicts" {
                h2 id="conflicts" { (speech.say("assignment-conflicts")) }
                (fit::conflicts(speech, &one.conflicts))
                @if let Some(ruling) = &one.ruling {
                    p { (tag(if ruling.allowed { Tone::Good } else { Tone::Bad }, &speech.say(if ruling.allowed { "conflict-allowed" } else { "conflict-not-allowed" }))) " " bdi { (ruling.reason) } }
                }
                @if may.weigh {
                    (Form::new(visit, &format!("{address}/conflict")).around(html! {
                        input type="hidden" name="revision" value=(one.revision);
                        (decide("conflict-reason"))
                    }))
                }
            }
        }
        @if !one.control.steps().is_empty() {
            section aria-labelledby="control" {
                h2 id="control" { (speech.say("assignment-control-title")) }
                @for (step, at) in one.control.steps().iter().zip(1..) {
                    p {
                        a href={ "/office/posts/" (step.post) } { bdi { (step.post) } } ": "
                        (tag(match step.state { VettingState::Yes => Tone::Good, VettingState::No => Tone::Bad, _ => Tone::Warn }, &speech.say(&format!("vetting-state-{}", step.state.word()))))
                        @if !step.note.is_empty() { " " bdi { (step.note) } }
                        @if !step.reason.is_empty() { " " bdi { (step.reason) } }
                    }
                    @if may.control.contains(&step.rule) {
                        (Form::new(visit, &format!("{address}/control")).around(html! {
                            input type="hidden" name="revision" value=(one.revision);
                            input type="hidden" name="rule" value=(step.rule);
                            input type="hidden" name="at" value=(at);
                            (decide(&format!("control-reason-{at}")))
                        }))
                    }
                }
            }
        }
    }
}

/// Whether the skill stayed: what was said, and the form where it is asked.
fn stayed(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, address: &str) -> Markup {
    let speech = caller.visit.speech;
    let AssignmentPage { assignment: one, may, .. } = &loaded.page;
    if one.checks.is_empty() && !may.check {
        return html! {};
    }
    let answers =
        SkillStayed::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("stayed-{}", one.word()))));
    let again = one.stage == AssignmentStage::Closed;
    let fields = html! {
        (Field::select("stayed", speech.say("assignment-stayed"), answers.collect()).value(typed.get("stayed")).draw(speech))
        (Field::select("stayed-evidence", speech.say("stand-evidence"), evidence_choices(speech)).value(typed.get("stayed-evidence")).draw(speech))
        (reason(speech, typed, "stayed-remark", "promise-remark").optional().draw(speech))
    };
    html! {
        section aria-labelledby="stayed" {
            h2 id="stayed" { (speech.say("assignment-stayed")) }
            ul class="plain" {
                @for check in &one.checks {
                    li {
                        (speech.date(check.day)) ": "
                        (tag(if check.stayed == SkillStayed::Stayed { Tone::Good } else { Tone::Warn }, &speech.say(&format!("stayed-{}", check.stayed.word()))))
                        " " span class="quiet" { (speech.say(&format!("evidence-{}", check.evidence.word()))) }
                        @if !check.remark.is_empty() { " " bdi { (check.remark) } }
                    }
                }
            }
            @if may.check {
                (step_form(caller, loaded, slips, address, ("check", if again { "check-again" } else { "close" }), &fields))
            }
        }
    }
}
