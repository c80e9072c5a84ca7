//! How a record is shown: every field named.

use model::{Kind, Record, Text};
use schemars::JsonSchema;
use serde::Serialize;
use store::HeldRecord;

use super::need::SubjectView;
use super::word::{Moment, Word};

/// Words in a language.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TextView {
    /// The language, where the source states it.
    pub language: Option<String>,
    /// The words.
    pub text: String,
}

impl From<&Text> for TextView {
    fn from(text: &Text) -> TextView {
        TextView { language: text.language.as_ref().map(|one| one.tag().to_owned()), text: text.text.clone() }
    }
}

/// Somebody who made a work.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ContributorView {
    /// How they are called.
    pub name: String,
    /// What they did.
    pub role: String,
    /// Their ORCID.
    pub orcid: Option<String>,
}

/// What a work stands in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SourceView {
    /// Title of the journal, book, series or site.
    pub title: Option<String>,
    /// Volume as printed.
    pub volume: Option<String>,
    /// Issue as printed.
    pub issue: Option<String>,
    /// Pages as printed.
    pub pages: Option<String>,
    /// Publisher or issuing body.
    pub publisher: Option<String>,
}

/// A work of the world, or a finding of the office.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RecordView {
    /// Its name.
    pub id: String,
    /// What sort of thing it is.
    pub kind: Word<Kind>,
    /// Whether it still stands.
    pub status: String,
    /// Identifiers, as `scheme:value`.
    pub identifiers: Vec<String>,
    /// Titles, the title proper first.
    pub titles: Vec<TextView>,
    /// Abstracts.
    pub abstracts: Vec<TextView>,
    /// Who made it.
    pub contributors: Vec<ContributorView>,
    /// What it stands in.
    pub source: SourceView,
    /// When it was made public, as exactly as is known: `1961`, `1961-03`, `1961-03-12`.
    pub published: Option<String>,
    /// Language of the work.
    pub language: Option<String>,
    /// What it is about.
    pub subjects: Vec<SubjectView>,
    /// Where it can be had.
    pub locations: Vec<String>,
    /// Remarks of the source.
    pub notes: Vec<String>,
    /// When it was first kept.
    pub kept_at: Moment,
    /// When it was last changed.
    pub changed_at: Moment,
}

impl From<&HeldRecord> for RecordView {
    fn from(held: &HeldRecord) -> RecordView {
        let Record { source, .. } = &held.record;
        let record = &held.record;
        let contributor = |one: &model::Contributor| ContributorView {
            name: one.name.display(),
            role: one.role.word().to_owned(),
            orcid: one.orcid.clone(),
        };
        RecordView {
            id: held.id.to_string(),
            kind: Word(record.kind),
            status: record.status.word().to_owned(),
            identifiers: record.identifiers.iter().map(ToString::to_string).collect(),
            titles: record.titles.iter().map(TextView::from).collect(),
            abstracts: record.abstracts.iter().map(TextView::from).collect(),
            contributors: record.contributors.iter().map(contributor).collect(),
            source: SourceView {
                title: source.title.clone(),
                volume: source.volume.clone(),
                issue: source.issue.clone(),
                pages: source.pages.clone(),
                publisher: source.publisher.clone(),
            },
            published: record.published.map(|day| day.to_string()),
            language: record.language.as_ref().map(|language| language.tag().to_owned()),
            subjects: record.subjects.iter().map(SubjectView::from).collect(),
            locations: record.locations.iter().map(|location| location.url.clone()).collect(),
            notes: record.notes.clone(),
            kept_at: Moment(held.kept_at),
            changed_at: Moment(held.changed_at),
        }
    }
}
