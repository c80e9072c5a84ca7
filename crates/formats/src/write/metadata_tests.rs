use model::{
    Affiliation, Container, Kind, Language, Location, PartialDate, Relation, RelationKind, Rights, Subject,
    SubjectScheme, Text,
};

use super::*;
use crate::xml::Element;
use crate::{Item, Options, read};

fn id(text: &str) -> Identifier {
    Identifier::parse(text).unwrap()
}

fn said(language: &str, text: &str) -> Text {
    Text { language: Language::parse(language), text: text.to_owned() }
}

fn coded(scheme: SubjectScheme, code: &str) -> Subject {
    Subject::coded(scheme, code)
}

/// Something in every field.
fn whole() -> Record {
    let mut author = Contributor::author("van der Nemo", "Anna B.");
    author.set_orcid("0000-0002-1694-233X");
    author.affiliations = vec![
        Affiliation { name: "Works No. 9 & Sons".into(), ror: Some("04wxnsj81".into()), country: Some("FR".into()) },
        Affiliation::named("Institute of Steam"),
    ];
    let other = |family: &str, given: &str, role| Contributor { role, ..Contributor::author(family, given) };
    Record {
        identifiers: vec![id("doi:10.5555/loom_1<2>"), id("pmid:77"), id("arxiv:2101.00001"), id("local:(XX-Lib)77")],
        titles: vec![said("de", "Webstühle & Mühlen: 50 % schneller"), said("ru", "Ткацкие станки"), said("", "Looms")],
        abstracts: vec![said("de", "Ein Webstuhl webt, wenn p < 0,05."), said("en", "A loom weaves if p < 0.05.")],
        contributors: vec![
            author,
            Contributor::new(Name::Whole("The Steam Group".into()), Role::Author),
            other("Немова", "Анна", Role::Author),
            other("Roe", "Jane", Role::Editor),
            other("Doe", "J.", Role::Translator),
            other("Bell", "A.", Role::Inventor),
        ],
        kind: Kind::Article,
        source: Container {
            title: Some("Journal of Mills".into()),
            volume: Some("12".into()),
            issue: Some("3".into()),
            pages: Some("7-19".into()),
            publisher: Some("Mill & Co.".into()),
            identifiers: vec![Identifier::new(Scheme::Issn, "0028-0836").unwrap()],
        },
        published: PartialDate::new(1962, Some(3), Some(9)),
        language: Language::parse("de"),
        subjects: vec![
            coded(SubjectScheme::Ipc, "D03D 47/00"),
            coded(SubjectScheme::Udc, "677.05"),
            coded(SubjectScheme::Grnti, "64.29"),
            Subject::keyword("weaving"),
            Subject::keyword("frost"),
        ],
        rights: vec![Rights::at("https://creativecommons.org/licenses/by/4.0/")],
        relations: vec![
            Relation { kind: RelationKind::RelatedTo, target: id("doi:10.5555/mill.2") },
            Relation { kind: RelationKind::TranslationOf, target: id("doi:10.5555/mill.3") },
        ],
        locations: vec![Location {
            url: "https://mills.example/7.pdf".into(),
            media_type: Some("application/pdf".into()),
        }],
        notes: vec!["13 pages".into()],
        ..Record::default()
    }
}

fn read_back(form: Metadata, record: &Record) -> Record {
    let text = write_metadata(form, &Given { id: "R0000000000001", record });
    let mut found = Vec::new();
    let mut sink = |item| {
        if let Item::Reading(reading) = item {
            found.push((reading.record, reading.doubts));
        }
        std::ops::ControlFlow::Continue(())
    };
    read(text.as_bytes(), "given", &Options::default(), &mut sink).unwrap();
    assert_eq!(found.len(), 1, "{text}");
    let (record, doubts) = found.remove(0);
    assert_eq!(doubts, [], "{text}");
    Record { origin: model::Origin::default(), ..record }
}

fn sorted<T: Clone + std::fmt::Debug>(list: &[T]) -> Vec<String> {
    let mut all: Vec<String> = list.iter().map(|one| format!("{one:?}")).collect();
    all.sort();
    all
}

/// Both without what the order of a list says, where a form has an order of its own.
fn unordered(record: Record) -> (Record, [Vec<String>; 3]) {
    let lists = [sorted(&record.subjects), sorted(&record.relations), sorted(&record.identifiers)];
    (Record { subjects: vec![], relations: vec![], identifiers: vec![], ..record }, lists)
}

#[test]
fn a_record_in_jats_is_read_back_as_the_same_but_for_its_remarks() {
    let record = whole();
    let expected = Record { notes: vec![], ..record.clone() };
    assert_eq!(unordered(read_back(Metadata::Jats, &record)), unordered(expected));
}

