//! A moving window over a stream of bytes: what every cutter looks through.
//!
//! It reads forward in large steps, keeps the bytes from a held mark on, counts lines, and drops
//! what is behind. What is held never outgrows the limit: the hold is lost then, and whoever held
//! it learns so when asking for the bytes. So memory stays the same however long the stream is.

use std::io::{self, BufRead, ErrorKind, Read};

use memchr::memmem::Finder;

/// How much room there is at least for one read of the source.
const READ_BYTES: usize = 256 * 1024;

/// The window. `at` is where the cutter stands; everything before it was looked at.
pub(crate) struct Window<'r> {
    source: Box<dyn Read + 'r>,
    buffer: Vec<u8>,
    filled: usize,
    at: usize,
    held: Option<usize>,
    /// Most bytes that are held.
    limit: usize,
    ended: bool,
    /// Stream position of the first byte of the buffer.
    offset: u64,
    /// Lines were counted up to here; `line` stands there.
    counted: usize,
    line: u64,
    held_max: usize,
}

impl<'r> Window<'r> {
    /// A window at the beginning of this stream that holds at most so many bytes.
    pub(crate) fn new(source: Box<dyn Read + 'r>, limit: usize) -> Window<'r> {
        Window {
            source,
            buffer: vec![0; 2 * READ_BYTES],
            filled: 0,
            at: 0,
            held: None,
            limit,
            ended: false,
            offset: 0,
            counted: 0,
            line: 1,
            held_max: 0,
        }
    }

    /// What was read and not yet looked at.
    pub(crate) fn rest(&self) -> &[u8] {
        &self.buffer[self.at..self.filled]
    }

    /// Whether the source has nothing more than what `rest` shows.
    pub(crate) fn is_ended(&self) -> bool {
        self.ended
    }

    /// Bytes looked at since the beginning of the stream.
    pub(crate) fn position(&self) -> u64 {
        self.offset + self.at as u64
    }

    /// The most bytes that stood in the window at any time.
    pub(crate) fn held_max(&self) -> usize {
        self.held_max
    }

    /// Reads on, so that `rest` grows; `false` at the end of the stream. A hold that outgrew the
    /// limit is lost here.
    pub(crate) fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.held.is_some_and(|held| self.at - held > self.limit) {
            self.held = None;
        }
        if self.buffer.len() - self.filled < READ_BYTES {
            self.make_room();
        }
        loop {
            match self.source.read(&mut self.buffer[self.filled..]) {
                Ok(0) => {
                    self.ended = true;
                    return Ok(false);
                }
                Ok(n) => {
                    self.filled = (self.filled + n).min(self.buffer.len());
                    self.held_max = self.held_max.max(self.filled - self.held.unwrap_or(self.at));
                    return Ok(true);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Drops what is behind; grows when that is not enough.
    fn make_room(&mut self) {
        let floor = self.held.unwrap_or(self.at);
        if self.counted < floor {
            self.count_lines(floor);
        }
        self.buffer.copy_within(floor..self.filled, 0);
        self.filled -= floor;
        self.at -= floor;
        self.counted -= floor;
        self.held = self.held.map(|held| held - floor);
        self.offset += floor as u64;
        if self.buffer.len() - self.filled < READ_BYTES {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
    }

    fn count_lines(&mut self, up_to: usize) {
        if let Some(bytes) = self.buffer.get(self.counted..up_to) {
            self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
            self.counted = up_to;
        }
    }

    /// The line on which the window stands, from 1. Must not be asked before a line already told.
    pub(crate) fn line(&mut self) -> u64 {
        self.count_lines(self.at);
        self.line
    }

    /// Steps over so many bytes of `rest`.
    pub(crate) fn advance(&mut self, n: usize) {
        self.at = (self.at + n).min(self.filled);
    }

    /// Keeps the bytes from here on, and tells the line. A hold before is given up.
    pub(crate) fn hold(&mut self) -> u64 {
        self.held = Some(self.at);
        self.line()
    }

    /// The bytes from the mark up to here; `None` when they outgrew the limit.
    pub(crate) fn held(&self) -> Option<&[u8]> {
        let held = self.held?;
        (self.at - held <= self.limit).then(|| &self.buffer[held..self.at])
    }

    /// Gives the hold up.
    pub(crate) fn release(&mut self) {
        self.held = None;
    }

    /// Goes back to the mark; `false` when the hold was lost.
    pub(crate) fn rewind(&mut self) -> bool {
        match self.held {
            Some(held) => {
                self.at = held;
                true
            }
            None => false,
        }
    }

    /// At least so many bytes from here on, fewer at the end of the stream only.
    pub(crate) fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        while self.filled - self.at < n && self.more()? {}
        Ok(self.rest())
    }

    /// Whether this stands here.
    pub(crate) fn starts_with(&mut self, text: &[u8]) -> io::Result<bool> {
        Ok(self.peek(text.len())?.starts_with(text))
    }

    /// The byte here, if the stream has not ended.
    pub(crate) fn byte(&mut self) -> io::Result<Option<u8>> {
        Ok(self.peek(1)?.first().copied())
    }

    /// Steps forward to this byte; `false`, and at the end, when there is none.
    pub(crate) fn find_byte(&mut self, byte: u8) -> io::Result<bool> {
        loop {
            if let Some(found) = memchr::memchr(byte, self.rest()) {
                self.advance(found);
                return Ok(true);
            }
            self.at = self.filled;
            if !self.more()? {
                return Ok(false);
            }
        }
    }

    /// Steps forward to the first of this text; `false`, and at the end, when there is none.
    pub(crate) fn find(&mut self, text: &Finder<'_>) -> io::Result<bool> {
        let overlap = text.needle().len().saturating_sub(1);
        loop {
            if let Some(found) = text.find(self.rest()) {
                self.advance(found);
                return Ok(true);
            }
            // The text may have begun at the very end of what was read.
            let seen = self.rest().len().saturating_sub(overlap);
            self.advance(seen);
            if !self.more()? {
                self.at = self.filled;
                return Ok(false);
            }
        }
    }

    /// Steps behind the first of this text, or to the end.
    pub(crate) fn pass(&mut self, text: &[u8]) -> io::Result<bool> {
        let found = self.find(&Finder::new(text))?;
        if found {
            self.advance(text.len());
        }
        Ok(found)
    }

    /// Steps over all that is left.
    pub(crate) fn pass_to_end(&mut self) -> io::Result<()> {
        self.held = None;
        loop {
            self.at = self.filled;
            if !self.more()? {
                return Ok(());
            }
        }
    }

    /// Steps over bytes for which this holds, and gives the first for which it does not.
    pub(crate) fn skip_while(&mut self, passed: impl Fn(u8) -> bool) -> io::Result<Option<u8>> {
        loop {
            if let Some(found) = self.rest().iter().position(|byte| !passed(*byte)) {
                self.advance(found);
                return Ok(self.rest().first().copied());
            }
            self.at = self.filled;
            if !self.more()? {
                return Ok(None);
            }
        }
    }
}

impl Read for Window<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let n = bytes.len().min(out.len());
        out[..n].copy_from_slice(&bytes[..n]);
        self.advance(n);
        Ok(n)
    }
}

impl BufRead for Window<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, n: usize) {
        self.advance(n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives so many equal lines, one byte a read at the worst.
    struct Drip {
        left: usize,
        chunk: usize,
    }

    impl Read for Drip {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let n = self.left.min(self.chunk).min(out.len());
            for (i, byte) in out[..n].iter_mut().enumerate() {
                *byte = if (self.left - i) % 10 == 1 { b'\n' } else { b'.' };
            }
            self.left -= n;
            Ok(n)
        }
    }

