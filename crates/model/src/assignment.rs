//! Assignments: a specialist works for a unit under terms. What was promised is met or not, what they know is passed on and stays.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::specialist_request::days_in_order;
use crate::words::words;
use crate::{
    ASSIGNMENT_LINE_CHARS_MAX, ASSIGNMENT_TEXT_CHARS_MAX, ConflictOfInterest, Date, DutyId, Lack, Marking, Money,
    PostId, Refusal, SkillCheck, SpecialistId, SpecialistRequestId, SpecialistRequestStage, Transfer, UnitId, Vetting,
    sentence,
};

public_id!(
    /// Names an assignment.
    AssignmentId,
    'N'
);

/// Conditions that one assignment promises, or lines of its transfer plan. Who needs more writes an annex.
pub const PROMISES_MAX: usize = 60;

/// Days before its first one on which somebody may have come already.
const EARLY_DAYS_MAX: i64 = 31;

words! {
    /// Where an assignment stands. The variants are in the order of the work.
    AssignmentStage {
        /// Somebody is proposed; nothing is signed.
        Proposed = "proposed",
        /// It is signed.
        Signed = "signed",
        /// They are there.
        UnderWay = "under-way",
        /// Its time is over.
        Ended = "ended",
        /// They left, or were sent away, before its time was over.
        BrokenOff = "broken-off",
        /// It was asked whether the skill stayed.
        Closed = "closed",
        /// It was never signed.
        Dropped = "dropped",
    }
}

words! {
    /// Where a promise stands.
    PromiseState {
        /// It is to be kept.
        Open = "open",
        /// It was kept.
        Met = "met",
        /// It was not.
        Unmet = "unmet",
    }
}

/// A condition that was promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Its number within the assignment.
    pub number: u32,
    /// What was promised.
    pub text: String,
    /// By when.
    pub due: Option<Date>,
    /// Where it stands.
    pub state: PromiseState,
    /// The day on which that was so.
    pub day: Option<Date>,
    /// What is to be said of it.
    pub remark: String,
    /// The duty of whoever keeps it.
    pub duty: Option<DutyId>,
}

impl Promise {
    /// One that is to be kept.
    pub fn given(text: &str, due: Option<Date>) -> Promise {
        let (text, state, remark) = (text.to_owned(), PromiseState::Open, String::new());
        Promise { number: 0, text, due, state, day: None, remark, duty: None }
    }
}

/// What another person said of a conflict of interest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictRuling {
    /// Whether they may be signed on all the same.
    pub allowed: bool,
    /// Why.
    pub reason: String,
    /// Who said it: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// An assignment of a specialist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Its name.
    pub id: AssignmentId,
    /// The request that it answers.
    pub request: SpecialistRequestId,
    /// Who comes.
    pub specialist: SpecialistId,
    /// Where they work.
    pub unit: UnitId,
    /// The post that asked, and keeps what was promised.
    pub post: PostId,
    /// The post of the personnel officer, who speaks for the guest.
    pub officer: PostId,
    /// The post that works beside them and keeps the skill.
    pub counterpart: PostId,
    /// The first day.
    pub since: Date,
    /// The last one.
    pub until: Date,
    /// The terms of the contract in words.
    pub terms: String,
    /// What is paid for a month.
    pub pay: Option<Money>,
    /// Whether somebody has to interpret.
    pub needs_interpreter: bool,
    /// Who interprets.
    pub interpreter: Option<SpecialistId>,
    /// What was promised.
    pub promises: Vec<Promise>,
    /// What shall be known by whom when they leave.
    pub transfers: Vec<Transfer>,
    /// What was missing: when they were proposed, and once it is signed on that day.
    pub lacks: Vec<Lack>,
    /// Why they are signed on although something is missing.
    pub mismatch_reason: String,
    /// Ties to somebody whose matter the task touches, likewise.
    pub conflicts: Vec<ConflictOfInterest>,
    /// What another person said of them.
    pub ruling: Option<ConflictRuling>,
    /// What posts of control say, by the rules of vetting.
    pub control: Vetting,
    /// Where it stands.
    pub stage: AssignmentStage,
    /// Why it was dropped or broken off.
    pub reason: String,
    /// Who proposed it: post and person.
    pub proposed_by: String,
    /// Who signed it: post and person; empty before.
    pub signed_by: String,
    /// The day on which it was signed.
    pub signed: Option<Date>,
    /// The day on which they came.
    pub arrived: Option<Date>,
    /// The day on which they left.
    pub left: Option<Date>,
    /// Whether the skill stayed: asked when it is closed, and a year after they left.
    pub checks: Vec<SkillCheck>,
    /// Whether the question of the year after was laid before somebody.
    pub asked_again: bool,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was proposed, in microseconds since 1970.
    pub made_at: i64,
}

