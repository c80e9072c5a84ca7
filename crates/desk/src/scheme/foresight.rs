//! What keeping a scheme that is looked at would change.

use std::collections::HashSet;

use model::{ConceptCode, ConceptScheme, Refusal, sentence};
use store::{HeldScheme, SchemeLine};

use super::{AskingNeed, outward};
use crate::{Failure, Office};

/// Classes, and mappings, of one sort that are listed; those behind are counted.
const LISTED_MAX: usize = 50;

/// Classes of one sort: so many, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassChange {
    /// How many.
    pub n: usize,
    /// The first of them with their labels.
    pub first: Vec<(ConceptCode, Option<String>)>,
}

impl ClassChange {
    fn add(&mut self, code: ConceptCode, label: Option<&str>) {
        self.n += 1;
        if self.first.len() < LISTED_MAX {
            self.first.push((code, label.map(str::to_owned)));
        }
    }
}

/// What keeping a scheme would change.
#[derive(Clone, Debug)]
pub struct SchemeForesight {
    /// What is looked at, with the doubts.
    pub held: HeldScheme,
    /// What is kept under its word now.
    pub before: Option<SchemeLine>,
    /// Classes that it has and the one before had not.
    pub new: ClassChange,
    /// Classes that the one before had and it has not.
    pub gone: ClassChange,
    /// Classes that are called otherwise or stand elsewhere.
    pub changed: ClassChange,
    /// Needs whose profiles ask for classes that go away, with those.
    pub needs: Vec<(AskingNeed, Vec<String>)>,
    /// Mappings that are not there yet.
    pub n_mappings_new: usize,
    /// Mappings that the file of the one before brought and this one does not.
    pub n_mappings_gone: usize,
    /// Ends of mappings that are not in the edition of their scheme that is here.
    pub astray: ClassChange,
}

impl Office {
    /// The schemes that are looked at, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn schemes_looked_at(&self) -> Result<Vec<SchemeLine>, Failure> {
        Ok(self.reader.schemes_looked_at(&self.scope)?)
    }

    /// What became of a file that was looked at, where it was kept and is still in use.
    ///
    /// # Errors
    /// When the store fails.
    pub fn scheme_of_look(&self, id: i64) -> Result<Option<SchemeLine>, Failure> {
        Ok(self.schemes()?.into_iter().find(|line| line.id == id))
    }

    /// What keeping a scheme that is looked at would change, in the label of a language.
    ///
    /// # Errors
    /// Refused when nobody looks at one of this number.
    pub fn foresee_scheme(&self, id: i64, language: &str) -> Result<SchemeForesight, Failure> {
        let held = self.reader.scheme_looked_at(&self.scope, id)?.ok_or_else(|| Refusal::NotFound {
            noun: "scheme",
            text: id.to_string(),
            next: sentence!("next-bring-scheme", "bring the file once more"),
        })?;
        let crosswalk = self.crosswalk()?;
        let word = held.line.head.word.as_str();
        let before = self.schemes()?.into_iter().find(|line| line.head.word == word);
        let mut foresight = SchemeForesight {
            before,
            new: ClassChange::default(),
            gone: ClassChange::default(),
            changed: ClassChange::default(),
            needs: Vec::new(),
            n_mappings_new: 0,
            n_mappings_gone: 0,
            astray: ClassChange::default(),
            held,
        };
        let scheme = &foresight.held.scheme;
        let word = scheme.word();
        let code = |notation: &str| ConceptCode::new(word, notation);
        let held_before = crosswalk.scheme(word).filter(|_| !word.is_empty());
        for concept in scheme.concepts() {
            match held_before.map(|before| before.concept(&concept.notation)) {
                Some(Some(before)) if before == concept => {}
                Some(Some(_)) => foresight.changed.add(code(&concept.notation), concept.label(language)),
                _ => foresight.new.add(code(&concept.notation), concept.label(language)),
            }
        }
        let mut gone = HashSet::new();
        for concept in held_before.map_or(&[][..], ConceptScheme::concepts) {
            if scheme.concept(&concept.notation).is_none() {
                gone.insert(concept.notation.to_lowercase());
                foresight.gone.add(code(&concept.notation), concept.label(language));
            }
        }
        for need in self.asking_needs()?.iter().filter(|_| !gone.is_empty()) {
            let lost: Vec<String> = need
                .classes
                .iter()
                .filter(|class| gone.contains(&class.code))
                .map(|class| class.code.clone())
                .collect();
            if !lost.is_empty() {
                foresight.needs.push((need.clone(), lost));
            }
        }
        let there: HashSet<&model::Mapping> = crosswalk.mappings().iter().collect();
        foresight.n_mappings_new = foresight.held.mappings.iter().filter(|own| !there.contains(own)).count();
        if foresight.before.is_some() {
            let brought: HashSet<_> = foresight.held.mappings.iter().cloned().collect();
            let brought_before = self.reader.mappings_of_scheme(&self.scope, word)?;
            foresight.n_mappings_gone = brought_before.iter().filter(|own| !brought.contains(*own)).count();
        }
        let is_here = |end: &ConceptCode| match (end.scheme() == word, crosswalk.scheme(end.scheme())) {
            (true, _) => scheme.concept(end.notation()).is_some(),
            (false, Some(other)) => other.concept(end.notation()).is_some(),
            (false, None) => true,
        };
        let mut told = HashSet::new();
        for end in foresight.held.mappings.iter().flat_map(|own| [&own.from, &own.to]) {
            if !is_here(end) && told.insert(end) {
                foresight.astray.add(end.clone(), None);
            }
        }
        Ok(foresight)
    }

    /// How many mappings lead from a scheme to each other, by the word of the other.
    ///
    /// # Errors
    /// When the store fails.
    pub fn crosswalks_of(&self, word: &str) -> Result<Vec<(String, usize)>, Failure> {
        let crosswalk = self.crosswalk()?;
        let mut counts = std::collections::BTreeMap::new();
        for mapping in outward(&crosswalk, word) {
            *counts.entry(mapping.to.scheme().to_owned()).or_insert(0) += 1;
        }
        Ok(counts.into_iter().collect())
    }
}
