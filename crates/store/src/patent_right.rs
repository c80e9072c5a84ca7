//! The rows of the patents that agreements name.

use model::{AgreementId, Date, Fact, Identifier, PatentRight, PatentStatus, PatentTerritory};
use rusqlite::Connection;

use crate::agreement::{damaged, day, word};
use crate::deed::Deed;
use crate::record::{self, record_id};
use crate::{Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a patent of an agreement under its number, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_patent(&mut self, agreement: AgreementId, one: &PatentRight, fact: &Fact) -> Result<()> {
        let id = agreement.bits().cast_signed();
        let record = one.record.map(|id| record::row_of(self.conn, id)).transpose()?.flatten();
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO agreement_patent (agreement, number, identifier, title, family, filed, stated_expiry, record)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(rusqlite::params![
                id,
                one.number,
                one.identifier.to_string(),
                one.title,
                one.family,
                day(one.filed),
                day(one.stated_expiry),
                record,
            ])?;
        self.conn
            .prepare_cached("DELETE FROM agreement_patent_territory WHERE agreement = ?1 AND number = ?2")?
            .execute((id, one.number))?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO agreement_patent_territory (agreement, number, position, country, status)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (at, territory) in (0i64..).zip(&one.territories) {
            put.execute((id, one.number, at, &territory.country, territory.status.word()))?;
        }
        drop(put);
        self.note(fact)
    }

    /// Takes a patent out of an agreement, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remove_patent(&mut self, agreement: AgreementId, number: u32, fact: &Fact) -> Result<()> {
        for table in ["agreement_patent_territory", "agreement_patent"] {
            self.conn
                .prepare_cached(&format!("DELETE FROM {table} WHERE agreement = ?1 AND number = ?2"))?
                .execute((agreement.bits().cast_signed(), number))?;
        }
        self.note(fact)
    }

    /// The patents of an agreement, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn patents(&self, agreement: AgreementId) -> Result<Vec<PatentRight>> {
        patents(self.conn, agreement)
    }
}

impl Reader {
    /// The patents of an agreement, by number. A record that is not seen is not named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn patents(&self, scope: &Scope, agreement: AgreementId) -> Result<Vec<PatentRight>> {
        self.seen_by(scope, |conn| patents(conn, agreement))
    }
}

fn patents(conn: &Connection, agreement: AgreementId) -> Result<Vec<PatentRight>> {
    let key = agreement.bits().cast_signed();
    let mut statement = conn.prepare_cached(
        "SELECT p.number, p.identifier, p.title, p.family, p.filed, p.stated_expiry, r.id
         FROM agreement_patent p LEFT JOIN record r ON r.row = p.record WHERE p.agreement = ?1 ORDER BY p.number",
    )?;
    let mut rows = statement.query([key])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (number, identifier): (u32, String) = (row.get(0)?, row.get(1)?);
        found.push(PatentRight {
            number,
            identifier: Identifier::parse(&identifier).ok_or_else(|| damaged("patent", &identifier))?,
            title: row.get(2)?,
            family: row.get(3)?,
            territories: territories(conn, key, number)?,
            filed: day(row, 4)?,
            stated_expiry: day(row, 5)?,
            record: row.get::<_, Option<i64>>(6)?.map(record_id),
        });
    }
    Ok(found)
}

fn territories(conn: &Connection, agreement: i64, number: u32) -> Result<Vec<PatentTerritory>> {
    let mut statement = conn.prepare_cached(
        "SELECT country, status FROM agreement_patent_territory WHERE agreement = ?1 AND number = ?2 ORDER BY position",
    )?;
    let mut rows = statement.query((agreement, number))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(PatentTerritory { country: row.get(0)?, status: word(row, 1, PatentStatus::from_word)? });
    }
    Ok(found)
}
