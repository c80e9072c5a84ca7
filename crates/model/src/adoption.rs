//! Adoptions: one technology in one unit, on a ladder of which every rung has its day, its evidence and how good that is.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{
    Date, EvidenceClass, MEASURE_CHARS_MAX, Marking, Measure, NeedId, Noun, PostId, RUNG_EVIDENCE_MAX,
    RUNG_REMARK_CHARS_MAX, RUNGS_REACHED_MAX, Refusal, Rung, RungReached, RungStep, TechnologyId, UnitId, sentence,
};

public_id!(
    /// Names an adoption.
    AdoptionId,
    'A'
);

/// Longest line in which an adoption says what is made, in characters.
pub const ADOPTION_LINE_CHARS_MAX: usize = 200;

/// Longest remark or words of why, in characters.
pub const ADOPTION_TEXT_CHARS_MAX: usize = 4_000;

/// Times that one adoption is taken up. Who ends and begins more often than this writes of something else.
pub const ADOPTION_STARTS_MAX: usize = 20;

words! {
    /// How an adoption ended.
    AdoptionEnd {
        /// Before production.
        Abandoned = "abandoned",
        /// After it had been in production.
        DisAdopted = "dis-adopted",
    }
}

words! {
    /// Why an adoption ended.
    EndReason {
        /// It brought too little.
        NoBenefit = "no-benefit",
        /// The material is not to be had.
        Material = "material",
        /// Nobody supplies it.
        Supplier = "supplier",
        /// The plan left no room for it.
        Plan = "plan",
        /// Nobody knows how.
        Skill = "skill",
        /// Rights stand in the way.
        Rights = "rights",
        /// There is no money for it.
        Money = "money",
        /// Another department stands in the way.
        Department = "department",
        /// It does not bear the climate or the place.
        Climate = "climate",
        /// A standard stands in the way.
        Standard = "standard",
        /// Something better took its place.
        Replaced = "replaced",
        /// The shop, the line or the works was closed.
        Closed = "closed",
        /// Something else, as the words say.
        Other = "other",
    }
}

words! {
    /// Which adoptions a list shows.
    AdoptionState {
        /// It is on its way, before production.
        UnderWay = "under-way",
        /// It is in production.
        InProduction = "in-production",
        /// It was ended.
        Ended = "ended",
    }
}

/// That an adoption ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// How.
    pub kind: AdoptionEnd,
    /// Why, by its code.
    pub reason: EndReason,
    /// Why, in words.
    pub text: String,
    /// On which day.
    pub on: Date,
    /// Who said so: post and person.
    pub by: String,
    /// When it was said, in microseconds since 1970.
    pub at: i64,
}

/// A start that was ended before the adoption was taken up again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastStart {
    /// What was reached then.
    pub reached: Vec<RungReached>,
    /// How it ended.
    pub end: Ended,
}

/// An adoption: a technology in a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adoption {
    /// Its name in the office.
    pub id: AdoptionId,
    /// What is adopted.
    pub technology: TechnologyId,
    /// By whom.
    pub unit: UnitId,
    /// The post that answers for it, its technologist.
    pub post: PostId,
    /// The need that it serves.
    pub need: Option<NeedId>,
    /// The adoption of another unit from which it was taken over.
    pub from: Option<AdoptionId>,
    /// What is made with it: `pressed housings`. Empty where nobody said it yet.
    pub output: String,
    /// The unit of measure in which output is planned, told and measured; empty for pieces.
    pub measure: String,
    /// What else is to be known.
    pub remark: String,
    /// The rungs of the present start, in the order in which they were said.
    pub reached: Vec<RungReached>,
    /// The starts before it, the first one first.
    pub past: Vec<PastStart>,
    /// How the present start ended.
    pub end: Option<Ended>,
    /// Who may see it.
    pub marking: Marking,
    /// Whether it is invented, for a demonstration.
    pub invented: bool,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was begun, in microseconds since 1970.
    pub made_at: i64,
}

