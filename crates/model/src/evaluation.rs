//! Evaluations: each month both sides of an assignment say how it went, in grades and in words.

use crate::host::not_longer;
use crate::words::words;
use crate::{ASSIGNMENT_TEXT_CHARS_MAX, Assignment, AssignmentId, AssignmentSide, Date, Refusal, sentence};

/// The best grade.
pub const EVALUATION_GRADE_MAX: u8 = 5;

words! {
    /// What is graded.
    Criterion {
        /// By the unit: the work that is done.
        Work = "work",
        /// By the unit: what is passed on to others.
        Teaching = "teaching",
        /// By the unit: how one works together.
        Together = "together",
        /// By the guest: that the task is theirs.
        Task = "task",
        /// By the guest: means and materials.
        Means = "means",
        /// By the guest: rooms, pay, daily life.
        Living = "living",
        /// By the guest: that they are listened to.
        Heard = "heard",
    }
}

impl Criterion {
    /// Which side grades it.
    pub fn side(self) -> AssignmentSide {
        match self {
            Criterion::Work | Criterion::Teaching | Criterion::Together => AssignmentSide::Unit,
            Criterion::Task | Criterion::Means | Criterion::Living | Criterion::Heard => AssignmentSide::Guest,
        }
    }

    /// What a side grades.
    pub fn of(side: AssignmentSide) -> impl Iterator<Item = Criterion> {
        Criterion::ALL.iter().copied().filter(move |one| one.side() == side)
    }
}

/// What one side says of one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The assignment.
    pub assignment: AssignmentId,
    /// The first day of the month.
    pub month: Date,
    /// Who says it.
    pub side: AssignmentSide,
    /// Grades from 1 to [`EVALUATION_GRADE_MAX`], the higher the better.
    pub grades: Vec<(Criterion, u8)>,
    /// What is to be said beside them.
    pub words: String,
    /// Who wrote it down: post and person.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// The first day of a month.
pub fn month_of(day: Date) -> Date {
    day.plus_days(1 - i64::from(day.day()))
}

/// The first day of the month after.
fn next_month(month: Date) -> Date {
    // Thirty-one days from the first reach the next month, and never the one after.
    month_of(month.plus_days(31))
}

impl Evaluation {
    /// The same in order.
    ///
    /// # Errors
    /// Refused when something that its side grades has no grade from 1 to 5, with a poor grade without a word, or with too many words.
    pub fn tidied(self) -> Result<Evaluation, Refusal> {
        let words = self.words.replace("\r\n", "\n").trim().to_owned();
        not_longer(&words, ASSIGNMENT_TEXT_CHARS_MAX)?;
        let mut grades = Vec::new();
        for one in Criterion::of(self.side) {
            let grade = self.grades.iter().find(|(held, _)| *held == one).map(|(_, grade)| *grade);
            let Some(grade) = grade.filter(|grade| (1..=EVALUATION_GRADE_MAX).contains(grade)) else {
                return Err(Refusal::Said(sentence!(
                    "evaluation-grade",
                    "Give a grade from 1 to {max} for each thing that is asked",
                    max = usize::from(EVALUATION_GRADE_MAX)
                )));
            };
            grades.push((one, grade));
        }
        if words.is_empty() && grades.iter().any(|(_, grade)| *grade <= 2) {
            return Err(Refusal::Said(sentence!(
                "evaluation-no-words",
                "A grade of 1 or 2 takes a word on what was wrong"
            )));
        }
        Ok(Evaluation { grades, words, month: month_of(self.month), ..self })
    }
}

impl Assignment {
    /// The months of which both sides speak: each that is over, and the one in which they left. Without a day of arrival there is none.
    pub fn months(&self, today: Date) -> Vec<Date> {
        let Some(arrived) = self.arrived else { return Vec::new() };
        let last = self.left.unwrap_or(self.until);
        let (mut month, mut found) = (month_of(arrived), Vec::new());
        while month <= last
            && (next_month(month) <= today || self.left.is_some_and(|left| left < today && month <= left))
        {
            found.push(month);
            month = next_month(month);
        }
        found
    }

    /// The months of which a side has not spoken yet.
    pub fn months_owed(&self, evaluations: &[Evaluation], side: AssignmentSide, today: Date) -> Vec<Date> {
        let spoken = |month: &Date| evaluations.iter().any(|one| one.side == side && one.month == *month);
        self.months(today).into_iter().filter(|month| !spoken(month)).collect()
    }

    /// Refuses to speak of a month that is none of its.
    ///
    /// # Errors
    /// Refused for a month that is not over, or in which they were not there.
    pub fn speaks_of(&self, month: Date, today: Date) -> Result<(), Refusal> {
        if self.months(today).contains(&month_of(month)) {
            return Ok(());
        }
        Err(Refusal::Said(sentence!(
            "evaluation-month",
            "They were not there in that month, or it is not over; choose another one"
        )))
    }
}
