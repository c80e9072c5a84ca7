//! The rows of inspections: programmes, what they could draw, and the seed that nobody reads before the draw.

use model::{
    AdoptionId, CheckExpects, CheckQuestion, Date, EvidenceClass, Fact, FrameLine, Inspection, InspectionId,
    InspectionScope, InspectionState, Marking, PostId, RiskGround, RiskWeights, Rung, SeedBasis, StratifiedBy,
    TechnologyId, UnitId,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::sample::day;
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps a programme as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_inspection(&mut self, inspection: &Inspection, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &inspection.marking)?;
        let id = inspection.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM inspection WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        let (scope, weights) = (&inspection.scope, &inspection.weights);
        self.conn
            .prepare_cached(
                "INSERT INTO inspection (id, title, purpose, post, rung, class, since, until, visits, told, jump, first,
                                         wrong_before, value, stratified, basis, source, seed_hash, seed, n_claims,
                                         frame_hash, fixed, state, report, label, invented, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
                         ?23, ?24, ?25, ?26, ?27, ?28)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, purpose = excluded.purpose, post = excluded.post,
                     rung = excluded.rung, class = excluded.class, since = excluded.since, until = excluded.until,
                     visits = excluded.visits, told = excluded.told, jump = excluded.jump, first = excluded.first,
                     wrong_before = excluded.wrong_before, value = excluded.value, stratified = excluded.stratified,
                     basis = excluded.basis, source = excluded.source, seed_hash = excluded.seed_hash,
                     seed = excluded.seed, n_claims = excluded.n_claims, frame_hash = excluded.frame_hash,
                     fixed = excluded.fixed, state = excluded.state, report = excluded.report, label = excluded.label,
                     revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                inspection.title,
                inspection.purpose,
                inspection.post.as_str(),
                scope.rung.word(),
                scope.class.word(),
                inspection.since.to_string(),
                inspection.until.to_string(),
                inspection.visits,
                weights.told,
                weights.jump,
                weights.first,
                weights.wrong_before,
                weights.value,
                inspection.by.word(),
                inspection.basis.word(),
                inspection.source,
                inspection.seed_hash,
                inspection.seed,
                inspection.n_claims,
                inspection.frame_hash,
                inspection.fixed.map(|day| day.to_string()),
                inspection.state.word(),
                inspection.report,
                label,
                inspection.invented,
                inspection.revision,
                inspection.made_at,
            ])?;
        keep_parts(self.conn, id, inspection)?;
        if before.is_some_and(|before| before != label) {
            label::relabel_inspection(self, inspection.id)?;
        }
        self.note(fact)
    }

    /// The programme of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn inspection(&self, scope: &Scope, id: InspectionId) -> Result<Option<Inspection>> {
        Ok(match one(self.conn, id)? {
            Some(found) if scope.shows(self.conn, &found.marking)? => Some(found),
            _ => None,
        })
    }

    /// Keeps the seed that nobody reads before the draw.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_inspection_seed(&mut self, id: InspectionId, seed: &str) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO inspection_seed (inspection, seed) VALUES (?1, ?2)
                 ON CONFLICT (inspection) DO UPDATE SET seed = excluded.seed",
            )?
            .execute((id.bits().cast_signed(), seed))?;
        Ok(())
    }

    /// The seed that was kept, for the draw.
    ///
    /// # Errors
    /// When the store fails.
    pub fn inspection_seed(&self, id: InspectionId) -> Result<Option<String>> {
        let mut find = self.conn.prepare_cached("SELECT seed FROM inspection_seed WHERE inspection = ?1")?;
        Ok(find.query_row([id.bits().cast_signed()], |row| row.get(0)).optional()?)
    }

    /// Keeps what a programme can draw.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_frame(&mut self, id: InspectionId, frame: &[FrameLine]) -> Result<()> {
        let mut put = self.conn.prepare_cached(
            "INSERT INTO frame_line (inspection, adoption, technology, unit, rung, class, since, grounds, weight, stratum)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for line in frame {
            let grounds: Vec<&str> = line.grounds.iter().map(|ground| ground.word()).collect();
            put.execute(rusqlite::params![
                id.bits().cast_signed(),
                line.adoption.bits().cast_signed(),
                line.technology.bits().cast_signed(),
                line.unit.as_str(),
                line.rung.word(),
                line.class.word(),
                line.since.to_string(),
                grounds.join(" "),
                line.weight,
                line.stratum,
            ])?;
        }
        Ok(())
    }

    /// What a programme can draw.
    ///
    /// # Errors
    /// When the store fails.
    pub fn frame(&self, id: InspectionId) -> Result<Vec<FrameLine>> {
        frame(self.conn, id)
    }
}

