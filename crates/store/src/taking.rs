//! The queue of records that need an own abstract, and the rows of what was taken out of it or passed over.

use std::collections::HashMap;

use model::{
    Date, Language, NeedId, PassedOver, PersonId, PostId, Record, RecordId, SourceId, SubjectScheme, Taking, Verb,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, HeldRecord, Reader, Result, Scope, record};

/// Records that are looked at for one page of the queue. What lies behind them is not shown, and the answer says so.
pub const QUEUE_LOOKED_MAX: usize = 20_000;

/// Which records of the queue: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct QueueFilter {
    /// Of this class or one below it, in any scheme.
    pub class: Option<String>,
    /// In this language.
    pub language: Option<Language>,
    /// Brought by this source of the register.
    pub source: Option<SourceId>,
    /// Delivered to this need.
    pub need: Option<NeedId>,
    /// Without those that another person than this has taken and holds on this day.
    pub free_for: Option<(PersonId, Date)>,
    /// How many at most.
    pub limit: usize,
}

/// A record that needs an own abstract.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueLine {
    /// The record.
    pub record: HeldRecord,
    /// Posts that it lies before without an answer.
    pub n_open: u64,
    /// How often it was delivered in all.
    pub n_delivered: u64,
    /// Who has taken it.
    pub taken: Option<Taking>,
}

/// Records that need an own abstract: those that most posts wait over first, then those that were delivered most often, then
/// the newest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    /// The first of them.
    pub lines: Vec<QueueLine>,
    /// Whether it goes on behind them.
    pub more: bool,
    /// Whether it was looked through no further than [`QUEUE_LOOKED_MAX`].
    pub cut: bool,
}

impl Deed<'_> {
    /// Who has taken a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn taking(&self, id: RecordId) -> Result<Option<Taking>> {
        match record::row_of(self.conn, id)? {
            Some(row) => taking(self.conn, row),
            None => Ok(None),
        }
    }

    /// Keeps that somebody works on a record.
    ///
    /// # Errors
    /// Refused when the record is not there.
    pub fn keep_taking(&mut self, taking: &Taking) -> Result<()> {
        let row = self.row_of_record(taking.record)?;
        self.conn
            .prepare_cached(
                "INSERT INTO taking (record, person, post, until) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (record) DO UPDATE SET person = excluded.person, post = excluded.post, until = excluded.until",
            )?
            .execute((
                row,
                taking.person.as_str(),
                taking.post.as_ref().map(PostId::as_str),
                taking.until.to_string(),
            ))?;
        let fact = self.fact(Verb::Took, record::object(record::id_of(self.conn, row)?));
        self.note(&fact.with(format!("by {}", taking.until)))
    }

    /// Ends that somebody works on a record: it is done, or it goes back into the queue, which is noted.
    ///
    /// # Errors
    /// When the store fails.
    pub fn end_taking(&mut self, id: RecordId, given_back: bool) -> Result<bool> {
        let Some(row) = record::row_of(self.conn, id)? else { return Ok(false) };
        let n = self.conn.prepare_cached("DELETE FROM taking WHERE record = ?1")?.execute([row])?;
        if n > 0 && given_back {
            let fact = self.fact(Verb::GaveBack, record::object(record::id_of(self.conn, row)?));
            self.note(&fact)?;
        }
        Ok(n > 0)
    }

    /// Keeps that a record needs no own abstract.
    ///
    /// # Errors
    /// Refused when the record is not there.
    pub fn pass_over(&mut self, passed: &PassedOver) -> Result<()> {
        let row = self.row_of_record(passed.record)?;
        self.conn
            .prepare_cached(
                "INSERT INTO passed_over (record, person, at, reason) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (record) DO UPDATE SET person = excluded.person, at = excluded.at, reason = excluded.reason",
            )?
            .execute((row, passed.person.as_str(), passed.at, &passed.reason))?;
        self.end_taking(passed.record, false)?;
        let fact = self.fact(Verb::PassedOver, record::object(record::id_of(self.conn, row)?));
        self.note(&fact)
    }

    /// Takes back that a record needs no own abstract; answers whether it had been said.
    ///
    /// # Errors
    /// When the store fails.
    pub fn end_passing_over(&mut self, id: RecordId) -> Result<bool> {
        let Some(row) = record::row_of(self.conn, id)? else { return Ok(false) };
        let n = self.conn.prepare_cached("DELETE FROM passed_over WHERE record = ?1")?.execute([row])?;
        if n > 0 {
            let fact = self.fact(Verb::GaveBack, record::object(record::id_of(self.conn, row)?));
            self.note(&fact)?;
        }
        Ok(n > 0)
    }
}

