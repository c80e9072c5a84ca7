//! What holds for each funnel, tried on many that look like chance.

use super::*;
use crate::generator::Generator;

/// A funnel of so many cases; `open` is the share of time at which observation ends.
pub(super) fn simulated(generator: &mut Generator, n: usize, technologies: usize) -> Vec<Case> {
    let reasons = ["plan", "material", "department"];
    (0..n)
        .map(|case| {
            let mut day = (generator.share() * 500.0 * 100.0).round() / 100.0;
            let mut events = vec![Event { what: What::Stage(Stage::Collected), day }];
            let mut at = 0;
            while at < 6 {
                day = ((day - (1.0 - generator.share()).ln() * 60.0) * 100.0).round() / 100.0;
                if generator.happens(0.25) {
                    let reason = reasons[(generator.share() * 3.0) as usize];
                    events.push(Event { what: What::Abandoned(reason.to_owned()), day });
                    break;
                }
                if at > 1 && generator.happens(0.1) {
                    events.push(Event { what: What::Stage(Stage::ALL[at - 1]), day });
                    continue;
                }
                at += if at < 5 && generator.happens(0.1) { 2 } else { 1 };
                events.push(Event { what: What::Stage(Stage::ALL[at]), day });
            }
            let own = if generator.happens(0.5) { "own" } else { "other" };
            let technology = (generator.share() * technologies as f64) as usize;
            Case {
                id: format!("C{case}"),
                technology: format!("T{technology}"),
                enterprise: format!("E{}", case % 40),
                groups: vec![("branch".to_owned(), own.to_owned())],
                value: Some((generator.share() * 100.0).round()),
                events,
            }
        })
        .collect()
}

fn reports() -> Vec<(Log, Report)> {
    let mut generator = Generator(11);
    [1, 2, 7, 60, 300]
        .into_iter()
        .flat_map(|n| [550.0, 700.0, 5000.0].map(|end| (n, end)))
        .map(|(n, end)| {
            let log = Log::from_cases(&simulated(&mut generator, n, 30)).unwrap();
            let labels = log.groups()[0].labels.len();
            let group = (labels == 2).then(|| "branch".to_owned());
            let report = report(&log, &Request { group, ..Request::until(end) }).unwrap();
            (log, report)
        })
        .collect()
}

#[test]
fn probabilities_of_all_states_add_up_to_one_on_each_day() {
    for (_, report) in reports() {
        for figures in [&report.pairs, &report.technologies] {
            for one in &figures.occupation {
                let sum: f64 = one.probability.iter().sum();
                assert!((sum - 1.0).abs() < 1e-12, "{one:?}");
                assert!(
                    one.probability
                        .iter()
                        .zip(&one.interval)
                        .all(|(p, bounds)| bounds.low - 1e-12 <= *p && *p <= bounds.high + 1e-12)
                );
            }
            let days: f64 = figures.sojourn.iter().map(|one| one.days).sum();
            assert!((days - report.request.sojourn_tau).abs() < 1e-7, "{days}");
            let shares: f64 = figures.sojourn.iter().filter_map(|one| one.bottleneck_index).sum();
            assert!((shares - 1.0).abs() < 1e-9 || shares == 0.0);
            for triple in figures.waiting.iter().flat_map(|one| &one.triples) {
                let sum = triple.forward.probability + triple.abandoned.probability + triple.still_there.probability;
                assert!((sum - 1.0).abs() < 1e-12, "{triple:?}");
                assert!(triple.forward_by_one_minus_kaplan_meier >= triple.forward.probability - 1e-12, "{triple:?}");
            }
        }
    }
}

#[test]
fn each_case_is_counted_once() {
    for (log, report) in reports() {
        let course = log.until(report.request.end).unwrap();
        let pairs = &report.pairs;
        assert_eq!(pairs.n_cases, pairs.n_open + pairs.n_abandoned + pairs.n_production);
        assert_eq!(report.losses.iter().map(|loss| loss.n).sum::<u64>(), pairs.n_abandoned);
        assert_eq!(pairs.stages.iter().map(|one| one.open).sum::<u64>(), pairs.n_open);
        let at: usize = Stage::ALL.into_iter().map(|stage| course.cases_at(stage).len()).sum();
        assert_eq!(at as u64, pairs.n_cases);
        for two in pairs.stages.windows(2) {
            assert!(two[0].reached >= two[1].reached && two[0].reached >= two[0].seen);
        }
        let by_group: u64 = report.groups.iter().map(|group| group.figures.n_cases).sum();
        assert!(report.groups.is_empty() || by_group == pairs.n_cases);
        if !report.losses.is_empty() && pairs.n_abandoned > 0 {
            let shares: f64 = report.losses.iter().map(|loss| loss.share).sum();
            assert!((shares - 1.0).abs() < 1e-9);
        }
    }
}

