//! What comes in and what goes out: queries, bodies, versions and keys read; answers with their headers.

use std::marker::PhantomData;

use axum::body::to_bytes;
use axum::extract::{Query, Request};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, IF_MATCH, IF_NONE_MATCH, LINK, LOCATION};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use desk::{Failure, Given, Keyed, Office, Once, Turn};
use model::Refusal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::Writer;

use super::cursor::Listed;
use super::entry::{Effect, Nothing, Way, response_of};
use crate::caller::Caller;
use crate::failed;
use crate::problem::{Problem, ProblemKind};
use crate::route::BODY_BYTES_MAX;

/// The header with the key of a write.
pub const KEY: &str = "idempotency-key";

/// Longest key, in characters: ids of every sort are shorter.
pub const KEY_CHARS_MAX: usize = 100;

/// What was found.
pub struct Found<T> {
    view: T,
    version: Option<u64>,
    next: Option<String>,
}

impl<T> Found<T> {
    /// A thing. Its tag is made of what is shown.
    pub fn one(view: T) -> Found<T> {
        Found { view, version: None, next: None }
    }

    /// A thing with the number of its version, which an edit names.
    pub fn versioned(view: T, version: u64) -> Found<T> {
        Found { view, version: Some(version), next: None }
    }
}

impl<T> Found<Listed<T>> {
    /// A page of a list.
    pub fn listed(page: Listed<T>) -> Found<Listed<T>> {
        Found { next: page.next.clone(), version: None, view: page }
    }
}

impl<T> Found<T> {
    /// A page of a list with more beside its things.
    pub fn led<I>(page: Listed<I>, view: impl FnOnce(Listed<I>) -> T) -> Found<T> {
        Found { next: page.next.clone(), version: None, view: view(page) }
    }
}

impl<T: Serialize> Found<T> {
    /// The answer, or word that what the asker holds still stands.
    pub fn respond(self, request: &Request) -> Response {
        let Ok(body) = serde_json::to_string(&self.view) else {
            return response_of(Response::builder().status(StatusCode::INTERNAL_SERVER_ERROR), String::new());
        };
        let tag = self.version.map_or_else(|| tag_of(&body), |version| format!("\"{version}\""));
        // What belongs to somebody is in no shared cache, and their own asks each time.
        let answer = Response::builder().header(ETAG, &tag).header(CACHE_CONTROL, "private, no-cache");
        let held = request.headers().get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        if held.flat_map(|list| list.split(',')).any(|one| one.trim().trim_start_matches("W/") == tag) {
            return response_of(answer.status(StatusCode::NOT_MODIFIED), String::new());
        }
        let answer = match &self.next {
            Some(next) => answer.header(LINK, format!("<{}>; rel=\"next\"", with_cursor(request.uri(), next))),
            None => answer,
        };
        response_of(answer.header(CONTENT_TYPE, "application/json"), body)
    }

    /// The answer to what was posted to be looked at.
    pub fn plain(self) -> Response {
        match serde_json::to_string(&self.view) {
            Ok(body) => response_of(Response::builder().header(CONTENT_TYPE, "application/json"), body),
            Err(_) => response_of(Response::builder().status(StatusCode::INTERNAL_SERVER_ERROR), String::new()),
        }
    }
}

fn tag_of(body: &str) -> String {
    let sum = Sha256::digest(body.as_bytes());
    let digits: String = sum.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

/// The same address at another cursor.
fn with_cursor(uri: &Uri, cursor: &str) -> String {
    let kept = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).filter(|(name, _)| name != "cursor");
    let query =
        form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).append_pair("cursor", cursor).finish();
    format!("{}?{query}", uri.path())
}

