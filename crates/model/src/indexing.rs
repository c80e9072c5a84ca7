//! Indexing: the codes of a scheme that an abstractor gave a record, and how far two abstractors agree.

use std::collections::BTreeSet;

use crate::words::words;
use crate::{Actor, PersonId, PostId, RecordId, Refusal, Subject, SubjectScheme, sentence};

/// Codes of one scheme that a record bears at most. Journals of abstracts give three; ten leave room for patents.
pub const CODES_MAX: usize = 10;

/// Longest code, in bytes.
pub const CODE_BYTES_MAX: usize = 64;

words! {
    /// Whose codes they are.
    Round {
        /// Of the abstractor who wrote of the record.
        First = "first",
        /// Of a second person who did not see those of the first.
        Second = "second",
    }
}

/// The codes of one scheme that somebody gave a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indexing {
    /// The record.
    pub record: RecordId,
    /// The scheme.
    pub scheme: SubjectScheme,
    /// Whose.
    pub round: Round,
    /// The codes, the most telling first.
    pub codes: Vec<String>,
    /// How many of them the classifier had proposed.
    pub n_proposed: u32,
    /// Who gave them.
    pub person: PersonId,
    /// For which post.
    pub post: Option<PostId>,
    /// When, in microseconds since 1970.
    pub at: i64,
}

impl Indexing {
    /// Codes that somebody gives a record, brought to normal form, each once. `proposed` are those that the classifier
    /// had named.
    ///
    /// # Errors
    /// Refused with too many codes, with one that is too long, or in a scheme of free words.
    pub fn given(
        record: RecordId,
        scheme: SubjectScheme,
        codes: &[String],
        proposed: &[String],
        by: &Actor,
        now: i64,
    ) -> Result<Indexing, Refusal> {
        if matches!(scheme, SubjectScheme::Keyword | SubjectScheme::Other) {
            return Err(Refusal::Said(sentence!(
                "indexing-free-words",
                "Codes belong to a scheme; choose the scheme whose codes these are"
            )));
        }
        let mut kept: Vec<String> = Vec::new();
        for code in codes.iter().map(|code| scheme.normal(code)).filter(|code| !code.is_empty()) {
            if code.len() > CODE_BYTES_MAX {
                return Err(Refusal::Said(sentence!(
                    "indexing-code-long",
                    "A code is longer than {max} bytes; write the code alone, without its words",
                    max = CODE_BYTES_MAX
                )));
            }
            if !kept.contains(&code) {
                kept.push(code);
            }
        }
        if kept.len() > CODES_MAX {
            return Err(Refusal::Said(sentence!(
                "indexing-many",
                "A record bears up to {max} codes of one scheme; leave out those that tell least",
                max = CODES_MAX
            )));
        }
        let n_proposed = kept.iter().filter(|code| proposed.contains(code)).count();
        let n_proposed = u32::try_from(n_proposed).unwrap_or(u32::MAX);
        let (person, post) = (by.person.clone(), by.post.clone());
        Ok(Indexing { record, scheme, round: Round::First, codes: kept, n_proposed, person, post, at: now })
    }

    /// The same as those of a second person.
    ///
    /// # Errors
    /// Refused when the first was the same person, and without any code.
    pub fn second(self, first: &Indexing) -> Result<Indexing, Refusal> {
        if self.person == first.person {
            return Err(Refusal::Said(sentence!(
                "indexing-same-person",
                "You gave the first codes of this record; the second person has to be another"
            )));
        }
        if self.codes.is_empty() {
            return Err(Refusal::Said(sentence!(
                "indexing-none",
                "Give at least one code; what cannot be coded at all says nothing of agreement"
            )));
        }
        Ok(Indexing { round: Round::Second, n_proposed: 0, ..self })
    }

    /// The codes as subjects.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> {
        self.codes.iter().map(|code| Subject::coded(self.scheme, code))
    }
}

/// How far two agree over a set of records, from the codes that each gave to each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CodeAgreement {
    /// Records that both coded.
    pub n: usize,
    /// Mean over the records of the codes in common by the codes that either gave (Hooper 1965): 0 to 1.
    pub hooper: f64,
    /// Mean over the records of twice the codes in common by the sum of both counts (Rolling 1981): 0 to 1.
    pub rolling: f64,
    /// Krippendorff's alpha over sets with the distance of Jaccard: 1 is full agreement, 0 that of chance. `None` where all
    /// gave the same to all, so that chance would agree as well.
    pub alpha: Option<f64>,
}

/// The agreement of pairs of codes, one pair a record; `None` without any.
///
/// Alpha is one minus the mean distance of the two of a record by the mean distance of all pairs of sets whatever their
/// record (Krippendorff, Content Analysis, chapter on reliability).
pub fn code_agreement(pairs: &[(BTreeSet<String>, BTreeSet<String>)]) -> Option<CodeAgreement> {
    let share = |part: usize, whole: usize| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    let common = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.intersection(b).count();
    let hooper = |a: &BTreeSet<String>, b: &BTreeSet<String>| share(common(a, b), a.union(b).count());
    let n = pairs.len() as f64;
    if pairs.is_empty() {
        return None;
    }
    let mean =
        |of: &dyn Fn(&BTreeSet<String>, &BTreeSet<String>) -> f64| pairs.iter().map(|(a, b)| of(a, b)).sum::<f64>() / n;
    let rolling = |a: &BTreeSet<String>, b: &BTreeSet<String>| share(2 * common(a, b), a.len() + b.len());
    let agreed = mean(&hooper);
    let sets: Vec<&BTreeSet<String>> = pairs.iter().flat_map(|(a, b)| [a, b]).collect();
    let (mut apart, mut n_pairs) = (0.0, 0.0);
    for (at, one) in sets.iter().enumerate() {
        for other in &sets[at + 1..] {
            apart += 1.0 - hooper(one, other);
            n_pairs += 1.0;
        }
    }
    let by_chance = apart / n_pairs;
    let alpha = (by_chance > 0.0).then(|| 1.0 - (1.0 - agreed) / by_chance);
    Some(CodeAgreement { n: pairs.len(), hooper: agreed, rolling: mean(&rolling), alpha })
}

