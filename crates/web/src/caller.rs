//! A signed-in caller: who they are at work, the office they read and write through, and the visit they make.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use desk::{Failure, Office, Officer, Turn};
use store::Writer;

use crate::app::App;
use crate::speech::Speech;
use crate::visit::Visit;

/// A signed-in caller. Taken by handlers as an argument; routes that are open to strangers take a [`Visit`] alone.
#[derive(Clone)]
pub struct Caller {
    /// The office.
    pub app: App,
    /// Who calls, with the posts they act for today and what they may see.
    pub officer: Arc<Officer>,
    /// What the page is drawn for.
    pub visit: Visit,
}

impl Caller {
    /// The words of the caller's language.
    pub fn speech(&self) -> Speech {
        self.visit.speech
    }

    /// Reads with the caller's eyes, on a thread that may wait.
    ///
    /// # Errors
    /// What the read answers with.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.app.read(&self.officer, read).await
    }

    /// Writes as the caller, and answers when it is on the disk.
    ///
    /// # Errors
    /// What the write answers with, or why it was not kept.
    pub async fn act<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.app.act(&self.officer, act).await
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Caller, StatusCode> {
        let visit = Visit::from_request_parts(parts, app).await?;
        // The gate puts it there for everybody who is signed in; a route for strangers has no caller.
        let officer = parts.extensions.get::<Arc<Officer>>().cloned().ok_or(StatusCode::UNAUTHORIZED)?;
        Ok(Caller { app: app.clone(), officer, visit })
    }
}
