//! The form by which a unit states what switching costs, and asks for relief from a target.

use std::sync::Arc;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    Adoption, AdoptionId, Marking, PostId, QuarterAmount, RELIEF_LINE_CHARS_MAX, RELIEF_TEXT_CHARS_MAX, Relief,
    ReliefId, ReliefState, UnitId,
};

use super::{crumbs, ended, read};
use crate::caller::Caller;
use crate::component::{AdoptionRoom, Button, Choice, Field, Form, Page, Section, Slips, slip_summary};
use crate::failed::{Answer, page};
use crate::typed::Typed;

struct Offered {
    adoption: Adoption,
    technology: String,
    setters: Vec<(PostId, String)>,
    plan_line: String,
}

fn load(office: &Office, officer: &Officer, adoption: &str) -> Result<Offered, Failure> {
    let (adoption, setters, plan_line) = office.setters(officer, adoption)?;
    let technology = office.technology_name(adoption.technology)?;
    Ok(Offered { adoption, technology, setters, plan_line })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice asks once.
    let once = ReliefId::from_bits(caller.app.ids()()).to_string();
    again(&caller, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, typed: &Typed, once: &str, slips: &Slips, status: StatusCode) -> Answer {
    let (officer, adoption) = (Arc::clone(&caller.officer), typed.get("adoption").to_owned());
    let offered = read(caller, move |office| load(office, &officer, &adoption)).await?;
    Ok(page(status, draw(caller, &offered, typed, once, slips)))
}

/// Amounts by quarter of a field; a slip where they cannot be read.
pub fn amounts(caller: &Caller, typed: &Typed, field: &str, slips: &mut Slips) -> Vec<QuarterAmount> {
    match QuarterAmount::read(typed.get(field)) {
        Ok(amounts) => amounts,
        Err(refusal) => {
            slips.note(field, caller.speech().refusal(&refusal));
            Vec::new()
        }
    }
}

fn relief(caller: &Caller, typed: &Typed, id: ReliefId, slips: &mut Slips) -> Option<Relief> {
    let setter = PostId::new(typed.get("setter")).ok();
    if setter.is_none() {
        slips.note("setter", caller.speech().say("relief-setter-missing"));
    }
    let (lost, asked) = (amounts(caller, typed, "lost", slips), amounts(caller, typed, "asked", slips));
    if !slips.is_empty() {
        return None;
    }
    Some(Relief {
        id,
        adoption: AdoptionId::parse(typed.get("adoption"))?,
        // Unit, post and marking follow from the adoption.
        unit: UnitId::new("office").ok()?,
        post: setter.clone()?,
        setter: setter?,
        plan_line: typed.get("plan-line").to_owned(),
        measure: typed.get("measure").to_owned(),
        lost,
        asked,
        granted: Vec::new(),
        reason: typed.get("reason").replace("\r\n", "\n"),
        answer: String::new(),
        until: None,
        state: ReliefState::Asked,
        decided_by: String::new(),
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    })
}

pub async fn ask(caller: Caller, typed: Typed) -> Answer {
    let id = ReliefId::parse(typed.get("once")).unwrap_or_else(|| ReliefId::from_bits(caller.app.ids()()));
    let once = id.to_string();
    let mut slips = Slips::new();
    let Some(relief) = relief(&caller, &typed, id, &mut slips) else {
        return again(&caller, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = caller.act(move |writer, turn, office| desk::ask_relief(writer, turn, office, relief)).await;
    let to = |relief: &Relief| format!("/reliefs/{}", relief.id);
    ended(&caller, done, to, "plan-line", async |slips, status| again(&caller, &typed, &once, &slips, status).await)
        .await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let setters = offered.setters.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let setters = std::iter::once(Choice::new("", speech.say("relief-setter-choose"))).chain(setters).collect();
    let lines = |name: &'static str, key: &str| {
        Field::lines(name, speech.say(key), 4)
            .hint(speech.say("relief-amounts-hint"))
            .value(typed.get(name))
            .slips(slips)
    };
    Page::new(visit, speech.say("relief-new"))
        .here(Section::Adoption)
        .crumbs(crumbs(speech, AdoptionRoom::Reliefs))
        .slips(slips)
        .narrow()
        .draw(html! {
            (slip_summary(speech, slips))
            p class="lead" { (speech.say("relief-form-lead")) }
            p { (speech.say("relief-for")) " " a href={ "/adoptions/" (offered.adoption.id) } { bdi { (offered.technology) } } }
            (Form::new(visit, "/reliefs/new").slips(slips).guarded().once(once).around(html! {
                input type="hidden" name="adoption" value=(offered.adoption.id);
                (Field::text("plan-line", speech.say("relief-line")).value(typed.some("plan-line").unwrap_or(&offered.plan_line))
                    .length_max(RELIEF_LINE_CHARS_MAX).slips(slips).draw(speech))
                (Field::text("measure", speech.say("relief-measure")).hint(speech.say("relief-measure-hint"))
                    .value(typed.some("measure").unwrap_or(&offered.adoption.measure)).narrow().length_max(RELIEF_LINE_CHARS_MAX)
                    .slips(slips).draw(speech))
                (Field::select("setter", speech.say("relief-setter"), setters).hint(speech.say("relief-setter-hint"))
                    .value(typed.get("setter")).slips(slips).draw(speech))
                (lines("lost", "relief-lost").draw(speech))
                (lines("asked", "relief-asked").draw(speech))
                (Field::lines("reason", speech.say("relief-reason"), 4).value(typed.get("reason")).length_max(RELIEF_TEXT_CHARS_MAX)
                    .slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("relief-ask"))) }
            }))
        })
}
