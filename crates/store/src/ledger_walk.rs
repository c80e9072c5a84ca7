//! The ledger alone: every fact in its order, each held against the chain before it is told.

use std::path::Path;

use rusqlite::Connection;

use crate::ledger::{self, Fields, HeldFact};
use crate::reader::office_name;
use crate::{Error, Reader, Result};

impl Reader {
    /// Tells every fact of the ledger from the first to the last, whoever may see it, and nothing else of the office. Each is held
    /// against the hash of the one before: what is made of them is made of what was written.
    ///
    /// # Errors
    /// When a fact is gone or is not the one that was written, or the store fails.
    pub fn each_fact_checked(&self, visit: &mut dyn FnMut(&HeldFact)) -> Result<()> {
        self.with(|conn| walk(conn, visit))
    }
}

/// The directory of an office, opened to read its ledger and nothing else.
///
/// # Errors
/// When there is no office, or as [`Reader::each_fact_checked`].
pub fn each_fact_of(dir: &Path, visit: &mut dyn FnMut(&HeldFact)) -> Result<()> {
    Reader::open(dir)?.each_fact_checked(visit)
}

fn walk(conn: &Connection, visit: &mut dyn FnMut(&HeldFact)) -> Result<()> {
    let mut before = ledger::root(&office_name(conn)?);
    let mut statement =
        conn.prepare("SELECT seq, at, who, verb, object, target, change, hash FROM ledger ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut expected = 1u64;
    while let Some(row) = rows.next()? {
        let held = ledger::held(row)?;
        let stated: Option<[u8; 32]> = row.get(7).ok();
        let fact = &held.fact;
        let fields = Fields {
            seq: held.seq.cast_signed(),
            at: held.at,
            who: &fact.who,
            verb: fact.verb.word(),
            object: &fact.object,
            target: fact.target.as_deref(),
            change: fact.change.as_deref(),
        };
        let hash = ledger::chained(&before, &fields);
        if held.seq != expected || stated != Some(hash) {
            return Err(Error::damaged(format!("fact {expected} of the ledger is not the one that was written")));
        }
        before = hash;
        expected += 1;
        visit(&held);
    }
    let head = ledger::position(conn)?;
    if head.ledger_seq != expected - 1 || head.ledger_hash != before {
        return Err(Error::damaged("the ledger does not end with the fact that was written last"));
    }
    Ok(())
}
