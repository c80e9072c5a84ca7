//! Words of a text.
//!
//! Words are those of Unicode Standard Annex 29, cut again where it keeps together what a searcher
//! types apart (`foo_bar`, `gas.the`), with the possessive `'s` left out. Text in ASCII, and in other
//! texts what is ASCII between two blanks, goes fast ways that give the same words; tests hold them equal.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::{Analysis, ascii};

/// One word: where it stands in its text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// Byte behind the last.
    pub end: usize,
}

/// Calls `take` for each word of the text, in order.
pub fn words(text: &str, analysis: Analysis, take: &mut impl FnMut(Word)) {
    if text.is_ascii() {
        return ascii::words(text.as_bytes(), analysis, take);
    }
    match analysis {
        Analysis::Plain => plain(text, take),
        Analysis::Stemmed => stemmed(text, take),
    }
}

/// Bytes of ASCII letters and digits.
pub(crate) const ALNUM: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 128 {
        table[b] = (b as u8).is_ascii_alphanumeric();
        b += 1;
    }
    table
};

fn plain(text: &str, take: &mut impl FnMut(Word)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] < 128 && !ALNUM[bytes[at] as usize] {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && ALNUM[bytes[at] as usize] {
            at += 1;
        }
        if at == bytes.len() || bytes[at] < 128 {
            take(Word { start, end: at });
            continue;
        }
        // A letter outside ASCII: go on by characters until the run ends.
        for c in text[at..].chars() {
            if !c.is_alphanumeric() {
                if at > start {
                    take(Word { start, end: at });
                }
                at += c.len_utf8();
                break;
            }
            at += c.len_utf8();
            if at == bytes.len() {
                take(Word { start, end: at });
            }
        }
    }
}

fn stemmed(text: &str, take: &mut impl FnMut(Word)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // A stretch without blanks, either all ASCII or not.
        let start = at;
        let mut ascii = true;
        while at < bytes.len() && !bytes[at].is_ascii_whitespace() {
            ascii &= bytes[at] < 128;
            at += 1;
        }
        if ascii {
            ascii_stretch(bytes, start, at, take);
        } else {
            unicode_stretch(text, start, at, take);
        }
        at += 1;
    }
}

/// Runs of letters and digits; a full stop between two digits belongs to the number.
fn ascii_stretch(bytes: &[u8], start: usize, end: usize, take: &mut impl FnMut(Word)) {
    let mut at = start;
    while at < end {
        if !ALNUM[bytes[at] as usize] {
            at += 1;
            continue;
        }
        let word = at;
        loop {
            while at < end && ALNUM[bytes[at] as usize] {
                at += 1;
            }
            let decimal =
                at + 1 < end && bytes[at] == b'.' && bytes[at - 1].is_ascii_digit() && bytes[at + 1].is_ascii_digit();
            if !decimal {
                break;
            }
            at += 1;
        }
        take(Word { start: word, end: at });
        if at < end && bytes[at] == b'\'' && bytes[at - 1].is_ascii_alphabetic() {
            at = after_possessive(bytes, at, end);
        }
    }
}

/// Position behind `'s` when that ends a word, else the position given.
fn after_possessive(bytes: &[u8], at: usize, end: usize) -> usize {
    let is_s = at + 1 < end && matches!(bytes[at + 1], b's' | b'S');
    if is_s && (at + 2 >= end || !(ALNUM[bytes[at + 2] as usize] || bytes[at + 2] >= 128)) { at + 2 } else { at }
}

/// Whether the text begins with an `s` that ends a word.
fn ends_with_s(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| matches!(c, 's' | 'S'))
        && !chars.next().is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c))
}

fn unicode_stretch(text: &str, start: usize, end: usize, take: &mut impl FnMut(Word)) {
    for (offset, word) in text[start..end].unicode_word_indices() {
        let base = start + offset;
        let mut open: Option<usize> = None;
        let mut before = None;
        let mut chars = word.char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let next = chars.peek().map(|(_, c)| *c);
            let decimal = c == '.'
                && before.is_some_and(|b: char| b.is_ascii_digit())
                && next.is_some_and(|n| n.is_ascii_digit());
            let inside = c.is_alphanumeric() || is_combining_mark(c) || decimal;
            match (inside, open) {
                (true, None) => open = Some(i),
                (false, Some(from)) => {
                    take(Word { start: base + from, end: base + i });
                    open = None;
                    let possessive = matches!(c, '\'' | '’') && before.is_some_and(char::is_alphabetic);
                    if possessive && ends_with_s(&text[base + i + c.len_utf8()..end]) {
                        chars.next();
                    }
                }
                _ => {}
            }
            before = Some(c);
        }
        if let Some(from) = open {
            take(Word { start: base + from, end: base + word.len() });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str, analysis: Analysis) -> String {
        let mut out = Vec::new();
        words(text, analysis, &mut |w| out.push(&text[w.start..w.end]));
        out.join("|")
    }

    #[test]
    fn words_are_what_a_searcher_would_type() {
        for (text, expected) in [
            ("Gas-turbine blades, 3.5 kW.", "Gas|turbine|blades|3.5|kW"),
            ("the turbine's blade", "the|turbine|blade"),
            ("end.Start of foo_bar", "end|Start|of|foo|bar"),
            ("über Straße", "über|Straße"),
            ("半导体 ABC", "半|导|体|ABC"),
            ("электровозы ВЛ-60", "электровозы|ВЛ|60"),
            ("l’usine's", "l|usine"),
        ] {
            assert_eq!(cut(text, Analysis::Stemmed), expected, "{text}");
        }
    }

    #[test]
    fn plain_words_are_runs_of_letters_and_digits() {
        for (text, expected) in
            [("a-b_c 3.5é!x", "a|b|c|3|5é|x"), ("é", "é"), ("", ""), ("—", ""), ("x—", "x"), ("naïve", "naïve")]
        {
            assert_eq!(cut(text, Analysis::Plain), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_fast_way_gives_the_words_of_the_annex(text in "[ a-cS0-2.,:;'_()/-]{0,40}") {
            let mut slow = Vec::new();
            for stretch in text.split_ascii_whitespace() {
                unicode_stretch(stretch, 0, stretch.len(), &mut |w| slow.push(stretch[w.start..w.end].to_owned()));
            }
            prop_assert_eq!(cut(&text, Analysis::Stemmed), slow.join("|"));
            let mut stretches = Vec::new();
            stemmed(&text, &mut |w| stretches.push(&text[w.start..w.end]));
            prop_assert_eq!(stretches, slow);
        }

        #[test]
        fn texts_in_ascii_are_cut_as_others_are(text in "[ a-cS0-2.'_(@`{\\[/:\\u{10}-\\u{1f}~-]{0,150}") {
            let (mut slow, mut fast) = (Vec::new(), Vec::new());
            plain(&text, &mut |w| slow.push(w));
            words(&text, Analysis::Plain, &mut |w| fast.push(w));
            prop_assert_eq!(&fast, &slow);
            slow.clear();
            fast.clear();
            stemmed(&text, &mut |w| slow.push(w));
            words(&text, Analysis::Stemmed, &mut |w| fast.push(w));
            prop_assert_eq!(&fast, &slow);
        }

        #[test]
        fn words_stand_in_order_and_on_letters(text in any::<String>()) {
            for analysis in [Analysis::Plain, Analysis::Stemmed] {
                let mut last = 0;
                words(&text, analysis, &mut |w| {
                    assert!(w.start >= last && w.end > w.start);
                    assert!(text.is_char_boundary(w.start) && text.is_char_boundary(w.end));
                    last = w.end;
                });
            }
        }
    }
}
