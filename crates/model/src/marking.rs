//! Markings: who may see a thing. And clearances: what a person may see.

use std::collections::BTreeSet;
use std::fmt;

use crate::UnitId;
use crate::words::words;

crate::unit::named_id!(
    /// Names a compartment: a circle of people who are admitted to a matter.
    Compartment,
    "compartment"
);

/// A compartment with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedCompartment {
    /// Its short name.
    pub id: Compartment,
    /// What it is called.
    pub name: String,
    /// Whether nothing new goes into it.
    pub closed: bool,
}

words! {
    /// How high a thing is marked. Each level may be seen by those cleared for it or for a higher one.
    Level {
        /// Anybody.
        Open = "open",
        /// Everybody in the office.
        Internal = "internal",
        /// Who needs it for the work.
        Restricted = "restricted",
        /// Few.
        Confidential = "confidential",
    }
}

/// One of the units to which a thing is released.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Released {
    /// A unit and every unit below it.
    Within(UnitId),
    /// A unit alone: its originator keeps it to itself.
    Exactly(UnitId),
}

impl fmt::Display for Released {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Released::Within(unit) => unit.fmt(f),
            Released::Exactly(unit) => write!(f, "={unit}"),
        }
    }
}

/// To which units a thing is released: a list of circles, of which a reader must stand in each.
///
/// Whoever derives a thing from two others releases it to those who could see both. Keeping both
/// circles says exactly that without a look at the tree of units. No circle: not restricted by unit;
/// a circle without a unit: nobody.
pub type Release = BTreeSet<BTreeSet<Released>>;

/// Who may see a thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Marking {
    /// How high.
    pub level: Level,
    /// All of these are needed.
    pub compartments: BTreeSet<Compartment>,
    /// To whom.
    pub release: Release,
    /// What may not be done with it: `no-export`, `no-copying`, `licensed:<agreement>`.
    pub caveats: BTreeSet<String>,
}

/// Caveats under which no copy is handed out.
const WITHHOLDING: [&str; 2] = ["no-export", "no-copying"];

impl Default for Marking {
    fn default() -> Marking {
        Marking::at(Level::Open)
    }
}

impl Marking {
    /// A level and nothing else.
    pub fn at(level: Level) -> Marking {
        Marking { level, compartments: BTreeSet::new(), release: Release::new(), caveats: BTreeSet::new() }
    }

    /// What is unknown or unreadable: the top, released to nobody.
    pub fn top() -> Marking {
        Marking { release: Release::from([BTreeSet::new()]), ..Marking::at(Level::Confidential) }
    }

    /// The marking of what is derived from two things: the highest level, all compartments, the circles of both,
    /// all caveats. Who may see it may see both, and the other way round.
    pub fn join(&self, other: &Marking) -> Marking {
        Marking {
            level: self.level.max(other.level),
            compartments: self.compartments.union(&other.compartments).cloned().collect(),
            release: self.release.union(&other.release).cloned().collect(),
            caveats: self.caveats.union(&other.caveats).cloned().collect(),
        }
    }

    /// Whether copies may be handed to somebody who may see it, as a file or to a program of theirs. What bears no caveat
    /// at all may be handed to anybody whom the rest of the marking lets see it.
    pub fn may_be_given_out(&self) -> bool {
        !WITHHOLDING.iter().any(|caveat| self.caveats.contains(*caveat))
    }

    /// Whether it stands in the ledger who is given what is so marked, before they are given it: from restricted on, and in any
    /// compartment.
    pub fn is_noted(&self) -> bool {
        self.level >= Level::Restricted || !self.compartments.is_empty()
    }

    /// Whether it asks nothing of whoever sees it: open to all, and without a caveat, which a stranger has not agreed to.
    /// Such things alone are given to the world.
    pub fn is_for_the_world(&self) -> bool {
        self.may_be_given_out() && *self == Marking::default()
    }

    /// Whether everybody who may see this marking may see the other, as far as can be told without
    /// the tree of units. A change from the one to the other then widens nothing.
    pub fn covers(&self, other: &Marking) -> bool {
        self.join(other) == *self
    }

    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Marking> {
        let mut words = text.split_whitespace();
        let mut marking = Marking::at(Level::from_word(words.next()?)?);
        for word in words {
            let (name, list) = word.split_once('=')?;
            match name {
                "compartments" => {
                    for one in list.split(',') {
                        marking.compartments.insert(Compartment::new(one).ok()?);
                    }
                }
                "release" => {
                    for circle in list.split('&') {
                        marking.release.insert(circle_of(circle)?);
                    }
                }
                "caveats" => {
                    for one in list.split(',') {
                        marking.caveats.insert(caveat(one)?);
                    }
                }
                _ => return None,
            }
        }
        Some(marking)
    }

    /// The same, where what cannot be read is the top.
    pub fn read(text: &str) -> Marking {
        Marking::parse(text).unwrap_or_else(Marking::top)
    }
}

fn circle_of(text: &str) -> Option<BTreeSet<Released>> {
    if text == "!" {
        return Some(BTreeSet::new());
    }
    let released = |one: &str| match one.strip_prefix('=') {
        Some(unit) => UnitId::new(unit).ok().map(Released::Exactly),
        None => UnitId::new(one).ok().map(Released::Within),
    };
    text.split('|').map(released).collect()
}

/// A caveat: a word, perhaps with a colon and another.
pub fn caveat(text: &str) -> Option<String> {
    let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b':' | b'.');
    ((1..=80).contains(&text.len()) && text.bytes().all(known)).then(|| text.to_owned())
}

