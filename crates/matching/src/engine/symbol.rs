//! Symbols: what profiles ask for by name, numbered.

use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, Stemmer, Tongue};
use crate::field::Field;
use crate::sheet::folded;

/// Number of a symbol. [`ALWAYS`] stands in every record.
pub(super) type Symbol = u32;

/// The symbol that every record has.
pub(super) const ALWAYS: Symbol = 0;

/// Where words of a text are looked up: one space for prose, one for each field of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Space {
    Prose,
    Author,
    Org,
    Source,
}

impl Space {
    pub(super) fn of(field: Field) -> Space {
        match field {
            Field::Author => Space::Author,
            Field::Org => Space::Org,
            Field::Source => Space::Source,
            Field::Text | Field::Title | Field::Abstract => Space::Prose,
        }
    }
}

/// The symbols of all profiles.
#[derive(Debug)]
pub(super) struct Symbols {
    words: FxHashMap<(Space, Box<str>), Symbol>,
    prefixes: FxHashMap<(Space, Box<str>), Symbol>,
    /// Lengths in bytes that prefixes have, so that a word is cut only where one can end.
    prefix_lengths: Vec<usize>,
    atoms: FxHashMap<Box<str>, Symbol>,
    n_symbols: u32,
}

impl Symbols {
    pub(super) fn new() -> Symbols {
        Symbols {
            words: FxHashMap::default(),
            prefixes: FxHashMap::default(),
            prefix_lengths: Vec::new(),
            atoms: FxHashMap::default(),
            n_symbols: ALWAYS + 1,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.n_symbols as usize
    }

    /// Whether any profile asks for names, so that they have to be laid out.
    pub(super) fn ask_for_names(&self) -> bool {
        self.words.keys().chain(self.prefixes.keys()).any(|(space, _)| *space != Space::Prose)
    }

    /// The symbol of a folded word or prefix and whether it is new.
    pub(super) fn word(&mut self, space: Space, folded: &str, open: bool) -> (Symbol, bool) {
        let next = self.n_symbols;
        let map = if open { &mut self.prefixes } else { &mut self.words };
        if let Some(symbol) = map.get(&(space, Box::from(folded))) {
            return (*symbol, false);
        }
        map.insert((space, Box::from(folded)), next);
        if open && !self.prefix_lengths.contains(&folded.len()) {
            self.prefix_lengths.push(folded.len());
        }
        self.n_symbols += 1;
        (next, true)
    }

    pub(super) fn atom(&mut self, key: &str) -> (Symbol, bool) {
        let next = self.n_symbols;
        if let Some(symbol) = self.atoms.get(key) {
            return (*symbol, false);
        }
        self.atoms.insert(key.into(), next);
        self.n_symbols += 1;
        (next, true)
    }

    pub(super) fn find_atom(&self, key: &str) -> Option<Symbol> {
        self.atoms.get(key).copied()
    }

    /// Stems of one tongue with the words of profiles that have them.
    fn by_key(&self, space: Space, tongue: Tongue) -> FxHashMap<Box<str>, Vec<Symbol>> {
        let stemmer = Stemmer::new(tongue);
        let mut map: FxHashMap<Box<str>, Vec<Symbol>> = FxHashMap::default();
        for ((own, folded), symbol) in &self.words {
            if *own == space {
                map.entry(stemmer.key(folded).into()).or_default().push(*symbol);
            }
        }
        map
    }
}

/// Words as written, with the symbols they stand for in one space and tongue.
///
/// Filled as words are met: cutting and hashing a word is all that is done for one seen before,
/// however it has to be folded and stemmed.
pub(super) struct Lookup {
    tongue: Tongue,
    space: Space,
    stemmer: Stemmer,
    by_key: FxHashMap<Box<str>, Vec<Symbol>>,
    /// Open addressing, a power of two long.
    slots: Vec<Slot>,
    n_filled: usize,
    /// The symbols of all words, run together.
    symbols: Vec<Symbol>,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    /// Zero when free.
    key: u128,
    first: u32,
    n_symbols: u32,
}

/// Distinct written words that are remembered. At this many all are forgotten and met anew, so
/// that memory is bounded on a stream without end: 64 MiB a tongue.
const WORDS_REMEMBERED_MAX: usize = 1 << 20;

/// Words up to this length are their own key; longer ones are hashed to 120 bits.
const KEY_BYTES: usize = 15;

impl Lookup {
    pub(super) fn new(symbols: &Symbols, space: Space, tongue: Tongue) -> Lookup {
        Lookup {
            tongue,
            space,
            stemmer: Stemmer::new(tongue),
            by_key: symbols.by_key(space, tongue),
            slots: vec![Slot::default(); 1 << 12],
            n_filled: 0,
            symbols: Vec::new(),
        }
    }

