//! The ways from a class that is asked for to the classes that meet it.
//!
//! A need in a class is met by a record in a class that is the same or narrower. So a way goes down, and over a mapping
//! only where the other class is the same or narrower too: `exact` and `close` in both directions, `narrower` along it,
//! `broader` against it, `related` never. `exact` is transitive and may be walked through a third scheme; `close` is
//! not (SKOS section 10.6.5), so a way over it has no other mapping in it.

use std::collections::{HashSet, VecDeque};
use std::fmt;

use super::{ConceptCode, Crosswalk, MappingRelation};
use crate::{Hierarchy, SubjectScheme};

/// Mappings in one way. Each is somebody's judgement, and the third hand is as far as one follows it.
pub const MAPPED_STEPS_MAX: usize = 3;

/// Ways from one class. A query that stands for more classes is too broad to be told grounds.
pub const WAYS_MAX: usize = 1_000;

/// Classes that wait to be gone on from. A class with more mappings has more ways than are told.
const WAITING_MAX: usize = 4 * WAYS_MAX;

/// One step of a way, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Down to a class below, in the same scheme.
    Below(ConceptCode),
    /// Over a mapping.
    Mapped(MappingRelation, ConceptCode),
}

impl Step {
    /// Where it leads.
    pub fn to(&self) -> &ConceptCode {
        match self {
            Step::Below(code) | Step::Mapped(_, code) => code,
        }
    }
}

/// A way from the class that is asked for to one that meets it, as it is shown: `GRNTI 29 → exact → FORD 1.3`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Way {
    /// What is asked for.
    pub asked: ConceptCode,
    /// At least one step.
    pub steps: Vec<Step>,
    /// Whether what stands below the end by its notation meets it too.
    pub below: bool,
}

impl Way {
    /// The class that meets what is asked for.
    pub fn end(&self) -> &ConceptCode {
        self.steps.last().map_or(&self.asked, Step::to)
    }

    /// Whether a code that a record bears stands at the end of the way.
    pub fn meets(&self, scheme: SubjectScheme, code: &str) -> bool {
        let end = self.end();
        let is_end = |class: &String| class.to_lowercase() == end.notation.to_lowercase();
        scheme == end.subject_scheme()
            && if self.below { scheme.ancestors(code).iter().any(is_end) } else { is_end(&scheme.normal(code)) }
    }

    /// The same way, down to the code that a record bears.
    pub fn down_to(mut self, code: &str) -> Way {
        let own = ConceptCode::new(&self.end().scheme, code);
        if own.key() != self.end().key() {
            self.steps.push(Step::Below(own));
        }
        self
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.asked)?;
        self.steps.iter().try_for_each(|step| match step {
            Step::Below(code) => write!(f, " → below → {code}"),
            Step::Mapped(relation, code) => write!(f, " → {} → {code}", relation.word()),
        })
    }
}

/// The ways from a class, the shortest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// The ways; each end once.
    pub ways: Vec<Way>,
    /// Whether there were more than [`WAYS_MAX`].
    pub cut: bool,
}

/// A class that was reached.
struct Reached {
    way: Way,
    n_mapped: usize,
    over_close: bool,
}

impl Crosswalk {
    /// The ways from a class. `exactly`: what stands below it is not asked for, and what only nearly is it neither.
    pub fn ways(&self, asked: &ConceptCode, exactly: bool) -> Ways {
        let mut ways = Ways::default();
        let mut seen = HashSet::from([asked.key()]);
        self.walk(asked, exactly, &mut seen, &mut ways);
        ways
    }

    /// The ways from a code whose scheme is not said, as in a query: from the class of that code in every scheme that has
    /// one. The grounds say which it was.
    pub fn ways_of_code(&self, code: &str, exactly: bool) -> Ways {
        let asked = self.classes_of_code(code);
        let mut ways = Ways::default();
        let mut seen = asked.iter().map(ConceptCode::key).collect();
        asked.iter().for_each(|asked| self.walk(asked, exactly, &mut seen, &mut ways));
        ways.ways.sort_by_key(|way| way.steps.len());
        ways
    }

