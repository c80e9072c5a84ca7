//! The events of a log as they are read from a table.

use crate::Unusable;
use crate::table::Table;

/// Which columns of a table say what. With none, the usual names are looked for, those of XES among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The case (`case:concept:name`, `case_id`, `case`).
    pub case: Option<String>,
    /// The activity (`concept:name`, `activity`, `event`).
    pub activity: Option<String>,
    /// The time, as ISO 8601 or as a number (`time:timestamp`, `timestamp`, `time`, `day`).
    pub time: Option<String>,
    /// Whether an event is the start or the end of an activity (`lifecycle:transition`, `lifecycle`).
    pub lifecycle: Option<String>,
    /// Who did it (`org:resource`, `resource`).
    pub resource: Option<String>,
    /// The unit of who did it (`org:group`, `department`, `unit`); the handover between units is counted by it.
    pub unit: Option<String>,
}

/// What became of an activity in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lifecycle {
    Start,
    Complete,
    Other,
}

/// Names, and for each event one of them; none where the cell is empty.
#[derive(Clone, Debug)]
pub(super) struct Doers {
    pub names: Vec<String>,
    pub of_event: Vec<Option<u32>>,
}

/// The events of a log by columns; those of case `i` stand from `offsets[i]` to `offsets[i + 1]`, by time, and of equal times in
/// the order of the table.
#[derive(Clone, Debug)]
pub struct Log {
    pub(super) cases: Vec<String>,
    pub(super) offsets: Vec<usize>,
    pub(super) activities: Vec<String>,
    pub(super) activity: Vec<u32>,
    /// In seconds when the times were time stamps, else in the unit of the numbers.
    pub(super) time: Vec<f64>,
    pub(super) lifecycle: Option<Vec<Lifecycle>>,
    /// Who did each event, and the unit of who did it, when there are such columns.
    pub(super) resource: Option<Doers>,
    pub(super) unit: Option<Doers>,
    /// The unit of the times: `seconds`, or `days` for a column of that name, or `units`.
    pub(super) time_unit: &'static str,
    /// Cases whose times went backwards in the table.
    pub(super) n_backwards: usize,
}

impl Log {
    /// Reads a log from a table. Columns that are not named are looked for under their usual names.
    ///
    /// # Errors
    /// A column that is needed is missing, there are no rows, or a time is no time; the text names its row.
    pub fn from_table(table: &Table, columns: &Columns) -> Result<Self, Unusable> {
        let case_name =
            needed(table, columns.case.as_deref(), &["case:concept:name", "case_id", "case", "case id"], "the case")?;
        let activity_name = needed(
            table,
            columns.activity.as_deref(),
            &["concept:name", "activity", "event", "stage"],
            "the activity",
        )?;
        let usual_times = ["time:timestamp", "timestamp", "time", "day", "date"];
        let time_name = needed(table, columns.time.as_deref(), &usual_times, "the time")?;
        let lifecycle_name =
            wanted(table, columns.lifecycle.as_deref(), &["lifecycle:transition", "lifecycle", "transition"])?;
        let resource_name = wanted(table, columns.resource.as_deref(), &["org:resource", "resource", "officer"])?;
        let unit_name = wanted(table, columns.unit.as_deref(), &["org:group", "department", "unit"])?;
        if table.n_rows() == 0 {
            return Err(Unusable::new(
                "no-events",
                "There are no events below the names of the columns. Bring at least one row.",
            ));
        }
        let (cases, case) = table.labels(case_name)?;
        let (activities, activity) = table.labels(activity_name)?;
        if let Some(at) = activities.iter().position(String::is_empty) {
            let row = activity.iter().position(|&one| one as usize == at).unwrap_or(0) + 1;
            return Err(Unusable::new(
                "empty-cell",
                format!(
                    "Row {row} below the names: \"{activity_name}\" is empty. Say what was done, or leave the row out."
                ),
            ));
        }
        let numeric = table.cells(time_name)?.next().is_some_and(|cell| cell.parse::<f64>().is_ok());
        let time = moments(table, time_name)?;
        let time_unit = match (numeric, time_name) {
            (false, _) => "seconds",
            (true, "day" | "days") => "days",
            (true, _) => "units",
        };
        let lifecycle = match lifecycle_name {
            Some(name) => Some(
                table
                    .cells(name)?
                    .map(|cell| {
                        if cell.eq_ignore_ascii_case("complete") {
                            Lifecycle::Complete
                        } else if cell.eq_ignore_ascii_case("start") {
                            Lifecycle::Start
                        } else {
                            Lifecycle::Other
                        }
                    })
                    .collect::<Vec<_>>(),
            ),
            None => None,
        };
        let doers = |name: Option<&str>| -> Result<Option<Doers>, Unusable> {
            let Some(name) = name else { return Ok(None) };
            let (names, of_row) = table.labels(name)?;
            let empty: Vec<bool> = names.iter().map(String::is_empty).collect();
            let of_event = of_row.into_iter().map(|one| (!empty[one as usize]).then_some(one)).collect();
            Ok(Some(Doers { names, of_event }))
        };
        let (resource, unit) = (doers(resource_name)?, doers(unit_name)?);

        let mut offsets = vec![0_usize; cases.len() + 1];
        for &one in &case {
            offsets[one as usize + 1] += 1;
        }
        for at in 0..cases.len() {
            offsets[at + 1] += offsets[at];
        }
        let mut next = offsets.clone();
        let mut order = vec![0_usize; case.len()];
        for (row, &one) in case.iter().enumerate() {
            order[next[one as usize]] = row;
            next[one as usize] += 1;
        }
        let mut n_backwards = 0;
        for one in 0..cases.len() {
            let own = &mut order[offsets[one]..offsets[one + 1]];
            if own.windows(2).any(|two| time[two[1]] < time[two[0]]) {
                n_backwards += 1;
                own.sort_by(|&a, &b| time[a].total_cmp(&time[b]));
            }
        }
        let ordered = |doers: Option<Doers>| {
            doers.map(|doers| Doers {
                of_event: order.iter().map(|&row| doers.of_event[row]).collect(),
                names: doers.names,
            })
        };
        Ok(Self {
            offsets,
            activity: order.iter().map(|&row| activity[row]).collect(),
            time: order.iter().map(|&row| time[row]).collect(),
            lifecycle: lifecycle.map(|all| order.iter().map(|&row| all[row]).collect()),
            resource: ordered(resource),
            unit: ordered(unit),
            cases,
            activities,
            time_unit,
            n_backwards,
        })
    }

