//! The rows of what is given to other repositories: which records, since when, and which are gone.
//!
//! Reads here take no scope: they are made as somebody of whom nothing is known, so that nothing can be given that is not
//! open to all and without a condition. Lines follow the records by [`Deed::offer_changes`]; a record that was narrowed
//! since is not shown, whether or not its line knows already.

use model::{Record, RecordId, Status};
use rusqlite::{Connection, OptionalExtension};

use crate::deed::Deed;
use crate::label::OPEN;
use crate::record::{self, HeldRecord, record_id};
use crate::{Reader, Result, Scope};

/// How far the lines have followed the changes of records.
const CURSOR: &str = "offered";

/// When they did last: times never go back behind it.
const AT_CURSOR: &str = "offered-at";

/// Changes that are taken over at once: parsing them holds the writer for a fifth of a second.
pub const OFFERED_AT_ONCE: usize = 5_000;

/// A line of what is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Offered {
    /// The record.
    pub id: RecordId,
    /// When the line was made or changed, in microseconds since 1970.
    pub stamp: i64,
    /// The words of the sets in which it is or was given.
    pub sets: Vec<String>,
    /// The record; `None` when it is given no longer.
    pub held: Option<HeldRecord>,
}

/// Which lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfferFilter {
    /// Of this set; of all.
    pub set: Option<String>,
    /// Not before this time.
    pub from: Option<i64>,
    /// Before this time.
    pub before: Option<i64>,
    /// Behind this line.
    pub after: Option<(i64, RecordId)>,
}

/// How much is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfferCounts {
    /// Records that are given.
    pub n_given: u64,
    /// Records that were given and are told as gone.
    pub n_gone: u64,
}

/// Whether a record may be given: open to all, a record of its own, and not withdrawn by its source.
fn is_offered(label: i64, absorbed: bool, record: &Record) -> bool {
    label == OPEN && !absorbed && record.status != Status::Withdrawn
}

impl Deed<'_> {
    /// Lets the lines follow the changes of records, at most [`OFFERED_AT_ONCE`] of them; `sets` says in which sets a
    /// record is given. Answers whether they have come to the end.
    ///
    /// The first time a line bears the time at which its record was changed. Later it bears the time at which it was
    /// taken over: a change that took long to be kept bears an earlier time than answers that were given without it, and
    /// whoever asks for what changed since would miss it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offer_changes(&mut self, sets: &dyn Fn(&Record) -> Vec<String>) -> Result<bool> {
        let (since, last_at) = (self.cursor(CURSOR)?, self.cursor(AT_CURSOR)?);
        let now = self.at.max(last_at);
        let mut reached = since;
        let mut n_changes = 0;
        {
            let mut statement = record::select(self.conn, "WHERE r.change_seq > ?1 ORDER BY r.change_seq LIMIT ?2")?;
            let mut rows = statement.query((since, i64::try_from(OFFERED_AT_ONCE).unwrap_or(i64::MAX)))?;
            while let Some(row) = rows.next()? {
                let row = record::record_row(row)?;
                (reached, n_changes) = (row.change_seq, n_changes + 1);
                let id = record::bits(row.id);
                if is_offered(row.label, row.absorbed, &row.record) {
                    let stamp = if last_at == 0 { row.changed_at.min(now) } else { now };
                    put(self.conn, id, stamp, false, &sets(&row.record).join(" "))?;
                } else if let Some((false, sets)) = line(self.conn, id)? {
                    put(self.conn, id, now, true, &sets)?;
                }
            }
        }
        let is_at_the_end = n_changes < OFFERED_AT_ONCE;
        if is_at_the_end {
            reached = self.position.change_seq.cast_signed();
            self.move_cursor(AT_CURSOR, now)?;
        }
        self.move_cursor(CURSOR, reached)?;
        Ok(is_at_the_end)
    }
}

