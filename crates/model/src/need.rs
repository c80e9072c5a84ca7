//! Needs: what a unit lacks, stated so that the world's records can be held against it.

use std::fmt;

use crate::words::words;
use crate::{Date, Fact, Identifier, Marking, PostId, Profile, Refusal, Subject, UnitId, Verb, sentence};

crate::unit::named_id!(
    /// Names a need.
    NeedId,
    "need"
);

impl NeedId {
    /// A name made of random bits: `n-` and thirteen letters and digits. Never made from the title, because a name
    /// that is taken would tell of a need that the writer may not see.
    pub fn of_chance(bits: u64) -> NeedId {
        NeedId(crate::public_id::Shown('n', bits).to_string().replacen('n', "n-", 1))
    }

    /// Whether it was made by [`NeedId::of_chance`].
    pub fn is_of_chance(&self) -> bool {
        let bits = self.0.strip_prefix("n-").and_then(|rest| crate::public_id::parse('n', &format!("n{rest}")));
        bits.is_some_and(|bits| NeedId::of_chance(bits) == *self)
    }
}

words! {
    /// Where a need stands. The variants are in the order of the work.
    Stage {
        /// Being written.
        Draft = "draft",
        /// Handed in for review.
        Submitted = "submitted",
        /// Taken into the programme; it is matched.
        Accepted = "accepted",
        /// Not taken.
        Declined = "declined",
        /// What was wanted is there.
        Met = "met",
        /// Taken back by its post.
        Withdrawn = "withdrawn",
        /// Joined to another need that says the same, and served through it.
        Joined = "joined",
    }
}

words! {
    /// How much hangs on a need.
    Priority {
        /// Production stands or a plan fails without it.
        High = "high",
        /// The usual.
        Normal = "normal",
        /// Good to have.
        Low = "low",
    }
}

/// A measurable property of what is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// What is measured: power, weight, yield.
    pub name: String,
    /// The value reached now, as a decimal number; `None` when it is not known.
    pub now: Option<String>,
    /// The value wanted, as a decimal number.
    pub wanted: Option<String>,
    /// Unit of measure: `kW`, `t`, `%`.
    pub measure: String,
}

/// Whether a text is a decimal number as parameters have them: digits, one point, a sign.
pub fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut parts = digits.splitn(2, '.');
    let whole = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    text.len() <= 40 && parts.next().is_some_and(whole) && parts.next().is_none_or(whole)
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
    /// Measurable properties, with their value now and the value wanted.
    pub parameters: Vec<Parameter>,
    /// What it asks of those who go and see.
    pub questions: Vec<String>,
    /// Classification codes that the post confirmed.
    pub classes: Vec<Subject>,
    /// What it would bring.
    pub benefit: String,
    /// How much hangs on it.
    pub priority: Priority,
    /// The line of the plan it serves.
    pub plan_line: String,
    /// When an answer is of use at the latest.
    pub deadline: Option<Date>,
    /// The need that says the same and through which this one is served.
    pub joined_to: Option<NeedId>,
    /// What was said last about it in review.
    pub remark: String,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change. Who keeps a change names the number it was made from, so that
    /// two people who edit at once do not overwrite each other.
    pub revision: u32,
}

/// Why a need is not matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silence {
    /// It is joined to another need, and receives what is delivered to that one.
    Joined(NeedId),
    /// It was never accepted, or is over.
    NotAccepted(Stage),
    /// Its last day was this one.
    Expired(Date),
    /// It has no profile.
    NoProfile,
}

impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Silence::Joined(leading) => {
                write!(f, "the need is joined to {leading}, and receives what is delivered to that one")
            }
            Silence::NotAccepted(stage) => write!(f, "the need is {stage}, and only accepted needs are matched"),
            Silence::Expired(last) => write!(f, "the need expired on {last}; re-confirm it with a later `expires`"),
            Silence::NoProfile => f.write_str("the need has no profile"),
        }
    }
}

impl Need {
    /// A need with a title and nothing else yet: a draft.
    pub fn draft(id: NeedId, title: &str, unit: UnitId, post: PostId) -> Need {
        Need {
            id,
            title: title.to_owned(),
            statement: String::new(),
            unit,
            post,
            stage: Stage::Draft,
            expires: None,
            profiles: Vec::new(),
            examples: Vec::new(),
            parameters: Vec::new(),
            questions: Vec::new(),
            classes: Vec::new(),
            benefit: String::new(),
            priority: Priority::Normal,
            plan_line: String::new(),
            deadline: None,
            joined_to: None,
            remark: String::new(),
            marking: Marking::default(),
            revision: 0,
        }
    }

