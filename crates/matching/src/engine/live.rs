//! An engine that changes while records pass: profiles are added, changed and removed one by one.
//!
//! A compiled set stays as it is; what changed since stands beside it. A change makes a new *state*, which shares with the
//! state before it all that stayed, and puts it in the place of the old one; whoever reads goes on with the state it has and
//! takes the new one when it looks. Now and then [`LiveEngine::merge`] lays both together into a new compiled set.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use model::Record;
use rustc_hash::{FxHashMap, FxHashSet};

use super::compile::{Cost, Counting, Engine, Standing, draft};
use super::dictionary::Dictionary;
use super::matcher::{Hit, Room, rank};
use super::symbol::{ALWAYS, Symbol, Symbols, Wants};
use crate::ranking::idf;
use crate::statistics::Statistics;

/// Shelves on which profiles stand that came since the set was compiled, by symbol. A change copies one shelf a symbol.
const SHELVES: usize = 256;

/// Numbers of profiles whose marks are copied at once.
const MARKS: usize = 1 << 13;

/// Changes after which laying together is worth its while: until then the shelves cost a record less than a microsecond.
pub const CHANGES_UNMERGED_MAX: usize = 4_096;

/// A profile that came since the set was compiled.
#[derive(Debug)]
pub(super) struct Entry {
    pub number: u32,
    pub threshold: f32,
    /// What is left to judge; empty when key and test are all it asks.
    pub node: Vec<u32>,
    pub keys: Vec<Symbol>,
    pub tests: Vec<Symbol>,
    pub asked: Vec<(Symbol, f32)>,
    pub cost: Option<Cost>,
}

#[derive(Clone, Debug)]
struct Shelved {
    key: Symbol,
    test: Symbol,
    entry: Arc<Entry>,
}

/// Marks of numbers.
#[derive(Clone, Debug, Default)]
struct Marks {
    parts: Vec<Arc<[u64; MARKS / 64]>>,
    n: usize,
}

impl Marks {
    fn has(&self, number: u32) -> bool {
        let (part, at) = (number as usize / MARKS, number as usize % MARKS);
        self.parts.get(part).is_some_and(|bits| bits[at / 64] >> (at % 64) & 1 != 0)
    }

    fn put(&mut self, number: u32) {
        if self.has(number) {
            return;
        }
        let (part, at) = (number as usize / MARKS, number as usize % MARKS);
        while self.parts.len() <= part {
            self.parts.push(Arc::new([0; MARKS / 64]));
        }
        Arc::make_mut(&mut self.parts[part])[at / 64] |= 1 << (at % 64);
        self.n += 1;
    }
}

/// What stands at one moment.
#[derive(Clone, Debug)]
struct State {
    base: Arc<Engine>,
    /// Profiles of the base that were removed or changed since.
    gone: Marks,
    /// Symbols that came with changes. They are added to while states that do not know them are in use; those look no
    /// further than `end`.
    later: Arc<RwLock<Symbols>>,
    end: Symbol,
    wants: Wants,
    shelves: Vec<Arc<Vec<Shelved>>>,
    unfiled: Arc<Vec<Arc<Entry>>>,
    /// Whether any profile that came since has a threshold.
    thresholds: bool,
    version: u64,
}

/// What only those who change see.
#[derive(Debug)]
struct Changes {
    entries: FxHashMap<u32, Arc<Entry>>,
    /// How many records hold each later symbol.
    counts: Vec<u32>,
    statistics: Arc<Statistics>,
    /// The number that the next profile gets.
    next: u32,
    /// Numbers changed since a merge began.
    meanwhile: Option<FxHashSet<u32>>,
}

