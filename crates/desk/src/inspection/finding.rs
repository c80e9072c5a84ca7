//! Findings: what is to be done, by whom and until when; closed by somebody other than who did it.

use model::{
    CaseId, ConditionState, DutyKind, DutyState, Finding, FindingAct, FindingId, FindingSaid, FindingState,
    FindingStep, PostId, Refusal, Thing, VISIT_FINDINGS_MAX, Verb, VisitState, sentence,
};
use store::{Deed, Scope, Writer};

use super::charge_by;
use super::visit::{Place, inspector, may_see, overseer, persons, place};
use crate::control::{ConditionSaid, Pace, say_found};
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Officer};

/// A condition of a control case that a visit found broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenCondition {
    /// The case.
    pub case: CaseId,
    /// The place of the condition among those of the case, from 0.
    pub position: usize,
}

pub(super) fn no_finding(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "finding",
        text: text.to_owned(),
        next: sentence!("next-look-findings", "look for it in the list of findings"),
    }
}

fn thing(id: FindingId) -> Thing {
    Thing::new(model::Noun::Finding, id)
}

/// Writes a finding of a visit, and lays what it asks for on its owner. Where a condition of control is found broken it is recorded there, which shuts
/// its gate. A form that is sent twice writes once.
///
/// # Errors
/// Refused to whoever neither made the visit nor leads its programme, before somebody is named for it, without a text, an action or an owner who
/// is there, for a day that is over, with too many, under the name of a finding of another visit, and with a condition
/// that does not hold, is of a case about something else, or is said by somebody who was not there.
pub fn raise_finding(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    finding: Finding,
    broken: Option<&BrokenCondition>,
) -> Result<Finding, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let place = place(deed, officer, finding.visit)?;
        let actor = overseer(officer, &place)?;
        match deed.finding(&Scope::office(), finding.id)? {
            Some(held) if held.visit == finding.visit => return Ok(held),
            // The name stands for what another visit found: nobody takes it from there, and nobody is told that it is.
            Some(_) => return Err(no_finding(&finding.id.to_string()).into()),
            None => {}
        }
        let finding = tidied(deed, turn, &place, finding)?;
        let step = FindingStep {
            act: FindingAct::Raised,
            words: finding.text.clone(),
            evidence: Vec::new(),
            by: actor.to_string(),
            person: actor.person,
            at: turn.now,
        };
        let finding = Finding { state: FindingState::Open, steps: vec![step], revision: 0, ..finding };
        let fact = deed.fact(Verb::Found, thing(finding.id)).to(super::visit_thing(finding.visit).to_string());
        deed.keep_finding(&finding, &fact.with(finding.severity.word().to_owned()))?;
        charge_by(deed, turn, (&finding.owner, DutyKind::CloseFinding, thing(finding.id)), finding.due)?;
        if let Some(broken) = broken {
            note_breach(deed, turn, &place, (broken, &finding))?;
        }
        Ok(finding)
    })
}

fn tidied(deed: &Deed<'_>, turn: &Turn<'_>, place: &Place, finding: Finding) -> Result<Finding, Failure> {
    let finding = finding.tidied()?;
    if place.visit.state == VisitState::Drawn {
        return Err(Failure::said(sentence!(
            "finding-before-visit",
            "Nobody was named for this visit yet; a finding is written by who was there"
        )));
    }
    if deed.post(&finding.owner)?.is_none_or(|post| post.closed) {
        return Err(Failure::said(sentence!(
            "finding-no-owner",
            "There is no post {post} any more; choose who has to do it",
            post = finding.owner
        )));
    }
    if !may_see(deed, turn, place, &finding.owner)? {
        return Err(Failure::said(sentence!(
            "finding-owner-blind",
            "Nobody who acts for {post} may see this finding; choose somebody who is cleared for it and has it done",
            post = finding.owner
        )));
    }
    if finding.due < turn.today {
        return Err(Failure::said(sentence!(
            "finding-due-over",
            "{due} is over; give whoever has to do it a day to come",
            due = finding.due
        )));
    }
    if deed.findings_of(place.visit.id)?.len() >= VISIT_FINDINGS_MAX {
        return Err(Failure::said(sentence!(
            "findings-many",
            "One visit has {max} findings at most; put together what has one cause",
            max = VISIT_FINDINGS_MAX
        )));
    }
    Ok(finding)
}

/// Records at the control case that one of its conditions was found broken. Only whoever was there says so, and only of a case of what is visited:
/// it shuts a gate without any vote of the regime.
fn note_breach(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    place: &Place,
    (broken, finding): (&BrokenCondition, &Finding),
) -> Result<(), Failure> {
    let actor = inspector(deed, turn, place)?;
    let case = deed.case(&turn.officer.scope, broken.case)?;
    let case = case.ok_or_else(|| crate::control::no_case(&broken.case.to_string()))?;
    if !is_of_claim(deed, turn, place, &case.proposal.about)? {
        return Err(Failure::said(sentence!(
            "finding-case-other",
            "Case {case} is not about what the visited technology came of; name a case of its mission, agreement or sample, or tell its regime",
            case = broken.case.to_string()
        )));
    }
    let words: String = finding.text.chars().take(model::CONDITION_CHARS_MAX).collect();
    let said = ConditionSaid {
        position: broken.position,
        state: ConditionState::Broken,
        words,
        evidence: Some(super::visit_thing(finding.visit)),
    };
    let officer = turn.officer;
    say_found(deed, &mut Pace::of(turn), (officer, broken.case), (&actor, said))
}

