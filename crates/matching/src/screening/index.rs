//! Finding the likely ones among many listed parties without reading them all.
//!
//! Each name of a list is filed under keys: its words, the skeletons of their sounds, these with one sign left out, the
//! given names they are forms of, words that stand beside each other as one, first letters. Those that share the
//! weightiest keys with what is searched are compared in full.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::compare::judge_among;
use super::judgement::Judgement;
use super::name::{Name, Reading};
use super::short::Short;
use super::sound::{self, skeletons};
use super::subject::{Known, Listed, Subject};
use super::token::Token;
use super::word::WordKind;

/// How many names are compared in full for one search: with fewer, parties with common names are missed among the many
/// that share a word with them.
const COMPARED_MAX: usize = 600;

/// Postings read for one search; the rarest keys come first.
const POSTINGS_MAX: usize = 1_000_000;

/// Listed parties, prepared for searching.
#[derive(Debug, Default)]
pub struct Index {
    keys: Vec<String>,
    known: Vec<Known>,
    /// Of which party, and which of its names.
    names: Vec<(u32, u16)>,
    /// Hashes of keys in order, where the names under each begin, and the names.
    hashes: Vec<u32>,
    starts: Vec<u32>,
    filed: Vec<u32>,
    identifiers: FxHashMap<Box<str>, Vec<u32>>,
}

impl Index {
    /// Reads the names of listed parties and files them.
    pub fn new(listed: impl IntoIterator<Item = Listed>) -> Index {
        let mut index = Index::default();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        let mut keys = Vec::new();
        for Listed { key, subject } in listed {
            let party = index.keys.len() as u32;
            let known = Known::of(&subject);
            for (i, (name, ..)) in known.names.iter().enumerate() {
                let at = index.names.len() as u32;
                index.names.push((party, i as u16));
                keys.clear();
                keys_of(name, &mut keys);
                pairs.extend(keys.iter().map(|(key, _)| (*key, at)));
            }
            for identifier in &known.identifiers {
                index.identifiers.entry(identifier.clone()).or_default().push(party);
            }
            index.keys.push(key);
            index.known.push(known);
        }
        pairs.sort_unstable();
        pairs.dedup();
        index.filed = pairs.iter().map(|(_, at)| *at).collect();
        for (i, (hash, _)) in pairs.iter().enumerate() {
            if index.hashes.last() != Some(hash) {
                index.hashes.push(*hash);
                index.starts.push(i as u32);
            }
        }
        index.starts.push(pairs.len() as u32);
        index
    }

    /// How many parties are listed.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether none is listed.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The listed parties that may be this one, at most `limit` of them, the likeliest first; of equal ones, in the
    /// order of the list. What is below the threshold is no hit.
    pub fn search(&self, subject: &Subject, limit: usize) -> Vec<Judgement> {
        self.search_known(&Known::of(subject), limit)
    }

