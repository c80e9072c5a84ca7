//! Everything that a table says about growth, model by model.

use serde::Serialize;

use super::bass::{OlsLine, fit_bass_cumulative, fit_bass_likelihood, fit_bass_nls, fit_bass_ols, ols_line};
use super::fitted::{Fitted, HeldBack, Model, Options};
use super::generalized::fit_generalized_bass;
use super::generations::fit_norton_bass;
use super::imitation::fit_mansfield;
use super::nls;
use super::series::{Kind, Labels, Series, numbers, read, rows};
use super::sigmoid::{Form, Response};
use super::substitution::{fit_fisher_pry, fit_fisher_pry_at};
use crate::table::Table;
use crate::{Caution, Unusable};

/// More periods are not forecast.
pub const PERIODS_AHEAD_MAX: usize = 1_000;
/// More series are not drawn anew.
pub const REPLICATES_MAX: usize = 10_000;

/// What is asked of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// Which models; none means all that the named columns carry.
    pub models: Vec<Model>,
    /// Only the rows that say this (second) in this column (first).
    pub only: Option<(String, String)>,
    /// The column of periods: numbers, 2024-Q1 or 2024-01. None counts the rows.
    pub time: Option<String>,
    /// The column of the series.
    pub value: Option<String>,
    /// What its values are; none has it detected, and told.
    pub kind: Option<Kind>,
    /// The column of the whole of which the value is a part.
    pub total: Option<String>,
    /// For [`Kind::Individuals`]: the column that says with 0 or 1 who adopted.
    pub adopted: Option<String>,
    /// The columns of generations in the order in which they came.
    pub generations: Vec<String>,
    /// The column of prices; its first row may stand before the first period, with an empty value.
    pub price: Option<String>,
    /// The column of effort, likewise.
    pub effort: Option<String>,
    /// For Mansfield: the column of rates of imitation, a row per innovation.
    pub rate: Option<String>,
    /// For Mansfield: the column of profitability.
    pub profitability: Option<String>,
    /// For Mansfield: the column of the size of the investment.
    pub size: Option<String>,
    /// How many could adopt.
    pub population: Option<f64>,
    /// How many of the last periods are held back to try the forecast on.
    pub held_back: usize,
    /// Confidence, forecast and resampling.
    pub options: Options,
}

/// A model that gives no number, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Refused {
    /// Which model.
    pub model: Model,
    /// The reason.
    #[serde(flatten)]
    pub reason: Unusable,
}

/// The series as it was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeriesRead {
    /// What its values are.
    pub kind: Kind,
    /// How many periods.
    pub n: usize,
    /// The first period as the table calls it.
    pub first: String,
    /// The last one.
    pub last: String,
    /// What was reached in the last one.
    pub reached: f64,
    /// The period that brought most, from 1.
    pub greatest_period: usize,
    /// How many could adopt, where it is known.
    pub population: Option<f64>,
}

/// A shape among those fitted to the same values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// Which shape.
    pub model: Model,
    /// To what it was fitted; criteria compare within one response only.
    pub response: Response,
    /// Akaike's criterion.
    pub aic: Option<f64>,
    /// Schwarz' criterion.
    pub bic: Option<f64>,
    /// How far its Akaike's criterion is above the least.
    pub aic_above_least: Option<f64>,
}

/// What a table says about growth.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The series; none where only Mansfield or generations were asked for.
    pub series: Option<SeriesRead>,
    /// The fits.
    pub fits: Vec<Fitted>,
    /// The models that give no number.
    pub refused: Vec<Refused>,
    /// The line of ordinary least squares, whatever its signs.
    pub ols_line: Option<OlsLine>,
    /// Bass, logistic and Gompertz on the same values.
    pub comparison: Vec<Compared>,
    /// What to doubt in the series.
    pub cautions: Vec<Caution>,
}

