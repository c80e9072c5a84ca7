//! The page of a finding: what is to be done, what was done, and who says so.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, FindingPage, Office, Officer};
use maud::{Markup, html};
use model::{Date, FINDING_EVIDENCE_MAX, FINDING_TEXT_CHARS_MAX, FindingAct, FindingSaid, FindingState, Noun, Thing};

use super::step::status_of;
use super::{crumbs, finding_state, invented, paragraphs, severity, visit_name};
use crate::caller::Caller;
use crate::component::{
    Button, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Tone, banner, slip_summary, summary_list, tag,
};
use crate::failed::{Answer, failed, page as answered, see_other, sentence};
use crate::history::{Named, name_of, named, when};
use crate::speech::Speech;
use crate::typed::Typed;

/// What the page shows.
struct Shown {
    page: FindingPage,
    /// What steps name as evidence, in the order of the steps. What the reader may not see is told as something.
    evidence: Vec<Vec<Named>>,
    people: Vec<String>,
    may_propose: bool,
    may_verify: bool,
    today: Date,
}

fn load(office: &Office, officer: &Officer, name: &str, today: Date) -> Result<Shown, Failure> {
    let page = office.finding_page(name)?;
    let finding = &page.line.finding;
    let (mut evidence, mut people) = (Vec::new(), Vec::new());
    for step in &finding.steps {
        let mut shown = Vec::new();
        for thing in &step.evidence {
            shown.push(name_of(office, thing)?);
        }
        evidence.push(shown);
        people.push(office.person(&step.person)?.map_or_else(|| step.person.to_string(), |person| person.name));
    }
    Ok(Shown {
        may_propose: officer.acts_for(&finding.owner),
        may_verify: office.oversees_visit(officer, &page.line.visit.visit, &page.inspection),
        evidence,
        people,
        today,
        page,
    })
}

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    again(&caller, name, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    name: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let shown = caller.read(move |office| load(office, &officer, &name, today)).await;
    let shown = shown.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(answered(status, draw(caller, &shown, typed, slips)))
}

