//! Offers: what one unit uses, laid before another that could use it. Each says on what grounds, and is taken, declined or asked about.

use crate::host::not_longer;
use crate::public_id::public_id;
use crate::words::words;
use crate::{AdoptionId, BarrierId, Date, Marking, NeedId, PostId, Refusal, TechnologyId, Thing, UnitId, sentence};

public_id!(
    /// Names an offer.
    OfferId,
    'O'
);

/// Longest question, answer or reason, in characters.
pub const OFFER_TEXT_CHARS_MAX: usize = 2_000;

/// Steps in the course of one offer before it is only answered for good. One that is asked about a hundred times wants a meeting.
pub const OFFER_STEPS_MAX: usize = 200;

/// Grounds that are kept with an offer. More say no more; how many were left out is said.
pub const OFFER_GROUNDS_MAX: usize = 8;

/// Offers that one use of a technology makes at once. Who has to answer for more asks what is general about it; those left out are counted,
/// and offered in the next round.
pub const OFFERS_AT_ONCE: usize = 200;

words! {
    /// Why a unit was thought of.
    GroundKind {
        /// A need of the unit is joined with that which was served, or says the same class.
        Need = "need",
        /// A need of the unit serves the same line of the plan.
        PlanLine = "plan-line",
        /// A profile of the unit holds for the technology.
        Profile = "profile",
        /// The unit said of something on the thread that it uses or studies it.
        Disposition = "disposition",
        /// A machine of the unit is of the same class or name.
        Equipment = "equipment",
        /// A process of the unit is.
        Process = "process",
        /// A product of the unit is.
        Product = "product",
        /// A need of the unit is written in like words.
        Words = "words",
    }
}

/// One ground of an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferGround {
    /// What sort it is.
    pub kind: GroundKind,
    /// What of the receiving unit it rests on.
    pub about: Thing,
    /// What that is called, and what is shared: classes, words, the line of the plan.
    pub said: String,
}

words! {
    /// Where an offer stands.
    OfferState {
        /// It waits for an answer.
        Open = "open",
        /// A question about it waits for whoever uses it.
        Asked = "asked",
        /// It was taken: an adoption was begun.
        Accepted = "accepted",
        /// It was declined.
        Declined = "declined",
        /// The unit began by itself, so there is nothing left to answer.
        Moot = "moot",
    }
}

words! {
    /// Why an offer is declined. The codes are counted.
    DeclineCode {
        /// The plan leaves no room for it.
        Plan = "plan",
        /// There is no money.
        Money = "money",
        /// A material is lacking.
        Material = "material",
        /// There is no supplier.
        Supplier = "supplier",
        /// Nobody has the skill.
        Skill = "skill",
        /// Rights stand in the way.
        Rights = "rights",
        /// It does not do in this climate.
        Climate = "climate",
        /// A standard says otherwise.
        Standard = "standard",
        /// Another department would have to agree.
        Department = "department",
        /// What is there is better.
        HaveBetter = "have-better",
        /// It is not needed.
        NoNeed = "no-need",
    }
}

words! {
    /// With what a decline ends.
    DeclineEnd {
        /// On a day.
        Day = "day",
        /// When a barrier is removed.
        Barrier = "barrier",
        /// When a need stands again.
        Need = "need",
        /// It does not, and it was said why.
        Never = "never",
    }
}

/// What a decline rests on. When that is gone the offer returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeclineGround {
    /// It holds through the day before this one.
    Until(Date),
    /// It holds as long as this barrier stands.
    Barrier(BarrierId),
    /// It holds as long as this need does not stand.
    Need(NeedId),
    /// It holds for good.
    Never,
}

impl DeclineGround {
    /// Which sort it is.
    pub fn end(&self) -> DeclineEnd {
        match self {
            DeclineGround::Until(_) => DeclineEnd::Day,
            DeclineGround::Barrier(_) => DeclineEnd::Barrier,
            DeclineGround::Need(_) => DeclineEnd::Need,
            DeclineGround::Never => DeclineEnd::Never,
        }
    }

    /// Day, barrier or need by its name; empty for what does not end.
    pub fn name(&self) -> String {
        match self {
            DeclineGround::Until(day) => day.to_string(),
            DeclineGround::Barrier(barrier) => barrier.to_string(),
            DeclineGround::Need(need) => need.to_string(),
            DeclineGround::Never => String::new(),
        }
    }

