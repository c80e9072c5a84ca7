//! The roster of specialists, kept by who leads or coordinates their unit.

use model::{Mission, MissionStage, Power, Refusal, Specialist, SpecialistId, Verb, sentence};
use store::{MissionFilter, Scope, Writer};

use crate::review::{Turn, tree};
use crate::{Failure, Office, Officer};

/// Missions that are shown on the page of a specialist.
const MISSIONS_SHOWN: usize = 100;

/// A specialist with where they were and will be sent.
#[derive(Clone, Debug)]
pub struct SpecialistPage {
    /// Who.
    pub specialist: Specialist,
    /// The name of their unit.
    pub unit: String,
    /// Their missions, the newest first.
    pub missions: Vec<Mission>,
    /// How often they were sent although a report was overdue.
    pub n_waivers: u64,
}

pub(crate) fn no_specialist(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "specialist",
        text: text.to_owned(),
        next: sentence!("next-look-roster", "look for them in the roster"),
    }
}

/// Puts somebody on the roster, or changes what it says of them: then `revision` is that of the state which was seen.
/// It is marked at least as the records that show the skills. A form that is sent twice keeps one.
///
/// # Errors
/// Refused when it is not in order, for a unit that the officer neither leads nor coordinates, when somebody changed it in between,
/// or when its marking would become wider.
pub fn keep_specialist(
    writer: &mut Writer,
    turn: &Turn<'_>,
    specialist: Specialist,
    is_new: bool,
) -> Result<Specialist, Failure> {
    let specialist = specialist.tidied()?;
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let tree = tree(deed)?;
        let by = |unit: &model::UnitId| {
            officer.empowered(Power::Lead, unit, &tree).or_else(|_| officer.empowered(Power::Coordinate, unit, &tree))
        };
        if tree.unit(&specialist.unit).is_none() {
            return Err(Failure::said(sentence!("specialist-no-unit", "That unit is not there; choose another")));
        }
        by(&specialist.unit)?;
        if let Some(person) = &specialist.person
            && deed.person(person)?.is_none()
        {
            return Err(Failure::said(sentence!(
                "specialist-no-person",
                "There is nobody called {person} in the office; choose another, or leave it empty",
                person
            )));
        }
        let mut marking = specialist.marking.clone();
        for record in specialist.skills.iter().flat_map(|skill| &skill.evidence) {
            let missing = || Refusal::NotFound {
                noun: "record",
                text: record.to_string(),
                next: sentence!("next-cite-seen", "cite what you can open here"),
            };
            marking = marking.join(&deed.marking_of_record(&officer.scope, *record)?.ok_or_else(missing)?);
        }
        if !officer.clearance.may_see(&marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-specialist",
                "You could not see them once they are so marked; choose a marking that you are cleared for"
            )));
        }
        let specialist = Specialist { marking, ..specialist };
        if is_new {
            return match deed.specialist(&Scope::office(), specialist.id)? {
                Some(held) if held.name == specialist.name && held.unit == specialist.unit => Ok(held),
                Some(_) => Err(Failure::said(sentence!(
                    "specialist-form-sent",
                    "This form was sent already for somebody else; open a new one"
                ))),
                None => {
                    let specialist = Specialist { revision: 0, made_at: turn.now, ..specialist };
                    deed.keep_specialist(&specialist, Verb::Registered)?;
                    Ok(specialist)
                }
            };
        }
        let name = specialist.id.to_string();
        let held = deed.specialist(&officer.scope, specialist.id)?.ok_or_else(|| no_specialist(&name))?;
        by(&held.unit)?;
        let specialist = Specialist { made_at: held.made_at, ..specialist };
        if specialist == held {
            return Ok(held);
        }
        if specialist.revision != held.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "specialist-changed",
                "Somebody changed this in between; open it again, and change what is still to be changed"
            ))));
        }
        // What shows a skill was seen by whoever kept it, and raises the marking for as long as it stands there.
        let specialist = Specialist { marking: specialist.marking.join(&held.marking), ..specialist };
        let specialist = Specialist { revision: held.revision + 1, ..specialist };
        deed.keep_specialist(&specialist, Verb::Revised)?;
        Ok(specialist)
    })
}

impl Office {
    /// The roster: everybody with each of these words in the name, a skill or a language, in order of name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn specialists(&self, words: &str) -> Result<Vec<Specialist>, Failure> {
        let words: Vec<String> = words.split_whitespace().map(matching::analysis::fold).collect();
        let tree = self.tree()?;
        let mut roster = self.reader.specialists(&self.scope)?;
        roster.retain(|one| {
            let unit = tree.unit(&one.unit).map_or("", |unit| unit.name.as_str());
            let skills = one.skills.iter().flat_map(|skill| [&skill.class.code, &skill.class.term]);
            let texts = [one.name.as_str(), unit].into_iter().chain(skills.flatten().map(String::as_str));
            let texts = texts.chain(one.languages.iter().map(|spoken| spoken.language.tag()));
            let text = matching::analysis::fold(&texts.collect::<Vec<_>>().join("\n"));
            words.iter().all(|word| text.contains(word.as_str()))
        });
        Ok(roster)
    }

    /// The specialist of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn specialist(&self, text: &str) -> Result<Specialist, Failure> {
        let id = SpecialistId::parse(text).ok_or_else(|| no_specialist(text))?;
        Ok(self.reader.specialist(&self.scope, id)?.ok_or_else(|| no_specialist(text))?)
    }

    /// A specialist with their missions.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn specialist_page(&self, text: &str) -> Result<SpecialistPage, Failure> {
        let specialist = self.specialist(text)?;
        let unit = self.unit_name(specialist.unit.as_str())?.unwrap_or_else(|| specialist.unit.to_string());
        let filter =
            MissionFilter { member: Some(specialist.id), limit: Some(MISSIONS_SHOWN), ..MissionFilter::default() };
        let missions = self.reader.missions(&self.scope, &filter)?;
        let n_waivers = self.reader.n_waivers(&self.scope, specialist.id)?;
        Ok(SpecialistPage { specialist, unit, missions, n_waivers })
    }

    /// Whether an officer may change what the roster says of somebody.
    ///
    /// # Errors
    /// When the store fails.
    pub fn may_change_specialist(&self, officer: &Officer, specialist: &Specialist) -> Result<bool, Failure> {
        let tree = self.tree()?;
        let unit = &specialist.unit;
        Ok(officer.with_power_over(Power::Lead, unit, &tree).is_some()
            || officer.with_power_over(Power::Coordinate, unit, &tree).is_some())
    }
}

/// The stages at which a mission takes the days of its members.
pub(crate) const BINDING: [MissionStage; 3] = [MissionStage::Vetting, MissionStage::Approved, MissionStage::UnderWay];
