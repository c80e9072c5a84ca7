//! Takes records one by one and gives the profiles they satisfy.

use model::Record;

use super::compile::Engine;
use super::program::{Node, NodeAt, Shape};
use super::symbol::{ALWAYS, Lookup, Space, Symbol};
use crate::analysis::{Tongue, words};
use crate::field::Field;
use crate::oracle::join;
use crate::sheet::{GAP, WORDS_MAX, atoms, scheme_atoms, segments};

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
    lookups: Vec<Lookup>,
    sheet: Layout,
    seen: Vec<u32>,
    epoch: u32,
    ranked: bool,
}

/// A record laid out as symbols.
struct Layout {
    /// A bit for each symbol that stands in the record.
    bits: Vec<u64>,
    present: Vec<Symbol>,
    /// Last occurrence of each symbol that stands in the record; stale for the others.
    last: Vec<u32>,
    /// Position, and the occurrence before it of the same symbol.
    occurrences: Vec<(u32, u32)>,
    /// First position of each text of prose, with its field.
    texts: Vec<(u32, Field)>,
    n_text_words: u32,
    year: Option<i32>,
}

const NONE: u32 = u32::MAX;

impl Layout {
    #[inline]
    fn has(&self, symbol: Symbol) -> bool {
        self.bits[symbol as usize >> 6] >> (symbol & 63) & 1 != 0
    }

    #[inline]
    fn meet(&mut self, symbol: Symbol) -> bool {
        let (word, bit) = (symbol as usize >> 6, 1u64 << (symbol & 63));
        let new = self.bits[word] & bit == 0;
        if new {
            self.bits[word] |= bit;
            self.present.push(symbol);
        }
        new
    }

    #[inline]
    fn stand(&mut self, symbol: Symbol, position: u32) {
        let before = if self.meet(symbol) { NONE } else { self.last[symbol as usize] };
        self.last[symbol as usize] = self.occurrences.len() as u32;
        self.occurrences.push((position, before));
    }

    fn clear(&mut self) {
        for symbol in &self.present {
            self.bits[*symbol as usize >> 6] = 0;
        }
        self.present.clear();
        self.occurrences.clear();
        self.texts.clear();
        self.n_text_words = 0;
    }

    /// Positions of a symbol, last first.
    fn positions(&self, symbol: Symbol) -> impl Iterator<Item = u32> {
        let mut at = if self.has(symbol) { self.last[symbol as usize] } else { NONE };
        std::iter::from_fn(move || {
            let (position, before) = *self.occurrences.get(at as usize)?;
            at = before;
            Some(position)
        })
    }

    fn stands_at(&self, symbol: Symbol, position: u32) -> bool {
        self.positions(symbol).take_while(|at| *at >= position).any(|at| at == position)
    }

    /// Whether a position of prose lies in the field.
    fn lies_in(&self, position: u32, field: Field) -> bool {
        // Only these two are parts of a space; the others are one whole.
        !matches!(field, Field::Title | Field::Abstract)
            || self.texts.iter().rev().find(|(first, _)| *first <= position).is_some_and(|(_, own)| *own == field)
    }
}

