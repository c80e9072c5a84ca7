//! The rows of control lists: their heads, their versions, and the provisions and notes of each version.

use model::{
    ControlEntry, ControlHead, ControlListId, ControlNote, ControlNoteKind, ControlText, ControlVersion, Date,
    ListStage, PersonId,
};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps what is said of a list as a whole.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_control_head(&mut self, head: &ControlHead) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO control_list (id, title, source, rights, invented) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, source = excluded.source,
                     rights = excluded.rights, invented = excluded.invented",
            )?
            .execute((head.id.as_str(), &head.title, &head.source, &head.rights, head.invented))?;
        Ok(())
    }

    /// What is said of a list as a whole.
    ///
    /// # Errors
    /// When the store fails.
    pub fn control_head(&self, id: &ControlListId) -> Result<Option<ControlHead>> {
        Ok(heads(self.conn, Some(id))?.pop())
    }

    /// How many lists are kept.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_control_lists(&self) -> Result<usize> {
        Ok(heads(self.conn, None)?.len())
    }

    /// Keeps a new version with its text.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_control_version(&mut self, version: &ControlVersion, text: &ControlText) -> Result<()> {
        let n = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.conn
            .prepare_cached(
                "INSERT INTO control_version (list, number, stage, edition, holds_from, checksum, file, n_entries, n_top, n_notes,
                     n_thresholds, n_lost, n_doubts, by, person, at, decided_by, reason)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            )?
            .execute(rusqlite::params![
                version.list.as_str(),
                version.number,
                version.stage.word(),
                version.edition,
                version.holds_from.map(|day| day.to_string()),
                version.checksum,
                version.file,
                n(version.n_entries),
                n(version.n_top),
                n(version.n_notes),
                n(version.n_thresholds),
                n(version.n_lost),
                n(version.n_doubts),
                version.by,
                version.person.as_ref().map(PersonId::as_str),
                version.at,
                version.decided_by,
                version.reason,
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO control_entry (list, version, position, code, parent, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let list = version.list.as_str();
        put_notes(self.conn, (list, version.number, 0), text.general())?;
        for (position, entry) in (1_i64..).zip(text.entries()) {
            put.execute((list, version.number, position, &entry.code, &entry.parent, &entry.text))?;
            put_notes(self.conn, (list, version.number, position), &entry.notes)?;
        }
        Ok(())
    }

    /// Keeps what a second person decided of a version.
    ///
    /// # Errors
    /// When the store fails.
    pub fn decide_control_version(&mut self, version: &ControlVersion) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE control_version SET stage = ?3, decided_by = ?4, reason = ?5 WHERE list = ?1 AND number = ?2",
            )?
            .execute((
                version.list.as_str(),
                version.number,
                version.stage.word(),
                &version.decided_by,
                &version.reason,
            ))?;
        Ok(())
    }

    /// The versions of a list, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn control_versions(&self, id: &ControlListId) -> Result<Vec<ControlVersion>> {
        versions(self.conn, id)
    }

    /// The text of a version.
    ///
    /// # Errors
    /// When the store fails.
    pub fn control_text(&self, id: &ControlListId, number: u32) -> Result<ControlText> {
        text(self.conn, id, number)
    }
}

impl Deed<'_> {
    /// Whether a version has a provision of this code.
    ///
    /// # Errors
    /// When the store fails.
    pub fn has_control_entry(&self, id: &ControlListId, number: u32, code: &str) -> Result<bool> {
        let mut find =
            self.conn.prepare_cached("SELECT 1 FROM control_entry WHERE list = ?1 AND version = ?2 AND code = ?3")?;
        Ok(find.exists((id.as_str(), number, code))?)
    }
}

impl Reader {
    /// The lists that are kept, by title.
    ///
    /// # Errors
    /// When the store fails.
    pub fn control_heads(&self, scope: &Scope) -> Result<Vec<ControlHead>> {
        self.seen_by(scope, |conn| heads(conn, None))
    }

    /// The versions of a list, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn control_versions(&self, scope: &Scope, id: &ControlListId) -> Result<Vec<ControlVersion>> {
        self.seen_by(scope, |conn| versions(conn, id))
    }

    /// The text of a version.
    ///
    /// # Errors
    /// When the store fails.
    pub fn control_text(&self, scope: &Scope, id: &ControlListId, number: u32) -> Result<ControlText> {
        self.seen_by(scope, |conn| text(conn, id, number))
    }
}

