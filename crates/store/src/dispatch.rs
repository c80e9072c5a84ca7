//! The rows of dispatches, and what became of what a source brought.

use model::{Dispatch, Grade, NeedId, RecordId, SourceId};
use rusqlite::{Connection, OptionalExtension};

use crate::deed::Deed;
use crate::digest::{ROWS_OF, grade_of};
use crate::programme::named;
use crate::{HeldRecord, Reader, Result, Scope, record};

/// Something that a source brought, with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct DispatchLine {
    /// The record.
    pub held: HeldRecord,
    /// When it came by this source, in microseconds since 1970.
    pub came_at: i64,
    /// Who wrote it in; nobody where it came by mail or as a file.
    pub by: Option<String>,
    /// The needs whose gaps it closed, the last one first: a paper that was sent again closes another.
    pub answers: Vec<NeedId>,
    /// How it was graded.
    pub grade: Option<Grade>,
    /// Before how many posts it was laid.
    pub n_delivered: u64,
    /// How many of them said what they do with it.
    pub n_answered: u64,
    /// How many of them use it.
    pub n_used: u64,
}

/// What a source brought in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DispatchYear {
    /// The year in which it came, in universal time.
    pub year: i32,
    /// Records.
    pub n_records: u64,
    /// Of them laid before posts.
    pub n_delivered: u64,
    /// Of them used by any.
    pub n_used: u64,
}

impl Deed<'_> {
    /// Keeps what is known of a dispatch beside its record: a line for each form. See [`Deed::form_of_dispatch`].
    ///
    /// # Errors
    /// Refused when the record is not there; fails when the form was kept already.
    pub fn keep_dispatch(&mut self, dispatch: &Dispatch) -> Result<()> {
        let row = self.row_of_record(dispatch.record)?;
        self.conn
            .prepare_cached(
                "INSERT INTO dispatch (record, source, once, contents, by, came_at, need) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((
                row,
                dispatch.source.bits().cast_signed(),
                dispatch.once.cast_signed(),
                dispatch.contents,
                &dispatch.by,
                dispatch.came_at,
                dispatch.answers.as_ref().map(NeedId::as_str),
            ))?;
        Ok(())
    }

    /// What a form of a source became, whatever it was marked with: the record in which it stands now, and the hash of what was
    /// written. `None` where it was not sent yet.
    ///
    /// # Errors
    /// When the store fails.
    pub fn form_of_dispatch(&self, source: SourceId, once: u64) -> Result<Option<(RecordId, [u8; 32])>> {
        let mut find = self.conn.prepare_cached(
            "SELECT coalesce(r.absorbed_by, r.row), d.contents FROM dispatch d JOIN record r ON r.row = d.record
             WHERE d.source = ?1 AND d.once = ?2",
        )?;
        let key = (source.bits().cast_signed(), once.cast_signed());
        let found: Option<(i64, [u8; 32])> = find.query_row(key, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        found.map(|(row, contents)| Ok((record::id_of(self.conn, row)?, contents))).transpose()
    }
}

