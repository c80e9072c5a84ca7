//! From our query language to the search engine's queries.
//!
//! Most of the language is expressed exactly. What is not (a prefix inside a phrase, an abstract
//! alone, a wide or nested proximity) is expressed as a query that finds all it should and some
//! more, and says so: the hits are then judged one by one by the slow evaluator.

use std::ops::Bound;

use matching::analysis::Stemmer;
use matching::{Analysis, Atom, Field as Part, Pattern, Query as Asked, Tongue, parts_of};
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::layout::{Layout, stem};
use super::rounded::Rounded;
use crate::Scope;

/// A word in a title counts so much more than one elsewhere, as in the ranking of deliveries. A power
/// of two, so that rounded scores stay rounded.
const TITLE_BOOST: f32 = 1.0;

/// What a word counts that is found in a file of a record: less than any in the record itself. A power of two, likewise.
const ATTACHED_SCORE: f32 = 0.125;

/// Widest proximity that is written out as phrases with gaps.
const DISTANCE_EXACT_MAX: u32 = 8;

type Boxed = Box<dyn Query>;

/// A query of the search engine, and whether it says exactly what was asked.
pub(super) struct Translated {
    pub query: Boxed,
    pub exact: bool,
}

pub(super) struct Translator<'l> {
    pub layout: &'l Layout,
    /// The tongues that occur in the index.
    pub tongues: &'l [Tongue],
    pub exact: bool,
}

impl Translator<'_> {
    pub(super) fn translate(mut self, asked: &Asked) -> Translated {
        let query = self.query(asked);
        Translated { query, exact: self.exact }
    }

    fn query(&mut self, asked: &Asked) -> Boxed {
        match asked {
            Asked::And(parts) => {
                let mut clauses: Vec<(Occur, Boxed)> = Vec::with_capacity(parts.len() + 1);
                for part in parts {
                    match part {
                        Asked::Not(barred) => {
                            if let Some(barred) = self.denied(barred) {
                                clauses.push((Occur::MustNot, barred));
                            }
                        }
                        part => clauses.push((Occur::Must, self.query(part))),
                    }
                }
                if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
                    clauses.push((Occur::Must, Box::new(AllQuery)));
                }
                Box::new(BooleanQuery::new(clauses))
            }
            Asked::Or(parts) => union(parts.iter().map(|part| self.query(part)).collect()),
            Asked::Not(barred) => match self.denied(barred) {
                Some(barred) => {
                    Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, barred)]))
                }
                None => Box::new(AllQuery),
            },
            Asked::Text(field, pattern) => self.text(*field, pattern),
            Asked::Atom(atom) => {
                let (field, value) = atom.field_and_value();
                let field = match field {
                    "class" => self.layout.class,
                    "class_exact" => self.layout.class_exact,
                    "lang" => self.layout.lang,
                    "kind" => self.layout.kind,
                    _ => self.layout.identifier,
                };
                let term = TermQuery::new(Term::from_field_text(field, &value), IndexRecordOption::Basic);
                Box::new(ConstScoreQuery::new(Box::new(term), 0.0))
            }
            Asked::Across(across) => {
                // The index knows classes without their schemes, so it finds all it should and some more.
                self.exact = false;
                let ends = across
                    .ways
                    .iter()
                    .map(|way| Atom::Class { code: way.end().notation().to_lowercase(), exact: !way.below });
                let classes = std::iter::once(across.class.clone()).chain(ends);
                union(classes.map(|class| self.query(&Asked::Atom(class))).collect())
            }
            Asked::Year(years) => {
                let term = |year: i32| Term::from_field_i64(self.layout.year, i64::from(year));
                let range = RangeQuery::new(Bound::Included(term(years.from)), Bound::Included(term(years.to)));
                Box::new(ConstScoreQuery::new(Box::new(range), 0.0))
            }
        }
    }

    /// What is barred has to be exact, or it would bar too much: else nothing is barred here and
    /// the evaluator does it.
    fn denied(&mut self, barred: &Asked) -> Option<Boxed> {
        let before = std::mem::replace(&mut self.exact, true);
        let query = self.query(barred);
        let exact = std::mem::replace(&mut self.exact, before);
        self.exact &= exact;
        exact.then_some(query)
    }

    fn text(&mut self, field: Part, pattern: &Pattern) -> Boxed {
        match pattern {
            Pattern::Words { text, open } => self.words(field, text, *open),
            Pattern::Any(patterns) => union(patterns.iter().map(|pattern| self.text(field, pattern)).collect()),
            Pattern::Near(distance, a, b) => self.near(field, *distance, a, b, false),
            Pattern::Adj(distance, a, b) => self.near(field, *distance, a, b, true),
        }
    }

    fn words(&mut self, field: Part, text: &str, open: bool) -> Boxed {
        let parts = parts_of(text, open, Analysis::Stemmed);
        if field == Part::Abstract {
            self.exact = false;
        }
        match parts.as_slice() {
            [] => Box::new(EmptyQuery),
            [(word, false)] => self.word(field, word),
            [(word, true)] => self.prefix(field, word),
            parts if parts.iter().any(|(_, open)| *open) => {
                // All words somewhere; the evaluator sees whether they stand side by side.
                self.exact = false;
                let each = parts
                    .iter()
                    .map(|(word, open)| if *open { self.prefix(field, word) } else { self.word(field, word) });
                Box::new(BooleanQuery::intersection(each.collect()))
            }
            parts => {
                let row: Vec<(usize, &str)> =
                    parts.iter().enumerate().map(|(i, (word, _))| (i, word.as_str())).collect();
                self.row(field, &row)
            }
        }
    }

    /// The index field, and the tongues in which words of this field stand there.
    fn place(&self, field: Part) -> (Field, &[Tongue]) {
        match field {
            Part::Text | Part::Abstract => (self.layout.text, self.tongues),
            Part::Title => (self.layout.title, self.tongues),
            Part::Author => (self.layout.author, &[]),
            Part::Org => (self.layout.org, &[]),
            Part::Source => (self.layout.source, &[]),
        }
    }

    /// A word in each form that it has in the index.
    fn terms(&self, field: Part, word: &str) -> Vec<Term> {
        let (place, tongues) = self.place(field);
        if !field.is_prose() {
            return vec![Term::from_field_text(place, word)];
        }
        let keys = tongues.iter().map(|tongue| stem(*tongue, &Stemmer::new(*tongue).key(word)));
        keys.map(|key| Term::from_field_text(place, &key)).collect()
    }

    fn word(&self, field: Part, word: &str) -> Boxed {
        let any = |field| {
            let each = self.terms(field, word).into_iter();
            union(each.map(|term| rounded(TermQuery::new(term, IndexRecordOption::WithFreqs))).collect())
        };
        if field != Part::Text {
            return any(field);
        }
        // Found anywhere; a title that holds it ranks higher, a file that holds it lower.
        let title = Box::new(BoostQuery::new(any(Part::Title), TITLE_BOOST));
        let keys = self.tongues.iter().map(|tongue| stem(*tongue, &Stemmer::new(*tongue).key(word)));
        let terms = keys.map(|key| Term::from_field_text(self.layout.attached, &key));
        let attached = attached(Box::new(TermSetQuery::new(terms)));
        Box::new(BooleanQuery::new(vec![(Occur::Must, union(vec![any(field), attached])), (Occur::Should, title)]))
    }

    fn prefix(&mut self, field: Part, word: &str) -> Boxed {
        let place = match field {
            Part::Author => self.layout.author,
            Part::Org => self.layout.org,
            Part::Source => self.layout.source,
            Part::Text => self.layout.surface,
            Part::Title | Part::Abstract => {
                self.exact = false;
                self.layout.surface
            }
        };
        let end = format!("{word}{}", char::MAX);
        let range = |place| {
            RangeQuery::new(
                Bound::Included(Term::from_field_text(place, word)),
                Bound::Excluded(Term::from_field_text(place, &end)),
            )
        };
        let own: Boxed = Box::new(ConstScoreQuery::new(Box::new(range(place)), 1.0));
        if field != Part::Text {
            return own;
        }
        union(vec![own, attached(Box::new(range(self.layout.attached_surface)))])
    }

    /// Words at fixed distances, in each tongue.
    fn row(&self, field: Part, row: &[(usize, &str)]) -> Boxed {
        let (place, tongues) = self.place(field);
        let phrase = |place: Field, key: &dyn Fn(&str) -> String| {
            let terms = row.iter().map(|(offset, word)| (*offset, Term::from_field_text(place, &key(word))));
            PhraseQuery::new_with_offset(terms.collect())
        };
        if !field.is_prose() {
            return rounded(phrase(place, &|word: &str| word.to_owned()));
        }
        let mut each = Vec::new();
        for tongue in tongues {
            let stemmer = Stemmer::new(*tongue);
            let key = |word: &str| stem(*tongue, &stemmer.key(word));
            each.push(rounded(phrase(place, &key)));
            if field == Part::Text {
                each.push(attached(Box::new(phrase(self.layout.attached, &key))));
            }
        }
        union(each)
    }

    fn near(&mut self, field: Part, distance: u32, a: &Pattern, b: &Pattern, ordered: bool) -> Boxed {
        if let (Some(left), Some(right)) = (single_words(a), single_words(b))
            && distance <= DISTANCE_EXACT_MAX
            && field != Part::Abstract
            && left.len() * right.len() <= 16
        {
            let mut ways = Vec::new();
            for x in &left {
                for y in &right {
                    for gap in 1..=distance as usize {
                        ways.push(self.row(field, &[(0, x), (gap, y)]));
                        if !ordered {
                            ways.push(self.row(field, &[(0, y), (gap, x)]));
                        }
                    }
                }
            }
            return union(ways);
        }
        self.exact = false;
        Box::new(BooleanQuery::intersection(vec![self.text(field, a), self.text(field, b)]))
    }
}

