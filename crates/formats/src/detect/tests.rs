use std::collections::HashSet;

use super::*;

#[test]
fn every_format_has_one_name_and_a_family() {
    let mut names = HashSet::new();
    for info in formats() {
        assert!(names.insert(info.name), "{} stands twice", info.name);
        assert!(!info.title.is_empty());
        assert!(Family::of_format(info.name).is_some(), "{} has no family", info.name);
        assert_eq!(format(info.name), Some(info));
    }
    assert_eq!(format("no such format"), None);
    assert!(Family::of_format("no such format").is_none());
}

#[track_caller]
fn check(head: &str, expected: &str) {
    let family = match Family::of_head(head.as_bytes(), head, |text| text.starts_with("Title,")) {
        Family::Empty => "empty",
        Family::Archive => "archive",
        Family::Xml => "xml",
        Family::Json => "json",
        Family::Iso2709 => "iso2709",
        Family::Bibtex => "bibtex",
        Family::Text(format) => format.name,
        Family::Table => "table",
        Family::Mail => "mail",
        Family::Other(what) => what,
    };
    assert_eq!(family, expected, "{head}");
}

#[test]
fn the_family_is_read_off_the_head() {
    check("\n <?xml version='1.0'?><a/>", "xml");
    check("<feed>", "xml");
    check("HTTP/1.1 200 OK\n\n<?xml version='1.0'?><a/>", "xml");
    check("Answer: <marc:record>", "xml");
    check("{\"a\":1}", "json");
    check("[ {\"a\":1}]", "json");
    check("00714cam a2200205 a 4500001001", "iso2709");
    check("% A library\n\n@article{k,\n title={T}}", "bibtex");
    check("A library of mine\n\n@article{k,\n title={T}}", "bibtex");
    check("TY  - JOUR\nTI  - see @book{k, title={T}}", "ris");
    check("PMID- 1\nTI  - T", "medline");
    check("%0 Book\n%T T", "refer");
    check("FN ISI Export Format\nVR 1.0\nPT J\nAU A", "wos");
    check("Title,Year\nT,1961", "table");
    check("PK\u{3}\u{4}", "archive");
    check("From: a@b.example\nDate: Fri, 27 Nov 2026 10:15:00 +0100\nSubject: TY  - JOUR\n\nx", "mail");
    check("From a@b.example Fri Nov 27 10:15:00 2026\nFrom: a@b.example\n\nx", "mail");
}

#[test]
fn what_only_looks_like_a_format_is_none() {
    for text in ["[1] A. Ivanova, Pumps, 1961", "<3 of us know, 2 < 3", "{", "@home we read", "1961: pumps"] {
        let is_text = !matches!(text, "{");
        check(text, if is_text { "a text of no known format" } else { "json" });
    }
    check("BZh91AY&SY", "a bzip2 file, which has to be unpacked first");
}
