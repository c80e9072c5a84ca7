//! BibTeX and BibLaTeX.
//!
//! Blocks are cut here, so that a damaged entry costs only itself; LaTeX and names are resolved
//! by the crate biblatex (see `latex`). `@string` definitions hold for the whole text, and an
//! entry inherits from its `crossref` and `xdata` entries wherever they stand (biblatex manual,
//! appendix B). What the entries say is mapped in `bibtex_entry`.

use std::collections::{BTreeMap, HashMap};

use biblatex::Chunks;
use model::Record;

use crate::bibtex_blocks::{Block, Part, RawField, entry_fields, fields_from, next_block};
use crate::bibtex_entry::record;
use crate::doubt::{Doubt, quoted};
use crate::text_draft::Draft;
use crate::latex;
use crate::limits::STRING_BYTES_MAX;

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
    let line_start = head[..block.span.start].rfind('\n').map_or(0, |n| n + 1);
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
            draft.doubt(Doubt::new("the closing brace of the entry is missing; it was read as far as it goes"));
        }
        let (mut entry, damaged) = library.entry(text, &block, Some(&mut draft));
        library.inherit(text, &mut entry);
        let raw = text.get(block.span).unwrap_or("").trim_end();
        if damaged && entry.fields.is_empty() {
            draft.doubt(Doubt::new("no field of the entry could be read"));
        }
        let (record, found) = record(&entry, &library.parents(text, &entry), draft);
        if !sink(record, found, raw) {
            break;
        }
    }
    doubts
}

fn is_entry(block: &Block) -> bool {
    !matches!(block.word.as_str(), "string" | "preamble" | "comment")
}

/// Depth to which entries inherit from one another. A chapter inherits from its volume, and the
/// volume from its series.
const GENERATIONS_MAX: usize = 4;

/// What holds for the whole text: the strings, and where the entries stand by key.
struct Library {
    strings: HashMap<String, String>,
    entries: HashMap<String, Block>,
}

impl Library {
    fn of(text: &str, doubts: &mut Vec<Doubt>) -> Library {
        let mut library = Library { strings: HashMap::new(), entries: HashMap::new() };
        // Only texts in which entries name one another need to know where these stand.
        let linked = memchr::memmem::find(text.as_bytes(), b"ref").is_some()
            || memchr::memmem::find(text.as_bytes(), b"xdata").is_some()
            || memchr::memmem::find(text.as_bytes(), b"REF").is_some();
        let mut at = 0;
        while let Some(block) = next_block(text, at) {
            at = block.span.end;
            let body = text.get(block.body.clone()).unwrap_or("");
            if block.word == "string" {
                for field in fields_from(body, 0) {
                    let (value, unknown) = library.joined(&field);
                    if let Some(name) = unknown.filter(|_| doubts.len() < crate::limits::DOUBTS_MAX) {
                        let text = format!("the string {} is not defined; its name was taken", quoted(&name));
                        doubts.push(Doubt::at("@string", text));
                    }
                    library.strings.insert(field.name, value);
                }
            } else if linked && is_entry(&block) {
                let key = body.split(',').next().unwrap_or("").trim();
                if !key.is_empty() && !key.contains('=') {
                    library.entries.entry(key.to_lowercase()).or_insert(block);
                }
            }
        }
        library
    }

    /// The parts of a value run together, strings put in, and the first name that is not defined.
    fn joined(&self, field: &RawField<'_>) -> (String, Option<String>) {
        let mut unknown = None;
        let mut value = String::new();
        for part in &field.parts {
            let piece = match part {
                Part::Text(text) => *text,
                Part::Bare(bare) => match self.strings.get(&bare.to_lowercase()) {
                    Some(string) => string.as_str(),
                    None => {
                        let month = field.name == "month" || model::PartialDate::month_named(bare).is_some();
                        if !month && !bare.bytes().all(|b| b.is_ascii_digit()) && unknown.is_none() {
                            unknown = Some((*bare).to_owned());
                        }
                        *bare
                    }
                },
            };
            // A text of its own may be long; what strings are made of may not multiply.
            if field.parts.len() == 1 || value.len() + piece.len() <= STRING_BYTES_MAX {
                value.push_str(piece);
            }
        }
        (value, unknown)
    }