    #[test]
    fn lines_are_counted_however_the_bytes_come() {
        for chunk in [1, 7, 4_096, 1 << 20] {
            let mut window = Window::new(Box::new(Drip { left: 1_000_000, chunk }), 1_000);
            let mut n_lines = 0;
            while window.find_byte(b'\n').unwrap() {
                n_lines += 1;
                assert_eq!(window.line(), n_lines);
                window.advance(1);
            }
            assert_eq!((n_lines, window.position()), (100_000, 1_000_000), "chunks of {chunk}");
        }
    }

    #[test]
    fn a_hold_that_outgrows_the_limit_is_lost_and_memory_stays() {
        let mut window = Window::new(Box::new(Drip { left: 50_000_000, chunk: 1 << 16 }), 1_000_000);
        window.advance(3);
        window.hold();
        assert!(!window.find_byte(b'!').unwrap());
        assert_eq!(window.held(), None);
        assert!(window.held_max() < 4_000_000, "{}", window.held_max());
    }

    #[test]
    fn a_text_across_two_reads_is_found() {
        struct Halves(Vec<&'static [u8]>);
        impl Read for Halves {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                let Some(part) = self.0.pop() else { return Ok(0) };
                out[..part.len()].copy_from_slice(part);
                Ok(part.len())
            }
        }
        let mut window = Window::new(Box::new(Halves(vec![b"> after", b"-", b"before -"])), 1_000);
        assert!(window.pass(b"-->").unwrap());
        assert_eq!(window.peek(6).unwrap(), b" after");
    }
}
