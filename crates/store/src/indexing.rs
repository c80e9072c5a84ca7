//! The rows of codes that abstractors gave, and of samples drawn for a second indexing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use model::{
    Date, DrawingId, Indexing, Noun, PersonId, PostId, RecordId, Round, SubjectScheme, Thing, Verb, drawn_number,
    drawn_place,
};
use rusqlite::{Connection, OptionalExtension, Params, Row};

use crate::deed::Deed;
use crate::digest::ROWS_OF;
use crate::programme::named;
use crate::{Error, HeldRecord, Reader, Result, Scope, label, record};

/// A sample that is to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// How it is called.
    pub id: DrawingId,
    /// Of which scheme.
    pub scheme: SubjectScheme,
    /// A day of the month.
    pub month: Date,
    /// How many percent.
    pub percent: u8,
    /// By which seed.
    pub seed: u64,
    /// Who draws; of a sample that is drawn by itself, who made the rule.
    pub person: PersonId,
    /// Whether nobody asked for it but the rule of the office.
    pub by_rule: bool,
}

/// A sample that was drawn for a second indexing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// How it is called.
    pub id: DrawingId,
    /// Of which scheme.
    pub scheme: SubjectScheme,
    /// Of which month: `2026-11`.
    pub month: String,
    /// By which seed: who knows it draws the same again.
    pub seed: u64,
    /// How many percent.
    pub percent: u8,
    /// Of how many first indexings.
    pub n_of: u64,
    /// Who drew; of a sample that was drawn by itself, who made the rule.
    pub person: PersonId,
    /// Whether nobody asked for it but the rule of the office.
    pub by_rule: bool,
    /// When, in microseconds since 1970.
    pub drawn_at: i64,
    /// How many were drawn.
    pub n_drawn: u64,
    /// How many of them have their second codes.
    pub n_done: u64,
}

/// The codes that two persons gave one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoublyIndexed {
    /// The record.
    pub record: RecordId,
    /// The scheme.
    pub scheme: SubjectScheme,
    /// Who gave the first.
    pub first: PersonId,
    /// Who gave the second.
    pub second: PersonId,
    /// The first codes.
    pub firsts: BTreeSet<String>,
    /// The second codes.
    pub seconds: BTreeSet<String>,
}

