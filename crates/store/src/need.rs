//! The rows of needs, with their profiles and examples.

use model::{
    Date, Fact, Identifier, Marking, Need, NeedId, Parameter, PostId, Priority, Profile, ProfileId, Scheme, Stage,
    Subject, SubjectScheme, UnitId,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::{Statement, exists, named, restated};
use crate::{Error, Reader, Result, Scope, Writer, label, need_version, post, unit};

impl Writer {
    /// Keeps a need as it is stated, with its profiles; its unit and post must be there.
    pub fn keep_need(&mut self, need: &Need, who: &str, now: i64) -> Result<Statement> {
        self.transact(who, now, |deed| keep(deed, need))
    }
}

impl Deed<'_> {
    /// Keeps a need as it is stated, with the fact that says what changed.
    ///
    /// # Errors
    /// Refused when its unit or post is not there.
    pub fn keep_need(&mut self, need: &Need) -> Result<Statement> {
        keep(self, need)
    }

    /// Keeps a need after a step of its life, with the fact of that step.
    ///
    /// # Errors
    /// Refused when its unit or post is not there.
    pub fn keep_step(&mut self, need: &Need, fact: &Fact) -> Result<()> {
        write(self, need)?;
        self.note(fact)
    }

    /// The need of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn need(&self, scope: &Scope, id: &NeedId) -> Result<Option<Need>> {
        let found = one(self.conn, id.as_str())?;
        Ok(match found {
            Some(need) if scope.shows(self.conn, &need.marking)? => Some(need),
            _ => None,
        })
    }

    /// The needs that are joined to this one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn joined_to(&self, id: &NeedId) -> Result<Vec<Need>> {
        joined_to(self.conn, id)
    }
}

/// A need in one line, for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedLine {
    /// Its name.
    pub id: NeedId,
    /// One line.
    pub title: String,
    /// What is lacking and why.
    pub statement: String,
    /// The unit that needs it.
    pub unit: UnitId,
    /// The post that answers for it.
    pub post: PostId,
    /// Where it stands.
    pub stage: Stage,
    /// Last day on which it is matched.
    pub expires: Option<Date>,
    /// How much hangs on it.
    pub priority: Priority,
    /// The number of its last change.
    pub revision: u32,
}

/// A need by its title, for lists to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedTitle {
    /// Its name.
    pub id: NeedId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
}

impl Reader {
    /// Needs by their titles, in order of name, at most `limit`: those of some posts, or all. Cheaper than whole lines
    /// where there are thousands.
    ///
    /// # Errors
    /// When the store fails.
    pub fn need_titles(&self, scope: &Scope, posts: Option<&[PostId]>, limit: usize) -> Result<Vec<NeedTitle>> {
        let posts_ = posts.unwrap_or_default();
        let of_posts = match posts {
            Some(_) => format!("WHERE post IN ({})", vec!["?"; posts_.len()].join(", ")),
            None => String::new(),
        };
        self.seen_by(scope, |conn| {
            let sql = format!("SELECT id, title, stage FROM need {of_posts} ORDER BY id LIMIT {limit}");
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query(rusqlite::params_from_iter(posts_.iter().map(PostId::as_str)))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let (id, stage): (String, String) = (row.get(0)?, row.get(2)?);
                let damaged = || Error::damaged(format!("`{stage}` of a need is not known"));
                let stage = Stage::from_word(&stage).ok_or_else(damaged)?;
                found.push(NeedTitle { id: named(NeedId::new(&id))?, title: row.get(1)?, stage });
            }
            Ok(found)
        })
    }

    /// Every need in one line, in order of title; or those alone of some posts, of which an office has few beside all.
    /// What they say at length is read if it is asked for, and empty otherwise: that is most of what there is to read.
    ///
    /// # Errors
    /// When the store fails.
    pub fn need_lines(&self, scope: &Scope, posts: Option<&[PostId]>, with_statements: bool) -> Result<Vec<NeedLine>> {
        let said = if with_statements { "statement" } else { "''" };
        let posts_ = posts.unwrap_or_default();
        let of_posts = match posts {
            Some(_) => format!("WHERE post IN ({})", vec!["?"; posts_.len()].join(", ")),
            None => String::new(),
        };
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!(
                "SELECT id, title, {said}, unit, post, stage, expires, priority, revision FROM need {of_posts}
                 ORDER BY title, id"
            ))?;
            let mut rows = statement.query(rusqlite::params_from_iter(posts_.iter().map(PostId::as_str)))?;
            let mut lines = Vec::new();
            while let Some(row) = rows.next()? {
                lines.push(line(row)?);
            }
            Ok(lines)
        })
    }
}

