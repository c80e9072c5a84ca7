//! The rows of regimes, each version with its members, triggers and usual conditions.

use model::{
    ControlAct, Fact, HostId, Level, Marking, PersonId, PostId, Regime, RegimeId, RegimeKind, RegimeMember, RegimeRule,
    Subject, SubjectScheme, Trigger, UsualCondition,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::agreement::{day, word};
use crate::deed::Deed;
use crate::motion::set_day;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

/// Where a version of a regime stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegimeVersionState {
    /// It was agreed on: the last of these holds.
    Agreed,
    /// It waits for a second person.
    Proposed,
    /// A second person said no, or another version came first.
    Dropped,
}

impl RegimeVersionState {
    /// The word for it in rows and pages.
    pub fn word(self) -> &'static str {
        match self {
            RegimeVersionState::Agreed => "agreed",
            RegimeVersionState::Proposed => "proposed",
            RegimeVersionState::Dropped => "dropped",
        }
    }

    fn from_word(word: &str) -> Option<RegimeVersionState> {
        [Self::Agreed, Self::Proposed, Self::Dropped].into_iter().find(|state| state.word() == word)
    }
}

/// A version of a regime with who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegimeVersion {
    /// The regime as this version has it.
    pub regime: Regime,
    /// Where it stands.
    pub state: RegimeVersionState,
    /// Why it was changed.
    pub reason: String,
    /// Who wrote it: post and person.
    pub by: String,
    /// The person who did.
    pub person: PersonId,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// The second person, where one answered: post and person.
    pub answered_by: Option<String>,
}

impl Deed<'_> {
    /// Keeps a regime of which this version holds now, with the fact that explains it. The version is kept by
    /// [`Deed::keep_regime_version`].
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_regime(&mut self, regime: &Regime, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &regime.marking)?;
        let id = regime.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM regime WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO regime (id, version, label, revision, made_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (id) DO UPDATE SET version = excluded.version, label = excluded.label,
                     revision = excluded.revision",
            )?
            .execute((id, regime.version, label, regime.revision, regime.made_at))?;
        if before.is_some_and(|before| before != label) {
            label::relabel_regime(self, regime.id)?;
        }
        self.note(fact)
    }

    /// Keeps a version under its number. One that is kept already keeps its content: only where it stands changes.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_regime_version(&mut self, version: &RegimeVersion) -> Result<()> {
        let regime = &version.regime;
        let (id, number) = (regime.id.bits().cast_signed(), regime.version);
        let mut find = self.conn.prepare_cached("SELECT 1 FROM regime_version WHERE regime = ?1 AND version = ?2")?;
        if find.exists((id, number))? {
            self.conn
                .prepare_cached(
                    "UPDATE regime_version SET state = ?3, answered_by = ?4 WHERE regime = ?1 AND version = ?2",
                )?
                .execute((id, number, version.state.word(), &version.answered_by))?;
            return Ok(());
        }
        let day = |day: Option<model::Date>| day.map(|day| day.to_string());
        self.conn
            .prepare_cached(
                "INSERT INTO regime_version (regime, version, name, kind, binding, since, until, review, keeper, rule, note, source,
                                             invented, state, reason, by, person, at, answered_by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )?
            .execute(rusqlite::params![
                id,
                number,
                regime.name,
                regime.kind.word(),
                regime.binding,
                regime.since.to_string(),
                day(regime.until),
                day(regime.review),
                regime.keeper.as_str(),
                regime.rule.to_string(),
                regime.note,
                regime.source,
                regime.invented,
                version.state.word(),
                version.reason,
                version.by,
                version.person.as_str(),
                version.at,
                version.answered_by,
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO regime_member (regime, version, number, name, country, post, weight, chair, since, until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for (at, member) in (1i64..).zip(&regime.members) {
            put.execute(rusqlite::params![
                id,
                number,
                at,
                member.name,
                member.country,
                member.post.as_str(),
                member.weight,
                member.chair,
                member.since.to_string(),
                day(member.until),
            ])?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO regime_condition (regime, version, number, text, days) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (at, one) in (1i64..).zip(&regime.conditions) {
            put.execute((id, number, at, &one.text, one.days))?;
        }
        for (at, trigger) in (1i64..).zip(&regime.triggers) {
            self.keep_trigger((id, number, at), trigger)?;
        }
        Ok(())
    }

    fn keep_trigger(&mut self, (id, version, number): (i64, u32, i64), trigger: &Trigger) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO regime_trigger (regime, version, number, clause, level, hit, prohibits)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((
                id,
                version,
                number,
                &trigger.clause,
                trigger.level.map(Level::word),
                trigger.hit,
                trigger.prohibits,
            ))?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO regime_trigger_part (regime, version, number, kind, position, name, value)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let acts = trigger.acts.iter().map(|act| ("act", act.word().to_owned(), String::new()));
        let countries = trigger.countries.iter().map(|code| ("country", code.clone(), String::new()));
        let hosts = trigger.hosts.iter().map(|host| ("host", host.to_string(), String::new()));
        let classes = trigger
            .classes
            .iter()
            .filter_map(|class| Some(("class", class.scheme.word().to_owned(), class.code.clone()?)));
        let entries = trigger.entries.iter().map(|(list, code)| ("entry", list.clone(), code.clone()));
        let words = trigger.words.iter().map(|word| ("word", word.clone(), String::new()));
        let parts = acts.chain(countries).chain(hosts).chain(classes).chain(entries).chain(words);
        for (at, (kind, name, value)) in (1i64..).zip(parts) {
            put.execute((id, version, number, kind, at, name, value))?;
        }
        Ok(())
    }

    /// The regime of this name as it holds now, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn regime(&self, scope: &Scope, id: RegimeId) -> Result<Option<Regime>> {
        Ok(match present(self.conn, id)? {
            Some(regime) if scope.shows(self.conn, &regime.marking)? => Some(regime),
            _ => None,
        })
    }

    /// Every regime as it holds now, whoever acts: all of them count.
    ///
    /// # Errors
    /// When the store fails.
    pub fn regimes(&self) -> Result<Vec<Regime>> {
        all(self.conn)
    }

    /// The versions of a regime, the first first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn regime_versions(&self, id: RegimeId) -> Result<Vec<RegimeVersion>> {
        versions(self.conn, id)
    }
}

