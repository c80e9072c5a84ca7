//! The rows of control cases: what is asked, by whom it is decided, under which conditions.

use model::{
    Basis, CaseCondition, CaseId, CaseMember, CaseState, ConditionState, ControlAct, ControlCase, Date, Fact, HostId,
    Marking, Noun, Party, PartyKind, PersonId, PostId, Proposal, RegimeId, RegimeRule, SubjectScheme, Thing, UnitId,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::agreement::{day, word};
use crate::ballot::hash;
use crate::deed::Deed;
use crate::motion::set_day;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

/// Which cases are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    /// In one of these states; none for all.
    pub states: Vec<CaseState>,
    /// Before this regime.
    pub regime: Option<RegimeId>,
    /// On this sort of act.
    pub act: Option<ControlAct>,
    /// About this thing.
    pub about: Option<Thing>,
    /// In which one of these posts votes for a member.
    pub voters: Option<Vec<PostId>>,
    /// Asked by one of these posts.
    pub askers: Option<Vec<PostId>>,
    /// Behind this one in the order of the list, the newest first: where a page goes on.
    pub after: Option<(i64, CaseId)>,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Deed<'_> {
    /// Keeps a case as it is now, with the fact that explains it. What is asked, and who decides, stays as it was when it was opened.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_case(&mut self, case: &ControlCase, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &case.marking)?;
        let id = case.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM control_case WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let proposal = &case.proposal;
        self.conn
            .prepare_cached(
                "INSERT INTO control_case (id, regime, version, rule, act, noun, about, title, unit, post, asker, screening, hit, over,
                                           state, opened, due, decided, until, reason, follows, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
                         ?23, ?24)
                 ON CONFLICT (id) DO UPDATE SET screening = excluded.screening, hit = excluded.hit, over = excluded.over,
                     state = excluded.state, due = excluded.due, decided = excluded.decided, until = excluded.until,
                     reason = excluded.reason, label = excluded.label, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                case.regime.bits().cast_signed(),
                case.version,
                case.rule.to_string(),
                proposal.act.word(),
                proposal.about.noun.word(),
                proposal.about.name,
                proposal.title,
                proposal.unit.as_str(),
                proposal.post.as_str(),
                case.asker.as_str(),
                case.basis.screening,
                case.basis.hit,
                case.over,
                case.state.word(),
                case.opened.to_string(),
                case.due.to_string(),
                day(case.decided),
                day(case.until),
                case.reason,
                case.follows.map(|other| other.bits().cast_signed()),
                label,
                case.revision,
                case.made_at,
            ])?;
        if before.is_none() {
            self.keep_asked(id, case)?;
        }
        self.keep_known(id, &case.basis)?;
        self.keep_members(id, &case.members)?;
        self.keep_conditions(id, &case.conditions)?;
        if before.is_some_and(|before| before != label) {
            label::relabel_case(self, case.id)?;
        }
        self.note(fact)
    }

    /// What is asked: written once.
    fn keep_asked(&mut self, id: i64, case: &ControlCase) -> Result<()> {
        let proposal = &case.proposal;
        let single = |kind: &'static str, texts: &[String]| -> Vec<(&'static str, String, String)> {
            texts.iter().map(|text| (kind, text.clone(), String::new())).collect()
        };
        let mut parts = single("country", &proposal.countries);
        parts.extend(proposal.hosts.iter().map(|host| ("host", host.to_string(), String::new())));
        parts.extend(proposal.classes.iter().map(|(scheme, code)| ("class", scheme.word().to_owned(), code.clone())));
        parts.extend(single("item", &proposal.items));
        parts.extend(proposal.content.iter().map(|(name, value)| ("content", name.clone(), value.clone())));
        parts.extend(single("clause", &case.clauses));
        let mut put = self.conn.prepare_cached(
            "INSERT INTO case_part (control_case, kind, position, name, value) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (at, (kind, name, value)) in (0i64..).zip(parts) {
            put.execute((id, kind, at, name, value))?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO case_party (control_case, position, name, kind, born) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        let mut part = self.conn.prepare_cached(
            "INSERT INTO case_party_part (control_case, party, kind, position, text) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (at, party) in (0i64..).zip(&proposal.parties) {
            put.execute((id, at, &party.name, party.kind.word(), &party.born))?;
            let lists = [("alias", &party.aliases), ("country", &party.countries), ("identifier", &party.identifiers)];
            for (kind, texts) in lists {
                for (position, text) in (0i64..).zip(texts) {
                    part.execute((id, at, kind, position, text))?;
                }
            }
        }
        Ok(())
    }

    /// What the lists say of it: as long as nobody has spoken a case is over what is known by now, and shows that.
    fn keep_known(&mut self, id: i64, basis: &Basis) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM case_part WHERE control_case = ?1 AND kind IN ('list', 'entry')")?
            .execute([id])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO case_part (control_case, kind, position, name, value) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (at, (list, version)) in (0i64..).zip(&basis.lists) {
            put.execute((id, "list", at, list, version.to_string()))?;
        }
        for (at, (list, code)) in (0i64..).zip(&basis.entries) {
            put.execute((id, "entry", at, list, code))?;
        }
        Ok(())
    }

    fn keep_members(&mut self, id: i64, members: &[CaseMember]) -> Result<()> {
        let mut put = self.conn.prepare_cached(
            "INSERT INTO case_member (control_case, number, name, country, post, weight, chair, told)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (control_case, number) DO UPDATE SET told = excluded.told",
        )?;
        for member in members {
            put.execute(rusqlite::params![
                id,
                member.number,
                member.name,
                member.country,
                member.post.as_str(),
                member.weight,
                member.chair,
                member.told.map(|day| day.to_string()),
            ])?;
        }
        Ok(())
    }

    fn keep_conditions(&mut self, id: i64, conditions: &[CaseCondition]) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM case_condition WHERE control_case = ?1")?.execute([id])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO case_condition (control_case, position, text, post, due, state, words, noun, evidence, by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for (at, one) in (0i64..).zip(conditions) {
            put.execute(rusqlite::params![
                id,
                at,
                one.text,
                one.post.as_str(),
                one.due.to_string(),
                one.state.word(),
                one.words,
                one.evidence.as_ref().map(|thing| thing.noun.word()),
                one.evidence.as_ref().map(|thing| thing.name.clone()),
                one.by,
            ])?;
        }
        Ok(())
    }

    /// The case of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn case(&self, scope: &Scope, id: CaseId) -> Result<Option<ControlCase>> {
        let thing = Thing::new(Noun::Case, id);
        let labels = label::of(self.conn, &thing)?;
        if !labels.into_iter().all(|label| scope.sees(label)) {
            return Ok(None);
        }
        one(self.conn, id)
    }

    /// The cases that fit, the newest first, whoever acts: all of them count.
    ///
    /// # Errors
    /// When the store fails.
    pub fn cases(&self, filter: &CaseFilter) -> Result<Vec<ControlCase>> {
        select(self.conn, filter)
    }
}

