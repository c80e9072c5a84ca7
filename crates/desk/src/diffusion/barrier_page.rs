//! What pages show of barriers: by sort, by who can remove them, with the days that they cost and for how many units one was removed at once.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    AdoptionId, BarrierId, BarrierKind, BarrierState, Date, Duty, DutyKind, DutyState, LoggedBarrier, Noun, OfferId,
    PostId, Thing, UnitId, days_lost, sentence,
};
use store::{BarrierFilter, Scope, TechnologyOfferFilter};

use super::barrier::{goes_on, is_over, post_of_today, thing};
use super::between::BarrierCosts;
use super::{no_adoption, no_barrier};
use crate::{Failure, Office, Officer};

/// Barriers that are listed at once. Who looks for one among more narrows the list.
pub const BARRIERS_LISTED: usize = 500;

/// Posts that are offered at once. Who looks for another narrows the list by words.
const POSTS_OFFERED_MAX: usize = 100;

/// Posts outside a unit.
#[derive(Clone, Debug, Default)]
pub struct PostsOutside {
    /// Each with the name of its unit and its title.
    pub posts: Vec<(PostId, String)>,
    /// How many more there are.
    pub n_left: usize,
}

/// What a list of barriers is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct BarrierSearch {
    /// Of this sort.
    pub kind: Option<BarrierKind>,
    /// Standing so.
    pub state: Option<BarrierState>,
    /// That this post can remove.
    pub owner: Option<PostId>,
    /// On this offer or adoption.
    pub on: Option<Thing>,
}

/// A barrier as a list shows it.
#[derive(Clone, Debug)]
pub struct BarrierLine {
    /// The barrier.
    pub barrier: LoggedBarrier,
    /// The name of the unit that waits.
    pub unit: String,
    /// The title of the post that can remove it.
    pub owner: String,
    /// What stands behind: the technology.
    pub technology: String,
    /// Units that were freed at once by this removal, this one included; 0 where it stands.
    pub n_units: usize,
}

/// A barrier with what its page shows.
#[derive(Clone, Debug)]
pub struct BarrierPage {
    /// The barrier.
    pub line: BarrierLine,
    /// The title of the post that logged it.
    pub post: String,
    /// The barrier elsewhere that was removed, where it is seen.
    pub elsewhere: Option<LoggedBarrier>,
    /// Those that were removed with this one, and this one's own source, with the names of their units.
    pub together: Vec<(LoggedBarrier, String)>,
    /// Others that are the same and stand, with the names of their units.
    pub same: Vec<(LoggedBarrier, String)>,
    /// Days that barriers on the same case cost together.
    pub days_lost: i64,
    /// Whether the officer may remove it.
    pub may_remove: bool,
    /// Whether the officer may say whether it goes for them, and take it back.
    pub may_answer: bool,
}

/// The barrier from whose removal that of another came.
fn root(barrier: &LoggedBarrier) -> BarrierId {
    barrier.removed_with.unwrap_or(barrier.id)
}

impl Office {
    /// Barriers that are seen, those that stand first; and what they cost.
    ///
    /// # Errors
    /// When the store fails.
    pub fn barriers(&self, search: &BarrierSearch, today: Date) -> Result<(Vec<BarrierLine>, BarrierCosts), Failure> {
        self.barriers_up_to(search, today, BARRIERS_LISTED)
    }

    /// The same, up to so many of them. What they cost is of all.
    ///
    /// # Errors
    /// When the store fails.
    pub fn barriers_up_to(
        &self,
        search: &BarrierSearch,
        today: Date,
        max: usize,
    ) -> Result<(Vec<BarrierLine>, BarrierCosts), Failure> {
        let filter = BarrierFilter {
            on: search.on.clone(),
            kind: search.kind,
            state: search.state,
            owner: search.owner.clone(),
            limit: None,
        };
        let found = self.reader.barriers(&self.scope, &filter)?;
        let costs = self.barrier_costs(&found, today)?;
        let mut freed: BTreeMap<BarrierId, BTreeSet<UnitId>> = BTreeMap::new();
        for barrier in found.iter().filter(|one| one.state == BarrierState::Removed) {
            freed.entry(root(barrier)).or_default().insert(barrier.unit.clone());
        }
        let mut lines = Vec::new();
        for barrier in found.into_iter().take(max) {
            let n_units = match barrier.state {
                BarrierState::Removed => freed.get(&root(&barrier)).map_or(0, BTreeSet::len),
                _ => 0,
            };
            lines.push(self.barrier_line(barrier, n_units)?);
        }
        Ok((lines, costs))
    }

