//! The rows of issues, and of what stands in them.

use std::collections::BTreeMap;

use model::{
    BulletinId, Date, DeliveryId, Issue, IssueId, IssueItem, IssueStage, Marking, Noun, PersonId, Post, RecordId,
    Thing, Verb,
};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::record::{self, record_id};
use crate::scope::ALL_DRAFTS;
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps an issue as it is now, and notes it with what changed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_issue(&mut self, issue: &Issue, verb: Verb, change: &str) -> Result<()> {
        self.set_issue(issue)?;
        let fact = self.fact(verb, Thing::new(Noun::Issue, issue.id));
        let fact = fact.to(Thing::new(Noun::Bulletin, issue.bulletin).to_string());
        self.note(&if change.is_empty() { fact } else { fact.with(change.to_owned()) })
    }

    /// Keeps an issue without a word in the ledger: while it is printed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn set_issue(&mut self, issue: &Issue) -> Result<()> {
        let label = label::intern(self, &issue.marking)?;
        self.conn
            .prepare_cached(
                "INSERT INTO issue (id, bulletin, number, year, stage, since, until, note, label, made_at, printed_by, printed_at,
                                    released_by, released_at, fault, revision)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                 ON CONFLICT (id) DO UPDATE SET number = excluded.number, year = excluded.year, stage = excluded.stage,
                     note = excluded.note, label = excluded.label, printed_by = excluded.printed_by,
                     printed_at = excluded.printed_at, released_by = excluded.released_by,
                     released_at = excluded.released_at, fault = excluded.fault, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                issue.id.bits().cast_signed(),
                issue.bulletin.bits().cast_signed(),
                issue.number,
                issue.year,
                issue.stage.word(),
                issue.since.to_string(),
                issue.until.to_string(),
                issue.note,
                label,
                issue.made_at,
                issue.printed_by.as_ref().map(PersonId::as_str),
                issue.printed_at,
                issue.released_by.as_ref().map(PersonId::as_str),
                issue.released_at,
                issue.fault,
                issue.revision,
            ])?;
        Ok(())
    }

    /// Keeps what stands in an issue, in place of what stood there.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_issue_items(&mut self, id: IssueId, items: &[IssueItem]) -> Result<()> {
        let bits = id.bits().cast_signed();
        self.conn.prepare_cached("DELETE FROM issue_item WHERE issue = ?1")?.execute([bits])?;
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO issue_item (issue, item, position, code, heading, record, delivery, by_hand, left_out)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for item in items {
            let Some(row) = record::row_of(self.conn, item.record)? else { continue };
            let delivery = item.delivery.map(|id| id.bits().cast_signed());
            statement.execute(rusqlite::params![
                bits,
                item.item,
                item.position,
                item.code,
                item.heading,
                row,
                delivery,
                item.by_hand,
                item.left_out
            ])?;
        }
        Ok(())
    }

    /// The issue of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issue(&self, scope: &Scope, id: IssueId) -> Result<Option<Issue>> {
        Ok(match one(self.conn, id)? {
            Some(issue)
                if scope.shows(self.conn, &issue.marking)?
                    && (issue.stage == IssueStage::Released
                        || scope.sees_drafts(issue.bulletin.bits().cast_signed())) =>
            {
                Some(issue)
            }
            _ => None,
        })
    }

    /// The issues of a bulletin that are neither out nor put away, whoever sees them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issues_in_work(&self, bulletin: BulletinId) -> Result<Vec<Issue>> {
        let tail = "WHERE e.bulletin = ?1 AND e.stage IN ('draft', 'printing', 'proof') ORDER BY e.made_at, e.id";
        all(self.conn.prepare_cached(&format!("{SELECT} {tail}"))?.query([bulletin.bits().cast_signed()])?)
    }

    /// What stands in an issue, in its order, whoever sees the records.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issue_items(&self, id: IssueId) -> Result<Vec<IssueItem>> {
        items(self.conn, id)
    }

    /// The next number of a bulletin within a year.
    ///
    /// # Errors
    /// When the store fails.
    pub fn next_issue_number(&self, bulletin: BulletinId, year: i32) -> Result<u32> {
        next_number(self.conn, bulletin, year)
    }
}

