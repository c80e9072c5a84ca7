//! A look at a file: what it is, how large, and what it says.

use model::AttachmentKind;

use crate::text::Gate;
use crate::{Fault, archive, gif, jpeg, kind_of, limits, office, pdf, plain, png, svg, webp};

/// A piece of what a look finds, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// What it is. What comes behind it may break off: the file is kept all the same.
    Kind {
        /// What.
        kind: AttachmentKind,
        /// Width and height, of pictures.
        pixels: Option<(u32, u32)>,
        /// Pages, of papers.
        n_pages: Option<u32>,
    },
    /// What it says, piece by piece.
    Text(String),
    /// It says more than is read.
    Cut,
}

/// Looks at a file, and hands on what is found as it is found.
///
/// # Errors
/// When it is not kept. Then nothing was handed on.
pub fn look(bytes: &[u8], sink: &mut dyn FnMut(Piece)) -> Result<(), Fault> {
    let kind = kind_of(bytes)?;
    let picture = |size: Result<(u32, u32), Fault>| size.and_then(within);
    let pixels = match kind {
        AttachmentKind::Png => Some(picture(png::size(bytes))?),
        AttachmentKind::Jpeg => Some(picture(jpeg::size(bytes))?),
        AttachmentKind::Gif => Some(picture(gif::size(bytes))?),
        AttachmentKind::Webp => Some(picture(webp::size(bytes))?),
        _ => None,
    };
    match kind {
        AttachmentKind::Pdf => pdf::look(bytes, sink),
        AttachmentKind::Svg => {
            let mut gate = Gate::default();
            svg::read(bytes, &mut gate)?;
            sink(Piece::Kind { kind, pixels, n_pages: None });
            gate.hand_on(sink);
            Ok(())
        }
        AttachmentKind::Text => {
            let mut gate = Gate::default();
            plain::read(bytes, &mut gate);
            sink(Piece::Kind { kind, pixels, n_pages: None });
            gate.hand_on(sink);
            Ok(())
        }
        _ if pixels.is_some() => {
            sink(Piece::Kind { kind, pixels, n_pages: None });
            Ok(())
        }
        _ => {
            let mut gate = Gate::default();
            office::read(&mut archive::Archive::open(bytes)?, kind, &mut gate)?;
            sink(Piece::Kind { kind, pixels, n_pages: None });
            gate.hand_on(sink);
            Ok(())
        }
    }
}

/// A picture that is small enough to be decoded.
pub(crate) fn within(size: (u32, u32)) -> Result<(u32, u32), Fault> {
    match size {
        (0, _) | (_, 0) => Err(Fault::Damaged),
        (width, height) if u64::from(width) * u64::from(height) > limits::PIXELS_MAX => Err(Fault::Pixels),
        size => Ok(size),
    }
}
