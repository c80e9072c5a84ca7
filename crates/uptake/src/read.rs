//! `uptake read` and `uptake formats`: the format readers alone.

use std::io::Write;
use std::ops::ControlFlow;
use std::process::ExitCode;

use formats::Item;
use serde_json::json;

use crate::cli::ReadArgs;
use crate::failure::{Failure, eprintln_safe};
use crate::output::{count, details, json_line, safe, stdout, title};
use crate::progress::Progress;
use crate::{input, output};

/// Reads files and prints their records with the doubts about them.
pub fn read(args: &ReadArgs) -> Result<ExitCode, Failure> {
    input::check_all(&args.files)?;
    let options = input::options(&args.columns)?;
    let mut out = stdout();
    let progress = Progress::new("reading");
    let (mut n_records, mut n_doubts, mut n_without) = (0u64, 0u64, 0u64);
    for path in &args.files {
        let name = input::name(path);
        let mut written: Result<(), Failure> = Ok(());
        let before = n_records;
        let source = input::open(path)?;
        let outcome = formats::read(source, &name, &options, &mut |item| {
            let step = match item {
                Item::Reading(reading) => {
                    n_records += 1;
                    n_doubts += reading.doubts.len() as u64;
                    if n_records.is_multiple_of(500) {
                        progress.say(|| count(n_records, "record read", "records read"));
                    }
                    if args.json {
                        writeln!(out, "{}", formats::reading_to_json(&reading))
                    } else {
                        show(&mut out, &reading)
                    }
                }
                Item::Doubt(doubt) => {
                    n_doubts += 1;
                    if args.json {
                        json_line(
                            &mut out,
                            &json!({ "source": name, "doubt": { "line": doubt.line, "place": doubt.place, "text": doubt.text } }),
                        )
                    } else {
                        writeln!(out, "  doubt: {}: {}", safe(&name), safe(&doubt.to_string()))
                    }
                }
            };
            match step {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    written = Err(error.into());
                    ControlFlow::Break(())
                }
            }
        });
        written?;
        outcome.map_err(|error| {
            Failure::refused(format!("`{name}` could not be read to its end: {error}; what stands before was printed"))
        })?;
        n_without += u64::from(n_records == before);
    }
    out.flush()?;
    drop(progress);
    if !args.json {
        eprintln_safe(&format!("{}, {}", count(n_records, "record", "records"), count(n_doubts, "doubt", "doubts")));
    }
    if n_records == 0 && n_without > 0 {
        return Err(Failure::refused(
            "No record was found; the doubts say why. `uptake formats` lists what can be read",
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn show(out: &mut impl Write, reading: &formats::Reading) -> std::io::Result<()> {
    let record = &reading.record;
    writeln!(out, "{}", title(record))?;
    writeln!(out, "  {}", details(record))?;
    let origin = &record.origin;
    let line = origin.line.map_or_else(String::new, |line| format!(", line {line}"));
    writeln!(out, "  {} in {}, entry {}{line}", origin.format, safe(&origin.source), origin.entry)?;
    for doubt in &reading.doubts {
        writeln!(out, "  doubt: {}", safe(&doubt.to_string()))?;
    }
    Ok(())
}

/// Lists the formats.
pub fn formats() -> Result<(), Failure> {
    let mut out = output::stdout();
    for format in formats::formats() {
        writeln!(out, "{:<16} {}", format.name, format.title)?;
    }
    Ok(out.flush()?)
}
