//! Why a record was delivered for a need, or why not: told by replay.

use std::fmt;

use matching::{Analysis, Clause, Ground, QueryError, Reason, Sheet, oracle, parse};
use model::{Barrier, Date, JobKind, JobState, Need, PostId, Profile, ProfileId, Silence, Status};
use store::{DeliveryFilter, HeldDelivery, HeldRecord};

use crate::{Failure, Office};

/// Jobs that are looked through for one that failed: those that wait for a person come first.
const JOBS_MAX: usize = 200;

/// What one profile says to the record.
#[derive(Clone, Debug)]
pub struct ProfileWhy {
    /// The profile.
    pub profile: ProfileId,
    /// Its query.
    pub query: String,
    /// Whether the record satisfies the query.
    pub holds: bool,
    /// The query clause by clause.
    pub clause: Clause,
    /// The words that decided.
    pub grounds: Vec<Ground>,
    /// Rank of the record, if it satisfies the query.
    pub score: Option<f32>,
    /// Rank below which nothing is delivered.
    pub threshold: Option<f32>,
}

impl ProfileWhy {
    /// Whether the record satisfies the query and ranks high enough.
    pub fn serves(&self) -> bool {
        self.holds && self.score.zip(self.threshold).is_none_or(|(score, threshold)| score >= threshold)
    }
}

/// What decided. It reads as an English sentence without a full stop.
#[derive(Clone, Debug)]
pub enum Decided {
    /// The need is not matched.
    Silent(Silence),
    /// The record no longer stands, and what does not is not delivered.
    Fallen(Status),
    /// A profile holds, but nobody who acts for the post may see the record.
    Withheld(ProfileId, PostId, Option<Barrier>),
    /// A profile holds, by these words.
    Holds(ProfileId, Vec<Ground>),
    /// A profile holds, but the record ranks below its threshold.
    TooLow {
        /// The profile.
        profile: ProfileId,
        /// Rank of the record.
        score: f32,
        /// Rank below which nothing is delivered.
        threshold: f32,
    },
    /// A profile does not hold: a clause of it, and why.
    Fails(ProfileId, Reason, String),
    /// The only profile cannot be read.
    Unread(ProfileId, QueryError),
    /// A profile holds, and the record waits: no more than so many are laid before a post at a time.
    Queued {
        /// Records that wait with it.
        n_left: u64,
        /// The day on which the next of them come.
        next_on: Date,
    },
    /// A profile holds, and the job that matches failed.
    Unmatched(String),
}

impl fmt::Display for Decided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Decided::Silent(silence) => write!(f, "{silence}"),
            Decided::Fallen(status) => write!(f, "the record is {status}, and what no longer stands is not delivered"),
            Decided::Withheld(profile, post, barrier) => {
                let what = barrier.as_ref().map_or_else(String::new, said);
                write!(f, "profile {profile} holds, but nobody who acts for {post} may see the record: {what}")
            }
            Decided::Holds(profile, grounds) => {
                let words: Vec<String> = grounds.iter().map(ToString::to_string).collect();
                write!(f, "profile {profile} holds: {}", words.join("; "))
            }
            Decided::TooLow { profile, score, threshold } => write!(
                f,
                "profile {profile} holds, but the record ranks {score:.2}, below the threshold {threshold:.2}"
            ),
            Decided::Fails(profile, reason, clause) => {
                write!(f, "profile {profile} does not hold: {reason} (clause `{clause}`)")
            }
            Decided::Unread(profile, error) => write!(f, "profile {profile} cannot be read: {error}; restate it"),
            Decided::Queued { n_left, next_on } => {
                write!(f, "it is queued with {n_left} others; the next of them come on {next_on}")
            }
            Decided::Unmatched(error) => {
                write!(f, "the job that matches failed: {error}; ask an administrator to try it again")
            }
        }
    }
}

/// The whole answer.
#[derive(Clone, Debug)]
pub struct Why {
    /// The record.
    pub record: HeldRecord,
    /// The need.
    pub need: Need,
    /// The delivery, if it was made.
    pub delivered: Option<HeldDelivery>,
    /// Whether a pass today would deliver it.
    pub would_deliver: bool,
    /// What keeps everybody at the need's post from seeing the record, if something does.
    pub barrier: Option<Barrier>,
    /// What decided.
    pub decided: Decided,
    /// Profile by profile.
    pub profiles: Vec<ProfileWhy>,
    /// What decided when the record came, where the need stood otherwise than it does now.
    pub then: Option<WhyThen>,
}

