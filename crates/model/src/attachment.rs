//! Attachments: files that belong to a record: photographs, drawings, papers.
//!
//! A file is kept first and looked at afterwards, in a cell. Nobody is given one that was not looked at.

use crate::public_id::public_id;
use crate::words::words;
use crate::{Actor, Marking, RecordId, Refusal, sentence};

public_id!(
    /// Names an attachment.
    AttachmentId,
    'F'
);

/// Largest file that is attached, in bytes.
pub const ATTACHMENT_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Most that what is packed into a file has in all, in bytes.
pub const ATTACHMENT_UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Files of one record that are not withdrawn. Whoever has more puts them into one paper.
pub const ATTACHMENTS_MAX: usize = 50;

/// Longest name of a file, in characters.
pub const ATTACHMENT_NAME_CHARS_MAX: usize = 120;

/// Longest reason for a withdrawal, in characters.
pub const WITHDRAWAL_CHARS_MAX: usize = 500;

words! {
    /// What a file is, by what stands in it and never by its name.
    AttachmentKind {
        /// A picture in Portable Network Graphics.
        Png = "png",
        /// A photograph.
        Jpeg = "jpeg",
        /// A picture in WebP.
        Webp = "webp",
        /// A picture in GIF.
        Gif = "gif",
        /// A drawing in Scalable Vector Graphics.
        Svg = "svg",
        /// A paper in the Portable Document Format.
        Pdf = "pdf",
        /// A text of Word.
        Docx = "docx",
        /// A workbook of Excel.
        Xlsx = "xlsx",
        /// Slides of PowerPoint.
        Pptx = "pptx",
        /// A text in OpenDocument.
        Odt = "odt",
        /// A workbook in OpenDocument.
        Ods = "ods",
        /// Slides in OpenDocument.
        Odp = "odp",
        /// A text without any form.
        Text = "text",
    }
}

impl AttachmentKind {
    /// The media type under which a file is given out (<https://www.iana.org/assignments/media-types>).
    pub fn media_type(self) -> &'static str {
        match self {
            AttachmentKind::Png => "image/png",
            AttachmentKind::Jpeg => "image/jpeg",
            AttachmentKind::Webp => "image/webp",
            AttachmentKind::Gif => "image/gif",
            AttachmentKind::Svg => "image/svg+xml",
            AttachmentKind::Pdf => "application/pdf",
            AttachmentKind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            AttachmentKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            AttachmentKind::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            AttachmentKind::Odt => "application/vnd.oasis.opendocument.text",
            AttachmentKind::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            AttachmentKind::Odp => "application/vnd.oasis.opendocument.presentation",
            // In whichever encoding it was written: it is given out as it came.
            AttachmentKind::Text => "text/plain",
        }
    }

    /// The ending that the name of such a file has.
    pub fn ending(self) -> &'static str {
        match self {
            AttachmentKind::Jpeg => "jpg",
            AttachmentKind::Text => "txt",
            other => other.word(),
        }
    }
}

words! {
    /// Where an attachment stands.
    AttachmentStage {
        /// It is kept and waits to be looked at.
        BeingRead = "being-read",
        /// It was looked at and is given out.
        Ready = "ready",
        /// It is none that is kept; nothing of it is left but that it came.
        Refused = "refused",
        /// Somebody took it away again.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Why a file is not kept.
    AttachmentFault {
        /// It is of no kind that is kept.
        Unknown = "unknown",
        /// It is cut short, or not made as its kind wants.
        Damaged = "damaged",
        /// It has more pixels than are decoded.
        Pixels = "pixels",
        /// What is packed into it is larger than is unpacked.
        Unpacked = "unpacked",
        /// More files are packed into it than are looked at.
        Entries = "entries",
        /// What is packed into it overlaps, leads elsewhere or has two names.
        Packing = "packing",
        /// Its parts lie deeper in each other than is followed.
        Deep = "deep",
        /// It defines entities of its own, which can grow without end.
        Entities = "entities",
        /// It brings programs along.
        Macros = "macros",
        /// It is locked with a password, or a file of an older office program.
        Locked = "locked",
        /// It holds another file, from which nothing can be taken. Said of a copy without metadata alone.
        Embedded = "embedded",
        /// To look at it takes more memory or time than one file is given.
        Costly = "costly",
    }
}

words! {
    /// What is known of the words in an attachment.
    AttachmentText {
        /// There are none, or none that are read.
        None = "none",
        /// All of them were read.
        Whole = "whole",
        /// The first of them were read.
        Cut = "cut",
    }
}

/// A file of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name in the office.
    pub id: AttachmentId,
    /// The record that it belongs to.
    pub record: RecordId,
    /// The name of the file, as it was brought.
    pub name: String,
    /// Its size, in bytes.
    pub n_bytes: u64,
    /// Where its bytes are kept: their digest under a key of the office.
    pub digest: [u8; 32],
    /// Who may see it; at least what its record is marked with.
    pub marking: Marking,
    /// Who brought it; `None` for the operator at the command line.
    pub by: Option<Actor>,
    /// When, in microseconds since 1970.
    pub came_at: i64,
    /// Where it stands.
    pub stage: AttachmentStage,
    /// What it is, once it was looked at.
    pub kind: Option<AttachmentKind>,
    /// Why it is not kept.
    pub fault: Option<AttachmentFault>,
    /// Width and height in pixels, of pictures.
    pub pixels: Option<(u32, u32)>,
    /// Pages, of papers.
    pub n_pages: Option<u32>,
    /// What is known of its words.
    pub text: AttachmentText,
    /// Whether there is a small picture of it.
    pub has_picture: bool,
    /// Why it was taken away.
    pub reason: String,
}

