//! The life of a line of credit in a real office: agreed, drawn by two persons when what it waits for is there, paid, overdue, rescheduled.
#![allow(missing_docs)]

#[allow(dead_code, unreachable_pub)]
#[path = "mission/house.rs"]
mod house;

use desk::{
    CreditFilter, Failure, book_credit_event, confirm_credit_milestone, decide_drawdown, keep_credit,
    keep_credit_milestone, keep_scenario, pay_out_drawdown, request_drawdown, write_agreement, write_credit_schedule,
    write_deliverable,
};
use formats::Form;
use model::{
    Agreement, AgreementBasis, AgreementId, AgreementKind, AgreementStage, BusinessDay, CLAIM_ORDER_USUAL, Credit,
    CreditEvent, CreditEventKind, CreditId, CreditMilestone, CreditTerms, Currency, Date, DayCount, Deliverable,
    DeliverableId, DeliverableKind, DeliverableSide, DeliverableState, Drawdown, DrawdownState, DutyKind, ForecastBy,
    HostId, Marking, Noun, PaymentEvery, PostId, Rate, RateRule, Repayment, RepaymentPlan, Rounding, Scenario,
    ScenarioId, Terms, Thing, UnitId, Verb,
};

use house::{House, date, house, said};

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

fn terms() -> CreditTerms {
    CreditTerms {
        limit: 10_000_000,
        since: date("1957-01-01"),
        available_until: date("1957-12-31"),
        plan: RepaymentPlan {
            repayment: Repayment::Equal,
            first_due: date("1957-07-01"),
            every: PaymentEvery::HalfYear,
            ends_months: false,
            grace: 0,
            capitalises: false,
            instalments: 10,
            parts: Vec::new(),
        },
        rate: RateRule::Fixed(rate("6")),
        day_count: DayCount::ThirtyE,
        business_day: BusinessDay::Unmoved,
        adjusts: false,
        countries: Vec::new(),
        rounding: Rounding::HalfEven,
        commitment_fee: Rate::NONE,
        upfront_fee: Rate::NONE,
        yearly_fee: 0,
        penalty_margin: rate("2"),
        penalty_compounds: false,
        penalty_free_days: 0,
        prepayment_fee: Rate::NONE,
        order: CLAIM_ORDER_USUAL,
        notice_days: 30,
    }
}

struct Line<'h> {
    house: &'h House,
    id: CreditId,
}

fn credit(house: &House, lender: HostId, terms: CreditTerms) -> Credit {
    Credit {
        id: CreditId::from_bits(house.id()),
        title: "Rectifiers on credit".to_owned(),
        lender,
        agreement: None,
        unit: UnitId::new("institute").unwrap(),
        post: PostId::new("engineer").unwrap(),
        decider: PostId::new("committee").unwrap(),
        currency: Currency::new("DEM").unwrap(),
        currency_name: String::new(),
        terms,
        remark: String::new(),
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
}

fn line(house: &House, terms: CreditTerms) -> Line<'_> {
    let credit = credit(house, house.host("open"), terms);
    let kept = house.act("sokolov", move |writer, turn, _| keep_credit(writer, turn, credit, true)).unwrap();
    Line { house, id: kept.id }
}

