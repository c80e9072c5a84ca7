//! What missions brought: answers, and which of them were used, how long that took and what it cost.
//!
//! Figures are sums over *questions*, so they can be added up. A question stands at one host, and bears an even part of what its
//! mission cost. What cannot be divided without saying nothing (an answer among the units of those who went) is not divided.

use std::collections::{BTreeMap, BTreeSet};

use crate::words::words;
use crate::{
    Currency, Date, EventId, HostId, Meeting, MeetingState, MissionId, Money, Question, QuestionId, QuestionState,
    RecordId, SourceYield, UnitId,
};

words! {
    /// By what the figures of missions are put together.
    YieldBy {
        /// Each mission for itself.
        Mission = "mission",
        /// The units of those who went.
        Unit = "unit",
        /// The hosts that were asked.
        Host = "host",
        /// The events that were gone to.
        Event = "event",
        /// The years in which they began.
        Year = "year",
    }
}

/// An event to which missions went.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct YieldEvent {
    /// What it is called.
    pub name: String,
    /// The year in which it was; where it is no event of the office, that of the journey.
    pub year: i32,
    /// The event of the office that it is; `None` where it is named in words alone.
    pub id: Option<EventId>,
}

/// What a row of figures is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum YieldKey {
    /// A mission.
    Mission(MissionId),
    /// A unit of somebody who went.
    Unit(UnitId),
    /// A host that was asked.
    Host(HostId),
    /// An event.
    Event(YieldEvent),
    /// The year in which missions began.
    Year(i32),
    /// Nothing of that sort: no event, no single host, nobody of ours who is seen.
    Other,
}

/// A record that an answer became, with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRecord {
    /// The record.
    pub record: RecordId,
    /// Whether it was laid before a post.
    pub is_laid: bool,
    /// Whether a post looked at it.
    pub is_read: bool,
    /// The first day on which a post said that it is put to use.
    pub used_on: Option<Date>,
    /// Whether a post that had asked the question put it to use.
    pub is_used_by_asker: bool,
}

/// A question of a mission, with all that the figures need of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionFacts {
    /// The question.
    pub question: QuestionId,
    /// The host at which it was asked, as [`asked_at`] finds it.
    pub host: Option<HostId>,
    /// How it ended.
    pub state: QuestionState,
    /// The day on which the answer was got.
    pub got_on: Date,
    /// The records that the answer became.
    pub records: Vec<AnswerRecord>,
    /// Whether those who let the mission go were shown records that may answer it.
    pub was_shown: bool,
    /// Whether who asks it said since that such a record, or another that was there, answered it: see decision 30.
    pub was_held: bool,
}

/// A mission that came back, with all that the figures need of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissionFacts {
    /// The mission.
    pub mission: MissionId,
    /// The year in which it began.
    pub year: i32,
    /// What event it went to.
    pub event: Option<YieldEvent>,
    /// The units of those who went.
    pub units: BTreeSet<UnitId>,
    /// What was spent on it; where nobody noted that yet, its budget.
    pub cost: Option<Money>,
    /// Whether `cost` is the budget.
    pub is_budget: bool,
    /// What it recommended.
    pub n_recommended: u64,
    /// Of that, what its owners say is done.
    pub n_followed: u64,
    /// Its questions.
    pub questions: Vec<QuestionFacts>,
}

/// What was spent in one currency, in its smallest unit, and what it brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// All of it.
    pub minor: i64,
    /// Of it, what stands in for missions of which nobody noted yet what they cost: their budgets.
    pub budgeted_minor: i64,
    /// Of it, what fell to questions whose answer was held before.
    pub held_minor: i64,
    /// Answers used, of the missions that it was spent on.
    pub n_used: u64,
}

