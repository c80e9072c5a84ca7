//! Sources in which several things stand together.

use crate::entries::{SORTS, workbook};
use crate::kit::{archive, gzipped, read};

fn source(name: &str, n: usize) -> String {
    SORTS.iter().find(|sort| sort.name == name).map(|sort| sort.source(n)).expect("the table has every format")
}

fn entry(name: &str, n: usize) -> String {
    SORTS.iter().find(|sort| sort.name == name).map(|sort| (sort.entry)(n)).expect("the table has every format")
}

#[test]
fn lines_of_json_may_be_of_different_formats() {
    let names = ["arxiv-json", "csl-json", "openalex", "crossref-json", "uptake-json", "json-feed"];
    let lines: Vec<String> = names.iter().map(|name| entry(name, 7).replace('\n', "")).collect();
    let found = read(lines.join("\n"));
    assert_eq!(found.formats(), names);
    assert_eq!(found.lines(), (1..=6).map(Some).collect::<Vec<_>>());
    assert_eq!(found.titles(), ["Steam 7"; 6]);
}

#[test]
fn documents_of_different_kinds_may_follow_each_other() {
    let names = ["oai-pmh", "pubmed", "patent-st36", "patent-st36", "rss", "marcxml", "patent-st96", "jats"];
    let documents: Vec<String> = names.iter().map(|name| source(name, 1)).collect();
    for between in ["", "\n", "\u{feff}"] {
        let found = read(documents.join(between));
        assert_eq!(found.formats(), names, "{between:?} {:?}", found.told());
        assert_eq!(found.titles(), ["Steam 1"; 8]);
        assert_eq!(found.told(), [""; 0]);
    }
}

#[test]
fn the_documents_of_a_week_are_told_apart() {
    let week = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                <!DOCTYPE us-patent-grant SYSTEM \"us-patent-grant-v45.dtd\" [ <!ENTITY D01 SYSTEM \"D01.TIF\" NDATA TIF>\n]>\n\
                <us-patent-grant><us-bibliographic-data-grant><invention-title>Kettle</invention-title>\
                </us-bibliographic-data-grant>\n</us-patent-grant>\n";
    let found = read(week.repeat(2));
    assert_eq!(found.formats(), ["patent-st36"; 2]);
    assert_eq!(found.titles(), ["Kettle"; 2]);
    assert_eq!(found.told(), [""; 0]);
}

#[test]
fn an_article_in_an_envelope_is_one_record_of_the_repository() {
    let article = entry("jats", 4);
    let found = read(format!(
        "<OAI-PMH><ListRecords>\n{}\n{}</ListRecords></OAI-PMH>",
        format_args!(
            "<record><header><identifier>oai:a.example:1</identifier></header><metadata>{article}</metadata></record>"
        ),
        format_args!(
            "<record><header><identifier>oai:a.example:2</identifier></header><metadata>{article}</metadata></record>"
        ),
    ));
    assert_eq!(found.formats(), ["oai-pmh"; 2], "{:?}", found.told());
    assert_eq!(found.titles(), ["Steam 4"; 2]);
}

#[test]
fn a_record_of_marc_in_an_envelope_is_one_record_of_the_repository() {
    let inner = entry("marcxml", 4).replace("<record>", "<record xmlns='http://www.loc.gov/MARC21/slim'>");
    let one = |n| {
        format!(
            "<record>\n<header><identifier>oai:a.example:{n}</identifier></header><metadata>{inner}</metadata></record>"
        )
    };
    let found = read(format!("<OAI-PMH><ListRecords>{}{}</ListRecords></OAI-PMH>", one(1), one(2)));
    assert_eq!(found.formats(), ["oai-pmh"; 2], "{:?}", found.told());
    assert_eq!(found.titles(), ["Steam 4"; 2]);
}

#[test]
fn what_a_feed_says_holds_for_its_items() {
    for name in ["atom", "json-feed"] {
        let found = read(source(name, 2));
        for reading in &found.readings {
            assert_eq!(reading.record.source.title.as_deref(), Some("Dampf"), "{name}");
            assert_eq!(reading.record.language.as_ref().map(model::Language::tag), Some("de"), "{name}");
        }
    }
    let found = read(
        "<rss><channel><title>Dampf &amp; Druck</title><language>de-at</language>\
         <item><title>One</title><link>https://a.example/1</link></item></channel></rss>\
         <rss><channel><item><title>Two</title><link>https://a.example/2</link></item></channel></rss>",
    );
    let titles: Vec<_> = found.readings.iter().map(|reading| reading.record.source.title.as_deref()).collect();
    assert_eq!(titles, [Some("Dampf & Druck"), None], "one feed says nothing of the next");
}

#[test]
fn each_file_of_an_archive_is_a_source_of_its_own() {
    let (ris, pubmed, zipped) = (source("ris", 2), source("pubmed", 1), gzipped(source("rss", 1).as_bytes()));
    let found = read(archive(&[
        ("2020/a.ris", ris.as_bytes()),
        ("b.xml", pubmed.as_bytes()),
        ("read me", b"Nothing of interest.\n"),
        ("c.xml.gz", &zipped),
    ]));
    assert_eq!(found.formats(), ["ris", "ris", "pubmed", "rss"], "{:?}", found.told());
    let origins: Vec<_> =
        found.readings.iter().map(|r| (r.record.origin.source.as_str(), r.record.origin.entry)).collect();
    assert_eq!(origins, [("box/2020/a.ris", 1), ("box/2020/a.ris", 2), ("box/b.xml", 1), ("box/c.xml.gz", 1)]);
    assert_eq!(found.told(), ["read me: this is a text of no known format; nothing was read"]);
}

#[test]
fn an_archive_in_an_archive_is_left_out_and_costs_only_itself() {
    let inner = archive(&[("a.ris", source("ris", 1).as_bytes())]);
    let found = read(archive(&[("inner.zip", &inner), ("b.ris", source("ris", 1).as_bytes())]));
    assert_eq!(found.titles(), ["Steam 1"]);
    assert_eq!(found.told(), ["inner.zip: this is an archive inside an archive; it was left out"]);
}

#[test]
fn rows_of_tables_and_sheets_have_their_lines() {
    assert_eq!(read(source("csv", 3)).lines(), [Some(2), Some(3), Some(4)]);
    assert_eq!(read(workbook(3)).lines(), [Some(2), Some(3), Some(4)]);
}

#[test]
fn whoever_has_enough_is_given_no_more() {
    use std::ops::ControlFlow;
    for sort in SORTS {
        let mut n = 0;
        let summary = formats::read(sort.source(9).as_bytes(), "box", &formats::Options::default(), &mut |_| {
            n += 1;
            if n == 4 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(summary.map(|summary| summary.n_records).ok(), Some(4), "{}", sort.name);
        assert_eq!(n, 4, "{}", sort.name);
    }
}