impl Reader {
    /// The programme of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn inspection(&self, scope: &Scope, id: InspectionId) -> Result<Option<Inspection>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Every programme, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn inspections(&self, scope: &Scope) -> Result<Vec<Inspection>> {
        self.seen_by(scope, |conn| {
            let mut statement =
                conn.prepare_cached(&format!("{SELECT} ORDER BY i.since DESC, i.made_at DESC, i.id"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(inspection(conn, row)?);
            }
            Ok(found)
        })
    }

    /// What a programme can draw, as far as the scope sees it, in the order of names.
    ///
    /// # Errors
    /// When the store fails.
    pub fn frame(&self, scope: &Scope, id: InspectionId) -> Result<Vec<FrameLine>> {
        self.seen_by(scope, |conn| frame(conn, id))
    }
}

fn keep_parts(conn: &Connection, id: i64, inspection: &Inspection) -> Result<()> {
    for table in ["inspection_unit", "inspection_technology", "inspection_question"] {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE inspection = ?1"))?.execute([id])?;
    }
    let mut put =
        conn.prepare_cached("INSERT INTO inspection_unit (inspection, position, unit) VALUES (?1, ?2, ?3)")?;
    for (at, unit) in (0i64..).zip(&inspection.scope.units) {
        put.execute((id, at, unit.as_str()))?;
    }
    let mut put = conn
        .prepare_cached("INSERT INTO inspection_technology (inspection, position, technology) VALUES (?1, ?2, ?3)")?;
    for (at, technology) in (0i64..).zip(&inspection.scope.technologies) {
        put.execute((id, at, technology.bits().cast_signed()))?;
    }
    let mut put = conn.prepare_cached(
        "INSERT INTO inspection_question (inspection, position, text, expects, rung) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (at, question) in (0i64..).zip(&inspection.questions) {
        put.execute((id, at, &question.text, question.expects.word(), question.rung.map(Rung::word)))?;
    }
    Ok(())
}

const SELECT: &str = "SELECT i.id, i.title, i.purpose, i.post, i.rung, i.class, i.since, i.until, i.visits, i.told, i.jump,
        i.first, i.wrong_before, i.value, i.stratified, i.basis, i.source, i.seed_hash, i.seed, i.n_claims, i.frame_hash,
        i.fixed, i.state, i.report, l.marking, i.invented, i.revision, i.made_at
     FROM inspection i LEFT JOIN label l ON l.id = i.label";

fn one(conn: &Connection, id: InspectionId) -> Result<Option<Inspection>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE i.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| inspection(conn, row)).transpose()
}

/// The word of a closed list, as it stands in a row of the tables of inspections.
pub(crate) fn word<T>(row: &Row<'_>, at: usize, read: impl Fn(&str) -> Option<T>) -> Result<T> {
    let text: String = row.get(at)?;
    read(&text).ok_or_else(|| Error::damaged(format!("`{text}` of an inspection is not a word of its list")))
}

/// The same where there may be none.
pub(crate) fn maybe_word<T>(row: &Row<'_>, at: usize, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    if row.get_ref(at)? == rusqlite::types::ValueRef::Null { Ok(None) } else { word(row, at, read).map(Some) }
}

