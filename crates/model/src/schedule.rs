//! Plans of repayment: on which days something is due, and how much of the principal.

use crate::rate::{Rate, Rounding};
use crate::words::words;
use crate::{Date, RATE_ONE, Refusal, sentence};

/// Due days of one plan: forty years by the month.
pub const PLAN_DAYS_MAX: u32 = 480;

words! {
    /// How the principal is repaid.
    Repayment {
        /// In equal parts of principal.
        Equal = "equal",
        /// In equal payments of principal and interest together.
        Annuity = "annuity",
        /// All at the end.
        Bullet = "bullet",
        /// In parts that are written down.
        Custom = "custom",
    }
}

words! {
    /// How often something is due.
    PaymentEvery {
        /// Each month.
        Month = "month",
        /// Each quarter.
        Quarter = "quarter",
        /// Each half of a year.
        HalfYear = "half-year",
        /// Each year.
        Year = "year",
    }
}

impl PaymentEvery {
    /// In months.
    pub fn months(self) -> u32 {
        match self {
            PaymentEvery::Month => 1,
            PaymentEvery::Quarter => 3,
            PaymentEvery::HalfYear => 6,
            PaymentEvery::Year => 12,
        }
    }
}

/// The last day of a month.
fn month_end(year: i32, month: u8) -> Option<Date> {
    (28..=31).rev().find_map(|day| Date::new(year, month, day))
}

/// The day so many months later or earlier: the same day of the month, or its last where it has no such day. With `ends`, a last day of
/// a month leads to a last day of a month.
pub fn plus_months(day: Date, months: i64, ends: bool) -> Date {
    let index = i64::from(day.year()) * 12 + i64::from(day.month()) - 1 + months;
    let year = i32::try_from(index.div_euclid(12)).unwrap_or(9999).clamp(-9999, 9999);
    let month = u8::try_from(index.rem_euclid(12) + 1).unwrap_or(1);
    let last = month_end(year, month).unwrap_or(day);
    if ends && month_end(day.year(), day.month()) == Some(day) {
        return last;
    }
    Date::new(year, month, day.day()).unwrap_or(last)
}

/// When and how a line is repaid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepaymentPlan {
    /// How the principal is repaid.
    pub repayment: Repayment,
    /// The first day on which something is due, before it moves to a day of work.
    pub first_due: Date,
    /// How often something is due after that.
    pub every: PaymentEvery,
    /// Whether a last day of a month leads to last days of months.
    pub ends_months: bool,
    /// Due days at the beginning on which no principal is due.
    pub grace: u32,
    /// Whether the interest of these is added to the principal instead of being paid.
    pub capitalises: bool,
    /// Due days after them, on which principal is due.
    pub instalments: u32,
    /// For [`Repayment::Custom`] how much principal each of them takes, in the smallest unit. When less or more is owed than they are
    /// together, each takes its share.
    pub parts: Vec<i64>,
}

impl RepaymentPlan {
    /// How many due days there are.
    pub fn n_due(&self) -> u32 {
        self.grace.saturating_add(self.instalments)
    }

    /// A due day by its number from nought, before it moves to a day of work.
    pub fn due(&self, number: u32) -> Date {
        plus_months(self.first_due, i64::from(number) * i64::from(self.every.months()), self.ends_months)
    }

    /// The last due day, before it moves.
    pub fn last(&self) -> Date {
        self.due(self.n_due().saturating_sub(1))
    }

