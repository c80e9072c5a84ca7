//! How a word in Latin letters sounds, roughly and in all tongues at once, as a run of signs between which distances
//! are kept.
//!
//! Signs are letters: vowels `a e i o u`; `S` as in *shah*, `Z` as in *Zhukov*, `C` as in *chess*, `c` as in *tsar*, `J` as in *jazz*,
//! `X` as in *Khan*, `Q` for `ch`, which is `C` in English, `X` in German and `S` in French, `j`, which is `J` in
//! English, `y` in German and `Z` in French; `q` for what is romanised `q`, `k` or `g`. `D` for what is romanised `d`, `dh` or `z`; `O` for *ё*, which is written `e`, `o` or `yo`; `A I U` are long vowels of scripts that leave the
//! short ones out.

use super::short::Short;

/// The sound of a word in small Latin letters.
pub(super) fn sound(text: &[u8]) -> Short {
    let mut out = Short::EMPTY;
    let mut i = 0;
    while i < text.len() {
        let rest = &text[i..];
        let (signs, used) = group(rest, i == 0, out.last());
        for sign in signs.bytes() {
            add(&mut out, sign);
        }
        i += used;
    }
    out
}

/// Adds a sign; the same twice is once, and so are the many endings `iy ij yy ii`.
pub(super) fn add(out: &mut Short, sign: u8) {
    let last = out.last();
    if last == Some(sign) || (last == Some(b'i') && matches!(sign, b'y' | b'j' | b'i')) {
        return;
    }
    out.push(sign);
}

/// The signs of the letters a word begins with, and how many letters they are.
fn group(rest: &[u8], first: bool, before: Option<u8>) -> (&'static str, usize) {
    let next = rest.get(1).copied().unwrap_or(0);
    let starts = |prefix: &[u8]| rest.starts_with(prefix);
    let after_vowel = before.is_some_and(is_vowel);
    match rest[0] {
        b'a' if next == b'e' && rest.len() > 2 => ("a", 2),
        b'a' => ("a", 1),
        b'b' => ("b", 1),
        b'c' if starts(b"chtch") => ("SC", 5),
        b'c' => match next {
            b'h' => ("Q", 2),
            b'z' => ("C", 2),
            b'k' | b'q' => ("k", 2),
            b'e' | b'i' | b'y' => ("s", 1),
            _ => ("k", 1),
        },
        b'd' if starts(b"dsch") => ("J", 4),
        b'd' if starts(b"dzh") => ("J", 3),
        b'd' if next == b'j' => ("J", 2),
        b'd' if next == b'h' => ("d", 2),
        b'd' if next == b't' => ("t", 2),
        b'd' => ("d", 1),
        b'e' if next == b'e' => ("i", 2),
        b'e' => ("e", 1),
        b'f' => ("f", 1),
        b'g' if next == b'h' => ("g", 2),
        b'g' => ("g", 1),
        b'h' if first && next == b's' => ("S", 2),
        b'h' => ("h", 1),
        b'i' if next == b'e' => ("i", 2),
        b'i' => ("i", 1),
        b'j' if after_vowel && rest.len() == 1 => ("i", 1),
        b'j' => ("j", 1),
        b'k' if next == b'h' => ("X", 2),
        b'k' => ("k", 1),
        b'l' => ("l", 1),
        b'm' => ("m", 1),
        b'n' => ("n", 1),
        b'o' if next == b'u' || next == b'o' => ("u", 2),
        b'o' if next == b'e' && rest.len() > 2 => ("o", 2),
        b'o' => ("o", 1),
        b'p' if next == b'h' => ("f", 2),
        b'p' => ("p", 1),
        b'q' if next == b'u' && !first => ("kv", 2),
        b'q' => ("q", 1),
        b'r' if next == b'z' => ("Z", 2),
        b'r' => ("r", 1),
        b's' if starts(b"schtsch") => ("SC", 7),
        b's' if starts(b"shch") => ("SC", 4),
        b's' if starts(b"szcz") => ("SC", 4),
        b's' if starts(b"sch") => ("S", 3),
        b's' if next == b'h' || next == b'z' => ("S", 2),
        b's' => ("s", 1),
        b't' if starts(b"tsch") => ("C", 4),
        b't' if starts(b"tch") || starts(b"tsh") => ("C", 3),
        b't' if next == b's' || next == b'z' => ("c", 2),
        b't' if next == b'h' => ("t", 2),
        b't' => ("t", 1),
        b'u' if next == b'e' && rest.len() > 2 => ("u", 2),
        b'u' => ("u", 1),
        b'v' | b'w' => ("v", 1),
        b'x' if first => ("S", 1),
        b'x' => ("ks", 1),
        b'y' if after_vowel || rest.len() == 1 || !is_vowel(next) => ("i", 1),
        b'y' => ("y", 1),
        b'z' if next == b'h' => ("Z", 2),
        b'z' => ("z", 1),
        b'0'..=b'9' => (digit(rest[0]), 1),
        _ => ("", 1),
    }
}

fn digit(byte: u8) -> &'static str {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    DIGITS[usize::from(byte - b'0')]
}

/// Whether a sign is a vowel.
pub(super) fn is_vowel(sign: u8) -> bool {
    matches!(sign, b'a' | b'e' | b'i' | b'o' | b'u' | b'A' | b'I' | b'O' | b'U')
}

/// What is left of a sound when all that commonly varies is taken out, the classes of its consonants, for finding. Twice,
/// because some signs are one of two things: `Q` and `j` are hissed or not, `X` is near `k` or near nothing, `U` is a
/// consonant or a vowel. Empty for what has no consonant.
pub(super) fn skeletons(sound: &Short) -> [Short; 2] {
    let mut out = [Short::EMPTY; 2];
    for sign in sound.as_bytes() {
        let classes = match sign {
            b'b' | b'p' => [b'p', b'p'],
            b'f' | b'v' => [b'f', b'f'],
            b'U' => [b'f', 0],
            b'd' | b't' => [b't', b't'],
            b's' | b'S' | b'z' | b'Z' | b'c' | b'C' | b'J' => [b's', b's'],
            b'D' => [b't', b's'],
            b'Q' => [b's', b'k'],
            b'j' => [b's', 0],
            b'k' | b'g' => [b'k', b'k'],
            b'q' => [b'k', b's'],
            b'X' => [b'k', 0],
            b'l' | b'r' => [b'l', b'l'],
            b'm' | b'n' => [b'n', b'n'],
            b'0'..=b'9' => [*sign, *sign],
            _ => continue,
        };
        for (skeleton, class) in out.iter_mut().zip(classes) {
            if class != 0 && skeleton.last() != Some(class) {
                skeleton.push(class);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_sounds_alike_in_many_spellings() {
        for (a, b) in [
            ("zelensky", "zelenskyy"),
            ("zelenskiy", "zelenskij"),
            ("muller", "mueller"),
            ("phillip", "filip"),
            ("katharina", "katarina"),
            ("gorbatschow", "gorbatchow"),
            ("vladimir", "wladimir"),
        ] {
            assert_eq!(sound(a.as_bytes()), sound(b.as_bytes()), "{a} {b}");
        }
    }
}
