//! One write: everything that becomes true together.

use std::collections::HashMap;

use model::{Fact, Verb};
use rusqlite::Connection;

use crate::ledger::{self, Position};
use crate::{Result, label};

/// A write under way: what is read through it is as the write left it so far. State, facts and the heads
/// of both are kept by one commit, or not at all.
pub struct Deed<'a> {
    /// Inside an immediate transaction.
    pub(crate) conn: &'a Connection,
    /// Post or operator who does it.
    pub(crate) who: &'a str,
    /// When, in microseconds since 1970.
    pub(crate) at: i64,
    /// Where the office stands with what was done so far.
    pub(crate) position: Position,
    /// Numbers of the sources met so far.
    pub(crate) origins: HashMap<(String, String), i64>,
}

impl Deed<'_> {
    /// Who does it, as the ledger writes it.
    pub fn who(&self) -> &str {
        self.who
    }

    /// When, in microseconds since 1970.
    pub fn at(&self) -> i64 {
        self.at
    }

    /// The number of a further change to a record.
    pub(crate) fn next_change(&mut self) -> i64 {
        self.position.change_seq += 1;
        self.position.change_seq.cast_signed()
    }

    /// A fact of this deed, for [`Deed::note`].
    pub fn fact(&self, verb: Verb, object: impl std::fmt::Display) -> Fact {
        Fact::new(self.who, verb, object.to_string())
    }

    /// Appends a fact to the ledger. It is seen by who may see what it is about.
    ///
    /// # Errors
    /// When the store fails.
    pub fn note(&mut self, fact: &Fact) -> Result<()> {
        let label = label::of_fact(self, fact)?;
        self.note_labelled(fact, label)
    }

    /// The same, where the label is known.
    pub(crate) fn note_labelled(&mut self, fact: &Fact, label: i64) -> Result<()> {
        let seq = self.position.ledger_seq + 1;
        let hash = ledger::append(self.conn, &self.position.ledger_hash, seq.cast_signed(), self.at, fact, label)?;
        self.position.ledger_seq = seq;
        self.position.ledger_hash = hash;
        Ok(())
    }

    /// Says that somebody may see more or less than before: every scope is computed anew.
    pub(crate) fn rights_changed(&self) -> Result<()> {
        self.conn.prepare_cached("UPDATE meta SET rights_epoch = rights_epoch + 1")?.execute([])?;
        Ok(())
    }
}
