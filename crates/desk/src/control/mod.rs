//! Control: one gate for everything that moves know-how, and the doors that go through it.

mod door;
mod gate;
mod proposal;
mod widening;

pub(crate) use door::{flat, go, through};
pub(crate) use gate::lay_before;
pub(crate) use proposal::{
    agreement_proposal, assignment_proposal, exchange_proposal, mission_proposal, release_proposal,
    sample_leaves_proposal, sample_proposal,
};
pub use widening::{
    WIDENINGS_LISTED, WideningPage, WideningRights, ask_widening, carry_out_widening, decide_widening,
    withdraw_widening,
};
