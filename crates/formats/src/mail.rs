//! Mail messages (RFC 5322 with MIME, RFC 2045 to 2047 and 2231).
//!
//! A message that brings files of records is those files; one that brings other messages is what they are. Any other is a
//! dispatch: its subject is the title, its words are the abstract, who sent it is the author. Its other files go with the record.

use std::borrow::Cow;

use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use model::{Contributor, Identifier, Kind, Language, Name, PartialDate, Record, Role, Scheme};

use crate::Doubt;
use crate::cut::mbox;
use crate::draft::Draft;
use crate::encoding::Decoding;
use crate::limits::{MAIL_PARTS_MAX, MAIL_TEXT_BYTES_MAX};
use crate::markup::{plain, squeeze};

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "mail";

/// Fields that a message has and few other texts begin with.
const FIELDS: &[&str] = &[
    "from",
    "to",
    "date",
    "subject",
    "message-id",
    "received",
    "return-path",
    "delivered-to",
    "mime-version",
    "reply-to",
    "x-original-to",
    "envelope-to",
    "authentication-results",
    "dkim-signature",
    "content-type",
    "sender",
    "cc",
    "list-id",
];

/// Whether a source begins with a message, or is a mailbox in one file.
pub(crate) fn claims(head: &[u8]) -> bool {
    if mbox::begins_messages(head) {
        return true;
    }
    let mut known: Vec<String> = Vec::new();
    for line in head.split(|b| *b == b'\n').take(200) {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        if line.first().is_some_and(u8::is_ascii_whitespace) && !known.is_empty() {
            continue;
        }
        let Some(at) = memchr::memchr(b':', line) else { return false };
        let name = line.get(..at).unwrap_or_default();
        if name.is_empty() || !name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
            return false;
        }
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        if FIELDS.contains(&name.as_str()) && !known.contains(&name) {
            known.push(name);
        }
    }
    // Who wrote it, and one thing more that only mail says.
    let says = |names: &[&str]| names.iter().any(|name| known.iter().any(|held| held == name));
    known.len() >= 3
        && says(&["from", "sender"])
        && says(&["date", "message-id", "received", "mime-version", "delivered-to"])
}

/// A file that came with a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailFile {
    /// What its sender called it; empty where they did not.
    pub name: String,
    /// Its bytes, decoded.
    pub bytes: Vec<u8>,
}

/// A message taken apart.
#[derive(Debug, Default)]
pub(crate) struct Opened {
    /// What it would be as a dispatch.
    pub record: Record,
    pub doubts: Vec<Doubt>,
    /// Files that came with it, signatures left out.
    pub files: Vec<MailFile>,
    /// Messages that were sent on in it, as bytes.
    pub messages: Vec<Vec<u8>>,
    /// Whether somebody wrote words.
    pub has_words: bool,
}

/// Takes a message apart; why that cannot be done otherwise.
pub(crate) fn open(bytes: &[u8]) -> Result<Opened, Doubt> {
    // Each part costs a level of whoever walks through them, and no message of a person has a hundred.
    let n_parts =
        bytes.windows(13).filter(|part| part.eq_ignore_ascii_case(b"content-type:")).take(MAIL_PARTS_MAX + 1).count();
    if n_parts > MAIL_PARTS_MAX {
        return Err(Doubt::new(format!("the message has more than {MAIL_PARTS_MAX} parts; it was left out")).unread());
    }
    let message = MessageParser::default().parse(bytes).filter(|message| !message.headers().is_empty());
    let message = message.ok_or_else(|| Doubt::new("this is no message of mail; it was left out").unread())?;
    if let Some(what) = message.parts.iter().find_map(sealed) {
        return Err(Doubt::new(format!("the message is {what}; ask its sender to send it open")).unread());
    }
    let mut opened = Opened::default();
    let body: Vec<u32> = words_of(&message);
    for (at, part) in (0_u32..).zip(&message.parts) {
        match &part.body {
            PartType::Multipart(_) => {}
            PartType::Message(inner) => opened.messages.push(bytes_of(&message, part, inner)),
            _ if body.contains(&at) || is_other_form(&message, part, at) => {}
            _ if is_apparatus(part) => {}
            _ => opened.files.push(file(&message, part)),
        }
    }
    opened.tell(&message, &body);
    Ok(opened)
}

/// Reads one message as a dispatch, from the bytes that it was read from.
pub(crate) fn read(bytes: &[u8]) -> Option<(Record, Vec<Doubt>)> {
    open(bytes).ok().map(|opened| (opened.record, opened.doubts))
}

