//! What duties of diffusion are about.

use model::{BarrierId, Call, CallId, NeedId, Noun, OfferId, ReliefId, Thing, UnitId};

use super::{BarrierLine, OfferLine, ReliefLine};
use crate::{Failure, Office};

/// An offer, a barrier, a relief or a call, for an inbox.
#[derive(Clone, Debug)]
pub enum DiffusionSubject {
    /// An offer.
    Offer(OfferLine),
    /// A barrier.
    Barrier(BarrierLine),
    /// A relief from a target.
    Relief(ReliefLine),
    /// A call of one unit to others.
    Call(Call),
}

impl DiffusionSubject {
    /// What people call it.
    pub fn title(&self) -> &str {
        match self {
            DiffusionSubject::Offer(line) => &line.technology,
            DiffusionSubject::Barrier(line) => &line.barrier.subject,
            DiffusionSubject::Relief(line) => &line.relief.plan_line,
            DiffusionSubject::Call(call) => &call.what,
        }
    }

    /// The unit whose affair it is: to which something is offered, that waits, that is relieved, that asks.
    pub fn unit(&self) -> &UnitId {
        match self {
            DiffusionSubject::Offer(line) => &line.offer.unit,
            DiffusionSubject::Barrier(line) => &line.barrier.unit,
            DiffusionSubject::Relief(line) => &line.relief.unit,
            DiffusionSubject::Call(call) => &call.unit,
        }
    }

    /// The need that it would serve.
    pub fn need(&self) -> Option<&NeedId> {
        match self {
            DiffusionSubject::Offer(line) => line.offer.need.as_ref(),
            _ => None,
        }
    }

    /// The thing itself.
    pub fn thing(&self) -> Thing {
        match self {
            DiffusionSubject::Offer(line) => Thing::new(Noun::Offer, line.offer.id),
            DiffusionSubject::Barrier(line) => Thing::new(Noun::Barrier, line.barrier.id),
            DiffusionSubject::Relief(line) => Thing::new(Noun::Relief, line.relief.id),
            DiffusionSubject::Call(call) => Thing::new(Noun::Call, call.id),
        }
    }
}

impl Office {
    /// What a duty of diffusion is about; `None` outside the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn diffusion_subject(&self, thing: &Thing) -> Result<Option<DiffusionSubject>, Failure> {
        let name = thing.name.as_str();
        Ok(match thing.noun {
            Noun::Offer => {
                let Some(id) = OfferId::parse(name) else { return Ok(None) };
                let offer = self.reader.technology_offer(&self.scope, id)?;
                offer.map(|offer| self.offer_line(offer)).transpose()?.map(DiffusionSubject::Offer)
            }
            Noun::Barrier => {
                let Some(id) = BarrierId::parse(name) else { return Ok(None) };
                let barrier = self.reader.barrier(&self.scope, id)?;
                barrier.map(|one| self.barrier_line(one, 0)).transpose()?.map(DiffusionSubject::Barrier)
            }
            Noun::Relief => {
                let Some(id) = ReliefId::parse(name) else { return Ok(None) };
                let relief = self.reader.relief(&self.scope, id)?;
                relief.map(|one| self.relief_line(one)).transpose()?.map(DiffusionSubject::Relief)
            }
            Noun::Call => {
                let Some(id) = CallId::parse(name) else { return Ok(None) };
                self.reader.unit_call(&self.scope, id)?.map(DiffusionSubject::Call)
            }
            _ => None,
        })
    }
}