impl Reader {
    /// Who has taken a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn taking(&self, scope: &Scope, id: RecordId) -> Result<Option<Taking>> {
        self.seen_by(scope, |conn| match record::row_of(conn, id)? {
            Some(row) => taking(conn, row),
            None => Ok(None),
        })
    }

    /// Why a record needs no own abstract, where somebody said so.
    ///
    /// # Errors
    /// When the store fails.
    pub fn passed_over(&self, scope: &Scope, id: RecordId) -> Result<Option<PassedOver>> {
        self.seen_by(scope, |conn| {
            let Some(row) = record::row_of(conn, id)? else { return Ok(None) };
            let mut statement = conn.prepare_cached("SELECT person, at, reason FROM passed_over WHERE record = ?1")?;
            let mut rows = statement.query([row])?;
            let Some(found) = rows.next()? else { return Ok(None) };
            let person = named(PersonId::new(&found.get::<_, String>(0)?))?;
            Ok(Some(PassedOver { record: record::id_of(conn, row)?, person, at: found.get(1)?, reason: found.get(2)? }))
        })
    }

    /// What a person has taken and holds on a day.
    ///
    /// # Errors
    /// When the store fails.
    pub fn taken_by(&self, scope: &Scope, person: &PersonId, today: Date) -> Result<Vec<(HeldRecord, Taking)>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn
                .prepare_cached("SELECT record FROM taking WHERE person = ?1 AND until >= ?2 ORDER BY until, record")?;
            let rows: Vec<i64> = statement
                .query_map((person.as_str(), today.to_string()), |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut found = Vec::new();
            for row in rows {
                if let Some(taking) = taking(conn, row)? {
                    found.push((record::at(conn, row)?.held(), taking));
                }
            }
            Ok(found)
        })
    }

    /// The records that need an own abstract.
    ///
    /// # Errors
    /// When the store fails.
    pub fn queue(&self, scope: &Scope, filter: &QueueFilter) -> Result<Queue> {
        self.seen_by(scope, |conn| queue(conn, filter))
    }
}

/// Records without an own abstract that nobody passed over, as far as the source lets. `r` is the record.
const NEEDS_ONE: &str = "r.absorbed_by IS NULL
    AND r.row NOT IN (SELECT coalesce(a.absorbed_by, a.row) FROM digest g JOIN record a ON a.row = g.record
                      WHERE g.purpose != '' OR g.advantage != '' OR g.conditions != '')
    AND NOT EXISTS (SELECT 1 FROM passed_over p WHERE p.record = r.row)";

