//! Control lists: what is controlled, as its publisher puts it; every load is a version that stays.

use std::collections::HashMap;

use crate::control_entry::{ControlEntry, ControlNote};
use crate::host::{not_longer, one_line};
use crate::list_load::ListStage;
use crate::{Date, LIST_REASON_CHARS_MAX, PersonId, Refusal, sentence};

crate::unit::named_id!(
    /// Names a control list.
    ControlListId,
    "control-list"
);

/// Control lists that an office keeps. The regimes that publish one are six, and each country has its own.
pub const CONTROL_LISTS_MAX: usize = 100;

/// Provisions of one list. Annex I of the EU has four thousand lines.
pub const CONTROL_ENTRIES_MAX: usize = 50_000;

/// Longest title, source or statement of rights, in characters.
pub const CONTROL_LINE_CHARS_MAX: usize = 500;

/// What is said of a list as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlHead {
    /// Its short name.
    pub id: ControlListId,
    /// What it is called.
    pub title: String,
    /// Where it comes from.
    pub source: String,
    /// Under which terms it may be shown.
    pub rights: String,
    /// Whether somebody made it up, to show what lists do.
    pub invented: bool,
}

impl ControlHead {
    /// The same with its lines in order.
    ///
    /// # Errors
    /// Refused without a title, and where a line is too long.
    pub fn tidied(self) -> Result<ControlHead, Refusal> {
        let [title, source, rights] = [&self.title, &self.source, &self.rights].map(|text| one_line(text));
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("control-list-no-title", "Write what the list is called")));
        }
        for line in [&title, &source, &rights] {
            not_longer(line, CONTROL_LINE_CHARS_MAX)?;
        }
        Ok(ControlHead { title, source, rights, ..self })
    }
}

/// A version of a list, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlVersion {
    /// Of which list.
    pub list: ControlListId,
    /// Its number, from 1.
    pub number: u32,
    /// Where it stands.
    pub stage: ListStage,
    /// What its publisher calls it.
    pub edition: String,
    /// From when it holds, where the file says so.
    pub holds_from: Option<Date>,
    /// The SHA-256 of the file, in hexadecimal.
    pub checksum: String,
    /// The name of the file.
    pub file: String,
    /// Its provisions.
    pub n_entries: u64,
    /// Those that stand at the top.
    pub n_top: u64,
    /// Its notes and definitions.
    pub n_notes: u64,
    /// Thresholds that were read from its words.
    pub n_thresholds: u64,
    /// Provisions of the version before that it has no more.
    pub n_lost: u64,
    /// What the reader doubted.
    pub n_doubts: u64,
    /// Who brought it: post and person, or the operator.
    pub by: String,
    /// The person who brought it; `None` for the operator at the command line.
    pub person: Option<PersonId>,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Who let it in or turned it down, where a second person had to.
    pub decided_by: Option<String>,
    /// Why.
    pub reason: String,
}

impl ControlVersion {
    /// A second person lets it in, or turns it down.
    ///
    /// # Errors
    /// Refused when it does not wait any more, by who brought it, or without a reason.
    pub fn decide(&self, by: (&str, &PersonId), yes: bool, reason: &str) -> Result<ControlVersion, Refusal> {
        if self.stage != ListStage::Held {
            return Err(Refusal::Changed(sentence!(
                "list-over",
                "This version does not wait for a decision any more; reload the page"
            )));
        }
        if self.person.as_ref() == Some(by.1) {
            return Err(Refusal::Said(sentence!(
                "list-own",
                "You brought this version yourself; another person has to say whether it is whole"
            )));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "list-no-reason",
                "Write why so much of the list is gone, or why this file is not the list; the reason stays with the version"
            )));
        }
        not_longer(reason, LIST_REASON_CHARS_MAX)?;
        Ok(ControlVersion {
            stage: if yes { ListStage::Kept } else { ListStage::Refused },
            decided_by: Some(by.0.to_owned()),
            reason: reason.to_owned(),
            ..self.clone()
        })
    }
}

