//! From the bytes of an entry to its text.
//!
//! What a document says about its encoding is a hint: files are converted and their declarations
//! are not, and whole collections say UTF-8 and are Windows-1252. UTF-8 proves itself, since
//! other encodings hardly ever look like it; so bytes that are UTF-8 are read as that, whatever
//! single-byte encoding is declared. Then the declaration counts, then the look of the bytes.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::Doubt;

/// How much is shown to the detector at most; more does not change its mind.
const DETECTED_BYTES_MAX: usize = 1024 * 1024;

/// Decodes the entries of one source and learns from them how the source is written.
pub(crate) struct Decoding {
    detector: EncodingDetector,
    n_detected: usize,
    /// Whether the guess was told.
    is_told: bool,
}

impl Decoding {
    /// Begins with what is known of the source.
    pub(crate) fn new(head: &[u8]) -> Decoding {
        let mut decoding =
            Decoding { detector: EncodingDetector::new(Iso2022JpDetection::Allow), n_detected: 0, is_told: false };
        // The head may end within a character, so an error at its very end proves nothing.
        if std::str::from_utf8(head).is_err_and(|error| error.error_len().is_some()) {
            decoding.learn(head);
        }
        decoding
    }

    fn learn(&mut self, bytes: &[u8]) {
        let n = bytes.len().min(DETECTED_BYTES_MAX - self.n_detected);
        self.detector.feed(&bytes[..n], false);
        self.n_detected += n;
    }

    /// The encoding that a whole stream has to be decoded from, told from its head; `None` for UTF-8.
    pub(crate) fn of_stream(&self, head: &[u8]) -> Option<&'static Encoding> {
        let is_utf8 = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
        (!is_utf8).then(|| self.guess())
    }

    /// The encoding that the bytes seen so far look like, UTF-8 excluded.
    pub(crate) fn guess(&self) -> &'static Encoding {
        self.detector.guess(None, Utf8Detection::Deny)
    }

    /// The text of an entry. The doubt says what was replaced or guessed.
    pub(crate) fn decode<'b>(
        &mut self,
        bytes: &'b [u8],
        declared: Option<&'static Encoding>,
    ) -> (Cow<'b, str>, Option<Doubt>) {
        // UTF-16 was transcoded with the stream, or the bytes would not be here.
        let declared = declared.filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding));
        if let Ok(text) = std::str::from_utf8(bytes) {
            let is_decided =
                declared.is_none_or(|e| e.is_single_byte()) || text.is_ascii() && declared != Some(ISO_2022_JP);
            let decoded = declared
                .filter(|_| !is_decided)
                .and_then(|e| e.decode_without_bom_handling_and_without_replacement(bytes));
            return (decoded.unwrap_or(Cow::Borrowed(text)), None);
        }
        if let Some(text) = declared.and_then(|e| e.decode_without_bom_handling_and_without_replacement(bytes)) {
            return (text, None);
        }
        if is_mostly_utf8(bytes) {
            return replaced(UTF_8, bytes);
        }
        self.learn(bytes);
        let encoding = self.guess();
        let (text, doubt) = replaced(encoding, bytes);
        let is_told = std::mem::replace(&mut self.is_told, true);
        (text, doubt.or_else(|| (!is_told).then(|| guessed(encoding, declared))))
    }
}

fn guessed(encoding: &'static Encoding, declared: Option<&'static Encoding>) -> Doubt {
    let name = encoding.name();
    match declared {
        Some(declared) => Doubt::new(format!(
            "the bytes are not {} as the document says; they look like {name} and were read so",
            declared.name()
        )),
        None => Doubt::new(format!("the bytes are not UTF-8; they look like {name} and were read so")),
    }
}

/// Decodes, and counts what had to be replaced.
fn replaced<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> (Cow<'b, str>, Option<Doubt>) {
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    if !has_errors {
        return (text, None);
    }
    let n = text.matches('\u{fffd}').count();
    let doubt = format!("{n} bytes are not {}; a replacement character stands for each", encoding.name());
    (text, Some(Doubt::new(doubt)))
}

/// Whether more characters of several bytes are right UTF-8 than are wrong.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_right, mut n_wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_right += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        n_wrong += usize::from(!chunk.invalid().is_empty());
    }
    n_right > n_wrong
}

/// The encoding that an XML declaration at the beginning names.
pub(crate) fn declared_by_xml(bytes: &[u8]) -> Option<&'static Encoding> {
    let end = memchr::memmem::find(bytes, b"?>")?;
    let declaration = bytes.get(..end)?;
    let at = memchr::memmem::find(declaration, b"encoding")? + b"encoding".len();
    let rest = declaration.get(at..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, rest) = rest.split_first()?;
    let length = memchr::memchr(*quote, rest)?;
    Encoding::for_label(rest.get(..length)?)
}

