//! The rows of events and of those who show there.

use model::{Date, Event, EventId, EventKind, Exhibitor, Fact, HostId, Marking, Noun, PostId, SourceId, Thing, Verb};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps an event as it is now, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_event(&mut self, event: &Event, verb: Verb) -> Result<()> {
        let label = label::intern(self, &event.marking)?;
        let id = event.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM event WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO event (id, kind, name, place, country, since, until, organiser, subject, remark, source, post,
                                    label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, place = excluded.place,
                     country = excluded.country, since = excluded.since, until = excluded.until,
                     organiser = excluded.organiser, subject = excluded.subject, remark = excluded.remark,
                     source = excluded.source, label = excluded.label, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                event.kind.word(),
                event.name,
                event.place,
                event.country,
                event.since.to_string(),
                event.until.to_string(),
                event.organiser,
                event.subject,
                event.remark,
                event.source.map(|source| source.bits().cast_signed()),
                event.post.as_str(),
                label,
                event.revision,
                event.made_at,
            ])?;
        if before.is_some_and(|before| before != label) {
            label::relabel_event(self, event.id)?;
        }
        self.note(&self.fact(verb, thing(event.id)))
    }

    /// The event of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn event(&self, scope: &Scope, id: EventId) -> Result<Option<Event>> {
        Ok(match one(self.conn, id)? {
            Some(event) if scope.shows(self.conn, &event.marking)? => Some(event),
            _ => None,
        })
    }

    /// Keeps exhibitors of an event, each under its number, and notes what was done in one fact.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_exhibitors(&mut self, event: EventId, exhibitors: &[Exhibitor], fact: &Fact) -> Result<()> {
        let mut put = self.conn.prepare_cached(
            "INSERT INTO exhibitor (event, number, name, country, stand, shows, host, is_off, revision)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (event, number) DO UPDATE SET name = excluded.name, country = excluded.country,
                 stand = excluded.stand, shows = excluded.shows, host = excluded.host, is_off = excluded.is_off,
                 revision = excluded.revision",
        )?;
        for one in exhibitors {
            put.execute(rusqlite::params![
                event.bits().cast_signed(),
                one.number,
                one.name,
                one.country,
                one.stand,
                one.shows,
                one.host.map(|host| host.bits().cast_signed()),
                one.off,
                one.revision,
            ])?;
        }
        drop(put);
        self.note(fact)
    }

    /// Every exhibitor of an event, by number, those that were taken off the list among them. Whether its host is seen is looked up by
    /// whoever shows it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn exhibitors(&self, event: EventId) -> Result<Vec<Exhibitor>> {
        exhibitors(self.conn, "WHERE x.event = ?1 ORDER BY x.number", event)
    }
}

impl Reader {
    /// The event of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn event(&self, scope: &Scope, id: EventId) -> Result<Option<Event>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Every event, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn events(&self, scope: &Scope) -> Result<Vec<Event>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY e.since DESC, e.id"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(event(row)?);
            }
            Ok(found)
        })
    }

    /// Every exhibitor of an event, in order of name, those that were taken off the list among them. A host that is not seen is not
    /// named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn exhibitors(&self, scope: &Scope, event: EventId) -> Result<Vec<Exhibitor>> {
        self.seen_by(scope, |conn| {
            let mut found = exhibitors(conn, "WHERE x.event = ?1", event)?;
            found.sort_by_cached_key(|one| (one.name.to_lowercase(), one.number));
            Ok(found)
        })
    }

    /// The events at which a host shows something, with it as an exhibitor, the latest first. Where it was taken off the list it is left
    /// out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn shown_by(&self, scope: &Scope, host: HostId) -> Result<Vec<(Event, Exhibitor)>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!(
                "{SELECT} WHERE e.id IN (SELECT event FROM exhibitor WHERE host = ?1) ORDER BY e.since DESC, e.id"
            ))?;
            let mut rows = statement.query([host.bits().cast_signed()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let event = event(row)?;
                for one in exhibitors(conn, "WHERE x.event = ?1 ORDER BY x.number", event.id)? {
                    if one.host == Some(host) && !one.off {
                        found.push((event.clone(), one));
                    }
                }
            }
            Ok(found)
        })
    }
}

fn thing(id: EventId) -> Thing {
    Thing::new(Noun::Event, id)
}

/// A source that is not seen is not named.
const SELECT: &str =
    "SELECT e.id, e.kind, e.name, e.place, e.country, e.since, e.until, e.organiser, e.subject, e.remark, s.id,
                             e.post, l.marking, e.revision, e.made_at
                      FROM event e LEFT JOIN source s ON s.id = e.source LEFT JOIN label l ON l.id = e.label";

fn one(conn: &Connection, id: EventId) -> Result<Option<Event>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE e.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(event).transpose()
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of an event is not one"))
}

fn event(row: &Row<'_>) -> Result<Event> {
    let day = |at: usize| -> Result<Date> {
        let text: String = row.get(at)?;
        Date::parse(&text).ok_or_else(|| damaged("day", &text))
    };
    let kind: String = row.get(1)?;
    Ok(Event {
        id: EventId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        kind: EventKind::from_word(&kind).ok_or_else(|| damaged("kind", &kind))?,
        name: row.get(2)?,
        place: row.get(3)?,
        country: row.get(4)?,
        since: day(5)?,
        until: day(6)?,
        organiser: row.get(7)?,
        subject: row.get(8)?,
        remark: row.get(9)?,
        source: row.get::<_, Option<i64>>(10)?.map(|source| SourceId::from_bits(source.cast_unsigned())),
        post: named(PostId::new(&row.get::<_, String>(11)?))?,
        marking: row.get::<_, Option<String>>(12)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(13)?,
        made_at: row.get(14)?,
    })
}

fn exhibitors(conn: &Connection, tail: &str, event: EventId) -> Result<Vec<Exhibitor>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT x.number, x.name, x.country, x.stand, x.shows, h.id, x.is_off, x.revision
         FROM exhibitor x LEFT JOIN host h ON h.id = x.host {tail}"
    ))?;
    let rows = statement.query_map([event.bits().cast_signed()], |row| {
        Ok(Exhibitor {
            number: row.get(0)?,
            name: row.get(1)?,
            country: row.get(2)?,
            stand: row.get(3)?,
            shows: row.get(4)?,
            host: row.get::<_, Option<i64>>(5)?.map(|host| HostId::from_bits(host.cast_unsigned())),
            off: row.get(6)?,
            revision: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
