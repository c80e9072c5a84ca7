//! The rows of classifications: what a thing was said to be by a control list, with the parameters that were given.

use model::{
    Classification, ClassificationGround, ClassificationState, ClassificationVerdict, ControlListId, ItemParameter,
    Noun, PersonId, PostId, Rational, Thing,
};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a classification: a new one, or where one stands now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_classification(&mut self, one: &Classification) -> Result<()> {
        let ground = match &one.verdict {
            ClassificationVerdict::Listed(_) => None,
            ClassificationVerdict::NotListed(ground) => Some(ground.word()),
        };
        let (noun, name) = (one.about.noun.word(), one.about.name.as_str());
        self.conn
            .prepare_cached(
                "INSERT INTO classification (noun, name, number, list, version, code, ground, text, reason, state, by, person, post, at,
                     decided_by, decided_at, remark)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
                 ON CONFLICT (noun, name, number) DO UPDATE SET state = excluded.state, decided_by = excluded.decided_by,
                     decided_at = excluded.decided_at, remark = excluded.remark, version = excluded.version",
            )?
            .execute(rusqlite::params![
                noun,
                name,
                one.number,
                one.list.as_str(),
                one.version,
                one.code(),
                ground,
                one.text,
                one.reason,
                one.state.word(),
                one.by,
                one.person.as_str(),
                one.post.as_str(),
                one.at,
                one.decided_by,
                one.decided_at,
                one.remark,
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO classification_parameter (noun, name, number, position, parameter, low, high, unit)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        )?;
        for (position, row) in (0_i64..).zip(&one.parameters) {
            put.execute((
                noun,
                name,
                one.number,
                position,
                &row.name,
                row.low.to_string(),
                row.high.to_string(),
                &row.unit,
            ))?;
        }
        Ok(())
    }

    /// The classifications of a thing, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn classifications(&self, about: &Thing) -> Result<Vec<Classification>> {
        found(self.conn, "WHERE noun = ?1 AND name = ?2 ORDER BY number DESC", (about.noun.word(), &about.name))
    }

    /// The classifications by a list that count, in the order in which they were made.
    ///
    /// # Errors
    /// When the store fails.
    pub fn open_classifications(&self, list: &ControlListId) -> Result<Vec<Classification>> {
        found(
            self.conn,
            "WHERE list = ?1 AND state IN ('proposed', 'confirmed', 'asked-again') ORDER BY at, noun, name, number",
            [list.as_str()],
        )
    }
}

impl Reader {
    /// The classifications of a thing, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn classifications(&self, scope: &Scope, about: &Thing) -> Result<Vec<Classification>> {
        self.seen_by(scope, |conn| {
            found(conn, "WHERE noun = ?1 AND name = ?2 ORDER BY number DESC", (about.noun.word(), &about.name))
        })
    }

    /// What was classified by a list and counts, the latest first, some of it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn classified_by(&self, scope: &Scope, list: &ControlListId, limit: usize) -> Result<Vec<Classification>> {
        self.seen_by(scope, |conn| {
            found(
                conn,
                "WHERE list = ?1 AND state IN ('proposed', 'confirmed', 'asked-again') ORDER BY at DESC, noun, name, number LIMIT ?2",
                (list.as_str(), i64::try_from(limit).unwrap_or(i64::MAX)),
            )
        })
    }
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a classification is not one"))
}

fn found(conn: &Connection, tail: &str, key: impl rusqlite::Params) -> Result<Vec<Classification>> {
    let mut find = conn.prepare_cached(&format!(
        "SELECT noun, name, number, list, version, code, ground, text, reason, state, by, person, post, at, decided_by, decided_at, remark
         FROM classification {tail}"
    ))?;
    let mut rows = find.query(key)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(one(row)?);
    }
    let mut find = conn.prepare_cached(
        "SELECT parameter, low, high, unit FROM classification_parameter
         WHERE noun = ?1 AND name = ?2 AND number = ?3 ORDER BY position",
    )?;
    for one in &mut found {
        let mut rows = find.query((one.about.noun.word(), &one.about.name, one.number))?;
        while let Some(row) = rows.next()? {
            let number = |at: usize| -> Result<Rational> {
                let text: String = row.get(at)?;
                Rational::parse(&text).ok_or_else(|| damaged("value", &text))
            };
            one.parameters.push(ItemParameter {
                name: row.get(0)?,
                low: number(1)?,
                high: number(2)?,
                unit: row.get(3)?,
            });
        }
    }
    Ok(found)
}

fn one(row: &Row<'_>) -> Result<Classification> {
    let (noun, state): (String, String) = (row.get(0)?, row.get(9)?);
    let (code, ground): (Option<String>, Option<String>) = (row.get(5)?, row.get(6)?);
    let verdict = match (code, ground) {
        (Some(code), _) => ClassificationVerdict::Listed(code),
        (None, ground) => {
            let word = ground.unwrap_or_default();
            let ground = ClassificationGround::from_word(&word).ok_or_else(|| damaged("ground", &word))?;
            ClassificationVerdict::NotListed(ground)
        }
    };
    Ok(Classification {
        about: Thing::new(Noun::from_word(&noun).ok_or_else(|| damaged("noun", &noun))?, row.get::<_, String>(1)?),
        number: row.get(2)?,
        list: named(ControlListId::new(&row.get::<_, String>(3)?))?,
        version: row.get(4)?,
        verdict,
        text: row.get(7)?,
        parameters: Vec::new(),
        reason: row.get(8)?,
        state: ClassificationState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
        by: row.get(10)?,
        person: named(PersonId::new(&row.get::<_, String>(11)?))?,
        post: named(PostId::new(&row.get::<_, String>(12)?))?,
        at: row.get(13)?,
        decided_by: row.get(14)?,
        decided_at: row.get(15)?,
        remark: row.get(16)?,
    })
}
