//! The course of a mission: handed in, reviewed, laid before those who decide, sent, reported, closed.

use model::{
    Actor, Door, DutyKind, Fact, Footing, HeldLook, LookFor, Mission, MissionId, MissionStage, Noun, PostId, Power,
    QuestionList, QuestionState, RecordId, Refusal, Stage, UnitTree, VettingCase, all_ended, no_refusal_left, sentence,
};
use store::{Deed, Writer};

use super::answer::{ANSWERED_AT, answers_of, goes};
use super::brief::{all_are_briefed, brief_thing};
use super::held_look::keep_look;
use super::meeting::call_off;
use super::nomination::all_can_go;
use super::recommendation::all_owned;
use super::report::RECOMMENDED_AT;
use super::vetting::{begin, end};
use super::{held, thing};
use crate::control::{flat, mission_proposal, through};
use crate::review::{Turn, tree};
use crate::work_calendar::{charge, last_day};
use crate::{Failure, Office, Officer};

/// Days after the last one of a mission until its report is owed.
const REPORT_DAYS: i64 = 30;

/// A step that a mission can take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MissionStep {
    /// Handed in by its post.
    Propose,
    /// Given back with a question.
    AskBack(String),
    /// Found worth going for.
    Accept,
    /// Found not worth going for.
    Decline(String),
    /// Laid before the posts that say whether it may go.
    LayBefore,
    /// Taken back from them.
    TakeBack,
    /// Its members leave.
    Depart,
    /// Its report is this record.
    HandIn(RecordId),
    /// Nothing is left to do.
    Close,
    /// It does not take place.
    Cancel(String),
}

impl MissionStep {
    /// Whether the records are looked through for it, and for what: whoever takes it hands over [`Office::look_through`] of now.
    pub fn wants_look(&self) -> Option<LookFor> {
        match self {
            MissionStep::Accept => Some(LookFor::Review),
            MissionStep::LayBefore => Some(LookFor::Laying),
            _ => None,
        }
    }
}

/// What an officer may do with a mission now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissionRights {
    /// Change what it says and whom it names.
    pub change: bool,
    /// Change its questions.
    pub ask: bool,
    /// Hand it in.
    pub propose: bool,
    /// Give it back, find it worth going for or not, hold its questions against the records.
    pub review: bool,
    /// Decline it after its review.
    pub decline: bool,
    /// Lay it before those who decide.
    pub lay_before: bool,
    /// Take it back from them.
    pub take_back: bool,
    /// Say that its members left.
    pub depart: bool,
    /// Hand in its report.
    pub hand_in: bool,
    /// Write down answers.
    pub answer: bool,
    /// Say what it recommends.
    pub recommend: bool,
    /// Close it.
    pub close: bool,
    /// Say that it does not take place.
    pub cancel: bool,
}

/// Them, as who reviews a mission: with the power to coordinate over its unit, and not going along.
pub(super) fn reviewer(
    deed: &Deed<'_>,
    officer: &Officer,
    mission: &Mission,
    tree: &UnitTree,
) -> Result<Actor, Failure> {
    let actor = officer.empowered(Power::Coordinate, &mission.unit, tree)?;
    stays(deed, officer, mission)?;
    Ok(actor)
}

/// Refuses whoever goes along: nobody decides of a mission of their own.
pub(super) fn stays(deed: &Deed<'_>, officer: &Officer, mission: &Mission) -> Result<(), Failure> {
    if goes(deed, officer, mission)? {
        return Err(Failure::said(sentence!(
            "mission-own",
            "You go along, so somebody else decides; ask another who acts for the post"
        )));
    }
    Ok(())
}

/// What a mission stands on today.
fn footing(deed: &Deed<'_>, turn: &Turn<'_>, mission: &Mission, list: &QuestionList) -> Result<Footing, Failure> {
    let (mut n_accepted, mut n_parameters) = (0, 0);
    for id in &mission.needs {
        let Some(need) = deed.need(&turn.officer.scope, id)? else { continue };
        let accepted = need.stage == Stage::Accepted && !need.is_expired(turn.today);
        n_accepted += usize::from(accepted);
        n_parameters += if accepted { need.parameters.len() } else { 0 };
    }
    let open = list.all().iter().filter(|question| question.state == QuestionState::Open);
    Ok(Footing { n_accepted, n_parameters, n_questions: open.count() })
}

