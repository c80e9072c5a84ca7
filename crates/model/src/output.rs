//! Output: what was planned to be made with a technology, what was made, and how much of all that is.

use std::collections::BTreeMap;

use crate::host::{not_longer, one_line};
use crate::reading::amount;
use crate::{
    ADOPTION_LINE_CHARS_MAX, Date, EvidenceClass, MEASURE_CHARS_MAX, Noun, Quantity, Quarter, Rational, ReadingSeries,
    Refusal, Rung, Thing, sentence,
};

/// Quarters that a plan or a telling of output may lie before or after today: twenty years.
pub const OUTPUT_QUARTERS_MAX: u32 = 80;

/// Plans, or tellings of output or of its share, that are kept of one adoption, changes included.
pub const OUTPUT_LINES_MAX: usize = 1_000;

/// Longest reason or remark with which output is planned or told, in characters.
pub const OUTPUT_NOTE_CHARS_MAX: usize = 1_000;

/// What is planned of a quarter. The last one said of a quarter counts; those before it stay to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputPlan {
    /// The quarter.
    pub quarter: Quarter,
    /// How much, as a decimal number in the unit of measure of the adoption.
    pub amount: String,
    /// Why the plan was changed, or what it rests on.
    pub note: String,
    /// Who said so.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// What somebody says was made in a quarter. The best evidence counts, and of that the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputSaid {
    /// The quarter.
    pub quarter: Quarter,
    /// How much; zero where nothing was made.
    pub amount: String,
    /// How well it is shown: by a document, or told.
    pub class: EvidenceClass,
    /// The record or attachment that shows it.
    pub evidence: Option<Thing>,
    /// What else is to be known.
    pub note: String,
    /// Who said so.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// How much of what the unit makes is made with the technology, in a quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intensity {
    /// The quarter.
    pub quarter: Quarter,
    /// How much was made with it.
    pub made: String,
    /// Of how much.
    pub total: String,
    /// The unit of measure of both; empty for pieces.
    pub measure: String,
    /// Of what: all castings of the works.
    pub of: String,
    /// How well it is shown: by a document, or told.
    pub class: EvidenceClass,
    /// The record or attachment that shows it.
    pub evidence: Option<Thing>,
    /// Who said so.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

impl Intensity {
    /// The share, between zero and one.
    pub fn share(&self) -> Option<Rational> {
        Rational::parse(&self.made)?.by(Rational::parse(&self.total)?)
    }

    /// The same with its numbers and texts in order.
    ///
    /// # Errors
    /// Refused where a number is none, the part is more than the whole, the whole is nothing, or it is not said of what it is a share.
    pub fn tidied(self, today: Date) -> Result<Intensity, Refusal> {
        is_near(self.quarter, today)?;
        is_begun(self.quarter, today)?;
        let (made, total) = (amount(&self.made)?, amount(&self.total)?);
        let (of, measure) = (one_line(&self.of), one_line(&self.measure));
        if of.is_empty() {
            return Err(Refusal::Said(sentence!(
                "intensity-of-what",
                "Write of what total this is a share, such as all castings of the works"
            )));
        }
        not_longer(&of, ADOPTION_LINE_CHARS_MAX)?;
        not_longer(&measure, MEASURE_CHARS_MAX)?;
        Quantity::of("1", &measure)?;
        let class = shown_by(self.evidence.as_ref())?;
        let intensity = Intensity { made, total, of, measure, class, ..self };
        match intensity.share() {
            Some(share) if share <= Rational::ONE => Ok(intensity),
            _ => Err(Refusal::Said(sentence!(
                "intensity-share",
                "What is made with the technology is a part of the total: write a total above zero, and not more made than that"
            ))),
        }
    }
}

/// How well something is shown that a thing may show.
fn shown_by(evidence: Option<&Thing>) -> Result<EvidenceClass, Refusal> {
    match evidence.map(|thing| thing.noun) {
        None => Ok(EvidenceClass::Told),
        Some(Noun::Record | Noun::Attachment) => Ok(EvidenceClass::Document),
        Some(_) => Err(Refusal::Said(sentence!(
            "output-evidence",
            "What was made is shown by a record or an attachment; name one, or leave it empty to tell it"
        ))),
    }
}

/// Refuses a quarter that is far from today: it is a slip of the pen.
pub(crate) fn is_near(quarter: Quarter, today: Date) -> Result<(), Refusal> {
    if quarter.since(Quarter::of(today)).unsigned_abs() <= OUTPUT_QUARTERS_MAX {
        return Ok(());
    }
    Err(Refusal::Said(sentence!(
        "output-quarter-far",
        "{quarter} is more than {max} quarters away; look whether the year is the one you meant",
        quarter = quarter.to_string(),
        max = OUTPUT_QUARTERS_MAX
    )))
}

/// Refuses a quarter that has not begun.
fn is_begun(quarter: Quarter, today: Date) -> Result<(), Refusal> {
    if quarter.first_day() <= today {
        return Ok(());
    }
    Err(Refusal::Said(sentence!(
        "output-quarter-to-come",
        "{quarter} has not begun; say what was made once it was",
        quarter = quarter.to_string()
    )))
}

