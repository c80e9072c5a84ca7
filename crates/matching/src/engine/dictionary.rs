//! Words and codes as records write them, with the symbols they stand for: remembered as they are met.
//!
//! To cut and hash a word is all that is done for one seen before, however it has to be folded and stemmed.

use std::sync::{PoisonError, RwLock};

use model::SubjectScheme;
use rustc_hash::FxHashMap;

use super::symbol::{Sort, Space, Symbol, Symbols};
use crate::analysis::{Analysis, Stemmer, Tongue, Word};
use crate::sheet::{class_atoms, folded, scheme_atoms};

/// All symbols: those of a compiled set, and those that came with changes since.
#[derive(Clone, Copy)]
pub(super) struct Dictionary<'a> {
    pub analysis: Analysis,
    pub symbols: &'a Symbols,
    pub later: Option<&'a RwLock<Symbols>>,
    /// Symbols from this number on came after what is being matched, and do not count.
    pub end: Symbol,
}

impl Dictionary<'_> {
    /// Calls `ask` with each set of symbols and cuts off what came too late.
    fn each(&self, out: &mut Vec<Symbol>, ask: impl Fn(&Symbols, &mut Vec<Symbol>)) {
        ask(self.symbols, out);
        if let Some(later) = self.later {
            let from = out.len();
            ask(&later.read().unwrap_or_else(PoisonError::into_inner), out);
            let mut at = from;
            while at < out.len() {
                if out[at] < self.end { at += 1 } else { _ = out.swap_remove(at) }
            }
        }
    }

    /// Adds the symbol of a property, if any profile asks for it.
    pub(super) fn of_atom(&self, key: &str, out: &mut Vec<Symbol>) {
        self.each(out, |symbols, out| out.extend(symbols.find(Sort::Atom, key)));
    }
}

/// Written words of one space and tongue.
pub(super) struct Remembered {
    tongue: Tongue,
    space: Space,
    stemmer: Stemmer,
    /// Open addressing, a power of two long.
    slots: Vec<Slot>,
    n_filled: usize,
    /// The symbols of words that stand for several, run together.
    several: Vec<Symbol>,
}

/// Thirty-two bytes, so that no slot lies across two lines of the cache.
#[derive(Clone, Copy)]
#[repr(align(32))]
struct Slot {
    /// The word, see [`key`]; zero when free.
    key: [u64; 2],
    n_symbols: u32,
    /// The only symbol, or where the several begin.
    first: Symbol,
    /// The end of the dictionary when the word was looked up in it.
    end: Symbol,
}

const FREE: Slot = Slot { key: [0; 2], n_symbols: 0, first: 0, end: 0 };

/// A word that was cut and is to be looked up.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    key: [u64; 2],
    slot: u32,
    start: u32,
    end: u32,
}

/// Distinct written words that are remembered. At this many all are forgotten and met anew, so
/// that memory is bounded on a stream without end: 64 MiB a tongue.
const WORDS_REMEMBERED_MAX: usize = 1 << 20;

/// Words up to this length are their own key; longer ones are hashed to 120 bits.
const KEY_BYTES: usize = 15;

/// The slot of a word that was not found yet.
const UNMET: u32 = u32::MAX;

/// Words that are looked up together: their lines are fetched at once, and they stay in the nearest cache meanwhile.
pub(super) const TOGETHER_MAX: usize = 128;

impl Remembered {
    pub(super) fn new(space: Space, tongue: Tongue) -> Remembered {
        let stemmer = Stemmer::new(tongue);
        Remembered { tongue, space, stemmer, slots: vec![FREE; 1 << 12], n_filled: 0, several: Vec::new() }
    }

    pub(super) fn is_for(&self, space: Space, tongue: Tongue) -> bool {
        self.space == space && self.tongue == tongue
    }

