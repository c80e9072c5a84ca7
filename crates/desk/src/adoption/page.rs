//! Adoptions and technologies as people look at them.

use model::{AdoptionId, Technology, TechnologyId};
use store::AdoptionLine;

use super::no_adoption;
use super::technology::no_technology;
use crate::{Failure, Office};

impl Office {
    /// The adoption of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn adoption(&self, text: &str) -> Result<AdoptionLine, Failure> {
        let id = AdoptionId::parse(text).ok_or_else(|| no_adoption(text))?;
        Ok(self.reader.adoption(&self.scope, id)?.ok_or_else(|| no_adoption(text))?)
    }

    /// The technology of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn technology(&self, text: &str) -> Result<Technology, Failure> {
        let id = TechnologyId::parse(text).ok_or_else(|| no_technology(text))?;
        Ok(self.reader.technology(&self.scope, id)?.ok_or_else(|| no_technology(text))?)
    }
}
