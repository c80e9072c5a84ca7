//! Arabic and Hebrew, and what is written with their letters: consonants, and long vowels that may be consonants.

use super::super::distance::Manner;
use super::super::fold::Word;
use super::super::sound;
use super::Piece;

pub(super) fn read<'a>(word: &'a Word, out: &mut Vec<Piece<'a>>) {
    let letters: Vec<char> = word.text.chars().collect();
    match letters.as_slice() {
        ['ب', 'ن'] | ['ا' | 'إ', 'ب', 'ن'] => out.push(small(word, "bin")),
        ['ب', 'ن', 'ت'] => out.push(small(word, "bint")),
        ['ו' | 'ב', 'ן'] => out.push(small(word, "ben")),
        ['ע' | 'ع', 'ب', 'د'] => out.push(small(word, "abd")),
        ['ا' | 'أ', 'ل', 'ل', 'ه'] => out.push(small(word, "allah")),
        ['ع', 'ب', 'د', 'ا', 'ل', rest @ ..] if rest.len() >= 2 => out.push(spelled(word, rest, "abd")),
        ['ا', 'ل', rest @ ..] if rest.len() >= 2 => {
            out.push(small(word, "al"));
            let mut piece = spelled(word, rest, "");
            piece.tied = true;
            out.push(piece);
        }
        _ => out.push(spelled(word, &letters, "")),
    }
}

/// A small word with a settled spelling.
fn small<'a>(word: &Word, text: &'static str) -> Piece<'a> {
    Piece::of(word, text)
}

fn spelled<'a>(word: &Word, letters: &[char], before: &str) -> Piece<'a> {
    let mut text = before.to_owned();
    let mut sounds = sound::sound(before.as_bytes());
    for c in letters {
        let sign = sign(*c);
        if sign != b' ' {
            sounds.push(sign);
            text.push_str(latin(sign));
        }
    }
    if text.is_empty() {
        text.push('a');
    }
    let mut piece = Piece::of(word, text);
    piece.sound = Some(sounds);
    piece.manner = Manner::Abjad;
    // With what stands before it: the servant of the Merciful is not the Merciful.
    piece.native = Some(before.chars().chain(letters.iter().map(|c| folded(*c))).collect::<String>().into());
    piece
}

/// Letters written for each other within the script.
fn folded(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ئ' => 'ي',
        'ک' => 'ك',
        'ة' => 'ه',
        'ؤ' => 'و',
        c => c,
    }
}

fn latin(sign: u8) -> &'static str {
    match sign {
        b'A' => "a",
        b'U' => "u",
        b'I' => "i",
        b'S' => "sh",
        b'X' => "kh",
        b'C' => "ch",
        b'Z' => "zh",
        b'J' => "j",
        b'b' => "b",
        b'p' => "p",
        b't' => "t",
        b'h' => "h",
        b'd' | b'D' => "d",
        b'r' => "r",
        b'z' => "z",
        b's' => "s",
        b'g' => "g",
        b'f' => "f",
        b'q' => "q",
        b'k' => "k",
        b'l' => "l",
        b'm' => "m",
        b'n' => "n",
        b'c' => "ts",
        _ => "",
    }
}

const fn sign(c: char) -> u8 {
    match c {
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' | 'ى' | 'א' => b'A',
        'ب' | 'ב' => b'b',
        'پ' | 'פ' => b'p',
        'ت' | 'ط' | 'ث' | 'ט' | 'ת' | 'ټ' | 'ٹ' => b't',
        'ج' => b'J',
        'چ' => b'C',
        'ح' | 'ه' | 'ہ' | 'ھ' | 'ה' => b'h',
        'خ' | 'ח' | 'ך' => b'X',
        'ذ' | 'ض' | 'ظ' => b'D',
        'د' | 'ד' | 'ډ' | 'ڈ' => b'd',
        'ر' | 'ר' | 'ړ' | 'ڑ' => b'r',
        'ز' | 'ז' => b'z',
        'ژ' => b'Z',
        'س' | 'ص' | 'ס' => b's',
        'ش' | 'ש' | 'ښ' => b'S',
        'غ' | 'گ' | 'ג' => b'g',
        'ف' | 'ף' => b'f',
        'ق' => b'q',
        'ك' | 'ک' | 'ק' | 'כ' => b'k',
        'ل' | 'ל' => b'l',
        'م' | 'מ' | 'ם' => b'm',
        'ن' | 'נ' | 'ן' | 'ں' => b'n',
        'و' | 'ؤ' | 'ו' => b'U',
        'ي' | 'ی' | 'ئ' | 'ې' | 'י' | 'ے' => b'I',
        'צ' | 'ץ' => b'c',
        _ => b' ',
    }
}
