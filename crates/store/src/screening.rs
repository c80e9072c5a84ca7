//! The rows of screenings and of what was found.

use model::{
    Fact, Hit, HitReason, HitReopened, HitRuling, HitState, HitTier, Marking, Noun, Party, PartyKind, PartyListId,
    PostId, Screening, ScreeningId, ScreeningView, Thing,
};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::deed::Deed;
use crate::listed::lines;
use crate::party_list::list_id;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

/// Which screenings are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct ScreeningFilter {
    /// Where they stand.
    pub view: Option<ScreeningView>,
    /// Of a thing.
    pub about: Option<Thing>,
    /// With these words in the name of the party.
    pub words: Vec<String>,
    /// Behind this one in the order of time, the newest first: where a page goes on.
    pub after: Option<(i64, ScreeningId)>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// A screening in one line.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreeningLine {
    /// It.
    pub screening: Screening,
    /// Hits of it that wait for somebody.
    pub n_open: u64,
    /// Hits that are said to be the party.
    pub n_same: u64,
    /// All hits that are found now.
    pub n_hits: u64,
}

impl Deed<'_> {
    /// Keeps a screening as it is now. Its marking is kept when it is new; later it is only made narrower, with what it is about.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_screening(&mut self, screening: &Screening, fact: Option<&Fact>) -> Result<()> {
        let label = label::intern(self, &screening.marking)?;
        let party = &screening.party;
        self.conn
            .prepare_cached(
                "INSERT INTO screening (id, noun, about, name, aliases, kind, countries, born, identifiers, print, post, asked_by,
                                        purpose, ended, screened_at, algorithm, threshold, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, aliases = excluded.aliases, kind = excluded.kind,
                     countries = excluded.countries, born = excluded.born, identifiers = excluded.identifiers,
                     print = excluded.print, ended = excluded.ended, screened_at = excluded.screened_at,
                     algorithm = excluded.algorithm, threshold = excluded.threshold, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                screening.id.bits().cast_signed(),
                screening.about.as_ref().map(|thing| thing.noun.word()),
                screening.about.as_ref().map(|thing| thing.name.as_str()),
                party.name,
                party.aliases.join("\n"),
                party.kind.word(),
                party.countries.join("\n"),
                party.born,
                party.identifiers.join("\n"),
                screening.print,
                screening.post.as_str(),
                screening.asked_by,
                screening.purpose,
                screening.ended,
                screening.screened_at,
                screening.algorithm,
                screening.threshold,
                label,
                screening.revision,
                screening.made_at,
            ])?;
        fact.map_or(Ok(()), |fact| self.note(fact))
    }

    /// The screening of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screening(&self, scope: &Scope, id: ScreeningId) -> Result<Option<Screening>> {
        Ok(self.screening_line(scope, id)?.map(|line| line.screening))
    }

    /// A screening that a scope shows, with how many hits wait.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screening_line(&self, scope: &Scope, id: ScreeningId) -> Result<Option<ScreeningLine>> {
        Ok(match one(self.conn, id)? {
            Some(line) if scope.shows(self.conn, &line.screening.marking)? => Some(line),
            _ => None,
        })
    }

    /// Every screening about a thing, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screenings_about(&self, thing: &Thing) -> Result<Vec<Screening>> {
        let filter = ScreeningFilter { about: Some(thing.clone()), ..ScreeningFilter::default() };
        let mut found: Vec<Screening> = select(self.conn, &filter)?.into_iter().map(|line| line.screening).collect();
        found.reverse();
        Ok(found)
    }

    /// Every screening of a party with this print, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screenings_of(&self, print: &str) -> Result<Vec<Screening>> {
        Ok(lines_of(self.conn, print)?.into_iter().map(|line| line.screening).collect())
    }

    /// Keeps what was found of a screening, in place of what was found before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_hits(&mut self, screening: ScreeningId, hits: &[Hit]) -> Result<()> {
        let id = screening.bits().cast_signed();
        self.conn.prepare_cached("DELETE FROM screening_hit WHERE screening = ?1")?.execute([id])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO screening_hit (screening, list, key, version, entry_print, party_print, score, tier, reasons, state, ruling,
                                        reason, proposed_by, proposed_at, decided_by, decided_at, reopened, found_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        )?;
        for hit in hits {
            put.execute(rusqlite::params![
                id,
                hit.list.as_str(),
                hit.key,
                hit.version,
                hit.entry_print,
                hit.party_print,
                hit.score,
                hit.tier.word(),
                written(&hit.reasons),
                hit.state.word(),
                hit.ruling.map(HitRuling::word),
                hit.reason,
                hit.proposed_by,
                hit.proposed_at,
                hit.decided_by,
                hit.decided_at,
                hit.reopened.map(HitReopened::word),
                hit.by,
            ])?;
        }
        Ok(())
    }

    /// What was found of a screening, the likeliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn hits(&self, screening: ScreeningId) -> Result<Vec<Hit>> {
        hits(self.conn, screening)
    }

    /// What was said before of a party and an entry as they are now, each with who may see it, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remembered(&self, hit: &Hit) -> Result<Vec<(Hit, Marking)>> {
        let mut find = self.conn.prepare_cached(&format!(
            "{HITS}, l.marking FROM screening_hit h JOIN screening s ON s.id = h.screening JOIN label l ON l.id = s.label
             WHERE h.party_print = ?1 AND h.list = ?2 AND h.key = ?3 AND h.entry_print = ?4 AND h.state = 'decided'
             ORDER BY h.decided_at DESC"
        ))?;
        let mut rows = find.query((&hit.party_print, hit.list.as_str(), &hit.key, &hit.entry_print))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((self::hit(row)?, Marking::read(&row.get::<_, String>(17)?)));
        }
        Ok(found)
    }

    /// How many hits on a list wait for somebody, in screenings that are not over.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_open_hits(&self, list: &PartyListId) -> Result<u64> {
        let mut count = self.conn.prepare_cached(
            "SELECT count(*) FROM screening_hit h JOIN screening s ON s.id = h.screening
             WHERE h.list = ?1 AND h.state IN ('open', 'proposed') AND s.ended = 0",
        )?;
        Ok(count.query_row([list.as_str()], |row| row.get::<_, i64>(0))?.cast_unsigned())
    }

    /// Keeps against which version of which list a party was held.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_screening_lists(&mut self, screening: ScreeningId, lists: &[(PartyListId, u32)]) -> Result<()> {
        let id = screening.bits().cast_signed();
        self.conn.prepare_cached("DELETE FROM screening_list WHERE screening = ?1")?.execute([id])?;
        let mut put =
            self.conn.prepare_cached("INSERT INTO screening_list (screening, list, version) VALUES (?1, ?2, ?3)")?;
        for (list, version) in lists {
            put.execute((id, list.as_str(), version))?;
        }
        Ok(())
    }

    /// Against which version of which list a party was held last.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screening_lists(&self, screening: ScreeningId) -> Result<Vec<(PartyListId, u32)>> {
        screening_lists(self.conn, screening)
    }
}

