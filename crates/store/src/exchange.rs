//! The rows of what passed between the office and hosts.

use model::{
    Date, Exchange, ExchangeId, ExchangeKind, ExchangeWay, HostId, Marking, MissionId, Money, Noun, PostId, Struck,
    Thing, Verb,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::mission::money;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps what passed, or that it is struck, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_exchange(&mut self, exchange: &Exchange, verb: Verb) -> Result<()> {
        let label = label::intern(self, &exchange.marking)?;
        let struck = exchange.struck.as_ref();
        self.conn
            .prepare_cached(
                "INSERT INTO exchange (id, host, way, kind, day, what, worth, currency, mission, answers, post,
                     struck_why, struck_by, struck_at, label, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                 ON CONFLICT (id) DO UPDATE SET struck_why = excluded.struck_why, struck_by = excluded.struck_by,
                     struck_at = excluded.struck_at",
            )?
            .execute(rusqlite::params![
                exchange.id.bits().cast_signed(),
                exchange.host.bits().cast_signed(),
                exchange.way.word(),
                exchange.kind.word(),
                exchange.day.to_string(),
                exchange.what,
                exchange.worth.map(|worth| worth.minor),
                exchange.worth.map(|worth| worth.currency.code().to_owned()),
                exchange.mission.map(|mission| mission.bits().cast_signed()),
                exchange.answers.map(|wish| wish.bits().cast_signed()),
                exchange.post.as_str(),
                struck.map(|struck| struck.reason.as_str()),
                struck.map(|struck| struck.by.as_str()),
                struck.map(|struck| struck.at),
                label,
                exchange.made_at,
            ])?;
        let fact = self.fact(verb, Thing::new(Noun::Exchange, exchange.id));
        self.note(&fact.to(Thing::new(Noun::Host, exchange.host).to_string()))
    }

    /// What passed under this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn exchange(&self, scope: &Scope, id: ExchangeId) -> Result<Option<Exchange>> {
        Ok(match one(self.conn, id)? {
            Some(exchange)
                if scope.shows(self.conn, &exchange.marking)?
                    && self.shows_partner(scope, exchange.host, exchange.mission)? =>
            {
                Some(exchange)
            }
            _ => None,
        })
    }
}

impl Deed<'_> {
    /// Whether a scope sees a host and, where one is named, a mission: without them nothing of them is seen.
    pub(crate) fn shows_partner(&self, scope: &Scope, host: HostId, mission: Option<MissionId>) -> Result<bool> {
        let sees_mission = match mission {
            Some(mission) => self.mission(scope, mission)?.is_some(),
            None => true,
        };
        Ok(sees_mission && self.host(scope, host)?.is_some())
    }
}

impl Reader {
    /// What passed under this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn exchange(&self, scope: &Scope, id: ExchangeId) -> Result<Option<Exchange>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// What passed between the office and a host, the latest first; what is struck too.
    ///
    /// # Errors
    /// When the store fails.
    pub fn exchanges(&self, scope: &Scope, host: HostId) -> Result<Vec<Exchange>> {
        self.seen_by(scope, |conn| {
            let mut statement =
                conn.prepare_cached(&format!("{SELECT} WHERE x.host = ?1 ORDER BY x.day DESC, x.made_at DESC, x.id"))?;
            let mut rows = statement.query([host.bits().cast_signed()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(exchange(row)?);
            }
            Ok(found)
        })
    }
}

const SELECT: &str =
    "SELECT x.id, x.host, x.way, x.kind, x.day, x.what, x.worth, x.currency, x.mission, x.answers, x.post,
                          x.struck_why, x.struck_by, x.struck_at, l.marking, x.made_at
                      FROM exchange x LEFT JOIN label l ON l.id = x.label";

fn one(conn: &Connection, id: ExchangeId) -> Result<Option<Exchange>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE x.id = ?1"))?;
    statement.query_row([id.bits().cast_signed()], |row| Ok(exchange(row))).optional()?.transpose()
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of an exchange is not one"))
}

fn exchange(row: &Row<'_>) -> Result<Exchange> {
    let text = |at: usize| row.get::<_, String>(at);
    let number = |at: usize| row.get::<_, Option<i64>>(at);
    let (way, kind, day) = (text(2)?, text(3)?, text(4)?);
    let struck: Option<String> = row.get(11)?;
    Ok(Exchange {
        id: ExchangeId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        host: HostId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
        way: ExchangeWay::from_word(&way).ok_or_else(|| damaged("way", &way))?,
        kind: ExchangeKind::from_word(&kind).ok_or_else(|| damaged("kind", &kind))?,
        day: Date::parse(&day).ok_or_else(|| damaged("day", &day))?,
        what: text(5)?,
        worth: worth(row)?,
        mission: number(8)?.map(|mission| MissionId::from_bits(mission.cast_unsigned())),
        answers: number(9)?.map(|wish| ExchangeId::from_bits(wish.cast_unsigned())),
        post: named(PostId::new(&text(10)?))?,
        struck: match struck {
            Some(reason) => Some(Struck {
                reason,
                by: row.get::<_, Option<String>>(12)?.unwrap_or_default(),
                at: number(13)?.unwrap_or_default(),
            }),
            None => None,
        },
        marking: row.get::<_, Option<String>>(14)?.as_deref().map_or_else(Marking::top, Marking::read),
        made_at: row.get(15)?,
    })
}

fn worth(row: &Row<'_>) -> Result<Option<Money>> {
    money(row.get(6)?, row.get(7)?)
}
