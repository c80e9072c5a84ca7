//! The disclosure brief of a mission: written by its post, cleared by who reviewed it or decides its control case, known to everybody
//! who goes before anybody leaves.

use model::{
    Brief, BriefConfirmation, BriefLine, BriefStage, BriefThing, Date, Duty, DutyKind, DutyState, Marking, Mission,
    MissionId, MissionStage, Noun, PersonId, PostId, Question, QuestionList, Refusal, RequestId, Specialist,
    SpecialistId, Thing, VettingKind, may_be_disclosed, sentence,
};
use store::{Deed, Scope, Writer};

use super::held;
use super::step::{case, reviewing_post, stays};
use crate::control::{lay_before, mission_proposal};
use crate::review::{Turn, not_found, tree};
use crate::specialist::no_specialist;
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

/// Stages in which a brief can be written: nobody has left.
pub(super) const BEFORE_LEAVING: [MissionStage; 5] = [
    MissionStage::Draft,
    MissionStage::Proposed,
    MissionStage::Reviewed,
    MissionStage::Vetting,
    MissionStage::Approved,
];

/// The brief of a mission, as a thing.
pub(super) fn brief_thing(id: MissionId) -> Thing {
    Thing::new(Noun::Brief, id)
}

fn no_brief(id: MissionId) -> Refusal {
    Refusal::NotFound {
        noun: "brief",
        text: id.to_string(),
        next: sentence!("next-write-brief", "write it on the page of the mission"),
    }
}

fn held_brief(deed: &Deed<'_>, turn: &Turn<'_>, id: MissionId) -> Result<Brief, Failure> {
    Ok(deed.brief(&turn.officer.scope, id)?.ok_or_else(|| no_brief(id))?)
}

/// The join of the markings of all who ask a question.
fn question_marking(deed: &Deed<'_>, scope: &Scope, question: &Question) -> Result<Marking, Failure> {
    let mut marking = Marking::default();
    for asker in &question.askers {
        let asked = match asker.thing.noun {
            Noun::Need => match model::NeedId::new(&asker.thing.name) {
                Ok(id) => deed.need(scope, &id)?.map(|need| need.marking),
                Err(_) => None,
            },
            _ => match RequestId::parse(&asker.thing.name) {
                Some(id) => deed.request(scope, id)?.map(|request| request.marking),
                None => None,
            },
        };
        // Who asks and is not seen is not open.
        marking = marking.join(&asked.unwrap_or_else(Marking::top));
    }
    Ok(marking)
}

/// The marking of a thing, and what people call it.
fn looked_up(
    deed: &Deed<'_>,
    turn: &Turn<'_>,
    office: &Office,
    list: &QuestionList,
    thing: &BriefThing,
) -> Result<(Marking, String), Failure> {
    let scope = &turn.officer.scope;
    match thing {
        BriefThing::Record(id) => {
            let missing = || Refusal::NotFound {
                noun: "record",
                text: id.to_string(),
                next: sentence!("next-cite-seen", "cite what you can open here"),
            };
            let marking = deed.marking_of_record(scope, *id)?.ok_or_else(missing)?;
            Ok((marking, office.called(thing, list)?))
        }
        BriefThing::Need(id) => {
            let need = deed.need(scope, id)?.ok_or_else(|| not_found(id.as_str()))?;
            Ok((need.marking, need.title))
        }
        BriefThing::Question(id) => {
            let question = list.get(*id)?;
            Ok((question_marking(deed, scope, question)?, question.text.clone()))
        }
    }
}

