//! Figures that others state of a programme: a plan said to be fulfilled, a share, a count at a stage. They are kept as they are stated, with the
//! source, and what no source gives is kept as not known; nothing is reckoned from facts of the office.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{CaseStage, MEASURE_CHARS_MAX, Marking, PostId, Rational, Refusal, sentence};

public_id!(
    /// Names a stated figure.
    StatedFigureId,
    'F'
);

/// Longest programme, wording, period, source or place in it, in characters.
pub const STATED_LINE_CHARS_MAX: usize = 200;

/// Longest remark on a stated figure, in characters.
pub const STATED_NOTE_CHARS_MAX: usize = 2_000;

words! {
    /// Of what sort a stated figure is: what is drawn beside what.
    StatedKind {
        /// How much of a plan was fulfilled, in percent of it.
        Fulfilment = "fulfilment",
        /// A share of output, in percent.
        OutputShare = "output-share",
        /// A share of imports, in percent.
        ImportShare = "import-share",
        /// Another share, in percent.
        Share = "share",
        /// How many there were; at a stage, where one is named.
        Count = "count",
        /// Anything else: years, ranks, sums.
        Other = "other",
    }
}

impl StatedKind {
    /// Whether it is a part of a whole in percent.
    pub fn is_share(self) -> bool {
        matches!(self, StatedKind::OutputShare | StatedKind::ImportShare | StatedKind::Share)
    }
}

words! {
    /// How sure the source is of it.
    StatedStatus {
        /// The source gives the number.
        Given = "given",
        /// The source gives it as about so much.
        About = "about",
        /// The source reports that somebody claimed it.
        Claimed = "claimed",
        /// The source reports it as a rumour.
        Hearsay = "hearsay",
        /// The source has a word for it and no number: hundreds, most.
        Vague = "vague",
        /// Reckoned from what the source gives; the remark says how.
        Derived = "derived",
        /// It was looked for, and no source gives it.
        NotKnown = "not-known",
    }
}

impl StatedStatus {
    /// Whether it goes with a number.
    pub fn has_value(self) -> bool {
        !matches!(self, StatedStatus::Vague | StatedStatus::NotKnown)
    }

    /// Whether the source stands for the number itself.
    pub fn is_vouched(self) -> bool {
        matches!(self, StatedStatus::Given | StatedStatus::About | StatedStatus::Derived)
    }
}

/// One figure as a source states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedFigure {
    /// Its name.
    pub id: StatedFigureId,
    /// Of what it is: `First five-year plan`. Figures of one programme stand on one page.
    pub programme: String,
    /// What is stated: `Share of world manufacturing capacity: Germany`.
    pub parameter: String,
    /// Of what sort it is.
    pub kind: StatedKind,
    /// The stage of the funnel at which so many were counted.
    pub stage: Option<CaseStage>,
    /// How sure the source is.
    pub status: StatedStatus,
    /// The number; shares and fulfilment in percent.
    pub value: Option<Rational>,
    /// How the source words it, where it gives no number.
    pub wording: String,
    /// In what it is measured; empty for pieces, and for percent.
    pub measure: String,
    /// Of what time: `1932`, `1928 to 1932`. Empty where the source does not say.
    pub period: String,
    /// Who states it.
    pub source: String,
    /// Where in the source: a page, a line, an address.
    pub place: String,
    /// What else is to be known: a reading, how it was reckoned, where it was looked for.
    pub note: String,
    /// The post that wrote it down.
    pub post: PostId,
    /// Who may see it.
    pub marking: Marking,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was written down, in microseconds since 1970.
    pub made_at: i64,
}

impl StatedFigure {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a programme or a parameter; with a number that its status does not have or without one that it has; with a share that is
    /// no part of a whole, or a number below nothing where things are counted; with a stage and no count; without a source, but where nothing is
    /// known; without the remark on how it was reckoned; with a text that is too long.
    pub fn tidied(self) -> Result<StatedFigure, Refusal> {
        let line = |text: &str| -> Result<String, Refusal> {
            let text = one_line(text);
            not_longer(&text, STATED_LINE_CHARS_MAX)?;
            Ok(text)
        };
        let figure = StatedFigure {
            programme: line(&self.programme)?,
            parameter: line(&self.parameter)?,
            wording: line(&self.wording)?,
            period: line(&self.period)?,
            source: line(&self.source)?,
            place: line(&self.place)?,
            measure: one_line(&self.measure),
            note: self.note.trim().to_owned(),
            ..self
        };
        not_longer(&figure.measure, MEASURE_CHARS_MAX)?;
        not_longer(&figure.note, STATED_NOTE_CHARS_MAX)?;
        figure.is_whole()?;
        figure.is_told()?;
        Ok(figure)
    }

