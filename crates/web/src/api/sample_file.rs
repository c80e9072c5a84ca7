//! Samples as files: the list for a spreadsheet, and labels to stick on the things.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk::SampleSearch;
use model::{Sample, SampleKind, SampleView};
use press::LabelSize;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, problem_of};
use super::entry::{Api, Outcome, Way};
use super::read;
use super::sample::SampleQuery;
use super::word::Word;
use crate::caller::Caller;
use crate::route::Policy;

/// Samples as a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SampleFileView {
    /// A name for the file.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// The file, in base 64.
    pub base64: String,
    /// Samples in it.
    pub n_samples: u64,
}

impl SampleFileView {
    fn of(name: &str, media_type: &str, file: &[u8], n_samples: usize) -> SampleFileView {
        SampleFileView {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            base64: STANDARD.encode(file),
            n_samples: n_samples as u64,
        }
    }
}

async fn export(caller: Caller, _: Way, query: SampleQuery) -> Outcome<SampleFileView> {
    let (today, search) = (caller.app.today(), query.search());
    let given = read(&caller, move |office| {
        let lines = office.samples(&search, today)?;
        Ok((desk::samples_file(&lines)?, lines.len()))
    });
    let (file, n_samples) = given.await?;
    Ok(Found::one(SampleFileView::of("samples.csv", "text/csv; charset=utf-8", &file, n_samples)))
}

/// Of which samples labels are printed, and how.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelsQuery {
    /// Words of a name, a maker, a type or a plan.
    #[serde(default)]
    q: String,
    /// Of this view; left out, those that are expected or here.
    view: Option<Word<SampleView>>,
    /// Of this kind.
    kind: Option<Word<SampleKind>>,
    /// Days after which one that rests is idle; left out, those of the office.
    idle_days: Option<u16>,
    /// Eight labels on a sheet; left out, 24.
    #[serde(default)]
    large: bool,
}

async fn labels(caller: Caller, _: Way, query: LabelsQuery) -> Outcome<SampleFileView> {
    let today = caller.app.today();
    let search = SampleSearch {
        words: query.q,
        view: query.view.map(|word| word.0),
        kind: query.kind.map(|word| word.0),
        idle_days: query.idle_days,
    };
    let lines = read(&caller, move |office| office.samples(&search, today)).await?;
    let samples: Vec<Sample> = lines.into_iter().map(|line| line.sample).collect();
    printed(&caller, &samples, query.large).await
}

/// How a label is printed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelQuery {
    /// Of 105 by 70 mm; left out, of 70 by 35 mm.
    #[serde(default)]
    large: bool,
}

async fn label(caller: Caller, way: Way, query: LabelQuery) -> Outcome<SampleFileView> {
    let id = way.get("sample").to_owned();
    let line = read(&caller, move |office| office.sample(&id)).await?;
    printed(&caller, &[line.sample], query.large).await
}

async fn printed(caller: &Caller, samples: &[Sample], large: bool) -> Outcome<SampleFileView> {
    let size = if large { LabelSize::Large } else { LabelSize::Small };
    let pdf = crate::sample::labels_pdf(caller, samples, size).await;
    let pdf = pdf.map_err(|failure| problem_of(caller, &Way::default(), &failure))?;
    Ok(Found::one(SampleFileView::of("sample-labels.pdf", "application/pdf", &pdf, samples.len())))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/samples/export", open, "export_samples", "Samples of a view, as a table in a file", export)
        .read("/api/v1/samples/labels", open, "print_sample_labels", "Labels of samples, as a PDF", labels)
        .read("/api/v1/samples/{sample}/label", open, "print_sample_label", "The label of a sample, as a PDF", label)
}
