//! Codes of the MTCR and the NSG as the licensing system of the United Kingdom keeps them (LITE, `staticdata/control_list_entries`): a
//! row without header for each, `code,status,level,source` and perhaps a category. There are no words in it.

use model::ControlEntry;

use super::{ControlListForm, ControlListReading, Found};
use crate::Doubt;

/// What a row may say of a code.
const STATES: [&str; 4] = ["ACTIVE", "PARENT", "REMOVED", "DEACTIVATED"];

fn row(line: &str) -> Option<(&str, &str)> {
    let mut cells = line.trim_start_matches('\u{feff}').split(',').map(str::trim);
    let (code, state, level) = (cells.next()?, cells.next()?, cells.next()?);
    let fits = !code.is_empty() && STATES.contains(&state) && level.parse::<u8>().is_ok();
    fits.then_some((code, state))
}

/// Whether the first line is such a row.
pub(super) fn claims(text: &str) -> bool {
    text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| row(line).is_some())
}

/// Reads it. Codes that are no longer in force are left out.
pub(super) fn read(text: &str) -> Found {
    let mut found = Found::default();
    let mut n_unread = 0_u64;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match row(line) {
            Some((code, "ACTIVE" | "PARENT")) => {
                found.entries.push(ControlEntry { code: code.to_owned(), ..ControlEntry::default() });
            }
            Some(_) => {}
            None => n_unread += 1,
        }
    }
    let mut doubts = vec![Doubt::new("the file has codes and no words; entries are found by their codes alone")];
    if n_unread > 0 {
        doubts.push(Doubt::new(format!("{n_unread} lines are no rows of code, status and level; they were left out")));
    }
    // A row that breaks off in the middle is the last one.
    let is_cut = text.lines().rfind(|line| !line.trim().is_empty()).is_some_and(|last| row(last).is_none());
    found.head =
        ControlListReading { form: Some(ControlListForm::Codes), is_cut, doubts, ..ControlListReading::default() };
    found
}