impl Reader {
    /// The screening of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screening(&self, scope: &Scope, id: ScreeningId) -> Result<Option<ScreeningLine>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Screenings that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screenings(&self, scope: &Scope, filter: &ScreeningFilter) -> Result<Vec<ScreeningLine>> {
        self.seen_by(scope, |conn| select(conn, filter))
    }

    /// Every screening of a party with this print, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screenings_of(&self, scope: &Scope, print: &str) -> Result<Vec<ScreeningLine>> {
        self.seen_by(scope, |conn| lines_of(conn, print))
    }

    /// How many screenings fit.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_screenings(&self, scope: &Scope, filter: &ScreeningFilter) -> Result<u64> {
        self.seen_by(scope, |conn| {
            let (tail, values) = narrowed(filter);
            let mut count = conn.prepare_cached(&format!("SELECT count(*) FROM screening s{tail}"))?;
            Ok(count.query_row(params_from_iter(values), |row| row.get::<_, i64>(0))?.cast_unsigned())
        })
    }

    /// What was found of a screening, the likeliest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn hits(&self, scope: &Scope, screening: ScreeningId) -> Result<Vec<Hit>> {
        self.seen_by(scope, |conn| hits(conn, screening))
    }

    /// Against which version of which list a party was held last.
    ///
    /// # Errors
    /// When the store fails.
    pub fn screening_lists(&self, scope: &Scope, screening: ScreeningId) -> Result<Vec<(PartyListId, u32)>> {
        self.seen_by(scope, |conn| screening_lists(conn, screening))
    }
}

