//! Records: searched, shown, parted.

use std::ops::{ControlFlow, Range};

use matching::{Analysis, Ground, Sheet, oracle, parse};
use model::{ProfileId, Record, Text};
use store::{Facet, HeldDelivery, HeldItem, HeldRecord, HeldRelation, Page};

use crate::identity::SameWork;
use crate::{Failure, Office, WritableOffice};

/// A hit with its record and the words that were found.
#[derive(Clone, Debug)]
pub struct SearchHit {
    /// The record.
    pub record: HeldRecord,
    /// BM25; higher is better.
    pub score: f32,
    /// The words that were found.
    pub grounds: Vec<Ground>,
}

/// What a search gives.
#[derive(Clone, Debug, Default)]
pub struct SearchAnswer {
    /// The hits of the page, best first.
    pub hits: Vec<SearchHit>,
    /// How many there are in all.
    pub n_found: u64,
    /// What they are made of.
    pub facets: Vec<Facet>,
    /// What the answer leaves out, if anything, in a sentence.
    pub remark: Option<String>,
}

impl Office {
    /// Searches the records. What is found is read from the table again under the scope.
    ///
    /// # Errors
    /// Refused when the query cannot be read.
    pub fn search(&self, text: &str, page: Page, progress: &mut dyn FnMut(u64)) -> Result<SearchAnswer, Failure> {
        let query = parse(text)
            .map_err(|error| Failure::said(format!("The query cannot be read: {error}\n{}", error.pointed(text))))?;
        let (index, lags) = self.index(progress)?;
        let mut broken = None;
        let search = index.search(&self.scope, &query, page, &mut |id| match self.by_id(id) {
            Ok(Some(record)) => oracle::judge(&query, &Sheet::new(&record, Analysis::Stemmed)).holds,
            Ok(None) => false,
            Err(failure) => {
                broken = Some(failure);
                false
            }
        })?;
        if let Some(failure) = broken {
            return Err(failure);
        }
        let mut answer = SearchAnswer { n_found: search.n_found, facets: search.facets, ..SearchAnswer::default() };
        for found in search.found {
            // Taken out or joined to another since the index was written: then it is not there.
            let Some(record) = self.reader.record(&self.scope, found.id)? else { continue };
            let grounds = oracle::judge(&query, &Sheet::new(&record.record, Analysis::Stemmed)).grounds;
            answer.hits.push(SearchHit { record, score: found.score, grounds });
        }
        let mut remarks = Vec::new();
        if lags {
            remarks.push("records are being taken in; the newest are not searched yet".to_owned());
        }
        if let Some(n) = search.n_judged {
            remarks.push(format!("only the {n} best candidates were looked at; add a word to narrow the query"));
        }
        answer.remark = (!remarks.is_empty()).then(|| remarks.join("; "));
        Ok(answer)
    }
}

/// A record with everything the office knows about it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The record.
    pub record: HeldRecord,
    /// What each source said, the longest held first.
    pub items: Vec<HeldItem>,
    /// Records that belong with it.
    pub related: Vec<HeldRelation>,
    /// To whom it was delivered.
    pub deliveries: Vec<HeldDelivery>,
}

impl Office {
    /// Everything about a record.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn show(&self, record: &str) -> Result<Shown, Failure> {
        let record = self.record(record)?;
        let filter = store::DeliveryFilter { record: Some(record.id), ..store::DeliveryFilter::default() };
        Ok(Shown {
            items: self.reader.items(&self.scope, record.id)?,
            related: self.reader.related(&self.scope, record.id)?,
            deliveries: self.deliveries(&filter)?,
            record,
        })
    }

    /// The bytes that a source of a record was read from, by its place in the list, from 1.
    ///
    /// # Errors
    /// Refused when the record has no such source.
    pub fn raw(&self, shown: &Shown, source: usize) -> Result<Vec<u8>, Failure> {
        let item = item_at(shown, source)?;
        Ok(self.reader.raw(&self.scope, item.id)?.unwrap_or_default())
    }

    /// Calls `visit` with every record until it breaks off.
    ///
    /// # Errors
    /// When the store fails.
    pub fn each_record(&self, visit: &mut dyn FnMut(HeldRecord) -> ControlFlow<()>) -> Result<(), Failure> {
        Ok(self.reader.each_record(&self.scope, visit)?)
    }
}

fn item_at(shown: &Shown, source: usize) -> Result<&HeldItem, Failure> {
    let n_items = shown.items.len();
    source.checked_sub(1).and_then(|at| shown.items.get(at)).ok_or_else(|| {
        Failure::said(format!(
            "The record {} has no source {source}; its sources are numbered 1 to {n_items}",
            shown.record.id
        ))
    })
}

/// Takes one source out of a record that joined several. Gives the number of the new record.
///
/// # Errors
/// Refused when the record has no such source or only this one.
pub fn part(
    office: &mut WritableOffice,
    record: &str,
    source: usize,
    who: &str,
    now: i64,
    ids: &mut dyn FnMut() -> u64,
) -> Result<model::RecordId, Failure> {
    let shown = office.office.show(record)?;
    let item = item_at(&shown, source)?;
    let new = office.writer.part(shown.record.id, item.id, &SameWork, who, now, ids)?;
    office.catch_up(&mut |_| {})?;
    Ok(new)
}

/// A record's words with the places that a profile found.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// Titles, each with byte ranges.
    pub titles: Vec<(Text, Vec<Range<usize>>)>,
    /// Abstracts, each with byte ranges.
    pub abstracts: Vec<(Text, Vec<Range<usize>>)>,
}

impl Office {
    /// The words of a record with the places that decided for a profile.
    ///
    /// # Errors
    /// When the store fails.
    pub fn marked(&self, profile: &ProfileId, record: &Record) -> Result<Marked, Failure> {
        let need = self.reader.need(&self.scope, &profile.need)?;
        let query = need.and_then(|need| need.profiles.into_iter().find(|one| one.id == *profile)).map(|one| one.query);
        Ok(marked(query.as_deref().unwrap_or_default(), record))
    }
}

/// The words of a record with the places that decide for a query. A query that cannot be read marks nothing.
pub fn marked(query: &str, record: &Record) -> Marked {
    let sheet = Sheet::new(record, Analysis::Stemmed);
    let grounds = parse(query).map_or_else(|_| Vec::new(), |query| oracle::judge(&query, &sheet).grounds);
    let with_ranges = |texts: &[Text]| {
        let ranges = |text: &Text| {
            let stands = |ground: &&Ground| {
                !ground.is_property()
                    && sheet.passages().get(ground.passage as usize).is_some_and(|passage| passage.text == text.text)
            };
            grounds.iter().filter(stands).map(|ground| ground.start as usize..ground.end as usize).collect()
        };
        texts.iter().map(|text| (text.clone(), ranges(text))).collect()
    };
    Marked { titles: with_ranges(&record.titles), abstracts: with_ranges(&record.abstracts) }
}
