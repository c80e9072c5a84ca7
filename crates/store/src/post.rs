//! The rows of posts.

use std::collections::BTreeSet;

use model::{Fact, Post, PostId, Power, UnitId, Verb};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::{Statement, exists, named, restated};
use crate::{Result, Writer, unit};

impl Writer {
    /// Keeps a post as it is stated; its unit must be there.
    pub fn keep_post(&mut self, post: &Post, who: &str, now: i64) -> Result<Statement> {
        self.transact(who, now, |deed| keep(deed, post))
    }
}

impl Deed<'_> {
    /// Keeps a post as it is stated; its unit must be there.
    ///
    /// # Errors
    /// Refused when its unit is not there.
    pub fn keep_post(&mut self, post: &Post) -> Result<Statement> {
        keep(self, post)
    }

    /// The post of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn post(&self, id: &PostId) -> Result<Option<Post>> {
        one(self.conn, id.as_str())
    }

    /// Every post.
    ///
    /// # Errors
    /// When the store fails.
    pub fn posts(&self) -> Result<Vec<Post>> {
        all(self.conn)
    }
}

/// Writes a post.
pub(crate) fn keep(deed: &mut Deed<'_>, post: &Post) -> Result<Statement> {
    unit::must_exist(deed.conn, &post.unit, &format!("post `{}`", post.id))?;
    let held = one(deed.conn, post.id.as_str())?;
    let (statement, changes) = match &held {
        None => (Statement::New, Vec::new()),
        Some(held) => restated(&[
            ("title", held.title != post.title),
            ("unit", held.unit != post.unit),
            ("powers", held.powers != post.powers),
            ("closed", held.closed != post.closed),
        ]),
    };
    if statement == Statement::Unchanged {
        return Ok(statement);
    }
    let powers: Vec<&str> = post.powers.iter().map(|power| power.word()).collect();
    deed.conn
        .prepare_cached(
            "INSERT INTO post (id, title, unit, powers, closed) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET title = excluded.title, unit = excluded.unit, powers = excluded.powers,
                 closed = excluded.closed",
        )?
        .execute((post.id.as_str(), &post.title, post.unit.as_str(), powers.join(","), post.closed))?;
    if held.as_ref().is_some_and(|held| held.unit != post.unit || held.closed != post.closed) {
        deed.rights_changed()?;
    }
    let verb = match &held {
        None => Verb::Stated,
        Some(held) if post.closed && !held.closed => Verb::Closed,
        Some(_) => Verb::Restated,
    };
    let fact = Fact::new(deed.who, verb, format!("post:{}", post.id)).to(format!("unit:{}", post.unit));
    deed.note(&if changes.is_empty() { fact } else { fact.with(changes.join(", ")) })?;
    Ok(statement)
}

/// Refuses when there is no such post.
pub(crate) fn must_exist(conn: &Connection, id: &PostId, namer: &str) -> Result<()> {
    exists(conn, "SELECT 1 FROM post WHERE id = ?1", "post", id.as_str(), namer)
}

pub(crate) fn one(conn: &Connection, id: &str) -> Result<Option<Post>> {
    let mut statement = conn.prepare_cached("SELECT id, title, unit, powers, closed FROM post WHERE id = ?1")?;
    let found = statement.query_row([id], columns).optional()?;
    found.map(post).transpose()
}

pub(crate) fn all(conn: &Connection) -> Result<Vec<Post>> {
    let mut statement = conn.prepare_cached("SELECT id, title, unit, powers, closed FROM post ORDER BY id")?;
    let rows = statement.query_map([], columns)?.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(post).collect()
}

type Columns = (String, String, String, String, bool);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn post((id, title, unit, powers, closed): Columns) -> Result<Post> {
    // A power that this program does not know gives no power.
    let powers: BTreeSet<Power> = powers.split(',').filter_map(Power::from_word).collect();
    Ok(Post { id: named(PostId::new(&id))?, title, unit: named(UnitId::new(&unit))?, powers, closed })
}
