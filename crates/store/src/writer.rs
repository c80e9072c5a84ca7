//! The one writer of an office.

use std::collections::HashMap;
use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};

use model::{Fact, Verb};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::deed::Deed;
use crate::fault::{Error, Fault, FaultKind, Result};
use crate::ledger::{self, Position};
use crate::{migrate, office};

/// The one that writes. While it lives, no other process can open the office for writing.
///
/// When a write answers `Ok` it is on the disk, with its facts; when it answers anything else,
/// nothing of it is. After a failure of the disk the writer stops: the office has to be opened
/// again, which looks at what is there. A full disk does not stop it.
pub struct Writer {
    dir: PathBuf,
    /// Gone after a failure: a handle that failed to write or sync is not trusted again.
    conn: Option<Connection>,
    position: Position,
    /// How many writes are under way, one within the other.
    depth: u32,
    /// Held, not used.
    _lock: File,
}

/// Under this name a database is filled before it takes its place, so that a half-made office is none.
const UNFINISHED_FILE: &str = "office.db.new";

impl Writer {
    /// Makes an office in a directory (made too if absent) and opens it. `office` is random and
    /// names it for ever. Refused where an office is already.
    pub fn create(dir: &Path, office: u128, who: &str, now: i64) -> Result<Writer> {
        fs::create_dir_all(dir).map_err(|source| Error::file("making", dir, source))?;
        let lock = office::lock(dir)?;
        let target = dir.join(office::DATABASE_FILE);
        if target.exists() {
            return Err(Error::said(format!(
                "There is an office in `{}` already; use it, or name another directory",
                dir.display()
            )));
        }
        let unfinished = dir.join(UNFINISHED_FILE);
        office::remove(&unfinished)?;
        fill(&unfinished, &format!("{office:032x}"), who, now)?;
        fs::rename(&unfinished, &target).map_err(|source| Error::file("naming", &target, source))?;
        office::sync_directory(dir)?;
        Writer::with(dir, lock)
    }

    /// Opens an office, brings it to our schema, and looks whether its ledger ends as it was left.
    pub fn open(dir: &Path) -> Result<Writer> {
        if !dir.is_dir() || !dir.join(office::DATABASE_FILE).exists() {
            // Says what is missing, before a lock file is left in a strange place.
            office::open_for_reading(dir)?;
        }
        let lock = office::lock(dir)?;
        Writer::with(dir, lock)
    }

    fn with(dir: &Path, lock: File) -> Result<Writer> {
        let (conn, position) = opened(dir)?;
        Ok(Writer { dir: dir.to_owned(), conn: Some(conn), position, depth: 0, _lock: lock })
    }

    /// The directory of the office.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// How far the office has come.
    pub fn position(&self) -> Position {
        self.position
    }