impl Reader {
    /// The case of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn case(&self, scope: &Scope, id: CaseId) -> Result<Option<ControlCase>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Cases that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn cases(&self, scope: &Scope, filter: &CaseFilter) -> Result<Vec<ControlCase>> {
        self.seen_by(scope, |conn| select(conn, filter))
    }

    /// How many cases fit.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_cases(&self, scope: &Scope, filter: &CaseFilter) -> Result<u64> {
        self.seen_by(scope, |conn| {
            let (tail, values) = condition(filter);
            let mut count = conn.prepare_cached(&format!("SELECT count(*) FROM control_case c WHERE {tail}"))?;
            let n: i64 = count.query_row(params_from_iter(values), |row| row.get(0))?;
            Ok(n.cast_unsigned())
        })
    }
}

const SELECT: &str = "SELECT c.id, c.regime, c.version, c.rule, c.act, c.noun, c.about, c.title, c.unit, c.post, c.asker, c.screening, c.hit,
                             c.over, c.state, c.opened, c.due, c.decided, c.until, c.reason, c.follows, l.marking, c.revision,
                             c.made_at
                      FROM control_case c LEFT JOIN label l ON l.id = c.label";

fn condition(filter: &CaseFilter) -> (String, Vec<Value>) {
    let (mut clauses, mut values): (Vec<String>, Vec<Value>) = (vec!["1".to_owned()], Vec::new());
    let text = |text: &str| Value::Text(text.to_owned());
    let marks = |n: usize| vec!["?"; n].join(", ");
    if !filter.states.is_empty() {
        clauses.push(format!("c.state IN ({})", marks(filter.states.len())));
        values.extend(filter.states.iter().map(|state| text(state.word())));
    }
    if let Some(regime) = filter.regime {
        clauses.push("c.regime = ?".to_owned());
        values.push(Value::Integer(regime.bits().cast_signed()));
    }
    if let Some(act) = filter.act {
        clauses.push("c.act = ?".to_owned());
        values.push(text(act.word()));
    }
    if let Some(about) = &filter.about {
        clauses.push("c.about = ? AND c.noun = ?".to_owned());
        values.extend([text(&about.name), text(about.noun.word())]);
    }
    if let Some(posts) = &filter.voters {
        let sql = "c.id IN (SELECT control_case FROM case_member WHERE post IN";
        clauses.push(format!("{sql} ({}))", marks(posts.len())));
        values.extend(posts.iter().map(|post| text(post.as_str())));
    }
    if let Some(posts) = &filter.askers {
        clauses.push(format!("c.post IN ({})", marks(posts.len())));
        values.extend(posts.iter().map(|post| text(post.as_str())));
    }
    if let Some((made_at, id)) = filter.after {
        clauses.push("(c.made_at, c.id) < (?, ?)".to_owned());
        values.extend([Value::Integer(made_at), Value::Integer(id.bits().cast_signed())]);
    }
    (clauses.join(" AND "), values)
}

