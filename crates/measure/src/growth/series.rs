//! A series out of a table: which rows, which periods, and whether its values are new adoptions or totals.

use serde::Serialize;

use super::doubts;
use super::report::Request;
use super::sigmoid::usual_step;
use crate::table::Table;
use crate::{Caution, Unusable};

/// A first total this many times the next increment was not reached in one period.
const START_HIGH: f64 = 3.0;
/// Words in the name of a column of totals.
const WORDS_OF_TOTALS: [&str; 9] =
    ["cum", "total", "stock", "level", "share", "installed", "subscri", "penetration", "in_use"];
/// Words in the name of a column of new adoptions.
const WORDS_OF_NEW: [&str; 5] = ["new", "adoption", "sales", "increment", "count"];

/// What the values of a series are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// New adoptions of each period.
    New,
    /// All adoptions until the end of each period; they never fall.
    Cumulative,
    /// A level that may fall: a stock, a share.
    Level,
    /// A row per unit that could adopt, with the period in which it did; empty where it has not.
    Individuals,
}

/// A series that is read.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// What the table calls its periods.
    pub labels: Labels,
    pub kind: Kind,
    /// What each period brought; for a level what it rose.
    pub increments: Vec<f64>,
    /// What was reached.
    pub levels: Vec<f64>,
    pub price: Option<Vec<f64>>,
    pub effort: Option<Vec<f64>>,
    /// The population, where the rows are its units.
    pub population: Option<f64>,
    /// The series begins long after the first adoption: its first increment is none.
    pub left_truncated: bool,
    pub cautions: Vec<Caution>,
}

/// Names of periods.
#[derive(Clone, Debug)]
pub(super) enum Labels {
    Counted {
        first: f64,
        step: f64,
    },
    /// Numbers that are not evenly apart, followed on by the usual step.
    Listed {
        times: Vec<f64>,
    },
    Parts {
        first: i64,
        step: i64,
        of_year: i64,
        mark: &'static str,
    },
}

impl Labels {
    /// Times from 1 in the unit of the column, where its numbers are not one apart.
    pub fn times(&self, n: usize) -> Option<Vec<f64>> {
        match self {
            Self::Counted { step, .. } if (step - 1.0).abs() > 1e-9 => {
                Some((0..n).map(|i| 1.0 + step * i as f64).collect())
            }
            Self::Listed { times } => Some(times.iter().take(n).map(|t| t - times[0] + 1.0).collect()),
            _ => None,
        }
    }

    /// The name of the period `at`, from nought, also beyond the end.
    pub fn name(&self, at: usize) -> String {
        match self {
            Self::Counted { first, step } => {
                let value = first + step * at as f64;
                format!("{}", (value * 1e6).round() / 1e6)
            }
            Self::Listed { times } => {
                let value = times.get(at).copied().unwrap_or_else(|| {
                    times.last().copied().unwrap_or(0.0) + usual_step(times) * (at + 1 - times.len()) as f64
                });
                format!("{}", (value * 1e6).round() / 1e6)
            }
            Self::Parts { first, step, of_year, mark } => {
                let index = first + step * i64::try_from(at).unwrap_or(0);
                let (year, part) = (index.div_euclid(*of_year), index.rem_euclid(*of_year) + 1);
                if *of_year == 4 { format!("{year}{mark}{part}") } else { format!("{year}{mark}{part:02}") }
            }
        }
    }
}

/// The cells of a column in the rows that are asked for.
pub(super) fn rows(table: &Table, request: &Request) -> Result<Vec<usize>, Unusable> {
    let Some((column, value)) = &request.only else { return Ok((0..table.n_rows()).collect()) };
    let found: Vec<usize> =
        table.cells(column)?.enumerate().filter_map(|(row, cell)| (cell == value).then_some(row)).collect();
    if found.is_empty() {
        return Err(Unusable::new(
            "no-rows",
            format!("No row says \"{value}\" in \"{column}\". Check how it is written."),
        ));
    }
    Ok(found)
}

/// The numbers of a column in these rows.
pub(super) fn numbers(table: &Table, name: &str, rows: &[usize]) -> Result<Vec<f64>, Unusable> {
    let all = table.numbers_or_none(name)?;
    rows.iter()
        .map(|&row| {
            all[row].ok_or_else(|| {
                Unusable::new(
                    "empty-cell",
                    format!(
                        "Row {} below the names: \"{name}\" is empty. Fill it in, with 0 where nothing happened.",
                        row + 1
                    ),
                )
            })
        })
        .collect()
}