/// The files that came with a message, of the bytes that its record was read from ([`crate::Reading::raw`]). Nothing in them is
/// looked at.
pub fn mail_files(raw: &[u8]) -> Vec<MailFile> {
    open(raw).map(|opened| opened.files).unwrap_or_default()
}

/// What stands in a part that nobody can read here.
fn sealed(part: &MessagePart<'_>) -> Option<&'static str> {
    let kind = part.content_type()?;
    let smime = kind.attribute("smime-type").unwrap_or_default();
    match (kind.ctype(), kind.subtype().unwrap_or_default()) {
        ("multipart", "encrypted") => Some("encrypted"),
        ("application", "pkcs7-mime" | "x-pkcs7-mime") if smime.eq_ignore_ascii_case("signed-data") => {
            Some("wrapped in its signature")
        }
        ("application", "pkcs7-mime" | "x-pkcs7-mime") => Some("encrypted"),
        _ => None,
    }
}

/// Signatures, keys and reports about the message itself.
fn is_apparatus(part: &MessagePart<'_>) -> bool {
    let Some(kind) = part.content_type() else { return part.is_empty() };
    let of = (kind.ctype(), kind.subtype().unwrap_or_default());
    matches!(
        of,
        ("application", "pgp-signature" | "pgp-keys" | "pkcs7-signature" | "x-pkcs7-signature")
            | ("message", "delivery-status" | "disposition-notification")
            | ("text", "rfc822-headers")
    )
}

/// The parts in which the words stand: plain ones, those of the page where there are no plain ones.
fn words_of(message: &Message<'_>) -> Vec<u32> {
    let texts = |list: &[u32]| -> Vec<u32> {
        let text = |at: &&u32| {
            message.part(**at).is_some_and(|part| matches!(part.body, PartType::Text(_) | PartType::Html(_)))
        };
        list.iter().filter(text).copied().collect()
    };
    let plain = texts(&message.text_body);
    let is_blank =
        |at: &u32| message.part(*at).and_then(MessagePart::text_contents).is_none_or(|text| text.trim().is_empty());
    if plain.iter().all(is_blank) { texts(&message.html_body) } else { plain }
}

/// Whether a part says the words once more, as the page beside a text does.
fn is_other_form(message: &Message<'_>, part: &MessagePart<'_>, at: u32) -> bool {
    let is_text = matches!(part.body, PartType::Text(_) | PartType::Html(_));
    is_text && (message.text_body.contains(&at) || message.html_body.contains(&at)) && part.attachment_name().is_none()
}

/// The bytes of a message that was sent on.
fn bytes_of(message: &Message<'_>, part: &MessagePart<'_>, inner: &Message<'_>) -> Vec<u8> {
    let (begin, end) = (part.raw_body_offset() as usize, part.raw_end_offset() as usize);
    if part.encoding == mail_parser::Encoding::None {
        message.raw_message.get(begin..end).unwrap_or_default().to_vec()
    } else {
        inner.raw_message.to_vec()
    }
}

fn file(message: &Message<'_>, part: &MessagePart<'_>) -> MailFile {
    let name = part.attachment_name().map(|name| squeeze(&name.replace(char::is_control, " "))).unwrap_or_default();
    let bytes = match &part.body {
        // As it stood in the message: what reads files knows their encodings itself.
        PartType::Text(_) | PartType::Html(_) if part.encoding == mail_parser::Encoding::None => {
            let (begin, end) = (part.raw_body_offset() as usize, part.raw_end_offset() as usize);
            message.raw_message.get(begin..end).unwrap_or_default().to_vec()
        }
        _ => part.contents().to_vec(),
    };
    MailFile { name, bytes }
}

impl Opened {
    /// What the message says as a dispatch.
    fn tell(&mut self, message: &Message<'_>, body: &[u32]) {
        let mut draft = Draft::plain();
        draft.record.kind = Kind::Dispatch;
        if let Some(id) = message.message_id() {
            match Identifier::new(Scheme::Url, &format!("mid:{}", squeeze(id))) {
                Some(id) => draft.name(id),
                None => draft.not_a("Message-ID", "a name of a message", id),
            }
        }
        let language = message.content_language().as_text().map(|text| text.split(',').next().unwrap_or(text).trim());
        let language = language.or_else(|| message.content_language().as_text_list()?.first().map(AsRef::as_ref));
        let language = language.and_then(Language::parse);
        draft.record.language.clone_from(&language);
        let words = text(message, body);
        self.has_words = !words.trim().is_empty();
        let title = decoded(message, &HeaderName::Subject, message.subject().unwrap_or_default());
        let title = if title.trim().is_empty() { first_words(&words, &self.files) } else { title };
        draft.title(&title, language.clone());
        let (kept, is_cut) = shortened(&words);
        draft.summary(kept, language);
        if is_cut {
            let kibibytes = MAIL_TEXT_BYTES_MAX / 1024;
            draft.doubt("text", format!("the message has more than {kibibytes} KiB of text; the rest was left out"));
        }
        if words.contains('\u{fffd}') {
            draft.doubt("text", "some letters could not be read in the encoding that the message names");
        }
        if let Some(from) = message.from().and_then(|from| from.first()).or_else(|| message.sender()?.first()) {
            let name = from.name().map(squeeze).filter(|name| !name.is_empty());
            if let Some(name) = name.or_else(|| from.address().map(squeeze)).filter(|name| !name.is_empty()) {
                draft.contribute(Contributor::new(Name::Whole(name), Role::Author));
            }
        }
        match message.date() {
            Some(date) => match PartialDate::parse(&format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)) {
                Some(date) => draft.publish(date),
                None => draft.not_a("Date", "a date", &date.to_rfc3339()),
            },
            None => draft.doubt("Date", "the message does not say when it was written"),
        }
        if self.files.iter().any(|file| file.bytes.starts_with(b"\x78\x9f\x3e\x22")) {
            draft.doubt(
                "winmail.dat",
                "its files are packed in a form that only Outlook reads; ask its sender to send it as plain text or HTML",
            );
        }
        (self.record, self.doubts) = draft.finish();
    }
}

