//! What happens to a line of credit. Terms and events are all that is kept; what is owed on a day is computed from them.

use crate::host::not_longer;
use crate::words::words;
use crate::{CREDIT_MINOR_MAX, CREDIT_TEXT_CHARS_MAX, Date, Rate, Refusal, RepaymentPlan, sentence};

/// Events of one line: a payment a month over forty years, with as many fixings and a few drawdowns.
pub const CREDIT_EVENTS_MAX: usize = 2_000;

words! {
    /// What happened.
    CreditEventKind {
        /// A drawdown was paid out.
        PaidOut = "paid-out",
        /// Something was paid to the lender.
        Repayment = "repayment",
        /// Principal was repaid before it was due.
        Prepayment = "prepayment",
        /// The base rate from this day on was fixed.
        RateFixed = "rate-fixed",
        /// The lender claims a fee.
        Fee = "fee",
        /// All that is owed was laid into a new plan.
        Rescheduling = "rescheduling",
        /// An event was booked by mistake: it is countered as of its own day.
        Correction = "correction",
    }
}

/// An event of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditEvent {
    /// Its number within the line, from one.
    pub number: u32,
    /// The day from which it counts.
    pub day: Date,
    /// What happened.
    pub kind: CreditEventKind,
    /// Of how much, in the smallest unit of the line's currency; nought where nothing passed.
    pub minor: i64,
    /// The base rate that was fixed, or the rate of the new plan: in place of the fixed rate, or of the margin.
    pub rate: Option<Rate>,
    /// The drawdown that was paid out.
    pub drawdown: Option<u32>,
    /// The new plan.
    pub plan: Option<RepaymentPlan>,
    /// Whether what is repaid early shortens the plan; otherwise it makes what is left to pay smaller.
    pub shortens: bool,
    /// The number of the event that is countered.
    pub counters: Option<u32>,
    /// Papers, reasons.
    pub note: String,
    /// Who told it, as the ledger writes it.
    pub by: String,
    /// When it was told, in microseconds since 1970.
    pub told_at: i64,
}

impl CreditEvent {
    /// A bare event.
    pub fn new(kind: CreditEventKind, day: Date, minor: i64) -> CreditEvent {
        CreditEvent {
            number: 0,
            day,
            kind,
            minor,
            rate: None,
            drawdown: None,
            plan: None,
            shortens: false,
            counters: None,
            note: String::new(),
            by: String::new(),
            told_at: 0,
        }
    }

    /// The same in order: nothing stands in it that its kind does not have.
    ///
    /// # Errors
    /// Refused where an amount, a rate, a plan or an event to counter is missing, or a reason with what is countered or rescheduled.
    pub fn tidied(self) -> Result<CreditEvent, Refusal> {
        let note = self.note.trim().to_owned();
        not_longer(&note, CREDIT_TEXT_CHARS_MAX)?;
        let bare = CreditEvent {
            number: self.number,
            by: self.by,
            told_at: self.told_at,
            note,
            ..CreditEvent::new(self.kind, self.day, 0)
        };
        let has_amount = (1..=CREDIT_MINOR_MAX).contains(&self.minor);
        match self.kind {
            CreditEventKind::PaidOut
            | CreditEventKind::Repayment
            | CreditEventKind::Prepayment
            | CreditEventKind::Fee => {
                if !has_amount {
                    return Err(Refusal::Said(sentence!(
                        "credit-event-amount",
                        "Write an amount above nought with up to fifteen digits"
                    )));
                }
                let shortens = self.shortens && self.kind == CreditEventKind::Prepayment;
                let drawdown = self.drawdown.filter(|_| self.kind == CreditEventKind::PaidOut);
                Ok(CreditEvent { minor: self.minor, shortens, drawdown, ..bare })
            }
            CreditEventKind::RateFixed => match self.rate {
                Some(rate) => Ok(CreditEvent { rate: Some(rate), ..bare }),
                None => Err(Refusal::Said(sentence!("credit-event-rate", "Write the base rate that was fixed"))),
            },
            CreditEventKind::Rescheduling => {
                let plan = self.plan.map(RepaymentPlan::tidied).transpose()?;
                let later = plan.as_ref().is_some_and(|plan| plan.first_due > self.day);
                if !later || bare.note.is_empty() || self.rate.is_some_and(|rate| rate < Rate::NONE) {
                    return Err(Refusal::Said(sentence!(
                        "credit-event-plan",
                        "Write the new plan, with its first due day after the day of the rescheduling, and by what it was agreed"
                    )));
                }
                Ok(CreditEvent { plan, rate: self.rate, ..bare })
            }
            CreditEventKind::Correction => {
                if self.counters.is_none() || bare.note.is_empty() {
                    return Err(Refusal::Said(sentence!(
                        "credit-event-counters",
                        "Name the event that was booked by mistake, and write what the mistake was"
                    )));
                }
                Ok(CreditEvent { counters: self.counters, ..bare })
            }
        }
    }
}

/// The events that count, in the order in which they are booked: by day, then as they were told. What was countered is left out, and so is
/// what countered it.
pub fn counting(events: &[CreditEvent]) -> Vec<&CreditEvent> {
    let countered: Vec<u32> = events.iter().filter_map(|event| event.counters).collect();
    let mut counting: Vec<&CreditEvent> = events
        .iter()
        .filter(|event| event.kind != CreditEventKind::Correction && !countered.contains(&event.number))
        .collect();
    counting.sort_by_key(|event| (event.day, event.number));
    counting
}
