//! The rows of duties.

use std::collections::BTreeMap;

use model::{Date, Duty, DutyId, DutyKind, DutyState, Fact, Noun, PostId, Thing, Verb};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope};

/// Which duties are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct DutyFilter {
    /// Of one of these posts, or raised to one of them; `None` means of any.
    pub posts: Option<Vec<PostId>>,
    /// Of this kind.
    pub kind: Option<DutyKind>,
    /// Only open ones, or only closed ones.
    pub open: Option<bool>,
    /// Due before this day.
    pub due_before: Option<Date>,
    /// Behind this one in the order of days and names: where a page goes on.
    pub after: Option<(Date, DutyId)>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// How the duties of a post stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DutyCount {
    /// Open.
    pub n_open: u64,
    /// Open and late.
    pub n_late: u64,
    /// Late and gone up at least one step.
    pub n_raised: u64,
    /// Done.
    pub n_done: u64,
    /// Done after the day on which they were due.
    pub n_done_late: u64,
    /// Waived or lapsed.
    pub n_let_go: u64,
}

impl DutyCount {
    /// Adds what another post or unit has.
    pub fn add(&mut self, other: &DutyCount) {
        self.n_open += other.n_open;
        self.n_late += other.n_late;
        self.n_raised += other.n_raised;
        self.n_done += other.n_done;
        self.n_done_late += other.n_done_late;
        self.n_let_go += other.n_let_go;
    }
}

impl Deed<'_> {
    /// Lays a duty on a post.
    ///
    /// # Errors
    /// When the store fails.
    pub fn charge(&mut self, duty: &Duty) -> Result<()> {
        write(self.conn, duty)?;
        if duty.kind == DutyKind::Dispose {
            // That a delivery has to be answered is said by the fact that it was made.
            return Ok(());
        }
        let fact = self.fact(Verb::Charged, format!("post:{}", duty.post)).to(duty.subject.to_string());
        self.note(&fact.with(format!("{} by {}", duty.kind, duty.due)))
    }

    /// Keeps a duty that was raised or closed. A duty that was done needs no fact of its own: what was
    /// done is one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_duty(&mut self, duty: &Duty) -> Result<()> {
        write(self.conn, duty)?;
        let about = |verb| Fact::new(self.who, verb, duty.subject.to_string()).to(format!("post:{}", duty.post));
        let fact = match (duty.state, &duty.raised_to) {
            (DutyState::Open, Some(to)) => about(Verb::Raised).with(format!("to {to}, {} by {}", duty.kind, duty.due)),
            (DutyState::Waived, _) => about(Verb::Waived).with(duty.kind.to_string()),
            (DutyState::Lapsed, _) => about(Verb::Lapsed).with(duty.kind.to_string()),
            _ => return Ok(()),
        };
        self.note(&fact)
    }

    /// The duty of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn duty(&self, id: DutyId) -> Result<Option<Duty>> {
        one(self.conn, id)
    }

    /// The open duties about a thing.
    ///
    /// # Errors
    /// When the store fails.
    pub fn open_duties(&self, subject: &Thing) -> Result<Vec<Duty>> {
        about(self.conn, subject, "AND state = 'open'")
    }

    /// Closes every open duty of a kind about a thing, as done with this outcome.
    ///
    /// # Errors
    /// When the store fails.
    pub fn done(&mut self, subject: &Thing, kind: DutyKind, outcome: &str) -> Result<usize> {
        self.settle(subject, Some(kind), DutyState::Done, outcome)
    }

    /// Lets every open duty about a thing lapse: there is nothing left to do.
    ///
    /// # Errors
    /// When the store fails.
    pub fn lapse(&mut self, subject: &Thing, outcome: &str) -> Result<usize> {
        self.settle(subject, None, DutyState::Lapsed, outcome)
    }

    /// Lets every open duty about a thing lapse but those of a kind.
    ///
    /// # Errors
    /// When the store fails.
    pub fn lapse_but(&mut self, subject: &Thing, kept: DutyKind, outcome: &str) -> Result<()> {
        for duty in self.open_duties(subject)?.iter().filter(|duty| duty.kind != kept) {
            let closed = duty.close(DutyState::Lapsed, outcome, None, self.at)?;
            self.keep_duty(&closed)?;
        }
        Ok(())
    }

    fn settle(&mut self, subject: &Thing, kind: Option<DutyKind>, state: DutyState, outcome: &str) -> Result<usize> {
        let open = self.open_duties(subject)?;
        let mut n_settled = 0;
        for duty in open.iter().filter(|duty| kind.is_none_or(|kind| duty.kind == kind)) {
            let closed = duty.close(state, outcome, None, self.at)?;
            self.keep_duty(&closed)?;
            n_settled += 1;
        }
        Ok(n_settled)
    }

    /// Open duties that were due before a day, at most `limit`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn late_duties(&self, before: Date, after: Option<(Date, DutyId)>, limit: usize) -> Result<Vec<Duty>> {
        let filter = DutyFilter {
            open: Some(true),
            due_before: Some(before),
            after,
            limit: Some(limit),
            ..DutyFilter::default()
        };
        select(self.conn, &filter)
    }
}