    pub(super) fn barrier_line(&self, barrier: LoggedBarrier, n_units: usize) -> Result<BarrierLine, Failure> {
        let technology = match barrier.on.noun {
            Noun::Offer => match OfferId::parse(&barrier.on.name) {
                Some(id) => self.reader.technology_offer(&self.scope, id)?.map(|offer| offer.technology),
                None => None,
            },
            _ => match AdoptionId::parse(&barrier.on.name) {
                Some(id) => self.use_of(id)?.map(|adoption| adoption.technology),
                None => None,
            },
        };
        let technology = technology.map(|id| self.reader.technology(&self.scope, id)).transpose()?.flatten();
        Ok(BarrierLine {
            unit: self.named_unit(&barrier.unit)?,
            owner: self.titled(&barrier.owner)?,
            technology: technology.map(|one| one.name).unwrap_or_default(),
            n_units,
            barrier,
        })
    }

    /// What a unit is called.
    pub(super) fn named_unit(&self, unit: &UnitId) -> Result<String, Failure> {
        Ok(self.tree()?.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone()))
    }

    /// What a post is called.
    pub(super) fn titled(&self, post: &PostId) -> Result<String, Failure> {
        Ok(self.post(post)?.map_or_else(|| post.to_string(), |post| post.title))
    }

    /// A barrier.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn logged_barrier(&self, text: &str) -> Result<LoggedBarrier, Failure> {
        let id = BarrierId::parse(text).ok_or_else(|| no_barrier(text))?;
        Ok(self.reader.barrier(&self.scope, id)?.ok_or_else(|| no_barrier(text))?)
    }

    /// A barrier with what its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn barrier_page(&self, officer: &Officer, text: &str, today: Date) -> Result<BarrierPage, Failure> {
        let barrier = self.logged_barrier(text)?;
        let named = |list: Vec<LoggedBarrier>| -> Result<Vec<(LoggedBarrier, String)>, Failure> {
            list.into_iter().map(|one| Ok((one.clone(), self.named_unit(&one.unit)?))).collect()
        };
        let kind = BarrierFilter { kind: Some(barrier.kind), ..BarrierFilter::default() };
        let alike = self.reader.barriers(&self.scope, &kind)?;
        let together = alike.iter().filter(|one| {
            barrier.state == BarrierState::Removed
                && one.state == BarrierState::Removed
                && one.id != barrier.id
                && root(one) == root(&barrier)
        });
        let together = named(together.cloned().collect())?;
        let same = alike.iter().filter(|one| one.state == BarrierState::Open && one.is_same(&barrier)).cloned();
        let same = named(same.collect())?;
        let on = BarrierFilter { on: Some(barrier.on.clone()), ..BarrierFilter::default() };
        let case = self.reader.barriers(&self.scope, &on)?;
        let removal = |duty: &Duty| duty.kind == DutyKind::RemoveBarrier && duty.state == DutyState::Open;
        let raised = self.duties_about(&thing(barrier.id))?.into_iter().find(removal).and_then(|duty| duty.raised_to);
        let is_open = barrier.state == BarrierState::Open;
        let everything = Scope::office();
        let waiting = post_of_today(
            &barrier,
            |id| Ok(self.reader.technology_offer(&everything, id)?),
            |id| Ok(self.reader.adoption(&everything, id)?.map(|line| line.adoption)),
        )?;
        let elsewhere = match barrier.hint.or(barrier.removed_with) {
            Some(id) => self.reader.barrier(&self.scope, id)?,
            None => None,
        };
        let removes = officer.acts_for(&barrier.owner) || raised.is_some_and(|post| officer.acts_for(&post));
        let n_units = together.iter().map(|(one, _)| &one.unit).chain([&barrier.unit]).collect::<BTreeSet<_>>().len();
        Ok(BarrierPage {
            post: self.titled(&barrier.post)?,
            elsewhere,
            same,
            days_lost: days_lost(&case, today),
            may_remove: is_open && removes,
            may_answer: is_open && officer.acts_for(&waiting),
            line: self.barrier_line(barrier, if is_open { 0 } else { n_units })?,
            together,
        })
    }

    /// Barriers on an offer or an adoption, with those on the offer that was taken into it, and the days that they cost together.
    ///
    /// # Errors
    /// When the store fails.
    pub fn barriers_of(&self, on: &Thing, today: Date) -> Result<(Vec<BarrierLine>, i64), Failure> {
        let mut found = Vec::new();
        for case in self.offer_of(on)?.into_iter().chain([on.clone()]) {
            let filter = BarrierFilter { on: Some(case), ..BarrierFilter::default() };
            found.extend(self.reader.barriers(&self.scope, &filter)?);
        }
        found.sort_by_key(|one| one.state != BarrierState::Open);
        let lost = days_lost(&found, today);
        let lines = found.into_iter().map(|one| self.barrier_line(one, 0)).collect::<Result<_, Failure>>()?;
        Ok((lines, lost))
    }

    /// The offer that was taken into an adoption.
    fn offer_of(&self, adoption: &Thing) -> Result<Option<Thing>, Failure> {
        let id = AdoptionId::parse(&adoption.name).filter(|_| adoption.noun == Noun::Adoption);
        let Some(held) = id.map(|id| self.use_of(id)).transpose()?.flatten() else { return Ok(None) };
        let own = TechnologyOfferFilter {
            technology: Some(held.technology),
            unit: Some(held.unit),
            ..TechnologyOfferFilter::default()
        };
        let offers = self.reader.technology_offers(&self.scope, &own)?;
        let taken = offers.into_iter().find(|offer| offer.taken == Some(held.id));
        Ok(taken.map(|offer| Thing::new(Noun::Offer, offer.id)))
    }

    /// Where an officer can log a barrier: the unit that waits.
    ///
    /// # Errors
    /// Refused where offer or adoption are not there or over, and to whoever does not act for its post.
    pub fn may_block(&self, officer: &Officer, on: &Thing) -> Result<UnitId, Failure> {
        let (unit, post) = match on.noun {
            Noun::Offer => {
                let offer = self.offer(&on.name)?;
                goes_on(is_over(&offer))?;
                (offer.unit, offer.post)
            }
            _ => {
                let id = AdoptionId::parse(&on.name).filter(|_| on.noun == Noun::Adoption);
                let id = id.ok_or_else(|| no_adoption(&on.name))?;
                let adoption = self.use_of(id)?.ok_or_else(|| no_adoption(&on.name))?;
                goes_on(adoption.end.is_some())?;
                (adoption.unit, adoption.post)
            }
        };
        if officer.acts_for(&post) {
            return Ok(unit);
        }
        Err(Failure::said(sentence!(
            "barrier-not-ours",
            "Only who acts for the post that waits logs a barrier here; ask them"
        )))
    }

    /// Posts outside a unit with every one of these words, by the names of their units, those that are chosen first; and how many are left
    /// out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn posts_outside(&self, unit: &UnitId, words: &str, chosen: &[PostId]) -> Result<PostsOutside, Failure> {
        let tree = self.tree()?;
        let inside = tree.within(unit);
        let words = words.to_lowercase();
        let mut found = Vec::new();
        for post in self.posts()?.into_iter().filter(|post| !post.closed && !inside.contains(&post.unit)) {
            let name = tree.unit(&post.unit).map_or("", |unit| unit.name.as_str());
            let said = format!("{name}: {}", post.title);
            let text = said.to_lowercase();
            let is_chosen = chosen.contains(&post.id);
            if is_chosen || words.split_whitespace().all(|word| text.contains(word)) {
                found.push((!is_chosen, said, post.id));
            }
        }
        found.sort();
        let n_left = found.len().saturating_sub(POSTS_OFFERED_MAX);
        found.truncate(POSTS_OFFERED_MAX);
        Ok(PostsOutside { posts: found.into_iter().map(|(_, said, id)| (id, said)).collect(), n_left })
    }
}
