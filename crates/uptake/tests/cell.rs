//! The program as a cell reads what it reads itself.

mod program;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use desk::{Parsed, Parser};
use formats::{Item, Summary};

/// Files of the collections beside the project, as far as they are there; none larger than what is uploaded in a page.
fn collection(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if path.is_dir() {
            collection(&path, found);
        } else if path.metadata().is_ok_and(|data| data.len() < 4 * 1024 * 1024) {
            found.push(path);
        }
    }
}

fn read(parser: &Parser, input: &[u8], source: &str) -> (Vec<Item>, Parsed) {
    let mut items = Vec::new();
    let parsed = parser.read(input, source, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    // How much is held at a time depends on how it comes through the pipe.
    let parsed = match parsed.unwrap() {
        Parsed::Ended(summary) => Parsed::Ended(Summary { n_held_max: 0, ..summary }),
        broken => broken,
    };
    (items, parsed)
}

#[test]
fn a_cell_reads_real_collections_as_they_are_read_here() {
    let Some(folder) = program::collections() else { return };
    let mut files = Vec::new();
    collection(&folder, &mut files);
    files.sort();
    let cell = Parser::Cell(PathBuf::from(env!("CARGO_BIN_EXE_uptake")));
    // A cell each takes a moment: enough of them to meet every family.
    for file in files.iter().step_by(files.len().div_ceil(60)) {
        let input = std::fs::read(file).unwrap();
        let (here, there) = (read(&Parser::Here, &input, "a source"), read(&cell, &input, "a source"));
        assert_eq!(here.1, there.1, "{} ends otherwise in a cell", file.display());
        assert_eq!(here.0.len(), there.0.len(), "{} has other items in a cell", file.display());
        for (here, there) in here.0.iter().zip(&there.0) {
            assert_eq!(here, there, "{} is read otherwise in a cell", file.display());
        }
    }
}

#[test]
fn a_source_that_is_left_early_leaves_no_process_behind() {
    let cell = Parser::Cell(PathBuf::from(env!("CARGO_BIN_EXE_uptake")));
    let input = "TY  - JOUR\nTI  - Selenium rectifiers\nER  - \n\n".repeat(20_000);
    let mut n_read = 0;
    let parsed = cell.read(input.as_bytes(), "a source", &mut |_| {
        n_read += 1;
        if n_read < 10 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    assert!(matches!(parsed, Ok(Parsed::Ended(_))) && n_read == 10, "{parsed:?} after {n_read}");
}
