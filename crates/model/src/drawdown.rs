//! Drawdowns of a line of credit: asked for, decided by a second person, paid out when what they wait for is there.

use crate::host::{not_longer, one_line};
use crate::words::words;
use crate::{
    CREDIT_LINE_CHARS_MAX, CREDIT_MINOR_MAX, CREDIT_TEXT_CHARS_MAX, CreditEvent, CreditEventKind, CreditTerms, Date,
    DeliverableId, Refusal, sentence,
};

/// Drawdowns of one line: a machine a week over ten years.
pub const DRAWDOWNS_MAX: usize = 500;

/// Deliverables or milestones for which one drawdown waits.
pub const DRAWDOWN_CONDITIONS_MAX: usize = 20;

/// Milestones of one line.
pub const CREDIT_MILESTONES_MAX: usize = 100;

words! {
    /// Where a drawdown stands.
    DrawdownState {
        /// It was asked for.
        Requested = "requested",
        /// It may be paid out.
        Granted = "granted",
        /// It was paid out.
        PaidOut = "paid-out",
        /// It may not be paid out.
        Refused = "refused",
        /// It is not wanted any more.
        Withdrawn = "withdrawn",
    }
}

/// A drawdown of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawdown {
    /// Its number within the line, from one.
    pub number: u32,
    /// Of how much, in the smallest unit of the line's currency.
    pub minor: i64,
    /// What it pays for.
    pub purpose: String,
    /// The day on which it is to be paid out.
    pub planned: Date,
    /// Deliverables of agreements that have to be accepted first.
    pub deliverables: Vec<DeliverableId>,
    /// Milestones of the line, by number, that have to be confirmed first.
    pub milestones: Vec<u32>,
    /// Where it stands.
    pub state: DrawdownState,
    /// Who asked for it: the person.
    pub asked_by: String,
    /// Who decided about it: the person.
    pub decided_by: String,
    /// Why it was refused or withdrawn, or what was said with the grant.
    pub reason: String,
    /// Grows by one with each change.
    pub revision: u32,
}

/// A deliverable for which a drawdown waits, as far as whoever decides sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwaitedDelivery {
    /// What is delivered.
    pub title: String,
    /// The title of its agreement.
    pub agreement: String,
    /// Whether it was accepted.
    pub is_accepted: bool,
}

/// A condition of a line with its evidence, confirmed by a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditMilestone {
    /// Its number within the line, from one.
    pub number: u32,
    /// What has to be reached.
    pub title: String,
    /// By when it is expected.
    pub due: Date,
    /// On what its confirmation rests.
    pub evidence: String,
    /// Who confirmed it, and on which day it was reached.
    pub confirmed: Option<(String, Date)>,
    /// Grows by one with each change.
    pub revision: u32,
}

impl CreditMilestone {
    /// The same in order.
    ///
    /// # Errors
    /// Refused without a title, or where a text is too long.
    pub fn tidied(self) -> Result<CreditMilestone, Refusal> {
        let (title, evidence) = (one_line(&self.title), self.evidence.trim().to_owned());
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("milestone-no-title", "Write what has to be reached")));
        }
        not_longer(&title, CREDIT_LINE_CHARS_MAX)?;
        not_longer(&evidence, CREDIT_TEXT_CHARS_MAX)?;
        Ok(CreditMilestone { title, evidence, ..self })
    }

    /// Confirms that it was reached.
    ///
    /// # Errors
    /// Refused without evidence, for a day that is still to come, or when it was confirmed already.
    pub fn confirm(self, evidence: &str, on: Date, by: &str, today: Date) -> Result<CreditMilestone, Refusal> {
        if self.confirmed.is_some() {
            return Err(Refusal::Said(sentence!(
                "milestone-confirmed",
                "This milestone was confirmed already; look at its line of credit"
            )));
        }
        let evidence = evidence.trim();
        if evidence.is_empty() || on > today {
            return Err(Refusal::Said(sentence!(
                "milestone-no-evidence",
                "Write on what the confirmation rests, and a day that is not still to come"
            )));
        }
        not_longer(evidence, CREDIT_TEXT_CHARS_MAX)?;
        Ok(CreditMilestone {
            evidence: evidence.to_owned(),
            confirmed: Some((by.to_owned(), on)),
            revision: self.revision + 1,
            ..self
        })
    }
}

