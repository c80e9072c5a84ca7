//! An office opened: for reading by anybody, for writing by one.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ::harvest::{Ask, Unconnected};
use matching::{Classifier, ItemHelp};
use model::{
    Cases, ControlListId, Crosswalk, Identifier, PartyListId, Record, RecordId, Refusal, SubjectScheme, UnitTree,
    sentence,
};
use store::{HeldRecord, Indexer, Reader, Scope, SearchIndex, Writer};

use crate::attachment::{Shelf, Shelving};
use crate::configuration::{CONFIGURATION_FILE, CONFIGURATION_TEXT};
use crate::delivery::Counted;
use crate::intake::Laying;
use crate::kept::Kept;
use crate::letter::Seals;
use crate::likeness::Gists;
use crate::need::Needs;
use crate::scheme::AskingNeed;
use crate::screening::PartyIndex;
use crate::{Configuration, Failure, Overrides, Parser};

/// Scopes whose lists of needs are kept: of 20,000 needs each takes six megabytes.
const NEEDS_KEPT: usize = 8;

/// Classifiers that are kept: each takes some megabytes.
const CLASSIFIERS_KEPT: usize = 4;

/// Versions of control lists that are kept ready: one of four thousand lines takes some megabytes.
const ITEM_HELP_KEPT: usize = 6;
/// Scopes whose cases are kept: of 20,000 cases each takes ten megabytes.
const CASES_KEPT: usize = 4;
/// Lists of parties that are kept ready to be searched: one of 100,000 entries takes some hundred megabytes, most take some.
const PARTY_INDEXES_KEPT: usize = 32;

/// Changes that are taken over by the index at once.
const CATCH_UP: usize = 2_000;

/// Changes between two commits of the index while it catches up: what an interruption repeats.
pub(crate) const INDEX_COMMIT_EVERY: u64 = 50_000;

/// An office opened for reading.
#[derive(Clone)]
pub struct Office {
    pub(crate) reader: Reader,
    pub(crate) scope: Scope,
    pub(crate) configuration: Arc<Configuration>,
    /// The index, once it was searched: its files are opened anew only when there is something new.
    pub(crate) index: Arc<Mutex<Option<SearchIndex>>>,
    /// How often words stand in records, once it was counted.
    pub(crate) counted: Arc<Mutex<Option<Counted>>>,
    /// The telling words of needs.
    pub(crate) gists: Arc<Mutex<Gists>>,
    /// The tree of units, which everybody sees.
    pub(crate) tree: Arc<Kept<(), UnitTree>>,
    /// The lines of all needs, as each scope sees them.
    pub(crate) lines: Arc<Kept<Scope, Needs>>,
    /// The schemes with what joins them, which everybody sees.
    pub(crate) crosswalk: Arc<Kept<(), Crosswalk>>,
    /// The classes that needs ask for, as each scope sees them.
    pub(crate) asking: Arc<Kept<Scope, Vec<AskingNeed>>>,
    /// Versions of control lists, ready to be asked; a version never changes.
    pub(crate) item_help: Arc<Kept<(ControlListId, u32), ItemHelp>>,
    /// The cases of figures, as each scope sees them.
    pub(crate) cases: Arc<Kept<Scope, Cases>>,
    /// Who parses what comes from the world.
    pub(crate) parser: Parser,
    /// Who asks hosts of the world.
    pub(crate) asker: Arc<dyn Ask>,
    /// Files on their way to their rows, which the sweep leaves alone.
    pub(crate) laying: Laying,
    /// Where the bytes of attachments lie, once it was looked up.
    pub(crate) shelf: Arc<OnceLock<Shelf>>,
    /// Attachments on their way to their rows, which the sweep leaves alone.
    pub(crate) shelving: Shelving,
    /// What seals letters, once it was read.
    pub(crate) seals: Arc<OnceLock<Seals>>,
    /// What proposes codes, once it was read.
    pub(crate) classifiers: Arc<Kept<SubjectScheme, Option<Classifier>>>,
    /// Lists of parties, ready to be searched, once they were read.
    pub(crate) party_indexes: Arc<Kept<PartyListId, PartyIndex>>,
}

