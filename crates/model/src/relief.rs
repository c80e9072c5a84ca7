//! Plan relief: switching to a technology costs output; a unit states how much, and asks whoever set its target to lower that for a time.

use std::collections::BTreeMap;

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{AdoptionId, Date, Marking, PostId, Quarter, Rational, Refusal, UnitId, sentence};

public_id!(
    /// Names a relief.
    ReliefId,
    'L'
);

/// Longest text with a relief, in characters.
pub const RELIEF_TEXT_CHARS_MAX: usize = 2_000;

/// Longest name of a line of the plan or of a unit of measure, in characters.
pub const RELIEF_LINE_CHARS_MAX: usize = 200;

/// Quarters of one relief: five years, the longest plan. What is to be lower for longer is another target.
pub const RELIEF_QUARTERS_MAX: usize = 20;

/// Days before its end on which the post that was relieved is told.
pub const RELIEF_NOTICE_DAYS: i64 = 30;

words! {
    /// Where a relief stands.
    ReliefState {
        /// It is asked for.
        Asked = "asked",
        /// It holds, in whole or in part.
        Granted = "granted",
        /// The target stays as it was.
        Refused = "refused",
        /// Its last day is over: the target holds again.
        Expired = "expired",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }
}

/// An amount of a quarter, in the unit of measure of the relief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuarterAmount {
    /// When.
    pub quarter: Quarter,
    /// How much.
    pub amount: Rational,
}

impl QuarterAmount {
    /// Reads `1957-Q1 120`, one a line, for a relief. Blank lines are passed over.
    ///
    /// # Errors
    /// As [`QuarterAmount::read_all`], and for too many.
    pub fn read(text: &str) -> Result<Vec<QuarterAmount>, Refusal> {
        let found = QuarterAmount::read_all(text)?;
        if found.len() > RELIEF_QUARTERS_MAX {
            return Err(Refusal::Said(sentence!(
                "relief-quarters-many",
                "A relief is for {max} quarters at most; what is to be lower for longer is another target",
                max = RELIEF_QUARTERS_MAX
            )));
        }
        Ok(found)
    }

