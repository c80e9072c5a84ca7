//! Proposes codes of a scheme for a record, learned from records whose codes the office accepted.
//!
//! Each code is a centroid (Rocchio 1971): the mean of the word vectors of its records less the mean of all, with the
//! weights of the words that speak for it. A record is held against every code by the cosine, and the more records a code
//! has the sooner it is named. Words are those of [`analysis`](crate::analysis), weighted by how often they stand in the
//! record and how rare they are; codes of other schemes that the record bears count as words, those of the scheme itself
//! never: what is proposed is not read off.
//!
//! The same records in the same order give the same classifier, byte by byte.

#[cfg(test)]
mod tests;

use std::fmt::Write;

use model::{Record, SubjectScheme};
use rustc_hash::FxHashMap;

use crate::analysis::Analysis;
use crate::field::Field;
use crate::sheet::{Forms, Sheet};

/// Records from which a classifier learns at least: with fewer its figures would say nothing.
pub const LEARNED_RECORDS_MIN: usize = 50;

/// Records from which it learns at most. More make it slower to learn and no better.
pub const LEARNED_RECORDS_MAX: usize = 50_000;

/// Codes that are proposed at most.
pub const PROPOSED_MAX: usize = 5;

/// Records that a code needs to be proposed at all.
const CODE_RECORDS_MIN: u32 = 2;

/// Words of a code that are kept: those behind them weigh next to nothing.
const CODE_WORDS_MAX: usize = 300;

/// Words that are named for a proposal.
const TELLING_WORDS_MAX: usize = 5;

/// One record in so many is held back when the classifier is measured.
const HELD_BACK_EACH: u64 = 5;

/// How much of the mean of all records is taken from the mean of those of a code.
const OTHERS_SHARE: f32 = 0.75;

/// How much the number of records of a code weighs beside the words.
const PRIOR_SHARE: f32 = 0.02;

/// What the first line of a kept classifier says.
const HEAD: &str = "uptake-classifier 1";

/// A code that is proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedCode {
    /// The code.
    pub code: String,
    /// How near the record is to the records of the code; higher is nearer, and the scale is that of the classifier alone.
    pub score: f32,
    /// Words of the record that speak for it, as they are written there, the most telling first.
    pub words: Vec<String>,
}

/// How a classifier did on records from which it had not learned.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Precision {
    /// How many there were.
    pub n_held_back: usize,
    /// Share of them whose first proposal was accepted.
    pub at_1: f64,
    /// Share of the first five proposals that were accepted.
    pub at_5: f64,
    /// What that share is at best, as most records bear fewer than five codes.
    pub best_at_5: f64,
    /// Share of the accepted codes that were among the first five proposals.
    pub found_at_5: f64,
}

/// Words of a record with their weights.
type Bag = Vec<(u32, f32)>;

/// A record with its codes.
struct Example {
    held_back: bool,
    words: Bag,
    codes: Vec<u32>,
}

/// Learns from records, one after the other.
pub struct Learner {
    scheme: SubjectScheme,
    forms: Forms,
    words: FxHashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
    codes: FxHashMap<String, u32>,
    examples: Vec<Example>,
}

/// What was learned of one scheme.
#[derive(Clone, Debug, PartialEq)]
pub struct Classifier {
    scheme: SubjectScheme,
    /// Weight of each word in any record: how rare it is.
    rarity: FxHashMap<Box<str>, f32>,
    /// Codes with what is added to their scores.
    codes: Vec<(String, f32)>,
    /// Under each word the codes that it speaks for.
    speaks: FxHashMap<Box<str>, Vec<(u32, f32)>>,
}

impl Learner {
    /// For a scheme.
    pub fn new(scheme: SubjectScheme) -> Learner {
        Learner {
            scheme,
            forms: Forms::default(),
            words: FxHashMap::default(),
            names: Vec::new(),
            codes: FxHashMap::default(),
            examples: Vec::new(),
        }
    }

    /// Whether it takes no more records.
    pub fn is_full(&self) -> bool {
        self.examples.len() >= LEARNED_RECORDS_MAX
    }

