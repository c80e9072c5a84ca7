//! What pages show of offers: lists, one offer with all that belongs to it, and what became of what a unit gave away.

use model::{
    Adoption, AdoptionId, Date, LoggedBarrier, Need, NeedId, Noun, Offer, OfferId, OfferState, TechnologyId, Thing,
    UnitId, days_lost,
};
use store::{AdoptionLine, BarrierFilter, SpreadTally, TechnologyOfferFilter};

use super::no_offer;
use super::offer::as_seen;
use crate::{Failure, Office, Officer};

/// Offers that are listed at once.
pub const OFFERS_LISTED: usize = 500;

/// Which offers a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferView {
    /// Those that the officer's posts answer.
    Ours,
    /// Those of what the officer's units use.
    Given,
    /// All that are seen.
    All,
}

/// An offer as a list shows it.
#[derive(Clone, Debug)]
pub struct OfferLine {
    /// The offer.
    pub offer: Offer,
    /// What is offered.
    pub technology: String,
    /// The name of the unit that uses it.
    pub giver: String,
    /// The name of the unit to which it is offered.
    pub unit: String,
}

/// An offer with what its page shows.
#[derive(Clone, Debug)]
pub struct OfferPage {
    /// The offer.
    pub line: OfferLine,
    /// What is offered is this, in its own words.
    pub statement: String,
    /// How it stands with whoever uses it; none where that is not seen.
    pub use_there: Option<Adoption>,
    /// The title of the post that answers.
    pub post: String,
    /// The need that it would serve.
    pub need: Option<Need>,
    /// What stands in its way, those that stand first.
    pub barriers: Vec<LoggedBarrier>,
    /// Days that those cost together.
    pub days_lost: i64,
    /// Needs of the unit that do not stand: a decline can rest on one.
    pub resting: Vec<(NeedId, String)>,
    /// Whether the officer may answer it.
    pub may_answer: bool,
    /// Whether the officer may reply to the question.
    pub may_reply: bool,
}

/// What became of an offer, for whoever gave it.
#[derive(Clone, Debug)]
pub struct GiveAwayLine {
    /// The offer.
    pub line: OfferLine,
    /// How the adoption stands that was begun with it, where it is seen.
    pub now: Option<AdoptionLine>,
}

/// Who was offered what a unit uses, and what became of it.
#[derive(Clone, Debug, Default)]
pub struct GiveAway {
    /// Offer by offer, the newest first.
    pub lines: Vec<GiveAwayLine>,
    /// How many took it: the credit of the unit.
    pub n_taken: usize,
    /// How many of them use it by now, as was measured or inspected.
    pub n_in_use: usize,
    /// How many declined it.
    pub n_declined: usize,
    /// What came of offering it, for whoever keeps the use alone.
    pub tally: Option<SpreadTally>,
}

