//! The part of the form that says who may see a need.

use std::collections::BTreeSet;

use maud::{Markup, html};
use model::{Clearance, Compartment, Level, Marking, Released, UnitId, UnitTree, caveat};

use super::level_word;
use crate::component::{Choice, Field, Slips, disclosure};
use crate::speech::Speech;
use crate::typed::Typed;

/// What was typed and ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkingDraft {
    /// The level, by its word.
    pub level: String,
    /// Names of compartments.
    pub compartments: Vec<String>,
    /// Units that it is released to, as [`Released`] displays them.
    pub release: Vec<String>,
    /// Further units, by their short names.
    pub more_units: String,
    /// Caveats, parted by blanks or commas.
    pub caveats: String,
}

/// What the officer can mark with.
#[derive(Clone, Debug)]
pub struct MarkingChoices<'a> {
    /// What the officer may see: nobody marks higher than that.
    pub clearance: &'a Clearance,
    /// Compartments that the officer is admitted to, with their names.
    pub compartments: &'a [(Compartment, String)],
    /// The units.
    pub tree: &'a UnitTree,
    /// Circles of units that this form cannot say: a need has them from what it was derived from, and keeps them.
    pub kept: &'a [BTreeSet<Released>],
}

/// Circles of a marking that the form cannot show: all but the first, and the one without units.
pub fn kept_circles(marking: &Marking) -> Vec<BTreeSet<Released>> {
    let shown = marking.release.iter().find(|circle| !circle.is_empty());
    marking.release.iter().filter(|circle| Some(*circle) != shown).cloned().collect()
}

impl MarkingDraft {
    /// How a marking stands in the form.
    pub fn of(marking: &Marking) -> MarkingDraft {
        let circle = marking.release.iter().find(|circle| !circle.is_empty());
        MarkingDraft {
            level: marking.level.word().to_owned(),
            compartments: marking.compartments.iter().map(ToString::to_string).collect(),
            release: circle.into_iter().flatten().map(ToString::to_string).collect(),
            more_units: String::new(),
            caveats: marking.caveats.iter().cloned().collect::<Vec<_>>().join(" "),
        }
    }

    /// What was typed.
    pub fn typed(typed: &Typed) -> MarkingDraft {
        MarkingDraft {
            level: typed.get("level").to_owned(),
            compartments: typed.all("compartment"),
            release: typed.all("release"),
            more_units: typed.get("more-units").to_owned(),
            caveats: typed.get("caveats").to_owned(),
        }
    }

    /// The marking that it makes; what is no part of one becomes a slip.
    pub fn read(&self, speech: Speech, choices: &MarkingChoices<'_>, slips: &mut Slips) -> Marking {
        let mut marking = Marking::at(Level::from_word(&self.level).unwrap_or(Level::Open));
        marking.compartments = self.compartments.iter().filter_map(|name| Compartment::new(name).ok()).collect();
        marking.release.extend(choices.kept.iter().cloned());
        let more = self.more_units.split([' ', ',', ';', '\n', '\r', '\t']).filter(|name| !name.is_empty());
        let mut circle = BTreeSet::new();
        for (name, field) in
            self.release.iter().map(|name| (name.as_str(), "release")).chain(more.map(|name| (name, "more-units")))
        {
            let (exactly, bare) = name.strip_prefix('=').map_or((false, name), |bare| (true, bare));
            match UnitId::new(bare).ok().filter(|unit| choices.tree.unit(unit).is_some()) {
                Some(unit) if exactly => circle.insert(Released::Exactly(unit)),
                Some(unit) => circle.insert(Released::Within(unit)),
                None => {
                    slips.note(field, speech.with("need-slip-unit", &[("unit", name.to_owned().into())]));
                    false
                }
            };
        }
        if !circle.is_empty() {
            marking.release.insert(circle);
        }
        for text in self.caveats.split([' ', ',', ';']).filter(|text| !text.is_empty()) {
            match caveat(&text.to_lowercase()) {
                Some(caveat) => {
                    marking.caveats.insert(caveat);
                }
                None => slips.note("caveats", speech.with("need-slip-caveat", &[("caveat", text.to_owned().into())])),
            }
        }
        if !choices.clearance.may_see(&marking) {
            slips.note("level", speech.say("need-slip-marking"));
        }
        marking
    }