    /// Reads what [`DeclineGround::end`] and [`DeclineGround::name`] give.
    pub fn read(end: DeclineEnd, name: &str) -> Option<DeclineGround> {
        Some(match end {
            DeclineEnd::Day => DeclineGround::Until(Date::parse(name.trim())?),
            DeclineEnd::Barrier => DeclineGround::Barrier(BarrierId::parse(name.trim())?),
            DeclineEnd::Need => DeclineGround::Need(NeedId::new(name.trim()).ok()?),
            DeclineEnd::Never => DeclineGround::Never,
        })
    }
}

/// Why an offer was declined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decline {
    /// The code.
    pub code: DeclineCode,
    /// What it rests on.
    pub ground: DeclineGround,
}

words! {
    /// A step in the course of an offer.
    OfferStepKind {
        /// It was made.
        Made = "made",
        /// A question was put to whoever uses it.
        Asked = "asked",
        /// The question was answered.
        Answered = "answered",
        /// It was taken.
        Accepted = "accepted",
        /// It was declined.
        Declined = "declined",
        /// What the decline rested on is gone: it is open again.
        Returned = "returned",
        /// Whoever gave it does not use it any more.
        GiverEnded = "giver-ended",
        /// The unit began by itself.
        Moot = "moot",
    }
}

/// One step in the course of an offer. None is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferStep {
    /// What happened.
    pub kind: OfferStepKind,
    /// Why it was declined.
    pub decline: Option<Decline>,
    /// Question, answer, reason.
    pub text: String,
    /// Who, as the ledger writes it.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// A technology that one unit uses, offered to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its name.
    pub id: OfferId,
    /// What is offered. A unit is offered a technology once.
    pub technology: TechnologyId,
    /// The use in which it proved itself.
    pub adoption: AdoptionId,
    /// The unit that uses it, and is credited when it is taken.
    pub giver: UnitId,
    /// The unit to which it is offered.
    pub unit: UnitId,
    /// The post that answers.
    pub post: PostId,
    /// The need that it would serve.
    pub need: Option<NeedId>,
    /// Why this unit was thought of, the strongest first.
    pub grounds: Vec<OfferGround>,
    /// Grounds that are left out.
    pub n_grounds_left: u32,
    /// Where it stands.
    pub state: OfferState,
    /// What happened, the first step first.
    pub course: Vec<OfferStep>,
    /// The adoption that was begun with it.
    pub taken: Option<AdoptionId>,
    /// The day on which whoever gave it ended its own use.
    pub giver_ended: Option<Date>,
    /// Who may see it: at least as the technology, the use and what the grounds rest on.
    pub marking: Marking,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Grows by one with each step.
    pub revision: u32,
    /// When it was made, in microseconds since 1970.
    pub made_at: i64,
}

fn said(text: &str) -> Result<String, Refusal> {
    let text = text.trim().to_owned();
    not_longer(&text, OFFER_TEXT_CHARS_MAX)?;
    Ok(text)
}

