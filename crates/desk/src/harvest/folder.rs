//! Folders that are watched: whatever file is laid there is taken in once, and again when it was changed.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use model::{Found, Harvest, Setback, Source, sentence};

use super::{aside, fail, fault_here, keep};
use crate::job::Ids;
use crate::{Clerk, Failure, INTAKE_BYTES_MAX, Office};

/// Files of one folder.
const FILES_MAX: usize = 10_000;

/// Largest file, in bytes.
const FILE_BYTES_MAX: u64 = 1 << 30;

/// How long a file has to lie unchanged: whoever writes it may not be done. In microseconds.
const QUIET_MICROS: i64 = 5_000_000;

/// A file in a folder.
pub(super) struct FolderFile {
    pub name: String,
    path: PathBuf,
    n_bytes: u64,
    /// When it was changed, in microseconds since 1970.
    changed_at: i64,
}

impl FolderFile {
    /// What it is like: another size or another time is another state.
    fn stamp(&self) -> String {
        format!("{}:{}", self.n_bytes, self.changed_at)
    }

    /// The whole of it, as far as it is looked at in a page.
    pub fn read(&self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let file = File::open(&self.path).map_err(|error| Failure::Broken(Box::new(error)))?;
        file.take(INTAKE_BYTES_MAX as u64).read_to_end(&mut bytes).map_err(|error| Failure::Broken(Box::new(error)))?;
        Ok(bytes)
    }
}

/// The directory of a folder: a name under the one that an administrator chose, and nowhere else.
pub(super) fn directory(office: &Office, name: &str) -> Result<PathBuf, Failure> {
    let root = &office.configuration.sources().folder;
    if root.is_empty() {
        return Err(Failure::said(sentence!(
            "folder-none",
            "No folder is watched here; an administrator can name a directory by `sources.folder` in the configuration"
        )));
    }
    let missing = || {
        Failure::said(sentence!(
            "folder-missing",
            "There is no folder `{name}` in the directory that is watched; make it, or write another name",
            name
        ))
    };
    let relative = Path::new(name);
    if name.is_empty() || !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(missing());
    }
    let root = office.dir().join(root).canonicalize().map_err(|_| missing())?;
    let path = root.join(relative).canonicalize().map_err(|_| missing())?;
    // A link inside may lead elsewhere.
    if path.starts_with(&root) && path.is_dir() { Ok(path) } else { Err(missing()) }
}

/// The files that lie in a folder, by name. Hidden ones, links and directories are passed over.
pub(super) fn files(office: &Office, source: &Source) -> Result<Vec<FolderFile>, Failure> {
    let directory = directory(office, &source.address)?;
    let broken = |error: std::io::Error| Failure::Broken(Box::new(error));
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).map_err(broken)?.take(FILES_MAX) {
        let entry = entry.map_err(broken)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        // Of a link this tells about the link.
        let Ok(about) = entry.metadata() else { continue };
        let changed = about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        if about.is_file() && !name.starts_with('.') {
            let changed_at = changed.map_or(0, |since| i64::try_from(since.as_micros()).unwrap_or(i64::MAX));
            files.push(FolderFile { name, path: entry.path(), n_bytes: about.len(), changed_at });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

/// Takes in one file that is new or changed.
pub(super) fn step(
    clerk: &Clerk,
    office: &Office,
    source: Source,
    harvest: Harvest,
    now: i64,
    ids: &mut Ids,
) -> Result<(), Failure> {
    let files = match files(office, &source) {
        Ok(files) => files,
        Err(failure) => return fail(clerk, &source, &fault_here(Setback::Gone, &failure), now),
    };
    let is_empty = files.is_empty();
    let (files, large): (Vec<FolderFile>, Vec<FolderFile>) =
        files.into_iter().partition(|file| file.n_bytes <= FILE_BYTES_MAX);
    let taken = office.reader.harvested_files(source.id)?;
    let next = files.into_iter().find(|file| {
        let is_quiet = now.saturating_sub(file.changed_at) >= QUIET_MICROS;
        is_quiet && taken.get(&file.name).is_none_or(|stamp| *stamp != file.stamp())
    });
    let answered = Harvest {
        asked_at: Some(now),
        answered_at: Some(now),
        n_failures: 0,
        setback: None,
        due_at: now.saturating_add(source.schedule.micros()),
        ..harvest.clone()
    };
    let Some(file) = next else {
        if let Some(file) = large.first() {
            let detail = format!("{} has more than {} MiB; cut it", file.name, FILE_BYTES_MAX / (1024 * 1024));
            return fail(clerk, &source, &fault_here(Setback::Large, &detail), now);
        }
        let found = match (is_empty, harvest.n_answers) {
            (_, 1..) => Found::Something,
            (true, 0) => Found::Nothing,
            (false, 0) => Found::Unchanged,
        };
        let moved = Harvest { found: Some(found), n_answers: 0, ..answered };
        return keep(clerk, office, source, harvest, moved, None, None, now);
    };
    let bytes = match File::open(&file.path) {
        Ok(open) => open.take(FILE_BYTES_MAX),
        Err(error) => return fail(clerk, &source, &fault_here(Setback::Denied, &error), now),
    };
    let intake = aside(office, &source, file.name.clone(), bytes, now, ids)?;
    let n_answers = harvest.n_answers.saturating_add(1);
    let moved = Harvest { found: Some(Found::Something), n_answers, due_at: now, ..answered };
    keep(clerk, office, source, harvest, moved, Some(intake), Some((file.name.clone(), file.stamp())), now)
}