/// Whether a thing stands on the thread of the claim that is visited: the adoption or its technology, one of those that the technology came of, or
/// one that is linked to the adoption.
fn is_of_claim(deed: &Deed<'_>, turn: &Turn<'_>, place: &Place, about: &Thing) -> Result<bool, Failure> {
    let technology = deed.technology(&turn.officer.scope, place.adoption.technology)?;
    if technology.is_some_and(|technology| technology.origins.contains(about)) {
        return Ok(true);
    }
    let adoption = Thing::new(model::Noun::Adoption, place.adoption.id);
    if *about == adoption || *about == Thing::new(model::Noun::Technology, place.adoption.technology) {
        return Ok(true);
    }
    Ok(deed.links(&adoption)?.iter().any(|link| link.source == *about || link.target == *about))
}

/// Takes a step with a finding: its owner says that it is done, somebody else sees whether it is, and what was closed is opened again.
///
/// # Errors
/// Refused where the step does not follow, without words or evidence, with evidence that is not there, to whoever closes what they did themselves,
/// to whoever has no part in the step, or when somebody changed it in between.
pub fn step_finding(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (FindingId, u32),
    said: FindingSaid,
) -> Result<Finding, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let held = deed.finding(&officer.scope, id)?.ok_or_else(|| no_finding(&id.to_string()))?;
        held.from_revision(revision)?;
        let place = place(deed, officer, held.visit)?;
        for evidence in &said.evidence {
            if !deed.shows_thing(&officer.scope, evidence)? {
                return Err(Failure::said(sentence!(
                    "finding-evidence",
                    "{thing} is not there; name a record, an attachment or an adoption that you see",
                    thing = evidence.to_string()
                )));
            }
        }
        let act = said.act;
        let owners = persons(deed, turn, &held.owner)?;
        let actor = match act {
            FindingAct::Proposed => officer.acting_for(&held.owner),
            _ => overseer(officer, &place),
        };
        // Who closes what they did themselves is told that, and not which post they lack.
        let by = actor.as_ref().map(ToString::to_string).unwrap_or_default();
        let stepped = held.step(said, &owners, (&by, &officer.person.id, turn.now))?;
        actor?;
        let verb = match act {
            FindingAct::Raised | FindingAct::Proposed => Verb::SaidDone,
            FindingAct::Verified => Verb::Verified,
            FindingAct::SentBack => Verb::SentBack,
            FindingAct::Reopened => Verb::Reopened,
        };
        let fact = deed.fact(verb, thing(id)).to(super::visit_thing(held.visit).to_string());
        deed.keep_finding(&stepped, &fact)?;
        follow(deed, turn, &place, (act, &stepped))?;
        Ok(stepped)
    })
}

/// The duties that follow from a step.
fn follow(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    place: &Place,
    (act, finding): (FindingAct, &Finding),
) -> Result<(), Failure> {
    let subject = thing(finding.id);
    match act {
        FindingAct::Raised => {}
        FindingAct::Proposed => {
            deed.done(&subject, DutyKind::CloseFinding, "said-done")?;
            let verifier = verifier(deed, turn, place, finding)?;
            let duty = turn.duty(&verifier, DutyKind::VerifyClosure, subject, turn.work.review_days);
            charge(deed, &duty)?;
        }
        FindingAct::Verified => {
            deed.done(&subject, DutyKind::VerifyClosure, "verified")?;
        }
        FindingAct::SentBack | FindingAct::Reopened => {
            for duty in deed.open_duties(&subject)? {
                let state = if duty.kind == DutyKind::VerifyClosure { DutyState::Done } else { DutyState::Lapsed };
                let closed = duty.close(state, "not-done", None, deed.at())?;
                deed.keep_duty(&closed)?;
            }
            // The day that was given stays where it is still to come.
            let due = finding.due.max(turn.today.plus_days(i64::from(turn.work.answer_days)));
            charge_by(deed, turn, (&finding.owner, DutyKind::CloseFinding, subject), due)?;
        }
    }
    Ok(())
}

/// The post that looks whether a finding is closed: that which made the visit, or that which leads the programme where the same persons stand behind
/// the owner.
fn verifier(deed: &Deed<'_>, turn: &Turn<'_>, place: &Place, finding: &Finding) -> Result<PostId, Failure> {
    let owners = persons(deed, turn, &finding.owner)?;
    if let Some(inspector) = &place.visit.inspector
        && persons(deed, turn, inspector)?.iter().any(|person| !owners.contains(person))
    {
        return Ok(inspector.clone());
    }
    Ok(place.inspection.post.clone())
}

/// Whether an officer may look whether a finding is closed.
pub(super) fn oversees(officer: &Officer, inspector: Option<&PostId>, leader: &PostId) -> bool {
    officer.acts_for(leader) || inspector.is_some_and(|post| officer.acts_for(post))
}
