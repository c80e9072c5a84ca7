//! Legal events of patents: what an office told of one after its publication, and where that leaves the patent.
//!
//! A record keeps them among its remarks, each in a form that people read and that is read back here.

use std::collections::BTreeMap;

use crate::words::words;
use crate::{Date, PatentStatus, RecordId};

words! {
    /// Where a legal event leaves a patent. The variants are in the order of how bad that is.
    LegalStanding {
        /// It was granted, or goes on: its fee was paid, or it was restored.
        InForce = "in-force",
        /// The application was withdrawn, refused, or is taken to be withdrawn.
        Withdrawn = "withdrawn",
        /// It was given up: mostly its fees were not paid.
        Lapsed = "lapsed",
        /// Its time is over.
        Expired = "expired",
        /// It was taken away.
        Revoked = "revoked",
    }
}

impl LegalStanding {
    /// Where the patent stands by it.
    pub fn status(self) -> PatentStatus {
        match self {
            LegalStanding::InForce => PatentStatus::Granted,
            LegalStanding::Withdrawn | LegalStanding::Lapsed => PatentStatus::Lapsed,
            LegalStanding::Expired => PatentStatus::Expired,
            LegalStanding::Revoked => PatentStatus::Revoked,
        }
    }
}

/// What an office told of a patent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalEvent {
    /// The country in which it holds, by its code of two letters.
    pub country: String,
    /// Where it leaves the patent there.
    pub standing: LegalStanding,
    /// The day from which it holds.
    pub on: Date,
    /// The code of the event.
    pub code: String,
    /// What the office calls it.
    pub words: String,
}

/// What a remark begins with that keeps an event.
const HEAD: &str = "legal status ";

impl LegalEvent {
    /// It as a remark of a record: `legal status DE lapsed 2005-11-23: LAPSED IN A CONTRACTING STATE (PG25)`.
    pub fn note(&self) -> String {
        format!("{HEAD}{} {} {}: {} ({})", self.country, self.standing, self.on, self.words, self.code)
    }

    /// The event that a remark keeps; `None` where it keeps none.
    pub fn parse(note: &str) -> Option<LegalEvent> {
        let (head, told) = note.strip_prefix(HEAD)?.split_once(": ")?;
        let mut parts = head.split(' ');
        let (country, standing, on) = (parts.next()?, parts.next()?, parts.next()?);
        let (words, code) = told.strip_suffix(')')?.rsplit_once(" (")?;
        let is_country = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
        is_country.then_some(())?;
        Some(LegalEvent {
            country: country.to_owned(),
            standing: LegalStanding::from_word(standing)?,
            on: Date::parse(on)?,
            code: code.to_owned(),
            words: words.to_owned(),
        })
    }
}

/// Where events leave a patent in a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalOutcome {
    /// The country.
    pub country: String,
    /// Where the patent stands there.
    pub status: PatentStatus,
    /// Whether it had lapsed and was restored.
    pub is_restored: bool,
    /// The record that says so.
    pub record: RecordId,
}

/// Where events leave a patent, a line a country in the order of their codes. The last day decides, and of one day the worst.
pub fn legal_outcomes(told: &[(LegalEvent, RecordId)]) -> Vec<LegalOutcome> {
    let mut last: BTreeMap<&str, &(LegalEvent, RecordId)> = BTreeMap::new();
    for one in told {
        let held = last.entry(one.0.country.as_str()).or_insert(one);
        if (one.0.on, one.0.standing) > (held.0.on, held.0.standing) {
            *held = one;
        }
    }
    let outcome = |(country, (event, record)): (&str, &(LegalEvent, RecordId))| {
        let lapsed_before = |other: &LegalEvent| {
            other.country == event.country && other.standing == LegalStanding::Lapsed && other.on <= event.on
        };
        LegalOutcome {
            country: country.to_owned(),
            status: event.standing.status(),
            is_restored: event.standing == LegalStanding::InForce && told.iter().any(|(other, _)| lapsed_before(other)),
            record: *record,
        }
    };
    last.into_iter().map(outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(country: &str, standing: LegalStanding, on: &str) -> LegalEvent {
        LegalEvent {
            country: country.to_owned(),
            standing,
            on: Date::parse(on).unwrap(),
            code: "PG25".to_owned(),
            words: "LAPSED (NON-PAYMENT): NO FEE".to_owned(),
        }
    }

    #[test]
    fn a_remark_is_read_back_as_the_event_that_it_keeps_and_other_remarks_keep_none() {
        let one = event("DE", LegalStanding::Lapsed, "2005-11-23");
        assert_eq!(one.note(), "legal status DE lapsed 2005-11-23: LAPSED (NON-PAYMENT): NO FEE (PG25)");
        assert_eq!(LegalEvent::parse(&one.note()), Some(one));
        for note in ["", "legal status", "legal status DE lapsed: X (Y)", "legal status de lapsed 2005-11-23: X (Y)"] {
            assert_eq!(LegalEvent::parse(note), None, "{note}");
        }
    }

    #[test]
    fn the_last_day_decides_in_each_country() {
        use LegalStanding::{InForce, Lapsed, Revoked};
        let told: Vec<(LegalEvent, RecordId)> = [
            event("DE", Lapsed, "2005-11-23"),
            event("DE", InForce, "2004-01-01"),
            event("FR", Lapsed, "2005-01-01"),
            event("FR", InForce, "2006-01-01"),
            event("GB", InForce, "2006-01-01"),
            event("GB", Revoked, "2006-01-01"),
        ]
        .into_iter()
        .zip((1..).map(RecordId::from_bits))
        .collect();
        let outcomes = legal_outcomes(&told);
        let said: Vec<_> = outcomes.iter().map(|one| (one.country.as_str(), one.status, one.is_restored)).collect();
        assert_eq!(
            said,
            [
                ("DE", PatentStatus::Lapsed, false),
                ("FR", PatentStatus::Granted, true),
                ("GB", PatentStatus::Revoked, false)
            ]
        );
        assert_eq!(outcomes[0].record, RecordId::from_bits(1));
    }
}
