//! What is seen of widenings.

use model::{Power, Thing, Widening, WideningId, WideningSide, WideningState};

use super::{no_thing, no_widening};
use crate::{Failure, Office, Officer};

/// Widenings that are listed at once: those that are not over, and the last of the others.
pub const WIDENINGS_LISTED: usize = 200;

/// What an officer may do with a widening now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WideningRights {
    /// Speak for these sides.
    pub speak: Vec<WideningSide>,
    /// Carry it out, as far as control lets them.
    pub carry_out: bool,
    /// Take it back.
    pub withdraw: bool,
}

/// A widening with what may be done with it.
#[derive(Clone, Debug)]
pub struct WideningPage {
    /// The widening.
    pub widening: Widening,
    /// What the officer may do.
    pub rights: WideningRights,
}

impl Office {
    /// The widening of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn widening(&self, text: &str) -> Result<Widening, Failure> {
        let id = WideningId::parse(text).ok_or_else(|| no_widening(text))?;
        Ok(self.reader.widening(&self.scope, id)?.ok_or_else(|| no_widening(text))?)
    }

    /// A widening with what an officer may do with it.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn widening_page(&self, officer: &Officer, text: &str) -> Result<WideningPage, Failure> {
        let widening = self.widening(text)?;
        let tree = self.tree()?;
        let spoke = widening.words.iter().any(|word| word.person == officer.person.id);
        let mut rights = WideningRights {
            speak: Vec::new(),
            carry_out: widening.state == WideningState::Waiting,
            withdraw: widening.is_open() && officer.acts_for(&widening.post),
        };
        if widening.state == WideningState::Asked && widening.asker != officer.person.id && !spoke {
            let duties = self.reader.duties_about(&self.scope, &super::thing_of(widening.id))?;
            let raised = duties.iter().filter(|duty| duty.state == model::DutyState::Open);
            let is_raised = raised.filter_map(|duty| duty.raised_to.as_ref()).any(|post| officer.acts_for(post));
            rights.speak = widening.missing();
            rights.speak.retain(|side| match side {
                WideningSide::Work => {
                    is_raised || officer.with_power_over(Power::Coordinate, &widening.unit, &tree).is_some()
                }
                WideningSide::Office => is_raised || officer.with_power(Power::Administer).is_some(),
            });
        }
        Ok(WideningPage { widening, rights })
    }

    /// Widenings that are not over, and the last of the others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn widenings(&self) -> Result<Vec<Widening>, Failure> {
        Ok(self.reader.widenings(&self.scope, WIDENINGS_LISTED)?)
    }

    /// What was asked of a thing, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn widenings_of(&self, thing: &Thing) -> Result<Vec<Widening>, Failure> {
        Ok(self.reader.widenings_of(&self.scope, thing)?)
    }

    /// What a thing is called whose marking is to be widened, and how it is marked now.
    ///
    /// # Errors
    /// Refused when there is none, and for a noun whose marking is not its own to widen.
    pub fn to_be_widened(&self, thing: &Thing) -> Result<(String, model::Marking), Failure> {
        let (reader, scope, name) = (&self.reader, &self.scope, thing.name.as_str());
        let found = match thing.noun {
            model::Noun::Need => match model::NeedId::new(name) {
                Ok(id) => reader.need(scope, &id)?.map(|one| (one.title, one.marking)),
                Err(_) => None,
            },
            model::Noun::Record => match model::RecordId::parse(name) {
                Some(id) => reader.marking_of_record(scope, id)?.map(|marking| (name.to_owned(), marking)),
                None => None,
            },
            model::Noun::Request => match model::RequestId::parse(name) {
                Some(id) => reader.request(scope, id)?.map(|one| (one.question, one.marking)),
                None => None,
            },
            model::Noun::Source => match model::SourceId::parse(name) {
                Some(id) => reader.source(scope, id)?.map(|line| (line.source.title, line.source.marking)),
                None => None,
            },
            model::Noun::Host => match model::HostId::parse(name) {
                Some(id) => reader.host(scope, id)?.map(|one| (one.name().to_owned(), one.marking)),
                None => None,
            },
            model::Noun::Specialist => match model::SpecialistId::parse(name) {
                Some(id) => reader.specialist(scope, id)?.map(|one| (one.name, one.marking)),
                None => None,
            },
            model::Noun::SpecialistRequest => match model::SpecialistRequestId::parse(name) {
                Some(id) => reader.specialist_request(scope, id)?.map(|one| (one.title, one.marking)),
                None => None,
            },
            model::Noun::Mission => match model::MissionId::parse(name) {
                Some(id) => reader.mission(scope, id)?.map(|one| (one.title, one.marking)),
                None => None,
            },
            model::Noun::Agreement => match model::AgreementId::parse(name) {
                Some(id) => reader.agreement(scope, id)?.map(|one| (one.title, one.marking)),
                None => None,
            },
            model::Noun::Event => match model::EventId::parse(name) {
                Some(id) => reader.event(scope, id)?.map(|one| (one.name, one.marking)),
                None => None,
            },
            model::Noun::Sample => match model::SampleId::parse(name) {
                Some(id) => reader.sample(scope, id)?.map(|line| (line.sample.name, line.sample.marking)),
                None => None,
            },
            model::Noun::Credit => match model::CreditId::parse(name) {
                Some(id) => reader.credit(scope, id)?.map(|one| (one.title, one.marking)),
                None => None,
            },
            model::Noun::Technology => match model::TechnologyId::parse(name) {
                Some(id) => reader.technology(scope, id)?.map(|one| (one.name, one.marking)),
                None => None,
            },
            model::Noun::Adoption => match model::AdoptionId::parse(name) {
                Some(id) => match reader.adoption(scope, id)?.map(|line| line.adoption) {
                    Some(one) => reader.technology(scope, one.technology)?.map(|of| (of.name, one.marking)),
                    None => None,
                },
                None => None,
            },
            _ => None,
        };
        Ok(found.ok_or_else(|| no_thing(thing))?)
    }
}
