//! Whether it matters, in a state, how long the case took to come there. The shares of states over time take it that it does not.

use serde::Serialize;

use super::process::Process;
use crate::survival::{Coefficient, CoxOptions, Design, Observed, cox};

/// Fewer transitions tell nothing.
const EVENTS_MIN: usize = 10;

/// The effect of the time spent in earlier states on one transition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MarkovCheck {
    /// From which state.
    pub from: String,
    /// To which.
    pub to: String,
    /// Transitions.
    pub n_events: usize,
    /// The effect of one unit of time spent in earlier states on the hazard of the transition; far from nought, the process remembers.
    pub earlier_duration: Coefficient,
}

/// Checks each transition out of a state that is not the first and that was made at least ten times; those without an estimate are left out.
pub fn markov_check(process: &Process, confidence: f64) -> Vec<MarkovCheck> {
    let k = process.states().len();
    let mut begun = vec![f64::INFINITY; process.n_cases()];
    for stay in &process.stays {
        let first = &mut begun[stay.case as usize];
        *first = first.min(stay.entry);
    }
    let mut checks = Vec::new();
    for from in 1..k {
        let stays: Vec<_> = process.stays.iter().filter(|stay| stay.from == from).collect();
        for to in (0..k).filter(|&to| to != from) {
            let event: Vec<bool> = stays.iter().map(|stay| stay.to == Some(to)).collect();
            let n_events = event.iter().filter(|&&e| e).count();
            if n_events < EVENTS_MIN {
                continue;
            }
            let entry = stays.iter().map(|stay| stay.entry).collect();
            let earlier = stays.iter().map(|stay| stay.since - begun[stay.case as usize]).collect();
            let fit =
                Observed::new(Some(entry), stays.iter().map(|stay| stay.exit).collect(), event).and_then(|observed| {
                    let design = Design::of_columns(&[("earlier_duration".to_owned(), earlier)], stays.len())?;
                    cox(&observed, &design, CoxOptions { confidence, ..CoxOptions::default() })
                });
            if let Ok(fit) = fit
                && let Some(earlier_duration) = fit.coefficients.into_iter().next()
            {
                let name = |at: usize| process.states()[at].clone();
                checks.push(MarkovCheck { from: name(from), to: name(to), n_events, earlier_duration });
            }
        }
    }
    checks
}