/// What decided when a record came.
#[derive(Clone, Debug)]
pub struct WhyThen {
    /// When it came or changed last, in microseconds since 1970.
    pub at: i64,
    /// What decided; nothing where it is not known how the need stood.
    pub decided: Option<Decided>,
    /// Profile by profile, as they stood.
    pub profiles: Vec<ProfileWhy>,
}

impl Office {
    /// Replays a record against a need.
    ///
    /// # Errors
    /// Refused when either is not there.
    pub fn why(&self, record: &str, need: &str, today: Date) -> Result<Why, Failure> {
        let record = self.record(record)?;
        let need = self.need(need)?;
        let sheet = Sheet::new(&record.record, Analysis::Stemmed);
        let (profiles, unread) = self.judged(&need.profiles, &sheet)?;
        let filter =
            DeliveryFilter { need: Some(need.id.clone()), record: Some(record.id), ..DeliveryFilter::default() };
        let delivered = self.deliveries(&filter)?.into_iter().next();
        let silence = need.silence(today);
        let barrier = self.barrier(&need, record.id, today)?;
        let fallen = (!record.record.status.stands()).then_some(record.record.status);
        let best = best(&profiles);
        let by_delivery = delivered.as_ref().and_then(|held| {
            profiles.iter().find(|profile| profile.profile == held.delivery.profile && profile.serves())
        });
        let serving = by_delivery.or(best);
        let would_deliver = serving.is_some() && silence.is_none() && fallen.is_none() && barrier.is_none();
        let decided = match (silence, fallen, serving) {
            (Some(silence), _, _) => Decided::Silent(silence),
            (_, Some(fallen), Some(_)) => Decided::Fallen(fallen),
            (_, _, Some(profile)) if barrier.is_some() && delivered.is_none() => {
                Decided::Withheld(profile.profile.clone(), need.post.clone(), barrier.clone())
            }
            (_, _, Some(profile)) => match (&delivered, self.waits(&need)?) {
                (None, Some(waits)) => waits,
                _ => holds(profile),
            },
            _ => nearest(&profiles, unread),
        };
        let then = self.then(&need, &record, &sheet)?;
        Ok(Why { record, need, delivered, would_deliver, barrier, decided, profiles, then })
    }

    /// Profile by profile what they say to a record, and the last that cannot be read.
    fn judged(&self, profiles: &[Profile], sheet: &Sheet) -> Result<(Vec<ProfileWhy>, Option<Decided>), Failure> {
        let (statistics, crosswalk) = (self.statistics()?, self.crosswalk()?);
        let (mut said, mut unread) = (Vec::new(), None);
        for profile in profiles {
            match parse(&profile.query) {
                Ok(query) => {
                    let query = query.across(&crosswalk);
                    let verdict = oracle::judge(&query, sheet);
                    let rank = || oracle::rank(&query, sheet, &statistics, self.configuration.weights());
                    said.push(ProfileWhy {
                        profile: profile.id.clone(),
                        query: profile.query.clone(),
                        holds: verdict.holds,
                        score: verdict.holds.then(rank),
                        clause: verdict.clause,
                        grounds: verdict.grounds,
                        threshold: profile.threshold,
                    });
                }
                Err(error) => unread = Some(Decided::Unread(profile.id.clone(), error)),
            }
        }
        Ok((said, unread))
    }

    /// Why a record that fits was not laid before the post yet: it waits in the queue, or the job that matches failed.
    fn waits(&self, need: &Need) -> Result<Option<Decided>, Failure> {
        let failed = self.reader.jobs(&self.scope, JOBS_MAX)?.into_iter().find(|job| {
            let matches =
                job.kind == JobKind::MatchNew || (job.kind == JobKind::MatchNeed && job.argument == need.id.as_str());
            matches && job.state == JobState::Failed
        });
        if let Some(job) = failed {
            return Ok(Some(Decided::Unmatched(job.last_error.unwrap_or_default())));
        }
        let backlog = self.backlog(&need.id)?;
        Ok(backlog.map(|one| Decided::Queued { n_left: one.n_left, next_on: one.next_on }))
    }

