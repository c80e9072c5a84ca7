//! Labels on sheets: as many pages as they need, each code with its address as text, and nothing printed that is no label.
#![allow(missing_docs)]

use press::{Label, LabelSheet, LabelSize, labels_pdf};

fn label(number: usize) -> Label {
    let row = |y: usize| (0..25).map(|x| if (x * y + number).is_multiple_of(3) { '1' } else { '0' }).collect();
    Label {
        name: format!("Пресс на сорок тонн № {number}"),
        lines: vec!["P 40 · 17".to_owned(), String::new(), "x".repeat(300)],
        marking: Some("restricted".to_owned()),
        address: format!("https://office.example/samples/O{number}"),
        modules: (0..25).map(row).collect(),
    }
}

fn sheet(size: LabelSize, number: usize) -> LabelSheet {
    LabelSheet {
        language: "ru".to_owned(),
        title: "Образцы".to_owned(),
        size,
        labels: (0..number).map(label).collect(),
    }
}

#[test]
fn labels_are_a_tagged_pdf_that_is_the_same_each_time() {
    for (size, number) in [(LabelSize::Small, 1), (LabelSize::Small, 25), (LabelSize::Large, 9)] {
        let pdf = labels_pdf(&sheet(size, number)).unwrap_or_else(|fault| panic!("{fault}"));
        assert!(pdf.starts_with(b"%PDF-1.7"), "{size:?}");
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.contains("pdfuaid:part"), "it says that it keeps to PDF/UA");
        assert_eq!(pdf, labels_pdf(&sheet(size, number)).unwrap());
    }
}

#[test]
fn what_is_no_label_is_not_printed() {
    assert!(labels_pdf(&sheet(LabelSize::Small, 0)).is_err());
    assert!(labels_pdf(&sheet(LabelSize::Small, press::LABELS_MAX + 1)).is_err());
    let wrong = |label: Label| labels_pdf(&LabelSheet { labels: vec![label], ..sheet(LabelSize::Small, 1) });
    assert!(wrong(Label { modules: vec!["01".to_owned(); 2], ..label(1) }).is_err());
    assert!(wrong(Label { name: " ".to_owned(), ..label(1) }).is_err());
    assert!(wrong(Label { address: String::new(), ..label(1) }).is_err());
}
