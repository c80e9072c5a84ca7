//! The rows of citation styles that the office keeps.

use model::{KeptStyle, Noun, PersonId, Thing, Verb};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::incoming::{ShortHash, short_hash};
use crate::programme::named;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a style with its text, in place of the one of the same word.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_style(&mut self, style: &KeptStyle, text: &str) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO citation_style (word, title, text, hash, person, kept_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (word) DO UPDATE SET title = excluded.title, text = excluded.text, hash = excluded.hash,
                     person = excluded.person, kept_at = excluded.kept_at",
            )?
            .execute((
                &style.word,
                &style.title,
                text,
                short_hash(text.as_bytes()),
                style.by.as_str(),
                style.kept_at,
            ))?;
        let fact = self.fact(Verb::Founded, Thing::new(Noun::Office, ""));
        self.note(&fact.with(format!("citation style {}", style.word)))
    }

    /// Takes a style away. Answers whether it was there.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remove_style(&mut self, word: &str) -> Result<bool> {
        let n = self.conn.prepare_cached("DELETE FROM citation_style WHERE word = ?1")?.execute([word])?;
        if n > 0 {
            let fact = self.fact(Verb::Removed, Thing::new(Noun::Office, ""));
            self.note(&fact.with(format!("citation style {word}")))?;
        }
        Ok(n > 0)
    }

    /// The styles that are kept, by title.
    ///
    /// # Errors
    /// When the store fails.
    pub fn kept_styles(&self) -> Result<Vec<KeptStyle>> {
        all(self.conn)
    }
}

impl Reader {
    /// The styles that are kept, by title.
    ///
    /// # Errors
    /// When the store fails.
    pub fn kept_styles(&self, scope: &Scope) -> Result<Vec<KeptStyle>> {
        self.seen_by(scope, all)
    }

    /// The text of a style; `None` where none is called so.
    ///
    /// # Errors
    /// When the store fails, and when it was changed behind its back.
    pub fn style_text(&self, scope: &Scope, word: &str) -> Result<Option<String>> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached("SELECT text, hash FROM citation_style WHERE word = ?1")?;
            let found: Option<(String, ShortHash)> =
                find.query_row([word], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            match found {
                Some((text, hash)) if short_hash(text.as_bytes()) == hash => Ok(Some(text)),
                Some(_) => Err(Error::damaged(format!("the citation style {word} was changed after it was kept"))),
                None => Ok(None),
            }
        })
    }
}

fn all(conn: &Connection) -> Result<Vec<KeptStyle>> {
    let mut statement =
        conn.prepare_cached("SELECT word, title, person, kept_at FROM citation_style ORDER BY lower(title), word")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(style(row)?);
    }
    Ok(found)
}

fn style(row: &Row<'_>) -> Result<KeptStyle> {
    Ok(KeptStyle {
        word: row.get(0)?,
        title: row.get(1)?,
        by: named(PersonId::new(&row.get::<_, String>(2)?))?,
        kept_at: row.get(3)?,
    })
}
