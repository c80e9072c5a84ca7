//! The promises of all cutters, and what each does with damage.

use std::io::{self, Read};

use proptest::prelude::*;

use super::text::{Mark, Shape};
use super::{Cut, Sink, Stop};
use crate::window::Window;

/// Bytes that come in pieces of these sizes, over and over.
struct Drip<'b> {
    bytes: &'b [u8],
    sizes: Vec<usize>,
    n_reads: usize,
}

impl Read for Drip<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes.get(self.n_reads % self.sizes.len().max(1)).copied().unwrap_or(usize::MAX);
        self.n_reads += 1;
        let n = size.max(1).min(self.bytes.len()).min(out.len());
        let (now, later) = self.bytes.split_at(n);
        out[..n].copy_from_slice(now);
        self.bytes = later;
        Ok(n)
    }
}

type Cutter = fn(&mut Window<'_>, &mut Sink<'_>) -> Result<(), Stop>;

const RIS: Shape =
    Shape { begins: &[Mark::Tag("TY")], ends: &[Mark::Tag("ER")], ends_at_blank: false, frame: &[Mark::Line("EF")] };
const REFER: Shape = Shape { begins: &[Mark::Begin("%0")], ends: &[], ends_at_blank: true, frame: &[] };

fn ris(window: &mut Window<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    super::text::cut(window, &RIS, sink)
}

fn refer(window: &mut Window<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    super::text::cut(window, &REFER, sink)
}

/// Entries as `line: bytes`, doubts as `! doubt`.
fn cut(cutter: Cutter, bytes: &[u8], sizes: &[usize], limit: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut window = Window::new(Box::new(Drip { bytes, sizes: sizes.to_vec(), n_reads: 0 }), limit);
    let result = cutter(&mut window, &mut |cut| {
        match cut {
            Cut::Entry(entry) => {
                found.push(format!("{}: {}", entry.line, String::from_utf8_lossy(&entry.bytes)));
                found.extend(entry.doubt.map(|doubt| format!("! {doubt}")));
            }
            Cut::Doubt(doubt) => found.push(format!("! {doubt}")),
        }
        Ok(())
    });
    result.unwrap();
    found
}

/// Each expected line is the beginning of what is found.
#[track_caller]
fn check(cutter: Cutter, text: &str, expected: &[&str]) {
    for sizes in [&[usize::MAX][..], &[1], &[3, 1, 7]] {
        let found = cut(cutter, text.as_bytes(), sizes, 10_000);
        let is_so = found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.starts_with(e));
        assert!(is_so, "{text}\nin pieces of {sizes:?} gives {found:#?}\nand not {expected:#?}");
    }
}

mod json {
    use super::super::json::cut;
    use super::check;

    #[test]
    fn values_are_cut_in_every_arrangement() {
        check(cut, "{\"a\":1}\n{\"a\":2}\n\n{\"a\":3}", &["1: {\"a\":1}", "2: {\"a\":2}", "4: {\"a\":3}"]);
        check(cut, "{\"a\":1}\r\n{\"a\":2}\r\n", &["1: {\"a\":1}", "2: {\"a\":2}"]);
        check(cut, "{\n \"a\": {}\n}\n{\n \"b\": []\n}", &["1: {\n \"a\": {}\n}", "4: {\n \"b\": []\n}"]);
        check(cut, "{\"a\":1}{\"a\":2}\u{1e}{\"a\":3}", &["1: {\"a\":1}", "1: {\"a\":2}", "1: {\"a\":3}"]);
        check(cut, "[{\"a\":1},\n{\"a\":2} ]", &["1: {\"a\":1}", "2: {\"a\":2}"]);
        check(cut, "[]", &[]);
        check(
            cut,
            "{\"meta\":{},\"results\":[{\"a\":1},{\"a\":2}],\"more\":{\"x\":[1]}}",
            &["1: {\"a\":1}", "1: {\"a\":2}"],
        );
        check(
            cut,
            "{\"message\":{\"items\":[{\"a\":1}],\"t\":1},\"s\":\"]\"}\n{\"data\":[{\"b\":1}]}",
            &["1: {\"a\":1}", "2: {\"b\":1}"],
        );
    }

