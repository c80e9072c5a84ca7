//! Samples: registered for a need, to a post, with a plan; received once nothing stands in the way; held, lent, studied; told as idle or
//! as doubles.

mod custody;
mod file;
mod idle;
mod label;
mod loan;
mod outcome;
mod page;
mod pair;
mod study;
mod teardown;

use std::collections::BTreeSet;

use model::{
    Actor, DutyKind, DutyState, Link, LinkKind, Marking, Need, Noun, PostId, Power, Refusal, Sample, SampleCame,
    SampleId, SampleState, Stage, Thing, Verb, Vetting, VettingCase, VettingKind, VettingRuleId, VettingState,
    sentence,
};
use store::{Deed, Scope, Writer};

use crate::agreement::no_agreement;
use crate::control::{lay_before, sample_proposal};
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Officer};

pub use custody::{Receipt, answer_custody, hand_sample, leave_sample, receive_sample};
pub use file::samples_file;
pub(crate) use idle::find_idle;
pub use loan::{LoanAnswer, answer_loan, answer_loan_wish, ask_loan, return_loan, wish_for_loan, withdraw_loan};
pub use outcome::{decide_outcome, settle_sample_duty};
pub use page::{ComparedResult, SampleCounts, SamplePage, SampleSearch};
pub use pair::{AlikePair, join_samples, part_samples};
pub(crate) use study::hold_against_terms;
pub use study::{ActAsked, open_study, report_study, stop_study};
pub use teardown::{TeardownEdit, attach_to_part, edit_teardown};

pub(crate) fn no_sample(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "sample",
        text: text.to_owned(),
        next: sentence!("next-look-samples", "look for it in the list of samples"),
    }
}

pub(crate) fn thing(id: SampleId) -> Thing {
    Thing::new(Noun::Sample, id)
}

/// A sample as it is held, of the revision that was seen.
fn seen(deed: &Deed<'_>, officer: &Officer, (id, revision): (SampleId, u32)) -> Result<Sample, Failure> {
    let sample = held(deed, officer, id)?;
    sample.from_revision(revision)?;
    Ok(sample)
}

fn held(deed: &Deed<'_>, officer: &Officer, id: SampleId) -> Result<Sample, Failure> {
    Ok(deed.sample(&officer.scope, id)?.ok_or_else(|| no_sample(&id.to_string()))?)
}

/// Keeps a sample one revision on, with what was done to it.
fn keep_on(
    deed: &mut Deed<'_>,
    sample: Sample,
    verb: Verb,
    target: Option<Thing>,
    change: &str,
) -> Result<Sample, Failure> {
    let mut fact = deed.fact(verb, thing(sample.id));
    if let Some(target) = target {
        fact = fact.to(target.to_string());
    }
    if !change.is_empty() {
        fact = fact.with(change.to_owned());
    }
    deed.keep_sample(&sample, &fact)?;
    Ok(sample)
}

/// Ends the open duties of a kind about a sample, of one post where it is named: there is nothing left to do.
fn lapse_kind(deed: &mut Deed<'_>, id: SampleId, kind: DutyKind, outcome: &str) -> Result<(), Failure> {
    for duty in deed.open_duties(&thing(id))?.iter().filter(|duty| duty.kind == kind) {
        let closed = duty.close(DutyState::Lapsed, outcome, None, deed.at())?;
        deed.keep_duty(&closed)?;
    }
    Ok(())
}

/// Ends what is asked about a thing that is no longer there. What follows from its studies stays to be done.
fn lapse_use(deed: &mut Deed<'_>, id: SampleId, outcome: &str) -> Result<(), Failure> {
    use DutyKind::{ConfirmCustody, Control, Lend, ReturnSample, StudySample, UseSample};
    for kind in [Control, StudySample, UseSample, Lend, ConfirmCustody, ReturnSample] {
        lapse_kind(deed, id, kind, outcome)?;
    }
    Ok(())
}

/// Who may change what the register says of a sample: the receiving post, and who documents or coordinates.
fn keeper(officer: &Officer, sample: &Sample) -> Result<Actor, Refusal> {
    let by_power = || officer.by_power(Power::Document).or_else(|_| officer.by_power(Power::Coordinate));
    officer.acting_for(&sample.post).or_else(|_| by_power()).map_err(|_| {
        Refusal::Said(sentence!(
            "sample-not-keeper",
            "This sample is kept by {post}; ask who acts for that post, or a documentalist",
            post = sample.post
        ))
    })
}

/// A post that is there, or a refusal.
fn open_post(deed: &Deed<'_>, post: &PostId) -> Result<model::Post, Failure> {
    let found = deed.post(post)?.filter(|post| !post.closed);
    found.ok_or_else(|| {
        Failure::said(sentence!("sample-post-gone", "There is no post {post} any more; choose another one", post))
    })
}

