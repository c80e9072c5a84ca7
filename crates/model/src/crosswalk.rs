//! Crosswalks: what a class of one scheme is in another, and by which way a need in the one meets a record in the other.
//!
//! Relations are the mapping properties of SKOS (<https://www.w3.org/TR/skos-reference/#mapping>).

#[cfg(test)]
mod tests;
mod walk;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use crate::{ConceptScheme, NOTATION_BYTES_MAX, SubjectScheme};

pub use walk::{MAPPED_STEPS_MAX, Step, WAYS_MAX, Way, Ways};

/// Mappings of one crosswalk. The largest published, between the two patent classifications, has some 250,000 rows.
pub const MAPPINGS_MAX: usize = 500_000;

/// Classes above one end of a mapping that lead to it. Only a thesaurus with many roofs above one concept has more.
const ABOVE_MAX: usize = 256;

/// How the addresses begin that this program makes.
pub(crate) const MINTED: &str = "urn:x-uptake:scheme:";

/// A class, with the scheme it is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConceptCode {
    scheme: String,
    notation: String,
}

impl ConceptCode {
    /// A class of the scheme with this word; the notation is brought to the scheme's normal form.
    pub fn new(scheme: &str, notation: &str) -> ConceptCode {
        let (scheme, of_word) = (scheme.trim().to_lowercase(), SubjectScheme::of_word(&scheme.trim().to_lowercase()));
        ConceptCode { scheme, notation: of_word.normal(notation) }
    }

    /// The word of the scheme.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The notation, as the scheme writes it.
    pub fn notation(&self) -> &str {
        &self.notation
    }

    /// As which scheme records know it.
    pub fn subject_scheme(&self) -> SubjectScheme {
        SubjectScheme::of_word(&self.scheme)
    }

    /// Its address where its scheme gives it none: `urn:x-uptake:scheme:grnti:27.35`.
    pub fn minted(&self) -> String {
        let mut uri = format!("{MINTED}{}:", self.scheme);
        for byte in self.notation.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                uri.push(char::from(byte));
            } else {
                uri.push_str(&format!("%{byte:02X}"));
            }
        }
        uri
    }

    /// The class with this address, if [`ConceptCode::minted`] made it.
    pub fn of_minted(uri: &str) -> Option<ConceptCode> {
        let (scheme, encoded) = uri.strip_prefix(MINTED)?.split_once(':')?;
        let mut bytes = Vec::with_capacity(encoded.len());
        let mut rest = encoded.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                bytes.push(u8::try_from(high * 16 + low).ok()?);
            } else {
                bytes.push(byte);
            }
        }
        Some(ConceptCode::new(scheme, &String::from_utf8(bytes).ok()?))
    }

    /// Under this it is looked up: queries do not tell the case of letters.
    fn key(&self) -> (String, String) {
        (self.scheme.clone(), self.notation.to_lowercase())
    }
}

/// As people read it: `GRNTI 27.35`. The word of a scheme of one's own stays as it is.
impl fmt::Display for ConceptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if SubjectScheme::from_word(&self.scheme).is_some() {
            write!(f, "{} {}", self.scheme.to_uppercase(), self.notation)
        } else {
            write!(f, "{} {}", self.scheme, self.notation)
        }
    }
}

/// What the second class of a mapping is to the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MappingRelation {
    /// The same (`skos:exactMatch`).
    Exact,
    /// Nearly the same (`skos:closeMatch`).
    Close,
    /// Broader (`skos:broadMatch`).
    Broader,
    /// Narrower (`skos:narrowMatch`).
    Narrower,
    /// Something that goes with it (`skos:relatedMatch`).
    Related,
}

impl MappingRelation {
    /// Every relation.
    pub const ALL: [MappingRelation; 5] = [
        MappingRelation::Exact,
        MappingRelation::Close,
        MappingRelation::Broader,
        MappingRelation::Narrower,
        MappingRelation::Related,
    ];

