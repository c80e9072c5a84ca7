//! The rows of mappings between schemes, and the crosswalk that is made of all of them.

use std::sync::Arc;

use model::{ConceptCode, Crosswalk, JobKind, Mapping, MappingRelation, Noun, Thing, Verb, sentence};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope, scheme};

/// What stands in a row in place of the scheme whose file brought it, where no file of a scheme did.
pub(crate) const BY_HAND: i64 = 0;

/// The mappings that decide: those of schemes that are kept, and those of no scheme.
const IN_USE: &str = "(bringer = 0 OR bringer IN (SELECT id FROM scheme WHERE stage = 'kept'))";

const COLUMNS: &str = "from_scheme, from_notation, relation, to_scheme, to_notation";

impl Deed<'_> {
    /// Says what a class of one scheme is to one of another, and has the needs that ask for classes matched again.
    ///
    /// # Errors
    /// Refused when it is said already, in this direction or the other.
    pub fn map_class(&mut self, mapping: &Mapping) -> Result<()> {
        for said in [mapping, &reversed(mapping)] {
            if is_said(self.conn, said)? {
                return Err(Error::said(sentence!(
                    "mapping-said",
                    "It is said already that {from} and {to} stand so to each other",
                    from = mapping.from.to_string(),
                    to = mapping.to.to_string()
                )));
            }
        }
        put(self.conn, BY_HAND, std::slice::from_ref(mapping))?;
        self.note_mapping(Verb::Mapped, mapping)?;
        self.enqueue(JobKind::MatchClasses, "", self.at)
    }

    /// Says it no longer, whoever said it and in whichever direction.
    ///
    /// # Errors
    /// Refused when nobody does.
    pub fn unmap_class(&mut self, mapping: &Mapping) -> Result<()> {
        let mut delete = self.conn.prepare_cached(&format!(
            "DELETE FROM mapping WHERE from_scheme = ?1 AND from_notation = ?2 AND relation = ?3 AND to_scheme = ?4
                AND to_notation = ?5 AND {IN_USE}"
        ))?;
        let n = delete.execute(ends(mapping))? + delete.execute(ends(&reversed(mapping)))?;
        drop(delete);
        if n == 0 {
            return Err(Error::said(sentence!("mapping-gone", "This is said no longer; reload the page")));
        }
        self.note_mapping(Verb::Unmapped, mapping)?;
        self.enqueue(JobKind::MatchClasses, "", self.at)
    }

    /// Takes out every mapping between two schemes, in both directions. Answers how many there were.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn unmap_schemes(&mut self, one: &str, other: &str) -> Result<u64> {
        let n = self
            .conn
            .prepare_cached(&format!(
                "DELETE FROM mapping WHERE ((from_scheme = ?1 AND to_scheme = ?2) OR (from_scheme = ?2 AND to_scheme = ?1))
                    AND {IN_USE}"
            ))?
            .execute((one, other))?;
        if n == 0 {
            return Err(Error::said(sentence!("mapping-gone", "This is said no longer; reload the page")));
        }
        let fact = self.fact(Verb::Unmapped, Thing::new(Noun::Scheme, one));
        self.note(&fact.to(Thing::new(Noun::Scheme, other).to_string()).with(format!("mappings:{n}")))?;
        self.enqueue(JobKind::MatchClasses, "", self.at)?;
        Ok(n as u64)
    }

    fn note_mapping(&mut self, verb: Verb, mapping: &Mapping) -> Result<()> {
        let fact = self.fact(verb, Thing::new(Noun::Scheme, mapping.from.scheme()));
        let to = Thing::new(Noun::Scheme, mapping.to.scheme());
        self.note(&fact.to(to.to_string()).with(mapping.to_string()))
    }
}

impl Reader {
    /// Every scheme that is kept with the mappings that decide.
    ///
    /// # Errors
    /// When the store fails.
    pub fn crosswalk(&self, scope: &Scope) -> Result<Crosswalk> {
        self.seen_by(scope, |conn| {
            let mappings = many(conn, &format!("SELECT {COLUMNS} FROM mapping WHERE {IN_USE}"), [])?;
            // Classes that are not in an edition are said where the class is shown.
            Ok(Crosswalk::new(mappings, scheme::all_kept(conn)?.into_iter().map(Arc::new)).0)
        })
    }

