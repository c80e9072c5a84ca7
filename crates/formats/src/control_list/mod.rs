//! Control lists: bytes to provisions in a tree, with doubts.
//!
//! Four layouts are read: Annex I of Regulation (EU) 2021/821 as JSON, the codes of the MTCR and of the NSG as the licensing system of the
//! United Kingdom keeps them, and a layout of our own as a table and as JSON (`docs/guide/classification.md`). Nothing a file names is
//! fetched.

mod annex;
mod lite;
mod own;

use std::io::Read;

use model::{
    CONTROL_CODE_BYTES_MAX, CONTROL_TEXT_CHARS_MAX, ControlEntry, ControlNote, ControlNoteKind, ControlText, Date,
    control_note,
};

use crate::Doubt;
use crate::encoding::Decoding;
use crate::limits::{CONTROL_LIST_BYTES_MAX, CONTROL_NOTES_MAX, DOUBTS_MAX, HEAD_BYTES};

/// A layout in which control lists come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlListForm {
    /// Annex I as JSON: entries whose provisions stand one a line.
    Annex,
    /// Codes with their status and level, without words.
    Codes,
    /// Our own table.
    Table,
    /// Our own JSON.
    Json,
}

/// A control list as it was read.
#[derive(Clone, Debug, Default)]
pub struct ControlListReading {
    /// The layout, if it is known; else nothing was read.
    pub form: Option<ControlListForm>,
    /// What the file calls the list.
    pub title: String,
    /// Which edition it is.
    pub edition: String,
    /// From when it holds.
    pub holds_from: Option<Date>,
    /// Where it comes from.
    pub source: String,
    /// Under which terms it may be shown.
    pub rights: String,
    /// Whether the file says that somebody made it up.
    pub invented: bool,
    /// Provisions and notes.
    pub text: ControlText,
    /// Whether the end of the file is missing.
    pub is_cut: bool,
    /// What was lost or mended.
    pub doubts: Vec<Doubt>,
}

/// What a reader of one layout finds, before it is put in order.
#[derive(Default)]
struct Found {
    head: ControlListReading,
    entries: Vec<ControlEntry>,
    general: Vec<ControlNote>,
}

/// Reads a control list, whatever its layout; it may be compressed.
pub fn read_control_list(bytes: &[u8]) -> ControlListReading {
    let mut doubts = Vec::new();
    let mut plain = Vec::new();
    let mut is_cut = false;
    match crate::input::open(bytes) {
        Ok(input) => {
            if let Err(error) = input.stream.take(CONTROL_LIST_BYTES_MAX + 1).read_to_end(&mut plain) {
                is_cut = true;
                doubts.push(Doubt::new(format!("reading broke off ({error}); what stands before was read")));
            }
            doubts.extend(input.notes.take());
        }
        Err(error) => doubts.push(Doubt::new(format!("the file could not be opened ({error}); nothing was read"))),
    }
    if plain.len() as u64 > CONTROL_LIST_BYTES_MAX {
        is_cut = true;
        plain.truncate(usize::try_from(CONTROL_LIST_BYTES_MAX).unwrap_or(usize::MAX));
        doubts
            .push(Doubt::new(format!("the file is longer than {CONTROL_LIST_BYTES_MAX} bytes; the rest was left out")));
    }
    let mut decoding = Decoding::new(&plain[..plain.len().min(HEAD_BYTES)]);
    let (text, doubt) = decoding.decode(&plain, None);
    doubts.extend(doubt);
    let mut found = found(&text);
    doubts.append(&mut found.head.doubts);
    let mut bounds = Bounds::default();
    found.entries.retain_mut(|entry| bounds.entry(entry));
    found.general.truncate(CONTROL_NOTES_MAX);
    found.general.iter_mut().for_each(|note| bounds.note(note));
    settle_parents(&mut found.entries);
    let (text, mended) = ControlText::of(found.entries, found.general);
    doubts.extend(bounds.doubts());
    doubts.extend(mended.into_iter().map(|code| {
        Doubt::at(
            code,
            "the provision is there twice, or hangs on one that is not there; it was left out, or stands at the top",
        )
    }));
    doubts.truncate(DOUBTS_MAX);
    let head = found.head;
    ControlListReading {
        text,
        is_cut: is_cut || head.is_cut,
        doubts: doubts.into_iter().map(Doubt::bounded).collect(),
        ..head
    }
}

