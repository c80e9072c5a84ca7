//! What comes in: replies of people, answers of machines, and reports of what could not be delivered.

use mail_parser::decoders::html::html_to_text;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

/// Largest message that is read, in bytes. A reply has some thousand; what brings files of records has more.
pub const INCOMING_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Most parts of a message. Each level of nesting costs whoever walks through it, and no message of a person has a hundred.
const PARTS_MAX: usize = 1_000;

/// Longest subject, in characters.
const SUBJECT_CHARS_MAX: usize = 300;

/// Longest text of a reply that is read, in bytes.
const TEXT_BYTES_MAX: usize = 64 * 1024;

/// Addresses of a message that are looked at.
const ADDRESSES_MAX: usize = 50;

/// Longest account of a failure, in characters.
const ACCOUNT_CHARS_MAX: usize = 300;

/// A message that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// Its name, without angle brackets; empty where it has none.
    pub name: String,
    /// Who says that they wrote it, in lower case; empty where nobody does.
    pub from: String,
    /// To whom it went, in lower case.
    pub to: Vec<String>,
    /// What it is.
    pub came: Came,
    /// What it is about, in one line.
    pub subject: String,
    /// Whether a machine answers with it by itself, for somebody who is away say.
    pub is_answer: bool,
    /// Whether one person alone says that they wrote it.
    pub has_one_sender: bool,
    /// What mail servers on its way found out about its sender, as they wrote it, the last one first.
    pub found_out: Vec<String>,
}

/// What a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    /// Somebody wrote it.
    Reply(String),
    /// A machine wrote it: somebody is away, a list, a receipt.
    Automatic,
    /// A mail could not be delivered.
    Bounce {
        /// Whether trying again is no use.
        for_ever: bool,
        /// What the server said.
        text: String,
        /// Which address it was, in lower case; empty where nobody says.
        recipient: String,
    },
    /// A mail is late, or arrived: nothing has to be done.
    Progress,
}

impl Incoming {
    /// Reads a message; `None` when it is none.
    pub fn read(bytes: &[u8]) -> Option<Incoming> {
        let bytes = &bytes[..bytes.len().min(INCOMING_BYTES_MAX)];
        let parts = bytes.windows(13).filter(|part| part.eq_ignore_ascii_case(b"content-type:"));
        if parts.take(PARTS_MAX + 1).count() > PARTS_MAX {
            return None;
        }
        let parser = MessageParser::new().with_mime_headers().with_address_headers().with_message_ids();
        let message = parser.header_text("Subject").parse(bytes);
        let message = message.filter(|message| !message.headers().is_empty())?;
        let from = message.from().and_then(|from| from.first()).and_then(|one| one.address()).unwrap_or_default();
        let n_from = message.headers().iter().filter(|header| header.name().eq_ignore_ascii_case("From")).count();
        let n_senders = message.from().map_or(0, |from| from.iter().count());
        let subject = message.subject().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Incoming {
            subject: subject.chars().filter(|c| !c.is_control()).take(SUBJECT_CHARS_MAX).collect(),
            is_answer: is_answer(&message),
            has_one_sender: (n_from, n_senders) == (1, 1),
            name: message.message_id().unwrap_or_default().chars().take(200).collect(),
            from: from.to_lowercase(),
            to: addresses(&message),
            came: came(&message),
            found_out: raw(&message, "Authentication-Results").map(str::to_lowercase).take(10).collect(),
        })
    }

    /// Whether the mail server of this name found that the sender is who they say (DMARC, RFC 7489; RFC 8601).
    pub fn is_proven_by(&self, server: &str) -> bool {
        // What stands below was written by others, or by the sender.
        self.found_out.first().is_some_and(|found| {
            let (by, results) = found.split_once(';').unwrap_or((found, ""));
            let by = by.split_whitespace().next().unwrap_or_default();
            by == server.to_lowercase() && results.split(';').any(|one| one.trim().starts_with("dmarc=pass"))
        })
    }
}