    /// The class as its scheme writes it, if anything is known of it.
    pub(super) fn known(&self, code: &ConceptCode) -> Option<ConceptCode> {
        let concept = self.schemes.get(&code.scheme).and_then(|scheme| scheme.concept(&code.notation));
        if let Some(concept) = concept {
            return Some(ConceptCode { scheme: code.scheme.clone(), notation: concept.notation.clone() });
        }
        let under = self.under.get(&code.key())?;
        let own = under.iter().map(|end| &self.ends[*end]).find(|end| end.key() == code.key());
        Some(own.unwrap_or(code).clone())
    }

    fn walk(&self, asked: &ConceptCode, exactly: bool, seen: &mut HashSet<(String, String)>, ways: &mut Ways) {
        // What was gone on from, apart for ways that may not be gone on with.
        let mut gone_on = HashSet::from([(asked.key(), false)]);
        let start = Way { asked: asked.clone(), steps: Vec::new(), below: false };
        let mut waiting = VecDeque::from([Reached { way: start, n_mapped: 0, over_close: false }]);
        while let Some(reached) = waiting.pop_front() {
            self.tell(&reached.way, exactly, seen, ways);
            if ways.cut || reached.over_close || reached.n_mapped >= MAPPED_STEPS_MAX {
                continue;
            }
            for end in self.under.get(&reached.way.end().key()).into_iter().flatten() {
                let below = &self.ends[*end];
                let is_self = below.key() == reached.way.end().key();
                if exactly && !is_self {
                    continue;
                }
                for (relation, to) in &self.onward[*end] {
                    let leads = match relation {
                        MappingRelation::Exact => true,
                        MappingRelation::Close => !exactly && reached.n_mapped == 0,
                        MappingRelation::Narrower => !exactly,
                        MappingRelation::Broader | MappingRelation::Related => false,
                    };
                    let to = &self.ends[*to];
                    let over_close = *relation == MappingRelation::Close;
                    if waiting.len() >= WAITING_MAX {
                        ways.cut = true;
                        return;
                    }
                    if !leads || !gone_on.insert((to.key(), over_close)) {
                        continue;
                    }
                    let mut way = reached.way.clone();
                    if !is_self {
                        way.steps.push(Step::Below(below.clone()));
                    }
                    way.steps.push(Step::Mapped(*relation, to.clone()));
                    waiting.push_back(Reached { way, n_mapped: reached.n_mapped + 1, over_close });
                }
            }
        }
    }

    /// Takes up a class that was reached, and those below it that its notation does not tell.
    fn tell(&self, way: &Way, exactly: bool, seen: &mut HashSet<(String, String)>, ways: &mut Ways) {
        let end = way.end();
        let by_notation = end.subject_scheme().hierarchy() == Hierarchy::Notation;
        // What stands below a class that is told is met already.
        let is_met = |seen: &HashSet<_>| {
            !exactly && by_notation && self.with_what_is_above(end).iter().any(|key| seen.contains(key))
        };
        if !way.steps.is_empty() && !is_met(seen) && seen.insert(end.key()) {
            ways.add(Way { below: !exactly && by_notation, ..way.clone() });
        }
        if exactly || by_notation {
            return;
        }
        let Some(scheme) = self.schemes.get(&end.scheme) else { return };
        for concept in scheme.below(&end.notation) {
            let code = ConceptCode::new(&end.scheme, &concept.notation);
            if seen.insert(code.key()) {
                let mut way = way.clone();
                way.steps.push(Step::Below(code));
                ways.add(way);
            }
            if ways.cut {
                return;
            }
        }
    }
}

impl Ways {
    fn add(&mut self, way: Way) {
        if self.ways.len() < WAYS_MAX { self.ways.push(way) } else { self.cut = true }
    }
}
