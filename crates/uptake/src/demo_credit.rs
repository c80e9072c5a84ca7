//! The credits of the demonstration: those of 1925 and 1926 with the debt that grew from them, long repaid, and an invented one that is
//! drawn now. That there were credits, their years and these amounts are stated or derived; rates, days, drawdowns and schedules are
//! invented, and every text says so.

use model::{
    Agreement, AgreementId, BusinessDay, CLAIM_ORDER_USUAL, Credit, CreditEvent, CreditEventKind, CreditId,
    CreditMilestone, CreditTerms, Currency, Date, DayCount, Deliverable, DeliverableId, DeliverableSide,
    DeliverableState, Drawdown, DrawdownState, Host, HostId, HostName, Marking, PaymentEvery, PostId, Rate, RateRule,
    Repayment, RepaymentPlan, Rounding, Scenario, ScenarioId, UnitId,
};
use store::Scope;

use crate::clock::today;
use crate::demo_mission::Room;
use crate::failure::Failure;
use crate::serve::Served;

/// Who keeps the lines, and asks for drawdowns.
const KEEPER: &str = "orlova";

/// Who decides about drawdowns.
const DECIDER: &str = "belov";

const DECIDING_POST: &str = "chief-coordinator";

/// Days ago on which it was all written down.
const WRITTEN: i64 = 60;

fn day(year: i32, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap_or_else(today)
}

/// A rate of so many hundredths of a per cent.
fn rate(hundredths: i64) -> Rate {
    Rate::of_parts(hundredths * 10_000).unwrap_or_default()
}

/// Invented terms: half-yearly, in equal parts.
fn terms(limit: i64, days: (Date, Date, Date), instalments: u32, hundredths: i64) -> CreditTerms {
    CreditTerms {
        limit,
        since: days.0,
        available_until: days.1,
        plan: RepaymentPlan {
            repayment: Repayment::Equal,
            first_due: days.2,
            every: PaymentEvery::HalfYear,
            ends_months: false,
            grace: 0,
            capitalises: false,
            instalments,
            parts: Vec::new(),
        },
        rate: RateRule::Fixed(rate(hundredths)),
        day_count: DayCount::ThirtyE,
        business_day: BusinessDay::Unmoved,
        adjusts: false,
        countries: Vec::new(),
        rounding: Rounding::HalfEven,
        commitment_fee: Rate::NONE,
        upfront_fee: Rate::NONE,
        yearly_fee: 0,
        penalty_margin: rate(200),
        penalty_compounds: false,
        penalty_free_days: 0,
        prepayment_fee: Rate::NONE,
        order: CLAIM_ORDER_USUAL,
        notice_days: 30,
    }
}