    /// Draws it, folded away while nothing is marked.
    pub fn draw(&self, speech: Speech, choices: &MarkingChoices<'_>, slips: &Slips) -> Markup {
        let fields = ["level", "compartment", "release", "more-units", "caveats"];
        let open = *self != MarkingDraft { level: Level::Open.word().to_owned(), ..MarkingDraft::default() }
            && *self != MarkingDraft::default();
        let wrong = fields.iter().any(|field| slips.of(field).is_some());
        disclosure(&speech.say("need-marking-title"), open || wrong, self.fields(speech, choices, slips))
    }

    fn fields(&self, speech: Speech, choices: &MarkingChoices<'_>, slips: &Slips) -> Markup {
        let levels = Level::ALL.iter().filter(|level| **level <= choices.clearance.level);
        let levels = levels.map(|level| {
            let about = speech.say(&format!("need-level-{}-about", level.word()));
            Choice::new(level.word(), level_word(speech, *level)).hint(about)
        });
        let compartments = choices.compartments.iter().map(|(id, name)| Choice::new(id.as_str(), name.clone()));
        let compartments: Vec<Choice> = compartments.collect();
        let level = if self.level.is_empty() { Level::Open.word() } else { self.level.as_str() };
        html! {
            (Field::radios("level", speech.say("need-level"), levels.collect()).value(level).slips(slips).draw(speech))
            @if !compartments.is_empty() {
                (Field::checks("compartment", speech.say("need-compartments"), compartments)
                    .hint(speech.say("need-compartments-hint")).values(self.compartments.clone()).slips(slips).optional().draw(speech))
            }
            (Field::checks("release", speech.say("need-release"), self.circle(speech, choices))
                .hint(speech.say("need-release-hint")).values(self.release.clone()).slips(slips).optional().draw(speech))
            (Field::text("more-units", speech.say("need-release-more")).hint(speech.say("need-release-more-hint"))
                .value(self.more_units.clone()).slips(slips).optional().draw(speech))
            @if !choices.kept.is_empty() { p class="hint" { (speech.say("need-release-kept")) } }
            (Field::text("caveats", speech.say("need-caveats")).hint(speech.say("need-caveats-hint"))
                .value(self.caveats.clone()).slips(slips).optional().draw(speech))
        }
    }

    /// The units that are offered: those the officer stands in, each alone and with all below it, and those chosen.
    fn circle(&self, speech: Speech, choices: &MarkingChoices<'_>) -> Vec<Choice> {
        let name = |unit: &UnitId| choices.tree.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone());
        let own = choices.clearance.units.iter().map(|unit| Released::Exactly(unit.clone()));
        let within = choices.clearance.within.iter().map(|unit| Released::Within(unit.clone()));
        let mut offered: Vec<Released> = own.chain(within).collect();
        for text in &self.release {
            let (exactly, bare) = text.strip_prefix('=').map_or((false, text.as_str()), |bare| (true, bare));
            let released =
                UnitId::new(bare).map(|unit| if exactly { Released::Exactly(unit) } else { Released::Within(unit) });
            if let Ok(released) = released
                && !offered.contains(&released)
            {
                offered.push(released);
            }
        }
        let said = |released: &Released| match released {
            Released::Exactly(unit) => speech.with("need-release-alone", &[("unit", name(unit).into())]),
            Released::Within(unit) => speech.with("need-release-within", &[("unit", name(unit).into())]),
        };
        offered.iter().map(|released| Choice::new(released.to_string(), said(released))).collect()
    }
}
