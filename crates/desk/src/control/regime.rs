//! Regimes: founded and changed by administrators, each change a version. How a binding one decides is changed by two persons.

use model::{Date, DutyKind, Power, Refusal, Regime, RegimeId, Verb, sentence};
use store::{Deed, RegimeVersion, RegimeVersionState, Scope, Writer};

use super::{Pace, charge_once, no_regime, regime_thing};
use crate::review::Turn;
use crate::{Failure, Officer};

fn held(deed: &Deed<'_>, officer: &Officer, id: RegimeId) -> Result<Regime, Failure> {
    Ok(deed.regime(&officer.scope, id)?.ok_or_else(|| no_regime(&id.to_string()))?)
}

/// Refuses posts and hosts that are not there, and a marking that shows less than a host that is named.
fn fits(deed: &Deed<'_>, officer: &Officer, regime: Regime) -> Result<Regime, Failure> {
    let posts = regime.members.iter().map(|member| &member.post).chain([&regime.keeper]);
    for post in posts {
        if deed.post(post)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!(
                "regime-post",
                "There is no post {post} any more; choose another for the member or for who keeps the regime",
                post
            )));
        }
    }
    let mut marking = regime.marking.clone();
    for host in regime.triggers.iter().flat_map(|trigger| &trigger.hosts) {
        let held = deed.host(&officer.scope, *host)?.ok_or_else(|| crate::host::no_host(&host.to_string()))?;
        marking = marking.join(&held.marking);
    }
    if !officer.clearance.may_see(&marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-regime",
            "You could not see the regime once it is so marked; choose a marking that you are cleared for"
        )));
    }
    Ok(Regime { marking, ..regime })
}

/// Founds a regime, or changes one: then `regime.revision` is that of the state which was seen, and `reason` says why. Every version stays,
/// and cases that run keep the one under which they were laid before it. How a binding regime decides is changed when a second person
/// confirms it. A form that is sent twice founds once.
///
/// # Errors
/// Refused without the power to administer, when it is not in order, when a post or host is not there, when somebody changed it in
/// between, without a reason for a change, or when its marking would become wider.
pub fn keep_regime(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (regime, is_new): (Regime, bool),
    reason: &str,
) -> Result<Regime, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = if is_new { None } else { Some(held(deed, officer, regime.id)?) };
        let by = officer.by_power(Power::Administer)?.to_string();
        let regime = fits(deed, officer, regime.clone().tidied()?)?;
        let Some(before) = before else {
            return found(deed, turn, regime, &by);
        };
        let regime = Regime { invented: before.invented, made_at: before.made_at, version: before.version, ..regime };
        if regime == before {
            return Ok(before);
        }
        before.from_revision(regime.revision)?;
        if !regime.marking.covers(&before.marking) {
            return Err(Failure::said(sentence!(
                "regime-wider",
                "More people could see it than before, and widening a marking takes the control room; keep the marking or make it narrower"
            )));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Failure::said(sentence!(
                "regime-no-reason",
                "Write why it is changed; every version stays with its reason"
            )));
        }
        change(deed, turn, (&before, regime), (&by, reason))
    })
}

fn found(deed: &mut Deed<'_>, turn: &Turn<'_>, regime: Regime, by: &str) -> Result<Regime, Failure> {
    if let Some(held) = deed.regime(&Scope::office(), regime.id)? {
        if held.name == regime.name && held.keeper == regime.keeper && turn.officer.clearance.may_see(&held.marking) {
            return Ok(held);
        }
        return Err(Failure::said(sentence!(
            "regime-form-sent",
            "This form was sent already with another regime; open a new one"
        )));
    }
    let regime = Regime { version: 1, revision: 0, made_at: turn.now, ..regime };
    let fact = model::Fact::new(by, Verb::Founded, regime_thing(regime.id).to_string());
    deed.keep_regime(&regime, &fact)?;
    deed.keep_regime_version(&version(turn, &regime, RegimeVersionState::Agreed, (by, "")))?;
    Ok(regime)
}

fn version(turn: &Turn<'_>, regime: &Regime, state: RegimeVersionState, (by, reason): (&str, &str)) -> RegimeVersion {
    RegimeVersion {
        regime: regime.clone(),
        state,
        reason: reason.to_owned(),
        by: by.to_owned(),
        person: turn.officer.person.id.clone(),
        at: turn.now,
        answered_by: None,
    }
}

