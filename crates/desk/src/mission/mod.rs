//! Missions: proposed by a post, reviewed, vetted, sent. Each step keeps state, fact, duties and links in one transaction.

mod answer;
mod asking;
mod brief;
mod brief_page;
mod drawing;
mod event;
mod going;
mod held_look;
mod invitation;
mod liaison;
mod meeting;
mod mission_cost;
mod mission_yield;
mod nomination;
mod recommendation;
mod report;
mod step;
mod vetting;
mod yield_file;

use std::collections::BTreeSet;

use model::{
    ExpectedBenefit, Link, LinkKind, Marking, Mission, MissionId, MissionStage, Need, Noun, QuestionList, Refusal,
    RequestId, Thing, Verb, Vetting, sentence,
};
use store::{Deed, MissionFilter, Scope, Writer};

pub use answer::{AnswersTaken, take_answer_file, take_answers};
pub use asking::{LookupGiven, QuestionEdit, Wanted, edit_questions, look_up};
pub use brief::{clear_brief, confirm_brief, lay_brief, write_brief};
pub use brief_page::{BriefPage, BriefReader, BriefRights, TellingQuestion, ToldBefore};
pub use drawing::{CANDIDATES_SHOWN, Candidate, Candidates, Held, HostGround, parameter_question};
pub use going::{GOING_MAX, Going};
pub use invitation::{Invitation, InvitationNotice};
pub(crate) use invitation::{invitation_mail, invite};
pub use liaison::{
    LiaisonRights, end_liaison, entrust_mission, keep_free_days, keep_liaison_post, note_approach, remove_liaison_post,
};
pub use meeting::{Agenda, FreeAt, step_meeting, write_meeting};
pub use mission_cost::note_mission_cost;
pub use mission_yield::{LAST_MISSIONS, YieldAsked, YieldRow, YieldTable};
pub use nomination::{Conflict, MemberFit, Nomination, name_members, waive_report};
pub use recommendation::{follow_recommendation, give_recommendation, recommend};
pub use report::{Recipient, ReportPage, hand_in_report, send_report};
pub use step::{MissionRights, MissionStep, take_mission_step};
pub(crate) use vetting::approve_vetted;
pub use vetting::{decide_vetting, keep_vetting_rule, remove_vetting_rule};
pub use yield_file::write_yields;

use crate::host::{host_thing, no_host};
use crate::review::{Turn, not_found};
use crate::specialist::no_specialist;
use crate::{Failure, Office};

/// Missions on one page of a list.
pub const MISSIONS_PAGE: usize = 50;

/// A mission with what belongs to it.
#[derive(Clone, Debug)]
pub struct MissionPage {
    /// The mission.
    pub mission: Mission,
    /// Its questions.
    pub questions: QuestionList,
    /// The decisions of its present round of vetting.
    pub vetting: Vetting,
    /// The needs that it serves.
    pub needs: Vec<Need>,
}

pub(crate) fn no_mission(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "mission",
        text: text.to_owned(),
        next: sentence!("next-look-missions", "look for it in the list of missions"),
    }
}

fn thing(id: MissionId) -> Thing {
    Thing::new(Noun::Mission, id)
}

fn held(deed: &Deed<'_>, turn: &Turn<'_>, id: MissionId) -> Result<Mission, Failure> {
    Ok(deed.mission(&turn.officer.scope, id)?.ok_or_else(|| no_mission(&id.to_string()))?)
}

/// The join of the markings of all that a mission is drawn from. What the officer does not see is not there.
fn drawn_marking(deed: &Deed<'_>, turn: &Turn<'_>, mission: &Mission, list: &QuestionList) -> Result<Marking, Failure> {
    let scope = &turn.officer.scope;
    let mut marking = mission.marking.clone();
    for need in &mission.needs {
        marking = marking.join(&deed.need(scope, need)?.ok_or_else(|| not_found(need.as_str()))?.marking);
    }
    let asked = list.all().iter().filter_map(|question| question.host);
    for host in mission.hosts.iter().copied().chain(asked) {
        marking = marking.join(&deed.host(scope, host)?.ok_or_else(|| no_host(&host.to_string()))?.marking);
    }
    if let Some(event) = mission.event.as_ref().and_then(|event| event.id) {
        marking = marking.join(&event::held(deed, turn, event)?.marking);
    }
    for member in &mission.members {
        let missing = || no_specialist(&member.specialist.to_string());
        marking = marking.join(&deed.specialist(scope, member.specialist)?.ok_or_else(missing)?.marking);
    }
    for asker in list.askers() {
        let things = match asker.thing.noun {
            Noun::Need => {
                let id = model::NeedId::new(&asker.thing.name)?;
                deed.need(scope, &id)?.map(|need| need.marking)
            }
            _ => match RequestId::parse(&asker.thing.name) {
                Some(id) => deed.request(scope, id)?.map(|request| request.marking),
                None => None,
            },
        };
        // An asker who went away since keeps its question; what it marked it marks through what was kept.
        marking = things.map_or(marking.clone(), |other| marking.join(&other));
    }
    Ok(marking)
}

