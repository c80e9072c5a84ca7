use model::{
    Affiliation, Container, Contributor, Identifier, Kind, Language, Location, Name, Origin, PartialDate, Record,
    Relation, RelationKind, Rights, Role, Scheme, Status, Subject, SubjectScheme, Text,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// Any string, with what JSON has to escape and what it need not.
fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z ]{0,12}", "[\"\\\\\n\r\t\u{0}-\u{1f}\u{7f}é€水𝄞\u{2028}]{0,6}", any::<String>()]
}

fn identifier() -> impl Strategy<Value = Identifier> {
    let value = prop_oneof![
        "10\\.[0-9]{3,5}/[A-Za-z0-9()<>.%ſİ]{1,12}",
        "https://(dx\\.)?doi\\.org/10\\.[0-9]{4}(/|%2F)[A-Z0-9.,]{1,8}",
        "(arXiv:)?[0-9]{4}\\.[0-9]{4,5}(v[0-9])?",
        "[a-z-]{1,8}(\\.[A-Z]{2})?/[0-9]{7}",
        "[A-Z]{2}[A-Z]{0,2}[0-9]{1,9}[A-Z]?[0-9]?",
        "(PMC|W|pmid:)?[0-9]{1,9}",
        "((hdl|wos|ut|urn|oai|isi|ıſı):? ?){0,3}[a-zß#/ 0-9]{1,12}",
        any::<String>(),
    ];
    (select(Scheme::ALL), value)
        .prop_filter_map("not of the scheme's shape", |(scheme, value)| Identifier::new(scheme, &value))
}

fn language() -> impl Strategy<Value = Language> {
    "[a-z]{2,3}(-[A-Za-z]{4})?(-[a-zA-Z]{2})?".prop_filter_map("not stated", |tag| Language::parse(&tag))
}

fn date() -> impl Strategy<Value = PartialDate> {
    (-9999..=9999i32, option::of(0..14u8), option::of(0..33u8))
        .prop_filter_map("no year", |(year, month, day)| PartialDate::new(year, month, day))
}

fn text() -> impl Strategy<Value = Text> {
    (option::of(language()), words()).prop_map(|(language, text)| Text { language, text })
}

fn contributor() -> impl Strategy<Value = Contributor> {
    let name = prop_oneof![
        words().prop_map(Name::Whole),
        (words(), option::of(words())).prop_map(|(family, given)| Name::Person { family, given }),
    ];
    let affiliation = (words(), option::of(words()), option::of(words()))
        .prop_map(|(name, ror, country)| Affiliation { name, ror, country });
    (name, select(Role::ALL), option::of(words()), vec(affiliation, 0..3))
        .prop_map(|(name, role, orcid, affiliations)| Contributor { name, role, orcid, affiliations })
}

fn source() -> impl Strategy<Value = Container> {
    let said = || option::of(words());
    (said(), said(), said(), said(), said(), vec(identifier(), 0..2)).prop_map(
        |(title, volume, issue, pages, publisher, identifiers)| Container {
            title,
            volume,
            issue,
            pages,
            publisher,
            identifiers,
        },
    )
}

fn subject() -> impl Strategy<Value = Subject> {
    (select(SubjectScheme::ALL), option::of(words()), option::of(words())).prop_map(|(scheme, code, term)| Subject {
        scheme,
        code,
        term,
    })
}

fn rights() -> impl Strategy<Value = Rights> {
    (option::of(words()), option::of(words()), option::of(words())).prop_map(|(spdx, url, statement)| Rights {
        spdx,
        url,
        statement,
    })
}

fn relation() -> impl Strategy<Value = Relation> {
    (select(RelationKind::ALL), identifier()).prop_map(|(kind, target)| Relation { kind, target })
}

fn status() -> impl Strategy<Value = Status> {
    select(vec![Status::Current, Status::Corrected, Status::Withdrawn, Status::Retracted])
}

