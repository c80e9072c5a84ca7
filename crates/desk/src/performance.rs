//! How a need's profiles do: what of what they bring is of use, what they miss, how much they bring, how late, and why nothing comes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use matching::{Analysis, Sheet, oracle, parse, salient};
use measure::performance::{Drift, Load, LoadAlarm, Precision, Recall, Segment, drift, load, precision, recall};
use model::{
    Choice, Date, Disposition, Identifier, Need, Noun, PassReason, RecordId, Silence, SpotAnswer, SpotStratum, Thing,
    Verb,
};
use store::{DeliveryFilter, HeldDelivery};

use crate::{Failure, Office};

/// Weeks of which the load is listed.
pub const LOAD_WEEKS: usize = 26;

/// Months of which precision is listed.
pub const TREND_MONTHS: usize = 12;

/// The later of the two times whose words are held against each other, in days.
const DRIFT_DAYS: i64 = 90;

/// Records of each time whose words are looked at.
const DRIFT_RECORDS_MAX: usize = 150;

/// Words of a record that are looked at.
const DRIFT_WORDS_MAX: usize = 30;

/// Deliveries of which it is said how late they were.
const DELAYS_MAX: usize = 1_000;

/// Days of records before the first draw from which it drew; they belong to what its samples say.
const FIRST_DAYS: i64 = 28;

const DAY_MICROS: i64 = 86_400_000_000;

fn day(at: i64) -> Date {
    Date::of_number(at.div_euclid(DAY_MICROS))
}

/// What an answer says of whether the record was rightly brought. What could not be done, had or read says nothing of it; what went on to another post is
/// answered there.
pub fn is_useful(disposition: &Disposition) -> Option<bool> {
    match (disposition.choice, disposition.reason) {
        (Choice::Use | Choice::Study | Choice::Known, _) => Some(true),
        (
            Choice::Pass,
            Some(PassReason::OffTopic | PassReason::TooGeneral | PassReason::OutOfDate | PassReason::NotForUs),
        ) => Some(false),
        (Choice::Pass | Choice::Forward, _) => None,
    }
}

/// One month.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthOfPerformance {
    /// Year and month, `2026-11`.
    pub month: String,
    /// Records that were brought.
    pub n_delivered: u64,
    /// What of them was of use, of those judged.
    pub precision: Option<Precision>,
}

/// How one profile does, or all of a need together.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfilePerformance {
    /// Its number within the need; nothing for all together.
    pub number: Option<u16>,
    /// What it asks; empty for all together, and where it is gone.
    pub query: String,
    /// What share of what it brings is of use.
    pub precision: Option<Precision>,
    /// How much it brings.
    pub load: Load,
    /// Month by month, the latest last.
    pub months: Vec<MonthOfPerformance>,
}

/// A work that would have been welcome, and whether the need finds it: a canary.
#[derive(Clone, Debug, PartialEq)]
pub struct Canary {
    /// How it is named in the need.
    pub identifier: Identifier,
    /// The record, if it is held.
    pub record: Option<RecordId>,
    /// The profiles that find it.
    pub found_by: Vec<u16>,
}

/// How late things come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lateness {
    /// Of half of them not later than so, in microseconds.
    pub median: i64,
    /// The longest, in microseconds.
    pub longest: i64,
    /// Deliveries that were counted.
    pub n: usize,
}

/// Why nothing came. Told where the load is silent.
#[derive(Clone, Debug, PartialEq)]
pub enum NothingCame {
    /// The need is not matched.
    Silent(Silence),
    /// A profile cannot be read.
    Unread(u16, String),
    /// Nothing came into the office at all.
    NoRecords {
        /// Since this day.
        since: Date,
    },
    /// Records came in, and none fits.
    NoneFits {
        /// Since this day.
        since: Date,
        /// So many, of those that are seen.
        n_records: u64,
    },
}

/// How a need does.
#[derive(Clone, Debug, PartialEq)]
pub struct Performance {
    /// The need.
    pub need: Need,
    /// Since when it is matched.
    pub since: Date,
    /// All profiles together.
    pub whole: ProfilePerformance,
    /// Profile by profile.
    pub profiles: Vec<ProfilePerformance>,
    /// Records a week that its post wants drawn from what is left out.
    pub spot_rate: u32,
    /// What share of what is of use was brought, since records are drawn.
    pub recall: Option<Recall>,
    /// What was left out since then: near, far.
    pub left_out: [Segment; 2],
    /// Works that would have been welcome.
    pub canaries: Vec<Canary>,
    /// Whether the words of what is brought change.
    pub drift: Option<Drift>,
    /// How late things come.
    pub delay: Option<Lateness>,
    /// When somebody last looked at something of it, in microseconds since 1970.
    pub looked_at: Option<i64>,
    /// When something of it was last answered.
    pub answered_at: Option<i64>,
    /// Why nothing came, where nothing came for longer than chance explains.
    pub nothing_came: Option<NothingCame>,
}