impl Line<'_> {
    fn held(&self) -> Credit {
        self.house.office.credit(&self.id.to_string()).unwrap()
    }

    fn ask(&self, minor: i64, deliverables: Vec<DeliverableId>, milestones: Vec<u32>) -> Result<Drawdown, Failure> {
        let (id, planned) = (self.id, self.house.today);
        let drawdown = Drawdown {
            number: 0,
            minor,
            purpose: "A rectifier".to_owned(),
            planned,
            deliverables,
            milestones,
            state: DrawdownState::PaidOut,
            asked_by: "nobody".to_owned(),
            decided_by: String::new(),
            reason: String::new(),
            revision: 7,
        };
        self.house.act("sokolov", move |writer, turn, _| request_drawdown(writer, turn, id, drawdown))
    }

    fn decide(&self, person: &str, one: &Drawdown, grants: bool, reason: &'static str) -> Result<Drawdown, Failure> {
        let (id, seen) = (self.id, (one.number, one.revision));
        self.house.act(person, move |writer, turn, _| decide_drawdown(writer, turn, id, seen, grants, reason))
    }

    fn pay(&self, one: &Drawdown, day: &str) -> Result<Drawdown, Failure> {
        let (id, seen, day) = (self.id, (one.number, one.revision), date(day));
        self.house.act("sokolov", move |writer, turn, _| Ok(pay_out_drawdown(writer, turn, id, seen, day, "")?.0))
    }

    fn drawn(&self, minor: i64, day: &str) {
        let asked = self.ask(minor, Vec::new(), Vec::new()).unwrap();
        let granted = self.decide("volkov", &asked, true, "").unwrap();
        self.pay(&granted, day).unwrap();
    }

    fn book(&self, event: CreditEvent) -> Result<CreditEvent, Failure> {
        let seen = (self.id, self.held().revision);
        self.house.act("sokolov", move |writer, turn, _| Ok(book_credit_event(writer, turn, seen, event)?.1))
    }

    fn duties(&self) -> Vec<DutyKind> {
        let duties = self.house.office.duties_about(&Thing::new(Noun::Credit, self.id)).unwrap();
        duties.into_iter().filter(|duty| duty.closed_at.is_none()).map(|duty| duty.kind).collect()
    }

    fn overdue(&self) -> i64 {
        self.house
            .office
            .credit_page(&self.id.to_string(), self.house.today, self.house.today)
            .unwrap()
            .position
            .overdue
    }
}

fn watch(house: &House) {
    let now = house.today.number() * house::DAY;
    desk::schedule(&house.clerk, &house.office, now).unwrap();
    house.run_jobs(now);
}

/// An agreement with drawings that were not delivered.
fn drawings(house: &House) -> (AgreementId, Deliverable) {
    let host = house.host("open");
    let agreement = Agreement {
        id: AgreementId::from_bits(house.id()),
        kind: AgreementKind::Licence,
        title: "Rectifiers under licence".to_owned(),
        basis: AgreementBasis::Commercial,
        stage: AgreementStage::Interest,
        host,
        parties: Vec::new(),
        unit: UnitId::new("institute").unwrap(),
        post: PostId::new("engineer").unwrap(),
        needs: Vec::new(),
        terms: Terms::proposed(AgreementKind::Licence),
        signed_on: None,
        in_force_on: None,
        ended_on: None,
        reason: String::new(),
        remark: String::new(),
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    };
    let held = house.act("sokolov", move |writer, turn, _| write_agreement(writer, turn, agreement, None)).unwrap();
    let one = Deliverable {
        id: DeliverableId::from_bits(house.id()),
        agreement: held.id,
        number: 0,
        title: "Drawings of the tank".to_owned(),
        kind: DeliverableKind::Drawings,
        side: DeliverableSide::Theirs,
        quantity: String::new(),
        measure: String::new(),
        due: None,
        state: DeliverableState::Awaited,
        delivered_on: None,
        accepted_on: None,
        answer_by: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    };
    let one = house.act("sokolov", move |writer, turn, _| write_deliverable(writer, turn, one, None)).unwrap();
    (held.id, one)
}

#[test]
fn a_drawdown_waits_for_its_delivery_and_is_refused_by_name_until_it_is_accepted() {
    let house = house();
    let line = line(&house, terms());
    let (_, delivery) = drawings(&house);
    let asked = line.ask(4_000_000, vec![delivery.id], Vec::new()).unwrap();
    assert_eq!(line.duties(), [DutyKind::DecideDrawdown]);
    let refused = line.decide("volkov", &asked, true, "").unwrap_err();
    assert!(
        said(&refused).contains("Drawings of the tank") && said(&refused).contains("Rectifiers under licence"),
        "{refused}"
    );
    let accepted = Deliverable { state: DeliverableState::Accepted, ..delivery.clone() };
    house.operator(move |deed| {
        let fact = deed.fact(Verb::Accepted, Thing::new(Noun::Deliverable, accepted.id));
        Ok(deed.keep_deliverable(&accepted, &fact)?)
    });
    let granted = line.decide("volkov", &asked, true, "").unwrap();
    assert_eq!((granted.state, line.duties()), (DrawdownState::Granted, vec![]));
    // What was accepted is contested before the money goes.
    let contested = Deliverable { state: DeliverableState::Contested, revision: 3, ..delivery };
    house.operator(move |deed| {
        let fact = deed.fact(Verb::Contested, Thing::new(Noun::Deliverable, contested.id));
        Ok(deed.keep_deliverable(&contested, &fact)?)
    });
    assert!(said(&line.pay(&granted, "1957-08-01").unwrap_err()).contains("Drawings of the tank"));
}

