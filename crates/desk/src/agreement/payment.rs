//! Instalments and payments of an agreement.

use model::{
    AGREEMENT_INSTALMENTS_MAX, Agreement, AgreementId, AgreementInstalment, AgreementPayment, DeliverableId, Refusal,
    Verb, sentence,
};
use store::{Deed, Writer};

use super::step::not_ahead;
use super::tend::settle_arrears;
use super::{consent, open, settling};
use crate::Failure;
use crate::review::Turn;

fn no_instalment(number: u32) -> Refusal {
    Refusal::NotFound {
        noun: "instalment",
        text: number.to_string(),
        next: sentence!("next-look-agreement", "look for it on the page of its agreement"),
    }
}

pub(super) fn too_many() -> Failure {
    Failure::said(sentence!(
        "instalments-many",
        "An agreement has up to {max} instalments and as many payments; put what falls due together into one",
        max = AGREEMENT_INSTALMENTS_MAX
    ))
}

pub(super) fn instalment(deed: &Deed<'_>, id: AgreementId, number: u32) -> Result<AgreementInstalment, Failure> {
    let found = deed.instalments(id)?.into_iter().find(|one| one.number == number);
    Ok(found.ok_or_else(|| no_instalment(number))?)
}

/// The number that the next of these gets.
pub(super) fn next_number(numbers: impl Iterator<Item = u32>) -> u32 {
    numbers.max().unwrap_or(0) + 1
}

/// Writes an instalment into the plan, or changes one on which nothing was paid: then it has a number.
///
/// # Errors
/// Refused when the officer does not act for the post, when somebody changed the agreement, when it is over or not commercial, when its
/// deliverable is of another agreement, when something was paid on it or it comes from a report of use, when it stands in a signed
/// agreement and is changed, or when it is not in order.
pub fn write_instalment(
    writer: &mut Writer,
    turn: &Turn<'_>,
    seen: (AgreementId, u32),
    written: AgreementInstalment,
) -> Result<Agreement, Failure> {
    let written = written.tidied()?;
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let (agreement, by) = open(deed, turn.officer, seen)?;
        agreement.takes_money()?;
        let id = agreement.id;
        if let Some(deliverable) = written.deliverable {
            is_of_agreement(deed, id, deliverable)?;
        }
        let others = deed.instalments(id)?;
        let number = match written.number {
            0 if others.len() >= AGREEMENT_INSTALMENTS_MAX => return Err(too_many()),
            0 => next_number(others.iter().map(|one| one.number)),
            number => {
                let held = instalment(deed, id, number)?;
                unpaid(deed, id, &held)?;
                unsigned(&agreement)?;
                number
            }
        };
        consent::void_next(deed, &agreement)?;
        let one = AgreementInstalment { number, royalty: None, ..written.clone() };
        let verb = if written.number == 0 { Verb::Stated } else { Verb::Restated };
        let fact = agreement.fact(&by, verb).with(format!("instalment {number} {}", one.amount));
        deed.keep_instalment(id, &one, &fact)?;
        deed.touch_agreement(&agreement)?;
        Ok(Agreement { revision: agreement.revision + 1, ..agreement })
    })
}

/// Refuses a change to what was agreed on when the agreement was signed.
fn unsigned(agreement: &Agreement) -> Result<(), Failure> {
    if agreement.is_signed() {
        return Err(Failure::said(sentence!(
            "instalment-signed",
            "The agreement is signed, so its instalments are not changed in place; amend the instalment, and say why"
        )));
    }
    Ok(())
}

/// Refuses a deliverable of another agreement.
pub(super) fn is_of_agreement(deed: &Deed<'_>, id: AgreementId, deliverable: DeliverableId) -> Result<(), Failure> {
    if deed.deliverables(id)?.iter().any(|one| one.id == deliverable) {
        return Ok(());
    }
    Err(Failure::said(sentence!(
        "instalment-deliverable",
        "That deliverable is not of this agreement; choose one that is"
    )))
}

/// That an instalment comes from a report of use.
pub(super) fn of_royalty() -> Failure {
    Failure::said(sentence!(
        "instalment-royalty",
        "This instalment comes from a report of use; report the use of that year anew"
    ))
}

/// Refuses a change to an instalment on which something was paid, or that comes from a report of use.
fn unpaid(deed: &Deed<'_>, id: AgreementId, one: &AgreementInstalment) -> Result<(), Failure> {
    if one.royalty.is_some() {
        return Err(of_royalty());
    }
    if deed.payments(id)?.iter().any(|payment| payment.counts() && payment.instalment == Some(one.number)) {
        return Err(Failure::said(sentence!(
            "instalment-paid",
            "Something was paid on this instalment; write in another for what is owed beside it"
        )));
    }
    Ok(())
}

