//! Bytes become the text that was meant, whatever the document says or does not say.

use encoding_rs::Encoding;

use crate::kit::{Outcome, read};

const RUSSIAN: &str = "Исследование паровых турбин большой мощности и котельных установок";
const FRENCH: &str = "Étude des pertes à l'entrée des turbines, chaudières et générateurs créés à Orléans";

/// A source with this title, for each family. The first line of XML and BibTeX says the encoding.
fn sources(title: &str, declared: Option<&str>) -> [(&'static str, String); 4] {
    let xml = declared.map(|name| format!(" encoding='{name}'")).unwrap_or_default();
    let bibtex = declared.map(|name| format!("% Encoding: {name}\n")).unwrap_or_default();
    [
        (
            "pubmed",
            format!(
                "<?xml version='1.0'{xml}?>\n<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>{title}</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n"
            ),
        ),
        ("ris", format!("TY  - JOUR\r\nTI  - {title}\r\nER  - \r\n")),
        ("bibtex", format!("{bibtex}@book{{a, title = {{{{{title}}}}}}}\n")),
        ("csv", format!("Title;Year\n{title};1961\n")),
    ]
}

/// Bytes of this encoding; UTF-16 is not among those that `encoding_rs` writes.
fn written(text: &str, label: &str) -> Vec<u8> {
    match label {
        "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => Encoding::for_label(label.as_bytes()).expect("the label is known").encode(text).0.into_owned(),
    }
}

#[track_caller]
fn check(title: &str, label: &str, declared: Option<&str>) {
    for mark in ["", "\u{feff}"] {
        if !mark.is_empty() && !label.starts_with("utf") {
            continue;
        }
        for (format, source) in sources(title, declared) {
            let found = read(written(&format!("{mark}{source}"), label));
            let place = format!("{format} in {label}, declared {declared:?}, mark {mark:?}: {:?}", found.told());
            assert_eq!(found.formats(), [format], "{place}");
            assert_eq!(found.titles(), [title], "{place}");
        }
    }
}

#[test]
fn unicode_is_known_with_its_mark_and_without() {
    for label in ["utf-8", "utf-16le", "utf-16be"] {
        for title in [RUSSIAN, FRENCH, "Plain steam"] {
            check(title, label, None);
            check(title, label, Some(label));
            check(title, label, Some("utf-8"));
        }
    }
}

#[test]
fn what_is_declared_rightly_is_believed() {
    check(RUSSIAN, "windows-1251", Some("windows-1251"));
    check(RUSSIAN, "koi8-r", Some("koi8-r"));
    check(FRENCH, "windows-1252", Some("windows-1252"));
    check(FRENCH, "windows-1252", Some("iso-8859-1"));
}

#[test]
fn what_is_not_declared_is_known_by_its_look() {
    check(RUSSIAN, "windows-1251", None);
    check(RUSSIAN, "koi8-r", None);
    check(FRENCH, "windows-1252", None);
}

#[test]
fn what_is_declared_wrongly_is_known_by_its_look() {
    check(RUSSIAN, "windows-1251", Some("utf-8"));
    check(RUSSIAN, "koi8-r", Some("utf-8"));
    check(FRENCH, "windows-1252", Some("utf-8"));
    check(RUSSIAN, "utf-8", Some("windows-1251"));
    check(FRENCH, "utf-8", Some("iso-8859-1"));
    check(FRENCH, "utf-8", Some("utf-16"));
}

#[test]
fn a_guess_is_told_once() {
    let entry = format!("TY  - JOUR\nTI  - {RUSSIAN}\nER  - \n");
    let found = read(written(&entry.repeat(5), "koi8-r"));
    let told: Vec<String> = found.all_doubts().map(ToString::to_string).collect();
    assert_eq!(told, ["line 1: the bytes are not UTF-8; they look like KOI8-U and were read so"]);
    let found = read(written(&sources(FRENCH, Some("utf-8"))[0].1, "windows-1252"));
    assert_eq!(found.all_doubts().count(), 1);
}

#[test]
fn bytes_are_kept_as_they_stood() {
    let entry = written(&format!("TY  - JOUR\nTI  - {RUSSIAN}\nER  -"), "koi8-r");
    assert_eq!(read(&entry).readings[0].raw, entry);
}

#[track_caller]
fn check_lines(source: &str, titles: &[&str], lines: &[u64]) -> Outcome {
    let found = read(source);
    assert_eq!(found.titles(), titles, "{source:?} {:?}", found.told());
    assert_eq!(found.lines(), lines.iter().copied().map(Some).collect::<Vec<_>>(), "{source:?}");
    found
}

#[test]
fn lines_end_as_on_any_machine() {
    let source = "TY  - JOUR\nTI  - One\nER  - \n\nTY  - BOOK\nTI  - Two\nPY  - MCMXX\nER  - \n";
    for end in ["\n", "\r\n", "\r", "\r\r\n"] {
        let found = check_lines(&source.replace('\n', end), &["One", "Two"], &[1, 5]);
        assert_eq!(found.readings[1].doubts[0].line, Some(7), "{end:?}");
    }
    let source = "PMID- 1\nTI  - One\n\nPMID- 2\nTI  - Two\n";
    for end in ["\n", "\r\n", "\r", "\r\r\n"] {
        check_lines(&source.replace('\n', end), &["One", "Two"], &[1, 4]);
    }
    for (end, name) in [("\r", "refer"), ("\r", "wos"), ("\r", "greenbook"), ("\r", "bibtex"), ("\r", "csv")] {
        let sort = crate::entries::SORTS.iter().find(|sort| sort.name == name).expect("the table has every format");
        let found = read(sort.source(3).replace('\n', end));
        assert_eq!(found.titles(), ["Steam 1", "Steam 2", "Steam 3"], "{name} {:?}", found.told());
    }
}
