//! The rows of disclosure briefs.

use model::{
    Brief, BriefConfirmation, BriefLine, BriefNoun, BriefPart, BriefStage, BriefThing, Fact, HostId, Marking,
    MissionId, PostId, SpecialistId,
};
use rusqlite::{Connection, OptionalExtension};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps a brief as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_brief(&mut self, brief: &Brief, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &brief.marking)?;
        let id = brief.mission.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM brief WHERE mission = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO brief (mission, stage, version, clearer, cleared_by, cleared_at, remark, label, revision)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (mission) DO UPDATE SET stage = excluded.stage, version = excluded.version,
                     clearer = excluded.clearer, cleared_by = excluded.cleared_by, cleared_at = excluded.cleared_at,
                     remark = excluded.remark, label = excluded.label, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                brief.stage.word(),
                brief.version,
                brief.clearer.as_ref().map(PostId::as_str),
                brief.cleared_by,
                brief.cleared_at,
                brief.remark,
                label,
                brief.revision,
            ])?;
        self.conn.prepare_cached("DELETE FROM brief_line WHERE mission = ?1")?.execute([id])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO brief_line (mission, position, host, part, words, noun, name) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for (at, line) in (0i64..).zip(&brief.lines) {
            let host = line.host.map(|host| host.bits().cast_signed());
            let thing = line.thing.as_ref();
            let (noun, name) = (thing.map(|thing| thing.noun().word()), thing.map(BriefThing::name));
            put.execute((id, at, host, line.part.word(), &line.words, noun, name))?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO brief_confirmation (mission, member, version, by, read_to, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO NOTHING",
        )?;
        for one in &brief.confirmations {
            let member = one.member.bits().cast_signed();
            put.execute((id, member, one.version, &one.by, &one.read_to, one.at))?;
        }
        if before.is_some_and(|before| before != label) {
            label::relabel_brief(self, brief.mission)?;
        }
        self.note(fact)
    }

    /// The brief of a mission, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn brief(&self, scope: &Scope, mission: MissionId) -> Result<Option<Brief>> {
        Ok(match one(self.conn, mission)? {
            Some(brief) if scope.shows(self.conn, &brief.marking)? => Some(brief),
            _ => None,
        })
    }
}

impl Reader {
    /// The brief of a mission.
    ///
    /// # Errors
    /// When the store fails.
    pub fn brief(&self, scope: &Scope, mission: MissionId) -> Result<Option<Brief>> {
        self.seen_by(scope, |conn| one(conn, mission))
    }
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a brief is not one"))
}

fn one(conn: &Connection, mission: MissionId) -> Result<Option<Brief>> {
    let id = mission.bits().cast_signed();
    let mut statement = conn.prepare_cached(
        "SELECT b.stage, b.version, b.clearer, b.cleared_by, b.cleared_at, b.remark, l.marking, b.revision
         FROM brief b LEFT JOIN label l ON l.id = b.label WHERE b.mission = ?1",
    )?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let stage: String = row.get(0)?;
    Ok(Some(Brief {
        mission,
        stage: BriefStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        version: row.get(1)?,
        lines: lines(conn, id)?,
        clearer: row.get::<_, Option<String>>(2)?.map(|post| named(PostId::new(&post))).transpose()?,
        cleared_by: row.get(3)?,
        cleared_at: row.get(4)?,
        remark: row.get(5)?,
        confirmations: confirmations(conn, id)?,
        marking: row.get::<_, Option<String>>(6)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(7)?,
    }))
}

fn lines(conn: &Connection, mission: i64) -> Result<Vec<BriefLine>> {
    let mut statement = conn
        .prepare_cached("SELECT host, part, words, noun, name FROM brief_line WHERE mission = ?1 ORDER BY position")?;
    let mut rows = statement.query([mission])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let part: String = row.get(1)?;
        let thing = match (row.get::<_, Option<String>>(3)?, row.get::<_, Option<String>>(4)?) {
            (Some(noun), Some(name)) => {
                let sort = BriefNoun::from_word(&noun).ok_or_else(|| damaged("sort of thing", &noun))?;
                Some(BriefThing::read(sort, &name).ok_or_else(|| damaged("thing", &name))?)
            }
            _ => None,
        };
        found.push(BriefLine {
            host: row.get::<_, Option<i64>>(0)?.map(|host| HostId::from_bits(host.cast_unsigned())),
            part: BriefPart::from_word(&part).ok_or_else(|| damaged("part", &part))?,
            words: row.get(2)?,
            thing,
        });
    }
    Ok(found)
}

fn confirmations(conn: &Connection, mission: i64) -> Result<Vec<BriefConfirmation>> {
    let mut statement = conn.prepare_cached(
        "SELECT member, version, by, read_to, at FROM brief_confirmation WHERE mission = ?1 ORDER BY at, member",
    )?;
    let rows = statement.query_map([mission], |row| {
        Ok(BriefConfirmation {
            member: SpecialistId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
            version: row.get(1)?,
            by: row.get(2)?,
            read_to: row.get(3)?,
            at: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
