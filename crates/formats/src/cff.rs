//! Citation File Format (`CITATION.cff`), versions 1.1 and 1.2 (citation-file-format.github.io).
//!
//! A file describes one piece of software or one data set. The article that its authors would
//! rather see cited (`preferred-citation`) is another work and becomes a relation.

use model::{Affiliation, Contributor, Identifier, Kind, Name, Record, RelationKind, Rights, Role, Scheme};
use serde_json::Value;

use crate::Doubt;
use crate::doubt::quoted;
use crate::draft::{Draft, ENTRY, doi};
use crate::limits::{DEPTH_MAX, VALUES_MAX};
use crate::markup::squeeze;
use crate::written_date::written_date;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "cff";

/// Whether a text that begins like this (64 KiB at most) is one of these: it has the key that
/// the format demands.
pub(crate) fn claims(head: &str) -> bool {
    head.lines().any(|line| line.trim_start_matches('\u{feff}').trim_end().starts_with("cff-version:"))
}

/// Most nodes that the aliases of a file may grow to; the largest citation files have a few
/// thousand.
const NODES_MAX: usize = 50_000;

/// Reads one file.
pub(crate) fn read(entry: &str) -> (Record, Vec<Doubt>) {
    let mut draft = Draft::default();
    let file = match parsed(entry) {
        Ok(file) => file,
        Err(reason) => {
            draft.doubt(ENTRY, format!("the file is not YAML ({reason}); only its plain lines were read"));
            plain_lines(entry)
        }
    };
    if !file.is_object() {
        draft.doubt(ENTRY, "the file has no keys; nothing was read");
        return draft.finish();
    }
    draft.record.kind = match text(&file, "type").as_deref() {
        Some("dataset") => Kind::Dataset,
        Some("software") | None => Kind::Software,
        Some(other) => {
            draft.doubt("type", format!("the type {} is not known; it was taken for software", quoted(other)));
            Kind::Software
        }
    };
    if let Some(title) = text(&file, "title") {
        draft.title(&title, None);
    }
    identifiers(&file, &mut draft);
    people(&file, &mut draft);
    if let Some(date) = text(&file, "date-released") {
        match written_date(&date) {
            Some(date) => draft.publish(date),
            None => draft.no_date("date-released", &date),
        }
    }
    if let Some(words) = text(&file, "abstract") {
        draft.summary(&words, None);
    }
    list(&file, "keywords").iter().filter_map(|word| word.as_str()).for_each(|word| draft.keyword(word));
    rights(&file, &mut draft);
    for key in ["url", "repository-code", "repository", "repository-artifact"] {
        if let Some(url) = text(&file, key) {
            draft.locate(&url, None);
        }
    }
    if let Some(version) = text(&file, "version") {
        draft.note(&format!("version: {version}"));
    }
    if let Some(preferred) = file.get("preferred-citation") {
        let number = text(preferred, "doi").and_then(|value| doi(&value));
        match number {
            Some(number) => draft.record.relate(RelationKind::RelatedTo, number),
            None => {
                if let Some(title) = text(preferred, "title") {
                    draft.note(&format!("preferred citation: {title}"));
                }
            }
        }
    }
    draft.finish()
}

fn parsed(entry: &str) -> Result<Value, String> {
    let mut options = serde_saphyr::Options::default();
    if let Some(budget) = options.budget.as_mut() {
        budget.max_depth = DEPTH_MAX;
        budget.max_nodes = NODES_MAX;
        budget.max_events = 4 * NODES_MAX;
    }
    let entry = entry.trim_start_matches('\u{feff}');
    serde_saphyr::from_str_with_options::<Value>(entry, options).map_err(|error| {
        // The first line says what is wrong; the others show the text around it.
        let reason = error.to_string();
        squeeze(reason.lines().next().unwrap_or("")).chars().take(120).collect()
    })
}

