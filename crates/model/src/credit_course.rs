//! The course of a line of credit: terms and events in, and out come bookings, claims, the schedule and what is owed on a day.
//!
//! Nothing is looked up and nothing remembered: whoever tells an event of an earlier day gets the course that would have been. Within
//! a day a period ends first, then comes what happened on it. Interest is counted exactly over the pieces of a period and rounded once, at its
//! end; interest on what is overdue is rounded when it is claimed, at the end of a period and before each payment.

use std::collections::BTreeSet;

use crate::credit_booking::allocate;
use crate::credit_event::counting;
use crate::schedule::{annuity, plus_months};
use crate::{
    Booking, BookingCause, Claim, ClaimKind, CreditAccount, CreditEvent, CreditEventKind, CreditPosition, CreditTerms,
    Date, InterestPeriod, RATE_ONE, Rate, RateRule, Repayment, RepaymentPlan, ScheduleLine,
};

/// What became of a line by a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditCourse {
    /// Every change of what is owed, by day.
    pub bookings: Vec<Booking>,
    /// All that was claimed, in the order in which it arose.
    pub claims: Vec<Claim>,
    /// The due days, those of plans that were given up included as far as they were reached.
    pub lines: Vec<ScheduleLine>,
    /// How it stands at the end.
    pub position: CreditPosition,
}

/// How much each instalment takes, from one of them onwards.
struct Level {
    from: u32,
    owed: i64,
    payment: i64,
}

struct Run<'c> {
    terms: &'c CreditTerms,
    free: &'c BTreeSet<Date>,
    paid_from: Option<Date>,
    /// Whether what was overdue on the day from which all is taken as paid was taken so.
    is_expected: bool,
    plan: RepaymentPlan,
    rule: RateRule,
    base: Option<Rate>,
    bookings: Vec<Booking>,
    claims: Vec<Claim>,
    lines: Vec<ScheduleLine>,
    /// All that was lent and not repaid, what is due of it included.
    principal: i64,
    drawn: i64,
    advance: i64,
    /// The due day that comes next, in the plan.
    next: u32,
    period_since: Date,
    counted_to: Date,
    /// Sums of amount, rate and count; over [`RATE_ONE`] and the denominator of the count.
    interest: i128,
    commitment: i128,
    penalty: i128,
    level: Option<Level>,
}

/// The course of a line until the end of a day. With `paid_from` everything that becomes due from that day on is taken as paid
/// when it is due, and what is overdue as paid on that day: so a schedule is foretold.
pub fn credit_course(
    terms: &CreditTerms,
    events: &[CreditEvent],
    free: &BTreeSet<Date>,
    until: Date,
    paid_from: Option<Date>,
) -> CreditCourse {
    let mut run = Run {
        terms,
        free,
        paid_from,
        is_expected: paid_from.is_some_and(|from| from <= terms.since),
        plan: terms.plan.clone(),
        rule: terms.rate,
        base: None,
        bookings: Vec::new(),
        claims: Vec::new(),
        lines: Vec::new(),
        principal: 0,
        drawn: 0,
        advance: 0,
        next: 0,
        period_since: terms.since,
        counted_to: terms.since,
        interest: 0,
        commitment: 0,
        penalty: 0,
        level: None,
    };
    if terms.since <= until {
        run.go(&counting(events), until);
    }
    run.bookings.sort_by_key(|booking| booking.day);
    let position = run.position(until);
    CreditCourse { bookings: run.bookings, claims: run.claims, lines: run.lines, position }
}

