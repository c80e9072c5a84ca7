//! `uptake control-list`: control lists loaded version by version.

use std::io::{Read, Write};

use desk::CONTROL_FILE_BYTES_MAX;
use model::{ControlVersion, ListStage};
use serde_json::json;

use crate::cli::{ControlListListArgs, ControlListLoadArgs};
use crate::clock::{OPERATOR, now, random_numbers, today};
use crate::failure::{Failure, eprintln_safe};
use crate::input;
use crate::output::{count, json_line, safe, stdout};
use crate::settings;

/// Loads a version.
pub fn load(args: &ControlListLoadArgs) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    // One more than may be read, so that what is too long is refused by the rule that says so.
    let limit = CONTROL_FILE_BYTES_MAX as u64 + 1;
    let name = input::name(&args.file);
    input::open(&args.file)?.take(limit).read_to_end(&mut bytes).map_err(|error| {
        Failure::refused(format!("`{name}` cannot be read: {error}; look at the file and name it again"))
    })?;
    let mut ids = random_numbers()?;
    let mut office = settings::open_to_write(&args.office, &mut |_| {})?;
    let title = args.title.clone().unwrap_or_default();
    let (file, list) = ((name.as_str(), bytes.as_slice()), (args.list.as_str(), title.as_str()));
    let loaded = desk::import_control_list(&mut office, file, list, (OPERATOR, now(), today()), &mut ids);
    office.close()?;
    let (version, doubts) = loaded?;
    let mut out = stdout();
    if args.json {
        json_line(&mut out, &said(&version))?;
        for doubt in &doubts {
            json_line(&mut out, &json!({ "doubt": doubt }))?;
        }
        return Ok(out.flush()?);
    }
    for doubt in doubts.iter().take(if args.doubts { usize::MAX } else { 1 }) {
        eprintln_safe(&format!("uptake: {doubt}"));
    }
    if doubts.len() > 1 && !args.doubts {
        eprintln_safe(&format!("uptake: and {} more doubts; see them with --doubts", doubts.len() - 1));
    }
    let entries = count(version.n_entries, "provision", "provisions");
    let thresholds = count(version.n_thresholds, "threshold", "thresholds");
    if version.stage == ListStage::Held {
        let lost = count(version.n_lost, "provision", "provisions");
        writeln!(
            out,
            "Held back version {} of {}: {lost} of the version in force are not in it. A second person lets it in on the page of the list.",
            version.number, version.list
        )?;
    } else {
        writeln!(out, "Version {} of {} is in force: {entries}, {thresholds}.", version.number, version.list)?;
    }
    Ok(out.flush()?)
}

/// Lists the control lists.
pub fn list(args: &ControlListListArgs) -> Result<(), Failure> {
    let lists = settings::open(&args.office)?.control_lists()?;
    let mut out = stdout();
    for line in &lists {
        if args.json {
            for version in &line.versions {
                json_line(&mut out, &said(version))?;
            }
            continue;
        }
        let invented = if line.head.invented { "  (invented)" } else { "" };
        writeln!(out, "{}  {}{invented}", line.head.id, safe(&line.head.title))?;
        for version in &line.versions {
            let entries = count(version.n_entries, "provision", "provisions");
            writeln!(out, "  {} {}  {}  {entries}", version.number, version.stage, safe(&version.edition))?;
        }
    }
    if lists.is_empty() && !args.json {
        let office = args.office.display();
        writeln!(out, "No control list is kept; load one with `uptake control-list load {office} FILE --list NAME`.")?;
    }
    Ok(out.flush()?)
}

fn said(version: &ControlVersion) -> serde_json::Value {
    json!({
        "list": version.list.to_string(),
        "version": version.number,
        "stage": version.stage.word(),
        "edition": version.edition,
        "sha256": version.checksum,
        "entries": version.n_entries,
        "thresholds": version.n_thresholds,
        "lost": version.n_lost,
    })
}
