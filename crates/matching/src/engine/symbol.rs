//! Symbols: what profiles ask for by name, numbered.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::analysis::{Stemmer, Tongue};
use crate::field::Field;

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
    pub(super) const ALL: [Space; 4] = [Space::Prose, Space::Author, Space::Org, Space::Source];

    pub(super) fn of(field: Field) -> Space {
        match field {
            Field::Author => Space::Author,
            Field::Org => Space::Org,
            Field::Source => Space::Source,
            Field::Text | Field::Title | Field::Abstract => Space::Prose,
        }
    }
}

/// What a symbol stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A whole word of a space.
    Word(Space),
    /// The beginning of a word of a space.
    Prefix(Space),
    /// A property of a record.
    Atom,
}

/// What any profile asks for, so that what none asks for is not laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wants {
    pub names: bool,
    pub classes: bool,
    /// Ends of ways across schemes, so that classes are looked up with their schemes too.
    pub ways: bool,
    pub languages: bool,
    pub kinds: bool,
    pub ids: bool,
}

impl Wants {
    fn note(&mut self, sort: Sort, text: &str) {
        match sort {
            Sort::Word(space) | Sort::Prefix(space) => self.names |= space != Space::Prose,
            Sort::Atom => {
                self.classes |= text.starts_with("class");
                self.ways |= text.starts_with("way");
                self.languages |= text.starts_with("lang");
                self.kinds |= text.starts_with("kind");
                self.ids |= text.starts_with("id");
            }
        }
    }

    pub(super) fn and(self, other: Wants) -> Wants {
        Wants {
            names: self.names || other.names,
            classes: self.classes || other.classes,
            ways: self.ways || other.ways,
            languages: self.languages || other.languages,
            kinds: self.kinds || other.kinds,
            ids: self.ids || other.ids,
        }
    }
}

/// The symbols of all profiles, or those that came later than the symbols of a base.
#[derive(Debug)]
pub(super) struct Symbols {
    /// Number of the first symbol that is numbered here.
    first: Symbol,
    next: Symbol,
    words: [FxHashMap<Box<str>, Symbol>; 4],
    prefixes: [FxHashMap<Box<str>, Symbol>; 4],
    /// Lengths in bytes that prefixes have, so that a word is cut only where one can end.
    prefix_lengths: [Vec<usize>; 4],
    atoms: FxHashMap<Box<str>, Symbol>,
    wants: Wants,
    /// For each tongue, made when its first text is met, the words of prose by their stems.
    stems: Vec<OnceLock<Stems>>,
}

/// The words that share a stem, as a chain.
#[derive(Debug, Default)]
struct Stems {
    last: FxHashMap<Box<str>, Symbol>,
    before: FxHashMap<Symbol, Symbol>,
}

impl Stems {
    fn add(&mut self, stem: &str, symbol: Symbol) {
        match self.last.get_mut(stem) {
            Some(last) => {
                self.before.insert(symbol, *last);
                *last = symbol;
            }
            None => {
                self.last.insert(stem.into(), symbol);
            }
        }
    }
}

