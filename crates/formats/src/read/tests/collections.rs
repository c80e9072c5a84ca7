//! The collections of real records beside the project.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

use super::*;

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
