//! Records given out in forms that other programs read.

use formats::{Form, Given};
use model::{RecordId, sentence};
use store::{HeldRecord, Page};

use crate::{Failure, Office};

/// Records that are given out at once.
pub const EXPORT_MAX: usize = 1_000;

/// What was given out.
#[derive(Clone, Debug)]
pub struct GivenOut {
    /// The name of a file for it.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Records in it.
    pub n_given: usize,
    /// Records that may not be copied and were left out.
    pub n_withheld: usize,
    /// Records that the search found in all.
    pub n_found: u64,
}

impl Office {
    /// The records that a search finds, best first, at most [`EXPORT_MAX`]; the newest where nothing is searched for. What
    /// may not be copied is left out.
    ///
    /// # Errors
    /// Refused when the query cannot be read.
    pub fn export(&self, query: &str, form: Form) -> Result<GivenOut, Failure> {
        let (given, n_withheld, n_found) = self.found_to_give_out(query)?;
        let name = format!("records.{}", form.extension());
        Ok(GivenOut { name, bytes: written(form, &given)?, n_given: given.len(), n_withheld, n_found })
    }

    /// One record.
    ///
    /// # Errors
    /// Refused when there is none, or when it may not be copied.
    pub fn export_record(&self, record: &str, form: Form) -> Result<GivenOut, Failure> {
        let held = self.record_to_give_out(record)?;
        let name = format!("{}.{}", held.id, form.extension());
        Ok(GivenOut { name, bytes: written(form, &[held])?, n_given: 1, n_withheld: 0, n_found: 1 })
    }

    /// What a search finds and may be copied, how many may not, and how many the search found in all.
    pub(crate) fn found_to_give_out(&self, query: &str) -> Result<(Vec<HeldRecord>, usize, u64), Failure> {
        let (found, n_found) = if query.trim().is_empty() {
            (self.newest_records(EXPORT_MAX)?, self.counts()?.n_records)
        } else {
            let page = Page { offset: 0, limit: EXPORT_MAX, facets: false };
            let answer = self.search(query, page, &mut |_| {})?;
            (answer.hits.into_iter().map(|hit| hit.record).collect(), answer.n_found)
        };
        let mut given = Vec::new();
        let mut n_withheld = 0;
        for held in found {
            if self.is_withheld(held.id)? {
                n_withheld += 1;
            } else {
                given.push(held);
            }
        }
        Ok((given, n_withheld, n_found))
    }

    /// A record that may be copied.
    pub(crate) fn record_to_give_out(&self, record: &str) -> Result<HeldRecord, Failure> {
        let held = self.record(record)?;
        if self.is_withheld(held.id)? {
            return Err(Failure::said(sentence!(
                "export-withheld",
                "This record may not be copied, so it is not given out; read it here"
            )));
        }
        Ok(held)
    }

    fn is_withheld(&self, id: RecordId) -> Result<bool, Failure> {
        let marking = self.reader.marking_of_record(&self.scope, id)?;
        Ok(marking.is_none_or(|marking| !marking.may_be_given_out()))
    }
}

pub(crate) fn written(form: Form, records: &[HeldRecord]) -> Result<Vec<u8>, Failure> {
    let ids: Vec<String> = records.iter().map(|held| held.id.to_string()).collect();
    let given: Vec<Given<'_>> = records.iter().zip(&ids).map(|(held, id)| Given { id, record: &held.record }).collect();
    formats::write(form, &given).map_err(|error| Failure::Broken(Box::new(error)))
}