impl Reader {
    /// Duties that fit, those due first before the others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn duties(&self, scope: &Scope, filter: &DutyFilter) -> Result<Vec<Duty>> {
        self.seen_by(scope, |conn| select(conn, filter))
    }

    /// How many duties of these posts, with those raised to them, are open, and how many of them late.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_duties(&self, scope: &Scope, posts: &[PostId], today: Date) -> Result<(u64, u64)> {
        self.seen_by(scope, |conn| {
            let marks = vec!["?"; posts.len()].join(", ");
            // In two parts, each by its own index: for either or the other the whole office would be walked.
            let mut statement = conn.prepare_cached(&format!(
                "SELECT count(*), count(*) FILTER (WHERE due < ?) FROM (
                     SELECT due FROM duty WHERE state = 'open' AND post IN ({marks})
                     UNION ALL
                     SELECT due FROM duty WHERE state = 'open' AND raised_to IN ({marks}) AND post NOT IN ({marks}))"
            ))?;
            let names = posts.iter().chain(posts).chain(posts).map(|post| post.as_str().to_owned());
            let values = std::iter::once(today.to_string()).chain(names);
            let count =
                |row: &Row<'_>| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get::<_, i64>(1)?.cast_unsigned()));
            Ok(statement.query_row(params_from_iter(values), count)?)
        })
    }

    /// The duty of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn duty(&self, scope: &Scope, id: DutyId) -> Result<Option<Duty>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Every duty about a thing, the earliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn duties_about(&self, scope: &Scope, subject: &Thing) -> Result<Vec<Duty>> {
        self.seen_by(scope, |conn| about(conn, subject, ""))
    }

    /// How the duties of every post stand that arose at this time or later, or are still open.
    ///
    /// # Errors
    /// When the store fails.
    pub fn duty_counts(&self, scope: &Scope, since: i64, today: Date) -> Result<BTreeMap<PostId, DutyCount>> {
        self.seen_by(scope, |conn| counts(conn, since, today))
    }
}

fn counts(conn: &Connection, since: i64, today: Date) -> Result<BTreeMap<PostId, DutyCount>> {
    // Days of the ledger's clock and of the calendar meet at midnight of the universal time.
    let mut statement = conn.prepare_cached(
        "SELECT post,
                count(*) FILTER (WHERE state = 'open'),
                count(*) FILTER (WHERE state = 'open' AND due < ?2),
                count(*) FILTER (WHERE state = 'open' AND due < ?2 AND n_raised > 0),
                count(*) FILTER (WHERE state = 'done'),
                count(*) FILTER (WHERE state = 'done' AND date(closed_at / 1000000, 'unixepoch') > due),
                count(*) FILTER (WHERE state IN ('waived', 'lapsed'))
         FROM duty WHERE state = 'open' OR opened_at >= ?1 GROUP BY post",
    )?;
    let mut rows = statement.query((since, today.to_string()))?;
    let mut counts = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let n = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
        let count = DutyCount {
            n_open: n(1)?,
            n_late: n(2)?,
            n_raised: n(3)?,
            n_done: n(4)?,
            n_done_late: n(5)?,
            n_let_go: n(6)?,
        };
        counts.insert(named(PostId::new(&row.get::<_, String>(0)?))?, count);
    }
    Ok(counts)
}

const SELECT: &str =
    "SELECT id, post, kind, noun, subject, opened_at, due, state, closed_at, outcome, reason, raised_to, n_raised
                      FROM duty";

