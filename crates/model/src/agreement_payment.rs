//! Payments of an agreement: what is owed by which day, what was paid, and what is in arrears. Exact to the smallest unit; amounts of
//! different currencies are never added.

use std::collections::BTreeMap;

use crate::host::{not_longer, one_line};
use crate::{
    AGREEMENT_LINE_CHARS_MAX, Currency, Date, Deliverable, DeliverableId, DeliverableState, Money, Refusal, sentence,
};

/// Instalments of one agreement, and payments on it. A plant paid by the month over thirty years has 360.
pub const AGREEMENT_INSTALMENTS_MAX: usize = 500;

/// Largest amount of one instalment or payment, in the smallest unit: so many that [`AGREEMENT_INSTALMENTS_MAX`] of them cannot overflow a sum.
pub const AGREEMENT_MINOR_MAX: i64 = 1_000_000_000_000_000;

/// A part of what is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementInstalment {
    /// Its number within the agreement, from 1.
    pub number: u32,
    /// What it is for.
    pub title: String,
    /// How much.
    pub amount: Money,
    /// The day until which it is owed; `None` where it is owed by a deliverable alone, or free.
    pub due: Option<Date>,
    /// The deliverable that has to be accepted first.
    pub deliverable: Option<DeliverableId>,
    /// The royalty and the year whose statement it comes from.
    pub royalty: Option<(u32, i32)>,
}

/// Money that was paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementPayment {
    /// Its number within the agreement, from 1.
    pub number: u32,
    /// The instalment that it pays; `None` where it is on none.
    pub instalment: Option<u32>,
    /// How much.
    pub amount: Money,
    /// When.
    pub on: Date,
    /// Under which number the bank or the books have it.
    pub reference: String,
    /// Who wrote it in: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Why it does not count; empty where it does. No row is taken out.
    pub void_reason: String,
}

fn amount_in_order(amount: Money) -> Result<(), Refusal> {
    if (1..=AGREEMENT_MINOR_MAX).contains(&amount.minor) {
        return Ok(());
    }
    Err(Refusal::Said(sentence!(
        "payment-amount",
        "{amount} cannot be paid at once; write an amount above nothing, and a very large one in parts",
        amount = amount.to_string()
    )))
}

impl AgreementInstalment {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a title, with an amount that is none, or where a text is too long.
    pub fn tidied(self) -> Result<AgreementInstalment, Refusal> {
        let title = one_line(&self.title);
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("instalment-no-title", "Write what the instalment is for")));
        }
        not_longer(&title, AGREEMENT_LINE_CHARS_MAX)?;
        amount_in_order(self.amount)?;
        Ok(AgreementInstalment { title, ..self })
    }

    /// The day on which it falls due: its own, and not before its deliverable was accepted. `None` while that is not so, where the
    /// deliverable is waived, or where it is free.
    pub fn falls_due(&self, deliverables: &[Deliverable]) -> Option<Date> {
        let Some(id) = self.deliverable else { return self.due };
        let one = deliverables.iter().find(|one| one.id == id)?;
        let accepted = one.accepted_on.filter(|_| one.state == DeliverableState::Accepted)?;
        Some(self.due.map_or(accepted, |due| due.max(accepted)))
    }
}

impl AgreementPayment {
    /// Whether it counts.
    pub fn counts(&self) -> bool {
        self.void_reason.is_empty()
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a reference, with an amount that is none, or where a text is too long.
    pub fn tidied(self) -> Result<AgreementPayment, Refusal> {
        let reference = one_line(&self.reference);
        if reference.is_empty() {
            return Err(Refusal::Said(sentence!(
                "payment-no-reference",
                "Write under which number the bank or the books have the payment"
            )));
        }
        not_longer(&reference, AGREEMENT_LINE_CHARS_MAX)?;
        amount_in_order(self.amount)?;
        Ok(AgreementPayment { reference, ..self })
    }
}

/// What an instalment stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstalmentStand {
    /// Its number.
    pub number: u32,
    /// The day on which it falls due; `None` while it does not.
    pub falls_due: Option<Date>,
    /// What was paid on it, in the smallest unit.
    pub paid: i64,
    /// What is in arrears of it today, in the smallest unit.
    pub arrears: i64,
}

/// What was planned, paid and is owed, in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgreementBalance {
    /// The currency.
    pub currency: Currency,
    /// The sum of all instalments.
    pub planned: i64,
    /// The sum of all payments that count.
    pub paid: i64,
    /// What is in arrears today.
    pub arrears: i64,
}

impl AgreementBalance {
    /// One of its sums as money.
    pub fn money(&self, minor: i64) -> Money {
        Money { minor, currency: self.currency }
    }
}

/// What each instalment stands at on a day, in their order.
pub fn instalment_stands(
    instalments: &[AgreementInstalment],
    payments: &[AgreementPayment],
    deliverables: &[Deliverable],
    today: Date,
) -> Vec<InstalmentStand> {
    let stand = |one: &AgreementInstalment| {
        let on_it = payments.iter().filter(|payment| payment.counts() && payment.instalment == Some(one.number));
        let on_it = on_it.filter(|payment| payment.amount.currency == one.amount.currency);
        let paid: i64 = on_it.map(|payment| payment.amount.minor).sum();
        let falls_due = one.falls_due(deliverables);
        let is_due = falls_due.is_some_and(|day| day < today);
        let arrears = if is_due { (one.amount.minor - paid).max(0) } else { 0 };
        InstalmentStand { number: one.number, falls_due, paid, arrears }
    };
    instalments.iter().map(stand).collect()
}

/// What was planned, paid and is in arrears on a day, one line a currency in the order of their codes.
pub fn agreement_balances(
    instalments: &[AgreementInstalment],
    payments: &[AgreementPayment],
    deliverables: &[Deliverable],
    today: Date,
) -> Vec<AgreementBalance> {
    let mut lines: BTreeMap<Currency, AgreementBalance> = BTreeMap::new();
    let mut line = |currency: Currency, add: &dyn Fn(&mut AgreementBalance)| {
        add(lines.entry(currency).or_insert(AgreementBalance { currency, planned: 0, paid: 0, arrears: 0 }));
    };
    let stands = instalment_stands(instalments, payments, deliverables, today);
    for (one, stand) in instalments.iter().zip(&stands) {
        line(one.amount.currency, &|balance| {
            balance.planned += one.amount.minor;
            balance.arrears += stand.arrears;
        });
    }
    for payment in payments.iter().filter(|payment| payment.counts()) {
        line(payment.amount.currency, &|balance| balance.paid += payment.amount.minor);
    }
    lines.into_values().collect()
}

#[cfg(test)]
#[path = "agreement_payment_tests.rs"]
mod tests;
