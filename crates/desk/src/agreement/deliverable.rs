//! Deliverables: written in, delivered, accepted or contested one by one, each step with its evidence; and what is known of their use.

use model::{
    Agreement, AgreementId, DELIVERABLE_STEPS_MAX, DELIVERABLES_MAX, Deliverable, DeliverableId, DeliverableMove,
    DeliverableSide, DeliverableState, DeliverableStep, Door, Duty, DutyKind, Link, LinkKind, Noun, Refusal, Thing,
    UseNote, Verb, sentence,
};
use store::{Deed, Scope, Writer};

use super::step::not_ahead;
use super::tend::settle_arrears;
use super::{consent, held as held_agreement, open, seen_evidence, settling, thing};
use crate::control::{agreement_proposal, flat, through};
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

pub(crate) fn no_deliverable(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "deliverable",
        text: text.to_owned(),
        next: sentence!("next-look-agreement", "look for it on the page of its agreement"),
    }
}

pub(super) fn deliverable_thing(id: DeliverableId) -> Thing {
    Thing::new(Noun::Deliverable, id)
}

fn held(deed: &Deed<'_>, officer: &Officer, id: DeliverableId) -> Result<Deliverable, Failure> {
    Ok(deed.deliverable(&officer.scope, id)?.ok_or_else(|| no_deliverable(&id.to_string()))?)
}

/// Writes a deliverable in, or changes what was written of one that is awaited. A form that is sent twice writes one.
///
/// # Errors
/// Refused when the officer does not act for the post of its agreement, when somebody changed it, when the agreement is over or has too
/// many, when it came already, or when it is not in order.
pub fn write_deliverable(
    writer: &mut Writer,
    turn: &Turn<'_>,
    written: Deliverable,
    revision: Option<u32>,
) -> Result<Deliverable, Failure> {
    let written = written.tidied()?;
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = match revision {
            Some(revision) => {
                let held = held(deed, officer, written.id)?;
                held.from_revision(revision)?;
                Some(held)
            }
            None => None,
        };
        let id = before.as_ref().map_or(written.agreement, |before| before.agreement);
        let (agreement, by) = open_now(deed, officer, id)?;
        let Some(before) = before else {
            if let Some(held) = deed.deliverable(&Scope::office(), written.id)? {
                let same = held.agreement == written.agreement && held.title == written.title;
                return if same { Ok(held) } else { Err(form_sent()) };
            }
            let others = deed.deliverables(id)?;
            if others.len() >= DELIVERABLES_MAX {
                return Err(Failure::said(sentence!(
                    "deliverables-many",
                    "An agreement has up to {max} deliverables; write those that come together as one lot",
                    max = DELIVERABLES_MAX
                )));
            }
            consent::void_next(deed, &agreement)?;
            let one = Deliverable {
                number: others.iter().map(|one| one.number).max().unwrap_or(0) + 1,
                state: DeliverableState::Awaited,
                delivered_on: None,
                accepted_on: None,
                answer_by: None,
                marking: agreement.marking,
                revision: 0,
                made_at: turn.now,
                ..written.clone()
            };
            deed.keep_deliverable(&one, &fact(&one, &by, Verb::Stated))?;
            return Ok(one);
        };
        if before.state != DeliverableState::Awaited {
            return Err(Failure::said(sentence!(
                "deliverable-unchangeable",
                "It came already, so what was agreed of it stands; contest it, or settle how it ends"
            )));
        }
        if agreement.is_signed() {
            return Err(Failure::said(sentence!(
                "deliverable-signed",
                "This was agreed on when the agreement was signed; waive it with the reason, and write in what is owed now"
            )));
        }
        consent::void_next(deed, &agreement)?;
        let one = Deliverable {
            title: written.title.clone(),
            kind: written.kind,
            side: written.side,
            quantity: written.quantity.clone(),
            measure: written.measure.clone(),
            due: written.due,
            revision: before.revision + 1,
            ..before
        };
        deed.keep_deliverable(&one, &fact(&one, &by, Verb::Restated))?;
        Ok(one)
    })
}

fn form_sent() -> Failure {
    Failure::said(sentence!(
        "deliverable-form-sent",
        "This form was sent before; open a new one to write in a further deliverable"
    ))
}

fn fact(one: &Deliverable, by: &str, verb: Verb) -> model::Fact {
    model::Fact::new(by, verb, deliverable_thing(one.id).to_string()).to(thing(one.agreement).to_string())
}

/// The agreement of a deliverable whose post acts, whatever its revision: each deliverable has its own.
fn open_now(deed: &Deed<'_>, officer: &Officer, id: AgreementId) -> Result<(Agreement, String), Failure> {
    let revision = held_agreement(deed, officer, id)?.revision;
    open(deed, officer, (id, revision))
}

