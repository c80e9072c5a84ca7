//! The consolidated list of financial sanctions of the European Union, XML, schema 1.1
//! (<https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1>).

use model::{Listed, ListedName, NameStrength, PartyKind};

use super::found::Found;
use super::un::{cut, joined};
use crate::Doubt;
use crate::xml::Element;

/// Whether a text is such a list.
pub(super) fn claims(head: &str) -> bool {
    head.contains("eu.europa.ec/fpi/fsd/export") || head.contains("<sanctionEntity")
}

/// Reads it, an entry at a time: a damaged one costs no other.
pub(super) fn read(text: &str, found: &mut Found) {
    for (line, entry) in cut(text, &["sanctionEntity"], found) {
        let (element, doubts) = Element::parse(entry);
        doubts.into_iter().for_each(|doubt| found.doubt(Doubt { line: Some(line), ..doubt }));
        if let Some(element) = element {
            found.put(listed(&element), line);
        }
    }
    if !text.trim_end().ends_with("</export>") {
        found.broke_off("the list does not end with its end tag; it breaks off");
    }
}

fn listed(element: &Element) -> Listed {
    let attr = |name: &str| element.attr(name).unwrap_or_default();
    let reference = attr("euReferenceNumber");
    let mut listed = Listed::named(if reference.is_empty() { attr("logicalId") } else { reference }, "");
    listed.names.clear();
    listed.kind = match element.child("subjectType").and_then(|kind| kind.attr("code")) {
        Some("person") => PartyKind::Person,
        Some("enterprise") => PartyKind::Organisation,
        Some("vessel" | "ship") => PartyKind::Vessel,
        _ => PartyKind::Unknown,
    };
    for name in element.children("nameAlias") {
        let part = |key: &str| name.attr(key).unwrap_or_default();
        let whole = part("wholeName");
        let text = if whole.is_empty() {
            joined(&[part("firstName"), part("middleName"), part("lastName")], " ")
        } else {
            whole.to_owned()
        };
        let is_strong = part("strong") != "false";
        let strength = match (is_strong, listed.names.is_empty()) {
            (true, true) => NameStrength::Main,
            (true, false) => NameStrength::Strong,
            (false, _) => NameStrength::Weak,
        };
        listed.names.push(ListedName { text, strength });
    }
    let of_country = element.children("citizenship").chain(element.children("address"));
    listed.countries = of_country.filter_map(country).collect();
    for born in element.children("birthdate") {
        let (day, year) = (born.attr("birthdate").unwrap_or_default(), born.attr("year").unwrap_or_default());
        listed.born.push(if day.is_empty() { year.to_owned() } else { day.to_owned() });
    }
    let number = |id: &Element| id.attr("number").or_else(|| id.attr("latinNumber")).map(str::to_owned);
    listed.identifiers = element.children("identification").filter_map(number).collect();
    if !attr("unitedNationId").is_empty() {
        listed.identifiers.push(attr("unitedNationId").to_owned());
    }
    let address = |one: &Element| {
        let parts = ["street", "poBox", "place", "zipCode", "city", "region", "countryDescription"];
        joined(&parts.map(|part| one.attr(part).unwrap_or_default()), ", ")
    };
    listed.addresses = element.children("address").map(address).collect();
    let programme = |one: &Element| one.attr("programme").map(str::to_owned);
    listed.programmes = element.children("regulation").filter_map(programme).collect();
    listed.since = attr("designationDate").to_owned();
    if listed.since.is_empty() {
        let first = element.children("regulation").filter_map(|one| one.attr("publicationDate")).min();
        listed.since = first.unwrap_or_default().to_owned();
    }
    listed.remark = element.children("remark").map(Element::text).collect::<Vec<_>>().join("; ");
    listed
}

/// The country of a part of an entry. `00` stands for one that is not known.
fn country(element: &Element) -> Option<String> {
    element.attr("countryIso2Code").filter(|code| code.len() == 2 && *code != "00").map(str::to_uppercase)
}
