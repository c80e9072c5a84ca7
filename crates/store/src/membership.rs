//! The rows of memberships in associations.

use model::{Date, Membership, MembershipId, Noun, SourceId, Thing, UnitId, Verb};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::mission::money;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a membership as it is now, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_membership(&mut self, membership: &Membership, verb: Verb) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO membership (id, source, unit, since, until, number, fee, currency, remark, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, since = excluded.since, until = excluded.until,
                     number = excluded.number, fee = excluded.fee, currency = excluded.currency,
                     remark = excluded.remark, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                membership.id.bits().cast_signed(),
                membership.source.bits().cast_signed(),
                membership.unit.as_str(),
                membership.since.to_string(),
                membership.until.map(|until| until.to_string()),
                membership.number,
                membership.fee.map(|fee| fee.minor),
                membership.fee.map(|fee| fee.currency.code().to_owned()),
                membership.remark,
                membership.revision,
                membership.made_at,
            ])?;
        let fact = self.fact(verb, Thing::new(Noun::Membership, membership.id));
        self.note(&fact.to(Thing::new(Noun::Source, membership.source).to_string()))
    }

    /// The membership of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn membership(&self, scope: &Scope, id: MembershipId) -> Result<Option<Membership>> {
        Ok(match one(self.conn, id)? {
            Some(membership) if self.source(scope, membership.source)?.is_some() => Some(membership),
            _ => None,
        })
    }
}

impl Reader {
    /// The membership of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn membership(&self, scope: &Scope, id: MembershipId) -> Result<Option<Membership>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// The memberships in an association, the longest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn memberships(&self, scope: &Scope, source: SourceId) -> Result<Vec<Membership>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE source = ?1 ORDER BY since, unit, id"))?;
            let mut rows = statement.query([source.bits().cast_signed()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(membership(row)?);
            }
            Ok(found)
        })
    }
}

const SELECT: &str =
    "SELECT id, source, unit, since, until, number, fee, currency, remark, revision, made_at FROM membership";

fn one(conn: &Connection, id: MembershipId) -> Result<Option<Membership>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(membership).transpose()
}

fn membership(row: &Row<'_>) -> Result<Membership> {
    let day = |text: &str| {
        Date::parse(text).ok_or_else(|| Error::damaged(format!("the day `{text}` of a membership is not one")))
    };
    let until: Option<String> = row.get(4)?;
    Ok(Membership {
        id: MembershipId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        source: SourceId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
        unit: named(UnitId::new(&row.get::<_, String>(2)?))?,
        since: day(&row.get::<_, String>(3)?)?,
        until: until.as_deref().map(day).transpose()?,
        number: row.get(5)?,
        fee: money(row.get(6)?, row.get(7)?)?,
        remark: row.get(8)?,
        revision: row.get(9)?,
        made_at: row.get(10)?,
    })
}
