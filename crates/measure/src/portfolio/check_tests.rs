//! The checker against plans that break one rule each, made by hand.

use super::read_tests::SMALLEST;
use super::{CreditFlow, DevelopmentStart, MissionStart, Plan, Problem, Signing, Start, Upp, check, read};

fn smallest() -> Upp {
    match read(SMALLEST) {
        Ok(Problem::Upp(upp)) => upp,
        other => panic!("no portfolio: {other:?}"),
    }
}

/// A plan that keeps all rules: mission in 1, signing in 2, arrival and start in 3, benefit in 4.
fn good() -> Plan {
    Plan {
        signings: vec![Signing { technology: "K1".to_owned(), option: "licence".to_owned(), period: 2 }],
        missions: vec![MissionStart { mission: "J1".to_owned(), period: 1 }],
        starts: vec![Start {
            project: 0,
            technology: "K1".to_owned(),
            enterprise: "E1".to_owned(),
            option: "licence".to_owned(),
            period: 3,
        }],
        developments: vec![],
        credit: vec![],
    }
}

#[test]
fn a_plan_that_keeps_all_rules_is_worth_what_can_be_reckoned_by_hand() {
    let checked = check(&smallest(), &good()).unwrap();
    let today = |t: i32| 1.02_f64.powi(-t);
    let by_hand = 20.0 * today(4) - 1.0 * today(3) - 4.0 * 1.5 * today(2) - 4.0 * 0.1 * today(1);
    assert!((checked.objective - by_hand).abs() < 1e-12, "{} and {by_hand}", checked.objective);
    assert_eq!((checked.spread, checked.money.len(), checked.debts.len()), (1.0, 8, 0));
    assert!((checked.equity - 20.0 * today(4)).abs() < 1e-12);
    let hard = &checked.money[1];
    assert_eq!((hard.currency.as_str(), hard.period, hard.signings, hard.carried_in), ("hard", 2, 1.5, 0.9));
}

#[track_caller]
fn broken(code: &str, spoil: impl FnOnce(&mut Upp, &mut Plan)) {
    let (mut upp, mut plan) = (smallest(), good());
    spoil(&mut upp, &mut plan);
    let found = check(&upp, &plan).expect_err(code);
    assert!(found.iter().any(|violation| violation.code == code && violation.by > 0.0), "{code}: {found:?}");
}

#[test]
fn each_rule_that_is_broken_is_named() {
    broken("unknown-name", |_, plan| plan.signings[0].option = "theft".to_owned());
    broken("unknown-name", |_, plan| plan.starts[0].project = 7);
    broken("unknown-name", |_, plan| plan.starts[0].enterprise = "E2".to_owned());
    broken("signed-twice", |_, plan| plan.signings.push(plan.signings[0].clone()));
    broken("mission-twice", |_, plan| plan.missions.push(plan.missions[0].clone()));
    broken("started-twice", |_, plan| plan.starts.push(plan.starts[0].clone()));
    broken("period-outside", |_, plan| plan.missions[0].period = 0);
    broken("arrives-too-late", |upp, _| upp.technologies[0].options[0].export_lead = 2);
    broken("arrival-first", |upp, _| upp.technologies[0].options[0].lead = 2);
    broken("arrival-first", |_, plan| plan.signings.clear());
    broken("mission-first", |_, plan| plan.missions[0].period = 2);
    broken("mission-first", |_, plan| plan.missions.clear());
    broken("prerequisite-first", |upp, _| {
        let mut other = upp.technologies[0].clone();
        other.id = "K0".to_owned();
        upp.technologies.push(other);
        upp.technologies[0].prerequisite = Some(1);
    });
    broken("ends-too-late", |_, plan| plan.starts[0].period = 4);
    broken("budget", |upp, _| upp.currencies[0].budget[0] = 0.5);
    broken("budget", |upp, _| upp.carry_over = false);
    broken("budget", |upp, _| upp.projects[0].cost = 7.5);
    broken("material-supply", |upp, _| upp.materials[0].supply[2] = 0.9);
    broken("supplier-capacity", |upp, _| upp.suppliers[0].capacity[2] = 0.9);
    broken("staff-available", |upp, _| upp.staff[0].available[0] = 0.0);
    broken("staff-available", |upp, _| upp.staff[0].available[2] = 0.0);
    broken("max-parallel", |upp, _| upp.enterprises[0].max_parallel = 0.0);
    broken("plan-slack", |upp, _| upp.enterprises[0].slack[2] = 0.4);
}

fn flow(period: usize, draw: f64, repay: f64) -> CreditFlow {
    CreditFlow { credit: "L1".to_owned(), period, draw, repay }
}

#[test]
fn each_rule_of_credit_that_is_broken_is_named() {
    let repaid = |draw: f64, last: i32| draw * 1.03_f64.powi(last - 1);
    broken("draw-outside", |_, plan| plan.credit = vec![flow(3, 0.5, 0.0), flow(4, 0.0, repaid(0.5, 2))]);
    broken("repay-too-soon", |_, plan| plan.credit = vec![flow(1, 0.5, 0.0), flow(2, 0.0, repaid(0.5, 2))]);
    broken("credit-limit", |_, plan| plan.credit = vec![flow(1, 1.5, 0.0), flow(4, 0.0, repaid(1.5, 4))]);
    broken("debt-at-end", |_, plan| plan.credit = vec![flow(1, 0.5, 0.0)]);
    broken("repaid-too-much", |_, plan| plan.credit = vec![flow(1, 0.5, 0.0), flow(4, 0.0, 0.9)]);
    broken("credit-amount", |_, plan| plan.credit = vec![flow(1, f64::NAN, 0.0)]);
    let plan = Plan { credit: vec![flow(1, 0.5, 0.0), flow(4, 0.0, repaid(0.5, 4))], ..good() };
    let checked = check(&smallest(), &plan).unwrap();
    assert_eq!(checked.debts.len(), 3);
    assert!(checked.objective < check(&smallest(), &good()).unwrap().objective);
}

#[test]
fn a_developed_supplier_gives_more_after_its_lead_and_once_only() {
    let mut upp = smallest();
    upp.suppliers[0].capacity = vec![0.5; 4];
    let develop = |period: usize| DevelopmentStart { supplier: "S1".to_owned(), period };
    assert!(check(&upp, &Plan { developments: vec![develop(2)], ..good() }).is_ok());
    let late = check(&upp, &Plan { developments: vec![develop(3)], ..good() }).unwrap_err();
    assert_eq!(late[0].code, "supplier-capacity");
    let twice = check(&upp, &Plan { developments: vec![develop(1), develop(2)], ..good() }).unwrap_err();
    assert_eq!(twice[0].code, "developed-twice");
}
