//! What goes out: a message of RFC 5322 with a text and a page.

use std::time::{Duration, UNIX_EPOCH};

use lettre::Address;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};

/// A mail as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// What the sender is called.
    pub sender: String,
    /// Whose mail it is.
    pub from: String,
    /// Where answers go, and reports of failure where nothing else is said; empty: to `from`.
    pub reply_to: String,
    /// Where reports of failure go, when answers do not go there; empty: to `reply_to`.
    pub bounces_to: String,
    /// Who gets it.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// For whoever reads text.
    pub text: String,
    /// For whoever reads pages.
    pub page: String,
    /// Its name, without angle brackets. The same letter has the same name however often it is handed over.
    pub name: String,
    /// When it was written, in microseconds since 1970.
    pub at: i64,
    /// In which language, as a tag.
    pub language: String,
    /// The address that ends such mail with one click (RFC 8058); none where there is nothing to end.
    pub ends_at: Option<String>,
    /// What calendars read of it.
    pub calendar: Option<CalendarPart>,
}

/// What calendars read of a mail (RFC 6047).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarPart {
    /// What it asks of the calendar, as in the text: `REQUEST` or `CANCEL`.
    pub method: &'static str,
    /// The text, in iCalendar.
    pub text: String,
}

/// Why a mail cannot be written.
#[derive(Debug)]
pub struct Unwritable(String);

impl std::fmt::Display for Unwritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unwritable {}

/// Whether a text is one address to which mail can be sent.
pub fn is_mail_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<Address>().is_ok()
}

fn address(text: &str) -> Result<Address, Unwritable> {
    text.parse().map_err(|error| Unwritable(format!("`{text}` is no mail address: {error}")))
}

/// A text in one line: what could begin another header or turn the direction of reading is left out.
fn line(text: &str) -> String {
    let odd = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if odd(c) { ' ' } else { c }).collect()
}

impl Mail {
    /// The bytes of the message, and from whom to whom the server is told it goes.
    ///
    /// # Errors
    /// When an address is none.
    pub fn written(&self) -> Result<(Envelope, Vec<u8>), Unwritable> {
        let (from, to) = (address(&self.from)?, address(&self.to)?);
        let named = [&self.bounces_to, &self.reply_to].into_iter().find(|named| !named.is_empty());
        let back = named.map_or_else(|| Ok(from.clone()), |named| address(named))?;
        let at = UNIX_EPOCH + Duration::from_micros(u64::try_from(self.at).unwrap_or_default());
        let sender = line(&self.sender);
        let mut message = Message::builder()
            .from(Mailbox::new(Some(sender).filter(|name| !name.trim().is_empty()), from))
            .to(Mailbox::new(None, to.clone()))
            .subject(line(&self.subject))
            .message_id(Some(format!("<{}>", line(&self.name))))
            .date(at);
        if !self.reply_to.is_empty() {
            message = message.reply_to(Mailbox::new(None, address(&self.reply_to)?));
        }
        // RFC 3834: machines do not answer what says so.
        let mut headers =
            vec![("Auto-Submitted", "auto-generated".to_owned()), ("Content-Language", line(&self.language))];
        if let Some(end) = &self.ends_at {
            headers.push(("List-Unsubscribe", format!("<{}>", line(end))));
            headers.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
        for (name, value) in headers {
            message = message.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
        }
        let mut parts = MultiPart::alternative_plain_html(self.text.clone(), self.page.clone());
        if let Some(calendar) = &self.calendar {
            let kind = format!("text/calendar; charset=utf-8; method={}", calendar.method);
            let kind = ContentType::parse(&kind).map_err(|error| Unwritable(error.to_string()))?;
            parts = parts.singlepart(SinglePart::builder().header(kind).body(calendar.text.clone()));
        }
        let message = message.multipart(parts).map_err(|error| Unwritable(error.to_string()))?;
        let envelope = Envelope::new(Some(back), vec![to]).map_err(|error| Unwritable(error.to_string()))?;
        Ok((envelope, message.formatted()))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use mail_parser::{MessagePart, MimeHeaders};

    use super::*;

    pub(crate) fn mail() -> Mail {
        Mail {
            sender: "Uptake".to_owned(),
            from: "office@centre.example".to_owned(),
            reply_to: "office+l1-seal@centre.example".to_owned(),
            bounces_to: String::new(),
            to: "karpova@works.example".to_owned(),
            subject: "Neues für die Dreherei — 3 Nachweise".to_owned(),
            text: "1  Ein Verfahren\n".repeat(3),
            page: "<p>1 Ein Verfahren".to_owned(),
            name: "l1@centre.example".to_owned(),
            at: 1_700_000_000_000_000,
            language: "de".to_owned(),
            ends_at: Some("https://office.example/letters/L1/seal/stop".to_owned()),
            calendar: None,
        }
    }

    #[test]
    fn an_invitation_is_a_part_that_calendars_know() {
        let text = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Für Öl\r\nEND:VCALENDAR\r\n".to_owned();
        let mail = Mail { calendar: Some(CalendarPart { method: "REQUEST", text: text.clone() }), ..mail() };
        let bytes = mail.written().unwrap().1;
        let read = mail_parser::MessageParser::default().parse(&bytes).unwrap();
        let is_calendar =
            |part: &&MessagePart<'_>| part.content_type().is_some_and(|kind| kind.subtype() == Some("calendar"));
        let part = read.parts.iter().find(is_calendar).unwrap();
        assert_eq!(part.content_type().and_then(|kind| kind.attribute("method")), Some("REQUEST"));
        assert_eq!(part.text_contents().unwrap().replace("\r\n", "\n"), text.replace("\r\n", "\n"));
    }

    #[test]
    fn a_mail_says_what_it_is_and_where_its_answers_go() {
        let (envelope, bytes) = mail().written().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(envelope.from().unwrap().to_string(), "office+l1-seal@centre.example");
        for header in [
            "Message-ID: <l1@centre.example>\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "List-Unsubscribe: <https://office.example/letters/L1/seal/stop>\r\n",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
            "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n",
            "Content-Type: multipart/alternative;",
        ] {
            assert!(text.contains(header), "{header}\n{text}");
        }
    }

    #[test]
    fn what_takes_no_answer_still_hears_that_it_came_back() {
        let back = "office+l1-seal@centre.example".to_owned();
        let (envelope, bytes) = Mail { reply_to: String::new(), bounces_to: back.clone(), ..mail() }.written().unwrap();
        assert_eq!(envelope.from().unwrap().to_string(), back);
        assert!(!String::from_utf8(bytes).unwrap().contains("Reply-To"));
    }

    #[test]
    fn nothing_that_is_written_begins_another_header() {
        for odd in ["x\r\nBcc: all@works.example", "x\nBcc: all@works.example", "\u{202e}x"] {
            let mail = Mail { subject: odd.to_owned(), sender: odd.to_owned(), name: odd.to_owned(), ..mail() };
            let text = String::from_utf8(mail.written().unwrap().1).unwrap();
            let head = text.split("\r\n\r\n").next().unwrap();
            assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
        }
        for odd in ["x\r\nRCPT TO:<a@b.example>", "a@b.example>", "", "a b@c.example"] {
            assert!(Mail { to: odd.to_owned(), ..mail() }.written().is_err(), "{odd}");
        }
    }
}