/// Reads the series of a table and fits the models to it.
///
/// # Errors
/// The request cannot be read in this table, or no model at all gives a number; then the first reason is given.
pub fn report(table: &Table, request: &Request) -> Result<Report, Unusable> {
    check(request)?;
    let mut report = Report {
        series: None,
        fits: Vec::new(),
        refused: Vec::new(),
        ols_line: None,
        comparison: Vec::new(),
        cautions: Vec::new(),
    };
    let asked = |model: Model| request.models.contains(&model);
    let all = request.models.is_empty();
    let mut tried: Vec<(Model, Result<Fitted, Unusable>)> = Vec::new();
    if asked(Model::Mansfield) || (all && request.rate.is_some()) {
        tried.push((Model::Mansfield, mansfield(table, request)));
    }
    if asked(Model::NortonBass) || (all && !request.generations.is_empty()) {
        tried.push((Model::NortonBass, generations(table, request)));
    }
    let of_series = all || request.models.iter().any(|m| !matches!(m, Model::Mansfield | Model::NortonBass));
    match &request.value {
        Some(value) if of_series => {
            let mut series = read(table, request, value)?;
            let population = request.population.or(series.population);
            report.cautions = std::mem::take(&mut series.cautions);
            report.series = Some(describe(&series, population)?);
            let models: Vec<Model> = Model::ALL
                .into_iter()
                .filter(|m| if all { carried(*m, &series, request, population) } else { asked(*m) })
                .collect();
            for model in models {
                if matches!(model, Model::Mansfield | Model::NortonBass) {
                    continue;
                }
                let found =
                    fit(model, &series, population, series.levels.len(), &request.options).and_then(|mut fit| {
                        fit.held_back = held_back(model, &series, population, request)?;
                        name_periods(&mut fit, &series);
                        above_population(&mut fit, population);
                        Ok(fit)
                    });
                tried.push((model, found));
            }
            if !(series.left_truncated || series.kind == Kind::Level || matches!(series.labels, Labels::Listed { .. }))
            {
                report.ols_line = ols_line(&series.increments).ok();
            }
            report.comparison = comparison(&series, &request.options);
        }
        None if of_series && (!all || tried.is_empty()) => {
            return Err(Unusable::new(
                "no-column",
                format!("Name the column of the series. The table has: {}.", table.names().join(", ")),
            ));
        }
        _ => {}
    }
    for (model, found) in tried {
        match found {
            Ok(fit) => report.fits.push(fit),
            Err(reason) => report.refused.push(Refused { model, reason }),
        }
    }
    match report.refused.first() {
        Some(refused) if report.fits.is_empty() => Err(refused.reason.clone()),
        _ => Ok(report),
    }
}

fn check(request: &Request) -> Result<(), Unusable> {
    let options = &request.options;
    if !(options.confidence >= 0.5 && options.confidence <= 0.9999) {
        return Err(Unusable::new(
            "confidence",
            format!("The confidence is {}, and .5 to .9999 is taken, as .95.", options.confidence),
        ));
    }
    if options.periods_ahead > PERIODS_AHEAD_MAX || options.n_replicates > REPLICATES_MAX {
        return Err(Unusable::new(
            "too-much-asked",
            format!(
                "At most {PERIODS_AHEAD_MAX} periods are forecast and {REPLICATES_MAX} series drawn. Ask for fewer."
            ),
        ));
    }
    if request.population.is_some_and(|n| !(n.is_finite() && n > 0.0)) {
        return Err(Unusable::new(
            "population",
            "The population is a number above nought. Count all that could adopt.",
        ));
    }
    Ok(())
}

fn describe(series: &Series, population: Option<f64>) -> Result<SeriesRead, Unusable> {
    let n = series.levels.len();
    let Some(reached) = series.levels.last() else {
        return Err(Unusable::new("too-short", "The table has no rows. Bring one row per period."));
    };
    let skip = usize::from(series.left_truncated);
    let greatest = (skip..n).max_by(|a, b| series.increments[*a].total_cmp(&series.increments[*b]).then(b.cmp(a)));
    Ok(SeriesRead {
        kind: series.kind,
        n,
        first: series.labels.name(0),
        last: series.labels.name(n - 1),
        reached: *reached,
        greatest_period: greatest.unwrap_or(0) + 1,
        population,
    })
}

