//! Two readings held against each other, word by word.

use super::distance::{self, FAR, LETTER, Manner};
use super::name::{Reading, TOKENS_MAX};
use super::short::Short;
use super::token::Token;
use super::word::{Family, WORDS, WordKind};

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

/// Words that agree: as bits which of the one and which of the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pairing {
    pub(super) a: u16,
    pub(super) b: u16,
    pub(super) likeness: f32,
    pub(super) how: How,
}

/// What comes of two readings.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    /// At least 0, below 1.
    pub(super) score: f32,
    pub(super) pairings: [Option<Pairing>; TOKENS_MAX],
    /// Words left over, as bits.
    pub(super) left: (u16, u16),
    pub(super) numbers: bool,
    pub(super) descent: bool,
    pub(super) common: bool,
    pub(super) legal: bool,
}

/// What two words left over on either side cost, by their mass: given names must not contradict.
const CONTRADICTION: f32 = 1.6;

/// The least that words which contradict each other count.
const CONTRADICTION_MIN: f32 = 4.5;

/// What a word that only one of two persons has costs: middle names and fathers' names are often left out.
const EXTRA_PERSON: f32 = 0.25;

/// The same of organisations, whose names are shortened less freely.
const EXTRA_ORGANISATION: f32 = 0.45;

/// The most a name scores in which a word is only near: it is probable, not strong.
const SLIPS_MAX: f32 = 0.925;

/// From this likeness on two words may be paired.
const PAIRED: f32 = 0.4;

/// Holds two readings against each other. The same comes of it the other way round.
pub(super) fn align(a: &Reading, b: &Reading, organisation: bool) -> Outcome {
    let turned = a.tokens.iter().map(|token| token.text).gt(b.tokens.iter().map(|token| token.text));
    let (a, b) = if turned { (b, a) } else { (a, b) };
    let mut table = Table::new(a, b);
    table.same();
    table.joins();
    table.near();
    table.clusters();
    if organisation {
        table.acronym();
    }
    let mut outcome = table.outcome(organisation);
    if turned {
        outcome.left = (outcome.left.1, outcome.left.0);
        for pairing in outcome.pairings.iter_mut().flatten() {
            std::mem::swap(&mut pairing.a, &mut pairing.b);
        }
    }
    outcome
}

struct Table<'a> {
    a: &'a Reading,
    b: &'a Reading,
    free: (u16, u16),
    pairings: [Option<Pairing>; TOKENS_MAX],
    count: usize,
}

