//! The own abstract on its way to readers: in their language where there is one, and nowhere where its marking does not let it.

use model::{Digest, Marking, RecordId, shown_digest};

use crate::{Failure, Office};

/// The office's own abstract as it reaches a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAbstract {
    /// What is written, in which language.
    pub digest: Digest,
    /// The name of who wrote it.
    pub abstractor: String,
}

impl OwnAbstract {
    /// The language of what is written, where it is not that of the reader.
    pub fn other_language(&self, language: &str) -> Option<&str> {
        Some(self.digest.language.tag()).filter(|tag| *tag != language)
    }
}

impl Office {
    /// The own abstract of a record that reaches a reader of a language: in that language, else the one that was written last.
    /// Those that are not `admitted` by their marking count as not written.
    ///
    /// # Errors
    /// When the store fails.
    pub fn own_abstract(
        &self,
        record: RecordId,
        language: &str,
        admitted: &dyn Fn(&Marking) -> bool,
    ) -> Result<Option<OwnAbstract>, Failure> {
        let mut digests = self.abstracted(record)?.digests;
        digests.retain(|digest| admitted(&digest.marking));
        let Some(digest) = shown_digest(&digests, language).cloned() else { return Ok(None) };
        let abstractor = self.person(&digest.person)?.map_or_else(|| digest.person.to_string(), |one| one.name);
        Ok(Some(OwnAbstract { digest, abstractor }))
    }
}
