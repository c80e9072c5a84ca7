//! The rows of adoptions: who takes over what, which rungs were reached on what evidence, and how it ended.

use std::collections::BTreeMap;

use model::{
    Adoption, AdoptionEnd, AdoptionId, EndReason, Ended, EvidenceClass, Fact, Marking, NeedId, PastStart, PostId,
    Quarter, Rung, RungReached, TechnologyId, Thing, UnitId, Verb,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::deed::Deed;
use crate::programme::named;
use crate::sample::day;
use crate::site_visit::contradicted;
use crate::technology::thing;
use crate::{Error, Reader, Result, Scope, label};

/// Which adoptions are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct AdoptionFilter {
    /// This one.
    pub id: Option<AdoptionId>,
    /// Of this technology.
    pub technology: Option<TechnologyId>,
    /// In this unit.
    pub unit: Option<UnitId>,
    /// Of this post.
    pub post: Option<PostId>,
    /// For this need.
    pub need: Option<NeedId>,
    /// Those that were taken over from this one.
    pub from: Option<AdoptionId>,
    /// Those that were not ended.
    pub open: bool,
}

/// An adoption with what is reckoned of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdoptionLine {
    /// The adoption.
    pub adoption: Adoption,
    /// The last quarter that is over and in which less was made than planned, if that is the last of which both are known.
    pub behind: Option<Quarter>,
    /// The last visit that saw it, and that is seen by whoever asks, found less than is claimed.
    pub contradicted: bool,
}

impl AdoptionLine {
    /// Verified use: shown so, and not found otherwise by the last visit.
    pub fn is_verified_use(&self) -> bool {
        self.adoption.is_verified_use() && !self.contradicted
    }
}

/// Part of an adoption that something shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Rung,
    Output,
    Share,
}

impl Shown {
    fn word(self) -> &'static str {
        match self {
            Shown::Rung => "rung",
            Shown::Output => "output",
            Shown::Share => "share",
        }
    }
}

/// Keeps what shows a part of an adoption.
pub(crate) fn keep_evidence<'t>(
    conn: &Connection,
    adoption: i64,
    (part, start, number): (Shown, u32, u32),
    evidence: impl IntoIterator<Item = &'t Thing>,
) -> Result<()> {
    let mut put = conn.prepare_cached(
        "INSERT INTO adoption_evidence (adoption, part, start, number, position, noun, name)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
    )?;
    for (at, one) in (0i64..).zip(evidence) {
        put.execute((adoption, part.word(), start, number, at, one.noun.word(), &one.name))?;
    }
    Ok(())
}

/// What shows the parts of one sort of an adoption, by start and number, as far as it is seen.
pub(crate) fn evidence(conn: &Connection, adoption: i64, part: Shown) -> Result<BTreeMap<(u32, u32), Vec<Thing>>> {
    let mut find = conn.prepare_cached(
        "SELECT start, number, noun, name FROM adoption_evidence WHERE adoption = ?1 AND part = ?2
         ORDER BY start, number, position",
    )?;
    let mut rows = find.query((adoption, part.word()))?;
    let mut found: BTreeMap<(u32, u32), Vec<Thing>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        found.entry((row.get(0)?, row.get(1)?)).or_default().push(thing(row, 2)?);
    }
    Ok(found)
}

/// The fact with the names by which an adoption is grouped.
fn named_by(fact: Fact, adoption: &Adoption) -> Fact {
    let mut fact = fact.particular("technology", adoption.technology).particular("unit", &adoption.unit);
    if let Some(need) = &adoption.need {
        fact = fact.particular("need", need);
    }
    if let Some(from) = adoption.from {
        fact = fact.particular("from", from);
    }
    if adoption.invented { fact.particular("invented", "yes") } else { fact }
}

