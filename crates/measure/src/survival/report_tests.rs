use super::expected::near;
use super::*;
use crate::table::Table;

const TRIAL: &str = "time,status,arm,size,region\n\
    4,1,b,1.0,north\n5,1,b,2.5,south\n6,0,a,2.0,north\n7,1,b,3.0,south\n8,1,a,1.5,north\n9,0,b,2.2,south\n\
    10,1,a,3.1,north\n11,1,b,0.5,south\n12,0,a,2.7,north\n14,1,a,1.2,south\n15,0,a,0.9,north\n16,1,b,2.4,south\n";

fn ask(text: &str, request: &Request) -> Result<Report, crate::Unusable> {
    report(&Table::read(text).unwrap(), request)
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.cautions.iter().map(|c| c.code).collect()
}

#[test]
fn columns_are_found_by_their_usual_names() {
    let found = ask(TRIAL, &Request::default()).unwrap();
    assert_eq!((found.time.as_str(), found.status.as_str(), found.n, found.n_events), ("time", "status", 12, 8));
    assert_eq!(found.curves.len(), 1);
    let text = serde_json::to_string(&found).unwrap();
    assert!(text.contains("\"survival\":") && !text.contains("NaN"));
    assert_eq!(ask("a,b\n1,2\n", &Request::default()).unwrap_err().code, "no-column");
}

#[test]
fn a_curve_without_an_event_says_what_so_few_cases_can_rule_out() {
    let found = ask("time,status\n3,0\n5,0\n8,0\n", &Request::default()).unwrap();
    let told = found.cautions.iter().find(|c| c.code == "no-event").unwrap();
    // With three cases nineteen in twenty say that it is under 63.2 percent: 1 - 0.05^(1/3).
    assert!((told.values["at_most"] - 0.631_597).abs() < 1e-6);
    assert!((told.values["time"] - 3.0).abs() < f64::EPSILON);
}

