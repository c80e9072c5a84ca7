//! When units adopted, how many did in each period, and who never did.

use serde::Serialize;

use crate::{Caution, Unusable};

/// More periods are refused: what stands there is then a date, and no number of a period.
pub const PERIODS_MAX: usize = 2_000;

/// What a period one past the last means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NeverAdopters {
    /// Such a unit never adopted while it was looked at. It is found by `adopted`, or by a last period that swallows all who are left.
    #[default]
    Detect,
    /// It is a period like any other, and all who are left adopt in it. This is what netdiffuseR does, and is here to compare with it.
    AsPeriod,
    /// What stands there is true: nobody who has a period is taken for one who never adopted.
    Believe,
}

/// When each unit adopted. Periods are counted from nought here; `first` is the number of the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Adoption {
    first: i64,
    n_periods: usize,
    adopted: Vec<Option<u32>>,
    /// The last period in which a unit was looked at.
    seen_until: Vec<u32>,
    as_period: bool,
}

/// One period of the diffusion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Period {
    /// Its number as it stands in the table.
    pub period: i64,
    /// Units that adopted in it.
    pub adopted: usize,
    /// Units that had adopted by its end.
    pub cumulative: usize,
    /// Units that were looked at and had not adopted before it.
    pub at_risk: usize,
    /// Adopted by at risk; none when nobody was at risk.
    pub hazard: Option<f64>,
}

impl Adoption {
    /// Reads periods of adoption (`None`: not said) and, if there is one, the column that says who adopted.
    ///
    /// # Errors
    /// No unit adopted, a period that is no whole number, a `adopted` that is neither 0 nor 1, or too many periods.
    pub(super) fn read(
        toa: &[Option<f64>],
        adopted: Option<&[Option<f64>]>,
        never: NeverAdopters,
    ) -> Result<(Self, Vec<Caution>), Unusable> {
        let mut cautions = Vec::new();
        let mut periods: Vec<Option<i64>> = Vec::with_capacity(toa.len());
        for (row, &period) in toa.iter().enumerate() {
            match period {
                Some(p) if p.fract() != 0.0 || p.abs() > 1e9 => {
                    return Err(Unusable::new(
                        "not-a-period",
                        format!(
                            "Row {} of the units: {p} is no number of a period. Number the periods 1, 2, 3, or write years.",
                            row + 1
                        ),
                    ));
                }
                // It is whole and small, so nothing is lost.
                Some(p) => periods.push(Some(p as i64)),
                None => periods.push(None),
            }
        }
        let mut says: Vec<bool> = periods.iter().map(Option::is_some).collect();
        if let (Some(adopted), false) = (adopted, never == NeverAdopters::AsPeriod) {
            for (row, &flag) in adopted.iter().enumerate() {
                match flag {
                    Some(1.0) if periods[row].is_none() => {
                        return Err(Unusable::new(
                            "no-period",
                            format!(
                                "Row {} of the units: it adopted, and no period says when. Fill the period in, or put 0 for adopted.",
                                row + 1
                            ),
                        ));
                    }
                    Some(1.0) => {}
                    Some(0.0) | None => says[row] = false,
                    Some(other) => {
                        return Err(Unusable::new(
                            "not-a-flag",
                            format!(
                                "Row {} of the units: {other} for adopted. Write 1 for a unit that adopted and 0 for one that did not.",
                                row + 1
                            ),
                        ));
                    }
                }
            }
        }
        let events = |says: &[bool]| -> Vec<i64> {
            periods.iter().zip(says).filter_map(|(p, &s)| if s { *p } else { None }).collect()
        };
        let mut told = events(&says);
        if never == NeverAdopters::Detect
            && adopted.is_none()
            && let Some(code) = swallows_the_rest(&told, periods.len())
        {
            let n = told.iter().filter(|&&p| p == code).count();
            for (says, period) in says.iter_mut().zip(&periods) {
                *says &= *period != Some(code);
            }
            told = events(&says);
            cautions.push(
                Caution::new(
                    "never-adopters",
                    format!(
                        "All {n} units that are left adopt in period {code}, more than in any before. That is how units that never adopted are coded, so they are read as that. Add a column adopted with 1 and 0 to say otherwise."
                    ),
                )
                .with("units", n as f64)
                .with("period", code as f64),
            );
        }
        let (Some(&first), Some(&last)) = (told.iter().min(), told.iter().max()) else {
            return Err(Unusable::new(
                "no-adopters",
                "No unit adopted, so there is no diffusion to look at. Bring the table without the periods to look at ties alone.",
            ));
        };
        let n_periods = usize::try_from(last - first).map_or(usize::MAX, |n| n + 1);
        if n_periods > PERIODS_MAX {
            return Err(Unusable::new(
                "too-many-periods",
                format!(
                    "From {first} to {last} are {n_periods} periods, and {PERIODS_MAX} are read. Write years or quarters as whole numbers that rise by one."
                ),
            ));
        }
        let place = |p: i64| u32::try_from((p - first).clamp(0, last - first)).unwrap_or(0);
        let coded = periods.iter().zip(&says).filter(|&(p, &s)| !s && p.is_some_and(|p| p > last)).count();
        if coded > 0 && adopted.is_some() {
            cautions.push(
                Caution::new(
                    "never-adopters",
                    format!("{coded} units carry a period after {last}, the last in which one adopted, and are marked as not adopted. They count as never adopted, and as looked at until {last}."),
                )
                .with("units", coded as f64)
                .with("period", last as f64 + 1.0),
            );
        }
        let unit_adopted: Vec<Option<u32>> =
            periods.iter().zip(&says).map(|(p, &s)| if s { p.map(place) } else { None }).collect();
        // One that is marked as not adopted in a period before the last was looked at until then.
        let seen_until = periods.iter().map(|p| p.map_or(place(last), place)).collect();
        let as_period = never == NeverAdopters::AsPeriod;
        if as_period {
            cautions.push(Caution::new(
                "code-as-period",
                format!("Period {last} is taken as it stands. If it marks units that never adopted, the last wave and its hazard of one are not true."),
            ));
        }
        Ok((Self { first, n_periods, adopted: unit_adopted, seen_until, as_period }, cautions))
    }

