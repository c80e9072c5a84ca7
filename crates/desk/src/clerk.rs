//! The clerk: keeps the one writer, and gathers what many ask for into few commits.
//!
//! A commit waits for the disk, and waits no longer for many writes than for one. So the clerk takes
//! what is asked for by then into one transaction, each write failing or standing by itself, and
//! answers when all of it is on the disk. Afterwards the search index follows.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use store::Writer;

use crate::{Failure, Office, WritableOffice};

/// The most writes in one commit. Beyond some dozens a commit costs more than it saves.
const GATHERED_MAX: usize = 100;

/// How long the index may lag while writes come without a pause: its commits cost many syncs.
const INDEX_LAG_MILLIS: u64 = 500;

/// How long the clerk waits for work before it lets the index catch up.
const IDLE_MILLIS: u64 = 20;

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
}

impl Clerk {
    /// Takes over an office that was opened for writing. `told` hears, after each commit, that something changed.
    pub fn start(office: WritableOffice, told: Box<dyn Fn() + Send>) -> Clerk {
        let (letters, incoming) = mpsc::sync_channel(QUEUE_MAX);
        let thread =
            thread::spawn(move || Desk { office, told, indexed: Instant::now(), behind: false }.work(&incoming));
        Clerk { letters, thread: Arc::new(Mutex::new(Some(thread))) }
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
        let _ = self.letters.send(Letter::Write(task));
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
    Failure::said("The office is closing; try again in a moment")
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
}

impl Desk {
    fn work(mut self, incoming: &Receiver<Letter>) {
        loop {
            let wait = if self.behind { Duration::from_millis(IDLE_MILLIS) } else { Duration::from_secs(3_600) };
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
            if self.behind && self.indexed.elapsed() > Duration::from_millis(INDEX_LAG_MILLIS) {
                self.index();
            }
        }
        self.index();
        let _ = self.office.close();
    }

    fn commit(&mut self, tasks: Vec<Task>) {
        if self.office.writer.is_stopped() {
            // The disk failed before. Opened again it looks at what is there; until then nothing is taken.
            // Should it fail again, each write hears that the writer stopped.
            let _ = self.office.writer.reopen();
        }
        let before = self.office.writer.position();
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
        for answer in answers {
            // Whoever asked may fail at hearing it; the next ones hear theirs all the same.
            let told = std::panic::AssertUnwindSafe(|| answer(lost.clone()));
            let _ = std::panic::catch_unwind(told);
        }
        if kept {
            self.behind |= self.office.writer.position().change_seq != before.change_seq;
            (self.told)();
        }
    }

    /// Lets the index follow. Should it fail, the next change tries again, and the start of the office
    /// replays what is missing.
    fn index(&mut self) {
        self.behind = self.behind && self.office.catch_up(&mut |_| {}).is_err();
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
