//! Targets of OpenSanctions, simplified: CSV with a line for each target
//! (<https://www.opensanctions.org/docs/bulk/csv/>).

use model::{Listed, ListedName, NameStrength, PartyKind};

use super::country::coded;
use super::found::Found;
use super::table::{Table, headings};

/// Whether a text begins with its headings.
pub(super) fn claims(head: &str) -> bool {
    let headings = headings(head, b',');
    ["id", "schema", "name", "birth_date", "sanctions", "dataset"]
        .iter()
        .all(|name| headings.iter().any(|heading| heading == name))
}

/// Reads it.
pub(super) fn read(text: &str, found: &mut Found) {
    let table = Table::read(text, b',', found);
    for row in table.rows() {
        let mut listed = Listed::named(row.cell(&["id"]), row.cell(&["name"]));
        listed.kind = kind_of(row.cell(&["schema"]));
        let aliases = row.values(&["aliases"], &[';']).into_iter();
        listed.names.extend(aliases.map(|text| ListedName { text, strength: NameStrength::Strong }));
        let weak = row.values(&["weak_aliases"], &[';']).into_iter();
        listed.names.extend(weak.map(|text| ListedName { text, strength: NameStrength::Weak }));
        listed.born = row.values(&["birth_date"], &[';']);
        listed.countries = row.values(&["countries"], &[';']).iter().flat_map(|text| coded(text)).collect();
        listed.addresses = row.values(&["addresses"], &[';']);
        listed.identifiers = row.values(&["identifiers"], &[';']);
        listed.programmes = row.values(&["program_ids", "dataset"], &[';']);
        listed.since = row.cell(&["first_seen"]).chars().take(10).collect();
        listed.remark = row.cell(&["sanctions"]).to_owned();
        found.put(listed, row.line);
    }
}

/// What a schema of theirs, or a word of ours, calls a party.
pub(super) fn kind_of(word: &str) -> PartyKind {
    match word.to_lowercase().as_str() {
        "person" | "individual" => PartyKind::Person,
        "organization" | "organisation" | "company" | "legalentity" | "publicbody" | "entity" => {
            PartyKind::Organisation
        }
        "vessel" | "ship" | "airplane" | "aircraft" | "vehicle" => PartyKind::Vessel,
        _ => PartyKind::Unknown,
    }
}
