//! Schedules of lines of credit, and the forecast over a thousand of them.

use std::collections::BTreeSet;

use model::{
    BusinessDay, CLAIM_ORDER_USUAL, CreditEvent, CreditEventKind, CreditTerms, Currency, Date, DayCount, ForecastBy,
    ForecastPayment, Marking, PaymentEvery, PostId, Rate, RateRule, Repayment, RepaymentPlan, Rounding, Scenario,
    ScenarioId, credit_schedule, expected_payments, forecast,
};

use crate::tally::timed;

/// Lines of the forecast.
const LINES: usize = 1_000;

/// Due days of each.
const INSTALMENTS: u32 = 120;

fn terms(number: i64) -> CreditTerms {
    let since = Date::of_number(20_000 + number % 700);
    CreditTerms {
        limit: 1_000_000_000,
        since,
        available_until: since.plus_days(20),
        plan: RepaymentPlan {
            repayment: if number % 2 == 0 { Repayment::Annuity } else { Repayment::Equal },
            first_due: since.plus_days(30),
            every: PaymentEvery::Month,
            ends_months: false,
            grace: 0,
            capitalises: false,
            instalments: INSTALMENTS,
            parts: Vec::new(),
        },
        rate: RateRule::Fixed(Rate::of_parts(4_000_000 + number * 1_000).unwrap_or_default()),
        day_count: DayCount::Actual365,
        business_day: BusinessDay::ModifiedFollowing,
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
        notice_days: 14,
    }
}

/// The same payments with floating numbers and without bookings: what a spreadsheet does.
fn spreadsheet(terms: &CreditTerms) -> f64 {
    let rate = match terms.rate {
        RateRule::Fixed(rate) => rate.parts() as f64 / 1e8 / 12.0,
        RateRule::Floating { .. } => 0.0,
    };
    let (mut left, mut paid) = (1e9_f64, 0.0);
    let payment = left * rate / (1.0 - (1.0 + rate).powi(-(INSTALMENTS as i32)));
    for _ in 0..INSTALMENTS {
        let interest = left * rate;
        left -= payment - interest;
        paid += payment;
    }
    paid + left
}

/// Measures and prints.
pub fn measure(runs: usize) {
    println!("\n## Lines of credit\n");
    println!("| what | seconds | baseline in seconds | ratio |");
    println!("|---|---|---|---|");
    let all: Vec<CreditTerms> = (0..LINES as i64).map(terms).collect();
    let (Some(euro), Ok(post)) = (Currency::new("EUR"), PostId::new("bench")) else { return };
    let scenario = Scenario {
        id: ScenarioId::from_bits(1),
        title: "bench".to_owned(),
        remark: String::new(),
        reporting: euro,
        rates: Vec::new(),
        shifts: Vec::new(),
        earnings: Vec::new(),
        prices: Vec::new(),
        delay_days: 0,
        post,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    };
    let (mut engine, mut plain) = (Vec::new(), Vec::new());
    for _ in 0..runs.max(1) {
        let (n_payments, time) = timed(|| {
            let mut payments = Vec::new();
            for terms in &all {
                let drawn =
                    CreditEvent { number: 1, ..CreditEvent::new(CreditEventKind::PaidOut, terms.since, terms.limit) };
                let course = credit_schedule(terms, &[drawn], &BTreeSet::new(), terms.since);
                payments.extend(expected_payments(&course).map(|(day, account, minor)| ForecastPayment {
                    currency: euro,
                    day,
                    account,
                    minor,
                }));
            }
            let told = forecast(&payments, &scenario, ForecastBy::Quarter, Date::of_number(20_000), 12);
            assert!(told.periods.iter().map(|period| period.reporting.sum()).sum::<i64>() > 0);
            payments.len()
        });
        assert!(n_payments > LINES * INSTALMENTS as usize);
        engine.push(time.as_secs_f64());
        let (sum, time) = timed(|| all.iter().map(spreadsheet).sum::<f64>());
        assert!(sum > 0.0);
        plain.push(time.as_secs_f64());
    }
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let (engine, plain) = (median(&mut engine), median(&mut plain));
    println!(
        "| forecast over {LINES} lines of {INSTALMENTS} payments | {engine:.3} | {plain:.3} (floating numbers, nothing booked) | {:.0} |",
        engine / plain.max(1e-9)
    );
}
