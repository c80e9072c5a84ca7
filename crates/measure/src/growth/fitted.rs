//! What a fit says: parameters with their intervals, the curve, its future, and the doubts.

use serde::Serialize;
use statrs::distribution::{Continuous, ContinuousCDF, StudentsT};

use super::sigmoid::Response;
use crate::Caution;
use crate::matrix::Matrix;
use crate::tally::{quantile, sum};

/// A way to describe growth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    /// Bass by ordinary least squares on the total so far (Bass 1969).
    BassOls,
    /// Bass by nonlinear least squares on what each period brings (Srinivasan and Mason 1986).
    BassNls,
    /// Bass by nonlinear least squares on the totals.
    BassCumulative,
    /// Bass by grouped likelihood out of a known population (Schmittlein and Mahajan 1982).
    BassLikelihood,
    /// The logistic curve with a free ceiling (Griliches 1957).
    Logistic,
    /// The curve of Gompertz.
    Gompertz,
    /// Substitution of the old by the new (Fisher and Pry 1971).
    FisherPry,
    /// Rates of imitation by profitability (Mansfield 1961).
    Mansfield,
    /// Generations that follow each other (Norton and Bass 1987).
    NortonBass,
    /// Bass with price and effort (Bass, Krishnan and Jain 1994).
    GeneralizedBass,
}

impl Model {
    /// All of them in their order.
    pub const ALL: [Self; 10] = [
        Self::BassOls,
        Self::BassNls,
        Self::BassCumulative,
        Self::BassLikelihood,
        Self::Logistic,
        Self::Gompertz,
        Self::FisherPry,
        Self::Mansfield,
        Self::NortonBass,
        Self::GeneralizedBass,
    ];

    /// Its name, as in `bass-nls`.
    pub fn name(self) -> &'static str {
        match self {
            Self::BassOls => "bass-ols",
            Self::BassNls => "bass-nls",
            Self::BassCumulative => "bass-cumulative",
            Self::BassLikelihood => "bass-likelihood",
            Self::Logistic => "logistic",
            Self::Gompertz => "gompertz",
            Self::FisherPry => "fisher-pry",
            Self::Mansfield => "mansfield",
            Self::NortonBass => "norton-bass",
            Self::GeneralizedBass => "generalized-bass",
        }
    }

    /// The model of a name; none when there is no such model.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.name() == name)
    }
}

/// Between which values something lies; none on a side where the data set no bound.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The lower end.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

impl Interval {
    pub(super) fn around(middle: f64, half: f64) -> Self {
        Self { low: Some(middle - half), high: Some(middle + half) }
    }
}

/// An estimated number. Rates are per period, sizes in the unit of the series.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// Its name in the formula of the model.
    pub name: String,
    /// The estimate.
    pub estimate: f64,
    /// Its standard error; none on a boundary and where the data do not determine it.
    pub se: Option<f64>,
    /// Estimate plus and minus a quantile times the standard error (the delta method for what is computed from others).
    pub delta: Option<Interval>,
    /// Where the best fit with this number held is not worse than chance allows (Bates and Watts 1988).
    pub profile: Option<Interval>,
}

/// An interval of the ceiling from series drawn anew.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bootstrap {
    /// Percentiles of the ceiling.
    pub interval: Interval,
    /// How many series were drawn.
    pub n_replicates: usize,
    /// How many of them could not be fitted.
    pub n_failed: usize,
    /// The seed of the draw.
    pub seed: u64,
}

/// A period of the series and the curve at it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FittedPoint {
    /// The period, from 1.
    pub t: usize,
    /// What the table calls it.
    pub time: String,
    /// Which generation, where there are several.
    pub generation: Option<String>,
    /// What was seen.
    pub observed: f64,
    /// The curve.
    pub fitted: f64,
}

/// A period that is still to come.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ForecastPoint {
    /// The period, counted on.
    pub t: usize,
    /// What the table would call it.
    pub time: String,
    /// Which generation, where there are several.
    pub generation: Option<String>,
    /// What is expected.
    pub value: f64,
    /// Where one value will lie; none where the model gives no interval.
    pub band: Option<Interval>,
    /// What is expected in all until its end.
    pub cumulative: f64,
    /// Where that will lie.
    pub cumulative_band: Option<Interval>,
}

/// How the model would have done from an earlier origin.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeldBack {
    /// How many periods it was fitted to.
    pub n_train: usize,
    /// The estimates from them.
    pub parameters: Vec<Parameter>,
    /// What it expected.
    pub forecast: Vec<f64>,
    /// What came.
    pub actual: Vec<f64>,
    /// The mean of |forecast - actual| / actual over the periods that brought something; none where none did.
    pub mape: Option<f64>,
    /// How many of the periods lay inside the band; none where the model gives no interval.
    pub n_inside: Option<usize>,
}

