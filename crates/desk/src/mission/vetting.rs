//! Vetting: the posts that say whether a mission may go, each by a duty of its own; the rules that name them.

use model::{
    Date, Door, Duty, DutyKind, DutyState, Fact, HeldLook, LookFor, Mission, MissionId, MissionStage, Power, Refusal,
    Thing, Verb, Vetting, VettingCase, VettingKind, VettingRule, VettingRuleId, VettingState, VettingStep, sentence,
};
use store::{Deed, Scope, Writer};

use super::held_look::keep_look;
use super::nomination::all_can_go;
use super::step::stays;
use super::{held, no_mission, thing};
use crate::control::{lay_before, mission_proposal, opens};
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

fn duty_kind(kind: VettingKind) -> DutyKind {
    match kind {
        VettingKind::Step => DutyKind::Vet,
        VettingKind::Control => DutyKind::Control,
    }
}

/// Begins a round: the rules that hold are asked. Where none does, the mission is approved at once.
pub(super) fn begin(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    mission: &Mission,
    case: &VettingCase,
) -> Result<Mission, Failure> {
    let vetting = Vetting::begin(&deed.vetting_rules()?, case);
    for step in vetting.steps() {
        if deed.post(&step.post)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!(
                "vetting-post-gone",
                "The post {post}, which has to say whether the mission may go, is closed; ask an administrator to change the rule",
                post = step.post
            )));
        }
    }
    deed.keep_vetting(mission.id, mission.round, &vetting)?;
    // Who votes in cases of control decides beside the chain, and not after it.
    let proposal = mission_proposal(deed, mission, &deed.questions(mission.id)?)?;
    lay_before(deed, turn, &proposal)?;
    go_on(deed, turn, mission, &Vetting::default(), &vetting)
}

/// Ends the present round of a mission that was taken back or is off.
pub(super) fn end(deed: &mut Deed<'_>, mission: &Mission) -> Result<(), Failure> {
    let vetting = deed.vetting(mission.id, mission.round)?.voided();
    Ok(deed.keep_vetting(mission.id, mission.round, &vetting)?)
}

/// Lays a duty on each post whose turn has come, and approves the mission when all have said yes.
fn go_on(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    mission: &Mission,
    before: &Vetting,
    after: &Vetting,
) -> Result<Mission, Failure> {
    let was_open = |rule| before.steps().iter().any(|step| step.rule == rule && step.state == VettingState::Open);
    for step in after.steps().iter().filter(|step| step.state == VettingState::Open && !was_open(step.rule)) {
        let duty = turn.duty(&step.post, duty_kind(step.kind), thing(mission.id), turn.work.review_days);
        charge(deed, &duty)?;
    }
    if !after.is_passed() {
        return Ok(mission.clone());
    }
    let approved = approve(deed, turn.today, mission)?;
    if approved.stage == MissionStage::Vetting {
        // A regime may have come since the mission was laid before the chain.
        let proposal = mission_proposal(deed, mission, &deed.questions(mission.id)?)?;
        lay_before(deed, turn, &proposal)?;
    }
    Ok(approved)
}

/// Approves a mission of which everybody who vets it has said yes. While a case of control is open it waits for that.
fn approve(deed: &mut Deed<'_>, today: Date, mission: &Mission) -> Result<Mission, Failure> {
    let proposal = mission_proposal(deed, mission, &deed.questions(mission.id)?)?;
    if !opens(deed, today, Door::MissionApproved, &proposal)? {
        return Ok(mission.clone());
    }
    let by = deed.who().to_owned();
    let (approved, fact) = mission.approve(&by)?;
    deed.keep_mission(&approved, &fact)?;
    Ok(approved)
}

/// Approves a mission that waited for nothing but a case of control.
pub(crate) fn approve_vetted(deed: &mut Deed<'_>, today: Date, about: &Thing) -> Result<(), Failure> {
    let Some(id) = MissionId::parse(&about.name) else { return Ok(()) };
    let Some(mission) = deed.mission(&Scope::office(), id)? else { return Ok(()) };
    if mission.stage == MissionStage::Vetting && deed.vetting(id, mission.round)?.is_passed() {
        approve(deed, today, &mission)?;
    }
    Ok(())
}

/// Closes the duty of a post for a decision that it made.
fn discharge(deed: &mut Deed<'_>, mission: &Mission, step: &VettingStep, outcome: &str) -> Result<(), Failure> {
    let duties = deed.open_duties(&thing(mission.id))?;
    let of_step = |duty: &&Duty| duty.post == step.post && duty.kind == duty_kind(step.kind);
    if let Some(duty) = duties.iter().find(of_step) {
        let closed = duty.close(DutyState::Done, outcome, None, deed.at())?;
        deed.keep_duty(&closed)?;
    }
    Ok(())
}

