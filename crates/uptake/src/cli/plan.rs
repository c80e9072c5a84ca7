//! The command that reckons a plan.

use std::path::PathBuf;

use clap::Args;

/// `uptake plan`
#[derive(Args, Debug)]
pub struct PlanArgs {
    /// The problem: a portfolio as JSON or TOML in the schema `uptake-portfolio/1`, knapsacks of the OR-Library (`mknap`), or a project schedule
    /// of the PSPLIB (`.rcp`). `-` reads standard input.
    pub file: PathBuf,
    /// Seconds for one solve, at most. Without a limit the same input gives the same bytes.
    #[arg(long, value_name = "SECONDS")]
    pub seconds: Option<f64>,
    /// Relative gap at which the search ends.
    #[arg(long, value_name = "SHARE")]
    pub gap: Option<f64>,
    /// Seed of the search.
    #[arg(long, default_value_t = 0)]
    pub seed: u32,
    /// What is maximised: `benefit`, `spread` or `equity`.
    #[arg(long, default_value = "benefit")]
    pub goal: String,
    /// A scenario by name, such as `no_credit`; several times for several, `all` for each that is worth asking of the problem. They are held
    /// against the base.
    #[arg(long = "scenario", value_name = "NAME")]
    pub scenarios: Vec<String>,
    /// At most so many uses of each material in each period exceed their nominal amount at once (Bertsimas and Sim).
    #[arg(long, value_name = "USES")]
    pub gamma: Option<f64>,
    /// Plans for several futures at once: the mean and the mean of the worst share 1 - ALPHA are weighed (conditional value at risk), such as 0.8.
    #[arg(long, value_name = "ALPHA")]
    pub cvar: Option<f64>,
    /// How much the worst share counts beside the mean, from 0 to 1.
    #[arg(long, default_value_t = 0.5)]
    pub lambda: f64,
    /// Until this period signings and missions are the same in every future; to the end where it is left out.
    #[arg(long, value_name = "PERIOD")]
    pub decided_until: Option<usize>,
    /// The futures as JSON: a list of objects with `name`, `weight` and `changes`. Left out, delays of licences, deliveries and adoptions.
    #[arg(long, value_name = "FILE")]
    pub futures: Option<PathBuf>,
    /// Plans between the goals, this many points: none of them is better in one goal without being worse in another.
    #[arg(long, value_name = "POINTS", num_args = 0..=1, default_missing_value = "5")]
    pub frontier: Option<usize>,
    /// No prices: quicker.
    #[arg(long)]
    pub no_prices: bool,
    /// What each technology that was not chosen would cost to force in.
    #[arg(long)]
    pub explain: bool,
    /// One JSON object instead of text: status, objective, bound, plan, prices.
    #[arg(long)]
    pub json: bool,
}
