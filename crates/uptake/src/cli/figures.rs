//! Words of `uptake figures`.

use clap::{Args, Subcommand};

use super::figures_data::DataFigure;

/// `uptake figures`
#[derive(Args, Debug)]
pub struct FiguresArgs {
    /// What to count.
    #[command(subcommand)]
    pub command: FiguresCommand,
}

/// What is counted.
#[derive(Subcommand, Debug)]
pub enum FiguresCommand {
    /// Of a table, without an office.
    #[command(flatten)]
    Data(DataFigure),
}
