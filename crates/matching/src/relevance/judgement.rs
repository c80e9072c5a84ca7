//! What an answer says of relevance, and how much.
//!
//! After section 5.4 of the science of this system: to be opened is a weak sign, to be used a strong one, to be piloted the strongest; what
//! was given up for want of material, a supplier, a plan or a neighbour's consent was relevant all the same.

use model::{Choice, Disposition, PassReason};

/// What is learned of one record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// Whether it answers the need.
    pub is_relevant: bool,
    /// How much that counts beside an answer of somebody who read it, which counts 1.
    pub weight: f32,
}

impl Judgement {
    /// Somebody read it and found it relevant.
    pub const RELEVANT: Judgement = Judgement { is_relevant: true, weight: 1.0 };
    /// Somebody read it and found it not relevant.
    pub const NOT_RELEVANT: Judgement = Judgement { is_relevant: false, weight: 1.0 };
    /// It led to a pilot or to production.
    pub const ADOPTED: Judgement = Judgement { is_relevant: true, weight: 2.0 };
    /// It was tried and brought no benefit.
    pub const NO_BENEFIT: Judgement = Judgement { is_relevant: false, weight: 1.0 };

    /// By what a post answered. `None` where the answer is about something else than relevance: whether it can be had or paid for,
    /// whether it is new, whose matter it is.
    pub fn of(disposition: &Disposition) -> Option<Judgement> {
        let weighing = |is_relevant, weight| Some(Judgement { is_relevant, weight });
        match (disposition.choice, disposition.reason) {
            (Choice::Use | Choice::Study, _) => Some(Judgement::RELEVANT),
            // It was wanted, or they would not have it.
            (Choice::Known, _) => weighing(true, 0.7),
            (Choice::Pass, Some(PassReason::OffTopic)) => Some(Judgement::NOT_RELEVANT),
            (Choice::Pass, Some(PassReason::NotForUs)) => weighing(false, 0.7),
            (Choice::Pass, Some(PassReason::TooGeneral)) => weighing(false, 0.5),
            (Choice::Pass, _) | (Choice::Forward, _) => None,
        }
    }

    /// It was opened at this place of a list, from 1, and not answered. What stands lower is opened less, so that it says more
    /// (inverse propensity, Joachims, Swaminathan and Schnabel 2017), up to [`OPENED_WEIGHT_MAX`].
    pub fn opened_at(place: usize) -> Judgement {
        let weight = (OPENED_WEIGHT * place.max(1) as f32).min(OPENED_WEIGHT_MAX);
        Judgement { is_relevant: true, weight }
    }
}

/// What it says to be opened at the first place.
const OPENED_WEIGHT: f32 = 0.05;

/// What it says at most to be opened.
pub const OPENED_WEIGHT_MAX: f32 = 0.3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_paid_for_was_relevant_all_the_same() {
        let passed = |reason| Judgement::of(&Disposition::new(Choice::Pass, Some(reason), None, "said so").unwrap());
        assert_eq!(passed(PassReason::NotFeasible), None);
        assert_eq!(passed(PassReason::NotObtainable), None);
        assert_eq!(passed(PassReason::OffTopic), Some(Judgement::NOT_RELEVANT));
        let used = Disposition::new(Choice::Use, None, None, "").unwrap();
        assert_eq!(Judgement::of(&used), Some(Judgement::RELEVANT));
    }

    #[test]
    fn what_is_opened_far_down_says_more_and_never_as_much_as_an_answer() {
        assert!(Judgement::opened_at(3).weight > Judgement::opened_at(1).weight);
        assert_eq!(Judgement::opened_at(1_000).weight, OPENED_WEIGHT_MAX);
    }
}