/// Takes a step with a mission. `revision` is that of the mission which the officer saw; `look` is what the office holds now, wanted
/// for the steps that [`MissionStep::wants_look`] names.
///
/// # Errors
/// Refused when there is none, when the officer may not, when the mission does not stand so, or when the look is older than a
/// question.
pub fn take_mission_step(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (MissionId, u32),
    step: &MissionStep,
    look: &HeldLook,
) -> Result<Mission, Failure> {
    let done = writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let tree = tree(deed)?;
        let actor = match step {
            MissionStep::AskBack(_) | MissionStep::Accept | MissionStep::Decline(_) => {
                reviewer(deed, turn.officer, &before, &tree)?
            }
            MissionStep::Close => turn.officer.empowered(Power::Coordinate, &before.unit, &tree)?,
            MissionStep::Cancel(_) => turn
                .officer
                .acting_for(&before.post)
                .or_else(|_| turn.officer.empowered(Power::Coordinate, &before.unit, &tree))?,
            _ => turn.officer.acting_for(&before.post)?,
        };
        before.from_revision(revision)?;
        let by = actor.to_string();
        let list = deed.questions(id)?;
        let before = if *step == MissionStep::Depart { vetted(deed, &before, &by)? } else { before };
        let (mission, fact) = decide(deed, turn, &before, &list, step, &by)?;
        if *step == MissionStep::Depart {
            let proposal = mission_proposal(deed, &before, &list)?;
            if let Err(shut) = through(deed, turn, Door::MissionLeaves, &proposal)? {
                return Ok(Err(shut));
            }
        }
        deed.keep_mission(&mission, &fact)?;
        if let Some(for_what) = step.wants_look() {
            keep_look(deed, turn, &mission, &list, (for_what, &by), look)?;
        }
        follow(deed, turn, &before, &mission, &list, step, &tree).map(Ok)
    });
    flat(done)
}

/// A mission that is to leave, as approved also where it waits for nothing but a case of control: the door says whether that is decided.
fn vetted(deed: &Deed<'_>, mission: &Mission, by: &str) -> Result<Mission, Failure> {
    if mission.stage == MissionStage::Vetting && deed.vetting(mission.id, mission.round)?.is_passed() {
        return Ok(mission.approve(by)?.0);
    }
    Ok(mission.clone())
}

fn decide(
    deed: &Deed<'_>,
    turn: &Turn<'_>,
    before: &Mission,
    list: &QuestionList,
    step: &MissionStep,
    by: &str,
) -> Result<(Mission, Fact), Failure> {
    let open = || list.all().iter().filter(|question| question.state == QuestionState::Open);
    Ok(match step {
        MissionStep::Propose => before.propose(by, footing(deed, turn, before, list)?)?,
        MissionStep::AskBack(question) => before.ask_back(by, question)?,
        MissionStep::Accept => {
            let n_unseen = open().filter(|question| question.lookup.is_none()).count();
            before.accept(by, n_unseen, open().count())?
        }
        MissionStep::Decline(reason) => before.decline(by, reason)?,
        MissionStep::LayBefore => {
            let laid = before.lay_before(by)?;
            if footing(deed, turn, before, list)?.n_accepted == 0 {
                return Err(Failure::said(sentence!(
                    "mission-need-over",
                    "No need behind this mission is accepted any more; have one confirmed, or cancel the mission"
                )));
            }
            all_can_go(deed, turn, before)?;
            laid
        }
        MissionStep::TakeBack => before.take_back(by)?,
        MissionStep::Depart => {
            let due = before.until.max(turn.today).plus_days(REPORT_DAYS);
            let gone = before.depart(by, last_day(deed, &before.post, due)?)?;
            if !deed.vetting(before.id, before.round)?.is_passed() {
                return Err(Failure::said(sentence!(
                    "mission-unvetted",
                    "Not everybody who decides has said yes; lay the mission before them anew"
                )));
            }
            all_can_go(deed, turn, before)?;
            all_are_briefed(deed, turn, before)?;
            gone
        }
        MissionStep::HandIn(record) => {
            let missing = || Refusal::NotFound {
                noun: "record",
                text: record.to_string(),
                next: sentence!("next-cite-seen", "cite what you can open here"),
            };
            let marking = deed.marking_of_record(&turn.officer.scope, *record)?.ok_or_else(missing)?;
            if !marking.covers(&before.marking) {
                return Err(Failure::said(sentence!(
                    "report-wider",
                    "More people may see this record than may see the mission; narrow the record first, or choose another"
                )));
            }
            let answers = answers_of(list, &deed.answer_log(before.id)?);
            if answers.values().any(|answer| answer.is_answered() || !answer.files.is_empty()) {
                return Err(Failure::said(sentence!(
                    "report-has-answers",
                    "Answers or files were brought in; hand in the report that is assembled from them, so that who asked gets them"
                )));
            }
            all_ended(list, &answers)?;
            no_refusal_left(list, &answers)?;
            before.hand_in(by, *record)?
        }
        MissionStep::Close => {
            let closed = before.close(by)?;
            all_owned(deed, before.id)?;
            closed
        }
        MissionStep::Cancel(reason) => before.cancel(by, reason)?,
    })
}