/// The `key: value` lines at the left edge of a file that is not YAML as a whole.
fn plain_lines(entry: &str) -> Value {
    let mut found = serde_json::Map::new();
    for line in entry.lines().take(VALUES_MAX) {
        let Some((key, value)) = line.split_once(':') else { continue };
        let shaped = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let value = value.trim().trim_matches(['"', '\'']);
        if shaped && !value.is_empty() && !value.starts_with(['>', '|', '[', '{', '&', '*']) {
            found.entry(key).or_insert_with(|| Value::String(value.to_owned()));
        }
    }
    Value::Object(found)
}

/// A value as words; YAML makes numbers of versions that are not quoted.
fn text(map: &Value, key: &str) -> Option<String> {
    let found = match map.get(key)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!found.trim().is_empty()).then_some(found)
}

fn list<'a>(map: &'a Value, key: &str) -> &'a [Value] {
    let values = map.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    values.get(..VALUES_MAX).unwrap_or(values)
}

fn identifiers(file: &Value, draft: &mut Draft) {
    if let Some(value) = text(file, "doi") {
        draft.doi("doi", &value);
    }
    for entry in list(file, "identifiers") {
        let Some(value) = text(entry, "value") else { continue };
        match text(entry, "type").as_deref() {
            // A file may list the DOIs of all versions; they name the same software.
            Some("doi") => draft.doi("identifiers", &value),
            Some("swh") => draft.offer(Scheme::Swhid, &value),
            Some("url") => draft.locate(&value, None),
            _ => {
                if let Some(found) = Identifier::parse(&value).filter(|id| id.scheme() != Scheme::Url) {
                    draft.record.identify(found);
                }
            }
        }
    }
}

fn people(file: &Value, draft: &mut Draft) {
    for author in list(file, "authors") {
        let Some(name) = name(author) else {
            draft.doubt("authors", "an author has no name and was left out");
            continue;
        };
        let affiliation = text(author, "affiliation");
        let orcid = text(author, "orcid");
        let Some(contributor) = draft.contributor(name, Role::Author) else { continue };
        let unreadable = describe(contributor, affiliation, orcid.as_deref());
        if unreadable {
            draft.not_a("authors/orcid", "an ORCID", orcid.as_deref().unwrap_or(""));
        }
    }
}

/// Says whether there was an ORCID that could not be read.
fn describe(contributor: &mut Contributor, affiliation: Option<String>, orcid: Option<&str>) -> bool {
    contributor.affiliations.extend(affiliation.map(Affiliation::named));
    orcid.is_some_and(|orcid| !contributor.set_orcid(orcid))
}

/// A person has `family-names`, an entity has `name`.
fn name(author: &Value) -> Option<Name> {
    let part = |key: &str| text(author, key).map(|text| squeeze(&text));
    let Some(family) = part("family-names") else {
        return part("name").or_else(|| part("given-names")).or_else(|| part("alias")).map(Name::Whole);
    };
    let family = match part("name-particle") {
        Some(particle) => format!("{particle} {family}"),
        None => family,
    };
    let given = match (part("given-names"), part("name-suffix")) {
        (Some(given), Some(suffix)) => Some(format!("{given}, {suffix}")),
        (given, suffix) => given.or(suffix),
    };
    Some(Name::Person { family, given })
}

