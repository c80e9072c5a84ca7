use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use super::*;
use crate::limits::{ENTRY_BYTES_MAX, SOURCE_DOUBTS_MAX};

/// Everything a source gives, and its summary.
fn read_all(input: impl Read, options: &Options) -> (Vec<Item>, Summary) {
    let mut items = Vec::new();
    let summary = read(input, "in", options, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    (items, summary.unwrap())
}

/// Records as `format line title`, doubts as `! doubt`.
fn shown(input: impl Read) -> Vec<String> {
    let show = |item| match item {
        Item::Reading(Reading { record, doubts, .. }) => {
            let line = record.origin.line.map(|line| line.to_string()).unwrap_or_default();
            let title = record.title().unwrap_or_default();
            let mut shown = vec![format!("{} {line} {title}", record.origin.format)];
            shown.extend(doubts.iter().map(|doubt| format!("? {doubt}")));
            shown
        }
        Item::Doubt(doubt) => vec![format!("! {doubt}")],
    };
    read_all(input, &Options::default()).0.into_iter().flat_map(show).collect()
}

/// Each expected line is the beginning of what is shown.
#[track_caller]
fn check(input: impl AsRef<[u8]>, expected: &[&str]) {
    let shown = shown(input.as_ref());
    let is_so = shown.len() == expected.len() && shown.iter().zip(expected).all(|(s, e)| s.starts_with(e));
    assert!(is_so, "{} gives {shown:#?}\nand not {expected:#?}", String::from_utf8_lossy(input.as_ref()));
}

const RIS: &str = "TY  - JOUR\nTI  - Паровые турбины\nPY  - 1961\nER  - \n";

#[test]
fn formats_are_known_by_content() {
    check(RIS, &["ris 1 Паровые турбины"]);
    check("% Encoding: UTF-8\n@book{k, title = {Pumps}, year = 1961}", &["bibtex 2 Pumps"]);
    check("Title,Year,Authors\nPumps,1961,\"Ivanova, A.\"\n", &["csv 2 Pumps"]);
    check("%0 Book\n%T Pumps\n", &["refer 1 Pumps"]);
    check("{\"id\":\"https://openalex.org/W1\",\"title\":\"Pumps\",\"authorships\":[]}", &["openalex 1 Pumps"]);
    check("\n<mods><titleInfo><title>Pumps</title></titleInfo></mods>", &["mods 2 Pumps"]);
}

#[test]
fn formats_that_are_mixed_in_one_file_are_read_each_as_its_own() {
    let lines = "{\"id\":\"https://openalex.org/W1\",\"title\":\"One\",\"authorships\":[]}\n\
                 {\"id\":\"0704.0002\",\"title\":\"Two\",\"abstract\":\"A\",\"authors\":\"A B\",\"categories\":\"hep-ph\"}\n\
                 {\"id\":\"0704.0003\",\"title\":\"Three\",\"abstract\":\"A\",\"authors\":\"A B\",\"categories\":\"hep-ph\"}\n\
                 {\"type\":\"book\",\"title\":\"Four\",\"id\":\"a\"}\n";
    check(lines, &["openalex 1 One", "arxiv-json 2 Two", "arxiv-json 3 Three", "csl-json 4 Four"]);
}

#[test]
fn an_entry_of_no_known_format_costs_itself() {
    check(
        "{\"a\":1}\n{\"type\":\"book\",\"title\":\"Two\",\"id\":\"a\"}\n{\"b\":1}",
        &[
            "! line 1: the JSON object with the keys `a` is of no known format and was left out; known in JSON are",
            "csl-json 2 Two",
            "! line 3: the JSON object with the keys `b` is of no known format and was left out",
        ],
    );
    check("<html><body>404</body></html>", &["! line 1: this is a web page; the element `html` is of no known format"]);
}

#[test]
fn doubts_about_a_source_end_somewhere() {
    let lines = "{\"a\":1}\n".repeat(SOURCE_DOUBTS_MAX + 500);
    let shown = shown(lines.as_bytes());
    assert_eq!(shown.len(), SOURCE_DOUBTS_MAX + 1);
    assert_eq!(shown[SOURCE_DOUBTS_MAX], "! 500 more doubts about this source were left out");
}

#[test]
fn lines_of_doubts_are_lines_of_the_source() {
    let text = format!("{RIS}\nTY  - JOUR\nTI  - Two\nPY  - MCMXX\nER  - \n");
    let shown = shown(text.as_bytes());
    assert_eq!(shown[1], "ris 6 Two");
    assert!(shown[2].starts_with("? line 8: PY: "), "{shown:?}");
}

#[test]
fn not_quite_json_is_read_and_no_json_is_told() {
    check(
        "{\"type\":\"book\",\"title\":\"a\tb \\ud83d\",\"id\":\"a\"}\n{\"type\":book}\n{\"type\":\"book\",\"title\":\"c\",\"id\":\"c\"}",
        &["csl-json 1 a b \u{fffd}", "? line 1: this is not quite JSON", "! line 2: this is not JSON", "csl-json 3 c"],
    );
}

#[test]
fn what_is_nothing_is_told_in_one_sentence() {
    check("", &["! the input is empty"]);
    check(" \n\n", &["! the input is empty"]);
    check(format!("{}{RIS}", "\n".repeat(100_000)), &["ris 100001 Паровые турбины"]);
    check("[]", &["! there are no records in it"]);
    check("Dear Sir,\nplease find enclosed", &["! this is a text of no known format; nothing was read"]);
    check(b"%PDF-1.7\n\x00\x01", &["! this is a PDF file; nothing was read"]);
    check((0..=255_u8).cycle().take(5_000).collect::<Vec<_>>(), &["! this is a binary file"]);
}

#[test]
fn a_feed_lends_its_title_and_language_to_its_items() {
    for feed in [
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><title>Dampf &amp; Kraft</title>\
         <entry><id>urn:1</id><title>T</title></entry></feed>",
        "<rss><channel><title>Dampf &amp; Kraft</title><language>de</language>\
         <item><title>T</title><link>https://example.org/1</link></item></channel></rss>",
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Dampf & Kraft\",\"language\":\"de\",\
         \"items\":[{\"id\":\"1\",\"title\":\"T\",\"content_text\":\"C\"}]}",
    ] {
        let (items, _) = read_all(feed.as_bytes(), &Options::default());
        let [Item::Reading(reading)] = items.as_slice() else { panic!("{feed} gives {items:?}") };
        assert_eq!(reading.record.source.title.as_deref(), Some("Dampf & Kraft"), "{feed}");
        assert_eq!(reading.record.language.as_ref().map(ToString::to_string).as_deref(), Some("de"), "{feed}");
    }
}

#[test]
fn encodings_are_found_out_in_every_shape() {
    let ris = RIS;
    let xml = "<mods><titleInfo><title>Паровые турбины</title></titleInfo></mods>";
    let bibtex = "@book{k, title = {Паровые турбины}}\n";
    let csv = "Title,Year\nПаровые турбины,1961\n";
    let title = "Паровые турбины";
    for (text, shape) in [(ris, "ris"), (xml, "mods"), (bibtex, "bibtex"), (csv, "csv")] {
        let mut written = vec![
            ("UTF-8", text.as_bytes().to_vec()),
            ("UTF-8 marked", format!("\u{feff}{text}").into_bytes()),
            ("UTF-16LE", text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            ("UTF-16BE", text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            ("UTF-16BE marked", format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ];
        for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R] {
            written.push((encoding.name(), encoding.encode(text).0.into_owned()));
        }
        for (name, bytes) in written {
            let shown = shown(bytes.as_slice());
            let is_read = shown.iter().any(|shown| shown.starts_with(shape) && shown.contains(title));
            assert!(is_read, "{shape} in {name} gives {shown:?}");
        }
    }
    let declared = format!("<?xml version='1.0' encoding='windows-1251'?>{xml}");
    check(encoding_rs::WINDOWS_1251.encode(&declared).0, &["mods 1 Паровые турбины"]);
}

#[test]
fn a_format_that_is_named_is_not_asked_for() {
    let options = Options { format: crate::format("csl-json"), ..Options::default() };
    let (items, _) = read_all("{\"title\":\"Pumps\"}".as_bytes(), &options);
    assert!(matches!(&items[0], Item::Reading(reading) if reading.record.title() == Some("Pumps")), "{items:?}");
}

#[test]
fn reading_ends_when_the_caller_has_enough() {
    let text = RIS.repeat(10);
    let mut n = 0;
    let summary = read(text.as_bytes(), "in", &Options::default(), &mut |_| {
        n += 1;
        if n == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((n, summary.unwrap().n_records), (3, 3));
}

#[test]
fn an_error_of_the_source_surfaces_behind_what_was_read() {
    struct Pulled(io::Cursor<String>);
    impl Read for Pulled {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            match self.0.read(out)? {
                0 => Err(io::Error::other("the cable was pulled")),
                n => Ok(n),
            }
        }
    }
    // The head is looked at first, so what fails within it gives nothing.
    let text = RIS.repeat(20_000);
    let mut n = 0;
    let result = read(Pulled(io::Cursor::new(text)), "in", &Options::default(), &mut |_| {
        n += 1;
        ControlFlow::Continue(())
    });
    assert_eq!(result.unwrap_err().to_string(), "the cable was pulled");
    assert!(n > 19_000, "{n}");
}

mod archives {
    use super::*;

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn each_file_of_an_archive_is_a_source() {
        let inner = zip(&[("c.ris", RIS.as_bytes())]);
        let bytes = zip(&[("../a.ris", RIS.as_bytes()), ("b/b.txt", b"Dear Sir"), ("c.zip", &inner)]);
        let (items, _) = read_all(bytes.as_slice(), &Options::default());
        let [Item::Reading(reading), Item::Doubt(text), Item::Doubt(archive)] = items.as_slice() else {
            panic!("{items:?}")
        };
        assert_eq!((reading.record.origin.source.as_str(), reading.record.origin.entry), ("in/../a.ris", 1));
        assert_eq!(text.to_string(), "b/b.txt: this is a text of no known format; nothing was read");
        assert_eq!(archive.to_string(), "c.zip: this is an archive inside an archive; it was left out");
    }

    #[test]
    fn an_archive_that_is_damaged_or_a_bomb_is_told() {
        let bytes = zip(&[("a.ris", RIS.as_bytes())]);
        check(&bytes[..bytes.len() - 30], &["! the ZIP archive cannot be opened"]);
        let blanks = vec![b' '; 8 << 20];
        let bomb = zip(&[("1", &blanks), ("2", &blanks), ("3", &blanks), ("4.ris", RIS.as_bytes())]);
        let shown = shown(bomb.as_slice());
        assert!(shown.iter().any(|shown| shown.contains("unpacks to more than 200 times")), "{shown:?}");
    }
}

mod hostile {
    use super::*;

    /// A head, so many repetitions, a tail; made as they are read.
    struct Made<'a> {
        parts: [(&'a [u8], u64); 3],
        part: usize,
        at: usize,
    }

    impl<'a> Made<'a> {
        fn new(head: &'a str, body: &'a str, n: u64, tail: &'a str) -> Made<'a> {
            Made { parts: [(head.as_bytes(), 1), (body.as_bytes(), n), (tail.as_bytes(), 1)], part: 0, at: 0 }
        }
    }

    impl Read for Made<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let mut n = 0;
            while let Some((bytes, left)) = self.parts.get_mut(self.part) {
                if *left == 0 || bytes.is_empty() {
                    self.part += 1;
                    continue;
                }
                let copied = (bytes.len() - self.at).min(out.len() - n);
                if copied == 0 {
                    break;
                }
                out[n..n + copied].copy_from_slice(&bytes[self.at..self.at + copied]);
                n += copied;
                self.at += copied;
                if self.at == bytes.len() {
                    self.at = 0;
                    *left -= 1;
                }
            }
            Ok(n)
        }
    }

    /// What is cut is never larger than an entry may be, and the window twice that and one step.
    const HELD_MAX: u64 = 2 * ENTRY_BYTES_MAX as u64 + (2 << 20);

    #[track_caller]
    fn check_made(made: Made<'_>, n_records: u64, n_held_max: u64, doubt: &str) {
        let mut doubts = Vec::new();
        let summary = read(made, "in", &Options::default(), &mut |item| {
            if let Item::Doubt(doubt) = item {
                doubts.push(doubt.to_string());
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(summary.n_records, n_records, "{doubts:?}");
        assert!(summary.n_held_max <= n_held_max, "{summary:?}");
        assert!(doubts.iter().any(|told| told.contains(doubt)) || doubt.is_empty(), "{doubts:?}");
    }

    #[test]
    fn a_gigabyte_without_an_end_is_noticed_and_not_held() {
        let kilobyte = "x".repeat(1 << 10);
        let n = 100 << 10;
        let book = "{\"type\":\"book\",\"title\":\"T\",\"id\":\"a\"}";
        let entry = "<entry><id>urn:1</id><title>T</title></entry>";
        let feed = "<feed xmlns='http://www.w3.org/2005/Atom'>";
        let json = |before: &str, after: &str| (format!("{before}{book},{{\"a\":\""), format!("\"}},{book}{after}"));
        let (head, tail) = json("[", "]");
        check_made(Made::new(&head, &kilobyte, n, &tail), 2, HELD_MAX, "the JSON value is larger than 32 MiB");
        let (head, tail) = (format!("{book}\n{{\"a\":\""), format!("\"}}\n{book}\n"));
        check_made(Made::new(&head, &kilobyte, n, &tail), 2, HELD_MAX, "the JSON value is larger than 32 MiB");
        let (head, tail) = (format!("{feed}{entry}<entry>"), format!("</entry>{entry}</feed>"));
        check_made(Made::new(&head, &kilobyte, n, &tail), 2, HELD_MAX, "the element `entry` is larger");
        let (head, tail) = (format!("{feed}{entry}<a "), format!("/>{entry}</feed>"));
        check_made(Made::new(&head, &kilobyte, n, &tail), 2, HELD_MAX, "");
        check_made(
            Made::new(&format!("{RIS}TY  - "), &kilobyte, n, &format!("\nER  -\n{RIS}")),
            3,
            HELD_MAX,
            "longer than 1 MiB",
        );
        check_made(
            Made::new("@book{a, title={", &kilobyte, n, "}}\n@book{b, title={B}}"),
            1,
            HELD_MAX,
            "larger than 32 MiB",
        );
        check_made(Made::new("Title,Year\nA,1961\n\"", &kilobyte, n, "\nB,1962\n"), 2, HELD_MAX, "longer than");
    }

    #[test]
    fn fifty_megabytes_of_records_need_no_more_memory_than_one() {
        const STEP: u64 = 4 << 20;
        let text = "Steam turbines drive ships. ".repeat(1_500);
        let n = (50 << 20) / text.len() as u64;
        let book = format!("{{\"type\":\"book\",\"title\":\"T\",\"id\":\"a\",\"abstract\":\"{text}\"}}");
        check_made(Made::new("", &format!("{book}\n"), n, ""), n, STEP, "");
        check_made(Made::new(&format!("[{book}"), &format!(",{book}"), n, "]"), n + 1, STEP, "");
        let item = format!(
            "<item><title>T</title><link>https://example.org/1</link><description>{text}</description></item>\n"
        );
        check_made(Made::new("<rss><channel>", &item, n, "</channel></rss>"), n, STEP, "");
        check_made(Made::new("", &format!("TY  - JOUR\nTI  - T\nAB  - {text}\nER  - \n"), n, ""), n, STEP, "");
    }

    #[test]
    fn bombs_of_entities_and_of_nesting_stay_small() {
        let entities: String = (1..60).map(|n| format!("<!ENTITY e{n} \"&e{};&e{};\">", n - 1, n - 1)).collect();
        let bomb = format!(
            "<!DOCTYPE r [<!ENTITY e0 \"ha\">{entities}]><mods><titleInfo><title>&e59;</title></titleInfo></mods>"
        );
        check(bomb, &["mods 1 &e59;", "? line 1: the entity `e59` is not known"]);
        check(format!("<mods>{}", "<a>".repeat(1_000_000)), &["mods 1", "? line 1: elements are nested deeper than"]);
        let shown = shown("[".repeat(1_000_000).as_bytes());
        assert!(shown[0].contains("damaged"), "{shown:?}");
        let deep = shown_first(&format!("{{\"a\":{}", "{\"a\":".repeat(1_000_000)));
        assert!(deep.contains("damaged"), "{deep}");
    }

    fn shown_first(text: &str) -> String {
        shown(text.as_bytes()).remove(0)
    }
}

/// The collections with the format each is read as and how many records it gives.
const COLLECTIONS: &[(&str, &str, &str, usize)] = &[
    ("arxiv-corpus", ".jsonl", "arxiv-json", 1_000),
    ("biblio-exchange/bibtex/testbib", ".bib", "bibtex", 422),
    ("biblio-exchange/bibliographies-rss-xml", ".xml", "rss", 3),
    ("biblio-exchange/cff", ".cff", "cff", 5),
    ("biblio-exchange/endnote", ".enw", "refer", 15),
    ("biblio-exchange/endnote", ".xml", "endnote-xml", 9),
    ("biblio-exchange/isi-wos-inspec", ".isi", "wos", 5),
    ("biblio-exchange/mods", ".xml", "mods", 8),
    ("biblio-exchange/ris", ".ris", "ris", 5),
    ("crossref/rest-json", ".json", "crossref-json", 24),
    ("crossref/unixsd-xml", ".xml", "crossref-xml", 26),
    ("datacite/api-json", ".json", "datacite-json", 38),
    ("datacite/json", ".json", "datacite-json", 7),
    ("datacite/xml", ".xml", "datacite-xml", 34),
    ("inveniordm", ".json", "invenio", 7),
    ("jats/plos", ".xml", "jats", 36),
    ("jats/pmc", ".nxml", "jats", 4),
    ("jats/physics", ".xml", "jats", 2),
    ("marcxml/jabref", ".xml", "marcxml", 5),
    ("misc-formats", "atom.xml", "arxiv-xml", 2),
    ("oai-pmh/arxiv", ".xml", "oai-pmh", 11),
    ("openalex", ".json", "openalex", 15),
    ("patents-uspto/greenbook", ".greenbook", "greenbook", 2),
    ("patents-uspto/pap", ".xml", "patent-pap", 1),
    ("patents-uspto/sgml", ".xml", "patent-st32", 2),
    ("patents-uspto/xml2014", ".xml", "patent-st36", 1),
    ("patents-uspto/xml4ip", ".ZIP", "patent-st96", 13),
    ("pubmed/jabref", ".xml", "pubmed", 7),
    ("pubmed/jabref", ".nbib", "medline", 1),
    ("rogue-scholar-posts/json-feed", ".json", "json-feed", 16),
];

/// The files of a collection.
fn files(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.to_string_lossy().ends_with(ending)).collect()
}

#[test]
fn the_collections_are_read_as_what_they_are() {
    for (folder, ending, format, n_records) in COLLECTIONS {
        let Some(folder) = crate::testing::collection(folder) else { continue };
        let mut found = BTreeMap::new();
        for path in files(&folder, ending) {
            for item in read_all(File::open(&path).unwrap(), &Options::default()).0 {
                if let Item::Reading(reading) = item {
                    *found.entry(reading.record.origin.format).or_insert(0) += 1;
                }
            }
        }
        assert_eq!(found, BTreeMap::from([((*format).to_owned(), *n_records)]), "{folder:?} {ending}");
    }
}

#[test]
fn an_entry_is_read_again_from_its_bytes() {
    for (folder, ending, format, _) in COLLECTIONS {
        // Entries of BibTeX inherit from others, and items of a feed from the feed.
        if matches!(*format, "bibtex" | "rss" | "json-feed") {
            continue;
        }
        let Some(folder) = crate::testing::collection(folder) else { continue };
        for path in files(&folder, ending) {
            for item in read_all(File::open(&path).unwrap(), &Options::default()).0 {
                let Item::Reading(reading) = item else { continue };
                let mut again = read_entry(&reading.raw, format).unwrap();
                assert_eq!(again.record.origin.format, *format);
                again.record.origin = reading.record.origin.clone();
                assert_eq!(again.record, reading.record, "{path:?}");
            }
        }
    }
    assert_eq!(read_entry(b"{}", "no such format"), None);
    assert_eq!(read_entry(b"Pumps,1961", "csv"), None);
}

#[test]
fn files_broken_off_anywhere_give_what_stands_before() {
    for (folder, ending, ..) in COLLECTIONS {
        let Some(folder) = crate::testing::collection(folder) else { continue };
        for path in files(&folder, ending).into_iter().take(3) {
            let bytes = fs::read(&path).unwrap();
            let n_whole = read_all(bytes.as_slice(), &Options::default()).1.n_records;
            for part in 1..8 {
                let (items, summary) = read_all(&bytes[..bytes.len() * part / 8], &Options::default());
                assert!(summary.n_records <= n_whole && !items.is_empty(), "{path:?} up to {part}/8: {summary:?}");
            }
        }
    }
}
