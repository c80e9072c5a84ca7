//! What was borrowed, and what is assumed of the years to come.

use desk::Failure;
use model::{
    BusinessDay, CLAIM_ORDER_USUAL, Credit, CreditEvent, CreditEventKind, CreditId, CreditMilestone, CreditTerms,
    Currency, DayCount, Drawdown, DrawdownState, HostId, Marking, PaymentEvery, PostId, Rate, RateRule, Repayment,
    RepaymentPlan, Rounding, Scenario, ScenarioId, UnitId, Verb,
};
use store::Deed;

use crate::house::{DAY, now, today};
use crate::travels::joined;

fn terms() -> CreditTerms {
    CreditTerms {
        limit: 1_000_000,
        since: today().plus_days(-100),
        available_until: today().plus_days(100),
        plan: RepaymentPlan {
            repayment: Repayment::Equal,
            first_due: today().plus_days(-10),
            every: PaymentEvery::HalfYear,
            ends_months: false,
            grace: 0,
            capitalises: false,
            instalments: 6,
            parts: Vec::new(),
        },
        rate: RateRule::Fixed(Rate::parse("6").unwrap()),
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
        notice_days: 14,
    }
}

/// A line of credit of the host, drawn, with a drawdown that waits and a milestone.
pub fn credit(
    deed: &mut Deed<'_>,
    (id, lender): (CreditId, HostId),
    word: &str,
    markings: &[&str],
) -> Result<(), Failure> {
    let credit = Credit {
        id,
        title: format!("The {word} on credit"),
        lender,
        agreement: None,
        unit: UnitId::new("works")?,
        post: PostId::new("engineer")?,
        decider: PostId::new("coordinator")?,
        currency: Currency::new("DEM").unwrap(),
        currency_name: String::new(),
        terms: terms(),
        remark: format!("For {word}"),
        marking: joined(markings),
        revision: 1,
        made_at: now() - 90 * DAY,
    };
    deed.keep_credit(&credit, Verb::Registered)?;
    let milestone = CreditMilestone {
        number: 1,
        title: format!("The hall of {word}"),
        due: today(),
        evidence: String::new(),
        confirmed: None,
        revision: 0,
    };
    deed.keep_credit_milestone(id, &milestone, Verb::Stated)?;
    for (number, state) in [(1, DrawdownState::Requested), (2, DrawdownState::PaidOut)] {
        let drawdown = Drawdown {
            number,
            minor: 100_000,
            purpose: format!("A {word} press"),
            planned: today().plus_days(5),
            deliverables: Vec::new(),
            milestones: vec![1],
            state,
            asked_by: "vera".to_owned(),
            decided_by: String::new(),
            reason: String::new(),
            revision: 0,
        };
        deed.keep_drawdown(id, &drawdown, Verb::Requested)?;
    }
    let event = CreditEvent {
        number: 1,
        drawdown: Some(2),
        note: format!("Paid for {word}"),
        by: "engineer/vera".to_owned(),
        ..CreditEvent::new(CreditEventKind::PaidOut, today().plus_days(-50), 100_000)
    };
    Ok(deed.keep_credit_event(&credit, &event)?)
}

/// A scenario.
pub fn scenario(deed: &mut Deed<'_>, id: ScenarioId, word: &str, marking: &str) -> Result<(), Failure> {
    let scenario = Scenario {
        id,
        title: format!("{word} becomes dear"),
        remark: format!("Told of {word}"),
        reporting: Currency::new("SUR").unwrap(),
        rates: model::read_rates("DEM 1957-01-01 0.95")?,
        earnings: Vec::new(),
        prices: Vec::new(),
        shifts: Vec::new(),
        delay_days: 30,
        post: PostId::new("engineer")?,
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: now() - 90 * DAY,
    };
    Ok(deed.keep_scenario(&scenario, Verb::Stated)?)
}