fn rights(file: &Value, draft: &mut Draft) {
    let url = text(file, "license-url");
    let several: Vec<String> = match file.get("license") {
        Some(Value::Array(licences)) => licences.iter().filter_map(|l| l.as_str().map(str::to_owned)).take(8).collect(),
        _ => text(file, "license").into_iter().collect(),
    };
    for licence in &several {
        // The format demands SPDX identifiers.
        draft.record.rights.push(Rights { spdx: Some(licence.trim().to_owned()), url: url.clone(), statement: None });
    }
    if let (true, Some(url)) = (several.is_empty(), url) {
        draft.record.rights.push(Rights::at(&url));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::files;

    const PUMP: &str = "# how to cite\ncff-version: 1.2.0\ntitle: Pump Works\nversion: 1.0\ntype: software\nauthors:\n  - family-names: Berg\n    given-names: Jan\n    name-particle: van der\n    orcid: https://orcid.org/0000-0003-1419-2405\n    affiliation: Steam Institute\n  - name: Blade Works\n  - email: nobody@example.org\nabstract: >-\n  Computes\n  pumps.\nkeywords: [pumps, steam]\nlicense: Apache-2.0\ndate-released: 2021-08-11\nrepository-code: https://example.org/pump\nidentifiers:\n  - type: doi\n    value: 10.5555/pump\n  - type: swh\n    value: 'swh:1:dir:94a9ed024d3859793618152ea559a168bbcbb5e2'\npreferred-citation:\n  type: article\n  title: On pumps\n  doi: 10.5555/article\n";

    #[test]
    fn software_is_read_with_all_it_says() {
        let (record, doubts) = read(PUMP);
        assert_eq!(doubts, [Doubt::at("authors", "an author has no name and was left out")]);
        assert_eq!((record.kind, record.title()), (Kind::Software, Some("Pump Works")));
        let names: Vec<String> = record.contributors.iter().map(|c| c.name.display()).collect();
        assert_eq!(names, ["Jan van der Berg", "Blade Works"]);
        assert_eq!(record.contributors[0].orcid.as_deref(), Some("0000-0003-1419-2405"));
        assert_eq!(record.published.unwrap().to_string(), "2021-08-11");
        assert_eq!(record.abstracts[0].text, "Computes pumps.");
        assert_eq!(record.rights[0].spdx.as_deref(), Some("Apache-2.0"));
        assert_eq!(record.identifiers.len(), 2);
        assert_eq!(record.relations[0].target.to_string(), "doi:10.5555/article");
        assert_eq!(record.subjects.len(), 2);
    }

    #[test]
    fn a_file_that_is_not_yaml_gives_its_plain_lines() {
        let (record, doubts) = read("cff-version: 1.2.0\ntitle: Pump Works\nauthors: [ {\ndoi: 10.5555/pump\n");
        assert_eq!(record.title(), Some("Pump Works"));
        assert_eq!(record.identifiers.len(), 1);
        assert!(doubts[0].text.starts_with("the file is not YAML"), "{doubts:?}");
    }

    #[test]
    fn aliases_of_aliases_are_not_followed_without_end() {
        let mut bomb = String::from("cff-version: 1.2.0\ntitle: T\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for n in 1..12 {
            let inner = vec![format!("*a{}", n - 1); 9].join(", ");
            bomb.push_str(&format!("a{n}: &a{n} [{inner}]\n"));
        }
        let (record, doubts) = read(&bomb);
        assert_eq!(record.title(), Some("T"));
        assert_eq!(doubts.len(), 1);
    }

    #[test]
    fn the_collection_says_what_it_should() {
        for (name, text) in files("biblio-exchange/cff", ".cff") {
            let (record, doubts) = read(&text);
            match name.as_str() {
                "CITATION.cff" => {
                    assert!(claims(&text));
                    assert_eq!((record.title(), record.contributors.len()), (Some("JabRef"), 8));
                    assert_eq!(record.relations[0].target.to_string(), "doi:10.47397/tb/44-3/tb138kopp-jabref");
                }
                "CffImporterTestInvalid2.cff" => {
                    assert!(!claims(&text));
                    assert_eq!((record.title(), doubts.len()), (None, 1));
                }
                _ => {
                    assert_eq!(record.title(), Some("Test"));
                    assert_eq!(record.contributors[0].name.family(), "van Smith");
                    assert_eq!(record.published.unwrap().to_string(), "2000-07-02");
                    assert_eq!(record.identifiers[0].to_string(), "doi:10.0000/test", "{name}");
                }
            }
        }
    }
}