fn queue(conn: &Connection, filter: &QueueFilter) -> Result<Queue> {
    let mut delivered: HashMap<i64, (u64, u64)> = HashMap::new();
    let mut order: Vec<i64> = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let of_need = filter.need.as_ref().map_or("", |need| {
        values.push(Value::Text(need.as_str().to_owned()));
        "WHERE d.need = ?1"
    });
    let sql = format!(
        "SELECT coalesce(r.absorbed_by, r.row), count(*) FILTER (WHERE d.disposed_at IS NULL), count(*)
         FROM delivery d JOIN record r ON r.row = d.record {of_need}
         GROUP BY 1 ORDER BY 2 DESC, 3 DESC, max(d.made_at) DESC, 1 DESC"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        let (at, n_open, n_all): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        delivered.insert(at, (n_open.cast_unsigned(), n_all.cast_unsigned()));
        order.push(at);
    }
    let mut found = Queue::default();
    let mut look = Look { conn, filter, n_looked: 0 };
    let from = filter.source.map_or(String::new(), |source| {
        let bits = source.bits().cast_signed();
        format!(" AND r.row IN (SELECT record FROM item WHERE register = {bits} AND superseded_by IS NULL)")
    });
    let mut fits = conn.prepare_cached(&format!("SELECT 1 FROM record r WHERE r.row = ?1 AND {NEEDS_ONE}{from}"))?;
    for row in order {
        if fits.query_row([row], |_| Ok(())).optional()?.is_some() && look.take(&mut found, row, delivered.get(&row))? {
            return Ok(found);
        }
    }
    if filter.need.is_some() {
        return Ok(found);
    }
    let mut rest =
        conn.prepare_cached(&format!("SELECT r.row FROM record r WHERE {NEEDS_ONE}{from} ORDER BY r.row DESC"))?;
    let mut rows = rest.query([])?;
    while let Some(row) = rows.next()? {
        let row = row.get(0)?;
        if !delivered.contains_key(&row) && look.take(&mut found, row, None)? {
            break;
        }
    }
    Ok(found)
}

struct Look<'a> {
    conn: &'a Connection,
    filter: &'a QueueFilter,
    n_looked: usize,
}

impl Look<'_> {
    /// Takes a record into the queue if it fits; answers whether the queue is full.
    fn take(&mut self, queue: &mut Queue, row: i64, counts: Option<&(u64, u64)>) -> Result<bool> {
        if self.n_looked >= QUEUE_LOOKED_MAX {
            queue.cut = true;
            return Ok(true);
        }
        self.n_looked += 1;
        let held = record::at(self.conn, row)?.held();
        if !held.record.status.stands() || !self.fits(&held.record) {
            return Ok(false);
        }
        let taken = taking(self.conn, row)?;
        if let Some((person, today)) = &self.filter.free_for
            && taken.as_ref().is_some_and(|taken| taken.holds(*today) && taken.person != *person)
        {
            return Ok(false);
        }
        if queue.lines.len() >= self.filter.limit {
            queue.more = true;
            return Ok(true);
        }
        let (n_open, n_delivered) = counts.copied().unwrap_or_default();
        queue.lines.push(QueueLine { record: held, n_open, n_delivered, taken });
        Ok(false)
    }

    fn fits(&self, record: &Record) -> bool {
        let in_language = |wanted: &Language| {
            let texts = record.titles.iter().chain(&record.abstracts).filter_map(|text| text.language.as_ref());
            record.language.iter().chain(texts).any(|language| language.primary() == wanted.primary())
        };
        self.filter.language.as_ref().is_none_or(in_language)
            && self.filter.class.as_ref().is_none_or(|class| is_of_class(record, class))
    }
}

/// Whether a record stands in a class or one below it.
fn is_of_class(record: &Record, class: &str) -> bool {
    let coded = record
        .subjects
        .iter()
        .chain(&record.given)
        .filter_map(|subject| Some((subject.scheme, subject.code.as_ref()?)));
    coded.into_iter().any(|(scheme, code): (SubjectScheme, &String)| {
        let wanted = scheme.normal(class);
        scheme.ancestors(code).iter().any(|above| above.eq_ignore_ascii_case(&wanted))
    })
}

fn taking(conn: &Connection, row: i64) -> Result<Option<Taking>> {
    let mut statement = conn.prepare_cached(
        "SELECT r.id, t.person, t.post, t.until FROM taking t JOIN record r ON r.row = t.record WHERE t.record = ?1",
    )?;
    let mut rows = statement.query([row])?;
    rows.next()?.map(taken).transpose()
}

fn taken(row: &Row<'_>) -> Result<Taking> {
    let until: String = row.get(3)?;
    Ok(Taking {
        record: record::record_id(row.get(0)?),
        person: named(PersonId::new(&row.get::<_, String>(1)?))?,
        post: row.get::<_, Option<String>>(2)?.map(|post| named(PostId::new(&post))).transpose()?,
        until: Date::parse(&until).ok_or_else(|| Error::damaged(format!("`{until}` is no day of a taking")))?,
    })
}
