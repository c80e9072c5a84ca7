//! Ingest: readings become records.
//!
//! Three stages run beside each other: the caller reads and parses and makes batches ready, one
//! thread keeps them, one lays what was kept before the index. What is reported as kept is on the
//! disk; the index follows and, if it is interrupted, catches up at the next opening.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use formats::Reading;
use model::{Marking, Record, RecordId};
use store::{Batch, Incoming, Indexer, Kept, Label, Outcome, Position, Writer};

use crate::identity::SameWork;
use crate::office::INDEX_COMMIT_EVERY;
use crate::{Failure, Office, WritableOffice};

/// Bytes of raw readings in one batch, however few they are.
const BATCH_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Batches that wait between two stages.
const WAITING: usize = 2;

/// What became of what was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ingested {
    /// Readings that are on the disk now.
    pub n_kept: u64,
    /// Works that were not known.
    pub n_collected: u64,
    /// Readings of a source that says something else than before.
    pub n_updated: u64,
    /// Readings joined to the record of another source.
    pub n_merged: u64,
    /// Readings that were held already, word for word.
    pub n_unchanged: u64,
    /// Relations found between records.
    pub n_related: u64,
}

impl Ingested {
    fn count(&mut self, kept: &[Kept]) {
        for one in kept {
            self.n_kept += 1;
            self.n_related += one.related.len() as u64;
            match one.outcome {
                Outcome::Collected => self.n_collected += 1,
                Outcome::Updated => self.n_updated += 1,
                Outcome::Merged => self.n_merged += 1,
                Outcome::Unchanged => self.n_unchanged += 1,
            }
        }
    }
}

/// Where the caller puts what it reads. `Break` means: stop reading, something failed.
pub type Sink<'s> = dyn FnMut(Reading) -> ControlFlow<()> + 's;

