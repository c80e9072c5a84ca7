//! Words of provisions and of questions, as keys.

use crate::analysis::{Analysis, Stemmer, Tongue, fold, words};

/// Words that stand in every other provision and tell nothing apart. The function words are those of English; the others are how lists of
/// control are written.
const IDLE: &[&str] = &[
    "a",
    "an",
    "the",
    "of",
    "and",
    "or",
    "to",
    "in",
    "for",
    "with",
    "by",
    "on",
    "at",
    "as",
    "is",
    "are",
    "be",
    "been",
    "being",
    "that",
    "which",
    "this",
    "these",
    "those",
    "any",
    "all",
    "from",
    "than",
    "not",
    "no",
    "other",
    "its",
    "it",
    "their",
    "such",
    "used",
    "use",
    "having",
    "has",
    "have",
    "following",
    "follows",
    "therefor",
    "specially",
    "specified",
    "purposes",
    "means",
    "e",
    "g",
    "i",
    "one",
    "more",
    "less",
    "equal",
    "greater",
    "exceeding",
    "see",
    "also",
    "note",
    "if",
    "can",
    "may",
    "into",
    "within",
    "up",
    "per",
    "each",
    "only",
    "when",
    "where",
    "was",
];

/// Two spellings, or two ways to say one thing in the trade: what stands left is read as what stands right. Folded.
const SAME: &[(&str, &str)] = &[
    ("fiber", "fibre"),
    ("vapor", "vapour"),
    ("aluminum", "aluminium"),
    ("analog", "analogue"),
    ("meter", "metre"),
    ("color", "colour"),
    ("program", "programme"),
    ("uav", "uavs"),
    ("drone", "uavs"),
    ("drones", "uavs"),
    ("hydrophones", "hydrophone"),
    ("gyroscope", "gyro"),
    ("gyroscopes", "gyro"),
    ("gyros", "gyro"),
    ("encryption", "cryptography"),
    ("cryptographic", "cryptography"),
    ("encrypting", "cryptography"),
    ("cipher", "cryptography"),
    ("lathe", "turning"),
    ("lathes", "turning"),
    ("fermenter", "fermenters"),
    ("bioreactor", "fermenters"),
    ("bioreactors", "fermenters"),
    ("chip", "integrated circuit"),
    ("chips", "integrated circuit"),
    ("microchip", "integrated circuit"),
    ("pc", "computer"),
    ("robotic", "robot"),
    ("infra", "infrared"),
    ("submarine", "submersible"),
    ("photodetector", "detector"),
    ("axes", "axis"),
];

/// Words behind which it is said of what, where or how something is measured.
const BEHIND_HEAD: &[&str] =
    &["of", "along", "at", "in", "on", "per", "over", "across", "with", "for", "from", "between"];

/// Nouns that say nothing behind another: a frequency range is of the frequency.
const GENERAL: &[&str] = &["range", "value", "rating", "level"];

/// Cuts texts into keys.
pub(super) struct Cutter {
    stemmer: Stemmer,
}

impl Cutter {
    pub(super) fn new() -> Cutter {
        Cutter { stemmer: Stemmer::new(Tongue::English) }
    }

    /// Each word that tells something, as its key, with where it stands.
    pub(super) fn keys(&self, text: &str, take: &mut dyn FnMut(String, usize, usize)) {
        let mut found = Vec::new();
        words(text, Analysis::Stemmed, &mut |word| found.push((word.start, word.end)));
        for (start, end) in found {
            let folded = fold(&text[start..end]);
            if IDLE.contains(&folded.as_str()) || folded.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
                continue;
            }
            match SAME.iter().find(|(from, _)| *from == folded) {
                Some((_, to)) => {
                    for word in to.split(' ') {
                        take(self.stemmer.key(word).into_owned(), start, end);
                    }
                }
                None => take(self.stemmer.key(&folded).into_owned(), start, end),
            }
        }
    }

    /// The noun that says what is measured: the last before `of`, `along` and their like, `repeatability` of `unidirectional positioning
    /// repeatability along an axis`. What begins with such a word says where something is measured, and has none.
    pub(super) fn head(&self, text: &str) -> Option<String> {
        let is_end = |word: &str| BEHIND_HEAD.contains(&word.to_lowercase().as_str());
        let before: Vec<&str> = text.split_whitespace().take_while(|word| !is_end(word)).collect();
        let mut keys = self.all(&before.join(" "));
        while keys.len() > 1
            && keys.last().is_some_and(|last| GENERAL.iter().any(|word| self.stemmer.key(word) == *last))
        {
            keys.pop();
        }
        keys.pop()
    }

    /// The keys alone.
    pub(super) fn all(&self, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        self.keys(text, &mut |key, _, _| found.push(key));
        found
    }
}
