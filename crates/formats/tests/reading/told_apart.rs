//! The format is told from the content, and where a source is none, one sentence says what it is.

use crate::entries::{SORTS, iso2709, title, workbook};
use crate::kit::{Outcome, archive, gzipped, read};

#[track_caller]
fn check(name: &str, bytes: impl AsRef<[u8]>, n: usize) -> Outcome {
    let found = read(bytes);
    assert_eq!(found.formats(), vec![name; n], "{:?}", found.told());
    assert_eq!(found.titles(), (1..=n).map(title).collect::<Vec<_>>(), "{name}");
    assert_eq!(found.told(), [""; 0], "{name}");
    found
}

#[test]
fn every_format_is_told_from_its_content() {
    for sort in SORTS {
        check(sort.name, sort.source(1), 1);
        check(sort.name, sort.source(3), 3);
    }
    check("iso2709", iso2709(1), 1);
    check("iso2709", [iso2709(1), iso2709(2)].concat(), 2);
    check("xlsx", workbook(2), 2);
    check("cff", "cff-version: 1.2.0\ntitle: Steam 1\nauthors: []\n", 1);
}

#[test]
fn no_format_is_left_out_here() {
    let mut tested: Vec<&str> = SORTS.iter().map(|sort| sort.name).chain(["iso2709", "xlsx", "cff"]).collect();
    let mut known: Vec<&str> = formats::formats().iter().map(|format| format.name).collect();
    tested.sort_unstable();
    known.sort_unstable();
    assert_eq!(tested, known);
}

#[test]
fn compression_changes_nothing() {
    for sort in SORTS {
        check(sort.name, gzipped(sort.source(2).as_bytes()), 2);
    }
}

#[test]
fn a_record_says_from_where_it_is() {
    for sort in SORTS {
        let source = sort.source(3);
        let found = read(&source);
        let lines: Vec<&str> = source.lines().collect();
        for (reading, n) in found.readings.iter().zip(1..) {
            let origin = &reading.record.origin;
            assert_eq!((origin.source.as_str(), origin.entry), ("box", n), "{}", sort.name);
            let entry = (sort.entry)(n as usize);
            // The line of a mailbox that says where a message begins is not of the message.
            let before = |line: &str| ["<?", "<!", "From "].iter().any(|begin| line.starts_with(begin));
            let begin = entry.lines().find(|line| !before(line));
            let line = origin.line.and_then(|line| lines.get(line as usize - 1));
            // What stands before the first entry of a tagged text belongs to it.
            if n > 1 || sort.before.is_empty() || sort.before.starts_with(['<', '{', '[']) {
                let (line, begin) = (line.copied().unwrap_or_default(), begin.unwrap_or_default());
                assert!(line.starts_with(begin), "{}: {line} for {begin}", sort.name);
            }
            let raw = String::from_utf8_lossy(&reading.raw);
            assert!(raw.contains(&title(n as usize)) && source.contains(raw.as_ref()), "{}: {raw}", sort.name);
        }
    }
}

#[track_caller]
fn check_none(bytes: impl AsRef<[u8]>, expected: &str) {
    let found = read(bytes);
    assert_eq!(found.titles(), [""; 0]);
    assert_eq!(found.doubts.len(), 1, "{:?}", found.told());
    assert!(found.told()[0].starts_with(expected), "{:?}", found.told());
    assert_eq!((found.summary.n_records, found.summary.n_doubts), (0, 1));
}

#[test]
fn what_is_no_record_gets_one_clear_doubt() {
    check_none("", "the input is empty");
    check_none(" \r\n\t\n", "the input is empty");
    check_none("\u{feff}", "the input is empty");
    check_none(gzipped(&b""[..]), "the input is empty");
    check_none("%PDF-1.7\n%\u{e2}\u{e3}\n1 0 obj", "this is a PDF file; nothing was read");
    check_none([0, 1, 2, 3, 0xfe, 5, 6, 0, 0, 1, 2], "this is a binary file of no known format");
    check_none(gzipped(&gzipped(&b"TY  - JOUR"[..])[..]), "this is a file compressed twice");
    check_none("Dear colleagues,\nplease find the list attached.\n", "this is a text of no known format");
    check_none(
        "<!DOCTYPE html>\n<html lang=en><head><title>Not found</title><meta charset=utf-8></head><body><p>No<br>page\
         <script>if (a<b && c>d) {}</script></body></html>\n",
        "line 2: this is a web page; the element `html` is of no known format",
    );
    check_none("<?xml version='1.0'?>\n\n<menu><dish>Soup</dish></menu>", "line 3: the element `menu` is of no known");
    check_none("{\n\"soup\":1,\"fish\":2}", "line 1: the JSON object with the keys `soup`, `fish` is of no known");
    check_none("<feed><title>Empty</title></feed>", "line 1: there are no records in the document `feed`");
    check_none("{\"message\":{\"items\":[]}}", "there are no records in it");
    check_none("[]", "there are no records in it");
    check_none("PK\x03\x04 and nothing", "the ZIP archive cannot be opened");
    check_none(archive(&[]), "there are no records in it");
}
