//! Kana: the Hepburn manner, and the official one of Japan beside it. Long vowels are written short, as in most passports.

use super::super::distance::Manner;
use super::super::fold::Word;
use super::Piece;

/// Hepburn and Kunrei of the signs from small `ァ` on, each with the next.
const SIGNS: [(&str, &str); 84] = [
    ("a", "a"),
    ("a", "a"),
    ("i", "i"),
    ("i", "i"),
    ("u", "u"),
    ("u", "u"),
    ("e", "e"),
    ("e", "e"),
    ("o", "o"),
    ("o", "o"),
    ("ka", "ka"),
    ("ga", "ga"),
    ("ki", "ki"),
    ("gi", "gi"),
    ("ku", "ku"),
    ("gu", "gu"),
    ("ke", "ke"),
    ("ge", "ge"),
    ("ko", "ko"),
    ("go", "go"),
    ("sa", "sa"),
    ("za", "za"),
    ("shi", "si"),
    ("ji", "zi"),
    ("su", "su"),
    ("zu", "zu"),
    ("se", "se"),
    ("ze", "ze"),
    ("so", "so"),
    ("zo", "zo"),
    ("ta", "ta"),
    ("da", "da"),
    ("chi", "ti"),
    ("ji", "zi"),
    ("", ""),
    ("tsu", "tu"),
    ("zu", "zu"),
    ("te", "te"),
    ("de", "de"),
    ("to", "to"),
    ("do", "do"),
    ("na", "na"),
    ("ni", "ni"),
    ("nu", "nu"),
    ("ne", "ne"),
    ("no", "no"),
    ("ha", "ha"),
    ("ba", "ba"),
    ("pa", "pa"),
    ("hi", "hi"),
    ("bi", "bi"),
    ("pi", "pi"),
    ("fu", "hu"),
    ("bu", "bu"),
    ("pu", "pu"),
    ("he", "he"),
    ("be", "be"),
    ("pe", "pe"),
    ("ho", "ho"),
    ("bo", "bo"),
    ("po", "po"),
    ("ma", "ma"),
    ("mi", "mi"),
    ("mu", "mu"),
    ("me", "me"),
    ("mo", "mo"),
    ("ya", "ya"),
    ("ya", "ya"),
    ("yu", "yu"),
    ("yu", "yu"),
    ("yo", "yo"),
    ("yo", "yo"),
    ("ra", "ra"),
    ("ri", "ri"),
    ("ru", "ru"),
    ("re", "re"),
    ("ro", "ro"),
    ("wa", "wa"),
    ("wa", "wa"),
    ("i", "i"),
    ("e", "e"),
    ("o", "o"),
    ("n", "n"),
    ("vu", "vu"),
];

pub(super) fn read(word: &Word) -> Piece<'_> {
    let mut out = (String::new(), String::new());
    let mut katakana = false;
    for c in word.text.chars() {
        katakana |= ('\u{30a1}'..='\u{30fa}').contains(&c);
        let c = if ('\u{3041}'..='\u{3096}').contains(&c) { char::from_u32(c as u32 + 0x60).unwrap_or(c) } else { c };
        if !('\u{30a1}'..='\u{30f4}').contains(&c) {
            continue;
        }
        let (hepburn, kunrei) = SIGNS[(c as u32 - 0x30a1) as usize];
        match c {
            'ャ' | 'ュ' | 'ョ' => small_glide(&mut out, &hepburn[1..]),
            'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' => small_vowel(&mut out, hepburn),
            _ => {
                add(&mut out.0, hepburn);
                add(&mut out.1, kunrei);
            }
        }
    }
    let mut piece = Piece::of(word, out.0);
    piece.other = (*piece.text != *out.1).then_some(out.1);
    // What is written in katakana is mostly foreign, squeezed into the syllables there are.
    piece.manner = if katakana || word.foreign { Manner::Syllabic } else { Manner::Full };
    piece
}

/// Adds a syllable; `ou`, `oo`, `uu` are long vowels.
fn add(out: &mut String, syllable: &str) {
    let long = matches!((out.bytes().last(), syllable), (Some(b'o'), "u" | "o") | (Some(b'u'), "u"));
    if !long {
        out.push_str(syllable);
    }
}

/// `shi` and small `ya` is `sha`; `ki` and small `ya` is `kya`.
fn small_glide(out: &mut (String, String), vowel: &str) {
    for (text, hepburn) in [(&mut out.0, true), (&mut out.1, false)] {
        if text.ends_with('i') {
            text.pop();
        }
        let plain = hepburn && (text.ends_with("sh") || text.ends_with("ch") || text.ends_with('j'));
        if !plain {
            text.push('y');
        }
        text.push_str(vowel);
    }
}

/// `fu` and small `a` is `fa`; `te` and small `i` is `ti`.
fn small_vowel(out: &mut (String, String), vowel: &str) {
    for text in [&mut out.0, &mut out.1] {
        if text.len() > 1 && text.ends_with(['u', 'e', 'o', 'i']) {
            text.pop();
        }
        text.push_str(vowel);
    }
}
