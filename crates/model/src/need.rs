//! Needs: what a unit lacks, stated so that the world's records can be held against it.

use std::fmt;

use crate::{Date, Fact, Identifier, PostId, Profile, UnitId, Verb};

crate::unit::named_id!(
    /// Names a need.
    NeedId,
    "need"
);

/// Where a need stands. The variants are in the order of the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Being written.
    #[default]
    Draft,
    /// Handed in for review.
    Submitted,
    /// Taken into the programme; it is matched.
    Accepted,
    /// Not taken.
    Declined,
    /// What was wanted is there.
    Met,
    /// Taken back by its post.
    Withdrawn,
}

impl Stage {
    /// Every stage.
    pub const ALL: &'static [Stage] =
        &[Stage::Draft, Stage::Submitted, Stage::Accepted, Stage::Declined, Stage::Met, Stage::Withdrawn];

    /// The word for it in files and pages.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Submitted => "submitted",
            Stage::Accepted => "accepted",
            Stage::Declined => "declined",
            Stage::Met => "met",
            Stage::Withdrawn => "withdrawn",
        }
    }

    /// The stage with this word.
    pub fn from_word(word: &str) -> Option<Stage> {
        Stage::ALL.iter().copied().find(|stage| stage.word() == word)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A unit's need.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// Its short name.
    pub id: NeedId,
    /// One line.
    pub title: String,
    /// What is lacking and why, in the unit's words.
    pub statement: String,
    /// The unit that needs it.
    pub unit: UnitId,
    /// The post that answers for it and receives its deliveries.
    pub post: PostId,
    /// Where it stands.
    pub stage: Stage,
    /// Last day on which it is matched, unless it is re-confirmed.
    pub expires: Option<Date>,
    /// Its standing queries. A record that satisfies any of them is delivered.
    pub profiles: Vec<Profile>,
    /// Works that would have been welcome: identifiers of records.
    pub examples: Vec<Identifier>,
}

impl Need {
    /// Why the need is not matched on this day, or `None` when it is.
    ///
    /// The one rule for it: the matching pass obeys it and `why` recites it.
    pub fn silence(&self, today: Date) -> Option<String> {
        if self.stage != Stage::Accepted {
            return Some(format!("the need is {}, and only accepted needs are matched", self.stage));
        }
        match self.expires {
            Some(last) if last < today => {
                Some(format!("the need expired on {last}; re-confirm it with a later `expires`"))
            }
            _ if self.profiles.is_empty() => Some("the need has no profile".to_owned()),
            _ => None,
        }
    }

    /// The fact that this need was stated or restated, for the ledger.
    pub fn stated(&self, by: &str, again: bool) -> Fact {
        let verb = if again { Verb::Restated } else { Verb::Stated };
        Fact::new(by, verb, format!("need:{}", self.id)).to(format!("unit:{}", self.unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ProfileId;

    fn need(stage: Stage, expires: Option<Date>) -> Need {
        let id = NeedId::new("diesel").unwrap();
        Need {
            profiles: vec![Profile {
                id: ProfileId { need: id.clone(), number: 1 },
                query: "diesel".into(),
                threshold: None,
            }],
            id,
            title: "Diesel engines".into(),
            statement: String::new(),
            unit: UnitId::new("works").unwrap(),
            post: PostId::new("engineer").unwrap(),
            stage,
            expires,
            examples: vec![],
        }
    }

    #[test]
    fn a_need_is_matched_through_its_last_day_and_not_after() {
        let day = |d| Date::new(1962, 3, d).unwrap();
        assert_eq!(need(Stage::Accepted, Some(day(9))).silence(day(9)), None);
        let reason = need(Stage::Accepted, Some(day(9))).silence(day(10)).unwrap();
        assert!(reason.contains("expired on 1962-03-09"), "{reason}");
    }

    #[test]
    fn a_draft_is_not_matched_and_says_so() {
        let reason = need(Stage::Draft, None).silence(Date::new(1962, 3, 1).unwrap()).unwrap();
        assert!(reason.contains("draft"), "{reason}");
    }
}
