//! Rematches: what needs gained and lost because schemes or mappings changed.

use model::RematchLine;
use schemars::JsonSchema;
use serde::Serialize;
use store::HeldRematch;

use super::answer::Found;
use super::cursor::Listed;
use super::entry::{Api, Nothing, Outcome, Way};
use super::word::Moment;
use super::{missing, read};
use crate::caller::Caller;
use crate::route::Policy;

/// Rematches that are listed.
const LISTED_MAX: usize = 100;

/// A time that needs were matched again.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RematchView {
    /// Its number.
    pub number: i64,
    /// When.
    pub at: Moment,
    /// Needs that were matched again.
    pub n_needs: u64,
    /// Deliveries that fit since then.
    pub n_gained: u64,
    /// Deliveries that fit no longer.
    pub n_lost: u64,
    /// Records that fit and were not laid before posts, because there were more than are laid at once.
    pub n_capped: u64,
}

impl From<&HeldRematch> for RematchView {
    fn from(held: &HeldRematch) -> RematchView {
        let HeldRematch { id, at, n_needs, n_gained, n_lost, n_capped } = *held;
        RematchView { number: id, at: Moment(at), n_needs, n_gained, n_lost, n_capped }
    }
}

/// What one need gained or lost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RematchLineView {
    /// The need.
    pub need: String,
    /// The delivery, which stays either way.
    pub delivery: String,
    /// Whether it fits since then; else it fits no longer.
    pub gained: bool,
}

impl From<&RematchLine> for RematchLineView {
    fn from(line: &RematchLine) -> RematchLineView {
        RematchLineView { need: line.need.to_string(), delivery: line.delivery.to_string(), gained: line.is_gained }
    }
}

/// A rematch with what came of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WholeRematchView {
    /// The rematch.
    pub rematch: RematchView,
    /// What needs gained and lost, by need.
    pub lines: Vec<RematchLineView>,
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<RematchView>> {
    let held = read(&caller, |office| office.rematches(None, LISTED_MAX)).await?;
    Ok(Found::listed(Listed::whole(held.iter().map(RematchView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<WholeRematchView> {
    let id: i64 = way.get("rematch").parse().map_err(|_| missing(&caller))?;
    let found = read(&caller, move |office| Ok((office.rematches(Some(id), 1)?.pop(), office.rematch_lines(id)?)));
    let (held, lines) = found.await?;
    let held = held.ok_or_else(|| missing(&caller))?;
    Ok(Found::one(WholeRematchView {
        rematch: RematchView::from(&held),
        lines: lines.iter().map(RematchLineView::from).collect(),
    }))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read(
        "/api/v1/rematches",
        open,
        "list_rematches",
        "Times that needs were matched again after schemes or mappings changed, the newest first",
        list,
    )
    .read("/api/v1/rematches/{rematch}", open, "show_rematch", "What needs gained and lost by it", show)
}
