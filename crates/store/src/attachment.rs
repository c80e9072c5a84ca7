//! The rows of attachments: what was attached to which record, what a look at it found, what stands in it.

use model::{
    Actor, Attachment, AttachmentFault, AttachmentId, AttachmentKind, AttachmentStage, AttachmentText, Marking, Noun,
    RecordId, Thing,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::incoming::{ShortHash, short_hash};
use crate::record::{self, record_id};
use crate::{Error, Reader, Result, Scope, label};

/// What stands in a row in place of who brought it, where that was the operator at the command line.
const BY_OPERATOR: &str = "operator";

impl Deed<'_> {
    /// Keeps an attachment as it is now. Its marking is made at least that of its record.
    ///
    /// # Errors
    /// When there is no such record, or the store fails.
    pub fn keep_attachment(&mut self, attachment: &Attachment) -> Result<()> {
        let row = record::row_of(self.conn, attachment.record)?
            .ok_or_else(|| Error::damaged(format!("the record {} of an attachment is gone", attachment.record)))?;
        let label = label::intern(self, &attachment.marking)?;
        let label = label::join(self, label, record::label_of(self.conn, row)?)?;
        self.conn
            .prepare_cached(
                "INSERT INTO attachment (id, record, name, n_bytes, digest, label, by, came_at, stage, kind, fault, width,
                                         height, n_pages, text, reason, pictured)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
                 ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, kind = excluded.kind, fault = excluded.fault,
                     width = excluded.width, height = excluded.height, n_pages = excluded.n_pages, text = excluded.text,
                     reason = excluded.reason, pictured = excluded.pictured",
            )?
            .execute(rusqlite::params![
                bits(attachment.id),
                row,
                attachment.name,
                attachment.n_bytes.cast_signed(),
                attachment.digest,
                label,
                attachment.by.as_ref().map_or_else(|| BY_OPERATOR.to_owned(), Actor::to_string),
                attachment.came_at,
                attachment.stage.word(),
                attachment.kind.map(AttachmentKind::word),
                attachment.fault.map(AttachmentFault::word),
                attachment.pixels.map(|(width, _)| width),
                attachment.pixels.map(|(_, height)| height),
                attachment.n_pages,
                attachment.text.word(),
                attachment.reason,
                attachment.has_picture,
            ])?;
        Ok(())
    }

    /// Keeps what stands in an attachment and how it looks, in place of what was there; empty for nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_attachment_content(&mut self, id: AttachmentId, text: &str, picture: &[u8]) -> Result<()> {
        let conn = self.conn;
        conn.prepare_cached("DELETE FROM attachment_text WHERE attachment = ?1")?.execute([bits(id)])?;
        conn.prepare_cached("DELETE FROM attachment_picture WHERE attachment = ?1")?.execute([bits(id)])?;
        if !text.is_empty() {
            conn.prepare_cached("INSERT INTO attachment_text (attachment, hash, text) VALUES (?1, ?2, ?3)")?
                .execute((bits(id), short_hash(text.as_bytes()), text))?;
        }
        if !picture.is_empty() {
            conn.prepare_cached("INSERT INTO attachment_picture (attachment, hash, picture) VALUES (?1, ?2, ?3)")?
                .execute((bits(id), short_hash(picture), picture))?;
        }
        // The search index follows changes of records. A file that fewer see than its record is not in it, and what becomes of
        // it is no change for those who see the record alone.
        let mut find = conn.prepare_cached(
            "SELECT r.row FROM attachment a JOIN record r ON r.row = a.record WHERE a.id = ?1 AND a.label = r.label",
        )?;
        let row: Option<i64> = find.query_row([bits(id)], |row| row.get(0)).optional()?;
        if let Some(row) = row {
            let change = self.next_change();
            conn.prepare_cached("UPDATE record SET change_seq = ?2 WHERE row = ?1")?.execute((row, change))?;
        }
        Ok(())
    }

    /// The attachment of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn attachment(&self, scope: &Scope, id: AttachmentId) -> Result<Option<Attachment>> {
        Ok(match one(self.conn, id)? {
            Some(attachment) if scope.shows(self.conn, &attachment.marking)? => Some(attachment),
            _ => None,
        })
    }

    /// Whether a file with this digest is attached to a record, or was before somebody took it away.
    ///
    /// # Errors
    /// When the store fails.
    pub fn has_attached(&self, record: RecordId, digest: &[u8; 32]) -> Result<bool> {
        let Some(row) = record::row_of(self.conn, record)? else { return Ok(false) };
        let mut find = self.conn.prepare_cached("SELECT 1 FROM attachment WHERE record = ?1 AND digest = ?2")?;
        Ok(find.exists((row, digest))?)
    }

    /// The file with this digest that is kept with a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn attached_with(&self, record: RecordId, digest: &[u8; 32]) -> Result<Option<AttachmentId>> {
        let Some(row) = record::row_of(self.conn, record)? else { return Ok(None) };
        let mut find = self.conn.prepare_cached(
            "SELECT id FROM attachment WHERE record = ?1 AND digest = ?2 ORDER BY came_at DESC, id LIMIT 1",
        )?;
        let found: Option<i64> = find.query_row((row, digest), |row| row.get(0)).optional()?;
        Ok(found.map(|id| AttachmentId::from_bits(id.cast_unsigned())))
    }

    /// What a file with this digest is called that is kept with a record, where the scope sees one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn attached_as(&self, scope: &Scope, record: RecordId, digest: &[u8; 32]) -> Result<Option<String>> {
        let Some(row) = record::row_of(self.conn, record)? else { return Ok(None) };
        let mut find = self.conn.prepare_cached(
            "SELECT name, label FROM attachment
             WHERE record = ?1 AND digest = ?2 AND stage IN ('being-read', 'ready') ORDER BY came_at, id",
        )?;
        let found = find.query_map((row, digest), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let found: Vec<(String, i64)> = found.collect::<rusqlite::Result<_>>()?;
        Ok(found.into_iter().find(|(_, label)| scope.sees(*label)).map(|(name, _)| name))
    }

    /// How many files of a record are kept, of those that the scope sees.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_attachments(&self, scope: &Scope, record: RecordId) -> Result<usize> {
        let Some(row) = record::row_of(self.conn, record)? else { return Ok(0) };
        let mut labels = self
            .conn
            .prepare_cached("SELECT label FROM attachment WHERE record = ?1 AND stage IN ('being-read', 'ready')")?;
        let labels: Vec<i64> = labels.query_map([row], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(labels.into_iter().filter(|label| scope.sees(*label)).count())
    }
}