/// A fit with everything that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fitted {
    /// Which model.
    pub model: Model,
    /// What it was fitted to.
    pub response: Response,
    /// How many values it was fitted to.
    pub n: usize,
    /// How many parameters were estimated from them, the spread of the residuals not counted.
    pub n_parameters: usize,
    /// How sure the intervals are.
    pub confidence: f64,
    /// The parameters in the order of the formula.
    pub parameters: Vec<Parameter>,
    /// Numbers that follow from them: `peak_time`, `peak_rate`, `takeover`, `midpoint`.
    pub derived: Vec<Parameter>,
    /// The sum of squared residuals; none for a likelihood.
    pub sse: Option<f64>,
    /// The root of the sum of squares by n.
    pub rmse: Option<f64>,
    /// One less the sum of squares by that about the mean.
    pub r_squared: Option<f64>,
    /// The logarithm of the likelihood, without what depends on the data alone; none for least squares.
    pub log_likelihood: Option<f64>,
    /// Akaike's criterion: n ln(SSE/n) + 2(k+1) for least squares, -2 ln L + 2k for a likelihood.
    pub aic: Option<f64>,
    /// Schwarz' criterion: the same with ln n in place of 2; for a likelihood n is the population.
    pub bic: Option<f64>,
    /// Which parameter stands on the edge of what it can be.
    pub boundary: Option<&'static str>,
    /// The interval of the ceiling by resampling.
    pub bootstrap: Option<Bootstrap>,
    /// The curve beside the series.
    pub fitted: Vec<FittedPoint>,
    /// What comes next.
    pub forecast: Vec<ForecastPoint>,
    /// The same from an earlier origin.
    pub held_back: Option<HeldBack>,
    /// What to doubt.
    pub cautions: Vec<Caution>,
}

impl Fitted {
    /// The parameter or the derived number of a name.
    pub fn get(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().chain(&self.derived).find(|p| p.name == name)
    }

    /// An empty fit of a model.
    pub(super) fn of(model: Model, response: Response, n: usize, n_parameters: usize, confidence: f64) -> Self {
        Self {
            model,
            response,
            n,
            n_parameters,
            confidence,
            parameters: Vec::new(),
            derived: Vec::new(),
            sse: None,
            rmse: None,
            r_squared: None,
            log_likelihood: None,
            aic: None,
            bic: None,
            boundary: None,
            bootstrap: None,
            fitted: Vec::new(),
            forecast: Vec::new(),
            held_back: None,
            cautions: Vec::new(),
        }
    }

    /// Fills in what a sum of squares says.
    pub(super) fn squares(&mut self, sse: f64, observed: &[f64]) {
        let n = observed.len() as f64;
        let mean = sum(observed.iter().copied()) / n;
        let about = sum(observed.iter().map(|x| (x - mean) * (x - mean)));
        self.sse = Some(sse);
        self.rmse = Some((sse / n).sqrt());
        self.r_squared = (about > 0.0).then(|| 1.0 - sse / about);
        // Of a fit without residuals the criteria say nothing.
        if sse > about * 1e-26 {
            let counted = (self.n_parameters + 1) as f64;
            self.aic = Some(n * (sse / n).ln() + 2.0 * counted);
            self.bic = Some(n * (sse / n).ln() + n.ln() * counted);
        }
    }

    /// The fitted values beside the observed ones.
    pub(super) fn points(&mut self, observed: &[f64], fitted: impl IntoIterator<Item = f64>, first: usize) {
        self.fitted = observed
            .iter()
            .zip(fitted)
            .enumerate()
            .map(|(i, (&observed, fitted))| FittedPoint {
                t: first + i,
                time: (first + i).to_string(),
                generation: None,
                observed,
                fitted,
            })
            .collect();
    }
}

/// How a fit is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How sure the intervals are, as .95.
    pub confidence: f64,
    /// How many periods are forecast.
    pub periods_ahead: usize,
    /// How many series are drawn anew for the interval of the ceiling; nought for none.
    pub n_replicates: usize,
    /// The seed of the draw.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { confidence: 0.95, periods_ahead: 5, n_replicates: 400, seed: 1 }
    }
}

/// Student's quantile for a two-sided interval.
pub(super) fn student(confidence: f64, freedom: usize) -> f64 {
    let Ok(curve) = StudentsT::new(0.0, 1.0, freedom.max(1) as f64) else { return f64::NAN };
    let aim = f64::midpoint(1.0, confidence);
    let mut found = curve.inverse_cdf(aim);
    for _ in 0..3 {
        found -= (curve.cdf(found) - aim) / curve.pdf(found);
    }
    found
}

/// How likely a value so far from nought is in Student's distribution, on both sides together.
pub(super) fn student_beyond(t: f64, freedom: usize) -> f64 {
    StudentsT::new(0.0, 1.0, freedom.max(1) as f64).map_or(f64::NAN, |curve| 2.0 * curve.sf(t.abs()))
}

/// The spread of a function of parameters with this covariance (delta method, central differences).
pub(super) fn delta_se(function: impl Fn(&[f64]) -> f64, theta: &[f64], covariance: &Matrix) -> Option<f64> {
    let k = theta.len();
    let gradient: Vec<f64> = (0..k)
        .map(|j| {
            let step = 1e-5 * theta[j].abs().max(1.0);
            let at = |by: f64| {
                let mut moved = theta.to_vec();
                moved[j] += by;
                function(&moved)
            };
            (at(step) - at(-step)) / (2.0 * step)
        })
        .collect();
    let variance = covariance.quadratic(&gradient).max(0.0);
    variance.is_finite().then(|| variance.sqrt())
}

/// Percentiles of drawn values for a two-sided interval; an end that ran away is none.
pub(super) fn percentiles(mut drawn: Vec<f64>, confidence: f64, runaway: f64) -> Interval {
    drawn.sort_by(f64::total_cmp);
    let tail = (1.0 - confidence) / 2.0;
    let end = |share: f64| quantile(&drawn, share).filter(|end| *end < runaway);
    Interval { low: end(tail), high: end(1.0 - tail) }
}
