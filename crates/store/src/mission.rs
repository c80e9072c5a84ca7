//! The rows of missions.

use model::{
    Currency, Date, EventId, EventKind, ExpectedBenefit, Fact, HostId, Marking, Member, Mission, MissionDirection,
    MissionEvent, MissionId, MissionStage, Money, NeedId, Noun, PostId, SpecialistId, Thing, UnitId, Waiver,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::deed::Deed;
use crate::programme::named;
use crate::record::{self, record_id};
use crate::{Error, Reader, Result, Scope, label};

/// Which missions are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct MissionFilter {
    /// Proposed by one of these posts.
    pub posts: Option<Vec<PostId>>,
    /// At one of these stages.
    pub stages: Vec<MissionStage>,
    /// Serving this need.
    pub need: Option<NeedId>,
    /// Going to this host.
    pub host: Option<HostId>,
    /// Going to this event of the office.
    pub event: Option<EventId>,
    /// With this member.
    pub member: Option<SpecialistId>,
    /// Taking along what this need or request asks.
    pub asker: Option<Thing>,
    /// Begun before this one: where a page goes on.
    pub before: Option<(i64, MissionId)>,
    /// Those that end last first, instead of the newest; no page goes on in this order.
    pub by_end: bool,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Deed<'_> {
    /// Keeps a mission as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_mission(&mut self, mission: &Mission, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &mission.marking)?;
        let id = mission.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM mission WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        self.set_mission(mission, label)?;
        self.set_parts(mission)?;
        if before.is_some_and(|before| before != label) {
            label::relabel_mission(self, mission.id)?;
        }
        let hosts = mission.hosts.iter();
        self.note(&hosts.fold(fact.clone(), |fact, host| fact.particular("host", host)))
    }

    fn set_mission(&self, mission: &Mission, label: i64) -> Result<()> {
        let report = mission.report.map(|id| record::row_of(self.conn, id)).transpose()?.flatten();
        let event = mission.event.as_ref();
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        self.conn
            .prepare_cached(
                "INSERT INTO mission (id, direction, title, purpose, post, unit, stage, event_name, event_kind, event_place,
                                      event_since, event_until, since, until, place, country, benefit, plan, budget, currency,
                                      remark, round, report_due, report, label, revision, made_at, event)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
                         ?23, ?24, ?25, ?26, ?27, ?28)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, purpose = excluded.purpose, stage = excluded.stage,
                     event_name = excluded.event_name, event_kind = excluded.event_kind, event_place = excluded.event_place,
                     event_since = excluded.event_since, event_until = excluded.event_until, since = excluded.since,
                     until = excluded.until, place = excluded.place, country = excluded.country, benefit = excluded.benefit,
                     plan = excluded.plan, budget = excluded.budget, currency = excluded.currency, remark = excluded.remark,
                     round = excluded.round, report_due = excluded.report_due, report = excluded.report,
                     label = excluded.label, revision = excluded.revision, event = excluded.event",
            )?
            .execute(rusqlite::params![
                mission.id.bits().cast_signed(),
                mission.direction.word(),
                mission.title,
                mission.purpose,
                mission.post.as_str(),
                mission.unit.as_str(),
                mission.stage.word(),
                event.map(|event| &event.name),
                event.map(|event| event.kind.word()),
                event.map(|event| &event.place),
                day(event.and_then(|event| event.since)),
                day(event.and_then(|event| event.until)),
                mission.since.to_string(),
                mission.until.to_string(),
                mission.place,
                mission.country,
                mission.benefit,
                mission.plan,
                mission.budget.map(|money| money.minor),
                mission.budget.map(|money| money.currency.code().to_owned()),
                mission.remark,
                mission.round,
                day(mission.report_due),
                report,
                label,
                mission.revision,
                mission.made_at,
                event.and_then(|event| event.id).map(|id| id.bits().cast_signed()),
            ])?;
        Ok(())
    }

    fn set_parts(&self, mission: &Mission) -> Result<()> {
        let id = mission.id.bits().cast_signed();
        for table in ["mission_need", "mission_host", "mission_recipient", "mission_benefit", "mission_member"] {
            self.conn.prepare_cached(&format!("DELETE FROM {table} WHERE mission = ?1"))?.execute([id])?;
        }
        let mut put =
            self.conn.prepare_cached("INSERT INTO mission_need (mission, position, need) VALUES (?1, ?2, ?3)")?;
        for (at, need) in (0i64..).zip(&mission.needs) {
            put.execute((id, at, need.as_str()))?;
        }
        let mut put =
            self.conn.prepare_cached("INSERT INTO mission_host (mission, position, host) VALUES (?1, ?2, ?3)")?;
        for (at, host) in (0i64..).zip(&mission.hosts) {
            put.execute((id, at, host.bits().cast_signed()))?;
        }
        let mut put = self
            .conn
            .prepare_cached("INSERT INTO mission_recipient (mission, position, noun, name) VALUES (?1, ?2, ?3, ?4)")?;
        for (at, thing) in (0i64..).zip(&mission.recipients) {
            put.execute((id, at, thing.noun.word(), &thing.name))?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO mission_benefit (mission, position, need, parameter, measure, now, wanted, expected)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        for (at, one) in (0i64..).zip(&mission.benefits) {
            let (need, parameter) = (one.need.as_str(), &one.parameter);
            put.execute((id, at, need, parameter, &one.measure, &one.now, &one.wanted, &one.expected))?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO mission_member (mission, position, specialist, part, waiver, waived_by, waived_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for (at, member) in (0i64..).zip(&mission.members) {
            let waiver = member.waiver.as_ref();
            put.execute(rusqlite::params![
                id,
                at,
                member.specialist.bits().cast_signed(),
                member.part,
                waiver.map(|waiver| &waiver.reason),
                waiver.map(|waiver| &waiver.by),
                waiver.map(|waiver| waiver.at),
            ])?;
        }
        Ok(())
    }

    /// The mission of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mission(&self, scope: &Scope, id: MissionId) -> Result<Option<Mission>> {
        Ok(match one(self.conn, id)? {
            Some(mission) if scope.shows(self.conn, &mission.marking)? => Some(mission),
            _ => None,
        })
    }

    /// Missions that fit, the newest first, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn missions(&self, scope: &Scope, filter: &MissionFilter) -> Result<Vec<Mission>> {
        let mut found = Vec::new();
        for mission in select(self.conn, filter)? {
            if scope.shows(self.conn, &mission.marking)? {
                found.push(mission);
            }
        }
        Ok(found)
    }
}