fn found(text: &str) -> Found {
    let begins = text.trim_start_matches('\u{feff}').trim_start();
    if begins.starts_with(['{', '[']) {
        return match serde_json::from_str::<serde_json::Value>(begins) {
            Ok(value) if annex::claims(&value) => annex::read(&value),
            Ok(value) if own::claims(&value) => own::read(&value),
            Ok(_) => unknown(),
            Err(error) => {
                let mut none = unknown();
                none.head.is_cut = error.is_eof();
                none.head.doubts = vec![Doubt::new(format!("the file is no whole JSON ({error}); nothing was read"))];
                none
            }
        };
    }
    if own::claims_table(begins) {
        return own::read_table(begins);
    }
    if lite::claims(begins) {
        return lite::read(begins);
    }
    unknown()
}

fn unknown() -> Found {
    let doubt = Doubt::new(
        "the layout is not known: Annex I as JSON, codes of the MTCR or NSG, or a table with the columns code and text",
    );
    Found { head: ControlListReading { doubts: vec![doubt], ..ControlListReading::default() }, ..Found::default() }
}

/// What is too long to be kept, counted.
#[derive(Default)]
struct Bounds {
    n_codes: usize,
    n_texts: usize,
}

impl Bounds {
    fn entry(&mut self, entry: &mut ControlEntry) -> bool {
        entry.code = entry.code.split_whitespace().collect();
        if entry.code.is_empty() || entry.code.len() > CONTROL_CODE_BYTES_MAX {
            self.n_codes += 1;
            return false;
        }
        self.cut(&mut entry.text);
        entry.notes.truncate(CONTROL_NOTES_MAX);
        entry.notes.iter_mut().for_each(|note| self.note(note));
        true
    }

    fn note(&mut self, note: &mut ControlNote) {
        self.cut(&mut note.term);
        self.cut(&mut note.text);
    }

    fn cut(&mut self, text: &mut String) {
        if let Some((at, _)) = text.char_indices().nth(CONTROL_TEXT_CHARS_MAX) {
            text.truncate(at);
            self.n_texts += 1;
        }
    }

    fn doubts(self) -> impl Iterator<Item = Doubt> {
        let codes = (self.n_codes > 0)
            .then(|| format!("{} provisions have no code, or one that is too long; they were left out", self.n_codes));
        let texts = (self.n_texts > 0).then(|| {
            format!("{} texts are longer than {CONTROL_TEXT_CHARS_MAX} characters; they were cut", self.n_texts)
        });
        codes.into_iter().chain(texts).map(Doubt::new)
    }
}

/// Hangs each provision that does not say on which it hangs on the nearest whose code its own begins with.
fn settle_parents(entries: &mut [ControlEntry]) {
    let codes: std::collections::HashSet<String> = entries.iter().map(|entry| entry.code.clone()).collect();
    for entry in entries.iter_mut().filter(|entry| entry.parent.is_none()) {
        let code = &entry.code;
        let shorter = code.char_indices().map(|(at, _)| &code[..at]).rev();
        entry.parent = shorter
            .map(|code| code.trim_end_matches('.'))
            .find(|code| !code.is_empty() && codes.contains(*code))
            .map(str::to_owned);
    }
}

/// A note from what stands beside a provision: by its beginning, or a plain one.
fn noted(text: &str) -> Option<ControlNote> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let plain = || ControlNote { kind: ControlNoteKind::Note, term: String::new(), text: text.to_owned() };
    Some(control_note(text).unwrap_or_else(plain))
}
