//! The form that writes down what a study found, or corrects it. It works on a phone and without script.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer, SamplePage};
use maud::{Markup, html};
use model::{
    ATTACHMENT_BYTES_MAX, Findings, NeedId, STUDY_FINDINGS_CHARS_MAX, STUDY_LINE_CHARS_MAX, Study, StudyResult,
};

use super::crumbs_to;
use super::step::{seen, status_of};
use crate::attachment::SENT_BYTES_MAX;
use crate::caller::Caller;
use crate::component::{Button, Crumb, Field, Form, Page, Section, Slips};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::host::form::rows;
use crate::typed::Typed;
use crate::upload::UploadedFiles;

const COLUMNS: &[&str] = &["need", "name", "value", "measure", "remark"];

struct Loaded {
    page: SamplePage,
    study: Study,
    makes: bool,
}

fn load(office: &Office, officer: &Officer, name: &str, number: u32) -> Result<Loaded, Failure> {
    let (page, study) = office.study_page(name, number)?;
    Ok(Loaded { makes: officer.acts_for(&study.post), page, study })
}

pub async fn show(caller: Caller, Path((name, number)): Path<(String, u32)>) -> Answer {
    again(&caller, name, number, None, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    name: String,
    number: u32,
    typed: Option<Typed>,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| load(office, &officer, &name, number)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let typed = typed.unwrap_or_else(|| as_typed(&loaded));
    Ok(page(status, draw(caller, &loaded, &typed, slips)))
}

/// The form as it begins: what was written last, or a row for each parameter that was planned.
fn as_typed(loaded: &Loaded) -> Typed {
    let need = |need: &Option<NeedId>| need.as_ref().map(ToString::to_string).unwrap_or_default();
    let results: Vec<StudyResult> = match loaded.study.findings() {
        Some(findings) => findings.results.clone(),
        None => {
            let planned = loaded.study.protocol.planned.iter();
            planned
                .map(|one| StudyResult {
                    need: one.need.clone(),
                    name: one.name.clone(),
                    value: String::new(),
                    measure: one.measure.clone(),
                    remark: String::new(),
                })
                .collect()
        }
    };
    let rows: Vec<(String, String)> = (1..)
        .zip(&results)
        .flat_map(|(row, one)| {
            [
                (format!("results-{row}-need"), need(&one.need)),
                (format!("results-{row}-name"), one.name.clone()),
                (format!("results-{row}-value"), one.value.clone()),
                (format!("results-{row}-measure"), one.measure.clone()),
                (format!("results-{row}-remark"), one.remark.clone()),
            ]
        })
        .collect();
    let findings = loaded.study.findings();
    let plain = [
        ("title", findings.map(|findings| findings.title.clone()).unwrap_or_default()),
        ("text", findings.map(|findings| findings.text.clone()).unwrap_or_default()),
        ("revision", loaded.page.line.sample.revision.to_string()),
    ];
    Typed::of(plain.into_iter().chain(rows.iter().map(|(name, value)| (name.as_str(), value.clone()))))
}

fn findings(typed: &Typed) -> Findings {
    // A row of which only the name stands there was planned and not measured.
    let results = typed.rows("results", COLUMNS).into_iter().filter_map(|row| match row.as_slice() {
        [need, name, value, measure, remark] if !name.trim().is_empty() && !value.trim().is_empty() => {
            Some(StudyResult {
                need: NeedId::new(need.trim()).ok(),
                name: name.clone(),
                value: value.clone(),
                measure: measure.clone(),
                remark: remark.clone(),
            })
        }
        _ => None,
    });
    Findings {
        title: typed.get("title").to_owned(),
        text: typed.get("text").replace("\r\n", "\n"),
        results: results.collect(),
    }
}

/// Takes the findings with their files. The files lie on the shelf before the findings are kept, so both are there or neither.
pub async fn take(caller: Caller, Path((name, number)): Path<(String, u32)>, sent: UploadedFiles) -> Answer {
    let typed = Typed::sent(&sent.fields);
    let seen = seen(&caller, &name, &typed).await?;
    if typed.asks_for_rows() {
        return again(&caller, name, number, Some(typed), &Slips::new(), StatusCode::OK).await;
    }
    let findings = findings(&typed);
    let now = caller.app.now();
    let mut files = Vec::new();
    for file in sent.files {
        match caller.app.reach_out(move |office| desk::bring(office, &file.name, &file.bytes, now)).await {
            Ok(brought) => files.push(brought),
            Err(failure) => return refused(&caller, (name, number), typed, "file", failure).await,
        }
    }
    let done =
        caller.act(move |writer, turn, _| desk::report_study(writer, turn, seen, number, findings, &files)).await;
    match done {
        Ok(sample) => Ok(see_other(&format!("/samples/{}/studies/{number}", sample.id))),
        Err(failure) => refused(&caller, (name, number), typed, "title", failure).await,
    }
}

async fn refused(caller: &Caller, (name, number): (String, u32), typed: Typed, at: &str, failure: Failure) -> Answer {
    let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
    let mut slips = Slips::new();
    slips.note(at, sentence);
    again(caller, name, number, Some(typed), &slips, status_of(&failure)).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let (sample, study) = (&loaded.page.line.sample, &loaded.study);
    let address = format!("/samples/{}/studies/{}", sample.id, study.number);
    let mut crumbs = crumbs_to(speech, sample);
    let number = [("number", i64::from(study.number).into())];
    crumbs.push(Crumb::new(speech.with("study-number", &number), address.clone()));
    let title = if study.versions.is_empty() { "study-report" } else { "study-correct" };
    let frame = Page::new(visit, speech.say(title))
        .here(Section::Acquisition)
        .crumbs(crumbs)
        .slips(slips)
        .lead(html! { bdi { (sample.name) } });
    if !loaded.makes || !study.is_under_way() {
        return frame.draw(html! { p { (speech.say("study-not-maker")) } });
    }
    let columns = &[
        ("need", "study-of-need"),
        ("name", "study-parameter"),
        ("value", "study-value"),
        ("measure", "sample-measure"),
        ("remark", "study-remark"),
    ];
    let results = rows(speech, "results", "study-results", columns, typed.rows("results", COLUMNS));
    let mib = |bytes: usize| i64::try_from(bytes / (1024 * 1024)).unwrap_or(i64::MAX);
    let sizes = [("max", mib(ATTACHMENT_BYTES_MAX).into()), ("all", mib(SENT_BYTES_MAX).into())];
    let action = format!("{address}/findings");
    frame.draw(html! {
        (Form::new(visit, &action).with_files().slips(slips).guarded().around(html! {
            // After a conflict the page shows what stands there now, and what is sent next is written in view of it.
            input type="hidden" name="revision" value=(sample.revision);
            (Field::text("title", speech.say("study-title")).hint(speech.say("stand-title-hint")).value(typed.get("title")).length_max(STUDY_LINE_CHARS_MAX).slips(slips).draw(speech))
            (Field::lines("text", speech.say("study-findings"), 8).value(typed.get("text")).length_max(STUDY_FINDINGS_CHARS_MAX).slips(slips).draw(speech))
            p class="hint" { (speech.say("study-results-hint")) }
            (results.draw(speech, slips))
            (Field::file("file", speech.say("attachment-files")).hint(speech.with("attachment-files-hint", &sizes)).slips(slips).several().optional().draw(speech))
            p class="hint" { (speech.say("study-becomes")) }
            div class="actions" { (Button::primary(&speech.say("study-keep"))) }
        }))
    })
}