impl Deed<'_> {
    /// Keeps an adoption as it is now, with the fact that explains it. Rungs and ends that are held stay as they were written.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_adoption(&mut self, adoption: &Adoption, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &adoption.marking)?;
        let id = adoption.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM adoption WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        self.conn
            .prepare_cached(
                "INSERT INTO adoption (id, technology, unit, post, need, came_from, output, measure, remark, start, ended,
                                       invented, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                 ON CONFLICT (id) DO UPDATE SET technology = excluded.technology, unit = excluded.unit, post = excluded.post,
                     need = excluded.need, came_from = excluded.came_from, output = excluded.output,
                     measure = excluded.measure, remark = excluded.remark, start = excluded.start,
                     ended = excluded.ended, invented = excluded.invented, label = excluded.label,
                     revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                adoption.technology.bits().cast_signed(),
                adoption.unit.as_str(),
                adoption.post.as_str(),
                adoption.need.as_ref().map(NeedId::as_str),
                adoption.from.map(|from| from.bits().cast_signed()),
                adoption.output,
                adoption.measure,
                adoption.remark,
                u32::try_from(adoption.starts()).unwrap_or(u32::MAX),
                adoption.end.is_some(),
                adoption.invented,
                label,
                adoption.revision,
                adoption.made_at,
            ])?;
        let past = adoption.past.iter().map(|past| (&past.reached, Some(&past.end)));
        let starts = past.chain([(&adoption.reached, adoption.end.as_ref())]);
        // Figures are made of facts alone: the fact bears what is new in the rows.
        let mut fact = fact.clone();
        if before.is_none() || fact.verb == Verb::Revised {
            fact = named_by(fact, adoption);
        }
        for (start, (reached, end)) in (1u32..).zip(starts) {
            for (number, one) in (1u32..).zip(reached) {
                if self.keep_rung(id, (start, number), one)? {
                    fact = fact.particular("reached", format_args!("{start} {} {} {}", one.rung, one.class, one.on));
                }
            }
            if let Some(end) = end
                && self.keep_end(id, start, end)?
            {
                fact = fact.particular("ended", format_args!("{start} {} {} {}", end.kind, end.reason, end.on));
            }
        }
        if before.is_some_and(|before| before != label) {
            label::relabel_adoption(self, adoption.id)?;
        }
        self.note(&fact)
    }

    /// Keeps a rung, and answers whether it is new.
    fn keep_rung(&mut self, id: i64, (start, number): (u32, u32), reached: &RungReached) -> Result<bool> {
        let n = self
            .conn
            .prepare_cached(
                "INSERT INTO adoption_rung (adoption, start, number, rung, day, class, remark, post)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
            )?
            .execute(rusqlite::params![
                id,
                start,
                number,
                reached.rung.word(),
                reached.on.to_string(),
                reached.class.word(),
                reached.remark,
                reached.by.as_str(),
            ])?;
        if n == 1 {
            keep_evidence(self.conn, id, (Shown::Rung, start, number), &reached.evidence)?;
        }
        Ok(n == 1)
    }

    /// Keeps an end, and answers whether it is new.
    fn keep_end(&mut self, id: i64, start: u32, end: &Ended) -> Result<bool> {
        let n = self
            .conn
            .prepare_cached(
                "INSERT INTO adoption_end (adoption, start, kind, reason, text, day, by, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
            )?
            .execute((id, start, end.kind.word(), end.reason.word(), &end.text, end.on.to_string(), &end.by, end.at))?;
        Ok(n == 1)
    }

    /// Notes in which quarter an adoption fell short of its plan last.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_behind(&mut self, id: AdoptionId, behind: Option<Quarter>) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE adoption SET behind = ?2 WHERE id = ?1 AND behind IS NOT ?2")?
            .execute((id.bits().cast_signed(), behind.map(|quarter| quarter.to_string())))?;
        Ok(())
    }

    /// The adoption of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn adoption(&self, scope: &Scope, id: AdoptionId) -> Result<Option<Adoption>> {
        let found = lines(self.conn, &AdoptionFilter { id: Some(id), ..AdoptionFilter::default() })?.pop();
        Ok(match found {
            Some(line) if scope.shows(self.conn, &line.adoption.marking)? => Some(line.adoption),
            _ => None,
        })
    }

    /// Every adoption that fits, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn adoptions(&self, filter: &AdoptionFilter) -> Result<Vec<AdoptionLine>> {
        lines(self.conn, filter)
    }
}

