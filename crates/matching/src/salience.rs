//! Salience: the words that tell what a text is about.
//!
//! Answers: which words of a statement would make a profile, and how alike are two statements? Not useful for
//! deciding anything: it proposes, people confirm.

use std::collections::BTreeMap;
use std::hash::BuildHasher;

use crate::ranking::idf;
use crate::sheet::Sheet;
use crate::statistics::Statistics;

/// A word that tells what a text is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Salient {
    /// As it is written where it stands first.
    pub written: String,
    /// Its key: two forms of one word have the same.
    pub key: String,
    /// How much it tells: occurrences (the second and third count less) times rarity. Greater is more.
    pub weight: f32,
}

/// Shortest word that is proposed, in characters. Shorter ones are mostly grammar.
const CHARS_MIN: usize = 3;

/// Records that have to be counted before a word can be called usual.
const COUNTED_MIN: u64 = 40;

/// The words of a text with their weights, the most telling first. Words that most records hold are left out.
pub fn salient(sheet: &Sheet, statistics: &Statistics) -> Vec<Salient> {
    let mut found: BTreeMap<&str, (String, u32, f32)> = BTreeMap::new();
    for token in sheet.tokens() {
        let Some(passage) = sheet.passages().get(token.segment as usize) else { continue };
        if !passage.field.is_prose() || token.folded.chars().count() < CHARS_MIN {
            continue;
        }
        if token.folded.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        let rarity = idf(statistics.n_records().max(1), statistics.holding(passage.tongue, &token.key));
        let entry = found.entry(&token.key).or_insert_with(|| (sheet.written(token).to_owned(), 0, rarity));
        entry.1 += 1;
    }
    // Of a handful of records counting tells nothing: there only the list of little words does.
    let too_few = statistics.n_records() < COUNTED_MIN;
    let usual = idf(statistics.n_records().max(1), (statistics.n_records() / 4) as u32);
    let mut words: Vec<Salient> = found
        .into_iter()
        .filter(|(key, (_, _, rarity))| (too_few || *rarity > usual) && !is_grammar(key))
        .map(|(key, (written, n, rarity))| Salient {
            written,
            key: key.to_owned(),
            weight: (1.0 + (n as f32).ln()) * rarity,
        })
        .collect();
    words.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.key.cmp(&b.key)));
    words
}

/// Little words and words of every statement of a need, as keys, in English, German and Russian. A
/// small office has too few records to tell them by counting.
fn is_grammar(key: &str) -> bool {
    const KEYS: &[&str] = &[
        "the",
        "and",
        "for",
        "with",
        "that",
        "this",
        "are",
        "our",
        "from",
        "not",
        "but",
        "have",
        "has",
        "been",
        "was",
        "were",
        "their",
        "which",
        "can",
        "will",
        "than",
        "then",
        "they",
        "them",
        "also",
        "more",
        "most",
        "such",
        "into",
        "over",
        "under",
        "our",
        "your",
        "its",
        "too",
        "without",
        "when",
        "where",
        "what",
        "who",
        "how",
        "why",
        "need",
        "want",
        "must",
        "should",
        "would",
        "could",
        "better",
        "new",
        "use",
        "know",
        "find",
        "made",
        "make",
        "one",
        "two",
        "three",
        "der",
        "die",
        "das",
        "und",
        "mit",
        "fur",
        "von",
        "ist",
        "sind",
        "wir",
        "uns",
        "ein",
        "ein",
        "nicht",
        "als",
        "auch",
        "auf",
        "bei",
        "bedarf",
        "neu",
        "для",
        "как",
        "что",
        "это",
        "наш",
        "нам",
        "при",
        "без",
        "или",
        "нужн",
        "требу",
        "нов",
        "по",
        "на",
        "не",
        "we",
        "all",
        "any",
        "ever",
        "each",
        "onli",
        "everi",
        "there",
        "here",
        "about",
        "after",
        "befor",
        "between",
        "through",
        "becaus",
        "while",
        "still",
        "these",
        "those",
        "some",
    ];
    KEYS.contains(&key)
}