impl<'a> Table<'a> {
    fn new(a: &'a Reading, b: &'a Reading) -> Table<'a> {
        let all = |reading: &Reading| ((1u32 << reading.tokens.len().min(TOKENS_MAX)) - 1) as u16;
        Table { a, b, free: (all(a), all(b)), pairings: [None; TOKENS_MAX], count: 0 }
    }

    fn pair(&mut self, a: u16, b: u16, likeness: f32, how: How) {
        if self.count < TOKENS_MAX {
            self.pairings[self.count] = Some(Pairing { a, b, likeness, how });
            self.count += 1;
            self.free.0 &= !a;
            self.free.1 &= !b;
        }
    }

    /// Words that are written the same.
    fn same(&mut self) {
        for i in bits(self.free.0) {
            let one = &self.a.tokens[i];
            // A father is rather a father.
            let found = bits(self.free.1)
                .filter(|j| {
                    let other = &self.b.tokens[*j];
                    one.text == other.text
                        && one.native.is_some() == other.native.is_some()
                        && one.native == other.native
                        || one.text == other.text && (one.native.is_none() || other.native.is_none())
                })
                .max_by_key(|j| (self.b.tokens[*j].father == one.father, std::cmp::Reverse(*j)));
            if let Some(j) = found {
                self.pair(1 << i, 1 << j, 1.0, How::Same);
            }
        }
    }

    /// One word here, two or three there.
    fn joins(&mut self) {
        for turned in [false, true] {
            let (one, many, free) = if turned {
                (&self.b.tokens, &self.a.tokens, (self.free.1, self.free.0))
            } else {
                (&self.a.tokens, &self.b.tokens, self.free)
            };
            if free.1.count_ones() < 2 {
                continue;
            }
            let mut found = None;
            for i in bits(free.0) {
                if one[i].text.len() < 5 || !one[i].distinctive() {
                    continue;
                }
                if let Some(join) = parts_of(&one[i], many, free.1) {
                    found = Some((1u16 << i, join));
                    break;
                }
            }
            if let Some((whole, (parts, likeness))) = found {
                let (a, b) = if turned { (parts, whole) } else { (whole, parts) };
                self.pair(a, b, likeness, How::Joined);
            }
        }
    }

    /// The likest first.
    fn near(&mut self) {
        let mut cells = [(0.0f32, 0.0f32, How::Near, 0u8, 0u8); 64];
        let mut n = 0;
        for i in bits(self.free.0) {
            for j in bits(self.free.1) {
                let (one, other) = (&self.a.tokens[i], &self.b.tokens[j]);
                let (likeness, how) = liken(one, other);
                if likeness >= PAIRED && n < cells.len() {
                    let weight = likeness * (one.mass.min(other.mass) + 0.01)
                        + if one.father == other.father { 0.02 } else { 0.0 };
                    cells[n] = (weight, likeness, how, i as u8, j as u8);
                    n += 1;
                }
            }
        }
        let cells = &mut cells[..n];
        cells.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.3.cmp(&y.3)).then(x.4.cmp(&y.4)));
        for (_, likeness, how, i, j) in cells.iter() {
            let (a, b) = (1u16 << i, 1u16 << j);
            if self.free.0 & a != 0 && self.free.1 & b != 0 {
                self.pair(a, b, *likeness, *how);
            }
        }
    }

    /// `JC` for Jean-Claude.
    fn clusters(&mut self) {
        for turned in [false, true] {
            let (one, many, free) = if turned {
                (&self.b.tokens, &self.a.tokens, (self.free.1, self.free.0))
            } else {
                (&self.a.tokens, &self.b.tokens, self.free)
            };
            let found = bits(free.0).find_map(|i| {
                let text = one[i].text;
                let letters = text.as_bytes();
                let cluster =
                    (2..=3).contains(&letters.len()) && !letters.iter().any(|c| b"aeiouy0123456789".contains(c));
                if !cluster {
                    return None;
                }
                let mut taken = 0u16;
                for letter in letters {
                    let j = bits(free.1 & !taken).find(|j| many[*j].text.as_bytes().first() == Some(letter))?;
                    taken |= 1 << j;
                }
                Some((1u16 << i, taken))
            });
            if let Some((whole, parts)) = found {
                let (a, b) = if turned { (parts, whole) } else { (whole, parts) };
                self.pair(a, b, 0.8, How::Initial);
            }
        }
    }

    /// The first letters of the other's words.
    fn acronym(&mut self) {
        for turned in [false, true] {
            let (short, long, free) =
                if turned { (self.b, self.a, (self.free.1, self.free.0)) } else { (self.a, self.b, self.free) };
            if long.tokens.len() < 2 {
                continue;
            }
            let found = bits(free.0).find(|i| {
                let token = &short.tokens[*i];
                let likely = token.distinctive() || token.kind == WordKind::Initial;
                likely && token.text.len() >= 3 && long.initials.contains(&token.text)
            });
            if let Some(i) = found {
                let all = free.1;
                if all.count_ones() < 2 {
                    continue;
                }
                let (a, b) = if turned { (all, 1u16 << i) } else { (1u16 << i, all) };
                self.pair(a, b, 0.84, How::Acronym);
            }
        }
    }

    fn outcome(self, organisation: bool) -> Outcome {
        let (a, b) = (&self.a.tokens, &self.b.tokens);
        let (mut agreed, mut shared, mut info, mut told) = (0.0f32, 0.0f32, 0.0f32, 0.0f32);
        let (mut crossed, mut near, mut slips) = (0, 0, false);
        for pairing in self.pairings.iter().flatten() {
            let mass = match pairing.how {
                How::Acronym => 5.0,
                How::Initial => 3.5f32.min(mass(a, pairing.a)).min(mass(b, pairing.b)),
                _ => 0.5 * (mass(a, pairing.a) + mass(b, pairing.b)),
            };
            agreed += mass * pairing.likeness;
            shared += mass;
            let distinct = pairing.how != How::Initial
                && (bits(pairing.a).any(|i| a[i].distinctive()) || bits(pairing.b).any(|j| b[j].distinctive()));
            info += if distinct { mass } else { 0.5 * mass } * pairing.likeness;
            if distinct {
                told += mass;
            }
            near += usize::from(pairing.how == How::Near);
            slips |= matches!(pairing.how, How::Near | How::Group | How::Initial | How::Acronym);
            let fathers = (bits(pairing.a).any(|i| a[i].father), bits(pairing.b).any(|j| b[j].father));
            crossed += usize::from(fathers.0 != fathers.1);
        }
        let (left_a, left_b) = (self.left(self.a, self.free.0), self.left(self.b, self.free.1));
        let mut contradiction = left_a.0.min(left_b.0);
        if contradiction >= 2.0 {
            // Two short names contradict each other as two long ones do.
            contradiction = contradiction.max(CONTRADICTION_MIN);
        }
        let extra = if left_a.0 > left_b.0 { spare(left_a, contradiction) } else { spare(left_b, contradiction) };
        let total = shared
            + CONTRADICTION * contradiction
            + extra * if organisation { EXTRA_ORGANISATION } else { EXTRA_PERSON };
        let mut score = if total > 0.0 { agreed / total } else { 0.0 };
        let numbers = (numbers(a, self.free.0), numbers(b, self.free.1));
        if organisation {
            score *= match numbers {
                (true, true) => 0.62,
                (false, false) => 1.0,
                _ => 0.8,
            };
        }
        if contradiction >= 2.0 {
            score *= 0.93;
        }
        // Many small slips are not one party.
        if near > 1 {
            score *= 0.97;
        }
        let fathers = a.iter().any(|token| token.father) && b.iter().any(|token| token.father);
        let descent = fathers && crossed >= 2;
        if descent {
            score *= 0.72;
        }
        let initials = self.pairings.iter().flatten().any(|pairing| pairing.how == How::Initial);
        let common = told == 0.0 && (tells(a, self.free.0) || tells(b, self.free.1) || initials && !organisation);
        if common {
            score *= 0.7;
        }
        let (legal, factor) = legal(&self.a.legal, &self.b.legal);
        score *= factor;
        score *= 1.0 - (0.3 * (-info / 4.0).exp()).max(0.02 / (1.0 + info));
        // A strong hit has no word that may be another.
        if slips {
            score = score.min(SLIPS_MAX);
        }
        Outcome {
            score,
            pairings: self.pairings,
            left: self.free,
            numbers: numbers.0 || numbers.1,
            descent,
            common,
            legal,
        }
    }

    /// The mass left over, and how much of it is easily left out: fathers' names, what is said twice.
    fn left(&self, reading: &Reading, free: u16) -> (f32, f32) {
        let mut out = (0.0, 0.0);
        for i in bits(free) {
            let token = &reading.tokens[i];
            // Two trades contradict each other more than they tell a party.
            out.0 += if matches!(token.kind, WordKind::Industry | WordKind::Place) {
                token.mass.max(4.0)
            } else {
                token.mass
            };
            let twice = reading.tokens.iter().enumerate().any(|(k, other)| k != i && other.text == token.text);
            if twice || token.patronymic() {
                out.1 += 0.8 * token.mass;
            }
        }
        out
    }
}

