//! The radar of technologies, drawn from verified use, and how use grows by quarter.

use std::collections::{BTreeMap, BTreeSet};

use crate::Unusable;
use crate::growth::{Fitted, Options, fit_bass_nls, fit_gompertz, fit_logistic};
use model::{CaseStage, FigureCase, Quarter, Rung, Thing, UnitId};

use super::Figures;

/// Quarters of which growth is told: the last ones. Fifty years say all that a curve can use.
pub const GROWTH_QUARTERS_MAX: usize = 200;

/// Quarters that are forecast.
const QUARTERS_AHEAD: usize = 8;

/// A technology on the radar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RadarEntry {
    /// The technology.
    pub technology: Thing,
    /// The furthest rung that any unit reached on evidence that is measured or inspected, and did not give up.
    pub rung: Rung,
    /// Units of which that is so for production or more.
    pub n_verified: usize,
    /// Units in which production is claimed, verified or not.
    pub n_claimed: usize,
    /// The departments of the units that reached the rung.
    pub departments: BTreeSet<UnitId>,
    /// Whether it is invented.
    pub is_invented: bool,
}

/// A quarter in which units came into production.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrowthPoint {
    /// The quarter.
    pub quarter: Quarter,
    /// Cases that came into production in it.
    pub n_new: usize,
    /// Cases in production by its end, those given up since among them.
    pub n_all: usize,
}

/// How use grows.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// The quarters that are over, the first of them the first with anything in production; of more than [`GROWTH_QUARTERS_MAX`] the last.
    pub points: Vec<GrowthPoint>,
    /// The curves that were fitted: Bass on what each quarter brought, the logistic one and that of Gompertz on the totals.
    pub fits: Vec<Fitted>,
    /// The curves that give no number, with the reason.
    pub refused: Vec<(&'static str, Unusable)>,
}

impl Figures {
    /// The radar: each technology that some unit shows by measurement or inspection, the furthest first.
    pub fn radar(&self) -> Vec<RadarEntry> {
        let mut entries: BTreeMap<&Thing, RadarEntry> = BTreeMap::new();
        for case in &self.cases {
            let Some(rung) = case.verified_rung else { continue };
            let entry = entries.entry(&case.technology).or_insert_with(|| RadarEntry {
                technology: case.technology.clone(),
                rung,
                n_verified: 0,
                n_claimed: 0,
                departments: BTreeSet::new(),
                is_invented: case.is_invented,
            });
            if rung > entry.rung {
                entry.rung = rung;
                entry.departments.clear();
            }
            if rung == entry.rung {
                entry.departments.insert(case.department.clone());
            }
            entry.n_verified += usize::from(case.is_verified);
        }
        let is_claimed = |case: &&FigureCase| case.end.is_none() && case.stage() == CaseStage::Production;
        for case in self.cases.iter().filter(is_claimed) {
            if let Some(entry) = entries.get_mut(&case.technology) {
                entry.n_claimed += 1;
            }
        }
        let mut entries: Vec<RadarEntry> = entries.into_values().collect();
        entries.sort_by(|a, b| {
            b.rung.cmp(&a.rung).then(b.n_verified.cmp(&a.n_verified)).then_with(|| a.technology.cmp(&b.technology))
        });
        entries
    }

