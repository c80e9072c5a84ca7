//! Cyrillic: the letters of the English manner, those of libraries without their marks, and the sound.

use super::super::fold::Word;
use super::super::short::Short;
use super::super::sound;
use super::{Piece, as_latin};

/// A letter in the English manner, in the scientific one without marks, and as sounds.
const fn letter(c: char) -> (&'static str, &'static str, &'static str) {
    match c {
        'а' => ("a", "a", "a"),
        'б' => ("b", "b", "b"),
        'в' => ("v", "v", "v"),
        'г' | 'ґ' | 'ғ' => ("g", "g", "g"),
        'д' => ("d", "d", "d"),
        'е' | 'э' => ("e", "e", "e"),
        'ё' => ("e", "e", "O"),
        'ж' => ("zh", "z", "Z"),
        'з' => ("z", "z", "z"),
        'и' | 'і' => ("i", "i", "i"),
        'й' => ("y", "j", "i"),
        'к' | 'қ' => ("k", "k", "k"),
        'л' => ("l", "l", "l"),
        'м' => ("m", "m", "m"),
        'н' | 'ң' => ("n", "n", "n"),
        'о' | 'ө' => ("o", "o", "o"),
        'п' => ("p", "p", "p"),
        'р' => ("r", "r", "r"),
        'с' => ("s", "s", "s"),
        'т' => ("t", "t", "t"),
        'у' | 'ү' | 'ұ' => ("u", "u", "u"),
        'ў' => ("u", "u", "v"),
        'ф' => ("f", "f", "f"),
        'х' | 'ҳ' => ("kh", "h", "X"),
        'һ' => ("h", "h", "h"),
        'ц' => ("ts", "c", "c"),
        'ч' | 'ҷ' => ("ch", "c", "C"),
        'ш' => ("sh", "s", "S"),
        'щ' => ("shch", "sc", "SC"),
        'ы' => ("y", "y", "i"),
        'ю' => ("yu", "ju", "yu"),
        'я' => ("ya", "ja", "ya"),
        'є' => ("ye", "je", "ye"),
        'ї' => ("yi", "i", "yi"),
        'ә' => ("a", "a", "a"),
        'ј' => ("j", "j", "y"),
        'љ' => ("lj", "lj", "l"),
        'њ' => ("nj", "nj", "n"),
        'ћ' => ("c", "c", "C"),
        'ђ' => ("dj", "dj", "J"),
        'џ' => ("dz", "dz", "J"),
        'ѓ' => ("gj", "g", "J"),
        'ќ' => ("kj", "k", "C"),
        'ѕ' => ("dz", "dz", "z"),
        'ѐ' => ("e", "e", "e"),
        'ѝ' => ("i", "i", "i"),
        'ӣ' => ("i", "i", "i"),
        'ӯ' => ("u", "u", "u"),
        _ => ("", "", ""),
    }
}

pub(super) fn read(word: &Word) -> Piece<'_> {
    let mut text = String::with_capacity(word.text.len());
    let mut other = String::with_capacity(word.text.len());
    let mut sounds = Short::EMPTY;
    for c in word.text.chars() {
        if c.is_ascii_alphanumeric() {
            text.push(c);
            other.push(c);
            sound::add(&mut sounds, c as u8);
            continue;
        }
        let (english, scientific, signs) = letter(c);
        text.push_str(english);
        other.push_str(scientific);
        // The first letter of Yeltsin is one; Jelzin and Eltsine are heard as he is.
        let signs = if c == 'е' && sounds.is_empty() { "ye" } else { signs };
        for sign in signs.bytes() {
            sound::add(&mut sounds, sign);
        }
    }
    let mut piece = Piece::of(word, text);
    // A word written wholly with letters that look Latin may be meant to be read as Latin.
    piece.other = as_latin(&word.text).or((*piece.text != *other).then_some(other));
    piece.sound = Some(sounds);
    piece
}