/// The encoding that a BibTeX file names in a comment of its first lines, as JabRef writes it:
/// `% Encoding: windows-1252`.
pub(crate) fn declared_by_bibtex(head: &[u8]) -> Option<&'static Encoding> {
    const LINES_MAX: usize = 20;
    head.split(|b| *b == b'\n').take(LINES_MAX).find_map(|line| {
        let line = line.trim_ascii_start().strip_prefix(b"%")?.trim_ascii();
        let (name, label) = line.split_at_checked(b"encoding:".len())?;
        name.eq_ignore_ascii_case(b"encoding:").then(|| Encoding::for_label(label))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How entries come: bytes in one encoding, a declaration of another or none.
    #[track_caller]
    fn check(text: &str, written: &str, declared: Option<&str>) {
        let encoding = Encoding::for_label(written.as_bytes()).unwrap();
        let (bytes, _, _) = encoding.encode(text);
        let declared = declared.map(|label| Encoding::for_label(label.as_bytes()).unwrap());
        let (decoded, _) = Decoding::new(&[]).decode(&bytes, declared);
        assert_eq!(decoded, text, "written in {written}, declared {declared:?}");
    }

    const RUSSIAN: &str = "Применение паровых турбин в судостроении: обзор советской литературы";
    const GERMAN: &str = "Über die Grundlagen der Größenlehre für Anfänger";
    const POLISH: &str = "Zażółć gęślą jaźń: o źródłach łączności kolejowej";

    #[test]
    fn what_is_declared_rightly_is_read_rightly() {
        for (text, label) in [
            (RUSSIAN, "utf-8"),
            (RUSSIAN, "windows-1251"),
            (RUSSIAN, "koi8-r"),
            (RUSSIAN, "iso-8859-5"),
            (GERMAN, "iso-8859-1"),
            (GERMAN, "windows-1252"),
            (POLISH, "iso-8859-2"),
            ("蒸気タービンの研究", "shift_jis"),
            ("蒸気タービンの研究", "iso-2022-jp"),
            ("联通", "gbk"),
        ] {
            check(text, label, Some(label));
        }
    }

    #[test]
    fn what_is_declared_wrongly_is_read_rightly_all_the_same() {
        check(GERMAN, "windows-1252", Some("utf-8"));
        check(RUSSIAN, "windows-1251", Some("utf-8"));
        check(RUSSIAN, "koi8-r", Some("utf-8"));
        check(RUSSIAN, "utf-8", Some("windows-1251"));
        check(GERMAN, "utf-8", Some("iso-8859-1"));
        check(GERMAN, "utf-8", Some("utf-16"));
    }

    #[test]
    fn what_is_not_declared_is_known_by_its_look() {
        check(RUSSIAN, "windows-1251", None);
        check(RUSSIAN, "koi8-r", None);
        check(GERMAN, "windows-1252", None);
        check(POLISH, "windows-1250", None);
    }

    #[test]
    fn a_source_teaches_how_its_short_entries_are_written() {
        let (head, _, _) = encoding_rs::KOI8_R.encode(RUSSIAN);
        let (name, _, _) = encoding_rs::KOI8_R.encode("Ю. Гагарин");
        assert_eq!(Decoding::new(&head).decode(&name, None).0, "Ю. Гагарин");
    }

    #[test]
    fn a_broken_character_in_utf8_costs_itself() {
        let (text, doubt) = Decoding::new(&[]).decode(b"G\xc3\xb6del, \xc3\x89mile, Erd\xc5 s", None);
        assert_eq!(text, "Gödel, Émile, Erd\u{fffd} s");
        assert_eq!(doubt.unwrap().text, "1 bytes are not UTF-8; a replacement character stands for each");
    }

    #[test]
    fn declarations_are_found() {
        let xml = |text: &str| declared_by_xml(text.as_bytes()).map(Encoding::name);
        assert_eq!(xml(r#"<?xml version="1.0" encoding = 'Latin1' ?><a/>"#), Some("windows-1252"));
        assert_eq!(xml(r#"<?xml version="1.0"?>"#), None);
        assert_eq!(xml(r#"<?xml version="1.0" encoding="klingon"?>"#), None);
        let bibtex = |text: &str| declared_by_bibtex(text.as_bytes()).map(Encoding::name);
        assert_eq!(bibtex("% Encoding: UTF8\n@article{"), Some("UTF-8"));
        assert_eq!(bibtex("% This file\n%encoding: Cp1251\n"), Some("windows-1251"));
        assert_eq!(bibtex("% nothing\n@misc{"), None);
    }
}
