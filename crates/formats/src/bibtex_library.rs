//! What holds for a whole BibTeX text: its `@string` definitions, and which entries inherit from
//! which (biblatex manual, appendix B).

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::bibtex::{Entry, is_entry};
use crate::bibtex_blocks::{Block, Part, RawField, entry_fields, fields_from, next_block};
use crate::doubt::{Doubt, quoted};
use crate::draft::Draft;
use crate::latex;
use crate::limits::STRING_BYTES_MAX;

/// Depth to which entries inherit from one another. A chapter inherits from its volume, and the
/// volume from its series.
const GENERATIONS_MAX: usize = 4;

/// Largest entry that others inherit from. What they inherit is copied to each of them.
const PARENT_BYTES_MAX: usize = 64 * 1024;

/// Parents that are kept at hand. The papers of one volume stand together in most files.
const PARENTS_KEPT_MAX: usize = 256;

/// What holds for the whole text: the strings, and where the entries stand by key.
pub(crate) struct Library {
    strings: HashMap<String, String>,
    entries: HashMap<String, Block>,
    /// Parents that were read, by the place where they begin.
    parents: RefCell<HashMap<usize, Rc<Entry>>>,
}

impl Library {
    /// Reads the strings, and finds out where the entries stand.
    pub(crate) fn of(text: &str, doubts: &mut Vec<Doubt>) -> Library {
        let mut library = Library { strings: HashMap::new(), entries: HashMap::new(), parents: RefCell::default() };
        // Only texts in which entries name one another need to know where these stand.
        let linked = ["ref", "Ref", "REF", "xdata", "XData", "XDATA"]
            .iter()
            .any(|name| memchr::memmem::find(text.as_bytes(), name.as_bytes()).is_some());
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
    pub(crate) fn entry(&self, text: &str, block: &Block, mut draft: Option<&mut Draft>) -> (Entry, bool) {
        let body = text.get(block.body.clone()).unwrap_or("");
        let (key, raw) = entry_fields(body);
        let mut entry = Entry { key: key.map(str::to_owned), word: block.word.clone(), ..Entry::default() };
        let mut damaged = !block.closed;
        let mut say = |field: &RawField<'_>, text: String| {
            if let Some(draft) = draft.as_deref_mut() {
                draft.doubt((&field.name, line_of(body, field.at)), text);
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
    fn named(&self, text: &str, entry: &Entry, field: &str) -> Vec<Rc<Entry>> {
        let Some(keys) = entry.fields.get(field).map(latex::words) else { return Vec::new() };
        keys.split(',').take(GENERATIONS_MAX).filter_map(|key| self.parent(text, &key.trim().to_lowercase())).collect()
    }

    /// An entry that others name; read once, however many do.
    fn parent(&self, text: &str, key: &str) -> Option<Rc<Entry>> {
        let block = self.entries.get(key).filter(|block| block.span.len() <= PARENT_BYTES_MAX)?;
        let mut read = self.parents.borrow_mut();
        if let Some(known) = read.get(&block.span.start) {
            return Some(Rc::clone(known));
        }
        if read.len() >= PARENTS_KEPT_MAX {
            read.clear();
        }
        let parent = Rc::new(self.entry(text, block, None).0);
        read.insert(block.span.start, Rc::clone(&parent));
        Some(parent)
    }

    /// The entries this one is a part of.
    pub(crate) fn parents(&self, text: &str, entry: &Entry) -> Vec<Rc<Entry>> {
        let mut parents = self.named(text, entry, "crossref");
        parents.extend(self.named(text, entry, "xref"));
        parents
    }

    /// Gives an entry the fields it does not have and inherits. Entries that name each other in a
    /// circle end at [`GENERATIONS_MAX`].
    pub(crate) fn inherit(&self, text: &str, entry: &mut Entry) {
        let mut ancestor = Rc::new(entry.clone());
        for _ in 0..GENERATIONS_MAX {
            for data in self.named(text, &ancestor, "xdata") {
                for (name, chunks) in &data.fields {
                    entry.fields.entry(name.clone()).or_insert_with(|| chunks.clone());
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