impl Reader {
    /// A scope with the issues that who holds these posts sees before they are out: those of bulletins that one of the posts
    /// edits or releases, or that belong to the unit of one. With `all`, those of every bulletin.
    ///
    /// # Errors
    /// When the store fails.
    pub fn with_drafts<'p>(&self, scope: Scope, posts: impl Iterator<Item = &'p Post>, all: bool) -> Result<Scope> {
        if all {
            return Ok(scope.with_drafts(vec![ALL_DRAFTS]));
        }
        let posts: Vec<&Post> = posts.collect();
        let drafts = self.with(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT b.id, b.post, b.second, b.unit, p.unit FROM bulletin b LEFT JOIN post p ON p.id = b.post",
            )?;
            let mut rows = statement.query([])?;
            let mut drafts = Vec::new();
            while let Some(row) = rows.next()? {
                let text = |at: usize| row.get::<_, Option<String>>(at);
                let (post, second, units) = (text(1)?, text(2)?, [text(3)?, text(4)?]);
                let is_own = |own: &&Post| {
                    [&post, &second].into_iter().flatten().any(|id| id == own.id.as_str())
                        || units.iter().flatten().any(|id| id == own.unit.as_str())
                };
                if posts.iter().any(is_own) {
                    drafts.push(row.get(0)?);
                }
            }
            Ok(drafts)
        })?;
        Ok(scope.with_drafts(drafts))
    }

    /// The issue of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issue(&self, scope: &Scope, id: IssueId) -> Result<Option<Issue>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// The issues of a bulletin, the newest first; only those at a stage where one is named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issues_of(
        &self,
        scope: &Scope,
        bulletin: BulletinId,
        stage: Option<IssueStage>,
        limit: usize,
    ) -> Result<Vec<Issue>> {
        let tail = "WHERE e.bulletin = ?1 AND (?2 IS NULL OR e.stage = ?2) ORDER BY e.made_at DESC, e.id LIMIT ?3";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = (bulletin.bits().cast_signed(), stage.map(IssueStage::word), limit);
        self.seen_by(scope, |conn| all(conn.prepare_cached(&format!("{SELECT} {tail}"))?.query(values)?))
    }

    /// The issues of all bulletins at a stage, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issues_at(&self, scope: &Scope, stage: IssueStage, limit: usize) -> Result<Vec<Issue>> {
        let tail = "WHERE e.stage = ?1 ORDER BY coalesce(e.released_at, e.made_at) DESC, e.id LIMIT ?2";
        let values = (stage.word(), i64::try_from(limit).unwrap_or(i64::MAX));
        self.seen_by(scope, |conn| all(conn.prepare_cached(&format!("{SELECT} {tail}"))?.query(values)?))
    }

    /// What stands in an issue, in its order. A record that is not seen is not named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issue_items(&self, scope: &Scope, id: IssueId) -> Result<Vec<IssueItem>> {
        self.seen_by(scope, |conn| items(conn, id))
    }

    /// How many records each issue prints.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issue_sizes(&self, scope: &Scope, ids: &[IssueId]) -> Result<BTreeMap<IssueId, u64>> {
        self.seen_by(scope, |conn| {
            let mut statement =
                conn.prepare_cached("SELECT count(*) FROM issue_item WHERE issue = ?1 AND left_out IS NULL")?;
            let size = |id: &IssueId| -> Result<(IssueId, u64)> {
                let n: i64 = statement.query_row([id.bits().cast_signed()], |row| row.get(0))?;
                Ok((*id, n.cast_unsigned()))
            };
            ids.iter().map(size).collect()
        })
    }

    /// The next number of a bulletin within a year, as its readers see it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn next_issue_number(&self, scope: &Scope, bulletin: BulletinId, year: i32) -> Result<u32> {
        self.seen_by(scope, |conn| next_number(conn, bulletin, year))
    }

    /// The issues in which a record stands, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn issues_with(&self, scope: &Scope, record: RecordId, limit: usize) -> Result<Vec<Issue>> {
        self.seen_by(scope, |conn| {
            let Some(row) = record::row_of(conn, record)? else { return Ok(Vec::new()) };
            let tail = "WHERE e.id IN (SELECT issue FROM issue_item WHERE record = ?1 AND left_out IS NULL)
                        AND e.stage <> 'discarded' ORDER BY e.made_at DESC, e.id LIMIT ?2";
            let values = (row, i64::try_from(limit).unwrap_or(i64::MAX));
            all(conn.prepare_cached(&format!("{SELECT} {tail}"))?.query(values)?)
        })
    }
}

