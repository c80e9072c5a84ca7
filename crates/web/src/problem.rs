//! What the API says when it did not do what was asked: problem details, RFC 9457.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::component::{Trouble, too_large};
use crate::speech::Speech;

/// Where the kinds of problems are explained.
pub const PROBLEMS: &str = "/api/problems";

/// The media type of a problem.
pub const PROBLEM_TYPE: &str = "application/problem+json";

/// What kind of problem it is. The address of a kind never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// 400: parameters or body have another shape than the description says.
    Unreadable,
    /// 400: a write without a key.
    KeyMissing,
    /// 401: nobody is known by what the request carries.
    SignedOut,
    /// 403: the posts of the caller do not give the power.
    Power,
    /// 403: the token was made to read.
    Reach,
    /// 403: what is grave wants a proof.
    Unproved,
    /// 403: a cookie came along from another site.
    Foreign,
    /// 404: nothing is there, or it is hidden.
    Missing,
    /// 405: no such verb at this address.
    Method,
    /// 408: the request did not arrive in time.
    Slow,
    /// 409: a rule of the office.
    Refused,
    /// 412: somebody else was quicker.
    Changed,
    /// 413: more than the limit.
    TooLarge,
    /// 415: another form than JSON.
    Media,
    /// 422: fields whose values are not in order.
    Fields,
    /// 422: the key was used for another request.
    KeyReused,
    /// 428: an edit that does not say what it was made from.
    VersionMissing,
    /// 429: too many tries.
    TooMany,
    /// 500: a fault of the machine.
    Machine,
}

impl ProblemKind {
    /// All of them, in the order of their status.
    pub const ALL: [ProblemKind; 19] = [
        ProblemKind::Unreadable,
        ProblemKind::KeyMissing,
        ProblemKind::SignedOut,
        ProblemKind::Power,
        ProblemKind::Reach,
        ProblemKind::Unproved,
        ProblemKind::Foreign,
        ProblemKind::Missing,
        ProblemKind::Method,
        ProblemKind::Slow,
        ProblemKind::Refused,
        ProblemKind::Changed,
        ProblemKind::TooLarge,
        ProblemKind::Media,
        ProblemKind::Fields,
        ProblemKind::KeyReused,
        ProblemKind::VersionMissing,
        ProblemKind::TooMany,
        ProblemKind::Machine,
    ];

