//! Spot checks: what a need left out is drawn from by chance, and its post says what should have come.
//!
//! Half of what a post asks for is drawn from the records that lie near, by the words of what the need says; half from all the others. Near ones are
//! few and often of use, far ones many and seldom: so few answers say the most about what is missed.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::ops::ControlFlow;

use matching::{Analysis, Engine, Matcher, Pattern, Query, Standing};
use model::{
    Clearance, Date, Duty, DutyId, DutyKind, JobKind, Marking, Need, NeedId, Noun, RecordId, Refusal, SPOT_CHECK_DAYS,
    SpotAnswer, SpotCheck, SpotDraw, SpotStratum, Thing, Verb, sentence, spot_rate,
};
use store::{DeliveryFilter, SpotRate, Writer};

use crate::drafting::words;
use crate::job::{Ids, OFFICE};
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Clerk, Failure, Office};

/// Days of records that the first draw of a need looks at.
const FIRST_DAYS: i64 = 28;

/// Near records among which one is drawn.
const NEAR_FOR_ONE: usize = 20;

/// Words of what the need says by which records are near.
const WORDS_MAX: usize = 12;

const DAY_MICROS: i64 = 86_400_000_000;

/// Days in which a post answers.
const ANSWER_DAYS: i64 = 14;

/// Sets how many records a week are drawn from what a need leaves out; nought ends it.
///
/// # Errors
/// Refused when there is no such need, when the officer does not act for its post, and for more than anybody reads.
pub fn keep_spot_rate(writer: &mut Writer, turn: &mut Turn<'_>, need: &Need, per_week: u32) -> Result<(), Failure> {
    let per_week = spot_rate(per_week)?;
    let actor = turn.officer.acting_for(&need.post)?;
    let thing = Thing::new(Noun::Need, &need.id);
    let rate = SpotRate { need: need.id.clone(), per_week, drawn_until: turn.now - FIRST_DAYS * DAY_MICROS };
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let fact = deed.fact(Verb::Restated, thing.clone()).with(format!("spot checks: {per_week}"));
        deed.keep_spot_rate(&rate, &fact)?;
        if per_week == 0 {
            deed.done(&thing, DutyKind::SpotCheck, "ended")?;
        } else {
            // The first are drawn at once, so that who asked sees what it is.
            deed.enqueue(JobKind::DrawSpotChecks, "", turn.now)?;
        }
        Ok(())
    })
}

/// Keeps what the post of a need says of a record that was left out. What was said before is said anew.
///
/// # Errors
/// Refused when the officer does not act for the post of the need, or when there is no such check.
pub fn answer_spot_check(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    need: &Need,
    check: &SpotCheck,
    answer: SpotAnswer,
) -> Result<(), Failure> {
    let actor = turn.officer.acting_for(&need.post)?;
    let thing = Thing::new(Noun::Need, &need.id);
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let fact = deed.fact(Verb::SpotChecked, thing.clone()).to(format!("record:{}", check.record));
        let waits = deed.answer_spot_check(&need.id, check.id, answer, &fact.with(answer.word().to_owned()))?;
        match waits {
            None => Err(not_found(check.id).into()),
            Some(true) => Ok(()),
            Some(false) => {
                deed.done(&thing, DutyKind::SpotCheck, "answered")?;
                Ok(())
            }
        }
    })
}

fn not_found(id: i64) -> Refusal {
    Refusal::NotFound {
        noun: "spot-check",
        text: id.to_string(),
        next: sentence!("next-look-performance", "look at how the need does"),
    }
}

/// What was left out for one need, as it comes by: the nearest are held, of the others a fair sample (Vitter's algorithm R, 1985).
struct LeftOut {
    rate: SpotRate,
    need: Need,
    eyes: Vec<Clearance>,
    delivered: HashSet<RecordId>,
    n_near: usize,
    near: BinaryHeap<Reverse<(u32, RecordId)>>,
    far: Vec<RecordId>,
    n_far_wanted: usize,
    n_far: u64,
}

impl LeftOut {
    fn take(&mut self, score: f32, record: RecordId, ids: &mut Ids) {
        // Of numbers that are not negative the bits stand in the same order.
        let key = (score.max(0.0).to_bits(), record);
        let out = if key.0 == 0 || self.n_near == 0 {
            Some(record)
        } else {
            self.near.push(Reverse(key));
            (self.near.len() > self.n_near).then(|| self.near.pop().map(|Reverse((_, record))| record)).flatten()
        };
        let Some(record) = out else { return };
        self.n_far += 1;
        if self.far.len() < self.n_far_wanted {
            self.far.push(record);
        } else if let Some(place) = usize::try_from(ids() % self.n_far).ok().filter(|at| *at < self.far.len()) {
            self.far[place] = record;
        }
    }

    /// What is drawn: of the near ones by chance, and the sample of the far ones.
    fn drawn(&self, ids: &mut Ids) -> Vec<(RecordId, SpotStratum)> {
        let mut near: Vec<RecordId> = self.near.iter().map(|Reverse((_, record))| *record).collect();
        near.sort_unstable();
        let wanted = (self.rate.per_week as usize).div_ceil(2).min(near.len());
        for at in 0..wanted {
            let left = (near.len() - at) as u64;
            let other = at + usize::try_from(ids() % left).unwrap_or(0);
            near.swap(at, other);
        }
        near.truncate(wanted);
        let far = self.far.iter().map(|record| (*record, SpotStratum::Far));
        near.into_iter().map(|record| (record, SpotStratum::Near)).chain(far).collect()
    }
}