const SELECT: &str =
    "SELECT e.id, e.bulletin, e.number, e.year, e.stage, e.since, e.until, e.note, l.marking, e.made_at,
        e.printed_by, e.printed_at, e.released_by, e.released_at, e.fault, e.revision
 FROM issue e LEFT JOIN label l ON l.id = e.label";

pub(crate) fn one(conn: &Connection, id: IssueId) -> Result<Option<Issue>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE e.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(issue).transpose()
}

fn next_number(conn: &Connection, bulletin: BulletinId, year: i32) -> Result<u32> {
    let mut statement =
        conn.prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM issue WHERE bulletin = ?1 AND year = ?2")?;
    Ok(statement.query_row((bulletin.bits().cast_signed(), year), |row| row.get(0))?)
}

fn all(mut rows: rusqlite::Rows<'_>) -> Result<Vec<Issue>> {
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(issue(row)?);
    }
    Ok(found)
}

fn issue(row: &Row<'_>) -> Result<Issue> {
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of an issue is not one"));
    let stage: String = row.get(4)?;
    let day = |at: usize| -> Result<Date> {
        let text: String = row.get(at)?;
        Date::parse(&text).ok_or_else(|| damaged("day", &text))
    };
    let person = |at: usize| -> Result<Option<PersonId>> {
        row.get::<_, Option<String>>(at)?.map(|id| named(PersonId::new(&id))).transpose()
    };
    Ok(Issue {
        id: IssueId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        bulletin: BulletinId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
        number: row.get(2)?,
        year: row.get(3)?,
        stage: IssueStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        since: day(5)?,
        until: day(6)?,
        note: row.get(7)?,
        marking: row.get::<_, Option<String>>(8)?.as_deref().map_or_else(Marking::top, Marking::read),
        made_at: row.get(9)?,
        printed_by: person(10)?,
        printed_at: row.get(11)?,
        released_by: person(12)?,
        released_at: row.get(13)?,
        fault: row.get(14)?,
        revision: row.get(15)?,
    })
}

/// A record that was joined to another since stands there under its new name.
fn items(conn: &Connection, id: IssueId) -> Result<Vec<IssueItem>> {
    let mut statement = conn.prepare_cached(
        "SELECT i.item, i.position, i.code, i.heading, coalesce(a.id, r.id), i.delivery, i.by_hand, i.left_out
         FROM issue_item i JOIN record r ON r.row = i.record LEFT JOIN record a ON a.row = r.absorbed_by
         WHERE i.issue = ?1 ORDER BY i.position, i.item",
    )?;
    let rows = statement.query_map([id.bits().cast_signed()], |row| {
        Ok(IssueItem {
            item: row.get(0)?,
            position: row.get(1)?,
            code: row.get(2)?,
            heading: row.get(3)?,
            record: record_id(row.get(4)?),
            delivery: row.get::<_, Option<i64>>(5)?.map(|id| DeliveryId::from_bits(id.cast_unsigned())),
            by_hand: row.get(6)?,
            left_out: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