/// The parameters of a query. What the description does not know is refused, so that a slip of the pen narrows nothing
/// in silence.
///
/// # Errors
/// A problem that names the parameter.
pub fn asked<Q: DeserializeOwned>(caller: &Caller, uri: &Uri) -> Result<Q, Problem> {
    Query::<Q>::try_from_uri(uri).map(|Query(query)| query).map_err(|rejection| {
        let text = rejection.body_text();
        let text = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(&text);
        let problem = Problem::new(caller.speech(), ProblemKind::Unreadable);
        match text.split_once(": ") {
            Some((name, fault)) if name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') => {
                problem.of_parameter(name, fault)
            }
            _ => problem.saying(text),
        }
    })
}

/// The body, and the hash of it.
///
/// # Errors
/// A problem when it is no JSON, or not of the shape that the description says.
pub async fn body_of<B: DeserializeOwned>(caller: &Caller, request: Request) -> Result<(B, [u8; 32]), Problem> {
    let speech = caller.speech();
    let (parts, body) = request.into_parts();
    // The guard has measured it already.
    let bytes = to_bytes(body, BODY_BYTES_MAX).await.unwrap_or_default();
    let is_json =
        parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(|kind| {
            kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
        });
    let nothing = std::any::type_name::<B>() == std::any::type_name::<Nothing>() && bytes.is_empty();
    if !is_json && !nothing {
        return Err(Problem::new(speech, ProblemKind::Media));
    }
    let text: &[u8] = if nothing { b"{}" } else { &bytes };
    let mut reader = serde_json::Deserializer::from_slice(text);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|fault| {
        let pointer = pointer(fault.path());
        let fault = fault.into_inner();
        let kind = if fault.is_data() { ProblemKind::Fields } else { ProblemKind::Unreadable };
        Problem::new(speech, kind).at(pointer, fault.to_string())
    });
    let read = read?;
    reader.end().map_err(|fault| Problem::new(speech, ProblemKind::Unreadable).at("#", fault.to_string()))?;
    Ok((read, Sha256::digest(&bytes).into()))
}

/// A path into the body as a JSON pointer.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = "#".to_owned();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

/// A write as it was sent.
pub struct Sent<B> {
    /// The names in its path.
    pub way: Way,
    /// Its body.
    pub body: B,
    /// The version that it was made from; 0 where none is asked for.
    pub version: u64,
    keyed: Keyed,
    effect: Effect,
}

impl<B: DeserializeOwned> Sent<B> {
    /// Reads a write with its key, and its version where it changes a thing.
    ///
    /// # Errors
    /// A problem with what is missing or not in order.
    pub async fn read(caller: &Caller, way: Way, request: Request, effect: Effect) -> Result<Sent<B>, Problem> {
        asked::<Nothing>(caller, request.uri())?;
        let address = format!("{} {}", request.method(), request.uri());
        let key = key_of(caller, request.headers())?;
        let seen = request.headers().get(IF_MATCH).map(|tag| tag.to_str().unwrap_or_default().to_owned());
        let version = match (effect, &seen) {
            (Effect::Changes, None) => return Err(Problem::new(caller.speech(), ProblemKind::VersionMissing)),
            (Effect::Changes, Some(tag)) => {
                let number = tag.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
                let number = number.and_then(|number| number.parse().ok());
                number.ok_or_else(|| Problem::new(caller.speech(), ProblemKind::Changed))?
            }
            _ => 0,
        };
        let (body, hash) = body_of(caller, request).await?;
        let sum = Sha256::new().chain_update(address.as_bytes()).chain_update(b"\0");
        let sum = sum.chain_update(seen.unwrap_or_default().as_bytes()).chain_update(b"\0").chain_update(hash);
        Ok(Sent { way, body, version, keyed: Keyed { key, request: sum.finalize().into() }, effect })
    }
}

fn key_of(caller: &Caller, headers: &HeaderMap) -> Result<String, Problem> {
    let key = headers.get(KEY).and_then(|key| key.to_str().ok()).unwrap_or_default();
    let fits = (1..=KEY_CHARS_MAX).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    if fits { Ok(key.to_owned()) } else { Err(Problem::new(caller.speech(), ProblemKind::KeyMissing)) }
}

/// What a write answers with, before it is kept.
pub struct Reply<T> {
    view: T,
    remembered: Option<T>,
    location: Option<String>,
    version: Option<u64>,
}

