//! The funnel of the cases: how far they came, where they were lost and why, how long they waited.

use std::collections::BTreeMap;

use crate::funnel::{Case, Event, Log, Report, Request, Stage, What, report};
use crate::{Caution, Unusable};
use model::{CaseOrigin, CaseStage, FigureCase, Quarter};

use super::Figures;
use super::behind::reason;

/// By what figures are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureGroup {
    /// By department.
    Department,
    /// By whether a technology came from the own unit, the same department or another.
    Origin,
}

impl FigureGroup {
    /// The word for it in addresses and tables.
    pub fn word(self) -> &'static str {
        match self {
            FigureGroup::Department => "department",
            FigureGroup::Origin => "origin",
        }
    }

    /// The group of this word.
    pub fn from_word(word: &str) -> Option<FigureGroup> {
        [FigureGroup::Department, FigureGroup::Origin].into_iter().find(|group| group.word() == word)
    }
}

/// Days between two points of the curves of the ladder.
const LADDER_STEP_DAYS: u16 = 30;

/// Steps of these curves: three years.
const LADDER_STEPS: u16 = 36;

/// The stage under which the funnel knows one of ours: they stand in the same order.
fn stage(stage: CaseStage) -> Stage {
    Stage::ALL[stage as usize]
}

impl Figures {
    /// The log of the cases from a stage on: each pair with its events, the first of which is the beginning; and, from the collection on, each
    /// record that was laid before nobody as a case without a unit.
    ///
    /// # Errors
    /// When there is no case at all.
    fn log(&self, from: CaseStage) -> Result<Log, Unusable> {
        let mut cases = Vec::with_capacity(self.cases.len() + self.undelivered.len());
        for case in &self.cases {
            let mut events: Vec<Event> = Vec::new();
            if from > CaseStage::Collected {
                let Some(began) = case.entered(from).filter(|day| *day <= self.as_of) else { continue };
                events.push(Event { what: What::Stage(Stage::Collected), day: began.number() as f64 });
            }
            for one in CaseStage::ALL.iter().filter(|one| **one >= from) {
                if let Some(day) = case.seen[*one as usize].filter(|day| *day <= self.as_of) {
                    events.push(Event { what: What::Stage(stage(*one)), day: day.number() as f64 });
                }
            }
            if let (Some((_, end)), Some(reason)) = (case.loss(), reason(case)) {
                // Who gave it up did so after all that was reached, whatever was written down later.
                let last = events.iter().map(|event| event.day).fold(f64::NEG_INFINITY, f64::max);
                events.push(Event { what: What::Abandoned(reason), day: (end.on.number() as f64).max(last) });
            }
            cases.push(Case {
                id: format!("{} in unit:{}", case.technology, case.unit),
                technology: case.technology.to_string(),
                enterprise: case.unit.to_string(),
                groups: vec![
                    (FigureGroup::Department.word().to_owned(), case.department.to_string()),
                    (FigureGroup::Origin.word().to_owned(), case.origin.word().to_owned()),
                    ("same_branch".to_owned(), u8::from(case.origin == CaseOrigin::Own).to_string()),
                    ("same_department".to_owned(), u8::from(case.origin != CaseOrigin::OtherDepartment).to_string()),
                ],
                value: None,
                events,
            });
        }
        let alone = if from == CaseStage::Collected { &self.undelivered[..] } else { &[] };
        for one in alone {
            let record = format!("record:{}", one.record);
            cases.push(Case {
                id: record.clone(),
                technology: record,
                enterprise: String::new(),
                groups: vec![
                    ("same_branch".to_owned(), "1".to_owned()),
                    ("same_department".to_owned(), "1".to_owned()),
                ],
                value: None,
                events: vec![Event { what: What::Stage(Stage::Collected), day: one.on.number() as f64 }],
            });
        }
        Log::from_cases(&cases)
    }

