//! The programme: units, posts and needs, stated together and kept together.

use model::{Need, Person, Post, Refusal, Tenure, Unit, sentence};
use rusqlite::{Connection, OptionalExtension};

use crate::{Error, HeldCompartment, Result, Writer, need, person, post, unit};

/// What was stated in one go, as a file of needs holds it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Programme {
    /// In any order: a unit may stand before its parent.
    pub units: Vec<Unit>,
    /// Posts of these units or of units that are held.
    pub posts: Vec<Post>,
    /// Compartments to which persons are admitted.
    pub compartments: Vec<HeldCompartment>,
    /// Persons.
    pub persons: Vec<Person>,
    /// Who acts for which post; what holds already is not stated again.
    pub tenures: Vec<Tenure>,
    /// Needs of these posts or of posts that are held.
    pub needs: Vec<Need>,
}

/// What became of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Statement {
    /// It was not known.
    New,
    /// It was known otherwise.
    Changed,
    /// It was known just so: nothing was written.
    Unchanged,
}

impl Writer {
    /// Keeps a programme, whole or not at all. Answers for each of its parts, named with its noun
    /// (`unit:works`), in the order units, posts, needs.
    pub fn keep_programme(&mut self, programme: &Programme, who: &str, now: i64) -> Result<Vec<(String, Statement)>> {
        self.transact(who, now, |deed| -> Result<_> {
            let mut statements = Vec::new();
            for unit in &programme.units {
                statements.push((format!("unit:{}", unit.id), unit::keep(deed, unit)?));
            }
            for unit in &programme.units {
                unit::check(deed.conn, unit)?;
            }
            for post in &programme.posts {
                statements.push((format!("post:{}", post.id), post::keep(deed, post)?));
            }
            for compartment in &programme.compartments {
                let statement = deed.keep_compartment(compartment)?;
                statements.push((format!("compartment:{}", compartment.id), statement));
            }
            for person in &programme.persons {
                statements.push((format!("person:{}", person.id), person::keep(deed, person)?));
            }
            for tenure in &programme.tenures {
                let stands = |held: &Tenure| {
                    held.person == tenure.person && held.standing == tenure.standing && held.until == tenure.until
                };
                if !deed.tenures_of_post(&tenure.post)?.iter().any(stands) {
                    deed.appoint(tenure)?;
                }
            }
            for need in &programme.needs {
                statements.push((format!("need:{}", need.id), need::keep(deed, need)?));
            }
            Ok(statements)
        })
    }
}

/// Which parts changed, and whether any did.
pub(crate) fn restated(parts: &[(&'static str, bool)]) -> (Statement, Vec<&'static str>) {
    let changes: Vec<&str> = parts.iter().filter(|(_, changed)| *changed).map(|(name, _)| *name).collect();
    (if changes.is_empty() { Statement::Unchanged } else { Statement::Changed }, changes)
}

/// Refuses when the query finds nothing by this name.
pub(crate) fn exists(conn: &Connection, sql: &str, noun: &'static str, name: &str, namer: &str) -> Result<()> {
    let found = conn.prepare_cached(sql)?.query_row([name], |_| Ok(())).optional()?;
    let missing = || Refusal::NotFound {
        noun,
        text: name.to_owned(),
        next: sentence!("next-state-first", "{namer} names it: state it first", namer),
    };
    found.ok_or_else(|| missing().into())
}

/// A short name out of the database, where only well-formed ones were put.
pub(crate) fn named<T>(name: std::result::Result<T, Refusal>) -> Result<T> {
    name.map_err(|refusal| Error::damaged(refusal.to_string()))
}
