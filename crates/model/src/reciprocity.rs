//! Reciprocity: what a host gave and what it got, its trend, and when goodwill runs low.
//!
//! Counts of dealings, not their worth: a visit, an answer, a thing given or bought each count one, an answer in part counts half.
//! Worth is shown beside it and never added up across kinds. The bounds below are judgement, not science: they say where
//! somebody should look before the next request, and each warning names its ground.

use crate::{Date, ExchangeWay, MissionDirection, QuestionState};

/// Days that count as the present, and as many before them for the trend.
pub const RECIPROCITY_DAYS: i64 = 730;

/// Dealings below which nothing is said about a balance.
pub const DEALINGS_MIN: u64 = 4;

/// Questions asked below which nothing is said about refusals.
pub const ASKED_MIN: u64 = 3;

/// Hundredths by which the share that was returned has to move before it is a trend.
const TREND_MIN: i64 = 10;

/// What went on with a host within some span of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dealings {
    /// Visits of ours that it received.
    pub visits_out: u64,
    /// Visits of its people that we received.
    pub visits_in: u64,
    /// Questions that it answered.
    pub answered: u64,
    /// Questions that it answered in part.
    pub partly: u64,
    /// Questions that it refused to answer.
    pub refused: u64,
    /// What we gave it.
    pub given: u64,
    /// What it gave us.
    pub received: u64,
    /// What we bought from it.
    pub bought: u64,
}

impl Dealings {
    /// Counts a visit.
    pub fn visit(&mut self, direction: MissionDirection) {
        match direction {
            MissionDirection::Out => self.visits_out += 1,
            MissionDirection::In => self.visits_in += 1,
        }
    }

    /// Counts how a question ended. What was not put to the host does not count.
    pub fn question(&mut self, state: QuestionState) {
        match state {
            QuestionState::Answered => self.answered += 1,
            QuestionState::Partly => self.partly += 1,
            QuestionState::Refused => self.refused += 1,
            QuestionState::Open | QuestionState::Known | QuestionState::NotAsked => {}
        }
    }

    /// Counts what passed. A wish is no dealing.
    pub fn exchange(&mut self, way: ExchangeWay) {
        match way {
            ExchangeWay::Given => self.given += 1,
            ExchangeWay::Received => self.received += 1,
            ExchangeWay::Bought => self.bought += 1,
            ExchangeWay::Wanted => {}
        }
    }

    /// Questions that were put to the host.
    pub fn n_asked(&self) -> u64 {
        self.answered + self.partly + self.refused
    }

    /// What we had of it, in halves.
    pub fn taken_halves(&self) -> u64 {
        2 * (self.visits_out + self.answered + self.received) + self.partly
    }

    /// What it had of us.
    pub fn returned(&self) -> u64 {
        self.visits_in + self.given + self.bought
    }

    /// Hundredths of all dealings that were for the host: 50 is even. `None` while there are fewer than [`DEALINGS_MIN`].
    pub fn share(&self) -> Option<u8> {
        let all = self.taken_halves() + 2 * self.returned();
        (all >= 2 * DEALINGS_MIN).then(|| u8::try_from(200 * self.returned() / all).unwrap_or(100))
    }
}

/// Where a balance is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// More of it is for the host than before.
    Returning,
    /// About as before.
    Level,
    /// Less of it is for the host than before.
    Owing,
    /// Too little went on to say.
    Unknown,
}

/// Why goodwill runs low.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoodwillGround {
    /// So many incidents are not settled.
    OpenIncidents(u64),
    /// It refused so many of the questions that were put to it lately: a third at least.
    Refusals {
        /// Refused.
        refused: u64,
        /// Put to it.
        asked: u64,
    },
    /// We had three times of it what it had of us, or more.
    Owing {
        /// What we had, in halves.
        taken_halves: u64,
        /// What it had.
        returned: u64,
    },
}

/// How a host and the office stand to each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Goodwill {
    /// The last [`RECIPROCITY_DAYS`].
    pub now: Dealings,
    /// As many days before.
    pub before: Dealings,
    /// Everything that is known.
    pub all: Dealings,
    /// Incidents that are not settled.
    pub open_incidents: u64,
}

impl Goodwill {
    /// Counts one dealing of a day into the spans to which it belongs.
    pub fn count(&mut self, day: Date, today: Date, one: impl Fn(&mut Dealings)) {
        one(&mut self.all);
        let ago = today.days_since(day);
        if ago < RECIPROCITY_DAYS {
            one(&mut self.now);
        } else if ago < 2 * RECIPROCITY_DAYS {
            one(&mut self.before);
        }
    }

