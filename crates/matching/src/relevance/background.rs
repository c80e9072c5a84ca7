//! The background: what is usual in the records of an office, against which a record is held.
//!
//! Learned from a history of records without anybody's answers: how rare each sign is, which signs keep company, how long a record
//! is, and samples of records to hold scores against. One serves all profiles; it is learned anew from time to time, and the models
//! with it, because their records and answers are kept.

use model::Record;
use rustc_hash::FxHashMap;

use super::bytes::{Reader, Writer};
use super::company::Company;
use super::signs::{Sign, Sort, signs};
use super::vector::{Signed, Vector};
use crate::sheet::Forms;

/// Records from which a background is learned at most. More make it slower and hardly better.
pub const HISTORY_MAX: usize = 60_000;

/// Records that scores are held against: the latest. A share of one in three thousand can be told.
const REFERENCE_MAX: usize = 3_000;

/// Records that stand for everything nobody asked for, evenly out of the history.
const OTHERS_MAX: usize = 300;

/// Saturation of repeated words, how much long texts are held back, and what a word in a title counts.
const K1: f32 = 1.2;
const B: f32 = 0.75;
const TITLE: f32 = 2.0;

/// How much each sort of sign weighs: words, pairs, names, remarks.
const SHARES: [f32; 4] = [1.0, 0.5, 0.7, 0.3];

/// Records that have to hold a sign of each sort for it to be known.
const HOLDING_MIN: [u32; 4] = [2, 4, 2, 3];

/// Records that have to hold a sign for its company to be looked at.
const COMPANY_HOLDING_MIN: u32 = 8;

/// A sign that a greater share of the records hold tells nothing.
const USUAL_SHARE: f32 = 0.4;

/// Share of the direction in the square of a vector; the rest is of the signs themselves.
const DIRECTION_SHARE: f32 = 0.3;

/// What the first bytes of a kept background say.
const HEAD: &[u8] = b"uptake-background 1\n";

/// See the head of this file.
#[derive(Clone, Debug, PartialEq)]
pub struct Background {
    numbers: FxHashMap<(Sort, Box<str>), u32>,
    /// Those held most often first, so that the ones with company come first.
    keys: Vec<(Sort, Box<str>)>,
    rarity: Vec<f32>,
    mean_words: f32,
    company: Company,
    pub(super) reference: Vec<Vector>,
    pub(super) others: Vec<Vector>,
    pub(super) print: u64,
}

/// Signs of a record by numbers of their own, while a background is learned.
type Counted = Vec<(u32, u32, u32)>;

/// Takes records, the oldest first, and makes a background of them.
#[derive(Default)]
pub struct BackgroundLearner {
    forms: Forms,
    known: FxHashMap<(Sort, Box<str>), u32>,
    holding: Vec<u32>,
    records: Vec<Counted>,
}

impl BackgroundLearner {
    /// Takes a record; what is beyond [`HISTORY_MAX`] is left out, and `false` says so.
    pub fn add(&mut self, record: &Record) -> bool {
        if self.records.len() >= HISTORY_MAX {
            return false;
        }
        let counted = signs(&mut self.forms, record)
            .into_iter()
            .map(|sign| {
                let next = self.holding.len() as u32;
                let number = *self.known.entry((sign.sort, sign.key)).or_insert(next);
                if number == next {
                    self.holding.push(0);
                }
                self.holding[number as usize] += 1;
                (number, sign.n_title, sign.n_body)
            })
            .collect();
        self.records.push(counted);
        true
    }