/// The duties that follow from a step, and the vetting that begins or ends with it.
fn follow(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    before: &Mission,
    mission: &Mission,
    list: &QuestionList,
    step: &MissionStep,
    tree: &UnitTree,
) -> Result<Mission, Failure> {
    let subject = thing(mission.id);
    match step {
        MissionStep::Propose => {
            deed.done(&subject, DutyKind::Revise, "revised")?;
            charge_review(deed, turn, mission, tree)?;
        }
        MissionStep::AskBack(_) => {
            deed.done(&subject, DutyKind::Review, "asked-back")?;
            let duty = turn.duty(&mission.post, DutyKind::Revise, subject, turn.work.review_days);
            charge(deed, &duty)?;
        }
        MissionStep::Accept => {
            deed.done(&subject, DutyKind::Review, "accepted")?;
            // Who goes is named next, by the post that proposed it.
            let duty = turn.duty(&mission.post, DutyKind::Nominate, subject, turn.work.review_days);
            charge(deed, &duty)?;
        }
        MissionStep::Decline(_) => {
            deed.done(&subject, DutyKind::Review, "declined")?;
            deed.lapse(&subject, "declined")?;
            deed.lapse(&brief_thing(mission.id), "declined")?;
            call_off(deed, turn, mission, &mission.remark)?;
        }
        MissionStep::LayBefore => {
            deed.done(&subject, DutyKind::Nominate, "laid before")?;
            deed.done(&subject, DutyKind::Revise, "laid before")?;
            return begin(deed, turn, mission, &case(deed, turn, mission, list)?);
        }
        MissionStep::TakeBack => {
            end(deed, mission)?;
            // Who arranges it goes on: hosts are not told of each change of papers.
            deed.lapse_but(&subject, DutyKind::Liaise, "taken back")?;
        }
        MissionStep::Depart => {
            let mut duty = turn.duty(&mission.post, DutyKind::Report, subject, 1);
            duty.due = mission.report_due.unwrap_or(duty.due);
            charge(deed, &duty)?;
        }
        MissionStep::HandIn(_) => {
            let answers = answers_of(list, &deed.answer_log(mission.id)?);
            deed.keep_questions(mission.id, &list.ended(|id| answers.get(&id).map(|answer| answer.state)))?;
            deed.done(&subject, DutyKind::Report, "handed in")?;
        }
        MissionStep::Close => {}
        MissionStep::Cancel(_) => {
            if before.stage == MissionStage::Vetting {
                end(deed, mission)?;
            }
            deed.lapse(&subject, "cancelled")?;
            deed.lapse(&brief_thing(mission.id), "cancelled")?;
            call_off(deed, turn, mission, &mission.remark)?;
        }
    }
    Ok(mission.clone())
}

