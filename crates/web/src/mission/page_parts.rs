//! The parts of the page of a mission.

use std::collections::BTreeSet;

use maud::{Markup, html};
use model::{Asker, Mission, MissionDirection, Noun, PostId, Question, QuestionState, VettingState};

use super::page::Shown;
use super::{held_look, question_state, vetting_state};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Field, Form, Slips, SummaryRow, Table, Tone, banner, disclosure, summary_list, tag,
};
use crate::record;
use crate::speech::Speech;
use crate::typed::Typed;

/// A text under a heading; nothing when it is empty.
pub fn said(id: &str, title: &str, text: &str) -> Markup {
    html! {
        @if !text.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (title) }
                @for paragraph in text.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
            }
        }
    }
}

pub fn aside(speech: Speech, shown: &Shown) -> Markup {
    let mission = &shown.page.mission;
    let mut rows = vec![
        SummaryRow::new(
            speech.say("mission-post"),
            html! { a href={ "/office/posts/" (mission.post) } { bdi { (post(shown, &mission.post)) } } },
        ),
        SummaryRow::new(
            speech.say("mission-unit"),
            html! { a href={ "/office/units/" (mission.unit) } { bdi { (shown.unit) } } },
        ),
        SummaryRow::new(
            speech.say("mission-direction"),
            html! { (speech.say(&format!("mission-direction-{}", mission.direction.word()))) },
        ),
        SummaryRow::new(
            speech.say("mission-hosts"),
            html! {
                @if shown.hosts.is_empty() { "–" }
                ul class="plain" { @for (id, name) in &shown.hosts { li { a href={ "/hosts/" (id) } { bdi { (name) } } } } }
            },
        ),
    ];
    if let Some(event) = &mission.event {
        rows.push(SummaryRow::new(
            speech.say("mission-event"),
            html! {
                @match event.id { Some(id) => a href={ "/events/" (id) } { bdi { (event.name) } }, None => bdi { (event.name) } }
                " " span class="quiet" { (speech.say(&format!("event-kind-{}", event.kind.word()))) }
                @if !event.place.is_empty() { br; bdi { (event.place) } }
                @if let Some(since) = event.since { br; (speech.date(since)) @if let Some(until) = event.until { " – " (speech.date(until)) } }
            },
        ));
    }
    if !mission.place.is_empty() {
        rows.push(SummaryRow::new(speech.say("mission-place"), html! { bdi { (mission.place) } }));
    }
    if let Some(budget) = mission.budget {
        rows.push(SummaryRow::new(speech.say("mission-budget"), html! { (budget) }));
    }
    if let Some(due) = mission.report_due {
        rows.push(SummaryRow::new(speech.say("mission-report-due"), html! { (speech.date(due)) }));
    }
    if let Some(report) = mission.report {
        let title = shown.records.get(&report).map(|record| record::title(speech, record));
        rows.push(SummaryRow::new(
            speech.say("mission-report"),
            html! { a href={ "/records/" (report) } { bdi { (title.unwrap_or_else(|| report.to_string())) } } },
        ));
    }
    rows.push(SummaryRow::new(
        speech.say("brief-title"),
        html! {
            a href={ "/missions/" (mission.id) "/brief" } {
                @match &shown.brief { Some(brief) => (speech.with("brief-version", &[("version", brief.version.to_string().into())])), None => (speech.say("brief-not-begun")) }
            }
            @if let Some(brief) = &shown.brief {
                " "
                @if shown.is_briefed { (tag(Tone::Good, &speech.say("brief-read"))) } @else { (super::brief::brief_stage(speech, brief.stage)) }
            }
        },
    ));
    rows.push(SummaryRow::new(
        speech.say("liaison-title"),
        html! { a href={ "/missions/" (mission.id) "/liaison" } { @match &shown.liaison { Some(post) => bdi { (post) }, None => (speech.say("liaison-not-yet")) } } },
    ));
    rows.push(SummaryRow::new(
        speech.say("mission-needs"),
        html! { ul class="plain" { @for need in &shown.page.needs { li { a href={ "/needs/" (need.id) } { bdi { (need.title) } } } } } },
    ));
    summary_list(&rows)
}

fn post<'s>(shown: &'s Shown, id: &'s PostId) -> &'s str {
    shown.posts.get(id).map_or(id.as_str(), String::as_str)
}

