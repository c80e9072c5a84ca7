//! MARC-8, the characters of library records before Unicode.
//!
//! Two sets of 94 signs stand ready at a time, one below and one above 128; escape sequences put
//! others in their places (MARC 21 Specifications, part 2). Accents stand *before* their letter.
//!
//! Chinese, Japanese and Korean signs (EACC, three bytes each) are not in the tables: each becomes
//! the replacement character and is counted. Records that have them usually bring a Latin form
//! of the same words in the field that the `880` field repeats.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::marc8_tables as tables;
use crate::marc8_tables::Table;

const ESCAPE: u8 = 0x1b;

/// A set of signs that an escape sequence can call for.
#[derive(Clone, Copy)]
enum Set {
    Ascii,
    One(&'static Table),
    /// Three bytes a sign.
    Eacc,
    /// Called for and not known.
    Unknown,
}

impl Set {
    /// By the final character of an escape sequence.
    fn named(name: u8) -> Set {
        match name {
            b'B' => Set::Ascii,
            b'E' => Set::One(&tables::ANSEL),
            b'N' => Set::One(&tables::CYRILLIC),
            b'Q' => Set::One(&tables::CYRILLIC_EXTENDED),
            b'S' => Set::One(&tables::GREEK),
            b'2' => Set::One(&tables::HEBREW),
            b'3' => Set::One(&tables::ARABIC),
            b'4' => Set::One(&tables::ARABIC_EXTENDED),
            b'1' => Set::Eacc,
            b'b' => Set::One(&tables::SUBSCRIPTS),
            b'p' => Set::One(&tables::SUPERSCRIPTS),
            b'g' => Set::One(&tables::GREEK_SYMBOLS),
            _ => Set::Unknown,
        }
    }
}

/// Decodes bytes to composed Unicode (NFC), and says how many signs could not be decoded; each
/// stands as U+FFFD. Marks that surround a leading article for sorting are dropped.
pub(crate) fn decode(bytes: &[u8]) -> (String, usize) {
    let mut sets = [Set::Ascii, Set::One(&tables::ANSEL)];
    let mut out = String::with_capacity(bytes.len());
    let mut accents: Vec<char> = Vec::new();
    let mut n_lost = 0;
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        if byte == ESCAPE
            && let Some((length, place, set)) = escape(after)
        {
            if let Some(slot) = sets.get_mut(place) {
                *slot = set;
            }
            rest = after.get(length..).unwrap_or(&[]);
            continue;
        }
        let upper = byte >= 0x80;
        let position = byte & 0x7f;
        let mut length = 1;
        let sign = match (position, sets[usize::from(upper)]) {
            // Controls. In the upper half the joiners matter, the signs for sorting do not.
            (0..=0x1f, _) if upper => match byte {
                0x8d => Some('\u{200d}'),
                0x8e => Some('\u{200c}'),
                0x88 | 0x89 => None,
                _ => Some(char::REPLACEMENT_CHARACTER),
            },
            (0x7f, _) if upper => Some(char::REPLACEMENT_CHARACTER),
            (b'\t' | b'\n' | b'\r' | b' ', _) => Some(' '),
            (0..=0x1f | 0x7f, _) => None,
            (_, Set::Ascii) => Some(char::from(position)),
            (_, Set::One(table)) => {
                let code = table.get(usize::from(position) - 0x21).copied().filter(|code| *code != 0);
                Some(code.and_then(|code| char::from_u32(u32::from(code))).unwrap_or(char::REPLACEMENT_CHARACTER))
            }
            (_, Set::Eacc) => {
                // The three bytes of a sign stand together; what is cut short is one sign less.
                length = rest.iter().take(3).take_while(|b| **b & 0x7f >= 0x21 && **b != ESCAPE).count().max(1);
                Some(char::REPLACEMENT_CHARACTER)
            }
            (_, Set::Unknown) => Some(char::REPLACEMENT_CHARACTER),
        };
        rest = rest.get(length..).unwrap_or(&[]);
        let Some(sign) = sign else { continue };
        if sign == char::REPLACEMENT_CHARACTER {
            n_lost += 1;
        }
        if is_combining_mark(sign) {
            // No letter carries more; what comes on top is noise.
            const ACCENTS_MAX: usize = 8;
            if accents.len() < ACCENTS_MAX {
                accents.push(sign);
            }
        } else {
            out.push(sign);
            out.extend(accents.drain(..));
        }
    }
    out.extend(accents);
    (out.nfc().collect(), n_lost)
}

/// An escape sequence behind its escape: its length, which half it changes, and to what. `None`
/// when it is none; the escape is then dropped like any control.
fn escape(after: &[u8]) -> Option<(usize, usize, Set)> {
    match *after {
        // The three small sets have a short form, and `s` ends it.
        [b's', ..] => Some((1, 0, Set::Ascii)),
        [name @ (b'g' | b'b' | b'p'), ..] => Some((1, 0, Set::named(name))),
        [b'$', b')' | b'-', name, ..] => Some((3, 1, Set::named(name))),
        [b'$', b'(' | b',', name, ..] => Some((3, 0, Set::named(name))),
        [b'$', name, ..] => Some((2, 0, Set::named(name))),
        [b'(' | b',', b'!', name, ..] => Some((3, 0, Set::named(name))),
        [b')' | b'-', b'!', name, ..] => Some((3, 1, Set::named(name))),
        [b'(' | b',', name, ..] => Some((2, 0, Set::named(name))),
        [b')' | b'-', name, ..] => Some((2, 1, Set::named(name))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str, n_lost: usize) {
        assert_eq!(decode(bytes), (expected.to_owned(), n_lost));
    }

    #[test]
    fn accents_before_their_letter_are_composed_with_it() {
        check(b"Caf\xe2e na\xe8ive \xb1\xe2od\xe2z", "Café naïve łódź", 0);
        check(b"Nguy\xe3\xe2en", "Nguyến", 0);
        check(b"\xebt\xecs", "t\u{fe20}s\u{fe21}", 0);
        check(b"\xa1\xb2\xc3\xa4\xc8", "Łø©Þ€", 0);
    }

    #[test]
    fn escapes_call_for_other_alphabets() {
        check(b"\x1b(NpUTEWODITELX\x1b(B ok", "Путеводитель ok", 0);
        check(b"\x1b(S\x22aRk\x1bs", "άΟθ", 0);
        check(b"H\x1bb2\x1bsO x\x1bp2\x1bs \x1bga\x1bs", "H₂O x² α", 0);
        check(b"\x1b(2ye\x1b(B", "שו", 0);
        check(b"\x1b)Q\xc0\x1b)!E", "ґ", 0);
    }

    #[test]
    fn signs_that_are_not_in_the_tables_are_counted() {
        check(b"a \x1b$1!0z!M*\x1b(B b", "a \u{fffd}\u{fffd} b", 2);
        check(b"x\xffy\x1b(~z", "x\u{fffd}y\u{fffd}", 2);
    }

    #[test]
    fn marks_for_sorting_are_not_text() {
        check(b"\x88The \x89Pump\x1b", "The Pump", 0);
    }
}
