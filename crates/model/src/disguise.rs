//! Words in disguise: with signs that nobody sees, with marks over their letters, or with letters of another script that look alike.

/// Letters that look like Latin ones, with those which they look like, small or as capitals.
const LOOKS: [(char, &str); 60] = [
    ('а', "a"),
    ('в', "b"),
    ('г', "r"),
    ('е', "e"),
    ('з', "3"),
    ('и', "un"),
    ('к', "k"),
    ('м', "m"),
    ('н', "hn"),
    ('о', "o"),
    ('п', "n"),
    ('р', "p"),
    ('с', "c"),
    ('т', "tm"),
    ('у', "yu"),
    ('х', "x"),
    ('ц', "u"),
    ('ш', "w"),
    ('ь', "b"),
    ('я', "r"),
    ('є', "e"),
    ('ѕ', "s"),
    ('і', "il"),
    ('ї', "i"),
    ('ј', "j"),
    ('ћ', "h"),
    ('ѵ', "v"),
    ('ү', "yv"),
    ('һ', "h"),
    ('ӏ', "li"),
    ('ԁ', "d"),
    ('ԍ', "g"),
    ('ԛ', "q"),
    ('ԝ', "w"),
    ('α', "a"),
    ('β', "b"),
    ('γ', "y"),
    ('ε', "e"),
    ('ζ', "z"),
    ('η', "nh"),
    ('ι', "il"),
    ('κ', "k"),
    ('μ', "um"),
    ('ν', "vn"),
    ('ο', "o"),
    ('ρ', "p"),
    ('σ', "o"),
    ('ς', "c"),
    ('τ', "t"),
    ('υ', "uy"),
    ('χ', "x"),
    ('ω', "w"),
    ('ϲ', "c"),
    ('ϳ', "j"),
    ('օ', "o"),
    ('ս', "u"),
    ('ո', "n"),
    ('հ', "h"),
    ('ɑ', "a"),
    ('ɡ', "g"),
];

/// A text without signs that nobody sees: what is written in parts with them is one word.
pub(crate) fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_ignorable(*c)).collect()
}

/// The default-ignorable characters of Unicode: the soft hyphen, joiners, blanks without width, marks of direction, variation selectors.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// A folded text without the marks that are left over its letters; a Cyrillic letter with one is the letter without.
pub(crate) fn unmarked(text: &str) -> String {
    let marks = |c: &char| {
        !matches!(*c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
    };
    let bare = |c: char| match c {
        'ӑ' | 'ӓ' => 'а',
        'ѓ' => 'г',
        'ѐ' | 'ё' | 'ӗ' => 'е',
        'ӂ' | 'ӝ' => 'ж',
        'ӟ' => 'з',
        'й' | 'ѝ' | 'ӣ' | 'ӥ' => 'и',
        'ќ' => 'к',
        'ӧ' => 'о',
        'ў' | 'ӯ' | 'ӱ' | 'ӳ' => 'у',
        'ӵ' => 'ч',
        'ӹ' => 'ы',
        'ӭ' => 'э',
        c => c,
    };
    text.chars().filter(marks).map(bare).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
}

fn script(c: char) -> Option<Script> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{aa}'..='\u{2af}' => Some(Script::Latin),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Script::Greek),
        '\u{400}'..='\u{52f}' => Some(Script::Cyrillic),
        '\u{530}'..='\u{58f}' => Some(Script::Armenian),
        _ => None,
    }
}

/// Whether a word has letters of several scripts that have letters which look alike.
fn is_mixed(word: &str) -> bool {
    let mut scripts = word.chars().filter_map(script);
    scripts.next().is_some_and(|first| scripts.any(|other| other != first))
}

/// Whether a folded word of a text is another, or begins like it where any ending will do. Letters of a word that mixes scripts are
/// whatever they look like, so that it is read as Latin, as Cyrillic and as Greek.
pub(crate) fn reads_as(held: &str, (word, open): (&str, bool)) -> bool {
    if held == word || open && held.starts_with(word) {
        return true;
    }
    let (n_held, n_word) = (held.chars().count(), word.chars().count());
    let is_long_enough = n_held == n_word || open && n_held > n_word;
    is_long_enough && is_mixed(held) && held.chars().zip(word.chars()).all(|(one, other)| looks_like(one, other))
}

fn looks_like(one: char, other: char) -> bool {
    let mut own = [0; 4];
    let mut others = [0; 4];
    let (looks, wanted) = (looks(one, &mut own), looks(other, &mut others));
    one == other || looks.chars().any(|c| wanted.contains(c))
}

/// The Latin letters that a letter looks like; itself where it is none that looks like one.
fn looks(c: char, place: &mut [u8; 4]) -> &str {
    match LOOKS.iter().find(|(other, _)| *other == c) {
        Some(&(_, latin)) => latin,
        None => c.encode_utf8(place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_mixes_scripts_is_read_in_each_of_them() {
        for (held, word, open) in [
            ("t\u{430}nk", "tank", false),
            ("t\u{430}nks", "tank", true),
            ("т\u{61}нк", "танк", false),
            ("t\u{3b1}nk", "tank", false),
            ("αt\u{3bf}μο", "ατομο", false),
        ] {
            assert!(reads_as(held, (word, open)), "{held}");
        }
        for (held, word, open) in
            [("tanker", "tank", false), ("танк", "tank", true), ("сор", "cop", false), ("tan", "tank", true)]
        {
            assert!(!reads_as(held, (word, open)), "{held}");
        }
    }

    #[test]
    fn what_nobody_sees_parts_no_word() {
        assert_eq!(visible("ta\u{ad}n\u{200b}k\u{feff}s"), "tanks");
        assert_eq!(unmarked("t\u{336}a\u{20dd}nk"), "tank");
        assert_eq!(visible("steel pipes"), "steel pipes");
    }
}
