//! Control cases: whether an act may be done, decided by the members of a regime over exactly what is asked for.

use crate::host::not_longer;
use crate::public_id::public_id;
use crate::words::words;
use crate::{
    BALLOT_CHARS_MAX, Ballot, BasisHash, CaseCondition, CaseMember, Date, Marking, PersonId, Proposal, Refusal,
    RegimeId, RegimeRule, Sentence, Vote, VoteCount, Voting, sentence,
};

public_id!(
    /// Names a control case.
    CaseId,
    'C'
);

words! {
    /// Where a case stands.
    CaseState {
        /// It is to be decided.
        Open = "open",
        /// It may be done.
        Approved = "approved",
        /// It may be done as long as its conditions are kept.
        Conditional = "conditional",
        /// A member lets its own through against the rule, on a stated ground.
        Discretion = "discretion",
        /// Two persons found that no case is needed.
        Exempt = "exempt",
        /// It may not be done.
        Refused = "refused",
        /// The regime forbids it without a vote.
        Forbidden = "forbidden",
        /// What it was about changed, or no regime asks for it any more.
        Void = "void",
        /// The time for which its yes was good is over.
        Expired = "expired",
        /// Who asked took it back.
        Withdrawn = "withdrawn",
        /// A condition was broken; another case decides anew.
        Reopened = "reopened",
    }
}

impl CaseState {
    /// Whether the act may be done in this state.
    pub fn lets_through(self) -> bool {
        matches!(self, CaseState::Approved | CaseState::Conditional | CaseState::Discretion | CaseState::Exempt)
    }

    /// Whether it says something of the act now: it waits, or what it decided holds.
    pub fn stands(self) -> bool {
        self.lets_through() || matches!(self, CaseState::Open | CaseState::Refused | CaseState::Forbidden)
    }
}

words! {
    /// What a list of cases shows.
    CaseView {
        /// Those in which a post of the reader is to vote and has not.
        Mine = "mine",
        /// Those for which a post of the reader asked.
        Asked = "asked",
        /// Those that are to be decided.
        Open = "open",
        /// Those in which the act may be done.
        Decided = "decided",
        /// Those in which it may not.
        Refused = "refused",
        /// Those that say nothing any more: void, expired, withdrawn, decided anew.
        Over = "over",
        /// All of them.
        All = "all",
    }
}

impl CaseView {
    /// The states that it shows; none for all.
    pub fn states(self) -> Vec<CaseState> {
        let of = |fits: fn(CaseState) -> bool| CaseState::ALL.iter().copied().filter(|state| fits(*state)).collect();
        match self {
            CaseView::Mine | CaseView::Open => vec![CaseState::Open],
            CaseView::Decided => of(CaseState::lets_through),
            CaseView::Refused => vec![CaseState::Refused, CaseState::Forbidden],
            CaseView::Over => of(|state| !state.stands()),
            CaseView::Asked | CaseView::All => Vec::new(),
        }
    }
}

/// What a vote is over, beside what was proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    /// The lists that were looked at, with the version of each.
    pub lists: Vec<(String, u32)>,
    /// The digest of what was found of its parties and said of its items; `None` where no list says anything of it.
    pub screening: Option<[u8; 32]>,
    /// Whether a party was found on a list.
    pub hit: bool,
    /// The entries of control lists that its items were found to be: list and code.
    pub entries: Vec<(String, String)>,
}

/// A control case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlCase {
    /// Its name.
    pub id: CaseId,
    /// The regime that decides.
    pub regime: RegimeId,
    /// The version of the regime under which it was laid before it.
    pub version: u32,
    /// The rule of that version, by which it is decided whatever becomes of the regime.
    pub rule: RegimeRule,
    /// The members of that day.
    pub members: Vec<CaseMember>,
    /// What is asked for.
    pub proposal: Proposal,
    /// What else is decided on.
    pub basis: Basis,
    /// The hash of both and of the conditions: what a vote is over.
    pub over: BasisHash,
    /// Why the regime asks: the clauses that hold.
    pub clauses: Vec<String>,
    /// Under what it is decided.
    pub conditions: Vec<CaseCondition>,
    /// Who asked. Nobody who asked votes.
    pub asker: PersonId,
    /// Where it stands.
    pub state: CaseState,
    /// When it was laid before the regime.
    pub opened: Date,
    /// The last day of the deadline.
    pub due: Date,
    /// When it was decided.
    pub decided: Option<Date>,
    /// The last day on which its yes is good.
    pub until: Option<Date>,
    /// How it came to stand as it does, in the words of who brought it there; empty where a vote did.
    pub reason: String,
    /// The case that it decides anew.
    pub follows: Option<CaseId>,
    /// Who may see it: at least the join of what it shows and of its regime.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was opened, in microseconds since 1970.
    pub made_at: i64,
}

/// What is said to whoever votes on something else than what is asked now.
pub(crate) fn case_changed() -> Sentence {
    sentence!("case-changed", "What is decided on changed since you saw it; reload the page, and look at it again")
}

fn over() -> Refusal {
    Refusal::Changed(sentence!("case-over", "This case is not open any more; reload the page"))
}

/// Who wants to speak in a case.
#[derive(Clone, Copy, Debug)]
pub struct Speaker<'a> {
    /// The person.
    pub person: &'a PersonId,
    /// Whether they act for the post that asks.
    pub acts_for_asker: bool,
}