/// Whether a series carries a model that was not asked for by name.
fn carried(model: Model, series: &Series, request: &Request, population: Option<f64>) -> bool {
    let shares = series.levels.iter().all(|x| (0.0..=1.0).contains(x));
    match model {
        Model::BassOls | Model::BassNls | Model::BassCumulative => series.kind != Kind::Level,
        Model::BassLikelihood => series.kind != Kind::Level && population.is_some(),
        Model::Logistic | Model::Gompertz => true,
        Model::FisherPry => matches!(series.kind, Kind::Cumulative | Kind::Level) && shares,
        Model::GeneralizedBass => request.price.is_some() || request.effort.is_some(),
        Model::Mansfield | Model::NortonBass => false,
    }
}

fn fit(
    model: Model,
    series: &Series,
    population: Option<f64>,
    n: usize,
    options: &Options,
) -> Result<Fitted, Unusable> {
    let (increments, levels) = (&series.increments[..n], &series.levels[..n]);
    let of_beginning = matches!(
        model,
        Model::BassOls | Model::BassNls | Model::BassCumulative | Model::BassLikelihood | Model::GeneralizedBass
    );
    if of_beginning && series.kind == Kind::Level {
        return Err(Unusable::new(
            "level",
            "The values are a level that may fall, and the curve of Bass is one of first adoptions. Take the logistic curve or that of Gompertz.",
        ));
    }
    if of_beginning && series.left_truncated {
        return Err(Unusable::new(
            "left-truncated",
            "The series begins long after the first adoption, and the curve of Bass needs the beginning: p + q would be nearly nought and m without meaning. Add the years before, or take the logistic curve or that of Gompertz.",
        ));
    }
    let times = series.labels.times(n);
    if of_beginning && matches!(series.labels, Labels::Listed { .. }) {
        return Err(Unusable::new(
            "uneven-time",
            "The rows are not evenly apart, and the curve of Bass needs what each period brought. Give each period a row, or take the logistic curve or that of Gompertz.",
        ));
    }
    match model {
        Model::BassOls => fit_bass_ols(increments, options),
        Model::BassNls => fit_bass_nls(increments, options),
        Model::BassCumulative => fit_bass_cumulative(increments, options),
        Model::BassLikelihood => match population {
            Some(population) => fit_bass_likelihood(increments, population, options),
            None => Err(Unusable::new(
                "population",
                "The likelihood needs to know how many could adopt. Say the population, or take least squares.",
            )),
        },
        Model::Logistic => nls::fit_at(Form::Logistic, Response::Level, levels, 0, times.as_deref(), options),
        Model::Gompertz => nls::fit_at(Form::Gompertz, Response::Level, levels, 0, times.as_deref(), options),
        Model::FisherPry => match &times {
            Some(times) => fit_fisher_pry_at(times, levels, options),
            None => fit_fisher_pry(levels, options),
        },
        Model::GeneralizedBass => {
            let cut =
                |column: &Option<Vec<f64>>| column.as_ref().map(|c| c[..n + (c.len() - series.levels.len())].to_vec());
            let (price, effort) = (cut(&series.price), cut(&series.effort));
            fit_generalized_bass(increments, price.as_deref(), effort.as_deref(), options)
        }
        Model::Mansfield | Model::NortonBass => {
            Err(Unusable::new("not-a-series", "This model is of several columns. Name them."))
        }
    }
}

fn held_back(
    model: Model,
    series: &Series,
    population: Option<f64>,
    request: &Request,
) -> Result<Option<HeldBack>, Unusable> {
    let (n, k) = (series.levels.len(), request.held_back);
    if k == 0 {
        return Ok(None);
    }
    if k >= n {
        return Err(Unusable::new("too-short", format!("{k} periods are held back of {n}. Hold back fewer.")));
    }
    let options = Options { periods_ahead: k, n_replicates: 0, ..request.options };
    let early = fit(model, series, population, n - k, &options)?;
    let seen = if early.response == Response::Increments { &series.increments } else { &series.levels };
    let actual = seen[n - k..].to_vec();
    let forecast: Vec<f64> = early.forecast.iter().map(|p| p.value).collect();
    let misses: Vec<f64> =
        forecast.iter().zip(&actual).filter(|(_, a)| **a > 0.0).map(|(f, a)| (f - a).abs() / a).collect();
    let inside = |(point, actual): (&super::fitted::ForecastPoint, &f64)| {
        point.band.map(|b| usize::from(b.low.is_none_or(|l| l <= *actual) && b.high.is_none_or(|h| *actual <= h)))
    };
    let n_inside: Option<Vec<usize>> = early.forecast.iter().zip(&actual).map(inside).collect();
    Ok(Some(HeldBack {
        n_train: n - k,
        parameters: early.parameters,
        forecast,
        actual,
        mape: (!misses.is_empty()).then(|| misses.iter().sum::<f64>() / misses.len() as f64),
        n_inside: n_inside.map(|all| all.iter().sum()),
    }))
}

