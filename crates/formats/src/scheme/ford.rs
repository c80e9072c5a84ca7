//! The OECD Fields of Research and Development (FORD, formerly FOS; <https://doi.org/10.1787/9789264239012-en>), and lists
//! of research fields that are mapped to them, in the JSON of DataCite.
//!
//! The lists do not say what sort of mapping it is. A field that falls under one OECD field is taken to be narrower than
//! it; one that is divided among several is in none of them as a whole, and is only related to each.

use std::collections::{BTreeMap, BTreeSet};

use model::{Concept, ConceptCode, Language, Mapping, MappingRelation, SchemeHead, Text};
use serde_json::Value;

use super::{Counted, Found};
use crate::Doubt;

/// A list: its name in the file, how its fields begin, the word of the scheme and its title.
const LISTS: [(&str, &str, &str, &str); 3] = [
    ("fosFields", "fos", "ford", "OECD Fields of Research and Development"),
    (
        "forFields",
        "for",
        "anzsrc-for",
        "Australian and New Zealand Standard Research Classification, Fields of Research",
    ),
    ("dfgFields", "dfg", "dfg", "Subject areas of the German Research Foundation"),
];

/// Whether a text names one of the lists.
pub(super) fn claims(head: &str) -> bool {
    LISTS.iter().any(|(name, ..)| head.contains(&format!("\"{name}\"")))
}

/// Reads a list with its mappings.
pub(super) fn read(text: &str) -> Found {
    let mut found = Found::default();
    let whole: Value = match serde_json::from_str(text) {
        Ok(whole) => whole,
        Err(error) => {
            found.doubts.push(Doubt::new(format!("the JSON breaks off ({error}); nothing was read")));
            return found;
        }
    };
    let Some((list, prefix, word, title)) = LISTS.iter().find(|(name, ..)| whole[*name].is_array()) else {
        found.doubts.push(Doubt::new("there is no list of fields in the file; nothing was read"));
        return found;
    };
    let english = |text: &str| Text { language: Language::parse("en"), text: text.trim().to_owned() };
    let said = |name: &str| whole[name].as_str().map(str::to_owned);
    found.head = SchemeHead {
        titles: vec![english(title)],
        version: said("mappingListVersion"),
        source: said("originalUrl"),
        ..SchemeHead::named(*word)
    };
    let mut counted = Counted::default();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut fields: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in whole[*list].as_array().into_iter().flatten() {
        let cell = |name: String| row[name].as_str().map(str::trim).filter(|cell| !cell.is_empty());
        let (Some(code), Some(label)) = (cell(format!("{prefix}Id")), cell(format!("{prefix}Label"))) else {
            counted.add("a field has no code or no label; it was left out");
            continue;
        };
        match places.get(code) {
            None => {
                places.insert(code.to_owned(), found.concepts.len());
                found.concepts.push(Concept { labels: vec![english(label)], ..Concept::labelled(code, "") });
            }
            // A field that is divided stands once for each part, sometimes in other words.
            Some(at) => found.concepts[*at].alternatives.push(english(label)),
        }
        if *prefix != "fos"
            && let Some(field) = cell("fosId".to_owned())
        {
            fields.entry(code.to_owned()).or_default().insert(field.to_owned());
        }
    }
    // Codes of these lists are digits without a divider: a field stands below the longest code it begins with.
    if *prefix != "fos" {
        for concept in &mut found.concepts {
            let code = &concept.notation;
            let above = (1..code.len()).rev().filter_map(|end| code.get(..end)).find(|head| places.contains_key(*head));
            concept.broader = above.into_iter().map(str::to_owned).collect();
        }
    }
    for (code, fields) in fields {
        let relation = if fields.len() == 1 { MappingRelation::Broader } else { MappingRelation::Related };
        let to = fields.iter().map(|field| ConceptCode::new("ford", field));
        found.mappings.extend(to.map(|to| Mapping { from: ConceptCode::new(word, &code), relation, to }));
    }
    found.doubts.extend(counted.doubts());
    found
}
