//! The fields of a form as they were typed: names and values in order, names may repeat.

use axum::body::Body;
use axum::extract::{Form, FromRequest, Request};
use axum::http::header::CONTENT_TYPE;

/// The content type of a form without files.
pub const URL_ENCODED: &str = "application/x-www-form-urlencoded";

/// Reads the fields of a form without files; none when the body is no form.
pub async fn read(body: impl Into<Body>) -> Option<Vec<(String, String)>> {
    let request = Request::post("/").header(CONTENT_TYPE, URL_ENCODED).body(body.into()).ok()?;
    let Form(fields) = Form::<Vec<(String, String)>>::from_request(request, &()).await.ok()?;
    Some(fields)
}
