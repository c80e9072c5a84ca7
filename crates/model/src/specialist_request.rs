//! Requests for specialists: a unit says which task waits for whom, beside whom they work, and which skill shall stay when they leave.

use crate::date::in_order;
use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, HostId, Marking, NeedId, PostId, Refusal, Spoken, Subject, UnitId, sentence};

public_id!(
    /// Names a request for a specialist.
    SpecialistRequestId,
    'O'
);

/// Longest title, place or line of a request or of an assignment, in characters.
pub const ASSIGNMENT_LINE_CHARS_MAX: usize = 300;

/// Longest text of a request or of an assignment: a task, terms, a grievance, in characters. Some three pages.
pub const ASSIGNMENT_TEXT_CHARS_MAX: usize = 10_000;

/// Skills, languages or hosts of one request. Whoever wants more wants several people.
pub const WANTED_LINES_MAX: usize = 30;

/// Days of one assignment: ten years. What is longer is a post.
pub const ASSIGNMENT_DAYS_MAX: i64 = 3_653;

words! {
    /// Where a request for a specialist stands.
    SpecialistRequestStage {
        /// Being written.
        Draft = "draft",
        /// Somebody is looked for.
        Open = "open",
        /// Somebody is proposed.
        Matched = "matched",
        /// Somebody is signed on.
        Filled = "filled",
        /// It was taken back.
        Withdrawn = "withdrawn",
        /// Its time passed without anybody.
        Lapsed = "lapsed",
    }
}

/// A skill that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedSkill {
    /// The class of a scheme, or words.
    pub class: Subject,
    /// Whether nobody without it is of use; otherwise it is a wish.
    pub must: bool,
}

/// A request for a specialist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialistRequest {
    /// Its name.
    pub id: SpecialistRequestId,
    /// What it is called, in one line.
    pub title: String,
    /// What is to be done.
    pub task: String,
    /// The unit in which.
    pub unit: UnitId,
    /// The post that asks.
    pub post: PostId,
    /// The post of the personnel officer, who looks for somebody and speaks with them.
    pub officer: PostId,
    /// The post that works beside the guest and keeps the skill: their counterpart.
    pub counterpart: PostId,
    /// The need that it serves.
    pub need: Option<NeedId>,
    /// Hosts whose matter the task touches: who is tied to one of them does not judge freely.
    pub hosts: Vec<HostId>,
    /// Where the work is done.
    pub place: String,
    /// The first day on which somebody is wanted.
    pub since: Date,
    /// The last one.
    pub until: Date,
    /// For how many days within these.
    pub days: u32,
    /// What they have to know.
    pub skills: Vec<WantedSkill>,
    /// What they have to speak.
    pub languages: Vec<Spoken>,
    /// The skill that shall be there when they leave.
    pub leaves: String,
    /// Where it stands.
    pub stage: SpecialistRequestStage,
    /// Why it was taken back.
    pub reason: String,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was begun, in microseconds since 1970.
    pub made_at: i64,
}

