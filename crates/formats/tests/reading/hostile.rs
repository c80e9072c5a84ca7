//! Input that nobody sends in good faith.

use std::io::Read;

use formats::limits::{
    ARCHIVE_ENTRIES_MAX, DOUBTS_MAX, ENTRY_BYTES_MAX, RATIO_FREE_BYTES, RATIO_MAX, SOURCE_DOUBTS_MAX,
};

use crate::kit::{Outcome, archive, gzipped, read, read_from, repeated};

/// What a window may hold beyond its limit: the steps in which it reads.
const STEPS_BYTES: u64 = 2 * 1024 * 1024;

const ENDLESS_BYTES: usize = 64 * 1024 * 1024;

#[test]
fn entities_do_not_multiply() {
    let mut source = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'steam'>".to_owned();
    for n in 1..40 {
        source += &format!("<!ENTITY a{n} '&a{0};&a{0};&a{0};&a{0};'>", n - 1);
    }
    source += "<!ENTITY file SYSTEM 'file:///etc/hostname'>";
    source += "]><rss><channel><item><title>&a39;&file;</title><link>https://a.example/1</link></item></channel></rss>";
    let found = read(&source);
    assert_eq!(found.readings.len(), 1);
    assert!(found.titles()[0].len() < 100, "{:?}", found.titles());
}

#[test]
fn nesting_without_end_is_no_stack_without_end() {
    const N: usize = 100_000;
    for source in [
        "<a>".repeat(N),
        format!("<rss><channel><item><title>{}</title></item></channel></rss>", "<b>".repeat(N)),
        "[".repeat(N),
        "{\"a\":".repeat(N),
        format!("[{{\"id\":\"1\",\"type\":\"book\",\"title\":{}", "[".repeat(N)),
        format!("@book{{a, title = {}", "{".repeat(N)),
        format!("cff-version: 1.2.0\ntitle: {}", "[".repeat(N)),
    ] {
        let found = read(&source);
        assert!(found.all_doubts().count() > 0, "{}", &source[..20]);
        assert!(found.all_doubts().count() <= 100, "{}", &source[..20]);
    }
}

#[test]
fn records_that_are_never_closed_are_doubts_and_not_nested() {
    let found = read("<record>".repeat(100_000));
    assert_eq!((found.readings.len(), found.doubts.len()), (0, SOURCE_DOUBTS_MAX + 1));
    let envelope = "<record><header/><record>".repeat(10_000);
    assert!(read(format!("<ListRecords>{envelope}</ListRecords>")).all_doubts().count() <= SOURCE_DOUBTS_MAX + 1);
}

/// A beginning, a text without end, and an end with an entry behind that is still to be read.
#[track_caller]
fn check_endless(begin: &str, piece: &str, end: &str, titles: &[&str]) -> Outcome {
    let found = read_from(begin.as_bytes().chain(repeated(piece, ENDLESS_BYTES)).chain(end.as_bytes()));
    let held_max = ENTRY_BYTES_MAX as u64 + STEPS_BYTES;
    assert!(found.summary.n_held_max <= held_max, "{begin:?} holds {} bytes", found.summary.n_held_max);
    assert_eq!(found.titles(), titles, "{begin:?} {:?}", found.told());
    assert!(found.all_doubts().count() > 0, "{begin:?}");
    found
}

const ITEM: &str = "<item><title>Behind</title><link>https://a.example/2</link></item></channel></rss>";

#[test]
fn a_text_without_end_in_xml_is_left_out() {
    let end = format!("</title></item>{ITEM}");
    let found = check_endless("<rss><channel><item><title>", "steam ", &end, &["Behind"]);
    assert_eq!(found.told(), ["line 1: the element `item` is larger than 32 MiB; it was left out"]);
    check_endless("<rss><channel><item><", "steam", &format!("></item>{ITEM}"), &["Behind"]);
    check_endless("<rss><channel><item><a b='", "steam ", &format!("'/></item>{ITEM}"), &["Behind"]);
    check_endless("<rss><channel><item><a ", "b='c' ", &format!("/></item>{ITEM}"), &["Behind"]);
    check_endless("<rss><channel><item><!-- ", "steam ", &format!("--></item>{ITEM}"), &["Behind"]);
    check_endless("<rss><channel><item><![CDATA[", "<a>", &format!("]]></item>{ITEM}"), &["Behind"]);
    check_endless("<rss><channel><item>", "<b>", &format!("</item>{ITEM}"), &["Behind"]);
}

#[test]
fn a_document_without_end_is_left_out() {
    check_endless(
        "<?xml version='1.0'?><menu>",
        "<dish>soup</dish>",
        &format!("</menu><rss><channel>{ITEM}"),
        &["Behind"],
    );
    check_endless("<", "a", &format!("/><rss><channel>{ITEM}"), &["Behind"]);
}