/// The text of a version: its provisions in their order, and what holds for all of them.
#[derive(Clone, Debug, Default)]
pub struct ControlText {
    entries: Vec<ControlEntry>,
    general: Vec<ControlNote>,
    places: HashMap<String, usize>,
    below: HashMap<String, Vec<usize>>,
}

impl PartialEq for ControlText {
    fn eq(&self, other: &ControlText) -> bool {
        self.entries == other.entries && self.general == other.general
    }
}

impl ControlText {
    /// A text of provisions. Of two with one code the first stays; one whose parent is not there, or stands below itself, stands at the
    /// top. Answers the codes that were left out or lifted.
    pub fn of(entries: Vec<ControlEntry>, general: Vec<ControlNote>) -> (ControlText, Vec<String>) {
        let mut text = ControlText { general, ..ControlText::default() };
        let mut mended = Vec::new();
        for entry in entries.into_iter().take(CONTROL_ENTRIES_MAX) {
            if text.places.contains_key(&entry.code) {
                mended.push(entry.code);
                continue;
            }
            text.places.insert(entry.code.clone(), text.entries.len());
            text.entries.push(entry);
        }
        for at in 0..text.entries.len() {
            if text.is_astray(at) {
                mended.push(text.entries[at].code.clone());
                text.entries[at].parent = None;
            }
        }
        for (at, entry) in text.entries.iter().enumerate() {
            if let Some(parent) = &entry.parent {
                text.below.entry(parent.clone()).or_default().push(at);
            }
        }
        (text, mended)
    }

    /// Whether the way up from a provision does not end at the top.
    fn is_astray(&self, at: usize) -> bool {
        const DEPTH_MAX: usize = 24;
        let mut here = &self.entries[at];
        for _ in 0..DEPTH_MAX {
            let Some(parent) = &here.parent else { return false };
            match self.entry(parent) {
                Some(above) => here = above,
                None => return true,
            }
        }
        true
    }

    /// Its provisions, in their order.
    pub fn entries(&self) -> &[ControlEntry] {
        &self.entries
    }

    /// Definitions, abbreviations and notes that hold for the whole.
    pub fn general(&self) -> &[ControlNote] {
        &self.general
    }

    /// The provision of this code.
    pub fn entry(&self, code: &str) -> Option<&ControlEntry> {
        self.places.get(code).and_then(|at| self.entries.get(*at))
    }

    /// The place of this code in [`ControlText::entries`].
    pub fn place(&self, code: &str) -> Option<usize> {
        self.places.get(code).copied()
    }

    /// The provisions at the top.
    pub fn top(&self) -> impl Iterator<Item = &ControlEntry> {
        self.entries.iter().filter(|entry| entry.parent.is_none())
    }

    /// The provisions right below one.
    pub fn below<'a>(&'a self, code: &str) -> impl Iterator<Item = &'a ControlEntry> {
        self.below.get(code).into_iter().flatten().filter_map(|at| self.entries.get(*at))
    }

    /// The provisions above one, from the top down.
    pub fn above(&self, code: &str) -> Vec<&ControlEntry> {
        let mut way = Vec::new();
        let mut parent = self.entry(code).and_then(|entry| entry.parent.as_deref());
        // The tree was mended when it was made, so this ends.
        while let Some(entry) = parent.and_then(|code| self.entry(code)) {
            way.push(entry);
            parent = entry.parent.as_deref();
        }
        way.reverse();
        way
    }

    /// The provision at the top over this one, or itself.
    pub fn head_of<'a>(&'a self, code: &'a str) -> &'a str {
        self.above(code).first().map_or(code, |entry| entry.code.as_str())
    }

    /// Its notes and definitions.
    pub fn n_notes(&self) -> u64 {
        (self.general.len() + self.entries.iter().map(|entry| entry.notes.len()).sum::<usize>()) as u64
    }

    /// Thresholds that its words name.
    pub fn n_thresholds(&self) -> u64 {
        self.entries.iter().map(|entry| entry.thresholds().len() as u64).sum()
    }
}
