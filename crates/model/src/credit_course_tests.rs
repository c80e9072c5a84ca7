//! The course of a line of credit: worked schedules, and the laws that hold for every course.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::{
    BookingCause, BusinessDay, CLAIM_ORDER_USUAL, CREDIT_DAYS_MAX, ClaimKind, CreditAccount, CreditCourse, CreditEvent,
    CreditEventKind, CreditTerms, Date, DayCount, PaymentEvery, Rate, RateRule, Repayment, RepaymentPlan, Rounding,
    credit_course, credit_schedule, credit_statement, read_shifts, shifted_rates,
};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

fn terms(repayment: Repayment, instalments: u32) -> CreditTerms {
    CreditTerms {
        limit: 100_000_000,
        since: day("2027-01-01"),
        available_until: day("2027-12-31"),
        plan: RepaymentPlan {
            repayment,
            first_due: day("2028-01-01"),
            every: PaymentEvery::Year,
            ends_months: false,
            grace: 0,
            capitalises: false,
            instalments,
            parts: Vec::new(),
        },
        rate: RateRule::Fixed(rate("10")),
        day_count: DayCount::Thirty,
        business_day: BusinessDay::Unmoved,
        adjusts: false,
        countries: Vec::new(),
        rounding: Rounding::HalfUp,
        commitment_fee: Rate::NONE,
        upfront_fee: Rate::NONE,
        yearly_fee: 0,
        penalty_margin: rate("2"),
        penalty_compounds: false,
        penalty_free_days: 0,
        prepayment_fee: Rate::NONE,
        order: CLAIM_ORDER_USUAL,
        notice_days: 14,
    }
}

fn event(number: u32, kind: CreditEventKind, on: &str, minor: i64) -> CreditEvent {
    CreditEvent { number, ..CreditEvent::new(kind, day(on), minor) }
}

fn drawn(minor: i64) -> Vec<CreditEvent> {
    vec![event(1, CreditEventKind::PaidOut, "2027-01-01", minor)]
}

fn free() -> BTreeSet<Date> {
    BTreeSet::new()
}

fn schedule(terms: &CreditTerms, events: &[CreditEvent]) -> CreditCourse {
    credit_schedule(terms, events, &free(), terms.since)
}

/// Interest, principal and what is left after each due day.
fn told(course: &CreditCourse) -> Vec<(i64, i64, i64)> {
    course.lines.iter().map(|line| (line.interest, line.principal, line.closing)).collect()
}

/// A loan of 1,000 at ten per cent over five years, as the textbooks have it (Brealey, Myers and Allen, "Principles of Corporate Finance", on
/// amortising loans; the like stands in every one): in level payments of 263.80, in equal parts, and at once.
#[test]
fn the_loan_of_the_textbooks_is_repaid_in_each_way() {
    let level = schedule(&terms(Repayment::Annuity, 5), &drawn(100_000));
    assert_eq!(
        told(&level),
        [
            (10_000, 16_380, 83_620),
            (8_362, 18_018, 65_602),
            (6_560, 19_820, 45_782),
            (4_578, 21_802, 23_980),
            (2_398, 23_980, 0)
        ]
    );
    let equal = schedule(&terms(Repayment::Equal, 5), &drawn(100_000));
    assert_eq!(
        told(&equal),
        [
            (10_000, 20_000, 80_000),
            (8_000, 20_000, 60_000),
            (6_000, 20_000, 40_000),
            (4_000, 20_000, 20_000),
            (2_000, 20_000, 0)
        ]
    );
    let mut at_once = terms(Repayment::Bullet, 5);
    at_once.plan = at_once.plan.tidied().unwrap();
    assert_eq!(
        told(&schedule(&at_once, &drawn(100_000))),
        [(10_000, 0, 100_000), (10_000, 0, 100_000), (10_000, 0, 100_000), (10_000, 0, 100_000), (10_000, 100_000, 0)]
    );
    let mut parts = terms(Repayment::Custom, 3);
    parts.plan.parts = vec![50_000, 30_000, 20_000];
    assert_eq!(
        told(&schedule(&parts, &drawn(100_000))),
        [(10_000, 50_000, 50_000), (5_000, 30_000, 20_000), (2_000, 20_000, 0)]
    );
}

