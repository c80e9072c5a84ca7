//! However long a stream is, what is held of it is an entry.

use std::io::Read;

use crate::entries::SORTS;
use crate::kit::{Made, count, read};

const STREAM_BYTES: usize = 50_000_000;
const HELD_BYTES_MAX: u64 = 1_500_000;

/// A stream of numbered entries of this format.
fn stream(name: &str) -> (impl Read, u64) {
    let padding = "water and fire ".repeat(100);
    let sort = SORTS.iter().find(|sort| sort.name == name).expect("the table has every format");
    let entry = move |n: usize| (sort.entry)(n).replacen("Steam", &format!("Steam {padding}"), 1);
    let n_entries = STREAM_BYTES / entry(1).len();
    let mut n = 0;
    let made = Made::new(move || {
        n += 1;
        match n {
            1 => Some(format!("{}{}", sort.before, entry(1)).into_bytes()),
            n if n <= n_entries => Some(format!("{}{}", sort.between, entry(n)).into_bytes()),
            n if n == n_entries + 1 => Some(format!("{}\n", sort.behind).into_bytes()),
            _ => None,
        }
    });
    (made, n_entries as u64)
}

#[track_caller]
fn check(name: &str, held_max: u64) {
    let (stream, n_entries) = stream(name);
    let summary = count(stream);
    assert_eq!((summary.n_records, summary.n_doubts), (n_entries, 0), "{name}");
    assert!(summary.n_bytes as usize >= STREAM_BYTES / 2, "{name}: {}", summary.n_bytes);
    assert!(summary.n_held_max <= held_max, "{name} holds {} bytes", summary.n_held_max);
}

#[test]
fn fifty_megabytes_of_json_are_read_in_one() {
    check("csl-json", HELD_BYTES_MAX);
    check("crossref-json", HELD_BYTES_MAX);
    check("arxiv-json", HELD_BYTES_MAX);
}

#[test]
fn fifty_megabytes_of_xml_are_read_in_one() {
    check("pubmed", HELD_BYTES_MAX);
    check("patent-st36", HELD_BYTES_MAX);
}

#[test]
fn fifty_megabytes_of_tagged_text_are_read_in_one() {
    check("ris", HELD_BYTES_MAX);
    check("greenbook", HELD_BYTES_MAX);
}

#[test]
fn fifty_megabytes_of_rows_are_read_in_one() {
    check("csv", HELD_BYTES_MAX);
}

#[test]
fn bibtex_is_held_a_piece_at_a_time() {
    check("bibtex", 9 * 1024 * 1024);
}

#[test]
fn abbreviations_and_lines_hold_from_piece_to_piece() {
    let mut source = "@string{press = {Boiler Press}}\n".to_owned();
    let n = 120_000;
    for n in 2..n {
        source += &format!(
            "@book{{k{n}, title = {{Steam {n}}}, publisher = press, note = {{water and fire, fire and water, and so on}}}}\n"
        );
    }
    source += &format!("@book{{k{n}, title = {{Steam {n}}}, publisher = press, year = MCMXX}}\n");
    assert!(source.len() > 12_000_000);
    let found = read(&source);
    assert_eq!(found.titles().len(), n - 1);
    for (reading, line) in found.readings.iter().zip(2..) {
        assert_eq!(reading.record.origin.line, Some(line));
        assert_eq!(reading.record.source.publisher.as_deref(), Some("Boiler Press"), "on line {line}");
    }
    let told: Vec<String> = found.all_doubts().map(ToString::to_string).collect();
    assert!(!told.is_empty() && told.iter().all(|doubt| doubt.starts_with("line 120000: ")), "{told:?}");
}
