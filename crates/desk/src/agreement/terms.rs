//! Terms: written until they are signed, amended from then on. No version that was agreed on is ever changed.

use model::{Agreement, AgreementId, Date, Door, DutyKind, Terms, TermsVersion, Verb, sentence, terms_changes};
use store::{Deed, Writer};

use super::step::not_ahead;
use super::{consent, open, thing};
use crate::Failure;
use crate::control::{agreement_proposal, flat, through};
use crate::review::Turn;

/// Writes the terms of an agreement that is not signed. Terms that are still spoken about bind as signed ones do: studies that they forbid
/// are stopped.
///
/// # Errors
/// Refused when the officer does not act for its post, when somebody changed it, when it is signed or over, or when they are not in order.
pub fn write_terms(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    seen: (AgreementId, u32),
    terms: Terms,
) -> Result<Agreement, Failure> {
    let terms = terms.tidied()?;
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let (held, by) = open(deed, turn.officer, seen)?;
        if held.is_signed() {
            return Err(Failure::said(sentence!(
                "terms-signed",
                "The terms are signed and are not edited; amend them, and say why"
            )));
        }
        consent::void(deed, &held)?;
        let next = Agreement { terms: terms.clone(), revision: held.revision + 1, ..held };
        deed.keep_agreement(&next, &next.fact(&by, Verb::Restated).with("terms".to_owned()))?;
        let reason = String::new();
        let terms = terms.clone();
        deed.keep_terms(next.id, &TermsVersion { number: 1, terms, agreed_on: None, reason, by, at: turn.now })?;
        crate::sample::hold_against_terms(deed, turn, next.id)?;
        Ok(next)
    })
}

/// Makes the next version of signed terms, agreed on a day.
///
/// # Errors
/// Refused when the officer does not act for its post, when somebody changed it, before it is signed or when it is over, without a reason,
/// without a change, on a day before the version before it or yet to come, or when the terms are not in order or not filled.
pub fn amend_terms(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    seen: (AgreementId, u32),
    terms: Terms,
    (reason, on): (&str, Date),
) -> Result<Agreement, Failure> {
    let terms = terms.tidied()?;
    let reason = model::reasoned_text(reason)?;
    let done = writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let (held, by) = open(deed, turn.officer, seen)?;
        if !held.is_signed() {
            return Err(Failure::said(sentence!(
                "terms-unsigned",
                "The terms are not signed yet; write them as they shall be"
            )));
        }
        not_ahead(turn, on)?;
        terms.are_filled(held.kind)?;
        if terms_changes(&held.terms, &terms).is_empty() {
            return Err(Failure::said(sentence!(
                "terms-same",
                "Nothing of the terms differs from what is agreed; change what was amended"
            )));
        }
        let number = next_version(deed, held.id, on)?;
        // The door stands before anything changes. Sent again once the case is decided, the same terms go through.
        let proposal = agreement_proposal(deed, &Agreement { terms: terms.clone(), ..held.clone() })?;
        if let Err(shut) = through(deed, turn, Door::AgreementAmended, &proposal)? {
            return Ok(Err(shut));
        }
        consent::void_next(deed, &held)?;
        let next = Agreement { terms: terms.clone(), revision: held.revision + 1, ..held };
        let fact = next.fact(&by, Verb::Amended).with(format!("version {number} on {on}"));
        deed.keep_agreement(&next, &fact)?;
        deed.done(&thing(next.id), DutyKind::Renew, "amended")?;
        let (terms, reason) = (terms.clone(), reason.clone());
        deed.keep_terms(next.id, &TermsVersion { number, terms, agreed_on: Some(on), reason, by, at: turn.now })?;
        crate::sample::hold_against_terms(deed, turn, next.id)?;
        Ok(Ok(next))
    });
    flat(done)
}

/// The number of the version that is agreed on a day.
pub(super) fn next_version(deed: &Deed<'_>, id: AgreementId, on: Date) -> Result<u32, Failure> {
    let last = deed.terms_versions(id)?.pop();
    if let Some(before) = last.as_ref().and_then(|last| last.agreed_on).filter(|before| on < *before) {
        return Err(Failure::said(sentence!(
            "agreement-step-early",
            "{on} is before {before}, the day of the step before it; correct the day",
            on,
            before
        )));
    }
    Ok(last.map_or(1, |last| last.number + 1))
}
