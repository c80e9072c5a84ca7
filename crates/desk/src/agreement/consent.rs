//! Consents to signing and to coming into force: asked for by the post of the agreement, decided by who coordinates over its unit. Until
//! cases of control are weighed by lists, this decision stands in their place.

use model::{Agreement, AgreementId, Consent, ConsentPoint, ConsentState, DutyKind, Power, Refusal, Verb, sentence};
use store::{Deed, Writer};

use super::step::{footing, post_that_consents};
use super::{held, open, thing};
use crate::Failure;
use crate::control::{agreement_proposal, lay_before};
use crate::review::{Turn, tree};
use crate::work_calendar::charge;

/// Lets the consents that were asked for or given lapse, since what they were asked for is changed.
pub(super) fn void(deed: &mut Deed<'_>, agreement: &Agreement) -> Result<(), Failure> {
    void_where(deed, agreement, |_| true)
}

/// Lets the consent to the next step lapse, since what belongs to the agreement is changed. The one on which it was signed stays.
pub(super) fn void_next(deed: &mut Deed<'_>, agreement: &Agreement) -> Result<(), Failure> {
    match ConsentPoint::at(agreement.stage) {
        Some(next) => void_where(deed, agreement, |point| point == next),
        None => Ok(()),
    }
}

fn void_where(deed: &mut Deed<'_>, agreement: &Agreement, fits: impl Fn(ConsentPoint) -> bool) -> Result<(), Failure> {
    let mut consents = deed.consents(agreement.id)?;
    let alive =
        |consent: &Consent| matches!(consent.state, ConsentState::Asked | ConsentState::Given) && fits(consent.point);
    if !consents.iter().any(alive) {
        return Ok(());
    }
    for consent in consents.iter_mut().filter(|consent| alive(consent)) {
        consent.state = ConsentState::Void;
    }
    deed.keep_consents(agreement.id, &consents)?;
    deed.done(&thing(agreement.id), DutyKind::Consent, "void")?;
    Ok(())
}

/// Whether the consent to a step was given for what the agreement is now.
pub(super) fn is_given(consents: &[Consent], point: ConsentPoint) -> bool {
    consents.iter().rfind(|consent| consent.point == point).is_some_and(|last| last.state == ConsentState::Given)
}

/// Asks whether an agreement may be signed, or come into force.
///
/// # Errors
/// Refused when the officer does not act for its post, when somebody changed it, where no consent is needed next, while one is asked for
/// already, and before signing as long as it could not be signed for another reason.
pub fn ask_consent(writer: &mut Writer, turn: &mut Turn<'_>, seen: (AgreementId, u32)) -> Result<Agreement, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let (agreement, by) = open(deed, officer, seen)?;
        let point = ConsentPoint::at(agreement.stage).ok_or_else(|| {
            Failure::said(sentence!(
                "consent-none",
                "Nothing is to be consented to while the agreement stands at “{stage}”",
                stage = agreement.stage
            ))
        })?;
        let mut consents = deed.consents(agreement.id)?;
        let last = consents.iter().rfind(|consent| consent.point == point);
        if last.is_some_and(|last| matches!(last.state, ConsentState::Asked | ConsentState::Given)) {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "consent-asked",
                "This consent is asked for or given already; reload the page"
            ))));
        }
        if point == ConsentPoint::Signing {
            let step = model::AgreementStep { to: point.stage(), on: turn.today, reason: String::new() };
            let footing =
                model::AgreementFooting { is_consented: true, ..footing(deed, turn, &agreement, point.stage())? };
            agreement.go(&by, &step, &footing)?;
        }
        let fact = agreement.fact(&by, Verb::Asked).with(format!("consent to {point}"));
        consents.push(Consent {
            point,
            state: ConsentState::Asked,
            asked_by: by,
            asker: officer.person.id.clone(),
            asked_at: turn.now,
            decided_by: None,
            decided_at: None,
            reason: String::new(),
        });
        deed.keep_consents(agreement.id, &consents)?;
        let next = Agreement { revision: agreement.revision + 1, ..agreement };
        deed.keep_agreement(&next, &fact)?;
        let proposal = agreement_proposal(deed, &next)?;
        lay_before(deed, turn, &proposal)?;
        let post = post_that_consents(deed, &next)?;
        let duty = turn.duty(&post, DutyKind::Consent, thing(next.id), turn.work.review_days);
        charge(deed, &duty)?;
        Ok(next)
    })
}

/// Decides whether an agreement may be signed, or come into force.
///
/// # Errors
/// Refused without the power to coordinate over its unit, to whoever asked, without a reason, when somebody changed the agreement, and
/// when nobody waits for the decision.
pub fn decide_consent(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    (id, revision): (AgreementId, u32),
    (yes, reason): (bool, &str),
) -> Result<Agreement, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let agreement = held(deed, officer, id)?;
        let actor = officer.empowered(Power::Coordinate, &agreement.unit, &tree(deed)?)?.to_string();
        agreement.from_revision(revision)?;
        let mut consents = deed.consents(id)?;
        let waiting = consents.iter_mut().rfind(|consent| consent.state == ConsentState::Asked).ok_or_else(|| {
            Failure::Refused(Refusal::Changed(sentence!(
                "consent-over",
                "Nobody waits for this decision any more; reload the page"
            )))
        })?;
        *waiting = waiting.decide((&actor, &officer.person.id), yes, reason, turn.now)?;
        let point = waiting.point;
        let word = if yes { "given" } else { "refused" };
        deed.keep_consents(id, &consents)?;
        deed.done(&thing(id), DutyKind::Consent, word)?;
        let next = Agreement { revision: agreement.revision + 1, ..agreement };
        deed.keep_agreement(&next, &next.fact(&actor, Verb::Consented).with(format!("{point} {word}")))?;
        Ok(next)
    })
}