impl ControlCase {
    /// The vote on it.
    pub fn voting<'a>(&'a self, ballots: &'a [Ballot]) -> Voting<'a> {
        Voting {
            rule: &self.rule,
            members: &self.members,
            ballots,
            over: &self.over,
            asker: &self.asker,
            due: self.due,
        }
    }

    /// The member with this number.
    pub fn member(&self, number: u16) -> Option<&CaseMember> {
        self.members.iter().find(|member| member.number == number)
    }

    /// Refuses what is not over what is asked now.
    ///
    /// # Errors
    /// When the revision is not the present one.
    pub fn from_revision(&self, seen: u32) -> Result<(), Refusal> {
        if seen == self.revision { Ok(()) } else { Err(Refusal::Changed(case_changed())) }
    }

    /// Refuses whoever asked, and whoever acts for the post that asks: nobody decides of what they asked for.
    ///
    /// # Errors
    /// When they did, or do.
    pub fn is_another(&self, speaker: Speaker<'_>) -> Result<(), Refusal> {
        if *speaker.person == self.asker || speaker.acts_for_asker {
            return Err(Refusal::Said(sentence!(
                "case-own",
                "You asked for this, or act for the post that asks; somebody else decides"
            )));
        }
        Ok(())
    }

    /// The ballots with one more, which is over what is asked now.
    ///
    /// # Errors
    /// Refused when the case is not open, when the ballot is over something else, when no such member votes, to whoever asked, when the
    /// person voted for another member already, and for a no without a reason.
    pub fn cast(&self, ballots: &[Ballot], ballot: Ballot, speaker: Speaker<'_>) -> Result<Vec<Ballot>, Refusal> {
        if self.state != CaseState::Open {
            return Err(over());
        }
        self.is_another(speaker)?;
        if ballot.over != self.over {
            return Err(Refusal::Changed(case_changed()));
        }
        if self.member(ballot.member).is_none() {
            return Err(Refusal::Said(sentence!(
                "case-no-member",
                "No such member votes in this case; choose one of those that it names"
            )));
        }
        let counted = self.voting(ballots).counted();
        if counted.iter().any(|other| other.person == ballot.person && other.member != ballot.member) {
            return Err(Refusal::Said(sentence!(
                "case-voted",
                "You voted for another member already, and persons are counted; ask another who acts for this post"
            )));
        }
        let reason = ballot.reason.trim().to_owned();
        if ballot.vote == Vote::No && reason.is_empty() {
            return Err(Refusal::Said(sentence!("case-no-why", "Write why not; who asked has to know what to change")));
        }
        not_longer(&reason, BALLOT_CHARS_MAX)?;
        let mut ballots = ballots.to_vec();
        ballots.push(Ballot { reason, ..ballot });
        Ok(ballots)
    }

    /// It as it stands by the rule on a day: decided where the vote decides it, and expired where its time is over.
    pub fn as_of(&self, ballots: &[Ballot], today: Date) -> ControlCase {
        match self.state {
            CaseState::Open => match self.voting(ballots).tally(today) {
                VoteCount::Open { .. } => self.clone(),
                VoteCount::Approved { .. } => {
                    let free = self.conditions.is_empty();
                    self.let_through(if free { CaseState::Approved } else { CaseState::Conditional }, today)
                }
                VoteCount::Refused { .. } => self.ended(CaseState::Refused, "", today),
            },
            state if state.lets_through() && self.until.is_some_and(|until| until < today) => {
                ControlCase { state: CaseState::Expired, revision: self.revision + 1, ..self.clone() }
            }
            _ => self.clone(),
        }
    }

    /// It, let through from a day on for as long as the rule says.
    pub fn let_through(&self, state: CaseState, today: Date) -> ControlCase {
        let until = self.rule.valid_days.map(|days| today.plus_days(i64::from(days)));
        ControlCase { until, ..self.ended(state, &self.reason, today) }
    }

    /// It, no longer open, for a reason.
    pub fn ended(&self, state: CaseState, reason: &str, today: Date) -> ControlCase {
        let decided = Some(today);
        ControlCase { state, decided, reason: reason.to_owned(), revision: self.revision + 1, ..self.clone() }
    }

    /// It, as who asked takes it back.
    ///
    /// # Errors
    /// Refused when it is not open.
    pub fn withdraw(&self, reason: &str, today: Date) -> Result<ControlCase, Refusal> {
        if self.state != CaseState::Open {
            return Err(over());
        }
        not_longer(reason.trim(), BALLOT_CHARS_MAX)?;
        Ok(self.ended(CaseState::Withdrawn, reason.trim(), today))
    }

    /// It held against what is asked now: void where that is something else, since nothing that was voted is over it.
    pub fn held_against(&self, over: &BasisHash, today: Date) -> ControlCase {
        if self.over == *over || !self.state.stands() { self.clone() } else { self.ended(CaseState::Void, "", today) }
    }

    /// It with other conditions, over the hash that they make. Ballots over the hash before do not count any more.
    pub fn under(&self, conditions: Vec<CaseCondition>, over: BasisHash) -> ControlCase {
        ControlCase { conditions, over, revision: self.revision + 1, ..self.clone() }
    }

    /// Whether the act may be done on a day.
    pub fn is_good(&self, over: &BasisHash, today: Date) -> bool {
        self.state.lets_through() && self.over == *over && self.until.is_none_or(|until| today <= until)
    }
}