/// The needs of a sample as they are held. Those that it did not serve before have to be accepted.
fn needs(deed: &Deed<'_>, turn: &Turn<'_>, sample: &Sample, before: Option<&Sample>) -> Result<Vec<Need>, Failure> {
    let mut found = Vec::new();
    for id in &sample.needs {
        let need = deed.need(&turn.officer.scope, id)?;
        let need = need.ok_or_else(|| crate::review::not_found(id.as_str()))?;
        let is_new = before.is_none_or(|before| !before.needs.contains(id));
        if is_new && (need.stage != Stage::Accepted || need.is_expired(turn.today)) {
            return Err(Failure::said(sentence!(
                "sample-need",
                "No sample comes for “{title}”, which stands at “{stage}”; name a need that is accepted, or have it accepted first",
                title = need.title.as_str(),
                stage = need.stage
            )));
        }
        found.push(need);
    }
    Ok(found)
}

/// The marking that a sample has at least: that of its needs, of its agreement and of its maker.
fn least_marking(deed: &Deed<'_>, officer: &Officer, sample: &Sample, needs: &[Need]) -> Result<Marking, Failure> {
    let mut marking = needs.iter().fold(sample.marking.clone(), |marking, need| marking.join(&need.marking));
    if let Some(agreement) = sample.agreement {
        let found = deed.agreement(&officer.scope, agreement)?;
        marking = marking.join(&found.ok_or_else(|| no_agreement(&agreement.to_string()))?.marking);
    }
    if let Some(maker) = sample.maker {
        let found = deed.host(&officer.scope, maker)?;
        marking = marking.join(&found.ok_or_else(|| crate::host::no_host(&maker.to_string()))?.marking);
    }
    if !officer.clearance.may_see(&marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-sample",
            "You could not see the sample once it is so marked; choose a marking that you are cleared for"
        )));
    }
    Ok(marking)
}

fn links(sample: &Sample) -> BTreeSet<(LinkKind, Thing)> {
    let needs = sample.needs.iter().map(|need| (LinkKind::Serves, Thing::new(Noun::Need, need)));
    let under = sample.agreement.map(|id| (LinkKind::AcquiredUnder, Thing::new(Noun::Agreement, id)));
    needs.chain(under).collect()
}

fn relink(deed: &mut Deed<'_>, before: Option<&Sample>, after: &Sample) -> Result<(), Failure> {
    let (old, new) = (before.map(links).unwrap_or_default(), links(after));
    for (kind, target) in old.difference(&new) {
        deed.undraw(&Link::new(thing(after.id), *kind, target.clone()))?;
    }
    for (kind, target) in new.difference(&old) {
        deed.draw(&Link::new(thing(after.id), *kind, target.clone()))?;
    }
    Ok(())
}

/// Whether a form registers what it registered already.
fn is_same_form(held: &Sample, sample: &Sample) -> bool {
    (&held.name, held.kind, &held.needs, &held.post) == (&sample.name, sample.kind, &sample.needs, &sample.post)
        && (&held.model, &held.serial, &held.plan) == (&sample.model, &sample.serial, &sample.plan)
}

/// Puts a sample into the register, or changes what the register says of it: then `sample.revision` is that of the state which was seen.
/// It is marked at least as its needs, its agreement and its maker. A form that is sent twice registers once.
///
/// # Errors
/// Refused without an accepted need, a post that receives it and a plan, when something that it names is not there, when the officer may
/// not, when somebody changed it in between, or when its marking would become wider.
pub fn keep_sample(writer: &mut Writer, turn: &mut Turn<'_>, sample: Sample, is_new: bool) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        // What is hidden and what is not there answer alike, before anything else is said.
        let before = if is_new { None } else { Some(held(deed, officer, sample.id)?) };
        let sample = sample.tidied()?;
        let needs = needs(deed, turn, &sample, before.as_ref())?;
        let post = open_post(deed, &sample.post)?;
        let marking = least_marking(deed, officer, &sample, &needs)?;
        let sample = Sample { unit: post.unit, marking, ..sample };
        let Some(before) = before else {
            keeper(officer, &sample)?;
            return register(deed, turn, sample, &needs);
        };
        keeper(officer, &before)?;
        let sample = Sample {
            received: before.received,
            rests_since: before.rests_since,
            state: before.state,
            reason: before.reason.clone(),
            joined_to: before.joined_to,
            made_at: before.made_at,
            ..sample
        };
        if sample == before {
            return Ok(before);
        }
        before.from_revision(sample.revision)?;
        if !sample.marking.covers(&before.marking) {
            return Err(Failure::said(sentence!(
                "sample-wider",
                "More people could see it than before; keep the marking or make it narrower, and ask for a wider one with “Widen the marking” on its page"
            )));
        }
        changed(deed, turn, &before, sample)
    })
}

