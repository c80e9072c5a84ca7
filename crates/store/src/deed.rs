//! One write: everything that becomes true together.

use std::collections::HashMap;

use model::{Fact, Verb};
use rusqlite::Connection;

use crate::Result;
use crate::ledger::{self, Position};

/// A write under way. State, facts and the heads of both are kept by one commit, or not at all.
pub(crate) struct Deed<'a> {
    /// Inside an immediate transaction.
    pub conn: &'a Connection,
    /// Post or operator who does it.
    pub who: &'a str,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Where the office stands with what was done so far.
    pub position: Position,
    /// Numbers of the sources met so far.
    pub origins: HashMap<(String, String), i64>,
}

impl Deed<'_> {
    /// The number of a further change to a record.
    pub fn next_change(&mut self) -> i64 {
        self.position.change_seq += 1;
        self.position.change_seq.cast_signed()
    }

    /// A fact of this deed, for [`Deed::note`].
    pub fn fact(&self, verb: Verb, object: String) -> Fact {
        Fact::new(self.who, verb, object)
    }

    /// Appends a fact to the ledger.
    pub fn note(&mut self, fact: &Fact) -> Result<()> {
        let seq = self.position.ledger_seq + 1;
        let hash = ledger::append(self.conn, &self.position.ledger_hash, seq.cast_signed(), self.at, fact)?;
        self.position.ledger_seq = seq;
        self.position.ledger_hash = hash;
        Ok(())
    }

    /// Writes the heads; the last statement before the commit.
    pub fn close(&self) -> Result<()> {
        let Position { change_seq, ledger_seq, ledger_hash } = self.position;
        self.conn.prepare_cached("UPDATE meta SET change_seq = ?1, ledger_seq = ?2, ledger_hash = ?3")?.execute((
            change_seq.cast_signed(),
            ledger_seq.cast_signed(),
            ledger_hash,
        ))?;
        Ok(())
    }
}