/// Takes readings in. `read` is given a sink and puts everything it reads there; `progress` is told
/// after each batch that is on the disk.
///
/// # Errors
/// When the store fails. What was reported before stays kept.
pub fn ingest(
    office: &mut WritableOffice,
    who: &str,
    now: i64,
    ids: &mut (dyn FnMut() -> u64 + Send),
    read: &mut dyn FnMut(&mut Sink<'_>),
    progress: &mut (dyn FnMut(&Ingested) + Send),
) -> Result<Ingested, Failure> {
    ingest_marked(office, &Marking::default(), (who, now), ids, read, progress)
}

/// The same for what only those may see who may see this marking. It stays apart from what is held
/// under another, even of the same works: see [`Batch::marked`].
///
/// # Errors
/// As [`ingest`].
pub fn ingest_marked(
    office: &mut WritableOffice,
    marking: &Marking,
    (who, now): (&str, i64),
    ids: &mut (dyn FnMut() -> u64 + Send),
    read: &mut dyn FnMut(&mut Sink<'_>),
    progress: &mut (dyn FnMut(&Ingested) + Send),
) -> Result<Ingested, Failure> {
    let batch_records = office.office.configuration.batch();
    let WritableOffice { office, writer, indexer } = office;
    let (to_keep, from_reading) = sync_channel::<Batch>(WAITING);
    let (to_index, from_keeping) = sync_channel::<Step>(WAITING);
    thread::scope(|scope| {
        let keeping = scope.spawn(move || keep(writer, from_reading, to_index, who, now, ids, progress));
        let follower = office.clone();
        let indexing = scope.spawn(move || follow(indexer, from_keeping, &follower));
        gather(read, to_keep, batch_records, marking);
        let kept = keeping.join().unwrap_or_else(|_| Err(ended("keeping")));
        let indexed = indexing.join().unwrap_or_else(|_| Err(ended("indexing")));
        let ingested = kept?;
        indexed?;
        Ok(ingested)
    })
}

fn ended(doing: &str) -> Failure {
    Failure::Broken(format!("the thread that was {doing} ended early").into())
}

/// First stage: readings to batches. Takes the sender, so that its end is told when reading ends.
#[expect(clippy::needless_pass_by_value, reason = "dropping the channel ends the next stage")]
fn gather(read: &mut dyn FnMut(&mut Sink<'_>), to_keep: SyncSender<Batch>, batch_records: usize, marking: &Marking) {
    let mut waiting: Vec<Incoming> = Vec::with_capacity(batch_records);
    let mut n_bytes = 0;
    let mut sink = |reading: Reading| {
        n_bytes += reading.raw.len();
        waiting.push(incoming(reading));
        if waiting.len() < batch_records && n_bytes < BATCH_BYTES_MAX {
            return ControlFlow::Continue(());
        }
        n_bytes = 0;
        let full = std::mem::replace(&mut waiting, Vec::with_capacity(batch_records));
        // The other end is gone when keeping failed; it says why itself.
        if to_keep.send(Batch::marked(full, marking.clone())).is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    read(&mut sink);
    if !waiting.is_empty() {
        let _ = to_keep.send(Batch::marked(waiting, marking.clone()));
    }
}

pub(crate) fn incoming(reading: Reading) -> Incoming {
    let Reading { record, raw, .. } = reading;
    let keys = matching::identity::keys(&record);
    Incoming { source_key: source_key(&record, &raw), keys, record, raw }
}

/// What the source calls the entry: its format and its first identifier, which is the source's own;
/// without one, the bytes themselves.
pub(crate) fn source_key(record: &Record, raw: &[u8]) -> String {
    let format = &record.origin.format;
    match record.identifiers.first() {
        Some(own) if own.names_a_work() || own.names_a_message() => format!("{format} {own}"),
        // A local number says something only together with the file it stands in.
        Some(own) => format!("{format} {} {own}", record.origin.source),
        None => format!("{format} {}", String::from_utf8_lossy(raw)),
    }
}

/// What the index has to take over after a batch.
struct Step {
    /// Records that are new, as they were kept.
    new: Vec<(RecordId, Record, Label)>,
    /// Records that changed or were joined to another: to be read again.
    changed: bool,
    position: Position,
}

/// Second stage: batches to the disk. Takes its channels, so that both neighbours learn when it ends.
#[expect(clippy::needless_pass_by_value, reason = "dropping the channels ends the neighbours")]
fn keep(
    writer: &mut Writer,
    batches: Receiver<Batch>,
    to_index: SyncSender<Step>,
    who: &str,
    now: i64,
    ids: &mut (dyn FnMut() -> u64 + Send),
    progress: &mut (dyn FnMut(&Ingested) + Send),
) -> Result<Ingested, Failure> {
    let mut ingested = Ingested::default();
    for batch in batches {
        let kept = writer.ingest_batch(&batch, &SameWork, who, now, ids)?;
        ingested.count(&kept);
        progress(&ingested);
        let changed = kept
            .iter()
            .any(|one| matches!(one.outcome, Outcome::Updated | Outcome::Merged) || !one.absorbed.is_empty());
        let new = if changed {
            Vec::new()
        } else {
            let fresh = kept.into_iter().zip(batch.into_records()).filter(|(one, _)| one.outcome == Outcome::Collected);
            fresh.map(|(one, record)| (one.record, record, one.label)).collect()
        };
        // A failing index does not keep records from being kept: it catches up at the next opening.
        let _ = to_index.send(Step { new, changed, position: writer.position() });
    }
    Ok(ingested)
}

/// Third stage: what was kept before the index.
fn follow(indexer: &mut Indexer, steps: Receiver<Step>, office: &Office) -> Result<(), Failure> {
    let mut at = indexer.position().map_or(0, |position| position.change_seq);
    let mut committed = at;
    let mut before = at;
    let mut last: Option<Position> = None;
    for step in steps {
        let goal = step.position.change_seq;
        // Where the table was read, it may have been read past this step's end: then what is new
        // here may be there already, and the table tells what is still missing.
        if step.changed || at != before {
            at = office.take_over(indexer, (at, goal), true, &mut |_| {})?;
        } else {
            for (id, record, label) in &step.new {
                indexer.add(*id, record, &[], *label, false)?;
            }
            at = goal;
        }
        if goal >= committed + INDEX_COMMIT_EVERY {
            indexer.commit(&step.position)?;
            committed = goal;
        }
        before = goal;
        last = Some(step.position);
    }
    match last {
        Some(position) => Ok(indexer.commit(&position)?),
        None => Ok(()),
    }
}