/// What it shall bring: each parameter now, wanted and expected.
pub fn benefits(speech: Speech, shown: &Shown) -> Markup {
    let mission = &shown.page.mission;
    if mission.benefits.is_empty() && mission.benefit.is_empty() {
        return html! {};
    }
    let columns = ["benefit-parameter", "benefit-need", "benefit-now", "benefit-wanted", "benefit-expected"];
    let mut table = Table::new(speech.say("mission-benefits"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for one in &mission.benefits {
        let need = shown.page.needs.iter().find(|need| need.id == one.need);
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
        table = table.row(vec![
            html! { bdi { (one.parameter) } @if !one.measure.is_empty() { " (" (one.measure) ")" } },
            html! { a href={ "/needs/" (one.need) } { bdi { (need.map_or(one.need.as_str(), |need| need.title.as_str())) } } },
            html! { (value(&one.now)) },
            html! { (value(&one.wanted)) },
            html! { strong { (one.expected) } },
        ]);
    }
    html! {
        section aria-labelledby="benefits" {
            h2 id="benefits" { (speech.say("mission-benefits")) }
            @if !mission.benefits.is_empty() { (table.draw(speech)) }
            @if !mission.benefit.is_empty() { p { bdi { (mission.benefit) } } }
        }
    }
}

/// Who asks a question, with a link to the need or request.
fn asker(speech: Speech, shown: &Shown, asker: &Asker) -> Markup {
    let title = shown.askers.get(&asker.thing).map_or(asker.thing.name.as_str(), String::as_str);
    let (place, key) = match asker.thing.noun {
        Noun::Need => ("needs", "question-of-need"),
        _ => ("requests", "question-of-request"),
    };
    html! {
        (speech.say(key)) " " a href={ "/" (place) "/" (asker.thing.name) } { bdi { (title) } }
        " · " a href={ "/office/posts/" (asker.post) } { bdi { (post(shown, &asker.post)) } }
    }
}

/// The questions, each with everybody who asks it and what is said of the records that are held.
pub fn questions(caller: &Caller, shown: &Shown, typed: &Typed) -> Markup {
    let speech = caller.visit.speech;
    let all = shown.page.questions.all();
    html! {
        @if all.is_empty() { p class="quiet" { (speech.say("mission-questions-none")) } }
        ol class="plain" {
            @for question in all {
                li id=(question.id) {
                    p class="title" { bdi { (question.text) } " " (question_state(speech, question.state)) }
                    p class="quiet" {
                        (speech.say("question-host")) " "
                        @match question.host.and_then(|host| shown.hosts.get(&host)) { Some(name) => bdi { (name) }, None => (speech.say("question-any-host")) }
                    }
                    ul class="plain" { @for one in &question.askers { li class="quiet" { (asker(speech, shown, one)) } } }
                    (lookup(speech, shown, question))
                    (learned(speech, shown, question))
                    @if shown.page.mission.stage != model::MissionStage::Draft && shown.nomination.without_skill.contains(&question.id) && !shown.page.mission.members.is_empty() {
                        (tag(Tone::Warn, &speech.say("question-without-skill")))
                    }
                    @if question.state == QuestionState::Open { (held(speech, shown, question)) }
                    (held_look::kept(speech, shown, question))
                    @if shown.rights.review && question.state == QuestionState::Open { (lookup_form(caller, shown, question, typed)) }
                    @if shown.rights.ask { (edit_forms(caller, shown, question)) }
                }
            }
        }
    }
}

/// What was learned of a question, and the records that it became.
fn learned(speech: Speech, shown: &Shown, question: &Question) -> Markup {
    let answer = shown.answers.get(&question.id).filter(|answer| answer.state != question.state);
    html! {
        @if let Some(answer) = answer { p { (speech.say("question-so-far")) " " (question_state(speech, answer.state)) } }
        @for line in shown.report.records.iter().filter(|line| line.question == question.id) {
            @if let Some(held) = shown.records.get(&line.record) {
                p { (speech.say("question-became")) " " a href={ "/records/" (line.record) } { bdi { (record::title(speech, held)) } } }
            }
        }
        @if let Some(end) = shown.report.ends.iter().find(|end| end.question == question.id) {
            p class="quiet" { (speech.say(&format!("ending-{}", end.ending.word()))) @if !end.reason.is_empty() { ": " bdi { (end.reason) } } }
        }
    }
}

fn lookup(speech: Speech, shown: &Shown, question: &Question) -> Markup {
    html! {
        @if let Some(lookup) = &question.lookup {
            p {
                @match lookup.record.and_then(|record| Some((record, shown.records.get(&record)?))) {
                    Some((id, held)) => { (speech.say("question-known-by")) " " a href={ "/records/" (id) } { bdi { (record::title(speech, held)) } } },
                    None => { (speech.say("question-still-asked")) " " bdi { (lookup.reason) } },
                }
            }
        }
    }
}

/// Records that may answer a question.
fn held(speech: Speech, shown: &Shown, question: &Question) -> Markup {
    let records = shown.held.iter().find(|held| held.question == question.id).map(|held| &held.records);
    html! {
        @if let Some(records) = records {
            @if records.is_empty() { p class="quiet" { (speech.say("question-held-none")) } }
            @else {
                p class="quiet" { (speech.say("question-held")) }
                ul class="plain" {
                    @for hit in records {
                        li {
                            a href={ "/records/" (hit.record.id) } { bdi { (record::title(speech, &hit.record.record)) } }
                            div class="quiet" { (record::details(speech, &hit.record.record)) }
                        }
                    }
                }
            }
        }
    }
}

/// Where the reviewer says whether a record answers it or why it is still asked.
fn lookup_form(caller: &Caller, shown: &Shown, question: &Question, typed: &Typed) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mission = &shown.page.mission;
    let name = |field: &str| format!("{field}-{}", question.id);
    let records = shown.held.iter().filter(|held| held.question == question.id).flat_map(|held| &held.records);
    let choices: Vec<Choice> =
        records.map(|hit| Choice::new(hit.record.id.to_string(), record::title(speech, &hit.record.record))).collect();
    let of = |field: &str| typed.get(&name(field)).to_owned();
    disclosure(
        &speech.say("question-look-up"),
        question.lookup.is_none() && typed.get("question") == question.id.to_string(),
        Form::new(visit, &format!("/missions/{}/lookup", mission.id)).around(html! {
            input type="hidden" name="question" value=(question.id);
            input type="hidden" name="revision" value=(mission.revision);
            @if !choices.is_empty() {
                (Field::radios(name("hit"), speech.say("question-known-hit"), choices).value(of("hit")).optional().draw(speech))
            }
            (Field::text(name("record"), speech.say("question-known-record")).hint(speech.say("question-known-record-hint")).value(of("record")).optional().draw(speech))
            div class="actions" { (Button::plain(&speech.say("question-known-do")).sends("do", "known")) }
            (Field::lines(name("reason"), speech.say("question-still-reason"), 2).value(of("reason")).optional().draw(speech))
            div class="actions" { (Button::plain(&speech.say("question-still-do")).sends("do", "asked")) }
        }),
    )
}

/// What the post may do with a question while the mission is a draft.
fn edit_forms(caller: &Caller, shown: &Shown, question: &Question) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mission = &shown.page.mission;
    let action = format!("/missions/{}/question", mission.id);
    let name = |field: &str| format!("{field}-{}", question.id);
    let hidden = html! {
        input type="hidden" name="question" value=(question.id);
        input type="hidden" name="revision" value=(mission.revision);
    };
    let any = std::iter::once(Choice::new("", speech.say("question-any-host")));
    let hosts = any.chain(shown.hosts.iter().map(|(id, host)| Choice::new(id.to_string(), host.clone())));
    let others: Vec<Choice> = shown
        .page
        .questions
        .all()
        .iter()
        .filter(|other| other.id != question.id)
        .map(|other| Choice::new(other.id.to_string(), other.text.clone()))
        .collect();
    let host = question.host.map_or_else(String::new, |host| host.to_string());
    disclosure(
        &speech.say("question-edit"),
        false,
        html! {
            (Form::new(visit, &action).around(html! {
                (hidden)
                (Field::text(name("text"), speech.say("question-text")).value(question.text.clone()).draw(speech))
                (Field::select(name("host"), speech.say("question-host"), hosts.collect()).value(host).draw(speech))
                div class="actions" { (Button::plain(&speech.say("host-save")).sends("do", "reword")) }
            }))
            @if !others.is_empty() {
                (Form::new(visit, &action).around(html! {
                    (hidden)
                    (Field::select(name("other"), speech.say("question-join"), others).draw(speech))
                    div class="actions" { (Button::plain(&speech.say("question-join-do")).sends("do", "join")) }
                }))
            }
            @if question.askers.len() > 1 {
                @for (at, asker) in question.askers.iter().enumerate() {
                    (Form::new(visit, &action).inline().around(html! {
                        (hidden)
                        input type="hidden" name="asker" value=(at);
                        bdi { (asker.text) } " "
                        (Button::quiet(&speech.say("question-split")).sends("do", "split").about(&format!("{}: {}", speech.say("question-split"), asker.text)))
                    }))
                }
            }
            (Form::new(visit, &action).inline().around(html! {
                (hidden)
                (Button::quiet(&speech.say("question-lift")).sends("do", "lift"))
                (Button::quiet(&speech.say("question-leave-out")).sends("do", "leave-out"))
            }))
        },
    )
}