    #[test]
    fn an_answer_of_a_service_among_lines_of_records_is_opened() {
        check(
            cut,
            "{\"id\":1}\n{\"id\":2}\n{\"meta\":1,\"results\":[{\"id\":3},{\"id\":4}]}\n{\"id\":5}",
            &["1: {\"id\":1}", "2: {\"id\":2}", "3: {\"id\":3}", "3: {\"id\":4}", "4: {\"id\":5}"],
        );
    }

    #[test]
    fn lines_and_values_over_several_lines_stand_in_one_file() {
        check(cut, "{\"a\":1}\n{\n\"a\":2\n}\n{\"a\":3}", &["1: {\"a\":1}", "2: {\n\"a\":2\n}", "5: {\"a\":3}"]);
    }

    #[test]
    fn a_broken_line_costs_itself() {
        // The line goes on to the parser, which says what is wrong in it.
        check(cut, "{\"a\":1}\n{\"a\":\"bro\n{\"a\":3}", &["1: {\"a\":1}", "2: {\"a\":\"bro", "3: {\"a\":3}"]);
        check(
            cut,
            "{\"a\":\"bro\n{\"a\":2}\n{\"a\":3}",
            &["! line 1: the JSON value that begins on line 1", "2: {\"a\":2}", "3: {\"a\":3}"],
        );
        check(cut, "{\"a\":1}\noops\n{\"a\":3}", &["1: {\"a\":1}", "! line 2: no JSON object", "3: {\"a\":3}"]);
    }

    #[test]
    fn a_broken_element_costs_itself_and_at_most_the_next() {
        check(
            cut,
            "[{\"id\":1},\n {\"id\":\"bro\n {\"id\":3},\n {\"id\":4}]",
            &[
                "1: {\"id\":1}",
                "! line 2: the element that begins on line 2 is damaged here",
                "3: {\"id\":3}",
                "4: {\"id\":4}",
            ],
        );
        check(
            cut,
            "[{\"id\":1,]},{\"id\":2},{\"id\":3}]",
            &["! line 1: the element", "1: {\"id\":2}", "1: {\"id\":3}"],
        );
        check(
            cut,
            "[[1,,2],[3]]",
            &["! line 1: the element that begins on line 1 is damaged here; it and what follows"],
        );
    }

    #[test]
    fn what_breaks_off_at_the_end_is_told() {
        check(cut, "[{\"a\":1},{\"a\":", &["1: {\"a\":1}", "! line 1: the input ends in the middle"]);
        check(cut, "[{\"a\":1}", &["1: {\"a\":1}", "! line 1: the array is not closed"]);
        check(cut, "{\n\"a\":", &["! line 1: the input ends in the middle"]);
        check(cut, "{\"items\":[{\"a\":1}", &["1: {\"a\":1}", "! line 1: the array is not closed"]);
    }

    #[test]
    fn an_element_that_is_too_large_costs_itself() {
        let large = format!("[{{\"a\":1}},{{\"a\":\"{}\"}},{{\"a\":3}}]", "x".repeat(900_000));
        check(cut, &large, &["1: {\"a\":1}", "! line 1: the JSON value is larger than", "1: {\"a\":3}"]);
        let large = format!("{{\"a\":1}}\n{{\"a\":\"{}\"}}\n{{\"a\":3}}", "x".repeat(900_000));
        check(cut, &large, &["1: {\"a\":1}", "! line 2: the JSON value is larger than", "3: {\"a\":3}"]);
    }
}

mod xml {
    use super::super::xml::cut;
    use super::check;