#[test]
fn the_last_instalment_takes_the_remainder() {
    let course = schedule(&terms(Repayment::Equal, 3), &drawn(100_000));
    assert_eq!(course.lines.iter().map(|line| line.principal).collect::<Vec<_>>(), [33_333, 33_333, 33_334]);
}

#[test]
fn in_grace_interest_alone_is_paid_or_it_is_added_to_the_principal() {
    let mut terms = terms(Repayment::Equal, 2);
    terms.plan.grace = 2;
    assert_eq!(
        told(&schedule(&terms, &drawn(100_000))),
        [(10_000, 0, 100_000), (10_000, 0, 100_000), (10_000, 50_000, 50_000), (5_000, 50_000, 0)]
    );
    terms.plan.capitalises = true;
    let course = schedule(&terms, &drawn(100_000));
    assert_eq!(told(&course), [(0, 0, 110_000), (0, 0, 121_000), (12_100, 60_500, 60_500), (6_050, 60_500, 0)]);
    assert_eq!(course.lines[1].capitalised, 11_000);
}

#[test]
fn what_is_not_paid_is_overdue_and_bears_interest_by_itself() {
    let terms = terms(Repayment::Equal, 5);
    let mut events = drawn(100_000);
    let at = |events: &[CreditEvent], on: &str| credit_course(&terms, events, &free(), day(on), None).position;
    // On its due day nothing is overdue; half a year later 30,000 bore twelve per cent, and 80,000 ten.
    assert_eq!(at(&events, "2028-01-01").overdue, 0);
    let late = at(&events, "2028-07-01");
    assert_eq!((late.overdue, late.overdue_since), (30_000, Some(day("2028-01-01"))));
    assert_eq!((late.counted_penalty, late.counted_interest), (1_800, 4_000));
    assert_eq!((late.owed(), late.owed_with_counted()), (110_000, 115_800));
    // What is paid goes to penalty and interest before it goes to principal.
    events.push(event(2, CreditEventKind::Repayment, "2028-07-01", 20_000));
    let paid = at(&events, "2028-07-01");
    assert_eq!((paid.penalty_due, paid.interest_due, paid.principal_due, paid.overdue), (0, 0, 11_800, 11_800));
    // By another order principal comes first.
    let other = CreditTerms {
        order: [ClaimKind::Principal, ClaimKind::Interest, ClaimKind::Penalty, ClaimKind::Fee],
        ..terms.clone()
    };
    let paid = credit_course(&other, &events, &free(), day("2028-07-01"), None).position;
    assert_eq!((paid.principal_due, paid.interest_due, paid.penalty_due), (0, 10_000, 1_800));
    // Interest on what is overdue bears interest only where it compounds.
    let compound = CreditTerms { penalty_compounds: true, ..terms.clone() };
    let two_years = |terms: &CreditTerms| {
        credit_course(terms, &drawn(100_000), &free(), day("2030-01-01"), None).position.penalty_due
    };
    // 30,000 for a year and 58,000 for another; with the 3,600 of the first in between.
    assert_eq!((two_years(&terms), two_years(&compound)), (3_600 + 6_960, 3_600 + 6_960 + 432));
    // Nothing is added for days that are free, even afterwards.
    let free_days = CreditTerms { penalty_free_days: 30, ..terms };
    let at = credit_course(&free_days, &drawn(100_000), &free(), day("2028-07-01"), None).position;
    assert_eq!(at.counted_penalty, 1_500);
}

