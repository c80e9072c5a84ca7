//! What stands before every handler: who asks, whether they may, whether a change really comes from our own
//! page, and how much may be sent.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST, LOCATION, ORIGIN, SET_COOKIE,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use maud::Markup;
use tokio::time::{Instant, timeout_at};

use crate::choice::Choice;
use crate::component::{PROOF, Trouble, confirm_again, failure_page, prove_again, prove_at, sign_in, signed_out_form};
use crate::fields;
use crate::problem::Problem;
use crate::route::{FORM_TOKEN, Gate, Outage, Policy, Proving, RouteKind};
use crate::speech::{Speech, Tongue};
use crate::visit::{Proof, Visit, Visitor};
use crate::watch::RequestId;

/// How long the body of a request may take to arrive. Long enough for two megabytes over a poor line.
const BODY_TIME_MAX: Duration = Duration::from_secs(30);

/// How long it may bring nothing at all: as long as a head may take.
const BODY_PAUSE_MAX: Duration = Duration::from_secs(10);

/// Where in a form with files its token stands: the form writes it first, so no file need be searched.
const TOKEN_WITHIN_BYTES: usize = 1024;

/// What a route was registered with.
pub(crate) struct Guard {
    pub gate: Arc<dyn Gate>,
    pub policy: Policy,
    pub kind: RouteKind,
    pub body_bytes_max: usize,
    pub proved: bool,
}

