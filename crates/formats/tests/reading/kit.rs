//! The one place that knows how to read, and sources that are made while they are read.

use std::io::{self, Read};
use std::ops::ControlFlow;

use formats::{Doubt, Item, Options, Reading, Summary};

/// Everything that came out of a source.
pub struct Outcome {
    pub readings: Vec<Reading>,
    pub doubts: Vec<Doubt>,
    pub summary: Summary,
}

impl Outcome {
    /// The titles, in order; empty where there is none.
    pub fn titles(&self) -> Vec<&str> {
        self.readings.iter().map(|reading| reading.record.title().unwrap_or_default()).collect()
    }

    /// The formats, in order.
    pub fn formats(&self) -> Vec<&str> {
        self.readings.iter().map(|reading| reading.record.origin.format.as_str()).collect()
    }

    /// The lines on which the records begin.
    pub fn lines(&self) -> Vec<Option<u64>> {
        self.readings.iter().map(|reading| reading.record.origin.line).collect()
    }

    /// The doubts about the source, as they are shown.
    pub fn told(&self) -> Vec<String> {
        self.doubts.iter().map(ToString::to_string).collect()
    }

    /// Every doubt, also those about records.
    pub fn all_doubts(&self) -> impl Iterator<Item = &Doubt> {
        self.readings.iter().flat_map(|reading| &reading.doubts).chain(&self.doubts)
    }
}

/// Reads a source to its end.
pub fn read_from(source: impl Read) -> Outcome {
    let mut readings = Vec::new();
    let mut doubts = Vec::new();
    let summary = formats::read(source, "box", &Options::default(), &mut |item| {
        match item {
            Item::Reading(reading) => readings.push(reading),
            Item::Doubt(doubt) => doubts.push(doubt),
        }
        ControlFlow::Continue(())
    });
    Outcome { readings, doubts, summary: summary.expect("bytes in memory can be read") }
}

/// Reads bytes.
pub fn read(bytes: impl AsRef<[u8]>) -> Outcome {
    read_from(bytes.as_ref())
}

/// Reads to the end and keeps nothing but the counts.
pub fn count(source: impl Read) -> Summary {
    formats::read(source, "box", &Options::default(), &mut |_| ControlFlow::Continue(())).expect("it can be read")
}

/// A source that is made piece by piece while it is read.
pub struct Made<F> {
    make: F,
    piece: Vec<u8>,
    at: usize,
}

impl<F: FnMut() -> Option<Vec<u8>>> Made<F> {
    /// From a maker of pieces, none of them empty; `None` ends the source.
    pub fn new(make: F) -> Made<F> {
        Made { make, piece: Vec::new(), at: 0 }
    }
}

impl<F: FnMut() -> Option<Vec<u8>>> Read for Made<F> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.piece.len() {
            match (self.make)() {
                Some(piece) => (self.piece, self.at) = (piece, 0),
                None => return Ok(0),
            }
        }
        let n = (self.piece.len() - self.at).min(out.len());
        out[..n].copy_from_slice(&self.piece[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

/// `piece` again and again, until there are at least `n_bytes`.
pub fn repeated(piece: &str, n_bytes: usize) -> impl Read {
    const STEP_BYTES: usize = 64 * 1024;
    let block = piece.repeat(STEP_BYTES.div_ceil(piece.len()));
    let n_blocks = n_bytes.div_ceil(block.len());
    let mut n_given = 0;
    Made::new(move || {
        n_given += 1;
        (n_given <= n_blocks).then(|| block.clone().into_bytes())
    })
}

/// A ZIP archive of these files.
pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    use io::Write;
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("names are short");
        writer.write_all(bytes).expect("memory can be written to");
    }
    writer.finish().expect("memory can be written to").into_inner()
}

/// Compressed as gzip does.
pub fn gzipped(mut source: impl Read) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    io::copy(&mut source, &mut encoder).expect("memory can be written to");
    encoder.finish().expect("memory can be written to")
}