impl Office {
    /// How a need does.
    ///
    /// # Errors
    /// Refused when there is no such need.
    pub fn performance(&self, need: &str, today: Date) -> Result<Performance, Failure> {
        let need = self.need(need)?;
        let filter = DeliveryFilter { need: Some(need.id.clone()), ..DeliveryFilter::default() };
        let mut all = self.deliveries(&filter)?;
        // What was passed on was brought once.
        all.retain(|held| held.delivery.forwarded_from.is_none());
        let since = self.matched_since(&need, &all, today)?;
        let whole = of_profile(None, String::new(), &all.iter().collect::<Vec<_>>(), since, today);
        let profiles = need.profiles.iter().map(|profile| {
            let own: Vec<&HeldDelivery> = all.iter().filter(|held| held.delivery.profile == profile.id).collect();
            of_profile(Some(profile.id.number), profile.query.clone(), &own, since, today)
        });
        let profiles: Vec<ProfilePerformance> = profiles.collect();
        let (recall, left_out) = self.missed(&need, &all)?;
        let nothing_came = match whole.load.alarm {
            Some(LoadAlarm::Silent { .. } | LoadAlarm::NeverAny { .. }) => {
                Some(self.why_nothing(&need, &all, since, today)?)
            }
            _ => need.silence(today).map(NothingCame::Silent),
        };
        Ok(Performance {
            spot_rate: self.spot_rate(&need.id)?,
            canaries: self.canaries(&need)?,
            drift: self.drift_of(&all, today)?,
            delay: self.delay(&need)?,
            looked_at: all.iter().filter_map(|held| held.read_at).max(),
            answered_at: all.iter().filter_map(|held| held.decided.as_ref().map(|decided| decided.at)).max(),
            since,
            whole,
            profiles,
            recall,
            left_out,
            nothing_came,
            need,
        })
    }

    /// Since when a need is matched: since it was accepted, or since something was first laid before its post.
    fn matched_since(&self, need: &Need, all: &[HeldDelivery], today: Date) -> Result<Date, Failure> {
        let history = self.history(&Thing::new(Noun::Need, &need.id))?;
        let is_begin = |verb: Verb| matches!(verb, Verb::Accepted | Verb::Stated);
        let accepted = history.iter().filter(|held| is_begin(held.fact.verb)).map(|held| held.at).max();
        let first = all.iter().map(|held| held.made_at).min();
        Ok(accepted.into_iter().chain(first).min().map_or(today, day))
    }

    /// What was missed, by what was drawn from what was left out. Counted from the time on from which was drawn.
    fn missed(&self, need: &Need, all: &[HeldDelivery]) -> Result<(Option<Recall>, [Segment; 2]), Failure> {
        let draws = self.reader.spot_draws(&self.scope, &need.id)?;
        let mut left_out = [Segment::default(); 2];
        let Some(first) = draws.first() else { return Ok((None, left_out)) };
        left_out[0].size = draws.iter().map(|draw| draw.n_near).sum();
        left_out[1].size = draws.iter().map(|draw| draw.n_far).sum();
        for check in self.spot_checks(&need.id)? {
            let Some(answer) = check.answer else { continue };
            let segment = &mut left_out[usize::from(check.stratum == SpotStratum::Far)];
            segment.judged += 1;
            segment.relevant += u64::from(answer == SpotAnswer::Useful);
        }
        let from = first.drawn_at - FIRST_DAYS * DAY_MICROS;
        let brought: Vec<&HeldDelivery> = all.iter().filter(|held| held.made_at >= from).collect();
        let judged = judged(&brought);
        let delivered = Segment {
            size: brought.len() as u64,
            judged: judged.iter().flatten().count() as u64,
            relevant: judged.iter().filter(|useful| **useful == Some(true)).count() as u64,
        };
        Ok((recall(delivered, &left_out), left_out))
    }

    fn canaries(&self, need: &Need) -> Result<Vec<Canary>, Failure> {
        let crosswalk = self.crosswalk()?;
        let mut found = Vec::new();
        for identifier in &need.examples {
            let held = self.reader.records_identified(&self.scope, identifier)?.into_iter().next();
            let mut found_by = Vec::new();
            if let Some(held) = &held {
                let sheet = Sheet::new(&held.record, Analysis::Stemmed);
                for profile in &need.profiles {
                    let fits =
                        parse(&profile.query).is_ok_and(|query| oracle::judge(&query.across(&crosswalk), &sheet).holds);
                    if fits {
                        found_by.push(profile.id.number);
                    }
                }
            }
            found.push(Canary { identifier: identifier.clone(), record: held.map(|held| held.id), found_by });
        }
        Ok(found)
    }

