//! Figures of cases: what became of technologies in units, counted, drawn out in time and held against each other.
//!
//! Cases come in as `model::CaseBook` makes them of facts; what comes out names the cases behind each number. Pure: the same cases, filter and
//! day give the same figures, byte for byte.

mod behind;
mod funnel;
mod process;
mod radar;
mod silo;

use model::{CaseEndKind, CaseFilter, CaseStage, Cases, Date, FigureCase, Undelivered};

pub use behind::{Behind, BehindSet};
pub use funnel::{Delay, FigureGroup};
pub use radar::{GROWTH_QUARTERS_MAX, Growth, GrowthPoint, RadarEntry};
pub use silo::{BROKERS_MAX, FlowBarrier, Silo, SiloBroker, SiloCell};

/// What is counted: the cases that fit, and what is left out of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The day until which cases are followed.
    pub as_of: Date,
    /// The cases, in the order of technologies and units.
    pub cases: Vec<FigureCase>,
    /// Records that were laid before nobody.
    pub undelivered: Vec<Undelivered>,
    /// Cases that ended without a loss before anything was decided: the unit had it already, or another post decides. They are in no figure.
    pub n_elsewhere: usize,
    /// Deliveries and adoptions whose facts were written before facts named what figures need.
    pub n_unnamed: u64,
    /// Cases that are invented, for a demonstration or a simulation.
    pub n_invented: usize,
}

/// A case as it was known on a day.
fn until(case: &FigureCase, as_of: Date) -> FigureCase {
    let mut case = case.clone();
    for seen in &mut case.seen {
        *seen = seen.filter(|day| *day <= as_of);
    }
    case.end = case.end.filter(|end| end.on <= as_of);
    case.is_verified &= case.has_reached(CaseStage::Production);
    case
}

impl Figures {
    /// What is counted of these cases.
    pub fn of(cases: &Cases, filter: &CaseFilter, as_of: Date) -> Figures {
        let fits = |case: &&FigureCase| filter.takes(case) && case.began().is_none_or(|day| day <= as_of);
        let is_elsewhere = |case: &FigureCase| case.end.as_ref().is_some_and(|end| end.kind == CaseEndKind::Elsewhere);
        let (elsewhere, counted): (Vec<&FigureCase>, Vec<&FigureCase>) =
            cases.cases.iter().filter(fits).partition(|case| is_elsewhere(case));
        let undelivered = cases.undelivered.iter().filter(|one| filter.takes_undelivered(one) && one.on <= as_of);
        Figures {
            as_of,
            n_elsewhere: elsewhere.len(),
            n_unnamed: cases.n_unnamed,
            n_invented: counted.iter().filter(|case| case.is_invented).count(),
            cases: counted.into_iter().map(|case| until(case, as_of)).collect(),
            undelivered: undelivered.cloned().collect(),
        }
    }

    /// Cases whose production stands on evidence that is measured or inspected.
    pub fn n_verified(&self) -> usize {
        self.cases.iter().filter(|case| case.is_verified).count()
    }
}
