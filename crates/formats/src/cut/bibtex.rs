//! Cutting BibTeX: not into entries, whose braces are the reader's matter, but into pieces that
//! fit into memory. Most files are one piece. Since abbreviations hold to the end of the file,
//! each piece begins with those of the pieces before.

use super::{Stop, too_large};
use crate::Doubt;
use crate::limits::ENTRY_BYTES_MAX;
use crate::window::Window;

/// Largest piece.
const PIECE_BYTES_MAX: usize = ENTRY_BYTES_MAX / 4;

/// Most bytes of abbreviations that are carried on.
const STRINGS_BYTES_MAX: usize = ENTRY_BYTES_MAX / 32;

/// A part of a file that holds whole entries.
pub(crate) struct Piece<'a> {
    /// Abbreviations of the pieces before.
    pub strings: &'a [u8],
    /// As in the source.
    pub bytes: &'a [u8],
    /// Line of the source on which it begins.
    pub line: u64,
}

/// Where pieces go.
type PieceSink<'s> = dyn FnMut(Result<Piece<'_>, Doubt>) -> Result<(), Stop> + 's;

/// Cuts the stream. Gives a doubt for an entry that is too large.
pub(crate) fn cut(window: &mut Window<'_>, sink: &mut PieceSink<'_>) -> Result<(), Stop> {
    let mut strings = Vec::new();
    while window.skip_while(|b| b.is_ascii_whitespace())?.is_some() {
        let line = window.hold();
        let rest = window.peek(PIECE_BYTES_MAX)?;
        if rest.len() < PIECE_BYTES_MAX {
            let n = rest.len();
            window.advance(n);
        } else {
            match memchr::memmem::rfind(rest, b"\n@").filter(|at| *at > 0) {
                Some(at) => window.advance(at + 1),
                None => {
                    window.advance(1);
                    window.find(&memchr::memmem::Finder::new(b"\n@"))?;
                    window.advance(1);
                }
            }
        }
        match window.held() {
            Some(bytes) => {
                sink(Ok(Piece { strings: &strings, bytes, line }))?;
                gather(bytes, &mut strings);
            }
            None => sink(Err(too_large(line, "the entry")))?,
        }
        window.release();
    }
    Ok(())
}

/// Adds the abbreviations of a piece.
fn gather(bytes: &[u8], strings: &mut Vec<u8>) {
    const WORD: &[u8] = b"@string";
    let mut begin = 0;
    for end in memchr::memmem::find_iter(bytes, b"\n@").map(|at| at + 1).chain([bytes.len()]) {
        let block = bytes.get(begin..end).unwrap_or_default();
        let is_string = block.get(..WORD.len()).is_some_and(|word| word.eq_ignore_ascii_case(WORD));
        if is_string && strings.len() + block.len() <= STRINGS_BYTES_MAX {
            strings.extend_from_slice(block);
            strings.push(b'\n');
        }
        begin = end;
    }
}
