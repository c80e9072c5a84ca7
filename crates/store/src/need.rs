//! The rows of needs, with their profiles and examples.

use model::{Date, Identifier, Need, NeedId, PostId, Profile, ProfileId, Scheme, Stage, UnitId};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::{Statement, exists, named, restated};
use crate::{Error, Result, Writer, post, unit};

impl Writer {
    /// Keeps a need as it is stated, with its profiles; its unit and post must be there.
    pub fn keep_need(&mut self, need: &Need, who: &str, now: i64) -> Result<Statement> {
        self.transact(who, now, |deed| keep(deed, need))
    }
}

/// Writes a need.
pub(crate) fn keep(deed: &mut Deed<'_>, need: &Need) -> Result<Statement> {
    let whose = format!("need `{}`", need.id);
    unit::must_exist(deed.conn, &need.unit, &whose)?;
    post::must_exist(deed.conn, &need.post, &whose)?;
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
        ]),
    };
    if statement == Statement::Unchanged {
        return Ok(statement);
    }
    write(deed.conn, need)?;
    let fact = need.stated(deed.who, held.is_some());
    deed.note(&if changes.is_empty() { fact } else { fact.with(changes.join(", ")) })?;
    Ok(statement)
}

fn write(conn: &Connection, need: &Need) -> Result<()> {
    let id = need.id.as_str();
    conn.prepare_cached(
        "INSERT INTO need (id, title, statement, unit, post, stage, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, statement = excluded.statement, unit = excluded.unit,
             post = excluded.post, stage = excluded.stage, expires = excluded.expires",
    )?
    .execute((
        id,
        &need.title,
        &need.statement,
        need.unit.as_str(),
        need.post.as_str(),
        need.stage.word(),
        need.expires.map(|date| date.to_string()),
    ))?;
    conn.prepare_cached("DELETE FROM profile WHERE need = ?1")?.execute([id])?;
    conn.prepare_cached("DELETE FROM example WHERE need = ?1")?.execute([id])?;
    let mut statement =
        conn.prepare_cached("INSERT INTO profile (need, number, query, threshold) VALUES (?1, ?2, ?3, ?4)")?;
    for profile in &need.profiles {
        if profile.id.need != need.id {
            return Err(Error::said(format!("The profile `{}` is not one of the need `{id}`", profile.id)));
        }
        statement.execute((id, profile.id.number, &profile.query, profile.threshold))?;
    }
    let mut statement =
        conn.prepare_cached("INSERT INTO example (need, position, scheme, value) VALUES (?1, ?2, ?3, ?4)")?;
    for (position, example) in (0i64..).zip(&need.examples) {
        statement.execute((id, position, example.scheme().word(), example.value()))?;
    }
    Ok(())
}

/// Refuses when there is no such need.
pub(crate) fn must_exist(conn: &Connection, id: &NeedId, whose: &str) -> Result<()> {
    exists(conn, "SELECT 1 FROM need WHERE id = ?1", "need", id.as_str(), whose)
}

const SELECT: &str = "SELECT id, title, statement, unit, post, stage, expires FROM need";

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

type Columns = (String, String, String, String, String, String, Option<String>);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
}

fn need(conn: &Connection, (id, title, statement, unit, post, stage, expires): Columns) -> Result<Need> {
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of need `{id}` is not one"));
    Ok(Need {
        title,
        statement,
        unit: named(UnitId::new(&unit))?,
        post: named(PostId::new(&post))?,
        stage: Stage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        expires: expires.map(|text| Date::parse(&text).ok_or_else(|| damaged("expiry", &text))).transpose()?,
        profiles: profiles(conn, &id)?,
        examples: examples(conn, &id)?,
        id: named(NeedId::new(&id))?,
    })
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
