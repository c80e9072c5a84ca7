//! Compiles profiles: numbers what they ask for, files each and writes its code.

use model::Way;

use super::code::{self, each_symbol};
use super::filing::{Filing, Place, Posting, TARGETS_MAX, place};
use super::program::{Numbering, clause};
use super::symbol::{ALWAYS, Sort, Space, Symbol, Symbols};
use crate::analysis::Analysis;
use crate::oracle::asked_words;
use crate::query::{Query, counted_key, way_key};
use crate::ranking::{Weights, idf};
use crate::statistics::Statistics;

/// A query that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// What it asks.
    pub query: Query,
    /// Records that rank lower are not hits.
    pub threshold: Option<f32>,
}

/// A profile that cannot be filed under a word, with what that costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// Number of the profile in the order given.
    pub profile: usize,
    /// Share of all records on which it has to be evaluated, 0 to 1.
    pub share: f32,
    /// Why, and what to do about it, in a sentence.
    pub reason: String,
}

/// All profiles, compiled. Cheap to share; each thread takes a [`super::Matcher`] on it.
#[derive(Debug)]
pub struct Engine {
    pub(super) analysis: Analysis,
    pub(super) weights: Weights,
    pub(super) mean_words: f32,
    /// Records that were counted.
    pub(super) n_records: u64,
    pub(super) symbols: Symbols,
    /// For each symbol how many of the counted records hold it.
    pub(super) counts: Vec<u32>,
    pub(super) filing: Filing,
    pub(super) code: Vec<u32>,
    /// Blocks of the profiles that no symbol files.
    pub(super) unfiled: Vec<u32>,
    /// Of each profile; empty when none has one.
    pub(super) thresholds: Vec<f32>,
    /// `asked[asked_firsts[p]..asked_firsts[p + 1]]` are the words that rank a record for profile `p`.
    pub(super) asked_firsts: Vec<u32>,
    pub(super) asked: Vec<Symbol>,
    /// How telling each symbol is.
    pub(super) idfs: Vec<f32>,
    pub(super) costs: Vec<Cost>,
}

/// A profile filed on more than this share of the records is reported with its cost.
const SHARE_REPORTED: f32 = 0.25;

/// Records below which shares are not reported.
const COUNTED_MIN: u64 = 500;

/// Symbols that are numbered as they are met, with how many records hold each.
pub(super) struct Counting<'a> {
    /// The engine whose symbols keep their numbers, when profiles are added to it.
    pub base: Option<&'a Engine>,
    pub symbols: &'a mut Symbols,
    pub counts: &'a mut Vec<u32>,
    pub statistics: &'a Statistics,
}

impl Counting<'_> {
    fn number(&mut self, sort: Sort, text: &str, count: impl FnOnce(&Statistics) -> u32) -> Symbol {
        let known = self.base.and_then(|base| base.symbols.find(sort, text)).or_else(|| self.symbols.find(sort, text));
        known.unwrap_or_else(|| {
            self.counts.push(count(self.statistics));
            self.symbols.add(sort, text)
        })
    }

    fn count(&self, symbol: Symbol) -> u32 {
        let n_old = self.base.map_or(0, |base| base.counts.len());
        match self.base {
            Some(base) if (symbol as usize) < n_old => base.counts[symbol as usize],
            _ => self.counts[symbol as usize - n_old],
        }
    }
}

impl Numbering for Counting<'_> {
    fn word(&mut self, space: Space, folded: &str, open: bool) -> Symbol {
        let sort = if open { Sort::Prefix(space) } else { Sort::Word(space) };
        self.number(sort, folded, |statistics| match space {
            Space::Prose => statistics.asked(folded, open),
            // Names are not counted; they are rarer than words of prose.
            _ => u32::try_from(statistics.n_records() / 1_000).unwrap_or(u32::MAX),
        })
    }

    fn atom(&mut self, key: &str) -> Symbol {
        self.number(Sort::Atom, key, |statistics| statistics.having(key))
    }

    fn way(&mut self, way: &Way) -> Symbol {
        // Classes are counted without their schemes, so this is the most it can be.
        let most = |statistics: &Statistics| statistics.having(&counted_key(way.end(), way.below));
        self.number(Sort::Atom, &way_key(way), most)
    }

    fn cost(&self, symbol: Symbol) -> u64 {
        u64::from(self.count(symbol))
    }
}

/// One profile, compiled with the numbers that symbols have while they are met.
pub(super) struct Draft {
    pub place: Option<Place>,
    pub cost: Option<Cost>,
}

/// Compiles one profile: its node is added to `node`, the words that rank for it to `asked`.
pub(super) fn draft(
    number: u32,
    standing: &Standing,
    analysis: Analysis,
    counting: &mut Counting<'_>,
    node: &mut Vec<u32>,
    asked: &mut Vec<Symbol>,
) -> Draft {
    let (clause, covers) = clause(&standing.query, analysis, counting);
    let place = place(&clause, covers, node);
    let mut words = Vec::new();
    asked_words(&standing.query, analysis, &mut words);
    words.sort();
    words.dedup();
    asked.extend(words.iter().map(|(folded, open)| counting.word(Space::Prose, folded, *open)));
    let n_records = counting.statistics.n_records();
    let share = place.as_ref().map(|place| place.cost as f32 / n_records.max(1) as f32);
    // A handful of records says nothing about how rare a word is.
    let cost = match share {
        None => Some(cost(number, &standing.query, None)),
        Some(share) if share > SHARE_REPORTED && n_records >= COUNTED_MIN => {
            Some(cost(number, &standing.query, Some(share.min(1.0))))
        }
        Some(_) => None,
    };
    Draft { place, cost }
}