impl<T> Reply<T> {
    /// A thing as it stands now.
    pub fn of(view: T) -> Reply<T> {
        Reply { view, remembered: None, location: None, version: None }
    }

    /// Where it stands.
    pub fn at(self, location: String) -> Reply<T> {
        Reply { location: Some(location), ..self }
    }

    /// The number of its version.
    pub fn versioned(self, version: u64) -> Reply<T> {
        Reply { version: Some(version), ..self }
    }

    /// What is remembered in its place: a secret is given out once, also to who asks again.
    pub fn remembered_as(self, view: T) -> Reply<T> {
        Reply { remembered: Some(view), ..self }
    }
}

/// An answer as it is remembered.
#[derive(Serialize, Deserialize)]
struct Envelope {
    location: Option<String>,
    tag: Option<String>,
    body: String,
}

/// What was kept: the answer to a write, given now or before.
pub struct Kept<T> {
    status: u16,
    envelope: Envelope,
    view: PhantomData<fn() -> T>,
}

impl<T> Kept<T> {
    /// The answer.
    pub fn respond(self) -> Response {
        let Envelope { location, tag, body } = self.envelope;
        let mut answer = Response::builder().status(self.status).header(CONTENT_TYPE, "application/json");
        if let Some(location) = location {
            answer = answer.header(LOCATION, location);
        }
        if let Some(tag) = tag {
            answer = answer.header(ETAG, tag);
        }
        response_of(answer, body)
    }
}

impl<B> Sent<B> {
    /// Does the write, once for its key.
    ///
    /// # Errors
    /// A problem with what it is refused for.
    pub async fn keep<T: Serialize + Send + 'static>(
        self,
        caller: &Caller,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<Reply<T>, Failure> + Send + 'static,
    ) -> Result<Kept<T>, Problem> {
        let Sent { way, keyed, effect, .. } = self;
        let status = effect.status().as_u16();
        let once = caller.act(move |writer, turn, office| {
            desk::once(writer, turn, &keyed, |writer, turn| {
                let Reply { view, remembered, location, version } = act(writer, turn, office)?;
                let tag = version.map(|version| format!("\"{version}\""));
                let written = |view: &T| -> Result<String, Failure> {
                    let broken = |error: serde_json::Error| Failure::Broken(Box::new(error));
                    let body = serde_json::to_string(view).map_err(broken)?;
                    let envelope = Envelope { location: location.clone(), tag: tag.clone(), body };
                    serde_json::to_string(&envelope).map_err(broken)
                };
                let remembered = remembered.as_ref().map(written).transpose()?;
                Ok(Given { status, answer: written(&view)?, remembered })
            })
        });
        match once.await.map_err(|failure| problem_of(caller, &way, &failure))? {
            Once::OtherRequest => Err(Problem::new(caller.speech(), ProblemKind::KeyReused)),
            Once::Answered(status, answer) => match serde_json::from_str(&answer) {
                Ok(envelope) => Ok(Kept { status, envelope, view: PhantomData }),
                Err(error) => Err(problem_of(caller, &way, &Failure::Broken(Box::new(error)))),
            },
        }
    }
}

/// What a failure is to a program. What stands in the path and is not there, or is hidden, is missing; what is named in
/// the body and is not there is a refusal.
pub fn problem_of(caller: &Caller, way: &Way, failure: &Failure) -> Problem {
    let new = |kind| Problem::new(caller.speech(), kind);
    match failure {
        Failure::Refused(Refusal::NotFound { text, .. }) if way.names(text) => new(ProblemKind::Missing),
        Failure::Refused(refusal @ Refusal::Changed(_)) => {
            new(ProblemKind::Changed).saying(caller.speech().refusal(refusal))
        }
        Failure::Refused(refusal) => new(ProblemKind::Refused).saying(caller.speech().refusal(refusal)),
        Failure::Broken(fault) => {
            failed::log(&**fault);
            new(ProblemKind::Machine)
        }
    }
}