    /// The word for it in files and grounds.
    pub fn word(self) -> &'static str {
        match self {
            MappingRelation::Exact => "exact",
            MappingRelation::Close => "close",
            MappingRelation::Broader => "broader",
            MappingRelation::Narrower => "narrower",
            MappingRelation::Related => "related",
        }
    }

    /// The local name of its property in SKOS.
    pub fn skos(self) -> &'static str {
        match self {
            MappingRelation::Exact => "exactMatch",
            MappingRelation::Close => "closeMatch",
            MappingRelation::Broader => "broadMatch",
            MappingRelation::Narrower => "narrowMatch",
            MappingRelation::Related => "relatedMatch",
        }
    }

    /// The relation with this word or name in SKOS, with or without a prefix.
    pub fn from_word(word: &str) -> Option<MappingRelation> {
        let word = word.trim();
        let word = word.rsplit_once([':', '#']).map_or(word, |(_, local)| local);
        let is = |relation: &MappingRelation| {
            word.eq_ignore_ascii_case(relation.word()) || word.eq_ignore_ascii_case(relation.skos())
        };
        MappingRelation::ALL.into_iter().find(is)
    }

    /// What the first is to the second.
    pub fn reversed(self) -> MappingRelation {
        match self {
            MappingRelation::Broader => MappingRelation::Narrower,
            MappingRelation::Narrower => MappingRelation::Broader,
            same => same,
        }
    }
}

/// One line of a crosswalk: `to` is to `from` what the relation says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mapping {
    /// The first class.
    pub from: ConceptCode,
    /// What the second is to it.
    pub relation: MappingRelation,
    /// The second class.
    pub to: ConceptCode,
}

impl fmt::Display for Mapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} → {} → {}", self.from, self.relation.word(), self.to)
    }
}

/// A mapping that was left out, or leads where nothing is known to be. It reads as a sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CrosswalkFault {
    /// An end has no scheme or no notation, or one that is too long.
    NoEnd(Mapping),
    /// Both ends are one class.
    ToItself(Mapping),
    /// The scheme of an end is here and has no such class. The mapping is kept: editions differ.
    Dangling(ConceptCode),
    /// There are more mappings than [`MAPPINGS_MAX`]; how many were left out.
    TooMany(usize),
}

impl fmt::Display for CrosswalkFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CrosswalkFault::NoEnd(mapping) => write!(f, "the mapping {mapping} lacks an end; it was left out"),
            CrosswalkFault::ToItself(mapping) => write!(f, "the mapping {mapping} leads to itself; it was left out"),
            CrosswalkFault::Dangling(code) => write!(f, "{code} is not in this edition of its scheme; it was kept"),
            CrosswalkFault::TooMany(n) => write!(f, "there are {n} mappings beyond {MAPPINGS_MAX}; they were left out"),
        }
    }
}

/// Mappings with the schemes that they join, ready to be asked. An empty one answers nothing and costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Crosswalk {
    mappings: Vec<Mapping>,
    schemes: BTreeMap<String, Arc<ConceptScheme>>,
    /// Every class that is an end of a mapping.
    ends: Vec<ConceptCode>,
    /// Class to the ends that are it or stand below it, in order.
    under: HashMap<(String, String), Vec<usize>>,
    /// End to what it is mapped to, in both directions, the surest relation first.
    onward: Vec<Vec<(MappingRelation, usize)>>,
    /// The schemes that have a class of this code, for codes whose scheme is not said.
    words: BTreeSet<String>,
}