/// Lets a request through to its handler, or answers in its place.
pub(crate) async fn pass(guard: &Guard, request: Request, next: Next) -> Response {
    if matches!(guard.kind, RouteKind::Asset | RouteKind::Probe) {
        return next.run(request).await;
    }
    if guard.kind == RouteKind::Protocol {
        return heard(guard, request, next).await;
    }
    let (mut parts, body) = request.into_parts();
    let visitor = guard.gate.visitor(&mut parts).await;
    let mut visit = visit(visitor.as_ref().ok(), &parts);
    let mut renewed = None;
    let mut response = if visitor.is_err() {
        Trouble::Machine.into_response()
    } else {
        match admit(guard, &mut visit, &mut parts, body).await {
            Ok(Admitted { body, cookie }) => {
                renewed = cookie;
                parts.extensions.insert(visit.clone());
                unhurt(next.run(Request::from_parts(parts, body))).await
            }
            Err(answer) => answer,
        }
    };
    if let Some(trouble) = trouble_of(&response) {
        response = draw(guard.kind, &visit, &trouble, response.status());
    }
    // A handler that gave the session another token since, or ended it, has the last word.
    if let Some(line) = renewed.and_then(|line| HeaderValue::from_str(&line).ok())
        && !response.headers().contains_key(SET_COOKIE)
    {
        response.headers_mut().append(SET_COOKIE, line);
    }
    // What a session shows belongs in no cache; what strangers see is no exception worth a rule.
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Lets a program of others through: a stranger, whatever it carries. What it sends arrives whole, in time and within its
/// limit; where it does not, the trouble is drawn as it is for a stranger.
async fn heard(guard: &Guard, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let visit = visit(None, &parts);
    let body = if parts.method == Method::POST { whole(body, guard.body_bytes_max).await } else { Ok(Bytes::new()) };
    let response = match body {
        Ok(bytes) => unhurt(next.run(Request::from_parts(parts, Body::from(bytes)))).await,
        Err(answer) => answer,
    };
    match response.extensions().get::<Trouble>().cloned() {
        Some(trouble) => draw(guard.kind, &visit, &trouble, response.status()),
        None => response,
    }
}

/// Answers a request for which there is no route, in the language of the visitor.
pub(crate) async fn refuse(gate: &dyn Gate, request: Request, trouble: Trouble) -> Response {
    let (mut parts, _) = request.into_parts();
    let kind = if parts.uri.path().starts_with("/api/") { RouteKind::Api } else { RouteKind::Page };
    let visitor = gate.visitor(&mut parts).await;
    let visit = visit(visitor.as_ref().ok(), &parts);
    let mut response = draw(kind, &visit, &trouble, StatusCode::NOT_FOUND);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn visit(visitor: Option<&Visitor>, parts: &Parts) -> Visit {
    let visitor = visitor.cloned().unwrap_or_default();
    let choice = Choice::of_cookies(&parts.headers);
    let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    // A program says itself for whom it asks; the language of its person is for one that does not.
    let of_account = visitor.tongue.filter(|_| visitor.proof != Proof::Token || accepted.is_none());
    let tongue = Tongue::choose(of_account, choice.tongue.map(Tongue::tag), accepted);
    Visit {
        speech: Speech::of(tongue),
        appearance: visitor.appearance.or(choice.appearance).unwrap_or_default(),
        address: parts.uri.path_and_query().map_or("/", |address| address.as_str()).to_owned(),
        request: parts.extensions.get::<RequestId>().cloned(),
        visitor,
    }
}

/// A request that may go on to its handler.
struct Admitted {
    body: Body,
    /// The cookie of a session that was given a new token on the way.
    cookie: Option<String>,
}

impl Admitted {
    fn with(body: Body) -> Admitted {
        Admitted { body, cookie: None }
    }
}

/// Checks in this order: own origin, account and power, size and time of the body, token of the form, and for what is
/// grave a recent proof. A stranger learns nothing about a route but that it wants an account.
async fn admit(guard: &Guard, visit: &mut Visit, parts: &mut Parts, body: Body) -> Result<Admitted, Response> {
    let changes = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    let by_token = visit.visitor.proof == Proof::Token;
    if guard.kind == RouteKind::Api && !visit.visitor.is_signed_in() && guard.policy != Policy::Public {
        // A program that forgot its token hears that, and not that it came from another site.
        return Err(Trouble::SignedOut.into_response());
    }
    let is_one_click = guard.kind == RouteKind::OneClick;
    if changes && !by_token && !is_one_click && !comes_from_here(&parts.headers) {
        return Err(Trouble::Foreign.into_response());
    }
    if !visit.visitor.may(guard.policy) {
        return Err(match (visit.visitor.is_signed_in(), guard.kind) {
            (true, _) => Trouble::Role(guard.policy).into_response(),
            (false, RouteKind::Page) => (StatusCode::SEE_OTHER, [(LOCATION, sign_in(&visit.address))]).into_response(),
            (false, RouteKind::Form) if is_plain_form(&parts.headers) => {
                let bytes = whole(body, guard.body_bytes_max).await?;
                let fields = fields::read(bytes).await.unwrap_or_default();
                page(StatusCode::UNAUTHORIZED, &signed_out_form(visit, &fields))
            }
            (false, _) => Trouble::SignedOut.into_response(),
        });
    }
    if changes && visit.visitor.reads_only {
        return Err(Trouble::Reach.into_response());
    }
    let unproved = guard.proved && visit.visitor.is_signed_in() && !visit.visitor.is_proved;
    if !changes {
        if unproved && guard.kind == RouteKind::Api {
            return Err(Trouble::Unproved.into_response());
        }
        if unproved {
            return Err((StatusCode::SEE_OTHER, [(LOCATION, prove_at(&visit.address))]).into_response());
        }
        return Ok(Admitted::with(Body::empty()));
    }
    let bytes = whole(body, guard.body_bytes_max).await?;
    if visit.visitor.proof == Proof::Session && !is_one_click && !carries_token(guard, visit, parts, &bytes).await {
        return Err(if is_plain_form(&parts.headers) && guard.kind == RouteKind::Form {
            let fields = fields::read(bytes).await.unwrap_or_default();
            page(StatusCode::FORBIDDEN, &confirm_again(visit, &fields))
        } else {
            Trouble::Foreign.into_response()
        });
    }
    if unproved {
        return proved(guard, visit, parts, bytes).await;
    }
    Ok(Admitted::with(Body::from(bytes)))
}

/// Lets a visitor show again that they are themselves, with what they sent kept meanwhile.
async fn proved(guard: &Guard, visit: &mut Visit, parts: &mut Parts, bytes: Bytes) -> Result<Admitted, Response> {
    if guard.kind != RouteKind::Form || !is_plain_form(&parts.headers) || visit.visitor.proof == Proof::Token {
        // Files cannot be kept in a page, and a program has a token.
        return Err(Trouble::Unproved.into_response());
    }
    let fields = fields::read(bytes).await.unwrap_or_default();
    match guard.gate.prove(parts, &fields).await {
        Ok(Proving::Shown(visitor, cookie)) => {
            visit.visitor = *visitor;
            let kept: Vec<_> = fields.iter().filter(|(name, _)| !name.starts_with(PROOF)).collect();
            // The length that the browser said is that of what it sent, with the proof in it.
            parts.headers.remove(CONTENT_LENGTH);
            let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
            Ok(Admitted { body: Body::from(body), cookie: Some(cookie) })
        }
        Ok(Proving::Ask(ways)) => Err(page(StatusCode::FORBIDDEN, &prove_again(visit, &fields, &ways))),
        Ok(Proving::TooMany(seconds)) => Err(Trouble::TooMany(seconds).into_response()),
        Err(Outage) => Err(Trouble::Machine.into_response()),
    }
}

/// The whole body, if it arrives in time and is not too large.
async fn whole(body: Body, bytes_max: usize) -> Result<Bytes, Response> {
    let end = Instant::now() + BODY_TIME_MAX;
    let mut body = Limited::new(body, bytes_max);
    let mut gathered = Vec::new();
    loop {
        let pause_end = end.min(Instant::now() + BODY_PAUSE_MAX);
        match timeout_at(pause_end, body.frame()).await {
            Ok(Some(Ok(frame))) => gathered.extend_from_slice(frame.data_ref().map_or(&[], |bytes| bytes)),
            Ok(None) => return Ok(gathered.into()),
            Ok(Some(Err(fault))) if fault.is::<LengthLimitError>() => {
                return Err(Trouble::TooLarge(bytes_max >> 10).into_response());
            }
            Ok(Some(Err(_))) => return Err(Trouble::Unreadable.into_response()),
            Err(_) => return Err(Trouble::Slow.into_response()),
        }
    }
}

/// Whether the browser says that the request comes from our own pages (Fetch Metadata, RFC 6454). One that says
/// nothing at all is no browser with a session.
fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(HOST.as_str()).unwrap_or_default();
    let site = text("sec-fetch-site").map(|site| site == "same-origin");
    let origin = text(ORIGIN.as_str()).map(|origin| {
        origin.split_once("://").is_some_and(|(_, authority)| !host.is_empty() && authority.eq_ignore_ascii_case(host))
    });
    match (site, origin) {
        (None, None) => false,
        (site, origin) => site.unwrap_or(true) && origin.unwrap_or(true),
    }
}

fn is_plain_form(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(fields::URL_ENCODED.as_bytes()))
}