    /// Why the need is not matched on this day, or `None` when it is.
    ///
    /// The one rule for it: the matching pass obeys it and `why` recites it.
    pub fn silence(&self, today: Date) -> Option<Silence> {
        if let (Stage::Joined, Some(leading)) = (self.stage, &self.joined_to) {
            return Some(Silence::Joined(leading.clone()));
        }
        if self.stage != Stage::Accepted {
            return Some(Silence::NotAccepted(self.stage));
        }
        match self.expires {
            Some(last) if last < today => Some(Silence::Expired(last)),
            _ if self.profiles.is_empty() => Some(Silence::NoProfile),
            _ => None,
        }
    }

    /// Whether its last day is over and nobody re-confirmed it.
    pub fn is_expired(&self, today: Date) -> bool {
        self.stage == Stage::Accepted && self.expires.is_some_and(|last| last < today)
    }

    fn at(&self, allowed: &[Stage]) -> Result<(), Refusal> {
        if allowed.contains(&self.stage) {
            return Ok(());
        }
        Err(Refusal::Said(sentence!(
            "need-stage-over",
            "The need stands at “{stage}”, and this cannot be done with it any more; reload its page",
            stage = self.stage
        )))
    }

    fn next(&self, stage: Stage, remark: &str) -> Need {
        Need { stage, remark: remark.trim().to_owned(), revision: self.revision + 1, ..self.clone() }
    }

    fn fact(&self, by: &str, verb: Verb) -> Fact {
        Fact::new(by, verb, format!("need:{}", self.id))
    }

    /// Hands a draft in for review.
    ///
    /// # Errors
    /// Refused when it is no draft, or without a statement or a profile: there would be nothing to review.
    pub fn submit(&self, by: &str) -> Result<(Need, Fact), Refusal> {
        self.at(&[Stage::Draft])?;
        if self.statement.trim().is_empty() {
            return Err(Refusal::Said(sentence!(
                "need-no-statement",
                "Write what is lacking and why before you hand the need in"
            )));
        }
        if self.profiles.is_empty() {
            return Err(Refusal::Said(sentence!(
                "need-no-query",
                "Choose at least one search profile before you hand the need in"
            )));
        }
        Ok((self.next(Stage::Submitted, ""), self.fact(by, Verb::Submitted)))
    }

    /// Gives it back to its post with a question.
    ///
    /// # Errors
    /// Refused when it is not in review, or without a question.
    pub fn ask_back(&self, by: &str, question: &str) -> Result<(Need, Fact), Refusal> {
        self.at(&[Stage::Submitted])?;
        if question.trim().is_empty() {
            return Err(Refusal::Said(sentence!("need-no-question", "Write what the post shall answer or change")));
        }
        Ok((self.next(Stage::Draft, question), self.fact(by, Verb::AskedBack).with(question.trim().to_owned())))
    }

    /// Takes it into the programme until a day; from now on it is matched.
    ///
    /// # Errors
    /// Refused when it is not in review, or when the day is over.
    pub fn accept(&self, by: &str, until: Date, today: Date) -> Result<(Need, Fact), Refusal> {
        self.at(&[Stage::Submitted])?;
        if until < today {
            return Err(Refusal::Said(sentence!("day-over", "{day} is over; choose a later day", day = until)));
        }
        let accepted = Need { expires: Some(until), ..self.next(Stage::Accepted, "") };
        Ok((accepted, self.fact(by, Verb::Accepted).with(format!("expires {until}"))))
    }

    /// Does not take it.
    ///
    /// # Errors
    /// Refused when it is not in review, or without a reason.
    pub fn decline(&self, by: &str, reason: &str) -> Result<(Need, Fact), Refusal> {
        self.at(&[Stage::Submitted])?;
        if reason.trim().is_empty() {
            return Err(Refusal::Said(sentence!(
                "need-no-reason",
                "Write why the need is not taken; its post reads it"
            )));
        }
        Ok((self.next(Stage::Declined, reason), self.fact(by, Verb::Declined).with(reason.trim().to_owned())))
    }