/// What those are called who go, or who receive guests.
fn who_goes(mission: &Mission) -> &'static str {
    match mission.direction {
        MissionDirection::Out => "mission-members",
        MissionDirection::In => "mission-receivers",
    }
}

/// Who goes, and what that leaves open.
pub fn members(caller: &Caller, shown: &Shown, typed: &Typed) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let (mission, nomination) = (&shown.page.mission, &shown.nomination);
    if mission.members.is_empty() {
        return html! {};
    }
    let columns = ["specialist-name", "member-part", "member-knows", "member-interprets", "member-kept"];
    let mut table = Table::new(speech.say("mission-members"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for fit in &nomination.roster {
        let Some(member) = &fit.member else { continue };
        table = table.row(vec![
            html! { a href={ "/specialists/" (fit.specialist.id) } { bdi { (fit.specialist.name) } } },
            html! { @if member.part.is_empty() { "–" } @else { bdi { (member.part) } } },
            html! { (speech.with("member-questions", &[("count", fit.questions.len().into())])) },
            html! { @if fit.interprets.is_empty() { "–" } @else { (speech.languages(&fit.interprets)) } },
            super::members::kept(speech, fit),
        ]);
    }
    let late = nomination
        .roster
        .iter()
        .filter(|fit| !fit.overdue.is_empty() && fit.member.as_ref().is_some_and(|member| member.waiver.is_none()));
    html! {
        section aria-labelledby="members" {
            h2 id="members" { (speech.say(who_goes(mission))) }
            (table.draw(speech))
            @if !nomination.without_skill.is_empty() {
                (banner(Tone::Warn, &speech.with("mission-without-skill", &[("count", nomination.without_skill.len().into())]), html! {}))
            }
            @if !nomination.without_interpreter.is_empty() {
                (banner(Tone::Warn, &speech.with("mission-without-interpreter", &[("languages", speech.languages(&nomination.without_interpreter).into())]), html! {}))
            }
            @if shown.may_waive && mission.stage != model::MissionStage::Vetting {
                @for fit in late {
                    @let field = format!("reason-{}", fit.specialist.id);
                    (disclosure(&speech.with("mission-waive", &[("name", fit.specialist.name.as_str().into())]), false,
                        Form::new(visit, &format!("/missions/{}/waiver", mission.id)).around(html! {
                            input type="hidden" name="specialist" value=(fit.specialist.id);
                            input type="hidden" name="revision" value=(mission.revision);
                            (Field::lines(field.clone(), speech.say("mission-waive-reason"), 2).value(typed.get(&field)).draw(speech))
                            div class="actions" { (Button::plain(&speech.say("mission-waive-do"))) }
                        })))
                }
            }
        }
    }
}

/// The decisions of the present round, and the form of those that the reader may make.
pub fn vetting(caller: &Caller, shown: &Shown, typed: &Typed) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let (mission, steps) = (&shown.page.mission, shown.page.vetting.steps());
    if steps.is_empty() {
        return html! {};
    }
    let columns = ["vetting-kind", "vetting-post", "vetting-note", "vetting-state"];
    let mut table = Table::new(speech.say("vetting-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for step in steps {
        table = table.row(vec![
            html! { (speech.say(&format!("vetting-kind-{}", step.kind.word()))) " " (step.place) },
            html! { a href={ "/office/posts/" (step.post) } { bdi { (post(shown, &step.post)) } } },
            html! { @if step.note.is_empty() { "–" } @else { bdi { (step.note) } } },
            html! { (vetting_state(speech, step.state)) @if !step.reason.is_empty() { " " bdi { (step.reason) } } },
        ]);
    }
    html! {
        section aria-labelledby="vetting" {
            h2 id="vetting" { (speech.say("vetting-title")) }
            (table.draw(speech))
            @for step in steps.iter().filter(|step| step.state == VettingState::Open && shown.may_vet.contains(&step.rule)) {
                @let field = format!("reason-{}", step.rule);
                (Form::new(visit, &format!("/missions/{}/vetting", mission.id)).around(html! {
                    h3 { (speech.with("vetting-decide", &[("post", post(shown, &step.post).into())])) }
                    input type="hidden" name="rule" value=(step.rule);
                    input type="hidden" name="revision" value=(mission.revision);
                    p class="hint" { (speech.say("held-now-hint")) }
                    (Field::lines(field.clone(), speech.say("vetting-reason"), 2).hint(speech.say("vetting-reason-hint")).value(typed.get(&field)).optional().draw(speech))
                    div class="actions" {
                        (Button::plain(&speech.say("vetting-yes")).sends("answer", "yes"))
                        (Button::grave(&speech.say("vetting-no")).sends("answer", "no"))
                    }
                }))
            }
        }
    }
}

/// Who gets the report: who asks, and whom the plan names.
pub fn recipients(speech: Speech, shown: &Shown) -> Markup {
    let askers: BTreeSet<&PostId> = shown.page.questions.askers().map(|asker| &asker.post).collect();
    if askers.is_empty() && shown.recipients.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="recipients" {
            h2 id="recipients" { (speech.say("mission-recipients")) }
            ul class="plain" {
                @for id in askers { li { a href={ "/office/posts/" (id) } { bdi { (post(shown, id)) } } " " span class="quiet" { (speech.say("mission-recipient-asks")) } } }
                @for (thing, name) in &shown.recipients {
                    @let place = if thing.noun == Noun::Post { "posts" } else { "units" };
                    li { a href={ "/office/" (place) "/" (thing.name) } { bdi { (name) } } }
                }
            }
        }
    }
}