    /// The mappings that the file of a scheme brought which is kept.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mappings_of_scheme(&self, scope: &Scope, word: &str) -> Result<Vec<Mapping>> {
        self.seen_by(scope, |conn| {
            let sql = format!(
                "SELECT {COLUMNS} FROM mapping WHERE bringer = (SELECT id FROM scheme WHERE word = ?1 AND stage = 'kept')"
            );
            many(conn, &sql, [word])
        })
    }

    /// A number that changes when a scheme or a mapping does.
    ///
    /// # Errors
    /// When the store fails.
    pub fn scheme_epoch(&self) -> Result<i64> {
        self.with(|conn| Ok(conn.prepare_cached("SELECT scheme_epoch FROM meta")?.query_row([], |row| row.get(0))?))
    }
}

/// Lays down mappings; what is there already stays.
pub(crate) fn put(conn: &Connection, bringer: i64, mappings: &[Mapping]) -> Result<()> {
    let mut put = conn.prepare_cached(&format!(
        "INSERT OR IGNORE INTO mapping (bringer, {COLUMNS}) VALUES (?6, ?1, ?2, ?3, ?4, ?5)"
    ))?;
    for mapping in mappings {
        let [from_scheme, from, relation, to_scheme, to] = ends(mapping);
        put.execute((from_scheme, from, relation, to_scheme, to, bringer))?;
    }
    Ok(())
}

/// The mappings that a file brought.
pub(crate) fn mappings_of(conn: &Connection, bringer: i64) -> Result<Vec<Mapping>> {
    many(conn, &format!("SELECT {COLUMNS} FROM mapping WHERE bringer = ?1"), [bringer])
}

/// Keeps the mappings of a crosswalk that was looked at as if they were made by hand, and notes between which schemes.
pub(crate) fn take_over(deed: &mut Deed<'_>, id: i64) -> Result<()> {
    let mut count = deed.conn.prepare_cached(
        "SELECT from_scheme, to_scheme, count(*) FROM mapping WHERE bringer = ?1 GROUP BY from_scheme, to_scheme",
    )?;
    let pairs: Vec<(String, String, i64)> =
        count.query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<rusqlite::Result<_>>()?;
    deed.conn
        .prepare_cached(&format!(
            "INSERT OR IGNORE INTO mapping (bringer, {COLUMNS}) SELECT 0, {COLUMNS} FROM mapping WHERE bringer = ?1"
        ))?
        .execute([id])?;
    for (from, to, n) in pairs {
        let fact = deed.fact(Verb::Mapped, Thing::new(Noun::Scheme, from)).to(Thing::new(Noun::Scheme, to).to_string());
        deed.note(&fact.with(format!("mappings:{n}")))?;
    }
    Ok(())
}

/// The same, said from the other end.
fn reversed(mapping: &Mapping) -> Mapping {
    Mapping { from: mapping.to.clone(), relation: mapping.relation.reversed(), to: mapping.from.clone() }
}

fn ends(mapping: &Mapping) -> [&str; 5] {
    let Mapping { from, relation, to } = mapping;
    [from.scheme(), from.notation(), relation.word(), to.scheme(), to.notation()]
}

fn is_said(conn: &Connection, mapping: &Mapping) -> Result<bool> {
    let mut find = conn.prepare_cached(&format!(
        "SELECT EXISTS (SELECT 1 FROM mapping WHERE from_scheme = ?1 AND from_notation = ?2 AND relation = ?3
            AND to_scheme = ?4 AND to_notation = ?5 AND {IN_USE})"
    ))?;
    Ok(find.query_row(ends(mapping), |row| row.get(0))?)
}

fn many(conn: &Connection, sql: &str, key: impl rusqlite::Params) -> Result<Vec<Mapping>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(key)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(mapping(row)?);
    }
    Ok(found)
}

fn mapping(row: &Row<'_>) -> Result<Mapping> {
    let text = |at: usize| -> Result<String> { Ok(row.get(at)?) };
    let word = text(2)?;
    let relation = MappingRelation::from_word(&word)
        .ok_or_else(|| Error::damaged(format!("the relation `{word}` of a mapping is not one")))?;
    Ok(Mapping { from: ConceptCode::new(&text(0)?, &text(1)?), relation, to: ConceptCode::new(&text(3)?, &text(4)?) })
}
