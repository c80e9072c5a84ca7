//! The rows of posts.

use model::{Fact, Post, PostId, UnitId, Verb};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::programme::{Statement, exists, named, restated};
use crate::{Result, Writer, unit};

impl Writer {
    /// Keeps a post as it is stated; its unit must be there.
    pub fn keep_post(&mut self, post: &Post, who: &str, now: i64) -> Result<Statement> {
        self.transact(who, now, |deed| keep(deed, post))
    }
}

/// Writes a post.
pub(crate) fn keep(deed: &mut crate::deed::Deed<'_>, post: &Post) -> Result<Statement> {
    unit::must_exist(deed.conn, &post.unit, &format!("post `{}`", post.id))?;
    let held = one(deed.conn, post.id.as_str())?;
    let (statement, changes) = match &held {
        None => (Statement::New, Vec::new()),
        Some(held) => restated(&[
            ("title", held.title != post.title),
            ("unit", held.unit != post.unit),
            ("holder", held.holder != post.holder),
        ]),
    };
    if statement == Statement::Unchanged {
        return Ok(statement);
    }
    deed.conn
        .prepare_cached(
            "INSERT INTO post (id, title, unit, holder) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET title = excluded.title, unit = excluded.unit, holder = excluded.holder",
        )?
        .execute((post.id.as_str(), &post.title, post.unit.as_str(), &post.holder))?;
    let verb = if held.is_some() { Verb::Restated } else { Verb::Stated };
    let fact = Fact::new(deed.who, verb, format!("post:{}", post.id)).to(format!("unit:{}", post.unit));
    deed.note(&if changes.is_empty() { fact } else { fact.with(changes.join(", ")) })?;
    Ok(statement)
}

/// Refuses when there is no such post.
pub(crate) fn must_exist(conn: &Connection, id: &PostId, whose: &str) -> Result<()> {
    exists(conn, "SELECT 1 FROM post WHERE id = ?1", "post", id.as_str(), whose)
}

pub(crate) fn one(conn: &Connection, id: &str) -> Result<Option<Post>> {
    let mut statement = conn.prepare_cached("SELECT id, title, unit, holder FROM post WHERE id = ?1")?;
    let found = statement.query_row([id], columns).optional()?;
    found.map(post).transpose()
}

pub(crate) fn all(conn: &Connection) -> Result<Vec<Post>> {
    let mut statement = conn.prepare_cached("SELECT id, title, unit, holder FROM post ORDER BY id")?;
    let rows = statement.query_map([], columns)?.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(post).collect()
}

type Columns = (String, String, String, Option<String>);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn post((id, title, unit, holder): Columns) -> Result<Post> {
    Ok(Post { id: named(PostId::new(&id))?, title, unit: named(UnitId::new(&unit))?, holder })
}
