//! The debt service that is to come: over lines of credit, by quarter or year, in each currency and in one, under a scenario.

use std::collections::{BTreeMap, BTreeSet};

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::rate::{decimal, written_decimal};
use crate::words::words;
use crate::{
    CREDIT_LINE_CHARS_MAX, CREDIT_MINOR_MAX, CREDIT_TEXT_CHARS_MAX, CreditAccount, Currency, Date, Marking, PostId,
    RATE_ONE, RATE_SHIFT_MAX, RateShift, Refusal, Rounding, sentence,
};

public_id!(
    /// Names a scenario of the forecast.
    ScenarioId,
    'F'
);

/// Lines of one table of a scenario: rates, prices or earnings.
pub const SCENARIO_LINES_MAX: usize = 200;

/// Years of a forecast.
pub const FORECAST_YEARS_MAX: u32 = 40;

/// Days by which milestones are delayed at most.
pub const SCENARIO_DELAY_MAX: i64 = 3_660;

words! {
    /// By what the debt service is summed.
    ForecastBy {
        /// By quarters of years.
        Quarter = "quarter",
        /// By years.
        Year = "year",
    }
}

/// What one unit of a currency is worth from a day on, in the reporting currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExchangeRate {
    /// The currency.
    pub currency: Currency,
    /// The first day.
    pub since: Date,
    /// In hundred-millionths of the reporting currency.
    pub rate: i64,
}

/// What the office assumes of the years to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Its name.
    pub id: ScenarioId,
    /// What it is called.
    pub title: String,
    /// On what it rests.
    pub remark: String,
    /// The currency in which all is summed.
    pub reporting: Currency,
    /// What currencies are worth.
    pub rates: Vec<ExchangeRate>,
    /// Export earnings by year, in the smallest unit of the reporting currency, at the prices of today.
    pub earnings: Vec<(i32, i64)>,
    /// Export prices from a year on, in hundred-millionths of those of today.
    pub prices: Vec<(i32, i64)>,
    /// By how much base rates lie above those that were fixed.
    pub shifts: Vec<RateShift>,
    /// Days by which every drawdown that waits comes later.
    pub delay_days: i64,
    /// The post that keeps it.
    pub post: PostId,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was written down, in microseconds since 1970.
    pub made_at: i64,
}

