//! The rows of offers, their grounds and their course, and of what came of offering a use to others.

use model::{
    AdoptionId, Decline, DeclineCode, DeclineEnd, DeclineGround, Fact, GroundKind, Marking, NeedId, Noun, Offer,
    OfferGround, OfferId, OfferState, OfferStep, OfferStepKind, PostId, TechnologyId, Thing, UnitId,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::agreement::{damaged, day, word};
use crate::deed::Deed;
use crate::programme::named;
use crate::{Reader, Result, Scope, label};

/// Which offers are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct TechnologyOfferFilter {
    /// Of this technology.
    pub technology: Option<TechnologyId>,
    /// Made for this use.
    pub adoption: Option<AdoptionId>,
    /// Given by this unit.
    pub giver: Option<UnitId>,
    /// To this unit.
    pub unit: Option<UnitId>,
    /// Answered by one of these posts.
    pub posts: Option<Vec<PostId>>,
    /// Standing so.
    pub state: Option<OfferState>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// How many offers of units to units stand so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferCount {
    /// The units that gave.
    pub giver: UnitId,
    /// The unit to which they were made.
    pub unit: UnitId,
    /// Where they stand.
    pub state: OfferState,
    /// How many there are.
    pub n_offers: usize,
}

/// What came of offering a use to others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpreadTally {
    /// When it was done last, in microseconds since 1970.
    pub at: i64,
    /// Units to which it was offered by then.
    pub n_offered: u32,
    /// Units that could use it and may not be told of it.
    pub n_withheld: u32,
    /// Units that were left for the next round.
    pub n_left: u32,
}

/// The fact with the names by which an offer is grouped, and where it stands: figures are made of facts alone.
fn told(fact: &Fact, offer: &Offer) -> Fact {
    let fact = fact.clone().particular("technology", offer.technology).particular("unit", &offer.unit);
    let mut fact = fact.particular("giver", &offer.giver).particular("made", offer.made_at);
    if let Some(need) = &offer.need {
        fact = fact.particular("need", need);
    }
    let last = offer.course.last();
    let at = last.map_or(offer.made_at, |step| step.at);
    let code = last.and_then(|step| step.decline.as_ref()).map_or("-", |decline| decline.code.word());
    fact.particular("state", format_args!("{} {code} {at}", offer.state.word()))
}

impl Deed<'_> {
    /// Keeps an offer as it is now, with the fact that explains it. What was written of its grounds and its course before stays.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_offer(&mut self, offer: &Offer, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &offer.marking)?;
        let id = offer.id.bits().cast_signed();
        let fact = told(fact, offer);
        self.conn
            .prepare_cached(
                "INSERT INTO offer (id, technology, adoption, giver, unit, post, need, n_grounds_left, state, taken, giver_ended,
                                    label, invented, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                 ON CONFLICT (id) DO UPDATE SET state = excluded.state, taken = coalesce(excluded.taken, taken),
                     giver_ended = excluded.giver_ended, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                offer.technology.bits().cast_signed(),
                offer.adoption.bits().cast_signed(),
                offer.giver.as_str(),
                offer.unit.as_str(),
                offer.post.as_str(),
                offer.need.as_ref().map(NeedId::as_str),
                offer.n_grounds_left,
                offer.state.word(),
                offer.taken.map(|taken| taken.bits().cast_signed()),
                offer.giver_ended.map(|day| day.to_string()),
                label,
                offer.invented,
                offer.revision,
                offer.made_at,
            ])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO offer_ground (offer, position, kind, noun, name, said) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO NOTHING",
        )?;
        for (at, ground) in (0i64..).zip(&offer.grounds) {
            let about = &ground.about;
            put.execute((id, at, ground.kind.word(), about.noun.word(), &about.name, &ground.said))?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO offer_step (offer, position, kind, code, ends, ground, text, by, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
        )?;
        for (at, step) in (0i64..).zip(&offer.course) {
            put.execute(rusqlite::params![
                id,
                at,
                step.kind.word(),
                step.decline.as_ref().map(|one| one.code.word()),
                step.decline.as_ref().map(|one| one.ground.end().word()),
                step.decline.as_ref().map(|one| one.ground.name()).unwrap_or_default(),
                step.text,
                step.by,
                step.at,
            ])?;
        }
        self.note(&fact)
    }

    /// The offer of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offer(&self, scope: &Scope, id: OfferId) -> Result<Option<Offer>> {
        if !self.shows_thing(scope, &Thing::new(Noun::Offer, id))? {
            return Ok(None);
        }
        one(self.conn, id)
    }

    /// The offer of a technology to a unit, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offer_to(&self, technology: TechnologyId, unit: &UnitId) -> Result<Option<Offer>> {
        let filter =
            TechnologyOfferFilter { technology: Some(technology), unit: Some(unit.clone()), ..Default::default() };
        Ok(list(self.conn, &filter)?.pop())
    }

    /// Offers that fit, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offers(&self, filter: &TechnologyOfferFilter) -> Result<Vec<Offer>> {
        list(self.conn, filter)
    }

    /// Keeps what came of offering a use to others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_spread(&mut self, adoption: AdoptionId, tally: &SpreadTally) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO spread (adoption, at, n_offered, n_withheld, n_left) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (adoption) DO UPDATE SET at = excluded.at, n_offered = excluded.n_offered,
                     n_withheld = excluded.n_withheld, n_left = excluded.n_left",
            )?
            .execute((adoption.bits().cast_signed(), tally.at, tally.n_offered, tally.n_withheld, tally.n_left))?;
        Ok(())
    }
}

