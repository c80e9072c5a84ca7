//! What is made to bring a reader down.

use super::*;
use crate::limits::ENTRY_BYTES_MAX;

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
fn hundreds_of_megabytes_without_an_end_are_noticed_and_not_held() {
    let kilobyte = "x".repeat(1 << 10);
    let n = 300 << 10;
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
        2,
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
fn forty_megabytes_of_records_need_no_more_memory_than_one() {
    const STEP: u64 = 4 << 20;
    let text = "Steam turbines drive ships. ".repeat(1_500);
    let n = (40 << 20) / text.len() as u64;
    let book = format!("{{\"type\":\"book\",\"title\":\"T\",\"id\":\"a\",\"abstract\":\"{text}\"}}");
    check_made(Made::new("", &format!("{book}\n"), n, ""), n, STEP, "");
    check_made(Made::new(&format!("[{book}"), &format!(",{book}"), n, "]"), n + 1, STEP, "");
    let item =
        format!("<item><title>T</title><link>https://example.org/1</link><description>{text}</description></item>\n");
    check_made(Made::new("<rss><channel>", &item, n, "</channel></rss>"), n, STEP, "");
    check_made(Made::new("", &format!("TY  - JOUR\nTI  - T\nAB  - {text}\nER  - \n"), n, ""), n, STEP, "");
}

#[test]
fn bombs_of_entities_and_of_nesting_stay_small() {
    let entities: String = (1..60).map(|n| format!("<!ENTITY e{n} \"&e{};&e{};\">", n - 1, n - 1)).collect();
    let bomb =
        format!("<!DOCTYPE r [<!ENTITY e0 \"ha\">{entities}]><mods><titleInfo><title>&e59;</title></titleInfo></mods>");
    check(bomb, &["mods 1 &e59;", "? line 1: the entity `e59` is not known"]);
    check(
        format!("<mods>{}", "<a>".repeat(1_000_000)),
        &["mods 1", "? line 1: elements are nested deeper than", "! line 1: the input ends inside `mods`"],
    );
    let shown = shown("[".repeat(1_000_000).as_bytes());
    assert!(shown[0].contains("damaged"), "{shown:?}");
    let deep = shown_first(&format!("{{\"a\":{}", "{\"a\":".repeat(1_000_000)));
    assert!(deep.contains("damaged"), "{deep}");
}

fn shown_first(text: &str) -> String {
    shown(text.as_bytes()).remove(0)
}