    /// Records so far.
    pub fn n_records(&self) -> usize {
        self.examples.len()
    }

    /// Takes a record with its codes. `number` is one of its own and decides whether it is held back when the classifier
    /// is measured.
    pub fn add(&mut self, number: u64, record: &Record, codes: &[String]) {
        if self.is_full() || codes.is_empty() {
            return;
        }
        let counted = counted(&mut self.forms, record, self.scheme);
        let mut words = Bag::with_capacity(counted.len());
        for (word, (weight, _)) in counted {
            let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            let id = *self.words.entry(word.clone()).or_insert_with(|| {
                self.names.push(word);
                next
            });
            words.push((id, weight));
        }
        words.sort_unstable_by_key(|(word, _)| *word);
        let codes = codes
            .iter()
            .map(|code| {
                let next = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
                *self.codes.entry(code.clone()).or_insert(next)
            })
            .collect();
        self.examples.push(Example { held_back: number.is_multiple_of(HELD_BACK_EACH), words, codes });
    }

    /// How it does on records that are held back, and what it learned from all; `None` from fewer than
    /// [`LEARNED_RECORDS_MIN`].
    pub fn learn(&self) -> Option<(Classifier, Precision)> {
        if self.examples.len() < LEARNED_RECORDS_MIN {
            return None;
        }
        let tried = self.learned(|example| !example.held_back);
        Some((self.learned(|_| true), self.precision(&tried)))
    }

    fn names_of_codes(&self) -> Vec<&str> {
        let mut names = vec![""; self.codes.len()];
        for (name, at) in &self.codes {
            names[*at as usize] = name;
        }
        names
    }

    fn learned(&self, take: impl Fn(&Example) -> bool) -> Classifier {
        let taken: Vec<&Example> = self.examples.iter().filter(|example| take(example)).collect();
        let n = taken.len() as f32;
        let mut holding = vec![0u32; self.names.len()];
        for (word, _) in taken.iter().flat_map(|example| &example.words) {
            holding[*word as usize] += 1;
        }
        let rarity: Vec<f32> =
            holding.iter().map(|df| if *df < 2 { 0.0 } else { ((n + 1.0) / *df as f32).ln() }).collect();
        let mut all = vec![0.0f32; self.names.len()];
        let mut of_codes: Vec<(u32, FxHashMap<u32, f32>)> = vec![(0, FxHashMap::default()); self.codes.len()];
        for example in &taken {
            let unit = unit(example.words.iter().map(|(word, weight)| (*word, weight * rarity[*word as usize])));
            for (word, weight) in &unit {
                all[*word as usize] += weight / n;
            }
            for code in &example.codes {
                let (count, sum) = &mut of_codes[*code as usize];
                *count += 1;
                for (word, weight) in &unit {
                    *sum.entry(*word).or_default() += weight;
                }
            }
        }
        let names = self.names_of_codes();
        // In the order of the codes themselves, so that nothing hangs on the order in which records came.
        let mut order: Vec<usize> = (0..names.len()).filter(|at| of_codes[*at].0 >= CODE_RECORDS_MIN).collect();
        order.sort_unstable_by_key(|at| names[*at]);
        let mut codes = Vec::with_capacity(order.len());
        let mut speaks: FxHashMap<Box<str>, Vec<(u32, f32)>> = FxHashMap::default();
        for (place, at) in (0u32..).zip(order) {
            let (count, sum) = &of_codes[at];
            let count = *count as f32;
            let less = sum.iter().map(|(word, sum)| (*word, sum / count - OTHERS_SHARE * all[*word as usize]));
            let mut telling: Bag = less.filter(|(_, weight)| *weight > 0.0).collect();
            telling.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| self.name(a.0).cmp(self.name(b.0))));
            telling.truncate(CODE_WORDS_MAX);
            for (word, weight) in unit(telling.into_iter()) {
                speaks.entry(self.name(word).into()).or_default().push((place, weight));
            }
            codes.push((names[at].to_owned(), PRIOR_SHARE * (count / n).ln()));
        }
        let known = |(word, weight): (usize, &f32)| {
            let name = &self.names[word];
            (*weight > 0.0).then(|| (name.clone(), *weight))
        };
        let rarity = rarity.iter().enumerate().filter_map(known).collect();
        Classifier { scheme: self.scheme, rarity, codes, speaks }
    }

    fn name(&self, word: u32) -> &str {
        &self.names[word as usize]
    }

    fn precision(&self, classifier: &Classifier) -> Precision {
        let names = self.names_of_codes();
        let mut sum = Precision::default();
        for example in self.examples.iter().filter(|example| example.held_back) {
            let words = example.words.iter().map(|(word, weight)| (self.name(*word), *weight));
            let proposed = classifier.ranked(words);
            let right = |code: &str| example.codes.iter().any(|own| names[*own as usize] == code);
            let hits = proposed.iter().filter(|(code, _)| right(&classifier.codes[*code as usize].0)).count();
            let first = proposed.first().is_some_and(|(code, _)| right(&classifier.codes[*code as usize].0));
            let (n_codes, most) = (example.codes.len(), PROPOSED_MAX as f64);
            sum.n_held_back += 1;
            sum.at_1 += if first { 1.0 } else { 0.0 };
            sum.at_5 += hits as f64 / most;
            sum.best_at_5 += n_codes.min(PROPOSED_MAX) as f64 / most;
            sum.found_at_5 += hits as f64 / n_codes as f64;
        }
        let n = (sum.n_held_back as f64).max(1.0);
        Precision {
            at_1: sum.at_1 / n,
            at_5: sum.at_5 / n,
            best_at_5: sum.best_at_5 / n,
            found_at_5: sum.found_at_5 / n,
            ..sum
        }
    }
}

