//! Ballots: each a duty of the post that casts the vote of a member.

use model::{Ballot, BasisHash, CaseId, ControlCase, DutyKind, DutyState, Refusal, Verb, Vote, sentence};
use store::{Deed, Writer};

use super::{Pace, acting, held, settle, speaker, thing};
use crate::Failure;
use crate::review::Turn;

/// A vote as it is cast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BallotCast {
    /// The number of the member.
    pub member: u16,
    /// What it says.
    pub vote: Vote,
    /// Why; a no says it.
    pub reason: String,
    /// Over what, as the officer saw it.
    pub over: BasisHash,
}

/// Casts the vote of a member in a case, and decides the case where that decides it.
///
/// # Errors
/// Refused when there is no such case, when the officer does not act for the post of the member nor for one to which its duty was raised,
/// when they asked or act for the post that asks, when they voted for another member, when what is decided on changed since they saw it,
/// when it is decided, and for a no without a reason.
pub fn cast_ballot(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: CaseId,
    cast: BallotCast,
) -> Result<ControlCase, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let case = held(deed, officer, id)?;
        let member = case.member(cast.member).cloned().ok_or_else(|| {
            Refusal::Said(sentence!(
                "case-no-member",
                "No such member votes in this case; choose one of those that it names"
            ))
        })?;
        let actor = acting(deed, officer, &member.post, (&thing(id), DutyKind::Ballot))?;
        let ballots = deed.ballots(id)?;
        let ballot = Ballot {
            member: cast.member,
            vote: cast.vote,
            reason: cast.reason,
            post: actor.post.clone().unwrap_or_else(|| member.post.clone()),
            person: actor.person.clone(),
            at: turn.now,
            over: cast.over,
        };
        let ballots = case.cast(&ballots, ballot, speaker(officer, &case))?;
        deed.keep_ballots(id, &ballots)?;
        let fact = model::Fact::new(&actor.to_string(), Verb::Voted, thing(id).to_string());
        deed.note(&fact.with(format!("{} of {}", cast.vote, cast.member)))?;
        discharge(deed, &case, &ballots)?;
        settle(deed, &mut Pace::of(turn), case, &ballots)
    })
}

/// Closes the duty of each post whose members have all voted.
fn discharge(deed: &mut Deed<'_>, case: &ControlCase, ballots: &[Ballot]) -> Result<(), Failure> {
    let counted = case.voting(ballots).counted();
    let voted = |number: u16| counted.iter().any(|ballot| ballot.member == number);
    for duty in deed.open_duties(&thing(case.id))?.iter().filter(|duty| duty.kind == DutyKind::Ballot) {
        let mut seats = case.members.iter().filter(|member| member.post == duty.post);
        if seats.all(|member| voted(member.number)) {
            let closed = duty.close(DutyState::Done, "voted", None, deed.at())?;
            deed.keep_duty(&closed)?;
        }
    }
    Ok(())
}
