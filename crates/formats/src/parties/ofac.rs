//! The lists of the Office of Foreign Assets Control: three tables without headings, of names, aliases and addresses
//! (<https://ofac.treasury.gov/specially-designated-nationals-list-data-formats-data-schemas>, the specifications of the CSV files).
//! Its consolidated list has the same layout.
//!
//! `-0-` stands for nothing. Birthdays, nationalities and numbers stand in the remarks, between semicolons.

use model::{Listed, ListedName, NameStrength, PartyKind};

use super::country::coded;
use super::found::Found;
use super::table::rows;
use super::un::joined;
use crate::Doubt;

/// Columns of the table of names.
const NAME_COLUMNS: usize = 12;

/// Columns of the table of aliases.
const ALIAS_COLUMNS: usize = 5;

/// Columns of the table of addresses.
const ADDRESS_COLUMNS: usize = 6;

/// Which of the tables a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Names,
    Aliases,
    Addresses,
}

fn sort_of(text: &str) -> Option<Sort> {
    let first = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let first = first.into_records().next()?.ok()?;
    let is_number = |at: usize| first.get(at).is_some_and(|cell| cell.trim().parse::<u64>().is_ok());
    match (first.len(), is_number(0), is_number(1)) {
        (NAME_COLUMNS, true, _) => Some(Sort::Names),
        (ALIAS_COLUMNS, true, true) => Some(Sort::Aliases),
        (ADDRESS_COLUMNS, true, true) => Some(Sort::Addresses),
        _ => None,
    }
}

/// Whether a text is one of the tables.
pub(super) fn claims(head: &str) -> bool {
    sort_of(head).is_some()
}

/// Reads the tables, names before what hangs on them.
pub(super) fn read(texts: &[(&str, String)], found: &mut Found) {
    // Said first, because each line of the other tables is doubted without it.
    if !texts.iter().any(|(_, text)| sort_of(text) == Some(Sort::Names)) {
        found.broke_off("the table of names is missing, published as sdn.csv or cons_prim.csv; bring it together with those of aliases and addresses");
    }
    for sort in [Sort::Names, Sort::Aliases, Sort::Addresses] {
        for (_, text) in texts.iter().filter(|(_, text)| sort_of(text) == Some(sort)) {
            table(text, sort, found);
        }
    }
    for (name, _) in texts.iter().filter(|(_, text)| sort_of(text).is_none()) {
        found.doubt(Doubt::at(*name, "this is none of the tables of names, aliases and addresses; it was left out"));
    }
}

fn table(text: &str, sort: Sort, found: &mut Found) {
    let n_columns = match sort {
        Sort::Names => NAME_COLUMNS,
        Sort::Aliases => ALIAS_COLUMNS,
        Sort::Addresses => ADDRESS_COLUMNS,
    };
    let rows = rows(text, b',', found);
    if rows.last().is_some_and(|(_, cells)| cells.len() < n_columns) {
        found.broke_off("the last row is shorter than the others; the table breaks off there");
    }
    for (line, cells) in rows {
        let cell = |at: usize| cells.get(at).map_or("", |cell| told(cell));
        let key = cell(0);
        match sort {
            Sort::Names => found.put(listed(key, cell), line),
            Sort::Aliases | Sort::Addresses => {
                let Some(held) = found.of_key(key) else {
                    found.doubt(Doubt::new("this line is of no entry of the table of names; it was left out").on(line));
                    continue;
                };
                if sort == Sort::Aliases {
                    let text = cell(3).to_owned();
                    held.names.push(ListedName { text, strength: NameStrength::Strong });
                } else {
                    held.countries.extend(coded(cell(4)));
                    held.addresses.push(joined(&[cell(2), cell(3), cell(4)], ", "));
                }
            }
        }
    }
}

/// A cell, empty where it says nothing.
fn told(cell: &str) -> &str {
    match cell.trim() {
        "-0-" => "",
        cell => cell,
    }
}

fn listed<'a>(key: &str, cell: impl Fn(usize) -> &'a str) -> Listed {
    let mut listed = Listed::named(key, cell(1));
    listed.kind = match cell(2).to_lowercase().as_str() {
        "individual" => PartyKind::Person,
        "vessel" | "aircraft" => PartyKind::Vessel,
        "" => PartyKind::Organisation,
        _ => PartyKind::Unknown,
    };
    listed.programmes = cell(3).split("] [").map(|one| one.trim_matches(['[', ']']).to_owned()).collect();
    listed.countries = coded(cell(9));
    listed.identifiers = vec![cell(5).to_owned()];
    listed.remark = cell(11).to_owned();
    for part in listed.remark.clone().trim_end_matches('.').split("; ") {
        of_remark(part.trim(), &mut listed);
    }
    listed
}

/// What a part of the remarks says of an entry.
fn of_remark(part: &str, listed: &mut Listed) {
    let part = part.strip_prefix("alt. ").unwrap_or(part);
    let part = part.trim_start_matches(['(', ')']).trim();
    if let Some(born) = part.strip_prefix("DOB ") {
        listed.born.push(day(born));
    } else if let Some(nation) = part.strip_prefix("nationality ").or_else(|| part.strip_prefix("citizen ")) {
        listed.countries.extend(coded(nation));
    } else if let Some(alias) = part.strip_prefix("a.k.a. ") {
        // In quotation marks stands what its publisher calls weak.
        let is_weak = alias.starts_with(['\'', '"']);
        let strength = if is_weak { NameStrength::Weak } else { NameStrength::Strong };
        listed.names.push(ListedName { text: alias.trim_matches(['\'', '"']).to_owned(), strength });
    } else {
        // `Passport A123 (Iran)`, `National ID No. 7`, `IMO 9187629`.
        const NUMBERS: &[&str] =
            &["Passport ", "National ID No. ", "Registration ID ", "Tax ID No. ", "IMO ", "Identification Number "];
        let after = |name: &&str| part.split_once(*name).map(|(_, rest)| rest);
        if let Some(number) = NUMBERS.iter().find_map(after) {
            let number = number.split(" (").next().unwrap_or(number);
            listed.identifiers.push(number.trim_start_matches("IMO ").to_owned());
        }
    }
}

/// A day as it is written there (`08 Sep 1954`, `Sep 1954`, `circa 1954`) in ISO 8601, or as it stands.
fn day(text: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = |word: &str| MONTHS.iter().position(|month| *month == word).map(|at| at + 1);
    let text = text.trim().trim_start_matches("circa ");
    match text.split_whitespace().collect::<Vec<_>>().as_slice() {
        [day, name, year] => match month(name) {
            Some(month) => format!("{year}-{month:02}-{day:0>2}"),
            None => text.to_owned(),
        },
        [name, year] => match month(name) {
            Some(month) => format!("{year}-{month:02}"),
            None => text.to_owned(),
        },
        _ => text.to_owned(),
    }
}
