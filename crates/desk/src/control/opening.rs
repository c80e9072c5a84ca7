//! How a case is opened: before which regime, for which members, and who of them can see it.

use std::collections::BTreeSet;

use model::{
    Basis, CaseCondition, CaseId, CaseMember, CaseState, Considered, ControlCase, Date, DutyKind, PersonId, PostId,
    Proposal, Regime, UnitTree, Verb,
};
use store::Deed;

use super::basis::over;
use super::breach::{Breach, breaches};
use super::{Pace, charge_once, hear, thing};
use crate::Failure;
use crate::officer::clearance;
use crate::review::tree;

/// What a regime asks of a proposal.
pub(super) struct Asks {
    /// The clauses that hold.
    pub(super) clauses: Vec<String>,
    /// The clause that forbids it without a vote.
    pub(super) forbids: Option<String>,
}

/// What a regime asks of a proposal on a day; `None` where it asks nothing.
pub(super) fn asks(regime: &Regime, proposal: &Proposal, basis: &Basis, today: Date) -> Option<Asks> {
    if !regime.is_in_force(today) {
        return None;
    }
    let it = Considered { proposal, entries: &basis.entries, hit: basis.hit, fold: matching::analysis::fold };
    let holding: Vec<_> = regime.triggers.iter().filter(|trigger| trigger.holds(&it)).collect();
    if holding.is_empty() {
        return None;
    }
    let forbids = holding.iter().find(|trigger| trigger.prohibits).map(|trigger| match trigger.word_in(&it) {
        Some(word) => format!("{}: {word}", trigger.clause),
        None => trigger.clause.clone(),
    });
    let clauses = holding.iter().map(|trigger| trigger.clause.clone()).filter(|clause| !clause.is_empty()).collect();
    Some(Asks { clauses, forbids })
}

/// What a new case begins with.
pub(super) struct Opening<'a> {
    pub(super) id: CaseId,
    pub(super) regime: &'a Regime,
    pub(super) proposal: &'a Proposal,
    pub(super) basis: Basis,
    pub(super) asks: Asks,
    pub(super) asker: &'a PersonId,
    /// The case that it decides anew.
    pub(super) follows: Option<&'a ControlCase>,
}

/// The conditions of a new case: those that are usual, and where one was broken before those of the case before, to be decided on again.
fn conditions(opening: &Opening<'_>, breaches: &[Breach], due: Date, today: Date) -> Vec<CaseCondition> {
    if let Some(before) = opening.follows.filter(|_| !breaches.is_empty()) {
        let again = |one: &CaseCondition| CaseCondition::new(&one.text, one.post.clone(), one.due.max(due));
        return before.conditions.iter().map(again).collect();
    }
    let usual = opening.regime.conditions.iter();
    let post = || opening.proposal.post.clone();
    usual.map(|one| CaseCondition::new(&one.text, post(), today.plus_days(i64::from(one.days)))).collect()
}

/// Opens a case: fixes its members and its rule, and asks each member that can see it.
pub(super) fn open(deed: &mut Deed<'_>, pace: &mut Pace<'_>, opening: Opening<'_>) -> Result<ControlCase, Failure> {
    let today = pace.today;
    let Opening { regime, proposal, .. } = opening;
    let marking = proposal.marking.join(&regime.marking);
    let due = today.plus_days(i64::from(regime.rule.deadline_days));
    let breaches = breaches(deed, opening.follows.map(|before| before.id))?;
    let conditions = conditions(&opening, &breaches, due, today);
    let forbidden = opening.asks.forbids.clone();
    let mut members = regime.seats(today);
    let case = ControlCase {
        id: opening.id,
        regime: regime.id,
        version: regime.version,
        rule: regime.rule,
        over: over(proposal, &opening.basis, (&conditions, &breaches)),
        conditions,
        proposal: Proposal { marking: marking.clone(), ..proposal.clone() },
        basis: opening.basis,
        clauses: opening.asks.clauses,
        asker: opening.asker.clone(),
        state: if forbidden.is_some() { CaseState::Forbidden } else { CaseState::Open },
        opened: today,
        due,
        decided: forbidden.is_some().then_some(today),
        until: None,
        reason: forbidden.unwrap_or_default(),
        follows: opening.follows.map(|before| before.id),
        marking,
        revision: 0,
        made_at: pace.now,
        members: Vec::new(),
    };
    let electorate = Electorate::of(deed, &case, today)?;
    for member in &mut members {
        member.told = electorate.can_vote(deed, &case, &member.post, today)?.then_some(today);
    }
    let case = ControlCase { members, ..case };
    let mut fact = deed.fact(Verb::LaidBefore, thing(case.id));
    if case.proposal.about != thing(case.id) {
        fact = fact.to(case.proposal.about.to_string());
    }
    deed.keep_case(&case, &fact)?;
    if case.state == CaseState::Forbidden {
        let fact = deed.fact(Verb::Ruled, thing(case.id)).with(case.state.to_string());
        deed.note(&fact)?;
        hear(deed, pace, &case, std::slice::from_ref(&case.proposal.post))?;
        return Ok(case);
    }
    ask_members(deed, pace, &case, Some(&regime.keeper))?;
    Ok(case)
}

/// Asks each member that can see the case and has not voted over what is asked now; where one cannot see it, the post that keeps the
/// regime is asked to see to it, instead of waiting for ever.
pub(super) fn ask_members(
    deed: &mut Deed<'_>,
    pace: &mut Pace<'_>,
    case: &ControlCase,
    keeper: Option<&PostId>,
) -> Result<(), Failure> {
    let ballots = deed.ballots(case.id)?;
    let counted: BTreeSet<u16> = case.voting(&ballots).counted().iter().map(|ballot| ballot.member).collect();
    let missing = case.members.iter().filter(|member| !counted.contains(&member.number));
    let (able, unable): (Vec<&CaseMember>, Vec<&CaseMember>) = missing.partition(|member| member.told.is_some());
    for member in able {
        let due = case.due.max(pace.today);
        charge_once(deed, pace, (&member.post, DutyKind::Ballot), (&thing(case.id), due))?;
    }
    if let Some(keeper) = keeper.filter(|_| !unable.is_empty() || case.members.is_empty()) {
        let due = pace.today.plus_days(i64::from(pace.days));
        charge_once(deed, pace, (keeper, DutyKind::SeatMember), (&thing(case.id), due))?;
    }
    Ok(())
}

/// Who asks, and how the units stand above each other, looked up once for all members of a case.
pub(super) struct Electorate {
    tree: UnitTree,
    askers: Vec<PersonId>,
}

impl Electorate {
    pub(super) fn of(deed: &Deed<'_>, case: &ControlCase, today: Date) -> Result<Electorate, Failure> {
        let acting = deed.acting(&case.proposal.post, today)?.into_iter().map(|(person, _)| person.id);
        Ok(Electorate { tree: tree(deed)?, askers: acting.chain([case.asker.clone()]).collect() })
    }

    /// Whether somebody who acts for a post can see a case and may vote on it: cleared for it, and not of those who ask.
    pub(super) fn can_vote(
        &self,
        deed: &Deed<'_>,
        case: &ControlCase,
        post: &PostId,
        today: Date,
    ) -> Result<bool, Failure> {
        let Some(held) = deed.post(post)?.filter(|post| !post.closed) else { return Ok(false) };
        Ok(deed.acting(post, today)?.iter().any(|(person, _)| {
            let sees = clearance(person, std::iter::once(&held.unit), &self.tree).may_see(&case.marking);
            sees && !self.askers.contains(&person.id)
        }))
    }
}
