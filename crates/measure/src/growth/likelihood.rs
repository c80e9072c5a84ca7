//! Bass by grouped likelihood, where it is known how many could adopt (Schmittlein and Mahajan, *Marketing Science* 1, 1982).
//!
//! Of N that could, a share c ever will; of those F(t) have until t. What is seen are the counts of each period and how many
//! have not adopted until the last one, which is told apart from adopting in the period after it.

use super::sigmoid::{Form, geometric};
use crate::matrix::{Cholesky, Matrix};
use crate::reflection::solve;
use crate::tally::sum;

/// Steps of scoring. All that converge do so within fifty.
const STEPS_MAX: usize = 150;
/// A share of adopters nearer to one than this is one.
const NEAR_ONE: f64 = 1e-7;

/// Counts by period out of a known population.
pub(super) struct Grouped<'a> {
    pub counts: &'a [f64],
    pub population: f64,
}

/// Where the likelihood is greatest.
#[derive(Clone, Debug)]
pub(super) struct Greatest {
    pub p: f64,
    pub q: f64,
    pub c: f64,
    pub log_likelihood: f64,
    /// The greatest value lies at c = 1.
    pub boundary: bool,
}

/// The chance of each period and of never until the last, with their slopes by p, q and c.
struct Cells {
    chance: Vec<f64>,
    slopes: Vec<[f64; 3]>,
}

