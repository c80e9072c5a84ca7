//! Classes across schemes: what `class:` stands for besides what is written, by a crosswalk.

use std::fmt;

use model::{ConceptCode, Crosswalk, SubjectScheme, Way};

use super::{Atom, Query};

/// A class with the ways by which records of other classes meet it.
#[derive(Clone, Debug, PartialEq)]
pub struct Across {
    /// What is asked, as it is written.
    pub class: Atom,
    /// The ways from it, the shortest first; each by itself is enough.
    pub ways: Vec<Way>,
    /// Whether there were more ways than are looked at ([`model::WAYS_MAX`]).
    pub cut: bool,
}

impl Across {
    /// The way by which a record of these codes meets the class, down to the record's own code.
    pub fn way(&self, codes: &[(SubjectScheme, String)]) -> Option<Way> {
        self.ways.iter().find_map(|way| {
            let (_, code) = codes.iter().find(|(scheme, code)| way.meets(*scheme, code))?;
            Some(way.clone().down_to(code))
        })
    }
}

/// As it is written: the ways come from the crosswalk of the day and are no part of the query.
impl fmt::Display for Across {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.class.fmt(f)
    }
}

impl Query {
    /// The query with its classes led across schemes. A class that leads nowhere stays as it is, so without mappings the
    /// query stays what it was and costs what it did.
    ///
    /// What is barred is led across too: who bars a class bars it under every name.
    #[must_use]
    pub fn across(self, crosswalk: &Crosswalk) -> Query {
        if crosswalk.is_empty() {
            return self;
        }
        let all = |parts: Vec<Query>| parts.into_iter().map(|part| part.across(crosswalk)).collect();
        match self {
            Query::And(parts) => Query::And(all(parts)),
            Query::Or(parts) => Query::Or(all(parts)),
            Query::Not(part) => Query::Not(Box::new(part.across(crosswalk))),
            Query::Atom(class @ Atom::Class { .. }) | Query::Across(Across { class, .. }) => led(class, crosswalk),
            other => other,
        }
    }
}

impl Query {
    /// The classes that the query speaks of, as they are written, and of each whether it had more ways than are looked at.
    pub fn classes(&self) -> Vec<(&Atom, bool)> {
        match self {
            Query::And(parts) | Query::Or(parts) => parts.iter().flat_map(Query::classes).collect(),
            Query::Not(part) => part.classes(),
            Query::Atom(class @ Atom::Class { .. }) => vec![(class, false)],
            Query::Across(Across { class, cut, .. }) => vec![(class, *cut)],
            Query::Text(..) | Query::Atom(_) | Query::Year(_) => Vec::new(),
        }
    }
}

fn led(class: Atom, crosswalk: &Crosswalk) -> Query {
    let Atom::Class { code, exact } = &class else { return Query::Atom(class) };
    let ways = crosswalk.ways_of_code(code, *exact);
    if ways.ways.is_empty() {
        Query::Atom(class)
    } else {
        Query::Across(Across { class, ways: ways.ways, cut: ways.cut })
    }
}

/// The key under which records are held to be at the end of a way: like that of a class, with its scheme.
pub(crate) fn way_key(way: &Way) -> String {
    scheme_key(way.end().subject_scheme(), &way.end().notation().to_lowercase(), !way.below)
}

/// The key of a class of this scheme. It begins as no key of [`Atom`] does, so no code that a record bears can pass for one.
pub(crate) fn scheme_key(scheme: SubjectScheme, class: &str, exact: bool) -> String {
    format!("way{}\u{1}{scheme}\u{1}{class}", if exact { "=" } else { "" })
}

/// The key under which a class is counted whatever its scheme: at least as often as with it.
pub(crate) fn counted_key(end: &ConceptCode, below: bool) -> String {
    Atom::Class { code: end.notation().to_lowercase(), exact: !below }.key()
}
