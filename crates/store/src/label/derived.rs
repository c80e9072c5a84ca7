//! Labels of what was made out of records: other records, own abstracts, issues, entries of the roster.

use model::{DigestId, IssueId, LinkKind, NeedId, Noun, RecordId, SpecialistId, Thing, Verb};
use rusqlite::types::Value;
use rusqlite::{Connection, Params};

use super::{digest, join, marking, named, relabel, relabel_specialist};
use crate::deed::Deed;
use crate::digest::ROWS_OF;
use crate::{Result, record};

/// Marks what was made out of a record at least as it, and what was made out of that, and notes each record in the ledger. `row` bears
/// its label already.
pub(super) fn narrow_derived(deed: &mut Deed<'_>, row: i64) -> Result<()> {
    narrow_roster(deed, row)?;
    // A list and no recursion: answers cite answers for as long as an office lives.
    let mut left = made_of(deed.conn, row)?;
    while let Some((derived, from)) = left.pop() {
        let least = record::label_of(deed.conn, from)?;
        let joined = join(deed, record::label_of(deed.conn, derived)?, least)?;
        if !super::set_alone(deed, derived, joined)? {
            continue;
        }
        let fact = deed.fact(Verb::Marked, Thing::new(Noun::Record, record::id_of(deed.conn, derived)?));
        let fact = fact.with(marking(deed.conn, joined)?.to_string());
        deed.note_labelled(&fact, joined)?;
        narrow_roster(deed, derived)?;
        left.extend(made_of(deed.conn, derived)?);
    }
    Ok(())
}

