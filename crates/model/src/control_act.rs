//! Acts that pass the control gate, and what is laid before it.

use crate::words::words;
use crate::{HostId, Marking, Party, PostId, SubjectScheme, Thing, UnitId};

words! {
    /// What is to be done with a thing.
    ControlAct {
        /// A mission goes.
        Mission = "mission",
        /// An agreement is signed.
        Agreement = "agreement",
        /// A sample comes, or leaves the office.
        Sample = "sample",
        /// A specialist is signed on.
        Assignment = "assignment",
        /// Information is given to somebody outside.
        Release = "release",
        /// A marking is made wider.
        Widening = "widening",
    }
}

/// What is laid before the gate: an act on a thing, with all that decides which regimes hold and what is voted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What is to be done.
    pub act: ControlAct,
    /// With what: the mission, agreement, sample, assignment or release; for a widening the thing whose marking it is.
    pub about: Thing,
    /// What it is called.
    pub title: String,
    /// Whose it is.
    pub unit: UnitId,
    /// Who asks.
    pub post: PostId,
    /// Who may see it: the join of what it shows.
    pub marking: Marking,
    /// Where it goes to or comes from, by codes of two letters.
    pub countries: Vec<String>,
    /// The hosts that it touches.
    pub hosts: Vec<HostId>,
    /// The parties by name, to be screened.
    pub parties: Vec<Party>,
    /// Its classes: scheme and code.
    pub classes: Vec<(SubjectScheme, String)>,
    /// The texts of what is to move, for classification.
    pub items: Vec<String>,
    /// Name and value of everything that is decided on, in a fixed order. What is not here is not decided on.
    pub content: Vec<(String, String)>,
}