/// What a look at a file found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttachmentLook {
    /// It is one that is kept.
    Kept {
        /// What it is.
        kind: AttachmentKind,
        /// Width and height in pixels.
        pixels: Option<(u32, u32)>,
        /// Pages.
        n_pages: Option<u32>,
        /// What is known of its words.
        text: AttachmentText,
        /// Whether there is a small picture of it.
        has_picture: bool,
    },
    /// It is not.
    Refused(AttachmentFault),
}

impl Attachment {
    /// The same after it was looked at. One that was withdrawn in between stays so.
    pub fn looked_at(&self, look: &AttachmentLook) -> Attachment {
        let before = self.clone();
        match (self.stage, look) {
            (AttachmentStage::BeingRead, AttachmentLook::Kept { kind, pixels, n_pages, text, has_picture }) => {
                Attachment {
                    stage: AttachmentStage::Ready,
                    kind: Some(*kind),
                    pixels: *pixels,
                    n_pages: *n_pages,
                    text: *text,
                    has_picture: *has_picture,
                    ..before
                }
            }
            (AttachmentStage::BeingRead, AttachmentLook::Refused(fault)) => {
                Attachment { stage: AttachmentStage::Refused, fault: Some(*fault), ..before }
            }
            _ => before,
        }
    }

    /// Takes it away again.
    ///
    /// # Errors
    /// Refused without a reason, or when it is not there any more.
    pub fn withdraw(&self, reason: &str) -> Result<Attachment, Refusal> {
        if matches!(self.stage, AttachmentStage::Withdrawn | AttachmentStage::Refused) {
            return Err(Refusal::Said(sentence!(
                "attachment-gone",
                "“{name}” is not kept any more, so there is nothing to take away",
                name = self.name
            )));
        }
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > WITHDRAWAL_CHARS_MAX {
            return Err(Refusal::Said(sentence!(
                "attachment-reason",
                "Say in at most {max} characters why the file is taken away",
                max = WITHDRAWAL_CHARS_MAX
            )));
        }
        Ok(Attachment {
            stage: AttachmentStage::Withdrawn,
            reason: reason.to_owned(),
            has_picture: false,
            text: AttachmentText::None,
            ..self.clone()
        })
    }

    /// Whether its bytes are kept.
    pub fn is_kept(&self) -> bool {
        matches!(self.stage, AttachmentStage::BeingRead | AttachmentStage::Ready)
    }

    /// What it is, where it may be given out.
    ///
    /// # Errors
    /// Refused when it was not looked at yet, or is not kept.
    pub fn given(&self) -> Result<AttachmentKind, Refusal> {
        match (self.stage, self.kind) {
            (AttachmentStage::Ready, Some(kind)) => Ok(kind),
            (AttachmentStage::BeingRead, _) => Err(Refusal::Said(sentence!(
                "attachment-being-read",
                "“{name}” is still being read; look again in a moment",
                name = self.name
            ))),
            _ => Err(Refusal::Said(sentence!(
                "attachment-not-given",
                "“{name}” is not kept, so it cannot be given out",
                name = self.name
            ))),
        }
    }

    /// Whether it stands in the ledger when somebody takes it; see [`Marking::is_noted`].
    pub fn is_noted(&self) -> bool {
        self.marking.is_noted()
    }

    /// The name under which it is given out: that of its file, with the ending of what it is.
    pub fn file_name(&self) -> String {
        let Some(kind) = self.kind else { return self.name.clone() };
        let ending = kind.ending();
        let has = |name: &str, ending: &str| {
            name.rsplit_once('.').is_some_and(|(stem, own)| !stem.is_empty() && own.eq_ignore_ascii_case(ending))
        };
        if has(&self.name, ending) || (kind == AttachmentKind::Jpeg && has(&self.name, "jpeg")) {
            self.name.clone()
        } else {
            format!("{}.{ending}", self.name)
        }
    }
}