impl SpecialistRequest {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a title, with days that are turned, too many or not within its time, or where it says too much.
    pub fn tidied(self) -> Result<SpecialistRequest, Refusal> {
        let (title, place) = (one_line(&self.title), one_line(&self.place));
        if title.is_empty() {
            return Err(Refusal::Said(sentence!(
                "specialist-request-no-title",
                "Write in one line what somebody is wanted for"
            )));
        }
        for text in [&title, &place] {
            not_longer(text, ASSIGNMENT_LINE_CHARS_MAX)?;
        }
        let (task, leaves) = (self.task.trim().to_owned(), self.leaves.trim().to_owned());
        for text in [&task, &leaves] {
            not_longer(text, ASSIGNMENT_TEXT_CHARS_MAX)?;
        }
        days_in_order(self.since, self.until)?;
        let span = self.until.days_since(self.since) + 1;
        if self.days == 0 || i64::from(self.days) > span {
            return Err(Refusal::Said(sentence!(
                "specialist-request-days",
                "From {since} to {until} are {span} days; write how many of them somebody is wanted for",
                since = self.since,
                until = self.until,
                span
            )));
        }
        if [self.skills.len(), self.languages.len(), self.hosts.len()].iter().any(|n| *n > WANTED_LINES_MAX) {
            return Err(Refusal::Said(sentence!(
                "specialist-request-lines",
                "A request has up to {max} skills, languages and hosts each; leave some out",
                max = WANTED_LINES_MAX
            )));
        }
        Ok(SpecialistRequest { title, place, task, leaves, ..self })
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
            "specialist-request-changed",
            "Somebody changed this request in between; open it again, and change what is still to be changed"
        )))
    }

    /// Whether what it says can still be changed: until somebody is proposed for what stands in it.
    pub fn is_open_to_change(&self) -> bool {
        matches!(self.stage, SpecialistRequestStage::Draft | SpecialistRequestStage::Open)
    }

    fn at(&self, stage: SpecialistRequestStage) -> SpecialistRequest {
        SpecialistRequest { stage, revision: self.revision + 1, ..self.clone() }
    }

    fn only(&self, stages: &[SpecialistRequestStage]) -> Result<(), Refusal> {
        if stages.contains(&self.stage) {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "specialist-request-stage",
            "This request stands at “{stage}”, where that is not done; reload the page",
            stage = self.stage
        )))
    }

    /// Somebody is looked for from now on.
    ///
    /// # Errors
    /// Refused when it is no draft, when its time is over, or when it leaves open what there is to do, which skill is needed, or which is to stay.
    pub fn open(&self, today: Date) -> Result<SpecialistRequest, Refusal> {
        self.only(&[SpecialistRequestStage::Draft])?;
        if self.task.is_empty() {
            return Err(Refusal::Said(sentence!(
                "specialist-request-no-task",
                "Write what there is to do before somebody is looked for"
            )));
        }
        if !self.skills.iter().any(|skill| skill.must) {
            return Err(Refusal::Said(sentence!(
                "specialist-request-no-skill",
                "Say of at least one skill that it is needed before somebody is looked for"
            )));
        }
        if self.leaves.is_empty() {
            return Err(Refusal::Said(sentence!(
                "specialist-request-no-leaves",
                "Write which skill shall be there when the guest leaves; without one nobody is looked for"
            )));
        }
        if self.until < today {
            return Err(Refusal::Said(sentence!(
                "specialist-request-past",
                "Its last day, {until}, is over; choose later days",
                until = self.until
            )));
        }
        Ok(self.at(SpecialistRequestStage::Open))
    }

    /// Somebody is proposed.
    ///
    /// # Errors
    /// Refused while nobody is looked for.
    pub fn matched(&self) -> Result<SpecialistRequest, Refusal> {
        self.only(&[SpecialistRequestStage::Open])?;
        Ok(self.at(SpecialistRequestStage::Matched))
    }

    /// Who was proposed does not come; somebody is looked for again.
    ///
    /// # Errors
    /// Refused when nobody was proposed.
    pub fn reopened(&self) -> Result<SpecialistRequest, Refusal> {
        self.only(&[SpecialistRequestStage::Matched])?;
        Ok(self.at(SpecialistRequestStage::Open))
    }

    /// Somebody is signed on.
    ///
    /// # Errors
    /// Refused when nobody was proposed.
    pub fn filled(&self) -> Result<SpecialistRequest, Refusal> {
        self.only(&[SpecialistRequestStage::Matched])?;
        Ok(self.at(SpecialistRequestStage::Filled))
    }

    /// Nobody is wanted any more.
    ///
    /// # Errors
    /// Refused while somebody is proposed, when it is over, or without a reason once somebody was looked for.
    pub fn withdrawn(&self, reason: &str) -> Result<SpecialistRequest, Refusal> {
        self.only(&[SpecialistRequestStage::Draft, SpecialistRequestStage::Open])?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "specialist-request-no-reason",
                "Write why nobody is wanted any more; whoever looked for somebody reads it"
            )));
        }
        not_longer(reason, ASSIGNMENT_LINE_CHARS_MAX)?;
        Ok(SpecialistRequest { reason: reason.to_owned(), ..self.at(SpecialistRequestStage::Withdrawn) })
    }

    /// Its time passed: `None` where it has not, or where somebody is proposed or signed on.
    pub fn lapsed(&self, today: Date) -> Option<SpecialistRequest> {
        (self.stage == SpecialistRequestStage::Open && self.until < today)
            .then(|| self.at(SpecialistRequestStage::Lapsed))
    }
}

/// Refuses days that end before they begin, and more than an assignment lasts.
pub(crate) fn days_in_order(since: Date, until: Date) -> Result<(), Refusal> {
    in_order(since, until)?;
    if until.days_since(since) >= ASSIGNMENT_DAYS_MAX {
        return Err(Refusal::Said(sentence!(
            "assignment-long",
            "From {since} to {until} is longer than ten years; whoever stays longer holds a post",
            since,
            until
        )));
    }
    Ok(())
}
