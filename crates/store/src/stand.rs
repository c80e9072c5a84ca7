//! The rows of visits to stands.

use model::{
    Date, EventId, Evidence, Fact, HostId, Marking, MissionId, Noun, PostId, QuestionId, SpecialistId, Stand,
    StandContact, StandId, StandState, Thing, Verb, Visitor,
};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::deed::Deed;
use crate::programme::named;
use crate::record::{self, record_id};
use crate::{Error, Reader, Result, Scope, label};

/// Which visits are asked for: those that fit every part that is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct StandFilter {
    /// At this event.
    pub event: Option<EventId>,
    /// To this exhibitor of it.
    pub exhibitor: Option<u32>,
    /// Asking for this mission.
    pub mission: Option<MissionId>,
    /// To stands of this host.
    pub host: Option<HostId>,
}

impl Deed<'_> {
    /// Keeps a visit as it is now, and notes it: to the record that its note became, where there is one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_stand(&mut self, stand: &Stand, verb: Verb) -> Result<()> {
        let label = label::intern(self, &stand.marking)?;
        let id = stand.id.bits().cast_signed();
        let record = stand.record.map(|id| record::row_of(self.conn, id)).transpose()?.flatten();
        let (post, member) = match &stand.visitor {
            Visitor::Post(post) => (Some(post.as_str()), None),
            Visitor::Member(member) => (None, Some(member.bits().cast_signed())),
        };
        self.conn
            .prepare_cached(
                "INSERT INTO stand (id, event, exhibitor, visitor, member, purpose, mission, question, state, day, by, title,
                                    notes, evidence, record, reason, post, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
                 ON CONFLICT (id) DO UPDATE SET state = excluded.state, day = excluded.day, by = excluded.by,
                     title = excluded.title, notes = excluded.notes, evidence = excluded.evidence,
                     record = excluded.record, reason = excluded.reason, label = excluded.label,
                     revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                stand.event.bits().cast_signed(),
                stand.exhibitor,
                post,
                member,
                stand.purpose,
                stand.question.map(|(mission, _)| mission.bits().cast_signed()),
                stand.question.map(|(_, question)| question.bits().cast_signed()),
                stand.state.word(),
                stand.day.map(|day| day.to_string()),
                stand.by,
                stand.title,
                stand.notes,
                stand.evidence.map(Evidence::word),
                record,
                stand.reason,
                stand.post.as_str(),
                label,
                stand.revision,
                stand.made_at,
            ])?;
        self.conn.prepare_cached("DELETE FROM stand_contact WHERE stand = ?1")?.execute([id])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO stand_contact (stand, position, name, title, reach) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (at, one) in (0i64..).zip(&stand.contacts) {
            put.execute((id, at, &one.name, &one.position, &one.reach))?;
        }
        drop(put);
        let fact: Fact = self.fact(verb, Thing::new(Noun::Stand, stand.id));
        let target = match stand.record {
            Some(record) => Thing::new(Noun::Record, record),
            None => Thing::new(Noun::Event, stand.event),
        };
        self.note(&fact.to(target.to_string()))
    }

    /// The visit of this name, within the scope: not without its event, its member and its mission.
    ///
    /// # Errors
    /// When the store fails.
    pub fn stand(&self, scope: &Scope, id: StandId) -> Result<Option<Stand>> {
        Ok(match one(self.conn, id)? {
            Some(stand) if scope.shows(self.conn, &stand.marking)? && self.shows_around(scope, &stand)? => Some(stand),
            _ => None,
        })
    }

    fn shows_around(&self, scope: &Scope, stand: &Stand) -> Result<bool> {
        let sees_member = match stand.visitor {
            Visitor::Member(member) => self.specialist(scope, member)?.is_some(),
            Visitor::Post(_) => true,
        };
        let sees_mission = match stand.question {
            Some((mission, _)) => self.mission(scope, mission)?.is_some(),
            None => true,
        };
        Ok(sees_member && sees_mission && self.event(scope, stand.event)?.is_some())
    }
}

