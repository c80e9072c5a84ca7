//! Schemes: thesauri and classifications that the office keeps, looked into and given out.

mod foresight;
mod look;

use std::sync::Arc;

use formats::scheme::{crosswalk_table, skos_turtle, skos_xml, table};
use matching::analysis::fold;
use matching::{Analysis, Atom, Query, Sheet, oracle, parse};
use model::{
    Concept, ConceptCode, ConceptScheme, Crosswalk, Mapping, NeedId, Record, Refusal, Stage, Subject, SubjectScheme,
    sentence,
};
use store::{Page, SchemeLine};

pub use foresight::{ClassChange, SchemeForesight};
pub use look::{ReadScheme, SCHEME_BYTES_MAX, drop_scheme, import_scheme, keep_scheme, look_at_scheme, remove_scheme};

use crate::{Failure, Office};

/// Classes that a search for one shows.
pub const SCHEME_FOUND_MAX: usize = 100;

/// A need with the classes that its profiles ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskingNeed {
    /// Which.
    pub id: NeedId,
    /// Its title.
    pub title: String,
    /// The classes, as its queries write them.
    pub classes: Vec<AskedClass>,
}

/// A class that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedClass {
    /// Its code, in lower case.
    pub code: String,
    /// Whether the classes below it are left out.
    pub exact: bool,
}

/// A need that asks for a class, and by which way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetNeed {
    /// The need.
    pub need: AskingNeed,
    /// What decides, as a ground of a delivery says it.
    pub ground: String,
}

/// A class that is proposed while its code or its name is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedClass {
    /// Which.
    pub code: ConceptCode,
    /// What it is called, in the language that was asked for if it is called anything there.
    pub label: Option<String>,
    /// The other name in which the words were found.
    pub also: Option<String>,
}

/// Records under a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassRecords {
    /// What finds them.
    pub query: String,
    /// How many there are.
    pub n_found: u64,
    /// What the number leaves out, if anything, in a sentence.
    pub remark: Option<String>,
}

/// A form in which schemes are given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeFormat {
    /// SKOS in Turtle, with the mappings.
    Turtle,
    /// The same in RDF/XML.
    Xml,
    /// A table with a row for each class.
    Table,
    /// A table with a row for each mapping.
    Crosswalk,
}

impl SchemeFormat {
    /// Every form.
    pub const ALL: [SchemeFormat; 4] =
        [SchemeFormat::Turtle, SchemeFormat::Xml, SchemeFormat::Table, SchemeFormat::Crosswalk];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            SchemeFormat::Turtle => "skos-turtle",
            SchemeFormat::Xml => "skos-xml",
            SchemeFormat::Table => "csv",
            SchemeFormat::Crosswalk => "crosswalk",
        }
    }

    /// The form with this word.
    pub fn from_word(word: &str) -> Option<SchemeFormat> {
        SchemeFormat::ALL.into_iter().find(|format| format.word() == word)
    }

    /// How files of it are called behind the word of the scheme.
    pub fn ending(self) -> &'static str {
        match self {
            SchemeFormat::Turtle => "ttl",
            SchemeFormat::Xml => "rdf",
            SchemeFormat::Table => "csv",
            SchemeFormat::Crosswalk => "mappings.csv",
        }
    }

    /// The form of files that end so.
    pub fn from_ending(ending: &str) -> Option<SchemeFormat> {
        SchemeFormat::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// Their media type.
    pub fn media_type(self) -> &'static str {
        match self {
            SchemeFormat::Turtle => "text/turtle; charset=utf-8",
            SchemeFormat::Xml => "application/rdf+xml",
            SchemeFormat::Table | SchemeFormat::Crosswalk => "text/csv; charset=utf-8",
        }
    }
}

impl Office {
    /// The schemes that are kept, in order of their words.
    ///
    /// # Errors
    /// When the store fails.
    pub fn schemes(&self) -> Result<Vec<SchemeLine>, Failure> {
        Ok(self.reader.schemes(&self.scope)?)
    }

    /// The scheme of this word.
    ///
    /// # Errors
    /// Refused when none is kept under it.
    pub fn scheme(&self, word: &str) -> Result<SchemeLine, Failure> {
        self.schemes()?.into_iter().find(|line| line.head.word == word).ok_or_else(|| not_found(word))
    }

