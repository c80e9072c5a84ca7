//! A record laid out as symbols, and whether the node of a profile holds of it.

use super::code::{self, nodes};
use super::symbol::{ALWAYS, Symbol};
use crate::field::Field;
use crate::oracle::join;

/// A record laid out as symbols.
#[derive(Default)]
pub(super) struct Layout {
    /// A bit for each symbol that stands in the record.
    bits: Vec<u64>,
    present: Vec<Symbol>,
    /// Last occurrence of each symbol that stands in the record; stale for the others.
    last: Vec<u32>,
    /// Position, and the occurrence before it of the same symbol.
    occurrences: Vec<(u32, u32)>,
    /// First position of each text of prose, with its field.
    texts: Vec<(u32, Field)>,
    pub n_text_words: u32,
    pub year: Option<i32>,
}

const NONE: u32 = u32::MAX;

impl Layout {
    /// Empties it and makes room for symbols below `end`.
    pub(super) fn clear(&mut self, end: Symbol) {
        for symbol in &self.present {
            self.bits[*symbol as usize >> 6] = 0;
        }
        self.present.clear();
        self.occurrences.clear();
        self.texts.clear();
        self.n_text_words = 0;
        if self.last.len() < end as usize {
            // Changes bring symbols one by one: room for a thousand more is made at once.
            let n_symbols = (end as usize + 1).next_multiple_of(1_024);
            self.last.resize(n_symbols, NONE);
            self.bits.resize(n_symbols.div_ceil(u64::BITS as usize), 0);
        }
        self.meet(ALWAYS);
    }

    /// The symbols that stand in the record, each once.
    pub(super) fn present(&self) -> &[Symbol] {
        &self.present
    }

    /// Begins a text of prose.
    pub(super) fn begin(&mut self, position: u32, field: Field) {
        self.texts.push((position, field));
    }

    #[inline]
    pub(super) fn has(&self, symbol: Symbol) -> bool {
        self.bits[symbol as usize >> 6] >> (symbol & 63) & 1 != 0
    }

    /// Which symbols stand, as bits.
    pub(super) fn bits(&self) -> &[u64] {
        &self.bits
    }

    #[inline]
    pub(super) fn meet(&mut self, symbol: Symbol) -> bool {
        let (word, bit) = (symbol as usize >> 6, 1u64 << (symbol & 63));
        let new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        if new {
            self.present.push(symbol);
        }
        new
    }

    #[inline]
    pub(super) fn stand(&mut self, symbol: Symbol, position: u32) {
        let new = self.meet(symbol);
        let last = &mut self.last[symbol as usize];
        let before = if new { NONE } else { *last };
        *last = self.occurrences.len() as u32;
        self.occurrences.push((position, before));
    }

    /// Positions of a symbol, last first.
    pub(super) fn positions(&self, symbol: Symbol) -> impl Iterator<Item = u32> {
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
    pub(super) fn lies_in(&self, position: u32, field: Field) -> bool {
        // Only these two are parts of a space; the others are one whole.
        !matches!(field, Field::Title | Field::Abstract)
            || self.texts.iter().rev().find(|(first, _)| *first <= position).is_some_and(|(_, own)| *own == field)
    }

    /// Whether a node holds, for a profile that was found under `key` with `test`.
    pub(super) fn holds(&self, node: &[u32], key: Symbol, test: Symbol) -> bool {
        let Some((head, rest)) = node.split_first() else { return false };
        let first = |rest: &[Symbol]| rest.iter().copied().find(|symbol| self.has(*symbol));
        match code::op(*head) {
            code::ALL => rest.iter().all(|symbol| self.has(*symbol)),
            code::ANY => rest.iter().any(|symbol| self.has(*symbol)),
            code::FIRST_KEY => first(rest) == Some(key),
            code::FIRST_TEST => first(rest) == Some(test),
            code::ROW => rest.iter().all(|symbol| self.has(*symbol)) && self.stands_in_row(rest, code::field(*head)),
            code::NEAR => match *rest {
                [distance, a, b] => self.has(a) && self.has(b) && self.stand_near(a, b, distance, code::field(*head)),
                _ => false,
            },
            code::YEAR => match *rest {
                [from, to] => self.year.is_some_and(|year| (from as i32..=to as i32).contains(&year)),
                _ => false,
            },
            code::AND => nodes(rest).all(|node| self.holds(node, key, test)),
            code::OR => nodes(rest).any(|node| self.holds(node, key, test)),
            code::NOT => !self.holds(rest, key, test),
            code::SHAPE => !self.spans(rest, code::field(*head)).is_empty(),
            _ => false,
        }
    }

    fn stands_in_row(&self, row: &[Symbol], field: Field) -> bool {
        let [first, rest @ ..] = row else { return false };
        self.positions(*first).any(|position| {
            rest.iter().zip(position + 1..).all(|(symbol, at)| self.stands_at(*symbol, at))
                && (position..).take(row.len()).all(|at| self.lies_in(at, field))
        })
    }

    /// Two pointers down both lists of positions, which run from last to first.
    fn stand_near(&self, a: Symbol, b: Symbol, distance: u32, field: Field) -> bool {
        let inside = |position: &u32| self.lies_in(*position, field);
        if a == b {
            let mut before = None;
            return self.positions(a).filter(inside).any(|at| {
                let near = before.is_some_and(|later: u32| later - at <= distance);
                before = Some(at);
                near
            });
        }
        let (mut left, mut right) = (self.positions(a).filter(inside), self.positions(b).filter(inside));
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

    /// Every occurrence of a shape, in order, each once.
    fn spans(&self, shape: &[u32], field: Field) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        let Some((head, rest)) = shape.split_first() else { return found };
        match code::op(*head) {
            code::ROW => {
                let Some((first, behind)) = rest.split_first() else { return found };
                for position in self.positions(*first) {
                    let last = position + behind.len() as u32;
                    let whole = behind.iter().zip(position + 1..).all(|(symbol, at)| self.stands_at(*symbol, at));
                    if whole && (position..=last).all(|at| self.lies_in(at, field)) {
                        found.push((position, last));
                    }
                }
            }
            code::EITHER => found.extend(nodes(rest).flat_map(|shape| self.spans(shape, field))),
            op @ (code::BOTH | code::BEHIND) => {
                let Some((distance, shapes)) = rest.split_first() else { return found };
                let mut shapes = nodes(shapes).map(|shape| self.spans(shape, field));
                let (left, right) = (shapes.next().unwrap_or_default(), shapes.next().unwrap_or_default());
                join(&left, &right, *distance, &mut found);
                if op == code::BOTH {
                    join(&right, &left, *distance, &mut found);
                }
            }
            _ => {}
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
