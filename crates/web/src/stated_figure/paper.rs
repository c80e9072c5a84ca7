//! The figures of a programme on paper.

use axum::extract::RawQuery;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use desk::Failure;
use model::{Marking, StatedFigure};
use press::{Paper, PaperPart};

use super::list::{Loaded, load, source};
use super::{Programme, of_stage, part, picture, said, stage_name};
use crate::caller::Caller;
use crate::component::plot::WIDE;
use crate::failed::{Answer, failed};
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn pdf(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let programme = typed.some("programme").map(str::to_owned);
    let bytes = printed(&caller, programme).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let headers = [
        (CONTENT_TYPE, "application/pdf"),
        (CONTENT_DISPOSITION, "attachment; filename=\"stated.pdf\""),
        // What it shows is what its reader may see.
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes).into_response())
}

/// A programme as a tagged PDF, in the language of the caller.
///
/// # Errors
/// When the store fails, or it cannot be printed.
pub(crate) async fn printed(caller: &Caller, programme: Option<String>) -> Result<Vec<u8>, Failure> {
    let (today, speech) = (caller.app.today(), caller.visit.speech);
    let loaded = caller.read(move |office| load(office, programme.as_deref())).await?;
    let marking = loaded.figures.iter().fold(Marking::default(), |whole, one| whole.join(&one.marking));
    let paper = Paper {
        marking: (marking != Marking::default()).then(|| marking.to_string()),
        day: speech.date(today),
        ..paper(speech, &loaded)
    };
    caller.app.reach_out(move |office| office.print_paper(&paper)).await
}

fn columns(speech: Speech, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| speech.say(key)).collect()
}

fn paper(speech: Speech, loaded: &Loaded) -> Paper {
    let programme = Programme::of(&loaded.figures);
    let mut parts = vec![PaperPart {
        heading: loaded.programme.clone(),
        text: vec![speech.say("stated-lead")],
        ..PaperPart::default()
    }];
    if loaded.figures.iter().any(|one| one.invented) {
        parts[0].text.push(speech.say("figures-invented"));
    }
    if !programme.funnel.is_empty() {
        let row = |stage: &model::StatedStage<'_>| {
            let sources: Vec<String> = stage.figures.iter().map(|one| source(one)).collect();
            vec![
                stage_name(speech, stage.stage),
                of_stage(speech, stage),
                part(speech, stage),
                if sources.is_empty() { "–".to_owned() } else { sources.join("; ") },
            ]
        };
        parts.push(PaperPart {
            heading: speech.say("stated-funnel"),
            text: vec![speech.say("stated-funnel-lead")],
            columns: columns(speech, &["figure-stage", "stated-value", "stated-part", "stated-source"]),
            rows: programme.funnel.iter().map(row).collect(),
        });
    }
    for (heading, figures) in [("stated-shares", &programme.shares), ("stated-others", &programme.others)] {
        if figures.is_empty() {
            continue;
        }
        let row = |one: &&StatedFigure| {
            vec![
                one.parameter.clone(),
                said(speech, one),
                speech.say(&format!("stated-status-{}", one.status)),
                if one.period.is_empty() { "–".to_owned() } else { one.period.clone() },
                source(one),
            ]
        };
        let keys = ["stated-parameter", "stated-value", "stated-status", "stated-period", "stated-source"];
        parts.push(PaperPart {
            heading: speech.say(heading),
            text: Vec::new(),
            columns: columns(speech, &keys),
            rows: figures.iter().map(row).collect(),
        });
    }
    let has_number = programme.shares.iter().any(|one| one.value.is_some());
    let drawing = if !programme.funnel.is_empty() {
        Some(picture::funnel(speech, &programme.funnel, WIDE))
    } else {
        has_number.then(|| picture::shares(speech, &programme.shares, WIDE))
    };
    Paper {
        language: speech.tongue().tag().to_owned(),
        office: speech.say("who-office"),
        title: speech.say("figure-kind-stated"),
        sort: speech.say("figures-title"),
        marking: None,
        day: String::new(),
        drawing,
        parts,
    }
}
