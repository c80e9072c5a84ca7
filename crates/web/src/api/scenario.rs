//! Scenarios, and the forecast of debt service under them.

use std::collections::BTreeMap;

use axum::http::Method;
use model::{
    Currency, DebtService, ForecastBy, Money, RATE_ONE, Refusal, Scenario, ScenarioId, read_earnings, read_prices,
    read_rates, read_shifts, shifts_text,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// What the office assumes of the years to come.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScenarioView {
    /// Its name in the office.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// On what it rests; of an invented one, that it is.
    pub remark: String,
    /// The currency in which all is summed.
    pub reporting: String,
    /// What currencies are worth, one a line: `DEM 1957-01-01 0.95`.
    pub rates: String,
    /// Export earnings at the prices of today, one year a line: `1957 12000000`.
    pub earnings: String,
    /// Export prices in per cent of those of today, one year a line: `1958 95.5`.
    pub prices: String,
    /// By how many basis points base rates lie above those that were fixed, one day a line: `1958-01-01 150`.
    pub base_rates: String,
    /// Days by which every drawdown that waits comes later.
    pub delay_days: i64,
    /// The post that keeps it.
    pub post: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of its last change.
    pub revision: u32,
    /// When it was written down.
    pub made_at: Moment,
}

impl From<&Scenario> for ScenarioView {
    fn from(scenario: &Scenario) -> ScenarioView {
        ScenarioView {
            id: scenario.id.to_string(),
            title: scenario.title.clone(),
            remark: scenario.remark.clone(),
            reporting: scenario.reporting.code().to_owned(),
            rates: scenario.rates_text(),
            earnings: scenario.earnings_text(),
            prices: scenario.prices_text(),
            base_rates: shifts_text(&scenario.shifts),
            delay_days: scenario.delay_days,
            post: scenario.post.to_string(),
            marking: MarkingView::from(&scenario.marking),
            revision: scenario.revision,
            made_at: Moment(scenario.made_at),
        }
    }
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<ScenarioView>> {
    let all = read(&caller, |office| office.scenarios()).await?;
    Ok(Found::listed(Listed::whole(all.iter().map(ScenarioView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<ScenarioView> {
    let id = way.get("scenario").to_owned();
    let one = read(&caller, move |office| office.scenario(&id)).await?;
    Ok(Found::versioned(ScenarioView::from(&one), u64::from(one.revision)))
}

/// A scenario that is written down.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioBody {
    /// What it is called.
    title: String,
    /// On what it rests.
    #[serde(default)]
    remark: String,
    /// The currency in which all is summed.
    reporting: String,
    /// What currencies are worth, one a line: `DEM 1957-01-01 0.95`.
    #[serde(default)]
    rates: String,
    /// Export earnings at the prices of today, one year a line: `1957 12000000`.
    #[serde(default)]
    earnings: String,
    /// Export prices in per cent of those of today, one year a line: `1958 95.5`.
    #[serde(default)]
    prices: String,
    /// By how many basis points base rates lie above those that were fixed, one day a line: `1958-01-01 150`.
    #[serde(default)]
    base_rates: String,
    /// Days by which every drawdown that waits comes later.
    #[serde(default)]
    delay_days: i64,
    /// The post that keeps it; left out, the first of the caller's posts. It does not change.
    post: Option<String>,
    /// Who may see it; left out, it is open, or stays as it was.
    marking: Option<MarkingView>,
}

fn scenario(caller: &Caller, body: &ScenarioBody, id: ScenarioId) -> Result<(Scenario, bool), Problem> {
    let currency = Currency::new(&body.reporting);
    let reporting =
        currency.ok_or_else(|| slip(caller, "#/reporting", caller.speech().say("credit-currency-unread")))?;
    let odd = |refusal: Refusal, place: &str| slip(caller, place, caller.speech().refusal(&refusal));
    let marking = marking_of(caller, body.marking.as_ref())?;
    let keeps = marking.is_none();
    let scenario = Scenario {
        id,
        title: body.title.clone(),
        remark: body.remark.clone(),
        reporting,
        rates: read_rates(&body.rates).map_err(|refusal| odd(refusal, "#/rates"))?,
        earnings: read_earnings(&body.earnings, reporting).map_err(|refusal| odd(refusal, "#/earnings"))?,
        prices: read_prices(&body.prices).map_err(|refusal| odd(refusal, "#/prices"))?,
        shifts: read_shifts(&body.base_rates).map_err(|refusal| odd(refusal, "#/base_rates"))?,
        delay_days: body.delay_days,
        post: post_of(caller, body.post.as_ref())?,
        marking: marking.unwrap_or_default(),
        revision: 0,
        made_at: 0,
    };
    Ok((scenario, keeps))
}

async fn write(caller: Caller, sent: Sent<ScenarioBody>) -> Done<ScenarioView> {
    let (scenario, _) = scenario(&caller, &sent.body, ScenarioId::from_bits(caller.app.ids()()))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::keep_scenario(writer, turn, scenario, true)?;
        let reply = Reply::of(ScenarioView::from(&one)).at(format!("/api/v1/scenarios/{}", one.id));
        Ok(reply.versioned(u64::from(one.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<ScenarioBody>) -> Done<ScenarioView> {
    let id = ScenarioId::parse(sent.way.get("scenario")).ok_or_else(|| missing(&caller))?;
    let (scenario, keeps) = scenario(&caller, &sent.body, id)?;
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.scenario(&id.to_string())?;
        let marking = if keeps { held.marking } else { scenario.marking.clone() };
        let one = desk::keep_scenario(writer, turn, Scenario { revision: version, marking, ..scenario }, false)?;
        Ok(Reply::of(ScenarioView::from(&one)).versioned(u64::from(one.revision)))
    });
    kept.await
}

/// How the forecast is summed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForecastQuery {
    /// By quarters or years; left out, by years.
    by: Option<Word<ForecastBy>>,
    /// Over how many years, up to forty; left out, ten.
    years: Option<u32>,
}

/// What is to be paid of a kind.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DebtServiceView {
    /// Principal.
    pub principal: String,
    /// Interest, that on what was overdue included.
    pub interest: String,
    /// Fees.
    pub fees: String,
    /// All of it.
    pub sum: String,
}

impl DebtServiceView {
    fn of(service: &DebtService, currency: Currency) -> DebtServiceView {
        let said = |minor: i64| Money { minor, currency }.to_string();
        DebtServiceView {
            principal: said(service.principal),
            interest: said(service.interest),
            fees: said(service.fees),
            sum: said(service.sum()),
        }
    }
}

/// One quarter or year of a forecast.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ForecastPeriodView {
    /// Its first day.
    pub since: Day,
    /// Its last day.
    pub until: Day,
    /// What is to be paid in each currency.
    pub by_currency: BTreeMap<String, DebtServiceView>,
    /// All of it in the reporting currency, as far as rates are stated.
    pub reporting: DebtServiceView,
    /// Export earnings, where they are stated.
    pub earnings: Option<String>,
    /// Debt service over export earnings, in per cent.
    pub ratio_percent: Option<f64>,
}

/// A forecast under a scenario.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ForecastView {
    /// The scenario.
    pub scenario: ScenarioView,
    /// Its quarters or years.
    pub periods: Vec<ForecastPeriodView>,
    /// Currencies for which the scenario states no rate: they are in no sum of the reporting currency.
    pub unrated: Vec<String>,
    /// Lines of which a drawdown comes too late to be drawn at all.
    pub n_lost: u64,
}

async fn forecast(caller: Caller, way: Way, query: ForecastQuery) -> Outcome<ForecastView> {
    let (id, today) = (way.get("scenario").to_owned(), caller.app.today());
    let by = query.by.map_or(ForecastBy::Year, |word| word.0);
    let n_years = query.years.unwrap_or(10);
    let told = read(&caller, move |office| {
        let scenario = office.scenario(&id)?;
        office.debt_forecasts(vec![scenario], by, today, n_years)
    });
    let told = told.await?.pop().ok_or_else(|| missing(&caller))?;
    let reporting = told.scenario.reporting;
    let period = |one: &model::ForecastPeriod| ForecastPeriodView {
        since: Day(one.since),
        until: Day(one.until),
        by_currency: one
            .by_currency
            .iter()
            .map(|(currency, service)| (currency.code().to_owned(), DebtServiceView::of(service, *currency)))
            .collect(),
        reporting: DebtServiceView::of(&one.reporting, reporting),
        earnings: one.earnings.map(|minor| Money { minor, currency: reporting }.to_string()),
        ratio_percent: one.ratio().map(|parts| parts as f64 * 100.0 / RATE_ONE as f64),
    };
    Ok(Found::one(ForecastView {
        periods: told.forecast.periods.iter().map(period).collect(),
        unrated: told.forecast.unrated.iter().map(|currency| currency.code().to_owned()).collect(),
        n_lost: told.n_lost as u64,
        scenario: ScenarioView::from(&told.scenario),
    }))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, one) = (Policy::SignedIn, "/api/v1/scenarios/{scenario}");
    api.read("/api/v1/scenarios", open, "list_scenarios", "Scenarios of debt service, by title", list)
        .create("/api/v1/scenarios", open, "write_scenario", "Writes a scenario down", write)
        .read(one, open, "show_scenario", "One scenario", show)
        .change((Method::PUT, one), open, "change_scenario", "Changes a scenario", change)
        .read(
            "/api/v1/scenarios/{scenario}/forecast",
            open,
            "show_debt_forecast",
            "The debt service of all lines that are seen, under a scenario",
            forecast,
        )
}