impl Incoming {
    /// Whether the mail server of this name found that the message comes from the host of who says that they sent it: by DMARC,
    /// or by DKIM or SPF of that host (RFC 8601, RFC 7489, section 3.1).
    pub fn is_aligned_by(&self, server: &str) -> bool {
        let Some((_, host)) = self.from.rsplit_once('@').filter(|_| self.has_one_sender && !server.is_empty()) else {
            return false;
        };
        // What stands below was written by others, or by the sender.
        let Some(found) = self.found_out.first().map(|found| uncommented(found)) else { return false };
        let (by, results) = found.split_once(';').unwrap_or((&found, ""));
        if by.split_whitespace().next() != Some(server.to_lowercase().as_str()) {
            return false;
        }
        results.split(';').any(|one| {
            let mut words = one.split_whitespace();
            let value = |name: &str| {
                let mut found = one.split_whitespace().filter_map(|word| word.strip_prefix(name)?.strip_prefix('='));
                found.next().map(|value| value.rsplit('@').next().unwrap_or(value).trim_matches('"').to_owned())
            };
            let is_of = |of: Option<String>| of.is_some_and(|of| is_within(host, &of));
            match words.next() {
                Some("dmarc=pass") => value("header.from").is_none_or(|of| of == host),
                Some("dkim=pass") => is_of(value("header.d").or_else(|| value("header.i"))),
                Some("spf=pass") => is_of(value("smtp.mailfrom")),
                _ => false,
            }
        })
    }
}

/// Whether a host is another, or lies under it. What lies directly under the root proves nothing.
fn is_within(host: &str, of: &str) -> bool {
    host == of || (of.contains('.') && host.strip_suffix(of).is_some_and(|rest| rest.ends_with('.')))
}

