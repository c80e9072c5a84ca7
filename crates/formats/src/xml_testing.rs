//! What the tests of the XML formats share: entries out of whole documents, and the BibTeX that
//! other people's importers make of the same documents.

use model::Record;

use crate::Doubt;
use crate::testing::files;
use crate::xml::Element;

/// A format under test: what it claims and how it reads.
pub(crate) type Format = (fn(&Element) -> bool, fn(&Element) -> (Record, Vec<Doubt>));

/// Reads one entry that the format must claim.
#[track_caller]
pub(crate) fn read_one((claims, read): Format, xml: &str) -> (Record, Vec<Doubt>) {
    let (root, doubts) = Element::parse(xml);
    assert_eq!(doubts, [], "the fixture is no XML");
    let root = root.expect("the fixture has a root");
    assert!(claims(&root), "the entry is not claimed");
    read(&root)
}

/// Reads every entry with this name out of every file of a collection: file name, record, doubts.
pub(crate) fn read_all(format: Format, folder: &str, ending: &str, entry: &str) -> Vec<(String, Record, Vec<Doubt>)> {
    let (claims, read) = format;
    let mut all = Vec::new();
    for (name, text) in files(folder, ending) {
        let Some(root) = Element::parse(&text).0 else { continue };
        let entries = if root.name == entry { vec![&root] } else { root.descendants(entry) };
        // A document that is handed over whole gives its first entry.
        if let Some(first) = entries.first().filter(|_| claims(&root)) {
            assert_eq!(read(&root).0, read(first).0, "{name}");
        }
        for entry in entries {
            assert!(claims(entry), "{name}: an entry is not claimed");
            let (record, doubts) = read(entry);
            all.push((name.clone(), record, doubts));
        }
    }
    all
}

/// The record of this file, if the collection is there.
pub(crate) fn of<'a>(all: &'a [(String, Record, Vec<Doubt>)], name: &str) -> Option<&'a Record> {
    all.iter().find(|(file, ..)| file == name).map(|(_, record, _)| record)
}

/// Identifiers as text.
pub(crate) fn ids(record: &Record) -> Vec<String> {
    record.identifiers.iter().map(ToString::to_string).collect()
}

/// Relations as text, `preprint-of doi:10.1/2`.
pub(crate) fn relations(record: &Record) -> Vec<String> {
    record.relations.iter().map(|relation| format!("{} {}", relation.kind.word(), relation.target)).collect()
}

/// Subjects as text, `mesh:D001249 Asthma`.
pub(crate) fn subjects(record: &Record) -> Vec<String> {
    let text = |words: &Option<String>| words.clone().unwrap_or_default();
    let all = record.subjects.iter();
    all.map(|s| format!("{}:{} {}", s.scheme, text(&s.code), text(&s.term)).trim_end().to_owned()).collect()
}

/// Fields of one entry of BibTeX, by name in small letters.
type Fields = Vec<(String, String)>;

/// The entries of a BibTeX file, as simple as the expected files are: values in braces.
pub(crate) fn bibtex(text: &str) -> Vec<Fields> {
    text.split("\n@")
        .filter(|entry| !entry.to_lowercase().trim_start_matches('@').starts_with("comment") && entry.contains('='))
        .map(fields)
        .collect()
}

fn fields(entry: &str) -> Fields {
    let mut found = Vec::new();
    let mut rest = entry;
    while let Some(at) = rest.find('=') {
        let name = rest[..at].rsplit([',', '{', '\n']).next().unwrap_or("").trim().to_lowercase();
        rest = rest[at + 1..].trim_start();
        let mut depth = 0;
        let end = rest.find(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth == 0 && (c == ',' || c == '}')
        });
        let end = end.unwrap_or(rest.len());
        found.push((name, rest[..end].trim_matches(['{', '}']).trim().to_owned()));
        rest = &rest[end..];
        rest = rest.trim_start_matches('}');
    }
    found
}

/// Compares what both have: title, year, journal, pages, DOI, PubMed number, family names. Signs
/// and blanks do not count; `passed_over` names fields in which we mean to differ.
#[track_caller]
pub(crate) fn agree(name: &str, record: &Record, expected: &Fields, passed_over: &[&str]) {
    let bare =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let id = |scheme: &str| {
        record.identifiers.iter().find(|id| id.scheme().word() == scheme).map(|id| id.value().to_owned())
    };
    for (field, value) in expected.iter().filter(|(field, _)| !passed_over.contains(&field.as_str())) {
        let ours = match field.as_str() {
            "title" => record.title().map(str::to_owned),
            "year" => record.year().map(|year| year.to_string()),
            "journal" => record.source.title.clone(),
            "volume" => record.source.volume.clone(),
            "pages" => record.source.pages.clone(),
            "publisher" => record.source.publisher.clone(),
            "doi" | "pmid" => id(field),
            "author" => {
                let family = |name: &str| bare(name.split(',').next().unwrap_or(""));
                let theirs: Vec<String> = value.split(" and ").map(family).collect();
                let ours = record.contributors.iter().map(|c| bare(c.name.family()));
                // Bodies are taken apart by BibTeX in its own way.
                let people =
                    ours.zip(&theirs).filter(|(a, b)| a != *b && !a.ends_with(b.as_str()) && !b.contains(a.as_str()));
                assert_eq!(people.count(), 0, "{name}: {:?} are not {theirs:?}", record.contributors);
                assert_eq!(record.contributors.len(), theirs.len(), "{name}");
                continue;
            }
            _ => continue,
        };
        assert_eq!(ours.as_deref().map(bare), Some(bare(value)), "{name}: {field}");
    }
}

