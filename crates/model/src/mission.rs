//! Missions: somebody goes and gets what is not written down. Purpose, hosts, members, questions and what it shall bring.

use crate::date::in_order;
use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{
    Date, EventId, EventKind, Fact, HostId, Marking, Money, NeedId, PostId, RecordId, Refusal, SpecialistId, Thing,
    UnitId, Verb, is_decimal, sentence,
};

public_id!(
    /// Names a mission.
    MissionId,
    'M'
);

/// Longest title, part or place, in characters.
pub const MISSION_LINE_CHARS_MAX: usize = 300;

/// Longest purpose, plan or benefit, in characters.
pub const MISSION_TEXT_CHARS_MAX: usize = 10_000;

/// Hosts, needs, members, recipients or benefits of one mission.
pub const MISSION_LINES_MAX: usize = 60;

/// Days of one mission. Who stays longer is sent on an assignment.
pub const MISSION_DAYS_MAX: i64 = 400;

words! {
    /// Where a mission stands. The variants are in the order of the work.
    MissionStage {
        /// Being written.
        Draft = "draft",
        /// Handed in for review.
        Proposed = "proposed",
        /// Found worth going for; members are named.
        Reviewed = "reviewed",
        /// Before the posts that say whether it may go.
        Vetting = "vetting",
        /// It may go.
        Approved = "approved",
        /// Its members are on the way.
        UnderWay = "under-way",
        /// The report is there.
        Reported = "reported",
        /// Nothing is left to do.
        Closed = "closed",
        /// Found not worth going for.
        Declined = "declined",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}

words! {
    /// Which way people travel.
    MissionDirection {
        /// Ours go to a host.
        Out = "out",
        /// A host's people come to us.
        In = "in",
    }
}

/// An event that a mission goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissionEvent {
    /// The event of the office that it is; `None` where it is named in words alone.
    pub id: Option<EventId>,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: EventKind,
    /// Where it is.
    pub place: String,
    /// Its first day.
    pub since: Option<Date>,
    /// Its last day.
    pub until: Option<Date>,
}

/// Somebody who goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub specialist: SpecialistId,
    /// What they do there: leads, interprets, looks at drives.
    pub part: String,
    /// Why they may go although a report of theirs is overdue.
    pub waiver: Option<Waiver>,
}

/// That somebody may go although a report of theirs is overdue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Why.
    pub reason: String,
    /// Who said so: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// What a mission is expected to bring to one parameter of a need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedBenefit {
    /// The need.
    pub need: NeedId,
    /// The parameter, by its name in the need.
    pub parameter: String,
    /// Its unit of measure.
    pub measure: String,
    /// Its value at the time, as a decimal number.
    pub now: Option<String>,
    /// The value that is wanted.
    pub wanted: Option<String>,
    /// The value that can be reached with what the mission brings.
    pub expected: String,
}

/// A mission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mission {
    /// Its name.
    pub id: MissionId,
    /// Which way people travel.
    pub direction: MissionDirection,
    /// One line.
    pub title: String,
    /// What it goes for.
    pub purpose: String,
    /// The post that proposes it, files its report and answers for it.
    pub post: PostId,
    /// The unit of that post; of a visit to us, the one that is visited.
    pub unit: UnitId,
    /// Where it stands.
    pub stage: MissionStage,
    /// The needs that it serves.
    pub needs: Vec<NeedId>,
    /// Whom it visits.
    pub hosts: Vec<HostId>,
    /// What event it goes to.
    pub event: Option<MissionEvent>,
    /// Its first day.
    pub since: Date,
    /// Its last day.
    pub until: Date,
    /// Where it goes.
    pub place: String,
    /// The country it goes to, by its code of two letters; `None` where hosts say it.
    pub country: Option<String>,
    /// Who goes; of a visit to us, who receives the guests.
    pub members: Vec<Member>,
    /// What it shall bring, parameter by parameter.
    pub benefits: Vec<ExpectedBenefit>,
    /// What else it shall bring, in words.
    pub benefit: String,
    /// What is done on which day.
    pub plan: String,
    /// Posts and units that get the report, beside those who ask.
    pub recipients: Vec<Thing>,
    /// What it may cost.
    pub budget: Option<Money>,
    /// What was said with its last step.
    pub remark: String,
    /// Rounds of vetting that were begun.
    pub round: u16,
    /// The last day on which its report is in time, once it is under way.
    pub report_due: Option<Date>,
    /// The record that is its report.
    pub report: Option<RecordId>,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was begun, in microseconds since 1970.
    pub made_at: i64,
}