#[test]
fn what_fell_due_before_a_free_day_and_was_not_paid_is_foretold_for_the_day_it_is_asked_and_not_a_period_later() {
    // The first of January 2028 is a Saturday: by both rules its payment moves to the Friday, and its period ends on the Saturday all the same.
    for rule in [BusinessDay::Preceding, BusinessDay::ModifiedFollowing] {
        let mut terms = CreditTerms { business_day: rule, ..terms(Repayment::Equal, 5) };
        let (mut due, mut next) = ("2027-12-31", "2029-01-01");
        if rule == BusinessDay::ModifiedFollowing {
            // Of the 31st of July 2027, a Saturday, the next day of work is in August.
            terms.plan.first_due = day("2027-07-31");
            (due, next) = ("2027-07-30", "2028-07-31");
        }
        let asked = terms.plan.first_due;
        let course = credit_schedule(&terms, &drawn(100_000), &free(), asked);
        assert_eq!(course.lines[0].due, day(due), "{rule}");
        let expected = |on: Date| -> i64 {
            let on = course.bookings.iter().filter(|one| one.cause == BookingCause::Expected && one.day == on);
            on.map(|one| -one.minor).sum()
        };
        assert_eq!(expected(asked), course.lines[0].interest + course.lines[0].principal, "{rule}");
        // The next due day is none on which arrears are paid, and none bore interest until then.
        assert_eq!(expected(day(next)), course.lines[1].interest + course.lines[1].principal, "{rule}");
        assert_eq!(course.lines[1].penalty, 0, "{rule}");
    }
}

#[test]
fn fees_are_claimed_once_on_what_is_not_drawn_and_by_the_year() {
    let terms = CreditTerms {
        upfront_fee: rate("1"),
        commitment_fee: rate("0.5"),
        yearly_fee: 700,
        limit: 200_000,
        ..terms(Repayment::Equal, 2)
    };
    let course = schedule(&terms, &drawn(100_000));
    assert_eq!(course.lines.iter().map(|line| line.fees).collect::<Vec<_>>(), [500 + 700, 700]);
    let upfront = course.claims.iter().find(|claim| claim.line.is_none()).unwrap();
    assert_eq!((upfront.kind, upfront.minor, upfront.due), (ClaimKind::Fee, 2_000, day("2027-01-01")));
}

#[test]
fn a_floating_rate_holds_from_the_day_on_which_it_was_fixed() {
    let floating = RateRule::Floating { margin: rate("1"), floor: None, cap: Some(rate("9")) };
    let terms = CreditTerms { rate: floating, ..terms(Repayment::Bullet, 1) };
    let mut events = drawn(100_000);
    assert!(credit_course(&terms, &events, &free(), day("2027-01-01"), None).position.is_unfixed);
    let fixed =
        |number, on, text| CreditEvent { rate: Some(rate(text)), ..event(number, CreditEventKind::RateFixed, on, 0) };
    events.push(fixed(2, "2027-01-01", "4"));
    events.push(fixed(3, "2027-07-01", "10"));
    // Half a year at five, half a year at nine, which is the cap.
    assert_eq!(told(&schedule(&terms, &events)), [(7_000, 100_000, 0)]);
}

#[test]
fn a_scenario_moves_the_base_rate_from_a_day_on_and_leaves_what_is_known() {
    let floating = RateRule::Floating { margin: rate("1"), floor: None, cap: None };
    let terms = CreditTerms { rate: floating, ..terms(Repayment::Bullet, 1) };
    let fixed =
        |number, on, text| CreditEvent { rate: Some(rate(text)), ..event(number, CreditEventKind::RateFixed, on, 0) };
    let mut events = drawn(100_000);
    events.push(fixed(2, "2027-01-01", "4"));
    let interest = |events: &[CreditEvent], shifts: &str| {
        let mut all = events.to_vec();
        all.extend(shifted_rates(&terms, events, &read_shifts(shifts).unwrap(), day("2027-06-30")));
        credit_schedule(&terms, &all, &free(), day("2027-06-30")).lines[0].interest
    };
    // Half a year at five is known; the other half is at five, at eight, or at nothing.
    assert_eq!(interest(&events, ""), 5_000);
    assert_eq!(interest(&events, "2027-07-01 300"), 6_500);
    assert_eq!(interest(&events, "2026-01-01 300"), 6_500);
    assert_eq!(interest(&events, "2027-07-01 -800"), 2_500);
    // A quarter at eight, and a quarter at six.
    assert_eq!(interest(&events, "2027-07-01 300\n2027-10-01 100"), 6_000);
    // What is fixed for a day to come moves likewise: a quarter at eight, and one at ten.
    events.push(fixed(3, "2027-10-01", "6"));
    assert_eq!(interest(&events, "2027-07-01 300"), 7_000);
    let steady = CreditTerms { rate: RateRule::Fixed(rate("5")), ..terms.clone() };
    assert_eq!(shifted_rates(&steady, &events, &read_shifts("2027-07-01 300").unwrap(), day("2027-06-30")), []);
}