    /// How many cases there are.
    pub fn n_cases(&self) -> usize {
        self.cases.len()
    }

    /// The name of a case.
    pub fn case(&self, case: usize) -> &str {
        self.cases.get(case).map_or("", String::as_str)
    }

    /// Whether ends of activities are logged, so that only they are steps.
    pub(super) fn has_ends(&self) -> bool {
        self.lifecycle.as_ref().is_some_and(|all| all.contains(&Lifecycle::Complete))
    }

    /// For each case the events that are steps: ends of activities where they are logged, else all.
    pub(super) fn steps(&self) -> Vec<Vec<u32>> {
        let ends = self.lifecycle.as_ref().filter(|_| self.has_ends());
        let is_step = |at: usize| ends.is_none_or(|all| all[at] == Lifecycle::Complete);
        self.offsets
            .windows(2)
            .map(|two| (two[0]..two[1]).filter(|&at| is_step(at)).filter_map(|at| u32::try_from(at).ok()).collect())
            .collect()
    }
}

/// A column that is named, or the first of the usual ones.
fn wanted<'a>(table: &Table, named: Option<&'a str>, usual: &[&'a str]) -> Result<Option<&'a str>, Unusable> {
    match named {
        Some(name) if table.has(name) => Ok(Some(name)),
        Some(name) => Err(Unusable::new(
            "no-column",
            format!("There is no column \"{name}\". The table has: {}.", table.names().join(", ")),
        )),
        None => Ok(usual.iter().copied().find(|name| table.has(name))),
    }
}

fn needed<'a>(table: &Table, named: Option<&'a str>, usual: &[&'a str], what: &str) -> Result<&'a str, Unusable> {
    wanted(table, named, usual)?.ok_or_else(|| {
        Unusable::new(
            "no-column",
            format!(
                "No column says {what}. Name it, or call it \"{}\". The table has: {}.",
                usual[0],
                table.names().join(", ")
            ),
        )
    })
}

/// The moments of a column: its numbers, or the seconds since 1970 of time stamps in ISO 8601. A time stamp without an offset is UTC.
///
/// # Errors
/// There is no such column, or a cell is no moment; the text names its row.
pub(crate) fn moments(table: &Table, column: &str) -> Result<Vec<f64>, Unusable> {
    if table.cells(column)?.next().is_some_and(|cell| cell.parse::<f64>().is_ok()) {
        return table.numbers(column);
    }
    table
        .cells(column)?
        .enumerate()
        .map(|(row, cell)| {
            moment(cell).ok_or_else(|| {
                Unusable::new(
                    "not-a-time",
                    format!(
                        "Row {} below the names: \"{cell}\" in \"{column}\" is no time. Write it as 2011-12-30T13:32:00Z, or as a number in each row.",
                        row + 1
                    ),
                )
            })
        })
        .collect()
}

/// A time stamp in seconds since 1970.
fn moment(cell: &str) -> Option<f64> {
    let stamp: jiff::Timestamp = match cell.parse() {
        Ok(stamp) => stamp,
        Err(_) => {
            let there: jiff::civil::DateTime = cell.parse().ok()?;
            jiff::tz::TimeZone::UTC.to_timestamp(there).ok()?
        }
    };
    Some(stamp.as_second() as f64 + f64::from(stamp.subsec_nanosecond()) / 1e9)
}
