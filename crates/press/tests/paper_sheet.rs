//! What stands in a paper stands in both forms of it.
#![allow(missing_docs)]

mod paper;

use std::io::{Cursor, Read};

use paper::{letters_of, pdf_text};
use press::{Anchor, Drawing, Ink, Paper, PaperPart, Shape, paper_docx, paper_pdf};

fn sheet() -> Paper {
    Paper {
        language: "en".to_owned(),
        office: "Institute for Drives".to_owned(),
        title: "Turbines for Kashira <&> \u{202e}more".to_owned(),
        sort: "Term sheet".to_owned(),
        marking: Some("RESTRICTED".to_owned()),
        day: "1 September 1926".to_owned(),
        drawing: None,
        parts: vec![
            PaperPart {
                heading: "Parties".to_owned(),
                text: vec!["The works and \"the other side\"".to_owned(), "Second line\nthird line".to_owned()],
                ..PaperPart::default()
            },
            PaperPart {
                heading: "Clauses".to_owned(),
                columns: vec!["Subject".to_owned(), "Ruling".to_owned()],
                rows: vec![
                    vec!["Обратное проектирование".to_owned(), "silent".to_owned()],
                    vec!["Copying".to_owned(), "with consent\nof the other side".to_owned()],
                ],
                ..PaperPart::default()
            },
        ],
    }
}

const TOLD: [&str; 9] = [
    "Institute for Drives",
    "Turbines for Kashira",
    "Term sheet",
    "RESTRICTED",
    "The works and",
    "third line",
    "Обратное проектирование",
    "with consent",
    "of the other side",
];

#[test]
fn everything_of_a_paper_is_in_its_print_and_in_its_document() {
    let pdf = paper_pdf(&sheet()).unwrap();
    assert_eq!(paper_pdf(&sheet()).unwrap(), pdf, "the same paper makes the same print");
    let printed = pdf_text(&pdf).map(|text| letters_of(&text));
    let bytes = paper_docx(&sheet()).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
    let mut document = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut document).unwrap();
    for text in TOLD {
        assert!(
            printed.as_ref().is_none_or(|printed| printed.contains(&letters_of(text))),
            "`{text}` is not in the print"
        );
        assert!(document.contains(text), "`{text}` is not in the document");
    }
    assert!(document.contains("&lt;&amp;&gt;") && !document.contains('\u{202e}'), "no text of the world is markup");
    assert_eq!(paper_docx(&sheet()).unwrap(), bytes, "the same paper makes the same bytes");
}

#[test]
fn a_paper_without_a_title_or_with_a_torn_table_is_not_printed() {
    assert!(paper_pdf(&Paper { title: " ".to_owned(), ..sheet() }).is_err());
    let mut torn = sheet();
    torn.parts[1].rows[0].pop();
    assert!(paper_docx(&torn).is_err());
}

/// A drawing with a shape of each sort, and words in three scripts.
fn drawing() -> Drawing {
    let words = |y: i32, text: &str, anchor: Anchor| Shape::Words {
        at: (300, y),
        text: text.to_owned(),
        size: 12,
        ink: Ink::Plain,
        anchor,
        strong: false,
    };
    Drawing {
        alt: "Two stages, one of them empty".to_owned(),
        width: 600,
        height: 200,
        shapes: vec![
            Shape::Area { at: (0, 0), size: (600, 100), ink: Ink::WarnWash },
            Shape::Line { from: (0, 100), to: (600, 100), ink: Ink::Rule, dashed: true },
            Shape::Dot { at: (100, 50), radius: 8, ink: Ink::Accent, ringed: true },
            words(40, "Need of the works <&>", Anchor::Start),
            words(80, "Потребность завода", Anchor::Middle),
            words(160, "Ζήτηση", Anchor::End),
        ],
    }
}

#[test]
fn the_words_of_a_drawing_are_in_the_print_and_it_is_told_to_those_who_do_not_see_it() {
    let paper = Paper { drawing: Some(drawing()), ..sheet() };
    let pdf = paper_pdf(&paper).unwrap();
    if let Some(text) = pdf_text(&pdf) {
        let printed = letters_of(&text);
        for words in ["Need of the works <&>", "Потребность завода", "Ζήτηση"].iter().chain(&TOLD)
        {
            assert!(printed.contains(&letters_of(words)), "`{words}` is not in the print");
        }
    }
    assert_eq!(paper_pdf(&paper).unwrap(), pdf, "the same drawing makes the same print");
    assert!(paper_pdf(&Paper { drawing: Some(Drawing { alt: " ".to_owned(), ..drawing() }), ..sheet() }).is_err());
    assert!(paper_pdf(&Paper { drawing: Some(Drawing { height: 0, ..drawing() }), ..sheet() }).is_err());
}
