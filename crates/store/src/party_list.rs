//! The rows of lists of parties and of their versions.

use model::{Fact, HeldBack, ListVersion, ListVersionState, Marking, PartyForm, PartyList, PartyListId, PostId};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

/// How hard files of lists are compressed: quickly. They are kept for minutes.
const ZSTD_LEVEL: i32 = 3;

/// Most that a kept file may unpack to, in bytes; no more than that is ever brought.
const FILE_BYTES_MAX: usize = 512 * 1024 * 1024;

impl Deed<'_> {
    /// Keeps a list as it is now, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_party_list(&mut self, list: &PartyList, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &list.marking)?;
        let mut find = self.conn.prepare_cached("SELECT label FROM party_list WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([list.id.as_str()], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO party_list (id, title, publisher, address, post, remark, closed, version, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, publisher = excluded.publisher,
                     address = excluded.address, post = excluded.post, remark = excluded.remark, closed = excluded.closed,
                     version = excluded.version, label = excluded.label, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                list.id.as_str(),
                list.title,
                list.publisher,
                list.address,
                list.post.as_str(),
                list.remark,
                list.closed,
                list.version,
                label,
                list.revision,
                list.made_at,
            ])?;
        if before.is_some_and(|before| before != label) {
            label::relabel_party_list(self, &list.id)?;
        }
        self.note(fact)
    }

    /// The list of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn party_list(&self, scope: &Scope, id: &PartyListId) -> Result<Option<PartyList>> {
        Ok(match lists(self.conn, "WHERE p.id = ?1", [id.as_str()])?.pop() {
            Some(list) if scope.shows(self.conn, &list.marking)? => Some(list),
            _ => None,
        })
    }

    /// Every list, in order of its name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn party_lists(&self) -> Result<Vec<PartyList>> {
        lists(self.conn, "ORDER BY p.id", [])
    }

    /// The number that the next version of a list gets.
    ///
    /// # Errors
    /// When the store fails.
    pub fn next_list_version(&self, list: &PartyListId) -> Result<u32> {
        let mut find = self.conn.prepare_cached("SELECT coalesce(max(number), 0) FROM list_version WHERE list = ?1")?;
        Ok(find.query_row([list.as_str()], |row| row.get::<_, u32>(0))? + 1)
    }

    /// Keeps a version as it is now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_list_version(&mut self, version: &ListVersion) -> Result<()> {
        let n = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.conn
            .prepare_cached(
                "INSERT INTO list_version (list, number, form, files, checksum, n_bytes, n_entries, n_names, n_added, n_removed,
                                           n_changed, n_doubts, state, held, by, at, in_force_at, second, reason)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
                 ON CONFLICT (list, number) DO UPDATE SET form = excluded.form, n_entries = excluded.n_entries,
                     n_names = excluded.n_names, n_added = excluded.n_added, n_removed = excluded.n_removed,
                     n_changed = excluded.n_changed, n_doubts = excluded.n_doubts, state = excluded.state,
                     held = excluded.held, in_force_at = excluded.in_force_at, second = excluded.second,
                     reason = excluded.reason",
            )?
            .execute(rusqlite::params![
                version.list.as_str(),
                version.number,
                version.form.map(PartyForm::word),
                version.files,
                version.checksum,
                n(version.n_bytes),
                n(version.n_entries),
                n(version.n_names),
                n(version.n_added),
                n(version.n_removed),
                n(version.n_changed),
                n(version.n_doubts),
                version.state.word(),
                version.held.map(HeldBack::word),
                version.by,
                version.at,
                version.in_force_at,
                version.second,
                version.reason,
            ])?;
        Ok(())
    }

    /// A version of a list.
    ///
    /// # Errors
    /// When the store fails.
    pub fn list_version(&self, list: &PartyListId, number: u32) -> Result<Option<ListVersion>> {
        one_version(self.conn, list, number)
    }

    /// Lays the files of a version aside.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_list_files(&mut self, list: &PartyListId, number: u32, files: &[(String, Vec<u8>)]) -> Result<()> {
        let mut put = self.conn.prepare_cached(
            "INSERT INTO list_file (list, version, position, name, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (at, (name, bytes)) in (0_i64..).zip(files) {
            let packed = zstd::bulk::compress(bytes, ZSTD_LEVEL).map_err(|error| Error::damaged(error.to_string()))?;
            put.execute(rusqlite::params![list.as_str(), number, at, name, packed])?;
        }
        Ok(())
    }

    /// Puts the files of a version away: nobody will read them any more.
    ///
    /// # Errors
    /// When the store fails.
    pub fn drop_list_files(&mut self, list: &PartyListId, number: u32) -> Result<()> {
        let mut drop = self.conn.prepare_cached("DELETE FROM list_file WHERE list = ?1 AND version = ?2")?;
        drop.execute((list.as_str(), number))?;
        Ok(())
    }

    /// Keeps what the reader doubted of a version, in place of what it doubted before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_list_doubts(&mut self, list: &PartyListId, number: u32, doubts: &[String]) -> Result<()> {
        let mut drop = self.conn.prepare_cached("DELETE FROM list_doubt WHERE list = ?1 AND version = ?2")?;
        drop.execute((list.as_str(), number))?;
        let mut put = self
            .conn
            .prepare_cached("INSERT INTO list_doubt (list, version, position, text) VALUES (?1, ?2, ?3, ?4)")?;
        for (at, doubt) in (0_i64..).zip(doubts) {
            put.execute((list.as_str(), number, at, doubt))?;
        }
        Ok(())
    }
}

