use model::{Container, Kind, Language, PartialDate, Text};

use super::*;
use crate::testing::collection;

fn id(scheme: Scheme, value: &str) -> Identifier {
    Identifier::new(scheme, value).unwrap()
}

/// Watson and Crick 1953, the paper by which style guides show themselves.
fn article() -> Record {
    Record {
        identifiers: vec![id(Scheme::Doi, "10.1038/171737a0")],
        titles: vec![Text::plain("Molecular structure of nucleic acids: a structure for deoxyribose nucleic acid")],
        contributors: vec![Contributor::author("Watson", "J. D."), Contributor::author("Crick", "F. H. C.")],
        kind: Kind::Article,
        source: Container {
            title: Some("Nature".to_owned()),
            volume: Some("171".to_owned()),
            issue: Some("4356".to_owned()),
            pages: Some("737-738".to_owned()),
            ..Container::default()
        },
        published: PartialDate::new(1953, Some(4), Some(25)),
        language: Language::parse("en"),
        ..Record::default()
    }
}

fn russian() -> Record {
    Record {
        titles: vec![Text::plain("Технология производства листового стекла")],
        contributors: vec![Contributor::author("Петров", "И. И."), Contributor::author("Сидоров", "А. А.")],
        kind: Kind::Article,
        source: Container {
            title: Some("Стекло и керамика".to_owned()),
            volume: None,
            issue: Some("5".to_owned()),
            pages: Some("12-15".to_owned()),
            ..Container::default()
        },
        published: PartialDate::new(1978, None, None),
        language: Language::parse("ru"),
        ..Record::default()
    }
}

fn book() -> Record {
    Record {
        identifiers: vec![id(Scheme::Isbn, "9780262033848")],
        titles: vec![Text::plain("Introduction to Algorithms")],
        contributors: vec![Contributor::author("Cormen", "Thomas H.")],
        kind: Kind::Book,
        source: Container { publisher: Some("MIT Press".to_owned()), ..Container::default() },
        published: PartialDate::new(2009, None, None),
        language: Language::parse("en"),
        ..Record::default()
    }
}

fn patent() -> Record {
    let inventor =
        |family: &str, given: &str| Contributor { role: Role::Inventor, ..Contributor::author(family, given) };
    Record {
        identifiers: vec![id(Scheme::Patent, "US6337117B1")],
        titles: vec![Text::plain("Optical memory device")],
        contributors: vec![inventor("Maenza", "Glenn J.")],
        kind: Kind::Patent,
        published: PartialDate::new(2002, Some(1), Some(8)),
        language: Language::parse("en"),
        ..Record::default()
    }
}

fn paper() -> Record {
    Record {
        identifiers: vec![id(Scheme::Doi, "10.5555/loom.1")],
        titles: vec![Text::plain("Looms without shuttles")],
        contributors: vec![
            Contributor::author("Nemo", "Anna"),
            Contributor::new(Name::Whole("Mill Institute".into()), Role::Author),
        ],
        kind: Kind::ConferencePaper,
        source: Container {
            title: Some("Proceedings of the Weavers".to_owned()),
            pages: Some("e0123".to_owned()),
            publisher: Some("Mill & Co.".to_owned()),
            ..Container::default()
        },
        published: PartialDate::new(1999, Some(6), None),
        language: Language::parse("en"),
        ..Record::default()
    }
}

fn report() -> Record {
    Record {
        identifiers: vec![id(Scheme::Report, "NASA-TM-100")],
        titles: vec![Text::plain("Fatigue of aluminium")],
        contributors: vec![Contributor::author("Nemo", "Anna")],
        kind: Kind::Report,
        source: Container { publisher: Some("NASA".to_owned()), ..Container::default() },
        published: PartialDate::new(1971, None, None),
        language: Language::parse("en"),
        ..Record::default()
    }
}

fn thesis() -> Record {
    Record {
        kind: Kind::Thesis,
        identifiers: vec![],
        source: Container { publisher: Some("TU Wien".to_owned()), ..Container::default() },
        ..report()
    }
}