    /// The funnel. With a group, also for each of its parts.
    ///
    /// # Errors
    /// When there are no cases.
    pub fn funnel(&self, group: Option<FigureGroup>) -> Result<Report, Unusable> {
        let request =
            Request { group: group.map(|group| group.word().to_owned()), ..Request::until(self.as_of.number() as f64) };
        report(&self.log(CaseStage::Collected)?, &request)
    }

    /// The funnel with two origins compared.
    pub(super) fn compared(&self, pair: (String, String)) -> Result<Report, Unusable> {
        let request = Request {
            group: Some(FigureGroup::Origin.word().to_owned()),
            compare: Some(pair),
            ..Request::until(self.as_of.number() as f64)
        };
        report(&self.log(CaseStage::Delivered)?, &request)
    }

    /// How long it takes from the day on which a technology was laid before a unit to its production, and what ends it before: by Aalen and
    /// Johansen, every thirty days. All count that were laid before a unit, whether or not they were taken up: who took something up waited until
    /// then, and to count those alone would make all seem safe until that day.
    ///
    /// # Errors
    /// When nothing was laid before a unit.
    pub fn ladder(&self, group: Option<FigureGroup>) -> Result<Report, Unusable> {
        let days: Vec<f64> = (0..=LADDER_STEPS).map(|step| f64::from(step * LADDER_STEP_DAYS)).collect();
        let request = Request {
            group: group.map(|group| group.word().to_owned()),
            occupation_days: days,
            ..Request::until(self.as_of.number() as f64)
        };
        let mut report = report(&self.log(CaseStage::Delivered)?, &request)?;
        let is_late = |case: &&FigureCase| {
            case.seen[CaseStage::Delivered as usize].is_none() && case.stage() > CaseStage::Delivered
        };
        let late = self.cases.iter().filter(is_late).count();
        if late > 0 {
            let text = format!(
                "Of {late} cases nobody wrote down when they were laid before their unit. Their time runs from what is known first, so what they took is too short; what was in production then took no time at all."
            );
            report.cautions.push(Caution::new("start-not-known", text).with("n", late as f64));
        }
        Ok(report)
    }
}

/// How long what left a stage in a quarter had waited there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delay {
    /// The stage that was left, for a later one or for good.
    pub stage: CaseStage,
    /// The quarter in which it was left.
    pub quarter: Quarter,
    /// Cases that left it then.
    pub n: usize,
    /// The median of the days that they had been there; of an even number, the lower of the two in the middle.
    pub median_days: i64,
}

impl Figures {
    /// The calendar of delays: the last quarters up to this day, by stage, those in which nothing was left passed over. It tells of cases
    /// that moved alone, so a stage at which all wait is not in it; the waiting times beside it reckon with those.
    pub fn delays(&self, n_quarters: u16) -> Vec<Delay> {
        let last = Quarter::of(self.as_of);
        let mut waits: BTreeMap<(CaseStage, i32), Vec<i64>> = BTreeMap::new();
        for case in &self.cases {
            for stage in CaseStage::ALL.iter().copied() {
                let came = case.seen[stage as usize].filter(|_| stage != CaseStage::Production);
                let lost = case.loss().filter(|(at, _)| *at == stage).map(|(_, end)| end.on);
                let Some((came, left)) = came.zip(case.left(stage).or(lost)) else { continue };
                let back = last.since(Quarter::of(left));
                if (0..i32::from(n_quarters)).contains(&back) && left >= came {
                    waits.entry((stage, -back)).or_default().push(left.days_since(came));
                }
            }
        }
        let delay = |((stage, back), mut days): ((CaseStage, i32), Vec<i64>)| {
            days.sort_unstable();
            let quarter = (back..0).fold(last, |quarter, _| quarter.before());
            Delay { stage, quarter, n: days.len(), median_days: days[(days.len() - 1) / 2] }
        };
        waits.into_iter().map(delay).collect()
    }
}
