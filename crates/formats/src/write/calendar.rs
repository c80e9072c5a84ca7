//! Calendars, by RFC 5545: what is due, each a day; meetings, to which people are invited by RFC 5546.

use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Calendar, Component, Event, EventLike, Property};
use model::Date;

/// Something that is due on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// Its name for ever.
    pub id: String,
    /// The day.
    pub day: Date,
    /// What is due.
    pub title: String,
    /// More about it.
    pub text: String,
    /// Where it is done.
    pub address: String,
    /// When it arose, in microseconds since 1970.
    pub at: i64,
}

/// The text of a calendar. The same entries give the same text.
pub fn calendar(name: &str, entries: &[CalendarEntry]) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    for entry in entries {
        let number = entry.day.days_since(Date::of_number(0));
        let Some(day) = NaiveDate::from_epoch_days(i32::try_from(number).unwrap_or_default()) else { continue };
        let mut event = Event::new();
        event
            .uid(&entry.id)
            .timestamp(DateTime::<Utc>::from_timestamp_micros(entry.at).unwrap_or_default())
            // Without an end it is that day (RFC 5545, 3.6.1); an end on the same day would be none.
            .starts(day)
            .summary(&entry.title)
            .description(&entry.text)
            .url(&entry.address)
            // It takes no time of the day: nobody is busy for it.
            .add_property("TRANSP", "TRANSPARENT");
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

/// What a calendar asks of who gets it (RFC 5546, 1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarMethod {
    /// To look at.
    Publish,
    /// To say whether one comes.
    Request,
    /// To take out what does not take place.
    Cancel,
}

/// How sure a meeting is (RFC 5545, 3.8.1.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarStatus {
    /// Proposed.
    Tentative,
    /// Agreed on.
    Confirmed,
    /// It does not take place.
    Cancelled,
}

/// Somebody of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarPerson {
    /// Their name.
    pub name: String,
    /// Their mail address, where they have one.
    pub mail: Option<String>,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarMeeting {
    /// Its name for ever.
    pub id: String,
    /// Grows with each change.
    pub sequence: u32,
    /// When it begins, in microseconds since 1970.
    pub starts_at: i64,
    /// When it is over, in microseconds since 1970.
    pub ends_at: i64,
    /// What it is about.
    pub title: String,
    /// More about it.
    pub text: String,
    /// Where it is.
    pub place: String,
    /// Its page.
    pub address: String,
    /// How sure it is.
    pub status: CalendarStatus,
    /// Who invites.
    pub organizer: CalendarPerson,
    /// Who is invited.
    pub people: Vec<CalendarPerson>,
    /// When it was last changed, in microseconds since 1970.
    pub at: i64,
}

