//! The clerk: keeps the one writer, and gathers what many ask for into few commits.
//!
//! A commit waits for the disk, and waits no longer for many writes than for one. So the clerk takes
//! what is asked for by then into one transaction, each write failing or standing by itself, and
//! answers when all of it is on the disk. Afterwards the search index follows.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use model::sentence;
use store::Writer;

use crate::{Failure, Office, WritableOffice};

/// The most writes in one commit. Beyond some dozens a commit costs more than it saves.
const GATHERED_MAX: usize = 100;

/// How long the index may lag while writes come without a pause: its commits cost many syncs.
const INDEX_LAG_MILLIS: u64 = 500;

/// How long the clerk waits for work before it lets the index catch up.
const IDLE_MILLIS: u64 = 20;

/// How long the clerk waits before it tries again to bring a failing index up to date.
const INDEX_AGAIN_MILLIS: u64 = 1_000;

/// Writes that wait their turn. Who comes then waits at the door, which slows the senders down.
const QUEUE_MAX: usize = 4_096;

/// What is told to a write after the commit: nothing, or why nothing of it was kept.
type Answer = Box<dyn FnOnce(Option<Arc<dyn std::error::Error + Send + Sync>>) + Send>;

type Task = Box<dyn FnOnce(&mut Writer) -> Answer + Send>;

enum Letter {
    Write(Task),
    Close(Sender<()>),
}

/// A way to the one writer. Cheap to clone.
#[derive(Clone)]
pub struct Clerk {
    letters: SyncSender<Letter>,
    thread: Arc<Mutex<Option<JoinHandle<()>>>>,
    counts: Arc<Counts>,
}

/// Bounds of the sizes of commits, in writes, each included.
pub const BATCH_BOUNDS: [u64; 7] = [1, 2, 5, 10, 20, 50, GATHERED_MAX as u64];

#[derive(Default)]
struct Counts {
    n_asked: AtomicU64,
    n_taken: AtomicU64,
    n_lost: AtomicU64,
    batches: [AtomicU64; BATCH_BOUNDS.len()],
    indexed: AtomicU64,
    index_fault: Mutex<Option<String>>,
}

/// What a clerk has done since it began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClerkTally {
    /// Writes that wait their turn.
    pub n_waiting: u64,
    /// Writes that were taken up.
    pub n_writes: u64,
    /// Commits by how many writes were in them: as many as the bound of [`BATCH_BOUNDS`], more than the one before.
    pub batches: [u64; BATCH_BOUNDS.len()],
    /// Commits of which nothing was kept.
    pub n_lost: u64,
    /// Up to which change of a record the search index holds the office.
    pub indexed: u64,
    /// Why the index could not follow at the last try.
    pub index_fault: Option<String>,
}

impl Clerk {
    /// Takes over an office that was opened for writing. `told` hears, after each commit, that something changed; of a write
    /// that found nothing to change it hears nothing.
    pub fn start(office: WritableOffice, told: Box<dyn Fn() + Send>) -> Clerk {
        let (letters, incoming) = mpsc::sync_channel(QUEUE_MAX);
        let counts = Arc::new(Counts::default());
        counts.indexed.store(office.indexed(), Ordering::Relaxed);
        let desk = Desk {
            office,
            told,
            indexed: Instant::now(),
            behind: false,
            index_failed: false,
            counts: Arc::clone(&counts),
        };
        let thread = thread::spawn(move || desk.work(&incoming));
        Clerk { letters, thread: Arc::new(Mutex::new(Some(thread))), counts }
    }

