use super::*;
use crate::json::{entries, parsed};
use model::{Language, RelationKind, Role};

#[track_caller]
fn one(text: &str) -> (Record, Vec<Doubt>) {
    let entry = parsed(text);
    assert!(claims(&entry), "{text}");
    read(&entry)
}

const ATTRIBUTES: &str = r#"{"doi":"10.5555/HOOK","alternateIdentifiers":[{"alternateIdentifierType":"Local ID","alternateIdentifier":"H-7"},
    {"alternateIdentifierType":"md5","alternateIdentifier":"3b33f6"}],
    "creators":[{"name":"Ohm, Ida","nameType":"Personal","givenName":"Ida","familyName":"Ohm","affiliation":[{"name":"Works No. 4",
      "affiliationIdentifier":"https://ror.org/05abc1234"}],"nameIdentifiers":[{"nameIdentifier":"https://orcid.org/0000-0002-1694-233X",
      "nameIdentifierScheme":"ORCID"}]},{"name":"Lifting, Institute of","nameType":"Organizational"},{"name":"(:unav)"}],
    "contributors":[{"name":"Volt, Max","contributorType":"Editor"},{"name":"Host","contributorType":"HostingInstitution"}],
    "titles":[{"title":"Haken","titleType":"TranslatedTitle","lang":"de"},{"title":"Hooks","lang":"en"},{"title":"A <b>count</b>","titleType":"Subtitle"}],
    "publisher":{"name":"Hook Archive"},"publicationYear":1962,"container":{"title":"Annals of Lifting","identifier":"2049-3630","identifierType":"ISSN",
      "volume":"12","firstPage":"1","lastPage":"9"},
    "subjects":[{"subject":"FOS: Mechanical engineering","subjectScheme":"Fields of Science and Technology (FOS)"},{"subject":"hooks"},
      {"subject":"621.8 Cranes","subjectScheme":"DDC"}],
    "dates":[{"date":"1961-04-12/1961-05-01","dateType":"Available"},{"date":"1959","dateType":"Created"},{"date":"1961","dateType":"Issued"}],
    "language":"eng","types":{"resourceTypeGeneral":"Dataset","resourceType":"Counts"},
    "relatedIdentifiers":[{"relationType":"IsSupplementTo","relatedIdentifier":"10.5555/hook.7","relatedIdentifierType":"DOI"},
      {"relationType":"Cites","relatedIdentifier":"10.5555/old","relatedIdentifierType":"DOI"},
      {"relationType":"IsPartOf","relatedIdentifier":"2049-3630","relatedIdentifierType":"EISSN"}],
    "rightsList":[{"rights":"CC BY 4.0","rightsIdentifier":"cc-by-4.0"}],"url":"https://hooks.example/count",
    "descriptions":[{"description":"We count.<br>Hooks.","descriptionType":"Abstract","lang":"en"},{"description":"3 tables","descriptionType":"TechnicalInfo"}]}"#;