impl Deed<'_> {
    /// The codes that somebody gave a record in a round.
    ///
    /// # Errors
    /// When the store fails.
    pub fn indexing(&self, id: RecordId, scheme: SubjectScheme, round: Round) -> Result<Option<Indexing>> {
        let Some(row) = record::row_of(self.conn, id)? else { return Ok(None) };
        Ok(of_row(self.conn, row, round)?.into_iter().find(|indexing| indexing.scheme == scheme))
    }

    /// Keeps the codes of a record; those of the same round in the same scheme give way. Answers whether they are others than
    /// before.
    ///
    /// # Errors
    /// Refused when the record is not there.
    pub fn keep_indexing(&mut self, indexing: &Indexing) -> Result<bool> {
        let before = self.indexing(indexing.record, indexing.scheme, indexing.round)?;
        if before.as_ref().map_or(indexing.codes.is_empty(), |before| before.codes == indexing.codes) {
            return Ok(false);
        }
        let row = self.row_of_record(indexing.record)?;
        let conn = self.conn;
        let id: i64 = conn
            .prepare_cached(
                "INSERT INTO indexing (record, scheme, round, n_proposed, person, post, given_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (record, scheme, round) DO UPDATE SET n_proposed = excluded.n_proposed,
                     person = excluded.person, post = excluded.post, given_at = excluded.given_at
                 RETURNING id",
            )?
            .query_row(
                rusqlite::params![
                    row,
                    indexing.scheme.word(),
                    indexing.round.word(),
                    indexing.n_proposed,
                    indexing.person.as_str(),
                    indexing.post.as_ref().map(PostId::as_str),
                    indexing.at,
                ],
                |row| row.get(0),
            )?;
        conn.prepare_cached("DELETE FROM indexing_code WHERE indexing = ?1")?.execute([id])?;
        let mut put =
            conn.prepare_cached("INSERT INTO indexing_code (indexing, position, code) VALUES (?1, ?2, ?3)")?;
        for (position, code) in (0i64..).zip(&indexing.codes) {
            put.execute((id, position, code))?;
        }
        if indexing.round == Round::First {
            // Those count as codes of the record: the index and the needs look at it again.
            record::touch(self, row)?;
        }
        let fact = self.fact(Verb::Indexed, record::object(indexing.record));
        // How many, and not which: who reads the ledger before they give theirs has to stay blind.
        let said = format!("{}, {}: {}", indexing.scheme, indexing.round, indexing.codes.len());
        self.note(&fact.with(said))?;
        Ok(true)
    }

    /// Draws a sample of the first indexings of a month in a scheme, of records that are open to all: what is drawn is shown to
    /// everybody who documents. Answers how many were drawn of how many; `None` where it was drawn already.
    ///
    /// # Errors
    /// When the store fails.
    pub fn draw_sample(&mut self, draw: &Draw) -> Result<Option<(usize, usize)>> {
        let Draw { scheme, percent, seed, .. } = *draw;
        let month = month_of(draw.month);
        let conn = self.conn;
        let mut held = conn.prepare_cached("SELECT 1 FROM drawing WHERE scheme = ?1 AND month = ?2")?;
        if held.query_row((scheme.word(), &month), |_| Ok(())).optional()?.is_some() {
            return Ok(None);
        }
        let mut find = conn.prepare_cached(
            "SELECT n.id, r.id FROM indexing n JOIN record r ON r.row = n.record
             WHERE n.scheme = ?1 AND n.round = 'first' AND r.label = ?2
               AND strftime('%Y-%m', n.given_at / 1000000, 'unixepoch') = ?3
               AND EXISTS (SELECT 1 FROM indexing_code c WHERE c.indexing = n.id)",
        )?;
        let rows = find.query_map((scheme.word(), label::OPEN, &month), |row| {
            Ok((record::record_id(row.get(1)?), row.get::<_, i64>(0)?))
        })?;
        let mut all: Vec<(RecordId, i64)> = rows.collect::<rusqlite::Result<_>>()?;
        all.sort_by_key(|(record, _)| (drawn_place(seed, *record), *record));
        let n_drawn = drawn_number(all.len(), percent);
        if n_drawn == 0 {
            return Ok(Some((0, 0)));
        }
        let id = draw.id.bits().cast_signed();
        conn.prepare_cached(
            "INSERT INTO drawing (id, scheme, month, seed, percent, n_of, person, drawn_at, by_rule)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute((
            id,
            scheme.word(),
            &month,
            seed.cast_signed(),
            percent,
            i64::try_from(all.len()).unwrap_or(i64::MAX),
            draw.person.as_str(),
            self.at,
            draw.by_rule,
        ))?;
        let mut put = conn.prepare_cached("INSERT INTO drawn (drawing, indexing) VALUES (?1, ?2)")?;
        for (_, indexing) in all.iter().take(n_drawn) {
            put.execute((id, indexing))?;
        }
        let fact = self.fact(Verb::Drew, Thing::new(Noun::Office, ""));
        self.note(&fact.with(format!("{scheme} {month}: {n_drawn} of {}, seed {seed:016x}", all.len())))?;
        Ok(Some((n_drawn, all.len())))
    }

    /// Whether a record was drawn for a second indexing in a scheme.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_drawn(&self, id: RecordId, scheme: SubjectScheme) -> Result<bool> {
        let Some(row) = record::row_of(self.conn, id)? else { return Ok(false) };
        is_drawn(self.conn, row, scheme)
    }
}

impl Reader {
    /// The codes that abstractors gave a record in a round, a scheme each.
    ///
    /// # Errors
    /// When the store fails.
    pub fn indexings_of(&self, scope: &Scope, id: RecordId, round: Round) -> Result<Vec<Indexing>> {
        self.seen_by(scope, |conn| match record::row_of(conn, id)? {
            Some(row) => of_row(conn, row, round),
            None => Ok(Vec::new()),
        })
    }

    /// In which schemes a record was drawn for a second indexing.
    ///
    /// # Errors
    /// When the store fails.
    pub fn drawn_schemes(&self, scope: &Scope, id: RecordId) -> Result<Vec<SubjectScheme>> {
        self.seen_by(scope, |conn| {
            let Some(row) = record::row_of(conn, id)? else { return Ok(Vec::new()) };
            let mut found = Vec::new();
            for indexing in of_row(conn, row, Round::First)? {
                if is_drawn(conn, row, indexing.scheme)? {
                    found.push(indexing.scheme);
                }
            }
            Ok(found)
        })
    }

