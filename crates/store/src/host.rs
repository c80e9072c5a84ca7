//! The rows of hosts.

use model::{
    Host, HostContact, HostId, HostName, Language, Marking, Noun, PostId, Subject, SubjectScheme, Thing, Verb,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps a host as it is now, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_host(&mut self, host: &Host, verb: Verb) -> Result<()> {
        let label = label::intern(self, &host.marking)?;
        let id = host.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM host WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO host (id, country, place, languages, makes, address, remark, post, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT (id) DO UPDATE SET country = excluded.country, place = excluded.place,
                     languages = excluded.languages, makes = excluded.makes, address = excluded.address,
                     remark = excluded.remark, post = excluded.post, label = excluded.label, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                host.country,
                host.place,
                tags(&host.languages),
                host.makes,
                host.address,
                host.remark,
                host.post.as_str(),
                label,
                host.revision,
                host.made_at,
            ])?;
        for table in ["host_name", "host_class", "host_contact"] {
            self.conn.prepare_cached(&format!("DELETE FROM {table} WHERE host = ?1"))?.execute([id])?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO host_name (host, position, text, language, is_alias) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        let names = host.names.iter().map(|name| (&name.text, name.language.as_ref().map(Language::tag), false));
        let aliases = host.aliases.iter().map(|alias| (alias, None, true));
        for (at, (text, language, is_alias)) in (0i64..).zip(names.chain(aliases)) {
            put.execute((id, at, text, language, is_alias))?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO host_class (host, position, scheme, code, term) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (at, class) in (0i64..).zip(&host.classes) {
            put.execute((id, at, class.scheme.word(), &class.code, &class.term))?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO host_contact (host, position, name, title, languages, reach) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (at, one) in (0i64..).zip(&host.contacts) {
            put.execute((id, at, &one.name, &one.position, tags(&one.languages), &one.reach))?;
        }
        if before.is_some_and(|before| before != label) {
            label::relabel_host(self, host.id)?;
        }
        self.note(&self.fact(verb, Thing::new(Noun::Host, host.id)))
    }

    /// The host of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn host(&self, scope: &Scope, id: HostId) -> Result<Option<Host>> {
        Ok(match one(self.conn, id)? {
            Some(host) if scope.shows(self.conn, &host.marking)? => Some(host),
            _ => None,
        })
    }
}

impl Reader {
    /// The host of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn host(&self, scope: &Scope, id: HostId) -> Result<Option<Host>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Every host, in order of name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn hosts(&self, scope: &Scope) -> Result<Vec<Host>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY h.id"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(host(conn, row)?);
            }
            found.sort_by_cached_key(|host| (host.name().to_lowercase(), host.id));
            Ok(found)
        })
    }
}

const SELECT: &str = "SELECT h.id, h.country, h.place, h.languages, h.makes, h.address, h.remark, h.post, l.marking, h.revision, h.made_at
                      FROM host h LEFT JOIN label l ON l.id = h.label";

fn one(conn: &Connection, id: HostId) -> Result<Option<Host>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE h.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| host(conn, row)).transpose()
}

fn host(conn: &Connection, row: &Row<'_>) -> Result<Host> {
    let key: i64 = row.get(0)?;
    let (names, aliases) = names(conn, key)?;
    Ok(Host {
        id: HostId::from_bits(key.cast_unsigned()),
        names,
        aliases,
        country: row.get(1)?,
        place: row.get(2)?,
        languages: languages(&row.get::<_, String>(3)?),
        makes: row.get(4)?,
        classes: classes(conn, "SELECT scheme, code, term FROM host_class WHERE host = ?1 ORDER BY position", key)?,
        address: row.get(5)?,
        contacts: contacts(conn, key)?,
        remark: row.get(6)?,
        post: named(PostId::new(&row.get::<_, String>(7)?))?,
        marking: row.get::<_, Option<String>>(8)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(9)?,
        made_at: row.get(10)?,
    })
}

fn names(conn: &Connection, host: i64) -> Result<(Vec<HostName>, Vec<String>)> {
    let mut statement =
        conn.prepare_cached("SELECT text, language, is_alias FROM host_name WHERE host = ?1 ORDER BY position")?;
    let mut rows = statement.query([host])?;
    let (mut names, mut aliases) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let text: String = row.get(0)?;
        if row.get(2)? {
            aliases.push(text);
        } else {
            let language = row.get::<_, Option<String>>(1)?.as_deref().and_then(Language::parse);
            names.push(HostName { text, language });
        }
    }
    Ok((names, aliases))
}

fn contacts(conn: &Connection, host: i64) -> Result<Vec<HostContact>> {
    let mut statement = conn
        .prepare_cached("SELECT name, title, languages, reach FROM host_contact WHERE host = ?1 ORDER BY position")?;
    let rows = statement.query_map([host], |row| {
        let spoken: String = row.get(2)?;
        Ok(HostContact { name: row.get(0)?, position: row.get(1)?, languages: languages(&spoken), reach: row.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Classes that a statement selects: scheme, code, term.
pub(crate) fn classes(conn: &Connection, sql: &str, key: i64) -> Result<Vec<Subject>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([key])?;
    let mut classes = Vec::new();
    while let Some(row) = rows.next()? {
        let scheme: String = row.get(0)?;
        classes.push(Subject { scheme: scheme_of(&scheme)?, code: row.get(1)?, term: row.get(2)? });
    }
    Ok(classes)
}

/// The scheme with this word.
pub(crate) fn scheme_of(word: &str) -> Result<SubjectScheme> {
    SubjectScheme::from_word(word).ok_or_else(|| Error::damaged(format!("the scheme `{word}` of a class is not one")))
}

fn tags(languages: &[Language]) -> String {
    languages.iter().map(Language::tag).collect::<Vec<_>>().join(" ")
}

fn languages(tags: &str) -> Vec<Language> {
    tags.split_whitespace().filter_map(Language::parse).collect()
}
