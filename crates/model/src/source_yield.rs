//! What a source is worth: how much of it nobody else brings, and how much of it was used.

use crate::Money;
use crate::words::words;

/// Counts over all that a source brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceYield {
    /// When it was counted, in microseconds since 1970.
    pub counted_at: i64,
    /// Records in which it says something.
    pub n_records: u64,
    /// Of them those that nobody else brought.
    pub n_unique: u64,
    /// Of them those that it brought before anybody else.
    pub n_first: u64,
    /// Of them those that were laid before a post.
    pub n_delivered: u64,
    /// Of these, those to which a post gave an answer.
    pub n_answered: u64,
    /// Of these, those of which one answer was that it is used.
    pub n_used: u64,
    /// Of these, those of which one answer was that it is studied.
    pub n_studied: u64,
}

words! {
    /// What to do with a source, by its yield.
    YieldAdvice {
        /// It was not watched long enough to say.
        Early = "early",
        /// Nothing is to be done.
        Keep = "keep",
        /// What it brings is used more than what others bring: watch it more closely, or more of its kind.
        Watch = "watch",
        /// It costs attention and brings nothing: let it go.
        Drop = "drop",
    }
}

/// Days for which a source is watched before it is judged.
pub const YIELD_DAYS_MIN: i64 = 90;

/// Used records from which on they count as more than chance.
const USED_MIN: u64 = 5;

/// Delivered records without a single use from which on a source is let go.
const UNUSED_MIN: u64 = 30;

impl SourceYield {
    /// What to do. `all` is the sum over all sources; `n_days` is for how long it was watched.
    ///
    /// Watch it more: five or more of its records are used, and of those answered the part that is used is at least one
    /// and a half times that over all sources. Let it go: nothing of it is used or studied, and either thirty or more of
    /// its records were answered so, or none was ever laid before anybody.
    pub fn advice(&self, all: &SourceYield, n_days: i64) -> YieldAdvice {
        if n_days < YIELD_DAYS_MIN {
            return YieldAdvice::Early;
        }
        let (used, answered) = (u128::from(self.n_used), u128::from(self.n_answered));
        let (all_used, all_answered) = (u128::from(all.n_used), u128::from(all.n_answered));
        if self.n_used >= USED_MIN && used * all_answered * 2 >= all_used * answered * 3 {
            return YieldAdvice::Watch;
        }
        let brings_nothing = self.n_used == 0 && self.n_studied == 0;
        if brings_nothing && (self.n_answered >= UNUSED_MIN || self.n_delivered == 0) {
            return YieldAdvice::Drop;
        }
        YieldAdvice::Keep
    }

    /// What a used record cost so far, when the source costs so much a year. `None` while nothing is used.
    pub fn cost_per_used(&self, a_year: Money, n_days: i64) -> Option<Money> {
        let days = u64::try_from(n_days.max(1)).ok()?;
        a_year.share(days, self.n_used.checked_mul(365)?)
    }

    /// Both together.
    pub fn and(&self, other: &SourceYield) -> SourceYield {
        SourceYield {
            counted_at: self.counted_at.max(other.counted_at),
            n_records: self.n_records + other.n_records,
            n_unique: self.n_unique + other.n_unique,
            n_first: self.n_first + other.n_first,
            n_delivered: self.n_delivered + other.n_delivered,
            n_answered: self.n_answered + other.n_answered,
            n_used: self.n_used + other.n_used,
            n_studied: self.n_studied + other.n_studied,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(n_answered: u64, n_used: u64) -> SourceYield {
        SourceYield { n_records: 500, n_delivered: n_answered, n_answered, n_used, ..SourceYield::default() }
    }

    #[test]
    fn a_source_is_judged_by_what_is_used_of_it_once_it_was_watched_long_enough() {
        let all = counted(1_000, 100);
        for (yields, days, advice) in [
            (counted(100, 60), 89, YieldAdvice::Early),
            (counted(100, 60), 90, YieldAdvice::Watch),
            (counted(100, 15), 90, YieldAdvice::Watch),
            (counted(100, 14), 90, YieldAdvice::Keep),
            (counted(4, 4), 90, YieldAdvice::Keep),
            (counted(29, 0), 90, YieldAdvice::Keep),
            (counted(30, 0), 90, YieldAdvice::Drop),
            (counted(0, 0), 400, YieldAdvice::Drop),
            (SourceYield { n_studied: 1, ..counted(60, 0) }, 400, YieldAdvice::Keep),
        ] {
            assert_eq!(yields.advice(&all, days), advice, "{yields:?} after {days} days");
        }
    }

    #[test]
    fn what_a_used_record_costs_follows_from_the_days_it_was_paid_for() {
        let year = Money::parse("3650 EUR").unwrap();
        assert_eq!(counted(9, 4).cost_per_used(year, 100).unwrap().to_string(), "250.00 EUR");
        assert_eq!(counted(9, 0).cost_per_used(year, 100), None);
    }
}
