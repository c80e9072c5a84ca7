//! The form that opens a study: what shall be found out, how, and what is done to the sample, with what the terms say of each act.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{ActAsked, Failure, Office, Officer, SamplePage};
use maud::{Markup, html};
use model::{
    ActConsent, ActRuling, CONSENT_CHARS_MAX, Date, NeedId, PlannedParameter, Protocol, Refusal, STUDY_TEXT_CHARS_MAX,
    StudyAct,
};

use super::crumbs_to;
use super::step::{seen, status_of};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Page, Section, Slips, Tone, banner, disclosure};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::host::form::rows;
use crate::speech::Speech;
use crate::typed::Typed;

const COLUMNS: &[&str] = &["need", "name", "measure"];

struct Loaded {
    page: SamplePage,
    acts: Vec<(ActAsked, Option<Refusal>)>,
    may_open: bool,
}

fn load(office: &Office, officer: &Officer, name: &str) -> Result<Loaded, Failure> {
    let page = office.sample_page(name)?;
    let mut acts = Vec::new();
    for act in office.acts_asked(&page.line.sample)? {
        let refusal = office.act_refused(&page.line.sample, &act)?;
        acts.push((act, refusal));
    }
    let may_open = page.line.holder.as_ref().is_some_and(|holder| officer.acts_for(holder));
    Ok(Loaded { page, acts, may_open })
}

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    again(&caller, name, None, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    name: String,
    typed: Option<Typed>,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| load(office, &officer, &name)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let typed = typed.unwrap_or_else(|| begun(&loaded.page, caller.app.today()));
    Ok(page(status, draw(caller, &loaded, &typed, slips)))
}

/// The form as it begins: with every parameter of the needs, and the day of the plan, or a quarter of a year where that is over.
fn begun(page: &SamplePage, today: Date) -> Typed {
    let asked = page.needs.iter().flat_map(|need| need.parameters.iter().map(move |one| (&need.id, one)));
    let rows: Vec<(String, String)> = (1..)
        .zip(asked)
        .flat_map(|(row, (need, one))| {
            [
                (format!("planned-{row}-need"), need.to_string()),
                (format!("planned-{row}-name"), one.name.clone()),
                (format!("planned-{row}-measure"), one.measure.clone()),
            ]
        })
        .collect();
    let sample = &page.line.sample;
    let due = if sample.plan_due > today { sample.plan_due } else { today.plus_days(90) };
    let plain = [
        ("question", sample.plan.clone()),
        ("due", due.to_string()),
        ("act", StudyAct::Examine.word().to_owned()),
        ("revision", sample.revision.to_string()),
    ];
    Typed::of(plain.into_iter().chain(rows.iter().map(|(name, value)| (name.as_str(), value.clone()))))
}

fn protocol(typed: &Typed) -> Option<Protocol> {
    let planned = typed.rows("planned", COLUMNS).into_iter().filter_map(|row| match row.as_slice() {
        [need, name, measure] if !name.trim().is_empty() => {
            Some(PlannedParameter { need: NeedId::new(need.trim()).ok(), name: name.clone(), measure: measure.clone() })
        }
        _ => None,
    });
    Some(Protocol {
        question: typed.get("question").replace("\r\n", "\n"),
        method: typed.get("method").replace("\r\n", "\n"),
        instrument: typed.get("instrument").replace("\r\n", "\n"),
        planned: planned.collect(),
        acts: typed.all("act").iter().filter_map(|act| StudyAct::from_word(act)).collect(),
        due: Date::parse(typed.get("due"))?,
    })
}

