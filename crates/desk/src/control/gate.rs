//! The gate: what is proposed is laid before the regimes that ask for it, and goes through when each of them let it.

use model::{
    Basis, BasisHash, CaseId, CaseState, ControlAct, ControlCase, DutyKind, Noun, Proposal, Refusal, Regime, ReleaseId,
    ReleaseState, Thing, Verb, sentence,
};
use store::{CaseFilter, Deed, Scope};

use super::basis::{basis, over_now};
use super::opening::{Asks, Opening, asks, open};
use super::{Pace, lapse_kinds, thing, void_motions};
use crate::Failure;
use crate::review::Turn;
use crate::screening::{screen_parties, screened};

/// The case of a regime that says something of an act on a thing now: the last of those that decide it anew.
fn standing(deed: &Deed<'_>, proposal: &Proposal, regime: &Regime) -> Result<Option<ControlCase>, Failure> {
    Ok(chain(deed, proposal, regime)?.into_iter().find(|case| case.state.stands()))
}

/// The cases of a regime on an act on a thing that no other decides anew.
fn chain(deed: &Deed<'_>, proposal: &Proposal, regime: &Regime) -> Result<Vec<ControlCase>, Failure> {
    let filter = CaseFilter {
        regime: Some(regime.id),
        act: Some(proposal.act),
        about: Some(proposal.about.clone()),
        ..CaseFilter::default()
    };
    let all = deed.cases(&filter)?;
    let followed: Vec<CaseId> = all.iter().filter_map(|case| case.follows).collect();
    Ok(all.into_iter().filter(|case| !followed.contains(&case.id)).collect())
}

/// The regimes that ask something of a proposal today, with what.
fn asking(
    deed: &Deed<'_>,
    proposal: &Proposal,
    basis: &Basis,
    today: model::Date,
) -> Result<Vec<(Regime, Option<Asks>)>, Failure> {
    let regimes = deed.regimes()?.into_iter();
    Ok(regimes.map(|regime| (asks(&regime, proposal, basis, today), regime)).map(|(asks, one)| (one, asks)).collect())
}

/// Voids a case whose question is another now, or is asked no more.
fn void(deed: &mut Deed<'_>, pace: &Pace<'_>, case: &ControlCase) -> Result<ControlCase, Failure> {
    let next = case.ended(CaseState::Void, "", pace.today);
    let fact = deed.fact(Verb::Voided, thing(case.id));
    deed.keep_case(&next, &fact)?;
    void_motions(deed, case.id)?;
    deed.lapse(&thing(case.id), "void")?;
    Ok(next)
}

/// Opens the cases that the regimes in force ask for, or voids and opens anew those whose content changed. Called whenever the thing is
/// proposed or changed.
///
/// # Errors
/// When the store fails.
pub fn lay_before(deed: &mut Deed<'_>, turn: &mut Turn<'_>, proposal: &Proposal) -> Result<(), Failure> {
    let asker = turn.officer.person.id.clone();
    laid(deed, &mut Pace::of(turn), proposal, (&asker, None)).map(|_| ())
}

/// Lays a proposal before the regimes that ask for it. `first` is the name of the first case, where it has one already. Answers the cases
/// that stand now.
pub(super) fn laid(
    deed: &mut Deed<'_>,
    pace: &mut Pace<'_>,
    proposal: &Proposal,
    (asker, mut first): (&model::PersonId, Option<CaseId>),
) -> Result<Vec<CaseId>, Failure> {
    let basis = basis(deed, proposal)?;
    let asking = asking(deed, proposal, &basis, pace.today)?;
    if asking.iter().any(|(regime, asks)| asks.is_some() || regime.asks_of_hits(proposal.act, pace.today)) {
        let of = (&proposal.about, &proposal.post, &proposal.marking);
        screen_parties(deed, of, asker.as_str(), &proposal.parties, pace.ids)?;
    }
    let mut standing_now = Vec::new();
    for (regime, asks) in asking {
        let before = chain(deed, proposal, &regime)?;
        let stands = before.iter().find(|case| case.state.stands());
        let Some(asks) = asks else {
            if let Some(case) = stands.filter(|case| case.state == CaseState::Open) {
                void(deed, pace, case)?;
            }
            continue;
        };
        if let Some(case) = stands {
            let same = case.over == over_now(deed, case, (proposal, &basis))?
                && asks.forbids.is_some() == (case.state == CaseState::Forbidden)
                && case.until.is_none_or(|until| pace.today <= until);
            if same {
                follow_marking(deed, case, proposal, &regime)?;
                standing_now.push(case.id);
                continue;
            }
        }
        let follows = match stands {
            Some(case) => Some(void(deed, pace, case)?),
            None => before.into_iter().next(),
        };
        let id = first.take().unwrap_or_else(|| CaseId::from_bits((pace.ids)()));
        let opening =
            Opening { id, regime: &regime, proposal, basis: basis.clone(), asks, asker, follows: follows.as_ref() };
        standing_now.push(open(deed, pace, opening)?.id);
    }
    Ok(standing_now)
}

