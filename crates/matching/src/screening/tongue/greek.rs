//! Greek, as it is spoken now, and by its letters.

use super::super::fold::Word;
use super::{Piece, as_latin};

pub(super) fn read(word: &Word) -> Piece<'_> {
    let letters: Vec<char> = word.text.chars().collect();
    let mut text = String::with_capacity(letters.len() + 4);
    let mut other = String::with_capacity(letters.len() + 4);
    let mut i = 0;
    while i < letters.len() {
        let next = letters.get(i + 1).copied().unwrap_or(' ');
        let after = letters.get(i + 2).copied().unwrap_or(' ');
        let (spoken, written, used) = match (letters[i], next) {
            ('μ', 'π') if i == 0 => ("b", "mp", 2),
            // Behind a consonant nobody says both: `Χεζμπολάχ`.
            ('μ', 'π') if !matches!(letters[i - 1], 'α' | 'ε' | 'η' | 'ι' | 'ο' | 'υ' | 'ω') => ("b", "b", 2),
            ('μ', 'π') => ("mb", "b", 2),
            ('ν', 'τ') if i == 0 => ("d", "nt", 2),
            ('ν', 'τ') => ("nd", "d", 2),
            ('γ', 'κ') if i == 0 => ("g", "gk", 2),
            ('γ', 'κ' | 'γ') => ("ng", "gg", 2),
            ('γ', 'χ') => ("nch", "nh", 2),
            ('τ', 'ζ') => ("tz", "j", 2),
            ('ο', 'υ') => ("ou", "u", 2),
            ('α', 'υ') if voiceless(after) => ("af", "au", 2),
            ('α', 'υ') => ("av", "au", 2),
            ('ε', 'υ') if voiceless(after) => ("ef", "eu", 2),
            ('ε', 'υ') => ("ev", "eu", 2),
            ('ο' | 'ε', 'ι') => ("i", if letters[i] == 'ο' { "oi" } else { "ei" }, 2),
            ('α', 'ι') => ("ai", "e", 2),
            (c, _) => {
                let (spoken, written) = letter(c);
                (spoken, written, 1)
            }
        };
        text.push_str(spoken);
        other.push_str(written);
        i += used;
    }
    let mut piece = Piece::of(word, text);
    piece.other = as_latin(&word.text).or(Some(other));
    piece
}

fn voiceless(c: char) -> bool {
    matches!(c, 'θ' | 'κ' | 'ξ' | 'π' | 'σ' | 'ς' | 'τ' | 'φ' | 'χ' | 'ψ' | ' ')
}

const fn letter(c: char) -> (&'static str, &'static str) {
    match c {
        'α' => ("a", "a"),
        'β' => ("v", "b"),
        'γ' => ("g", "y"),
        'δ' => ("d", "d"),
        'ε' => ("e", "e"),
        'ζ' => ("z", "z"),
        'η' => ("i", "e"),
        'θ' => ("th", "th"),
        'ι' => ("i", "i"),
        'κ' => ("k", "c"),
        'λ' => ("l", "l"),
        'μ' => ("m", "m"),
        'ν' => ("n", "n"),
        'ξ' => ("x", "x"),
        'ο' | 'ω' => ("o", "o"),
        'π' => ("p", "p"),
        'ρ' => ("r", "rh"),
        'σ' | 'ς' => ("s", "s"),
        'τ' => ("t", "t"),
        'υ' => ("y", "u"),
        'φ' => ("f", "ph"),
        'χ' => ("ch", "h"),
        'ψ' => ("ps", "ps"),
        _ => ("", ""),
    }
}
