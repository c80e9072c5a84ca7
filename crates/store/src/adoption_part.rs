//! The rows of what hangs on an adoption: places, resources, costs, and who heard of its end.

use model::{AdoptionCost, AdoptionId, AdoptionPlace, Date, EndHeard, PostId, Resource, ResourceKind, ResourceState};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::mission::money;
use crate::programme::named;
use crate::sample::day;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a place, in place of the one of its number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_adoption_place(&mut self, id: AdoptionId, place: &AdoptionPlace) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO adoption_place (adoption, number, name, since, until) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (adoption, number) DO UPDATE SET name = excluded.name, since = excluded.since,
                     until = excluded.until",
            )?
            .execute((
                id.bits().cast_signed(),
                place.number,
                &place.name,
                place.since.to_string(),
                place.until.map(|day| day.to_string()),
            ))?;
        Ok(())
    }

    /// Keeps a line of what is needed, in place of the one of its number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_resource(&mut self, id: AdoptionId, resource: &Resource) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO adoption_resource (adoption, number, kind, name, amount, measure, needed_by, state, remark)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (adoption, number) DO UPDATE SET kind = excluded.kind, name = excluded.name,
                     amount = excluded.amount, measure = excluded.measure, needed_by = excluded.needed_by,
                     state = excluded.state, remark = excluded.remark",
            )?
            .execute(rusqlite::params![
                id.bits().cast_signed(),
                resource.number,
                resource.kind.word(),
                resource.name,
                resource.amount,
                resource.measure,
                resource.needed_by.map(|day| day.to_string()),
                resource.state.word(),
                resource.remark,
            ])?;
        Ok(())
    }

    /// Keeps what was spent behind what was spent before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_adoption_cost(&mut self, id: AdoptionId, cost: &AdoptionCost) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO adoption_cost (adoption, number, minor, currency, what, day, by, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute((
                id.bits().cast_signed(),
                cost.number,
                cost.spent.minor,
                cost.spent.currency.code(),
                &cost.what,
                cost.on.to_string(),
                &cost.by,
                cost.at,
            ))?;
        Ok(())
    }

    /// Keeps what a post says to an end, in place of what it said before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_end_heard(&mut self, heard: &EndHeard) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO adoption_heard (adoption, start, post, concerns, why, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (adoption, start, post) DO UPDATE SET concerns = excluded.concerns, why = excluded.why,
                     by = excluded.by, at = excluded.at",
            )?
            .execute((
                heard.adoption.bits().cast_signed(),
                heard.start,
                heard.post.as_str(),
                heard.concerns,
                &heard.why,
                &heard.by,
                heard.at,
            ))?;
        Ok(())
    }

    /// The places of an adoption.
    ///
    /// # Errors
    /// When the store fails.
    pub fn adoption_places(&self, id: AdoptionId) -> Result<Vec<AdoptionPlace>> {
        places(self.conn, id)
    }

    /// What an adoption needs.
    ///
    /// # Errors
    /// When the store fails.
    pub fn resources(&self, id: AdoptionId) -> Result<Vec<Resource>> {
        resources(self.conn, id)
    }

    /// What was spent on an adoption.
    ///
    /// # Errors
    /// When the store fails.
    pub fn adoption_costs(&self, id: AdoptionId) -> Result<Vec<AdoptionCost>> {
        costs(self.conn, id)
    }

    /// Open adoptions that miss something whose day is past.
    ///
    /// # Errors
    /// When the store fails.
    pub fn adoptions_missing(&self, today: Date) -> Result<Vec<AdoptionId>> {
        let mut find = self.conn.prepare_cached(
            "SELECT DISTINCT r.adoption FROM adoption_resource r JOIN adoption a ON a.id = r.adoption
             WHERE r.state != 'there' AND r.needed_by < ?1 AND a.ended = 0 ORDER BY r.adoption",
        )?;
        let ids = find.query_map([today.to_string()], |row| row.get::<_, i64>(0))?;
        let ids = ids.map(|id| Ok(AdoptionId::from_bits(id?.cast_unsigned())));
        ids.collect()
    }
}

