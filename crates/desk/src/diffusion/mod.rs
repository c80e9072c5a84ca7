//! Diffusion: what proved itself in one unit is offered to every other that could use it; what stands in the way is laid before whoever can
//! remove it; targets are lowered for a time; units ask each other for what they lack.

mod barrier;
mod barrier_page;
mod between;
mod call;
mod equipment;
mod equipment_file;
mod ground;
mod offer;
mod page;
mod relief;
mod spread;
mod subject;
mod watch;

use model::{Adoption, AdoptionId, DutyKind, DutyState, Noun, PostId, Refusal, TechnologyId, Thing, sentence};
use store::{AdoptionFilter, AdoptionLine, Deed};

use crate::adoption::no_adoption;
use crate::{Failure, Office};

pub use barrier::{answer_hint, log_barrier, remove_barrier, withdraw_barrier};
pub(crate) use barrier::{end_case, hand_case, thing as barrier_thing};
pub use barrier_page::{BARRIERS_LISTED, BarrierLine, BarrierPage, BarrierSearch, PostsOutside};
pub use between::{BarrierCosts, DepartmentCost, OFFERS_TOLD_MIN, OffersBetween, SubjectCost};
pub use call::{CALLS_LISTED, CallPage, close_call, judge_call, make_call, reply_to_call, take_of_call};
pub use equipment::{EquipmentTaken, keep_equipment, take_equipment};
pub use equipment_file::{EQUIPMENT_LIST_BYTES_MAX, EquipmentLine, read_equipment};
pub use offer::{OfferAnswer, answer_offer, reply_to_offer};
pub use page::{GiveAway, GiveAwayLine, OFFERS_LISTED, OfferLine, OfferPage, OfferView};
pub use relief::{RELIEFS_LISTED, ReliefDecision, ReliefLine, ReliefPage, ask_relief, decide_relief, withdraw_relief};
pub use spread::{spread, tell_giver_ended};
pub(crate) use spread::{spread_offers, tell_giver_resumed};
pub use subject::DiffusionSubject;
pub(crate) use watch::watch_diffusion;

pub(crate) fn no_offer(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "offer",
        text: text.to_owned(),
        next: sentence!("next-look-offers", "look for it in the list of offers"),
    }
}

pub(crate) fn no_barrier(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "barrier",
        text: text.to_owned(),
        next: sentence!("next-look-barriers", "look for it in the list of barriers"),
    }
}

pub(crate) fn no_relief(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "relief",
        text: text.to_owned(),
        next: sentence!("next-look-reliefs", "look for it in the list of reliefs"),
    }
}

pub(crate) fn no_call(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "call",
        text: text.to_owned(),
        next: sentence!("next-look-calls", "look for it in the list of calls"),
    }
}

/// Ends the open duties of a kind about a thing, of one post where it is named.
fn end_duties(
    deed: &mut Deed<'_>,
    about: &Thing,
    (kind, post): (DutyKind, Option<&PostId>),
    (state, outcome): (DutyState, &str),
) -> Result<(), Failure> {
    for duty in deed.open_duties(about)?.iter().filter(|duty| duty.kind == kind) {
        if post.is_none_or(|post| duty.post == *post) {
            let closed = duty.close(state, outcome, None, deed.at())?;
            deed.keep_duty(&closed)?;
        }
    }
    Ok(())
}

fn has_duty(deed: &Deed<'_>, about: &Thing, kind: DutyKind) -> Result<bool, Failure> {
    Ok(deed.open_duties(about)?.iter().any(|duty| duty.kind == kind))
}

/// A post that is there, or a refusal.
fn open_post(deed: &Deed<'_>, post: &PostId) -> Result<model::Post, Failure> {
    let found = deed.post(post)?.filter(|post| !post.closed);
    found.ok_or_else(|| {
        Failure::said(sentence!("diffusion-post-gone", "There is no post {post} any more; choose another one", post))
    })
}

fn of_post(post: &PostId) -> String {
    Thing::new(Noun::Post, post).to_string()
}

impl Office {
    /// The adoption of this name, as far as it is seen.
    fn use_of(&self, id: AdoptionId) -> Result<Option<Adoption>, Failure> {
        Ok(self.line_of(id)?.map(|line| line.adoption))
    }

    /// The same with what is reckoned of it.
    fn line_of(&self, id: AdoptionId) -> Result<Option<AdoptionLine>, Failure> {
        Ok(self.reader.adoption(&self.scope, id)?)
    }

    /// Adoptions of a technology, or all, as far as they are seen.
    fn uses_of(&self, technology: Option<TechnologyId>) -> Result<Vec<Adoption>, Failure> {
        let filter = AdoptionFilter { technology, ..AdoptionFilter::default() };
        Ok(self.reader.adoptions(&self.scope, &filter)?.into_iter().map(|line| line.adoption).collect())
    }

    /// What a technology is called; empty where it is not seen.
    ///
    /// # Errors
    /// When the store fails.
    pub fn technology_name(&self, id: TechnologyId) -> Result<String, Failure> {
        Ok(self.reader.technology(&self.scope, id)?.map(|one| one.name).unwrap_or_default())
    }

    /// Whether somebody who acts for a post sees a thing today, and what is so marked.
    pub(crate) fn post_sees(
        &self,
        post: &PostId,
        (about, marking): (Option<&Thing>, &model::Marking),
        today: model::Date,
    ) -> Result<bool, Failure> {
        for eyes in self.eyes_of(post, today)? {
            let sees_thing = match about {
                Some(about) => self.reader.sees_thing(&self.reader.scope(&eyes)?, about)?,
                None => true,
            };
            if sees_thing && eyes.may_see(marking) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
