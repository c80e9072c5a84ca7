//! Who goes: members from the roster, held against the questions and the languages of the hosts; what keeps them from going.

use matching::{Analysis, Sheet, oracle, parse};
use model::{
    Away, Date, Fact, Language, Member, Mission, MissionId, MissionStage, Need, Noun, Power, Question, QuestionId,
    QuestionList, QuestionState, Record, Specialist, SpecialistId, Taken, Text, Verb, Waiver, sentence,
};
use store::{Deed, MissionFilter, Scope, Writer};

use super::meeting::leave_meetings;
use super::{drawn_marking, held, still_seen, thing};
use crate::drafting::words;
use crate::review::{Turn, tree};
use crate::specialist::{BINDING, no_specialist};
use crate::{Failure, Office};

/// Specialists that are held against a mission at once.
const ROSTER_LOOKED_MAX: usize = 300;

/// Longest reason of a waiver, in characters.
const WAIVER_CHARS_MAX: usize = 1_000;

/// What keeps somebody from going on these days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// They are not free.
    Away(Away),
    /// They go on another mission.
    Mission(Box<Mission>),
    /// They are assigned somewhere; where is the affair of few.
    Assigned(Taken),
}

/// A specialist held against a mission.
#[derive(Clone, Debug)]
pub struct MemberFit {
    /// Who.
    pub specialist: Specialist,
    /// As what they go, when they do.
    pub member: Option<Member>,
    /// The questions that they know enough of to ask.
    pub questions: Vec<QuestionId>,
    /// The languages of the hosts that they can interpret.
    pub interprets: Vec<Language>,
    /// What keeps them on these days.
    pub conflicts: Vec<Conflict>,
    /// Missions whose report is overdue.
    pub overdue: Vec<Mission>,
}

/// The roster held against a mission, and what its members leave open.
#[derive(Clone, Debug, Default)]
pub struct Nomination {
    /// Members first, then those who know of the most questions.
    pub roster: Vec<MemberFit>,
    /// Questions for which no member has the skill.
    pub without_skill: Vec<QuestionId>,
    /// The languages of the hosts.
    pub languages: Vec<Language>,
    /// Languages of hosts that no member can interpret.
    pub without_interpreter: Vec<Language>,
}

/// Names who goes. `revision` is that of the mission which the officer saw. Who stays keeps a waiver that was given.
///
/// # Errors
/// Refused when the officer does not act for its post, when it may not be changed now, when somebody is named twice or is not on the
/// roster, or when somebody changed it in between.
pub fn name_members(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: MissionId,
    revision: u32,
    named: &[(SpecialistId, String)],
) -> Result<Mission, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let actor = turn.officer.acting_for(&before.post)?;
        before.from_revision(revision)?;
        if !before.is_open_to_change() {
            return Err(Failure::said(sentence!(
                "mission-unchangeable",
                "The mission stands at “{stage}” and cannot be changed now; take it back first",
                stage = before.stage
            )));
        }
        let mut members: Vec<Member> = Vec::new();
        for (specialist, part) in named {
            if members.iter().any(|member| member.specialist == *specialist) {
                return Err(Failure::said(sentence!(
                    "mission-twice",
                    "Somebody is named twice; name each member once"
                )));
            }
            let kept = before.members.iter().find(|member| member.specialist == *specialist);
            let waiver = kept.and_then(|member| member.waiver.clone());
            members.push(Member { specialist: *specialist, part: part.trim().to_owned(), waiver });
        }
        let before_members: Vec<SpecialistId> = before.members.iter().map(|member| member.specialist).collect();
        let mission = Mission { members, revision: before.revision + 1, ..before }.tidied()?;
        let marking = drawn_marking(deed, turn, &mission, &deed.questions(id)?)?;
        still_seen(turn, &marking)?;
        let mission = Mission { marking, ..mission };
        let fact = Fact::new(&actor.to_string(), Verb::Edited, thing(id).to_string());
        deed.keep_mission(&mission, &fact.with(format!("{} members", mission.members.len())))?;
        super::brief::members_changed(deed, turn, &mission)?;
        let gone = before_members.iter().filter(|one| !mission.members.iter().any(|kept| kept.specialist == **one));
        leave_meetings(deed, &actor.to_string(), id, gone.copied())?;
        Ok(mission)
    })
}

