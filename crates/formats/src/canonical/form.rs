//! The mirror of a record that serde writes and reads: borrowed on the way out, owned on the way
//! in, so that neither way copies a string twice.

use std::borrow::Cow;

use model::{
    Affiliation, Contributor, Identifier, Kind, Language, Location, Name, Origin, PartialDate, Record, Relation,
    RelationKind, Rights, Role, Scheme, Source, Status, Subject, SubjectScheme, Text,
};
use serde::{Deserialize, Serialize};

use crate::doubt::{Doubt, quoted};

type Str<'a> = Cow<'a, str>;

fn lent(text: Option<&String>) -> Option<Str<'_>> {
    text.map(|text| Cow::Borrowed(text.as_str()))
}

fn kept(text: Option<Str<'_>>) -> Option<String> {
    text.map(Cow::into_owned)
}

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

#[derive(Serialize, Deserialize)]
pub(super) struct IdentifierForm<'a> {
    scheme: Str<'a>,
    value: Str<'a>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct TextForm<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<Str<'a>>,
    text: Str<'a>,
}

/// A person has `family`, whoever is not taken apart has `name`.
#[derive(Serialize, Deserialize)]
pub(super) struct ContributorForm<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    family: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    given: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    orcid: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    affiliations: Vec<AffiliationForm<'a>>,
}

#[derive(Serialize, Deserialize)]
struct AffiliationForm<'a> {
    name: Str<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ror: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    country: Option<Str<'a>>,
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
pub(super) struct SubjectForm<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scheme: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    term: Option<Str<'a>>,
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
pub(super) struct RelationForm<'a> {
    kind: Str<'a>,
    target: IdentifierForm<'a>,
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

