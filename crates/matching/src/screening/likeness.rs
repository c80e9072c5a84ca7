//! How like two words are, or a word and several others, and in which way.

use super::align::bits;
use super::distance::{self, FAR, LETTER, Manner};
use super::short::Short;
use super::token::Token;
use super::word::WordKind;

/// How two words, or a word and several, agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Same,
    Sound,
    Near,
    Group,
    Initial,
    Joined,
    Acronym,
}

/// How like two words are, from 0 to 1.
pub(super) fn liken(a: &Token, b: &Token) -> (f32, How) {
    use WordKind as W;
    match (a.kind, b.kind) {
        (W::Initial, W::Initial) => return (0.0, How::Initial),
        (W::Initial, _) => return (initial(a, b), How::Initial),
        (_, W::Initial) => return (initial(b, a), How::Initial),
        (W::Number, W::Number) if a.text != b.text => return (0.0, How::Near),
        (W::Number, W::Number) => return (1.0, How::Same),
        (W::Number, _) | (_, W::Number) => return (0.0, How::Near),
        _ => {}
    }
    if let (Some(one), Some(other)) = (&a.native, &b.native)
        && let Some(likeness) = within_script(a, b, one, other)
    {
        return likeness;
    }
    let grouped = a.group != 0 && a.group == b.group;
    let far = apart(a, b);
    // Mario is not Maria: who slips, slips elsewhere than in the ending that tells a man from a woman.
    let far = if turned_ending(a, b) { (2.0 * far).max(0.3) } else { far };
    // Two names that are known to be two, however like they are: Ahmad is not Muhammad.
    if !grouped && a.kind == W::Given && b.kind == W::Given && far > 0.1 {
        return (0.0, How::Near);
    }
    let plain = curve(far);
    if grouped && plain < 0.93 {
        return (if a.kind == W::Given { 0.9 } else { 0.92 }, How::Group);
    }
    (plain, if far <= 0.1 { How::Sound } else { How::Near })
}

fn initial(initial: &Token, name: &Token) -> f32 {
    let first = initial.text.as_bytes()[0];
    let begins = |word: &Short| {
        let letters = word.as_bytes();
        // Yelena and Jelena are Elena.
        letters.first() == Some(&first) || first == b'e' && matches!(letters, [b'y' | b'j', b'e', ..])
    };
    let full = name.distinctive() && name.text.len() > 1;
    let heard = match (initial.sound.as_bytes().first(), name.sound.as_bytes().first()) {
        (Some(one), Some(other)) => distance::swapped(*one, *other) <= HEARD_AS_ONE,
        (one, other) => one == other,
    };
    if full && (begins(&name.text) || begins(&name.other) || heard) { 0.85 } else { 0.0 }
}

/// So much at most two sounds differ that one letter is written for in one manner or another.
const HEARD_AS_ONE: u8 = 15;

/// From the share of letters that differ to a likeness: a slip in five letters is forgiven, two in five are another word.
fn curve(far: f32) -> f32 {
    if far <= 0.2 { 1.0 - far } else { (0.8 * (0.42 - far) / 0.22).max(0.0) }
}

/// The share of a word's letters that a distance is. Two slips in a word are more than twice one.
fn share(distance: u16, length: usize) -> f32 {
    let slips = f32::from(distance) / 100.0;
    slips / length as f32 * (1.0 + 0.5 * (slips - 1.0).max(0.0))
}

/// Whether two words in Latin letters are one but for an `a` at the end of the one and an `o` at that of the other.
fn turned_ending(a: &Token, b: &Token) -> bool {
    let (one, other) = (a.text.as_bytes(), b.text.as_bytes());
    let full = a.manner == Manner::Full && b.manner == Manner::Full && a.native.is_none() && b.native.is_none();
    full && one.len() == other.len()
        && one.len() >= 4
        && one[..one.len() - 1] == other[..one.len() - 1]
        && matches!((one[one.len() - 1], other[other.len() - 1]), (b'a', b'o') | (b'o', b'a'))
}

/// The distance beyond which two words of a length are not paired, whatever else is known of them: from there on [`share`] is over
/// 0.42, where [`curve`] ends.
fn worth(length: usize) -> u16 {
    let slips = (0.25 + 0.84 * length as f32).sqrt() - 0.5;
    let slips = if slips >= 1.0 { slips } else { 0.42 * length as f32 };
    (100.0 * slips.min(0.5 * length as f32)) as u16 + 1
}

