//! Cutting a name into words and undoing disguises: letters of another script that look alike, digits for letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::tongue::Script;

/// A word as it is written: small letters, compatibility forms resolved.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) script: Script,
    /// Letters with full stops between them, `A.B.C.`
    pub(super) dotted: bool,
    /// A hyphen stands before it.
    pub(super) tied: bool,
    /// A middle dot stands before or after it, as between the parts of a foreign name in Chinese or Japanese.
    pub(super) foreign: bool,
}

/// More words of a name are not read.
const WORDS_MAX: usize = 40;

/// The words of a name.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut cutter = Cutter { out: Vec::with_capacity(6), word: None, stop: Stop::Gap, dots: false };
    if text.is_ascii() {
        text.chars().for_each(|c| cutter.take(c));
    } else {
        let mut previous = Script::Latin;
        for c in text.nfkc() {
            // Accents of Latin, Greek and Cyrillic letters go; marks of other scripts are vowels.
            if is_combining_mark(c) && matches!(previous, Script::Latin | Script::Greek | Script::Cyrillic)
                || skipped(c)
            {
                continue;
            }
            previous = Script::of(c);
            if previous == Script::Greek {
                std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)).for_each(|c| cutter.take(c));
            } else {
                cutter.take(c);
            }
        }
    }
    cutter.end();
    spaced(&mut cutter.out);
    cutter.out
}

/// So many letters that stand alone in a row are a word with blanks in it, not initials.
const SPACED_MIN: usize = 5;

/// Joins `V L A D I M I R`.
fn spaced(words: &mut Vec<Word>) {
    let alone = |word: &Word| !word.dotted && !word.tied && !word.foreign && one_letter(&word.text);
    let mut i = 0;
    while i < words.len() {
        let n = words[i..].iter().take_while(|word| alone(word) && word.script == words[i].script).count();
        if n >= SPACED_MIN && matches!(words[i].script, Script::Latin | Script::Cyrillic | Script::Greek) {
            let rest: Vec<Word> = words.drain(i + 1..i + n).collect();
            rest.iter().for_each(|word| words[i].text.push_str(&word.text));
        }
        i += 1;
    }
}

/// Signs without width, marks of direction, vowel points of Arabic and Hebrew, the long stroke of Arabic.
fn skipped(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '\u{591}'..='\u{5c7}')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    Gap,
    Hyphen,
    Middle,
}

struct Cutter {
    out: Vec<Word>,
    word: Option<Word>,
    stop: Stop,
    /// A full stop was seen after a letter of a word that has been dotted so far.
    dots: bool,
}

impl Cutter {
    fn take(&mut self, c: char) {
        match c {
            '\'' | '’' | '‘' | 'ʼ' | '`' | 'ʻ' | '´' | 'ʹ' | 'ʿ' | 'ʾ' | '′' | '״' | '׳' => {}
            '.' | '．' => {
                if self.word.as_ref().is_some_and(|word| word.dotted || one_letter(&word.text)) {
                    self.dots = true;
                } else {
                    self.end();
                    self.stop = Stop::Gap;
                }
            }
            '&' | '+' => {
                self.end();
                self.stop = Stop::Gap;
                self.letter('a', "and");
                self.end();
            }
            '・' | '·' | '•' | '‧' | '･' => {
                if let Some(word) = &mut self.word {
                    word.foreign = true;
                }
                self.end();
                self.stop = Stop::Middle;
            }
            '-' | '‐' | '‑' | '–' | '—' | '־' => {
                self.end();
                self.stop = Stop::Hyphen;
            }
            '$' | '@' | '€' if self.word.is_some() => {
                let letter = if c == '@' {
                    "a"
                } else if c == '$' {
                    "s"
                } else {
                    "e"
                };
                self.letter('a', letter);
            }
            c if c.is_alphanumeric() || is_combining_mark(c) || c == '々' || c == 'ー' => {
                if c.is_ascii() {
                    let mut place = [0u8; 1];
                    let small = c.to_ascii_lowercase();
                    self.letter(c, small.encode_utf8(&mut place));
                } else {
                    let small: String = c.to_lowercase().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).collect();
                    self.letter(c, &small);
                }
            }
            _ => {
                self.end();
                if self.stop != Stop::Middle {
                    self.stop = Stop::Gap;
                }
            }
        }
    }

    fn letter(&mut self, c: char, small: &str) {
        let script = Script::of(c);
        if std::mem::take(&mut self.dots) {
            // `A.B` goes on, `Co.Ltd` does not: a letter between full stops stands alone.
            if let Some(word) = &mut self.word {
                word.dotted = true;
            }
        } else if self.word.as_ref().is_some_and(|word| word.dotted) {
            // `J.P.Morgan`: the word begins with the letter just taken.
            let last = self.word.as_mut().and_then(|word| word.text.pop());
            self.end();
            if let Some(last) = last {
                self.start(Script::of(last));
                if let Some(word) = &mut self.word {
                    word.text.push(last);
                }
            }
        }
        if self.word.as_ref().is_some_and(|word| word.script.parts_from(script)) {
            self.end();
        }
        if self.word.is_none() {
            self.start(script);
        }
        if let Some(word) = &mut self.word {
            word.text.push_str(small);
            if word.script == Script::Digit {
                word.script = script;
            }
        }
    }

    fn start(&mut self, script: Script) {
        self.word = Some(Word {
            text: String::with_capacity(12),
            script,
            dotted: false,
            tied: self.stop == Stop::Hyphen,
            foreign: self.stop == Stop::Middle,
        });
        self.stop = Stop::Gap;
    }

    fn end(&mut self) {
        self.dots = false;
        if let Some(mut word) = self.word.take()
            && !word.text.is_empty()
            && self.out.len() < WORDS_MAX
        {
            undisguise(&mut word);
            self.out.push(word);
        }
    }
}