/// How alike two texts are by their salient words: 0 for nothing in common, 1 for the same words with the same
/// weights (the cosine of their weights).
pub fn likeness(one: &[Salient], other: &[Salient]) -> f32 {
    let weights: BTreeMap<&str, f32> = other.iter().map(|word| (word.key.as_str(), word.weight)).collect();
    let shared: f32 =
        one.iter().filter_map(|word| weights.get(word.key.as_str()).map(|weight| weight * word.weight)).sum();
    let length = |words: &[Salient]| words.iter().map(|word| word.weight * word.weight).sum::<f32>().sqrt();
    let both = length(one) * length(other);
    if both > 0.0 { (shared / both).clamp(0.0, 1.0) } else { 0.0 }
}

/// Salient words made small, to hold those of thousands of texts: keys by their hash, without what was written.
#[derive(Clone, Debug, Default)]
pub struct Gist {
    /// Hashes of keys in ascending order, with weights.
    words: Box<[(u64, f32)]>,
    /// The root of the sum of the squares of the weights.
    length: f32,
}

impl Gist {
    /// Of these words.
    pub fn of(salient: &[Salient]) -> Gist {
        let mut words: Vec<(u64, f32)> = salient.iter().map(|word| (hash(&word.key), word.weight)).collect();
        words.sort_unstable_by_key(|(key, _)| *key);
        let length = words.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        Gist { words: words.into(), length }
    }

    /// What [`likeness`] says of the words that they were made of.
    pub fn likeness(&self, other: &Gist) -> f32 {
        let (mut shared, mut rest) = (0.0, other.words.iter().peekable());
        for (key, weight) in &self.words {
            while rest.next_if(|(held, _)| held < key).is_some() {}
            if let Some((_, other)) = rest.next_if(|(held, _)| held == key) {
                shared += weight * other;
            }
        }
        let both = self.length * other.length;
        if both > 0.0 { (shared / both).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Whether a word is among them.
    pub fn holds(&self, word: &Salient) -> bool {
        let key = hash(&word.key);
        self.words.binary_search_by_key(&key, |(held, _)| *held).is_ok()
    }
}

/// Sixty-four bits: two of a million words fall together once in forty million texts.
fn hash(key: &str) -> u64 {
    rustc_hash::FxBuildHasher.hash_one(key)
}

#[cfg(test)]
mod tests {
    use model::{Record, Text};

    use super::*;
    use crate::Analysis;

    fn sheet(title: &str, body: &str) -> Sheet {
        let (titles, abstracts) = (vec![Text::plain(title)], vec![Text::plain(body)]);
        Sheet::new(&Record { titles, abstracts, ..Record::default() }, Analysis::Stemmed)
    }

    fn of(title: &str, body: &str) -> Vec<Salient> {
        salient(&sheet(title, body), &Statistics::default())
    }

    #[test]
    fn a_statement_is_known_by_its_words_of_the_field() {
        let words =
            of("Silicon rectifiers for locomotives", "We need rectifiers that stand the heat. The rectifiers fail.");
        let written: Vec<&str> = words.iter().map(|word| word.written.as_str()).collect();
        assert_eq!(written[0], "rectifiers", "said most often");
        assert!(written.contains(&"Silicon") && !written.contains(&"The") && !written.contains(&"need"), "{written:?}");
    }

    #[test]
    fn statements_of_one_matter_are_alike_and_others_are_not() {
        let one = of("Silicon rectifiers for locomotives", "Rectifiers that stand heat");
        let other = of("Rectifier for electric locomotive", "Silicon diodes with less loss");
        let else_where = of("Polymer spinning", "Nozzles for synthetic fibre");
        assert!(likeness(&one, &other) > 0.4, "{}", likeness(&one, &other));
        assert_eq!(likeness(&one, &else_where), 0.0);
        assert!((likeness(&one, &one) - 1.0).abs() < 1e-5);
        assert_eq!(likeness(&[], &one), 0.0);
        let all = [&one[..], &other, &else_where, &[]];
        for (a, b) in all.iter().flat_map(|a| all.map(|b| (*a, b))) {
            let (whole, small) = (likeness(a, b), Gist::of(a).likeness(&Gist::of(b)));
            assert!((whole - small).abs() < 1e-5, "{whole} {small}");
            assert!(a.iter().all(|word| Gist::of(b).holds(word) == b.iter().any(|one| one.key == word.key)));
        }
    }
}
