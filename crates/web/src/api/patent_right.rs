//! Patents of agreements: listed, written in, taken out.

use axum::http::Method;
use model::{PatentRight, PatentStatus, PatentTerritory};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::agreement::{AgreementView, page_of, reply, seen};
use super::answer::{Found, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::slip;
use super::word::{Day, Word};
use crate::caller::Caller;
use crate::route::Policy;

/// A patent in one territory.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatentTerritoryView {
    /// The country or office by its code of two letters.
    pub country: String,
    /// Where it stands there.
    pub status: Word<PatentStatus>,
}

/// A patent of an agreement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PatentRightView {
    /// Its number within the agreement.
    pub number: u32,
    /// Its number in normal form.
    pub identifier: String,
    /// What it is about.
    pub title: String,
    /// The family that it belongs to.
    pub family: String,
    /// Where it holds.
    pub territories: Vec<PatentTerritoryView>,
    /// The day on which it was applied for.
    pub filed: Option<Day>,
    /// The day on which it expires, where that is stated.
    pub stated_expiry: Option<Day>,
    /// The day on which it expires: what is stated, or twenty years from filing.
    pub expires: Option<Day>,
    /// The record that last said something of it.
    pub record: Option<String>,
}

impl From<&PatentRight> for PatentRightView {
    fn from(one: &PatentRight) -> PatentRightView {
        let territory =
            |one: &PatentTerritory| PatentTerritoryView { country: one.country.clone(), status: Word(one.status) };
        PatentRightView {
            number: one.number,
            identifier: one.identifier.value().to_owned(),
            title: one.title.clone(),
            family: one.family.clone(),
            territories: one.territories.iter().map(territory).collect(),
            filed: one.filed.map(Day),
            stated_expiry: one.stated_expiry.map(Day),
            expires: one.expires().map(Day),
            record: one.record.map(|record| record.to_string()),
        }
    }
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<PatentRightView>> {
    let page = page_of(&caller, &way).await?;
    Ok(Found::listed(Listed::whole(page.patents.iter().map(PatentRightView::from).collect())))
}

/// A patent that is named, or changed where it has a number.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatentRightBody {
    /// The number within the agreement of the one that is changed; left out for a new one.
    #[serde(default)]
    number: u32,
    /// Its number, in whatever form it is written.
    identifier: String,
    /// What it is about.
    #[serde(default)]
    title: String,
    /// The family, by the number of its first member.
    #[serde(default)]
    family: String,
    /// Where it holds.
    #[serde(default)]
    territories: Vec<PatentTerritoryView>,
    /// The day on which it was applied for.
    filed: Option<Day>,
    /// The day on which it expires, where that is stated.
    stated_expiry: Option<Day>,
}

async fn write(caller: Caller, sent: Sent<PatentRightBody>) -> Done<AgreementView> {
    let (seen, body) = (seen(&caller, &sent)?, sent.body.clone());
    let identifier = PatentRight::number_of(&body.identifier);
    let identifier = identifier.map_err(|refusal| slip(&caller, "#/identifier", caller.speech().refusal(&refusal)))?;
    let territory = |one: &PatentTerritoryView| PatentTerritory { country: one.country.clone(), status: one.status.0 };
    let one = PatentRight {
        number: body.number,
        identifier,
        title: body.title,
        family: body.family,
        territories: body.territories.iter().map(territory).collect(),
        filed: body.filed.map(|day| day.0),
        stated_expiry: body.stated_expiry.map(|day| day.0),
        record: None,
    };
    sent.keep(&caller, move |writer, turn, _| Ok(reply(&desk::write_patent(writer, turn, seen, one)?))).await
}

async fn remove(caller: Caller, sent: Sent<Nothing>) -> Done<AgreementView> {
    let seen = seen(&caller, &sent)?;
    let number = sent.way.get("patent").parse().unwrap_or(0);
    sent.keep(&caller, move |writer, turn, _| Ok(reply(&desk::remove_patent(writer, turn, seen, number)?))).await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, all) = (Policy::SignedIn, "/api/v1/agreements/{agreement}/patents");
    api.read(all, open, "list_patents", "The patents of an agreement", list)
        .change((Method::POST, all), open, "write_patent", "Names a patent, or changes one", write)
        .change(
            (Method::DELETE, "/api/v1/agreements/{agreement}/patents/{patent}"),
            open,
            "remove_patent",
            "Takes a patent out of an agreement",
            remove,
        )
}
