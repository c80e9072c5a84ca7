//! Posts: roles held in a unit. Needs, deliveries and duties belong to posts, never to persons.

use std::collections::BTreeSet;

use crate::UnitId;
use crate::words::words;

crate::unit::named_id!(
    /// Names a post.
    PostId,
    "post"
);

words! {
    /// What a post may do beyond stating needs, asking, and answering what is laid before it.
    /// Powers reach over the post's unit and every unit below it.
    Power {
        /// Answers for its unit: what is overdue below comes up to it.
        Lead = "lead",
        /// Reviews needs, joins them, lets them go live.
        Coordinate = "coordinate",
        /// Routes requests, answers them, sets markings of records.
        Document = "document",
        /// Keeps units, posts, persons, clearances and compartments.
        Administer = "administer",
        /// Reads the ledger.
        Audit = "audit",
    }
}

/// A role held in a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its short name.
    pub id: PostId,
    /// What the post is called.
    pub title: String,
    /// The unit it stands in.
    pub unit: UnitId,
    /// What it may do.
    pub powers: BTreeSet<Power>,
    /// Whether it was abolished: it receives nothing more, and what it did stays.
    pub closed: bool,
}
