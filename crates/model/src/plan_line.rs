//! Lines of the plan: what a unit has to reach, quarter by quarter, and how much of it is shown to be reached.

use std::collections::BTreeMap;

use crate::host::{not_longer, one_line};
use crate::output::is_near;
use crate::public_id::public_id;
use crate::words::words;
use crate::{
    Date, EvidenceClass, MEASURE_CHARS_MAX, Marking, Measure, PostId, Quantity, Quarter, QuarterAmount, QuarterLine,
    Rational, Refusal, Relief, UnitId, sentence,
};

public_id!(
    /// Names a line of the plan.
    PlanLineId,
    'J'
);

/// Quarters of one line: twenty years. A plan for longer is another plan.
pub const PLAN_QUARTERS_MAX: usize = 80;

/// Longest parameter of a line, what pays for it or who supplies it, in characters.
pub const PLAN_LINE_CHARS_MAX: usize = 200;

/// Longest remark on a line, in characters.
pub const PLAN_NOTE_CHARS_MAX: usize = 2_000;

words! {
    /// What is doubtful about a line of the plan.
    PlanFlag {
        /// No need names it: nobody says what for.
        NoNeed = "no-need",
        /// No post answers for it.
        NoOwner = "no-owner",
        /// Nothing is said of what pays for it.
        NoMoney = "no-money",
        /// Nothing is said of who supplies what it takes.
        NoSupplier = "no-supplier",
        /// Less is verified than was due in the last quarter of which it is known.
        Behind = "behind",
        /// Of the last quarter that is over nothing is verified.
        NotKnown = "not-known",
    }
}

/// A line of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanLine {
    /// Its name.
    pub id: PlanLineId,
    /// Who has to reach it.
    pub unit: UnitId,
    /// What is to be reached: `Locomotives, eight axles`. Needs, outputs of adoptions and reliefs belong to the line that is called as they say.
    pub parameter: String,
    /// In what it is measured; empty for pieces.
    pub measure: String,
    /// How much, by quarter, the earliest first.
    pub targets: Vec<QuarterAmount>,
    /// The post that set it.
    pub setter: PostId,
    /// The post that answers for it.
    pub owner: Option<PostId>,
    /// What pays for it; empty where nobody said it.
    pub money: String,
    /// Who supplies what it takes; empty where nobody said it.
    pub supplier: String,
    /// What else is to be known.
    pub note: String,
    /// Who may see it.
    pub marking: Marking,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was set, in microseconds since 1970.
    pub made_at: i64,
}

