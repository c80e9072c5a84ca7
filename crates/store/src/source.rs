//! The rows of the register of sources.

use model::{
    Brought, Currency, Harvest, Health, Language, Marking, Money, PostId, RecordId, Reliability, Schedule, Source,
    SourceId, SourceKind, Tally, Verb,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::harvest::{self, harvest};
use crate::programme::named;
use crate::record;
use crate::{Error, HeldRecord, Reader, Result, Scope, label};

/// A source with what came from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// What the register says of it.
    pub source: Source,
    /// What came from it last.
    pub brought: Brought,
    /// Where the harvest of it stands; `None` where it was never switched on, or files are brought by hand.
    pub harvest: Option<Harvest>,
}

impl SourceLine {
    /// How the source stands.
    pub fn health(&self, now: i64) -> Health {
        self.source.health(&self.brought, self.harvest.as_ref(), now)
    }
}

/// How much of what is held came from a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceCounts {
    /// Entries that it says now.
    pub n_entries: u64,
    /// Records in which they stand.
    pub n_records: u64,
}

impl Deed<'_> {
    /// Keeps a source as it is now, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_source(&mut self, source: &Source, verb: Verb) -> Result<()> {
        let label = label::intern(self, &source.marking)?;
        let bits = source.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM source WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([bits], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO source (id, title, kind, post, territory, subject, language, reliability, every_days, paused,
                                     remark, label, revision, made_at, address, schedule, cost, currency)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, post = excluded.post, territory = excluded.territory,
                     subject = excluded.subject, language = excluded.language, reliability = excluded.reliability,
                     every_days = excluded.every_days, paused = excluded.paused, remark = excluded.remark,
                     label = excluded.label, revision = excluded.revision, kind = excluded.kind,
                     address = excluded.address, schedule = excluded.schedule, cost = excluded.cost,
                     currency = excluded.currency",
            )?
            .execute(rusqlite::params![
                bits,
                source.title,
                source.kind.word(),
                source.post.as_str(),
                source.territory,
                source.subject,
                source.language.as_ref().map(Language::tag),
                source.reliability.word(),
                source.every_days,
                source.paused,
                source.remark,
                label,
                source.revision,
                source.made_at,
                source.address,
                source.schedule.word(),
                source.cost.map(|cost| cost.minor),
                source.cost.as_ref().map(|cost| cost.currency.code()),
            ])?;
        if before.is_some_and(|before| before != label) {
            label::relabel_source(self, source.id)?;
        }
        self.note(&self.fact(verb, model::Thing::new(model::Noun::Source, source.id)))
    }

    /// The source of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn source(&self, scope: &Scope, id: SourceId) -> Result<Option<Source>> {
        Ok(match one(self.conn, id)? {
            Some(source) if scope.shows(self.conn, &source.marking)? => Some(source),
            _ => None,
        })
    }

    /// The sources that are asked at this address, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sources_at(&self, scope: &Scope, address: &str) -> Result<Vec<Source>> {
        let mut statement = self.conn.prepare_cached(&format!("{SELECT} WHERE s.address = ?1 ORDER BY s.id"))?;
        let mut rows = statement.query([address])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let source = source(row)?;
            if scope.shows(self.conn, &source.marking)? {
                found.push(source);
            }
        }
        Ok(found)
    }
}

impl Reader {
    /// The source of this name with what came from it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn source(&self, scope: &Scope, id: SourceId) -> Result<Option<SourceLine>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!("{LINES} WHERE s.id = ?1"))?;
            let mut rows = statement.query([id.bits().cast_signed()])?;
            rows.next()?.map(line).transpose()
        })
    }

    /// Sources with what came from them, by title, from behind one on; at most `limit`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sources(&self, scope: &Scope, after: Option<(&str, SourceId)>, limit: usize) -> Result<Vec<SourceLine>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn
                .prepare_cached(&format!("{LINES} WHERE (s.title, s.id) > (?1, ?2) ORDER BY s.title, s.id LIMIT ?3"))?;
            let (title, id) = after.map_or(("", i64::MIN), |(title, id)| (title, id.bits().cast_signed()));
            let mut rows = statement.query((title, id, i64::try_from(limit).unwrap_or(i64::MAX)))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(line(row)?);
            }
            Ok(found)
        })
    }

    /// The sources for which one of these posts answers, by title.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sources_of_posts(&self, scope: &Scope, posts: &[PostId]) -> Result<Vec<Source>> {
        self.seen_by(scope, |conn| {
            let marks = vec!["?"; posts.len()].join(", ");
            let mut statement =
                conn.prepare_cached(&format!("{SELECT} WHERE s.post IN ({marks}) ORDER BY s.title, s.id"))?;
            let names = posts.iter().map(|post| post.as_str().to_owned());
            let mut rows = statement.query(rusqlite::params_from_iter(names))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(source(row)?);
            }
            Ok(found)
        })
    }

    /// How much of what is held came from a source.
    ///
    /// # Errors
    /// When the store fails.
    pub fn source_counts(&self, scope: &Scope, id: SourceId) -> Result<SourceCounts> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT count(*), count(DISTINCT record) FROM item WHERE register = ?1 AND superseded_by IS NULL",
            )?;
            let (n_entries, n_records): (i64, i64) =
                statement.query_row([id.bits().cast_signed()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(SourceCounts { n_entries: n_entries.cast_unsigned(), n_records: n_records.cast_unsigned() })
        })
    }

    /// The records that a source brought last, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn brought_by(&self, scope: &Scope, id: SourceId, limit: usize) -> Result<Vec<HeldRecord>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT record FROM item WHERE register = ?1 AND superseded_by IS NULL ORDER BY id DESC LIMIT ?2",
            )?;
            let rows = statement
                .query_map((id.bits().cast_signed(), i64::try_from(limit).unwrap_or(i64::MAX)), |row| row.get(0))?;
            let mut seen: Vec<i64> = Vec::new();
            for row in rows {
                let row = row?;
                if !seen.contains(&row) {
                    seen.push(row);
                }
            }
            seen.into_iter().map(|row| Ok(record::at(conn, row)?.held())).collect()
        })
    }

    /// The sources of the register that said something of a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sources_of(&self, scope: &Scope, record: RecordId) -> Result<Vec<Source>> {
        self.seen_by(scope, |conn| {
            let Some(row) = record::row_of(conn, record)? else { return Ok(Vec::new()) };
            let mut statement = conn.prepare_cached(&format!(
                "{SELECT} WHERE s.id IN (SELECT register FROM item WHERE record = ?1 AND register IS NOT NULL) ORDER BY s.title"
            ))?;
            let mut rows = statement.query([row])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(source(row)?);
            }
            Ok(found)
        })
    }
}

