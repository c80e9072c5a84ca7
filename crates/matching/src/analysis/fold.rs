//! Folding: what is written differently and means the same gets one form.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The folded form of a word: lower case, compatibility forms resolved (`ﬁ` is `fi`, full width is
/// plain), accents of Latin and Greek letters dropped, `ß` as `ss`, `ё` as `е`. Marks of other
/// scripts stay, where they make another letter (`й`, Hindi vowels).
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// Appends the folded form of a word.
pub(crate) fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    for c in word.nfkc() {
        for c in c.to_lowercase() {
            match c {
                'ß' => out.push_str("ss"),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                'ø' => out.push('o'),
                'đ' | 'ð' => out.push('d'),
                'ł' => out.push('l'),
                'ı' => out.push('i'),
                'þ' => out.push_str("th"),
                'ё' => out.push('е'),
                c if drops_accents(c) => out.extend(std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c))),
                // A mark left over after composition: `i̇` of the Turkish capital, stacked accents.
                c if ('\u{300}'..='\u{36f}').contains(&c) => {}
                c => out.push(c),
            }
        }
    }
}

/// Latin and Greek letters with accents.
fn drops_accents(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{1e00}'..='\u{1fff}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn what_is_written_differently_and_means_the_same_is_folded_to_one_form() {
        for (word, folded) in [
            ("Über", "uber"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("ﬁeld", "field"),
            ("ＡＢＣ１", "abc1"),
            ("Łódź", "lodz"),
            ("Ёлка", "елка"),
            ("подъёмный", "подъемный"),
            ("Йод", "йод"),
            ("e\u{301}tude", "etude"),
            ("ΑΘΉΝΑ", "αθηνα"),
        ] {
            assert_eq!(fold(word), folded, "{word}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for word in ["Über", "İstanbul", "Ångström", "Ǆ", "ΐ", "ﬃ", "가", "ё̈"] {
            assert_eq!(fold(&fold(word)), fold(word), "{word}");
        }
    }
}