    /// The classes in which words are found, those whose code or label begins with them first: of one scheme, or of all.
    ///
    /// # Errors
    /// When the store fails.
    pub fn find_classes(
        &self,
        word: Option<&str>,
        text: &str,
        limit: usize,
    ) -> Result<Vec<(ConceptCode, Concept)>, Failure> {
        self.found_classes(|scheme| word.is_none_or(|word| scheme.word() == word), text, limit)
    }

    fn found_classes(
        &self,
        is_asked: impl Fn(&ConceptScheme) -> bool,
        text: &str,
        limit: usize,
    ) -> Result<Vec<(ConceptCode, Concept)>, Failure> {
        let folded = fold(text.trim());
        let words: Vec<&str> = folded.split_whitespace().collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let crosswalk = self.crosswalk()?;
        let mut found = Vec::new();
        for scheme in crosswalk.schemes().filter(|scheme| is_asked(scheme)) {
            for concept in scheme.concepts() {
                let rank = rank(concept, &folded, &words);
                found.extend(rank.map(|rank| (rank, scheme.word(), concept)));
            }
        }
        found.sort_by_key(|(rank, ..)| *rank);
        let named =
            |(_, word, concept): (u8, &str, &Concept)| (ConceptCode::new(word, &concept.notation), concept.clone());
        Ok(found.into_iter().take(limit).map(named).collect())
    }

    /// The classes to propose while a code or a name is typed, the best first, with their labels in a language: of the scheme
    /// of a word, or of all; if asked for, only of those in which records are coded.
    ///
    /// # Errors
    /// When the store fails.
    pub fn suggest_classes(
        &self,
        (word, coded): (Option<&str>, bool),
        text: &str,
        language: &str,
        limit: usize,
    ) -> Result<Vec<SuggestedClass>, Failure> {
        let is_asked = |scheme: &ConceptScheme| {
            word.is_none_or(|word| scheme.word() == word)
                && (!coded || !matches!(scheme.subject_scheme(), SubjectScheme::Other | SubjectScheme::Keyword))
        };
        let found = self.found_classes(is_asked, text, limit)?;
        let folded = fold(text.trim());
        let holds = |label: &str| {
            let label = fold(label);
            folded.split_whitespace().all(|word| label.contains(word))
        };
        let suggested = |(code, concept): (ConceptCode, Concept)| {
            let label = concept.label(language).map(str::to_owned);
            let is_plain = fold(code.notation()).starts_with(&folded) || label.as_deref().is_some_and(holds);
            let mut others = concept.labels.iter().chain(&concept.alternatives).map(|label| &label.text);
            let also = if is_plain { None } else { others.find(|label| holds(label)).cloned() };
            SuggestedClass { code, label, also }
        };
        Ok(found.into_iter().map(suggested).collect())
    }

    /// The needs that are stated and not over, with the classes that their profiles ask for; read anew only after a need
    /// has changed.
    pub(crate) fn asking_needs(&self) -> Result<Arc<Vec<AskingNeed>>, Failure> {
        let epoch = self.reader.need_epoch()?;
        self.asking.at(&self.scope, epoch, || {
            let mut asking = Vec::new();
            for need in self.reader.needs(&self.scope)? {
                if !matches!(need.stage, Stage::Submitted | Stage::Accepted) {
                    continue;
                }
                let queries = need.profiles.iter().filter_map(|profile| parse(&profile.query).ok());
                let mut classes: Vec<AskedClass> = Vec::new();
                for query in queries {
                    for (class, _) in query.classes() {
                        let Atom::Class { code, exact } = class else { continue };
                        let asked = AskedClass { code: code.clone(), exact: *exact };
                        if !classes.contains(&asked) {
                            classes.push(asked);
                        }
                    }
                }
                if !classes.is_empty() {
                    asking.push(AskingNeed { id: need.id, title: need.title, classes });
                }
            }
            Ok(asking)
        })
    }

