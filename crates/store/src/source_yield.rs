//! What sources are worth: counted, kept, read; and which needs they cover.

use std::collections::BTreeMap;

use model::{Marking, NeedId, Source, SourceId, SourceYield};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::{Reader, Result, Scope, source};

/// How many records were laid before posts for a need, by the source that brought them; `None` stands for what came
/// otherwise than by the register.
pub type Coverage = BTreeMap<NeedId, BTreeMap<Option<SourceId>, u64>>;

impl Reader {
    /// Counts what a source is worth, over what everybody sees who sees the source: others may read it too, and must not
    /// learn from it what they do not see.
    ///
    /// # Errors
    /// When the store fails.
    pub fn count_source(&self, scope: &Scope, source: &Source, now: i64) -> Result<SourceYield> {
        self.seen_by(scope, |conn| {
            let labels = labels_seen_with(conn, &source.marking)?;
            let sql = format!(
                "WITH own AS MATERIALIZED (
                     SELECT DISTINCT i.record AS record FROM item i JOIN record r ON r.row = i.record
                     WHERE i.register = ?1 AND i.superseded_by IS NULL AND r.label IN ({labels})
                 ), laid AS MATERIALIZED (
                     SELECT own.record AS record, max(d.choice IS NOT NULL) AS answered, max(d.choice IS 'use') AS used,
                            max(d.choice IS 'study') AS studied
                     FROM own JOIN delivery d ON d.record = own.record JOIN need n ON n.id = d.need
                     WHERE n.label IN ({labels}) GROUP BY own.record
                 )
                 SELECT (SELECT count(*) FROM own),
                     (SELECT count(*) FROM own WHERE NOT EXISTS (
                         SELECT 1 FROM item o LEFT JOIN source s ON s.id = o.register
                         WHERE o.record = own.record AND o.superseded_by IS NULL AND o.register IS NOT ?1
                           AND (o.register IS NULL OR s.label IN ({labels})))),
                     (SELECT count(*) FROM own WHERE ?1 IS (
                         SELECT o.register FROM item o LEFT JOIN source s ON s.id = o.register
                         WHERE o.record = own.record AND (o.register IS NULL OR s.label IN ({labels}))
                         ORDER BY o.id LIMIT 1)),
                     (SELECT count(*) FROM laid), (SELECT coalesce(sum(answered), 0) FROM laid),
                     (SELECT coalesce(sum(used), 0) FROM laid), (SELECT coalesce(sum(studied), 0) FROM laid)"
            );
            let mut count = conn.prepare(&sql)?;
            Ok(count.query_row([source.id.bits().cast_signed()], |row| counts(row, now, 0))?)
        })
    }

    /// What sources are worth, as counted last. Those that were never counted are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn source_yields(&self, scope: &Scope) -> Result<BTreeMap<SourceId, SourceYield>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT source, counted_at, n_records, n_unique, n_first, n_delivered, n_answered, n_used, n_studied
                 FROM source_yield",
            )?;
            let rows = statement.query_map([], |row| {
                Ok((SourceId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()), counts(row, row.get(1)?, 2)?))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The sources that are paid for, with what they are worth, as counted last.
    ///
    /// # Errors
    /// When the store fails.
    pub fn paid_sources(&self, scope: &Scope) -> Result<Vec<(Source, SourceYield)>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(concat!(
                "SELECT ",
                source::columns!(),
                ", y.counted_at, y.n_records, y.n_unique, y.n_first, y.n_delivered, y.n_answered, y.n_used, y.n_studied
                 FROM source s JOIN source_yield y ON y.source = s.id LEFT JOIN label l ON l.id = s.label
                 WHERE s.cost IS NOT NULL ORDER BY s.id"
            ))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push((source::source(row)?, counts(row, row.get(18)?, 19)?));
            }
            Ok(found)
        })
    }

    /// Which sources brought what was laid before posts for some needs since a time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn coverage(&self, scope: &Scope, needs: &[NeedId], since: i64) -> Result<Coverage> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT i.register, count(DISTINCT d.record) FROM delivery d
                 JOIN item i ON i.record = d.record AND i.superseded_by IS NULL
                 LEFT JOIN source s ON s.id = i.register
                 WHERE d.need = ?1 AND d.made_at >= ?2 AND (i.register IS NULL OR s.id IS NOT NULL)
                 GROUP BY i.register",
            )?;
            let mut coverage = Coverage::new();
            for need in needs {
                let rows = statement.query_map((need.as_str(), since), |row| {
                    let source: Option<i64> = row.get(0)?;
                    let source = source.map(|bits| SourceId::from_bits(bits.cast_unsigned()));
                    Ok((source, row.get::<_, i64>(1)?.cast_unsigned()))
                })?;
                coverage.insert(need.clone(), rows.collect::<rusqlite::Result<_>>()?);
            }
            Ok(coverage)
        })
    }
}

impl Deed<'_> {
    /// Keeps what a source is worth, in place of what was counted before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_source_yield(&mut self, source: SourceId, counted: &SourceYield) -> Result<()> {
        let n = |n: u64| n.cast_signed();
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO source_yield (source, counted_at, n_records, n_unique, n_first, n_delivered, n_answered,
                                                      n_used, n_studied)
                 SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM source WHERE id = ?1",
            )?
            .execute(rusqlite::params![
                source.bits().cast_signed(),
                counted.counted_at,
                n(counted.n_records),
                n(counted.n_unique),
                n(counted.n_first),
                n(counted.n_delivered),
                n(counted.n_answered),
                n(counted.n_used),
                n(counted.n_studied),
            ])?;
        Ok(())
    }
}

/// The labels that everybody sees who sees this marking, as a list for a statement. They are numbers of our own.
fn labels_seen_with(conn: &Connection, marking: &Marking) -> Result<String> {
    let mut statement = conn.prepare_cached("SELECT id, marking FROM label")?;
    let mut rows = statement.query([])?;
    let mut labels: Vec<String> = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, text): (i64, String) = (row.get(0)?, row.get(1)?);
        if marking.covers(&Marking::read(&text)) {
            labels.push(id.to_string());
        }
    }
    Ok(labels.join(", "))
}

fn counts(row: &Row<'_>, counted_at: i64, at: usize) -> rusqlite::Result<SourceYield> {
    let n = |place: usize| -> rusqlite::Result<u64> { Ok(row.get::<_, i64>(at + place)?.cast_unsigned()) };
    Ok(SourceYield {
        counted_at,
        n_records: n(0)?,
        n_unique: n(1)?,
        n_first: n(2)?,
        n_delivered: n(3)?,
        n_answered: n(4)?,
        n_used: n(5)?,
        n_studied: n(6)?,
    })
}
