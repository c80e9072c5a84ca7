//! Things that are pointed at.

use model::{Noun, Thing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::word::Word;

/// A thing of the office, by its noun and name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThingView {
    /// What it is.
    pub noun: Word<Noun>,
    /// How it is called: the name by which it is read.
    pub name: String,
}

impl From<&Thing> for ThingView {
    fn from(thing: &Thing) -> ThingView {
        ThingView { noun: Word(thing.noun), name: thing.name.clone() }
    }
}
