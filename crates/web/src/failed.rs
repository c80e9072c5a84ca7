//! The one place where a failure becomes a status and a page.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::Failure;
use maud::Markup;
use model::Refusal;

use crate::component::{Trouble, failure_page};
use crate::visit::Visit;

/// What a handler answers with: a page, or the page of a failure.
pub type Answer = Result<Response, Response>;

/// A page with its status.
pub fn page(status: StatusCode, markup: Markup) -> Response {
    (status, markup).into_response()
}

/// A page that was found.
pub fn shown(markup: Markup) -> Response {
    page(StatusCode::OK, markup)
}

/// Goes on at another address after something was kept, so that going back or loading again sends nothing twice.
pub fn see_other(address: &str) -> Response {
    axum::response::Redirect::to(address).into_response()
}

/// The page of a trouble.
pub fn trouble(visit: &Visit, trouble: &Trouble) -> Response {
    let status = StatusCode::from_u16(trouble.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    page(status, failure_page(visit, trouble))
}

/// The page of a failure. A fault is logged here, once, with its causes; the reader is told what was not done.
pub fn failed(visit: &Visit, failure: &Failure) -> Response {
    match failure {
        // Nothing there and nothing to be seen are one answer.
        Failure::Refused(Refusal::NotFound { .. }) => trouble(visit, &Trouble::Missing),
        Failure::Refused(refusal) => trouble(visit, &Trouble::Refused(visit.speech.refusal(refusal))),
        Failure::Broken(fault) => {
            log(&**fault);
            trouble(visit, &Trouble::Machine)
        }
    }
}

/// Logs a fault with its causes, once. Which request it was stands in the span around it. Its address does not: it can
/// be a one-time link.
pub fn log(fault: &(dyn std::error::Error + 'static)) {
    let mut causes = vec![fault.to_string()];
    let mut cause = fault.source();
    while let Some(next) = cause {
        causes.push(next.to_string());
        cause = next.source();
    }
    tracing::error!(causes = causes.join(": "), "a request failed");
}

/// Whether it is refused because somebody changed the thing in between. The form is then drawn anew from what stands there now.
pub fn was_changed(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(Refusal::Changed(_)))
}

/// The sentence of a refusal when it is one that a form can show above its fields; faults and what is missing have
/// pages of their own.
pub fn sentence(visit: &Visit, failure: &Failure) -> Option<String> {
    match failure {
        Failure::Refused(Refusal::NotFound { .. }) | Failure::Broken(_) => None,
        Failure::Refused(refusal) => Some(visit.speech.refusal(refusal)),
    }
}
