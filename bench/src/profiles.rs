//! Profiles as a subject specialist would store them, generated from records with a fixed seed.
//!
//! The mixture: 40 % conjunctions of two to four words, 25 % a phrase with a word, 15 % (a or b or
//! c) and (d or e), 10 % two words near each other, 5 % a prefix with a word, 5 % with a word that
//! is barred. One in eight also asks for a class, one in twenty-five for a year. Words are drawn
//! from one record by how many records hold them: common (1 to 10 %), middling (0.1 to 1 %), rare.

use matching::{Analysis, Atom, Pattern, Query, Sheet, Standing, Years};
use model::Record;
use rustc_hash::FxHashMap;

/// A small generator (SplitMix64): the same seed gives the same profiles everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Words of a record by how frequent they are: common, middling, rare.
type Drawable = [Vec<String>; 3];

/// Makes profiles from records that are not measured.
pub fn generate(records: &[Record], n_profiles: usize, seed: u64) -> Vec<Standing> {
    let sheets: Vec<Vec<String>> = records.iter().map(words).collect();
    let mut holding: FxHashMap<&str, u32> = FxHashMap::default();
    for words in &sheets {
        let mut distinct: Vec<&str> = words.iter().map(String::as_str).collect();
        distinct.sort_unstable();
        distinct.dedup();
        distinct.into_iter().for_each(|word| *holding.entry(word).or_default() += 1);
    }
    let n = records.len() as f64;
    let band = |word: &str| {
        let count = f64::from(holding.get(word).copied().unwrap_or(0));
        let drawable = (2..=30).contains(&word.len()) && count >= 2.0 && !word.bytes().all(|b| b.is_ascii_digit());
        match count / n {
            share if drawable && share < 0.001 => Some(2),
            share if drawable && share < 0.01 => Some(1),
            share if drawable && share < 0.1 => Some(0),
            _ => None,
        }
    };
    let drawable: Vec<Drawable> = sheets
        .iter()
        .map(|words| {
            let mut bands = Drawable::default();
            for word in words {
                if let Some(band) = band(word)
                    && !bands[band].contains(word)
                {
                    bands[band].push(word.clone());
                }
            }
            bands
        })
        .collect();
    let mut dice = Dice(seed);
    let mut profiles = Vec::with_capacity(n_profiles);
    while profiles.len() < n_profiles {
        let at = dice.below(records.len());
        if let Some(query) = profile(&mut dice, at, &sheets, &drawable, records) {
            profiles.push(Standing { query, threshold: None });
        }
    }
    profiles
}

fn words(record: &Record) -> Vec<String> {
    let sheet = Sheet::new(record, Analysis::Plain);
    sheet
        .tokens()
        .iter()
        .filter(|token| sheet.passages()[token.segment as usize].field.is_prose())
        .map(|t| t.folded.clone())
        .collect()
}

fn draw(dice: &mut Dice, drawable: &Drawable, weights: [f64; 3]) -> Option<Query> {
    let share = dice.share();
    let band = if share < weights[0] {
        0
    } else if share < weights[0] + weights[1] {
        1
    } else {
        2
    };
    let words = [band, 1, 0, 2].into_iter().map(|band| &drawable[band]).find(|words| !words.is_empty())?;
    Some(Query::text(Pattern::words(&words[dice.below(words.len())])))
}

fn profile(
    dice: &mut Dice,
    at: usize,
    sheets: &[Vec<String>],
    drawable: &[Drawable],
    records: &[Record],
) -> Option<Query> {
    let own = &drawable[at];
    let other = |dice: &mut Dice| dice.below(drawable.len());
    let kind = dice.share();
    let mut parts: Vec<Query> = if kind < 0.40 {
        let share = dice.share();
        let (n, weights) = if share < 0.45 {
            (2, [0.15, 0.50, 0.35])
        } else if share < 0.80 {
            (3, [0.35, 0.45, 0.20])
        } else {
            (4, [0.50, 0.40, 0.10])
        };
        (0..n).map(|_| draw(dice, own, weights)).collect::<Option<_>>()?
    } else if kind < 0.65 {
        let words = &sheets[at];
        let length = if dice.share() < 0.7 { 2 } else { 3 };
        let from = dice.below(words.len().checked_sub(length)?);
        let phrase = &words[from..from + length];
        let known = |word: &String| own.iter().any(|band| band.contains(word));
        // Little words stand inside a phrase and never at its ends.
        if !known(&phrase[0]) || !known(&phrase[length - 1]) || phrase[0] == phrase[length - 1] {
            return None;
        }
        vec![Query::text(Pattern::words(&phrase.join(" "))), draw(dice, own, [0.5, 0.35, 0.15])?]
    } else if kind < 0.80 {
        let (second, third) = (other(dice), other(dice));
        let left = [at, second, third]
            .into_iter()
            .map(|at| draw(dice, &drawable[at], [0.07, 0.52, 0.41]))
            .collect::<Option<_>>()?;
        let right =
            [at, second].into_iter().map(|at| draw(dice, &drawable[at], [0.22, 0.53, 0.25])).collect::<Option<_>>()?;
        vec![Query::Or(left), Query::Or(right)]
    } else if kind < 0.90 {
        let words = &sheets[at];
        let from = dice.below(words.len().checked_sub(6)?);
        let (a, b) = (&words[from], &words[from + 1 + dice.below(5)]);
        let known = |word: &String| own.iter().any(|band| band.contains(word));
        if a == b || !known(a) || !known(b) {
            return None;
        }
        vec![Query::text(Pattern::Near(5, Box::new(Pattern::words(a)), Box::new(Pattern::words(b))))]
    } else if kind < 0.95 {
        let long: Vec<&String> = own.iter().flatten().filter(|word| word.len() >= 6 && word.is_ascii()).collect();
        let word = *long.get(dice.below(long.len()))?;
        let length = 4 + dice.below(word.len().min(8) - 4);
        vec![Query::text(Pattern::prefix(&word[..length])), draw(dice, own, [0.15, 0.5, 0.35])?]
    } else {
        let barred = other(dice);
        let barred = draw(dice, &drawable[barred], [0.7, 0.25, 0.05])?;
        vec![draw(dice, own, [0.2, 0.5, 0.3])?, draw(dice, own, [0.2, 0.5, 0.3])?, Query::Not(Box::new(barred))]
    };
    let overlay = dice.share();
    if overlay < 0.12
        && let Some(code) = records[at].subjects.iter().find_map(|subject| subject.code.as_ref())
    {
        parts.push(Query::Atom(Atom::class(code, true)));
    } else if overlay > 0.96 {
        parts.push(Query::Year(Years { from: 2004 + dice.below(14) as i32, to: i32::MAX }));
    }
    Some(if parts.len() == 1 { parts.swap_remove(0) } else { Query::And(parts) })
}
