use super::*;
use crate::json::{entries, parsed};

#[track_caller]
fn one(text: &str) -> (Record, Vec<Doubt>) {
    let entry = parsed(text);
    assert!(claims(&entry), "{text}");
    read(&entry)
}

#[test]
fn a_record_of_today_is_read() {
    let (record, doubts) = one(
        r#"{"id":"abcde-fgh12","links":{"self_html":"https://hooks.example/records/abcde-fgh12"},
        "pids":{"doi":{"identifier":"10.5555/HOOK"},"oai":{"identifier":"oai:hooks.example:abcde-fgh12"}},
        "parent":{"pids":{"doi":{"identifier":"10.5555/hook.all"}}},"deletion_status":{"is_deleted":true},
        "custom_fields":{"journal:journal":{"title":"Annals of Lifting","volume":"12","issn":"2049-3630"}},
        "metadata":{"title":"Hooks","additional_titles":[{"title":"A count","type":{"id":"subtitle"}},{"title":"Haken","lang":{"id":"deu"}}],
          "resource_type":{"id":"publication-article"},"publication_date":"1961-04/1961-06","publisher":"Hook Archive",
          "creators":[{"person_or_org":{"type":"personal","name":"Ohm, Ida","given_name":"Ida","family_name":"Ohm",
            "identifiers":[{"scheme":"orcid","identifier":"0000-0002-1694-233X"}]},"affiliations":[{"id":"05abc1234","name":"Works No. 4"}]},
            {"person_or_org":{"type":"organizational","name":"Lifting, Institute of"}}],
          "contributors":[{"person_or_org":{"type":"personal","name":"Volt, Max"},"role":{"id":"editor"}}],
          "languages":[{"id":"eng"}],"description":"<p>We count.</p>","additional_descriptions":[{"description":"3 tables","type":{"id":"notes"}}],
          "subjects":[{"subject":"hooks"},{"id":"https://openalex.org/T10","subject":"Lifting gear","scheme":"Topics"},{"subject":"Mechanical engineering","scheme":"FOS"}],
          "rights":[{"id":"cc-by-4.0","title":{"en":"Attribution"},"props":{"url":"https://creativecommons.org/licenses/by/4.0/"}}],
          "related_identifiers":[{"identifier":"10.5555/hook.7","scheme":"doi","relation_type":{"id":"issupplementto"}},
            {"identifier":"10.5555/old","scheme":"doi","relation_type":{"id":"cites"}}],
          "identifiers":[{"identifier":"https://hooks.example/7","scheme":"url"},{"identifier":"x","scheme":"guid"}]}}"#,
    );
    assert_eq!(doubts, []);
    let ids: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!(ids, ["doi:10.5555/hook", "oai:hooks.example:abcde-fgh12"]);
    let titles: Vec<&str> = record.titles.iter().map(|title| title.text.as_str()).collect();
    assert_eq!(titles, ["Hooks: A count", "Haken"]);
    let names: Vec<String> = record.contributors.iter().map(|c| c.name.display()).collect();
    assert_eq!(names, ["Ida Ohm", "Lifting, Institute of", "Max Volt"]);
    assert_eq!(record.contributors[0].affiliations[0].ror.as_deref(), Some("05abc1234"));
    assert_eq!(record.published.unwrap().to_string(), "1961-04");
    assert_eq!((record.kind, record.status), (Kind::Article, Status::Withdrawn));
    assert_eq!(record.rights[0].spdx.as_deref(), Some("CC-BY-4.0"));
    let kinds: Vec<RelationKind> = record.relations.iter().map(|relation| relation.kind).collect();
    assert_eq!(kinds, [RelationKind::Supplements, RelationKind::VersionOf]);
    assert_eq!(record.subjects[1].code.as_deref(), Some("T10"));
    assert_eq!((record.locations.len(), record.notes.len()), (2, 1));
}