fn line(row: &Row<'_>) -> Result<NeedLine> {
    let text = |at: usize| row.get::<_, String>(at);
    let damaged = |value: &str| Error::damaged(format!("`{value}` of a need is not known"));
    let (stage, priority) = (text(5)?, text(7)?);
    let expires: Option<String> = row.get(6)?;
    Ok(NeedLine {
        id: named(NeedId::new(&text(0)?))?,
        title: text(1)?,
        statement: text(2)?,
        unit: named(UnitId::new(&text(3)?))?,
        post: named(PostId::new(&text(4)?))?,
        stage: Stage::from_word(&stage).ok_or_else(|| damaged(&stage))?,
        expires: expires.map(|day| Date::parse(&day).ok_or_else(|| damaged(&day))).transpose()?,
        priority: Priority::from_word(&priority).ok_or_else(|| damaged(&priority))?,
        revision: row.get(8)?,
    })
}

/// The needs that are joined to one.
pub(crate) fn joined_to(conn: &Connection, id: &NeedId) -> Result<Vec<Need>> {
    let mut statement =
        conn.prepare_cached(&format!("{SELECT} WHERE joined_to = (SELECT id FROM need WHERE id = ?1) ORDER BY id"))?;
    let rows = statement.query_map([id.as_str()], columns)?.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(|columns| need(conn, columns)).collect()
}

/// Writes a need.
pub(crate) fn keep(deed: &mut Deed<'_>, need: &Need) -> Result<Statement> {
    let held = one(deed.conn, need.id.as_str())?;
    let (statement, changes) = match &held {
        None => (Statement::New, Vec::new()),
        Some(held) => restated(&[
            ("title", held.title != need.title),
            ("statement", held.statement != need.statement),
            ("unit", held.unit != need.unit),
            ("post", held.post != need.post),
            ("stage", held.stage != need.stage),
            ("expires", held.expires != need.expires),
            ("profiles", held.profiles != need.profiles),
            ("examples", held.examples != need.examples),
            ("parameters", held.parameters != need.parameters),
            ("questions", held.questions != need.questions),
            ("classes", held.classes != need.classes),
            ("benefit", held.benefit != need.benefit),
            ("priority", held.priority != need.priority),
            ("plan line", held.plan_line != need.plan_line),
            ("deadline", held.deadline != need.deadline),
            ("joined to", held.joined_to != need.joined_to),
            ("marking", held.marking != need.marking),
        ]),
    };
    if statement == Statement::Unchanged {
        return Ok(statement);
    }
    // A file states a need as it should be; it has no part in the count of changes.
    let revision = held.as_ref().map_or(need.revision, |held| need.revision.max(held.revision + 1));
    write(deed, &Need { revision, ..need.clone() })?;
    let fact = need.stated(deed.who, held.is_some());
    deed.note(&if changes.is_empty() { fact } else { fact.with(changes.join(", ")) })?;
    Ok(statement)
}

