//! The command that counts what became of technologies.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::figures_data::DataFigure;

/// `uptake figures`
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct FiguresArgs {
    /// What to count that lies in no office.
    #[command(subcommand)]
    pub command: Option<FiguresCommand>,
    /// Directory of the office.
    #[arg(required = true)]
    pub office: Option<PathBuf>,
    /// Only cases that serve this need.
    #[arg(long)]
    pub need: Option<String>,
    /// Only cases that this source brought.
    #[arg(long)]
    pub source: Option<String>,
    /// Only cases that this mission brought.
    #[arg(long)]
    pub mission: Option<String>,
    /// Only cases that came from this host.
    #[arg(long)]
    pub partner: Option<String>,
    /// Only cases in this unit and those below it.
    #[arg(long)]
    pub unit: Option<String>,
    /// Only cases of this class, `scheme code`, or of those that begin so.
    #[arg(long)]
    pub class: Option<String>,
    /// Only cases that began on this day or later.
    #[arg(long)]
    pub since: Option<String>,
    /// Only cases that began on this day or earlier.
    #[arg(long)]
    pub until: Option<String>,
    /// The day until which cases are followed; today if left out.
    #[arg(long)]
    pub as_of: Option<String>,
    /// Figures also for each group: `department` or `origin`.
    #[arg(long)]
    pub group: Option<String>,
    /// From the ledger alone, each fact held against its chain. It gives the same, byte for byte.
    #[arg(long)]
    pub from_ledger: bool,
    /// JSON instead of text.
    #[arg(long)]
    pub json: bool,
}

/// What is counted from tables, without an office.
#[derive(Subcommand, Debug)]
pub enum FiguresCommand {
    /// Of a table.
    #[command(flatten)]
    Data(DataFigure),
}
