//! The rule by which records are the same work: brought by the caller.

use model::{Record, RelationKind};

/// How a new record stands to one that is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sameness {
    /// They describe the same work and become one record.
    Same,
    /// They belong together without being one work: *new* `kind` *held*.
    Related(RelationKind),
    /// They have nothing to do with each other; only a key was alike.
    Different,
}

/// One record made of several readings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// What they say together. Its origin is not kept.
    pub record: Record,
    /// Which field was taken from which of the readings, by their place in the list. A field that
    /// joins several has several lines.
    pub provenance: Vec<(String, usize)>,
}

/// Decides what is the same work, and what several readings of one work say together.
///
/// The store finds candidates by the keys of [`Incoming`] and asks. Both answers must depend on
/// the arguments alone: the store asks again whenever a reading comes, changes or goes.
///
/// [`Incoming`]: crate::Incoming
pub trait Identify {
    /// How the new record stands to the held one.
    fn sameness(&self, held: &Record, new: &Record) -> Sameness;

    /// Joins the live readings of one work, two at least, the longest held first.
    fn merge(&self, readings: &[Record]) -> Merged;

    /// What a source says of a work altogether, when it said the first and now says the second: the second, unless that
    /// only takes back the first. `None` stands for the second as it is.
    fn succeed(&self, said: &Record, says: &Record) -> Option<Record> {
        let _ = (said, says);
        None
    }
}
