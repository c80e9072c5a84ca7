//! The rows of own abstracts with their versions, and of grades.

use std::collections::BTreeMap;

use model::{Digest, DigestId, DigestText, Grade, Language, Marking, Noun, PersonId, PostId, RecordId, Thing, Verb};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::indexing;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label, record};

/// A grade with who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldGrade {
    /// The grade.
    pub grade: Grade,
    /// Who gave it.
    pub person: PersonId,
    /// For which post.
    pub post: Option<PostId>,
    /// When, in microseconds since 1970.
    pub given_at: i64,
}

/// What the office itself says of a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Abstracted {
    /// Its own abstracts and translations, a language each, the one written last first.
    pub digests: Vec<Digest>,
    /// The Admiralty grade.
    pub grade: Option<HeldGrade>,
    /// The codes that an abstractor accepted or gave, by scheme.
    pub codes: Vec<model::Indexing>,
}

/// One of the rows that a record stands in: its own and those that were joined to it.
pub(crate) const ROWS_OF: &str = "(SELECT ?1 UNION ALL SELECT row FROM record WHERE absorbed_by = ?1)";

/// A version of an own abstract that was overtaken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestVersion {
    /// Its number, from 1.
    pub revision: u32,
    /// What was written.
    pub text: DigestText,
    /// Who wrote it.
    pub person: PersonId,
    /// For which post.
    pub post: Option<PostId>,
    /// When, in microseconds since 1970.
    pub written_at: i64,
}

