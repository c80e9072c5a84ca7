//! Schemes and crosswalks as tables: CSV with a header, separated by comma, semicolon, tab or bar.
//!
//! A scheme has a row for each concept and the columns `notation`, `label`, `alternative`, `note`, `broader`, `related`
//! and `uri`; the language of a text stands behind the name, as in `label@ru`, and several values of a cell are divided by
//! `|`. A crosswalk has a row for each mapping and the columns `from_scheme`, `from`, `relation`, `to_scheme` and `to`; the
//! columns of SSSOM (<https://mapping-commons.github.io/sssom/>) are read too.

use model::{Concept, ConceptCode, Language, Mapping, MappingRelation, SchemeHead, SubjectScheme, Text};

use super::Found;
use crate::doubt::quoted;
use crate::limits::{COLUMNS_MAX, SOURCE_DOUBTS_MAX};
use crate::write::begins_a_formula;
use crate::{Doubt, row_line};

/// What divides cells, the likeliest first.
const DELIMITERS: &[u8] = b",;\t|";

/// What divides values of one cell.
pub(super) const BETWEEN: char = '|';

#[derive(Clone, Debug, PartialEq)]
enum Column {
    Notation,
    Label(Option<Language>),
    Alternative(Option<Language>),
    Note(Option<Language>),
    Broader,
    Related,
    Uri,
}

fn column(name: &str) -> Option<Column> {
    let name = name.trim().trim_start_matches('\u{feff}').to_lowercase();
    let (name, language) = match name.split_once('@') {
        Some((name, tag)) => (name, Some(Language::parse(tag)?)),
        None => (name.as_str(), None),
    };
    Some(match name {
        "notation" | "code" | "код" => Column::Notation,
        "label" | "preflabel" | "preferred label" | "term" | "название" => Column::Label(language),
        "alternative" | "altlabel" | "alternative label" | "synonym" => Column::Alternative(language),
        "note" | "scopenote" | "scope note" | "definition" => Column::Note(language),
        "broader" | "broader term" | "bt" | "parent" => Column::Broader,
        "related" | "related term" | "rt" => Column::Related,
        "uri" => Column::Uri,
        _ => return None,
    })
}

/// What a column that is none was meant to be called: a known name with its language behind another sign than `@`, as in
/// `label:en`, `label_en` or `label (en)`.
fn meant(name: &str) -> Option<String> {
    let name = name.trim().trim_start_matches('\u{feff}').to_lowercase();
    let (own, tag) = name.split_once([':', '_', '.', '-', '/', '(', '['])?;
    let (own, tag) = (own.trim(), tag.trim_end_matches([')', ']']).trim());
    let written = format!("{own}@{tag}");
    // Only texts have a language.
    let is_text = matches!(column(&written), Some(Column::Label(_) | Column::Alternative(_) | Column::Note(_)));
    is_text.then_some(written)
}

/// Which columns of a table were not read.
fn unread(header: &[String], is_known: impl Fn(&str) -> bool) -> impl Iterator<Item = Doubt> {
    header.iter().filter(move |name| !is_known(name) && !name.trim().is_empty()).map(|name| {
        let fix = meant(name).map_or_else(String::new, |written| format!("; write {}", quoted(&written)));
        Doubt::new(format!("the column {} is not known{fix}; it was left out", quoted(name)))
    })
}

/// The rows of a table with the lines they begin on, under the delimiter that gives the header most known columns.
struct Table {
    header: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

impl Table {
    fn header(text: &str, is_known: impl Fn(&str) -> bool) -> Option<(u8, Vec<String>)> {
        // SSSOM puts comments before its header.
        let text = without_comments(text);
        let cut = |delimiter: u8| reader(text, delimiter).into_records().next()?.ok().map(|row| cells(&row));
        let named = DELIMITERS.iter().filter_map(|delimiter| Some((*delimiter, cut(*delimiter)?)));
        let n_known = |header: &[String]| header.iter().filter(|name| is_known(name)).count();
        named.rev().max_by_key(|(_, header)| n_known(header)).filter(|(_, header)| n_known(header) >= 2)
    }

