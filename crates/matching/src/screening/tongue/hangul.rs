//! Hangul in three manners: the official one of the South, that of the North, and the customary one of passports.

use super::super::fold::Word;
use super::super::short::Short;
use super::super::sound;
use super::{Context, Piece};

pub(super) const WAYS: usize = 3;

const FIRST: [[&str; 19]; 2] = [
    ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"],
    ["k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "ch", "tch", "ch", "k", "t", "p", "h"],
];
const MIDDLE: [[&str; 21]; 3] = [
    [
        "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu",
        "eu", "ui", "i",
    ],
    [
        "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u",
        "ui", "i",
    ],
    [
        "a", "ae", "ya", "yae", "u", "e", "you", "ye", "o", "wa", "wae", "oi", "yo", "oo", "wo", "we", "wi", "yu",
        "eu", "ee", "i",
    ],
];
const LAST: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
];

/// Family names of two syllables.
const LONG_SURNAMES: [&str; 8] = ["남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방"];

/// What organisations are called, by its meaning.
const WORDS: [(&str, &str); 36] = [
    ("주식회사", "jsc"),
    ("유한회사", "llc"),
    ("회사", "company"),
    ("은행", "bank"),
    ("전자", "electronics"),
    ("무역", "trading"),
    ("대학교", "university"),
    ("대학", "university"),
    ("연구소", "institute"),
    ("연구원", "institute"),
    ("그룹", "group"),
    ("홀딩스", "holdings"),
    ("산업", "industry"),
    ("공업", "industry"),
    ("공장", "works"),
    ("건설", "construction"),
    ("화학", "chemical"),
    ("자동차", "motor"),
    ("중공업", "heavy industries"),
    ("해운", "shipping"),
    ("항공", "aviation"),
    ("보험", "insurance"),
    ("제철", "steel"),
    ("통신", "telecom"),
    ("에너지", "energy"),
    ("기술", "technology"),
    ("국제", "international"),
    ("무기", "weapons"),
    ("조선", "korea"),
    ("금융", "finance"),
    ("증권", "securities"),
    ("투자", "investment"),
    ("제약", "pharmaceutical"),
    ("식품", "foods"),
    ("상사", "trading"),
    ("개발", "development"),
];

pub(super) fn read<'a>(word: &'a Word, context: Context, out: &mut Vec<Piece<'a>>) {
    let text = word.text.as_str();
    if context.organisation {
        organisation(word, text, context.way, out);
        return;
    }
    let count = text.chars().count();
    // A person's name in one word is family name and given name.
    if context.alone && (2..=5).contains(&count) {
        let family =
            if count > 3 || LONG_SURNAMES.iter().any(|name| text.starts_with(name)) && count > 2 { 2 } else { 1 };
        let family = if LONG_SURNAMES.iter().any(|name| text.starts_with(name)) { family } else { 1 };
        let at = text.char_indices().nth(family).map_or(text.len(), |(at, _)| at);
        out.push(piece(word, &text[..at], context.way));
        out.push(piece(word, &text[at..], context.way));
    } else {
        out.push(piece(word, text, context.way));
    }
}

fn organisation<'a>(word: &'a Word, text: &'a str, way: usize, out: &mut Vec<Piece<'a>>) {
    let (mut rest, mut name) = (text, 0);
    let mut from = text;
    let flush = |from: &str, n: usize, out: &mut Vec<Piece<'a>>| {
        if n > 0 {
            out.push(piece(word, &from[..n], way));
        }
    };
    while let Some(c) = rest.chars().next() {
        if let Some((hangul, meaning)) =
            WORDS.iter().filter(|(hangul, _)| rest.starts_with(hangul)).max_by_key(|(h, _)| h.len())
        {
            flush(from, name, out);
            out.extend(meaning.split(' ').map(|meaning| Piece::of(word, meaning)));
            rest = &rest[hangul.len()..];
            (from, name) = (rest, 0);
        } else {
            rest = &rest[c.len_utf8()..];
            name += c.len_utf8();
        }
    }
    flush(from, name, out);
}

/// A run of syllables in Latin letters.
pub(super) fn latin(text: &str, way: usize) -> String {
    spelled(text, way).0
}

fn piece<'a>(word: &Word, text: &str, way: usize) -> Piece<'a> {
    let (text, sounds) = spelled(text, way);
    let mut piece = Piece::of(word, text);
    piece.sound = Some(sounds);
    piece
}

/// A run of syllables in Latin letters, and as it sounds: the end of one and the beginning of the next are no sound together, as `kh` is.
fn spelled(text: &str, way: usize) -> (String, Short) {
    let mut out = String::new();
    let mut sounds = Short::EMPTY;
    for c in text.chars() {
        let index = (c as u32).wrapping_sub(0xac00);
        if index >= 11172 {
            continue;
        }
        let (first, middle, last) = ((index / 588) as usize, (index % 588 / 28) as usize, (index % 28) as usize);
        // In the manner of the North a sound is voiced between voiced ones; the customary one begins as the official one.
        let voiced = out
            .bytes()
            .last()
            .is_some_and(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'n' | b'm' | b'g' | b'l'));
        let begin = out.len();
        out.push_str(FIRST[usize::from(way == 1 && !voiced)][first]);
        // Alone *u* is customarily written `woo`.
        out.push_str(if way == 2 && first == 11 && middle == 13 { "woo" } else { MIDDLE[way][middle] });
        out.push_str(LAST[last]);
        for sign in sound::sound(&out.as_bytes()[begin..]).as_bytes() {
            sounds.push(*sign);
        }
    }
    (out, sounds)
}

#[cfg(test)]
mod tests {
    use super::latin;

    #[test]
    fn syllables_are_written_in_three_manners() {
        assert_eq!([0, 1, 2].map(|way| latin("정은", way)), ["jeongeun", "chongun", "jungeun"]);
        assert_eq!([0, 1].map(|way| latin("김", way)), ["gim", "kim"]);
    }
}
