//! The bytes of attachments on their way to a reader. They come from the world: a browser saves them and opens nothing.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use desk::Failure;
use model::Attachment;

use crate::caller::Caller;
use crate::component::Trouble;
use crate::failed::{Answer, failed, trouble};

/// What may run of a file that a browser shows against all that was said: nothing, as if it came from nowhere.
const NOTHING_RUNS: &str = "default-src 'none'; sandbox";

/// The file as it was brought. Where that is to be known it stands in the ledger before a byte leaves.
pub async fn file(caller: Caller, Path(id): Path<String>) -> Answer {
    let (attachment, bytes) = take(&caller, id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let kind = attachment.kind.map_or("application/octet-stream", |kind| kind.media_type());
    Ok(saved(&attachment.file_name(), kind, bytes))
}

/// An attachment that is ready, with its bytes, noted where it is to be.
pub(crate) async fn take(caller: &Caller, id: String) -> Result<(Attachment, Vec<u8>), Failure> {
    let attachment = caller.read(move |office| office.attachment(&id)).await?;
    let bytes = bytes_of(caller, &attachment).await?;
    if attachment.is_noted() {
        let id = attachment.id;
        caller.act(move |writer, turn, _| desk::consult_attachment(writer, turn, id)).await?;
    }
    Ok((attachment, bytes))
}

async fn bytes_of(caller: &Caller, attachment: &Attachment) -> Result<Vec<u8>, Failure> {
    let (wanted, now) = (attachment.clone(), caller.app.now());
    caller.app.reach_out(move |office| office.attachment_bytes(&wanted, now)).await
}

/// A copy without metadata.
pub async fn released(caller: Caller, Path(id): Path<String>) -> Answer {
    let (attachment, copy) = release(&caller, id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let kind = attachment.kind.map_or("application/octet-stream", |kind| kind.media_type());
    Ok(saved(&attachment.file_name(), kind, copy))
}

/// A copy without metadata of an attachment, noted.
pub(crate) async fn release(caller: &Caller, id: String) -> Result<(Attachment, Vec<u8>), Failure> {
    let attachment = Arc::new(caller.read(move |office| office.attachment(&id)).await?);
    let bytes = bytes_of(caller, &attachment).await?;
    let wanted = Arc::clone(&attachment);
    let copy = caller.app.parse(move |parser| desk::released_copy(parser, &wanted, &bytes)).await?;
    let id = attachment.id;
    let noted = caller.act(move |writer, turn, _| desk::note_release(writer, turn, id)).await?;
    Ok((noted, copy))
}

/// The small picture, which we drew ourselves.
pub async fn picture(caller: Caller, Path(id): Path<String>) -> Answer {
    let found = caller.read(move |office| office.attachment_picture(&office.attachment(&id)?)).await;
    let found = found.map_err(|failure| failed(&caller.visit, &failure))?;
    let Some(picture) = found else {
        let sentence = caller.speech().say("attachment-no-picture");
        return Err(trouble(&caller.visit, &Trouble::Refused(sentence)));
    };
    let kind = if picture.starts_with(b"\xff\xd8") { "image/jpeg" } else { "image/png" };
    let headers = [
        (CONTENT_TYPE, kind),
        (CONTENT_SECURITY_POLICY, NOTHING_RUNS),
        (CONTENT_DISPOSITION, "inline"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, picture).into_response())
}

fn saved(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, disposition(name)),
        (CONTENT_SECURITY_POLICY, NOTHING_RUNS.to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// How a file is saved: under its name, as RFC 6266 writes it, with a plainer one before it.
fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') { c } else { '_' }).collect();
    let mut coded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            coded.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(coded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{coded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_saved_under_its_name_and_nothing_else_gets_into_the_header() {
        assert_eq!(disposition("gear.png"), "attachment; filename=\"gear.png\"; filename*=UTF-8''gear.png");
        assert_eq!(
            disposition("шум \"1\"\r\n.pdf"),
            "attachment; filename=\"_____1___.pdf\"; filename*=UTF-8''%D1%88%D1%83%D0%BC%20%221%22%0D%0A.pdf"
        );
        let answer = saved("a.svg", "image/svg+xml", b"<svg onload='x'/>".to_vec());
        assert_eq!(answer.headers()[CONTENT_SECURITY_POLICY], NOTHING_RUNS);
        assert_eq!(answer.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
}
