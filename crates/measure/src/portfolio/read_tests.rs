//! What is read from texts, and what is said about those that cannot be.

use super::{Problem, read};

/// A problem with one technology, one enterprise and one project, in which everything is there.
pub(super) const SMALLEST: &str = r#"{"schema":"uptake-portfolio/1","periods":4,"discount":0.02,"fx":{"hard":4.0,"local":1.0},
"budgets":{"hard":[1,1,1,1],"local":2},"carry_over":true,
"credits":[{"id":"L1","currency":"hard","limit":1,"rate":0.03,"draw":[1,2],"repay_from":3}],
"materials":{"steel":[1,1,1,1]},"suppliers":{"S1":{"capacity":1,"develop_cost_local":0.1,"develop_lead":1,"extra":1}},
"staff":{"eng":{"language":"de","available":2}},
"enterprises":[{"id":"E1","branch":1,"department":"A","max_parallel":1,"slack":1}],
"missions":[{"id":"J1","currency":"hard","cost":0.1,"duration":1,"staff":{"eng":1}}],
"technologies":[{"id":"K1","options":[{"type":"licence","currency":"hard","cost":1.5,"lead":1,"export_lead":0,"success":1}],"mission":"J1","prerequisite":null}],
"projects":[{"tech":"K1","enterprise":"E1","duration":1,"benefit":20,"cost_local":1,"materials":{"steel":1},"supplier":"S1","supplier_units":1,"staff":{"eng":1},"downtime":0.5}]}"#;

#[track_caller]
fn refused(text: &str, code: &str, part: &str) {
    let why = read(text).expect_err("a problem that cannot be used");
    assert_eq!(why.code, code, "{why}");
    assert!(why.text.contains(part), "{why}");
}

#[test]
fn a_wrong_field_is_named_with_its_path() {
    let with = |from: &str, to: &str| {
        assert!(SMALLEST.contains(from), "{from}");
        SMALLEST.replacen(from, to, 1)
    };
    refused(&with("\"periods\":4", "\"periods\":4.5"), "wrong-field", "periods: 4.5");
    refused(&with("\"discount\":0.02,", ""), "missing-field", "`discount`");
    refused(&with("uptake-portfolio/1", "uptake-portfolio/2"), "wrong-schema", "uptake-portfolio/2");
    refused(&with("\"hard\":[1,1,1,1]", "\"hard\":[1,1,1]"), "wrong-field", "budgets.hard: a list of 3");
    refused(&with("\"hard\":[1,1,1,1]", "\"hard\":[1,1,-1,1]"), "wrong-field", "budgets.hard[2]: -1");
    refused(&with("\"carry_over\":true", "\"carry_ower\":true"), "unknown-field", "`carry_ower`");
    refused(&with("\"tech\":\"K1\"", "\"tech\":\"K2\""), "unknown-name", "projects[0].tech");
    refused(&with("\"mission\":\"J1\"", "\"mission\":\"J9\""), "unknown-name", "technologies[0].mission");
    refused(&with("\"materials\":{\"steel\":1}", "\"materials\":{\"iron\":1}"), "unknown-name", "iron");
    refused(&with("\"prerequisite\":null", "\"prerequisite\":\"K1\""), "circle", "K1");
    refused(&with("\"success\":1", "\"success\":1.5"), "wrong-field", "technologies[0].options[0].success: 1.5");
    refused(&with("\"draw\":[1,2]", "\"draw\":[1]"), "wrong-field", "credits[0].draw");
    refused(&with("\"benefit\":20", "\"benefit\":1e99"), "wrong-field", "projects[0].benefit");
    refused("{\"schema\":", "not-json", "JSON");
    refused("", "not-a-problem", "empty");
    refused("hello", "not-a-problem", "TOML");
}

#[test]
fn toml_and_json_say_the_same() {
    let value: serde_json::Value =
        serde_json::from_str(&SMALLEST.replace("\"mission\":\"J1\",\"prerequisite\":null", "\"mission\":\"J1\""))
            .unwrap();
    let toml = toml::to_string(&value).unwrap();
    assert_eq!(read(&toml), read(SMALLEST));
    assert!(matches!(read(&toml), Ok(Problem::Upp(_))));
}

#[test]
fn a_knapsack_file_may_hold_several_problems_or_one_without_a_count() {
    let Ok(Problem::Knapsacks { problems }) = read("2\n2 1 0\n3 4\n1 2\n2\n1 1 7\n7\n1\n1\n") else {
        panic!("two problems")
    };
    assert_eq!((problems.len(), problems[0].stated, problems[1].stated), (2, None, Some(7.0)));
    let Ok(Problem::Knapsacks { problems }) = read("2 1 5\n3 4\n1 2\n2\n") else { panic!("one problem") };
    assert_eq!(problems.len(), 1);
    refused("1\n2 1 0\n3 4\n1 2\n", "too-few-numbers", "5 more numbers");
    refused("1\n20000 2000 0\n3 4\n", "too-few-numbers", "Line");
    refused("1\n1 1 0\n3\n1\n2\n9\n", "too-many-numbers", "Line 6");
    refused("1\n1 1 x\n", "not-a-number", "\"x\"");
}

#[test]
fn a_schedule_that_can_never_run_is_refused() {
    assert!(matches!(read("3 1\n2\n0 0 1 2\n3 2 1 3\n0 0 0\n"), Ok(Problem::Schedule(_))));
    refused("3 1\n2\n0 0 1 2\n3 3 1 3\n0 0 0\n", "demand-above-capacity", "Line 4");
    refused("3 1\n2\n0 0 1 2\n3 2 1 1\n0 0 0\n", "circle", "circle");
    refused("3 1\n2\n0 0 1 2\n3 2 1 4\n0 0 0\n", "count-outside", "a successor");
}
