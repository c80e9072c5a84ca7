//! Keys of the office: each in a file of its own in the directory of the office, readable by its owner alone.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::Failure;

/// The text of a key file; `None` where there is none.
///
/// # Errors
/// Refused when it cannot be read.
pub(crate) fn read(dir: &Path, name: &str) -> Result<Option<String>, Failure> {
    let path = dir.join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::at_command_line(format!("`{}` cannot be read: {error}", path.display()))),
    }
}

/// Keeps a key, on the disk when this returns. One that is there already is not written over.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn keep(dir: &Path, name: &str, key: &[u8]) -> Result<(), Failure> {
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(dir.join(name))?;
        let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(file, "{text}")?;
        file.sync_all()?;
        File::open(dir)?.sync_all()
    })();
    written.map_err(|error: std::io::Error| Failure::Broken(Box::new(error)))
}