impl Symbols {
    /// No symbols yet; the first to come gets this number.
    pub(super) fn beginning_at(first: Symbol) -> Symbols {
        Symbols {
            first,
            next: first,
            words: Default::default(),
            prefixes: Default::default(),
            prefix_lengths: Default::default(),
            atoms: FxHashMap::default(),
            wants: Wants::default(),
            stems: Tongue::ALL.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// The same symbols; stems are found anew when they are asked for.
    pub(super) fn copy(&self) -> Symbols {
        Symbols {
            first: self.first,
            next: self.next,
            words: self.words.clone(),
            prefixes: self.prefixes.clone(),
            prefix_lengths: self.prefix_lengths.clone(),
            atoms: self.atoms.clone(),
            wants: self.wants,
            stems: Tongue::ALL.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// The number behind the last symbol.
    pub(super) fn end(&self) -> Symbol {
        self.next
    }

    pub(super) fn wants(&self) -> Wants {
        self.wants
    }

    fn map(&self, sort: Sort) -> &FxHashMap<Box<str>, Symbol> {
        match sort {
            Sort::Word(space) => &self.words[space as usize],
            Sort::Prefix(space) => &self.prefixes[space as usize],
            Sort::Atom => &self.atoms,
        }
    }

    /// The symbol of a folded word, a prefix or a property.
    pub(super) fn find(&self, sort: Sort, text: &str) -> Option<Symbol> {
        self.map(sort).get(text).copied()
    }

    /// Numbers what has no number yet.
    pub(super) fn add(&mut self, sort: Sort, text: &str) -> Symbol {
        let symbol = self.next;
        self.put(sort, text, symbol);
        symbol
    }

    /// Gives something this number; there must be a number behind every other.
    pub(super) fn put(&mut self, sort: Sort, text: &str, symbol: Symbol) {
        let map = match sort {
            Sort::Word(space) => &mut self.words[space as usize],
            Sort::Prefix(space) => {
                let lengths = &mut self.prefix_lengths[space as usize];
                if !lengths.contains(&text.len()) {
                    lengths.push(text.len());
                }
                &mut self.prefixes[space as usize]
            }
            Sort::Atom => &mut self.atoms,
        };
        map.insert(text.into(), symbol);
        self.wants.note(sort, text);
        self.next = self.next.max(symbol + 1);
        if sort == Sort::Word(Space::Prose) {
            for (tongue, stems) in Tongue::ALL.iter().zip(&mut self.stems) {
                if let Some(stems) = stems.get_mut() {
                    stems.add(&Stemmer::new(*tongue).key(text), symbol);
                }
            }
        }
    }

    /// Every symbol with what it stands for, in no order.
    pub(super) fn each(&self) -> impl Iterator<Item = (Sort, &str, Symbol)> {
        let words = Space::ALL.into_iter().map(|space| (Sort::Word(space), &self.words[space as usize]));
        let prefixes = Space::ALL.into_iter().map(|space| (Sort::Prefix(space), &self.prefixes[space as usize]));
        let maps = words.chain(prefixes).chain(std::iter::once((Sort::Atom, &self.atoms)));
        maps.flat_map(|(sort, map)| map.iter().map(move |(text, symbol)| (sort, &**text, *symbol)))
    }

    /// Numbers all symbols anew: `numbers[old - first]`.
    pub(super) fn renumber(&mut self, numbers: &[Symbol]) {
        let maps = self.words.iter_mut().chain(&mut self.prefixes).chain(std::iter::once(&mut self.atoms));
        for symbol in maps.flat_map(|map| map.values_mut()) {
            *symbol = numbers[(*symbol - self.first) as usize];
        }
        self.stems.iter_mut().for_each(|stems| *stems = OnceLock::new());
    }

    /// Gives back what was reserved for words to come.
    pub(super) fn shrink(&mut self) {
        let maps = self.words.iter_mut().chain(&mut self.prefixes).chain(std::iter::once(&mut self.atoms));
        maps.for_each(FxHashMap::shrink_to_fit);
    }

    /// Adds the symbols that a folded word of a text in this tongue stands for.
    pub(super) fn of_word(&self, space: Space, stemmer: &Stemmer, tongue: Tongue, folded: &str, out: &mut Vec<Symbol>) {
        if space != Space::Prose || tongue == Tongue::None {
            out.extend(self.words[space as usize].get(folded));
        } else {
            let stems = self.stems[tongue as usize].get_or_init(|| self.by_stem(tongue));
            let mut next = stems.last.get(&*stemmer.key(folded)).copied();
            while let Some(symbol) = next {
                out.push(symbol);
                next = stems.before.get(&symbol).copied();
            }
        }
        for length in &self.prefix_lengths[space as usize] {
            if let Some(head) = folded.get(..*length) {
                out.extend(self.prefixes[space as usize].get(head));
            }
        }
    }

    fn by_stem(&self, tongue: Tongue) -> Stems {
        let stemmer = Stemmer::new(tongue);
        let mut stems = Stems::default();
        for (word, symbol) in &self.words[Space::Prose as usize] {
            stems.add(&stemmer.key(word), *symbol);
        }
        stems
    }
}
