//! Backup and restore of an office as one file.
//!
//! The file: eight bytes `UPTKBKP1`, then a zstd frame that holds the SQLite database, then one that
//! holds the settings as they were given, then the SHA-256 of all bytes before. A file without the
//! second frame has no settings. The search index is not in it; it is made anew from the database.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rusqlite::backup::StepResult;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};

use crate::fault::{Fault, FaultKind};
use crate::{Error, Result, migrate, office};

const MAGIC: &[u8; 8] = b"UPTKBKP1";

/// Length of the SHA-256 at the end.
const SUM_BYTES: u64 = 32;

/// Level of compression: a backup is written once and kept long.
const LEVEL: i32 = 3;

/// Largest settings that are brought back.
const SETTINGS_BYTES_MAX: u64 = 1024 * 1024;

/// What is copied at a time.
const CHUNK_BYTES: usize = 128 * 1024;

/// A backup that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Bytes of the database.
    pub n_plain: u64,
    /// Bytes of the file.
    pub n_packed: u64,
}

/// Copies an office into one new file while it is in use. The copy is one state of the office,
/// with every write that was acknowledged before the call. `settings` is the text of whatever file
/// stands beside the database; it travels along and says nothing to the store.
pub fn backup(dir: &Path, target: &Path, settings: &[u8]) -> Result<Backup> {
    if target.exists() {
        return Err(Error::at_command_line(format!(
            "There is a file `{}` already, and a backup is never overwritten; name another",
            target.display()
        )));
    }
    let copy = Passing(beside(target, "copy"));
    let packed = Passing(beside(target, "part"));
    snapshot(dir, &copy.0)?;
    let made = pack(&copy.0, &packed.0, settings)?;
    fs::rename(&packed.0, target).map_err(|source| Error::file("naming", target, source))?;
    office::sync_directory(parent(target))?;
    Ok(made)
}

/// Makes a new office out of a backup. Refused where there is something already; a damaged backup
/// is refused before anything is put in place. The settings that travelled along are put beside the
/// database under `settings_file`, if there are any.
pub fn restore(file: &Path, dir: &Path, settings_file: &str) -> Result<()> {
    if dir.exists() && holds_something(dir)? {
        return Err(Error::at_command_line(format!(
            "`{}` is not empty, and a restore never overwrites; name a new directory",
            dir.display()
        )));
    }
    let length = check(file)?;
    let made = !dir.exists();
    fs::create_dir_all(dir).map_err(|source| Error::file("making", dir, source))?;
    let unfinished = Passing(dir.join(RESTORING));
    let done = unpack(file, length, &unfinished.0).and_then(|settings| {
        look(file, &unfinished.0)?;
        // Before the database has its name there is no office yet, so none opens with other settings.
        if !settings.is_empty() {
            let path = dir.join(settings_file);
            fs::write(&path, settings).map_err(|source| Error::file("writing", &path, source))?;
        }
        let target = dir.join(office::DATABASE_FILE);
        fs::rename(&unfinished.0, &target).map_err(|source| Error::file("naming", &target, source))?;
        office::sync_directory(dir)
    });
    drop(unfinished);
    if done.is_err() && made {
        // Only what we made, and only while nothing is in it.
        let _ = fs::remove_dir(dir);
    }
    done
}

/// Name of the database while it is unpacked.
const RESTORING: &str = "office.db.restoring";

