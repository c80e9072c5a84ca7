//! Terms that would make a profile better: what to bar and what to ask for besides, found from what was used and turned down.
//!
//! It proposes, with what would be gained and lost among the records that were answered; the owner of the profile accepts. Nothing is
//! changed by itself.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::formula::rsj_weight;
use crate::analysis::Tongue;
use crate::sheet::Sheet;

/// How a term would be added to a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `AND NOT term`.
    Not,
    /// `AND term`.
    And,
}

/// A term that is proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// How it would be added.
    pub operator: Operator,
    /// The word as it is written in the first record that holds it, for the query language.
    pub term: String,
    /// Answered records that were not relevant and would not have been delivered: what is gained.
    pub spared: u32,
    /// Answered records that were relevant and would not have been delivered: what is lost.
    pub lost: u32,
    /// Relevant records that were answered, of which those are lost.
    pub n_relevant: u32,
    /// Records that were not relevant, of which those are spared.
    pub n_not_relevant: u32,
}

/// Terms of each sort that are proposed at most.
pub const PROPOSALS_MAX: usize = 5;

/// Records that were turned down before anything is proposed: with fewer every word is chance.
pub const TURNED_DOWN_MIN: u32 = 5;

/// A term is proposed where it spares at least so many records,
const SPARED_MIN: u32 = 3;

/// and loses at most this share of what was relevant.
const LOST_SHARE_MAX: f64 = 0.05;

/// Shortest word that is proposed, in characters.
const CHARS_MIN: usize = 3;

/// What the judged records that hold a word were.
#[derive(Default)]
struct Holding {
    relevant: u32,
    not_relevant: u32,
    written: String,
}

/// Proposes terms to bar and to ask for, the most sparing first. `answered` are the records that were delivered, laid out, with whether
/// they were relevant.
pub fn proposals(answered: &[(&Sheet, bool)]) -> Vec<Proposal> {
    let count = |relevant: bool| answered.iter().filter(|(_, is)| *is == relevant).count() as u32;
    let (n_relevant, n_not_relevant) = (count(true), count(false));
    if n_not_relevant < TURNED_DOWN_MIN {
        return Vec::new();
    }
    let mut words: FxHashMap<(Tongue, &str), Holding> = FxHashMap::default();
    for (sheet, is_relevant) in answered {
        let mut own: BTreeMap<(Tongue, &str), String> = BTreeMap::new();
        for token in sheet.tokens() {
            let passage = &sheet.passages()[token.segment as usize];
            let is_word = token.folded.chars().take(CHARS_MIN).count() == CHARS_MIN
                && token.folded.chars().all(char::is_alphabetic);
            if passage.field.is_prose() && is_word {
                own.entry((passage.tongue, &*token.key)).or_insert_with(|| sheet.written(token).to_lowercase());
            }
        }
        for (word, written) in own {
            let holding = words.entry(word).or_default();
            *(if *is_relevant { &mut holding.relevant } else { &mut holding.not_relevant }) += 1;
            if holding.written.is_empty() {
                holding.written = written;
            }
        }
    }
    let lost_max = (f64::from(n_relevant) * LOST_SHARE_MAX).floor() as u32;
    let all = f64::from(n_relevant + n_not_relevant);
    let mut found: Vec<(f64, Proposal)> = Vec::new();
    for holding in words.into_values() {
        let Holding { relevant, not_relevant, written } = holding;
        let held = f64::from(relevant + not_relevant);
        // How much the word speaks against relevance, or for it (Robertson and Sparck Jones).
        let speaks = rsj_weight(all, held, f64::from(n_relevant), f64::from(relevant));
        let mut take = |operator, spared: u32, lost: u32, speaks: f64| {
            if spared >= SPARED_MIN && lost <= lost_max && speaks > 0.0 {
                let term = written.clone();
                let worth = f64::from(spared) * speaks;
                found.push((worth, Proposal { operator, term, spared, lost, n_relevant, n_not_relevant }));
            }
        };
        take(Operator::Not, not_relevant, relevant, -speaks);
        // To ask for a word that only seeds the profile asks for already would change nothing: it has to spare.
        if n_relevant >= TURNED_DOWN_MIN {
            take(Operator::And, n_not_relevant - not_relevant, n_relevant - relevant, speaks);
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.term.cmp(&b.1.term)));
    let of = |operator: Operator| {
        found.iter().filter(move |(_, one)| one.operator == operator).take(PROPOSALS_MAX).map(|(_, one)| one.clone())
    };
    of(Operator::Not).chain(of(Operator::And)).collect()
}

#[cfg(test)]
mod tests {
    use model::{Record, Text};

    use super::*;
    use crate::Analysis;

    fn sheet(title: &str) -> Sheet {
        Sheet::new(&Record { titles: vec![Text::plain(title)], ..Record::default() }, Analysis::Stemmed)
    }

    #[test]
    fn a_word_that_only_what_was_turned_down_holds_is_proposed_with_what_it_spares() {
        let marine: Vec<Sheet> = (0..6).map(|i| sheet(&format!("marine turbine blades {i}"))).collect();
        let steam: Vec<Sheet> = (0..6).map(|i| sheet(&format!("steam turbine blades {i}"))).collect();
        let answered: Vec<(&Sheet, bool)> =
            marine.iter().map(|one| (one, false)).chain(steam.iter().map(|one| (one, true))).collect();
        let found = proposals(&answered);
        let not = found.iter().find(|one| one.operator == Operator::Not).unwrap();
        assert_eq!((not.term.as_str(), not.spared, not.lost), ("marine", 6, 0));
        let and = found.iter().find(|one| one.operator == Operator::And).unwrap();
        assert_eq!((and.term.as_str(), and.spared, and.lost), ("steam", 6, 0));
        assert!(!found.iter().any(|one| one.term == "turbine"));
    }

    #[test]
    fn of_few_answers_nothing_is_proposed() {
        let one = sheet("marine turbine");
        assert_eq!(proposals(&[(&one, false), (&one, false)]), []);
        assert_eq!(proposals(&[]), []);
    }
}
