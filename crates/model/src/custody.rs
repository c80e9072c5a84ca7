//! Custody: who holds a sample, where, since when, and who handed it to whom. A chain without a gap, to which is only added.

use crate::host::{not_longer, one_line};
use crate::words::words;
use crate::{Date, PostId, Refusal, sentence};

/// Longest place, note or name of somebody outside, in characters.
pub const CUSTODY_CHARS_MAX: usize = 300;

/// Links of one chain. A sample that changes hands each week needs twenty years for them.
pub const CUSTODY_LINKS_MAX: usize = 1_000;

words! {
    /// Where a handing-over stands.
    CustodyState {
        /// It was handed over; whoever gets it has not said so yet.
        Handed = "handed",
        /// Whoever got it says so.
        Confirmed = "confirmed",
        /// Whoever should have got it says that they did not.
        Refused = "refused",
    }
}

/// Who holds a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// A post of ours.
    Post(PostId),
    /// Somebody outside, in words.
    Outside(String),
}

impl Keeper {
    /// The post, where it is one.
    pub fn post(&self) -> Option<&PostId> {
        match self {
            Keeper::Post(post) => Some(post),
            Keeper::Outside(_) => None,
        }
    }
}

/// One link of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Custody {
    /// Its number, from 1.
    pub number: u32,
    /// Who had it.
    pub from: Keeper,
    /// Who has it from then on.
    pub to: Keeper,
    /// Where it stands from then on.
    pub place: String,
    /// The day.
    pub day: Date,
    /// The loan by which it changes hands.
    pub loan: Option<u32>,
    /// What else is to be said: its state, what came with it.
    pub note: String,
    /// Who handed it over, as the ledger writes it.
    pub by: String,
    /// When that was noted, in microseconds since 1970.
    pub at: i64,
    /// Where it stands.
    pub state: CustodyState,
    /// Who confirmed or refused it; empty before.
    pub answered_by: String,
    /// When, in microseconds since 1970.
    pub answered_at: Option<i64>,
    /// Why it was refused.
    pub reason: String,
}

/// What is noted when a sample changes hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handing {
    /// Who has it from then on.
    pub to: Keeper,
    /// Where it stands from then on.
    pub place: String,
    /// The day.
    pub day: Date,
    /// The loan by which it changes hands.
    pub loan: Option<u32>,
    /// What else is to be said.
    pub note: String,
}

/// The chain of a sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    links: Vec<Custody>,
}

impl Chain {
    /// One that was kept.
    pub fn of(links: Vec<Custody>) -> Chain {
        Chain { links }
    }

    /// Every link in its order, those that were refused among them.
    pub fn links(&self) -> &[Custody] {
        &self.links
    }

    fn confirmed(&self) -> impl DoubleEndedIterator<Item = &Custody> {
        self.links.iter().filter(|link| link.state == CustodyState::Confirmed)
    }

    /// The last link that was confirmed: who holds it now, and where.
    pub fn last(&self) -> Option<&Custody> {
        self.confirmed().next_back()
    }

    /// Who holds it now. Until whoever gets it says so, that is whoever handed it over.
    pub fn holder(&self) -> Option<&Keeper> {
        self.last().map(|link| &link.to)
    }

    /// The handing-over that is not answered yet.
    pub fn open(&self) -> Option<&Custody> {
        self.links.last().filter(|link| link.state == CustodyState::Handed)
    }

    /// Whether each confirmed link begins where the one before it ended, in the order of days and numbers, and only the last is open.
    pub fn is_gapless(&self) -> bool {
        let confirmed: Vec<&Custody> = self.confirmed().collect();
        let joined = confirmed.windows(2).all(|two| two[0].to == two[1].from && two[0].day <= two[1].day);
        let numbered = (1u32..).zip(&self.links).all(|(number, link)| link.number == number);
        let n_open = self.links.iter().filter(|link| link.state == CustodyState::Handed).count();
        joined && numbered && (n_open == 0 || (n_open == 1 && self.open().is_some()))
    }