/// Whether a directory holds anything but what a restore that was killed has left.
fn holds_something(dir: &Path) -> Result<bool> {
    for entry in fs::read_dir(dir).map_err(|source| Error::file("reading", dir, source))? {
        let name = entry.map_err(|source| Error::file("reading", dir, source))?.file_name();
        if !name.to_string_lossy().starts_with(RESTORING) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A file on its way, taken away again when it did not arrive under its name.
struct Passing(PathBuf);

impl Drop for Passing {
    fn drop(&mut self) {
        for ending in ["", "-journal", "-wal", "-shm"] {
            let mut name = self.0.clone().into_os_string();
            name.push(ending);
            let _ = fs::remove_file(name);
        }
    }
}

fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn parent(file: &Path) -> &Path {
    file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Copies the database in one read transaction: the writer goes on, and nothing begins anew
/// because it did.
fn snapshot(dir: &Path, copy: &Path) -> Result<()> {
    let source = office::open_for_reading(dir)?;
    office::remove(copy)?;
    let mut target = Connection::open(copy)?;
    let steps = rusqlite::backup::Backup::new(&source, &mut target)?;
    match steps.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(Fault::new(FaultKind::Busy, "copying the database").into()),
    }
}

fn pack(copy: &Path, packed: &Path, settings: &[u8]) -> Result<Backup> {
    let failed = |source| Error::file("writing", packed, source);
    let mut plain = File::open(copy).map_err(|source| Error::file("reading", copy, source))?;
    let file = OpenOptions::new().write(true).create(true).truncate(true).open(packed).map_err(failed)?;
    let mut out = Summed { inner: BufWriter::with_capacity(CHUNK_BYTES, file), sum: Sha256::new(), length: 0 };
    let n_plain = (|| {
        out.write_all(MAGIC)?;
        let n_plain = put_frame(&mut plain, &mut out)?;
        put_frame(&mut &*settings, &mut out)?;
        Ok(n_plain)
    })()
    .map_err(failed)?;
    let Summed { mut inner, sum, length } = out;
    inner.write_all(&sum.finalize()).map_err(failed)?;
    let file = inner.into_inner().map_err(|source| failed(source.into_error()))?;
    file.sync_all().map_err(failed)?;
    Ok(Backup { n_plain, n_packed: length + SUM_BYTES })
}

/// Writes one zstd frame; answers with the bytes that went into it.
fn put_frame(plain: &mut impl Read, out: &mut impl Write) -> io::Result<u64> {
    let mut encoder = zstd::stream::write::Encoder::new(out, LEVEL)?;
    encoder.include_checksum(true)?;
    let n_plain = io::copy(plain, &mut encoder)?;
    encoder.finish()?;
    Ok(n_plain)
}

/// Sums what passes.
struct Summed<W> {
    inner: W,
    sum: Sha256,
    length: u64,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        if let Some(passed) = bytes.get(..written) {
            self.sum.update(passed);
        }
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Reads the whole file and compares its sum, before a byte of it is believed. Answers with the
/// length of what stands before the sum.
fn check(file: &Path) -> Result<u64> {
    let failed = |source| Error::file("reading", file, source);
    let no_backup = || Error::at_command_line(format!("`{}` is not a backup of an office", file.display()));
    if !file.is_file() {
        return Err(Error::at_command_line(format!("There is no file `{}`; name a backup", file.display())));
    }
    let mut reader = BufReader::with_capacity(CHUNK_BYTES, File::open(file).map_err(failed)?);
    let length = fs::metadata(file).map_err(failed)?.len().checked_sub(SUM_BYTES).ok_or_else(no_backup)?;
    let mut magic = [0u8; 8];
    if length < magic.len() as u64 {
        return Err(no_backup());
    }
    reader.read_exact(&mut magic).map_err(failed)?;
    if &magic != MAGIC {
        return Err(no_backup());
    }
    let mut sum = Sha256::new().chain_update(magic);
    let mut left = length - magic.len() as u64;
    let mut chunk = vec![0u8; CHUNK_BYTES];
    while left > 0 {
        let want = usize::try_from(left).unwrap_or(CHUNK_BYTES).min(CHUNK_BYTES);
        let Some(part) = chunk.get_mut(..want) else { break };
        reader.read_exact(part).map_err(failed)?;
        sum.update(&*part);
        left -= want as u64;
    }
    let mut stated = [0u8; SUM_BYTES as usize];
    reader.read_exact(&mut stated).map_err(failed)?;
    if sum.finalize()[..] != stated {
        return Err(Error::at_command_line(format!(
            "The backup `{}` is damaged or cut short: its checksum does not fit; use another copy",
            file.display()
        )));
    }
    Ok(length)
}

/// Puts the database under `target` and answers with the settings.
fn unpack(file: &Path, length: u64, target: &Path) -> Result<Vec<u8>> {
    let failed = |source| Error::file("reading", file, source);
    let mut source = File::open(file).map_err(failed)?;
    source.seek(SeekFrom::Start(MAGIC.len() as u64)).map_err(failed)?;
    let frame = BufReader::with_capacity(CHUNK_BYTES, source.take(length - MAGIC.len() as u64));
    let mut decoder = zstd::stream::read::Decoder::with_buffer(frame).map_err(failed)?.single_frame();
    let mut out = File::create_new(target).map_err(|source| Error::file("writing", target, source))?;
    io::copy(&mut decoder, &mut out).map_err(|source| Error::file("writing", target, source))?;
    out.sync_all().map_err(|source| Error::file("syncing", target, source))?;
    let mut rest = decoder.finish();
    let mut settings = Vec::new();
    if !rest.fill_buf().map_err(failed)?.is_empty() {
        let decoder = zstd::stream::read::Decoder::with_buffer(rest).map_err(failed)?.single_frame();
        decoder.take(SETTINGS_BYTES_MAX).read_to_end(&mut settings).map_err(failed)?;
    }
    Ok(settings)
}

/// Looks whether what came out is an office that this program can open.
fn look(file: &Path, database: &Path) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(database, flags)?;
    office::prepare(&conn)?;
    migrate::version_of(&conn, &file.display().to_string())?;
    let answer: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if answer != "ok" {
        return Err(Error::at_command_line(format!(
            "The database in the backup `{}` is damaged: {answer}",
            file.display()
        )));
    }
    conn.close().map_err(|(_, source)| source.into())
}