impl Reader {
    /// The regime of this name as it holds now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn regime(&self, scope: &Scope, id: RegimeId) -> Result<Option<Regime>> {
        self.seen_by(scope, |conn| present(conn, id))
    }

    /// Every regime as it holds now, in order of name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn regimes(&self, scope: &Scope) -> Result<Vec<Regime>> {
        self.seen_by(scope, all)
    }

    /// The versions of a regime, the first first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn regime_versions(&self, scope: &Scope, id: RegimeId) -> Result<Vec<RegimeVersion>> {
        self.seen_by(scope, |conn| versions(conn, id))
    }
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a regime is not one"))
}

const SELECT: &str = "SELECT r.id, v.version, v.name, v.kind, v.binding, v.since, v.until, v.review, v.keeper, v.rule, v.note, v.source,
                             v.invented, l.marking, r.revision, r.made_at, v.state, v.reason, v.by, v.person, v.at, v.answered_by
                      FROM regime r JOIN regime_version v ON v.regime = r.id LEFT JOIN label l ON l.id = r.label";

fn present(conn: &Connection, id: RegimeId) -> Result<Option<Regime>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE r.id = ?1 AND v.version = r.version"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| regime(conn, row)).transpose()
}

fn all(conn: &Connection) -> Result<Vec<Regime>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE v.version = r.version ORDER BY v.name, r.id"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(regime(conn, row)?);
    }
    Ok(found)
}

fn versions(conn: &Connection, id: RegimeId) -> Result<Vec<RegimeVersion>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE r.id = ?1 ORDER BY v.version"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(RegimeVersion {
            regime: regime(conn, row)?,
            state: word(row, 16, RegimeVersionState::from_word)?,
            reason: row.get(17)?,
            by: row.get(18)?,
            person: named(PersonId::new(&row.get::<_, String>(19)?))?,
            at: row.get(20)?,
            answered_by: row.get(21)?,
        });
    }
    Ok(found)
}

