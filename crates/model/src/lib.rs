//! The nouns of Uptake and their rules.
//!
//! This crate is pure: no I/O, no clock, no SQL, no serialisation, no randomness. Dates and
//! random numbers come in as arguments; the JSON form of a record is made by `formats`, the
//! rows of a table by `store`.

#![forbid(unsafe_code)]

mod affiliation;
mod contributor;
mod date;
mod delivery;
mod fact;
mod identifier;
mod kind;
mod language;
mod need;
mod origin;
mod post;
mod profile;
mod record;
mod refusal;
mod relation;
mod rights;
mod status;
mod subject;
mod unit;

pub use affiliation::Affiliation;
pub use contributor::{Contributor, Name, Role};
pub use date::{Date, PartialDate};
pub use delivery::Delivery;
pub use fact::{Fact, Verb};
pub use identifier::{Identifier, Scheme};
pub use kind::Kind;
pub use language::Language;
pub use need::{Need, NeedId, Stage};
pub use origin::Origin;
pub use post::{Post, PostId};
pub use profile::{Profile, ProfileId};
pub use record::{Location, Record, RecordId, Source, Text};
pub use refusal::Refusal;
pub use relation::{Relation, RelationKind};
pub use rights::Rights;
pub use status::Status;
pub use subject::{Subject, SubjectScheme};
pub use unit::{Unit, UnitId};