/// By what lines, needs, outputs and reliefs are told to mean the same: the words without regard to case and blanks.
pub fn plan_key(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl PlanLine {
    /// The same with its texts and targets in order.
    ///
    /// # Errors
    /// Refused without a parameter or a target, with a text that is too long, a measure that is none, too many quarters, or one that is far away.
    pub fn tidied(self, today: Date) -> Result<PlanLine, Refusal> {
        let (parameter, measure) = (one_line(&self.parameter), one_line(&self.measure));
        let (money, supplier) = (one_line(&self.money), one_line(&self.supplier));
        if parameter.is_empty() {
            return Err(Refusal::Said(sentence!(
                "plan-line-no-parameter",
                "Write what is to be reached, such as locomotives of eight axles"
            )));
        }
        for text in [&parameter, &money, &supplier] {
            not_longer(text, PLAN_LINE_CHARS_MAX)?;
        }
        not_longer(&measure, MEASURE_CHARS_MAX)?;
        Measure::parse(&measure)?;
        let note = self.note.trim().to_owned();
        not_longer(&note, PLAN_NOTE_CHARS_MAX)?;
        if self.targets.is_empty() {
            return Err(Refusal::Said(sentence!(
                "plan-line-no-target",
                "Write how much is to be reached in each quarter, one a line, such as 1957-Q1 120"
            )));
        }
        if self.targets.len() > PLAN_QUARTERS_MAX {
            return Err(Refusal::Said(sentence!(
                "plan-line-quarters-many",
                "A line of the plan has {max} quarters at most; begin another line for what comes after",
                max = PLAN_QUARTERS_MAX
            )));
        }
        let mut targets = self.targets;
        targets.sort_by_key(|one| one.quarter);
        for one in &targets {
            is_near(one.quarter, today)?;
            one.amount.as_written()?;
        }
        if let Some(twice) = targets.windows(2).find(|two| two[0].quarter == two[1].quarter) {
            return Err(Refusal::Said(sentence!(
                "relief-quarter-twice",
                "{quarter} stands twice; write one amount for each quarter",
                quarter = twice[0].quarter.to_string()
            )));
        }
        Ok(PlanLine { parameter, measure, money, supplier, note, targets, ..self })
    }

    /// By what two lines are told to be the same: unit and parameter. A plan that is taken in again doubles nothing.
    pub fn key(&self) -> (UnitId, String) {
        (self.unit.clone(), plan_key(&self.parameter))
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
            "plan-line-changed",
            "Somebody changed this line of the plan in between; open it again, and change what is still to be changed"
        )))
    }

    /// What changed in the targets from another state of the line, as the ledger keeps it: `1957-Q1 120 > 100`.
    pub fn changes_from(&self, before: &PlanLine) -> String {
        let amounts = |line: &PlanLine| -> BTreeMap<Quarter, Rational> {
            line.targets.iter().map(|one| (one.quarter, one.amount)).collect()
        };
        let (old, new) = (amounts(before), amounts(self));
        let quarters: std::collections::BTreeSet<Quarter> = old.keys().chain(new.keys()).copied().collect();
        let said = |amount: Option<&Rational>| amount.map_or_else(|| "-".to_owned(), Rational::to_string);
        let changed = quarters.iter().filter(|quarter| old.get(quarter) != new.get(quarter));
        let lines = changed.map(|quarter| format!("{quarter} {} > {}", said(old.get(quarter)), said(new.get(quarter))));
        lines.collect::<Vec<_>>().join(", ")
    }
}

/// Output of one adoption that belongs to a line.
#[derive(Clone, Debug)]
pub struct PlanOutput {
    /// In what it is measured.
    pub measure: String,
    /// Plan and actual of the adoption by quarter.
    pub lines: Vec<QuarterLine>,
    /// The last visit found less than is claimed: what it says is not verified.
    pub contradicted: bool,
}

/// Target and actual of one quarter of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanQuarter {
    /// The quarter.
    pub quarter: Quarter,
    /// What was set.
    pub target: Option<Rational>,
    /// By how much reliefs lower it.
    pub relief: Rational,
    /// What is verified: measured or inspected, by an adoption that no visit contradicts. `None` where nothing is, which is not zero.
    pub verified: Option<Rational>,
    /// What is said of it by whatever evidence, what is verified included.
    pub said: Option<Rational>,
    /// Whether the quarter is over.
    pub is_over: bool,
}

impl PlanQuarter {
    /// What is due: the target less what reliefs lower it by, not below zero.
    pub fn due(&self) -> Option<Rational> {
        let due = self.target?.minus(self.relief)?;
        Some(if due < Rational::ZERO { Rational::ZERO } else { due })
    }

    /// Verified output over what is due; `None` where one of them is not known, or nothing is due.
    pub fn fulfilment(&self) -> Option<Rational> {
        self.verified?.by(self.due()?)
    }

    /// The same by what is said.
    pub fn said_fulfilment(&self) -> Option<Rational> {
        self.said?.by(self.due()?)
    }
}

/// Target and actual of a line by quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanCourse {
    /// Quarters with a target or an actual, the earliest first.
    pub quarters: Vec<PlanQuarter>,
    /// Outputs and reliefs that are measured in something else and are left out.
    pub n_left_out: usize,
}