/// The text of a calendar of meetings. Times stand in universal time, so that no calendar has to know a zone. The same meetings give
/// the same text.
pub fn meetings_calendar(name: &str, method: CalendarMethod, meetings: &[CalendarMeeting]) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    let method = match method {
        CalendarMethod::Publish => "PUBLISH",
        CalendarMethod::Request => "REQUEST",
        CalendarMethod::Cancel => "CANCEL",
    };
    calendar.append_property(Property::new("METHOD", method));
    let moment = |micros: i64| DateTime::<Utc>::from_timestamp_micros(micros).unwrap_or_default();
    for meeting in meetings {
        let status = match meeting.status {
            CalendarStatus::Tentative => "TENTATIVE",
            CalendarStatus::Confirmed => "CONFIRMED",
            CalendarStatus::Cancelled => "CANCELLED",
        };
        let mut event = Event::new();
        event
            .uid(&meeting.id)
            .timestamp(moment(meeting.at))
            .starts(moment(meeting.starts_at))
            .ends(moment(meeting.ends_at))
            .summary(&meeting.title)
            .description(&meeting.text)
            .url(&meeting.address)
            .add_property("SEQUENCE", meeting.sequence.to_string())
            .add_property("STATUS", status)
            .append_property(person("ORGANIZER", &meeting.organizer));
        if !meeting.place.is_empty() {
            event.location(&meeting.place);
        }
        for one in &meeting.people {
            event.append_multi_property(person("ATTENDEE", one));
        }
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

/// A person as a property. Who has no mail address has the one that calendars know as none.
fn person(key: &str, person: &CalendarPerson) -> Property {
    let is_mail = |mail: &&String| !mail.contains(|c: char| c.is_whitespace() || c.is_control() || c == ':');
    let address =
        person.mail.as_ref().filter(is_mail).map_or("invalid:nomail".to_owned(), |mail| format!("mailto:{mail}"));
    // A quotation mark or a line end would end the parameter (RFC 5545, 3.1).
    let name: String = person.name.chars().map(|c| if c == '"' || c.is_control() { ' ' } else { c }).collect();
    let mut property = Property::new(key, address);
    property.add_parameter("CN", &name);
    if key == "ATTENDEE" {
        // Answers of calendars are read by nobody.
        property.add_parameter("RSVP", "FALSE");
    }
    property.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_stands_on_its_day_and_no_text_begins_a_line_of_its_own() {
        let entry = CalendarEntry {
            id: "U1@office".to_owned(),
            day: Date::parse("2026-12-24").unwrap(),
            title: "Answer; \"mills\", all\r\nBEGIN:VALARM".to_owned(),
            text: "жернов ".repeat(40),
            address: "https://office.example/deliveries/D1".to_owned(),
            at: 1_700_000_000_000_000,
        };
        let text = calendar("Engineer", std::slice::from_ref(&entry));
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "UID:U1@office",
            "DTSTART;VALUE=DATE:20261224",
            "DTSTAMP:20231114T221320Z",
            "END:VCALENDAR",
        ] {
            assert!(text.lines().any(|held| held == line), "{line}: {text}");
        }
        assert!(!text.lines().any(|line| line.starts_with("BEGIN:VALARM") || line.starts_with("DTEND")), "{text}");
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        assert_eq!(calendar("Engineer", &[entry]), text);
    }

    #[test]
    fn an_invitation_says_when_in_universal_time_who_and_how_often_it_was_changed() {
        let person =
            |name: &str, mail: Option<&str>| CalendarPerson { name: name.into(), mail: mail.map(str::to_owned) };
        let meeting = CalendarMeeting {
            id: "G1@uptake".to_owned(),
            sequence: 2,
            starts_at: 1_700_000_000_000_000,
            ends_at: 1_700_005_400_000_000,
            title: "Cooling of diodes".to_owned(),
            text: "Which losses?\nWhich cooling?".to_owned(),
            place: "Erlangen; works, gate 2".to_owned(),
            address: "https://office.example/missions/M1/liaison".to_owned(),
            status: CalendarStatus::Confirmed,
            organizer: person("Embassy", None),
            people: vec![person("Anna \"Ann\"\r\nBEGIN:VALARM", Some("anna@works.example")), person("E. Weber", None)],
            at: 1_690_000_000_000_000,
        };
        let text = meetings_calendar("Erlangen", CalendarMethod::Request, std::slice::from_ref(&meeting));
        let unfolded = text.replace("\r\n ", "");
        for line in [
            "METHOD:REQUEST",
            "UID:G1@uptake",
            "SEQUENCE:2",
            "STATUS:CONFIRMED",
            "DTSTART:20231114T221320Z",
            "DTEND:20231114T234320Z",
            "LOCATION:Erlangen\\; works\\, gate 2",
            "ORGANIZER;CN=Embassy:invalid:nomail",
            "ATTENDEE;CN=E. Weber;RSVP=FALSE:invalid:nomail",
        ] {
            assert!(unfolded.lines().any(|held| held == line), "{line}: {unfolded}");
        }
        assert!(unfolded.contains(":mailto:anna@works.example"), "{unfolded}");
        assert!(!text.lines().any(|line| line.starts_with("BEGIN:VALARM")), "{text}");
        let off = CalendarMeeting { sequence: 3, status: CalendarStatus::Cancelled, ..meeting };
        let text = meetings_calendar("Erlangen", CalendarMethod::Cancel, &[off]);
        assert!(text.contains("METHOD:CANCEL") && text.contains("STATUS:CANCELLED") && text.contains("UID:G1@uptake"));
    }
}