fn name_periods(fit: &mut Fitted, series: &Series) {
    for point in &mut fit.fitted {
        point.time = series.labels.name(point.t - 1);
    }
    for point in &mut fit.forecast {
        point.time = series.labels.name(point.t - 1);
    }
}

fn above_population(fit: &mut Fitted, population: Option<f64>) {
    let Some(population) = population else { return };
    let ceiling = fit.parameters.iter().find(|p| p.name == "m" || p.name == "K").map(|p| p.estimate);
    if let Some(ceiling) = ceiling
        && ceiling > population * (1.0 + 1e-9)
    {
        fit.cautions.push(
            Caution::new(
                "above-population",
                format!("The estimated ceiling {ceiling:.4} is above the population of {population}."),
            )
            .with("ceiling", ceiling)
            .with("population", population),
        );
    }
}

/// Bass, logistic and Gompertz on the increments, and again on the levels. Of a series that begins late the first increment is
/// left out, and Bass. On increments Bass and
/// the logistic curve are the same curve in other letters, K = m (1 + p/q), so their criteria agree there; on levels they differ.
fn comparison(series: &Series, options: &Options) -> Vec<Compared> {
    let options = Options { periods_ahead: 0, n_replicates: 0, ..*options };
    let mut all = Vec::new();
    let uneven = matches!(series.labels, Labels::Listed { .. });
    let times = series.labels.times(series.levels.len());
    for response in [Response::Increments, Response::Level] {
        if uneven && response == Response::Increments {
            continue;
        }
        let times = times.as_deref().filter(|_| response == Response::Level && series.kind != Kind::New);
        let skipped = usize::from(series.left_truncated && response == Response::Increments);
        let values = if response == Response::Level { &series.levels } else { &series.increments };
        let mut fits: Vec<Compared> = [Form::Bass, Form::Logistic, Form::Gompertz]
            .into_iter()
            .filter(|form| {
                *form != Form::Bass || !(series.left_truncated || series.kind == Kind::Level || times.is_some())
            })
            .filter_map(|form| nls::fit_at(form, response, &values[skipped..], skipped, times, &options).ok())
            .map(|fit| Compared { model: fit.model, response, aic: fit.aic, bic: fit.bic, aic_above_least: None })
            .collect();
        let least = fits.iter().filter_map(|f| f.aic).fold(f64::INFINITY, f64::min);
        for one in &mut fits {
            one.aic_above_least = one.aic.map(|aic| aic - least);
        }
        all.extend(fits);
    }
    all
}

fn mansfield(table: &Table, request: &Request) -> Result<Fitted, Unusable> {
    let (Some(rate), Some(profitability)) = (&request.rate, &request.profitability) else {
        return Err(Unusable::new(
            "no-column",
            "Mansfield's plane needs the columns of rates and of profitability. Name both.",
        ));
    };
    let rows = rows(table, request)?;
    let size = request.size.as_ref().map(|name| numbers(table, name, &rows)).transpose()?;
    fit_mansfield(
        &numbers(table, rate, &rows)?,
        &numbers(table, profitability, &rows)?,
        size.as_deref(),
        &request.options,
    )
}

fn generations(table: &Table, request: &Request) -> Result<Fitted, Unusable> {
    let rows = rows(table, request)?;
    let series: Vec<Vec<f64>> =
        request.generations.iter().map(|name| numbers(table, name, &rows)).collect::<Result<_, _>>()?;
    fit_norton_bass(&request.generations, &series, &request.options)
}