/// Marks a case at least as what it is about is marked now.
fn follow_marking(
    deed: &mut Deed<'_>,
    case: &ControlCase,
    proposal: &Proposal,
    regime: &Regime,
) -> Result<(), Failure> {
    let marking = case.marking.join(&proposal.marking).join(&regime.marking);
    if marking == case.marking {
        return Ok(());
    }
    let fact = deed.fact(Verb::Marked, thing(case.id));
    Ok(deed.keep_case(&ControlCase { marking, revision: case.revision + 1, ..case.clone() }, &fact)?)
}

/// Refuses unless every case which the regimes in force ask for now is decided in favour, over exactly this content, and has not expired.
/// Names the case and who has not voted.
///
/// # Errors
/// Refused as long as one of them does not let it through, and where a regime forbids it without a vote.
pub fn pass(deed: &mut Deed<'_>, turn: &Turn<'_>, proposal: &Proposal) -> Result<(), Failure> {
    let basis = basis(deed, proposal)?;
    let waits = waits(deed, proposal)?;
    let mut asking = asking(deed, proposal, &basis, turn.today)?;
    // What is ruled out is said first: whoever waits for another regime would wait for nothing.
    let is_ruled_out = |asks: &Option<Asks>| asks.as_ref().is_some_and(|asks| asks.forbids.is_some());
    asking.sort_by_key(|(_, asks)| !is_ruled_out(asks));
    for (regime, asks) in asking {
        // Whether a party stands on a list is known before anybody goes through.
        if waits && !is_ruled_out(&asks) && (asks.is_some() || regime.asks_of_hits(proposal.act, turn.today)) {
            return Err(Failure::said(sentence!(
                "control-screening",
                "Its parties are being held against the lists; try again in a minute, and save it again if this goes on"
            )));
        }
        let Some(asks) = asks else { continue };
        let case = standing(deed, proposal, &regime)?;
        if deed.regime(&turn.officer.scope, regime.id)?.is_none() {
            // What the officer does not see is not named; the post that can help is.
            if !is_good(deed, case.as_ref(), &asks, (proposal, &basis, turn.today))? {
                return Err(hidden(&regime));
            }
            continue;
        }
        if let Some(clause) = asks.forbids {
            return Err(Failure::said(sentence!(
                "control-forbidden",
                "“{regime}” rules this out by {clause}, without a vote; leave out what it names",
                regime = regime.name,
                clause
            )));
        }
        let Some(case) = case else {
            return Err(Failure::said(sentence!(
                "control-missing",
                "“{regime}” has to decide first whether this may be done, and was not asked yet; save it again, so that it is laid before it",
                regime = regime.name
            )));
        };
        let wanted = over_now(deed, &case, (proposal, &basis))?;
        if case.is_good(&wanted, turn.today) {
            continue;
        }
        if deed.case(&turn.officer.scope, case.id)?.is_none() {
            return Err(hidden(&regime));
        }
        return Err(stopped(deed, &case, &wanted, &regime)?);
    }
    Ok(())
}

/// Whether parties of a proposal are still to be held against the lists in force.
fn waits(deed: &Deed<'_>, proposal: &Proposal) -> Result<bool, Failure> {
    Ok(!proposal.parties.is_empty() && screened(deed, &proposal.parties)?.waits)
}

