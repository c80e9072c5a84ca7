use model::{Container, Kind, Language, PartialDate, Subject, Text};

use super::*;
use crate::{Item, Options, read};

fn record() -> Record {
    let person = |family: &str, given: &str, role| Contributor { role, ..Contributor::author(family, given) };
    Record {
        identifiers: vec![Identifier::new(Scheme::Doi, "10.5555/loom_1").unwrap()],
        titles: vec![Text::plain("Looms & mills: 50 % faster {by} $5 #1 ^ \\ \"quoted\"")],
        abstracts: vec![Text::plain("A loom\nweaves, and\tmore.")],
        contributors: vec![
            person("van der Nemo", "Anna B.", Role::Author),
            person("Немова", "Анна", Role::Author),
            person("Editor", "Emil", Role::Editor),
        ],
        kind: Kind::Article,
        source: Container {
            title: Some("Journal of Mills".to_owned()),
            volume: Some("12".to_owned()),
            issue: Some("3".to_owned()),
            pages: Some("7-19".to_owned()),
            publisher: Some("Mill & Co.".to_owned()),
            identifiers: vec![Identifier::new(Scheme::Issn, "0028-0836").unwrap()],
        },
        published: PartialDate::new(1962, Some(3), Some(9)),
        language: Language::parse("de"),
        subjects: vec![Subject::keyword("weaving"), Subject::keyword("frost")],
        ..Record::default()
    }
}

fn written(form: Form, record: &Record) -> Vec<u8> {
    write(form, &[Given { id: "R0000000000001", record }]).unwrap()
}

fn read_back(bytes: &[u8]) -> Vec<Record> {
    let mut records = Vec::new();
    let mut sink = |item| {
        if let Item::Reading(reading) = item {
            records.push(reading.record);
        }
        std::ops::ControlFlow::Continue(())
    };
    read(bytes, "given", &Options::default(), &mut sink).unwrap();
    records
}

fn names(record: &Record, role: Role) -> Vec<String> {
    named(record, &[role]).map(|one| inverted(&one.name)).collect()
}

#[test]
fn what_is_given_out_is_read_back_as_the_same() {
    let record = record();
    for form in Form::ALL {
        let back = read_back(&written(*form, &record));
        assert_eq!(back.len(), 1, "{}", form.word());
        let back = &back[0];
        let what = form.word();
        assert_eq!(back.title(), record.title(), "{what}");
        assert_eq!(number(&back.identifiers, Scheme::Doi), Some("10.5555/loom_1"), "{what}");
        assert_eq!(names(back, Role::Author), names(&record, Role::Author), "{what}");
        assert_eq!(names(back, Role::Editor), names(&record, Role::Editor), "{what}");
        assert_eq!(back.published, record.published, "{what}");
        assert_eq!(back.kind, record.kind, "{what}");
        assert_eq!(back.source.title, record.source.title, "{what}");
        assert_eq!(back.source.volume, record.source.volume, "{what}");
        assert_eq!(back.source.issue, record.source.issue, "{what}");
        assert_eq!(back.source.publisher, record.source.publisher, "{what}");
        assert_eq!(back.source.pages.as_deref().map(|pages| pages.replace('–', "-")), record.source.pages, "{what}");
        assert_eq!(back.language, record.language, "{what}");
        assert_eq!(line(&back.abstracts[0].text), "A loom weaves, and more.", "{what}");
    }
}

#[test]
fn the_same_records_give_the_same_bytes() {
    for form in Form::ALL {
        assert_eq!(written(*form, &record()), written(*form, &record()), "{}", form.word());
    }
}

#[test]
fn no_cell_of_a_table_becomes_a_formula() {
    for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1"] {
        let record = Record { titles: vec![Text::plain(evil)], ..Record::default() };
        let csv = String::from_utf8(written(Form::Csv, &record)).unwrap();
        let cells = csv.lines().nth(1).unwrap();
        assert!(cells.contains(&format!(",'{},", line(evil))), "{evil:?}: {cells}");
        let back = read_back(&written(Form::Xlsx, &record));
        assert_eq!(back[0].title(), Some(line(evil).as_str()), "as a text, and whole");
    }
}

#[test]
fn nothing_to_give_is_an_empty_file_of_its_form() {
    for form in Form::ALL {
        assert_eq!(read_back(&write(*form, &[]).unwrap()).len(), 0, "{}", form.word());
        assert_eq!(Form::from_word(form.word()), Some(*form));
    }
}

proptest::proptest! {
    #[test]
    fn no_value_ends_its_own_field(title in "[\\x20-\\x7e\\n\\r\\t\u{85}\u{2028}äЖ]{1,60}", name in "[\\x20-\\x7e\\n]{1,30}") {
        let record = Record {
            titles: vec![Text::plain(format!("A {title} Z"))],
            contributors: vec![Contributor::new(Name::Whole(name), Role::Author)],
            source: Container { title: Some("Journal of Mills".to_owned()), ..Container::default() },
            kind: Kind::Article,
            ..Record::default()
        };
        for form in Form::ALL {
            let back = read_back(&written(*form, &record));
            proptest::prop_assert_eq!(back.len(), 1, "{}", form.word());
            proptest::prop_assert_eq!(back[0].source.title.as_deref(), Some("Journal of Mills"), "{}", form.word());
        }
    }
}