/// The first line that says something, where a message has no subject; or the name of its first file.
fn first_words(words: &str, files: &[MailFile]) -> String {
    const CHARS_MAX: usize = 120;
    let line = words.lines().map(str::trim).find(|line| !line.is_empty());
    let line = line.or_else(|| files.first().map(|file| file.name.as_str())).unwrap_or_default();
    line.chars().take(CHARS_MAX).collect()
}

/// A text without the signature below it, and not longer than is kept.
fn shortened(words: &str) -> (&str, bool) {
    let end = ["\n-- \n", "\n-- \r\n"].iter().filter_map(|mark| words.find(mark)).min().unwrap_or(words.len());
    let words = words.get(..end).unwrap_or(words);
    let kept = &words[..words.floor_char_boundary(MAIL_TEXT_BYTES_MAX)];
    (kept, kept.len() < words.len())
}

/// The words of a message.
fn text(message: &Message<'_>, body: &[u32]) -> String {
    let mut all = String::new();
    for part in body.iter().filter_map(|at| message.part(*at)) {
        if !all.is_empty() {
            all.push('\n');
        }
        match &part.body {
            PartType::Html(page) => all.push_str(&page_words(&undeclared(message, part, page))),
            PartType::Text(words) => all.push_str(&undeclared(message, part, words)),
            _ => {}
        }
        if all.len() > 2 * MAIL_TEXT_BYTES_MAX {
            break;
        }
    }
    all
}

/// What stands in a page, without its head.
fn page_words(page: &str) -> String {
    let begin = page.as_bytes().windows(5).position(|part| part.eq_ignore_ascii_case(b"<body")).unwrap_or_default();
    plain(page.get(begin..).unwrap_or(page))
}

/// The words of a part that does not name its encoding, as they most likely are.
fn undeclared<'w>(message: &Message<'_>, part: &MessagePart<'_>, words: &'w str) -> Cow<'w, str> {
    let is_named = part.content_type().is_some_and(|kind| kind.has_attribute("charset"));
    if is_named || part.encoding != mail_parser::Encoding::None || !words.contains('\u{fffd}') {
        return Cow::Borrowed(words);
    }
    let raw = message.raw_message.get(part.raw_body_offset() as usize..part.raw_end_offset() as usize);
    let Some(raw) = raw else { return Cow::Borrowed(words) };
    Cow::Owned(Decoding::new(raw).decode(raw, None).0.into_owned())
}

/// A field of the head that may hold bytes as no standard wants them.
fn decoded(message: &Message<'_>, name: &HeaderName<'_>, read: &str) -> String {
    if !read.contains('\u{fffd}') {
        return read.to_owned();
    }
    let header = message.headers().iter().rev().find(|header| &header.name == name);
    let raw = header.and_then(|held| message.raw_message.get(held.offset_start() as usize..held.offset_end() as usize));
    raw.map_or_else(|| read.to_owned(), |raw| squeeze(&Decoding::new(raw).decode(raw, None).0))
}

/// Whether the name of a file says that it holds records.
pub(crate) fn promises_records(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    ["ris", "bib", "nbib", "enw", "ciw", "mrc", "marc", "isi"].contains(&ending.as_str())
}

#[cfg(test)]
mod tests;
