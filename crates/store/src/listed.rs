//! The rows of listed parties: each entry as it stood from one version of its list to another.

use std::collections::HashMap;
use std::ops::ControlFlow;

use matching::analysis::fold;
use model::{Listed, ListedField, ListedName, NameStrength, PartyKind, PartyListId};
use rusqlite::{Connection, Row};
use sha2::{Digest, Sha256};

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope};

/// An entry with the version since which it stands so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldListed {
    /// The entry.
    pub listed: Listed,
    /// The version of the list in which it came to stand so.
    pub since: u32,
    /// A hash over what tells it from others: see [`Listed::identity`].
    pub print: String,
}

/// An entry that is not alike in two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPair {
    /// As it stood before; nothing where it was added.
    pub before: Option<Listed>,
    /// As it stands after; nothing where it was removed.
    pub after: Option<Listed>,
}

impl ListedPair {
    /// Its key.
    pub fn key(&self) -> &str {
        self.after.as_ref().or(self.before.as_ref()).map_or("", |listed| listed.key.as_str())
    }
}

/// A hash over a text by which texts are told apart: the first 16 bytes of its SHA-256, in hexadecimal digits.
pub fn print_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The same over all that an entry says.
pub fn content_of(listed: &Listed) -> String {
    let lines = ListedField::ALL.iter().map(|field| listed.lines(*field).join("\u{1f}"));
    print_of(&lines.fold(listed.key.clone(), |text, lines| text + "\u{1e}" + &lines))
}

impl Deed<'_> {
    /// Undoes some of what was written of a version that is not in force yet; answers whether anything was left to undo.
    ///
    /// # Errors
    /// When the store fails.
    pub fn undo_listed(&mut self, list: &PartyListId, number: u32, limit: usize) -> Result<bool> {
        let n_dropped = self
            .conn
            .prepare_cached(&format!(
                "DELETE FROM listed WHERE row IN (SELECT row FROM listed WHERE list = ?1 AND since = ?2 LIMIT {limit})"
            ))?
            .execute((list.as_str(), number))?;
        let n_reopened = self
            .conn
            .prepare_cached(&format!(
                "UPDATE listed SET until = NULL
                 WHERE row IN (SELECT row FROM listed WHERE list = ?1 AND until = ?2 LIMIT {limit})"
            ))?
            .execute((list.as_str(), number.saturating_sub(1)))?;
        Ok(n_dropped + n_reopened > 0)
    }

    /// Writes entries that are new in a version, or stand otherwise in it than before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn put_listed(&mut self, list: &PartyListId, number: u32, entries: &[Listed]) -> Result<()> {
        self.end_listed(list, number, entries.iter().map(|one| one.key.as_str()))?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO listed (list, key, since, kind, names, folded, countries, born, identifiers, addresses, programmes,
                                 listed_on, remark, print, content)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?;
        for one in entries {
            let names: Vec<String> = one.names.iter().map(|name| format!("{}\t{}", name.strength, name.text)).collect();
            let folded: Vec<String> = one.names.iter().map(|name| fold(&name.text)).collect();
            put.execute(rusqlite::params![
                list.as_str(),
                one.key,
                number,
                one.kind.word(),
                names.join("\n"),
                format!("{}\n{}", fold(&one.key), folded.join("\n")),
                one.countries.join("\n"),
                one.born.join("\n"),
                one.identifiers.join("\n"),
                one.addresses.join("\n"),
                one.programmes.join("\n"),
                one.since,
                one.remark,
                print_of(&one.identity()),
                content_of(one),
            ])?;
        }
        Ok(())
    }

    /// Ends entries that are not in a version, or stand otherwise in it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn end_listed<'a>(
        &mut self,
        list: &PartyListId,
        number: u32,
        keys: impl Iterator<Item = &'a str>,
    ) -> Result<()> {
        let mut end = self.conn.prepare_cached(
            "UPDATE listed SET until = ?3 WHERE list = ?1 AND key = ?2 AND until IS NULL AND since < ?4",
        )?;
        for key in keys {
            end.execute((list.as_str(), key, number.saturating_sub(1), number))?;
        }
        Ok(())
    }
}

