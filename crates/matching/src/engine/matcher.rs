//! Takes records one by one and gives the profiles they satisfy.

use model::{Kind, Record};

use super::code::block;
use super::compile::Engine;
use super::dictionary::{Codes, Cut, Dictionary, Remembered, TOGETHER_MAX};
use super::filing::{Posting, Target};
use super::layout::Layout;
use super::symbol::{ALWAYS, Space, Symbol, Wants};
use crate::analysis::{Tongue, words};
use crate::field::Field;
use crate::ranking::Weights;
use crate::sheet::{GAP, WORDS_MAX, coded, id_atoms, kind_atom, language_atoms, segments};

/// A profile that a record satisfies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Number of the profile in the order given.
    pub profile: u32,
    /// Rank of the record for it; zero when ranks were not asked for.
    pub score: f32,
}

/// One thread's view of an engine with the room it works in.
pub struct Matcher<'e> {
    engine: &'e Engine,
    room: Room,
    ranked: bool,
}

impl<'e> Matcher<'e> {
    /// A matcher that gives profiles and, if `ranked`, the rank of the record for each. Thresholds
    /// are obeyed either way.
    pub fn new(engine: &'e Engine, ranked: bool) -> Matcher<'e> {
        Matcher { engine, room: Room::default(), ranked }
    }

    /// Lays a record out: its words cut, folded and looked up, its properties found. Public so
    /// that what matching costs can be measured against it.
    pub fn prepare(&mut self, record: &Record) -> usize {
        self.room.prepare(&self.engine.dictionary(), self.engine.symbols.wants(), record);
        self.room.sheet.present().len()
    }

    /// The profiles that the record satisfies, appended in no particular order.
    pub fn hits(&mut self, record: &Record, hits: &mut Vec<Hit>) {
        self.prepare(record);
        self.engine.judge(&mut self.room, self.ranked, &|_| true, hits);
    }
}

/// What a thread needs to match records, and remembers from one to the next.
#[derive(Default)]
pub(super) struct Room {
    remembered: Vec<Remembered>,
    codes: Codes,
    kinds: Vec<(Kind, Symbol, Vec<Symbol>)>,
    cuts: Vec<Cut>,
    found: Vec<Symbol>,
    pub sheet: Layout,
    lists: Vec<List>,
    passed: Vec<Passed>,
}

/// A symbol of the record, and where its postings stand.
struct List {
    key: Symbol,
    first: u32,
    end: u32,
}

/// A posting whose key and test stand in the record.
#[derive(Clone, Copy, Default)]
struct Passed {
    key: Symbol,
    at: u32,
    test: Symbol,
    posting: Posting,
}

impl Room {
    /// Lays a record out.
    pub(super) fn prepare(&mut self, dictionary: &Dictionary<'_>, wants: Wants, record: &Record) {
        let Room { remembered, codes, kinds, cuts, found, sheet, .. } = self;
        sheet.clear(dictionary.end);
        sheet.year = record.year();
        let (mut next, mut n_words) = (0u32, 0u32);
        segments(record, dictionary.analysis, wants.names, &mut |segment| {
            if segment.apart && next > 0 {
                next += GAP;
            }
            let space = Space::of(segment.field);
            let prose = space == Space::Prose;
            if prose {
                sheet.begin(next, segment.field);
            }
            let own = of_tongue(remembered, space, segment.tongue);
            let text: &str = &segment.text;
            let from = next;
            let mut stand = |cuts: &mut Vec<Cut>| {
                own.look_up(dictionary, text, cuts, |symbols| {
                    symbols.iter().for_each(|symbol| sheet.stand(*symbol, next));
                    next += 1;
                });
                cuts.clear();
            };
            words(text, dictionary.analysis, &mut |word| {
                if n_words < WORDS_MAX {
                    n_words += 1;
                    cuts.push(Cut::of(text.as_bytes(), word));
                    if cuts.len() == TOGETHER_MAX {
                        stand(cuts);
                    }
                }
            });
            stand(cuts);
            sheet.n_text_words += if prose { next - from } else { 0 };
        });
        if wants.classes || wants.ways {
            for (scheme, code) in coded(&record.subjects).chain(coded(&record.given)) {
                for symbol in codes.symbols(dictionary, wants.ways, scheme, code) {
                    sheet.meet(*symbol);
                }
            }
        }
        if wants.kinds {
            of_kind(kinds, dictionary, record.kind).iter().for_each(|symbol| {
                sheet.meet(*symbol);
            });
        }
        found.clear();
        if wants.languages {
            language_atoms(record, &mut |key| dictionary.of_atom(key, found));
        }
        if wants.ids {
            id_atoms(record, &mut |key| dictionary.of_atom(key, found));
        }
        for symbol in &*found {
            sheet.meet(*symbol);
        }
    }
}

fn of_tongue(all: &mut Vec<Remembered>, space: Space, tongue: Tongue) -> &mut Remembered {
    let at = all.iter().position(|own| own.is_for(space, tongue)).unwrap_or_else(|| {
        all.push(Remembered::new(space, tongue));
        all.len() - 1
    });
    &mut all[at]
}

fn of_kind<'a>(all: &'a mut Vec<(Kind, Symbol, Vec<Symbol>)>, dictionary: &Dictionary<'_>, kind: Kind) -> &'a [Symbol] {
    let at = all.iter().position(|(own, end, _)| *own == kind && *end == dictionary.end).unwrap_or_else(|| {
        let mut symbols = Vec::new();
        dictionary.of_atom(&kind_atom(kind), &mut symbols);
        all.retain(|(own, ..)| *own != kind);
        all.push((kind, dictionary.end, symbols));
        all.len() - 1
    });
    &all[at].2
}

impl Engine {
    pub(super) fn dictionary(&self) -> Dictionary<'_> {
        Dictionary { analysis: self.analysis, symbols: &self.symbols, later: None, end: self.symbols.end() }
    }

