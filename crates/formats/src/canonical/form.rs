//! The mirror of a record that serde writes and reads: borrowed on the way out, owned on the way
//! in, so that neither way copies a string twice.

use std::borrow::Cow;

use model::{Container, Identifier, Kind, Location, Origin, PartialDate, Record, Rights, Status};
use serde::{Deserialize, Serialize};

use super::parts::{
    ContributorForm, DoubtForm, IdentifierForm, RelationForm, Str, SubjectForm, TextForm, kept, language, lent, word,
};
use crate::doubt::{Doubt, quoted};

/// The members of the object, in the order in which they are written.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct RecordForm<'a> {
    v: Version,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) identifiers: Vec<IdentifierForm<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) titles: Vec<TextForm<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) abstracts: Vec<TextForm<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) contributors: Vec<ContributorForm<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<Str<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<SourceForm<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) published: Option<Str<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<Str<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) subjects: Vec<SubjectForm<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) rights: Vec<RightsForm<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<Str<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) relations: Vec<RelationForm<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) locations: Vec<LocationForm<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<Str<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<OriginForm<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) doubts: Vec<DoubtForm<'a>>,
}

/// The version as it is written; what is read is judged before.
#[derive(Serialize, Deserialize)]
struct Version(u64);

impl Default for Version {
    fn default() -> Version {
        Version(super::VERSION)
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct SourceForm<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Str<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<Str<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<Str<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<Str<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Str<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    identifiers: Vec<IdentifierForm<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RightsForm<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spdx: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    statement: Option<Str<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct LocationForm<'a> {
    url: Str<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media_type: Option<Str<'a>>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct OriginForm<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    source: Str<'a>,
    #[serde(skip_serializing_if = "str::is_empty")]
    format: Str<'a>,
    #[serde(skip_serializing_if = "is_zero")]
    entry: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}

impl<'a> RecordForm<'a> {
    /// The mirror of a record; strings are borrowed.
    pub(super) fn of(record: &'a Record) -> RecordForm<'a> {
        let source = &record.source;
        let origin = &record.origin;
        RecordForm {
            v: Version::default(),
            identifiers: record.identifiers.iter().map(IdentifierForm::of).collect(),
            titles: record.titles.iter().map(TextForm::of).collect(),
            abstracts: record.abstracts.iter().map(TextForm::of).collect(),
            contributors: record.contributors.iter().map(ContributorForm::of).collect(),
            kind: (record.kind != Kind::Other).then(|| record.kind.word().into()),
            source: (*source != Container::default()).then(|| SourceForm {
                title: lent(source.title.as_ref()),
                volume: lent(source.volume.as_ref()),
                issue: lent(source.issue.as_ref()),
                pages: lent(source.pages.as_ref()),
                publisher: lent(source.publisher.as_ref()),
                identifiers: source.identifiers.iter().map(IdentifierForm::of).collect(),
            }),
            published: record.published.map(|date| date.to_string().into()),
            language: record.language.as_ref().map(|language| language.tag().into()),
            subjects: record.subjects.iter().map(SubjectForm::of).collect(),
            rights: record.rights.iter().map(RightsForm::of).collect(),
            status: (record.status != Status::Current).then(|| record.status.word().into()),
            relations: record.relations.iter().map(RelationForm::of).collect(),
            locations: record
                .locations
                .iter()
                .map(|location| LocationForm {
                    url: location.url.as_str().into(),
                    media_type: lent(location.media_type.as_ref()),
                })
                .collect(),
            notes: record.notes.iter().map(|note| note.as_str().into()).collect(),
            origin: (*origin != Origin::default()).then(|| OriginForm {
                source: origin.source.as_str().into(),
                format: origin.format.as_str().into(),
                entry: origin.entry,
                line: origin.line,
            }),
            doubts: Vec::new(),
        }
    }

    /// The record; what it cannot hold is named in a doubt and left out.
    pub(super) fn into_record(self, doubts: &mut Vec<Doubt>) -> Record {
        let source = self.source.unwrap_or_default();
        let origin = self.origin.unwrap_or_default();
        Record {
            identifiers: identifiers(self.identifiers, "identifiers", doubts),
            titles: self.titles.into_iter().map(|text| text.into_text("titles", doubts)).collect(),
            abstracts: self.abstracts.into_iter().map(|text| text.into_text("abstracts", doubts)).collect(),
            contributors: self.contributors.into_iter().filter_map(|form| form.into_contributor(doubts)).collect(),
            kind: word(self.kind, "kind", Kind::from_word, doubts),
            source: Container {
                title: kept(source.title),
                volume: kept(source.volume),
                issue: kept(source.issue),
                pages: kept(source.pages),
                publisher: kept(source.publisher),
                identifiers: identifiers(source.identifiers, "source/identifiers", doubts),
            },
            published: self.published.and_then(|text| published(&text, doubts)),
            language: language(self.language, "language", doubts),
            subjects: self.subjects.into_iter().map(|form| form.into_subject(doubts)).collect(),
            given: Vec::new(),
            rights: self
                .rights
                .into_iter()
                .map(|form| Rights { spdx: kept(form.spdx), url: kept(form.url), statement: kept(form.statement) })
                .collect(),
            status: word(self.status, "status", Status::from_word, doubts),
            relations: self.relations.into_iter().filter_map(|form| form.into_relation(doubts)).collect(),
            locations: self
                .locations
                .into_iter()
                .map(|form| Location { url: form.url.into_owned(), media_type: kept(form.media_type) })
                .collect(),
            notes: self.notes.into_iter().map(Cow::into_owned).collect(),
            origin: Origin {
                source: origin.source.into_owned(),
                format: origin.format.into_owned(),
                entry: origin.entry,
                line: origin.line,
            },
        }
    }
}

impl<'a> RightsForm<'a> {
    fn of(rights: &'a Rights) -> RightsForm<'a> {
        RightsForm {
            spdx: lent(rights.spdx.as_ref()),
            url: lent(rights.url.as_ref()),
            statement: lent(rights.statement.as_ref()),
        }
    }
}

fn identifiers(forms: Vec<IdentifierForm<'_>>, place: &str, doubts: &mut Vec<Doubt>) -> Vec<Identifier> {
    forms.into_iter().filter_map(|form| form.into_identifier(place, doubts)).collect()
}

fn published(text: &str, doubts: &mut Vec<Doubt>) -> Option<PartialDate> {
    let found = date(text);
    match found {
        None => doubts.push(Doubt::at("published", format!("{} is not a date and was left out", quoted(text)))),
        Some(date) if date.to_string() != text => {
            let shown = quoted(text);
            doubts.push(Doubt::at("published", format!("{shown} is no date in our form; it was read as {date}")));
        }
        Some(_) => {}
    }
    found
}

/// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`; a minus sign before the year counts back from the year zero.
fn date(text: &str) -> Option<PartialDate> {
    let Some(ancient) = text.strip_prefix('-') else { return PartialDate::parse(text) };
    // `{:04}` counts the sign as one of the four characters.
    let (year, rest) = ancient.split_at_checked(ancient.find('-').unwrap_or(ancient.len()))?;
    let mirrored = PartialDate::parse(&format!("{year:0>4}{rest}"))?;
    PartialDate::new(-mirrored.year(), mirrored.month(), mirrored.day())
}
