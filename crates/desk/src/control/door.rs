//! Doors: how the steps of every room go through the gate. A room calls [`through`] with the name of its door and with what it is
//! about to do, before it changes anything; a door that is shut leaves a case behind, so that the refusal names who has to vote.

use std::collections::BTreeSet;

use model::{ControlAct, Date, Door, Noun, Proposal, Refusal, Thing};
use store::{CaseFilter, Deed};

use super::{gate, widening};
use crate::Failure;
use crate::review::Turn;

/// Goes through a door.
///
/// # Errors
/// Refused while it is shut.
pub(crate) fn go(deed: &mut Deed<'_>, turn: &Turn<'_>, door: Door, proposal: &Proposal) -> Result<(), Failure> {
    debug_assert_eq!(door.act(), proposal.act, "a door is for one act");
    gate::pass(deed, turn, proposal)
}

/// Goes through a door. Where it is shut, what was to be done is laid before the gate, and why it is shut is answered instead of being
/// refused: a refusal would take the case back with it. Whoever calls changes nothing before, and gives the answer on with [`flat`].
///
/// # Errors
/// Where the act cannot be laid before the gate at all.
pub(crate) fn through(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    door: Door,
    proposal: &Proposal,
) -> Result<Result<(), Refusal>, Failure> {
    for is_last in [false, true] {
        match go(deed, turn, door, proposal) {
            Ok(()) => return Ok(Ok(())),
            Err(Failure::Refused(refusal)) if is_last => return Ok(Err(refusal)),
            Err(Failure::Refused(_)) => gate::lay_before(deed, turn, proposal)?,
            Err(broken) => return Err(broken),
        }
    }
    Ok(Ok(()))
}

/// What a deed came to that a door may have stopped. The case that it left behind is kept with the refusal.
///
/// # Errors
/// Refused where it did.
pub(crate) fn flat<T>(done: Result<Result<T, Refusal>, Failure>) -> Result<T, Failure> {
    let shut = |refusal| match refusal {
        Refusal::Said(sentence) => Refusal::Shut(sentence),
        other => other,
    };
    done.and_then(|inner| inner.map_err(|refusal| Failure::Refused(shut(refusal))))
}

/// Whether a regime was asked about an act on a thing before. What it was asked about does not slip past it by being said to be something
/// else afterwards: that, too, is for the door to say.
///
/// # Errors
/// When the store fails.
pub(crate) fn was_asked(deed: &Deed<'_>, about: &Thing, act: ControlAct) -> Result<bool, Failure> {
    let filter = CaseFilter { about: Some(about.clone()), act: Some(act), limit: Some(1), ..CaseFilter::default() };
    Ok(!deed.cases(&filter)?.is_empty())
}

/// The countries that cases of an act on a thing named, in order. Who comes from another country by now is still asked about where a regime
/// asks because of the country that was said first.
///
/// # Errors
/// When the store fails.
pub(crate) fn countries_asked(deed: &Deed<'_>, about: &Thing, act: ControlAct) -> Result<BTreeSet<String>, Failure> {
    let filter = CaseFilter { about: Some(about.clone()), act: Some(act), ..CaseFilter::default() };
    Ok(deed.cases(&filter)?.into_iter().flat_map(|case| case.proposal.countries).collect())
}

/// Whether a door is open today, whoever asks: for what goes through by itself once the last word is said.
///
/// # Errors
/// When the store fails.
pub(crate) fn opens(deed: &mut Deed<'_>, today: Date, door: Door, proposal: &Proposal) -> Result<bool, Failure> {
    debug_assert_eq!(door.act(), proposal.act, "a door is for one act");
    gate::lets_through(deed, proposal, today)
}

/// Does what waited for nothing but a case: approves a mission of which everybody who vets it has said yes, and carries out a widening
/// that both sides agreed to. Called whenever a case was decided; where another case is still open, nothing is done.
///
/// # Errors
/// When the store fails.
pub(super) fn resume(deed: &mut Deed<'_>, today: Date, about: &Thing) -> Result<(), Failure> {
    if about.noun == Noun::Mission {
        crate::mission::approve_vetted(deed, today, about)?;
    }
    if let Some(open) = deed.open_widening(about)? {
        widening::carry_out(deed, today, open)?;
    }
    Ok(())
}
