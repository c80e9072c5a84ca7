//! The one writer of an office.

use std::collections::HashMap;
use std::fs;
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
    /// Why it stopped.
    cause: String,
    /// Held, not used.
    _lock: office::Lock,
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
            return Err(Error::at_command_line(format!(
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

    fn with(dir: &Path, lock: office::Lock) -> Result<Writer> {
        let (conn, position) = opened(dir)?;
        Ok(Writer { dir: dir.to_owned(), conn: Some(conn), position, depth: 0, cause: String::new(), _lock: lock })
    }

    /// The directory of the office.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// How far the office has come.
    pub fn position(&self) -> Position {
        self.position
    }

    /// How many rows were written since the office was opened, those included that were taken back. As
    /// long as it stays the same, nothing changed.
    pub fn n_written(&self) -> u64 {
        self.conn.as_ref().map_or(0, Connection::total_changes)
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
            let Some(conn) = &writer.conn else { return Err(writer.stopped().into()) };
            let (answer, position) = attempt(conn, who, now, writer.position, deed)?;
            writer.position = position;
            Ok(answer)
        })
    }

    /// Does several writes as one: they are kept by one commit, or none of them is. May be nested:
    /// then what is inside may fail alone.
    ///
    /// # Errors
    /// What `work` answers with, or the failure of the store; then nothing of it is kept, but for a failure that says otherwise
    /// ([`Stops::keeps_what_was_done`]).
    pub fn together<T, E: From<Error> + Stops>(
        &mut self,
        work: impl FnOnce(&mut Writer) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let before = self.position;
        let depth = self.depth;
        let begin = if depth == 0 { "BEGIN IMMEDIATE".to_owned() } else { format!("SAVEPOINT deed_{depth}") };
        if let Err(error) = self.run(&begin) {
            if error.stops_the_writer() {
                self.stop(&error.to_string());
            }
            return Err(error.into());
        }
        self.depth = depth + 1;
        // A panic must not leave the transaction open behind whoever catches it.
        let done = catch_unwind(AssertUnwindSafe(|| work(self)));
        self.depth = depth;
        let failed = match done {
            Ok(Ok(answer)) => match self.seal(depth, before) {
                Ok(()) => return Ok(answer),
                Err(error) => Ok(E::from(error)),
            },
            Ok(Err(error)) if error.keeps_what_was_done() => match self.seal(depth, before) {
                Ok(()) => return Err(error),
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
            let cause = failed.as_ref().map_or_else(|_| "a write ended in a panic".to_owned(), ToString::to_string);
            self.stop(&cause);
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
        let conn = self.conn.as_ref().ok_or_else(|| self.stopped())?;
        if conn.is_autocommit() {
            // SQLite took everything back at a failure that the write did not pass on.
            return Err(Fault::new(FaultKind::Other, "the transaction ended before its end").into());
        }
        if self.position != before {
            ledger::keep_position(conn, &self.position)?;
        }
        self.run("COMMIT")
    }

    fn run(&self, sql: &str) -> Result<()> {
        Ok(self.conn.as_ref().ok_or_else(|| self.stopped())?.execute_batch(sql)?)
    }

    /// Opens the office again after a failure of the disk, and looks at what is there.
    pub fn reopen(&mut self) -> Result<()> {
        self.stop("the office is opened again");
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

    /// The fault of a write that comes after the failure.
    fn stopped(&self) -> Error {
        Fault::new(FaultKind::Stopped, self.cause.clone()).into()
    }

    /// Lets go of the connection without the checkpoint that closing would make.
    fn stop(&mut self, cause: &str) {
        if let Some(conn) = self.conn.take() {
            cause.clone_into(&mut self.cause);
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

/// Failures that tell whether the writer may go on after them.
pub trait Stops: std::fmt::Display {
    /// Whether the handle that met it must not be used again.
    fn stops_the_writer(&self) -> bool;

    /// Whether what was done before is kept although the answer is this failure: a refusal that leaves behind what it waits for.
    fn keeps_what_was_done(&self) -> bool {
        false
    }
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

    fn named(id: &str) -> Unit {
        Unit { id: UnitId::new(id).unwrap(), name: id.to_owned(), parent: None }
    }

    /// The names of all units, read by another connection: what is on the disk.
    fn kept(dir: &TempDir) -> Vec<String> {
        let reader = crate::Reader::open(dir.path()).unwrap();
        let units = reader.units(&crate::Scope::office()).unwrap();
        units.into_iter().map(|unit| unit.id.to_string()).collect()
    }

    #[test]
    fn of_writes_gathered_into_one_commit_each_stands_or_falls_alone() {
        let (dir, mut writer) = office();
        let before = writer.position();
        let seen = dir.path().join("office.db-wal");
        let length = std::fs::metadata(&seen).map_or(0, |file| file.len());
        writer
            .together(|writer| -> Result<()> {
                writer.keep_unit(&named("works"), "operator", 2)?;
                // Several writes that belong together, the last of which is refused.
                let refused = writer.together(|writer| {
                    writer.keep_unit(&named("shop"), "operator", 3)?;
                    let lost = Unit { parent: Some(UnitId::new("nowhere").unwrap()), ..named("lost") };
                    writer.keep_unit(&lost, "operator", 3)
                });
                assert!(matches!(refused, Err(Error::Refused(_))));
                let panicked = catch_unwind(AssertUnwindSafe(|| {
                    writer.together(|writer| -> Result<()> {
                        writer.keep_unit(&named("ghost"), "operator", 4)?;
                        panic!("a fault of ours")
                    })
                }));
                assert!(panicked.is_err());
                writer.keep_unit(&named("yard"), "operator", 5)?;
                assert_eq!(kept(&dir), Vec::<String>::new(), "nothing is seen before the commit");
                assert_eq!(std::fs::metadata(&seen).map_or(0, |file| file.len()), length);
                Ok(())
            })
            .unwrap();
        assert_eq!(kept(&dir), ["works", "yard"]);
        assert_eq!(writer.position().ledger_seq, before.ledger_seq + 2, "what failed left no fact");
        drop(writer);
        Writer::open(dir.path()).unwrap();
        let reader = crate::Reader::open(dir.path()).unwrap();
        let verified = crate::verify(&reader, &crate::Scope::office(), &mut |_| {}).unwrap();
        assert_eq!(verified.findings, Vec::<String>::new());
    }

    #[test]
    fn a_commit_that_finds_the_disk_full_keeps_none_of_the_writes_in_it() {
        let (dir, mut writer) = office();
        let before = writer.position();
        let room = |writer: &Writer, pages: i64| {
            let conn = writer.conn.as_ref().unwrap();
            conn.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
        };
        room(&writer, 1);
        let lost = writer.together(|writer| -> Result<()> {
            let first = writer.keep_unit(&named("works"), "operator", 2);
            let second = writer.keep_unit(&unit("x".repeat(100_000)), "operator", 3);
            assert!(first.is_ok() && second.is_err(), "the second finds the disk full");
            Ok(())
        });
        if lost.is_err() {
            assert_eq!(writer.position(), before);
            assert_eq!(kept(&dir), Vec::<String>::new());
        } else {
            assert_eq!(kept(&dir), ["works"], "the first stands by itself");
        }
        if writer.is_stopped() {
            writer.reopen().unwrap();
        }
        room(&writer, 1_000_000);
        writer.keep_unit(&named("yard"), "operator", 4).unwrap();
        assert!(kept(&dir).contains(&"yard".to_owned()));
    }

    #[test]
    fn when_the_disk_fails_in_one_write_the_others_of_its_commit_are_not_kept_and_hear_why() {
        let (dir, mut writer) = office();
        let before = writer.position();
        let lost = writer.together(|writer| -> Result<()> {
            writer.keep_unit(&named("works"), "operator", 2)?;
            let failed: Result<()> = writer.transact("operator", 3, |_| {
                let cause = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_FSYNC);
                Err(rusqlite::Error::SqliteFailure(cause, None).into())
            });
            assert!(failed.is_err());
            Ok(())
        });
        let said = lost.unwrap_err().to_string();
        assert!(said.contains("the disk failed") && said.contains("open the office again"), "{said}");
        assert_eq!((writer.position(), kept(&dir)), (before, Vec::new()));
        writer.reopen().unwrap();
        writer.keep_unit(&named("yard"), "operator", 4).unwrap();
        assert_eq!(kept(&dir), ["yard"]);
    }

    fn unit_row(conn: &Connection) -> Result<()> {
        conn.execute("INSERT INTO unit (id, name) VALUES ('works', 'Half kept')", [])?;
        Ok(())
    }
}
