//! The ledger: facts in a chain of hashes, never changed, never taken out.
//!
//! The chain shows that nobody changed, inserted or removed a fact without rebuilding all that
//! follow, and the head in `meta` shows a cut end. Whoever holds the whole file could still
//! rebuild it all; only a copy of a [`Position`] in a second place tells that.

use model::{Fact, Verb};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// A SHA-256.
pub(crate) type Hash = [u8; 32];

/// How far an office has come: its last change of a record and its last fact.
///
/// Who follows the store (the search index, a copy) keeps the position it has seen. Since it holds
/// a hash of all that went before, a store with another past does not [`hold`] it.
///
/// [`hold`]: crate::Reader::holds
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Number of the last change to a record.
    pub change_seq: u64,
    /// Number of the last fact.
    pub ledger_seq: u64,
    /// Hash of the last fact, and through it of all before.
    pub ledger_hash: [u8; 32],
}

/// A fact as the ledger holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldFact {
    /// Its number, from 1 without gaps.
    pub seq: u64,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Who did what to what.
    pub fact: Fact,
}

/// The hash before the first fact: it ties the chain to its office.
pub(crate) fn root(office: &str) -> Hash {
    Sha256::new().chain_update(b"uptake ledger 1\n").chain_update(office.as_bytes()).finalize().into()
}

/// The fields of a fact as they are hashed; borrowed, because verification hashes millions.
pub(crate) struct Fields<'a> {
    pub seq: i64,
    pub at: i64,
    pub who: &'a str,
    pub verb: &'a str,
    pub object: &'a str,
    pub target: Option<&'a str>,
    pub change: Option<&'a str>,
}

/// Hash of a fact: SHA-256 over the hash before, `seq` and `at` (8 bytes each, little end first),
/// then each text as its length (4 bytes) and bytes, so that no two lists of texts look alike.
/// An absent text is a length of all ones.
pub(crate) fn chained(before: &Hash, fields: &Fields<'_>) -> Hash {
    let mut sum = Sha256::new();
    sum.update(before);
    sum.update(fields.seq.to_le_bytes());
    sum.update(fields.at.to_le_bytes());
    for text in [Some(fields.who), Some(fields.verb), Some(fields.object), fields.target, fields.change] {
        match text {
            Some(text) => {
                sum.update(u32::try_from(text.len()).unwrap_or(u32::MAX - 1).to_le_bytes());
                sum.update(text.as_bytes());
            }
            None => sum.update(u32::MAX.to_le_bytes()),
        }
    }
    sum.finalize().into()
}