    /// Looks some words of a text up, [`TOGETHER_MAX`] at most, and gives the symbols of each to `take`, in order.
    #[inline]
    pub(super) fn look_up(
        &mut self,
        dictionary: &Dictionary<'_>,
        text: &str,
        cuts: &mut [Cut],
        mut take: impl FnMut(&[Symbol]),
    ) {
        // The first loop only fetches: no load waits for another, and nothing is decided.
        let mask = self.slots.len() - 1;
        let mut all_met = true;
        for cut in &mut *cuts {
            let (own, other) = (hash(cut.key) & mask, hash(cut.key) & mask ^ 1);
            let is = |at: usize| (self.slots[at].key == cut.key) & (self.slots[at].end == dictionary.end);
            cut.slot = if is(own) { own as u32 } else { UNMET };
            cut.slot = if is(other) { other as u32 } else { cut.slot };
            all_met &= cut.slot != UNMET;
        }
        if !all_met {
            self.settle(dictionary, text, cuts);
        }
        for cut in cuts {
            let slot = self.slots[cut.slot as usize];
            let first = slot.first as usize;
            match slot.n_symbols {
                0 => take(&[]),
                1 => take(&[slot.first]),
                n => take(&self.several[first..first + n as usize]),
            }
        }
    }

    /// Finds the slots of the words that did not stand where they were looked for first, and fills those of words never
    /// met.
    #[inline(never)]
    fn settle(&mut self, dictionary: &Dictionary<'_>, text: &str, cuts: &mut [Cut]) {
        let mut moved = false;
        for i in 0..cuts.len() {
            let cut = cuts[i];
            if cut.slot != UNMET && !moved {
                continue;
            }
            let free = self.slots[self.find(cut.key)].key == [0; 2];
            if free && self.makes_room() {
                // Every word stands somewhere else now.
                moved = true;
                for earlier in &mut cuts[..i] {
                    self.settle_one(dictionary, text, earlier);
                }
            }
            self.settle_one(dictionary, text, &mut cuts[i]);
        }
    }

    fn settle_one(&mut self, dictionary: &Dictionary<'_>, text: &str, cut: &mut Cut) {
        let at = self.find(cut.key);
        cut.slot = at as u32;
        let free = self.slots[at].key == [0; 2];
        if free || self.slots[at].end != dictionary.end {
            self.n_filled += usize::from(free);
            self.slots[at] = self.learned(dictionary, cut.key, &text[cut.start as usize..cut.end as usize]);
        }
    }

    /// Whether words had to be moved or forgotten so that those of one turn have room.
    fn makes_room(&mut self) -> bool {
        if self.n_filled + TOGETHER_MAX > WORDS_REMEMBERED_MAX {
            self.slots.fill(FREE);
            self.several.clear();
            self.n_filled = 0;
            return true;
        }
        let full = (self.n_filled + TOGETHER_MAX) * 2 > self.slots.len();
        if full {
            self.grow();
        }
        full
    }

    #[cold]
    fn learned(&mut self, dictionary: &Dictionary<'_>, key: [u64; 2], word: &str) -> Slot {
        let first = self.several.len();
        let folded = folded(word, dictionary.analysis);
        let (space, tongue, stemmer) = (self.space, self.tongue, &self.stemmer);
        dictionary.each(&mut self.several, |symbols, out| symbols.of_word(space, stemmer, tongue, &folded, out));
        let n_symbols = (self.several.len() - first) as u32;
        let first = match n_symbols {
            1 => self.several.pop().unwrap_or_default(),
            _ => first as u32,
        };
        Slot { key, n_symbols, first, end: dictionary.end }
    }

    /// The slot of a word, or the free one where it would stand. Slots are looked at in pairs, which share a line of the
    /// cache: in the pair of its hash first, then in those behind it.
    fn find(&self, key: [u64; 2]) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash(key) & mask;
        loop {
            for at in [at, at ^ 1] {
                if self.slots[at].key == key || self.slots[at].key == [0; 2] {
                    return at;
                }
            }
            at = (at + 2) & mask;
        }
    }

    fn grow(&mut self) {
        let wider = vec![FREE; self.slots.len() * 2];
        let old = std::mem::replace(&mut self.slots, wider);
        for slot in old.into_iter().filter(|slot| slot.key != [0; 2]) {
            let at = self.find(slot.key);
            self.slots[at] = slot;
        }
    }
}

