//! The arXiv records, read once.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use formats::{Item, Options, Reading};

/// All readings of a file.
pub fn readings(path: &Path) -> Vec<Reading> {
    let mut all = Vec::new();
    each(File::open(path).expect("the file was there"), &mut |reading| {
        all.push(reading);
        ControlFlow::Continue(())
    });
    all
}

/// Calls `take` with every reading of a stream.
pub fn each(input: impl Read, take: &mut dyn FnMut(Reading) -> ControlFlow<()>) {
    let read = formats::read(input, "bench", &Options::default(), &mut |item| match item {
        Item::Reading(reading) => take(reading),
        Item::Doubt(_) => ControlFlow::Continue(()),
    });
    read.expect("the input could be read");
}
