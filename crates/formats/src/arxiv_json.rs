//! arXiv metadata as JSON lines.
//!
//! Two dumps are in use and are read alike: the tables of the *arxiv_archive* (doi:10.5281/zenodo.1463242),
//! with `primary_category`, `created` and `acm_class`; and the snapshot that arXiv itself offers
//! for machine learning, with `categories` in one string, `authors_parsed`, `journal-ref` and
//! `versions`. A line is deserialised straight into a struct that borrows from it, because these
//! files have millions of lines.

use std::borrow::Cow;

use model::{Contributor, Identifier, Kind, Record, RelationKind, Rights, Role, Scheme, Status};
use model::{Subject, SubjectScheme, Text};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::Doubt;
use crate::draft::{Draft, told_withdrawn};
use crate::json;
use crate::limits::VALUES_MAX;
use crate::markup::squeeze;
use crate::written_date::of_mail;

mod names;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "arxiv-json";

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Value) -> bool {
    let is_text = |name: &str| entry.get(name).is_some_and(|value| value.is_string() || value.is_null());
    let classed = entry.get("categories").is_some_and(|value| value.is_string() || value.is_array());
    json::text(entry, "id").is_some()
        && json::text(entry, "title").is_some()
        && classed
        && entry.get("authors").is_none_or(|value| value.is_string() || value.is_null())
        && (is_text("abstract") || is_text("primary_category"))
        && entry.get("type").is_none()
}

/// Reads one entry.
pub(crate) fn read(entry: &Value) -> (Record, Vec<Doubt>) {
    let lent = |name: &str| json::text(entry, name).map(Lent);
    let line = Line {
        id: lent("id"),
        title: lent("title"),
        summary: lent("abstract"),
        authors: lent("authors"),
        authors_parsed: json::list(entry, "authors_parsed")
            .iter()
            .filter_map(Value::as_array)
            .map(|parts| parts.iter().filter_map(Value::as_str).map(|part| Lent(Cow::Borrowed(part))).collect())
            .collect(),
        categories: Some(Categories::Many(json::texts(entry, "categories").map(Lent).collect())),
        primary_category: lent("primary_category"),
        created: lent("created"),
        versions: json::list(entry, "versions")
            .iter()
            .map(|version| Version { created: json::text(version, "created").map(Lent) })
            .collect(),
        doi: lent("doi"),
        report_no: lent("report-no"),
        journal_ref: lent("journal-ref"),
        comments: lent("comments"),
        acm_class: lent("acm_class"),
        license: lent("license"),
        kind: None,
    };
    line.into_record()
}

/// Reads one entry from its text, without a tree of values in between. `None` when it is no
/// object of this format; another reader may know it.
pub(crate) fn read_text(entry: &str) -> Option<(Record, Vec<Doubt>)> {
    let line: Line<'_> = serde_json::from_str(entry).ok()?;
    let ours = line.id.is_some()
        && line.title.is_some()
        && line.categories.is_some()
        && (line.summary.is_some() || line.primary_category.is_some())
        && line.kind.is_none();
    ours.then(|| line.into_record())
}

/// A string that is borrowed from the line unless it holds escapes.
#[derive(Deserialize)]
struct Lent<'a>(#[serde(borrow)] Cow<'a, str>);

impl Lent<'_> {
    fn as_str(&self) -> &str {
        &self.0
    }
}

/// One line of either dump.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Option<Lent<'a>>,
    title: Option<Lent<'a>>,
    #[serde(rename = "abstract")]
    summary: Option<Lent<'a>>,
    authors: Option<Lent<'a>>,
    #[serde(default)]
    authors_parsed: Vec<Vec<Lent<'a>>>,
    categories: Option<Categories<'a>>,
    primary_category: Option<Lent<'a>>,
    created: Option<Lent<'a>>,
    #[serde(default)]
    versions: Vec<Version<'a>>,
    doi: Option<Lent<'a>>,
    #[serde(rename = "report-no")]
    report_no: Option<Lent<'a>>,
    #[serde(rename = "journal-ref")]
    journal_ref: Option<Lent<'a>>,
    comments: Option<Lent<'a>>,
    acm_class: Option<Lent<'a>>,
    license: Option<Lent<'a>>,
    /// CSL-JSON has it, these lines have not.
    #[serde(rename = "type")]
    kind: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Categories<'a> {
    #[serde(borrow)]
    Many(Vec<Lent<'a>>),
    One(Lent<'a>),
}

#[derive(Deserialize)]
struct Version<'a> {
    #[serde(borrow)]
    created: Option<Lent<'a>>,
}