/// The share of letters or sounds in which two words differ; 1 and more where it is not worth saying.
fn apart(a: &Token, b: &Token) -> f32 {
    let ending = common_ending(&a.text, &b.text);
    let letters = (a.text.len().max(b.text.len()) - ending).max(1);
    let sounds = a.sound.len().max(b.sound.len()).saturating_sub(ending).max(1);
    let abjad = a.manner == Manner::Abjad || b.manner == Manner::Abjad;
    let mut far = 1.0f32;
    if !abjad {
        // More letters that only one has than half of them: another word, and so are its sounds nearly always.
        let differing = (a.bag ^ b.bag).count_ones() as usize;
        if differing > letters + 1 {
            return far;
        }
        if letters < 2 && a.text != b.text {
            return far;
        }
        let limit = worth(letters);
        let mut least = distance::of_letters(a.text.as_bytes(), b.text.as_bytes(), limit);
        for (one, other) in [(&a.other, &b.text), (&a.text, &b.other), (&a.other, &b.other)] {
            if !one.is_empty() && !other.is_empty() && least > 0 {
                least = least.min(distance::of_letters(one.as_bytes(), other.as_bytes(), limit));
            }
        }
        if least < FAR {
            far = share(least, letters);
        }
        if least == 0 {
            return 0.01;
        }
    }
    let consonants = |sound: &Short| {
        sound.as_bytes().iter().filter(|sign| !matches!(sign, b'a' | b'e' | b'i' | b'o' | b'u')).count()
    };
    let length = if abjad { consonants(&a.sound).max(consonants(&b.sound)).max(2) } else { sounds };
    let limit = worth(length);
    let heard = distance::of_sounds(&a.sound, &b.sound, (a.manner, b.manner), limit);
    if heard < FAR {
        far = far.min(0.02 + share(heard, length));
    }
    // Who slips, slips within a word: another beginning is another word.
    let begin = (a.sound.as_bytes().first(), b.sound.as_bytes().first());
    if let (Some(one), Some(other)) = begin
        && distance::swapped(*one, *other) > 60
        && a.text.as_bytes()[0] != b.text.as_bytes()[0]
    {
        far *= 1.35;
    }
    far
}

/// Endings that very many names share: they say little when they agree.
const ENDINGS: [&str; 16] = [
    "ullah", "uddin", "dottir", "shvili", "zadeh", "ovich", "evich", "sson", "yevich", "ovna", "evna", "pour", "abad",
    "oglu", "bekov", "poulos",
];

/// How many letters of two words are an ending or a beginning that many share.
fn common_ending(a: &Short, b: &Short) -> usize {
    if a.as_bytes().starts_with(b"abd") && b.as_bytes().starts_with(b"abd") && a.len().min(b.len()) > 5 {
        return 3;
    }
    let has = |ending: &&&str| a.as_bytes().ends_with(ending.as_bytes()) && b.as_bytes().ends_with(ending.as_bytes());
    let longest = ENDINGS.iter().filter(has).map(|ending| ending.len()).max().unwrap_or(0);
    if longest + 2 <= a.len().min(b.len()) { longest } else { 0 }
}

/// Two words of one script that is not Latin, by its own signs. None where they are of two scripts.
fn within_script(a: &Token, b: &Token, one: &str, other: &str) -> Option<(f32, How)> {
    let han = |text: &str| text.chars().next().is_some_and(|c| c > '\u{2e80}');
    if han(one) != han(other) {
        return None;
    }
    if one == other {
        return Some((1.0, How::Same));
    }
    let signs = (one.chars().count(), other.chars().count());
    let most = signs.0.max(signs.1).max(1) as f32;
    let far = letters_apart(one, other) as f32 / most;
    // Signs that sound the same are a slip of hearing or of typing.
    let likeness = if han(one) && a.text == b.text { curve(far / 2.0).max(0.6) } else { curve(far) };
    Some((likeness, How::Near))
}

fn letters_apart(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().take(64).enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for j in 0..b.len() {
            let here = (before + usize::from(c != b[j])).min(row[j] + 1).min(row[j + 1] + 1);
            before = row[j + 1];
            row[j + 1] = here;
        }
    }
    row[b.len()]
}

/// Whether a word is made of two or three others, in any order, give or take a slip; which, and how surely.
pub(super) fn parts_of(whole: &Token, parts: &[Token], free: u16) -> Option<(u16, f32)> {
    let fits = |taken: &[usize]| -> Option<f32> {
        let bag = taken.iter().fold(0, |bag, i| bag | parts[*i].bag);
        if (bag ^ whole.bag).count_ones() > 5 {
            return None;
        }
        let mut text = Short::EMPTY;
        let mut sound = Short::EMPTY;
        for i in taken {
            text.extend(parts[*i].text.as_bytes());
            for sign in parts[*i].sound.as_bytes() {
                super::sound::add(&mut sound, *sign);
            }
        }
        if text == whole.text {
            return Some(0.97);
        }
        // An initial beside a name is no part of it, unless by every letter: `O Brien`.
        if taken.iter().any(|i| parts[*i].text.len() < 2) {
            return None;
        }
        let manner = parts[taken[0]].manner;
        let letters = distance::of_letters(text.as_bytes(), whole.text.as_bytes(), LETTER);
        let sounds = distance::of_sounds(&sound, &whole.sound, (manner, whole.manner), 2 * LETTER);
        let far =
            f32::from(letters).min(f32::from(sounds)) / (100.0 * sound.len().max(whole.sound.len()).max(1) as f32);
        (far <= 0.12).then_some(0.96 - far)
    };
    let len = whole.text.len();
    let near = |sum: usize| sum.abs_diff(len) <= 2;
    let mut best: Option<(u16, f32)> = None;
    let mut keep = |mask: u16, likeness: Option<f32>| {
        if let Some(likeness) = likeness
            && best.is_none_or(|(_, held)| likeness > held)
        {
            best = Some((mask, likeness));
        }
    };
    for i in bits(free) {
        for j in bits(free & !(1 << i)) {
            let two = parts[i].text.len() + parts[j].text.len();
            if near(two) {
                keep(1 << i | 1 << j, fits(&[i, j]));
            } else if two + 1 < len && free.count_ones() >= 3 {
                for k in bits(free & !(1 << i) & !(1 << j)) {
                    if near(two + parts[k].text.len()) {
                        keep(1 << i | 1 << j | 1 << k, fits(&[i, j, k]));
                    }
                }
            }
        }
    }
    best
}
