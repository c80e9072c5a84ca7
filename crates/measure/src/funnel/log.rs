//! The events of all cases, kept by columns so that a million of them are quick to go through.

use std::collections::HashMap;

use serde::Serialize;

use super::stage::Stage;
use crate::Unusable;

/// What happened to a case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum What {
    /// It came to a stage.
    Stage(Stage),
    /// It was abandoned, for this reason (empty when none was given).
    Abandoned(String),
}

/// One event of a case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// What happened.
    pub what: What,
    /// On which day; days are numbers from any origin, the same for all cases.
    pub day: f64,
}

/// One technology in one enterprise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Case {
    /// Its name, which no other case has.
    pub id: String,
    /// The technology.
    pub technology: String,
    /// The enterprise.
    pub enterprise: String,
    /// Columns that say more about it: name and label.
    pub groups: Vec<(String, String)>,
    /// What it is expected to be worth, if that is known.
    pub value: Option<f64>,
    /// Its events, in any order.
    pub events: Vec<Event>,
}

/// A column of labels of the cases.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupColumn {
    /// Its name.
    pub name: String,
    /// The different labels.
    pub labels: Vec<String>,
    /// For each case, which label.
    pub of_case: Vec<u32>,
}

/// Code of an abandonment among the events; the stages have their places.
pub(super) const ABANDONED: u8 = 7;

/// The events of all cases by columns. Those of case `i` stand from `offsets[i]` to `offsets[i + 1]`, by day.
#[derive(Clone, Debug, Default)]
pub struct Log {
    pub(super) ids: Vec<String>,
    pub(super) technologies: Vec<String>,
    pub(super) technology: Vec<u32>,
    pub(super) enterprises: Vec<String>,
    pub(super) enterprise: Vec<u32>,
    pub(super) groups: Vec<GroupColumn>,
    pub(super) value: Option<Vec<f64>>,
    pub(super) reasons: Vec<String>,
    pub(super) offsets: Vec<usize>,
    pub(super) what: Vec<u8>,
    pub(super) reason: Vec<u32>,
    pub(super) day: Vec<f64>,
    /// Cases whose days went backwards in the order in which they were written.
    pub(super) backwards: Vec<u32>,
    /// Cases of which the table of events says nothing.
    pub(super) without_events: usize,
}

/// An abandonment without a reason is shown under this name.
pub const NO_REASON: &str = "(no reason given)";
/// More reasons are refused: a table of losses with more columns is no table, and most often the column is free text.
pub const REASONS_MAX: usize = 60;
/// Days further from the origin are refused; they are a slip, and take away the precision of all others.
const DAY_MAX: f64 = 1e8;

/// Events before they are put in order.
#[derive(Default)]
pub(super) struct Rows {
    pub case: Vec<u32>,
    pub what: Vec<u8>,
    reason: Vec<u32>,
    day: Vec<f64>,
}

impl Log {
    /// How many cases there are.
    pub fn n_cases(&self) -> usize {
        self.ids.len()
    }

    /// How many events there are.
    pub fn n_events(&self) -> usize {
        self.day.len()
    }

    /// The name of a case.
    pub fn id(&self, case: usize) -> &str {
        self.ids.get(case).map_or("", String::as_str)
    }

    /// The technology of a case.
    pub fn technology(&self, case: usize) -> &str {
        self.technology.get(case).and_then(|&at| self.technologies.get(at as usize)).map_or("", String::as_str)
    }

    /// The enterprise of a case.
    pub fn enterprise(&self, case: usize) -> &str {
        self.enterprise.get(case).and_then(|&at| self.enterprises.get(at as usize)).map_or("", String::as_str)
    }

    /// The reasons of abandonment in the order of the text.
    pub fn reasons(&self) -> &[String] {
        &self.reasons
    }

    /// The columns that say more about the cases.
    pub fn groups(&self) -> &[GroupColumn] {
        &self.groups
    }

    /// The day of the last event; none without events.
    pub fn last_day(&self) -> Option<f64> {
        self.day.iter().copied().reduce(f64::max)
    }

    /// The events of a case by day.
    pub fn events(&self, case: usize) -> Vec<Event> {
        let Some((&from, &to)) = self.offsets.get(case).zip(self.offsets.get(case + 1)) else { return Vec::new() };
        (from..to)
            .map(|at| Event {
                what: Stage::ALL.get(usize::from(self.what[at])).map_or_else(
                    || What::Abandoned(self.reasons[self.reason[at] as usize].clone()),
                    |&stage| What::Stage(stage),
                ),
                day: self.day[at],
            })
            .collect()
    }

