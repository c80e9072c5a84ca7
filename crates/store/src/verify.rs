//! Verification: is everything as it was written, and does everything fit?

use model::{AttachmentId, Marking};
use rusqlite::Connection;

use crate::incoming::{ShortHash, short_hash};
use crate::reader::office_name;
use crate::{Error, Reader, Result, Scope, label, ledger, raw, record};

/// Findings of one sort that are spelled out. More say the same; how many there were is said.
const SPELLED_MAX: usize = 100;

/// What was looked at and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Sentences on what is not as it should be; empty when all is well.
    pub findings: Vec<String>,
    /// Records that were read.
    pub n_records: u64,
    /// Items whose text and bytes were looked at.
    pub n_items: u64,
    /// Blocks of raw bytes that were unpacked.
    pub n_blocks: u64,
    /// Facts whose hash was computed anew.
    pub n_facts: u64,
}

/// Looks at the whole database of an office. The search index has a look of its own.
///
/// Damage is a finding, not an error: what one look cannot read ends that look, and the next goes
/// on. `progress` is told the name of each look as it begins.
pub fn verify(reader: &Reader, _scope: &Scope, progress: &mut dyn FnMut(&str)) -> Result<Verification> {
    let mut verification = Verification::default();
    for (name, look) in LOOKS {
        progress(name);
        let mut findings = Findings::default();
        // A snapshot each: a long look must not keep the log from being cut back.
        let seen = match reader.with(|conn| look(conn, &mut findings)) {
            Err(Error::Broken(fault)) => {
                findings.add(format!("the {name} could not be read to the end: {}", fault.what()));
                0
            }
            other => other?,
        };
        match *name {
            "records" => verification.n_records = seen,
            "items" => verification.n_items = seen,
            "raw bytes" => verification.n_blocks = seen,
            "ledger" => verification.n_facts = seen,
            _ => {}
        }
        verification.findings.extend(findings.spelled());
    }
    Ok(verification)
}

/// One look: how many things were seen.
type Look = fn(&Connection, &mut Findings) -> Result<u64>;

const LOOKS: &[(&str, Look)] = &[
    ("database", integrity),
    ("references", references),
    ("ledger", chain),
    ("records", records),
    ("items", items),
    ("raw bytes", blocks),
    ("identity keys", keys),
    ("markings", labels),
    ("attachments", attachments),
];

#[derive(Default)]
struct Findings {
    sentences: Vec<String>,
    n_more: usize,
}

impl Findings {
    fn add(&mut self, sentence: String) {
        if self.sentences.len() < SPELLED_MAX {
            self.sentences.push(sentence);
        } else {
            self.n_more += 1;
        }
    }

    fn spelled(mut self) -> Vec<String> {
        if self.n_more > 0 {
            self.sentences.push(format!("and {} more like these", self.n_more));
        }
        self.sentences
    }
}

fn integrity(conn: &Connection, findings: &mut Findings) -> Result<u64> {
    let mut statement = conn.prepare("PRAGMA integrity_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line != "ok" {
            findings.add(format!("the database file is damaged: {line}"));
        }
    }
    Ok(0)
}

fn references(conn: &Connection, findings: &mut Findings) -> Result<u64> {
    let mut statement = conn.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        findings.add(format!("a row of `{table}` points at a row of `{parent}` that is not there"));
    }
    Ok(0)
}

fn chain(conn: &Connection, findings: &mut Findings) -> Result<u64> {
    let walk = ledger::walk(conn, &office_name(conn)?)?;
    walk.findings.into_iter().for_each(|finding| findings.add(finding));
    Ok(walk.n_facts)
}

/// Every record's text has its hash and can be read, and some item speaks for it.
fn records(conn: &Connection, findings: &mut Findings) -> Result<u64> {
    let mut n_records = 0;
    let mut statement = record::select(conn, "WHERE r.absorbed_by IS NULL ORDER BY r.row")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        n_records += 1;
        match record::record_row(row) {
            Ok(held) if held.record.origin.format.is_empty() && row.get_ref(7)?.as_str().is_err() => {
                findings.add(format!("record {} has no live item", held.id));
            }
            Ok(_) => {}
            Err(Error::Broken(fault)) => findings.add(fault.what().to_owned()),
            Err(refused) => return Err(refused),
        }
    }
    Ok(n_records)
}

