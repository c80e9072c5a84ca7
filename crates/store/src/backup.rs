//! Backup and restore of an office as one file.
//!
//! The file: eight bytes `UPTKBKP1`, then a zstd frame that holds the SQLite database, then one that
//! holds the settings as they were given, then one that holds the files that lie beside the database, then the SHA-256
//! of all bytes before. A file without the second or third frame has no settings or no files. The search index is not
//! in it; it is made anew from the database.
//!
//! A file in the third frame: the length of its name (two bytes), its name, its length (eight bytes), its bytes; a name
//! of no length is the end. Numbers have their lowest byte first.

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
    /// Files beside the database that were copied.
    pub n_files: u64,
    /// Files that should have been copied and were not there.
    pub n_missing: u64,
}

/// The files beside the database that go with these attachments, by their digests: under which name, and where each lies.
pub type FilesBeside<'a> = &'a dyn Fn(&[[u8; 32]]) -> Vec<(String, PathBuf)>;

/// Copies an office into one new file while it is in use. The copy is one state of the office,
/// with every write that was acknowledged before the call. `settings` is the text of whatever file
/// stands beside the database; it travels along and says nothing to the store. `files` names what else belongs to the state
/// that was copied.
pub fn backup(dir: &Path, target: &Path, settings: &[u8], files: FilesBeside<'_>) -> Result<Backup> {
    if target.exists() {
        return Err(Error::at_command_line(format!(
            "There is a file `{}` already, and a backup is never overwritten; name another",
            target.display()
        )));
    }
    let copy = Passing(beside(target, "copy"));
    let packed = Passing(beside(target, "part"));
    snapshot(dir, &copy.0)?;
    let files = files(&digests(&copy.0)?);
    let made = pack(&copy.0, &packed.0, settings, &files)?;
    fs::rename(&packed.0, target).map_err(|source| Error::file("naming", target, source))?;
    office::sync_directory(parent(target))?;
    Ok(made)
}

