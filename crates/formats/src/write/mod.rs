//! Records given out: for reference managers, for tables, for programs.
//!
//! One form a file. What a form has no place for is left out; what is written is read back by the readers of this crate as
//! the same. No cell of a table can become a formula, and no value can end its own field.

mod atom;
mod bibtex;
mod calendar;
mod citation;
mod csl_json;
mod figures;
mod jats;
mod marc_xml;
mod metadata;
mod oai;
mod oai_dc;
mod own_style;
mod ris;
mod table;
pub(crate) mod xml;

pub use atom::{AtomEntry, AtomFeed, atom};
pub use calendar::{
    CalendarEntry, CalendarMeeting, CalendarMethod, CalendarPerson, CalendarStatus, calendar, meetings_calendar,
};
pub use citation::{Citation, CitationStyle, citations_html, citations_text, cite};
pub use figures::{FigureCell, Figures, figures_csv, figures_xlsx};
pub use metadata::{Metadata, write_metadata};
pub use oai::{OaiAnswer, OaiBody, OaiFault, OaiHeader, OaiItem, OaiNext, OaiSet, write_oai};
pub use own_style::{OWN_STYLE_BYTES_MAX, OwnStyle};
pub use table::begins_a_formula;

use model::{Contributor, Identifier, Name, Record, Role, Scheme, Status};

/// A form in which records are given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// RIS.
    Ris,
    /// BibTeX, in UTF-8.
    Bibtex,
    /// CSL-JSON, as a list.
    CslJson,
    /// CSV with a header, in UTF-8 with a mark of it, as spreadsheets want it.
    Csv,
    /// A workbook of one sheet.
    Xlsx,
    /// Uptake's own record as JSON, a line each.
    JsonLines,
}

impl Form {
    /// All of them, in the order in which they are offered.
    pub const ALL: &'static [Form] = &[Form::Ris, Form::Bibtex, Form::CslJson, Form::Csv, Form::Xlsx, Form::JsonLines];

    /// The word for it in addresses and at the command line.
    pub fn word(self) -> &'static str {
        match self {
            Form::Ris => "ris",
            Form::Bibtex => "bibtex",
            Form::CslJson => "csl-json",
            Form::Csv => "csv",
            Form::Xlsx => "xlsx",
            Form::JsonLines => "json-lines",
        }
    }

    /// The one with this word.
    pub fn from_word(word: &str) -> Option<Form> {
        Form::ALL.iter().copied().find(|form| form.word() == word)
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Form::Ris => "RIS",
            Form::Bibtex => "BibTeX",
            Form::CslJson => "CSL-JSON",
            Form::Csv => "CSV",
            Form::Xlsx => "XLSX",
            Form::JsonLines => "JSON",
        }
    }

    /// The end of the name of a file of it, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Form::Ris => "ris",
            Form::Bibtex => "bib",
            Form::CslJson => "csl.json",
            Form::Csv => "csv",
            Form::Xlsx => "xlsx",
            Form::JsonLines => "jsonl",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Form::Ris => "application/x-research-info-systems",
            Form::Bibtex => "application/x-bibtex",
            Form::CslJson => "application/vnd.citationstyles.csl+json",
            Form::Csv => "text/csv; charset=utf-8",
            Form::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form::JsonLines => "application/x-ndjson",
        }
    }
}

/// A record that is given out, with the name under which it is held.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The name; letters and digits.
    pub id: &'a str,
    /// The record.
    pub record: &'a Record,
}

/// Writes records in a form.
///
/// # Errors
/// When a workbook cannot be made; the other forms never fail.
pub fn write(form: Form, records: &[Given<'_>]) -> Result<Vec<u8>, std::io::Error> {
    Ok(match form {
        Form::Ris => ris::write(records).into_bytes(),
        Form::Bibtex => bibtex::write(records).into_bytes(),
        Form::CslJson => csl_json::write(records).into_bytes(),
        Form::Csv => table::csv(records)?,
        Form::Xlsx => table::xlsx(records)?,
        Form::JsonLines => {
            let lines: String = records.iter().map(|given| crate::to_json(given.record) + "\n").collect();
            lines.into_bytes()
        }
    })
}

/// One line: what breaks lines becomes a blank, and what is no sign is left out.
fn line(text: &str) -> String {
    let text: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The title proper, with the word that publishers put before it once a work is retracted: without a field for that, a
/// work that no longer stands must not pass for one that does.
fn standing_title(record: &Record) -> String {
    let title = record.title().unwrap_or_default();
    match record.status {
        Status::Retracted if !title.to_ascii_uppercase().starts_with("RETRACTED") => format!("RETRACTED: {title}"),
        _ => title.to_owned(),
    }
}

/// The first identifier of a scheme.
fn number(identifiers: &[Identifier], scheme: Scheme) -> Option<&str> {
    identifiers.iter().find(|id| id.scheme() == scheme).map(Identifier::value)
}

/// Those who did something, by family name first.
fn people(record: &Record, roles: &[Role]) -> Vec<String> {
    named(record, roles).map(|one| line(&inverted(&one.name))).filter(|name| !name.is_empty()).collect()
}

fn named<'a>(record: &'a Record, roles: &'a [Role]) -> impl Iterator<Item = &'a Contributor> {
    record.contributors.iter().filter(|one| roles.contains(&one.role))
}

fn inverted(name: &Name) -> String {
    match name {
        Name::Person { family, given: Some(given) } => format!("{family}, {given}"),
        Name::Person { family, given: None } => family.clone(),
        Name::Whole(name) => name.clone(),
    }
}

/// Where it can be had: the first address.
fn address(record: &Record) -> Option<&str> {
    record.locations.first().map(|location| location.url.as_str()).or_else(|| number(&record.identifiers, Scheme::Url))
}

/// What it is about, in words: each once.
fn keywords(record: &Record) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for subject in &record.subjects {
        let word = line(subject.term.as_deref().or(subject.code.as_deref()).unwrap_or_default());
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod citation_tests;
#[cfg(test)]
mod metadata_tests;
#[cfg(test)]
mod tests;
