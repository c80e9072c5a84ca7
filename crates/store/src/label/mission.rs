//! Labels of missions, and of what is seen with them alone: briefs, invitations, reports.

use model::{LetterId, MissionId, Noun, Thing};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::event::{narrow_stand_records, stands};
use super::{OPEN, join, named, of, of_partner, relabel, set};
use crate::deed::Deed;
use crate::{Result, record};

/// The same for a mission and its duties, and for its brief, which is seen with it alone. Its report, and records of the stands at which its
/// questions were asked, are marked at least so.
pub(crate) fn relabel_mission(deed: &mut Deed<'_>, mission: MissionId) -> Result<()> {
    let key = || Value::Integer(mission.bits().cast_signed());
    let mut names = of_partner(deed.conn, "mission", key())?;
    names.extend(stands(deed.conn, "mission", key())?);
    names.extend(invitations(deed.conn, mission)?);
    let thing = Thing::new(Noun::Mission, mission);
    for label in of(deed.conn, &thing)? {
        narrow_report(deed, mission, label)?;
        narrow_stand_records(deed, "mission", key(), label)?;
    }
    names.extend([thing, Thing::new(Noun::Brief, mission)]);
    relabel(deed, names)?;
    deed.rights_changed()
}

/// The letters that invite to the meetings of a mission.
fn invitations(conn: &Connection, mission: MissionId) -> Result<Vec<Thing>> {
    let letter = |bits: u64| Thing::new(Noun::Letter, LetterId::from_bits(bits));
    let sql = "SELECT l.id FROM meeting g JOIN letter l ON l.meeting = g.id WHERE g.mission = ?1";
    named(conn, sql, Value::Integer(mission.bits().cast_signed()), letter)
}

/// The same for a brief and its duties.
pub(crate) fn relabel_brief(deed: &mut Deed<'_>, mission: MissionId) -> Result<()> {
    relabel(deed, vec![Thing::new(Noun::Brief, mission)])?;
    deed.rights_changed()
}

/// Marks the briefs that name a record or a need at least as it. Names those that changed.
pub(super) fn narrow_briefs(deed: &Deed<'_>, named_there: &Thing) -> Result<Vec<Thing>> {
    let conn = deed.conn;
    let mut find = conn.prepare_cached(
        "SELECT DISTINCT b.mission, b.label FROM brief_line i JOIN brief b ON b.mission = i.mission
         WHERE i.noun = ?1 AND i.name = ?2",
    )?;
    let held: Vec<(i64, i64)> = find
        .query_map((named_there.noun.word(), &named_there.name), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut changed = Vec::new();
    for (mission, before) in held {
        let mut joined = before;
        for label in of(conn, named_there)? {
            joined = join(deed, joined, label)?;
        }
        if joined != before {
            conn.prepare_cached("UPDATE brief SET label = ?2 WHERE mission = ?1")?.execute((mission, joined))?;
            changed.push(Thing::new(Noun::Brief, MissionId::from_bits(mission.cast_unsigned())));
        }
    }
    Ok(changed)
}

/// Marks the missions that a statement finds at least as a thing from which they are drawn. Names those that changed.
pub(super) fn narrow_missions(deed: &mut Deed<'_>, sql: &str, key: Value, drawn_from: &Thing) -> Result<Vec<Thing>> {
    let conn = deed.conn;
    let mission = |bits: u64| Thing::new(Noun::Mission, MissionId::from_bits(bits));
    let mut changed = Vec::new();
    for thing in named(conn, sql, key, mission)? {
        let before = of(conn, &thing)?.first().copied().unwrap_or(OPEN);
        let mut joined = before;
        for label in of(conn, drawn_from)? {
            joined = join(deed, joined, label)?;
        }
        if joined != before
            && let Some(id) = MissionId::parse(&thing.name)
        {
            let mut put = conn.prepare_cached("UPDATE mission SET label = ?2 WHERE id = ?1")?;
            put.execute((id.bits().cast_signed(), joined))?;
            changed.extend(of_partner(conn, "mission", Value::Integer(id.bits().cast_signed()))?);
            changed.extend(stands(conn, "mission", Value::Integer(id.bits().cast_signed()))?);
            changed.extend(invitations(conn, id)?);
            narrow_report(deed, id, joined)?;
            narrow_stand_records(deed, "mission", Value::Integer(id.bits().cast_signed()), joined)?;
            // Its brief is seen with it alone.
            changed.push(Thing::new(Noun::Brief, id));
            changed.push(thing);
        }
    }
    Ok(changed)
}

/// Marks the records into which the report of a mission was cut, and the whole report, at least so.
fn narrow_report(deed: &mut Deed<'_>, mission: MissionId, label: i64) -> Result<()> {
    let conn = deed.conn;
    let mut find = conn.prepare_cached(
        "SELECT DISTINCT coalesce(r.absorbed_by, r.row) FROM record r WHERE r.row IN (
             SELECT record FROM report_record WHERE mission = ?1 UNION
             SELECT report FROM mission m WHERE id = ?1 AND EXISTS (SELECT 1 FROM report_record q WHERE q.mission = m.id))",
    )?;
    let rows = find.query_map([mission.bits().cast_signed()], |row| row.get(0))?;
    for row in rows.collect::<rusqlite::Result<Vec<i64>>>()? {
        let joined = join(deed, record::label_of(conn, row)?, label)?;
        set(deed, row, joined)?;
    }
    Ok(())
}
