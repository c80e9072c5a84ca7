//! The field formats against input that nobody would send in good faith.
//!
//! Readers never fail: whatever comes in, something comes out, in time, and no more than the
//! limits allow. Pieces that mean something to the formats are thrown together at random.

use model::Record;
use proptest::prelude::*;

use crate::Doubt;
use crate::column_map::ColumnMap;
use crate::limits::DOUBTS_MAX;

/// Pieces of all the formats, whole and broken.
const PIECES: &[&str] = &[
    "TY  - JOUR\n",
    "ER  - \n",
    "AU  - ",
    "PY  - 20",
    "SN  - ",
    "DO  - 10.",
    "TY  - PAT\n",
    "SP  - 1\nEP  - ",
    "PMID- 1\n",
    "FAU - ",
    "AD  - ",
    "LID - x [doi]",
    "[pii]",
    "RIN - PMID:",
    "      ",
    "%0 Book\n",
    "%A ",
    "%",
    "PT J\n",
    "AU X\n   Y",
    "C1 [",
    "] ",
    "OI a/",
    "Record INSPEC\n",
    "SO: a. ;(:",
    "AU: x,-",
    "@article{",
    "@string{a = a # a}",
    "@book(",
    "title = {",
    "title = \"",
    "}",
    "{",
    "\"",
    "\\",
    "\\'",
    "\\\"{",
    "$",
    "# a #",
    ",",
    "=",
    "year = ",
    "crossref = {k}",
    "k,",
    "author = {a and , b, and c=d, e}",
    "and ",
    "others",
    "cff-version: 1.2.0\n",
    "authors:\n  - ",
    "family-names: ",
    "&a [*a]",
    "- ",
    ": ",
    "title,year\n",
    "Title\tYear\n",
    "\"\"",
    "1961",
    "-0-",
    "/sub ",
    "/sup 2/",
    "\r\n",
    "\n",
    " ",
    "é",
    "\u{301}",
    "\u{feff}",
    "\0",
    "𝔘",
    "10.5555/x",
    "<",
    "&lt;",
    "<a>",
];

fn noise() -> impl Strategy<Value = String> {
    let piece = prop_oneof![8 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,6}"];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn within_limits((record, doubts): &(Record, Vec<Doubt>)) {
    assert!(doubts.len() <= DOUBTS_MAX);
    for doubt in doubts {
        assert!(doubt.text.len() < 1_000 && !doubt.text.contains('\n'), "{doubt}");
    }
    for text in record.titles.iter().chain(&record.abstracts) {
        assert!(!text.text.is_empty());
    }
}

proptest! {
    #[test]
    fn any_text_gives_a_record_and_doubts(text in noise()) {
        for read in [
            crate::ris::read, crate::medline::read, crate::refer::read, crate::wos::read, crate::inspec::read, crate::cff::read,
        ] {
            within_limits(&read(&text));
        }
        for claims in [
            crate::ris::claims, crate::medline::claims, crate::refer::claims, crate::wos::claims, crate::inspec::claims,
            crate::cff::claims, crate::bibtex::claims,
        ] {
            claims(&text);
        }
        crate::bibtex::read_all(&text, &mut |record, doubts, raw| {
            assert!(text.contains(raw));
            within_limits(&(record, doubts));
            true
        });
        crate::csv_table::read_all(&mut text.as_bytes(), &ColumnMap::default(), &mut |record, doubts, _, _| {
            within_limits(&(record, doubts));
            true
        })
        .unwrap();
        crate::xlsx::read_all(text.as_bytes(), &ColumnMap::default(), &mut |_, _, _, _| true);
    }

    #[test]
    fn any_bytes_give_a_record_and_doubts(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        within_limits(&crate::iso2709::read(&bytes));
        crate::iso2709::claims(&bytes);
        let (text, n_lost) = crate::marc8::decode(&bytes);
        prop_assert!(text.matches(char::REPLACEMENT_CHARACTER).count() == n_lost);
    }
}

#[test]
fn a_megabyte_of_one_sign_takes_no_longer_than_a_megabyte() {
    for sign in [
        "{",
        "}",
        "\"",
        "@a{",
        "\\",
        "\n",
        "%0 ",
        "TY  - \n",
        "a=",
        "{}",
        ",",
        "[",
        "&a ",
        "\\a{",
        "$",
        "@string{a=a#",
        " and ",
    ] {
        let text = sign.repeat(1_000_000 / sign.len());
        let prefixed = format!("@a{{k, author = {{{text}");
        for text in [&text, &prefixed] {
            for read in [
                crate::ris::read,
                crate::medline::read,
                crate::refer::read,
                crate::wos::read,
                crate::inspec::read,
                crate::cff::read,
            ] {
                within_limits(&read(text));
            }
            crate::bibtex::read_all(text, &mut |_, _, _| true);
        }
    }
}