impl Drawdown {
    /// Whether it still can be paid out.
    pub fn is_open(&self) -> bool {
        matches!(self.state, DrawdownState::Requested | DrawdownState::Granted)
    }

    /// The same in order.
    ///
    /// # Errors
    /// Refused without an amount or a purpose, with too many conditions, or for a day on which nothing can be drawn.
    pub fn tidied(self, terms: &CreditTerms) -> Result<Drawdown, Refusal> {
        let purpose = one_line(&self.purpose);
        if purpose.is_empty() || !(1..=CREDIT_MINOR_MAX).contains(&self.minor) {
            return Err(Refusal::Said(sentence!("drawdown-empty", "Write how much is drawn, and what it pays for")));
        }
        not_longer(&purpose, CREDIT_LINE_CHARS_MAX)?;
        let (mut deliverables, mut milestones) = (self.deliverables, self.milestones);
        deliverables.sort_unstable();
        deliverables.dedup();
        milestones.sort_unstable();
        milestones.dedup();
        if deliverables.len() + milestones.len() > DRAWDOWN_CONDITIONS_MAX {
            return Err(Refusal::Said(sentence!(
                "drawdown-conditions",
                "A drawdown waits for {max} deliverables and milestones at most; divide it",
                max = DRAWDOWN_CONDITIONS_MAX
            )));
        }
        let drawdown = Drawdown { purpose, deliverables, milestones, ..self };
        available(terms, drawdown.planned)?;
        Ok(drawdown)
    }

    /// Whether its amount fits under the limit, beside what was drawn and what others may still draw.
    ///
    /// # Errors
    /// Refused when it does not.
    pub fn fits(&self, terms: &CreditTerms, others: &[Drawdown]) -> Result<(), Refusal> {
        let taken = others
            .iter()
            .filter(|other| other.number != self.number && (other.is_open() || other.state == DrawdownState::PaidOut))
            .map(|other| other.minor)
            .fold(0, i64::saturating_add);
        if self.minor > terms.limit.saturating_sub(taken) {
            return Err(Refusal::Said(sentence!(
                "drawdown-limit",
                "With what is drawn and asked for already, drawdown {number} goes beyond the limit of the line; make it smaller, or withdraw another",
                number = self.number
            )));
        }
        Ok(())
    }

    /// Whether all for which it waits is there.
    ///
    /// # Errors
    /// Refused with each deliverable that is not accepted and each milestone that is not confirmed, by name.
    pub fn is_due(&self, deliveries: &[AwaitedDelivery], milestones: &[CreditMilestone]) -> Result<(), Refusal> {
        let mut wanting = Vec::new();
        for one in deliveries.iter().filter(|one| !one.is_accepted) {
            wanting.push(Refusal::Said(sentence!(
                "drawdown-no-delivery",
                "Drawdown {number} waits for “{title}” of the agreement “{agreement}”, which is not accepted; accept the delivery first",
                number = self.number,
                title = &one.title,
                agreement = &one.agreement
            )));
        }
        for number in &self.milestones {
            let held = milestones.iter().find(|one| one.number == *number);
            if held.is_none_or(|one| one.confirmed.is_none()) {
                wanting.push(Refusal::Said(sentence!(
                    "drawdown-no-milestone",
                    "Drawdown {number} waits for the milestone “{title}”, which is not confirmed; confirm it with its evidence first",
                    number = self.number,
                    title = held.map_or_else(|| number.to_string(), |one| one.title.clone())
                )));
            }
        }
        match wanting.len() {
            0 => Ok(()),
            1 => Err(wanting.remove(0)),
            _ => Err(Refusal::Several(wanting)),
        }
    }

