//! `uptake init`, `verify`, `backup`, `restore`: offices as wholes.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use desk::{AttachmentsPart, CheckpointCheck, Office};
use serde_json::json;

use crate::cli::{BackupArgs, InitArgs, RestoreArgs, VerifyArgs};
use crate::clock::{OPERATOR, now, random};
use crate::failure::Failure;
use crate::output::{count, json_line, stdout};
use crate::progress::Progress;
use crate::settings;

/// Makes an office.
pub fn init(args: &InitArgs) -> Result<(), Failure> {
    let name = u128::from(random()?) << 64 | u128::from(random()?);
    Office::create(&args.office, name, OPERATOR, now())?.close()?;
    let mut out = stdout();
    let shown = args.office.display();
    writeln!(out, "Made an office in {shown}. Its settings stand in {shown}/{}.", desk::CONFIGURATION_FILE)?;
    writeln!(out, "Next: `uptake ingest {shown} FILES...`, then `uptake need add {shown} needs.toml`")?;
    writeln!(out, "(`uptake need example` prints a needs file to begin with), then `uptake match {shown}`;")?;
    writeln!(out, "or `uptake serve {shown}` and go on in the browser.")?;
    Ok(out.flush()?)
}

/// Makes an office where nothing is yet: who serves one for the first time need not know how it comes to be. Answers
/// whether it did. A directory with something else in it is left alone.
pub fn make_where_none_is(dir: &Path) -> Result<bool, Failure> {
    let is_free = match dir.read_dir() {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == ErrorKind::NotFound,
    };
    if is_free {
        let name = u128::from(random()?) << 64 | u128::from(random()?);
        Office::create(dir, name, OPERATOR, now())?.close()?;
    }
    Ok(is_free)
}

/// Checks an office.
pub fn verify(args: &VerifyArgs) -> Result<ExitCode, Failure> {
    let progress = Progress::new("verifying");
    if args.reindex {
        let mut office = settings::open_to_write(&args.office, &mut |_| {})?;
        office.reindex(&mut |n| progress.say(|| format!("{} indexed", count(n, "record", "records"))))?;
        office.close()?;
    }
    let mut verified = desk::verify(&args.office, now(), &mut |look| progress.say(|| format!("verifying: {look}")))?;
    let signed = check_checkpoints(args)?;
    verified.findings.extend(signed.iter().flat_map(|signed| signed.findings.iter().cloned()));
    drop(progress);
    let mut out = stdout();
    let store = &verified.store;
    if args.json {
        json_line(
            &mut out,
            &json!({
                "records": store.n_records, "items": store.n_items, "blocks": store.n_blocks, "facts": store.n_facts,
                "attachments": verified.n_attachments, "indexed": verified.n_indexed, "findings": verified.findings,
                "checkpoints": signed.as_ref().map(|signed| json!({
                    "agreeing": signed.n_agreeing, "reached": signed.reached, "key": signed.key,
                })),
            }),
        )?;
    } else {
        writeln!(
            out,
            "Looked at {}, {}, {} of raw bytes, {} of records, {} of the ledger and {} in the search index.",
            count(store.n_records, "record", "records"),
            count(store.n_items, "source item", "source items"),
            count(store.n_blocks, "block", "blocks"),
            count(verified.n_attachments, "file", "files"),
            count(store.n_facts, "fact", "facts"),
            count(verified.n_indexed, "record", "records"),
        )?;
        if let Some(signed) = &signed {
            writeln!(
                out,
                "{} of the ledger {}, the last of them for fact {}. Public key: {}",
                count(signed.n_agreeing, "checkpoint", "checkpoints"),
                if signed.n_agreeing == 1 { "agrees" } else { "agree" },
                signed.reached,
                signed.key.as_deref().unwrap_or("not known"),
            )?;
        }
        for finding in &verified.findings {
            writeln!(out, "  {finding}")?;
        }
        let n_findings = verified.findings.len() as u64;
        if n_findings == 0 {
            writeln!(out, "All is as it was written.")?;
        } else {
            writeln!(
                out,
                "{}; bring a backup back with `uptake restore` where something is lost.",
                count(n_findings, "finding", "findings")
            )?;
        }
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(!verified.findings.is_empty())))
}

/// Holds the ledger against its checkpoints: those of the directory that was named, or of the one that is set.
fn check_checkpoints(args: &VerifyArgs) -> Result<Option<CheckpointCheck>, Failure> {
    let office = settings::open(&args.office)?;
    let set = &office.configuration().ledger().checkpoints;
    let place = match &args.checkpoints {
        Some(place) => place.clone(),
        // A place that is set, while nothing was signed yet: the office has not been served since.
        None if set.is_empty() || !desk::was_signed(&office, set.as_ref())? => return Ok(None),
        None => set.into(),
    };
    Ok(Some(desk::check_checkpoints(&office, &place, args.checkpoint_key.as_deref())?))
}

/// Writes a backup.
pub fn backup(args: &BackupArgs) -> Result<(), Failure> {
    let progress = Progress::new("writing the backup");
    let backup = desk::backup(&args.office, &args.file)?;
    drop(progress);
    let mut out = stdout();
    let (packed, plain) = (count(backup.n_packed, "byte", "bytes"), count(backup.n_plain, "byte", "bytes"));
    let files = count(backup.n_files, "file", "files");
    writeln!(out, "Wrote {}: {packed}, holding an office of {plain} and {files} beside it.", args.file.display())?;
    if backup.n_missing > 0 {
        let missing = count(backup.n_missing, "file of a record was", "files of records were");
        writeln!(out, "{missing} not there; `uptake verify` says which.")?;
    }
    let attachments = desk::Office::open(&args.office)?.configuration().attachments().clone();
    if attachments.is_outside() {
        let AttachmentsPart { endpoint, bucket, .. } = &attachments;
        writeln!(
            out,
            "Files of records lie in the bucket `{bucket}` at {endpoint}. They are named in this backup and not in it."
        )?;
    }
    Ok(out.flush()?)
}

/// Makes an office from a backup.
pub fn restore(args: &RestoreArgs) -> Result<(), Failure> {
    let progress = Progress::new("restoring");
    desk::restore(&args.file, &args.office, &mut |n| {
        progress.say(|| format!("{} indexed", count(n, "record", "records")));
    })?;
    let counts = settings::open(&args.office)?.counts()?;
    drop(progress);
    let mut out = stdout();
    writeln!(out, "Restored {} with {}.", args.office.display(), count(counts.n_records, "record", "records"))?;
    Ok(out.flush()?)
}
