//! How words of each script are brought into Latin letters, in the ways in which it is commonly done.

mod abjad;
mod cyrillic;
mod greek;
mod han;
mod hangul;
mod kana;

use std::borrow::Cow;

pub(super) use han::names_organisation;

use super::distance::Manner;
use super::fold::{Word, lookalike};
use super::short::Short;
use super::sound;

/// Scripts, as far as they are read differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Digit,
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Han,
    Kana,
    Hangul,
    /// Another, read by a general table; Indic scripts lose some vowels by it.
    Other,
}

impl Script {
    pub(super) fn of(c: char) -> Script {
        match c {
            '0'..='9' => Script::Digit,
            c if c.is_ascii() => Script::Latin,
            '\u{c0}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' => {
                Script::Latin
            }
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            '\u{590}'..='\u{5ff}' => Script::Hebrew,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' => Script::Arabic,
            '\u{3040}'..='\u{30ff}' => Script::Kana,
            '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{2ffff}'
            | '々' => Script::Han,
            '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
            c if c.is_numeric() => Script::Digit,
            _ => Script::Other,
        }
    }

    /// Whether a word ends where a letter of the other script begins: scripts of syllables and signs stand beside
    /// others without a gap.
    pub(super) fn parts_from(self, next: Script) -> bool {
        let block = |script: Script| matches!(script, Script::Han | Script::Kana | Script::Hangul);
        self != next && (block(self) || block(next))
    }

    /// In how many ways words of this script are read.
    pub(super) fn ways(self) -> usize {
        match self {
            Script::Han => han::WAYS,
            Script::Hangul => hangul::WAYS,
            _ => 1,
        }
    }
}

/// A word, or a part of one, in Latin letters.
#[derive(Clone, Debug)]
pub(super) struct Piece<'a> {
    /// In small Latin letters and digits.
    pub(super) text: Cow<'a, str>,
    /// Another manner of spelling it.
    pub(super) other: Option<String>,
    /// Its sound, where the script says more than the letters do.
    pub(super) sound: Option<Short>,
    pub(super) manner: Manner,
    /// As it is written, folded, for comparing within the script.
    pub(super) native: Option<Box<str>>,
    /// Of the word it comes from.
    pub(super) script: Script,
    pub(super) dotted: bool,
    pub(super) tied: bool,
}

impl<'a> Piece<'a> {
    fn of(word: &Word, text: impl Into<Cow<'a, str>>) -> Piece<'a> {
        Piece {
            text: text.into(),
            other: None,
            sound: None,
            manner: Manner::Full,
            native: None,
            script: word.script,
            dotted: word.dotted,
            tied: word.tied,
        }
    }
}

/// What else bears on how a word is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// In which of its ways a script is read.
    pub(super) way: usize,
    /// It names an organisation.
    pub(super) organisation: bool,
    /// The name is this word alone.
    pub(super) alone: bool,
    /// It is the first word.
    pub(super) first: bool,
}

/// Reads a word. False if the script is not read in this way.
pub(super) fn read<'a>(word: &'a Word, context: Context, out: &mut Vec<Piece<'a>>) -> bool {
    match word.script {
        Script::Latin | Script::Digit => out.push(latin(word)),
        Script::Cyrillic => out.push(cyrillic::read(word)),
        Script::Greek => out.push(greek::read(word)),
        Script::Arabic | Script::Hebrew => abjad::read(word, out),
        Script::Kana => out.push(kana::read(word)),
        Script::Hangul => hangul::read(word, context, out),
        Script::Han => return han::read(word, context, out),
        Script::Other => out.push(other(word)),
    }
    true
}

fn latin(word: &Word) -> Piece<'_> {
    if word.text.is_ascii() {
        return Piece::of(word, word.text.as_str());
    }
    Piece::of(word, plain(&word.text))
}

/// Any text in small Latin letters and digits, by the general table.
fn plain(text: &str) -> String {
    let mut out = any_ascii::any_ascii(text);
    out.retain(|c| c.is_ascii_alphanumeric());
    out.make_ascii_lowercase();
    out
}

/// A word of a script without a reader of its own. Where the table gives it few vowels, it is compared by its consonants.
fn other(word: &Word) -> Piece<'_> {
    let text = plain(&word.text);
    let indic = word.text.chars().any(|c| matches!(c, '\u{900}'..='\u{e7f}'));
    let mut piece = Piece::of(word, text);
    if indic {
        let mut sound = Short::EMPTY;
        for sign in sound::sound(piece.text.as_bytes()).as_bytes() {
            // Written vowels are long as often as short: they may stand for any near them, and be left out.
            let sign = match sign {
                b'a' => b'A',
                b'i' => b'I',
                b'u' => b'U',
                sign => *sign,
            };
            sound::add(&mut sound, sign);
        }
        piece.sound = Some(sound);
        piece.manner = Manner::Abjad;
        piece.native = Some(word.text.as_str().into());
    }
    piece
}

/// A word all of whose letters look like Latin ones, as if they were.
fn as_latin(text: &str) -> Option<String> {
    if text.chars().count() < 3 {
        return None;
    }
    text.chars().map(|c| if c.is_ascii() { Some(c) } else { lookalike(c) }).collect()
}