    #[test]
    fn records_are_cut_out_of_what_holds_them() {
        check(
            cut,
            "<OAI-PMH><ListRecords><record><header/><metadata><record>1</record></metadata></record>\n<record/></ListRecords></OAI-PMH>",
            &["1: <record><header/><metadata><record>1</record></metadata></record>", "2: <record/>"],
        );
        check(
            cut,
            "<PubmedArticleSet><PubmedArticle><MedlineCitation/></PubmedArticle></PubmedArticleSet>",
            &["1: <PubmedArticle><MedlineCitation/></PubmedArticle>"],
        );
        check(
            cut,
            "<a:feed xml:lang='de'><title>T</title><a:entry>1</a:entry><a:entry>2</a:entry></a:feed>",
            &["1: <a:entry>1</a:entry>", "1: <a:entry>2</a:entry>"],
        );
        check(cut, "<article>1</article>", &["1: <article>1</article>"]);
        check(cut, "<rfc><item>1</item></rfc>", &["1: <rfc><item>1</item></rfc>"]);
        check(
            cut,
            "<z:searchRetrieveResponse><z:records><z:record><z:recordData><record>1</record></z:recordData></z:record></z:records></z:searchRetrieveResponse>",
            &["1: <record>1</record>"],
        );
    }

    #[test]
    fn documents_follow_one_another() {
        let grant = |n| {
            format!(
                "<?xml version=\"1.0\"?>\n<!DOCTYPE us-patent-grant [ <!ENTITY a \"<us-patent-grant>\"> <!-- ]> ' --> ]>\n\
                 <us-patent-grant>{n}</us-patent-grant>\n"
            )
        };
        check(
            cut,
            &(grant(1) + &grant(2)),
            &["3: <us-patent-grant>1</us-patent-grant>", "6: <us-patent-grant>2</us-patent-grant>"],
        );
        check(cut, "<Whole><b/></Whole><?xml version='1.0'?><Other/>", &["1: <Whole><b/></Whole>", "1: <Other/>"]);
    }

    #[test]
    fn what_looks_like_a_tag_and_is_none_is_passed_over() {
        check(
            cut,
            "<feed><!-- <entry>no</entry> --><entry><![CDATA[</entry>]]> a < b <!----> <x y='>'/></entry></feed>",
            &["1: <entry><![CDATA[</entry>]]> a < b <!----> <x y='>'/></entry>"],
        );
        check(cut, "garbage\n&<<3 <feed><entry/></feed>", &["2: <entry/>"]);
    }

    #[test]
    fn tags_that_do_not_pair_do_not_end_the_file() {
        check(
            cut,
            "<feed><entry><b></i></entry><entry>2</entry></wrong><entry>3</entry>",
            &[
                "1: <entry><b></i></entry>",
                "1: <entry>2</entry>",
                "1: <entry>3</entry>",
                "! line 1: the input ends before `feed` is closed",
            ],
        );
        check(cut, "<feed><entry>1<entry>2</entry></feed>", &["1: <entry>1", "1: <entry>2</entry>"]);
        check(
            cut,
            "<feed><entry>1</feed><?xml version='1.0'?><feed><entry>2</entry></feed>",
            &["1: <entry>1", "1: <entry>2</entry>"],
        );
        check(
            cut,
            "<records><record>1<?xml version='1.0'?><records><record>2",
            &["1: <record>1", "1: <record>2", "! line 1: the input ends before `records` is closed"],
        );
    }

    #[test]
    fn an_envelope_without_records_is_told() {
        check(
            cut,
            "<rss><channel><title>T</title></channel></rss>",
            &["! line 1: there are no records in the document `rss`"],
        );
        check(cut, "<PubmedArticleSet/>", &["! line 1: there are no records"]);
    }

    #[test]
    fn what_never_closes_is_told() {
        check(
            cut,
            "<feed><entry/><!-- never <entry/>",
            &["1: <entry/>", "! line 1: `-->` is missing", "! line 1: the input ends before `feed`"],
        );
        check(cut, "<feed><entry>1</entry>\n", &["1: <entry>1</entry>", "! line 2: the input ends before `feed`"]);
        check(cut, "<mods><title>1", &["1: <mods><title>1", "! line 1: the input ends inside `mods`"]);
        check(cut, "<Whole><b", &["1: <Whole><b"]);
    }