impl Reader {
    /// The offer of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn technology_offer(&self, scope: &Scope, id: OfferId) -> Result<Option<Offer>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Offers that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn technology_offers(&self, scope: &Scope, filter: &TechnologyOfferFilter) -> Result<Vec<Offer>> {
        self.seen_by(scope, |conn| list(conn, filter))
    }

    /// How many offers there are, by who gave, to whom, and where they stand.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offers_counted(&self, scope: &Scope) -> Result<Vec<OfferCount>> {
        self.seen_by(scope, |conn| {
            let mut count = conn.prepare_cached(
                "SELECT giver, unit, state, count(*) FROM offer GROUP BY giver, unit, state ORDER BY giver, unit, state",
            )?;
            let mut rows = count.query(())?;
            let mut counts = Vec::new();
            while let Some(row) = rows.next()? {
                counts.push(OfferCount {
                    giver: named(UnitId::new(&row.get::<_, String>(0)?))?,
                    unit: named(UnitId::new(&row.get::<_, String>(1)?))?,
                    state: word(row, 2, OfferState::from_word)?,
                    n_offers: usize::try_from(row.get::<_, i64>(3)?).unwrap_or(0),
                });
            }
            Ok(counts)
        })
    }

    /// What came of offering a use to others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn spread_of(&self, scope: &Scope, adoption: AdoptionId) -> Result<Option<SpreadTally>> {
        self.seen_by(scope, |conn| {
            let mut find =
                conn.prepare_cached("SELECT at, n_offered, n_withheld, n_left FROM spread WHERE adoption = ?1")?;
            let tally = find.query_row([adoption.bits().cast_signed()], |row| {
                Ok(SpreadTally {
                    at: row.get(0)?,
                    n_offered: row.get(1)?,
                    n_withheld: row.get(2)?,
                    n_left: row.get(3)?,
                })
            });
            Ok(tally.optional()?)
        })
    }
}

/// A need or an adoption that is not seen is not named.
const SELECT: &str = "SELECT o.id, o.technology, o.adoption, o.giver, o.unit, o.post, n.id, o.n_grounds_left, o.state, a.id, o.giver_ended,
        l.marking, o.invented, o.revision, o.made_at
     FROM offer o LEFT JOIN label l ON l.id = o.label LEFT JOIN need n ON n.id = o.need LEFT JOIN adoption a ON a.id = o.taken";

fn one(conn: &Connection, id: OfferId) -> Result<Option<Offer>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE o.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| offer(conn, row)).transpose()
}

