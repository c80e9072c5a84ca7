//! Names that the office gives out: 64 random bits, shown as a capital letter and thirteen letters
//! and digits (Crockford's base 32). Random, because a counter would tell how much there is.

/// The digits: those that are not taken for one another.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Writes the bits behind a letter.
pub(crate) fn write(letter: char, bits: u64, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    let mut text = [0u8; 13];
    for (i, digit) in text.iter_mut().enumerate() {
        *digit = DIGITS[(bits >> (60 - 5 * i) & 31) as usize];
    }
    write!(f, "{letter}{}", std::str::from_utf8(&text).unwrap_or_default())
}

/// A letter and bits, displayed as [`write()`] writes them.
pub(crate) struct Shown(pub char, pub u64);

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write(self.0, self.1, f)
    }
}

/// Reads what [`write()`] writes; `i` and `l` count as one, `o` as zero, the letter in either case.
pub(crate) fn parse(letter: char, text: &str) -> Option<u64> {
    let rest = text.strip_prefix([letter, letter.to_ascii_lowercase()])?;
    if rest.len() != 13 || !rest.is_ascii() {
        return None;
    }
    let mut bits = 0u64;
    for (i, byte) in rest.bytes().enumerate() {
        let digit = match byte.to_ascii_lowercase() {
            b'i' | b'l' => 1,
            b'o' => 0,
            other => DIGITS.iter().position(|d| *d == other)? as u64,
        };
        if i == 0 && digit > 15 {
            return None;
        }
        bits = bits << 5 | digit;
    }
    Some(bits)
}

macro_rules! public_id {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        ///
        #[doc = concat!("64 random bits, shown as `", $letter, "` and thirteen letters and digits.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u64);

        impl $name {
            /// The identity made of these random bits.
            pub fn from_bits(bits: u64) -> $name {
                $name(bits)
            }

            /// The bits.
            pub fn bits(self) -> u64 {
                self.0
            }

            /// Reads what `Display` writes; `i` and `l` count as one, `o` as zero.
            pub fn parse(text: &str) -> Option<$name> {
                $crate::public_id::parse($letter, text).map($name)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::public_id::write($letter, self.0, f)
            }
        }
    };
}
pub(crate) use public_id;