/// What missions brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissionYield {
    /// The missions.
    pub missions: BTreeSet<MissionId>,
    /// Of them, those of which neither a cost nor a budget is known.
    pub uncosted: BTreeSet<MissionId>,
    /// Questions that they took along.
    pub n_asked: u64,
    /// Questions that a record had answered before anybody left: they were not taken along.
    pub n_known: u64,
    /// Of those taken along, answered.
    pub n_answered: u64,
    /// Answered in part.
    pub n_partly: u64,
    /// Refused.
    pub n_refused: u64,
    /// Not asked.
    pub n_not_asked: u64,
    /// The records that the answers became.
    pub records: BTreeSet<RecordId>,
    /// Of them, those that were laid before a post.
    pub laid: BTreeSet<RecordId>,
    /// Of them, those that a post looked at.
    pub read: BTreeSet<RecordId>,
    /// Answers, whole or in part, of which a post said that they are put to use.
    pub n_used: u64,
    /// Of them, those of which a post said so that had asked.
    pub n_used_by_askers: u64,
    /// Things recommended.
    pub n_recommended: u64,
    /// Of them, those of which their owners say that they are done.
    pub n_followed: u64,
    /// Answers for which those who decided were shown records that are held.
    pub n_shown: u64,
    /// Answers that were held before: who asked said so.
    pub n_held: u64,
    /// Days from the answer to its first use, one for each answer that is used, in ascending order.
    pub days: Vec<u32>,
    /// What was spent, by currency. Money of different currencies is never added.
    pub spent: BTreeMap<Currency, Spent>,
}

/// The days from abroad to the bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaysToUse {
    /// The shortest.
    pub least: u32,
    /// The one in the middle; of two, the mean, rounded down.
    pub median: u32,
    /// The longest.
    pub most: u32,
}

impl MissionYield {
    /// Answers, whole and in part.
    pub fn n_got(&self) -> u64 {
        self.n_answered + self.n_partly
    }

    /// The days from the answer to its first use; `None` while nothing is used.
    pub fn days_to_use(&self) -> Option<DaysToUse> {
        let n = self.days.len();
        let (least, most) = (*self.days.first()?, *self.days.last()?);
        let (low, high) = (self.days[(n - 1) / 2], self.days[n / 2]);
        Some(DaysToUse { least, median: low + (high - low) / 2, most })
    }

    /// What was spent in one currency; `None` where nothing was.
    pub fn spent_in(&self, currency: Currency) -> Option<Spent> {
        self.spent.get(&currency).copied()
    }

    /// Both together. Missions and records that stand on both sides count once.
    pub fn and(mut self, other: MissionYield) -> MissionYield {
        self.missions.extend(other.missions);
        self.uncosted.extend(other.uncosted);
        self.records.extend(other.records);
        self.laid.extend(other.laid);
        self.read.extend(other.read);
        self.n_asked += other.n_asked;
        self.n_known += other.n_known;
        self.n_answered += other.n_answered;
        self.n_partly += other.n_partly;
        self.n_refused += other.n_refused;
        self.n_not_asked += other.n_not_asked;
        self.n_used += other.n_used;
        self.n_used_by_askers += other.n_used_by_askers;
        self.n_recommended += other.n_recommended;
        self.n_followed += other.n_followed;
        self.n_shown += other.n_shown;
        self.n_held += other.n_held;
        self.days.extend(other.days);
        self.days.sort_unstable();
        for (currency, spent) in other.spent {
            let held = self.spent.entry(currency).or_default();
            *held = Spent {
                minor: held.minor.saturating_add(spent.minor),
                budgeted_minor: held.budgeted_minor.saturating_add(spent.budgeted_minor),
                held_minor: held.held_minor.saturating_add(spent.held_minor),
                n_used: held.n_used + spent.n_used,
            };
        }
        self
    }
}

impl Spent {
    /// What a used answer cost; `None` while nothing is used.
    pub fn per_used(&self, currency: Currency) -> Option<Money> {
        Money { minor: self.minor, currency }.share(1, self.n_used)
    }
}

