//! The rows of what an agreement costs: instalments, payments, royalties, and the reports of use from which they are reckoned.

use model::{
    AgreementId, AgreementInstalment, AgreementPayment, DeliverableId, Fact, Money, Royalty, RoyaltyBasis, Thing,
    UseReport,
};
use rusqlite::{Connection, Row};

use crate::agreement::{damaged, day, word};
use crate::deed::Deed;
use crate::deliverable::evidence;
use crate::mission::money;
use crate::{Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps an instalment under its number, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_instalment(&mut self, agreement: AgreementId, one: &AgreementInstalment, fact: &Fact) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO agreement_instalment (agreement, number, title, amount, currency, due, deliverable, royalty,
                     year) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(rusqlite::params![
                agreement.bits().cast_signed(),
                one.number,
                one.title,
                one.amount.minor,
                one.amount.currency.code(),
                one.due.map(|due| due.to_string()),
                one.deliverable.map(|id| id.bits().cast_signed()),
                one.royalty.map(|(royalty, _)| royalty),
                one.royalty.map(|(_, year)| year),
            ])?;
        self.note(fact)
    }

    /// Takes an instalment out, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remove_instalment(&mut self, agreement: AgreementId, number: u32, fact: &Fact) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM agreement_instalment WHERE agreement = ?1 AND number = ?2")?
            .execute((agreement.bits().cast_signed(), number))?;
        self.note(fact)
    }

    /// Keeps a payment under its number, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_payment(&mut self, agreement: AgreementId, one: &AgreementPayment, fact: &Fact) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO agreement_payment (agreement, number, instalment, amount, currency, day, reference, by, at,
                     void_reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(rusqlite::params![
                agreement.bits().cast_signed(),
                one.number,
                one.instalment,
                one.amount.minor,
                one.amount.currency.code(),
                one.on.to_string(),
                one.reference,
                one.by,
                one.at,
                one.void_reason,
            ])?;
        self.note(fact)
    }

    /// Keeps a royalty under its number, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_royalty(&mut self, agreement: AgreementId, one: &Royalty, fact: &Fact) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO agreement_royalty (agreement, number, title, basis, millionths, per_unit, currency, minimum,
                     cap, since, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(rusqlite::params![
                agreement.bits().cast_signed(),
                one.number,
                one.title,
                one.basis.word(),
                one.millionths,
                one.per_unit.minor,
                one.per_unit.currency.code(),
                one.minimum.map(|money| money.minor),
                one.cap.map(|money| money.minor),
                one.since.to_string(),
                one.until.map(|until| until.to_string()),
            ])?;
        self.note(fact)
    }

    /// Keeps what was reported of the use of a year, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_use_report(&mut self, agreement: AgreementId, one: &UseReport, fact: &Fact) -> Result<()> {
        let id = agreement.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO agreement_use (agreement, royalty, year, base, words, amount, currency, by, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(rusqlite::params![
                id,
                one.royalty,
                one.year,
                one.base.cast_signed(),
                one.words,
                one.amount.minor,
                one.amount.currency.code(),
                one.by,
                one.at,
            ])?;
        self.conn
            .prepare_cached("DELETE FROM agreement_use_evidence WHERE agreement = ?1 AND royalty = ?2 AND year = ?3")?
            .execute((id, one.royalty, one.year))?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO agreement_use_evidence (agreement, royalty, year, position, noun, name)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (at, thing) in (0i64..).zip(&one.evidence) {
            put.execute((id, one.royalty, one.year, at, thing.noun.word(), &thing.name))?;
        }
        drop(put);
        self.note(fact)
    }

    /// The instalments of an agreement, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn instalments(&self, agreement: AgreementId) -> Result<Vec<AgreementInstalment>> {
        instalments(self.conn, agreement)
    }

    /// The payments of an agreement, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn payments(&self, agreement: AgreementId) -> Result<Vec<AgreementPayment>> {
        payments(self.conn, agreement)
    }

    /// The royalties of an agreement, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn royalties(&self, agreement: AgreementId) -> Result<Vec<Royalty>> {
        royalties(self.conn, agreement)
    }

    /// What was reported of use, by year.
    ///
    /// # Errors
    /// When the store fails.
    pub fn use_reports(&self, agreement: AgreementId) -> Result<Vec<UseReport>> {
        reports(self.conn, agreement)
    }
}

