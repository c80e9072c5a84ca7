//! The debt service that is to come over all lines that are seen, under scenarios side by side.

use axum::extract::RawQuery;
use desk::{Failure, Office, ScenarioForecast};
use maud::{Markup, html};
use model::{Currency, Date, ForecastBy, ForecastPeriod, Marking, PostId, RATE_ONE, Scenario, ScenarioId};

use super::{amount, crumbs, number};
use crate::caller::Caller;
use crate::component::{
    Button, Chart, Choice, Column, Field, Page, Point, Section, Table, Tone, banner, empty, link_button,
};
use crate::failed::{Answer, failed, shown};
use crate::speech::Speech;
use crate::typed::Typed;

/// Scenarios beside each other: more columns nobody compares.
const SCENARIOS_MAX: usize = 4;

/// Years that are shown where nobody says how many.
const YEARS_USUAL: u32 = 10;

struct Loaded {
    all: Vec<Scenario>,
    told: Vec<ScenarioForecast>,
    by: ForecastBy,
    n_years: u32,
    chosen: Vec<String>,
}

/// What holds when nobody assumes anything: every currency by itself, nothing late.
fn as_agreed(title: String, reporting: Currency) -> Option<Scenario> {
    Some(Scenario {
        id: ScenarioId::from_bits(0),
        title,
        remark: String::new(),
        reporting,
        rates: Vec::new(),
        earnings: Vec::new(),
        prices: Vec::new(),
        shifts: Vec::new(),
        delay_days: 0,
        post: PostId::new("nobody").ok()?,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    })
}