/// Refuses lines that disclose what may not be; answers with the join of the markings of all that they name.
fn weighed(
    deed: &Deed<'_>,
    turn: &Turn<'_>,
    office: &Office,
    mission: &Mission,
    lines: &[BriefLine],
) -> Result<Marking, Failure> {
    let list = deed.questions(mission.id)?;
    let mut joined = Marking::default();
    for line in lines {
        if let Some(host) = line.host
            && !mission.hosts.contains(&host)
            && !list.all().iter().any(|question| question.host == Some(host))
        {
            return Err(Failure::said(sentence!(
                "brief-host",
                "The mission does not visit one of these hosts; choose one that it visits"
            )));
        }
        if let Some(thing) = &line.thing {
            let (marking, called) = looked_up(deed, turn, office, &list, thing)?;
            if line.part.discloses() {
                may_be_disclosed(&marking, &called)?;
            }
            joined = joined.join(&marking);
        }
    }
    Ok(joined)
}

/// Writes the brief of a mission, in place of what stood there. `revision` is that of the brief which the officer saw, 0 for none.
///
/// # Errors
/// Refused when the officer does not act for the mission's post, when its members have left, when a line discloses what is marked
/// for fewer than the world, or when somebody changed the brief in between.
pub fn write_brief(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, revision): (MissionId, u32),
    lines: &[BriefLine],
) -> Result<Brief, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let mission = held(deed, turn, id)?;
        let actor = turn.officer.acting_for(&mission.post)?;
        if !BEFORE_LEAVING.contains(&mission.stage) {
            return Err(Failure::said(sentence!(
                "brief-too-late",
                "The mission stands at “{stage}”; its brief is not changed any more",
                stage = mission.stage
            )));
        }
        let before = match deed.brief(&Scope::office(), id)? {
            Some(brief) if turn.officer.clearance.may_see(&brief.marking) => brief,
            Some(_) => {
                return Err(Failure::said(sentence!(
                    "brief-unseen",
                    "This mission has a brief that you may not see; ask another who acts for the post"
                )));
            }
            None => Brief::begin(id),
        };
        before.from_revision(revision)?;
        let marking = weighed(deed, turn, office, &mission, lines)?;
        if !turn.officer.clearance.may_see(&marking) {
            return Err(Failure::said(sentence!(
                "brief-blind",
                "You could not see the brief once it names this; leave it out"
            )));
        }
        let (brief, fact) = before.rewrite(&actor.to_string(), lines, marking)?;
        deed.keep_brief(&brief, &fact)?;
        deed.lapse(&brief_thing(id), "changed")?;
        Ok(brief)
    })
}

/// The post that says whether a brief stands: that of the control case where there is one, otherwise the one that reviews the mission.
fn clearing_post(deed: &Deed<'_>, turn: &Turn<'_>, mission: &Mission) -> Result<PostId, Failure> {
    let vetting = deed.vetting(mission.id, mission.round)?;
    if let Some(step) = vetting.steps().iter().find(|step| step.kind == VettingKind::Control) {
        return Ok(step.post.clone());
    }
    let case = case(deed, turn, mission, &deed.questions(mission.id)?)?;
    let rules = deed.vetting_rules()?;
    if let Some(rule) = rules.iter().find(|rule| rule.kind == VettingKind::Control && rule.holds(&case)) {
        return Ok(rule.post.clone());
    }
    reviewing_post(deed, mission, &tree(deed)?)
}

