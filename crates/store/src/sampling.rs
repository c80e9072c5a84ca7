//! The row of the rule by which samples are drawn.

use model::{PersonId, PostId, RecordId, Sampling, SubjectScheme};
use rusqlite::{Connection, OptionalExtension};

use crate::deed::Deed;
use crate::digest::ROWS_OF;
use crate::indexing::{Drawing, drawings};
use crate::programme::named;
use crate::{Reader, Result, Scope, record};

impl Deed<'_> {
    /// The rule as it is now, with who made it so.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sampling(&self) -> Result<(Sampling, Option<PersonId>)> {
        sampling(self.conn)
    }

    /// Keeps the rule.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_sampling(&mut self, sampling: &Sampling, person: &PersonId) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO sampling (only_row, post, percent, person, revision) VALUES (1, ?1, ?2, ?3, ?4)
                 ON CONFLICT (only_row) DO UPDATE SET post = excluded.post, percent = excluded.percent,
                     person = excluded.person, revision = excluded.revision",
            )?
            .execute((
                sampling.post.as_ref().map(PostId::as_str),
                sampling.percent,
                person.as_str(),
                sampling.revision,
            ))?;
        Ok(())
    }

    /// The sample for which a record was drawn in a scheme, as it stands now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn drawing_of(&self, id: RecordId, scheme: SubjectScheme) -> Result<Option<Drawing>> {
        let Some(row) = record::row_of(self.conn, id)? else { return Ok(None) };
        let tail = format!(
            "WHERE w.id = (SELECT d.drawing FROM drawn d JOIN indexing n ON n.id = d.indexing
                           WHERE n.record IN {ROWS_OF} AND n.scheme = ?2 LIMIT 1)"
        );
        Ok(drawings(self.conn, &tail, (row, scheme.word()))?.pop())
    }
}

impl Reader {
    /// The rule by which samples are drawn, with who made it so.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sampling(&self, scope: &Scope) -> Result<(Sampling, Option<PersonId>)> {
        self.seen_by(scope, sampling)
    }
}

fn sampling(conn: &Connection) -> Result<(Sampling, Option<PersonId>)> {
    let mut statement = conn.prepare_cached("SELECT post, percent, person, revision FROM sampling")?;
    let found: Option<(Option<String>, u8, String, u32)> =
        statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).optional()?;
    let Some((post, percent, person, revision)) = found else { return Ok((Sampling::default(), None)) };
    let post = post.map(|post| named(PostId::new(&post))).transpose()?;
    Ok((Sampling { post, percent, revision }, Some(named(PersonId::new(&person))?)))
}
