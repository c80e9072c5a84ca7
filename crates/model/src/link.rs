//! Links: typed edges between things. The thread is a walk over them.

use crate::Thing;
use crate::words::words;

words! {
    /// How the source of a link stands to its target.
    LinkKind {
        /// A need was joined to another that says the same.
        JoinedTo = "joined-to",
        /// A record is a delivery's matter.
        Delivers = "delivers",
        /// A delivery, request, mission, agreement or sample serves a need.
        Serves = "serves",
        /// A record answers a request.
        Answers = "answers",
        /// A record was made out of another: an answer out of what it cites.
        DerivedFrom = "derived-from",
        /// A mission goes to a host.
        Visits = "visits",
        /// A mission takes along what a request asks.
        AsksFor = "asks-for",
        /// A record or thing came by an agreement.
        AcquiredUnder = "acquired-under",
        /// A delivery was passed on from another.
        ForwardedFrom = "forwarded-from",
        /// A technology came from a thing, or a unit took it over from an adoption of another.
        AdoptedFrom = "adopted-from",
    }
}

/// A typed edge between two things.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// How the one stands to the other.
    pub kind: LinkKind,
    /// From here.
    pub source: Thing,
    /// To here.
    pub target: Thing,
}

impl Link {
    /// An edge.
    pub fn new(source: Thing, kind: LinkKind, target: Thing) -> Link {
        Link { kind, source, target }
    }
}