mod tests {
    use super::*;
    use crate::{arxiv_xml, atom, crossref_xml, datacite_xml, dublin_core, jats, mods, oai, pubmed, rss};

    /// Every format with the collections that are its own, and the name of an entry.
    const COLLECTIONS: &[(&str, Format, &str, &str, &str)] = &[
        (crossref_xml::NAME, (crossref_xml::claims, crossref_xml::read), "crossref/unixsd-xml", ".xml", "query"),
        (datacite_xml::NAME, (datacite_xml::claims, datacite_xml::read), "datacite/xml", ".xml", "resource"),
        (pubmed::NAME, (pubmed::claims, pubmed::read), "pubmed/jabref", ".xml", "PubmedArticle"),
        (pubmed::NAME, (pubmed::claims, pubmed::read), "pubmed", ".xml", "PubmedArticle"),
        (jats::NAME, (jats::claims, jats::read), "jats/physics", ".xml", "article"),
        (jats::NAME, (jats::claims, jats::read), "jats/pmc", ".nxml", "article"),
        (jats::NAME, (jats::claims, jats::read), "jats/plos", ".xml", "article"),
        (oai::NAME, (oai::claims, oai::read), "oai-pmh/arxiv", ".xml", "record"),
        (oai::NAME, (oai::claims, oai::read), "oai-pmh/dc", ".xml", "record"),
        (mods::NAME, (mods::claims, mods::read), "biblio-exchange/mods", ".xml", "mods"),
        (arxiv_xml::NAME, (arxiv_xml::claims, arxiv_xml::read), "misc-formats", "atom.xml", "entry"),
        (rss::NAME, (rss::claims, rss::read), "biblio-exchange/bibliographies-rss-xml", ".xml", "item"),
    ];

    const ALL: &[(&str, Format)] = &[
        (crossref_xml::NAME, (crossref_xml::claims, crossref_xml::read)),
        (datacite_xml::NAME, (datacite_xml::claims, datacite_xml::read)),
        (pubmed::NAME, (pubmed::claims, pubmed::read)),
        (jats::NAME, (jats::claims, jats::read)),
        (oai::NAME, (oai::claims, oai::read)),
        (mods::NAME, (mods::claims, mods::read)),
        (arxiv_xml::NAME, (arxiv_xml::claims, arxiv_xml::read)),
        (rss::NAME, (rss::claims, rss::read)),
        (atom::NAME, (atom::claims, atom::read)),
        (dublin_core::NAME, (dublin_core::claims, dublin_core::read)),
    ];

    #[test]
    fn every_entry_of_the_collections_is_claimed_by_its_format_and_by_no_other() {
        for (format, _, folder, ending, entry) in COLLECTIONS {
            for (name, text) in files(folder, ending) {
                let Some(root) = Element::parse(&text).0 else { continue };
                let entries = if root.name == *entry { vec![&root] } else { root.descendants(entry) };
                for entry in entries {
                    let claimants: Vec<&str> =
                        ALL.iter().filter(|(_, (claims, _))| claims(entry)).map(|(n, _)| *n).collect();
                    assert_eq!(claimants, [*format], "{name}");
                }
            }
        }
    }

    #[test]
    fn a_document_cut_anywhere_is_read_as_far_as_it_goes() {
        const CUTS: usize = 12;
        for (_, (claims, read), folder, ending, entry) in COLLECTIONS {
            for (name, text) in files(folder, ending).into_iter().take(30) {
                // The front matter is what is read; the text behind it only costs time.
                let length = text.len().min(40_000);
                for cut in (1..=CUTS).map(|part| length * part / (CUTS + 1)) {
                    let cut = (cut..length).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                    let (root, _) = Element::parse(&text[..cut]);
                    let Some(root) = root else { continue };
                    let found = if root.name == *entry { vec![&root] } else { root.descendants(entry) };
                    for element in found.into_iter().filter(|element| claims(element)) {
                        let (_, doubts) = read(element);
                        assert!(doubts.len() <= crate::limits::DOUBTS_MAX, "{name}");
                    }
                }
            }
        }
    }

    #[test]
    fn an_entry_with_nothing_inside_gives_an_empty_record() {
        for (name, (_, read)) in ALL {
            let (record, _) = read(&Element::default());
            assert_eq!(record.identifiers, [], "{name}");
            assert_eq!(record.titles, [], "{name}");
            assert_eq!(record.published, None, "{name}");
        }
    }

    #[test]
    fn an_entry_made_to_fill_the_memory_stays_within_the_limits() {
        let names = "<contrib><name><surname>A</surname></name><xref ref-type='aff' rid='p'/></contrib>".repeat(20_000);
        let place = "Works ".repeat(100_000);
        let subtitles = "<subtitle>and so on</subtitle>".repeat(50_000);
        let words: String = (0..30_000).map(|n| format!("<kwd>w{n}</kwd>")).collect();
        let xml = format!(
            "<article><front><article-meta><title-group><article-title>T</article-title>{subtitles}</title-group>\
             <contrib-group>{names}</contrib-group><aff id='p'>{place}</aff><kwd-group>{words}</kwd-group></article-meta>\
             </front></article>"
        );
        let (record, doubts) = read_one((jats::claims, jats::read), &xml);
        assert_eq!(record.contributors.len(), crate::limits::VALUES_MAX);
        assert_eq!(record.subjects.len(), crate::limits::VALUES_MAX);
        assert!(record.contributors[0].affiliations[0].name.len() <= 2_000);
        assert!(record.title().unwrap().len() < 10_000);
        assert!(doubts[0].text.ends_with("values beyond the limit of 10000 of a kind were left out"), "{doubts:?}");
    }
}