fn regime(conn: &Connection, row: &Row<'_>) -> Result<Regime> {
    let (id, version): (i64, u32) = (row.get(0)?, row.get(1)?);
    Ok(Regime {
        id: RegimeId::from_bits(id.cast_unsigned()),
        name: row.get(2)?,
        kind: word(row, 3, RegimeKind::from_word)?,
        binding: row.get(4)?,
        since: set_day(row, 5)?,
        until: day(row, 6)?,
        review: day(row, 7)?,
        keeper: named(PostId::new(&row.get::<_, String>(8)?))?,
        rule: word(row, 9, RegimeRule::parse)?,
        triggers: triggers(conn, id, version)?,
        members: members(conn, id, version)?,
        conditions: conditions(conn, id, version)?,
        note: row.get(10)?,
        source: row.get(11)?,
        invented: row.get(12)?,
        marking: row.get::<_, Option<String>>(13)?.as_deref().map_or_else(Marking::top, Marking::read),
        version,
        revision: row.get(14)?,
        made_at: row.get(15)?,
    })
}

fn members(conn: &Connection, id: i64, version: u32) -> Result<Vec<RegimeMember>> {
    let mut statement = conn.prepare_cached(
        "SELECT name, country, post, weight, chair, since, until FROM regime_member
         WHERE regime = ?1 AND version = ?2 ORDER BY number",
    )?;
    let mut rows = statement.query((id, version))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(RegimeMember {
            name: row.get(0)?,
            country: row.get(1)?,
            post: named(PostId::new(&row.get::<_, String>(2)?))?,
            weight: row.get(3)?,
            chair: row.get(4)?,
            since: set_day(row, 5)?,
            until: day(row, 6)?,
        });
    }
    Ok(found)
}

fn conditions(conn: &Connection, id: i64, version: u32) -> Result<Vec<UsualCondition>> {
    let mut statement = conn
        .prepare_cached("SELECT text, days FROM regime_condition WHERE regime = ?1 AND version = ?2 ORDER BY number")?;
    let rows = statement.query_map((id, version), |row| Ok(UsualCondition { text: row.get(0)?, days: row.get(1)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn triggers(conn: &Connection, id: i64, version: u32) -> Result<Vec<Trigger>> {
    let mut statement = conn.prepare_cached(
        "SELECT number, clause, level, hit, prohibits FROM regime_trigger WHERE regime = ?1 AND version = ?2 ORDER BY number",
    )?;
    let mut parts = conn.prepare_cached(
        "SELECT kind, name, value FROM regime_trigger_part WHERE regime = ?1 AND version = ?2 AND number = ?3
         ORDER BY kind, position",
    )?;
    let mut rows = statement.query((id, version))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let level: Option<String> = row.get(2)?;
        let mut trigger = Trigger {
            clause: row.get(1)?,
            level: level.map(|word| Level::from_word(&word).ok_or_else(|| damaged("level", &word))).transpose()?,
            hit: row.get(3)?,
            prohibits: row.get(4)?,
            ..Trigger::default()
        };
        let mut lines = parts.query((id, version, row.get::<_, i64>(0)?))?;
        while let Some(line) = lines.next()? {
            let (kind, name, value): (String, String, String) = (line.get(0)?, line.get(1)?, line.get(2)?);
            put_part(&mut trigger, &kind, name, value)?;
        }
        found.push(trigger);
    }
    Ok(found)
}

fn put_part(trigger: &mut Trigger, kind: &str, name: String, value: String) -> Result<()> {
    match kind {
        "act" => trigger.acts.push(ControlAct::from_word(&name).ok_or_else(|| damaged("act", &name))?),
        "country" => trigger.countries.push(name),
        "host" => trigger.hosts.push(HostId::parse(&name).ok_or_else(|| damaged("host", &name))?),
        "class" => {
            let scheme = SubjectScheme::from_word(&name).ok_or_else(|| damaged("scheme", &name))?;
            trigger.classes.push(Subject { scheme, code: Some(value), term: None });
        }
        "entry" => trigger.entries.push((name, value)),
        "word" => trigger.words.push(name),
        other => return Err(damaged("part", other)),
    }
    Ok(())
}
