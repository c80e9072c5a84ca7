//! Issues of bulletins: filled, printed, looked at, released, given out.

mod draw;
mod items;
mod page;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use model::{Issue, PrintForm};
use store::HeldPrint;

pub use draw::{draw, speech_of};
pub(crate) use items::taken_anew;
pub(crate) use page::{ordered, printed};

use crate::app::App;
use crate::route::{Policy, Routes};

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/issues/{issue}", Policy::SignedIn, page::show)
        .form("/issues/{issue}/items", Policy::SignedIn, items::edit)
        .form("/issues/{issue}/note", Policy::SignedIn, items::note)
        .form("/issues/{issue}/print", Policy::SignedIn, page::print)
        .form("/issues/{issue}/release", Policy::SignedIn, page::release)
        .form("/issues/{issue}/discard", Policy::SignedIn, page::discard)
        .form("/issues/{issue}/reprint", Policy::SignedIn, page::reprint)
        .page("/issues/{issue}/prints/{form}", Policy::SignedIn, page::given_out)
        .form("/records/{record}/issues", Policy::SignedIn, items::add_record)
}

/// A printed page stands by itself: it has its style within, runs nothing and fetches nothing, and is kept from everything of ours.
const PRINTED_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

/// A print as an answer, byte for byte as it was printed.
pub fn given(issue: &Issue, print: HeldPrint) -> Response {
    let kind = match print.form {
        PrintForm::Page => "text/html; charset=utf-8",
        PrintForm::Pdf => "application/pdf",
        PrintForm::Text => "text/plain; charset=utf-8",
    };
    let name = format!("{}.{}", issue.id, print.form);
    let mut response = (
        [
            (CONTENT_TYPE, kind.to_owned()),
            (CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")),
            (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            (CACHE_CONTROL, "private, no-cache".to_owned()),
        ],
        print.bytes,
    )
        .into_response();
    if print.form == PrintForm::Page {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, axum::http::HeaderValue::from_static(PRINTED_POLICY));
    }
    response
}
