//! The formulas against `sdi_dev.json`.

use serde_json::Value;

use super::formula::*;

struct Reference {
    answers: Value,
    texts: Vec<(String, Vec<String>)>,
    n: f64,
    mean: f64,
}

/// The reference answers; none, said aloud, where they are not beside the project.
fn reference() -> Option<Reference> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/sdi-measures/sdi_dev.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        #[allow(clippy::print_stderr)] // The one place where a test says that it could not look.
        {
            eprintln!("NOT COMPARED: {path} is not beside the project");
        }
        return None;
    };
    let answers: Value = serde_json::from_str(&text).unwrap();
    let documents = answers["documents"].as_array().unwrap();
    let texts: Vec<_> = documents
        .iter()
        .map(|one| (one["id"].as_str().unwrap().to_owned(), words(one["text"].as_str().unwrap())))
        .collect();
    let n = texts.len() as f64;
    let mean = texts.iter().map(|(_, words)| words.len()).sum::<usize>() as f64 / n;
    assert_eq!((n, mean), (answers["N"].as_f64().unwrap(), answers["average_length"].as_f64().unwrap()));
    Some(Reference { answers, texts, n, mean })
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn times(text: &[String], word: &str) -> f64 {
    text.iter().filter(|one| *one == word).count() as f64
}

impl Reference {
    fn holding(&self, word: &str) -> f64 {
        self.texts.iter().filter(|(_, words)| words.iter().any(|one| one == word)).count() as f64
    }

    fn rarity(&self, word: &str) -> f64 {
        rarity(self.n, self.holding(word))
    }

    fn text(&self, id: &Value) -> &[String] {
        &self.texts.iter().find(|(own, _)| own == id.as_str().unwrap()).unwrap().1
    }

    /// `(1 + ln tf) idf`, of unit length: the vectors of the Rocchio reference.
    fn vector(&self, text: &[String]) -> Weighted {
        unit(text.iter().map(|word| (word.clone(), (1.0 + times(text, word).ln()) * self.rarity(word))).collect())
    }
}

#[track_caller]
fn near(what: &str, found: f64, expected: &Value) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}: {expected} is no number"));
    assert!((found - expected).abs() <= 1e-9, "{what}: {found} is not {expected}");
}

#[test]
fn both_forms_of_bm25_agree_with_the_reference() {
    let Some(held) = reference() else { return };
    for (query, text) in held.answers["queries"].as_object().unwrap() {
        let asked = words(text.as_str().unwrap());
        let expected = &held.answers["expected"][query];
        for (id, text) in &held.texts {
            let part = |word: &String| {
                saturated(times(text, word), 1.2, 0.75, text.len() as f64, held.mean) * held.rarity(word)
            };
            let score: f64 = asked.iter().map(part).sum();
            if score == 0.0 {
                assert!(expected["bm25_lucene"].get(id).is_none(), "{query} {id}");
                continue;
            }
            near(&format!("{query} {id}"), score, &expected["bm25_lucene"][id]);
            near(&format!("{query} {id}"), score * 2.2, &expected["bm25_with_k1_plus_1"][id]);
        }
    }
}

#[test]
fn weights_of_feedback_agree_with_the_reference() {
    let Some(held) = reference() else { return };
    for (query, expected) in held.answers["expected"].as_object().unwrap() {
        let expected = &expected["relevance_feedback"];
        let judged: Vec<&[String]> =
            expected["judged_relevant"].as_array().unwrap().iter().map(|id| held.text(id)).collect();
        let mut offers = Vec::new();
        for (word, one) in expected["terms"].as_object().unwrap() {
            let (r, n) = (judged.iter().filter(|text| text.contains(word)).count() as f64, held.holding(word));
            near(word, r, &one["r"]);
            near(word, n, &one["n"]);
            let relevant = judged.len() as f64;
            near(&format!("{query} {word}"), rsj_weight(held.n, n, relevant, r), &one["rsj_weight"]);
            let offer = offer_weight(held.n, n, relevant, r);
            near(&format!("{query} {word}"), offer, &one["offer_weight"]);
            offers.push((offer, word.as_str()));
        }
        offers.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let best: Vec<&str> = offers.iter().take(5).map(|(_, word)| *word).collect();
        let named: Vec<&str> =
            expected["top5_by_offer_weight"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        assert_eq!(best, named, "{query}");
    }
}

#[test]
fn rocchio_agrees_with_the_reference() {
    let Some(held) = reference() else { return };
    for (query, expected) in held.answers["expected"].as_object().unwrap() {
        let expected = &expected["rocchio_1_075_015"];
        let vectors = |ids: &Value| -> Vec<Weighted> {
            ids.as_array().unwrap().iter().map(|id| held.vector(held.text(id))).collect()
        };
        let asked = held.vector(&words(held.answers["queries"][query].as_str().unwrap()));
        let weights = RocchioWeights { query: 1.0, relevant: 0.75, not_relevant: 0.15 };
        let moved = rocchio(&asked, &vectors(&expected["relevant"]), &vectors(&expected["non_relevant"]), weights);
        assert_eq!(moved.len(), expected["vector"].as_object().unwrap().len(), "{query}");
        for (word, weight) in &moved {
            near(&format!("{query} {word}"), *weight, &expected["vector"][word]);
        }
        for (id, text) in &held.texts {
            near(&format!("{query} {id}"), product(&moved, &held.vector(text)), &expected["scores"][id]);
        }
    }
}