    /// Joins it to a need that says the same: what is delivered to that one reaches this one's post too.
    ///
    /// # Errors
    /// Refused when it is not in review or accepted, or when the other leads nowhere itself.
    pub fn join(&self, by: &str, leading: &Need) -> Result<(Need, Fact), Refusal> {
        self.at(&[Stage::Submitted, Stage::Accepted])?;
        if leading.id == self.id || !matches!(leading.stage, Stage::Accepted | Stage::Submitted) {
            return Err(Refusal::Said(sentence!(
                "need-not-matched",
                "“{title}” stands at “{stage}”; choose a need that is matched",
                title = leading.title,
                stage = leading.stage
            )));
        }
        let joined = Need { joined_to: Some(leading.id.clone()), ..self.next(Stage::Joined, "") };
        Ok((joined, self.fact(by, Verb::Joined).to(format!("need:{}", leading.id))))
    }

    /// Parts it from the need that it was joined to: it goes into review again.
    ///
    /// # Errors
    /// Refused when it is not joined.
    pub fn part(&self, by: &str) -> Result<(Need, Fact), Refusal> {
        self.at(&[Stage::Joined])?;
        let parted = Need { joined_to: None, ..self.next(Stage::Submitted, "") };
        let fact = self.fact(by, Verb::Parted);
        Ok((
            parted,
            match &self.joined_to {
                Some(leading) => fact.to(format!("need:{leading}")),
                None => fact,
            },
        ))
    }

    /// Says that it still stands, until a later day.
    ///
    /// # Errors
    /// Refused when it is not accepted, or when the day is not later than today.
    pub fn confirm(&self, by: &str, until: Date, today: Date) -> Result<(Need, Fact), Refusal> {
        self.at(&[Stage::Accepted])?;
        if until <= today {
            return Err(Refusal::Said(sentence!(
                "day-not-later",
                "{day} is not later than today; choose a later last day",
                day = until
            )));
        }
        let confirmed = Need { expires: Some(until), ..self.next(Stage::Accepted, &self.remark) };
        Ok((confirmed, self.fact(by, Verb::Confirmed).with(format!("expires {until}"))))
    }

    /// Closes it because what was wanted is there.
    ///
    /// # Errors
    /// Refused when it is not accepted or joined, or without a word on what met it.
    pub fn meet(&self, by: &str, how: &str) -> Result<(Need, Fact), Refusal> {
        self.at(&[Stage::Accepted, Stage::Joined])?;
        if how.trim().is_empty() {
            return Err(Refusal::Said(sentence!("need-no-how", "Write in a few words what met the need")));
        }
        Ok((self.next(Stage::Met, how), self.fact(by, Verb::Met)))
    }

    /// Takes it back.
    ///
    /// # Errors
    /// Refused when it is closed already, or without a reason once it was handed in.
    pub fn withdraw(&self, by: &str, reason: &str) -> Result<(Need, Fact), Refusal> {
        self.at(&[Stage::Draft, Stage::Submitted, Stage::Accepted, Stage::Joined])?;
        if self.stage != Stage::Draft && reason.trim().is_empty() {
            return Err(Refusal::Said(sentence!("need-no-withdrawal", "Write why the need is taken back")));
        }
        Ok((self.next(Stage::Withdrawn, reason), self.fact(by, Verb::Withdrew)))
    }