impl Adoption {
    /// The furthest rung of the present start; `None` before any. It never goes back.
    pub fn rung(&self) -> Option<Rung> {
        self.reached.iter().map(|reached| reached.rung).max()
    }

    /// Whether a rung was reached: it, or a later one.
    pub fn seen(&self, rung: Rung) -> bool {
        self.rung().is_some_and(|furthest| furthest >= rung)
    }

    /// The best evidence that there is of exactly this rung; `None` where it was passed over or is not reached.
    pub fn class_of(&self, rung: Rung) -> Option<EvidenceClass> {
        best_of(&self.reached, rung)
    }

    /// The best evidence of the furthest rung; told where nothing is reached yet.
    pub fn class(&self) -> EvidenceClass {
        self.rung().and_then(|rung| self.class_of(rung)).unwrap_or(EvidenceClass::Told)
    }

    /// What saying each of the rungs of the present start did, in their order.
    pub fn steps(&self) -> Vec<RungStep> {
        (0..self.reached.len()).map(|at| step(&self.reached[..at], &self.reached[at])).collect()
    }

    /// How often something was done once more.
    pub fn rework(&self) -> u32 {
        u32::try_from(self.steps().iter().filter(|step| **step == RungStep::Rework).count()).unwrap_or(u32::MAX)
    }

    /// Rungs below the furthest that nobody said.
    pub fn skipped(&self) -> Vec<Rung> {
        let below = Rung::ALL.iter().filter(|rung| self.seen(**rung) && self.class_of(**rung).is_none());
        below.copied().collect()
    }

    /// Whether the furthest rung rests on weaker evidence than one below it.
    pub fn is_weaker_above(&self) -> bool {
        let lower = self.reached.iter().filter(|reached| Some(reached.rung) < self.rung());
        lower.map(|reached| reached.class).max().is_some_and(|best| best > self.class())
    }

    /// The first day on which the furthest rung was reached.
    pub fn since(&self) -> Option<Date> {
        let rung = self.rung()?;
        self.reached.iter().filter(|reached| reached.rung == rung).map(|reached| reached.on).min()
    }

    /// Verified use: production or higher on evidence that is measured or inspected, and not ended.
    pub fn is_verified_use(&self) -> bool {
        let shown =
            |reached: &RungReached| reached.rung >= Rung::Production && reached.class >= EvidenceClass::Measured;
        self.end.is_none() && self.reached.iter().any(shown)
    }

    /// Whether it is in production, as far as was said, and not ended.
    pub fn is_in_production(&self) -> bool {
        self.end.is_none() && self.seen(Rung::Production)
    }

    /// Where it stands.
    pub fn state(&self) -> AdoptionState {
        match self.end {
            Some(_) => AdoptionState::Ended,
            None if self.seen(Rung::Production) => AdoptionState::InProduction,
            None => AdoptionState::UnderWay,
        }
    }

    /// The day on which the start before the present one ended; `None` for the first.
    pub fn last_end(&self) -> Option<Date> {
        self.past.last().map(|past| past.end.on)
    }

    /// How often it was begun, this time included.
    pub fn starts(&self) -> usize {
        self.past.len() + 1
    }

