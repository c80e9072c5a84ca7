//! Where a figure would mislead: each case is refused or warned of.

use super::*;
use crate::Unusable;
use crate::table::Table;

fn events(text: &str) -> Result<Log, Unusable> {
    let text = format!("case_id,technology,enterprise,event,day,reason\n{text}");
    Log::from_tables(&Table::read(&text)?, None)
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.cautions.iter().map(|one| one.code).collect()
}

#[track_caller]
fn warned(text: &str, end: f64, code: &str) -> Report {
    let report = report(&events(text).unwrap(), &Request::until(end)).unwrap();
    assert!(codes(&report).contains(&code), "{code} is not among {:?}", codes(&report));
    report
}

#[track_caller]
fn refused(found: Result<Report, Unusable>, code: &str) {
    let refusal = found.unwrap_err();
    assert_eq!(refusal.code, code, "{}", refusal.text);
    assert!(refusal.text.split(". ").count() >= 2, "no next step: {}", refusal.text);
}

#[test]
fn a_log_without_an_exit_says_so_and_loses_nobody() {
    let report = warned("1,T,E,collected,0,\n1,T,E,read,5,\n2,T,F,collected,0,\n", 100.0, "no-exit");
    assert_eq!((report.pairs.n_open, report.pairs.n_abandoned, report.pairs.n_production), (2, 0, 0));
    assert!(report.losses.is_empty() && report.gains.is_empty());
    let last = report.pairs.occupation.last().unwrap();
    assert_eq!((last.probability[6], last.probability[7]), (0.0, 0.0));
    assert!(last.interval[6].high > 0.0, "two cases cannot exclude production");
    assert_eq!(report.pairs.sojourn[0].loss_share, None);
}

#[test]
fn a_stage_seen_before_collection_is_warned_of_and_reached() {
    let report = warned("1,T,E,read,3,\n1,T,E,collected,10,\n1,T,E,evaluated,20,\n", 100.0, "before-collection");
    let reached: Vec<u64> = report.pairs.stages.iter().map(|one| one.reached).collect();
    assert_eq!(reached, [1, 1, 1, 1, 0, 0, 0]);
    assert_eq!(report.pairs.waiting[2].n, 1);
    assert_eq!(report.pairs.waiting[0].n, 0, "nobody was seen waiting after collection");
}

#[test]
fn days_that_go_backwards_are_put_in_order_and_said() {
    let report = warned(
        "1,T,E,collected,0,\n1,T,E,read,30,\n1,T,E,disseminated,10,\n1,T,E,abandoned,50,late\n",
        100.0,
        "days-backwards",
    );
    assert_eq!(report.pairs.waiting[1].restricted_mean_days, 20.0);
}

#[test]
fn of_two_exits_the_first_counts() {
    let report = warned("1,T,E,collected,0,\n1,T,E,abandoned,10,a\n1,T,E,production,20,\n", 100.0, "two-exits");
    assert_eq!((report.pairs.n_abandoned, report.pairs.n_production), (1, 0));
    assert!(codes(&report).contains(&"after-exit"));
    let report = warned("1,T,E,collected,0,\n1,T,E,production,10,\n1,T,E,abandoned,20,a\n", 100.0, "two-exits");
    assert_eq!((report.pairs.n_abandoned, report.pairs.n_production), (0, 1));
}

#[test]
fn an_observation_that_ends_before_all_events_is_refused() {
    let log = events("1,T,E,collected,50,\n").unwrap();
    refused(report(&log, &Request::until(10.0)), "end-before-events");
    refused(report(&log, &Request::until(f64::NAN)), "no-end");
    refused(report(&events("").unwrap(), &Request::until(10.0)), "no-events");
}

#[test]
fn events_after_the_end_of_observation_are_not_known_yet() {
    let report = warned("1,T,E,collected,0,\n1,T,E,abandoned,90,a\n2,T,F,collected,80,\n", 60.0, "after-end");
    assert_eq!((report.pairs.n_cases, report.pairs.n_open, report.pairs.n_events), (1, 1, 1));
}

#[test]
fn one_minus_kaplan_meier_is_not_taken_for_an_incidence() {
    let mut text = String::new();
    for case in 0..20 {
        let day = 10 + case;
        let event = if case % 2 == 0 { "abandoned" } else { "disseminated" };
        text.push_str(&format!("{case},T{case},E,collected,0,\n{case},T{case},E,{event},{day},\n"));
    }
    let report = warned(&text, 1000.0, "one-minus-kaplan-meier");
    let last = report.pairs.waiting[0].triples.last().unwrap();
    assert!((last.forward.probability - 0.5).abs() < 1e-12);
    assert!(last.forward_by_one_minus_kaplan_meier > 0.99, "{last:?}");
}

#[test]
fn a_yield_of_nought_is_compared_with_a_correction_that_is_said() {
    let cases = "case_id,technology,enterprise,own\n1,T1,E,yes\n2,T2,E,no\n3,T3,E,no\n";
    let text = "case_id,event,day\n1,collected,0\n1,disseminated,1\n1,read,2\n2,collected,0\n3,collected,0\n3,disseminated,1\n";
    let log = Log::from_tables(&Table::read(text).unwrap(), Some(&Table::read(cases).unwrap())).unwrap();
    let request = Request { group: Some("own".to_owned()), ..Request::until(10.0) };
    let report = report(&log, &request).unwrap();
    assert!(codes(&report).contains(&"zero-count"));
    let found = report.decomposition.unwrap();
    let (read, none) = (&found.terms[1], &found.terms[5]);
    assert_eq!((read.rate_a, read.corrected_a, read.rate_b, read.corrected_b), (1.0, false, 0.25, true));
    assert_eq!((none.rate_a, none.rate_b), (0.5, 0.5));
    let sum: f64 = found.terms.iter().map(|term| term.log_ratio).sum();
    assert!((sum - found.log_ratio_total).abs() < 1e-12);
}