impl Grouped<'_> {
    fn left(&self) -> f64 {
        (self.population - sum(self.counts.iter().copied())).max(0.0)
    }

    fn cells(&self, p: f64, q: f64, c: f64) -> Cells {
        let n = self.counts.len();
        let (mut chance, mut slopes) = (Vec::with_capacity(n + 1), Vec::with_capacity(n + 1));
        for i in 0..n {
            let cell = Form::Bass.between(p, q, i as f64, (i + 1) as f64);
            chance.push(c * cell.value);
            slopes.push([c * cell.by_u, c * cell.by_v, cell.value]);
        }
        let until = Form::Bass.share(p, q, n as f64);
        chance.push((1.0 - c) + c * survival(p, q, n as f64));
        slopes.push([-c * until.by_u, -c * until.by_v, -until.value]);
        Cells { chance, slopes }
    }

    fn seen(&self) -> impl Iterator<Item = f64> {
        self.counts.iter().copied().chain(std::iter::once(self.left()))
    }

    /// The logarithm of the likelihood, without what depends on the counts alone.
    pub fn log_likelihood(&self, p: f64, q: f64, c: f64) -> f64 {
        let cells = self.cells(p, q, c);
        sum(self.seen().zip(&cells.chance).map(|(x, chance)| if x > 0.0 { x * chance.ln() } else { 0.0 }))
    }

    fn score(&self, p: f64, q: f64, c: f64) -> [f64; 3] {
        let cells = self.cells(p, q, c);
        std::array::from_fn(|j| {
            sum(self
                .seen()
                .zip(cells.chance.iter().zip(&cells.slopes))
                .map(|(x, (chance, slope))| if x > 0.0 { x * slope[j] / chance } else { 0.0 }))
        })
    }

    /// The greatest likelihood, from many starts, inside and at c = 1.
    pub fn greatest(&self) -> Option<Greatest> {
        let (inside, edge) = (self.climb_all(None), self.climb_all(Some(1.0)));
        match (inside, edge) {
            (Some(inside), Some(edge))
                if inside.log_likelihood <= edge.log_likelihood + 1e-7 || 1.0 - inside.c < NEAR_ONE =>
            {
                Some(Greatest { boundary: true, ..edge })
            }
            (Some(inside), _) => Some(inside),
            (None, edge) => edge.map(|edge| Greatest { boundary: true, ..edge }),
        }
    }

    fn climb_all(&self, held: Option<f64>) -> Option<Greatest> {
        let n = self.counts.len() as f64;
        let seen = (sum(self.counts.iter().copied()) / self.population).clamp(1e-9, 1.0);
        let shares: Vec<f64> = match held {
            Some(c) => vec![c],
            None => [1.02, 1.2, 2.0, 4.0].iter().map(|more| (seen * more).min(1.0 - 1e-4)).collect(),
        };
        let mut starts = Vec::new();
        for &c in &shares {
            for &p in &geometric(1e-6, 0.4, 12) {
                for &q in &geometric(0.3 / n, 2.0, 12) {
                    let value = self.log_likelihood(p, q, c);
                    if value.is_finite() {
                        starts.push((value, [p, q, c]));
                    }
                }
            }
        }
        starts.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut best: Option<Greatest> = None;
        for (_, start) in starts.into_iter().take(6) {
            if let Some(found) = self.climb(start, held)
                && best.as_ref().is_none_or(|b| found.log_likelihood > b.log_likelihood)
            {
                best = Some(found);
            }
        }
        best
    }

    /// Fisher's scoring with damping on ln p, ln q and the logit of c.
    pub fn climb(&self, start: [f64; 3], held: Option<f64>) -> Option<Greatest> {
        let k = if held.is_some() { 2 } else { 3 };
        let free = |theta: &[f64; 3]| (theta[0].exp(), theta[1].exp(), held.unwrap_or(1.0 / (1.0 + (-theta[2]).exp())));
        let mut theta = [start[0].ln(), start[1].ln(), (start[2] / (1.0 - start[2]).max(1e-12)).ln()];
        let value = |theta: &[f64; 3]| {
            let (p, q, c) = free(theta);
            self.log_likelihood(p, q, c)
        };
        let mut now = value(&theta);
        if !now.is_finite() {
            return None;
        }
        let mut damping = 1e-4;
        'steps: for _ in 0..STEPS_MAX {
            let (p, q, c) = free(&theta);
            let cells = self.cells(p, q, c);
            let chain = [p, q, c * (1.0 - c)];
            let (mut rows, mut right) = (Vec::new(), Vec::new());
            for (x, (chance, slope)) in self.seen().zip(cells.chance.iter().zip(&cells.slopes)) {
                let chance = chance.max(1e-300);
                let weight = (self.population / chance).sqrt();
                rows.extend((0..k).map(|j| slope[j] * chain[j] * weight));
                right.push((x - self.population * chance) / (self.population * chance).sqrt());
            }
            let sizes: Vec<f64> =
                (0..k).map(|j| rows.iter().skip(j).step_by(k).map(|r| r * r).sum::<f64>().sqrt().max(1e-12)).collect();
            loop {
                let (mut damped, mut aim) = (rows.clone(), right.clone());
                for (j, size) in sizes.iter().enumerate() {
                    let mut row = vec![0.0; k];
                    row[j] = f64::sqrt(damping) * size;
                    damped.extend(row);
                    aim.push(0.0);
                }
                let Some(step) = solve(damped, aim, k) else { break 'steps };
                let mut next = theta;
                for (to, by) in next.iter_mut().zip(&step) {
                    *to = (*to + by.clamp(-3.0, 3.0)).clamp(-34.0, 22.0);
                }
                let then = value(&next);
                let moved = theta.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
                if then.is_finite() && then >= now {
                    let gain = then - now;
                    theta = next;
                    now = then;
                    damping = (damping / 6.0).max(1e-12);
                    if moved < 1e-9 || (gain < 1e-14 * now.abs() && moved < 1e-4) {
                        break 'steps;
                    }
                    break;
                }
                damping *= 4.0;
                if damping > 1e10 || moved < 1e-11 {
                    break 'steps;
                }
            }
        }
        let (p, q, c) = free(&theta);
        Some(Greatest { p, q, c, log_likelihood: now, boundary: false })
    }

    /// The covariance of p, q and c (of p and q at the boundary) from the observed information: central differences of the
    /// score, which is exact.
    pub fn covariance(&self, at: &Greatest) -> Option<Matrix> {
        let k = if at.boundary { 2 } else { 3 };
        let point = [at.p, at.q, at.c];
        let mut information = Matrix::zeros(k);
        for j in 0..k {
            let mut step = point[j] * 1e-5;
            if j == 2 {
                step = step.min((1.0 - at.c) / 4.0);
            }
            let shifted = |by: f64| {
                let mut moved = point;
                moved[j] += by;
                self.score(moved[0], moved[1], moved[2])
            };
            let (up, down) = (shifted(step), shifted(-step));
            for i in 0..k {
                information[(i, j)] = -(up[i] - down[i]) / (2.0 * step);
            }
        }
        for i in 0..k {
            for j in 0..i {
                information[(i, j)] = f64::midpoint(information[(i, j)], information[(j, i)]);
            }
        }
        Cholesky::of(&information).map(|root| root.inverse()).ok()
    }

    /// The least and the greatest share of adopters whose profile likelihood is not `drop` below the greatest.
    pub fn profile(&self, at: &Greatest, drop: f64) -> (f64, f64) {
        let seen = (sum(self.counts.iter().copied()) / self.population).clamp(1e-12, 1.0);
        let reached = |c: f64| {
            self.climb([at.p, at.q, c], Some(c)).is_some_and(|found| found.log_likelihood >= at.log_likelihood - drop)
        };
        let between = |mut inside: f64, mut outside: f64| {
            for _ in 0..40 {
                let middle = f64::midpoint(inside, outside);
                if reached(middle) { inside = middle } else { outside = middle }
            }
            inside
        };
        let low = between(at.c, (seen * 0.5).min(at.c * 0.5));
        let high = if at.c >= 1.0 || reached(1.0) { 1.0 } else { between(at.c, 1.0) };
        (low, high)
    }
}

/// How large a share of those who will adopt has not until a time.
fn survival(p: f64, q: f64, t: f64) -> f64 {
    let e = (-(p + q) * t).exp();
    (p + q) * e / (p + q * e)
}
