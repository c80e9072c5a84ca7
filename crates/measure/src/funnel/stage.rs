//! The stages of the funnel in their order, and the rules by which they are counted.

use std::fmt;

use serde::Serialize;

/// A stage of the way from collection to production. The variants are in the order of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The technology was collected.
    Collected,
    /// It was sent to the enterprise.
    Disseminated,
    /// It was read there.
    Read,
    /// It was evaluated.
    Evaluated,
    /// It was decided upon.
    Decided,
    /// It was piloted.
    Piloted,
    /// It is in production: the one good exit.
    Production,
}

/// How many stages there are, production among them.
pub const N_STAGES: usize = 7;
/// Stages that a case can wait in: all but production.
pub const N_TRANSIENT: usize = 6;

/// The three rules of counting, for the reader of any figure of the funnel.
pub const COUNTING_RULES: [&str; 3] = [
    "A stage counts as reached when it or a later stage was seen; the count of stages seen stands beside it.",
    "A stage seen again is rework: it moves no case backwards and is counted apart.",
    "A case without an exit is open: it is followed until the last day of observation and never counts as lost.",
];

impl Stage {
    /// All stages in their order.
    pub const ALL: [Self; N_STAGES] = [
        Self::Collected,
        Self::Disseminated,
        Self::Read,
        Self::Evaluated,
        Self::Decided,
        Self::Piloted,
        Self::Production,
    ];

    /// The stage's name as it stands in logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Collected => "collected",
            Self::Disseminated => "disseminated",
            Self::Read => "read",
            Self::Evaluated => "evaluated",
            Self::Decided => "decided",
            Self::Piloted => "piloted",
            Self::Production => "production",
        }
    }

    /// The stage of a name, if there is one.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name().eq_ignore_ascii_case(name))
    }

    /// Its place in the order, from nought.
    pub fn place(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