fn record() -> impl Strategy<Value = Record> {
    let location = (words(), option::of(words())).prop_map(|(url, media_type)| Location { url, media_type });
    let origin = (words(), words(), any::<u64>(), option::of(any::<u64>()))
        .prop_map(|(source, format, entry, line)| Origin { source, format, entry, line });
    let who = (
        vec(identifier(), 0..3),
        vec(text(), 0..3),
        vec(text(), 0..3),
        vec(contributor(), 0..3),
        select(Kind::ALL),
        source(),
        option::of(date()),
        option::of(language()),
    );
    let what = (
        vec(subject(), 0..3),
        vec(rights(), 0..2),
        status(),
        vec(relation(), 0..3),
        vec(location, 0..2),
        vec(words(), 0..2),
        origin,
    );
    (who, what).prop_map(|(who, what)| {
        let (identifiers, titles, abstracts, contributors, kind, source, published, language) = who;
        let (subjects, rights, status, relations, locations, notes, origin) = what;
        Record {
            identifiers,
            titles,
            abstracts,
            contributors,
            kind,
            source,
            published,
            language,
            subjects,
            given: Vec::new(),
            rights,
            status,
            relations,
            locations,
            notes,
            origin,
        }
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_without_loss(record in record()) {
        let json = to_json(&record);
        prop_assert!(!json.contains('\n'), "{json}");
        prop_assert_eq!(from_json(&json), Ok(record.clone()));

        let entry: Value = serde_json::from_str(&json).unwrap();
        prop_assert!(claims(&entry));
        prop_assert_eq!(read(&entry), (record, Vec::new()));
    }

    #[test]
    fn no_text_makes_reading_fail(text in any::<String>()) {
        let _ = from_json(&text);
        if let Ok(entry) = serde_json::from_str::<Value>(&text) {
            let _ = (claims(&entry), read(&entry));
        }
    }
}

#[test]
fn an_empty_record_is_its_version_alone() {
    assert_eq!(to_json(&Record::default()), r#"{"v":1}"#);
    assert_eq!(from_json(r#"{"v":1}"#), Ok(Record::default()));
}

#[test]
fn members_stand_in_fixed_order_and_empty_parts_are_left_out() {
    let mut record = Record { kind: Kind::Article, published: PartialDate::of_year(44), ..Record::default() };
    record.identify(Identifier::new(Scheme::Doi, "10.5555/Turbine").unwrap());
    record.titles.push(Text { language: Language::parse("de"), text: "Dampf \"am\" Werk".into() });
    record.contributors.push(Contributor::author("Ohm", "Ida"));
    assert_eq!(
        to_json(&record),
        concat!(
            r#"{"v":1,"identifiers":[{"scheme":"doi","value":"10.5555/turbine"}],"#,
            r#""titles":[{"language":"de","text":"Dampf \"am\" Werk"}],"#,
            r#""contributors":[{"family":"Ohm","given":"Ida"}],"kind":"article","published":"0044"}"#
        )
    );
}

#[test]
fn a_reading_shows_its_doubts_after_the_record() {
    let doubts = vec![Doubt::at("PY", "`MCMXX` is not a year and was left out").on(3), Doubt::new("cut short")];
    let reading = Reading { record: Record::default(), doubts: doubts.clone(), raw: b"PY  - MCMXX".to_vec() };
    let json = reading_to_json(&reading);
    assert_eq!(
        json,
        concat!(
            r#"{"v":1,"doubts":[{"line":3,"place":"PY","text":"`MCMXX` is not a year and was left out"},"#,
            r#"{"text":"cut short"}]}"#
        )
    );
    assert_eq!(read(&serde_json::from_str(&json).unwrap()), (Record::default(), doubts));
}

#[track_caller]
fn refused(text: &str, part_of_sentence: &str) {
    let sentence = from_json(text).unwrap_err().to_string();
    assert!(sentence.contains(part_of_sentence), "{sentence}");
}

#[test]
fn the_store_is_told_exactly_what_is_wrong() {
    refused("steam", "no JSON object");
    refused("{}", "`v` with the version is absent");
    refused(r#"{"v":"one"}"#, "not a version number");
    refused(r#"{"v":2,"titles":7}"#, "version 2; this program reads up to 1");
    refused(r#"{"v":1,"titles":7}"#, "another shape");
    refused(r#"{"v":1,"kind":"opera"}"#, "kind: `opera` is not one of its words");
    refused(r#"{"v":1,"published":"1961-13"}"#, "read as 1961");
    refused(r#"{"v":1,"identifiers":[{"scheme":"issn","value":"1234-5678"}]}"#, "`issn:1234-5678`");
}

#[test]
fn the_records_on_the_page_that_describes_the_form_are_written_in_it() {
    let page = include_str!("../../../../docs/record-json.md");
    let mut n_examples = 0;
    for block in page.split("\n\n").filter(|block| block.starts_with("    {\"v\":")) {
        let line: String = block.lines().map(str::trim).collect();
        assert_eq!(from_json(&line).map(|record| to_json(&record)), Ok(line));
        n_examples += 1;
    }
    assert_eq!(n_examples, 2);
    for word in Kind::ALL.iter().map(|kind| kind.word()).chain(RelationKind::ALL.iter().map(|kind| kind.word())) {
        assert!(page.contains(&format!("`{word}`")), "{word}");
    }
    let schemes = Scheme::ALL.iter().map(|scheme| scheme.word());
    for word in schemes
        .chain(SubjectScheme::ALL.iter().map(|scheme| scheme.word()))
        .chain(Role::ALL.iter().map(|role| role.word()))
    {
        assert!(page.contains(&format!("`{word}`")), "{word}");
    }
}

#[test]
fn a_later_member_is_passed_over() {
    assert_eq!(from_json(r#"{"v":1,"colour":"red","notes":["a"]}"#).unwrap().notes, ["a"]);
}

#[test]
fn a_damaged_element_costs_only_itself() {
    let entry = serde_json::json!({
        "v": 1,
        "titles": [{"text": "Steam"}, 7],
        "contributors": [{"given": "Ida"}, {"name": "Works No. 4"}],
        "notes": "none",
        "published": "MCMXX",
    });
    let (record, doubts) = read(&entry);
    assert_eq!(record.title(), Some("Steam"));
    assert_eq!(record.contributors, [Contributor::new(Name::Whole("Works No. 4".into()), Role::Author)]);
    assert_eq!(record.published, None);
    let places: Vec<&str> = doubts.iter().filter_map(|doubt| doubt.place.as_deref()).collect();
    assert_eq!(places, ["titles/1", "notes", "contributors", "published"]);
}

#[test]
fn the_json_of_others_is_not_ours() {
    for other in [r#"{"v":1,"op":"add"}"#, r#"{"titles":[]}"#, r#"["v"]"#, r#"{"v":"1","titles":[]}"#] {
        assert!(!claims(&serde_json::from_str(other).unwrap()), "{other}");
    }
}
