//! A stream of another encoding as a stream of UTF-8.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};

/// Bytes that are transcoded at a time.
const STEP_BYTES: usize = 32 * 1024;

/// Transcodes while it is read. What cannot be decoded becomes U+FFFD.
pub(crate) struct Transcode<R> {
    source: R,
    decoder: Decoder,
    taken: Vec<u8>,
    given: Vec<u8>,
    /// How much of `given` was read.
    at: usize,
    is_ended: bool,
}

impl<R: Read> Transcode<R> {
    /// From this encoding; a byte order mark is taken off.
    pub(crate) fn new(source: R, encoding: &'static Encoding) -> Transcode<R> {
        Transcode {
            source,
            decoder: encoding.new_decoder_with_bom_removal(),
            taken: vec![0; STEP_BYTES],
            given: Vec::with_capacity(4 * STEP_BYTES),
            at: 0,
            is_ended: false,
        }
    }

    /// Transcodes another step into `given`.
    fn step(&mut self) -> io::Result<()> {
        let n = self.source.read(&mut self.taken)?;
        self.is_ended = n == 0;
        self.given.clear();
        self.at = 0;
        let mut rest = self.taken.get(..n).unwrap_or_default();
        loop {
            let room = self.given.len();
            self.given.resize(room + 4 * STEP_BYTES, 0);
            let (result, n_read, n_written) =
                self.decoder.decode_to_utf8_without_replacement(rest, &mut self.given[room..], self.is_ended);
            self.given.truncate(room + n_written);
            rest = rest.get(n_read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.given.extend_from_slice("\u{fffd}".as_bytes()),
            }
        }
    }
}

impl<R: Read> Read for Transcode<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.given.len() {
            if self.is_ended {
                return Ok(0);
            }
            self.step()?;
        }
        let rest = self.given.get(self.at..).unwrap_or_default();
        let n = rest.len().min(out.len());
        out[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        Ok(n)
    }
}
