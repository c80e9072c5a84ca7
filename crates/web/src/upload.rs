//! A file that a form brings.

use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::StatusCode;

/// What surrounds a file in a form, in bytes at most.
pub const AROUND_FILE_BYTES_MAX: usize = 64 * 1024;

/// The first file of a form; empty when none was chosen. Routes that take it say how large it may be.
#[derive(Debug, Default)]
pub struct UploadedFile {
    /// Its name as the browser gives it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl<S: Send + Sync> FromRequest<S> for UploadedFile {
    type Rejection = StatusCode;

    async fn from_request(mut request: Request, state: &S) -> Result<UploadedFile, StatusCode> {
        // The guard has measured the body already, by the limit of this route.
        DefaultBodyLimit::disable().apply(&mut request);
        let unreadable = |_| StatusCode::BAD_REQUEST;
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| StatusCode::BAD_REQUEST)?;
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            if let Some(name) = part.file_name().map(str::to_owned) {
                return Ok(UploadedFile { name, bytes: part.bytes().await.map_err(unreadable)?.to_vec() });
            }
        }
        Ok(UploadedFile::default())
    }
}

/// The files of a form, those that were chosen, and what else was typed.
#[derive(Debug, Default)]
pub struct UploadedFiles {
    /// The files, in their order.
    pub files: Vec<UploadedFile>,
    /// Names and values of the other fields.
    pub fields: Vec<(String, String)>,
}

/// Fields of such a form beside its files.
const FIELDS_MAX: usize = 200;

impl<S: Send + Sync> FromRequest<S> for UploadedFiles {
    type Rejection = StatusCode;

    async fn from_request(mut request: Request, state: &S) -> Result<UploadedFiles, StatusCode> {
        // The guard has measured the body already, by the limit of this route.
        DefaultBodyLimit::disable().apply(&mut request);
        let unreadable = |_| StatusCode::BAD_REQUEST;
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| StatusCode::BAD_REQUEST)?;
        let mut sent = UploadedFiles::default();
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            let (field, name) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
            let bytes = part.bytes().await.map_err(unreadable)?;
            match name {
                // A field in which nothing was chosen is sent as a file without a name.
                Some(name) if name.is_empty() && bytes.is_empty() => {}
                Some(name) => sent.files.push(UploadedFile { name, bytes: bytes.to_vec() }),
                None if sent.fields.len() < FIELDS_MAX => {
                    sent.fields.push((field, String::from_utf8_lossy(&bytes).into_owned()));
                }
                None => return Err(StatusCode::BAD_REQUEST),
            }
        }
        Ok(sent)
    }
}