impl Reader {
    /// The adoption of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn adoption(&self, scope: &Scope, id: AdoptionId) -> Result<Option<AdoptionLine>> {
        let filter = AdoptionFilter { id: Some(id), ..AdoptionFilter::default() };
        Ok(self.adoptions(scope, &filter)?.pop())
    }

    /// Adoptions that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn adoptions(&self, scope: &Scope, filter: &AdoptionFilter) -> Result<Vec<AdoptionLine>> {
        self.seen_by(scope, |conn| lines(conn, filter))
    }
}

fn clauses(filter: &AdoptionFilter) -> (String, Vec<Value>) {
    let (mut clauses, mut values): (Vec<&str>, Vec<Value>) = (Vec::new(), Vec::new());
    let mut with = |clause: &'static str, value: Option<Value>| {
        if let Some(value) = value {
            clauses.push(clause);
            values.push(value);
        }
    };
    let number = |bits: u64| Value::Integer(bits.cast_signed());
    let text = |text: &str| Value::Text(text.to_owned());
    with("a.id = ?", filter.id.map(|id| number(id.bits())));
    with("a.technology = ?", filter.technology.map(|id| number(id.bits())));
    with("a.unit = ?", filter.unit.as_ref().map(|unit| text(unit.as_str())));
    with("a.post = ?", filter.post.as_ref().map(|post| text(post.as_str())));
    with("a.need = ?", filter.need.as_ref().map(|need| text(need.as_str())));
    with("a.came_from = ?", filter.from.map(|id| number(id.bits())));
    with("a.ended = ?", filter.open.then_some(Value::Integer(0)));
    let which = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
    (which, values)
}

/// An adoption from which another was taken over is named to those who see it. Rungs and ends are read for all at once.
fn lines(conn: &Connection, filter: &AdoptionFilter) -> Result<Vec<AdoptionLine>> {
    let (which, values) = clauses(filter);
    let mut statement = conn.prepare_cached(&format!(
        "SELECT a.id, a.technology, a.unit, a.post, a.need, f.id, a.output, a.measure, a.remark, a.start, a.invented,
                l.marking, a.revision, a.made_at, a.behind
         FROM adoption a LEFT JOIN label l ON l.id = a.label LEFT JOIN adoption f ON f.id = a.came_from{which}
         ORDER BY a.made_at DESC, a.id"
    ))?;
    let mut rows = statement.query(params_from_iter(&values))?;
    let (mut found, mut keys, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        keys.push(row.get::<_, i64>(0)?);
        starts.push(row.get::<_, u32>(9)?);
        found.push(line(row)?);
    }
    if found.is_empty() {
        return Ok(found);
    }
    let places: BTreeMap<i64, usize> = keys.iter().enumerate().map(|(at, key)| (*key, at)).collect();
    let mut reached = rungs(conn, &which, &values)?;
    let mut ended = ends(conn, &which, &values)?;
    for (key, at) in places {
        let AdoptionLine { adoption, .. } = &mut found[at];
        for start in 1..=starts[at] {
            let rungs = reached.remove(&(key, start)).unwrap_or_default();
            let end = ended.remove(&(key, start));
            match end {
                Some(end) if start < starts[at] => adoption.past.push(PastStart { reached: rungs, end }),
                end => (adoption.reached, adoption.end) = (rungs, end),
            }
        }
    }
    let only = if let [one] = found.as_slice() { Some(one.adoption.id) } else { None };
    let contradicted = contradicted(conn, only)?;
    for line in &mut found {
        line.contradicted = contradicted.contains(&line.adoption.id);
    }
    Ok(found)
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of an adoption is not one"))
}