    /// A log of cases.
    ///
    /// # Errors
    /// A case twice, a day that is no finite number, or more reasons than `REASONS_MAX`.
    pub fn from_cases(cases: &[Case]) -> Result<Self, Unusable> {
        let mut log = Self::default();
        let mut rows = Rows::default();
        let (mut technologies, mut enterprises, mut reasons) = (Names::default(), Names::default(), Names::default());
        let mut ids = Names::default();
        let mut columns: Vec<(String, Names, Vec<Option<u32>>)> = Vec::new();
        for (at, case) in cases.iter().enumerate() {
            let place = ids.place(&case.id);
            if place as usize != at {
                return Err(Unusable::new(
                    "case-twice",
                    format!("The case \"{}\" is there twice. Put its events together.", case.id),
                ));
            }
            log.technology.push(technologies.place(&case.technology));
            log.enterprise.push(enterprises.place(&case.enterprise));
            for (name, label) in &case.groups {
                let column = match columns.iter().position(|(known, ..)| known == name) {
                    Some(known) => &mut columns[known],
                    None => {
                        columns.push((name.clone(), Names::default(), Vec::new()));
                        let last = columns.len() - 1;
                        &mut columns[last]
                    }
                };
                column.2.resize(at, None);
                let label = column.1.place(label);
                column.2.push(Some(label));
            }
            for event in &case.events {
                let (what, reason) = match &event.what {
                    What::Stage(stage) => (*stage as u8, 0),
                    What::Abandoned(reason) => (ABANDONED, reasons.place(named(reason))),
                };
                rows.push(place, what, reason, event.day, || format!("case \"{}\"", case.id))?;
            }
        }
        log.groups = columns
            .into_iter()
            .map(|(name, mut names, mut of_case)| {
                of_case.resize(cases.len(), None);
                let of_case = of_case.into_iter().map(|label| label.unwrap_or_else(|| names.place(""))).collect();
                GroupColumn { name, labels: names.names, of_case }
            })
            .collect();
        if cases.iter().any(|case| case.value.is_some()) {
            let values: Vec<f64> = cases.iter().map(|case| case.value.unwrap_or(0.0)).collect();
            log.value = Some(checked_values(values)?);
        }
        log.ids = ids.names;
        log.technologies = technologies.names;
        log.enterprises = enterprises.names;
        log.keep(&rows, &reasons.names)?;
        Ok(log)
    }

    /// Puts the events in order: by case, then by day, those of one day as they were written. Reasons stand in the order of the text.
    pub(super) fn keep(&mut self, rows: &Rows, reasons: &[String]) -> Result<(), Unusable> {
        if reasons.len() > REASONS_MAX {
            return Err(Unusable::new(
                "too-many-reasons",
                format!(
                    "There are {} reasons of abandonment, and {REASONS_MAX} are told apart. Put them into classes.",
                    reasons.len()
                ),
            ));
        }
        let mut order: Vec<usize> = (0..reasons.len()).collect();
        order.sort_by(|&a, &b| reasons[a].cmp(&reasons[b]));
        let mut rank = vec![0_u32; reasons.len().max(1)];
        for (place, &reason) in order.iter().enumerate() {
            rank[reason] = u32::try_from(place).unwrap_or(u32::MAX);
        }
        self.reasons = order.iter().map(|&at| reasons[at].clone()).collect();
        let n = self.ids.len();
        let mut offsets = vec![0_usize; n + 1];
        for &case in &rows.case {
            offsets[case as usize + 1] += 1;
        }
        for at in 0..n {
            offsets[at + 1] += offsets[at];
        }
        let mut next = offsets.clone();
        let mut places = vec![0_u32; rows.case.len()];
        for (row, &case) in rows.case.iter().enumerate() {
            places[next[case as usize]] = u32::try_from(row).unwrap_or(u32::MAX);
            next[case as usize] += 1;
        }
        for case in 0..n {
            let own = &mut places[offsets[case]..offsets[case + 1]];
            if own.windows(2).any(|two| rows.day[two[1] as usize] < rows.day[two[0] as usize]) {
                self.backwards.push(u32::try_from(case).unwrap_or(u32::MAX));
                own.sort_by(|&a, &b| rows.day[a as usize].total_cmp(&rows.day[b as usize]));
            }
        }
        self.what = places.iter().map(|&row| rows.what[row as usize]).collect();
        self.day = places.iter().map(|&row| rows.day[row as usize]).collect();
        self.reason = places.iter().map(|&row| rank[rows.reason[row as usize] as usize]).collect();
        self.offsets = offsets;
        Ok(())
    }
}

impl Rows {
    pub fn push(
        &mut self,
        case: u32,
        what: u8,
        reason: u32,
        day: f64,
        place: impl Fn() -> String,
    ) -> Result<(), Unusable> {
        if !day.is_finite() || day.abs() > DAY_MAX {
            return Err(Unusable::new(
                "day-out-of-range",
                format!(
                    "The day {day} of {} cannot be reckoned with. Count days from an origin near to the events.",
                    place()
                ),
            ));
        }
        self.case.push(case);
        self.what.push(what);
        self.reason.push(reason);
        self.day.push(day);
        Ok(())
    }
}

/// Names in the order in which they come first.
#[derive(Default)]
pub(super) struct Names {
    pub names: Vec<String>,
    places: HashMap<String, u32>,
}

impl Names {
    pub fn place(&mut self, name: &str) -> u32 {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }
}

pub(super) fn named(reason: &str) -> &str {
    if reason.is_empty() { NO_REASON } else { reason }
}

pub(super) fn checked_values(values: Vec<f64>) -> Result<Vec<f64>, Unusable> {
    match values.iter().position(|value| !value.is_finite() || *value < 0.0) {
        None => Ok(values),
        Some(at) => Err(Unusable::new(
            "value-out-of-range",
            format!(
                "The expected value {} of case {} is below nought or no number. Give what the case is worth, or nothing.",
                values[at],
                at + 1
            ),
        )),
    }
}
