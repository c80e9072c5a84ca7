//! How departments stand to each other: what of their offers is taken on the other side, and what barriers between them cost; and which
//! things are lacking most.

use std::collections::{BTreeMap, BTreeSet};

use model::{BarrierKind, Date, LoggedBarrier, OfferState, Thing, UnitId, UnitTree, days_lost};

use crate::inspection::department;
use crate::{Failure, Office};

/// Offers between two departments from which on the share that is taken says something.
pub const OFFERS_TOLD_MIN: usize = 5;

/// Offers between the units of two departments, whichever gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffersBetween {
    /// The one department.
    pub one: UnitId,
    /// What it is called.
    pub one_name: String,
    /// The other.
    pub other: UnitId,
    /// What it is called.
    pub other_name: String,
    /// Offers that were made.
    pub n_offers: usize,
    /// Of these, offers that were taken.
    pub n_taken: usize,
    /// Of these, offers that stand declined.
    pub n_declined: usize,
}

impl OffersBetween {
    /// The share that was taken.
    pub fn taken(&self) -> f64 {
        self.n_taken as f64 / self.n_offers.max(1) as f64
    }
}

/// What barriers about one thing cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectCost {
    /// Their sort.
    pub kind: BarrierKind,
    /// What is lacking, as the first of them says it.
    pub subject: String,
    /// How many there are.
    pub n_barriers: usize,
    /// Units that they keep or kept waiting.
    pub n_units: usize,
    /// Days that they cost: those on which several stood in one case are counted once.
    pub days_lost: i64,
}

/// What barriers cost that units of one department wait for another to remove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentCost {
    /// The department that waits.
    pub waits: UnitId,
    /// What it is called.
    pub waits_name: String,
    /// The department whose post can remove them.
    pub removes: UnitId,
    /// What it is called.
    pub removes_name: String,
    /// How many there are.
    pub n_barriers: usize,
    /// Days that they cost.
    pub days_lost: i64,
}

/// What barriers cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BarrierCosts {
    /// How many there are of each sort, and the days that they cost.
    pub by_kind: BTreeMap<BarrierKind, (usize, i64)>,
    /// By what is lacking, the dearest first.
    pub by_subject: Vec<SubjectCost>,
    /// Between departments, the dearest first.
    pub between: Vec<DepartmentCost>,
}

/// Barriers that are counted together.
#[derive(Default)]
struct Pile<'a> {
    cases: BTreeMap<&'a Thing, Vec<LoggedBarrier>>,
    units: BTreeSet<&'a UnitId>,
    n_barriers: usize,
}

impl<'a> Pile<'a> {
    fn put(&mut self, barrier: &'a LoggedBarrier) {
        self.cases.entry(&barrier.on).or_default().push(barrier.clone());
        self.units.insert(&barrier.unit);
        self.n_barriers += 1;
    }

    fn days_lost(&self, today: Date) -> i64 {
        self.cases.values().map(|case| days_lost(case, today)).sum()
    }
}

fn called(tree: &UnitTree, unit: &UnitId) -> String {
    tree.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone())
}

impl Office {
    /// What these barriers cost until a day.
    pub(super) fn barrier_costs(&self, barriers: &[LoggedBarrier], today: Date) -> Result<BarrierCosts, Failure> {
        let tree = self.tree()?;
        let units: BTreeMap<_, _> = self.posts()?.into_iter().map(|post| (post.id, post.unit)).collect();
        let mut kinds: BTreeMap<BarrierKind, Pile<'_>> = BTreeMap::new();
        let mut subjects: BTreeMap<(BarrierKind, String), (&str, Pile<'_>)> = BTreeMap::new();
        let mut pairs: BTreeMap<(UnitId, UnitId), Pile<'_>> = BTreeMap::new();
        for barrier in barriers {
            kinds.entry(barrier.kind).or_default().put(barrier);
            let key = (barrier.kind, barrier.subject.to_lowercase());
            subjects.entry(key).or_insert_with(|| (&barrier.subject, Pile::default())).1.put(barrier);
            let Some(owner) = units.get(&barrier.owner) else { continue };
            let (waits, removes) = (department(&tree, &barrier.unit), department(&tree, owner));
            if waits != removes {
                pairs.entry((waits, removes)).or_default().put(barrier);
            }
        }
        let mut by_subject: Vec<SubjectCost> = subjects
            .into_iter()
            .map(|((kind, _), (subject, pile))| SubjectCost {
                kind,
                subject: subject.to_owned(),
                n_barriers: pile.n_barriers,
                n_units: pile.units.len(),
                days_lost: pile.days_lost(today),
            })
            .collect();
        by_subject.sort_by(|a, b| b.days_lost.cmp(&a.days_lost).then_with(|| a.subject.cmp(&b.subject)));
        let mut between: Vec<DepartmentCost> = pairs
            .into_iter()
            .map(|((waits, removes), pile)| DepartmentCost {
                waits_name: called(&tree, &waits),
                removes_name: called(&tree, &removes),
                n_barriers: pile.n_barriers,
                days_lost: pile.days_lost(today),
                waits,
                removes,
            })
            .collect();
        between.sort_by(|a, b| {
            b.days_lost.cmp(&a.days_lost).then_with(|| (&a.waits, &a.removes).cmp(&(&b.waits, &b.removes)))
        });
        let by_kind = kinds.into_iter().map(|(kind, pile)| (kind, (pile.n_barriers, pile.days_lost(today)))).collect();
        Ok(BarrierCosts { by_kind, by_subject, between })
    }

    /// Offers between departments, as far as they are seen: those pairs first between which the smallest share is taken, and behind them those
    /// with fewer than [`OFFERS_TOLD_MIN`], of which that says nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offers_between(&self) -> Result<Vec<OffersBetween>, Failure> {
        let tree = self.tree()?;
        let mut pairs: BTreeMap<(UnitId, UnitId), OffersBetween> = BTreeMap::new();
        for count in self.reader.offers_counted(&self.scope)? {
            let (giver, unit) = (department(&tree, &count.giver), department(&tree, &count.unit));
            if giver == unit {
                continue;
            }
            let (one, other) = if giver < unit { (giver, unit) } else { (unit, giver) };
            let pair = pairs.entry((one.clone(), other.clone())).or_insert_with(|| OffersBetween {
                one_name: called(&tree, &one),
                other_name: called(&tree, &other),
                one,
                other,
                n_offers: 0,
                n_taken: 0,
                n_declined: 0,
            });
            pair.n_offers += count.n_offers;
            match count.state {
                OfferState::Accepted => pair.n_taken += count.n_offers,
                OfferState::Declined => pair.n_declined += count.n_offers,
                OfferState::Open | OfferState::Asked | OfferState::Moot => {}
            }
        }
        let mut pairs: Vec<OffersBetween> = pairs.into_values().collect();
        pairs.sort_by(|a, b| {
            let is_few = |pair: &OffersBetween| pair.n_offers < OFFERS_TOLD_MIN;
            is_few(a)
                .cmp(&is_few(b))
                .then(a.taken().total_cmp(&b.taken()))
                .then(b.n_offers.cmp(&a.n_offers))
                .then_with(|| (&a.one, &a.other).cmp(&(&b.one, &b.other)))
        });
        Ok(pairs)
    }
}
