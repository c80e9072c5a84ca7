//! Statements of a line of credit: how it stood, what was booked, and how it stands.

use std::collections::BTreeSet;

use crate::{Booking, BookingCause, CreditAccount, CreditCourse, CreditEvent, CreditTerms, Date, Rate, credit_course};

/// How a line stands at the end of a day. Amounts are in the smallest unit of its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditPosition {
    /// The day.
    pub day: Date,
    /// Lent and not repaid, what is due of it included.
    pub principal: i64,
    /// Principal that is due and unpaid.
    pub principal_due: i64,
    /// Interest that is due and unpaid.
    pub interest_due: i64,
    /// Fees that are due and unpaid.
    pub fees_due: i64,
    /// Interest on what was overdue that is claimed and unpaid.
    pub penalty_due: i64,
    /// Paid before anything was due.
    pub advance: i64,
    /// Interest counted since the last due day and not yet claimed.
    pub counted_interest: i64,
    /// Commitment fee counted and not yet claimed.
    pub counted_fees: i64,
    /// Interest on what is overdue counted and not yet claimed.
    pub counted_penalty: i64,
    /// Drawn altogether.
    pub drawn: i64,
    /// What can still be drawn.
    pub undrawn: i64,
    /// The rate of the day.
    pub rate: Rate,
    /// Whether its base rate was never fixed.
    pub is_unfixed: bool,
    /// Unpaid of what was due before the day.
    pub overdue: i64,
    /// Since when something is overdue.
    pub overdue_since: Option<Date>,
    /// The next due day.
    pub next_due: Option<Date>,
    /// The last due day.
    pub last_due: Date,
}

impl CreditPosition {
    /// What an account stands at.
    pub fn of(&self, account: CreditAccount) -> i64 {
        match account {
            CreditAccount::Principal => self.principal,
            CreditAccount::Interest => self.interest_due,
            CreditAccount::Fee => self.fees_due,
            CreditAccount::Penalty => self.penalty_due,
            CreditAccount::Advance => -self.advance,
        }
    }

    /// All that is owed and booked.
    pub fn owed(&self) -> i64 {
        CreditAccount::ALL.iter().map(|account| self.of(*account)).fold(0, i64::saturating_add)
    }

    /// All that is owed, with what was counted up to the day and is not yet claimed.
    pub fn owed_with_counted(&self) -> i64 {
        [self.counted_interest, self.counted_fees, self.counted_penalty]
            .into_iter()
            .fold(self.owed(), i64::saturating_add)
    }
}

/// What passed on a line in a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditStatement {
    /// The first day.
    pub since: Date,
    /// The last day.
    pub until: Date,
    /// How it stood before the first day.
    pub opening: CreditPosition,
    /// What was booked, with what was owed after it.
    pub bookings: Vec<(Booking, i64)>,
    /// How it stands at the end of the last day.
    pub closing: CreditPosition,
}

/// The statement of a line over a time, both days included.
pub fn credit_statement(
    terms: &CreditTerms,
    events: &[CreditEvent],
    free: &BTreeSet<Date>,
    since: Date,
    until: Date,
) -> CreditStatement {
    let before = since.plus_days(-1);
    let opening = credit_course(terms, events, free, before, None).position;
    let course = credit_course(terms, events, free, until, None);
    let mut owed: i64 = 0;
    let mut bookings = Vec::new();
    for booking in course.bookings {
        owed = owed.saturating_add(booking.minor);
        if booking.day >= since && booking.day <= until {
            bookings.push((booking, owed));
        }
    }
    CreditStatement { since, until, opening, bookings, closing: course.position }
}

/// The whole schedule as it is foretold on a day: what was due until then as it came, and what becomes due after it, paid in time.
/// Drawdowns that are planned stand among the events.
pub fn credit_schedule(
    terms: &CreditTerms,
    events: &[CreditEvent],
    free: &BTreeSet<Date>,
    today: Date,
) -> CreditCourse {
    // Twice the longest run lies behind every plan that an event may bring.
    let until = terms.since.max(today).plus_days(2 * crate::CREDIT_DAYS_MAX);
    credit_course(terms, events, free, until, Some(today))
}

/// What is to be paid by a course after a day, by day: what is expected there.
pub fn expected_payments(course: &CreditCourse) -> impl Iterator<Item = (Date, CreditAccount, i64)> + '_ {
    let expected = course.bookings.iter().filter(|booking| booking.cause == BookingCause::Expected);
    expected.map(|booking| (booking.day, booking.account, -booking.minor))
}