/// Appends a fact after the one numbered `seq` with hash `before`, and answers with its hash.
pub(crate) fn append(conn: &Connection, before: &Hash, seq: i64, at: i64, fact: &Fact, label: i64) -> Result<Hash> {
    let fields = Fields {
        seq,
        at,
        who: &fact.who,
        verb: fact.verb.word(),
        object: &fact.object,
        target: fact.target.as_deref(),
        change: fact.change.as_deref(),
    };
    let hash = chained(before, &fields);
    conn.prepare_cached(
        "INSERT INTO ledger (seq, at, who, verb, object, target, change, hash, label)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute((seq, at, fields.who, fields.verb, fields.object, fields.target, fields.change, hash, label))?;
    Ok(hash)
}

/// The position in `meta`.
pub(crate) fn position(conn: &Connection) -> Result<Position> {
    let mut statement = conn.prepare_cached("SELECT change_seq, ledger_seq, ledger_hash FROM meta")?;
    let position = statement
        .query_row([], |row| {
            Ok(Position {
                change_seq: row.get::<_, i64>(0)?.cast_unsigned(),
                ledger_seq: row.get::<_, i64>(1)?.cast_unsigned(),
                ledger_hash: row.get(2)?,
            })
        })
        .optional()?;
    position.ok_or_else(|| Error::damaged("the row of the office itself is gone"))
}

/// Writes the heads; the last statement before a commit.
pub(crate) fn keep_position(conn: &Connection, position: &Position) -> Result<()> {
    let Position { change_seq, ledger_seq, ledger_hash } = position;
    conn.prepare_cached("UPDATE meta SET change_seq = ?1, ledger_seq = ?2, ledger_hash = ?3")?.execute((
        change_seq.cast_signed(),
        ledger_seq.cast_signed(),
        ledger_hash,
    ))?;
    Ok(())
}

/// Hash of the fact with this number; of none, the root.
pub(crate) fn hash_at(conn: &Connection, seq: u64, office: &str) -> Result<Option<Hash>> {
    if seq == 0 {
        return Ok(Some(root(office)));
    }
    let mut statement = conn.prepare_cached("SELECT hash FROM ledger WHERE seq = ?1")?;
    Ok(statement.query_row([seq.cast_signed()], |row| row.get(0)).optional()?)
}

/// Facts behind this number, in order.
pub(crate) fn facts_after(conn: &Connection, seq: u64, limit: usize) -> Result<Vec<HeldFact>> {
    let mut statement = conn.prepare_cached(
        "SELECT seq, at, who, verb, object, target, change FROM ledger WHERE seq > ?1 ORDER BY seq LIMIT ?2",
    )?;
    let mut rows = statement.query((seq.cast_signed(), i64::try_from(limit).unwrap_or(i64::MAX)))?;
    let mut facts = Vec::new();
    while let Some(row) = rows.next()? {
        facts.push(held(row)?);
    }
    Ok(facts)
}

pub(crate) fn held(row: &Row<'_>) -> Result<HeldFact> {
    let seq: i64 = row.get(0)?;
    let word: String = row.get(3)?;
    let verb = Verb::from_word(&word).ok_or_else(|| Error::damaged(format!("fact {seq} has the verb `{word}`")))?;
    Ok(HeldFact {
        seq: seq.cast_unsigned(),
        at: row.get(1)?,
        fact: Fact { who: row.get(2)?, verb, object: row.get(4)?, target: row.get(5)?, change: row.get(6)? },
    })
}

/// What a walk over the whole chain found.
pub(crate) struct Walk {
    pub n_facts: u64,
    /// Sentences on what does not fit.
    pub findings: Vec<String>,
}

/// Walks the chain from the root to the head in `meta`.
///
/// After a break it goes on from the hash that the row states, so that one changed fact is one
/// finding and not one for every fact that follows.
pub(crate) fn walk(conn: &Connection, office: &str) -> Result<Walk> {
    let mut walk = Walk { n_facts: 0, findings: Vec::new() };
    let mut statement =
        conn.prepare("SELECT seq, at, who, verb, object, target, change, hash FROM ledger ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut before = root(office);
    let mut expected = 1i64;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        if seq != expected {
            walk.findings.push(format!("facts {expected} to {} are gone from the ledger", seq - 1));
        }
        let stated: Option<Hash> = row.get(7).ok();
        match fields(row, seq).map(|fields| chained(&before, &fields)) {
            Some(hash) if Some(hash) == stated => before = hash,
            _ => {
                walk.findings.push(format!("fact {seq} of the ledger was changed after it was written"));
                before = stated.unwrap_or_default();
            }
        }
        expected = seq.wrapping_add(1);
        walk.n_facts += 1;
    }
    let head = position(conn)?;
    let last = expected - 1;
    if head.ledger_seq.cast_signed() != last {
        walk.findings.push(format!("the ledger ends with fact {last}, but fact {} was written", head.ledger_seq));
    } else if head.ledger_hash != before {
        walk.findings.push(format!("the last fact of the ledger, {last}, is not the one that was written"));
    }
    Ok(walk)
}

fn fields<'a>(row: &'a Row<'_>, seq: i64) -> Option<Fields<'a>> {
    let text = |at: usize| row.get_ref(at).ok()?.as_str().ok();
    let perhaps = |at: usize| match row.get_ref(at).ok()? {
        ValueRef::Null => Some(None),
        value => Some(Some(value.as_str().ok()?)),
    };
    Some(Fields {
        seq,
        at: row.get(1).ok()?,
        who: text(2)?,
        verb: text(3)?,
        object: text(4)?,
        target: perhaps(5)?,
        change: perhaps(6)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(who: &str, object: &str, target: Option<&str>) -> Hash {
        chained(&root("x"), &Fields { seq: 1, at: 2, who, verb: "stated", object, target, change: None })
    }

    #[test]
    fn facts_that_differ_anywhere_have_different_hashes() {
        let all = [
            of("ab", "c", None),
            of("a", "bc", None),
            of("ab", "c", Some("")),
            of("ab", "", Some("c")),
            chained(
                &root("y"),
                &Fields { seq: 1, at: 2, who: "ab", verb: "stated", object: "c", target: None, change: None },
            ),
        ];
        for (i, left) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|right| left != right), "hash {i} stands twice");
        }
    }
}