/// Hits that are not seen are not counted.
const SELECT: &str =
    "SELECT s.id, s.noun, s.about, s.name, s.aliases, s.kind, s.countries, s.born, s.identifiers, s.print, s.post,
        s.asked_by, s.purpose, s.ended, s.screened_at, s.algorithm, s.threshold, l.marking, s.revision, s.made_at,
        (SELECT count(*) FROM screening_hit h WHERE h.screening = s.id AND h.state IN ('open', 'proposed')),
        (SELECT count(*) FROM screening_hit h WHERE h.screening = s.id AND h.state = 'decided' AND h.ruling = 'same'),
        (SELECT count(*) FROM screening_hit h WHERE h.screening = s.id AND h.state != 'gone')
     FROM screening s LEFT JOIN label l ON l.id = s.label";

fn one(conn: &Connection, id: ScreeningId) -> Result<Option<ScreeningLine>> {
    let mut find = conn.prepare_cached(&format!("{SELECT} WHERE s.id = ?1"))?;
    let mut rows = find.query([id.bits().cast_signed()])?;
    rows.next()?.map(line).transpose()
}

fn lines_of(conn: &Connection, print: &str) -> Result<Vec<ScreeningLine>> {
    let mut find = conn.prepare_cached(&format!("{SELECT} WHERE s.print = ?1 ORDER BY s.made_at, s.id"))?;
    let mut rows = find.query([print])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(line(row)?);
    }
    Ok(found)
}

/// Whether a hit of the screening `s` that is seen waits for somebody.
macro_rules! is_open {
    () => {
        "EXISTS (SELECT 1 FROM screening_hit h WHERE h.screening = s.id AND h.state IN ('open', 'proposed'))"
    };
}

fn narrowed(filter: &ScreeningFilter) -> (String, Vec<Value>) {
    let (mut clauses, mut values): (Vec<&str>, Vec<Value>) = (Vec::new(), Vec::new());
    match filter.view {
        None | Some(ScreeningView::All) => {}
        Some(ScreeningView::Open) => clauses.push(concat!("s.ended = 0 AND (s.screened_at IS NULL OR ", is_open!(), ")")),
        Some(ScreeningView::Listed) => clauses.push(
            "EXISTS (SELECT 1 FROM screening_hit h WHERE h.screening = s.id AND h.state = 'decided' AND h.ruling = 'same')",
        ),
        Some(ScreeningView::Decided) => {
            clauses.push(concat!("(s.ended = 1 OR (s.screened_at IS NOT NULL AND NOT ", is_open!(), "))"));
        }
    }
    if let Some(thing) = &filter.about {
        clauses.push("s.about = ? AND s.noun = ?");
        values.extend([Value::Text(thing.name.clone()), Value::Text(thing.noun.word().to_owned())]);
    }
    for word in &filter.words {
        clauses.push("instr(lower(s.name || char(10) || s.aliases), lower(?)) > 0");
        values.push(Value::Text(word.clone()));
    }
    if let Some((at, id)) = filter.after {
        clauses.push("(s.made_at, s.id) < (?, ?)");
        values.extend([Value::Integer(at), Value::Integer(id.bits().cast_signed())]);
    }
    let tail = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
    (tail, values)
}

fn select(conn: &Connection, filter: &ScreeningFilter) -> Result<Vec<ScreeningLine>> {
    let (tail, values) = narrowed(filter);
    let limit = filter.limit.map_or_else(String::new, |limit| format!(" LIMIT {limit}"));
    let mut find = conn.prepare_cached(&format!("{SELECT}{tail} ORDER BY s.made_at DESC, s.id DESC{limit}"))?;
    let mut rows = find.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(line(row)?);
    }
    Ok(found)
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a screening is not one"))
}