#[test]
fn what_is_repaid_early_makes_the_plan_shorter_or_smaller() {
    let terms = CreditTerms { prepayment_fee: rate("1"), ..terms(Repayment::Equal, 5) };
    let early = |shortens: bool| {
        let mut events = drawn(100_000);
        events.push(CreditEvent { shortens, ..event(2, CreditEventKind::Prepayment, "2027-01-01", 40_000) });
        schedule(&terms, &events)
    };
    let (short, small) = (early(true), early(false));
    assert_eq!(short.lines.iter().map(|line| line.principal).collect::<Vec<_>>(), [20_000, 20_000, 20_000, 0, 0]);
    assert_eq!(small.lines.iter().map(|line| line.principal).collect::<Vec<_>>(), [12_000; 5]);
    assert!(short.claims.iter().any(|claim| (claim.kind, claim.minor) == (ClaimKind::Fee, 400)));
}

#[test]
fn what_was_booked_by_mistake_is_countered_as_of_its_own_day() {
    let terms = terms(Repayment::Equal, 5);
    let mut events = drawn(100_000);
    let before = credit_course(&terms, &events, &free(), day("2028-06-01"), None).position;
    events.push(event(2, CreditEventKind::Repayment, "2028-01-01", 30_000));
    assert_eq!(credit_course(&terms, &events, &free(), day("2028-06-01"), None).position.overdue, 0);
    events.push(CreditEvent { counters: Some(2), ..event(3, CreditEventKind::Correction, "2028-05-01", 0) });
    assert_eq!(credit_course(&terms, &events, &free(), day("2028-06-01"), None).position, before);
}

#[test]
fn a_rescheduling_lays_all_that_is_owed_into_a_new_plan() {
    let terms = terms(Repayment::Equal, 5);
    let mut events = drawn(100_000);
    let before = credit_course(&terms, &events, &free(), day("2028-07-01"), None).position;
    let plan = RepaymentPlan { first_due: day("2029-07-01"), instalments: 2, ..terms.plan.clone() };
    events.push(CreditEvent {
        plan: Some(plan),
        rate: Some(rate("5")),
        ..event(2, CreditEventKind::Rescheduling, "2028-07-01", 0)
    });
    let after = credit_course(&terms, &events, &free(), day("2028-07-01"), None).position;
    assert_eq!((after.principal, after.overdue), (before.owed_with_counted(), 0));
    let course = credit_schedule(&terms, &events, &free(), day("2028-07-02"));
    assert_eq!(told(&course), [(10_000, 20_000, 80_000), (5_790, 57_900, 57_900), (2_895, 57_900, 0)]);
}

#[test]
fn a_year_that_ended_before_a_rescheduling_is_paid_for() {
    let base = terms(Repayment::Equal, 2);
    let plan = RepaymentPlan { first_due: day("2028-07-01"), ..base.plan.clone() };
    let terms = CreditTerms { yearly_fee: 700, plan, ..base };
    let later = RepaymentPlan { first_due: day("2029-02-01"), ..terms.plan.clone() };
    let mut events = drawn(100_000);
    events.push(CreditEvent { plan: Some(later), ..event(2, CreditEventKind::Rescheduling, "2028-02-01", 0) });
    let course = schedule(&terms, &events);
    let fees: i64 = course.claims.iter().filter(|claim| claim.kind == ClaimKind::Fee).map(|claim| claim.minor).sum();
    assert_eq!(fees, 3 * 700, "of 2027 at the rescheduling, of 2028 and 2029 on the due days");
}

