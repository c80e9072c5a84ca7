//! What scarce things are worth. A programme with whole numbers has no duals, so the relaxation ranks and solving again decides.

use std::collections::BTreeMap;

use super::options::Options;
use super::programme::{Programme, RowKey};
use super::result::{Difference, PeriodPrice, Price, Status};
use super::solve::{Prepared, prepare};
use super::solver::{Found, Limits, maximise};
use super::upp::Upp;
use super::variables::Keep;
use crate::Unusable;

/// A dual below this is rounding.
const PRICE_MIN: f64 = 1e-7;
/// Up to so many decisions every resource with a price is tried by solving again, because that takes no time.
const TRY_ALL_COLUMNS_MAX: usize = 1_500;
/// How far right-hand sides move to find the range of a price, as a share of the mean supply.
const STEP: f64 = 1e-4;

/// The resource that a row belongs to: kind and position; and its period.
pub(super) fn resource(key: RowKey) -> Option<((u8, usize), usize)> {
    match key {
        RowKey::Budget(at, t) => Some(((0, at), t)),
        RowKey::Material(at, t) => Some(((1, at), t)),
        RowKey::Supplier(at, t) => Some(((2, at), t)),
        RowKey::Staff(at, t) => Some(((3, at), t)),
        RowKey::Slack(at, t) => Some(((4, at), t)),
        RowKey::Parallel(at, t) => Some(((5, at), t)),
        RowKey::Plain(at) => Some(((6, at), 1)),
        RowKey::Prerequisite(..) | RowKey::Other => None,
    }
}

const KINDS: [&str; 7] = ["budget", "material", "supplier", "staff", "slack", "parallel", "row"];

fn name(upp: &Upp, (kind, at): (u8, usize)) -> &str {
    match kind {
        0 => &upp.currencies[at].id,
        1 => &upp.materials[at].id,
        2 => &upp.suppliers[at].id,
        3 => &upp.staff[at].id,
        _ => &upp.enterprises[at].id,
    }
}

/// The thing in words.
fn words(upp: &Upp, group: (u8, usize)) -> String {
    let id = name(upp, group);
    match group.0 {
        0 => format!("money in {id}"),
        1 => format!("material {id}"),
        2 => format!("capacity of supplier {id}"),
        3 => format!("specialist {id}"),
        4 => format!("plan slack of {id}"),
        _ => format!("project at once in {id}"),
    }
}

const ORDINALS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
];

/// A period in words: `the third quarter`, `quarter 15`.
pub(super) fn quarter(t: usize) -> String {
    match ORDINALS.get(t.wrapping_sub(1)) {
        Some(word) => format!("the {word} quarter"),
        None => format!("quarter {t}"),
    }
}

/// Duals of shared resources by resource; those without a price are there with no entry, if `all` are wanted.
fn grouped(programme: &Programme, duals: &[f64], all: bool) -> BTreeMap<(u8, usize), Vec<(usize, f64, usize)>> {
    let mut groups = BTreeMap::<_, Vec<_>>::new();
    for (at, (row, dual)) in programme.rows.iter().zip(duals).enumerate() {
        if let Some((group, t)) = resource(row.key) {
            if *dual > PRICE_MIN {
                groups.entry(group).or_default().push((t, *dual, at));
            } else if all {
                groups.entry(group).or_default();
            }
        }
    }
    groups
}

