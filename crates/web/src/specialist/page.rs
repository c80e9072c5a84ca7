//! The page of a specialist: what they know and speak, when they are not free, where they were.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer, ProposedEvidence, SpecialistPage};
use maud::{Markup, html};
use model::{Date, Noun, Record, RecordId, Thing};

use super::{assignment_stage, languages, roster_crumbs};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, link_button, summary_list, tag,
    timeline,
};
use crate::country::country;
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::{Told, tell, timeline_of};
use crate::host::class_text;
use crate::mission::mission_stage;
use crate::record;
use crate::screening::parties_line;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::widening;

struct Loaded {
    page: SpecialistPage,
    person: Option<String>,
    evidence: Vec<(RecordId, Record)>,
    /// Records that they may have made; of those who keep the roster alone.
    proposed: Vec<ProposedEvidence>,
    history: Vec<Told>,
    may_change: bool,
    /// How they stand to the lists, where they are not ours.
    standing: Vec<desk::PartyStanding>,
    today: Date,
}

fn load(office: &Office, officer: &Officer, id: &str, today: Date) -> Result<Loaded, Failure> {
    let page = office.specialist_page(officer, id)?;
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
    let proposed = if may_change { office.proposed_evidence(&page.specialist)? } else { Vec::new() };
    let standing = super::standing(office, page.specialist.id)?;
    Ok(Loaded { page, person, evidence, proposed, history, may_change, standing, today })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, id: String, slips: &Slips, status: StatusCode) -> Result<Response, Response> {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, slips)))
}

/// Confirms that a record shows a skill, or says that somebody else of the same name made it.
pub async fn evidence(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let read = id.clone();
    let held = caller.read(move |office| office.specialist(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let record = RecordId::parse(typed.get("record")).unwrap_or_else(|| RecordId::from_bits(0));
    let skill = typed.get(&format!("skill-{record}")).parse().unwrap_or(usize::MAX);
    let is_theirs = typed.get("do") == "confirm";
    let seen = (held.id, typed.get("revision").parse().unwrap_or(held.revision));
    let done = caller.act(move |writer, turn, _| match is_theirs {
        true => desk::confirm_evidence(writer, turn, seen, skill, record),
        false => desk::refuse_evidence(writer, turn, seen.0, record),
    });
    match done.await {
        Ok(one) => Ok(see_other(&format!("/specialists/{}#skills", one.id))),
        Err(failure) => {
            let Some(said) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note("proposed", said);
            again(&caller, id, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

fn draw(caller: &Caller, loaded: &Loaded, slips: &Slips) -> Markup {
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
    if let (Some(host), Some(name)) = (one.host, &loaded.page.host) {
        let link = html! { a href={ "/hosts/" (host) } { bdi { (name) } } };
        rows.push(SummaryRow::new(speech.say("specialist-host"), link));
    }
    if !one.country.is_empty() {
        rows.push(SummaryRow::new(speech.say("host-country"), html! { (country(speech, &one.country)) }));
    }
    if !one.orcid.is_empty() {
        rows.push(SummaryRow::new(speech.say("specialist-orcid"), html! { (one.orcid) }));
    }
    rows.push(SummaryRow::new(
        speech.say("specialist-languages"),
        html! { @if one.languages.is_empty() { "–" } @else { (languages(speech, one)) } },
    ));
    rows.push(SummaryRow::new(
        speech.say("specialist-waivers"),
        html! { (speech.number(i64::try_from(loaded.page.n_waivers).unwrap_or(i64::MAX))) },
    ));
    Page::new(&caller.visit, one.name.as_str())
        .here(Section::Acquisition)
        .crumbs(roster_crumbs(speech))
        .slips(slips)
        .lead(html! {
            (tag(Tone::Plain, &speech.say(if one.is_foreign() { "specialist-foreign" } else { "specialist-own" }))) " "
            (widening::tags(speech, model::Noun::Specialist, one.id, &one.marking))
        })
        .aside(summary_list(&rows))
        .draw(html! {
            @if loaded.may_change {
                div class="actions" { (link_button(&speech.say("specialist-change"), &format!("/specialists/{}/change", one.id), false)) }
            }
            (skills(speech, loaded))
            (proposed(caller, loaded, slips))
            (interests(speech, loaded))
            @if !loaded.page.taken.is_empty() {
                section aria-labelledby="taken" {
                    h2 id="taken" { (speech.say("specialist-taken")) }
                    ul class="plain" { @for taken in &loaded.page.taken { li { (speech.date(taken.since)) " – " (speech.date(taken.until)) } } }
                }
            }
            @if !loaded.page.assignments.is_empty() {
                section aria-labelledby="assignments" {
                    h2 id="assignments" { (speech.say("assignments-title")) }
                    ul class="plain" {
                        @for one in &loaded.page.assignments {
                            li {
                                a href={ "/specialists/assignments/" (one.id) } { (speech.date(one.since)) " – " (speech.date(one.until)) }
                                " " (assignment_stage(speech, one.stage))
                            }
                        }
                    }
                }
            }
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
            (parties_line(speech, &loaded.standing))
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

/// Records that they may have made, each with the skill that it shows.
fn proposed(caller: &Caller, loaded: &Loaded, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let one = &loaded.page.specialist;
    if loaded.proposed.is_empty() {
        return html! {};
    }
    let skills = || {
        one.skills.iter().zip(0..).map(|(skill, at): (_, usize)| Choice::new(at.to_string(), class_text(&skill.class)))
    };
    html! {
        section aria-labelledby="proposed" {
            h2 id="proposed" { (speech.say("evidence-proposed")) }
            p class="quiet" { (speech.say("evidence-proposed-hint")) }
            @if let Some(said) = slips.of("proposed") { p class="slip" { (said) } }
            ul class="plain" {
                @for found in &loaded.proposed {
                    li {
                        a href={ "/records/" (found.record.id) } { bdi { (record::title(speech, &found.record.record)) } } " "
                        span class="quiet" { bdi { (found.named) } } " "
                        @if found.by_orcid { (tag(Tone::Good, "ORCID")) }
                        (Form::new(visit, &format!("/specialists/{}/evidence", one.id)).around(html! {
                            input type="hidden" name="record" value=(found.record.id);
                            input type="hidden" name="revision" value=(one.revision);
                            @if !one.skills.is_empty() {
                                // Named after the record, for there are several such forms.
                                (Field::select(format!("skill-{}", found.record.id), speech.say("evidence-shows"), skills().collect()).draw(speech))
                            }
                            div class="actions" {
                                @if !one.skills.is_empty() { (Button::plain(&speech.say("evidence-confirm")).sends("do", "confirm")) }
                                (Button::quiet(&speech.say("evidence-refuse")).sends("do", "refuse"))
                            }
                        }))
                    }
                }
            }
        }
    }
}

/// What ties them to organisations.
fn interests(speech: Speech, loaded: &Loaded) -> Markup {
    let one = &loaded.page.specialist;
    let name = |host: Option<model::HostId>| {
        loaded.page.ties.iter().find(|(id, _)| Some(*id) == host).map(|(id, name)| (*id, name.as_str()))
    };
    html! {
        @if !one.interests.is_empty() {
            section aria-labelledby="interests" {
                h2 id="interests" { (speech.say("specialist-interests")) }
                ul class="plain" {
                    @for tie in &one.interests {
                        li {
                            (speech.say(&format!("interest-{}", tie.kind.word()))) ": "
                            @if let Some((id, name)) = name(tie.host) { a href={ "/hosts/" (id) } { bdi { (name) } } " " }
                            bdi { (tie.words) }
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
