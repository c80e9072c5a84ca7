//! The rows of assignments, with their promises, transfers, checks and decisions.

use model::{
    Assignment, AssignmentId, AssignmentStage, ConflictOfInterest, ConflictRuling, Currency, Date, DutyId, Evidence,
    Fact, InterestKind, Lack, LackKind, Marking, Money, PostId, Promise, PromiseState, SkillCheck, SkillStayed,
    SpecialistId, SpecialistRequestId, Taken, Transfer, UnitId, Vetting, VettingKind, VettingRuleId, VettingState,
    VettingStep,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

/// Which assignments are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct AssignmentFilter {
    /// Answering this request.
    pub request: Option<SpecialistRequestId>,
    /// Of this specialist.
    pub specialist: Option<SpecialistId>,
    /// At one of these stages; none means at any.
    pub stages: Vec<AssignmentStage>,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Deed<'_> {
    /// Keeps an assignment as it is now, with the days that it takes, and notes what was done.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_assignment(&mut self, assignment: &Assignment, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &assignment.marking)?;
        let id = assignment.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM assignment WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let ruling = assignment.ruling.as_ref();
        self.conn
            .prepare_cached(
                "INSERT INTO assignment (id, request, specialist, unit, post, officer, counterpart, since, until, terms, pay,
                     currency, needs_interpreter, interpreter, mismatch_reason, ruling, ruling_reason, ruling_by, ruling_at,
                     stage, reason, proposed_by, signed_by, signed, arrived, left_on, asked_again, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
                     ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30)
                 ON CONFLICT (id) DO UPDATE SET officer = excluded.officer, counterpart = excluded.counterpart,
                     since = excluded.since, until = excluded.until, terms = excluded.terms, pay = excluded.pay,
                     currency = excluded.currency, needs_interpreter = excluded.needs_interpreter,
                     interpreter = excluded.interpreter, mismatch_reason = excluded.mismatch_reason,
                     ruling = excluded.ruling, ruling_reason = excluded.ruling_reason, ruling_by = excluded.ruling_by,
                     ruling_at = excluded.ruling_at, stage = excluded.stage, reason = excluded.reason,
                     proposed_by = excluded.proposed_by,
                     signed_by = excluded.signed_by, signed = excluded.signed, arrived = excluded.arrived,
                     left_on = excluded.left_on, asked_again = excluded.asked_again, label = excluded.label,
                     revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                assignment.request.bits().cast_signed(),
                assignment.specialist.bits().cast_signed(),
                assignment.unit.as_str(),
                assignment.post.as_str(),
                assignment.officer.as_str(),
                assignment.counterpart.as_str(),
                assignment.since.to_string(),
                assignment.until.to_string(),
                assignment.terms,
                assignment.pay.map(|pay| pay.minor),
                assignment.pay.map(|pay| pay.currency.code().to_owned()),
                assignment.needs_interpreter,
                assignment.interpreter.map(|one| one.bits().cast_signed()),
                assignment.mismatch_reason,
                ruling.map(|ruling| ruling.allowed),
                ruling.map(|ruling| &ruling.reason),
                ruling.map(|ruling| &ruling.by),
                ruling.map(|ruling| ruling.at),
                assignment.stage.word(),
                assignment.reason,
                assignment.proposed_by,
                assignment.signed_by,
                day(assignment.signed),
                day(assignment.arrived),
                day(assignment.left),
                assignment.asked_again,
                label,
                assignment.revision,
                assignment.made_at,
            ])?;
        drop(find);
        put_lines(self.conn, id, assignment)?;
        if assignment.left.is_some() && !assignment.has_begun() {
            // Whoever never came took no days.
            self.conn.prepare_cached("DELETE FROM specialist_taken WHERE assignment = ?1")?.execute([id])?;
        } else if assignment.binds() || assignment.left.is_some() {
            let (since, until) = assignment.days();
            self.conn
                .prepare_cached(
                    "INSERT OR REPLACE INTO specialist_taken (assignment, specialist, since, until) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute((id, assignment.specialist.bits().cast_signed(), since.to_string(), until.to_string()))?;
        }
        if before.is_some_and(|before| before != label) {
            label::relabel_assignment(self, assignment.id)?;
        }
        self.note(fact)
    }

    /// The assignment of this name, within the scope: not without its specialist and its request.
    ///
    /// # Errors
    /// When the store fails.
    pub fn assignment(&self, scope: &Scope, id: AssignmentId) -> Result<Option<Assignment>> {
        let Some(assignment) = one(self.conn, id)? else { return Ok(None) };
        let is_seen = scope.shows(self.conn, &assignment.marking)?
            && self.specialist(scope, assignment.specialist)?.is_some()
            && self.specialist_request(scope, assignment.request)?.is_some();
        Ok(is_seen.then_some(assignment))
    }

    /// Assignments that fit, whoever sees them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn assignments(&self, filter: &AssignmentFilter) -> Result<Vec<Assignment>> {
        find(self.conn, filter)
    }

    /// The days on which somebody is assigned, those of one assignment left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn taken(&self, specialist: SpecialistId, except: Option<AssignmentId>) -> Result<Vec<Taken>> {
        taken(self.conn, specialist, except)
    }
}