/// Lays a brief before the post that says whether it stands.
///
/// # Errors
/// Refused when the officer does not act for the mission's post, when it was not reviewed yet, when the brief says nothing of a host,
/// when who goes or who clears it could not see it, or when somebody changed it in between.
pub fn lay_brief(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, revision): (MissionId, u32),
) -> Result<Brief, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let mission = held(deed, turn, id)?;
        let actor = turn.officer.acting_for(&mission.post)?;
        let before = held_brief(deed, turn, id)?;
        before.from_revision(revision)?;
        if !matches!(mission.stage, MissionStage::Reviewed | MissionStage::Vetting | MissionStage::Approved) {
            return Err(Failure::said(sentence!(
                "brief-too-soon",
                "The mission stands at “{stage}”; its brief is laid before others between its review and its departure",
                stage = mission.stage
            )));
        }
        let marking = weighed(deed, turn, office, &mission, &before.lines)?;
        let before = Brief { marking: marking.join(&before.marking), ..before };
        let whole = before.marking.join(&mission.marking);
        for member in &mission.members {
            let Some(specialist) = deed.specialist(&turn.officer.scope, member.specialist)? else { continue };
            let Some(reader) = reader_of(office, &specialist, turn.today)? else { continue };
            if !reader.clearance.may_see(&whole) {
                return Err(Failure::said(sentence!(
                    "brief-member-blind",
                    "{name} may not see the brief as it is marked; leave out what is marked so high, or send somebody else",
                    name = specialist.name
                )));
            }
        }
        let post = clearing_post(deed, turn, &mission)?;
        if !office.post_may_see_marking(&post, &whole, turn.today)? {
            return Err(Failure::said(sentence!(
                "brief-clearer-blind",
                "Nobody at {post}, which says whether the brief stands, may see it as it is marked; leave out what is marked so high",
                post
            )));
        }
        let (brief, fact) = before.lay(&actor.to_string(), post.clone(), &mission.hosts)?;
        deed.keep_brief(&brief, &fact)?;
        deed.done(&brief_thing(id), DutyKind::Revise, "revised")?;
        let duty = turn.duty(&post, DutyKind::ClearBrief, brief_thing(id), turn.work.review_days);
        charge(deed, &duty)?;
        if matches!(mission.stage, MissionStage::Vetting | MissionStage::Approved) {
            // What may be told is part of what control decides on.
            let proposal = mission_proposal(deed, &mission, &deed.questions(id)?)?;
            lay_before(deed, turn, &proposal)?;
        }
        Ok(brief)
    })
}

/// Says whether a brief stands: with `remark` it is given back, without it stands, and who goes is asked to read it.
///
/// # Errors
/// Refused when the officer acts neither for the post that is asked nor for one to which its duty was raised, when they go along,
/// when a line discloses what may not be any more, or when somebody changed it in between.
pub fn clear_brief(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, revision): (MissionId, u32),
    remark: Option<&str>,
) -> Result<Brief, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let mission = held(deed, turn, id)?;
        let before = held_brief(deed, turn, id)?;
        before.from_revision(revision)?;
        let asked = deed.open_duties(&brief_thing(id))?.into_iter().find(|duty| duty.kind == DutyKind::ClearBrief);
        let post = before.clearer.clone().unwrap_or_else(|| mission.post.clone());
        let raised = asked.and_then(|duty| duty.raised_to);
        let actor = officer.acting_for(&post).or_else(|refusal| match &raised {
            Some(post) => officer.acting_for(post),
            None => Err(refusal),
        })?;
        stays(deed, officer, &mission)?;
        let by = actor.to_string();
        if let Some(remark) = remark {
            let (brief, fact) = before.give_back(&by, remark)?;
            deed.keep_brief(&brief, &fact)?;
            deed.done(&brief_thing(id), DutyKind::ClearBrief, "given back")?;
            let duty = turn.duty(&mission.post, DutyKind::Revise, brief_thing(id), turn.work.review_days);
            charge(deed, &duty)?;
            return Ok(brief);
        }
        before.covers(&mission.hosts)?;
        let marking = weighed(deed, turn, office, &mission, &before.lines)?.join(&before.marking);
        let (brief, fact) = Brief { marking, ..before }.clear(&by, turn.now)?;
        deed.keep_brief(&brief, &fact)?;
        deed.done(&brief_thing(id), DutyKind::ClearBrief, "stands")?;
        ask_readers(deed, turn, &mission, &brief)?;
        Ok(brief)
    })
}