impl Reader {
    /// The places of an adoption.
    ///
    /// # Errors
    /// When the store fails.
    pub fn adoption_places(&self, scope: &Scope, id: AdoptionId) -> Result<Vec<AdoptionPlace>> {
        self.seen_by(scope, |conn| places(conn, id))
    }

    /// What an adoption needs.
    ///
    /// # Errors
    /// When the store fails.
    pub fn resources(&self, scope: &Scope, id: AdoptionId) -> Result<Vec<Resource>> {
        self.seen_by(scope, |conn| resources(conn, id))
    }

    /// What was spent on an adoption.
    ///
    /// # Errors
    /// When the store fails.
    pub fn adoption_costs(&self, scope: &Scope, id: AdoptionId) -> Result<Vec<AdoptionCost>> {
        self.seen_by(scope, |conn| costs(conn, id))
    }

    /// What other users of the technology said to the ends of an adoption, the first answer first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn ends_heard(&self, scope: &Scope, id: AdoptionId) -> Result<Vec<EndHeard>> {
        self.seen_by(scope, |conn| heard(conn, id))
    }
}

fn all<T>(conn: &Connection, sql: &str, id: AdoptionId, read: impl Fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    let mut find = conn.prepare_cached(sql)?;
    let mut rows = find.query([id.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

fn places(conn: &Connection, id: AdoptionId) -> Result<Vec<AdoptionPlace>> {
    let sql = "SELECT number, name, since, until FROM adoption_place WHERE adoption = ?1 ORDER BY number";
    all(conn, sql, id, |row| {
        Ok(AdoptionPlace {
            number: row.get(0)?,
            name: row.get(1)?,
            since: day(&row.get::<_, String>(2)?)?,
            until: row.get::<_, Option<String>>(3)?.as_deref().map(day).transpose()?,
        })
    })
}

fn resources(conn: &Connection, id: AdoptionId) -> Result<Vec<Resource>> {
    let damaged = |value: &str| Error::damaged(format!("`{value}` is nothing of what an adoption needs"));
    let sql = "SELECT number, kind, name, amount, measure, needed_by, state, remark FROM adoption_resource
               WHERE adoption = ?1 ORDER BY number";
    all(conn, sql, id, |row| {
        let (kind, state): (String, String) = (row.get(1)?, row.get(6)?);
        Ok(Resource {
            number: row.get(0)?,
            kind: ResourceKind::from_word(&kind).ok_or_else(|| damaged(&kind))?,
            name: row.get(2)?,
            amount: row.get(3)?,
            measure: row.get(4)?,
            needed_by: row.get::<_, Option<String>>(5)?.as_deref().map(day).transpose()?,
            state: ResourceState::from_word(&state).ok_or_else(|| damaged(&state))?,
            remark: row.get(7)?,
        })
    })
}

fn costs(conn: &Connection, id: AdoptionId) -> Result<Vec<AdoptionCost>> {
    let sql =
        "SELECT number, minor, currency, what, day, by, at FROM adoption_cost WHERE adoption = ?1 ORDER BY number";
    all(conn, sql, id, |row| {
        let spent = money(Some(row.get(1)?), Some(row.get(2)?))?;
        Ok(AdoptionCost {
            number: row.get(0)?,
            spent: spent.ok_or_else(|| Error::damaged("what an adoption cost is no amount".to_owned()))?,
            what: row.get(3)?,
            on: day(&row.get::<_, String>(4)?)?,
            by: row.get(5)?,
            at: row.get(6)?,
        })
    })
}

fn heard(conn: &Connection, id: AdoptionId) -> Result<Vec<EndHeard>> {
    let sql = "SELECT start, post, concerns, why, by, at FROM adoption_heard WHERE adoption = ?1 ORDER BY at, post";
    all(conn, sql, id, |row| {
        Ok(EndHeard {
            adoption: id,
            start: row.get(0)?,
            post: named(PostId::new(&row.get::<_, String>(1)?))?,
            concerns: row.get(2)?,
            why: row.get(3)?,
            by: row.get(4)?,
            at: row.get(5)?,
        })
    })
}
