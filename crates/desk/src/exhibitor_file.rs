//! Lists of exhibitors as tables: CSV, or what was copied out of a spreadsheet. Name, country, stand, what is shown.
//!
//! A line of headings says which column is which; without one they stand in that order. Every fault is named with its line.

use std::collections::BTreeMap;

use model::{CellFault, EXHIBITORS_MAX, Exhibitor, Refusal, Sentence, sentence};

use crate::table_file::{FAULTS_MAX, Sheet, SheetRow, sheet};

/// Longest list that is read, in bytes.
pub const EXHIBITOR_LIST_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What the columns are called, in the order in which they stand without headings.
const HEADINGS: [&str; 4] = ["name", "country", "stand", "shows"];

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExhibitorLine {
    /// The line, from 1.
    pub line: u64,
    /// What it states.
    pub exhibitor: Exhibitor,
}

/// Reads a list. `file` is its name, for the faults.
///
/// # Errors
/// Every fault, in the order of the lines.
pub fn read_exhibitors(file: &str, bytes: &[u8]) -> Result<Vec<ExhibitorLine>, Vec<CellFault>> {
    let fault = |line: u64, column: Option<usize>, refusal: Refusal| CellFault {
        file: file.to_owned(),
        line,
        column: column.map(|at| (at + 1, HEADINGS.get(at).copied().unwrap_or_default().to_owned())),
        refusal,
    };
    let whole = |sentence: Sentence| vec![fault(1, None, Refusal::Said(sentence))];
    let Sheet { rows } = sheet(bytes, EXHIBITOR_LIST_BYTES_MAX, &HEADINGS, 0).map_err(whole)?;
    let (mut lines, mut faults): (Vec<ExhibitorLine>, Vec<CellFault>) = (Vec::new(), Vec::new());
    let mut places: BTreeMap<(String, String), u64> = BTreeMap::new();
    for SheetRow { line, cells, over } in rows {
        if let Some(over) = over {
            let sentence = sentence!(
                "exhibitor-cell-over",
                "this cell is of no column; put a text that contains the separator into quotes"
            );
            faults.push(fault(line, Some(over), Refusal::Said(sentence)));
        }
        let cell = |at: usize| cells.get(at).cloned().unwrap_or_default();
        let [name, country, stand, shows] = [cell(0), cell(1), cell(2), cell(3)];
        match (Exhibitor { name, country, stand, shows, ..Exhibitor::default() }).tidied() {
            Ok(exhibitor) => {
                if let Some(first) = places.get(&exhibitor.key()) {
                    let sentence =
                        sentence!("cell-twice", "line {line} states this already; keep one of them", line = first);
                    faults.push(fault(line, None, Refusal::Said(sentence)));
                } else {
                    places.insert(exhibitor.key(), line);
                }
                lines.push(ExhibitorLine { line, exhibitor });
            }
            Err(refusal) => faults.push(fault(line, None, refusal)),
        }
    }
    if lines.is_empty() && faults.is_empty() {
        return Err(whole(sentence!("exhibitor-list-empty", "the list is empty; write a line for each exhibitor")));
    }
    if lines.len() > EXHIBITORS_MAX {
        let sentence = sentence!(
            "cell-many-lines",
            "there are {count} lines, and at most {max} are read at once; divide the file",
            count = lines.len(),
            max = EXHIBITORS_MAX
        );
        return Err(whole(sentence));
    }
    faults.truncate(FAULTS_MAX);
    if faults.is_empty() { Ok(lines) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(u64, String, String)> {
        let lines = read_exhibitors("list.csv", text.as_bytes()).unwrap();
        lines.into_iter().map(|line| (line.line, line.exhibitor.name, line.exhibitor.stand)).collect()
    }

    fn faults(text: &str) -> Vec<String> {
        read_exhibitors("list.csv", text.as_bytes()).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_list_is_read_with_headings_and_without_them_whatever_parts_its_cells() {
        let expected = [(1, "AEG".to_owned(), "12 A".to_owned())];
        for text in ["AEG; DE; 12 A; Drives", "AEG\tDE\t12 A\tDrives", "AEG,DE,12 A,Drives\n\n", "\u{feff}AEG|DE|12 A"]
        {
            assert_eq!(names(text), expected, "{text}");
        }
        let headed = "sep=;\nStand;Name;Shows\n\n12 A;AEG;\"Drives; rectifiers\"\n";
        assert_eq!(names(headed), [(4, "AEG".to_owned(), "12 A".to_owned())]);
        assert_eq!(names("Krupp\nAEG\n").len(), 2, "names alone are a list");
    }

    #[test]
    fn every_fault_names_its_line() {
        let said = faults("AEG;DE;12\n;DE;13\nKrupp;Germany;14\naeg;de;15\nBosch;DE;16;Pumps;more\n");
        assert_eq!(said.len(), 4, "{said:?}");
        for (line, words) in [(2, "called"), (3, "no country"), (4, "line 1"), (5, "no column")] {
            let found = said.iter().find(|one| one.contains(&format!("line {line}")) && one.contains(words));
            assert!(found.is_some(), "{line} {words}: {said:?}");
        }
        assert!(faults(" \n")[0].contains("empty"));
        assert!(faults("A\0B")[0].contains("not all text"));
    }

    #[test]
    fn a_fair_with_more_than_three_thousand_is_refused_whole() {
        let text: String = (0..=EXHIBITORS_MAX).map(|n| format!("Firm {n};DE\n")).collect();
        assert!(faults(&text)[0].contains("3001"));
        let text: String = (0..EXHIBITORS_MAX).map(|n| format!("Firm {n};DE\n")).collect();
        assert_eq!(names(&text).len(), EXHIBITORS_MAX);
    }
}