/// Takes a step in the course of a deliverable. Who writes it in and when is said here.
///
/// # Errors
/// Refused when the officer does not act for the post of its agreement, when somebody else wrote something in, when the agreement is not
/// signed, on a day that is yet to come, with evidence that is not there, after too many steps, or where [`Deliverable::go`]
/// refuses.
pub fn take_deliverable_step(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (DeliverableId, u32),
    step: DeliverableStep,
) -> Result<Deliverable, Failure> {
    let officer = turn.officer;
    let done = writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, officer, id)?;
        let seen = held_agreement(deed, officer, before.agreement)?.revision;
        let (agreement, by) = settling(deed, officer, (before.agreement, seen))?;
        before.from_revision(revision)?;
        not_ahead(turn, step.on)?;
        if !agreement.is_signed() && step.made != DeliverableMove::Waive {
            return Err(Failure::said(sentence!(
                "deliverable-unsigned",
                "Nothing is owed before the agreement is signed; sign it first"
            )));
        }
        if deed.deliverable_steps(id)?.len() >= DELIVERABLE_STEPS_MAX {
            return Err(Failure::said(sentence!(
                "deliverable-steps",
                "{max} steps were written in about this deliverable; waive it, and write in what is owed now as another",
                max = DELIVERABLE_STEPS_MAX
            )));
        }
        if let Some(evidence) = &step.evidence {
            seen_evidence(deed, officer, evidence)?;
        }
        let step = DeliverableStep { words: step.words.trim().to_owned(), by, at: turn.now, ..step };
        let (next, fact) = before.go(&step)?;
        if before.side == DeliverableSide::Ours && next.state == DeliverableState::Delivered {
            let proposal = agreement_proposal(deed, &agreement)?;
            if let Err(shut) = through(deed, turn, Door::DeliverableHandedOver, &proposal)? {
                return Ok(Err(shut));
            }
        }
        deed.keep_deliverable(&next, &fact)?;
        deed.keep_deliverable_step(id, &step)?;
        if let Some(evidence) = step.evidence.clone().filter(|thing| thing.noun == Noun::Record) {
            deed.draw(&Link::new(evidence, LinkKind::AcquiredUnder, thing(before.agreement)))?;
        }
        charge_next(deed, turn, &agreement, &next, step.made)?;
        // What was to be paid for it is owed from its acceptance on, and not where it is waived or contested.
        settle_arrears(deed, &agreement, turn.today)?;
        Ok(Ok(next))
    });
    flat(done)
}

/// Closes the duties that a step answers, and lays on the post of the agreement what comes next.
fn charge_next(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    agreement: &Agreement,
    one: &Deliverable,
    made: DeliverableMove,
) -> Result<(), Failure> {
    let subject = deliverable_thing(one.id);
    for kind in [DutyKind::AcceptDeliverable, DutyKind::SettleContest] {
        deed.done(&subject, kind, made.word())?;
    }
    match one.state {
        DeliverableState::Delivered => {
            let duty = turn.duty(&agreement.post, DutyKind::AcceptDeliverable, subject, turn.work.review_days);
            charge(deed, &duty)?;
        }
        DeliverableState::Contested => {
            let duty = turn.duty(&agreement.post, DutyKind::SettleContest, subject, turn.work.review_days);
            // A day that both sides agreed on stays as they chose it.
            let due = one.answer_by.unwrap_or(duty.due);
            deed.charge(&Duty { due, ..duty })?;
        }
        DeliverableState::Awaited | DeliverableState::Accepted | DeliverableState::Waived => {}
    }
    Ok(())
}

/// Notes that something that was accepted is used, and what shows it.
///
/// # Errors
/// Refused when the officer does not act for the post of its agreement, before it was accepted, without evidence and words, on a day that
/// is yet to come, or with evidence that is not there.
pub fn note_use(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: DeliverableId,
    note: UseNote,
) -> Result<Deliverable, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let one = held(deed, officer, id)?;
        let agreement = held_agreement(deed, officer, one.agreement)?;
        // What is used after an agreement is fulfilled is used all the same.
        let by = officer.acting_for(&agreement.post)?.to_string();
        not_ahead(turn, note.on)?;
        if one.state != DeliverableState::Accepted {
            return Err(Failure::said(sentence!(
                "use-not-accepted",
                "It was not accepted yet; accept it before you say that it is used"
            )));
        }
        let words = note.words.trim().to_owned();
        if words.is_empty() && note.evidence.is_none() {
            return Err(Failure::said(sentence!(
                "use-nothing",
                "Name the record that shows the use, or write in words where it is used"
            )));
        }
        model::bounded_text(&words)?;
        if deed.uses(id)?.len() >= DELIVERABLE_STEPS_MAX {
            return Err(Failure::said(sentence!(
                "use-many",
                "{max} notes say already that it is used; nothing is gained by another",
                max = DELIVERABLE_STEPS_MAX
            )));
        }
        if let Some(evidence) = &note.evidence {
            seen_evidence(deed, officer, evidence)?;
        }
        let note = UseNote { words, by: by.clone(), at: turn.now, ..note };
        deed.keep_use(id, &note, &fact(&one, &by, Verb::NotedDown).with("use".to_owned()))?;
        Ok(one)
    })
}

impl Office {
    /// The deliverable of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn deliverable(&self, text: &str) -> Result<Deliverable, Failure> {
        let id = DeliverableId::parse(text).ok_or_else(|| no_deliverable(text))?;
        Ok(self.reader.deliverable(&self.scope, id)?.ok_or_else(|| no_deliverable(text))?)
    }
}
