//! Inspections: a programme of visits to units that say they use something. What could be looked at is fixed before it is known what
//! will be, and is drawn by a seed that nobody chose.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{AdoptionId, Date, EvidenceClass, Marking, PostId, Refusal, Rung, TechnologyId, UnitId, sentence};

public_id!(
    /// Names a programme of inspection.
    InspectionId,
    'P'
);

/// Longest title or public source of a seed, in characters.
pub const INSPECTION_LINE_CHARS_MAX: usize = 200;
/// Longest purpose or report, in characters.
pub const INSPECTION_TEXT_CHARS_MAX: usize = 10_000;
/// Claims of one frame. A page of them is read and a file is drawn from in a moment; what is larger is several programmes.
pub const FRAME_CLAIMS_MAX: usize = 20_000;
/// Visits of one programme. No body of inspectors makes more in a period.
pub const INSPECTION_VISITS_MAX: u32 = 2_000;
/// Units and technologies that a programme names.
pub const INSPECTION_SCOPE_MAX: usize = 100;
/// Questions of a checklist: more are not answered on a shop floor.
pub const CHECK_QUESTIONS_MAX: usize = 60;
/// Longest question, in characters.
pub const CHECK_QUESTION_CHARS_MAX: usize = 500;
/// Points that one kind of risk adds at most.
pub const RISK_POINTS_MAX: u32 = 100;
/// Characters of a seed, at least and at most: short ones can be guessed.
pub const SEED_CHARS: (usize, usize) = (8, 200);

words! {
    /// Where a programme stands.
    InspectionState {
        /// It is being written.
        Drafted = "drafted",
        /// What can be drawn is fixed.
        Fixed = "fixed",
        /// It is drawn who is visited.
        Drawn = "drawn",
        /// Visits are made.
        UnderWay = "under-way",
        /// What it found is written down.
        Reported = "reported",
    }
}

words! {
    /// Where the seed of a draw comes from.
    SeedBasis {
        /// The office drew it when the programme was written, and published its hash then.
        Committed = "committed",
        /// Something public that was named before the frame was fixed and became known after it.
        Public = "public",
    }
}

words! {
    /// What strata are made of beside the risk.
    StratifiedBy {
        /// The risk alone.
        Risk = "risk",
        /// The department in which the unit stands.
        Department = "department",
        /// Whether it is claimed to be in production.
        Production = "production",
    }
}

words! {
    /// How much a claim is worth looking at.
    RiskBand {
        /// Little speaks against it.
        Low = "low",
        /// Something does.
        Medium = "medium",
        /// Much does.
        High = "high",
    }
}

words! {
    /// Why a claim is worth looking at.
    RiskGround {
        /// It is told, and nothing shows it.
        Told = "told",
        /// Rungs of the ladder were passed over.
        Jump = "jump",
        /// Nobody was at this unit before.
        First = "first",
        /// Something else that the unit said was found not to be so.
        WrongBefore = "wrong-before",
        /// It is said to have reached the planned rate or more.
        Value = "value",
    }
}

words! {
    /// What a question of a checklist asks for.
    CheckExpects {
        /// Yes or no.
        YesNo = "yes-no",
        /// A value, in words or figures.
        Value = "value",
        /// A photograph.
        Photo = "photo",
    }
}

/// What each kind of risk adds to the weight of a claim, which is one without any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RiskWeights {
    /// For [`RiskGround::Told`].
    pub told: u32,
    /// For [`RiskGround::Jump`].
    pub jump: u32,
    /// For [`RiskGround::First`].
    pub first: u32,
    /// For [`RiskGround::WrongBefore`].
    pub wrong_before: u32,
    /// For [`RiskGround::Value`].
    pub value: u32,
}

impl Default for RiskWeights {
    fn default() -> RiskWeights {
        RiskWeights { told: 3, jump: 2, first: 1, wrong_before: 4, value: 2 }
    }
}

impl RiskWeights {
    /// What a ground adds.
    pub fn of(&self, ground: RiskGround) -> u32 {
        match ground {
            RiskGround::Told => self.told,
            RiskGround::Jump => self.jump,
            RiskGround::First => self.first,
            RiskGround::WrongBefore => self.wrong_before,
            RiskGround::Value => self.value,
        }
    }

