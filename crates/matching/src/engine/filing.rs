//! Which symbols a profile is filed under, and the lists that a record runs through.

use super::code::{self, any_of, put_and};
use super::program::{Clause, Cover};
use super::symbol::{ALWAYS, Symbol};

/// Most postings of a profile that is filed under pairs. A facet of twenty words against another of twenty would be four
/// hundred; such a profile is filed under the words of one, and the other is judged.
const PAIRS_MAX: usize = 12;

/// Where a profile is filed, and what is left to judge of it.
#[derive(Debug)]
pub(super) struct Place {
    /// One of these stands in every record that satisfies the profile: the rarest choice there is.
    pub keys: Vec<Symbol>,
    /// And one of these too: the rarest of the others, or [`ALWAYS`].
    pub tests: Vec<Symbol>,
    /// How many records hold one of the keys, as far as was counted.
    pub cost: u64,
}

/// Chooses the place of a profile and writes what is left of it as one node, or nothing when to hold a key and a test is
/// all that it asks. `None`: no symbol need stand in a record that
/// satisfies it.
pub(super) fn place(clause: &Clause, mut covers: Vec<Cover>, node: &mut Vec<u32>) -> Option<Place> {
    let parts: Vec<&Clause> = match clause {
        Clause::And(parts) => parts.iter().collect(),
        other => vec![other],
    };
    let Some(at) = (0..covers.len()).min_by_key(|at| (covers[*at].cost, covers[*at].symbols.len())) else {
        put_and(node, &[], &parts);
        return None;
    };
    let Cover { symbols: keys, cost } = covers.swap_remove(at);
    let pairs = covers.into_iter().filter(|cover| cover.symbols != keys);
    let test = pairs.filter(|cover| cover.symbols.len() * keys.len() <= PAIRS_MAX).min_by_key(|cover| cover.cost);
    let tests = test.map_or_else(|| vec![ALWAYS], |cover| cover.symbols);
    let is_met = |clause: &&Clause| match clause {
        Clause::Has(symbol) => keys == [*symbol] || tests == [*symbol],
        clause => any_of(clause).is_some_and(|symbols| symbols == keys || symbols == tests),
    };
    let left: Vec<&Clause> = parts.into_iter().filter(|clause| !is_met(clause)).collect();
    let mut first = Vec::with_capacity(2);
    if keys.len() > 1 {
        first.push((code::FIRST_KEY, keys.as_slice()));
    }
    if tests.len() > 1 {
        first.push((code::FIRST_TEST, tests.as_slice()));
    }
    if !(first.is_empty() && left.is_empty()) {
        put_and(node, &first, &left);
    }
    Some(Place { keys, tests, cost })
}

/// A profile under a key with its test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Posting(u32);

impl Posting {
    const SUFFICES: u32 = 1 << 31;

    /// Of a profile that is satisfied when key and test stand in the record.
    pub(super) fn of_profile(number: u32) -> Posting {
        Posting(number | Posting::SUFFICES)
    }

    /// Of a profile whose block in the code is to be judged.
    pub(super) fn of_block(at: u32) -> Posting {
        Posting(at)
    }

    pub(super) fn of_word(word: u32) -> Posting {
        Posting(word)
    }

    pub(super) fn word(self) -> u32 {
        self.0
    }

    /// The number of the profile when nothing is left to judge, else where its block stands.
    #[inline]
    pub(super) fn target(self) -> Target {
        if self.0 & Posting::SUFFICES != 0 {
            Target::Profile(self.0 & !Posting::SUFFICES)
        } else {
            Target::Block(self.0)
        }
    }
}

/// Where a posting leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Profile(u32),
    Block(u32),
}

/// Numbers of profiles and of places in the code stay below this.
pub(super) const TARGETS_MAX: usize = 1 << 31;

/// The postings of all profiles by key, and under one key in the order of their tests.
#[derive(Debug, Default)]
pub(super) struct Filing {
    /// `firsts[s]..firsts[s + 1]` are filed under symbol `s`.
    pub firsts: Vec<u32>,
    /// The tests stand apart from what they guard, because most fail.
    pub tests: Vec<Symbol>,
    pub postings: Vec<Posting>,
}

impl Filing {
    /// Files what is sorted by key.
    pub(super) fn of_sorted(end: Symbol, filed: impl ExactSizeIterator<Item = (Symbol, Symbol, Posting)>) -> Filing {
        let mut filing = Filing {
            firsts: Vec::with_capacity(end as usize + 1),
            tests: Vec::with_capacity(filed.len()),
            postings: Vec::with_capacity(filed.len()),
        };
        for (key, test, posting) in filed {
            while filing.firsts.len() <= key as usize {
                filing.firsts.push(filing.tests.len() as u32);
            }
            filing.tests.push(test);
            filing.postings.push(posting);
        }
        filing.firsts.resize(end as usize + 1, filing.tests.len() as u32);
        filing
    }

    /// Where the postings of a symbol stand.
    #[inline]
    pub(super) fn under(&self, symbol: Symbol) -> std::ops::Range<usize> {
        self.firsts[symbol as usize] as usize..self.firsts[symbol as usize + 1] as usize
    }

    /// Every posting with its key and its test.
    pub(super) fn each(&self) -> impl Iterator<Item = (Symbol, Symbol, Posting)> {
        (0..self.firsts.len().saturating_sub(1) as Symbol)
            .flat_map(move |key| self.under(key).map(move |at| (key, self.tests[at], self.postings[at])))
    }
}
