//! The inside of a cell: the process shuts itself in, then parses what it is given.
//!
//! `uptake cell SOURCE` is started by `uptake serve` for each source that comes from the world, and `uptake examine WORK` for
//! each file that was attached; see `desk::Parser`. They are no commands for people and stand in no help.

use std::ffi::OsString;
use std::io::BufWriter;
use std::process::ExitCode;

use crate::failure::eprintln_safe;

/// Bytes that are answered at a time.
const ANSWERED_AT_ONCE: usize = 64 * 1024;

/// Runs as a cell when the program was started as one.
pub fn run() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let named = arguments.next()?;
    let parses = *desk::CELL_ARGUMENT == named;
    if !parses && *desk::EXAMINE_ARGUMENT != named {
        return None;
    }
    let what = arguments.next().unwrap_or_else(|| OsString::from("-"));
    let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let output = BufWriter::with_capacity(ANSWERED_AT_ONCE, output);
    let worked = if parses {
        desk::shut_in().and_then(|()| desk::work_in_cell(&what.to_string_lossy(), input, output))
    } else {
        desk::shut_in_to_examine().and_then(|()| desk::examine_in_cell(&what.to_string_lossy(), input, output))
    };
    Some(match worked {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln_safe(&format!("a cell could not do its work: {error}"));
            ExitCode::FAILURE
        }
    })
}