#[test]
fn a_data_set_is_read_alike_in_every_envelope() {
    let (record, doubts) = one(ATTRIBUTES);
    assert_eq!(doubts, []);
    for envelope in [
        format!(r#"{{"id":"10.5555/hook","type":"dois","attributes":{ATTRIBUTES}}}"#),
        format!(r#"{{"data":{{"id":"10.5555/hook","type":"dois","attributes":{ATTRIBUTES}}},"included":[]}}"#),
    ] {
        assert_eq!(one(&envelope).0, record);
    }
    let ids: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!(ids, ["doi:10.5555/hook", "local:H-7"]);
    let titles: Vec<(&str, Option<&str>)> =
        record.titles.iter().map(|title| (title.text.as_str(), title.language.as_ref().map(Language::tag))).collect();
    assert_eq!(titles, [("Hooks: A count", Some("en")), ("Haken", Some("de"))]);
    let names: Vec<(Role, String)> = record.contributors.iter().map(|c| (c.role, c.name.display())).collect();
    let expected = [(Role::Author, "Ida Ohm"), (Role::Author, "Lifting, Institute of"), (Role::Editor, "Max Volt")];
    assert_eq!(names, expected.map(|(role, name)| (role, name.to_owned())));
    assert_eq!(record.contributors[0].orcid.as_deref(), Some("0000-0002-1694-233X"));
    assert_eq!(record.contributors[0].affiliations[0].ror.as_deref(), Some("05abc1234"));
    assert_eq!(record.source.publisher.as_deref(), Some("Hook Archive"));
    assert_eq!((record.source.pages.as_deref(), record.source.identifiers.len()), (Some("1-9"), 1));
    assert_eq!(record.published.unwrap().to_string(), "1961-04-12");
    let subjects: Vec<_> = record.subjects.iter().map(|s| (s.scheme, s.code.as_deref(), s.term.as_deref())).collect();
    assert_eq!(
        subjects,
        [
            (SubjectScheme::Ford, None, Some("Mechanical engineering")),
            (SubjectScheme::Keyword, None, Some("hooks")),
            (SubjectScheme::Ddc, Some("621.8"), Some("Cranes")),
        ]
    );
    assert_eq!(record.rights[0].spdx.as_deref(), Some("CC-BY-4.0"));
    assert_eq!(record.abstracts[0].text, "We count. Hooks.");
    assert_eq!(record.notes, ["3 tables"]);
    assert_eq!((record.kind, record.relations.len()), (Kind::Dataset, 1));
    assert_eq!(record.relations[0].kind, RelationKind::Supplements);
}

#[test]
fn several_persons_in_one_name_come_apart() {
    let (record, _) =
        one(r#"{"doi":"10.5555/a","titles":[{"title":"T"}],"creators":[{"name":"Ohm, Ida (Works); Volt, Max"}]}"#);
    let names: Vec<String> = record.contributors.iter().map(|c| c.name.display()).collect();
    assert_eq!(names, ["Ida Ohm", "Max Volt"]);
    assert_eq!(record.contributors[0].affiliations[0].name, "Works");
}

#[test]
fn the_article_of_an_arxiv_preprint_is_another_work() {
    let (record, _) = one(
        r#"{"doi":"10.48550/arXiv.1203.0417","titles":[{"title":"T"}],"types":{"resourceTypeGeneral":"Preprint"},
        "identifiers":[{"identifier":"1203.0417","identifierType":"arXiv"}],"creators":[],
        "subjects":[{"subject":"Robotics (cs.RO)","subjectScheme":"arXiv"}],
        "relatedIdentifiers":[{"relationType":"IsVersionOf","relatedIdentifier":"10.5555/hook.3","relatedIdentifierType":"DOI"}]}"#,
    );
    let ids: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!(ids, ["doi:10.48550/arxiv.1203.0417", "arxiv:1203.0417"]);
    assert_eq!(record.relations[0].kind, RelationKind::PreprintOf);
    assert_eq!(record.subjects[0].code.as_deref(), Some("cs.RO"));
}

#[test]
fn damage_costs_only_what_is_damaged() {
    let (record, doubts) = one(
        r#"{"doi":"ten","titles":[{"title":"T"},"x",null],"creators":[{},"Ida"],"publicationYear":"(:unav)",
        "dates":[{"date":"07.04.2017","dateType":"Available"},{"date":"2017","dateType":"Withdrawn"},7],"subjects":"hooks","container":[],
        "language":"Klingonish","rightsList":[{}],"relatedIdentifiers":[{"relationType":"HasPart"}]}"#,
    );
    assert_eq!((record.title(), record.published, record.status), (Some("T"), None, Status::Withdrawn));
    assert_eq!(record.subjects.len(), 1);
    let places: Vec<&str> = doubts.iter().filter_map(|doubt| doubt.place.as_deref()).collect();
    assert_eq!(places, ["doi", "creators", "creators", "dates", "language"]);
}

/// What is known of works of the collection: DOI, title begins with, first family name, year, kind.
const KNOWN: &[(&str, &str, &str, i32, Kind)] = &[
    ("10.5061/dryad.8515", "Data from: A new malaria agent", "Ollomo", 2011, Kind::Dataset),
    ("10.3204/desy-2014-01645", "Dynamics of colloids", "Conrad", 2014, Kind::Thesis),
    ("10.4230/lipics.tqc.2013.93", "The Minimum Size of Qubit", "Johnston", 2013, Kind::ConferencePaper),
    ("10.5063/f1m61h5x", "dataone: R interface", "Jones", 2016, Kind::Software),
    ("10.14463/gbv:873056442", "Sammlung von Hülfstafeln", "Schumacher", 1822, Kind::Book),
    ("10.26102/2310-6018/2019.24.1.006", "МОДЕЛЬ СИСТЕМНОЙ", "Ганичева", 2019, Kind::Article),
];

#[test]
fn the_collection_is_read_and_known_works_are_found_in_it() {
    let mut known = std::collections::HashSet::new();
    let mut files = crate::testing::files("datacite/api-json", ".json");
    files.extend(crate::testing::files("datacite/json", ".json"));
    for (name, text) in &files {
        for entry in entries(text) {
            assert!(claims(&entry), "{name}");
            let (record, doubts) = read(&entry);
            assert_eq!(record.identifiers[0].scheme(), Scheme::Doi, "{name}");
            assert!(record.title().is_some() && !record.contributors.is_empty(), "{name}");
            assert!(record.year().is_some(), "{name}");
            // Two files hold a date in German order and an ISSN with a wrong check digit.
            assert!(doubts.len() <= 1, "{name}: {doubts:?}");
            for (doi, title, family, year, kind) in
                KNOWN.iter().filter(|known| known.0 == record.identifiers[0].value())
            {
                assert!(record.title().unwrap_or_default().starts_with(title), "{name}: {:?}", record.title());
                let first = record.contributors.first().map_or("", |contributor| contributor.name.family());
                assert_eq!((first, record.year(), record.kind), (*family, Some(*year), *kind), "{doi}");
                known.insert(doi);
            }
        }
    }
    assert!(files.is_empty() || known.len() == KNOWN.len(), "{known:?}");
}
