//! Secrets that stand in files of their own, so that they stand in no configuration.

use std::path::Path;

use crate::Failure;

/// The largest file that is read as a secret, in bytes. Secrets have some dozen.
const SECRET_BYTES_MAX: u64 = 4_096;

/// The secret in a file; a path that is not absolute begins in the office. `setting` is who names the file.
///
/// # Errors
/// Refused when the file cannot be read, or holds no secret.
pub(crate) fn secret_in(office: &Path, file: &str, setting: &str) -> Result<String, Failure> {
    let path = office.join(file);
    let refused = |what: String| Failure::at_command_line(format!("`{setting}`, `{}`: {what}", path.display()));
    let size = std::fs::metadata(&path).map_err(|error| refused(error.to_string()))?.len();
    if size > SECRET_BYTES_MAX {
        return Err(refused("this is no secret; name the file in which it stands alone".to_owned()));
    }
    let text = std::fs::read_to_string(&path).map_err(|error| refused(error.to_string()))?;
    match text.trim() {
        "" => Err(refused("the file is empty; write the secret into it".to_owned())),
        secret => Ok(secret.to_owned()),
    }
}
