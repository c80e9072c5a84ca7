//! The parties that a thing names, and how they stand to the lists.

use desk::PartyStanding;
use model::Thing;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::Found;
use super::cursor::Listed;
use super::entry::{Api, Nothing, Outcome, Way};
use super::screening::{PartyView, ScreeningBrief};
use super::{missing, read};
use crate::caller::Caller;
use crate::route::Policy;

/// A party that a thing names, and how it stands to the lists.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartyStandingView {
    /// The thing to which it belongs, with its noun: a host of an agreement belongs to the host.
    pub about: String,
    /// The party.
    pub party: PartyView,
    /// Its screening; null for one that nobody screened.
    pub screening: Option<ScreeningBrief>,
}

impl From<&PartyStanding> for PartyStandingView {
    fn from(one: &PartyStanding) -> PartyStandingView {
        PartyStandingView {
            about: one.of.about.to_string(),
            party: PartyView::from(&one.of.party),
            screening: one.line.as_ref().map(ScreeningBrief::from),
        }
    }
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<PartyStandingView>> {
    let about = Thing::parse(way.get("thing")).ok_or_else(|| missing(&caller))?;
    let found = read(&caller, move |office| office.parties_standing(&about)).await?;
    Ok(Found::listed(Listed::whole(found.iter().map(PartyStandingView::from).collect())))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    api.read(
        "/api/v1/parties/{thing}",
        Policy::SignedIn,
        "list_parties",
        "How the parties stand to the lists that a thing names, written as `host:H…`, `agreement:Z…`, `mission:M…`, `specialist:P…`, \
         `event:Y…`, `sample:O…` or `release:L…`",
        list,
    )
}
