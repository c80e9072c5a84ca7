//! The rows of technologies.

use model::{Fact, Marking, Noun, SubjectScheme, Technology, TechnologyId, Thing};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps a technology as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_technology(&mut self, technology: &Technology, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &technology.marking)?;
        let id = technology.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM technology WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO technology (id, name, statement, invented, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, statement = excluded.statement,
                     invented = excluded.invented, label = excluded.label, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                technology.name,
                technology.statement,
                technology.invented,
                label,
                technology.revision,
                technology.made_at,
            ])?;
        for table in ["technology_class", "technology_origin"] {
            self.conn.prepare_cached(&format!("DELETE FROM {table} WHERE technology = ?1"))?.execute([id])?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO technology_class (technology, position, scheme, code) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (at, (scheme, code)) in (0i64..).zip(&technology.classes) {
            put.execute((id, at, scheme.word(), code))?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO technology_origin (technology, position, noun, name) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (at, origin) in (0i64..).zip(&technology.origins) {
            put.execute((id, at, origin.noun.word(), &origin.name))?;
        }
        drop(put);
        if before.is_some_and(|before| before != label) {
            label::relabel_technology(self, technology.id)?;
        }
        let mut fact = fact.clone();
        for origin in &technology.origins {
            fact = fact.particular("origin", origin);
        }
        for (scheme, code) in &technology.classes {
            fact = fact.particular("class", format_args!("{} {code}", scheme.word()));
        }
        if technology.invented {
            fact = fact.particular("invented", "yes");
        }
        self.note(&fact)
    }

    /// The technology of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn technology(&self, scope: &Scope, id: TechnologyId) -> Result<Option<Technology>> {
        Ok(match one(self.conn, id)? {
            Some(technology) if scope.shows(self.conn, &technology.marking)? => Some(technology),
            _ => None,
        })
    }
}

impl Reader {
    /// The technology of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn technology(&self, scope: &Scope, id: TechnologyId) -> Result<Option<Technology>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Every technology, by name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn technologies(&self, scope: &Scope) -> Result<Vec<Technology>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY lower(t.name), t.id"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(technology(conn, row)?);
            }
            Ok(found)
        })
    }

    /// The technologies that came from a thing.
    ///
    /// # Errors
    /// When the store fails.
    pub fn technologies_from(&self, scope: &Scope, origin: &Thing) -> Result<Vec<Technology>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!(
                "{SELECT} WHERE t.id IN (SELECT o.technology FROM technology_origin o WHERE o.noun = ?1 AND o.name = ?2)
                 ORDER BY t.made_at, t.id"
            ))?;
            let mut rows = statement.query((origin.noun.word(), &origin.name))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(technology(conn, row)?);
            }
            Ok(found)
        })
    }
}

const SELECT: &str = "SELECT t.id, t.name, t.statement, t.invented, l.marking, t.revision, t.made_at
     FROM technology t LEFT JOIN label l ON l.id = t.label";

fn one(conn: &Connection, id: TechnologyId) -> Result<Option<Technology>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE t.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| technology(conn, row)).transpose()
}

fn technology(conn: &Connection, row: &Row<'_>) -> Result<Technology> {
    let key: i64 = row.get(0)?;
    let mut find =
        conn.prepare_cached("SELECT scheme, code FROM technology_class WHERE technology = ?1 ORDER BY position")?;
    let mut rows = find.query([key])?;
    let mut classes = Vec::new();
    while let Some(row) = rows.next()? {
        let scheme: String = row.get(0)?;
        let scheme = SubjectScheme::from_word(&scheme)
            .ok_or_else(|| Error::damaged(format!("`{scheme}` is no scheme of a technology")))?;
        classes.push((scheme, row.get(1)?));
    }
    Ok(Technology {
        id: TechnologyId::from_bits(key.cast_unsigned()),
        name: row.get(1)?,
        statement: row.get(2)?,
        classes,
        origins: things(conn, "SELECT noun, name FROM technology_origin WHERE technology = ?1 ORDER BY position", key)?,
        marking: row.get::<_, Option<String>>(4)?.as_deref().map_or_else(Marking::top, Marking::read),
        invented: row.get(3)?,
        revision: row.get(5)?,
        made_at: row.get(6)?,
    })
}

/// The things that a statement names by noun and name.
fn things(conn: &Connection, sql: &str, key: i64) -> Result<Vec<Thing>> {
    let mut find = conn.prepare_cached(sql)?;
    let mut rows = find.query([key])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(thing(row, 0)?);
    }
    Ok(found)
}

/// The thing whose noun and name stand in two columns of a row.
pub(crate) fn thing(row: &Row<'_>, at: usize) -> Result<Thing> {
    let noun: String = row.get(at)?;
    let noun = Noun::from_word(&noun).ok_or_else(|| Error::damaged(format!("`{noun}` is no noun of a thing")))?;
    Ok(Thing { noun, name: row.get(at + 1)? })
}