    /// The last part of its address, and the word in the keys of the catalogues.
    pub fn word(self) -> &'static str {
        match self {
            ProblemKind::Unreadable => "unreadable",
            ProblemKind::KeyMissing => "key-missing",
            ProblemKind::SignedOut => "signed-out",
            ProblemKind::Power => "power",
            ProblemKind::Reach => "reach",
            ProblemKind::Unproved => "unproved",
            ProblemKind::Foreign => "foreign",
            ProblemKind::Missing => "missing",
            ProblemKind::Method => "method",
            ProblemKind::Slow => "slow",
            ProblemKind::Refused => "refused",
            ProblemKind::Changed => "changed",
            ProblemKind::TooLarge => "too-large",
            ProblemKind::Media => "media",
            ProblemKind::Fields => "fields",
            ProblemKind::KeyReused => "key-reused",
            ProblemKind::VersionMissing => "version-missing",
            ProblemKind::TooMany => "too-many",
            ProblemKind::Machine => "machine",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<ProblemKind> {
        ProblemKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Its status.
    pub fn status(self) -> u16 {
        match self {
            ProblemKind::Unreadable | ProblemKind::KeyMissing => 400,
            ProblemKind::SignedOut => 401,
            ProblemKind::Power | ProblemKind::Reach | ProblemKind::Unproved | ProblemKind::Foreign => 403,
            ProblemKind::Missing => 404,
            ProblemKind::Method => 405,
            ProblemKind::Slow => 408,
            ProblemKind::Refused => 409,
            ProblemKind::Changed => 412,
            ProblemKind::TooLarge => 413,
            ProblemKind::Media => 415,
            ProblemKind::Fields | ProblemKind::KeyReused => 422,
            ProblemKind::VersionMissing => 428,
            ProblemKind::TooMany => 429,
            ProblemKind::Machine => 500,
        }
    }

    /// Its title.
    pub fn title(self, speech: Speech) -> String {
        speech.say(&format!("problem-{}-title", self.word()))
    }

    /// What it means, for any case of it.
    pub fn meaning(self, speech: Speech) -> String {
        speech.say(&format!("problem-{}-body", self.word()))
    }

    /// What to do next.
    pub fn next(self, speech: Speech) -> String {
        speech.say(&format!("problem-{}-next", self.word()))
    }

    fn of(trouble: &Trouble) -> ProblemKind {
        match trouble {
            Trouble::Missing => ProblemKind::Missing,
            Trouble::Role(_) => ProblemKind::Power,
            Trouble::SignedOut => ProblemKind::SignedOut,
            Trouble::Foreign => ProblemKind::Foreign,
            Trouble::Unproved => ProblemKind::Unproved,
            Trouble::Reach => ProblemKind::Reach,
            Trouble::Unreadable => ProblemKind::Unreadable,
            Trouble::Method => ProblemKind::Method,
            Trouble::Slow => ProblemKind::Slow,
            Trouble::Conflict(_) => ProblemKind::Refused,
            Trouble::Refused(_) => ProblemKind::Refused,
            Trouble::TooLarge(_) => ProblemKind::TooLarge,
            Trouble::TooMany(_) => ProblemKind::TooMany,
            Trouble::Machine => ProblemKind::Machine,
        }
    }
}

/// A problem: what kind it is, this case of it, what can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// A short sentence that is the same for every case of its kind.
    pub title: String,
    /// This case.
    pub detail: String,
    /// What to do next.
    pub next: String,
    /// What is to be corrected: where it stands (`pointer` into the body, or `parameter`), and how.
    pub errors: Vec<(&'static str, String, String)>,
    /// Seconds to wait, where waiting helps.
    pub wait_seconds: Option<u64>,
}

impl Problem {
    /// A problem of a kind, in general words.
    pub fn new(speech: Speech, kind: ProblemKind) -> Problem {
        let (title, detail, next) = (kind.title(speech), kind.meaning(speech), kind.next(speech));
        Problem { kind, title, detail, next, errors: Vec::new(), wait_seconds: None }
    }

    /// What a trouble of a page is to a program.
    pub fn of(speech: Speech, trouble: &Trouble) -> Problem {
        let problem = Problem::new(speech, ProblemKind::of(trouble));
        match trouble {
            Trouble::Refused(sentence) => problem.saying(sentence.clone()),
            Trouble::Role(policy) => {
                problem.saying(speech.with("failure-role-body", &[("power", speech.say(policy.key()).into())]))
            }
            Trouble::TooLarge(kilobytes) => problem.saying(too_large(speech, *kilobytes)),
            Trouble::TooMany(seconds) => Problem {
                wait_seconds: Some(*seconds),
                ..problem.saying(speech.with("failure-too-many-body", &[("seconds", (*seconds).into())]))
            },
            _ => problem,
        }
    }

    /// The same, with the words of this case.
    pub fn saying(self, detail: impl Into<String>) -> Problem {
        Problem { detail: detail.into(), ..self }
    }

    /// Says what is to be corrected in the body, by a JSON pointer as a fragment: `#/profiles/0/query`.
    pub fn at(mut self, pointer: impl Into<String>, sentence: impl Into<String>) -> Problem {
        self.errors.push(("pointer", pointer.into(), sentence.into()));
        self
    }

    /// Says what is to be corrected in a parameter.
    pub fn of_parameter(mut self, name: impl Into<String>, sentence: impl Into<String>) -> Problem {
        self.errors.push(("parameter", name.into(), sentence.into()));
        self
    }

    /// The body.
    pub fn json(&self) -> Value {
        let mut body = json!({
            "type": format!("{PROBLEMS}/{}", self.kind.word()), "title": self.title, "status": self.kind.status(),
            "detail": self.detail, "next": self.next,
        });
        if !self.errors.is_empty() {
            let errors = self.errors.iter().map(|(place, name, sentence)| json!({ *place: name, "detail": sentence }));
            body["errors"] = errors.collect();
        }
        body
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, [(CONTENT_TYPE, PROBLEM_TYPE)], self.json().to_string()).into_response();
        let headers = response.headers_mut();
        if self.kind == ProblemKind::SignedOut {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.kind == ProblemKind::Reach {
            let challenge = "Bearer error=\"insufficient_scope\", scope=\"write\"";
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if let Some(seconds) = self.wait_seconds {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
