//! From what is given to a stream of bytes that can be cut: decompressed, in UTF-8 or in an
//! encoding that writes ASCII as ASCII does.
//!
//! Whoever decompresses sees two sorts of failure: the source cannot be read, which is the
//! caller's affair, and the compressed data is damaged, which is a doubt. The first passes
//! through as an error, the second ends the stream and is noted.

use std::cell::{Cell, RefCell};
use std::io::{self, BufReader, Cursor, ErrorKind, Read};
use std::rc::Rc;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::Doubt;
use crate::limits::{RATIO_FREE_BYTES, RATIO_MAX, ZSTD_WINDOW_LOG_MAX};

mod transcode;

pub(crate) use transcode::Transcode;

/// How much is looked at to tell compression and UTF-16.
const HEAD_BYTES: usize = 4_096;

/// The byte order mark of UTF-8.
pub(crate) const UTF_8_MARK: &[u8] = b"\xef\xbb\xbf";

/// A stream, and what is noted while it is read.
pub(crate) struct Input<'r> {
    /// The bytes, ready to be cut.
    pub stream: Box<dyn Read + 'r>,
    /// What became of them on the way.
    pub notes: Rc<Notes>,
}

/// What is noted while a stream is read.
#[derive(Default)]
pub(crate) struct Notes {
    /// Bytes taken from the source.
    n_taken: Cell<u64>,
    /// Why the stream ended before its end, or what else is to be said.
    doubts: RefCell<Vec<Doubt>>,
    /// The source itself failed; the decompressor above it may say so in other words.
    failure: RefCell<Option<io::Error>>,
}

impl Notes {
    fn doubt(&self, text: String) {
        self.doubts.borrow_mut().push(Doubt::new(text));
    }

    /// What is to be said about the stream, once it was read.
    pub(crate) fn take(&self) -> Vec<Doubt> {
        self.doubts.take()
    }

    /// The failure of the source itself, if it was that.
    pub(crate) fn failure(&self) -> Option<io::Error> {
        self.failure.take()
    }
}

/// Opens a source: decompresses it, takes a byte order mark off, transcodes UTF-16.
pub(crate) fn open<'r>(source: impl Read + 'r) -> io::Result<Input<'r>> {
    let notes = Rc::new(Notes::default());
    let opened = opened(source, &notes);
    opened.map(|stream| Input { stream, notes: notes.clone() }).map_err(|error| notes.failure().unwrap_or(error))
}

fn opened<'r>(source: impl Read + 'r, notes: &Rc<Notes>) -> io::Result<Box<dyn Read + 'r>> {
    let (head, stream) = peek(Box::new(Tap { source, notes: notes.clone() }))?;
    let stream = match compression(&head) {
        None => stream,
        Some(compression) => Box::new(Unpacked::new(stream, compression, notes.clone())?),
    };
    let (head, mut stream) = peek(stream)?;
    if let Some(encoding) = utf16(&head) {
        stream = Box::new(Transcode::new(stream, encoding));
    } else if head.starts_with(UTF_8_MARK) {
        stream.read_exact(&mut [0; UTF_8_MARK.len()])?;
    }
    Ok(stream)
}

/// The first bytes of a stream, and the stream with them still to come.
fn peek<'r>(mut stream: Box<dyn Read + 'r>) -> io::Result<(Vec<u8>, Box<dyn Read + 'r>)> {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    stream.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(stream))))
}

#[derive(Clone, Copy)]
enum Compression {
    Gzip,
    Zstd,
}

/// The compression by its first bytes: RFC 1952 section 2.3.1, RFC 8878 sections 3.1.1 and 3.1.2.
fn compression(head: &[u8]) -> Option<Compression> {
    match head {
        [0x1f, 0x8b, 8, ..] => Some(Compression::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Compression::Zstd),
        _ => None,
    }
}