/// The words of a pattern that is one word or a list of single words.
fn single_words(pattern: &Pattern) -> Option<Vec<String>> {
    match pattern {
        Pattern::Words { text, open: false } => match parts_of(text, false, Analysis::Stemmed).as_slice() {
            [(word, _)] => Some(vec![word.clone()]),
            _ => None,
        },
        Pattern::Any(patterns) => {
            let each: Option<Vec<Vec<String>>> = patterns.iter().map(single_words).collect();
            each.map(|words| words.concat())
        }
        _ => None,
    }
}

/// What is found in a file of a record. How often says little about the record, so each counts the same, whoever asks.
fn attached(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, ATTACHED_SCORE))
}

fn rounded(query: impl Query) -> Boxed {
    Box::new(Rounded(Box::new(query)))
}

/// A query narrowed to what a scope sees. Every search goes through here.
pub(super) fn scoped(layout: &Layout, scope: &Scope, query: Boxed) -> Boxed {
    let Some(labels) = scope.labels() else { return query };
    let term = |label: &i64| Term::from_field_u64(layout.label, label.cast_unsigned());
    let seen: Boxed = match labels {
        [] => return Box::new(EmptyQuery),
        [label] => Box::new(TermQuery::new(term(label), IndexRecordOption::Basic)),
        labels => Box::new(TermSetQuery::new(labels.iter().map(term))),
    };
    let seen = Box::new(ConstScoreQuery::new(seen, 0.0));
    Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, seen)]))
}

fn union(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}