impl Offer {
    /// Refuses a step that was taken from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else took one in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "offer-changed",
            "Something happened with this offer in between; look at its page, and answer what is still to be answered"
        )))
    }

    /// Whether it waits for the post: nobody took or declined it.
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, OfferState::Open | OfferState::Asked)
    }

    /// How often it came back because what a decline rested on was gone.
    pub fn n_returned(&self) -> usize {
        self.course.iter().filter(|step| step.kind == OfferStepKind::Returned).count()
    }

    /// Why it stands declined.
    pub fn decline(&self) -> Option<&Decline> {
        let last = self.course.iter().rev().find_map(|step| step.decline.as_ref());
        last.filter(|_| self.state == OfferState::Declined)
    }

    fn at(&self, allowed: &[OfferState]) -> Result<(), Refusal> {
        if allowed.contains(&self.state) {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!("offer-answered", "This offer was answered already; look at its page")))
    }

    /// Refuses what makes more steps of a long course. What ends it, and what the office notes by itself, always goes.
    fn is_short(&self) -> Result<(), Refusal> {
        if self.course.len() < OFFER_STEPS_MAX {
            return Ok(());
        }
        Err(Refusal::Said(sentence!(
            "offer-long",
            "This offer has {max} steps; take it, or decline it for good and write why",
            max = OFFER_STEPS_MAX
        )))
    }

    fn next(&self, state: OfferState, step: OfferStep) -> Offer {
        let mut after = Offer { state, revision: self.revision + 1, ..self.clone() };
        after.course.push(step);
        after
    }

    fn step(kind: OfferStepKind, text: String, (by, at): (&str, i64)) -> OfferStep {
        OfferStep { kind, decline: None, text, by: by.to_owned(), at }
    }

    /// Puts a question to whoever uses it.
    ///
    /// # Errors
    /// Refused without words, when another question waits, when it was answered, or after [`OFFER_STEPS_MAX`] steps.
    pub fn ask(&self, question: &str, by: (&str, i64)) -> Result<Offer, Refusal> {
        if self.state == OfferState::Asked {
            return Err(Refusal::Said(sentence!(
                "offer-asked",
                "A question about this offer waits for its answer; ask again when that is there"
            )));
        }
        self.at(&[OfferState::Open])?;
        self.is_short()?;
        let question = said(question)?;
        if question.is_empty() {
            return Err(Refusal::Said(sentence!(
                "offer-no-question",
                "Write what you want to know of whoever uses it"
            )));
        }
        Ok(self.next(OfferState::Asked, Offer::step(OfferStepKind::Asked, question, by)))
    }

    /// Answers the question.
    ///
    /// # Errors
    /// Refused without words, or when no question waits.
    pub fn answer(&self, answer: &str, by: (&str, i64)) -> Result<Offer, Refusal> {
        self.at(&[OfferState::Asked])?;
        let answer = said(answer)?;
        if answer.is_empty() {
            return Err(Refusal::Said(sentence!("offer-no-answer", "Write the answer to the question")));
        }
        Ok(self.next(OfferState::Open, Offer::step(OfferStepKind::Answered, answer, by)))
    }

    /// Takes it: this adoption was begun.
    ///
    /// # Errors
    /// Refused when it was answered.
    pub fn accept(&self, adoption: AdoptionId, text: &str, by: (&str, i64)) -> Result<Offer, Refusal> {
        self.at(&[OfferState::Open, OfferState::Asked])?;
        let after = self.next(OfferState::Accepted, Offer::step(OfferStepKind::Accepted, said(text)?, by));
        Ok(Offer { taken: Some(adoption), ..after })
    }

    /// Declines it.
    ///
    /// # Errors
    /// Refused when it was answered, for a ground that is over on that day, one that never ends and is not said why, or one that ends after
    /// [`OFFER_STEPS_MAX`] steps.
    pub fn refuse(&self, decline: Decline, text: &str, today: Date, by: (&str, i64)) -> Result<Offer, Refusal> {
        self.at(&[OfferState::Open, OfferState::Asked])?;
        if decline.ground != DeclineGround::Never {
            self.is_short()?;
        }
        let text = said(text)?;
        match &decline.ground {
            DeclineGround::Until(day) if *day <= today => {
                return Err(Refusal::Said(sentence!(
                    "decline-day",
                    "The decline would end on {day}, which is not later than today; choose a later day",
                    day
                )));
            }
            DeclineGround::Never if text.is_empty() => {
                return Err(Refusal::Said(sentence!(
                    "decline-no-reason",
                    "Write why this never changes, or choose with what the decline ends"
                )));
            }
            _ => {}
        }
        let step = OfferStep { decline: Some(decline), ..Offer::step(OfferStepKind::Declined, text, by) };
        Ok(self.next(OfferState::Declined, step))
    }

    /// Opens it again, because what the decline rested on is gone.
    ///
    /// # Errors
    /// Refused when it does not stand declined.
    pub fn give_back(&self, why: &str, by: (&str, i64)) -> Result<Offer, Refusal> {
        self.at(&[OfferState::Declined])?;
        Ok(self.next(OfferState::Open, Offer::step(OfferStepKind::Returned, said(why)?, by)))
    }

    /// Notes that whoever gave it does not use it any more. Answers `None` when that is noted or nobody waits for it.
    ///
    /// # Errors
    /// Refused where the words are too long.
    pub fn giver_ends(&self, on: Date, why: &str, by: (&str, i64)) -> Result<Option<Offer>, Refusal> {
        if !self.is_waiting() || self.giver_ended.is_some() {
            return Ok(None);
        }
        let after = self.next(self.state, Offer::step(OfferStepKind::GiverEnded, said(why)?, by));
        Ok(Some(Offer { giver_ended: Some(on), ..after }))
    }

    /// Notes that whoever gave it took its own use up again. Answers `None` where nobody waits for that.
    pub fn giver_resumes(&self) -> Option<Offer> {
        let is_told = self.is_waiting() && self.giver_ended.is_some();
        is_told.then(|| Offer { giver_ended: None, revision: self.revision + 1, ..self.clone() })
    }

    /// Lets it go, because the unit began by itself.
    ///
    /// # Errors
    /// Refused when it was taken.
    pub fn moot(&self, by: (&str, i64)) -> Result<Offer, Refusal> {
        self.at(&[OfferState::Open, OfferState::Asked, OfferState::Declined])?;
        Ok(self.next(OfferState::Moot, Offer::step(OfferStepKind::Moot, String::new(), by)))
    }
}