impl Reader {
    /// Hashes over the entries of a version, by their keys.
    ///
    /// # Errors
    /// When the store fails.
    pub fn listed_contents(&self, scope: &Scope, list: &PartyListId, version: u32) -> Result<HashMap<String, String>> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached(&format!("SELECT key, content FROM listed WHERE {IN_VERSION}"))?;
            let found = find.query_map((list.as_str(), version), |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// An entry as it stood in a version.
    ///
    /// # Errors
    /// When the store fails.
    pub fn listed(&self, scope: &Scope, list: &PartyListId, version: u32, key: &str) -> Result<Option<HeldListed>> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached(&format!("{SELECT} WHERE {IN_VERSION} AND key = ?3"))?;
            let mut rows = find.query((list.as_str(), version, key))?;
            rows.next()?.map(held).transpose()
        })
    }

    /// Entries of a version in order of their keys, behind one: those with each of these folded words in a name or the key.
    ///
    /// # Errors
    /// When the store fails.
    pub fn listed_page(
        &self,
        scope: &Scope,
        (list, version): (&PartyListId, u32),
        words: &[String],
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<HeldListed>> {
        self.seen_by(scope, |conn| {
            let has_words = "AND instr(folded, ?) > 0 ".repeat(words.len());
            let sql = format!("{SELECT} WHERE {IN_VERSION} AND key > ? {has_words} ORDER BY key LIMIT {limit}");
            let mut find = conn.prepare_cached(&sql)?;
            let mut values: Vec<rusqlite::types::Value> = vec![
                list.as_str().to_owned().into(),
                i64::from(version).into(),
                after.unwrap_or_default().to_owned().into(),
            ];
            values.extend(words.iter().map(|word| word.clone().into()));
            let mut rows = find.query(rusqlite::params_from_iter(values))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(held(row)?);
            }
            Ok(found)
        })
    }

    /// Hands on every entry of a version.
    ///
    /// # Errors
    /// When the store fails.
    pub fn each_listed(
        &self,
        scope: &Scope,
        list: &PartyListId,
        version: u32,
        sink: &mut dyn FnMut(HeldListed) -> ControlFlow<()>,
    ) -> Result<()> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached(&format!("{SELECT} WHERE {IN_VERSION} ORDER BY row"))?;
            let mut rows = find.query((list.as_str(), version))?;
            while let Some(row) = rows.next()? {
                if sink(held(row)?).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    /// What is not alike in two versions of a list, in order of the keys, behind one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn listed_difference(
        &self,
        scope: &Scope,
        list: &PartyListId,
        (from, to): (u32, u32),
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<ListedPair>> {
        self.seen_by(scope, |conn| {
            // An entry that stands alike in both is one row that is in both.
            let sql = format!(
                "{SELECT} WHERE list = ?1 AND key > ?4
                 AND (since <= ?2 AND (until IS NULL OR until >= ?2)) != (since <= ?3 AND (until IS NULL OR until >= ?3))
                 ORDER BY key, since"
            );
            let mut find = conn.prepare_cached(&sql)?;
            let mut rows = find.query((list.as_str(), from, to, after.unwrap_or_default()))?;
            let mut pairs: Vec<ListedPair> = Vec::new();
            while let Some(row) = rows.next()? {
                let (key, is_before): (String, bool) = (row.get(1)?, is_in(row, from)?);
                let is_same = pairs.last().is_some_and(|pair| pair.key() == key);
                if !is_same {
                    if pairs.len() == limit {
                        break;
                    }
                    pairs.push(ListedPair { before: None, after: None });
                }
                let listed = held(row)?.listed;
                if let Some(pair) = pairs.last_mut() {
                    *(if is_before { &mut pair.before } else { &mut pair.after }) = Some(listed);
                }
            }
            Ok(pairs)
        })
    }

    /// How many entries are new in the later of two versions, and how many of the earlier are not in it. Of those that are in both and
    /// not alike each counts in neither.
    ///
    /// # Errors
    /// When the store fails.
    pub fn listed_difference_counts(
        &self,
        scope: &Scope,
        list: &PartyListId,
        (from, to): (u32, u32),
    ) -> Result<(u64, u64, u64)> {
        self.seen_by(scope, |conn| counts(conn, list, from, to))
    }
}

fn counts(conn: &Connection, list: &PartyListId, from: u32, to: u32) -> Result<(u64, u64, u64)> {
    let mut find = conn.prepare_cached(
        "SELECT count(*) FILTER (WHERE n_from = 0), count(*) FILTER (WHERE n_to = 0), count(*) FILTER (WHERE n_from > 0 AND n_to > 0)
         FROM (SELECT sum(since <= ?2 AND (until IS NULL OR until >= ?2)) AS n_from,
                      sum(since <= ?3 AND (until IS NULL OR until >= ?3)) AS n_to
               FROM listed WHERE list = ?1
               AND (since <= ?2 AND (until IS NULL OR until >= ?2)) != (since <= ?3 AND (until IS NULL OR until >= ?3))
               GROUP BY key)",
    )?;
    let n = |row: &Row<'_>, at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
    Ok(find.query_row((list.as_str(), from, to), |row| Ok((n(row, 0)?, n(row, 1)?, n(row, 2)?)))?)
}

/// What is in the version `?2` of the list `?1`.
const IN_VERSION: &str = "list = ?1 AND since <= ?2 AND (until IS NULL OR until >= ?2)";

const SELECT: &str = "SELECT row, key, since, until, kind, names, countries, born, identifiers, addresses, programmes, listed_on, \
                      remark, print FROM listed";

fn is_in(row: &Row<'_>, version: u32) -> Result<bool> {
    let (since, until): (u32, Option<u32>) = (row.get(2)?, row.get(3)?);
    Ok(since <= version && until.is_none_or(|until| until >= version))
}

/// Lines that stand in one column.
pub(crate) fn lines(text: &str) -> Vec<String> {
    text.split('\n').filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn held(row: &Row<'_>) -> Result<HeldListed> {
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of an entry is not one"));
    let text = |at: usize| row.get::<_, String>(at);
    let (kind, names) = (text(4)?, text(5)?);
    let name = |line: String| {
        let (strength, text) = line.split_once('\t').ok_or_else(|| damaged("name", &line))?;
        let strength = NameStrength::from_word(strength).ok_or_else(|| damaged("name", &line))?;
        Ok(ListedName { text: text.to_owned(), strength })
    };
    let listed = Listed {
        key: text(1)?,
        kind: PartyKind::from_word(&kind).ok_or_else(|| damaged("kind", &kind))?,
        names: lines(&names).into_iter().map(name).collect::<Result<_>>()?,
        countries: lines(&text(6)?),
        born: lines(&text(7)?),
        identifiers: lines(&text(8)?),
        addresses: lines(&text(9)?),
        programmes: lines(&text(10)?),
        since: text(11)?,
        remark: text(12)?,
    };
    Ok(HeldListed { listed, since: row.get(2)?, print: text(13)? })
}
