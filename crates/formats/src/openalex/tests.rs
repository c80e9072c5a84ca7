use std::collections::HashMap;

use super::*;
use crate::crossref_json;
use crate::json::{entries, parsed};

#[track_caller]
fn one(text: &str) -> (Record, Vec<Doubt>) {
    let entry = parsed(text);
    assert!(claims(&entry), "{text}");
    read(&entry)
}

#[test]
fn a_work_is_read_with_its_abstract_put_back_in_order() {
    let (record, doubts) = one(
        r#"{"id":"https://openalex.org/W77","doi":"https://doi.org/10.5555/HOOK.7","title":"On <i>hooks</i>",
        "display_name":"On <i>hooks</i>","publication_date":"1961-04-12","type":"article","language":"en","is_retracted":true,
        "ids":{"openalex":"https://openalex.org/W77","pmid":"https://pubmed.ncbi.nlm.nih.gov/7"},
        "primary_location":{"landing_page_url":"https://doi.org/10.5555/hook.7","pdf_url":"https://hooks.example/7.pdf","license":"cc-by",
          "source":{"display_name":"Annals of Lifting","issn":["2049-3630"],"host_organization_name":"Hook & Daughters"}},
        "locations":[{"landing_page_url":"https://arxiv.org/abs/1203.0417"}],
        "authorships":[{"author":{"display_name":"Ida Ohm","orcid":"https://orcid.org/0000-0002-1694-233X"},
          "institutions":[{"display_name":"Works No. 4","ror":"https://ror.org/05abc1234","country_code":"de"}]},
          {"author":{"display_name":"Volt, Max"},"raw_affiliation_strings":["Mill, Hall"]}],
        "biblio":{"volume":"12","issue":null,"first_page":"1","last_page":"9"},
        "topics":[{"id":"https://openalex.org/T10","display_name":"Lifting gear"}],
        "concepts":[{"id":"https://openalex.org/C5","display_name":"Crane","score":0.5},{"id":"https://openalex.org/C6","display_name":"Soup","score":0.1}],
        "mesh":[{"descriptor_ui":"D000001","descriptor_name":"Hooks"}],"keywords":[{"display_name":"chain"}],
        "abstract_inverted_index":{"lifts":[1,4],"Who":[0],"the":[2],"hook":[3],"well.":[5]}}"#,
    );
    assert_eq!(doubts, []);
    let ids: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!(ids, ["openalex:W77", "doi:10.5555/hook.7", "pmid:7"]);
    assert_eq!((record.titles.len(), record.title()), (1, Some("On hooks")));
    assert_eq!(record.abstracts, [Text::plain("Who lifts the hook lifts well.")]);
    assert_eq!(record.contributors[0].affiliations[0].country.as_deref(), Some("DE"));
    assert_eq!(record.contributors[0].affiliations[0].ror.as_deref(), Some("05abc1234"));
    assert_eq!(record.contributors[1].name.family(), "Volt");
    assert_eq!(record.contributors[1].affiliations, [Affiliation::named("Mill, Hall")]);
    assert_eq!(record.source.pages.as_deref(), Some("1-9"));
    let codes: Vec<&str> = record.subjects.iter().filter_map(|subject| subject.code.as_deref()).collect();
    assert_eq!(codes, ["T10", "C5", "D000001"]);
    assert_eq!((record.kind, record.status), (Kind::Article, Status::Retracted));
    assert_eq!(record.relations[0].target.to_string(), "arxiv:1203.0417");
    assert_eq!(record.locations.len(), 3);
}

#[test]
fn a_hostile_index_costs_no_memory() {
    let (record, doubts) = one(
        r#"{"id":"https://openalex.org/W1","abstract_inverted_index":{"We":[0],"lift.":[1],"x":[4294967295,18446744073709551615,-1,"2",null],"y":7}}"#,
    );
    assert_eq!(record.abstracts, [Text::plain("We lift.")]);
    assert_eq!(doubts.len(), 1);

    let positions: Vec<usize> = (0..WORDS_MAX + 10).collect();
    let entry = serde_json::json!({"id": "https://openalex.org/W1", "abstract_inverted_index": {"ho": positions, "hey": positions}});
    let (record, doubts) = read(&entry);
    assert_eq!(record.abstracts[0].text.split(' ').count(), WORDS_MAX);
    assert_eq!(doubts.len(), 1);
}

#[track_caller]
fn rebuilt(words: &[&str], expected: &str) {
    let index: serde_json::Map<String, Value> =
        words.iter().enumerate().map(|(i, word)| ((*word).to_owned(), serde_json::json!([i]))).collect();
    let (record, _) = read(&serde_json::json!({"id": "https://openalex.org/W1", "abstract_inverted_index": index}));
    assert_eq!(record.abstracts, [Text::plain(expected)]);
}

