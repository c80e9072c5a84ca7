//! The difference between two versions of a control list: what came, what went, what got another number, what says something else.

use std::collections::HashMap;

use crate::control_entry::{ControlEntry, ControlNote};
use crate::control_list::ControlText;
use crate::threshold::Threshold;
use crate::words::words;

/// Words of two texts, multiplied, above which they are compared as wholes: what comparing them word by word would take.
const COMPARED_MAX: usize = 4_000_000;

words! {
    /// What became of a provision.
    ControlChangeKind {
        /// It is new.
        Added = "added",
        /// It is gone.
        Removed = "removed",
        /// It says the same under another code.
        Renumbered = "renumbered",
        /// Its words or notes are others.
        Reworded = "reworded",
    }
}

/// A run of words in a text that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordRun {
    /// In both.
    Same(String),
    /// Only in the older one.
    Gone(String),
    /// Only in the newer one.
    New(String),
}

/// What became of one provision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlChange {
    /// What.
    pub kind: ControlChangeKind,
    /// Its code in the newer version; in the older one where it is gone.
    pub code: String,
    /// Its code before, where that is another.
    pub from: Option<String>,
    /// Its words, run by run.
    pub words: Vec<WordRun>,
    /// Whether its notes are others.
    pub notes_changed: bool,
    /// Its notes that are others, each run by run. One that only one version has is new or gone whole.
    pub notes: Vec<Vec<WordRun>>,
    /// Its thresholds before and now, where they are others.
    pub thresholds: Option<(Vec<Threshold>, Vec<Threshold>)>,
}

/// Words that say the same whatever code stands in them.
fn said(entry: &ControlEntry) -> String {
    entry.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What became of the provisions of an older version in a newer one, in the order of the newer one; those that are gone at the end.
pub fn control_changes(older: &ControlText, newer: &ControlText) -> Vec<ControlChange> {
    let mut gone: HashMap<String, Vec<&ControlEntry>> = HashMap::new();
    for entry in older.entries().iter().filter(|entry| newer.entry(&entry.code).is_none()) {
        gone.entry(said(entry)).or_default().push(entry);
    }
    gone.values_mut().for_each(|entries| entries.reverse());
    let mut changes = Vec::new();
    let mut moved = std::collections::HashSet::new();
    for entry in newer.entries() {
        match older.entry(&entry.code) {
            Some(before) if before == entry => {}
            Some(before) => {
                if let Some(change) = reworded(before, entry) {
                    changes.push(change);
                }
            }
            None => {
                let before = gone.get_mut(&said(entry)).filter(|_| !entry.is_unused()).and_then(Vec::pop);
                let change = match before {
                    Some(before) => {
                        moved.insert(before.code.clone());
                        ControlChange {
                            kind: ControlChangeKind::Renumbered,
                            from: Some(before.code.clone()),
                            notes_changed: before.notes != entry.notes,
                            notes: note_runs(&before.notes, &entry.notes),
                            ..plain(ControlChangeKind::Renumbered, entry, WordRun::Same)
                        }
                    }
                    None => plain(ControlChangeKind::Added, entry, WordRun::New),
                };
                changes.push(change);
            }
        }
    }
    for entry in older.entries() {
        if newer.entry(&entry.code).is_none() && !moved.contains(&entry.code) {
            changes.push(plain(ControlChangeKind::Removed, entry, WordRun::Gone));
        }
    }
    changes
}

fn plain(kind: ControlChangeKind, entry: &ControlEntry, run: fn(String) -> WordRun) -> ControlChange {
    ControlChange {
        kind,
        code: entry.code.clone(),
        from: None,
        words: vec![run(entry.text.clone())],
        notes_changed: false,
        notes: Vec::new(),
        thresholds: None,
    }
}

fn reworded(before: &ControlEntry, entry: &ControlEntry) -> Option<ControlChange> {
    let notes_changed = before.notes != entry.notes;
    if before.text == entry.text && !notes_changed {
        // It only hangs elsewhere.
        return None;
    }
    let thresholds = (before.thresholds(), entry.thresholds());
    Some(ControlChange {
        kind: ControlChangeKind::Reworded,
        code: entry.code.clone(),
        from: None,
        words: word_runs(&before.text, &entry.text),
        notes_changed,
        notes: note_runs(&before.notes, &entry.notes),
        thresholds: (thresholds.0 != thresholds.1).then_some(thresholds),
    })
}

/// The notes that are not in both, word by word: what is gone and what is new of one kind and term belong together in their order.
fn note_runs(older: &[ControlNote], newer: &[ControlNote]) -> Vec<Vec<WordRun>> {
    let mut gone: Vec<&ControlNote> = older.iter().filter(|note| !newer.contains(note)).collect();
    let mut found = Vec::new();
    for note in newer.iter().filter(|note| !older.contains(note)) {
        let at = gone.iter().position(|before| before.kind == note.kind && before.term == note.term);
        let before = at.map_or("", |at| gone.remove(at).text.as_str());
        found.push(word_runs(before, &note.text));
    }
    found.extend(gone.into_iter().map(|note| word_runs(&note.text, "")));
    // Where only a kind or a term is another, the words are those of both.
    found.retain(|runs| !runs.is_empty());
    found
}

/// Two texts held against each other word by word: the longest words that both have in one order stay (longest common subsequence).
pub fn word_runs(older: &str, newer: &str) -> Vec<WordRun> {
    let (old, new): (Vec<&str>, Vec<&str>) = (older.split_whitespace().collect(), newer.split_whitespace().collect());
    let head = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(one, other)| one == other).count();
    let (left, right) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut runs = Vec::new();
    push(&mut runs, &old[..head], WordRun::Same);
    if left.len().saturating_mul(right.len()) > COMPARED_MAX {
        push(&mut runs, left, WordRun::Gone);
        push(&mut runs, right, WordRun::New);
    } else {
        between(&mut runs, left, right);
    }
    push(&mut runs, &old[old.len() - tail..], WordRun::Same);
    runs
}

fn between(runs: &mut Vec<WordRun>, left: &[&str], right: &[&str]) {
    let width = right.len() + 1;
    // The length of what is common to what is left of both, from each place on.
    let mut common = vec![0_u16; (left.len() + 1) * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            common[i * width + j] = if left[i] == right[j] {
                common[(i + 1) * width + j + 1].saturating_add(1)
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < left.len() || j < right.len() {
        if i < left.len() && j < right.len() && left[i] == right[j] {
            push(runs, &left[i..=i], WordRun::Same);
            (i, j) = (i + 1, j + 1);
        } else if j >= right.len() || (i < left.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]) {
            push(runs, &left[i..=i], WordRun::Gone);
            i += 1;
        } else {
            push(runs, &right[j..=j], WordRun::New);
            j += 1;
        }
    }
}

/// Adds words to the last run where that is of the same sort.
fn push(runs: &mut Vec<WordRun>, words: &[&str], run: fn(String) -> WordRun) {
    if words.is_empty() {
        return;
    }
    let next = run(words.join(" "));
    match (runs.last_mut(), &next) {
        (Some(WordRun::Same(held)), WordRun::Same(more))
        | (Some(WordRun::Gone(held)), WordRun::Gone(more))
        | (Some(WordRun::New(held)), WordRun::New(more)) => {
            held.push(' ');
            held.push_str(more);
        }
        _ => runs.push(next),
    }
}