    /// Where the balance is going.
    pub fn trend(&self) -> Trend {
        let (Some(now), Some(before)) = (self.now.share(), self.before.share()) else { return Trend::Unknown };
        match i64::from(now) - i64::from(before) {
            moved if moved >= TREND_MIN => Trend::Returning,
            moved if moved <= -TREND_MIN => Trend::Owing,
            _ => Trend::Level,
        }
    }

    /// Why goodwill runs low; empty where nothing says so.
    pub fn grounds(&self) -> Vec<GoodwillGround> {
        let mut grounds = Vec::new();
        if self.open_incidents > 0 {
            grounds.push(GoodwillGround::OpenIncidents(self.open_incidents));
        }
        let (refused, asked) = (self.now.refused, self.now.n_asked());
        if asked >= ASKED_MIN && 3 * refused >= asked {
            grounds.push(GoodwillGround::Refusals { refused, asked });
        }
        let (taken_halves, returned) = (self.now.taken_halves(), self.now.returned());
        if self.now.share().is_some() && taken_halves >= 6 * returned {
            grounds.push(GoodwillGround::Owing { taken_halves, returned });
        }
        grounds
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn dealings() -> impl Strategy<Value = Dealings> {
        prop::array::uniform8(0u64..9).prop_map(
            |[visits_out, visits_in, answered, partly, refused, given, received, bought]| Dealings {
                visits_out,
                visits_in,
                answered,
                partly,
                refused,
                given,
                received,
                bought,
            },
        )
    }

    fn owes(dealings: Dealings) -> bool {
        let goodwill = Goodwill { now: dealings, ..Goodwill::default() };
        goodwill.grounds().iter().any(|ground| matches!(ground, GoodwillGround::Owing { .. }))
    }

    proptest! {
        #[test]
        fn giving_never_makes_a_debt_and_taking_never_pays_one(held in dealings()) {
            let given = Dealings { given: held.given + 1, ..held };
            let taken = Dealings { received: held.received + 1, ..held };
            // Where too little went on, one more dealing of either sort only makes it possible to say something.
            if held.share().is_some() {
                prop_assert!(!owes(given) || owes(held));
                prop_assert!(!owes(held) || owes(taken));
                prop_assert!(given.share() >= held.share());
                prop_assert!(taken.share() <= held.share());
            }
        }

        #[test]
        fn a_share_is_of_a_hundred_and_a_refusal_moves_no_balance(held in dealings()) {
            prop_assert!(held.share().is_none_or(|share| share <= 100));
            prop_assert_eq!(Dealings { refused: held.refused + 1, ..held }.share(), held.share());
        }
    }

    #[test]
    fn each_warning_has_its_ground_and_quiet_has_none() {
        let day = |text: &str| Date::parse(text).unwrap();
        let today = day("1963-05-01");
        let mut goodwill = Goodwill::default();
        assert_eq!((goodwill.grounds(), goodwill.trend()), (vec![], Trend::Unknown));
        for _ in 0..4 {
            goodwill.count(day("1960-06-01"), today, |dealings| dealings.exchange(ExchangeWay::Bought));
            goodwill.count(day("1962-06-01"), today, |dealings| dealings.exchange(ExchangeWay::Received));
        }
        goodwill.count(day("1950-01-01"), today, |dealings| dealings.visit(MissionDirection::In));
        assert_eq!(goodwill.trend(), Trend::Owing);
        assert_eq!(goodwill.grounds(), [GoodwillGround::Owing { taken_halves: 8, returned: 0 }]);
        assert_eq!((goodwill.all.visits_in, goodwill.now.visits_in, goodwill.before.visits_in), (1, 0, 0));
        for state in [QuestionState::Refused, QuestionState::Answered, QuestionState::NotAsked] {
            goodwill.count(today, today, |dealings| dealings.question(state));
        }
        assert!(
            !goodwill.grounds().contains(&GoodwillGround::Refusals { refused: 1, asked: 2 }),
            "two say nothing yet"
        );
        goodwill.count(today, today, |dealings| dealings.question(QuestionState::Partly));
        goodwill.open_incidents = 1;
        let grounds = goodwill.grounds();
        assert!(grounds.contains(&GoodwillGround::Refusals { refused: 1, asked: 3 }), "{grounds:?}");
        assert!(grounds.contains(&GoodwillGround::OpenIncidents(1)), "{grounds:?}");
    }
}
