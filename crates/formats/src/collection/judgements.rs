//! Judgements: which document is relevant to which topic.

use std::io::Read;

use super::lines::Lines;
use super::{CollectionFault, JUDGEMENTS_MAX, Unpacked, named};

/// What somebody judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The topic.
    pub topic: String,
    /// The document.
    pub document: String,
    /// 0 not relevant, 1 relevant, 2 more so. Below nought (junk) counts as 0.
    pub grade: f64,
}

/// Reads judgements: `topic iteration document grade` with blanks between them (TREC), or `topic document grade` with tabs and a head
/// (BEIR).
///
/// # Errors
/// Refuses where a line is of another shape, a grade is no number, or there are none.
pub fn read_judgements(source: impl Read) -> Result<Vec<Judgement>, CollectionFault> {
    let unpacked = Unpacked::open(source)?;
    let mut lines = Lines::new(unpacked.stream);
    let mut all = Vec::new();
    let mut columns = None;
    while let Some(line) = lines.next_full()? {
        let at = lines.at;
        let cells: Vec<&str> = if line.contains('\t') {
            line.split('\t').map(str::trim).collect()
        } else {
            line.split_whitespace().collect()
        };
        // Some write TREC's four columns with tabs, others with both.
        let cells = if cells.len() < 3 { line.split_whitespace().collect() } else { cells };
        if !matches!(cells.len(), 3 | 4) || columns.is_some_and(|n| n != cells.len()) {
            let text = format!(
                "a judgement has `topic iteration document grade` or `topic document grade`, the same on each line; here are {} columns",
                cells.len()
            );
            return Err(CollectionFault::at(at, text));
        }
        let grade = cells[cells.len() - 1];
        let Ok(grade) = grade.parse::<f64>() else {
            // A head stands on the first line alone.
            if columns.is_none() {
                columns = Some(cells.len());
                continue;
            }
            return Err(CollectionFault::at(at, format!("`{}` is no grade; write a number", short(grade))));
        };
        if !grade.is_finite() {
            return Err(CollectionFault::at(at, "a grade is a finite number"));
        }
        columns = Some(cells.len());
        if all.len() == JUDGEMENTS_MAX {
            return Err(CollectionFault::at(
                at,
                format!("more than {JUDGEMENTS_MAX} judgements are not read; divide the topics"),
            ));
        }
        let (topic, document) = (named(cells[0], at)?, named(cells[cells.len() - 2], at)?);
        all.push(Judgement { topic, document, grade: grade.max(0.0) });
    }
    Unpacked::ended(&unpacked.notes)?;
    if all.is_empty() {
        return Err(CollectionFault::whole("there are no judgements in it; name the qrels of the collection"));
    }
    Ok(all)
}

/// The beginning of a strange word, as much as fits in a sentence.
pub(super) fn short(word: &str) -> String {
    word.chars().take(40).filter(|c| !c.is_control()).collect()
}
