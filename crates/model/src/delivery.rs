//! Deliveries: a record laid before a post because it answers a need, and what the post does with it.

use crate::public_id::public_id;
use crate::words::words;
use crate::{NeedId, PostId, ProfileId, RecordId, Refusal, sentence};

public_id!(
    /// Names a delivery.
    DeliveryId,
    'D'
);

/// A record laid before a post.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Its name.
    pub id: DeliveryId,
    /// What is delivered.
    pub record: RecordId,
    /// The need it serves.
    pub need: NeedId,
    /// The profile that asked for it. It is the need's own, or that of the need it was joined to.
    pub profile: ProfileId,
    /// Who receives it.
    pub post: PostId,
    /// Rank: BM25 of the profile's words in the record, higher is better.
    pub score: f32,
    /// Why: the words that decided and where they stand, as `matching` wrote them.
    pub grounds: String,
    /// The delivery it was passed on from, when another post forwarded it.
    pub forwarded_from: Option<DeliveryId>,
}

words! {
    /// What a post does with a delivery.
    Choice {
        /// It is put to use.
        Use = "use",
        /// It is looked into first.
        Study = "study",
        /// It is let go, with a reason.
        Pass = "pass",
        /// Another post is the one to decide.
        Forward = "forward",
        /// The post had it already.
        Known = "known",
    }
}

words! {
    /// Why a delivery is let go. The codes are counted, so that profiles and sources can be mended.
    PassReason {
        /// It is about something else.
        OffTopic = "off-topic",
        /// It says nothing that is not common knowledge.
        TooGeneral = "too-general",
        /// It has been overtaken.
        OutOfDate = "out-of-date",
        /// It is for another branch or product.
        NotForUs = "not-for-us",
        /// Means, materials or rights for it are lacking.
        NotFeasible = "not-feasible",
        /// The document itself cannot be had or read.
        NotObtainable = "not-obtainable",
        /// Something else; the remark says what.
        Other = "other",
    }
}

/// What was decided about a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disposition {
    /// What is done.
    pub choice: Choice,
    /// Why it is let go; given with `pass` and only there.
    pub reason: Option<PassReason>,
    /// To whom it goes; given with `forward` and only there.
    pub to: Option<PostId>,
    /// What the post adds in its own words.
    pub remark: String,
}

impl Disposition {
    /// A decision that is whole: a pass has its reason, a forward its post.
    ///
    /// # Errors
    /// Refused with what is missing.
    pub fn new(
        choice: Choice,
        reason: Option<PassReason>,
        to: Option<PostId>,
        remark: &str,
    ) -> Result<Disposition, Refusal> {
        let remark = remark.trim().to_owned();
        match (choice, reason, &to) {
            (Choice::Pass, None, _) => {
                Err(Refusal::Said(sentence!("disposition-no-reason", "Choose why you pass on it")))
            }
            (Choice::Pass, Some(PassReason::Other), _) if remark.is_empty() => {
                Err(Refusal::Said(sentence!("disposition-no-remark", "Write in a few words why you pass on it")))
            }
            (Choice::Forward, _, None) => {
                Err(Refusal::Said(sentence!("disposition-no-post", "Choose the post that shall decide")))
            }
            _ => {
                let reason = reason.filter(|_| choice == Choice::Pass);
                let to = to.filter(|_| choice == Choice::Forward);
                Ok(Disposition { choice, reason, to, remark })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_needs_its_reason_and_a_forward_its_post() {
        assert!(Disposition::new(Choice::Pass, None, None, "").is_err());
        assert!(Disposition::new(Choice::Pass, Some(PassReason::Other), None, " ").is_err());
        assert!(Disposition::new(Choice::Pass, Some(PassReason::OffTopic), None, "").is_ok());
        assert!(Disposition::new(Choice::Forward, None, None, "").is_err());
        let used = Disposition::new(Choice::Use, Some(PassReason::OffTopic), None, "").unwrap();
        assert_eq!(used.reason, None, "a reason to pass does not stay with a use");
    }
}
