//! Consents: whether an agreement may be signed, and whether it may come into force. Given by somebody else than who asks.

use crate::host::not_longer;
use crate::words::words;
use crate::{AGREEMENT_TEXT_CHARS_MAX, AgreementStage, PersonId, Refusal, sentence};

words! {
    /// What a consent is asked for.
    ConsentPoint {
        /// Signing.
        Signing = "signing",
        /// Coming into force.
        Entry = "entry",
    }
}

words! {
    /// Where a consent stands.
    ConsentState {
        /// It was asked for.
        Asked = "asked",
        /// It was given.
        Given = "given",
        /// It was refused.
        Refused = "refused",
        /// What it was asked for was changed since.
        Void = "void",
    }
}

/// A consent to one step of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// To what.
    pub point: ConsentPoint,
    /// Where it stands.
    pub state: ConsentState,
    /// Who asked: post and person.
    pub asked_by: String,
    /// The person who asked.
    pub asker: PersonId,
    /// When, in microseconds since 1970.
    pub asked_at: i64,
    /// Who decided: post and person.
    pub decided_by: Option<String>,
    /// When, in microseconds since 1970.
    pub decided_at: Option<i64>,
    /// Why.
    pub reason: String,
}

impl ConsentPoint {
    /// The stage that it leads to.
    pub fn stage(self) -> AgreementStage {
        match self {
            ConsentPoint::Signing => AgreementStage::Signed,
            ConsentPoint::Entry => AgreementStage::InForce,
        }
    }

    /// What is asked for from where an agreement stands; `None` where no consent is needed next.
    pub fn at(stage: AgreementStage) -> Option<ConsentPoint> {
        match stage {
            AgreementStage::Negotiation => Some(ConsentPoint::Signing),
            AgreementStage::Signed => Some(ConsentPoint::Entry),
            _ => None,
        }
    }
}

impl Consent {
    /// Decides it.
    ///
    /// # Errors
    /// Refused when nobody asks for it any more, when who asked decides, or without a reason.
    pub fn decide(&self, by: (&str, &PersonId), yes: bool, reason: &str, at: i64) -> Result<Consent, Refusal> {
        if self.state != ConsentState::Asked {
            return Err(Refusal::Changed(sentence!(
                "consent-over",
                "Nobody waits for this decision any more; reload the page"
            )));
        }
        if *by.1 == self.asker {
            return Err(Refusal::Said(sentence!(
                "consent-own",
                "You asked for it, so somebody else decides; ask another who acts for the post"
            )));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "consent-no-reason",
                "Write why; the decision is kept with its reason"
            )));
        }
        not_longer(reason, AGREEMENT_TEXT_CHARS_MAX)?;
        let state = if yes { ConsentState::Given } else { ConsentState::Refused };
        let (decided_by, decided_at) = (Some(by.0.to_owned()), Some(at));
        Ok(Consent { state, decided_by, decided_at, reason: reason.to_owned(), ..self.clone() })
    }
}