/// The stages at which an assignment takes the days of whoever is assigned.
const BINDING: [AssignmentStage; 2] = [AssignmentStage::Signed, AssignmentStage::UnderWay];

impl Assignment {
    /// The same with its texts in order, and its promises and transfers numbered.
    ///
    /// # Errors
    /// Refused with days that are turned or too many, a line without text, an interpreter who is the guest, or where it says too much.
    pub fn tidied(self) -> Result<Assignment, Refusal> {
        days_in_order(self.since, self.until)?;
        let terms = self.terms.trim().to_owned();
        not_longer(&terms, ASSIGNMENT_TEXT_CHARS_MAX)?;
        if self.promises.len() > PROMISES_MAX || self.transfers.len() > PROMISES_MAX {
            return Err(Refusal::Said(sentence!(
                "assignment-lines",
                "An assignment has up to {max} promises and things to be passed on each; put some into one",
                max = PROMISES_MAX
            )));
        }
        if self.interpreter == Some(self.specialist) {
            return Err(Refusal::Said(sentence!(
                "assignment-own-interpreter",
                "Nobody interprets for themselves; choose somebody else, or say that none is needed"
            )));
        }
        let (mut promises, mut transfers) = (self.promises, Vec::new());
        let mut next = promises.iter().map(|one| one.number).max().unwrap_or_default();
        for one in &mut promises {
            one.text = one_line(&one.text);
            if one.text.is_empty() {
                return Err(Refusal::Said(sentence!("promise-no-text", "Write in one line what is promised")));
            }
            for text in [&one.text, &one.remark] {
                not_longer(text, ASSIGNMENT_LINE_CHARS_MAX)?;
            }
            if one.number == 0 {
                next += 1;
                one.number = next;
            }
        }
        let mut next = self.transfers.iter().map(|one| one.number).max().unwrap_or_default();
        for one in self.transfers {
            let mut one = one.tidied()?;
            if one.number == 0 {
                next += 1;
                one.number = next;
            }
            transfers.push(one);
        }
        let interpreter = self.interpreter.filter(|_| self.needs_interpreter);
        Ok(Assignment { terms, promises, transfers, interpreter, ..self })
    }