#[test]
fn who_asks_does_not_decide_and_nothing_goes_beyond_limit_time_and_milestones() {
    let house = house();
    let line = line(&house, terms());
    let id = line.id;
    let milestone = CreditMilestone {
        number: 0,
        title: "The hall has a roof".to_owned(),
        due: date("1957-10-01"),
        evidence: String::new(),
        confirmed: None,
        revision: 0,
    };
    let kept = house.act("sokolov", move |writer, turn, _| keep_credit_milestone(writer, turn, id, milestone)).unwrap();
    let later = CreditMilestone { due: date("1957-11-01"), ..kept };
    let changed = later.clone();
    let kept = house.act("sokolov", move |writer, turn, _| keep_credit_milestone(writer, turn, id, changed)).unwrap();
    assert_eq!((kept.due, kept.revision), (date("1957-11-01"), later.revision + 1));
    let stale = house.act("sokolov", move |writer, turn, _| keep_credit_milestone(writer, turn, id, later));
    assert!(stale.is_err(), "nobody undoes what another changed");
    let asked = line.ask(6_000_000, Vec::new(), vec![kept.number]).unwrap();
    assert_eq!(line.ask(6_000_000, Vec::new(), vec![kept.number]).unwrap(), asked, "sent twice, asked once");
    assert!(said(&line.ask(6_000_000, Vec::new(), Vec::new()).unwrap_err()).contains("beyond the limit"));
    assert!(line.decide("sokolov", &asked, true, "").is_err());
    assert!(said(&line.decide("petrova", &asked, true, "").unwrap_err()).contains("The hall has a roof"));
    let seen = (kept.number, kept.revision);
    let confirmed = house.act("volkov", move |writer, turn, _| {
        confirm_credit_milestone(writer, turn, id, seen, date("1957-08-20"), "Seen by the works inspector")
    });
    assert!(confirmed.unwrap().confirmed.is_some());
    let granted = line.decide("petrova", &asked, true, "").unwrap();
    assert!(line.pay(&granted, "1958-01-05").is_err(), "the line is not available any more");
    assert!(line.pay(&granted, "1957-10-01").is_err(), "nothing is booked before it happened");
    assert_eq!(line.pay(&granted, "1957-08-25").unwrap().state, DrawdownState::PaidOut);
    assert_eq!(line.held().revision, 1);
}

#[test]
fn what_is_overdue_is_a_duty_and_a_rescheduling_conserves_what_is_owed() {
    let house = house();
    let line = line(&house, terms());
    line.drawn(5_000_000, "1957-01-01");
    // The first instalment was due on the first of July: 500,000 and half a year's interest.
    assert_eq!(line.overdue(), 500_000 + 150_000);
    watch(&house);
    assert_eq!(line.duties(), [DutyKind::Settle]);
    let open = house.office.credits(&CreditFilter { overdue: true, ..CreditFilter::default() }, house.today).unwrap();
    assert_eq!(open.len(), 1);
    let page = |on: Date| house.office.credit_page(&line.id.to_string(), on, house.today).unwrap();
    let before = page(house.today).position.owed_with_counted();
    let plan = RepaymentPlan { first_due: date("1958-07-01"), instalments: 4, ..terms().plan };
    let event = CreditEvent {
        plan: Some(plan),
        note: "By the protocol of September".to_owned(),
        ..CreditEvent::new(CreditEventKind::Rescheduling, house.today, 0)
    };
    line.book(event).unwrap();
    let after = page(house.today);
    assert_eq!((after.position.principal, after.position.overdue), (before, 0));
    assert!(line.duties().is_empty(), "nothing is overdue any more");
    let bytes = write_credit_schedule(&after.credit, &after.schedule, Form::Csv).unwrap();
    assert!(String::from_utf8(bytes).unwrap().contains("1958-07-01,1,1957-09-01"));
}