impl Crosswalk {
    /// A crosswalk of these mappings. `schemes` tell what stands below what where notations do not; a scheme that is
    /// absent is taken by its notations alone. What cannot stand is left out and said.
    pub fn new(
        mut mappings: Vec<Mapping>,
        schemes: impl IntoIterator<Item = Arc<ConceptScheme>>,
    ) -> (Crosswalk, Vec<CrosswalkFault>) {
        let mut walk = Crosswalk {
            schemes: schemes.into_iter().map(|scheme| (scheme.word().to_owned(), scheme)).collect(),
            ..Crosswalk::default()
        };
        let mut faults = Vec::new();
        if mappings.len() > MAPPINGS_MAX {
            faults.push(CrosswalkFault::TooMany(mappings.len() - MAPPINGS_MAX));
            mappings.truncate(MAPPINGS_MAX);
        }
        mappings.sort();
        mappings.dedup();
        let mut places: HashMap<(String, String), usize> = HashMap::new();
        for mapping in mappings {
            let stands =
                |code: &ConceptCode| !code.scheme.is_empty() && (1..=NOTATION_BYTES_MAX).contains(&code.notation.len());
            if !stands(&mapping.from) || !stands(&mapping.to) {
                faults.push(CrosswalkFault::NoEnd(mapping));
                continue;
            }
            if mapping.from.key() == mapping.to.key() {
                faults.push(CrosswalkFault::ToItself(mapping));
                continue;
            }
            let [from, to] = [&mapping.from, &mapping.to].map(|code| {
                *places.entry(code.key()).or_insert_with(|| {
                    if walk.schemes.get(&code.scheme).is_some_and(|scheme| scheme.concept(&code.notation).is_none()) {
                        faults.push(CrosswalkFault::Dangling(code.clone()));
                    }
                    walk.ends.push(code.clone());
                    walk.onward.push(Vec::new());
                    walk.ends.len() - 1
                })
            });
            walk.onward[from].push((mapping.relation, to));
            walk.onward[to].push((mapping.relation.reversed(), from));
            walk.mappings.push(mapping);
        }
        for onward in &mut walk.onward {
            onward.sort_by(|a, b| (a.0, &walk.ends[a.1]).cmp(&(b.0, &walk.ends[b.1])));
            onward.dedup();
        }
        for end in 0..walk.ends.len() {
            let code = walk.ends[end].clone();
            for above in walk.with_what_is_above(&code) {
                walk.under.entry(above).or_default().push(end);
            }
        }
        let ends = &walk.ends;
        walk.under.values_mut().for_each(|under| under.sort_by_key(|end| &ends[*end]));
        walk.words = walk.ends.iter().map(|code| code.scheme.clone()).chain(walk.schemes.keys().cloned()).collect();
        (walk, faults)
    }

    /// Whether no class leads anywhere.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Its mappings, in order, each once.
    pub fn mappings(&self) -> &[Mapping] {
        &self.mappings
    }

    /// The scheme with this word.
    pub fn scheme(&self, word: &str) -> Option<&ConceptScheme> {
        self.schemes.get(word).map(|scheme| &**scheme)
    }

    /// What a class is mapped to, in both directions, as its relation stands towards it: the surest first.
    pub fn onward(&self, code: &ConceptCode) -> Vec<(MappingRelation, &ConceptCode)> {
        let under = self.under.get(&code.key()).into_iter().flatten();
        let own = under.copied().find(|end| self.ends[*end].key() == code.key());
        own.into_iter().flat_map(|end| &self.onward[end]).map(|(relation, to)| (*relation, &self.ends[*to])).collect()
    }

    /// The class of this code in each scheme that has one, as the scheme writes it.
    pub fn classes_of_code(&self, code: &str) -> Vec<ConceptCode> {
        self.words.iter().filter_map(|word| self.known(&ConceptCode::new(word, code))).collect()
    }

    /// The schemes that were given.
    pub fn schemes(&self) -> impl Iterator<Item = &ConceptScheme> {
        self.schemes.values().map(|scheme| &**scheme)
    }

    /// The keys of a class and of those above it.
    fn with_what_is_above(&self, code: &ConceptCode) -> Vec<(String, String)> {
        let key = |notation: &str| (code.scheme.clone(), notation.to_lowercase());
        let mut keys = vec![code.key()];
        if code.subject_scheme().hierarchy() == crate::Hierarchy::Notation {
            keys.extend(code.subject_scheme().ancestors(&code.notation).iter().skip(1).map(|class| key(class)));
        } else if let Some(scheme) = self.schemes.get(&code.scheme) {
            keys.extend(scheme.above(&code.notation).iter().take(ABOVE_MAX).map(|concept| key(&concept.notation)));
        }
        keys
    }
}