/// Lets somebody go although a report of theirs is overdue, for a reason that stays with it and is counted.
///
/// # Errors
/// Refused when the officer does not coordinate over the mission's unit or goes along, when nothing is overdue, without a reason, or
/// when the mission is not to be sent any more.
pub fn waive_report(
    writer: &mut Writer,
    turn: &Turn<'_>,
    (id, revision): (MissionId, u32),
    specialist: SpecialistId,
    reason: &str,
) -> Result<Mission, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let actor = super::step::reviewer(deed, turn.officer, &before, &tree(deed)?)?;
        before.from_revision(revision)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > WAIVER_CHARS_MAX {
            return Err(Failure::said(sentence!(
                "mission-waiver-reason",
                "Write in at most {max} characters why they may go before their report is there",
                max = WAIVER_CHARS_MAX
            )));
        }
        if !matches!(before.stage, MissionStage::Draft | MissionStage::Reviewed | MissionStage::Approved)
            && before.stage != MissionStage::Proposed
        {
            return Err(Failure::said(sentence!(
                "mission-waiver-late",
                "The mission stands at “{stage}”; who goes is not decided now",
                stage = before.stage
            )));
        }
        if overdue(deed, turn, specialist, id)?.is_empty() {
            return Err(Failure::said(sentence!(
                "mission-waiver-needless",
                "No report of theirs is overdue, so nothing is to be waived"
            )));
        }
        let mut mission = Mission { revision: before.revision + 1, ..before };
        let member = mission.members.iter_mut().find(|member| member.specialist == specialist);
        let member = member.ok_or_else(|| no_specialist(&specialist.to_string()))?;
        member.waiver = Some(Waiver { reason: reason.to_owned(), by: actor.to_string(), at: turn.now });
        let fact = Fact::new(&actor.to_string(), Verb::Waived, thing(id).to_string());
        deed.keep_mission(&mission, &fact.to(format!("specialist:{specialist}")))?;
        Ok(mission)
    })
}

/// Missions of somebody whose report is overdue, beside this one.
fn overdue(
    deed: &Deed<'_>,
    turn: &Turn<'_>,
    specialist: SpecialistId,
    except: MissionId,
) -> Result<Vec<Mission>, Failure> {
    let stages = vec![MissionStage::UnderWay];
    let filter = MissionFilter { member: Some(specialist), stages, ..MissionFilter::default() };
    let mut late = deed.missions(&turn.officer.scope, &filter)?;
    late.retain(|mission| mission.id != except && mission.report_is_overdue(turn.today));
    Ok(late)
}

/// Refuses to send somebody who cannot go: with a report that is overdue and not waived, not free, or on another mission.
pub(super) fn all_can_go(deed: &Deed<'_>, turn: &Turn<'_>, mission: &Mission) -> Result<(), Failure> {
    let scope: &Scope = &turn.officer.scope;
    for member in &mission.members {
        let missing = || no_specialist(&member.specialist.to_string());
        let specialist = deed.specialist(scope, member.specialist)?.ok_or_else(missing)?;
        if member.waiver.is_none()
            && let Some(late) = overdue(deed, turn, member.specialist, mission.id)?.first()
        {
            return Err(Failure::said(sentence!(
                "mission-report-overdue",
                "The report of “{title}” is overdue, and {name} was there; hand it in, or ask a coordinator to waive it with a reason",
                title = late.title,
                name = specialist.name
            )));
        }
        if let Some(away) = specialist.away.iter().find(|away| away.meets(mission.since, mission.until)) {
            return Err(Failure::said(sentence!(
                "mission-member-away",
                "{name} is not free from {since} to {until}; choose other days or somebody else",
                name = specialist.name,
                since = away.since,
                until = away.until
            )));
        }
        let taken = deed.taken(member.specialist, None)?;
        if let Some(taken) = taken.iter().find(|taken| taken.since <= mission.until && mission.since <= taken.until) {
            return Err(Failure::said(sentence!(
                "mission-member-away",
                "{name} is not free from {since} to {until}; choose other days or somebody else",
                name = specialist.name,
                since = taken.since,
                until = taken.until
            )));
        }
        let filter =
            MissionFilter { member: Some(member.specialist), stages: BINDING.to_vec(), ..MissionFilter::default() };
        let others = deed.missions(scope, &filter)?;
        let meets = |other: &&Mission| other.id != mission.id && other.meets(mission.since, mission.until);
        if let Some(other) = others.iter().find(meets) {
            return Err(Failure::said(sentence!(
                "mission-member-elsewhere",
                "{name} goes on “{title}” on some of these days; choose other days or somebody else",
                name = specialist.name,
                title = other.title
            )));
        }
    }
    Ok(())
}

/// What somebody knows, as a record that queries can be held against.
fn as_record(specialist: &Specialist) -> Record {
    let skills = specialist.skills.iter();
    let terms: Vec<String> = skills.clone().filter_map(|skill| skill.class.term.clone()).collect();
    let subjects = skills.map(|skill| skill.class.clone()).collect();
    Record { abstracts: vec![Text::plain(terms.join(". "))], subjects, ..Record::default() }
}