    fn last_answered(&mut self, number: u32) -> Result<&mut Custody, Refusal> {
        let open = self.links.last_mut().filter(|link| link.number == number && link.state == CustodyState::Handed);
        open.ok_or_else(|| {
            Refusal::Changed(sentence!(
                "custody-answered",
                "This handing-over was answered already; reload the page of the sample"
            ))
        })
    }

    /// Hands it over. What goes to somebody outside counts as received: nobody there signs here.
    ///
    /// # Errors
    /// Refused while a handing-over is not answered, to whoever has it already, from somebody outside once it has gone, on a day before
    /// the last or that has not come, or where a text is too long.
    pub fn hand(&self, from: Keeper, handing: Handing, by: &str, at: i64, today: Date) -> Result<Chain, Refusal> {
        crate::exchange::past(handing.day, today)?;
        if self.open().is_some() {
            return Err(Refusal::Said(sentence!(
                "custody-open",
                "It is being handed over; whoever gets it has to confirm that first"
            )));
        }
        let from = match self.last() {
            Some(last) if last.to.post().is_none() => {
                return Err(Refusal::Said(sentence!(
                    "custody-over",
                    "The sample has left the house; nobody hands it over any more"
                )));
            }
            Some(last) => last.to.clone(),
            None => from,
        };
        if from == handing.to {
            return Err(Refusal::Said(sentence!("custody-same", "That post holds the sample already; choose another")));
        }
        if let Some(last) = self.last().filter(|last| handing.day < last.day) {
            return Err(Refusal::Said(sentence!(
                "custody-day",
                "It changed hands last on {day}; write that day or a later one",
                day = last.day
            )));
        }
        if self.links.len() >= CUSTODY_LINKS_MAX {
            return Err(Refusal::Said(sentence!(
                "custody-long",
                "The chain of this sample has {max} links; register what goes on as a sample of its own",
                max = CUSTODY_LINKS_MAX
            )));
        }
        let (place, note) = (one_line(&handing.place), handing.note.trim().to_owned());
        let outside = match &handing.to {
            Keeper::Outside(name) => name.as_str(),
            Keeper::Post(_) => "",
        };
        for text in [place.as_str(), note.as_str(), outside] {
            not_longer(text, CUSTODY_CHARS_MAX)?;
        }
        if handing.to.post().is_some() && place.is_empty() {
            return Err(Refusal::Said(sentence!(
                "custody-no-place",
                "Write where the sample will stand: house, room, shelf"
            )));
        }
        let leaves = handing.to.post().is_none();
        let mut links = self.links.clone();
        links.push(Custody {
            number: u32::try_from(links.len()).unwrap_or(u32::MAX) + 1,
            from,
            to: handing.to,
            place,
            day: handing.day,
            loan: handing.loan,
            note,
            by: by.to_owned(),
            at,
            state: if leaves { CustodyState::Confirmed } else { CustodyState::Handed },
            answered_by: if leaves { by.to_owned() } else { String::new() },
            answered_at: leaves.then_some(at),
            reason: String::new(),
        });
        Ok(Chain { links })
    }

    /// Whoever gets it says that they have it.
    ///
    /// # Errors
    /// Refused when it was answered already.
    pub fn confirm(&self, number: u32, by: &str, at: i64) -> Result<Chain, Refusal> {
        let mut chain = self.clone();
        let link = chain.last_answered(number)?;
        (link.state, link.answered_by, link.answered_at) = (CustodyState::Confirmed, by.to_owned(), Some(at));
        Ok(chain)
    }

    /// Whoever should have got it says that they did not: it stays where it was.
    ///
    /// # Errors
    /// Refused when it was answered already, or without a reason.
    pub fn refuse(&self, number: u32, reason: &str, by: &str, at: i64) -> Result<Chain, Refusal> {
        let mut chain = self.clone();
        let link = chain.last_answered(number)?;
        let reason = crate::sample::reasoned(reason)?;
        (link.state, link.answered_by, link.answered_at) = (CustodyState::Refused, by.to_owned(), Some(at));
        link.reason = reason;
        Ok(chain)
    }
}
