//! The rows of visits of inspections, with what was noted and photographed on them.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    AdoptionId, AttachmentId, EditId, EvidenceClass, Fact, InspectionId, Noun, PostId, Rung, SiteVisit, TechnologyId,
    Thing, UnitId, Verdict, VisitId, VisitNote, VisitPhoto, VisitState,
};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::deed::Deed;
use crate::inspection::{maybe_word, word};
use crate::programme::named;
use crate::sample::day;
use crate::{Reader, Result, Scope};

/// Which visits are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct VisitFilter {
    /// Of this programme.
    pub inspection: Option<InspectionId>,
    /// To this adoption.
    pub adoption: Option<AdoptionId>,
    /// To this unit.
    pub unit: Option<UnitId>,
}

/// A photograph with where its bytes lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPhoto {
    /// The photograph.
    pub photo: VisitPhoto,
    /// The name under which its bytes lie on the shelf.
    pub digest: [u8; 32],
}

fn bytes(id: EditId) -> [u8; 16] {
    id.bits().to_be_bytes()
}

impl Deed<'_> {
    /// Keeps a visit as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_site_visit(&mut self, visit: &SiteVisit, fact: &Fact) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO site_visit (id, inspection, adoption, technology, unit, owner, rung, class, stratum, inspector, due,
                                         state, verdict, found, words, seen_on, by, at, answer, answered_by, revision)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
                 ON CONFLICT (id) DO UPDATE SET inspector = excluded.inspector, due = excluded.due, state = excluded.state,
                     verdict = excluded.verdict, found = excluded.found, words = excluded.words,
                     seen_on = excluded.seen_on, by = excluded.by, at = excluded.at, answer = excluded.answer,
                     answered_by = excluded.answered_by, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                visit.id.bits().cast_signed(),
                visit.inspection.bits().cast_signed(),
                visit.adoption.bits().cast_signed(),
                visit.technology.bits().cast_signed(),
                visit.unit.as_str(),
                visit.owner.as_str(),
                visit.rung.word(),
                visit.class.word(),
                visit.stratum,
                visit.inspector.as_ref().map(PostId::as_str),
                visit.due.to_string(),
                visit.state.word(),
                visit.verdict.map(Verdict::word),
                visit.found.map(Rung::word),
                visit.words,
                visit.on.map(|day| day.to_string()),
                visit.by,
                visit.at,
                visit.answer,
                visit.answered_by,
                visit.revision,
            ])?;
        self.note(fact)
    }

    /// The visit of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn site_visit(&self, scope: &Scope, id: VisitId) -> Result<Option<SiteVisit>> {
        if !self.shows_thing(scope, &Thing::new(Noun::Visit, id))? {
            return Ok(None);
        }
        one(self.conn, id)
    }

    /// Visits that fit, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn site_visits(&self, filter: &VisitFilter) -> Result<Vec<SiteVisit>> {
        visits(self.conn, filter)
    }

    /// Keeps what was noted on a visit; answers whether it was new.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_visit_note(&mut self, visit: VisitId, note: &VisitNote) -> Result<bool> {
        let n = self
            .conn
            .prepare_cached(
                "INSERT INTO visit_note (visit, edit, question, value, made_at, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(rusqlite::params![
                visit.bits().cast_signed(),
                bytes(note.id),
                note.question,
                note.value,
                note.made_at,
                note.by,
            ])?;
        Ok(n > 0)
    }

    /// What was noted on a visit, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn visit_notes(&self, visit: VisitId) -> Result<Vec<VisitNote>> {
        notes(self.conn, visit)
    }

    /// Keeps a photograph of a visit; answers whether it was new. `id` is the name of its file.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_visit_photo(&mut self, visit: VisitId, id: AttachmentId, held: &HeldPhoto) -> Result<bool> {
        let photo = &held.photo;
        let n = self
            .conn
            .prepare_cached(
                "INSERT INTO visit_photo (id, visit, edit, question, name, n_bytes, digest, taken, place, seal, by, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (visit, edit) DO NOTHING",
            )?
            .execute(rusqlite::params![
                id.bits().cast_signed(),
                visit.bits().cast_signed(),
                bytes(photo.id),
                photo.question,
                photo.name,
                photo.n_bytes.cast_signed(),
                held.digest,
                photo.taken,
                photo.place,
                photo.seal,
                photo.by,
                photo.at,
            ])?;
        Ok(n > 0)
    }

    /// The photographs of a visit, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn visit_photos(&self, visit: VisitId) -> Result<Vec<HeldPhoto>> {
        photos(self.conn, visit)
    }
}

impl Reader {
    /// The visit of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn site_visit(&self, scope: &Scope, id: VisitId) -> Result<Option<SiteVisit>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Visits that fit, by the day on which they are due.
    ///
    /// # Errors
    /// When the store fails.
    pub fn site_visits(&self, scope: &Scope, filter: &VisitFilter) -> Result<Vec<SiteVisit>> {
        self.seen_by(scope, |conn| visits(conn, filter))
    }

    /// What was noted on a visit.
    ///
    /// # Errors
    /// When the store fails.
    pub fn visit_notes(&self, scope: &Scope, visit: VisitId) -> Result<Vec<VisitNote>> {
        self.seen_by(scope, |conn| notes(conn, visit))
    }