fn write(deed: &mut Deed<'_>, need: &Need) -> Result<()> {
    let namer = format!("need:{}", need.id);
    unit::must_exist(deed.conn, &need.unit, &namer)?;
    post::must_exist(deed.conn, &need.post, &namer)?;
    let label = label::intern(deed, &need.marking)?;
    let (conn, id) = (deed.conn, need.id.as_str());
    let mut find = conn.prepare_cached("SELECT label FROM need WHERE id = ?1")?;
    let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
    conn.prepare_cached(
        "INSERT INTO need (id, title, statement, unit, post, stage, expires, benefit, priority, plan_line, deadline,
                           joined_to, remark, revision, label)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, statement = excluded.statement, unit = excluded.unit,
             post = excluded.post, stage = excluded.stage, expires = excluded.expires, benefit = excluded.benefit,
             priority = excluded.priority, plan_line = excluded.plan_line, deadline = excluded.deadline,
             joined_to = excluded.joined_to, remark = excluded.remark, revision = excluded.revision,
             label = excluded.label",
    )?
    .execute(rusqlite::params![
        id,
        need.title,
        need.statement,
        need.unit.as_str(),
        need.post.as_str(),
        need.stage.word(),
        need.expires.map(|date| date.to_string()),
        need.benefit,
        need.priority.word(),
        need.plan_line,
        need.deadline.map(|date| date.to_string()),
        need.joined_to.as_ref().map(NeedId::as_str),
        need.remark,
        need.revision,
        label,
    ])?;
    if before.is_some_and(|before| before != label) {
        // Facts about it are seen by who sees it now.
        label::relabel_need(deed, &need.id)?;
    }
    for table in ["profile", "example", "need_parameter", "need_question", "need_class"] {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE need = ?1"))?.execute([id])?;
    }
    let mut statement =
        conn.prepare_cached("INSERT INTO profile (need, number, query, threshold) VALUES (?1, ?2, ?3, ?4)")?;
    for profile in &need.profiles {
        if profile.id.need != need.id {
            return Err(Error::at_command_line(format!("The profile `{}` is not one of the need `{id}`", profile.id)));
        }
        statement.execute((id, profile.id.number, &profile.query, profile.threshold))?;
    }
    let mut statement =
        conn.prepare_cached("INSERT INTO example (need, position, scheme, value) VALUES (?1, ?2, ?3, ?4)")?;
    for (position, example) in (0i64..).zip(&need.examples) {
        statement.execute((id, position, example.scheme().word(), example.value()))?;
    }
    let mut statement = conn.prepare_cached(
        "INSERT INTO need_parameter (need, position, name, now, wanted, measure) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (position, one) in (0i64..).zip(&need.parameters) {
        statement.execute((id, position, &one.name, &one.now, &one.wanted, &one.measure))?;
    }
    let mut statement = conn.prepare_cached("INSERT INTO need_question (need, position, text) VALUES (?1, ?2, ?3)")?;
    for (position, text) in (0i64..).zip(&need.questions) {
        statement.execute((id, position, text))?;
    }
    let mut statement =
        conn.prepare_cached("INSERT INTO need_class (need, position, scheme, code, term) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (position, class) in (0i64..).zip(&need.classes) {
        statement.execute((id, position, class.scheme.word(), &class.code, &class.term))?;
    }
    need_version::keep(deed, need)
}

/// Refuses when there is no such need.
pub(crate) fn must_exist(conn: &Connection, id: &NeedId, namer: &str) -> Result<()> {
    exists(conn, "SELECT 1 FROM need WHERE id = ?1", "need", id.as_str(), namer)
}

/// A need that is not seen is not named either, not even as the one that leads.
const SELECT: &str =
    "SELECT id, title, statement, unit, post, stage, expires, benefit, priority, plan_line, deadline,
                             (SELECT leading.id FROM need leading WHERE leading.id = need.joined_to), remark, revision, (SELECT marking FROM label WHERE label.id = need.label) FROM need";

pub(crate) fn one(conn: &Connection, id: &str) -> Result<Option<Need>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
    let found = statement.query_row([id], columns).optional()?;
    found.map(|columns| need(conn, columns)).transpose()
}

pub(crate) fn all(conn: &Connection) -> Result<Vec<Need>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY id"))?;
    let rows = statement.query_map([], columns)?.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(|columns| need(conn, columns)).collect()
}

struct Columns {
    id: String,
    title: String,
    statement: String,
    unit: String,
    post: String,
    stage: String,
    expires: Option<String>,
    benefit: String,
    priority: String,
    plan_line: String,
    deadline: Option<String>,
    joined_to: Option<String>,
    remark: String,
    revision: u32,
    marking: Option<String>,
}

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok(Columns {
        id: row.get(0)?,
        title: row.get(1)?,
        statement: row.get(2)?,
        unit: row.get(3)?,
        post: row.get(4)?,
        stage: row.get(5)?,
        expires: row.get(6)?,
        benefit: row.get(7)?,
        priority: row.get(8)?,
        plan_line: row.get(9)?,
        deadline: row.get(10)?,
        joined_to: row.get(11)?,
        remark: row.get(12)?,
        revision: row.get(13)?,
        marking: row.get(14)?,
    })
}