/// Keeps the decision of a post. `revision` is that of the mission which the officer saw: it decides of that and of nothing else.
/// `look` is what the office holds now; it is kept with a yes.
///
/// # Errors
/// Refused when the officer acts neither for the post nor for one to which its duty was raised, when they go along, when it is not its
/// turn, when somebody changed the mission in between, for a no without a reason, or for a yes while a member cannot go or with a look
/// that is older than a question.
pub fn decide_vetting(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (MissionId, u32),
    rule: VettingRuleId,
    (yes, reason): (bool, &str),
    look: &HeldLook,
) -> Result<Mission, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        before.from_revision(revision)?;
        let vetting = deed.vetting(id, before.round)?;
        let step = vetting.steps().iter().find(|step| step.rule == rule).cloned();
        let step = step.ok_or_else(|| no_mission(&id.to_string()))?;
        let raised = deed.open_duties(&thing(id))?.into_iter();
        let raised = raised
            .filter(|duty| duty.post == step.post && duty.kind == duty_kind(step.kind))
            .find_map(|duty| duty.raised_to);
        let actor = officer.acting_for(&step.post).or_else(|refusal| match &raised {
            Some(post) => officer.acting_for(post),
            None => Err(refusal),
        })?;
        stays(deed, officer, &before)?;
        let decided = vetting.decide(rule, yes, &actor.to_string(), reason, turn.now)?;
        if yes {
            all_can_go(deed, turn, &before)?;
        }
        deed.keep_vetting(id, before.round, &decided)?;
        let word = if yes { "yes" } else { "no" };
        discharge(deed, &before, &step, word)?;
        let mission = Mission { revision: before.revision + 1, ..before };
        let fact = Fact::new(&actor.to_string(), Verb::Vetted, thing(id).to_string());
        deed.keep_mission(&mission, &fact.with(format!("{} {word}", step.kind)))?;
        if yes {
            keep_look(deed, turn, &mission, &deed.questions(id)?, (LookFor::Vetting, &actor.to_string()), look)?;
            return go_on(deed, turn, &mission, &vetting, &decided);
        }
        deed.lapse_but(&thing(id), DutyKind::Liaise, "stopped")?;
        let (stopped, fact) = mission.stop(&actor.to_string(), reason)?;
        deed.keep_mission(&stopped, &fact)?;
        let duty = turn.duty(&stopped.post, DutyKind::Revise, thing(id), turn.work.review_days);
        charge(deed, &duty)?;
        Ok(stopped)
    })
}

/// Keeps a rule of vetting, new or changed. Rounds that were begun stay as they were.
///
/// # Errors
/// Refused without the power to administer, when post or host is not there, or when it is not in order.
pub fn keep_vetting_rule(writer: &mut Writer, turn: &Turn<'_>, rule: &VettingRule) -> Result<VettingRule, Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    let rule = rule.clone().tidied()?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if deed.post(&rule.post)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!("post-gone", "That post is not there any more; choose another")));
        }
        if let Some(host) = rule.host {
            deed.host(&turn.officer.scope, host)?.ok_or_else(|| crate::host::no_host(&host.to_string()))?;
        }
        deed.keep_vetting_rule(&rule)?;
        let fact = deed.fact(Verb::Restated, format!("post:{}", rule.post));
        deed.note(&fact.with(format!("vetting {} {}", rule.kind, rule.place)))?;
        Ok(rule.clone())
    })
}

/// Takes a rule of vetting away. Rounds that were begun stay as they were.
///
/// # Errors
/// Refused without the power to administer, or when it is not there.
pub fn remove_vetting_rule(writer: &mut Writer, turn: &Turn<'_>, id: VettingRuleId) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let rule = deed.vetting_rules()?.into_iter().find(|rule| rule.id == id);
        let gone = rule.ok_or_else(|| Refusal::NotFound {
            noun: "vetting",
            text: id.to_string(),
            next: sentence!("next-look-vetting", "look for it in the list of rules"),
        })?;
        deed.remove_vetting_rule(id)?;
        let fact = deed.fact(Verb::Removed, format!("post:{}", gone.post));
        deed.note(&fact.with(format!("vetting {} {}", gone.kind, gone.place)))?;
        Ok(())
    })
}

impl Office {
    /// The decisions of a mission that an officer may make now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn may_vet(
        &self,
        officer: &Officer,
        mission: &Mission,
        vetting: &Vetting,
    ) -> Result<Vec<VettingRuleId>, Failure> {
        let duties = self.reader.duties_about(&self.scope, &thing(mission.id))?;
        let may = |step: &&VettingStep| {
            let raised = duties.iter().filter(|duty| {
                duty.state == DutyState::Open && duty.post == step.post && duty.kind == duty_kind(step.kind)
            });
            let raised = raised.filter_map(|duty| duty.raised_to.as_ref()).any(|post| officer.acts_for(post));
            step.state == VettingState::Open && (officer.acts_for(&step.post) || raised)
        };
        Ok(vetting.steps().iter().filter(may).map(|step| step.rule).collect())
    }
}
