//! Loans of samples between institutes: asked for, granted by the post that holds the sample, due on a day, prolonged, brought back.

use crate::sample::reasoned;
use crate::words::words;
use crate::{Date, PostId, Refusal, sentence};

/// Days of one loan, and of each time that it is prolonged: a year. What stays longer is handed over.
pub const LOAN_DAYS_MAX: i64 = 366;

/// Times that a loan is prolonged.
pub const LOAN_EXTENSIONS_MAX: usize = 12;

/// Loans of one sample. One that is lent each week needs twenty years for them.
pub const LOANS_MAX: usize = 1_000;

words! {
    /// Where a loan stands.
    LoanState {
        /// It is asked for.
        Asked = "asked",
        /// It is granted, and the sample is handed over.
        Granted = "granted",
        /// The borrower has it.
        Out = "out",
        /// It is back.
        Returned = "returned",
        /// It was not granted.
        Refused = "refused",
        /// The borrower does not want it any more, or it never arrived.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Where a wish for a later day stands.
    ExtensionState {
        /// It is asked for.
        Asked = "asked",
        /// The later day holds.
        Granted = "granted",
        /// The day before holds.
        Refused = "refused",
    }
}

/// A wish to keep a sample longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoanExtension {
    /// The later day.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Who asked, as the ledger writes it.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Where it stands.
    pub state: ExtensionState,
    /// Who answered; empty before.
    pub answered_by: String,
    /// What was said with the answer.
    pub answer: String,
}

/// A loan of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleLoan {
    /// Its number among those of the sample, from 1.
    pub number: u32,
    /// The post that borrows.
    pub borrower: PostId,
    /// The post that holds the sample and lends it.
    pub lender: PostId,
    /// What for.
    pub purpose: String,
    /// The day by which it is to be back: as asked for, then as granted by the calendar of the borrower.
    pub due: Date,
    /// Where it stands.
    pub state: LoanState,
    /// Who asked, as the ledger writes it.
    pub asked_by: String,
    /// When, in microseconds since 1970.
    pub asked_at: i64,
    /// Who granted or refused it; empty before.
    pub decided_by: String,
    /// What was said with that.
    pub answer: String,
    /// The day on which the borrower had it.
    pub out: Option<Date>,
    /// The day on which it was back.
    pub back: Option<Date>,
    /// Wishes to keep it longer.
    pub extensions: Vec<LoanExtension>,
}

fn span(from: Date, until: Date) -> Result<(), Refusal> {
    if until <= from {
        return Err(Refusal::Said(sentence!("loan-day", "A loan ends after {from}; choose a later day", from)));
    }
    if until.days_since(from) > LOAN_DAYS_MAX {
        return Err(Refusal::Said(sentence!(
            "loan-long",
            "A loan is {max} days at most; prolong it later, or have the sample handed over for good",
            max = LOAN_DAYS_MAX
        )));
    }
    Ok(())
}

fn over() -> Refusal {
    Refusal::Changed(sentence!("loan-over", "This loan was answered already; reload the page of the sample"))
}

impl SampleLoan {
    /// A loan that is asked for.
    ///
    /// # Errors
    /// Refused with oneself, without a purpose, or with a day that is over or too far away.
    pub fn ask(
        number: u32,
        (borrower, lender): (PostId, PostId),
        purpose: &str,
        due: Date,
        (by, at): (&str, i64),
        today: Date,
    ) -> Result<SampleLoan, Refusal> {
        if borrower == lender {
            return Err(Refusal::Said(sentence!(
                "loan-own",
                "This post holds the sample already; nothing needs to be lent"
            )));
        }
        if number as usize > LOANS_MAX {
            return Err(Refusal::Said(sentence!(
                "loans-many",
                "This sample was lent {max} times; have it handed over for good",
                max = LOANS_MAX
            )));
        }
        span(today, due)?;
        Ok(SampleLoan {
            number,
            borrower,
            lender,
            purpose: reasoned(purpose)?,
            due,
            state: LoanState::Asked,
            asked_by: by.to_owned(),
            asked_at: at,
            decided_by: String::new(),
            answer: String::new(),
            out: None,
            back: None,
            extensions: Vec::new(),
        })
    }

