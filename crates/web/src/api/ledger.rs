//! The ledger, fact by fact, as far as the caller may see.

use schemars::JsonSchema;
use serde::Deserialize;

use super::answer::Found;
use super::cursor::{self, Listed};
use super::entry::{Api, Outcome, Way};
use super::history::FactView;
use super::read;
use super::word::Limit;
use crate::caller::Caller;
use crate::history::tell;
use crate::route::Policy;

/// Which facts are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerQuery {
    /// Facts on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn show(caller: Caller, _: Way, query: LedgerQuery) -> Outcome<Listed<FactView>> {
    let (speech, limit) = (caller.speech(), Limit::of(query.limit));
    let before = cursor::read::<1>(speech, "ledger", query.cursor.as_deref())?;
    let before = before.map(|[seq]| seq.parse::<u64>().map_err(|_| cursor::foreign(speech))).transpose()?;
    let before = before.unwrap_or(i64::MAX.unsigned_abs()).min(i64::MAX.unsigned_abs());
    let told = read(&caller, move |office| tell(office, office.ledger_before(before, limit + 1)?)).await?;
    let views = told.iter().map(FactView::numbered).collect();
    Ok(Found::listed(Listed::cut(views, limit, "ledger", |one: &FactView| {
        vec![one.number.unwrap_or_default().to_string()]
    })))
}

/// Registers it.
pub fn operations(api: Api) -> Api {
    api.read("/api/v1/ledger", Policy::Audit, "ledger", "The facts of the ledger, the latest first", show)
}