pub(crate) fn write(conn: &Connection, duty: &Duty) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO duty (id, post, kind, noun, subject, opened_at, due, state, closed_at, outcome, reason, raised_to, n_raised)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (id) DO UPDATE SET post = excluded.post, due = excluded.due, state = excluded.state,
             closed_at = excluded.closed_at, outcome = excluded.outcome, reason = excluded.reason,
             raised_to = excluded.raised_to, n_raised = excluded.n_raised",
    )?
    .execute(rusqlite::params![
        duty.id.bits().cast_signed(),
        duty.post.as_str(),
        duty.kind.word(),
        duty.subject.noun.word(),
        duty.subject.name,
        duty.opened_at,
        duty.due.to_string(),
        duty.state.word(),
        duty.closed_at,
        duty.outcome,
        duty.reason,
        duty.raised_to.as_ref().map(PostId::as_str),
        duty.n_raised,
    ])?;
    Ok(())
}

pub(crate) fn one(conn: &Connection, id: DutyId) -> Result<Option<Duty>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(duty).transpose()
}

fn about(conn: &Connection, subject: &Thing, tail: &str) -> Result<Vec<Duty>> {
    let mut statement =
        conn.prepare_cached(&format!("{SELECT} WHERE subject = ?1 AND noun = ?2 {tail} ORDER BY opened_at, id"))?;
    let mut rows = statement.query((&subject.name, subject.noun.word()))?;
    let mut duties = Vec::new();
    while let Some(row) = rows.next()? {
        duties.push(duty(row)?);
    }
    Ok(duties)
}

fn select(conn: &Connection, filter: &DutyFilter) -> Result<Vec<Duty>> {
    let mut tail = String::new();
    let mut values: Vec<Value> = Vec::new();
    let mut narrow = |clause: String| {
        tail.push_str(if tail.is_empty() { " WHERE " } else { " AND " });
        tail.push_str(&clause);
    };
    if let Some(open) = filter.open {
        narrow(format!("state {} 'open'", if open { "=" } else { "!=" }));
    }
    if let Some(posts) = &filter.posts {
        let marks = vec!["?"; posts.len()].join(", ");
        // In two parts, each by its own index: for either or the other the whole office would be walked.
        let open = match filter.open {
            Some(true) => "state = 'open' AND ",
            _ => "",
        };
        narrow(format!(
            "id IN (SELECT id FROM duty WHERE {open}post IN ({marks})
                    UNION ALL SELECT id FROM duty WHERE {open}raised_to IN ({marks}))"
        ));
        for _ in 0..2 {
            values.extend(posts.iter().map(|post| Value::Text(post.as_str().to_owned())));
        }
    }
    if let Some(kind) = filter.kind {
        narrow("kind = ?".to_owned());
        values.push(Value::Text(kind.word().to_owned()));
    }
    if let Some(day) = filter.due_before {
        narrow("due < ?".to_owned());
        values.push(Value::Text(day.to_string()));
    }
    if let Some((day, id)) = filter.after {
        narrow("(due, id) > (?, ?)".to_owned());
        values.extend([Value::Text(day.to_string()), Value::Integer(id.bits().cast_signed())]);
    }
    let limit = filter.limit.map_or_else(String::new, |limit| format!(" LIMIT {limit}"));
    let mut statement = conn.prepare_cached(&format!("{SELECT}{tail} ORDER BY due, id{limit}"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut duties = Vec::new();
    while let Some(row) = rows.next()? {
        duties.push(duty(row)?);
    }
    Ok(duties)
}

fn duty(row: &Row<'_>) -> Result<Duty> {
    let text = |at: usize| row.get::<_, String>(at);
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of a duty is not one"));
    let (kind, noun, due, state) = (text(2)?, text(3)?, text(6)?, text(7)?);
    let noun = Noun::from_word(&noun).ok_or_else(|| damaged("subject", &noun))?;
    Ok(Duty {
        id: DutyId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        post: named(PostId::new(&text(1)?))?,
        kind: DutyKind::from_word(&kind).ok_or_else(|| damaged("kind", &kind))?,
        subject: Thing { noun, name: text(4)? },
        opened_at: row.get(5)?,
        due: Date::parse(&due).ok_or_else(|| damaged("day", &due))?,
        state: DutyState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
        closed_at: row.get(8)?,
        outcome: row.get(9)?,
        reason: row.get(10)?,
        raised_to: row.get::<_, Option<String>>(11)?.map(|post| named(PostId::new(&post))).transpose()?,
        n_raised: row.get(12)?,
    })
}
