//! BibTeX and BibLaTeX.
//!
//! Blocks are cut here, so that a damaged entry costs only itself; LaTeX and names are resolved
//! by the crate biblatex (see `latex`). `@string` definitions hold for the whole text, and an
//! entry inherits from its `crossref` and `xdata` entries wherever they stand (biblatex manual,
//! appendix B). What the entries say is mapped in `bibtex_entry`.

use std::collections::BTreeMap;

use biblatex::Chunks;
use model::Record;

use crate::bibtex_blocks::{Block, next_block};
use crate::bibtex_entry::record;
use crate::bibtex_library::Library;
use crate::doubt::Doubt;
use crate::draft::{Draft, ENTRY};
use crate::latex;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "bibtex";

/// An entry with its fields resolved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    /// Citation key, where it has one.
    pub(crate) key: Option<String>,
    /// `article`, in small letters.
    pub(crate) word: String,
    /// Fields by name in small letters.
    pub(crate) fields: BTreeMap<String, Chunks>,
}

impl Entry {
    /// The words of the first of these fields that has any.
    pub(crate) fn words(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.fields.get(*name).map(latex::words).filter(|words| !words.is_empty()))
    }
}

/// Whether a text that begins like this (64 KiB at most) is one of these: it has a block that
/// begins a line and looks like an entry, a `@string`, a `@preamble` or a `@comment`.
pub(crate) fn claims(head: &str) -> bool {
    let Some(block) = next_block(head, 0) else { return false };
    let line_start = head[..block.span.start].rfind(['\n', '\r']).map_or(0, |n| n + 1);
    let begins_line = head[line_start..block.span.start].trim_matches(['\u{feff}', ' ', '\t']).is_empty();
    let body = head.get(block.body).unwrap_or("");
    let looks = match block.word.as_str() {
        "comment" | "preamble" => true,
        "string" => body.contains('='),
        _ => body.contains(',') || body.contains('='),
    };
    begins_line && looks
}

/// Reads every entry of a text and hands it on with its text, until `sink` answers `false`.
/// Gives back the doubts that concern no single entry.
pub(crate) fn read_all(text: &str, sink: &mut dyn FnMut(Record, Vec<Doubt>, &str) -> bool) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let library = Library::of(text, &mut doubts);
    let mut at = 0;
    while let Some(block) = next_block(text, at) {
        at = block.span.end;
        if !is_entry(&block) {
            continue;
        }
        let mut draft = Draft::default();
        if !block.closed {
            draft.doubt(ENTRY, "the closing brace of the entry is missing; it was read as far as it goes");
        }
        let (mut entry, damaged) = library.entry(text, &block, Some(&mut draft));
        library.inherit(text, &mut entry);
        let raw = text.get(block.span).unwrap_or("").trim_end();
        if damaged && entry.fields.is_empty() {
            draft.doubt(ENTRY, "no field of the entry could be read");
        }
        let (record, found) = record(&entry, &library.parents(text, &entry), draft);
        if !sink(record, found, raw) {
            break;
        }
    }
    doubts
}

