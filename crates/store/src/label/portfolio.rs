//! Labels of portfolios: their own, and those of what they were drawn up from.

use model::{Noun, PortfolioId, Thing};
use rusqlite::Connection;

use crate::Result;

/// The labels of a portfolio and of its sources. A source that is there no more is nobody's to see, and so is the portfolio's row.
pub(super) fn of(conn: &Connection, name: &str) -> Result<Vec<i64>> {
    let Some(id) = PortfolioId::parse(name) else { return Ok(Vec::new()) };
    let key = id.bits().cast_signed();
    let mut find = conn.prepare_cached("SELECT label FROM portfolio WHERE id = ?1")?;
    let mut labels: Vec<i64> = find.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut find = conn.prepare_cached("SELECT noun || ':' || name FROM portfolio_source WHERE portfolio = ?1")?;
    let sources: Vec<String> = find.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    // No portfolio is drawn up from a portfolio, so this ends.
    for source in sources.iter().filter_map(|text| Thing::parse(text)).filter(|one| one.noun != Noun::Portfolio) {
        labels.extend(super::of(conn, &source)?);
    }
    Ok(labels)
}

/// The portfolios that were drawn up from a thing.
pub(super) fn drawn_from(conn: &Connection, thing: &Thing) -> Result<Vec<Thing>> {
    let mut find = conn.prepare_cached("SELECT portfolio FROM portfolio_source WHERE noun = ?1 AND name = ?2")?;
    let found = find.query_map((thing.noun.word(), &thing.name), |row| row.get::<_, i64>(0))?;
    let portfolio = |id: i64| Thing::new(Noun::Portfolio, PortfolioId::from_bits(id.cast_unsigned()));
    Ok(found.map(|id| id.map(portfolio)).collect::<rusqlite::Result<_>>()?)
}