impl Reader {
    /// Every list, in order of its name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn party_lists(&self, scope: &Scope) -> Result<Vec<PartyList>> {
        self.seen_by(scope, |conn| lists(conn, "ORDER BY p.id", []))
    }

    /// The list of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn party_list(&self, scope: &Scope, id: &PartyListId) -> Result<Option<PartyList>> {
        self.seen_by(scope, |conn| Ok(lists(conn, "WHERE p.id = ?1", [id.as_str()])?.pop()))
    }

    /// The versions of a list, the newest first, at most so many.
    ///
    /// # Errors
    /// When the store fails.
    pub fn list_versions(&self, scope: &Scope, list: &PartyListId, limit: usize) -> Result<Vec<ListVersion>> {
        self.seen_by(scope, |conn| {
            versions(conn, &format!("WHERE list = ?1 ORDER BY number DESC LIMIT {limit}"), [list.as_str()])
        })
    }

    /// A version of a list.
    ///
    /// # Errors
    /// When the store fails.
    pub fn list_version(&self, scope: &Scope, list: &PartyListId, number: u32) -> Result<Option<ListVersion>> {
        self.seen_by(scope, |conn| one_version(conn, list, number))
    }

    /// What the reader doubted of a version.
    ///
    /// # Errors
    /// When the store fails.
    pub fn list_doubts(&self, scope: &Scope, list: &PartyListId, number: u32) -> Result<Vec<String>> {
        self.seen_by(scope, |conn| {
            let mut find =
                conn.prepare_cached("SELECT text FROM list_doubt WHERE list = ?1 AND version = ?2 ORDER BY position")?;
            let found = find.query_map((list.as_str(), number), |row| row.get(0))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The files of a version, each a name and its bytes, as long as they lie aside.
    ///
    /// # Errors
    /// When the store fails.
    pub fn list_files(&self, scope: &Scope, list: &PartyListId, number: u32) -> Result<Vec<(String, Vec<u8>)>> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached(
                "SELECT name, bytes FROM list_file WHERE list = ?1 AND version = ?2 ORDER BY position",
            )?;
            let mut rows = find.query((list.as_str(), number))?;
            let mut files = Vec::new();
            while let Some(row) = rows.next()? {
                let packed: Vec<u8> = row.get(1)?;
                let bytes = zstd::bulk::decompress(&packed, FILE_BYTES_MAX)
                    .map_err(|error| Error::damaged(error.to_string()))?;
                files.push((row.get(0)?, bytes));
            }
            Ok(files)
        })
    }
}

fn lists(conn: &Connection, tail: &str, key: impl rusqlite::Params) -> Result<Vec<PartyList>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT p.id, p.title, p.publisher, p.address, p.post, p.remark, p.closed, p.version, l.marking, p.revision, p.made_at
         FROM party_list p LEFT JOIN label l ON l.id = p.label {tail}"
    ))?;
    let mut rows = statement.query(key)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(PartyList {
            id: list_id(&row.get::<_, String>(0)?)?,
            title: row.get(1)?,
            publisher: row.get(2)?,
            address: row.get(3)?,
            post: named(PostId::new(&row.get::<_, String>(4)?))?,
            remark: row.get(5)?,
            closed: row.get(6)?,
            version: row.get(7)?,
            marking: row.get::<_, Option<String>>(8)?.as_deref().map_or_else(Marking::top, Marking::read),
            revision: row.get(9)?,
            made_at: row.get(10)?,
        });
    }
    Ok(found)
}

/// The name of a list that stands in a row.
pub(crate) fn list_id(text: &str) -> Result<PartyListId> {
    named(PartyListId::new(text))
}

fn one_version(conn: &Connection, list: &PartyListId, number: u32) -> Result<Option<ListVersion>> {
    Ok(versions(conn, "WHERE list = ?1 AND number = ?2", (list.as_str(), number))?.pop())
}

fn versions(conn: &Connection, tail: &str, key: impl rusqlite::Params) -> Result<Vec<ListVersion>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT list, number, form, files, checksum, n_bytes, n_entries, n_names, n_added, n_removed, n_changed, n_doubts,
                state, held, by, at, in_force_at, second, reason FROM list_version {tail}"
    ))?;
    let mut rows = statement.query(key)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(version(row)?);
    }
    Ok(found)
}

fn version(row: &Row<'_>) -> Result<ListVersion> {
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of a list is not one"));
    let n = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
    let state: String = row.get(12)?;
    let (form, held): (Option<String>, Option<String>) = (row.get(2)?, row.get(13)?);
    Ok(ListVersion {
        list: list_id(&row.get::<_, String>(0)?)?,
        number: row.get(1)?,
        form: form.map(|form| PartyForm::from_word(&form).ok_or_else(|| damaged("form", &form))).transpose()?,
        files: row.get(3)?,
        checksum: row.get(4)?,
        n_bytes: n(5)?,
        n_entries: n(6)?,
        n_names: n(7)?,
        n_added: n(8)?,
        n_removed: n(9)?,
        n_changed: n(10)?,
        n_doubts: n(11)?,
        state: ListVersionState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
        held: held.map(|held| HeldBack::from_word(&held).ok_or_else(|| damaged("alarm", &held))).transpose()?,
        by: row.get(14)?,
        at: row.get(15)?,
        in_force_at: row.get(16)?,
        second: row.get(17)?,
        reason: row.get(18)?,
    })
}