impl Classifier {
    /// Its scheme.
    pub fn scheme(&self) -> SubjectScheme {
        self.scheme
    }

    /// How many codes it knows.
    pub fn n_codes(&self) -> usize {
        self.codes.len()
    }

    /// The codes that a record may bear, the likeliest first, at most [`PROPOSED_MAX`].
    pub fn propose(&self, record: &Record) -> Vec<ProposedCode> {
        let counted = counted(&mut Forms::default(), record, self.scheme);
        let ranked = self.ranked(counted.iter().map(|(word, (weight, _))| (&**word, *weight)));
        ranked
            .into_iter()
            .map(|(code, score)| {
                let mut telling: Vec<(f32, &str)> = counted
                    .iter()
                    .filter_map(|(word, (weight, written))| {
                        let (_, speaks) = self.speaks.get(word)?.iter().find(|(of, _)| *of == code)?;
                        Some((speaks * weight * self.rarity.get(word)?, written.as_str()))
                    })
                    .collect();
                telling.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
                let words = telling.into_iter().take(TELLING_WORDS_MAX).map(|(_, word)| word.to_owned()).collect();
                ProposedCode { code: self.codes[code as usize].0.clone(), score, words }
            })
            .collect()
    }

    /// Codes for which some word speaks, with their scores, the best first.
    fn ranked<'w>(&self, words: impl Iterator<Item = (&'w str, f32)>) -> Vec<(u32, f32)> {
        let weighed: Vec<(&str, f32)> =
            words.filter_map(|(word, weight)| Some((word, weight * self.rarity.get(word)?))).collect();
        let length = weighed.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        let mut scores: FxHashMap<u32, f32> = FxHashMap::default();
        for (word, weight) in weighed {
            for (code, speaks) in self.speaks.get(word).into_iter().flatten() {
                *scores.entry(*code).or_default() += speaks * weight / length;
            }
        }
        let mut ranked: Vec<(u32, f32)> =
            scores.into_iter().map(|(code, score)| (code, score + self.codes[code as usize].1)).collect();
        ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        ranked.truncate(PROPOSED_MAX);
        ranked
    }

    /// As it is kept: text, with numbers as the bits of their floating point form, so that nothing is rounded.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = format!("{HEAD}\n{}\n", self.scheme);
        let put = |out: &mut String, line: std::fmt::Arguments<'_>| {
            // Writing to a text cannot fail.
            let _ = out.write_fmt(line);
        };
        put(&mut out, format_args!("{}\n", self.codes.len()));
        for (code, prior) in &self.codes {
            put(&mut out, format_args!("{:08x} {code}\n", prior.to_bits()));
        }
        let mut words: Vec<(&str, f32)> = self.rarity.iter().map(|(word, rarity)| (&**word, *rarity)).collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        for (word, rarity) in words {
            put(&mut out, format_args!("{:08x}", rarity.to_bits()));
            for (code, speaks) in self.speaks.get(word).into_iter().flatten() {
                put(&mut out, format_args!(" {code}:{:08x}", speaks.to_bits()));
            }
            put(&mut out, format_args!("\t{word}\n"));
        }
        out.into_bytes()
    }

    /// Reads what [`Classifier::to_bytes`] writes; `None` for anything else: then it is learned anew.
    pub fn from_bytes(bytes: &[u8]) -> Option<Classifier> {
        let float = |hex: &str| u32::from_str_radix(hex, 16).ok().map(f32::from_bits).filter(|float| float.is_finite());
        let mut lines = std::str::from_utf8(bytes).ok()?.lines();
        if lines.next()? != HEAD {
            return None;
        }
        let scheme = SubjectScheme::from_word(lines.next()?)?;
        let n_codes: usize = lines.next()?.parse().ok()?;
        let mut codes = Vec::new();
        for _ in 0..n_codes {
            let (prior, code) = lines.next()?.split_once(' ')?;
            codes.push((code.to_owned(), float(prior)?));
        }
        let mut rarity = FxHashMap::default();
        let mut speaks: FxHashMap<Box<str>, Vec<(u32, f32)>> = FxHashMap::default();
        for line in lines {
            let (numbers, word) = line.split_once('\t')?;
            let mut numbers = numbers.split(' ');
            rarity.insert(Box::from(word), float(numbers.next()?)?);
            for part in numbers {
                let (code, weight) = part.split_once(':')?;
                let code: u32 = code.parse().ok().filter(|code| (*code as usize) < n_codes)?;
                speaks.entry(Box::from(word)).or_default().push((code, float(weight)?));
            }
        }
        Some(Classifier { scheme, rarity, codes, speaks })
    }
}