/// The links that a mission has: what it serves, whom it visits, what it asks for.
fn links(mission: &Mission, list: &QuestionList) -> BTreeSet<(LinkKind, Thing)> {
    let needs = mission.needs.iter().map(|need| (LinkKind::Serves, Thing::new(Noun::Need, need)));
    let hosts = mission.hosts.iter().map(|host| (LinkKind::Visits, host_thing(*host)));
    let askers = list.askers().map(|asker| match asker.thing.noun {
        Noun::Need => (LinkKind::Serves, asker.thing.clone()),
        _ => (LinkKind::AsksFor, asker.thing.clone()),
    });
    needs.chain(hosts).chain(askers).collect()
}

/// Draws the links that are new, and takes away those that do not hold any more.
fn relink(
    deed: &mut Deed<'_>,
    id: MissionId,
    before: &BTreeSet<(LinkKind, Thing)>,
    after: &BTreeSet<(LinkKind, Thing)>,
) -> Result<(), Failure> {
    for (kind, target) in before.difference(after) {
        deed.undraw(&Link::new(thing(id), *kind, target.clone()))?;
    }
    for (kind, target) in after.difference(before) {
        deed.draw(&Link::new(thing(id), *kind, target.clone()))?;
    }
    Ok(())
}

/// Refuses a marking that lets nobody who proposes it see the mission.
fn still_seen(turn: &Turn<'_>, marking: &Marking) -> Result<(), Failure> {
    if turn.officer.clearance.may_see(marking) {
        return Ok(());
    }
    Err(Failure::said(sentence!(
        "marking-blind-mission",
        "You could not see the mission once it is so marked; choose a marking that you are cleared for"
    )))
}

/// What each benefit says of its parameter, as the need says it now.
fn stated(deed: &Deed<'_>, turn: &Turn<'_>, mission: &Mission) -> Result<Vec<ExpectedBenefit>, Failure> {
    let mut benefits = Vec::new();
    for benefit in &mission.benefits {
        let need = match mission.needs.contains(&benefit.need) {
            true => deed.need(&turn.officer.scope, &benefit.need)?,
            false => None,
        };
        let parameter = need.and_then(|need| need.parameters.into_iter().find(|one| one.name == benefit.parameter));
        let parameter = parameter.ok_or_else(|| {
            Failure::said(sentence!(
                "mission-no-parameter",
                "“{parameter}” is no parameter of a need behind this mission; choose one that is, or change the need",
                parameter = benefit.parameter
            ))
        })?;
        benefits.push(ExpectedBenefit {
            measure: parameter.measure,
            now: parameter.now,
            wanted: parameter.wanted,
            ..benefit.clone()
        });
    }
    Ok(benefits)
}

/// Refuses recipients that are not there.
fn known_recipients(deed: &Deed<'_>, mission: &Mission) -> Result<(), Failure> {
    let units = deed.units()?;
    for recipient in &mission.recipients {
        let is_there = match recipient.noun {
            Noun::Post => match model::PostId::new(&recipient.name) {
                Ok(id) => deed.post(&id)?.is_some_and(|post| !post.closed),
                Err(_) => false,
            },
            Noun::Unit => units.iter().any(|unit| unit.id.as_str() == recipient.name),
            _ => false,
        };
        if !is_there {
            return Err(Failure::said(sentence!(
                "mission-recipient",
                "There is no post or unit “{name}”; write the short name of one, or its title as it stands in the office",
                name = recipient.name
            )));
        }
    }
    Ok(())
}

