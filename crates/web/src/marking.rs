//! Markings on pages: shown as tags, chosen in forms.

use std::collections::BTreeSet;

use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Compartment, Level, Marking, Release, Released, UnitId};

use crate::component::{Choice, Field, Slips, Tone, tag};
use crate::speech::Speech;
use crate::typed::Typed;

/// What can be chosen by somebody: nothing that they could not see afterwards.
#[derive(Clone, Debug, Default)]
pub struct MarkingChoices {
    levels: Vec<Level>,
    compartments: Vec<(Compartment, String)>,
    units: Vec<(UnitId, String)>,
}

impl MarkingChoices {
    /// The levels up to the officer's own, their compartments, and the units they stand in.
    ///
    /// # Errors
    /// When the store fails.
    pub fn of(office: &Office, officer: &Officer) -> Result<MarkingChoices, Failure> {
        let clearance = &officer.clearance;
        let levels = Level::ALL.iter().copied().filter(|level| *level <= clearance.level).collect();
        let mut compartments = Vec::new();
        if !clearance.compartments.is_empty() {
            for held in office.reader().compartments(&officer.scope)? {
                if clearance.compartments.contains(&held.id) && !held.closed {
                    compartments.push((held.id, held.name));
                }
            }
        }
        let mut units = Vec::new();
        for id in &clearance.within {
            units.push((id.clone(), office.unit_name(id.as_str())?.unwrap_or_else(|| id.to_string())));
        }
        Ok(MarkingChoices { levels, compartments, units })
    }

    /// The fields of a form, filled with what was typed.
    pub fn fields(&self, speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
        self.fields_called("", speech, typed, slips)
    }

    /// The same with names that begin so, for a page that has such fields already.
    pub fn fields_called(&self, begins: &str, speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
        let name = |field: &str| format!("{begins}{field}");
        let levels = self.levels.iter().map(|level| {
            let word = level.word();
            Choice::new(word, speech.say(&format!("marking-{word}"))).hint(speech.say(&format!("marking-{word}-hint")))
        });
        let compartments = self.compartments.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
        let everywhere = std::iter::once(Choice::new("", speech.say("marking-everywhere")));
        let units = everywhere.chain(self.units.iter().map(|(id, name)| Choice::new(id.as_str(), name.clone())));
        let chosen = typed.some(&name("level")).unwrap_or(Level::Open.word());
        html! {
            (Field::radios(name("level"), speech.say("marking-level"), levels.collect()).value(chosen).slips(slips).draw(speech))
            @if !self.compartments.is_empty() {
                (Field::checks(name("compartment"), speech.say("marking-compartments"), compartments.collect()).values(typed.all(&name("compartment"))).optional().draw(speech))
            }
            @if !self.units.is_empty() {
                (Field::select(name("release"), speech.say("marking-release"), units.collect()).value(typed.get(&name("release"))).draw(speech))
            }
        }
    }
}

/// The marking that was chosen in a form. What was not chosen is open; what no form of ours sends is left out.
pub fn chosen(typed: &Typed) -> Marking {
    chosen_in("", typed)
}

/// The same where the names of the fields begin so.
pub fn chosen_in(begins: &str, typed: &Typed) -> Marking {
    let name = |field: &str| format!("{begins}{field}");
    let level = Level::from_word(typed.get(&name("level"))).unwrap_or(Level::Open);
    let compartments = typed.all(&name("compartment")).iter().filter_map(|id| Compartment::new(id).ok()).collect();
    let unit = UnitId::new(typed.get(&name("release"))).ok();
    let release: Release = unit.into_iter().map(|unit| BTreeSet::from([Released::Within(unit)])).collect();
    Marking { compartments, release, ..Marking::at(level) }
}

/// A marking as tags; nothing for what is open to all.
pub fn tags(speech: Speech, marking: &Marking) -> Markup {
    html! {
        @if marking.level != Level::Open {
            (tag(Tone::Warn, &speech.say(&format!("marking-{}", marking.level.word())))) " "
        }
        @for compartment in &marking.compartments { (tag(Tone::Warn, compartment.as_str())) " " }
        @for circle in &marking.release {
            (tag(Tone::Warn, &released(speech, circle))) " "
        }
        @for caveat in &marking.caveats { (tag(Tone::Plain, caveat)) " " }
    }
}

/// To whom a circle of a release gives it, in words.
pub fn released(speech: Speech, circle: &BTreeSet<Released>) -> String {
    if circle.is_empty() {
        return speech.say("marking-nobody");
    }
    let units: Vec<String> = circle.iter().map(|one| one.to_string().trim_start_matches('=').to_owned()).collect();
    speech.with("marking-released", &[("units", units.join(", ").into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_sends_becomes_a_marking_and_what_it_cannot_send_is_left_out() {
        let typed = Typed::parse(b"level=restricted&compartment=engines&compartment=A+B&release=works");
        assert_eq!(chosen(&typed).to_string(), "restricted compartments=engines release=works");
        assert_eq!(chosen(&Typed::parse(b"level=secret&release=%2f")), Marking::default());
    }
}
