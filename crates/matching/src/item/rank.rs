//! The ranking of provisions for an item.

use model::{ItemParameter, Threshold, ThresholdStand, stated};
use rustc_hash::FxHashMap;

use super::index::{ItemHelp, Provision};
use super::words::Cutter;

/// What the words of a whole entry add to those of its best provision.
const HEAD_SHARE: f32 = 0.8;

/// What a word that only stands behind an abbreviation of the question counts.
const SPELT_OUT: f32 = 0.5;

/// What a threshold that is met adds, up to [`MET_MAX`] of them, and what one that is missed leaves.
const MET: f32 = 0.12;
const MET_MAX: u16 = 4;
const MISSED: f32 = 0.6;

/// What is left to entries of software and technology where a question asks for neither.
const INTANGIBLE: f32 = 0.55;

/// Words of one question that are looked up. A page of a data sheet has fewer that differ.
const WORDS_MAX: usize = 400;

/// What an item is, as somebody describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemQuestion {
    /// Its description.
    pub text: String,
    /// What it does, row by row. Values that stand in the description are taken too.
    pub parameters: Vec<ItemParameter>,
}

/// A threshold of a candidate beside what the item does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateThreshold {
    /// The provision in whose words it stands.
    pub code: String,
    /// It.
    pub threshold: Threshold,
    /// How the item stands to it.
    pub stand: ThresholdStand,
    /// What the item does, where it says something of it.
    pub parameter: Option<ItemParameter>,
}

/// A provision that may describe an item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemCandidate {
    /// Its code.
    pub code: String,
    /// The code of the entry at the top over it.
    pub head: String,
    /// How much speaks for it; only the order tells something.
    pub score: f32,
    /// Its thresholds and those above it.
    pub thresholds: Vec<CandidateThreshold>,
    /// Further provisions of the same entry, the likelier first.
    pub others: Vec<String>,
}

impl ItemCandidate {
    /// Thresholds that stand so.
    pub fn n(&self, stand: ThresholdStand) -> usize {
        self.thresholds.iter().filter(|one| one.stand == stand).count()
    }
}

impl ItemHelp {
    /// The likeliest entries for an item, one provision of each, the best first.
    pub fn candidates(&self, question: &ItemQuestion, most: usize) -> Vec<ItemCandidate> {
        let cutter = Cutter::new();
        let wanted = self.wanted(&cutter, question);
        let asks_intangible =
            ["softwar", "technolog", "sourc", "algorithm"].iter().any(|word| wanted.iter().any(|(key, _)| key == word));
        let parameters = asked(&cutter, question);
        let mut scores = vec![0.0_f32; self.provisions.len()];
        let mut head_scores = vec![0.0_f32; self.heads.len()];
        for (key, weight) in &wanted {
            for (at, score) in self.postings.get(key).into_iter().flatten() {
                scores[*at as usize] += score * weight;
            }
            for (at, score) in self.head_postings.get(key).into_iter().flatten() {
                head_scores[*at as usize] += score * weight;
            }
        }
        let mut by_head: FxHashMap<usize, Vec<(f32, usize)>> = FxHashMap::default();
        for (at, provision) in self.provisions.iter().enumerate() {
            if scores[at] <= 0.0 || !provision.is_answer {
                continue;
            }
            let mut score = scores[at];
            for (_, threshold, of) in &provision.thresholds {
                if stand(threshold, of, &parameters).0 == ThresholdStand::Misses {
                    score *= MISSED;
                    break;
                }
            }
            let n_met = provision
                .thresholds
                .iter()
                .filter(|(_, threshold, of)| stand(threshold, of, &parameters).0 == ThresholdStand::Meets)
                .count();
            score *= 1.0 + MET * f32::from(u16::try_from(n_met).unwrap_or(MET_MAX).min(MET_MAX));
            by_head.entry(provision.head).or_default().push((score, at));
        }
        let mut ranked: Vec<(f32, usize, _)> = by_head
            .into_iter()
            .map(|(head, mut provisions)| {
                provisions.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
                let best = provisions.first().map_or(0.0, |best| best.0);
                let is_intangible = self.heads.get(head).is_some_and(|head| head.1) && !asks_intangible;
                let score = best + HEAD_SHARE * head_scores[head];
                (if is_intangible { score * INTANGIBLE } else { score }, head, provisions)
            })
            .collect();
        ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let ranked = ranked.into_iter().take(most);
        ranked.filter_map(|(score, head, provisions)| self.candidate(score, head, &provisions, &parameters)).collect()
    }

