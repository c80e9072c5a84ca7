//! The rows of tenures: who acts for which post, from when until when.

use model::{Date, Person, PersonId, PostId, Standing, Tenure, Verb, sentence};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, person, post};

impl Deed<'_> {
    /// Appoints a person to a post. A holder takes the place of the one before, whose time ends the day before.
    ///
    /// # Errors
    /// Refused when post or person is not there.
    pub fn appoint(&mut self, tenure: &Tenure) -> Result<()> {
        keep(self, tenure)
    }

    /// Ends the time of a person at a post on a day.
    ///
    /// # Errors
    /// Refused when they do not act for it.
    pub fn relieve(&mut self, post: &PostId, person: &PersonId, standing: Standing, last: Date) -> Result<()> {
        let n_ended = end(self.conn, post, Some(person), standing, last)?;
        if n_ended == 0 {
            return Err(Tenure::none(post, person, standing, last).into());
        }
        let fact = self.fact(Verb::Relieved, format!("post:{post}"));
        self.note(&fact.to(format!("person:{person}")).with(format!("{standing} until {last}")))?;
        self.rights_changed()
    }

    /// The persons who act for a post on a day: its holder, then its deputies.
    ///
    /// # Errors
    /// When the store fails.
    pub fn acting(&self, post: &PostId, day: Date) -> Result<Vec<(Person, Standing)>> {
        acting(self.conn, post, day)
    }

    /// Everybody who acts for a post, or did.
    ///
    /// # Errors
    /// When the store fails.
    pub fn tenures_of_post(&self, post: &PostId) -> Result<Vec<Tenure>> {
        select(self.conn, "WHERE post = ?1 ORDER BY since, id", post.as_str())
    }

    /// Every post that a person acts for, or did, the earliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn tenures_of_person(&self, person: &PersonId) -> Result<Vec<Tenure>> {
        select(self.conn, "WHERE person = ?1 ORDER BY since, id", person.as_str())
    }
}

impl Reader {
    /// Everybody who acts for a post, or did, the earliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn tenures_of_post(&self, _scope: &Scope, post: &PostId) -> Result<Vec<Tenure>> {
        self.with(|conn| select(conn, "WHERE post = ?1 ORDER BY since, id", post.as_str()))
    }

    /// Every post that a person acts for, or did, the earliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn tenures_of_person(&self, _scope: &Scope, person: &PersonId) -> Result<Vec<Tenure>> {
        self.with(|conn| select(conn, "WHERE person = ?1 ORDER BY since, id", person.as_str()))
    }

    /// Every tenure.
    ///
    /// # Errors
    /// When the store fails.
    pub fn tenures(&self, _scope: &Scope) -> Result<Vec<Tenure>> {
        self.with(all)
    }

    /// The persons who act for a post on a day: its holder, then its deputies.
    ///
    /// # Errors
    /// When the store fails.
    pub fn acting(&self, _scope: &Scope, post: &PostId, day: Date) -> Result<Vec<(Person, Standing)>> {
        self.with(|conn| acting(conn, post, day))
    }
}

/// Every tenure.
pub(crate) fn all(conn: &Connection) -> Result<Vec<Tenure>> {
    select(conn, "WHERE ?1 = ?1 ORDER BY post, since, id", "")
}

/// Writes a tenure as it is stated: a new one, or one that ends on another day than it was to.
pub(crate) fn state(deed: &mut Deed<'_>, tenure: &Tenure, held: Option<&Tenure>) -> Result<()> {
    let Tenure { post, person, standing, since, until } = tenure;
    let shortened = held.is_some_and(|held| until.is_some_and(|last| held.until.is_none_or(|before| last < before)));
    remove(deed.conn, tenure)?;
    insert(deed.conn, tenure)?;
    let (verb, days) = match (shortened, until) {
        (true, Some(until)) => (Verb::Relieved, format!("until {until}")),
        (_, Some(until)) => (Verb::Appointed, format!("{since} to {until}")),
        (_, None) => (Verb::Appointed, format!("since {since}")),
    };
    let fact = deed.fact(verb, format!("post:{post}"));
    deed.note(&fact.to(format!("person:{person}")).with(format!("{standing} {days}")))?;
    deed.rights_changed()
}

