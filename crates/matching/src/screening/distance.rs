//! How far apart two words are, by letters and by sounds. Distances are in hundredths of a letter.

use super::short::Short;

/// What a slip of one letter costs.
pub(super) const LETTER: u16 = 100;

/// Far apart, and no need to say how far.
pub(super) const FAR: u16 = u16::MAX / 2;

/// What the first sound of a word costs at least, where it is left out of a word of syllables.
const FIRST: u16 = 60;

/// Pairs of sounds that are confused, and what that costs.
const NEAR: [(u8, u8, u8); 80] = [
    (b'O', b'e', 5),
    (b'O', b'o', 10),
    (b'g', b'y', 40),
    (b'D', b'd', 5),
    (b'D', b'z', 5),
    (b'D', b't', 50),
    (b'a', b'e', 50),
    (b'a', b'o', 50),
    (b'e', b'i', 35),
    (b'o', b'u', 30),
    (b'i', b'u', 70),
    (b'a', b'i', 70),
    (b'a', b'u', 60),
    (b'e', b'o', 60),
    (b'e', b'u', 70),
    (b'i', b'o', 80),
    (b'A', b'a', 0),
    (b'A', b'e', 15),
    (b'A', b'o', 30),
    (b'A', b'u', 60),
    (b'A', b'i', 60),
    (b'U', b'u', 0),
    (b'U', b'o', 5),
    (b'U', b'v', 10),
    (b'U', b'a', 60),
    (b'U', b'e', 60),
    (b'U', b'f', 60),
    (b'I', b'i', 0),
    (b'I', b'e', 10),
    (b'I', b'y', 0),
    (b'I', b'j', 15),
    (b'I', b'a', 50),
    (b'A', b'I', 50),
    (b'A', b'U', 60),
    (b'f', b'v', 25),
    (b'b', b'p', 45),
    (b'd', b't', 45),
    (b'g', b'k', 45),
    (b'b', b'v', 45),
    (b's', b'z', 25),
    (b'S', b's', 40),
    (b'Z', b'z', 40),
    (b'S', b'Z', 35),
    (b'C', b'S', 40),
    (b'C', b'c', 35),
    (b'c', b's', 30),
    (b'c', b'z', 30),
    (b'C', b'J', 35),
    (b'J', b'Z', 30),
    (b'J', b'j', 15),
    (b'Z', b'j', 20),
    (b'j', b'y', 15),
    (b'i', b'y', 20),
    (b'i', b'j', 20),
    (b'X', b'h', 15),
    (b'X', b'k', 30),
    (b'X', b'g', 50),
    (b'g', b'h', 40),
    (b'C', b'Q', 10),
    (b'Q', b'X', 15),
    (b'Q', b'S', 15),
    (b'Q', b'k', 40),
    (b'Q', b'h', 30),
    (b'Q', b'j', 30),
    (b'Q', b'J', 35),
    (b'Q', b'c', 40),
    (b'Q', b'q', 25),
    (b'm', b'n', 50),
    (b'l', b'r', 55),
    (b'c', b'k', 60),
    (b'k', b'q', 5),
    (b'g', b'q', 20),
    (b'C', b'q', 30),
    (b'X', b'q', 35),
    (b'C', b's', 55),
    (b'Z', b's', 45),
    (b'S', b'z', 45),
    (b'J', b'z', 40),
    (b'X', b'j', 35),
    (b'J', b'g', 45),
];

/// What it costs that one sound stands where the other does.
static SWAP: [[u8; 64]; 64] = swaps(false);

/// The same where one of the two was written in a script that has fewer sounds: no `l` beside `r`, no `v` beside `b`.
static SWAP_SOFT: [[u8; 64]; 64] = swaps(true);

const fn swaps(soft: bool) -> [[u8; 64]; 64] {
    let mut table = [[100u8; 64]; 64];
    let mut i = 0;
    while i < 64 {
        table[i][i] = 0;
        i += 1;
    }
    let mut k = 0;
    while k < NEAR.len() {
        let (a, b, mut cost) = NEAR[k];
        if soft {
            cost = match (a, b) {
                (b'l', b'r') => 5,
                (b'b', b'v') => 10,
                (b's', b'z') | (b'S', b's') | (b'd', b't') | (b'b', b'p') | (b'g', b'k') | (b'f', b'v') => 15,
                _ => cost / 2,
            };
        }
        let (a, b) = ((a & 63) as usize, (b & 63) as usize);
        table[a][b] = cost;
        table[b][a] = cost;
        k += 1;
    }
    if soft {
        let more =
            [(b'h', b'f', 20), (b't', b's', 45), (b'C', b't', 35), (b'X', b'h', 5), (b'k', b'h', 35), (b'n', b'm', 20)];
        let mut k = 0;
        while k < more.len() {
            let (a, b, cost) = more[k];
            table[(a & 63) as usize][(b & 63) as usize] = cost;
            table[(b & 63) as usize][(a & 63) as usize] = cost;
            k += 1;
        }
    }
    table
}

/// How a word came into Latin letters, as far as it bears on the distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) enum Manner {
    /// Written with all its sounds.
    #[default]
    Full,
    /// From a script that leaves short vowels out.
    Abjad,
    /// From a script of syllables, which puts vowels between consonants and lacks sounds.
    Syllabic,
}

