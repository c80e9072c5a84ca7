//! The rows of lines of the plan.

use model::{
    Fact, Marking, NeedId, Noun, PlanLine, PlanLineId, PostId, Quarter, QuarterAmount, Rational, Stage, Thing, UnitId,
};
use rusqlite::{Connection, Row};

use crate::agreement::word;
use crate::deed::Deed;
use crate::programme::named;
use crate::{Reader, Result, Scope, label};

/// A need that names a line of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanNeed {
    /// Its name.
    pub id: NeedId,
    /// One line.
    pub title: String,
    /// The unit that needs it.
    pub unit: UnitId,
    /// The line that it names, as it was written.
    pub plan_line: String,
    /// Where it stands.
    pub stage: Stage,
}

impl Deed<'_> {
    /// Keeps a line as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_plan_line(&mut self, line: &PlanLine, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &line.marking)?;
        let id = line.id.bits().cast_signed();
        let before: Option<i64> = label::row(self.conn, "plan_line", id)?;
        self.conn
            .prepare_cached(
                "INSERT INTO plan_line (id, unit, parameter, measure, setter, owner, money, supplier, note, label, invented,
                                        revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
                 ON CONFLICT (id) DO UPDATE SET parameter = excluded.parameter, measure = excluded.measure,
                     owner = excluded.owner, money = excluded.money, supplier = excluded.supplier, note = excluded.note,
                     label = excluded.label, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                line.unit.as_str(),
                line.parameter,
                line.measure,
                line.setter.as_str(),
                line.owner.as_ref().map(PostId::as_str),
                line.money,
                line.supplier,
                line.note,
                label,
                line.invented,
                line.revision,
                line.made_at,
            ])?;
        self.conn.prepare_cached("DELETE FROM plan_target WHERE plan_line = ?1")?.execute([id])?;
        let mut put =
            self.conn.prepare_cached("INSERT INTO plan_target (plan_line, quarter, amount) VALUES (?1, ?2, ?3)")?;
        for one in &line.targets {
            put.execute((id, one.quarter.to_string(), one.amount.to_string()))?;
        }
        drop(put);
        if before.is_some_and(|before| before != label) {
            label::relabel_thing(self, Thing::new(Noun::PlanLine, line.id))?;
        }
        self.note(fact)
    }

    /// The line of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn plan_line(&self, scope: &Scope, id: PlanLineId) -> Result<Option<PlanLine>> {
        Ok(match one(self.conn, id)? {
            Some(line) if scope.shows(self.conn, &line.marking)? => Some(line),
            _ => None,
        })
    }

    /// Every line, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn plan_lines(&self) -> Result<Vec<PlanLine>> {
        list(self.conn)
    }
}

impl Reader {
    /// The line of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn plan_line(&self, scope: &Scope, id: PlanLineId) -> Result<Option<PlanLine>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Every line, by unit and parameter.
    ///
    /// # Errors
    /// When the store fails.
    pub fn plan_lines(&self, scope: &Scope) -> Result<Vec<PlanLine>> {
        self.seen_by(scope, list)
    }

    /// The needs that name a line of the plan, by title.
    ///
    /// # Errors
    /// When the store fails.
    pub fn plan_needs(&self, scope: &Scope) -> Result<Vec<PlanNeed>> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached(
                "SELECT id, title, unit, plan_line, stage FROM need WHERE plan_line != '' ORDER BY title, id",
            )?;
            let mut rows = find.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(PlanNeed {
                    id: named(NeedId::new(&row.get::<_, String>(0)?))?,
                    title: row.get(1)?,
                    unit: named(UnitId::new(&row.get::<_, String>(2)?))?,
                    plan_line: row.get(3)?,
                    stage: word(row, 4, Stage::from_word)?,
                });
            }
            Ok(found)
        })
    }
}

const SELECT: &str = "SELECT p.id, p.unit, p.parameter, p.measure, p.setter, p.owner, p.money, p.supplier, p.note, l.marking, p.invented,
                             p.revision, p.made_at
                      FROM plan_line p LEFT JOIN label l ON l.id = p.label";

fn one(conn: &Connection, id: PlanLineId) -> Result<Option<PlanLine>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE p.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| line(conn, row)).transpose()
}

fn list(conn: &Connection) -> Result<Vec<PlanLine>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY p.unit, p.parameter, p.id"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(line(conn, row)?);
    }
    Ok(found)
}

fn line(conn: &Connection, row: &Row<'_>) -> Result<PlanLine> {
    let key: i64 = row.get(0)?;
    let owner = row.get::<_, Option<String>>(5)?.map(|owner| named(PostId::new(&owner))).transpose()?;
    Ok(PlanLine {
        id: PlanLineId::from_bits(key.cast_unsigned()),
        unit: named(UnitId::new(&row.get::<_, String>(1)?))?,
        parameter: row.get(2)?,
        measure: row.get(3)?,
        targets: targets(conn, key)?,
        setter: named(PostId::new(&row.get::<_, String>(4)?))?,
        owner,
        money: row.get(6)?,
        supplier: row.get(7)?,
        note: row.get(8)?,
        marking: row.get::<_, Option<String>>(9)?.as_deref().map_or_else(Marking::top, Marking::read),
        invented: row.get(10)?,
        revision: row.get(11)?,
        made_at: row.get(12)?,
    })
}

fn targets(conn: &Connection, line: i64) -> Result<Vec<QuarterAmount>> {
    let mut find =
        conn.prepare_cached("SELECT quarter, amount FROM plan_target WHERE plan_line = ?1 ORDER BY quarter")?;
    let mut rows = find.query([line])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(QuarterAmount { quarter: word(row, 0, Quarter::parse)?, amount: word(row, 1, Rational::parse)? });
    }
    Ok(found)
}
