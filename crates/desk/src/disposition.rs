//! Dispositions: what a post does with a delivery.

use std::ops::ControlFlow;

use model::{
    Actor, Choice, Date, Delivery, DeliveryId, Disposition, Duty, DutyKind, Noun, PostId, Refusal, Sentence, Thing,
    sentence,
};
use store::{DeliveryFilter, HeldDelivery, Writer};

use crate::duty::may_act;
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

fn not_found(id: DeliveryId) -> Refusal {
    Refusal::NotFound {
        noun: "delivery",
        text: id.to_string(),
        next: sentence!("next-look-inbox", "look in the inbox"),
    }
}

/// Says what is done with a delivery. One that is forwarded is laid before the other post, with a duty of its own.
///
/// # Errors
/// Refused when there is none, when the officer may not answer it, or when it was answered already.
pub fn dispose(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: DeliveryId,
    disposition: &Disposition,
    may_see: &dyn Fn(&PostId) -> Result<bool, Failure>,
) -> Result<HeldDelivery, Failure> {
    let officer = turn.officer;
    let subject = Thing::new(Noun::Delivery, id);
    // The post that answers is the delivery's own, or the one above it that was told.
    let by = acting_on(officer, writer, &subject, id, turn.now)?;
    writer.transact(&by, turn.now, |deed| {
        let held = deed.delivery(&officer.scope, id)?.ok_or_else(|| not_found(id))?;
        deed.dispose(id, disposition)?;
        deed.done(&subject, DutyKind::Dispose, disposition.choice.word())?;
        if let (Choice::Forward, Some(to)) = (disposition.choice, &disposition.to) {
            if deed.post(to)?.is_none_or(|post| post.closed) {
                return Err(Failure::said(sentence!("post-gone", "That post is not there any more; choose another")));
            }
            if *to == held.delivery.post {
                return Err(Failure::said(sentence!(
                    "delivery-there-already",
                    "The delivery is with that post already; choose another"
                )));
            }
            if !may_see(to)? {
                return Err(Failure::said(sentence!("post-blind", "Nobody at that post may see this; choose another")));
            }
            let delivery = Delivery {
                id: DeliveryId::from_bits((turn.ids)()),
                post: to.clone(),
                forwarded_from: Some(id),
                ..held.delivery
            };
            deed.deliver(&delivery)?;
            let days = turn.work.answer_days;
            let duty = turn.duty(to, DutyKind::Dispose, Thing::new(Noun::Delivery, delivery.id), days);
            charge(deed, &duty)?;
        }
        deed.delivery(&officer.scope, id)?.ok_or_else(|| not_found(id).into())
    })
}

/// Takes back what was said about a delivery: a key was struck by mistake, or more is known now. It waits for an answer
/// again, for as long as a new one would.
///
/// # Errors
/// Refused when there is none, when the officer acts neither for its post nor for the one that decided, and when it went on
/// to another post, which has it now.
pub fn recall(writer: &mut Writer, turn: &mut Turn<'_>, id: DeliveryId) -> Result<HeldDelivery, Failure> {
    let officer = turn.officer;
    let by = recalling(officer, writer, id, turn.now)?;
    writer.transact(&by, turn.now, |deed| {
        let held = deed.delivery(&officer.scope, id)?.ok_or_else(|| not_found(id))?;
        if deed.post(&held.delivery.post)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!(
                "delivery-post-closed",
                "The post that had this is closed; what is to be done with the record is for another post to say"
            )));
        }
        deed.recall(id)?;
        let days = turn.work.answer_days;
        let duty = turn.duty(&held.delivery.post, DutyKind::Dispose, Thing::new(Noun::Delivery, id), days);
        charge(deed, &duty)?;
        deed.delivery(&officer.scope, id)?.ok_or_else(|| not_found(id).into())
    })
}

