//! Reading a funnel from tables.

use std::collections::HashMap;

use super::log::{ABANDONED, GroupColumn, Log, Names, Rows, checked_values, named};
use super::stage::Stage;
use crate::Unusable;
use crate::table::Table;

/// The different labels of a column, and for each case which of them it has.
type Labels = (Vec<String>, Vec<u32>);

impl Log {
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
        let from_events = |name: &str| -> Result<Option<Labels>, Unusable> {
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
        log.keep(&rows, &reasons.names)?;
        Ok(log)
    }

    /// Joins the table of cases to those of the events.
    fn take_cases(
        &mut self,
        cases: &Table,
        ids: &mut Vec<String>,
        rows: &mut Rows,
        technology: Option<Labels>,
        enterprise: Option<Labels>,
    ) -> Result<(), Unusable> {
        let case_column = named_column(cases, &["case_id", "case", "case:concept:name", "id"], "the case")?;
        let mut places: HashMap<&str, u32> = ids.iter().map(String::as_str).zip(0..).collect();
        let mut found = Vec::new();
        let n_with_events = ids.len();
        let collected: Option<Vec<Option<f64>>> =
            if cases.has("day_collected") { Some(days_or_none(cases, "day_collected")?) } else { None };
        let mut row_of: Vec<Option<usize>> = vec![None; ids.len()];
        for (row, id) in cases.cells(case_column)?.enumerate() {
            let place = match places.get(id) {
                Some(&place) => place as usize,
                // Known to have been collected, and nothing since: a case like any other.
                None if collected.as_ref().is_some_and(|days| days[row].is_some()) => {
                    let place = row_of.len();
                    places.insert(id, u32::try_from(place).unwrap_or(u32::MAX));
                    found.push(id.to_owned());
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
        ids.extend(found);
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
        let labelled = |name: &str| -> Result<Labels, Unusable> {
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
        let known = |name: &str, given: Option<Labels>| -> Result<Labels, Unusable> {
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

/// Whether days are told as numbers: the first that is told decides.
fn numbered(table: &Table, column: &str) -> Result<bool, Unusable> {
    let filled = table.cells(column)?.find(|cell| !cell.is_empty());
    Ok(filled.is_none_or(|cell| cell == "NA" || cell.parse::<f64>().is_ok()))
}

/// A column of days: numbers, or moments counted in days since 1970; none where a cell is empty.
fn days_or_none(table: &Table, column: &str) -> Result<Vec<Option<f64>>, Unusable> {
    if numbered(table, column)? {
        return table.numbers_or_none(column);
    }
    let seconds = crate::process::moments_or_none(table, column)?;
    Ok(seconds.into_iter().map(|second| second.map(|second| second / 86_400.0)).collect())
}

/// A column of days of which none may be empty.
fn days(table: &Table, column: &str) -> Result<Vec<f64>, Unusable> {
    if numbered(table, column)? {
        return table.numbers(column);
    }
    let days = days_or_none(table, column)?.into_iter().enumerate().map(|(row, day)| {
        day.ok_or_else(|| {
            let text =
                format!("Row {} below the names: \"{column}\" is empty. Fill it in, or leave the row out.", row + 1);
            Unusable::new("empty-cell", text)
        })
    });
    days.collect()
}
