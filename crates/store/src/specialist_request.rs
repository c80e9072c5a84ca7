//! The rows of requests for specialists.

use model::{
    Date, Fact, HostId, Language, LanguageLevel, Marking, NeedId, PostId, SpecialistRequest, SpecialistRequestId,
    SpecialistRequestStage, Spoken, Subject, UnitId, WantedSkill,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::deed::Deed;
use crate::host::scheme_of;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

/// Which requests are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct SpecialistRequestFilter {
    /// At one of these stages; none means at any.
    pub stages: Vec<SpecialistRequestStage>,
    /// Of this post: that asks, looks for somebody or works beside them.
    pub post: Option<PostId>,
    /// Serving this need.
    pub need: Option<NeedId>,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Deed<'_> {
    /// Keeps a request as it is now, and notes what was done.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_specialist_request(&mut self, request: &SpecialistRequest, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &request.marking)?;
        let id = request.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM specialist_request WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO specialist_request (id, title, task, unit, post, officer, counterpart, need, place, since, until,
                                                 days, leaves, stage, reason, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, task = excluded.task, unit = excluded.unit,
                     officer = excluded.officer, counterpart = excluded.counterpart, need = excluded.need,
                     place = excluded.place, since = excluded.since, until = excluded.until, days = excluded.days,
                     leaves = excluded.leaves, stage = excluded.stage, reason = excluded.reason, label = excluded.label,
                     revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                request.title,
                request.task,
                request.unit.as_str(),
                request.post.as_str(),
                request.officer.as_str(),
                request.counterpart.as_str(),
                request.need.as_ref().map(NeedId::as_str),
                request.place,
                request.since.to_string(),
                request.until.to_string(),
                request.days,
                request.leaves,
                request.stage.word(),
                request.reason,
                label,
                request.revision,
                request.made_at,
            ])?;
        for table in ["specialist_request_skill", "specialist_request_language", "specialist_request_host"] {
            self.conn.prepare_cached(&format!("DELETE FROM {table} WHERE request = ?1"))?.execute([id])?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO specialist_request_skill (request, position, scheme, code, term, is_must)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (at, skill) in (0i64..).zip(&request.skills) {
            let class = &skill.class;
            put.execute((id, at, class.scheme.word(), &class.code, &class.term, skill.must))?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO specialist_request_language (request, position, language, level) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (at, spoken) in (0i64..).zip(&request.languages) {
            put.execute((id, at, spoken.language.tag(), spoken.level.word()))?;
        }
        let mut put = self
            .conn
            .prepare_cached("INSERT INTO specialist_request_host (request, position, host) VALUES (?1, ?2, ?3)")?;
        for (at, host) in (0i64..).zip(&request.hosts) {
            put.execute((id, at, host.bits().cast_signed()))?;
        }
        drop((find, put));
        if before.is_some_and(|before| before != label) {
            label::relabel_specialist_request(self, request.id)?;
        }
        self.note(fact)
    }

    /// The request of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn specialist_request(&self, scope: &Scope, id: SpecialistRequestId) -> Result<Option<SpecialistRequest>> {
        Ok(match one(self.conn, id)? {
            Some(request) if scope.shows(self.conn, &request.marking)? => Some(request),
            _ => None,
        })
    }

    /// Requests that fit, whoever sees them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn specialist_requests(&self, filter: &SpecialistRequestFilter) -> Result<Vec<SpecialistRequest>> {
        find(self.conn, filter)
    }
}

impl Reader {
    /// The request of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn specialist_request(&self, scope: &Scope, id: SpecialistRequestId) -> Result<Option<SpecialistRequest>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Requests that fit, those that are wanted first before the others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn specialist_requests(
        &self,
        scope: &Scope,
        filter: &SpecialistRequestFilter,
    ) -> Result<Vec<SpecialistRequest>> {
        self.seen_by(scope, |conn| find(conn, filter))
    }
}

/// A need that is not seen is not named.
const SELECT: &str =
    "SELECT q.id, q.title, q.task, q.unit, q.post, q.officer, q.counterpart, n.id, q.place, q.since, q.until,
                             q.days, q.leaves, q.stage, q.reason, l.marking, q.revision, q.made_at
                      FROM specialist_request q LEFT JOIN need n ON n.id = q.need LEFT JOIN label l ON l.id = q.label";

