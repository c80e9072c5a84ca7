//! The relevance model of one profile.
//!
//! Begins with what is asked and with example records, against a sample of everything else; learns from each answer; states of a
//! record how likely it is to be relevant, and names the signs that say so.

use super::background::Background;
use super::bytes::{Reader, Writer};
use super::chance::{self, FEATURES, Features};
use super::judgement::Judgement;
use super::logistic::{Example, learn};
use super::signs::Sort;
use super::vector::{Vector, Weights};
use super::wanted::Wanted;

/// Answers that are learned from: the latest. The oldest are let go, because needs drift.
pub const ANSWERS_MAX: usize = 1_000;

/// Example records and texts of a need that are looked at.
pub const SEEDS_MAX: usize = 50;

/// Signs that are named for a record.
pub const TELLING_MAX: usize = 5;

/// What an answer costs when it is got wrong, against the ridge.
const ANSWER_COST: f32 = 60.0;

/// What the text of a need counts beside an example record: it is short.
const TEXT_SHARE: f32 = 0.5;

/// What a record that stands for everything else counts: some of them are relevant, and nobody knows which.
const OTHER_SHARE: f32 = 0.2;

/// Answers from which on it is learned from every third alone, but for the threshold: one more says little then.
const EACH_UNTIL: usize = 30;

/// What the first bytes of a kept model say.
const HEAD: &[u8] = b"uptake-relevance 1\n";

/// See the head of this file.
#[derive(Clone, Debug, PartialEq)]
pub struct Relevance {
    /// Which background its numbers belong to.
    print: u64,
    weights: Weights,
    /// Seeds, then others, then answers, the oldest first.
    examples: Vec<Example>,
    n_given: usize,
    answers: Vec<(Features, bool)>,
    theta: Features,
    /// Scores of the records of the background, the highest first.
    reference: Vec<f32>,
    n_relevant: u32,
    n_not_relevant: u32,
    n_waiting: usize,
}

/// What the model makes of a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assessed {
    /// The score of the regression, in logits; of use within one profile alone.
    pub score: f32,
    /// Share of the records of the office that score higher.
    pub rate: f64,
    /// How likely it is to be relevant.
    pub probability: f64,
    features: Features,
}

/// A sign of a record with what it adds to the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// What sort of sign.
    pub sort: Sort,
    /// The sign: a word by its key, two words, a name.
    pub sign: String,
    /// What it adds, in logits; below nought it speaks against the record.
    pub weight: f32,
}

/// Why a record is delivered, or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What the model makes of it.
    pub assessed: Assessed,
    /// The probability from which on records are delivered.
    pub threshold: f64,
    /// The signs that count most, either way.
    pub telling: Vec<Telling>,
}

impl Relevance {
    /// A model that knows what is asked, as texts (the statement of the need, the terms of its profile), and example records. Both may
    /// be empty; then it says nothing until the first answer.
    pub fn new(background: &Background, texts: &[Vector], records: &[Vector]) -> Relevance {
        let mut model = Relevance {
            print: background.print,
            weights: Weights::nought(background.n_signs(), background.n_directions()),
            examples: Vec::new(),
            n_given: 0,
            answers: Vec::new(),
            theta: chance::PRIOR,
            reference: Vec::new(),
            n_relevant: 0,
            n_not_relevant: 0,
            n_waiting: 0,
        };
        let given = |vectors: &[Vector], share: f32| -> Vec<Example> {
            let known = vectors.iter().filter(|vector| !vector.is_empty()).take(SEEDS_MAX);
            known.map(|vector| Example::new(vector.clone(), true, ANSWER_COST * share)).collect()
        };
        model.examples = given(texts, TEXT_SHARE);
        model.examples.extend(given(records, 1.0));
        let others = background.others.iter().filter(|other| !records.contains(other));
        model.examples.extend(others.map(|other| Example::new(other.clone(), false, ANSWER_COST * OTHER_SHARE)));
        model.n_given = model.examples.len();
        model.weigh();
        learn(&mut model.weights, &mut model.examples, 30, 3e-3);
        model.hold_against(background);
        model
    }

