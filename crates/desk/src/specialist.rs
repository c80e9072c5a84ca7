//! The roster of specialists, kept by who leads or coordinates their unit.

use model::{
    Assignment, AssignmentStage, Date, HostId, Interest, Mission, MissionStage, Power, Refusal, Specialist,
    SpecialistId, Subject, Taken, Verb, sentence,
};
use store::{AssignmentFilter, Deed, MissionFilter, Scope, Writer};

use crate::control::{assignment_proposal, lay_before};
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
    /// The name of the host they come from, where it is seen.
    pub host: Option<String>,
    /// The names of hosts to which they are tied, of those that are seen.
    pub ties: Vec<(HostId, String)>,
    /// Their missions, the newest first.
    pub missions: Vec<Mission>,
    /// Their assignments, of those that are the reader's affair.
    pub assignments: Vec<Assignment>,
    /// Days on which they are assigned, without saying where.
    pub taken: Vec<Taken>,
    /// How often they were sent although a report was overdue.
    pub n_waivers: u64,
}

/// Who of the roster is asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct RosterAsk {
    /// With each of these words in the name, a skill or a language.
    pub words: String,
    /// From outside, or of the house.
    pub foreign: Option<bool>,
    /// With a skill of this class, or one below it.
    pub class: Option<Subject>,
    /// Speaking this language.
    pub language: Option<model::Language>,
    /// Free on all of these days.
    pub free: Option<(Date, Date)>,
}

pub(crate) fn no_specialist(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "specialist",
        text: text.to_owned(),
        next: sentence!("next-look-roster", "look for them in the roster"),
    }
}

/// Puts somebody on the roster, or changes what it says of them: then `revision` is that of the state which was seen.
/// It is marked at least as the records that show the skills. A form that is sent twice keeps one. Where it says somebody else of them, what
/// they are assigned to is laid before the gate as it is then.
///
/// # Errors
/// Refused when it is not in order, for a unit that the officer neither leads nor coordinates, when somebody changed it in between,
/// or when its marking would become wider.
pub fn keep_specialist(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
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
        let named = specialist.host.into_iter().chain(specialist.interests.iter().filter_map(|tie| tie.host));
        for host in named {
            deed.host(&officer.scope, host)?.ok_or_else(|| crate::host::no_host(&host.to_string()))?;
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
        let specialist = with_hidden(deed, officer, &held, Specialist { made_at: held.made_at, ..specialist })?;
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
        if is_weighed_otherwise(&held, &specialist) {
            lay_anew(deed, turn, specialist.id)?;
        }
        Ok(specialist)
    })
}

/// Whether what the gate decides on is said otherwise: what they are called, and where they come from.
fn is_weighed_otherwise(before: &Specialist, after: &Specialist) -> bool {
    (&before.name, &before.country, before.host) != (&after.name, &after.country, after.host)
}

/// Lays before the gate what somebody is assigned to and is not over, or interprets in, as it is now.
fn lay_anew(deed: &mut Deed<'_>, turn: &mut Turn<'_>, id: SpecialistId) -> Result<(), Failure> {
    let stages = vec![AssignmentStage::Proposed, AssignmentStage::Signed, AssignmentStage::UnderWay];
    for one in deed.assignments(&AssignmentFilter { stages, ..AssignmentFilter::default() })? {
        let is_theirs = one.specialist == id || one.interpreter == Some(id);
        if is_theirs && let Some(proposal) = assignment_proposal(deed, &one)? {
            lay_before(deed, turn, &proposal)?;
        }
    }
    Ok(())
}

/// The same with what the officer did not see and so could not keep: the host, and ties to hosts, that are hidden from them.
fn with_hidden(
    deed: &Deed<'_>,
    officer: &Officer,
    held: &Specialist,
    mut changed: Specialist,
) -> Result<Specialist, Failure> {
    let is_hidden = |host: HostId| -> Result<bool, Failure> { Ok(deed.host(&officer.scope, host)?.is_none()) };
    if let Some(host) = held.host
        && changed.host.is_none()
        && is_hidden(host)?
    {
        changed.host = Some(host);
    }
    for tie in &held.interests {
        if let Some(host) = tie.host
            && !changed.interests.contains(tie)
            && is_hidden(host)?
        {
            // A form shows its words without its host.
            let shown = Interest { host: None, ..tie.clone() };
            changed.interests.retain(|one| *one != shown);
            changed.interests.push(tie.clone());
        }
    }
    Ok(changed)
}

impl Office {
    /// The roster, narrowed, in order of name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn roster(&self, ask: &RosterAsk) -> Result<Vec<Specialist>, Failure> {
        let mut roster = self.specialists(&ask.words)?;
        let has_class = |one: &Specialist, class: &Subject| {
            one.skills.iter().any(|skill| match (&class.code, &skill.class.code) {
                (Some(code), Some(held)) if class.scheme == skill.class.scheme => {
                    held == code || class.scheme.ancestors(held).contains(code)
                }
                (Some(_), _) => false,
                (None, _) => {
                    let fold = |term: &Option<String>| matching::analysis::fold(term.as_deref().unwrap_or_default());
                    fold(&skill.class.term).contains(&fold(&class.term))
                }
            })
        };
        roster.retain(|one| {
            ask.foreign.is_none_or(|foreign| one.is_foreign() == foreign)
                && ask.class.as_ref().is_none_or(|class| has_class(one, class))
                && ask.language.as_ref().is_none_or(|language| one.speaks(language).is_some())
        });
        let Some((since, until)) = ask.free else { return Ok(roster) };
        let mut free = Vec::new();
        for one in roster {
            let taken = self.days_taken(&one, None)?;
            let is_free = !one.away.iter().any(|away| away.meets(since, until))
                && !taken.iter().any(|taken| taken.since <= until && since <= taken.until);
            if is_free {
                free.push(one);
            }
        }
        Ok(free)
    }

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

    /// A specialist with their missions, and with the assignments that are the officer's affair.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn specialist_page(&self, officer: &Officer, text: &str) -> Result<SpecialistPage, Failure> {
        let specialist = self.specialist(text)?;
        let unit = self.unit_name(specialist.unit.as_str())?.unwrap_or_else(|| specialist.unit.to_string());
        let filter =
            MissionFilter { member: Some(specialist.id), limit: Some(MISSIONS_SHOWN), ..MissionFilter::default() };
        let missions = self.reader.missions(&self.scope, &filter)?;
        let n_waivers = self.reader.n_waivers(&self.scope, specialist.id)?;
        let name = |id: HostId| -> Result<Option<String>, Failure> {
            Ok(self.reader.host(&self.scope, id)?.map(|host| host.name().to_owned()))
        };
        let host = specialist.host.map(name).transpose()?.flatten();
        let mut ties = Vec::new();
        for id in specialist.interests.iter().filter_map(|tie| tie.host) {
            ties.extend(name(id)?.map(|name| (id, name)));
        }
        let filter = AssignmentFilter { specialist: Some(specialist.id), ..AssignmentFilter::default() };
        let assignments = self.privy_assignments(officer, &filter)?.into_iter().map(|(one, _)| one).collect();
        let taken = self.reader.taken(&self.scope, specialist.id, None)?;
        Ok(SpecialistPage { specialist, unit, host, ties, missions, assignments, taken, n_waivers })
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