    /// The weight of a claim with these grounds.
    pub fn weight(&self, grounds: &[RiskGround]) -> u32 {
        1 + grounds.iter().map(|ground| self.of(*ground)).sum::<u32>()
    }

    /// In which third of what is possible a weight lies.
    pub fn band(&self, weight: u32) -> RiskBand {
        let most: u32 = RiskGround::ALL.iter().map(|ground| self.of(*ground)).sum();
        let points = weight.saturating_sub(1);
        if points * 3 <= most {
            RiskBand::Low
        } else if points * 3 <= most * 2 {
            RiskBand::Medium
        } else {
            RiskBand::High
        }
    }

    fn is_in_order(&self) -> Result<(), Refusal> {
        if RiskGround::ALL.iter().all(|ground| self.of(*ground) <= RISK_POINTS_MAX) {
            return Ok(());
        }
        Err(Refusal::Said(sentence!(
            "risk-points",
            "One kind of risk adds {max} points at most; what counts is how they stand to each other",
            max = RISK_POINTS_MAX
        )))
    }
}

/// Which claims a programme looks at: those that fit every part that is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectionScope {
    /// Of these units and those below them; of all when there is none.
    pub units: Vec<UnitId>,
    /// Of these technologies; of all when there is none.
    pub technologies: Vec<TechnologyId>,
    /// That reached this rung or a higher one.
    pub rung: Rung,
    /// Shown so well or better.
    pub class: EvidenceClass,
}

/// A question of a checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckQuestion {
    /// What is asked.
    pub text: String,
    /// What it asks for.
    pub expects: CheckExpects,
    /// The rung on which it bears.
    pub rung: Option<Rung>,
}

/// A claim of the frame: what a unit said it uses, and why that is worth looking at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameLine {
    /// The adoption that says so.
    pub adoption: AdoptionId,
    /// Of what.
    pub technology: TechnologyId,
    /// By which unit.
    pub unit: UnitId,
    /// The rung that is claimed.
    pub rung: Rung,
    /// How well that is shown.
    pub class: EvidenceClass,
    /// Since when.
    pub since: Date,
    /// Why it is worth looking at.
    pub grounds: Vec<RiskGround>,
    /// How much.
    pub weight: u32,
    /// The stratum in which it is drawn.
    pub stratum: String,
}

/// A programme of inspection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Its name.
    pub id: InspectionId,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// The post that leads it.
    pub post: PostId,
    /// Which claims it looks at.
    pub scope: InspectionScope,
    /// The first day of its visits.
    pub since: Date,
    /// The last one.
    pub until: Date,
    /// How many visits it makes.
    pub visits: u32,
    /// What makes a claim worth looking at.
    pub weights: RiskWeights,
    /// What strata are made of beside the risk.
    pub by: StratifiedBy,
    /// Where the seed comes from.
    pub basis: SeedBasis,
    /// What public thing gives the seed, and where anybody reads it.
    pub source: String,
    /// The hash of the seed that the office drew; empty where something public gives it.
    pub seed_hash: String,
    /// The seed; empty before the draw.
    pub seed: String,
    /// What is asked on each visit.
    pub questions: Vec<CheckQuestion>,
    /// Claims of the frame; 0 before it is fixed.
    pub n_claims: u32,
    /// The hash of the frame; empty before it is fixed.
    pub frame_hash: String,
    /// The day on which the frame was fixed.
    pub fixed: Option<Date>,
    /// Where it stands.
    pub state: InspectionState,
    /// What it found.
    pub report: String,
    /// Who may see it.
    pub marking: Marking,
    /// Whether it is invented, for a demonstration.
    pub invented: bool,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was written, in microseconds since 1970.
    pub made_at: i64,
}

fn not_now() -> Refusal {
    Refusal::Changed(sentence!(
        "inspection-not-now",
        "The programme does not stand where this can be done; reload its page and look at how it stands"
    ))
}