/// Lays the review of a mission on the post that reviews it.
fn charge_review(deed: &mut Deed<'_>, turn: &mut Turn<'_>, mission: &Mission, tree: &UnitTree) -> Result<(), Failure> {
    let reviewer = reviewing_post(deed, mission, tree)?;
    let duty = turn.duty(&reviewer, DutyKind::Review, thing(mission.id), turn.work.review_days);
    charge(deed, &duty)?;
    Ok(())
}

/// The post that reviews a mission: the one that coordinates nearest above its unit.
pub(super) fn reviewing_post(deed: &Deed<'_>, mission: &Mission, tree: &UnitTree) -> Result<PostId, Failure> {
    let posts = deed.posts()?;
    let reviewer = tree.nearest(&mission.unit, Power::Coordinate, &posts).ok_or_else(|| {
        Refusal::Said(sentence!(
            "mission-no-coordinator",
            "No post coordinates {unit} or a unit above it, so nobody could review the mission; ask an administrator to give a post that power",
            unit = mission.unit
        ))
    })?;
    Ok(reviewer.id.clone())
}

/// What the rules of vetting are held against.
pub(super) fn case(
    deed: &Deed<'_>,
    turn: &Turn<'_>,
    mission: &Mission,
    list: &QuestionList,
) -> Result<VettingCase, Failure> {
    let scope = &turn.officer.scope;
    let mut case = VettingCase {
        level: Some(mission.marking.level),
        countries: mission.country.iter().cloned().collect(),
        hosts: mission.hosts.clone(),
        classes: Vec::new(),
    };
    let mut classes = Vec::new();
    for host in list.all().iter().filter_map(|question| question.host) {
        if !case.hosts.contains(&host) {
            case.hosts.push(host);
        }
    }
    for host in &case.hosts {
        if let Some(host) = deed.host(scope, *host)? {
            case.countries.push(host.country);
            classes.extend(host.classes);
        }
    }
    let askers = list.askers().filter(|asker| asker.thing.noun == Noun::Need);
    let asking = askers.filter_map(|asker| model::NeedId::new(&asker.thing.name).ok());
    for need in mission.needs.iter().cloned().chain(asking) {
        classes.extend(deed.need(scope, &need)?.map(|need| need.classes).unwrap_or_default());
    }
    case.classes = classes.into_iter().filter_map(|class| Some((class.scheme, class.code?))).collect();
    Ok(case)
}

impl Office {
    /// Whether somebody goes along.
    fn goes(&self, officer: &Officer, mission: &Mission) -> Result<bool, Failure> {
        for member in &mission.members {
            let specialist = self.reader.specialist(&self.scope, member.specialist)?;
            if specialist.is_some_and(|one| one.person.as_ref() == Some(&officer.person.id)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What an officer may do with a mission now, as far as can be told before the words of a step are there.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mission_rights(&self, officer: &Officer, mission: &Mission) -> Result<MissionRights, Failure> {
        use MissionStage::{Approved, Draft, Proposed, Reported, Reviewed, UnderWay, Vetting};
        let tree = self.tree()?;
        let own = officer.acts_for(&mission.post);
        let goes = self.goes(officer, mission)?;
        let coordinates = officer.with_power_over(Power::Coordinate, &mission.unit, &tree).is_some();
        let reviews = coordinates && !goes;
        let at = |stages: &[MissionStage]| stages.contains(&mission.stage);
        let waits = at(&[Vetting]) && self.reader.vetting(&self.scope, mission.id, mission.round)?.is_passed();
        Ok(MissionRights {
            change: own && mission.is_open_to_change(),
            ask: own && at(&[Draft]),
            propose: own && at(&[Draft]),
            review: reviews && at(&[Proposed]),
            decline: reviews && at(&[Proposed, Reviewed]),
            lay_before: own && at(&[Reviewed]),
            take_back: own && at(&[Vetting, Approved]),
            depart: own && (at(&[Approved]) || waits),
            hand_in: own && at(&[UnderWay]),
            answer: (own || goes) && at(&ANSWERED_AT),
            recommend: own && at(&RECOMMENDED_AT),
            close: coordinates && at(&[Reported]),
            cancel: (own || coordinates) && at(&[Draft, Proposed, Reviewed, Vetting, Approved]),
        })
    }
}
