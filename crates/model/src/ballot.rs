//! Ballots: how the members of a regime vote on a case, and what comes of it by the rule.

use std::collections::BTreeSet;

use crate::words::words;
use crate::{Date, Decision, PersonId, PostId, RegimeRule};

/// What a vote is over: the SHA-256 of everything that is decided on.
pub type BasisHash = [u8; 32];

/// Longest reason of a ballot, in characters: a page.
pub const BALLOT_CHARS_MAX: usize = 4_000;

words! {
    /// What a member says.
    Vote {
        /// It may go.
        Yes = "yes",
        /// It may not.
        No = "no",
        /// Neither.
        Abstain = "abstain",
    }
}

/// A member as a case has it: fixed when the case was laid before the regime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseMember {
    /// Its number in the case, from 1.
    pub number: u16,
    /// What it is called.
    pub name: String,
    /// Its country, where it is one.
    pub country: Option<String>,
    /// Who casts its vote.
    pub post: PostId,
    /// How many votes it has.
    pub weight: u32,
    /// Whether it has the chair.
    pub chair: bool,
    /// Since when somebody of its post can see the case and may vote; `None` while nobody can. Silence runs from that day.
    pub told: Option<Date>,
}

/// What a member said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// The number of the member.
    pub member: u16,
    /// What it says.
    pub vote: Vote,
    /// Why.
    pub reason: String,
    /// The post that cast it.
    pub post: PostId,
    /// The person who did.
    pub person: PersonId,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Over what.
    pub over: BasisHash,
}

/// How a vote stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoteCount {
    /// It is not decided: these members have not voted.
    Open {
        /// Their numbers.
        missing: Vec<u16>,
    },
    /// The rule is met.
    Approved {
        /// The members whose silence counted as consent.
        silent: Vec<u16>,
    },
    /// The rule cannot be met any more.
    Refused {
        /// The members that said no.
        by: Vec<u16>,
    },
}

/// A vote as it is counted.
#[derive(Clone, Copy, Debug)]
pub struct Voting<'a> {
    /// The rule by which it is counted.
    pub rule: &'a RegimeRule,
    /// The members as they were when the case was laid before them.
    pub members: &'a [CaseMember],
    /// Every ballot that was cast, in the order in which they were.
    pub ballots: &'a [Ballot],
    /// What is decided on now.
    pub over: &'a BasisHash,
    /// Who asked: their ballots do not count.
    pub asker: &'a PersonId,
    /// The last day of the deadline.
    pub due: Date,
}

impl<'a> Voting<'a> {
    /// The ballots that count: the last of each member over what is decided on now, one of each person, none of who asked.
    pub fn counted(&self) -> Vec<&'a Ballot> {
        let mut persons = BTreeSet::new();
        let mut counted = Vec::new();
        for member in self.members {
            let last = self.ballots.iter().rfind(|ballot| ballot.member == member.number && ballot.over == *self.over);
            if let Some(ballot) = last
                && ballot.person != *self.asker
                && persons.insert(&ballot.person)
            {
                counted.push(ballot);
            }
        }
        counted
    }

    /// Whether the silence of a member is its consent on a day: by the written rule alone, and from the day on which it could see what it
    /// is silent about.
    fn consents_by_silence(&self, member: &CaseMember, today: Date) -> bool {
        let (Some(days), Some(told)) = (self.rule.silence_days, member.told) else { return false };
        told.plus_days(i64::from(days)) < today
    }

    /// How it stands on a day.
    ///
    /// Unanimity: everybody has spoken, somebody said yes, and nobody no. A qualified majority: its shares of all votes and of all members
    /// say yes, so that an abstention is no yes. A simple majority: more yes than no, as soon as the rest cannot change it or the deadline
    /// is over. The chair: what it says. Each of them not before the quorum has spoken. A tie is no majority.
    pub fn tally(&self, today: Date) -> VoteCount {
        let counted = self.counted();
        let of = |member: &CaseMember| counted.iter().find(|ballot| ballot.member == member.number).map(|one| one.vote);
        let (mut yes, mut no, mut silent, mut missing) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut yes_votes, mut open_votes, mut all_votes) = (0u64, 0u64, 0u64);
        let mut chair = None;
        for member in self.members {
            let is_silent = of(member).is_none() && self.consents_by_silence(member, today);
            let vote = if is_silent { Some(Vote::Yes) } else { of(member) };
            let weight = u64::from(member.weight);
            all_votes += weight;
            match vote {
                Some(Vote::Yes) => {
                    yes.push(member.number);
                    yes_votes += weight;
                }
                Some(Vote::No) => no.push(member.number),
                Some(Vote::Abstain) => {}
                None => {
                    missing.push(member.number);
                    open_votes += weight;
                }
            }
            if is_silent {
                silent.push(member.number);
            }
            if member.chair {
                chair = vote;
            }
        }
        let n_spoken = self.members.len() - missing.len();
        let is_quorate = n_spoken >= usize::from(self.rule.quorum) && n_spoken > 0;
        let is_over = missing.is_empty() || today > self.due;
        let (is_met, is_lost) = match self.rule.decision {
            Decision::Unanimity => (
                missing.is_empty() && no.is_empty() && !yes.is_empty(),
                !no.is_empty() || (missing.is_empty() && yes.is_empty()),
            ),
            Decision::Qualified => {
                let n_all = self.members.len() as u64;
                let reached = |votes: u64, members: u64| {
                    votes * 100 >= u64::from(self.rule.votes_percent) * all_votes
                        && members * 100 >= u64::from(self.rule.members_percent) * n_all
                };
                let (n_yes, n_open) = (yes.len() as u64, missing.len() as u64);
                (n_yes > 0 && reached(yes_votes, n_yes), !reached(yes_votes + open_votes, n_yes + n_open))
            }
            Decision::Simple => {
                let (n_yes, n_no, n_open) = (yes.len(), no.len(), missing.len());
                let met = n_yes > n_no + if is_over { 0 } else { n_open };
                let lost = n_no >= n_yes + if is_over { 0 } else { n_open };
                // Before the quorum has spoken nothing is lost either, unless nobody is left to speak.
                (met, lost && (is_quorate || missing.is_empty()))
            }
            Decision::Chair => (chair == Some(Vote::Yes), chair == Some(Vote::No)),
        };
        // Nobody is left to speak, and the rule is not met: that will not change. Where there is no member at all, nobody ever decides.
        let is_spent = missing.is_empty() && !self.members.is_empty();
        match (is_met && is_quorate, is_lost || is_spent) {
            (true, _) => VoteCount::Approved { silent },
            (false, true) => VoteCount::Refused { by: no },
            (false, false) => VoteCount::Open { missing },
        }
    }
}