    /// The needs that a record of this class alone would meet by one of the classes they ask for, each with the way.
    ///
    /// # Errors
    /// When the store fails.
    pub fn needs_asking_for(&self, class: &ConceptCode) -> Result<Vec<MetNeed>, Failure> {
        let (asking, crosswalk) = (self.asking_needs()?, self.crosswalk()?);
        let subjects = vec![Subject::coded(class.subject_scheme(), class.notation())];
        let sheet = Sheet::new(&Record { subjects, ..Record::default() }, Analysis::Stemmed);
        let meets = |need: &AskingNeed| {
            need.classes.iter().find_map(|asked| {
                let class = Atom::Class { code: asked.code.clone(), exact: asked.exact };
                let verdict = oracle::judge(&Query::Atom(class).across(&crosswalk), &sheet);
                verdict.holds.then(|| verdict.grounds.first().map(ToString::to_string).unwrap_or_default())
            })
        };
        Ok(asking.iter().filter_map(|need| Some(MetNeed { ground: meets(need)?, need: need.clone() })).collect())
    }

    /// The needs that ask for a class of a scheme.
    ///
    /// # Errors
    /// When the store fails.
    pub fn needs_asking_in(&self, word: &str) -> Result<Vec<AskingNeed>, Failure> {
        let (asking, crosswalk) = (self.asking_needs()?, self.crosswalk()?);
        let is_in = |asked: &AskedClass| {
            crosswalk
                .scheme(word)
                .is_some_and(|scheme| scheme.concept(ConceptCode::new(word, &asked.code).notation()).is_some())
        };
        Ok(asking.iter().filter(|need| need.classes.iter().any(is_in)).cloned().collect())
    }

    /// The records that stand under a class, or that a crosswalk leads to from it; `None` where no query can name it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn records_of_class(&self, class: &ConceptCode) -> Result<Option<ClassRecords>, Failure> {
        let query = Atom::class(class.notation(), false).to_string();
        if parse(&query).is_err() {
            return Ok(None);
        }
        let answer = self.search(&query, Page { offset: 0, limit: 1, facets: false }, &mut |_| {})?;
        Ok(Some(ClassRecords { query, n_found: answer.n_found, remark: answer.remark }))
    }

    /// A scheme as a file.
    ///
    /// # Errors
    /// Refused when none is kept under this word.
    pub fn give_scheme(&self, word: &str, format: SchemeFormat) -> Result<Vec<u8>, Failure> {
        let crosswalk = self.crosswalk()?;
        let scheme = crosswalk.scheme(word).ok_or_else(|| not_found(word))?;
        let broken = |error: std::io::Error| Failure::Broken(Box::new(error));
        match format {
            SchemeFormat::Turtle | SchemeFormat::Xml => {
                let write = if format == SchemeFormat::Xml { skos_xml } else { skos_turtle };
                let mappings = outward(&crosswalk, word);
                Ok(write(scheme, &mappings, &crosswalk.schemes().collect::<Vec<_>>()).into_bytes())
            }
            SchemeFormat::Table => table(scheme).map_err(broken),
            SchemeFormat::Crosswalk => crosswalk_table(&outward(&crosswalk, word)).map_err(broken),
        }
    }
}

/// Every mapping of a scheme, as it leads from it.
pub(crate) fn outward(crosswalk: &Crosswalk, word: &str) -> Vec<Mapping> {
    let mut mappings: Vec<Mapping> = crosswalk
        .mappings()
        .iter()
        .filter_map(|mapping| {
            if mapping.from.scheme() == word {
                return Some(mapping.clone());
            }
            (mapping.to.scheme() == word).then(|| Mapping {
                from: mapping.to.clone(),
                relation: mapping.relation.reversed(),
                to: mapping.from.clone(),
            })
        })
        .collect();
    mappings.sort();
    mappings.dedup();
    mappings
}

/// How well words fit a class; less is better.
fn rank(concept: &Concept, text: &str, words: &[&str]) -> Option<u8> {
    let notation = fold(&concept.notation);
    if notation == text {
        return Some(0);
    }
    if notation.starts_with(text) {
        return Some(1);
    }
    let mut best = None;
    for label in concept.labels.iter().chain(&concept.alternatives) {
        let label = fold(&label.text);
        let rank = if label.starts_with(text) {
            2
        } else if words.iter().all(|word| label.contains(word)) {
            3
        } else {
            continue;
        };
        best = Some(best.map_or(rank, |best: u8| best.min(rank)));
    }
    best
}

/// The refusal of a scheme that is not kept.
pub(crate) fn not_found(word: &str) -> Failure {
    let next = sentence!("next-look-schemes", "look for it in the list of schemes");
    Refusal::NotFound { noun: "scheme", text: word.to_owned(), next }.into()
}