impl Reader {
    /// The mission of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mission(&self, scope: &Scope, id: MissionId) -> Result<Option<Mission>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Missions that fit, the newest first where nothing else is said.
    ///
    /// # Errors
    /// When the store fails.
    pub fn missions(&self, scope: &Scope, filter: &MissionFilter) -> Result<Vec<Mission>> {
        self.seen_by(scope, |conn| select(conn, filter))
    }

    /// How often somebody was sent although a report of theirs was overdue.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_waivers(&self, scope: &Scope, specialist: SpecialistId) -> Result<u64> {
        self.seen_by(scope, |conn| {
            let mut count = conn
                .prepare_cached("SELECT count(*) FROM mission_member WHERE specialist = ?1 AND waiver IS NOT NULL")?;
            let n: i64 = count.query_row([specialist.bits().cast_signed()], |row| row.get(0))?;
            Ok(n.cast_unsigned())
        })
    }
}

/// A report and an event that are not seen are not named.
const SELECT: &str = "SELECT m.id, m.direction, m.title, m.purpose, m.post, m.unit, m.stage, m.event_name, m.event_kind, m.event_place,
                             m.event_since, m.event_until, m.since, m.until, m.place, m.country, m.benefit, m.plan, m.budget,
                             m.currency, m.remark, m.round, m.report_due, r.id, l.marking, m.revision, m.made_at, e.id
                      FROM mission m LEFT JOIN record r ON r.row = m.report LEFT JOIN event e ON e.id = m.event
                           LEFT JOIN label l ON l.id = m.label";