impl Scenario {
    /// The same in order.
    ///
    /// # Errors
    /// Refused without a title, with tables that are too long, or with numbers that are none.
    pub fn tidied(self) -> Result<Scenario, Refusal> {
        let (title, remark) = (one_line(&self.title), self.remark.trim().to_owned());
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("scenario-no-title", "Write what the scenario is called")));
        }
        not_longer(&title, CREDIT_LINE_CHARS_MAX)?;
        not_longer(&remark, CREDIT_TEXT_CHARS_MAX)?;
        let (mut rates, mut earnings, mut prices, mut shifts) = (self.rates, self.earnings, self.prices, self.shifts);
        if shifts.len() > SCENARIO_LINES_MAX
            || shifts.iter().any(|one| one.points.unsigned_abs() > RATE_SHIFT_MAX.unsigned_abs())
        {
            return Err(Refusal::Said(sentence!(
                "scenario-shifts",
                "Base rates move up to {lines} times, by up to {max} basis points either way; correct what goes beyond",
                lines = SCENARIO_LINES_MAX,
                max = RATE_SHIFT_MAX.unsigned_abs()
            )));
        }
        let longest = rates.len().max(earnings.len()).max(prices.len());
        let in_order = rates.iter().all(|one| one.rate > 0)
            && earnings.iter().all(|(_, minor)| (0..=CREDIT_MINOR_MAX).contains(minor))
            && prices.iter().all(|(_, index)| (0..=100 * RATE_ONE).contains(index));
        if longest > SCENARIO_LINES_MAX || !in_order || !(0..=SCENARIO_DELAY_MAX).contains(&self.delay_days) {
            return Err(Refusal::Said(sentence!(
                "scenario-numbers",
                "A scenario has tables of up to {max} lines, with rates above nought, earnings and prices not below it, and a delay of up to \
                 {days} days; correct what goes beyond",
                max = SCENARIO_LINES_MAX,
                days = SCENARIO_DELAY_MAX
            )));
        }
        rates.sort_by_key(|one| (one.currency, one.since));
        earnings.sort_unstable();
        prices.sort_unstable();
        shifts.sort_by_key(|one| one.since);
        Ok(Scenario { title, remark, rates, earnings, prices, shifts, ..self })
    }

    /// An amount in the reporting currency, at the rate of a day, rounded to the even half; `None` without a rate.
    pub fn converted(&self, minor: i64, currency: Currency, day: Date) -> Option<i64> {
        if currency == self.reporting {
            return Some(minor);
        }
        let of = self.rates.iter().filter(|one| one.currency == currency);
        let first = of.clone().min_by_key(|one| one.since)?;
        let rate = of.filter(|one| one.since <= day).max_by_key(|one| one.since).unwrap_or(first).rate;
        let (from, to) = (10_i128.pow(currency.decimals()), 10_i128.pow(self.reporting.decimals()));
        Some(Rounding::HalfEven.divide(i128::from(minor) * i128::from(rate) * to, i128::from(RATE_ONE) * from))
    }

    /// The export earnings of a year at its prices; `None` where none are stated.
    pub fn earnings_of(&self, year: i32) -> Option<i64> {
        let (_, minor) =
            self.earnings.iter().rev().find(|(since, _)| *since <= year).or_else(|| self.earnings.first())?;
        let index = self.prices.iter().rev().find(|(since, _)| *since <= year).map_or(RATE_ONE, |(_, index)| *index);
        Some(Rounding::HalfEven.divide(i128::from(*minor) * i128::from(index), i128::from(RATE_ONE)))
    }

    /// The tables as people write them: one a line.
    pub fn rates_text(&self) -> String {
        let line =
            |one: &ExchangeRate| format!("{} {} {}", one.currency.code(), one.since, written_decimal(one.rate, 8));
        self.rates.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The earnings as people write them.
    pub fn earnings_text(&self) -> String {
        let digits = self.reporting.decimals();
        let line = |(year, minor): &(i32, i64)| format!("{year} {}", written_decimal(*minor, digits));
        self.earnings.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The prices as people write them, in per cent of those of today.
    pub fn prices_text(&self) -> String {
        let line = |(year, index): &(i32, i64)| format!("{year} {}", written_decimal(*index, 6));
        self.prices.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// Reads lines `USD 1957-01-01 4.2`: what one unit of a currency is worth from a day on.
///
/// # Errors
/// Refused with the first line that is none.
pub fn read_rates(text: &str) -> Result<Vec<ExchangeRate>, Refusal> {
    lines(text, |line| {
        let mut words = line.split_whitespace();
        let (currency, since) = (Currency::new(words.next()?)?, Date::parse(words.next()?)?);
        let rate = decimal(words.next()?, 8).filter(|rate| *rate > 0)?;
        words.next().is_none().then_some(ExchangeRate { currency, since, rate })
    })
}

/// Reads lines `1957 12000000`: the earnings of years, in units of a currency.
///
/// # Errors
/// Refused with the first line that is none.
pub fn read_earnings(text: &str, currency: Currency) -> Result<Vec<(i32, i64)>, Refusal> {
    lines(text, |line| year_and(line, currency.decimals() as usize))
}

/// Reads lines `1957 95.5`: prices in per cent of those of today.
///
/// # Errors
/// Refused with the first line that is none.
pub fn read_prices(text: &str) -> Result<Vec<(i32, i64)>, Refusal> {
    lines(text, |line| year_and(line, 6))
}

fn year_and(line: &str, digits: usize) -> Option<(i32, i64)> {
    let (year, value) = line.split_once(char::is_whitespace)?;
    let year = year.parse().ok().filter(|year| (1..=9999).contains(year))?;
    let value = decimal(&value.split_whitespace().collect::<String>(), digits)?;
    Some((year, value))
}

pub(crate) fn lines<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Refusal> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match read(line) {
            Some(one) if found.len() < SCENARIO_LINES_MAX => found.push(one),
            _ => {
                return Err(Refusal::Said(sentence!(
                    "scenario-line",
                    "“{line}” cannot be read, or is one line too many; write one entry a line as the hint shows",
                    line = line.chars().take(80).collect::<String>()
                )));
            }
        }
    }
    Ok(found)
}

/// What is to be paid of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DebtService {
    /// Principal.
    pub principal: i64,
    /// Interest, that on what was overdue included.
    pub interest: i64,
    /// Fees.
    pub fees: i64,
}

