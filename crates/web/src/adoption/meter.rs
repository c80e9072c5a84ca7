//! Where meters and systems send readings: with a token that may write readings of one adoption and nothing else.
//!
//! It is no part of the API: whoever sends has no account, no powers, and sees nothing. A reading that is sent again under its key is the same
//! reading.

use axum::body::to_bytes;
use axum::extract::{Path, Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::Failure;
use model::{READINGS_BYTES_MAX, ReadingGiven, ReadingPeriod, read_readings};
use serde::Deserialize;

use crate::app::App;
use crate::route::Routes;
use crate::speech::{Speech, Tongue};

/// Registers it.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.protocol(Method::POST, "/meters/{adoption}/readings", READINGS_BYTES_MAX, take)
}

/// A reading as it is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    period: String,
    value: String,
    #[serde(default)]
    key: String,
}

/// Readings as they are sent in JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    readings: Vec<Sent>,
}

fn answer(status: StatusCode, value: &serde_json::Value) -> Response {
    let head = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    (status, head, format!("{value}\n")).into_response()
}

fn refused(status: StatusCode, sentence: &str) -> Response {
    answer(status, &serde_json::json!({ "status": status.as_u16(), "detail": sentence }))
}

/// The readings of a body: JSON where it says so, lines of a table otherwise.
fn readings(is_json: bool, bytes: &[u8], speech: Speech) -> Result<Vec<ReadingGiven>, String> {
    if !is_json {
        return read_readings("body", &String::from_utf8_lossy(bytes)).map_err(|refusal| speech.refusal(&refusal));
    }
    let unread = |error: serde_json::Error| {
        format!("Send {{\"readings\": [{{\"period\": \"1957-03-09\", \"value\": \"120\", \"key\": \"…\"}}]}}: {error}")
    };
    let body: Body = serde_json::from_slice(bytes).map_err(unread)?;
    let given = |one: Sent| {
        let period = ReadingPeriod::parse(&one.period);
        let period =
            period.ok_or_else(|| format!("`{}` is no day and no quarter; write 1957-03-09 or 1957-Q1", one.period))?;
        Ok(ReadingGiven { period, value: one.value, key: one.key })
    };
    body.readings.into_iter().map(given).collect()
}

fn wait(seconds: i64) -> Response {
    let head = [(RETRY_AFTER, seconds.to_string())];
    (head, refused(StatusCode::TOO_MANY_REQUESTS, "Send several readings at once, and again in a minute."))
        .into_response()
}

async fn take(State(app): State<App>, Path(adoption): Path<String>, request: Request) -> Response {
    let speech = Speech::of(Tongue::English);
    let (parts, body) = request.into_parts();
    let secret = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some(secret) = secret.and_then(|text| text.strip_prefix("Bearer ")).map(str::trim).map(str::to_owned) else {
        // Whoever has no good token hears what everybody hears of what is not there.
        return refused(StatusCode::NOT_FOUND, "Send the token of the adoption as a bearer token.");
    };
    let now = app.now();
    let token = match app.unseen(move |office| office.reading_token(&adoption, &secret, now)).await {
        Ok(token) => token,
        // All that are no token are counted as one, so that nobody who chooses names fills what sign-ins are counted in.
        Err(failure) => match app.throttle().guess("meter", now) {
            Some(seconds) => return wait(seconds),
            None => return failed(speech, StatusCode::NOT_FOUND, &failure),
        },
    };
    if let Some(seconds) = app.throttle().guess(&format!("meter token {}", token.id), now) {
        return wait(seconds);
    }
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_json = kind.starts_with("application/json");
    let Ok(bytes) = to_bytes(body, READINGS_BYTES_MAX).await else {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "Send fewer readings at once.");
    };
    let given = match readings(is_json, &bytes, speech) {
        Ok(given) => given,
        Err(sentence) => return refused(StatusCode::UNPROCESSABLE_ENTITY, &sentence),
    };
    let today = app.today();
    match app.write(move |writer| desk::adoption::take_metered(writer, &token, &given, (now, today))).await {
        Ok(taken) => answer(
            StatusCode::OK,
            &serde_json::json!({ "new": taken.n_new, "corrected": taken.n_corrected, "same": taken.n_same }),
        ),
        Err(failure) => failed(speech, StatusCode::UNPROCESSABLE_ENTITY, &failure),
    }
}

fn failed(speech: Speech, status: StatusCode, failure: &Failure) -> Response {
    match failure {
        Failure::Refused(refusal) => refused(status, &speech.refusal(refusal)),
        failure => {
            tracing::error!(cause = failure.to_string(), "readings of a meter could not be kept");
            refused(StatusCode::INTERNAL_SERVER_ERROR, "The readings were not kept. Send them again.")
        }
    }
}