    fn drift_of(&self, all: &[HeldDelivery], today: Date) -> Result<Option<Drift>, Failure> {
        let is_late = |held: &&HeldDelivery| today.days_since(day(held.made_at)) < DRIFT_DAYS;
        let statistics = self.statistics()?;
        let mut written: HashMap<String, String> = HashMap::new();
        let mut keys_of = |some: Vec<&HeldDelivery>| -> Result<Vec<Vec<String>>, Failure> {
            let mut records = Vec::new();
            for held in some.into_iter().rev().take(DRIFT_RECORDS_MAX) {
                let Some(record) = self.by_id(held.delivery.record)? else { continue };
                let words = salient(&Sheet::new(&record, Analysis::Stemmed), &statistics);
                let keys = words.into_iter().take(DRIFT_WORDS_MAX).map(|word| {
                    written.entry(word.key.clone()).or_insert(word.written);
                    word.key
                });
                records.push(keys.collect());
            }
            Ok(records)
        };
        let after = keys_of(all.iter().filter(is_late).collect())?;
        let before = keys_of(all.iter().filter(|held| !is_late(held)).collect())?;
        let lent = |records: &[Vec<String>]| -> Vec<Vec<&str>> { vec![Vec::new(); records.len()] };
        let (mut first, mut second) = (lent(&before), lent(&after));
        for (words, record) in first.iter_mut().zip(&before).chain(second.iter_mut().zip(&after)) {
            words.extend(record.iter().map(|key| written.get(key).map_or(key.as_str(), String::as_str)));
        }
        Ok(drift(&first, &second))
    }

    fn delay(&self, need: &Need) -> Result<Option<Lateness>, Failure> {
        let mut delays = self.reader.delivery_delays(&self.scope, &need.id, DELAYS_MAX)?;
        delays.sort_unstable();
        let Some(longest) = delays.last().copied() else { return Ok(None) };
        Ok(Some(Lateness { median: delays[(delays.len() - 1) / 2], longest, n: delays.len() }))
    }

    fn why_nothing(&self, need: &Need, all: &[HeldDelivery], since: Date, today: Date) -> Result<NothingCame, Failure> {
        if let Some(silence) = need.silence(today) {
            return Ok(NothingCame::Silent(silence));
        }
        for profile in &need.profiles {
            if let Err(error) = parse(&profile.query) {
                return Ok(NothingCame::Unread(profile.id.number, error.to_string()));
            }
        }
        let from = all.iter().map(|held| held.made_at).max();
        let since = from.map_or(since, day);
        let from = from.unwrap_or(since.number() * DAY_MICROS);
        let n_records = self.reader.n_records_kept_since(&self.scope, from)?;
        Ok(match n_records {
            0 => NothingCame::NoRecords { since },
            _ => NothingCame::NoneFits { since, n_records },
        })
    }
}

/// What each delivery was found to be; nothing where it says nothing of the profile.
fn judged(some: &[&HeldDelivery]) -> Vec<Option<bool>> {
    some.iter().map(|held| held.decided.as_ref().and_then(|decided| is_useful(&decided.disposition))).collect()
}

fn precision_of(some: &[&HeldDelivery]) -> Option<Precision> {
    let judged = judged(some);
    let useful = judged.iter().filter(|useful| **useful == Some(true)).count();
    precision(useful as u64, judged.iter().flatten().count() as u64)
}

fn of_profile(
    number: Option<u16>,
    query: String,
    own: &[&HeldDelivery],
    since: Date,
    today: Date,
) -> ProfilePerformance {
    let days: Vec<Date> = own.iter().map(|held| day(held.made_at)).collect();
    let mut months: BTreeMap<String, Vec<&HeldDelivery>> = last_months(today);
    for held in own {
        let made = day(held.made_at);
        if let Some(month) = months.get_mut(&month_of(made)) {
            month.push(held);
        }
    }
    let months = months.into_iter().map(|(month, brought)| MonthOfPerformance {
        month,
        n_delivered: brought.len() as u64,
        precision: precision_of(&brought),
    });
    ProfilePerformance {
        number,
        query,
        precision: precision_of(own),
        load: load(&days, since, today, LOAD_WEEKS),
        months: months.collect(),
    }
}

fn month_of(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The last months, each with nothing.
fn last_months<'d>(today: Date) -> BTreeMap<String, Vec<&'d HeldDelivery>> {
    let names: BTreeSet<String> = std::iter::successors(Some(today), |day| Some(day.plus_days(-i64::from(day.day()))))
        .take(TREND_MONTHS)
        .map(month_of)
        .collect();
    names.into_iter().map(|name| (name, Vec::new())).collect()
}
