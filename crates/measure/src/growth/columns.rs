//! Which columns of a table hold a series of growth, where nobody says it: by the names that such tables usually have.

use serde::Serialize;

use super::report::{Report, Request, report};
use crate::Unusable;
use crate::table::Table;

/// Names of periods.
const TIMES: [&str; 9] = ["year", "period", "quarter", "month", "week", "date", "time", "t", "day"];
/// Names of what is counted.
const VALUES: [&str; 15] = [
    "adoptions",
    "adopters",
    "new",
    "sales",
    "count",
    "units",
    "value",
    "cumulative",
    "total",
    "stock",
    "level",
    "share",
    "n",
    "y",
    "x",
];
/// Names of prices.
const PRICES: [&str; 2] = ["price", "prices"];
/// Names of effort.
const EFFORTS: [&str; 3] = ["effort", "advertising", "promotion"];
/// Series of one table that are fitted one after the other at most.
const SERIES_MAX: usize = 50;

/// What a table says about growth whose columns need not be named.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Reports {
    /// One series.
    One(Box<Report>),
    /// Several of them, which a column of text tells apart.
    Several {
        /// The column.
        by: String,
        /// Each of its values, in order.
        series: Vec<SeriesReport>,
    },
}

/// One series of several.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeriesReport {
    /// What the column says of it.
    pub name: String,
    /// What is said about its growth.
    pub report: Option<Report>,
    /// Why there is nothing to say.
    pub unusable: Option<Unusable>,
}

/// As [`report`], with the columns that are not named told by the names that such tables usually have, and each series of several by
/// itself.
///
/// # Errors
/// As [`report`], where there is one series.
pub fn reports(table: &Table, asked: &Request) -> Result<Reports, Unusable> {
    let request = told(table, asked);
    let Some((by, names)) = several(table, &request) else {
        return Ok(Reports::One(Box::new(report(table, &request)?)));
    };
    let series = names.into_iter().map(|name| {
        let of_one = Request { only: Some((by.clone(), name.clone())), ..request.clone() };
        let (report, unusable) = match report(table, &of_one) {
            Ok(report) => (Some(report), None),
            Err(unusable) => (None, Some(unusable)),
        };
        SeriesReport { name, report, unusable }
    });
    Ok(Reports::Several { series: series.collect(), by })
}

/// The request with the columns that can be told: what was said stays.
fn told(table: &Table, asked: &Request) -> Request {
    let mut request = asked.clone();
    let by_name = |names: &[&str]| {
        names.iter().find_map(|name| table.names().iter().find(|column| column.eq_ignore_ascii_case(name))).cloned()
    };
    let numeric: Vec<&String> = table.names().iter().filter(|name| is_numeric(table, name)).collect();
    request.time = request.time.or_else(|| by_name(&TIMES));
    if request.rate.is_some() || !request.generations.is_empty() || request.value.is_some() {
        return request;
    }
    let generations: Vec<String> =
        numeric.iter().filter(|name| is_generation(name)).map(|name| (*name).clone()).collect();
    if generations.len() > 1 {
        request.generations = generations;
        return request;
    }
    request.price = request.price.or_else(|| by_name(&PRICES));
    request.effort = request.effort.or_else(|| by_name(&EFFORTS));
    let taken = [&request.time, &request.price, &request.effort, &request.total, &request.adopted];
    let mut free = numeric.iter().filter(|name| !taken.iter().any(|one| one.as_ref() == Some(**name)));
    request.value =
        by_name(&VALUES).filter(|name| numeric.contains(&name)).or_else(|| match (free.next(), free.next()) {
            (Some(only), None) => Some((*only).clone()),
            _ => None,
        });
    request
}

/// The column of text that tells several series apart, with its values in order.
fn several(table: &Table, request: &Request) -> Option<(String, Vec<String>)> {
    if request.only.is_some() || request.rate.is_some() {
        return None;
    }
    let column = table.names().iter().find(|name| Some(*name) != request.time.as_ref() && !is_numeric(table, name))?;
    let (mut labels, rows) = table.labels(column).ok()?;
    labels.sort();
    // As many values as rows are names of the rows, and no series.
    ((2..=SERIES_MAX).contains(&labels.len()) && rows.len() >= 3 * labels.len()).then(|| (column.clone(), labels))
}

fn is_numeric(table: &Table, column: &str) -> bool {
    table.numbers_or_none(column).is_ok_and(|numbers| numbers.iter().any(Option::is_some))
}

/// `gen1`, `generation 2`, `g3`.
fn is_generation(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["generation", "gen", "g"].iter().any(|start| {
        name.strip_prefix(start).is_some_and(|rest| {
            let number = rest.trim_start_matches(['_', ' ', '-']);
            !number.is_empty() && number.bytes().all(|sign| sign.is_ascii_digit())
        })
    })
}
