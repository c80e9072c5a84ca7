//! The only place that speaks with HiGHS (Huangfu and Hall 2018): one thread, a fixed seed, no output.

use std::num::NonZeroU32;
use std::time::Instant;

use highs::{ColProblem, HighsModelStatus, HighsSolutionStatus, Sense};

use super::programme::Programme;
use super::result::Status;
use crate::Unusable;

/// When to end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub seconds: Option<f64>,
    pub gap: f64,
    /// Nodes of the tree: counts work, so that another run ends at the same place.
    pub nodes: Option<i32>,
    pub seed: u32,
}

/// Time that is left of a limit on seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    from: Instant,
    seconds: Option<f64>,
}

impl Clock {
    pub(super) fn start(seconds: Option<f64>) -> Self {
        Self { from: Instant::now(), seconds }
    }

    /// Seconds left, none when there is no limit; never below a hundredth, which the solver answers at once.
    pub(super) fn left(&self) -> Option<f64> {
        self.seconds.map(|seconds| (seconds - self.from.elapsed().as_secs_f64()).max(0.01))
    }

    pub(super) fn over(&self) -> bool {
        self.seconds.is_some_and(|seconds| self.from.elapsed().as_secs_f64() >= seconds)
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub status: Status,
    /// Values of the columns; empty when there is no solution.
    pub columns: Vec<f64>,
    pub objective: f64,
    pub bound: f64,
    /// Worth of one more unit of each row, in a linear programme; empty otherwise.
    pub duals: Vec<f64>,
    /// Whether the limit on seconds ended the search.
    pub cut: bool,
}

fn failed(text: &str) -> Unusable {
    Unusable::new(
        "solver-failed",
        format!("The solver {text}. Scale the numbers of the problem closer to each other, and try again."),
    )
}

/// Maximises a programme, or its linear relaxation. `start`: values of the columns to begin with.
pub(super) fn maximise(
    programme: &Programme,
    relax: bool,
    start: Option<&[f64]>,
    limits: Limits,
) -> Result<Found, Unusable> {
    run(programme, relax, start, limits, false)
}

/// Maximises the linear relaxation from within (interior point, not taken to a corner): sooner for a large one, and its duals lie in
/// the middle of all that are right. They are right to some digits, so what they prove is to be reckoned from them anew.
pub(super) fn relaxed_within(programme: &Programme, limits: Limits) -> Result<Found, Unusable> {
    run(programme, true, None, limits, true)
}

fn run(
    programme: &Programme,
    relax: bool,
    start: Option<&[f64]>,
    limits: Limits,
    within: bool,
) -> Result<Found, Unusable> {
    if programme.columns.is_empty() {
        let feasible = programme.rows.iter().all(|row| row.lower <= 0.0 && row.upper >= 0.0);
        let status = if feasible { Status::Optimal } else { Status::Infeasible };
        return Ok(Found {
            status,
            columns: Vec::new(),
            objective: 0.0,
            bound: 0.0,
            duals: vec![0.0; programme.rows.len()],
            cut: false,
        });
    }
    let mut problem = ColProblem::new();
    let rows: Vec<_> = programme.rows.iter().map(|row| problem.add_row(row.lower..=row.upper)).collect();
    for column in &programme.columns {
        let entries = column.entries.iter().map(|(row, factor)| (rows[*row], *factor));
        problem.add_column_with_integrality(column.cost, column.lower..=column.upper, entries, column.whole && !relax);
    }
    let mut model = problem.try_optimise(Sense::Maximise).map_err(|_| failed("does not take the problem"))?;
    if let Some(threads) = NonZeroU32::new(1) {
        model.set_threads(threads);
    }
    let mut set =
        |name: &str, value: f64| model.try_set_option(name, value).map_err(|_| failed("does not take a limit"));
    set("mip_rel_gap", limits.gap)?;
    set("mip_abs_gap", 1e-7)?;
    set("mip_feasibility_tolerance", 1e-7)?;
    if let Some(seconds) = limits.seconds {
        set("time_limit", seconds)?;
    }
    let seed = i32::try_from(limits.seed & 0x7fff_ffff).unwrap_or(0);
    model.try_set_option("random_seed", seed).map_err(|_| failed("does not take a seed"))?;
    model.try_set_option("parallel", "off").map_err(|_| failed("does not take one thread"))?;
    if let Some(nodes) = limits.nodes {
        model.try_set_option("mip_max_nodes", nodes).map_err(|_| failed("does not take a limit of nodes"))?;
    }
    if within {
        model.try_set_option("solver", "ipm").map_err(|_| failed("does not take a method"))?;
        model.try_set_option("run_crossover", "off").map_err(|_| failed("does not take a method"))?;
    }
    if let Some(start) = start.filter(|_| !relax) {
        model
            .try_set_solution(Some(start), None, None, None)
            .map_err(|_| failed("does not take a plan to begin with"))?;
    }
    let solved = model.try_solve().map_err(|_| failed("gave up"))?;
    let whole = !relax && programme.columns.iter().any(|column| column.whole);
    let model_status = solved.status();
    let solution = solved.get_solution();
    let has = if within {
        solution.columns().len() == programme.columns.len() && solution.dual_rows().len() == programme.rows.len()
    } else {
        solved.primal_solution_status() == HighsSolutionStatus::Feasible
    };
    let objective = solved.objective_value();
    let bound = match model_status {
        HighsModelStatus::Optimal if !whole => objective,
        _ if whole => solved.double_info_value(c"mip_dual_bound").unwrap_or(f64::INFINITY),
        _ => f64::INFINITY,
    };
    let (status, has) = match model_status {
        HighsModelStatus::Optimal => (Status::Optimal, true),
        HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => (Status::Infeasible, false),
        HighsModelStatus::Unbounded => {
            return Err(Unusable::new(
                "unbounded",
                "The problem can be made worth any amount: a limit is missing in it.",
            ));
        }
        _ if has && (whole || relax) => (Status::Feasible, true),
        _ => (Status::Unknown, false),
    };
    Ok(Found {
        status,
        columns: if has { solution.columns().to_vec() } else { Vec::new() },
        objective,
        bound: bound.max(if has { objective } else { f64::NEG_INFINITY }),
        duals: if whole || !has { Vec::new() } else { solution.dual_rows().to_vec() },
        cut: model_status == HighsModelStatus::ReachedTimeLimit,
    })
}