fn standard() -> Record {
    Record {
        kind: Kind::Standard,
        identifiers: vec![id(Scheme::Standard, "ISO 690:2021")],
        contributors: vec![],
        source: Container { publisher: Some("ISO".to_owned()), ..Container::default() },
        ..report()
    }
}

fn cited(word: &str, language: &str, record: &Record) -> Citation {
    let style = CitationStyle::from_word(word).unwrap_or_else(|| panic!("{word}"));
    let mut cited = cite(style, language, &[Given { id: "R1", record }]);
    assert_eq!(cited.len(), 1, "{word}");
    cited.remove(0)
}

#[test]
fn every_style_names_who_made_a_work_what_it_is_called_and_when_it_came_out() {
    let mut faulty = Vec::new();
    for style in CitationStyle::all() {
        let one = cited(style.word(), "en", &article());
        let text = one.text.to_lowercase();
        // Some journals name no titles of papers.
        if !text.contains("watson") || !text.contains("1953") || !text.contains("737") {
            faulty.push(format!("{}: {}", style.word(), one.text));
        }
    }
    assert!(faulty.is_empty(), "{faulty:#?}");
}

/// What the styles' own guides print for the same works: IEEE Reference Guide (2023), APA Publication Manual (7th edition, 10.1, 10.2, 10.4),
/// Chicago Manual of Style (18th edition, 13.2), Nature's guide for authors, ACS Guide to Scholarly Communication (4.3), GOST R
/// 7.0.5-2008 (7.5).
#[test]
fn works_are_cited_as_the_guides_of_the_styles_print_them() {
    let rows: &[(&str, Record, &str)] = &[
        (
            "ieee",
            article(),
            "J. D. Watson and F. H. C. Crick, “Molecular structure of nucleic acids: a structure for deoxyribose nucleic acid,” Nature, vol. 171, no. 4356, pp. 737–738, Apr. 1953, doi: 10.1038/171737a0.",
        ),
        ("ieee", book(), "T. H. Cormen, Introduction to Algorithms. MIT Press, 2009."),
        (
            "apa",
            article(),
            "Watson, J. D., & Crick, F. H. C. (1953). Molecular structure of nucleic acids: a structure for deoxyribose nucleic acid. Nature, 171(4356), 737–738. https://doi.org/10.1038/171737a0",
        ),
        ("apa", book(), "Cormen, T. H. (2009). Introduction to Algorithms. MIT Press."),
        ("apa", patent(), "Maenza, G. J. (2002). Optical memory device (Patent No. US6337117B1)."),
        ("apa", report(), "Nemo, A. (1971). Fatigue of aluminium (NASA-TM-100). NASA."),
        (
            "nature",
            article(),
            "Watson, J. D. & Crick, F. H. C. Molecular structure of nucleic acids: a structure for deoxyribose nucleic acid. Nature 171, 737–738 (1953).",
        ),
        (
            "american-chemical-society",
            article(),
            "Watson, J. D.; Crick, F. H. C. Molecular Structure of Nucleic Acids: A Structure for Deoxyribose Nucleic Acid. Nature 1953, 171 (4356), 737–738. https://doi.org/10.1038/171737a0.",
        ),
        (
            "chicago-author-date",
            article(),
            "Watson, J. D., and F. H. C. Crick. 1953. “Molecular Structure of Nucleic Acids: A Structure for Deoxyribose Nucleic Acid.” Nature 171 (4356): 737–38. https://doi.org/10.1038/171737a0.",
        ),
        ("iso-690-numeric", standard(), "1. ISO 690:2021: Fatigue of aluminium. ISO, 1971."),
        ("iso-690-numeric", thesis(), "1. NEMO, Anna. Fatigue of aluminium. TU Wien, 1971."),
        (
            "gost-r-705-2008-numeric",
            article(),
            "Watson J. D., Crick F. H. C. Molecular structure of nucleic acids: a structure for deoxyribose nucleic acid // Nature. 1953. Т. 171, № 4356. С. 737–738.",
        ),
        (
            "gost-r-705-2008-numeric",
            paper(),
            "Nemo A., Mill Institute. Looms without shuttles // Proceedings of the Weavers. Mill & Co., 1999. С. e0123.",
        ),
    ];
    for (style, record, expected) in rows {
        assert_eq!(cited(style, "en", record).text, *expected, "{style}");
    }
}

