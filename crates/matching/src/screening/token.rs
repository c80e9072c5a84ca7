//! A word of a name, prepared for comparing.

use super::distance::Manner;
use super::short::Short;
use super::sound::sound;
use super::tongue::Piece;
use super::word::{Entry, WordKind};

/// A word of a name, prepared for comparing.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// In small Latin letters and digits.
    pub(super) text: Short,
    /// Another spelling; empty where there is none.
    pub(super) other: Short,
    pub(super) sound: Short,
    pub(super) manner: Manner,
    pub(super) kind: WordKind,
    /// What stands for all its forms, 0 for none.
    pub(super) group: u16,
    /// How much it tells parties apart: about the number of its letters.
    pub(super) mass: f32,
    /// Where it stands among the words of its name.
    pub(super) place: u8,
    /// It is the name of the father or the mother.
    pub(super) father: bool,
    /// As it is written in a script that is not Latin.
    pub(super) native: Option<Box<str>>,
    /// The letters that occur, as bits.
    pub(super) bag: u32,
}

/// Letters beyond which a word tells no more.
const MASS_MAX: usize = 9;

impl Token {
    pub(super) fn of(piece: &Piece<'_>, entry: Option<Entry>) -> Token {
        let kind = entry.map_or(WordKind::Plain, |entry| entry.kind);
        let mut token = Token::plain(piece.text.as_bytes(), kind, entry.map_or(0, |entry| entry.group));
        if let Some(sound) = piece.sound {
            token.sound = sound;
        }
        if let Some(other) = &piece.other {
            token.other = Short::of(other.as_bytes());
            token.bag |= bag(other.as_bytes());
        }
        token.manner = piece.manner;
        token.native = piece.native.clone();
        token
    }

    /// A word in Latin letters.
    pub(super) fn plain(text: &[u8], kind: WordKind, group: u16) -> Token {
        let mass = mass(kind, text.len());
        let text = Short::of(text);
        Token {
            text,
            other: Short::EMPTY,
            sound: sound(text.as_bytes()),
            manner: Manner::Full,
            kind,
            group,
            mass,
            place: 0,
            father: false,
            native: None,
            bag: bag(text.as_bytes()),
        }
    }

    /// Whether it tells parties apart.
    pub(super) fn distinctive(&self) -> bool {
        matches!(self.kind, WordKind::Plain | WordKind::Given | WordKind::Korean)
    }

    /// Whether it is a patronymic of the Slavs.
    pub(super) fn patronymic(&self) -> bool {
        let sound = self.sound.as_bytes();
        sound.len() >= 6
            && [
                &b"oviC"[..],
                b"eviC",
                b"oviQ",
                b"eviQ",
                b"ovna",
                b"evna",
                b"oviS",
                b"eviS",
                b"ovis",
                b"evis",
                b"oviz",
                b"ivna",
            ]
            .iter()
            .any(|end| sound.ends_with(end) || (sound.len() > end.len() && sound[..sound.len() - 1].ends_with(end)))
    }
}

/// How much a word of a sort and length weighs.
fn mass(kind: WordKind, len: usize) -> f32 {
    let letters = len.clamp(2, MASS_MAX) as f32;
    match kind {
        WordKind::Plain | WordKind::Given | WordKind::Korean => letters,
        WordKind::Industry => 0.6 * letters,
        WordKind::Empty => 0.3 * letters,
        WordKind::Place => 0.8 * letters,
        WordKind::Number => 2.5,
        WordKind::Initial => 3.5,
        WordKind::Title | WordKind::Particle => 0.5,
        WordKind::Legal | WordKind::Father | WordKind::Stop => 0.0,
    }
}

fn bag(text: &[u8]) -> u32 {
    text.iter().fold(0, |bag, byte| bag | 1 << (byte & 31))
}