/// A compiled set of profiles with changes. Shared by reference between threads: each takes a [`LiveMatcher`] on it.
#[derive(Debug)]
pub struct LiveEngine {
    version: AtomicU64,
    state: Mutex<Arc<State>>,
    changes: Mutex<Changes>,
    merging: Mutex<()>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is guarded is put in place in one step, so it is whole even after a fall.
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl LiveEngine {
    /// Begins with a compiled set. `statistics` are those it was compiled with; of words that none of its profiles asks for
    /// nothing else is known.
    pub fn new(base: Engine, statistics: Arc<Statistics>) -> LiveEngine {
        let next = base.n_profiles() as u32;
        let end = base.symbols.end();
        let changes = Changes { entries: FxHashMap::default(), counts: Vec::new(), statistics, next, meanwhile: None };
        let state = State {
            gone: Marks::default(),
            later: Arc::new(RwLock::new(Symbols::beginning_at(end))),
            end,
            wants: base.symbols.wants(),
            shelves: std::iter::repeat_with(Arc::default).take(SHELVES).collect(),
            unfiled: Arc::new(Vec::new()),
            thresholds: false,
            version: 0,
            base: Arc::new(base),
        };
        LiveEngine {
            version: AtomicU64::new(0),
            state: Mutex::new(Arc::new(state)),
            changes: Mutex::new(changes),
            merging: Mutex::new(()),
        }
    }

    /// Adds a profile and says its number.
    pub fn add(&self, standing: &Standing) -> u32 {
        let mut changes = held(&self.changes);
        let number = changes.next;
        changes.next += 1;
        self.put(&mut changes, number, Some(standing));
        number
    }

    /// Changes the profile of a number, or gives one back to a number that has none. `false`: the number was never given.
    pub fn change(&self, number: u32, standing: &Standing) -> bool {
        let mut changes = held(&self.changes);
        let known = number < changes.next;
        if known {
            self.put(&mut changes, number, Some(standing));
        }
        known
    }

    /// Removes the profile of a number; the number is not given again. `false`: the number was never given.
    pub fn remove(&self, number: u32) -> bool {
        let mut changes = held(&self.changes);
        let known = number < changes.next;
        if known {
            self.put(&mut changes, number, None);
        }
        known
    }

    /// How many profiles stand beside the compiled set, added, changed or removed.
    pub fn n_unmerged(&self) -> usize {
        held(&self.changes).entries.len() + self.state().gone.n
    }

    /// Profiles that have to be evaluated on many records, with the reason.
    pub fn costs(&self) -> Vec<Cost> {
        let changes = held(&self.changes);
        let state = self.state();
        let old = state.base.costs.iter().filter(|cost| !state.gone.has(cost.profile as u32));
        let mut costs: Vec<Cost> =
            old.chain(changes.entries.values().filter_map(|entry| entry.cost.as_ref())).cloned().collect();
        costs.sort_by_key(|cost| cost.profile);
        costs
    }

    fn state(&self) -> Arc<State> {
        Arc::clone(&held(&self.state))
    }

    fn set(&self, mut state: State) {
        let mut place = held(&self.state);
        state.version = place.version + 1;
        let version = state.version;
        *place = Arc::new(state);
        self.version.store(version, Ordering::Release);
    }

    fn put(&self, changes: &mut Changes, number: u32, standing: Option<&Standing>) {
        let mut state = State::clone(&self.state());
        if let Some(old) = changes.entries.remove(&number) {
            state.take_down(&old);
        }
        if (number as usize) < state.base.n_profiles() {
            state.gone.put(number);
        }
        if let Some(standing) = standing {
            let entry = Arc::new(compiled(&mut state, changes, number, standing));
            state.shelve(&entry);
            changes.entries.insert(number, entry);
        }
        if let Some(meanwhile) = &mut changes.meanwhile {
            meanwhile.insert(number);
        }
        self.set(state);
    }

    /// Lays the changes and the compiled set together into a new compiled set. Takes a good part of a second for a million
    /// profiles, during which records pass and changes go on; to be called from a thread that has the time, when
    /// [`LiveEngine::n_unmerged`] passes [`CHANGES_UNMERGED_MAX`].
    pub fn merge(&self) {
        let _one_at_a_time = held(&self.merging);
        let (old, entries, counts) = {
            let mut changes = held(&self.changes);
            changes.meanwhile = Some(FxHashSet::default());
            (self.state(), changes.entries.clone(), changes.counts.clone())
        };
        let later: Vec<_> = {
            let later = old.later.read().unwrap_or_else(PoisonError::into_inner);
            later.each().filter(|(.., symbol)| *symbol < old.end).map(|(s, text, n)| (s, text.to_owned(), n)).collect()
        };
        let base = old.base.merged(&|number| old.gone.has(number), &entries, &later, &counts);
        let mut changes = held(&self.changes);
        let meanwhile = changes.meanwhile.take().unwrap_or_default();
        let now = self.state();
        let merged_end = base.symbols.end();
        let mut symbols = Symbols::beginning_at(merged_end);
        {
            let later = now.later.read().unwrap_or_else(PoisonError::into_inner);
            for (sort, text, symbol) in later.each().filter(|(.., symbol)| *symbol >= merged_end) {
                symbols.put(sort, text, symbol);
            }
        }
        changes.counts.drain(..counts.len());
        changes.entries.retain(|number, _| meanwhile.contains(number));
        let mut state = State {
            gone: Marks::default(),
            later: Arc::new(RwLock::new(symbols)),
            end: now.end,
            wants: now.wants,
            shelves: std::iter::repeat_with(Arc::default).take(SHELVES).collect(),
            unfiled: Arc::new(Vec::new()),
            thresholds: false,
            version: 0,
            base: Arc::new(base),
        };
        for number in meanwhile.iter().filter(|number| (**number as usize) < state.base.n_profiles()) {
            state.gone.put(*number);
        }
        changes.entries.values().for_each(|entry| state.shelve(entry));
        self.set(state);
    }

    /// The compiled set without the changes since, to be written; call [`LiveEngine::merge`] before.
    pub fn base(&self) -> Arc<Engine> {
        Arc::clone(&self.state().base)
    }
}

fn compiled(state: &mut State, changes: &mut Changes, number: u32, standing: &Standing) -> Entry {
    let base = Arc::clone(&state.base);
    let later = Arc::clone(&state.later);
    let mut symbols = later.write().unwrap_or_else(PoisonError::into_inner);
    let statistics = Arc::clone(&changes.statistics);
    let mut counting =
        Counting { base: Some(&base), symbols: &mut symbols, counts: &mut changes.counts, statistics: &statistics };
    let (mut node, mut words) = (Vec::new(), Vec::new());
    let draft = draft(number, standing, base.analysis, &mut counting, &mut node, &mut words);
    let telling = |symbol: Symbol| match base.idfs.get(symbol as usize) {
        Some(idf) => *idf,
        None => idf(base.n_records, changes.counts[symbol as usize - base.idfs.len()]),
    };
    let asked = words.into_iter().map(|symbol| (symbol, telling(symbol))).collect();
    state.end = symbols.end();
    state.wants = state.wants.and(symbols.wants());
    let (keys, tests) = draft.place.map_or_else(Default::default, |place| (place.keys, place.tests));
    let threshold = standing.threshold.unwrap_or(f32::NEG_INFINITY);
    Entry { number, threshold, node, keys, tests, asked, cost: draft.cost }
}

impl State {
    fn shelve(&mut self, entry: &Arc<Entry>) {
        self.thresholds |= entry.threshold > f32::NEG_INFINITY;
        if entry.keys.is_empty() {
            Arc::make_mut(&mut self.unfiled).push(Arc::clone(entry));
        }
        for key in &entry.keys {
            let shelf = Arc::make_mut(&mut self.shelves[*key as usize % SHELVES]);
            shelf.extend(entry.tests.iter().map(|test| Shelved { key: *key, test: *test, entry: Arc::clone(entry) }));
        }
    }