#[test]
fn the_terms_of_a_comparison_add_up_to_the_whole() {
    let mut n = 0;
    for (_, report) in reports() {
        let Some(found) = report.decomposition else { continue };
        let sum: f64 = found.terms.iter().map(|term| term.log_ratio).sum();
        assert!((sum - found.log_ratio_total).abs() < 1e-12);
        n += 1;
    }
    assert!(n >= 6, "only {n} funnels had two groups");
}

#[test]
fn a_gain_lies_between_nought_and_the_share_lost_for_its_reason() {
    for (_, report) in reports() {
        for gain in &report.gains {
            assert!(gain.gain >= -1e-12 && gain.gain <= gain.bounds.high + 1e-9, "{gain:?}");
            assert!(gain.gain_without_stages >= -1e-12, "{gain:?}");
        }
    }
}

/// Shares of cases by state so many days after their first event, by going through all events.
fn shares(log: &Log, days: f64) -> [f64; 8] {
    let mut counts = [0_u32; 8];
    for case in 0..log.n_cases() {
        let events = log.events(case);
        let mut state = 0;
        for event in events.iter().filter(|event| event.day - events[0].day <= days + 1e-9) {
            match &event.what {
                What::Stage(stage) => state = state.max(*stage as usize),
                What::Abandoned(_) => state = 7,
            }
        }
        counts[state] += 1;
    }
    counts.map(|count| f64::from(count) / log.n_cases() as f64)
}

#[test]
fn without_open_cases_the_probabilities_are_shares_and_their_errors_binomial() {
    let mut generator = Generator(5);
    // With days in steps of forty most cases take several stages on one day, some of them on their first.
    for step in [0.01, 40.0] {
        let mut cases = simulated(&mut generator, 250, 20);
        for event in cases.iter_mut().flat_map(|case| &mut case.events) {
            event.day = (event.day / step).floor() * step;
        }
        let log = Log::from_cases(&cases).unwrap();
        let report = report(&log, &Request::until(1e6)).unwrap();
        let n = report.pairs.n_cases as f64;
        for occupation in &report.pairs.occupation {
            for (state, share) in shares(&log, occupation.days).into_iter().enumerate() {
                let error = (share * (1.0 - share) / n).sqrt();
                assert!((occupation.probability[state] - share).abs() < 1e-10, "{step} {state} {occupation:?}");
                assert!((occupation.standard_error[state] - error).abs() < 1e-10, "{step} {state} {occupation:?}");
                let limits = wilson(share, n, 1.959_963_984_540_054);
                assert!((occupation.interval[state].low - limits.low).abs() < 1e-6);
            }
        }
    }
}

#[test]
fn standard_errors_are_those_of_leaving_out_one_case_after_the_other() {
    let mut generator = Generator(21);
    let cases = simulated(&mut generator, 400, 30);
    let request =
        Request { horizons: vec![60.0], occupation_days: vec![150.0], sojourn_tau: 300.0, ..Request::until(560.0) };
    let of = |cases: &[Case]| report(&Log::from_cases(cases).unwrap(), &request).unwrap().pairs;
    let whole = of(&cases);
    let n = cases.iter().filter(|case| case.events[0].day <= 560.0).count() as f64;
    let mut squares = vec![(0.0_f64, 0.0_f64); 8];
    for out in 0..cases.len() {
        let mut rest = cases.clone();
        rest.remove(out);
        let rest = of(&rest);
        for (state, squares) in squares.iter_mut().enumerate() {
            squares.0 += (rest.occupation[0].probability[state] - whole.occupation[0].probability[state]).powi(2);
            squares.1 += (rest.sojourn[state].days - whole.sojourn[state].days).powi(2);
        }
    }
    for (state, squares) in squares.into_iter().enumerate() {
        let occupation = (whole.occupation[0].standard_error[state], squares.0);
        let sojourn = (whole.sojourn[state].standard_error, squares.1);
        for (found, squares) in [occupation, sojourn] {
            let left_out = ((n - 1.0) / n * squares).sqrt();
            assert!((found - left_out).abs() <= 0.02 * left_out + 1e-9, "state {state}: {found} against {left_out}");
        }
    }
}