impl Reader {
    /// The assignment of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn assignment(&self, scope: &Scope, id: AssignmentId) -> Result<Option<Assignment>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Assignments that fit, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn assignments(&self, scope: &Scope, filter: &AssignmentFilter) -> Result<Vec<Assignment>> {
        self.seen_by(scope, |conn| find(conn, filter))
    }

    /// The days on which somebody is assigned, for whoever sees them in the roster; those of one assignment left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn taken(&self, scope: &Scope, specialist: SpecialistId, except: Option<AssignmentId>) -> Result<Vec<Taken>> {
        self.seen_by(scope, |conn| taken(conn, specialist, except))
    }
}

fn put_lines(conn: &Connection, id: i64, assignment: &Assignment) -> Result<()> {
    for table in ["promise", "transfer", "lack", "conflict", "control", "check"] {
        conn.prepare_cached(&format!("DELETE FROM assignment_{table} WHERE assignment = ?1"))?.execute([id])?;
    }
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let mut put = conn.prepare_cached(
        "INSERT INTO assignment_promise (assignment, number, text, due, state, day, remark, duty)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for one in &assignment.promises {
        let duty = one.duty.map(|duty| duty.bits().cast_signed());
        put.execute((id, one.number, &one.text, day(one.due), one.state.word(), day(one.day), &one.remark, duty))?;
    }
    let mut put = conn.prepare_cached(
        "INSERT INTO assignment_transfer (assignment, number, what, learner, how, evidence, day, note, by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for one in &assignment.transfers {
        put.execute(rusqlite::params![
            id,
            one.number,
            one.what,
            one.learner,
            one.how,
            one.evidence.map(Evidence::word),
            day(one.day),
            one.note,
            one.by,
        ])?;
    }
    let mut put = conn.prepare_cached(
        "INSERT INTO assignment_lack (assignment, position, kind, what, wanted, held) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (at, one) in (0i64..).zip(&assignment.lacks) {
        put.execute((id, at, one.kind.word(), &one.what, &one.wanted, &one.held))?;
    }
    let mut put = conn.prepare_cached(
        "INSERT INTO assignment_conflict (assignment, position, kind, party) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (at, one) in (0i64..).zip(&assignment.conflicts) {
        put.execute((id, at, one.kind.word(), &one.with))?;
    }
    let mut put = conn.prepare_cached(
        "INSERT INTO assignment_control (assignment, rule, place, post, note, state, by, at, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for step in assignment.control.steps() {
        put.execute(rusqlite::params![
            id,
            step.rule.bits().cast_signed(),
            step.place,
            step.post.as_str(),
            step.note,
            step.state.word(),
            step.by,
            step.at,
            step.reason,
        ])?;
    }
    let mut put = conn.prepare_cached(
        "INSERT INTO assignment_check (assignment, position, stayed, evidence, remark, day, by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (at, one) in (0i64..).zip(&assignment.checks) {
        let (stayed, evidence) = (one.stayed.word(), one.evidence.word());
        put.execute((id, at, stayed, evidence, &one.remark, one.day.to_string(), &one.by))?;
    }
    Ok(())
}

const SELECT: &str =
    "SELECT a.id, a.request, a.specialist, a.unit, a.post, a.officer, a.counterpart, a.since, a.until, a.terms, a.pay,
            a.currency, a.needs_interpreter, a.interpreter, a.mismatch_reason, a.ruling, a.ruling_reason, a.ruling_by,
            a.ruling_at, a.stage, a.reason, a.proposed_by, a.signed_by, a.signed, a.arrived, a.left_on, a.asked_again,
            l.marking, a.revision, a.made_at
     FROM assignment a LEFT JOIN label l ON l.id = a.label";