/// What is left when what contradicts has been counted, without what is easily left out.
fn spare((left, easy): (f32, f32), contradiction: f32) -> f32 {
    (left - contradiction - easy).max(0.0)
}

/// The places of the bits that are set.
pub(super) fn bits(mut mask: u16) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        if mask == 0 {
            return None;
        }
        let i = mask.trailing_zeros() as usize;
        mask &= mask - 1;
        Some(i)
    })
}

fn mass(tokens: &[Token], mask: u16) -> f32 {
    bits(mask).map(|i| tokens[i].mass).sum()
}

fn numbers(tokens: &[Token], mask: u16) -> bool {
    bits(mask).any(|i| tokens[i].kind == WordKind::Number)
}

fn tells(tokens: &[Token], mask: u16) -> bool {
    bits(mask).any(|i| tokens[i].distinctive())
}

/// Whether two names have legal forms that differ, and what that costs.
fn legal(a: &[u16], b: &[u16]) -> (bool, f32) {
    if a.is_empty() || b.is_empty() || a.iter().any(|group| b.contains(group)) {
        return (false, 1.0);
    }
    let families = |groups: &[u16]| groups.iter().filter_map(|group| WORDS.family(*group)).collect::<Vec<_>>();
    let (a, b) = (families(a), families(b));
    if a.is_empty() || b.is_empty() {
        return (false, 1.0);
    }
    if a.iter().any(|family| b.contains(family)) {
        return (true, 0.985);
    }
    let commerce = |families: &[Family]| families.iter().all(|f| matches!(f, Family::Company | Family::Partnership));
    (true, if commerce(&a) && commerce(&b) { 0.95 } else { 0.7 })
}

/// Whether a word is made of two or three others, in any order, give or take a slip; which, and how surely.
fn parts_of(whole: &Token, parts: &[Token], free: u16) -> Option<(u16, f32)> {
    let fits = |taken: &[usize]| -> Option<f32> {
        let mut text = Short::EMPTY;
        let mut sound = Short::EMPTY;
        let mut bag = 0;
        for i in taken {
            text.extend(parts[*i].text.as_bytes());
            for sign in parts[*i].sound.as_bytes() {
                super::sound::add(&mut sound, *sign);
            }
            bag |= parts[*i].bag;
        }
        if (bag ^ whole.bag).count_ones() > 5 {
            return None;
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
    let begins = |word: &Short| word.as_bytes().first() == Some(&first);
    let full = name.distinctive() && name.text.len() > 1;
    if full
        && (begins(&name.text)
            || begins(&name.other)
            || initial.sound.as_bytes().first() == name.sound.as_bytes().first())
    {
        0.85
    } else {
        0.0
    }
}

/// From the share of letters that differ to a likeness: a slip in five letters is forgiven, two in five are another word.
fn curve(far: f32) -> f32 {
    if far <= 0.2 { 1.0 - far } else { (0.8 * (0.42 - far) / 0.22).max(0.0) }
}

/// The share of a word's letters that a distance is. Two slips in a word are more than twice one.
fn share(distance: u16, length: usize) -> f32 {
    let slips = f32::from(distance) / 100.0;
    slips / length as f32 * (1.0 + 0.5 * (slips - 1.0).max(0.0))
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
        let limit = (letters * 50) as u16;
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
    let limit = (length * 50) as u16;
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
