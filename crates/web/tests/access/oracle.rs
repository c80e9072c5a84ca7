//! Who sees a marking, decided a second time: from the rules as people tell them, over plain text, and without a line
//! of the program that is tested.

use crate::house::Member;

/// The units with the one above each.
pub const UNITS: &[(&str, &str)] =
    &[("ministry", ""), ("works", "ministry"), ("shop", "works"), ("institute", "ministry")];

/// The levels, the lowest first.
const LEVELS: [&str; 4] = ["open", "internal", "restricted", "confidential"];

/// Markings as they are written, one for each rule and each end of it.
pub const MARKINGS: &[&str] = &[
    "open",
    "internal",
    "restricted",
    "confidential",
    "open compartments=radar",
    "restricted compartments=radar",
    "open compartments=engines,radar",
    "internal release=works",
    "internal release==works",
    "internal release=institute|shop",
    "internal release=ministry&=shop",
    "confidential compartments=radar release=works",
    "open release=!",
    "open caveats=no-export",
];

/// Whether somebody sees what is marked so.
pub fn sees(member: &Member, marking: &str) -> bool {
    let mut words = marking.split(' ');
    let rank = |level: &str| LEVELS.iter().position(|one| *one == level).unwrap();
    rank(words.next().unwrap()) <= rank(member.level)
        && words.all(|word| match word.split_once('=').unwrap() {
            ("compartments", names) => names.split(',').all(|name| member.compartments.contains(&name)),
            ("release", circles) => {
                circles.split('&').all(|circle| circle.split('|').any(|unit| stands_in(member, unit)))
            }
            ("caveats", _) => true,
            other => panic!("no such rule: {other:?}"),
        })
}

/// `=works` is the works alone, `works` the works and what is below, `!` nobody.
fn stands_in(member: &Member, unit: &str) -> bool {
    let mut at = member.unit;
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
