//! `uptake demo`: an office built from the historical programme.
use crate::cli::DemoArgs;
use crate::failure::Failure;

/// Builds it and shows what it does.
pub fn demo(_args: &DemoArgs) -> Result<(), Failure> {
    Ok(())
}
