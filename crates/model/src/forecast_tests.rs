//! The forecast of debt service and its scenarios.

use crate::{
    CreditAccount, CreditTerms, Currency, Date, Drawdown, DrawdownState, ForecastBy, ForecastPayment, Marking, PostId,
    Scenario, ScenarioId, forecast, planned_drawdowns, read_earnings, read_prices, read_rates, read_shifts,
    shifts_text,
};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn currency(code: &str) -> Currency {
    Currency::new(code).unwrap()
}

fn scenario(rates: &str, earnings: &str, prices: &str) -> Scenario {
    Scenario {
        id: ScenarioId::from_bits(1),
        title: "As agreed".to_owned(),
        remark: String::new(),
        reporting: currency("SUR"),
        rates: read_rates(rates).unwrap(),
        earnings: read_earnings(earnings, currency("SUR")).unwrap(),
        prices: read_prices(prices).unwrap(),
        shifts: Vec::new(),
        delay_days: 0,
        post: PostId::new("finance").unwrap(),
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
    .tidied()
    .unwrap()
}

fn payment(code: &str, on: &str, account: CreditAccount, minor: i64) -> ForecastPayment {
    ForecastPayment { currency: currency(code), day: day(on), account, minor }
}

#[test]
fn debt_service_is_summed_by_period_in_each_currency_and_in_one() {
    let scenario =
        scenario("DEM 1957-01-01 0.95\nDEM 1958-01-01 1.05\nJPY 1957-01-01 0.0111", "1957 1000\n1958 1200", "1958 50");
    let payments = [
        payment("DEM", "1957-02-01", CreditAccount::Principal, 10_000),
        payment("DEM", "1957-03-31", CreditAccount::Interest, 1_000),
        payment("DEM", "1958-01-01", CreditAccount::Fee, 1_000),
        payment("JPY", "1957-04-01", CreditAccount::Principal, 10_000),
        payment("GBP", "1957-04-01", CreditAccount::Principal, 500),
        payment("DEM", "1969-01-01", CreditAccount::Principal, 10_000),
    ];
    let told = forecast(&payments, &scenario, ForecastBy::Quarter, day("1957-01-15"), 2);
    assert_eq!((told.periods.len(), told.unrated.len()), (8, 1));
    let first = &told.periods[0];
    assert_eq!((first.reporting.principal, first.reporting.interest, first.earnings), (9_500, 950, Some(25_000)));
    // 104.50 of 250.00.
    assert_eq!(first.ratio(), Some(41_800_000));
    // Ten thousand yen have no smaller unit: 111 roubles.
    assert_eq!(told.periods[1].reporting.sum(), 11_100);
    assert_eq!(told.periods[1].by_currency[&currency("GBP")].sum(), 500);
    // Half the price, half the earnings.
    assert_eq!((told.periods[4].reporting.fees, told.periods[4].earnings), (1_050, Some(15_000)));
    let years = forecast(&payments, &scenario, ForecastBy::Year, day("1957-06-15"), 2);
    assert_eq!(years.periods.iter().map(|one| one.reporting.sum()).collect::<Vec<_>>(), [9_500 + 950 + 11_100, 1_050]);
}

#[test]
fn tables_are_read_and_written_alike() {
    let told = scenario("DEM 1957-01-01 0.95", "1957 1000.5", "1958 95.5\n1959 80");
    assert_eq!(read_rates(&told.rates_text()).unwrap(), told.rates);
    assert_eq!(read_earnings(&told.earnings_text(), told.reporting).unwrap(), told.earnings);
    assert_eq!(read_prices(&told.prices_text()).unwrap(), told.prices);
    let shifts = read_shifts("1958-01-01 150\n\n1959-07-01 −50").unwrap();
    assert_eq!(shifts.iter().map(|one| one.points).collect::<Vec<_>>(), [150, -50]);
    assert_eq!(read_shifts(&shifts_text(&shifts)).unwrap(), shifts);
    for odd in ["1958-01-01", "150", "1958-01-01 1.5", "1958-01-01 150 bp"] {
        assert!(read_shifts(odd).is_err(), "{odd}");
    }
    let wild = Scenario { shifts: read_shifts("1958-01-01 10001").unwrap(), ..told.clone() };
    assert!(wild.tidied().is_err());
    for odd in ["DEM 1957-01-01", "DEM 1957-01-01 0", "DEMX 1957-01-01 2", "DEM 1957-01-01 2 3"] {
        assert!(read_rates(odd).is_err(), "{odd}");
    }
    assert!(read_prices("1957").is_err() && read_earnings("soon 5", told.reporting).is_err());
}

#[test]
fn a_drawdown_that_is_put_off_beyond_the_last_day_is_not_drawn() {
    let text = "limit=1000;since=1957-01-01;available-until=1957-12-31;repayment=equal;first-due=1958-01-01;every=year;ends-months=0;grace=0;\
                capitalises=0;instalments=2;parts=;fixed=5000000;day-count=30-360;business-day=unmoved;adjusts=0;countries=;rounding=half-even;\
                commitment-fee=0;upfront-fee=0;yearly-fee=0;penalty-margin=0;penalty-compounds=0;penalty-free-days=0;prepayment-fee=0;\
                order=fee,penalty,interest,principal;notice-days=14";
    let terms = CreditTerms::read(text).unwrap();
    let drawdown = |number, planned: &str, state| Drawdown {
        number,
        minor: 100,
        purpose: "a press".to_owned(),
        planned: day(planned),
        deliverables: Vec::new(),
        milestones: Vec::new(),
        state,
        asked_by: "p".to_owned(),
        decided_by: String::new(),
        reason: String::new(),
        revision: 0,
    };
    let all = [
        drawdown(1, "1957-03-01", DrawdownState::PaidOut),
        drawdown(2, "1957-06-01", DrawdownState::Granted),
        drawdown(3, "1957-11-01", DrawdownState::Requested),
        drawdown(4, "1957-11-01", DrawdownState::Refused),
    ];
    let days = |delay| {
        let (events, lost) = planned_drawdowns(&all, &terms, day("1957-06-10"), delay);
        (events.iter().map(|event| event.day.to_string()).collect::<Vec<_>>(), lost)
    };
    assert_eq!(days(0), (vec!["1957-06-11".to_owned(), "1957-11-01".to_owned()], 0));
    assert_eq!(days(90), (vec!["1957-08-30".to_owned()], 100));
}