/// The job: draws for every need whose post asks for it and whose last draw is a week old.
pub(crate) fn draw_spot_checks(
    clerk: &Clerk,
    office: &Office,
    now: i64,
    today: Date,
    ids: &mut Ids,
) -> Result<(), Failure> {
    let mut all = office.left_out(now, today)?;
    let Some(since) = all.iter().map(|one| one.rate.drawn_until).min() else { return Ok(()) };
    let statistics = office.statistics()?;
    let standing: Vec<Standing> = all
        .iter()
        .map(|one| {
            let near = words(&one.need.title, &one.need.statement, &statistics);
            let any = near.iter().take(WORDS_MAX).map(|word| Query::text(Pattern::words(&word.written)));
            Standing { query: Query::Or(any.collect()), threshold: None }
        })
        .collect();
    let engine = Engine::new(&standing, Analysis::Stemmed, &statistics, office.configuration.weights());
    let mut matcher = Matcher::new(&engine, true);
    let (mut hits, mut scores, mut broken) = (Vec::new(), HashMap::new(), None);
    office.reader.each_record_since(&office.scope, since, &mut |held| {
        if !held.record.status.stands() {
            return ControlFlow::Continue(());
        }
        hits.clear();
        matcher.hits(&held.record, &mut hits);
        scores.clear();
        scores.extend(hits.iter().map(|hit| (hit.profile as usize, hit.score)));
        let marking = match office.reader.marking_of_record(&office.scope, held.id) {
            Ok(marking) => marking.unwrap_or_else(Marking::top),
            Err(error) => {
                broken = Some(error);
                return ControlFlow::Break(());
            }
        };
        for (at, one) in all.iter_mut().enumerate() {
            let is_left_out = held.changed_at >= one.rate.drawn_until && !one.delivered.contains(&held.id);
            if is_left_out && one.eyes.iter().any(|clearance| clearance.may_see(&marking)) {
                one.take(scores.get(&at).copied().unwrap_or(0.0), held.id, ids);
            }
        }
        ControlFlow::Continue(())
    })?;
    if let Some(error) = broken {
        return Err(error.into());
    }
    for one in all {
        let drawn = one.drawn(ids);
        let draw = SpotDraw { id: 0, drawn_at: now, n_near: one.near.len() as u64, n_far: one.n_far };
        let thing = Thing::new(Noun::Need, &one.need.id);
        let due = today.plus_days(ANSWER_DAYS);
        let duty =
            Duty::new(DutyId::from_bits(ids()), one.need.post.clone(), DutyKind::SpotCheck, thing.clone(), now, due);
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                let fact = deed.fact(Verb::Drew, thing.clone()).with(format!("{} records left out", drawn.len()));
                let n_new = deed.keep_spot_draw(&one.rate, draw, &drawn, &fact)?;
                let is_asked = deed.open_duties(&thing)?.iter().any(|held| held.kind == DutyKind::SpotCheck);
                if n_new > 0 && !is_asked {
                    charge(deed, &duty)?;
                }
                Ok(())
            })
        })?;
    }
    Ok(())
}

impl Office {
    /// The needs for which is drawn now, with what was delivered to them.
    fn left_out(&self, now: i64, today: Date) -> Result<Vec<LeftOut>, Failure> {
        let mut all = Vec::new();
        for rate in self.reader.spot_rates_due(&self.scope, now - SPOT_CHECK_DAYS * DAY_MICROS)? {
            let Some(need) = self.reader.need(&self.scope, &rate.need)? else { continue };
            // Where nothing is matched nothing is left out by a profile.
            if need.silence(today).is_some() {
                continue;
            }
            let filter = DeliveryFilter { need: Some(need.id.clone()), ..DeliveryFilter::default() };
            let delivered = self.deliveries(&filter)?.into_iter().map(|held| held.delivery.record).collect();
            let n_near_wanted = (rate.per_week as usize).div_ceil(2);
            all.push(LeftOut {
                eyes: self.eyes_of(&need.post, today)?,
                delivered,
                n_near: n_near_wanted * NEAR_FOR_ONE,
                near: BinaryHeap::new(),
                far: Vec::new(),
                n_far_wanted: rate.per_week as usize / 2,
                n_far: 0,
                rate,
                need,
            });
        }
        Ok(all)
    }

    /// How many records a week are drawn from what a need leaves out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn spot_rate(&self, need: &NeedId) -> Result<u32, Failure> {
        Ok(self.reader.spot_rate(&self.scope, need)?.map_or(0, |rate| rate.per_week))
    }

    /// One of the records that were drawn for a need.
    ///
    /// # Errors
    /// Refused when there is none that is seen.
    pub fn spot_check(&self, need: &NeedId, id: i64) -> Result<SpotCheck, Failure> {
        let found = self.spot_checks(need)?.into_iter().find(|check| check.id == id);
        found.ok_or_else(|| not_found(id).into())
    }

    /// The records that were drawn from what a need left out, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn spot_checks(&self, need: &NeedId) -> Result<Vec<SpotCheck>, Failure> {
        Ok(self.reader.spot_checks(&self.scope, need)?)
    }
}
