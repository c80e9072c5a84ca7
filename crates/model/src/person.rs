//! Persons: who acts for a post. What they do belongs to the post.

use std::collections::BTreeSet;

use crate::{Compartment, Level, PostId};

crate::unit::named_id!(
    /// Names a person; it is also what they sign in with.
    PersonId,
    "person"
);

/// Somebody who may act in the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their short name, with which they sign in.
    pub id: PersonId,
    /// Their name as people write it.
    pub name: String,
    /// Where mail reaches them.
    pub email: Option<String>,
    /// The language of their pages: `en`, `ru`, `de`; `None` leaves it to the browser.
    pub language: Option<String>,
    /// The highest level they may see.
    pub level: Level,
    /// The compartments they are admitted to.
    pub compartments: BTreeSet<Compartment>,
    /// Whether they left: they cannot sign in any more, and what they did stays.
    pub left: bool,
}

/// Who did something: a person, for a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// The post they acted for; an administrator's first steps are for none.
    pub post: Option<PostId>,
}

impl std::fmt::Display for Actor {
    /// `post/person`, or `/person`: how the ledger writes it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.post.as_ref().map_or("", PostId::as_str), self.person)
    }
}

impl Actor {
    /// Reads what `Display` writes; `None` for the operator and other names without a post.
    pub fn parse(text: &str) -> Option<Actor> {
        let (post, person) = text.split_once('/')?;
        let post = if post.is_empty() { None } else { Some(PostId::new(post).ok()?) };
        Some(Actor { person: PersonId::new(person).ok()?, post })
    }
}
