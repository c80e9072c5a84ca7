//! A damaged entry costs itself, and the doubts say where.

use std::io::Read;

use crate::entries::SORTS;
use crate::kit::{Outcome, read, repeated};

/// The titles that are still read, and a part of a doubt with its line.
#[track_caller]
fn check(source: &str, titles: &[&str], doubt: (u64, &str)) -> Outcome {
    let found = read(source);
    assert_eq!(found.titles(), titles, "{:?}", found.told());
    let lines = source.lines().count() as u64;
    assert!(found.all_doubts().all(|doubt| doubt.line.is_none_or(|line| line <= lines)), "{:?}", found.told());
    let is_told = found.all_doubts().any(|d| d.line == Some(doubt.0) && d.text.contains(doubt.1));
    assert!(is_told, "{:?}", found.all_doubts().map(ToString::to_string).collect::<Vec<_>>());
    found
}

fn csl(n: usize) -> String {
    format!(r#"{{"id":"{n}","type":"book","title":"Steam {n}"}}"#)
}

#[test]
fn a_broken_line_of_json_costs_itself() {
    for (broken, what) in [
        (r#"{"id":"2","type":"book","title":"Steam"#, "not JSON"),
        (r#"{"id":"2","type":"book","title":"#, "not JSON"),
        (r#"{"id":"2","type":"book" "title":"Steam 2"}"#, "not JSON"),
        (r#"{"id":2,"type":"book","title":"Steam 2","volume":01}"#, "not JSON"),
        ("Dear colleagues", "no JSON object begins here"),
    ] {
        let source = [&csl(1), broken, &csl(3), &csl(4)].join("\n");
        check(&source, &["Steam 1", "Steam 3", "Steam 4"], (2, what));
    }
}

#[test]
fn a_broken_first_line_of_json_costs_itself() {
    for (broken, line) in [
        (r#"{"id":"1","type":"book","title":"Steam"#, 1),
        (r#"{"id":"1","type":"book","#, 2),
        (r#"{"id":"1","type":"book" "title":"Steam 1"}"#, 1),
    ] {
        let source = [broken, &csl(2), &csl(3)].join("\n");
        check(&source, &["Steam 2", "Steam 3"], (line, "is damaged here; it was left out"));
    }
}

#[test]
fn a_broken_element_of_an_array_costs_itself() {
    for (broken, line) in [
        (r#"{"id":"2","type":"book","title":"Steam"#, 3),
        (r#"{"id":"2","type":"book","title":"Steam 2"]},"#, 3),
        (r#"{"id":"2","type":"book" "title":"Steam 2"},"#, 3),
        ("oh dear,", 3),
    ] {
        let source = format!("[\n{},\n{broken}\n{},\n{}\n]\n", csl(1), csl(3), csl(4));
        let titles = ["Steam 1", "Steam 3", "Steam 4"];
        if broken == "oh dear," {
            check(&source, &titles, (line, ""));
        } else {
            check(&source, &titles, (line, "is damaged here"));
        }
    }
}

#[test]
fn json_with_a_tab_in_a_string_is_mended() {
    let source = format!("{}\n{}\n", csl(1), csl(2).replace("Steam 2", "Steam\t2"));
    check(&source, &["Steam 1", "Steam 2"], (2, "was mended and read"));
}

#[test]
fn an_element_that_is_not_closed_costs_no_other() {
    let one =
        |n: usize| format!("<PubmedArticle><MedlineCitation><PMID>{n}</PMID>\n</MedlineCitation></PubmedArticle>");
    let source = format!(
        "<PubmedArticleSet>\n{}\n<PubmedArticle><MedlineCitation><PMID>2</PM\n{}\n</PubmedArticleSet>",
        one(1),
        one(3)
    );
    let found = check(&source, &["", "", ""], (4, "breaks off here"));
    assert_eq!(found.lines(), [Some(2), Some(4), Some(5)]);
    let names: Vec<_> = found.readings.iter().map(|reading| reading.record.identifiers[0].to_string()).collect();
    assert_eq!((names[0].as_str(), names[2].as_str()), ("pmid:1", "pmid:3"));
}

#[test]
fn every_xml_format_loses_only_the_entry_that_is_cut_off() {
    for sort in SORTS.iter().filter(|sort| (sort.entry)(1).starts_with('<')) {
        let broken = (sort.entry)(2);
        let broken = &broken[..broken.rfind('>').and_then(|end| broken[..end].rfind('<')).unwrap_or(0)];
        let entries = [(sort.entry)(1), broken.to_owned(), (sort.entry)(3), (sort.entry)(4)];
        let found = read(format!("{}{}{}", sort.before, entries.join("\n"), sort.behind));
        assert_eq!(found.titles(), ["Steam 1", "Steam 2", "Steam 3", "Steam 4"], "{} {:?}", sort.name, found.told());
    }
}

#[test]
fn text_between_elements_and_wrong_bytes_cost_nothing() {
    let source = [
        b"<rss><channel>\xff & < junk <item><title>One</title></item> </p> \xfe".as_slice(),
        b"<item><title>Two</title></item></channel></rss>",
    ];
    assert_eq!(read(source.concat()).titles(), ["One", "Two"]);
}

#[test]
fn a_bad_year_is_told_on_its_line_of_the_source() {
    let source =
        "TY  - JOUR\nTI  - One\nER  - \n\n\nTY  - JOUR\nTI  - Two\nPY  - MCMXX\nER  - \nTY  - JOUR\nTI  - Three\n";
    let found = check(source, &["One", "Two", "Three"], (8, "MCMXX"));
    assert_eq!(found.lines(), [Some(1), Some(6), Some(10)]);
}

#[test]
fn a_record_that_is_not_ended_ends_where_the_next_begins() {
    let found = read("TY  - JOUR\nTI  - One\n\nTY  - BOOK\nTI  - Two\nER  - \n");
    assert_eq!((found.titles(), found.lines()), (vec!["One", "Two"], vec![Some(1), Some(4)]));
    let found = read("FN Index\nVR 1.0\nPT J\nTI One\n\nPT J\nTI Two\nER\nPT J\nTI Three\nER\nEF\n");
    assert_eq!(found.titles(), ["One", "Two", "Three"]);
    assert_eq!(found.all_doubts().count(), 0);
    let found = read("PMID- 1\nTI  - One\nPMID- 2\nTI  - Two\n\n\nPMID- 3\nTI  - Three");
    assert_eq!(found.titles(), ["One", "Two", "Three"]);
}

#[test]
fn a_word_at_the_beginning_of_a_continued_line_is_no_tag() {
    let found = read("PT J\nTI Studies of\n   PT symmetric valves\nAU Roy, A\nER\n\nPT J\nTI Two\nER\n");
    assert_eq!(found.titles(), ["Studies of PT symmetric valves", "Two"]);
    let found = read(
        "Record - 1 INSPEC\nTI: One\nAB: What we have on\n  Record players, and on\nRecords of heat\n\nRecord - 2 INSPEC\nTI: Two\n",
    );
    assert_eq!(found.titles(), ["One", "Two"]);
}

#[test]
fn a_brace_that_is_not_closed_costs_one_entry_of_bibtex() {
    let source = "@book{a, title = {One}}\n\n@book{b,\n title = {Two,\n year = 1961\n}\n@book{c, title = {Three}, year = MCMXX}\n";
    let found = read(source);
    assert_eq!(found.titles().len(), 3);
    assert_eq!((found.titles()[0], found.titles()[2]), ("One", "Three"));
    assert_eq!(found.lines(), [Some(1), Some(3), Some(7)]);
    let lines: Vec<_> = found.all_doubts().map(|doubt| doubt.line).collect();
    assert!(lines.contains(&Some(3)) && lines.contains(&Some(7)), "{lines:?}");
}

#[test]
fn a_document_cut_off_anywhere_is_read_as_far_as_it_goes() {
    for sort in SORTS {
        let source = sort.source(3);
        let n_lines = source.lines().count() as u64;
        for end in (0..source.len()).filter(|end| source.is_char_boundary(*end)) {
            let found = read(&source[..end]);
            let n_titled = found.titles().iter().filter(|title| !title.is_empty()).count();
            assert!(n_titled <= 3, "{} at {end}", sort.name);
            assert!(
                found.all_doubts().all(|d| d.line.is_none_or(|line| (1..=n_lines).contains(&line))),
                "{}",
                sort.name
            );
            assert!(!found.readings.is_empty() || !found.doubts.is_empty(), "{} at {end} in silence", sort.name);
        }
    }
}

#[test]
fn a_failing_source_is_an_error_and_what_came_before_is_kept() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the line is dead"))
        }
    }
    let mut n = 0;
    let source = repeated("TY  - JOUR\nER  - \n", 1_000_000).chain(Failing);
    let failed = formats::read(source, "box", &formats::Options::default(), &mut |_| {
        n += 1;
        std::ops::ControlFlow::Continue(())
    });
    assert_eq!(failed.unwrap_err().to_string(), "the line is dead");
    assert!(n > 50_000, "{n}");
}
