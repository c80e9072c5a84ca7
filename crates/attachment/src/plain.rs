//! Plain text: letters and nothing else. Nothing in such a file says how it is written, so the bytes are looked at: what is UTF-8
//! proves itself, and what is not is read as what it looks like most, Windows-1251 or KOI8-R among others.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use crate::text::Gate;

/// How much is shown to the detector; more does not change its mind.
const DETECTED_BYTES_MAX: usize = 1024 * 1024;

/// Where readers of papers look for their sign, from the first byte on.
const PAPER_SIGN_WITHIN: usize = 1024;

/// Whether a file is text: it has something to read, no sign that no text has, and is no page and no program.
pub(crate) fn claims(bytes: &[u8]) -> bool {
    let begins = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    // Markup is read by its own kind or not at all, and a line for a shell, or the sign of DOS, makes a program. Other readers take a paper for one
    // also where something stands before its sign.
    let head = &bytes[..bytes.len().min(PAPER_SIGN_WITHIN)];
    let is_paper = head.windows(5).any(|sign| sign == b"%PDF-");
    let is_program = bytes.starts_with(b"MZ") || begins.starts_with(b"#!");
    if begins.is_empty() || begins.starts_with(b"<") || is_program || is_paper {
        return false;
    }
    if Encoding::for_bom(bytes).is_none() && bytes.iter().any(|byte| is_no_text(*byte)) {
        return false;
    }
    let (text, has_errors) = decoded(bytes);
    !has_errors && text.chars().any(char::is_alphanumeric) && !text.contains('\0')
}

/// Signs that stand in no text: everything that is not seen, but for blanks, ends of lines and of pages.
fn is_no_text(byte: u8) -> bool {
    matches!(byte, 0..=8 | 11 | 14..=31 | 127)
}

/// The text, and whether signs had to be replaced.
fn decoded(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        let (text, _, has_errors) = UTF_8.decode(bytes);
        return (text, has_errors);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(DETECTED_BYTES_MAX)], true);
    detector.guess(None, Utf8Detection::Deny).decode_without_bom_handling(bytes)
}

/// Reads it line by line.
pub(crate) fn read(bytes: &[u8], gate: &mut Gate) {
    for line in decoded(bytes).0.lines() {
        if gate.is_full() {
            break;
        }
        gate.put(line);
        gate.line();
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{KOI8_R, UTF_16LE, WINDOWS_1251};

    use super::*;
    use crate::look::Piece;

    const TEXT: &str = "Выпрямитель из селена\nдля тяги электровоза\n";

    fn said(bytes: &[u8]) -> String {
        let (mut gate, mut text) = (Gate::default(), String::new());
        read(bytes, &mut gate);
        gate.hand_on(&mut |piece| {
            if let Piece::Text(part) = piece {
                text.push_str(&part);
            }
        });
        text
    }

    #[test]
    fn a_text_is_read_however_it_is_written() {
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(Encoding::for_bom(&utf16).map(|(encoding, _)| encoding), Some(UTF_16LE));
        let marked = [b"\xef\xbb\xbf".as_slice(), TEXT.as_bytes()].concat();
        for bytes in [
            TEXT.as_bytes().to_vec(),
            marked,
            WINDOWS_1251.encode(TEXT).0.into_owned(),
            KOI8_R.encode(TEXT).0.into_owned(),
            utf16,
        ] {
            assert!(claims(&bytes), "{bytes:?}");
            assert_eq!(said(&bytes), TEXT.trim_end());
        }
    }

    #[test]
    fn what_is_more_than_letters_is_no_text() {
        for bytes in [
            b"".as_slice(),
            b" \n",
            b"a\0b",
            b"\x1b[2J",
            b"<p>a page</p>",
            b"#!/bin/sh\necho",
            b"-- ...",
            b"see %PDF-1.7",
            b"MZ a program",
            b"\xff\xfe\0",
        ] {
            assert!(!claims(bytes), "{bytes:?}");
        }
    }
}
