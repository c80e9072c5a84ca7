//! Samples: machines, instruments and materials that came to be studied, each for a need, to a unit, with a plan.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{AgreementId, Date, HostId, Marking, NeedId, PostId, Quantity, Refusal, UnitId, sentence};

public_id!(
    /// Names a sample.
    SampleId,
    'O'
);

/// Longest name, maker, type, model or serial number of a sample, in characters.
pub const SAMPLE_LINE_CHARS_MAX: usize = 200;

/// Longest plan, remark or words on rights, in characters.
pub const SAMPLE_TEXT_CHARS_MAX: usize = 4_000;

/// Needs for which one sample came. Who names more has not decided what it is for.
pub const SAMPLE_NEEDS_MAX: usize = 20;

/// Days after which a sample that rests is idle, where nobody says otherwise: half a year.
pub const SAMPLE_IDLE_DAYS: u16 = 180;

words! {
    /// What sort of thing a sample is.
    SampleKind {
        /// A machine.
        Machine = "machine",
        /// An instrument.
        Instrument = "instrument",
        /// A material.
        Material = "material",
    }
}

words! {
    /// How a sample came.
    SampleCame {
        /// It was bought.
        Purchase = "purchase",
        /// It was given.
        Gift = "gift",
        /// It was exchanged for something.
        Exchange = "exchange",
        /// It stayed behind from an exhibition.
        Exhibition = "exhibition",
        /// It was made by ourselves.
        OwnMake = "own-make",
    }
}

words! {
    /// Where a sample stands.
    SampleState {
        /// It is on its way.
        Expected = "expected",
        /// It is there, and rests or is lent.
        Received = "received",
        /// It is being studied.
        InStudy = "in-study",
        /// A study of it ended.
        Studied = "studied",
        /// It is gone: used up, scrapped, sold.
        Disposed = "disposed",
        /// It went back to whoever owns it.
        Returned = "returned",
        /// It was registered twice; the other row goes on.
        Joined = "joined",
    }
}

words! {
    /// Which samples a list shows.
    SampleView {
        /// All that are expected or here.
        All = "all",
        /// Those on their way.
        Expected = "expected",
        /// Those that came and were not studied yet.
        Received = "received",
        /// Those being studied.
        InStudy = "in-study",
        /// Those that were studied.
        Studied = "studied",
        /// Those that are lent.
        OnLoan = "on-loan",
        /// Those that should be back.
        Overdue = "overdue",
        /// Those that rest too long.
        Idle = "idle",
        /// Those that left the house or were joined to another.
        Gone = "gone",
    }
}

impl SampleState {
    /// Whether the thing is with one of our posts.
    pub fn is_here(self) -> bool {
        matches!(self, SampleState::Received | SampleState::InStudy | SampleState::Studied)
    }
}

/// A sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its name in the office.
    pub id: SampleId,
    /// What sort of thing it is.
    pub kind: SampleKind,
    /// What it is called.
    pub name: String,
    /// Who made it, of the register of hosts.
    pub maker: Option<HostId>,
    /// Who made it, in words, where the register has it not.
    pub maker_name: String,
    /// Its type or model.
    pub model: String,
    /// The number that its maker gave this piece.
    pub serial: String,
    /// How much of it, as a decimal number.
    pub amount: String,
    /// Unit of measure of the amount; empty for pieces.
    pub measure: String,
    /// The country of its origin by the code of two letters (ISO 3166-1), in capitals.
    pub country: String,
    /// How it came.
    pub came: SampleCame,
    /// Under which agreement it came.
    pub agreement: Option<AgreementId>,
    /// What else is to be minded of rights, in words.
    pub rights: String,
    /// The needs for which it came.
    pub needs: Vec<NeedId>,
    /// The unit that receives it.
    pub unit: UnitId,
    /// The post that receives it and decides what comes of it.
    pub post: PostId,
    /// What shall be found out.
    pub plan: String,
    /// By when.
    pub plan_due: Date,
    /// When it is expected.
    pub expected: Option<Date>,
    /// When it came.
    pub received: Option<Date>,
    /// Since when it rests: neither lent nor studied. `None` while it is not there, is lent or is studied.
    pub rests_since: Option<Date>,
    /// What else is to be known.
    pub remark: String,
    /// Where it stands.
    pub state: SampleState,
    /// Why it is gone, or is the same as another.
    pub reason: String,
    /// The sample with which it is one.
    pub joined_to: Option<SampleId>,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was put into the register, in microseconds since 1970.
    pub made_at: i64,
}