    /// The weights out of the numbers of the examples.
    fn weigh(&mut self) {
        let (signs, direction) = (self.weights.signs.len(), self.weights.direction.len());
        self.weights = Weights::nought(signs, direction);
        for example in &self.examples {
            self.weights.add(&example.vector, example.times());
        }
    }

    fn hold_against(&mut self, background: &Background) {
        self.reference.clear();
        self.reference.extend(background.reference.iter().map(|vector| self.weights.product(vector)));
        self.reference.sort_unstable_by(|a, b| b.total_cmp(a));
    }

    /// What it makes of a record.
    pub fn assess(&self, record: &Vector) -> Assessed {
        let score = self.weights.product(record);
        self.assessed(score, self.reference.partition_point(|held| *held > score))
    }

    fn assessed(&self, score: f32, n_above: usize) -> Assessed {
        let rate = (n_above as f64 + 0.5) / (self.reference.len() as f64 + 1.0);
        let features = chance::features(rate, f64::from(score), f64::from(self.n_relevant));
        Assessed { score, rate, probability: chance::probability(&self.theta, &features), features }
    }

    /// Learns what was said of a record. `delivered` is what the model made of it when it was delivered; `None` for a record that came
    /// some other way (an example added later, found by hand): it tells what is relevant, and not how far statements hold.
    pub fn learn(&mut self, background: &Background, record: &Vector, delivered: Option<Assessed>, said: Judgement) {
        if said.is_relevant {
            self.n_relevant += 1;
        } else {
            self.n_not_relevant += 1;
        }
        // What was merely opened says too little to hold statements against.
        if let Some(delivered) = delivered.filter(|_| said.weight >= 0.5) {
            if self.answers.len() == ANSWERS_MAX {
                self.answers.remove(0);
            }
            self.answers.push((delivered.features, said.is_relevant));
            self.theta = chance::learn(&self.answers);
        }
        if self.examples.len() - self.n_given == ANSWERS_MAX {
            let oldest = self.examples.remove(self.n_given);
            self.weights.add(&oldest.vector, -oldest.times());
        }
        let example = Example::new(record.clone(), said.is_relevant, ANSWER_COST * said.weight.max(0.01));
        self.weights.add(&example.vector, example.times());
        self.examples.push(example);
        self.n_waiting += 1;
        if self.n_waiting >= 3 || self.examples.len() - self.n_given <= EACH_UNTIL {
            self.n_waiting = 0;
            learn(&mut self.weights, &mut self.examples, 6, 1e-2);
            self.hold_against(background);
        }
    }

    /// Answers that said relevant, and not.
    pub fn n_answers(&self) -> (u32, u32) {
        (self.n_relevant, self.n_not_relevant)
    }

    /// The probability from which on records are delivered.
    pub fn threshold(&self, wanted: Wanted) -> f64 {
        let stated = |at: usize| self.assessed(self.reference[at], at).probability;
        wanted.threshold(self.n_relevant, self.reference.len(), &stated)
    }

    /// How many of a hundred thousand records of the office would be delivered, and what share of them would be relevant, as far as the
    /// model can tell.
    pub fn foreseen(&self, wanted: Wanted) -> (f64, f64) {
        let threshold = self.threshold(wanted);
        let stated = (0..self.reference.len()).map(|at| self.assessed(self.reference[at], at).probability);
        let delivered: Vec<f64> = stated.filter(|probability| *probability >= threshold).collect();
        let n = delivered.len() as f64;
        (1e5 * n / (self.reference.len() as f64).max(1.0), delivered.iter().sum::<f64>() / n.max(1.0))
    }