    /// Decides about it: a second person, not the one who asked.
    ///
    /// # Errors
    /// Refused when it is not waiting, when it was asked for by the same person, or without a reason for a refusal.
    pub fn decide(self, grants: bool, reason: &str, by: &str) -> Result<Drawdown, Refusal> {
        if self.state != DrawdownState::Requested {
            return Err(Refusal::Said(sentence!(
                "drawdown-decided",
                "This drawdown is not waiting for a decision any more; look at its line of credit"
            )));
        }
        if self.asked_by == by {
            return Err(Refusal::Said(sentence!(
                "drawdown-own",
                "Who asks for a drawdown does not decide about it; let a second person decide"
            )));
        }
        let reason = reason.trim();
        if !grants && reason.is_empty() {
            return Err(Refusal::Said(sentence!("drawdown-no-reason", "Write why the drawdown is refused")));
        }
        not_longer(reason, CREDIT_TEXT_CHARS_MAX)?;
        let state = if grants { DrawdownState::Granted } else { DrawdownState::Refused };
        Ok(Drawdown {
            state,
            reason: reason.to_owned(),
            decided_by: by.to_owned(),
            revision: self.revision + 1,
            ..self
        })
    }

    /// Takes it back.
    ///
    /// # Errors
    /// Refused when it was paid out or decided against, or without a reason.
    pub fn withdraw(self, reason: &str) -> Result<Drawdown, Refusal> {
        let reason = reason.trim();
        if !self.is_open() || reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "drawdown-withdraw",
                "Only what is not paid out and not refused is taken back, with the reason; look at where it stands"
            )));
        }
        not_longer(reason, CREDIT_TEXT_CHARS_MAX)?;
        Ok(Drawdown { state: DrawdownState::Withdrawn, reason: reason.to_owned(), revision: self.revision + 1, ..self })
    }

    /// Pays it out, with the event that it makes.
    ///
    /// # Errors
    /// Refused when it was not granted, or on a day on which nothing can be drawn.
    pub fn pay_out(self, terms: &CreditTerms, day: Date, note: &str) -> Result<(Drawdown, CreditEvent), Refusal> {
        if self.state != DrawdownState::Granted {
            return Err(Refusal::Said(sentence!(
                "drawdown-not-granted",
                "This drawdown is not granted; a second person decides about it first"
            )));
        }
        available(terms, day)?;
        let event = CreditEvent {
            drawdown: Some(self.number),
            note: note.to_owned(),
            ..CreditEvent::new(CreditEventKind::PaidOut, day, self.minor)
        };
        Ok((Drawdown { state: DrawdownState::PaidOut, revision: self.revision + 1, ..self }, event))
    }
}

fn available(terms: &CreditTerms, day: Date) -> Result<(), Refusal> {
    if day < terms.since || day > terms.available_until {
        return Err(Refusal::Said(sentence!(
            "drawdown-day",
            "This line can be drawn from {since} to {until}; choose a day between them",
            since = terms.since,
            until = terms.available_until
        )));
    }
    Ok(())
}

/// The drawdowns that are still to come as events of the future, each put off by some days, and how much of them comes too late to be
/// drawn at all.
pub fn planned_drawdowns(
    drawdowns: &[Drawdown],
    terms: &CreditTerms,
    today: Date,
    delay_days: i64,
) -> (Vec<CreditEvent>, i64) {
    let (mut planned, mut lost) = (Vec::new(), 0_i64);
    for one in drawdowns.iter().filter(|one| one.is_open()) {
        let day = one.planned.plus_days(delay_days).max(today.plus_days(1));
        if day > terms.available_until {
            lost = lost.saturating_add(one.minor);
            continue;
        }
        // Numbered behind everything that was told.
        let event = CreditEvent::new(CreditEventKind::PaidOut, day, one.minor);
        planned.push(CreditEvent { number: u32::MAX, drawdown: Some(one.number), ..event });
    }
    (planned, lost)
}
