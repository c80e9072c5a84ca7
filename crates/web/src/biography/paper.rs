//! A biography on paper: the same drawing as vectors, and the same table.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use desk::Failure;
use model::{LifeEvent, Marking};
use press::{Paper, PaperPart};

use super::drawing::{Lie, drawn};
use super::{Told, gap_said, happened, left_out, note, noun, stage, tell};
use crate::caller::Caller;
use crate::failed::{Answer, failed};
use crate::speech::Speech;

pub async fn pdf(caller: Caller, Path(lived): Path<String>) -> Answer {
    let bytes = printed(&caller, lived).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let headers = [
        (CONTENT_TYPE, "application/pdf"),
        (CONTENT_DISPOSITION, "attachment; filename=\"biography.pdf\""),
        // What it says is for who sees the thread.
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes).into_response())
}

/// The biography of a thing as a tagged PDF, in the language of the caller.
///
/// # Errors
/// Refused where the thing is none, is not seen, or stands on no thread; when it cannot be printed.
pub(crate) async fn printed(caller: &Caller, lived: String) -> Result<Vec<u8>, Failure> {
    let (today, speech) = (caller.app.today(), caller.visit.speech);
    let paper = caller.read(move |office| Ok(paper(speech, &tell(office, &lived, today)?))).await?;
    caller.app.reach_out(move |office| office.print_paper(&paper)).await
}

fn paper(speech: Speech, told: &Told) -> Paper {
    let biography = &told.biography;
    let start = &biography.start;
    let gaps: Vec<String> = biography.gaps.iter().map(|gap| gap_said(speech, told, gap)).collect();
    let gaps = if gaps.is_empty() { vec![speech.say("biography-gaps-none")] } else { gaps };
    let part =
        |heading: &str, text: Vec<String>| PaperPart { heading: speech.say(heading), text, ..PaperPart::default() };
    let parts = [part("biography-gaps", gaps), table(speech, told), part("biography-left-out", left_out(speech, told))];
    Paper {
        language: speech.tongue().tag().to_owned(),
        office: speech.say("who-office"),
        title: speech.with("biography-title", &[("thing", told.name(start).into())]),
        sort: noun(speech, start.noun),
        marking: (biography.marking != Marking::default()).then(|| biography.marking.to_string()),
        day: speech.date(told.today),
        drawing: (!biography.events.is_empty()).then(|| drawn(speech, told, Lie::Lying)),
        parts: parts.into_iter().filter(|part| !part.rows.is_empty() || !part.text.is_empty()).collect(),
    }
}

fn table(speech: Speech, told: &Told) -> PaperPart {
    let columns = [
        "biography-number",
        "biography-day",
        "biography-stage",
        "biography-by",
        "biography-what",
        "biography-documents",
    ];
    PaperPart {
        heading: speech.say("biography-events"),
        text: vec![speech.say("biography-axis")],
        columns: columns.map(|key| speech.say(key)).into(),
        rows: told.biography.events.iter().zip(1..).map(|(event, number)| row(speech, told, event, number)).collect(),
    }
}

fn row(speech: Speech, told: &Told, event: &LifeEvent, number: i64) -> Vec<String> {
    let what = format!("{} {} {}", happened(speech, event), noun(speech, event.thing.noun), told.name(&event.thing));
    let documents: Vec<&str> = event.documents.iter().map(|document| told.name(document)).collect();
    vec![
        speech.number(number),
        speech.date(event.on),
        stage(speech, event.stage),
        told.post(event).map_or_else(|| speech.say("who-office"), str::to_owned),
        note(speech, event).map_or_else(|| what.clone(), |note| format!("{what} ({note})")),
        documents.join("\n"),
    ]
}