impl OutputPlan {
    /// The same with its number and note in order.
    ///
    /// # Errors
    /// Refused where the number is none, the note is too long, or the quarter is far away.
    pub fn tidied(self, today: Date) -> Result<OutputPlan, Refusal> {
        is_near(self.quarter, today)?;
        let note = self.note.trim().to_owned();
        not_longer(&note, OUTPUT_NOTE_CHARS_MAX)?;
        Ok(OutputPlan { amount: amount(&self.amount)?, note, ..self })
    }
}

impl OutputSaid {
    /// The same with its number and note in order.
    ///
    /// # Errors
    /// Refused where the number is none, the note is too long, the quarter is far away, or has not begun.
    pub fn tidied(self, today: Date) -> Result<OutputSaid, Refusal> {
        is_near(self.quarter, today)?;
        is_begun(self.quarter, today)?;
        let note = self.note.trim().to_owned();
        not_longer(&note, OUTPUT_NOTE_CHARS_MAX)?;
        let class = shown_by(self.evidence.as_ref())?;
        Ok(OutputSaid { amount: amount(&self.amount)?, class, note, ..self })
    }
}

/// Plan and actual of one quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuarterLine {
    /// The quarter.
    pub quarter: Quarter,
    /// What was planned.
    pub planned: Option<Rational>,
    /// What was made, by the best evidence; `None` where nobody said anything.
    pub actual: Option<Rational>,
    /// How well that is shown.
    pub class: Option<EvidenceClass>,
    /// What somebody said was made, where it was measured as well.
    pub said: Option<Rational>,
    /// Whether the quarter is over.
    pub is_over: bool,
}

impl QuarterLine {
    /// How much is missing to the plan of a quarter that is over; `None` where nothing is, or nothing was said.
    pub fn shortfall(&self) -> Option<Rational> {
        let missing = self.planned?.minus(self.actual?)?;
        (self.is_over && missing > Rational::ZERO).then_some(missing)
    }
}

/// Plan and actual by quarter, the earliest first: every quarter of which something was said. Measured goes before what is on paper, and
/// that before what was told, whatever is more.
pub fn quarter_lines(
    plans: &[OutputPlan],
    said: &[OutputSaid],
    series: &ReadingSeries,
    today: Date,
) -> Vec<QuarterLine> {
    let mut lines: BTreeMap<Quarter, QuarterLine> = BTreeMap::new();
    let now = Quarter::of(today);
    let empty = |quarter: Quarter| QuarterLine {
        quarter,
        planned: None,
        actual: None,
        class: None,
        said: None,
        is_over: quarter < now,
    };
    for plan in plans {
        lines.entry(plan.quarter).or_insert_with(|| empty(plan.quarter)).planned = Rational::parse(&plan.amount);
    }
    for one in said {
        let line = lines.entry(one.quarter).or_insert_with(|| empty(one.quarter));
        if line.class.is_none_or(|class| one.class >= class) {
            (line.actual, line.class) = (Rational::parse(&one.amount), Some(one.class));
        }
    }
    for (quarter, sum) in series.sums() {
        let line = lines.entry(quarter).or_insert_with(|| empty(quarter));
        line.said = line.actual;
        (line.actual, line.class) = (Some(sum), Some(EvidenceClass::Measured));
    }
    lines.into_values().collect()
}

/// Whether readings show a rung of a day. Production: something was made in the quarter of that day. Plan rate: in a quarter up to it as
/// much was made as was planned. Prototype and pilot: something was made up to it. Spread: something was made in the quarter, in two
/// places at least. What comes before a prototype is not measured.
///
/// # Errors
/// Refused where they do not, with what is missing.
pub fn readings_show(rung: Rung, on: Date, lines: &[QuarterLine], n_places: usize) -> Result<(), Refusal> {
    let quarter = Quarter::of(on);
    let measured = |line: &&QuarterLine| line.class == Some(EvidenceClass::Measured);
    let made = |line: &&QuarterLine| line.actual.is_some_and(|actual| actual > Rational::ZERO);
    let mut until = lines.iter().filter(|line| line.quarter <= quarter).filter(measured).filter(made);
    let mut within = lines.iter().filter(|line| line.quarter == quarter).filter(measured).filter(made);
    let shown = match rung {
        Rung::Received | Rung::Examined | Rung::Decided => {
            return Err(Refusal::Said(sentence!(
                "rung-not-measured",
                "Readings say what is made; that a technology was received, examined or decided on is told, or shown by a document"
            )));
        }
        Rung::Prototype | Rung::Pilot => until.next().is_some(),
        Rung::Production => within.next().is_some(),
        Rung::PlanRate => until.any(|line| {
            line.planned
                .is_some_and(|planned| planned > Rational::ZERO && line.actual.is_some_and(|actual| actual >= planned))
        }),
        Rung::Spread => within.next().is_some() && n_places >= 2,
    };
    if shown {
        return Ok(());
    }
    Err(Refusal::Said(match rung {
        Rung::PlanRate => sentence!(
            "rung-below-plan",
            "No quarter up to {day} has readings of as much as was planned; send them, plan the quarter, or say the rung as told",
            day = on
        ),
        Rung::Spread => sentence!(
            "rung-one-place",
            "Spread is measured where readings of {quarter} are above zero and two places are noted; note the places, or say it as told",
            quarter = quarter.to_string()
        ),
        _ => sentence!(
            "rung-nothing-made",
            "The readings show nothing made in {quarter}; send them, or say the rung as told",
            quarter = quarter.to_string()
        ),
    }))
}
