//! Cells: what comes from the world is parsed by a process of its own, which can do nothing else.
//!
//! The program starts itself once more for each source. The child shuts itself in before it reads the first byte: no
//! network, no files, no other programs, so much memory and so much time. What it answers is taken as the world's too:
//! every part of it has a limit and is read strictly.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use formats::{Item, Options, Summary};

use crate::Failure;

mod examine;
mod frame;
mod parties;
mod press;
mod scheme;
#[cfg(test)]
mod tests;
mod wall;

pub use examine::{EXAMINE_ARGUMENT, Examined, examine_in_cell};
use frame::{Frame, Frames};
pub use parties::work_on_parties_in_cell;
pub(crate) use press::{Order, Templates};
pub use press::{PRESS_ARGUMENT, Printed, Unprinted, print_in_cell};
pub use scheme::work_on_scheme_in_cell;
pub use wall::{shut_in, shut_in_to_examine, shut_in_to_print};

/// The argument by which the program knows that it is a cell that reads records.
pub const CELL_ARGUMENT: &str = "cell";

/// The same for one that reads a scheme.
pub const SCHEME_CELL_ARGUMENT: &str = "scheme-cell";

/// The same for one that reads a list of parties.
pub const PARTY_CELL_ARGUMENT: &str = "party-cell";

/// Longest that a cell may take by the clock. It has less time on the processor; what waits longer waits for us.
const CELL_TIME_MAX: Duration = Duration::from_secs(120);

/// What is told of the last words of a cell that broke, in bytes.
const LAST_WORDS_MAX: u64 = 2_000;

/// Who parses what comes from the world.
#[derive(Clone, Debug, Default)]
pub enum Parser {
    /// This process: for what its own user names at the command line, and for tests.
    #[default]
    Here,
    /// A process of its own for each source, by this program.
    Cell(PathBuf),
}

/// How the reading of a source ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parsed {
    /// It was read to its end, or as far as the sink wanted it.
    Ended(Summary),
    /// The reader did not come to its end: what was read before was handed on. Says why.
    Broken(String),
}

impl Parser {
    /// Reads a source and hands on what is in it, in its order.
    ///
    /// # Errors
    /// When no cell can be started.
    pub fn read(
        &self,
        input: impl Read + Send,
        source: &str,
        sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
    ) -> Result<Parsed, Failure> {
        match self {
            Parser::Here => Ok(match formats::read(input, source, &Options::default(), sink) {
                Ok(summary) => Parsed::Ended(summary),
                Err(error) => Parsed::Broken(error.to_string()),
            }),
            Parser::Cell(program) => {
                let mut command = Command::new(program);
                command.arg(CELL_ARGUMENT).arg(source);
                let ended = in_cell(command, input, |frames| answers(frames, sink))?;
                Ok(match ended {
                    Ok(summary) => Parsed::Ended(summary),
                    Err(why) => Parsed::Broken(why),
                })
            }
        }
    }
}

/// Starts a cell, gives it the input and reads what it answers. Says why, when it did not come to its end.
fn in_cell<T>(
    mut command: Command,
    mut input: impl Read + Send,
    read: impl FnOnce(Frames<ChildStdout>) -> Result<T, String>,
) -> Result<Result<T, String>, Failure> {
    // The allocator of the program takes a gigabyte of addresses at its start; so it takes memory only as it is used, and
    // what is reserved does not count against the cell.
    command.env_clear().env("MIMALLOC_ARENA_EAGER_COMMIT", "0").current_dir("/");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(broken)?;
    let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(mut stdin), Some(stdout), Some(stderr)) = pipes else {
        return Err(Failure::Broken("a cell was started without its pipes".into()));
    };
    let (answered, overdue) = channel::<()>();
    let (ended, words) = thread::scope(|scope| {
        scope.spawn(move || {
            // A cell that ends early reads no further: what it answered says why.
            let _ = io::copy(&mut input, &mut stdin);
        });
        let words = scope.spawn(move || last_words(stderr));
        let watch = scope.spawn(move || {
            let is_overdue = overdue.recv_timeout(CELL_TIME_MAX) == Err(RecvTimeoutError::Timeout);
            if is_overdue {
                let _ = child.kill();
            }
            (child, is_overdue)
        });
        let ended = read(Frames::of(stdout));
        drop(answered);
        let ended = match watch.join() {
            Ok((child, is_overdue)) => end(child, is_overdue, ended),
            Err(_) => Err("the cell was not watched".to_owned()),
        };
        (ended, words.join().unwrap_or_default())
    });
    Ok(ended.map_err(|why| if words.is_empty() { why } else { format!("{why}: {words}") }))
}

/// Sees that a cell has ended, and says how.
fn end<T>(mut child: Child, is_overdue: bool, ended: Result<T, String>) -> Result<T, String> {
    // Once all is said, or too much, nothing that it still does is wanted.
    let _ = child.kill();
    let _ = child.wait();
    match ended {
        Err(_) if is_overdue => Err(format!("it took longer than {} seconds", CELL_TIME_MAX.as_secs())),
        ended => ended,
    }
}

fn answers(mut frames: Frames<impl Read>, sink: &mut dyn FnMut(Item) -> ControlFlow<()>) -> Result<Summary, String> {
    loop {
        let item = match frames.next()? {
            Frame::Reading(reading) => Item::Reading(*reading),
            Frame::Doubt(doubt) => Item::Doubt(doubt),
            Frame::End(summary) => return Ok(summary),
            Frame::Broken(why) => return Err(why),
            Frame::Piece(_) => return Err(frame::strange()),
        };
        if sink(item).is_break() {
            return Ok(Summary::default());
        }
    }
}

fn last_words(stderr: impl Read) -> String {
    let mut bytes = Vec::new();
    let mut stderr = stderr.take(LAST_WORDS_MAX);
    let _ = stderr.read_to_end(&mut bytes);
    // The rest is let go, so that a cell with much to say does not wait for us.
    let _ = io::copy(&mut stderr.into_inner(), &mut io::sink());
    String::from_utf8_lossy(&bytes).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn broken(error: io::Error) -> Failure {
    Failure::Broken(Box::new(error))
}

/// The work of a cell: reads the source and answers with what is in it. Whoever calls it has shut the process in before.
///
/// # Errors
/// When the answer cannot be written: nobody listens any more.
pub fn work_in_cell(source: &str, input: impl Read, mut output: impl Write) -> io::Result<()> {
    let mut failed = None;
    let read =
        formats::read(input, source, &Options::default(), &mut |item| match frame::write_item(&mut output, &item) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        });
    if let Some(error) = failed {
        return Err(error);
    }
    match read {
        Ok(summary) => frame::write_end(&mut output, summary)?,
        Err(error) => frame::write_broken(&mut output, &error.to_string())?,
    }
    output.flush()
}
