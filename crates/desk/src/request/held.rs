//! Requests as they are read: those that wait, and what is held already that answers a question.

use matching::{Analysis, Salient, Sheet, Statistics, likeness, salient};
use model::{Date, Duty, DutyKind, Marking, PostId, Record, Refusal, Request, RequestId, RequestStage, Text, sentence};
use store::{DutyFilter, Page, RequestFilter};

use crate::duty::Subject;
use crate::{Failure, Office, SearchHit};

/// Earlier requests that a new question is compared with, the newest first.
const COMPARED_MAX: usize = 1_000;

/// Requests and records that are shown while somebody writes a question.
const SHOWN_MAX: usize = 5;

/// Below this likeness two questions have hardly more than a word in common.
const LIKENESS_MIN: f32 = 0.2;

/// Words of a question that are looked for in records.
const WORDS_MAX: usize = 6;

/// Records that are looked at, best first, for those in which several of the words stand.
const LOOKED_AT_MAX: usize = 40;

/// An earlier request that resembles a question.
#[derive(Clone, Debug)]
pub struct SimilarRequest {
    /// The request.
    pub request: Request,
    /// From 0 to 1.
    pub likeness: f32,
}

/// What the office holds already that may answer a question.
#[derive(Clone, Debug, Default)]
pub struct AlreadyHeld {
    /// Earlier requests, the most alike first.
    pub requests: Vec<SimilarRequest>,
    /// Records in which its words stand, best first.
    pub records: Vec<SearchHit>,
}

/// A request with the open duty that waits for somebody.
#[derive(Clone, Debug)]
pub struct WaitingRequest {
    /// The request.
    pub request: Request,
    /// What is to be done, by when.
    pub duty: Duty,
}

impl Office {
    /// The request of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn request(&self, text: &str) -> Result<Request, Failure> {
        let refusal = || Refusal::NotFound {
            noun: "request",
            text: text.to_owned(),
            next: sentence!("next-look-requests", "look for it in the list of requests"),
        };
        let id = RequestId::parse(text).ok_or_else(refusal)?;
        self.reader.request(&self.scope, id)?.ok_or_else(|| refusal().into())
    }

    /// Requests that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn requests(&self, filter: &RequestFilter) -> Result<Vec<Request>, Failure> {
        Ok(self.reader.requests(&self.scope, filter)?)
    }

    /// Requests that wait for one of these posts to route or to answer them, those due first before the others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn requests_waiting(
        &self,
        posts: &[PostId],
        kind: DutyKind,
        limit: usize,
    ) -> Result<Vec<WaitingRequest>, Failure> {
        let filter = DutyFilter {
            posts: Some(posts.to_vec()),
            kind: Some(kind),
            open: Some(true),
            limit: Some(limit),
            ..DutyFilter::default()
        };
        let mut waiting = Vec::new();
        for duty in self.reader.duties(&self.scope, &filter)? {
            if let Some(Subject::Request(request)) = self.subject(&duty.subject)? {
                waiting.push(WaitingRequest { request: *request, duty });
            }
        }
        Ok(waiting)
    }

    /// Earlier requests that resemble a question, and records in which its words stand. Withdrawn and declined
    /// requests answer nothing and are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn already_held(&self, question: &str, detail: &str) -> Result<AlreadyHeld, Failure> {
        let statistics = self.statistics()?;
        let own = words(question, detail, &statistics);
        if own.is_empty() {
            return Ok(AlreadyHeld::default());
        }
        let mut held = AlreadyHeld::default();
        let filter = RequestFilter { limit: Some(COMPARED_MAX), ..RequestFilter::default() };
        for request in self.reader.requests(&self.scope, &filter)? {
            if matches!(request.stage, RequestStage::Declined | RequestStage::Withdrawn) {
                continue;
            }
            let likeness = likeness(&own, &words(&request.question, &request.detail, &statistics));
            if likeness >= LIKENESS_MIN {
                held.requests.push(SimilarRequest { request, likeness });
            }
        }
        held.requests.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        held.requests.truncate(SHOWN_MAX);
        held.records = self.records_with_words(&own)?;
        Ok(held)
    }

    /// Records in which the words of a question stand, best first.
    pub(crate) fn records_for(&self, question: &str) -> Result<Vec<SearchHit>, Failure> {
        self.records_with_words(&words(question, "", &*self.statistics()?))
    }

    /// Records in which at least two of the most telling words stand, or the one that there is.
    fn records_with_words(&self, words: &[Salient]) -> Result<Vec<SearchHit>, Failure> {
        let plain = |word: &&Salient| word.written.chars().all(char::is_alphanumeric);
        let terms: Vec<String> =
            words.iter().filter(plain).take(WORDS_MAX).map(|word| format!("\"{}\"", word.written)).collect();
        if terms.is_empty() {
            return Ok(Vec::new());
        }
        let page = Page { offset: 0, limit: LOOKED_AT_MAX, facets: false };
        let mut hits = self.search(&terms.join(" OR "), page, &mut |_| {})?.hits;
        let keys: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
        let n_needed = terms.len().min(2);
        hits.retain(|hit| {
            let sheet = Sheet::new(&hit.record.record, Analysis::Stemmed);
            let found = |key: &&&str| sheet.tokens().iter().any(|token| *token.key == ***key);
            keys.iter().filter(found).count() >= n_needed
        });
        hits.truncate(SHOWN_MAX);
        Ok(hits)
    }

    /// Whether somebody at a post may see what is so marked.
    ///
    /// # Errors
    /// When the store fails.
    pub fn post_may_see_marking(&self, post: &PostId, marking: &Marking, today: Date) -> Result<bool, Failure> {
        Ok(self.eyes_of(post, today)?.iter().any(|clearance| clearance.may_see(marking)))
    }
}

/// The salient words of a question and what was said beside it.
fn words(question: &str, detail: &str, statistics: &Statistics) -> Vec<Salient> {
    let (titles, abstracts) = (vec![Text::plain(question)], vec![Text::plain(detail)]);
    salient(&Sheet::new(&Record { titles, abstracts, ..Record::default() }, Analysis::Stemmed), statistics)
}