fn load(office: &Office, typed: &Typed, agreed: String, today: Date) -> Result<Loaded, Failure> {
    let all = office.scenarios()?;
    let chosen = typed.all("scenario");
    let mut scenarios: Vec<Scenario> =
        all.iter().filter(|one| chosen.contains(&one.id.to_string())).take(SCENARIOS_MAX).cloned().collect();
    if scenarios.is_empty() {
        let lines = office.credits(&desk::CreditFilter::default(), today)?;
        let currency = Currency::new(typed.get("reporting")).or_else(|| lines.first().map(|line| line.credit.currency));
        scenarios.extend(currency.and_then(|currency| as_agreed(agreed, currency)));
    }
    let by = ForecastBy::from_word(typed.get("by")).unwrap_or(ForecastBy::Year);
    let n_years = typed.get("years").parse().unwrap_or(YEARS_USUAL).clamp(1, model::FORECAST_YEARS_MAX);
    let told = office.debt_forecasts(scenarios, by, today, n_years)?;
    Ok(Loaded { all, told, by, n_years, chosen })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let (today, agreed) = (caller.app.today(), caller.visit.speech.say("forecast-as-agreed"));
    let loaded = caller.read(move |office| load(office, &typed, agreed, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let is_any =
        loaded.told.iter().any(|told| told.forecast.periods.iter().any(|period| !period.by_currency.is_empty()));
    Page::new(&caller.visit, speech.say("forecast-title"))
        .here(Section::Acquisition)
        .crumbs(crumbs(speech))
        .lead(html! { (speech.say("forecast-lead")) })
        .draw(html! {
            div class="actions" { (link_button(&speech.say("scenario-new"), "/credits/scenarios/new", false)) }
            (choose(speech, loaded))
            @if !is_any { (empty(&speech.say("forecast-none"), &speech.say("forecast-none-body"), html! {})) }
            @else {
                @if loaded.told.len() > 1 { (compared(speech, loaded)) }
                @for told in &loaded.told { (one(speech, loaded.by, told)) }
            }
        })
}

fn choose(speech: Speech, loaded: &Loaded) -> Markup {
    let periods =
        ForecastBy::ALL.iter().map(|by| Choice::new(by.word(), speech.say(&format!("forecast-by-{}", by.word()))));
    let years = [1_u32, 3, 5, 10, 20, 40].map(|n| Choice::new(n.to_string(), n.to_string()));
    let scenarios: Vec<Choice> =
        loaded.all.iter().map(|one| Choice::new(one.id.to_string(), one.title.clone())).collect();
    html! {
        form method="get" action="/credits/forecast" class="form" {
            @if !scenarios.is_empty() {
                (Field::checks("scenario", speech.with("forecast-scenarios", &[("max", SCENARIOS_MAX.into())]), scenarios).values(loaded.chosen.clone()).optional().draw(speech))
            }
            (Field::select("by", speech.say("forecast-by"), periods.collect()).value(loaded.by.word()).draw(speech))
            (Field::select("years", speech.say("forecast-years"), years.into()).value(loaded.n_years.to_string()).draw(speech))
            div class="actions" { (Button::plain(&speech.say("forecast-show"))) }
        }
    }
}

fn name(by: ForecastBy, period: &ForecastPeriod) -> String {
    match by {
        ForecastBy::Year => period.since.year().to_string(),
        ForecastBy::Quarter => format!("{} {}/4", period.since.year(), (period.since.month() - 1) / 3 + 1),
    }
}

/// Debt service over earnings, in per cent.
fn ratio(speech: Speech, period: &ForecastPeriod) -> String {
    period.ratio().map_or_else(|| "–".to_owned(), |parts| speech.percent(parts as f64 / RATE_ONE as f64))
}

/// The scenarios beside each other: what is to be paid in each period, and over what is earned.
fn compared(speech: Speech, loaded: &Loaded) -> Markup {
    let scenarios = loaded
        .told
        .iter()
        .map(|told| Column::numeric(format!("{}, {}", told.scenario.title, told.scenario.reporting.code())));
    let columns = std::iter::once(Column::new(speech.say("forecast-period"))).chain(scenarios).collect();
    let mut table = Table::new(speech.say("forecast-compared"), columns).cards_on_phone();
    let n_periods = loaded.told.first().map_or(0, |told| told.forecast.periods.len());
    for at in 0..n_periods {
        let mut cells = Vec::new();
        for told in &loaded.told {
            let Some(period) = told.forecast.periods.get(at) else { continue };
            if cells.is_empty() {
                cells.push(html! { (name(loaded.by, period)) });
            }
            let sum = number(speech, period.reporting.sum(), told.scenario.reporting);
            cells.push(html! { (sum) @if period.ratio().is_some() { " · " (ratio(speech, period)) } });
        }
        table = table.row(cells);
    }
    html! { (table.draw(speech)) p class="hint" { (speech.say("forecast-ratio-hint")) } }
}

fn one(speech: Speech, by: ForecastBy, told: &ScenarioForecast) -> Markup {
    let (scenario, forecast) = (&told.scenario, &told.forecast);
    let reporting = scenario.reporting;
    let unit = 10_f64.powi(i32::try_from(reporting.decimals()).unwrap_or(0));
    let is_rated = forecast.periods.iter().any(|period| period.reporting.sum() > 0);
    let chart = |title: String, values: String, of: &dyn Fn(&ForecastPeriod) -> f64| Chart {
        title,
        names: speech.say("forecast-period"),
        values,
        points: forecast.periods.iter().map(|period| Point { label: name(by, period), value: of(period) }).collect(),
        mark: None,
    };
    let service = chart(
        speech.with(
            "forecast-chart",
            &[("currency", reporting.code().to_owned().into()), ("scenario", scenario.title.clone().into())],
        ),
        speech.say("forecast-service"),
        &|period| period.reporting.sum() as f64 / unit,
    );
    let ratios = chart(
        speech.with("forecast-ratio-chart", &[("scenario", scenario.title.clone().into())]),
        speech.say("forecast-ratio"),
        &|period| period.ratio().map_or(0.0, |parts| parts as f64 / RATE_ONE as f64 * 100.0),
    );
    let unrated: Vec<&str> = forecast.unrated.iter().map(Currency::code).collect();
    let n_lost = i64::try_from(told.n_lost).unwrap_or(i64::MAX);
    html! {
        section {
            h2 {
                @if scenario.revision == 0 && scenario.id.bits() == 0 { (scenario.title) }
                @else { a href={ "/credits/scenarios/" (scenario.id) } { bdi { (scenario.title) } } }
            }
            @for paragraph in scenario.remark.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
            @if !unrated.is_empty() {
                (banner(Tone::Warn, &speech.with("forecast-unrated", &[("currencies", unrated.join(", ").into())]), html! { p { (speech.say("forecast-unrated-body")) } }))
            }
            @if told.n_lost > 0 { p class="hint" { (speech.with("forecast-lost", &[("count", n_lost.into())])) } }
            @if is_rated { (service.bars(speech)) }
            @if forecast.periods.iter().any(|period| period.ratio().is_some()) { (ratios.line(speech)) }
            (table(speech, by, told))
        }
    }
}

fn table(speech: Speech, by: ForecastBy, told: &ScenarioForecast) -> Markup {
    let reporting = told.scenario.reporting;
    let heading = |key: &str| Column::numeric(format!("{}, {}", speech.say(key), reporting.code()));
    let columns = [Column::new(speech.say("forecast-period")), Column::new(speech.say("forecast-by-currency"))]
        .into_iter()
        .chain(
            [
                "credit-account-principal",
                "credit-account-interest",
                "credit-account-fee",
                "forecast-service",
                "forecast-earnings",
            ]
            .map(heading),
        )
        .chain([Column::numeric(speech.say("forecast-ratio"))])
        .collect();
    let mut table =
        Table::new(speech.with("forecast-of", &[("scenario", told.scenario.title.clone().into())]), columns)
            .caption_unseen()
            .cards_on_phone();
    let said = |minor: i64| number(speech, minor, reporting);
    for period in
        told.forecast.periods.iter().filter(|period| !period.by_currency.is_empty() || period.earnings.is_some())
    {
        let each: Vec<String> =
            period.by_currency.iter().map(|(currency, service)| amount(speech, service.sum(), *currency)).collect();
        table = table.row(vec![
            html! { (name(by, period)) },
            html! { @if each.is_empty() { "–" } @else { (each.join("; ")) } },
            html! { (said(period.reporting.principal)) },
            html! { (said(period.reporting.interest)) },
            html! { (said(period.reporting.fees)) },
            html! { (said(period.reporting.sum())) },
            html! { @if let Some(earnings) = period.earnings { (said(earnings)) } @else { "–" } },
            html! { (ratio(speech, period)) },
        ]);
    }
    table.draw(speech)
}
