//! What is known of every request: an id, the route it took, how it ended and how long that took.
//!
//! The line in the log and the labels of the figures name the pattern of a route, never an address: addresses hold
//! one-time links, searches and the ids of things that not everybody may know of. Who asked stands in neither; who
//! changed something stands in the ledger, which only auditors read.

use std::fmt;
use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use tokio::time::Instant;
use tracing::Instrument;

/// The header of an answer in which its id stands.
pub const REQUEST_ID: &str = "x-request-id";

/// The route of requests for which there is none.
const NOWHERE: &str = "none";

/// Seconds by which requests are told apart: pages are to take under a tenth, searches under a quarter.
const SECONDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// The id of a request, sixteen hexadecimal digits. Made here for each; what a request says of itself is not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// An id out of chance.
    pub fn new(number: u64) -> RequestId {
        RequestId(format!("{number:016x}"))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A route, how it was asked, and the class of statuses it was answered with.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Answered {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Took {
    route: String,
}

/// Counts requests.
#[derive(Debug)]
pub struct Watch {
    pub(crate) answered: Family<Answered, Counter>,
    pub(crate) took: Family<Took, Histogram, fn() -> Histogram>,
}

impl Default for Watch {
    fn default() -> Watch {
        Watch { answered: Family::default(), took: Family::new_with_constructor(|| Histogram::new(SECONDS)) }
    }
}

impl Watch {
    /// Lets a request pass, and sees how it ends.
    pub(crate) async fn over(&self, id: RequestId, mut request: Request, next: Next) -> Response {
        let route = request.extensions().get::<MatchedPath>().map_or(NOWHERE, MatchedPath::as_str).to_owned();
        let method = verb(request.method());
        request.extensions_mut().insert(id.clone());
        // An error however grave has to be told apart, so the span is there at every level.
        let span = tracing::error_span!("request", request = %id, method, route);
        let mut line = Line { watch: self, method, route, began: Instant::now(), status: None, span: span.clone() };
        let mut response = next.run(request).instrument(span).await;
        line.status = Some(response.status());
        if let Ok(value) = HeaderValue::from_str(&id.0) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
        response
    }
}

/// The line of a request: written when it ends, also when whoever asked has left before.
struct Line<'a> {
    watch: &'a Watch,
    method: &'static str,
    route: String,
    began: Instant,
    status: Option<StatusCode>,
    span: tracing::Span,
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        let took = self.began.elapsed();
        let (method, route) = (self.method, self.route.clone());
        self.watch.took.get_or_create(&Took { route: route.clone() }).observe(took.as_secs_f64());
        let class = self.status.map_or("left", class);
        let probed = matches!(route.as_str(), "/healthz" | "/readyz");
        self.watch.answered.get_or_create(&Answered { method, route, status: class }).inc();
        let _within = self.span.enter();
        let millis = millis(took);
        match self.status {
            // Asked every few seconds: a line for each would bury the rest.
            Some(status) if probed && status.is_success() => {
                tracing::debug!(status = status.as_u16(), millis, "answered");
            }
            Some(status) => tracing::info!(status = status.as_u16(), millis, "answered"),
            None => tracing::info!(millis, "whoever asked has left"),
        }
    }
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

/// The verb, from a closed list: what a request says could be anything.
fn verb(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