/// What a mission stands on when it is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footing {
    /// Needs behind it that are accepted and not over.
    pub n_accepted: usize,
    /// Measurable parameters of these needs.
    pub n_parameters: usize,
    /// Questions that are to be asked.
    pub n_questions: usize,
}

impl Mission {
    /// Whether what it says may still be changed by its post.
    pub fn is_open_to_change(&self) -> bool {
        matches!(self.stage, MissionStage::Draft | MissionStage::Reviewed)
    }

    /// Whether it takes somebody's days: what is declined, cancelled or over does not.
    pub fn takes_days(&self) -> bool {
        !matches!(self.stage, MissionStage::Declined | MissionStage::Cancelled)
    }

    /// Whether its report is overdue on a day.
    pub fn report_is_overdue(&self, today: Date) -> bool {
        self.stage == MissionStage::UnderWay && self.report_due.is_some_and(|due| due < today)
    }

    /// Whether it has a day in common with a span of days, both ends included.
    pub fn meets(&self, since: Date, until: Date) -> bool {
        self.since <= until && since <= self.until
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without title or place, with days in the wrong order, or where a text is too long.
    pub fn tidied(self) -> Result<Mission, Refusal> {
        let (title, place) = (one_line(&self.title), one_line(&self.place));
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("mission-no-title", "Write what the mission is called, in one line")));
        }
        in_order(self.since, self.until)?;
        if self.until.days_since(self.since) > MISSION_DAYS_MAX {
            return Err(Refusal::Said(sentence!(
                "mission-long",
                "A mission is {max} days at most; plan several",
                max = MISSION_DAYS_MAX
            )));
        }
        let lines =
            [self.hosts.len(), self.needs.len(), self.members.len(), self.recipients.len(), self.benefits.len()];
        if lines.iter().any(|n| *n > MISSION_LINES_MAX) {
            return Err(Refusal::Said(sentence!(
                "mission-lines",
                "A mission has up to {max} hosts, needs, members, recipients and expected benefits each; plan several",
                max = MISSION_LINES_MAX
            )));
        }
        for line in [&title, &place].into_iter().chain(self.members.iter().map(|member| &member.part)) {
            not_longer(line, MISSION_LINE_CHARS_MAX)?;
        }
        for text in [&self.purpose, &self.plan, &self.benefit] {
            not_longer(text, MISSION_TEXT_CHARS_MAX)?;
        }
        if let Some(odd) = self.benefits.iter().find(|benefit| !is_decimal(&benefit.expected)) {
            return Err(Refusal::Said(sentence!(
                "mission-expected",
                "`{text}` is no number; write the value that {parameter} is expected to reach, such as 3.5",
                text = odd.expected,
                parameter = odd.parameter
            )));
        }
        let event = self.event.map(|event| MissionEvent {
            name: one_line(&event.name),
            place: one_line(&event.place),
            ..event
        });
        // One of the office's own has its name from there.
        let event = event.filter(|event| event.id.is_some() || !event.name.is_empty());
        if let Some(event) = &event {
            not_longer(&event.name, MISSION_LINE_CHARS_MAX)?;
            not_longer(&event.place, MISSION_LINE_CHARS_MAX)?;
        }
        let trimmed = |text: &str| text.trim().to_owned();
        Ok(Mission {
            purpose: trimmed(&self.purpose),
            plan: trimmed(&self.plan),
            benefit: trimmed(&self.benefit),
            country: self.country.as_deref().map(crate::host::country).transpose()?,
            title,
            place,
            event,
            ..self
        })
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
            "mission-changed",
            "Somebody else changed this mission meanwhile; look at it as it is now, then do what is still to be done"
        )))
    }

    fn at(&self, allowed: &[MissionStage]) -> Result<(), Refusal> {
        if allowed.contains(&self.stage) {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "mission-stage-over",
            "The mission stands at “{stage}”, and this cannot be done with it now; reload its page",
            stage = self.stage
        )))
    }

    fn next(&self, stage: MissionStage, remark: &str) -> Mission {
        Mission { stage, remark: remark.trim().to_owned(), revision: self.revision + 1, ..self.clone() }
    }

    fn fact(&self, by: &str, verb: Verb) -> Fact {
        Fact::new(by, verb, format!("mission:{}", self.id))
    }

    fn reasoned(&self, reason: &str) -> Result<(), Refusal> {
        if reason.trim().is_empty() {
            return Err(Refusal::Said(sentence!("mission-no-reason", "Write why; who proposed the mission reads it")));
        }
        not_longer(reason, MISSION_TEXT_CHARS_MAX)
    }

    /// Hands it in for review.
    ///
    /// # Errors
    /// Refused when it is no draft, without an accepted need behind it, without a purpose, a host or an event, without a
    /// question, or where what it shall bring is not said in the parameters of its needs.
    pub fn propose(&self, by: &str, footing: Footing) -> Result<(Mission, Fact), Refusal> {
        self.at(&[MissionStage::Draft])?;
        if footing.n_accepted == 0 {
            return Err(Refusal::Said(sentence!(
                "mission-no-need",
                "No accepted need stands behind this mission; choose one that it serves, or state the need and have it accepted first"
            )));
        }
        if self.purpose.is_empty() {
            return Err(Refusal::Said(sentence!("mission-no-purpose", "Write what the mission goes for")));
        }
        if self.hosts.is_empty() && self.direction == MissionDirection::In {
            return Err(Refusal::Said(sentence!("mission-no-guest", "Choose the host whose people come")));
        }
        if self.hosts.is_empty() && self.event.is_none() {
            return Err(Refusal::Said(sentence!(
                "mission-nowhere",
                "Choose a host to visit, or name the event to go to"
            )));
        }
        if footing.n_questions == 0 {
            return Err(Refusal::Said(sentence!(
                "mission-no-question",
                "Nothing is asked yet; draw the questions from the needs and requests"
            )));
        }
        if footing.n_parameters > 0 && self.benefits.is_empty() {
            return Err(Refusal::Said(sentence!(
                "mission-no-benefit",
                "Write which value a parameter of the need is expected to reach by this mission"
            )));
        }
        if footing.n_parameters == 0 && self.benefit.is_empty() {
            return Err(Refusal::Said(sentence!(
                "mission-no-benefit-words",
                "The needs behind it have no parameters; write in words what the mission shall bring"
            )));
        }
        Ok((self.next(MissionStage::Proposed, ""), self.fact(by, Verb::Submitted)))
    }

    /// Gives it back to its post with a question.
    ///
    /// # Errors
    /// Refused when it is not in review, or without a question.
    pub fn ask_back(&self, by: &str, question: &str) -> Result<(Mission, Fact), Refusal> {
        self.at(&[MissionStage::Proposed])?;
        self.reasoned(question)?;
        Ok((self.next(MissionStage::Draft, question), self.fact(by, Verb::AskedBack)))
    }

    /// Finds it worth going for. Every question was held against the records that are there.
    ///
    /// # Errors
    /// Refused when it is not in review, or while a question was not looked up.
    pub fn accept(&self, by: &str, n_unseen: usize, n_open: usize) -> Result<(Mission, Fact), Refusal> {
        self.at(&[MissionStage::Proposed])?;
        if n_unseen > 0 {
            return Err(Refusal::Said(sentence!(
                "mission-unseen",
                "{count} of its questions were not held against the records yet; say of each whether a record answers it or why it is still asked",
                count = n_unseen
            )));
        }
        if n_open == 0 {
            return Err(Refusal::Said(sentence!(
                "mission-all-known",
                "Every question is answered by a record that is held, so nobody has to travel; decline the mission with that reason"
            )));
        }
        Ok((self.next(MissionStage::Reviewed, ""), self.fact(by, Verb::Accepted)))
    }

    /// Finds it not worth going for.
    ///
    /// # Errors
    /// Refused when it is past its review, or without a reason.
    pub fn decline(&self, by: &str, reason: &str) -> Result<(Mission, Fact), Refusal> {
        self.at(&[MissionStage::Proposed, MissionStage::Reviewed])?;
        self.reasoned(reason)?;
        Ok((self.next(MissionStage::Declined, reason), self.fact(by, Verb::Declined)))
    }

    /// Lays it before the posts that say whether it may go.
    ///
    /// # Errors
    /// Refused when it was not reviewed, or while nobody is named to go.
    pub fn lay_before(&self, by: &str) -> Result<(Mission, Fact), Refusal> {
        self.at(&[MissionStage::Reviewed])?;
        if self.members.is_empty() {
            return Err(Refusal::Said(sentence!(
                "mission-nobody",
                "Name who shall go before you lay the mission before others"
            )));
        }
        let laid = Mission { round: self.round + 1, ..self.next(MissionStage::Vetting, "") };
        Ok((laid, self.fact(by, Verb::Nominated)))
    }

    /// Takes it back from those posts, to change it. What they decided does not count for what it becomes.
    ///
    /// # Errors
    /// Refused when it is not before them, and was not approved.
    pub fn take_back(&self, by: &str) -> Result<(Mission, Fact), Refusal> {
        self.at(&[MissionStage::Vetting, MissionStage::Approved])?;
        Ok((self.next(MissionStage::Reviewed, ""), self.fact(by, Verb::Recalled)))
    }

    /// Lets it go: every decision was yes.
    ///
    /// # Errors
    /// Refused when it is not before those who decide.
    pub fn approve(&self, by: &str) -> Result<(Mission, Fact), Refusal> {
        self.at(&[MissionStage::Vetting])?;
        Ok((self.next(MissionStage::Approved, ""), self.fact(by, Verb::Approved)))
    }

    /// Gives it back because a post said no.
    ///
    /// # Errors
    /// Refused when it is not before those who decide, or without a reason.
    pub fn stop(&self, by: &str, reason: &str) -> Result<(Mission, Fact), Refusal> {
        self.at(&[MissionStage::Vetting])?;
        self.reasoned(reason)?;
        Ok((self.next(MissionStage::Reviewed, reason), self.fact(by, Verb::Stopped)))
    }

    /// Its members leave. From now on its report is owed, by a day.
    ///
    /// # Errors
    /// Refused when it was not approved.
    pub fn depart(&self, by: &str, due: Date) -> Result<(Mission, Fact), Refusal> {
        self.at(&[MissionStage::Approved])?;
        let gone = Mission { report_due: Some(due), ..self.next(MissionStage::UnderWay, "") };
        Ok((gone, self.fact(by, Verb::Departed).with(format!("report by {due}"))))
    }

    /// Its report is there.
    ///
    /// # Errors
    /// Refused when it is not under way.
    pub fn hand_in(&self, by: &str, report: RecordId) -> Result<(Mission, Fact), Refusal> {
        self.at(&[MissionStage::UnderWay])?;
        let reported = Mission { report: Some(report), ..self.next(MissionStage::Reported, "") };
        Ok((reported, self.fact(by, Verb::Reported).to(format!("record:{report}"))))
    }

    /// Nothing is left to do.
    ///
    /// # Errors
    /// Refused when its report is not there.
    pub fn close(&self, by: &str) -> Result<(Mission, Fact), Refusal> {
        self.at(&[MissionStage::Reported])?;
        Ok((self.next(MissionStage::Closed, ""), self.fact(by, Verb::Closed)))
    }

    /// It does not take place.
    ///
    /// # Errors
    /// Refused when it is over or under way, or without a reason once it was handed in.
    pub fn cancel(&self, by: &str, reason: &str) -> Result<(Mission, Fact), Refusal> {
        use MissionStage::{Approved, Draft, Proposed, Reviewed, Vetting};
        self.at(&[Draft, Proposed, Reviewed, Vetting, Approved])?;
        if self.stage != Draft {
            self.reasoned(reason)?;
        }
        Ok((self.next(MissionStage::Cancelled, reason), self.fact(by, Verb::Cancelled)))
    }
}

#[cfg(test)]
#[path = "mission_tests.rs"]
mod tests;
