//! The rows of the roster.

use model::{
    Away, Date, HostId, Interest, InterestKind, Language, LanguageLevel, Marking, Noun, PersonId, RecordId, Skill,
    Specialist, SpecialistId, Spoken, Subject, Thing, UnitId, Verb,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::host::scheme_of;
use crate::programme::named;
use crate::record::{self, record_id};
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps a specialist as they are now, and notes it. Evidence that is not held is left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_specialist(&mut self, specialist: &Specialist, verb: Verb) -> Result<()> {
        let label = label::intern(self, &specialist.marking)?;
        let id = specialist.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM specialist WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO specialist (id, person, name, unit, remark, label, revision, made_at, host, country, orcid)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT (id) DO UPDATE SET person = excluded.person, name = excluded.name, unit = excluded.unit,
                     remark = excluded.remark, label = excluded.label, revision = excluded.revision,
                     host = excluded.host, country = excluded.country, orcid = excluded.orcid",
            )?
            .execute(rusqlite::params![
                id,
                specialist.person.as_ref().map(PersonId::as_str),
                specialist.name,
                specialist.unit.as_str(),
                specialist.remark,
                label,
                specialist.revision,
                specialist.made_at,
                specialist.host.map(|host| host.bits().cast_signed()),
                specialist.country,
                specialist.orcid,
            ])?;
        for table in ["skill", "evidence", "language", "away", "interest"] {
            self.conn
                .prepare_cached(&format!("DELETE FROM specialist_{table} WHERE specialist = ?1"))?
                .execute([id])?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO specialist_skill (specialist, position, scheme, code, term) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        let mut show = self.conn.prepare_cached(
            "INSERT INTO specialist_evidence (specialist, skill, position, record) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (at, skill) in (0i64..).zip(&specialist.skills) {
            put.execute((id, at, skill.class.scheme.word(), &skill.class.code, &skill.class.term))?;
            for (position, record) in (0i64..).zip(&skill.evidence) {
                if let Some(row) = record::row_of(self.conn, *record)? {
                    show.execute((id, at, position, row))?;
                }
            }
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO specialist_language (specialist, position, language, level) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (at, spoken) in (0i64..).zip(&specialist.languages) {
            put.execute((id, at, spoken.language.tag(), spoken.level.word()))?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO specialist_away (specialist, position, since, until, why) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (at, away) in (0i64..).zip(&specialist.away) {
            put.execute((id, at, away.since.to_string(), away.until.to_string(), &away.why))?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO specialist_interest (specialist, position, kind, host, words) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (at, tie) in (0i64..).zip(&specialist.interests) {
            put.execute((id, at, tie.kind.word(), tie.host.map(|host| host.bits().cast_signed()), &tie.words))?;
        }
        if before.is_some_and(|before| before != label) {
            label::relabel_specialist(self, specialist.id)?;
        }
        self.note(&self.fact(verb, Thing::new(Noun::Specialist, specialist.id)))
    }

    /// Keeps that somebody else of the same name made a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_namesake(&mut self, specialist: SpecialistId, record: RecordId) -> Result<()> {
        if let Some(row) = record::row_of(self.conn, record)? {
            self.conn
                .prepare_cached("INSERT OR IGNORE INTO specialist_namesake (specialist, record) VALUES (?1, ?2)")?
                .execute((specialist.bits().cast_signed(), row))?;
        }
        self.note(&self.fact(Verb::Revised, Thing::new(Noun::Specialist, specialist)))
    }

    /// The specialist of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn specialist(&self, scope: &Scope, id: SpecialistId) -> Result<Option<Specialist>> {
        Ok(match one(self.conn, id)? {
            Some(specialist) if scope.shows(self.conn, &specialist.marking)? => Some(specialist),
            _ => None,
        })
    }
}

impl Reader {
    /// The specialist of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn specialist(&self, scope: &Scope, id: SpecialistId) -> Result<Option<Specialist>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Records that somebody else of the same name made.
    ///
    /// # Errors
    /// When the store fails.
    pub fn namesakes(&self, scope: &Scope, id: SpecialistId) -> Result<Vec<RecordId>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT coalesce(a.id, r.id) FROM specialist_namesake e JOIN record r ON r.row = e.record
                 LEFT JOIN record a ON a.row = r.absorbed_by WHERE e.specialist = ?1 ORDER BY r.row",
            )?;
            let found = statement.query_map([id.bits().cast_signed()], |row| row.get(0).map(record_id))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The roster, in order of name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn specialists(&self, scope: &Scope) -> Result<Vec<Specialist>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY s.name, s.id"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(specialist(conn, row)?);
            }
            Ok(found)
        })
    }
}

