//! A brief with what is to be known beside it: who has read it, what was told before, which questions tell of more than they ask.

use std::collections::BTreeMap;

use model::{
    Brief, BriefConfirmation, BriefLine, BriefPart, BriefStage, BriefThing, Date, DutyKind, DutyState, HostId, Level,
    Mission, MissionId, MissionStage, Noun, Power, QuestionId, QuestionList, QuestionState, Specialist, SpecialistId,
};
use store::MissionFilter;

use super::brief::{BEFORE_LEAVING, brief_thing, reader_of};
use super::no_mission;
use crate::{Failure, Office, Officer};

/// Earlier missions to a host whose briefs are read.
const EARLIER_MISSIONS_MAX: usize = 50;

/// What was told or shown to a host before, by an earlier mission.
#[derive(Clone, Debug)]
pub struct ToldBefore {
    /// To which host.
    pub host: HostId,
    /// By which mission.
    pub mission: Mission,
    /// What its brief let its members tell or show, or a question that was asked there.
    pub line: BriefLine,
}

/// A question whose wording tells the host of a need that is not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TellingQuestion {
    /// The question.
    pub question: QuestionId,
    /// How high the need behind it is marked.
    pub level: Level,
}

/// A member, and whether they know the brief as it stands.
#[derive(Clone, Debug)]
pub struct BriefReader {
    /// Who.
    pub specialist: Specialist,
    /// That they know it.
    pub confirmation: Option<BriefConfirmation>,
    /// Whether they confirm it themselves; otherwise the mission's post says how it was read to them.
    pub reads: bool,
}

/// What an officer may do with a brief now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BriefRights {
    /// Write it.
    pub write: bool,
    /// Lay it before who says whether it stands.
    pub lay: bool,
    /// Say whether it stands.
    pub clear: bool,
    /// The members for whom they may confirm it: themselves, and for the mission's post those who have no account.
    pub confirm: Vec<SpecialistId>,
}

/// A brief with what is to be known beside it.
#[derive(Clone, Debug)]
pub struct BriefPage {
    /// The mission.
    pub mission: Mission,
    /// Its questions.
    pub questions: QuestionList,
    /// The brief, when one was begun and is seen.
    pub brief: Option<Brief>,
    /// Who goes, and whether they know it.
    pub readers: Vec<BriefReader>,
    /// What was told before.
    pub told_before: Vec<ToldBefore>,
    /// Questions whose wording tells of a need that is not open.
    pub telling: Vec<TellingQuestion>,
    /// What people call the things that are named.
    pub called: BTreeMap<BriefThing, String>,
    /// What the officer may do.
    pub rights: BriefRights,
}

impl BriefPage {
    /// Whether everybody who goes knows the version that stands.
    pub fn is_confirmed(&self) -> bool {
        let stands = self.brief.as_ref().is_some_and(|brief| brief.stage == BriefStage::Cleared);
        stands && self.readers.iter().all(|reader| reader.confirmation.is_some())
    }
}

impl Office {
    /// What people call a thing that a brief names.
    pub(super) fn called(&self, thing: &BriefThing, list: &QuestionList) -> Result<String, Failure> {
        let title = match thing {
            BriefThing::Record(id) => match self.record(&id.to_string()) {
                Ok(held) => held.record.title().map(str::to_owned),
                Err(Failure::Refused(_)) => None,
                Err(failure) => return Err(failure),
            },
            BriefThing::Need(id) => self.reader.need(&self.scope, id)?.map(|need| need.title),
            BriefThing::Question(id) => list.get(*id).ok().map(|question| question.text.clone()),
        };
        Ok(title.unwrap_or_else(|| thing.name()))
    }

    /// The brief of a mission with what is to be known beside it, and what an officer may do.
    ///
    /// # Errors
    /// Refused when there is no such mission.
    pub fn brief_page(&self, officer: &Officer, text: &str, today: Date) -> Result<BriefPage, Failure> {
        let id = MissionId::parse(text).ok_or_else(|| no_mission(text))?;
        let mission = self.reader.mission(&self.scope, id)?.ok_or_else(|| no_mission(text))?;
        let questions = self.reader.questions(&self.scope, id)?;
        let brief = self.reader.brief(&self.scope, id)?;
        let readers = self.brief_readers(&mission, brief.as_ref(), today)?;
        let told_before = self.told_before(&mission, &questions)?;
        let lines = brief.iter().flat_map(|brief| &brief.lines).chain(told_before.iter().map(|told| &told.line));
        let mut called = BTreeMap::new();
        for thing in lines.filter_map(|line| line.thing.as_ref()) {
            if !called.contains_key(thing) {
                called.insert(thing.clone(), self.called(thing, &questions)?);
            }
        }
        let rights = self.brief_rights(officer, &mission, brief.as_ref(), &readers)?;
        let telling = self.telling_questions(&questions)?;
        Ok(BriefPage { mission, questions, brief, readers, told_before, telling, called, rights })
    }

    fn brief_readers(
        &self,
        mission: &Mission,
        brief: Option<&Brief>,
        today: Date,
    ) -> Result<Vec<BriefReader>, Failure> {
        let mut readers = Vec::new();
        for member in &mission.members {
            let Some(specialist) = self.reader.specialist(&self.scope, member.specialist)? else { continue };
            let reads = reader_of(self, &specialist, today)?.is_some();
            let knows = brief.filter(|brief| brief.is_known_to(member.specialist)).and_then(|brief| {
                let of = |one: &&BriefConfirmation| one.member == member.specialist && one.version == brief.version;
                brief.confirmations.iter().find(of).cloned()
            });
            readers.push(BriefReader { specialist, confirmation: knows, reads });
        }
        Ok(readers)
    }

