//! Several things that can happen to a case, of which each bars or leads to others.
//!
//! Where there are competing causes, one less the curve of Kaplan and Meier with the other causes as censored says more than happens;
//! the incidence of a cause is read from the process of all of them.

mod fine_gray;
#[cfg(test)]
mod fine_gray_tests;
#[cfg(test)]
mod funnel_tests;
mod gray_test;
mod jackknife;
mod markov;
mod process;
#[cfg(test)]
mod process_tests;

pub use fine_gray::{FineGray, SubdistributionPoint, fine_gray};
pub use gray_test::{GrayTest, gray_test};
pub use markov::{MarkovCheck, markov_check};
pub use process::{Occupation, OccupationPoint, Process, Row, Sojourn, Transition, competing};
