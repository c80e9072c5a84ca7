//! Why a record was delivered for a need, or why not: told by replay.

use matching::{Analysis, Clause, Ground, Sheet, oracle, parse};
use model::{Barrier, Date, Need, ProfileId};
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
    /// What decided, in one sentence.
    pub decided: String,
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
        let statistics = self.statistics()?;
        let mut profiles = Vec::new();
        let mut unread = None;
        for profile in &need.profiles {
            match parse(&profile.query) {
                Ok(query) => {
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
                Err(error) => unread = Some(format!("profile {} cannot be read: {error}; restate it", profile.id)),
            }
        }
        let filter =
            DeliveryFilter { need: Some(need.id.clone()), record: Some(record.id), ..DeliveryFilter::default() };
        let delivered = self.deliveries(&filter)?.into_iter().next();
        let silence = need.silence(today);
        let barrier = self.barrier(&need, record.id, today)?;
        let fallen = (!record.record.status.stands())
            .then(|| format!("the record is {}, and what no longer stands is not delivered", record.record.status));
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
            (Some(silence), _, _) => silence,
            (_, Some(fallen), Some(_)) => fallen,
            (_, _, Some(profile)) if barrier.is_some() && delivered.is_none() => {
                let what = barrier.as_ref().map_or_else(String::new, said);
                format!(
                    "profile {} holds, but nobody who acts for {} may see the record: {what}",
                    profile.profile, need.post
                )
            }
            (_, _, Some(profile)) => {
                let words: Vec<String> = profile.grounds.iter().map(ToString::to_string).collect();
                let mut distinct = Vec::new();
                for word in words {
                    if !distinct.contains(&word) {
                        distinct.push(word);
                    }
                }
                format!("profile {} holds: {}", profile.profile, distinct.join("; "))
            }
            // Of several that do not serve, the one that comes nearest tells most.
            _ => {
                let nearest = profiles.iter().min_by_key(|profile| profile.clause.n_failed());
                nearest.map(refusal).or(unread).unwrap_or_else(|| "the need has no profile".to_owned())
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

/// Why a profile does not serve, in one sentence.
fn refusal(profile: &ProfileWhy) -> String {
    match (profile.holds, profile.score, profile.threshold) {
        (true, Some(score), Some(threshold)) => {
            format!(
                "profile {} holds, but the record ranks {score:.2}, below the threshold {threshold:.2}",
                profile.profile
            )
        }
        _ => {
            let deciding = profile.clause.deciding();
            format!("profile {} does not hold: {} (clause `{}`)", profile.profile, deciding.reason, deciding.clause)
        }
    }
}

/// Why a profile does not serve, in one sentence; `None` when it does.
pub fn profile_refusal(profile: &ProfileWhy) -> Option<String> {
    (!profile.serves()).then(|| refusal(profile))
}
