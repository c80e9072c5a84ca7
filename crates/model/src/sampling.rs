//! Sampling: whether the office has records coded a second time by itself, how many of a month, and which post does it.

use crate::public_id::public_id;
use crate::{PostId, Refusal, sentence};

public_id!(
    /// Names a sample that was drawn for a second indexing.
    DrawingId,
    'G'
);

/// Percent of a month that are usually drawn.
pub const SAMPLE_PERCENT_USUAL: u8 = 5;

/// Days in which a sample is to be indexed: until the next one is drawn.
pub const INDEX_DAYS: i64 = 30;

/// By which rule samples are drawn without anybody asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sampling {
    /// The post that indexes them; while there is none, nothing is drawn by itself.
    pub post: Option<PostId>,
    /// How many percent of the records that were coded in a month, in each scheme.
    pub percent: u8,
    /// Counts changes; 0 where nobody said anything yet.
    pub revision: u32,
}

impl Default for Sampling {
    fn default() -> Sampling {
        Sampling { post: None, percent: SAMPLE_PERCENT_USUAL, revision: 0 }
    }
}

impl Sampling {
    /// What it is changed to.
    ///
    /// # Errors
    /// Refused with a share that is none, and when somebody changed it since it was seen.
    pub fn change(&self, to: Sampling) -> Result<Sampling, Refusal> {
        if !(1..=100).contains(&to.percent) {
            return Err(Refusal::Said(sentence!("drawing-share", "Draw from 1 to 100 percent; 5 are usual")));
        }
        if to.revision != self.revision {
            return Err(Refusal::Changed(sentence!(
                "sampling-changed",
                "Somebody changed this in between; open the page again, and change what is still to be changed"
            )));
        }
        Ok(Sampling { revision: self.revision + 1, ..to })
    }

    /// What the ledger says of it.
    pub fn said(&self) -> String {
        match &self.post {
            Some(post) => format!("second indexing: {} percent, {post}", self.percent),
            None => "second indexing: by hand".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_of_a_hundred_and_a_change_follows_what_was_seen() {
        let off = Sampling::default();
        let post = PostId::new("library").ok();
        let on = |percent, revision| off.change(Sampling { post: post.clone(), percent, revision });
        assert!(on(0, 0).is_err() && on(101, 0).is_err() && on(5, 1).is_err());
        let on = on(5, 0).unwrap();
        assert_eq!((on.revision, on.said()), (1, "second indexing: 5 percent, library".to_owned()));
    }
}
