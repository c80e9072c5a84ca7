//! The gate: whether the cases that regimes ask for are decided.

use model::Proposal;
use store::Deed;

use crate::Failure;
use crate::review::Turn;

/// Opens the cases that the regimes in force ask for.
pub fn lay_before(_deed: &mut Deed<'_>, _turn: &mut Turn<'_>, _proposal: &Proposal) -> Result<(), Failure> {
    Ok(())
}

/// Refuses unless every case which the regimes in force ask for is decided in favour.
pub fn pass(_deed: &mut Deed<'_>, _turn: &Turn<'_>, _proposal: &Proposal) -> Result<(), Failure> {
    Ok(())
}
