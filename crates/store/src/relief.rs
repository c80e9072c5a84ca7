//! The rows of reliefs from targets.

use model::{
    AdoptionId, Fact, Marking, Noun, PostId, Quarter, QuarterAmount, Rational, Relief, ReliefId, ReliefState, Thing,
    UnitId,
};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::agreement::{day, word};
use crate::deed::Deed;
use crate::programme::named;
use crate::{Reader, Result, Scope, label};

/// Which reliefs are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct ReliefFilter {
    /// For this adoption.
    pub adoption: Option<AdoptionId>,
    /// Standing so.
    pub state: Option<ReliefState>,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Deed<'_> {
    /// Keeps a relief as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_relief(&mut self, relief: &Relief, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &relief.marking)?;
        let id = relief.id.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT INTO relief (id, adoption, unit, post, setter, plan_line, measure, reason, answer, until, state, decided_by,
                                     label, invented, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                 ON CONFLICT (id) DO UPDATE SET answer = excluded.answer, until = excluded.until,
                     state = excluded.state, decided_by = excluded.decided_by, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                relief.adoption.bits().cast_signed(),
                relief.unit.as_str(),
                relief.post.as_str(),
                relief.setter.as_str(),
                relief.plan_line,
                relief.measure,
                relief.reason,
                relief.answer,
                relief.until.map(|day| day.to_string()),
                relief.state.word(),
                relief.decided_by,
                label,
                relief.invented,
                relief.revision,
                relief.made_at,
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO relief_amount (relief, sort, quarter, amount) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        )?;
        for (sort, amounts) in [("lost", &relief.lost), ("asked", &relief.asked), ("granted", &relief.granted)] {
            for one in amounts {
                put.execute((id, sort, one.quarter.to_string(), one.amount.to_string()))?;
            }
        }
        self.note(fact)
    }

    /// The relief of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn relief(&self, scope: &Scope, id: ReliefId) -> Result<Option<Relief>> {
        if !self.shows_thing(scope, &Thing::new(Noun::Relief, id))? {
            return Ok(None);
        }
        one(self.conn, id)
    }

    /// Reliefs that fit, the newest first, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reliefs(&self, filter: &ReliefFilter) -> Result<Vec<Relief>> {
        list(self.conn, filter)
    }
}

impl Reader {
    /// The relief of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn relief(&self, scope: &Scope, id: ReliefId) -> Result<Option<Relief>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Reliefs that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reliefs(&self, scope: &Scope, filter: &ReliefFilter) -> Result<Vec<Relief>> {
        self.seen_by(scope, |conn| list(conn, filter))
    }
}

const SELECT: &str =
    "SELECT r.id, r.adoption, r.unit, r.post, r.setter, r.plan_line, r.measure, r.reason, r.answer, r.until, r.state,
        r.decided_by, l.marking, r.invented, r.revision, r.made_at
     FROM relief r LEFT JOIN label l ON l.id = r.label";

fn one(conn: &Connection, id: ReliefId) -> Result<Option<Relief>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE r.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| relief(conn, row)).transpose()
}

fn list(conn: &Connection, filter: &ReliefFilter) -> Result<Vec<Relief>> {
    let (mut clauses, mut values): (Vec<&str>, Vec<Value>) = (Vec::new(), Vec::new());
    if let Some(adoption) = filter.adoption {
        clauses.push("r.adoption = ?");
        values.push(Value::Integer(adoption.bits().cast_signed()));
    }
    if let Some(state) = filter.state {
        clauses.push("r.state = ?");
        values.push(Value::Text(state.word().to_owned()));
    }
    let tail = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
    let limit = filter.limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1);
    let mut statement = conn.prepare_cached(&format!("{SELECT}{tail} ORDER BY r.made_at DESC, r.id LIMIT {limit}"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(relief(conn, row)?);
    }
    Ok(found)
}

fn relief(conn: &Connection, row: &Row<'_>) -> Result<Relief> {
    let key: i64 = row.get(0)?;
    let amounts = |sort| amounts(conn, key, sort);
    Ok(Relief {
        id: ReliefId::from_bits(key.cast_unsigned()),
        adoption: AdoptionId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
        unit: named(UnitId::new(&row.get::<_, String>(2)?))?,
        post: named(PostId::new(&row.get::<_, String>(3)?))?,
        setter: named(PostId::new(&row.get::<_, String>(4)?))?,
        plan_line: row.get(5)?,
        measure: row.get(6)?,
        lost: amounts("lost")?,
        asked: amounts("asked")?,
        granted: amounts("granted")?,
        reason: row.get(7)?,
        answer: row.get(8)?,
        until: day(row, 9)?,
        state: word(row, 10, ReliefState::from_word)?,
        decided_by: row.get(11)?,
        marking: row.get::<_, Option<String>>(12)?.as_deref().map_or_else(Marking::top, Marking::read),
        invented: row.get(13)?,
        revision: row.get(14)?,
        made_at: row.get(15)?,
    })
}

fn amounts(conn: &Connection, relief: i64, sort: &str) -> Result<Vec<QuarterAmount>> {
    let mut statement = conn
        .prepare_cached("SELECT quarter, amount FROM relief_amount WHERE relief = ?1 AND sort = ?2 ORDER BY quarter")?;
    let mut rows = statement.query((relief, sort))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let amount = word(row, 1, Rational::parse)?;
        found.push(QuarterAmount { quarter: word(row, 0, Quarter::parse)?, amount });
    }
    Ok(found)
}