    #[test]
    fn an_element_that_is_too_large_costs_itself() {
        let text = "x".repeat(900_000);
        check(
            cut,
            &format!("<feed><entry>{text}</entry>\n<entry>2</entry></feed>"),
            &["! line 1: the element `entry` is larger than", "2: <entry>2</entry>"],
        );
        check(
            cut,
            &format!("<Whole><{text}/></Whole>\n<Other/>"),
            &["! line 1: the document `Whole` is larger", "2: <Other/>"],
        );
    }
}

#[test]
fn tagged_text_is_cut_where_its_marks_stand() {
    check(
        ris,
        "\nTY  - JOUR\nTI  - 1\nER  - \n\nTY  - BOOK\r\nTI  - 2\r\nER  -\r\nEF\n",
        &["2: TY  - JOUR\nTI  - 1\nER  -", "6: TY  - BOOK\r\nTI  - 2\r\nER  -"],
    );
    // A lost end, a lost beginning.
    check(
        ris,
        "TY  - A\nTI  - 1\nTY  - B\nER  -\nTI  - 3\nER  -\nty - D",
        &["1: TY  - A\nTI  - 1", "3: TY  - B\nER  -", "5: TI  - 3\nER  -", "7: ty - D"],
    );
    check(
        refer,
        "%A 1\n%T a\n\n%0 B\n%X with\n\na blank\n%0 C",
        &["1: %A 1\n%T a", "4: %0 B\n%X with\n\na blank", "8: %0 C"],
    );
}

#[test]
fn a_line_that_is_too_long_is_cut_off() {
    let text = format!("TY  - A\nAB  - {}\nER  -\nTY  - B\nER  -", "x".repeat(2_000_000));
    let found = cut(ris, text.as_bytes(), &[70_000], 10_000);
    assert_eq!(found[0], "! line 2: the line is longer than 1 MiB; 951430 bytes of it were left out");
    assert!(found[1].starts_with("1: TY  - A\nAB  - xxx") && found[1].ends_with("x\nER  -"));
    assert_eq!(found[2], "4: TY  - B\nER  -");
}

#[test]
fn iso2709_is_cut_at_its_terminators() {
    let record = |n: u32| format!("00034nam a2200025   4500{n:08}\x1e\x1d");
    let (one, two) = (record(1), record(2));
    check(super::marc::cut, &format!("{one}\r\n{two}\x1a"), &[&format!("1: {one}"), &format!("2: {two}")]);
    // A wrong length, a lost terminator, a file broken off.
    let wrong = one.replacen("00034", "00031", 1);
    check(super::marc::cut, &format!("{wrong}{two}"), &[&format!("1: {wrong}"), &format!("1: {two}")]);
    let lost = one.replace('\x1d', "?");
    check(
        super::marc::cut,
        &format!("{lost}{two}"),
        &[&format!("1: {lost}"), "! line 1: the record has no terminator", &format!("1: {two}")],
    );
    check(super::marc::cut, &two[..20], &[&format!("1: {}", &two[..20]), "! line 1: the record has no terminator"]);
}

#[test]
fn bibtex_in_pieces_keeps_its_abbreviations() {
    let mut text = "@string{p = {Press}}\n".to_owned();
    let filler = "x".repeat(1_000);
    for n in 0..20_000 {
        text += &format!("@misc{{k{n}, note = {{{filler}}}}}\n");
    }
    let mut window = Window::new(Box::new(text.as_bytes()), crate::limits::ENTRY_BYTES_MAX);
    let (mut all, mut n_pieces) = (String::new(), 0);
    let result = super::bibtex::cut(&mut window, &mut |piece| {
        let piece = piece.unwrap();
        n_pieces += 1;
        assert_eq!(piece.strings.is_empty(), n_pieces == 1);
        assert_eq!(piece.line, 1 + all.matches('\n').count() as u64);
        assert!(piece.bytes.starts_with(b"@"));
        all += std::str::from_utf8(piece.bytes).unwrap();
        Ok(())
    });
    result.unwrap();
    assert!(n_pieces > 1);
    assert_eq!(all, text);
}

