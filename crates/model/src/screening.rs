//! Screenings: a party held against every list in force, what was found, and what was said of it.

use crate::host::not_longer;
use crate::party::Party;
use crate::party_list::is_by;
use crate::public_id::public_id;
use crate::words::words;
use crate::{Marking, PartyListId, PostId, Refusal, Thing, sentence};

public_id!(
    /// Names a screening.
    ScreeningId,
    'Y'
);

/// Longest reason of a decision, in characters.
pub const HIT_REASON_CHARS_MAX: usize = 2_000;

/// Hits of one screening on one list that are kept, the best first. Each list has its own share, so that one that is not seen takes nothing
/// from another. Whoever has more is called like half a list, and has to be told apart by more
/// than a name.
pub const HITS_MAX: usize = 50;

words! {
    /// How likely it is that a party and an entry are the same.
    HitTier {
        /// Next to certain.
        Strong = "strong",
        /// Likely.
        Probable = "probable",
        /// Not to be ruled out.
        Possible = "possible",
    }
}

words! {
    /// What is said of a hit.
    HitRuling {
        /// The party is the one on the list.
        Same = "same",
        /// It is somebody else.
        NotSame = "not-same",
        /// It cannot be told yet.
        Unclear = "unclear",
    }
}

words! {
    /// Where a hit stands.
    HitState {
        /// Somebody has to say whether it is the same.
        Open = "open",
        /// One person said so; another has to confirm it.
        Proposed = "proposed",
        /// It is decided.
        Decided = "decided",
        /// It is not found any more.
        Gone = "gone",
    }
}

words! {
    /// Why a hit that was spoken about is open again.
    HitReopened {
        /// The entry was changed.
        Entry = "entry",
        /// The party was changed.
        Party = "party",
        /// It is next to certain by what is known now.
        Score = "score",
        /// The second person did not agree.
        Contradicted = "contradicted",
    }
}

words! {
    /// Where a screening stands, as far as a reader sees its hits.
    ScreeningState {
        /// It was not held against the lists yet.
        Waiting = "waiting",
        /// Hits wait to be decided.
        Open = "open",
        /// The party is on a list.
        Listed = "listed",
        /// Nothing was found, or somebody else.
        Clear = "clear",
    }
}

words! {
    /// Which screenings a list shows.
    ScreeningView {
        /// Those that wait for somebody, or for the lists.
        Open = "open",
        /// Those whose party is on a list.
        Listed = "listed",
        /// Those that are decided, or found nothing.
        Decided = "decided",
        /// All of them.
        All = "all",
    }
}

/// A reason for the score of a hit: a word of the engine, and the texts that it compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitReason {
    /// The word.
    pub word: String,
    /// What stands in the party; empty where nothing is told.
    pub here: String,
    /// What stands in the entry.
    pub there: String,
}

/// A party and an entry that may be the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The list.
    pub list: PartyListId,
    /// The key of the entry in it.
    pub key: String,
    /// The version of the list in which it was found.
    pub version: u32,
    /// A hash over what told the entry from others: what was said rests on it.
    pub entry_print: String,
    /// The same over the party.
    pub party_print: String,
    /// How alike they are, from 0 to 1. It does not reach 1: more can always speak for it.
    pub score: f64,
    /// How likely it is that they are the same.
    pub tier: HitTier,
    /// The name of the entry by which it was found.
    pub by: String,
    /// Why, the weightiest first.
    pub reasons: Vec<HitReason>,
    /// Where it stands.
    pub state: HitState,
    /// What was said of it last.
    pub ruling: Option<HitRuling>,
    /// Why.
    pub reason: String,
    /// Who said it, as the ledger writes it.
    pub proposed_by: Option<String>,
    /// When, in microseconds since 1970.
    pub proposed_at: Option<i64>,
    /// Who confirmed it, or said it alone where one is enough.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
    /// Why it is open again.
    pub reopened: Option<HitReopened>,
}

/// Who speaks about a hit, and when.
#[derive(Clone, Copy, Debug)]
pub struct HitSpeaker<'a> {
    /// The person.
    pub person: &'a str,
    /// The same as the ledger writes it.
    pub who: &'a str,
    /// Who asked for the screening, as the ledger writes it.
    pub asked_by: &'a str,
    /// Now, in microseconds since 1970.
    pub now: i64,
}

