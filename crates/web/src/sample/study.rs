//! The page of a study: its protocol and the rights by which it was opened, what was measured against what is wanted, the teardown, and
//! what comes of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{ComparedResult, Failure, Office, Officer, SamplePage};
use maud::{Markup, html};
use model::{Attachment, ComparisonKind, Date, DimensionName, Measure, Refusal, Study};

use super::{crumbs_to, named, or_none, outcome, said, study_state, teardown};
use crate::caller::Caller;
use crate::component::{
    Column, Page, Section, Slips, SummaryRow, Table, Tone, banner, disclosure, link_button, slip_summary, summary_list,
    tag,
};
use crate::failed::{Answer, failed, page as answered};
use crate::history::{Who, people, who_did};
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

/// What the page shows.
pub(super) struct Shown {
    pub page: SamplePage,
    pub study: Study,
    pub files: Vec<Attachment>,
    /// Whether the reader acts for the post that makes the study.
    pub makes: bool,
    /// Whether the reader acts for the post that decides what comes of it.
    pub decides: bool,
    /// Those who did something with the sample, by how the ledger writes them.
    people: BTreeMap<String, Who>,
    results: Vec<ComparedResult>,
}

fn load(office: &Office, officer: &Officer, name: &str, number: u32) -> Result<Shown, Failure> {
    let (page, study) = office.study_page(name, number)?;
    let files = study.record.map(|record| office.attachments(record)).transpose()?.unwrap_or_default();
    Ok(Shown {
        results: office.compared_results(&page, &study),
        makes: officer.acts_for(&study.post),
        people: people(office, named(&page))?,
        decides: officer.acts_for(&page.line.sample.post),
        files: files.into_iter().filter(Attachment::is_kept).collect(),
        page,
        study,
    })
}