/// The distance of two sounds. A vowel too many costs less than a consonant, and little where one of the words comes
/// from a script that leaves vowels out or puts them in.
pub(super) fn of_sounds(a: &Short, b: &Short, manner: (Manner, Manner), limit: u16) -> u16 {
    let swap = if manner.0 == Manner::Syllabic || manner.1 == Manner::Syllabic { &SWAP_SOFT } else { &SWAP };
    let drop = (dropping(manner.0, manner.1), dropping(manner.1, manner.0));
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut row = [0u16; Short::MAX + 1];
    // Syllables put vowels between consonants and behind them, not before the first.
    let syllabic = manner.0 == Manner::Syllabic || manner.1 == Manner::Syllabic;
    let first = if syllabic { FIRST } else { 0 };
    for (j, sign) in b.iter().enumerate() {
        row[j + 1] = row[j] + drop.1[(sign & 63) as usize].max(if j == 0 { first } else { 0 });
    }
    for (i, sign) in a.iter().enumerate() {
        let costs = &swap[(sign & 63) as usize];
        let gone = drop.0[(sign & 63) as usize].max(if i == 0 { first } else { 0 });
        let mut before = row[0];
        row[0] += gone;
        let mut least = row[0];
        for (j, other) in b.iter().enumerate() {
            let other = (other & 63) as usize;
            let here = (before + u16::from(costs[other])).min(row[j + 1] + gone).min(row[j] + drop.1[other]);
            before = row[j + 1];
            row[j + 1] = here;
            least = least.min(here);
        }
        if least > limit {
            return FAR;
        }
    }
    row[b.len()]
}

/// What it costs that a sound of a word of one manner has nothing in a word of another.
fn dropping(own: Manner, other: Manner) -> &'static [u16; 64] {
    static FULL: [u16; 64] = drops(60, 40);
    static FROM_ABJAD: [u16; 64] = drops(5, 40);
    static SOFT: [u16; 64] = without_r(drops(20, 25));
    match (own, other) {
        (Manner::Full | Manner::Syllabic, Manner::Abjad) => &FROM_ABJAD,
        (Manner::Syllabic, _) | (_, Manner::Syllabic) => &SOFT,
        _ => &FULL,
    }
}

/// After a vowel Japanese and Chinese write no `r`.
const fn without_r(mut table: [u16; 64]) -> [u16; 64] {
    table[(b'r' & 63) as usize] = 40;
    table
}

const fn drops(vowel: u16, glide: u16) -> [u16; 64] {
    let mut table = [LETTER; 64];
    let vowels = [b'a', b'e', b'i', b'o', b'u'];
    let mut k = 0;
    while k < vowels.len() {
        table[(vowels[k] & 63) as usize] = vowel;
        k += 1;
    }
    table[(b'y' & 63) as usize] = glide;
    table[(b'h' & 63) as usize] = glide;
    table[(b'O' & 63) as usize] = vowel;
    table[(b'A' & 63) as usize] = 30;
    table[(b'I' & 63) as usize] = 35;
    table[(b'U' & 63) as usize] = 40;
    table
}

/// What it costs that one sound stands where the other does.
pub(super) fn swapped(a: u8, b: u8) -> u8 {
    SWAP[usize::from(a & 63)][usize::from(b & 63)]
}

/// The distance of two words by letters: a letter too many, missing, another, or two changed about.
pub(super) fn of_letters(a: &[u8], b: &[u8], limit: u16) -> u16 {
    if a.len().abs_diff(b.len()) as u16 * LETTER > limit {
        return FAR;
    }
    let mut before = [0u16; Short::MAX + 1];
    let mut row = [0u16; Short::MAX + 1];
    let mut next = [0u16; Short::MAX + 1];
    let (a, b) = (&a[..a.len().min(Short::MAX)], &b[..b.len().min(Short::MAX)]);
    for (j, cell) in row.iter_mut().enumerate().take(b.len() + 1) {
        *cell = j as u16 * LETTER;
    }
    for i in 0..a.len() {
        next[0] = (i as u16 + 1) * LETTER;
        let mut least = next[0];
        for j in 0..b.len() {
            let mut here =
                (row[j] + if a[i] == b[j] { 0 } else { LETTER }).min(row[j + 1] + LETTER).min(next[j] + LETTER);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] && a[i] != b[j] {
                here = here.min(before[j - 1] + LETTER);
            }
            next[j + 1] = here;
            least = least.min(here);
        }
        if least > limit {
            return FAR;
        }
        before = row;
        row = next;
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screening::sound::sound;

    #[test]
    fn letters_changed_about_are_one_slip() {
        assert_eq!(of_letters(b"donald", b"donlad", 500), LETTER);
        assert_eq!(of_letters(b"snow", b"snoe", 500), LETTER);
        assert_eq!(of_letters(b"", b"abc", 500), 3 * LETTER);
        assert_eq!(of_letters(b"abcdefgh", b"zyxwvuts", 300), FAR);
    }

    #[test]
    fn what_is_romanised_otherwise_sounds_near() {
        let far = |a: &str, b: &str| of_sounds(&sound(a.as_bytes()), &sound(b.as_bytes()), Default::default(), FAR);
        assert!(far("tschaikowski", "chaikovsky") < 30);
        assert!(far("chruschtschow", "khrushchov") < 40);
        assert!(far("pouchkine", "pushkin") < 80);
        assert!(far("gaddafi", "kadafi") < 60);
        assert!(far("ivanov", "petrov") > 200);
    }
}