fn need(conn: &Connection, held: Columns) -> Result<Need> {
    let id = &held.id;
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of need `{id}` is not one"));
    let day = |what: &str, text: Option<String>| {
        text.map(|text| Date::parse(&text).ok_or_else(|| damaged(what, &text))).transpose()
    };
    Ok(Need {
        unit: named(UnitId::new(&held.unit))?,
        post: named(PostId::new(&held.post))?,
        stage: Stage::from_word(&held.stage).ok_or_else(|| damaged("stage", &held.stage))?,
        expires: day("expiry", held.expires)?,
        profiles: profiles(conn, id)?,
        examples: examples(conn, id)?,
        parameters: parameters(conn, id)?,
        questions: questions(conn, id)?,
        classes: classes(conn, id)?,
        priority: Priority::from_word(&held.priority).ok_or_else(|| damaged("priority", &held.priority))?,
        deadline: day("deadline", held.deadline)?,
        joined_to: held.joined_to.map(|leading| named(NeedId::new(&leading))).transpose()?,
        marking: held.marking.as_deref().map_or_else(Marking::top, Marking::read),
        id: named(NeedId::new(id))?,
        title: held.title,
        statement: held.statement,
        benefit: held.benefit,
        plan_line: held.plan_line,
        remark: held.remark,
        revision: held.revision,
    })
}

fn parameters(conn: &Connection, need: &str) -> Result<Vec<Parameter>> {
    let mut statement =
        conn.prepare_cached("SELECT name, now, wanted, measure FROM need_parameter WHERE need = ?1 ORDER BY position")?;
    let rows = statement.query_map([need], |row| {
        Ok(Parameter { name: row.get(0)?, now: row.get(1)?, wanted: row.get(2)?, measure: row.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn questions(conn: &Connection, need: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached("SELECT text FROM need_question WHERE need = ?1 ORDER BY position")?;
    let rows = statement.query_map([need], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn classes(conn: &Connection, need: &str) -> Result<Vec<Subject>> {
    let mut statement =
        conn.prepare_cached("SELECT scheme, code, term FROM need_class WHERE need = ?1 ORDER BY position")?;
    let mut rows = statement.query([need])?;
    let mut classes = Vec::new();
    while let Some(row) = rows.next()? {
        let scheme: String = row.get(0)?;
        let scheme = SubjectScheme::from_word(&scheme)
            .ok_or_else(|| Error::damaged(format!("the scheme `{scheme}` of need `{need}` is not one")))?;
        classes.push(Subject { scheme, code: row.get(1)?, term: row.get(2)? });
    }
    Ok(classes)
}

fn profiles(conn: &Connection, need: &str) -> Result<Vec<Profile>> {
    let id = named(NeedId::new(need))?;
    let mut statement =
        conn.prepare_cached("SELECT number, query, threshold FROM profile WHERE need = ?1 ORDER BY number")?;
    let rows = statement.query_map([need], |row| {
        Ok(Profile {
            id: ProfileId { need: id.clone(), number: row.get(0)? },
            query: row.get(1)?,
            threshold: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn examples(conn: &Connection, need: &str) -> Result<Vec<Identifier>> {
    let mut statement = conn.prepare_cached("SELECT scheme, value FROM example WHERE need = ?1 ORDER BY position")?;
    let mut rows = statement.query([need])?;
    let mut examples = Vec::new();
    while let Some(row) = rows.next()? {
        let (scheme, value): (String, String) = (row.get(0)?, row.get(1)?);
        let example = Scheme::from_word(&scheme).and_then(|scheme| Identifier::new(scheme, &value));
        examples.push(example.ok_or_else(|| {
            Error::damaged(format!("the example `{scheme}:{value}` of need `{need}` is not an identifier"))
        })?);
    }
    Ok(examples)
}