    /// Adds the profiles that the record in the room satisfies, of those that `stands` lets through.
    pub(super) fn judge(&self, room: &mut Room, ranked: bool, stands: &impl Fn(u32) -> bool, hits: &mut Vec<Hit>) {
        let Room { sheet, lists, passed, .. } = room;
        let n_passed = self.pass(sheet, lists, passed);
        let passed = &mut passed[..n_passed];
        let ranked = ranked || !self.thresholds.is_empty();
        let mut give = |number: u32| {
            if stands(number) {
                if ranked {
                    self.offer(sheet, number, hits);
                } else {
                    hits.push(Hit { profile: number, score: 0.0 });
                }
            }
        };
        // What is judged next is fetched before it is judged: most of the time of a record is waiting for memory, and
        // loads of which none decides over the next are waited for together.
        let mut fetched = 0;
        for one in &mut *passed {
            let posting = self.filing.postings[one.at as usize];
            one.test = self.filing.tests[one.at as usize];
            one.posting = posting;
            if let Target::Block(at) = posting.target() {
                fetched ^= self.code[at as usize];
            }
        }
        std::hint::black_box(fetched);
        for one in &*passed {
            match one.posting.target() {
                Target::Profile(number) => give(number),
                Target::Block(at) => {
                    let (number, node) = block(&self.code, at);
                    if sheet.holds(node, one.key, one.test) {
                        give(number);
                    }
                }
            }
        }
        for at in &self.unfiled {
            let (number, node) = block(&self.code, *at);
            if sheet.holds(node, ALWAYS, ALWAYS) {
                give(number);
            }
        }
    }

    /// The postings under the symbols of the record whose tests stand in it too; says how many there are.
    fn pass(&self, sheet: &Layout, lists: &mut Vec<List>, passed: &mut Vec<Passed>) -> usize {
        lists.clear();
        let (mut n_tests, mut fetched) = (0, 0);
        for key in sheet.present() {
            if *key < self.symbols.end() {
                let under = self.filing.under(*key);
                n_tests += under.len();
                fetched ^= self.filing.tests.get(under.start).copied().unwrap_or_default();
                if !under.is_empty() {
                    lists.push(List { key: *key, first: under.start as u32, end: under.end as u32 });
                }
            }
        }
        std::hint::black_box(fetched);
        if passed.len() < n_tests {
            passed.resize(n_tests.next_power_of_two(), Passed::default());
        }
        let (bits, mut n) = (sheet.bits(), 0);
        for list in &*lists {
            let tests = &self.filing.tests[list.first as usize..list.end as usize];
            // Written down whether it passes or not, and counted only if so: nothing here is decided, so nothing is
            // foreseen wrongly.
            let room = &mut passed[n..n + tests.len()];
            let mut n_here = 0;
            for (at, test) in (list.first..).zip(tests) {
                (room[n_here].key, room[n_here].at) = (list.key, at);
                n_here += (bits[*test as usize >> 6] >> (test & 63) & 1) as usize;
            }
            n += n_here;
        }
        n
    }

    /// Adds the hit if it ranks high enough.
    fn offer(&self, sheet: &Layout, number: u32, hits: &mut Vec<Hit>) {
        let at = number as usize;
        let asked = &self.asked[self.asked_firsts[at] as usize..self.asked_firsts[at + 1] as usize];
        let asked = asked.iter().map(|symbol| (*symbol, self.idfs[*symbol as usize]));
        let score = rank(sheet, self.weights, self.mean_words, asked);
        if self.thresholds.get(at).is_none_or(|threshold| score >= *threshold) {
            hits.push(Hit { profile: number, score });
        }
    }
}

/// Ranks the record for a profile that asks for these words.
pub(super) fn rank(
    sheet: &Layout,
    weights: Weights,
    mean_words: f32,
    asked: impl Iterator<Item = (Symbol, f32)>,
) -> f32 {
    let mut score = 0.0;
    for (symbol, idf) in asked {
        let weigh = |position| if sheet.lies_in(position, Field::Title) { weights.title } else { 1.0 };
        let tf: f32 = sheet.positions(symbol).map(weigh).sum();
        score += weights.part(tf, idf, sheet.n_text_words, mean_words);
    }
    score
}