    /// Does one write: all that `deed` does is kept by one commit, or nothing. `who` and `now`, in
    /// microseconds since 1970, stand with its facts. Within [`Writer::together`] it is a part of that.
    ///
    /// # Errors
    /// What the deed answers with, or the failure of the store.
    pub fn transact<T, E: From<Error> + Stops>(
        &mut self,
        who: &str,
        now: i64,
        deed: impl FnOnce(&mut Deed<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.together(|writer| {
            let Some(conn) = &writer.conn else { return Err(stopped().into()) };
            let (answer, position) = attempt(conn, who, now, writer.position, deed)?;
            writer.position = position;
            Ok(answer)
        })
    }

    /// Does several writes as one: they are kept by one commit, or none of them is. May be nested:
    /// then what is inside may fail alone.
    ///
    /// # Errors
    /// What `work` answers with, or the failure of the store; then nothing of it is kept.
    pub fn together<T, E: From<Error> + Stops>(
        &mut self,
        work: impl FnOnce(&mut Writer) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let before = self.position;
        let depth = self.depth;
        self.run(&if depth == 0 { "BEGIN IMMEDIATE".to_owned() } else { format!("SAVEPOINT deed_{depth}") })?;
        self.depth = depth + 1;
        // A panic must not leave the transaction open behind whoever catches it.
        let done = catch_unwind(AssertUnwindSafe(|| work(self)));
        self.depth = depth;
        let failed = match done {
            Ok(Ok(answer)) => match self.seal(depth, before) {
                Ok(()) => return Ok(answer),
                Err(error) => Ok(E::from(error)),
            },
            Ok(Err(error)) => Ok(error),
            Err(panic) => Err(panic),
        };
        self.position = before;
        let undo = match depth {
            0 => "ROLLBACK".to_owned(),
            _ => format!("ROLLBACK TO deed_{depth}; RELEASE deed_{depth}"),
        };
        // After some failures SQLite has rolled back everything by itself; what was outside is gone too.
        let gone = self.conn.as_ref().is_some_and(Connection::is_autocommit);
        if failed.as_ref().is_ok_and(Stops::stops_the_writer)
            || (gone && depth > 0)
            || (!gone && self.run(&undo).is_err())
        {
            self.stop();
        }
        match failed {
            Ok(error) => Err(error),
            Err(panic) => resume_unwind(panic),
        }
    }

    /// Ends what [`Writer::together`] began: the outermost writes the heads and commits.
    fn seal(&mut self, depth: u32, before: Position) -> Result<()> {
        if depth > 0 {
            return self.run(&format!("RELEASE deed_{depth}"));
        }
        if self.position != before {
            let conn = self.conn.as_ref().ok_or_else(stopped)?;
            ledger::keep_position(conn, &self.position)?;
        }
        self.run("COMMIT")
    }

    fn run(&self, sql: &str) -> Result<()> {
        Ok(self.conn.as_ref().ok_or_else(stopped)?.execute_batch(sql)?)
    }

    /// Opens the office again after a failure of the disk, and looks at what is there.
    pub fn reopen(&mut self) -> Result<()> {
        self.stop();
        let (conn, position) = opened(&self.dir)?;
        self.conn = Some(conn);
        self.position = position;
        self.depth = 0;
        Ok(())
    }

    /// Whether a failure of the disk made it stop: then the office has to be opened again.
    pub fn is_stopped(&self) -> bool {
        self.conn.is_none()
    }

    /// Lets go of the connection without the checkpoint that closing would make.
    fn stop(&mut self) {
        if let Some(conn) = self.conn.take() {
            // Should it fail, the close that follows is all that can be done.
            let _ = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        }
    }
}

/// The connection, once its ledger ends as it was left.
fn opened(dir: &Path) -> Result<(Connection, Position)> {
    let conn = office::open_for_writing(dir)?;
    let position = ledger::position(&conn)?;
    let name = conn.query_row("SELECT office FROM meta", [], |row| row.get::<_, String>(0))?;
    if ledger::hash_at(&conn, position.ledger_seq, &name)? != Some(position.ledger_hash) {
        return Err(Error::damaged("the ledger does not end with the fact that was written last"));
    }
    Ok((conn, position))
}

fn stopped() -> Error {
    Fault::new(FaultKind::Stopped, "").into()
}

/// Failures that tell whether the writer may go on after them.
pub trait Stops {
    /// Whether the handle that met it must not be used again.
    fn stops_the_writer(&self) -> bool;
}

impl Stops for Error {
    fn stops_the_writer(&self) -> bool {
        matches!(self, Error::Broken(fault) if fault.ends_the_writer())
    }
}

fn attempt<T, E>(
    conn: &Connection,
    who: &str,
    at: i64,
    position: Position,
    work: impl FnOnce(&mut Deed<'_>) -> std::result::Result<T, E>,
) -> std::result::Result<(T, Position), E> {
    let mut deed = Deed { conn, who, at, position, origins: HashMap::new() };
    let answer = work(&mut deed)?;
    Ok((answer, deed.position))
}

/// Fills a new database: the schema, the row of the office, the fact that it was opened.
fn fill(path: &Path, office: &str, who: &str, now: i64) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags)?;
    office::prepare(&conn)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    migrate::migrate(&mut conn)?;
    let root = Position { change_seq: 0, ledger_seq: 0, ledger_hash: ledger::root(office) };
    let transaction = Transaction::new(&mut conn, TransactionBehavior::Immediate)?;
    let (_, reached) = attempt(&transaction, who, now, root, |deed| -> Result<()> {
        deed.conn.execute(
            "INSERT INTO meta (only_row, office, created_at, change_seq, ledger_seq, ledger_hash)
             VALUES (1, ?1, ?2, 0, 0, ?3)",
            (office, now, root.ledger_hash),
        )?;
        deed.note(&Fact::new(who, Verb::Opened, format!("office:{office}")))
    })?;
    ledger::keep_position(&transaction, &reached)?;
    transaction.commit()?;
    conn.close().map_err(|(_, source)| source.into())
}

#[cfg(test)]
mod tests {
    use model::{Unit, UnitId};
    use tempfile::TempDir;

    use super::*;

    fn office() -> (TempDir, Writer) {
        let dir = TempDir::new().unwrap();
        let writer = Writer::create(dir.path(), 1, "operator", 1).unwrap();
        (dir, writer)
    }

    fn unit(name: String) -> Unit {
        Unit { id: UnitId::new("works").unwrap(), name, parent: None }
    }

    #[test]
    fn a_full_disk_keeps_nothing_of_the_write_and_mends_itself() {
        let (_dir, mut writer) = office();
        let room = |writer: &Writer, pages: i64| {
            let conn = writer.conn.as_ref().unwrap();
            conn.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
        };
        room(&writer, 1);
        let before = writer.position();
        let error = writer.keep_unit(&unit("x".repeat(100_000)), "operator", 2).unwrap_err();
        assert!(error.to_string().starts_with("the disk is full: nothing"), "{error}");
        assert_eq!(writer.position(), before);
        room(&writer, 1_000_000);
        writer.keep_unit(&unit("x".repeat(100_000)), "operator", 3).unwrap();
        assert_eq!(writer.position().ledger_seq, before.ledger_seq + 1);
    }

    #[test]
    fn after_a_failure_of_the_disk_the_writer_stops_until_the_office_is_opened_again() {
        let (dir, mut writer) = office();
        let failed: Result<()> = writer.transact("operator", 2, |deed| {
            unit_row(deed.conn)?;
            let cause = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_FSYNC);
            Err(rusqlite::Error::SqliteFailure(cause, None).into())
        });
        assert!(failed.unwrap_err().to_string().starts_with("the disk failed"));
        let stopped = writer.keep_unit(&unit("Works".into()), "operator", 3).unwrap_err();
        assert!(stopped.to_string().contains("open the office again"), "{stopped}");
        drop(writer);
        let mut writer = Writer::open(dir.path()).unwrap();
        let statement = writer.keep_unit(&unit("Works".into()), "operator", 4).unwrap();
        assert_eq!(statement, crate::Statement::New, "nothing of the failed write was kept");
    }

    fn unit_row(conn: &Connection) -> Result<()> {
        conn.execute("INSERT INTO unit (id, name) VALUES ('works', 'Half kept')", [])?;
        Ok(())
    }
}