    /// Makes the background. The same records in the same order make the same one.
    pub fn learn(self) -> Background {
        let n = self.records.len() as f32;
        let told = |sort: Sort, holding: u32| {
            // Of a handful of records everything is usual.
            holding >= HOLDING_MIN[sort as usize].min(1 + self.records.len() as u32 / 20)
                && (self.records.len() < 20 || (holding as f32) < USUAL_SHARE * n)
        };
        let mut chosen: Vec<(u32, Sort, Box<str>, u32)> = self
            .known
            .into_iter()
            .map(|((sort, key), number)| (self.holding[number as usize], sort, key, number))
            .filter(|(holding, sort, ..)| told(*sort, *holding))
            .collect();
        chosen.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, &a.2).cmp(&(b.1, &b.2))));
        let n_company = chosen.partition_point(|(holding, ..)| *holding >= COMPANY_HOLDING_MIN);
        let mut renumbered = vec![u32::MAX; self.holding.len()];
        for (at, (_, _, _, number)) in (0u32..).zip(&chosen) {
            renumbered[*number as usize] = at;
        }
        let rarity =
            chosen.iter().map(|(holding, ..)| crate::ranking::idf(self.records.len() as u64, *holding)).collect();
        let keys: Vec<(Sort, Box<str>)> = chosen.into_iter().map(|(_, sort, key, _)| (sort, key)).collect();
        let words = |record: &Counted| -> f32 {
            let of_words = record.iter().filter(|(number, ..)| {
                keys.get(renumbered[*number as usize] as usize).is_some_and(|(sort, _)| *sort == Sort::Word)
            });
            of_words.map(|(_, title, body)| (title + body) as f32).sum()
        };
        let mean_words = (self.records.iter().map(&words).sum::<f32>() / n.max(1.0)).max(1.0);
        let numbers = keys.iter().cloned().zip(0u32..).collect();
        let mut background = Background {
            numbers,
            keys,
            rarity,
            mean_words,
            company: Company::default(),
            reference: Vec::new(),
            others: Vec::new(),
            print: 0,
        };
        let weighed: Vec<Signed> = self
            .records
            .iter()
            .map(|record| {
                let known = record.iter().filter_map(|(number, title, body)| {
                    let number = renumbered[*number as usize];
                    (number != u32::MAX).then_some((number, *title, *body))
                });
                background.weighed(known.collect())
            })
            .collect();
        let near: Vec<Signed> = weighed.iter().map(|record| with_company(record, n_company)).collect();
        background.company = Company::learn(&near, n_company);
        drop(near);
        let latest = weighed.len().saturating_sub(REFERENCE_MAX);
        background.reference = weighed[latest..].iter().map(|record| background.placed(record.clone())).collect();
        let step = (weighed.len() / OTHERS_MAX).max(1);
        background.others =
            weighed.iter().step_by(step).take(OTHERS_MAX).map(|one| background.placed(one.clone())).collect();
        background.print = background.printed();
        background
    }
}

fn with_company(record: &Signed, n_company: usize) -> Signed {
    record.iter().filter(|(sign, _)| (*sign as usize) < n_company).copied().collect()
}

impl Background {
    /// A record as numbers. `forms` remembers words from record to record.
    pub fn vector(&self, forms: &mut Forms, record: &Record) -> Vector {
        let counted = signs(forms, record).into_iter().filter_map(|Sign { sort, key, n_title, n_body }| {
            Some((*self.numbers.get(&(sort, key))?, n_title, n_body))
        });
        self.placed(self.weighed(counted.collect()))
    }

