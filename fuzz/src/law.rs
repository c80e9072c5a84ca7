//! What has to hold for every input, however damaged.

pub mod attachment;
pub mod forms;
pub mod matching;
pub mod needs;
pub mod parties;
pub mod query;
pub mod reading;
pub mod record_json;
pub mod scheme;

/// A law that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The law, in few words: findings with the same are told once.
    pub law: String,
    /// What stood against it.
    pub said: String,
}

/// Refuses with the law and what stood against it, unless it holds.
fn demand(holds: bool, law: impl Into<String>, said: impl FnOnce() -> String) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err(Broken { law: law.into(), said: shortened(&said()) }) }
}

/// What is shown of a long text.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 1_500;
    if text.chars().count() <= SHOWN {
        text.to_owned()
    } else {
        text.chars().take(SHOWN).chain("…".chars()).collect()
    }
}
