//! Test collections: documents, topics and judgements, as TREC and BEIR lay them out.
//!
//! Each of the three is told from its content, and may be packed with gzip or zstd. Other than the readers of records these refuse:
//! a figure over a collection of which half was lost would be wrong, so what cannot be read ends the reading, with its place and the
//! next step.

mod documents;
mod judgements;
mod lines;
#[cfg(test)]
mod tests;
mod topics;

use std::fmt;
use std::io::{self, Read};

pub use documents::{CollectionDocument, read_documents};
pub use judgements::{Judgement, read_judgements};
pub use topics::{CollectionTopic, read_topics};

/// Documents that are read of a collection. The largest that is used for such tests, MS MARCO, has 8.8 million passages; what is
/// held of them here is a few hundred bytes each.
pub const DOCUMENTS_MAX: usize = 10_000_000;

/// Topics of a collection: MeSH headings of TREC-9 are five thousand.
pub const TOPICS_MAX: usize = 20_000;

/// Judgements of a collection.
pub const JUDGEMENTS_MAX: usize = 10_000_000;

/// Bytes of one document, topic or line. The longest documents of TREC (the Federal Register) have a few megabytes.
pub const PART_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Bytes of the name of a document or topic.
pub const NAME_BYTES_MAX: usize = 512;

/// Why a collection is not read: the place, what is wrong with it, and the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionFault {
    /// The line, from 1; `None` where it is not about one.
    pub line: Option<usize>,
    /// What is wrong and what to do.
    pub text: String,
}

impl CollectionFault {
    fn at(line: usize, text: impl Into<String>) -> CollectionFault {
        CollectionFault { line: Some(line), text: text.into() }
    }

    fn whole(text: impl Into<String>) -> CollectionFault {
        CollectionFault { line: None, text: text.into() }
    }
}

impl fmt::Display for CollectionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.text)
    }
}

impl std::error::Error for CollectionFault {}

impl From<io::Error> for CollectionFault {
    fn from(error: io::Error) -> CollectionFault {
        CollectionFault::whole(format!("it cannot be read: {error}; look at the file"))
    }
}

/// Unpacks a source and says at its end whether all of it came.
struct Unpacked<'r> {
    stream: Box<dyn Read + 'r>,
    notes: std::rc::Rc<crate::input::Notes>,
}

impl<'r> Unpacked<'r> {
    fn open(source: impl Read + 'r) -> Result<Unpacked<'r>, CollectionFault> {
        let input = crate::input::open(source)?;
        Ok(Unpacked { stream: input.stream, notes: input.notes })
    }

    /// Refuses where the packed data was damaged: what was read is not all there is.
    fn ended(notes: &crate::input::Notes) -> Result<(), CollectionFault> {
        match notes.take().into_iter().next() {
            None => Ok(()),
            Some(doubt) => Err(CollectionFault::whole(format!("{doubt}; fetch the file again"))),
        }
    }
}

/// A name of a document or topic, without blanks around it.
fn named(name: &str, line: usize) -> Result<String, CollectionFault> {
    let name = name.trim();
    if name.is_empty() {
        return Err(CollectionFault::at(line, "there is no name here; give each document and topic its own"));
    }
    if name.len() > NAME_BYTES_MAX {
        return Err(CollectionFault::at(line, format!("the name has more than {NAME_BYTES_MAX} bytes; shorten it")));
    }
    Ok(name.to_owned())
}