fn register(deed: &mut Deed<'_>, turn: &mut Turn<'_>, sample: Sample, needs: &[Need]) -> Result<Sample, Failure> {
    if let Some(held) = deed.sample(&Scope::office(), sample.id)? {
        if is_same_form(&held, &sample) && turn.officer.clearance.may_see(&held.marking) {
            return Ok(held);
        }
        return Err(Failure::said(sentence!(
            "sample-form-sent",
            "This form was sent already with another sample; open a new one"
        )));
    }
    let sample = Sample {
        received: None,
        rests_since: None,
        state: SampleState::Expected,
        reason: String::new(),
        joined_to: None,
        revision: 0,
        made_at: turn.now,
        ..sample
    };
    let sample = keep_on(deed, sample, Verb::Registered, None, "")?;
    relink(deed, None, &sample)?;
    begin_control(deed, turn, &sample, needs)?;
    Ok(sample)
}

fn changed(deed: &mut Deed<'_>, turn: &mut Turn<'_>, before: &Sample, sample: Sample) -> Result<Sample, Failure> {
    if before.agreement != sample.agreement {
        // The terms of another agreement may forbid what is under way.
        if deed.studies(before.id)?.iter().any(model::Study::is_under_way) {
            return Err(Failure::said(sentence!(
                "sample-agreement-study",
                "A study of this sample is under way by the terms of its agreement; end it before you name another agreement"
            )));
        }
        is_released(deed, turn.officer, before)?;
    }
    let sample = Sample { revision: before.revision + 1, ..sample };
    let sample = keep_on(deed, sample, Verb::Revised, None, "")?;
    relink(deed, Some(before), &sample)?;
    if before.state == SampleState::Expected && is_weighed_otherwise(before, &sample) {
        ask_control_again(deed, turn, &sample)?;
    }
    if sample.state == SampleState::Expected && sample.came != SampleCame::OwnMake {
        let proposal = sample_proposal(deed, &sample)?;
        lay_before(deed, turn, &proposal)?;
    }
    let moved = before.plan_due != sample.plan_due || before.post != sample.post;
    let is_charged = deed.open_duties(&thing(sample.id))?.iter().any(|duty| duty.kind == DutyKind::StudySample);
    if moved && is_charged {
        lapse_kind(deed, sample.id, DutyKind::StudySample, "moved")?;
        charge_study(deed, turn, &sample)?;
    }
    // A caveat that is added stops what is under way, as an amendment does.
    match before.marking.caveats == sample.marking.caveats {
        true => Ok(sample),
        false => Ok(study::hold_study(deed, turn, &sample)?.unwrap_or(sample)),
    }
}

/// Whether what control weighed is no longer so: country, maker, or how it comes.
fn is_weighed_otherwise(before: &Sample, after: &Sample) -> bool {
    (before.maker, before.came, &before.country) != (after.maker, after.came, &after.country)
}

/// Lets what control decided of a sample fall, and asks anew. What control weighed once does not slip past it as our own make.
fn ask_control_again(deed: &mut Deed<'_>, turn: &mut Turn<'_>, sample: &Sample) -> Result<(), Failure> {
    let weighed = !deed.sample_control(sample.id)?.steps().is_empty();
    if sample.came == SampleCame::OwnMake && !weighed {
        return Ok(());
    }
    lapse_kind(deed, sample.id, DutyKind::Control, "void")?;
    let mut needs = Vec::new();
    for id in &sample.needs {
        needs.extend(deed.need(&Scope::office(), id)?);
    }
    ask_control(deed, turn, sample, &needs)
}

/// Refuses to take a sample out of the agreement that binds it to whoever does not act for the post which keeps that agreement.
fn is_released(deed: &Deed<'_>, officer: &Officer, sample: &Sample) -> Result<(), Failure> {
    let Some(id) = sample.agreement else { return Ok(()) };
    // Who sees the sample sees its agreement.
    let Some(agreement) = deed.agreement(&Scope::office(), id)? else { return Ok(()) };
    if officer.acts_for(&agreement.post) {
        return Ok(());
    }
    let post = deed.post(&agreement.post)?.map_or_else(|| agreement.post.to_string(), |post| post.title);
    Err(Failure::said(sentence!(
        "sample-agreement-bound",
        "This sample is bound by “{title}”; only {post}, which keeps that agreement, releases it from it",
        title = agreement.title.as_str(),
        post = post
    )))
}

/// Asks the receiving post to find out by the day of the plan what the sample came for. The day stays as people chose it.
fn charge_study(deed: &mut Deed<'_>, turn: &mut Turn<'_>, sample: &Sample) -> Result<(), Failure> {
    let duty = turn.duty(&sample.post, DutyKind::StudySample, thing(sample.id), 0);
    Ok(deed.charge(&model::Duty { due: sample.plan_due.max(turn.today), ..duty })?)
}