/// The steps that the reader may take now.
pub fn steps(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let (mission, rights) = (&shown.page.mission, &shown.rights);
    let action = format!("/missions/{}/step", mission.id);
    let hidden = html! { input type="hidden" name="revision" value=(mission.revision); };
    // A step that needs no words is a button, the one the page is there for first.
    let plain = [
        (rights.propose, "propose"),
        (rights.review, "accept"),
        (rights.lay_before, "lay-before"),
        (rights.depart, "depart"),
        (rights.close, "close"),
        (rights.take_back, "take-back"),
    ];
    let worded = [(rights.review, "ask-back"), (rights.decline, "decline"), (rights.cancel, "cancel")];
    let first = plain.iter().find(|(may, _)| *may).map(|(_, step)| *step);
    html! {
        @if plain.iter().chain(&worded).any(|(may, _)| *may) || !slips.is_empty() {
            section aria-labelledby="now" {
                h2 id="now" { (speech.say("mission-now")) }
                @if rights.review || rights.lay_before { p class="hint" { (speech.say("held-now-hint")) } }
                (Form::new(visit, &action).slips(slips).inline().around(html! {
                    (hidden)
                    span id="step" tabindex="-1" {}
                    @for (_, step) in plain.iter().filter(|(may, _)| *may) {
                        @let arrives = *step == "depart" && mission.direction == MissionDirection::In;
                        @let text = if arrives { speech.say("mission-guests-came") } else { speech.say(&format!("mission-step-{step}")) };
                        @if first == Some(*step) { (Button::primary(&text).sends("step", step)) } @else { (Button::plain(&text).sends("step", step)) }
                    }
                }))
                @for (_, step) in worded.iter().filter(|(may, _)| *may) {
                    @let field = format!("reason-{step}");
                    @let text = speech.say(&format!("mission-step-{step}"));
                    (disclosure(&text, typed.get("step") == *step, Form::new(visit, &action).around(html! {
                        (hidden)
                        (Field::lines(field.clone(), speech.say(&format!("mission-reason-{step}")), 3).value(typed.get(&field)).draw(speech))
                        div class="actions" { (Button::plain(&text).sends("step", step)) }
                    })))
                }
            }
        }
    }
}
