//! `uptake simulate`: the same seed makes the same truth, the office is whole, and the truth lies outside of it.

mod program;

use program::{Desk, says};

const ASKED: &str = "simulate --units 12 --years 1 --until 2026-11-01";

#[test]
fn the_same_seed_makes_the_same_bytes_of_truth_and_an_office_that_verifies() {
    let desk = Desk::new();
    let said = desk.json(&format!("{ASKED} --seed 7 --data one --truth one.json"));
    assert!(
        said[0]["needs"].as_u64().is_some_and(|n| n > 0) && said[0]["records"].as_u64().is_some_and(|n| n > 0),
        "{said:?}"
    );
    desk.done(&format!("{ASKED} --seed 7 --data again"));
    desk.done(&format!("{ASKED} --seed 8 --data other"));
    let truth = |name: &str| std::fs::read(desk.path(name)).unwrap();
    assert_eq!(truth("one.json"), truth("again.truth.json"));
    assert_ne!(truth("one.json"), truth("other.truth.json"));
    let told: serde_json::Value = serde_json::from_slice(&truth("one.json")).unwrap();
    assert_eq!((&told["seed"], &told["units"], &told["until"]), (&7.into(), &12.into(), &"2026-11-01".into()));
    let sources = told["sources"].as_array().unwrap();
    assert_eq!(sources.iter().filter(|source| source["useless"] == true).count(), 1);
    assert!(!told["walls"].as_array().unwrap().is_empty() && told["binding_material"]["material"].is_string());
    let (one, again, other) = (desk.json("verify one"), desk.json("verify again"), desk.json("verify other"));
    assert_eq!(one[0]["findings"], serde_json::json!([]));
    assert!(one[0]["facts"].as_u64().is_some_and(|n| n > 0), "{one:?}");
    // Figures are made of the ledger alone as well, byte for byte.
    let figures = |more: &str| desk.done(&format!("figures one --as-of 2026-11-01 {more}"));
    assert_eq!(figures("--json --group origin"), figures("--json --group origin --from-ledger"));
    assert_eq!(figures(""), figures("--from-ledger"));
    says(&figures(""), &["invented", "collected", "production", "went on"]);
    says(&desk.refused("figures one --since soon"), &["is no day"]);
    says(&desk.refused("figures one --group colour"), &["department or origin"]);
    // As much of everything, and another seed another office.
    assert_eq!(one, again);
    assert_ne!(one[0]["facts"], other[0]["facts"]);
    assert!(!desk.path("one").join("one.json").exists() && !desk.path("again").join("again.truth.json").exists());
}

#[test]
fn a_size_that_is_none_a_day_that_is_none_and_a_truth_within_the_office_are_refused() {
    let desk = Desk::new();
    says(&desk.refused("simulate --units 3 --years 1 --seed 1 --data o"), &["10 to 5000 units"]);
    says(&desk.refused("simulate --units 10 --years 1 --seed 1 --until soon --data o"), &["`soon` is no day"]);
    says(&desk.refused(&format!("{ASKED} --seed 1 --data o --truth o/truth.json")), &["name a file outside it"]);
    desk.write("there.json", "{}");
    says(&desk.refused(&format!("{ASKED} --seed 1 --data o --truth there.json")), &["is there already"]);
    assert!(!desk.path("o").exists(), "a refused simulation left something behind");
    says(&desk.run("simulate --units 10").misused(), &["--seed"]);
}