/// The name of a file as it is kept: its last part, one line, no sign that turns or hides others.
pub fn attachment_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '"' | '<' | '>' | '|' | '*' | '?' | ':')
    };
    let name: String = last.chars().map(|c| if hides(c) { ' ' } else { c }).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_start_matches('.').trim();
    // The ending is kept where the name is cut.
    let n_chars = name.chars().count();
    let name = match name.rsplit_once('.') {
        Some((stem, ending)) if n_chars > ATTACHMENT_NAME_CHARS_MAX && ending.chars().count() <= 8 => {
            let room = ATTACHMENT_NAME_CHARS_MAX - ending.chars().count() - 1;
            format!("{}.{ending}", stem.chars().take(room).collect::<String>())
        }
        _ => name.chars().take(ATTACHMENT_NAME_CHARS_MAX).collect(),
    };
    if name.is_empty() { "file".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;
    use crate::PersonId;

    fn brought(name: &str) -> Attachment {
        Attachment {
            id: AttachmentId::from_bits(1),
            record: RecordId::from_bits(2),
            name: name.to_owned(),
            n_bytes: 9,
            digest: [0; 32],
            marking: Marking::default(),
            by: Some(Actor { person: PersonId::new("karpova").unwrap(), post: None }),
            came_at: 1,
            stage: AttachmentStage::BeingRead,
            kind: None,
            fault: None,
            pixels: None,
            n_pages: None,
            text: AttachmentText::None,
            has_picture: false,
            reason: String::new(),
        }
    }

    fn kept(kind: AttachmentKind) -> AttachmentLook {
        let text = AttachmentText::Whole;
        AttachmentLook::Kept { kind, pixels: None, n_pages: Some(2), text, has_picture: true }
    }

    #[test]
    fn a_file_is_given_out_only_after_it_was_looked_at() {
        let new = brought("a.pdf");
        assert!(new.given().is_err());
        assert_eq!(new.looked_at(&kept(AttachmentKind::Pdf)).given(), Ok(AttachmentKind::Pdf));
        let refused = new.looked_at(&AttachmentLook::Refused(AttachmentFault::Pixels));
        assert!(refused.given().is_err() && !refused.is_kept() && refused.withdraw("mistake").is_err());
    }

    #[test]
    fn what_was_withdrawn_while_it_was_read_stays_withdrawn() {
        let gone = brought("a.pdf").withdraw(" the wrong file ").unwrap();
        assert_eq!((gone.stage, gone.reason.as_str()), (AttachmentStage::Withdrawn, "the wrong file"));
        assert_eq!(gone.looked_at(&kept(AttachmentKind::Pdf)), gone);
        assert!(gone.withdraw("again").is_err());
        assert!(brought("a.pdf").withdraw("  ").is_err());
    }

    #[test]
    fn a_file_bears_the_ending_of_what_it_is() {
        let named = |name: &str, kind| brought(name).looked_at(&kept(kind)).file_name();
        assert_eq!(named("gear.JPG", AttachmentKind::Jpeg), "gear.JPG");
        assert_eq!(named("gear.jpeg", AttachmentKind::Jpeg), "gear.jpeg");
        assert_eq!(named("gear.html", AttachmentKind::Png), "gear.html.png");
        assert_eq!(named("gear", AttachmentKind::Docx), "gear.docx");
    }

    #[test]
    fn a_name_of_a_file_is_one_line_of_signs_that_are_seen() {
        for (given, expected) in [
            ("C:\\photos\\gear.jpg", "gear.jpg"),
            ("../../etc/passwd", "passwd"),
            (".hidden.pdf", "hidden.pdf"),
            ("gear\u{202e}gpj.exe", "gear gpj.exe"),
            ("a\r\nSet-Cookie: x", "a Set-Cookie x"),
            ("  ", "file"),
            ("", "file"),
        ] {
            assert_eq!(attachment_name(given), expected);
        }
        let long = attachment_name(&format!("{}.pdf", "ж".repeat(300)));
        assert_eq!(long.chars().count(), ATTACHMENT_NAME_CHARS_MAX);
        assert!(long.ends_with(".pdf"));
    }

    #[test]
    fn what_is_restricted_is_noted_when_it_is_taken() {
        let at = |level| Attachment { marking: Marking::at(level), ..brought("a") }.is_noted();
        assert_eq!(
            [Level::Open, Level::Internal, Level::Restricted, Level::Confidential].map(at),
            [false, false, true, true]
        );
    }
}
