//! Records cited in a style.

use formats::{Citation, Given};
use store::HeldRecord;

use crate::kept_style::Style;
use crate::{Failure, Office};

/// Records that a search found, cited.
#[derive(Clone, Debug)]
pub struct Cited {
    /// The citations, numbered and ordered as the style wants it.
    pub citations: Vec<Citation>,
    /// Records that may not be copied and were left out.
    pub n_withheld: usize,
    /// Records that the search found in all.
    pub n_found: u64,
}

impl Office {
    /// One record in a style; `language` is the tag of the reader's language.
    ///
    /// # Errors
    /// Refused when there is none, or when it may not be copied.
    pub fn cite(&self, record: &str, style: &Style, language: &str) -> Result<Citation, Failure> {
        let held = self.record_to_give_out(record)?;
        Ok(cited(style, language, &[held]).into_iter().next().unwrap_or_default())
    }

    /// The records that a search finds, as a list in a style: the best [`EXPORT_MAX`](crate::EXPORT_MAX), or the newest where
    /// nothing is searched for. What may not be copied is left out.
    ///
    /// # Errors
    /// Refused when the query cannot be read.
    pub fn cite_found(&self, query: &str, style: &Style, language: &str) -> Result<Cited, Failure> {
        let (given, n_withheld, n_found) = self.found_to_give_out(query)?;
        Ok(Cited { citations: cited(style, language, &given), n_withheld, n_found })
    }
}

fn cited(style: &Style, language: &str, records: &[HeldRecord]) -> Vec<Citation> {
    let ids: Vec<String> = records.iter().map(|held| held.id.to_string()).collect();
    let given: Vec<Given<'_>> = records.iter().zip(&ids).map(|(held, id)| Given { id, record: &held.record }).collect();
    style.cite(language, &given)
}
