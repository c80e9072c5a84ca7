//! Reading an office: any number at once, never waiting for the writer.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use model::{Clearance, DeliveryId, Identifier, Need, NeedId, Post, PostId, RecordId, Unit, UnitId};
use rusqlite::{Connection, OptionalExtension};

use crate::delivery::{self, DeliveryFilter, HeldDelivery};
use crate::incoming::key_of;
use crate::item::{self, HeldItem, ItemId};
use crate::ledger::{self, HeldFact, Position};
use crate::record::{self, Change, HeldRecord, record_row};
use crate::related::{self, HeldRelation};
use crate::view::{self, Views};
use crate::{Error, Label, Result, Scope, attachment, need, office, post, raw, unit};

/// Read connections that are kept for the next read. More are opened when more read at once.
const IDLE_MAX: usize = 8;

/// Read connections with views that are kept: each holds a cache of pages and the labels of one scope.
const SCOPED_MAX: usize = 16;

/// Scopes that are remembered. An office of 5,000 persons has far fewer different ones.
const SCOPES_MAX: usize = 10_000;

/// Reads an office. Cheap to clone and to send; every call sees one state of the office, that of
/// the last commit. What was changed on the disk behind the store's back is answered as damage, never as content.
#[derive(Clone)]
pub struct Reader {
    shared: Arc<Shared>,
}

struct Shared {
    dir: PathBuf,
    /// Connections that see everything.
    idle: Mutex<Vec<Connection>>,
    /// Connections with views, each with the scope it is filled for.
    scoped: Mutex<Vec<(Scope, Connection, Views)>>,
    /// Scopes of clearances at a rights epoch.
    scopes: Mutex<(i64, HashMap<Clearance, Scope>)>,
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
        let (scoped, scopes) = (Mutex::default(), Mutex::default());
        Ok(Reader { shared: Arc::new(Shared { dir: dir.to_owned(), idle: Mutex::new(vec![conn]), scoped, scopes }) })
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

    /// Reads within one snapshot what the scope sees: the database itself shows no more.
    pub(crate) fn seen_by<T>(&self, scope: &Scope, read: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let Some(labels) = scope.labels() else { return self.with(read) };
        let pool = || self.shared.scoped.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = {
            let mut pool = pool();
            // The one filled for this scope that was used last, whose pages are at hand; or else the one that was used
            // longest ago.
            let at = pool.iter().rposition(|(filled, _, _)| filled == scope);
            at.or((pool.len() >= SCOPED_MAX / 2).then_some(0)).map(|at| pool.remove(at))
        };
        let (filled, conn, views) = match waiting {
            Some((filled, conn, views)) => (Some(filled), conn, views),
            None => {
                let mut conn = office::open_for_reading(&self.shared.dir)?;
                // The views are temporary objects, which `query_only` would refuse.
                conn.pragma_update(None, "query_only", false)?;
                let views = view::put(&mut conn)?;
                (None, conn, views)
            }
        };
        if filled.as_ref() != Some(scope) {
            views.fill(&conn, labels, scope.drafts())?;
        }
        let snapshot = conn.unchecked_transaction()?;
        let answer = read(&conn)?;
        snapshot.commit()?;
        // After an error the connection is dropped instead.
        let mut pool = pool();
        if pool.len() >= SCOPED_MAX {
            pool.remove(0);
        }
        pool.push((scope.clone(), conn, views));
        Ok(answer)
    }

    /// The scope that was computed for a clearance, if rights have not changed since.
    pub(crate) fn scope_at(&self, clearance: &Clearance, epoch: i64) -> Option<Scope> {
        let scopes = self.shared.scopes.lock().unwrap_or_else(PoisonError::into_inner);
        (scopes.0 == epoch).then(|| scopes.1.get(clearance).cloned()).flatten()
    }

