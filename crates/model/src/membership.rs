//! Memberships: which unit of ours belongs to which association, since when, and for how much a year.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::{Date, Money, Refusal, SourceId, UnitId, sentence};

public_id!(
    /// Names a membership.
    MembershipId,
    'J'
);

/// Longest number of a member, in characters.
pub const MEMBERSHIP_NUMBER_CHARS_MAX: usize = 80;

/// Longest remark, in characters.
pub const MEMBERSHIP_REMARK_CHARS_MAX: usize = 2_000;

/// A unit of ours in an association. Whoever sees the association in the register sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Its name.
    pub id: MembershipId,
    /// The association: a source of that kind.
    pub source: SourceId,
    /// The member.
    pub unit: UnitId,
    /// The first day.
    pub since: Date,
    /// The last day, where it ends.
    pub until: Option<Date>,
    /// Under which number the association has it.
    pub number: String,
    /// What it costs in a year, where that is known.
    pub fee: Option<Money>,
    /// What it gives, what to mind.
    pub remark: String,
    /// How often it was changed.
    pub revision: u32,
    /// When it was written down, in microseconds since 1970.
    pub made_at: i64,
}

impl Membership {
    /// Whether it says what is sent once more, and nobody changed it since.
    pub fn says_the_same(&self, sent: &Membership) -> bool {
        *self == Membership { revision: 0, made_at: self.made_at, ..sent.clone() }
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused when it ends before it begins, or when a text is too long.
    pub fn tidied(self) -> Result<Membership, Refusal> {
        if let Some(until) = self.until.filter(|until| *until < self.since) {
            return Err(Refusal::Said(sentence!(
                "membership-days",
                "It ends on {until}, before it begins; correct one of the two days",
                until
            )));
        }
        let (number, remark) = (one_line(&self.number), self.remark.trim().to_owned());
        not_longer(&number, MEMBERSHIP_NUMBER_CHARS_MAX)?;
        not_longer(&remark, MEMBERSHIP_REMARK_CHARS_MAX)?;
        Ok(Membership { number, remark, ..self })
    }

    /// Whether the unit is a member on this day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it held on any day of a year.
    pub fn holds_in(&self, year: i32) -> bool {
        self.since.year() <= year && self.until.is_none_or(|until| year <= until.year())
    }
}

/// The fees of a year, by currency: amounts of different currencies are never added.
pub fn fees_of_year<'m>(memberships: impl IntoIterator<Item = &'m Membership>, year: i32) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    for fee in memberships.into_iter().filter(|one| one.holds_in(year)).filter_map(|one| one.fee) {
        match sums.iter_mut().find(|sum| sum.currency == fee.currency) {
            Some(sum) => sum.minor = sum.minor.saturating_add(fee.minor),
            None => sums.push(fee),
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn membership(since: &str, until: Option<&str>, fee: &str) -> Membership {
        Membership {
            id: MembershipId::from_bits(1),
            source: SourceId::from_bits(1),
            unit: UnitId::new("institute").unwrap(),
            since: day(since),
            until: until.map(day),
            number: " 17 \n 4 ".to_owned(),
            fee: Money::parse(fee).ok(),
            remark: String::new(),
            revision: 0,
            made_at: 0,
        }
    }

    #[test]
    fn a_membership_does_not_end_before_it_begins() {
        assert!(membership("1958-01-01", Some("1957-12-31"), "").tidied().is_err());
        let one = membership("1958-01-01", Some("1958-01-01"), "").tidied().unwrap();
        assert_eq!(one.number, "17 4");
        assert!(one.holds_on(day("1958-01-01")) && !one.holds_on(day("1958-01-02")));
    }

    #[test]
    fn fees_of_a_year_are_those_of_who_was_a_member_in_it_and_currencies_stand_apart() {
        let all = [
            membership("1957-06-01", None, "120 DEM"),
            membership("1958-01-01", Some("1958-03-31"), "30.50 DEM"),
            membership("1958-01-01", None, "10 GBP"),
            membership("1959-01-01", None, "1000 DEM"),
            membership("1950-01-01", None, ""),
        ];
        let told = |year| fees_of_year(&all, year).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(told(1958), ["150.50 DEM", "10.00 GBP"]);
        assert_eq!(told(1957), ["120.00 DEM"]);
        assert!(told(1956).is_empty(), "nothing is no sum of nothing");
    }
}