#[test]
fn the_order_of_cases_and_the_origin_of_days_do_not_matter() {
    let mut generator = Generator(3);
    let cases = simulated(&mut generator, 120, 15);
    let mut other: Vec<Case> = cases.iter().rev().cloned().collect();
    for event in other.iter_mut().flat_map(|case| &mut case.events) {
        event.day += 1000.0;
    }
    let one = report(&Log::from_cases(&cases).unwrap(), &Request::until(600.0)).unwrap();
    let two = report(&Log::from_cases(&other).unwrap(), &Request::until(1600.0)).unwrap();
    assert_eq!(one.pairs.stages, two.pairs.stages);
    assert_eq!(one.loss_counts, two.loss_counts);
    for (a, b) in one.pairs.occupation.iter().zip(&two.pairs.occupation) {
        assert!(a.probability.iter().zip(&b.probability).all(|(a, b)| (a - b).abs() < 1e-9));
        assert!(a.standard_error.iter().zip(&b.standard_error).all(|(a, b)| (a - b).abs() < 1e-9));
    }
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    let mut generator = Generator(9);
    let log = Log::from_cases(&simulated(&mut generator, 200, 25)).unwrap();
    let request = Request { group: Some("branch".to_owned()), ..Request::until(650.0) };
    let bytes = || serde_json::to_string(&report(&log, &request).unwrap()).unwrap();
    assert_eq!(bytes(), bytes());
}

#[test]
fn a_technology_is_as_far_as_its_furthest_pair_and_lost_only_with_all() {
    let event = |stage, day| Event { what: What::Stage(stage), day };
    let lost = |day| Event { what: What::Abandoned("plan".to_owned()), day };
    let case = |id: &str, technology: &str, events| Case {
        id: id.to_owned(),
        technology: technology.to_owned(),
        enterprise: id.to_owned(),
        groups: Vec::new(),
        value: None,
        events,
    };
    let log = Log::from_cases(&[
        case("1", "T1", vec![event(Stage::Collected, 0.0), lost(10.0)]),
        case("2", "T1", vec![event(Stage::Collected, 0.0), event(Stage::Read, 30.0)]),
        case("3", "T2", vec![event(Stage::Collected, 5.0), event(Stage::Evaluated, 9.0), lost(20.0)]),
        case("4", "T2", vec![event(Stage::Collected, 5.0), lost(40.0)]),
        case("5", "T3", vec![event(Stage::Collected, 5.0), event(Stage::Production, 40.0)]),
        case("6", "T3", vec![event(Stage::Collected, 5.0), lost(50.0)]),
    ])
    .unwrap();
    let found = report(&log, &Request::until(100.0)).unwrap().technologies;
    assert_eq!((found.n_cases, found.n_open, found.n_abandoned, found.n_production), (3, 1, 1, 1));
    let reached: Vec<u64> = found.stages.iter().map(|one| one.reached).collect();
    assert_eq!(reached, [3, 3, 3, 2, 1, 1, 1]);
    // Of T2 the last pair was given up on day 40, 31 days after its evaluation.
    assert!((found.waiting[3].restricted_mean_days - 31.0).abs() < 1e-9);
}

#[test]
fn barriers_are_told_by_how_far_the_enterprise_is() {
    use crate::table::Table;
    let cases = "case_id,technology,enterprise,branch,technology_branch,department,technology_department\n\
        1,T,E,B1,B1,D1,D1\n2,T,F,B2,B1,D1,D1\n3,T,G,B3,B1,D2,D1\n4,T,H,B3,B1,D2,D1\n";
    let events = "case_id,event,day,reason\n1,collected,0,\n1,production,5,\n2,collected,0,\n2,abandoned,5,plan\n\
        3,collected,0,\n3,abandoned,5,department\n4,collected,0,\n4,abandoned,7,plan\n";
    let log = Log::from_tables(&Table::read(events).unwrap(), Some(&Table::read(cases).unwrap())).unwrap();
    let rows = report(&log, &Request::until(10.0)).unwrap().barriers;
    let found: Vec<_> =
        rows.iter().map(|row| (row.distance, row.reason.as_str(), row.n_cases, row.n, row.share)).collect();
    assert_eq!(
        found,
        [
            (Distance::Own, "department", 1, 0, None),
            (Distance::Own, "plan", 1, 0, None),
            (Distance::SameDepartment, "department", 1, 0, Some(0.0)),
            (Distance::SameDepartment, "plan", 1, 1, Some(1.0)),
            (Distance::OtherDepartment, "department", 2, 1, Some(0.5)),
            (Distance::OtherDepartment, "plan", 2, 1, Some(0.5)),
        ]
    );
}
