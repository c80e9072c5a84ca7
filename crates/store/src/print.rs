//! What was printed of issues, and with what: kept as it was, so that it can be given out and printed again byte for byte.

use model::{IssueId, PrintForm};
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use crate::deed::Deed;
use crate::incoming::hex;
use crate::{Error, Reader, Result, Scope};

/// How hard prints are compressed. PDF is compressed already; pages and text shrink to a fifth.
const LEVEL: i32 = 6;

/// Longest print that is kept, in bytes, before compression.
pub const PRINT_BYTES_MAX: usize = 256 * 1024 * 1024;

/// What is printed of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldSheet {
    /// What stands in it, in the form in which the press takes it.
    pub json: String,
    /// The version of the program that printed it.
    pub program: String,
}

/// One form of a printed issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPrint {
    /// Which.
    pub form: PrintForm,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The text of the template that it was printed with, where the form has one.
    pub template: Option<String>,
}

/// What is told of a print without giving it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintLine {
    /// Which form.
    pub form: PrintForm,
    /// How long it is, in bytes.
    pub n_bytes: u64,
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
}

impl PrintLine {
    /// The hash, in hexadecimal.
    pub fn sha256(&self) -> String {
        hex(&self.hash)
    }
}

fn sum(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    zstd::bulk::compress(bytes, LEVEL).map_err(|error| Error::damaged(format!("a print cannot be compressed: {error}")))
}

/// The bytes that were packed, if they are those of which this is the hash.
fn unpacked(packed: &[u8], hash: &[u8]) -> Result<Vec<u8>> {
    zstd::bulk::decompress(packed, PRINT_BYTES_MAX)
        .ok()
        .filter(|bytes| sum(bytes) == hash)
        .ok_or_else(|| Error::damaged("what was printed of an issue was changed on the disk; bring a backup"))
}

impl Deed<'_> {
    /// Keeps what is to be printed of an issue, in place of what was, and takes the prints of before away.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_issue_sheet(&mut self, id: IssueId, sheet: &HeldSheet) -> Result<()> {
        self.forget_prints(id)?;
        let json = sheet.json.as_bytes();
        self.conn
            .prepare_cached("INSERT INTO issue_sheet (issue, json, hash, program) VALUES (?1, ?2, ?3, ?4)")?
            .execute((id.bits().cast_signed(), packed(json)?, sum(json), &sheet.program))?;
        Ok(())
    }

    /// Keeps one form of a printed issue; answers with its SHA-256.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_print(&mut self, id: IssueId, print: &HeldPrint) -> Result<[u8; 32]> {
        let template = match &print.template {
            Some(text) => {
                let hash = sum(text.as_bytes());
                self.conn
                    .prepare_cached("INSERT INTO template_text (hash, text) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
                    .execute((hash, text))?;
                Some(hash)
            }
            None => None,
        };
        let hash = sum(&print.bytes);
        let n_bytes = i64::try_from(print.bytes.len()).unwrap_or(i64::MAX);
        self.conn
            .prepare_cached(
                "INSERT INTO print (issue, form, bytes, n_bytes, hash, template) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (issue, form) DO UPDATE SET bytes = excluded.bytes, n_bytes = excluded.n_bytes,
                     hash = excluded.hash, template = excluded.template",
            )?
            .execute((id.bits().cast_signed(), print.form.word(), packed(&print.bytes)?, n_bytes, hash, template))?;
        Ok(hash)
    }

    /// Takes away what was printed of an issue that is changed or never came out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_prints(&mut self, id: IssueId) -> Result<()> {
        let id = id.bits().cast_signed();
        self.conn.prepare_cached("DELETE FROM print WHERE issue = ?1")?.execute([id])?;
        self.conn.prepare_cached("DELETE FROM issue_sheet WHERE issue = ?1")?.execute([id])?;
        Ok(())
    }

    /// What is printed of an issue, form by form, without the bytes.
    ///
    /// # Errors
    /// When the store fails.
    pub fn print_lines(&self, id: IssueId) -> Result<Vec<PrintLine>> {
        lines(self.conn, id)
    }
}

impl Reader {
    /// What is to be printed of an issue.
    ///
    /// # Errors
    /// When the store fails, or when it was changed on the disk.
    pub fn issue_sheet(&self, scope: &Scope, id: IssueId) -> Result<Option<HeldSheet>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached("SELECT json, hash, program FROM issue_sheet WHERE issue = ?1")?;
            let row = statement.query_row([id.bits().cast_signed()], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, String>(2)?))
            });
            let Some((json, hash, program)) = row.optional()? else { return Ok(None) };
            let json = String::from_utf8(unpacked(&json, &hash)?)
                .map_err(|_| Error::damaged("what is printed of an issue is no text"))?;
            Ok(Some(HeldSheet { json, program }))
        })
    }

    /// One form of a printed issue.
    ///
    /// # Errors
    /// When the store fails, or when it was changed on the disk.
    pub fn print(&self, scope: &Scope, id: IssueId, form: PrintForm) -> Result<Option<HeldPrint>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT p.bytes, p.hash, t.text FROM print p LEFT JOIN template_text t ON t.hash = p.template
                 WHERE p.issue = ?1 AND p.form = ?2",
            )?;
            let row = statement.query_row((id.bits().cast_signed(), form.word()), |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Option<String>>(2)?))
            });
            let Some((bytes, hash, template)) = row.optional()? else { return Ok(None) };
            Ok(Some(HeldPrint { form, bytes: unpacked(&bytes, &hash)?, template }))
        })
    }

    /// What is printed of an issue, form by form, without the bytes.
    ///
    /// # Errors
    /// When the store fails.
    pub fn print_lines(&self, scope: &Scope, id: IssueId) -> Result<Vec<PrintLine>> {
        self.seen_by(scope, |conn| lines(conn, id))
    }
}

fn lines(conn: &Connection, id: IssueId) -> Result<Vec<PrintLine>> {
    let mut statement = conn.prepare_cached("SELECT form, n_bytes, hash FROM print WHERE issue = ?1 ORDER BY form")?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let form: String = row.get(0)?;
        let form = PrintForm::from_word(&form)
            .ok_or_else(|| Error::damaged(format!("the form `{form}` of a print is not one")))?;
        found.push(PrintLine { form, n_bytes: row.get::<_, i64>(1)?.cast_unsigned(), hash: row.get(2)? });
    }
    Ok(found)
}
