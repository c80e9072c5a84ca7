//! Promises about DataCite metadata, on invented ones and on the awkward ones of other projects.

use model::{Kind, Name, Record, Role, Status};

use super::{claims, read, stated};
use crate::xml_testing::{Format, ids, of, read_all, read_one, relations, subjects};

const DATACITE: Format = (claims, read);

fn resource(inner: &str) -> Record {
    let (record, doubts) = read_one(
        DATACITE,
        &format!("<resource><identifier identifierType='DOI'>10.5555/D.1</identifier><titles/>{inner}</resource>"),
    );
    assert_eq!(doubts, []);
    record
}

#[test]
fn a_word_for_no_value_is_no_value() {
    for word in ["(:tba)", ":unav", "(:unkn) anonymous", ":null", "", "  "] {
        assert_eq!(stated(word), None, "{word}");
    }
    assert_eq!(stated(": a beginning").as_deref(), Some(": a beginning"));
}

#[test]
fn titles_stand_in_their_languages_with_their_subtitles() {
    let record = resource(
        "<titles><title titleType='TranslatedTitle' xml:lang='en'>Steam</title><title xml:lang='sl'>Para</title>\
         <title titleType='Subtitle' xml:lang='en'>Myth or Fact</title><title titleType='Subtitle' xml:lang='sl'>mit</title></titles>",
    );
    let titles: Vec<&str> = record.titles.iter().map(|title| title.text.as_str()).collect();
    assert_eq!(titles, ["Para: mit", "Steam: Myth or Fact"]);
}

#[test]
fn people_bodies_and_the_places_of_both_are_told_apart() {
    let record = resource(
        "<creators><creator><creatorName nameType='Personal'>Roy, Anna</creatorName><givenName>Anna</givenName><familyName>Roy\
         </familyName><nameIdentifier nameIdentifierScheme='ORCID'>0000-0002-1694-233X</nameIdentifier>\
         <affiliation affiliationIdentifier='https://ror.org/04wxnsj81' affiliationIdentifierScheme='ROR'>Works</affiliation></creator>\
         <creator><creatorName nameType='Organizational'>Steam, Heat and Co</creatorName></creator>\
         <creator><creatorName>(:unkn)</creatorName></creator></creators>\
         <contributors><contributor contributorType='Editor'><contributorName>Lind, Bo</contributorName></contributor></contributors>",
    );
    let names: Vec<String> = record.contributors.iter().map(|c| c.name.display()).collect();
    assert_eq!(names, ["Anna Roy", "Steam, Heat and Co", "Bo Lind"]);
    assert_eq!(record.contributors[0].orcid.as_deref(), Some("0000-0002-1694-233X"));
    assert_eq!(record.contributors[0].affiliations[0].ror.as_deref(), Some("04wxnsj81"));
    assert_eq!(record.contributors[1].name, Name::Whole("Steam, Heat and Co".into()));
    assert_eq!(record.contributors[2].role, Role::Editor);
}

#[test]
fn subjects_go_to_their_schemes() {
    let record = resource(
        "<subjects><subject subjectScheme='DDC'>621 Applied physics</subject>\
         <subject subjectScheme='Fields of Science and Technology (FOS)'>FOS: Mechanical engineering</subject>\
         <subject subjectScheme='Library of Congress Subject Headings (LCSH)'>Steam-boilers</subject>\
         <subject subjectScheme='ANZSRC' classificationCode='4017'>Mechanical engineering</subject><subject>steam</subject></subjects>",
    );
    let expected = [
        "ddc:621 Applied physics",
        "ford: Mechanical engineering",
        "lcsh: Steam-boilers",
        "other:4017 Mechanical engineering",
        "keyword: steam",
    ];
    assert_eq!(subjects(&record), expected);
}

