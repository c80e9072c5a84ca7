//! What a reader has to know beside a number, and why there is no number at all.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// A doubt about a number that is shown all the same.
///
/// Pages say it in their own language by its code, its values and its words; programs and the command line take the text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Caution {
    /// Which doubt, in lower-case words with hyphens (`before-peak`); the same in each version.
    pub code: &'static str,
    /// The doubt as one English sentence, with its numbers.
    pub text: String,
    /// The numbers in the sentence, by name.
    pub values: BTreeMap<&'static str, f64>,
    /// The names in the sentence, by what they name: a stage, a parameter, a group.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<&'static str, String>,
}

impl Caution {
    /// A doubt without numbers.
    pub fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self { code, text: text.into(), values: BTreeMap::new(), words: BTreeMap::new() }
    }

    /// The same doubt with one of its numbers.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: f64) -> Self {
        self.values.insert(name, value);
        self
    }

    /// The same doubt with one of its names.
    #[must_use]
    pub fn naming(mut self, what: &'static str, name: impl fmt::Display) -> Self {
        self.words.insert(what, name.to_string());
        self
    }
}

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Why there is no number: what was brought cannot carry it. The text names the place and the next step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unusable {
    /// Which reason, in lower-case words with hyphens (`wrong-sign`); the same in each version.
    pub code: &'static str,
    /// The reason as English sentences: where it is, and what to do about it.
    pub text: String,
}

impl Unusable {
    /// A reason with its sentence.
    pub fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self { code, text: text.into() }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Unusable {}
