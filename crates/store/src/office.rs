//! The office as a directory: its files, its lock, its connections.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::migrate::{self, SCHEMA};
use crate::{Error, Result};

/// The database.
pub const DATABASE_FILE: &str = "office.db";

/// The search index: derived from the database.
pub const INDEX_DIRECTORY: &str = "index";

/// The file whose lock makes the writer the only one.
pub const LOCK_FILE: &str = "lock";

/// How long a connection waits for another that holds the database: longer than a checkpoint takes.
const BUSY_MILLIS: u64 = 10_000;

/// Pages of cache for the writer, in KiB (a negative number means KiB to SQLite): the keys of
/// some millions of records are found without going to the disk.
const WRITER_CACHE_KIB: i64 = -131_072;

/// Pages of cache for each read connection.
const READER_CACHE_KIB: i64 = -16_384;

/// Pages that the write-ahead log gathers before they are moved into the database. Large, because
/// a batch touches many pages of the key tree again and again, and each is moved only once.
const CHECKPOINT_PAGES: i64 = 16_384;

/// To this the log is cut back after it was moved, so that one large batch does not hold its size for ever.
const LOG_BYTES_MAX: i64 = 256 * 1024 * 1024;

/// Statements kept prepared by a connection: more than the store has.
const STATEMENTS: usize = 128;

/// The lock of an office, held as long as this lives.
pub(crate) struct Lock(File);

impl Drop for Lock {
    /// Let go by word, not only by closing: a child process that was forked a moment ago holds the same open file until it
    /// becomes its own program, and an office opened in between would be told that somebody else writes to it.
    fn drop(&mut self) {
        // Where that fails, closing the file lets it go a moment later.
        let _ = self.0.unlock();
    }
}

/// Takes the lock, or refuses because another writer has it.
pub(crate) fn lock(dir: &Path) -> Result<Lock> {
    let path = dir.join(LOCK_FILE);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|source| Error::file("opening", &path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(Error::at_command_line(format!(
            "Another program is writing to the office `{}`; wait until it has ended, or end it, and run the same \
             command again",
            dir.display()
        ))),
        Err(TryLockError::Error(source)) => Err(Error::file("locking", &path, source)),
    }
}

/// Refuses a directory that holds no office.
fn present(dir: &Path) -> Result<()> {
    if dir.join(DATABASE_FILE).is_file() {
        return Ok(());
    }
    let name = dir.display();
    Err(Error::at_command_line(if dir.is_file() {
        format!("`{name}` is a file, not the directory of an office")
    } else {
        format!("There is no office in `{name}`; `uptake init {name}` makes one")
    }))
}

/// The connection of the writer, migrated to our schema.
pub(crate) fn open_for_writing(dir: &Path) -> Result<Connection> {
    present(dir)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let name = dir.display().to_string();
    let mut conn = Connection::open_with_flags(dir.join(DATABASE_FILE), flags)?;
    prepare(&conn)?;
    migrate::version_of(&conn, &name).map_err(|error| foreign(error, &name))?;
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "cache_size", WRITER_CACHE_KIB)?;
    conn.pragma_update_and_check(None, "wal_autocheckpoint", CHECKPOINT_PAGES, |_| Ok(()))?;
    conn.pragma_update_and_check(None, "journal_size_limit", LOG_BYTES_MAX, |_| Ok(()))?;
    migrate::migrate(&mut conn)?;
    Ok(conn)
}

/// A connection that can only read.
pub(crate) fn open_for_reading(dir: &Path) -> Result<Connection> {
    present(dir)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let name = dir.display().to_string();
    let conn = Connection::open_with_flags(dir.join(DATABASE_FILE), flags)?;
    prepare(&conn)?;
    let version = migrate::version_of(&conn, &name).map_err(|error| foreign(error, &name))?;
    if version < SCHEMA {
        return Err(Error::at_command_line(format!(
            "The office `{name}` is of schema version {version}, this program reads version {SCHEMA}; any command \
             that writes, such as `uptake ingest`, brings it up"
        )));
    }
    conn.pragma_update(None, "cache_size", READER_CACHE_KIB)?;
    conn.pragma_update(None, "query_only", true)?;
    Ok(conn)
}

/// What every connection is set to.
pub(crate) fn prepare(conn: &Connection) -> Result<()> {
    conn.busy_timeout(Duration::from_millis(BUSY_MILLIS))?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    // A statement is planned once. Without this it is planned anew whenever it is asked with another value, in case that
    // value changes the plan, and planning takes longer than running.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // The file may come from elsewhere: its schema must not be able to run anything.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

/// A file that SQLite does not know at all is somebody else's, not a damaged office.
fn foreign(error: Error, name: &str) -> Error {
    let Error::Broken(fault) = &error else { return error };
    let cause = std::error::Error::source(fault).and_then(|source| source.downcast_ref::<rusqlite::Error>());
    match cause.and_then(rusqlite::Error::sqlite_error_code) {
        Some(ErrorCode::NotADatabase) => migrate::not_an_office(name),
        _ => error,
    }
}

/// Makes names in a directory durable: a rename is on the disk only when its directory is.
pub(crate) fn sync_directory(dir: &Path) -> Result<()> {
    // Windows has no handle of a directory to sync; there the journal of the file system does it.
    if cfg!(unix) {
        File::open(dir).and_then(|handle| handle.sync_all()).map_err(|source| Error::file("syncing", dir, source))?;
    }
    Ok(())
}

/// Takes a file away if it is there.
pub(crate) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(Error::file("removing", path, source)),
        _ => Ok(()),
    }
}
