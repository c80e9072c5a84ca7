//! Searching: the best hits, how many there are, and what they are made of.

use std::collections::BTreeMap;

use matching::{Query, Tongue};
use model::RecordId;
use tantivy::{DocAddress, Searcher};

use super::best::Best;
use super::translate::{Translator, scoped};
use super::{IndexFault, SearchIndex, While};
use crate::Scope;

/// Hits that are judged one by one when the index alone cannot decide. Beyond it the search says
/// that it looked at so many and no more.
pub const JUDGED_MAX: usize = 10_000;

/// Values that one facet shows.
const FACET_VALUES_MAX: usize = 12;

/// What is wanted of a search.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Hits to leave out.
    pub offset: usize,
    /// Hits to give.
    pub limit: usize,
    /// Whether to count what the hits are made of.
    pub facets: bool,
}

/// A hit: which record, and how well it fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The record.
    pub id: RecordId,
    /// BM25; higher is better.
    pub score: f32,
}

/// Values of one property with the number of hits that have them, most frequent first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The property: `kind`, `year`, `lang`, `class`, `source`.
    pub name: &'static str,
    /// Value and number of hits.
    pub values: Vec<(String, u64)>,
}

/// What a search gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// The hits of the page, best first.
    pub found: Vec<Found>,
    /// How many there are in all.
    pub n_found: u64,
    /// What the hits are made of.
    pub facets: Vec<Facet>,
    /// Set when not all candidates could be judged: how many were.
    pub n_judged: Option<u64>,
}

impl SearchIndex {
    /// Searches what the scope sees: hits, counts and facets are of that alone, and scores are made of
    /// what is open to all. `judge` decides about a record where the index alone cannot; it reads the
    /// record under the same scope and gives `false` for what is not there.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn search(
        &self,
        scope: &Scope,
        query: &Query,
        page: Page,
        judge: &mut dyn FnMut(RecordId) -> bool,
    ) -> Result<Search, IndexFault> {
        let searcher = self.searcher()?;
        let tongues = self.tongues(&searcher)?;
        let translated = Translator { layout: &self.layout, tongues: &tongues, exact: true }.translate(query);
        let asked = scoped(&self.layout, scope, translated.query);
        let statistics = self.counted.of(&searcher, &self.layout)?;
        let (limit, all) = match translated.exact {
            true => (page.limit + page.offset, page.facets),
            false => (JUDGED_MAX, false),
        };
        let collected =
            searcher.search_with_statistics_provider(&asked, &Best { limit, all }, &statistics).doing("searching")?;
        let mut search = Search { n_found: collected.n_found, ..Search::default() };
        let (mut best, mut chosen) = (collected.best, collected.all);
        if !translated.exact {
            best.retain(|(found, _)| judge(found.id));
            search.n_found = best.len() as u64;
            search.n_judged = (collected.n_found > JUDGED_MAX as u64).then_some(JUDGED_MAX as u64);
            chosen = best.iter().map(|(_, address)| *address).collect();
        }
        search.found = best.into_iter().skip(page.offset).take(page.limit).map(|(found, _)| found).collect();
        if page.facets {
            search.facets = facets(&searcher, &chosen)?;
        }
        Ok(search)
    }

    /// The tongues that words of the index are in.
    fn tongues(&self, searcher: &Searcher) -> Result<Vec<Tongue>, IndexFault> {
        let mut found = Vec::new();
        for tongue in Tongue::ALL {
            for segment in searcher.segment_readers() {
                let index = segment.inverted_index(self.layout.text).doing("reading words")?;
                let from = tongue.code().to_string();
                let to = char::from_u32(tongue.code() as u32 + 1).unwrap_or(char::MAX).to_string();
                let mut terms =
                    index.terms().range().ge(from.as_bytes()).lt(to.as_bytes()).into_stream().doing("reading words")?;
                if terms.advance() {
                    found.push(*tongue);
                    break;
                }
            }
        }
        Ok(found)
    }
}

fn facets(searcher: &Searcher, addresses: &[DocAddress]) -> Result<Vec<Facet>, IndexFault> {
    let mut by_segment: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for address in addresses {
        by_segment.entry(address.segment_ord).or_default().push(address.doc_id);
    }
    let mut all = Vec::new();
    for (name, column) in [("kind", "kind"), ("lang", "lang"), ("class", "class_code"), ("source", "source_title")] {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for (segment, docs) in &by_segment {
            let fields = searcher.segment_reader(*segment).fast_fields();
            let Some(column) = fields.str(column).doing("counting")? else { continue };
            let mut by_ordinal: BTreeMap<u64, u64> = BTreeMap::new();
            for doc in docs {
                for ordinal in column.term_ords(*doc) {
                    *by_ordinal.entry(ordinal).or_default() += 1;
                }
            }
            let mut value = String::new();
            for (ordinal, count) in by_ordinal {
                value.clear();
                if column.ord_to_str(ordinal, &mut value).doing("counting")? {
                    *counts.entry(value.clone()).or_default() += count;
                }
            }
        }
        all.push(facet(name, counts));
    }
    let mut years: BTreeMap<String, u64> = BTreeMap::new();
    for (segment, docs) in &by_segment {
        let column = searcher.segment_reader(*segment).fast_fields().i64("year").doing("counting")?;
        for doc in docs {
            if let Some(year) = column.first(*doc) {
                *years.entry(year.to_string()).or_default() += 1;
            }
        }
    }
    all.insert(1, facet("year", years));
    all.retain(|facet| !facet.values.is_empty());
    Ok(all)
}

fn facet(name: &'static str, counts: BTreeMap<String, u64>) -> Facet {
    let mut values: Vec<(String, u64)> = counts.into_iter().collect();
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values.truncate(FACET_VALUES_MAX);
    Facet { name, values }
}
