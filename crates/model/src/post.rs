//! Posts: roles held in a unit. Needs and deliveries belong to posts, never to persons.

use crate::UnitId;

crate::unit::named_id!(
    /// Names a post.
    PostId,
    "post"
);

/// A role held in a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its short name.
    pub id: PostId,
    /// What the post is called.
    pub title: String,
    /// The unit it stands in.
    pub unit: UnitId,
    /// Who holds it now.
    pub holder: Option<String>,
}
