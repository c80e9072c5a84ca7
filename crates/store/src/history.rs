//! History: the facts about one thing.

use model::{Noun, RecordId, Thing};

use crate::ledger::{self, HeldFact};
use crate::{Reader, Result, Scope, record};

impl Reader {
    /// The facts about a thing, as their object or target, the latest first, at most `limit`.
    ///
    /// Facts that a record was collected are as many as records and are not kept in the order of
    /// things; the record itself knows the one of its birth.
    ///
    /// # Errors
    /// When the store fails.
    pub fn history(&self, scope: &Scope, thing: &Thing, limit: usize) -> Result<Vec<HeldFact>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT seq, at, who, verb, object, target, change FROM ledger WHERE object = ?1 AND verb != 'collected'
                 UNION
                 SELECT seq, at, who, verb, object, target, change FROM ledger
                 WHERE target = ?1 AND verb != 'collected' AND target IS NOT NULL
                 UNION
                 SELECT seq, at, who, verb, object, target, change FROM ledger
                 WHERE seq = (SELECT born_in FROM record WHERE id = ?3)
                 ORDER BY seq DESC LIMIT ?2",
            )?;
            let number = match thing.noun {
                Noun::Record => RecordId::parse(&thing.name).map(record::bits),
                _ => None,
            };
            let mut rows = statement.query((thing.to_string(), i64::try_from(limit).unwrap_or(i64::MAX), number))?;
            let mut facts = Vec::new();
            while let Some(row) = rows.next()? {
                facts.push(ledger::held(row)?);
            }
            Ok(facts)
        })
    }

    /// Facts of the ledger before this number, the latest first, at most `limit`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn facts_before(&self, scope: &Scope, seq: u64, limit: usize) -> Result<Vec<HeldFact>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT seq, at, who, verb, object, target, change FROM ledger WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2",
            )?;
            let most = i64::try_from(seq).unwrap_or(i64::MAX);
            let mut rows = statement.query((most, i64::try_from(limit).unwrap_or(i64::MAX)))?;
            let mut facts = Vec::new();
            while let Some(row) = rows.next()? {
                facts.push(ledger::held(row)?);
            }
            Ok(facts)
        })
    }
}
