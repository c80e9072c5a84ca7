//! Lists of parties: published, owned by a post, held in versions.

use crate::host::{not_longer, one_line};
use crate::words::words;
use crate::{Marking, PostId, Refusal, sentence};

/// Longest title, publisher or address of a list, in characters.
pub const PARTY_LIST_LINE_CHARS_MAX: usize = 300;

/// Longest remark or reason about a list, in characters.
pub const PARTY_LIST_TEXT_CHARS_MAX: usize = 2_000;

/// Entries of one list. The largest collection of all lists of the world has some 300,000 targets; ten times as many would mean that
/// something else was loaded.
pub const LISTED_MAX: usize = 500_000;

/// How many of a hundred entries a new version may lose without being held back. Published lists lose one or two of a hundred in a
/// delisting, and five in the largest that is known; one that loses more was cut off on its way, or is another list.
pub const SHRINK_PERCENT_MAX: u64 = 10;

/// Entries under which a list is too short for a share to say anything: there up to this many may go at once.
pub const SHRINK_FREE: u64 = 10;

crate::unit::named_id!(
    /// Names a list of parties.
    PartyListId,
    "party-list"
);

words! {
    /// A form in which lists of parties are published.
    PartyForm {
        /// The files of the OFAC of the United States: names, aliases and addresses in tables without headings.
        Ofac = "ofac",
        /// The denied persons of the BIS of the United States, a table.
        Bis = "bis-denied-persons",
        /// The consolidated screening list of the United States, a table.
        Csl = "us-consolidated",
        /// The consolidated financial sanctions of the European Union, XML.
        Eu = "eu-consolidated",
        /// The consolidated list of the Security Council of the United Nations, XML.
        Un = "un-consolidated",
        /// Targets of OpenSanctions, a table.
        OpenSanctions = "open-sanctions",
        /// A table with names and aliases.
        Plain = "plain",
    }
}

words! {
    /// Where a version of a list stands.
    ListVersionState {
        /// It was brought, and is being read.
        Waiting = "waiting",
        /// It looks wrong, and waits for a second person.
        Held = "held",
        /// It holds now.
        InForce = "in-force",
        /// A later one took its place.
        Past = "past",
        /// It was turned away, or could not be read.
        Refused = "refused",
    }
}

words! {
    /// Why a version was held back.
    HeldBack {
        /// There is no entry in it.
        Empty = "empty",
        /// It breaks off before its end.
        Truncated = "truncated",
        /// It has many entries fewer than the one in force.
        Smaller = "smaller",
    }
}

/// A list of parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyList {
    /// Its short name.
    pub id: PartyListId,
    /// What it is called.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where it is published; empty where it is nowhere.
    pub address: String,
    /// The post that owns it: loads it, sees its alarms, decides what is found on it.
    pub post: PostId,
    /// What else is to be known; of an invented one, that it is.
    pub remark: String,
    /// Whether nothing is held against it any more.
    pub closed: bool,
    /// Who may see it.
    pub marking: Marking,
    /// The number of the version in force.
    pub version: Option<u32>,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was put into the register, in microseconds since 1970.
    pub made_at: i64,
}

impl PartyList {
    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a title, or where a text is too long.
    pub fn tidied(self) -> Result<PartyList, Refusal> {
        let [title, publisher, address] = [&self.title, &self.publisher, &self.address].map(|text| one_line(text));
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("party-list-no-title", "Write what the list is called")));
        }
        for line in [&title, &publisher, &address] {
            not_longer(line, PARTY_LIST_LINE_CHARS_MAX)?;
        }
        let remark = self.remark.trim().to_owned();
        not_longer(&remark, PARTY_LIST_TEXT_CHARS_MAX)?;
        Ok(PartyList { title, publisher, address, remark, ..self })
    }
}

/// A version of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListVersion {
    /// The list.
    pub list: PartyListId,
    /// Its number in the list, from 1. A version that was turned away keeps its own.
    pub number: u32,
    /// The form that its files have, once it was told.
    pub form: Option<PartyForm>,
    /// The names of its files.
    pub files: String,
    /// SHA-256 over its files, in hexadecimal digits.
    pub checksum: String,
    /// How many bytes they have.
    pub n_bytes: u64,
    /// How many entries were read.
    pub n_entries: u64,
    /// How many names these have.
    pub n_names: u64,
    /// How many of them are new against the version before.
    pub n_added: u64,
    /// How many of the version before are not in it.
    pub n_removed: u64,
    /// How many are in both, and not alike.
    pub n_changed: u64,
    /// What the reader doubted, in number.
    pub n_doubts: u64,
    /// Where it stands.
    pub state: ListVersionState,
    /// Why it was held back.
    pub held: Option<HeldBack>,
    /// Who brought it, as the ledger writes it.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// When it came into force.
    pub in_force_at: Option<i64>,
    /// The second person, who let it in or turned it away.
    pub second: Option<String>,
    /// Why they did.
    pub reason: String,
}

impl ListVersion {
    /// Why a reading of so many entries is held back, against as many in force; `None` where nothing is odd.
    pub fn odd(n_entries: u64, n_before: Option<u64>, is_truncated: bool) -> Option<HeldBack> {
        if n_entries == 0 {
            return Some(HeldBack::Empty);
        }
        if is_truncated {
            return Some(HeldBack::Truncated);
        }
        let lost = n_before?.saturating_sub(n_entries);
        let is_smaller = lost > SHRINK_FREE && lost * 100 > n_before? * SHRINK_PERCENT_MAX;
        is_smaller.then_some(HeldBack::Smaller)
    }

    /// It looks wrong, and waits for somebody else.
    pub fn hold(self, why: HeldBack) -> ListVersion {
        ListVersion { state: ListVersionState::Held, held: Some(why), ..self }
    }

    /// A second person lets it in all the same: it goes on as if nothing had been odd.
    ///
    /// # Errors
    /// Refused when it is not held back, by whoever brought it, and without a reason.
    pub fn let_in(self, person: &str, who: &str, reason: &str) -> Result<ListVersion, Refusal> {
        self.decided(ListVersionState::Waiting, person, who, reason)
    }

    /// A second person turns it away.
    ///
    /// # Errors
    /// As [`ListVersion::let_in`], but that whoever brought it may take it back.
    pub fn turn_away(self, person: &str, who: &str, reason: &str) -> Result<ListVersion, Refusal> {
        self.decided(ListVersionState::Refused, person, who, reason)
    }

    fn decided(self, state: ListVersionState, person: &str, who: &str, reason: &str) -> Result<ListVersion, Refusal> {
        if self.state != ListVersionState::Held {
            return Err(Refusal::Said(sentence!(
                "list-version-decided",
                "This version does not wait for anybody; reload the page to see where it stands"
            )));
        }
        if state == ListVersionState::Waiting && is_by(&self.by, person) {
            return Err(Refusal::Said(sentence!(
                "list-version-own",
                "You brought this version yourself; somebody else has to let it in"
            )));
        }
        let reason = reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "list-version-no-reason",
                "Write why; it stands beside the version of the list"
            )));
        }
        not_longer(&reason, PARTY_LIST_TEXT_CHARS_MAX)?;
        Ok(ListVersion { state, second: Some(who.to_owned()), reason, ..self })
    }
}

/// Whether a line of the ledger names a person, alone or at a post.
pub(crate) fn is_by(who: &str, person: &str) -> bool {
    who == person || crate::Actor::parse(who).is_some_and(|actor| actor.person.as_str() == person)
}
