//! Events: exhibitions, fairs and congresses to which somebody goes, with who shows there.

use crate::date::in_order;
use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, Marking, PostId, Refusal, SourceId, sentence};

public_id!(
    /// Names an event.
    EventId,
    'Y'
);

/// Longest name, place or organiser of an event, in characters.
pub const EVENT_LINE_CHARS_MAX: usize = 300;

/// Longest subject or remark of an event, in characters.
pub const EVENT_TEXT_CHARS_MAX: usize = 4_000;

/// Days of one event. World exhibitions are open for half a year.
pub const EVENT_DAYS_MAX: i64 = 400;

words! {
    /// What sort of event people go to.
    EventKind {
        /// An exhibition.
        Exhibition = "exhibition",
        /// A trade fair.
        Fair = "fair",
        /// A congress or conference.
        Congress = "congress",
        /// A meeting of an association.
        Meeting = "meeting",
        /// Something else.
        Other = "other",
    }
}

/// An exhibition, fair or congress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name in the office.
    pub id: EventId,
    /// What it is.
    pub kind: EventKind,
    /// What it is called.
    pub name: String,
    /// The town.
    pub place: String,
    /// Its country by the code of two letters (ISO 3166-1), in capitals; empty where it is not known.
    pub country: String,
    /// Its first day.
    pub since: Date,
    /// Its last day.
    pub until: Date,
    /// Who holds it.
    pub organiser: String,
    /// What is shown or spoken of.
    pub subject: String,
    /// What else is to be known.
    pub remark: String,
    /// The source of the register to which it belongs.
    pub source: Option<SourceId>,
    /// The post that keeps its page.
    pub post: PostId,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was put into the register, in microseconds since 1970.
    pub made_at: i64,
}

impl Event {
    /// Whether a year has a day of it.
    pub fn is_in(&self, year: i32) -> bool {
        (self.since.year()..=self.until.year()).contains(&year)
    }

    /// Whether it has a day in common with a span of days, both ends included.
    pub fn meets(&self, since: Date, until: Date) -> bool {
        self.since <= until && since <= self.until
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a name, with days in the wrong order or too many, with a country that is none, or where a text is too long.
    pub fn tidied(self) -> Result<Event, Refusal> {
        let (name, place, organiser) = (one_line(&self.name), one_line(&self.place), one_line(&self.organiser));
        if name.is_empty() {
            return Err(Refusal::Said(sentence!("event-no-name", "Write what the event is called")));
        }
        in_order(self.since, self.until)?;
        if self.until.days_since(self.since) > EVENT_DAYS_MAX {
            return Err(Refusal::Said(sentence!(
                "event-long",
                "An event is {max} days at most; write each time that it is held as one",
                max = EVENT_DAYS_MAX
            )));
        }
        for line in [&name, &place, &organiser] {
            not_longer(line, EVENT_LINE_CHARS_MAX)?;
        }
        let (subject, remark) = (self.subject.trim().to_owned(), self.remark.trim().to_owned());
        for text in [&subject, &remark] {
            not_longer(text, EVENT_TEXT_CHARS_MAX)?;
        }
        let country = match self.country.trim() {
            "" => String::new(),
            code => crate::host::country(code)?,
        };
        Ok(Event { name, place, organiser, subject, remark, country, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn event() -> Event {
        Event {
            id: EventId::from_bits(1),
            kind: EventKind::Exhibition,
            name: " Congress and\nexhibition ".to_owned(),
            place: "Düsseldorf".to_owned(),
            country: "de".to_owned(),
            since: date("1957-11-04"),
            until: date("1957-11-10"),
            organiser: String::new(),
            subject: " Automation ".to_owned(),
            remark: String::new(),
            source: None,
            post: PostId::new("engineer").unwrap(),
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        }
    }

    #[test]
    fn what_was_typed_is_brought_in_order() {
        let event = event().tidied().unwrap();
        assert_eq!(
            (event.name.as_str(), event.country.as_str(), event.subject.as_str()),
            ("Congress and exhibition", "DE", "Automation")
        );
        assert!(event.is_in(1957) && !event.is_in(1958));
        assert_eq!(Event { country: " ".to_owned(), ..event }.tidied().unwrap().country, "");
    }

    #[test]
    fn an_event_has_a_name_and_days_in_order() {
        assert!(Event { name: " ".to_owned(), ..event() }.tidied().is_err());
        assert!(Event { until: date("1957-11-03"), ..event() }.tidied().is_err());
        assert!(Event { until: date("1959-11-03"), ..event() }.tidied().is_err());
        assert!(Event { country: "Germany".to_owned(), ..event() }.tidied().is_err());
    }

    #[test]
    fn an_event_over_new_year_is_of_both_years() {
        let event = Event { until: date("1958-01-03"), ..event() };
        assert!(event.is_in(1957) && event.is_in(1958) && !event.is_in(1959));
        assert!(
            event.meets(date("1958-01-03"), date("1958-02-01")) && !event.meets(date("1958-01-04"), date("1958-02-01"))
        );
    }
}