fn select(conn: &Connection, filter: &CaseFilter) -> Result<Vec<ControlCase>> {
    let (tail, values) = condition(filter);
    let limit = filter.limit.map_or_else(String::new, |limit| format!(" LIMIT {limit}"));
    let mut statement =
        conn.prepare_cached(&format!("{SELECT} WHERE {tail} ORDER BY c.made_at DESC, c.id DESC{limit}"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(case(conn, row)?);
    }
    Ok(found)
}

fn one(conn: &Connection, id: CaseId) -> Result<Option<ControlCase>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE c.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| case(conn, row)).transpose()
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a control case is not one"))
}

fn case(conn: &Connection, row: &Row<'_>) -> Result<ControlCase> {
    let id: i64 = row.get(0)?;
    let noun: String = row.get(5)?;
    let marking = row.get::<_, Option<String>>(21)?.as_deref().map_or_else(Marking::top, Marking::read);
    let about = Thing { noun: Noun::from_word(&noun).ok_or_else(|| damaged("noun", &noun))?, name: row.get(6)? };
    let mut proposal = Proposal {
        act: word(row, 4, ControlAct::from_word)?,
        about,
        title: row.get(7)?,
        unit: named(UnitId::new(&row.get::<_, String>(8)?))?,
        post: named(PostId::new(&row.get::<_, String>(9)?))?,
        marking: marking.clone(),
        countries: Vec::new(),
        hosts: Vec::new(),
        parties: parties(conn, id)?,
        classes: Vec::new(),
        items: Vec::new(),
        content: Vec::new(),
    };
    let screening = match row.get::<_, Option<Vec<u8>>>(11)? {
        Some(bytes) => Some(bytes.try_into().map_err(|_| damaged("screening", "digest"))?),
        None => None,
    };
    let mut basis = Basis { screening, hit: row.get(12)?, ..Basis::default() };
    let mut clauses = Vec::new();
    let mut parts =
        conn.prepare_cached("SELECT kind, name, value FROM case_part WHERE control_case = ?1 ORDER BY position")?;
    let mut lines = parts.query([id])?;
    while let Some(line) = lines.next()? {
        let (kind, name, value): (String, String, String) = (line.get(0)?, line.get(1)?, line.get(2)?);
        match kind.as_str() {
            "country" => proposal.countries.push(name),
            "host" => proposal.hosts.push(HostId::parse(&name).ok_or_else(|| damaged("host", &name))?),
            "class" => {
                let scheme = SubjectScheme::from_word(&name).ok_or_else(|| damaged("scheme", &name))?;
                proposal.classes.push((scheme, value));
            }
            "item" => proposal.items.push(name),
            "content" => proposal.content.push((name, value)),
            "clause" => clauses.push(name),
            "list" => basis.lists.push((name, value.parse().map_err(|_| damaged("version", &value))?)),
            "entry" => basis.entries.push((name, value)),
            other => return Err(damaged("part", other)),
        }
    }
    Ok(ControlCase {
        id: CaseId::from_bits(id.cast_unsigned()),
        regime: RegimeId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
        version: row.get(2)?,
        rule: word(row, 3, RegimeRule::parse)?,
        members: members(conn, id)?,
        proposal,
        basis,
        over: hash(row, 13)?,
        clauses,
        conditions: conditions(conn, id)?,
        asker: named(PersonId::new(&row.get::<_, String>(10)?))?,
        state: word(row, 14, CaseState::from_word)?,
        opened: set_day(row, 15)?,
        due: set_day(row, 16)?,
        decided: day(row, 17)?,
        until: day(row, 18)?,
        reason: row.get(19)?,
        follows: row.get::<_, Option<i64>>(20)?.map(|other| CaseId::from_bits(other.cast_unsigned())),
        marking,
        revision: row.get(22)?,
        made_at: row.get(23)?,
    })
}

