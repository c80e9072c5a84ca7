//! Concept schemes: thesauri, classifications and rubricators, with their concepts and the rules that these keep.
//!
//! The terms are those of SKOS (<https://www.w3.org/TR/skos-reference/>) and of ISO 25964. What the world sends is seldom
//! in order, so a scheme is *mended* ([`ConceptScheme::mended`]: what breaks a rule is left out and said) or *kept*
//! ([`ConceptScheme::kept`]: what breaks a rule is refused).

mod fault;
mod mending;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use crate::words::words;
use crate::{Refusal, SubjectScheme, Text, sentence};

pub use fault::SchemeFault;

/// Concepts of one scheme. The largest in use, the Library of Congress Subject Headings, have some 450,000.
pub const CONCEPTS_MAX: usize = 500_000;

/// Classes from the top of a scheme down to a concept. The deepest in use, the Medical Subject Headings, have 13.
pub const SCHEME_DEPTH_MAX: usize = 64;

/// Longest notation in bytes: that of [`SubjectScheme::ancestors`], beyond which a code has no classes above it.
pub const NOTATION_BYTES_MAX: usize = 256;

/// Broader and related concepts that one concept may name. No thesaurus in use comes near.
pub const CONCEPT_LINKS_MAX: usize = 1_000;

/// Longest edition, origin or terms of use that somebody writes down for a scheme, in characters.
pub const SCHEME_SAID_CHARS_MAX: usize = 500;

words! {
    /// Where a scheme of an office stands.
    SchemeStage {
        /// Read from a file and looked at; it decides nothing.
        Looked = "looked",
        /// In use.
        Kept = "kept",
    }
}

/// What is said of a scheme as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemeHead {
    /// The word by which it is called in queries, records and files: that of a [`SubjectScheme`] where it is one of them,
    /// else a name of its own, in lower-case letters, digits and inner hyphens.
    pub word: String,
    /// Its name on the web, where it has one.
    pub uri: Option<String>,
    /// What people call it, by language.
    pub titles: Vec<Text>,
    /// Edition.
    pub version: Option<String>,
    /// Where this copy was taken from.
    pub source: Option<String>,
    /// Under which terms it may be used.
    pub rights: Option<String>,
}

impl SchemeHead {
    /// A scheme of which the word is all that is known.
    pub fn named(word: impl Into<String>) -> SchemeHead {
        SchemeHead { word: word.into(), ..SchemeHead::default() }
    }

    /// What it is called in a language, else without one, else as its first title says, else by its word.
    pub fn title(&self, language: &str) -> &str {
        said_in(&self.titles, language).unwrap_or(&self.word)
    }

    /// As somebody states it before a file is read: without blanks around, and without what is empty. The word may be left
    /// to the file.
    ///
    /// # Errors
    /// Refused with a word that cannot name a scheme, or with texts that are too long.
    pub fn tidied(self) -> Result<SchemeHead, Refusal> {
        let word = self.word.trim().to_lowercase();
        if !word.is_empty() {
            is_word(&word)?;
        }
        let tidy = |said: Option<String>| said.map(|said| said.trim().to_owned()).filter(|said| !said.is_empty());
        let [version, source, rights] = [self.version, self.source, self.rights].map(tidy);
        let titles: Vec<Text> = self.titles.into_iter().filter(|title| !title.text.trim().is_empty()).collect();
        let said = [&version, &source, &rights].into_iter().flatten().chain(titles.iter().map(|title| &title.text));
        if said.into_iter().any(|said| said.chars().count() > SCHEME_SAID_CHARS_MAX) {
            return Err(Refusal::Said(sentence!(
                "scheme-said-long",
                "Title, edition, origin and terms of use have {max} characters each at most; shorten what is longer",
                max = SCHEME_SAID_CHARS_MAX
            )));
        }
        Ok(SchemeHead { word, uri: self.uri, titles, version, source, rights })
    }
}

/// Whether a scheme may be called so: words by which records call what is no scheme are none.
///
/// # Errors
/// Refused with what it may be.
pub(crate) fn is_word(word: &str) -> Result<(), Refusal> {
    crate::unit::slugged(word, "scheme")?;
    if matches!(SubjectScheme::from_word(word), Some(SubjectScheme::Keyword | SubjectScheme::Other)) {
        return Err(Refusal::Said(sentence!(
            "scheme-word",
            "`{word}` stands for subjects without a scheme, so no scheme can be called so; choose another word",
            word
        )));
    }
    Ok(())
}

/// One class, heading or descriptor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concept {
    /// Its code, unique in the scheme whatever the letters' case, because queries do not tell it.
    pub notation: String,
    /// Its name on the web, where it has one.
    pub uri: Option<String>,
    /// What it is called: one label for each language.
    pub labels: Vec<Text>,
    /// What it is called too.
    pub alternatives: Vec<Text>,
    /// What belongs to it and what does not.
    pub notes: Vec<Text>,
    /// Notations of the concepts directly above it.
    pub broader: Vec<String>,
    /// Notations of concepts that stand beside it; both name each other.
    pub related: Vec<String>,
}

impl Concept {
    /// A concept with one label whose language is not stated.
    pub fn labelled(notation: impl Into<String>, label: impl Into<String>) -> Concept {
        Concept { notation: notation.into(), labels: vec![Text::plain(label)], ..Concept::default() }
    }