    /// Refuses a change that was made from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else changed it in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "need-changed-meanwhile",
            "Somebody else changed this need while you were writing; look at the need as it is now, then hand in what should hold"
        )))
    }

    /// The fact that this need was stated or restated, for the ledger.
    pub fn stated(&self, by: &str, again: bool) -> Fact {
        let verb = if again { Verb::Restated } else { Verb::Stated };
        let fact = Fact::new(by, verb, format!("need:{}", self.id)).to(format!("unit:{}", self.unit));
        self.classes.iter().fold(fact, |fact, class| match &class.code {
            Some(code) => fact.particular("class", format_args!("{} {code}", class.scheme.word())),
            None => fact,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ProfileId;

    fn need(stage: Stage, expires: Option<Date>) -> Need {
        let id = NeedId::new("diesel").unwrap();
        let profile =
            Profile { id: ProfileId { need: id.clone(), number: 1 }, query: "diesel".into(), threshold: None };
        let (unit, post) = (UnitId::new("works").unwrap(), PostId::new("engineer").unwrap());
        Need { stage, expires, profiles: vec![profile], ..Need::draft(id, "Diesel engines", unit, post) }
    }

    #[test]
    fn a_need_goes_from_draft_through_review_into_the_programme() {
        let today = Date::new(1962, 3, 1).unwrap();
        let draft = Need { statement: "Lighter engines".into(), ..need(Stage::Draft, None) };
        let (submitted, fact) = draft.submit("engineer/ivanov").unwrap();
        assert_eq!((submitted.stage, fact.verb, submitted.revision), (Stage::Submitted, Verb::Submitted, 1));
        let (asked, _) = submitted.ask_back("coordinator/petrova", "Which power?").unwrap();
        assert_eq!((asked.stage, asked.remark.as_str()), (Stage::Draft, "Which power?"));
        let (accepted, _) = submitted.accept("coordinator/petrova", today.plus_days(365), today).unwrap();
        assert_eq!(accepted.silence(today), None);
        assert!(accepted.accept("coordinator/petrova", today.plus_days(365), today).is_err(), "it is accepted already");
        assert!(draft.accept("coordinator/petrova", today, today).is_err(), "a draft is not reviewed");
    }

    #[test]
    fn an_expired_need_is_silent_until_it_is_confirmed() {
        let today = Date::new(1962, 3, 1).unwrap();
        let expired = need(Stage::Accepted, Some(today.plus_days(-1)));
        assert!(expired.is_expired(today));
        let (confirmed, _) = expired.confirm("engineer/ivanov", today.plus_days(180), today).unwrap();
        assert_eq!(confirmed.silence(today), None);
        assert!(expired.confirm("engineer/ivanov", today, today).is_err());
    }

    #[test]
    fn a_joined_need_says_through_which_it_is_served() {
        let leading = need(Stage::Accepted, None);
        let other = Need { id: NeedId::new("marine-diesel").unwrap(), ..need(Stage::Submitted, None) };
        let (joined, fact) = other.join("coordinator/petrova", &leading).unwrap();
        assert_eq!(fact.target.as_deref(), Some("need:diesel"));
        assert!(joined.silence(Date::new(1962, 3, 1).unwrap()).unwrap().to_string().contains("joined to diesel"));
        assert!(leading.join("coordinator/petrova", &leading).is_err(), "not to itself");
    }

    #[test]
    fn two_people_who_edit_at_once_do_not_overwrite_each_other() {
        assert!(Need { revision: 4, ..need(Stage::Draft, None) }.from_revision(3).is_err());
    }

    #[test]
    fn a_name_made_of_chance_is_told_from_one_that_people_chose() {
        for bits in [0, 7, u64::MAX, 0x0123_4567_89ab_cdef] {
            let id = NeedId::of_chance(bits);
            assert!(id.is_of_chance() && NeedId::new(id.as_str()).is_ok(), "{id}");
        }
        for text in ["diesel", "n-", "n-000000000000", "n-00000000000000", "n-000000000000u", "n-zzzzzzzzzzzzz"] {
            assert!(!NeedId::new(text).is_ok_and(|id| id.is_of_chance()), "{text}");
        }
    }

    #[test]
    fn parameters_are_decimal_numbers() {
        for text in ["0", "12", "-3.5", "+7.25"] {
            assert!(is_decimal(text), "{text}");
        }
        for text in ["", "1,5", "1.", ".5", "1e9", "about 3", "1.2.3"] {
            assert!(!is_decimal(text), "{text}");
        }
    }

    #[test]
    fn a_need_is_matched_through_its_last_day_and_not_after() {
        let day = |d| Date::new(1962, 3, d).unwrap();
        assert_eq!(need(Stage::Accepted, Some(day(9))).silence(day(9)), None);
        let reason = need(Stage::Accepted, Some(day(9))).silence(day(10)).unwrap().to_string();
        assert!(reason.contains("expired on 1962-03-09"), "{reason}");
    }

    #[test]
    fn a_draft_is_not_matched_and_says_so() {
        let reason = need(Stage::Draft, None).silence(Date::new(1962, 3, 1).unwrap()).unwrap().to_string();
        assert!(reason.contains("draft"), "{reason}");
    }
}