pub async fn step(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.finding(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let seen = (held.id, typed.get("revision").parse().unwrap_or(held.revision));
    let Some(act) = FindingAct::from_word(typed.get("act")) else {
        return again(&caller, name, &typed, &Slips::new(), StatusCode::OK).await;
    };
    let mut evidence = Vec::new();
    for line in typed.lines("evidence").iter().take(FINDING_EVIDENCE_MAX + 1) {
        match evidence_named(line) {
            Some(thing) => evidence.push(thing),
            None => {
                let mut slips = Slips::new();
                slips.note(
                    "evidence",
                    caller.visit.speech.with("finding-evidence-unread", &[("text", line.as_str().into())]),
                );
                return again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
            }
        }
    }
    let said = FindingSaid { act, words: typed.get("said").replace("\r\n", "\n"), evidence };
    let done = caller.act(move |writer, turn, _| desk::step_finding(writer, turn, seen, said)).await;
    match done {
        Ok(finding) => Ok(see_other(&format!("/findings/{}", finding.id))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note("said", sentence);
            again(&caller, name, &typed, &slips, status_of(&failure)).await
        }
    }
}

/// What somebody names as evidence: by its noun and name, by the name of a record alone, or by the address of its page.
pub(crate) fn evidence_named(text: &str) -> Option<Thing> {
    let text = text.trim();
    if let Some(thing) = Thing::parse(text) {
        return Some(thing);
    }
    let path = text.split_once("://").map_or(text, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    let mut parts = path.trim_matches('/').split('/');
    let noun = match (parts.next()?, parts.clone().next()) {
        ("records", Some(_)) => Noun::Record,
        ("attachments", Some(_)) => Noun::Attachment,
        ("adoptions", Some(_)) => Noun::Adoption,
        (name, None) => return model::RecordId::parse(name).map(|id| Thing::new(Noun::Record, id)),
        _ => return None,
    };
    parts.next().map(|name| Thing::new(noun, name))
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let line = &shown.page.line;
    let finding = &line.finding;
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(speech.say("findings-title"), "/findings"));
    let rows = [
        SummaryRow::new(
            speech.say("finding-visit"),
            html! { a href={ "/visits/" (finding.visit) } { bdi { (visit_name(&line.visit)) } } },
        ),
        SummaryRow::new(
            speech.say("finding-owner"),
            html! { a href={ "/office/posts/" (finding.owner) } { bdi { (line.owner) } } },
        ),
        SummaryRow::new(
            speech.say("finding-due"),
            html! {
                (speech.date(finding.due)) @if finding.is_late(shown.today) { " " (tag(Tone::Warn, &speech.say("finding-late"))) }
            },
        ),
        SummaryRow::new(speech.say("finding-reopened"), html! { (speech.number(finding.n_reopened())) }),
    ];
    Page::new(visit, speech.with("finding-title", &[("claim", visit_name(&line.visit).into())]))
        .here(Section::Inspection)
        .crumbs(crumbs)
        .slips(slips)
        .lead(html! { (finding_state(speech, finding.state)) " " (severity(speech, finding.severity)) " " (invented(speech, &shown.page.inspection)) })
        .aside(summary_list(&rows))
        .draw(html! {
            (slip_summary(speech, slips))
            section aria-labelledby="text" { h2 id="text" { (speech.say("finding-text")) } (paragraphs(&finding.text)) }
            section aria-labelledby="action" { h2 id="action" { (speech.say("finding-action")) } (paragraphs(&finding.action)) }
            (steps_form(caller, shown, typed, slips))
            (steps(speech, shown))
        })
}

/// What the reader can do next. Whoever answers for it sees the way to close it too, and is told why it is not theirs.
fn steps_form(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let finding = &shown.page.line.finding;
    let acts: &[FindingAct] = match finding.state {
        FindingState::Open if shown.may_propose => &[FindingAct::Proposed],
        FindingState::Proposed if shown.may_verify || shown.may_propose => {
            &[FindingAct::Verified, FindingAct::SentBack]
        }
        FindingState::Closed if shown.may_verify => &[FindingAct::Reopened],
        _ => return html! {},
    };
    let says = acts.contains(&FindingAct::Proposed);
    let title = speech.say(&format!("finding-next-{}", finding.state.word()));
    let action = format!("/findings/{}/step", finding.id);
    banner(
        Tone::Accent,
        &title,
        Form::new(&caller.visit, &action).slips(slips).around(html! {
            input type="hidden" name="revision" value=(finding.revision);
            (Field::lines("said", speech.say("finding-said"), 3).value(typed.get("said")).length_max(FINDING_TEXT_CHARS_MAX).slips(slips).draw(speech))
            @if says {
                (Field::lines("evidence", speech.say("finding-evidence"), 2).hint(speech.say("finding-evidence-hint")).value(typed.get("evidence")).slips(slips).draw(speech))
            }
            div class="actions" {
                @for (at, act) in acts.iter().enumerate() {
                    @let text = speech.say(&format!("finding-do-{}", act.word()));
                    @let button = if at == 0 { Button::primary(&text) } else { Button::plain(&text) };
                    (button.sends("act", act.word()))
                }
            }
        }),
    )
}

fn steps(speech: Speech, shown: &Shown) -> Markup {
    let steps = &shown.page.line.finding.steps;
    html! {
        section aria-labelledby="steps" {
            h2 id="steps" { (speech.say("finding-steps")) }
            ol class="plain" {
                @for ((step, evidence), person) in steps.iter().zip(&shown.evidence).zip(&shown.people) {
                    li {
                        p { strong { (speech.say(&format!("finding-act-{}", step.act.word()))) } ", " bdi { (person) } ", " (when(speech, step.at)) }
                        (paragraphs(&step.words))
                        @if !evidence.is_empty() { ul { @for thing in evidence { li { (named(speech, thing)) } } } }
                    }
                }
            }
        }
    }
}
