//! How a need does, and the records that it left out, for its post to say what should have come.

use desk::{Performance, ProfilePerformance};
use measure::performance::{LoadAlarm, Segment};
use model::{SpotAnswer, SpotCheck, SpotStratum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Backlog;

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::estimate::EstimateView;
use super::read;
use super::word::{Day, Moment, Word};
use crate::caller::Caller;
use crate::route::Policy;

/// How one profile does, or all of a need together.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProfilePerformanceView {
    /// Its number within the need; none for all together.
    pub profile: Option<u16>,
    /// What share of what it brings is of use; none while nothing was judged.
    pub precision: Option<EstimateView>,
    /// Records that were judged.
    pub n_judged: u64,
    /// Records a week.
    pub per_week: Option<EstimateView>,
    /// Records in each of the last weeks, the latest last.
    pub weeks: Vec<u32>,
    /// What is strange about the load: `never-any`, `silent`, `flood`.
    pub alarm: Option<&'static str>,
    /// Month by month, the latest last.
    pub months: Vec<MonthView>,
}

/// One month.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MonthView {
    /// Year and month.
    pub month: String,
    /// Records that were brought.
    pub n_delivered: u64,
    /// What share of those judged was of use.
    pub precision: Option<EstimateView>,
}

impl From<&ProfilePerformance> for ProfilePerformanceView {
    fn from(one: &ProfilePerformance) -> ProfilePerformanceView {
        let share = |found: measure::performance::Precision| EstimateView {
            value: found.value,
            low: found.interval.low,
            high: found.interval.high,
        };
        ProfilePerformanceView {
            profile: one.number,
            precision: one.precision.map(share),
            n_judged: one.precision.map_or(0, |found| found.judged),
            per_week: one.load.per_week.map(|rate| EstimateView {
                value: rate.value,
                low: rate.interval.low,
                high: rate.interval.high,
            }),
            weeks: one.load.weeks.clone(),
            alarm: one.load.alarm.map(|alarm| match alarm {
                LoadAlarm::NeverAny { .. } => "never-any",
                LoadAlarm::Silent { .. } => "silent",
                LoadAlarm::Flood { .. } => "flood",
            }),
            months: one
                .months
                .iter()
                .map(|month| MonthView {
                    month: month.month.clone(),
                    n_delivered: month.n_delivered,
                    precision: month.precision.map(share),
                })
                .collect(),
        }
    }
}

/// Records that were left out, with what was found in a sample of them.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct LeftOutView {
    /// Records left out.
    pub n_records: u64,
    /// Of them judged.
    pub n_judged: u64,
    /// Judged to be of use.
    pub n_useful: u64,
}

impl From<Segment> for LeftOutView {
    fn from(one: Segment) -> LeftOutView {
        LeftOutView { n_records: one.size, n_judged: one.judged, n_useful: one.relevant }
    }
}

/// How a need does.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PerformanceView {
    /// Since when it is matched.
    pub since: Day,
    /// All profiles together.
    pub whole: ProfilePerformanceView,
    /// Profile by profile.
    pub profiles: Vec<ProfilePerformanceView>,
    /// Records a week that its post wants drawn from what is left out.
    pub spot_rate: u32,
    /// What share of what is of use was brought; none while no sample was judged.
    pub recall: Option<EstimateView>,
    /// Records of use that were missed, by the best guess.
    pub missed: Option<f64>,
    /// And at most, 39 times in 40.
    pub missed_at_most: Option<f64>,
    /// Left out and near, by the words of the need.
    pub near: LeftOutView,
    /// The others that were left out.
    pub far: LeftOutView,
    /// Works named as welcome that are held.
    pub n_canaries: usize,
    /// Of them found by a profile.
    pub n_canaries_found: usize,
    /// Divergence of the words of the last ninety days from those before, in bits; none with few records.
    pub drift: Option<f64>,
    /// The share of random deals of the same records that come as far apart.
    pub drift_p: Option<f64>,
    /// Half of what came was laid before the post within so many seconds.
    pub delay_median_seconds: Option<i64>,
    /// Records that fit and are queued behind what is laid before the post at a time.
    pub n_queued: u64,
    /// The day on which the next of them come.
    pub queued_until: Option<Day>,
    /// When somebody last looked at something of it.
    pub looked_at: Option<Moment>,
    /// When something of it was last answered.
    pub answered_at: Option<Moment>,
}

