//! Plans as tables: CSV, or what was copied out of a spreadsheet. A row is one quarter of one line.

use std::collections::BTreeMap;

use model::{
    CellFault, Marking, PlanLine, PlanLineId, PostId, Quarter, QuarterAmount, Rational, Refusal, Sentence, UnitId,
    plan_key, sentence,
};

use crate::table_file::{FAULTS_MAX, Sheet, sheet};

/// Longest table that is read, in bytes.
pub const PLAN_FILE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Most rows that are read at once.
pub const PLAN_FILE_ROWS_MAX: usize = 50_000;

/// What the columns are called, in the order in which they stand without headings.
const HEADINGS: [&str; 9] = ["unit", "parameter", "measure", "quarter", "amount", "owner", "money", "supplier", "note"];

/// Reads a plan; every line of it is marked so. `file` is its name, for the faults. Rows of the same unit and parameter are one line; what the
/// first of them says of measure, owner, money, supplier and remark holds, and others may leave it out.
///
/// # Errors
/// Every fault, in the order of the rows.
pub fn read_plan(file: &str, bytes: &[u8], marking: &Marking) -> Result<Vec<PlanLine>, Vec<CellFault>> {
    let fault = |line: u64, column: Option<usize>, refusal: Refusal| CellFault {
        file: file.to_owned(),
        line,
        column: column.map(|at| (at + 1, HEADINGS.get(at).copied().unwrap_or_default().to_owned())),
        refusal,
    };
    let whole = |sentence: Sentence| vec![fault(1, None, Refusal::Said(sentence))];
    let Sheet { rows } = sheet(bytes, PLAN_FILE_BYTES_MAX, &HEADINGS, 1).map_err(whole)?;
    if rows.is_empty() {
        return Err(whole(sentence!(
            "plan-file-empty",
            "the plan is empty; write a row for each quarter of each line"
        )));
    }
    if rows.len() > PLAN_FILE_ROWS_MAX {
        return Err(whole(sentence!(
            "cell-many-lines",
            "there are {count} lines, and at most {max} are read at once; divide the file",
            count = rows.len(),
            max = PLAN_FILE_ROWS_MAX
        )));
    }
    let mut faults: Vec<CellFault> = Vec::new();
    let mut order: Vec<(UnitId, String)> = Vec::new();
    let mut lines: BTreeMap<(UnitId, String), PlanLine> = BTreeMap::new();
    let mut places: BTreeMap<((UnitId, String), Quarter), u64> = BTreeMap::new();
    for row in rows {
        if let Some(over) = row.over {
            let sentence = sentence!(
                "exhibitor-cell-over",
                "this cell is of no column; put a text that contains the separator into quotes"
            );
            faults.push(fault(row.line, Some(over), Refusal::Said(sentence)));
        }
        let (line, quarter) = match read_row(&row.cells, marking) {
            Ok(read) => read,
            Err((column, refusal)) => {
                faults.push(fault(row.line, Some(column), refusal));
                continue;
            }
        };
        let key = line.key();
        if let Some(first) = places.insert((key.clone(), quarter), row.line) {
            let sentence = sentence!("cell-twice", "line {line} states this already; keep one of them", line = first);
            faults.push(fault(row.line, None, Refusal::Said(sentence)));
            continue;
        }
        match lines.get_mut(&key) {
            None => {
                order.push(key.clone());
                lines.insert(key, line);
            }
            Some(held) => {
                if let Some(column) = differs(held, &line) {
                    let sentence = sentence!(
                        "plan-cell-differs",
                        "this is said otherwise further up of the same unit and parameter; say it once"
                    );
                    faults.push(fault(row.line, Some(column), Refusal::Said(sentence)));
                }
                held.targets.extend(line.targets);
            }
        }
    }
    faults.truncate(FAULTS_MAX);
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(order.iter().filter_map(|key| lines.remove(key)).collect())
}

/// The column in which a later row says something else than the first one; what it leaves empty it does not say.
fn differs(held: &PlanLine, line: &PlanLine) -> Option<usize> {
    let texts = [
        (2, &held.measure, &line.measure),
        (6, &held.money, &line.money),
        (7, &held.supplier, &line.supplier),
        (8, &held.note, &line.note),
    ];
    let text = texts.into_iter().find(|(_, held, line)| !line.is_empty() && plan_key(held) != plan_key(line));
    let owner = (line.owner.is_some() && line.owner != held.owner).then_some(5);
    text.map(|(column, _, _)| column).or(owner)
}

fn read_row(cells: &[String], marking: &Marking) -> Result<(PlanLine, Quarter), (usize, Refusal)> {
    let cell = |at: usize| cells.get(at).map_or("", String::as_str);
    let said = |at: usize, sentence: Sentence| (at, Refusal::Said(sentence));
    let unit = UnitId::new(cell(0)).map_err(|_| {
        said(
            0,
            sentence!(
                "plan-cell-unit",
                "`{text}` is no short name of a unit; write it as in the list of units",
                text = cell(0)
            ),
        )
    })?;
    if cell(1).is_empty() {
        return Err(said(1, sentence!("plan-cell-parameter", "what is to be reached is missing; name it")));
    }
    let quarter = Quarter::parse(cell(3)).ok_or_else(|| {
        said(3, sentence!("plan-cell-quarter", "`{text}` is no quarter; write it as 1957-Q1", text = cell(3)))
    })?;
    let amount = Rational::parse(cell(4)).filter(|amount| *amount > Rational::ZERO).ok_or_else(|| {
        said(
            4,
            sentence!(
                "plan-cell-amount",
                "`{text}` is no amount above zero; write a decimal number such as 120 or 80.5",
                text = cell(4)
            ),
        )
    })?;
    let owner = match cell(5) {
        "" => None,
        text => Some(PostId::new(text).map_err(|_| {
            said(
                5,
                sentence!(
                    "plan-cell-owner",
                    "`{text}` is no short name of a post; write it as in the list of posts",
                    text
                ),
            )
        })?),
    };
    let line = PlanLine {
        id: PlanLineId::from_bits(0),
        unit,
        parameter: cell(1).to_owned(),
        measure: cell(2).to_owned(),
        targets: vec![QuarterAmount { quarter, amount }],
        // Who takes the plan in sets it.
        setter: PostId::new("office").map_err(|refusal| (5, refusal))?,
        owner,
        money: cell(6).to_owned(),
        supplier: cell(7).to_owned(),
        note: cell(8).to_owned(),
        marking: marking.clone(),
        invented: false,
        revision: 0,
        made_at: 0,
    };
    Ok((line, quarter))
}
