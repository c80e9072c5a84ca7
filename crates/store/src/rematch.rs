//! The rows of rematches: what needs gained and lost because schemes or mappings changed.

use model::{DeliveryId, NeedId, RematchLine, RematchedNeed};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Reader, Result, Scope};

/// A rematch as a scope sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRematch {
    /// Its number in the office.
    pub id: i64,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Needs that were matched again.
    pub n_needs: u64,
    /// Deliveries that fit since then.
    pub n_gained: u64,
    /// Deliveries that fit no longer.
    pub n_lost: u64,
    /// Records that fit and were not laid before posts, because there were more than are laid at once.
    pub n_capped: u64,
}

impl Deed<'_> {
    /// Keeps what came of a rematch. Answers its number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_rematch(&mut self, needs: &[RematchedNeed], lines: &[RematchLine]) -> Result<i64> {
        let id = self.conn.prepare_cached("INSERT INTO rematch (at) VALUES (?1)")?.insert([self.at])?;
        let mut put =
            self.conn.prepare_cached("INSERT INTO rematch_need (rematch, need, n_capped) VALUES (?1, ?2, ?3)")?;
        for need in needs {
            put.execute((id, need.need.as_str(), need.n_capped.cast_signed()))?;
        }
        drop(put);
        let mut put = self
            .conn
            .prepare_cached("INSERT OR IGNORE INTO rematch_line (rematch, delivery, is_gained) VALUES (?1, ?2, ?3)")?;
        for line in lines {
            put.execute((id, line.delivery.bits().cast_signed(), line.is_gained))?;
        }
        drop(put);
        Ok(id)
    }
}

const SELECT: &str = "SELECT r.id, r.at,
        (SELECT count(*) FROM rematch_need n WHERE n.rematch = r.id),
        (SELECT count(*) FROM rematch_line l WHERE l.rematch = r.id AND l.is_gained = 1),
        (SELECT count(*) FROM rematch_line l WHERE l.rematch = r.id AND l.is_gained = 0),
        (SELECT coalesce(sum(n.n_capped), 0) FROM rematch_need n WHERE n.rematch = r.id)
     FROM rematch r";

impl Reader {
    /// Rematches, the newest first, at most `limit`; or the one of this number. Each is there for everybody, so that no gap
    /// tells of needs that are hidden.
    ///
    /// # Errors
    /// When the store fails.
    pub fn rematches(&self, scope: &Scope, id: Option<i64>, limit: usize) -> Result<Vec<HeldRematch>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!(
                "{SELECT} WHERE (?1 IS NULL OR r.id = ?1)
                 ORDER BY r.id DESC LIMIT ?2"
            ))?;
            let rows = statement.query_map((id, i64::try_from(limit).unwrap_or(i64::MAX)), |row| {
                let n = |at: usize| -> rusqlite::Result<u64> { Ok(row.get::<_, i64>(at)?.cast_unsigned()) };
                Ok(HeldRematch {
                    id: row.get(0)?,
                    at: row.get(1)?,
                    n_needs: n(2)?,
                    n_gained: n(3)?,
                    n_lost: n(4)?,
                    n_capped: n(5)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The needs of a rematch, in order of name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn rematched_needs(&self, scope: &Scope, id: i64) -> Result<Vec<RematchedNeed>> {
        self.seen_by(scope, |conn| {
            let mut statement =
                conn.prepare_cached("SELECT need, n_capped FROM rematch_need WHERE rematch = ?1 ORDER BY need")?;
            let mut rows = statement.query([id])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let n_capped = row.get::<_, i64>(1)?.cast_unsigned();
                found.push(RematchedNeed { need: named(NeedId::new(&row.get::<_, String>(0)?))?, n_capped });
            }
            Ok(found)
        })
    }

    /// What needs gained and lost by a rematch, by need.
    ///
    /// # Errors
    /// When the store fails.
    pub fn rematch_lines(&self, scope: &Scope, id: i64) -> Result<Vec<RematchLine>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT d.need, l.delivery, l.is_gained FROM rematch_line l JOIN delivery d ON d.id = l.delivery
                 WHERE l.rematch = ?1 ORDER BY d.need, l.is_gained DESC, d.score DESC, d.id",
            )?;
            let mut rows = statement.query([id])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(RematchLine {
                    need: named(NeedId::new(&row.get::<_, String>(0)?))?,
                    delivery: DeliveryId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
                    is_gained: row.get(2)?,
                });
            }
            Ok(found)
        })
    }

    /// Whether a delivery was told as lost and not as gained again since.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_told_lost(&self, scope: &Scope, delivery: DeliveryId) -> Result<bool> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached(
                "SELECT coalesce((SELECT NOT is_gained FROM rematch_line WHERE delivery = ?1 ORDER BY rematch DESC LIMIT 1), 0)",
            )?;
            Ok(find.query_row([delivery.bits().cast_signed()], |row| row.get(0))?)
        })
    }
}