#[test]
fn due_days_move_and_interest_moves_with_them_only_where_it_is_adjusted() {
    // The first of January 2028 is a Saturday.
    let plain = CreditTerms {
        business_day: BusinessDay::Following,
        day_count: DayCount::Actual360,
        ..terms(Repayment::Equal, 2)
    };
    let course = schedule(&plain, &drawn(100_000));
    assert_eq!(
        (course.lines[0].due, course.lines[0].until, course.lines[0].interest),
        (day("2028-01-03"), day("2028-01-01"), 10_139)
    );
    let adjusted = CreditTerms { adjusts: true, ..plain.clone() };
    let course = schedule(&adjusted, &drawn(100_000));
    assert_eq!(
        (course.lines[0].due, course.lines[0].until, course.lines[0].interest),
        (day("2028-01-03"), day("2028-01-03"), 10_194)
    );
    // Paid on the day before, it is due then; its interest runs to the day that was meant.
    let before = CreditTerms { business_day: BusinessDay::Preceding, ..plain };
    let course = schedule(&before, &drawn(100_000));
    assert_eq!((course.lines[0].due, course.lines[0].interest), (day("2027-12-31"), 10_139));
}

#[test]
fn terms_are_read_as_they_were_written() {
    let floating = RateRule::Floating { margin: rate("1.25"), floor: None, cap: Some(rate("9")) };
    for terms in [
        terms(Repayment::Annuity, 7),
        CreditTerms { rate: floating, countries: vec!["DE".to_owned()], ..terms(Repayment::Equal, 2) },
    ] {
        assert_eq!(CreditTerms::read(&terms.to_text()), Some(terms));
    }
    assert_eq!(CreditTerms::read("limit=5"), None);
}

#[test]
fn forty_years_by_the_month_are_repaid_to_the_smallest_unit() {
    let mut terms = CreditTerms { rate: RateRule::Fixed(rate("7.35")), ..terms(Repayment::Annuity, 480) };
    terms.plan.every = PaymentEvery::Month;
    terms.plan.first_due = day("2027-02-01");
    let course = schedule(&terms, &drawn(99_999_999));
    assert_eq!(course.lines.iter().map(|line| line.principal).sum::<i64>(), 99_999_999);
    assert_eq!((course.lines.len(), course.position.owed()), (480, 0));
    // The last payment is the others, give or take what 480 roundings make.
    let (first, last) = (course.lines[1].payment(), course.lines[479].payment());
    assert!((first - last).abs() < 2_000, "{first} {last}");
}

