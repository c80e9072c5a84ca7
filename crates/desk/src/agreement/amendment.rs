//! Amendments of what is owed by a signed agreement. What was agreed before is kept: each is a version of the agreement.

use model::{Agreement, AgreementId, AgreementInstalment, Date, TermsVersion, Verb, sentence};
use store::{Deed, Writer};

use super::payment::instalment;
use super::step::not_ahead;
use super::tend::settle_arrears;
use super::terms::next_version;
use super::{consent, settling};
use crate::Failure;
use crate::review::Turn;

/// Amends an instalment of a signed agreement, or takes it out where nothing takes its place: then nobody insists on it. The terms beside it
/// stay as they are; the version says in its reason what was owed before and what is owed now.
///
/// # Errors
/// Refused when the officer does not act for the post, when somebody changed the agreement, before it is signed, without a reason, without a
/// change, on a day before the version before it or yet to come, when the instalment is not there or comes from a report of use, when less
/// would be owed than was paid on it, when its deliverable is of another agreement, or when it is not in order.
pub fn amend_instalment(
    writer: &mut Writer,
    turn: &Turn<'_>,
    seen: (AgreementId, u32),
    (number, becomes): (u32, Option<AgreementInstalment>),
    (reason, on): (&str, Date),
) -> Result<Agreement, Failure> {
    let becomes = becomes.map(AgreementInstalment::tidied).transpose()?;
    let reason = model::reasoned_text(reason)?;
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let (agreement, by) = settling(deed, turn.officer, seen)?;
        if !agreement.is_signed() {
            return Err(Failure::said(sentence!(
                "instalment-unsigned",
                "The agreement is not signed yet; change the instalment itself"
            )));
        }
        not_ahead(turn, on)?;
        let id = agreement.id;
        let before = instalment(deed, id, number)?;
        let after = becomes.as_ref().map(|one| AgreementInstalment { number, royalty: None, ..one.clone() });
        may_become(deed, id, &before, after.as_ref())?;
        let version = next_version(deed, id, on)?;
        consent::void_next(deed, &agreement)?;
        let change = format!("{} → {}", line(&before), after.as_ref().map_or_else(|| "–".to_owned(), line));
        let fact = agreement.fact(&by, Verb::Amended).with(format!("version {version} on {on}: {change}"));
        match &after {
            Some(after) => deed.keep_instalment(id, after, &fact)?,
            None => deed.remove_instalment(id, number, &fact)?,
        }
        let (terms, reason) = (agreement.terms.clone(), format!("{change}. {reason}"));
        deed.keep_terms(id, &TermsVersion { number: version, terms, agreed_on: Some(on), reason, by, at: turn.now })?;
        settle_arrears(deed, &agreement, turn.today)?;
        deed.touch_agreement(&agreement)?;
        Ok(Agreement { revision: agreement.revision + 1, ..agreement })
    })
}

/// An instalment in one line that reads in every language.
fn line(one: &AgreementInstalment) -> String {
    let due = one.due.map(|due| format!(", {due}")).unwrap_or_default();
    let after = one.deliverable.map(|id| format!(", {id}")).unwrap_or_default();
    format!("{}. {}: {}{due}{after}", one.number, one.title, one.amount)
}

/// Refuses an amendment that changes nothing, that would owe less than was paid, or that another agreement would have to deliver for.
fn may_become(
    deed: &Deed<'_>,
    id: AgreementId,
    before: &AgreementInstalment,
    after: Option<&AgreementInstalment>,
) -> Result<(), Failure> {
    if before.royalty.is_some() {
        return Err(super::payment::of_royalty());
    }
    if after == Some(before) {
        return Err(Failure::said(sentence!(
            "instalment-same",
            "Nothing of the instalment differs from what is agreed; change what was amended"
        )));
    }
    let payments = deed.payments(id)?;
    let on_it = payments.iter().filter(|payment| payment.counts() && payment.instalment == Some(before.number));
    let paid: i64 = on_it.map(|payment| payment.amount.minor).sum();
    let owed = after.filter(|after| after.amount.currency == before.amount.currency).map(|after| after.amount.minor);
    if paid > 0 && owed.is_none_or(|owed| owed < paid) {
        return Err(Failure::said(sentence!(
            "instalment-less-than-paid",
            "{paid} was paid on this instalment; leave at least that in it, in its currency",
            paid = model::Money { minor: paid, ..before.amount }.to_string()
        )));
    }
    match after.and_then(|after| after.deliverable) {
        Some(deliverable) => super::payment::is_of_agreement(deed, id, deliverable),
        None => Ok(()),
    }
}