    fn brief_rights(
        &self,
        officer: &Officer,
        mission: &Mission,
        brief: Option<&Brief>,
        readers: &[BriefReader],
    ) -> Result<BriefRights, Failure> {
        let own = officer.acts_for(&mission.post);
        let write = own && BEFORE_LEAVING.contains(&mission.stage);
        let Some(brief) = brief else { return Ok(BriefRights { write, ..BriefRights::default() }) };
        let reviewed = matches!(mission.stage, MissionStage::Reviewed | MissionStage::Vetting | MissionStage::Approved);
        let duties = self.reader.duties_about(&self.scope, &brief_thing(mission.id))?;
        let asked = duties.iter().find(|duty| duty.kind == DutyKind::ClearBrief && duty.state == DutyState::Open);
        let raised = asked.and_then(|duty| duty.raised_to.as_ref()).is_some_and(|post| officer.acts_for(post));
        let goes = |reader: &BriefReader| reader.specialist.person.as_ref() == Some(&officer.person.id);
        let clears = brief.clearer.as_ref().is_some_and(|post| officer.acts_for(post)) || raised;
        let stands = brief.stage == BriefStage::Cleared;
        let unread = readers.iter().filter(|reader| stands && reader.confirmation.is_none());
        let may = unread.filter(|reader| if reader.reads { goes(reader) } else { own });
        Ok(BriefRights {
            write,
            lay: own && reviewed && brief.stage == BriefStage::Draft && !brief.lines.is_empty(),
            clear: clears && brief.stage == BriefStage::Laid && !readers.iter().any(goes),
            confirm: may.map(|reader| reader.specialist.id).collect(),
        })
    }

    /// What earlier missions told and showed to the hosts of a mission, and asked there, the latest first.
    fn told_before(&self, mission: &Mission, list: &QuestionList) -> Result<Vec<ToldBefore>, Failure> {
        let mut hosts = mission.hosts.clone();
        hosts.extend(list.all().iter().filter_map(|question| question.host));
        hosts.sort_unstable();
        hosts.dedup();
        let mut told = Vec::new();
        for host in hosts {
            let filter = MissionFilter {
                host: Some(host),
                stages: vec![MissionStage::UnderWay, MissionStage::Reported, MissionStage::Closed],
                limit: Some(EARLIER_MISSIONS_MAX),
                ..MissionFilter::default()
            };
            let is_earlier = |one: &Mission| one.id != mission.id && one.since <= mission.since;
            for earlier in self.reader.missions(&self.scope, &filter)?.into_iter().filter(is_earlier) {
                let of = |one: Option<HostId>| one.is_none_or(|one| one == host);
                let brief = self.reader.brief(&self.scope, earlier.id)?;
                let lines = brief.into_iter().flat_map(|brief| brief.lines);
                let disclosed = lines.filter(|line| line.part.discloses() && of(line.host));
                let list = self.reader.questions(&self.scope, earlier.id)?;
                let was_asked =
                    |state| matches!(state, QuestionState::Answered | QuestionState::Partly | QuestionState::Refused);
                let asked = list.all().iter().filter(|question| was_asked(question.state) && of(question.host));
                let asked = asked.map(|question| BriefLine {
                    host: Some(host),
                    part: BriefPart::Told,
                    words: question.text.clone(),
                    thing: Some(BriefThing::Question(question.id)),
                });
                let all: Vec<BriefLine> = disclosed.chain(asked).collect();
                told.extend(all.into_iter().map(|line| ToldBefore { host, mission: earlier.clone(), line }));
            }
        }
        Ok(told)
    }

    /// Questions that are to be asked and whose wording tells of a need or request that is not open.
    fn telling_questions(&self, list: &QuestionList) -> Result<Vec<TellingQuestion>, Failure> {
        let mut telling = Vec::new();
        for question in list.all().iter().filter(|question| question.state == QuestionState::Open) {
            let mut level = Level::Open;
            for asker in &question.askers {
                let marking = match asker.thing.noun {
                    Noun::Need => self.need(&asker.thing.name).map(|need| need.marking),
                    _ => self.request(&asker.thing.name).map(|request| request.marking),
                };
                match marking {
                    Ok(marking) => level = level.max(marking.level),
                    Err(Failure::Refused(_)) => {}
                    Err(failure) => return Err(failure),
                }
            }
            if level > Level::Open {
                telling.push(TellingQuestion { question: question.id, level });
            }
        }
        Ok(telling)
    }

    /// The brief of a mission; `None` when there is none, or none that is seen.
    ///
    /// # Errors
    /// When the store fails.
    pub fn brief(&self, id: MissionId) -> Result<Option<Brief>, Failure> {
        Ok(self.reader.brief(&self.scope, id)?)
    }

    /// Whether everybody who goes on a mission knows the brief that stands; `None` when no brief is seen.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_briefed(&self, mission: &Mission) -> Result<Option<bool>, Failure> {
        let Some(brief) = self.reader.brief(&self.scope, mission.id)? else { return Ok(None) };
        let all = mission.members.iter().all(|member| brief.is_known_to(member.specialist));
        Ok(Some(all && brief.stage == BriefStage::Cleared))
    }

    /// Whether an officer coordinates over the unit of a mission.
    pub(crate) fn coordinates(&self, officer: &Officer, mission: &Mission) -> Result<bool, Failure> {
        Ok(officer.with_power_over(Power::Coordinate, &mission.unit, self.tree()?.as_ref()).is_some())
    }
}