    /// The same in order.
    ///
    /// # Errors
    /// Refused without an instalment, with too many due days, or where the parts are not as many as the instalments.
    pub fn tidied(self) -> Result<RepaymentPlan, Refusal> {
        let parts = if self.repayment == Repayment::Custom { self.parts } else { Vec::new() };
        if self.instalments == 0 || self.grace > PLAN_DAYS_MAX || self.instalments > PLAN_DAYS_MAX - self.grace {
            return Err(Refusal::Said(sentence!(
                "plan-instalments",
                "A plan has between one and {max} due days, with at least one instalment; correct how many there are",
                max = PLAN_DAYS_MAX
            )));
        }
        if self.repayment == Repayment::Custom
            && (parts.len() != self.instalments as usize
                || parts.iter().any(|part| *part < 0)
                || parts.iter().all(|part| *part == 0))
        {
            return Err(Refusal::Said(sentence!(
                "plan-parts",
                "Write one amount for each of the {count} instalments, one a line, not all of them nought",
                count = self.instalments
            )));
        }
        let repayment = self.repayment;
        // A bullet has one instalment; the due days before it are those of interest alone.
        let (grace, instalments) = if repayment == Repayment::Bullet {
            (self.grace + self.instalments - 1, 1)
        } else {
            (self.grace, self.instalments)
        };
        let capitalises = self.capitalises && grace > 0;
        Ok(RepaymentPlan { grace, capitalises, instalments, parts, ..self })
    }

    /// The principal that each instalment from `number` (from nought) onwards takes by a plan that begins there with `owed`: without the
    /// interest, so not for an annuity. The last takes what is left.
    pub(crate) fn part(&self, owed: i64, from: u32, number: u32, rounding: Rounding) -> i64 {
        if number + 1 >= self.instalments {
            return owed;
        }
        match self.repayment {
            Repayment::Bullet => 0,
            Repayment::Equal | Repayment::Annuity => {
                rounding.divide(i128::from(owed), i128::from(self.instalments.saturating_sub(from).max(1)))
            }
            Repayment::Custom => {
                let of = |at: u32| self.parts.get(at as usize).copied().map_or(0, i128::from);
                let all: i128 = (from..self.instalments).map(of).sum();
                if all == 0 { 0 } else { share(owed, of(number), all, rounding) }
            }
        }
    }
}

/// A share of an amount, without going beyond what a number holds: both are below 2^63, and so is their quotient times the amount.
fn share(owed: i64, part: i128, all: i128, rounding: Rounding) -> i64 {
    rounding.divide(i128::from(owed).saturating_mul(part), all)
}

/// Bits behind the point of the annuity factor.
const FACTOR_BITS: u32 = 77;

/// The equal payment that repays an amount with interest in so many periods of so many months: `P / ((1 - (1 + i)^-n) / i)`, with
/// `i` the twelfth part of the yearly rate times the months (as in every table of annuities).
///
/// The factor is the sum of `(1 + i)^-k`, taken from the inside out with 77 bits behind the point: each step is wrong by less
/// than 2^-77, so 480 of them by less than 10^-20, and the payment by less than a hundred-thousandth of the smallest unit for every amount up
/// to 10^15 of them.
pub fn annuity(owed: i64, rate: Rate, months: u32, n_periods: u32, rounding: Rounding) -> i64 {
    let owed_size = u128::from(owed.max(0).unsigned_abs());
    if owed_size == 0 || n_periods == 0 {
        return 0;
    }
    let rate = u128::from(rate.parts().max(0).unsigned_abs()) * u128::from(months);
    if rate == 0 {
        return rounding.divide(i128::from(owed), i128::from(n_periods));
    }
    let one = u128::from(RATE_ONE.unsigned_abs()) * 12;
    let unit = 1_u128 << FACTOR_BITS;
    let mut factor = 0_u128;
    for _ in 0..n_periods.min(PLAN_DAYS_MAX) {
        factor = (unit + factor) * one / (one + rate);
    }
    // As many bits as fit in front of the quotient.
    let bits = FACTOR_BITS.min(owed_size.leading_zeros().saturating_sub(1));
    let divisor = (factor >> (FACTOR_BITS - bits)).max(1);
    let signed = |n: u128| i128::try_from(n).unwrap_or(i128::MAX);
    rounding.divide(signed(owed_size << bits), signed(divisor))
}
