//! What passed between the office and a host, beside visits and questions: given, received, bought, asked for.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, HostId, Marking, MissionId, Money, PostId, Refusal, sentence};

public_id!(
    /// Names an exchange.
    ExchangeId,
    'X'
);

/// Longest line that says what passed, in characters.
pub const EXCHANGE_CHARS_MAX: usize = 300;

words! {
    /// Which way it went.
    ExchangeWay {
        /// We gave it to the host.
        Given = "given",
        /// The host gave it to us.
        Received = "received",
        /// We bought it from the host.
        Bought = "bought",
        /// The host would like to have it.
        Wanted = "wanted",
    }
}

words! {
    /// What it was.
    ExchangeKind {
        /// A book, a journal, a report, a catalogue.
        Publication = "publication",
        /// Drawings or other technical documents.
        Drawing = "drawing",
        /// A sample.
        Sample = "sample",
        /// A machine, an apparatus, a plant.
        Equipment = "equipment",
        /// A right to use something.
        Licence = "licence",
        /// Training of people.
        Training = "training",
        /// Advice, or an answer.
        Advice = "advice",
        /// Something else.
        Other = "other",
    }
}

/// That an exchange was noted in error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struck {
    /// Why.
    pub reason: String,
    /// Who said so: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// Something that passed between the office and a host. It does not change; one that was noted in error is struck.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Its name.
    pub id: ExchangeId,
    /// With whom.
    pub host: HostId,
    /// Which way it went.
    pub way: ExchangeWay,
    /// What it was.
    pub kind: ExchangeKind,
    /// The day on which it passed, or was asked for.
    pub day: Date,
    /// One line of words.
    pub what: String,
    /// What it was worth or cost, where that is known.
    pub worth: Option<Money>,
    /// The mission on which it passed.
    pub mission: Option<MissionId>,
    /// What was given: the wish of the host that it meets.
    pub answers: Option<ExchangeId>,
    /// The post that notes it.
    pub post: PostId,
    /// That it was noted in error.
    pub struck: Option<Struck>,
    /// Who may see it.
    pub marking: Marking,
    /// When it was noted, in microseconds since 1970.
    pub made_at: i64,
}

impl Exchange {
    /// The same with its words in order.
    ///
    /// # Errors
    /// Refused without words or with too many, for a day that is still to come, and where something else than what was given is said
    /// to meet a wish.
    pub fn tidied(self, today: Date) -> Result<Exchange, Refusal> {
        let what = one_line(&self.what);
        if what.is_empty() {
            return Err(Refusal::Said(sentence!("exchange-no-words", "Write what passed, in one line")));
        }
        not_longer(&what, EXCHANGE_CHARS_MAX)?;
        past(self.day, today)?;
        if self.answers.is_some() && self.way != ExchangeWay::Given {
            return Err(Refusal::Said(sentence!(
                "exchange-meets-nothing",
                "Only what was given meets a wish of the host; say that it was given, or choose no wish"
            )));
        }
        Ok(Exchange { what, ..self })
    }

    /// Strikes it: it was noted in error.
    ///
    /// # Errors
    /// Refused without a reason, or when it is struck already.
    pub fn strike(&self, by: &str, reason: &str, at: i64) -> Result<Exchange, Refusal> {
        let reason = one_line(reason);
        if self.struck.is_some() {
            return Err(Refusal::Changed(sentence!("exchange-struck", "This was struck already")));
        }
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!("exchange-strike-reason", "Write why it is struck")));
        }
        not_longer(&reason, EXCHANGE_CHARS_MAX)?;
        Ok(Exchange { struck: Some(Struck { reason, by: by.to_owned(), at }), ..self.clone() })
    }
}

/// Refuses a day that is still to come.
pub(crate) fn past(day: Date, today: Date) -> Result<(), Refusal> {
    if day <= today {
        return Ok(());
    }
    Err(Refusal::Said(sentence!("day-to-come", "{day} is still to come; give the day on which it was", day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(way: ExchangeWay) -> Exchange {
        Exchange {
            id: ExchangeId::from_bits(1),
            host: HostId::from_bits(1),
            way,
            kind: ExchangeKind::Publication,
            day: Date::parse("1958-01-07").unwrap(),
            what: " A catalogue\nof drives ".to_owned(),
            worth: None,
            mission: None,
            answers: None,
            post: PostId::new("engineer").unwrap(),
            struck: None,
            marking: Marking::default(),
            made_at: 0,
        }
    }

    #[test]
    fn what_passed_is_one_line_of_the_past() {
        let today = Date::parse("1958-01-07").unwrap();
        assert_eq!(exchange(ExchangeWay::Given).tidied(today).unwrap().what, "A catalogue of drives");
        assert!(exchange(ExchangeWay::Given).tidied(today.plus_days(-1)).is_err());
        assert!(Exchange { what: " \n".into(), ..exchange(ExchangeWay::Given) }.tidied(today).is_err());
        for way in ExchangeWay::ALL {
            let meets = Exchange { answers: Some(ExchangeId::from_bits(2)), ..exchange(*way) };
            assert_eq!(meets.tidied(today).is_ok(), *way == ExchangeWay::Given, "{way}");
        }
    }

    #[test]
    fn it_is_struck_once_and_with_a_reason() {
        let noted = exchange(ExchangeWay::Received);
        assert!(noted.strike("engineer sokolov", "  ", 1).is_err());
        let struck = noted.strike("engineer sokolov", "It was another firm", 1).unwrap();
        assert_eq!(struck.struck.as_ref().map(|one| one.reason.as_str()), Some("It was another firm"));
        assert!(struck.strike("engineer sokolov", "Again", 2).is_err());
    }
}