/// A field without what stands in brackets: senders have a say in it.
fn uncommented(field: &str) -> String {
    let mut depth = 0_usize;
    let (mut out, mut is_quoted) = (String::new(), false);
    for c in field.chars() {
        match c {
            '"' if depth == 0 => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            // In quotation marks stands one value, whatever signs it has.
            ';' | ' ' if is_quoted => {}
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Whether a machine answers with a message by itself. What a list or a publisher sends is none such.
fn is_answer(message: &Message<'_>) -> bool {
    let answers = |value: &str| {
        let value = value.to_lowercase();
        value.starts_with("auto-replied") || value.starts_with("auto-notified")
    };
    raw(message, "Auto-Submitted").any(answers)
        || raw(message, "Precedence").any(|value| value.eq_ignore_ascii_case("auto_reply"))
        || ["X-Autoreply", "X-Autorespond"].iter().any(|name| raw(message, name).next().is_some())
        || raw(message, "Return-Path").next().is_some_and(|path| path == "<>")
}

fn raw<'m>(message: &'m Message<'_>, name: &'m str) -> impl Iterator<Item = &'m str> {
    message.headers_raw().filter(move |(held, _)| held.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// To whom it went: as its sender wrote, and as servers noted.
fn addresses(message: &Message<'_>) -> Vec<String> {
    let stated = [message.to(), message.cc()].into_iter().flatten();
    let stated = stated.flat_map(|list| list.iter()).filter_map(|one| one.address()).map(str::to_owned);
    let noted = ["Delivered-To", "X-Original-To", "Envelope-To"].into_iter().flat_map(|name| raw(message, name));
    let noted = noted.map(|address| address.trim_matches(['<', '>']).to_owned());
    let mut all: Vec<String> = Vec::new();
    for address in noted.chain(stated).take(ADDRESSES_MAX) {
        let address = address.to_lowercase();
        if !all.contains(&address) {
            all.push(address);
        }
    }
    all
}

fn came(message: &Message<'_>) -> Came {
    let kind = message.content_type();
    let is_report = kind.is_some_and(|kind| {
        kind.ctype() == "multipart"
            && kind.subtype() == Some("report")
            && kind.attribute("report-type").is_some_and(|of| of.eq_ignore_ascii_case("delivery-status"))
    });
    if is_report {
        return report(message);
    }
    let is = |name: &str, words: &[&str]| {
        raw(message, name).any(|value| words.iter().any(|word| value.to_lowercase().starts_with(word)))
    };
    let has = |name: &str| raw(message, name).next().is_some();
    let by_nobody = raw(message, "Return-Path").next().is_some_and(|path| path == "<>");
    let says_so = raw(message, "Auto-Submitted").any(|value| !value.to_lowercase().starts_with("no"));
    let from = message.from().and_then(|from| from.first()).and_then(|one| one.address()).unwrap_or_default();
    let is_daemon = from.to_lowercase().starts_with("mailer-daemon@") || from.to_lowercase().starts_with("postmaster@");
    if is_daemon && !says_so {
        // A server that writes no report still tells in its words that something did not arrive.
        return Came::Bounce { for_ever: false, text: shortened(&text_of(message)), recipient: String::new() };
    }
    if says_so
        || by_nobody
        || is_daemon
        || is("Precedence", &["auto_reply", "bulk", "junk", "list"])
        || ["X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress-Reply", "List-Id"].iter().any(|name| has(name))
    {
        return Came::Automatic;
    }
    Came::Reply(text_of(message))
}

/// The text of a message; of a page what stands in it.
fn text_of(message: &Message<'_>) -> String {
    let part = message.text_body.first().and_then(|at| message.parts.get(*at as usize));
    let mut text = match part.map(|part| &part.body) {
        Some(PartType::Html(page)) => html_to_text(&unquoted(page)),
        _ => message.body_text(0).unwrap_or_default().into_owned(),
    };
    text.truncate(text.floor_char_boundary(TEXT_BYTES_MAX));
    text
}

/// A page without what it quotes, in which each block begins a line.
fn unquoted(page: &str) -> String {
    let lower = page.to_ascii_lowercase();
    let end = lower.find("<blockquote").unwrap_or(page.len());
    let mut text = String::with_capacity(end + end / 4);
    let mut rest = &page[..end.min(TEXT_BYTES_MAX).min(page.len())];
    if !page.is_char_boundary(rest.len()) {
        rest = &page[..page.floor_char_boundary(rest.len())];
    }
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        text.push_str(before);
        let name: String = tag[1..].trim_start_matches('/').chars().take(4).collect::<String>().to_ascii_lowercase();
        if name.starts_with("div") || name.starts_with("li") || name.starts_with("tr") {
            text.push_str("<br>");
        }
        text.push('<');
        rest = &tag[1..];
    }
    text.push_str(rest);
    text
}

/// What a report says of the first recipient (RFC 3464).
fn report(message: &Message<'_>) -> Came {
    let status = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| kind.ctype() == "message" && kind.subtype() == Some("delivery-status"))
    });
    let text = match status.map(|part| &part.body) {
        Some(PartType::Text(text) | PartType::Html(text)) => text.clone().into_owned(),
        Some(PartType::Binary(bytes) | PartType::InlineBinary(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    };
    let field = |name: &str| {
        text.lines().find_map(|line| {
            let (held, value) = line.split_once(':')?;
            held.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let action = field("Action").unwrap_or_default().to_lowercase();
    if !action.is_empty() && action != "failed" {
        return Came::Progress;
    }
    let status = field("Status").unwrap_or_default();
    let said = field("Diagnostic-Code").unwrap_or_else(|| status.clone());
    let recipient = field("Original-Recipient").or_else(|| field("Final-Recipient")).unwrap_or_default();
    let recipient = recipient.rsplit(';').next().unwrap_or_default().trim().to_lowercase();
    // A mailbox that is full (5.2.2) is emptied one day; one that is not there, or shut, is not.
    let for_ever = status.starts_with("5.1.") || status == "5.2.1" || status == "5.0.0";
    Came::Bounce { for_ever, text: shortened(&said), recipient }
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars().filter(|c| !c.is_control()).take(ACCOUNT_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Incoming {
        Incoming::read(text.replace('\n', "\r\n").as_bytes()).unwrap()
    }

    const REPLY: &str = "Authentication-Results: mx.centre.example; spf=pass; dmarc=pass header.from=works.example
Authentication-Results: forged.example; dmarc=pass
Delivered-To: office+L1-SEAL@centre.example
From: \"Karpova\" <Karpova@works.example>
To: Uptake <office+L1-seal@centre.example>
Message-ID: <77@works.example>
In-Reply-To: <l1@centre.example>
Subject: Re: 3 records
Content-Type: text/plain; charset=utf-8

1 u
2 o
";

    #[test]
    fn a_reply_is_known_with_its_sender_its_addresses_and_its_text() {
        let reply = read(REPLY);
        assert_eq!(reply.from, "karpova@works.example");
        assert_eq!(reply.to, ["office+l1-seal@centre.example"]);
        assert_eq!((reply.name.as_str(), &reply.came), ("77@works.example", &Came::Reply("1 u\r\n2 o\r\n".to_owned())));
        assert!(reply.is_proven_by("MX.centre.example"));
        assert!(!reply.is_proven_by("forged.example"), "what a sender brought along proves nothing");
        assert!(!reply.is_proven_by("centre.example"));
    }

    #[test]
    fn who_sent_a_message_is_proven_by_the_own_server_alone() {
        let proven = |found: &str| {
            let text = format!("Authentication-Results: {found}\nFrom: a@works.example\nTo: c@d.example\n\nx");
            read(&text).is_aligned_by("mx.centre.example")
        };
        for found in [
            "mx.centre.example; dmarc=pass header.from=works.example",
            "mx.centre.example; spf=pass smtp.mailfrom=bounce@works.example",
            "mx.centre.example 1; dkim=pass header.d=works.example",
            "mx.centre.example; dkim=fail header.d=works.example; spf=pass (a; dkim=x) smtp.mailfrom=works.example",
        ] {
            assert!(proven(found), "{found}");
        }
        for found in [
            "forged.example; dmarc=pass header.from=works.example",
            "mx.centre.example; spf=pass smtp.mailfrom=a@evil.example",
            "mx.centre.example; dkim=pass header.d=evil.example",
            "mx.centre.example; dkim=pass header.d=example",
            "mx.centre.example; dkim=pass header.d=orks.example",
            "mx.centre.example; dkim=none (; dkim=pass header.d=works.example)",
            "mx.centre.example; spf=fail smtp.mailfrom=\"; dkim=pass header.d=works.example\"",
            "mx.centre.example; none",
            "forged.example; x\nAuthentication-Results: mx.centre.example; dmarc=pass",
        ] {
            assert!(!proven(found), "{found}");
        }
        let two =
            "Authentication-Results: mx.centre.example; dmarc=pass\nFrom: a@works.example\nFrom: b@evil.example\n\nx";
        assert!(!read(two).is_aligned_by("mx.centre.example") && !read(two).is_aligned_by(""));
    }

    #[test]
    fn what_a_publisher_sends_is_no_answer_of_a_machine() {
        for (header, is_answer) in [
            ("Precedence: bulk", false),
            ("List-Id: <alerts.publisher.example>", false),
            ("Auto-Submitted: auto-generated", false),
            ("Auto-Submitted: auto-replied (vacation)", true),
            ("X-Autoreply: yes", true),
            ("Return-Path: <>", true),
        ] {
            assert_eq!(read(&format!("{header}\n{REPLY}")).is_answer, is_answer, "{header}");
        }
        assert_eq!(read("From: a@b.example\nSubject: =?utf-8?Q?Pr=C3=BCfung?=\n of it\n\nx").subject, "Prüfung of it");
    }

    #[test]
    fn a_page_is_read_as_what_stands_in_it() {
        let page = "From: a@b.example\nTo: c@d.example\nContent-Type: text/html\n\n<p>1 u<br>2 s</p>";
        let Came::Reply(text) = read(page).came else { panic!("a reply") };
        assert!(
            text.lines().any(|line| line.trim() == "1 u") && text.lines().any(|line| line.trim() == "2 s"),
            "{text}"
        );
    }

    #[test]
    fn what_machines_answer_is_told_apart() {
        for header in [
            "Auto-Submitted: auto-replied",
            "X-Autoreply: yes",
            "Precedence: bulk",
            "Return-Path: <>",
            "List-Id: <list.works.example>",
        ] {
            assert_eq!(read(&format!("{header}\n{REPLY}")).came, Came::Automatic, "{header}");
        }
        assert!(matches!(read(&format!("Auto-Submitted: no\n{REPLY}")).came, Came::Reply(_)));
    }

    fn report(action: &str, status: &str) -> Came {
        read(&format!(
            "From: MAILER-DAEMON@mx.example
To: office+l1-seal@centre.example
Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"

--b
Content-Type: text/plain

It did not arrive.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; karpova@works.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such mailbox

--b--
"
        ))
        .came
    }

    #[test]
    fn a_report_says_whether_a_mail_came_back_for_ever() {
        let text = "smtp; 550 no such mailbox".to_owned();
        let recipient = "karpova@works.example".to_owned();
        let bounce = |for_ever| Came::Bounce { for_ever, text: text.clone(), recipient: recipient.clone() };
        assert_eq!(report("failed", "5.1.1"), bounce(true));
        assert_eq!(report("failed", "5.2.2"), bounce(false), "a full mailbox");
        assert_eq!(report("failed", "4.2.2"), bounce(false));
        assert_eq!(report("delayed", "4.4.1"), Came::Progress);
        let words = read("From: Mailer-Daemon@old.example\nTo: c@d.example\n\nuser unknown");
        assert!(matches!(words.came, Came::Bounce { for_ever: false, .. }));
    }

    #[test]
    fn whatever_comes_is_read_within_bounds() {
        assert_eq!(Incoming::read(b""), None);
        for odd in
            [&b"\0\xff\xfe"[..], b"From:", b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n"]
        {
            let _ = Incoming::read(odd);
        }
        let nested =
            format!("From: a@b.example\n{}", "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(5_000));
        assert_eq!(Incoming::read(nested.as_bytes()), None, "nobody writes so many parts");
        for kind in ["message/rfc822", "multipart/mixed; boundary=x", "multipart/digest; boundary=x"] {
            let deep = format!("From: a@b.example\n{}", format!("Content-Type: {kind}\n\n--x\n").repeat(990));
            let _ = read(&deep);
        }
        let long = format!("From: a@b.example\n\n{}", "ж".repeat(TEXT_BYTES_MAX));
        let Came::Reply(text) = read(&long).came else { panic!("a reply") };
        assert!(text.len() <= TEXT_BYTES_MAX);
    }
}
