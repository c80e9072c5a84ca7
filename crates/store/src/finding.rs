//! The rows of findings of inspections.

use model::{
    Fact, Finding, FindingAct, FindingId, FindingState, FindingStep, Noun, PersonId, PostId, Severity, Thing, VisitId,
};
use rusqlite::{Connection, Row, ToSql};

use crate::deed::Deed;
use crate::inspection::word;
use crate::programme::named;
use crate::sample::day;
use crate::{Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a finding as it is now, with the fact that explains it. Steps are only added.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_finding(&mut self, finding: &Finding, fact: &Fact) -> Result<()> {
        let id = finding.id.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT INTO finding (id, visit, text, severity, action, owner, due, state, revision)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, due = excluded.due, state = excluded.state,
                     revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                finding.visit.bits().cast_signed(),
                finding.text,
                finding.severity.word(),
                finding.action,
                finding.owner.as_str(),
                finding.due.to_string(),
                finding.state.word(),
                finding.revision,
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO finding_step (finding, position, act, words, evidence, by, person, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        )?;
        for (at, step) in (0i64..).zip(&finding.steps) {
            let evidence: Vec<String> = step.evidence.iter().map(Thing::to_string).collect();
            put.execute(rusqlite::params![
                id,
                at,
                step.act.word(),
                step.words,
                evidence.join("\n"),
                step.by,
                step.person.as_str(),
                step.at,
            ])?;
        }
        drop(put);
        self.note(fact)
    }

    /// The finding of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn finding(&self, scope: &Scope, id: FindingId) -> Result<Option<Finding>> {
        if !self.shows_thing(scope, &Thing::new(Noun::Finding, id))? {
            return Ok(None);
        }
        Ok(select(self.conn, " WHERE f.id = ?1", [id.bits().cast_signed()])?.pop())
    }

    /// The findings of a visit, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn findings_of(&self, visit: VisitId) -> Result<Vec<Finding>> {
        select(self.conn, " WHERE f.visit = ?1", [visit.bits().cast_signed()])
    }
}

impl Reader {
    /// The finding of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn finding(&self, scope: &Scope, id: FindingId) -> Result<Option<Finding>> {
        self.seen_by(scope, |conn| Ok(select(conn, " WHERE f.id = ?1", [id.bits().cast_signed()])?.pop()))
    }

    /// Every finding, or those of a visit, by the day on which they are due.
    ///
    /// # Errors
    /// When the store fails.
    pub fn findings(&self, scope: &Scope, visit: Option<VisitId>) -> Result<Vec<Finding>> {
        self.seen_by(scope, |conn| match visit {
            Some(visit) => select(conn, " WHERE f.visit = ?1", [visit.bits().cast_signed()]),
            None => select(conn, "", [] as [i64; 0]),
        })
    }
}

fn select<const N: usize>(conn: &Connection, tail: &str, keys: [i64; N]) -> Result<Vec<Finding>> {
    let mut find = conn.prepare_cached(&format!(
        "SELECT f.id, f.visit, f.text, f.severity, f.action, f.owner, f.due, f.state, f.revision
         FROM finding f{tail} ORDER BY f.due, f.id"
    ))?;
    let keys: Vec<&dyn ToSql> = keys.iter().map(|key| key as &dyn ToSql).collect();
    let mut rows = find.query(keys.as_slice())?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(finding(conn, row)?);
    }
    Ok(found)
}

fn finding(conn: &Connection, row: &Row<'_>) -> Result<Finding> {
    let key: i64 = row.get(0)?;
    Ok(Finding {
        id: FindingId::from_bits(key.cast_unsigned()),
        visit: VisitId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
        text: row.get(2)?,
        severity: word(row, 3, Severity::from_word)?,
        action: row.get(4)?,
        owner: named(PostId::new(&row.get::<_, String>(5)?))?,
        due: day(&row.get::<_, String>(6)?)?,
        state: word(row, 7, FindingState::from_word)?,
        revision: row.get(8)?,
        steps: steps(conn, key)?,
    })
}

fn steps(conn: &Connection, key: i64) -> Result<Vec<FindingStep>> {
    let mut find = conn.prepare_cached(
        "SELECT act, words, evidence, by, person, at FROM finding_step WHERE finding = ?1 ORDER BY position",
    )?;
    let mut rows = find.query([key])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let evidence: String = row.get(2)?;
        found.push(FindingStep {
            act: word(row, 0, FindingAct::from_word)?,
            words: row.get(1)?,
            evidence: evidence.lines().filter_map(Thing::parse).collect(),
            by: row.get(3)?,
            person: named(PersonId::new(&row.get::<_, String>(4)?))?,
            at: row.get(5)?,
        });
    }
    Ok(found)
}