/// Why a search index lags behind the table.
#[derive(Debug)]
pub(crate) enum Lag {
    /// Another process writes, and lets the index follow.
    Writing,
    /// It cannot be written.
    Failing(Failure),
}

/// An office opened for writing: the one writer, with the index that follows it.
pub struct WritableOffice {
    pub(crate) office: Office,
    pub(crate) writer: Writer,
    pub(crate) indexer: Indexer,
}

impl Office {
    /// Makes an office.
    ///
    /// # Errors
    /// Refused when the directory holds anything.
    pub fn create(dir: &Path, name: u128, who: &str, now: i64) -> Result<WritableOffice, Failure> {
        let holds_something = std::fs::read_dir(dir)
            .is_ok_and(|entries| !entries.flatten().all(|entry| is_of_an_unfinished_office(&entry.file_name())));
        if holds_something {
            let sentence = format!("`{}` is not empty; name a directory that does not exist yet", dir.display());
            return Err(Failure::at_command_line(sentence));
        }
        if dir.exists() && !dir.is_dir() {
            return Err(Failure::at_command_line(format!(
                "`{}` is a file; name a directory that does not exist yet",
                dir.display()
            )));
        }
        drop(Writer::create(dir, name, who, now)?);
        let path = dir.join(CONFIGURATION_FILE);
        std::fs::write(&path, CONFIGURATION_TEXT).map_err(|error| Failure::Broken(Box::new(error)))?;
        Office::open_to_write(dir, &mut |_| {})
    }

    /// Opens an office for reading, as the operator at the command line.
    ///
    /// # Errors
    /// Refused when there is none, or a newer program made it.
    pub fn open(dir: &Path) -> Result<Office, Failure> {
        Office::open_under(dir, &Overrides::default())
    }

    /// The same, with what speaks louder than the file of its configuration.
    ///
    /// # Errors
    /// The same, and when a setting is wrong.
    pub fn open_under(dir: &Path, overrides: &Overrides) -> Result<Office, Failure> {
        let reader = Reader::open(dir)?;
        let (scope, configured) = (Scope::office(), Configuration::read(dir, overrides)?);
        let configuration = Arc::new(configured.configuration);
        Ok(Office {
            reader,
            scope,
            configuration,
            index: Arc::default(),
            counted: Arc::default(),
            gists: Arc::default(),
            tree: Arc::new(Kept::new(1)),
            lines: Arc::new(Kept::new(NEEDS_KEPT)),
            crosswalk: Arc::new(Kept::new(1)),
            cases: Arc::new(Kept::new(CASES_KEPT)),
            asking: Arc::new(Kept::new(NEEDS_KEPT)),
            item_help: Arc::new(Kept::new(ITEM_HELP_KEPT)),
            parser: Parser::default(),
            asker: Arc::new(Unconnected),
            laying: Laying::default(),
            shelf: Arc::default(),
            shelving: Shelving::default(),
            seals: Arc::default(),
            classifiers: Arc::new(Kept::new(CLASSIFIERS_KEPT)),
            party_indexes: Arc::new(Kept::new(PARTY_INDEXES_KEPT)),
        })
    }

    /// Opens an office for writing, and lets its index catch up with the table. `progress` is told
    /// how many changes were taken over.
    ///
    /// # Errors
    /// Refused when another process writes.
    pub fn open_to_write(dir: &Path, progress: &mut dyn FnMut(u64)) -> Result<WritableOffice, Failure> {
        Office::open_to_write_under(dir, &Overrides::default(), progress)
    }