    /// Whether the sample is lent, or may be, by it.
    pub fn is_open(&self) -> bool {
        matches!(self.state, LoanState::Asked | LoanState::Granted | LoanState::Out)
    }

    /// Whether it should be back.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state == LoanState::Out && self.due < today
    }

    /// The wish for a later day that is not answered.
    pub fn wish(&self) -> Option<&LoanExtension> {
        self.extensions.last().filter(|one| one.state == ExtensionState::Asked)
    }

    /// It is granted until a day.
    ///
    /// # Errors
    /// Refused when it is not asked for.
    pub fn grant(&self, due: Date, answer: &str, by: &str) -> Result<SampleLoan, Refusal> {
        if self.state != LoanState::Asked {
            return Err(over());
        }
        let answer = answer.trim().to_owned();
        crate::host::not_longer(&answer, crate::SAMPLE_TEXT_CHARS_MAX)?;
        Ok(SampleLoan { state: LoanState::Granted, due, answer, decided_by: by.to_owned(), ..self.clone() })
    }

    /// It is not granted, or not wanted any more.
    ///
    /// # Errors
    /// Refused when it is neither asked for nor on its way, or without a reason.
    pub fn end(&self, state: LoanState, answer: &str, by: &str) -> Result<SampleLoan, Refusal> {
        let fits = match state {
            LoanState::Refused => self.state == LoanState::Asked,
            LoanState::Withdrawn => matches!(self.state, LoanState::Asked | LoanState::Granted),
            _ => false,
        };
        if !fits {
            return Err(over());
        }
        Ok(SampleLoan { state, answer: reasoned(answer)?, decided_by: by.to_owned(), ..self.clone() })
    }

    /// The borrower has it.
    pub fn begin(&self, day: Date) -> SampleLoan {
        SampleLoan { state: LoanState::Out, out: Some(day), ..self.clone() }
    }

    /// It is back.
    pub fn finish(&self, day: Date) -> SampleLoan {
        SampleLoan { state: LoanState::Returned, back: Some(day), ..self.clone() }
    }

    /// Asks for a later day.
    ///
    /// # Errors
    /// Refused while the borrower has it not, while another wish is open, too often, without a reason, or with a day that is not later.
    pub fn wish_for(&self, until: Date, reason: &str, by: &str, at: i64) -> Result<SampleLoan, Refusal> {
        if self.state != LoanState::Out || self.wish().is_some() {
            return Err(Refusal::Said(sentence!(
                "loan-wish-open",
                "A loan is prolonged while the borrower has the sample, and one wish after the other; reload the page"
            )));
        }
        if self.extensions.len() >= LOAN_EXTENSIONS_MAX {
            return Err(Refusal::Said(sentence!(
                "loan-wishes",
                "This loan was prolonged {max} times; bring the sample back, or have it handed over for good",
                max = LOAN_EXTENSIONS_MAX
            )));
        }
        span(self.due, until)?;
        let mut loan = self.clone();
        loan.extensions.push(LoanExtension {
            until,
            reason: reasoned(reason)?,
            by: by.to_owned(),
            at,
            state: ExtensionState::Asked,
            answered_by: String::new(),
            answer: String::new(),
        });
        Ok(loan)
    }

    /// Answers the wish for a later day: `due` is the day by the calendar where it is granted.
    ///
    /// # Errors
    /// Refused when no wish is open, or for a no without a reason.
    pub fn answer_wish(&self, due: Option<Date>, answer: &str, by: &str) -> Result<SampleLoan, Refusal> {
        let mut loan = self.clone();
        let open = loan.extensions.last_mut().filter(|one| one.state == ExtensionState::Asked);
        let wish = open.ok_or_else(over)?;
        wish.answer = if due.is_some() { answer.trim().to_owned() } else { reasoned(answer)? };
        crate::host::not_longer(&wish.answer, crate::SAMPLE_TEXT_CHARS_MAX)?;
        wish.answered_by = by.to_owned();
        wish.state = if due.is_some() { ExtensionState::Granted } else { ExtensionState::Refused };
        loan.due = due.unwrap_or(self.due);
        Ok(loan)
    }
}