    fn take_down(&mut self, entry: &Arc<Entry>) {
        if entry.keys.is_empty() {
            Arc::make_mut(&mut self.unfiled).retain(|own| !Arc::ptr_eq(own, entry));
        }
        for key in &entry.keys {
            let shelf = Arc::make_mut(&mut self.shelves[*key as usize % SHELVES]);
            shelf.retain(|own| !Arc::ptr_eq(&own.entry, entry));
        }
    }

    fn hits(&self, room: &mut Room, record: &Record, ranked: bool, hits: &mut Vec<Hit>) {
        let dictionary = Dictionary {
            analysis: self.base.analysis,
            symbols: &self.base.symbols,
            later: Some(&self.later),
            end: self.end,
        };
        room.prepare(&dictionary, self.wants, record);
        self.base.judge(room, ranked, &|number| self.gone.n == 0 || !self.gone.has(number), hits);
        let sheet = &room.sheet;
        let mut give = |entry: &Entry| {
            let mut score = 0.0;
            if ranked || self.thresholds || !self.base.thresholds.is_empty() {
                score = rank(sheet, self.base.weights, self.base.mean_words, entry.asked.iter().copied());
                if score < entry.threshold {
                    return;
                }
            }
            hits.push(Hit { profile: entry.number, score });
        };
        for key in sheet.present() {
            for own in self.shelves[*key as usize % SHELVES].iter().filter(|own| own.key == *key) {
                let entry = &own.entry;
                if sheet.has(own.test) && (entry.node.is_empty() || sheet.holds(&entry.node, own.key, own.test)) {
                    give(entry);
                }
            }
        }
        for entry in self.unfiled.iter().filter(|entry| sheet.holds(&entry.node, ALWAYS, ALWAYS)) {
            give(entry);
        }
    }
}

/// One thread's view of an engine that changes.
pub struct LiveMatcher<'e> {
    engine: &'e LiveEngine,
    state: Arc<State>,
    room: Room,
    ranked: bool,
}

impl<'e> LiveMatcher<'e> {
    /// A matcher that gives profiles and, if `ranked`, the rank of the record for each.
    pub fn new(engine: &'e LiveEngine, ranked: bool) -> LiveMatcher<'e> {
        LiveMatcher { engine, state: engine.state(), room: Room::default(), ranked }
    }

    /// The profiles that the record satisfies, appended in no particular order. Changes made before count, and none is
    /// waited for.
    pub fn hits(&mut self, record: &Record, hits: &mut Vec<Hit>) {
        if self.engine.version.load(Ordering::Acquire) != self.state.version {
            self.state = self.engine.state();
        }
        let Self { state, room, ranked, .. } = self;
        state.hits(room, record, *ranked, hits);
    }
}