impl Reader {
    /// What a source brought last with what became of it, the newest first, at most `limit`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn dispatches(&self, scope: &Scope, source: SourceId, limit: usize) -> Result<Vec<DispatchLine>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT record, max(kept_at) FROM item WHERE register = ?1 AND superseded_by IS NULL
                 GROUP BY record ORDER BY max(id) DESC LIMIT ?2",
            )?;
            let key = (source.bits().cast_signed(), i64::try_from(limit).unwrap_or(i64::MAX));
            let rows = statement.query_map(key, |row| Ok((row.get(0)?, row.get(1)?)))?;
            let rows: Vec<(i64, i64)> = rows.collect::<rusqlite::Result<_>>()?;
            rows.into_iter().map(|(row, kept_at)| line(conn, source, row, kept_at)).collect()
        })
    }

    /// One thing that a source brought, with what became of it; `None` where this source did not bring it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn dispatch(&self, scope: &Scope, source: SourceId, record: RecordId) -> Result<Option<DispatchLine>> {
        self.seen_by(scope, |conn| {
            let Some(row) = record::row_of(conn, record)? else { return Ok(None) };
            let mut find = conn.prepare_cached(
                "SELECT max(kept_at) FROM item WHERE register = ?1 AND record = ?2 AND superseded_by IS NULL",
            )?;
            let kept_at: Option<i64> = find.query_row((source.bits().cast_signed(), row), |row| row.get(0))?;
            kept_at.map(|kept_at| line(conn, source, row, kept_at)).transpose()
        })
    }

    /// What a source brought in each year, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn dispatch_years(&self, scope: &Scope, source: SourceId) -> Result<Vec<DispatchYear>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "WITH own AS (SELECT record, min(kept_at) AS came_at FROM item
                              WHERE register = ?1 AND superseded_by IS NULL GROUP BY record),
                      rows AS (SELECT record, record AS row, came_at FROM own
                               UNION ALL SELECT own.record, r.row, own.came_at FROM own JOIN record r ON r.absorbed_by = own.record),
                      laid AS (SELECT rows.record AS record, max(d.id IS NOT NULL) AS laid, max(d.choice IS 'use') AS used
                               FROM rows LEFT JOIN delivery d ON d.record = rows.row GROUP BY rows.record)
                 SELECT CAST(strftime('%Y', own.came_at / 1000000, 'unixepoch') AS INTEGER) AS year,
                        count(*), sum(laid.laid), sum(laid.used)
                 FROM own JOIN laid ON laid.record = own.record GROUP BY year ORDER BY year DESC",
            )?;
            let n = |row: &rusqlite::Row<'_>, at| row.get::<_, i64>(at).map(i64::cast_unsigned);
            let years = statement.query_map([source.bits().cast_signed()], |row| {
                Ok(DispatchYear {
                    year: row.get(0)?,
                    n_records: n(row, 1)?,
                    n_delivered: n(row, 2)?,
                    n_used: n(row, 3)?,
                })
            })?;
            Ok(years.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The records that were written in to close a gap of a need, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn dispatches_for(&self, scope: &Scope, need: &NeedId) -> Result<Vec<HeldRecord>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT DISTINCT coalesce(r.absorbed_by, r.row) FROM dispatch d JOIN record r ON r.row = d.record
                 WHERE d.need = ?1 AND EXISTS (SELECT 1 FROM need n WHERE n.id = d.need) ORDER BY d.came_at DESC",
            )?;
            let rows = statement.query_map([need.as_str()], |row| row.get(0))?;
            let rows: Vec<i64> = rows.collect::<rusqlite::Result<_>>()?;
            rows.into_iter().map(|row| Ok(record::at(conn, row)?.held())).collect()
        })
    }
}

fn line(conn: &Connection, source: SourceId, row: i64, kept_at: i64) -> Result<DispatchLine> {
    let mut find = conn.prepare_cached(&format!(
        "SELECT by, came_at, (SELECT n.id FROM need n WHERE n.id = d.need) FROM dispatch d
         WHERE d.source = ?2 AND d.record IN {ROWS_OF} ORDER BY came_at DESC, once DESC"
    ))?;
    let written =
        find.query_map((row, source.bits().cast_signed()), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let written: Vec<(String, i64, Option<String>)> = written.collect::<rusqlite::Result<_>>()?;
    let (by, came_at) = written.first().map_or((None, kept_at), |(by, came_at, _)| (Some(by.clone()), *came_at));
    let mut answers: Vec<NeedId> = Vec::new();
    for need in written.iter().filter_map(|(_, _, need)| need.as_ref()) {
        let need = named(NeedId::new(need))?;
        if !answers.contains(&need) {
            answers.push(need);
        }
    }
    let mut count = conn.prepare_cached(&format!(
        "SELECT count(*), count(choice), count(*) FILTER (WHERE choice = 'use') FROM delivery WHERE record IN {ROWS_OF}"
    ))?;
    let n = |row: &rusqlite::Row<'_>, at| row.get::<_, i64>(at).map(i64::cast_unsigned);
    let (n_delivered, n_answered, n_used) = count.query_row([row], |row| Ok((n(row, 0)?, n(row, 1)?, n(row, 2)?)))?;
    let grade = grade_of(conn, row)?.map(|held| held.grade);
    let held = record::at(conn, row)?.held();
    Ok(DispatchLine { held, came_at, by, answers, grade, n_delivered, n_answered, n_used })
}
