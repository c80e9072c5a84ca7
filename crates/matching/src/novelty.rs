//! Novelty: which records say what a reader has already got.
//!
//! Two steps. *MinHash* (Broder 1997): of each record the runs of three words are hashed with many functions, and the least value of
//! each function is kept; two records agree in a value as often as they share runs. Records that agree in any band of values are
//! candidates ([`Shelf::near`]). Then their *cosine* over words, weighted by rarity, with the names of the makers, decides
//! ([`Novelty`]): the same again, a new state of the same, or news.
//!
//! Not useful for deciding that two records are one work: that is [`identity`](crate::identity), by identifiers.

use std::hash::BuildHasher;

use model::Record;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::field::Field;
use crate::ranking::idf;
use crate::sheet::Sheet;
use crate::statistics::Statistics;

/// Cosine above which a record is the same again.
pub const DUPLICATE_LIKENESS: f32 = 0.9;

/// Cosine from which a record is a new state of what is held.
pub const UPDATE_LIKENESS: f32 = 0.6;

/// Values that are kept of each record.
const VALUES: usize = 96;

/// Values that agree together in a candidate. With two, records that share a tenth of their runs are found 38 times in a hundred,
/// those that share a third 996 times in a thousand.
const BAND: usize = 2;

/// Words of a run.
const RUN: usize = 3;

/// Records of one band that are looked at. Boilerplate makes bands that thousands share, and says nothing of either.
const BAND_RECORDS_MAX: usize = 200;

/// How a record stands to one that is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Novelty {
    /// It says something else.
    New,
    /// It is a new state of the same.
    Update,
    /// It is the same again.
    Duplicate,
}

impl Novelty {
    /// By the likeness of two records.
    pub fn of(likeness: f32) -> Novelty {
        if likeness > DUPLICATE_LIKENESS {
            Novelty::Duplicate
        } else if likeness >= UPDATE_LIKENESS {
            Novelty::Update
        } else {
            Novelty::New
        }
    }
}

/// What is kept of a record to tell whether another says the same. A few kilobytes; nothing can be read from it.
#[derive(Clone, Debug)]
pub struct Fingerprint {
    /// The least value of each function; empty where the record has no text.
    values: Vec<u32>,
    /// Hashes of words and names in ascending order, with weights.
    words: Vec<(u64, f32)>,
    length: f32,
}

impl Fingerprint {
    /// Of a record that is laid out. `statistics` says which words are rare; without any all count the same.
    pub fn of(record: &Record, sheet: &Sheet, statistics: &Statistics) -> Fingerprint {
        let hasher = rustc_hash::FxBuildHasher;
        let mut counts: FxHashMap<u64, (f32, f32)> = FxHashMap::default();
        let mut runs = FxHashSet::default();
        let mut run: Vec<u64> = Vec::new();
        let mut segment = u32::MAX;
        for token in sheet.tokens() {
            let passage = &sheet.passages()[token.segment as usize];
            if !matches!(passage.field, Field::Title | Field::Abstract) {
                continue;
            }
            if segment != token.segment {
                run.clear();
                segment = token.segment;
            }
            let word = hasher.hash_one(&*token.key);
            run.push(word);
            if run.len() > RUN {
                run.remove(0);
            }
            // A title of two words is a run too.
            runs.insert(hasher.hash_one(&run));
            let rarity = idf(statistics.n_records().max(1), statistics.holding(passage.tongue, &token.key));
            counts.entry(word).or_insert((0.0, rarity)).0 += 1.0;
        }
        let mut words: Vec<(u64, f32)> =
            counts.into_iter().map(|(word, (times, rarity))| (word, (1.0 + times.ln()) * rarity)).collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        let text = length(&words);
        let mut names: Vec<u64> = record.contributors.iter().map(|one| name_hash(&one.name.display())).collect();
        names.sort_unstable();
        names.dedup();
        let each = NAMES_SHARE * text / (names.len().max(1) as f32).sqrt();
        words.extend(names.into_iter().map(|name| (name, each)));
        words.sort_unstable_by_key(|(word, _)| *word);
        Fingerprint { values: least(&runs), length: length(&words), words }
    }

    /// How alike two records are: the cosine of their words and names, from 0 to 1.
    pub fn likeness(&self, other: &Fingerprint) -> f32 {
        let (mut shared, mut rest) = (0.0, other.words.iter().peekable());
        for (word, weight) in &self.words {
            while rest.next_if(|(held, _)| held < word).is_some() {}
            if let Some((_, held)) = rest.next_if(|(held, _)| held == word) {
                shared += weight * held;
            }
        }
        let both = self.length * other.length;
        if both > 0.0 { (shared / both).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The bands under which it is filed.
    fn bands(&self) -> impl Iterator<Item = u64> + '_ {
        let hasher = rustc_hash::FxBuildHasher;
        self.values.chunks_exact(BAND).enumerate().map(move |(at, band)| hasher.hash_one((at, band)))
    }
}

/// How much the names of the makers weigh beside the words of the text.
const NAMES_SHARE: f32 = 0.5;

fn name_hash(name: &str) -> u64 {
    // Initials come and go between two states of a record; the family name with the first letter stays.
    let folded = crate::analysis::fold(name);
    rustc_hash::FxBuildHasher.hash_one(("name", folded))
}

fn length(words: &[(u64, f32)]) -> f32 {
    words.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt()
}

/// The least value of each function over the runs.
fn least(runs: &FxHashSet<u64>) -> Vec<u32> {
    if runs.is_empty() {
        return Vec::new();
    }
    let mut values = vec![u32::MAX; VALUES];
    for run in runs {
        let mut state = *run;
        for value in &mut values {
            // splitmix64 (Steele, Lea and Flood 2014): each step is a function of its own.
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *value = (*value).min((z >> 32) as u32);
        }
    }
    values
}

/// A record that is like another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// The number under which it was shelved.
    pub number: u64,
    /// Their cosine.
    pub likeness: f32,
}

