//! Cutting a stream into entries. One shape a file: documents of XML, values of JSON, tagged
//! lines, ISO 2709, BibTeX. A cutter knows where an entry begins and ends and nothing of what it
//! says; damage costs the entry it stands in and not those behind it.

use std::borrow::Cow;
use std::io;

use encoding_rs::Encoding;
use model::Language;

use crate::Doubt;

pub(crate) mod bibtex;
pub(crate) mod json;
pub(crate) mod marc;
pub(crate) mod mbox;
pub(crate) mod text;
pub(crate) mod xml;

/// What a cutter finds.
pub(crate) enum Cut<'a> {
    /// An entry, whole as far as the cutter can tell.
    Entry(Entry<'a>),
    /// Something that was passed over. Lines are lines of the source.
    Doubt(Doubt),
}

/// The bytes of one entry and what its surroundings say about it.
pub(crate) struct Entry<'a> {
    /// As in the source.
    pub bytes: Cow<'a, [u8]>,
    /// The line of the source on which it begins.
    pub line: u64,
    /// The encoding that the document names.
    pub declared: Option<&'static Encoding>,
    /// What the document says about all its entries.
    pub context: &'a Context,
    /// What the cutter has to say about this entry. Lines are lines of the source.
    pub doubt: Option<Doubt>,
}

/// What a feed says about all its items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Context {
    /// Title of the feed.
    pub title: Option<String>,
    /// Language of the feed.
    pub language: Option<Language>,
}

impl Context {
    /// Nothing is said.
    pub(crate) const NONE: Context = Context { title: None, language: None };
}

/// Why cutting ends before the stream does.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The caller wants no more.
    Enough,
    /// The stream cannot be read.
    Broken(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Broken(error)
    }
}

/// Where cuts go.
pub(crate) type Sink<'s> = dyn FnMut(Cut<'_>) -> Result<(), Stop> + 's;

/// The doubt about an entry that outgrew the window.
pub(crate) fn too_large(line: u64, what: &str) -> Doubt {
    let mebibytes = crate::limits::ENTRY_BYTES_MAX / (1024 * 1024);
    Doubt::new(format!("{what} is larger than {mebibytes} MiB; it was left out")).on(line)
}

#[cfg(test)]
mod tests;
