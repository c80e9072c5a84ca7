//! Excerpts taken out of records.

use model::{AttachmentId, ExcerptGiven, Language};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Reply, Sent};
use super::entry::{Api, Done};
use super::host::marking_of;
use super::marking::MarkingView;
use super::{read, slip};
use crate::caller::Caller;
use crate::route::Policy;

/// A passage, word for word, with the place where it stands.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExcerptBody {
    /// The passage, word for word.
    passage: String,
    /// Where it stands: pages, section, table.
    place: String,
    /// What it is about, in one line; left out, it is called like the record.
    #[serde(default)]
    title: String,
    /// The file of the record in which it stands; left out, it stands in the record itself.
    file: Option<String>,
    /// In which language it is written: a tag or an English name.
    language: Option<String>,
    /// Who may see it; what record and file are marked with is added.
    marking: Option<MarkingView>,
}

/// What an excerpt became.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExcerptView {
    /// The record of its own. It is held against every need within the minute.
    pub record: String,
    /// The record that it was taken from.
    pub taken_from: String,
}

async fn take(caller: Caller, sent: Sent<ExcerptBody>) -> Done<ExcerptView> {
    let body = &sent.body;
    let language = body.language.as_deref().filter(|text| !text.trim().is_empty()).map(|text| {
        Language::parse(text).ok_or_else(|| slip(&caller, "#/language", caller.speech().say("source-language-unknown")))
    });
    let file = body.file.as_deref().map(|file| {
        AttachmentId::parse(file).ok_or_else(|| slip(&caller, "#/file", caller.speech().say("excerpt-file-unknown")))
    });
    let given = ExcerptGiven {
        title: body.title.clone(),
        passage: body.passage.clone(),
        place: body.place.clone(),
        file: file.transpose()?,
        language: language.transpose()?,
        marking: marking_of(&caller, body.marking.as_ref())?.unwrap_or_default(),
    };
    let (id, once) = (sent.way.get("record").to_owned(), caller.app.ids()());
    let record = read(&caller, move |office| Ok(office.record(&id)?.id)).await?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let excerpt = desk::take_excerpt(writer, turn, office, (record, once), given)?;
        let view = ExcerptView { record: excerpt.to_string(), taken_from: record.to_string() };
        Ok(Reply::of(view).at(format!("/api/v1/records/{excerpt}")))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    api.create(
        "/api/v1/records/{record}/excerpts",
        Policy::Document,
        "take_excerpt",
        "Takes a passage out of a record or one of its files; it becomes a record that is marked at least as both",
        take,
    )
}