    fn read(text: &str, is_known: impl Fn(&str) -> bool, doubts: &mut Vec<Doubt>) -> Option<Table> {
        let (delimiter, header) = Table::header(text, is_known)?;
        let body = without_comments(text);
        let n_before = text[..text.len() - body.len()].matches('\n').count() as u64;
        let mut rows = Vec::new();
        for row in reader(body, delimiter).into_records().skip(1) {
            match row {
                Ok(row) => {
                    let line = n_before + row_line(body, &row);
                    rows.push((line, cells(&row)));
                }
                Err(error) if doubts.len() < SOURCE_DOUBTS_MAX => {
                    doubts.push(Doubt::new(format!("a row cannot be read ({error}); it was left out")));
                }
                Err(_) => {}
            }
        }
        Some(Table { header, rows })
    }
}

fn without_comments(text: &str) -> &str {
    let mut rest = text.trim_start_matches('\u{feff}');
    while rest.starts_with('#') {
        rest = rest.split_once('\n').map_or("", |(_, behind)| behind);
    }
    rest
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

fn cells(row: &csv::StringRecord) -> Vec<String> {
    row.iter().take(COLUMNS_MAX).map(plain).collect()
}

/// A cell without the mark that keeps spreadsheets from computing it.
fn plain(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if begins_a_formula(rest.trim_start_matches('\'')) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

/// The values of a cell; `\|` is a bar inside one.
fn values(cell: &str) -> Vec<String> {
    let (mut values, mut own) = (Vec::new(), String::new());
    let mut signs = cell.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => own.extend(signs.next()),
            BETWEEN => values.push(std::mem::take(&mut own)),
            sign => own.push(sign),
        }
    }
    values.push(own);
    values.into_iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
}

/// Whether a text begins with the header of a scheme.
pub(super) fn claims(head: &str) -> bool {
    let is_known = |name: &str| column(name).is_some() || meant(name).is_some();
    Table::header(head, is_known)
        .is_some_and(|(_, header)| header.iter().any(|name| column(name) == Some(Column::Notation)))
}

/// Reads a scheme.
pub(super) fn read(text: &str) -> Found {
    let mut found = Found::default();
    let is_known = |name: &str| column(name).is_some() || meant(name).is_some();
    let Some(table) = Table::read(text, is_known, &mut found.doubts) else { return found };
    let columns: Vec<Option<Column>> = table.header.iter().map(|name| column(name)).collect();
    // Before what is wrong with single rows: a column is all of them.
    found.doubts.splice(..0, unread(&table.header, |name| column(name).is_some()));
    let is_long = |(_, row): &&(u64, Vec<String>)| row.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty());
    let n_long = table.rows.iter().filter(is_long).count();
    if n_long > 0 {
        found
            .doubts
            .push(Doubt::new(format!("{n_long} rows have more cells than the header has names; those were left out")));
    }
    for (_, row) in table.rows {
        let mut concept = Concept::default();
        for (cell, column) in row.iter().zip(&columns) {
            let texts = |texts: &mut Vec<Text>, language: &Option<Language>| {
                texts.extend(values(cell).into_iter().map(|text| Text { language: language.clone(), text }));
            };
            match column {
                Some(Column::Notation) => concept.notation = cell.trim().to_owned(),
                Some(Column::Label(language)) => texts(&mut concept.labels, language),
                Some(Column::Alternative(language)) => texts(&mut concept.alternatives, language),
                Some(Column::Note(language)) => texts(&mut concept.notes, language),
                Some(Column::Broader) => concept.broader.extend(values(cell)),
                Some(Column::Related) => concept.related.extend(values(cell)),
                Some(Column::Uri) => concept.uri = Some(cell.trim().to_owned()).filter(|uri| !uri.is_empty()),
                None => {}
            }
        }
        if concept != Concept::default() {
            found.concepts.push(concept);
        }
    }
    if !columns.contains(&Some(Column::Broader)) {
        by_notation(&mut found.concepts);
    }
    found
}

/// A scheme that names nothing above anything says it by its notations, if it says it at all.
pub(super) fn by_notation(concepts: &mut [Concept]) {
    let all: std::collections::HashSet<String> = concepts.iter().map(|concept| concept.notation.clone()).collect();
    for concept in concepts {
        let classes = SubjectScheme::Other.ancestors(&concept.notation);
        concept.broader = classes.into_iter().skip(1).find(|class| all.contains(class)).into_iter().collect();
    }
}

/// Which part of a mapping a column holds; of SSSOM the scheme stands before the code.
fn end(name: &str) -> Option<usize> {
    let name = name.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_");
    Some(match name.as_str() {
        "from_scheme" => 0,
        "from" | "from_code" => 1,
        "relation" | "predicate_id" => 2,
        "to_scheme" => 3,
        "to" | "to_code" => 4,
        "subject_id" => 5,
        "object_id" => 6,
        _ => return None,
    })
}

/// Whether a text begins with the header of a crosswalk.
pub(super) fn claims_crosswalk(text: &str) -> bool {
    Table::header(text, |name| end(name).is_some()).is_some()
}

/// Reads a crosswalk.
pub(super) fn crosswalk(text: &str) -> Found {
    let mut found = Found { head: SchemeHead::default(), ..Found::default() };
    let is_known = |name: &str| end(name).is_some();
    let Some(table) = Table::read(text, is_known, &mut found.doubts) else {
        found.doubts.push(Doubt::new(
            "this is no crosswalk: its first line has no columns `from_scheme`, `from`, `relation`, `to_scheme`, `to`; nothing was read",
        ));
        return found;
    };
    // SSSOM has columns for who said it and why; they are told too.
    found.doubts.splice(..0, unread(&table.header, |name| end(name).is_some()));
    for (line, row) in table.rows {
        let mut parts = [const { String::new() }; 7];
        for (cell, name) in row.iter().zip(&table.header) {
            if let Some(at) = end(name) {
                parts[at] = cell.trim().to_owned();
            }
        }
        let [from_scheme, from, relation, to_scheme, to, subject, object] = &parts;
        if parts.iter().all(String::is_empty) {
            continue;
        }
        let code = |scheme: &str, code: &str, whole: &str| {
            let (scheme, code) =
                if code.is_empty() { whole.split_once(':').unwrap_or_default() } else { (scheme, code) };
            ConceptCode::new(scheme, code)
        };
        let Some(relation) = MappingRelation::from_word(relation) else {
            found.doubts.push(
                Doubt::new(format!(
                    "{} is no relation; write exact, close, broader, narrower or related; the row was left out",
                    quoted(relation)
                ))
                .on(line),
            );
            continue;
        };
        let (from, to) = (code(from_scheme, from, subject), code(to_scheme, to, object));
        if [&from, &to].iter().any(|code| code.scheme().is_empty() || code.notation().is_empty()) {
            found.doubts.push(Doubt::new("an end has no scheme or no code; the row was left out").on(line));
            continue;
        }
        found.mappings.push(Mapping { from, relation, to });
    }
    found
}