    /// Refuses a change that was made from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else changed it in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "assignment-changed",
            "Somebody changed this assignment in between; open it again, and change what is still to be changed"
        )))
    }

    /// Whether it takes the days of whoever is assigned.
    pub fn binds(&self) -> bool {
        BINDING.contains(&self.stage)
    }

    /// Whether they are there, or were.
    pub fn has_begun(&self) -> bool {
        self.arrived.is_some()
    }

    /// Whether it is over and nobody has yet said whether the skill stayed.
    pub fn is_over(&self) -> bool {
        matches!(self.stage, AssignmentStage::Ended | AssignmentStage::BrokenOff)
    }

    /// The days that it takes: up to the day on which they left.
    pub fn days(&self) -> (Date, Date) {
        (self.since, self.left.unwrap_or(self.until))
    }

    /// Refuses what is not done at this stage.
    ///
    /// # Errors
    /// Refused at every other stage.
    pub fn only(&self, stages: &[AssignmentStage]) -> Result<(), Refusal> {
        if stages.contains(&self.stage) {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "assignment-stage",
            "This assignment stands at “{stage}”, where that is not done; reload the page",
            stage = self.stage
        )))
    }

    fn at(&self, stage: AssignmentStage) -> Assignment {
        Assignment { stage, revision: self.revision + 1, ..self.clone() }
    }

    /// What is missing against which somebody is signed on only with a reason. A language that the interpreter brings is not missing.
    pub fn mismatches<'a>(&'a self, interpreted: &'a [String]) -> impl Iterator<Item = &'a Lack> {
        self.lacks.iter().filter(|lack| {
            lack.kind.weighs() && !(lack.kind == crate::LackKind::Language && interpreted.contains(&lack.what))
        })
    }

    /// Another person said whether somebody may be signed on in spite of a tie.
    ///
    /// # Errors
    /// Refused when nothing is proposed, without a tie, without a reason, or to who proposed it.
    pub fn ruled(&self, allowed: bool, reason: &str, by: &str, at: i64) -> Result<Assignment, Refusal> {
        self.only(&[AssignmentStage::Proposed])?;
        if self.conflicts.is_empty() {
            return Err(Refusal::Said(sentence!(
                "assignment-no-conflict",
                "They are tied to nobody whose matter the task touches, so nothing is to be decided"
            )));
        }
        if person_of(by) == person_of(&self.proposed_by) {
            return Err(Refusal::Said(sentence!(
                "assignment-same-person",
                "You proposed them yourself; a conflict of interest is decided by another person"
            )));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "assignment-ruling-no-reason",
                "Write why they may or may not be signed on in spite of it"
            )));
        }
        not_longer(reason, ASSIGNMENT_TEXT_CHARS_MAX)?;
        let ruling = ConflictRuling { allowed, reason: reason.to_owned(), by: by.to_owned(), at };
        Ok(Assignment { ruling: Some(ruling), ..self.at(AssignmentStage::Proposed) })
    }

    /// It is signed: with what is missing and which ties there are on that day. `interpreted` are the languages that the interpreter brings.
    ///
    /// # Errors
    /// Refused when it is not proposed, while control has not said yes, for a tie of which another person has not said that it may be, against
    /// what is missing without a reason, without a thing to be passed on, or where an interpreter is needed and none is named.
    pub fn sign(&self, interpreted: &[String], reason: &str, by: &str, today: Date) -> Result<Assignment, Refusal> {
        self.only(&[AssignmentStage::Proposed])?;
        if !self.control.is_passed() {
            return Err(Refusal::Said(sentence!(
                "assignment-control",
                "A post of control has not said yet that they may come; wait for its decision"
            )));
        }
        if !self.conflicts.is_empty() {
            let Some(ruling) = self.ruling.as_ref().filter(|ruling| ruling.allowed) else {
                return Err(Refusal::Said(sentence!(
                    "assignment-conflict",
                    "They are tied to somebody whose matter the task touches; another person decides first whether they may be signed on"
                )));
            };
            if person_of(&ruling.by) == person_of(by) {
                return Err(Refusal::Said(sentence!(
                    "assignment-ruled-yourself",
                    "You decided on the conflict of interest; another person signs"
                )));
            }
        }
        if self.transfers.is_empty() {
            return Err(Refusal::Said(sentence!(
                "assignment-no-transfer",
                "Write what shall be known by whom when they leave; nobody is signed on without it"
            )));
        }
        if self.needs_interpreter && self.interpreter.is_none() {
            return Err(Refusal::Said(sentence!(
                "assignment-no-interpreter",
                "An interpreter is needed and none is named; name one, or say that none is needed"
            )));
        }
        let reason = reason.trim();
        not_longer(reason, ASSIGNMENT_TEXT_CHARS_MAX)?;
        let n_missing = self.mismatches(interpreted).count();
        if n_missing > 0 && reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "assignment-mismatch",
                "{count} things that the task asks for are missing; write why they are signed on all the same",
                count = n_missing
            )));
        }
        let (signed_by, signed) = (by.to_owned(), Some(today));
        let mismatch_reason = if n_missing > 0 { reason.to_owned() } else { String::new() };
        Ok(Assignment { signed_by, signed, mismatch_reason, ..self.at(AssignmentStage::Signed) })
    }

    /// It is not signed.
    ///
    /// # Errors
    /// Refused when it is not proposed, or without a reason.
    pub fn dropped(&self, reason: &str) -> Result<Assignment, Refusal> {
        self.only(&[AssignmentStage::Proposed])?;
        let reason = given_reason(reason)?;
        let control = self.control.clone().voided();
        Ok(Assignment { reason, control, ..self.at(AssignmentStage::Dropped) })
    }

    /// They came.
    ///
    /// # Errors
    /// Refused when it is not signed, or on a day that has not come, is after its last one or long before its first one.
    pub fn arrive(&self, day: Date, today: Date) -> Result<Assignment, Refusal> {
        self.only(&[AssignmentStage::Signed])?;
        crate::exchange::past(day, today)?;
        if day > self.until {
            return Err(Refusal::Said(sentence!(
                "assignment-arrived-late",
                "{day} is after its last day, {until}; break it off, and agree on another one",
                day,
                until = self.until
            )));
        }
        if day < self.since.plus_days(-EARLY_DAYS_MAX) {
            return Err(Refusal::Said(sentence!(
                "assignment-arrived-early",
                "{day} is more than a month before its first day, {since}; correct the day",
                day,
                since = self.since
            )));
        }
        Ok(Assignment { arrived: Some(day), ..self.at(AssignmentStage::UnderWay) })
    }

    /// Its time is over.
    ///
    /// # Errors
    /// Refused when they are not there, or before its last day.
    pub fn end(&self, today: Date) -> Result<Assignment, Refusal> {
        self.only(&[AssignmentStage::UnderWay])?;
        if today < self.until {
            return Err(Refusal::Said(sentence!(
                "assignment-early",
                "Its last day is {until}; whoever leaves before breaks it off, with a reason",
                until = self.until
            )));
        }
        Ok(Assignment { left: Some(self.until), ..self.at(AssignmentStage::Ended) })
    }

    /// They leave before its time is over, or do not come at all.
    ///
    /// # Errors
    /// Refused when it is neither signed nor under way, without a reason, or on a day that has not come, is before they came or after its last one.
    pub fn break_off(&self, day: Date, reason: &str, today: Date) -> Result<Assignment, Refusal> {
        self.only(&BINDING)?;
        crate::exchange::past(day, today)?;
        if self.arrived.is_some_and(|arrived| day < arrived) {
            return Err(Refusal::Said(sentence!(
                "assignment-left-first",
                "{day} is before the day on which they came; look at the days again",
                day
            )));
        }
        if day > self.until {
            return Err(Refusal::Said(sentence!(
                "assignment-left-late",
                "{day} is after its last day, {until}; write the day on which they left, or that its time is over",
                day,
                until = self.until
            )));
        }
        let reason = given_reason(reason)?;
        Ok(Assignment { left: Some(day), reason, ..self.at(AssignmentStage::BrokenOff) })
    }

    /// More is promised or passed on than was signed: further lines stand after those that were, which stay as they are.
    ///
    /// # Errors
    /// Refused before it is signed or once its time is over, without a line, or as [`Assignment::tidied`] says.
    pub fn added(&self, promises: Vec<Promise>, transfers: Vec<Transfer>) -> Result<Assignment, Refusal> {
        self.only(&BINDING)?;
        if promises.is_empty() && transfers.is_empty() {
            return Err(Refusal::Said(sentence!(
                "assignment-adds-nothing",
                "Write what more is promised, or what else is passed on"
            )));
        }
        let mut after = self.at(self.stage);
        after.promises.extend(promises.into_iter().map(|one| Promise::given(&one.text, one.due)));
        after.transfers.extend(transfers.into_iter().map(|one| Transfer::planned(&one.what, &one.learner, &one.how)));
        after.tidied()
    }

    /// Says that a promise was kept or not. Said again, the later word counts.
    ///
    /// # Errors
    /// Refused before it is signed or after it is closed, for a promise that is not there, on a day that has not come, or for one that was
    /// not kept without a word why.
    pub fn promise(
        &self,
        number: u32,
        state: PromiseState,
        day: Date,
        remark: &str,
        today: Date,
    ) -> Result<Assignment, Refusal> {
        self.only(&[
            AssignmentStage::Signed,
            AssignmentStage::UnderWay,
            AssignmentStage::Ended,
            AssignmentStage::BrokenOff,
        ])?;
        crate::exchange::past(day, today)?;
        let remark = one_line(remark);
        not_longer(&remark, ASSIGNMENT_LINE_CHARS_MAX)?;
        if state == PromiseState::Unmet && remark.is_empty() {
            return Err(Refusal::Said(sentence!("promise-no-remark", "Write why it was not kept")));
        }
        let mut after = self.at(self.stage);
        let one = after.promises.iter_mut().find(|one| one.number == number).ok_or_else(|| gone(number))?;
        (one.state, one.remark) = (state, remark);
        one.day = (state != PromiseState::Open).then_some(day);
        Ok(after)
    }

    /// Something was shown to be passed on: on weightier grounds than before, or for the first time.
    ///
    /// # Errors
    /// Refused before they are there or after it is closed, for a line that is not there, or as [`Transfer::shown`] says.
    pub fn shown(&self, number: u32, shown: crate::TransferShown, today: Date) -> Result<Assignment, Refusal> {
        self.only(&[AssignmentStage::UnderWay, AssignmentStage::Ended, AssignmentStage::BrokenOff])?;
        let mut after = self.at(self.stage);
        let one = after.transfers.iter_mut().find(|one| one.number == number).ok_or_else(|| gone(number))?;
        *one = one.shown(shown, today)?;
        Ok(after)
    }

    /// Whether the skill stayed is said for the first time, and it is closed.
    ///
    /// # Errors
    /// Refused before it is over.
    pub fn close(&self, check: SkillCheck) -> Result<Assignment, Refusal> {
        self.only(&[AssignmentStage::Ended, AssignmentStage::BrokenOff])?;
        let mut after = self.at(AssignmentStage::Closed);
        after.checks.push(check);
        Ok(after)
    }

    /// The day from which it is asked again whether the skill is still there: a year after they left.
    pub fn asked_again_on(&self) -> Option<Date> {
        self.left.filter(|_| self.has_begun()).map(|left| left.plus_days(365))
    }

    /// Whether the skill is still there, a year after.
    ///
    /// # Errors
    /// Refused before it is closed, before a year is over, or when it was said already.
    pub fn check_again(&self, check: SkillCheck) -> Result<Assignment, Refusal> {
        self.only(&[AssignmentStage::Closed])?;
        if let Some(day) = self.asked_again_on().filter(|day| check.day < *day) {
            return Err(Refusal::Said(sentence!(
                "assignment-not-a-year",
                "Whether the skill is still there is asked a year after they left, from {day} on",
                day
            )));
        }
        if self.checks.len() > 1 {
            return Err(Refusal::Changed(sentence!(
                "assignment-checked",
                "It was said already whether the skill is still there; reload the page"
            )));
        }
        let mut after = self.at(AssignmentStage::Closed);
        after.checks.push(check);
        Ok(after)
    }

    /// The stage at which its request stands by it.
    pub fn of_request(&self) -> SpecialistRequestStage {
        match self.stage {
            AssignmentStage::Proposed => SpecialistRequestStage::Matched,
            AssignmentStage::Dropped => SpecialistRequestStage::Open,
            _ => SpecialistRequestStage::Filled,
        }
    }
}

fn gone(number: u32) -> Refusal {
    Refusal::Changed(sentence!("assignment-no-line", "There is no line {number} any more; reload the page", number))
}

fn given_reason(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::Said(sentence!("assignment-no-reason", "Write why; those who come after read it")));
    }
    not_longer(reason, ASSIGNMENT_TEXT_CHARS_MAX)?;
    Ok(reason.to_owned())
}

/// The person of `post/person` or `person`.
fn person_of(by: &str) -> &str {
    by.rsplit('/').next().unwrap_or(by)
}

#[cfg(test)]
#[path = "assignment_tests.rs"]
mod tests;