#[test]
fn a_payment_is_booked_once_and_countered_with_its_mistake() {
    let house = house();
    let line = line(&house, terms());
    line.drawn(5_000_000, "1957-01-01");
    let paid = CreditEvent::new(CreditEventKind::Repayment, date("1957-08-01"), 600_000);
    let seen = (line.id, line.held().revision);
    let booked = line.book(paid.clone()).unwrap();
    let again = house.act("sokolov", move |writer, turn, _| book_credit_event(writer, turn, seen, paid)).unwrap();
    assert_eq!(again.1, booked, "the form was sent twice");
    assert!(line.overdue() > 0 && line.overdue() < 650_000);
    let too_much = CreditEvent::new(CreditEventKind::Repayment, date("1957-08-02"), 90_000_000);
    assert!(said(&line.book(too_much).unwrap_err()).contains("no more than"));
    let mistake = CreditEvent {
        counters: Some(booked.number),
        note: "Of another line".to_owned(),
        ..CreditEvent::new(CreditEventKind::Correction, house.today, 0)
    };
    line.book(mistake.clone()).unwrap();
    assert!(line.book(mistake).is_err(), "it is countered once");
    assert!(line.overdue() > 650_000 - 1);
    let fitter = house.act("smirnov", {
        let (id, revision) = (line.id, line.held().revision);
        move |writer, turn, _| {
            book_credit_event(
                writer,
                turn,
                (id, revision),
                CreditEvent::new(CreditEventKind::Fee, date("1957-08-02"), 1),
            )
        }
    });
    assert!(fitter.is_err(), "only its post books on a line");
}

#[test]
fn a_floating_line_asks_for_its_rate_and_pays_nothing_out_without_it() {
    let house = house();
    let floating = RateRule::Floating { margin: rate("1"), floor: None, cap: None };
    let line = line(&house, CreditTerms { rate: floating, ..terms() });
    let asked = line.ask(5_000_000, Vec::new(), Vec::new()).unwrap();
    let granted = line.decide("volkov", &asked, true, "").unwrap();
    assert!(said(&line.pay(&granted, "1957-08-01").unwrap_err()).contains("rate first"));
    let fixed =
        CreditEvent { rate: Some(rate("4")), ..CreditEvent::new(CreditEventKind::RateFixed, date("1957-01-01"), 0) };
    line.book(fixed).unwrap();
    line.pay(&granted, "1957-08-01").unwrap();
    watch(&house);
    assert!(line.duties().contains(&DutyKind::FixRate), "that of the period which began in July");
    let fixed =
        CreditEvent { rate: Some(rate("4.5")), ..CreditEvent::new(CreditEventKind::RateFixed, date("1957-08-30"), 0) };
    line.book(fixed).unwrap();
    assert!(!line.duties().contains(&DutyKind::FixRate));
}

#[test]
fn whoever_does_not_see_the_lender_does_not_see_the_line() {
    let house = house();
    let lender = house.host("restricted");
    let one = credit(&house, lender, terms());
    let kept = house.act("sokolov", move |writer, turn, _| keep_credit(writer, turn, one, true)).unwrap();
    assert_eq!(kept.marking.to_string(), "restricted", "marked at least as the lender");
    let fitter = house.office.seen_by(&house.officer("smirnov").scope);
    assert!(fitter.credit(&kept.id.to_string()).is_err());
    assert!(fitter.credits(&CreditFilter::default(), house.today).unwrap().is_empty());
    // An open line of a lender that is narrowed later hides with it.
    let line = line(&house, terms());
    let lender = line.held().lender;
    assert!(fitter.credit(&line.id.to_string()).is_ok());
    let host = house.office.host(&lender.to_string()).unwrap();
    let narrow = model::Host { marking: Marking::parse("restricted").unwrap(), ..host };
    house.operator(move |deed| Ok(deed.keep_host(&narrow, Verb::Revised)?));
    let fitter = house.office.seen_by(&house.officer("smirnov").scope);
    assert!(fitter.credit(&line.id.to_string()).is_err());
    assert!(fitter.history(&Thing::new(Noun::Credit, line.id)).unwrap().is_empty(), "nor what was told of it");
}