/// Keeps what was written of a mission: a new draft, or a change to one that may be changed. Members, questions and the course of
/// things are not written here.
///
/// A new mission that is there already, because its form was sent twice, is answered as it is held.
///
/// # Errors
/// Refused when the officer does not act for its post, when something of it is not there, when somebody else changed it, when it may
/// not be changed now, or when its marking would become wider.
pub fn write_mission(
    writer: &mut Writer,
    turn: &Turn<'_>,
    written: Mission,
    revision: Option<u32>,
) -> Result<Mission, Failure> {
    let written = written.tidied()?;
    let officer = turn.officer;
    let actor = officer.acting_for(&written.post)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let post = deed.post(&written.post)?.ok_or_else(|| {
            Failure::said(sentence!("post-gone-reload", "The post is not there any more; reload the page"))
        })?;
        let (before, list) = match revision {
            None => match deed.mission(&Scope::office(), written.id)? {
                Some(held) if held.post == written.post && officer.clearance.may_see(&held.marking) => return Ok(held),
                Some(_) => {
                    return Err(Failure::said(sentence!(
                        "mission-form-sent",
                        "This form was sent before; open a new one to propose a further mission"
                    )));
                }
                None => (None, QuestionList::default()),
            },
            Some(revision) => {
                let held = held(deed, turn, written.id)?;
                officer.acting_for(&held.post)?;
                held.from_revision(revision)?;
                if !held.is_open_to_change() {
                    return Err(Failure::said(sentence!(
                        "mission-unchangeable",
                        "The mission stands at “{stage}” and cannot be changed now; take it back first",
                        stage = held.stage
                    )));
                }
                let list = deed.questions(held.id)?;
                (Some(held), list)
            }
        };
        let mission = match &before {
            None => Mission {
                unit: post.unit,
                stage: MissionStage::Draft,
                members: Vec::new(),
                remark: String::new(),
                round: 0,
                report_due: None,
                report: None,
                revision: 0,
                made_at: turn.now,
                ..written.clone()
            },
            Some(held) => Mission {
                title: written.title.clone(),
                purpose: written.purpose.clone(),
                needs: with_askers(&written, &list),
                hosts: written.hosts.clone(),
                event: written.event.clone(),
                since: written.since,
                until: written.until,
                place: written.place.clone(),
                country: written.country.clone(),
                benefits: written.benefits.clone(),
                benefit: written.benefit.clone(),
                plan: written.plan.clone(),
                recipients: written.recipients.clone(),
                budget: written.budget,
                marking: written.marking.join(&held.marking),
                revision: held.revision + 1,
                ..held.clone()
            },
        };
        known_recipients(deed, &mission)?;
        let mission = event::named(deed, turn, mission)?;
        let mission = Mission { benefits: stated(deed, turn, &mission)?, ..mission };
        let marking = drawn_marking(deed, turn, &mission, &list)?;
        still_seen(turn, &marking)?;
        let mission = Mission { marking, ..mission };
        let verb = if before.is_some() { Verb::Restated } else { Verb::Stated };
        let fact = deed.fact(verb, thing(mission.id)).to(format!("unit:{}", mission.unit));
        deed.keep_mission(&mission, &fact)?;
        let earlier = before.map(|before| links(&before, &list)).unwrap_or_default();
        relink(deed, mission.id, &earlier, &links(&mission, &list))?;
        Ok(mission)
    })
}

/// The needs that were written, and those whose questions are on the list: none of them is lost by writing.
fn with_askers(written: &Mission, list: &QuestionList) -> Vec<model::NeedId> {
    let mut needs = written.needs.clone();
    for asker in list.askers().filter(|asker| asker.thing.noun == Noun::Need) {
        if let Ok(id) = model::NeedId::new(&asker.thing.name)
            && !needs.contains(&id)
        {
            needs.push(id);
        }
    }
    needs
}

impl Office {
    /// Missions that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn missions(&self, filter: &MissionFilter) -> Result<Vec<Mission>, Failure> {
        Ok(self.reader.missions(&self.scope, filter)?)
    }

    /// The mission of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn mission(&self, text: &str) -> Result<Mission, Failure> {
        let id = MissionId::parse(text).ok_or_else(|| no_mission(text))?;
        Ok(self.reader.mission(&self.scope, id)?.ok_or_else(|| no_mission(text))?)
    }

    /// A mission with its questions, its vetting and its needs.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn mission_page(&self, text: &str) -> Result<MissionPage, Failure> {
        let mission = self.mission(text)?;
        let questions = self.reader.questions(&self.scope, mission.id)?;
        let vetting = self.reader.vetting(&self.scope, mission.id, mission.round)?;
        let mut needs = Vec::new();
        for need in &mission.needs {
            needs.extend(self.reader.need(&self.scope, need)?);
        }
        Ok(MissionPage { mission, questions, vetting, needs })
    }

    /// The questions of a mission.
    ///
    /// # Errors
    /// When the store fails.
    pub fn questions(&self, mission: MissionId) -> Result<QuestionList, Failure> {
        Ok(self.reader.questions(&self.scope, mission)?)
    }

    /// The rules of vetting, those of control first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn vetting_rules(&self) -> Result<Vec<model::VettingRule>, Failure> {
        Ok(self.reader.vetting_rules(&self.scope)?)
    }
}
