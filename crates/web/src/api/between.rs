//! How departments stand to each other: what of their offers is taken on the other side, and what barriers cost, by what is lacking and by who
//! waits for whom.

use desk::{BarrierCosts, BarrierLine, BarrierSearch, DepartmentCost, OffersBetween, SubjectCost};
use model::{BarrierKind, BarrierState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Found;
use super::cursor::Listed;
use super::entry::{Api, Nothing, Outcome, Way};
use super::read;
use super::word::Word;
use crate::caller::Caller;
use crate::route::Policy;

/// What barriers of one sort cost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BarrierKindCostView {
    /// The sort.
    pub kind: Word<BarrierKind>,
    /// How many there are.
    pub n_barriers: usize,
    /// Days that they cost.
    pub days_lost: i64,
}

/// What barriers about one thing cost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BarrierSubjectCostView {
    /// Their sort.
    pub kind: Word<BarrierKind>,
    /// What is lacking.
    pub subject: String,
    /// How many there are.
    pub n_barriers: usize,
    /// Units that they keep or kept waiting.
    pub n_units: usize,
    /// Days that they cost.
    pub days_lost: i64,
}

impl From<&SubjectCost> for BarrierSubjectCostView {
    fn from(one: &SubjectCost) -> BarrierSubjectCostView {
        BarrierSubjectCostView {
            kind: Word(one.kind),
            subject: one.subject.clone(),
            n_barriers: one.n_barriers,
            n_units: one.n_units,
            days_lost: one.days_lost,
        }
    }
}

/// What barriers cost that units of one department wait for another to remove.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DepartmentCostView {
    /// The department that waits.
    pub waits: String,
    /// The department whose post can remove them.
    pub removes: String,
    /// How many there are.
    pub n_barriers: usize,
    /// Days that they cost.
    pub days_lost: i64,
}

impl From<&DepartmentCost> for DepartmentCostView {
    fn from(one: &DepartmentCost) -> DepartmentCostView {
        DepartmentCostView {
            waits: one.waits.to_string(),
            removes: one.removes.to_string(),
            n_barriers: one.n_barriers,
            days_lost: one.days_lost,
        }
    }
}

/// What barriers cost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BarrierCostsView {
    /// By their sort.
    pub by_kind: Vec<BarrierKindCostView>,
    /// By what is lacking, the dearest first.
    pub by_subject: Vec<BarrierSubjectCostView>,
    /// Between departments, the dearest first.
    pub between: Vec<DepartmentCostView>,
}

/// Which barriers are counted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BarrierCostsQuery {
    /// Of this sort.
    kind: Option<Word<BarrierKind>>,
    /// Standing so.
    state: Option<Word<BarrierState>>,
}

async fn costs(caller: Caller, _: Way, query: BarrierCostsQuery) -> Outcome<BarrierCostsView> {
    let today = caller.app.today();
    let (kind, state) = (query.kind.map(|word| word.0), query.state.map(|word| word.0));
    let search = BarrierSearch { kind, state, ..BarrierSearch::default() };
    let (_, costs): (Vec<BarrierLine>, BarrierCosts) =
        read(&caller, move |office| office.barriers(&search, today)).await?;
    let of_kind = |(kind, (n_barriers, days_lost)): (&BarrierKind, &(usize, i64))| BarrierKindCostView {
        kind: Word(*kind),
        n_barriers: *n_barriers,
        days_lost: *days_lost,
    };
    Ok(Found::one(BarrierCostsView {
        by_kind: costs.by_kind.iter().map(of_kind).collect(),
        by_subject: costs.by_subject.iter().map(BarrierSubjectCostView::from).collect(),
        between: costs.between.iter().map(DepartmentCostView::from).collect(),
    }))
}

/// Offers between the units of two departments, whichever gave.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OffersBetweenView {
    /// The one department.
    pub one: String,
    /// The other.
    pub other: String,
    /// Offers that were made.
    pub n_offers: usize,
    /// Of these, offers that were taken.
    pub n_taken: usize,
    /// Of these, offers that stand declined.
    pub n_declined: usize,
}

impl From<&OffersBetween> for OffersBetweenView {
    fn from(one: &OffersBetween) -> OffersBetweenView {
        OffersBetweenView {
            one: one.one.to_string(),
            other: one.other.to_string(),
            n_offers: one.n_offers,
            n_taken: one.n_taken,
            n_declined: one.n_declined,
        }
    }
}

async fn between(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<OffersBetweenView>> {
    let pairs: Vec<OffersBetween> = read(&caller, move |office| office.offers_between()).await?;
    Ok(Found::listed(Listed::whole(pairs.iter().map(OffersBetweenView::from).collect())))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    api.read(
        "/api/v1/barrier-costs",
        Policy::SignedIn,
        "show_barrier_costs",
        "What barriers cost: by sort, by what is lacking, and by which department waits for which",
        costs,
    )
    .read(
        "/api/v1/offers-between",
        Policy::SignedIn,
        "list_offers_between",
        "Offers between departments, those pairs first between which the smallest share is taken",
        between,
    )
}