#[test]
fn a_record_in_marc_is_read_back_as_the_same_as_far_as_a_catalogue_can_say_it() {
    let record = whole();
    let mut expected = record.clone();
    // A catalogue says the language of a translated title alone, and of a working place its name.
    expected.titles[0].language = None;
    expected.abstracts.iter_mut().for_each(|summary| summary.language = None);
    for one in &mut expected.contributors {
        one.affiliations.iter_mut().for_each(|place| *place = Affiliation::named(place.name.clone()));
    }
    assert_eq!(unordered(read_back(Metadata::Marc21, &record)), unordered(expected));
}

#[test]
fn a_record_in_dublin_core_is_read_back_as_the_same_as_far_as_fifteen_elements_can_say_it() {
    let record = whole();
    let mut expected = record.clone();
    for one in &mut expected.contributors {
        let role = if matches!(one.role, Role::Author | Role::Inventor) { Role::Author } else { Role::Contributor };
        *one = Contributor::new(one.name.clone(), role);
    }
    // Those who made it stand before those who helped.
    expected.contributors.sort_by_key(|one| one.role);
    expected.subjects =
        record.subjects.iter().map(|one| Subject::keyword(one.code.clone().or(one.term.clone()).unwrap())).collect();
    expected.relations.iter_mut().for_each(|relation| relation.kind = RelationKind::RelatedTo);
    expected.identifiers.push(id("https://mills.example/7.pdf"));
    expected.locations[0].media_type = None;
    expected.source = Container { volume: None, issue: None, pages: None, ..record.source.clone() };
    expected.notes.push("Journal of Mills, vol. 12, no. 3, pp. 7-19".into());
    let mut back = read_back(Metadata::OaiDc, &record);
    back.notes.sort();
    assert_eq!(unordered(back), unordered(expected));
}

#[test]
fn every_kind_comes_back() {
    for form in Metadata::ALL {
        for kind in Kind::ALL {
            let source = Container { title: Some("Journal of Mills".into()), ..Container::default() };
            let record = Record { titles: vec![Text::plain("Looms")], kind: *kind, source, ..Record::default() };
            assert_eq!(read_back(*form, &record).kind, *kind, "{}", form.prefix());
        }
    }
}

#[test]
fn a_retracted_work_does_not_pass_for_one_that_stands() {
    for form in Metadata::ALL {
        let record = Record { titles: vec![Text::plain("Looms")], status: Status::Retracted, ..Record::default() };
        assert_eq!(read_back(*form, &record).status, Status::Retracted, "{}", form.prefix());
    }
}

#[test]
fn every_scheme_of_identifiers_comes_back_from_jats_and_dublin_core() {
    let named =
        ["isbn:9780306406157", "patent:US6337117B1", "report:NASA TM-1", "oai:arxiv.org:1", "urn:nbn:de:1", "wos:A1"];
    for text in named {
        let record = Record {
            identifiers: vec![id(text)],
            titles: vec![Text::plain("Looms")],
            kind: Kind::Book,
            ..Record::default()
        };
        for form in Metadata::ALL {
            let kind = if text.starts_with("patent") { Kind::Patent } else { Kind::Book };
            let record = Record { kind, ..record.clone() };
            assert_eq!(read_back(*form, &record).identifiers, record.identifiers, "{}", form.prefix());
        }
    }
}

/// Whether the text is XML that closes all it opens, with one root, and no character that must not be in it.
fn is_well_formed(text: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return Element::parse(text).1.is_empty(),
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

proptest::proptest! {
    #[test]
    fn whatever_a_record_says_its_xml_is_well_formed_and_its_title_comes_back(
        title in "\\PC{0,40}[\\x00-\\x1f\u{fffe}<>&\"';]{0,6}\\PC{0,40}", name in "\\PC{0,30}", url in "[ -~]{0,30}",
    ) {
        let title = line(&format!("A {title} Z"));
        let record = Record {
            titles: vec![Text::plain(title.clone())],
            contributors: vec![Contributor::new(Name::Whole(name.clone()), Role::Author), Contributor::author(&name, &name)],
            source: Container { title: Some("Journal of Mills".into()), publisher: Some(name), ..Container::default() },
            abstracts: vec![said("en", &title)],
            rights: vec![Rights { url: Some(url.clone()), ..Rights::default() }],
            locations: vec![Location { url, media_type: None }],
            kind: Kind::Article,
            ..Record::default()
        };
        for form in Metadata::ALL {
            let text = write_metadata(*form, &Given { id: "R0000000000001", record: &record });
            proptest::prop_assert!(is_well_formed(&text), "{}", text);
            let back = Element::parse(&text).0.unwrap();
            let read = match form {
                Metadata::OaiDc => crate::dublin_core::read(&back).0,
                Metadata::Marc21 => crate::marcxml::read(&back).0,
                Metadata::Jats => crate::jats::read(&back).0,
            };
            proptest::prop_assert_eq!(read.source.title.as_deref(), Some("Journal of Mills"), "{}", form.prefix());
            // Elsewhere tags and entities in texts are taken out, since repositories put them there.
            if *form == Metadata::Jats {
                let kept: String = title.chars().filter(|c| *c != '\u{fffe}').collect();
                proptest::prop_assert_eq!(read.title().unwrap_or_default(), line(&kept));
            }
        }
    }
}