/// A public figure as it draws: its letters and digits, lower case. What stands between them is told one way by one paper and another way by the next,
/// and whoever writes it down would choose among draws by it.
pub fn public_seed(figure: &str) -> String {
    figure.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Inspection {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a title, visits, or a public source where one is to give the seed, with days that end before they begin, and where
    /// something is too long.
    pub fn tidied(self) -> Result<Inspection, Refusal> {
        let (title, source) = (one_line(&self.title), one_line(&self.source));
        if title.is_empty() {
            return Err(Refusal::Said(sentence!(
                "inspection-no-title",
                "Write what the programme is called; units that are visited read it"
            )));
        }
        not_longer(&title, INSPECTION_LINE_CHARS_MAX)?;
        not_longer(&source, INSPECTION_LINE_CHARS_MAX)?;
        let purpose = self.purpose.trim().to_owned();
        not_longer(&purpose, INSPECTION_TEXT_CHARS_MAX)?;
        if self.until < self.since {
            return Err(Refusal::Said(sentence!(
                "inspection-days",
                "The visits end on {until}, before they begin; choose a later day",
                until = self.until
            )));
        }
        if self.visits == 0 || self.visits > INSPECTION_VISITS_MAX {
            return Err(Refusal::Said(sentence!(
                "inspection-visits",
                "A programme makes 1 to {max} visits; write how many inspectors can make",
                max = INSPECTION_VISITS_MAX
            )));
        }
        if self.basis == SeedBasis::Public && source.is_empty() {
            return Err(Refusal::Said(sentence!(
                "inspection-no-source",
                "Write which public figure gives the seed and where anybody can read it, before the frame is fixed"
            )));
        }
        if self.scope.units.len().max(self.scope.technologies.len()) > INSPECTION_SCOPE_MAX {
            return Err(Refusal::Said(sentence!(
                "inspection-scope",
                "A programme names {max} units or technologies at most; name a unit that stands above them",
                max = INSPECTION_SCOPE_MAX
            )));
        }
        self.weights.is_in_order()?;
        let questions = questions(self.questions)?;
        let source = if self.basis == SeedBasis::Public { source } else { String::new() };
        Ok(Inspection { title, source, purpose, questions, ..self })
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
            "inspection-changed",
            "Somebody changed this programme in between; read what its page says, and send yours again if it still holds"
        )))
    }

    /// Refuses to change what has been fixed.
    ///
    /// # Errors
    /// Refused once the frame is fixed.
    pub fn is_drafted(&self) -> Result<(), Refusal> {
        match self.state {
            InspectionState::Drafted => Ok(()),
            _ => Err(Refusal::Said(sentence!(
                "inspection-fixed",
                "The frame of this programme is fixed, and what it looks at stays as it is; write another programme"
            ))),
        }
    }

    fn next(&self, state: InspectionState) -> Inspection {
        Inspection { state, revision: self.revision + 1, ..self.clone() }
    }

    /// The stratum of a claim.
    pub fn stratum(&self, weight: u32, rung: Rung, department: &str) -> String {
        let band = self.weights.band(weight).word();
        match self.by {
            StratifiedBy::Risk => band.to_owned(),
            StratifiedBy::Department => format!("{band} {department}"),
            StratifiedBy::Production if rung >= Rung::Production => format!("{band} production"),
            StratifiedBy::Production => format!("{band} before"),
        }
    }

    /// Fixes what can be drawn.
    ///
    /// # Errors
    /// Refused once it is fixed, with no claim in it, or with more than can be drawn from.
    pub fn fix(&self, n_claims: usize, frame_hash: &str, today: Date) -> Result<Inspection, Refusal> {
        self.is_drafted()?;
        if n_claims == 0 {
            return Err(Refusal::Said(sentence!(
                "frame-empty",
                "No unit claims what this programme looks at; make what it looks at wider"
            )));
        }
        if n_claims > FRAME_CLAIMS_MAX {
            return Err(Refusal::Said(sentence!(
                "frame-large",
                "A frame holds {max} claims at most; divide the programme by units or rungs",
                max = FRAME_CLAIMS_MAX
            )));
        }
        if self.until < today {
            return Err(Refusal::Said(sentence!(
                "inspection-over",
                "The last day of visits, {day}, is over; give the programme days to come",
                day = self.until
            )));
        }
        let n_claims = u32::try_from(n_claims).unwrap_or(u32::MAX);
        let fixed = self.next(InspectionState::Fixed);
        Ok(Inspection { n_claims, frame_hash: frame_hash.to_owned(), fixed: Some(today), ..fixed })
    }

    /// Whether so many claims are all that can be drawn. Only from all of them can be drawn again; of some the same seed draws others.
    pub fn is_whole_frame(&self, n_claims: usize) -> bool {
        self.state == InspectionState::Drafted || u32::try_from(n_claims) == Ok(self.n_claims)
    }

    /// Draws by a seed: `hash` is its hash, `at` the day.
    ///
    /// # Errors
    /// Refused before the frame is fixed or once it is drawn, with a seed that is not the one whose hash was published, or too short, or on
    /// the day on which the frame was fixed where something public gives it: it would be known already.
    pub fn drawn(&self, seed: &str, hash: &str, today: Date) -> Result<Inspection, Refusal> {
        if self.state != InspectionState::Fixed {
            return Err(not_now());
        }
        let seed = seed.trim();
        let (least, most) = SEED_CHARS;
        match self.basis {
            SeedBasis::Committed if hash != self.seed_hash => {
                return Err(Refusal::Said(sentence!(
                    "seed-other",
                    "This seed is not the one whose hash was published; only that one draws"
                )));
            }
            SeedBasis::Public
                if !(least..=most).contains(&seed.chars().count()) || seed.chars().any(char::is_control) =>
            {
                return Err(Refusal::Said(sentence!(
                    "seed-short",
                    "Write the figure as the source gives it, {least} to {most} letters and digits; what stands between them does not count",
                    least,
                    most
                )));
            }
            SeedBasis::Public if self.fixed.is_none_or(|fixed| today <= fixed) => {
                return Err(Refusal::Said(sentence!(
                    "seed-known",
                    "The seed has to become known after the frame was fixed; draw by a figure that comes out on a later day"
                )));
            }
            SeedBasis::Committed | SeedBasis::Public => {}
        }
        Ok(Inspection { seed: seed.to_owned(), seed_hash: hash.to_owned(), ..self.next(InspectionState::Drawn) })
    }

    /// Refuses a visit of a day before the frame was fixed: what was seen then is not what was drawn.
    ///
    /// # Errors
    /// Refused for such a day, and before the frame is fixed.
    pub fn is_visited_on(&self, day: Date) -> Result<(), Refusal> {
        match self.fixed {
            None => Err(not_now()),
            Some(fixed) if day < fixed => Err(Refusal::Said(sentence!(
                "visit-day-early",
                "{day} lies before {fixed}, when the frame of the programme was fixed; write the day on which somebody was there since",
                day,
                fixed
            ))),
            Some(_) => Ok(()),
        }
    }

    /// Visits are made.
    ///
    /// # Errors
    /// Refused before it is drawn.
    pub fn begun(&self) -> Result<Inspection, Refusal> {
        match self.state {
            InspectionState::Drawn => Ok(self.next(InspectionState::UnderWay)),
            InspectionState::UnderWay => Ok(self.clone()),
            _ => Err(not_now()),
        }
    }

    /// What it found is written down.
    ///
    /// # Errors
    /// Refused before visits are made, while some are open, or without words.
    pub fn reported(&self, report: &str, n_open: usize) -> Result<Inspection, Refusal> {
        if self.state != InspectionState::UnderWay {
            return Err(not_now());
        }
        if n_open > 0 {
            return Err(Refusal::Said(sentence!(
                "inspection-open-visits",
                "{count} visits are not closed; close them, also those that could not be seen, and say why",
                count = n_open
            )));
        }
        let report = report.trim();
        if report.is_empty() {
            return Err(Refusal::Said(sentence!(
                "inspection-no-report",
                "Write what the programme found; who was visited reads it"
            )));
        }
        not_longer(report, INSPECTION_TEXT_CHARS_MAX)?;
        Ok(Inspection { report: report.to_owned(), ..self.next(InspectionState::Reported) })
    }
}

fn questions(list: Vec<CheckQuestion>) -> Result<Vec<CheckQuestion>, Refusal> {
    if list.len() > CHECK_QUESTIONS_MAX {
        return Err(Refusal::Said(sentence!(
            "check-many",
            "A checklist has {max} questions at most; leave out what nobody can answer on the spot",
            max = CHECK_QUESTIONS_MAX
        )));
    }
    let mut questions = Vec::new();
    for question in list {
        let text = one_line(&question.text);
        not_longer(&text, CHECK_QUESTION_CHARS_MAX)?;
        if !text.is_empty() {
            questions.push(CheckQuestion { text, ..question });
        }
    }
    Ok(questions)
}