    /// The number of the first period.
    pub fn first(&self) -> i64 {
        self.first
    }

    /// How many periods there are from the first adoption to the last.
    pub fn n_periods(&self) -> usize {
        self.n_periods
    }

    /// The period in which each unit adopted, counted from nought; none for one that did not.
    pub fn adopted(&self) -> &[Option<u32>] {
        &self.adopted
    }

    /// The last period in which each unit was looked at, counted from nought.
    pub fn seen_until(&self) -> &[u32] {
        &self.seen_until
    }

    /// Units by the period in which they adopted.
    pub fn waves(&self) -> Vec<Vec<usize>> {
        let mut waves = vec![Vec::new(); self.n_periods];
        for (node, period) in self.adopted.iter().enumerate() {
            if let Some(period) = period {
                waves[*period as usize].push(node);
            }
        }
        waves
    }

    /// Adoptions and hazard by period. With [`NeverAdopters::AsPeriod`] the first hazard is nought, as netdiffuseR has it.
    pub fn periods(&self) -> Vec<Period> {
        let mut leaves = vec![0_usize; self.n_periods];
        let mut adopts = vec![0_usize; self.n_periods];
        for (adopted, &until) in self.adopted.iter().zip(&self.seen_until) {
            match adopted {
                Some(p) => adopts[*p as usize] += 1,
                None => leaves[until as usize] += 1,
            }
        }
        let (mut at_risk, mut cumulative) = (self.adopted.len(), 0);
        let mut periods = Vec::with_capacity(self.n_periods);
        for at in 0..self.n_periods {
            cumulative += adopts[at];
            let mut hazard = (at_risk > 0).then(|| adopts[at] as f64 / at_risk as f64);
            if self.as_period && at == 0 {
                hazard = Some(0.0);
            }
            periods.push(Period { period: self.first + at as i64, adopted: adopts[at], cumulative, at_risk, hazard });
            at_risk -= adopts[at] + leaves[at];
        }
        periods
    }
}

/// The last period, when all units that are left adopt in it, and more of them than in any period before: the sign of a code.
fn swallows_the_rest(periods: &[i64], n_units: usize) -> Option<i64> {
    let last = *periods.iter().max()?;
    if periods.len() < n_units {
        return None;
    }
    let mut sorted = periods.to_vec();
    sorted.sort_unstable();
    let most_before = sorted.chunk_by(|a, b| a == b).filter(|run| run[0] != last).map(<[i64]>::len).max()?;
    let in_last = sorted.iter().filter(|&&p| p == last).count();
    // Three periods at least: with fewer no course can be seen that the last would break.
    let n_kinds = sorted.chunk_by(|a, b| a == b).count();
    (n_kinds >= 3 && in_last > most_before).then_some(last)
}
