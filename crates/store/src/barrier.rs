//! The rows of barriers.

use model::{BarrierId, BarrierKind, BarrierState, Fact, LoggedBarrier, Marking, Noun, PostId, Thing, UnitId};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::agreement::{damaged, day, word};
use crate::deed::Deed;
use crate::programme::named;
use crate::{Reader, Result, Scope, label};

/// Which barriers are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct BarrierFilter {
    /// On this offer or adoption.
    pub on: Option<Thing>,
    /// Of this sort.
    pub kind: Option<BarrierKind>,
    /// Standing so.
    pub state: Option<BarrierState>,
    /// That this post can remove.
    pub owner: Option<PostId>,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Deed<'_> {
    /// Keeps a barrier as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_barrier(&mut self, barrier: &LoggedBarrier, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &barrier.marking)?;
        self.conn
            .prepare_cached(
                "INSERT INTO barrier (id, noun, name, unit, post, owner, kind, subject, statement, opened, due, state, closed, how,
                                      removed_with, hint, label, invented, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
                 ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, due = excluded.due, state = excluded.state,
                     closed = excluded.closed, how = excluded.how, removed_with = excluded.removed_with,
                     hint = excluded.hint, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                barrier.id.bits().cast_signed(),
                barrier.on.noun.word(),
                barrier.on.name,
                barrier.unit.as_str(),
                barrier.post.as_str(),
                barrier.owner.as_str(),
                barrier.kind.word(),
                barrier.subject,
                barrier.statement,
                barrier.opened.to_string(),
                barrier.due.to_string(),
                barrier.state.word(),
                barrier.closed.map(|day| day.to_string()),
                barrier.how,
                barrier.removed_with.map(|other| other.bits().cast_signed()),
                barrier.hint.map(|other| other.bits().cast_signed()),
                label,
                barrier.invented,
                barrier.revision,
                barrier.made_at,
            ])?;
        self.note(fact)
    }

    /// The barrier of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn barrier(&self, scope: &Scope, id: BarrierId) -> Result<Option<LoggedBarrier>> {
        if !self.shows_thing(scope, &Thing::new(Noun::Barrier, id))? {
            return Ok(None);
        }
        one(self.conn, id)
    }

    /// Barriers that fit, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn barriers(&self, filter: &BarrierFilter) -> Result<Vec<LoggedBarrier>> {
        list(self.conn, filter)
    }
}

impl Reader {
    /// The barrier of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn barrier(&self, scope: &Scope, id: BarrierId) -> Result<Option<LoggedBarrier>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Barriers that fit, those that stand first, the oldest of them before the others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn barriers(&self, scope: &Scope, filter: &BarrierFilter) -> Result<Vec<LoggedBarrier>> {
        self.seen_by(scope, |conn| list(conn, filter))
    }
}

/// A barrier elsewhere that is not seen is not named.
const SELECT: &str =
    "SELECT b.id, b.noun, b.name, b.unit, b.post, b.owner, b.kind, b.subject, b.statement, b.opened, b.due, b.state,
        b.closed, b.how, w.id, h.id, l.marking, b.invented, b.revision, b.made_at
     FROM barrier b LEFT JOIN label l ON l.id = b.label LEFT JOIN barrier w ON w.id = b.removed_with
     LEFT JOIN barrier h ON h.id = b.hint";

fn one(conn: &Connection, id: BarrierId) -> Result<Option<LoggedBarrier>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE b.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(barrier).transpose()
}

fn list(conn: &Connection, filter: &BarrierFilter) -> Result<Vec<LoggedBarrier>> {
    let (mut clauses, mut values): (Vec<&str>, Vec<Value>) = (Vec::new(), Vec::new());
    if let Some(on) = &filter.on {
        clauses.push("b.noun = ? AND b.name = ?");
        values.extend([Value::Text(on.noun.word().to_owned()), Value::Text(on.name.clone())]);
    }
    let parts = [
        ("b.kind = ?", filter.kind.map(BarrierKind::word)),
        ("b.state = ?", filter.state.map(BarrierState::word)),
        ("b.owner = ?", filter.owner.as_ref().map(PostId::as_str)),
    ];
    for (clause, value) in parts {
        if let Some(value) = value {
            clauses.push(clause);
            values.push(Value::Text(value.to_owned()));
        }
    }
    let tail = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
    let limit = filter.limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1);
    let order = "ORDER BY b.state = 'open' DESC, b.opened, b.id";
    let mut statement = conn.prepare_cached(&format!("{SELECT}{tail} {order} LIMIT {limit}"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(barrier(row)?);
    }
    Ok(found)
}

fn barrier(row: &Row<'_>) -> Result<LoggedBarrier> {
    let other =
        |at: usize| row.get::<_, Option<i64>>(at).map(|id| id.map(|id| BarrierId::from_bits(id.cast_unsigned())));
    let set = |at: usize| day(row, at)?.ok_or_else(|| damaged("day", ""));
    Ok(LoggedBarrier {
        id: BarrierId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        on: Thing { noun: word(row, 1, Noun::from_word)?, name: row.get(2)? },
        unit: named(UnitId::new(&row.get::<_, String>(3)?))?,
        post: named(PostId::new(&row.get::<_, String>(4)?))?,
        owner: named(PostId::new(&row.get::<_, String>(5)?))?,
        kind: word(row, 6, BarrierKind::from_word)?,
        subject: row.get(7)?,
        statement: row.get(8)?,
        opened: set(9)?,
        due: set(10)?,
        state: word(row, 11, BarrierState::from_word)?,
        closed: day(row, 12)?,
        how: row.get(13)?,
        removed_with: other(14)?,
        hint: other(15)?,
        marking: row.get::<_, Option<String>>(16)?.as_deref().map_or_else(Marking::top, Marking::read),
        invented: row.get(17)?,
        revision: row.get(18)?,
        made_at: row.get(19)?,
    })
}
