//! Whether the words of what a profile brings change.

use std::collections::BTreeMap;

use crate::generator::Generator;

/// Records of each of the two times below which nothing is said.
pub const DRIFT_RECORDS_MIN: usize = 10;

/// Words that are named on each side.
const WORDS_NAMED: usize = 8;

/// How often records are dealt anew to see what chance does.
const SHUFFLES: usize = 200;

/// A word whose share of records changed.
#[derive(Clone, Debug, PartialEq)]
pub struct MovedWord {
    /// The word.
    pub word: String,
    /// The share of the earlier records that hold it.
    pub before: f64,
    /// The share of the later ones.
    pub after: f64,
}

/// How far the words of two times are apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    /// Jensen-Shannon divergence of the two distributions of words in bits: 0 the same, 1 no word in common.
    pub divergence: f64,
    /// What it is on the mean when the same records are dealt to the two times by chance.
    pub by_chance: f64,
    /// The share of deals by chance that come as far apart.
    pub p: f64,
    /// Records of the two times.
    pub records: (usize, usize),
    /// Words that are seen more often now, the most first.
    pub risen: Vec<MovedWord>,
    /// Words that are seen less often now, the most first.
    pub fallen: Vec<MovedWord>,
}

impl Drift {
    /// Whether the words changed by more than chance.
    pub fn is_real(&self) -> bool {
        self.p < 0.05
    }
}

/// How far the words of later records are from those of earlier ones. Each record is the set of its distinct words. `None` with fewer than
/// [`DRIFT_RECORDS_MIN`] records on a side. The divergence is that of Lin (*Divergence measures based on the Shannon entropy*, IEEE Trans. Inf. Theory
/// 37, 1991); since few records lie apart by chance alone, it stands beside that of random deals of the same records (a permutation test).
pub fn drift(before: &[Vec<&str>], after: &[Vec<&str>]) -> Option<Drift> {
    if before.len().min(after.len()) < DRIFT_RECORDS_MIN {
        return None;
    }
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for word in before.iter().chain(after).flatten() {
        let next = numbers.len();
        numbers.entry(word).or_insert(next);
    }
    let numbered = |record: &Vec<&str>| {
        let mut words: Vec<usize> = record.iter().filter_map(|word| numbers.get(word).copied()).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let mut records: Vec<Vec<usize>> = before.iter().chain(after).map(numbered).collect();
    let n_before = before.len();
    let (first, second) = (counts(&records[..n_before], numbers.len()), counts(&records[n_before..], numbers.len()));
    let divergence = jensen_shannon(&first, &second);
    let mut generator = Generator(records.len() as u64);
    let (mut sum, mut as_far) = (0.0, 0);
    for _ in 0..SHUFFLES {
        for at in (1..records.len()).rev() {
            records.swap(at, generator.below(at + 1));
        }
        let (one, other) = (counts(&records[..n_before], numbers.len()), counts(&records[n_before..], numbers.len()));
        let by_chance = jensen_shannon(&one, &other);
        sum += by_chance;
        as_far += usize::from(by_chance >= divergence - 1e-12);
    }
    let share = |count: u32, n: usize| f64::from(count) / n as f64;
    let mut moved: Vec<MovedWord> = numbers
        .iter()
        .map(|(word, at)| MovedWord {
            word: (*word).to_owned(),
            before: share(first[*at], n_before),
            after: share(second[*at], after.len()),
        })
        .collect();
    moved.sort_by(|a, b| (b.after - b.before).total_cmp(&(a.after - a.before)).then(a.word.cmp(&b.word)));
    let risen: Vec<MovedWord> = moved.iter().take(WORDS_NAMED).filter(|one| one.after > one.before).cloned().collect();
    let fallen = moved.iter().rev().take(WORDS_NAMED).filter(|one| one.after < one.before).cloned().collect();
    Some(Drift {
        divergence,
        by_chance: sum / SHUFFLES as f64,
        // The deal that was is one of those that could have been (Phipson and Smyth 2010).
        p: (as_far + 1) as f64 / (SHUFFLES + 1) as f64,
        records: (n_before, after.len()),
        risen,
        fallen,
    })
}

fn counts(records: &[Vec<usize>], n_words: usize) -> Vec<u32> {
    let mut counts = vec![0; n_words];
    records.iter().flatten().for_each(|word| counts[*word] += 1);
    counts
}

fn jensen_shannon(one: &[u32], other: &[u32]) -> f64 {
    let whole = |counts: &[u32]| counts.iter().map(|count| f64::from(*count)).sum::<f64>().max(1.0);
    let (first, second) = (whole(one), whole(other));
    let part = |p: f64, m: f64| if p > 0.0 { p * (p / m).log2() } else { 0.0 };
    let each = one.iter().zip(other).map(|(a, b)| {
        let (p, q) = (f64::from(*a) / first, f64::from(*b) / second);
        let m = f64::midpoint(p, q);
        f64::midpoint(part(p, m), part(q, m))
    });
    each.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(words: &[&'static str], n: usize, generator: &mut Generator) -> Vec<Vec<&'static str>> {
        (0..n).map(|_| (0..6).map(|_| words[generator.below(words.len())]).collect()).collect()
    }

    const DIESEL: [&str; 10] =
        ["diesel", "engine", "piston", "ring", "wear", "fuel", "pump", "nozzle", "cylinder", "load"];
    const TURBINE: [&str; 10] =
        ["gas", "turbine", "blade", "engine", "alloy", "creep", "load", "rotor", "stage", "heat"];

    #[test]
    fn words_that_stay_are_no_drift_and_words_that_go_are() {
        let mut generator = Generator(3);
        let before = records(&DIESEL, 40, &mut generator);
        let same = drift(&before, &records(&DIESEL, 40, &mut generator)).unwrap();
        assert!(!same.is_real() && (same.divergence - same.by_chance).abs() < 0.02, "{same:?}");
        let other = drift(&before, &records(&TURBINE, 40, &mut generator)).unwrap();
        assert!(other.is_real() && other.divergence > 0.5, "{other:?}");
        assert!(other.risen.iter().any(|one| one.word == "turbine"));
        assert!(other.fallen.iter().any(|one| one.word == "diesel"));
    }

    #[test]
    fn no_drift_is_called_real_about_once_in_twenty_times() {
        let mut generator = Generator(11);
        let called = (0..100)
            .filter(|_| {
                let (one, other) = (records(&DIESEL, 20, &mut generator), records(&DIESEL, 20, &mut generator));
                drift(&one, &other).unwrap().is_real()
            })
            .count();
        assert!(called <= 12, "{called}");
    }

    #[test]
    fn no_word_in_common_is_one_bit_and_few_records_say_nothing() {
        let (one, other) = (vec![vec!["a", "b"]; 12], vec![vec!["c"]; 12]);
        assert!((drift(&one, &other).unwrap().divergence - 1.0).abs() < 1e-12);
        assert_eq!(drift(&one[..9], &other), None);
    }
}
