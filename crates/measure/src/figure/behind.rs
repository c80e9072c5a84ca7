//! The cases behind a number: each number of a figure names its facts.

use model::{CaseStage, FigureCase, UnitId};

use super::Figures;

/// Which cases are behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BehindSet {
    /// All that are counted.
    All,
    /// They reached the stage.
    Reached,
    /// Something is told of the stage.
    Seen,
    /// They stand at the stage, and are open.
    Open,
    /// They were lost at the stage.
    Lost,
    /// Something was done once more.
    Rework,
    /// Their production is verified.
    Verified,
}

impl BehindSet {
    /// All of them.
    pub const ALL: [BehindSet; 7] = [
        BehindSet::All,
        BehindSet::Reached,
        BehindSet::Seen,
        BehindSet::Open,
        BehindSet::Lost,
        BehindSet::Rework,
        BehindSet::Verified,
    ];

    /// The word for it in addresses.
    pub fn word(self) -> &'static str {
        match self {
            BehindSet::All => "all",
            BehindSet::Reached => "reached",
            BehindSet::Seen => "seen",
            BehindSet::Open => "open",
            BehindSet::Lost => "lost",
            BehindSet::Rework => "rework",
            BehindSet::Verified => "verified",
        }
    }

    /// The set of this word.
    pub fn from_word(word: &str) -> Option<BehindSet> {
        BehindSet::ALL.into_iter().find(|set| set.word() == word)
    }
}

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// Which cases.
    pub set: BehindSet,
    /// At which stage; nothing where all stages count.
    pub stage: Option<CaseStage>,
    /// Lost for this reason, as the figures write it: `passed: off-topic`.
    pub reason: Option<String>,
    /// Taken by units of this department.
    pub to: Option<UnitId>,
    /// Given by units of this department; that of the taker where the unit found it by itself.
    pub from: Option<UnitId>,
    /// Of this technology, as `technology:…` or `record:…`.
    pub technology: Option<String>,
}

/// A reason of loss as figures write it.
pub(super) fn reason(case: &FigureCase) -> Option<String> {
    case.loss().map(|(_, end)| {
        if end.reason.is_empty() { end.kind.word().to_owned() } else { format!("{}: {}", end.kind, end.reason) }
    })
}

impl Figures {
    /// The cases behind a number, in the order of technologies and units.
    pub fn behind(&self, which: &Behind) -> Vec<&FigureCase> {
        let is_open = |case: &FigureCase| case.end.is_none() && case.stage() != CaseStage::Production;
        let takes = |case: &&FigureCase| {
            let stage = which.stage;
            let at_stage = stage.is_none_or(|stage| case.stage() == stage);
            let in_set = match which.set {
                BehindSet::All => true,
                BehindSet::Reached => stage.is_none_or(|stage| case.has_reached(stage)),
                // Production ends a case: what is told of it afterwards is not counted, as in the funnel.
                BehindSet::Seen => stage.is_none_or(|stage| {
                    let made = case.seen[CaseStage::Production as usize];
                    case.seen[stage as usize].is_some_and(|day| made.is_none_or(|made| day <= made))
                }),
                BehindSet::Open => is_open(case) && at_stage,
                BehindSet::Lost => case.loss().is_some() && at_stage,
                BehindSet::Rework => case.n_rework > 0,
                BehindSet::Verified => case.is_verified,
            };
            in_set
                && which.reason.as_ref().is_none_or(|asked| reason(case).as_ref() == Some(asked))
                && which.to.as_ref().is_none_or(|to| case.department == *to)
                && which.from.as_ref().is_none_or(|from| case.giver_department() == from)
                && which.technology.as_ref().is_none_or(|asked| case.technology.to_string() == *asked)
        };
        self.cases.iter().filter(takes).collect()
    }
}
