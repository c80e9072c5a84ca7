//! `uptake figures`: what became of technologies in units, and figures of tables that somebody brings.

use crate::cli::{FiguresArgs, FiguresCommand};
use crate::failure::Failure;

mod data;
mod plain;

/// Counts.
pub fn figures(args: &FiguresArgs) -> Result<(), Failure> {
    match &args.command {
        FiguresCommand::Data(figure) => data::data(figure),
    }
}
