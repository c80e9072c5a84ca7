//! Files as the user names them.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use formats::{ColumnMap, Options};

use crate::cli::ColumnArgs;
use crate::failure::Failure;

/// Whether this names standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The name under which what a file holds is known.
pub fn name(path: &Path) -> String {
    if is_stdin(path) { "standard input".to_owned() } else { path.display().to_string() }
}

/// Opens a file or standard input.
///
/// # Errors
/// Refused when it is a directory, missing or not readable.
pub fn open(path: &Path) -> Result<Box<dyn Read>, Failure> {
    if is_stdin(path) {
        return Ok(Box::new(io::stdin().lock()));
    }
    check(path)?;
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok(Box::new(file))
}

/// Looks whether every file can be opened, before anything is taken in.
///
/// # Errors
/// Refused at the first that cannot.
pub fn check_all(paths: &[PathBuf]) -> Result<(), Failure> {
    if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
        return Err(Failure::refused("Standard input can be read once; name `-` a single time"));
    }
    for path in paths.iter().filter(|path| !is_stdin(path)) {
        check(path)?;
        File::open(path).map_err(|error| unreadable(path, &error))?;
    }
    Ok(())
}

fn check(path: &Path) -> Result<(), Failure> {
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_dir() => {
            Err(Failure::refused(format!("`{0}` is a directory; name the files in it: `{0}/*`", path.display())))
        }
        Ok(_) => Ok(()),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => Failure::refused(format!("There is no file `{shown}`; look at its name and path")),
        io::ErrorKind::PermissionDenied => {
            Failure::refused(format!("`{shown}` may not be read by this user; change its permissions"))
        }
        _ => Failure::refused(format!("`{shown}` cannot be read: {error}; look at the file and name it again")),
    }
}

/// How files are read, from the command line.
///
/// # Errors
/// Refused when a column is named wrongly.
pub fn options(args: &ColumnArgs) -> Result<Options, Failure> {
    let mut options = Options::default();
    if args.columns.is_empty() {
        return Ok(options);
    }
    let mut pairs = Vec::new();
    for text in &args.columns {
        let Some((column, field)) = text.rsplit_once('=') else {
            return Err(Failure::refused(format!(
                "`{text}` names no field; write it as `Column=field`, for example `Titel=title`"
            )));
        };
        pairs.push((column.to_owned(), field.trim().to_owned()));
    }
    options.columns = Some(ColumnMap::with(&pairs).map_err(Failure::Refused)?);
    Ok(options)
}

/// Whole text of a small file, such as a needs file.
///
/// # Errors
/// Refused when it cannot be read, is too large or is not UTF-8.
pub fn text(path: &Path, bytes_max: usize) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    open(path)?.take(limit).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() > bytes_max {
        return Err(Failure::refused(format!("`{}` is larger than {bytes_max} bytes; divide it", name(path))));
    }
    String::from_utf8(bytes).map_err(|error| {
        let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count();
        Failure::refused(format!("`{}` is not UTF-8 text (line {line}); save it as UTF-8", name(path)))
    })
}
