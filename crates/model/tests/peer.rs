//! Schedules held against an independent library: `numpy-financial`, in the environment that `script/prepare test` makes.
#![allow(missing_docs)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use model::{
    BusinessDay, CLAIM_ORDER_USUAL, CreditEvent, CreditEventKind, CreditTerms, Date, DayCount, PaymentEvery, Rate,
    RateRule, Repayment, RepaymentPlan, Rounding, annuity, credit_schedule, plus_months,
};

/// A schedule in level payments as a line of JSON.
fn case(lent: i64, rate: Rate, every: PaymentEvery, n: u32) -> String {
    let since = Date::new(2000, 1, 15).unwrap();
    let first_due = plus_months(since, i64::from(every.months()), false);
    let terms = CreditTerms {
        limit: lent,
        since,
        available_until: since,
        plan: RepaymentPlan {
            repayment: Repayment::Annuity,
            first_due,
            every,
            ends_months: false,
            grace: 0,
            capitalises: false,
            instalments: n,
            parts: Vec::new(),
        },
        rate: RateRule::Fixed(rate),
        day_count: DayCount::ThirtyE,
        business_day: BusinessDay::Unmoved,
        adjusts: false,
        countries: Vec::new(),
        rounding: Rounding::HalfEven,
        commitment_fee: Rate::NONE,
        upfront_fee: Rate::NONE,
        yearly_fee: 0,
        penalty_margin: Rate::NONE,
        penalty_compounds: false,
        penalty_free_days: 0,
        prepayment_fee: Rate::NONE,
        order: CLAIM_ORDER_USUAL,
        notice_days: 0,
    };
    let drawn = [CreditEvent { number: 1, ..CreditEvent::new(CreditEventKind::PaidOut, since, lent) }];
    let course = credit_schedule(&terms, &drawn, &BTreeSet::new(), since);
    let payment = annuity(lent, rate, every.months(), n, Rounding::HalfEven);
    let lines: Vec<String> =
        course.lines.iter().map(|line| format!("[{},{}]", line.interest, line.principal)).collect();
    format!(
        "{{\"lent\":{lent},\"rate\":{},\"months\":{},\"n\":{n},\"payment\":{payment},\"lines\":[{}]}}",
        rate.parts(),
        every.months(),
        lines.join(",")
    )
}

#[test]
fn schedules_are_those_of_an_independent_library() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("../../target/api-venv/bin/python");
    let is_there =
        Command::new(&python).args(["-c", "import numpy_financial"]).output().is_ok_and(|out| out.status.success());
    if !is_there {
        let _ =
            writeln!(std::io::stderr(), "NOT TESTED: numpy-financial is not there; `script/prepare test` brings it");
        return;
    }
    let mut cases = String::new();
    for lent in [100_000, 16_200_000, 999_999_999, 90_000_000_000] {
        for percent in ["0.125", "3.875", "6", "11.99"] {
            for (every, n) in [
                (PaymentEvery::Month, 360),
                (PaymentEvery::Month, 12),
                (PaymentEvery::Quarter, 40),
                (PaymentEvery::Year, 25),
            ] {
                writeln!(cases, "{}", case(lent, Rate::parse(percent).unwrap(), every, n)).unwrap();
            }
        }
    }
    let mut child = Command::new(python)
        .arg(root.join("tests/peer.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(cases.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    assert_eq!(String::from_utf8_lossy(&out.stdout), "");
}
