//! Attachments: the files of a record, shown small, taken, released without metadata, taken away.

mod list;
mod page;
pub(crate) mod sent;

use model::ATTACHMENT_BYTES_MAX;

use crate::app::App;
use crate::route::{Policy, Routes};
use crate::upload::AROUND_FILE_BYTES_MAX;

pub use list::{attached, form};

/// Most that the files of one form have together, in bytes.
pub const SENT_BYTES_MAX: usize = 2 * ATTACHMENT_BYTES_MAX;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .upload("/records/{record}/attachments", Policy::Document, SENT_BYTES_MAX + AROUND_FILE_BYTES_MAX, list::take)
        .page("/attachments/{attachment}", Policy::SignedIn, page::show)
        .page("/attachments/{attachment}/file", Policy::SignedIn, sent::file)
        .page("/attachments/{attachment}/released", Policy::SignedIn, sent::released)
        .page("/attachments/{attachment}/picture", Policy::SignedIn, sent::picture)
        .form("/attachments/{attachment}/withdraw", Policy::Document, page::withdraw)
}
