//! What may be kept on the phones of those who travel: `[abroad]`.

use model::Level;
use serde::{Deserialize, Serialize};

/// What may be kept on the phones of those who travel.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AbroadPart {
    /// The highest level of a mission whose questions and answers are kept on a phone without a network.
    pub level: String,
}

impl Default for AbroadPart {
    fn default() -> AbroadPart {
        AbroadPart { level: Level::Internal.word().to_owned() }
    }
}

impl AbroadPart {
    /// The highest level that is kept on phones.
    pub fn level(&self) -> Level {
        Level::from_word(&self.level).unwrap_or(Level::Open)
    }
}