fn one_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Letters that look like Latin ones, Cyrillic and Greek, in small letters of what the capitals look like too.
const LOOKALIKES: [(char, char); 48] = [
    ('а', 'a'),
    ('в', 'b'),
    ('е', 'e'),
    ('ё', 'e'),
    ('к', 'k'),
    ('м', 'm'),
    ('н', 'h'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('т', 't'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ї', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('һ', 'h'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('ь', 'b'),
    ('г', 'r'),
    ('п', 'n'),
    ('и', 'u'),
    ('з', '3'),
    ('ӏ', 'l'),
    ('α', 'a'),
    ('β', 'b'),
    ('ε', 'e'),
    ('ζ', 'z'),
    ('η', 'h'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('μ', 'm'),
    ('ν', 'n'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('τ', 't'),
    ('υ', 'y'),
    ('χ', 'x'),
    ('γ', 'y'),
    ('ω', 'w'),
    ('σ', 'o'),
    ('ɑ', 'a'),
    ('ɡ', 'g'),
    ('օ', 'o'),
    ('ѵ', 'v'),
];

/// The Latin letter that a letter looks like.
pub(super) fn lookalike(c: char) -> Option<char> {
    LOOKALIKES.iter().find(|(other, _)| *other == c).map(|(_, latin)| *latin)
}

/// Letters of another script put back: a word is of the script of most of its letters.
fn undisguise(word: &mut Word) {
    if word.text.is_ascii() {
        word.script = Script::Latin;
        return;
    }
    let count = |script: Script| word.text.chars().filter(|c| Script::of(*c) == script).count();
    let (latin, cyrillic, greek) = (count(Script::Latin), count(Script::Cyrillic), count(Script::Greek));
    if latin > 0 && cyrillic + greek > 0 {
        // A letter that has no double decides; of those that have, the most do.
        let own = word.text.chars().any(|c| Script::of(c) == Script::Cyrillic && lookalike(c).is_none());
        if !own && latin * 2 >= cyrillic + greek {
            word.text = word.text.chars().map(|c| lookalike(c).unwrap_or(c)).collect();
        } else if cyrillic > 0 {
            let back = |c: char| LOOKALIKES[..22].iter().find(|(_, l)| *l == c).map_or(c, |(other, _)| *other);
            word.text = word.text.chars().map(back).collect();
        }
    }
    word.script = word.text.chars().map(Script::of).find(|script| *script != Script::Digit).unwrap_or(Script::Latin);
}

/// A word with digits for letters, as letters: `g4zpr0m`. None where the digits are a number beside letters (`AR16`,
/// `3M`).
pub(super) fn letters_for_digits(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = bytes.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if digits == 0 || letters < 2 || digits > letters || digits + letters != bytes.len() {
        return None;
    }
    let inner = bytes.windows(3).any(|w| w[1].is_ascii_digit() && !w[0].is_ascii_digit() && w[2].is_ascii_alphabetic())
        || bytes.windows(4).any(|w| {
            w[0].is_ascii_alphabetic() && w[1].is_ascii_digit() && w[2].is_ascii_digit() && w[3].is_ascii_alphabetic()
        });
    let outer = letters >= 3
        && digits == 1
        && (bytes[0].is_ascii_digit() || bytes[bytes.len() - 1].is_ascii_digit())
        && !matches!(&bytes[1..], b"rst" | b"nd" | b"rd" | b"th");
    if !inner && !outer {
        return None;
    }
    Some(
        text.chars()
            .map(|c| match c {
                '0' => 'o',
                '1' => 'i',
                '2' => 'z',
                '3' => 'e',
                '4' => 'a',
                '5' => 's',
                '6' => 'g',
                '7' => 't',
                '8' => 'b',
                '9' => 'g',
                c => c,
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn a_name_is_cut_where_words_end() {
        for (text, cut_up) in [
            ("A.B.C. Company", vec!["abc", "company"]),
            ("Sp. z o.o.", vec!["sp", "z", "oo"]),
            ("J.-C. Juncker", vec!["j", "c", "juncker"]),
            ("J.P.Morgan & Co.Ltd", vec!["jp", "morgan", "and", "co", "ltd"]),
            ("Int’l O'Neill", vec!["intl", "oneill"]),
            ("株式会社トヨタ", vec!["株式会社", "トヨタ"]),
            ("ООО\"БАЗО\"", vec!["ооо", "базо"]),
            ("V L A D I M I R Petrenko", vec!["vladimir", "petrenko"]),
            ("J R R Tolkien", vec!["j", "r", "r", "tolkien"]),
        ] {
            assert_eq!(cut(text), cut_up, "{text}");
        }
    }

    #[test]
    fn letters_of_another_script_are_put_back() {
        assert_eq!(cut("Gаzprоm"), ["gazprom"]); // two Cyrillic letters
        assert_eq!(cut("Газпpoм"), ["газпром"]); // two Latin letters
    }

    #[test]
    fn digits_for_letters_are_letters_and_numbers_stay() {
        assert_eq!(letters_for_digits("g4zpr0m").as_deref(), Some("gazprom"));
        assert_eq!(letters_for_digits("ar16"), None);
        assert_eq!(letters_for_digits("3m"), None);
        assert_eq!(letters_for_digits("2007"), None);
    }
}