async fn carries_token(guard: &Guard, visit: &Visit, parts: &Parts, bytes: &Bytes) -> bool {
    let Some(expected) = visit.visitor.form_token.as_deref().filter(|token| !token.is_empty()) else { return false };
    if guard.kind == RouteKind::Api {
        return parts.headers.get(FORM_TOKEN).is_some_and(|token| same(token.as_bytes(), expected.as_bytes()));
    }
    if is_plain_form(&parts.headers) {
        let fields = fields::read(bytes.clone()).await.unwrap_or_default();
        return fields.iter().any(|(name, value)| name == FORM_TOKEN && same(value.as_bytes(), expected.as_bytes()));
    }
    let start = &bytes[..bytes.len().min(TOKEN_WITHIN_BYTES)];
    let head = format!("name=\"{FORM_TOKEN}\"\r\n\r\n");
    let Some(at) = start.windows(head.len()).position(|window| window == head.as_bytes()) else { return false };
    let rest = &start[at + head.len()..];
    let end = rest.iter().position(|byte| *byte == b'\r').unwrap_or(rest.len());
    same(&rest[..end], expected.as_bytes())
}

/// Compares without telling by its time where two tokens differ.
fn same(given: &[u8], expected: &[u8]) -> bool {
    given.len() == expected.len() && given.iter().zip(expected).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

/// Runs a handler; one that panics costs its own request and nothing else.
async fn unhurt(handler: impl Future<Output = Response>) -> Response {
    let mut handler = pin!(handler);
    std::future::poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| handler.as_mut().poll(context))) {
        Ok(poll) => poll,
        Err(_) => Poll::Ready(Trouble::Machine.into_response()),
    })
    .await
}

