//! Who goes: the roster held against a mission, and the form that names its members.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Conflict, Failure, MemberFit, MissionPage, MissionRights, Nomination, Office, Officer};
use maud::{Markup, html};
use model::{MISSION_LINE_CHARS_MAX, SpecialistId};

use super::step::{ended, revision};
use crate::caller::Caller;
use crate::component::{
    Button, Column, Crumb, Form, Page, Section, Slips, Table, Tone, banner, empty, link_button, tag,
};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::specialist;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    page: MissionPage,
    nomination: Nomination,
    rights: MissionRights,
}

fn load(office: &Office, officer: &Officer, id: &str, today: model::Date) -> Result<Loaded, Failure> {
    let page = office.mission_page(id)?;
    let nomination = office.nomination(&page.mission, &page.questions, today)?;
    let rights = office.mission_rights(officer, &page.mission)?;
    Ok(Loaded { page, nomination, rights })
}

/// What keeps somebody from going, as tags.
pub fn kept(speech: Speech, fit: &MemberFit) -> Markup {
    html! {
        @if fit.conflicts.is_empty() && fit.overdue.is_empty() { (tag(Tone::Good, &speech.say("member-free"))) }
        @for conflict in &fit.conflicts {
            @match conflict {
                Conflict::Away(away) => (tag(Tone::Warn, &speech.with("member-away", &[("since", speech.date(away.since).into()), ("until", speech.date(away.until).into())]))),
                Conflict::Assigned(taken) => (tag(Tone::Warn, &speech.with("member-away", &[("since", speech.date(taken.since).into()), ("until", speech.date(taken.until).into())]))),
                Conflict::Mission(other) => { (tag(Tone::Warn, &speech.say("member-elsewhere"))) " " a href={ "/missions/" (other.id) } { bdi { (other.title) } } },
            } " "
        }
        @for late in &fit.overdue {
            (tag(Tone::Bad, &speech.say("member-overdue"))) " " a href={ "/missions/" (late.id) } { bdi { (late.title) } } " "
        }
        @if let Some(waiver) = fit.member.as_ref().and_then(|member| member.waiver.as_ref()) {
            (tag(Tone::Warn, &speech.say("member-waived"))) " " bdi { (waiver.reason) }
        }
    }
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, None, StatusCode::OK).await
}

async fn again(caller: &Caller, id: String, slip: Option<String>, status: StatusCode) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    if let Some(sentence) = slip {
        slips.note("members", sentence);
    }
    Ok(page(status, draw(caller, &loaded, &slips)))
}

fn draw(caller: &Caller, loaded: &Loaded, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let (mission, nomination) = (&loaded.page.mission, &loaded.nomination);
    let address = format!("/missions/{}", mission.id);
    let columns =
        ["member-goes", "member-part", "specialist-languages", "member-knows", "member-interprets", "member-kept"];
    let mut table = Table::new(speech.say("roster-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for fit in &nomination.roster {
        let id = fit.specialist.id;
        let part = fit.member.as_ref().map_or("", |member| member.part.as_str());
        let label = speech.with("member-part-of", &[("name", fit.specialist.name.as_str().into())]);
        table = table.row(vec![
            html! {
                input type="checkbox" name="member" id={ "member-" (id) } value=(id) checked[fit.member.is_some()];
                " " label for={ "member-" (id) } { bdi { (fit.specialist.name) } }
            },
            html! { input type="text" class="line" name={ "part-" (id) } aria-label=(label) value=(part) maxlength=(MISSION_LINE_CHARS_MAX); },
            html! { @if fit.specialist.languages.is_empty() { "–" } @else { (specialist::languages(speech, &fit.specialist)) } },
            html! { (speech.with("member-questions", &[("count", fit.questions.len().into())])) },
            html! { @if fit.interprets.is_empty() { "–" } @else { (speech.languages(&fit.interprets)) } },
            kept(speech, fit),
        ]);
    }
    Page::new(visit, speech.say("mission-name-members"))
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions), Crumb::new(mission.title.clone(), address.clone())])
        .slips(slips)
        .lead(html! { (speech.say("members-lead")) })
        .draw(html! {
            @if !nomination.without_skill.is_empty() {
                (banner(Tone::Warn, &speech.with("mission-without-skill", &[("count", nomination.without_skill.len().into())]), html! {
                    ul { @for question in loaded.page.questions.all().iter().filter(|one| nomination.without_skill.contains(&one.id)) { li { bdi { (question.text) } } } }
                }))
            }
            @if !nomination.without_interpreter.is_empty() {
                (banner(Tone::Warn, &speech.with("mission-without-interpreter", &[("languages", speech.languages(&nomination.without_interpreter).into())]), html! {}))
            }
            @if nomination.roster.is_empty() {
                (empty(&speech.say("roster-none"), &speech.say("roster-none-body"), link_button(&speech.say("roster-title"), "/specialists", false)))
            } @else if loaded.rights.change {
                (Form::new(visit, &format!("{address}/members")).slips(slips).guarded().around(html! {
                    input type="hidden" name="revision" value=(mission.revision);
                    div id="members" tabindex="-1" { (table.draw(speech)) }
                    div class="actions" { (Button::primary(&speech.say("members-keep"))) }
                }))
            } @else {
                p { (speech.say("members-settled")) " " a href=(address) { bdi { (mission.title) } } }
            }
        })
}

pub async fn name(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller
        .act(move |writer, turn, office| {
            let mission = office.mission(&name)?;
            let named = fields.all("member").into_iter().filter_map(|id| SpecialistId::parse(&id));
            let named: Vec<_> = named.map(|id| (id, fields.get(&format!("part-{id}")).to_owned())).collect();
            desk::name_members(writer, turn, mission.id, revision(&fields), &named)
        })
        .await;
    match done {
        Ok(mission) => Ok(see_other(&format!("/missions/{}#members", mission.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => again(&caller, id, Some(sentence), StatusCode::UNPROCESSABLE_ENTITY).await,
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

pub async fn waive(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller
        .act(move |writer, turn, office| {
            let mission = office.mission(&name)?;
            let Some(specialist) = SpecialistId::parse(fields.get("specialist")) else { return Ok(mission) };
            let reason = fields.get(&format!("reason-{specialist}")).to_owned();
            desk::waive_report(writer, turn, (mission.id, revision(&fields)), specialist, &reason)
        })
        .await;
    ended(&caller, id, &typed, done).await
}
