//! Tenures: who holds a post, or stands in for its holder, from when until when.

use crate::words::words;
use crate::{Date, PersonId, PostId};

words! {
    /// As what a person acts for a post.
    Standing {
        /// The post is theirs.
        Holder = "holder",
        /// They act while the holder is away.
        Deputy = "deputy",
    }
}

/// A person acting for a post during some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// The post.
    pub post: PostId,
    /// The person.
    pub person: PersonId,
    /// As what.
    pub standing: Standing,
    /// First day.
    pub since: Date,
    /// Last day; `None` while no end is known.
    pub until: Option<Date>,
}

impl Tenure {
    /// Whether the person acts for the post on this day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|last| day <= last)
    }
}
