use super::*;
use crate::json::{entries, parsed};
use model::{Identifier, RelationKind, Status};

#[track_caller]
fn one(text: &str) -> (Record, Vec<Doubt>) {
    let entry = parsed(text);
    assert!(claims(&entry), "{text}");
    read(&entry)
}

#[test]
fn a_work_in_its_envelope_becomes_an_article() {
    let (record, doubts) = one(r#"{"status":"ok","message-type":"work","message":{
        "DOI":"10.5555/Hook.7","type":"journal-article","title":["On hooks &amp; <i>chains</i>","Über Haken"],
        "subtitle":["A survey"],"original-title":["Haken"],"abstract":"<jats:title>Abstract</jats:title><jats:p>They lift.</jats:p>",
        "author":[{"given":"Ida","family":"Ohm","suffix":"Jr.","ORCID":"http://orcid.org/0000-0002-1694-233X",
          "affiliation":[{"name":"Works No. 4","id":[{"id":"https://ror.org/05abc1234","id-type":"ROR"}]}]},
          {"name":"Committee for Lifting"}],
        "editor":[{"family":"Volt"}],"container-title":["Annals of Lifting"],"volume":"12","issue":3,"page":"1-9",
        "publisher":"Hook & Daughters","ISSN":["2049-3630","2049-3631"],"language":"en",
        "published-print":{"date-parts":[[1961,4]]},"published-online":{"date-parts":[["1961","04","12"]]},"created":{"date-parts":[[1959]]},
        "license":[{"URL":"https://creativecommons.org/licenses/by/4.0/"},{"URL":"http://creativecommons.org/licenses/by/4.0/legalcode"}],
        "link":[{"URL":"https://hooks.example/7.pdf","content-type":"application/pdf","intended-application":"text-mining"},
          {"URL":"https://check.example/7","content-type":"unspecified","intended-application":"similarity-checking"}],
        "URL":"https://doi.org/10.5555/hook.7","relation":{"is-supplemented-by":[{"id-type":"doi","id":"10.5555/hook.7.s"}],
          "references":[{"id-type":"doi","id":"10.5555/old"}]}}}"#);
    assert_eq!(record.name().unwrap().to_string(), "doi:10.5555/hook.7");
    let titles: Vec<&str> = record.titles.iter().map(|title| title.text.as_str()).collect();
    assert_eq!(titles, ["On hooks & chains: A survey", "Über Haken", "Haken"]);
    assert_eq!(record.abstracts[0].text, "They lift.");
    let names: Vec<String> = record.contributors.iter().map(|c| format!("{:?} {}", c.role, c.name.display())).collect();
    assert_eq!(names, ["Author Ida, Jr. Ohm", "Author Committee for Lifting", "Editor Volt"]);
    assert_eq!(record.contributors[0].orcid.as_deref(), Some("0000-0002-1694-233X"));
    assert_eq!(record.contributors[0].affiliations[0].ror.as_deref(), Some("05abc1234"));
    assert_eq!(record.source.title.as_deref(), Some("Annals of Lifting"));
    assert_eq!(record.source.issue.as_deref(), Some("3"));
    assert_eq!(record.source.identifiers, [Identifier::new(Scheme::Issn, "2049-3630").unwrap()]);
    assert_eq!(record.published.unwrap().to_string(), "1961-04-12");
    assert_eq!(record.rights.len(), 1);
    let urls: Vec<&str> = record.locations.iter().map(|location| location.url.as_str()).collect();
    assert_eq!(urls, ["https://doi.org/10.5555/hook.7", "https://hooks.example/7.pdf"]);
    assert_eq!(record.relations.len(), 1);
    assert_eq!(record.relations[0].kind, RelationKind::SupplementedBy);
    assert_eq!((record.kind, record.status), (Kind::Article, Status::Current));
    let doubts: Vec<String> = doubts.iter().map(ToString::to_string).collect();
    assert_eq!(doubts, ["ISSN: `2049-3631` has not the shape of ISSN; it was left out"]);
}

