//! What can go wrong with a store, and for whom the sentence is written.

use std::path::Path;
use std::{error, fmt, io};

use model::{Refusal, Sentence};
use rusqlite::ErrorCode;

/// What reads and writes answer with.
pub type Result<T> = std::result::Result<T, Error>;

/// Either a rule of the house, or a failure of the house.
#[derive(Debug)]
pub enum Error {
    /// A rule did not let it pass: for the user, with the next step.
    Refused(Refusal),
    /// The store failed: for the operator, with the chain of causes.
    Broken(Fault),
}

impl Error {
    /// A refusal in one sentence.
    pub(crate) fn said(sentence: Sentence) -> Error {
        Error::Refused(Refusal::Said(sentence))
    }

    /// A refusal that only the command line says.
    pub(crate) fn at_command_line(text: impl Into<String>) -> Error {
        Error::Refused(Refusal::AtCommandLine(text.into()))
    }

    /// Something kept that is not as it was written.
    pub(crate) fn damaged(what: impl Into<String>) -> Error {
        Error::Broken(Fault::new(FaultKind::Damaged, what))
    }

    /// A failure that is neither the disk's nor the user's.
    pub(crate) fn internal(doing: &str, source: io::Error) -> Error {
        Error::Broken(Fault { source: Some(Box::new(source)), ..Fault::new(FaultKind::Other, doing) })
    }

    /// The same, with what was being done.
    pub(crate) fn during(self, doing: &str) -> Error {
        match self {
            Error::Broken(fault) => Error::Broken(Fault { what: format!("{doing}: {}", fault.what), ..fault }),
            refused => refused,
        }
    }

    /// A failure of the file system on a path.
    pub(crate) fn file(doing: &str, path: &Path, source: io::Error) -> Error {
        let kind = match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FaultKind::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => FaultKind::NotWritable,
            _ => FaultKind::Device,
        };
        Error::Broken(Fault {
            source: Some(Box::new(source)),
            ..Fault::new(kind, format!("{doing} {}", path.display()))
        })
    }
}

/// What sort of failure it was: what the operator has to do differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// No room. Nothing was kept; it mends itself when there is room again.
    DiskFull,
    /// What is on the disk is not what was written.
    Damaged,
    /// The disk refused to read or write. The writer stops until the office is opened again.
    Device,
    /// Files or directory cannot be written by this user.
    NotWritable,
    /// A failure before made the writer stop.
    Stopped,
    /// Another program holds the database longer than we wait.
    Busy,
    /// Anything else; a fault of ours.
    Other,
}

/// A failure of the store.
#[derive(Debug)]
pub struct Fault {
    kind: FaultKind,
    what: String,
    source: Option<Box<dyn error::Error + Send + Sync>>,
}

impl Fault {
    pub(crate) fn new(kind: FaultKind, what: impl Into<String>) -> Fault {
        Fault { kind, what: what.into(), source: None }
    }

    /// What sort of failure it was.
    pub fn kind(&self) -> FaultKind {
        self.kind
    }

    /// What failed, without what to do about it.
    pub(crate) fn what(&self) -> &str {
        &self.what
    }

    /// Whether the handle that met it must not be used again. After a failed write or sync the
    /// system may have dropped what it could not write and report success the next time.
    pub fn ends_the_writer(&self) -> bool {
        matches!(self.kind, FaultKind::Device | FaultKind::Damaged)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = &self.what;
        match self.kind {
            FaultKind::DiskFull => {
                write!(f, "the disk is full: nothing of this batch was kept; free space and run the same command again")
            }
            FaultKind::Damaged => write!(
                f,
                "the office is damaged: {what}; `uptake verify` lists what is lost, \
                 `uptake restore` brings a backup back into a new directory"
            ),
            FaultKind::Device => {
                write!(
                    f,
                    "the disk failed ({what}): nothing of this was kept; look at the disk, then run the same command again"
                )
            }
            FaultKind::NotWritable => {
                write!(f, "the office cannot be written ({what}); check the owner and the file system")
            }
            FaultKind::Stopped => {
                write!(f, "the writer stopped after an earlier failure ({what}); open the office again")
            }
            FaultKind::Busy => {
                write!(f, "another program holds the office's database; run the same command again when it is done")
            }
            FaultKind::Other => write!(f, "the store failed ({what}): nothing of this was kept"),
        }
    }
}

impl error::Error for Fault {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn error::Error + 'static))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Refused(refusal) => refusal.fmt(f),
            Error::Broken(fault) => fault.fmt(f),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Error::Refused(_) => None,
            Error::Broken(fault) => error::Error::source(fault),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::Refused(refusal)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        Error::Broken(fault)
    }
}

/// `SQLITE_IOERR_SHMSIZE`: the shared-memory file could not be made longer, which is how a full
/// disk shows when it is met there first.
const SHARED_MEMORY_TOO_SHORT: i32 = 4874;

impl From<rusqlite::Error> for Error {
    fn from(source: rusqlite::Error) -> Error {
        let kind = match &source {
            rusqlite::Error::SqliteFailure(cause, _) if cause.extended_code == SHARED_MEMORY_TOO_SHORT => {
                FaultKind::DiskFull
            }
            rusqlite::Error::SqliteFailure(cause, _) => match cause.code {
                ErrorCode::DiskFull => FaultKind::DiskFull,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => FaultKind::Damaged,
                ErrorCode::SystemIoFailure => FaultKind::Device,
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => FaultKind::NotWritable,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => FaultKind::Busy,
                _ => FaultKind::Other,
            },
            // A column that does not hold what the schema says was not written by us.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => FaultKind::Damaged,
            _ => FaultKind::Other,
        };
        Error::Broken(Fault { what: source.to_string(), source: Some(Box::new(source)), kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_said_in_words_of_the_user() {
        let full = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL), None);
        let error = Error::from(full);
        assert!(error.to_string().starts_with("the disk is full: nothing of this batch was kept"), "{error}");
        let error = Error::file("writing", Path::new("x"), io::Error::from(io::ErrorKind::StorageFull));
        assert!(error.to_string().starts_with("the disk is full"), "{error}");
    }

    #[test]
    fn damage_names_the_way_out_and_keeps_its_cause() {
        let corrupt = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT), None);
        let error = Error::from(corrupt);
        let text = error.to_string();
        assert!(text.contains("`uptake verify`") && text.contains("`uptake restore`"), "{text}");
        assert!(error::Error::source(&error).is_some());
    }
}