/// Puts a label on what is attached to a record, at least; answers what was touched.
pub(crate) fn relabel(deed: &Deed<'_>, row: i64, least: i64) -> Result<Vec<Thing>> {
    let conn = deed.conn;
    let mut find = conn.prepare_cached("SELECT id, label FROM attachment WHERE record = ?1")?;
    let found: Vec<(i64, i64)> =
        find.query_map([row], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    let mut things = Vec::new();
    for (id, label) in found {
        let label = label::join(deed, label, least)?;
        conn.prepare_cached("UPDATE attachment SET label = ?2 WHERE id = ?1")?.execute((id, label))?;
        things.push(Thing::new(Noun::Attachment, AttachmentId::from_bits(id.cast_unsigned())));
    }
    Ok(things)
}

/// What is searched of a record beside itself: the texts of its files that everybody sees who sees the record.
pub(crate) fn texts_of(conn: &Connection, record: RecordId) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT t.text, t.hash FROM record r JOIN attachment a ON a.record = r.row AND a.label = r.label
         JOIN attachment_text t ON t.attachment = a.id
         WHERE r.id = ?1 AND a.stage = 'ready' ORDER BY a.came_at, a.id",
    )?;
    let mut rows = statement.query([record::bits(record)])?;
    let mut texts = Vec::new();
    while let Some(row) = rows.next()? {
        let (text, hash): (String, ShortHash) = (row.get(0)?, row.get(1)?);
        // What was changed on the disk finds nothing; `verify` says it.
        if short_hash(text.as_bytes()) == hash {
            texts.push(text);
        }
    }
    Ok(texts)
}

impl Reader {
    /// The attachment of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn attachment(&self, scope: &Scope, id: AttachmentId) -> Result<Option<Attachment>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// The attachments of a record, in the order in which they came.
    ///
    /// # Errors
    /// When the store fails.
    pub fn attachments(&self, scope: &Scope, record: RecordId) -> Result<Vec<Attachment>> {
        self.seen_by(scope, |conn| {
            let Some(row) = record::row_of(conn, record)? else { return Ok(Vec::new()) };
            let mut statement =
                conn.prepare_cached(&format!("{SELECT} WHERE a.record = ?1 ORDER BY a.came_at, a.id"))?;
            many(statement.query([row])?)
        })
    }

