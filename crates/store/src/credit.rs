//! The rows of lines of credit: what was agreed, what was told, what is to be drawn and for what it waits.

use std::collections::BTreeMap;

use model::{
    AgreementId, Credit, CreditEvent, CreditEventKind, CreditId, CreditMilestone, CreditTerms, Currency, Date,
    DeliverableId, Drawdown, DrawdownState, HostId, Marking, Noun, PostId, Rate, RepaymentPlan, Thing, UnitId, Verb,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps a line of credit as it is now, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_credit(&mut self, credit: &Credit, verb: Verb) -> Result<()> {
        let label = label::intern(self, &credit.marking)?;
        let id = credit.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM credit WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO credit (id, title, lender, agreement, unit, post, decider, currency, currency_name, terms, remark, label,
                                     revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, lender = excluded.lender, agreement = excluded.agreement,
                     unit = excluded.unit, decider = excluded.decider, currency = excluded.currency,
                     currency_name = excluded.currency_name, terms = excluded.terms, remark = excluded.remark, label = excluded.label,
                     revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                credit.title,
                credit.lender.bits().cast_signed(),
                credit.agreement.map(|agreement| agreement.bits().cast_signed()),
                credit.unit.as_str(),
                credit.post.as_str(),
                credit.decider.as_str(),
                credit.currency.code(),
                credit.currency_name,
                credit.terms.to_text(),
                credit.remark,
                label,
                credit.revision,
                credit.made_at,
            ])?;
        if before.is_some_and(|before| before != label) {
            label::relabel_credit(self, credit.id)?;
        }
        self.note(&self.fact(verb, thing(credit.id)))
    }

    /// The line of this name, within the scope: not without its lender and its agreement.
    ///
    /// # Errors
    /// When the store fails.
    pub fn credit(&self, scope: &Scope, id: CreditId) -> Result<Option<Credit>> {
        Ok(match credits(self.conn, "WHERE c.id = ?1", Some(id))?.pop() {
            Some(credit)
                if scope.shows(self.conn, &credit.marking)?
                    && self.host(scope, credit.lender)?.is_some()
                    && credit
                        .agreement
                        .map_or(Ok(true), |id| self.agreement(scope, id).map(|one| one.is_some()))? =>
            {
                Some(credit)
            }
            _ => None,
        })
    }

    /// What was told of a line, in the order in which it was told.
    ///
    /// # Errors
    /// When the store fails.
    pub fn credit_events(&self, id: CreditId) -> Result<Vec<CreditEvent>> {
        Ok(events(self.conn, Some(id))?.remove(&id).unwrap_or_default())
    }

    /// Keeps what happened to a line, with the number of its last change, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_credit_event(&mut self, credit: &Credit, event: &CreditEvent) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO credit_event (credit, number, day, kind, minor, rate, drawdown, plan, shortens, counters, note, by, told_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(rusqlite::params![
                credit.id.bits().cast_signed(),
                event.number,
                event.day.to_string(),
                event.kind.word(),
                event.minor,
                event.rate.map(Rate::parts),
                event.drawdown,
                event.plan.as_ref().map(RepaymentPlan::to_text),
                event.shortens,
                event.counters,
                event.note,
                event.by,
                event.told_at,
            ])?;
        self.touch_credit(credit)?;
        let fact = self.fact(Verb::Booked, thing(credit.id));
        self.note(&fact.with(format!("booking {} {}", event.number, event.kind)))
    }

    fn touch_credit(&self, credit: &Credit) -> Result<()> {
        let mut put = self.conn.prepare_cached("UPDATE credit SET revision = ?2 WHERE id = ?1")?;
        put.execute((credit.id.bits().cast_signed(), credit.revision))?;
        Ok(())
    }

    /// The drawdowns of a line, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn drawdowns(&self, id: CreditId) -> Result<Vec<Drawdown>> {
        Ok(drawdowns(self.conn, Some(id))?.remove(&id).unwrap_or_default())
    }

    /// Keeps a drawdown as it is now, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_drawdown(&mut self, credit: CreditId, drawdown: &Drawdown, verb: Verb) -> Result<()> {
        let key = credit.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT INTO drawdown (credit, number, minor, purpose, planned, state, asked_by, decided_by, reason, revision)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (credit, number) DO UPDATE SET state = excluded.state, decided_by = excluded.decided_by,
                     reason = excluded.reason, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                key,
                drawdown.number,
                drawdown.minor,
                drawdown.purpose,
                drawdown.planned.to_string(),
                drawdown.state.word(),
                drawdown.asked_by,
                drawdown.decided_by,
                drawdown.reason,
                drawdown.revision,
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO drawdown_condition (credit, drawdown, position, deliverable, milestone) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING",
        )?;
        let deliverables = drawdown.deliverables.iter().map(|one| (Some(one.bits().cast_signed()), None));
        let milestones = drawdown.milestones.iter().map(|one| (None, Some(*one)));
        for (position, (deliverable, milestone)) in (0_u32..).zip(deliverables.chain(milestones)) {
            put.execute((key, drawdown.number, position, deliverable, milestone))?;
        }
        drop(put);
        let fact = self.fact(verb, thing(credit));
        self.note(&fact.with(format!("drawdown {}", drawdown.number)))
    }

    /// The milestones of a line, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn credit_milestones(&self, id: CreditId) -> Result<Vec<CreditMilestone>> {
        milestones(self.conn, id)
    }

    /// Keeps a milestone as it is now, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_credit_milestone(&mut self, credit: CreditId, milestone: &CreditMilestone, verb: Verb) -> Result<()> {
        let confirmed = milestone.confirmed.as_ref();
        self.conn
            .prepare_cached(
                "INSERT INTO credit_milestone (credit, number, title, due, evidence, confirmed_by, reached, revision)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (credit, number) DO UPDATE SET title = excluded.title, due = excluded.due, evidence = excluded.evidence,
                     confirmed_by = excluded.confirmed_by, reached = excluded.reached, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                credit.bits().cast_signed(),
                milestone.number,
                milestone.title,
                milestone.due.to_string(),
                milestone.evidence,
                confirmed.map(|(by, _)| by.as_str()),
                confirmed.map(|(_, reached)| reached.to_string()),
                milestone.revision,
            ])?;
        let fact = self.fact(verb, thing(credit));
        self.note(&fact.with(format!("milestone {}", milestone.number)))
    }
}