fn line(row: &Row<'_>) -> Result<AdoptionLine> {
    let bits = |at: usize| Ok::<u64, Error>(row.get::<_, i64>(at)?.cast_unsigned());
    let behind: Option<String> = row.get(14)?;
    let behind = behind.map(|text| Quarter::parse(&text).ok_or_else(|| damaged("quarter", &text))).transpose()?;
    let adoption = Adoption {
        id: AdoptionId::from_bits(bits(0)?),
        technology: TechnologyId::from_bits(bits(1)?),
        unit: named(UnitId::new(&row.get::<_, String>(2)?))?,
        post: named(PostId::new(&row.get::<_, String>(3)?))?,
        need: row.get::<_, Option<String>>(4)?.map(|need| named(NeedId::new(&need))).transpose()?,
        from: row.get::<_, Option<i64>>(5)?.map(|from| AdoptionId::from_bits(from.cast_unsigned())),
        output: row.get(6)?,
        measure: row.get(7)?,
        remark: row.get(8)?,
        reached: Vec::new(),
        past: Vec::new(),
        end: None,
        marking: row.get::<_, Option<String>>(11)?.as_deref().map_or_else(Marking::top, Marking::read),
        invented: row.get(10)?,
        revision: row.get(12)?,
        made_at: row.get(13)?,
    };
    Ok(AdoptionLine { adoption, behind, contradicted: false })
}

/// The rungs of the adoptions that fit, by adoption and start.
fn rungs(conn: &Connection, which: &str, values: &[Value]) -> Result<BTreeMap<(i64, u32), Vec<RungReached>>> {
    let mut shown: BTreeMap<(i64, u32, u32), Vec<Thing>> = BTreeMap::new();
    let and = if which.is_empty() { "WHERE" } else { "AND" };
    let mut statement = conn.prepare_cached(&format!(
        "SELECT e.adoption, e.start, e.number, e.noun, e.name
         FROM adoption a JOIN adoption_evidence e ON e.adoption = a.id{which} {and} e.part = 'rung'
         ORDER BY e.adoption, e.start, e.number, e.position"
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        shown.entry((row.get(0)?, row.get(1)?, row.get(2)?)).or_default().push(thing(row, 3)?);
    }
    let mut statement = conn.prepare_cached(&format!(
        "SELECT r.adoption, r.start, r.number, r.rung, r.day, r.class, r.remark, r.post
         FROM adoption a JOIN adoption_rung r ON r.adoption = a.id{which} ORDER BY r.adoption, r.start, r.number"
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found: BTreeMap<(i64, u32), Vec<RungReached>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (adoption, start, number): (i64, u32, u32) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let rung: String = row.get(3)?;
        found.entry((adoption, start)).or_default().push(RungReached {
            rung: Rung::from_word(&rung).ok_or_else(|| damaged("rung", &rung))?,
            on: day(&row.get::<_, String>(4)?)?,
            class: class(&row.get::<_, String>(5)?)?,
            evidence: shown.remove(&(adoption, start, number)).unwrap_or_default(),
            remark: row.get(6)?,
            by: named(PostId::new(&row.get::<_, String>(7)?))?,
        });
    }
    Ok(found)
}

/// A class of evidence that stands in a row.
pub(crate) fn class(word: &str) -> Result<EvidenceClass> {
    EvidenceClass::from_word(word).ok_or_else(|| damaged("evidence", word))
}

/// The ends of the adoptions that fit, by adoption and start.
fn ends(conn: &Connection, which: &str, values: &[Value]) -> Result<BTreeMap<(i64, u32), Ended>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT e.adoption, e.start, e.kind, e.reason, e.text, e.day, e.by, e.at
         FROM adoption a JOIN adoption_end e ON e.adoption = a.id{which}"
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (kind, reason): (String, String) = (row.get(2)?, row.get(3)?);
        let end = Ended {
            kind: AdoptionEnd::from_word(&kind).ok_or_else(|| damaged("end", &kind))?,
            reason: EndReason::from_word(&reason).ok_or_else(|| damaged("reason", &reason))?,
            text: row.get(4)?,
            on: day(&row.get::<_, String>(5)?)?,
            by: row.get(6)?,
            at: row.get(7)?,
        };
        found.insert((row.get(0)?, row.get(1)?), end);
    }
    Ok(found)
}
