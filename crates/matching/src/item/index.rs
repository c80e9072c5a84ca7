//! The index of a control list: which provisions have which words, and how much a word tells.

use std::collections::HashMap;
use std::sync::Arc;

use model::{ControlEntry, ControlNoteKind, ControlText, Threshold};
use rustc_hash::FxHashMap;

use super::rank::Measured;
use super::words::Cutter;

/// How much the words of a provision weigh: its own, those of the provisions above it, of its notes, and of the definitions of terms that
/// it names. Chosen on our own questions about Annex I; the order matters, the figures little.
const OWN: f32 = 1.0;
const ABOVE: f32 = 0.7;
const NOTES: f32 = 0.15;
const DEFINED: f32 = 0.08;

/// How fast a word that is repeated says less, and how much long provisions are held back: as in the paper.
pub(super) const K1: f32 = 1.2;
const B: f32 = 0.6;

/// A provision as it is ranked.
#[derive(Debug)]
pub(super) struct Provision {
    /// Its place in the text.
    pub(super) at: usize,
    /// The place of the provision at the top over it, among the heads.
    pub(super) head: usize,
    /// Whether it may be the answer: it is described by itself, and not only a heading of those below it.
    pub(super) is_answer: bool,
    /// Its thresholds and those above it, each with the place of the provision in whose words it stands and what it measures.
    pub(super) thresholds: Vec<(usize, Threshold, Measured)>,
}

/// A control list, ready to be asked.
#[derive(Debug)]
pub struct ItemHelp {
    pub(super) text: Arc<ControlText>,
    pub(super) provisions: Vec<Provision>,
    /// Heads: the place of each in the text, and whether it is of software or technology.
    pub(super) heads: Vec<(usize, bool)>,
    /// By word: the provisions that have it, and how much.
    pub(super) postings: FxHashMap<String, Vec<(u32, f32)>>,
    /// By word: the heads under which it stands, and how much.
    pub(super) head_postings: FxHashMap<String, Vec<(u32, f32)>>,
    /// What abbreviations stand for, as keys.
    pub(super) acronyms: HashMap<String, Vec<String>>,
}

/// Words with how much they weigh in one document.
type Bag = FxHashMap<String, f32>;

fn add(bag: &mut Bag, keys: &[String], weight: f32) {
    for key in keys {
        *bag.entry(key.clone()).or_insert(0.0) += weight;
    }
}

impl ItemHelp {
    /// Makes the index of a list. For a list of four thousand lines that takes some tens of milliseconds.
    pub fn new(text: Arc<ControlText>) -> ItemHelp {
        let cutter = Cutter::new();
        let own: Vec<Vec<String>> = text.entries().iter().map(|entry| cutter.all(&entry.text)).collect();
        let notes: Vec<Vec<String>> = text.entries().iter().map(|entry| note_keys(&cutter, entry)).collect();
        let defined = definitions(&cutter, &text);
        let mut heads = Vec::new();
        let mut head_of: HashMap<&str, usize> = HashMap::new();
        for (at, entry) in text.entries().iter().enumerate().filter(|(_, entry)| entry.parent.is_none()) {
            head_of.insert(entry.code.as_str(), heads.len());
            heads.push((at, is_intangible(&entry.text)));
        }
        let mut provisions = Vec::with_capacity(text.entries().len());
        let mut bags: Vec<Bag> = Vec::new();
        let mut head_bags: Vec<Bag> = vec![Bag::default(); heads.len()];
        for (at, entry) in text.entries().iter().enumerate() {
            let above = text.above(&entry.code);
            let head_code = above.first().map_or(entry.code.as_str(), |head| head.code.as_str());
            let Some(head) = head_of.get(head_code).copied() else { continue };
            let mut bag = Bag::default();
            add(&mut bag, &own[at], OWN);
            let path: Vec<usize> = above.iter().filter_map(|entry| text.place(&entry.code)).collect();
            for place in &path {
                add(&mut bag, &own[*place], ABOVE);
            }
            add(&mut bag, &notes[at], NOTES);
            for term in quoted(&entry.text) {
                if let Some(keys) = defined.get(&term.to_lowercase()) {
                    add(&mut bag, keys, DEFINED);
                }
            }
            add(&mut head_bags[head], &own[at], OWN);
            add(&mut head_bags[head], &notes[at], NOTES);
            let thresholds = path.iter().copied().chain([at]).flat_map(|place| {
                let entry = text.entries().get(place);
                entry.map(ControlEntry::thresholds).unwrap_or_default().into_iter().map(move |one| (place, one))
            });
            let thresholds = thresholds.map(|(place, one)| {
                let of = Measured::new(&cutter, &one.words);
                (place, one, of)
            });
            let is_heading = text.below(&entry.code).next().is_some() && leads_on(&entry.text);
            let is_answer = !entry.is_unused() && !is_heading;
            provisions.push(Provision { at, head, is_answer, thresholds: thresholds.collect() });
            bags.push(bag);
        }
        let acronyms = acronyms(&cutter, &text);
        let (postings, head_postings) = (postings(&bags), postings(&head_bags));
        ItemHelp { text, provisions, heads, postings, head_postings, acronyms }
    }

