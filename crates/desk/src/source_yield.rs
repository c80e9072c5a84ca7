//! What sources are worth: counted by a job, read by pages.

use std::collections::BTreeMap;

use model::{SourceId, SourceYield};
use store::Writer;

use crate::job::OFFICE;
use crate::source::SOURCES_PAGE;
use crate::{Clerk, Failure, Office};

/// The job: counts one source, or all where none is named.
pub(crate) fn count_sources(clerk: &Clerk, office: &Office, named: &str, now: i64) -> Result<(), Failure> {
    if let Some(id) = SourceId::parse(named) {
        return count(clerk, office, id, now);
    }
    let mut after: Option<(String, SourceId)> = None;
    loop {
        let lines = office.sources(after.as_ref().map(|(title, id)| (title.as_str(), *id)), SOURCES_PAGE)?;
        let Some(last) = lines.last() else { return Ok(()) };
        after = Some((last.source.title.clone(), last.source.id));
        for line in &lines {
            count(clerk, office, line.source.id, now)?;
        }
    }
}

fn count(clerk: &Clerk, office: &Office, id: SourceId, now: i64) -> Result<(), Failure> {
    let Some(line) = office.reader.source(&office.scope, id)? else { return Ok(()) };
    // Counted beside the writer: a large source takes a second.
    let counted = office.reader.count_source(&office.scope, &line.source, now)?;
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> { Ok(deed.keep_source_yield(id, &counted)?) })
    })
}

impl Office {
    /// What sources are worth, as counted last, and their sum.
    ///
    /// # Errors
    /// When the store fails.
    pub fn source_yields(&self) -> Result<(BTreeMap<SourceId, SourceYield>, SourceYield), Failure> {
        let yields = self.reader.source_yields(&self.scope)?;
        let all = yields.values().fold(SourceYield::default(), |sum, one| sum.and(one));
        Ok((yields, all))
    }
}
