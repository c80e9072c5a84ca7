//! What a reckoning says, in plain words: the same on the page and on paper.

use desk::plan::{PortfolioPage, PortfolioSheet, SheetDoubt, SheetPrice, SheetRejected, SheetScenario};

use crate::speech::Speech;

/// A worth with two digits.
pub fn worth(speech: Speech, value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| speech.decimal(value, 2))
}

/// Routes that pages have words for; another one is called as the problem calls it.
const ROUTES: [&str; 6] = ["licence", "purchase", "turnkey", "own_rd", "reverse_study", "exchange"];

/// By which route a technology comes.
pub fn route(speech: Speech, option: &str) -> String {
    if !ROUTES.contains(&option) {
        return option.to_owned();
    }
    speech.say(&format!("portfolio-route-{}", option.replace('_', "-")))
}

/// From which period until which something runs.
pub fn periods(first: usize, duration: usize) -> String {
    if duration <= 1 { first.to_string() } else { format!("{first}–{}", first + duration - 1) }
}

/// What a scarce thing is.
pub fn resource(speech: Speech, of: &PortfolioPage, price: &SheetPrice) -> String {
    let name = of.name(&price.name).to_owned();
    speech.with(&format!("portfolio-kind-{}", price.kind), &[("name", name.into())])
}

/// What more of it is worth: by what it brought to grow it where that was tried, and by its price otherwise.
pub fn price(speech: Speech, of: &PortfolioPage, price: &SheetPrice) -> Vec<String> {
    let what = resource(speech, of, price);
    let mut said = Vec::new();
    if let Some((percent, gain)) = price.gain {
        let key = if gain > 0.0 { "portfolio-gain" } else { "portfolio-gain-none" };
        let values = [
            ("what", what.clone().into()),
            ("percent", speech.decimal(percent, 0).into()),
            ("gain", speech.decimal(gain, 2).into()),
        ];
        said.push(speech.with(key, &values));
    }
    if let Some((period, worth)) = price.most {
        let values =
            [("what", what.into()), ("period", (period as u64).into()), ("worth", speech.decimal(worth, 2).into())];
        said.push(speech.with("portfolio-unit-worth", &values));
    }
    said
}

/// Why something was not chosen.
pub fn why_not(speech: Speech, of: &PortfolioPage, rejected: &SheetRejected) -> String {
    if rejected.impossible {
        return speech.say("portfolio-impossible");
    }
    let Some(cost) = rejected.forced_cost else { return speech.say("portfolio-not-tried") };
    let cost = speech.decimal(cost, 2);
    if rejected.displaces.is_empty() {
        return speech.with("portfolio-forced", &[("cost", cost.into())]);
    }
    let gone: Vec<&str> = rejected.displaces.iter().map(|id| of.name(id)).collect();
    speech.with("portfolio-forced-displaces", &[("cost", cost.into()), ("gone", gone.join(", ").into())])
}

/// What a scenario assumes; one that the catalogue does not know is called as the problem calls it.
pub fn scenario(speech: Speech, of: &PortfolioPage, one: &SheetScenario) -> String {
    match one.scenario.as_str() {
        "delivery_plus_1" => speech.say("portfolio-scenario-delivery"),
        "start_up_plus_1" => speech.say("portfolio-scenario-start-up"),
        "no_credit" => speech.say("portfolio-scenario-no-credit"),
        "export_licence_plus_2" => speech.say("portfolio-scenario-export"),
        "hard_budget_plus_10pct" => speech.say("portfolio-scenario-more-money"),
        "hard_budget_minus_20pct" => speech.say("portfolio-scenario-less-money"),
        "enterprise_slack_plus_20pct" => speech.say("portfolio-scenario-slack"),
        other => match other.strip_prefix("material_").and_then(|rest| rest.strip_suffix("_plus_50pct")) {
            Some(material) => {
                speech.with("portfolio-scenario-material", &[("name", of.name(material).to_owned().into())])
            }
            None => other.to_owned(),
        },
    }
}

/// How sure a result is.
pub fn status(speech: Speech, status: &str) -> String {
    match status {
        "optimal" => speech.say("portfolio-status-optimal"),
        "feasible" => speech.say("portfolio-status-feasible"),
        "infeasible" => speech.say("portfolio-status-infeasible"),
        _ => speech.say("portfolio-status-unknown"),
    }
}

/// The whole in a sentence: what it is worth, how sure that is, and what binds.
pub fn summary(speech: Speech, of: &PortfolioPage, sheet: &PortfolioSheet) -> Vec<String> {
    let mut said = vec![status(speech, &sheet.status)];
    if let Some(objective) = sheet.objective {
        let values = [
            ("value", speech.decimal(objective, 2).into()),
            ("bound", worth(speech, sheet.bound).into()),
            ("gap", speech.percent(sheet.gap.unwrap_or(0.0).max(0.0)).into()),
        ];
        said.push(speech.with("portfolio-value", &values));
    }
    match sheet.binding() {
        Some(first) => said.push(speech.with("portfolio-binds", &[("what", resource(speech, of, first).into())])),
        None if sheet.objective.is_some() => said.push(speech.say("portfolio-binds-nothing")),
        None => {}
    }
    said
}

/// Doubts that are said in the language of the page. What is not among them stands as the reckoning tells it, in English.
const DOUBTS: [&str; 4] = ["by-decomposition", "credit-below-discount", "time-limit", "time-limit-inside"];

/// What has to be known beside the numbers.
pub fn doubt(speech: Speech, told: &SheetDoubt) -> String {
    if !DOUBTS.contains(&told.code.as_str()) {
        return told.text.clone();
    }
    let number = |name: &str, value: f64| match name {
        "seconds" => speech.decimal(value, 0),
        _ => speech.percent(value),
    };
    let values = told.values.iter().map(|(name, value)| (name.as_str(), number(name, *value).into()));
    let words = told.words.iter().map(|(name, word)| (name.as_str(), word.clone().into()));
    speech.with(&format!("portfolio-doubt-{}", told.code), &values.chain(words).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn every_doubt_of_a_plan_has_its_sentence_in_every_language() {
        let numbers = [("gap", 0.05), ("seconds", 60.0), ("rate", 0.01), ("discount", 0.02)];
        let values = numbers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let words = [("credit".to_owned(), "supplier credit".to_owned())].into();
        let mut told = SheetDoubt { code: String::new(), text: "In English".to_owned(), values, words };
        for code in DOUBTS {
            code.clone_into(&mut told.code);
            for tongue in Tongue::ALL {
                let said = doubt(Speech::of(tongue), &told);
                assert!(said.len() > 20 && said != told.text && !said.contains('{'), "{code}: {said}");
            }
        }
        "something-else".clone_into(&mut told.code);
        assert_eq!(doubt(Speech::of(Tongue::German), &told), "In English");
    }
}
