//! Requests for information: a question asked once, routed to who can answer, answered by a day.

use crate::public_id::public_id;
use crate::words::words;
use crate::{Date, NeedId, PostId, RecordId, Refusal};

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
    fn still_open(&self) -> Result<(), Refusal> {
        match self.stage {
            RequestStage::Asked | RequestStage::Routed => Ok(()),
            stage => Err(Refusal::Said(format!("This request is {stage} already; ask a new one to go on"))),
        }
    }

    /// Hands it to the post that shall answer, or to another than before.
    ///
    /// # Errors
    /// Refused when it is closed.
    pub fn route(&self, to: &PostId, remark: &str) -> Result<Request, Refusal> {
        self.still_open()?;
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
            return Err(Refusal::Said("Write why it cannot be answered; the asker reads it".to_owned()));
        }
        Ok(Request { stage: RequestStage::Declined, remark: reason.to_owned(), ..self.clone() })
    }

    /// Takes it back.
    ///
    /// # Errors
    /// Refused when it is closed, or when another post asked it.
    pub fn withdraw(&self, by: &PostId) -> Result<Request, Refusal> {
        self.still_open()?;
        if *by != self.post {
            return Err(Refusal::Said(format!("Only the post that asked, {}, can take it back", self.post)));
        }
        Ok(Request { stage: RequestStage::Withdrawn, ..self.clone() })
    }
}