/// Keeps that a member knows the version of a brief that they read: said by themselves, or, of somebody without an account, by the
/// mission's post with how it was read to them.
///
/// # Errors
/// Refused when the officer is neither, when nobody of this name goes, when another version stands, or when it is not said how it was
/// read.
pub fn confirm_brief(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, version): (MissionId, u32),
    member: SpecialistId,
    read_to: &str,
) -> Result<Brief, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let mission = held(deed, turn, id)?;
        let before = held_brief(deed, turn, id)?;
        let missing = || no_specialist(&member.to_string());
        let specialist = deed.specialist(&officer.scope, member)?.ok_or_else(missing)?;
        if !mission.members.iter().any(|one| one.specialist == member) {
            return Err(Failure::said(sentence!(
                "brief-not-member",
                "{name} does not go on this mission, and has no brief to confirm",
                name = specialist.name
            )));
        }
        let reader = reader_of(office, &specialist, turn.today)?;
        let actor = match &reader {
            Some(reader) if reader.person.id == officer.person.id => match officer.posts.first() {
                Some((post, _)) => officer.acting_for(&post.id)?,
                None => model::Actor { person: officer.person.id.clone(), post: None },
            },
            Some(_) => {
                return Err(Failure::said(sentence!(
                    "brief-theirs",
                    "{name} has an account, and reads and confirms the brief there; nobody else does it for them",
                    name = specialist.name
                )));
            }
            None => officer.acting_for(&mission.post)?,
        };
        let confirmation =
            BriefConfirmation { member, version, by: actor.to_string(), read_to: read_to.to_owned(), at: turn.now };
        let Some((brief, fact)) = before.confirm(confirmation, reader.is_some())? else { return Ok(before) };
        deed.keep_brief(&brief, &fact)?;
        // The duty of a post is done when the last of those who read there has.
        let left = readers_by_post(deed, turn, &mission, &brief)?;
        for duty in deed.open_duties(&brief_thing(id))? {
            if duty.kind == DutyKind::Brief && !left.contains(&duty.post) {
                let closed = duty.close(DutyState::Done, "confirmed", None, turn.now)?;
                deed.keep_duty(&closed)?;
            }
        }
        Ok(brief)
    })
}

