//! Widenings: that more people may see a thing than before. Asked for by one person, and said yes to by two others.

use crate::host::not_longer;
use crate::public_id::public_id;
use crate::words::words;
use crate::{Marking, PersonId, PostId, Power, Refusal, Thing, UnitId, sentence};

public_id!(
    /// Names a widening.
    WideningId,
    'W'
);

/// Longest reason of a widening or of a decision about it, in characters.
pub const WIDENING_TEXT_CHARS_MAX: usize = 2_000;

words! {
    /// Where a widening stands.
    WideningState {
        /// Those who decide are asked.
        Asked = "asked",
        /// They said yes, and a case of control is not decided yet.
        Waiting = "waiting",
        /// The thing is marked so.
        Done = "done",
        /// Somebody said no.
        Refused = "refused",
        /// The thing is marked otherwise than when it was asked for.
        Overtaken = "overtaken",
        /// Who asked for it asks no more.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Whose word a widening takes, beside those who vote in cases of control.
    WideningSide {
        /// The post that coordinates over the unit of whoever asks: it knows what the work needs.
        Work = "work",
        /// Who administers the office: it knows to whom compartments are open.
        Office = "office",
    }
}

impl WideningSide {
    /// The power by which the word is given.
    pub fn power(self) -> Power {
        match self {
            WideningSide::Work => Power::Coordinate,
            WideningSide::Office => Power::Administer,
        }
    }
}

/// The word of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WideningWord {
    /// Which side.
    pub side: WideningSide,
    /// Yes or no.
    pub yes: bool,
    /// Why.
    pub reason: String,
    /// Who said it: post and person.
    pub by: String,
    /// The person.
    pub person: PersonId,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// That a thing shall be marked so that more people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widening {
    /// Its name.
    pub id: WideningId,
    /// Which thing.
    pub thing: Thing,
    /// How the thing was called when it was asked for.
    pub title: String,
    /// How it was marked then. If it is marked otherwise, nothing is changed.
    pub from: Marking,
    /// How it shall be marked.
    pub to: Marking,
    /// Why.
    pub reason: String,
    /// The unit of the post that asks.
    pub unit: UnitId,
    /// The post that asks.
    pub post: PostId,
    /// Who asks: post and person.
    pub asked_by: String,
    /// The person who asks.
    pub asker: PersonId,
    /// Where it stands.
    pub state: WideningState,
    /// What was said, in its order.
    pub words: Vec<WideningWord>,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was asked for, in microseconds since 1970.
    pub made_at: i64,
}

impl Widening {
    /// The same with its reason in order.
    ///
    /// # Errors
    /// Refused without a reason or with a long one, and where nobody sees it then who does not see it now: that takes no widening.
    pub fn tidied(self) -> Result<Widening, Refusal> {
        let reason = self.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "widening-no-reason",
                "Write why more people shall see it; whoever decides reads it"
            )));
        }
        not_longer(&reason, WIDENING_TEXT_CHARS_MAX)?;
        if self.to.covers(&self.from) {
            return Err(Refusal::Said(sentence!(
                "widening-no-wider",
                "Nobody would see it who does not see it now; change the marking on its own page"
            )));
        }
        Ok(Widening { reason, ..self })
    }

    /// Refuses when it is not the one that was seen.
    ///
    /// # Errors
    /// When somebody changed it in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "widening-changed",
            "Somebody decided about this widening in between; reload the page and look at it as it is now"
        )))
    }

    /// Whether it is not over.
    pub fn is_open(&self) -> bool {
        matches!(self.state, WideningState::Asked | WideningState::Waiting)
    }

    /// The sides that have not spoken.
    pub fn missing(&self) -> Vec<WideningSide> {
        let said = |side: &WideningSide| self.words.iter().any(|word| word.side == *side);
        WideningSide::ALL.iter().copied().filter(|side| !said(side)).collect()
    }

    /// Keeps the word of one side. A no ends it; with both, it waits only for cases of control.
    ///
    /// # Errors
    /// Refused when nothing is asked any more, when this side has spoken, when who asked speaks or who spoke for the other side, and without a
    /// reason.
    pub fn say(&self, word: WideningWord) -> Result<Widening, Refusal> {
        if self.state != WideningState::Asked || !self.missing().contains(&word.side) {
            return Err(over());
        }
        let spoke = self.words.iter().any(|other| other.person == word.person);
        if word.person == self.asker || spoke {
            return Err(Refusal::Said(sentence!(
                "widening-own",
                "It takes two persons beside who asked, and you are one of them already; somebody else decides"
            )));
        }
        let reason = word.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "widening-no-word",
                "Write why; the decision is kept with its reason"
            )));
        }
        not_longer(&reason, WIDENING_TEXT_CHARS_MAX)?;
        let yes = word.yes;
        let mut next = Widening { revision: self.revision + 1, ..self.clone() };
        next.words.push(WideningWord { reason, ..word });
        next.state = match (yes, next.missing().is_empty()) {
            (false, _) => WideningState::Refused,
            (true, true) => WideningState::Waiting,
            (true, false) => WideningState::Asked,
        };
        Ok(next)
    }

    /// It is carried out on a thing that is marked so now; overtaken where that is not what it was asked from.
    ///
    /// # Errors
    /// Refused before both sides said yes, and when it is over.
    pub fn carry_out(&self, now: &Marking) -> Result<Widening, Refusal> {
        if self.state != WideningState::Waiting {
            return Err(over());
        }
        let state = if *now == self.from { WideningState::Done } else { WideningState::Overtaken };
        Ok(Widening { state, revision: self.revision + 1, ..self.clone() })
    }

    /// Takes it back.
    ///
    /// # Errors
    /// Refused when it is over.
    pub fn withdraw(&self) -> Result<Widening, Refusal> {
        if !self.is_open() {
            return Err(over());
        }
        Ok(Widening { state: WideningState::Withdrawn, revision: self.revision + 1, ..self.clone() })
    }
}

fn over() -> Refusal {
    Refusal::Changed(sentence!(
        "widening-over",
        "This decision is not asked for now; reload the page and look at how the widening stands"
    ))
}
