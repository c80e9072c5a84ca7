//! The files of intakes: laid aside until they are decided on and taken in, put away afterwards.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use model::IntakeId;

use crate::{Failure, Office};

/// The directory in an office in which files wait.
const DIRECTORY: &str = "intakes";

pub(super) fn path(office: &Office, id: IntakeId) -> PathBuf {
    office.dir().join(DIRECTORY).join(id.to_string())
}

/// Writes a file where only the office reads it, and sees it on the disk. Answers how many bytes it has.
pub(crate) fn lay_aside(office: &Office, id: IntakeId, mut bytes: impl Read) -> Result<u64, Failure> {
    let mut write = || -> std::io::Result<u64> {
        let directory = office.dir().join(DIRECTORY);
        if !directory.is_dir() {
            fs::create_dir(&directory)?;
            fs::set_permissions(&directory, Permissions::from_mode(0o700))?;
            File::open(office.dir())?.sync_all()?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path(office, id))?;
        let n_bytes = std::io::copy(&mut bytes, &mut file)?;
        file.sync_all()?;
        File::open(&directory)?.sync_all()?;
        Ok(n_bytes)
    };
    write().map_err(|error| {
        put_away(office, id);
        Failure::Broken(Box::new(error))
    })
}

/// The bytes of a file that lies aside; `None` where it is gone.
pub(crate) fn file_bytes(office: &Office, id: IntakeId) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path(office, id)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::Broken(Box::new(error))),
    }
}

/// Files that were laid aside by somebody beside the writer, and whose rows are not written yet. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Laying(Arc<Mutex<BTreeSet<IntakeId>>>);

/// One of them, until its row is written or it is put away.
pub(crate) struct Laid {
    laying: Laying,
    id: IntakeId,
}

impl Laying {
    /// Says that a file is about to be laid aside.
    pub fn begin(&self, id: IntakeId) -> Laid {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        Laid { laying: self.clone(), id }
    }

    pub(super) fn holds(&self, id: IntakeId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&id)
    }
}

impl Drop for Laid {
    fn drop(&mut self) {
        self.laying.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

/// The intakes whose files are there.
pub(super) fn aside(office: &Office) -> Vec<IntakeId> {
    let Ok(entries) = fs::read_dir(office.dir().join(DIRECTORY)) else { return Vec::new() };
    entries.flatten().filter_map(|entry| IntakeId::parse(entry.file_name().to_str()?)).collect()
}

/// Puts a file away. One that cannot be is found by the next sweep.
pub(crate) fn put_away(office: &Office, id: IntakeId) {
    let _ = fs::remove_file(path(office, id));
}
