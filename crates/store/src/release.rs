//! The rows of releases of information.

use model::{
    ExchangeId, Fact, HostId, HostRelease, Marking, PersonId, PostId, RecordId, ReleaseId, ReleaseState, SubjectScheme,
    UnitId,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label, record};

/// Which releases are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct ReleaseFilter {
    /// To this host.
    pub host: Option<HostId>,
    /// Standing so.
    pub state: Option<ReleaseState>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// What is voted on of a record that is given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleasedRecord {
    /// Its title, in the language in which it was written first; empty where it has none.
    pub title: String,
    /// Its classes.
    pub classes: Vec<(SubjectScheme, String)>,
    /// A hash of all that it says.
    pub hash: String,
    /// Who may see it.
    pub marking: Marking,
}

impl Deed<'_> {
    /// Keeps a release as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_release(&mut self, release: &HostRelease, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &release.marking)?;
        let id = release.id.bits().cast_signed();
        let mut rows = Vec::new();
        for one in &release.records {
            let row = record::row_of(self.conn, *one)?;
            rows.push(row.ok_or_else(|| Error::damaged(format!("the record {one} of a release is gone")))?);
        }
        self.conn
            .prepare_cached(
                "INSERT INTO release (id, title, host, n_records, reason, unit, post, asked_by, asker, state, decided_by,
                                      decided_at, remark, exchange, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, host = excluded.host,
                     n_records = excluded.n_records, reason = excluded.reason, asked_by = excluded.asked_by,
                     asker = excluded.asker, state = excluded.state, decided_by = excluded.decided_by,
                     decided_at = excluded.decided_at, remark = excluded.remark, exchange = excluded.exchange,
                     label = excluded.label, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                release.title,
                release.host.bits().cast_signed(),
                i64::try_from(rows.len()).unwrap_or(i64::MAX),
                release.reason,
                release.unit.as_str(),
                release.post.as_str(),
                release.asked_by,
                release.asker.as_str(),
                release.state.word(),
                release.decided_by,
                release.decided_at,
                release.remark,
                release.exchange.map(|exchange| exchange.bits().cast_signed()),
                label,
                release.revision,
                release.made_at,
            ])?;
        self.conn.prepare_cached("DELETE FROM release_record WHERE release = ?1")?.execute([id])?;
        let mut put =
            self.conn.prepare_cached("INSERT INTO release_record (release, position, record) VALUES (?1, ?2, ?3)")?;
        for (at, row) in (0i64..).zip(rows) {
            put.execute((id, at, row))?;
        }
        drop(put);
        label::relabel_release(self, release.id)?;
        self.note(fact)
    }

    /// The release of this name, within the scope: without its host or one of its records it is not there.
    ///
    /// # Errors
    /// When the store fails.
    pub fn release(&self, scope: &Scope, id: ReleaseId) -> Result<Option<HostRelease>> {
        let Some(release) = one(self.conn, id)? else { return Ok(None) };
        if !scope.shows(self.conn, &release.marking)? || self.host(scope, release.host)?.is_none() {
            return Ok(None);
        }
        for record in &release.records {
            if self.marking_of_record(scope, *record)?.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(release))
    }

    /// What is voted on of a record that is given out; `None` outside the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn released_record(&self, scope: &Scope, id: RecordId) -> Result<Option<ReleasedRecord>> {
        let Some(marking) = self.marking_of_record(scope, id)? else { return Ok(None) };
        let Some(row) = record::row_of(self.conn, id)? else { return Ok(None) };
        let held = record::at(self.conn, row)?;
        let title = held.record.titles.first().map(|title| title.text.clone()).unwrap_or_default();
        let subjects = held.record.subjects.iter();
        let classes = subjects.filter_map(|one| Some((one.scheme, one.code.clone()?))).collect();
        Ok(Some(ReleasedRecord { title, classes, hash: hex(&held.hash), marking }))
    }
}

impl Reader {
    /// The release of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn release(&self, scope: &Scope, id: ReleaseId) -> Result<Option<HostRelease>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Releases that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn releases(&self, scope: &Scope, filter: &ReleaseFilter) -> Result<Vec<HostRelease>> {
        self.seen_by(scope, |conn| {
            let sql = format!(
                "{SELECT} WHERE (?1 IS NULL OR r.host = ?1) AND (?2 IS NULL OR r.state = ?2)
                 ORDER BY r.made_at DESC, r.id DESC LIMIT ?3"
            );
            let mut statement = conn.prepare_cached(&sql)?;
            let host = filter.host.map(|host| host.bits().cast_signed());
            let limit = filter.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
            let mut rows = statement.query((host, filter.state.map(ReleaseState::word), limit))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(release(conn, row)?);
            }
            Ok(found)
        })
    }
}

const SELECT: &str =
    "SELECT r.id, r.title, r.host, r.reason, r.unit, r.post, r.asked_by, r.asker, r.state, r.decided_by,
                             r.decided_at, r.remark, r.exchange, l.marking, r.revision, r.made_at
                      FROM release r LEFT JOIN label l ON l.id = r.label";

fn one(conn: &Connection, id: ReleaseId) -> Result<Option<HostRelease>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE r.id = ?1"))?;
    statement.query_row([id.bits().cast_signed()], |row| Ok(release(conn, row))).optional()?.transpose()
}

fn release(conn: &Connection, row: &Row<'_>) -> Result<HostRelease> {
    let text = |at: usize| row.get::<_, String>(at);
    let key: i64 = row.get(0)?;
    let state = text(8)?;
    let mut find = conn.prepare_cached(
        "SELECT coalesce(o.id, r.id) FROM release_record p JOIN record r ON r.row = p.record
         LEFT JOIN record o ON o.row = r.absorbed_by WHERE p.release = ?1 ORDER BY p.position",
    )?;
    let records = find.query_map([key], |row| row.get::<_, i64>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(HostRelease {
        id: ReleaseId::from_bits(key.cast_unsigned()),
        title: text(1)?,
        host: HostId::from_bits(row.get::<_, i64>(2)?.cast_unsigned()),
        records: records.into_iter().map(record::record_id).collect(),
        reason: text(3)?,
        unit: named(UnitId::new(&text(4)?))?,
        post: named(PostId::new(&text(5)?))?,
        asked_by: text(6)?,
        asker: named(PersonId::new(&text(7)?))?,
        state: ReleaseState::from_word(&state)
            .ok_or_else(|| Error::damaged(format!("the state `{state}` of a release is not one")))?,
        decided_by: row.get(9)?,
        decided_at: row.get(10)?,
        remark: text(11)?,
        exchange: row.get::<_, Option<i64>>(12)?.map(|bits| ExchangeId::from_bits(bits.cast_unsigned())),
        marking: row.get::<_, Option<String>>(13)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(14)?,
        made_at: row.get(15)?,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