impl HitSpeaker<'_> {
    fn has_not_asked(&self) -> Result<(), Refusal> {
        if is_by(self.asked_by, self.person) {
            return Err(Refusal::Said(sentence!(
                "hit-own",
                "You asked for this screening yourself; somebody else has to decide what was found"
            )));
        }
        Ok(())
    }
}

impl Hit {
    /// Whether two persons are needed to say so: that a party is listed stops what is done with it, and that a strong hit is somebody
    /// else lets it pass.
    pub fn takes_two(&self, ruling: HitRuling) -> bool {
        match ruling {
            HitRuling::Same => true,
            HitRuling::NotSame => self.tier == HitTier::Strong,
            HitRuling::Unclear => false,
        }
    }

    /// Whether nothing stops at it: decided to be somebody else, or not found any more.
    pub fn is_harmless(&self) -> bool {
        match self.state {
            HitState::Gone => true,
            HitState::Decided => self.ruling == Some(HitRuling::NotSame),
            HitState::Open | HitState::Proposed => false,
        }
    }

    /// Says whether it is the same. Where two persons are needed it waits for the second; what is unclear stays open.
    ///
    /// # Errors
    /// Refused when it is decided or waits for a confirmation, by whoever asked for the screening, and without a reason.
    pub fn say(&self, ruling: HitRuling, reason: &str, by: HitSpeaker<'_>) -> Result<Hit, Refusal> {
        by.has_not_asked()?;
        match self.state {
            HitState::Open => {}
            HitState::Proposed => {
                return Err(Refusal::Said(sentence!(
                    "hit-proposed",
                    "Somebody said already what this hit is; confirm it, or say why it is not so"
                )));
            }
            HitState::Decided | HitState::Gone => return Err(not_open()),
        }
        let reason = reasoned(reason)?;
        let state = match ruling {
            HitRuling::Unclear => HitState::Open,
            _ if self.takes_two(ruling) => HitState::Proposed,
            _ => HitState::Decided,
        };
        let is_decided = state == HitState::Decided;
        Ok(Hit {
            state,
            ruling: Some(ruling),
            reason,
            proposed_by: Some(by.who.to_owned()),
            proposed_at: Some(by.now),
            decided_by: is_decided.then(|| by.who.to_owned()),
            decided_at: is_decided.then_some(by.now),
            reopened: None,
            ..self.clone()
        })
    }

    /// Confirms as the second person what the first said.
    ///
    /// # Errors
    /// Refused when nothing waits for a confirmation, by the first person, and by whoever asked for the screening.
    pub fn confirm(&self, by: HitSpeaker<'_>) -> Result<Hit, Refusal> {
        self.as_second(by)?;
        let (decided_by, decided_at) = (Some(by.who.to_owned()), Some(by.now));
        Ok(Hit { state: HitState::Decided, decided_by, decided_at, ..self.clone() })
    }

    /// Says as the second person that it is not so: it is open again.
    ///
    /// # Errors
    /// As [`Hit::confirm`], and without a reason.
    pub fn contradict(&self, reason: &str, by: HitSpeaker<'_>) -> Result<Hit, Refusal> {
        self.as_second(by)?;
        let reason = reasoned(reason)?;
        Ok(Hit { reason, ..self.reopen(HitReopened::Contradicted) })
    }

    fn as_second(&self, by: HitSpeaker<'_>) -> Result<(), Refusal> {
        by.has_not_asked()?;
        if self.state != HitState::Proposed {
            return Err(not_open());
        }
        if self.proposed_by.as_deref().is_some_and(|first| is_by(first, by.person)) {
            return Err(Refusal::Said(sentence!(
                "hit-second",
                "You said so yourself; somebody else has to look at it too"
            )));
        }
        Ok(())
    }

    fn reopen(&self, why: HitReopened) -> Hit {
        Hit {
            state: HitState::Open,
            ruling: None,
            decided_by: None,
            decided_at: None,
            reopened: Some(why),
            ..self.clone()
        }
    }