fn one(conn: &Connection, id: AssignmentId) -> Result<Option<Assignment>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE a.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| assignment(conn, row)).transpose()
}

fn find(conn: &Connection, filter: &AssignmentFilter) -> Result<Vec<Assignment>> {
    let (mut clauses, mut values): (Vec<String>, Vec<Value>) = (Vec::new(), Vec::new());
    if let Some(request) = filter.request {
        clauses.push("a.request = ?".to_owned());
        values.push(Value::Integer(request.bits().cast_signed()));
    }
    if let Some(specialist) = filter.specialist {
        clauses.push("a.specialist = ?".to_owned());
        values.push(Value::Integer(specialist.bits().cast_signed()));
    }
    if !filter.stages.is_empty() {
        clauses.push(format!("a.stage IN ({})", vec!["?"; filter.stages.len()].join(", ")));
        values.extend(filter.stages.iter().map(|stage| Value::from(stage.word().to_owned())));
    }
    let mut tail = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
    tail.push_str(" ORDER BY a.since DESC, a.id");
    if let Some(limit) = filter.limit {
        tail.push_str(" LIMIT ?");
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
    }
    let mut statement = conn.prepare_cached(&format!("{SELECT}{tail}"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(assignment(conn, row)?);
    }
    Ok(found)
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of an assignment is not one"))
}

fn day(row: &Row<'_>, at: usize) -> Result<Date> {
    let text: String = row.get(at)?;
    Date::parse(&text).ok_or_else(|| damaged("day", &text))
}

fn some_day(row: &Row<'_>, at: usize) -> Result<Option<Date>> {
    let text: Option<String> = row.get(at)?;
    text.map(|text| Date::parse(&text).ok_or_else(|| damaged("day", &text))).transpose()
}

fn word<T>(row: &Row<'_>, at: usize, what: &str, of: impl Fn(&str) -> Option<T>) -> Result<T> {
    let text: String = row.get(at)?;
    of(&text).ok_or_else(|| damaged(what, &text))
}

fn assignment(conn: &Connection, row: &Row<'_>) -> Result<Assignment> {
    let key: i64 = row.get(0)?;
    let post = |at: usize| -> Result<PostId> { named(PostId::new(&row.get::<_, String>(at)?)) };
    let pay = match (row.get::<_, Option<i64>>(10)?, row.get::<_, Option<String>>(11)?) {
        (Some(minor), Some(code)) => {
            Some(Money { minor, currency: Currency::new(&code).ok_or_else(|| damaged("currency", &code))? })
        }
        _ => None,
    };
    let ruling = match row.get::<_, Option<bool>>(15)? {
        Some(allowed) => Some(ConflictRuling {
            allowed,
            reason: row.get::<_, Option<String>>(16)?.unwrap_or_default(),
            by: row.get::<_, Option<String>>(17)?.unwrap_or_default(),
            at: row.get::<_, Option<i64>>(18)?.unwrap_or_default(),
        }),
        None => None,
    };
    Ok(Assignment {
        id: AssignmentId::from_bits(key.cast_unsigned()),
        request: SpecialistRequestId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
        specialist: SpecialistId::from_bits(row.get::<_, i64>(2)?.cast_unsigned()),
        unit: named(UnitId::new(&row.get::<_, String>(3)?))?,
        post: post(4)?,
        officer: post(5)?,
        counterpart: post(6)?,
        since: day(row, 7)?,
        until: day(row, 8)?,
        terms: row.get(9)?,
        pay,
        needs_interpreter: row.get(12)?,
        interpreter: row.get::<_, Option<i64>>(13)?.map(|one| SpecialistId::from_bits(one.cast_unsigned())),
        promises: promises(conn, key)?,
        transfers: transfers(conn, key)?,
        lacks: lacks(conn, key)?,
        mismatch_reason: row.get(14)?,
        conflicts: conflicts(conn, key)?,
        ruling,
        control: Vetting::of(control(conn, key)?),
        stage: word(row, 19, "stage", AssignmentStage::from_word)?,
        reason: row.get(20)?,
        proposed_by: row.get(21)?,
        signed_by: row.get(22)?,
        signed: some_day(row, 23)?,
        arrived: some_day(row, 24)?,
        left: some_day(row, 25)?,
        checks: checks(conn, key)?,
        asked_again: row.get(26)?,
        marking: row.get::<_, Option<String>>(27)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(28)?,
        made_at: row.get(29)?,
    })
}

/// The lines of one table of an assignment, in their order.
fn lines<T>(conn: &Connection, sql: &str, key: i64, line: impl Fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([key])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(line(row)?);
    }
    Ok(found)
}

