//! Requests for information: a question asked once, routed to who can answer, answered by a day.

use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, NeedId, PostId, RecordId, Refusal, sentence};

public_id!(
    /// Names a request.
    RequestId,
    'Q'
);

words! {
    /// Where a request stands. The variants are in the order of the work.
    RequestStage {
        /// Asked, and not yet with anybody.
        Asked = "asked",
        /// With the post that shall answer.
        Routed = "routed",
        /// Answered.
        Answered = "answered",
        /// Nobody can or may answer; the remark says why.
        Declined = "declined",
        /// Taken back by the asker.
        Withdrawn = "withdrawn",
    }
}

/// A request for information.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Its name.
    pub id: RequestId,
    /// The question in one line.
    pub question: String,
    /// What else the answerer has to know.
    pub detail: String,
    /// Who asks.
    pub post: PostId,
    /// The need behind it, if there is one.
    pub need: Option<NeedId>,
    /// Last day on which an answer is in time.
    pub due: Date,
    /// Where it stands.
    pub stage: RequestStage,
    /// Who shall answer.
    pub routed_to: Option<PostId>,
    /// The record that answers it.
    pub answer: Option<RecordId>,
    /// What was said when it was routed, sent back or declined.
    pub remark: String,
    /// Who may see it.
    pub marking: crate::Marking,
    /// When it was asked, in microseconds since 1970.
    pub asked_at: i64,
}

impl Request {
    /// Whether it waits to be routed or answered.
    pub fn is_open(&self) -> bool {
        matches!(self.stage, RequestStage::Asked | RequestStage::Routed)
    }

    fn still_open(&self) -> Result<(), Refusal> {
        if self.is_open() {
            return Ok(());
        }
        Err(Refusal::Said(sentence!(
            "request-closed",
            "This request stands at “{stage}”; ask a new one to go on",
            stage = self.stage
        )))
    }

    /// Hands it to the post that shall answer, or to another than before.
    ///
    /// # Errors
    /// Refused when it is closed.
    pub fn route(&self, to: &PostId, remark: &str) -> Result<Request, Refusal> {
        self.still_open()?;
        if *to == self.post {
            return Err(Refusal::Said(sentence!(
                "request-to-asker",
                "That post asked; choose the one that can answer"
            )));
        }
        if self.routed_to.as_ref() == Some(to) {
            return Err(Refusal::Said(sentence!(
                "request-there-already",
                "The request is with that post already; choose another"
            )));
        }
        let (routed_to, remark) = (Some(to.clone()), remark.trim().to_owned());
        Ok(Request { stage: RequestStage::Routed, routed_to, remark, ..self.clone() })
    }

    /// Answers it with a record.
    ///
    /// # Errors
    /// Refused when it is closed.
    pub fn answer(&self, record: RecordId) -> Result<Request, Refusal> {
        self.still_open()?;
        Ok(Request { stage: RequestStage::Answered, answer: Some(record), ..self.clone() })
    }

    /// Closes it without an answer.
    ///
    /// # Errors
    /// Refused when it is closed, or without a reason.
    pub fn decline(&self, reason: &str) -> Result<Request, Refusal> {
        self.still_open()?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "request-no-reason",
                "Write why it cannot be answered; the asker reads it"
            )));
        }
        Ok(Request { stage: RequestStage::Declined, remark: reason.to_owned(), ..self.clone() })
    }

    /// Gives it back to be routed elsewhere: it came to the wrong post.
    ///
    /// # Errors
    /// Refused when it is with no post, or without a reason.
    pub fn send_back(&self, reason: &str) -> Result<Request, Refusal> {
        self.still_open()?;
        let reason = reason.trim();
        if self.routed_to.is_none() {
            return Err(Refusal::Said(sentence!(
                "request-with-nobody",
                "This request is with no post yet, so none can give it back; route it"
            )));
        }
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "request-no-return-reason",
                "Write why it cannot be answered here; who routes it reads it"
            )));
        }
        Ok(Request { stage: RequestStage::Asked, routed_to: None, remark: reason.to_owned(), ..self.clone() })
    }

    /// Takes it back.
    ///
    /// # Errors
    /// Refused when it is closed, or when another post asked it.
    pub fn withdraw(&self, by: &PostId) -> Result<Request, Refusal> {
        self.still_open()?;
        if *by != self.post {
            return Err(Refusal::Said(sentence!(
                "request-only-asker",
                "Only the post that asked, {post}, can take it back",
                post = self.post
            )));
        }
        Ok(Request { stage: RequestStage::Withdrawn, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Marking;

    fn post(id: &str) -> PostId {
        PostId::new(id).unwrap()
    }

    fn asked() -> Request {
        Request {
            id: RequestId::from_bits(1),
            question: "Which rectifiers are made in series?".to_owned(),
            detail: String::new(),
            post: post("engineer"),
            need: None,
            due: Date::new(1962, 5, 1).unwrap(),
            stage: RequestStage::Asked,
            routed_to: None,
            answer: None,
            remark: String::new(),
            marking: Marking::default(),
            asked_at: 0,
        }
    }

    #[test]
    fn a_request_that_came_to_the_wrong_post_goes_back_and_on_to_another() {
        let routed = asked().route(&post("adviser"), "").unwrap();
        assert!(routed.route(&post("adviser"), "").is_err(), "it is there already");
        assert!(routed.send_back(" ").is_err(), "a reason is read by who routes it");
        let back = routed.send_back("we have no such records").unwrap();
        assert_eq!((back.stage, &back.routed_to), (RequestStage::Asked, &None));
        assert!(back.send_back("again").is_err());
        assert_eq!(back.route(&post("library"), "").unwrap().routed_to, Some(post("library")));
    }

    #[test]
    fn nobody_is_sent_their_own_question() {
        assert!(asked().route(&post("engineer"), "").is_err());
    }

    #[test]
    fn what_is_closed_stays_closed() {
        let record = RecordId::from_bits(7);
        let answered = asked().answer(record).unwrap();
        let declined = asked().decline("nobody knows").unwrap();
        let withdrawn = asked().withdraw(&post("engineer")).unwrap();
        for closed in [answered, declined, withdrawn] {
            assert!(!closed.is_open());
            assert!(closed.route(&post("library"), "").is_err());
            assert!(closed.answer(record).is_err());
            assert!(closed.decline("late").is_err());
            assert!(closed.withdraw(&post("engineer")).is_err());
        }
    }

    #[test]
    fn only_who_asked_takes_a_question_back() {
        assert!(asked().withdraw(&post("adviser")).is_err());
    }
}