impl Reader {
    /// The line of credit of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn credit(&self, scope: &Scope, id: CreditId) -> Result<Option<Credit>> {
        self.seen_by(scope, |conn| Ok(credits(conn, "WHERE c.id = ?1", Some(id))?.pop()))
    }

    /// Every line of credit, by currency and title.
    ///
    /// # Errors
    /// When the store fails.
    pub fn credits(&self, scope: &Scope) -> Result<Vec<Credit>> {
        self.seen_by(scope, |conn| credits(conn, "ORDER BY c.currency, c.title, c.id", None))
    }

    /// What was told of a line, or of every line, in the order in which it was told.
    ///
    /// # Errors
    /// When the store fails.
    pub fn credit_events(&self, scope: &Scope, id: Option<CreditId>) -> Result<BTreeMap<CreditId, Vec<CreditEvent>>> {
        self.seen_by(scope, |conn| events(conn, id))
    }

    /// The drawdowns of a line, or of every line, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn drawdowns(&self, scope: &Scope, id: Option<CreditId>) -> Result<BTreeMap<CreditId, Vec<Drawdown>>> {
        self.seen_by(scope, |conn| drawdowns(conn, id))
    }

    /// The milestones of a line, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn credit_milestones(&self, scope: &Scope, id: CreditId) -> Result<Vec<CreditMilestone>> {
        self.seen_by(scope, |conn| milestones(conn, id))
    }
}

fn thing(id: CreditId) -> Thing {
    Thing::new(Noun::Credit, id)
}

/// No line, or that of a name, as a condition and its value.
fn of_credit(id: Option<CreditId>, table: &str) -> (String, Vec<Value>) {
    match id {
        Some(id) => (format!("WHERE {table}.credit = ?1"), vec![Value::Integer(id.bits().cast_signed())]),
        None => (String::new(), Vec::new()),
    }
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a line of credit is none"))
}

fn day(text: &str) -> Result<Date> {
    Date::parse(text).ok_or_else(|| damaged("day", text))
}

fn id_at(row: &Row<'_>, at: usize) -> Result<CreditId> {
    Ok(CreditId::from_bits(row.get::<_, i64>(at)?.cast_unsigned()))
}

fn credits(conn: &Connection, tail: &str, id: Option<CreditId>) -> Result<Vec<Credit>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT c.id, c.title, c.lender, c.agreement, c.unit, c.post, c.decider, c.currency, c.currency_name, c.terms, c.remark,
                l.marking, c.revision, c.made_at
         FROM credit c LEFT JOIN label l ON l.id = c.label {tail}"
    ))?;
    let key = id.map(|id| id.bits().cast_signed());
    let mut rows = statement.query(rusqlite::params_from_iter(key))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (currency, terms): (String, String) = (row.get(7)?, row.get(9)?);
        found.push(Credit {
            id: id_at(row, 0)?,
            title: row.get(1)?,
            lender: HostId::from_bits(row.get::<_, i64>(2)?.cast_unsigned()),
            agreement: row.get::<_, Option<i64>>(3)?.map(|bits| AgreementId::from_bits(bits.cast_unsigned())),
            unit: named(UnitId::new(&row.get::<_, String>(4)?))?,
            post: named(PostId::new(&row.get::<_, String>(5)?))?,
            decider: named(PostId::new(&row.get::<_, String>(6)?))?,
            currency: Currency::new(&currency).ok_or_else(|| damaged("currency", &currency))?,
            currency_name: row.get(8)?,
            terms: CreditTerms::read(&terms).ok_or_else(|| damaged("text of terms", &terms))?,
            remark: row.get(10)?,
            marking: row.get::<_, Option<String>>(11)?.as_deref().map_or_else(Marking::top, Marking::read),
            revision: row.get(12)?,
            made_at: row.get(13)?,
        });
    }
    Ok(found)
}

