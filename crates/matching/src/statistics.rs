//! How often words occur: what makes a word rare.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::analysis::{Stemmer, Tongue};
use crate::sheet::Sheet;

/// Counts over a collection, or over a sample of it.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    n_records: u64,
    n_words: u64,
    holding: FxHashMap<(Tongue, Box<str>), u32>,
    having: FxHashMap<Box<str>, u32>,
    tongues: BTreeSet<Tongue>,
    /// Made when a prefix is first asked for; counting on afterwards makes it anew.
    sorted: OnceLock<Vec<(Box<str>, u64)>>,
}

impl Statistics {
    /// Counts one more record.
    pub fn add(&mut self, sheet: &Sheet) {
        self.sorted = OnceLock::new();
        self.tongues.extend(sheet.tongues());
        self.n_records += 1;
        self.n_words += u64::from(sheet.n_text_words());
        for (tongue, key) in sheet.distinct_keys() {
            match self.holding.get_mut(&(tongue, Box::from(key))) {
                Some(count) => *count += 1,
                None => {
                    self.holding.insert((tongue, Box::from(key)), 1);
                }
            }
        }
        for atom in sheet.atoms() {
            *self.having.entry(Box::from(atom)).or_default() += 1;
        }
    }

    /// How many records were counted.
    pub fn n_records(&self) -> u64 {
        self.n_records
    }

    /// Mean number of words of title, abstract and keywords.
    pub fn mean_words(&self) -> f32 {
        if self.n_records == 0 { 1.0 } else { (self.n_words as f32 / self.n_records as f32).max(1.0) }
    }

    /// How many records hold a word, by its key in a tongue.
    pub fn holding(&self, tongue: Tongue, key: &str) -> u32 {
        self.holding.get(&(tongue, Box::from(key))).copied().unwrap_or(0)
    }

    /// How many records have a property, by its key.
    pub(crate) fn having(&self, atom: &str) -> u32 {
        self.having.get(atom).copied().unwrap_or(0)
    }

    /// How many counted records hold a folded word in any tongue, or for a prefix the sum over the
    /// words that begin so (a record with two of them counts twice).
    pub(crate) fn asked(&self, folded: &str, open: bool) -> u32 {
        if open {
            let sorted = self.sorted.get_or_init(|| self.sort());
            let before = |at: usize| at.checked_sub(1).map_or(0, |at| sorted[at].1);
            let from = sorted.partition_point(|(key, _)| **key < *folded);
            let to = from + sorted[from..].partition_point(|(key, _)| key.starts_with(folded));
            return u32::try_from(before(to) - before(from)).unwrap_or(u32::MAX);
        }
        let tongues = self.tongues.iter();
        tongues.map(|tongue| self.holding(*tongue, &Stemmer::new(*tongue).key(folded))).fold(0, u32::saturating_add)
    }

    /// The words in order, each with the sum of the counts up to it.
    fn sort(&self) -> Vec<(Box<str>, u64)> {
        let mut all: Vec<(Box<str>, u64)> =
            self.holding.iter().map(|((_, key), count)| (key.clone(), u64::from(*count))).collect();
        all.sort_unstable();
        let mut sum = 0;
        for (_, count) in &mut all {
            sum += *count;
            *count = sum;
        }
        all
    }
}
