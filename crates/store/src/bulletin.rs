//! The rows of bulletins, and of who takes them.

use model::{
    Bulletin, BulletinId, BulletinKind, BulletinLanguage, BulletinRhythm, Date, Feed, Marking, Noun, PostId, Thing,
    UnitId, Verb,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps a bulletin as it is now, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_bulletin(&mut self, bulletin: &Bulletin, verb: Verb) -> Result<()> {
        self.set_bulletin(bulletin)?;
        self.note(&self.fact(verb, Thing::new(Noun::Bulletin, bulletin.id)))
    }

    /// Keeps a bulletin without a word in the ledger: for what a fact about an issue says already.
    ///
    /// # Errors
    /// When the store fails.
    pub fn set_bulletin(&mut self, bulletin: &Bulletin) -> Result<()> {
        let label = label::intern(self, &bulletin.marking)?;
        let bits = bulletin.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM bulletin WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([bits], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO bulletin (id, name, kind, query, unit, post, second, language, rhythm, when_empty, page_template,
                                       print_template, feed, feed_open, last_on, closed, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, query = excluded.query, unit = excluded.unit,
                     post = excluded.post, second = excluded.second, language = excluded.language,
                     rhythm = excluded.rhythm, when_empty = excluded.when_empty, page_template = excluded.page_template,
                     print_template = excluded.print_template, feed = excluded.feed, feed_open = excluded.feed_open,
                     last_on = excluded.last_on, closed = excluded.closed, label = excluded.label,
                     revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                bits,
                bulletin.name,
                bulletin.kind.word(),
                bulletin.query,
                bulletin.unit.as_ref().map(UnitId::as_str),
                bulletin.post.as_str(),
                bulletin.second.as_ref().map(PostId::as_str),
                bulletin.language.word(),
                bulletin.rhythm.word(),
                bulletin.when_empty,
                bulletin.page_template,
                bulletin.print_template,
                bulletin.feed.number,
                bulletin.feed.is_open,
                bulletin.last_on.map(|day| day.to_string()),
                bulletin.closed,
                label,
                bulletin.revision,
                bulletin.made_at,
            ])?;
        match before {
            Some(before) if before != label => label::relabel_bulletin(self, bulletin.id),
            _ => Ok(()),
        }
    }

    /// The bulletin of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn bulletin(&self, scope: &Scope, id: BulletinId) -> Result<Option<Bulletin>> {
        Ok(match one(self.conn, id)? {
            Some(bulletin) if scope.shows(self.conn, &bulletin.marking)? => Some(bulletin),
            _ => None,
        })
    }

    /// Has a post take a bulletin, or take it no more. Answers whether that was otherwise before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn subscribe(&mut self, id: BulletinId, post: &PostId, takes: bool) -> Result<bool> {
        let sql = if takes {
            "INSERT INTO subscription (bulletin, post) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM subscription WHERE bulletin = ?1 AND post = ?2"
        };
        let n = self.conn.prepare_cached(sql)?.execute((id.bits().cast_signed(), post.as_str()))?;
        if n == 1 {
            let fact = self.fact(Verb::Subscribed, Thing::new(Noun::Bulletin, id));
            let change = if takes { "takes it" } else { "takes it no more" };
            self.note(&fact.to(Thing::new(Noun::Post, post).to_string()).with(change.to_owned()))?;
        }
        Ok(n == 1)
    }

    /// The posts that take a bulletin, in order of name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn subscribers(&self, id: BulletinId) -> Result<Vec<PostId>> {
        subscribers(self.conn, id)
    }
}

impl Reader {
    /// The bulletin of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn bulletin(&self, scope: &Scope, id: BulletinId) -> Result<Option<Bulletin>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Bulletins by name, those that are closed last.
    ///
    /// # Errors
    /// When the store fails.
    pub fn bulletins(&self, scope: &Scope) -> Result<Vec<Bulletin>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY b.closed, b.name, b.id"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(bulletin(row)?);
            }
            Ok(found)
        })
    }

    /// The posts that take a bulletin, in order of name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn subscribers(&self, scope: &Scope, id: BulletinId) -> Result<Vec<PostId>> {
        self.seen_by(scope, |conn| subscribers(conn, id))
    }
}

fn subscribers(conn: &Connection, id: BulletinId) -> Result<Vec<PostId>> {
    let mut statement = conn.prepare_cached("SELECT post FROM subscription WHERE bulletin = ?1 ORDER BY post")?;
    let posts = statement.query_map([id.bits().cast_signed()], |row| row.get::<_, String>(0))?;
    posts.map(|post| named(PostId::new(&post?))).collect()
}

const SELECT: &str =
    "SELECT b.id, b.name, b.kind, b.query, b.unit, b.post, b.second, b.language, b.rhythm, b.when_empty,
        b.page_template, b.print_template, b.feed, b.feed_open, b.last_on, b.closed, l.marking, b.revision, b.made_at
 FROM bulletin b LEFT JOIN label l ON l.id = b.label";

fn one(conn: &Connection, id: BulletinId) -> Result<Option<Bulletin>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE b.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(bulletin).transpose()
}

fn bulletin(row: &Row<'_>) -> Result<Bulletin> {
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of a bulletin is not one"));
    let (kind, language, rhythm): (String, String, String) = (row.get(2)?, row.get(7)?, row.get(8)?);
    let (unit, second): (Option<String>, Option<String>) = (row.get(4)?, row.get(6)?);
    let last_on: Option<String> = row.get(14)?;
    Ok(Bulletin {
        id: BulletinId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        name: row.get(1)?,
        kind: BulletinKind::from_word(&kind).ok_or_else(|| damaged("kind", &kind))?,
        query: row.get(3)?,
        unit: unit.map(|unit| named(UnitId::new(&unit))).transpose()?,
        post: named(PostId::new(&row.get::<_, String>(5)?))?,
        second: second.map(|post| named(PostId::new(&post))).transpose()?,
        language: BulletinLanguage::from_word(&language).ok_or_else(|| damaged("language", &language))?,
        rhythm: BulletinRhythm::from_word(&rhythm).ok_or_else(|| damaged("rhythm", &rhythm))?,
        when_empty: row.get(9)?,
        page_template: row.get(10)?,
        print_template: row.get(11)?,
        feed: Feed { number: row.get(12)?, is_open: row.get(13)? },
        last_on: last_on.map(|day| Date::parse(&day).ok_or_else(|| damaged("day", &day))).transpose()?,
        closed: row.get(15)?,
        marking: row.get::<_, Option<String>>(16)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(17)?,
        made_at: row.get(18)?,
    })
}