    /// The small picture of an attachment.
    ///
    /// # Errors
    /// When the store fails, and when it was changed behind its back.
    pub fn attachment_picture(&self, scope: &Scope, id: AttachmentId) -> Result<Option<Vec<u8>>> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached("SELECT picture, hash FROM attachment_picture WHERE attachment = ?1")?;
            let found: Option<(Vec<u8>, ShortHash)> =
                find.query_row([bits(id)], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            match found {
                Some((picture, hash)) if short_hash(&picture) == hash => Ok(Some(picture)),
                Some(_) => {
                    Err(Error::damaged(format!("the small picture of attachment {id} was changed after it was drawn")))
                }
                None => Ok(None),
            }
        })
    }

    /// The texts of the files of a record that everybody sees who sees the record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn attached_texts(&self, scope: &Scope, record: RecordId) -> Result<Vec<String>> {
        self.seen_by(scope, |conn| texts_of(conn, record))
    }

    /// Whether bytes of this digest belong to a file that is kept, of a record or of an answer. For whoever keeps the bytes.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keeps_digest(&self, digest: &[u8; 32]) -> Result<bool> {
        self.with(|conn| {
            let mut find = conn.prepare_cached(
                "SELECT 1 FROM attachment WHERE digest = ?1 AND stage IN ('being-read', 'ready')
                 UNION ALL SELECT 1 FROM answer_file WHERE digest = ?1
                 UNION ALL SELECT 1 FROM visit_photo WHERE digest = ?1",
            )?;
            Ok(find.exists([digest])?)
        })
    }

    /// Every attachment whose bytes are kept: name, digest, size. For whoever looks whether they are as they were.
    ///
    /// # Errors
    /// When the store fails.
    pub fn kept_digests(&self) -> Result<Vec<(AttachmentId, [u8; 32], u64)>> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT id, digest, n_bytes FROM attachment WHERE stage IN ('being-read', 'ready')
                 UNION SELECT id, digest, n_bytes FROM answer_file
                 UNION SELECT id, digest, n_bytes FROM visit_photo ORDER BY id",
            )?;
            let rows = statement.query_map([], |row| {
                let id = AttachmentId::from_bits(row.get::<_, i64>(0)?.cast_unsigned());
                Ok((id, row.get(1)?, row.get::<_, i64>(2)?.cast_unsigned()))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

const SELECT: &str =
    "SELECT a.id, r.id, a.name, a.n_bytes, a.digest, l.marking, a.by, a.came_at, a.stage, a.kind, a.fault,
                             a.width, a.height, a.n_pages, a.text, a.reason, a.pictured
                      FROM attachment a JOIN record r ON r.row = a.record LEFT JOIN label l ON l.id = a.label";

fn bits(id: AttachmentId) -> i64 {
    id.bits().cast_signed()
}

fn one(conn: &Connection, id: AttachmentId) -> Result<Option<Attachment>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE a.id = ?1"))?;
    Ok(many(statement.query([bits(id)])?)?.pop())
}

fn many(mut rows: rusqlite::Rows<'_>) -> Result<Vec<Attachment>> {
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(attachment(row)?);
    }
    Ok(found)
}

fn attachment(row: &Row<'_>) -> Result<Attachment> {
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of an attachment is not one"));
    let (by, stage, text): (String, String, String) = (row.get(6)?, row.get(8)?, row.get(14)?);
    let (kind, fault): (Option<String>, Option<String>) = (row.get(9)?, row.get(10)?);
    let (width, height): (Option<u32>, Option<u32>) = (row.get(11)?, row.get(12)?);
    Ok(Attachment {
        id: AttachmentId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        record: record_id(row.get(1)?),
        name: row.get(2)?,
        n_bytes: row.get::<_, i64>(3)?.cast_unsigned(),
        digest: row.get(4)?,
        marking: row.get::<_, Option<String>>(5)?.as_deref().map_or_else(Marking::top, Marking::read),
        by: if by == BY_OPERATOR { None } else { Some(Actor::parse(&by).ok_or_else(|| damaged("bringer", &by))?) },
        came_at: row.get(7)?,
        stage: AttachmentStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        kind: kind.map(|word| AttachmentKind::from_word(&word).ok_or_else(|| damaged("kind", &word))).transpose()?,
        fault: fault
            .map(|word| AttachmentFault::from_word(&word).ok_or_else(|| damaged("fault", &word)))
            .transpose()?,
        pixels: width.zip(height),
        n_pages: row.get(13)?,
        text: AttachmentText::from_word(&text).ok_or_else(|| damaged("text", &text))?,
        has_picture: row.get(16)?,
        reason: row.get(15)?,
    })
}
