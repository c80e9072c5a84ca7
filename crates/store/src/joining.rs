//! Records that a person joins, and the undoing of it: each gets back what was its own.

use model::{Joining, PersonId, RecordId, Verb, sentence};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::digest::ROWS_OF;
use crate::identity::Identify;
use crate::item;
use crate::programme::named;
use crate::record::{self, object};
use crate::{Error, Reader, Result, Scope, indexing, merge};

impl Deed<'_> {
    /// Joins a record to another: both become one, in which each field says which item gave it. The name of the second leads
    /// to the first from then on.
    ///
    /// # Errors
    /// Refused when one is not there, when they are one already, or when not the same people see both.
    pub fn join_records(
        &mut self,
        (record, gone): (RecordId, RecordId),
        identify: &dyn Identify,
        person: &PersonId,
        reason: &str,
    ) -> Result<()> {
        let conn = self.conn;
        let (into, from) = (self.row_of_record(record)?, self.row_of_record(gone)?);
        if into == from {
            return Err(Error::said(sentence!(
                "joining-one-already",
                "These two are one record already; there is nothing to join"
            )));
        }
        if record::label_of(conn, into)? != record::label_of(conn, from)? {
            return Err(Error::said(sentence!(
                "joining-markings",
                "Not the same people see both records; make their markings alike first"
            )));
        }
        let joining = conn
            .prepare_cached(
                "INSERT INTO joining (record, gone, reason, person, joined_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .insert((into, from, reason, person.as_str(), self.at))?;
        for sql in [
            // A statement that names fewer values than it is given is refused; this one has no use for the record that stays.
            "INSERT OR IGNORE INTO joined_item (joining, source_key)
             SELECT ?1, source_key FROM item WHERE record = ?3 AND ?2 = ?2",
            "INSERT INTO joined_name (joining, record) SELECT ?1, row FROM record WHERE absorbed_by = ?3 AND ?2 = ?2",
            "INSERT INTO joined_related (joining, record, other, kind, had)
             SELECT ?1, record, other, kind, EXISTS (SELECT 1 FROM related h WHERE h.kind = l.kind
                 AND h.record = CASE l.record WHEN ?3 THEN ?2 ELSE l.record END
                 AND h.other = CASE l.other WHEN ?3 THEN ?2 ELSE l.other END)
             FROM related l WHERE record = ?3 OR other = ?3",
        ] {
            conn.prepare_cached(sql)?.execute((joining, into, from))?;
        }
        merge::absorb(self, into, from)?;
        merge::remake(self, identify, into)
    }

    /// Undoes that a record was joined to another: it has its name, its items, and what was written of it again. What
    /// comes in later does not join them anew.
    ///
    /// # Errors
    /// Refused when nobody joined it by hand, or when one of both would be left with nothing.
    pub fn undo_joining(
        &mut self,
        gone: RecordId,
        identify: &dyn Identify,
        person: &PersonId,
        reason: &str,
    ) -> Result<RecordId> {
        let conn = self.conn;
        let mut find = conn.prepare_cached(
            "SELECT j.id, coalesce(r.absorbed_by, r.row), g.row FROM joining j JOIN record r ON r.row = j.record
             JOIN record g ON g.row = j.gone
             WHERE g.id = ?1 AND j.undone_at IS NULL AND g.absorbed_by IS NOT NULL ORDER BY j.id DESC LIMIT 1",
        )?;
        let found: Option<(i64, i64, i64)> =
            find.query_row([record::bits(gone)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        let Some((joining, from, back)) = found else {
            return Err(Error::said(sentence!(
                "joining-none",
                "Nobody joined this record by hand, or it was undone already; reload the page"
            )));
        };
        conn.prepare_cached(
            "UPDATE item SET record = ?2 WHERE record = ?3
             AND source_key IN (SELECT source_key FROM joined_item WHERE joining = ?1)",
        )?
        .execute((joining, back, from))?;
        let own = item::of_record(conn, back)?;
        let left = item::of_record(conn, from)?;
        if !own.iter().any(|item| item.live) || !left.iter().any(|item| item.live) {
            return Err(Error::said(sentence!(
                "joining-nothing-left",
                "One of the two records would be left without any source, because its sources were parted since; part those instead"
            )));
        }
        let change = self.next_change();
        conn.prepare_cached("UPDATE record SET absorbed_by = NULL, change_seq = ?2, changed_at = ?3 WHERE row = ?1")?
            .execute((back, change, self.at))?;
        let keys: Vec<i64> = own.iter().filter(|item| item.live).flat_map(|item| item.keys.clone()).collect();
        merge::drop_keys(conn, from, &keys)?;
        merge::add_keys(conn, back, &keys)?;
        for sql in [
            "UPDATE record SET absorbed_by = ?2 WHERE absorbed_by = ?3
             AND row IN (SELECT record FROM joined_name WHERE joining = ?1)",
            "DELETE FROM related WHERE EXISTS (SELECT 1 FROM joined_related j WHERE j.joining = ?1 AND NOT j.had
                 AND j.kind = related.kind
                 AND related.record = CASE j.record WHEN ?2 THEN ?3 ELSE j.record END
                 AND related.other = CASE j.other WHEN ?2 THEN ?3 ELSE j.other END)",
            "INSERT OR IGNORE INTO related (record, other, kind)
             SELECT record, other, kind FROM joined_related WHERE joining = ?1 AND ?2 != ?3",
            "INSERT OR IGNORE INTO kept_apart (record, other) SELECT ?2, ?3 WHERE ?1 = ?1 UNION ALL SELECT ?3, ?2",
        ] {
            conn.prepare_cached(sql)?.execute((joining, back, from))?;
        }
        if indexing::is_given(conn, back)? {
            record::touch(self, from)?;
        }
        merge::remake(self, identify, back)?;
        merge::remake(self, identify, from)?;
        conn.prepare_cached("UPDATE joining SET undone_by = ?2, undone_at = ?3, undoing = ?4 WHERE id = ?1")?
            .execute((joining, person.as_str(), self.at, reason))?;
        let kept = record::id_of(conn, from)?;
        let fact = self.fact(Verb::Parted, object(kept)).to(object(gone));
        self.note(&fact)?;
        Ok(kept)
    }
}

impl Reader {
    /// Records that share a key with this one and are seen, without those that belong with it already: what may be the same
    /// work.
    ///
    /// # Errors
    /// When the store fails.
    pub fn alike(&self, scope: &Scope, id: RecordId, limit: usize) -> Result<Vec<crate::HeldRecord>> {
        self.seen_by(scope, |conn| {
            let Some(row) = record::row_of(conn, id)? else { return Ok(Vec::new()) };
            let mut statement = conn.prepare_cached(
                "SELECT k.record, count(*) FROM identity_key o JOIN identity_key k ON k.key = o.key AND k.record != o.record
                 JOIN record r ON r.row = k.record
                 WHERE o.record = ?1 AND r.absorbed_by IS NULL GROUP BY k.record ORDER BY count(*) DESC, k.record LIMIT ?2",
            )?;
            let rows: Vec<i64> = statement
                .query_map((row, i64::try_from(limit).unwrap_or(i64::MAX)), |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            rows.into_iter().map(|row| Ok(record::at(conn, row)?.held())).collect()
        })
    }

    /// How a record was joined with others by hand, and undone, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn joinings_of(&self, scope: &Scope, id: RecordId) -> Result<Vec<Joining>> {
        self.seen_by(scope, |conn| match record::row_of(conn, id)? {
            Some(row) => joinings(conn, row),
            None => Ok(Vec::new()),
        })
    }
}

fn joinings(conn: &Connection, row: i64) -> Result<Vec<Joining>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT r.id, g.id, j.reason, j.person, j.joined_at, j.undone_by, j.undone_at, j.undoing
         FROM joining j JOIN record r ON r.row = j.record JOIN record g ON g.row = j.gone
         WHERE j.record IN {ROWS_OF} OR j.gone = ?1 ORDER BY j.joined_at DESC, j.id DESC"
    ))?;
    let mut rows = statement.query([row])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(joining(row)?);
    }
    Ok(found)
}

fn joining(row: &Row<'_>) -> Result<Joining> {
    let undone = match (row.get::<_, Option<String>>(5)?, row.get::<_, Option<i64>>(6)?) {
        (Some(by), Some(at)) => {
            Some((named(PersonId::new(&by))?, at, row.get::<_, Option<String>>(7)?.unwrap_or_default()))
        }
        _ => None,
    };
    Ok(Joining {
        record: record::record_id(row.get(0)?),
        gone: record::record_id(row.get(1)?),
        reason: row.get(2)?,
        person: named(PersonId::new(&row.get::<_, String>(3)?))?,
        joined_at: row.get(4)?,
        undone,
    })
}