/// Whether a line is told as gone, and its sets.
fn line(conn: &Connection, id: i64) -> Result<Option<(bool, String)>> {
    let mut find = conn.prepare_cached("SELECT gone, sets FROM offered WHERE id = ?1")?;
    Ok(find.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Writes a line with its places in the sets, in place of the one before.
fn put(conn: &Connection, id: i64, stamp: i64, gone: bool, sets: &str) -> Result<()> {
    let mut find = conn.prepare_cached("SELECT stamp, sets FROM offered WHERE id = ?1")?;
    let before: Option<(i64, String)> = find.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    if let Some((stamp, sets)) = before {
        let mut leave = conn.prepare_cached("DELETE FROM offered_set WHERE word = ?1 AND stamp = ?2 AND id = ?3")?;
        for set in sets.split_whitespace() {
            leave.execute((set, stamp, id))?;
        }
    }
    conn.prepare_cached(
        "INSERT INTO offered (id, stamp, gone, sets) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp, gone = excluded.gone, sets = excluded.sets",
    )?
    .execute((id, stamp, gone, sets))?;
    let mut enter = conn.prepare_cached("INSERT OR IGNORE INTO offered_set (word, stamp, id) VALUES (?1, ?2, ?3)")?;
    for set in sets.split_whitespace() {
        enter.execute((set, stamp, id))?;
    }
    Ok(())
}

impl Reader {
    /// Whether records changed that [`Deed::offer_changes`] has not looked at.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offers_lag(&self) -> Result<bool> {
        Ok(self.cursor(CURSOR)? != self.position()?.change_seq.cast_signed())
    }

    /// Lines in the order of their times, at most `limit`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offered(&self, filter: &OfferFilter, limit: usize) -> Result<Vec<Offered>> {
        let (from, before) = bounds(filter);
        // The lowest number names a record once in the life of the universe.
        let (stamp, id) = filter.after.map_or((i64::MIN, i64::MIN), |(stamp, id)| (stamp, record::bits(id)));
        // The walk begins at the line before it, whatever bound the planner takes.
        let from = from.max(stamp);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.seen_by(&Scope::open(), |conn| {
            let mut found = Vec::new();
            match &filter.set {
                None => {
                    let mut statement = conn.prepare_cached(
                        "SELECT id FROM offered WHERE stamp >= ?1 AND stamp < ?2 AND (stamp, id) > (?3, ?4)
                         ORDER BY stamp, id LIMIT ?5",
                    )?;
                    let ids = statement.query_map((from, before, stamp, id, limit), |row| row.get::<_, i64>(0))?;
                    found.extend(ids.collect::<rusqlite::Result<Vec<i64>>>()?);
                }
                Some(set) => {
                    let mut statement = conn.prepare_cached(
                        "SELECT id FROM offered_set WHERE word = ?6 AND stamp >= ?1 AND stamp < ?2
                            AND (stamp, id) > (?3, ?4)
                         ORDER BY stamp, id LIMIT ?5",
                    )?;
                    let ids = statement.query_map((from, before, stamp, id, limit, set), |row| row.get::<_, i64>(0))?;
                    found.extend(ids.collect::<rusqlite::Result<Vec<i64>>>()?);
                }
            }
            found.into_iter().filter_map(|id| one(conn, id).transpose()).collect()
        })
    }

    /// The line of a record; `None` for one that was never given.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offered_record(&self, id: RecordId) -> Result<Option<Offered>> {
        self.seen_by(&Scope::open(), |conn| one(conn, record::bits(id)))
    }

    /// How many lines there are, of whatever `after`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_offered(&self, filter: &OfferFilter) -> Result<u64> {
        let (from, before) = bounds(filter);
        self.seen_by(&Scope::open(), |conn| {
            let n: i64 = match &filter.set {
                None => conn
                    .prepare_cached("SELECT count(*) FROM offered WHERE stamp >= ?1 AND stamp < ?2")?
                    .query_row((from, before), |row| row.get(0))?,
                Some(set) => conn
                    .prepare_cached("SELECT count(*) FROM offered_set WHERE word = ?3 AND stamp >= ?1 AND stamp < ?2")?
                    .query_row((from, before, set), |row| row.get(0))?,
            };
            Ok(n.cast_unsigned())
        })
    }

    /// How much is given.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offer_counts(&self) -> Result<OfferCounts> {
        self.seen_by(&Scope::open(), |conn| {
            let count = |sql: &str| -> Result<u64> {
                Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0))?.cast_unsigned())
            };
            let n_gone = count("SELECT count(*) FROM offered WHERE gone = 1")?;
            Ok(OfferCounts { n_given: count("SELECT count(*) FROM offered")? - n_gone, n_gone })
        })
    }

    /// The words of the sets in which something is or was given, in order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offered_sets(&self) -> Result<Vec<String>> {
        self.seen_by(&Scope::open(), |conn| {
            // From word to word: the rows of each are passed over.
            let mut next = conn.prepare_cached("SELECT min(word) FROM offered_set WHERE word > ?1")?;
            let mut words: Vec<String> = Vec::new();
            loop {
                let last = words.last().map_or("", String::as_str);
                match next.query_row([last], |row| row.get::<_, Option<String>>(0))? {
                    Some(word) => words.push(word),
                    None => return Ok(words),
                }
            }
        })
    }

    /// A time before which no line was made or changed, and a record that has a line, if there is one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn first_offered(&self) -> Result<Option<(i64, RecordId)>> {
        self.seen_by(&Scope::open(), |conn| {
            let mut find = conn.prepare_cached("SELECT stamp, id FROM offered ORDER BY stamp, id LIMIT 1")?;
            Ok(find.query_row([], |row| Ok((row.get(0)?, record_id(row.get(1)?)))).optional()?)
        })
    }
}

fn bounds(filter: &OfferFilter) -> (i64, i64) {
    (filter.from.unwrap_or(i64::MIN), filter.before.unwrap_or(i64::MAX))
}

/// A line with its record, as somebody of whom nothing is known sees it.
fn one(conn: &Connection, id: i64) -> Result<Option<Offered>> {
    let mut find = conn.prepare_cached("SELECT stamp, gone, sets FROM offered WHERE id = ?1")?;
    let line = find.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))).optional()?;
    let Some((stamp, gone, sets)) = line else { return Ok(None) };
    let held = match gone {
        true => None,
        false => record::one(conn, "WHERE r.id = ?1", id)?
            .filter(|row| is_offered(row.label, row.absorbed, &row.record))
            .map(record::RecordRow::held),
    };
    let sets = sets.split_whitespace().map(str::to_owned).collect();
    Ok(Some(Offered { id: record_id(id), stamp, sets, held }))
}