impl<'e> Matcher<'e> {
    /// A matcher that gives profiles and, if `ranked`, the rank of the record for each. Thresholds
    /// are obeyed either way.
    pub fn new(engine: &'e Engine, ranked: bool) -> Matcher<'e> {
        let n_symbols = engine.symbols.len();
        Matcher {
            engine,
            lookups: Vec::new(),
            sheet: Layout {
                bits: vec![0; n_symbols.div_ceil(u64::BITS as usize)],
                present: Vec::new(),
                last: vec![NONE; n_symbols],
                occurrences: Vec::new(),
                texts: Vec::new(),
                n_text_words: 0,
                year: None,
            },
            seen: vec![0; engine.profiles.len()],
            epoch: 0,
            ranked,
        }
    }

    /// Lays a record out: its words cut, folded and looked up, its properties found. Public so
    /// that what matching costs can be measured against it.
    pub fn prepare(&mut self, record: &Record) -> usize {
        self.sheet.clear();
        self.sheet.meet(ALWAYS);
        self.sheet.year = record.year();
        let (engine, lookups, sheet) = (self.engine, &mut self.lookups, &mut self.sheet);
        let (mut next, mut n_words) = (0u32, 0u32);
        segments(record, engine.analysis, engine.names, &mut |segment| {
            if segment.apart && next > 0 {
                next += GAP;
            }
            let space = Space::of(segment.field);
            let prose = space == Space::Prose;
            if prose {
                sheet.texts.push((next, segment.field));
            }
            let lookup = lookup(lookups, engine, space, segment.tongue);
            let text: &str = &segment.text;
            words(text, engine.analysis, &mut |word| {
                if n_words >= WORDS_MAX {
                    return;
                }
                for symbol in lookup.symbols(&engine.symbols, engine.analysis, text, word.start, word.end) {
                    sheet.stand(*symbol, next);
                }
                sheet.n_text_words += u32::from(prose);
                n_words += 1;
                next += 1;
            });
        });
        let mut meet = |key: String| {
            if let Some(symbol) = engine.symbols.find_atom(&key) {
                sheet.meet(symbol);
            }
        };
        atoms(record, &mut meet);
        if engine.ways {
            scheme_atoms(record, &mut meet);
        }
        self.sheet.present.len()
    }

    /// The profiles that the record satisfies, appended in no particular order.
    pub fn hits(&mut self, record: &Record, hits: &mut Vec<Hit>) {
        self.prepare(record);
        self.epoch = self.epoch.wrapping_add(1);
        if self.epoch == 0 {
            self.seen.fill(0);
            self.epoch = 1;
        }
        let engine = self.engine;
        for symbol in &self.sheet.present {
            let symbol = *symbol as usize;
            let filed = &engine.postings[engine.firsts[symbol] as usize..engine.firsts[symbol + 1] as usize];
            for posting in filed {
                let (a, b) = (self.sheet.has(posting.a), self.sheet.has(posting.b));
                let passes = if posting.wants_both() { a & b } else { a | b };
                if !passes {
                    continue;
                }
                let profile = posting.profile();
                if !posting.is_alone() {
                    let seen = &mut self.seen[profile as usize];
                    if *seen == self.epoch {
                        continue;
                    }
                    *seen = self.epoch;
                }
                if posting.suffices() || holds(engine, &self.sheet, engine.profiles[profile as usize].root) {
                    offer(engine, &self.sheet, profile, self.ranked, hits);
                }
            }
        }
        for profile in &engine.unfiled {
            if holds(engine, &self.sheet, engine.profiles[*profile as usize].root) {
                offer(engine, &self.sheet, *profile, self.ranked, hits);
            }
        }
    }
}

fn lookup<'l>(lookups: &'l mut Vec<Lookup>, engine: &Engine, space: Space, tongue: Tongue) -> &'l mut Lookup {
    let at = match lookups.iter().position(|lookup| lookup.is_for(space, tongue)) {
        Some(at) => at,
        None => {
            lookups.push(Lookup::new(&engine.symbols, space, tongue));
            lookups.len() - 1
        }
    };
    &mut lookups[at]
}

/// Adds the hit if it ranks high enough.
fn offer(engine: &Engine, sheet: &Layout, profile: u32, ranked: bool, hits: &mut Vec<Hit>) {
    if !ranked && !engine.thresholds {
        hits.push(Hit { profile, score: 0.0 });
        return;
    }
    let filed = engine.profiles[profile as usize];
    let asked = &engine.asked[filed.first_asked as usize..(filed.first_asked + filed.n_asked) as usize];
    let mut score = 0.0;
    for (symbol, idf) in asked {
        let weigh = |position| if sheet.lies_in(position, Field::Title) { engine.weights.title } else { 1.0 };
        let tf: f32 = sheet.positions(*symbol).map(weigh).sum();
        score += engine.weights.part(tf, *idf, sheet.n_text_words, engine.mean_words);
    }
    if score >= filed.threshold {
        hits.push(Hit { profile, score });
    }
}

