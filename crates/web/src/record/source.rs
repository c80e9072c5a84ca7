//! What a record was read from, and the record for other programs.

use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};

use crate::caller::Caller;
use crate::failed::{Answer, failed};

/// The bytes that a source of a record was read from. They come from the world: a browser saves them and opens nothing.
pub async fn raw(caller: Caller, Path((record, source)): Path<(String, usize)>) -> Answer {
    let name = format!("{record}-{source}.txt");
    let bytes = caller.read(move |office| office.raw(&office.show(&record)?, source)).await;
    let bytes = bytes.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(attachment(&name, "application/octet-stream", bytes))
}

/// The record in our own form.
pub async fn export(caller: Caller, Path(record): Path<String>) -> Answer {
    let held = caller.read(move |office| office.record(&record)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut json = formats::to_json(&held.record);
    json.push('\n');
    Ok(attachment(&format!("{}.json", held.id), "application/json", json.into_bytes()))
}

/// The name holds letters of our own names alone, whatever the address said.
fn attachment(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')).collect();
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_saved_under_a_harmless_name_and_not_guessed_at() {
        let answer = attachment("R1\"\r\n;x-2.txt", "application/octet-stream", b"<script>".to_vec());
        assert_eq!(answer.headers()[CONTENT_DISPOSITION], "attachment; filename=\"R1x-2.txt\"");
        assert_eq!(answer.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
}
