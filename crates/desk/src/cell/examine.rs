//! The second work of a cell: to look at a file that was attached, to draw it small, to make a copy of it without metadata.
//!
//! Each is a cell of its own, so that one that is killed costs no other.

use std::any::Any;
use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use attachment::{Piece, limits};
use model::{ATTACHMENT_BYTES_MAX, AttachmentFault, AttachmentKind, AttachmentLook, AttachmentText};

use super::frame::{ENDED, piece, write};
use super::{Parser, broken, last_words};
use crate::Failure;

/// The argument by which the program knows that it is a cell for this.
pub const EXAMINE_ARGUMENT: &str = "examine";

/// Longest that such a cell may take by the clock; on the processor it has five seconds.
const TIME_MAX: Duration = Duration::from_secs(60);

/// Most that such a cell answers in all. A copy may be larger than the file: what was packed well is packed once more.
const ANSWER_BYTES_MAX: usize = 2 * ATTACHMENT_BYTES_MAX;

/// Largest text of an answer, in bytes.
const TEXT_BYTES_MAX: usize = 4 * limits::TEXT_CHARS_MAX;

const KIND: u8 = b'k';
const TEXT: u8 = b't';
const CUT: u8 = b'c';
const COPY: u8 = b'p';
const REFUSED: u8 = b'f';
const END: u8 = b'e';

/// What is to be done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Look,
    Picture,
    Release,
}

impl Work {
    const ALL: [(&'static str, Work); 3] =
        [("look", Work::Look), ("picture", Work::Picture), ("release", Work::Release)];

    fn word(self) -> &'static str {
        Work::ALL.iter().find(|(_, work)| *work == self).map_or("look", |(word, _)| word)
    }
}

/// What a file is: its kind, width and height in pixels, pages.
type Found = (AttachmentKind, Option<(u32, u32)>, Option<u32>);

/// What a cell answered, as far as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Answer {
    kind: Option<Found>,
    text: String,
    is_cut: bool,
    copy: Option<Vec<u8>>,
    refused: Option<AttachmentFault>,
    is_whole: bool,
}

/// A file that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// What it is, or why it is not kept.
    pub look: AttachmentLook,
    /// What stands in it.
    pub text: String,
    /// A small picture of it; empty when there is none.
    pub picture: Vec<u8>,
}

impl Parser {
    /// Looks at a file: what it is, what it says, how it looks.
    ///
    /// # Errors
    /// When no cell can be started.
    pub fn examine(&self, bytes: &[u8]) -> Result<Examined, Failure> {
        let (found, ended) = self.work(Work::Look, bytes)?;
        let refused =
            |fault| Examined { look: AttachmentLook::Refused(fault), text: String::new(), picture: Vec::new() };
        let (kind, pixels, n_pages) = match (found.kind, found.refused) {
            (_, Some(fault)) => return Ok(refused(fault)),
            (None, None) => return Ok(refused(ended.unwrap_or(AttachmentFault::Damaged))),
            (Some(kind), None) => kind,
        };
        let is_cut = found.is_cut || !found.is_whole;
        let text = match (found.text.is_empty(), is_cut) {
            (true, _) => AttachmentText::None,
            (false, true) => AttachmentText::Cut,
            (false, false) => AttachmentText::Whole,
        };
        // A picture that cannot be drawn within its limits is none; the file is kept all the same.
        let (drawn, _) = self.work(Work::Picture, bytes)?;
        let picture = drawn.copy.filter(|picture| drawn.is_whole && is_picture(picture)).unwrap_or_default();
        let has_picture = !picture.is_empty();
        Ok(Examined {
            look: AttachmentLook::Kept { kind, pixels, n_pages, text, has_picture },
            text: found.text,
            picture,
        })
    }

    /// A copy of a file without metadata; or why there is none.
    ///
    /// # Errors
    /// When no cell can be started.
    pub fn release(&self, bytes: &[u8]) -> Result<Result<Vec<u8>, AttachmentFault>, Failure> {
        let (made, ended) = self.work(Work::Release, bytes)?;
        Ok(match (made.refused, made.copy) {
            (Some(fault), _) => Err(fault),
            (None, Some(copy)) if made.is_whole => Ok(copy),
            _ => Err(ended.unwrap_or(AttachmentFault::Damaged)),
        })
    }

