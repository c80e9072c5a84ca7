//! What is learned, proposed, kept and measured.

use model::{Subject, Text};

use super::*;

fn record(title: &str) -> Record {
    Record { titles: vec![Text::plain(title)], ..Record::default() }
}

/// Records about engines and about crops; some about both.
fn learner() -> Learner {
    let mut learner = Learner::new(SubjectScheme::Grnti);
    let engines = ["diesel piston", "diesel crankshaft", "turbine blade", "piston ring", "turbine nozzle"];
    let crops = ["wheat harvest", "barley sowing", "wheat rust", "maize sowing", "barley harvest"];
    for at in 0..60u64 {
        let (engine, crop) = (engines[(at % 5) as usize], crops[(at / 5 % 5) as usize]);
        let (title, codes) = match at % 3 {
            0 => (format!("Tests of the {engine} in service"), vec!["55.42"]),
            1 => (format!("Trials of {crop} in the field"), vec!["68.35"]),
            _ => (format!("A {engine} driven machine for the {crop}"), vec!["55.42", "68.35"]),
        };
        let codes: Vec<String> = codes.into_iter().map(str::to_owned).collect();
        learner.add(at, &record(&title), &codes);
    }
    learner
}

#[test]
fn a_code_is_proposed_with_the_words_that_speak_for_it() {
    let (classifier, precision) = learner().learn().unwrap();
    let proposed = classifier.propose(&record("Diesel pistons and their rings"));
    assert_eq!(proposed[0].code, "55.42");
    assert!(proposed[0].words.contains(&"pistons".to_owned()), "{proposed:?}");
    assert_eq!(classifier.propose(&record("Wheat"))[0].code, "68.35");
    assert_eq!(classifier.propose(&record("Хлеб")), [], "of words that it never met it says nothing");
    assert_eq!(precision.n_held_back, 12);
    assert!(precision.at_1 > 0.9 && precision.at_5 <= precision.best_at_5, "{precision:?}");
}

#[test]
fn from_too_few_records_nothing_is_learned() {
    let mut learner = Learner::new(SubjectScheme::Grnti);
    for at in 0..LEARNED_RECORDS_MIN as u64 - 1 {
        learner.add(at, &record("Diesel"), &["55.42".to_owned()]);
    }
    assert!(learner.learn().is_none());
    learner.add(99, &record("Diesel"), &[]);
    assert!(learner.learn().is_none(), "a record without codes teaches nothing");
}

#[test]
fn what_is_kept_reads_back_as_the_same_and_what_is_damaged_is_not_read() {
    let (classifier, _) = learner().learn().unwrap();
    let bytes = classifier.to_bytes();
    assert_eq!(Classifier::from_bytes(&bytes), Some(classifier));
    assert_eq!(learner().learn().unwrap().0.to_bytes(), bytes, "the same records give the same");
    assert_eq!(Classifier::from_bytes(b"uptake-classifier 2\n"), None);
    assert_eq!(Classifier::from_bytes(&bytes[..40]), None);
}

#[test]
fn what_is_proposed_is_not_read_off_the_record() {
    let (classifier, _) = learner().learn().unwrap();
    let mut coded = record("Wheat");
    coded.subjects = vec![Subject::coded(SubjectScheme::Grnti, "55.42")];
    coded.subjects[0].term = Some("Diesel pistons".to_owned());
    assert_eq!(classifier.propose(&coded), classifier.propose(&record("Wheat")));
}