fn any_terms() -> impl Strategy<Value = CreditTerms> {
    let plan = (0..4_usize, 0..4_usize, 0_u32..5, any::<bool>(), 1_u32..14, 20_i64..500, any::<bool>());
    let counting = (0..7_usize, 0..4_usize, any::<bool>(), 0..2_usize, 0_i64..20_000_000, any::<bool>());
    let extras = (0_i64..2_000_000, 0_i64..2_000_000, 0_i64..50_000, any::<bool>(), 0_u32..20, 0_i64..3_000_000);
    (plan, counting, extras, 0_i64..20_000).prop_map(|(plan, counting, extras, start)| {
        let since = Date::of_number(start);
        let repayment = Repayment::ALL[plan.0];
        let parts = if repayment == Repayment::Custom {
            (0..i64::from(plan.4)).map(|n| n * 7 + 1).collect()
        } else {
            Vec::new()
        };
        let part = |parts: i64| Rate::of_parts(parts).unwrap();
        let day_count = DayCount::ALL[counting.0];
        CreditTerms {
            limit: 50_000_000,
            since,
            available_until: since.plus_days(plan.5 - 1),
            plan: RepaymentPlan {
                repayment,
                first_due: since.plus_days(plan.5),
                every: PaymentEvery::ALL[plan.1],
                ends_months: plan.6,
                grace: plan.2,
                capitalises: plan.3,
                instalments: plan.4,
                parts,
            },
            rate: if counting.5 {
                RateRule::Fixed(part(counting.4))
            } else {
                RateRule::Floating { margin: part(counting.4), floor: None, cap: None }
            },
            day_count,
            business_day: BusinessDay::ALL[counting.1],
            adjusts: counting.2 && day_count != DayCount::ActualIcma,
            countries: Vec::new(),
            rounding: Rounding::ALL[counting.3],
            commitment_fee: part(extras.0),
            upfront_fee: part(extras.1),
            yearly_fee: extras.2,
            penalty_margin: part(extras.5),
            penalty_compounds: extras.3,
            penalty_free_days: extras.4,
            prepayment_fee: part(extras.1),
            order: CLAIM_ORDER_USUAL,
            notice_days: 14,
        }
        .tidied()
        .unwrap()
    })
}

/// Kind, days after the first day, amount, rate, a choice.
type Told = (usize, i64, i64, i64, bool);

fn events_of(terms: &CreditTerms, told: &[Told]) -> Vec<CreditEvent> {
    let mut events = Vec::new();
    for (at, (which, after, minor, parts, choice)) in told.iter().enumerate() {
        let number = u32::try_from(at).unwrap() + 1;
        let kind = CreditEventKind::ALL[*which];
        let on = terms.since.plus_days(*after);
        let plan = RepaymentPlan { first_due: on.plus_days(30), ..terms.plan.clone() };
        events.push(CreditEvent {
            number,
            rate: Rate::of_parts(*parts),
            plan: (kind == CreditEventKind::Rescheduling).then_some(plan),
            shortens: *choice,
            counters: (kind == CreditEventKind::Correction).then_some(number.saturating_sub(2)),
            ..CreditEvent::new(kind, on, *minor)
        });
    }
    events
}

