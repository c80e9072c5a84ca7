//! Portfolios above about 100 technologies, 50 enterprises and 12 periods, which no single solve gets through.
//!
//! A plan by rules comes first; then prices on everything shared split the problem into one small enumeration per technology
//! (Dantzig and Wolfe 1960), whose sum is a bound at any prices; the packages found so far make a restricted programme with whole
//! numbers; and neighbourhoods of technologies that share enterprises are solved again and again around the best plan.
//! Work is counted in rounds and nodes, so that the same input gives the same plan unless the limit on seconds ends the search.

mod bound;
mod neighbourhood;
mod technology;
mod volume;

use super::options::Options;
use super::plan::Plan;
use super::result::{Status, UppSolved};
use super::solve::{cut, holds_any, relative_gap};
use super::solver::Clock;
use super::upp::Upp;
use super::{check, greedy, price};
use crate::{Caution, Unusable};

/// Rounds of prices at most.
const PRICE_ROUNDS: usize = 120;
/// Shares of the prices at which plans are built; a little below them everything that prices leave indifferent gets in.
const PRICE_SHARES: [f64; 6] = [1.0, 0.97, 0.93, 0.88, 0.8, 0.7];
/// Shares of these in the passes of one plan: what is left over in one goes to the next, which asks less.
const PASSES: [f64; 4] = [1.0, 0.8, 0.5, 0.0];
/// Plans that are built at prices nearby.
const STIRS: usize = 60;
/// The share of the seconds left that these may take.
const STIR_SHARE: f64 = 0.2;
/// The share of the seconds that prices may take.
const PRICE_SHARE: f64 = 0.4;

/// Solves by decomposition.
///
/// # Errors
/// Options that make no sense for the problem; a problem that the solver cannot take; a plan that the checker refuses.
pub fn solve(upp: &Upp, options: &Options) -> Result<UppSolved, Unusable> {
    options.fit(upp)?;
    let clock = Clock::start(options.seconds);
    let mut best = allowed(options, greedy::construct(upp, &[]));
    let mut value = worth(upp, &best)?;
    let price_clock = Clock::start(options.seconds.map(|seconds| seconds * PRICE_SHARE));
    let rounds = if options.rounds < 10 { 10 } else { PRICE_ROUNDS };
    let priced = bound::bound(upp, options, rounds, value, &price_clock)?;
    // Prices choose better than values alone: they know what else a thing could be used for.
    let mut shared = (1.0, f64::NEG_INFINITY);
    let mut take = |plan: Plan| -> Option<f64> {
        let found = worth(upp, &plan).ok()?;
        if found > value {
            (best, value) = (plan, found);
        }
        Some(found)
    };
    for share in PRICE_SHARES {
        let found = take(allowed(options, by_prices(upp, &priced, &priced.prices, share)));
        shared = found.filter(|found| *found > shared.1).map_or(shared, |found| (share, found));
    }
    // Whole plans are not what the prices were made for; prices nearby may suit them better.
    let mut prices = priced.prices.clone();
    let mut state = u64::from(options.seed) ^ 0x57f1;
    let stir_clock = Clock::start(clock.left().map(|left| left * STIR_SHARE));
    for round in 0..if options.rounds < 10 { 0 } else { STIRS } {
        if stir_clock.over() {
            break;
        }
        let much = [0.1, 0.25, 0.5][round % 3];
        let tried = prices.stirred(much, &mut || neighbourhood::drawn(&mut state));
        let found = take(allowed(options, by_prices(upp, &priced, &tried, shared.0)));
        if let Some(found) = found.filter(|found| *found > shared.1) {
            shared.1 = found;
            prices = tried;
        }
    }
    let mut search = neighbourhood::Search::new(upp, options, &priced, best, value);
    let stopped = search.run(options.rounds, &clock)? || priced.cut;
    let (plan, checked) = search.result()?;
    let objective = checked.objective;
    let bound = priced.bound.max(objective);
    let gap = relative_gap(objective, bound);
    let mut cautions = Vec::new();
    if stopped {
        cautions.push(cut(options));
    }
    cautions.push(
        Caution::new(
            "by-decomposition",
            format!("The problem is too large for one solve: the plan is the best of a search, and at most {:.1} percent below any other.", 100.0 * gap),
        )
        .with("percent", 100.0 * gap),
    );
    Ok(UppSolved {
        name: upp.name.clone(),
        status: if gap <= options.gap.unwrap_or(1e-4) { Status::Optimal } else { Status::Feasible },
        objective: Some(objective),
        bound: Some(bound),
        gap: Some(gap),
        lp_bound: Some(priced.bound),
        plan: Some(plan),
        checked: Some(checked),
        prices: if options.prices { price::from_duals(upp, &priced.duals) } else { Vec::new() },
        cautions,
    })
}

fn worth(upp: &Upp, plan: &Plan) -> Result<f64, Unusable> {
    check(upp, plan).map(|checked| checked.objective).map_err(|broken| {
        Unusable::new(
            "plan-refused",
            format!("The plan by rules breaks a rule: {}", broken.first().map_or("", |v| v.text.as_str())),
        )
    })
}

/// A plan by rules in which every choice pays for what it takes, at a share of the prices.
fn by_prices(upp: &Upp, priced: &bound::Priced, prices: &technology::Prices, share: f64) -> Plan {
    let stages: Vec<_> =
        PASSES.iter().map(|pass| technology::priced_worths(upp, &priced.tables, prices, share * pass)).collect();
    let stages: Vec<_> = stages.iter().map(|(worths, order)| (worths, order.as_slice())).collect();
    let given = technology::given(upp, prices, share);
    let (with, without) =
        (greedy::construct_by(upp, &stages, &given), greedy::construct_by(upp, &stages, &greedy::Given::default()));
    match (worth(upp, &with), worth(upp, &without)) {
        (Ok(more), Ok(less)) if more > less => with,
        _ => without,
    }
}

/// The plan, unless it holds what was ruled out by hand: then nothing, which is always allowed.
fn allowed(options: &Options, plan: Plan) -> Plan {
    if options.forbid.is_empty() || !holds_any(&plan, &options.forbid) { plan } else { Plan::default() }
}