/// A host that is not seen is not named.
const SELECT: &str =
    "SELECT s.id, s.person, s.name, s.unit, s.remark, l.marking, s.revision, s.made_at, h.id, s.country, s.orcid
                      FROM specialist s LEFT JOIN host h ON h.id = s.host LEFT JOIN label l ON l.id = s.label";

fn one(conn: &Connection, id: SpecialistId) -> Result<Option<Specialist>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE s.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| specialist(conn, row)).transpose()
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a specialist is not one"))
}

fn specialist(conn: &Connection, row: &Row<'_>) -> Result<Specialist> {
    let key: i64 = row.get(0)?;
    Ok(Specialist {
        id: SpecialistId::from_bits(key.cast_unsigned()),
        person: row.get::<_, Option<String>>(1)?.map(|id| named(PersonId::new(&id))).transpose()?,
        name: row.get(2)?,
        unit: named(UnitId::new(&row.get::<_, String>(3)?))?,
        host: row.get::<_, Option<i64>>(8)?.map(host_id),
        country: row.get(9)?,
        orcid: row.get(10)?,
        interests: interests(conn, key)?,
        skills: skills(conn, key)?,
        languages: languages(conn, key)?,
        away: away(conn, key)?,
        remark: row.get(4)?,
        marking: row.get::<_, Option<String>>(5)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(6)?,
        made_at: row.get(7)?,
    })
}

fn skills(conn: &Connection, specialist: i64) -> Result<Vec<Skill>> {
    let mut statement = conn.prepare_cached(
        "SELECT position, scheme, code, term FROM specialist_skill WHERE specialist = ?1 ORDER BY position",
    )?;
    let mut evidence = conn.prepare_cached(
        "SELECT coalesce(a.id, r.id) FROM specialist_evidence e JOIN record r ON r.row = e.record
         LEFT JOIN record a ON a.row = r.absorbed_by WHERE e.specialist = ?1 AND e.skill = ?2 ORDER BY e.position",
    )?;
    let mut rows = statement.query([specialist])?;
    let mut skills = Vec::new();
    while let Some(row) = rows.next()? {
        let (at, scheme): (i64, String) = (row.get(0)?, row.get(1)?);
        let class = Subject { scheme: scheme_of(&scheme)?, code: row.get(2)?, term: row.get(3)? };
        let shown = evidence.query_map((specialist, at), |row| row.get(0).map(record_id))?;
        let evidence: Vec<RecordId> = shown.collect::<rusqlite::Result<_>>()?;
        skills.push(Skill { class, evidence });
    }
    Ok(skills)
}

fn host_id(bits: i64) -> HostId {
    HostId::from_bits(bits.cast_unsigned())
}

/// A tie to a host that is not seen is not named.
fn interests(conn: &Connection, specialist: i64) -> Result<Vec<Interest>> {
    let mut statement = conn
        .prepare_cached("SELECT kind, host, words FROM specialist_interest WHERE specialist = ?1 ORDER BY position")?;
    let mut rows = statement.query([specialist])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get(0)?;
        found.push(Interest {
            kind: InterestKind::from_word(&kind).ok_or_else(|| damaged("tie", &kind))?,
            host: row.get::<_, Option<i64>>(1)?.map(host_id),
            words: row.get(2)?,
        });
    }
    Ok(found)
}

fn languages(conn: &Connection, specialist: i64) -> Result<Vec<Spoken>> {
    let mut statement =
        conn.prepare_cached("SELECT language, level FROM specialist_language WHERE specialist = ?1 ORDER BY position")?;
    let mut rows = statement.query([specialist])?;
    let mut spoken = Vec::new();
    while let Some(row) = rows.next()? {
        let (language, level): (String, String) = (row.get(0)?, row.get(1)?);
        spoken.push(Spoken {
            language: Language::parse(&language).ok_or_else(|| damaged("language", &language))?,
            level: LanguageLevel::from_word(&level).ok_or_else(|| damaged("level", &level))?,
        });
    }
    Ok(spoken)
}

fn away(conn: &Connection, specialist: i64) -> Result<Vec<Away>> {
    let mut statement =
        conn.prepare_cached("SELECT since, until, why FROM specialist_away WHERE specialist = ?1 ORDER BY position")?;
    let mut rows = statement.query([specialist])?;
    let mut away = Vec::new();
    while let Some(row) = rows.next()? {
        let (since, until): (String, String) = (row.get(0)?, row.get(1)?);
        away.push(Away {
            since: Date::parse(&since).ok_or_else(|| damaged("day", &since))?,
            until: Date::parse(&until).ok_or_else(|| damaged("day", &until))?,
            why: row.get(2)?,
        });
    }
    Ok(away)
}