    /// Reads the fields of one block; doubts go to the draft, where there is one.
    fn entry(&self, text: &str, block: &Block, mut draft: Option<&mut Draft>) -> (Entry, bool) {
        let body = text.get(block.body.clone()).unwrap_or("");
        let (key, raw) = entry_fields(body);
        let mut entry = Entry { key: key.map(str::to_owned), word: block.word.clone(), ..Entry::default() };
        let mut damaged = !block.closed;
        let mut say = |field: &RawField<'_>, text: String| {
            if let Some(draft) = draft.as_deref_mut() {
                draft.doubt(Doubt::at(field.name.clone(), text).on(line_of(body, field.at)));
            }
        };
        for field in raw {
            let (value, unknown) = self.joined(&field);
            if let Some(name) = unknown {
                say(&field, format!("the string {} is not defined; its name was taken", quoted(&name)));
            }
            if !field.whole {
                damaged = true;
                say(&field, "the value is not closed; it was read to the end of its line".to_owned());
            }
            let (chunks, taken) = latex::chunks(&field.name, &value);
            if !taken {
                say(&field, "the LaTeX could not be read; the letters were taken as written".to_owned());
            }
            // The first of two fields with one name stands, as in BibTeX.
            entry.fields.entry(field.name.clone()).or_insert(chunks);
        }
        (entry, damaged)
    }

    /// The entries that a field of this entry names.
    fn named(&self, text: &str, entry: &Entry, field: &str) -> Vec<Entry> {
        let Some(keys) = entry.fields.get(field).map(latex::words) else { return Vec::new() };
        let blocks =
            keys.split(',').take(GENERATIONS_MAX).filter_map(|key| self.entries.get(&key.trim().to_lowercase()));
        blocks.map(|block| self.entry(text, block, None).0).collect()
    }

    /// The entries this one is a part of.
    fn parents(&self, text: &str, entry: &Entry) -> Vec<Entry> {
        let mut parents = self.named(text, entry, "crossref");
        parents.extend(self.named(text, entry, "xref"));
        parents
    }

    /// Gives an entry the fields it does not have and inherits. Entries that name each other in a
    /// circle end at [`GENERATIONS_MAX`].
    fn inherit(&self, text: &str, entry: &mut Entry) {
        let mut ancestor = entry.clone();
        for _ in 0..GENERATIONS_MAX {
            for data in self.named(text, &ancestor, "xdata") {
                for (name, chunks) in data.fields {
                    entry.fields.entry(name).or_insert(chunks);
                }
            }
            let Some(parent) = self.named(text, &ancestor, "crossref").into_iter().next() else { return };
            for (name, chunks) in &parent.fields {
                if let Some(name) = inherited(name, &parent.word, &entry.word) {
                    entry.fields.entry(name.to_owned()).or_insert_with(|| chunks.clone());
                }
            }
            ancestor = parent;
        }
    }
}

/// Under which name a field of a parent is inherited. What names or describes the parent itself
/// (its DOI, its abstract, its pages) is not the child's.
fn inherited<'a>(name: &'a str, parent: &str, child: &str) -> Option<&'a str> {
    let serial = parent == "periodical";
    match name {
        "title" => Some(if serial { "journaltitle" } else { "booktitle" }),
        "subtitle" => Some(if serial { "journalsubtitle" } else { "booksubtitle" }),
        "author" => (child == "inbook").then_some(name),
        "crossref" | "xref" | "xdata" | "ids" | "key" | "label" | "options" | "related" | "sortkey" | "shorthand"
        | "doi" | "url" | "urldate" | "eprint" | "file" | "abstract" | "keywords" | "note" | "annote"
        | "annotation" | "pages" | "pagetotal" | "titleaddon" | "shorttitle" | "pmid" | "pmcid" => None,
        _ => Some(name),
    }
}

fn line_of(body: &str, at: usize) -> u64 {
    1 + memchr::memchr_iter(b'\n', body.get(..at).unwrap_or("").as_bytes()).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
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
            let n_blocks = text
                .lines()
                .filter(|l| {
                    l.starts_with('@')
                        && !l.to_lowercase().starts_with("@comment")
                        && !l.to_lowercase().starts_with("@string")
                        && !l.to_lowercase().starts_with("@preamble")
                })
                .count();
            let found = read(&text);
            assert!(found.len() >= n_blocks, "{name}: {} of {n_blocks}", found.len());
            for (record, doubts, raw) in &found {
                for doubt in doubts {
                    eprintln!("{name}: {doubt}: {}", &raw[..raw.len().min(60)]);
                }
                let has_title = raw.to_lowercase().contains("title");
                assert!(!has_title || record.title().is_some(), "{name}: {raw}");
            }
        }
    }
}
