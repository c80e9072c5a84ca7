//! Files every profile under the symbols by which a record finds it.

use super::program::{Cover, Node, NodeAt, Numbering, Program};
use super::symbol::{ALWAYS, Space, Symbol, Symbols};
use crate::analysis::Analysis;
use crate::oracle::asked_words;
use crate::query::Query;
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

/// Figures of a compiled engine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compiled {
    /// Profiles.
    pub n_profiles: usize,
    /// Distinct words, prefixes, names and properties that they ask for.
    pub n_symbols: usize,
    /// Places under which profiles are filed.
    pub n_postings: usize,
}

/// All profiles, compiled. Cheap to share; each thread takes a [`super::Matcher`] on it.
#[derive(Debug)]
pub struct Engine {
    pub(super) analysis: Analysis,
    pub(super) symbols: Symbols,
    pub(super) names: bool,
    pub(super) program: Program,
    pub(super) profiles: Vec<Filed>,
    /// `postings[firsts[s]..firsts[s + 1]]` are filed under symbol `s`.
    pub(super) firsts: Vec<u32>,
    pub(super) postings: Vec<Posting>,
    pub(super) unfiled: Vec<u32>,
    pub(super) asked: Vec<(Symbol, f32)>,
    pub(super) weights: Weights,
    pub(super) mean_words: f32,
    costs: Vec<Cost>,
}

/// A profile with its root and what its rank is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filed {
    pub root: NodeAt,
    pub threshold: f32,
    pub first_asked: u32,
    pub n_asked: u32,
}

/// A profile under one of its symbols, with a second test: one of two symbols must stand in the
/// record too.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    /// Number of the profile; [`Posting::SUFFICES`] set when the two tests are all it asks.
    pub profile: u32,
    pub a: Symbol,
    pub b: Symbol,
}

impl Posting {
    pub(super) const SUFFICES: u32 = 1 << 31;
}

/// A profile evaluated on more than this share of the records is reported with its cost.
const SHARE_REPORTED: f32 = 0.25;

struct Counting<'a> {
    symbols: Symbols,
    costs: Vec<u64>,
    statistics: &'a Statistics,
}

impl Numbering for Counting<'_> {
    fn word(&mut self, space: Space, folded: &str, open: bool) -> Symbol {
        let (symbol, new) = self.symbols.word(space, folded, open);
        if new {
            let count = match space {
                Space::Prose => u64::from(self.statistics.asked(folded, open)),
                // Names are not counted; they are rarer than words of prose.
                _ => self.statistics.n_records() / 1_000,
            };
            self.costs.push(count);
        }
        symbol
    }

    fn atom(&mut self, key: &str) -> Symbol {
        let (symbol, new) = self.symbols.atom(key);
        if new {
            self.costs.push(u64::from(self.statistics.having(key)));
        }
        symbol
    }

    fn cost(&self, symbol: Symbol) -> u64 {
        self.costs[symbol as usize]
    }
}