fn line(row: &Row<'_>) -> Result<ScreeningLine> {
    let text = |at: usize| row.get::<_, String>(at);
    let n = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
    let about = match (row.get::<_, Option<String>>(1)?, row.get::<_, Option<String>>(2)?) {
        (Some(noun), Some(name)) => {
            let noun = Noun::from_word(&noun).ok_or_else(|| damaged("thing", &noun))?;
            Some(Thing { noun, name })
        }
        _ => None,
    };
    let kind = text(5)?;
    let party = Party {
        name: text(3)?,
        aliases: lines(&text(4)?),
        kind: PartyKind::from_word(&kind).ok_or_else(|| damaged("kind", &kind))?,
        countries: lines(&text(6)?),
        born: row.get(7)?,
        identifiers: lines(&text(8)?),
    };
    let screening = Screening {
        id: ScreeningId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        about,
        party,
        print: text(9)?,
        post: named(PostId::new(&text(10)?))?,
        asked_by: text(11)?,
        purpose: text(12)?,
        ended: row.get(13)?,
        screened_at: row.get(14)?,
        algorithm: text(15)?,
        threshold: row.get(16)?,
        marking: row.get::<_, Option<String>>(17)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(18)?,
        made_at: row.get(19)?,
    };
    Ok(ScreeningLine { screening, n_open: n(20)?, n_same: n(21)?, n_hits: n(22)? })
}

const HITS: &str =
    "SELECT h.list, h.key, h.version, h.entry_print, h.party_print, h.score, h.tier, h.reasons, h.state, h.ruling,
        h.reason, h.proposed_by, h.proposed_at, h.decided_by, h.decided_at, h.reopened, h.found_by";

fn hits(conn: &Connection, screening: ScreeningId) -> Result<Vec<Hit>> {
    let mut find = conn.prepare_cached(&format!(
        "{HITS} FROM screening_hit h WHERE h.screening = ?1 ORDER BY h.state = 'gone', h.score DESC, h.list, h.key"
    ))?;
    let mut rows = find.query([screening.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(hit(row)?);
    }
    Ok(found)
}

fn hit(row: &Row<'_>) -> Result<Hit> {
    let text = |at: usize| row.get::<_, String>(at);
    let maybe = |at: usize| row.get::<_, Option<String>>(at);
    let (tier, state) = (text(6)?, text(8)?);
    let (ruling, reopened) = (maybe(9)?, maybe(15)?);
    Ok(Hit {
        list: list_id(&text(0)?)?,
        key: text(1)?,
        version: row.get(2)?,
        entry_print: text(3)?,
        party_print: text(4)?,
        score: row.get(5)?,
        tier: HitTier::from_word(&tier).ok_or_else(|| damaged("tier", &tier))?,
        reasons: read(&text(7)?),
        state: HitState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
        ruling: ruling.map(|word| HitRuling::from_word(&word).ok_or_else(|| damaged("ruling", &word))).transpose()?,
        reason: text(10)?,
        proposed_by: maybe(11)?,
        proposed_at: row.get(12)?,
        decided_by: maybe(13)?,
        decided_at: row.get(14)?,
        by: text(16)?,
        reopened: reopened
            .map(|word| HitReopened::from_word(&word).ok_or_else(|| damaged("reopening", &word)))
            .transpose()?,
    })
}

/// Reasons as they stand in a row: a line each, the word before its texts, tabs between.
fn written(reasons: &[HitReason]) -> String {
    let plain = |text: &String| text.replace(['\t', '\n', '\r'], " ");
    let line = |reason: &HitReason| [&reason.word, &reason.here, &reason.there].map(plain).join("\t");
    reasons.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn read(text: &str) -> Vec<HitReason> {
    let reason = |line: String| {
        let mut parts = line.split('\t').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        HitReason { word: next(), here: next(), there: next() }
    };
    lines(text).into_iter().map(reason).collect()
}

fn screening_lists(conn: &Connection, screening: ScreeningId) -> Result<Vec<(PartyListId, u32)>> {
    let mut find =
        conn.prepare_cached("SELECT list, version FROM screening_list WHERE screening = ?1 ORDER BY list")?;
    let mut rows = find.query([screening.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((list_id(&row.get::<_, String>(0)?)?, row.get(1)?));
    }
    Ok(found)
}