/// Takes an instalment out of the plan.
///
/// # Errors
/// Refused as [`write_instalment`], and when it is not there.
pub fn remove_instalment(
    writer: &mut Writer,
    turn: &Turn<'_>,
    seen: (AgreementId, u32),
    number: u32,
) -> Result<Agreement, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let (agreement, by) = open(deed, turn.officer, seen)?;
        let one = instalment(deed, agreement.id, number)?;
        unpaid(deed, agreement.id, &one)?;
        unsigned(&agreement)?;
        consent::void_next(deed, &agreement)?;
        let fact = agreement.fact(&by, Verb::Removed).with(format!("instalment {number} {}", one.amount));
        deed.remove_instalment(agreement.id, number, &fact)?;
        deed.touch_agreement(&agreement)?;
        Ok(Agreement { revision: agreement.revision + 1, ..agreement })
    })
}

/// Notes that something was paid.
///
/// # Errors
/// Refused when the officer does not act for the post, when somebody changed the agreement, when it is not signed or not commercial, when
/// it is over and no instalment is paid, when its instalment is not there, is in another currency or would be paid more than once, on a day
/// yet to come, or when it is not in order.
pub fn note_payment(
    writer: &mut Writer,
    turn: &Turn<'_>,
    seen: (AgreementId, u32),
    written: AgreementPayment,
) -> Result<Agreement, Failure> {
    let written = written.tidied()?;
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let (agreement, by) = settling(deed, turn.officer, seen)?;
        agreement.takes_money()?;
        not_ahead(turn, written.on)?;
        if agreement.stage.is_over() && written.instalment.is_none() {
            return Err(Failure::said(sentence!(
                "payment-after-end",
                "The agreement stands at “{stage}”, so only what is still owed of it is paid; choose the instalment that this pays",
                stage = agreement.stage
            )));
        }
        if !agreement.is_signed() {
            return Err(Failure::said(sentence!(
                "payment-unsigned",
                "Nothing is paid before the agreement is signed; sign it first"
            )));
        }
        let id = agreement.id;
        let others = deed.payments(id)?;
        if others.len() >= AGREEMENT_INSTALMENTS_MAX {
            return Err(too_many());
        }
        if let Some(number) = written.instalment {
            fits(&instalment(deed, id, number)?, &others, &written)?;
        }
        let number = next_number(others.iter().map(|one| one.number));
        let (by_now, void_reason) = (by.clone(), String::new());
        let one = AgreementPayment { number, by: by_now, at: turn.now, void_reason, ..written.clone() };
        let fact = agreement.fact(&by, Verb::Paid).with(format!("payment {number} {} on {}", one.amount, one.on));
        deed.keep_payment(id, &one, &fact)?;
        settle_arrears(deed, &agreement, turn.today)?;
        deed.touch_agreement(&agreement)?;
        Ok(Agreement { revision: agreement.revision + 1, ..agreement })
    })
}

fn fits(one: &AgreementInstalment, others: &[AgreementPayment], written: &AgreementPayment) -> Result<(), Failure> {
    if one.amount.currency != written.amount.currency {
        return Err(Failure::said(sentence!(
            "payment-currency",
            "The instalment is owed in {currency}; write the amount in that currency, or the payment on no instalment",
            currency = one.amount.currency.code()
        )));
    }
    let on_it = others.iter().filter(|held| held.counts() && held.instalment == Some(one.number));
    let paid: i64 = on_it.map(|held| held.amount.minor).sum();
    if paid + written.amount.minor > one.amount.minor {
        return Err(Failure::said(sentence!(
            "payment-over",
            "With this, more would be paid on the instalment than its {amount}; write the rest on another, or on none",
            amount = one.amount.to_string()
        )));
    }
    Ok(())
}

/// Says that a payment does not count. Its row stays.
///
/// # Errors
/// Refused when the officer does not act for the post, when somebody changed the agreement, when the payment is not there or does not
/// count already, or without a reason.
pub fn void_payment(
    writer: &mut Writer,
    turn: &Turn<'_>,
    seen: (AgreementId, u32),
    number: u32,
    reason: &str,
) -> Result<Agreement, Failure> {
    let reason = model::reasoned_text(reason)?;
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let (agreement, by) = settling(deed, turn.officer, seen)?;
        let held = deed.payments(agreement.id)?.into_iter().find(|one| one.number == number && one.counts());
        let held = held.ok_or_else(|| no_instalment(number))?;
        let fact = agreement.fact(&by, Verb::Recalled).with(format!("payment {number} {}", held.amount));
        deed.keep_payment(agreement.id, &AgreementPayment { void_reason: reason.clone(), ..held }, &fact)?;
        deed.touch_agreement(&agreement)?;
        Ok(Agreement { revision: agreement.revision + 1, ..agreement })
    })
}
