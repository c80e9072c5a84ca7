//! The rows of portfolios, of what they were drawn up from, and of the plans that were reckoned of them.

use model::{Fact, Marking, Noun, Portfolio, PortfolioId, PortfolioRun, PostId, RunState, Thing};
use rusqlite::{Connection, Row};

use crate::agreement::word;
use crate::deed::Deed;
use crate::programme::named;
use crate::technology::thing;
use crate::{Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps a portfolio as it is now, with the fact that explains it. What it was drawn up from is written once.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_portfolio(&mut self, portfolio: &Portfolio, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &portfolio.marking)?;
        let id = portfolio.id.bits().cast_signed();
        let before: Option<i64> = label::row(self.conn, "portfolio", id)?;
        self.conn
            .prepare_cached(
                "INSERT INTO portfolio (id, title, post, problem, note, adopted, n_sources, label, invented, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?9, ?10)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, problem = excluded.problem, note = excluded.note,
                     adopted = excluded.adopted, label = excluded.label, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                portfolio.title,
                portfolio.post.as_str(),
                portfolio.problem,
                portfolio.note,
                portfolio.adopted,
                label,
                portfolio.invented,
                portfolio.revision,
                portfolio.made_at,
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO portfolio_source (portfolio, noun, name) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?;
        for one in &portfolio.sources {
            put.execute((id, one.noun.word(), &one.name))?;
        }
        drop(put);
        self.conn
            .prepare_cached(
                "UPDATE portfolio SET n_sources = (SELECT count(*) FROM portfolio_source WHERE portfolio = ?1) WHERE id = ?1",
            )?
            .execute([id])?;
        if before.is_some_and(|before| before != label) {
            label::relabel_thing(self, Thing::new(Noun::Portfolio, portfolio.id))?;
        }
        self.note(fact)
    }

    /// Keeps a plan that is to be reckoned, or what came of it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_portfolio_run(&mut self, id: PortfolioId, run: &PortfolioRun) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO portfolio_run (portfolio, number, title, asked, state, result, fault, by, asked_at, done_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (portfolio, number) DO UPDATE SET state = excluded.state, result = excluded.result,
                     fault = excluded.fault, done_at = excluded.done_at",
            )?
            .execute(rusqlite::params![
                id.bits().cast_signed(),
                run.number,
                run.title,
                run.asked,
                run.state.word(),
                run.result,
                run.fault,
                run.by,
                run.asked_at,
                run.done_at,
            ])?;
        Ok(())
    }

    /// The portfolio of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn portfolio(&self, scope: &Scope, id: PortfolioId) -> Result<Option<Portfolio>> {
        if !self.shows_thing(scope, &Thing::new(Noun::Portfolio, id))? {
            return Ok(None);
        }
        one(self.conn, id)
    }

    /// The plans of a portfolio, the first one first, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn portfolio_runs(&self, id: PortfolioId) -> Result<Vec<PortfolioRun>> {
        runs(self.conn, id)
    }
}

impl Reader {
    /// The portfolio of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn portfolio(&self, scope: &Scope, id: PortfolioId) -> Result<Option<Portfolio>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Every portfolio, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn portfolios(&self, scope: &Scope) -> Result<Vec<Portfolio>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY p.made_at DESC, p.id"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(portfolio(conn, row)?);
            }
            Ok(found)
        })
    }

    /// The plans of a portfolio, the first one first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn portfolio_runs(&self, scope: &Scope, id: PortfolioId) -> Result<Vec<PortfolioRun>> {
        self.seen_by(scope, |conn| runs(conn, id))
    }
}

const SELECT: &str =
    "SELECT p.id, p.title, p.post, p.problem, p.note, p.adopted, l.marking, p.invented, p.revision, p.made_at
                      FROM portfolio p LEFT JOIN label l ON l.id = p.label";

fn one(conn: &Connection, id: PortfolioId) -> Result<Option<Portfolio>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE p.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| portfolio(conn, row)).transpose()
}

fn portfolio(conn: &Connection, row: &Row<'_>) -> Result<Portfolio> {
    let key: i64 = row.get(0)?;
    let mut sources = Vec::new();
    {
        let mut find =
            conn.prepare_cached("SELECT noun, name FROM portfolio_source WHERE portfolio = ?1 ORDER BY noun, name")?;
        let mut rows = find.query([key])?;
        while let Some(row) = rows.next()? {
            sources.push(thing(row, 0)?);
        }
    }
    Ok(Portfolio {
        id: PortfolioId::from_bits(key.cast_unsigned()),
        title: row.get(1)?,
        post: named(PostId::new(&row.get::<_, String>(2)?))?,
        problem: row.get(3)?,
        note: row.get(4)?,
        adopted: row.get(5)?,
        sources,
        marking: row.get::<_, Option<String>>(6)?.as_deref().map_or_else(Marking::top, Marking::read),
        invented: row.get(7)?,
        revision: row.get(8)?,
        made_at: row.get(9)?,
    })
}

fn runs(conn: &Connection, id: PortfolioId) -> Result<Vec<PortfolioRun>> {
    let mut find = conn.prepare_cached(
        "SELECT number, title, asked, state, result, fault, by, asked_at, done_at FROM portfolio_run WHERE portfolio = ?1
         ORDER BY number",
    )?;
    let mut rows = find.query([id.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(PortfolioRun {
            number: row.get(0)?,
            title: row.get(1)?,
            asked: row.get(2)?,
            state: word(row, 3, RunState::from_word)?,
            result: row.get(4)?,
            fault: row.get(5)?,
            by: row.get(6)?,
            asked_at: row.get(7)?,
            done_at: row.get(8)?,
        });
    }
    Ok(found)
}
