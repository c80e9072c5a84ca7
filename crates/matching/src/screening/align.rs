//! Two readings held against each other, word by word.

use super::likeness::{How, liken, parts_of};
use super::name::{Reading, TOKENS_MAX};
use super::short::Short;
use super::token::Token;
use super::word::{Family, WORDS, WordKind};

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

/// How like the works of Murom are to the Muromskiy works.
const ADJECTIVE: f32 = 0.9;

/// What is left to two persons of whom nothing says that they are of one family.
const OTHER_FAMILY: f32 = 0.7;

/// Letters of the shortest word that may be several.
const JOINED_MIN: usize = 4;

/// From this likeness on two words may be paired.
const PAIRED: f32 = 0.4;

/// Holds two readings against each other. The same comes of it the other way round.
pub(super) fn align(a: &Reading, b: &Reading, organisation: bool) -> Outcome {
    let turned = a.tokens.iter().map(|token| token.text).gt(b.tokens.iter().map(|token| token.text));
    let (a, b) = if turned { (b, a) } else { (a, b) };
    let mut table = Table::new(a, b);
    table.same();
    table.joins();
    table.near(organisation);
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

    /// One word here, two or three there, as often as there are.
    fn joins(&mut self) {
        for turned in [false, true] {
            for _ in 0..TOKENS_MAX / 2 {
                if !self.join(turned) {
                    break;
                }
            }
        }
    }

    fn join(&mut self, turned: bool) -> bool {
        let (one, many, free) = if turned {
            (&self.b.tokens, &self.a.tokens, (self.free.1, self.free.0))
        } else {
            (&self.a.tokens, &self.b.tokens, self.free)
        };
        if free.1.count_ones() < 2 {
            return false;
        }
        let found = bits(free.0).filter(|i| one[*i].text.len() >= JOINED_MIN && one[*i].distinctive()).find_map(|i| {
            let (parts, likeness) = parts_of(&one[i], many, free.1)?;
            Some((1u16 << i, parts, likeness))
        });
        let Some((whole, parts, likeness)) = found else { return false };
        let (a, b) = if turned { (parts, whole) } else { (whole, parts) };
        self.pair(a, b, likeness, How::Joined);
        true
    }

    /// The likest first.
    fn near(&mut self, organisation: bool) {
        let mut cells = [(0.0f32, 0.0f32, How::Near, 0u8, 0u8); 64];
        let mut n = 0;
        for i in bits(self.free.0) {
            for j in bits(self.free.1) {
                let (one, other) = (&self.a.tokens[i], &self.b.tokens[j]);
                let (mut likeness, mut how) = liken(one, other);
                if organisation && likeness < ADJECTIVE && adjective(&one.text, &other.text) {
                    (likeness, how) = (ADJECTIVE, How::Group);
                }
                // Yong with another word behind it is not the beginning of Yongho.
                let likeness = if how == How::Near && self.begins(i, j) { 0.0 } else { likeness };
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

    /// Whether one of two words is the beginning of the other by two letters or more, and has words beside it for the rest.
    fn begins(&self, i: usize, j: usize) -> bool {
        let (one, other) = (&self.a.tokens[i].text, &self.b.tokens[j].text);
        let spare = (self.free.0.count_ones(), self.free.1.count_ones());
        let is_begin = |short: &Short, long: &Short| {
            short.len() + 2 <= long.len() && long.as_bytes().starts_with(short.as_bytes())
        };
        spare.0 > spare.1 && is_begin(one, other) || spare.1 > spare.0 && is_begin(other, one)
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
        let descent = fathers && crossed >= 2 || self.turned_initials();
        if descent {
            score *= 0.72;
        }
        let initials = self.pairings.iter().flatten().any(|pairing| pairing.how == How::Initial);
        let common = told == 0.0 && (tells(a, self.free.0) || tells(b, self.free.1) || initials && !organisation);
        if common {
            score *= 0.7;
        }
        if !organisation && self.family_for_initial() {
            score *= OTHER_FAMILY;
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

    /// Whether initials stand in another order than the names they would be of: `A. V.` is not Viktor Andreevich.
    fn turned_initials(&self) -> bool {
        let alone = |pairing: &&Pairing| {
            pairing.how == How::Initial && pairing.a.is_power_of_two() && pairing.b.is_power_of_two()
        };
        let of = |pairing: &Pairing| {
            let (one, other) = (
                &self.a.tokens[pairing.a.trailing_zeros() as usize],
                &self.b.tokens[pairing.b.trailing_zeros() as usize],
            );
            let first = if one.kind == WordKind::Initial { one.text } else { other.text };
            (first, one.place, other.place)
        };
        let initials = || self.pairings.iter().flatten().filter(alone).map(of);
        initials().any(|x| initials().any(|y| x.0 != y.0 && x.1 < y.1 && x.2 > y.2))
    }

    /// Whether the family name of the one is the initial of the other, who has another family name: Vladimir Putin is not Kononov,
    /// Vladimir P. Where a family name agrees, the initial may be of a second one.
    fn family_for_initial(&self) -> bool {
        let (a, b) = (&self.a.tokens, &self.b.tokens);
        let family = |token: &Token| token.kind == WordKind::Plain && token.text.len() >= 3 && !token.patronymic();
        let agrees = |pairing: &Pairing| {
            pairing.how != How::Initial
                && (bits(pairing.a).any(|i| family(&a[i])) || bits(pairing.b).any(|j| family(&b[j])))
        };
        if self.pairings.iter().flatten().any(agrees) {
            return false;
        }
        self.pairings.iter().flatten().filter(|pairing| pairing.how == How::Initial).any(|pairing| {
            let of_a = bits(pairing.a).any(|i| a[i].kind == WordKind::Initial);
            let taken =
                if of_a { bits(pairing.b).any(|j| family(&b[j])) } else { bits(pairing.a).any(|i| family(&a[i])) };
            let is_left =
                if of_a { bits(self.free.0).any(|i| family(&a[i])) } else { bits(self.free.1).any(|j| family(&b[j])) };
            taken && is_left
        })
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

/// Whether one of two words is the Russian adjective of the other.
fn adjective(a: &Short, b: &Short) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let stem = |end: &[u8]| long.as_bytes().strip_suffix(end);
    short.len() >= 4
        && [&b"skiy"[..], b"skoy", b"skaya", b"skoe", b"skoye", b"skij", b"skyy", b"sky"]
            .iter()
            .find_map(|end| stem(end))
            .is_some_and(|stem| stem == short.as_bytes())
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