/// Prices of the resources of a portfolio, the most valuable first.
pub(super) fn prices(
    upp: &Upp,
    options: &Options,
    prepared: &Prepared,
    duals: &[f64],
    base: &Found,
    limits: Limits,
) -> Result<Vec<Price>, Unusable> {
    let n_whole = prepared.programme.columns.iter().filter(|c| c.whole).count();
    // What the relaxation gives no price may bind the whole plan all the same.
    let all = options.differences > 0 && !base.columns.is_empty() && n_whole <= TRY_ALL_COLUMNS_MAX;
    let groups = grouped(&prepared.programme, duals, all);
    // By the worth of one more unit, and by the worth of some percent more: what binds may be first in either.
    let sum = |entries: &[(usize, f64, usize)]| entries.iter().map(|(_, dual, _)| dual).sum::<f64>();
    let weighted = |entries: &[(usize, f64, usize)]| {
        entries.iter().map(|(_, dual, row)| dual * prepared.programme.rows[*row].upper.max(0.0)).sum::<f64>()
    };
    let mut order: Vec<_> = groups.keys().copied().collect();
    order.sort_by(|x, y| weighted(&groups[y]).total_cmp(&weighted(&groups[x])).then(x.cmp(y)));
    let n_tried = if options.differences == 0 || base.columns.is_empty() {
        0
    } else if all {
        order.len()
    } else {
        options.differences
    };
    let mut tried: Vec<_> = order.iter().take(n_tried).copied().collect();
    if let Some(first) =
        groups.keys().max_by(|x, y| sum(&groups[x]).total_cmp(&sum(&groups[y]))).filter(|_| n_tried > 0)
        && !tried.contains(first)
    {
        tried.push(*first);
    }
    let mut prices = Vec::new();
    for group in order {
        let entries = &groups[&group];
        let (range, difference) = if tried.contains(&group) {
            let difference = difference(upp, options, group, base, limits)?;
            if entries.is_empty() && difference.gain == 0.0 {
                continue;
            }
            (range(prepared, group, limits)?, Some(difference))
        } else {
            (None, None)
        };
        let mut by_period: Vec<PeriodPrice> =
            entries.iter().map(|(period, price, _)| PeriodPrice { period: *period, price: *price }).collect();
        by_period.sort_by_key(|price| price.period);
        let sentence = sentence(&words(upp, group), &by_period, difference.as_ref());
        prices.push(Price {
            resource: format!("{}.{}", KINDS[group.0 as usize], name(upp, group)),
            kind: KINDS[group.0 as usize],
            dual_sum: sum(entries),
            by_period,
            range,
            difference,
            sentence,
        });
    }
    // What solving again found decides; the rest stays in the order of the relaxation.
    prices.sort_by(|x, y| {
        let gain = |price: &Price| price.difference.as_ref().map_or(-1.0, |difference| difference.gain);
        gain(y).total_cmp(&gain(x))
    });
    Ok(prices)
}

fn sentence(words: &str, by_period: &[PeriodPrice], difference: Option<&Difference>) -> String {
    let top = by_period.iter().max_by(|x, y| x.price.total_cmp(&y.price).then(y.period.cmp(&x.period)));
    let mut text = match top {
        Some(top) => {
            format!("One more unit of {words} in {} is worth {:.3} by the relaxation.", quarter(top.period), top.price)
        }
        None => format!("One more unit of {words} is worth nothing by the relaxation."),
    };
    if let Some(difference) = difference {
        let again = if difference.gain > 1e-6 {
            format!(" Solved again, {} percent more in every quarter gains {:.3}.", difference.percent, difference.gain)
        } else if difference.gain_at_most <= 1e-4 {
            format!(
                " Solved again, {} percent more in every quarter gains nothing: it does not bind the best plan.",
                difference.percent
            )
        } else {
            format!(
                " Solved again, {} percent more gained nothing within the limits, and can gain at most {:.3}.",
                difference.percent, difference.gain_at_most
            )
        };
        text.push_str(&again);
    }
    text
}

/// Least and largest worth of one more unit in every period: the slopes of the relaxation below and above what there is.
fn range(prepared: &Prepared, group: (u8, usize), limits: Limits) -> Result<Option<(f64, f64)>, Unusable> {
    let mine = |key: RowKey| resource(key).is_some_and(|(found, _)| found == group);
    let of: Vec<f64> = prepared.programme.rows.iter().filter(|row| mine(row.key)).map(|row| row.upper.abs()).collect();
    let step = STEP * (of.iter().sum::<f64>() / of.len().max(1) as f64).max(1e-3);
    let mut values = Vec::new();
    for direction in [-1.0, 0.0, 1.0] {
        let mut programme = prepared.programme.clone();
        for row in programme.rows.iter_mut().filter(|row| mine(row.key)) {
            row.upper += direction * step;
        }
        let found = maximise(&programme, true, None, limits)?;
        if found.status != Status::Optimal {
            return Ok(None);
        }
        values.push(found.objective);
    }
    let (above, below) = ((values[2] - values[1]) / step, (values[1] - values[0]) / step);
    Ok(Some((above.min(below).max(0.0), below.max(above).max(0.0))))
}

