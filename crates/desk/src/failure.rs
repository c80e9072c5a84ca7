//! Why an operation was not done.

use std::error::Error;
use std::fmt;

use model::{Refusal, Sentence};

/// A rule that refuses, or a store that fails.
#[derive(Debug)]
pub enum Failure {
    /// For the user: the thing and the next step.
    Refused(Refusal),
    /// For the operator: the failure with its causes.
    Broken(Box<dyn Error + Send + Sync>),
}

impl Failure {
    /// A refusal in one sentence.
    pub(crate) fn said(sentence: Sentence) -> Failure {
        Failure::Refused(Refusal::Said(sentence))
    }

    /// A refusal that only the command line says.
    pub(crate) fn at_command_line(text: impl Into<String>) -> Failure {
        Failure::Refused(Refusal::AtCommandLine(text.into()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused(refusal) => refusal.fmt(f),
            Failure::Broken(fault) => fault.fmt(f),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Failure::Refused(_) => None,
            Failure::Broken(fault) => fault.source(),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refused(refusal)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Failure {
        match error {
            store::Error::Refused(refusal) => Failure::Refused(refusal),
            store::Error::Broken(fault) => Failure::Broken(Box::new(fault)),
        }
    }
}

impl store::Stops for Failure {
    fn stops_the_writer(&self) -> bool {
        match self {
            Failure::Refused(_) => false,
            Failure::Broken(fault) => fault.downcast_ref::<store::Fault>().is_some_and(store::Fault::ends_the_writer),
        }
    }

    fn keeps_what_was_done(&self) -> bool {
        matches!(self, Failure::Refused(Refusal::Shut(_)))
    }
}

impl From<store::IndexFault> for Failure {
    fn from(fault: store::IndexFault) -> Failure {
        Failure::Broken(Box::new(IndexBehind(fault)))
    }
}

/// A failing index, with what that means and what to do: it is derived, so nothing is lost.
#[derive(Debug)]
struct IndexBehind(store::IndexFault);

impl fmt::Display for IndexBehind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}; nothing that was kept is lost: see that the disk has free space, and the index catches up at the next command, or make it anew with `uptake verify --reindex`",
            self.0
        )
    }
}

impl Error for IndexBehind {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}