/// Every item's own text is the one that was read, and its bytes lie inside their block.
fn items(conn: &Connection, findings: &mut Findings) -> Result<u64> {
    let mut n_items = 0;
    let mut statement = conn.prepare(
        "SELECT i.id, r.id, coalesce(i.json, r.json), i.content_hash, b.size, i.raw_offset, i.raw_length, i.raw_block
         FROM item i JOIN record r ON r.row = i.record LEFT JOIN raw_block b ON b.id = i.raw_block ORDER BY i.id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        n_items += 1;
        let of = format!("an item of record {}", record::record_id(row.get(1)?));
        let stated: Option<ShortHash> = row.get(3).ok();
        if row.get_ref(2)?.as_bytes().ok().map(short_hash) != stated {
            findings.add(format!("the text of {of} is not the one that was read"));
        }
        let (size, offset, length): (Option<i64>, i64, i64) = (row.get(4)?, row.get(5)?, row.get(6)?);
        let block: Option<i64> = row.get(7)?;
        let end = offset.checked_add(length).filter(|_| offset >= 0 && length >= 0);
        let inside = match (block, size, end) {
            (None, ..) => length == 0,
            (Some(_), Some(size), Some(end)) => end <= size,
            _ => false,
        };
        if !inside {
            findings.add(format!("the raw bytes of {of} are not where they should be"));
        }
    }
    Ok(n_items)
}

fn blocks(conn: &Connection, findings: &mut Findings) -> Result<u64> {
    let mut n_blocks = 0;
    let mut statement = conn.prepare("SELECT id FROM raw_block ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        n_blocks += 1;
        match raw::block(conn, row.get(0)?) {
            Ok(_) => {}
            Err(Error::Broken(fault)) => findings.add(fault.what().to_owned()),
            Err(refused) => return Err(refused),
        }
    }
    Ok(n_blocks)
}

/// Every key leads to a record that stands, and every live item is found by all its keys.
fn keys(conn: &Connection, findings: &mut Findings) -> Result<u64> {
    let astray: i64 = conn.query_row(
        "SELECT count(*) FROM identity_key k LEFT JOIN record r ON r.row = k.record
         WHERE r.row IS NULL OR r.absorbed_by IS NOT NULL",
        [],
        |row| row.get(0),
    )?;
    if astray > 0 {
        findings.add(format!("{astray} identity keys lead to no record"));
    }
    let mut held = conn.prepare("SELECT 1 FROM identity_key WHERE key = ?1 AND record = ?2")?;
    let mut statement =
        conn.prepare("SELECT record, identity_keys FROM item WHERE superseded_by IS NULL ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let record: i64 = row.get(0)?;
        for key in crate::incoming::keys_from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default()) {
            if !held.exists((key, record))? {
                findings.add(format!("record {} is not found by one of its keys", record::id_of(conn, record)?));
            }
        }
    }
    Ok(0)
}

/// Every marking can be read, every row bears one that is there, and a name that leads to a record is
/// seen by who sees the record.
fn labels(conn: &Connection, findings: &mut Findings) -> Result<u64> {
    let mut statement = conn.prepare("SELECT id, marking FROM label ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, text): (i64, String) = (row.get(0)?, row.get(1)?);
        if Marking::parse(&text).is_none_or(|marking| marking.to_string() != text) {
            findings.add(format!("the marking numbered {id} cannot be read: what bears it is seen by nobody"));
        }
    }
    for table in ["record", "need", "request", "source", "attachment", "ledger"] {
        let sql = format!("SELECT count(*) FROM {table} WHERE label NOT IN (SELECT id FROM label)");
        let n_lost: i64 = conn.query_row(&sql, [], |row| row.get(0))?;
        if n_lost > 0 {
            findings.add(format!("{n_lost} rows of `{table}` bear a marking that is not there"));
        }
    }
    let n_astray: i64 = conn.query_row(
        "SELECT count(*) FROM record gone JOIN record r ON r.row = gone.absorbed_by WHERE gone.label != r.label",
        [],
        |row| row.get(0),
    )?;
    if n_astray > 0 {
        findings.add(format!("{n_astray} names lead to records that are marked otherwise"));
    }
    Ok(0)
}

/// What stands in attachments and how they look is as it was read, and nobody sees one who does not see its record. Their bytes
/// are looked at by whoever keeps them.
fn attachments(conn: &Connection, findings: &mut Findings) -> Result<u64> {
    for (table, column, what) in
        [("attachment_text", "text", "text"), ("attachment_picture", "picture", "small picture")]
    {
        let mut statement = conn.prepare(&format!("SELECT attachment, hash, {column} FROM {table} ORDER BY 1"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let stated: Option<ShortHash> = row.get(1).ok();
            let content = row.get_ref(2)?;
            if content.as_bytes().or_else(|_| content.as_blob()).ok().map(short_hash) != stated {
                let id = AttachmentId::from_bits(row.get::<_, i64>(0)?.cast_unsigned());
                findings.add(format!("the {what} of attachment {id} is not the one that was read"));
            }
        }
    }
    let mut statement = conn.prepare(
        "SELECT DISTINCT a.label, r.label FROM attachment a JOIN record r ON r.row = a.record WHERE a.label != r.label",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (own, of_record) = (label::marking(conn, row.get(0)?)?, label::marking(conn, row.get(1)?)?);
        if !own.covers(&of_record) {
            findings.add(format!("attachments marked {own} belong to records marked {of_record}"));
        }
    }
    Ok(0)
}
