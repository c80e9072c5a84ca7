//! The search index: derived from the records, rebuilt whenever it is not theirs.
//!
//! It follows the changes of the record table in order. Each commit carries the office it belongs
//! to and the last change it holds, so that after any interruption it is known what is missing:
//! behind is replayed, ahead or foreign is rebuilt. What a search finds is read again from the
//! table: an index that lags can miss, it cannot show.

mod layout;
mod search;
#[cfg(test)]
mod tests;
mod translate;

use std::path::{Path, PathBuf};

use model::{Record, RecordId};
use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyDocument, Term};

use layout::{LAYOUT_VERSION, Layout};
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

/// Up to which change of which office an index has come.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Position {
    office: String,
    change: u64,
}

impl Position {
    fn payload(&self) -> String {
        format!("{LAYOUT_VERSION} {} {}", self.office, self.change)
    }

    /// `None` for a payload of another layout or of nobody.
    fn read(payload: Option<&str>) -> Option<Position> {
        let mut parts = payload?.split(' ');
        let (version, office, change) = (parts.next()?, parts.next()?, parts.next()?);
        (version == LAYOUT_VERSION).then_some(Position { office: office.to_owned(), change: change.parse().ok()? })
    }
}

/// The index for searching. Cheap to clone; sees what was committed last.
#[derive(Clone)]
pub struct SearchIndex {
    index: Index,
    reader: IndexReader,
    layout: Layout,
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
        Ok(SearchIndex { index, reader, layout })
    }

    /// The last change that a search now sees; `None` when the index is of another layout.
    pub fn change(&self) -> Option<u64> {
        Position::read(self.index.load_metas().ok()?.payload.as_deref()).map(|position| position.change)
    }

    /// How many records a search now sees.
    pub fn n_records(&self) -> u64 {
        self.reader.searcher().num_docs()
    }
}

/// The index for writing. There is one, beside the one writer of the table.
pub struct Indexer {
    folder: PathBuf,
    office: String,
    index: Index,
    writer: Option<IndexWriter>,
    layout: Layout,
    change: u64,
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
    /// Opens the index of this office, or makes an empty one when it is missing, damaged, of
    /// another layout, of another office, or ahead of the table's last change.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(folder: &Path, office: &str, last_change: u64) -> Result<Indexer, IndexFault> {
        if let Some(index) = open(folder)
            && let Ok(metas) = index.load_metas()
            && let Some(position) = Position::read(metas.payload.as_deref())
            && position.office == office
            && position.change <= last_change
        {
            return Ok(Indexer::over(folder, office, index, position.change));
        }
        Indexer::anew(folder, office)
    }

    /// Makes an empty index in place of whatever is there.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn anew(folder: &Path, office: &str) -> Result<Indexer, IndexFault> {
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
        Ok(Indexer::over(folder, office, index, 0))
    }

    fn over(folder: &Path, office: &str, index: Index, change: u64) -> Indexer {
        let office = office.to_owned();
        Indexer {
            folder: folder.to_owned(),
            office,
            index,
            writer: None,
            layout: Layout::new(),
            change,
            pending: false,
        }
    }

    /// The last change that was committed.
    pub fn change(&self) -> u64 {
        self.change
    }

    fn writer(&mut self) -> Result<&mut IndexWriter, IndexFault> {
        if self.writer.is_none() {
            // One thread: the machine's other cores read and parse.
            let writer: IndexWriter = self.index.writer_with_num_threads(1, WRITER_BYTES).doing("starting to write")?;
            self.writer = Some(writer);
        }
        self.writer.as_mut().ok_or_else(|| IndexFault { doing: "starting to write", cause: "no writer".into() })
    }

    /// Takes in a record in place of what was held of it. `known`: whether anything can be held.
    ///
    /// # Errors
    /// When the engine fails; nothing is lost, [`Indexer::anew`] starts over.
    pub fn add(&mut self, id: RecordId, record: &Record, known: bool) -> Result<(), IndexFault> {
        let document: TantivyDocument = self.layout.document(id, record);
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

    /// Makes what was taken in visible and durable, as everything up to this change.
    ///
    /// # Errors
    /// When the engine fails; what was committed before stays.
    pub fn commit(&mut self, change: u64) -> Result<(), IndexFault> {
        if !self.pending && change == self.change {
            return Ok(());
        }
        let payload = Position { office: self.office.clone(), change }.payload();
        let writer = self.writer()?;
        let mut prepared = writer.prepare_commit().doing("writing")?;
        prepared.set_payload(&payload);
        prepared.commit().doing("committing")?;
        self.change = change;
        self.pending = false;
        Ok(())
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

    /// Puts off merging while a bulk load runs: merging what is about to grow is work twice.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn postpone_merges(&mut self, postpone: bool) -> Result<(), IndexFault> {
        let writer = self.writer()?;
        if postpone {
            writer.set_merge_policy(Box::new(NoMergePolicy));
        } else {
            writer.set_merge_policy(Box::<tantivy::indexer::LogMergePolicy>::default());
        }
        Ok(())
    }

    /// The index for searching, as of the last commit.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn search(&self) -> Result<SearchIndex, IndexFault> {
        SearchIndex::over(self.index.clone())
    }

    /// Where it stands.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}
