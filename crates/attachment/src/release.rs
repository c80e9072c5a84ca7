//! A copy without metadata.

use model::AttachmentKind;

use crate::{Fault, gif, jpeg, kind_of, office_release, pdf_release, png, svg, webp};

/// The same file without what it tells beside its content: who made it, when, where, with what, and what was in it before.
/// Pictures are not coded anew, so they look the same to the last pixel, and stay the right way up.
///
/// # Errors
/// When it is of no kind that is kept, is damaged, or holds something from which nothing can be taken.
pub fn released(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    match kind_of(bytes)? {
        AttachmentKind::Png => png::released(bytes),
        AttachmentKind::Jpeg => jpeg::released(bytes),
        AttachmentKind::Gif => gif::released(bytes),
        AttachmentKind::Webp => webp::released(bytes),
        AttachmentKind::Svg => svg::released(bytes),
        // There is nothing beside what it says.
        AttachmentKind::Text => Ok(bytes.to_vec()),
        AttachmentKind::Pdf => pdf_release::release(bytes),
        kind => office_release::release(bytes, kind, 0),
    }
}
