//! A compiled set and what changed since, laid together without the queries: symbols keep their numbers.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::code::n_words;
use super::compile::Engine;
use super::filing::{Filing, Posting, Target};
use super::live::Entry;
use super::symbol::{Sort, Symbol};
use crate::ranking::idf;

impl Engine {
    /// The set without the profiles that are gone and with those that came. `later` are the symbols that came with them,
    /// numbered on from the last, and `counts` how many records hold each.
    pub(super) fn merged(
        &self,
        gone: &impl Fn(u32) -> bool,
        entries: &FxHashMap<u32, Arc<Entry>>,
        later: &[(Sort, String, Symbol)],
        counts: &[u32],
    ) -> Engine {
        let mut symbols = self.symbols.copy();
        for (sort, text, symbol) in later {
            symbols.put(*sort, text, *symbol);
        }
        let counts: Vec<u32> = self.counts.iter().chain(counts).copied().collect();
        let idfs = counts.iter().map(|count| idf(self.n_records, *count)).collect();
        // Where each block of the old code went.
        let mut code = Vec::with_capacity(self.code.len());
        let mut moved: Vec<(u32, u32)> = Vec::new();
        let mut at = 0;
        while at < self.code.len() {
            let n_words = 1 + n_words(self.code[at + 1]);
            if !gone(self.code[at]) {
                moved.push((at as u32, code.len() as u32));
                code.extend(&self.code[at..at + n_words]);
            }
            at += n_words;
        }
        let new_place = |at: u32| moved.binary_search_by_key(&at, |(old, _)| *old).ok().map(|found| moved[found].1);
        let mut filed: Vec<(Symbol, Symbol, Posting)> = Vec::with_capacity(self.filing.tests.len());
        for (key, test, posting) in self.filing.each() {
            let posting = match posting.target() {
                Target::Profile(number) => (!gone(number)).then_some(posting),
                Target::Block(at) => new_place(at).map(Posting::of_block),
            };
            filed.extend(posting.map(|posting| (key, test, posting)));
        }
        let mut unfiled: Vec<u32> = self.unfiled.iter().filter_map(|at| new_place(*at)).collect();
        let mut came: Vec<&Arc<Entry>> = entries.values().collect();
        came.sort_unstable_by_key(|entry| entry.number);
        for entry in &came {
            let posting = if entry.node.is_empty() {
                Posting::of_profile(entry.number)
            } else {
                code.push(entry.number);
                code.extend(&entry.node);
                Posting::of_block((code.len() - entry.node.len() - 1) as u32)
            };
            if entry.keys.is_empty() {
                unfiled.push(posting.word());
            }
            for key in &entry.keys {
                filed.extend(entry.tests.iter().map(|test| (*key, *test, posting)));
            }
        }
        // Nearly in order already, which this sort makes use of.
        filed.sort_by_key(|(key, test, _)| (*key, *test));
        let n_profiles = came.last().map_or(0, |entry| entry.number as usize + 1).max(self.n_profiles());
        let (mut asked, mut asked_firsts) = (Vec::with_capacity(self.asked.len()), Vec::with_capacity(n_profiles + 1));
        let has_thresholds =
            !self.thresholds.is_empty() || came.iter().any(|entry| entry.threshold > f32::NEG_INFINITY);
        let mut thresholds = Vec::with_capacity(if has_thresholds { n_profiles } else { 0 });
        for number in 0..n_profiles {
            asked_firsts.push(asked.len() as u32);
            let entry = entries.get(&(number as u32));
            match entry {
                Some(entry) => asked.extend(entry.asked.iter().map(|(symbol, _)| *symbol)),
                None if number < self.n_profiles() && !gone(number as u32) => {
                    let (from, to) = (self.asked_firsts[number] as usize, self.asked_firsts[number + 1] as usize);
                    asked.extend(&self.asked[from..to]);
                }
                None => {}
            }
            if has_thresholds {
                let old = self.thresholds.get(number).copied().unwrap_or(f32::NEG_INFINITY);
                thresholds.push(entry.map_or(old, |entry| entry.threshold));
            }
        }
        asked_firsts.push(asked.len() as u32);
        let old_costs = self.costs.iter().filter(|cost| !gone(cost.profile as u32));
        let mut costs: Vec<_> = old_costs.chain(came.iter().filter_map(|entry| entry.cost.as_ref())).cloned().collect();
        costs.sort_by_key(|cost| cost.profile);
        let filing = Filing::of_sorted(symbols.end(), filed.into_iter());
        Engine {
            analysis: self.analysis,
            weights: self.weights,
            mean_words: self.mean_words,
            n_records: self.n_records,
            symbols,
            counts,
            filing,
            code,
            unfiled,
            thresholds,
            asked_firsts,
            asked,
            idfs,
            costs,
        }
    }
}
