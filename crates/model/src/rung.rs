//! The ladder that a technology climbs in a unit, and how well each of its rungs is shown.

use crate::words::words;
use crate::{Date, PostId, Thing};

/// Longest remark with which a rung is said, in characters.
pub const RUNG_REMARK_CHARS_MAX: usize = 2_000;

/// Things that one rung rests on. Who names more shows a heap, and not what matters in it.
pub const RUNG_EVIDENCE_MAX: usize = 20;

/// Times that rungs are said in one start of an adoption: some of each, with what corroborates them.
pub const RUNGS_REACHED_MAX: usize = 200;

words! {
    /// A rung of the ladder, the lowest first.
    Rung {
        /// The technology came: a drawing, a sample, a licence, an answer.
        Received = "received",
        /// It was looked at with the unit's own work in mind.
        Examined = "examined",
        /// The unit decided to use it.
        Decided = "decided",
        /// One of it was made, or made to run.
        Prototype = "prototype",
        /// It runs beside the work as it is.
        Pilot = "pilot",
        /// It makes what the unit makes.
        Production = "production",
        /// It makes as much as was planned.
        PlanRate = "plan-rate",
        /// It runs in several places of the unit.
        Spread = "spread",
    }
}

words! {
    /// How well something is shown, the weakest first.
    EvidenceClass {
        /// Somebody said so.
        Told = "told",
        /// A paper shows it.
        Document = "document",
        /// It was measured: readings of a meter, figures of a system.
        Measured = "measured",
        /// Somebody independent went there and saw it.
        Inspected = "inspected",
    }
}

/// That a rung was reached, on what evidence. Only added to: a rung that is reached again is another one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RungReached {
    /// The rung.
    pub rung: Rung,
    /// On which day.
    pub on: Date,
    /// How well it is shown.
    pub class: EvidenceClass,
    /// What shows it: records, attachments, a visit, the adoption itself for its readings.
    pub evidence: Vec<Thing>,
    /// What else is to be known, and why where something is out of the ordinary.
    pub remark: String,
    /// The post that says so.
    pub by: PostId,
}

words! {
    /// What saying a rung does to the ladder.
    RungStep {
        /// It goes up.
        Up = "up",
        /// A rung that was passed over is shown after all.
        Filled = "filled",
        /// A rung that was reached already is shown better.
        Shown = "shown",
        /// Something is done once more. The ladder does not go down by it.
        Rework = "rework",
    }
}
