//! `uptake simulate`

use std::path::PathBuf;

use clap::Args;

/// `uptake simulate`
#[derive(Args, Debug)]
pub struct SimulateArgs {
    /// Units of the office, ministries aside: 10 to 5000.
    #[arg(long, value_name = "N", default_value_t = 500)]
    pub units: u16,
    /// Years that it has worked: 1 to 20.
    #[arg(long, value_name = "N", default_value_t = 6)]
    pub years: u16,
    /// The seed of all chance: the same seed, size and last day make the same office and the same truth.
    #[arg(long, value_name = "N")]
    pub seed: u64,
    /// Where to build the office; it must not exist yet. Left out: a temporary directory, named at the end.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Where to write what is true of it; outside of the office. Left out: beside it, as DIR.truth.json.
    #[arg(long, value_name = "FILE")]
    pub truth: Option<PathBuf>,
    /// The last day that is told; today, if it is not given.
    #[arg(long, value_name = "DAY")]
    pub until: Option<String>,
    /// Print what was made as a JSON line.
    #[arg(long)]
    pub json: bool,
}