#[test]
fn proceedings_are_no_special_issue_of_themselves() {
    for style in CitationStyle::all() {
        let text = cited(style.word(), "en", &paper()).text;
        assert!(!text.contains("pecial issue"), "{}: {text}", style.word());
    }
}

#[test]
fn a_list_is_numbered_where_the_style_numbers_and_ordered_by_names_where_it_does_not() {
    let records = [article(), book()];
    let given: Vec<Given<'_>> = records.iter().zip(["R1", "R2"]).map(|(record, id)| Given { id, record }).collect();
    let numbers = |word: &str| {
        let cited = cite(CitationStyle::from_word(word).unwrap(), "en", &given);
        cited.into_iter().map(|one| one.number.unwrap_or_default() + " " + &one.text[..6]).collect::<Vec<_>>()
    };
    assert_eq!(numbers("ieee"), ["[1] J. D. ", "[2] T. H. "]);
    assert_eq!(numbers("apa"), [" Cormen", " Watson"]);
}

#[test]
fn works_of_one_name_and_year_are_told_apart_by_letters() {
    let other = Record { titles: vec![Text::plain("Another")], identifiers: vec![], ..book() };
    let records = [book(), other];
    let given: Vec<Given<'_>> = records.iter().zip(["R1", "R2"]).map(|(record, id)| Given { id, record }).collect();
    let cited = cite(CitationStyle::from_word("apa").unwrap(), "en", &given);
    let text: Vec<&str> = cited.iter().map(|one| one.text.as_str()).collect();
    assert!(text[0].contains("(2009a)") && text[1].contains("(2009b)"), "{text:?}");
}

#[test]
fn a_list_of_a_thousand_is_cited_whole() {
    let records: Vec<Record> = (0..1_000)
        .map(|n| Record {
            titles: vec![Text::plain(format!("Work {n}"))],
            contributors: vec![
                Contributor::author(&format!("Name{}", n % 97), "Anna"),
                Contributor::author("Nemo", "A."),
            ],
            published: PartialDate::new(1900 + n % 50, None, None),
            ..article()
        })
        .collect();
    let ids: Vec<String> = (0..1_000).map(|n| format!("R{n}")).collect();
    let given: Vec<Given<'_>> = records.iter().zip(&ids).map(|(record, id)| Given { id, record }).collect();
    for word in ["ieee", "apa"] {
        assert_eq!(cite(CitationStyle::from_word(word).unwrap(), "en", &given).len(), 1_000);
    }
}

#[test]
fn the_words_between_are_those_of_the_reader_and_letters_of_other_scripts_stay_as_they_are() {
    assert!(cited("ieee", "de", &article()).text.contains(" und "));
    assert!(cited("ieee", "ru", &article()).text.contains(" и "));
    let text = cited("chicago-author-date", "en", &russian()).text;
    assert!(text.contains("Технология производства листового стекла"), "{text}");
}

#[test]
fn a_retracted_work_is_cited_as_one() {
    let retracted = Record { status: Status::Retracted, ..article() };
    assert!(cited("ieee", "en", &retracted).text.contains("RETRACTED: "));
}

#[test]
fn each_style_is_found_by_its_word_and_no_two_share_one() {
    let all = CitationStyle::all();
    assert!(all.len() > 70, "{}", all.len());
    for (at, style) in all.iter().enumerate() {
        assert_eq!(CitationStyle::from_word(style.word()), Some(*style));
        assert!(!style.title().is_empty() && !all[..at].contains(style));
    }
    assert_eq!(CitationStyle::first().len(), 13);
    assert!(CitationStyle::from_word("no-such-style").is_none());
}