impl Room<'_> {
    fn lender(&self, name: &str, remark: &str) -> Result<HostId, Failure> {
        let id = HostId::from_bits(self.id()?);
        let host = Host {
            id,
            names: vec![HostName { text: name.to_owned(), language: None }],
            aliases: Vec::new(),
            country: "DE".to_owned(),
            place: String::new(),
            languages: Vec::new(),
            makes: String::new(),
            classes: Vec::new(),
            address: String::new(),
            contacts: Vec::new(),
            remark: remark.to_owned(),
            post: self.officer_post(KEEPER)?,
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        self.act(KEEPER, WRITTEN, move |writer, turn, _| desk::keep_host(writer, turn, host, true).map(|_| ()))?;
        Ok(id)
    }

    fn line(
        &self,
        (lender, agreement): (HostId, Option<AgreementId>),
        (title, remark): (&str, &str),
        (currency, name): (&str, &str),
        terms: CreditTerms,
    ) -> Result<Credit, Failure> {
        let currency = Currency::new(currency)
            .ok_or_else(|| Failure::refused(format!("`{currency}` is no code of a currency")))?;
        let credit = Credit {
            id: CreditId::from_bits(self.id()?),
            title: title.to_owned(),
            lender,
            agreement,
            unit: UnitId::new("gknt")?,
            post: self.officer_post(KEEPER)?,
            decider: PostId::new(DECIDING_POST)?,
            currency,
            currency_name: name.to_owned(),
            terms,
            remark: remark.to_owned(),
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        self.act(KEEPER, WRITTEN, move |writer, turn, _| desk::keep_credit(writer, turn, credit, true))
    }

    fn asked_to_draw(
        &self,
        credit: CreditId,
        minor: i64,
        planned: Date,
        purpose: &str,
        waits: (Vec<DeliverableId>, Vec<u32>),
    ) -> Result<Drawdown, Failure> {
        let drawdown = Drawdown {
            number: 0,
            minor,
            purpose: purpose.to_owned(),
            planned,
            deliverables: waits.0,
            milestones: waits.1,
            state: DrawdownState::Requested,
            asked_by: String::new(),
            decided_by: String::new(),
            reason: String::new(),
            revision: 0,
        };
        self.act(KEEPER, WRITTEN - 1, move |writer, turn, _| desk::request_drawdown(writer, turn, credit, drawdown))
    }

    fn drawn(&self, credit: CreditId, minor: i64, on: Date, purpose: &str) -> Result<(), Failure> {
        let asked = self.asked_to_draw(credit, minor, on, purpose, (Vec::new(), Vec::new()))?;
        let seen = (asked.number, asked.revision);
        let granted = self.act(DECIDER, WRITTEN - 1, move |writer, turn, _| {
            desk::decide_drawdown(writer, turn, credit, seen, true, "Invented: as agreed.")
        })?;
        let seen = (granted.number, granted.revision);
        self.act(KEEPER, WRITTEN - 2, move |writer, turn, _| {
            desk::pay_out_drawdown(writer, turn, credit, seen, on, "Invented: day of the payment.").map(|_| ())
        })
    }

    /// Everything that became due until a day was paid in time.
    fn paid_in_time(&self, credit: CreditId, until: Date) -> Result<(), Failure> {
        let name = credit.to_string();
        let (held, course) = self.served.office.credit_schedule(&name, day(1920, 1, 1))?;
        let mut revision = held.revision;
        for line in course.lines.iter().filter(|line| line.due <= until && line.payment() > 0) {
            let event = CreditEvent {
                note: "Invented: paid in time.".to_owned(),
                ..CreditEvent::new(CreditEventKind::Repayment, line.due, line.payment())
            };
            let seen = (credit, revision);
            let (held, _) = self
                .act(KEEPER, WRITTEN - 3, move |writer, turn, _| desk::book_credit_event(writer, turn, seen, event))?;
            revision = held.revision;
        }
        Ok(())
    }

    /// An agreement of the demonstration with something that is not accepted yet.
    fn financed(&self) -> Result<Option<(Agreement, Deliverable)>, Failure> {
        let office = &self.served.office;
        for (id, _) in office.agreements_for_credit()? {
            let owed = office.reader().deliverables(&Scope::office(), id).map_err(desk::Failure::from)?;
            let waits = |one: &Deliverable| {
                one.side == DeliverableSide::Theirs && one.is_owed() && one.state != DeliverableState::Contested
            };
            if let Some(one) = owed.into_iter().find(waits) {
                return Ok(Some((office.agreement(&id.to_string())?, one)));
            }
        }
        Ok(None)
    }

    fn milestone(&self, credit: CreditId, title: &str, due: Date) -> Result<CreditMilestone, Failure> {
        let milestone = CreditMilestone {
            number: 0,
            title: title.to_owned(),
            due,
            evidence: String::new(),
            confirmed: None,
            revision: 0,
        };
        self.act(KEEPER, WRITTEN, move |writer, turn, _| desk::keep_credit_milestone(writer, turn, credit, milestone))
    }

    fn scenario(&self, title: &str, remark: &str, prices: &str, delay_days: i64) -> Result<(), Failure> {
        let currency = Currency::new("EUR").ok_or_else(|| Failure::refused("the euro has no code".to_owned()))?;
        let year = today().year();
        let scenario = Scenario {
            id: ScenarioId::from_bits(self.id()?),
            title: title.to_owned(),
            remark: remark.to_owned(),
            reporting: currency,
            rates: model::read_rates("XRM 1924-08-30 0.5")?,
            earnings: model::read_earnings(&format!("{year} 9000000"), currency)?,
            prices: model::read_prices(&prices.replace("YEAR", &(year + 1).to_string()))?,
            shifts: Vec::new(),
            delay_days,
            post: self.officer_post(KEEPER)?,
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        self.act(KEEPER, WRITTEN - 4, move |writer, turn, _| {
            desk::keep_scenario(writer, turn, scenario, true).map(|_| ())
        })
    }
}

/// Lets it all happen. Agreements are there by then.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let room = &Room { served };
    let remark = "Stated fact: Germany gave the credits of 1925 and 1926. Invented: that they stand in the register as one host.";
    let germany = room.lender("Germany, credits of 1925 and 1926", remark)?;
    let mark = ("XRM", "Reichsmark");
    let text = "Stated fact: 100 million marks, provided as early as 1925.\nInvented: rate, days, drawdowns, schedule, and that it was paid \
                in time; the sources do not give them.";
    let days = (day(1925, 10, 1), day(1926, 9, 30), day(1926, 12, 31));
    let first =
        room.line((germany, None), ("Credit of 1925 (stated fact)", text), mark, terms(10_000_000_000, days, 4, 900))?;
    room.drawn(first.id, 6_000_000_000, day(1925, 11, 2), "Invented: machine tools")?;
    room.drawn(first.id, 4_000_000_000, day(1926, 4, 1), "Invented: drives and turbines")?;
    room.paid_in_time(first.id, day(1928, 12, 31))?;
    let text = "Derived: 300 million marks, if the yearly amount tripled; stated is only that it increased threefold in the following year, \
                and not whether 300 million is the new loan or the total.\nInvented: rate, days, drawdowns, schedule, and that it was paid \
                in time.";
    let days = (day(1926, 7, 1), day(1927, 12, 31), day(1928, 6, 30));
    let second =
        room.line((germany, None), ("Credit of 1926 (derived)", text), mark, terms(30_000_000_000, days, 8, 850))?;
    room.drawn(second.id, 30_000_000_000, day(1927, 1, 3), "Invented: plant for mines and power stations")?;
    room.paid_in_time(second.id, day(1932, 12, 31))?;
    let text = "Stated fact: the debt reached 900 million over the next nine years. Derived: the year 1935.\nInvented: that it stood on one \
                line, its rate, its days, and that it was repaid in two years.";
    let days = (day(1935, 1, 1), day(1935, 6, 30), day(1935, 12, 31));
    let debt =
        room.line((germany, None), ("Debt of 1935 (stated fact)", text), mark, terms(90_000_000_000, days, 4, 600))?;
    room.drawn(debt.id, 90_000_000_000, day(1935, 1, 2), "Invented: what was owed, on one line")?;
    room.paid_in_time(debt.id, day(1937, 12, 31))?;
    now(room)
}

/// An invented line that is drawn now, with a payment soon, a drawdown that waits, and two scenarios.
fn now(room: &Room<'_>) -> Result<(), Failure> {
    let Some((agreement, delivery)) = room.financed()? else { return Ok(()) };
    let text = "Invented for the demonstration, with every figure: it shows a line that is drawn, a drawdown that waits for a delivery and a milestone, \
                and what is to come.";
    let since = today().plus_days(-200);
    let days = (since, today().plus_days(165), today().plus_days(20));
    let with_fee = CreditTerms { commitment_fee: rate(50), ..terms(480_000_000, days, 10, 525) };
    let line = room.line(
        (agreement.host, Some(agreement.id)),
        ("Plant on supplier's credit (invented)", text),
        ("EUR", ""),
        with_fee,
    )?;
    room.drawn(line.id, 180_000_000, since.plus_days(20), "Invented: the first machines")?;
    let milestone =
        room.milestone(line.id, "Invented: the test stand runs for a hundred hours", today().plus_days(40))?;
    let waits = (vec![delivery.id], vec![milestone.number]);
    room.asked_to_draw(line.id, 120_000_000, today().plus_days(45), "Invented: the second lot of machines", waits)?;
    let remark = "Invented for the demonstration: earnings, rates and prices.";
    room.scenario("As agreed (invented)", remark, "", 0)?;
    room.scenario("Export prices fall, the test stand is late (invented)", remark, "YEAR 70", 90)
}
