//! The rows of incidents with hosts and of their course.

use model::{
    Date, HostId, Incident, IncidentId, IncidentKind, IncidentStep, Marking, MissionId, Noun, PostId, Thing, Verb,
};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps an incident with its course as it is now, and notes it. What was written of its course before stays.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_incident(&mut self, incident: &Incident, verb: Verb) -> Result<()> {
        let label = label::intern(self, &incident.marking)?;
        let id = incident.id.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT INTO incident (id, host, kind, day, title, mission, post, label, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO NOTHING",
            )?
            .execute(rusqlite::params![
                id,
                incident.host.bits().cast_signed(),
                incident.kind.word(),
                incident.day.to_string(),
                incident.title,
                incident.mission.map(|mission| mission.bits().cast_signed()),
                incident.post.as_str(),
                label,
                incident.made_at,
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO incident_step (incident, position, text, settles, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (incident, position) DO NOTHING",
        )?;
        for (at, step) in (0i64..).zip(&incident.course) {
            put.execute((id, at, &step.text, step.settles, &step.by, step.at))?;
        }
        let fact = self.fact(verb, Thing::new(Noun::Incident, incident.id));
        self.note(&fact.to(Thing::new(Noun::Host, incident.host).to_string()))
    }

    /// The incident of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn incident(&self, scope: &Scope, id: IncidentId) -> Result<Option<Incident>> {
        Ok(match one(self.conn, id)? {
            Some(incident)
                if scope.shows(self.conn, &incident.marking)?
                    && self.shows_partner(scope, incident.host, incident.mission)? =>
            {
                Some(incident)
            }
            _ => None,
        })
    }
}

impl Reader {
    /// The incident of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn incident(&self, scope: &Scope, id: IncidentId) -> Result<Option<Incident>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// The incidents with a host, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn incidents(&self, scope: &Scope, host: HostId) -> Result<Vec<Incident>> {
        self.seen_by(scope, |conn| {
            let mut statement =
                conn.prepare_cached(&format!("{SELECT} WHERE i.host = ?1 ORDER BY i.day DESC, i.made_at DESC, i.id"))?;
            let mut rows = statement.query([host.bits().cast_signed()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(incident(conn, row)?);
            }
            Ok(found)
        })
    }
}

const SELECT: &str = "SELECT i.id, i.host, i.kind, i.day, i.title, i.mission, i.post, l.marking, i.made_at
                      FROM incident i LEFT JOIN label l ON l.id = i.label";

fn one(conn: &Connection, id: IncidentId) -> Result<Option<Incident>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE i.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| incident(conn, row)).transpose()
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of an incident is not one"))
}

fn incident(conn: &Connection, row: &Row<'_>) -> Result<Incident> {
    let key: i64 = row.get(0)?;
    let (kind, day): (String, String) = (row.get(2)?, row.get(3)?);
    Ok(Incident {
        id: IncidentId::from_bits(key.cast_unsigned()),
        host: HostId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
        kind: IncidentKind::from_word(&kind).ok_or_else(|| damaged("kind", &kind))?,
        day: Date::parse(&day).ok_or_else(|| damaged("day", &day))?,
        title: row.get(4)?,
        mission: row.get::<_, Option<i64>>(5)?.map(|mission| MissionId::from_bits(mission.cast_unsigned())),
        course: course(conn, key)?,
        post: named(PostId::new(&row.get::<_, String>(6)?))?,
        marking: row.get::<_, Option<String>>(7)?.as_deref().map_or_else(Marking::top, Marking::read),
        made_at: row.get(8)?,
    })
}

fn course(conn: &Connection, incident: i64) -> Result<Vec<IncidentStep>> {
    let mut statement =
        conn.prepare_cached("SELECT text, settles, by, at FROM incident_step WHERE incident = ?1 ORDER BY position")?;
    let steps = statement.query_map([incident], |row| {
        Ok(IncidentStep { text: row.get(0)?, settles: row.get(1)?, by: row.get(2)?, at: row.get(3)? })
    })?;
    Ok(steps.collect::<rusqlite::Result<_>>()?)
}
