//! Which characters of a text are printed, and as what.
//!
//! Texts come from the world. Characters that have no form on paper are left out, those that turn the direction of
//! what follows are made visible (Unicode Technical Report 36, 2.5), and nothing else is changed.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A word longer than this, in characters as read, may be broken anywhere; the longest words of dictionaries are not.
const WORD_UNBROKEN_MAX: usize = 36;

/// Characters between two places where a longer word may be broken.
const WORD_PIECE: usize = 8;

/// Stands where the fonts have no form for a character.
pub(crate) const STAND_IN: char = '□';

/// One line of a text as every form prints it: composed (NFC), white space joined, no characters without a form;
/// overrides of the direction as `[U+202E]`.
pub(crate) fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.nfc() {
        match letter {
            '\u{202d}' | '\u{202e}' => line.push_str(&format!("[U+{:04X}]", u32::from(letter))),
            _ if letter.is_whitespace() || letter.is_control() => {
                if !line.is_empty() && !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            _ if is_formless(letter) => {}
            _ => line.push(letter),
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// A text with its paragraphs, each a [`line()`].
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    text.split(['\n', '\r', '\u{2028}', '\u{2029}']).map(line).filter(|line| !line.is_empty()).collect()
}

/// Marks of direction, soft hyphens, byte order marks, tags and what Unicode says is no character. Joiners of
/// Persian and of Indian scripts stay: they change the form of the letters beside them.
fn is_formless(letter: char) -> bool {
    let code = u32::from(letter);
    matches!(letter, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202c}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}')
        || matches!(letter, '\u{e0000}'..='\u{e007f}')
        || code & 0xfffe == 0xfffe
}

/// A line for the PDF: what no font can draw stands as [`STAND_IN`], and very long words can be broken.
///
/// `drawn` says whether one font has a form for each character of a text.
pub(crate) fn for_paper(line: &str, drawn: &dyn Fn(&str) -> bool) -> String {
    // Almost every text is drawn as it stands, so the whole is asked before its parts.
    let mut paper = if drawn(line) {
        line.to_owned()
    } else {
        line.graphemes(true).map(|cluster| if drawn(cluster) { cluster } else { "□" }).collect()
    };
    let long = |word: &str| word.len() > WORD_UNBROKEN_MAX && word.graphemes(true).count() > WORD_UNBROKEN_MAX;
    if paper.split(' ').any(long) {
        let words: Vec<String> =
            paper.split(' ').map(|word| if long(word) { breakable(word) } else { word.to_owned() }).collect();
        paper = words.join(" ");
    }
    paper
}

/// A word with places where it may be broken (U+200B), which are seen only where it is.
fn breakable(word: &str) -> String {
    let mut broken = String::with_capacity(word.len() * 2);
    for (n_before, cluster) in word.graphemes(true).enumerate() {
        if n_before > 0 && n_before % WORD_PIECE == 0 {
            broken.push('\u{200b}');
        }
        broken.push_str(cluster);
    }
    broken
}

/// A language code as HTML and Typst take it: the first part of a BCP 47 code, when that is two or three letters.
pub(crate) fn language(code: &str) -> Option<String> {
    let first = code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    (matches!(first.len(), 2 | 3) && first.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(first)
}

/// An address that may become a link: `http` or `https`, with a host and without a password in it.
pub(crate) fn web_address(text: &str) -> Option<String> {
    let address = url::Url::parse(text.trim()).ok()?;
    let open = matches!(address.scheme(), "http" | "https") && address.has_host();
    (open && address.username().is_empty() && address.password().is_none()).then(|| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_the_direction_is_seen_and_what_has_no_form_is_left_out() {
        assert_eq!(line("a\u{202e}b\u{0}c\td\u{feff}e \n"), "a[U+202E]b c de");
        assert_eq!(line("e\u{301}\u{ad}"), "é");
        assert_eq!(paragraphs("one\r\n\r\n two \n"), ["one", "two"]);
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert_eq!(web_address("https://doi.org/10.1/x").as_deref(), Some("https://doi.org/10.1/x"));
        for wrong in
            ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//host/x", "http://a:b@host/", "x"]
        {
            assert_eq!(web_address(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_no_font_draws_has_a_stand_in_and_long_words_break() {
        let latin = |text: &str| text.is_ascii();
        assert_eq!(for_paper("a 漢 b", &latin), "a □ b");
        assert_eq!(for_paper(&"x".repeat(36), &latin), "x".repeat(36));
        let broken = for_paper(&"x".repeat(40), &latin);
        assert_eq!(broken.matches('\u{200b}').count(), 4);
        assert_eq!(broken.replace('\u{200b}', ""), "x".repeat(40));
    }
}