#[test]
fn a_string_without_end_in_json_is_left_out() {
    let behind = r#"{"id":"2","type":"book","title":"Behind"}"#;
    let begin = r#"{"id":"1","type":"book","title":""#;
    check_endless(begin, "steam ", &format!("\"}}\n{behind}\n"), &["Behind"]);
    check_endless(&format!("[{begin}"), "steam ", &format!("\"}},\n{behind}]"), &["Behind"]);
    check_endless(&format!("{behind}\n{begin}"), "steam ", &format!("\"}}\n{behind}"), &["Behind"; 2]);
    check_endless("{\"", "steam ", &format!("\":1}}\n{behind}"), &["Behind"]);
    check_endless(r#"{"id":"1","list":["#, "1,", &format!("1]}}\n{behind}"), &["Behind"]);
}

#[test]
fn a_line_without_end_costs_its_end() {
    let end = "\nER  - \nTY  - JOUR\nTI  - Behind\nER  - \n";
    let found = read_from(
        "TY  - JOUR\nTI  - One\nN1  - ".as_bytes().chain(repeated("steam ", ENDLESS_BYTES)).chain(end.as_bytes()),
    );
    assert_eq!(found.titles(), ["One", "Behind"]);
    assert!(found.told()[0].starts_with("line 3: the line is longer than 1 MiB"), "{:?}", found.told());
    assert!(found.summary.n_held_max < STEPS_BYTES);
    let found = read_from(
        "TY  - JOUR\nTI  - One\n".as_bytes().chain(repeated("N1  - steam\n", ENDLESS_BYTES)).chain(end.as_bytes()),
    );
    assert_eq!(found.titles(), ["Behind"]);
    assert_eq!(found.told(), ["line 1: the entry is larger than 32 MiB; it was left out"]);
}

#[test]
fn an_entry_without_end_in_bibtex_is_left_out() {
    let end = "}}\n@book{c, title = {Behind}}\n";
    check_endless("@book{a, title = {One}}\n@book{b, title = {", "steam ", end, &["One", "Behind"]);
}

#[test]
fn a_record_without_end_in_iso_2709_is_left_out() {
    let mut end = vec![0x1d];
    end.extend(crate::entries::iso2709(2));
    let begin = &crate::entries::iso2709(1)[..45];
    let found = read_from(begin.chain(repeated("steam ", ENDLESS_BYTES)).chain(&end[..]));
    assert_eq!(found.titles(), ["Steam 2"]);
    assert_eq!(found.told(), ["the record is larger than 32 MiB; it was left out"]);
}

#[test]
fn a_bomb_of_gzip_goes_off_harmlessly() {
    let bomb =
        gzipped("TY  - JOUR\nTI  - One\nER  - \n".as_bytes().chain(repeated("N1  - steam\n", 3 * ENDLESS_BYTES)));
    let found = read(&bomb);
    assert_eq!(found.titles()[0], "One");
    assert!(found.told().iter().any(|doubt| doubt.contains("unpacks to more than")), "{:?}", found.told());
    let most = (bomb.len() as u64 * RATIO_MAX).max(RATIO_FREE_BYTES);
    assert!(found.summary.n_bytes <= most, "{} of {most}", found.summary.n_bytes);
}

#[test]
fn a_bomb_of_zip_goes_off_harmlessly() {
    let mut bytes = b"TY  - JOUR\nTI  - One\nER  - \n".to_vec();
    repeated("N1  - steam\n", ENDLESS_BYTES).read_to_end(&mut bytes).expect("memory can be read");
    let bomb = archive(&[("a.ris", &bytes), ("b.ris", &bytes)]);
    let found = read(&bomb);
    assert_eq!(found.titles()[0], "One");
    assert!(found.told().iter().any(|doubt| doubt.contains("unpacks to more than")), "{:?}", found.told());
    assert!(found.summary.n_bytes <= (bomb.len() as u64 * RATIO_MAX).max(RATIO_FREE_BYTES) + bomb.len() as u64);
}

#[test]
fn a_thousand_files_of_an_archive_are_read() {
    let names: Vec<String> = (0..2 * ARCHIVE_ENTRIES_MAX).map(|n| format!("{n}.ris")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), b"TY  - JOUR\nER  - \n".as_slice())).collect();
    let found = read(archive(&files));
    assert_eq!(found.readings.len(), ARCHIVE_ENTRIES_MAX);
    assert_eq!(found.told(), ["1000 more files of the archive were left out"]);
}

#[test]
fn doubts_about_a_source_are_bounded() {
    let n = 5 * SOURCE_DOUBTS_MAX;
    for source in ["<menu/>\n".repeat(n), "{\"soup\":1}\n".repeat(n), "{\n".repeat(n)] {
        let found = read(&source);
        assert!(found.doubts.len() <= SOURCE_DOUBTS_MAX + 1, "{}", found.doubts.len());
    }
    let found = read("<menu/>\n".repeat(n));
    assert_eq!(found.told().last().map(String::as_str), Some("4000 more doubts about this source were left out"));
}

#[test]
fn doubts_about_an_archive_are_bounded_over_all_its_files() {
    let menus = "<menu/>\n".repeat(SOURCE_DOUBTS_MAX / 2);
    let names: Vec<String> = (0..100).map(|n| format!("{n}.xml")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), menus.as_bytes())).collect();
    let found = read(archive(&files));
    assert!(found.doubts.len() <= SOURCE_DOUBTS_MAX + 100, "{}", found.doubts.len());
}

#[test]
fn doubts_about_a_record_are_bounded() {
    let found = read(format!("TY  - JOUR\n{}ER  - \n", "PY  - MCMXX\nDA  - never\n".repeat(1_000)));
    assert!(found.readings[0].doubts.len() <= DOUBTS_MAX);
}