impl Run<'_> {
    fn go(&mut self, events: &[&CreditEvent], until: Date) {
        let terms = self.terms;
        let upfront = terms.upfront_fee.of(terms.limit, terms.rounding);
        let due = terms.business_day.roll(terms.since, self.free);
        self.claim((ClaimKind::Fee, upfront), terms.since, due, None, None);
        self.settle_expected(terms.since);
        let mut events = events.iter().copied().peekable();
        loop {
            let close = self.close_day();
            let event = events.peek().map(|event| event.day);
            let Some(point) = [close, event, self.break_day()].into_iter().flatten().min().filter(|day| *day <= until)
            else {
                break;
            };
            self.count_to(point);
            if close == Some(point) {
                self.close();
            } else if event == Some(point)
                && let Some(event) = events.next()
            {
                self.take(event);
                self.settle_expected(point);
            } else if self.paid_from == Some(point) {
                self.is_expected = true;
                self.claim_penalty(point, point, None);
                self.settle_expected(point);
            }
        }
        self.count_to(until);
    }

    fn rate(&self) -> Rate {
        self.rule.rate(self.base)
    }

    /// What was lent and is neither due nor repaid.
    fn not_due(&self) -> i64 {
        let due = self.claims.iter().filter(|claim| claim.kind == ClaimKind::Principal).map(|claim| claim.left);
        self.principal - due.fold(0, i64::saturating_add)
    }

    fn undrawn(&self) -> i64 {
        (self.terms.limit - self.drawn).max(0)
    }

    fn is_over(&self) -> bool {
        self.next >= self.plan.n_due()
    }

    fn moved_due(&self) -> Date {
        self.terms.business_day.roll(self.plan.due(self.next), self.free)
    }

    /// The day to which the interest of the next period is counted.
    fn period_end(&self) -> Date {
        if self.terms.adjusts { self.moved_due() } else { self.plan.due(self.next) }
    }

    /// The day on which the next period is closed: a payment that moved to an earlier day closes it on that day, with interest to its end.
    fn close_day(&self) -> Option<Date> {
        (!self.is_over()).then(|| self.period_end().min(self.moved_due()))
    }

    /// The next day from which something is counted otherwise: drawing ends, something that is due begins to bear interest, or all is taken as
    /// paid. The last may lie within what is counted already, where a payment moved to a day before the end of its period.
    fn break_day(&self) -> Option<Date> {
        let free_days = i64::from(self.terms.penalty_free_days);
        let bearing = self.claims.iter().filter(|claim| claim.left > 0).map(|claim| claim.due.plus_days(free_days));
        let ends = std::iter::once(self.terms.available_until.plus_days(1));
        let expected = self.paid_from.filter(|_| !self.is_expected);
        bearing.chain(ends).filter(|day| *day > self.counted_to).chain(expected).min()
    }

    fn period(&self, day: Date) -> InterestPeriod {
        let is_over = self.is_over();
        InterestPeriod {
            since: self.period_since,
            until: if is_over { day } else { self.period_end() },
            every: self.plan.every,
            ends_months: self.plan.ends_months,
            from_start: is_over,
            is_last: self.next + 1 == self.plan.n_due(),
        }
    }

    /// Counts interest, commitment fee and interest on what is overdue up to a day. Until then nothing changes by which they are counted.
    fn count_to(&mut self, day: Date) {
        if day <= self.counted_to {
            return;
        }
        let period = self.period(day);
        let days = self.terms.day_count.count(&period, day) - self.terms.day_count.count(&period, self.counted_to);
        let rate = self.rate();
        let times =
            |minor: i64, rate: Rate| i128::from(minor).saturating_mul(i128::from(rate.parts())).saturating_mul(days);
        self.interest = self.interest.saturating_add(times(self.not_due(), rate));
        if self.counted_to <= self.terms.available_until {
            self.commitment = self.commitment.saturating_add(times(self.undrawn(), self.terms.commitment_fee));
        }
        let free_days = i64::from(self.terms.penalty_free_days);
        let bears = |claim: &&Claim| {
            let bears_at_all = match claim.kind {
                ClaimKind::Principal | ClaimKind::Interest => true,
                ClaimKind::Penalty => self.terms.penalty_compounds,
                ClaimKind::Fee => false,
            };
            bears_at_all && claim.due.plus_days(free_days) <= self.counted_to
        };
        let overdue = self.claims.iter().filter(bears).map(|claim| claim.left).fold(0, i64::saturating_add);
        self.penalty = self.penalty.saturating_add(times(overdue, rate.plus(self.terms.penalty_margin)));
        self.counted_to = day;
    }

    fn rounded(&self, sum: i128) -> i64 {
        self.terms.rounding.divide(sum, i128::from(RATE_ONE) * self.terms.day_count.denominator(self.plan.every))
    }

    fn book(&mut self, day: Date, account: CreditAccount, cause: BookingCause, minor: i64, event: Option<u32>) {
        if minor != 0 {
            self.bookings.push(Booking { day, account, cause, minor, event });
        }
    }

    /// Claims an amount. Principal that becomes due was owed before, so nothing is booked for it.
    fn claim(
        &mut self,
        (kind, minor): (ClaimKind, i64),
        day: Date,
        due: Date,
        line: Option<usize>,
        event: Option<u32>,
    ) {
        if minor <= 0 {
            return;
        }
        self.claims.push(Claim { kind, due, minor, left: minor, line });
        let cause = match kind {
            ClaimKind::Fee => BookingCause::FeeDue,
            ClaimKind::Penalty => BookingCause::PenaltyDue,
            ClaimKind::Interest => BookingCause::InterestDue,
            ClaimKind::Principal => return,
        };
        self.book(day, kind.into(), cause, minor, event);
    }

    fn claim_penalty(&mut self, day: Date, due: Date, line: Option<usize>) -> i64 {
        let penalty = self.rounded(self.penalty);
        self.penalty = 0;
        self.claim((ClaimKind::Penalty, penalty), day, due, line, None);
        penalty
    }

    /// Lays an amount against what is claimed. Answers what is left of it.
    fn lay(&mut self, day: Date, amount: i64, cause: BookingCause, event: Option<u32>) -> i64 {
        // What was claimed at the end of a period and is due when banks open again is taken too.
        let (went, rest) = allocate(&mut self.claims, &self.terms.order, Date::of_number(i64::MAX), amount);
        for (kind, minor) in went {
            if kind == ClaimKind::Principal {
                self.principal -= minor;
            }
            self.book(day, kind.into(), cause, -minor, event);
        }
        rest
    }

    fn settle_expected(&mut self, day: Date) {
        if self.paid_from.is_none_or(|from| day < from) {
            return;
        }
        let mut paid = Vec::new();
        for claim in self.claims.iter_mut().filter(|claim| claim.left > 0) {
            paid.push((claim.kind, claim.due.max(day), claim.left));
            claim.left = 0;
        }
        for (kind, day, minor) in paid {
            if kind == ClaimKind::Principal {
                self.principal -= minor;
            }
            self.book(day, kind.into(), BookingCause::Expected, -minor, None);
        }
    }

    /// How much principal an instalment takes.
    fn part(&mut self, number: u32, interest: i64) -> i64 {
        let owed = self.not_due();
        if number + 1 >= self.plan.instalments {
            return owed;
        }
        self.lay_level(number);
        let Some(level) = &self.level else { return 0 };
        let part = match self.plan.repayment {
            Repayment::Annuity => level.payment - interest,
            _ => self.plan.part(level.owed, level.from, number, self.terms.rounding),
        };
        part.clamp(0, owed.max(0))
    }

    /// Finds how much each instalment takes from now on, unless that is found.
    fn lay_level(&mut self, from: u32) {
        if self.level.is_none() {
            let owed = self.not_due();
            let left = self.plan.instalments.saturating_sub(from);
            let payment = annuity(owed, self.rate(), self.plan.every.months(), left, self.terms.rounding);
            self.level = Some(Level { from, owed, payment });
        }
    }

    /// The fee of each year that ended within a period.
    fn yearly_fee(&self, until: Date) -> i64 {
        let years = until.year() - self.terms.since.year();
        let ends = (1..=i64::from(years.max(0))).map(|year| plus_months(self.terms.since, year * 12, false));
        let n = ends.filter(|end| *end > self.period_since && *end <= until).count();
        self.terms.yearly_fee.saturating_mul(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// The fees up to a day that the next due day claims: on what is not drawn, and of years that ended.
    fn counted_fees(&self, day: Date) -> i64 {
        let yearly = if self.is_over() { 0 } else { self.yearly_fee(day) };
        self.rounded(self.commitment).saturating_add(yearly)
    }

    fn close(&mut self) {
        let (number, end, due) = (self.next, self.period_end(), self.moved_due());
        let day = end.min(due);
        self.count_to(end);
        let (since, opening, line) = (self.period_since, self.not_due(), self.lines.len());
        let interest = self.rounded(self.interest);
        let fees = self.rounded(self.commitment).saturating_add(self.yearly_fee(end));
        (self.interest, self.commitment) = (0, 0);
        let capitalises = number < self.plan.grace && self.plan.capitalises;
        let principal = match number.checked_sub(self.plan.grace) {
            Some(at) => self.part(at, interest),
            None => 0,
        };
        if capitalises {
            self.principal = self.principal.saturating_add(interest);
            self.book(day, CreditAccount::Principal, BookingCause::Capitalised, interest, None);
        } else {
            self.claim((ClaimKind::Interest, interest), day, due, Some(line), None);
        }
        self.claim((ClaimKind::Fee, fees), day, due, Some(line), None);
        let penalty = self.claim_penalty(day, due, Some(line));
        self.claim((ClaimKind::Principal, principal), day, due, Some(line), None);
        let (interest, capitalised) = if capitalises { (0, interest) } else { (interest, 0) };
        let closing = self.not_due();
        self.lines.push(ScheduleLine {
            number: number + 1,
            since,
            until: end,
            due,
            opening,
            interest,
            capitalised,
            principal,
            fees,
            penalty,
            closing,
        });
        self.next += 1;
        self.period_since = end;
        self.take_from_advance(day);
        self.settle_expected(due);
    }

    fn take_from_advance(&mut self, day: Date) {
        if self.advance > 0 {
            let held = self.advance;
            self.advance = self.lay(day, held, BookingCause::TakenFromAdvance, None);
            self.book(day, CreditAccount::Advance, BookingCause::TakenFromAdvance, held - self.advance, None);
        }
    }

    fn take(&mut self, event: &CreditEvent) {
        let (day, minor, told) = (event.day, event.minor, Some(event.number));
        match event.kind {
            CreditEventKind::PaidOut => {
                self.principal = self.principal.saturating_add(minor);
                self.drawn = self.drawn.saturating_add(minor);
                self.level = None;
                self.book(day, CreditAccount::Principal, BookingCause::PaidOut, minor, told);
            }
            CreditEventKind::Repayment => {
                self.claim_penalty(day, day, None);
                let rest = self.lay(day, minor, BookingCause::Repaid, told);
                self.hold(day, rest, told);
            }
            CreditEventKind::Prepayment => self.prepay(event),
            CreditEventKind::RateFixed => {
                let before = self.rate();
                self.base = event.rate;
                if self.rate() != before {
                    self.level = None;
                }
            }
            CreditEventKind::Fee => {
                self.claim((ClaimKind::Fee, minor), day, day, None, told);
                self.take_from_advance(day);
            }
            CreditEventKind::Rescheduling => self.reschedule(event),
            CreditEventKind::Correction => {}
        }
    }

    fn hold(&mut self, day: Date, rest: i64, event: Option<u32>) {
        self.advance = self.advance.saturating_add(rest);
        self.book(day, CreditAccount::Advance, BookingCause::Overpaid, -rest, event);
    }

    /// What is due is paid first; of the rest principal that is not due.
    fn prepay(&mut self, event: &CreditEvent) {
        let (day, told) = (event.day, Some(event.number));
        self.claim_penalty(day, day, None);
        let rest = self.lay(day, event.minor, BookingCause::Repaid, told);
        let early = rest.min(self.not_due().max(0));
        if event.shortens {
            self.lay_level(self.next.saturating_sub(self.plan.grace));
        } else {
            self.level = None;
        }
        self.principal -= early;
        self.book(day, CreditAccount::Principal, BookingCause::Prepaid, -early, told);
        self.hold(day, rest - early, told);
        let fee = self.terms.prepayment_fee.of(early, self.terms.rounding);
        self.claim((ClaimKind::Fee, fee), day, day, None, told);
        self.take_from_advance(day);
    }

    /// All that is owed, what was counted and not yet claimed included, becomes the principal of a new plan.
    fn reschedule(&mut self, event: &CreditEvent) {
        let Some(plan) = &event.plan else { return };
        let (day, told) = (event.day, Some(event.number));
        let counted = [self.rounded(self.interest), self.counted_fees(day), self.rounded(self.penalty)];
        (self.interest, self.commitment, self.penalty) = (0, 0, 0);
        let kinds = [ClaimKind::Interest, ClaimKind::Fee, ClaimKind::Penalty];
        for (kind, minor) in kinds.into_iter().zip(counted) {
            self.claim((kind, minor), day, day, None, told);
        }
        for kind in kinds {
            let claims = self.claims.iter_mut().filter(|claim| claim.kind == kind);
            let left = claims.map(|claim| std::mem::take(&mut claim.left)).fold(0, i64::saturating_add);
            self.book(day, kind.into(), BookingCause::Rescheduled, -left, told);
            self.book(day, CreditAccount::Principal, BookingCause::Rescheduled, left, told);
            self.principal = self.principal.saturating_add(left);
        }
        for claim in &mut self.claims {
            claim.left = 0;
        }
        let set_off = self.advance.min(self.principal.max(0));
        self.book(day, CreditAccount::Advance, BookingCause::Rescheduled, set_off, told);
        self.book(day, CreditAccount::Principal, BookingCause::Rescheduled, -set_off, told);
        self.advance -= set_off;
        self.principal -= set_off;
        self.plan = plan.clone();
        if let Some(rate) = event.rate {
            self.rule = self.rule.with(rate);
        }
        // A period that was closed before its end stays counted to its end.
        let since = if plan.first_due > self.period_since { self.period_since.max(day) } else { day };
        (self.next, self.period_since, self.level) = (0, since, None);
        self.counted_to = self.counted_to.max(day);
    }

    fn position(&self, day: Date) -> CreditPosition {
        let of = |kind: ClaimKind| {
            self.claims.iter().filter(|claim| claim.kind == kind).map(|claim| claim.left).fold(0, i64::saturating_add)
        };
        let overdue = self.claims.iter().filter(|claim| claim.left > 0 && claim.due < day);
        CreditPosition {
            day,
            principal: self.principal,
            principal_due: of(ClaimKind::Principal),
            interest_due: of(ClaimKind::Interest),
            fees_due: of(ClaimKind::Fee),
            penalty_due: of(ClaimKind::Penalty),
            advance: self.advance,
            counted_interest: self.rounded(self.interest),
            counted_fees: self.counted_fees(day),
            counted_penalty: self.rounded(self.penalty),
            drawn: self.drawn,
            undrawn: if day <= self.terms.available_until { self.undrawn() } else { 0 },
            rate: self.rate(),
            is_unfixed: self.rule.is_floating() && self.base.is_none(),
            overdue: overdue.clone().map(|claim| claim.left).fold(0, i64::saturating_add),
            overdue_since: overdue.map(|claim| claim.due).min(),
            next_due: (!self.is_over()).then(|| self.moved_due()),
            last_due: self.terms.business_day.roll(self.plan.last(), self.free),
        }
    }
}
