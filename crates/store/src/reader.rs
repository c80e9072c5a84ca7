//! Reading an office: any number at once, never waiting for the writer.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use model::{Identifier, Need, NeedId, Post, PostId, RecordId, Unit, UnitId};
use rusqlite::{Connection, OptionalExtension};

use crate::delivery::{self, DeliveryFilter, HeldDelivery};
use crate::incoming::key_of;
use crate::item::{self, HeldItem, ItemId};
use crate::ledger::{self, HeldFact, Position};
use crate::record::{self, Change, HeldRecord, record_row};
use crate::related::{self, HeldRelation};
use crate::{Error, Result, Scope, need, office, post, raw, unit};

/// Read connections that are kept for the next read. More are opened when more read at once.
const IDLE_MAX: usize = 8;

/// Reads an office. Cheap to clone and to send; every call sees one state of the office, that of
/// the last commit. What was changed on the disk behind the store's back is answered as damage, never as content.
#[derive(Clone)]
pub struct Reader {
    shared: Arc<Shared>,
}

struct Shared {
    dir: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Works, each once.
    pub n_records: u64,
    /// What sources say of them now.
    pub n_items: u64,
    /// Units, posts and needs.
    pub n_units: u64,
    /// Posts.
    pub n_posts: u64,
    /// Needs.
    pub n_needs: u64,
    /// Records laid before posts.
    pub n_deliveries: u64,
    /// Facts of the ledger.
    pub n_facts: u64,
}

impl Reader {
    /// Opens an office for reading.
    pub fn open(dir: &Path) -> Result<Reader> {
        let conn = office::open_for_reading(dir)?;
        Ok(Reader { shared: Arc::new(Shared { dir: dir.to_owned(), idle: Mutex::new(vec![conn]) }) })
    }

    /// The directory of the office.
    pub fn dir(&self) -> &Path {
        &self.shared.dir
    }

    /// Reads within one snapshot.
    pub(crate) fn with<T>(&self, read: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let idle = || self.shared.idle.lock().unwrap_or_else(PoisonError::into_inner);
        // Bound first, so that the lock is let go before a connection is opened.
        let waiting = idle().pop();
        let conn = match waiting {
            Some(conn) => conn,
            None => office::open_for_reading(&self.shared.dir)?,
        };
        let snapshot = conn.unchecked_transaction()?;
        let answer = read(&conn)?;
        snapshot.commit()?;
        // After an error the connection is dropped instead.
        let mut idle = idle();
        if idle.len() < IDLE_MAX {
            idle.push(conn);
        }
        Ok(answer)
    }

    /// The random name of the office, 32 hexadecimal digits.
    pub fn office(&self) -> Result<String> {
        self.with(office_name)
    }

    /// How far the office has come.
    pub fn position(&self) -> Result<Position> {
        self.with(ledger::position)
    }

    /// Whether the office has gone through this position. It has not when it was brought back from
    /// an older backup or is another office: who follows it must then begin anew.
    pub fn holds(&self, position: &Position) -> Result<bool> {
        self.with(|conn| {
            let now = ledger::position(conn)?;
            let hash = ledger::hash_at(conn, position.ledger_seq, &office_name(conn)?)?;
            Ok(hash == Some(position.ledger_hash) && position.change_seq <= now.change_seq)
        })
    }

    /// The record of this name; of one that was joined to another, the other.
    pub fn record(&self, _scope: &Scope, id: RecordId) -> Result<Option<HeldRecord>> {
        self.with(|conn| match record::row_of(conn, id)? {
            Some(row) => Ok(Some(record::at(conn, row)?.held())),
            None => Ok(None),
        })
    }