fn list(conn: &Connection, filter: &TechnologyOfferFilter) -> Result<Vec<Offer>> {
    let (mut clauses, mut values): (Vec<String>, Vec<Value>) = (Vec::new(), Vec::new());
    let mut put = |clause: &str, value: Option<Value>| {
        if let Some(value) = value {
            clauses.push(clause.to_owned());
            values.push(value);
        }
    };
    let text = |text: &str| Value::Text(text.to_owned());
    put("o.technology = ?", filter.technology.map(|id| Value::Integer(id.bits().cast_signed())));
    put("o.adoption = ?", filter.adoption.map(|id| Value::Integer(id.bits().cast_signed())));
    put("o.giver = ?", filter.giver.as_ref().map(|unit| text(unit.as_str())));
    put("o.unit = ?", filter.unit.as_ref().map(|unit| text(unit.as_str())));
    put("o.state = ?", filter.state.map(|state| text(state.word())));
    if let Some(posts) = &filter.posts {
        clauses.push(format!("o.post IN ({})", vec!["?"; posts.len()].join(", ")));
        values.extend(posts.iter().map(|post| text(post.as_str())));
    }
    let tail = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
    let limit = filter.limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1);
    let mut statement = conn.prepare_cached(&format!("{SELECT}{tail} ORDER BY o.made_at DESC, o.id LIMIT {limit}"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(offer(conn, row)?);
    }
    Ok(found)
}

fn offer(conn: &Connection, row: &Row<'_>) -> Result<Offer> {
    let key: i64 = row.get(0)?;
    let adoption =
        |at: usize| row.get::<_, Option<i64>>(at).map(|id| id.map(|id| AdoptionId::from_bits(id.cast_unsigned())));
    Ok(Offer {
        id: OfferId::from_bits(key.cast_unsigned()),
        technology: TechnologyId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
        adoption: AdoptionId::from_bits(row.get::<_, i64>(2)?.cast_unsigned()),
        giver: named(UnitId::new(&row.get::<_, String>(3)?))?,
        unit: named(UnitId::new(&row.get::<_, String>(4)?))?,
        post: named(PostId::new(&row.get::<_, String>(5)?))?,
        need: row.get::<_, Option<String>>(6)?.map(|need| named(NeedId::new(&need))).transpose()?,
        grounds: grounds(conn, key)?,
        n_grounds_left: row.get(7)?,
        state: word(row, 8, OfferState::from_word)?,
        course: course(conn, key)?,
        taken: adoption(9)?,
        giver_ended: day(row, 10)?,
        marking: row.get::<_, Option<String>>(11)?.as_deref().map_or_else(Marking::top, Marking::read),
        invented: row.get(12)?,
        revision: row.get(13)?,
        made_at: row.get(14)?,
    })
}

fn grounds(conn: &Connection, offer: i64) -> Result<Vec<OfferGround>> {
    let mut statement =
        conn.prepare_cached("SELECT kind, noun, name, said FROM offer_ground WHERE offer = ?1 ORDER BY position")?;
    let mut rows = statement.query([offer])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let about = Thing { noun: word(row, 1, Noun::from_word)?, name: row.get(2)? };
        found.push(OfferGround { kind: word(row, 0, GroundKind::from_word)?, about, said: row.get(3)? });
    }
    Ok(found)
}

fn course(conn: &Connection, offer: i64) -> Result<Vec<OfferStep>> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, code, ends, ground, text, by, at FROM offer_step WHERE offer = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([offer])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let decline = if row.get::<_, Option<String>>(1)?.is_some() {
            let ground: String = row.get(3)?;
            let read = DeclineGround::read(word(row, 2, DeclineEnd::from_word)?, &ground);
            let ground = read.ok_or_else(|| damaged("ground", &ground))?;
            Some(Decline { code: word(row, 1, DeclineCode::from_word)?, ground })
        } else {
            None
        };
        let kind = word(row, 0, OfferStepKind::from_word)?;
        found.push(OfferStep { kind, decline, text: row.get(4)?, by: row.get(5)?, at: row.get(6)? });
    }
    Ok(found)
}