impl Office {
    /// The roster held against a mission: who knows of which questions and languages, what keeps them, and what stays open.
    ///
    /// # Errors
    /// When the store fails.
    pub fn nomination(&self, mission: &Mission, list: &QuestionList, today: Date) -> Result<Nomination, Failure> {
        let mut nomination = Nomination::default();
        for host in &mission.hosts {
            let host = self.reader.host(&self.scope, *host)?;
            for language in host.map(|host| host.languages).unwrap_or_default() {
                if !nomination.languages.contains(&language) {
                    nomination.languages.push(language);
                }
            }
        }
        let mut needs: Vec<Need> = Vec::new();
        for need in &mission.needs {
            needs.extend(self.reader.need(&self.scope, need)?);
        }
        let open: Vec<&Question> = list.all().iter().filter(|question| question.state == QuestionState::Open).collect();
        let mut roster = self.reader.specialists(&self.scope)?;
        let is_member = |one: &Specialist| mission.members.iter().any(|member| member.specialist == one.id);
        roster.sort_by_key(|one| !is_member(one));
        roster.truncate(ROSTER_LOOKED_MAX);
        for specialist in roster {
            let member = mission.members.iter().find(|member| member.specialist == specialist.id).cloned();
            let questions = self.known_questions(&specialist, &open, &needs)?;
            let interprets: Vec<Language> =
                nomination.languages.iter().filter(|one| specialist.interprets(one)).cloned().collect();
            let filter = MissionFilter { member: Some(specialist.id), ..MissionFilter::default() };
            let mut missions = self.reader.missions(&self.scope, &filter)?;
            missions.retain(|other| other.id != mission.id);
            let overdue = missions.iter().filter(|other| other.report_is_overdue(today)).cloned().collect();
            let away = specialist.away.iter().filter(|away| away.meets(mission.since, mission.until));
            let mut conflicts: Vec<Conflict> = away.cloned().map(Conflict::Away).collect();
            missions.retain(|other| other.takes_days() && other.meets(mission.since, mission.until));
            conflicts.extend(missions.into_iter().map(|other| Conflict::Mission(Box::new(other))));
            let taken = self.reader.taken(&self.scope, specialist.id, None)?;
            let meets = |taken: &Taken| taken.since <= mission.until && mission.since <= taken.until;
            conflicts.extend(taken.into_iter().filter(meets).map(Conflict::Assigned));
            nomination.roster.push(MemberFit { specialist, member, questions, interprets, conflicts, overdue });
        }
        nomination.roster.sort_by_key(|fit| {
            let n = fit.questions.len() + fit.interprets.len();
            (fit.member.is_none(), std::cmp::Reverse(n), fit.specialist.name.clone())
        });
        let going: Vec<&MemberFit> = nomination.roster.iter().filter(|fit| fit.member.is_some()).collect();
        let without = open.iter().map(|question| question.id);
        nomination.without_skill = without.filter(|id| !going.iter().any(|fit| fit.questions.contains(id))).collect();
        let languages = nomination.languages.iter();
        nomination.without_interpreter =
            languages.filter(|one| !going.iter().any(|fit| fit.interprets.contains(one))).cloned().collect();
        Ok(nomination)
    }

    /// The questions that somebody knows enough of to ask: a need that asks fits what they know, or the words of both meet.
    fn known_questions(
        &self,
        specialist: &Specialist,
        open: &[&Question],
        needs: &[Need],
    ) -> Result<Vec<QuestionId>, Failure> {
        let statistics = self.statistics()?;
        let record = as_record(specialist);
        let sheet = Sheet::new(&record, Analysis::Stemmed);
        let own = words("", record.abstracts.first().map_or("", |text| text.text.as_str()), &statistics);
        let mut fitting = Vec::new();
        for need in needs {
            let classes = need.classes.iter().filter_map(|class| class.code.as_ref());
            let queries = classes.map(|code| format!("class:\"{code}\""));
            let mut fits = false;
            for query in queries.filter_map(|query| parse(&query).ok()) {
                fits |= oracle::judge(&self.led(query)?, &sheet).holds;
            }
            if fits {
                fitting.push(need.id.as_str());
            }
        }
        let known = open.iter().filter(|question| {
            let asked = words(&question.text, "", &statistics);
            let by_words = asked.iter().any(|word| own.iter().any(|other| other.key == word.key));
            let by_need = question
                .askers
                .iter()
                .any(|asker| asker.thing.noun == Noun::Need && fitting.contains(&asker.thing.name.as_str()));
            by_words || by_need
        });
        Ok(known.map(|question| question.id).collect())
    }

    /// Whether an officer may let members go although a report is overdue.
    ///
    /// # Errors
    /// When the store fails.
    pub fn may_waive_report(&self, officer: &crate::Officer, mission: &Mission) -> Result<bool, Failure> {
        Ok(officer.with_power_over(Power::Coordinate, &mission.unit, self.tree()?.as_ref()).is_some())
    }
}