pub async fn open(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let mut slips = Slips::new();
    if typed.asks_for_rows() {
        return again(&caller, name, Some(typed), &slips, StatusCode::OK).await;
    }
    let Some(protocol) = protocol(&typed) else {
        slips.note("due", caller.visit.speech.say("mission-day-unread"));
        return again(&caller, name, Some(typed), &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let consent = |act: &StudyAct| {
        let evidence = typed.get(&format!("consent-{act}")).to_owned();
        (!evidence.is_empty()).then_some(ActConsent { act: *act, evidence })
    };
    let consents: Vec<ActConsent> = StudyAct::ALL.iter().filter_map(consent).collect();
    match caller.act(move |writer, turn, _| desk::open_study(writer, turn, seen, protocol, &consents)).await {
        Ok(sample) => Ok(see_other(&format!("/samples/{}#studies", sample.id))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            // The acts are held against the terms first: most of what is refused is refused for them.
            let is_due = matches!(&failure, Failure::Refused(Refusal::Said(said)) if said.key() == "study-due");
            slips.note(if is_due { "due" } else { "act" }, sentence);
            again(&caller, name, Some(typed), &slips, status_of(&failure)).await
        }
    }
}

/// What the terms say of the acts, with the way to the agreement and to the post that could renegotiate it.
fn said(speech: Speech, loaded: &Loaded) -> Markup {
    let forbidden: Vec<String> =
        loaded.acts.iter().filter_map(|(_, refusal)| refusal.as_ref()).map(|refusal| speech.refusal(refusal)).collect();
    html! {
        @if !forbidden.is_empty() {
            (banner(Tone::Warn, &speech.say("study-barred-title"), html! {
                @for one in &forbidden { p { bdi { (one) } } }
                @if let Some(agreement) = &loaded.page.agreement {
                    p {
                        a href={ "/agreements/" (agreement.id) } { bdi { (agreement.title) } } " · "
                        a href={ "/office/posts/" (agreement.post) } { bdi { (loaded.page.post(&agreement.post)) } }
                    }
                }
            }))
        }
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let sample = &loaded.page.line.sample;
    let frame = Page::new(visit, speech.say("study-open"))
        .here(Section::Acquisition)
        .crumbs(crumbs_to(speech, sample))
        .slips(slips)
        .lead(html! { bdi { (sample.name) } });
    if !loaded.may_open {
        return frame.draw(html! { p { (speech.say("study-not-holder")) } });
    }
    let act = |(one, _): &(ActAsked, Option<Refusal>)| {
        let ruling = speech.say(&format!("act-ruling-{}", one.ruling.word()));
        Choice::new(one.act.word(), speech.say(&format!("study-act-{}", one.act.word()))).hint(ruling)
    };
    let columns = &[("need", "study-of-need"), ("name", "study-parameter"), ("measure", "sample-measure")];
    let planned = rows(speech, "planned", "study-planned", columns, typed.rows("planned", COLUMNS));
    let action = format!("/samples/{}/studies/new", sample.id);
    let lines = |name: &'static str, key: &str, hint: &str| {
        let hint = speech.say(hint);
        Field::lines(name, speech.say(key), 3)
            .hint(hint)
            .value(typed.get(name))
            .length_max(STUDY_TEXT_CHARS_MAX)
            .slips(slips)
    };
    frame.draw(html! {
        (said(speech, loaded))
        (Form::new(visit, &action).slips(slips).guarded().around(html! {
            input type="hidden" name="revision" value=(sample.revision);
            (lines("question", "study-question", "study-question-hint").draw(speech))
            (lines("method", "study-method", "study-method-hint").draw(speech))
            (lines("instrument", "study-instrument", "study-instrument-hint").optional().draw(speech))
            (Field::checks("act", speech.say("study-acts"), loaded.acts.iter().map(act).collect()).hint(speech.say("study-acts-hint")).values(typed.all("act")).slips(slips).draw(speech))
            @for (one, _) in loaded.acts.iter().filter(|(one, _)| one.ruling == ActRuling::WithConsent) {
                @let name = format!("consent-{}", one.act);
                @let label = speech.with("study-consent-of", &[("act", speech.say(&format!("study-act-{}", one.act.word())).into())]);
                (Field::text(name.clone(), label).hint(speech.say("study-consent-hint")).value(typed.get(&name)).optional().length_max(CONSENT_CHARS_MAX).slips(slips).draw(speech))
            }
            (disclosure(&speech.say("study-planned"), true, planned.draw(speech, slips)))
            (Field::date("due", speech.say("study-due")).value(typed.get("due")).slips(slips).draw(speech))
            div class="actions" { (Button::primary(&speech.say("study-open-it"))) }
        }))
    })
}