#[derive(Serialize, Deserialize)]
pub(super) struct DoubtForm<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Str<'a>>,
    text: Str<'a>,
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
            source: (*source != Source::default()).then(|| SourceForm {
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
            relations: record
                .relations
                .iter()
                .map(|relation| RelationForm {
                    kind: relation.kind.word().into(),
                    target: IdentifierForm::of(&relation.target),
                })
                .collect(),
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
            source: Source {
                title: kept(source.title),
                volume: kept(source.volume),
                issue: kept(source.issue),
                pages: kept(source.pages),
                publisher: kept(source.publisher),
                identifiers: identifiers(source.identifiers, "source/identifiers", doubts),
            },
            published: self.published.and_then(|text| published(&text, doubts)),
            language: language(self.language, "language", doubts),
            subjects: self
                .subjects
                .into_iter()
                .map(|form| Subject {
                    scheme: word(form.scheme, "subjects", SubjectScheme::from_word, doubts),
                    code: kept(form.code),
                    term: kept(form.term),
                })
                .collect(),
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

impl<'a> IdentifierForm<'a> {
    fn of(identifier: &'a Identifier) -> IdentifierForm<'a> {
        IdentifierForm { scheme: identifier.scheme().word().into(), value: identifier.value().into() }
    }

    fn into_identifier(self, place: &str, doubts: &mut Vec<Doubt>) -> Option<Identifier> {
        let found = Scheme::from_word(&self.scheme).and_then(|scheme| Identifier::new(scheme, &self.value));
        if found.is_none() {
            let shown = quoted(&format!("{}:{}", self.scheme, self.value));
            doubts.push(Doubt::at(place, format!("{shown} is not an identifier and was left out")));
        }
        found
    }
}

impl<'a> TextForm<'a> {
    fn of(text: &'a Text) -> TextForm<'a> {
        TextForm { language: text.language.as_ref().map(|l| l.tag().into()), text: text.text.as_str().into() }
    }

    fn into_text(self, place: &str, doubts: &mut Vec<Doubt>) -> Text {
        Text { language: language(self.language, place, doubts), text: self.text.into_owned() }
    }
}

impl<'a> ContributorForm<'a> {
    fn of(contributor: &'a Contributor) -> ContributorForm<'a> {
        let (name, family, given) = match &contributor.name {
            Name::Person { family, given } => (None, Some(family.as_str().into()), lent(given.as_ref())),
            Name::Whole(name) => (Some(name.as_str().into()), None, None),
        };
        ContributorForm {
            name,
            family,
            given,
            role: (contributor.role != Role::Author).then(|| contributor.role.word().into()),
            orcid: lent(contributor.orcid.as_ref()),
            affiliations: contributor
                .affiliations
                .iter()
                .map(|affiliation| AffiliationForm {
                    name: affiliation.name.as_str().into(),
                    ror: lent(affiliation.ror.as_ref()),
                    country: lent(affiliation.country.as_ref()),
                })
                .collect(),
        }
    }

    fn into_contributor(self, doubts: &mut Vec<Doubt>) -> Option<Contributor> {
        let name = match (self.family, self.name) {
            (Some(family), _) => Name::Person { family: family.into_owned(), given: kept(self.given) },
            (None, Some(name)) => Name::Whole(name.into_owned()),
            (None, None) => {
                doubts.push(Doubt::at("contributors", "one has neither `family` nor `name` and was left out"));
                return None;
            }
        };
        Some(Contributor {
            name,
            role: word(self.role, "contributors", Role::from_word, doubts),
            orcid: kept(self.orcid),
            affiliations: self
                .affiliations
                .into_iter()
                .map(|form| Affiliation {
                    name: form.name.into_owned(),
                    ror: kept(form.ror),
                    country: kept(form.country),
                })
                .collect(),
        })
    }
}

impl<'a> SubjectForm<'a> {
    fn of(subject: &'a Subject) -> SubjectForm<'a> {
        SubjectForm {
            scheme: (subject.scheme != SubjectScheme::Keyword).then(|| subject.scheme.word().into()),
            code: lent(subject.code.as_ref()),
            term: lent(subject.term.as_ref()),
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

impl RelationForm<'_> {
    fn into_relation(self, doubts: &mut Vec<Doubt>) -> Option<Relation> {
        let target = self.target.into_identifier("relations", doubts)?;
        match RelationKind::from_word(&self.kind) {
            Some(kind) => Some(Relation { kind, target }),
            None => {
                let shown = quoted(&self.kind);
                doubts.push(Doubt::at("relations", format!("{shown} is not a kind of relation and was left out")));
                None
            }
        }
    }
}

impl<'a> DoubtForm<'a> {
    /// The mirror of a doubt.
    pub(super) fn of(doubt: &'a Doubt) -> DoubtForm<'a> {
        DoubtForm { line: doubt.line, place: lent(doubt.place.as_ref()), text: doubt.text.as_str().into() }
    }

    /// The doubt.
    pub(super) fn into_doubt(self) -> Doubt {
        Doubt { line: self.line, place: kept(self.place), text: self.text.into_owned() }
    }
}

fn identifiers(forms: Vec<IdentifierForm<'_>>, place: &str, doubts: &mut Vec<Doubt>) -> Vec<Identifier> {
    forms.into_iter().filter_map(|form| form.into_identifier(place, doubts)).collect()
}

/// A word of a closed list; the list's default when it is absent or not one of them.
fn word<T: Default>(text: Option<Str<'_>>, place: &str, known: fn(&str) -> Option<T>, doubts: &mut Vec<Doubt>) -> T {
    let Some(text) = text else { return T::default() };
    known(&text).unwrap_or_else(|| {
        doubts.push(Doubt::at(place, format!("{} is not one of its words and was left out", quoted(&text))));
        T::default()
    })
}

fn language(text: Option<Str<'_>>, place: &str, doubts: &mut Vec<Doubt>) -> Option<Language> {
    let text = text?;
    let found = Language::parse(&text);
    if found.is_none() {
        doubts.push(Doubt::at(place, format!("{} is not a language and was left out", quoted(&text))));
    }
    found
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
