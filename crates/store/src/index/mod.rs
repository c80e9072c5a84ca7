//! The search index: derived from the records, rebuilt whenever it is not theirs.
//!
//! It follows the changes of the record table in order. Each commit carries the office it belongs
//! to and the last change it holds, so that after any interruption it is known what is missing:
//! behind is replayed, ahead or foreign is rebuilt. What a search finds is read again from the
//! table: an index that lags can miss, it cannot show.

mod best;
mod layout;
mod open;
mod rounded;
mod search;
#[cfg(test)]
mod tests;
mod translate;

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use matching::Forms;
use model::{Record, RecordId};
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, Opstamp, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::Label;
use crate::incoming::hex;
use crate::ledger::Position;
use layout::{LAYOUT_VERSION, Layout};
use open::Counted;
pub use search::{Facet, Found, Page, Search};

/// Memory that the indexer collects documents in before it writes a segment.
const WRITER_BYTES: usize = 96 * 1024 * 1024;

/// What can go wrong with the index. Nothing of it loses anything: the index can be rebuilt.
#[derive(Debug)]
pub struct IndexFault {
    doing: &'static str,
    cause: Box<dyn std::error::Error + Send + Sync>,
}

impl std::fmt::Display for IndexFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the search index failed while {}", self.doing)
    }
}

impl std::error::Error for IndexFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.cause)
    }
}

/// Names what was being done when the engine failed.
trait While<T> {
    fn doing(self, doing: &'static str) -> Result<T, IndexFault>;
}

impl<T, E: Into<Box<dyn std::error::Error + Send + Sync>>> While<T> for Result<T, E> {
    fn doing(self, doing: &'static str) -> Result<T, IndexFault> {
        self.map_err(|cause| IndexFault { doing, cause: cause.into() })
    }
}

/// A position as a commit carries it.
fn payload(position: &Position) -> String {
    format!("{LAYOUT_VERSION} {} {} {}", position.change_seq, position.ledger_seq, hex(&position.ledger_hash))
}

/// `None` for a payload of another layout or of nobody.
fn position_of(payload: Option<&str>) -> Option<Position> {
    let mut parts = payload?.split(' ');
    let (version, change, fact, hash) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let mut ledger_hash = [0; 32];
    if version != LAYOUT_VERSION || hash.len() != 64 || !hash.is_ascii() {
        return None;
    }
    for (i, byte) in ledger_hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hash[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(Position { change_seq: change.parse().ok()?, ledger_seq: fact.parse().ok()?, ledger_hash })
}

/// The index for searching. Cheap to clone; sees what was committed last.
#[derive(Clone)]
pub struct SearchIndex {
    index: Index,
    reader: IndexReader,
    layout: Layout,
    counted: Arc<Counted>,
    /// Number of the commit that the reader stands at.
    seen: Arc<Mutex<Option<Opstamp>>>,
}

impl SearchIndex {
    /// Opens the index of an office. `None` when there is none that can be read: the office has to
    /// be opened for writing once, which makes it.
    pub fn open(folder: &Path) -> Option<SearchIndex> {
        let index = open(folder)?;
        SearchIndex::over(index).ok()
    }

    fn over(index: Index) -> Result<SearchIndex, IndexFault> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().doing("opening it")?;
        let layout = Layout::new();
        Ok(SearchIndex { index, reader, layout, counted: Arc::default(), seen: Arc::default() })
    }

    /// Up to which position of the office a search sees; `None` when the index is of another layout.
    pub fn position(&self) -> Option<Position> {
        position_of(self.index.load_metas().ok()?.payload.as_deref())
    }

    /// What was committed last. The files are opened anew only when there is something new.
    fn searcher(&self) -> Result<Searcher, IndexFault> {
        let newest = self.index.load_metas().doing("looking for news")?.opstamp;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen != Some(newest) {
            self.reader.reload().doing("looking for news")?;
            *seen = Some(newest);
        }
        Ok(self.reader.searcher())
    }

    /// Every record that the index holds.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn held_ids(&self) -> Result<HashSet<RecordId>, IndexFault> {
        let mut held = HashSet::new();
        for segment in self.searcher()?.segment_readers() {
            let column = segment.fast_fields().u64("id").doing("reading numbers")?;
            held.extend(segment.doc_ids_alive().filter_map(|doc| column.first(doc)).map(RecordId::from_bits));
        }
        Ok(held)
    }

