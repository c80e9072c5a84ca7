//! Who may read what, decided a second time: from the markings as they were written, and without a join.

use crate::house::Member;

/// The units with the one above each.
const UNITS: [(&str, &str); 4] = [("ministry", ""), ("works", "ministry"), ("institute", "ministry"), ("abroad", "")];

const LEVELS: [&str; 4] = ["open", "internal", "restricted", "confidential"];

/// Markings as people write them, the narrow ones more often: from what is open nothing can be kept.
pub const MARKINGS: [&str; 12] = [
    "open",
    "open",
    "internal",
    "internal",
    "restricted",
    "confidential",
    "open compartments=radar",
    "restricted compartments=engines,radar",
    "internal release=works",
    "open release==institute",
    "restricted release=works|institute",
    "open caveats=no-copying",
];

/// Whether somebody sees what is marked so. A caveat keeps nobody from reading.
pub fn sees(reader: &Member, marking: &str) -> bool {
    let rank = |level: &str| LEVELS.iter().position(|one| *one == level).unwrap();
    let mut words = marking.split(' ');
    rank(words.next().unwrap()) <= rank(reader.level)
        && words.all(|word| match word.split_once('=').unwrap() {
            ("compartments", names) => names.split(',').all(|name| reader.compartments.contains(&name)),
            ("release", units) => units.split('|').any(|unit| stands_in(reader, unit)),
            ("caveats", _) => true,
            other => panic!("no such rule: {other:?}"),
        })
}

/// `=works` is the works alone, `works` the works and what is below.
fn stands_in(reader: &Member, unit: &str) -> bool {
    let mut at = reader.unit;
    if let Some(alone) = unit.strip_prefix('=') {
        return at == alone;
    }
    while !at.is_empty() {
        if at == unit {
            return true;
        }
        at = UNITS.iter().find(|(id, _)| *id == at).unwrap().1;
    }
    false
}
