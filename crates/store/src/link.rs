//! The rows of links.

use model::{Link, LinkKind, Noun, Thing};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Draws a link, if it is not there.
    ///
    /// # Errors
    /// When the store fails.
    pub fn draw(&mut self, link: &Link) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO link (kind, source_noun, source, target_noun, target, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT DO NOTHING",
            )?
            .execute((
                link.kind.word(),
                link.source.noun.word(),
                &link.source.name,
                link.target.noun.word(),
                &link.target.name,
                self.at,
            ))?;
        Ok(())
    }

    /// Takes a link away.
    ///
    /// # Errors
    /// When the store fails.
    pub fn undraw(&mut self, link: &Link) -> Result<()> {
        self.conn
            .prepare_cached(
                "DELETE FROM link WHERE kind = ?1 AND source_noun = ?2 AND source = ?3 AND target_noun = ?4 AND target = ?5",
            )?
            .execute((
                link.kind.word(),
                link.source.noun.word(),
                &link.source.name,
                link.target.noun.word(),
                &link.target.name,
            ))?;
        Ok(())
    }
}

impl Deed<'_> {
    /// Every link that begins or ends at a thing, the earliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn links(&self, thing: &Thing) -> Result<Vec<Link>> {
        of(self.conn, thing)
    }
}

impl Reader {
    /// Every link that begins or ends at a thing, the earliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn links(&self, scope: &Scope, thing: &Thing) -> Result<Vec<Link>> {
        self.seen_by(scope, |conn| of(conn, thing))
    }
}

fn of(conn: &Connection, thing: &Thing) -> Result<Vec<Link>> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, source_noun, source, target_noun, target, made_at FROM link WHERE source_noun = ?1 AND source = ?2
         UNION
         SELECT kind, source_noun, source, target_noun, target, made_at FROM link WHERE target_noun = ?1 AND target = ?2
         ORDER BY 6, 1",
    )?;
    let mut rows = statement.query((thing.noun.word(), &thing.name))?;
    let mut links = Vec::new();
    while let Some(row) = rows.next()? {
        links.push(link(row)?);
    }
    Ok(links)
}

fn link(row: &Row<'_>) -> Result<Link> {
    let word = |at: usize| row.get::<_, String>(at);
    let damaged = |value: &str| Error::damaged(format!("a link speaks of `{value}`, which is not known"));
    let noun = |value: String| Noun::from_word(&value).ok_or_else(|| damaged(&value));
    let kind = word(0)?;
    Ok(Link {
        kind: LinkKind::from_word(&kind).ok_or_else(|| damaged(&kind))?,
        source: Thing { noun: noun(word(1)?)?, name: word(2)? },
        target: Thing { noun: noun(word(3)?)?, name: word(4)? },
    })
}