impl Reader {
    /// The visit of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn stand(&self, scope: &Scope, id: StandId) -> Result<Option<Stand>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Visits that fit, in the order in which they were planned.
    ///
    /// # Errors
    /// When the store fails.
    pub fn stands(&self, scope: &Scope, filter: &StandFilter) -> Result<Vec<Stand>> {
        self.seen_by(scope, |conn| {
            let (mut clauses, mut values): (Vec<&str>, Vec<Value>) = (Vec::new(), Vec::new());
            if let Some(event) = filter.event {
                clauses.push("s.event = ?");
                values.push(Value::Integer(event.bits().cast_signed()));
            }
            if let Some(exhibitor) = filter.exhibitor {
                clauses.push("s.exhibitor = ?");
                values.push(Value::Integer(i64::from(exhibitor)));
            }
            if let Some(mission) = filter.mission {
                clauses.push("s.mission = ?");
                values.push(Value::Integer(mission.bits().cast_signed()));
            }
            if let Some(host) = filter.host {
                clauses.push(
                    "EXISTS (SELECT 1 FROM exhibitor x WHERE x.event = s.event AND x.number = s.exhibitor AND x.host = ?)",
                );
                values.push(Value::Integer(host.bits().cast_signed()));
            }
            let tail = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
            let mut statement = conn.prepare_cached(&format!("{SELECT}{tail} ORDER BY s.made_at, s.id"))?;
            let mut rows = statement.query(params_from_iter(values))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(stand(conn, row)?);
            }
            Ok(found)
        })
    }
}

/// A record that is not seen is not named.
const SELECT: &str =
    "SELECT s.id, s.event, s.exhibitor, s.visitor, s.member, s.purpose, s.mission, s.question, s.state, s.day, s.by,
                             s.title, s.notes, s.evidence, r.id, s.reason, s.post, l.marking, s.revision, s.made_at
                      FROM stand s LEFT JOIN record r ON r.row = s.record LEFT JOIN label l ON l.id = s.label";

fn one(conn: &Connection, id: StandId) -> Result<Option<Stand>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE s.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| stand(conn, row)).transpose()
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a visit to a stand is not one"))
}

fn stand(conn: &Connection, row: &Row<'_>) -> Result<Stand> {
    let key: i64 = row.get(0)?;
    let visitor = match (row.get::<_, Option<String>>(3)?, row.get::<_, Option<i64>>(4)?) {
        (_, Some(member)) => Visitor::Member(SpecialistId::from_bits(member.cast_unsigned())),
        (post, None) => Visitor::Post(named(PostId::new(&post.unwrap_or_default()))?),
    };
    let question = row.get::<_, Option<i64>>(6)?.zip(row.get::<_, Option<i64>>(7)?).map(|(mission, question)| {
        (MissionId::from_bits(mission.cast_unsigned()), QuestionId::from_bits(question.cast_unsigned()))
    });
    let state: String = row.get(8)?;
    let day = row.get::<_, Option<String>>(9)?;
    let day = day.map(|day| Date::parse(&day).ok_or_else(|| damaged("day", &day))).transpose()?;
    let evidence = row.get::<_, Option<String>>(13)?;
    let evidence = evidence.map(|word| Evidence::from_word(&word).ok_or_else(|| damaged("ground", &word)));
    Ok(Stand {
        id: StandId::from_bits(key.cast_unsigned()),
        event: EventId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
        exhibitor: row.get(2)?,
        visitor,
        purpose: row.get(5)?,
        question,
        state: StandState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
        day,
        by: row.get(10)?,
        title: row.get(11)?,
        notes: row.get(12)?,
        evidence: evidence.transpose()?,
        contacts: contacts(conn, key)?,
        record: row.get::<_, Option<i64>>(14)?.map(record_id),
        reason: row.get(15)?,
        post: named(PostId::new(&row.get::<_, String>(16)?))?,
        marking: row.get::<_, Option<String>>(17)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(18)?,
        made_at: row.get(19)?,
    })
}

fn contacts(conn: &Connection, stand: i64) -> Result<Vec<StandContact>> {
    let mut statement =
        conn.prepare_cached("SELECT name, title, reach FROM stand_contact WHERE stand = ?1 ORDER BY position")?;
    let rows = statement
        .query_map([stand], |row| Ok(StandContact { name: row.get(0)?, position: row.get(1)?, reach: row.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
