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
pub const REASONS_MAX: usize = 200;