    /// The same with its texts in order. Whether its technology, unit, post and need are there is for those to say who know it.
    ///
    /// # Errors
    /// Refused where a text is too long, or the unit of measure is not known.
    pub fn tidied(self) -> Result<Adoption, Refusal> {
        let (output, measure) = (one_line(&self.output), one_line(&self.measure));
        not_longer(&output, ADOPTION_LINE_CHARS_MAX)?;
        not_longer(&measure, MEASURE_CHARS_MAX)?;
        Measure::parse(&measure)?;
        let remark = self.remark.trim().to_owned();
        not_longer(&remark, ADOPTION_TEXT_CHARS_MAX)?;
        Ok(Adoption { output, measure, remark, ..self })
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
            "adoption-changed",
            "Somebody wrote of this adoption in between; read what its page says, and send yours again if it still holds"
        )))
    }

    /// Refuses what is done with an adoption that was ended.
    ///
    /// # Errors
    /// Refused once it was ended.
    pub fn is_open(&self) -> Result<(), Refusal> {
        match self.end {
            None => Ok(()),
            Some(_) => Err(Refusal::Said(sentence!(
                "adoption-ended",
                "This adoption was ended; take it up again first, and say why"
            ))),
        }
    }

    /// Says that a rung was reached. Rungs may be passed over, which is shown; a rung that was reached before is rework, and the ladder
    /// never goes down. Whether readings and visits show what they are said to is for those to say who know them.
    ///
    /// # Errors
    /// Refused once it was ended, for a day to come or before the start before this one ended, for a day before the technology was received
    /// without a remark that says why, on evidence that is not of its class, or where a list or text is too long.
    pub fn reach(&self, reached: RungReached, today: Date) -> Result<(Adoption, RungStep), Refusal> {
        self.is_open()?;
        if reached.on > today {
            return Err(Refusal::Said(sentence!(
                "rung-day-to-come",
                "{day} is still to come; say a rung once it is reached",
                day = reached.on
            )));
        }
        // What was reached before an end belongs to the start that ended then.
        if let Some(end) = self.last_end().filter(|end| reached.on < *end) {
            return Err(Refusal::Said(sentence!(
                "rung-before-start",
                "This start began after {end}, when the one before it ended, and {day} is earlier; say what was reached since",
                end,
                day = reached.on
            )));
        }
        let remark = reached.remark.trim().to_owned();
        not_longer(&remark, RUNG_REMARK_CHARS_MAX)?;
        let received = self.reached.iter().filter(|one| one.rung == Rung::Received).map(|one| one.on).min();
        if let Some(received) = received.filter(|day| reached.on < *day && remark.is_empty()) {
            return Err(Refusal::Said(sentence!(
                "rung-before-received",
                "The technology was received on {received}, and this is said of {day}; write in the remark how it came first",
                received,
                day = reached.on
            )));
        }
        let mut evidence: Vec<crate::Thing> = Vec::new();
        for thing in reached.evidence {
            if !evidence.contains(&thing) {
                evidence.push(thing);
            }
        }
        // What an inspector saw has always room: nobody fills the list against it, and visits are few.
        let is_inspected = reached.class == EvidenceClass::Inspected;
        if evidence.len() > RUNG_EVIDENCE_MAX || (!is_inspected && self.reached.len() >= RUNGS_REACHED_MAX) {
            return Err(Refusal::Said(sentence!(
                "rung-many",
                "One rung rests on up to {evidence} things, and one start of an adoption says up to {times} rungs; name what matters",
                evidence = RUNG_EVIDENCE_MAX,
                times = RUNGS_REACHED_MAX
            )));
        }
        is_shown(reached.class, &evidence)?;
        let reached = RungReached { remark, evidence, ..reached };
        let step = step(&self.reached, &reached);
        let mut list = self.reached.clone();
        list.push(reached);
        Ok((Adoption { reached: list, revision: self.revision + 1, ..self.clone() }, step))
    }

    /// Ends it: abandoned before production, dis-adopted after it.
    ///
    /// # Errors
    /// Refused once it was ended, for a day to come or before the last rung was reached, and without words that say why.
    pub fn finish(
        &self,
        reason: EndReason,
        text: &str,
        on: Date,
        by: &str,
        at: (i64, Date),
    ) -> Result<Adoption, Refusal> {
        self.is_open()?;
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::Said(sentence!(
                "adoption-end-why",
                "Write why it ends; others who use the same technology are told so"
            )));
        }
        not_longer(text, ADOPTION_TEXT_CHARS_MAX)?;
        if on > at.1 {
            return Err(Refusal::Said(sentence!(
                "adoption-end-day",
                "{day} is still to come; end an adoption on the day on which it ends",
                day = on
            )));
        }
        let last = self.reached.iter().map(|reached| reached.on).max().max(self.last_end());
        if let Some(last) = last.filter(|last| on < *last) {
            return Err(Refusal::Said(sentence!(
                "adoption-end-early",
                "It still went on on {last}, and {day} is earlier; end it on that day or later",
                last,
                day = on
            )));
        }
        let kind = if self.seen(Rung::Production) { AdoptionEnd::DisAdopted } else { AdoptionEnd::Abandoned };
        let end = Ended { kind, reason, text: text.to_owned(), on, by: by.to_owned(), at: at.0 };
        Ok(Adoption { end: Some(end), revision: self.revision + 1, ..self.clone() })
    }

    /// Takes it up again: another start, with a ladder of its own. What was before stays to be read.
    ///
    /// # Errors
    /// Refused while it goes on, and after [`ADOPTION_STARTS_MAX`] starts.
    pub fn resume(&self) -> Result<Adoption, Refusal> {
        let Some(end) = self.end.clone() else {
            return Err(Refusal::Said(sentence!(
                "adoption-goes-on",
                "This adoption goes on; there is nothing to take up again"
            )));
        };
        if self.starts() >= ADOPTION_STARTS_MAX {
            return Err(Refusal::Said(sentence!(
                "adoption-starts",
                "This adoption was begun {max} times; begin another one for what is new",
                max = ADOPTION_STARTS_MAX
            )));
        }
        let mut past = self.past.clone();
        past.push(PastStart { reached: self.reached.clone(), end });
        Ok(Adoption { reached: Vec::new(), past, end: None, revision: self.revision + 1, ..self.clone() })
    }
}