/// The officer who a specialist is; `None` for somebody without an account here.
pub(super) fn reader_of(office: &Office, specialist: &Specialist, today: Date) -> Result<Option<Officer>, Failure> {
    let Some(person) = &specialist.person else { return Ok(None) };
    match office.officer(person, today) {
        Ok(officer) => Ok(Some(officer)),
        Err(Failure::Refused(_)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// The post by whose inbox a person is asked: the first that they act for.
fn post_of(deed: &Deed<'_>, person: &PersonId, today: Date) -> Result<Option<PostId>, Failure> {
    let mut found: Option<(model::Standing, PostId)> = None;
    for post in deed.posts()?.into_iter().filter(|post| !post.closed) {
        for (one, standing) in deed.acting(&post.id, today)? {
            let is_first = found.as_ref().is_none_or(|(held, _)| standing < *held);
            if one.id == *person && is_first {
                found = Some((standing, post.id.clone()));
            }
        }
    }
    Ok(found.map(|(_, post)| post))
}

/// The posts by which members are asked who do not know the brief yet.
fn readers_by_post(deed: &Deed<'_>, turn: &Turn<'_>, mission: &Mission, brief: &Brief) -> Result<Vec<PostId>, Failure> {
    let mut posts = Vec::new();
    for member in mission.members.iter().filter(|member| !brief.is_known_to(member.specialist)) {
        let specialist = deed.specialist(&turn.officer.scope, member.specialist)?;
        let own = match specialist.and_then(|one| one.person) {
            Some(person) => post_of(deed, &person, turn.today)?,
            None => None,
        };
        let post = own.unwrap_or_else(|| mission.post.clone());
        if !posts.contains(&post) {
            posts.push(post);
        }
    }
    Ok(posts)
}

/// Lays a duty on each post by which a member is asked to read the brief, where none is open.
fn ask_readers(deed: &mut Deed<'_>, turn: &mut Turn<'_>, mission: &Mission, brief: &Brief) -> Result<(), Failure> {
    let open = deed.open_duties(&brief_thing(mission.id))?;
    let is_asked = |post: &PostId| open.iter().any(|duty: &Duty| duty.kind == DutyKind::Brief && duty.post == *post);
    for post in readers_by_post(deed, turn, mission, brief)? {
        if !is_asked(&post) {
            let mut duty = turn.duty(&post, DutyKind::Brief, brief_thing(mission.id), turn.work.review_days);
            // It is late on the day on which one leaves, and never before it was asked for.
            duty.due = duty.due.min(mission.since.plus_days(-1)).max(turn.today);
            deed.charge(&duty)?;
        }
    }
    Ok(())
}

/// Asks members who were named since a brief began to stand.
pub(super) fn members_changed(deed: &mut Deed<'_>, turn: &mut Turn<'_>, mission: &Mission) -> Result<(), Failure> {
    match deed.brief(&Scope::office(), mission.id)? {
        Some(brief) if brief.stage == BriefStage::Cleared => ask_readers(deed, turn, mission, &brief),
        _ => Ok(()),
    }
}

/// Refuses to let anybody leave without a brief that stands, discloses nothing that may not be, and is known to everybody who goes.
pub(super) fn all_are_briefed(deed: &Deed<'_>, turn: &Turn<'_>, mission: &Mission) -> Result<(), Failure> {
    let brief = deed.brief(&turn.officer.scope, mission.id)?.ok_or_else(|| {
        Failure::said(sentence!(
            "brief-missing",
            "This mission has no disclosure brief; write what may be told to its hosts, have it cleared and confirmed, then they can leave"
        ))
    })?;
    if brief.stage != BriefStage::Cleared {
        return Err(Failure::said(sentence!(
            "brief-uncleared",
            "The disclosure brief of this mission does not stand yet; have it cleared and confirmed, then they can leave"
        )));
    }
    brief.covers(&mission.hosts)?;
    // Hosts and questions may have changed since, and with them who has to clear it.
    let clearing = clearing_post(deed, turn, mission)?;
    if brief.clearer.as_ref() != Some(&clearing) {
        return Err(Failure::said(sentence!(
            "brief-other-clearer",
            "The mission has changed since its disclosure brief was cleared, and now {post} has to clear it; keep the brief once more and lay it before them",
            post = clearing
        )));
    }
    let list = deed.questions(mission.id)?;
    for line in brief.lines.iter().filter(|line| line.part.discloses()) {
        let scope = &turn.officer.scope;
        let (marking, called) = match &line.thing {
            None => continue,
            Some(BriefThing::Record(id)) => (deed.marking_of_record(scope, *id)?, id.to_string()),
            Some(BriefThing::Need(id)) => (deed.need(scope, id)?.map(|need| need.marking), id.to_string()),
            Some(BriefThing::Question(id)) => match list.get(*id) {
                Ok(question) => (Some(question_marking(deed, scope, question)?), question.text.clone()),
                // It was left out since, so nobody asks it.
                Err(_) => continue,
            },
        };
        may_be_disclosed(&marking.unwrap_or_else(Marking::top), &called)?;
    }
    let mut unread = Vec::new();
    for member in mission.members.iter().filter(|member| !brief.is_known_to(member.specialist)) {
        let specialist = deed.specialist(&turn.officer.scope, member.specialist)?;
        unread.push(specialist.map_or_else(|| member.specialist.to_string(), |one| one.name));
    }
    if !unread.is_empty() {
        return Err(Failure::said(sentence!(
            "brief-unconfirmed",
            "Version {version} of the disclosure brief is not confirmed by {names}; nobody leaves before everybody has read it",
            version = brief.version,
            names = unread.join(", ")
        )));
    }
    Ok(())
}