/// The records that were made out of the record in a row, under whichever of its names, each with that row.
fn made_of(conn: &Connection, row: i64) -> Result<Vec<(i64, i64)>> {
    let mut find = conn.prepare_cached("SELECT id FROM record WHERE row = ?1 OR absorbed_by = ?1")?;
    let names: Vec<i64> = find.query_map([row], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut find = conn.prepare_cached(
        "SELECT source FROM link WHERE target_noun = 'record' AND target = ?1 AND kind = ?2 AND source_noun = 'record'",
    )?;
    let mut made = Vec::new();
    for name in names {
        let name = record::record_id(name).to_string();
        let sources = find.query_map((name, LinkKind::DerivedFrom.word()), |row| row.get::<_, String>(0))?;
        for source in sources.collect::<rusqlite::Result<Vec<_>>>()? {
            if let Some(id) = RecordId::parse(&source)
                && let Some(derived) = record::row_of(conn, id)?
                && derived != row
            {
                made.push((derived, row));
            }
        }
    }
    Ok(made)
}

/// Marks who is said to know something by a record at least as it, with the missions and assignments on which they go.
fn narrow_roster(deed: &mut Deed<'_>, row: i64) -> Result<()> {
    let label = record::label_of(deed.conn, row)?;
    let mut find = deed.conn.prepare_cached(&format!(
        "SELECT DISTINCT s.id, s.label FROM specialist_evidence e JOIN specialist s ON s.id = e.specialist
         WHERE e.record IN {ROWS_OF}"
    ))?;
    let held = labels_held(&mut find, [row])?;
    drop(find);
    for (specialist, before) in held {
        let joined = join(deed, before, label)?;
        if joined != before {
            deed.conn
                .prepare_cached("UPDATE specialist SET label = ?2 WHERE id = ?1")?
                .execute((specialist, joined))?;
            relabel_specialist(deed, SpecialistId::from_bits(specialist.cast_unsigned()))?;
        }
    }
    Ok(())
}

/// The rows that a statement finds, each with its label.
fn labels_held(statement: &mut rusqlite::CachedStatement<'_>, values: impl Params) -> Result<Vec<(i64, i64)>> {
    let rows = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Marks the own abstracts and translations of the record in a row at least so; earlier versions are not seen without
/// them. Names all of them.
pub(super) fn narrow_digests(deed: &Deed<'_>, row: i64, label: i64) -> Result<Vec<Thing>> {
    let conn = deed.conn;
    let mut find = conn.prepare_cached(&format!("SELECT id, label FROM digest WHERE record IN {ROWS_OF}"))?;
    let mut names = Vec::new();
    for (id, before) in labels_held(&mut find, [row])? {
        let joined = join(deed, before, label)?;
        conn.prepare_cached("UPDATE digest SET label = ?2 WHERE id = ?1")?.execute((id, joined))?;
        names.push(digest(id.cast_unsigned()));
    }
    Ok(names)
}

/// Gives the facts about an own abstract the label that is right for them now. Issues that may have printed it are marked at least as it.
pub(crate) fn relabel_digest(deed: &mut Deed<'_>, id: DigestId) -> Result<()> {
    let mut find = deed.conn.prepare_cached("SELECT record, label FROM digest WHERE id = ?1")?;
    let held = labels_held(&mut find, [id.bits().cast_signed()])?;
    drop(find);
    let mut names = vec![digest(id.bits())];
    for (record, label) in held {
        // What was printed before it was written cannot hold it.
        let sql = format!(
            "SELECT DISTINCT e.id, e.label FROM issue_item i JOIN issue e ON e.id = i.issue JOIN digest g ON g.id = ?1
             WHERE i.record IN (SELECT {record} UNION SELECT absorbed_by FROM record WHERE row = {record}
                                UNION SELECT row FROM record WHERE absorbed_by = {record})
               AND i.left_out IS NULL AND e.stage IN {PRINTED} AND e.printed_at >= g.made_at"
        );
        names.extend(narrow_issues(deed, &sql, Value::Integer(id.bits().cast_signed()), label)?);
    }
    relabel(deed, names)?;
    deed.rights_changed()
}

/// Stages of an issue of which something is printed, in SQL.
const PRINTED: &str = "('printing', 'proof', 'released')";

/// Marks the issues in which a record stands at least as the record: what was printed of it is seen by nobody who may not see it
/// itself any more. Names those that changed.
pub(super) fn narrow_issues_with(deed: &Deed<'_>, row: i64, label: i64) -> Result<Vec<Thing>> {
    let sql = format!(
        "SELECT DISTINCT e.id, e.label FROM issue_item i JOIN issue e ON e.id = i.issue
         WHERE i.record IN {ROWS_OF} AND i.left_out IS NULL AND e.stage IN {PRINTED}"
    );
    narrow_issues(deed, &sql, Value::Integer(row), label)
}

/// The same with a need: its title and its statement stand above what was laid before it.
pub(super) fn narrow_issues_for(deed: &Deed<'_>, need: &NeedId, label: i64) -> Result<Vec<Thing>> {
    let sql = format!(
        "SELECT DISTINCT e.id, e.label FROM issue_item i JOIN issue e ON e.id = i.issue
         WHERE i.delivery IN (SELECT id FROM delivery WHERE need = ?1 OR profile_need = ?1)
           AND i.left_out IS NULL AND e.stage IN {PRINTED}"
    );
    narrow_issues(deed, &sql, Value::from(need.as_str().to_owned()), label)
}

fn narrow_issues(deed: &Deed<'_>, sql: &str, key: Value, label: i64) -> Result<Vec<Thing>> {
    let mut find = deed.conn.prepare_cached(sql)?;
    let mut changed = Vec::new();
    for (issue, before) in labels_held(&mut find, [key])? {
        let joined = join(deed, before, label)?;
        if joined != before {
            deed.conn.prepare_cached("UPDATE issue SET label = ?2 WHERE id = ?1")?.execute((issue, joined))?;
            changed.push(Thing::new(Noun::Issue, IssueId::from_bits(issue.cast_unsigned())));
        }
    }
    Ok(changed)
}

/// The things about the record in a row whose facts change with it: its names and its deliveries.
pub(super) fn names_of(conn: &Connection, row: i64) -> Result<Vec<Thing>> {
    let sql = "SELECT id FROM record WHERE row = ?1 OR absorbed_by = ?1";
    let mut names = named(conn, sql, row.into(), super::of_record)?;
    names.extend(named(conn, "SELECT id FROM delivery WHERE record = ?1", row.into(), super::delivery)?);
    Ok(names)
}