    /// The label in a language, else one without a language, else the first.
    pub fn label(&self, language: &str) -> Option<&str> {
        said_in(&self.labels, language)
    }
}

fn said_in<'t>(texts: &'t [Text], language: &str) -> Option<&'t str> {
    let own = texts.iter().find(|text| text.language.as_ref().is_some_and(|own| own.primary() == language));
    let plain = || texts.iter().find(|text| text.language.is_none());
    own.or_else(plain).or_else(|| texts.first()).map(|text| text.text.as_str())
}

/// How a scheme says which concept is above which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hierarchy {
    /// By the beginning of the notation, as GRNTI `27.35.59` stands below `27.35` and FORD `1.2` below `1`.
    Notation,
    /// By naming broader concepts.
    Broader,
}

impl SubjectScheme {
    /// How the scheme says which class is above which: classifications by their notation, thesauri by naming it.
    pub fn hierarchy(self) -> Hierarchy {
        use SubjectScheme::{Acm, Inspec, Keyword, Lcsh, Mesh, Openalex, Other, Wos};
        match self {
            Acm | Inspec | Keyword | Lcsh | Mesh | Openalex | Other | Wos => Hierarchy::Broader,
            _ => Hierarchy::Notation,
        }
    }

    /// The scheme with this word; any other is [`SubjectScheme::Other`], as records know it.
    pub fn of_word(word: &str) -> SubjectScheme {
        SubjectScheme::from_word(word).unwrap_or(SubjectScheme::Other)
    }
}

/// A scheme that keeps the rules: notations are unique, what is named exists, nothing stands above itself, and it is
/// neither too large nor too deep.
///
/// Broader concepts are always said, also where the notation says them; labels, notes and references stand in an order
/// of their own, so that two schemes with the same content are equal.
#[derive(Clone, Debug)]
pub struct ConceptScheme {
    head: SchemeHead,
    concepts: Vec<Concept>,
    /// Lower-case notation to place.
    by_notation: HashMap<String, usize>,
    by_uri: HashMap<String, usize>,
    narrower: Vec<Vec<usize>>,
}

impl PartialEq for ConceptScheme {
    fn eq(&self, other: &ConceptScheme) -> bool {
        // The rest is made of these.
        self.head == other.head && self.concepts == other.concepts
    }
}

impl ConceptScheme {
    /// What is said of it as a whole.
    pub fn head(&self) -> &SchemeHead {
        &self.head
    }

    /// Its word.
    pub fn word(&self) -> &str {
        &self.head.word
    }

    /// As which scheme records know it.
    pub fn subject_scheme(&self) -> SubjectScheme {
        SubjectScheme::of_word(&self.head.word)
    }

    /// How it says which concept is above which.
    pub fn hierarchy(&self) -> Hierarchy {
        self.subject_scheme().hierarchy()
    }

    /// Its concepts in the order of the source.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The address of a concept: its own, or one made of the scheme's word and the notation.
    pub fn uri(&self, concept: &Concept) -> String {
        concept.uri.clone().unwrap_or_else(|| crate::ConceptCode::new(self.word(), &concept.notation).minted())
    }

    /// The concept with this notation, in any case of letters.
    pub fn concept(&self, notation: &str) -> Option<&Concept> {
        self.place(notation).map(|at| &self.concepts[at])
    }

    /// The concept with this address of its own.
    pub fn concept_of_uri(&self, uri: &str) -> Option<&Concept> {
        self.by_uri.get(uri).map(|at| &self.concepts[*at])
    }

    /// The concepts directly below, in the order of the source.
    pub fn narrower(&self, notation: &str) -> impl Iterator<Item = &Concept> {
        let below = self.place(notation).map_or(&[][..], |at| self.narrower[at].as_slice());
        below.iter().map(|at| &self.concepts[*at])
    }

    /// The concepts that stand at the top.
    pub fn tops(&self) -> impl Iterator<Item = &Concept> {
        self.concepts.iter().filter(|concept| concept.broader.is_empty())
    }

    /// Every concept above, the nearest first, each once.
    pub fn above(&self, notation: &str) -> Vec<&Concept> {
        self.walk(notation, |at| {
            self.concepts[at].broader.iter().filter_map(|broader| self.place(broader)).collect::<Vec<_>>()
        })
    }

    /// Every concept below, the nearest first, each once.
    pub fn below(&self, notation: &str) -> Vec<&Concept> {
        self.walk(notation, |at| self.narrower[at].clone())
    }

    fn walk(&self, notation: &str, next: impl Fn(usize) -> Vec<usize>) -> Vec<&Concept> {
        let Some(start) = self.place(notation) else { return Vec::new() };
        let (mut seen, mut found) = (HashSet::from([start]), vec![start]);
        let mut at = 0;
        while let Some(place) = found.get(at).copied() {
            found.extend(next(place).into_iter().filter(|next| seen.insert(*next)));
            at += 1;
        }
        found[1..].iter().map(|at| &self.concepts[*at]).collect()
    }

    fn place(&self, notation: &str) -> Option<usize> {
        self.by_notation.get(&notation.to_lowercase()).copied()
    }
}
