//! Records given out in forms that other programs read.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk::GivenOut;
use formats::Form;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Found;
use super::entry::{Api, Outcome, Way};
use super::read;
use super::word::Word;
use crate::caller::Caller;
use crate::route::Policy;

/// Records as a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExportView {
    /// A name for the file.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// The file, in base 64.
    pub base64: String,
    /// Records in it.
    pub n_given: u64,
    /// Records that may not be copied and were left out.
    pub n_withheld: u64,
    /// Records that the search found in all.
    pub n_found: u64,
}

impl ExportView {
    pub fn of(form: Form, given: &GivenOut) -> ExportView {
        ExportView {
            name: given.name.clone(),
            media_type: form.media_type().to_owned(),
            base64: STANDARD.encode(&given.bytes),
            n_given: given.n_given as u64,
            n_withheld: given.n_withheld as u64,
            n_found: given.n_found,
        }
    }
}

/// Which records are given out, and how.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportQuery {
    /// A query in the language of the profiles; left out, the newest records are given out.
    #[serde(default)]
    q: String,
    /// The form; left out, our own JSON, a record a line.
    form: Option<Word<Form>>,
}

async fn found(caller: Caller, _: Way, query: ExportQuery) -> Outcome<ExportView> {
    let form = query.form.map_or(Form::JsonLines, |word| word.0);
    let given = read(&caller, move |office| office.export(&query.q, form)).await?;
    Ok(Found::one(ExportView::of(form, &given)))
}

/// In which form a record is given out.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormQuery {
    /// The form; left out, our own JSON.
    form: Option<Word<Form>>,
}

async fn one(caller: Caller, way: Way, query: FormQuery) -> Outcome<ExportView> {
    let (id, form) = (way.get("record").to_owned(), query.form.map_or(Form::JsonLines, |word| word.0));
    let given = read(&caller, move |office| office.export_record(&id, form)).await?;
    Ok(Found::one(ExportView::of(form, &given)))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/records/export", open, "export_records", "What a search finds, as a file", found).read(
        "/api/v1/records/{record}/export",
        open,
        "export_record",
        "One record, as a file",
        one,
    )
}