fn one(conn: &Connection, id: MissionId) -> Result<Option<Mission>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE m.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| mission(conn, row)).transpose()
}

fn select(conn: &Connection, filter: &MissionFilter) -> Result<Vec<Mission>> {
    let (mut clauses, mut values): (Vec<String>, Vec<Value>) = (Vec::new(), Vec::new());
    let bits = |bits: u64| Value::Integer(bits.cast_signed());
    if let Some(posts) = &filter.posts {
        clauses.push(format!("m.post IN ({})", vec!["?"; posts.len()].join(", ")));
        values.extend(posts.iter().map(|post| Value::Text(post.as_str().to_owned())));
    }
    if !filter.stages.is_empty() {
        clauses.push(format!("m.stage IN ({})", vec!["?"; filter.stages.len()].join(", ")));
        values.extend(filter.stages.iter().map(|stage| Value::Text(stage.word().to_owned())));
    }
    if let Some(need) = &filter.need {
        clauses.push("m.id IN (SELECT mission FROM mission_need WHERE need = ?)".to_owned());
        values.push(Value::Text(need.as_str().to_owned()));
    }
    if let Some(host) = filter.host {
        clauses.push("m.id IN (SELECT mission FROM mission_host WHERE host = ?)".to_owned());
        values.push(bits(host.bits()));
    }
    if let Some(event) = filter.event {
        clauses.push("m.event = ?".to_owned());
        values.push(bits(event.bits()));
    }
    if let Some(member) = filter.member {
        clauses.push("m.id IN (SELECT mission FROM mission_member WHERE specialist = ?)".to_owned());
        values.push(bits(member.bits()));
    }
    if let Some(asker) = &filter.asker {
        clauses.push(
            "m.id IN (SELECT q.mission FROM question q JOIN question_asker a ON a.question = q.id
                      WHERE a.noun = ? AND a.name = ?)"
                .to_owned(),
        );
        values.extend([Value::Text(asker.noun.word().to_owned()), Value::Text(asker.name.clone())]);
    }
    if let Some((at, id)) = filter.before {
        clauses.push("(m.made_at, m.id) < (?, ?)".to_owned());
        values.extend([Value::Integer(at), bits(id.bits())]);
    }
    let tail = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
    let limit = filter.limit.map_or_else(String::new, |limit| format!(" LIMIT {limit}"));
    let end = if filter.by_end { "m.until DESC, " } else { "" };
    let mut statement =
        conn.prepare_cached(&format!("{SELECT}{tail} ORDER BY {end}m.made_at DESC, m.id DESC{limit}"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(mission(conn, row)?);
    }
    Ok(found)
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a mission is not one"))
}

fn day(text: &str) -> Result<Date> {
    Date::parse(text).ok_or_else(|| damaged("day", text))
}

fn event(row: &Row<'_>) -> Result<Option<MissionEvent>> {
    let Some(name) = row.get::<_, Option<String>>(7)? else { return Ok(None) };
    let kind: String = row.get::<_, Option<String>>(8)?.unwrap_or_default();
    let on = |at: usize| row.get::<_, Option<String>>(at)?.as_deref().map(day).transpose();
    let id: Option<i64> = row.get(27)?;
    Ok(Some(MissionEvent {
        id: id.map(|id| EventId::from_bits(id.cast_unsigned())),
        name,
        kind: EventKind::from_word(&kind).ok_or_else(|| damaged("kind of event", &kind))?,
        place: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
        since: on(10)?,
        until: on(11)?,
    }))
}

/// An amount of two columns.
pub(crate) fn money(minor: Option<i64>, code: Option<String>) -> Result<Option<Money>> {
    let (Some(minor), Some(code)) = (minor, code) else { return Ok(None) };
    let currency = Currency::new(&code).ok_or_else(|| Error::damaged(format!("`{code}` is no currency")))?;
    Ok(Some(Money { minor, currency }))
}