/// The host at which a question was asked: the one that it names, else that of the first meeting on whose agenda it stood and that was
/// not called off, else the only host of the mission. `None` where none of these says it.
pub fn asked_at(question: &Question, meetings: &[Meeting], hosts: &[HostId]) -> Option<HostId> {
    let takes_place = |one: &&Meeting| !matches!(one.state, MeetingState::Declined | MeetingState::Cancelled);
    let met = meetings
        .iter()
        .filter(takes_place)
        .filter(|one| one.questions.contains(&question.id))
        .filter_map(|one| Some((one.starts_at, one.host?)));
    let only = match hosts {
        [only] => Some(*only),
        _ => None,
    };
    question.host.or_else(|| met.min_by_key(|(starts_at, _)| *starts_at).map(|(_, host)| host)).or(only)
}

impl QuestionFacts {
    fn is_taken_along(&self) -> bool {
        self.state != QuestionState::Known
    }

    fn is_got(&self) -> bool {
        matches!(self.state, QuestionState::Answered | QuestionState::Partly)
    }

    /// What it brought, without what it cost.
    fn yields(&self) -> MissionYield {
        let mut yields = MissionYield::default();
        match self.state {
            QuestionState::Known => {
                yields.n_known = 1;
                return yields;
            }
            QuestionState::Answered => yields.n_answered = 1,
            QuestionState::Partly => yields.n_partly = 1,
            QuestionState::Refused => yields.n_refused = 1,
            QuestionState::NotAsked => yields.n_not_asked = 1,
            QuestionState::Open => {}
        }
        yields.n_asked = 1;
        if !self.is_got() {
            return yields;
        }
        yields.records = self.records.iter().map(|one| one.record).collect();
        yields.laid = self.records.iter().filter(|one| one.is_laid).map(|one| one.record).collect();
        yields.read = self.records.iter().filter(|one| one.is_read).map(|one| one.record).collect();
        yields.n_shown = u64::from(self.was_shown);
        yields.n_held = u64::from(self.was_held);
        if let Some(first) = self.records.iter().filter_map(|one| one.used_on).min() {
            // A clock that was wrong abroad makes no answer that was used before it was got.
            let days = first.days_since(self.got_on).max(0);
            yields.days.push(u32::try_from(days).unwrap_or(u32::MAX));
            yields.n_used = 1;
            yields.n_used_by_askers = u64::from(self.records.iter().any(|one| one.is_used_by_asker));
        }
        yields
    }
}

/// The part of a sum that falls to the one at a place, when it is divided among so many as evenly as its smallest unit allows.
fn part(minor: i64, among: usize, at: usize) -> i64 {
    let among = i64::try_from(among).unwrap_or(i64::MAX).max(1);
    let at = i64::try_from(at).unwrap_or(i64::MAX);
    minor.div_euclid(among) + i64::from(at < minor.rem_euclid(among))
}

impl MissionFacts {
    /// What the mission brought.
    pub fn yields(&self) -> MissionYield {
        self.divided(|_| YieldKey::Other).into_values().fold(MissionYield::default(), MissionYield::and)
    }

