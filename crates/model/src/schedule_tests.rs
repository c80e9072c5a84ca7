//! Plans of repayment: their days, and payments against published tables.

use proptest::prelude::*;

use crate::{Date, PaymentEvery, Rate, Repayment, RepaymentPlan, Rounding, annuity, plus_months};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn plan(first: &str, every: PaymentEvery, ends_months: bool) -> RepaymentPlan {
    RepaymentPlan {
        repayment: Repayment::Equal,
        first_due: day(first),
        every,
        ends_months,
        grace: 0,
        capitalises: false,
        instalments: 4,
        parts: Vec::new(),
    }
}

#[test]
fn due_days_keep_the_day_of_the_month_or_its_end() {
    for (first, every, ends, told) in [
        ("2027-01-31", PaymentEvery::Month, false, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("2027-02-28", PaymentEvery::Month, true, ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]),
        ("2027-02-28", PaymentEvery::Month, false, ["2027-02-28", "2027-03-28", "2027-04-28", "2027-05-28"]),
        ("2024-02-29", PaymentEvery::Year, false, ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"]),
        ("1926-08-31", PaymentEvery::HalfYear, true, ["1926-08-31", "1927-02-28", "1927-08-31", "1928-02-29"]),
    ] {
        let plan = plan(first, every, ends);
        assert_eq!((0..4).map(|n| plan.due(n).to_string()).collect::<Vec<_>>(), told, "{first}");
    }
    assert_eq!(plus_months(day("2026-03-31"), -1, false), day("2026-02-28"));
}

/// Payments as they stand in print: Regulation Z of the United States, appendix H, sample forms H-24(B) and H-24(C); and tables of annuities, as
/// in the "Financial Compound Interest and Annuity Tables" (Financial Publishing Company).
#[test]
fn level_payments_are_those_of_published_tables() {
    for (owed, rate, months, n, payment) in [
        (16_200_000, "3.875", 1, 360, 76_178),
        (10_000_000, "6", 1, 360, 59_955),
        (10_000_000, "6", 1, 180, 84_386),
        (20_000_000, "4.5", 1, 360, 101_337),
        (1_000_000, "12", 1, 12, 88_849),
        (100_000, "10", 12, 5, 26_380),
        (100_000, "8", 6, 20, 7_358),
        (100_000, "8", 3, 4, 26_262),
    ] {
        assert_eq!(
            annuity(owed, Rate::parse(rate).unwrap(), months, n, Rounding::HalfUp),
            payment,
            "{owed} {rate} {n}"
        );
    }
}

#[test]
fn a_plan_in_parts_has_as_many_as_instalments() {
    let custom = RepaymentPlan {
        repayment: Repayment::Custom,
        parts: vec![1, 2, 3],
        ..plan("2027-01-31", PaymentEvery::Year, false)
    };
    assert!(custom.clone().tidied().is_err());
    assert!(RepaymentPlan { parts: vec![0; 4], ..custom }.tidied().is_err());
    assert!(RepaymentPlan { parts: vec![1, 0, 3, 4], ..custom }.tidied().is_ok());
    assert!(RepaymentPlan { instalments: 481, ..plan("2027-01-31", PaymentEvery::Year, false) }.tidied().is_err());
    let bullet = RepaymentPlan { repayment: Repayment::Bullet, ..plan("2027-01-31", PaymentEvery::Year, false) };
    let bullet = bullet.tidied().unwrap();
    assert_eq!((bullet.grace, bullet.instalments, bullet.last()), (3, 1, day("2030-01-31")));
}

proptest! {
    /// The payment is the smallest that repays: with it and one unit more nothing is left, with a unit less something is. Seen with numbers
    /// of 100 bits behind the point, which the engine does not use.
    #[test]
    fn a_level_payment_repays_to_the_smallest_unit(
        owed in 1_000_i64..1_000_000_000_000_000, parts in 1_i64..50_000_000, n in 1_u32..=480, often in 0..4_usize,
    ) {
        let every = PaymentEvery::ALL[often];
        let rate = Rate::of_parts(parts).unwrap();
        let payment = annuity(owed, rate, every.months(), n, Rounding::HalfEven);
        // What n payments are worth today, discounted one by one, is what is owed, give or take half a unit for each of them.
        let by = 1.0 + parts as f64 * every.months() as f64 / 12.0 / 1e8;
        let worth: f64 = (1..=n).map(|k| by.powi(-(k as i32))).sum();
        let told = owed as f64 / worth;
        prop_assert!((payment as f64 - told).abs() <= 0.51 + told * 1e-11, "{} {}", payment, told);
    }

    /// What is kept as text is what it was.
    #[test]
    fn a_plan_is_read_as_it_was_written(first in 0_i64..40_000, grace in 0_u32..20, n in 1_u32..200, which in 0..4_usize, often in 0..4_usize) {
        let repayment = Repayment::ALL[which];
        let parts = if repayment == Repayment::Custom { (1..=i64::from(n)).collect() } else { Vec::new() };
        let plan = RepaymentPlan {
            repayment, first_due: Date::of_number(first), every: PaymentEvery::ALL[often], ends_months: n % 2 == 0, grace,
            capitalises: grace % 2 == 1, instalments: n, parts,
        };
        let plan = plan.tidied().unwrap();
        prop_assert_eq!(RepaymentPlan::read(&plan.to_text()), Some(plan));
    }
}
