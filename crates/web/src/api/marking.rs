//! Markings: who may see a thing.

use std::collections::BTreeSet;

use model::{Compartment, Level, Marking, Refusal, Released, UnitId, caveat, sentence};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::word::Word;

/// Who may see a thing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkingView {
    /// How high.
    pub level: Word<Level>,
    /// Compartments, all of which are needed.
    #[serde(default)]
    pub compartments: Vec<String>,
    /// Circles of units, in each of which a reader must stand; none: not restricted by unit. A unit stands for itself and
    /// all below it, with `=` before its name for itself alone.
    #[serde(default)]
    pub release: Vec<Vec<String>>,
    /// What may not be done with it.
    #[serde(default)]
    pub caveats: Vec<String>,
}

impl From<&Marking> for MarkingView {
    fn from(marking: &Marking) -> MarkingView {
        let circle = |circle: &BTreeSet<Released>| circle.iter().map(ToString::to_string).collect();
        MarkingView {
            level: Word(marking.level),
            compartments: marking.compartments.iter().map(ToString::to_string).collect(),
            release: marking.release.iter().map(circle).collect(),
            caveats: marking.caveats.iter().cloned().collect(),
        }
    }
}

impl MarkingView {
    /// The marking that is meant, or what cannot be read of it: a pointer within the marking, and what to write instead.
    pub fn read(&self) -> Result<Marking, (String, Refusal)> {
        let mut marking = Marking::at(self.level.0);
        for (at, text) in self.compartments.iter().enumerate() {
            let compartment = Compartment::new(text);
            marking.compartments.insert(compartment.map_err(|refusal| (format!("/compartments/{at}"), refusal))?);
        }
        for (at, circle) in self.release.iter().enumerate() {
            let mut units = BTreeSet::new();
            for (within, text) in circle.iter().enumerate() {
                let unit = UnitId::new(text.strip_prefix('=').unwrap_or(text));
                let unit = unit.map_err(|refusal| (format!("/release/{at}/{within}"), refusal))?;
                units.insert(if text.starts_with('=') { Released::Exactly(unit) } else { Released::Within(unit) });
            }
            marking.release.insert(units);
        }
        for (at, text) in self.caveats.iter().enumerate() {
            marking.caveats.insert(caveat(text).ok_or_else(|| (format!("/caveats/{at}"), no_caveat(text)))?);
        }
        Ok(marking)
    }

    /// The units that it names.
    pub fn units(marking: &Marking) -> impl Iterator<Item = &UnitId> {
        marking.release.iter().flatten().map(|released| match released {
            Released::Within(unit) | Released::Exactly(unit) => unit,
        })
    }
}

fn no_caveat(text: &str) -> Refusal {
    Refusal::Said(sentence!(
        "marking-no-caveat",
        "`{text}` is no caveat; use up to 80 lower-case letters, digits, hyphens, points and colons",
        text
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marking_is_read_as_it_was_written() {
        for text in ["open", "restricted compartments=engines,radar release=works|institute&=gknt caveats=no-export"] {
            let marking = Marking::parse(text).unwrap();
            assert_eq!(MarkingView::from(&marking).read().unwrap(), marking);
        }
        let mut view = MarkingView::from(&Marking::top());
        assert_eq!(view.read().unwrap(), Marking::top());
        view.release = vec![vec!["works".to_owned(), "No unit".to_owned()]];
        assert_eq!(view.read().unwrap_err().0, "/release/0/1");
    }
}