fn promises(conn: &Connection, key: i64) -> Result<Vec<Promise>> {
    let sql = "SELECT number, text, due, state, day, remark, duty FROM assignment_promise WHERE assignment = ?1
               ORDER BY number";
    lines(conn, sql, key, |row| {
        Ok(Promise {
            number: row.get(0)?,
            text: row.get(1)?,
            due: some_day(row, 2)?,
            state: word(row, 3, "state", PromiseState::from_word)?,
            day: some_day(row, 4)?,
            remark: row.get(5)?,
            duty: row.get::<_, Option<i64>>(6)?.map(|duty| DutyId::from_bits(duty.cast_unsigned())),
        })
    })
}

fn transfers(conn: &Connection, key: i64) -> Result<Vec<Transfer>> {
    let sql = "SELECT number, what, learner, how, evidence, day, note, by FROM assignment_transfer
               WHERE assignment = ?1 ORDER BY number";
    lines(conn, sql, key, |row| {
        let evidence: Option<String> = row.get(4)?;
        let evidence = evidence.map(|word| Evidence::from_word(&word).ok_or_else(|| damaged("ground", &word)));
        Ok(Transfer {
            number: row.get(0)?,
            what: row.get(1)?,
            learner: row.get(2)?,
            how: row.get(3)?,
            evidence: evidence.transpose()?,
            day: some_day(row, 5)?,
            note: row.get(6)?,
            by: row.get(7)?,
        })
    })
}

fn lacks(conn: &Connection, key: i64) -> Result<Vec<Lack>> {
    let sql = "SELECT kind, what, wanted, held FROM assignment_lack WHERE assignment = ?1 ORDER BY position";
    lines(conn, sql, key, |row| {
        Ok(Lack {
            kind: word(row, 0, "lack", LackKind::from_word)?,
            what: row.get(1)?,
            wanted: row.get(2)?,
            held: row.get(3)?,
        })
    })
}

fn conflicts(conn: &Connection, key: i64) -> Result<Vec<ConflictOfInterest>> {
    let sql = "SELECT kind, party FROM assignment_conflict WHERE assignment = ?1 ORDER BY position";
    lines(conn, sql, key, |row| {
        Ok(ConflictOfInterest { kind: word(row, 0, "tie", InterestKind::from_word)?, with: row.get(1)? })
    })
}

fn control(conn: &Connection, key: i64) -> Result<Vec<VettingStep>> {
    let sql = "SELECT rule, place, post, note, state, by, at, reason FROM assignment_control WHERE assignment = ?1
               ORDER BY place, rule";
    lines(conn, sql, key, |row| {
        Ok(VettingStep {
            rule: VettingRuleId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
            kind: VettingKind::Control,
            place: row.get(1)?,
            post: named(PostId::new(&row.get::<_, String>(2)?))?,
            note: row.get(3)?,
            state: word(row, 4, "state", VettingState::from_word)?,
            by: row.get(5)?,
            at: row.get(6)?,
            reason: row.get(7)?,
        })
    })
}

fn checks(conn: &Connection, key: i64) -> Result<Vec<SkillCheck>> {
    let sql = "SELECT stayed, evidence, remark, day, by FROM assignment_check WHERE assignment = ?1 ORDER BY position";
    lines(conn, sql, key, |row| {
        Ok(SkillCheck {
            stayed: word(row, 0, "answer", SkillStayed::from_word)?,
            evidence: word(row, 1, "ground", Evidence::from_word)?,
            remark: row.get(2)?,
            day: day(row, 3)?,
            by: row.get(4)?,
        })
    })
}

fn taken(conn: &Connection, specialist: SpecialistId, except: Option<AssignmentId>) -> Result<Vec<Taken>> {
    let mut statement = conn.prepare_cached(
        "SELECT since, until FROM specialist_taken WHERE specialist = ?1 AND assignment IS NOT ?2 ORDER BY since, until",
    )?;
    let mut rows = statement.query((specialist.bits().cast_signed(), except.map(|one| one.bits().cast_signed())))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Taken { since: day(row, 0)?, until: day(row, 1)? });
    }
    Ok(found)
}