fn change(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    (before, regime): (&Regime, Regime),
    (by, reason): (&str, &str),
) -> Result<Regime, Failure> {
    model::not_longer(reason, model::REGIME_TEXT_CHARS_MAX)?;
    let versions = deed.regime_versions(regime.id)?;
    let number = versions.iter().map(|held| held.regime.version).max().unwrap_or(0) + 1;
    // What waited for a second person is overtaken.
    for waiting in versions.into_iter().filter(|held| held.state == RegimeVersionState::Proposed) {
        deed.keep_regime_version(&RegimeVersion { state: RegimeVersionState::Dropped, ..waiting })?;
    }
    deed.done(&regime_thing(regime.id), DutyKind::ConfirmRegime, "overtaken")?;
    let next = Regime { version: number, revision: before.revision + 1, ..regime };
    let object = regime_thing(next.id).to_string();
    if before.binding && before.decides_otherwise(&next) {
        // The marking follows at once: it lets nobody see more.
        let kept = Regime { marking: next.marking.clone(), revision: next.revision, ..before.clone() };
        let fact = model::Fact::new(by, Verb::Moved, object).with(format!("version {number} proposed"));
        deed.keep_regime(&kept, &fact)?;
        deed.keep_regime_version(&version(turn, &next, RegimeVersionState::Proposed, (by, reason)))?;
        let mut pace = Pace::of(turn);
        let due = pace.today.plus_days(i64::from(pace.days));
        charge_once(deed, &mut pace, (&before.keeper, DutyKind::ConfirmRegime), (&regime_thing(next.id), due))?;
        return Ok(kept);
    }
    let fact = model::Fact::new(by, Verb::Revised, object).with(format!("version {number}"));
    deed.keep_regime(&next, &fact)?;
    deed.keep_regime_version(&version(turn, &next, RegimeVersionState::Agreed, (by, reason)))?;
    settle_review(deed, &next, turn.today)?;
    Ok(next)
}

/// Closes the duty to look a regime through once its day is ahead again.
fn settle_review(deed: &mut Deed<'_>, regime: &Regime, today: Date) -> Result<(), Failure> {
    if regime.review.is_none_or(|day| day > today) {
        deed.done(&regime_thing(regime.id), DutyKind::ReviewRegime, "reviewed")?;
    }
    Ok(())
}

/// Confirms, as the second person, a change of how a binding regime decides, or says no to it.
///
/// # Errors
/// Refused when there is none, to who proposed it, to whoever neither administers nor acts for the post that keeps the regime, and when
/// nothing waits.
pub fn answer_regime(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, number): (RegimeId, u32),
    yes: bool,
) -> Result<Regime, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, officer, id)?;
        let actor = officer.by_power(Power::Administer).or_else(|_| officer.acting_for(&before.keeper))?.to_string();
        let versions = deed.regime_versions(id)?.into_iter();
        let waiting = versions
            .filter(|version| version.state == RegimeVersionState::Proposed)
            .find(|version| version.regime.version == number);
        let waiting = waiting.ok_or_else(|| {
            Refusal::Changed(sentence!(
                "regime-answered",
                "That change was answered already, or another took its place; reload the page"
            ))
        })?;
        if waiting.person == officer.person.id {
            return Err(Failure::said(sentence!(
                "regime-own",
                "You proposed this change, so a second person confirms it; ask another administrator or who keeps the regime"
            )));
        }
        let state = if yes { RegimeVersionState::Agreed } else { RegimeVersionState::Dropped };
        let version = RegimeVersion { state, answered_by: Some(actor.clone()), ..waiting };
        deed.done(&regime_thing(id), DutyKind::ConfirmRegime, state.word())?;
        let fact = model::Fact::new(&actor, Verb::Revised, regime_thing(id).to_string());
        let fact = fact.with(format!("version {number} {}", state.word()));
        let revision = before.revision + 1;
        let next = if yes {
            Regime { marking: before.marking, revision, ..version.regime.clone() }
        } else {
            Regime { revision, ..before }
        };
        deed.keep_regime(&next, &fact)?;
        deed.keep_regime_version(&version)?;
        settle_review(deed, &next, turn.today)?;
        Ok(next)
    })
}

/// Says that a regime was looked through, and when it is to be looked through again.
///
/// # Errors
/// Refused when there is none, to whoever does not act for the post that keeps it, when somebody changed it in between, and for a day
/// that is not ahead.
pub fn review_regime(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (RegimeId, u32),
    next: Date,
) -> Result<Regime, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, officer, id)?;
        let by = officer.acting_for(&before.keeper)?.to_string();
        before.from_revision(revision)?;
        if next <= turn.today {
            return Err(Failure::said(sentence!(
                "regime-review",
                "Write the next day of review, which is still to come"
            )));
        }
        let regime = Regime { review: Some(next), ..before.clone() };
        change(deed, turn, (&before, regime), (&by, "reviewed"))
    })
}
