use super::*;
use crate::json::{entries, parsed};

#[track_caller]
fn one(text: &str) -> (Record, Vec<Doubt>) {
    let entry = parsed(text);
    assert!(claims(&entry), "{text}");
    read(&entry)
}

#[test]
fn an_item_of_a_library_becomes_an_article() {
    let (record, doubts) = one(
        r#"{"id":"ohm1961","type":"article-journal","title":"On <i>hooks</i>","DOI":"10.5555/HOOK.7","PMID":"7",
        "author":[{"family":"Waals","given":"J. D.","non-dropping-particle":"van der","suffix":"Jr."},{"literal":"Committee for Lifting"}],
        "container-title":"Annals of Lifting","ISSN":"2049-3630, 0378-5955","ISBN":"9780306406157","volume":12,"page":"1-9","publisher":"Hook & Daughters",
        "issued":{"date-parts":[["1961","4",12]]},"abstract":"We lift.","language":"en-GB","keyword":"hooks, chains","URL":"https://hooks.example/7","note":"7 pages"}"#,
    );
    assert_eq!(doubts, []);
    let ids: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!(ids, ["doi:10.5555/hook.7", "pmid:7", "local:ohm1961"]);
    let names: Vec<String> = record.contributors.iter().map(|c| c.name.display()).collect();
    assert_eq!(names, ["J. D., Jr. van der Waals", "Committee for Lifting"]);
    assert_eq!(record.source.identifiers.len(), 3);
    assert_eq!(record.source.volume.as_deref(), Some("12"));
    assert_eq!(record.published.unwrap().to_string(), "1961-04-12");
    assert_eq!(record.subjects.len(), 2);
    assert_eq!((record.kind, record.title()), (Kind::Article, Some("On hooks")));
}

#[test]
fn a_patent_has_inventors_and_its_number() {
    let (record, _) = one(
        r#"{"id":1,"type":"patent","title":"Hook","number":"US 6337117 B1","author":[{"family":"Ohm"}],"issued":{"raw":"1961-04"}}"#,
    );
    assert_eq!(record.identifiers[0].to_string(), "patent:US6337117B1");
    assert_eq!(record.contributors[0].role, Role::Inventor);
    assert_eq!(record.published.unwrap().to_string(), "1961-04");
}

#[test]
fn damage_costs_only_what_is_damaged() {
    let (record, doubts) = one(
        r#"{"type":"book","title":"T","author":["Ohm",{}],"issued":{"literal":"spring"},"ISBN":"978-0-306-40615-8","language":"x1"}"#,
    );
    assert_eq!((record.title(), record.published), (Some("T"), None));
    let places: Vec<&str> = doubts.iter().filter_map(|doubt| doubt.place.as_deref()).collect();
    assert_eq!(places, ["ISBN", "author", "author", "issued", "language"]);
}

#[test]
fn the_json_of_others_is_left_to_others() {
    for other in [
        r#"{"type":"journal-article","DOI":"10.1/2","title":["T"]}"#,
        r#"{"type":"article","id":"https://openalex.org/W1","display_name":"T","title":"T"}"#,
        r#"{"type":"dois","attributes":{}}"#,
        r#"{"type":"book"}"#,
    ] {
        assert!(!claims(&parsed(other)), "{other}");
    }
}

#[test]
fn a_citeproc_item_without_author_is_read() {
    for (name, text) in crate::testing::files("biblio-exchange/bolognese", ".json") {
        for entry in entries(&text).iter().filter(|_| name.starts_with("citeproc")) {
            assert!(claims(entry), "{name}");
            let (record, doubts) = read(entry);
            assert_eq!(doubts, [], "{name}");
            assert_eq!(record.identifiers, [Identifier::new(Scheme::Doi, "10.5438/4k3m-nyvg").unwrap()]);
            assert_eq!((record.title(), record.kind), (Some("Eating your own Dog Food"), Kind::Post));
            assert_eq!(record.published.unwrap().to_string(), "2016-12-20");
            assert_eq!((record.contributors.len(), record.subjects.len()), (0, 7));
        }
    }
}
