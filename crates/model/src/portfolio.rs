//! Portfolios: what could be funded and acquired under limits, and the plans that were reckoned of it.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{Marking, PostId, Refusal, Thing, sentence};

public_id!(
    /// Names a portfolio.
    PortfolioId,
    'U'
);

/// Longest title, in characters.
pub const PORTFOLIO_TITLE_CHARS_MAX: usize = 200;

/// Longest remark, in characters.
pub const PORTFOLIO_NOTE_CHARS_MAX: usize = 2_000;

/// Longest problem, in bytes. Five hundred technologies in two hundred units over twenty quarters take less than one megabyte.
pub const PORTFOLIO_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Plans that are kept of one portfolio.
pub const PORTFOLIO_RUNS_MAX: usize = 200;

words! {
    /// Where the reckoning of a plan stands.
    RunState {
        /// It waits to be reckoned.
        Waiting = "waiting",
        /// It is reckoned.
        Done = "done",
        /// It came to no end.
        Failed = "failed",
    }
}

/// A portfolio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portfolio {
    /// Its name.
    pub id: PortfolioId,
    /// What it is called.
    pub title: String,
    /// The post that keeps it.
    pub post: PostId,
    /// The problem, as it was typed or drawn up: JSON or TOML of the schema `uptake-portfolio/1`.
    pub problem: String,
    /// What else is to be known.
    pub note: String,
    /// The number of the plan that was adopted.
    pub adopted: Option<u32>,
    /// What it was drawn up from. Whoever does not see one of these does not see it.
    pub sources: Vec<Thing>,
    /// Who may see it.
    pub marking: Marking,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was drawn up, in microseconds since 1970.
    pub made_at: i64,
}

/// A plan that was reckoned of a portfolio, or is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioRun {
    /// Its number, from 1.
    pub number: u32,
    /// What it is called: the base, a change made by hand.
    pub title: String,
    /// What is asked of it, as the desk writes it.
    pub asked: String,
    /// Where it stands.
    pub state: RunState,
    /// What came of it, as the desk writes it; empty before.
    pub result: String,
    /// Why it came to no end; empty where it did.
    pub fault: String,
    /// Who asked for it, as the ledger writes it.
    pub by: String,
    /// When, in microseconds since 1970.
    pub asked_at: i64,
    /// When it was done, in microseconds since 1970.
    pub done_at: Option<i64>,
}

impl Portfolio {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a title, or with a text that is too long.
    pub fn tidied(self) -> Result<Portfolio, Refusal> {
        let title = one_line(&self.title);
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("portfolio-no-title", "Write what the portfolio is called")));
        }
        not_longer(&title, PORTFOLIO_TITLE_CHARS_MAX)?;
        let note = self.note.trim().to_owned();
        not_longer(&note, PORTFOLIO_NOTE_CHARS_MAX)?;
        if self.problem.len() > PORTFOLIO_BYTES_MAX {
            return Err(Refusal::Said(sentence!(
                "portfolio-long",
                "A portfolio has {max} bytes at most; leave out what cannot be chosen anyway",
                max = PORTFOLIO_BYTES_MAX
            )));
        }
        Ok(Portfolio { title, note, ..self })
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
            "portfolio-changed",
            "Something happened with this portfolio in between; look at its page before you go on"
        )))
    }
}
