//! A plain table of names: with headings, of which `name` is one, or with a name and its aliases in each line.
//!
//! Headings that are read: `key` or `id`, `name`, `aliases`, `weak_aliases`, `kind`, `countries`, `born`, `identifiers`, `addresses`,
//! `programme`, `since`, `remark`. Several values of a cell stand between `;` or `|`.

use model::{Listed, ListedName, NameStrength};

use super::country::coded;
use super::found::Found;
use super::open_sanctions::kind_of;
use super::table::{Table, headings, key_of, rows};

/// What divides cells, the likeliest first.
const DELIMITERS: &[u8] = b",\t;|";

/// What divides values of one cell.
const BETWEEN: &[char] = &[';', '|'];

/// Whether a text begins with a heading `name`.
pub(super) fn claims(head: &str) -> bool {
    headed(head).is_some()
}

/// The delimiter under which the first line has a heading `name`.
fn headed(text: &str) -> Option<u8> {
    let has_name = |delimiter: &u8| headings(text, *delimiter).iter().any(|heading| heading == "name");
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
        let name = row.cell(&["name"]);
        let key = row.cell(&["key", "id"]);
        let mut listed = Listed::named(if key.is_empty() { "" } else { key }, name);
        if key.is_empty() {
            listed.key = key_of(name);
        }
        for (columns, strength) in
            [(&["aliases", "alias"] as &[&str], NameStrength::Strong), (&["weak_aliases"], NameStrength::Weak)]
        {
            let aliases = row.values(columns, BETWEEN).into_iter();
            listed.names.extend(aliases.map(|text| ListedName { text, strength }));
        }
        listed.kind = kind_of(row.cell(&["kind", "schema", "type"]));
        let countries = row.values(&["countries", "country"], BETWEEN);
        listed.countries = countries.iter().flat_map(|text| coded(text)).collect();
        listed.born = row.values(&["born", "birth_date"], BETWEEN);
        listed.identifiers = row.values(&["identifiers", "identifier"], BETWEEN);
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
