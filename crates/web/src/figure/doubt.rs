//! What has to be known beside a number, as people say it. The engines tell a doubt by a code, its numbers and its names.

use fluent_bundle::FluentValue;
use measure::Caution;
use measure::funnel::Stage;

use super::stage_of;
use crate::speech::Speech;

/// Doubts that pages say in their own language. What is not among them stands as the engine tells it, in English.
pub(super) const DOUBTS: [&str; 28] = [
    "above-population",
    "after-end",
    "after-exit",
    "autocorrelated",
    "before-collection",
    "before-peak",
    "beyond-follow-up",
    "boundary",
    "cases-without-events",
    "ceiling-unbounded",
    "days-backwards",
    "empty-stage",
    "few-points",
    "few-technologies",
    "left-truncated",
    "little-law",
    "median-not-reached",
    "never-adopters",
    "no-exit",
    "no-internal-ties",
    "not-determined",
    "one-department",
    "one-minus-kaplan-meier",
    "open-cases",
    "pairs-share-technologies",
    "start-not-known",
    "two-exits",
    "without-collection",
];

/// Numbers that are shares, and are said in percent.
const SHARES: [&str; 2] = ["one_minus_kaplan_meier", "incidence"];

/// A doubt, as people say it.
pub(super) fn doubt(speech: Speech, doubt: &Caution) -> String {
    if !DOUBTS.contains(&doubt.code) {
        return doubt.text.clone();
    }
    // Names in sentences have no underscores.
    let key = |name: &str| name.replace('_', "-");
    let number = |name: &str, value: f64| -> FluentValue<'static> {
        if SHARES.contains(&name) {
            speech.percent(value).into()
        } else if value.fract() == 0.0 && value.abs() < 1e15 {
            (value as i64).into()
        } else {
            speech.decimal(value, 1).into()
        }
    };
    let mut said: Vec<(String, FluentValue<'static>)> = Vec::new();
    for (name, value) in &doubt.values {
        said.push((key(name), number(name, *value)));
    }
    for (name, word) in &doubt.words {
        let stage = Stage::ALL.into_iter().find(|stage| stage.name() == word);
        said.push((key(name), stage.map_or_else(|| word.clone(), |stage| stage_of(speech, stage)).into()));
    }
    let said: Vec<(&str, FluentValue<'static>)> =
        said.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    speech.with(&format!("caution-{}", doubt.code), &said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn a_doubt_is_said_in_the_language_of_the_page_with_its_numbers_and_names() {
        let told = Caution::new("median-not-reached", "Fewer than half").naming("stage", Stage::Disseminated);
        let late = Caution::new("beyond-follow-up", "Nobody").naming("stage", Stage::Read);
        let numbers = [("followed", 12.5), ("days", 90.0)];
        let late = numbers.into_iter().fold(late, |told, (name, value)| told.with(name, value));
        for (tongue, stage) in
            [(Tongue::English, "Delivered"), (Tongue::German, "Vorgelegt"), (Tongue::Russian, "Представлено")]
        {
            let speech = Speech::of(tongue);
            let said = doubt(speech, &told);
            assert!(!said.contains("disseminated") && !said.contains('{'), "{said}");
            assert!(said.starts_with(stage), "{said}");
            let said = doubt(speech, &late);
            assert!(said.contains("90") && !said.contains('{'), "{said}");
        }
        let unknown = Caution::new("something-else", "As the engine says it.");
        assert_eq!(doubt(Speech::of(Tongue::German), &unknown), "As the engine says it.");
    }

    #[test]
    fn every_doubt_of_the_list_has_its_sentence() {
        let numbers = ["n", "open", "days", "followed", "pairs", "technologies", "ceiling", "population", "peak_time"];
        let shares = ["one_minus_kaplan_meier", "incidence", "mean_in_stage", "expected_in_stage"];
        for code in DOUBTS {
            let told = Caution::new(code, "In English").naming("stage", Stage::Read).naming("parameter", "m");
            let told = numbers.into_iter().chain(shares).fold(told, |told, name| told.with(name, 0.5));
            for tongue in Tongue::ALL {
                let said = doubt(Speech::of(tongue), &told);
                assert!(said.len() > 20 && !said.contains('{'), "{code}: {said}");
            }
        }
    }
}