impl Sample {
    /// The same with its texts in order. Whether its needs are accepted, its unit and its agreement are there, is for those to say who
    /// know them.
    ///
    /// # Errors
    /// Refused without a name, a need or a plan, with an amount that is none, or where a text is too long.
    pub fn tidied(self) -> Result<Sample, Refusal> {
        let [name, maker_name, model, serial] =
            [&self.name, &self.maker_name, &self.model, &self.serial].map(|text| one_line(text));
        if name.is_empty() {
            return Err(Refusal::Said(sentence!("sample-no-name", "Write what the sample is called")));
        }
        for line in [&name, &maker_name, &model, &serial] {
            not_longer(line, SAMPLE_LINE_CHARS_MAX)?;
        }
        let mut needs = self.needs;
        let mut seen = std::collections::BTreeSet::new();
        needs.retain(|need| seen.insert(need.clone()));
        if needs.is_empty() {
            return Err(Refusal::Said(sentence!(
                "sample-no-need",
                "No accepted need asks for this sample; name the need for which it comes, or state one first"
            )));
        }
        if needs.len() > SAMPLE_NEEDS_MAX {
            return Err(Refusal::Said(sentence!(
                "sample-needs",
                "A sample comes for up to {max} needs; leave some out",
                max = SAMPLE_NEEDS_MAX
            )));
        }
        let [plan, rights, remark] = [&self.plan, &self.rights, &self.remark].map(|text| text.trim().to_owned());
        if plan.is_empty() {
            return Err(Refusal::Said(sentence!(
                "sample-no-plan",
                "Write what shall be found out with the sample, and by when; without a plan none is ordered"
            )));
        }
        for text in [&plan, &rights, &remark] {
            not_longer(text, SAMPLE_TEXT_CHARS_MAX)?;
        }
        let (amount, measure) = (self.amount.trim(), one_line(&self.measure));
        let amount = if amount.is_empty() { "1" } else { amount };
        let quantity = Quantity::of(amount, &measure)?;
        if quantity.value <= crate::Rational::ZERO {
            return Err(Refusal::Said(sentence!(
                "sample-amount",
                "Write how much of it there is: a number above zero, and its unit of measure"
            )));
        }
        let country = match self.country.trim() {
            "" => String::new(),
            code => crate::host::country(code)?,
        };
        let amount = quantity.value.to_string();
        Ok(Sample { name, maker_name, model, serial, amount, measure, needs, plan, rights, remark, country, ..self })
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
            "sample-changed",
            "Somebody wrote of this sample in between; read what its page says, and send yours again if it still holds"
        )))
    }

    /// Refuses what is done with a thing that is not here.
    ///
    /// # Errors
    /// Refused before it came, and once it is gone.
    pub fn is_at_hand(&self) -> Result<(), Refusal> {
        match self.state {
            state if state.is_here() => Ok(()),
            SampleState::Expected => Err(Refusal::Said(sentence!(
                "sample-not-there",
                "The sample has not come yet; note that it was received first"
            ))),
            _ => Err(Refusal::Said(sentence!(
                "sample-gone",
                "The sample is not here any more; its page says what became of it"
            ))),
        }
    }

    /// The next state, one revision on.
    pub fn next(&self, state: SampleState) -> Sample {
        Sample { state, revision: self.revision + 1, ..self.clone() }
    }

    /// It came.
    ///
    /// # Errors
    /// Refused when it came already or is gone, or on a day that has not come.
    pub fn receive(&self, day: Date, today: Date) -> Result<Sample, Refusal> {
        crate::exchange::past(day, today)?;
        if self.state != SampleState::Expected {
            return Err(Refusal::Said(sentence!(
                "sample-came",
                "That the sample came was noted already; reload its page"
            )));
        }
        Ok(Sample { received: Some(day), rests_since: Some(day), ..self.next(SampleState::Received) })
    }

    /// It is gone: given back, or used up; or it never comes.
    ///
    /// # Errors
    /// Refused while it is studied or once it is gone, without a reason, and for any other state.
    pub fn leave(&self, state: SampleState, reason: &str) -> Result<Sample, Refusal> {
        if self.state != SampleState::Expected {
            self.is_at_hand()?;
        }
        if self.state == SampleState::InStudy || !matches!(state, SampleState::Disposed | SampleState::Returned) {
            return Err(Refusal::Said(sentence!(
                "sample-in-study",
                "A study of this sample is under way; end it first"
            )));
        }
        Ok(Sample { rests_since: None, reason: reasoned(reason)?, ..self.next(state) })
    }

    /// It is the same thing as another sample that was registered.
    ///
    /// # Errors
    /// Refused while it is studied, once it is gone, with itself, or without a reason.
    pub fn join(&self, other: &Sample, reason: &str) -> Result<Sample, Refusal> {
        let is_over = |sample: &Sample| {
            matches!(sample.state, SampleState::Disposed | SampleState::Returned | SampleState::Joined)
        };
        if self.id == other.id || is_over(self) || is_over(other) || self.state == SampleState::InStudy {
            return Err(Refusal::Said(sentence!(
                "sample-not-joined",
                "These two cannot be made one: each must be here or expected and not studied, and the one that ends not asked for or on its way"
            )));
        }
        let reason = reasoned(reason)?;
        Ok(Sample { joined_to: Some(other.id), rests_since: None, reason, ..self.next(SampleState::Joined) })
    }

    /// Whether it rests for so many days or longer.
    pub fn is_idle(&self, days: u16, today: Date) -> bool {
        matches!(self.state, SampleState::Received | SampleState::Studied)
            && self.rests_since.is_some_and(|since| since.plus_days(i64::from(days)) <= today)
    }

    /// Amount and unit, as people write them.
    pub fn quantity(&self) -> String {
        format!("{} {}", self.amount, self.measure).trim().to_owned()
    }
}

/// A reason in order.
pub(crate) fn reasoned(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::Said(sentence!("sample-no-reason", "Write why; it stands on the page of the sample")));
    }
    not_longer(&reason, SAMPLE_TEXT_CHARS_MAX)?;
    Ok(reason)
}