/// Fingerprints of what is held, filed by their bands.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    held: Vec<(u64, Fingerprint)>,
    bands: FxHashMap<u64, Vec<u32>>,
}

impl Shelf {
    /// Puts a record on the shelf under a number of the caller's.
    pub fn put(&mut self, number: u64, fingerprint: Fingerprint) {
        let Ok(place) = u32::try_from(self.held.len()) else { return };
        for band in fingerprint.bands() {
            let filed = self.bands.entry(band).or_default();
            if filed.len() < BAND_RECORDS_MAX {
                filed.push(place);
            }
        }
        self.held.push((number, fingerprint));
    }

    /// How many records are on it.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// The records that say the same or an earlier state of it, the nearest first.
    pub fn near(&self, fingerprint: &Fingerprint) -> Vec<Near> {
        let mut places: Vec<u32> =
            fingerprint.bands().filter_map(|band| self.bands.get(&band)).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        let mut near: Vec<Near> = places
            .into_iter()
            .map(|place| {
                let (number, held) = &self.held[place as usize];
                Near { number: *number, likeness: held.likeness(fingerprint) }
            })
            .filter(|near| near.likeness >= UPDATE_LIKENESS)
            .collect();
        near.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.number.cmp(&b.number)));
        near
    }
}

/// Records that say the same, in groups: each group in the order that was given, and the groups by their first. A record that is like
/// none stands alone.
pub fn groups(fingerprints: &[Fingerprint]) -> Vec<Vec<usize>> {
    let mut shelf = Shelf::default();
    let mut group_of: Vec<usize> = Vec::with_capacity(fingerprints.len());
    for (at, fingerprint) in fingerprints.iter().enumerate() {
        // With the record that is nearest, and not with all that are near: chains would join what has nothing in common.
        let nearest = shelf.near(fingerprint).first().map(|near| group_of[near.number as usize]);
        group_of.push(nearest.unwrap_or(at));
        shelf.put(at as u64, fingerprint.clone());
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); fingerprints.len()];
    for (at, group) in group_of.into_iter().enumerate() {
        groups[group].push(at);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use model::Text;

    use super::*;
    use crate::Analysis;

    const BODY: &str = "Silicon rectifiers were tried on three locomotives of the mountain line through one winter, and the losses \
        of the cells were taken every week with a bridge that was made for it.";

    fn of(title: &str, body: &str) -> Fingerprint {
        let (titles, abstracts) = (vec![Text::plain(title)], vec![Text::plain(body)]);
        let record = Record { titles, abstracts, ..Record::default() };
        Fingerprint::of(&record, &Sheet::new(&record, Analysis::Stemmed), &Statistics::default())
    }

    #[test]
    fn the_same_again_a_new_state_and_news_are_told_apart() {
        let held = of("Silicon rectifiers in winter", BODY);
        let mut shelf = Shelf::default();
        shelf.put(7, held.clone());
        let novelty = |one: &Fingerprint| Novelty::of(shelf.near(one).first().map_or(0.0, |near| near.likeness));
        assert_eq!(novelty(&held), Novelty::Duplicate);
        let revised = of(
            "Silicon rectifiers in winter",
            &format!(
                "{BODY} A second winter and eleven further engines confirm what \
            the first had shown, with fewer failures after the cooling was changed."
            ),
        );
        assert_eq!(novelty(&revised), Novelty::Update);
        assert_eq!(novelty(&of("Polymer spinning", "Nozzles for synthetic fibre made of sapphire.")), Novelty::New);
    }

    #[test]
    fn records_are_grouped_with_what_they_repeat() {
        let other = of("Polymer spinning", "Nozzles for synthetic fibre made of sapphire.");
        let all = [of("Silicon rectifiers", BODY), other, of("Silicon rectifiers", BODY), of("", "")];
        assert_eq!(groups(&all), [vec![0, 2], vec![1], vec![3]]);
    }

    #[test]
    fn a_record_without_text_is_like_nothing() {
        let empty = of("", "");
        assert_eq!(empty.likeness(&empty), 0.0);
        let mut shelf = Shelf::default();
        shelf.put(1, empty.clone());
        assert!(shelf.near(&empty).is_empty() && !shelf.is_empty() && shelf.len() == 1);
    }
}
