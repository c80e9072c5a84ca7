//! The events of a log as they are read from a table.

use std::collections::HashMap;

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
    /// The unit of who did it (`org:group`, `department`, `unit`); with none the resource stands for it.
    pub unit: Option<String>,
}

/// What became of an activity in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lifecycle {
    Start,
    Complete,
    Other,
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
    pub(super) units: Vec<String>,
    /// The unit of each event, when there is such a column; none where the cell is empty.
    pub(super) unit: Option<Vec<Option<u32>>>,
    /// The unit of the times: `seconds`, or `days` for a column of that name, or `units`.
    pub(super) time_unit: &'static str,
    /// Cases whose times went backwards in the table.
    pub(super) n_backwards: usize,
}