#[test]
fn a_notice_is_no_retracted_work_and_the_work_it_takes_back_is() {
    let (notice, _) = one(r#"{"DOI":"10.5555/n","title":["Retraction notice"],"type":"journal-article",
        "update-to":[{"DOI":"10.5555/hook.7","type":"retraction","label":"Retraction"}]}"#);
    assert_eq!((notice.kind, notice.status), (Kind::Retraction, Status::Current));
    assert_eq!(notice.relations[0].kind, RelationKind::Retracts);

    let (taken_back, _) = one(r#"{"DOI":"10.5555/hook.7","title":["On hooks"],"type":"journal-article",
        "updated-by":[{"DOI":"10.5555/c","type":"erratum"},{"DOI":"10.5555/n","type":"retraction"}]}"#);
    assert_eq!((taken_back.kind, taken_back.status), (Kind::Article, Status::Retracted));
    let kinds: Vec<RelationKind> = taken_back.relations.iter().map(|relation| relation.kind).collect();
    assert_eq!(kinds, [RelationKind::CorrectedBy, RelationKind::RetractedBy]);

    let (itself, _) = one(r#"{"DOI":"10.5555/hook.8","title":["On chains"],"type":"journal-article",
        "update-to":[{"DOI":"10.5555/hook.8","type":"retraction"}]}"#);
    assert_eq!((itself.kind, itself.status, itself.relations.len()), (Kind::Article, Status::Retracted, 0));

    let (erratum, _) =
        one(r#"{"DOI":"10.5555/e","title":["Erratum"],"update-to":[{"DOI":"10.5555/hook.7","type":"erratum"}]}"#);
    assert_eq!((erratum.kind, erratum.relations[0].kind), (Kind::Correction, RelationKind::Corrects));
}

#[test]
fn the_number_of_a_book_is_not_the_number_of_its_chapter() {
    let entry = |kind: &str| {
        format!(
            r#"{{"DOI":"10.5555/b","title":["T"],"type":"{kind}","ISBN":["http://id.crossref.org/isbn/9780306406157"]}}"#
        )
    };
    let (book, _) = one(&entry("monograph"));
    assert_eq!(book.identifiers.len(), 2);
    let (chapter, _) = one(&entry("book-chapter"));
    assert_eq!((chapter.identifiers.len(), chapter.source.identifiers.len()), (1, 1));
}

#[test]
fn headings_of_an_abstract_become_labels() {
    let (record, _) = one(r#"{"DOI":"10.5555/b","title":["T"],
        "abstract":"<jats:sec><jats:title>Aim &amp; use</jats:title><jats:p>To lift.</jats:p></jats:sec><jats:sec><jats:title>Results:</jats:title><jats:p>It did at p &lt; 0.05.</jats:p></jats:sec>"}"#);
    assert_eq!(record.abstracts[0].text, "Aim & use: To lift. Results: It did at p < 0.05.");
}

#[test]
fn damage_costs_only_what_is_damaged() {
    let (record, doubts) = one(
        r#"{"DOI":"10.5555/b","title":["T",null,7,{}],"author":[{"family":"  "},"Ida",{"family":"Ohm","ORCID":"0000"}],
        "issued":{"date-parts":[["soon"]]},"published-print":{"date-parts":[[null]]},"license":"free","relation":[],"ISSN":"x","language":"Klingonish"}"#,
    );
    assert_eq!(record.titles.len(), 2);
    assert_eq!(record.contributors.len(), 1);
    assert_eq!(record.published, None);
    let places: Vec<&str> = doubts.iter().filter_map(|doubt| doubt.place.as_deref()).collect();
    assert_eq!(places, ["author", "author", "author", "ISSN", "issued", "language"]);
}

/// What is known of works of the collection: DOI, title begins with, first contributor, year, kind.
const KNOWN: &[(&str, &str, &str, Option<i32>, Kind)] = &[
    ("10.7554/elife.01567", "Automated quantitative histology", "Sankar", Some(2014), Kind::Article),
    (
        "10.1101/2020.12.01.406702",
        "Identification of a novel cationic glycolipid in Streptococcus",
        "Joyce",
        Some(2020),
        Kind::Preprint,
    ),
    ("10.1017/9781316535783.011", "Testing Inflation", "Smeenk", None, Kind::Chapter),
    ("10.53731/avg2ykg-gdxppcd", "Do we need to fix science blogs?", "Fenner", Some(2023), Kind::Post),
    ("10.14264/uql.2020.791", "School truancy and financial independence", "", Some(2020), Kind::Thesis),
    ("10.1145/3448016.3452841", "Vector Quotient Filters", "Pandey", Some(2021), Kind::ConferencePaper),
    ("10.1111/cep.1979.6.issue-5", "", "", Some(1979), Kind::Serial),
];

#[test]
fn the_collection_is_read_and_known_works_are_found_in_it() {
    let files = crate::testing::files("crossref/rest-json", ".json");
    let mut known = Vec::new();
    for (name, text) in &files {
        let entries = entries(text);
        assert!(!entries.is_empty(), "{name}");
        for entry in entries {
            assert!(claims(&entry), "{name}");
            let (record, doubts) = read(&entry);
            assert_eq!(record.identifiers[0].scheme(), Scheme::Doi, "{name}");
            assert!(doubts.is_empty(), "{name}: {doubts:?}");
            assert!(record.titles.iter().all(|title| !title.text.contains(['<', '\n'])), "{name}: {:?}", record.titles);
            known.extend(
                KNOWN
                    .iter()
                    .filter(|known| known.0 == record.identifiers[0].value())
                    .map(|known| (*known, record.clone())),
            );
        }
    }
    for ((doi, title, family, year, kind), record) in &known {
        assert!(record.title().unwrap_or_default().starts_with(title), "{doi}: {:?}", record.title());
        let first = record.contributors.first().map_or("", |contributor| contributor.name.family());
        assert!(first == *family || family.is_empty(), "{doi}: {first}");
        assert_eq!((record.year(), record.kind), (*year, *kind), "{doi}");
    }
    assert!(files.is_empty() || known.len() >= KNOWN.len(), "{}", known.len());
}
