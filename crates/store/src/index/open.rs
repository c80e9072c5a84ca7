//! How often words occur in what is open to all: the one statistics that scores are made of.
//!
//! The score of a word says how rare it is. Counted over everything, what is hidden would move the
//! scores of what is seen, and an outsider could read it there. So words are counted over the open
//! records alone, exactly, whoever asks: a record has the same score for everybody.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::index::SegmentId;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Opstamp, Searcher, SegmentReader, TERMINATED, Term};

use super::layout::Layout;
use super::{IndexFault, While};
use crate::label;

/// Words of a segment whose count is remembered; beyond, all are forgotten and counted anew.
const COUNTED_MAX: usize = 10_000;

/// A segment with the deletions it had.
type Key = (SegmentId, Option<Opstamp>);

/// What was counted of the segments that were searched last.
#[derive(Default)]
pub(super) struct Counted(Mutex<HashMap<Key, Arc<OpenSegment>>>);

/// The open records of one segment.
struct OpenSegment {
    n_docs: u64,
    n_words: u64,
    n_title_words: u64,
    /// Which they are, a bit each; `None` when all that stand in the segment are.
    docs: Option<Vec<u64>>,
    counts: Mutex<HashMap<Term, u64>>,
}

/// The statistics for one search.
pub(super) struct OpenStatistics<'s> {
    layout: &'s Layout,
    segments: Vec<(&'s SegmentReader, Arc<OpenSegment>)>,
}

impl Counted {
    /// The statistics of what a searcher sees. Only segments that are new are looked through.
    pub(super) fn of<'s>(&self, searcher: &'s Searcher, layout: &'s Layout) -> Result<OpenStatistics<'s>, IndexFault> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut segments = Vec::new();
        let mut now = HashMap::new();
        for reader in searcher.segment_readers() {
            let key = (reader.segment_id(), reader.delete_opstamp());
            let segment = match held.get(&key) {
                Some(segment) => Arc::clone(segment),
                None => Arc::new(OpenSegment::of(reader, layout).doing("counting open records")?),
            };
            now.insert(key, Arc::clone(&segment));
            segments.push((reader, segment));
        }
        *held = now;
        Ok(OpenStatistics { layout, segments })
    }
}

impl OpenSegment {
    fn of(reader: &SegmentReader, layout: &Layout) -> tantivy::Result<OpenSegment> {
        let labels = reader.fast_fields().u64("label")?;
        let (words, title_words) =
            (reader.get_fieldnorms_reader(layout.text)?, reader.get_fieldnorms_reader(layout.title)?);
        let mut docs = vec![0u64; reader.max_doc().div_ceil(64) as usize];
        let mut segment = OpenSegment { n_docs: 0, n_words: 0, n_title_words: 0, docs: None, counts: Mutex::default() };
        for doc in reader.doc_ids_alive() {
            if labels.first(doc) != Some(label::OPEN.cast_unsigned()) {
                continue;
            }
            docs[doc as usize / 64] |= 1 << (doc % 64);
            segment.n_docs += 1;
            // As the scores have it: lengths are kept coarsely, and the same wherever a record stands.
            segment.n_words += u64::from(words.fieldnorm(doc));
            segment.n_title_words += u64::from(title_words.fieldnorm(doc));
        }
        if segment.n_docs < u64::from(reader.max_doc()) {
            segment.docs = Some(docs);
        }
        Ok(segment)
    }

    /// In how many open records a word stands.
    fn count(&self, reader: &SegmentReader, term: &Term) -> tantivy::Result<u64> {
        let index = reader.inverted_index(term.field())?;
        let Some(open) = &self.docs else { return Ok(u64::from(index.doc_freq(term)?)) };
        let counts = || self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts().get(term) {
            return Ok(*count);
        }
        let mut count = 0;
        if let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? {
            let mut doc = postings.doc();
            while doc != TERMINATED {
                count += open[doc as usize / 64] >> (doc % 64) & 1;
                doc = postings.advance();
            }
        }
        let mut counts = counts();
        if counts.len() >= COUNTED_MAX {
            counts.clear();
        }
        counts.insert(term.clone(), count);
        Ok(count)
    }
}

impl OpenStatistics<'_> {
    fn sum(&self, of: impl Fn(&OpenSegment) -> u64) -> u64 {
        self.segments.iter().map(|(_, segment)| of(segment)).sum()
    }
}

impl Bm25StatisticsProvider for OpenStatistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        // Where lengths are not kept each record counts as one word long. Never zero: the engine divides.
        let total = match field {
            field if field == self.layout.text => self.sum(|segment| segment.n_words),
            field if field == self.layout.title => self.sum(|segment| segment.n_title_words),
            _ => self.sum(|segment| segment.n_docs),
        };
        Ok(total.max(1))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.sum(|segment| segment.n_docs).max(1))
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.segments.iter().map(|(reader, segment)| segment.count(reader, term)).sum()
    }
}