/// Reads the series of a request.
pub(super) fn read(table: &Table, request: &Request, value: &str) -> Result<Series, Unusable> {
    let mut rows = rows(table, request)?;
    if request.kind == Some(Kind::Individuals) {
        return individuals(table, request, value, &rows);
    }
    let column = |name: &Option<String>, rows: &[usize]| name.as_ref().map(|n| numbers(table, n, rows)).transpose();
    let (price, effort) = (column(&request.price, &rows)?, column(&request.effort, &rows)?);
    // The row before the first period tells its price and nothing else.
    let based = (price.is_some() || effort.is_some())
        && rows.first().is_some_and(|&row| table.numbers_or_none(value).is_ok_and(|v| v[row].is_none()));
    if based {
        rows.remove(0);
    }
    let mut values = numbers(table, value, &rows)?;
    doubts::finite(&values)?;
    if let Some(total) = &request.total {
        for (at, (v, whole)) in values.iter_mut().zip(numbers(table, total, &rows)?).enumerate() {
            if whole <= 0.0 {
                return Err(Unusable::new(
                    "not-a-share",
                    format!(
                        "Period {} has a whole of {whole} in \"{total}\", and a share needs one above nought.",
                        at + 1
                    ),
                ));
            }
            *v /= whole;
        }
    }
    let mut cautions = Vec::new();
    let kind = match request.kind {
        Some(kind) => kind,
        None if request.total.is_some() => Kind::Level,
        None => {
            let kind = detected(value, &values);
            let said = match kind {
                Kind::New => "new adoptions of each period",
                Kind::Level => "a level that may fall",
                _ => "totals until the end of each period",
            };
            cautions.push(Caution::new(
                "kind-detected",
                format!("The values of \"{value}\" are taken as {said}; say so if they are not."),
            ));
            kind
        }
    };
    let labels = labels(table, request, &rows, kind != Kind::New)?;
    if labels.times(1).is_some() && kind != Kind::New {
        cautions.push(Caution::new(
            "time-unit",
            "The times are not one apart: curves of the level count time in the unit of the column, from 1 at the first row.",
        ));
    }
    let mut series = by_kind(kind, &values, labels)?;
    series.price = price;
    series.effort = effort;
    series.cautions.splice(0..0, cautions);
    Ok(series)
}

fn by_kind(kind: Kind, values: &[f64], labels: Labels) -> Result<Series, Unusable> {
    let mut cautions = Vec::new();
    let mut left_truncated = false;
    let (increments, levels) = match kind {
        Kind::New | Kind::Individuals => {
            doubts::counts(values)?;
            let mut total = 0.0;
            let levels = values
                .iter()
                .map(|x| {
                    total += x;
                    total
                })
                .collect();
            (values.to_vec(), levels)
        }
        Kind::Cumulative | Kind::Level => {
            if kind == Kind::Cumulative {
                if let Some(at) = values.windows(2).position(|w| w[1] < w[0]) {
                    return Err(Unusable::new(
                        "falling-cumulative",
                        format!(
                            "The total falls from {} to {} in period {}, and a total of adoptions cannot fall. Correct it, or say that the values are a level.",
                            values[at],
                            values[at + 1],
                            at + 2
                        ),
                    ));
                }
                if values.first().is_some_and(|x| *x < 0.0) {
                    return Err(Unusable::new("negative-increment", "The first total is below nought. Correct it."));
                }
            }
            let increments: Vec<f64> =
                (0..values.len()).map(|i| if i == 0 { values[0] } else { values[i] - values[i - 1] }).collect();
            let next = increments.iter().skip(1).take(3).copied().fold(0.0, f64::max);
            left_truncated = increments.len() > 1 && increments[0] > START_HIGH * next;
            if left_truncated {
                cautions.push(
                    Caution::new(
                        "left-truncated",
                        format!("The series starts at {}, which is many times what a period brings: it begins long after the first adoption. The curve of Bass needs that beginning and is not fitted.", increments[0]),
                    )
                    .with("first", increments[0])
                    .with("next", next),
                );
            }
            (increments, values.to_vec())
        }
    };
    Ok(Series {
        labels,
        kind,
        increments,
        levels,
        price: None,
        effort: None,
        population: None,
        left_truncated,
        cautions,
    })
}

fn detected(name: &str, values: &[f64]) -> Kind {
    let name = name.to_lowercase();
    let falls = values.windows(2).any(|w| w[1] < w[0]);
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if says(&WORDS_OF_TOTALS) {
        return if falls { Kind::Level } else { Kind::Cumulative };
    }
    if falls || values.len() < 4 || says(&WORDS_OF_NEW) { Kind::New } else { Kind::Cumulative }
}