impl Reader {
    /// The instalments of an agreement, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn instalments(&self, scope: &Scope, agreement: AgreementId) -> Result<Vec<AgreementInstalment>> {
        self.seen_by(scope, |conn| instalments(conn, agreement))
    }

    /// The payments of an agreement, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn payments(&self, scope: &Scope, agreement: AgreementId) -> Result<Vec<AgreementPayment>> {
        self.seen_by(scope, |conn| payments(conn, agreement))
    }

    /// The royalties of an agreement, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn royalties(&self, scope: &Scope, agreement: AgreementId) -> Result<Vec<Royalty>> {
        self.seen_by(scope, |conn| royalties(conn, agreement))
    }

    /// What was reported of use, by year. Evidence that is not seen is not named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn use_reports(&self, scope: &Scope, agreement: AgreementId) -> Result<Vec<UseReport>> {
        self.seen_by(scope, |conn| reports(conn, agreement))
    }
}

/// The amount of two columns.
fn amount(row: &Row<'_>, at: usize) -> Result<Money> {
    money(row.get(at)?, row.get(at + 1)?)?.ok_or_else(|| damaged("amount", ""))
}

fn instalments(conn: &Connection, agreement: AgreementId) -> Result<Vec<AgreementInstalment>> {
    let mut statement = conn.prepare_cached(
        "SELECT number, title, amount, currency, due, deliverable, royalty, year FROM agreement_instalment
         WHERE agreement = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([agreement.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let deliverable: Option<i64> = row.get(5)?;
        let (royalty, year): (Option<u32>, Option<i32>) = (row.get(6)?, row.get(7)?);
        found.push(AgreementInstalment {
            number: row.get(0)?,
            title: row.get(1)?,
            amount: amount(row, 2)?,
            due: day(row, 4)?,
            deliverable: deliverable.map(|id| DeliverableId::from_bits(id.cast_unsigned())),
            royalty: royalty.zip(year),
        });
    }
    Ok(found)
}

fn payments(conn: &Connection, agreement: AgreementId) -> Result<Vec<AgreementPayment>> {
    let mut statement = conn.prepare_cached(
        "SELECT number, instalment, amount, currency, day, reference, by, at, void_reason FROM agreement_payment
         WHERE agreement = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([agreement.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(AgreementPayment {
            number: row.get(0)?,
            instalment: row.get(1)?,
            amount: amount(row, 2)?,
            on: day(row, 4)?.ok_or_else(|| damaged("day", ""))?,
            reference: row.get(5)?,
            by: row.get(6)?,
            at: row.get(7)?,
            void_reason: row.get(8)?,
        });
    }
    Ok(found)
}

fn royalties(conn: &Connection, agreement: AgreementId) -> Result<Vec<Royalty>> {
    let mut statement = conn.prepare_cached(
        "SELECT number, title, basis, millionths, per_unit, currency, minimum, cap, since, until FROM agreement_royalty
         WHERE agreement = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([agreement.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let per_unit = amount(row, 4)?;
        let bound = |minor: Option<i64>| minor.map(|minor| Money { minor, ..per_unit });
        found.push(Royalty {
            number: row.get(0)?,
            title: row.get(1)?,
            basis: word(row, 2, RoyaltyBasis::from_word)?,
            millionths: row.get(3)?,
            per_unit,
            minimum: bound(row.get(6)?),
            cap: bound(row.get(7)?),
            since: day(row, 8)?.ok_or_else(|| damaged("day", ""))?,
            until: day(row, 9)?,
        });
    }
    Ok(found)
}

fn reports(conn: &Connection, agreement: AgreementId) -> Result<Vec<UseReport>> {
    let key = agreement.bits().cast_signed();
    let mut statement = conn.prepare_cached(
        "SELECT royalty, year, base, words, amount, currency, by, at FROM agreement_use
         WHERE agreement = ?1 ORDER BY year, royalty",
    )?;
    let mut rows = statement.query([key])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (royalty, year): (u32, i32) = (row.get(0)?, row.get(1)?);
        found.push(UseReport {
            royalty,
            year,
            base: row.get::<_, i64>(2)?.cast_unsigned(),
            words: row.get(3)?,
            evidence: cited(conn, (key, royalty, year))?,
            amount: amount(row, 4)?,
            by: row.get(6)?,
            at: row.get(7)?,
        });
    }
    Ok(found)
}

fn cited(conn: &Connection, report: (i64, u32, i32)) -> Result<Vec<Thing>> {
    let mut statement = conn.prepare_cached(
        "SELECT noun, name FROM agreement_use_evidence WHERE agreement = ?1 AND royalty = ?2 AND year = ?3 ORDER BY position",
    )?;
    let mut rows = statement.query(report)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.extend(evidence(conn, row, 0)?);
    }
    Ok(found)
}