    /// What was answered, and where it did not come to its end, why.
    fn work(&self, work: Work, bytes: &[u8]) -> Result<(Answer, Option<AttachmentFault>), Failure> {
        match self {
            Parser::Here => {
                let mut answered = Vec::new();
                let done = catch_unwind(AssertUnwindSafe(|| do_work(work, bytes, &mut answered)));
                let ended = done.map_err(|_: Box<dyn Any + Send>| AttachmentFault::Damaged).err();
                Ok((read_answer(&mut answered.as_slice()).0, ended))
            }
            Parser::Cell(program) => {
                let mut command = Command::new(program);
                command.arg(EXAMINE_ARGUMENT).arg(work.word());
                in_cell(command, bytes)
            }
        }
    }
}

/// Whether these are the first bytes of what a browser shows as a picture.
fn is_picture(bytes: &[u8]) -> bool {
    let begins = bytes.starts_with(b"\xff\xd8\xff") || bytes.starts_with(b"\x89PNG\r\n\x1a\n");
    begins && bytes.len() <= limits::PICTURE_BYTES_MAX
}

fn in_cell(mut command: Command, bytes: &[u8]) -> Result<(Answer, Option<AttachmentFault>), Failure> {
    command.env_clear().env("MIMALLOC_ARENA_EAGER_COMMIT", "0").current_dir("/");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(broken)?;
    let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(mut stdin), Some(mut stdout), Some(stderr)) = pipes else {
        return Err(Failure::Broken("a cell was started without its pipes".into()));
    };
    let (ended, overdue) = channel::<bool>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let _ = stdin.write_all(bytes);
        });
        scope.spawn(move || last_words(stderr));
        let watch = scope.spawn(move || {
            let kill = match overdue.recv_timeout(TIME_MAX) {
                Ok(said_too_much) => said_too_much,
                Err(RecvTimeoutError::Timeout) => true,
                Err(RecvTimeoutError::Disconnected) => false,
            };
            if kill {
                let _ = child.kill();
            }
            (child.wait(), kill)
        });
        let (answer, is_in_order) = read_answer(&mut stdout);
        // What is in order has said its end and does nothing any more; what ended before it did is gone.
        let _ = ended.send(!is_in_order);
        drop(stdout);
        let fault = match watch.join() {
            Ok((Ok(status), _)) if status.success() => None,
            // Killed by its limits, or because it could not get what memory it asked for.
            Ok((Ok(status), _)) if status.signal().is_some() => Some(AttachmentFault::Costly),
            Ok((Ok(_), true)) => Some(AttachmentFault::Costly),
            _ => Some(AttachmentFault::Damaged),
        };
        Ok((answer, fault))
    })
}

/// Reads an answer, which is not trusted, up to where it is in order. Whether the rest is in order, or simply missing.
fn read_answer(input: &mut impl Read) -> (Answer, bool) {
    let mut answer = Answer::default();
    let mut n_left = ANSWER_BYTES_MAX;
    loop {
        let (letter, bytes) = match piece(input, n_left) {
            Ok(read) => read,
            Err(why) => return (answer, why == ENDED),
        };
        n_left = n_left.saturating_sub(bytes.len() + 5);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).ok();
        let taken = match letter {
            KIND if answer.kind.is_none() => {
                answer.kind = text(bytes).and_then(|line| kind_from(&line));
                answer.kind.is_some()
            }
            TEXT if answer.kind.is_some() => text(bytes).is_some_and(|part| {
                let fits = answer.text.len() + part.len() <= TEXT_BYTES_MAX && !part.contains('\0');
                if fits {
                    answer.text.push_str(&part);
                }
                fits
            }),
            CUT => {
                answer.is_cut = true;
                bytes.is_empty()
            }
            COPY if answer.copy.is_none() => {
                answer.copy = Some(bytes);
                true
            }
            REFUSED => {
                answer.refused = text(bytes).and_then(|word| AttachmentFault::from_word(&word));
                answer.refused.is_some()
            }
            END => {
                answer.is_whole = bytes.is_empty();
                return (answer, bytes_end(input));
            }
            _ => false,
        };
        if !taken {
            return (answer, false);
        }
    }
}

/// Whether nothing follows.
fn bytes_end(input: &mut impl Read) -> bool {
    matches!(input.read(&mut [0]), Ok(0))
}

fn kind_to(kind: AttachmentKind, pixels: Option<(u32, u32)>, n_pages: Option<u32>) -> String {
    let number = |number: Option<u32>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let (width, height) = (pixels.map(|(width, _)| width), pixels.map(|(_, height)| height));
    format!("{kind} {} {} {}", number(width), number(height), number(n_pages))
}

