//! How long the texts of a request may be, each with its own sentence.

use model::{Sentence, sentence};

use crate::Failure;

pub(super) fn not_longer(text: &str, max: usize, too_long: impl FnOnce(usize) -> Sentence) -> Result<(), Failure> {
    if text.chars().count() > max {
        return Err(Failure::said(too_long(max)));
    }
    Ok(())
}

pub(super) fn question_long(max: usize) -> Sentence {
    sentence!(
        "request-question-long",
        "The question has more than {max} characters; shorten it, or put the rest into a record",
        max
    )
}

pub(super) fn detail_long(max: usize) -> Sentence {
    sentence!(
        "request-detail-long",
        "What else is to be known has more than {max} characters; shorten it, or put the rest into a record",
        max
    )
}

pub(super) fn remark_long(max: usize) -> Sentence {
    sentence!(
        "request-remark-long",
        "The remark has more than {max} characters; shorten it, or put the rest into a record",
        max
    )
}

pub(super) fn reason_long(max: usize) -> Sentence {
    sentence!(
        "request-reason-long",
        "The reason has more than {max} characters; shorten it, or put the rest into a record",
        max
    )
}

pub(super) fn title_long(max: usize) -> Sentence {
    sentence!(
        "answer-title-long",
        "The line that says what the answer is has more than {max} characters; shorten it, or put the rest into a record",
        max
    )
}

pub(super) fn text_long(max: usize) -> Sentence {
    sentence!(
        "answer-text-long",
        "The answer has more than {max} characters; shorten it, or put the rest into a record",
        max
    )
}