impl Deed<'_> {
    /// Keeps an own abstract; what stood before becomes a version.
    ///
    /// # Errors
    /// Refused when the record is not there.
    pub fn keep_digest(&mut self, digest: &Digest) -> Result<()> {
        let row = self.row_of_record(digest.record)?;
        let label = label::intern(self, &digest.marking)?;
        let bits = digest.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM digest WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([bits], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO digest_version (digest, revision, purpose, advantage, conditions, title, translation, person, post,
                                             written_at, label)
                 SELECT id, revision, purpose, advantage, conditions, title, translation, person, post, written_at, label
                 FROM digest WHERE id = ?1 AND revision < ?2",
            )?
            .execute((bits, digest.revision))?;
        let DigestText { purpose, advantage, conditions, title, translation } = &digest.text;
        self.conn
            .prepare_cached(
                "INSERT INTO digest (id, record, language, purpose, advantage, conditions, title, translation, person, post,
                                     made_at, written_at, revision, label)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                 ON CONFLICT (id) DO UPDATE SET purpose = excluded.purpose, advantage = excluded.advantage,
                     conditions = excluded.conditions, title = excluded.title, translation = excluded.translation,
                     person = excluded.person, post = excluded.post, written_at = excluded.written_at,
                     revision = excluded.revision, label = excluded.label",
            )?
            .execute(rusqlite::params![
                bits,
                row,
                digest.language.tag(),
                purpose,
                advantage,
                conditions,
                title,
                translation,
                digest.person.as_str(),
                digest.post.as_ref().map(PostId::as_str),
                digest.made_at,
                digest.written_at,
                digest.revision,
                label,
            ])?;
        let thing = Thing::new(Noun::Digest, digest.id);
        if before.is_some_and(|before| before != label) {
            label::relabel_digest(self, digest.id)?;
        }
        let fact = self.fact(Verb::Abstracted, thing).to(record::object(digest.record));
        self.note(&fact.with(format!("{} {}", digest.language.tag(), digest.revision)))
    }

    /// The own abstract of a record in a language, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn digest_of(&self, scope: &Scope, record: RecordId, language: &Language) -> Result<Option<Digest>> {
        let Some(row) = record::row_of(self.conn, record)? else { return Ok(None) };
        let found = of_row(self.conn, row)?.into_iter().find(|digest| digest.language == *language);
        Ok(match found {
            Some(digest) if scope.shows(self.conn, &digest.marking)? => Some(digest),
            _ => None,
        })
    }

    /// Whether somebody wrote of the record in this language what the scope does not see.
    ///
    /// # Errors
    /// When the store fails.
    pub fn digest_is_hidden(&self, scope: &Scope, record: RecordId, language: &Language) -> Result<bool> {
        let Some(row) = record::row_of(self.conn, record)? else { return Ok(false) };
        for digest in of_row(self.conn, row)?.into_iter().filter(|digest| digest.language == *language) {
            if !scope.shows(self.conn, &digest.marking)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Keeps the grade of a record; answers whether it is another than before.
    ///
    /// # Errors
    /// Refused when the record is not there.
    pub fn keep_grade(&mut self, id: RecordId, held: &HeldGrade) -> Result<bool> {
        let row = self.row_of_record(id)?;
        let mut find = self.conn.prepare_cached("SELECT grade FROM grade WHERE record = ?1")?;
        let before: Option<String> = find.query_row([row], |row| row.get(0)).optional()?;
        let text = held.grade.to_string();
        if before.as_ref() == Some(&text) {
            return Ok(false);
        }
        self.conn
            .prepare_cached(
                "INSERT INTO grade (record, grade, person, post, given_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (record) DO UPDATE SET grade = excluded.grade, person = excluded.person, post = excluded.post,
                     given_at = excluded.given_at",
            )?
            .execute((row, &text, held.person.as_str(), held.post.as_ref().map(PostId::as_str), held.given_at))?;
        let change = before.map_or(text.clone(), |before| format!("{before} → {text}"));
        let fact = self.fact(Verb::Graded, record::object(record::id_of(self.conn, row)?));
        self.note(&fact.with(change))?;
        Ok(true)
    }

    /// How a record is graded, or what was joined to it; `None` where nobody graded it.
    ///
    /// # Errors
    /// Refused when the record is not there.
    pub fn grade(&self, id: RecordId) -> Result<Option<Grade>> {
        let row = self.row_of_record(id)?;
        Ok(grade_of(self.conn, row)?.map(|held| held.grade))
    }

    /// The row of a record that has to be there.
    pub(crate) fn row_of_record(&self, id: RecordId) -> Result<i64> {
        let missing = || model::Refusal::NotFound {
            noun: "record",
            text: id.to_string(),
            next: model::sentence!("next-look-again", "look for it again"),
        };
        Ok(record::row_of(self.conn, id)?.ok_or_else(missing)?)
    }
}

impl Reader {
    /// An own abstract by its name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn digest(&self, scope: &Scope, id: DigestId) -> Result<Option<Digest>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// What the office itself says of these records; those of which it says nothing that is seen are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn abstracts_of(&self, scope: &Scope, records: &[RecordId]) -> Result<BTreeMap<RecordId, Abstracted>> {
        self.seen_by(scope, |conn| {
            let mut found = BTreeMap::new();
            for id in records {
                let Some(row) = record::row_of(conn, *id)? else { continue };
                let abstracted = Abstracted {
                    digests: of_row(conn, row)?,
                    grade: grade_of(conn, row)?,
                    codes: indexing::of_row(conn, row, model::Round::First)?,
                };
                if abstracted != Abstracted::default() {
                    found.insert(*id, abstracted);
                }
            }
            Ok(found)
        })
    }

    /// The versions of an own abstract before the present one, the latest first, as far as their markings let.
    ///
    /// # Errors
    /// When the store fails.
    pub fn digest_versions(&self, scope: &Scope, id: DigestId) -> Result<Vec<DigestVersion>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT revision, purpose, advantage, conditions, title, translation, person, post, written_at
                 FROM digest_version WHERE digest = ?1 ORDER BY revision DESC",
            )?;
            let mut rows = statement.query([id.bits().cast_signed()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(DigestVersion {
                    revision: row.get(0)?,
                    text: text(row, 1)?,
                    person: named(PersonId::new(&row.get::<_, String>(6)?))?,
                    post: row.get::<_, Option<String>>(7)?.map(|post| named(PostId::new(&post))).transpose()?,
                    written_at: row.get(8)?,
                });
            }
            Ok(found)
        })
    }

    /// Own abstracts, those written last first; of one person, where one is named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn latest_digests(&self, scope: &Scope, person: Option<&PersonId>, limit: usize) -> Result<Vec<Digest>> {
        self.seen_by(scope, |conn| {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let tail = "ORDER BY g.written_at DESC, g.id LIMIT ?2";
            let mut statement = match person {
                Some(_) => conn.prepare_cached(&format!("{SELECT} WHERE g.person = ?1 {tail}"))?,
                None => conn.prepare_cached(&format!("{SELECT} WHERE ?1 IS NULL {tail}"))?,
            };
            digests(statement.query((person.map(PersonId::as_str), limit))?)
        })
    }
}

