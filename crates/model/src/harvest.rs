//! Harvests: what the office fetches of a source by itself, and how that went.

use crate::words::words;
use crate::{Refusal, Sentence, sentence};

words! {
    /// How often a source is asked.
    Schedule {
        /// Four times an hour.
        QuarterHourly = "quarter-hourly",
        /// Once an hour.
        Hourly = "hourly",
        /// Four times a day.
        SixHourly = "six-hourly",
        /// Once a day.
        Daily = "daily",
        /// Once a week.
        Weekly = "weekly",
        /// Every thirty days.
        Monthly = "monthly",
    }
}

impl Schedule {
    /// The time between two rounds, in microseconds.
    pub fn micros(self) -> i64 {
        const HOUR: i64 = 3_600_000_000;
        match self {
            Schedule::QuarterHourly => HOUR / 4,
            Schedule::Hourly => HOUR,
            Schedule::SixHourly => 6 * HOUR,
            Schedule::Daily => 24 * HOUR,
            Schedule::Weekly => 7 * 24 * HOUR,
            Schedule::Monthly => 30 * 24 * HOUR,
        }
    }
}

words! {
    /// Why nothing could be fetched.
    Setback {
        /// What was given is no address that can be asked.
        Address = "address",
        /// No host has this name.
        Name = "name",
        /// The host does not answer.
        Unreachable = "unreachable",
        /// The address leads into a network that is not public.
        Inside = "inside",
        /// It leads from one address to the next without end.
        Redirects = "redirects",
        /// There is nothing at the address.
        Gone = "gone",
        /// The host wants to know who asks.
        Denied = "denied",
        /// The host asks to come again later.
        Busy = "busy",
        /// The host has a fault of its own.
        Server = "server",
        /// The host refuses the question.
        Refused = "refused",
        /// The answer is larger than is taken.
        Large = "large",
        /// The answer took too long.
        Slow = "slow",
        /// The answer broke off, or was damaged on its way.
        Garbled = "garbled",
        /// The answer is not what such a source sends.
        Strange = "strange",
    }
}

impl Setback {
    /// What it means and what to do. What the other side said stands beside it: see [`Setback::told`].
    pub fn sentence(self) -> Sentence {
        match self {
            Setback::Address => {
                sentence!("setback-address", "This address cannot be asked; write another")
            }
            Setback::Name => {
                sentence!("setback-name", "No host has this name; look for a slip in the address")
            }
            Setback::Unreachable => sentence!(
                "setback-unreachable",
                "The host does not answer; try again later, or look for a slip in the address"
            ),
            Setback::Inside => sentence!(
                "setback-inside",
                "The address leads into a network that is not public; an administrator can allow it by `sources.inside` in \
                 the configuration"
            ),
            Setback::Redirects => sentence!(
                "setback-redirects",
                "The host sends from one address to the next; give the address at which it ends"
            ),
            Setback::Gone => sentence!(
                "setback-gone",
                "There is nothing at this address; look on the pages of the source for where it is now"
            ),
            Setback::Denied => sentence!(
                "setback-denied",
                "The host wants to know who asks; an administrator can give it a key by `sources.credentials` in the \
                 configuration"
            ),
            Setback::Busy => {
                sentence!("setback-busy", "The host asks to be left alone for a while; nothing has to be done")
            }
            Setback::Server => sentence!(
                "setback-server",
                "The host has a fault of its own; if it lasts for days, write to whoever runs it"
            ),
            Setback::Refused => {
                sentence!("setback-refused", "The host refuses the question; look for a slip in the address")
            }
            Setback::Large => sentence!(
                "setback-large",
                "The answer is larger than is taken; choose an address that brings less at once"
            ),
            Setback::Slow => sentence!("setback-slow", "The answer took too long; try again later"),
            Setback::Garbled => {
                sentence!("setback-garbled", "The answer broke off, or was damaged on its way; try again later")
            }
            Setback::Strange => sentence!(
                "setback-strange",
                "The answer is not what such a source sends; look at the address in a browser"
            ),
        }
    }

    /// The same as a refusal, with what the other side said, in its own words.
    pub fn told(self, detail: &str) -> Refusal {
        let advice = Refusal::Said(self.sentence());
        if detail.trim().is_empty() {
            return advice;
        }
        let detail = sentence!("setback-detail", "The other side said: {detail}", detail);
        Refusal::Several(vec![advice, Refusal::Said(detail)])
    }
}

words! {
    /// What the last round of a harvest found.
    Found {
        /// Something to take in.
        Something = "something",
        /// The same as the time before.
        Unchanged = "unchanged",
        /// Nothing at all.
        Nothing = "nothing",
    }
}

/// Where the harvest of a source stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Harvest {
    /// What the next question is made of, in the words of whoever asks; empty before the first.
    pub cursor: String,
    /// When the source is asked next, in microseconds since 1970.
    pub due_at: i64,
    /// When it was asked last.
    pub asked_at: Option<i64>,
    /// When it last answered as it should.
    pub answered_at: Option<i64>,
    /// What the last round found, or finds so far.
    pub found: Option<Found>,
    /// How many answers the round under way brought; 0 between rounds.
    pub n_answers: u32,
    /// Since the last answer, how often it could not be asked.
    pub n_failures: u32,
    /// Why, the last time, and in the words of whoever asked.
    pub setback: Option<(Setback, String)>,
}

/// Shortest time until a source that failed is asked again, in microseconds: five minutes.
const PAUSE_MICROS_MIN: i64 = 300_000_000;

/// Longest, unless the source is asked less often anyway: a day.
const PAUSE_MICROS_MAX: i64 = 24 * 3_600_000_000;

/// Longest time that a host can make the office wait, in microseconds: a week.
const WAIT_MICROS_MAX: i64 = 7 * 24 * 3_600_000_000;

impl Harvest {
    /// After a failure: asked again after five minutes, doubled each time, a day at most; later where the source is asked
    /// less often, or where its host asks to be left alone for so long.
    pub fn failed(self, setback: Setback, detail: String, wait: Option<i64>, now: i64) -> Harvest {
        let n_failures = self.n_failures.saturating_add(1);
        let pause = PAUSE_MICROS_MIN.saturating_mul(1 << (n_failures - 1).min(20)).min(PAUSE_MICROS_MAX);
        let pause = pause.max(wait.unwrap_or_default().min(WAIT_MICROS_MAX));
        let setback = Some((setback, detail));
        Harvest { n_failures, setback, asked_at: Some(now), due_at: now.saturating_add(pause), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000_000;

    #[test]
    fn a_source_that_fails_is_asked_less_and_less_often_but_once_a_day_at_least() {
        let mut harvest = Harvest::default();
        let mut pauses = Vec::new();
        for _ in 0..40 {
            harvest = harvest.failed(Setback::Server, String::new(), None, 0);
            pauses.push(harvest.due_at / MINUTE);
        }
        assert_eq!(pauses[..4], [5, 10, 20, 40]);
        assert_eq!(pauses[39], 24 * 60);
    }

    #[test]
    fn a_host_that_asks_to_be_left_alone_is_for_a_week_at_most() {
        let busy = |wait| Harvest::default().failed(Setback::Busy, String::new(), Some(wait), 0).due_at;
        assert_eq!(busy(MINUTE), 5 * MINUTE);
        assert_eq!(busy(60 * MINUTE), 60 * MINUTE);
        assert_eq!(busy(i64::MAX), 7 * 24 * 60 * MINUTE);
    }
}