/// Words as they stand in records, with everything that could mislead a cutter.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-zA-Z ]{0,12}",
        Just("] } [ {".to_owned()),
        Just("\"quoted\" \\".to_owned()),
        Just("ER  - TY  - ".to_owned()),
        Just("a, b: c".to_owned()),
        Just("Größe <entry> & </entry>".to_owned()),
        Just("--> ]]> ?>".to_owned()),
    ];
    proptest::collection::vec(word, 0..5).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the pieces in which a stream comes, each entry is found once and whole.
    #[test]
    fn no_entry_is_lost_or_doubled(
        all in proptest::collection::vec(words(), 1..12),
        sizes in proptest::collection::vec(1_usize..40, 1..6),
        is_spread in any::<bool>(),
    ) {
        let json: Vec<String> = all.iter().map(|words| {
            let value = serde_json::json!({ "id": words, "list": [{ "id": words }, 1] });
            if is_spread { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() }
        }).collect();
        let xml: Vec<String> = all.iter().map(|words| {
            let escaped = quick_xml::escape::escape(words.as_str());
            format!("<entry a=\"{escaped}\"><b>{escaped}</b><![CDATA[{}]]></entry>", words.replace("]]>", ""))
        }).collect();
        let ris: Vec<String> = all.iter().map(|words| format!("TY  - JOUR\nTI  - {words}\nER  -")).collect();
        let arrangements: [(Cutter, String, &[String]); 6] = [
            (super::json::cut, json.join("\n"), &json),
            (super::json::cut, json.concat(), &json),
            (super::json::cut, format!("[{}]", json.join(" ,\n")), &json),
            (super::json::cut, format!("{{\"n\":1,\"results\":[{}],\"z\":[]}}", json.join(",")), &json),
            (super::xml::cut, format!("<feed>{}</feed>", xml.join("\n")), &xml),
            (self::ris, ris.join("\n\n"), &ris),
        ];
        for (cutter, text, expected) in arrangements {
            let found = cut(cutter, text.as_bytes(), &sizes, 1 << 20);
            let found: Vec<&str> = found.iter().map(|found| found.split_once(": ").unwrap().1).collect();
            prop_assert_eq!(found, expected.iter().map(|entry| entry.trim_end()).collect::<Vec<_>>());
        }
    }

    /// Whatever comes, cutting ends, without a panic, and what is cut was there.
    #[test]
    fn nothing_makes_a_cutter_fail(
        parts in proptest::collection::vec(prop_oneof![
            Just("{\"id\":"), Just("["), Just("]"), Just("}"), Just("\""), Just("\\"), Just("\n"), Just(","), Just("1"),
            Just("<feed>"), Just("<entry>"), Just("</entry>"), Just("<entry"), Just("<!--"), Just("-->"), Just("<![CDATA["),
            Just("<!DOCTYPE a ["), Just("<?xml ?>"), Just("'"), Just(">"), Just("</"), Just("TY  - "), Just("ER  -"),
            Just("00034nam a2200025   4500"), Just("\x1d"), Just("%0"), Just("\u{fffd}"),
        ], 0..60),
        sizes in proptest::collection::vec(1_usize..9, 1..4),
    ) {
        let text = parts.concat();
        for cutter in [super::json::cut, super::xml::cut, super::marc::cut, ris, refer] as [Cutter; 5] {
            let small = cut(cutter, text.as_bytes(), &sizes, 1 << 20);
            let large = cut(cutter, text.as_bytes(), &[usize::MAX], 1 << 20);
            prop_assert_eq!(small, large);
        }
    }
}