    /// The photographs of a visit.
    ///
    /// # Errors
    /// When the store fails.
    pub fn visit_photos(&self, scope: &Scope, visit: VisitId) -> Result<Vec<HeldPhoto>> {
        self.seen_by(scope, |conn| photos(conn, visit))
    }
}

const SELECT: &str =
    "SELECT v.id, v.inspection, v.adoption, v.technology, v.unit, v.owner, v.rung, v.class, v.stratum, v.inspector,
        v.due, v.state, v.verdict, v.found, v.words, v.seen_on, v.by, v.at, v.answer, v.answered_by, v.revision
     FROM site_visit v";

fn one(conn: &Connection, id: VisitId) -> Result<Option<SiteVisit>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE v.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(visit).transpose()
}

fn visits(conn: &Connection, filter: &VisitFilter) -> Result<Vec<SiteVisit>> {
    let (mut clauses, mut values): (Vec<&str>, Vec<Value>) = (Vec::new(), Vec::new());
    if let Some(inspection) = filter.inspection {
        clauses.push("v.inspection = ?");
        values.push(Value::Integer(inspection.bits().cast_signed()));
    }
    if let Some(adoption) = filter.adoption {
        clauses.push("v.adoption = ?");
        values.push(Value::Integer(adoption.bits().cast_signed()));
    }
    if let Some(unit) = &filter.unit {
        clauses.push("v.unit = ?");
        values.push(Value::Text(unit.as_str().to_owned()));
    }
    let tail = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
    let mut statement = conn.prepare_cached(&format!("{SELECT}{tail} ORDER BY v.due, v.id"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(visit(row)?);
    }
    Ok(found)
}

/// The adoptions of which the last visit that saw them found less than is claimed; of one alone where it is named.
pub(crate) fn contradicted(conn: &Connection, adoption: Option<AdoptionId>) -> Result<BTreeSet<AdoptionId>> {
    let mut last: BTreeMap<AdoptionId, SiteVisit> = BTreeMap::new();
    for visit in visits(conn, &VisitFilter { adoption, ..VisitFilter::default() })? {
        if visit.was_seen() && last.get(&visit.adoption).is_none_or(|before| before.at <= visit.at) {
            last.insert(visit.adoption, visit);
        }
    }
    Ok(last.into_iter().filter(|(_, visit)| visit.contradicts()).map(|(adoption, _)| adoption).collect())
}

fn visit(row: &Row<'_>) -> Result<SiteVisit> {
    let bits = |at: usize| Ok::<u64, crate::Error>(row.get::<_, i64>(at)?.cast_unsigned());
    let seen_on: Option<String> = row.get(15)?;
    let inspector: Option<String> = row.get(9)?;
    Ok(SiteVisit {
        id: VisitId::from_bits(bits(0)?),
        inspection: InspectionId::from_bits(bits(1)?),
        adoption: AdoptionId::from_bits(bits(2)?),
        technology: TechnologyId::from_bits(bits(3)?),
        unit: named(UnitId::new(&row.get::<_, String>(4)?))?,
        owner: named(PostId::new(&row.get::<_, String>(5)?))?,
        rung: word(row, 6, Rung::from_word)?,
        class: word(row, 7, EvidenceClass::from_word)?,
        stratum: row.get(8)?,
        inspector: inspector.map(|post| named(PostId::new(&post))).transpose()?,
        due: day(&row.get::<_, String>(10)?)?,
        state: word(row, 11, VisitState::from_word)?,
        verdict: maybe_word(row, 12, Verdict::from_word)?,
        found: maybe_word(row, 13, Rung::from_word)?,
        words: row.get(14)?,
        on: seen_on.as_deref().map(day).transpose()?,
        by: row.get(16)?,
        at: row.get(17)?,
        answer: row.get(18)?,
        answered_by: row.get(19)?,
        revision: row.get(20)?,
    })
}

fn notes(conn: &Connection, visit: VisitId) -> Result<Vec<VisitNote>> {
    let mut find = conn.prepare_cached(
        "SELECT edit, question, value, made_at, by FROM visit_note WHERE visit = ?1 ORDER BY made_at, edit",
    )?;
    let rows = find.query_map([visit.bits().cast_signed()], |row| {
        Ok(VisitNote {
            id: EditId::from_bits(u128::from_be_bytes(row.get(0)?)),
            question: row.get(1)?,
            value: row.get(2)?,
            made_at: row.get(3)?,
            by: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn photos(conn: &Connection, visit: VisitId) -> Result<Vec<HeldPhoto>> {
    let mut find = conn.prepare_cached(
        "SELECT edit, question, name, n_bytes, taken, place, seal, by, at, digest FROM visit_photo WHERE visit = ?1
         ORDER BY question, at, id",
    )?;
    let rows = find.query_map([visit.bits().cast_signed()], |row| {
        let photo = VisitPhoto {
            id: EditId::from_bits(u128::from_be_bytes(row.get(0)?)),
            question: row.get(1)?,
            name: row.get(2)?,
            n_bytes: row.get::<_, i64>(3)?.cast_unsigned(),
            taken: row.get(4)?,
            place: row.get(5)?,
            seal: row.get(6)?,
            by: row.get(7)?,
            at: row.get(8)?,
        };
        Ok(HeldPhoto { photo, digest: row.get(9)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