impl DebtService {
    /// All of it.
    pub fn sum(&self) -> i64 {
        self.principal.saturating_add(self.interest).saturating_add(self.fees)
    }

    fn add(&mut self, account: CreditAccount, minor: i64) {
        let to = match account {
            CreditAccount::Principal | CreditAccount::Advance => &mut self.principal,
            CreditAccount::Interest | CreditAccount::Penalty => &mut self.interest,
            CreditAccount::Fee => &mut self.fees,
        };
        *to = to.saturating_add(minor);
    }
}

/// A payment that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForecastPayment {
    /// In which currency.
    pub currency: Currency,
    /// On which day.
    pub day: Date,
    /// For what.
    pub account: CreditAccount,
    /// Of how much, in the smallest unit.
    pub minor: i64,
}

/// One quarter or year of a forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecastPeriod {
    /// Its first day.
    pub since: Date,
    /// Its last day.
    pub until: Date,
    /// What is to be paid in each currency.
    pub by_currency: BTreeMap<Currency, DebtService>,
    /// All of it in the reporting currency, as far as rates are stated.
    pub reporting: DebtService,
    /// Export earnings, where they are stated.
    pub earnings: Option<i64>,
}

impl ForecastPeriod {
    /// Debt service over export earnings, in hundred-millionths; `None` without earnings.
    pub fn ratio(&self) -> Option<i64> {
        let earnings = self.earnings.filter(|earnings| *earnings > 0)?;
        Some(Rounding::HalfEven.divide(i128::from(self.reporting.sum()) * i128::from(RATE_ONE), i128::from(earnings)))
    }
}

/// A forecast under a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Its quarters or years.
    pub periods: Vec<ForecastPeriod>,
    /// Currencies for which the scenario states no rate: they are in no sum of the reporting currency.
    pub unrated: BTreeSet<Currency>,
}

/// The first day of the period in which a day is.
fn period_of(day: Date, by: ForecastBy) -> Date {
    let month = match by {
        ForecastBy::Quarter => (day.month() - 1) / 3 * 3 + 1,
        ForecastBy::Year => 1,
    };
    Date::new(day.year(), month, 1).unwrap_or(day)
}

/// Sums what is to be paid over some years, from the period in which `today` is. Every currency stays by itself; in the reporting
/// currency each payment is converted at the rate of its day and rounded.
pub fn forecast(
    payments: &[ForecastPayment],
    scenario: &Scenario,
    by: ForecastBy,
    today: Date,
    n_years: u32,
) -> Forecast {
    let months = if by == ForecastBy::Quarter { 3 } else { 12 };
    let n_periods = n_years.clamp(1, FORECAST_YEARS_MAX) * 12 / months;
    let first = period_of(today, by);
    let since = |n: u32| crate::plus_months(first, i64::from(n) * i64::from(months), false);
    let mut periods: Vec<ForecastPeriod> = (0..n_periods)
        .map(|n| ForecastPeriod {
            since: since(n),
            until: since(n + 1).plus_days(-1),
            by_currency: BTreeMap::new(),
            reporting: DebtService::default(),
            earnings: scenario
                .earnings_of(since(n).year())
                .map(|minor| Rounding::HalfEven.divide(i128::from(minor), i128::from(12 / months))),
        })
        .collect();
    let mut unrated = BTreeSet::new();
    for payment in payments {
        let at = periods.partition_point(|period| period.until < payment.day);
        let Some(period) = periods.get_mut(at).filter(|period| period.since <= payment.day) else { continue };
        period.by_currency.entry(payment.currency).or_default().add(payment.account, payment.minor);
        match scenario.converted(payment.minor, payment.currency, payment.day) {
            Some(minor) => period.reporting.add(payment.account, minor),
            None => {
                unrated.insert(payment.currency);
            }
        }
    }
    Forecast { periods, unrated }
}
