//! The exact likelihood of ties: of all ways in which `d` of those at risk could have had the event, the one that came
//! (Cox 1972; the sums over all ways by the recursion of Gail, Lubin and Rubinstein, *Biometrika* 68, 1981).

use super::risk_sets::{RiskSet, Sorted};
use crate::Unusable;
use crate::matrix::Matrix;

/// More events of one time leave the range of numbers.
const TIES_MAX: usize = 500;
/// More products are minutes of work.
const WORK_MAX: f64 = 2e9;

/// Refuses ties that the recursion cannot take.
pub(crate) fn refuse_too_many(sorted: &Sorted) -> Result<(), Unusable> {
    let (mut most, mut work) = (0, 0.0);
    let p = sorted.x.p() as f64;
    let ones = vec![1.0; sorted.time.len()];
    sorted.walk(&ones, false, |risk| {
        most = most.max(risk.d);
        work += (risk.d * risk.n_at_risk) as f64 * (1.0 + p + p * p / 2.0);
    });
    if most > TIES_MAX || work > WORK_MAX {
        return Err(Unusable::new(
            "too-many-ties",
            format!(
                "Up to {most} events share their time, too many for the exact likelihood. Take Efron's way, or the hazard in discrete time with the logit link."
            ),
        ));
    }
    Ok(())
}

/// Takes the mean of a time with ties off the slope, adds its information (lower half), and returns the logarithm of the denominator.
pub(crate) fn add(
    sorted: &Sorted,
    theta: &[f64],
    risk: &RiskSet<'_>,
    slope: &mut [f64],
    information: &mut Matrix,
) -> f64 {
    let (d, p) = (risk.d, sorted.x.p());
    // Weights in a unit in which the sum over all ways stays in range: each is about d / n.
    let unit = risk.s0 / d as f64;
    let half = p * (p + 1) / 2;
    let mut ways = vec![0.0; d + 1];
    ways[0] = 1.0;
    let mut first = vec![0.0; (d + 1) * p];
    let mut second = vec![0.0; (d + 1) * half];
    for at in sorted.at_risk(risk.stratum, risk.ends.end, risk.time) {
        let (w, x) = (theta[at] / unit, sorted.x.row(at));
        for k in (1..=d).rev() {
            let fewer = ways[k - 1];
            let mut cell = 0;
            for row in 0..p {
                for column in 0..=row {
                    let (g, h) = (first[(k - 1) * p + row], first[(k - 1) * p + column]);
                    let more = second[(k - 1) * half + cell] + x[row] * h + g * x[column] + fewer * x[row] * x[column];
                    second[k * half + cell] += w * more;
                    cell += 1;
                }
            }
            for row in 0..p {
                first[k * p + row] += w * (first[(k - 1) * p + row] + x[row] * fewer);
            }
            ways[k] += w * fewer;
        }
    }
    let all = ways[d];
    let mut cell = 0;
    for row in 0..p {
        let mean = first[d * p + row] / all;
        slope[row] -= mean;
        for column in 0..=row {
            information[(row, column)] += second[d * half + cell] / all - mean * first[d * p + column] / all;
            cell += 1;
        }
    }
    all.ln() + d as f64 * unit.ln()
}