#[test]
fn groups_have_curves_and_a_test_and_texts_become_levels() {
    let request = Request {
        group: Some("arm".to_owned()),
        covariates: vec!["size".to_owned(), "region".to_owned()],
        times: vec![Distribution::Weibull, Distribution::Loglogistic, Distribution::Exponential],
        ..Request::default()
    };
    let found = ask(TRIAL, &request).unwrap();
    assert_eq!(found.curves.iter().map(|c| c.curve.group.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(found.curves[0].restricted_mean.tau, found.curves[1].restricted_mean.tau);
    assert!(found.log_rank.is_some());
    let names: Vec<String> = found.cox.as_ref().unwrap().coefficients.iter().map(|c| c.name.clone()).collect();
    assert_eq!(names, ["size", "region=south"]);
    assert!(codes(&found).contains(&"quantile-not-reached"));
    assert_eq!(found.accelerated.len(), 3);
    // With a scale of one Weibull is exponential: freeing the scale can only gain.
    assert!(found.accelerated[0].log_likelihood >= found.accelerated[2].log_likelihood);
}

#[test]
fn one_less_the_curve_is_refused_as_incidence_where_causes_compete() {
    let text = TRIAL.replacen("5,1,b", "5,2,b", 1).replacen("10,1,a", "10,2,a", 1).replacen("14,1,a", "14,2,a", 1);
    let request = Request { one_minus_survival: true, ..Request::default() };
    assert!(ask(TRIAL, &request).is_ok(), "with one cause they are the same");
    assert_eq!(ask(&text, &request).unwrap_err().code, "one-minus-survival");
    let event = Request { event: Some("1".to_owned()), ..request };
    assert_eq!(ask(&text, &event).unwrap_err().code, "one-minus-survival");
    let counted = ask(&text, &Request { one_minus_survival: false, ..event }).unwrap();
    assert!(codes(&counted).contains(&"competing-counted-as-censored"));
}

#[test]
fn several_causes_bring_incidence_tests_and_effects_by_cause() {
    let text = TRIAL.replacen("5,1,b", "5,2,b", 1).replacen("10,1,a", "10,2,a", 1).replacen("14,1,a", "14,2,a", 1);
    let request = Request { group: Some("arm".to_owned()), covariates: vec!["size".to_owned()], ..Request::default() };
    let strata = Request { strata: Some("region".to_owned()), ..request.clone() };
    assert!(codes(&ask(&text, &strata).unwrap()).contains(&"strata-not-in-incidence"));
    let found = ask(&text, &request).unwrap();
    assert_eq!(found.causes, ["1", "2"]);
    assert!(codes(&found).contains(&"competing-causes") && found.cox.is_none());
    assert_eq!((found.incidence.len(), found.gray_tests.len(), found.by_cause.len()), (2, 2, 2));
    for occupation in &found.incidence {
        near(occupation.points.last().unwrap().occupation.iter().sum(), 1.0, 1e-12);
    }
    assert!(found.by_cause.iter().all(|c| c.cause_specific.is_some() && c.fine_gray.is_some()));
}

#[test]
fn a_table_in_which_nobody_waits_is_doubted_and_ones_and_twos_are_explained() {
    let all = "time,status\n3,1\n4,1\n4,1\n9,1\n";
    assert!(codes(&ask(all, &Request::default()).unwrap()).contains(&"nobody-censored"));
    let two = ask("time,status\n3,1\n4,2\n4,2\n9,1\n", &Request::default()).unwrap();
    assert!(codes(&two).contains(&"one-means-censored") && two.n_events == 2);
}

#[test]
fn rows_with_holes_are_left_out_and_counted() {
    let found = ask(
        "time,status,x\n3,1,1\n4,0,\n5,NA,2\n6,1,2\n7,0,1\n8,1,3\n",
        &Request { covariates: vec!["x".to_owned()], ..Request::default() },
    );
    let found = found.unwrap();
    assert_eq!(found.n, 4);
    assert_eq!(found.cautions.iter().find(|c| c.code == "rows-left-out").unwrap().values["rows"], 2.0);
}

#[test]
fn cases_of_several_states_are_told_from_their_rows() {
    let text = "id,tstart,tstop,event\n1,0,2,piloted\n1,2,5,adopted\n2,0,3,piloted\n2,3,6,abandoned\n3,0,4,abandoned\n4,0,1,piloted\n4,1,7,adopted\n5,0,8,none\n";
    let found = ask(text, &Request { id: Some("id".to_owned()), tau: Some(8.0), ..Request::default() }).unwrap();
    assert_eq!(found.incidence[0].states, ["(s0)", "abandoned", "adopted", "piloted"]);
    near(found.incidence[0].sojourns.iter().map(|s| s.mean).sum(), 8.0, 1e-12);
}

#[test]
fn hostile_tables_are_refused_in_words() {
    for (text, code) in [
        ("time,status\n", "no-rows"),
        ("time,status\ninf,1\n", "not-a-number"),
        ("time,status\n-3,1\n", "wrong-time"),
        ("start,stop,status\n5,5,1\n", "ends-before-it-starts"),
    ] {
        let refused = ask(text, &Request::default()).unwrap_err();
        assert_eq!(refused.code, code, "{text}");
        assert!(!refused.text.is_empty());
    }
    let wrong = Request { confidence: 1.5, ..Request::default() };
    assert_eq!(ask(TRIAL, &wrong).unwrap_err().code, "wrong-confidence");
    let empty = ask("time,status\n3,0\n4,0\n", &Request::default()).unwrap();
    assert_eq!(empty.n_events, 0);
    assert!(empty.curves[0].quantiles.iter().all(|q| q.time.is_none()));
}

#[test]
fn an_empty_status_is_a_hole_among_numbers_and_not_yet_among_words() {
    let numbers = ask("time,status\n3,1\n4,\n5,0\n", &Request::default()).unwrap();
    assert_eq!((numbers.n, numbers.n_events), (2, 1));
    let words = ask("time,status\n3,adopted\n4,\n5,Censored\n", &Request::default()).unwrap();
    assert_eq!((words.n, words.n_events, words.causes), (3, 1, vec!["adopted".to_owned()]));
}

#[test]
fn a_wave_of_events_at_the_very_end_is_doubted() {
    let rows: String = (0..30).map(|at| format!("{},1\n", if at < 20 { 1 + at / 2 } else { 11 })).collect();
    assert!(codes(&ask(&format!("time,status\n{rows}"), &Request::default()).unwrap()).contains(&"final-wave"));
}

#[test]
fn a_plant_that_adopts_again_and_again_is_not_counted_as_many_plants() {
    let rows: String = (0..24)
        .map(|at| format!("{},{},{},1,{}\n", at / 3, at % 3 * 5, at % 3 * 5 + 2 + (at * 7) % 4, (at / 3 * 5) % 7))
        .collect();
    let request = Request { id: Some("plant".to_owned()), covariates: vec!["size".to_owned()], ..Request::default() };
    let found = ask(&format!("plant,start,stop,status,size\n{rows}"), &request).unwrap();
    assert!(codes(&found).contains(&"repeated-events"));
    assert!(found.cox.unwrap().coefficients[0].robust_std_err.is_some());
}

#[test]
fn a_mean_beyond_what_was_watched_is_doubted() {
    let found = ask(TRIAL.replacen("16,1,b", "16,0,b", 1).as_str(), &Request { tau: Some(40.0), ..Request::default() })
        .unwrap();
    assert!(codes(&found).contains(&"tau-beyond-data"));
}

#[test]
fn a_number_that_is_mistyped_is_refused_with_its_row_and_makes_no_category() {
    let request = Request { covariates: vec!["size".to_owned()], ..Request::default() };
    let refused = ask(&TRIAL.replacen("2.5", "2;5", 1), &request).unwrap_err();
    assert_eq!(refused.code, "not-a-number");
    assert!(refused.text.contains("Row 2"), "{}", refused.text);
}