/// Of unit length; empty where nothing weighs anything.
fn unit(weighed: impl Iterator<Item = (u32, f32)>) -> Bag {
    let mut bag: Bag = weighed.filter(|(_, weight)| *weight > 0.0).collect();
    let length = bag.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    bag.iter_mut().for_each(|(_, weight)| *weight /= length);
    bag
}

/// The words of a record, each with its weight and as it is written: those of the title count twice. Codes of other schemes
/// are words too.
fn counted(forms: &mut Forms, record: &Record, scheme: SubjectScheme) -> Vec<(Box<str>, (f32, String))> {
    let mut bare = record.clone();
    bare.subjects.retain(|subject| subject.scheme != scheme);
    let sheet = Sheet::with(forms, &bare, Analysis::Stemmed);
    let mut counts: FxHashMap<Box<str>, (f32, String)> = FxHashMap::default();
    for token in sheet.tokens() {
        let passage = &sheet.passages()[token.segment as usize];
        if !passage.field.is_prose() || token.key.chars().count() < 2 || token.key.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        let key = format!("{}{}", passage.tongue.code(), token.key).into_boxed_str();
        let times = if passage.field == Field::Title { 2.0 } else { 1.0 };
        counts.entry(key).or_insert_with(|| (0.0, sheet.written(token).to_lowercase())).0 += times;
    }
    for subject in &bare.subjects {
        let Some(code) = &subject.code else { continue };
        for class in subject.scheme.ancestors(code) {
            let key = format!("#{} {class}", subject.scheme).into_boxed_str();
            counts.entry(key).or_insert_with(|| (1.0, class));
        }
    }
    let mut counted: Vec<_> =
        counts.into_iter().map(|(word, (times, written))| (word, (1.0 + times.ln(), written))).collect();
    counted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    counted
}