/// Lays before the posts of the control rules that hold whether the sample may come. What we made ourselves comes from nowhere.
fn begin_control(deed: &mut Deed<'_>, turn: &mut Turn<'_>, sample: &Sample, needs: &[Need]) -> Result<(), Failure> {
    if sample.came == SampleCame::OwnMake {
        return Ok(());
    }
    ask_control(deed, turn, sample, needs)
}

/// Asks the posts of the control rules that hold. Their decisions take the place of those before.
fn ask_control(deed: &mut Deed<'_>, turn: &mut Turn<'_>, sample: &Sample, needs: &[Need]) -> Result<(), Failure> {
    let mut case = VettingCase {
        level: Some(sample.marking.level),
        countries: Some(sample.country.clone()).filter(|country| !country.is_empty()).into_iter().collect(),
        hosts: sample.maker.into_iter().collect(),
        classes: Vec::new(),
    };
    let mut classes: Vec<model::Subject> = needs.iter().flat_map(|need| need.classes.clone()).collect();
    if let Some(maker) = sample.maker
        && let Some(maker) = deed.host(&turn.officer.scope, maker)?
    {
        case.countries.push(maker.country);
        classes.extend(maker.classes);
    }
    case.classes = classes.into_iter().filter_map(|class| Some((class.scheme, class.code?))).collect();
    let rules: Vec<_> = deed.vetting_rules()?.into_iter().filter(|rule| rule.kind == VettingKind::Control).collect();
    let control = Vetting::begin(&rules, &case);
    for step in control.steps() {
        open_post(deed, &step.post)?;
        let duty = turn.duty(&step.post, DutyKind::Control, thing(sample.id), turn.work.review_days);
        charge(deed, &duty)?;
    }
    deed.keep_sample_control(sample.id, &control)?;
    let proposal = sample_proposal(deed, sample)?;
    lay_before(deed, turn, &proposal)
}

/// Keeps the decision of a post whether a sample may come.
///
/// # Errors
/// Refused when the officer acts neither for the post nor for one to which its duty was raised, when they registered for the receiving
/// post themselves, when it is not asked, or for a no without a reason.
pub fn decide_sample_control(
    writer: &mut Writer,
    turn: &Turn<'_>,
    at: (SampleId, u32),
    rule: VettingRuleId,
    (yes, reason): (bool, &str),
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let control = deed.sample_control(before.id)?;
        let step = control.steps().iter().find(|step| step.rule == rule).cloned();
        let step = step.ok_or_else(|| no_sample(&before.id.to_string()))?;
        let duties = deed.open_duties(&thing(before.id))?;
        let duty = duties.into_iter().find(|duty| duty.post == step.post && duty.kind == DutyKind::Control);
        let raised = duty.as_ref().and_then(|duty| duty.raised_to.clone());
        let actor = officer.acting_for(&step.post).or_else(|refusal| match &raised {
            Some(post) => officer.acting_for(post),
            None => Err(refusal),
        })?;
        if officer.acts_for(&before.post) {
            return Err(Failure::said(sentence!(
                "sample-control-own",
                "You act for the post that receives this sample; another person has to decide whether it may come"
            )));
        }
        let decided = control.decide(rule, yes, &actor.to_string(), reason, turn.now)?;
        deed.keep_sample_control(before.id, &decided)?;
        let word = if yes { "yes" } else { "no" };
        if let Some(duty) = duty {
            let closed = duty.close(DutyState::Done, word, None, deed.at())?;
            deed.keep_duty(&closed)?;
        }
        if !yes {
            lapse_kind(deed, before.id, DutyKind::Control, "stopped")?;
        }
        let state = before.state;
        keep_on(deed, before.next(state), Verb::Vetted, None, &format!("control {word}"))
    })
}

/// Refuses what may not be done before the control decisions are made, or after one of them was a no.
fn is_let_in(deed: &Deed<'_>, sample: &Sample) -> Result<(), Failure> {
    let control = deed.sample_control(sample.id)?;
    if control.is_passed() {
        return Ok(());
    }
    if let Some(no) = control.steps().iter().find(|step| step.state == VettingState::No) {
        return Err(Failure::said(sentence!(
            "sample-control-no",
            "{post} decided that this sample may not come: {reason}",
            post = &no.post,
            reason = no.reason.as_str()
        )));
    }
    let open = control.steps().iter().find(|step| step.state == VettingState::Open).map(|step| step.post.to_string());
    Err(Failure::said(sentence!(
        "sample-control-open",
        "{post} has not decided yet whether this sample may come; ask them, and note then that it was received",
        post = open.unwrap_or_default()
    )))
}
