//! `uptake ingest`: files into an office.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use desk::{Ingested, WritableOffice};
use formats::{Doubt, Item, Options};
use serde_json::json;

use crate::cli::IngestArgs;
use crate::clock::{OPERATOR, now, random_numbers};
use crate::failure::{Failure, eprintln_safe};
use crate::input;
use crate::output::{count, json_line, safe, stdout};
use crate::progress::Progress;
use crate::settings;

/// What was found in one file.
#[derive(Debug, Default)]
pub struct FileRead {
    /// Its name.
    pub name: String,
    /// Records.
    pub n_records: u64,
    /// Doubts, about records and about the file.
    pub n_doubts: u64,
    /// The first of them, or all if all are wanted.
    pub doubts: Vec<String>,
    /// Why it could not be read to its end.
    pub broken: Option<String>,
}

impl FileRead {
    fn doubt(&mut self, doubt: &Doubt, all: bool) {
        self.n_doubts += 1;
        if all || self.doubts.is_empty() {
            self.doubts.push(doubt.to_string());
        }
    }
}

/// Takes files in; `progress` words go to a terminal only.
pub fn take_in(
    office: &mut WritableOffice,
    files: &[PathBuf],
    options: &Options,
    all_doubts: bool,
) -> Result<(Ingested, Vec<FileRead>), Failure> {
    let mut read = Vec::new();
    let mut refused = None;
    let progress = Progress::new("reading");
    let mut ids = random_numbers()?;
    let mut source = |sink: &mut desk::Sink<'_>| {
        for path in files {
            match read_file(path, options, all_doubts, sink) {
                Ok((file, ControlFlow::Continue(()))) => read.push(file),
                Ok((file, ControlFlow::Break(()))) => {
                    read.push(file);
                    return;
                }
                Err(failure) => {
                    refused = Some(failure);
                    return;
                }
            }
        }
    };
    let mut told =
        |ingested: &Ingested| progress.say(|| format!("{} kept", count(ingested.n_kept, "record", "records")));
    let ingested = desk::ingest(office, OPERATOR, now(), &mut ids, &mut source, &mut told)?;
    match refused {
        Some(failure) => Err(failure),
        None => Ok((ingested, read)),
    }
}

fn read_file(
    path: &Path,
    options: &Options,
    all_doubts: bool,
    sink: &mut desk::Sink<'_>,
) -> Result<(FileRead, ControlFlow<()>), Failure> {
    let name = input::name(path);
    let mut file = FileRead { name: name.clone(), ..FileRead::default() };
    let mut flow = ControlFlow::Continue(());
    let outcome = formats::read(input::open(path)?, &name, options, &mut |item| {
        match item {
            Item::Reading(reading) => {
                file.n_records += 1;
                reading.doubts.iter().for_each(|doubt| file.doubt(doubt, all_doubts));
                flow = sink(reading);
            }
            Item::Doubt(doubt) => file.doubt(&doubt, all_doubts),
        }
        flow
    });
    if let Err(error) = outcome {
        file.broken = Some(format!("`{name}` could not be read to its end: {error}; what stands before was kept"));
    }
    Ok((file, flow))
}

/// Takes records into an office and says what became of them.
pub fn ingest(args: &IngestArgs) -> Result<ExitCode, Failure> {
    input::check_all(&args.files)?;
    let options = input::options(&args.columns)?;
    let mut office = settings::open_to_write(&args.office, &mut |_| {})?;
    let (ingested, files) = take_in(&mut office, &args.files, &options, args.doubts)?;
    let progress = Progress::new("tidying the search index");
    let n_held = office.office().counts()?.n_records;
    office.close()?;
    drop(progress);
    let n_doubts: u64 = files.iter().map(|file| file.n_doubts).sum();
    let mut out = stdout();
    if args.json {
        for file in &files {
            let line = json!({ "file": file.name, "records": file.n_records, "doubts": file.n_doubts, "said": file.doubts, "broken": file.broken });
            json_line(&mut out, &line)?;
        }
        json_line(
            &mut out,
            &json!({
                "kept": ingested.n_kept, "collected": ingested.n_collected, "updated": ingested.n_updated, "merged": ingested.n_merged,
                "unchanged": ingested.n_unchanged, "related": ingested.n_related, "doubts": n_doubts, "held": n_held,
            }),
        )?;
    } else {
        for file in files.iter().filter(|file| file.n_doubts > 0 || file.n_records == 0) {
            let (records, doubts) =
                (count(file.n_records, "record", "records"), count(file.n_doubts, "doubt", "doubts"));
            writeln!(out, "{}: {records}, {doubts}", safe(&file.name))?;
            for doubt in &file.doubts {
                writeln!(out, "  {}", safe(doubt))?;
            }
            if file.n_doubts > file.doubts.len() as u64 {
                writeln!(out, "  and {} more; --doubts shows all", file.n_doubts - file.doubts.len() as u64)?;
            }
        }
        writeln!(out, "Kept {}: {}.", count(ingested.n_kept, "reading", "readings"), outcomes(&ingested))?;
        writeln!(out, "The office holds {}.", count(n_held, "record", "records"))?;
    }
    out.flush()?;
    let broken: Vec<&str> = files.iter().filter_map(|file| file.broken.as_deref()).collect();
    if !broken.is_empty() {
        return Err(Failure::refused(broken.join("\n")));
    }
    if ingested.n_kept == 0 {
        eprintln_safe(
            "uptake: No record was found; `uptake formats` lists what can be read, `uptake read FILE` shows how a file is read",
        );
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}

/// What became of the readings, in words.
pub fn outcomes(ingested: &Ingested) -> String {
    let all = [
        (ingested.n_collected, "new"),
        (ingested.n_updated, "updated"),
        (ingested.n_merged, "joined to records of other sources"),
        (ingested.n_unchanged, "held already"),
    ];
    let mut said: Vec<String> = all.iter().filter(|(n, _)| *n > 0).map(|(n, words)| count(*n, words, words)).collect();
    if ingested.n_related > 0 {
        said.push(format!("{} between works found", count(ingested.n_related, "relation", "relations")));
    }
    if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
}
