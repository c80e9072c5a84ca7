//! Frames: what a cell answers, piece by piece. A letter, a length of four bytes, and so many bytes.

use std::io::{self, Read, Write};

use formats::limits::{DOUBTS_MAX, ENTRY_BYTES_MAX};
use formats::{Doubt, Item, Reading, Summary};

/// Longest frame: a record as JSON may be longer than the entry it was read from, by its escapes.
const FRAME_BYTES_MAX: usize = 2 * ENTRY_BYTES_MAX;

/// Most that one cell may answer in all. Whoever wants more of a source divides it.
const ANSWER_BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// What is said of an answer that ends before its end was said.
pub(super) const ENDED: &str = "the reader ended before the source did";

const RAW: u8 = b'w';
const READING: u8 = b'r';
const DOUBT: u8 = b'd';
const PIECE: u8 = b'p';
const END: u8 = b'e';
const BROKEN: u8 = b'b';

/// A piece of the answer.
#[derive(Debug, PartialEq)]
pub(super) enum Frame {
    /// A record.
    Reading(Box<Reading>),
    /// A doubt about the source.
    Doubt(Doubt),
    /// A piece of a scheme.
    Piece(String),
    /// The source was read to its end.
    End(Summary),
    /// It was not.
    Broken(String),
}

/// Writes a piece: a letter, a length, and so many bytes.
pub(super) fn write(output: &mut impl Write, letter: u8, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    output.write_all(&[letter])?;
    output.write_all(&length.to_be_bytes())?;
    output.write_all(bytes)
}

/// Writes an item: a record is its raw bytes, then itself.
pub(super) fn write_item(output: &mut impl Write, item: &Item) -> io::Result<()> {
    match item {
        Item::Reading(reading) => {
            write(output, RAW, &reading.raw)?;
            write(output, READING, formats::reading_to_json(reading).as_bytes())
        }
        Item::Doubt(doubt) => write(output, DOUBT, formats::doubt_to_json(doubt).as_bytes()),
    }
}

/// Writes a piece of a scheme.
pub(super) fn write_piece(output: &mut impl Write, piece: &str) -> io::Result<()> {
    write(output, PIECE, piece.as_bytes())
}

/// Writes that the source was read to its end.
pub(super) fn write_end(output: &mut impl Write, summary: Summary) -> io::Result<()> {
    let Summary { n_records, n_doubts, n_bytes, n_held_max } = summary;
    let numbers: Vec<u8> = [n_records, n_doubts, n_bytes, n_held_max].iter().flat_map(|n| n.to_be_bytes()).collect();
    write(output, END, &numbers)
}

/// Writes that the source was not read to its end, and why.
pub(super) fn write_broken(output: &mut impl Write, why: &str) -> io::Result<()> {
    write(output, BROKEN, why.as_bytes())
}

/// The frames of an answer, which is not trusted.
pub(super) struct Frames<R> {
    input: R,
    n_left: u64,
}

impl<R: Read> Frames<R> {
    /// Those of this input.
    pub(super) fn of(input: R) -> Frames<R> {
        Frames { input, n_left: ANSWER_BYTES_MAX }
    }

    /// The next one, or why there is none.
    pub(super) fn next(&mut self) -> Result<Frame, String> {
        let (letter, bytes) = self.piece()?;
        match letter {
            RAW => match self.piece()? {
                (READING, json) => {
                    let read = formats::reading_from_json(&text(json)?, bytes);
                    let reading = read.map_err(|fault| format!("the reader gave no record: {fault}"))?;
                    if reading.doubts.len() > DOUBTS_MAX {
                        return Err("the reader gave more doubts about a record than it may".to_owned());
                    }
                    Ok(Frame::Reading(Box::new(reading)))
                }
                _ => Err(strange()),
            },
            DOUBT => formats::doubt_from_json(&text(bytes)?).map(Frame::Doubt).ok_or_else(strange),
            PIECE => Ok(Frame::Piece(text(bytes)?)),
            END => numbers(&bytes).map(Frame::End).ok_or_else(strange),
            BROKEN => Ok(Frame::Broken(text(bytes)?)),
            _ => Err(strange()),
        }
    }

    /// The next piece as it is: its letter and its bytes.
    pub(super) fn piece(&mut self) -> Result<(u8, Vec<u8>), String> {
        let (letter, bytes) = piece(&mut self.input, FRAME_BYTES_MAX)?;
        self.n_left =
            self.n_left.checked_sub(bytes.len() as u64 + 5).ok_or("there is more in it than is read of one source")?;
        Ok((letter, bytes))
    }
}

/// Reads a piece of at most so many bytes.
pub(super) fn piece(input: &mut impl Read, bytes_max: usize) -> Result<(u8, Vec<u8>), String> {
    let mut head = [0; 5];
    input.read_exact(&mut head).map_err(|_| ENDED.to_owned())?;
    let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]);
    if length as usize > bytes_max {
        return Err("a record is longer than one may be".to_owned());
    }
    let length = u64::from(length);
    // Room is made for what is there, not for what is promised.
    let mut bytes = Vec::new();
    let n_read = input.take(length).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if n_read as u64 == length { Ok((head[0], bytes)) } else { Err("the reader ended within a record".to_owned()) }
}

pub(super) fn strange() -> String {
    "the reader gave an answer that is none".to_owned()
}

pub(super) fn text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| strange())
}

fn numbers(bytes: &[u8]) -> Option<Summary> {
    let mut all = bytes.chunks_exact(8).filter_map(|eight| eight.try_into().ok().map(u64::from_be_bytes));
    let summary =
        Summary { n_records: all.next()?, n_doubts: all.next()?, n_bytes: all.next()?, n_held_max: all.next()? };
    (bytes.len() == 32).then_some(summary)
}