    /// The list that is asked.
    pub fn text(&self) -> &ControlText {
        &self.text
    }
}

/// What a word weighs in each document, its frequency damped by the length of the document and its rarity counted in.
fn postings(bags: &[Bag]) -> FxHashMap<String, Vec<(u32, f32)>> {
    let length = |bag: &Bag| bag.values().sum::<f32>();
    let n = bags.len().max(1) as f32;
    let average = (bags.iter().map(length).sum::<f32>() / n).max(1.0);
    let mut found: FxHashMap<String, Vec<(u32, f32)>> = FxHashMap::default();
    for (at, bag) in (0_u32..).zip(bags) {
        let damping = 1.0 - B + B * length(bag) / average;
        for (key, weight) in bag {
            found.entry(key.clone()).or_default().push((at, weight / damping));
        }
    }
    for list in found.values_mut() {
        let df = list.len() as f32;
        let rarity = (1.0 + (n - df + 0.5) / (df + 0.5)).ln();
        for (_, weight) in list {
            *weight = rarity * *weight * (K1 + 1.0) / (*weight + K1);
        }
    }
    found
}

fn note_keys(cutter: &Cutter, entry: &ControlEntry) -> Vec<String> {
    // What a note lets out is not what the provision is about.
    let tells = |kind| matches!(kind, ControlNoteKind::Note | ControlNoteKind::Technical);
    entry.notes.iter().filter(|note| tells(note.kind)).flat_map(|note| cutter.all(&note.text)).collect()
}

fn definitions(cutter: &Cutter, text: &ControlText) -> HashMap<String, Vec<String>> {
    let notes = text.general().iter().filter(|note| note.kind == ControlNoteKind::Definition);
    notes.map(|note| (note.term.to_lowercase(), cutter.all(&note.text))).collect()
}

fn acronyms(cutter: &Cutter, text: &ControlText) -> HashMap<String, Vec<String>> {
    let notes = text.general().iter().filter(|note| note.kind == ControlNoteKind::Acronym);
    notes
        .filter(|note| note.term.chars().count() > 1 && !note.term.contains(' '))
        .map(|note| (note.term.to_lowercase(), cutter.all(&note.text)))
        .collect()
}

/// Terms in double quotes, which the list defines.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// Whether a text only leads on to those below it.
fn leads_on(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', ';', '.']).to_lowercase();
    text.ends_with("follows") || text.ends_with("following") || text.is_empty() || text.ends_with("characteristics")
}

/// Whether an entry is of software or of technology, which repeat the words of the goods that they serve.
fn is_intangible(text: &str) -> bool {
    // `Software`, `Other "software" as follows`, `"Technology" according to`.
    let begin: String = text.chars().take(28).collect::<String>().to_lowercase();
    begin.contains("software") || begin.contains("technology")
}