    /// The same, with what speaks louder than the file of its configuration.
    ///
    /// # Errors
    /// The same, and when a setting is wrong.
    pub fn open_to_write_under(
        dir: &Path,
        overrides: &Overrides,
        progress: &mut dyn FnMut(u64),
    ) -> Result<WritableOffice, Failure> {
        let writer = Writer::open(dir)?;
        let office = Office::open_under(dir, overrides)?;
        let indexer = Indexer::open(&index_folder(dir), |position| office.reader.holds(position).unwrap_or(false))?;
        let mut writable = WritableOffice { office, writer, indexer };
        writable.catch_up(progress)?;
        Ok(writable)
    }

    /// The same, where what comes from the world is parsed by this one.
    pub fn with_parser(self, parser: Parser) -> Office {
        Office { parser, ..self }
    }

    /// The same, where hosts of the world are asked by this one. Without it nobody is asked.
    pub fn with_asker(self, asker: Arc<dyn Ask>) -> Office {
        Office { asker, ..self }
    }

    /// Who asks hosts of the world.
    pub fn asker(&self) -> Arc<dyn Ask> {
        Arc::clone(&self.asker)
    }

    /// Who parses what comes from the world.
    pub fn parser(&self) -> &Parser {
        &self.parser
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        self.reader.dir()
    }

    /// The index as it is, and why it lags behind the table if it does. Brought up to date first if nobody else
    /// writes and the disk lets it: what cannot be written can still be searched.
    pub(crate) fn index(&self, progress: &mut dyn FnMut(u64)) -> Result<(SearchIndex, Option<Lag>), Failure> {
        let position = self.reader.position()?;
        let current = |index: &SearchIndex| index.position().is_some_and(|at| at.change_seq == position.change_seq);
        let mut held = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        // One without a position is of another layout: made anew by somebody else, or not made yet.
        let mut index = held.take().filter(|index| index.position().is_some());
        index = index.or_else(|| SearchIndex::open(&index_folder(self.dir())));
        held.clone_from(&index);
        drop(held);
        if let Some(index) = index.take_if(|index| current(index)) {
            return Ok((index, None));
        }
        let made = Office::open_to_write(self.dir(), progress).and_then(|writable| {
            let index = writable.indexer.search()?;
            writable.close()?;
            Ok(index)
        });
        match (made, index) {
            (Ok(index), _) => {
                *self.index.lock().unwrap_or_else(PoisonError::into_inner) = Some(index.clone());
                Ok((index, None))
            }
            (Err(Failure::Refused(_)), Some(index)) => Ok((index, Some(Lag::Writing))),
            (Err(failure), Some(index)) => Ok((index, Some(Lag::Failing(failure)))),
            (Err(failure), None) => Err(failure),
        }
    }

    /// The record that people call so: its number or any of its identifiers.
    ///
    /// # Errors
    /// Refused when there is none, or when an identifier names several.
    pub fn record(&self, text: &str) -> Result<HeldRecord, Failure> {
        if let Some(id) = RecordId::parse(text) {
            let held = self.reader.record(&self.scope, id)?;
            return held.ok_or_else(|| not_found(text).into());
        }
        let mut found = Vec::new();
        for identifier in readings_of(text) {
            found = self.reader.records_identified(&self.scope, &identifier)?;
            if !found.is_empty() {
                break;
            }
        }
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(not_found(text).into()),
            _ => {
                let numbers: Vec<String> = found.iter().map(|held| held.id.to_string()).collect();
                Err(Failure::said(sentence!(
                    "record-ambiguous",
                    "`{text}` names several records; name one by its number: {numbers}",
                    numbers = numbers.join(", "),
                    text
                )))
            }
        }
    }

    /// Brings the changes behind one number, up to another at least, before the index, and answers
    /// with the number of the last. `known`: whether the index may hold what changed. `progress` is
    /// told how many changes were taken over.
    pub(crate) fn take_over(
        &self,
        indexer: &mut Indexer,
        (mut at, goal): (u64, u64),
        known: bool,
        progress: &mut dyn FnMut(u64),
    ) -> Result<u64, Failure> {
        let mut n_taken = 0;
        while at < goal {
            let changes = self.reader.changes_after(&self.scope, at, CATCH_UP)?;
            let Some(last) = changes.last() else { break };
            at = last.seq;
            for change in &changes {
                match &change.record {
                    Some(record) => indexer.add(change.id, record, &change.texts, change.label, known)?,
                    None => indexer.remove(change.id)?,
                }
            }
            n_taken += changes.len() as u64;
            progress(n_taken);
        }
        Ok(at)
    }

    /// Reads a record by its number.
    pub(crate) fn by_id(&self, id: RecordId) -> Result<Option<Record>, Failure> {
        Ok(self.reader.record(&self.scope, id)?.map(|held| held.record))
    }

    /// How much there is.
    ///
    /// # Errors
    /// When the store fails.
    pub fn counts(&self) -> Result<store::Counts, Failure> {
        Ok(self.reader.counts(&self.scope)?)
    }
}

