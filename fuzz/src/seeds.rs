//! Where inputs begin: own fixtures, and real files where the collections stand beside the project.

use std::fs;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use formats::{Item, Options};
use model::Record;

use crate::chance::Chance;
use crate::target::Target;

/// Largest input. What a reader needs a second for must not fit into it.
pub const INPUT_BYTES_MAX: usize = 256 * 1024;

/// Records that queries are tried on.
const POOL_RECORDS_MAX: usize = 64;

/// Words beyond which a record is left out of the pool: the oracle is slow by design.
const POOL_WORDS_MAX: usize = 400;

/// One input to begin with.
#[derive(Debug)]
pub struct Seed {
    /// Path below its folder.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Formats of the records in it.
    pub formats: Vec<String>,
}

impl Seed {
    fn new(name: String, bytes: Vec<u8>, pool: &mut Vec<Record>) -> Seed {
        // A seed on which a reader falls is found in its own trial; here it has no format.
        let records = catch_unwind(|| records(&bytes)).unwrap_or_default();
        let mut formats: Vec<String> = records.iter().map(|record| record.origin.format.clone()).collect();
        formats.sort();
        formats.dedup();
        let n_words = |record: &Record| {
            let texts = record.titles.iter().chain(&record.abstracts);
            texts.map(|text| text.text.split_whitespace().count()).sum::<usize>()
        };
        let small = records.into_iter().filter(|record| n_words(record) <= POOL_WORDS_MAX);
        pool.extend(small.take(2).take(POOL_RECORDS_MAX.saturating_sub(pool.len())));
        Seed { name, bytes, formats }
    }

    fn is_of(&self, ending: &str) -> bool {
        Path::new(&self.name).extension().is_some_and(|own| own == ending)
    }
}

/// All of them.
#[derive(Debug, Default)]
pub struct Seeds {
    /// Ours, from `fuzz/seeds`.
    pub own: Vec<Seed>,
    /// Real files, from `../shared/data`.
    pub found: Vec<Seed>,
    /// Records to try queries on.
    pub pool: Vec<Record>,
}

impl Seeds {
    /// Reads them.
    ///
    /// # Errors
    /// When our own are not there.
    pub fn load() -> std::io::Result<Seeds> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let mut pool = Vec::new();
        let own = load(&root.join("seeds"), &mut pool)?;
        let collections = root.join("../../shared/data");
        let found = if collections.is_dir() { load(&collections, &mut pool)? } else { Vec::new() };
        Ok(Seeds { own, found, pool })
    }

    /// A seed for a target: mostly one that means something to it.
    pub fn pick(&self, target: Target, chance: &mut Chance) -> &[u8] {
        let from = if self.found.is_empty() || chance.one_in(2) { &self.own } else { &self.found };
        let fits = |seed: &&Seed| match target {
            Target::Query => seed.is_of("query"),
            Target::Needs => seed.is_of("needs"),
            Target::Forms => seed.is_of("forms"),
            Target::Attachment => seed.name.contains("attachment"),
            Target::Scheme => seed.name.contains("scheme"),
            Target::Parties => seed.name.contains("parties"),
            Target::RecordJson => seed.formats.iter().any(|format| format == "uptake-json"),
            Target::ReadAs(format) => seed.formats.iter().any(|name| name == format.name),
            Target::Read | Target::Match => !seed.formats.is_empty(),
        };
        let mut fitting: Vec<&Seed> = from.iter().filter(fits).collect();
        if fitting.is_empty() {
            fitting = self.own.iter().filter(fits).collect();
        }
        if fitting.is_empty() || chance.one_in(16) {
            fitting = from.iter().collect();
        }
        chance.pick(&fitting).map_or(&[], |seed| seed.bytes.as_slice())
    }

    /// Any seed, to take pieces from.
    pub fn any(&self, chance: &mut Chance) -> &[u8] {
        let from = if self.found.is_empty() || chance.one_in(2) { &self.own } else { &self.found };
        chance.pick(from).map_or(&[], |seed| seed.bytes.as_slice())
    }
}

/// The records in some bytes.
fn records(bytes: &[u8]) -> Vec<Record> {
    let mut records = Vec::new();
    let read = formats::read(bytes, "seed", &Options::default(), &mut |item| {
        if let Item::Reading(reading) = item {
            records.push(reading.record);
        }
        ControlFlow::Continue(())
    });
    // A source in memory cannot fail; should it, the trial of the seed says so.
    read.map(|_| records).unwrap_or_default()
}

fn load(root: &Path, pool: &mut Vec<Record>) -> std::io::Result<Vec<Seed>> {
    let mut paths = Vec::new();
    walk(root, &mut paths)?;
    paths.sort();
    let mut seeds = Vec::new();
    let named = |path: &Path| path.strip_prefix(root).unwrap_or(path).display().to_string();
    for path in paths {
        let bytes = if path.is_dir() { zipped(&path)? } else { fs::read(&path)? };
        seeds.push(Seed::new(named(&path), bytes, pool));
    }
    Ok(seeds)
}

/// Files that are not too large. The folder `workbook` is one: the parts of an XLSX file.
fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() && entry.file_name() != "workbook" {
            walk(&path, paths)?;
        } else if kind.is_dir() || (kind.is_file() && entry.metadata()?.len() <= INPUT_BYTES_MAX as u64) {
            paths.push(path);
        }
    }
    Ok(())
}

/// The files of a folder as a ZIP archive.
fn zipped(folder: &Path) -> std::io::Result<Vec<u8>> {
    let mut paths = Vec::new();
    walk(folder, &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        files.push((name, fs::read(&path)?));
    }
    archive(&files)
}

/// Files as a ZIP archive.
pub fn archive(files: &[(String, Vec<u8>)]) -> std::io::Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), zip::write::SimpleFileOptions::default())?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_that_can_be_read_has_a_seed_of_our_own() {
        let seeds = Seeds::load().unwrap();
        let known = |name: &str| seeds.own.iter().any(|seed| seed.formats.iter().any(|format| format == name));
        let without: Vec<&str> =
            formats::formats().iter().map(|format| format.name).filter(|name| !known(name)).collect();
        assert_eq!(without, Vec::<&str>::new(), "write an invented source for each in fuzz/seeds");
    }
}