impl fmt::Display for Marking {
    /// `restricted compartments=engines,radar release=works|institute&=gknt caveats=no-export`: circles
    /// are parted by `&`, the units of one by `|`, a unit alone has a `=` before it, and `!` is the circle without
    /// a unit.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn list<T: fmt::Display>(items: impl IntoIterator<Item = T>, between: &str) -> String {
            items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(between)
        }
        self.level.fmt(f)?;
        if !self.compartments.is_empty() {
            write!(f, " compartments={}", list(&self.compartments, ","))?;
        }
        if !self.release.is_empty() {
            let circle = |units: &BTreeSet<Released>| match units.is_empty() {
                true => "!".to_owned(),
                false => list(units, "|"),
            };
            write!(f, " release={}", list(self.release.iter().map(circle), "&"))?;
        }
        if !self.caveats.is_empty() {
            write!(f, " caveats={}", list(&self.caveats, ","))?;
        }
        Ok(())
    }
}

/// What a person may see.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clearance {
    /// The highest level.
    pub level: Level,
    /// Compartments they are admitted to.
    pub compartments: BTreeSet<Compartment>,
    /// Units in which they act.
    pub units: BTreeSet<UnitId>,
    /// Those and every unit above them.
    pub within: BTreeSet<UnitId>,
}

/// What keeps a reader from a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// The level is too high.
    Level(Level),
    /// They are not admitted to a compartment.
    Compartment(Compartment),
    /// It is not released to a unit of theirs.
    Release,
}

impl Clearance {
    /// What keeps them from a thing so marked; `None` when they may see it.
    pub fn barrier(&self, marking: &Marking) -> Option<Barrier> {
        if marking.level > self.level {
            return Some(Barrier::Level(marking.level));
        }
        if let Some(missing) = marking.compartments.difference(&self.compartments).next() {
            return Some(Barrier::Compartment(missing.clone()));
        }
        let admits = |released: &Released| match released {
            Released::Within(unit) => self.within.contains(unit),
            Released::Exactly(unit) => self.units.contains(unit),
        };
        let within_all = marking.release.iter().all(|circle| circle.iter().any(admits));
        (!within_all).then_some(Barrier::Release)
    }

    /// Whether they may see a thing so marked.
    pub fn may_see(&self, marking: &Marking) -> bool {
        self.barrier(marking).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: &str) -> UnitId {
        UnitId::new(id).unwrap()
    }

    #[test]
    fn a_caveat_keeps_a_thing_from_the_world_and_two_of_them_from_everybody() {
        for (text, given, to_the_world) in [
            ("open", true, true),
            ("open caveats=licensed:a7", true, false),
            ("open caveats=no-export", false, false),
            ("open caveats=no-copying", false, false),
            ("open compartments=radar", true, false),
            ("open release=works", true, false),
            ("internal", true, false),
            ("unreadable", true, false),
        ] {
            let marking = Marking::read(text);
            assert_eq!((marking.may_be_given_out(), marking.is_for_the_world()), (given, to_the_world), "{text}");
        }
    }

    /// Every marking that can be made of two levels, two compartments, three circles and a caveat.
    fn markings() -> Vec<Marking> {
        let circles = [
            BTreeSet::from([Released::Within(unit("works"))]),
            BTreeSet::from([Released::Exactly(unit("shop")), Released::Within(unit("institute"))]),
            BTreeSet::new(),
        ];
        (0..128u32)
            .map(|bits| {
                let has = |bit: u32| bits >> bit & 1 == 1;
                let mut marking = Marking::at(if has(0) { Level::Restricted } else { Level::Open });
                marking.compartments.extend(has(1).then(|| Compartment::new("engines").unwrap()));
                marking.compartments.extend(has(2).then(|| Compartment::new("radar").unwrap()));
                marking.release.extend(circles.iter().zip(3..).filter(|(_, bit)| has(*bit)).map(|(c, _)| c.clone()));
                marking.caveats.extend(has(6).then(|| "no-export".to_owned()));
                marking
            })
            .collect()
    }

    fn clearances() -> Vec<Clearance> {
        (0..64u32)
            .map(|bits| {
                let has = |bit: u32| bits >> bit & 1 == 1;
                let mut clearance = Clearance {
                    level: if has(0) { Level::Restricted } else { Level::Internal },
                    compartments: BTreeSet::new(),
                    units: BTreeSet::new(),
                    within: BTreeSet::new(),
                };
                clearance.compartments.extend(has(1).then(|| Compartment::new("engines").unwrap()));
                clearance.compartments.extend(has(2).then(|| Compartment::new("radar").unwrap()));
                clearance.within.extend(has(3).then(|| unit("works")));
                clearance.within.extend(has(4).then(|| unit("institute")));
                if has(5) {
                    clearance.units.insert(unit("shop"));
                    clearance.within.insert(unit("shop"));
                }
                clearance
            })
            .collect()
    }

    #[test]
    fn whoever_sees_what_was_derived_sees_all_it_was_derived_from_and_the_other_way_round() {
        let (markings, clearances) = (markings(), clearances());
        for a in &markings {
            for b in &markings {
                let join = a.join(b);
                assert_eq!(join, b.join(a));
                assert_eq!(join.join(a), join);
                for who in &clearances {
                    assert_eq!(who.may_see(&join), who.may_see(a) && who.may_see(b), "{a} and {b}");
                }
            }
        }
    }

    #[test]
    fn a_marking_reads_back_as_it_was_written() {
        for marking in markings() {
            assert_eq!(Marking::parse(&marking.to_string()), Some(marking));
        }
    }

    #[test]
    fn what_cannot_be_read_is_seen_by_nobody() {
        let highest = Clearance { level: Level::Confidential, ..clearances().pop().unwrap() };
        for text in
            ["", "secret", "open release=", "open release=a||b", "open x=y", "open compartments=,", "open caveats=A"]
        {
            assert!(!highest.may_see(&Marking::read(text)), "{text}");
        }
    }
}