impl PerformanceView {
    fn of(of: &Performance, waits: Option<&Backlog>) -> PerformanceView {
        let held = of.canaries.iter().filter(|canary| canary.record.is_some());
        PerformanceView {
            since: Day(of.since),
            whole: ProfilePerformanceView::from(&of.whole),
            profiles: of.profiles.iter().map(ProfilePerformanceView::from).collect(),
            spot_rate: of.spot_rate,
            recall: of.recall.map(|found| EstimateView {
                value: found.value,
                low: found.interval.low,
                high: found.interval.high,
            }),
            missed: of.recall.map(|found| found.missed),
            missed_at_most: of.recall.map(|found| found.missed_at_most),
            near: of.left_out[0].into(),
            far: of.left_out[1].into(),
            n_canaries: held.clone().count(),
            n_canaries_found: held.filter(|canary| !canary.found_by.is_empty()).count(),
            drift: of.drift.as_ref().map(|drift| drift.divergence),
            drift_p: of.drift.as_ref().map(|drift| drift.p),
            delay_median_seconds: of.delay.map(|delay| delay.median.div_euclid(1_000_000)),
            n_queued: waits.map_or(0, |waits| waits.n_left),
            queued_until: waits.map(|waits| Day(waits.next_on)),
            looked_at: of.looked_at.map(Moment),
            answered_at: of.answered_at.map(Moment),
        }
    }
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<PerformanceView> {
    let (id, today) = (way.get("need").to_owned(), caller.app.today());
    let found = read(&caller, move |office| {
        let found = office.performance(&id, today)?;
        let waits = office.backlog(&found.need.id)?;
        Ok(PerformanceView::of(&found, waits.as_ref()))
    });
    Ok(Found::one(found.await?))
}

/// A record that a need left out and that was drawn.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SpotCheckView {
    /// Its number.
    pub id: i64,
    /// The record.
    pub record: String,
    /// From which of those left out it was drawn.
    pub stratum: Word<SpotStratum>,
    /// What was said of it; none while nobody answered.
    pub answer: Option<Word<SpotAnswer>>,
}

impl From<&SpotCheck> for SpotCheckView {
    fn from(check: &SpotCheck) -> SpotCheckView {
        SpotCheckView {
            id: check.id,
            record: check.record.to_string(),
            stratum: Word(check.stratum),
            answer: check.answer.map(Word),
        }
    }
}

async fn checks(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<SpotCheckView>> {
    let id = way.get("need").to_owned();
    let found = read(&caller, move |office| {
        let need = office.need(&id)?;
        office.spot_checks(&need.id)
    });
    Ok(Found::listed(Listed::whole(found.await?.iter().map(SpotCheckView::from).collect())))
}

/// How many records are drawn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpotRateBody {
    /// Records a week; nought for none.
    per_week: u32,
}

/// How many records are drawn now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SpotRateView {
    /// Records a week.
    pub per_week: u32,
}

async fn set_rate(caller: Caller, sent: Sent<SpotRateBody>) -> Done<SpotRateView> {
    let (id, per_week) = (sent.way.get("need").to_owned(), sent.body.per_week);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        desk::keep_spot_rate(writer, turn, &office.need(&id)?, per_week)?;
        Ok(Reply::of(SpotRateView { per_week }))
    });
    kept.await
}

/// What is said of a record that was left out.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpotAnswerBody {
    /// The number of the check.
    check: i64,
    /// `useful` when it should have come, `not-useful` when it was rightly left out.
    answer: Word<SpotAnswer>,
}

async fn answer(caller: Caller, sent: Sent<SpotAnswerBody>) -> Done<SpotCheckView> {
    let (id, number, said) = (sent.way.get("need").to_owned(), sent.body.check, sent.body.answer.0);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let need = office.need(&id)?;
        let check = office.spot_check(&need.id, number)?;
        desk::answer_spot_check(writer, turn, &need, &check, said)?;
        Ok(Reply::of(SpotCheckView::from(&SpotCheck { answer: Some(said), ..check })))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/needs/{need}/performance", open, "need_performance", "How a need does", show)
        .read(
            "/api/v1/needs/{need}/spot-checks",
            open,
            "spot_checks",
            "Records that a need left out and that were drawn",
            checks,
        )
        .act(
            "/api/v1/needs/{need}/spot-rate",
            open,
            "set_spot_rate",
            "Sets how many left out records are drawn a week",
            set_rate,
        )
        .act(
            "/api/v1/needs/{need}/spot-checks/answer",
            open,
            "answer_spot_check",
            "Says whether a record that was left out should have come",
            answer,
        )
}
