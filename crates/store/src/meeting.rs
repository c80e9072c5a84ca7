//! The rows of the meetings of missions.

use model::{HostId, LocalTime, Meeting, MeetingId, MeetingState, Mission, MissionId, QuestionId, SpecialistId};
use rusqlite::Connection;

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a meeting as it is now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_meeting(&mut self, meeting: &Meeting) -> Result<()> {
        let id = meeting.id.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT INTO meeting (id, mission, host, title, starts, zone, starts_at, minutes, place, people, remark, state,
                                      reason, sequence, changed_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                 ON CONFLICT (id) DO UPDATE SET host = excluded.host, title = excluded.title, starts = excluded.starts,
                     zone = excluded.zone, starts_at = excluded.starts_at, minutes = excluded.minutes,
                     place = excluded.place, people = excluded.people, remark = excluded.remark, state = excluded.state,
                     reason = excluded.reason, sequence = excluded.sequence, changed_at = excluded.changed_at",
            )?
            .execute(rusqlite::params![
                id,
                meeting.mission.bits().cast_signed(),
                meeting.host.map(|host| host.bits().cast_signed()),
                meeting.title,
                meeting.starts.to_string(),
                meeting.zone,
                meeting.starts_at,
                meeting.minutes,
                meeting.place,
                meeting.people,
                meeting.remark,
                meeting.state.word(),
                meeting.reason,
                meeting.sequence,
                meeting.changed_at,
            ])?;
        for table in ["meeting_member", "meeting_question"] {
            self.conn.prepare_cached(&format!("DELETE FROM {table} WHERE meeting = ?1"))?.execute([id])?;
        }
        let mut put =
            self.conn.prepare_cached("INSERT INTO meeting_member (meeting, position, member) VALUES (?1, ?2, ?3)")?;
        for (at, member) in (0i64..).zip(&meeting.members) {
            put.execute((id, at, member.bits().cast_signed()))?;
        }
        let mut put = self
            .conn
            .prepare_cached("INSERT INTO meeting_question (meeting, position, question) VALUES (?1, ?2, ?3)")?;
        for (at, question) in (0i64..).zip(&meeting.questions) {
            put.execute((id, at, question.bits().cast_signed()))?;
        }
        Ok(())
    }

    /// The meetings of a mission, the earliest first, whoever sees it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn meetings(&self, mission: MissionId) -> Result<Vec<Meeting>> {
        of(self.conn, mission)
    }

    /// The mission of a meeting, whoever sees it; `None` when there is no such meeting.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mission_of_meeting(&self, id: MeetingId) -> Result<Option<MissionId>> {
        mission_of(self.conn, id)
    }
}

impl Reader {
    /// The meetings of a mission, the earliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn meetings(&self, scope: &Scope, mission: MissionId) -> Result<Vec<Meeting>> {
        self.seen_by(scope, |conn| of(conn, mission))
    }

    /// The missions of which a meeting begins after a time, in microseconds since 1970.
    ///
    /// # Errors
    /// When the store fails.
    pub fn missions_with_meetings_after(&self, scope: &Scope, at: i64) -> Result<Vec<MissionId>> {
        self.seen_by(scope, |conn| {
            let mut find =
                conn.prepare_cached("SELECT DISTINCT mission FROM meeting WHERE starts_at > ?1 ORDER BY mission")?;
            let ids = find.query_map([at], |row| row.get::<_, i64>(0))?;
            Ok(ids.map(|bits| Ok(MissionId::from_bits(bits?.cast_unsigned()))).collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The mission of a meeting, where it is seen.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mission_of_meeting(&self, scope: &Scope, id: MeetingId) -> Result<Option<Mission>> {
        let find = |conn: &Connection| mission_of(conn, id);
        let Some(mission) = self.seen_by(scope, find)? else { return Ok(None) };
        self.mission(scope, mission)
    }
}

fn mission_of(conn: &Connection, id: MeetingId) -> Result<Option<MissionId>> {
    let mut find = conn.prepare_cached("SELECT mission FROM meeting WHERE id = ?1")?;
    let mut rows = find.query([id.bits().cast_signed()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(MissionId::from_bits(row.get::<_, i64>(0)?.cast_unsigned())))
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a meeting is not one"))
}

fn of(conn: &Connection, mission: MissionId) -> Result<Vec<Meeting>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, host, title, starts, zone, starts_at, minutes, place, people, remark, state, reason, sequence, changed_at
         FROM meeting WHERE mission = ?1 ORDER BY starts_at, id",
    )?;
    let mut rows = statement.query([mission.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let key: i64 = row.get(0)?;
        let (starts, state): (String, String) = (row.get(3)?, row.get(10)?);
        found.push(Meeting {
            id: MeetingId::from_bits(key.cast_unsigned()),
            mission,
            host: row.get::<_, Option<i64>>(1)?.map(|host| HostId::from_bits(host.cast_unsigned())),
            title: row.get(2)?,
            starts: LocalTime::parse(&starts).ok_or_else(|| damaged("time", &starts))?,
            zone: row.get(4)?,
            starts_at: row.get(5)?,
            minutes: row.get(6)?,
            place: row.get(7)?,
            people: row.get(8)?,
            members: named(conn, "SELECT member FROM meeting_member WHERE meeting = ?1 ORDER BY position", key)?
                .into_iter()
                .map(SpecialistId::from_bits)
                .collect(),
            questions: named(conn, "SELECT question FROM meeting_question WHERE meeting = ?1 ORDER BY position", key)?
                .into_iter()
                .map(QuestionId::from_bits)
                .collect(),
            remark: row.get(9)?,
            state: MeetingState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
            reason: row.get(11)?,
            sequence: row.get(12)?,
            changed_at: row.get(13)?,
        });
    }
    Ok(found)
}

/// The numbers that a statement finds for a meeting.
fn named(conn: &Connection, sql: &str, meeting: i64) -> Result<Vec<u64>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([meeting], |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
