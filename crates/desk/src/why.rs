//! Why a record was delivered for a need, or why not: told by replay.

use std::fmt;

use matching::{Analysis, Clause, Ground, QueryError, Reason, Sheet, oracle, parse};
use model::{Barrier, Date, Need, PostId, ProfileId, Silence, Status};
use store::{DeliveryFilter, HeldDelivery, HeldRecord};

use crate::{Failure, Office};

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
        let (statistics, crosswalk) = (self.statistics()?, self.crosswalk()?);
        let mut profiles = Vec::new();
        let mut unread = None;
        for profile in &need.profiles {
            match parse(&profile.query) {
                Ok(query) => {
                    let query = query.across(&crosswalk);
                    let verdict = oracle::judge(&query, &sheet);
                    let rank = || oracle::rank(&query, &sheet, &statistics, self.configuration.weights());
                    profiles.push(ProfileWhy {
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
        let filter =
            DeliveryFilter { need: Some(need.id.clone()), record: Some(record.id), ..DeliveryFilter::default() };
        let delivered = self.deliveries(&filter)?.into_iter().next();
        let silence = need.silence(today);
        let barrier = self.barrier(&need, record.id, today)?;
        let fallen = (!record.record.status.stands()).then_some(record.record.status);
        // The profile by which a pass delivers: the one for which the record ranks highest.
        let best = profiles.iter().filter(|profile| profile.serves()).max_by(|a, b| {
            let score = |profile: &ProfileWhy| profile.score.unwrap_or_default();
            score(a).total_cmp(&score(b)).then(b.profile.cmp(&a.profile))
        });
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
            (_, _, Some(profile)) => {
                let mut distinct: Vec<Ground> = Vec::new();
                for ground in &profile.grounds {
                    if !distinct.iter().any(|held| held.to_string() == ground.to_string()) {
                        distinct.push(ground.clone());
                    }
                }
                Decided::Holds(profile.profile.clone(), distinct)
            }
            // Of several that do not serve, the one that comes nearest tells most.
            _ => {
                let nearest = profiles.iter().min_by_key(|profile| profile.clause.n_failed());
                nearest.map(refusal).or(unread).unwrap_or(Decided::Silent(Silence::NoProfile))
            }
        };
        Ok(Why { record, need, delivered, would_deliver, barrier, decided, profiles })
    }

    /// What keeps everybody at a need's post from a record; of several, what keeps the first.
    fn barrier(&self, need: &Need, record: model::RecordId, today: Date) -> Result<Option<Barrier>, Failure> {
        let Some(marking) = self.reader.marking_of_record(&self.scope, record)? else { return Ok(None) };
        let eyes = self.eyes_of(&need.post, today)?;
        let barriers: Option<Vec<Barrier>> = eyes.iter().map(|clearance| clearance.barrier(&marking)).collect();
        Ok(barriers.and_then(|barriers| barriers.into_iter().next()))
    }
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
