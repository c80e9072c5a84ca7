//! Bookings of a line of credit, what is claimed, and how a payment goes to it.

use crate::words::words;
use crate::{ClaimKind, Date};

words! {
    /// What a booking changes.
    CreditAccount {
        /// What was lent and is not repaid.
        Principal = "principal",
        /// Interest that was claimed.
        Interest = "interest",
        /// Fees that were claimed.
        Fee = "fee",
        /// Interest on what was overdue that was claimed.
        Penalty = "penalty",
        /// What was paid before anything was due: below nought, since it is owed to us.
        Advance = "advance",
    }
}

impl From<ClaimKind> for CreditAccount {
    fn from(kind: ClaimKind) -> CreditAccount {
        match kind {
            ClaimKind::Fee => CreditAccount::Fee,
            ClaimKind::Penalty => CreditAccount::Penalty,
            ClaimKind::Interest => CreditAccount::Interest,
            ClaimKind::Principal => CreditAccount::Principal,
        }
    }
}

words! {
    /// Why something was booked.
    BookingCause {
        /// A drawdown was paid out.
        PaidOut = "paid-out",
        /// The interest of a period was claimed.
        InterestDue = "interest-due",
        /// The interest of a period was added to the principal.
        Capitalised = "capitalised",
        /// A fee was claimed.
        FeeDue = "fee-due",
        /// Interest on what was overdue was claimed.
        PenaltyDue = "penalty-due",
        /// It was paid.
        Repaid = "repaid",
        /// Principal was repaid before it was due.
        Prepaid = "prepaid",
        /// More was paid than was due.
        Overpaid = "overpaid",
        /// What was paid before was taken for what became due.
        TakenFromAdvance = "taken-from-advance",
        /// It was laid into a new plan.
        Rescheduled = "rescheduled",
        /// It is expected to be paid when it is due.
        Expected = "expected",
    }
}

/// A change of what is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booking {
    /// On which day.
    pub day: Date,
    /// Of which account.
    pub account: CreditAccount,
    /// Why.
    pub cause: BookingCause,
    /// By how much, in the smallest unit; above nought more is owed.
    pub minor: i64,
    /// The event that made it; `None` for what comes of the terms alone.
    pub event: Option<u32>,
}

/// Something that is to be paid by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What it is.
    pub kind: ClaimKind,
    /// By when.
    pub due: Date,
    /// Of how much, in the smallest unit.
    pub minor: i64,
    /// How much of it is unpaid.
    pub left: i64,
    /// The line of the schedule to which it belongs, counted from nought; `None` for what belongs to none.
    pub line: Option<usize>,
}

/// One due day of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduleLine {
    /// Its number within its plan, from one.
    pub number: u32,
    /// The first day of its period.
    pub since: Date,
    /// The day on which its period ends.
    pub until: Date,
    /// By when it is paid.
    pub due: Date,
    /// What was lent and not yet due before it.
    pub opening: i64,
    /// Interest to be paid.
    pub interest: i64,
    /// Interest that is added to the principal.
    pub capitalised: i64,
    /// Principal to be paid.
    pub principal: i64,
    /// Fees to be paid.
    pub fees: i64,
    /// Interest on what was overdue.
    pub penalty: i64,
    /// What is lent and not yet due after it.
    pub closing: i64,
}

impl ScheduleLine {
    /// All that is to be paid.
    pub fn payment(&self) -> i64 {
        [self.interest, self.principal, self.fees, self.penalty].into_iter().fold(0, i64::saturating_add)
    }
}

/// Lays an amount against what is claimed by a day: kind after kind in the order of the line, of each the oldest first. Answers what went to
/// which kind, and what is left over.
pub(crate) fn allocate(
    claims: &mut [Claim],
    order: &[ClaimKind],
    due_by: Date,
    amount: i64,
) -> (Vec<(ClaimKind, i64)>, i64) {
    let mut rest = amount;
    let mut went = Vec::new();
    for kind in order {
        let mut to_kind: i64 = 0;
        // Claims stand in the order in which they arose.
        for claim in claims.iter_mut().filter(|claim| claim.kind == *kind && claim.left > 0 && claim.due <= due_by) {
            let paid = claim.left.min(rest);
            claim.left -= paid;
            rest -= paid;
            to_kind = to_kind.saturating_add(paid);
        }
        if to_kind > 0 {
            went.push((*kind, to_kind));
        }
    }
    (went, rest)
}
