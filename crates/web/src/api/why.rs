//! Why a record was delivered for a need, or why not: every clause, replayed.

use desk::{ProfileWhy, Why};
use matching::{Clause, Parts};
use model::Barrier;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Found;
use super::delivery::DeliveryView;
use super::entry::{Api, Outcome, Way};
use super::read;
use crate::caller::Caller;
use crate::route::Policy;

/// One clause of a query with what became of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClauseView {
    /// The clause, in the query language.
    pub clause: String,
    /// Whether the record satisfies it.
    pub holds: bool,
    /// Why.
    pub reason: String,
    /// How the clauses inside it count: `all` have to hold, or `any`; null when there are none.
    pub joined: Option<String>,
    /// The clauses inside it.
    pub parts: Vec<ClauseView>,
}

impl From<&Clause> for ClauseView {
    fn from(clause: &Clause) -> ClauseView {
        let joined = match clause.joined {
            Parts::None => None,
            Parts::All => Some("all"),
            Parts::Any => Some("any"),
        };
        ClauseView {
            clause: clause.clause.clone(),
            holds: clause.holds,
            reason: clause.reason.to_string(),
            joined: joined.map(str::to_owned),
            parts: clause.parts.iter().map(ClauseView::from).collect(),
        }
    }
}

/// What one profile says to the record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProfileWhyView {
    /// The profile: need and number.
    pub profile: String,
    /// Its query.
    pub query: String,
    /// Whether the record satisfies the query.
    pub holds: bool,
    /// Whether it ranks high enough, too.
    pub serves: bool,
    /// The query clause by clause.
    pub clause: ClauseView,
    /// The words that decided.
    pub grounds: Vec<String>,
    /// Rank of the record, if it satisfies the query.
    pub score: Option<f32>,
    /// Rank below which nothing is delivered.
    pub threshold: Option<f32>,
}

impl From<&ProfileWhy> for ProfileWhyView {
    fn from(why: &ProfileWhy) -> ProfileWhyView {
        ProfileWhyView {
            profile: why.profile.to_string(),
            query: why.query.clone(),
            holds: why.holds,
            serves: why.serves(),
            clause: ClauseView::from(&why.clause),
            grounds: why.grounds.iter().map(ToString::to_string).collect(),
            score: why.score,
            threshold: why.threshold,
        }
    }
}

/// The whole answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WhyView {
    /// The record.
    pub record: String,
    /// The need.
    pub need: String,
    /// What decided, in one sentence.
    pub decided: String,
    /// Whether a pass today would deliver it.
    pub would_deliver: bool,
    /// The delivery, if it was made.
    pub delivered: Option<DeliveryView>,
    /// What keeps everybody at the need's post from seeing the record: `level`, `compartment` or `release`.
    pub barrier: Option<String>,
    /// Profile by profile.
    pub profiles: Vec<ProfileWhyView>,
    /// What decided when the record came, where the need stood otherwise than now; an empty sentence where that is not known.
    pub decided_then: Option<String>,
    /// The profiles as they stood then, where they stood otherwise.
    pub profiles_then: Vec<ProfileWhyView>,
}

impl From<&Why> for WhyView {
    fn from(why: &Why) -> WhyView {
        let barrier = why.barrier.as_ref().map(|barrier| match barrier {
            Barrier::Level(_) => "level",
            Barrier::Compartment(_) => "compartment",
            Barrier::Release => "release",
        });
        WhyView {
            record: why.record.id.to_string(),
            need: why.need.id.to_string(),
            decided: why.decided.to_string(),
            would_deliver: why.would_deliver,
            delivered: why.delivered.as_ref().map(DeliveryView::from),
            barrier: barrier.map(str::to_owned),
            profiles: why.profiles.iter().map(ProfileWhyView::from).collect(),
            decided_then: why
                .then
                .as_ref()
                .map(|then| then.decided.as_ref().map_or_else(String::new, ToString::to_string)),
            profiles_then: why.then.iter().flat_map(|then| &then.profiles).map(ProfileWhyView::from).collect(),
        }
    }
}

/// What is held against what.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhyQuery {
    /// The record, by its number or an identifier.
    record: String,
    /// The need.
    need: String,
}

async fn show(caller: Caller, _: Way, query: WhyQuery) -> Outcome<WhyView> {
    let today = caller.app.today();
    let why = read(&caller, move |office| office.why(&query.record, &query.need, today)).await?;
    Ok(Found::one(WhyView::from(&why)))
}

/// Registers it.
pub fn operations(api: Api) -> Api {
    let summary = "Why a record was delivered for a need, or why not";
    api.read("/api/v1/why", Policy::SignedIn, "why", summary, show)
}
