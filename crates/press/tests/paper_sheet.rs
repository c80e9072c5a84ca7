//! What stands in a paper stands in both forms of it.
#![allow(missing_docs)]

mod paper;

use std::io::{Cursor, Read};

use paper::{letters_of, pdf_text};
use press::{Paper, PaperPart, paper_docx, paper_pdf};

fn sheet() -> Paper {
    Paper {
        language: "en".to_owned(),
        office: "Institute for Drives".to_owned(),
        title: "Turbines for Kashira <&> \u{202e}more".to_owned(),
        sort: "Term sheet".to_owned(),
        marking: Some("RESTRICTED".to_owned()),
        day: "1 September 1926".to_owned(),
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