    /// Why a record is delivered, or not.
    pub fn explain(&self, background: &Background, record: &Vector, wanted: Wanted) -> Explanation {
        // The direction of a record is a sum over its signs, of unit length but for its share: what was divided by.
        let along = |sign: u32| -> f32 {
            let place = background.place(sign).unwrap_or_default();
            place.iter().zip(&self.weights.direction).map(|(a, b)| a * b).sum()
        };
        let mut sum = vec![0.0f32; record.direction.len()];
        for (sign, weight) in &record.signs {
            for (sum, place) in sum.iter_mut().zip(background.place(*sign).unwrap_or_default()) {
                *sum += weight * place;
            }
        }
        let length = |values: &[f32]| values.iter().map(|x| x * x).sum::<f32>().sqrt();
        let scale = if length(&sum) > 0.0 { length(&record.direction) / length(&sum) } else { 0.0 };
        let mut telling: Vec<Telling> = record
            .signs
            .iter()
            .map(|(number, weight)| {
                let (sort, sign) = background.sign(*number);
                let adds = weight * (self.weights.signs[*number as usize] + scale * along(*number));
                Telling { sort, sign: sign.to_owned(), weight: adds }
            })
            .collect();
        telling.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then_with(|| a.sign.cmp(&b.sign)));
        telling.truncate(TELLING_MAX);
        Explanation { assessed: self.assess(record), threshold: self.threshold(wanted), telling }
    }

    /// As bytes, with the version in front: a few kilobytes an answer.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::new(HEAD);
        out.long(self.print);
        out.count(self.n_given);
        out.count(self.examples.len());
        for example in &self.examples {
            out.byte(u8::from(example.is_relevant));
            out.float(example.cost);
            out.float(example.dual);
            out.vector(&example.vector);
        }
        out.count(self.answers.len());
        for (features, is_relevant) in &self.answers {
            features.iter().for_each(|value| out.double(*value));
            out.byte(u8::from(*is_relevant));
        }
        for count in [self.n_relevant, self.n_not_relevant] {
            out.long(u64::from(count));
        }
        out.byte(self.n_waiting as u8);
        out.bytes
    }

    /// From what [`to_bytes`](Self::to_bytes) made; `None` where it is of another version, another background, or damaged: the model is
    /// learned anew from the answers then.
    pub fn from_bytes(bytes: &[u8], background: &Background) -> Option<Relevance> {
        let mut read = Reader::new(bytes, HEAD)?;
        if read.long()? != background.print {
            return None;
        }
        let (n_signs, n_directions) = (background.n_signs(), background.n_directions());
        let (n_given, n_examples) = (read.count()?, read.count()?);
        if n_given > n_examples || n_examples - n_given > ANSWERS_MAX {
            return None;
        }
        let mut examples = Vec::new();
        for _ in 0..n_examples {
            let (is_relevant, cost, dual) = (read.byte()? == 1, read.float()?, read.float()?);
            if cost <= 0.0 || dual <= 0.0 || dual >= cost {
                return None;
            }
            examples.push(Example { vector: read.vector(n_signs, n_directions)?, is_relevant, cost, dual });
        }
        let mut answers = Vec::new();
        for _ in 0..read.count()?.min(ANSWERS_MAX) {
            let mut features = [0.0; FEATURES];
            for value in &mut features {
                *value = read.double()?;
            }
            answers.push((features, read.byte()? == 1));
        }
        let mut count = || u32::try_from(read.long()?).ok();
        let (n_relevant, n_not_relevant) = (count()?, count()?);
        let n_waiting = usize::from(read.byte()?);
        if !read.is_at_end() {
            return None;
        }
        let theta = chance::learn(&answers);
        let weights = Weights::nought(n_signs, n_directions);
        let (print, reference) = (background.print, Vec::new());
        let mut model = Relevance {
            print,
            weights,
            examples,
            n_given,
            answers,
            theta,
            reference,
            n_relevant,
            n_not_relevant,
            n_waiting,
        };
        model.weigh();
        model.hold_against(background);
        Some(model)
    }
}
