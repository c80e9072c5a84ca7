//! What control is asked about: acts by which know-how moves, and what is laid before the gate.

use crate::words::words;
use crate::{HostId, Marking, Party, PostId, SubjectScheme, Thing, UnitId};

words! {
    /// What is to be done.
    ControlAct {
        /// Somebody travels, or is received.
        Mission = "mission",
        /// Something is agreed with others.
        Agreement = "agreement",
        /// A thing comes or goes to be studied.
        Sample = "sample",
        /// Somebody from outside works here.
        Assignment = "assignment",
        /// Information is given out.
        Release = "release",
        /// More people see a thing than before.
        Widening = "widening",
    }
}

/// What is laid before the gate: an act on a thing, with all that decides which regimes hold and what is voted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What is to be done.
    pub act: ControlAct,
    /// The mission, agreement, sample, assignment or release; for a widening the thing whose marking it is.
    pub about: Thing,
    /// What it is called.
    pub title: String,
    /// Whose it is.
    pub unit: UnitId,
    /// Who asks.
    pub post: PostId,
    /// Of the case: the join of what it shows.
    pub marking: Marking,
    /// Where it goes to or comes from.
    pub countries: Vec<String>,
    /// The hosts.
    pub hosts: Vec<HostId>,
    /// By name, to be screened.
    pub parties: Vec<Party>,
    /// The classes of what it is about.
    pub classes: Vec<(SubjectScheme, String)>,
    /// The texts of what is to move.
    pub items: Vec<String>,
    /// Name and value of everything that is decided on, in order.
    pub content: Vec<(String, String)>,
}