    /// What it has done so far.
    pub fn tally(&self) -> ClerkTally {
        let counts = &self.counts;
        let n_writes = counts.n_taken.load(Ordering::Relaxed);
        ClerkTally {
            // Read one after the other, they may be of different moments.
            n_waiting: counts.n_asked.load(Ordering::Relaxed).saturating_sub(n_writes),
            n_writes,
            batches: std::array::from_fn(|at| counts.batches[at].load(Ordering::Relaxed)),
            n_lost: counts.n_lost.load(Ordering::Relaxed),
            indexed: counts.indexed.load(Ordering::Relaxed),
            index_fault: counts.index_fault.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// Does a write and waits until it is on the disk.
    ///
    /// # Errors
    /// What the write answers with, or why it was not kept.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writer) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.write_then(work, move |done| {
            // Nobody waits any more: then nobody has to be told.
            let _ = answer.send(done);
        });
        answered.recv().unwrap_or_else(|_| Err(closing()))
    }

    /// Does a write and tells `then` when it is on the disk. `then` runs on the clerk's thread and must
    /// not wait.
    pub fn write_then<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writer) -> Result<T, Failure> + Send + 'static,
        then: impl FnOnce(Result<T, Failure>) + Send + 'static,
    ) {
        let task: Task = Box::new(move |writer| {
            let done = attempt(writer, work);
            Box::new(move |lost| match lost {
                None => then(done),
                Some(cause) => then(done.and(Err(Failure::Broken(Box::new(NotKept(cause)))))),
            })
        });
        // When the clerk has closed, the task is dropped with its answer, and who waits hears that.
        if self.letters.send(Letter::Write(task)).is_ok() {
            self.counts.n_asked.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether the writer does a write, which changes nothing, within so long. A full queue counts as no answer.
    pub fn answers(&self, patience: Duration) -> bool {
        let (answer, answered) = mpsc::sync_channel(1);
        let task: Task = Box::new(|writer| {
            let done = attempt(writer, |_| Ok(()));
            Box::new(move |lost| {
                // Whoever asked may have waited long enough.
                let _ = answer.send(done.is_ok() && lost.is_none());
            })
        });
        let taken = self.letters.try_send(Letter::Write(task)).is_ok();
        if taken {
            self.counts.n_asked.fetch_add(1, Ordering::Relaxed);
        }
        taken && answered.recv_timeout(patience).unwrap_or(false)
    }

    /// Ends what was asked for so far, lets the index catch up, and closes the office.
    pub fn close(&self) {
        let (done, ended) = mpsc::channel();
        if self.letters.send(Letter::Close(done)).is_ok() {
            let _ = ended.recv();
        }
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

/// Runs one write as a part of the commit. A panic in it is a fault of that write alone.
fn attempt<T>(writer: &mut Writer, work: impl FnOnce(&mut Writer) -> Result<T, Failure>) -> Result<T, Failure> {
    let guarded = std::panic::AssertUnwindSafe(|| writer.together(work));
    std::panic::catch_unwind(guarded).unwrap_or_else(|_| Err(Failure::Broken("a write ended in a panic".into())))
}

fn closing() -> Failure {
    Failure::said(sentence!("office-closing", "The office is closing; try again in a moment"))
}

/// A commit that failed, for one of the writes that were in it.
#[derive(Debug)]
struct NotKept(Arc<dyn std::error::Error + Send + Sync>);

impl std::fmt::Display for NotKept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for NotKept {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// The clerk's thread.
struct Desk {
    office: WritableOffice,
    told: Box<dyn Fn() + Send>,
    indexed: Instant,
    behind: bool,
    index_failed: bool,
    counts: Arc<Counts>,
}

impl Desk {
    fn work(mut self, incoming: &Receiver<Letter>) {
        loop {
            let wait = match (self.behind, self.index_failed) {
                (true, false) => Duration::from_millis(IDLE_MILLIS),
                (true, true) => self.index_time().saturating_sub(self.indexed.elapsed()),
                (false, _) => Duration::from_secs(3_600),
            };
            let mut closing = None;
            let mut tasks: Vec<Task> = Vec::new();
            match incoming.recv_timeout(wait) {
                Ok(Letter::Write(task)) => tasks.push(task),
                Ok(Letter::Close(done)) => closing = Some(done),
                Err(RecvTimeoutError::Timeout) => self.index(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if !tasks.is_empty() {
                gather(incoming, &mut tasks, &mut closing);
                self.commit(tasks);
            }
            if let Some(done) = closing {
                self.index();
                let _ = self.office.close();
                let _ = done.send(());
                return;
            }
            if self.behind && self.indexed.elapsed() > self.index_time() {
                self.index();
            }
        }
        self.index();
        let _ = self.office.close();
    }

    /// How long after its last try the index is brought up to date while writes come in.
    fn index_time(&self) -> Duration {
        Duration::from_millis(if self.index_failed { INDEX_AGAIN_MILLIS } else { INDEX_LAG_MILLIS })
    }

    fn commit(&mut self, tasks: Vec<Task>) {
        let n_tasks = tasks.len() as u64;
        self.counts.n_taken.fetch_add(n_tasks, Ordering::Relaxed);
        let size = BATCH_BOUNDS.iter().position(|bound| n_tasks <= *bound).unwrap_or(BATCH_BOUNDS.len() - 1);
        self.counts.batches[size].fetch_add(1, Ordering::Relaxed);
        if self.office.writer.is_stopped() {
            // The disk failed before. Opened again it looks at what is there; until then nothing is taken.
            // Should it fail again, each write hears that the writer stopped.
            let _ = self.office.writer.reopen();
        }
        let (before, n_before) = (self.office.writer.position(), self.office.writer.n_written());
        let mut answers: Vec<Answer> = Vec::with_capacity(tasks.len());
        let kept = self.office.writer.together(|writer| -> Result<(), Failure> {
            answers.extend(tasks.into_iter().map(|task| task(writer)));
            Ok(())
        });
        let lost: Option<Arc<dyn std::error::Error + Send + Sync>> = match kept {
            Ok(()) => None,
            Err(failure) => Some(Arc::new(failure)),
        };
        let kept = lost.is_none();
        self.counts.n_lost.fetch_add(u64::from(!kept), Ordering::Relaxed);
        for answer in answers {
            // Whoever asked may fail at hearing it; the next ones hear theirs all the same.
            let told = std::panic::AssertUnwindSafe(|| answer(lost.clone()));
            let _ = std::panic::catch_unwind(told);
        }
        if kept {
            self.behind |= self.office.writer.position().change_seq != before.change_seq;
            // Whoever hears of a change may look through the writer whether there is work; were that told
            // as a change again, the two would keep each other awake for ever.
            if self.office.writer.n_written() != n_before {
                (self.told)();
            }
        }
    }

    /// Lets the index follow. Should it fail, it is tried again in a while, and the start of the office
    /// replays what is missing.
    fn index(&mut self) {
        if self.behind {
            let failed = self.office.catch_up(&mut |_| {}).err();
            (self.behind, self.index_failed) = (failed.is_some(), failed.is_some());
            self.counts.indexed.store(self.office.indexed(), Ordering::Relaxed);
            let fault = failed.map(|failure| failure.to_string());
            *self.counts.index_fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
        }
        self.indexed = Instant::now();
    }
}

/// Takes what else is asked for by now. A lone write does not wait for company: while a commit is under way,
/// those for the next one gather by themselves.
fn gather(incoming: &Receiver<Letter>, tasks: &mut Vec<Task>, closing: &mut Option<Sender<()>>) {
    while tasks.len() < GATHERED_MAX && closing.is_none() {
        match incoming.try_recv() {
            Ok(Letter::Write(task)) => tasks.push(task),
            Ok(Letter::Close(done)) => *closing = Some(done),
            Err(_) => return,
        }
    }
}

impl Office {
    /// The reader of the office, for those who keep a clerk.
    pub fn reader(&self) -> &store::Reader {
        &self.reader
    }
}