    /// The same hit as it was found again, one search later. What was said of it stays as long as party and entry are as they were, and
    /// is asked anew when one of them changed.
    pub fn found_again(&self, found: Hit) -> Hit {
        let why = if self.entry_print != found.entry_print {
            Some(HitReopened::Entry)
        } else if self.party_print != found.party_print {
            Some(HitReopened::Party)
        } else {
            None
        };
        let was_said = self.ruling.is_some_and(|ruling| ruling != HitRuling::Unclear);
        let held = match (why, self.state) {
            (Some(why), _) if was_said => self.reopen(why),
            (Some(_), _) => Hit { state: HitState::Open, ..self.clone() },
            (None, HitState::Gone) => {
                let state = match (was_said, &self.decided_by) {
                    (true, Some(_)) => HitState::Decided,
                    (true, None) => HitState::Proposed,
                    (false, _) => HitState::Open,
                };
                Hit { state, ..self.clone() }
            }
            (None, _) => self.clone(),
        };
        // That it is next to certain now is nothing that one person could rule out before.
        let grew = found.tier == HitTier::Strong && self.tier != HitTier::Strong;
        let alone = held.state == HitState::Decided && held.proposed_by == held.decided_by;
        let held = if grew && alone { held.reopen(HitReopened::Score) } else { held };
        Hit {
            version: found.version,
            entry_print: found.entry_print,
            party_print: found.party_print,
            score: found.score,
            tier: found.tier,
            by: found.by,
            reasons: found.reasons,
            ..held
        }
    }

    /// The same, no longer found.
    pub fn gone(&self) -> Hit {
        Hit { state: HitState::Gone, ..self.clone() }
    }
}

fn not_open() -> Refusal {
    Refusal::Changed(sentence!(
        "hit-not-open",
        "This hit does not wait for that any more; reload the page to see where it stands"
    ))
}

fn reasoned(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::Said(sentence!("hit-no-reason", "Write why; it stands beside the hit")));
    }
    not_longer(&reason, HIT_REASON_CHARS_MAX)?;
    Ok(reason)
}

/// A party that is held against every list in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Screening {
    /// Its name in the office.
    pub id: ScreeningId,
    /// The host, specialist, agreement or event whose party it is; `None` for one that was typed.
    pub about: Option<Thing>,
    /// The party.
    pub party: Party,
    /// A hash over the party.
    pub print: String,
    /// The post for which it was asked.
    pub post: PostId,
    /// Who asked, as the ledger writes it.
    pub asked_by: String,
    /// What it is for, in words.
    pub purpose: String,
    /// Whether it is over: it is not held against new versions any more.
    pub ended: bool,
    /// When it was held against the lists last, in microseconds since 1970.
    pub screened_at: Option<i64>,
    /// The version of the way in which it was compared.
    pub algorithm: String,
    /// The score from which something counted as a hit.
    pub threshold: f64,
    /// Who may see it.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was asked for, in microseconds since 1970.
    pub made_at: i64,
}

/// Longest text of what a screening is for, in characters.
pub const SCREENING_PURPOSE_CHARS_MAX: usize = 500;

impl Screening {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// As [`Party::tidied`], and where what it is for is too long.
    pub fn tidied(self) -> Result<Screening, Refusal> {
        let purpose = self.purpose.trim().to_owned();
        not_longer(&purpose, SCREENING_PURPOSE_CHARS_MAX)?;
        Ok(Screening { party: self.party.tidied()?, purpose, ..self })
    }

    /// Refuses a change that was made from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when something changed in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "screening-changed",
            "Something was found or said of this screening in between; read its page, and send yours again if it still holds"
        )))
    }

    /// Where it stands with these hits.
    pub fn state(&self, hits: &[Hit]) -> ScreeningState {
        let is = |state: HitState| hits.iter().any(|hit| hit.state == state);
        if self.screened_at.is_none() {
            ScreeningState::Waiting
        } else if is(HitState::Open) || is(HitState::Proposed) {
            ScreeningState::Open
        } else if hits.iter().any(|hit| hit.state == HitState::Decided && hit.ruling == Some(HitRuling::Same)) {
            ScreeningState::Listed
        } else {
            ScreeningState::Clear
        }
    }
}
