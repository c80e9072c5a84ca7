//! The rows of calls between units and of what was answered.

use model::{
    Call, CallAnswer, CallAnswerState, CallId, CallKind, CallState, Fact, Marking, Noun, PostId, Rational, Thing,
    UnitId,
};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::agreement::{damaged, day, word};
use crate::deed::Deed;
use crate::programme::named;
use crate::{Reader, Result, Scope, label};

/// Which calls are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct CallFilter {
    /// For this offer, adoption or barrier.
    pub on: Option<Thing>,
    /// For this sort of thing.
    pub kind: Option<CallKind>,
    /// Standing so.
    pub state: Option<CallState>,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Deed<'_> {
    /// Keeps a call as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_unit_call(&mut self, call: &Call, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &call.marking)?;
        let id = call.id.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT INTO call (id, kind, what, amount, measure, due, reason, noun, name, unit, post, state, label, invented,
                                   revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                 ON CONFLICT (id) DO UPDATE SET state = excluded.state, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                call.kind.word(),
                call.what,
                call.amount.to_string(),
                call.measure,
                call.by.to_string(),
                call.reason,
                call.on.as_ref().map(|on| on.noun.word()),
                call.on.as_ref().map(|on| &on.name),
                call.unit.as_str(),
                call.post.as_str(),
                call.state.word(),
                label,
                call.invented,
                call.revision,
                call.made_at,
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO call_answer (call, position, post, unit, state, amount, day, text, by, at, verdict)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (call, position) DO UPDATE SET state = excluded.state, amount = excluded.amount,
                 day = excluded.day, text = excluded.text, by = excluded.by, at = excluded.at, verdict = excluded.verdict",
        )?;
        for (at, answer) in (0i64..).zip(&call.answers) {
            put.execute(rusqlite::params![
                id,
                at,
                answer.post.as_str(),
                answer.unit.as_str(),
                answer.state.word(),
                answer.amount.map(|amount| amount.to_string()),
                answer.day.map(|day| day.to_string()),
                answer.text,
                answer.by,
                answer.at,
                answer.verdict,
            ])?;
        }
        self.note(fact)
    }

    /// The call of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn unit_call(&self, scope: &Scope, id: CallId) -> Result<Option<Call>> {
        if !self.shows_thing(scope, &Thing::new(Noun::Call, id))? {
            return Ok(None);
        }
        one(self.conn, id)
    }
}

impl Reader {
    /// The call of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn unit_call(&self, scope: &Scope, id: CallId) -> Result<Option<Call>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Calls that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn unit_calls(&self, scope: &Scope, filter: &CallFilter) -> Result<Vec<Call>> {
        self.seen_by(scope, |conn| {
            let (mut clauses, mut values): (Vec<&str>, Vec<Value>) = (Vec::new(), Vec::new());
            if let Some(on) = &filter.on {
                clauses.push("c.noun = ? AND c.name = ?");
                values.extend([Value::Text(on.noun.word().to_owned()), Value::Text(on.name.clone())]);
            }
            let parts =
                [("c.kind = ?", filter.kind.map(CallKind::word)), ("c.state = ?", filter.state.map(CallState::word))];
            for (clause, value) in parts {
                if let Some(value) = value {
                    clauses.push(clause);
                    values.push(Value::Text(value.to_owned()));
                }
            }
            let tail = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
            let limit = filter.limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1);
            let mut statement =
                conn.prepare_cached(&format!("{SELECT}{tail} ORDER BY c.made_at DESC, c.id LIMIT {limit}"))?;
            let mut rows = statement.query(params_from_iter(values))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(call(conn, row)?);
            }
            Ok(found)
        })
    }
}

const SELECT: &str =
    "SELECT c.id, c.kind, c.what, c.amount, c.measure, c.due, c.reason, c.noun, c.name, c.unit, c.post, c.state,
        l.marking, c.invented, c.revision, c.made_at
     FROM call c LEFT JOIN label l ON l.id = c.label";

fn one(conn: &Connection, id: CallId) -> Result<Option<Call>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE c.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| call(conn, row)).transpose()
}

fn call(conn: &Connection, row: &Row<'_>) -> Result<Call> {
    let key: i64 = row.get(0)?;
    let noun: Option<String> = row.get(7)?;
    let on = match noun {
        Some(_) => Some(Thing { noun: word(row, 7, Noun::from_word)?, name: row.get(8)? }),
        None => None,
    };
    Ok(Call {
        id: CallId::from_bits(key.cast_unsigned()),
        kind: word(row, 1, CallKind::from_word)?,
        what: row.get(2)?,
        amount: word(row, 3, Rational::parse)?,
        measure: row.get(4)?,
        by: day(row, 5)?.ok_or_else(|| damaged("day", ""))?,
        reason: row.get(6)?,
        on,
        unit: named(UnitId::new(&row.get::<_, String>(9)?))?,
        post: named(PostId::new(&row.get::<_, String>(10)?))?,
        answers: answers(conn, key)?,
        state: word(row, 11, CallState::from_word)?,
        marking: row.get::<_, Option<String>>(12)?.as_deref().map_or_else(Marking::top, Marking::read),
        invented: row.get(13)?,
        revision: row.get(14)?,
        made_at: row.get(15)?,
    })
}

fn answers(conn: &Connection, call: i64) -> Result<Vec<CallAnswer>> {
    let mut statement = conn.prepare_cached(
        "SELECT post, unit, state, amount, day, text, by, at, verdict FROM call_answer WHERE call = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([call])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let amount: Option<String> = row.get(3)?;
        found.push(CallAnswer {
            post: named(PostId::new(&row.get::<_, String>(0)?))?,
            unit: named(UnitId::new(&row.get::<_, String>(1)?))?,
            state: word(row, 2, CallAnswerState::from_word)?,
            amount: if amount.is_some() { Some(word(row, 3, Rational::parse)?) } else { None },
            day: day(row, 4)?,
            text: row.get(5)?,
            by: row.get(6)?,
            at: row.get(7)?,
            verdict: row.get(8)?,
        });
    }
    Ok(found)
}