impl Line<'_> {
    fn into_record(self) -> (Record, Vec<Doubt>) {
        let mut draft = Draft::of(Kind::Preprint);
        let shown = |text: &Option<Lent<'_>>| text.as_ref().map(|text| text.0.trim().to_owned()).unwrap_or_default();
        identify(&mut draft, &shown(&self.id));
        // LaTeX stays: `$x < y$` is no tag.
        draft.record.titles.extend(squeezed(self.title.as_ref()));
        draft.record.abstracts.extend(squeezed(self.summary.as_ref()));
        self.name_authors(&mut draft);
        self.class(&mut draft);
        self.date(&mut draft);
        for doi in self.doi.iter().flat_map(|doi| doi.0.split([' ', '\n', '\t', ';'])) {
            let doi = doi.trim_end_matches(',');
            if !doi.is_empty() {
                relate(&mut draft, doi);
            }
        }
        for number in self.report_no.iter().flat_map(|numbers| numbers.0.split([',', ';'])) {
            if let Some(number) = Identifier::new(Scheme::Report, number) {
                draft.record.identify(number);
            }
        }
        let remark = self.comments.as_ref().map(|comments| squeeze(&comments.0)).filter(|remark| !remark.is_empty());
        let summary = self.summary.as_ref().map_or("", |summary| &*summary.0);
        if told_withdrawn(remark.as_deref().unwrap_or(""), summary) {
            draft.lower(Status::Withdrawn);
        }
        draft.record.notes.extend(remark);
        if let Some(journal) = self.journal_ref.as_ref().map(|journal| squeeze(&journal.0)).filter(|j| !j.is_empty()) {
            draft.record.notes.push(format!("Journal reference: {journal}"));
        }
        if let Some(license) = &self.license {
            draft.rights(Rights::at(license.0.trim()));
        }
        draft.finish()
    }

    fn name_authors(&self, draft: &mut Draft) {
        for parts in self.authors_parsed.iter().take(VALUES_MAX) {
            let part = |i: usize| parts.get(i).map_or("", |part| part.0.trim());
            draft.record.contributors.extend(names::parsed(part(0), part(1), part(2)));
        }
        if !self.authors_parsed.is_empty() {
            return;
        }
        let Some(authors) = &self.authors else { return };
        for name in names::listed(authors.as_str(), VALUES_MAX) {
            match name {
                names::Listed::Name(name) => draft.record.contributors.push(Contributor::new(name, Role::Author)),
                names::Listed::AndOthers => {
                    draft.doubt("authors", "the list ends with `et al.`; the others are not named");
                }
            }
        }
    }

    fn class(&self, draft: &mut Draft) {
        let primary = self.primary_category.as_ref().map(Lent::as_str);
        let listed: Vec<&str> = match &self.categories {
            Some(Categories::Many(list)) => list.iter().flat_map(|one| one.0.split_whitespace()).collect(),
            Some(Categories::One(one)) => one.0.split_whitespace().collect(),
            None => Vec::new(),
        };
        for category in primary.into_iter().chain(listed).take(VALUES_MAX) {
            push_code(draft, SubjectScheme::Arxiv, category);
        }
        for class in self.acm_class.iter().flat_map(|classes| classes.0.split([';', ','])).take(VALUES_MAX) {
            push_code(draft, SubjectScheme::Acm, class);
        }
    }

    fn date(&self, draft: &mut Draft) {
        let first = self.versions.first().and_then(|version| version.created.as_ref());
        if let Some(created) = &self.created {
            draft.record.published = draft.date("created", &created.0);
        } else if let Some(created) = first {
            match of_mail(&created.0) {
                Some(date) => draft.record.published = Some(date),
                None => draft.record.published = draft.date("versions/0/created", &created.0),
            }
        }
    }
}

fn squeezed(text: Option<&Lent<'_>>) -> Option<Text> {
    text.map(|text| squeeze(&text.0)).filter(|text| !text.is_empty()).map(Text::plain)
}

fn push_code(draft: &mut Draft, scheme: SubjectScheme, code: &str) {
    let subject = Subject::coded(scheme, code);
    let subjects = &mut draft.record.subjects;
    if subject.code.as_deref() != Some("") && !subjects.contains(&subject) {
        subjects.push(subject);
    }
}

/// arXiv's own DOI names the preprint, every other one the article that came of it.
fn relate(draft: &mut Draft, doi: &str) {
    if doi.to_ascii_lowercase().contains("10.48550/") {
        draft.identify("doi", Scheme::Doi, doi);
    } else {
        draft.relate_to("doi", RelationKind::PreprintOf, Scheme::Doi, doi);
    }
}

/// The arXiv number first. A number that went through a table of floating-point numbers is
/// restored and kept as it is written, too; anything else is a number of the source's own.
fn identify(draft: &mut Draft, id: &str) {
    if let Some(number) = Identifier::new(Scheme::Arxiv, id) {
        draft.record.identify(number);
        return;
    }
    let restored = restored(id).and_then(|number| Identifier::new(Scheme::Arxiv, &number));
    let is_number = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if restored.is_none() && !is_number {
        let shown = crate::doubt::quoted(id);
        draft.doubt("id", format!("{shown} has not the shape of an arXiv number; it was kept as a local number"));
    }
    draft.record.identifiers.extend(restored);
    draft.record.identifiers.extend(Identifier::new(Scheme::Local, id));
}

/// Undoes what floating-point numbers do to arXiv numbers: `704.0024` was `0704.0024`, `1211.262`
/// was `1211.2620`, `1508.0295199999998` was `1508.02952`. Month and length of the number are
/// fixed (four digits, from 2015 five), so there is only one reading.
fn restored(id: &str) -> Option<String> {
    let (month, number) = id.split_once('.')?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !(3..=4).contains(&month.len()) || !(1..=17).contains(&number.len()) || !digits(month) || !digits(number) {
        return None;
    }
    let month: u32 = month.parse().ok()?;
    if !(1..=12).contains(&(month % 100)) {
        return None;
    }
    let length = if month < 1501 { 4 } else { 5 };
    // Rounded in whole numbers: one digit beyond the length decides.
    let padded = format!("{number:0<6}");
    let kept: u32 = padded.get(..length)?.parse().ok()?;
    let kept = kept + u32::from(padded.as_bytes().get(length)? >= &b'5');
    (kept > 0 && kept < 10u32.pow(length as u32)).then(|| format!("{month:04}.{kept:0length$}"))
}

#[cfg(test)]
mod tests;
