//! Files every profile under the symbols by which a record finds it.

use model::Way;

use super::program::{Cover, Node, NodeAt, Numbering, Program};
use super::symbol::{ALWAYS, Space, Symbol, Symbols};
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
    pub(super) symbols: Symbols,
    pub(super) names: bool,
    /// Whether any profile has ways across schemes, so that classes are looked up with their schemes too.
    pub(super) ways: bool,
    /// Whether any profile has a threshold, so that ranks are needed even when not asked for.
    pub(super) thresholds: bool,
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

/// A profile under one of its symbols, with a second test on two symbols: either or both must
/// stand in the record too. Twelve bytes, so that five share a line of the cache.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    /// Number of the profile, with the marks below.
    profile: u32,
    pub a: Symbol,
    pub b: Symbol,
}

impl Posting {
    /// The two tests are all that the profile asks.
    const SUFFICES: u32 = 1 << 31;
    /// Both symbols must stand in the record; without the mark either is enough.
    const BOTH: u32 = 1 << 30;
    /// The profile is filed under this symbol alone, so a record meets it once.
    const ALONE: u32 = 1 << 29;
    /// Most profiles that can be numbered.
    const PROFILES_MAX: u32 = Posting::ALONE;

    pub(super) fn profile(self) -> u32 {
        self.profile & (Posting::ALONE - 1)
    }

    pub(super) fn suffices(self) -> bool {
        self.profile & Posting::SUFFICES != 0
    }

    pub(super) fn wants_both(self) -> bool {
        self.profile & Posting::BOTH != 0
    }

    pub(super) fn is_alone(self) -> bool {
        self.profile & Posting::ALONE != 0
    }
}

/// A profile evaluated on more than this share of the records is reported with its cost.
const SHARE_REPORTED: f32 = 0.25;

struct Counting<'a> {
    symbols: Symbols,
    costs: Vec<u64>,
    ways: bool,
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

    fn way(&mut self, way: &Way) -> Symbol {
        self.ways = true;
        let (symbol, new) = self.symbols.atom(&way_key(way));
        if new {
            // Classes are counted without their schemes, so this is the most it can be.
            self.costs.push(u64::from(self.statistics.having(&counted_key(way.end(), way.below))));
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
        let mut counting = Counting { symbols: Symbols::new(), costs: vec![u64::MAX], ways: false, statistics };
        let mut program = Program::default();
        let mut profiles = Vec::with_capacity(standing.len());
        let mut asked = Vec::new();
        let mut filing: Vec<(Symbol, Posting)> = Vec::with_capacity(standing.len() * 2);
        let (mut unfiled, mut costs) = (Vec::new(), Vec::new());
        // Half a billion profiles would need a hundred gigabytes before their numbers run out.
        for (number, Standing { query, threshold }) in standing.iter().enumerate().take(Posting::PROFILES_MAX as usize)
        {
            let (root, covers) = program.add(query, analysis, &mut counting);
            let first_asked = asked.len() as u32;
            ask(query, analysis, &mut counting, &mut asked);
            let n_asked = asked.len() as u32 - first_asked;
            profiles.push(Filed { root, threshold: threshold.unwrap_or(f32::NEG_INFINITY), first_asked, n_asked });
            let Some(key) = covers.iter().min_by_key(|cover| (cover.cost, cover.symbols.len())) else {
                unfiled.push(number as u32);
                costs.push(cost(number, query, None));
                continue;
            };
            let share = key.cost as f32 / (statistics.n_records().max(1)) as f32;
            // A handful of records says nothing about how rare a word is.
            if share > SHARE_REPORTED && statistics.n_records() >= COUNTED_MIN {
                costs.push(cost(number, query, Some(share.min(1.0))));
            }
            let test = second(&covers, key);
            let mut marks = if test.both { Posting::BOTH } else { 0 };
            if key.symbols.len() == 1 {
                marks |= Posting::ALONE;
            }
            if suffices(&program, root, key, test) {
                marks |= Posting::SUFFICES;
            }
            for symbol in &key.symbols {
                filing.push((*symbol, Posting { profile: number as u32 | marks, a: test.a, b: test.b }));
            }
        }
        let names = counting.symbols.ask_for_names();
        let mut engine = Engine {
            analysis,
            names,
            ways: counting.ways,
            thresholds: standing.iter().any(|standing| standing.threshold.is_some()),
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

    /// Profiles that have to be evaluated on many records, with the reason.
    pub fn costs(&self) -> &[Cost] {
        &self.costs
    }
}

/// Records below which shares are not reported.
const COUNTED_MIN: u64 = 500;

/// `share`: of the records that hold its rarest words; `None` when it is filed under nothing.
fn cost(profile: usize, query: &Query, share: Option<f32>) -> Cost {
    let reason = if query.only_denies() {
        format!(
            "it only says what must not be there, so it is evaluated on every record and nearly every record satisfies it; add a word that must be there: `word AND {query}`"
        )
    } else if let Some(share) = share {
        format!("its rarest words stand in {:.0} of 100 records; add a rarer word to make it cheaper", share * 100.0)
    } else {
        "it needs no word, class or name, so it is evaluated on every record; add a word that must be there".to_owned()
    };
    Cost { profile, share: share.unwrap_or(1.0), reason }
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

/// What a record that holds the key must hold too.
#[derive(Clone, Copy)]
struct SecondTest {
    a: Symbol,
    b: Symbol,
    both: bool,
}

/// The two rarest other symbols that the profile needs, or the cheapest choice of two.
fn second(covers: &[Cover], key: &Cover) -> SecondTest {
    let mut others: Vec<&Cover> = covers.iter().filter(|cover| cover.symbols != key.symbols).collect();
    others.sort_by_key(|cover| cover.cost);
    let mut singles = others.iter().filter_map(|cover| match cover.symbols.as_slice() {
        [symbol] => Some(*symbol),
        _ => None,
    });
    if let Some(a) = singles.next() {
        let b = singles.find(|b| *b != a).unwrap_or(a);
        return SecondTest { a, b, both: true };
    }
    match others.iter().map(|cover| cover.symbols.as_slice()).find(|symbols| symbols.len() == 2) {
        Some([a, b]) => SecondTest { a: *a, b: *b, both: false },
        _ => SecondTest { a: ALWAYS, b: ALWAYS, both: true },
    }
}

/// Whether a record that passes both tests satisfies the profile: it asks for at most three symbols
/// to stand anywhere, and for nothing else.
fn suffices(program: &Program, root: NodeAt, key: &Cover, test: SecondTest) -> bool {
    let [key] = key.symbols.as_slice() else { return false };
    let tested = |node: Node| match node {
        Node::Has(symbol) => symbol == *key || (test.both && (symbol == test.a || symbol == test.b)),
        _ => false,
    };
    match program.nodes[root as usize] {
        Node::And { first, n_parts } => {
            let parts = &program.children[first as usize..(first + n_parts) as usize];
            parts.iter().all(|part| tested(program.nodes[*part as usize]))
        }
        node => tested(node),
    }
}