impl IntoResponse for Trouble {
    /// The status alone; the guard draws the page, since it knows the visitor and their language.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The trouble that a handler returned, or what the bare refusal of an extractor means.
fn trouble_of(response: &Response) -> Option<Trouble> {
    if let Some(trouble) = response.extensions().get::<Trouble>() {
        return Some(trouble.clone());
    }
    let kind = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind.is_some_and(|kind| !kind.starts_with(b"text/plain")) {
        return None;
    }
    match response.status().as_u16() {
        404 => Some(Trouble::Missing),
        405 => Some(Trouble::Method),
        400..=499 => Some(Trouble::Unreadable),
        500..=599 => Some(Trouble::Machine),
        _ => None,
    }
}

fn draw(kind: RouteKind, visit: &Visit, trouble: &Trouble, status: StatusCode) -> Response {
    let status = StatusCode::from_u16(trouble.status()).unwrap_or(status);
    if kind == RouteKind::Api {
        return Problem::of(visit.speech, trouble).into_response();
    }
    let mut response = page(status, &failure_page(visit, trouble));
    if let Trouble::TooMany(seconds) = trouble {
        response.headers_mut().insert("retry-after", HeaderValue::from(*seconds));
    }
    response
}

fn page(status: StatusCode, markup: &Markup) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], markup.0.clone()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Brings one byte each so many seconds, without end.
    struct Drip(tokio::time::Interval);

    impl Drip {
        fn each(seconds: u64) -> Body {
            Body::new(Drip(tokio::time::interval(Duration::from_secs(seconds))))
        }
    }

    impl hyper::body::Body for Drip {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            context: &mut std::task::Context<'_>,
        ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, Self::Error>>> {
            self.0.poll_tick(context).map(|_| Some(Ok(hyper::body::Frame::data(Bytes::from_static(b"x")))))
        }
    }

    #[track_caller]
    fn check(answer: Result<Bytes, Response>, status: StatusCode) {
        assert_eq!(answer.unwrap_err().status(), status);
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_pauses_or_never_ends_costs_its_sender_the_request() {
        let start = Instant::now();
        check(whole(Drip::each(60), 1024).await, StatusCode::REQUEST_TIMEOUT);
        assert_eq!(start.elapsed(), BODY_PAUSE_MAX, "a pause is noticed");
        let start = Instant::now();
        check(whole(Drip::each(9), 1024).await, StatusCode::REQUEST_TIMEOUT);
        assert_eq!(start.elapsed(), BODY_TIME_MAX, "a sender who drips is noticed too");
        check(whole(Drip::each(1), 8).await, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(whole(Body::from("whole"), 8).await.unwrap(), "whole");
    }

    #[test]
    fn tokens_are_the_same_when_every_byte_is() {
        assert!(same(b"abc", b"abc"));
        for other in [b"abd".as_slice(), b"ab", b"abcd", b""] {
            assert!(!same(other, b"abc"));
        }
    }
}
