//! The Consolidated Screening List of the United States, CSV (<https://www.trade.gov/consolidated-screening-list>).

use model::{Listed, ListedName, NameStrength, PartyKind};

use super::country::coded;
use super::found::Found;
use super::table::{Table, headings, key_of};

/// Whether a text begins with its headings.
pub(super) fn claims(head: &str) -> bool {
    let headings = headings(head, b',');
    ["source", "entity_number", "alt_names", "source_list_url"]
        .iter()
        .all(|name| headings.iter().any(|heading| heading == name))
}

/// Reads it.
pub(super) fn read(text: &str, found: &mut Found) {
    let table = Table::read(text, b',', found);
    for row in table.rows() {
        let (name, source) = (row.cell(&["name"]), row.cell(&["source"]));
        // The source is written out, with its short name in brackets.
        let short =
            source.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or(source, |(short, _)| short);
        let number = row.cell(&["entity_number"]);
        let own = if number.is_empty() { key_of(name) } else { number.to_owned() };
        let mut listed = Listed::named(&format!("{short}-{own}"), name);
        listed.kind = match row.cell(&["type"]).to_lowercase().as_str() {
            "individual" => PartyKind::Person,
            "entity" => PartyKind::Organisation,
            "vessel" | "aircraft" => PartyKind::Vessel,
            _ => PartyKind::Unknown,
        };
        let aliases = row.values(&["alt_names"], &[';']).into_iter();
        listed.names.extend(aliases.map(|text| ListedName { text, strength: NameStrength::Strong }));
        listed.addresses = row.values(&["addresses"], &[';']);
        // An address ends with the code of its country.
        let of_addresses = listed.addresses.iter().filter_map(|address| address.rsplit(", ").next()).map(str::to_owned);
        let of_addresses: Vec<String> = of_addresses.filter(|last| last.len() == 2).collect();
        let told = [&["citizenships"], &["nationalities"], &["vessel_flag"]].map(|names| row.values(names, &[';']));
        listed.countries = told.into_iter().flatten().chain(of_addresses).flat_map(|text| coded(&text)).collect();
        listed.born = row.values(&["dates_of_birth"], &[';']);
        // `US, 80-0890696, Tax ID No.`: the country, the number, and what it is.
        listed.identifiers = row
            .values(&["ids"], &[';'])
            .iter()
            .map(|id| id.split(", ").nth(1).unwrap_or(id).to_owned())
            .chain(row.values(&["call_sign"], &[';']))
            .collect();
        listed.programmes = row.values(&["programs"], &[';']);
        listed.programmes.insert(0, short.to_owned());
        listed.since = row.cell(&["start_date"]).to_owned();
        listed.remark = row.cell(&["remarks"]).to_owned();
        found.put(listed, row.line);
    }
}
