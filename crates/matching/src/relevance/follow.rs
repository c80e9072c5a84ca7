//! A stream played to a profile: what is delivered is answered, and nothing else is.

use super::background::Background;
use super::judgement::Judgement;
use super::model::Relevance;
use super::vector::Vector;
use super::wanted::Wanted;
use super::watch::Watch;

/// One delivery of a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FollowedDelivery {
    /// Place of the record in the stream, from 0.
    pub at: usize,
    /// How likely it was said to be relevant.
    pub stated: f64,
    /// Whether it was.
    pub is_relevant: bool,
}

/// What became of a stream.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Followed {
    /// What was delivered, in the order of the stream.
    pub deliveries: Vec<FollowedDelivery>,
    /// Records of the longest stretch without a delivery.
    pub longest_silence: u64,
}

/// Plays a stream to a model. `answer` tells whether the record at a place is relevant; it is asked for what is delivered alone, and the
/// model learns it before the next record comes. Without `feedback` nothing is learned.
pub fn follow<'v>(
    background: &Background,
    model: &mut Relevance,
    stream: impl IntoIterator<Item = &'v Vector>,
    wanted: Wanted,
    feedback: bool,
    answer: &mut dyn FnMut(usize) -> bool,
) -> Followed {
    let (mut followed, mut watch) = (Followed::default(), Watch::default());
    let mut threshold = model.threshold(wanted);
    for (at, record) in stream.into_iter().enumerate() {
        let assessed = model.assess(record);
        let delivers = watch.delivers(assessed.rate, assessed.probability > threshold);
        followed.longest_silence = followed.longest_silence.max(watch.n_since());
        if !delivers {
            continue;
        }
        let is_relevant = answer(at);
        followed.deliveries.push(FollowedDelivery { at, stated: assessed.probability, is_relevant });
        if feedback {
            let said = if is_relevant { Judgement::RELEVANT } else { Judgement::NOT_RELEVANT };
            model.learn(background, record, Some(assessed), said);
            threshold = model.threshold(wanted);
        }
    }
    followed
}
