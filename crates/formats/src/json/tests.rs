use model::Record;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::limits::DOUBTS_MAX;
use crate::{Doubt, arxiv_json, canonical, crossref_json, csl_json, datacite_json, invenio, json_feed, openalex};

/// The text parsed.
pub(crate) fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("the test's own JSON is well formed")
}

/// The entries of a whole answer: what the cutter of the stream would hand over.
pub(crate) fn entries(text: &str) -> Vec<Value> {
    let Ok(answer) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    for path in ["message/items", "results", "hits/hits", "data", "items"] {
        if let Value::Array(list) = at(&answer, path) {
            return list.clone();
        }
    }
    match answer {
        Value::Array(list) => list,
        single => vec![single],
    }
}

#[test]
fn a_single_value_is_a_list_of_one_and_a_number_is_its_words() {
    let entry = parsed(r#"{"a":{"b":" x "},"n":7,"l":[null,"","y"]}"#);
    assert_eq!(texts(&entry, "a/b").collect::<Vec<_>>(), ["x"]);
    assert_eq!(text(&entry, "n").as_deref(), Some("7"));
    assert_eq!(text(&entry, "l").as_deref(), Some("y"));
    assert_eq!(text(&entry, "a/b/c"), None);
}

#[track_caller]
fn check(date: &str, expected: &str) {
    let shown = match date_parts(&parsed(date)) {
        Ok(date) => date.map_or("none".to_owned(), |date| date.to_string()),
        Err(part) => format!("not {part}"),
    };
    assert_eq!(shown, expected);
}

#[test]
fn date_parts_come_as_numbers_or_strings_or_not_at_all() {
    check(r#"{"date-parts":[[2020,12,1]]}"#, "2020-12-01");
    check(r#"{"date-parts":[["1961","4"],["1962"]]}"#, "1961-04");
    check(r#"{"date-parts":[[null]]}"#, "none");
    check(r#"{"date-parts":[[]]}"#, "none");
    check(r#"{"date-parts":[]}"#, "none");
    check(r#"{"date-parts":[["MCMXX"]]}"#, "not MCMXX");
    check("null", "none");
}

/// A reader of JSON entries.
struct Reader {
    name: &'static str,
    claims: fn(&Value) -> bool,
    read: fn(&Value) -> (Record, Vec<Doubt>),
}

const READERS: &[Reader] = &[
    Reader { name: canonical::NAME, claims: canonical::claims, read: canonical::read },
    Reader { name: crossref_json::NAME, claims: crossref_json::claims, read: crossref_json::read },
    Reader { name: openalex::NAME, claims: openalex::claims, read: openalex::read },
    Reader { name: datacite_json::NAME, claims: datacite_json::claims, read: datacite_json::read },
    Reader { name: invenio::NAME, claims: invenio::claims, read: invenio::read },
    Reader { name: csl_json::NAME, claims: csl_json::claims, read: csl_json::read },
    Reader { name: arxiv_json::NAME, claims: arxiv_json::claims, read: arxiv_json::read },
    Reader { name: json_feed::NAME, claims: json_feed::claims, read: json_feed::read },
];

/// Folders of the collections with the reader that must claim every entry in them.
const FOLDERS: &[(&str, &str)] = &[
    ("crossref/rest-json", crossref_json::NAME),
    ("openalex", openalex::NAME),
    ("datacite/api-json", datacite_json::NAME),
    ("datacite/json", datacite_json::NAME),
    ("inveniordm", invenio::NAME),
    ("rogue-scholar-posts", json_feed::NAME),
    ("rogue-scholar-posts/json-feed", json_feed::NAME),
];

#[test]
fn every_entry_is_claimed_by_its_own_reader_and_no_other_and_survives_our_own_form() {
    for (folder, name) in FOLDERS {
        for (file, text) in crate::testing::files(folder, ".json") {
            for entry in entries(&text) {
                let claimed: Vec<&str> = READERS.iter().filter(|r| (r.claims)(&entry)).map(|r| r.name).collect();
                assert_eq!(claimed, [*name], "{folder}/{file}");
                for reader in READERS.iter().filter(|reader| reader.name == *name) {
                    let (record, _) = (reader.read)(&entry);
                    let written = canonical::to_json(&record);
                    assert_eq!(canonical::from_json(&written).as_ref(), Ok(&record), "{folder}/{file}");
                    let ours = parsed(&written);
                    let claimed: Vec<&str> = READERS.iter().filter(|r| (r.claims)(&ours)).map(|r| r.name).collect();
                    assert_eq!(claimed, [canonical::NAME], "{folder}/{file}");
                }
            }
        }
    }
}

/// Names of members that the readers ask for.
const MEMBERS: &[&str] = &[
    "DOI",
    "ISBN",
    "ISSN",
    "ORCID",
    "URL",
    "abstract",
    "abstract_inverted_index",
    "acm_class",
    "affiliation",
    "affiliations",
    "attributes",
    "author",
    "authors",
    "authors_parsed",
    "authorships",
    "biblio",
    "blog",
    "categories",
    "comments",
    "concepts",
    "container",
    "container-title",
    "content_html",
    "contributors",
    "created",
    "creators",
    "custom_fields",
    "data",
    "date",
    "date-parts",
    "dateType",
    "date_published",
    "dates",
    "description",
    "descriptions",
    "display_name",
    "doi",
    "family",
    "familyName",
    "given",
    "id",
    "identifier",
    "identifierType",
    "identifiers",
    "ids",
    "institution",
    "institutions",
    "is_retracted",
    "issued",
    "journal",
    "keywords",
    "kind",
    "language",
    "languages",
    "license",
    "link",
    "links",
    "locations",
    "message",
    "metadata",
    "name",
    "nameIdentifiers",
    "notes",
    "openalex",
    "origin",
    "page",
    "person_or_org",
    "pids",
    "primary_location",
    "publication_date",
    "publicationYear",
    "published",
    "published_at",
    "relation",
    "relatedIdentifiers",
    "related_identifiers",
    "relations",
    "resource_type",
    "rights",
    "rightsList",
    "source",
    "status",
    "subject",
    "subjectScheme",
    "subjects",
    "subtitle",
    "summary",
    "tags",
    "title",
    "titles",
    "topics",
    "type",
    "types",
    "update-to",
    "updated-by",
    "url",
    "v",
    "value",
    "versions",
];

/// Values of members, right ones and wrong ones.
const WORDS: &[&str] = &[
    "",
    " ",
    "10.5555/hook",
    "https://doi.org/10.5555/é",
    "1203.0417",
    "704.0024",
    "1961-04-12",
    "1961-13-99",
    "0000",
    "-1",
    "99999999999999999999",
    "https://openalex.org/W1",
    "article",
    "article-journal",
    "Ohm, Ida",
    "A and B et al.",
    "(Ohm (Ida",
    "<p>x</p><",
    "</title><title>&amp;",
    "<title></title>",
    "&#xD800;",
    "retraction",
    "Issued",
    "en",
    "und",
    "𝄞水é",
    "(:unav)",
    ",;,",
    "¼ and ½",
    "Abstract Ä",
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        select(WORDS).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(Value::Null),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            proptest::collection::vec((select(MEMBERS), inner), 0..12)
                .prop_map(|pairs| Value::Object(pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_entry_makes_a_reader_fail_and_what_it_gives_can_be_kept(entry in value()) {
        for reader in READERS {
            let _ = (reader.claims)(&entry);
            // Also entries of others: a claim is a guess.
            let (record, doubts) = (reader.read)(&entry);
            prop_assert!(doubts.len() <= DOUBTS_MAX);
            prop_assert_eq!(canonical::from_json(&canonical::to_json(&record)), Ok(record), "{}", reader.name);
        }
        let _ = arxiv_json::read_text(&entry.to_string());
    }
}