fn kind_from(line: &str) -> Option<Found> {
    let parts: Vec<&str> = line.split(' ').collect();
    let [kind, width, height, n_pages] = parts.as_slice() else { return None };
    let number = |text: &str| if text == "-" { Some(None) } else { text.parse::<u32>().ok().map(Some) };
    let (width, height) = (number(width)?, number(height)?);
    if width.is_some() != height.is_some() {
        return None;
    }
    Some((AttachmentKind::from_word(kind)?, width.zip(height), number(n_pages)?))
}

/// The work of a cell: reads the file and answers. Whoever calls it has shut the process in before.
///
/// # Errors
/// When there is no such work, or the answer cannot be written.
pub fn examine_in_cell(word: &str, input: impl Read, mut output: impl Write) -> io::Result<()> {
    let work = Work::ALL.iter().find(|(own, _)| *own == word).map(|(_, work)| *work);
    let work = work.ok_or_else(|| io::Error::other("there is no such work"))?;
    let mut bytes = Vec::new();
    input.take(ATTACHMENT_BYTES_MAX as u64).read_to_end(&mut bytes)?;
    do_work(work, &bytes, &mut output)?;
    output.flush()
}

fn do_work(work: Work, bytes: &[u8], output: &mut impl Write) -> io::Result<()> {
    match work {
        Work::Look => {
            let mut failed = Ok(());
            let looked = attachment::look(bytes, &mut |found| {
                let written = match found {
                    Piece::Kind { kind, pixels, n_pages } => {
                        write(output, KIND, kind_to(kind, pixels, n_pages).as_bytes())
                    }
                    Piece::Text(text) => write(output, TEXT, text.as_bytes()),
                    Piece::Cut => write(output, CUT, b""),
                };
                // Said at once: what is killed next has said it.
                if failed.is_ok() {
                    failed = written.and_then(|()| output.flush());
                }
            });
            failed?;
            if let Err(fault) = looked {
                write(output, REFUSED, fault.word().as_bytes())?;
            }
        }
        Work::Picture => {
            if let Some(picture) = attachment::picture(bytes) {
                write(output, COPY, &picture)?;
            }
        }
        Work::Release => match attachment::released(bytes) {
            Ok(copy) => write(output, COPY, &copy)?,
            Err(fault) => write(output, REFUSED, fault.word().as_bytes())?,
        },
    }
    write(output, END, b"")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><title>Gear</title><rect width=\"9\" height=\"9\"/></svg>";

    fn answered(word: &str, bytes: &[u8]) -> Vec<u8> {
        let mut answer = Vec::new();
        examine_in_cell(word, bytes, &mut answer).unwrap();
        answer
    }

    #[test]
    fn what_is_answered_reads_back() {
        let (look, in_order) = read_answer(&mut answered("look", SVG).as_slice());
        assert!(in_order && look.is_whole);
        assert_eq!((look.kind, look.text.as_str()), (Some((AttachmentKind::Svg, None, None)), "Gear"));
        let (refused, _) = read_answer(&mut answered("look", b"MZ").as_slice());
        assert_eq!(refused.refused, Some(AttachmentFault::Unknown));
        assert!(examine_in_cell("other", SVG, &mut Vec::new()).is_err());
        let examined = Parser::Here.examine(SVG).unwrap();
        assert!(matches!(examined.look, AttachmentLook::Kept { has_picture: true, .. }), "{:?}", examined.look);
        assert_eq!(Parser::Here.release(b"MZ").unwrap(), Err(AttachmentFault::Unknown));
    }

    #[test]
    fn an_answer_that_ends_anywhere_or_goes_on_is_not_whole() {
        let answer = answered("look", SVG);
        for length in 0..answer.len() {
            assert!(!read_answer(&mut &answer[..length]).0.is_whole, "{length}");
        }
        let mut longer = answer;
        longer.push(b'k');
        assert!(!read_answer(&mut longer.as_slice()).1);
        for strange in [
            &b"t\0\0\0\x01a"[..],
            b"k\0\0\0\x03png",
            b"k\0\0\0\x09png 1 - -",
            b"f\0\0\0\x01x",
            b"p\xff\xff\xff\xff",
            b"z\0\0\0\0",
        ] {
            let (read, in_order) = read_answer(&mut &strange[..]);
            assert!(!read.is_whole && read.kind.is_none() && (!in_order || read.copy.is_none()), "{strange:?}");
        }
    }

    #[test]
    fn programs_that_answer_otherwise_are_ended() {
        for program in ["/bin/cat", "/usr/bin/yes", "/bin/true", "/bin/false"] {
            let (answer, _) = in_cell(Command::new(program), &SVG.repeat(10_000)).unwrap();
            assert!(!answer.is_whole && answer.kind.is_none() && answer.refused.is_none(), "{program}");
        }
    }
}
