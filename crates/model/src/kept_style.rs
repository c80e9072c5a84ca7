//! Citation styles that an office keeps beside those that come along.

use crate::{PersonId, Refusal, sentence};

/// Longest word for a style, in characters: it stands in addresses.
pub const STYLE_WORD_CHARS_MAX: usize = 60;

/// Styles that an office keeps at most. Each stands in a list that people choose from.
pub const STYLES_MAX: usize = 50;

/// A citation style of the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptStyle {
    /// The word by which it is asked for.
    pub word: String,
    /// What it calls itself.
    pub title: String,
    /// Who brought it.
    pub by: PersonId,
    /// When, in microseconds since 1970.
    pub kept_at: i64,
}

impl KeptStyle {
    /// The word for a style in normal form.
    ///
    /// # Errors
    /// Refused when it is none that can stand in an address.
    pub fn called(word: &str) -> Result<String, Refusal> {
        let word = word.trim().to_lowercase();
        let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let begins = word.starts_with(|c: char| c.is_ascii_lowercase());
        if begins && word.len() <= STYLE_WORD_CHARS_MAX && word.chars().all(is_sign) {
            return Ok(word);
        }
        Err(Refusal::Said(sentence!(
            "style-word",
            "Name the style by lower-case letters, digits and hyphens, a letter first and {max} signs at most, such as house-journal",
            max = STYLE_WORD_CHARS_MAX
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_called_so_that_it_can_stand_in_an_address() {
        assert_eq!(KeptStyle::called(" House-Journal2 ").unwrap(), "house-journal2");
        for odd in ["", "2nd", "a b", "a/b", "журнал", &"a".repeat(STYLE_WORD_CHARS_MAX + 1)] {
            assert!(KeptStyle::called(odd).is_err(), "{odd}");
        }
    }
}