    /// How many signs it knows.
    pub fn n_signs(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn n_directions(&self) -> usize {
        self.company.n_directions
    }

    /// A sign as people can read it.
    pub(super) fn sign(&self, number: u32) -> (Sort, &str) {
        let (sort, key) = &self.keys[number as usize];
        (*sort, key)
    }

    /// The place of a sign in the directions; `None` where its company is not known.
    pub(super) fn place(&self, sign: u32) -> Option<&[f32]> {
        ((sign as usize) < self.n_company()).then(|| self.company.place(sign))
    }

    fn n_company(&self) -> usize {
        self.company.places.len().checked_div(self.company.n_directions).unwrap_or(0)
    }

    /// The signs of a record with their weights: saturated counts times rarity for words and pairs, rarity for names and remarks; each
    /// sort of its share, and the whole of unit length.
    fn weighed(&self, counted: Counted) -> Signed {
        let sort = |sign: u32| self.keys[sign as usize].0;
        let of_words = counted.iter().filter(|(sign, ..)| sort(*sign) == Sort::Word);
        let length: f32 = of_words.map(|(_, title, body)| (title + body) as f32).sum();
        let norm = K1 * (1.0 - B + B * length / self.mean_words);
        let mut squares = [0.0f32; 4];
        let mut weighed: Signed = counted
            .into_iter()
            .map(|(sign, title, body)| {
                let times = TITLE * title as f32 + body as f32;
                let rarity = self.rarity[sign as usize];
                let weight = if sort(sign) <= Sort::Pair { times / (times + norm) * rarity } else { rarity };
                squares[sort(sign) as usize] += weight * weight;
                (sign, weight)
            })
            .collect();
        let present = Sort::ALL.iter().filter(|sort| squares[**sort as usize] > 0.0);
        let whole = present.map(|sort| SHARES[*sort as usize].powi(2)).sum::<f32>().sqrt();
        for (sign, weight) in &mut weighed {
            let at = sort(*sign) as usize;
            *weight *= SHARES[at] / (squares[at].sqrt() * whole);
        }
        weighed.sort_unstable_by_key(|(sign, _)| *sign);
        weighed
    }

    /// With the direction, and both of their shares.
    fn placed(&self, mut signs: Signed) -> Vector {
        let mut direction = self.company.direction(&with_company(&signs, self.n_company()));
        direction.iter_mut().for_each(|x| *x *= DIRECTION_SHARE.sqrt());
        signs.iter_mut().for_each(|(_, weight)| *weight *= (1.0 - DIRECTION_SHARE).sqrt());
        Vector { signs, direction }
    }

    /// Tells backgrounds apart.
    fn printed(&self) -> u64 {
        use std::hash::BuildHasher;
        let rarity: Vec<u32> = self.rarity.iter().map(|x| x.to_bits()).collect();
        rustc_hash::FxBuildHasher.hash_one((&self.keys, rarity, self.mean_words.to_bits(), self.reference.len()))
    }

    /// As bytes, with the version in front. Some hundred bytes a sign, and as much again for those with company.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::new(HEAD);
        out.float(self.mean_words);
        out.count(self.keys.len());
        for ((sort, key), rarity) in self.keys.iter().zip(&self.rarity) {
            out.byte(*sort as u8);
            out.text(key);
            out.float(*rarity);
        }
        out.count(self.company.n_directions);
        out.floats(&self.company.places);
        for some in [&self.reference, &self.others] {
            out.count(some.len());
            some.iter().for_each(|vector| out.vector(vector));
        }
        out.bytes
    }

    /// From what [`to_bytes`](Self::to_bytes) made; `None` where it is of another version or damaged: it is learned anew then.
    pub fn from_bytes(bytes: &[u8]) -> Option<Background> {
        let mut read = Reader::new(bytes, HEAD)?;
        let mean_words = read.float()?;
        let (mut keys, mut rarity) = (Vec::new(), Vec::new());
        for _ in 0..read.count()? {
            let sort = *Sort::ALL.get(usize::from(read.byte()?))?;
            keys.push((sort, Box::from(read.text()?)));
            rarity.push(read.float()?);
        }
        let n_directions = read.count()?;
        let places = read.floats()?;
        let whole = if n_directions == 0 { places.is_empty() } else { places.len() % n_directions == 0 };
        if !whole || n_directions % 8 != 0 || places.len().checked_div(n_directions).unwrap_or(0) > keys.len() {
            return None;
        }
        let mut some =
            || -> Option<Vec<Vector>> { (0..read.count()?).map(|_| read.vector(keys.len(), n_directions)).collect() };
        let (reference, others) = (some()?, some()?);
        let numbers = keys.iter().cloned().zip(0u32..).collect();
        let company = Company { n_directions, places };
        let mut background = Background { numbers, keys, rarity, mean_words, company, reference, others, print: 0 };
        background.print = background.printed();
        read.is_at_end().then_some(background)
    }
}