    /// The records that bear this identifier, the one held longest first. Several are possible: not
    /// every identifier names one work.
    pub fn records_identified(&self, _scope: &Scope, identifier: &Identifier) -> Result<Vec<HeldRecord>> {
        self.with(|conn| {
            let mut statement =
                record::select(conn, "WHERE r.row IN (SELECT record FROM identity_key WHERE key = ?1) ORDER BY r.row")?;
            let mut rows = statement.query([key_of(&identifier.to_string())])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let held = record_row(row)?.held();
                // Keys are hashes and merged readings may leave an identifier out: the record decides.
                if held.record.identifiers.contains(identifier) {
                    found.push(held);
                }
            }
            Ok(found)
        })
    }

    /// What each source said of a record, oldest first, with what was overtaken since.
    pub fn items(&self, _scope: &Scope, id: RecordId) -> Result<Vec<HeldItem>> {
        self.with(|conn| {
            let Some(row) = record::row_of(conn, id)? else { return Ok(Vec::new()) };
            let whole = record::at(conn, row)?.json;
            let gave = provenance(conn, row)?;
            item::of_record(conn, row)?
                .into_iter()
                .map(|item| {
                    Ok(HeldItem {
                        id: ItemId(item.id),
                        record: item.reading(&whole)?,
                        live: item.live,
                        kept_at: item.kept_at,
                        gave: gave.get(&item.id).cloned().unwrap_or_default(),
                    })
                })
                .collect()
        })
    }

    /// The bytes that an item was read from; `None` when there is no such item.
    pub fn raw(&self, _scope: &Scope, item: ItemId) -> Result<Option<Vec<u8>>> {
        self.with(|conn| item::place(conn, item)?.map(|place| raw::bytes_at(conn, place)).transpose())
    }

    /// Records found to belong with this one.
    pub fn related(&self, _scope: &Scope, id: RecordId) -> Result<Vec<HeldRelation>> {
        self.with(|conn| match record::row_of(conn, id)? {
            Some(row) => related::of_record(conn, row),
            None => Ok(Vec::new()),
        })
    }

    /// Changes behind this number, in order, at most `limit`: what a follower has to take over.
    pub fn changes_after(&self, _scope: &Scope, seq: u64, limit: usize) -> Result<Vec<Change>> {
        self.with(|conn| {
            let mut statement = record::select(conn, "WHERE r.change_seq > ?1 ORDER BY r.change_seq LIMIT ?2")?;
            let mut rows = statement.query((seq.cast_signed(), i64::try_from(limit).unwrap_or(i64::MAX)))?;
            let mut changes = Vec::new();
            while let Some(row) = rows.next()? {
                let row = record_row(row)?;
                changes.push(Change {
                    seq: row.change_seq.cast_unsigned(),
                    id: row.id,
                    record: (!row.absorbed).then_some(row.record),
                });
            }
            Ok(changes)
        })
    }

    /// Walks over all records, the one held longest first, until `visit` breaks off.
    pub fn each_record(&self, _scope: &Scope, visit: &mut dyn FnMut(HeldRecord) -> ControlFlow<()>) -> Result<()> {
        self.with(|conn| walk(record::select(conn, "WHERE r.absorbed_by IS NULL ORDER BY r.row")?.query([])?, visit))
    }

    /// Walks over the records that were kept or changed at this time or later, in order of change.
    pub fn each_record_since(
        &self,
        _scope: &Scope,
        since: i64,
        visit: &mut dyn FnMut(HeldRecord) -> ControlFlow<()>,
    ) -> Result<()> {
        let tail = "WHERE r.changed_at >= ?1 AND r.absorbed_by IS NULL ORDER BY r.changed_at, r.change_seq";
        self.with(|conn| walk(record::select(conn, tail)?.query([since])?, visit))
    }

    /// How much there is.
    pub fn counts(&self, _scope: &Scope) -> Result<Counts> {
        self.with(|conn| {
            let count = |what: &str| -> Result<u64> {
                let mut statement = conn.prepare_cached(&format!("SELECT count(*) FROM {what}"))?;
                Ok(statement.query_row([], |row| row.get::<_, i64>(0))?.cast_unsigned())
            };
            Ok(Counts {
                // Counted by what was joined, of which there is an index and little.
                n_records: count("record")? - count("record WHERE absorbed_by IS NOT NULL")?,
                n_items: count("item WHERE superseded_by IS NULL")?,
                n_units: count("unit")?,
                n_posts: count("post")?,
                n_needs: count("need")?,
                n_deliveries: count("delivery")?,
                n_facts: ledger::position(conn)?.ledger_seq,
            })
        })
    }

    /// Every unit, in order of name.
    pub fn units(&self, _scope: &Scope) -> Result<Vec<Unit>> {
        self.with(unit::all)
    }

    /// The unit of this name.
    pub fn unit(&self, _scope: &Scope, id: &UnitId) -> Result<Option<Unit>> {
        self.with(|conn| unit::one(conn, id.as_str()))
    }

    /// Every post, in order of name.
    pub fn posts(&self, _scope: &Scope) -> Result<Vec<Post>> {
        self.with(post::all)
    }

    /// The post of this name.
    pub fn post(&self, _scope: &Scope, id: &PostId) -> Result<Option<Post>> {
        self.with(|conn| post::one(conn, id.as_str()))
    }

    /// Every need with its profiles, in order of name.
    pub fn needs(&self, _scope: &Scope) -> Result<Vec<Need>> {
        self.with(need::all)
    }

    /// The need of this name.
    pub fn need(&self, _scope: &Scope, id: &NeedId) -> Result<Option<Need>> {
        self.with(|conn| need::one(conn, id.as_str()))
    }

    /// Deliveries that fit, in the order in which they were made.
    pub fn deliveries(&self, scope: &Scope, filter: &DeliveryFilter) -> Result<Vec<HeldDelivery>> {
        let mut found = Vec::new();
        self.each_delivery(scope, filter, &mut |delivery| {
            found.push(delivery);
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// Walks over deliveries that fit, until `visit` breaks off.
    pub fn each_delivery(
        &self,
        _scope: &Scope,
        filter: &DeliveryFilter,
        visit: &mut dyn FnMut(HeldDelivery) -> ControlFlow<()>,
    ) -> Result<()> {
        self.with(|conn| delivery::each(conn, filter, visit))
    }

    /// Facts of the ledger behind this number, in order, at most `limit`.
    pub fn facts_after(&self, _scope: &Scope, seq: u64, limit: usize) -> Result<Vec<HeldFact>> {
        self.with(|conn| ledger::facts_after(conn, seq, limit))
    }
}

/// The name of the office.
pub(crate) fn office_name(conn: &Connection) -> Result<String> {
    let name = conn.prepare_cached("SELECT office FROM meta")?.query_row([], |row| row.get(0)).optional()?;
    name.ok_or_else(|| Error::damaged("the row of the office itself is gone"))
}

fn walk(mut rows: rusqlite::Rows<'_>, visit: &mut dyn FnMut(HeldRecord) -> ControlFlow<()>) -> Result<()> {
    while let Some(row) = rows.next()? {
        if visit(record_row(row)?.held()).is_break() {
            break;
        }
    }
    Ok(())
}

/// Which fields of a record each of its items gave.
fn provenance(conn: &Connection, row: i64) -> Result<HashMap<i64, Vec<String>>> {
    let mut statement = conn.prepare_cached("SELECT provenance FROM record WHERE row = ?1")?;
    let json: Option<String> = statement.query_row([row], |row| row.get(0))?;
    let lines: Vec<(String, i64)> = match json {
        Some(json) => serde_json::from_str(&json)
            .map_err(|source| Error::damaged(format!("the provenance of a record cannot be read: {source}")))?,
        None => Vec::new(),
    };
    let mut gave: HashMap<i64, Vec<String>> = HashMap::new();
    for (field, item) in lines {
        gave.entry(item).or_default().push(field);
    }
    Ok(gave)
}