    /// What it brought, put where each question belongs. The sum of the parts is [`MissionFacts::yields`].
    fn divided(&self, place: impl Fn(&QuestionFacts) -> YieldKey) -> BTreeMap<YieldKey, MissionYield> {
        let mut rows: BTreeMap<YieldKey, MissionYield> = BTreeMap::new();
        let mut put = |key: YieldKey, yields: MissionYield| {
            let held = rows.remove(&key).unwrap_or_default();
            rows.insert(key, held.and(yields));
        };
        let n_taken = self.questions.iter().filter(|one| one.is_taken_along()).count();
        let mut taken = 0;
        for question in &self.questions {
            let mut yields = question.yields();
            if question.is_taken_along() {
                if let Some(cost) = self.cost {
                    let minor = part(cost.minor, n_taken, taken);
                    let of = |yes: bool| if yes { minor } else { 0 };
                    let spent = Spent {
                        minor,
                        budgeted_minor: of(self.is_budget),
                        held_minor: of(yields.n_held > 0),
                        n_used: yields.n_used,
                    };
                    yields.spent.insert(cost.currency, spent);
                }
                taken += 1;
            }
            self.belongs(&mut yields);
            put(place(question), yields);
        }
        // What belongs to the mission as a whole stands where all its questions stand, or nowhere in particular.
        let places: BTreeSet<YieldKey> = self.questions.iter().map(&place).collect();
        let only = places.first().filter(|_| places.len() == 1).cloned();
        let mut rest =
            MissionYield { n_recommended: self.n_recommended, n_followed: self.n_followed, ..MissionYield::default() };
        if let Some(cost) = self.cost.filter(|_| n_taken == 0) {
            let budgeted_minor = if self.is_budget { cost.minor } else { 0 };
            rest.spent.insert(cost.currency, Spent { minor: cost.minor, budgeted_minor, ..Spent::default() });
        }
        if places.is_empty() || rest != MissionYield::default() {
            self.belongs(&mut rest);
            put(only.unwrap_or(YieldKey::Other), rest);
        }
        rows
    }

    /// Says whose figures these are.
    fn belongs(&self, yields: &mut MissionYield) {
        yields.missions.insert(self.mission);
        if self.cost.is_none() {
            yields.uncosted.insert(self.mission);
        }
    }

    /// What it brought, under each heading where it counts. By unit it counts whole with every unit of those who went: half an answer
    /// says nothing. By anything else the rows add up.
    pub fn rows(&self, by: YieldBy) -> BTreeMap<YieldKey, MissionYield> {
        let key = match by {
            YieldBy::Host => {
                return self.divided(|question| question.host.map_or(YieldKey::Other, YieldKey::Host));
            }
            YieldBy::Unit if !self.units.is_empty() => {
                let yields = self.yields();
                return self.units.iter().map(|unit| (YieldKey::Unit(unit.clone()), yields.clone())).collect();
            }
            YieldBy::Unit => YieldKey::Other,
            YieldBy::Mission => YieldKey::Mission(self.mission),
            YieldBy::Event => self.event.clone().map_or(YieldKey::Other, YieldKey::Event),
            YieldBy::Year => YieldKey::Year(self.year),
        };
        BTreeMap::from([(key, self.yields())])
    }
}

/// The figures of missions, put together.
pub fn yield_rows(missions: &[MissionFacts], by: YieldBy) -> BTreeMap<YieldKey, MissionYield> {
    let mut rows: BTreeMap<YieldKey, MissionYield> = BTreeMap::new();
    for (key, yields) in missions.iter().flat_map(|mission| mission.rows(by)) {
        let held = rows.remove(&key).unwrap_or_default();
        rows.insert(key, held.and(yields));
    }
    rows
}

/// What it costs to have a record that is used from a source, instead of going for it: over all sources with a known cost, by
/// currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingCost {
    /// What these sources cost so far, in the smallest unit, and how many of their records are used.
    sums: BTreeMap<Currency, (i64, u64)>,
}

impl ReadingCost {
    /// Adds a source that costs so much a year, was watched for so many days, and was counted so.
    pub fn add(&mut self, a_year: Money, n_days: i64, counted: &SourceYield) {
        let days = u64::try_from(n_days.max(1)).unwrap_or(1);
        let Some(so_far) = a_year.share(days, 365) else { return };
        let sum = self.sums.entry(a_year.currency).or_default();
        *sum = (sum.0.saturating_add(so_far.minor), sum.1 + counted.n_used);
    }

    /// What a used record costs; `None` where no source is paid in this currency, or nothing of it is used.
    pub fn per_used(&self, currency: Currency) -> Option<Money> {
        let (minor, n_used) = self.sums.get(&currency).copied()?;
        Money { minor, currency }.share(1, n_used)
    }

    /// The currencies in which sources are paid.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> {
        self.sums.keys().copied()
    }
}

#[cfg(test)]
#[path = "mission_yield_tests.rs"]
mod tests;
