//! A plain table of names: with headings, of which one is of a name, or with a name and its aliases in each line.
//!
//! Headings that are read, in any order and case, with blanks or underlines: those of the tables below. Several values of a cell stand
//! between `;` or `|`.

use model::{Listed, ListedName, NameStrength};

use super::country::coded;
use super::found::Found;
use super::open_sanctions::kind_of;
use super::table::{Table, headings, key_of, rows};
use super::un::joined;

/// What divides cells, the likeliest first.
const DELIMITERS: &[u8] = b",\t;|";

/// What divides values of one cell.
const BETWEEN: &[char] = &[';', '|'];

/// Headings of the whole name, those that say most before those that may say something else.
const NAME: &[&str] = &[
    "name",
    "full_name",
    "fullname",
    "whole_name",
    "primary_name",
    "main_name",
    "entity_name",
    "party_name",
    "company_name",
    "organisation_name",
    "organization_name",
    "vessel_name",
    "caption",
    "entity",
    "party",
    "наименование",
    "название",
    "фио",
    "имя",
];

/// Headings of the parts of a person's name, in the order in which they are put together.
const PARTS: [&[&str]; 3] = [
    &["first_name", "given_name", "given_names", "forename"],
    &["middle_name", "patronymic", "second_name"],
    &["last_name", "family_name", "surname"],
];

const KEY: &[&str] = &["key", "id", "ent_num", "entity_number", "reference_number", "uid"];
const ALIASES: &[&str] =
    &["aliases", "alias", "alt_names", "alt_name", "aka", "a_k_a", "also_known_as", "other_names", "alternative_names"];
const WEAK_ALIASES: &[&str] = &["weak_aliases", "weak_alias", "weak"];
const KIND: &[&str] = &["kind", "schema", "type", "entity_type", "party_type"];
const COUNTRIES: &[&str] =
    &["countries", "country", "nationality", "nationalities", "citizenship", "citizenships", "flag", "vessel_flag"];
const BORN: &[&str] = &["born", "birth_date", "birthdate", "date_of_birth", "dates_of_birth", "dob", "year_of_birth"];
const IDENTIFIERS: &[&str] = &[
    "identifiers",
    "identifier",
    "ids",
    "passport",
    "passport_number",
    "passport_no",
    "national_id",
    "imo",
    "imo_number",
    "registration_number",
    "tax_id",
];

/// Whether a text begins with a heading of names.
pub(super) fn claims(head: &str) -> bool {
    headed(head).is_some()
}

/// The delimiter under which the first line has a heading of names.
fn headed(text: &str) -> Option<u8> {
    let has_name = |delimiter: &u8| {
        let headings = headings(text, *delimiter);
        let has = |names: &[&str]| headings.iter().any(|heading| names.contains(&heading.as_str()));
        has(NAME) || has(PARTS[0]) && has(PARTS[2])
    };
    DELIMITERS.iter().copied().find(has_name)
}

/// Reads it.
pub(super) fn read(text: &str, found: &mut Found) {
    let Some(delimiter) = headed(text) else {
        for (line, cells) in rows(text, likely(text), found) {
            let mut named = cells.into_iter().filter(|cell| !cell.is_empty());
            let Some(name) = named.next() else { continue };
            let mut listed = Listed::named(&key_of(&name), &name);
            listed.names.extend(named.map(|text| ListedName { text, strength: NameStrength::Strong }));
            found.put(listed, line);
        }
        return;
    };
    let table = Table::read(text, delimiter, found);
    for row in table.rows() {
        let parts = PARTS.map(|part| row.cell(part));
        let name = match row.cell(NAME) {
            "" => joined(&parts, " "),
            name => name.to_owned(),
        };
        let key = row.cell(KEY);
        let own = if key.is_empty() { key_of(&name) } else { key.to_owned() };
        let mut listed = Listed::named(&own, &name);
        for (columns, strength) in [(ALIASES, NameStrength::Strong), (WEAK_ALIASES, NameStrength::Weak)] {
            let aliases = row.all(columns, BETWEEN).into_iter();
            listed.names.extend(aliases.map(|text| ListedName { text, strength }));
        }
        listed.kind = kind_of(row.cell(KIND));
        listed.countries = row.all(COUNTRIES, BETWEEN).iter().flat_map(|text| coded(text)).collect();
        listed.born = row.all(BORN, BETWEEN);
        listed.identifiers = row.all(IDENTIFIERS, BETWEEN);
        listed.addresses = row.values(&["addresses", "address"], BETWEEN);
        listed.programmes = row.values(&["programme", "program", "programmes"], BETWEEN);
        listed.since = row.cell(&["since"]).to_owned();
        listed.remark = row.cell(&["remark", "remarks"]).to_owned();
        found.put(listed, row.line);
    }
}

/// The delimiter that stands most often in the first lines.
fn likely(text: &str) -> u8 {
    let head: String = text.lines().take(20).collect::<Vec<_>>().join("\n");
    let n = |delimiter: u8| head.bytes().filter(|byte| *byte == delimiter).count();
    DELIMITERS.iter().copied().rev().max_by_key(|delimiter| n(*delimiter)).unwrap_or(b',')
}