/// `share`: of the records that hold its rarest words; `None` when it is filed under nothing.
fn cost(profile: u32, query: &Query, share: Option<f32>) -> Cost {
    let reason = if query.only_denies() {
        format!(
            "it only says what must not be there, so it is evaluated on every record and nearly every record satisfies it; add a word that must be there: `word AND {query}`"
        )
    } else if let Some(share) = share {
        format!("its rarest words stand in {:.0} of 100 records; add a rarer word to make it cheaper", share * 100.0)
    } else {
        "it needs no word, class or name, so it is evaluated on every record; add a word that must be there".to_owned()
    };
    Cost { profile: profile as usize, share: share.unwrap_or(1.0), reason }
}

/// A posting to be, with the profile it belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ToFile {
    key: Symbol,
    test: Symbol,
    number: u32,
}

/// Where the node of a profile stands before it has its place; a profile whose posting suffices has none.
const NOWHERE: u32 = u32::MAX;

impl Engine {
    /// Compiles profiles. `statistics` say which words are rare; a sample of the records to come
    /// is enough, and without any the engine is as right and slower.
    pub fn new(standing: &[Standing], analysis: Analysis, statistics: &Statistics, weights: Weights) -> Engine {
        // Two billion profiles would need a hundred gigabytes before their numbers run out.
        let standing = &standing[..standing.len().min(TARGETS_MAX)];
        let mut symbols = Symbols::beginning_at(ALWAYS + 1);
        let mut counts = vec![u32::MAX];
        let mut counting = Counting { base: None, symbols: &mut symbols, counts: &mut counts, statistics };
        let mut to_file: Vec<ToFile> = Vec::with_capacity(standing.len() * 3 / 2);
        let mut nodes: Vec<u32> = Vec::with_capacity(standing.len() * 4);
        let mut node_of: Vec<u32> = Vec::with_capacity(standing.len());
        let (mut unfiled, mut costs) = (Vec::new(), Vec::new());
        let mut asked = Vec::with_capacity(standing.len() * 3);
        let mut asked_firsts = Vec::with_capacity(standing.len() + 1);
        for (number, one) in (0..).zip(standing) {
            let at = nodes.len() as u32;
            asked_firsts.push(asked.len() as u32);
            let draft = draft(number, one, analysis, &mut counting, &mut nodes, &mut asked);
            node_of.push(if nodes.len() as u32 == at { NOWHERE } else { at });
            costs.extend(draft.cost);
            match draft.place {
                None => unfiled.push(number),
                Some(place) => {
                    for key in place.keys {
                        to_file.extend(place.tests.iter().map(|test| ToFile { key, test: *test, number }));
                    }
                }
            }
        }
        asked_firsts.push(asked.len() as u32);
        let numbers = by_frequency(&mut counts);
        symbols.renumber(&numbers[1..]);
        symbols.shrink();
        for one in &mut to_file {
            (one.key, one.test) = (numbers[one.key as usize], numbers[one.test as usize]);
        }
        asked.iter_mut().for_each(|symbol| *symbol = numbers[*symbol as usize]);
        asked.shrink_to_fit();
        // In the order in which a record meets them, so that profiles that are judged together stand together.
        to_file.sort_unstable();
        let mut code = Vec::with_capacity(nodes.len() + standing.len());
        let mut block = |number: u32| {
            let from = node_of[number as usize];
            if from == NOWHERE {
                return Posting::of_profile(number);
            }
            if from & WRITTEN == 0 {
                let n_words = code::n_words(nodes[from as usize]);
                node_of[number as usize] = code.len() as u32 | WRITTEN;
                code.push(number);
                let at = code.len();
                code.extend(&nodes[from as usize..from as usize + n_words]);
                each_symbol(&mut code[at..], &mut |symbol| {
                    *symbol = numbers[*symbol as usize];
                    true
                });
            }
            Posting::of_block(node_of[number as usize] & !WRITTEN)
        };
        let end = symbols.end();
        let filing = Filing::of_sorted(end, to_file.iter().map(|one| (one.key, one.test, block(one.number))));
        let unfiled = unfiled.into_iter().map(|number| block(number).word()).collect();
        code.shrink_to_fit();
        let n_records = statistics.n_records();
        let idfs = counts.iter().map(|count| idf(n_records, *count)).collect();
        let thresholds = match standing.iter().any(|one| one.threshold.is_some()) {
            true => standing.iter().map(|one| one.threshold.unwrap_or(f32::NEG_INFINITY)).collect(),
            false => Vec::new(),
        };
        Engine {
            analysis,
            weights,
            mean_words: statistics.mean_words(),
            n_records,
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

    /// Profiles that have to be evaluated on many records, with the reason.
    pub fn costs(&self) -> &[Cost] {
        &self.costs
    }

    /// How many numbers profiles have, from nought.
    pub(super) fn n_profiles(&self) -> usize {
        self.asked_firsts.len() - 1
    }
}

/// Marks that the block of a profile is written, and where.
const WRITTEN: u32 = 1 << 31;

/// New numbers for symbols, the most frequent first, so that what records hold again and again stands together; `counts`
/// are put in the new order. [`ALWAYS`] stays what it is.
fn by_frequency(counts: &mut Vec<u32>) -> Vec<Symbol> {
    let mut order: Vec<Symbol> = (0..counts.len() as Symbol).collect();
    order[1..].sort_by_key(|symbol| std::cmp::Reverse(counts[*symbol as usize]));
    let mut numbers = vec![ALWAYS; counts.len()];
    for (new, old) in (0..).zip(&order) {
        numbers[*old as usize] = new;
    }
    *counts = order.iter().map(|old| counts[*old as usize]).collect();
    numbers
}