#[test]
fn mark_up_and_heading_of_an_abstract_go() {
    rebuilt(&["Abstract", "We", "lift."], "We lift.");
    rebuilt(&["Abstract", "nonsense", "lifts."], "Abstract nonsense lifts.");
    rebuilt(&["&lt;p&gt;We", "lift", "at", "p", "&lt;", "5.&lt;/p&gt;"], "We lift at p < 5.");
}

#[track_caller]
fn dated(date: &str, year: &str, expected: &str) {
    let (record, _) =
        one(&format!(r#"{{"id":"https://openalex.org/W1","publication_date":{date},"publication_year":{year}}}"#));
    assert_eq!(record.published.map(|date| date.to_string()).unwrap_or_default(), expected);
}

#[test]
fn the_first_of_january_says_no_more_than_the_year() {
    dated("\"1961-04-12\"", "1961", "1961-04-12");
    dated("\"1961-01-01\"", "1961", "1961");
    dated("null", "1961", "1961");
    dated("\"soon\"", "null", "");
}

#[test]
fn only_works_are_claimed() {
    for other in [r#"{"id":"https://openalex.org/A5044224796"}"#, r#"{"id":7}"#, "[]", r#"{"id":null}"#] {
        assert!(!claims(&parsed(other)), "{other}");
    }
}

/// What is known of works of the collection: OpenAlex number, title begins with, first family name, year, kind.
const KNOWN: &[(&str, &str, &str, i32, Kind)] = &[
    ("W2121398592", "Automated quantitative histology", "Sankar", 2014, Kind::Article),
    ("W2581393460", "A Data Citation Roadmap", "Fenner", 2016, Kind::Preprint),
    ("W3174427814", "Vector Quotient Filters", "Pandey", 2021, Kind::ConferencePaper),
    ("W6945048743", "THE CRYSTAL STRUCTURE OF HUMAN DEOXYHAEMOGLOBIN", "Fermi", 1984, Kind::Dataset),
    ("W2476684680", "Unsupervised and Supervised Image Segmentation", "Bichot", 2012, Kind::Chapter),
];

#[test]
fn the_collection_is_read_and_known_works_are_found_in_it() {
    let mut known = 0;
    let files = crate::testing::files("openalex", ".json");
    for (name, text) in &files {
        for entry in entries(text) {
            assert!(claims(&entry), "{name}");
            let (record, doubts) = read(&entry);
            assert_eq!(record.identifiers[0].scheme(), Scheme::Openalex, "{name}");
            assert!(doubts.is_empty(), "{name}: {doubts:?}");
            assert!(record.title().is_some() && record.year().is_some(), "{name}");
            let indexed = json::at(&entry, "abstract_inverted_index").is_object();
            assert_eq!(record.abstracts.len(), usize::from(indexed), "{name}");
            for (id, title, family, year, kind) in KNOWN.iter().filter(|known| known.0 == record.identifiers[0].value())
            {
                assert!(record.title().unwrap_or_default().starts_with(title), "{name}");
                let first = record.contributors.first().map_or("", |contributor| contributor.name.family());
                assert_eq!((first, record.year(), record.kind), (*family, Some(*year), *kind), "{id}");
                known += 1;
            }
        }
    }
    assert!(files.is_empty() || known == KNOWN.len(), "{known}");
}

/// Letters and digits in lower case: what two sources of one title agree in.
fn letters(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn two_sources_of_one_doi_agree_in_identifier_title_year_and_first_author() {
    let crossref: HashMap<_, _> = crate::testing::files("crossref/rest-json", ".json")
        .iter()
        .flat_map(|(_, text)| entries(text))
        .map(|entry| crossref_json::read(&entry).0)
        .filter_map(|record| Some((record.identifiers.first()?.clone(), record)))
        .collect();
    let mut n_pairs = 0;
    for (name, text) in crate::testing::files("openalex", ".json") {
        for entry in entries(&text) {
            let (ours, _) = read(&entry);
            let Some(theirs) = ours.identifiers.iter().find_map(|id| crossref.get(id)) else { continue };
            n_pairs += 1;
            let (Some(our_title), Some(their_title)) = (ours.title(), theirs.title()) else { continue };
            // OpenAlex leaves the subtitle out.
            assert!(letters(their_title).starts_with(&letters(our_title)), "{name}: {our_title} / {their_title}");
            assert_eq!(ours.year(), theirs.year(), "{name}");
            let first = |record: &Record| record.contributors.first().map(|c| letters(c.name.family()));
            assert_eq!(first(&ours), first(theirs), "{name}");
        }
    }
    assert!(crossref.is_empty() || n_pairs >= 5, "{n_pairs}");
}