    /// What its checksums say: the files that are not as they were written.
    pub fn damage(&self) -> Option<String> {
        match self.index.validate_checksum() {
            Ok(damaged) if damaged.is_empty() => None,
            Ok(damaged) => Some(damaged.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")),
            Err(error) => Some(error.to_string()),
        }
    }

    /// How many records a search now sees.
    pub fn n_records(&self) -> u64 {
        self.reader.searcher().num_docs()
    }
}

/// The index for writing. There is one, beside the one writer of the table.
pub struct Indexer {
    index: Index,
    writer: Option<IndexWriter>,
    layout: Layout,
    forms: Forms,
    position: Option<Position>,
    pending: bool,
}

fn open(folder: &Path) -> Option<Index> {
    let index = Index::open_in_dir(folder).ok()?;
    (index.schema() == Layout::new().schema).then(|| {
        layout::register(&index);
        index
    })
}

impl Indexer {
    /// Opens the index, or makes an empty one when it is missing, damaged, of another layout, or at
    /// a position that the office has not gone through (`holds`): of another office, or ahead of
    /// one that was brought back from a backup.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(folder: &Path, holds: impl FnOnce(&Position) -> bool) -> Result<Indexer, IndexFault> {
        if let Some(index) = open(folder)
            && let Ok(metas) = index.load_metas()
            && let Some(position) = position_of(metas.payload.as_deref())
            && holds(&position)
        {
            return Ok(Indexer::over(index, Some(position)));
        }
        Indexer::anew(folder)
    }

    /// Makes an empty index in place of whatever is there.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn anew(folder: &Path) -> Result<Indexer, IndexFault> {
        if folder.exists() {
            std::fs::remove_dir_all(folder).doing("removing what cannot be used")?;
        }
        std::fs::create_dir_all(folder).doing("making its folder")?;
        let settings = IndexSettings::default();
        let index = Index::builder()
            .schema(Layout::new().schema)
            .settings(settings)
            .create_in_dir(folder)
            .doing("making it")?;
        layout::register(&index);
        Ok(Indexer::over(index, None))
    }

    fn over(index: Index, position: Option<Position>) -> Indexer {
        Indexer { index, writer: None, layout: Layout::new(), forms: Forms::default(), position, pending: false }
    }

    /// The position that was committed last; `None` for an empty index.
    pub fn position(&self) -> Option<Position> {
        self.position
    }

    fn writer(&mut self) -> Result<&mut IndexWriter, IndexFault> {
        if self.writer.is_none() {
            // One thread: the machine's other cores read and parse.
            let writer: IndexWriter = self.index.writer_with_num_threads(1, WRITER_BYTES).doing("starting to write")?;
            self.writer = Some(writer);
        }
        self.writer.as_mut().ok_or_else(|| IndexFault { doing: "starting to write", cause: "no writer".into() })
    }

    /// Takes in a record, to be found by those who see its label, in place of what was held of it.
    /// `texts`: what stands in its files. `known`: whether anything can be held.
    ///
    /// # Errors
    /// When the engine fails; nothing is lost, [`Indexer::anew`] starts over.
    pub fn add(
        &mut self,
        id: RecordId,
        record: &Record,
        texts: &[String],
        label: Label,
        known: bool,
    ) -> Result<(), IndexFault> {
        let document: TantivyDocument = self.layout.document(&mut self.forms, id, record, texts, label);
        let field = self.layout.id;
        let writer = self.writer()?;
        if known {
            writer.delete_term(Term::from_field_u64(field, id.bits()));
        }
        writer.add_document(document).doing("adding a record")?;
        self.pending = true;
        Ok(())
    }

    /// Takes a record out.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn remove(&mut self, id: RecordId) -> Result<(), IndexFault> {
        let field = self.layout.id;
        self.writer()?.delete_term(Term::from_field_u64(field, id.bits()));
        self.pending = true;
        Ok(())
    }

    /// Makes what was taken in visible and durable, as everything up to this position.
    ///
    /// # Errors
    /// When the engine fails; what was committed before stays.
    pub fn commit(&mut self, position: &Position) -> Result<(), IndexFault> {
        let there = self.position.is_some_and(|at| at.change_seq == position.change_seq);
        if !self.pending && there {
            return Ok(());
        }
        let payload = payload(position);
        let writer = self.writer()?;
        let mut prepared = writer.prepare_commit().doing("writing")?;
        prepared.set_payload(&payload);
        prepared.commit().doing("committing")?;
        self.position = Some(*position);
        self.pending = false;
        Ok(())
    }

    /// Goes back to what was committed last: after a failure the engine's writer takes nothing more.
    pub fn begin_again(&mut self) {
        // Dropped first: it holds the lock of the folder.
        self.writer = None;
        self.pending = false;
        self.position = self.index.load_metas().ok().and_then(|metas| position_of(metas.payload.as_deref()));
    }

    /// Waits until segments that are being merged are merged, and closes.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn close(mut self) -> Result<(), IndexFault> {
        match self.writer.take() {
            Some(writer) => writer.wait_merging_threads().doing("merging segments"),
            None => Ok(()),
        }
    }

    /// The index for searching, as of the last commit.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn search(&self) -> Result<SearchIndex, IndexFault> {
        SearchIndex::over(self.index.clone())
    }
}
