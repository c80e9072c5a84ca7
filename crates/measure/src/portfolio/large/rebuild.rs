//! Plans by rules at prices, and their rebuilding: some technologies that share enterprises are taken out and put back in another order
//! with others beside them (ruin and recreate; Schrimpf and others 2000). A step takes milliseconds where a solve takes seconds.

use super::super::greedy::Building;
use super::super::options::Options;
use super::super::plan::Plan;
use super::super::solver::Clock;
use super::super::upp::Upp;
use super::super::variables::earliest;
use super::bound::Priced;
use super::by_prices;
use super::neighbourhood::drawn;
use super::technology::{Prices, priced_worths};

/// Shares of the prices at which plans are built; a little below them everything that prices leave indifferent gets in.
const SHARES: [f64; 6] = [1.0, 0.97, 0.93, 0.88, 0.8, 0.7];
/// Plans that are built at prices nearby.
const STIRS: usize = 40;
/// Plans that are rebuilt, for each round of neighbourhoods that was asked for.
const REBUILDS_PER_ROUND: usize = 40;
/// The share of the seconds left that stirring takes, and then rebuilding.
const STIR_SHARE: f64 = 0.04;
const REBUILD_SHARE: f64 = 0.06;
/// Technologies that are taken out at most.
const OUT_MAX: usize = 25;
/// Technologies not in the plan that may come in.
const IN_MAX: usize = 40;
/// A plan that is worse by this share of the value may stand, at first; in the end nothing worse may.
const WORSE: f64 = 0.002;

/// What rebuilding works with.
pub(super) struct Rules<'a> {
    pub upp: &'a Upp,
    pub options: &'a Options,
    pub priced: &'a Priced,
    pub clock: &'a Clock,
}

impl<'a> Rules<'a> {
    /// Builds plans and hands each that may be the best to `take`, which says what it is worth. Whether the seconds ended it.
    pub(super) fn search(&self, take: &mut dyn FnMut(Plan) -> Option<f64>) -> bool {
        let (upp, tables) = (self.upp, &self.priced.tables);
        let earliest = earliest(upp);
        let mut state = u64::from(self.options.seed) ^ 0x57f1;
        let mut best: Option<(f64, f64, Building<'a>, Prices)> = None;
        let mut try_at =
            |prices: &Prices, share: f64, with: bool, best: &mut Option<(f64, f64, Building<'a>, Prices)>| {
                let building = by_prices(upp, tables, prices, share, &earliest, with);
                if let Some(found) = take(building.plan())
                    && best.as_ref().is_none_or(|(value, ..)| found > *value)
                {
                    *best = Some((found, share, building, prices.clone()));
                }
            };
        for share in SHARES {
            try_at(&self.priced.prices, share, true, &mut best);
            try_at(&self.priced.prices, share, false, &mut best);
        }
        if self.options.rounds < 10 {
            return false;
        }
        // Whole plans are not what the prices were made for; prices nearby may suit them better.
        let stir = Clock::start(self.clock.left().map(|left| left * STIR_SHARE));
        for round in 0..STIRS {
            let Some((_, share, _, prices)) = best.as_ref().filter(|_| !stir.over()) else { break };
            let share = *share;
            let tried = prices.stirred([0.1, 0.25, 0.5][round % 3], &mut || drawn(&mut state));
            try_at(&tried, share, true, &mut best);
        }
        let cut = stir.over();
        let Some((_, share, building, prices)) = best else { return cut };
        let (plan, cut_too) = self.rebuilt(building, share, &prices, &earliest, &mut state);
        take(plan);
        cut || cut_too
    }

    fn rebuilt(
        &self,
        building: Building<'a>,
        share: f64,
        prices: &Prices,
        earliest: &[usize],
        state: &mut u64,
    ) -> (Plan, bool) {
        let (upp, tables) = (self.upp, &self.priced.tables);
        let mut by_enterprise = vec![Vec::new(); upp.enterprises.len()];
        for project in &upp.projects {
            if !by_enterprise[project.enterprise].contains(&project.technology) {
                by_enterprise[project.enterprise].push(project.technology);
            }
        }
        // From paying in full to paying nothing.
        let stages: Vec<_> =
            [1.0, 0.85, 0.6, 0.0].iter().map(|pass| priced_worths(upp, tables, prices, share * pass)).collect();
        let raw = &stages[stages.len() - 1].0;
        let n = upp.technologies.len();
        let mut below = |n: usize| ((drawn(state) * n as f64) as usize).min(n.saturating_sub(1));
        let clock = Clock::start(self.clock.left().map(|left| left * REBUILD_SHARE));
        let rounds = REBUILDS_PER_ROUND * self.options.rounds;
        let mut current = (building.value(raw), building.clone());
        let mut best = (current.0, building);
        for round in 0..rounds {
            if clock.over() {
                break;
            }
            let mut next = current.1.clone();
            let n_out = 3 + below(OUT_MAX - 2);
            let mut out = Vec::new();
            let mut centre = below(n);
            for _ in 0..4 * n_out {
                if out.len() >= n_out {
                    break;
                }
                if next.holds(centre) {
                    next.take_out(centre);
                    out.push(centre);
                }
                // To a neighbour by an enterprise, now and then to anywhere.
                let projects = &tables.by_technology[centre];
                centre = if projects.is_empty() || below(8) == 0 {
                    below(n)
                } else {
                    let there = &by_enterprise[upp.projects[projects[below(projects.len())]].enterprise];
                    there[below(there.len())]
                };
            }
            let mut candidates = out;
            for _ in 0..IN_MAX {
                let k = below(n);
                if !next.holds(k) && !candidates.contains(&k) {
                    candidates.push(k);
                }
            }
            // By what they gain at the prices, more or less; at times in any order.
            let first = below(3);
            let noise = [2.0, 20.0, n as f64][below(3)];
            let mut places: Vec<(f64, usize)> = Vec::new();
            for &k in &candidates {
                let place = stages[first].1.iter().position(|other| *other == k).unwrap_or(n);
                places.push((place as f64 + noise * (below(1000) as f64 / 1000.0), k));
            }
            places.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
            let order: Vec<usize> = places.into_iter().map(|(_, k)| k).collect();
            for (worths, _) in &stages[first..] {
                next.pass(worths, &order, earliest);
            }
            let value = next.value(raw);
            let left = 1.0 - round as f64 / rounds as f64;
            if value > current.0 - WORSE * left * left * best.0.abs() * (below(1000) as f64 / 1000.0).powi(4) {
                current = (value, next);
                if value > best.0 + 1e-9 {
                    best = (value, current.1.clone());
                }
            }
        }
        (best.1.plan(), clock.over())
    }
}