fn inspection(conn: &Connection, row: &Row<'_>) -> Result<Inspection> {
    let key: i64 = row.get(0)?;
    let days = |at: usize| day(&row.get::<_, String>(at)?);
    let fixed: Option<String> = row.get(21)?;
    let marking: Option<String> = row.get(24)?;
    Ok(Inspection {
        id: InspectionId::from_bits(key.cast_unsigned()),
        title: row.get(1)?,
        purpose: row.get(2)?,
        post: named(PostId::new(&row.get::<_, String>(3)?))?,
        scope: InspectionScope {
            units: units(conn, key)?,
            technologies: technologies(conn, key)?,
            rung: word(row, 4, Rung::from_word)?,
            class: word(row, 5, EvidenceClass::from_word)?,
        },
        since: days(6)?,
        until: days(7)?,
        visits: row.get(8)?,
        weights: RiskWeights {
            told: row.get(9)?,
            jump: row.get(10)?,
            first: row.get(11)?,
            wrong_before: row.get(12)?,
            value: row.get(13)?,
        },
        by: word(row, 14, StratifiedBy::from_word)?,
        basis: word(row, 15, SeedBasis::from_word)?,
        source: row.get(16)?,
        seed_hash: row.get(17)?,
        seed: row.get(18)?,
        questions: questions(conn, key)?,
        n_claims: row.get(19)?,
        frame_hash: row.get(20)?,
        fixed: fixed.as_deref().map(day).transpose()?,
        state: word(row, 22, InspectionState::from_word)?,
        report: row.get(23)?,
        marking: marking.as_deref().map_or_else(Marking::top, Marking::read),
        invented: row.get(25)?,
        revision: row.get(26)?,
        made_at: row.get(27)?,
    })
}

fn units(conn: &Connection, key: i64) -> Result<Vec<UnitId>> {
    let mut find = conn.prepare_cached("SELECT unit FROM inspection_unit WHERE inspection = ?1 ORDER BY position")?;
    let names = find.query_map([key], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    names.iter().map(|name| named(UnitId::new(name))).collect()
}

fn technologies(conn: &Connection, key: i64) -> Result<Vec<TechnologyId>> {
    let mut find =
        conn.prepare_cached("SELECT technology FROM inspection_technology WHERE inspection = ?1 ORDER BY position")?;
    let found = find.query_map([key], |row| Ok(TechnologyId::from_bits(row.get::<_, i64>(0)?.cast_unsigned())))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn questions(conn: &Connection, key: i64) -> Result<Vec<CheckQuestion>> {
    let mut find = conn.prepare_cached(
        "SELECT text, expects, rung FROM inspection_question WHERE inspection = ?1 ORDER BY position",
    )?;
    let mut rows = find.query([key])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(CheckQuestion {
            text: row.get(0)?,
            expects: word(row, 1, CheckExpects::from_word)?,
            rung: maybe_word(row, 2, Rung::from_word)?,
        });
    }
    Ok(found)
}

fn frame(conn: &Connection, id: InspectionId) -> Result<Vec<FrameLine>> {
    let mut find = conn.prepare_cached(
        "SELECT adoption, technology, unit, rung, class, since, grounds, weight, stratum FROM frame_line
         WHERE inspection = ?1",
    )?;
    let mut rows = find.query([id.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let grounds: String = row.get(6)?;
        let since: Date = day(&row.get::<_, String>(5)?)?;
        found.push(FrameLine {
            adoption: AdoptionId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
            technology: TechnologyId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
            unit: named(UnitId::new(&row.get::<_, String>(2)?))?,
            rung: word(row, 3, Rung::from_word)?,
            class: word(row, 4, EvidenceClass::from_word)?,
            since,
            grounds: grounds.split_whitespace().filter_map(RiskGround::from_word).collect(),
            weight: row.get(7)?,
            stratum: row.get(8)?,
        });
    }
    found.sort_by_key(|line| line.adoption);
    Ok(found)
}
