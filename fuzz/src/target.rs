//! What is tried.

use std::fmt;

use formats::FormatInfo;

use crate::chance::Chance;
use crate::law::{Broken, attachment, forms, matching, needs, parties, query, reading, record_json, scheme};
use crate::seeds::Seeds;

/// One way into the program for what the world sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Any source, its format found out.
    Read,
    /// A source as this format, whatever it is.
    ReadAs(&'static FormatInfo),
    /// The records of a source against queries made of their own words: engine against oracle.
    Match,
    /// Queries, one a line, against records that are known.
    Query,
    /// A needs file.
    Needs,
    /// Identifiers, languages, dates and codes, one a line, in their normal forms.
    Forms,
    /// A file of a record, of any kind but a paper.
    Attachment,
    /// A concept scheme or a crosswalk, its form found out.
    Scheme,
    /// A list of parties, its form found out.
    Parties,
    /// A record in our JSON, as the store reads it back.
    RecordJson,
}

impl Target {
    /// The targets that a name stands for: `read-as` for every format, `read-as:ris` for one.
    pub fn named(name: &str) -> Option<Vec<Target>> {
        let one = |target| Some(vec![target]);
        match name {
            "read" => one(Target::Read),
            "read-as" => Some(formats::formats().iter().map(Target::ReadAs).collect()),
            "match" => one(Target::Match),
            "query" => one(Target::Query),
            "needs" => one(Target::Needs),
            "forms" => one(Target::Forms),
            "attachment" => one(Target::Attachment),
            "scheme" => one(Target::Scheme),
            "parties" => one(Target::Parties),
            "record-json" => one(Target::RecordJson),
            _ => one(Target::ReadAs(formats::format(name.strip_prefix("read-as:")?)?)),
        }
    }

    /// A target for a round, those with the most ways in them most often.
    pub fn drawn(chance: &mut Chance) -> Target {
        match chance.below(17) {
            0 => Target::Attachment,
            1..=5 => Target::Read,
            6..=8 => chance.pick(formats::formats()).map_or(Target::Read, Target::ReadAs),
            9 | 10 => Target::Query,
            11 => Target::Match,
            12 => Target::Needs,
            13 => Target::Forms,
            14 => Target::Scheme,
            15 => Target::Parties,
            _ => Target::RecordJson,
        }
    }

    /// Puts an input to it and looks whether every law holds.
    ///
    /// # Errors
    /// The first law that does not.
    pub fn put(self, input: &[u8], seeds: &Seeds) -> Result<(), Broken> {
        match self {
            Target::Read => reading::hold(input, None),
            Target::ReadAs(format) => reading::hold(input, Some(format)),
            Target::Match => matching::hold(input),
            Target::Query => query::hold(&String::from_utf8_lossy(input), &seeds.pool, &mut Chance::of_bytes(input)),
            Target::Needs => needs::hold(&String::from_utf8_lossy(input)),
            Target::Forms => forms::hold(&String::from_utf8_lossy(input)),
            Target::Attachment => attachment::hold(input),
            Target::Scheme => scheme::hold(input),
            Target::Parties => parties::hold(input),
            Target::RecordJson => record_json::hold(&String::from_utf8_lossy(input)),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Read => f.write_str("read"),
            Target::ReadAs(format) => write!(f, "read-as:{}", format.name),
            Target::Match => f.write_str("match"),
            Target::Query => f.write_str("query"),
            Target::Needs => f.write_str("needs"),
            Target::Forms => f.write_str("forms"),
            Target::Attachment => f.write_str("attachment"),
            Target::Scheme => f.write_str("scheme"),
            Target::Parties => f.write_str("parties"),
            Target::RecordJson => f.write_str("record-json"),
        }
    }
}
