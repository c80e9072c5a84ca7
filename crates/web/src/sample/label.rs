//! Labels to stick on samples: what it is, and its address as a QR code; one, or all of a list, on sheets of A4.

use axum::extract::{Path, RawQuery};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use desk::Failure;
use model::{Marking, Sample};
use press::{Label, LabelSheet, LabelSize};

use super::list;
use crate::caller::Caller;
use crate::component::qr_rows;
use crate::failed::{Answer, failed};
use crate::typed::Typed;

fn size(typed: &Typed) -> LabelSize {
    if typed.get("size") == "large" { LabelSize::Large } else { LabelSize::Small }
}

/// The label of a sample.
fn label(caller: &Caller, sample: &Sample) -> Option<Label> {
    let address = caller.app.address_of(&format!("/samples/{}", sample.id));
    let type_and_number = [sample.model.as_str(), sample.serial.as_str()];
    let lines = [
        sample.maker_name.clone(),
        type_and_number.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
        sample.id.to_string(),
    ];
    Some(Label {
        name: sample.name.clone(),
        lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
        marking: (sample.marking != Marking::default()).then(|| sample.marking.to_string()),
        modules: qr_rows(&address)?,
        address,
    })
}

/// Labels of samples as a tagged PDF, in the language of the reader.
///
/// # Errors
/// Refused for none and for too many; when it cannot be printed.
pub(crate) async fn labels_pdf(caller: &Caller, samples: &[Sample], size: LabelSize) -> Result<Vec<u8>, Failure> {
    let speech = caller.visit.speech;
    let labels = samples.iter().filter_map(|sample| label(caller, sample)).collect();
    let sheet =
        LabelSheet { language: speech.tongue().tag().to_owned(), title: speech.say("samples-title"), size, labels };
    caller.app.reach_out(move |office| office.print_labels(&sheet)).await
}

async fn printed(caller: &Caller, samples: &[Sample], size: LabelSize) -> Answer {
    let pdf = labels_pdf(caller, samples, size).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let headers =
        [(CONTENT_TYPE, "application/pdf"), (CONTENT_DISPOSITION, "attachment; filename=\"sample-labels.pdf\"")];
    Ok((headers, pdf).into_response())
}

pub async fn one(caller: Caller, Path(name): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let found: Result<_, Failure> = caller.read(move |office| office.sample(&name)).await;
    let line = found.map_err(|failure| failed(&caller.visit, &failure))?;
    printed(&caller, &[line.sample], size(&typed)).await
}

pub async fn all(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.clone().unwrap_or_default().as_bytes());
    let samples = list::listed(&caller, query).await?;
    printed(&caller, &samples, size(&typed)).await
}