/// What a text may mean as an identifier: as written, and bare numbers of the usual schemes.
fn readings_of(text: &str) -> Vec<Identifier> {
    use model::Scheme::{Arxiv, Isbn, Local, Patent, Pmcid, Pmid, Report};
    let mut readings: Vec<Identifier> = Identifier::parse(text).into_iter().collect();
    readings.extend(
        [Arxiv, Patent, Isbn, Pmcid, Pmid, Report, Local].iter().filter_map(|scheme| Identifier::new(*scheme, text)),
    );
    readings
}

fn not_found(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "record",
        text: text.to_owned(),
        next: sentence!("next-look-records", "look for it among the records; its number stands on its page"),
    }
}

/// What an `init` that was interrupted leaves behind: a lock and a database that had not taken its
/// place. The next one goes on over it.
fn is_of_an_unfinished_office(name: &OsStr) -> bool {
    let unfinished = |name: &str| name.strip_prefix(store::DATABASE_FILE).is_some_and(|rest| rest.starts_with('.'));
    name.to_str().is_some_and(|name| name == store::LOCK_FILE || unfinished(name))
}

pub(crate) fn index_folder(dir: &Path) -> PathBuf {
    dir.join(store::INDEX_DIRECTORY)
}

impl WritableOffice {
    /// The same, where what comes from the world is parsed by this one.
    pub fn with_parser(self, parser: Parser) -> WritableOffice {
        WritableOffice { office: self.office.with_parser(parser), ..self }
    }

    /// The office for reading.
    pub fn office(&self) -> &Office {
        &self.office
    }

    /// Up to which change of a record the index holds the office.
    pub(crate) fn indexed(&self) -> u64 {
        self.indexer.position().map_or(0, |position| position.change_seq)
    }

    pub(crate) fn catch_up(&mut self, progress: &mut dyn FnMut(u64)) -> Result<(), Failure> {
        let WritableOffice { office, indexer, .. } = self;
        let goal = office.reader.position()?;
        let at = indexer.position().map_or(0, |position| position.change_seq);
        let taken = office.take_over(indexer, (at, goal.change_seq), at > 0, progress);
        let done = taken.and_then(|_| Ok(indexer.commit(&goal)?));
        if done.is_err() {
            indexer.begin_again();
        }
        done
    }

    /// Makes the index anew from the table.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reindex(&mut self, progress: &mut dyn FnMut(u64)) -> Result<(), Failure> {
        self.indexer = Indexer::anew(&index_folder(self.office.dir()))?;
        self.catch_up(progress)
    }

    /// Closes the office; what the index still merges is finished first.
    ///
    /// # Errors
    /// When the index fails; nothing that was kept is lost.
    pub fn close(self) -> Result<(), Failure> {
        Ok(self.indexer.close()?)
    }
}