    /// Walks over records with the codes of a scheme that were accepted for them in the first round, in an order that hangs on
    /// the records alone, until `visit` breaks off.
    ///
    /// # Errors
    /// When the store fails.
    pub fn each_accepted(
        &self,
        scope: &Scope,
        scheme: SubjectScheme,
        visit: &mut dyn FnMut(HeldRecord, Vec<String>) -> ControlFlow<()>,
    ) -> Result<()> {
        self.seen_by(scope, |conn| {
            let mut codes =
                conn.prepare_cached("SELECT code FROM indexing_code WHERE indexing = ?1 ORDER BY position")?;
            let mut statement = conn.prepare_cached(
                "SELECT n.id, coalesce(r.absorbed_by, r.row) FROM indexing n JOIN record r ON r.row = n.record
                 WHERE n.scheme = ?1 AND n.round = 'first' ORDER BY r.id",
            )?;
            let mut rows = statement.query([scheme.word()])?;
            while let Some(row) = rows.next()? {
                let given: Vec<String> =
                    codes.query_map([row.get::<_, i64>(0)?], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
                if !given.is_empty() && visit(record::at(conn, row.get(1)?)?.held(), given).is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    /// The schemes in which codes were accepted, each with the records that have some, the most first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn accepted_schemes(&self, scope: &Scope) -> Result<Vec<(SubjectScheme, u64)>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT n.scheme, count(*) FROM indexing n WHERE n.round = 'first'
                   AND EXISTS (SELECT 1 FROM record r WHERE r.row = n.record)
                   AND EXISTS (SELECT 1 FROM indexing_code c WHERE c.indexing = n.id)
                 GROUP BY n.scheme ORDER BY count(*) DESC, n.scheme",
            )?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push((scheme_of(&row.get::<_, String>(0)?)?, row.get::<_, i64>(1)?.cast_unsigned()));
            }
            Ok(found)
        })
    }

    /// Samples that were drawn, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn drawings(&self, scope: &Scope, limit: usize) -> Result<Vec<Drawing>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.seen_by(scope, |conn| drawings(conn, "ORDER BY w.drawn_at DESC, w.id DESC LIMIT ?1", [limit]))
    }

    /// A sample by its name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn drawing(&self, scope: &Scope, id: DrawingId) -> Result<Option<Drawing>> {
        self.seen_by(scope, |conn| Ok(drawings(conn, "WHERE w.id = ?1", [id.bits().cast_signed()])?.pop()))
    }

    /// Records that wait for the codes of a second person, who is not this one, the earliest drawn first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn awaiting_second(
        &self,
        scope: &Scope,
        person: &PersonId,
        limit: usize,
    ) -> Result<Vec<(HeldRecord, SubjectScheme)>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT coalesce(r.absorbed_by, r.row), n.scheme
                 FROM drawn d JOIN drawing w ON w.id = d.drawing JOIN indexing n ON n.id = d.indexing
                 JOIN record r ON r.row = n.record
                 WHERE n.person != ?1 AND NOT EXISTS (SELECT 1 FROM indexing s
                       WHERE s.record = n.record AND s.scheme = n.scheme AND s.round = 'second')
                 ORDER BY w.drawn_at, r.id LIMIT ?2",
            )?;
            let mut rows = statement.query((person.as_str(), i64::try_from(limit).unwrap_or(i64::MAX)))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push((record::at(conn, row.get(0)?)?.held(), scheme_of(&row.get::<_, String>(1)?)?));
            }
            Ok(found)
        })
    }

    /// What two persons gave the same records, the earliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn doubly_indexed(&self, scope: &Scope) -> Result<Vec<DoublyIndexed>> {
        self.seen_by(scope, |conn| {
            let mut codes =
                conn.prepare_cached("SELECT code FROM indexing_code WHERE indexing = ?1 ORDER BY position")?;
            let mut statement = conn.prepare_cached(
                "SELECT r.id, n.scheme, n.person, s.person, n.id, s.id
                 FROM indexing s JOIN indexing n ON n.record = s.record AND n.scheme = s.scheme AND n.round = 'first'
                 JOIN record r ON r.row = n.record WHERE s.round = 'second' ORDER BY s.given_at, r.id",
            )?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let mut of = |id: i64| -> Result<BTreeSet<String>> {
                    Ok(codes.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
                };
                found.push(DoublyIndexed {
                    record: record::record_id(row.get(0)?),
                    scheme: scheme_of(&row.get::<_, String>(1)?)?,
                    first: named(PersonId::new(&row.get::<_, String>(2)?))?,
                    second: named(PersonId::new(&row.get::<_, String>(3)?))?,
                    firsts: of(row.get(4)?)?,
                    seconds: of(row.get(5)?)?,
                });
            }
            Ok(found)
        })
    }
}