impl PlanCourse {
    /// The quarters that are over and have a target and a verified actual, summed: verified output over what was due in them. With the number
    /// of quarters that are over and have a target.
    pub fn fulfilment(&self) -> (Option<Rational>, usize, usize) {
        let over = self.quarters.iter().filter(|one| one.is_over && one.target.is_some());
        let known: Vec<&PlanQuarter> = over.clone().filter(|one| one.verified.is_some()).collect();
        let sum = |of: fn(&PlanQuarter) -> Option<Rational>| {
            known.iter().try_fold(Rational::ZERO, |sum, one| sum.plus(of(one)?))
        };
        let share = match (sum(|one| one.verified), sum(PlanQuarter::due)) {
            (Some(verified), Some(due)) if !known.is_empty() => verified.by(due),
            _ => None,
        };
        (share, known.len(), over.count())
    }
}

/// One amount in another measure; `None` where it cannot be told.
fn converted(amount: Rational, from: &str, to: &str) -> Option<Rational> {
    if plan_key(from) == plan_key(to) {
        return Some(amount);
    }
    let held = Quantity { value: amount, measure: Measure::parse(from).ok()? };
    Some(held.to(&Measure::parse(to).ok()?).ok()?.value)
}

/// Target and actual of a line by quarter. Outputs are summed in the measure of the line; `reliefs` are those that belong to it. What cannot be
/// converted is left out and counted. Of a quarter of which one output is verified and another only told, what is verified is the first alone.
pub fn plan_course(line: &PlanLine, outputs: &[PlanOutput], reliefs: &[&Relief], today: Date) -> PlanCourse {
    let now = Quarter::of(today);
    let mut quarters: BTreeMap<Quarter, PlanQuarter> = BTreeMap::new();
    let empty = |quarter: Quarter| PlanQuarter {
        quarter,
        target: None,
        relief: Rational::ZERO,
        verified: None,
        said: None,
        is_over: quarter < now,
    };
    for one in &line.targets {
        quarters.entry(one.quarter).or_insert_with(|| empty(one.quarter)).target = Some(one.amount);
    }
    let mut n_left_out = 0;
    for output in outputs {
        // An output that says nothing yet is in no other measure.
        if output.lines.iter().any(|one| one.actual.is_some())
            && converted(Rational::ONE, &output.measure, &line.measure).is_none()
        {
            n_left_out += 1;
            continue;
        }
        for one in &output.lines {
            let Some(actual) = one.actual.and_then(|made| converted(made, &output.measure, &line.measure)) else {
                continue;
            };
            let quarter = quarters.entry(one.quarter).or_insert_with(|| empty(one.quarter));
            quarter.said = quarter.said.unwrap_or(Rational::ZERO).plus(actual);
            let shown = one.class.is_some_and(|class| class >= EvidenceClass::Measured);
            if shown && !output.contradicted {
                quarter.verified = quarter.verified.unwrap_or(Rational::ZERO).plus(actual);
            }
        }
    }
    for relief in reliefs {
        if converted(Rational::ONE, &relief.measure, &line.measure).is_none() {
            n_left_out += 1;
            continue;
        }
        for quarter in quarters.values_mut().filter(|one| one.target.is_some()) {
            let less = relief.lowers(quarter.quarter).and_then(|less| converted(less, &relief.measure, &line.measure));
            if let Some(sum) = less.and_then(|less| quarter.relief.plus(less)) {
                quarter.relief = sum;
            }
        }
    }
    PlanCourse { quarters: quarters.into_values().collect(), n_left_out }
}

/// What is doubtful about a line. `has_need`: some need names it.
pub fn plan_flags(line: &PlanLine, course: &PlanCourse, has_need: bool) -> Vec<PlanFlag> {
    let mut flags = Vec::new();
    let mut flag = |holds: bool, flag: PlanFlag| {
        if holds {
            flags.push(flag);
        }
    };
    flag(!has_need, PlanFlag::NoNeed);
    flag(line.owner.is_none(), PlanFlag::NoOwner);
    flag(line.money.is_empty(), PlanFlag::NoMoney);
    flag(line.supplier.is_empty(), PlanFlag::NoSupplier);
    let over = || course.quarters.iter().rev().filter(|one| one.is_over && one.target.is_some());
    let known = over().find(|one| one.verified.is_some());
    flag(known.is_some_and(|one| one.verified < one.due()), PlanFlag::Behind);
    flag(over().next().is_some_and(|one| one.verified.is_none()), PlanFlag::NotKnown);
    flags
}