/// Text without the five elements that a citation may hold.
fn without_own_marks(html: &str) -> String {
    let marks = ["i", "b", "u", "sub", "sup"];
    marks
        .iter()
        .fold(html.to_owned(), |text, mark| text.replace(&format!("<{mark}>"), "").replace(&format!("</{mark}>"), ""))
}

#[test]
fn markup_of_a_hostile_title_is_text() {
    let hostile = "<script>alert(1)</script> {\\b x} $x^2$ [click](javascript:x) & \"quoted\" 'so' <i>thin</i>";
    let record = Record {
        titles: vec![Text::plain(hostile)],
        contributors: vec![Contributor::new(Name::Whole("<img src=x onerror=y>".to_owned()), Role::Author)],
        ..article()
    };
    for style in CitationStyle::all() {
        let one = cited(style.word(), "en", &record);
        let rest = without_own_marks(&one.html);
        assert!(!rest.contains('<') && !rest.contains('>') && !rest.contains('"'), "{}: {}", style.word(), one.html);
    }
    let page = citations_html(&[cited("ieee", "en", &record)]);
    assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
}

#[test]
fn every_record_of_the_collections_is_cited() {
    let styles =
        ["ieee", "gost-r-705-2008-numeric", "chicago-notes"].map(|word| CitationStyle::from_word(word).unwrap());
    for (name, part) in [("biblio-exchange", "ris"), ("biblio-exchange", "bibtex"), ("crossref", "rest-json")] {
        let Some(folder) = collection(name) else { return };
        let mut n_cited = 0;
        for file in std::fs::read_dir(folder.join(part)).unwrap().flatten().take(40) {
            let Ok(bytes) = std::fs::read(file.path()) else { continue };
            let mut records = Vec::new();
            let mut sink = |item| {
                if let crate::Item::Reading(reading) = item {
                    records.push(reading.record);
                }
                if records.len() < 20 { std::ops::ControlFlow::Continue(()) } else { std::ops::ControlFlow::Break(()) }
            };
            let _ = crate::read(bytes.as_slice(), "given", &crate::Options::default(), &mut sink);
            for record in &records {
                for style in styles {
                    let one = cited(style.word(), "ru", record);
                    assert!(!one.text.is_empty() || record.title().is_none(), "{:?}", record.title());
                    n_cited += 1;
                }
            }
        }
        assert!(n_cited >= 30, "{name}/{part}: {n_cited}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn whatever_a_record_holds_it_is_cited_without_a_fault(
        title in "\\PC{0,40}", name in "\\PC{0,20}", given in "\\PC{0,12}", within in "\\PC{0,20}",
        pages in "[0-9a-zA-Z–, -]{0,16}", volume in "[0-9a-zIVX.,& -]{0,12}", issue in "\\PC{0,8}", kind in 0..Kind::ALL.len(),
        year in -50i32..4000, style in 0usize..1_000,
    ) {
        let record = Record {
            titles: vec![Text::plain(title)],
            contributors: vec![
                Contributor::author(&name, &given),
                Contributor::new(Name::Whole(given.clone()), Role::Editor),
                Contributor::new(Name::Whole(name.clone()), Role::Assignee),
            ],
            kind: Kind::ALL[kind],
            source: Container {
                title: Some(within), volume: Some(volume), issue: Some(issue), pages: Some(pages), publisher: Some(name),
                identifiers: vec![],
            },
            published: PartialDate::new(year, None, None),
            ..Record::default()
        };
        let all = CitationStyle::all();
        let style = all[style % all.len()];
        for one in cite(style, "de", &[Given { id: "R1", record: &record }]) {
            let rest = without_own_marks(&one.html);
            proptest::prop_assert!(!rest.contains('<') && !rest.contains('>'), "{}", one.html);
            proptest::prop_assert!(!one.text.contains('\n'));
        }
    }
}

#[test]
fn pages_of_russian_citations_are_not_doubled() {
    assert_eq!(
        cited("gost-r-705-2008-numeric", "de", &russian()).text,
        "Петров И. И., Сидоров А. А. Технология производства листового стекла // Стекло и керамика. 1978. № 5. С. 12–15."
    );
}
