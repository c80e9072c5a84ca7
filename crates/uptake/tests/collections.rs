//! Real collections through the real program. They stand beside the project, in `../shared/data`;
//! where they are absent the tests say so and test nothing.

mod program;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use program::{Desk, collections};
use serde_json::Value;

/// Folder, and the readings that the program has to find in it at least. Files there that are in no
/// format we read cost doubts and nothing else.
const FLOORS: &[(&str, u64)] = &[
    ("biblio-exchange/bibliographies-rss-xml", 6),
    ("biblio-exchange/biblioscape", 5),
    ("biblio-exchange/bibtex", 14),
    ("biblio-exchange/bolognese", 4),
    ("biblio-exchange/cff", 5),
    ("biblio-exchange/citavi", 122),
    ("biblio-exchange/copac", 3),
    ("biblio-exchange/endnote", 34),
    ("biblio-exchange/isi-wos-inspec", 5),
    ("biblio-exchange/mods", 14),
    ("biblio-exchange/msbib", 5),
    ("biblio-exchange/ovid", 2),
    ("biblio-exchange/repec-nep", 3),
    ("biblio-exchange/ris", 10),
    ("crossref/rest-json", 24),
    ("crossref/unixsd-xml", 26),
    ("datacite/api-json", 38),
    ("datacite/json", 7),
    ("datacite/xml", 34),
    ("inveniordm", 7),
    ("jats/physics", 2),
    ("jats/plos", 36),
    ("jats/pmc", 4),
    ("marcxml/cern-desy", 2),
    ("marcxml/jabref", 9),
    ("misc-formats", 2),
    ("oai-pmh/arxiv", 11),
    ("oai-pmh/dc", 1),
    ("openalex", 15),
    ("patents-uspto/greenbook", 2),
    ("patents-uspto/pap", 1),
    ("patents-uspto/sgml", 2),
    ("patents-uspto/xml2004", 1),
    ("patents-uspto/xml2014", 1),
    ("patents-uspto/xml4ip", 13),
    ("patents-uspto/xmlApp2004", 1),
    ("pubmed", 1),
    ("pubmed/jabref", 22),
    ("rogue-scholar-posts", 25),
    ("rogue-scholar-posts/json-feed", 16),
];

/// Folders whose files are in no format that is read: refused, never fallen over.
const STRANGE: &[&str] = &["russian-grnti-abstracts", "schema-org", "scifact", "patents-uspto/cpcScheme"];

/// Files of a folder, without what describes it.
fn files(folder: &Path) -> Vec<String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let described = |path: &Path| path.file_stem().is_some_and(|stem| stem == "README" || stem == "MANIFEST");
    files.retain(|path| path.is_file() && !described(path));
    files.sort();
    files.into_iter().map(|path| path.into_os_string().into_string().unwrap()).collect()
}

fn words(first: &[&str], files: &[String]) -> Vec<String> {
    first.iter().map(|word| (*word).to_owned()).chain(files.iter().cloned()).collect()
}

#[test]
fn every_collection_is_taken_in_and_taking_it_in_again_changes_no_count() {
    let Some(data) = collections() else { return };
    let desk = Desk::with_office();
    let mut n_kept = 0;
    for again in [false, true] {
        for (folder, floor) in FLOORS {
            let line = words(&["ingest", "office", "--json"], &files(&data.join(folder)));
            let said = desk.run_words(&line).json().pop().unwrap();
            let kept = said["kept"].as_u64().unwrap();
            assert!(kept >= *floor, "{folder}: {kept} readings, {floor} are in it");
            if again {
                assert_eq!(said["collected"], 0, "{folder}: {said}");
            } else {
                n_kept += kept;
            }
        }
        let looked = desk.json("verify office").pop().unwrap();
        assert_eq!(looked["findings"], serde_json::json!([]));
        assert_eq!(looked["records"], looked["indexed"]);
        let n_records = looked["records"].as_u64().unwrap();
        assert!(n_records > 350 && n_records < n_kept, "{n_records} records of {n_kept} readings");
    }
}

#[test]
fn what_is_in_no_known_format_is_refused_in_a_sentence() {
    let Some(data) = collections() else { return };
    for folder in STRANGE {
        let said = Desk::new().run_words(&words(&["read", "--json"], &files(&data.join(folder)))).refused();
        assert!(said.contains("No record was found"), "{folder}: {said}");
    }
}

#[test]
fn what_read_prints_of_a_collection_is_read_again_as_the_same() {
    let Some(data) = collections() else { return };
    let desk = Desk::new();
    let itself = |mut record: Value| {
        let members = record.as_object_mut().unwrap();
        members.remove("origin");
        members.remove("doubts");
        record
    };
    for (folder, floor) in FLOORS {
        let printed = desk.run_words(&words(&["read", "--json"], &files(&data.join(folder)))).done();
        let lines = printed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        // A line without a version is a doubt about a file.
        let first: Vec<Value> = lines.filter(|line| line.get("v").is_some()).collect();
        assert!(first.len() as u64 >= *floor, "{folder}");
        desk.write("printed.jsonl", first.iter().map(|line| format!("{line}\n")).collect::<String>());
        let second = desk.json("read printed.jsonl");
        assert_eq!(second.len(), first.len(), "{folder}");
        for (before, after) in first.into_iter().zip(second) {
            assert_eq!(itself(before), itself(after), "{folder}");
        }
    }
}

/// One line of a dump for each revised record, as it stood on a day.
fn dump(lines: &str, day: &str) -> String {
    lines.lines().map(|line| format!("{}\n", serde_json::from_str::<Value>(line).unwrap()[day])).collect()
}

#[test]
fn six_hundred_revised_preprints_are_updated_and_not_doubled() {
    let Some(data) = collections() else { return };
    let mut decoder =
        zstd::Decoder::new(File::open(data.join("arxiv-corpus/arxiv-revisions.jsonl.zst")).unwrap()).unwrap();
    decoder.window_log_max(27).unwrap();
    let lines = std::io::read_to_string(decoder).unwrap();
    let desk = Desk::with_office();
    desk.write("2019.jsonl", dump(&lines, "dump_2019_01_01"));
    desk.write("2020.jsonl", dump(&lines, "dump_2020_01_01"));
    let first = desk.ingest("2019.jsonl");
    assert_eq!((&first["collected"], &first["held"]), (&600.into(), &600.into()), "{first}");
    let second = desk.ingest("2020.jsonl");
    assert_eq!(
        (&second["updated"], &second["collected"], &second["held"]),
        (&600.into(), &0.into(), &600.into()),
        "{second}"
    );
    assert_eq!(desk.ingest("2020.jsonl")["unchanged"], 600);

    let shown = desk.json("show office arxiv:1201.0558").pop().unwrap();
    let live: Vec<&Value> = shown["sources"].as_array().unwrap().iter().map(|source| &source["live"]).collect();
    assert_eq!(live, [&Value::Bool(false), &Value::Bool(true)]);
    assert!(shown["record"]["abstracts"][0]["text"].as_str().unwrap().contains("second edition"));
    let found = desk.json("search office '\"new co-author Lisa Budd\"'").pop().unwrap();
    assert_eq!(found["found"], 1);
    let looked = desk.json("verify office").pop().unwrap();
    assert_eq!(
        (&looked["records"], &looked["indexed"], &looked["findings"]),
        (&600.into(), &600.into(), &serde_json::json!([]))
    );
}
