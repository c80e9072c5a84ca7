//! The rows of answers: edits as they came, and the files that they brought.

use std::collections::BTreeSet;

use model::{AnswerEdit, AnswerLog, AttachmentId, EditId, Evidence, MissionId, QuestionId, QuestionState};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope};

/// A file of an answer, as it lies on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldAnswerFile {
    /// The name that it has as an attachment, once the report is cut.
    pub id: AttachmentId,
    /// The edit that brought it.
    pub edit: EditId,
    /// The name of the file.
    pub name: String,
    /// Its size, in bytes.
    pub n_bytes: u64,
    /// Under what its bytes lie.
    pub digest: [u8; 32],
}

impl Deed<'_> {
    /// Keeps an edit, unless one of its name is kept of this mission. Answers whether it is new.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_answer_edit(&mut self, mission: MissionId, edit: &AnswerEdit) -> Result<bool> {
        let key = mission.bits().cast_signed();
        let mut next =
            self.conn.prepare_cached("SELECT coalesce(max(seq), 0) + 1 FROM answer_edit WHERE mission = ?1")?;
        let seq: i64 = next.query_row([key], |row| row.get(0))?;
        let seen: Vec<u8> = edit.seen.iter().flat_map(|id| bytes(*id)).collect();
        let n = self
            .conn
            .prepare_cached(
                "INSERT INTO answer_edit (mission, seq, question, id, clock, by, made_at, came_at, state, evidence, reason,
                                          notes, seen, file, taken)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                 ON CONFLICT (mission, id) DO NOTHING",
            )?
            .execute(rusqlite::params![
                key,
                seq,
                edit.question.bits().cast_signed(),
                bytes(edit.id),
                edit.clock.cast_signed(),
                edit.by,
                edit.made_at,
                self.at,
                edit.state.map(QuestionState::word),
                edit.evidence.map(Evidence::word),
                edit.reason,
                edit.notes,
                seen,
                edit.file,
                edit.taken.map(bytes),
            ])?;
        Ok(n > 0)
    }

    /// Keeps a file of an answer.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_answer_file(&mut self, mission: MissionId, file: &HeldAnswerFile) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO answer_file (id, mission, edit, name, n_bytes, digest, came_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(rusqlite::params![
                file.id.bits().cast_signed(),
                mission.bits().cast_signed(),
                bytes(file.edit),
                file.name,
                file.n_bytes.cast_signed(),
                file.digest,
                self.at,
            ])?;
        Ok(())
    }

    /// Lets the file of an answer go: it was taken away, or went over to a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remove_answer_file(&mut self, mission: MissionId, edit: EditId) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM answer_file WHERE mission = ?1 AND edit = ?2")?
            .execute((mission.bits().cast_signed(), bytes(edit)))?;
        Ok(())
    }

    /// The edits of the answers of a mission, whoever sees it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answer_log(&self, mission: MissionId) -> Result<AnswerLog> {
        Ok(AnswerLog::of(after(self.conn, mission, 0)?.into_iter().map(|(_, edit)| edit)))
    }

    /// The edits that came after a number, each with its own, whoever sees the mission.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answer_edits_after(&self, mission: MissionId, number: u64) -> Result<Vec<(u64, AnswerEdit)>> {
        after(self.conn, mission, number)
    }

    /// The files of the answers of a mission, whoever sees it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answer_files(&self, mission: MissionId) -> Result<Vec<HeldAnswerFile>> {
        files(self.conn, mission)
    }
}

impl Reader {
    /// The edits of the answers of a mission.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answer_log(&self, scope: &Scope, mission: MissionId) -> Result<AnswerLog> {
        let edits = self.answer_edits_after(scope, mission, 0)?;
        Ok(AnswerLog::of(edits.into_iter().map(|(_, edit)| edit)))
    }

    /// The edits of the answers of a mission that came after a number, each with its own, as they came.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answer_edits_after(&self, scope: &Scope, mission: MissionId, number: u64) -> Result<Vec<(u64, AnswerEdit)>> {
        self.seen_by(scope, |conn| after(conn, mission, number))
    }

    /// How many edits the answers of a mission are made of. They are only added, so it is the number of the last.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_answer_edits(&self, scope: &Scope, mission: MissionId) -> Result<u64> {
        self.seen_by(scope, |conn| {
            let mut count = conn.prepare_cached("SELECT count(*) FROM answer_edit WHERE mission = ?1")?;
            let n: i64 = count.query_row([mission.bits().cast_signed()], |row| row.get(0))?;
            Ok(n.cast_unsigned())
        })
    }

    /// The files of the answers of a mission.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answer_files(&self, scope: &Scope, mission: MissionId) -> Result<Vec<HeldAnswerFile>> {
        self.seen_by(scope, |conn| files(conn, mission))
    }
}

fn bytes(id: EditId) -> [u8; 16] {
    id.bits().to_be_bytes()
}

fn damaged(what: &str) -> Error {
    Error::damaged(format!("the {what} of an answer is none"))
}

fn after(conn: &Connection, mission: MissionId, number: u64) -> Result<Vec<(u64, AnswerEdit)>> {
    let mut statement = conn.prepare_cached(
        "SELECT seq, question, id, clock, by, made_at, state, evidence, reason, notes, seen, file, taken
         FROM answer_edit WHERE mission = ?1 AND seq > ?2 ORDER BY seq",
    )?;
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let mut rows = statement.query((mission.bits().cast_signed(), number))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((row.get::<_, i64>(0)?.cast_unsigned(), edit(row)?));
    }
    Ok(found)
}

fn edit(row: &Row<'_>) -> Result<AnswerEdit> {
    let id = |bytes: [u8; 16]| EditId::from_bits(u128::from_be_bytes(bytes));
    let word = |at: usize| row.get::<_, Option<String>>(at);
    let seen: Vec<u8> = row.get(10)?;
    let seen: BTreeSet<EditId> = seen.chunks_exact(16).filter_map(|chunk| Some(id(chunk.try_into().ok()?))).collect();
    let state = word(6)?.map(|word| QuestionState::from_word(&word).ok_or_else(|| damaged("state"))).transpose()?;
    let evidence = word(7)?.map(|word| Evidence::from_word(&word).ok_or_else(|| damaged("evidence"))).transpose()?;
    Ok(AnswerEdit {
        clock: row.get::<_, i64>(3)?.cast_unsigned(),
        id: id(row.get(2)?),
        question: QuestionId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
        by: row.get(4)?,
        made_at: row.get(5)?,
        state,
        evidence,
        reason: word(8)?,
        notes: word(9)?,
        seen,
        file: word(11)?,
        taken: row.get::<_, Option<[u8; 16]>>(12)?.map(id),
    })
}

fn files(conn: &Connection, mission: MissionId) -> Result<Vec<HeldAnswerFile>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, edit, name, n_bytes, digest FROM answer_file WHERE mission = ?1 ORDER BY came_at, id",
    )?;
    let rows = statement.query_map([mission.bits().cast_signed()], |row| {
        Ok(HeldAnswerFile {
            id: AttachmentId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
            edit: EditId::from_bits(u128::from_be_bytes(row.get(1)?)),
            name: row.get(2)?,
            n_bytes: row.get::<_, i64>(3)?.cast_unsigned(),
            digest: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