/// Makes a new office out of a backup. Refused where there is something already; a damaged backup
/// is refused before anything is put in place. The settings that travelled along are put beside the
/// database under `settings_file`, if there are any, and so are files whose names `allows` knows.
pub fn restore(file: &Path, dir: &Path, settings_file: &str, allows: &dyn Fn(&str) -> bool) -> Result<()> {
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
    let mut made_files = Vec::new();
    let done = unpack(file, length, &unfinished.0).and_then(|(settings, files)| {
        look(file, &unfinished.0)?;
        if let Some(files) = files {
            bring_back(file, files, dir, allows, &mut made_files)?;
        }
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
    if done.is_err() {
        // What was brought back belongs to nothing.
        made_files.iter().for_each(|path| drop(fs::remove_file(path)));
        made_files.iter().filter_map(|path| path.parent()).filter(|parent| *parent != dir).for_each(|parent| {
            let _ = fs::remove_dir(parent);
        });
    }
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

/// The digests of the attachments in a copy of the database.
fn digests(copy: &Path) -> Result<Vec<[u8; 32]>> {
    let conn = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let mut statement =
        conn.prepare("SELECT DISTINCT digest FROM attachment WHERE stage IN ('being-read', 'ready') ORDER BY digest")?;
    let digests = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(digests)
}

fn pack(copy: &Path, packed: &Path, settings: &[u8], files: &[(String, PathBuf)]) -> Result<Backup> {
    let failed = |source| Error::file("writing", packed, source);
    let mut plain = File::open(copy).map_err(|source| Error::file("reading", copy, source))?;
    let file = OpenOptions::new().write(true).create(true).truncate(true).open(packed).map_err(failed)?;
    let mut out = Summed { inner: BufWriter::with_capacity(CHUNK_BYTES, file), sum: Sha256::new(), length: 0 };
    let (n_plain, n_files) = (|| {
        out.write_all(MAGIC)?;
        let n_plain = put_frame(&mut plain, &mut out)?;
        put_frame(&mut &*settings, &mut out)?;
        let n_files = if files.is_empty() { 0 } else { put_files(files, &mut out)? };
        Ok((n_plain, n_files))
    })()
    .map_err(failed)?;
    let Summed { mut inner, sum, length } = out;
    inner.write_all(&sum.finalize()).map_err(failed)?;
    let file = inner.into_inner().map_err(|source| failed(source.into_error()))?;
    file.sync_all().map_err(failed)?;
    let n_missing = files.len() as u64 - n_files;
    Ok(Backup { n_plain, n_packed: length + SUM_BYTES, n_files, n_missing })
}

/// Writes the frame of files; answers how many there were. One that is gone is left out: it may have been put away since.
fn put_files(files: &[(String, PathBuf)], out: &mut impl Write) -> io::Result<u64> {
    let mut encoder = zstd::stream::write::Encoder::new(out, LEVEL)?;
    encoder.include_checksum(true)?;
    let mut n_files = 0;
    for (name, path) in files {
        let mut file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            opened => opened?,
        };
        let length = file.metadata()?.len();
        encoder.write_all(&u16::try_from(name.len()).map_err(io::Error::other)?.to_le_bytes())?;
        encoder.write_all(name.as_bytes())?;
        encoder.write_all(&length.to_le_bytes())?;
        if io::copy(&mut (&mut file).take(length), &mut encoder)? != length {
            return Err(io::Error::other(format!("`{}` was cut while it was copied", path.display())));
        }
        n_files += 1;
    }
    encoder.write_all(&0u16.to_le_bytes())?;
    encoder.finish()?;
    Ok(n_files)
}

/// Puts the files of a backup beside the database.
fn bring_back(
    backup: &Path,
    files: impl Read,
    dir: &Path,
    allows: &dyn Fn(&str) -> bool,
    made: &mut Vec<PathBuf>,
) -> Result<()> {
    let failed = |source| Error::file("reading", backup, source);
    let mut files = BufReader::with_capacity(CHUNK_BYTES, files);
    let mut folders = Vec::new();
    loop {
        let mut length = [0; 2];
        files.read_exact(&mut length).map_err(failed)?;
        let length = u16::from_le_bytes(length);
        if length == 0 {
            break;
        }
        let mut name = vec![0; usize::from(length)];
        files.read_exact(&mut name).map_err(failed)?;
        let name = String::from_utf8_lossy(&name).into_owned();
        let mut n_bytes = [0; 8];
        files.read_exact(&mut n_bytes).map_err(failed)?;
        let n_bytes = u64::from_le_bytes(n_bytes);
        if !allows(&name) {
            return Err(Error::at_command_line(format!(
                "The backup `{}` holds a file `{name}` that does not belong to an office; use another copy",
                backup.display()
            )));
        }
        let path = dir.join(&name);
        let written = |source| Error::file("writing", &path, source);
        if let Some(folder) = path.parent().filter(|folder| *folder != dir && !folders.contains(&folder.to_path_buf()))
        {
            fs::create_dir_all(folder).map_err(written)?;
            #[cfg(unix)]
            fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).map_err(written)?;
            folders.push(folder.to_path_buf());
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = options.open(&path).map_err(written)?;
        made.push(path.clone());
        if io::copy(&mut (&mut files).take(n_bytes), &mut out).map_err(written)? != n_bytes {
            return Err(failed(io::ErrorKind::UnexpectedEof.into()));
        }
        out.sync_all().map_err(written)?;
    }
    folders.iter().try_for_each(|folder| office::sync_directory(folder))
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

/// Puts the database under `target` and answers with the settings, and with the files that stand beside it.
fn unpack(file: &Path, length: u64, target: &Path) -> Result<(Vec<u8>, Option<impl Read>)> {
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
        let mut decoder = zstd::stream::read::Decoder::with_buffer(rest).map_err(failed)?.single_frame();
        (&mut decoder).take(SETTINGS_BYTES_MAX).read_to_end(&mut settings).map_err(failed)?;
        rest = decoder.finish();
    }
    if rest.fill_buf().map_err(failed)?.is_empty() {
        return Ok((settings, None));
    }
    let decoder = zstd::stream::read::Decoder::with_buffer(rest).map_err(failed)?.single_frame();
    Ok((settings, Some(decoder)))
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
