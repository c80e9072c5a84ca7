//! The rows of intakes: what came from sources, and what a look at it showed.

use model::{Actor, Became, Intake, IntakeId, IntakeLine, IntakeStage, SourceId};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::source::tally;
use crate::{Error, Reader, Result, Scope};

/// What stands in a row in place of who brought it, where the office fetched it by itself.
const BY_OFFICE: &str = "office";

impl Deed<'_> {
    /// Keeps an intake as it is now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_intake(&mut self, intake: &Intake) -> Result<()> {
        let n = |n: u64| n.cast_signed();
        let tally = &intake.tally;
        self.conn
            .prepare_cached(
                "INSERT INTO intake (id, source, name, n_bytes, by, came_at, ended_at, stage, n_read, n_new, n_updated,
                                     n_joined, n_known, n_doubts, n_tried, fault, n_in_all)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
                 ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, stage = excluded.stage,
                     n_read = excluded.n_read, n_new = excluded.n_new, n_updated = excluded.n_updated,
                     n_joined = excluded.n_joined, n_known = excluded.n_known, n_doubts = excluded.n_doubts,
                     n_tried = excluded.n_tried, fault = excluded.fault, n_in_all = excluded.n_in_all",
            )?
            .execute(rusqlite::params![
                n(intake.id.bits()),
                n(intake.source.bits()),
                intake.name,
                n(intake.n_bytes),
                intake.by.as_ref().map_or_else(|| BY_OFFICE.to_owned(), Actor::to_string),
                intake.came_at,
                intake.ended_at,
                intake.stage.word(),
                n(tally.n_read),
                n(tally.n_new),
                n(tally.n_updated),
                n(tally.n_joined),
                n(tally.n_known),
                n(tally.n_doubts),
                n(intake.n_tried),
                intake.fault,
                intake.n_in_all.map(n),
            ])?;
        Ok(())
    }

    /// Keeps what a look showed, in place of what was there. Once an intake is decided on, nothing of it stays: what was
    /// taken in stands under the markings of its records.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_intake_lines(&mut self, id: IntakeId, lines: &[IntakeLine]) -> Result<()> {
        let id = id.bits().cast_signed();
        self.conn.prepare_cached("DELETE FROM intake_line WHERE intake = ?1")?.execute([id])?;
        let mut put = self
            .conn
            .prepare_cached("INSERT INTO intake_line (intake, position, became, text) VALUES (?1, ?2, ?3, ?4)")?;
        for (position, line) in (0_i64..).zip(lines) {
            let (became, text) = match line {
                IntakeLine::Reading(became, title) => (Some(became.word()), title),
                IntakeLine::Doubt(text) => (None, text),
            };
            put.execute((id, position, became, text))?;
        }
        Ok(())
    }

    /// The intake of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn intake(&self, scope: &Scope, id: IntakeId) -> Result<Option<Intake>> {
        let Some(intake) = one(self.conn, id)? else { return Ok(None) };
        Ok(self.source(scope, intake.source)?.map(|_| intake))
    }

    /// How many files that somebody brought wait for a decision.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_undecided_intakes(&self, by: &Actor) -> Result<u64> {
        let mut count = self.conn.prepare_cached("SELECT count(*) FROM intake WHERE stage = 'looked' AND by = ?1")?;
        Ok(count.query_row([by.to_string()], |row| row.get::<_, i64>(0))?.cast_unsigned())
    }

    /// Intakes that were looked at before a time and never decided on.
    ///
    /// # Errors
    /// When the store fails.
    pub fn undecided_intakes(&self, before: i64) -> Result<Vec<Intake>> {
        let mut statement =
            self.conn.prepare_cached(&format!("{SELECT} WHERE stage = 'looked' AND came_at < ?1 ORDER BY came_at"))?;
        many(statement.query([before])?)
    }
}

impl Reader {
    /// The intake of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn intake(&self, scope: &Scope, id: IntakeId) -> Result<Option<Intake>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// The intakes of a source, the newest first, at most `limit`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn intakes(&self, scope: &Scope, source: SourceId, limit: usize) -> Result<Vec<Intake>> {
        self.seen_by(scope, |conn| {
            let mut statement =
                conn.prepare_cached(&format!("{SELECT} WHERE source = ?1 ORDER BY came_at DESC, id LIMIT ?2"))?;
            many(statement.query((source.bits().cast_signed(), i64::try_from(limit).unwrap_or(i64::MAX)))?)
        })
    }

    /// What a look showed, while it is not decided on.
    ///
    /// # Errors
    /// When the store fails.
    pub fn intake_lines(&self, scope: &Scope, id: IntakeId) -> Result<Vec<IntakeLine>> {
        self.seen_by(scope, |conn| {
            let mut statement =
                conn.prepare_cached("SELECT became, text FROM intake_line WHERE intake = ?1 ORDER BY position")?;
            let rows = statement.query_map([id.bits().cast_signed()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.map(|row| {
                let (became, text): (Option<String>, String) = row?;
                Ok(match became {
                    None => IntakeLine::Doubt(text),
                    Some(word) => IntakeLine::Reading(
                        Became::from_word(&word)
                            .ok_or_else(|| Error::damaged(format!("`{word}` of an intake is not known")))?,
                        text,
                    ),
                })
            })
            .collect()
        })
    }
}

const SELECT: &str =
    "SELECT id, source, name, n_bytes, by, came_at, ended_at, stage, n_read, n_new, n_updated, n_joined, n_known,
                             n_doubts, n_tried, fault, n_in_all FROM intake";

fn one(conn: &Connection, id: IntakeId) -> Result<Option<Intake>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
    Ok(many(statement.query([id.bits().cast_signed()])?)?.pop())
}

fn many(mut rows: rusqlite::Rows<'_>) -> Result<Vec<Intake>> {
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(intake(row)?);
    }
    Ok(found)
}

fn intake(row: &Row<'_>) -> Result<Intake> {
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of an intake is not one"));
    let (by, stage): (String, String) = (row.get(4)?, row.get(7)?);
    let n = |at: usize| -> Result<u64> { Ok(row.get::<_, i64>(at)?.cast_unsigned()) };
    Ok(Intake {
        id: IntakeId::from_bits(n(0)?),
        source: SourceId::from_bits(n(1)?),
        name: row.get(2)?,
        n_bytes: n(3)?,
        by: if by == BY_OFFICE { None } else { Some(Actor::parse(&by).ok_or_else(|| damaged("bringer", &by))?) },
        came_at: row.get(5)?,
        ended_at: row.get(6)?,
        stage: IntakeStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        tally: tally(row, 8)?,
        n_tried: n(14)?,
        fault: row.get(15)?,
        n_in_all: row.get::<_, Option<i64>>(16)?.map(i64::cast_unsigned),
    })
}
