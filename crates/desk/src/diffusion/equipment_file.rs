//! Equipment lists as tables: CSV, or what was copied out of a spreadsheet. Kind, name, maker, classes, note, since, until.

use std::collections::BTreeMap;

use model::{
    CellFault, Date, EQUIPMENT_MAX, Equipment, EquipmentId, EquipmentKind, Marking, Refusal, Sentence, Subject,
    SubjectScheme, UnitId, sentence,
};

use crate::table_file::{FAULTS_MAX, Sheet, sheet};

/// Longest list that is read, in bytes.
pub const EQUIPMENT_LIST_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What the columns are called, in the order in which they stand without headings.
const HEADINGS: [&str; 7] = ["kind", "name", "maker", "classes", "note", "since", "until"];

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EquipmentLine {
    /// The line, from 1.
    pub line: u64,
    /// What it states.
    pub entry: Equipment,
}

/// Reads a list for a unit; every line is marked so. `file` is its name, for the faults.
///
/// # Errors
/// Every fault, in the order of the lines.
pub fn read_equipment(
    file: &str,
    bytes: &[u8],
    unit: &UnitId,
    marking: &Marking,
) -> Result<Vec<EquipmentLine>, Vec<CellFault>> {
    let fault = |line: u64, column: Option<usize>, refusal: Refusal| CellFault {
        file: file.to_owned(),
        line,
        column: column.map(|at| (at + 1, HEADINGS.get(at).copied().unwrap_or_default().to_owned())),
        refusal,
    };
    let whole = |sentence: Sentence| vec![fault(1, None, Refusal::Said(sentence))];
    let Sheet { rows } = sheet(bytes, EQUIPMENT_LIST_BYTES_MAX, &HEADINGS, 1).map_err(whole)?;
    let (mut lines, mut faults): (Vec<EquipmentLine>, Vec<CellFault>) = (Vec::new(), Vec::new());
    let mut places = BTreeMap::new();
    for row in rows {
        if let Some(over) = row.over {
            let sentence = sentence!(
                "exhibitor-cell-over",
                "this cell is of no column; put a text that contains the separator into quotes"
            );
            faults.push(fault(row.line, Some(over), Refusal::Said(sentence)));
        }
        match entry(&row.cells, unit, marking) {
            Ok(entry) => {
                if let Some(first) = places.insert(entry.key(), row.line) {
                    let sentence =
                        sentence!("cell-twice", "line {line} states this already; keep one of them", line = first);
                    faults.push(fault(row.line, None, Refusal::Said(sentence)));
                }
                lines.push(EquipmentLine { line: row.line, entry });
            }
            Err((column, refusal)) => faults.push(fault(row.line, column, refusal)),
        }
    }
    if lines.is_empty() && faults.is_empty() {
        return Err(whole(sentence!("equipment-list-empty", "the list is empty; write a line for each entry")));
    }
    if lines.len() > EQUIPMENT_MAX {
        return Err(whole(sentence!(
            "cell-many-lines",
            "there are {count} lines, and at most {max} are read at once; divide the file",
            count = lines.len(),
            max = EQUIPMENT_MAX
        )));
    }
    faults.truncate(FAULTS_MAX);
    if faults.is_empty() { Ok(lines) } else { Err(faults) }
}

fn entry(cells: &[String], unit: &UnitId, marking: &Marking) -> Result<Equipment, (Option<usize>, Refusal)> {
    let cell = |at: usize| cells.get(at).map_or("", String::as_str);
    let kind = match cell(0) {
        "" => EquipmentKind::Equipment,
        word => EquipmentKind::from_word(&word.to_lowercase()).ok_or_else(|| {
            let sentence = sentence!(
                "equipment-cell-kind",
                "`{text}` is no kind; write equipment, process or product",
                text = word
            );
            (Some(0), Refusal::Said(sentence))
        })?,
    };
    let day = |at: usize| match cell(at) {
        "" => Ok(None),
        text => Date::parse(text).map(Some).ok_or_else(|| {
            let sentence = sentence!("equipment-cell-day", "`{text}` is no day; write it as 1957-03-01", text);
            (Some(at), Refusal::Said(sentence))
        }),
    };
    let mut classes = Vec::new();
    for text in cell(3).split_whitespace() {
        let class = text.split_once(':').and_then(|(scheme, code)| Some((SubjectScheme::from_word(scheme)?, code)));
        let (scheme, code) = class.filter(|(_, code)| !code.is_empty()).ok_or_else(|| {
            let sentence =
                sentence!("equipment-cell-class", "`{text}` is no class; write it with its scheme, as ipc:B23Q", text);
            (Some(3), Refusal::Said(sentence))
        })?;
        classes.push(Subject::coded(scheme, code));
    }
    let entry = Equipment {
        // Given when it is taken in.
        id: EquipmentId::from_bits(0),
        unit: unit.clone(),
        kind,
        name: cell(1).to_owned(),
        maker: cell(2).to_owned(),
        classes,
        note: cell(4).to_owned(),
        since: day(5)?,
        until: day(6)?,
        marking: marking.clone(),
        invented: false,
        revision: 0,
        made_at: 0,
    };
    entry.tidied().map_err(|refusal| (None, refusal))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, Vec<String>> {
        let unit = UnitId::new("works").unwrap();
        let lines = read_equipment("list.csv", text.as_bytes(), &unit, &Marking::default());
        let lines = lines.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        Ok(lines.into_iter().map(|line| (line.entry.kind.word().to_owned(), line.entry.name)).collect())
    }

    #[test]
    fn a_list_is_read_with_headings_and_without_them() {
        let expected = vec![("equipment".to_owned(), "Turret lathe".to_owned())];
        assert_eq!(read("equipment;Turret lathe;Pittler;ipc:B23B;12 of them;1955-01-01;").unwrap(), expected);
        assert_eq!(read("Name\tMaker\nTurret lathe\tPittler").unwrap(), expected);
        assert_eq!(read("sep=,\nname,kind\nTurret lathe,").unwrap(), expected);
    }

    #[test]
    fn every_fault_names_its_line() {
        let said =
            read("tool;Lathe\nprocess;\nequipment;Mill;;B23Q\nequipment;Mill;;;;;soon\nequipment;A\nequipment;a\n");
        let said = said.unwrap_err();
        for (line, words) in [(1, "no kind"), (2, "called"), (3, "no class"), (4, "no day"), (6, "line 5")] {
            let found = said.iter().any(|one| one.contains(&format!("line {line}")) && one.contains(words));
            assert!(found, "{line} {words}: {said:?}");
        }
        assert!(read(" \n").unwrap_err()[0].contains("empty"));
    }
}