/// The record is named as it is called now.
const SELECT: &str =
    "SELECT g.id, coalesce(k.id, r.id), g.language, g.purpose, g.advantage, g.conditions, g.title, g.translation,
                             g.person, g.post, g.made_at, g.written_at, g.revision, l.marking
                      FROM digest g JOIN record r ON r.row = g.record LEFT JOIN record k ON k.row = r.absorbed_by
                      LEFT JOIN label l ON l.id = g.label";

pub(crate) fn one(conn: &Connection, id: DigestId) -> Result<Option<Digest>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE g.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(digest).transpose()
}

/// What is written of the record in a row, the latest first.
fn of_row(conn: &Connection, row: i64) -> Result<Vec<Digest>> {
    let mut statement =
        conn.prepare_cached(&format!("{SELECT} WHERE g.record IN {ROWS_OF} ORDER BY g.written_at DESC, g.id"))?;
    digests(statement.query([row])?)
}

/// The grade of the record in a row: its own before those of what was joined to it.
pub(crate) fn grade_of(conn: &Connection, row: i64) -> Result<Option<HeldGrade>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT grade, person, post, given_at FROM grade WHERE record IN {ROWS_OF}
         ORDER BY record != ?1, given_at DESC LIMIT 1"
    ))?;
    let mut rows = statement.query([row])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let text: String = row.get(0)?;
    Ok(Some(HeldGrade {
        grade: Grade::parse(&text).ok_or_else(|| Error::damaged(format!("`{text}` is no grade of a record")))?,
        person: named(PersonId::new(&row.get::<_, String>(1)?))?,
        post: row.get::<_, Option<String>>(2)?.map(|post| named(PostId::new(&post))).transpose()?,
        given_at: row.get(3)?,
    }))
}

fn digests(mut rows: rusqlite::Rows<'_>) -> Result<Vec<Digest>> {
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(digest(row)?);
    }
    Ok(found)
}

fn text(row: &Row<'_>, from: usize) -> Result<DigestText> {
    Ok(DigestText {
        purpose: row.get(from)?,
        advantage: row.get(from + 1)?,
        conditions: row.get(from + 2)?,
        title: row.get(from + 3)?,
        translation: row.get(from + 4)?,
    })
}

fn digest(row: &Row<'_>) -> Result<Digest> {
    let language: String = row.get(2)?;
    Ok(Digest {
        id: DigestId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        record: record::record_id(row.get(1)?),
        language: Language::parse(&language)
            .ok_or_else(|| Error::damaged(format!("`{language}` is not the language of an abstract")))?,
        text: text(row, 3)?,
        person: named(PersonId::new(&row.get::<_, String>(8)?))?,
        post: row.get::<_, Option<String>>(9)?.map(|post| named(PostId::new(&post))).transpose()?,
        made_at: row.get(10)?,
        written_at: row.get(11)?,
        revision: row.get(12)?,
        marking: row.get::<_, Option<String>>(13)?.as_deref().map_or_else(Marking::top, Marking::read),
    })
}
