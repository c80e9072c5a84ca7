//! The rows of scenarios: what the office assumes of the years to come.

use model::{
    Currency, Marking, Noun, PostId, Scenario, ScenarioId, Thing, Verb, read_earnings, read_prices, read_rates,
    read_shifts, shifts_text,
};
use rusqlite::{Connection, OptionalExtension};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps a scenario as it is now, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_scenario(&mut self, scenario: &Scenario, verb: Verb) -> Result<()> {
        let label = label::intern(self, &scenario.marking)?;
        let id = scenario.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM scenario WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO scenario (id, title, remark, reporting, rates, earnings, prices, delay_days, post, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, remark = excluded.remark, reporting = excluded.reporting,
                     rates = excluded.rates, earnings = excluded.earnings, prices = excluded.prices,
                     delay_days = excluded.delay_days, label = excluded.label, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                scenario.title,
                scenario.remark,
                scenario.reporting.code(),
                kept_rates(scenario),
                scenario.earnings_text(),
                scenario.prices_text(),
                scenario.delay_days,
                scenario.post.as_str(),
                label,
                scenario.revision,
                scenario.made_at,
            ])?;
        if before.is_some_and(|before| before != label) {
            label::relabel_scenario(self, scenario.id)?;
        }
        self.note(&self.fact(verb, Thing::new(Noun::Scenario, scenario.id)))
    }

    /// The scenario of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn scenario(&self, scope: &Scope, id: ScenarioId) -> Result<Option<Scenario>> {
        Ok(match scenarios(self.conn, "WHERE s.id = ?1", Some(id))?.pop() {
            Some(scenario) if scope.shows(self.conn, &scenario.marking)? => Some(scenario),
            _ => None,
        })
    }
}

impl Reader {
    /// The scenario of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn scenario(&self, scope: &Scope, id: ScenarioId) -> Result<Option<Scenario>> {
        self.seen_by(scope, |conn| Ok(scenarios(conn, "WHERE s.id = ?1", Some(id))?.pop()))
    }

    /// Every scenario, by title.
    ///
    /// # Errors
    /// When the store fails.
    pub fn scenarios(&self, scope: &Scope) -> Result<Vec<Scenario>> {
        self.seen_by(scope, |conn| scenarios(conn, "ORDER BY s.title, s.id", None))
    }
}

/// What a line of base rates begins with among those of currencies, whose codes have three letters.
const BASE: &str = "base ";

/// The table of rates as it is kept: what currencies are worth, and by how much base rates move.
fn kept_rates(scenario: &Scenario) -> String {
    let shifts = shifts_text(&scenario.shifts);
    let shifts = shifts.lines().map(|line| format!("{BASE}{line}"));
    scenario.rates_text().lines().map(str::to_owned).chain(shifts).collect::<Vec<_>>().join("\n")
}

/// Those of currencies, and those of base rates.
fn parted(rates: &str) -> (String, String) {
    let (shifts, rates): (Vec<&str>, Vec<&str>) = rates.lines().partition(|line| line.starts_with(BASE));
    let shifts: Vec<&str> = shifts.iter().filter_map(|line| line.strip_prefix(BASE)).collect();
    (rates.join("\n"), shifts.join("\n"))
}

fn scenarios(conn: &Connection, tail: &str, id: Option<ScenarioId>) -> Result<Vec<Scenario>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT s.id, s.title, s.remark, s.reporting, s.rates, s.earnings, s.prices, s.delay_days, s.post, l.marking, s.revision, s.made_at
         FROM scenario s LEFT JOIN label l ON l.id = s.label {tail}"
    ))?;
    let key = id.map(|id| id.bits().cast_signed());
    let mut rows = statement.query(rusqlite::params_from_iter(key))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |at: usize| row.get::<_, String>(at);
        let code = text(3)?;
        let reporting = Currency::new(&code)
            .ok_or_else(|| Error::damaged(format!("the currency `{code}` of a scenario is none")))?;
        let (rates, shifts) = parted(&text(4)?);
        found.push(Scenario {
            id: ScenarioId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
            title: text(1)?,
            remark: text(2)?,
            reporting,
            rates: named(read_rates(&rates))?,
            shifts: named(read_shifts(&shifts))?,
            earnings: named(read_earnings(&text(5)?, reporting))?,
            prices: named(read_prices(&text(6)?))?,
            delay_days: row.get(7)?,
            post: named(PostId::new(&text(8)?))?,
            marking: row.get::<_, Option<String>>(9)?.as_deref().map_or_else(Marking::top, Marking::read),
            revision: row.get(10)?,
            made_at: row.get(11)?,
        });
    }
    Ok(found)
}