    /// How many units came into production by quarter, with curves and their forecast.
    pub fn growth(&self) -> Growth {
        let mut new: BTreeMap<Quarter, usize> = BTreeMap::new();
        for day in self.cases.iter().filter_map(|case| case.entered(CaseStage::Production)) {
            *new.entry(Quarter::of(day)).or_default() += 1;
        }
        // A quarter that is not over would look like a decline.
        let now = Quarter::of(self.as_of);
        let last = if now.last_day() <= self.as_of { now } else { now.before() };
        let mut points = Vec::new();
        if let Some(first) = new.keys().next().copied() {
            let (mut quarter, mut n_all) = (first, 0);
            while quarter <= last {
                let n_new = new.get(&quarter).copied().unwrap_or(0);
                n_all += n_new;
                points.push(GrowthPoint { quarter, n_new, n_all });
                quarter = quarter.next();
            }
        }
        let n_early = points.len().saturating_sub(GROWTH_QUARTERS_MAX);
        points.drain(..n_early);
        let options = Options { periods_ahead: QUARTERS_AHEAD, n_replicates: 0, ..Options::default() };
        let counts: Vec<f64> = points.iter().map(|point| point.n_new as f64).collect();
        let levels: Vec<f64> = points.iter().map(|point| point.n_all as f64).collect();
        let (mut fits, mut refused) = (Vec::new(), Vec::new());
        let all = [
            ("bass-nls", fit_bass_nls(&counts, &options)),
            ("logistic", fit_logistic(&levels, &options)),
            ("gompertz", fit_gompertz(&levels, &options)),
        ];
        for (name, fit) in all {
            match fit {
                Ok(fit) => fits.push(fit),
                Err(unusable) => refused.push((name, unusable)),
            }
        }
        Growth { points, fits, refused }
    }
}

impl RadarEntry {
    /// The entry as data, for programs.
    pub fn value(&self) -> serde_json::Value {
        serde_json::json!({
            "technology": self.technology.to_string(), "rung": self.rung.word(), "n_verified": self.n_verified,
            "n_claimed": self.n_claimed, "invented": self.is_invented,
            "departments": self.departments.iter().map(UnitId::as_str).collect::<Vec<_>>(),
        })
    }
}

/// A quarter, what is expected in all by its end, and between which numbers it will lie.
pub type Forecast = (Quarter, f64, Option<(f64, f64)>);

impl Growth {
    /// The growth as data, for programs.
    pub fn value(&self) -> serde_json::Value {
        let point = |one: &GrowthPoint| serde_json::json!({ "quarter": one.quarter.to_string(), "n_new": one.n_new, "n_all": one.n_all });
        let ahead = |(quarter, value, band): (Quarter, f64, Option<(f64, f64)>)| serde_json::json!({ "quarter": quarter.to_string(), "n_all": value, "band": band });
        let refused = |(name, why): &(&'static str, Unusable)| serde_json::json!({ "model": name, "reason": why });
        serde_json::json!({
            "points": self.points.iter().map(point).collect::<Vec<_>>(),
            "forecast": self.forecast().into_iter().map(ahead).collect::<Vec<_>>(),
            "fits": self.fits,
            "refused": self.refused.iter().map(refused).collect::<Vec<_>>(),
        })
    }

    /// The curve that is drawn: Bass where it fits, since it alone is about what each quarter brings; else the one of the others that
    /// Akaike's criterion likes best.
    pub fn best(&self) -> Option<&Fitted> {
        let bass = self.fits.iter().find(|fit| fit.model == crate::growth::Model::BassNls);
        let criterion = |fit: &&Fitted| fit.aic.unwrap_or(f64::INFINITY);
        bass.or_else(|| self.fits.iter().min_by(|a, b| criterion(a).total_cmp(&criterion(b))))
    }

    /// What is expected in all by the end of each quarter to come, with where it will lie.
    pub fn forecast(&self) -> Vec<Forecast> {
        let (Some(fit), Some(last)) = (self.best(), self.points.last()) else { return Vec::new() };
        let mut quarter = last.quarter;
        let of_point = |point: &crate::growth::ForecastPoint| {
            quarter = quarter.next();
            let is_bass = fit.model == crate::growth::Model::BassNls;
            let (value, band) =
                if is_bass { (point.cumulative, point.cumulative_band) } else { (point.value, point.band) };
            (quarter, value, band.and_then(|band| Some((band.low?, band.high?))))
        };
        fit.forecast.iter().map(of_point).collect()
    }
}