    /// Where words of the question stand in a text, as byte ranges that do not overlap.
    pub fn marked(&self, question: &ItemQuestion, text: &str) -> Vec<(usize, usize)> {
        let cutter = Cutter::new();
        let wanted = self.wanted(&cutter, question);
        let mut found: Vec<(usize, usize)> = Vec::new();
        cutter.keys(text, &mut |key, start, end| {
            let is_wanted = wanted.iter().any(|(word, _)| *word == key);
            if is_wanted && found.last().is_none_or(|last| last.1 <= start) {
                found.push((start, end));
            }
        });
        found
    }

    /// The words of a question, each once, with what it counts.
    fn wanted(&self, cutter: &Cutter, question: &ItemQuestion) -> Vec<(String, f32)> {
        let mut words: Vec<(String, f32)> = Vec::new();
        let mut take = |key: String, weight: f32| {
            if let Some((_, held)) = words.iter_mut().find(|(word, _)| *word == key) {
                *held = held.max(weight);
            } else if words.len() < WORDS_MAX {
                words.push((key, weight));
            }
        };
        let names = question.parameters.iter().map(|parameter| parameter.name.as_str());
        for text in [question.text.as_str()].into_iter().chain(names) {
            cutter.keys(text, &mut |key, start, end| {
                for spelt in self.acronyms.get(&text[start..end].to_lowercase()).into_iter().flatten() {
                    take(spelt.clone(), SPELT_OUT);
                }
                take(key, 1.0);
            });
        }
        words
    }

    fn candidate(
        &self,
        score: f32,
        head: usize,
        provisions: &[(f32, usize)],
        parameters: &[Asked],
    ) -> Option<ItemCandidate> {
        let code = |at: usize| self.text.entries().get(at).map(|entry| entry.code.clone());
        let best: &Provision = self.provisions.get(provisions.first()?.1)?;
        let held = best.thresholds.iter().filter_map(|(place, threshold, of)| {
            let (stand, parameter) = stand(threshold, of, parameters);
            Some(CandidateThreshold {
                code: code(*place)?,
                threshold: threshold.clone(),
                stand,
                parameter: parameter.cloned(),
            })
        });
        let others = provisions.iter().skip(1).take(3).filter_map(|(_, at)| code(self.provisions.get(*at)?.at));
        Some(ItemCandidate {
            code: code(best.at)?,
            head: code(self.heads.get(head)?.0)?,
            score,
            thresholds: held.collect(),
            others: others.collect(),
        })
    }
}

/// The words that say what a value is of, and which of them is the noun.
#[derive(Debug)]
pub(super) struct Measured {
    keys: Vec<String>,
    head: Option<String>,
}

impl Measured {
    pub(super) fn new(cutter: &Cutter, words: &str) -> Measured {
        Measured { keys: cutter.all(words), head: cutter.head(words) }
    }
}

/// What an item states, with what it is of.
type Asked = (ItemParameter, Measured);

/// What an item states. What somebody wrote in a row goes before what stands in the description.
fn asked(cutter: &Cutter, question: &ItemQuestion) -> Vec<Asked> {
    let all = question.parameters.iter().cloned().chain(stated(&question.text));
    all.map(|parameter| {
        let of = Measured::new(cutter, &parameter.name);
        (parameter, of)
    })
    .collect()
}

/// How an item stands to a threshold: by that parameter of the same noun which has most words of it. One of another noun says nothing of it:
/// a positioning accuracy is no positioning repeatability.
fn stand<'a>(
    threshold: &Threshold,
    of: &Measured,
    parameters: &'a [Asked],
) -> (ThresholdStand, Option<&'a ItemParameter>) {
    let mut best: Option<(usize, &ItemParameter)> = None;
    let mut other: Option<&ItemParameter> = None;
    for (parameter, own) in parameters {
        if own.head.is_none() || own.head != of.head {
            continue;
        }
        let n = of.keys.iter().filter(|key| own.keys.contains(key)).count();
        if parameter.compares_with(threshold) {
            if best.is_none_or(|(most, _)| n > most) {
                best = Some((n, parameter));
            }
        } else if n == of.keys.len() && n == own.keys.len() {
            other = Some(parameter);
        }
    }
    match (best, other) {
        (Some((_, parameter)), _) => (threshold.against(parameter), Some(parameter)),
        (None, Some(parameter)) => (ThresholdStand::UnitDiffers, Some(parameter)),
        (None, None) => (ThresholdStand::NotStated, None),
    }
}