/// The columns of a source, those of [`source`].
macro_rules! columns {
    () => {
        "s.id, s.title, s.kind, s.post, s.territory, s.subject, s.language, s.reliability, s.every_days, s.paused, s.remark, \
         l.marking, s.revision, s.made_at, s.address, s.schedule, s.cost, s.currency"
    };
}

pub(crate) use columns;

const SELECT: &str = concat!("SELECT ", columns!(), " FROM source s LEFT JOIN label l ON l.id = s.label");

/// The last intake that ended well, and whether one broke after it.
const LINES: &str = concat!(
    "SELECT ",
    columns!(),
    ", k.ended_at, k.n_read, k.n_new, k.n_updated, k.n_joined, k.n_known, k.n_doubts,
       EXISTS (SELECT 1 FROM intake b WHERE b.source = s.id AND b.stage = 'broken' AND b.ended_at > coalesce(k.ended_at, b.ended_at - 1)), ",
    harvest::columns!(),
    ", (SELECT max(d.came_at) FROM dispatch d WHERE d.source = s.id)
     FROM source s LEFT JOIN label l ON l.id = s.label LEFT JOIN harvest h ON h.source = s.id
     LEFT JOIN intake k ON k.id = (SELECT id FROM intake WHERE source = s.id AND stage = 'kept' ORDER BY ended_at DESC LIMIT 1)"
);

fn one(conn: &Connection, id: SourceId) -> Result<Option<Source>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE s.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(source).transpose()
}

/// A source from the columns that begin a row.
pub(crate) fn source(row: &Row<'_>) -> Result<Source> {
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of a source is not one"));
    let (kind, reliability, schedule): (String, String, String) = (row.get(2)?, row.get(7)?, row.get(15)?);
    let language: Option<String> = row.get(6)?;
    let language = language.map(|tag| Language::parse(&tag).ok_or_else(|| damaged("language", &tag))).transpose()?;
    let currency: Option<String> = row.get(17)?;
    let currency = currency.map(|code| Currency::new(&code).ok_or_else(|| damaged("currency", &code))).transpose()?;
    let cost = row.get::<_, Option<i64>>(16)?.zip(currency).map(|(minor, currency)| Money { minor, currency });
    Ok(Source {
        id: SourceId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        title: row.get(1)?,
        kind: SourceKind::from_word(&kind).ok_or_else(|| damaged("kind", &kind))?,
        post: named(PostId::new(&row.get::<_, String>(3)?))?,
        territory: row.get(4)?,
        subject: row.get(5)?,
        language,
        reliability: Reliability::from_word(&reliability).ok_or_else(|| damaged("reliability", &reliability))?,
        every_days: row.get(8)?,
        cost,
        paused: row.get(9)?,
        remark: row.get(10)?,
        marking: row.get::<_, Option<String>>(11)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(12)?,
        made_at: row.get(13)?,
        address: row.get(14)?,
        schedule: Schedule::from_word(&schedule).ok_or_else(|| damaged("schedule", &schedule))?,
    })
}

fn line(row: &Row<'_>) -> Result<SourceLine> {
    let last_at: Option<i64> = row.get(18)?;
    let last = if last_at.is_some() { tally(row, 19)? } else { Tally::default() };
    let brought = Brought { last_at, last, broke: row.get(25)? };
    // What somebody wrote in came too, one at a time.
    let written: Option<i64> = row.get(35)?;
    let brought = match written.filter(|at| last_at.is_none_or(|last| last < *at)) {
        Some(at) => {
            Brought { last_at: Some(at), last: Tally { n_read: 1, n_new: 1, ..Tally::default() }, broke: false }
        }
        None => brought,
    };
    Ok(SourceLine { source: source(row)?, brought, harvest: harvest(row, 26)? })
}

/// A tally from six columns.
pub(crate) fn tally(row: &Row<'_>, at: usize) -> Result<Tally> {
    let n = |place: usize| -> Result<u64> { Ok(row.get::<_, i64>(at + place)?.cast_unsigned()) };
    Ok(Tally { n_read: n(0)?, n_new: n(1)?, n_updated: n(2)?, n_joined: n(3)?, n_known: n(4)?, n_doubts: n(5)? })
}