    pub(super) fn is_for(&self, space: Space, tongue: Tongue) -> bool {
        self.space == space && self.tongue == tongue
    }

    /// The symbols that the word at these bytes stands for.
    #[inline]
    pub(super) fn symbols(
        &mut self,
        all: &Symbols,
        analysis: Analysis,
        text: &str,
        start: usize,
        end: usize,
    ) -> &[Symbol] {
        let key = key(text.as_bytes(), start, end);
        let mask = self.slots.len() - 1;
        let mut at = hash(key) & mask;
        loop {
            let slot = self.slots[at];
            if slot.key == key {
                let first = slot.first as usize;
                return &self.symbols[first..first + slot.n_symbols as usize];
            }
            if slot.key == 0 {
                break;
            }
            at = (at + 1) & mask;
        }
        self.learn(all, analysis, key, &text[start..end])
    }

    #[cold]
    fn learn(&mut self, all: &Symbols, analysis: Analysis, key: u128, word: &str) -> &[Symbol] {
        if self.n_filled >= WORDS_REMEMBERED_MAX {
            self.slots.fill(Slot::default());
            self.symbols.clear();
            self.n_filled = 0;
        }
        if self.n_filled * 2 >= self.slots.len() {
            self.grow();
        }
        let first = self.symbols.len();
        let folded = folded(word, analysis);
        if let Some(found) = self.by_key.get(&*self.stemmer.key(&folded)) {
            self.symbols.extend(found);
        }
        for length in &all.prefix_lengths {
            if let Some(head) = folded.get(..*length)
                && let Some(symbol) = all.prefixes.get(&(self.space, Box::from(head)))
            {
                self.symbols.push(*symbol);
            }
        }
        let n_symbols = self.symbols.len() - first;
        self.put(Slot { key, first: first as u32, n_symbols: n_symbols as u32 });
        self.n_filled += 1;
        &self.symbols[first..]
    }

    fn put(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = hash(slot.key) & mask;
        while self.slots[at].key != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
    }

    fn grow(&mut self) {
        let wider = vec![Slot::default(); self.slots.len() * 2];
        let old = std::mem::replace(&mut self.slots, wider);
        for slot in old.into_iter().filter(|slot| slot.key != 0) {
            self.put(slot);
        }
    }
}

/// The word as a number: its bytes and, in the top byte, its length; never zero.
#[inline]
fn key(text: &[u8], start: usize, end: usize) -> u128 {
    let length = end - start;
    if length > KEY_BYTES {
        return long_key(&text[start..end]);
    }
    // Sixteen bytes in one load where the text is long enough, the tail masked off.
    let bytes = match text.get(start..start + 16).and_then(|head| <[u8; 16]>::try_from(head).ok()) {
        Some(bytes) => bytes,
        None => {
            let mut bytes = [0; 16];
            bytes[..length].copy_from_slice(&text[start..end]);
            bytes
        }
    };
    let mask = (1u128 << (8 * length)) - 1;
    u128::from_le_bytes(bytes) & mask | (length as u128) << 120
}

fn long_key(word: &[u8]) -> u128 {
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
    (u128::from(a) | u128::from(b) << 64) & ((1 << 120) - 1) | 0xff << 120
}

#[inline]
fn hash(key: u128) -> usize {
    let (low, high) = (key as u64, (key >> 64) as u64);
    let mixed = u128::from(low ^ 0x9e37_79b9_7f4a_7c15) * u128::from(high ^ 0xd6e8_feb8_6659_fd93);
    ((mixed as u64) ^ ((mixed >> 64) as u64)) as usize
}
