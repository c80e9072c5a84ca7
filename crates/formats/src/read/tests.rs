use super::*;

mod archives;
mod collections;
mod hostile;
use crate::limits::SOURCE_DOUBTS_MAX;

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