impl Office {
    /// An offer.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn offer(&self, text: &str) -> Result<Offer, Failure> {
        let id = OfferId::parse(text).ok_or_else(|| no_offer(text))?;
        let offer = self.reader.technology_offer(&self.scope, id)?.ok_or_else(|| no_offer(text))?;
        self.offer_as_seen(offer)
    }

    fn offer_as_seen(&self, offer: Offer) -> Result<Offer, Failure> {
        as_seen(offer, |thing| Ok(self.reader.sees_thing(&self.scope, thing)?))
    }

    pub(crate) fn offer_line(&self, offer: Offer) -> Result<OfferLine, Failure> {
        let technology = self.reader.technology(&self.scope, offer.technology)?;
        Ok(OfferLine {
            technology: technology.map(|one| one.name).unwrap_or_default(),
            giver: self.named_unit(&offer.giver)?,
            unit: self.named_unit(&offer.unit)?,
            offer: self.offer_as_seen(offer)?,
        })
    }

    /// Offers that are seen, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offers(
        &self,
        officer: &Officer,
        view: &OfferView,
        state: Option<OfferState>,
    ) -> Result<Vec<OfferLine>, Failure> {
        self.offers_up_to(officer, view, state, OFFERS_LISTED)
    }

    /// The same, up to so many of them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn offers_up_to(
        &self,
        officer: &Officer,
        view: &OfferView,
        state: Option<OfferState>,
        max: usize,
    ) -> Result<Vec<OfferLine>, Failure> {
        let mut filter = TechnologyOfferFilter { state, limit: Some(max), ..TechnologyOfferFilter::default() };
        let mut found = Vec::new();
        match view {
            OfferView::All => found = self.reader.technology_offers(&self.scope, &filter)?,
            OfferView::Ours => {
                filter.posts = Some(officer.post_ids());
                found = self.reader.technology_offers(&self.scope, &filter)?;
            }
            OfferView::Given => {
                let units: std::collections::BTreeSet<UnitId> =
                    officer.posts.iter().map(|(post, _)| post.unit.clone()).collect();
                for unit in units {
                    let filter = TechnologyOfferFilter { giver: Some(unit), ..filter.clone() };
                    found.extend(self.reader.technology_offers(&self.scope, &filter)?);
                }
                found.sort_by_key(|offer| std::cmp::Reverse(offer.made_at));
                found.truncate(max);
            }
        }
        found.into_iter().map(|offer| self.offer_line(offer)).collect()
    }

    /// An offer with what its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn offer_page(&self, officer: &Officer, text: &str, today: Date) -> Result<OfferPage, Failure> {
        let offer = self.offer(text)?;
        let technology = self.reader.technology(&self.scope, offer.technology)?;
        let use_there = self.use_of(offer.adoption)?;
        let need = match &offer.need {
            Some(need) => self.reader.need(&self.scope, need)?,
            None => None,
        };
        let on = Some(Thing::new(Noun::Offer, offer.id));
        let barriers = self.reader.barriers(&self.scope, &BarrierFilter { on, ..BarrierFilter::default() })?;
        let may_answer = offer.is_waiting() && officer.acts_for(&offer.post);
        let resting = if may_answer { self.resting_needs(&offer, today)? } else { Vec::new() };
        let keeps = use_there.as_ref().is_some_and(|adoption| officer.acts_for(&adoption.post));
        Ok(OfferPage {
            statement: technology.map(|one| one.statement).unwrap_or_default(),
            post: self.titled(&offer.post)?,
            need,
            days_lost: days_lost(&barriers, today),
            barriers,
            resting,
            may_answer,
            may_reply: keeps && offer.state == OfferState::Asked,
            use_there,
            line: self.offer_line(offer)?,
        })
    }

    /// The needs of a unit that do not stand today, and of which all may know who see its offer.
    fn resting_needs(&self, offer: &Offer, today: Date) -> Result<Vec<(NeedId, String)>, Failure> {
        let stands = |need: &Need| need.stage == model::Stage::Accepted && !need.is_expired(today);
        let needs = self.reader.needs(&self.scope)?.into_iter();
        let is_told = |need: &Need| need.unit == offer.unit && offer.marking.covers(&need.marking);
        let resting = needs.filter(|need| is_told(need) && !stands(need));
        Ok(resting.map(|need| (need.id, need.title)).collect())
    }

    /// What became of offers of a technology, or of one use of it.
    ///
    /// # Errors
    /// Refused when there is no such technology.
    pub fn give_away(
        &self,
        officer: &Officer,
        technology: TechnologyId,
        adoption: Option<AdoptionId>,
    ) -> Result<GiveAway, Failure> {
        self.technology(&technology.to_string())?;
        let filter =
            TechnologyOfferFilter { technology: Some(technology), adoption, ..TechnologyOfferFilter::default() };
        let mut away = GiveAway::default();
        for offer in self.reader.technology_offers(&self.scope, &filter)? {
            let now = match offer.taken {
                Some(taken) => self.line_of(taken)?,
                None => None,
            };
            away.n_taken += usize::from(offer.state == OfferState::Accepted);
            away.n_in_use += usize::from(now.as_ref().is_some_and(AdoptionLine::is_verified_use));
            away.n_declined += usize::from(offer.state == OfferState::Declined);
            away.lines.push(GiveAwayLine { line: self.offer_line(offer)?, now });
        }
        if let Some(id) = adoption
            && let Some(held) = self.use_of(id)?
            && officer.acts_for(&held.post)
        {
            away.tally = self.reader.spread_of(&self.scope, id)?;
        }
        Ok(away)
    }
}