/// The problem with some percent more of a resource.
fn more(upp: &Upp, (kind, at): (u8, usize), percent: f64) -> Upp {
    let mut upp = upp.clone();
    let factor = 1.0 + percent / 100.0;
    let series = match kind {
        0 => &mut upp.currencies[at].budget,
        1 => &mut upp.materials[at].supply,
        2 => &mut upp.suppliers[at].capacity,
        3 => &mut upp.staff[at].available,
        4 => &mut upp.enterprises[at].slack,
        _ => {
            // Slots are whole: one more is the least that can be added.
            upp.enterprises[at].max_parallel += (upp.enterprises[at].max_parallel * percent / 100.0).ceil().max(1.0);
            return upp;
        }
    };
    series.iter_mut().for_each(|value| *value *= factor);
    upp
}

fn difference(
    upp: &Upp,
    options: &Options,
    group: (u8, usize),
    base: &Found,
    limits: Limits,
) -> Result<Difference, Unusable> {
    let richer = more(upp, group, options.percent);
    let prepared = prepare(&richer, options, &|_| Keep::Free);
    // The same decisions exist in the same order, so the base plan is a plan here, and the gain cannot be below 0.
    let start = (prepared.programme.columns.len() == base.columns.len()).then_some(base.columns.as_slice());
    let found = maximise(&prepared.programme, false, start, limits)?;
    let gain = if found.columns.is_empty() { 0.0 } else { (found.objective - base.objective).max(0.0) };
    let gain = if gain < 1e-7 * base.objective.abs().max(1.0) { 0.0 } else { gain };
    Ok(Difference {
        percent: options.percent,
        gain,
        gain_at_most: (found.bound - base.objective).max(gain),
        status: found.status,
    })
}

/// Prices of the rows of a knapsack.
pub(super) fn plain_prices(duals: &[f64]) -> Vec<Price> {
    let mut prices: Vec<Price> = duals
        .iter()
        .enumerate()
        .filter(|(_, dual)| **dual > PRICE_MIN)
        .map(|(row, dual)| Price {
            resource: format!("row.{}", row + 1),
            kind: "row",
            dual_sum: *dual,
            by_period: vec![PeriodPrice { period: 1, price: *dual }],
            range: None,
            difference: None,
            sentence: format!("One more unit in row {} is worth {dual:.3} by the relaxation.", row + 1),
        })
        .collect();
    prices.sort_by(|x, y| y.dual_sum.total_cmp(&x.dual_sum));
    prices
}

/// Prices of the shared resources of a portfolio from their duals, without solving again.
pub(super) fn from_duals(upp: &Upp, duals: &[(RowKey, f64)]) -> Vec<Price> {
    let mut groups = BTreeMap::<(u8, usize), Vec<PeriodPrice>>::new();
    for (key, dual) in duals.iter().filter(|(_, dual)| *dual > PRICE_MIN) {
        if let Some((group, period)) = resource(*key) {
            groups.entry(group).or_default().push(PeriodPrice { period, price: *dual });
        }
    }
    let mut prices: Vec<Price> = groups
        .into_iter()
        .map(|(group, by_period)| Price {
            resource: format!("{}.{}", KINDS[group.0 as usize], name(upp, group)),
            kind: KINDS[group.0 as usize],
            dual_sum: by_period.iter().map(|price| price.price).sum(),
            range: None,
            difference: None,
            sentence: sentence(&words(upp, group), &by_period, None),
            by_period,
        })
        .collect();
    prices.sort_by(|x, y| y.dual_sum.total_cmp(&x.dual_sum));
    prices
}
