//! The rows of spot checks.

use model::{Fact, NeedId, RecordId, SpotAnswer, SpotCheck, SpotDraw, SpotStratum};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::agreement::word;
use crate::deed::Deed;
use crate::programme::named;
use crate::record::{record_id, row_of};
use crate::{Reader, Result, Scope};

/// How many records a week a need asks for, and from when on they are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpotRate {
    /// The need.
    pub need: NeedId,
    /// Records a week; nought when none are asked for any more.
    pub per_week: u32,
    /// Records taken in or changed before this time were drawn from already, in microseconds since 1970.
    pub drawn_until: i64,
}

impl Deed<'_> {
    /// Keeps how many records a week a need asks for, with the fact that says so. Where it asked before, what was drawn from stays drawn from.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_spot_rate(&mut self, rate: &SpotRate, fact: &Fact) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO spot_rate (need, per_week, drawn_until) VALUES (?1, ?2, ?3)
                 ON CONFLICT (need) DO UPDATE SET per_week = excluded.per_week",
            )?
            .execute((rate.need.as_str(), rate.per_week, rate.drawn_until))?;
        self.note(fact)
    }

    /// Keeps a draw with its records, each with where it was drawn from, and answers how many of them are new; a record is asked about once.
    /// Where another draw was made in between nothing is kept.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_spot_draw(
        &mut self,
        before: &SpotRate,
        draw: SpotDraw,
        records: &[(RecordId, SpotStratum)],
        fact: &Fact,
    ) -> Result<usize> {
        let moved = self
            .conn
            .prepare_cached("UPDATE spot_rate SET drawn_until = ?3 WHERE need = ?1 AND drawn_until = ?2")?
            .execute((before.need.as_str(), before.drawn_until, draw.drawn_at))?;
        if moved == 0 {
            return Ok(0);
        }
        self.conn
            .prepare_cached("INSERT INTO spot_draw (need, drawn_at, n_near, n_far) VALUES (?1, ?2, ?3, ?4)")?
            .execute((before.need.as_str(), draw.drawn_at, draw.n_near.cast_signed(), draw.n_far.cast_signed()))?;
        let id = self.conn.last_insert_rowid();
        let mut n_new = 0;
        for (record, stratum) in records {
            let Some(row) = row_of(self.conn, *record)? else { continue };
            n_new += self
                .conn
                .prepare_cached(
                    "INSERT INTO spot_check (draw, need, record, stratum) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                )?
                .execute((id, before.need.as_str(), row, stratum.word()))?;
        }
        self.note(fact)?;
        Ok(n_new)
    }

    /// Keeps what was said of a record that was drawn; what was said before is said anew. Answers whether any of the need waits for an answer still,
    /// or nothing where the need has no such check.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answer_spot_check(
        &mut self,
        need: &NeedId,
        id: i64,
        answer: SpotAnswer,
        fact: &Fact,
    ) -> Result<Option<bool>> {
        let n = self
            .conn
            .prepare_cached("UPDATE spot_check SET answer = ?3, answered_at = ?4 WHERE need = ?1 AND id = ?2")?
            .execute((need.as_str(), id, answer.word(), self.at))?;
        if n == 0 {
            return Ok(None);
        }
        self.note(fact)?;
        let mut waits =
            self.conn.prepare_cached("SELECT 1 FROM spot_check WHERE need = ?1 AND answer IS NULL LIMIT 1")?;
        Ok(Some(waits.exists([need.as_str()])?))
    }

    /// How many records a week a need asks for.
    ///
    /// # Errors
    /// When the store fails.
    pub fn spot_rate(&self, need: &NeedId) -> Result<Option<SpotRate>> {
        rate(self.conn, need)
    }
}

impl Reader {
    /// How many records a week a need asks for; nothing where it never did.
    ///
    /// # Errors
    /// When the store fails.
    pub fn spot_rate(&self, scope: &Scope, need: &NeedId) -> Result<Option<SpotRate>> {
        self.seen_by(scope, |conn| rate(conn, need))
    }

    /// The needs that ask for records and were not drawn for since a time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn spot_rates_due(&self, scope: &Scope, drawn_before: i64) -> Result<Vec<SpotRate>> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached(
                "SELECT need, per_week, drawn_until FROM spot_rate WHERE per_week > 0 AND drawn_until <= ?1 ORDER BY need",
            )?;
            let mut rows = find.query([drawn_before])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(of_row(row)?);
            }
            Ok(found)
        })
    }

    /// The draws of a need, the first one first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn spot_draws(&self, scope: &Scope, need: &NeedId) -> Result<Vec<SpotDraw>> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached(
                "SELECT id, drawn_at, n_near, n_far FROM spot_draw WHERE need = ?1 ORDER BY drawn_at, id",
            )?;
            let mut rows = find.query([need.as_str()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let count = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
                found.push(SpotDraw { id: row.get(0)?, drawn_at: row.get(1)?, n_near: count(2)?, n_far: count(3)? });
            }
            Ok(found)
        })
    }

    /// The records that were drawn for a need, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn spot_checks(&self, scope: &Scope, need: &NeedId) -> Result<Vec<SpotCheck>> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached(
                "SELECT c.id, c.draw, c.need, r.id, c.stratum, c.answer FROM spot_check c JOIN record r ON r.row = c.record
                 WHERE c.need = ?1 ORDER BY c.id DESC",
            )?;
            let mut rows = find.query([need.as_str()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let answer: Option<String> = row.get(5)?;
                found.push(SpotCheck {
                    id: row.get(0)?,
                    draw: row.get(1)?,
                    need: named(NeedId::new(&row.get::<_, String>(2)?))?,
                    record: record_id(row.get(3)?),
                    stratum: word(row, 4, SpotStratum::from_word)?,
                    answer: answer.map(|_| word(row, 5, SpotAnswer::from_word)).transpose()?,
                });
            }
            Ok(found)
        })
    }
}

fn rate(conn: &Connection, need: &NeedId) -> Result<Option<SpotRate>> {
    let mut find = conn.prepare_cached("SELECT need, per_week, drawn_until FROM spot_rate WHERE need = ?1")?;
    let found = find.query_row([need.as_str()], |row| Ok(of_row(row))).optional()?;
    found.transpose()
}

fn of_row(row: &Row<'_>) -> Result<SpotRate> {
    Ok(SpotRate {
        need: named(NeedId::new(&row.get::<_, String>(0)?))?,
        per_week: row.get(1)?,
        drawn_until: row.get(2)?,
    })
}
