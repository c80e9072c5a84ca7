//! Two groups against each other: which goes faster to which exit, and which comes into production more often in the end.
//!
//! Both have one covariate, nought for the second group and one for the first. Faster: cause-specific hazards by Cox, ties as Efron's
//! ([`crate::survival::cox()`]); such a ratio says how fast an exit is taken by those who are still in the funnel, and not how many take it
//! in the end. More often: the proportional subdistribution of Fine and Gray ([`crate::incidence::fine_gray`]), in which who was
//! abandoned stays at risk.

use super::course::{Course, Exit};
use super::figures::GroupEffect;
use super::interval::Bounds;
use super::log::GroupColumn;
use super::multistate::rounded;
use crate::incidence::fine_gray;
use crate::survival::{Coefficient, CoxOptions, Design, Observed, cox::fit};
use crate::{Caution, Unusable};

/// Whether an exit is the one that is looked at.
type Taken = fn(Exit) -> bool;

/// The cases of two groups from their first step until they went out or were followed no longer.
pub(super) struct Followed<'a> {
    labels: [&'a str; 2],
    time: Vec<f64>,
    exit: Vec<Exit>,
    /// One for the first group, nought for the second.
    first: Vec<f64>,
}

impl<'a> Followed<'a> {
    /// Cases of the labels at two places of a column.
    pub(super) fn new(course: &Course, column: &'a GroupColumn, (a, b): (usize, usize)) -> Self {
        let labels = [a, b].map(|label| column.labels[label].as_str());
        let mut followed = Self { labels, time: Vec::new(), exit: Vec::new(), first: Vec::new() };
        for &case in course.cases() {
            let case = case as usize;
            let label = column.of_case[case] as usize;
            if let Some(step) = course.steps(case).first().filter(|_| label == a || label == b) {
                followed.time.push(rounded(course.last_day[case] - step.day));
                followed.exit.push(course.exit[case]);
                followed.first.push(f64::from(u8::from(label == a)));
            }
        }
        followed
    }

    /// How many of the first group and of the second went out so.
    fn n(&self, is: Taken) -> [u64; 2] {
        [1.0, 0.0].map(|own| {
            self.exit.iter().zip(&self.first).filter(|&(&exit, &side)| side == own && is(exit)).count() as u64
        })
    }

    fn design(&self) -> Result<Design, Unusable> {
        Design::of_columns(&[(self.labels[0].to_owned(), self.first.clone())], self.first.len())
    }

    /// The hazard ratios of the first group against the second, for production and for abandonment.
    pub(super) fn hazards(&self, confidence: f64) -> (Vec<GroupEffect>, Vec<Caution>) {
        let (mut found, mut cautions) = (Vec::new(), Vec::new());
        let exits: [(&str, Taken); 2] =
            [("production", |exit| exit == Exit::Production), ("abandoned", |exit| matches!(exit, Exit::Abandoned(_)))];
        for (exit, is) in exits {
            let n = self.n(is);
            match self.hazard(n, is, confidence) {
                Some(coefficient) => found.push(effect(exit, n, &coefficient)),
                None => cautions.push(Caution::new(
                    "no-hazard-ratio",
                    format!(
                        "Of \"{}\" {} cases and of \"{}\" {} went out by {exit}; a hazard ratio needs exits of both while both are followed.",
                        self.labels[0], n[0], self.labels[1], n[1]
                    ),
                )),
            }
        }
        (found, cautions)
    }

    /// None where the likelihood has no top.
    fn hazard(&self, n: [u64; 2], is: Taken, confidence: f64) -> Option<Coefficient> {
        if n.contains(&0) {
            return None;
        }
        let event = self.exit.iter().map(|&exit| is(exit)).collect();
        let observed = Observed::new(None, self.time.clone(), event).ok()?;
        let options = CoxOptions { confidence, ..CoxOptions::default() };
        // One fit of several: nobody looks at its concordance, nor whether it is proportional.
        fit(&observed, &self.design().ok()?, options, false).ok()?.coefficients.pop()
    }

    /// The subdistribution ratio of production of the first group against the second; none where the likelihood has no top.
    pub(super) fn subdistribution(&self, confidence: f64) -> Option<GroupEffect> {
        let n = self.n(|exit| exit == Exit::Production);
        if n.contains(&0) {
            return None;
        }
        let cause: Vec<usize> = self
            .exit
            .iter()
            .map(|exit| match exit {
                Exit::Open => 0,
                Exit::Production => 1,
                Exit::Abandoned(_) => 2,
            })
            .collect();
        let fit = fine_gray("production", &self.design().ok()?, &self.time, &cause, confidence).ok()?;
        fit.coefficients.first().map(|coefficient| effect("production", n, coefficient))
    }
}

fn effect(exit: &str, [n_a, n_b]: [u64; 2], coefficient: &Coefficient) -> GroupEffect {
    GroupEffect {
        exit: exit.to_owned(),
        n_a,
        n_b,
        log_hazard_ratio: coefficient.coef,
        standard_error: coefficient.std_err,
        hazard_ratio: coefficient.exp_coef,
        interval: Bounds { low: coefficient.lower.exp(), high: coefficient.upper.exp() },
    }
}