    fn is_whole(&self) -> Result<(), Refusal> {
        let said = |sentence| Err(Refusal::Said(sentence));
        if self.programme.is_empty() {
            return said(sentence!(
                "stated-no-programme",
                "Write of what the figure is, such as the first five-year plan"
            ));
        }
        if self.parameter.is_empty() {
            return said(sentence!("stated-no-parameter", "Write what is stated, such as a share of imports"));
        }
        match (self.status.has_value(), &self.value) {
            (true, None) => {
                return said(sentence!(
                    "stated-no-value",
                    "Write the number that the source gives, or choose that it is vague or not known"
                ));
            }
            (false, Some(_)) => {
                return said(sentence!(
                    "stated-value-unknown",
                    "What is vague or not known has no number; take it out, or choose how the source gives it"
                ));
            }
            _ => {}
        }
        if self.stage.is_some() && self.kind != StatedKind::Count {
            return said(sentence!(
                "stated-stage-no-count",
                "A stage goes with a count; choose that it is one, or no stage"
            ));
        }
        let Some(value) = self.value else { return Ok(()) };
        value.as_written()?;
        let hundred = Rational::whole(100);
        if self.kind.is_share() && !(Rational::ZERO..=hundred).contains(&value) {
            return said(sentence!(
                "stated-share-range",
                "A share is between 0 and 100 percent; write what part of the whole it is"
            ));
        }
        if self.kind != StatedKind::Other && value < Rational::ZERO {
            return said(sentence!(
                "stated-negative",
                "What is counted is not below nothing; write how many there were"
            ));
        }
        Ok(())
    }

    fn is_told(&self) -> Result<(), Refusal> {
        let said = |sentence| Err(Refusal::Said(sentence));
        if self.status == StatedStatus::Vague && self.wording.is_empty() {
            return said(sentence!("stated-no-wording", "Write how the source words it, such as hundreds"));
        }
        if self.source.is_empty() && self.status != StatedStatus::NotKnown {
            return said(sentence!("stated-no-source", "Write who states it: a title, an author, an address"));
        }
        if self.note.is_empty() && matches!(self.status, StatedStatus::Derived | StatedStatus::NotKnown) {
            return said(sentence!(
                "stated-no-note",
                "Write in the remark how it was reckoned, or where it was looked for"
            ));
        }
        Ok(())
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
            "stated-changed",
            "Somebody changed this figure in between; open it again, and change what is still to be changed"
        )))
    }

    /// By what two are told to be the same: of what it is, what is stated, of what time, and by whom.
    pub fn key(&self) -> [String; 4] {
        [&self.programme, &self.parameter, &self.period, &self.source].map(|text| crate::plan_key(text))
    }
}

/// One stage of a programme: what is stated of it, and what part it is of the stage before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedStage<'f> {
    /// The stage.
    pub stage: CaseStage,
    /// What is stated of it, or that nothing is known. Empty where nobody wrote anything down.
    pub figures: Vec<&'f StatedFigure>,
    /// What part it is of the stage before, where the sources give one number of each for the same time and measure; else not known.
    pub part: Option<Rational>,
}

impl StatedStage<'_> {
    /// The number of the stage: what is stated once, by a source that stands for it.
    pub fn value(&self) -> Option<Rational> {
        let mut known = self.figures.iter().filter(|one| one.status.is_vouched());
        let first = known.next()?;
        if known.next().is_some() { None } else { first.value }
    }
}

/// The funnel of a programme out of what is stated: all stages, also those of which nothing is known. Parts are not guessed: a stage more of
/// which came than of the one before is no part of it.
pub fn stated_funnel(figures: &[StatedFigure]) -> Vec<StatedStage<'_>> {
    let mut stages: Vec<StatedStage<'_>> = Vec::new();
    for stage in CaseStage::ALL.iter().copied() {
        let of_stage: Vec<&StatedFigure> = figures.iter().filter(|one| one.stage == Some(stage)).collect();
        let mut next = StatedStage { stage, figures: of_stage, part: None };
        next.part = stages.last().and_then(|before| part(before, &next));
        stages.push(next);
    }
    stages
}

fn part(before: &StatedStage<'_>, stage: &StatedStage<'_>) -> Option<Rational> {
    let (whole, value) = (before.value()?, stage.value()?);
    let alike = |one: &StatedFigure| [&one.period, &one.measure].map(|text| crate::plan_key(text));
    let known =
        |stage: &StatedStage<'_>| stage.figures.iter().find(|one| one.status.is_vouched()).map(|one| alike(one));
    if value > whole || known(before) != known(stage) {
        return None;
    }
    value.by(whole)
}