fn mission(conn: &Connection, row: &Row<'_>) -> Result<Mission> {
    let key: i64 = row.get(0)?;
    let (direction, stage): (String, String) = (row.get(1)?, row.get(6)?);
    Ok(Mission {
        id: MissionId::from_bits(key.cast_unsigned()),
        direction: MissionDirection::from_word(&direction).ok_or_else(|| damaged("direction", &direction))?,
        title: row.get(2)?,
        purpose: row.get(3)?,
        post: named(PostId::new(&row.get::<_, String>(4)?))?,
        unit: named(UnitId::new(&row.get::<_, String>(5)?))?,
        stage: MissionStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        needs: needs(conn, key)?,
        hosts: hosts(conn, key)?,
        event: event(row)?,
        since: day(&row.get::<_, String>(12)?)?,
        until: day(&row.get::<_, String>(13)?)?,
        place: row.get(14)?,
        country: row.get(15)?,
        members: members(conn, key)?,
        benefits: benefits(conn, key)?,
        benefit: row.get(16)?,
        plan: row.get(17)?,
        recipients: recipients(conn, key)?,
        budget: money(row.get(18)?, row.get(19)?)?,
        remark: row.get(20)?,
        round: row.get(21)?,
        report_due: row.get::<_, Option<String>>(22)?.as_deref().map(day).transpose()?,
        report: row.get::<_, Option<i64>>(23)?.map(record_id),
        marking: row.get::<_, Option<String>>(24)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(25)?,
        made_at: row.get(26)?,
    })
}

fn needs(conn: &Connection, mission: i64) -> Result<Vec<NeedId>> {
    let mut statement = conn.prepare_cached("SELECT need FROM mission_need WHERE mission = ?1 ORDER BY position")?;
    let mut rows = statement.query([mission])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(named(NeedId::new(&row.get::<_, String>(0)?))?);
    }
    Ok(found)
}

fn hosts(conn: &Connection, mission: i64) -> Result<Vec<HostId>> {
    let mut statement = conn.prepare_cached("SELECT host FROM mission_host WHERE mission = ?1 ORDER BY position")?;
    let rows = statement.query_map([mission], |row| Ok(HostId::from_bits(row.get::<_, i64>(0)?.cast_unsigned())))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn recipients(conn: &Connection, mission: i64) -> Result<Vec<Thing>> {
    let mut statement =
        conn.prepare_cached("SELECT noun, name FROM mission_recipient WHERE mission = ?1 ORDER BY position")?;
    let mut rows = statement.query([mission])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let noun: String = row.get(0)?;
        let noun = Noun::from_word(&noun).ok_or_else(|| damaged("recipient", &noun))?;
        found.push(Thing { noun, name: row.get(1)? });
    }
    Ok(found)
}

fn benefits(conn: &Connection, mission: i64) -> Result<Vec<ExpectedBenefit>> {
    let mut statement = conn.prepare_cached(
        "SELECT need, parameter, measure, now, wanted, expected FROM mission_benefit WHERE mission = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([mission])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(ExpectedBenefit {
            need: named(NeedId::new(&row.get::<_, String>(0)?))?,
            parameter: row.get(1)?,
            measure: row.get(2)?,
            now: row.get(3)?,
            wanted: row.get(4)?,
            expected: row.get(5)?,
        });
    }
    Ok(found)
}

fn members(conn: &Connection, mission: i64) -> Result<Vec<Member>> {
    let mut statement = conn.prepare_cached(
        "SELECT specialist, part, waiver, waived_by, waived_at FROM mission_member WHERE mission = ?1 ORDER BY position",
    )?;
    let rows = statement.query_map([mission], |row| {
        let waiver = row.get::<_, Option<String>>(2)?.map(|reason| -> rusqlite::Result<Waiver> {
            let by: Option<String> = row.get(3)?;
            Ok(Waiver { reason, by: by.unwrap_or_default(), at: row.get::<_, Option<i64>>(4)?.unwrap_or_default() })
        });
        Ok(Member {
            specialist: SpecialistId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
            part: row.get(1)?,
            waiver: waiver.transpose()?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