impl Engine {
    /// Compiles profiles. `statistics` say which words are rare; a sample of the records to come
    /// is enough, and without any the engine is as right and slower.
    pub fn new(standing: &[Standing], analysis: Analysis, statistics: &Statistics, weights: Weights) -> Engine {
        let mut counting = Counting { symbols: Symbols::new(), costs: vec![u64::MAX], statistics };
        let mut program = Program::default();
        let mut profiles = Vec::with_capacity(standing.len());
        let mut asked = Vec::new();
        let mut filing: Vec<(Symbol, Posting)> = Vec::with_capacity(standing.len() * 2);
        let (mut unfiled, mut costs) = (Vec::new(), Vec::new());
        for (number, Standing { query, threshold }) in standing.iter().enumerate() {
            let (root, covers) = program.add(query, analysis, &mut counting);
            let first_asked = asked.len() as u32;
            ask(query, analysis, &mut counting, &mut asked);
            let n_asked = asked.len() as u32 - first_asked;
            profiles.push(Filed { root, threshold: threshold.unwrap_or(f32::NEG_INFINITY), first_asked, n_asked });
            let Some(key) = covers.iter().min_by_key(|cover| (cover.cost, cover.symbols.len())) else {
                unfiled.push(number as u32);
                costs.push(cost(number, query, 1.0));
                continue;
            };
            let share = key.cost as f32 / (statistics.n_records().max(1)) as f32;
            if share > SHARE_REPORTED {
                costs.push(cost(number, query, share.min(1.0)));
            }
            let (a, b) = second(&covers, key);
            let suffices = if suffices(&program, root, key, a, b) { Posting::SUFFICES } else { 0 };
            for symbol in &key.symbols {
                filing.push((*symbol, Posting { profile: number as u32 | suffices, a, b }));
            }
        }
        let names = counting.symbols.ask_for_names();
        let mut engine = Engine {
            analysis,
            names,
            firsts: Vec::with_capacity(counting.symbols.len() + 1),
            symbols: counting.symbols,
            program,
            profiles,
            postings: Vec::with_capacity(filing.len()),
            unfiled,
            asked,
            weights,
            mean_words: statistics.mean_words(),
            costs,
        };
        // Postings of one symbol in order of their second test: neighbours look at one place.
        filing.sort_unstable_by_key(|(symbol, posting)| (*symbol, posting.a, posting.profile));
        let mut filed = filing.into_iter().peekable();
        for symbol in 0..engine.symbols.len() as Symbol {
            engine.firsts.push(engine.postings.len() as u32);
            while let Some((_, posting)) = filed.next_if(|(own, _)| *own == symbol) {
                engine.postings.push(posting);
            }
        }
        engine.firsts.push(engine.postings.len() as u32);
        engine
    }

    /// Figures about it.
    pub fn compiled(&self) -> Compiled {
        Compiled { n_profiles: self.profiles.len(), n_symbols: self.symbols.len(), n_postings: self.postings.len() }
    }

    /// Profiles that have to be evaluated on many records, with the reason.
    pub fn costs(&self) -> &[Cost] {
        &self.costs
    }
}

fn cost(profile: usize, query: &Query, share: f32) -> Cost {
    let percent = (share * 100.0).round();
    let reason = if query.only_denies() {
        format!(
            "it only says what must not be there, so it is evaluated on every record and nearly every record satisfies it; add a word that must be there: `word AND {query}`"
        )
    } else if share >= 1.0 {
        "it needs no word, class or name, so it is evaluated on every record; add a word that must be there".to_owned()
    } else {
        format!("its rarest words stand in {percent} of 100 records; add a rarer word to make it cheaper")
    };
    Cost { profile, share, reason }
}

fn ask(query: &Query, analysis: Analysis, counting: &mut Counting<'_>, asked: &mut Vec<(Symbol, f32)>) {
    let mut words = Vec::new();
    asked_words(query, analysis, &mut words);
    words.sort();
    words.dedup();
    for (folded, open) in words {
        let symbol = counting.word(Space::Prose, &folded, open);
        asked.push((symbol, idf(counting.statistics.n_records(), counting.statistics.asked(&folded, open))));
    }
}

/// The second test: the cheapest other cover of one or two symbols.
fn second(covers: &[Cover], key: &Cover) -> (Symbol, Symbol) {
    let fits = |cover: &&Cover| cover.symbols.len() <= 2 && cover.symbols != key.symbols;
    match covers.iter().filter(fits).min_by_key(|cover| cover.cost).map(|cover| cover.symbols.as_slice()) {
        Some([a]) => (*a, *a),
        Some([a, b]) => (*a, *b),
        _ => (ALWAYS, ALWAYS),
    }
}

/// Whether a record that passes both tests satisfies the profile: it asks for one or two symbols
/// to stand anywhere, and for nothing else.
fn suffices(program: &Program, root: NodeAt, key: &Cover, a: Symbol, b: Symbol) -> bool {
    let [key] = key.symbols.as_slice() else { return false };
    match program.nodes[root as usize] {
        Node::Has(symbol) => symbol == *key,
        Node::And { first, n_parts: 2 } => {
            let has = |at: u32| match program.nodes[program.children[at as usize] as usize] {
                Node::Has(symbol) => Some(symbol),
                _ => None,
            };
            let pair = (has(first), has(first + 1));
            a == b && (pair == (Some(*key), Some(a)) || pair == (Some(a), Some(*key)))
        }
        _ => false,
    }
}
