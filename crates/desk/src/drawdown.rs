//! Drawdowns: asked for, decided by a second person, paid out when what they wait for is there; and the milestones of lines of credit.

use model::{
    Actor, AwaitedDelivery, CREDIT_MILESTONES_MAX, Credit, CreditEvent, CreditId, CreditMilestone, DRAWDOWNS_MAX, Date,
    DeliverableId, DeliverableState, Drawdown, DrawdownState, DutyKind, Power, Refusal, Verb, counting, credit_course,
    sentence,
};
use store::{Deed, Scope, Writer};

use crate::credit::{free_days, held, keeper, thing};
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Office, Officer};

/// Who decides about drawdowns of a line and confirms its milestones: the post that is named for it, and who coordinates.
fn decider(officer: &Officer, credit: &Credit) -> Result<Actor, Refusal> {
    officer.acting_for(&credit.decider).or_else(|_| officer.by_power(Power::Coordinate)).map_err(|_| {
        Refusal::Said(sentence!(
            "credit-not-decider",
            "About this line of credit {post} decides; ask who acts for that post",
            post = &credit.decider
        ))
    })
}

/// That there is no such drawdown.
pub fn no_drawdown(number: &str) -> Refusal {
    Refusal::NotFound {
        noun: "drawdown",
        text: number.to_owned(),
        next: sentence!("next-look-credit", "look for it on the page of its line of credit"),
    }
}

/// That there is no such milestone.
pub fn no_milestone(number: &str) -> Refusal {
    let next = sentence!("next-look-credit", "look for it on the page of its line of credit");
    Refusal::NotFound { noun: "milestone", text: number.to_owned(), next }
}

fn one(deed: &Deed<'_>, credit: CreditId, number: u32) -> Result<Drawdown, Failure> {
    let found = deed.drawdowns(credit)?.into_iter().find(|one| one.number == number);
    Ok(found.ok_or_else(|| no_drawdown(&number.to_string()))?)
}

/// Refuses what was written in view of another state.
fn is_as_seen(held: u32, seen: u32) -> Result<(), Failure> {
    if held == seen {
        return Ok(());
    }
    Err(Failure::Refused(Refusal::Changed(sentence!(
        "drawdown-changed",
        "Somebody went on with this in between; open its line of credit again, and look where it stands"
    ))))
}

/// The deliverables for which a drawdown waits. Whoever does not see one is told its bare name: that it is missing is why nothing is paid.
fn awaited(deed: &Deed<'_>, scope: &Scope, ids: &[DeliverableId]) -> Result<Vec<AwaitedDelivery>, Failure> {
    let mut found = Vec::new();
    for id in ids {
        let Some(one) = deed.deliverable(&Scope::office(), *id)? else { continue };
        let is_accepted = one.state == DeliverableState::Accepted;
        let agreement = deed.agreement(scope, one.agreement)?;
        let title = if deed.deliverable(scope, *id)?.is_some() { one.title } else { id.to_string() };
        let agreement = agreement.map_or_else(|| one.agreement.to_string(), |agreement| agreement.title);
        found.push(AwaitedDelivery { title, agreement, is_accepted });
    }
    Ok(found)
}

/// Asks for a drawdown. The same sent twice is asked for once.
///
/// # Errors
/// Refused when it is not in order, beyond the limit or the time of the line, to whoever does not keep the line, or where a deliverable or
/// milestone is not there.
pub fn request_drawdown(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: CreditId,
    drawdown: Drawdown,
) -> Result<Drawdown, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let credit = held(deed, officer, id)?;
        keeper(officer, &credit)?;
        let drawdown = drawdown.tidied(&credit.terms)?;
        for deliverable in &drawdown.deliverables {
            if deed.deliverable(&officer.scope, *deliverable)?.is_none() {
                return Err(crate::agreement::no_deliverable(&deliverable.to_string()).into());
            }
        }
        let milestones = deed.credit_milestones(id)?;
        if let Some(number) =
            drawdown.milestones.iter().find(|number| milestones.iter().all(|one| one.number != **number))
        {
            return Err(no_milestone(&number.to_string()).into());
        }
        let others = deed.drawdowns(id)?;
        let number = others.last().map_or(1, |last| last.number + 1);
        let asked_by = officer.person.id.to_string();
        let drawdown = Drawdown {
            number,
            state: DrawdownState::Requested,
            asked_by,
            decided_by: String::new(),
            reason: String::new(),
            revision: 0,
            ..drawdown
        };
        if let Some(last) = others.last().filter(|last| **last == Drawdown { number: last.number, ..drawdown.clone() })
        {
            return Ok(last.clone());
        }
        if others.len() >= DRAWDOWNS_MAX {
            return Err(Failure::said(sentence!(
                "drawdowns-many",
                "A line has up to {max} drawdowns; draw more at once",
                max = DRAWDOWNS_MAX
            )));
        }
        drawdown.fits(&credit.terms, &others)?;
        deed.keep_drawdown(id, &drawdown, Verb::Requested)?;
        let waits = deed.open_duties(&thing(id))?.iter().any(|duty| duty.kind == DutyKind::DecideDrawdown);
        if !waits {
            let duty = turn.duty(&credit.decider, DutyKind::DecideDrawdown, thing(id), turn.work.review_days);
            charge(deed, &duty)?;
        }
        Ok(drawdown)
    })
}

