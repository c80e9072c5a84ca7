//! The command that draws an inspection again.

use std::path::PathBuf;

use clap::Args;

/// `uptake draw`
#[derive(Args, Debug)]
pub struct DrawArgs {
    /// The frame, as the page of an inspection gives it: comma-separated values with columns `programme`, `claim`,
    /// `stratum` and `weight`.
    pub frame: PathBuf,
    /// The seed that was published.
    #[arg(long)]
    pub seed: String,
    /// The visits of the programme.
    #[arg(long)]
    pub visits: u32,
    /// The name of the programme, where the file has no column of it.
    #[arg(long)]
    pub programme: Option<String>,
    /// Only what is drawn.
    #[arg(long)]
    pub drawn: bool,
    /// JSON lines instead of text: one object a claim, and a last one with the strata and the hashes.
    #[arg(long)]
    pub json: bool,
}