#[test]
fn a_comparison_that_cannot_be_made_is_refused() {
    let cases = "case_id,technology,enterprise,own\n1,T1,E,yes\n2,T2,E,no\n";
    let text = "case_id,event,day\n1,collected,0\n2,collected,0\n";
    let log = Log::from_tables(&Table::read(text).unwrap(), Some(&Table::read(cases).unwrap())).unwrap();
    let ask = |group: Option<&str>, compare: Option<(&str, &str)>| {
        let request = Request {
            group: group.map(str::to_owned),
            compare: compare.map(|(a, b)| (a.to_owned(), b.to_owned())),
            ..Request::until(10.0)
        };
        report(&log, &request)
    };
    refused(ask(Some("branch"), None), "no-column");
    refused(ask(Some("own"), Some(("yes", "perhaps"))), "empty-group");
    refused(ask(Some("own"), Some(("yes", "yes"))), "same-group");
    refused(ask(None, Some(("yes", "no"))), "no-group");
    assert!(ask(Some("own"), Some(("no", "yes"))).is_ok());
}

#[test]
fn what_is_no_event_no_day_or_no_request_is_refused_with_its_place() {
    #[track_caller]
    fn unread(text: &str, code: &str) {
        assert_eq!(events(text).map(|_| ()).unwrap_err().code, code);
    }
    unread("1,T,E,adopted,0,\n", "unknown-event");
    unread("1,T,E,collected,NaN,\n", "not-a-number");
    unread("1,T,E,collected,1e300,\n", "day-out-of-range");
    unread("1,T,E,collected,0,\n1,U,E,read,1,\n", "case-in-two-places");
    let log = events("1,T,E,collected,0,\n").unwrap();
    let until = |change: &dyn Fn(&mut Request)| {
        let mut request = Request::until(10.0);
        change(&mut request);
        report(&log, &request)
    };
    refused(until(&|one| one.horizons = vec![f64::NAN]), "days-out-of-range");
    refused(until(&|one| one.sojourn_tau = 0.0), "days-out-of-range");
    refused(until(&|one| one.confidence = 1.0), "confidence-out-of-range");
}

#[test]
fn a_case_that_is_only_in_the_table_of_cases_was_collected_and_is_open() {
    let cases = "case_id,technology,enterprise,day_collected,value\n1,T1,E,0,10\n2,T2,E,5,30\n3,T3,E,,1\n";
    let text = "case_id,event,day,reason\n1,disseminated,4,\n1,abandoned,9,plan\n";
    let log = Log::from_tables(&Table::read(text).unwrap(), Some(&Table::read(cases).unwrap())).unwrap();
    let report = report(&log, &Request::until(10.0)).unwrap();
    assert_eq!((report.pairs.n_cases, report.pairs.n_open), (2, 1));
    assert!(codes(&report).contains(&"cases-without-events"));
    let loss = report.losses.iter().find(|one| one.n == 1).unwrap();
    assert_eq!((loss.stage, loss.value, loss.value_share), (Stage::Disseminated, Some(10.0), Some(1.0)));
}

#[test]
fn exits_that_nobody_logged_break_littles_law() {
    let mut text = String::new();
    for case in 0..200 {
        let day = case * 5;
        text.push_str(&format!("{case},T{case},E,collected,{day},\n"));
        if case % 2 == 0 {
            text.push_str(&format!("{case},T{case},E,abandoned,{},\n", day + 8 + case % 5));
        }
    }
    let report = warned(&text, 1000.0, "little-law");
    assert!(!report.little[0].holds);
    let whole: String = text
        .lines()
        .filter(|line| {
            line.split(',').next().and_then(|case| case.parse::<u32>().ok()).is_some_and(|case| case % 2 == 0)
        })
        .map(|line| format!("{line}\n"))
        .collect();
    let report = super::report(&events(&whole).unwrap(), &Request::until(1000.0)).unwrap();
    assert!(report.little[0].holds, "{:?}", report.little[0]);
}

#[test]
fn a_hazard_ratio_of_a_group_without_exits_is_not_made_up() {
    let cases = "case_id,technology,enterprise,own\n1,T1,E,yes\n2,T2,E,no\n3,T3,E,no\n";
    let text = "case_id,event,day\n1,collected,2024-01-01\n1,production,2024-01-11\n2,collected,2024-01-01\n3,collected,2024-01-02\n";
    let log = Log::from_tables(&Table::read(text).unwrap(), Some(&Table::read(cases).unwrap())).unwrap();
    let end = log.last_day().unwrap() + 10.0;
    let report = report(&log, &Request { group: Some("own".to_owned()), ..Request::until(end) }).unwrap();
    assert!(report.effects.is_empty());
    assert_eq!(codes(&report).iter().filter(|code| **code == "no-hazard-ratio").count(), 2);
    // Days may be dates: production came on the tenth day, and all were followed until the twentieth.
    assert_eq!(report.still_in.first().unwrap().days, 90.0);
    assert!((report.pairs.sojourn[0].days - (10.0 + 2.0 * report.request.sojourn_tau) / 3.0).abs() < 1e-9);
}