/// Closes the duty to decide when nothing waits for it.
fn none_waits(deed: &mut Deed<'_>, id: CreditId) -> Result<(), Failure> {
    if deed.drawdowns(id)?.iter().all(|one| one.state != DrawdownState::Requested) {
        deed.done(&thing(id), DutyKind::DecideDrawdown, "decided")?;
    }
    Ok(())
}

/// Grants or refuses a drawdown. `seen` is its number and the revision that was seen.
///
/// # Errors
/// Refused to who asked for it, to whoever does not decide about the line, when it does not wait, for a grant when what it waits for is not
/// there, and without a reason for a refusal.
pub fn decide_drawdown(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: CreditId,
    seen: (u32, u32),
    grants: bool,
    reason: &str,
) -> Result<Drawdown, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let credit = held(deed, officer, id)?;
        decider(officer, &credit)?;
        let drawdown = one(deed, id, seen.0)?;
        is_as_seen(drawdown.revision, seen.1)?;
        let others = deed.drawdowns(id)?;
        let decided = drawdown.decide(grants, reason, officer.person.id.as_str())?;
        if grants {
            decided.fits(&credit.terms, &others)?;
            decided.is_due(&awaited(deed, &officer.scope, &decided.deliverables)?, &deed.credit_milestones(id)?)?;
        }
        deed.keep_drawdown(id, &decided, if grants { Verb::Approved } else { Verb::Declined })?;
        none_waits(deed, id)?;
        Ok(decided)
    })
}

/// Takes a drawdown back.
///
/// # Errors
/// Refused to whoever does not keep the line, when it is paid out or refused, or without a reason.
pub fn withdraw_drawdown(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: CreditId,
    seen: (u32, u32),
    reason: &str,
) -> Result<Drawdown, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let credit = held(deed, officer, id)?;
        keeper(officer, &credit)?;
        let drawdown = one(deed, id, seen.0)?;
        is_as_seen(drawdown.revision, seen.1)?;
        let withdrawn = drawdown.withdraw(reason)?;
        deed.keep_drawdown(id, &withdrawn, Verb::Withdrew)?;
        none_waits(deed, id)?;
        Ok(withdrawn)
    })
}