fn any_events() -> impl Strategy<Value = Vec<Told>> {
    prop::collection::vec((0..7_usize, 0_i64..3_000, 1_i64..5_000_000, 0_i64..15_000_000, any::<bool>()), 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Balances never drift: for every course the bookings of each account sum to what it stands at, on every day, and nobody is owed less
    /// than nothing.
    #[test]
    fn bookings_sum_to_what_is_owed(terms in any_terms(), told in any_events(), after in 0_i64..9_000) {
        let events = events_of(&terms, &told);
        let on = terms.since.plus_days(after);
        let course = credit_course(&terms, &events, &free(), on, None);
        for account in CreditAccount::ALL {
            let sum: i64 = course.bookings.iter().filter(|one| one.account == *account).map(|one| one.minor).sum();
            prop_assert_eq!(sum, course.position.of(*account), "{}", account);
        }
        let position = course.position;
        prop_assert!(position.principal >= position.principal_due && position.principal_due >= 0);
        prop_assert!(course.bookings.iter().all(|one| one.day <= on));
        prop_assert!(course.claims.iter().all(|one| (0..=one.minor).contains(&one.left)));
    }

    /// A statement goes on where the one before it ended, wherever the time is cut.
    #[test]
    fn statements_join(terms in any_terms(), told in any_events(), cut in 1_i64..4_000, rest in 1_i64..4_000) {
        let events = events_of(&terms, &told);
        let (first, last) = (terms.since.plus_days(cut), terms.since.plus_days(cut + rest));
        let statement = credit_statement(&terms, &events, &free(), first, last);
        let before = credit_statement(&terms, &events, &free(), terms.since, first.plus_days(-1));
        prop_assert_eq!(before.closing, statement.opening);
        let booked: i64 = statement.bookings.iter().map(|(one, _)| one.minor).sum();
        prop_assert_eq!(statement.opening.owed() + booked, statement.closing.owed());
    }

    /// A schedule repays what was lent and what was added to it, to the smallest unit, and leaves nothing.
    #[test]
    fn schedules_sum_to_the_principal(terms in any_terms(), draws in prop::collection::vec((0_i64..500, 1_i64..9_000_000), 1..5)) {
        let room = terms.available_until.days_since(terms.since) + 1;
        let events: Vec<CreditEvent> = draws.iter().zip(1..).map(|((after, minor), number)| CreditEvent {
            number, ..CreditEvent::new(CreditEventKind::PaidOut, terms.since.plus_days(after % room), *minor)
        }).collect();
        let course = credit_schedule(&terms, &events, &free(), terms.since);
        let lent: i64 = draws.iter().map(|(_, minor)| minor).sum();
        let added: i64 = course.lines.iter().map(|line| line.capitalised).sum();
        let repaid: i64 = course.lines.iter().map(|line| line.principal).sum();
        prop_assert_eq!(repaid, lent + added);
        prop_assert_eq!(course.position.owed(), 0);
        prop_assert_eq!(course.lines.len(), terms.plan.n_due() as usize);
        prop_assert!(course.lines.iter().all(|line| line.principal >= 0 && line.interest >= 0 && line.closing >= 0));
    }

    /// A rescheduling conserves the debt to the smallest unit, whatever came before it.
    #[test]
    fn rescheduling_conserves_what_is_owed(terms in any_terms(), told in any_events(), after in 1_i64..5_000) {
        let on = terms.since.plus_days(after);
        let mut events: Vec<CreditEvent> = events_of(&terms, &told);
        events.retain(|event| event.day <= on);
        let before = credit_course(&terms, &events, &free(), on, None).position;
        let plan = RepaymentPlan { first_due: on.plus_days(90), ..terms.plan.clone() };
        events.push(CreditEvent { number: 99, plan: Some(plan), ..CreditEvent::new(CreditEventKind::Rescheduling, on, 0) });
        let course = credit_course(&terms, &events, &free(), on, None);
        let after = course.position;
        prop_assert_eq!(after.owed(), before.owed_with_counted());
        prop_assert_eq!((after.principal_due, after.interest_due, after.fees_due, after.penalty_due), (0, 0, 0, 0));
        let moved: i64 = course.bookings.iter().filter(|one| one.event == Some(99) && one.cause == BookingCause::Rescheduled).map(|one| one.minor).sum();
        prop_assert_eq!(moved, 0, "what is moved is neither more nor less");
    }

    /// A rate that is fixed anew at what it is changes nothing, on whatever days.
    #[test]
    fn a_period_cut_at_the_same_rate_is_the_same(terms in any_terms(), minor in 1_i64..9_000_000, days in prop::collection::vec(0_i64..3_000, 0..6), parts in 0_i64..9_000_000) {
        let first = vec![
            CreditEvent { number: 1, rate: Rate::of_parts(parts), ..CreditEvent::new(CreditEventKind::RateFixed, terms.since, 0) },
            CreditEvent { number: 2, ..CreditEvent::new(CreditEventKind::PaidOut, terms.since, minor) },
        ];
        let mut cut = first.clone();
        for (number, after) in (3..).zip(&days) {
            let again = CreditEvent { number, rate: Rate::of_parts(parts), ..CreditEvent::new(CreditEventKind::RateFixed, terms.since.plus_days(*after), 0) };
            cut.push(again);
        }
        let whole = credit_schedule(&terms, &first, &free(), terms.since);
        prop_assert_eq!(&whole.lines, &credit_schedule(&terms, &cut, &free(), terms.since).lines);
    }
}

#[test]
fn no_course_is_too_long_to_be_foretold() {
    let terms = terms(Repayment::Equal, 5);
    let far = terms.since.plus_days(4 * CREDIT_DAYS_MAX);
    assert!(credit_course(&terms, &drawn(100_000), &free(), far, None).position.owed_with_counted() > 100_000);
}
