//! The rows of persons.

use std::collections::BTreeSet;

use model::{Compartment, Level, Person, PersonId, Verb};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::{Statement, exists, named, restated};
use crate::{Error, Reader, Result, Scope, compartment};

impl Deed<'_> {
    /// Keeps a person as stated; their compartments must be there.
    ///
    /// # Errors
    /// Refused when a compartment is not there.
    pub fn keep_person(&mut self, person: &Person) -> Result<Statement> {
        keep(self, person)
    }

    /// The person of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn person(&self, id: &PersonId) -> Result<Option<Person>> {
        one(self.conn, id.as_str())
    }
}

impl Reader {
    /// Every person, in order of name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn persons(&self, _scope: &Scope) -> Result<Vec<Person>> {
        self.with(all)
    }

    /// The person of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn person(&self, _scope: &Scope, id: &PersonId) -> Result<Option<Person>> {
        self.with(|conn| one(conn, id.as_str()))
    }
}

/// Writes a person.
pub(crate) fn keep(deed: &mut Deed<'_>, person: &Person) -> Result<Statement> {
    for compartment in &person.compartments {
        compartment::must_exist(deed.conn, compartment, &format!("person `{}`", person.id))?;
    }
    let held = one(deed.conn, person.id.as_str())?;
    let (statement, changes) = match &held {
        None => (Statement::New, Vec::new()),
        Some(held) => restated(&[
            ("name", held.name != person.name),
            ("email", held.email != person.email),
            ("language", held.language != person.language),
            ("level", held.level != person.level),
            ("compartments", held.compartments != person.compartments),
            ("left", held.left != person.left),
        ]),
    };
    if statement == Statement::Unchanged {
        return Ok(statement);
    }
    let compartments: Vec<&str> = person.compartments.iter().map(Compartment::as_str).collect();
    let id = person.id.as_str();
    deed.conn
        .prepare_cached(
            "INSERT INTO person (id, name, email, language, level, compartments, \"left\") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, language = excluded.language,
                 level = excluded.level, compartments = excluded.compartments, \"left\" = excluded.\"left\"",
        )?
        .execute((
            id,
            &person.name,
            &person.email,
            &person.language,
            person.level.word(),
            compartments.join(","),
            person.left,
        ))?;
    let rights = held.as_ref().is_none_or(|held| {
        held.level != person.level || held.compartments != person.compartments || held.left != person.left
    });
    let verb = match &held {
        None => Verb::Stated,
        Some(_) if rights => Verb::Cleared,
        Some(_) => Verb::Restated,
    };
    let fact = deed.fact(verb, format!("person:{id}"));
    let clearance = format!("level {}, compartments {}", person.level, compartments.join(" "));
    deed.note(&match (rights, changes.is_empty()) {
        (true, _) => fact.with(clearance.trim_end_matches(", compartments ").to_owned()),
        (false, true) => fact,
        (false, false) => fact.with(changes.join(", ")),
    })?;
    if rights {
        deed.rights_changed()?;
    }
    Ok(statement)
}

/// Refuses when there is no such person.
pub(crate) fn must_exist(conn: &Connection, id: &PersonId, namer: &str) -> Result<()> {
    exists(conn, "SELECT 1 FROM person WHERE id = ?1", "person", id.as_str(), namer)
}

const SELECT: &str = "SELECT id, name, email, language, level, compartments, \"left\" FROM person";

pub(crate) fn one(conn: &Connection, id: &str) -> Result<Option<Person>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
    statement.query_row([id], columns).optional()?.map(person).transpose()
}

pub(crate) fn all(conn: &Connection) -> Result<Vec<Person>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY id"))?;
    let rows = statement.query_map([], columns)?.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(person).collect()
}

type Columns = (String, String, Option<String>, Option<String>, String, String, bool);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
}

fn person((id, name, email, language, level, compartments, left): Columns) -> Result<Person> {
    let admitted = compartments.split(',').filter(|one| !one.is_empty()).map(Compartment::new);
    Ok(Person {
        // A level that cannot be read clears for nothing that is marked.
        level: Level::from_word(&level)
            .ok_or_else(|| Error::damaged(format!("the clearance `{level}` of person `{id}` is not one")))?,
        compartments: named(admitted.collect::<std::result::Result<BTreeSet<_>, _>>())?,
        id: named(PersonId::new(&id))?,
        name,
        email,
        language,
        left,
    })
}