fn put_notes(conn: &Connection, (list, version, position): (&str, u32, i64), notes: &[ControlNote]) -> Result<()> {
    let mut put = conn.prepare_cached(
        "INSERT INTO control_note (list, version, position, place, kind, term, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (place, note) in (0_i64..).zip(notes) {
        put.execute((list, version, position, place, note.kind.word(), &note.term, &note.text))?;
    }
    Ok(())
}

fn heads(conn: &Connection, id: Option<&ControlListId>) -> Result<Vec<ControlHead>> {
    let mut find = conn.prepare_cached(
        "SELECT id, title, source, rights, invented FROM control_list WHERE ?1 IS NULL OR id = ?1 ORDER BY lower(title), id",
    )?;
    let mut rows = find.query([id.map(ControlListId::as_str)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(ControlHead {
            id: named(ControlListId::new(&row.get::<_, String>(0)?))?,
            title: row.get(1)?,
            source: row.get(2)?,
            rights: row.get(3)?,
            invented: row.get(4)?,
        });
    }
    Ok(found)
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a control list is not one"))
}

fn version(row: &Row<'_>) -> Result<ControlVersion> {
    let n = |at: usize| -> Result<u64> { Ok(row.get::<_, i64>(at)?.cast_unsigned()) };
    let stage: String = row.get(2)?;
    let day: Option<String> = row.get(4)?;
    let day = day.map(|day| Date::parse(&day).ok_or_else(|| damaged("day", &day))).transpose()?;
    let person: Option<String> = row.get(14)?;
    Ok(ControlVersion {
        list: named(ControlListId::new(&row.get::<_, String>(0)?))?,
        number: row.get(1)?,
        stage: ListStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        edition: row.get(3)?,
        holds_from: day,
        checksum: row.get(5)?,
        file: row.get(6)?,
        n_entries: n(7)?,
        n_top: n(8)?,
        n_notes: n(9)?,
        n_thresholds: n(10)?,
        n_lost: n(11)?,
        n_doubts: n(12)?,
        by: row.get(13)?,
        person: person.map(|person| named(PersonId::new(&person))).transpose()?,
        at: row.get(15)?,
        decided_by: row.get(16)?,
        reason: row.get(17)?,
    })
}

fn versions(conn: &Connection, id: &ControlListId) -> Result<Vec<ControlVersion>> {
    let mut find = conn.prepare_cached(
        "SELECT list, number, stage, edition, holds_from, checksum, file, n_entries, n_top, n_notes, n_thresholds, n_lost,
             n_doubts, by, person, at, decided_by, reason
         FROM control_version WHERE list = ?1 ORDER BY number DESC",
    )?;
    let mut rows = find.query([id.as_str()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(version(row)?);
    }
    Ok(found)
}

fn text(conn: &Connection, id: &ControlListId, number: u32) -> Result<ControlText> {
    let mut find = conn.prepare_cached(
        "SELECT code, parent, text FROM control_entry WHERE list = ?1 AND version = ?2 ORDER BY position",
    )?;
    let rows = find.query_map((id.as_str(), number), |row| {
        Ok(ControlEntry { code: row.get(0)?, parent: row.get(1)?, text: row.get(2)?, notes: Vec::new() })
    })?;
    let mut entries: Vec<ControlEntry> = rows.collect::<rusqlite::Result<_>>()?;
    let mut general = Vec::new();
    let mut find = conn.prepare_cached(
        "SELECT position, kind, term, text FROM control_note WHERE list = ?1 AND version = ?2 ORDER BY position, place",
    )?;
    let mut rows = find.query((id.as_str(), number))?;
    while let Some(row) = rows.next()? {
        let (position, kind): (i64, String) = (row.get(0)?, row.get(1)?);
        let note = ControlNote {
            kind: ControlNoteKind::from_word(&kind).ok_or_else(|| damaged("kind of note", &kind))?,
            term: row.get(2)?,
            text: row.get(3)?,
        };
        match usize::try_from(position - 1).ok().and_then(|at| entries.get_mut(at)) {
            Some(entry) => entry.notes.push(note),
            None => general.push(note),
        }
    }
    // It was in order when it was kept, so nothing is left out.
    Ok(ControlText::of(entries, general).0)
}
