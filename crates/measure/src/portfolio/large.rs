//! Portfolios above about 100 technologies, 50 enterprises and 12 periods, which no single solve gets through.
//!
//! A plan by rules comes first; then prices on everything shared split the problem into one small enumeration per technology
//! (Dantzig and Wolfe 1960), whose sum is a bound at any prices. Cheap rounds find prices near the right ones, and the linear relaxation
//! over the few decisions that matter finds the right ones. Neighbourhoods are solved again and again around the best plan: of what
//! the relaxation uses, which gains most, and of technologies and enterprises beside each other. Work is counted in rounds and nodes,
//! so that the same input gives the same plan unless the limit on seconds ends the search.

mod areas;
mod bound;
mod join;
mod lifted;
mod neighbourhood;
mod rebuild;
mod sifting;
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
/// Shares of these in the passes of one plan: what is left over in one goes to the next, which asks less.
const PASSES: [f64; 4] = [1.0, 0.8, 0.5, 0.0];
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
    let rules = rebuild::Rules { upp, options, priced: &priced, clock: &clock };
    let mut take = |plan: Plan| -> Option<f64> {
        let plan = allowed(options, plan);
        let found = worth(upp, &plan).ok()?;
        if found > value {
            (best, value) = (plan, found);
        }
        Some(found)
    };
    let cut_early = rules.search(&mut take);
    let mut search = neighbourhood::Search::new(upp, options, &priced, best, value);
    let stopped = search.run(options.rounds, &clock)? || priced.cut || cut_early;
    let (plan, checked) = search.result()?;
    let objective = checked.objective;
    let bound = priced.bound.max(objective);
    let gap = relative_gap(objective, bound);
    let mut cautions = Vec::new();
    if stopped && options.seconds.is_some() {
        cautions.push(cut(options));
    } else if stopped {
        cautions.push(Caution::new(
            "time-limit-inside",
            "A part of the search was ended by the clock and not by its count of work; another run may end elsewhere.",
        ));
    }
    cautions.push(
        Caution::new(
            "by-decomposition",
            format!("The problem is too large for one solve: the plan is the best of a search, and at most {:.1} percent below any other.", 100.0 * gap),
        )
        .with("gap", gap),
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

/// A plan by rules in which every choice pays for what it takes, at a share of the prices; with loans and developments, if wanted.
fn by_prices<'a>(
    upp: &'a Upp,
    tables: &technology::Tables,
    prices: &technology::Prices,
    share: f64,
    earliest: &[usize],
    with_given: bool,
) -> greedy::Building<'a> {
    let given = if with_given { technology::given(upp, prices, share) } else { greedy::Given::default() };
    let mut building = greedy::Building::new(upp, &given);
    for pass in PASSES {
        let (worths, order) = technology::priced_worths(upp, tables, prices, share * pass);
        building.pass(&worths, &order, earliest);
    }
    building
}

/// The plan, unless it holds what was ruled out by hand: then nothing, which is always allowed.
fn allowed(options: &Options, plan: Plan) -> Plan {
    if options.forbid.is_empty() || !holds_any(&plan, &options.forbid) { plan } else { Plan::default() }
}
