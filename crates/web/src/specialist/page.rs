//! The page of a specialist: what they know and speak, when they are not free, where they were.

use std::sync::Arc;

use axum::extract::Path;
use desk::{Failure, Office, Officer, SpecialistPage};
use maud::{Markup, html};
use model::{Date, Noun, Record, RecordId, Thing};

use super::languages;
use crate::caller::Caller;
use crate::component::{
    Column, Crumb, Page, Section, SummaryRow, Table, Tone, link_button, summary_list, tag, timeline,
};
use crate::failed::{Answer, failed, shown};
use crate::history::{Told, tell, timeline_of};
use crate::host::class_text;
use crate::marking;
use crate::mission::mission_stage;
use crate::record;
use crate::speech::Speech;

struct Loaded {
    page: SpecialistPage,
    person: Option<String>,
    evidence: Vec<(RecordId, Record)>,
    history: Vec<Told>,
    may_change: bool,
    today: Date,
}

fn load(office: &Office, officer: &Officer, id: &str, today: Date) -> Result<Loaded, Failure> {
    let page = office.specialist_page(id)?;
    let person = match &page.specialist.person {
        Some(person) => office.person(person)?.map(|person| person.name),
        None => None,
    };
    let mut evidence = Vec::new();
    for record in page.specialist.skills.iter().flat_map(|skill| &skill.evidence) {
        if let Ok(held) = office.record(&record.to_string()) {
            evidence.push((held.id, held.record));
        }
    }
    let history = tell(office, office.history(&Thing::new(Noun::Specialist, page.specialist.id))?)?;
    let may_change = office.may_change_specialist(officer, &page.specialist)?;
    Ok(Loaded { page, person, evidence, history, may_change, today })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let one = &loaded.page.specialist;
    let mut rows = vec![SummaryRow::new(
        speech.say("specialist-unit"),
        html! { a href={ "/office/units/" (one.unit) } { bdi { (loaded.page.unit) } } },
    )];
    if let (Some(person), Some(name)) = (&one.person, &loaded.person) {
        let link = html! { a href={ "/office/persons/" (person) } { bdi { (name) } } };
        rows.push(SummaryRow::new(speech.say("specialist-person"), link));
    }
    rows.push(SummaryRow::new(
        speech.say("specialist-languages"),
        html! { @if one.languages.is_empty() { "–" } @else { (languages(one)) } },
    ));
    rows.push(SummaryRow::new(
        speech.say("specialist-waivers"),
        html! { (speech.number(i64::try_from(loaded.page.n_waivers).unwrap_or(i64::MAX))) },
    ));
    Page::new(&caller.visit, one.name.as_str())
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions), Crumb::new(speech.say("roster-title"), "/specialists")])
        .lead(marking::tags(speech, &one.marking))
        .aside(summary_list(&rows))
        .draw(html! {
            @if loaded.may_change {
                div class="actions" { (link_button(&speech.say("specialist-change"), &format!("/specialists/{}/change", one.id), false)) }
            }
            (skills(speech, loaded))
            @if !one.away.is_empty() {
                section aria-labelledby="away" {
                    h2 id="away" { (speech.say("specialist-away")) }
                    ul class="plain" {
                        @for away in &one.away {
                            li {
                                (speech.date(away.since)) " – " (speech.date(away.until))
                                @if !away.why.is_empty() { ": " bdi { (away.why) } }
                                @if away.meets(loaded.today, loaded.today) { " " (tag(Tone::Warn, &speech.say("specialist-away-now"))) }
                            }
                        }
                    }
                }
            }
            section aria-labelledby="missions" {
                h2 id="missions" { (speech.say("nav-missions")) }
                @if loaded.page.missions.is_empty() { p class="quiet" { (speech.say("specialist-missions-none")) } }
                @else { (missions(speech, loaded)) }
            }
            @if !one.remark.is_empty() {
                section aria-labelledby="remark" {
                    h2 id="remark" { (speech.say("host-remark")) }
                    @for paragraph in one.remark.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
                }
            }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn skills(speech: Speech, loaded: &Loaded) -> Markup {
    html! {
        section aria-labelledby="skills" {
            h2 id="skills" { (speech.say("specialist-skills")) }
            @if loaded.page.specialist.skills.is_empty() { p class="quiet" { (speech.say("specialist-skills-none")) } }
            ul class="plain" {
                @for skill in &loaded.page.specialist.skills {
                    li {
                        bdi { (class_text(&skill.class)) }
                        @for (id, held) in loaded.evidence.iter().filter(|(id, _)| skill.evidence.contains(id)) {
                            div class="quiet" { a href={ "/records/" (id) } { bdi { (record::title(speech, held)) } } }
                        }
                    }
                }
            }
        }
    }
}

fn missions(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = ["mission-title", "mission-days", "mission-stage"];
    let mut table = Table::new(speech.say("nav-missions"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for mission in &loaded.page.missions {
        table = table.row(vec![
            html! { a href={ "/missions/" (mission.id) } { bdi { (mission.title) } } },
            html! { (speech.date(mission.since)) " – " (speech.date(mission.until)) },
            html! {
                (mission_stage(speech, mission.stage))
                @if mission.report_is_overdue(loaded.today) { " " (tag(Tone::Bad, &speech.say("mission-report-late"))) }
            },
        ]);
    }
    table.draw(speech)
}
