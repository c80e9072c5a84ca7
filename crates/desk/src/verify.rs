//! Is everything as it was written? And the copies made in time.

use std::ops::ControlFlow;
use std::path::Path;

use store::{SearchIndex, Verification};

use crate::attachment;

use crate::configuration::CONFIGURATION_FILE;
use crate::office::Lag;
use crate::{Configuration, Failure, Office, Overrides};

/// What a verification looked at and found.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// The database: ledger, references, records, raw bytes.
    pub store: Verification,
    /// Records that the index holds.
    pub n_indexed: u64,
    /// Files of records whose bytes were read.
    pub n_attachments: u64,
    /// What is wrong, in sentences; empty when all is well.
    pub findings: Vec<String>,
}

/// Looks at the whole office. The index is brought up to date first when nobody writes.
///
/// # Errors
/// Refused when there is no office; damage is a finding, not an error.
pub fn verify(dir: &Path, now: i64, progress: &mut dyn FnMut(&str)) -> Result<Verified, Failure> {
    let office = Office::open(dir)?;
    let store = store::verify(&office.reader, &office.scope, progress)?;
    let mut verified = Verified { findings: store.findings.clone(), store, ..Verified::default() };
    progress("files of records");
    let checked = attachment::check(&office, now, &mut verified.findings);
    match checked {
        Ok(n_attachments) => verified.n_attachments = n_attachments,
        Err(failure) => verified.findings.push(format!("the files of records could not be looked at: {failure}")),
    }
    progress("search index");
    match office.index(&mut |_| {}) {
        Ok((index, Some(why))) => {
            verified.n_indexed = index.n_records();
            verified.findings.push(match why {
                Lag::Writing => {
                    "the search index could not be compared: another process is writing; verify again when it is done"
                        .to_owned()
                }
                Lag::Failing(failure) => {
                    format!("the search index could not be brought up to date and so not be compared: {failure}")
                }
            });
        }
        Ok((index, None)) => compare(&office, &index, &mut verified)?,
        Err(failure) => verified.findings.push(format!("the search index cannot be opened: {failure}")),
    }
    Ok(verified)
}

/// Holds the index against the table, record by record.
fn compare(office: &Office, index: &SearchIndex, verified: &mut Verified) -> Result<(), Failure> {
    verified.n_indexed = index.n_records();
    let mut held = index.held_ids()?;
    let mut n_missing = 0u64;
    let walked = office.each_record(&mut |record| {
        if !held.remove(&record.id) {
            n_missing += 1;
        }
        ControlFlow::Continue(())
    });
    if let Err(failure) = walked {
        verified.findings.push(format!("the records could not be compared with the search index: {failure}"));
        return Ok(());
    }
    let mend = "run `uptake verify --reindex` to make the index anew";
    if n_missing > 0 {
        verified.findings.push(format!("{n_missing} records are missing from the search index; {mend}"));
    }
    if !held.is_empty() {
        verified
            .findings
            .push(format!("the search index holds {} records that are not in the table; {mend}", held.len()));
    }
    if let Some(damage) = index.damage() {
        verified.findings.push(format!("the search index is damaged ({damage}); {mend}"));
    }
    Ok(())
}

/// Writes an office with its settings into one file, also while it is in use.
///
/// # Errors
/// Refused when the file exists; otherwise when the disk fails.
pub fn backup(dir: &Path, file: &Path) -> Result<store::Backup, Failure> {
    let settings = match std::fs::read(dir.join(CONFIGURATION_FILE)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        read => read.map_err(|error| Failure::Broken(Box::new(error)))?,
    };
    let is_outside = Configuration::read(dir, &Overrides::default())?.configuration.attachments().is_outside();
    let files = |digests: &[attachment::Digest]| attachment::beside(dir, digests, is_outside);
    Ok(store::backup(dir, file, &settings, &files)?)
}

/// Makes an office with its settings from a backup. The index is made anew.
///
/// # Errors
/// Refused when the directory holds anything or the backup is damaged.
pub fn restore(file: &Path, dir: &Path, progress: &mut dyn FnMut(u64)) -> Result<(), Failure> {
    store::restore(file, dir, CONFIGURATION_FILE, &attachment::is_beside)?;
    Office::open_to_write(dir, progress)?.close()
}
