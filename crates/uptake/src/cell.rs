//! The inside of a cell: the process shuts itself in, then parses what it is given.
//!
//! `uptake cell SOURCE` reads a source that comes from the world, `uptake scheme-cell` a scheme, `uptake party-cell FORM` a list of parties, `uptake examine WORK` a file that was
//! attached; `uptake press` prints an issue of a bulletin. They are started by `uptake serve`, see `desk::Parser`; they are no commands
//! for people and stand in no help.

use std::ffi::OsString;
use std::io::BufWriter;
use std::process::ExitCode;

use crate::failure::eprintln_safe;

/// Bytes that are answered at a time.
const ANSWERED_AT_ONCE: usize = 64 * 1024;

/// Runs as a cell when the program was started as one.
pub fn run() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let sort = arguments.next()?;
    let known = [
        desk::CELL_ARGUMENT,
        desk::SCHEME_CELL_ARGUMENT,
        desk::PARTY_CELL_ARGUMENT,
        desk::EXAMINE_ARGUMENT,
        desk::PRESS_ARGUMENT,
    ];
    if !known.iter().any(|argument| sort == **argument) {
        return None;
    }
    let what = arguments.next().unwrap_or_else(|| OsString::from("-"));
    let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let output = BufWriter::with_capacity(ANSWERED_AT_ONCE, output);
    let worked = if sort == *desk::PRESS_ARGUMENT {
        desk::shut_in_to_print().and_then(|()| desk::print_in_cell(input, output))
    } else if sort == *desk::EXAMINE_ARGUMENT {
        desk::shut_in_to_examine().and_then(|()| desk::examine_in_cell(&what.to_string_lossy(), input, output))
    } else {
        desk::shut_in().and_then(|()| {
            if sort == *desk::SCHEME_CELL_ARGUMENT {
                desk::work_on_scheme_in_cell(input, output)
            } else if sort == *desk::PARTY_CELL_ARGUMENT {
                desk::work_on_parties_in_cell(&what.to_string_lossy(), input, output)
            } else {
                desk::work_in_cell(&what.to_string_lossy(), input, output)
            }
        })
    };
    Some(match worked {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln_safe(&format!("a cell could not do its work: {error}"));
            ExitCode::FAILURE
        }
    })
}
