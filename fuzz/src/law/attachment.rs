//! Laws of files of records: what is looked at is bounded, and what is released of a file is a file of its kind that is released
//! again.
//!
//! Papers and small pictures are not tried here: what reads them may panic and take what memory it likes, and does so in a cell
//! alone. `crates/uptake/tests/attachment.rs` tries them there.

use attachment::{Piece, kind_of, limits, look, released};
use model::AttachmentKind;

use super::{Broken, demand};

/// Looks at a file and releases it.
///
/// # Errors
/// The first law that does not hold.
pub fn hold(input: &[u8]) -> Result<(), Broken> {
    let kind = kind_of(input);
    if kind == Ok(AttachmentKind::Pdf) {
        return Ok(());
    }
    let (mut n_chars, mut found) = (0, None);
    let looked = look(input, &mut |piece| match piece {
        Piece::Kind { kind, pixels, .. } => found = Some((kind, pixels)),
        Piece::Text(text) => n_chars += text.chars().count(),
        Piece::Cut => {}
    });
    demand(looked.is_ok() == found.is_some(), "a file has a kind or is refused", || format!("{looked:?} {found:?}"))?;
    demand(n_chars <= limits::TEXT_CHARS_MAX, "a text is bounded", || n_chars.to_string())?;
    if let Some((_, Some((width, height)))) = found {
        let n_pixels = u64::from(width) * u64::from(height);
        demand(n_pixels <= limits::PIXELS_MAX, "a picture is bounded", || n_pixels.to_string())?;
    }
    let Ok(copy) = released(input) else { return Ok(()) };
    demand(kind_of(&copy) == kind, "a copy is of the same kind", || format!("{kind:?} {:?}", kind_of(&copy)))?;
    let again = released(&copy);
    demand(again.as_deref() == Ok(copy.as_slice()), "what is released has nothing left to take out", || {
        format!("{again:?}")
    })
}