pub async fn show(caller: Caller, Path((name, number)): Path<(String, u32)>) -> Answer {
    again(&caller, name, number, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

pub(super) async fn again(
    caller: &Caller,
    name: String,
    number: u32,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let shown = caller.read(move |office| load(office, &officer, &name, number)).await;
    let shown = shown.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(answered(status, draw(caller, &shown, typed, slips)))
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let (page, study) = (&shown.page, &shown.study);
    let sample = &page.line.sample;
    let address = format!("/samples/{}/studies/{}", sample.id, study.number);
    let number = [("number", i64::from(study.number).into())];
    let title = match study.findings() {
        Some(findings) => findings.title.clone(),
        None => speech.with("study-number", &number),
    };
    let write = if study.versions.is_empty() { "study-report" } else { "study-correct" };
    Page::new(&caller.visit, title)
        .here(Section::Acquisition)
        .crumbs(crumbs_to(speech, sample))
        .slips(slips)
        .lead(html! {
            (speech.with("study-number", &number)) " " (study_state(speech, study.state)) " " (marking::tags(speech, &sample.marking))
        })
        .aside(aside(speech, shown))
        .draw(html! {
            (slip_summary(speech, slips))
            @if let Some(record) = study.record {
                (banner(Tone::Good, &speech.say("study-is-record"), html! { p { a href={ "/records/" (record) } { (speech.say("stand-record")) } } }))
            }
            @if !study.reason.is_empty() {
                (banner(Tone::Warn, &speech.say("study-state-stopped"), html! { p { bdi { (study.reason) } } }))
            }
            @if shown.makes && study.is_under_way() {
                div class="actions" { (link_button(&speech.say(write), &format!("{address}/findings"), true)) }
            }
            (decided(speech, shown))
            (outcome::forms(caller, shown, typed, slips))
            (said("question", &speech.say("study-question"), &study.protocol.question))
            (said("method", &speech.say("study-method"), &study.protocol.method))
            (said("instrument", &speech.say("study-instrument"), &study.protocol.instrument))
            (acts(speech, shown))
            (planned(speech, shown))
            (findings(speech, shown))
            (teardown::section(caller, shown, typed, slips))
        })
}

fn aside(speech: Speech, shown: &Shown) -> Markup {
    let (page, study) = (&shown.page, &shown.study);
    let sample = &page.line.sample;
    let mut rows = vec![
        SummaryRow::new(
            speech.say("sample-name"),
            html! { a href={ "/samples/" (sample.id) } { bdi { (sample.name) } } },
        ),
        SummaryRow::new(speech.say("study-post"), html! { bdi { (page.post(&study.post)) } }),
        SummaryRow::new(
            speech.say("study-opened"),
            html! { (speech.date(study.day)) ", " (who_did(speech, &shown.people, &study.opened_by)) },
        ),
        SummaryRow::new(speech.say("study-due"), html! { (speech.date(study.protocol.due)) }),
    ];
    if let Some(agreement) = &page.agreement {
        rows.push(SummaryRow::new(
            speech.say("sample-agreement"),
            html! { a href={ "/agreements/" (agreement.id) } { bdi { (agreement.title) } } },
        ));
    }
    summary_list(&rows)
}

fn decided(speech: Speech, shown: &Shown) -> Markup {
    let Some(one) = &shown.study.outcome else { return html! {} };
    html! {
        section aria-labelledby="outcome" {
            h2 id="outcome" { (speech.say("study-outcome")) }
            p { (super::outcome(speech, one.kind)) @if !one.value.is_empty() { " " bdi { (one.value) } } }
            p { bdi { (one.reason) } }
            @if let Some(day) = one.look_again { p { (speech.say("outcome-look-again")) ": " (speech.date(day)) } }
            p class="quiet" { (who_did(speech, &shown.people, &one.by)) }
        }
    }
}

/// What is done to the sample, with what the terms said of it when the study was opened.
fn acts(speech: Speech, shown: &Shown) -> Markup {
    let columns = ["study-act", "study-ruling", "study-consent"];
    let mut table = Table::new(speech.say("study-acts"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for one in &shown.study.acts {
        table = table.row(vec![
            html! { (speech.say(&format!("study-act-{}", one.act.word()))) },
            html! {
                (speech.say(&format!("act-ruling-{}", one.ruling.word())))
                @if let Some(clause) = one.clause { ", " (speech.with("study-clause", &[("number", i64::from(clause).into())])) }
            },
            or_none(&one.consent),
        ]);
    }
    html! { section aria-labelledby="acts" { h2 id="acts" { (speech.say("study-acts")) } (table.draw(speech)) } }
}

/// What a unit measures, where that has a name.
fn measured(speech: Speech, measure: &str) -> Option<String> {
    let name = Measure::parse(measure).ok()?.dimension.name()?;
    (name != DimensionName::Number).then(|| speech.say(&format!("dimension-{}", name.word())))
}

fn planned(speech: Speech, shown: &Shown) -> Markup {
    let planned = &shown.study.protocol.planned;
    if planned.is_empty() || !shown.study.versions.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="planned" {
            h2 id="planned" { (speech.say("study-planned")) }
            ul {
                @for one in planned {
                    li {
                        bdi { (one.name) }
                        @if !one.measure.is_empty() { ", " bdi { (one.measure) } }
                        @if let Some(measured) = measured(speech, &one.measure) { " " span class="quiet" { "(" (measured) ")" } }
                    }
                }
            }
        }
    }
}

fn comparison(speech: Speech, one: &ComparedResult) -> Markup {
    let Some(found) = &one.comparison else { return html! { "–" } };
    let tone = match found.kind {
        ComparisonKind::Met | ComparisonKind::Better => Tone::Good,
        ComparisonKind::Worse => Tone::Warn,
        ComparisonKind::Incomparable => Tone::Plain,
    };
    html! {
        (tag(tone, &speech.say(&format!("comparison-{}", found.kind.word()))))
        @if let Some(why) = &found.why { br; span class="quiet" { (speech.refusal(&Refusal::Said(why.clone()))) } }
    }
}

fn findings(speech: Speech, shown: &Shown) -> Markup {
    let Some(findings) = shown.study.findings() else { return html! {} };
    let columns = ["study-parameter", "study-measured", "study-wanted", "study-comparison"];
    let mut table = Table::new(speech.say("study-results"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for one in &shown.results {
        let result = &one.result;
        table = table.row(vec![
            html! { bdi { (result.name) } @if !result.remark.is_empty() { br; span class="quiet" { bdi { (result.remark) } } } },
            html! {
                bdi { (result.value) " " (result.measure) }
                @if let Some(found) = one.comparison.as_ref().filter(|found| !found.measured.is_empty()) {
                    br; span class="quiet" { "= " bdi { (found.measured) } }
                }
            },
            html! {
                @match &one.wanted {
                    Some((parameter, title)) => {
                        bdi { (parameter.wanted.as_deref().unwrap_or("–")) " " (parameter.measure) }
                        br; span class="quiet" { bdi { (title) } }
                    }
                    None => "–",
                }
            },
            comparison(speech, one),
        ]);
    }
    html! {
        (said("findings", &speech.say("study-findings"), &findings.text))
        @if !shown.results.is_empty() {
            section aria-labelledby="results" { h2 id="results" { (speech.say("study-results")) } (table.draw(speech)) }
        }
        @if shown.study.versions.len() > 1 {
            @for version in shown.study.versions.iter().rev().skip(1) {
                (disclosure(&speech.with("study-version", &[("number", i64::from(version.number).into())]), false, html! {
                    p class="quiet" { (speech.date(Date::of_number(version.at.div_euclid(86_400_000_000)))) ", " (who_did(speech, &shown.people, &version.by)) }
                    p { strong { bdi { (version.findings.title) } } }
                    @for line in version.findings.text.lines() { p { bdi { (line) } } }
                    ul { @for one in &version.findings.results { li { bdi { (one.name) ": " (one.value) " " (one.measure) } } } }
                }))
            }
        }
    }
}