impl Cut {
    #[inline]
    pub(super) fn of(text: &[u8], word: Word) -> Cut {
        Cut { key: key(text, word.start, word.end), slot: 0, start: word.start as u32, end: word.end as u32 }
    }
}

/// The word as a number: its bytes and, in the top byte, its length; never zero.
#[inline]
fn key(text: &[u8], start: usize, end: usize) -> [u64; 2] {
    let length = end - start;
    if length > KEY_BYTES {
        return long_key(&text[start..end]);
    }
    // Sixteen bytes in one load where the text is long enough, the tail masked off.
    let bytes = match text[start..].first_chunk::<16>() {
        Some(bytes) => *bytes,
        None => {
            let mut bytes = [0; 16];
            bytes[..length].copy_from_slice(&text[start..end]);
            bytes
        }
    };
    let mask = (1u128 << (8 * length)) - 1;
    let key = u128::from_le_bytes(bytes) & mask | (length as u128) << 120;
    [key as u64, (key >> 64) as u64]
}

fn long_key(word: &[u8]) -> [u64; 2] {
    const A: u64 = 0x9e37_79b9_7f4a_7c15;
    const B: u64 = 0xc2b2_ae3d_27d4_eb4f;
    let (mut a, mut b) = (A ^ word.len() as u64, B);
    for chunk in word.chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        let value = u64::from_le_bytes(bytes);
        a = (a ^ value).wrapping_mul(B).rotate_left(29);
        b = (b.rotate_left(17) ^ value).wrapping_mul(A);
    }
    a ^= a >> 32;
    b ^= b >> 29;
    [a, b | 0xff << 56]
}

#[inline]
fn hash(key: [u64; 2]) -> usize {
    let mixed = u128::from(key[0] ^ 0x9e37_79b9_7f4a_7c15) * u128::from(key[1] ^ 0xd6e8_feb8_6659_fd93);
    ((mixed as u64) ^ ((mixed >> 64) as u64)) as usize
}

/// Codes as records bear them, by scheme.
#[derive(Default)]
pub(super) struct Codes {
    schemes: Vec<(SubjectScheme, FxHashMap<Box<str>, Code>)>,
    symbols: Vec<Symbol>,
}

#[derive(Clone, Copy)]
struct Code {
    first: u32,
    n_symbols: u32,
    end: Symbol,
}

/// Distinct codes that are remembered; at this many symbols all are forgotten and met anew.
const CODE_SYMBOLS_MAX: usize = 1 << 20;

impl Codes {
    /// The symbols of a code and of the classes above it.
    pub(super) fn symbols(
        &mut self,
        dictionary: &Dictionary<'_>,
        ways: bool,
        scheme: SubjectScheme,
        code: &str,
    ) -> &[Symbol] {
        let at = self.schemes.iter().position(|(own, _)| *own == scheme);
        if let Some(at) = at
            && let Some(known) = self.schemes[at].1.get(code)
            && known.end == dictionary.end
        {
            return &self.symbols[known.first as usize..(known.first + known.n_symbols) as usize];
        }
        if self.symbols.len() >= CODE_SYMBOLS_MAX || self.schemes.iter().any(|(_, own)| own.len() >= CODE_SYMBOLS_MAX) {
            self.schemes.clear();
            self.symbols.clear();
        }
        let first = self.symbols.len();
        let symbols = &mut self.symbols;
        class_atoms(scheme, code, &mut |key| dictionary.of_atom(key, symbols));
        if ways {
            scheme_atoms(scheme, code, &mut |key| dictionary.of_atom(key, symbols));
        }
        let known = Code { first: first as u32, n_symbols: (self.symbols.len() - first) as u32, end: dictionary.end };
        let at = self.schemes.iter().position(|(own, _)| *own == scheme).unwrap_or_else(|| {
            self.schemes.push((scheme, FxHashMap::default()));
            self.schemes.len() - 1
        });
        self.schemes[at].1.insert(code.into(), known);
        &self.symbols[first..]
    }
}