    /// Remembers the scope of a clearance.
    pub(crate) fn keep_scope(&self, clearance: &Clearance, epoch: i64, scope: &Scope) {
        let mut scopes = self.shared.scopes.lock().unwrap_or_else(PoisonError::into_inner);
        if scopes.0 != epoch || scopes.1.len() >= SCOPES_MAX {
            *scopes = (epoch, HashMap::new());
        }
        scopes.1.insert(clearance.clone(), scope.clone());
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

    /// The hash of the fact with this number, and through it of all before; `None` where the ledger has none such.
    ///
    /// # Errors
    /// When the store fails.
    pub fn fact_hash(&self, seq: u64) -> Result<Option<[u8; 32]>> {
        self.with(|conn| ledger::hash_at(conn, seq, &office_name(conn)?))
    }

    /// The record of this name; of one that was joined to another, the other.
    pub fn record(&self, scope: &Scope, id: RecordId) -> Result<Option<HeldRecord>> {
        self.seen_by(scope, |conn| match record::row_of(conn, id)? {
            Some(row) => Ok(Some(record::at(conn, row)?.held())),
            None => Ok(None),
        })
    }

    /// The records that bear this identifier, the one held longest first. Several are possible: not
    /// every identifier names one work.
    pub fn records_identified(&self, scope: &Scope, identifier: &Identifier) -> Result<Vec<HeldRecord>> {
        self.seen_by(scope, |conn| {
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
    pub fn items(&self, scope: &Scope, id: RecordId) -> Result<Vec<HeldItem>> {
        self.seen_by(scope, |conn| {
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
    pub fn raw(&self, scope: &Scope, item: ItemId) -> Result<Option<Vec<u8>>> {
        self.seen_by(scope, |conn| item::place(conn, item)?.map(|place| raw::bytes_at(conn, place)).transpose())
    }

    /// Records found to belong with this one.
    pub fn related(&self, scope: &Scope, id: RecordId) -> Result<Vec<HeldRelation>> {
        self.seen_by(scope, |conn| match record::row_of(conn, id)? {
            Some(row) => related::of_record(conn, row),
            None => Ok(Vec::new()),
        })
    }

    /// Changes behind this number, in order, at most `limit`: what a follower has to take over.
    pub fn changes_after(&self, scope: &Scope, seq: u64, limit: usize) -> Result<Vec<Change>> {
        self.seen_by(scope, |conn| {
            let mut statement = record::select(conn, "WHERE r.change_seq > ?1 ORDER BY r.change_seq LIMIT ?2")?;
            let mut rows = statement.query((seq.cast_signed(), i64::try_from(limit).unwrap_or(i64::MAX)))?;
            let mut changes = Vec::new();
            while let Some(row) = rows.next()? {
                let row = record_row(row)?;
                changes.push(Change {
                    seq: row.change_seq.cast_unsigned(),
                    id: row.id,
                    texts: if row.absorbed { Vec::new() } else { attachment::texts_of(conn, row.id)? },
                    label: Label(row.label),
                    record: (!row.absorbed).then_some(row.record),
                });
            }
            Ok(changes)
        })
    }

    /// Walks over all records, the one held longest first, until `visit` breaks off.
    pub fn each_record(&self, scope: &Scope, visit: &mut dyn FnMut(HeldRecord) -> ControlFlow<()>) -> Result<()> {
        self.seen_by(scope, |conn| {
            walk(record::select(conn, "WHERE r.absorbed_by IS NULL ORDER BY r.row")?.query([])?, visit)
        })
    }

    /// Walks over the records that were kept or changed at this time or later, in order of change.
    pub fn each_record_since(
        &self,
        scope: &Scope,
        since: i64,
        visit: &mut dyn FnMut(HeldRecord) -> ControlFlow<()>,
    ) -> Result<()> {
        let tail = "WHERE r.changed_at >= ?1 AND r.absorbed_by IS NULL ORDER BY r.changed_at, r.change_seq";
        self.seen_by(scope, |conn| walk(record::select(conn, tail)?.query([since])?, visit))
    }

    /// How much there is.
    pub fn counts(&self, scope: &Scope) -> Result<Counts> {
        self.seen_by(scope, |conn| {
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
                // The number of the last fact would tell of those that are not seen.
                n_facts: match scope.labels() {
                    None => ledger::position(conn)?.ledger_seq,
                    Some(_) => count("ledger")?,
                },
            })
        })
    }

    /// Every unit, in order of name.
    pub fn units(&self, scope: &Scope) -> Result<Vec<Unit>> {
        self.seen_by(scope, unit::all)
    }

    /// The unit of this name.
    pub fn unit(&self, scope: &Scope, id: &UnitId) -> Result<Option<Unit>> {
        self.seen_by(scope, |conn| unit::one(conn, id.as_str()))
    }

    /// Every post, in order of name.
    pub fn posts(&self, scope: &Scope) -> Result<Vec<Post>> {
        self.seen_by(scope, post::all)
    }

    /// The post of this name.
    pub fn post(&self, scope: &Scope, id: &PostId) -> Result<Option<Post>> {
        self.seen_by(scope, |conn| post::one(conn, id.as_str()))
    }

    /// Every need with its profiles, in order of name.
    pub fn needs(&self, scope: &Scope) -> Result<Vec<Need>> {
        self.seen_by(scope, need::all)
    }

    /// The need of this name.
    pub fn need(&self, scope: &Scope, id: &NeedId) -> Result<Option<Need>> {
        self.seen_by(scope, |conn| need::one(conn, id.as_str()))
    }

    /// The needs that are joined to this one.
    pub fn joined_to(&self, scope: &Scope, id: &NeedId) -> Result<Vec<Need>> {
        self.seen_by(scope, |conn| need::joined_to(conn, id))
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
        scope: &Scope,
        filter: &DeliveryFilter,
        visit: &mut dyn FnMut(HeldDelivery) -> ControlFlow<()>,
    ) -> Result<()> {
        self.seen_by(scope, |conn| delivery::each(conn, filter, visit))
    }

    /// The delivery of this name.
    pub fn delivery(&self, scope: &Scope, id: DeliveryId) -> Result<Option<HeldDelivery>> {
        self.seen_by(scope, |conn| delivery::one(conn, id))
    }

    /// Facts of the ledger behind this number, in order, at most `limit`.
    pub fn facts_after(&self, scope: &Scope, seq: u64, limit: usize) -> Result<Vec<HeldFact>> {
        self.seen_by(scope, |conn| ledger::facts_after(conn, seq, limit))
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
