//! Whether the office works: for machines that watch it. Public and cheap, so it tells nothing that is anybody's.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use desk::HealthPart;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::app::App;
use crate::route::Routes;

/// How long the writer may take to answer.
const WRITER_TIME_MAX: Duration = Duration::from_secs(2);

/// How long an answer is good for. Whoever asks more often hears the last one, so that asking costs nothing.
const LOOKED_EVERY: Duration = Duration::from_secs(1);

/// The last look. One at a time looks; the others wait for what it sees.
type LastLook = Arc<Mutex<Option<(Instant, Vec<HealthPart>)>>>;

/// The process answers.
async fn healthz() -> Response {
    answer(StatusCode::OK, "The process answers.\n".to_owned())
}

async fn readyz(app: App, last: LastLook) -> Response {
    let mut last = last.lock().await;
    let parts = match &*last {
        Some((at, parts)) if at.elapsed() < LOOKED_EVERY => parts.clone(),
        _ => match app.health(WRITER_TIME_MAX).await {
            Ok(parts) => last.insert((Instant::now(), parts)).1.clone(),
            // The look itself fell; the guard of its thread has said why.
            Err(_) => Vec::new(),
        },
    };
    drop(last);
    let ready = !parts.is_empty() && parts.iter().all(|part| part.works);
    let lines = parts.iter().map(|part| {
        let HealthPart { name, works, sentence } = part;
        format!("{name}: {}. {sentence}\n", if *works { "works" } else { "fails" })
    });
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    answer(status, lines.collect())
}

fn answer(status: StatusCode, text: String) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")], text).into_response()
}

/// The two probes.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let last = LastLook::default();
    routes.probe("/healthz", healthz).probe("/readyz", move |State(app): State<App>| readyz(app, Arc::clone(&last)))
}