/// The samples of a selection.
pub(crate) fn drawings(conn: &Connection, tail: &str, parameters: impl Params) -> Result<Vec<Drawing>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT w.id, w.scheme, w.month, w.seed, w.percent, w.n_of, w.person, w.by_rule, w.drawn_at,
                (SELECT count(*) FROM drawn d WHERE d.drawing = w.id),
                (SELECT count(*) FROM drawn d JOIN indexing n ON n.id = d.indexing
                 JOIN indexing s ON s.record = n.record AND s.scheme = n.scheme AND s.round = 'second'
                 WHERE d.drawing = w.id)
         FROM drawing w {tail}"
    ))?;
    let mut rows = statement.query(parameters)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Drawing {
            id: DrawingId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
            scheme: scheme_of(&row.get::<_, String>(1)?)?,
            month: row.get(2)?,
            seed: row.get::<_, i64>(3)?.cast_unsigned(),
            percent: row.get(4)?,
            n_of: row.get::<_, i64>(5)?.cast_unsigned(),
            person: named(PersonId::new(&row.get::<_, String>(6)?))?,
            by_rule: row.get(7)?,
            drawn_at: row.get(8)?,
            n_drawn: row.get::<_, i64>(9)?.cast_unsigned(),
            n_done: row.get::<_, i64>(10)?.cast_unsigned(),
        });
    }
    Ok(found)
}

/// The month of a day, as drawings are called: `2026-11`.
fn month_of(day: Date) -> String {
    day.to_string().chars().take(7).collect()
}

/// Whether somebody gave codes to the record in a row or to one that was joined to it.
pub(crate) fn is_given(conn: &Connection, row: i64) -> Result<bool> {
    let mut statement = conn.prepare_cached(&format!("SELECT 1 FROM indexing WHERE record IN {ROWS_OF} LIMIT 1"))?;
    Ok(statement.query_row([row], |_| Ok(())).optional()?.is_some())
}

fn is_drawn(conn: &Connection, row: i64, scheme: SubjectScheme) -> Result<bool> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT 1 FROM drawn d JOIN indexing n ON n.id = d.indexing WHERE n.record IN {ROWS_OF} AND n.scheme = ?2 LIMIT 1"
    ))?;
    Ok(statement.query_row((row, scheme.word()), |_| Ok(())).optional()?.is_some())
}

pub(crate) fn scheme_of(word: &str) -> Result<SubjectScheme> {
    SubjectScheme::from_word(word).ok_or_else(|| Error::damaged(format!("`{word}` is no scheme of codes")))
}

/// The codes that the record in a row was given, a scheme each: its own before those of what was joined to it.
pub(crate) fn of_row(conn: &Connection, row: i64, round: Round) -> Result<Vec<Indexing>> {
    let mut codes = conn.prepare_cached("SELECT code FROM indexing_code WHERE indexing = ?1 ORDER BY position")?;
    let mut statement = conn.prepare_cached(&format!(
        "SELECT n.id, n.scheme, n.n_proposed, n.person, n.post, n.given_at, r.id
         FROM indexing n JOIN record r ON r.row = ?1 WHERE n.record IN {ROWS_OF} AND n.round = ?2
         ORDER BY n.record != ?1, n.given_at DESC, n.id"
    ))?;
    let mut rows = statement.query((row, round.word()))?;
    let mut found: BTreeMap<SubjectScheme, Indexing> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (id, indexing) = indexing(row, round)?;
        let given: Vec<String> = codes.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        found.entry(indexing.scheme).or_insert(Indexing { codes: given, ..indexing });
    }
    found.retain(|_, indexing| !indexing.codes.is_empty());
    Ok(found.into_values().collect())
}

fn indexing(row: &Row<'_>, round: Round) -> Result<(i64, Indexing)> {
    let indexing = Indexing {
        record: record::record_id(row.get(6)?),
        scheme: scheme_of(&row.get::<_, String>(1)?)?,
        round,
        codes: Vec::new(),
        n_proposed: row.get(2)?,
        person: named(PersonId::new(&row.get::<_, String>(3)?))?,
        post: row.get::<_, Option<String>>(4)?.map(|post| named(PostId::new(&post))).transpose()?,
        at: row.get(5)?,
    };
    Ok((row.get(0)?, indexing))
}