/// The place of a record in a draw with a published seed: who knows the seed can draw again. The first so many in this
/// order are drawn. It is the finaliser of SplitMix64 (Steele, Lea, Flood 2014) over the sum of seed and number.
pub fn drawn_place(seed: u64, record: RecordId) -> u64 {
    let mut z = seed.wrapping_add(record.bits()).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// How many of so many are drawn at a share in percent: at least one.
pub fn drawn_number(n: usize, percent: u8) -> usize {
    (n * usize::from(percent.min(100))).div_ceil(100).max(1).min(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(person: &str) -> Actor {
        Actor { person: PersonId::new(person).unwrap(), post: None }
    }

    fn given(codes: &[&str], by: &str) -> Result<Indexing, Refusal> {
        let codes: Vec<String> = codes.iter().map(|&code| code.to_owned()).collect();
        let proposed = ["H01L21/02".to_owned()];
        Indexing::given(RecordId::from_bits(1), SubjectScheme::Ipc, &codes, &proposed, &actor(by), 1)
    }

    fn sets(pairs: &[(&str, &str)]) -> Vec<(BTreeSet<String>, BTreeSet<String>)> {
        let set = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        pairs.iter().map(|(a, b)| (set(a), set(b))).collect()
    }

    #[test]
    fn codes_are_kept_in_normal_form_each_once() {
        let indexing = given(&["h01l 021/02", "H01L21/02", " ", "H02M7/00"], "lebedev").unwrap();
        assert_eq!(indexing.codes, ["H01L21/02", "H02M7/00"]);
        assert_eq!(indexing.n_proposed, 1);
        let many: Vec<String> = (0..=CODES_MAX).map(|at| format!("H01L{at}/00")).collect();
        assert!(given(&many.iter().map(String::as_str).collect::<Vec<_>>(), "lebedev").is_err());
        assert!(given(&[&"H".repeat(CODE_BYTES_MAX + 1)], "lebedev").is_err());
    }

    #[test]
    fn the_second_is_another_person_and_gives_a_code() {
        let first = given(&["H01L21/02"], "lebedev").unwrap();
        assert!(given(&["H01L21/02"], "lebedev").unwrap().second(&first).is_err());
        assert!(given(&[], "belova").unwrap().second(&first).is_err());
        let second = given(&["H01L21/02"], "belova").unwrap().second(&first).unwrap();
        assert_eq!((second.round, second.n_proposed), (Round::Second, 0), "it saw no proposals");
    }

    #[test]
    fn agreement_is_counted_by_the_record() {
        let agreed = code_agreement(&sets(&[("a b", "a c"), ("d", "d")])).unwrap();
        assert_eq!(agreed.n, 2);
        assert!((agreed.hooper - (1.0 / 3.0 + 1.0) / 2.0).abs() < 1e-12);
        assert!((agreed.rolling - (0.5 + 1.0) / 2.0).abs() < 1e-12);
        assert_eq!(code_agreement(&[]), None);
    }

    #[test]
    fn alpha_is_one_where_all_agree_and_none_where_nothing_could_differ() {
        assert_eq!(code_agreement(&sets(&[("a", "a"), ("b", "b")])).unwrap().alpha, Some(1.0));
        assert_eq!(code_agreement(&sets(&[("a", "a"), ("a", "a")])).unwrap().alpha, None);
        // Nominal data, worked by hand: a-a, b-b, a-b. Four of the fifteen pairs... nine of them differ.
        let alpha = code_agreement(&sets(&[("a", "a"), ("b", "b"), ("a", "b")])).unwrap().alpha.unwrap();
        assert!((alpha - (1.0 - (1.0 / 3.0) / (9.0 / 15.0))).abs() < 1e-12);
    }

    #[test]
    fn who_knows_the_seed_draws_the_same_again() {
        let mut records: Vec<RecordId> = (0..100).map(RecordId::from_bits).collect();
        records.sort_by_key(|record| drawn_place(7, *record));
        let again = {
            let mut again: Vec<RecordId> = (0..100).rev().map(RecordId::from_bits).collect();
            again.sort_by_key(|record| drawn_place(7, *record));
            again
        };
        assert_eq!(records, again);
        // Reference value of SplitMix64 with state 0.
        assert_eq!(drawn_place(0, RecordId::from_bits(0)), 0xe220_a839_7b1d_cdaf);
        assert_eq!(
            [drawn_number(0, 5), drawn_number(3, 5), drawn_number(100, 5), drawn_number(10, 200)],
            [0, 1, 5, 10]
        );
    }
}
