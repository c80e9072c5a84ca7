//! The rows of output: what was planned, what was told, and the share of all that is made.

use model::{AdoptionId, Intensity, OutputPlan, OutputSaid, Quarter, TechnologyId};
use rusqlite::Connection;

use crate::adoption::{Shown, class, evidence, keep_evidence};
use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a plan of a quarter behind those that were made before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_output_plan(&mut self, id: AdoptionId, plan: &OutputPlan) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO adoption_plan (adoption, number, quarter, amount, note, by, at)
                 VALUES (?1, (SELECT count(*) + 1 FROM adoption_plan WHERE adoption = ?1), ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((
                id.bits().cast_signed(),
                plan.quarter.to_string(),
                &plan.amount,
                &plan.note,
                &plan.by,
                plan.at,
            ))?;
        Ok(())
    }

    /// Keeps what was told of a quarter behind what was told before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_output_said(&mut self, id: AdoptionId, said: &OutputSaid) -> Result<()> {
        let (key, number) = (id.bits().cast_signed(), self.next_number("adoption_output", id)?);
        self.conn
            .prepare_cached(
                "INSERT INTO adoption_output (adoption, number, quarter, amount, class, note, by, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute((
                key,
                number,
                said.quarter.to_string(),
                &said.amount,
                said.class.word(),
                &said.note,
                &said.by,
                said.at,
            ))?;
        keep_evidence(self.conn, key, (Shown::Output, 0, number), &said.evidence)
    }

    /// Keeps a share behind those that were told before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_intensity(&mut self, id: AdoptionId, one: &Intensity) -> Result<()> {
        let (key, number) = (id.bits().cast_signed(), self.next_number("adoption_intensity", id)?);
        self.conn
            .prepare_cached(
                "INSERT INTO adoption_intensity (adoption, number, quarter, made, total, measure, of_what, class, by, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(rusqlite::params![
                key,
                number,
                one.quarter.to_string(),
                one.made,
                one.total,
                one.measure,
                one.of,
                one.class.word(),
                one.by,
                one.at,
            ])?;
        keep_evidence(self.conn, key, (Shown::Share, 0, number), &one.evidence)
    }

    fn next_number(&self, table: &str, id: AdoptionId) -> Result<u32> {
        let mut find = self.conn.prepare_cached(&format!("SELECT count(*) + 1 FROM {table} WHERE adoption = ?1"))?;
        Ok(find.query_row([id.bits().cast_signed()], |row| row.get(0))?)
    }

    /// The plans of an adoption, the first one first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn output_plans(&self, id: AdoptionId) -> Result<Vec<OutputPlan>> {
        plans(self.conn, id)
    }

    /// What was told of the output of an adoption, the first telling first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn output_said(&self, id: AdoptionId) -> Result<Vec<OutputSaid>> {
        said(self.conn, id)
    }

    /// The shares of an adoption, the first telling first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn intensities(&self, id: AdoptionId) -> Result<Vec<Intensity>> {
        intensities(self.conn, id)
    }
}

impl Reader {
    /// The plans of an adoption, the first one first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn output_plans(&self, scope: &Scope, id: AdoptionId) -> Result<Vec<OutputPlan>> {
        self.seen_by(scope, |conn| plans(conn, id))
    }

    /// What was told of the output of an adoption, the first telling first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn output_said(&self, scope: &Scope, id: AdoptionId) -> Result<Vec<OutputSaid>> {
        self.seen_by(scope, |conn| said(conn, id))
    }

    /// The shares of an adoption, the first telling first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn intensities(&self, scope: &Scope, id: AdoptionId) -> Result<Vec<Intensity>> {
        self.seen_by(scope, |conn| intensities(conn, id))
    }

    /// The last share of each adoption of a technology, as far as they are seen.
    ///
    /// # Errors
    /// When the store fails.
    pub fn last_intensities(&self, scope: &Scope, technology: TechnologyId) -> Result<Vec<(AdoptionId, Intensity)>> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached("SELECT id FROM adoption WHERE technology = ?1 ORDER BY id")?;
            let ids: Vec<i64> = find
                .query_map([technology.bits().cast_signed()], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut found = Vec::new();
            for id in ids {
                let id = AdoptionId::from_bits(id.cast_unsigned());
                // Of the latest quarter the one that was told last.
                let last = intensities(conn, id)?.into_iter().max_by_key(|one| one.quarter);
                found.extend(last.map(|one| (id, one)));
            }
            Ok(found)
        })
    }
}

fn quarter(text: &str) -> Result<Quarter> {
    Quarter::parse(text).ok_or_else(|| Error::damaged(format!("`{text}` is no quarter of an adoption")))
}

fn plans(conn: &Connection, id: AdoptionId) -> Result<Vec<OutputPlan>> {
    let mut find = conn.prepare_cached(
        "SELECT quarter, amount, note, by, at FROM adoption_plan WHERE adoption = ?1 ORDER BY number",
    )?;
    let mut rows = find.query([id.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(OutputPlan {
            quarter: quarter(&row.get::<_, String>(0)?)?,
            amount: row.get(1)?,
            note: row.get(2)?,
            by: row.get(3)?,
            at: row.get(4)?,
        });
    }
    Ok(found)
}

fn said(conn: &Connection, id: AdoptionId) -> Result<Vec<OutputSaid>> {
    let mut shown = evidence(conn, id.bits().cast_signed(), Shown::Output)?;
    let mut find = conn.prepare_cached(
        "SELECT number, quarter, amount, class, note, by, at FROM adoption_output WHERE adoption = ?1 ORDER BY number",
    )?;
    let mut rows = find.query([id.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(OutputSaid {
            quarter: quarter(&row.get::<_, String>(1)?)?,
            amount: row.get(2)?,
            class: class(&row.get::<_, String>(3)?)?,
            evidence: shown.remove(&(0, row.get(0)?)).and_then(|mut things| things.pop()),
            note: row.get(4)?,
            by: row.get(5)?,
            at: row.get(6)?,
        });
    }
    Ok(found)
}

fn intensities(conn: &Connection, id: AdoptionId) -> Result<Vec<Intensity>> {
    let mut shown = evidence(conn, id.bits().cast_signed(), Shown::Share)?;
    let mut find = conn.prepare_cached(
        "SELECT number, quarter, made, total, measure, of_what, class, by, at FROM adoption_intensity WHERE adoption = ?1
         ORDER BY number",
    )?;
    let mut rows = find.query([id.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Intensity {
            quarter: quarter(&row.get::<_, String>(1)?)?,
            made: row.get(2)?,
            total: row.get(3)?,
            measure: row.get(4)?,
            of: row.get(5)?,
            class: class(&row.get::<_, String>(6)?)?,
            evidence: shown.remove(&(0, row.get(0)?)).and_then(|mut things| things.pop()),
            by: row.get(7)?,
            at: row.get(8)?,
        });
    }
    Ok(found)
}
