//! Rows of enterprises as tight as one period of them allows.
//!
//! What an enterprise has left over between projects that fit no other beside them is of use to nobody, and the relaxation sells it in
//! pieces. So each project is charged with all that no set of projects beside it could use (sequential lifting; Padberg 1975), which
//! no plan of whole projects notices.

use super::super::programme::{Programme, RowKey};
use super::super::upp::Upp;
use super::super::variables::{Block, NONE};

/// Sets of projects that can run side by side in one enterprise and period, above which its rows stay as they are.
const SETS_MAX: usize = 4_096;
/// What a plan may be above a row, by its limit, and still pass the check.
const EPSILON: f64 = 2e-6;

/// What projects take of their enterprise, by project and period (place 0 is not used).
pub(super) struct Lifted {
    pub downtime: Vec<Vec<f64>>,
    pub slots: Vec<Vec<f64>>,
}

/// Lifts the rows of all enterprises. `runs` says whether a project can run in a period at all.
pub(super) fn lifted(upp: &Upp, runs: &dyn Fn(usize, usize) -> bool) -> Lifted {
    let mut all = Lifted {
        downtime: upp.projects.iter().map(|p| vec![p.downtime; upp.periods + 1]).collect(),
        slots: upp.projects.iter().map(|_| vec![1.0; upp.periods + 1]).collect(),
    };
    let mut projects = vec![Vec::new(); upp.enterprises.len()];
    upp.projects.iter().enumerate().for_each(|(p, adoption)| projects[adoption.enterprise].push(p));
    for (e, enterprise) in upp.enterprises.iter().enumerate() {
        for t in 1..=upp.periods {
            let mut here: Vec<usize> = projects[e].iter().copied().filter(|p| runs(*p, t)).collect();
            // What takes most gains most by being lifted first.
            here.sort_by(|x, y| upp.projects[*y].downtime.total_cmp(&upp.projects[*x].downtime).then(x.cmp(y)));
            let sizes: Vec<f64> = here.iter().map(|p| upp.projects[*p].downtime).collect();
            let (most, slack) = (enterprise.max_parallel, enterprise.slack[t - 1]);
            let Some(sets) = side_by_side(&sizes, most, slack) else { continue };
            for (of, limit) in [(&mut all.downtime, slack), (&mut all.slots, most)] {
                let mut taken: Vec<f64> = here.iter().map(|p| of[*p][t]).collect();
                lift(&mut taken, &sets, limit);
                here.iter().zip(taken).for_each(|(p, taken)| of[*p][t] = taken);
            }
        }
    }
    all
}

/// Puts what projects take in the rows of a programme.
pub(super) fn tighten(programme: &mut Programme, block: &Block, lifted: &Lifted) {
    let Programme { columns, rows } = programme;
    for (p, by_option) in block.start.iter().enumerate() {
        for &column in by_option.iter().flatten().filter(|column| **column != NONE) {
            for (row, factor) in &mut columns[column].entries {
                match rows[*row].key {
                    RowKey::Slack(_, t) => *factor = lifted.downtime[p][t],
                    RowKey::Parallel(_, t) => *factor = lifted.slots[p][t],
                    _ => {}
                }
            }
        }
    }
}

/// All sets of things that fit side by side; none where there are too many of them.
fn side_by_side(sizes: &[f64], most: f64, space: f64) -> Option<Vec<Vec<usize>>> {
    let space = space + EPSILON * space.max(1.0);
    let mut sets: Vec<(Vec<usize>, f64)> = vec![(Vec::new(), 0.0)];
    let mut at = 0;
    while at < sets.len() {
        let (set, used) = sets[at].clone();
        let first = set.last().map_or(0, |last| last + 1);
        for (next, size) in sizes.iter().enumerate().skip(first) {
            if set.len() as f64 + 1.0 <= most + EPSILON && used + size <= space {
                let mut larger = set.clone();
                larger.push(next);
                sets.push((larger, used + size));
            }
        }
        if sets.len() > SETS_MAX {
            return None;
        }
        at += 1;
    }
    Some(sets.into_iter().map(|(set, _)| set).collect())
}

/// Raises what each thing takes, one after the other, to what is left beside the fullest set that it is part of.
fn lift(taken: &mut [f64], sets: &[Vec<usize>], limit: f64) {
    for thing in 0..taken.len() {
        let beside = sets
            .iter()
            .filter(|set| set.contains(&thing))
            .map(|set| set.iter().filter(|other| **other != thing).map(|other| taken[*other]).sum::<f64>())
            .fold(f64::NEG_INFINITY, f64::max);
        if beside.is_finite() {
            taken[thing] = taken[thing].max(limit - beside);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_beside_nothing_takes_all() {
        let sets = side_by_side(&[3.0, 2.0, 1.0, 1.0], 3.0, 3.5).unwrap();
        let mut taken = [3.0, 2.0, 1.0, 1.0];
        lift(&mut taken, &sets, 3.5);
        // The first is alone; the second has room for one of the last two; the last two and no third.
        assert_eq!(taken, [3.5, 2.5, 1.0, 1.0]);
        for set in &sets {
            assert!(set.iter().map(|at| taken[*at]).sum::<f64>() <= 3.5 + 1e-9, "{set:?}");
        }
    }

    #[test]
    fn more_sets_than_can_be_looked_at_change_nothing() {
        assert!(side_by_side(&[0.0; 20], 20.0, 1.0).is_none());
    }
}
