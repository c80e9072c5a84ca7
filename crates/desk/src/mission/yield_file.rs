//! The figures of missions as a file for spreadsheets.

use std::collections::BTreeSet;

use formats::{FigureCell, Figures, Form, figures_csv, figures_xlsx};
use model::{Currency, MissionYield, Money, YieldKey};

use super::mission_yield::{YieldRow, YieldTable};
use crate::Failure;

/// A count of figures with its heading.
type Count = (&'static str, fn(&MissionYield) -> u64);

/// The counts, in the order of their columns.
const COUNTS: [Count; 16] = [
    ("missions", |one| one.missions.len() as u64),
    ("missions_without_cost", |one| one.uncosted.len() as u64),
    ("known_before", |one| one.n_known),
    ("asked", |one| one.n_asked),
    ("answered", |one| one.n_answered),
    ("partly", |one| one.n_partly),
    ("refused", |one| one.n_refused),
    ("not_asked", |one| one.n_not_asked),
    ("records", |one| one.records.len() as u64),
    ("laid_before", |one| one.laid.len() as u64),
    ("read", |one| one.read.len() as u64),
    ("used", |one| one.n_used),
    ("used_by_askers", |one| one.n_used_by_askers),
    ("recommended", |one| one.n_recommended),
    ("recommended_done", |one| one.n_followed),
    ("shown_before", |one| one.n_shown),
];

fn id(key: &YieldKey) -> String {
    match key {
        YieldKey::Mission(id) => id.to_string(),
        YieldKey::Unit(id) => id.to_string(),
        YieldKey::Host(id) => id.to_string(),
        YieldKey::Event(event) => event.id.map_or_else(|| event.year.to_string(), |id| id.to_string()),
        YieldKey::Year(year) => year.to_string(),
        YieldKey::Other => String::new(),
    }
}

/// Writes figures as a workbook, or as CSV where another form is asked for. Money has a column for each currency, so that what is
/// added up in a spreadsheet can be added up.
///
/// # Errors
/// When the file cannot be made.
pub fn write_yields(table: &YieldTable, form: Form) -> Result<Vec<u8>, Failure> {
    let currencies: BTreeSet<Currency> = table.all.spent.keys().copied().collect();
    let mut columns: Vec<String> = ["name", "id"].map(str::to_owned).into();
    columns.extend(COUNTS.iter().map(|(name, _)| (*name).to_owned()));
    columns.extend(["held_before", "days_least", "days_median", "days_most"].map(str::to_owned));
    for currency in &currencies {
        let code = currency.code();
        for name in ["spent", "of_it_budgets", "per_used_answer", "per_used_record_of_sources", "spent_on_held_before"]
        {
            columns.push(format!("{name}_{code}"));
        }
    }
    let row = |row: &YieldRow| {
        let yields = &row.yields;
        let mut cells = vec![FigureCell::Text(row.name.clone()), FigureCell::Text(id(&row.key))];
        cells.extend(COUNTS.iter().map(|(_, count)| FigureCell::Number(count(yields))));
        cells.push(FigureCell::Number(yields.n_held));
        let days = yields.days_to_use().map(|days| [days.least, days.median, days.most]);
        let day = |at: usize| days.map_or(FigureCell::Nothing, |days| FigureCell::Number(u64::from(days[at])));
        cells.extend((0..3).map(day));
        for currency in &currencies {
            let spent = yields.spent_in(*currency);
            let amount = |minor: i64| FigureCell::Amount(Money { minor, currency: *currency });
            let known = |money: Option<Money>| money.map_or(FigureCell::Nothing, FigureCell::Amount);
            let of = |part: fn(&model::Spent) -> i64| spent.map_or(FigureCell::Nothing, |spent| amount(part(&spent)));
            cells.extend([
                of(|spent| spent.minor),
                of(|spent| spent.budgeted_minor),
                known(spent.and_then(|spent| spent.per_used(*currency))),
                known(table.reading.per_used(*currency)),
                of(|spent| spent.held_minor),
            ]);
        }
        cells
    };
    let figures = Figures { columns, rows: table.rows.iter().map(row).collect() };
    let written = if form == Form::Xlsx { figures_xlsx(&figures) } else { figures_csv(&figures) };
    written.map_err(|error| Failure::Broken(Box::new(error)))
}