/// Takes out a tenure that never began.
pub(crate) fn take_out(deed: &mut Deed<'_>, tenure: &Tenure) -> Result<()> {
    remove(deed.conn, tenure)?;
    let fact = deed.fact(Verb::Relieved, format!("post:{}", tenure.post));
    let change = format!("{} before {}", tenure.standing, tenure.since);
    deed.note(&fact.to(format!("person:{}", tenure.person)).with(change))?;
    deed.rights_changed()
}

fn remove(conn: &Connection, tenure: &Tenure) -> Result<()> {
    conn.prepare_cached("DELETE FROM tenure WHERE post = ?1 AND person = ?2 AND standing = ?3 AND since = ?4")?
        .execute((tenure.post.as_str(), tenure.person.as_str(), tenure.standing.word(), tenure.since.to_string()))?;
    Ok(())
}

fn insert(conn: &Connection, tenure: &Tenure) -> Result<()> {
    conn.prepare_cached("INSERT INTO tenure (post, person, standing, since, until) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((
            tenure.post.as_str(),
            tenure.person.as_str(),
            tenure.standing.word(),
            tenure.since.to_string(),
            tenure.until.map(|day| day.to_string()),
        ))?;
    Ok(())
}

/// The persons who act for a post on a day.
pub(crate) fn acting(conn: &Connection, post: &PostId, day: Date) -> Result<Vec<(Person, Standing)>> {
    let mut tenures = select(conn, "WHERE post = ?1 ORDER BY since, id", post.as_str())?;
    tenures.retain(|tenure| tenure.holds_on(day));
    tenures.sort_by_key(|tenure| tenure.standing);
    let mut found = Vec::new();
    for tenure in tenures {
        if let Some(person) = person::one(conn, tenure.person.as_str())?.filter(|person| !person.left) {
            found.push((person, tenure.standing));
        }
    }
    Ok(found)
}

/// Writes a tenure.
pub(crate) fn keep(deed: &mut Deed<'_>, tenure: &Tenure) -> Result<()> {
    let Tenure { post, person, standing, since, until } = tenure;
    let namer = format!("post:{post}");
    post::must_exist(deed.conn, post, &namer)?;
    person::must_exist(deed.conn, person, &namer)?;
    if until.is_some_and(|last| last < *since) {
        return Err(Error::said(sentence!("days-backwards", "The last day stands before the first; turn them round")));
    }
    if *standing == Standing::Holder {
        end(deed.conn, post, None, Standing::Holder, since.plus_days(-1))?;
    }
    insert(deed.conn, tenure)?;
    let days = until.map_or_else(|| format!("since {since}"), |until| format!("{since} to {until}"));
    let fact = deed.fact(Verb::Appointed, format!("post:{post}"));
    deed.note(&fact.to(format!("person:{person}")).with(format!("{standing} {days}")))?;
    deed.rights_changed()
}

/// Ends tenures that would go on past a day; those that have not begun by then never were.
fn end(conn: &Connection, post: &PostId, person: Option<&PersonId>, standing: Standing, last: Date) -> Result<usize> {
    let mut n_ended = 0;
    let who = "post = ?1 AND standing = ?2 AND (?3 IS NULL OR person = ?3) AND (until IS NULL OR until > ?4)";
    for sql in [
        format!("DELETE FROM tenure WHERE {who} AND since > ?4"),
        format!("UPDATE tenure SET until = ?4 WHERE {who} AND since <= ?4"),
    ] {
        n_ended += conn.prepare_cached(&sql)?.execute((
            post.as_str(),
            standing.word(),
            person.map(PersonId::as_str),
            last.to_string(),
        ))?;
    }
    Ok(n_ended)
}

fn select(conn: &Connection, tail: &str, key: &str) -> Result<Vec<Tenure>> {
    let mut statement =
        conn.prepare_cached(&format!("SELECT post, person, standing, since, until FROM tenure {tail}"))?;
    let rows = statement.query_map([key], columns)?.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(tenure).collect()
}

type Columns = (String, String, String, String, Option<String>);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn tenure((post, person, standing, since, until): Columns) -> Result<Tenure> {
    let day = |text: &str| {
        Date::parse(text).ok_or_else(|| Error::damaged(format!("the day `{text}` of a tenure of `{post}` is not one")))
    };
    Ok(Tenure {
        standing: Standing::from_word(&standing)
            .ok_or_else(|| Error::damaged(format!("the standing `{standing}` at `{post}` is not one")))?,
        since: day(&since)?,
        until: until.as_deref().map(day).transpose()?,
        person: named(PersonId::new(&person))?,
        post: named(PostId::new(&post))?,
    })
}