/// Whether every case which the regimes in force ask for lets it through today, whoever asks.
pub(super) fn lets_through(deed: &Deed<'_>, proposal: &Proposal, today: model::Date) -> Result<bool, Failure> {
    let basis = basis(deed, proposal)?;
    let waits = waits(deed, proposal)?;
    for (regime, asks) in asking(deed, proposal, &basis, today)? {
        if waits && (asks.is_some() || regime.asks_of_hits(proposal.act, today)) {
            return Ok(false);
        }
        let Some(asks) = asks else { continue };
        if !is_good(deed, standing(deed, proposal, &regime)?.as_ref(), &asks, (proposal, &basis, today))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_good(
    deed: &Deed<'_>,
    case: Option<&ControlCase>,
    asks: &Asks,
    (proposal, basis, today): (&Proposal, &Basis, model::Date),
) -> Result<bool, Failure> {
    let Some(case) = case.filter(|_| asks.forbids.is_none()) else { return Ok(false) };
    Ok(case.is_good(&over_now(deed, case, (proposal, basis))?, today))
}

fn hidden(regime: &Regime) -> Failure {
    Failure::said(sentence!(
        "control-hidden",
        "This has to be decided first, and you do not see by whom; ask {post}",
        post = &regime.keeper
    ))
}

/// Why a case does not let it through.
fn stopped(deed: &Deed<'_>, case: &ControlCase, wanted: &BasisHash, regime: &Regime) -> Result<Failure, Failure> {
    let (regime, name) = (regime.name.as_str(), case.id.to_string());
    let refusal = match case.state {
        _ if case.over != *wanted => sentence!(
            "control-stale",
            "What is asked changed since case {name} was laid before “{regime}”; save it again, so that it is decided on as it is now",
            name,
            regime
        ),
        CaseState::Open => {
            let ballots = deed.ballots(case.id)?;
            let counted = case.voting(&ballots).counted();
            let missing = case.members.iter().filter(|one| counted.iter().all(|ballot| ballot.member != one.number));
            let members = missing.map(|member| member.name.as_str()).collect::<Vec<_>>().join(", ");
            sentence!(
                "control-open",
                "“{regime}” has not decided yet in case {name}, which waits for: {members}; ask them, and go on then",
                regime,
                name,
                members = members
            )
        }
        CaseState::Refused => sentence!(
            "control-refused",
            "“{regime}” refused this in case {name}; look there what is to be changed",
            regime,
            name
        ),
        _ => sentence!(
            "control-expired",
            "What “{regime}” decided in case {name} is no longer good; ask again on its page",
            regime,
            name
        ),
    };
    Ok(Failure::Refused(Refusal::Said(refusal)))
}

/// Weighs again what is open and what was let through: where the lists, the screening or the classification are other than those over
/// which it was voted, the case is void and opened anew, and its members are asked again. Answers how many. Where there are many cases, ask for the job
/// `JobKind::WeighCases` instead, which takes them one after the other.
///
/// # Errors
/// When the store fails.
pub fn reweigh(deed: &mut Deed<'_>, turn: &mut Turn<'_>) -> Result<usize, Failure> {
    let mut pace = Pace::of(turn);
    let mut n_voided = 0;
    for case in deed.cases(&CaseFilter { states: weighed_states(), ..CaseFilter::default() })? {
        n_voided += usize::from(weigh(deed, &mut pace, &case)?);
    }
    Ok(n_voided)
}

/// The states of what is weighed again.
pub(super) fn weighed_states() -> Vec<CaseState> {
    CaseState::ALL.iter().copied().filter(|state| state.lets_through() || *state == CaseState::Open).collect()
}

/// Whether what a case let through was done once and for all: what is given, or marked wider, is not called back by a list that changes
/// later, and nobody is to vote on it again.
fn is_done(deed: &Deed<'_>, case: &ControlCase) -> Result<bool, Failure> {
    let about = &case.proposal.about;
    Ok(match (case.proposal.act, about.noun) {
        (ControlAct::Release, Noun::Release) => {
            let release = ReleaseId::parse(&about.name).map(|id| deed.release(&Scope::office(), id)).transpose()?;
            release.flatten().is_some_and(|release| release.state != ReleaseState::Asked)
        }
        (ControlAct::Widening, _) => deed.open_widening(about)?.is_none(),
        _ => false,
    })
}

/// Weighs one case again: void and opened anew where it is over something else now. Answers whether it was.
pub(super) fn weigh(deed: &mut Deed<'_>, pace: &mut Pace<'_>, case: &ControlCase) -> Result<bool, Failure> {
    let basis = basis(deed, &case.proposal)?;
    let over = over_now(deed, case, (&case.proposal, &basis))?;
    if case.over == over || is_done(deed, case)? {
        return Ok(false);
    }
    let is_untouched =
        case.state == CaseState::Open && deed.ballots(case.id)?.is_empty() && deed.motions(case.id)?.is_empty();
    let regime = deed.regime(&Scope::office(), case.regime)?;
    let asked = regime.as_ref().and_then(|regime| asks(regime, &case.proposal, &basis, pace.today));
    if is_untouched && asked.is_some_and(|asks| asks.forbids.is_none() && asks.clauses == case.clauses) {
        // Nobody said anything of it yet: nothing is void, and what is voted on is what is known by now.
        let next = ControlCase { over, basis, revision: case.revision + 1, ..case.clone() };
        let fact = deed.fact(Verb::Revised, thing(case.id)).with("lists and screening".to_owned());
        deed.keep_case(&next, &fact)?;
        return Ok(false);
    }
    let before = void(deed, pace, case)?;
    let Some(regime) = regime else { return Ok(true) };
    if let Some(asks) = asks(&regime, &case.proposal, &basis, pace.today) {
        let id = CaseId::from_bits((pace.ids)());
        let (proposal, asker) = (&case.proposal, &case.asker);
        open(deed, pace, Opening { id, regime: &regime, proposal, basis, asks, asker, follows: Some(&before) })?;
    }
    Ok(true)
}

/// Opens a case anew before its regime as that is now. `before` does not stand any more.
pub(super) fn open_anew(
    deed: &mut Deed<'_>,
    pace: &mut Pace<'_>,
    before: &ControlCase,
) -> Result<ControlCase, Failure> {
    let regime = deed.regime(&Scope::office(), before.regime)?;
    let regime = regime.ok_or_else(|| super::no_regime(&before.regime.to_string()))?;
    let basis = basis(deed, &before.proposal)?;
    // One that asks no more where a condition was broken still decides on what came of it.
    let asks = asks(&regime, &before.proposal, &basis, pace.today)
        .unwrap_or_else(|| Asks { clauses: before.clauses.clone(), forbids: None });
    let id = CaseId::from_bits((pace.ids)());
    let (proposal, asker) = (&before.proposal, &before.asker);
    open(deed, pace, Opening { id, regime: &regime, proposal, basis, asks, asker, follows: Some(before) })
}

/// Whether the regime of a case would ask for it today.
pub(super) fn is_asked(deed: &Deed<'_>, case: &ControlCase, today: model::Date) -> Result<bool, Failure> {
    let Some(regime) = deed.regime(&Scope::office(), case.regime)? else { return Ok(false) };
    let basis = basis(deed, &case.proposal)?;
    Ok(asks(&regime, &case.proposal, &basis, today).is_some())
}

/// Whether a case stands for what it is about: no other decides it anew.
pub(super) fn is_last(deed: &Deed<'_>, case: &ControlCase) -> Result<bool, Failure> {
    let about: Thing = case.proposal.about.clone();
    let filter = CaseFilter { regime: Some(case.regime), about: Some(about), ..CaseFilter::default() };
    Ok(deed.cases(&filter)?.iter().all(|other| other.follows != Some(case.id)))
}

/// Ends what is asked about a case that was broken.
pub(super) fn lapse_all(deed: &mut Deed<'_>, case: &ControlCase) -> Result<(), Failure> {
    lapse_kinds(deed, case.id, &[DutyKind::KeepCondition, DutyKind::HearCase, DutyKind::Second], "reopened")
}