fn best_of(reached: &[RungReached], rung: Rung) -> Option<EvidenceClass> {
    reached.iter().filter(|one| one.rung == rung).map(|one| one.class).max()
}

/// What a rung does that is said after others.
fn step(before: &[RungReached], next: &RungReached) -> RungStep {
    let furthest = before.iter().map(|one| one.rung).max();
    if Some(next.rung) > furthest {
        return RungStep::Up;
    }
    match best_of(before, next.rung) {
        Some(best) if next.class > best => RungStep::Shown,
        Some(_) => RungStep::Rework,
        // Said later of a day on which it was passed over, it is no step back; of a later day it is done once more.
        None => {
            let passed = before.iter().filter(|one| one.rung > next.rung).map(|one| one.on).min();
            if passed.is_some_and(|day| next.on > day) { RungStep::Rework } else { RungStep::Filled }
        }
    }
}

/// Refuses evidence that is not of its class.
fn is_shown(class: EvidenceClass, evidence: &[crate::Thing]) -> Result<(), Refusal> {
    let has = |nouns: &[Noun]| evidence.iter().any(|thing| nouns.contains(&thing.noun));
    match class {
        EvidenceClass::Told => Ok(()),
        EvidenceClass::Document if has(&[Noun::Record, Noun::Attachment]) => Ok(()),
        EvidenceClass::Document => Err(Refusal::Said(sentence!(
            "rung-no-document",
            "A rung on a document names the record or the attachment that shows it; name one, or say it as told"
        ))),
        EvidenceClass::Measured if has(&[Noun::Adoption]) => Ok(()),
        EvidenceClass::Measured => Err(Refusal::Said(sentence!(
            "rung-no-readings",
            "A rung that is measured rests on the readings of this adoption; send readings first, or say it as told"
        ))),
        EvidenceClass::Inspected if !evidence.is_empty() => Ok(()),
        EvidenceClass::Inspected => Err(Refusal::Said(sentence!(
            "rung-no-visit",
            "Inspected is what somebody independent saw on a visit; only the report of a visit says it"
        ))),
    }
}