/// Periods evenly apart and in order: numbers, quarters as 2024-Q1, months as 2024-01.
fn labels(table: &Table, request: &Request, rows: &[usize], levels: bool) -> Result<Labels, Unusable> {
    let Some(name) = &request.time else { return Ok(Labels::Counted { first: 1.0, step: 1.0 }) };
    let all: Vec<&str> = table.cells(name)?.collect();
    let cells: Vec<&str> = rows.iter().map(|&row| all[row]).collect();
    let uneven = |at: usize| {
        Unusable::new(
            "uneven-time",
            format!(
                "Row {} below the names: \"{}\" in \"{name}\" is not one period after the row before. Sort the rows, and give each period one, with 0 where nothing happened.",
                rows[at] + 1,
                cells[at]
            ),
        )
    };
    let parsed: Option<Vec<f64>> = cells.iter().map(|c| c.parse::<f64>().ok().filter(|x| x.is_finite())).collect();
    if let Some(times) = parsed {
        let step = if times.len() > 1 { times[1] - times[0] } else { 1.0 };
        let off = |w: &[f64]| w[1] <= w[0] || ((w[1] - w[0]) - step).abs() > 1e-6 * step.abs().max(1e-12);
        if let Some(at) = times.windows(2).position(|w| w[1] <= w[0]) {
            return Err(uneven(at + 1));
        }
        if let Some(at) = times.windows(2).position(off) {
            // What was reached can be read at any time; what a period brought cannot.
            return if levels { Ok(Labels::Listed { times }) } else { Err(uneven(at + 1)) };
        }
        return Ok(Labels::Counted { first: times.first().copied().unwrap_or(1.0), step });
    }
    for (mark, of_year) in [("-Q", 4), ("Q", 4), ("-", 12)] {
        let parsed: Option<Vec<i64>> = cells
            .iter()
            .map(|cell| {
                let (year, part) = cell.split_once(mark)?;
                let (year, part) = (year.parse::<i64>().ok()?, part.parse::<i64>().ok()?);
                ((1..=of_year).contains(&part) && (0..10_000).contains(&year)).then_some(year * of_year + part - 1)
            })
            .collect();
        if let Some(times) = parsed {
            let step = if times.len() > 1 { times[1] - times[0] } else { 1 };
            if let Some(at) = times.windows(2).position(|w| w[1] <= w[0] || w[1] - w[0] != step) {
                return Err(uneven(at + 1));
            }
            return Ok(Labels::Parts { first: times.first().copied().unwrap_or(0), step, of_year, mark });
        }
    }
    Err(Unusable::new(
        "unknown-time",
        format!(
            "The column \"{name}\" holds no periods that can be read. Write numbers (2024), quarters (2024-Q1) or months (2024-01)."
        ),
    ))
}

/// Counts the periods of units, those who never adopted apart.
fn individuals(table: &Table, request: &Request, value: &str, rows: &[usize]) -> Result<Series, Unusable> {
    let times = table.numbers_or_none(value)?;
    let adopted = request.adopted.as_ref().map(|name| numbers(table, name, rows)).transpose()?;
    let mut adopters = Vec::with_capacity(rows.len());
    for (i, &row) in rows.iter().enumerate() {
        match (times[row], adopted.as_ref().map(|a| a[i])) {
            (_, Some(0.0)) | (None, None) => {}
            (Some(time), None | Some(1.0)) => adopters.push(time),
            (None, Some(_)) => {
                return Err(Unusable::new(
                    "empty-cell",
                    format!("Row {} below the names: the unit has adopted, and \"{value}\" is empty.", row + 1),
                ));
            }
            (_, Some(other)) => {
                return Err(Unusable::new(
                    "not-yes-or-no",
                    format!("Row {} below the names: whether it adopted is {other}, and 0 or 1 is read.", row + 1),
                ));
            }
        }
    }
    if adopters.is_empty() {
        return Err(Unusable::new("no-adoptions", "No unit has adopted. There is no curve before the first adoption."));
    }
    if let Some(time) = adopters.iter().find(|t| t.fract() != 0.0) {
        return Err(Unusable::new(
            "not-a-period",
            format!("\"{value}\" holds {time}, and whole periods are counted. Round it down to its period."),
        ));
    }
    let (least, most) = adopters.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), t| (a.min(*t), b.max(*t)));
    // Periods that are numbered from one begin at one even when nobody adopted in it.
    let first = if (1.0..=10.0).contains(&least) { 1.0 } else { least };
    if most - first >= doubts::PERIODS_MAX as f64 {
        return Err(Unusable::new(
            "too-many-periods",
            format!("The adoptions lie {} periods apart. Take longer periods.", most - first),
        ));
    }
    let mut counts = vec![0.0; (most - first) as usize + 1];
    for time in &adopters {
        counts[(time - first) as usize] += 1.0;
    }
    let everybody = adopters.len() == rows.len();
    let (last, before) = (counts[counts.len() - 1], &counts[..counts.len() - 1]);
    let usual = before.iter().rev().take(3).copied().fold(0.0, f64::max);
    if everybody && adopted.is_none() && counts.len() > 2 && last > usual {
        return Err(Unusable::new(
            "never-adopters",
            format!(
                "All {} units adopt, {last} of them in the last period {most}. In many tables those who never adopt carry the last period plus one. Name the column that says who adopted, or empty the cells of those who have not.",
                rows.len()
            ),
        ));
    }
    let mut series = by_kind(Kind::Individuals, &counts, Labels::Counted { first, step: 1.0 })?;
    series.population = Some(rows.len() as f64);
    Ok(series)
}
