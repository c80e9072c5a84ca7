//! The rows of vetting: its rules, and the decisions of each round.

use model::{
    HostId, Level, MissionId, PostId, Subject, Vetting, VettingKind, VettingRule, VettingRuleId, VettingState,
    VettingStep,
};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::host::scheme_of;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a rule as it is now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_vetting_rule(&mut self, rule: &VettingRule) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO vetting_rule (id, kind, place, post, level, country, host, scheme, code, note)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, place = excluded.place, post = excluded.post,
                     level = excluded.level, country = excluded.country, host = excluded.host, scheme = excluded.scheme,
                     code = excluded.code, note = excluded.note",
            )?
            .execute(rusqlite::params![
                rule.id.bits().cast_signed(),
                rule.kind.word(),
                rule.place,
                rule.post.as_str(),
                rule.level.map(Level::word),
                rule.country,
                rule.host.map(|host| host.bits().cast_signed()),
                rule.class.as_ref().map(|class| class.scheme.word()),
                rule.class.as_ref().and_then(|class| class.code.clone()),
                rule.note,
            ])?;
        Ok(())
    }

    /// Takes a rule away. Answers whether it was there.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remove_vetting_rule(&mut self, id: VettingRuleId) -> Result<bool> {
        let mut gone = self.conn.prepare_cached("DELETE FROM vetting_rule WHERE id = ?1")?;
        Ok(gone.execute([id.bits().cast_signed()])? > 0)
    }

    /// Every rule: whoever acts, all of them count.
    ///
    /// # Errors
    /// When the store fails.
    pub fn vetting_rules(&self) -> Result<Vec<VettingRule>> {
        rules(self.conn)
    }

    /// Keeps the decisions of a round.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_vetting(&mut self, mission: MissionId, round: u16, vetting: &Vetting) -> Result<()> {
        let id = mission.bits().cast_signed();
        let mut put = self.conn.prepare_cached(
            "INSERT INTO vetting_step (mission, round, rule, kind, place, post, note, state, by, at, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (mission, round, rule) DO UPDATE SET state = excluded.state, by = excluded.by, at = excluded.at,
                 reason = excluded.reason",
        )?;
        for step in vetting.steps() {
            put.execute(rusqlite::params![
                id,
                round,
                step.rule.bits().cast_signed(),
                step.kind.word(),
                step.place,
                step.post.as_str(),
                step.note,
                step.state.word(),
                step.by,
                step.at,
                step.reason,
            ])?;
        }
        Ok(())
    }

    /// The decisions of a round.
    ///
    /// # Errors
    /// When the store fails.
    pub fn vetting(&self, mission: MissionId, round: u16) -> Result<Vetting> {
        of(self.conn, mission, round)
    }
}

impl Reader {
    /// The rules, those of control first, then the chain in its order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn vetting_rules(&self, scope: &Scope) -> Result<Vec<VettingRule>> {
        self.seen_by(scope, rules)
    }

    /// The decisions of a round.
    ///
    /// # Errors
    /// When the store fails.
    pub fn vetting(&self, scope: &Scope, mission: MissionId, round: u16) -> Result<Vetting> {
        self.seen_by(scope, |conn| of(conn, mission, round))
    }
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a vetting is not one"))
}

fn kind(row: &Row<'_>, at: usize) -> Result<VettingKind> {
    let word: String = row.get(at)?;
    VettingKind::from_word(&word).ok_or_else(|| damaged("kind", &word))
}

fn rules(conn: &Connection) -> Result<Vec<VettingRule>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, kind, place, post, level, country, host, scheme, code, note FROM vetting_rule
         ORDER BY kind = 'step', place, id",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let level: Option<String> = row.get(4)?;
        let level = level.map(|word| Level::from_word(&word).ok_or_else(|| damaged("level", &word))).transpose()?;
        let class = match row.get::<_, Option<String>>(7)? {
            Some(word) => Some(Subject { scheme: scheme_of(&word)?, code: row.get(8)?, term: None }),
            None => None,
        };
        found.push(VettingRule {
            id: VettingRuleId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
            kind: kind(row, 1)?,
            place: row.get(2)?,
            post: named(PostId::new(&row.get::<_, String>(3)?))?,
            level,
            country: row.get(5)?,
            host: row.get::<_, Option<i64>>(6)?.map(|host| HostId::from_bits(host.cast_unsigned())),
            class,
            note: row.get(9)?,
        });
    }
    Ok(found)
}

fn of(conn: &Connection, mission: MissionId, round: u16) -> Result<Vetting> {
    let mut statement = conn.prepare_cached(
        "SELECT rule, kind, place, post, note, state, by, at, reason FROM vetting_step
         WHERE mission = ?1 AND round = ?2 ORDER BY kind = 'step', place, rule",
    )?;
    let mut rows = statement.query((mission.bits().cast_signed(), round))?;
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        let state: String = row.get(5)?;
        steps.push(VettingStep {
            rule: VettingRuleId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
            kind: kind(row, 1)?,
            place: row.get(2)?,
            post: named(PostId::new(&row.get::<_, String>(3)?))?,
            note: row.get(4)?,
            state: VettingState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
            by: row.get(6)?,
            at: row.get(7)?,
            reason: row.get(8)?,
        });
    }
    Ok(Vetting::of(steps))
}
