//! The consolidated list of the Security Council of the United Nations, XML
//! (<https://scsanctions.un.org/resources/xml/en/consolidated.xml>).

use model::{Listed, ListedName, NameStrength, PartyKind};

use super::country::coded;
use super::found::Found;
use crate::Doubt;
use crate::xml::Element;

/// Whether a text is such a list.
pub(super) fn claims(head: &str) -> bool {
    head.contains("<CONSOLIDATED_LIST")
}

/// Reads it, an entry at a time.
pub(super) fn read(text: &str, found: &mut Found) {
    for (line, entry) in cut(text, &["INDIVIDUAL", "ENTITY"], found) {
        let (element, doubts) = Element::parse(entry);
        doubts.into_iter().for_each(|doubt| found.doubt(Doubt { line: Some(line), ..doubt }));
        if let Some(element) = element {
            found.put(listed(&element), line);
        }
    }
    if !text.trim_end().ends_with("</CONSOLIDATED_LIST>") {
        found.broke_off("the list does not end with its end tag; it breaks off");
    }
}

fn listed(element: &Element) -> Listed {
    let text = |path: &str| element.text_at(path).unwrap_or_default();
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"].map(text);
    let name = joined(&parts.each_ref().map(String::as_str), " ");
    let reference = text("REFERENCE_NUMBER");
    let mut listed = Listed::named(if reference.is_empty() { &parts[0] } else { &reference }, &name);
    if reference.is_empty() {
        listed.key = text("DATAID");
    }
    let prefix = element.name.as_str();
    listed.kind = if prefix == "INDIVIDUAL" { PartyKind::Person } else { PartyKind::Organisation };
    let original = text("NAME_ORIGINAL_SCRIPT");
    listed.names.push(ListedName { text: original, strength: NameStrength::Strong });
    for alias in element.children(&format!("{prefix}_ALIAS")) {
        let is_low = alias.text_at("QUALITY").is_some_and(|quality| quality.eq_ignore_ascii_case("low"));
        let strength = if is_low { NameStrength::Weak } else { NameStrength::Strong };
        // Several spellings stand in one element.
        for text in alias.text_at("ALIAS_NAME").unwrap_or_default().split(';') {
            listed.names.push(ListedName { text: text.to_owned(), strength });
        }
    }
    let nations = element.find_all("NATIONALITY/VALUE");
    listed.countries = nations.iter().flat_map(|value| coded(&value.text())).collect();
    for address in element.children(&format!("{prefix}_ADDRESS")) {
        let part = |name: &str| address.text_at(name).unwrap_or_default();
        listed.countries.extend(coded(&part("COUNTRY")));
        let parts = ["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE"].map(part);
        listed.addresses.push(joined(&parts.each_ref().map(String::as_str), ", "));
    }
    for born in element.children("INDIVIDUAL_DATE_OF_BIRTH") {
        let part = |name: &str| born.text_at(name).unwrap_or_default();
        let (day, year) = (part("DATE"), part("YEAR"));
        let span = joined(&[&part("FROM_YEAR"), &part("TO_YEAR")], "–");
        // A time of day and a zone may stand behind the day.
        let day: String = day.chars().take(10).collect();
        listed.born.push([day, year, span].into_iter().find(|text| !text.is_empty()).unwrap_or_default());
    }
    let documents = element.find_all(&format!("{prefix}_DOCUMENT/NUMBER"));
    listed.identifiers = documents.iter().map(|number| number.text()).collect();
    listed.programmes = vec![text("UN_LIST_TYPE")];
    listed.since = text("LISTED_ON").chars().take(10).collect();
    listed.remark = text("COMMENTS1");
    listed
}

/// The entries of a list by the names of their elements, each with its line. An entry that does not end is noted.
pub(super) fn cut<'a>(text: &'a str, names: &[&str], found: &mut Found) -> Vec<(u64, &'a str)> {
    let (mut entries, mut at, mut line, mut counted) = (Vec::new(), 0, 1, 0);
    while let Some(offset) = text[at..].find('<') {
        let start = at + offset;
        let rest = &text[start + 1..];
        // `INDIVIDUALS` is no `INDIVIDUAL`.
        let is_named = |name: &&&str| {
            rest.strip_prefix(**name).is_some_and(|rest| rest.starts_with([' ', '>', '\t', '\n', '\r', '/']))
        };
        let Some(name) = names.iter().find(is_named) else {
            at = start + 1;
            continue;
        };
        line += text[counted..start].matches('\n').count() as u64;
        counted = start;
        let end = format!("</{name}>");
        match text[start..].find(&end) {
            Some(length) => {
                at = start + length + end.len();
                entries.push((line, &text[start..at]));
            }
            None => {
                found.broke_off("the last entry does not end; it was left out");
                break;
            }
        }
    }
    entries
}

/// Parts that are there, with a text between them.
pub(super) fn joined(parts: &[&str], between: &str) -> String {
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}
