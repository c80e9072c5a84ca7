//! What inspections tell of all claims: shares with their intervals, how far units can be relied on, what is given up.

use desk::{Estimates, StratumCount};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Found;
use super::entry::{Api, Outcome, Way};
use super::read;
use crate::caller::Caller;
use crate::route::Policy;

/// A value with where it lies, 19 times in 20.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct EstimateView {
    /// The best guess.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A stratum with what was found in it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StratumView {
    /// What it is called.
    pub name: String,
    /// Claims in it.
    pub size: u32,
    /// Claims that were drawn.
    pub drawn: u32,
    /// Of these, claims that were seen.
    pub seen: u32,
    /// Of these, claims that were found as they were said.
    pub verified: u32,
    /// Of these, claims that were found not to be in use at all.
    pub not_in_use: u32,
}

impl From<&StratumCount> for StratumView {
    fn from(one: &StratumCount) -> StratumView {
        StratumView {
            name: one.name.clone(),
            size: one.size,
            drawn: one.drawn,
            seen: one.seen,
            verified: one.verified,
            not_in_use: one.not_in_use,
        }
    }
}

/// How far the claims of a unit can be relied on, and how it stands among the others.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnitReliabilityView {
    /// The unit.
    pub unit: String,
    /// The share of its claims that are true, drawn towards what holds of all units.
    pub reliability: EstimateView,
    /// Claims that were seen.
    pub seen: u32,
    /// Of these, claims that were found as they were said.
    pub verified: u32,
    /// What its place among the limits asks for: `justify`, `challenge` or `act`; null with fewer than three units.
    pub reading: Option<String>,
}

/// What inspections tell of all claims.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EstimatesView {
    /// The programme of which the shares are told.
    pub inspection: Option<String>,
    /// Its strata.
    pub strata: Vec<StratumView>,
    /// The share of its claims that are as they were said.
    pub verified: Option<EstimateView>,
    /// The share of its claims that are not in use at all.
    pub unused: Option<EstimateView>,
    /// Drawn claims that could not be seen.
    pub n_unseen: u32,
    /// The units, the least reliable first.
    pub units: Vec<UnitReliabilityView>,
    /// By how much units differ more than chance lets them; 1 where they do not.
    pub overdispersion: Option<f64>,
    /// How often in a year what had been in production is given up.
    pub given_up: Option<EstimateView>,
}

fn share_view(share: &measure::Share) -> EstimateView {
    EstimateView { value: share.value, low: share.interval.low, high: share.interval.high }
}

fn estimates_view(told: &Estimates) -> EstimatesView {
    let reading = |unit: &str| {
        let found = told.chart.as_ref()?.units.iter().find(|one| one.count.unit == unit)?;
        let word = match found.reading {
            measure::Reading::Justify => "justify",
            measure::Reading::Challenge => "challenge",
            measure::Reading::Act => "act",
        };
        Some(word.to_owned())
    };
    let unit = |one: &measure::Reliability| UnitReliabilityView {
        unit: one.unit.clone(),
        reliability: EstimateView { value: one.value, low: one.interval.low, high: one.interval.high },
        seen: one.seen,
        verified: one.verified,
        reading: reading(&one.unit),
    };
    EstimatesView {
        inspection: told.inspection.as_ref().map(|one| one.id.to_string()),
        strata: told.strata.iter().map(StratumView::from).collect(),
        verified: told.share.as_ref().map(share_view),
        unused: told.unused.as_ref().map(share_view),
        n_unseen: told.n_unseen,
        units: told.reliability.iter().map(unit).collect(),
        overdispersion: told.chart.as_ref().map(|chart| chart.overdispersion),
        given_up: told.given_up.as_ref().map(|rate| EstimateView {
            value: rate.value,
            low: rate.interval.low,
            high: rate.interval.high,
        }),
    }
}

/// Of which programme the shares are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EstimatesQuery {
    /// The programme; left out, the last that found something.
    inspection: Option<String>,
}

async fn estimates(caller: Caller, _: Way, query: EstimatesQuery) -> Outcome<EstimatesView> {
    let today = caller.app.today();
    let told = read(&caller, move |office| office.estimates(query.inspection.as_deref(), today)).await?;
    Ok(Found::one(estimates_view(&told)))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    api.read(
        "/api/v1/estimates",
        Policy::SignedIn,
        "show_estimates",
        "What inspections tell of all claims: shares with their intervals, reliability of units, what is given up",
        estimates,
    )
}