fn holds(engine: &Engine, sheet: &Layout, at: NodeAt) -> bool {
    let program = &engine.program;
    match program.nodes[at as usize] {
        Node::Has(symbol) => sheet.has(symbol),
        Node::HasIn(symbol, field) => sheet.positions(symbol).any(|position| sheet.lies_in(position, field)),
        Node::Phrase { first, n_words, field } => {
            let row = &program.rows[first as usize..(first + n_words) as usize];
            row.iter().all(|symbol| sheet.has(*symbol)) && stands_in_row(sheet, row, field)
        }
        Node::Near { distance, a, b, field } => {
            sheet.has(a) && sheet.has(b) && stand_near(sheet, a, b, distance, field)
        }
        Node::Pattern { pattern, field } => !spans(&program.shapes[pattern as usize], sheet, field).is_empty(),
        Node::Year { from, to } => sheet.year.is_some_and(|year| (from..=to).contains(&year)),
        Node::And { first, n_parts } => {
            program.children[first as usize..(first + n_parts) as usize].iter().all(|part| holds(engine, sheet, *part))
        }
        Node::Or { first, n_parts } => {
            program.children[first as usize..(first + n_parts) as usize].iter().any(|part| holds(engine, sheet, *part))
        }
        Node::Not(part) => !holds(engine, sheet, part),
    }
}

fn stands_in_row(sheet: &Layout, row: &[Symbol], field: Field) -> bool {
    let [first, rest @ ..] = row else { return false };
    sheet.positions(*first).any(|position| {
        rest.iter().zip(position + 1..).all(|(symbol, at)| sheet.stands_at(*symbol, at))
            && (position..).take(row.len()).all(|at| sheet.lies_in(at, field))
    })
}

/// Two pointers down both lists of positions, which run from last to first.
fn stand_near(sheet: &Layout, a: Symbol, b: Symbol, distance: u32, field: Field) -> bool {
    let inside = |position: &u32| sheet.lies_in(*position, field);
    if a == b {
        let mut before = None;
        return sheet.positions(a).filter(inside).any(|at| {
            let near = before.is_some_and(|later: u32| later - at <= distance);
            before = Some(at);
            near
        });
    }
    let (mut left, mut right) = (sheet.positions(a).filter(inside), sheet.positions(b).filter(inside));
    let (mut x, mut y) = (left.next(), right.next());
    // A word and a prefix of it may stand at one place: one word is not near itself, so pairs of
    // equal positions are passed over by looking one further on both sides.
    while let (Some(p), Some(q)) = (x, y) {
        if p != q && p.abs_diff(q) <= distance {
            return true;
        }
        if p == q {
            let (next_x, next_y) = (left.next(), right.next());
            if next_x.is_some_and(|n| q - n <= distance) || next_y.is_some_and(|n| p - n <= distance) {
                return true;
            }
            (x, y) = (next_x, next_y);
        } else if p > q {
            x = left.next();
        } else {
            y = right.next();
        }
    }
    false
}

/// Every occurrence of a pattern, in order, each once.
fn spans(shape: &Shape, sheet: &Layout, field: Field) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    match shape {
        Shape::Row(row) => {
            let Some((first, rest)) = row.split_first() else { return found };
            for position in sheet.positions(*first) {
                let last = position + rest.len() as u32;
                let whole = rest.iter().zip(position + 1..).all(|(symbol, at)| sheet.stands_at(*symbol, at));
                if whole && (position..=last).all(|at| sheet.lies_in(at, field)) {
                    found.push((position, last));
                }
            }
        }
        Shape::Any(shapes) => found.extend(shapes.iter().flat_map(|shape| spans(shape, sheet, field))),
        Shape::Near(distance, a, b) => {
            let (left, right) = (spans(a, sheet, field), spans(b, sheet, field));
            join(&left, &right, *distance, &mut found);
            join(&right, &left, *distance, &mut found);
        }
        Shape::Adj(distance, a, b) => join(&spans(a, sheet, field), &spans(b, sheet, field), *distance, &mut found),
    }
    found.sort_unstable();
    found.dedup();
    found
}