    /// The same for a party whose names have been read.
    pub fn search_known(&self, known: &Known, limit: usize) -> Vec<Judgement> {
        let mut candidates: Vec<(u32, u16, u16)> = Vec::new();
        for (i, (name, ..)) in known.names.iter().enumerate() {
            candidates.extend(self.likely(name).into_iter().map(|at| {
                let (party, own) = self.names[at as usize];
                (party, i as u16, own)
            }));
        }
        for identifier in &known.identifiers {
            for party in self.identifiers.get(identifier).into_iter().flatten() {
                candidates.push((*party, 0, 0));
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        let mut hits: Vec<(u32, Judgement)> = Vec::new();
        for group in candidates.chunk_by(|x, y| x.0 == y.0) {
            let party = group[0].0;
            let listed = &self.known[party as usize];
            let pairs = group
                .iter()
                .map(|(_, i, j)| (usize::from(*i), usize::from(*j)))
                .filter(|(i, j)| *i < known.names.len() && *j < listed.names.len());
            let (verdict, by) = judge_among(known, listed, pairs);
            if let Some(tier) = verdict.tier {
                let by = listed.names.get(by).map(|(_, text, _)| text.to_string()).unwrap_or_default();
                let key = self.keys[party as usize].clone();
                hits.push((party, Judgement { key, score: verdict.score, tier, reasons: verdict.reasons, by }));
            }
        }
        hits.sort_by(|x, y| y.1.score.total_cmp(&x.1.score).then(x.0.cmp(&y.0)));
        hits.truncate(limit);
        hits.into_iter().map(|(_, hit)| hit).collect()
    }

    /// The names that share the weightiest keys with this one.
    fn likely(&self, name: &Name) -> Vec<u32> {
        let mut keys = Vec::new();
        keys_of(name, &mut keys);
        keys.sort_unstable_by(|x, y| x.0.cmp(&y.0).then(y.1.cmp(&x.1)));
        keys.dedup_by_key(|key| key.0);
        let mut lists: Vec<(&[u32], f32)> = keys
            .iter()
            .filter_map(|(key, weight)| {
                let k = self.hashes.binary_search(key).ok()?;
                let list = &self.filed[self.starts[k] as usize..self.starts[k + 1] as usize];
                let rare = (self.names.len() as f32 / list.len() as f32).ln() + 0.1;
                Some((list, rare * f32::from(*weight)))
            })
            .collect();
        lists.sort_by_key(|(list, _)| list.len());
        let mut weights = vec![0f32; self.names.len()];
        let mut touched: Vec<u32> = Vec::new();
        let mut read = 0;
        for (list, weight) in lists {
            read += list.len();
            if read > POSTINGS_MAX && !touched.is_empty() {
                break;
            }
            for at in list {
                let held = &mut weights[*at as usize];
                if *held == 0.0 {
                    touched.push(*at);
                }
                *held += weight;
            }
        }
        if touched.len() > COMPARED_MAX {
            touched.select_nth_unstable_by(COMPARED_MAX - 1, |x, y| {
                weights[*y as usize].total_cmp(&weights[*x as usize]).then(x.cmp(y))
            });
            touched.truncate(COMPARED_MAX);
        }
        touched
    }
}

/// The keys under which a name is filed and looked for, with what they weigh.
fn keys_of(name: &Name, out: &mut Vec<(u32, u8)>) {
    for reading in &name.readings {
        keys_of_reading(reading, name.organisation, out);
    }
    out.sort_unstable();
    out.dedup();
}

fn keys_of_reading(reading: &Reading, organisation: bool, out: &mut Vec<(u32, u8)>) {
    // Initials and small words are keys only of names that have nothing else.
    let tells = |token: &Token| token.mass >= 1.0 && token.kind != WordKind::Initial;
    let bare = !reading.tokens.iter().any(tells);
    for token in &reading.tokens {
        if !tells(token) && !bare {
            continue;
        }
        out.push((hash(b'T', token.text.as_bytes()), 10));
        if !token.other.is_empty() {
            out.push((hash(b'T', token.other.as_bytes()), 10));
        }
        if token.group != 0 {
            out.push((hash(b'G', &token.group.to_le_bytes()), 8));
        }
        if organisation && token.distinctive() && (3..=8).contains(&token.text.len()) {
            out.push((hash(b'A', token.text.as_bytes()), 8));
        }
        if token.kind == WordKind::Number {
            continue;
        }
        let vowels = vowels(&token.sound);
        for skeleton in skeletons(&token.sound) {
            file_skeleton(&skeleton, out);
            if skeleton.len() <= 2 {
                let mut key = skeleton;
                key.push(vowels);
                out.push((hash(b'V', key.as_bytes()), 5));
            }
        }
        if !token.other.is_empty() {
            for skeleton in skeletons(&sound::sound(token.other.as_bytes())) {
                file_skeleton(&skeleton, out);
            }
        }
    }
    for initials in reading.initials.iter().filter(|initials| organisation && initials.len() >= 3) {
        out.push((hash(b'A', initials.as_bytes()), 8));
    }
    joins(reading, out);
}

/// A skeleton, and what is left of it when one sign is left out.
fn file_skeleton(skeleton: &Short, out: &mut Vec<(u32, u8)>) {
    let signs = skeleton.as_bytes();
    if signs.is_empty() {
        return;
    }
    out.push((hash(b'S', signs), 6));
    if signs.len() >= 3 {
        for i in 0..signs.len() {
            let mut less = Short::of(&signs[..i]);
            for sign in &signs[i + 1..] {
                if less.last() != Some(*sign) {
                    less.push(*sign);
                }
            }
            out.push((hash(b'S', less.as_bytes()), 2));
        }
    }
}

/// Words that may be written as one.
fn joins(reading: &Reading, out: &mut Vec<(u32, u8)>) {
    if (2..=5).contains(&reading.tokens.len()) {
        for (i, one) in reading.tokens.iter().enumerate() {
            for (j, other) in reading.tokens.iter().enumerate() {
                if i != j && one.text.len() + other.text.len() >= 5 {
                    let mut joined = one.sound;
                    joined.extend(other.sound.as_bytes());
                    let [hard, _] = skeletons(&joined);
                    if hard.len() >= 3 {
                        out.push((hash(b'S', hard.as_bytes()), 6));
                    }
                }
            }
        }
    }
    if reading.tokens.len() >= 3 {
        let [hard, _] = skeletons(&sound::sound(reading.whole.as_bytes()));
        if hard.len() >= 4 {
            out.push((hash(b'S', hard.as_bytes()), 6));
        }
    }
}

/// The first vowel, roughly, for words with few consonants.
fn vowels(sound: &Short) -> u8 {
    let first = sound.as_bytes().iter().find(|sign| sound::is_vowel(**sign));
    match first {
        Some(b'a' | b'e' | b'A') => b'a',
        Some(b'i' | b'I') => b'i',
        Some(b'o' | b'u' | b'U') => b'o',
        _ => b'-',
    }
}

fn hash(sort: u8, bytes: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    sort.hash(&mut hasher);
    bytes.hash(&mut hasher);
    let whole = hasher.finish();
    (whole ^ (whole >> 32)) as u32
}
