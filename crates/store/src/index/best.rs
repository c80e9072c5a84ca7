//! Collecting what a search finds: the best, how many, and which.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use model::RecordId;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::Found;

/// Collects the best hits, equal scores in the order of their public numbers, so that no answer
/// depends on where in the index a record stands.
pub(super) struct Best {
    /// So many of the best are kept.
    pub limit: usize,
    /// Whether to tell which records were found at all.
    pub all: bool,
}

/// What was collected.
#[derive(Default)]
pub(super) struct Collected {
    /// The best hits with where they stand, best first.
    pub best: Vec<(Found, DocAddress)>,
    pub n_found: u64,
    /// Every hit, when it was asked for.
    pub all: Vec<DocAddress>,
}

/// Ordered with the best first: the last of a heap is what a better one takes the place of.
struct Hit {
    score: Score,
    id: u64,
    address: DocAddress,
}

impl PartialEq for Hit {
    fn eq(&self, other: &Hit) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Hit {}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Hit) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Hit {
    fn cmp(&self, other: &Hit) -> Ordering {
        other.score.total_cmp(&self.score).then(self.id.cmp(&other.id))
    }
}

pub(super) struct SegmentBest {
    segment: SegmentOrdinal,
    ids: Column<u64>,
    limit: usize,
    heap: BinaryHeap<Hit>,
    n_found: u64,
    all: Option<Vec<DocAddress>>,
}

impl Collector for Best {
    type Fruit = Collected;
    type Child = SegmentBest;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentBest> {
        let ids = reader.fast_fields().u64("id")?;
        let all = self.all.then(Vec::new);
        Ok(SegmentBest { segment, ids, limit: self.limit, heap: BinaryHeap::new(), n_found: 0, all })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<SegmentBest>) -> tantivy::Result<Collected> {
        let mut collected = Collected::default();
        let mut hits: Vec<Hit> = Vec::new();
        for segment in segments {
            hits.extend(segment.heap);
            collected.n_found += segment.n_found;
            collected.all.extend(segment.all.unwrap_or_default());
        }
        hits.sort_unstable();
        hits.truncate(self.limit);
        let found = |hit: Hit| (Found { id: RecordId::from_bits(hit.id), score: hit.score }, hit.address);
        collected.best = hits.into_iter().map(found).collect();
        Ok(collected)
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = SegmentBest;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.n_found += 1;
        let address = DocAddress::new(self.segment, doc);
        if let Some(all) = &mut self.all {
            all.push(address);
        }
        if self.limit == 0 || self.heap.len() >= self.limit && self.heap.peek().is_some_and(|last| score < last.score) {
            return;
        }
        let hit = Hit { score, id: self.ids.first(doc).unwrap_or_default(), address };
        if self.heap.len() < self.limit {
            self.heap.push(hit);
        } else if let Some(mut last) = self.heap.peek_mut()
            && hit < *last
        {
            *last = hit;
        }
    }

    fn harvest(self) -> SegmentBest {
        self
    }
}