fn events(conn: &Connection, id: Option<CreditId>) -> Result<BTreeMap<CreditId, Vec<CreditEvent>>> {
    let (which, key) = of_credit(id, "e");
    let mut statement = conn.prepare_cached(&format!(
        "SELECT e.credit, e.number, e.day, e.kind, e.minor, e.rate, e.drawdown, e.plan, e.shortens, e.counters, e.note, e.by, e.told_at
         FROM credit_event e {which} ORDER BY e.credit, e.number"
    ))?;
    let mut rows = statement.query(rusqlite::params_from_iter(key))?;
    let mut found: BTreeMap<CreditId, Vec<CreditEvent>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (on, kind, plan): (String, String, Option<String>) = (row.get(2)?, row.get(3)?, row.get(7)?);
        let plan = plan.map(|text| RepaymentPlan::read(&text).ok_or_else(|| damaged("plan", &text))).transpose()?;
        let event = CreditEvent {
            number: row.get(1)?,
            day: day(&on)?,
            kind: CreditEventKind::from_word(&kind).ok_or_else(|| damaged("kind of event", &kind))?,
            minor: row.get(4)?,
            rate: row.get::<_, Option<i64>>(5)?.and_then(Rate::of_parts),
            drawdown: row.get(6)?,
            plan,
            shortens: row.get(8)?,
            counters: row.get(9)?,
            note: row.get(10)?,
            by: row.get(11)?,
            told_at: row.get(12)?,
        };
        found.entry(id_at(row, 0)?).or_default().push(event);
    }
    Ok(found)
}

fn drawdowns(conn: &Connection, id: Option<CreditId>) -> Result<BTreeMap<CreditId, Vec<Drawdown>>> {
    let (which, key) = of_credit(id, "d");
    let mut statement = conn.prepare_cached(&format!(
        "SELECT d.credit, d.number, d.minor, d.purpose, d.planned, d.state, d.asked_by, d.decided_by, d.reason, d.revision
         FROM drawdown d {which} ORDER BY d.credit, d.number"
    ))?;
    let mut rows = statement.query(rusqlite::params_from_iter(key.clone()))?;
    let mut found: BTreeMap<CreditId, Vec<Drawdown>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (planned, state): (String, String) = (row.get(4)?, row.get(5)?);
        let drawdown = Drawdown {
            number: row.get(1)?,
            minor: row.get(2)?,
            purpose: row.get(3)?,
            planned: day(&planned)?,
            deliverables: Vec::new(),
            milestones: Vec::new(),
            state: DrawdownState::from_word(&state).ok_or_else(|| damaged("state of a drawdown", &state))?,
            asked_by: row.get(6)?,
            decided_by: row.get(7)?,
            reason: row.get(8)?,
            revision: row.get(9)?,
        };
        found.entry(id_at(row, 0)?).or_default().push(drawdown);
    }
    let (which, _) = of_credit(id, "k");
    let mut statement = conn.prepare_cached(&format!(
        "SELECT k.credit, k.drawdown, k.deliverable, k.milestone FROM drawdown_condition k {which} ORDER BY k.credit, k.drawdown, k.position"
    ))?;
    let mut rows = statement.query(rusqlite::params_from_iter(key))?;
    while let Some(row) = rows.next()? {
        let number: u32 = row.get(1)?;
        let held = found.get_mut(&id_at(row, 0)?).and_then(|all| all.iter_mut().find(|one| one.number == number));
        if let Some(held) = held {
            let deliverable = row.get::<_, Option<i64>>(2)?;
            held.deliverables.extend(deliverable.map(|bits| DeliverableId::from_bits(bits.cast_unsigned())));
            held.milestones.extend(row.get::<_, Option<u32>>(3)?);
        }
    }
    Ok(found)
}

fn milestones(conn: &Connection, id: CreditId) -> Result<Vec<CreditMilestone>> {
    let mut statement = conn.prepare_cached(
        "SELECT number, title, due, evidence, confirmed_by, reached, revision FROM credit_milestone WHERE credit = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (due, by, reached): (String, Option<String>, Option<String>) = (row.get(2)?, row.get(4)?, row.get(5)?);
        let reached = reached.map(|text| day(&text)).transpose()?;
        found.push(CreditMilestone {
            number: row.get(0)?,
            title: row.get(1)?,
            due: day(&due)?,
            evidence: row.get(3)?,
            confirmed: by.zip(reached),
            revision: row.get(6)?,
        });
    }
    Ok(found)
}