#[test]
fn a_record_of_zenodos_older_form_is_read() {
    let (record, doubts) = one(r#"{"id":7,"conceptrecid":"6","doi":"10.5281/zenodo.7","conceptdoi":"10.5281/zenodo.6",
        "metadata":{"title":"Hooks","doi":"10.5281/zenodo.7","publication_date":"2023-04-16","description":"<p>We&nbsp;count.</p>",
          "creators":[{"name":"Ohm, Ida","affiliation":"Works No. 4","orcid":"0000-0002-1694-233X"},{"name":"Works Choir","affiliation":null}],
          "keywords":["hooks"],"language":"eng","resource_type":{"type":"publication","subtype":"preprint","title":"Preprint"},
          "journal":{"title":"Annals of Lifting","volume":"12","issue":"3","pages":"1-9"},"license":{"id":"mit"},
          "related_identifiers":[{"identifier":"https://arxiv.org/abs/1203.0417","relation":"isSupplementTo","scheme":"url"}]}}"#);
    assert_eq!(doubts, []);
    assert_eq!(record.identifiers.len(), 1);
    assert_eq!((record.kind, record.abstracts[0].text.as_str()), (Kind::Preprint, "We count."));
    assert_eq!(record.contributors[0].affiliations[0].name, "Works No. 4");
    assert_eq!(record.rights[0].spdx.as_deref(), Some("MIT"));
    let targets: Vec<String> = record.relations.iter().map(|relation| relation.target.to_string()).collect();
    assert_eq!(targets, ["arxiv:1203.0417", "doi:10.5281/zenodo.6"]);
}

#[test]
fn damage_costs_only_what_is_damaged() {
    let (record, doubts) = one(
        r#"{"id":7,"doi":"seven","links":[],"metadata":{"title":"T","creators":{"name":"Ohm, Ida"},"contributors":[7],
        "publication_date":"soon","languages":["x1"],"language":"x1","rights":7,"resource_type":"article","subjects":[{}]}}"#,
    );
    assert_eq!((record.title(), record.contributors.len(), record.kind), (Some("T"), 1, Kind::Other));
    let places: Vec<&str> = doubts.iter().filter_map(|doubt| doubt.place.as_deref()).collect();
    assert_eq!(places, ["doi", "metadata/contributors", "metadata/publication_date", "metadata/language"]);
}

/// What is known of works of the collection: DOI, title begins with, first family name, year, kind.
const KNOWN: &[(&str, &str, &str, i32, Kind)] = &[
    ("10.59350/510pg-zzf58", "Recognition Beyond Blog Post Authors", "Salmon", 2025, Kind::Post),
    ("10.5281/zenodo.7834392", "A large-scale COVID-19 Twitter chatter", "Banda", 2023, Kind::Dataset),
    ("10.5281/zenodo.8173303", "ARCHIVE - 11 July 2023", "Seibold", 2023, Kind::Other),
];

#[test]
fn the_collection_is_read_and_known_works_are_found_in_it() {
    let mut known = 0;
    let files = crate::testing::files("inveniordm", ".json");
    for (name, text) in &files {
        for entry in entries(text) {
            assert!(claims(&entry), "{name}");
            let (record, doubts) = read(&entry);
            assert!(doubts.is_empty(), "{name}: {doubts:?}");
            assert_eq!(record.identifiers[0].scheme(), Scheme::Doi, "{name}");
            assert!(!record.contributors.is_empty() && !record.rights.is_empty() && record.year().is_some(), "{name}");
            assert!(record.abstracts.iter().all(|text| !text.text.contains("<p>")), "{name}");
            for (doi, title, family, year, kind) in
                KNOWN.iter().filter(|known| known.0 == record.identifiers[0].value())
            {
                assert!(record.title().unwrap_or_default().starts_with(title), "{name}: {:?}", record.title());
                let first = record.contributors[0].name.family();
                assert_eq!((first, record.year(), record.kind), (*family, Some(*year), *kind), "{doi}");
                known += 1;
            }
        }
    }
    assert!(files.is_empty() || known == KNOWN.len(), "{known}");
}