/// UTF-16 by its byte order mark or, without one, by the zeros beside its ASCII letters: tags,
/// blanks and line ends have them on one side, and no letter has one on the other. Where the
/// letters are of another alphabet these are few, so the text must also make sense.
fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    const PAIRS_MAX: usize = 64;
    /// One character in so many is ASCII at least.
    const ONE_IN: usize = 16;
    match Encoding::for_bom(head) {
        Some((encoding, _)) if encoding != UTF_8 => return Some(encoding),
        Some(_) => return None,
        None => {}
    }
    let (pairs, _) = head.as_chunks::<2>();
    let pairs = &pairs[..pairs.len().min(PAIRS_MAX)];
    let n_high = pairs.iter().filter(|pair| pair[0] == 0).count();
    let n_low = pairs.iter().filter(|pair| pair[1] == 0).count();
    let (encoding, unit): (_, fn([u8; 2]) -> u16) = match (n_high, n_low) {
        (0, n) if n > 1 && ONE_IN * n >= pairs.len() => (UTF_16LE, u16::from_le_bytes),
        (n, 0) if n > 1 && ONE_IN * n >= pairs.len() => (UTF_16BE, u16::from_be_bytes),
        _ => return None,
    };
    let is_text = |c: char| c.is_whitespace() || !c.is_control() && !matches!(c, '\u{e000}'..='\u{f8ff}');
    let mut text = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)));
    // The last may be the first half of a pair of surrogates.
    text.all(|c| c.map_or_else(|half| half.unpaired_surrogate() < 0xdc00, is_text)).then_some(encoding)
}

/// Counts what is taken from the source and remembers its failure.
struct Tap<R> {
    source: R,
    notes: Rc<Notes>,
}

impl<R: Read> Read for Tap<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.source.read(out) {
            Ok(n) => {
                self.notes.n_taken.set(self.notes.n_taken.get() + n as u64);
                Ok(n)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let told = io::Error::new(error.kind(), "the source cannot be read");
                *self.notes.failure.borrow_mut() = Some(error);
                Err(told)
            }
        }
    }
}

/// Reads as much as there is room for. How much a decompressor gives before damage depends on how
/// much it was given at a time, and that must not depend on how the source was sent.
struct Filling<R> {
    source: R,
    /// What the source answered behind bytes that are given first.
    failure: Option<io::Error>,
}

impl<R> Filling<R> {
    fn new(source: R) -> Filling<R> {
        Filling { source, failure: None }
    }
}

impl<R: Read> Read for Filling<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        let mut n = 0;
        while let Some(room) = out.get_mut(n..).filter(|room| !room.is_empty()) {
            match self.source.read(room) {
                Ok(0) => break,
                Ok(more) => n += more,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if n > 0 => {
                    self.failure = Some(error);
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(n)
    }
}

/// A decompressor with its limits.
struct Unpacked<'r> {
    decoder: Box<dyn Read + 'r>,
    notes: Rc<Notes>,
    n_given: u64,
    is_ended: bool,
}

impl<'r> Unpacked<'r> {
    fn new(stream: Box<dyn Read + 'r>, compression: Compression, notes: Rc<Notes>) -> io::Result<Unpacked<'r>> {
        let decoder: Box<dyn Read + 'r> = match compression {
            Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::new(Filling::new(stream)))),
            Compression::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::new(Filling::new(stream))?;
                decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
                Box::new(decoder)
            }
        };
        Ok(Unpacked { decoder, notes, n_given: 0, is_ended: false })
    }

    fn end(&mut self, text: String) -> usize {
        self.is_ended = true;
        self.notes.doubt(text);
        0
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.is_ended {
            return Ok(0);
        }
        match self.decoder.read(out) {
            Ok(n) => {
                self.n_given += n as u64;
                let most = self.notes.n_taken.get().saturating_mul(RATIO_MAX).max(RATIO_FREE_BYTES);
                if self.n_given <= most {
                    return Ok(n);
                }
                let text = format!(
                    "the input unpacks to more than {RATIO_MAX} times its size, which no collection of records does; \
                     reading ended after {} bytes",
                    self.n_given - n as u64
                );
                Ok(self.end(text))
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(error),
            Err(error) if self.notes.failure.borrow().is_some() => Err(error),
            Err(error) => {
                let n = self.n_given;
                let text = format!(
                    "the compressed input is damaged after {n} unpacked bytes ({error}); what stands before was read"
                );
                Ok(self.end(text))
            }
        }
    }
}

#[cfg(test)]
mod tests;
