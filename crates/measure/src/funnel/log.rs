//! The events of all cases, kept by columns so that a million of them are quick to go through.

use std::collections::HashMap;

use serde::Serialize;

use super::stage::Stage;
use crate::Unusable;
use crate::table::Table;

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
struct Rows {
    case: Vec<u32>,
    what: Vec<u8>,
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
    /// A case twice, a day that is no finite number, or more reasons than [`REASONS_MAX`].
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
        log.keep(rows, reasons.names)?;
        Ok(log)
    }

    /// A log of two tables: events (`case_id`, `event`, `day`, `reason`, and `technology` and `enterprise` where no table of cases says them), and
    /// cases (`case_id`, `technology`, `enterprise`, any columns of labels, `value`, `day_collected`). The names of the events are those of the stages,
    /// and `abandoned`. Days are numbers or ISO 8601.
    ///
    /// # Errors
    /// A column is missing, an event is unknown, a day is no day, a case stands in the table of cases twice, or there are too many reasons.
    pub fn from_tables(events: &Table, cases: Option<&Table>) -> Result<Self, Unusable> {
        let case_column = named_column(events, &["case_id", "case", "case:concept:name", "id"], "the case")?;
        let event_column = named_column(events, &["event", "stage", "activity", "concept:name"], "the event")?;
        let day_column = named_column(events, &["day", "date", "time", "timestamp", "time:timestamp"], "the day")?;
        let (mut ids, case) = events.labels(case_column)?;
        let (names, event) = events.labels(event_column)?;
        let mut codes = Vec::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            let code = match Stage::of_name(name) {
                Some(stage) => stage as u8,
                None if name.eq_ignore_ascii_case("abandoned") => ABANDONED,
                None => {
                    let row = event.iter().position(|&one| one as usize == at).unwrap_or(0) + 1;
                    return Err(Unusable::new(
                        "unknown-event",
                        format!(
                            "Row {row} below the names: \"{name}\" in \"{event_column}\" is no event of the funnel. Use one of: {}, abandoned.",
                            Stage::ALL.map(Stage::name).join(", ")
                        ),
                    ));
                }
            };
            codes.push(code);
        }
        let days = days(events, day_column)?;
        let (reason_names, reason) = match ["reason", "exit_reason"].into_iter().find(|name| events.has(name)) {
            Some(name) => events.labels(name)?,
            None => (vec![String::new()], vec![0; events.n_rows()]),
        };
        let mut reasons = Names::default();
        let mut reason_places: Vec<Option<u32>> = vec![None; reason_names.len()];
        let mut rows = Rows::default();
        for row in 0..events.n_rows() {
            let what = codes[event[row] as usize];
            let reason = if what == ABANDONED {
                let label = reason[row] as usize;
                *reason_places[label].get_or_insert_with(|| reasons.place(named(&reason_names[label])))
            } else {
                0
            };
            rows.push(case[row], what, reason, days[row], || format!("row {} below the names", row + 1))?;
        }
        let mut log = Self::default();
        let from_events = |name: &str| -> Result<Option<(Vec<String>, Vec<u32>)>, Unusable> {
            if !events.has(name) {
                return Ok(None);
            }
            let (labels, of_row) = events.labels(name)?;
            let mut of_case = vec![u32::MAX; ids.len()];
            for (row, &label) in of_row.iter().enumerate() {
                let kept = &mut of_case[case[row] as usize];
                if *kept == u32::MAX {
                    *kept = label;
                } else if *kept != label {
                    return Err(Unusable::new(
                        "case-in-two-places",
                        format!(
                            "Row {} below the names: the case \"{}\" has another \"{name}\" than before. A case is one technology in one enterprise; \
                             give the two different names.",
                            row + 1,
                            ids[case[row] as usize]
                        ),
                    ));
                }
            }
            Ok(Some((labels, of_case)))
        };
        let (technology, enterprise) = (from_events("technology")?, from_events("enterprise")?);
        match cases {
            Some(cases) => log.take_cases(cases, &mut ids, &mut rows, technology, enterprise)?,
            None => {
                let (labels, of_case) = technology.ok_or_else(|| {
                    Unusable::new(
                        "no-column",
                        "No column \"technology\" says which technology a case is of. Add it to the events, or bring a table of cases.",
                    )
                })?;
                (log.technologies, log.technology) = (labels, of_case);
                (log.enterprises, log.enterprise) =
                    enterprise.unwrap_or_else(|| (vec![String::new()], vec![0; ids.len()]));
            }
        }
        log.ids = ids;
        log.keep(rows, reasons.names)?;
        Ok(log)
    }

    /// Joins the table of cases to those of the events.
    fn take_cases(
        &mut self,
        cases: &Table,
        ids: &mut Vec<String>,
        rows: &mut Rows,
        technology: Option<(Vec<String>, Vec<u32>)>,
        enterprise: Option<(Vec<String>, Vec<u32>)>,
    ) -> Result<(), Unusable> {
        let case_column = named_column(cases, &["case_id", "case", "case:concept:name", "id"], "the case")?;
        let mut places: HashMap<String, u32> = ids.iter().cloned().zip(0..).collect();
        let n_with_events = ids.len();
        let collected: Option<Vec<Option<f64>>> =
            if cases.has("day_collected") { Some(cases.numbers_or_none("day_collected")?) } else { None };
        let mut row_of: Vec<Option<usize>> = vec![None; ids.len()];
        for (row, id) in cases.cells(case_column)?.enumerate() {
            let place = match places.get(id) {
                Some(&place) => place as usize,
                // Known to have been collected, and nothing since: a case like any other.
                None if collected.as_ref().is_some_and(|days| days[row].is_some()) => {
                    let place = ids.len();
                    places.insert(id.to_owned(), u32::try_from(place).unwrap_or(u32::MAX));
                    ids.push(id.to_owned());
                    row_of.push(None);
                    place
                }
                None => {
                    self.without_events += 1;
                    continue;
                }
            };
            if row_of[place].replace(row).is_some() {
                return Err(Unusable::new(
                    "case-twice",
                    format!(
                        "Row {} below the names of the cases: the case \"{id}\" is there twice. Leave one of the two out.",
                        row + 1
                    ),
                ));
            }
        }
        if let Some(days) = &collected {
            let mut has = vec![false; ids.len()];
            for (at, &what) in rows.what.iter().enumerate() {
                has[rows.case[at] as usize] |= what == Stage::Collected as u8;
            }
            for (place, has) in has.into_iter().enumerate() {
                if let (false, Some(day)) = (has, row_of[place].and_then(|row| days[row])) {
                    let case = u32::try_from(place).unwrap_or(u32::MAX);
                    rows.push(case, Stage::Collected as u8, 0, day, || format!("case \"{}\"", ids[place]))?;
                }
            }
        }
        let labelled = |name: &str| -> Result<(Vec<String>, Vec<u32>), Unusable> {
            let (mut labels, of_row) = cases.labels(name)?;
            let mut empty = labels.iter().position(String::is_empty);
            let mut of_case = Vec::with_capacity(row_of.len());
            for row in &row_of {
                let label = match row {
                    Some(row) => of_row[*row] as usize,
                    None => *empty.get_or_insert_with(|| {
                        labels.push(String::new());
                        labels.len() - 1
                    }),
                };
                of_case.push(u32::try_from(label).unwrap_or(u32::MAX));
            }
            Ok((labels, of_case))
        };
        let known = |name: &str, given: Option<(Vec<String>, Vec<u32>)>| -> Result<(Vec<String>, Vec<u32>), Unusable> {
            match given {
                Some((labels, of_case)) if ids.len() == n_with_events => Ok((labels, of_case)),
                _ if cases.has(name) => labelled(name),
                _ => Ok((vec![String::new()], vec![0; ids.len()])),
            }
        };
        (self.technologies, self.technology) = known("technology", technology)?;
        (self.enterprises, self.enterprise) = known("enterprise", enterprise)?;
        let value_column = ["value", "expected_value"].into_iter().find(|name| cases.has(name));
        if let Some(name) = value_column {
            let values = cases.numbers_or_none(name)?;
            self.value = Some(checked_values(
                row_of.iter().map(|row| row.and_then(|row| values[row]).unwrap_or(0.0)).collect(),
            )?);
        }
        for name in cases.names() {
            let taken = [case_column, "technology", "enterprise", "day_collected"];
            if taken.contains(&name.as_str()) || value_column == Some(name.as_str()) {
                continue;
            }
            let (labels, of_case) = labelled(name)?;
            self.groups.push(GroupColumn { name: name.clone(), labels, of_case });
        }
        Ok(())
    }

    /// Puts the events in order: by case, then by day, those of one day as they were written. Reasons stand in the order of the text.
    fn keep(&mut self, rows: Rows, reasons: Vec<String>) -> Result<(), Unusable> {
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
    fn push(&mut self, case: u32, what: u8, reason: u32, day: f64, place: impl Fn() -> String) -> Result<(), Unusable> {
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
struct Names {
    names: Vec<String>,
    places: HashMap<String, u32>,
}

impl Names {
    fn place(&mut self, name: &str) -> u32 {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }
}

fn named(reason: &str) -> &str {
    if reason.is_empty() { NO_REASON } else { reason }
}

fn checked_values(values: Vec<f64>) -> Result<Vec<f64>, Unusable> {
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

/// The first of some names that a table has.
fn named_column<'a>(table: &Table, names: &[&'a str], what: &str) -> Result<&'a str, Unusable> {
    names.iter().copied().find(|name| table.has(name)).ok_or_else(|| {
        Unusable::new(
            "no-column",
            format!(
                "No column says {what}: it is called \"{}\". The table has: {}.",
                names[0],
                table.names().join(", ")
            ),
        )
    })
}

/// A column of days: numbers, or moments counted in days since 1970.
fn days(table: &Table, column: &str) -> Result<Vec<f64>, Unusable> {
    let numeric = table.cells(column)?.next().is_none_or(|cell| cell.parse::<f64>().is_ok() || cell.is_empty());
    if numeric {
        return table.numbers(column);
    }
    crate::process::moments(table, column).map(|seconds| seconds.into_iter().map(|second| second / 86_400.0).collect())
}
