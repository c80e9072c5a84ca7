//! The rows of widenings. A widening is seen with its thing.

use model::{
    Fact, Marking, Noun, PersonId, PostId, Thing, UnitId, Widening, WideningId, WideningSide, WideningState,
    WideningWord,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps a widening as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_widening(&mut self, widening: &Widening, fact: &Fact) -> Result<()> {
        let id = widening.id.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT INTO widening (id, noun, name, title, from_marking, to_marking, reason, unit, post, asked_by, asker,
                                       state, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                 ON CONFLICT (id) DO UPDATE SET state = excluded.state, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                widening.thing.noun.word(),
                widening.thing.name,
                widening.title,
                widening.from.to_string(),
                widening.to.to_string(),
                widening.reason,
                widening.unit.as_str(),
                widening.post.as_str(),
                widening.asked_by,
                widening.asker.as_str(),
                widening.state.word(),
                widening.revision,
                widening.made_at,
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO widening_word (widening, side, yes, reason, by, person, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (widening, side) DO NOTHING",
        )?;
        for word in &widening.words {
            put.execute(rusqlite::params![
                id,
                word.side.word(),
                word.yes,
                word.reason,
                word.by,
                word.person.as_str(),
                word.at,
            ])?;
        }
        self.note(fact)
    }

    /// The widening of this name, within the scope: without its thing it is not there.
    ///
    /// # Errors
    /// When the store fails.
    pub fn widening(&self, scope: &Scope, id: WideningId) -> Result<Option<Widening>> {
        let Some(widening) = one(self.conn, id)? else { return Ok(None) };
        Ok(self.shows_thing(scope, &widening.thing)?.then_some(widening))
    }

    /// What is asked of a thing and not over, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn open_widening(&self, thing: &Thing) -> Result<Option<Widening>> {
        Ok(of_thing(self.conn, thing)?.into_iter().find(Widening::is_open))
    }

    /// The marking under which a thing stands by itself, whoever acts; `None` where there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub fn marking_of(&self, thing: &Thing) -> Result<Option<Marking>> {
        let mut joined: Option<Marking> = None;
        for label in label::of(self.conn, thing)? {
            let marking = label::marking(self.conn, label)?;
            joined = Some(joined.map_or_else(|| marking.clone(), |held| held.join(&marking)));
        }
        Ok(joined)
    }

    /// Widenings that wait for nothing but cases of control.
    ///
    /// # Errors
    /// When the store fails.
    pub fn waiting_widenings(&self) -> Result<Vec<Widening>> {
        list(self.conn, "WHERE w.state = 'waiting' ORDER BY w.made_at, w.id", [])
    }
}

impl Reader {
    /// The widening of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn widening(&self, scope: &Scope, id: WideningId) -> Result<Option<Widening>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// What was asked of a thing, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn widenings_of(&self, scope: &Scope, thing: &Thing) -> Result<Vec<Widening>> {
        self.seen_by(scope, |conn| of_thing(conn, thing))
    }

    /// Widenings that are not over, the oldest first, and then the newest of the others; at most so many.
    ///
    /// # Errors
    /// When the store fails.
    pub fn widenings(&self, scope: &Scope, limit: usize) -> Result<Vec<Widening>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let order = "ORDER BY w.state IN ('asked', 'waiting') DESC, w.made_at DESC, w.id DESC LIMIT ?1";
        self.seen_by(scope, |conn| list(conn, order, [limit]))
    }
}

const SELECT: &str = "SELECT w.id, w.noun, w.name, w.title, w.from_marking, w.to_marking, w.reason, w.unit, w.post,
                             w.asked_by, w.asker, w.state, w.revision, w.made_at FROM widening w";

fn one(conn: &Connection, id: WideningId) -> Result<Option<Widening>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE w.id = ?1"))?;
    statement.query_row([id.bits().cast_signed()], |row| Ok(widening(conn, row))).optional()?.transpose()
}

fn of_thing(conn: &Connection, thing: &Thing) -> Result<Vec<Widening>> {
    let tail = "WHERE w.noun = ?1 AND w.name = ?2 ORDER BY w.made_at DESC, w.id DESC";
    list(conn, tail, (thing.noun.word(), &thing.name))
}

fn list(conn: &Connection, tail: &str, parameters: impl rusqlite::Params) -> Result<Vec<Widening>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} {tail}"))?;
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(widening(conn, row)?);
    }
    Ok(found)
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a widening is not one"))
}

fn widening(conn: &Connection, row: &Row<'_>) -> Result<Widening> {
    let text = |at: usize| row.get::<_, String>(at);
    let key: i64 = row.get(0)?;
    let (noun, state) = (text(1)?, text(11)?);
    let mut find = conn.prepare_cached(
        "SELECT side, yes, reason, by, person, at FROM widening_word WHERE widening = ?1 ORDER BY at, side",
    )?;
    let mut rows = find.query([key])?;
    let mut words = Vec::new();
    while let Some(row) = rows.next()? {
        let side: String = row.get(0)?;
        words.push(WideningWord {
            side: WideningSide::from_word(&side).ok_or_else(|| damaged("side", &side))?,
            yes: row.get(1)?,
            reason: row.get(2)?,
            by: row.get(3)?,
            person: named(PersonId::new(&row.get::<_, String>(4)?))?,
            at: row.get(5)?,
        });
    }
    Ok(Widening {
        id: WideningId::from_bits(key.cast_unsigned()),
        thing: Thing::new(Noun::from_word(&noun).ok_or_else(|| damaged("noun", &noun))?, text(2)?),
        title: text(3)?,
        from: Marking::read(&text(4)?),
        to: Marking::read(&text(5)?),
        reason: text(6)?,
        unit: named(UnitId::new(&text(7)?))?,
        post: named(PostId::new(&text(8)?))?,
        asked_by: text(9)?,
        asker: named(PersonId::new(&text(10)?))?,
        state: WideningState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
        words,
        revision: row.get(12)?,
        made_at: row.get(13)?,
    })
}