/// Who takes an answer back, as the ledger writes it.
fn recalling(officer: &Officer, writer: &mut Writer, id: DeliveryId, now: i64) -> Result<String, Failure> {
    writer.transact(officer.person.id.as_str(), now, |deed| {
        let held = deed.delivery(&officer.scope, id)?.ok_or_else(|| not_found(id))?;
        if let Some(by) = may_recall(officer, &held) {
            return Ok(by.to_string());
        }
        Err(Failure::said(match &held.decided {
            None => sentence!("delivery-undecided", "Nothing was decided about this delivery yet; answer it"),
            Some(decided) if decided.disposition.choice == Choice::Forward => {
                sentence!("delivery-went-on", "Another post has this now; ask who acts there to pass it back")
            }
            Some(_) => of_other(&held),
        }))
    })
}

fn of_other(held: &HeldDelivery) -> Sentence {
    sentence!(
        "delivery-of-other",
        "This was laid before {post}; only who acts for that post can answer it",
        post = held.delivery.post
    )
}

/// By which of their posts an officer may take back what was said about a delivery.
pub fn may_recall(officer: &Officer, held: &HeldDelivery) -> Option<Actor> {
    let decided = held.decided.as_ref().filter(|decided| decided.disposition.choice != Choice::Forward)?;
    let decider = Actor::parse(&decided.by).and_then(|actor| actor.post);
    let own = officer.acting_for(&held.delivery.post).ok();
    own.or_else(|| decider.and_then(|post| officer.acting_for(&post).ok()))
}

/// Who answers, as the ledger writes it.
fn acting_on(
    officer: &Officer,
    writer: &mut Writer,
    subject: &Thing,
    id: DeliveryId,
    now: i64,
) -> Result<String, Failure> {
    writer.transact(officer.person.id.as_str(), now, |deed| {
        let held = deed.delivery(&officer.scope, id)?.ok_or_else(|| not_found(id))?;
        if officer.acts_for(&held.delivery.post) {
            return Ok(officer.acting_for(&held.delivery.post)?.to_string());
        }
        let duties: Vec<Duty> = deed.open_duties(subject)?;
        let raised = duties.iter().find(|duty| may_act(officer, duty)).and_then(|duty| duty.raised_to.clone());
        match raised {
            Some(post) => Ok(officer.acting_for(&post)?.to_string()),
            None => Err(Failure::said(of_other(&held))),
        }
    })
}

/// Notes that the post has looked at a delivery.
///
/// # Errors
/// When the store fails.
pub fn mark_read(writer: &mut Writer, officer: &Officer, id: DeliveryId, now: i64) -> Result<(), Failure> {
    writer.transact(officer.person.id.as_str(), now, |deed| {
        let held = deed.delivery(&officer.scope, id)?.ok_or_else(|| not_found(id))?;
        // Looking from above is not reading by the post.
        if held.read_at.is_none() && officer.acts_for(&held.delivery.post) {
            deed.mark_read(id)?;
        }
        Ok(())
    })
}

impl Office {
    /// Whether somebody at a post may see what a delivery is about.
    ///
    /// # Errors
    /// When the store fails.
    pub fn post_may_see(&self, post: &PostId, id: DeliveryId, today: Date) -> Result<bool, Failure> {
        let Some(held) = self.reader.delivery(&self.scope, id)? else { return Ok(false) };
        let Some(need) = self.reader.need(&self.scope, &held.delivery.need)? else { return Ok(false) };
        let Some(record) = self.reader.marking_of_record(&self.scope, held.delivery.record)? else { return Ok(false) };
        let marking = record.join(&need.marking);
        Ok(self.eyes_of(post, today)?.iter().any(|clearance| clearance.may_see(&marking)))
    }

    /// What was delivered before, by a filter, in the order in which it was; so many at most.
    ///
    /// # Errors
    /// When the store fails.
    pub fn first_deliveries(&self, filter: &DeliveryFilter, limit: usize) -> Result<Vec<HeldDelivery>, Failure> {
        let mut found = Vec::new();
        self.reader.each_delivery(&self.scope, filter, &mut |held| {
            found.push(held);
            if found.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(found)
    }

    /// The delivery of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn delivery(&self, text: &str) -> Result<HeldDelivery, Failure> {
        let refusal = || Refusal::NotFound {
            noun: "delivery",
            text: text.to_owned(),
            next: sentence!("next-look-inbox", "look in the inbox"),
        };
        let id = DeliveryId::parse(text).ok_or_else(refusal)?;
        self.reader.delivery(&self.scope, id)?.ok_or_else(|| refusal().into())
    }
}