fn one(conn: &Connection, id: SpecialistRequestId) -> Result<Option<SpecialistRequest>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE q.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| request(conn, row)).transpose()
}

fn find(conn: &Connection, filter: &SpecialistRequestFilter) -> Result<Vec<SpecialistRequest>> {
    let (mut clauses, mut values): (Vec<String>, Vec<Value>) = (Vec::new(), Vec::new());
    if !filter.stages.is_empty() {
        clauses.push(format!("q.stage IN ({})", vec!["?"; filter.stages.len()].join(", ")));
        values.extend(filter.stages.iter().map(|stage| Value::from(stage.word().to_owned())));
    }
    if let Some(post) = &filter.post {
        clauses.push("? IN (q.post, q.officer, q.counterpart)".to_owned());
        values.push(Value::from(post.as_str().to_owned()));
    }
    if let Some(need) = &filter.need {
        clauses.push("q.need = ?".to_owned());
        values.push(Value::from(need.as_str().to_owned()));
    }
    let mut tail = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
    tail.push_str(" ORDER BY q.since, q.id");
    if let Some(limit) = filter.limit {
        tail.push_str(" LIMIT ?");
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
    }
    let mut statement = conn.prepare_cached(&format!("{SELECT}{tail}"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(request(conn, row)?);
    }
    Ok(found)
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a request for a specialist is not one"))
}

fn request(conn: &Connection, row: &Row<'_>) -> Result<SpecialistRequest> {
    let key: i64 = row.get(0)?;
    let post = |at: usize| -> Result<PostId> { named(PostId::new(&row.get::<_, String>(at)?)) };
    let day = |at: usize| -> Result<Date> {
        let text: String = row.get(at)?;
        Date::parse(&text).ok_or_else(|| damaged("day", &text))
    };
    let stage: String = row.get(13)?;
    Ok(SpecialistRequest {
        id: SpecialistRequestId::from_bits(key.cast_unsigned()),
        title: row.get(1)?,
        task: row.get(2)?,
        unit: named(UnitId::new(&row.get::<_, String>(3)?))?,
        post: post(4)?,
        officer: post(5)?,
        counterpart: post(6)?,
        need: row.get::<_, Option<String>>(7)?.map(|id| named(NeedId::new(&id))).transpose()?,
        hosts: hosts(conn, key)?,
        place: row.get(8)?,
        since: day(9)?,
        until: day(10)?,
        days: row.get(11)?,
        skills: skills(conn, key)?,
        languages: languages(conn, key)?,
        leaves: row.get(12)?,
        stage: SpecialistRequestStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        reason: row.get(14)?,
        marking: row.get::<_, Option<String>>(15)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(16)?,
        made_at: row.get(17)?,
    })
}

fn skills(conn: &Connection, request: i64) -> Result<Vec<WantedSkill>> {
    let mut statement = conn.prepare_cached(
        "SELECT scheme, code, term, is_must FROM specialist_request_skill WHERE request = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([request])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let scheme = scheme_of(&row.get::<_, String>(0)?)?;
        let class = Subject { scheme, code: row.get(1)?, term: row.get(2)? };
        found.push(WantedSkill { class, must: row.get(3)? });
    }
    Ok(found)
}

fn languages(conn: &Connection, request: i64) -> Result<Vec<Spoken>> {
    let mut statement = conn.prepare_cached(
        "SELECT language, level FROM specialist_request_language WHERE request = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([request])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (language, level): (String, String) = (row.get(0)?, row.get(1)?);
        found.push(Spoken {
            language: Language::parse(&language).ok_or_else(|| damaged("language", &language))?,
            level: LanguageLevel::from_word(&level).ok_or_else(|| damaged("level", &level))?,
        });
    }
    Ok(found)
}

fn hosts(conn: &Connection, request: i64) -> Result<Vec<HostId>> {
    let mut statement =
        conn.prepare_cached("SELECT host FROM specialist_request_host WHERE request = ?1 ORDER BY position")?;
    let rows = statement.query_map([request], |row| Ok(HostId::from_bits(row.get::<_, i64>(0)?.cast_unsigned())))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
