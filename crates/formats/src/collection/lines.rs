//! Lines of a stream, none of them without end.

use std::io::{BufRead, BufReader, Read};

use super::{CollectionFault, PART_BYTES_MAX};

/// Lines with their numbers.
pub(super) struct Lines<R> {
    stream: BufReader<R>,
    /// The line that was read last, from 1.
    pub at: usize,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(stream: R) -> Lines<R> {
        Lines { stream: BufReader::with_capacity(1 << 16, stream), at: 0 }
    }

    /// The next line without its end; `None` behind the last. What is no UTF-8 in it is replaced: old collections have Latin-1 here
    /// and there, and a word more or less changes no figure.
    pub(super) fn next(&mut self) -> Result<Option<String>, CollectionFault> {
        let mut bytes = Vec::new();
        let most = PART_BYTES_MAX as u64 + 1;
        let n = self.stream.by_ref().take(most).read_until(b'\n', &mut bytes)?;
        if n == 0 {
            return Ok(None);
        }
        self.at += 1;
        if bytes.len() > PART_BYTES_MAX {
            let text = format!("the line has more than {PART_BYTES_MAX} bytes; is this a collection in lines?");
            return Err(CollectionFault::at(self.at, text));
        }
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        Ok(Some(
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        ))
    }

    /// The next line that is not blank.
    pub(super) fn next_full(&mut self) -> Result<Option<String>, CollectionFault> {
        while let Some(line) = self.next()? {
            if !line.trim().is_empty() {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }
}