fn members(conn: &Connection, id: i64) -> Result<Vec<CaseMember>> {
    let mut statement = conn.prepare_cached(
        "SELECT number, name, country, post, weight, chair, told FROM case_member WHERE control_case = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(CaseMember {
            number: row.get(0)?,
            name: row.get(1)?,
            country: row.get(2)?,
            post: named(PostId::new(&row.get::<_, String>(3)?))?,
            weight: row.get(4)?,
            chair: row.get(5)?,
            told: day(row, 6)?,
        });
    }
    Ok(found)
}

fn conditions(conn: &Connection, id: i64) -> Result<Vec<CaseCondition>> {
    let mut statement = conn.prepare_cached(
        "SELECT text, post, due, state, words, noun, evidence, by FROM case_condition
         WHERE control_case = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let evidence = match (row.get::<_, Option<String>>(5)?, row.get::<_, Option<String>>(6)?) {
            (Some(noun), Some(name)) => {
                Some(Thing { noun: Noun::from_word(&noun).ok_or_else(|| damaged("evidence", &noun))?, name })
            }
            _ => None,
        };
        found.push(CaseCondition {
            text: row.get(0)?,
            post: named(PostId::new(&row.get::<_, String>(1)?))?,
            due: set_day(row, 2)?,
            state: word(row, 3, ConditionState::from_word)?,
            words: row.get(4)?,
            evidence,
            by: row.get(7)?,
        });
    }
    Ok(found)
}

fn parties(conn: &Connection, id: i64) -> Result<Vec<Party>> {
    let mut statement = conn.prepare_cached(
        "SELECT position, name, kind, born FROM case_party WHERE control_case = ?1 ORDER BY position",
    )?;
    let mut parts = conn.prepare_cached(
        "SELECT kind, text FROM case_party_part WHERE control_case = ?1 AND party = ?2 ORDER BY kind, position",
    )?;
    let mut rows = statement.query([id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut party = Party {
            name: row.get(1)?,
            aliases: Vec::new(),
            kind: word(row, 2, PartyKind::from_word)?,
            countries: Vec::new(),
            born: row.get(3)?,
            identifiers: Vec::new(),
        };
        let mut lines = parts.query((id, row.get::<_, i64>(0)?))?;
        while let Some(line) = lines.next()? {
            let (kind, text): (String, String) = (line.get(0)?, line.get(1)?);
            match kind.as_str() {
                "alias" => party.aliases.push(text),
                "country" => party.countries.push(text),
                "identifier" => party.identifiers.push(text),
                other => return Err(damaged("part of a party", other)),
            }
        }
        found.push(party);
    }
    Ok(found)
}