/// Pays a drawdown out on a day. Looked at once more: what was accepted may have been contested since it was granted.
///
/// # Errors
/// Refused when it is not granted, when what it waits for is not there, when the line cannot be drawn on that day, when its rate was never
/// fixed, and to whoever does not keep the line.
pub fn pay_out_drawdown(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: CreditId,
    seen: (u32, u32),
    day: Date,
    note: &str,
) -> Result<(Drawdown, CreditEvent), Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let credit = held(deed, officer, id)?;
        let by = keeper(officer, &credit)?.to_string();
        let drawdown = one(deed, id, seen.0)?;
        is_as_seen(drawdown.revision, seen.1)?;
        let others = deed.drawdowns(id)?;
        drawdown.fits(&credit.terms, &others)?;
        drawdown.is_due(&awaited(deed, &officer.scope, &drawdown.deliverables)?, &deed.credit_milestones(id)?)?;
        let (paid, event) = drawdown.pay_out(&credit.terms, day, note)?;
        if day > turn.today {
            return Err(Failure::said(sentence!(
                "drawdown-future",
                "Book the payment on the day on which it was made, not before"
            )));
        }
        let events = deed.credit_events(id)?;
        let is_fixed = |event: &CreditEvent| event.kind == model::CreditEventKind::RateFixed && event.day <= day;
        if credit.terms.rate.is_floating() && !counting(&events).into_iter().any(is_fixed) {
            return Err(Failure::said(sentence!(
                "drawdown-unfixed",
                "The base rate of this line was not fixed for {day}; book the rate first",
                day
            )));
        }
        // What is lent when no due day is left would never be claimed.
        let course = credit_course(&credit.terms, &events, &free_days(deed, &credit)?, day, None);
        if course.position.next_due.is_none() {
            return Err(Failure::said(sentence!(
                "drawdown-no-due",
                "Nothing falls due on this line any more; book a new plan first"
            )));
        }
        let number = events.last().map_or(1, |last| last.number + 1);
        let event = CreditEvent { number, by, told_at: turn.now, ..event.tidied()? };
        let credit = Credit { revision: credit.revision + 1, ..credit };
        deed.keep_drawdown(id, &paid, Verb::Revised)?;
        deed.keep_credit_event(&credit, &event)?;
        Ok((paid, event))
    })
}

/// Writes a milestone down, or changes one that is not confirmed: then its number is given, and its revision is that which was seen.
///
/// # Errors
/// Refused when it is not in order, to whoever does not keep the line, when it is confirmed, or when somebody changed it in between.
pub fn keep_credit_milestone(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: CreditId,
    milestone: CreditMilestone,
) -> Result<CreditMilestone, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let credit = held(deed, officer, id)?;
        keeper(officer, &credit)?;
        let milestone = milestone.tidied()?;
        let all = deed.credit_milestones(id)?;
        if milestone.number == 0 {
            let said = |one: &CreditMilestone| one.title == milestone.title && one.due == milestone.due;
            if let Some(same) = all.iter().find(|one| said(one)) {
                return Ok(same.clone());
            }
            if all.len() >= CREDIT_MILESTONES_MAX {
                return Err(Failure::said(sentence!(
                    "milestones-many",
                    "A line has up to {max} milestones; take those that money waits for",
                    max = CREDIT_MILESTONES_MAX
                )));
            }
            let number = all.last().map_or(1, |last| last.number + 1);
            let milestone = CreditMilestone { number, confirmed: None, revision: 0, ..milestone };
            deed.keep_credit_milestone(id, &milestone, Verb::Stated)?;
            return Ok(milestone);
        }
        let held = all
            .into_iter()
            .find(|one| one.number == milestone.number)
            .ok_or_else(|| no_milestone(&milestone.number.to_string()))?;
        is_as_seen(held.revision, milestone.revision)?;
        if held.confirmed.is_some() {
            return Err(Failure::said(sentence!(
                "milestone-stands",
                "This milestone was confirmed, so it stays as it is; write down another"
            )));
        }
        let milestone = CreditMilestone { revision: held.revision + 1, confirmed: None, ..milestone };
        deed.keep_credit_milestone(id, &milestone, Verb::Restated)?;
        Ok(milestone)
    })
}

/// Confirms that a milestone was reached. `seen` is its number and the revision that was seen.
///
/// # Errors
/// Refused to whoever does not decide about the line, without evidence, or when it was confirmed already.
pub fn confirm_credit_milestone(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: CreditId,
    seen: (u32, u32),
    on: Date,
    evidence: &str,
) -> Result<CreditMilestone, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let credit = held(deed, officer, id)?;
        let by = decider(officer, &credit)?.to_string();
        let all = deed.credit_milestones(id)?;
        let milestone =
            all.into_iter().find(|one| one.number == seen.0).ok_or_else(|| no_milestone(&seen.0.to_string()))?;
        is_as_seen(milestone.revision, seen.1)?;
        let confirmed = milestone.confirm(evidence, on, &by, turn.today)?;
        deed.keep_credit_milestone(id, &confirmed, Verb::Confirmed)?;
        Ok(confirmed)
    })
}

impl Office {
    /// Whether an officer may decide about the drawdowns of a line and confirm its milestones.
    pub fn may_decide_drawdown(&self, officer: &Officer, credit: &Credit) -> bool {
        decider(officer, credit).is_ok()
    }
}
