//! Sums of instalments and payments are exact, whatever was paid in whatever order.

use proptest::prelude::*;

use super::*;
use crate::{AgreementId, DeliverableKind, DeliverableSide, Marking};

fn day(number: i64) -> Date {
    Date::of_number(number)
}

fn money(minor: i64, code: &str) -> Money {
    Money { minor, currency: Currency::new(code).unwrap() }
}

fn instalment(number: u32, amount: Money, due: Option<i64>, deliverable: Option<u64>) -> AgreementInstalment {
    AgreementInstalment {
        number,
        title: "Part".to_owned(),
        amount,
        due: due.map(day),
        deliverable: deliverable.map(DeliverableId::from_bits),
        royalty: None,
    }
}

fn payment(number: u32, instalment: Option<u32>, amount: Money, counts: bool) -> AgreementPayment {
    AgreementPayment {
        number,
        instalment,
        amount,
        on: day(0),
        reference: "7".to_owned(),
        by: String::new(),
        at: 0,
        void_reason: if counts { String::new() } else { "twice".to_owned() },
    }
}

fn deliverable(id: u64, accepted: Option<i64>) -> Deliverable {
    Deliverable {
        id: DeliverableId::from_bits(id),
        agreement: AgreementId::from_bits(1),
        number: 1,
        title: "Drawings".to_owned(),
        kind: DeliverableKind::Drawings,
        side: DeliverableSide::Theirs,
        quantity: String::new(),
        measure: String::new(),
        due: None,
        state: if accepted.is_some() { DeliverableState::Accepted } else { DeliverableState::Delivered },
        delivered_on: Some(day(0)),
        accepted_on: accepted.map(day),
        answer_by: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
}

#[test]
fn an_instalment_that_hangs_on_a_deliverable_falls_due_when_that_is_accepted_and_not_before_its_day() {
    let amount = money(100, "EUR");
    for (due, deliverable_accepted, falls) in [
        (Some(10), None, None),
        (Some(10), Some(4), Some(10)),
        (Some(10), Some(14), Some(14)),
        (None, Some(14), Some(14)),
    ] {
        let one = instalment(1, amount, due, Some(7));
        assert_eq!(one.falls_due(&[deliverable(7, deliverable_accepted)]), falls.map(day), "{due:?}");
    }
    assert_eq!(instalment(1, amount, Some(10), None).falls_due(&[]), Some(day(10)));
    assert_eq!(instalment(1, amount, None, None).falls_due(&[]), None, "a free one is paid when somebody likes");
    // On its day it is in time.
    let plan = [instalment(1, amount, Some(10), None)];
    assert_eq!(instalment_stands(&plan, &[], &[], day(10))[0].arrears, 0);
    assert_eq!(instalment_stands(&plan, &[], &[], day(11))[0].arrears, 100);
    let paid = [payment(1, Some(1), money(30, "EUR"), true), payment(2, Some(1), money(70, "EUR"), false)];
    assert_eq!(instalment_stands(&plan, &paid, &[], day(11))[0].arrears, 70, "what does not count does not pay");
}

#[test]
fn an_amount_is_above_nothing_and_has_a_reference() {
    assert!(payment(1, None, money(0, "EUR"), true).tidied().is_err());
    assert!(
        AgreementPayment { reference: " ".to_owned(), ..payment(1, None, money(1, "EUR"), true) }.tidied().is_err()
    );
    assert!(instalment(1, money(AGREEMENT_MINOR_MAX + 1, "EUR"), None, None).tidied().is_err());
    assert!(instalment(1, money(AGREEMENT_MINOR_MAX, "EUR"), None, None).tidied().is_ok());
}

proptest! {
    #[test]
    fn sums_are_those_of_a_naive_reckoning(
        plan in prop::collection::vec((1..=AGREEMENT_MINOR_MAX, 0..3usize, prop::option::of(0..20i64)), 0..12),
        paid in prop::collection::vec((prop::option::of(0..12u32), 1..=AGREEMENT_MINOR_MAX, 0..3usize, any::<bool>()), 0..12),
        today in 0..20i64,
    ) {
        let codes = ["EUR", "JPY", "SUR"];
        let plan: Vec<AgreementInstalment> =
            (0..).zip(&plan).map(|(n, (minor, code, due))| instalment(n, money(*minor, codes[*code]), *due, None)).collect();
        let paid: Vec<AgreementPayment> =
            (0..).zip(&paid).map(|(n, (on, minor, code, counts))| payment(n, *on, money(*minor, codes[*code]), *counts)).collect();
        let balances = agreement_balances(&plan, &paid, &[], day(today));
        for code in codes {
            let currency = Currency::new(code).unwrap();
            let planned: i128 =
                plan.iter().filter(|one| one.amount.currency == currency).map(|one| i128::from(one.amount.minor)).sum();
            let all: i128 = paid
                .iter()
                .filter(|one| one.counts() && one.amount.currency == currency)
                .map(|one| i128::from(one.amount.minor))
                .sum();
            let mut arrears = 0i128;
            for one in plan.iter().filter(|one| one.amount.currency == currency) {
                if one.due.is_some_and(|due| due < day(today)) {
                    let on_it: i128 = paid
                        .iter()
                        .filter(|p| p.counts() && p.instalment == Some(one.number) && p.amount.currency == currency)
                        .map(|p| i128::from(p.amount.minor))
                        .sum();
                    arrears += (i128::from(one.amount.minor) - on_it).max(0);
                }
            }
            let line = balances.iter().find(|line| line.currency == currency);
            let held = line.map_or((0, 0, 0), |line| (line.planned, line.paid, line.arrears));
            prop_assert_eq!((i128::from(held.0), i128::from(held.1), i128::from(held.2)), (planned, all, arrears));
        }
    }

    #[test]
    fn another_payment_never_makes_arrears_larger(
        minor in 1..1_000_000i64, first in 1..1_000_000i64, second in 1..1_000_000i64,
    ) {
        let plan = [instalment(1, money(minor, "EUR"), Some(1), None)];
        let mut paid = vec![payment(1, Some(1), money(first, "EUR"), true)];
        let before = instalment_stands(&plan, &paid, &[], day(9))[0].arrears;
        paid.push(payment(2, Some(1), money(second, "EUR"), true));
        let after = instalment_stands(&plan, &paid, &[], day(9))[0].arrears;
        prop_assert!(after <= before && after >= 0);
    }
}