/// Whether a block describes a work.
pub(crate) fn is_entry(block: &Block) -> bool {
    !matches!(block.word.as_str(), "string" | "preamble" | "comment")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::STRING_BYTES_MAX;
    use model::{Kind, RelationKind};

    fn read(text: &str) -> Vec<(Record, Vec<Doubt>, String)> {
        let mut found = Vec::new();
        read_all(text, &mut |record, doubts, raw| {
            found.push((record, doubts, raw.to_owned()));
            true
        });
        found
    }

    #[track_caller]
    fn only(text: &str) -> (Record, Vec<Doubt>) {
        let mut found = read(text);
        assert_eq!(found.len(), 1);
        let (record, doubts, _) = found.remove(0);
        (record, doubts)
    }

    const STEAM: &str = r#"
        @string{pub = "Turbine " # {Press}}
        @Article{popov:61,
            author = {Popov, Ivan and van der Berg, Jan and {Central Steam Institute} and others},
            title = "Losses in {S}team Turbines of Gr{\"o}{\ss}e {III}",
            journal = {Thermal Notes}, year = 1961, month = apr # "~12", volume = 4, number = {2},
            pages = {11--19}, doi = {https://doi.org/10.5555/ST.61}, issn = {2041-1723},
            keywords = {steam, turbine blades}, language = {russian}, publisher = pub # ", Kazan",
        }
    "#;

    #[test]
    fn an_article_is_read_with_all_it_says() {
        let (record, doubts) = only(STEAM);
        assert_eq!(doubts, []);
        assert_eq!(record.title(), Some("Losses in Steam Turbines of Größe III"));
        let names: Vec<String> = record.contributors.iter().map(|c| c.name.display()).collect();
        assert_eq!(names, ["Ivan Popov", "Jan van der Berg", "Central Steam Institute"]);
        assert_eq!(record.kind, Kind::Article);
        assert_eq!(record.published.unwrap().to_string(), "1961-04-12");
        let ids: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["local:popov:61", "doi:10.5555/st.61"]);
        assert_eq!(record.source.pages.as_deref(), Some("11-19"));
        assert_eq!(record.source.publisher.as_deref(), Some("Turbine Press, Kazan"));
        assert_eq!(record.source.identifiers[0].to_string(), "issn:2041-1723");
        assert_eq!(record.language.unwrap().tag(), "ru");
        assert_eq!(record.subjects.len(), 2);
    }

    #[test]
    fn a_damaged_entry_costs_only_itself() {
        let found = read(
            "@book{a, title = {First}, year = 1950}\n@book{b, title = {Second, year = 1951\n@book{c, title = {Third}, year = MCMXX}",
        );
        let titles: Vec<Option<&str>> = found.iter().map(|(record, ..)| record.title()).collect();
        assert_eq!(titles, [Some("First"), Some("Second, year = 1951"), Some("Third")]);
        assert!(found[0].1.is_empty());
        assert!(found[1].1.iter().any(|doubt| doubt.text.contains("closing brace")), "{:?}", found[1].1);
        assert_eq!(found[2].1.iter().filter(|doubt| doubt.text.contains("not a date")).count(), 1);
        assert_eq!(found[2].2, "@book{c, title = {Third}, year = MCMXX}");
    }

    #[test]
    fn a_paper_inherits_from_its_volume_wherever_that_stands() {
        let found = read(
            "@inproceedings{p, title={On Pumps}, crossref={V}}\n\
             @proceedings{v, title={Pumps 62}, year=1962, editor={Ivanova, A.}, doi={10.5555/v}, publisher={P}}",
        );
        let paper = &found[0].0;
        assert_eq!(paper.source.title.as_deref(), Some("Pumps 62"));
        assert_eq!(paper.year(), Some(1962));
        assert_eq!(paper.identifiers.len(), 1, "the volume's DOI is not the paper's");
        assert_eq!(paper.relations[0].kind, RelationKind::PartOf);
        assert_eq!(found[1].0.kind, Kind::Proceedings);
    }

    #[test]
    fn entries_that_name_each_other_in_a_circle_are_read_once_each() {
        let found = read(
            "@book{a, crossref={b}, xdata={a}}\n@book{b, crossref={a}, title={B}}\n@book{c, crossref={c}, xdata={c}}",
        );
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn strings_of_strings_do_not_fill_the_memory() {
        let mut text = String::from("@string{s0 = {aaaaaaaaaaaaaaaa}}\n");
        for n in 1..60 {
            text.push_str(&format!("@string{{s{n} = s{} # s{}}}\n", n - 1, n - 1));
        }
        text.push_str("@misc{x, title = s59}");
        assert!(only(&text).0.title().unwrap().len() <= STRING_BYTES_MAX);
    }

    #[test]
    fn an_eprint_is_the_preprint_and_the_journal_article_is_another_work() {
        let (preprint, _) = only("@misc{a, title={T}, eprint={1401.2122v2}, archivePrefix={arXiv}, doi={10.5555/x}}");
        assert_eq!(preprint.kind, Kind::Preprint);
        assert_eq!(preprint.relations[0].kind, RelationKind::PreprintOf);
        let (article, _) =
            only("@article{a, title={T}, journal={J}, eprint={1401.2122}, eprinttype={arxiv}, doi={10.5555/x}}");
        assert_eq!(article.relations[0].kind, RelationKind::HasPreprint);
        assert_eq!(article.identifiers[1].to_string(), "doi:10.5555/x");
    }

    #[test]
    fn a_text_is_claimed_by_its_first_block_and_mail_is_none() {
        for (head, claimed) in [
            ("% Encoding: UTF-8\n\n@Article{a,", true),
            ("\u{feff}@comment{x}\n@book{", true),
            ("@book(a, title = \"x\")", true),
            ("% of an old Macintosh\r\r@book{a,\r", true),
            ("write to ann@ox.org {now}", false),
            ("TY  - JOUR", false),
            ("", false),
        ] {
            assert_eq!(claims(head), claimed, "{head}");
        }
    }

    #[test]
    fn the_collection_is_read_without_loss() {
        for (name, text) in crate::testing::files("biblio-exchange/bibtex/testbib", ".bib") {
            // Every line that begins an entry, counted without the reader.
            let begins_entry = |line: &&str| {
                let lower = line.to_lowercase();
                lower.starts_with('@')
                    && !["@comment", "@string", "@preamble"].iter().any(|word| lower.starts_with(word))
            };
            let found = read(&text);
            assert!(found.len() >= text.lines().filter(begins_entry).count(), "{name}: {}", found.len());
            for (record, doubts, raw) in &found {
                let has_title = raw.to_lowercase().contains("\ttitle") || raw.to_lowercase().contains(" title");
                assert!(!has_title || record.title().is_some(), "{name}: {raw}");
                // These files are whole; what is doubted is the content of a field.
                assert!(doubts.iter().all(|doubt| doubt.text.ends_with("it was left out")), "{name}: {doubts:?}");
            }
        }
    }
}