#[test]
fn citations_are_no_relations_and_a_serial_is_what_the_work_stands_in() {
    let related = |kind: &str, scheme: &str, id: &str| {
        format!("<relatedIdentifier relationType='{kind}' relatedIdentifierType='{scheme}'>{id}</relatedIdentifier>")
    };
    let all = [
        related("References", "DOI", "10.5555/cited"),
        related("IsVersionOf", "DOI", "10.5555/concept"),
        related("IsSupplementTo", "arXiv", "arXiv:2101.00001"),
        related("IsNewVersionOf", "DOI", "10.5555/older"),
        related("IsPartOf", "ISSN", "2041-1723"),
        related("IsPartOf", "DOI", "10.5555/whole"),
    ];
    let record = resource(&format!("<relatedIdentifiers>{}</relatedIdentifiers>", all.concat()));
    assert_eq!(
        relations(&record),
        [
            "version-of doi:10.5555/concept",
            "supplements arxiv:2101.00001",
            "replaces doi:10.5555/older",
            "part-of doi:10.5555/whole"
        ]
    );
    assert_eq!(record.source.identifiers[0].to_string(), "issn:2041-1723");
}

#[test]
fn the_year_dates_what_has_no_day_and_a_withdrawal_is_seen() {
    let record =
        resource("<publicationYear>2001</publicationYear><dates><date dateType='Created'>1990-01-01</date></dates>");
    assert_eq!(record.published.unwrap().to_string(), "2001");
    let record = resource(
        "<publicationYear>2001</publicationYear><dates><date dateType='Available'>2001-03-04T10:00:00Z</date>\
         <date dateType='Issued'>2001-02-03/2001-05-06</date><date dateType='Withdrawn'>2005-01-01</date></dates>",
    );
    assert_eq!(record.published.unwrap().to_string(), "2001-02-03");
    assert_eq!(record.status, Status::Withdrawn);
}

#[test]
fn what_the_work_was_published_in_is_its_source() {
    let record = resource(
        "<relatedItems><relatedItem relationType='IsPublishedIn'><relatedItemIdentifier relatedItemIdentifierType='ISSN'>2041-1723\
         </relatedItemIdentifier><titles><title>Steam Letters</title></titles><volume>3</volume><firstPage>7</firstPage>\
         <lastPage>9</lastPage></relatedItem></relatedItems>",
    );
    assert_eq!(record.source.title.as_deref(), Some("Steam Letters"));
    assert_eq!(record.source.pages.as_deref(), Some("7-9"));
    assert_eq!(record.source.identifiers[0].to_string(), "issn:2041-1723");
}

#[test]
fn awkward_metadata_of_six_schemas_is_read() {
    let all = read_all(DATACITE, "datacite/xml", ".xml", "resource");
    for (name, record, _) in &all {
        assert_eq!(record.identifiers[0].scheme().word(), "doi", "{name}");
        assert!(record.published.is_some(), "{name}");
        assert!(record.source.publisher.is_some(), "{name}");
        assert_eq!(record.title().is_none(), name == "datacite-example-complicated-tba.xml", "{name}");
    }
    let Some(malformed) = of(&all, "datacite_malformed_creator.xml") else { return };
    let names: Vec<String> = malformed.contributors.iter().map(|c| c.name.display()).collect();
    assert_eq!(names, ["Blaž Grošelj", "Miha Oražem", "Viljem Kovač"]);
    assert_eq!(malformed.titles[1].text, "Therapeutic Efficacy of Cannabinoids in Cancer Treatment: Myth or Fact");
    let full = of(&all, "datacite-example-full-v4.4.xml").unwrap();
    assert_eq!(full.source.title.as_deref(), Some("Physics letters / B"));
    assert_eq!(of(&all, "datacite-example-full-v4.5.xml").unwrap().status, Status::Withdrawn);
    // Here end tags are missing: the volume is known, and nothing of the rest is taken for the issue.
    let broken = of(&all, "datacite-example-relateditems.xml").unwrap();
    assert_eq!((broken.source.volume.as_deref(), broken.source.issue.as_deref()), (Some("776"), Some("1")));
    let text = of(&all, "datacite-example-complicated-v3.0.xml").unwrap();
    assert_eq!((text.kind, ids(text)), (Kind::Book, vec!["doi:10.5072/testpub".to_owned()]));
    assert_eq!(subjects(text), ["ddc:830 German & related literatures", "keyword: Polish Literature"]);
    assert_eq!(text.rights[0].spdx.as_deref(), Some("CC-BY-ND-2.0"));
}