    /// Reads `1957-Q1 120`, one a line, however many. Blank lines are passed over.
    ///
    /// # Errors
    /// Refused with the line that is not so, for an amount that is not above zero, or a quarter that stands twice.
    pub fn read_all(text: &str) -> Result<Vec<QuarterAmount>, Refusal> {
        let mut found: BTreeMap<Quarter, Rational> = BTreeMap::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let unread = || {
                Refusal::Said(sentence!(
                    "relief-line",
                    "“{line}” is no quarter with its amount; write one a line, such as 1957-Q1 120",
                    line
                ))
            };
            let (quarter, amount) = line.split_once(char::is_whitespace).ok_or_else(unread)?;
            let quarter = Quarter::parse(quarter.trim_end_matches([':', ';', ','])).ok_or_else(unread)?;
            let amount = Rational::parse(amount.trim()).filter(|amount| *amount > Rational::ZERO).ok_or_else(unread)?;
            let amount = amount.as_written()?;
            if found.insert(quarter, amount).is_some() {
                return Err(Refusal::Said(sentence!(
                    "relief-quarter-twice",
                    "{quarter} stands twice; write one amount for each quarter",
                    quarter = quarter.to_string()
                )));
            }
        }
        Ok(found.into_iter().map(|(quarter, amount)| QuarterAmount { quarter, amount }).collect())
    }

    /// Writes what [`QuarterAmount::read`] reads.
    pub fn write(amounts: &[QuarterAmount]) -> String {
        let lines = amounts.iter().map(|one| format!("{} {}", one.quarter, one.amount));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A relief from a target of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relief {
    /// Its name.
    pub id: ReliefId,
    /// The adoption that costs the output.
    pub adoption: AdoptionId,
    /// The unit whose target it is.
    pub unit: UnitId,
    /// The post that asks.
    pub post: PostId,
    /// The post of a unit above that set the target.
    pub setter: PostId,
    /// The line of the plan.
    pub plan_line: String,
    /// In what output is measured.
    pub measure: String,
    /// Output that is lost by switching.
    pub lost: Vec<QuarterAmount>,
    /// By how much the target is to be lower.
    pub asked: Vec<QuarterAmount>,
    /// By how much it is lower.
    pub granted: Vec<QuarterAmount>,
    /// Why it is asked for.
    pub reason: String,
    /// What was said with the decision.
    pub answer: String,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Where it stands.
    pub state: ReliefState,
    /// Who decided, as the ledger writes it; empty before.
    pub decided_by: String,
    /// Who may see it: at least as the adoption.
    pub marking: Marking,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Grows by one with each step.
    pub revision: u32,
    /// When it was asked for, in microseconds since 1970.
    pub made_at: i64,
}

fn words_of(text: &str) -> Result<String, Refusal> {
    let text = text.trim().to_owned();
    not_longer(&text, RELIEF_TEXT_CHARS_MAX)?;
    Ok(text)
}

impl Relief {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a line of the plan, a measure, lost output, what is asked and why, or when more is asked than is lost.
    pub fn tidied(self) -> Result<Relief, Refusal> {
        let (plan_line, measure) = (one_line(&self.plan_line), one_line(&self.measure));
        not_longer(&plan_line, RELIEF_LINE_CHARS_MAX)?;
        not_longer(&measure, RELIEF_LINE_CHARS_MAX)?;
        if plan_line.is_empty() || measure.is_empty() {
            return Err(Refusal::Said(sentence!(
                "relief-no-line",
                "Write the line of the plan and in what its output is measured"
            )));
        }
        if self.lost.is_empty() || self.asked.is_empty() {
            return Err(Refusal::Said(sentence!(
                "relief-no-amounts",
                "Write by quarter what output switching costs, and by how much the target is to be lower"
            )));
        }
        let more = self.asked.iter().find(|one| !covers(&self.lost, one));
        if let Some(more) = more {
            return Err(Refusal::Said(sentence!(
                "relief-over-lost",
                "More relief is asked for {quarter} than output is lost; ask for what switching costs",
                quarter = more.quarter.to_string()
            )));
        }
        let reason = words_of(&self.reason)?;
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "relief-no-reason",
                "Write why switching costs this output; who set the target decides by it"
            )));
        }
        Ok(Relief { plan_line, measure, reason, ..self })
    }

    /// Refuses a step that was taken from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else took one in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "relief-changed",
            "Something happened with this relief in between; look at its page before you go on"
        )))
    }

    fn from(&self, state: ReliefState) -> Result<(), Refusal> {
        if self.state == state {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!("relief-decided", "This relief stands otherwise by now; look at its page")))
    }

    fn next(&self, state: ReliefState) -> Relief {
        Relief { state, revision: self.revision + 1, ..self.clone() }
    }

    /// Grants it in whole or in part, through a day.
    ///
    /// # Errors
    /// Refused when it was decided, without an amount, for more than is asked, or with a last day that is over or beyond the last quarter.
    pub fn grant(
        &self,
        granted: Vec<QuarterAmount>,
        (until, today): (Date, Date),
        (answer, by): (&str, &str),
    ) -> Result<Relief, Refusal> {
        self.from(ReliefState::Asked)?;
        if granted.is_empty() {
            return Err(Refusal::Said(sentence!(
                "relief-nothing",
                "Write by how much the target is lower, or refuse the relief with the reason"
            )));
        }
        if let Some(more) = granted.iter().find(|one| !covers(&self.asked, one)) {
            return Err(Refusal::Said(sentence!(
                "relief-over-asked",
                "More is granted for {quarter} than was asked for; grant what was asked, or less",
                quarter = more.quarter.to_string()
            )));
        }
        let last = granted.last().map_or(until, |one| one.quarter.last_day());
        if until < today || until > last {
            return Err(Refusal::Said(sentence!(
                "relief-until",
                "A relief ends between today and {last}, the last day of its last quarter; choose a day between them",
                last
            )));
        }
        let (answer, decided_by) = (words_of(answer)?, by.to_owned());
        Ok(Relief { granted, until: Some(until), answer, decided_by, ..self.next(ReliefState::Granted) })
    }

    /// Refuses it.
    ///
    /// # Errors
    /// Refused when it was decided, or without a reason.
    pub fn refuse(&self, reason: &str, by: &str) -> Result<Relief, Refusal> {
        self.from(ReliefState::Asked)?;
        let answer = words_of(reason)?;
        if answer.is_empty() {
            return Err(Refusal::Said(sentence!(
                "relief-no-answer",
                "Write why the target stays as it is; the unit reads it"
            )));
        }
        Ok(Relief { answer, decided_by: by.to_owned(), ..self.next(ReliefState::Refused) })
    }

    /// Takes it back: nothing is asked for any more, or what was granted is not needed.
    ///
    /// # Errors
    /// Refused when it neither waits nor holds.
    pub fn withdraw(&self) -> Result<Relief, Refusal> {
        if self.state != ReliefState::Granted {
            self.from(ReliefState::Asked)?;
        }
        Ok(self.next(ReliefState::Withdrawn))
    }

    /// Ends it when its last day is over.
    pub fn expire(&self, today: Date) -> Option<Relief> {
        let is_over = self.state == ReliefState::Granted && self.until.is_some_and(|until| until < today);
        is_over.then(|| self.next(ReliefState::Expired))
    }

    /// Whether the post is to be told that it ends soon.
    pub fn ends_soon(&self, today: Date) -> bool {
        self.state == ReliefState::Granted
            && self.until.is_some_and(|until| until >= today && until.days_since(today) <= RELIEF_NOTICE_DAYS)
    }

    /// By how much the target of a quarter is lower. Once the relief is over, the target of a quarter that had begun by its last day stays
    /// lower: what was promised for it was promised.
    pub fn lowers(&self, quarter: Quarter) -> Option<Rational> {
        let holds = match self.state {
            ReliefState::Granted => true,
            ReliefState::Expired => self.until.is_some_and(|until| quarter.first_day() <= until),
            _ => false,
        };
        self.granted.iter().find(|one| holds && one.quarter == quarter).map(|one| one.amount)
    }
}

fn covers(amounts: &[QuarterAmount], one: &QuarterAmount) -> bool {
    amounts.iter().any(|held| held.quarter == one.quarter && held.amount >= one.amount)
}
