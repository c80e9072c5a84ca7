//! What other repositories ask: the provider of OAI-PMH at `/oai`, and the page that tells what it gives.
//!
//! It asks nobody who they are, and it reads as somebody of whom nothing is known; see `desk::repository`.

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::{ARGUMENTS_MAX, Failure};
use formats::{OaiAnswer, write_oai};

use crate::app::App;
use crate::route::Routes;

/// The path that is asked.
const PATH: &str = "/oai";

/// The largest form that a repository may post: eight arguments with room to spare, in bytes.
const FORM_BYTES_MAX: usize = 16 << 10;

/// Seconds after which a repository that came while others were answered may come again.
const AGAIN_SECONDS: u32 = 10;

async fn answer(State(app): State<App>, request: Request) -> Response {
    let arguments = match arguments(request).await {
        Ok(arguments) => arguments,
        Err(status) => return sentence(status, "Send the arguments in the address, or as a form."),
    };
    let Some(answered) = app.give(arguments).await else {
        let text = "Many repositories ask at this moment. Ask again in ten seconds.";
        return ([(RETRY_AFTER, AGAIN_SECONDS.to_string())], sentence(StatusCode::SERVICE_UNAVAILABLE, text))
            .into_response();
    };
    match answered {
        Ok(Some(answer)) => {
            let head = [(CONTENT_TYPE, "text/xml; charset=utf-8"), (CACHE_CONTROL, "no-store")];
            (head, write_oai(&answer)).into_response()
        }
        Ok(None) => sentence(StatusCode::NOT_FOUND, "This office gives no records to other repositories."),
        Err(failure) => {
            tracing::error!(cause = failure.to_string(), "a repository could not be answered");
            sentence(StatusCode::INTERNAL_SERVER_ERROR, "The answer could not be made. Ask again later.")
        }
    }
}

/// What is asked, in its order: in the address, or in the form that was posted.
async fn arguments(request: Request) -> Result<Vec<(String, String)>, StatusCode> {
    let (parts, body) = request.into_parts();
    let text = match parts.method {
        Method::POST => to_bytes(body, FORM_BYTES_MAX).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?,
        _ => parts.uri.query().unwrap_or_default().to_owned().into(),
    };
    // One more than there can be, so that too many are seen to be so.
    let read = form_urlencoded::parse(&text).take(ARGUMENTS_MAX + 1);
    Ok(read.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
}

fn sentence(status: StatusCode, text: &str) -> Response {
    let head = [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    (status, head, format!("{text}\n")).into_response()
}

impl App {
    /// Answers a repository; `None` when as many as may are answered already.
    async fn give(&self, arguments: Vec<(String, String)>) -> Option<Result<Option<OaiAnswer>, Failure>> {
        let _turn = self.turn_to_give()?;
        Some(self.given(arguments).await)
    }

    async fn given(&self, arguments: Vec<(String, String)>) -> Result<Option<OaiAnswer>, Failure> {
        let (now, title) = (self.now(), self.name().to_owned());
        // What changed is taken over before it is told of: the writer alone knows what is gone.
        let mut follows = self.unseen(|office| Ok(office.repository().is_some() && office.offers_lag()?)).await?;
        while follows {
            follows = !self.write(move |writer| desk::follow_records(writer, now)).await?;
        }
        self.unseen(move |office| office.answer_repository(&arguments, &title, now)).await
    }
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.protocol(Method::GET, PATH, 0, answer).protocol(Method::POST, PATH, FORM_BYTES_MAX, answer)
}