    /// What decided when the record came. Nothing where the need stood as it stands now. Ranks are by the words of today's records: how rare words were
    /// then is not kept.
    fn then(&self, need: &Need, record: &HeldRecord, sheet: &Sheet) -> Result<Option<WhyThen>, Failure> {
        let at = record.changed_at;
        let now = self.reader.need_version(&self.scope, &need.id, i64::MAX)?;
        let Some(then) = self.reader.need_version(&self.scope, &need.id, at)? else {
            return Ok(now.is_some().then_some(WhyThen { at, decided: None, profiles: Vec::new() }));
        };
        if now.is_some_and(|now| now.since == then.since) {
            return Ok(None);
        }
        let day = Date::of_number(at.div_euclid(86_400_000_000));
        let stood =
            Need { stage: then.stage, expires: then.expires, profiles: then.profiles, joined_to: None, ..need.clone() };
        let (profiles, unread) = self.judged(&stood.profiles, sheet)?;
        let decided = match (stood.silence(day), best(&profiles)) {
            (Some(silence), _) => Decided::Silent(silence),
            (None, Some(profile)) => holds(profile),
            (None, None) => nearest(&profiles, unread),
        };
        Ok(Some(WhyThen { at, decided: Some(decided), profiles }))
    }

    /// What keeps everybody at a need's post from a record; of several, what keeps the first.
    fn barrier(&self, need: &Need, record: model::RecordId, today: Date) -> Result<Option<Barrier>, Failure> {
        let Some(marking) = self.reader.marking_of_record(&self.scope, record)? else { return Ok(None) };
        let eyes = self.eyes_of(&need.post, today)?;
        let barriers: Option<Vec<Barrier>> = eyes.iter().map(|clearance| clearance.barrier(&marking)).collect();
        Ok(barriers.and_then(|barriers| barriers.into_iter().next()))
    }
}

/// The profile by which a pass delivers: the one for which the record ranks highest.
fn best(profiles: &[ProfileWhy]) -> Option<&ProfileWhy> {
    profiles.iter().filter(|profile| profile.serves()).max_by(|a, b| {
        let score = |profile: &ProfileWhy| profile.score.unwrap_or_default();
        score(a).total_cmp(&score(b)).then(b.profile.cmp(&a.profile))
    })
}

/// A profile holds, by these words, each named once.
fn holds(profile: &ProfileWhy) -> Decided {
    let mut distinct: Vec<Ground> = Vec::new();
    for ground in &profile.grounds {
        if !distinct.iter().any(|held| held.to_string() == ground.to_string()) {
            distinct.push(ground.clone());
        }
    }
    Decided::Holds(profile.profile.clone(), distinct)
}

/// Of several that do not serve, the one that comes nearest tells most.
fn nearest(profiles: &[ProfileWhy], unread: Option<Decided>) -> Decided {
    let nearest = profiles.iter().min_by_key(|profile| profile.clause.n_failed());
    nearest.map(refusal).or(unread).unwrap_or(Decided::Silent(Silence::NoProfile))
}

/// A barrier in words.
fn said(barrier: &Barrier) -> String {
    match barrier {
        Barrier::Level(level) => format!("it is marked {level}"),
        Barrier::Compartment(compartment) => format!("it belongs to the compartment {compartment}"),
        Barrier::Release => "it is not released to their unit".to_owned(),
    }
}

/// Why a profile does not serve.
fn refusal(profile: &ProfileWhy) -> Decided {
    let id = profile.profile.clone();
    match (profile.holds, profile.score, profile.threshold) {
        (true, Some(score), Some(threshold)) => Decided::TooLow { profile: id, score, threshold },
        _ => {
            let deciding = profile.clause.deciding();
            Decided::Fails(id, deciding.reason.clone(), deciding.clause.clone())
        }
    }
}

/// Why a profile does not serve; `None` when it does.
pub fn profile_refusal(profile: &ProfileWhy) -> Option<Decided> {
    (!profile.serves()).then(|| refusal(profile))
}