#[test]
fn terms_stay_once_something_is_booked_and_a_private_currency_has_a_name() {
    let house = house();
    let line = line(&house, terms());
    let currency = Currency::new("XRM").unwrap();
    let unnamed = Credit { currency, ..line.held() };
    let refused = house.act("sokolov", move |writer, turn, _| keep_credit(writer, turn, unnamed, false)).unwrap_err();
    assert!(said(&refused).contains("in no list of currencies"));
    let named = Credit { currency, currency_name: "Reichsmark".to_owned(), ..line.held() };
    house.act("sokolov", move |writer, turn, _| keep_credit(writer, turn, named, false)).unwrap();
    line.drawn(5_000_000, "1957-01-01");
    let mut other = line.held();
    other.terms.limit = 20_000_000;
    let refused = house.act("sokolov", move |writer, turn, _| keep_credit(writer, turn, other, false)).unwrap_err();
    assert!(said(&refused).contains("booked on this line already"));
    let title = Credit { title: "Other".to_owned(), ..line.held() };
    house.act("sokolov", move |writer, turn, _| keep_credit(writer, turn, title, false)).unwrap();
}

/// What the office assumes: how late what waits comes, and by how much base rates move.
fn scenario(house: &House, title: &str, delay_days: i64, shifts: &str) -> Scenario {
    Scenario {
        id: ScenarioId::from_bits(house.id()),
        title: title.to_owned(),
        remark: String::new(),
        reporting: Currency::new("SUR").unwrap(),
        rates: model::read_rates("DEM 1957-01-01 0.95").unwrap(),
        earnings: model::read_earnings("1957 200000", Currency::new("SUR").unwrap()).unwrap(),
        prices: Vec::new(),
        shifts: model::read_shifts(shifts).unwrap(),
        delay_days,
        post: PostId::new("engineer").unwrap(),
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
}

#[test]
fn scenarios_stand_side_by_side_and_late_drawdowns_cost_less_interest() {
    let house = house();
    let line = line(&house, terms());
    line.drawn(5_000_000, "1957-01-01");
    line.ask(2_000_000, Vec::new(), Vec::new()).unwrap();
    let (plain, late) = (scenario(&house, "As agreed", 0, ""), scenario(&house, "Late", 90, ""));
    for one in [plain.clone(), late.clone()] {
        house.act("sokolov", move |writer, turn, _| keep_scenario(writer, turn, one, true)).unwrap();
    }
    assert_eq!(house.office.scenarios().unwrap().len(), 2);
    let told = house.office.debt_forecasts(vec![plain, late], ForecastBy::Year, house.today, 6).unwrap();
    let sums: Vec<i64> =
        told.iter().map(|one| one.forecast.periods.iter().map(|period| period.reporting.sum()).sum()).collect();
    assert!(sums[0] > sums[1] && sums[1] > 0, "{sums:?}");
    assert!(told[0].forecast.periods[0].ratio().is_some());
}

#[test]
fn a_scenario_in_which_base_rates_rise_costs_more_interest_on_lines_that_float() {
    let house = house();
    let floating = RateRule::Floating { margin: rate("2"), floor: None, cap: None };
    let line = line(&house, CreditTerms { rate: floating, ..terms() });
    let base = CreditEvent::new(CreditEventKind::RateFixed, date("1957-01-01"), 0);
    line.book(CreditEvent { rate: Some(rate("4")), ..base }).unwrap();
    line.drawn(5_000_000, "1957-01-01");
    let dear = scenario(&house, "Money becomes dear", 0, "1958-01-01 200\n1959-01-01 -100");
    let (id, kept) = (dear.id.to_string(), dear.clone());
    house.act("sokolov", move |writer, turn, _| keep_scenario(writer, turn, kept, true)).unwrap();
    let held = house.office.scenario(&id).unwrap();
    assert_eq!((&held.shifts, &held.rates), (&dear.shifts, &dear.rates), "it is read as it was written");
    let all = vec![scenario(&house, "As agreed", 0, ""), held];
    let told = house.office.debt_forecasts(all, ForecastBy::Year, house.today, 4).unwrap();
    let interest = |at: usize, year: usize| told[at].forecast.periods[year].reporting.interest;
    assert_eq!(interest(0, 0), interest(1, 0), "this year is known");
    assert!(interest(1, 1) > interest(0, 1) && interest(1, 3) < interest(0, 3));
}
